"""Which value of a KPI is held against which plan: those of one span, or none."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sync.cycles import cycle_of, holds, length_of, parse_cycle
from sync.cycles import is_to_date as is_of_a_part
from sync.model.rows import Column, Cycle, Field, Kpi, KpiAim, PeriodValue
from sync.reading.sheets.adding_up import adds_up, is_of_a_shorter_one, is_so_on_any_day
from sync.reading.sheets.aggregations import read_aggregation
from sync.reading.sheets.columns import Layout
from sync.reading.sheets.header_periods import period_words
from sync.reading.sheets.headers import plain_words
from sync.reading.sheets.periods import TO_DATE
from sync.reading.sheets.row_reader import NO_QUANTITY, RowReader
from sync.reading.sheets.spans_of_values import (
    TOTALS,
    is_to_date,
    names_a_span,
    plan_around,
    says_so_far,
    span_of,
    spanned,
)
from sync.reading.sheets.to_date_columns import says_of_a_year, says_to_date

_OUT_OF_REACH = 4
_BEYOND = Decimal("1.5")
_SHORTER = ("quarter", "half")
_ROUNDED = Decimal("0.000001")


def of_its_period(kpi: Kpi, period: Cycle, reader: RowReader) -> Kpi:
    """A KPI whose row is of one period: its value is that period's, or what there is to date at its end; and its plan
    is that period's, or that of the longer one that its header names ('KH năm')."""
    current = kpi.current
    aim, plan, of = None, None, period
    if kpi.target.value is not None and kpi.lower.value is None and kpi.upper.value is None:
        plan = next((plan_around(one, period, reader.calendar) for one in targets_of(reader.layout)), None)
        plan = None if plan is not None and plan.id == period.id and not is_of_a_part(period) else plan
        plan = period if plan is None and _is_of_more_than_its_plan(kpi, period, reader) else plan
        of = period if plan is None else _span_of_value(period, plan, reader)
        if plan is None or plan[1:] == of[1:]:
            aim, plan = KpiAim(kpi.target, kpi.lower, kpi.upper, kpi.measure), None
    periods = (PeriodValue(of, current, aim),) if current.value is not None or current.trouble is not None else ()
    return kpi._replace(
        current=current._replace(value=None, trouble=None) if periods else current, periods=periods, planned_for=plan
    )


def _is_of_more_than_its_plan(kpi: Kpi, period: Cycle, reader: RowReader) -> bool:
    """Whether a value to date stands beside a plan that names no span and is passed by so far that it may be the row's
    month's alone: 'T9 | Kế hoạch 10 | Lũy kế 85'."""
    year = cycle_of(period.last_day, reader.calendar, "year")
    if not (says_to_date(_header_of_value(reader)) or is_to_date(_header_of_value(reader))):
        return False
    if period.first_day == year.first_day or is_of_a_part(period) or kpi.current.value is None or is_so_on_any_day(kpi):
        return False
    assert kpi.target.value is not None
    return kpi.current.value.value > kpi.target.value.value * _BEYOND


def _span_of_value(period: Cycle, plan: Cycle, reader: RowReader) -> Cycle:
    """What the value in a row of one period is of, as its header says: that period, or the year or quarter until then.
    Where it says no more than that it is to date, it is of the quarter only in a table of that."""
    header = _header_of_value(reader)
    is_of_a_quarter = says_so_far(header)
    told = spanned(header)
    span = None if told is None else told.span
    if is_of_a_part(period) or not (is_of_a_quarter or says_to_date(header) or span in ("to date", "quarter", "year")):
        return period
    year = cycle_of(period.last_day, reader.calendar, "year")
    is_the_plans = plan.first_day == year.first_day or (plan == reader.own_cycle and not says_of_a_year(header))
    if is_the_plans and holds(plan, period):
        year = plan
    elif is_of_a_quarter or span == "quarter":
        year = cycle_of(period.last_day, reader.calendar)
    return Cycle(year.id, year.first_day, period.last_day)


def runs_with_its_table(kpi: Kpi, layout: Layout) -> bool:
    """Whether a KPI's only target and value are of all of its table's cycle, and the value grows until that is over."""
    if layout.runs_with is None or kpi.target.value is None or is_of_a_shorter_one(kpi, layout.runs_with):
        return False
    if adds_up(kpi, read_aggregation(kpi.aggregation.raw) == "sum"):
        return True
    is_so_far = any(is_to_date(column.header) for column in layout.columns if column.field is Field.current)
    is_so_far = is_so_far or any(one.period is not None and is_of_a_part(one.period) for one in layout.periods)
    return is_so_far and not is_so_on_any_day(kpi)


def without_a_years(kpi: Kpi, reader: RowReader) -> Kpi:
    """A KPI with a target for less than a year, without what there is of all the year: 'Target Q4 | Oct | Nov | YTD'.
    Its own periods are its values, and where it has none, that is held against no target."""
    current, calendar = kpi.current, reader.calendar
    header = _header_of_value(reader)
    is_of_a_year = says_to_date(header) and says_of_a_year(header)
    whole = kpi.planned_for or _shorter_than_a_year(reader, is_of_a_year)
    if whole is not None and not kpi.periods and _is_of_so_far(reader, whole):
        return kpi._replace(planned_for=whole)  # 'KH quý | Lũy kế quý'
    if whole is None or current.value is None or kpi.target.value is None or length_of(whole) == "year":
        return kpi
    year = cycle_of(whole.last_day, calendar, "year")
    is_the_first = whole.first_day == year.first_day and reader.as_of <= whole.last_day
    is_the_tables = whole == reader.own_cycle and not is_of_a_year
    if is_the_first or is_the_tables or not (is_of_a_year or is_to_date(header)):
        return kpi
    if _is_what_its_parts_came_to(kpi, whole, header):
        return kpi
    if kpi.periods:
        return kpi._replace(current=NO_QUANTITY, planned_for=whole)
    until = min(reader.as_of, year.last_day) if reader.as_of >= year.first_day else year.last_day
    to_date = Cycle(year.id, year.first_day, until)
    return kpi._replace(current=NO_QUANTITY, periods=(PeriodValue(to_date, current),), planned_for=whole)


def _shorter_than_a_year(reader: RowReader, is_of_a_year: bool) -> Cycle | None:
    """The quarter or half that a table's only target is for: as its header says; else, beside what there is of a year,
    the table's own."""
    targets, its = list(targets_of(reader.layout)), reader.own_cycle
    if len(targets) != 1 or reader.layout.targets:
        return None
    label, header = targets[0].period_label, targets[0].header
    if label:
        named = parse_cycle(label, reader.calendar, reader.as_of)
        return named if named is not None and length_of(named) in _SHORTER and not label.startswith(TO_DATE) else None
    told = spanned(header)
    if told is not None and told.span == "quarter":
        return _this_quarter(reader)
    if names_a_span(header) or not is_of_a_year:
        return None
    return its if its is not None and length_of(its) in _SHORTER else None


def _is_of_so_far(reader: RowReader, whole: Cycle) -> bool:
    """Whether a table's only value says to be of a target's quarter or half to date."""
    column = next((one for one in reader.layout.columns if one.column == reader.at.get(Field.current)), None)
    if column is None or length_of(whole) not in _SHORTER:
        return False
    label = column.period_label or period_words(column.header) or ""
    named = parse_cycle(label, reader.calendar, reader.as_of) if label else None
    is_so_far = says_so_far(column.header)
    return is_so_far is not None and (
        named == whole or (named is None and is_so_far and whole == _this_quarter(reader))
    )


def _this_quarter(reader: RowReader) -> Cycle:
    """The quarter that 'this quarter' is: the table's own where that is over."""
    its = reader.own_cycle
    return cycle_of(reader.as_of if its is None else min(reader.as_of, its.last_day), reader.calendar)


def _is_what_its_parts_came_to(kpi: Kpi, whole: Cycle, header: str) -> bool:
    """Whether a KPI's current value is what the parts of a period came to: their sum, or of a rate one between them."""
    parts = [one for one in kpi.periods if holds(whole, one.period)]
    values = [one.value.value.value for one in parts if one.value.value is not None]
    if kpi.current.value is None or not values:
        return False
    if plain_words(header) in TOTALS and len(parts) == len(kpi.periods):
        return True
    value = kpi.current.value.value
    if is_so_on_any_day(kpi):
        return not says_of_a_year(header) and min(values) <= value <= max(values)
    return abs(value - sum(values)) <= abs(value) * _ROUNDED


def is_out_of_every_months_reach(kpi: Kpi, reader: RowReader) -> bool:
    """Whether a target that names no span is so far above each month of a year's table that it must be the year's."""
    target, cycle = kpi.target.value, reader.own_cycle
    is_told = any(column.period_label or names_a_span(column.header) for column in targets_of(reader.layout))
    if target is None or cycle is None or is_told or kpi.planned_for is not None or kpi.measure.upper is not None:
        return False
    months = [one.value.value.value for one in kpi.periods if one.value.value is not None and one.period != cycle]
    is_far = len(months) > 2 and target.value >= _OUT_OF_REACH * max(months) > 0
    return is_far and not is_so_on_any_day(kpi) and read_aggregation(kpi.aggregation.raw) is None


def _header_of_value(reader: RowReader) -> str:
    return next((one.header for one in reader.layout.columns if one.column == reader.at.get(Field.current)), "")


def targets_of(layout: Layout) -> Iterator[Column]:
    return (column for column in layout.columns if column.field is Field.target)


def of_a_part_of_its_plan(kpi: Kpi, reader: RowReader) -> Kpi:
    """A KPI with one value, of a part of what its target is for: 'This month' beside 'Quarterly target'. It is the
    value of the part that runs, or of the last one where the table's own cycle is over."""
    header = _header_of_value(reader)
    plans = list(targets_of(reader.layout))
    if kpi.periods or kpi.current.value is None or kpi.target.value is None or len(plans) != 1:
        return kpi
    part, plan = span_of(header), span_of(plans[0].header)
    if plan not in ("quarter", "year") or part not in ("month", "quarter") or part == plan:
        return kpi
    its = reader.own_cycle
    day = reader.as_of if its is None else min(reader.as_of, its.last_day)
    whole = plan_around(plans[0], cycle_of(day, reader.calendar, part), reader.calendar)
    period = PeriodValue(cycle_of(day, reader.calendar, part), kpi.current)
    return kpi._replace(current=NO_QUANTITY, periods=(period,), planned_for=whole)
