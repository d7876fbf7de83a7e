"""How far one key result has come: its measure and current value ─▶ attainment, with how it was computed. Pure.

Attainment is unclamped: 1.4 is how a target that was too easy shows. What cannot be known is None, and a ``Doubt`` says
why; a cell that holds something unreadable is never taken for an empty one.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

from sync.cycles import length_of
from sync.model.cells import CellRef
from sync.model.readings import Activity, Kind, Measure, Quantity, Read, Trouble
from sync.model.rows import KeyResult
from sync.model.scores import Doubt, Input
from sync.other_wholes import other_whole
from sync.patterns import RarePattern
from sync.percent_scales import is_stray_percent, off_scale
from sync.reading.sheets.adding_up import key_result_adds_up
from sync.reading.sheets.ceilings import Ceiling, ceiling_of, measures_an_unknown_time
from sync.reading.sheets.measures import says_how_much_is_done
from sync.reading.sheets.outlines import lists_several
from sync.reading.sheets.shares_of_counts import count_or_per_cent
from sync.reading.texts.text import bare
from sync.unit_slips import unit_slip

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
DIGITS = 50
"""How many digits scores are computed with; the last ten of a division's are not trusted."""
_LEVEL_FROM = Decimal(2)
_TENTH = Decimal("0.1")
_RATE = RarePattern(r"\b(?:ty|ti) (?:le|suat)\b|\b(?:rate|ratio|percentage)\b")

# Python 3.11 takes 0.15 µs to find a member of an enumeration, and every row asks for these.
_MILESTONE, _INCREASE, _DECREASE, _AT_LEAST = Kind.milestone, Kind.increase, Kind.decrease, Kind.at_least
_BOUNDS = (Kind.at_least, Kind.at_most, Kind.between)

LINEAR = "(current − baseline) ÷ (target − baseline)"
DISTANCE_BELOW = "1 − (lower − current) ÷ tolerance"
DISTANCE_ABOVE = "1 − (current − upper) ÷ tolerance"


class Pace(Enum):
    """How a key result comes to its target, which decides what its status goes by."""

    linear = "linear"
    kept = "kept"
    done_or_not = "done or not"


_LINEARLY = Pace.linear


class Attained(NamedTuple):
    """How far a key result has come. ``baseline`` and ``target`` are the effective ones that were computed with."""

    kind: Kind | None
    current: Decimal | None
    attainment: Decimal | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    pace: Pace = Pace.linear
    doubts: tuple[Doubt, ...] = ()
    formula: str = ""
    inputs: tuple[Input, ...] = ()

    @property
    def progress(self) -> Decimal | None:
        """Attainment clamped to 0..1."""
        return clamped(self.attainment)


# As NamedTuples make themselves, without the call that takes longer than that: for what every row has several of.
_new_attained: Callable[[tuple[Any, ...]], Attained] = partial(tuple.__new__, Attained)
new_input: Callable[[tuple[str, Decimal | date | str | None, CellRef | None]], Input] = partial(tuple.__new__, Input)


def attain(key_result: KeyResult, current: Read[Quantity]) -> Attained:
    """Given a key result and the reading that counts as its current value (its own or its KPI's), return how far it
    has come."""
    measure = key_result.measure
    if "\n" in key_result.text.raw and lists_several(key_result.text.raw):
        return Attained(None, _number(current), doubts=(Doubt.several_in_one_cell,), inputs=(_current_input(current),))
    is_of_two_scales = count_or_per_cent(key_result, current) is not None or is_stray_percent(key_result, current)
    if is_of_two_scales or off_scale(key_result, current) is not None:
        return Attained(
            measure.kind, _number(current), doubts=(Doubt.percent_scales,), inputs=(_current_input(current),)
        )
    if unit_slip(key_result, current) is not None:
        return Attained(measure.kind, _number(current), doubts=(Doubt.unit_slip,), inputs=(_current_input(current),))
    if other_whole(key_result, current) is not None:
        return Attained(measure.kind, _number(current), doubts=(Doubt.other_whole,), inputs=(_current_input(current),))
    if is_less_than_before(key_result, current) or current.trouble is Trouble.sum_or_level:
        return Attained(
            measure.kind, _number(current), doubts=(Doubt.part_or_so_far,), inputs=(_current_input(current),)
        )
    if measure.kind is _MILESTONE or (_says_no_value(measure) and _is_ticked_off(key_result, current)):
        return _milestone(key_result, current)
    if measure.kind in _BOUNDS:
        return _bound(key_result, current)
    if _says_no_value(measure):
        return Attained(None, _number(current), doubts=(Doubt.not_measurable,), inputs=(_current_input(current),))
    if measure.target is None and measure.change is not None:
        return _change(key_result, current)
    return _linear(key_result, current, _target(measure, current))


def is_less_than_before(key_result: KeyResult, current: Read[Quantity]) -> bool:
    """Whether a column's value of what adds up (new customers, revenue) is less than that of the column before: then
    it is no value so far."""
    before = column_before(key_result, current)
    return before is not None and current.value is not None and current.value.value < before.value


def column_before(key_result: KeyResult, current: Read[Quantity]) -> Quantity | None:
    """Given a key result that adds up and its current value, return that of the column before where both stand in
    columns by period, and nothing says whether each counts alone."""
    if not key_result.check_ins or key_result.aggregation.value or begins_anew(key_result):
        return None
    measure = key_result.measure
    climbs = measure.kind is _INCREASE or (measure.kind is _AT_LEAST and not measure.kept)
    if not climbs or measure.baseline or not key_result_adds_up(key_result):
        return None
    before, own = key_result.check_ins[-1].value, current.cell
    if own is None or before.cell is None or before.cell == own:
        return None
    return before.value if (before.cell.sheet, before.cell.row) == (own.sheet, own.row) else None


def begins_anew(key_result: KeyResult) -> bool:
    """Whether each of a key result's periods has a target and a value of its own, and no sum or level is meant."""
    return key_result.period is not None and length_of(key_result.period) != "year"


class Bounded(NamedTuple):
    """How a value stands to its bounds."""

    attainment: Decimal
    formula: str
    tolerance: Decimal | None = None
    doubts: tuple[Doubt, ...] = ()


def within_bounds(
    current: Decimal, lower: Decimal | None, upper: Decimal | None, tolerance: Decimal | None, baseline: Decimal | None
) -> Bounded:
    """Given a value and at least one bound, return 1 inside, and outside 1 − distance ÷ tolerance. Tolerance is the
    first of these that is not 0: the given one, the distance from bound to baseline, a tenth of the bound."""
    if lower is not None and current < lower:
        bound, distance, formula = lower, lower - current, DISTANCE_BELOW
    elif upper is not None and current > upper:
        bound, distance, formula = upper, current - upper, DISTANCE_ABOVE
    else:
        bounds = "lower ≤ current ≤ upper" if lower is not None else "current ≤ upper"
        return Bounded(ONE, (bounds if upper is not None else "lower ≤ current") + " ─▶ 1")
    from_baseline = ZERO if baseline is None else abs(bound - baseline)
    effective = abs(tolerance or ZERO) or from_baseline or abs(bound) * _TENTH
    if not effective:
        return Bounded(ZERO, "outside, and no tolerance ─▶ 0", ZERO, (Doubt.tolerance_is_zero,))
    return Bounded(ONE - distance / effective, formula, effective)


def clamped(attainment: Decimal | None) -> Decimal | None:
    """Given an attainment, return it as progress, 0..1."""
    if attainment is None:
        return None
    if attainment <= ZERO:
        return ZERO
    return ONE if attainment >= ONE else attainment


def unreadable(read: Read[Any]) -> bool:
    """Whether a cell holds something that gave no value."""
    return read.value is None and read.trouble is not None


# ── Milestones ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _says_no_value(measure: Measure) -> bool:
    return measure.kind is None and measure.target is None and measure.change is None


def _is_ticked_off(key_result: KeyResult, current: Read[Quantity]) -> bool:
    """Whether a text without a value is still scored: its current cell says done, a percentage or k of n."""
    if key_result.milestone.value is not None or key_result.activity is Activity.done:
        return True
    if current.value is None or current.value.total is not None:
        return current.value is not None
    text = key_result.text.value or ""
    return current.value.is_percent and says_how_much_is_done(key_result.wording, current, key_result.target, text)


def _milestone(key_result: KeyResult, current: Read[Quantity]) -> Attained:
    ticked, quantity = key_result.milestone, current.value
    is_done = ticked.value
    if is_done is None and key_result.activity is Activity.done and not unreadable(current):
        is_done = True
    if quantity is None and is_done is not None:
        says = ticked if ticked.value is not None else key_result.status_text
        return Attained(
            Kind.milestone,
            ONE if is_done else ZERO,
            ONE if is_done else ZERO,
            pace=Pace.done_or_not,
            formula="done ─▶ 1" if is_done else "not done ─▶ 0",
            inputs=(Input("current", says.raw or ("done" if is_done else "not done"), says.cell),),
        )
    if quantity is None:
        return Attained(
            Kind.milestone, None, pace=Pace.done_or_not, doubts=_missing(current), inputs=(_current_input(current),)
        )
    return _part_of_milestone(key_result, quantity, current)


def _part_of_milestone(key_result: KeyResult, quantity: Quantity, current: Read[Quantity]) -> Attained:
    """A milestone in parts: a percentage, k of n, or a plain share."""
    value = quantity.value
    inputs: tuple[Input, ...] = (_current_input(current),)
    total = quantity.total if quantity.total is not None else key_result.measure.target
    if quantity.is_percent:
        return Attained(Kind.milestone, value, value / HUNDRED, formula="current ÷ 100", inputs=inputs)
    if total:
        inputs = (*inputs, Input("total", total, current.cell if quantity.total else key_result.target.cell))
        return Attained(Kind.milestone, value, value / total, formula="current ÷ total", inputs=inputs)
    if total is None and ZERO <= value <= ONE:
        pace = Pace.done_or_not if value in (ZERO, ONE) else Pace.linear
        return Attained(Kind.milestone, value, value, pace=pace, formula="current", inputs=inputs)
    return Attained(Kind.milestone, value, doubts=(Doubt.target_needed,), inputs=inputs)


# ── Bounds ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _bound(key_result: KeyResult, current: Read[Quantity]) -> Attained:
    measure = key_result.measure
    kind, lower, upper = measure.kind, measure.lower, measure.upper
    if kind is Kind.at_least:
        lower, upper = (measure.target if lower is None else lower), None
    elif kind is Kind.at_most:
        lower, upper = None, (measure.target if upper is None else upper)
    target = None if kind is Kind.between else lower if kind is Kind.at_least else upper
    columns = (key_result.lower, key_result.upper, key_result.target)
    if (lower is None and upper is None) or any(unreadable(column) for column in columns):
        doubts = (Doubt.target_needed, *_missing(current))
        return Attained(kind, _number(current), None, measure.baseline, None, Pace.kept, doubts)
    if kind is Kind.at_least and _is_climbed_to(measure, lower):
        return _linear(key_result, current, lower)

    inputs = [
        Input(name, value, _cell_of(value, column, key_result.target))
        for name, value, column in (("lower", lower, key_result.lower), ("upper", upper, key_result.upper))
        if value is not None
    ]
    inputs.append(_current_input(current))
    value = _number(current)
    if value is None:
        return Attained(kind, None, None, measure.baseline, target, Pace.kept, _missing(current), "", tuple(inputs))
    bounded = within_bounds(value, lower, upper, measure.tolerance, measure.baseline)
    if bounded.tolerance is not None:
        if unreadable(key_result.tolerance):
            return Attained(kind, value, None, measure.baseline, target, Pace.kept, inputs=tuple(inputs))
        inputs.append(Input("tolerance", bounded.tolerance, _cell_of(bounded.tolerance, key_result.tolerance)))
    return Attained(
        kind,
        value,
        bounded.attainment,
        measure.baseline,
        target,
        Pace.kept,
        bounded.doubts,
        bounded.formula,
        tuple(inputs),
    )


def _is_climbed_to(measure: Measure, lower: Decimal | None) -> bool:
    """Whether a lower bound is a level to reach ('Doanh số đạt ≥ 10 tỷ') and not one to keep."""
    if measure.kept or measure.tolerance is not None or lower is None:
        return False
    return lower > (measure.baseline if measure.baseline is not None else ZERO)


# ── From baseline to target ──────────────────────────────────────────────────────────────────────────────────────────


def _target(measure: Measure, current: Read[Quantity]) -> Decimal | None:
    if measure.target is None and current.value is not None:
        return current.value.total
    return measure.target


def _linear(
    key_result: KeyResult, current: Read[Quantity], target: Decimal | None, how: str = "", change: Input | None = None
) -> Attained:
    """``how`` the target came about, where it is none that somebody typed."""
    measure = key_result.measure
    kind, baseline, value = measure.kind, measure.baseline, _number(current)
    missing = _missing(current) if value is None else ()
    if target is None or unreadable(key_result.target):
        return Attained(kind, value, None, baseline, None, doubts=(Doubt.target_needed, *missing))
    doubts: tuple[Doubt, ...] = ()
    if unreadable(key_result.baseline):
        return Attained(kind, value, None, None, target, doubts=(Doubt.baseline_needed, *missing))
    if baseline is None:
        if kind is _DECREASE or target < ZERO:
            return Attained(kind, value, None, None, target, doubts=(Doubt.baseline_needed, *missing))
        if kind is _INCREASE and _may_fall(key_result, target, value):
            return Attained(kind, value, None, None, target, doubts=(Doubt.direction_unknown, *missing))
        baseline, doubts = ZERO, (Doubt.baseline_taken_as_zero,)
    inputs: tuple[Input, ...] = (
        new_input(("baseline", baseline, _cell_of(measure.baseline, key_result.baseline))),
        new_input(("target", target, None if how else _cell_of(target, key_result.target, key_result.lower))),
        new_input(("current", value, current.cell)),
    )
    if change is not None:
        inputs = (inputs[0], change, *inputs[1:])
    if baseline == target:
        doubts = (Doubt.baseline_equals_target, *missing)
        return Attained(kind, value, None, baseline, target, doubts=doubts, inputs=inputs)
    if kind is not _AT_LEAST:
        kind = _INCREASE if target > baseline else _DECREASE
    attainment = None if value is None else (value - baseline) / (target - baseline) or ZERO
    return _new_attained((kind, value, attainment, baseline, target, _LINEARLY, doubts + missing, LINEAR + how, inputs))


def _may_fall(key_result: KeyResult, target: Decimal, value: Decimal | None) -> bool:
    """Whether a lone target may as well be one to come down to: 'Đóng sổ trong 5 ngày', and a time that is beyond its
    target, of which no word says which way is better."""
    wording, quantity = key_result.wording, key_result.target.value
    if wording.kind is not None or wording.direction is not None or quantity is None:
        return False
    text, unit = key_result.text.value or "", key_result.unit.value
    if ceiling_of(text, quantity, unit) is Ceiling.either:
        return True
    return value is not None and value > target and measures_an_unknown_time(text, unit or quantity.unit)


def _change(key_result: KeyResult, current: Read[Quantity]) -> Attained:
    """A change ('giảm 3kg', 'lose 3 kg'): from the baseline, or the current value is the change so far. In per cent
    beside a baseline that is not, it can only be the change."""
    measure = key_result.measure
    change, kind, value = measure.change or ZERO, measure.kind, _number(current)
    doubts = (Doubt.relative_change_of_a_rate,) if measure.relative and _is_a_rate(key_result) else ()
    change_input = Input("change", change, _cell_of(change, key_result.target))
    is_level = not measure.relative or not _is_percent(current) or _is_percent(key_result.baseline)
    if (measure.baseline is not None and is_level) or unreadable(key_result.baseline):
        baseline = measure.baseline or ZERO
        target = baseline * (ONE + change / HUNDRED) if measure.relative else baseline + change
        how = "baseline × (1 + change ÷ 100)" if measure.relative else "baseline + change"
        attained = _linear(key_result, current, target, f", target = {how}", change_input)
        return attained._replace(doubts=doubts + attained.doubts)

    inputs = (change_input, _current_input(current))
    if unreadable(key_result.target) or not change:
        return Attained(kind, value, doubts=(*doubts, Doubt.target_needed, *_missing(current)), inputs=inputs)
    if value is None:
        return Attained(kind, None, doubts=doubts + _missing(current), inputs=inputs)
    attainment = abs(value) / abs(change) or ZERO
    if attainment > _LEVEL_FROM:
        return Attained(kind, value, doubts=(*doubts, Doubt.change_or_level), inputs=inputs)
    return Attained(kind, value, attainment, doubts=doubts, formula="|current| ÷ |change|", inputs=inputs)


def _is_a_rate(key_result: KeyResult) -> bool:
    """Whether what is measured is itself in per cent, so that 'by 5 %' can be read in two ways."""
    baseline = key_result.baseline.value
    if baseline is not None and baseline.is_percent:
        return True
    return (key_result.unit.value or "").strip() == "%" or _RATE.search(bare(key_result.text.value or "")) is not None


# ── Where the numbers came from ──────────────────────────────────────────────────────────────────────────────────────


def _number(read: Read[Quantity]) -> Decimal | None:
    return None if read.value is None else read.value.value


def _is_percent(read: Read[Quantity]) -> bool:
    return read.value is not None and read.value.unit == "%"


def _missing(current: Read[Quantity]) -> tuple[Doubt, ...]:
    """An unreadable cell is spoken of by the rules of cells; an empty one here."""
    return (Doubt.current_missing,) if current.value is None and current.trouble is None else ()


def _current_input(current: Read[Quantity]) -> Input:
    return Input("current", _number(current), current.cell)


def _cell_of(value: Decimal | None, *columns: Read[Quantity]) -> CellRef | None:
    """Given a number, return the first cell that it was read from; None where it came from the text."""
    for column in columns:
        quantity = column.value
        if quantity is not None and quantity.value == value:
            return column.cell
    return None
