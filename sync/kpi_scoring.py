"""Is a KPI healthy: its latest value, or that of its periods together, against its bounds. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sync.attainment import clamped, unreadable, within_bounds
from sync.cycles import counts_from, holds, is_to_date, length_of
from sync.model.cells import CellRef
from sync.model.readings import Direction, Kind, Quantity, Read, Trouble
from sync.model.rows import Cycle, Kpi, PeriodValue
from sync.model.scores import Doubt, Input, ScoredKpi, Status
from sync.options import ScoringOptions
from sync.percent_scales import kpi_off_scale
from sync.reading.sheets.adding_up import is_so_on_any_day
from sync.reading.sheets.aggregations import Aggregation, read_aggregation
from sync.reading.sheets.sides import is_a_cost
from sync.reading.texts.units import PERCENT
from sync.running_periods import Running, SoFar, running
from sync.unit_slips import kpi_unit_slip

_NOTHING: Read[Quantity] = Read()
ZERO = Decimal(0)
ELAPSED = "share of the period elapsed"
"""What the input is called that says how much of a period that is not over has gone by."""


def score_kpi(kpi: Kpi, cycle: Cycle, as_of: date, options: ScoringOptions) -> ScoredKpi:
    """Given a KPI and the cycle that it is looked at for (its table's, or that of a key result that points at it),
    return its value on a day and whether that is healthy: as of the cycle's last day where it is over. The KPI that
    comes back has the target and bounds that its value was held against."""
    day, aggregation = min(as_of, cycle.last_day), aggregation_of(kpi, options)
    found = _value_of(kpi, cycle, day, options)
    kpi = _against_its_periods(kpi, found.used, aggregation)
    lower, upper, bounds = healthy_bounds(kpi)
    columns = (kpi.lower, kpi.upper, kpi.tolerance, *(() if bounds else (kpi.target,)))
    if found.not_calculated or any(read.trouble is Trouble.not_calculated for read in (*columns, kpi.unit)):
        return _without_value(kpi, found, Doubt.not_calculated)._replace(keep=True)
    used = readings_used(kpi, found.inputs)
    if kpi_off_scale(kpi, used) is not None:
        return _without_value(kpi, found, Doubt.percent_scales)
    if kpi_unit_slip(kpi, used) is not None:
        return _without_value(kpi, found, Doubt.unit_slip)
    doubts = found.doubts
    if is_of_no_known_side(kpi) or _is_of_another_sign(kpi, found.value):
        if found.value != kpi.measure.target or found.value is None:
            is_of_a_part = _is_of_a_part(kpi, found, kpi.measure.target, day)
            doubt = Doubt.planned_for_longer if is_of_a_part else Doubt.side_unknown
            return _unjudged(kpi, found, (*doubts, doubt))._replace(formula=found.formula)
        lower = kpi.measure.target
    if (lower is None and upper is None) or any(unreadable(column) for column in columns[:2] + columns[3:]):
        doubts = (*doubts, Doubt.target_needed)
    if found.value is None or Doubt.target_needed in doubts:
        return _unjudged(kpi, found, doubts)._replace(formula=found.formula)
    not_over = None if lower is None else _running(kpi, found, lower, aggregation, day, options)
    if not_over is None and _is_of_a_part(kpi, found, lower, day):
        return _unjudged(kpi, found, (*doubts, Doubt.planned_for_longer))
    before = ZERO if not_over is None or lower is None else lower - not_over.plan
    lower = lower if not_over is None else before + not_over.by_now
    bounded = within_bounds(found.value, lower, upper, kpi.measure.tolerance, kpi.measure.baseline)
    inputs = [*found.inputs, *_plans_of(found.used), *_bound_inputs(kpi, lower, upper)]
    how = [found.formula, bounded.formula]
    if not_over is not None:
        inputs = [one._replace(cell=None) if one.name == "lower" else one for one in inputs]
        inputs += _inputs_so_far(kpi, not_over, before)
        how.append(_lower_so_far(not_over, before, options))
    progress = clamped(bounded.attainment)
    if bounded.tolerance is not None:
        inputs.append(Input("tolerance", bounded.tolerance, kpi.tolerance.cell if kpi.tolerance.value else None))
        progress = None if unreadable(kpi.tolerance) else progress
    return ScoredKpi(
        *(kpi, found.value, found.period, found.cell, progress),
        Status.healthy if bounded.tolerance is None else Status.out_of_range,
        doubts=(*doubts, *bounded.doubts),
        formula=", ".join(part for part in how if part),
        inputs=tuple(inputs),
    )


def _unjudged(kpi: Kpi, found: _Found, doubts: tuple[Doubt, ...]) -> ScoredKpi:
    """A value that is held against nothing."""
    return ScoredKpi(
        *(kpi, found.value, found.period, found.cell, None, Status.no_data), doubts=doubts, inputs=found.inputs
    )


def _without_value(kpi: Kpi, found: _Found, why: Doubt) -> ScoredKpi:
    """Nothing but the reason: what stands in the sheet is not to be trusted."""
    return _unjudged(kpi, found, (why,))._replace(current=None)


def _inputs_so_far(kpi: Kpi, not_over: Running, before: Decimal) -> Iterator[Input]:
    """What the lower bound of a period that is not over is made of: its plan, and the plans of those ``before``."""
    yield Input("plan", not_over.plan, kpi.target.cell)
    yield Input(ELAPSED, not_over.share)
    if before:
        yield Input("plans before", before)


def _lower_so_far(not_over: Running, before: Decimal, options: ScoringOptions) -> str:
    due = f"plan × {ELAPSED} × {options.on_track}" if not_over.by_now else "0 so early"
    return f"lower = {due} + plans before" if before else f"lower = {due}"


def readings_used(kpi: Kpi, inputs: Sequence[Input]) -> list[Read[Quantity]]:
    """Given a KPI and what its value was computed from, return the readings of these cells."""
    cells = {given.cell for given in inputs}
    return [read for read in (kpi.current, *(one.value for one in kpi.periods)) if read.value and read.cell in cells]


def aggregation_of(kpi: Kpi, options: ScoringOptions) -> Aggregation:
    """Given a KPI, return how its periods come together over a cycle: as its own column says, else as the settings."""
    return read_aggregation(kpi.aggregation.value or kpi.aggregation.raw) or options.aggregation


# ── The value ────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Found(NamedTuple):
    """A KPI's value: from one cell, or from the periods of a cycle together."""

    value: Decimal | None
    period: Cycle | None = None
    read: Read[Quantity] = _NOTHING
    formula: str = ""
    inputs: tuple[Input, ...] = ()
    not_calculated: bool = False
    used: tuple[PeriodValue, ...] = ()

    @property
    def cell(self) -> CellRef | None:
        return self.read.cell

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """An unreadable cell is spoken of by the rules of cells."""
        return (Doubt.current_missing,) if self.value is None and self.read.trouble is None else ()


def _value_of(kpi: Kpi, cycle: Cycle, day: date, options: ScoringOptions) -> _Found:
    own, whole = kpi.current, kpi.planned_for
    if own.value is not None or own.trouble is not None:
        return _in_one_cell(own, whole)
    begun = _without_blank_end([one for one in kpi.periods if counts_from(one.period) <= day])
    of_whole = [one for one in begun if whole is not None and one.period.id == whole.id]
    if of_whole:
        return _in_one_cell(of_whole[-1].value, of_whole[-1].period)
    if own.cell is not None or whole is not None:  # its column waits for a value: what all of last year came to is none
        since = (whole or cycle).first_day
        begun = [one for one in begun if one.period.last_day >= since or length_of(one.period) != "year"]
    filled = [one for one in begun if one.value.value is not None or one.value.trouble is not None]
    if not filled:
        return _Found(None, read=own)
    filled = _planned_to_date(filled) or filled
    aggregation = aggregation_of(kpi, options)
    is_alone = len(kpi.periods) == 1 and own.cell is not None  # its row is of one month
    is_alone = is_alone and (whole is None or own.cell == kpi.periods[0].value.cell)
    if aggregation == "last" or is_alone or all(is_to_date(one.period) for one in filled):
        return _in_one_cell(filled[-1].value, filled[-1].period)._replace(used=(filled[-1],))
    is_by_row = own.cell is not None and any(one.value.cell == own.cell for one in kpi.periods)
    span = cycle if whole is None or is_by_row else whole  # a key result's quarter of a list with a row for each month
    within = [one for one in filled if holds(span, one.period) and not is_to_date(one.period)]
    return _together(_shortest(within), aggregation, span, own)


def _planned_to_date(filled: Sequence[PeriodValue]) -> list[PeriodValue]:
    """'TH T10 | KH lũy kế T10 | TH lũy kế T10': what there is of a year, where that alone was planned and no month."""
    planned = [one for one in filled if one.aim is not None and one.aim.target.value is not None]
    return planned if all(is_to_date(one.period) for one in planned) else []


def _in_one_cell(read: Read[Quantity], period: Cycle | None) -> _Found:
    value = None if read.value is None else read.value.value
    inputs = (Input("current", value, read.cell),)
    return _Found(value, period, read, "", inputs, read.trouble is Trouble.not_calculated)


def _without_blank_end(periods: Sequence[PeriodValue]) -> Sequence[PeriodValue]:
    """Given the periods that have begun, drop those after the last that was typed or is not zero: formulas that were
    filled down to the end of the year give 0 or nothing until their month comes."""
    last = next((index for index in reversed(range(len(periods))) if _says_something(periods[index].value)), None)
    while last and _is_carried_on(periods[last], periods[last - 1]):
        last -= 1
    if last is not None:
        return periods[: last + 1]
    return [one for one in periods if one.value.trouble is Trouble.not_calculated]


def _is_carried_on(one: PeriodValue, before: PeriodValue) -> bool:
    """Whether a formula gives for a year until November what it came to until October: nothing was entered since."""
    if not (one.value.is_formula and is_to_date(one.period) and is_to_date(before.period)):
        return False
    return one.value.value is not None and one.value.value == before.value.value


def _says_something(read: Read[Quantity]) -> bool:
    if read.is_formula and read.value is not None:
        return read.value.value != 0
    return read.value is not None or read.trouble is not None


def _shortest(periods: Sequence[PeriodValue]) -> Sequence[PeriodValue]:
    """Given periods, drop those that hold another one: a quarter's column beside its months would count twice."""
    return [
        one
        for one in periods
        if not any(
            other.period.id != one.period.id
            and one.period.first_day <= other.period.first_day
            and other.period.last_day <= one.period.last_day
            for other in periods
        )
    ]


def _together(periods: Sequence[PeriodValue], aggregation: Aggregation, cycle: Cycle, own: Read[Quantity]) -> _Found:
    inputs = tuple(
        Input(one.period.id, None if one.value.value is None else one.value.value.value, one.value.cell)
        for one in periods
    )
    unusable = next((one.value for one in periods if one.value.value is None), None)
    if unusable is not None or not periods:
        waits = any(one.value.trouble is Trouble.not_calculated for one in periods)
        return _Found(None, cycle, unusable or own, "", inputs, waits)
    values = [one.value.value.value for one in periods if one.value.value is not None]
    value, used = _of_several(values, aggregation), tuple(periods)
    inputs = (*inputs, Input("current", value))
    return _Found(value, cycle, Read(), f"current = {aggregation} of the periods", inputs, used=used)


def _of_several(values: Sequence[Decimal], aggregation: Aggregation) -> Decimal:
    total = sum(values, ZERO)
    return total if aggregation == "sum" else total / len(values)


# ── What it is held against ──────────────────────────────────────────────────────────────────────────────────────────


def _against_its_periods(kpi: Kpi, used: Sequence[PeriodValue], aggregation: Aggregation) -> Kpi:
    """Given a KPI and the periods that its value is of, return it with what these were to come to, where its table
    plans each period: with nothing where one of them has no plan, for another period's says nothing of it."""
    aims = [one.aim for one in used if one.aim is not None]
    if not aims:
        return kpi
    last = aims[-1]
    if len(used) == 1:
        return kpi._replace(target=last.target, lower=last.lower, upper=last.upper, measure=last.measure)
    parts = [(aim.measure.target, aim.measure.lower, aim.measure.upper) for aim in aims]
    target, lower, upper = (
        _of_several([one for one in several if one is not None], aggregation) if None not in several else None
        for several in zip(*parts, strict=True)
    )
    measure = last.measure._replace(target=target, lower=lower, upper=upper)
    return kpi._replace(target=Read(), lower=Read(), upper=Read(), measure=measure)


def _plans_of(used: Sequence[PeriodValue]) -> Iterator[Input]:
    """What each of several periods was to come to, and where that stands: the bound is made of these."""
    for one in used if len(used) > 1 else ():
        if one.aim is not None:
            read = next(
                (each for each in (one.aim.target, one.aim.lower, one.aim.upper) if each.value is not None), None
            )
            if read is not None and read.value is not None:
                yield Input(f"plan {one.period.id}", read.value.value, read.cell)


def _running(
    kpi: Kpi, found: _Found, lower: Decimal, aggregation: Aggregation, day: date, options: ScoringOptions
) -> Running | None:
    """What the last of a value's periods asks for by a day, where it is not over and has a plan of its own: a plan is
    due at its period's end, a healthy bound holds on any day. What months have come to of a year's plan is held against
    what is due of it at the end of the last of them."""
    if found.value is None or aggregation == "mean":
        return None
    whole = kpi.planned_for
    if whole is not None:
        if found.period is None or found.period.id != whole.id:
            return None
        parts = [one for one in _shortest(kpi.periods) if one.value.value is not None and holds(whole, one.period)]
        parts = [one for one in parts if one.period.id != whole.id]
        is_the_sum = len(parts) > 1 and found.value == sum(one.value.value.value for one in parts if one.value.value)
        until = min(day, parts[-1].period.last_day if is_the_sum else found.period.last_day)
        return running(kpi, SoFar(whole, found.value, lower, is_the_sum or aggregation == "sum"), until, options)
    if not found.used:
        return None
    last, before = found.used[-1], found.used[:-1]
    if last.aim is None:
        return None
    plan, earlier = lower, ZERO
    if before:
        own = last.aim.measure
        plan = own.lower or own.target or ZERO
        earlier = sum((one.value.value.value for one in before if one.value.value is not None), ZERO)
    return running(kpi, SoFar(last.period, found.value - earlier, plan, aggregation == "sum"), day, options)


def _is_of_a_part(kpi: Kpi, found: _Found, lower: Decimal | None, day: date) -> bool:
    """Whether a value cannot be held against its plan, which is for longer: a month's, or one below the plan for a
    period that is not over, of a measure of which nothing says that it is the same on any day."""
    whole = kpi.planned_for
    if whole is None or found.value is None or is_so_on_any_day(kpi):
        return False
    if found.period is not None and is_to_date(found.period) and not holds(whole, found.period):
        return True  # a month's plan beside what there is of its year
    if found.period is None or found.period.id != whole.id:
        return read_aggregation(kpi.aggregation.value or kpi.aggregation.raw) != "last"
    return day < whole.last_day and lower is not None and found.value < lower


# ── The bounds ───────────────────────────────────────────────────────────────────────────────────────────────────────


def healthy_bounds(kpi: Kpi) -> tuple[Decimal | None, Decimal | None, bool]:
    """Given a KPI, return its healthy bounds, and whether it has any of its own: else its target is one, on the side
    that is known to be better; where none is, it has no bounds."""
    measure = kpi.measure
    if measure.lower is not None or measure.upper is not None:
        return measure.lower, measure.upper, True
    if measure.kind in (Kind.at_most, Kind.decrease) or measure.direction is Direction.down:
        return None, measure.target, False
    if measure.kind is None and measure.direction is None:
        return None, None, False
    return measure.target, None, False


def is_of_no_known_side(kpi: Kpi) -> bool:
    """Whether a KPI has a target, and nothing says whether it is to be reached or not to be passed."""
    measure = kpi.measure
    has_bounds = measure.lower is not None or measure.upper is not None
    return measure.target is not None and not has_bounds and measure.kind is None and measure.direction is None


def _is_of_another_sign(kpi: Kpi, value: Decimal | None) -> bool:
    """(7,300) of costs beside 7,000: less than was planned, or more of it spent."""
    bound = kpi.measure.target
    if bound is None or value is None or value * bound >= 0 or kpi.measure.unit == PERCENT:
        return False
    return is_a_cost(kpi.name.value or "")


def _bound_inputs(kpi: Kpi, lower: Decimal | None, upper: Decimal | None) -> list[Input]:
    inputs = []
    for name, bound, column in (("lower", lower, kpi.lower), ("upper", upper, kpi.upper)):
        if bound is not None:
            own = column.value is not None and column.value.value == bound
            inputs.append(Input(name, bound, column.cell if own else kpi.target.cell))
    return inputs
