"""Where a row's current value stands: its own column, the columns by period, the progress that the team fills in."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import accumulate
from typing import Any, NamedTuple

from sync.model.readings import CheckIn, Direction, Measure, Quantity, Read, Trouble
from sync.model.rows import Column, Cycle, Field
from sync.patterns import RarePattern
from sync.reading.sheets.adding_up import counts_anew_by_words, is_a_level_by_words
from sync.reading.sheets.aggregations import read_aggregation
from sync.reading.sheets.columns import Layout
from sync.reading.sheets.dates import names_a_day
from sync.reading.sheets.planned_periods import Beside, Plan, plan_of_row, whole_of
from sync.reading.sheets.quantities import parse_quantity
from sync.reading.sheets.row_reader import NO_QUANTITY, NO_TEXT, Bounds, Cells, RowReader
from sync.reading.sheets.rows_of_a_year import is_a_years_table, value_so_far, year_of
from sync.reading.sheets.standing import read_milestone
from sync.reading.sheets.to_date_columns import says_to_date
from sync.reading.sheets.value_notes import least_of
from sync.reading.texts.numbers import plain
from sync.reading.texts.text import fold
from sync.reading.texts.units import PERCENT

_NO_TICK: Read[bool] = Read()
_NOT_A_NUMBER = Trouble.not_a_number
_NEARLY = 100
"""Rounded parts may miss their sum by so small a share of it."""


class Now(NamedTuple):
    """How a row stands now, and what its columns by period say of the way there."""

    current: Read[Quantity]
    milestone: Read[bool]
    target: Read[Quantity]
    bounds: Bounds
    updated: Read[date]
    check_ins: tuple[CheckIn, ...] = ()
    aggregation: Read[str] = NO_TEXT
    period: Cycle | None = None
    plan: Plan | None = None
    """What the row is to come to by the end of each period, unless each is held against its own."""


def as_it_went_on(before: Read[Quantity], now: Now, text: str, wording: Measure, unit: Read[str]) -> Read[Quantity]:
    """What the quarter before came to as where a row began: nothing of what each quarter counts from 0, and in doubt
    where no word tells, and the value is on its way only from 0."""
    target, current = now.target.value, now.current.value
    if before.value is None:
        return before
    is_a_share = "%" in (unit.value, before.value.unit, wording.unit)
    if not is_a_share and wording.cadence is None and counts_anew_by_words(text):
        return NO_QUANTITY
    if target is None or current is None or is_a_share or wording.cadence is not None or is_a_level_by_words(text):
        return before
    is_to_fall = target.value < before.value.value
    if wording.direction is Direction.down and is_to_fall:
        return before
    way = (current.value - before.value.value) * (target.value - before.value.value)
    is_only_from_0 = way < 0 or (is_to_fall and current.value < target.value)
    return before._replace(value=None, trouble=Trouble.sum_or_level) if is_only_from_0 else before


def current_of_row(reader: RowReader, row: int, cells: Cells, bounds: Bounds, wording: Measure, text: str) -> Now:
    """The current value: of its own column; else the last one filled in of the columns by period, or what these come
    to; else, for a milestone, the team's own progress."""
    updated = reader.day_at(cells, row, reader.columns.updated)
    column, by_period = reader.columns.current, reader.layout.periods
    years = reader.layout.years
    if wording.measurable and years.beside == "a year's target" and column in years.columns:
        column = None
    planned = plan_of_row(reader, row, cells)
    if planned is not None:
        planned, bounds = _as_a_whole(reader, row, cells, planned, bounds, wording, text)
        if planned is not None:
            column, by_period = values_by_period(reader.layout)
    year: Cycle | None = None
    if (so_far := value_so_far(reader, row, cells, text)) is not None:
        column, by_period, year = so_far.column, (), so_far.period
    elif (years.beside == "the year" and column in years.columns) or is_a_years_table(reader):
        year = year_of(reader, row, cells)
    if column is None and reader.layout.of_a_part and not _may_add_up(reader, row, cells, bounds, wording, text):
        column = max(reader.layout.of_a_part)
    target = bounds.target
    current, milestone = NO_QUANTITY, _NO_TICK
    if reader.layout.holds_pairs is not None or (column is not None and target.value is None):
        current, target = reader.pair(cells, row, target)
    if column is not None and current.value is None:
        current, milestone = _value_or_tick(reader, cells, row, column)
        if current.trouble is _NOT_A_NUMBER:
            current = _with_its_share(reader, cells, row, current, bounds, wording)
        current, milestone = _of_a_whole(current, milestone, target)
    check_ins: tuple[CheckIn, ...] = ()
    aggregation = NO_TEXT
    has_own_plans = planned is None and bool(reader.layout.plan_of)
    if by_period:
        history = [
            one._replace(value=_with_its_share(reader, cells, row, one.value, bounds, wording))
            if one.value.trouble is _NOT_A_NUMBER
            else one
            for one in _by_period(reader, row, cells, by_period)
        ]
        if history and current.value is None and current.trouble is None and milestone.value is None:
            if not has_own_plans:  # else each has a plan of its own
                if Field.aggregation in reader.at:
                    aggregation = reader.text(cells, row, Field.aggregation)
                history, aggregation = _together(aggregation, history, reader.own_cycle)
            last = history.pop()
            current, milestone = last.value, tick_in(reader, cells, last.value)
            if updated.value is None and last.day is not None:
                updated = Read(min(last.day, reader.as_of), last.value.cell, last.label)
            if reader.layout.total is not None and aggregation.value is None:
                total = reader.quantity_at(cells, row, reader.layout.total)
                if _is_what_they_come_to(total, [*history, last], target, text):
                    history, current = [*history, last], total
        check_ins = _summed_up(history, current)
    plan = reader.plan_beside(row, current) if planned is None and _says_anything(current, milestone) else None
    if plan is not None:
        bounds = reader.planned(cells, row, current, plan)
        target = bounds.target
    has_target = target.value is not None or bounds.lower.value is not None or bounds.upper.value is not None
    if row in reader.plans and planned is None and not has_target and not wording.measurable:
        bounds = reader.bounds_above(row, current, bounds)
        target, check_ins = bounds.target, ()  # each month had a plan of its own
    if column is None and current.value is None:
        if wording.measurable or has_target:
            current = _counted_so_far(reader, row, cells, current, (target, bounds.lower, bounds.upper), wording)
        else:
            current, milestone = _own_progress(reader, row, cells, current, milestone)
    done = reader.columns.done
    if done is not None and not (wording.measurable or has_target) and not _says_anything(current, milestone):
        milestone = read_milestone(cells.get(done), reader.sheet.ref(row, done))
    period = year if plan is None else plan.period
    return _new_now((current, milestone, target, bounds, updated, check_ins, aggregation, period, planned))


_new_now: Callable[[tuple[Any, ...]], Now] = partial(tuple.__new__, Now)


def _may_add_up(reader: RowReader, row: int, cells: Cells, bounds: Bounds, wording: Measure, text: str) -> bool:
    """Whether a row may be of what adds up to its target: not a tick, and no rate or stock, which a month has as its
    quarter has it; nor what begins somewhere ('from 30 to 10'), or is so much each month."""
    has_a_target = wording.measurable or any(end.value is not None for end in bounds)
    units = (wording.unit, reader.unit_at(cells, row, reader.columns.unit).value)
    is_a_share = PERCENT in units or any(end.value is not None and end.value.is_percent for end in bounds)
    if not has_a_target or is_a_share or is_a_level_by_words(text) or _EACH_MONTH.search(fold(text)) is not None:
        return False
    start = reader.quantity_at(cells, row, reader.columns.baseline).value
    return not (wording.baseline or (start is not None and start.value))


_EACH_MONTH = RarePattern(
    r"\b(?:monthly|(?:a|per|each|every) month|/ ?month|m[oỗ]i th[aá]ng|h[aàằ]ng th[aá]ng|/ ?th[aá]ng)\b"
)


def _as_a_whole(
    reader: RowReader, row: int, cells: Cells, plan: Plan, bounds: Bounds, wording: Measure, text: str
) -> tuple[Plan | None, Bounds]:
    """A row's plan, and the target that it leads to: the one of a column for the whole cycle, else what the plan and
    the text say of it. No plan where each period is held against its own."""
    at = reader.columns
    if at.target is not None and all(one.column != at.target for one in reader.layout.plans):
        return plan, bounds
    before = reader.layout.before
    baseline = reader.quantity_at(cells, row, at.baseline).value if before is None else None
    how = read_aggregation(reader.text(cells, row, Field.aggregation).value or "")
    beside = Beside(
        wording,
        text,
        None if baseline is None else baseline.value,
        reader.unit_at(cells, row, at.unit).value or reader.unit_in_headers.value or "",
        how,
        has_actuals=bool(reader.layout.plan_of) or row in reader.plans,
    )
    whole = whole_of(plan, beside)
    now = reader.layout.plan_of.get(at.current or 0)
    if whole == "own" or (whole == "open" and now is not None and now.column is None):
        return None, bounds  # the whole cycle's value asks for its own target
    if whole == "last" and plan.last.cell is not None:
        own_row = plan.last.cell.row
        return plan, reader.bounds_at(reader.cells(own_row), own_row, plan.last.cell.column)
    return plan, Bounds() if whole == "text" else Bounds(plan.in_doubt)


def _together(said: Read[str], history: list[CheckIn], cycle: Cycle | None) -> tuple[list[CheckIn], Read[str]]:
    """The values of periods, each brought together with those before it in the cycle where the row says so ('Cộng dồn',
    'Trung bình'), and what it says where that was done."""
    if history and all(says_to_date(one.label) for one in history):
        return history, said._replace(
            value="last"
        )  # 'YTD Sep | YTD Oct': whatever the row says, the last is all so far
    how = read_aggregation(said.value or "")
    own = [one for one in history if cycle is None or one.day is None or one.day >= cycle.first_day]
    quantities = [one.value.value for one in own if one.value.value is not None]
    if how in (None, "last") or not own:
        return history, said if how == "last" else NO_TEXT
    unreadable = next((one.value for one in own if one.value.trouble is not None), None)
    if unreadable is not None:
        return [*own[:-1], own[-1]._replace(value=unreadable)], NO_TEXT
    if len(quantities) < len(own):
        return history, NO_TEXT
    sums = accumulate(quantity.value for quantity in quantities)
    totals = [total if how == "sum" else plain(total / count) for count, total in enumerate(sums, start=1)]
    return [
        one._replace(value=one.value._replace(value=quantity._replace(value=total)))
        for one, quantity, total in zip(own, quantities, totals, strict=True)
    ], said


def _is_what_they_come_to(total: Read[Quantity], periods: Sequence[CheckIn], target: Read[Quantity], text: str) -> bool:
    """Whether a row's total is its value so far: it is the sum of the row's periods, a target stands beside it, and
    nothing says that the last one counts, as of a rate. What only the sum is beyond the target of is left open."""
    values = [one.value.value.value for one in periods if one.value.value is not None]
    if total.value is None or target.value is None or len(values) < len(periods) or len(values) < 2:
        return False
    whole, wanted = total.value.value, target.value.value
    if total.value.is_percent or abs(sum(values) - whole) > abs(whole) / _NEARLY or is_a_level_by_words(text):
        return False
    return not values[-1] < wanted < whole or counts_anew_by_words(text)


def _summed_up(history: Sequence[CheckIn], current: Read[Quantity]) -> tuple[CheckIn, ...]:
    """The values of periods as check-ins: where the current value is their sum ('T10 | T11 | Lũy kế'), each with what
    came before it, as the current value has."""
    values = [one.value.value for one in history if one.value.value is not None]
    whole = current.value
    if whole is None or len(values) < 2 or len(values) < len(history) or values[-1].value == whole.value:
        return tuple(history)
    sums = list(accumulate(value.value for value in values))
    if whole.is_percent or abs(sums[-1] - whole.value) > abs(whole.value) / _NEARLY:
        return tuple(history)
    return tuple(
        one._replace(value=one.value._replace(value=value._replace(value=total)))
        for one, value, total in zip(history, values, sums, strict=True)
    )


def _value_or_tick(reader: RowReader, cells: Cells, row: int, column: int) -> tuple[Read[Quantity], Read[bool]]:
    current = reader.quantity_at(cells, row, column)
    if current.trouble is not Trouble.not_a_number:
        return current, _NO_TICK
    milestone = read_milestone(cells.get(column), reader.sheet.ref(row, column))
    if milestone.value is not None:
        return current._replace(trouble=None), milestone
    if names_a_day(current.raw):
        return current._replace(trouble=Trouble.date_for_number), _NO_TICK
    least = parse_quantity(least_of(current.raw) or "", reader.locale)
    if least is not None:
        current = current._replace(value=least, trouble=None if least.other is None else Trouble.ambiguous)
    return current, _NO_TICK


def _of_a_whole(
    current: Read[Quantity], milestone: Read[bool], target: Read[Quantity]
) -> tuple[Read[Quantity], Read[bool]]:
    """'Đã xong' where 1 or 100 % is to be reached is that, and 'chưa' nothing of it."""
    whole = target.value
    if milestone.value is None or whole is None or whole.value != (100 if whole.is_percent else 1):
        return current, milestone
    return current._replace(value=whole if milestone.value else whole._replace(value=Decimal(0))), _NO_TICK


def tick_in(reader: RowReader, cells: Cells, read: Read[Quantity]) -> Read[bool]:
    if read.value is not None or read.cell is None:
        return _NO_TICK
    return read_milestone(cells.get(read.cell.column), read.cell)


def values_by_period(layout: Layout) -> tuple[int | None, tuple[Column, ...]]:
    """The column of the current value, and those of values by period: the month's that counts is one of these, where
    its plan is a step on the way of all."""
    now = next((one for one in layout.columns if one.field is Field.current and not one.owned), None)
    if now is None or now.period is None:
        return layout.at.get(Field.current), layout.periods
    periods = (*layout.periods, now)
    return None, tuple(sorted(periods, key=lambda one: one.period.first_day if one.period is not None else date.min))


def _by_period(reader: RowReader, row: int, cells: Cells, columns: Sequence[Column]) -> list[CheckIn]:
    """The values of the periods that have begun by the day of reading and by the last one of the row's cycle, or its
    due date after that, without what formulas filled down to the end of the year give."""
    last_day = _last_day(reader.cycle(cells, row) or reader.own_cycle, columns, reader.as_of)
    due = reader.day_at(cells, row, reader.columns.due).value
    if due is not None:
        last_day = max(last_day, min(due, reader.as_of))
    if row in reader.actuals:
        actual = reader.actuals[row]
        if actual is None:
            return []
        row, cells = actual, reader.cells(actual)
    found: list[CheckIn] = []
    typed_to = 0
    for column in columns:
        cell = cells.get(column.column)
        period = column.period
        if cell is None or period is None:
            continue
        # What a cycle came to may be typed under the day of a check-in that comes after it.
        is_a_day = period.first_day == period.last_day
        if period.first_day > (reader.as_of if is_a_day else last_day):
            continue
        read = reader.quantity_at(cells, row, column.column)
        if read.trouble is Trouble.not_a_number and tick_in(reader, cells, read).value is not None:
            read = read._replace(trouble=None)
        elif (read.value is None and read.trouble is None) or (
            read.is_formula and read.trouble is Trouble.not_calculated and cell.value == ""
        ):
            continue
        found.append(CheckIn(column.header, period.last_day, read))
        if not (read.is_formula and read.value is not None and not read.value.value):
            typed_to = len(found)
    return found[:typed_to]


def _last_day(cycle: Cycle | None, columns: Sequence[Column], as_of: date) -> date:
    """The last day that counts: of a cycle that is over its own, unless all periods are of a later one, as 'W1' to
    'W13' are those of the quarter that runs also beside rows of the one before."""
    if cycle is None or cycle.last_day >= as_of:
        return as_of
    is_told = any(one.period is not None and one.period.first_day <= cycle.last_day for one in columns)
    return cycle.last_day if is_told else as_of


def _says_anything(current: Read[Quantity], milestone: Read[bool]) -> bool:
    return current.value is not None or current.trouble is not None or milestone.value is not None


def _counted_so_far(
    reader: RowReader,
    row: int,
    cells: Cells,
    current: Read[Quantity],
    ends: tuple[Read[Quantity], Read[Quantity], Read[Quantity]],
    wording: Measure,
) -> Read[Quantity]:
    """The 400 of '400/1000' or '400 (40%)' under the team's own progress, typed, where 1000 is what the row is to reach
    and no column has its current value."""
    column = reader.at.get(Field.progress)
    cell = cells.get(column) if column is not None else None
    if cell is None or cell.formula is not None:
        return current
    read = reader.quantity_at(cells, row, column)
    if read.trouble is _NOT_A_NUMBER:
        read = _with_its_share(reader, cells, row, read, Bounds(*ends), wording)
        return current if read.value is None else read
    typed = [end.value.value for end in ends if end.value is not None]
    wanted = typed or (wording.target, wording.change, wording.lower, wording.upper)
    if read.value is None or read.value.total is None or read.value.total not in wanted:
        return current
    return read._replace(value=read.value._replace(total=None))


def _with_its_share(
    reader: RowReader, cells: Cells, row: int, read: Read[Quantity], bounds: Bounds, wording: Measure
) -> Read[Quantity]:
    """'30 (75%)' as 30, where that is 75 % of the row's way."""
    ends = [end.value.value for end in bounds if end.value is not None]
    begins = reader.baseline_of(cells, row, bounds.target).value
    start = wording.baseline if begins is None else begins.value
    wanted = ends or (wording.target, wording.change, wording.lower, wording.upper)
    return reader.with_its_share(read, cells, wanted, start)


def _own_progress(
    reader: RowReader, row: int, cells: Cells, current: Read[Quantity], milestone: Read[bool]
) -> tuple[Read[Quantity], Read[bool]]:
    """The team's own progress, typed, where a milestone has no other current value."""
    column = reader.at.get(Field.progress)
    cell = cells.get(column) if column is not None else None
    if column is None or cell is None or cell.formula is not None:
        return current, milestone
    read, tick = _value_or_tick(reader, cells, row, column)
    if read.value is not None and read.value.unit is None and 0 <= read.value.value <= 1:
        read = read._replace(value=Quantity(read.value.value * 100, "%"))
    elif (
        read.value is not None and read.value.unit is None and 1 < read.value.value <= 100 and read.value.total is None
    ):
        header = next((one.header for one in reader.layout.columns if one.column == column), "")
        if "%" in header:  # 60 under '% hoàn thành'
            read = read._replace(value=Quantity(read.value.value, "%"))
    if read.value is not None and not read.value.is_percent and read.value.total is None:
        return current, milestone
    return (read, tick) if read.value is not None or tick.value is not None else (current, milestone)
