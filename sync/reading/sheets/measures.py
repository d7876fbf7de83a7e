"""A row's words and columns ─▶ one measure. Columns always win over words; words say what columns leave open."""

from __future__ import annotations

from decimal import Decimal

from sync.model.readings import Direction, Evidence, Kind, Measure, Quantity, Read
from sync.reading.sheets.ceilings import Ceiling, ceiling_of, is_time
from sync.reading.sheets.sides import falls_as_a_kpi, falls_by_what_it_counts, is_a_cost
from sync.reading.texts.text import bare
from sync.reading.texts.units import PERCENT, PERCENT_WORDS
from sync.reading.texts.wording import falls_by_name, names_a_rate, read_wording, says_change

# Python 3.11 takes 0.15 µs to find a member of an enumeration, and every row asks for these.
_ONE_BOUND, _DOWN = (Kind.at_least, Kind.at_most), Direction.down
_BOUNDS = (*_ONE_BOUND, Kind.between)
_RISING, _FALLING = (Kind.increase, Direction.up), (Kind.decrease, Direction.down)
OTHER_SIDE_IS_BETTER = "other_side_is_better"
"""The part of a measure's evidence that a column speaks against it."""
_NO_QUANTITY: Read[Quantity] = Read()
_NO_TEXT: Read[str] = Read()
_NO_TICK: Read[bool] = Read()


def reconcile(
    wording: Measure,
    *,
    baseline: Read[Quantity],
    target: Read[Quantity],
    lower: Read[Quantity],
    upper: Read[Quantity],
    tolerance: Read[Quantity],
    unit: Read[str],
    milestone: Read[bool],
    current: Read[Quantity] = _NO_QUANTITY,
    text: str = "",
    direction: Direction | None = None,
) -> Measure:
    """Given what a key result's text says, its columns as read and the text itself, return what it measures.

    A target column needs the text only for its direction, where no column says that (``direction``), which is down
    for how long somebody waits and for a rank; a change in the text stays one until a target column says otherwise;
    where neither says a value, a tick, a percentage or 'k of n' in the current cell makes it a milestone.
    """
    wording = _downwards(wording, target, unit, text) if direction is None else _directed(wording, direction)
    first, last = _value(baseline), _value(target)
    low, high = _value(lower), _value(upper)
    end = _end_of_change(wording, target, lower, upper)
    if end is not None:
        measure = _with_target(wording, first, end)
    elif low is not None or high is not None:
        measure = _bounded(wording, first, low, high)
    elif last is not None and _is_relative_change(wording, baseline, target):
        measure = wording._replace(baseline=first)
    elif last is not None:
        measure = _with_target(wording, first, last)
    elif wording.kind is not None:
        measure = wording if first is None else _with_baseline(wording, first)
    elif milestone.value is not None or (_is_share(current) and says_how_much_is_done(wording, current, target, text)):
        measure = Measure(Kind.milestone, evidence=(Evidence("kind", milestone.raw or current.raw),))
    else:
        measure = Measure(baseline=first, direction=wording.direction)
    own_unit, currency = _unit(wording, unit, (target, lower, upper, baseline, current))
    # What _replace does, in a third of its time: every row comes this way.
    kind, direction, start, end, change, relative, lowest, highest, _, kept, _, _, cadence, evidence = measure
    return Measure(
        kind, direction, start, end, change, relative, lowest, highest, _value(tolerance), kept, own_unit, currency,
        cadence, evidence,
    )  # fmt: skip


def says_how_much_is_done(wording: Measure, current: Read[Quantity], target: Read[Quantity], text: str) -> bool:
    """Whether a share in the current cell is of what is done, and no value of a measure: whose target cannot be read,
    or is missing beside a name such as 'Churn'."""
    if target.trouble is not None:
        return False
    is_percent = current.value is not None and current.value.is_percent
    return not (is_percent and (leaves_a_percentage_open(wording) or names_a_rate(text)))


def leaves_a_percentage_open(wording: Measure) -> bool:
    """Whether a text's own percentage is in doubt ('Reduce churn: 3%'): then one in the current cell may be of the
    measure, and is no share of what is done."""
    in_doubt = [said.words for said in wording.evidence if said.part == "doubt"]
    return any(word in words for words in in_doubt for word in PERCENT_WORDS)


def without_condition(wording: Measure, target: Read[Quantity], unit: Read[str], text: str) -> Measure:
    """Given what a text says and its target and unit columns, return it without a bound that only says which are
    counted: 'answered in under 2 hours' beside a target of 90 %."""
    if wording.kind not in _BOUNDS or not wording.unit or PERCENT in wording.unit or target.value is None:
        return wording
    if not (target.value.is_percent or (unit.value or "").strip() == PERCENT):
        return wording
    return Measure(direction=_DOWN if falls_by_name(text) else None, kept=wording.kept, cadence=wording.cadence)


def _downwards(wording: Measure, target: Read[Quantity], unit: Read[str], text: str) -> Measure:
    """What a text says, with the direction of a target that it speaks of as of a wait ('trong 30 phút') or a rank
    ('top 3'): a wait is a bound, and so is a rank that is kept."""
    if wording.baseline is not None or wording.change is not None or not text:
        return wording
    if wording.direction is _DOWN and says_change(wording):
        return wording
    number = target.value
    if number is None and wording.kind is Kind.increase and wording.target is not None:
        number = Quantity(wording.target)
    if number is None:
        return wording
    way = ceiling_of(text, number, unit.value)
    if way is Ceiling.rank and wording.target in (None, number.value):
        if wording.kept:
            return wording._replace(kind=Kind.at_most, direction=_DOWN, lower=None, upper=number.value)
        kind = None if wording.kind is None else Kind.decrease
        return wording._replace(kind=kind, direction=_DOWN)
    if way is Ceiling.bound and not (wording.unit and is_time(wording.unit)):
        return Measure(
            Kind.at_most, _DOWN, upper=number.value, kept=wording.kept, cadence=wording.cadence,
            evidence=wording.evidence,
        )  # fmt: skip
    return wording


def _directed(wording: Measure, direction: Direction) -> Measure:
    """What a text says, with the direction that a column says: but for one that it bounds or changes itself."""
    if wording.kind in _BOUNDS or wording.change is not None or wording.baseline is not None:
        return wording
    kind = wording.kind
    if kind in (Kind.increase, Kind.decrease):
        kind = Kind.decrease if direction is _DOWN else Kind.increase
    return wording._replace(kind=kind, direction=direction)


def beside_its_column(measure: Measure, direction: Direction | None) -> Measure:
    """Given what a row measures, and which side its column says is better, return it with the evidence that its numbers
    want the other one ('Low is good' beside 5 → 8): from where to where wins, and people are asked."""
    if direction is None or measure.direction in (None, direction):
        return measure
    return measure._replace(evidence=(*measure.evidence, Evidence(OTHER_SIDE_IS_BETTER, direction.value)))


def kpi_measure(
    name: str,
    *,
    baseline: Read[Quantity] = _NO_QUANTITY,
    target: Read[Quantity] = _NO_QUANTITY,
    lower: Read[Quantity] = _NO_QUANTITY,
    upper: Read[Quantity] = _NO_QUANTITY,
    tolerance: Read[Quantity] = _NO_QUANTITY,
    unit: Read[str] = _NO_TEXT,
    locale: str | None = None,
    direction: Direction | None = None,
) -> Measure:
    """Given a KPI's name and columns, return its healthy range. A lone target is the bound on the side that a
    column says, else the name ('tỷ lệ lỗi', 'churn' fall; 'doanh thu', 'retention' rise), or that lies away from
    the baseline. ``kind`` is None where no bound is said, or its side cannot be told."""
    words = without_condition(read_wording(name, locale), target, unit, name)
    low, high, last, first = _value(lower), _value(upper), _value(target), _value(baseline)
    own_unit, currency = _unit(words, unit, (lower, upper, target, baseline))
    evidence: tuple[Evidence, ...] = ()
    if low is None and high is None and last is None:
        low, high = _bounds_in_words(words)
        evidence = words.evidence
    elif low is None and high is None and last is not None:
        is_share = own_unit == PERCENT
        falls = _falls(name, words, first, last, is_share=is_share) if direction is None else direction is _DOWN
        low, high = (None, last) if falls else (last, None)
        evidence = (Evidence("direction", name),)
        if falls is None:
            low = high = None
    kind, side = _kind_of_bounds(low, high)
    measure = Measure(
        kind, side, baseline=first, target=last, lower=low, upper=high, tolerance=_value(tolerance), kept=True,
        unit=own_unit, currency=currency, cadence=words.cadence, evidence=evidence if kind else (),
    )  # fmt: skip
    return beside_its_column(measure, direction)


def _bounded(wording: Measure, first: Decimal | None, low: Decimal | None, high: Decimal | None) -> Measure:
    kind, direction = _kind_of_bounds(low, high)
    return Measure(
        kind, direction, baseline=first, lower=low, upper=high, kept=wording.kept, cadence=wording.cadence,
        evidence=wording.evidence if wording.kept else (),
    )  # fmt: skip


def _end_of_change(
    wording: Measure, target: Read[Quantity], lower: Read[Quantity], upper: Read[Quantity]
) -> Decimal | None:
    """'Giảm tỷ lệ lỗi' with '< 5 %' in the target column: a verb of change wins over the comparator, which only says
    where the change ends."""
    if wording.direction is None or (lower.value is None and upper.value is None):
        return None
    end, other = (upper, lower) if wording.direction is Direction.down else (lower, upper)
    is_typed_as_target = end.value is not None and end.cell == target.cell and other.value is None
    return _value(end) if is_typed_as_target and says_change(wording) else None


def _is_relative_change(wording: Measure, baseline: Read[Quantity], target: Read[Quantity]) -> bool:
    """'Tăng doanh số 20%' with 20% in the target column: the column repeats the change."""
    if not wording.relative or wording.change is None or target.value is None or not target.value.is_percent:
        return False
    in_per_cent = baseline.value is not None and baseline.value.is_percent
    return not in_per_cent and wording.unit is None and abs(wording.change) == abs(target.value.value)


def _with_target(wording: Measure, first: Decimal | None, last: Decimal) -> Measure:
    if wording.kind in _ONE_BOUND and (wording.kept or first is None or _is_inside(wording, first, last)):
        low, high = (last, None) if wording.kind is Kind.at_least else (None, last)
        return wording._replace(baseline=first, lower=low, upper=high)
    if wording.kept and wording.kind is None:
        low, high = (None, last) if wording.direction is Direction.down or last == 0 else (last, None)
        kind, direction = _kind_of_bounds(low, high)
        return wording._replace(kind=kind, direction=direction, baseline=first, lower=low, upper=high)
    if wording.kept and wording.kind is Kind.between:
        return wording._replace(baseline=first)
    if first is None and wording.change is not None and not wording.relative and abs(wording.change) == abs(last):
        return wording
    if first is not None and first != last:
        falls = last < first
    else:
        falls = wording.direction is _DOWN
        if first is None:
            first = _believable_baseline(wording, last)
    kind, direction = _FALLING if falls else _RISING
    return Measure(kind, direction, first, last, cadence=wording.cadence, evidence=wording.evidence)


def _is_inside(wording: Measure, first: Decimal, bound: Decimal) -> bool:
    """'Tối đa 5 lỗi' from 0: what began inside its bound is to stay there, and not to reach it."""
    return first < bound if wording.kind is Kind.at_most else first > bound


def _believable_baseline(wording: Measure, last: Decimal) -> Decimal | None:
    """The text's own 'from' where the column's target lies on the same side of it as the text's."""
    if wording.baseline is None or wording.baseline == last or wording.direction is None:
        return None
    falls = wording.direction is Direction.down
    return wording.baseline if (last < wording.baseline) is falls else None


def _with_baseline(wording: Measure, first: Decimal) -> Measure:
    if wording.target is None or wording.target == first:
        return wording._replace(baseline=first)
    falls = wording.target < first
    kind, direction = (Kind.decrease, Direction.down) if falls else (Kind.increase, Direction.up)
    return wording._replace(kind=kind, direction=direction, baseline=first)


def _kind_of_bounds(low: Decimal | None, high: Decimal | None) -> tuple[Kind | None, Direction | None]:
    if low is not None and high is not None:
        return Kind.between, None
    if low is not None:
        return Kind.at_least, Direction.up
    return (Kind.at_most, Direction.down) if high is not None else (None, None)


def _bounds_in_words(words: Measure) -> tuple[Decimal | None, Decimal | None]:
    if words.lower is not None or words.upper is not None:
        return words.lower, words.upper
    if words.target is None:
        return None, None
    return (None, words.target) if words.direction is Direction.down else (words.target, None)


def _falls(name: str, words: Measure, first: Decimal | None, last: Decimal, *, is_share: bool) -> bool | None:
    """Whether the healthy side is below: None where neither the name nor a baseline tells. Of what the name only
    counts the baseline says more: clients may be too many."""
    if words.kind is not None and words.direction is not None:
        return words.direction is Direction.down
    by_name = falls_as_a_kpi(name)
    if by_name is not None:
        is_below_zero = last < 0 and not is_share and is_a_cost(name)  # (1,500) of costs
        return by_name and not is_below_zero
    if first is not None and first != last:
        return last < first
    return falls_by_what_it_counts(name)


def _unit(wording: Measure, column: Read[str], quantities: tuple[Read[Quantity], ...]) -> tuple[str | None, str | None]:
    """The unit column's word, else the unit or currency that a cell itself shows, else the text's."""
    shown_unit = shown_currency = None
    for read in quantities:
        if read.value is not None:
            shown_unit = shown_unit or read.value.unit
            shown_currency = shown_currency or read.value.currency
    if column.value:
        word = column.value
        return word, _CURRENCY_WORDS.get(bare(word)) or shown_currency or _same_currency(wording, word)
    if shown_unit or shown_currency:
        return shown_unit or shown_currency, shown_currency
    return wording.unit, wording.currency


def _same_currency(wording: Measure, word: str) -> str | None:
    return wording.currency if wording.currency and bare(word) == bare(wording.unit or "") else None


def _is_share(current: Read[Quantity]) -> bool:
    return current.value is not None and (current.value.total is not None or current.value.is_percent)


def _value(read: Read[Quantity]) -> Decimal | None:
    return None if read.value is None else read.value.value


_CURRENCY_WORDS = {
    "vnd": "VND", "d": "VND", "₫": "VND", "dong": "VND", "trieu dong": "VND", "ty dong": "VND", "ti dong": "VND",
    "nghin dong": "VND", "tr dong": "VND", "usd": "USD", "$": "USD", "us$": "USD", "do la": "USD", "dollar": "USD",
    "dollars": "USD", "eur": "EUR", "€": "EUR", "euro": "EUR", "gbp": "GBP", "£": "GBP", "jpy": "JPY", "sgd": "SGD",
}  # fmt: skip
