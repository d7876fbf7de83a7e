"""The rows of a KPI table ─▶ KPIs with their healthy bounds, and their values by period or in one current cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from sync.cycles import counts_from, cycle_of, holds, length_of, parse_cycle
from sync.cycles import is_to_date as is_of_a_part
from sync.model.cells import CellRef
from sync.model.readings import Measure, Quantity, Read, Trouble
from sync.model.rows import Column, Cycle, Field, Kpi, KpiAim, LayoutRemark, PeriodValue
from sync.reading.sheets.adding_up import adds_up, is_of_a_shorter_one, is_so_on_any_day, is_wanted_high
from sync.reading.sheets.aggregations import read_aggregation
from sync.reading.sheets.columns import Layout
from sync.reading.sheets.formats import read_format
from sync.reading.sheets.header_periods import period_words
from sync.reading.sheets.headers import plain_words
from sync.reading.sheets.measures import kpi_measure
from sync.reading.sheets.outlines import is_signature, is_subtotal
from sync.reading.sheets.periods import TO_DATE
from sync.reading.sheets.roles_of_rows import RolesOfRows, rows_with_roles
from sync.reading.sheets.row_periods import periods_of_rows
from sync.reading.sheets.row_reader import NO_QUANTITY, Bounds, Cells, RowReader
from sync.reading.sheets.spans_of_values import (
    TOTALS,
    is_a_budget,
    is_to_date,
    names_a_span,
    plan_around,
    says_so_far,
    spanned,
)
from sync.reading.sheets.standing import ignored_rules
from sync.reading.sheets.to_date_columns import says_of_a_year, says_to_date
from sync.reading.sheets.unit_scales import in_scale_of_unit
from sync.reading.sheets.values import read_quantity, read_text
from sync.reading.texts.text import bare
from sync.reading.texts.unit_kinds import in_one_unit

_TELLING = (
    Field.unit, Field.owner, Field.lower, Field.upper, Field.healthy_range, Field.target, Field.baseline, Field.current,
    Field.team, Field.note, Field.key_result_id, Field.aggregation,
)  # fmt: skip

_OUT_OF_REACH = 4
_SHORTER = ("quarter", "half")
_ROUNDED = Decimal("0.000001")
_TOTALS = ("total", "totals", "grand total", "subtotal", "sub total", "sum", "tong", "tong cong", "cong")
_BOUNDS = (Field.lower, Field.upper, Field.healthy_range, Field.target)


class KpiRows(NamedTuple):
    """What a KPI table's rows came to. ``last_row`` is the last that belongs to it, 0 where none does."""

    kpis: list[Kpi]
    remarks: list[LayoutRemark]
    first_row: int
    last_row: int


def read_kpi_rows(reader: RowReader, first_row: int, end_row: int, table: int) -> KpiRows:
    """Given a KPI table's reader and its rows, return its KPIs. A row with nothing but a name heads a section."""
    column = reader.at[Field.kpi]
    kpis: list[Kpi] = []
    remarks: list[LayoutRemark] = []
    value_columns = [column.column for column in (*reader.layout.periods, *reader.layout.targets)]
    value_columns += [reader.at[field] for field in _TELLING if field in reader.at]
    in_roles: set[int] = set()
    planned: list[int] = []
    if reader.layout.roles is not None:
        for one in rows_with_roles(reader.sheet, column, reader.layout.roles, first_row, end_row):
            in_roles.update(range(one.row, one.last + 1))
            if read_text(reader.cells(one.row).get(column), reader.sheet.ref(one.row, column)).value is not None:
                kpis.append(_kpi(reader, one.row, table, column, one))
    signs = False
    own_periods = _periods_of_rows(reader, first_row, end_row)
    for row in range(first_row, end_row + 1):
        cells = reader.cells(row) if row not in in_roles else {}
        if not cells:
            continue
        name = read_text(cells.get(column), reader.sheet.ref(row, column))
        if name.value is None or not any(map(str.isalpha, name.value)):
            typed = [cells[other].value for other in value_columns if other in cells and cells[other].formula is None]
            if any(map(_may_be_a_value, typed)) and name.trouble is None:
                words = " | ".join(str(cell.value) for cell in list(cells.values())[:6])
                remarks.append(LayoutRemark("kpi_row_skipped", reader.sheet.ref(row, min(cells)), words))
            continue
        if not any(other in cells for other in value_columns):
            continue
        is_apart = bool(kpis) and (row - 1 not in reader.sheet.rows or signs)
        signs = _are_only_words(reader, cells) or _is_signed(name.value, cells) or _are_names(cells, value_columns)
        if is_apart and signs:
            continue  # 'Người lập biểu … Kế toán trưởng' under the table
        is_a_total = bare(name.value).strip(" :.*-") in _TOTALS
        is_called_one = is_subtotal(name.value) or bare(name.value).endswith((" total", " subtotal", " average"))
        if is_a_total or (is_called_one and _is_a_sum(reader, row, [kpi.row for kpi in kpis])):
            remarks.append(LayoutRemark("total_skipped", reader.sheet.ref(row, column), name.value))
            continue
        kpi = _kpi(reader, row, table, column)
        own = own_periods.get(row)
        if own is None or counts_from(own) <= reader.as_of or kpi.current.value is not None:
            kpis.append(_without_a_years(kpi, reader) if own is None else _of_its_period(kpi, own, reader))
        planned.append(row)
    kpis.sort(key=lambda kpi: kpi.row)
    rows = [*(kpi.row for kpi in kpis), *in_roles, *planned]
    return KpiRows(kpis, remarks, min(rows, default=0), max(rows, default=0))


def _may_be_a_value(value: object) -> bool:
    """Whether a cell holds more than words: 'Người được đánh giá' signs under a table."""
    return not isinstance(value, str) or any(map(str.isdigit, value))


def _are_only_words(reader: RowReader, cells: Cells) -> bool:
    """Whether a row holds words, and none of them where a table says more of a KPI than its values."""
    said = [reader.at[field] for field in _TELLING if field in reader.at and field is not Field.current]
    if any(column in cells for column in said):
        return False
    words = (cell.value for cell in cells.values())
    return all(isinstance(word, str) and word.count(" ") and not any(map(str.isdigit, word)) for word in words)


def _are_names(cells: Cells, value_columns: Sequence[int]) -> bool:
    """'Nhân viên | Quản lý trực tiếp': words alone, some of them where values would stand."""
    values = [cells[column].value for column in value_columns if column in cells]
    words = [cell.value for cell in cells.values()]
    are_words = all(isinstance(word, str) and not any(map(str.isdigit, word)) and " " in word.strip() for word in words)
    return bool(values) and len(words) < _FEW and are_words


_FEW = 5


def _is_signed(name: str, cells: Cells) -> bool:
    """Whether a row is signed, and on which day at most: 'Trưởng phòng' with how many of them is a KPI."""
    others = [cell for cell in cells.values() if cell.value != name and not read_format(cell.number_format).date]
    return is_signature(name) and not any(
        _may_be_a_value(cell.value) and not (isinstance(cell.value, str) and is_signature(cell.value))
        for cell in others
    )


def _is_a_sum(reader: RowReader, row: int, above: list[int]) -> bool:
    """Whether a row that is called like a total ('Điểm trung bình', 'Total of orders') is one: its numbers are those of
    the rows above together, or it has no bound or no value that somebody typed."""
    bounds = [reader.at[field] for field in _BOUNDS if field in reader.at]
    bounds += [column.column for column in reader.layout.targets]
    values = [column.column for column in reader.layout.periods]
    values += [reader.at[Field.current]] if Field.current in reader.at else []
    typed = {column for column in (*bounds, *values) if _number_typed(reader, row, column) is not None}
    if typed.isdisjoint(bounds) or typed.isdisjoint(values):
        return True
    for column in typed:
        parts = [number for one in above if (number := _number_typed(reader, one, column)) is not None]
        if len(parts) > 1 and _number_typed(reader, row, column) in (sum(parts), sum(parts) / len(parts)):
            return True
    return False


def _number_typed(reader: RowReader, row: int, column: int) -> Decimal | None:
    cells = reader.cells(row)
    reads = reader.bounds_at(cells, row, column)
    return next((read.value.value for read in reads if read.value is not None and not read.is_formula), None)


def _kpi(reader: RowReader, row: int, table: int, column: int, roles: RolesOfRows | None = None) -> Kpi:
    cells = reader.cells(row)
    name = read_text(cells.get(column), CellRef(reader.title, row, column))
    bounds = reader.bounds(cells, row)
    baseline = reader.baseline_of(cells, row, bounds.target)
    tolerance = reader.quantity(cells, row, Field.tolerance)
    unit = reader.unit_at(cells, row, reader.columns.unit)
    note = reader.text(cells, row, Field.note)
    planned_for = reader.layout.planned_for if roles is None else None
    if planned_for is not None and planned_for == reader.own_cycle and _may_be_each_months(reader, row, bounds.target):
        planned_for = None
    is_by_period = bool(reader.layout.periods) and planned_for is None
    current = NO_QUANTITY if is_by_period else _known(reader.quantity(cells, row, Field.current))
    if reader.layout.holds_pairs is not None:
        both = reader.pair(cells, row, bounds.target)
        current, bounds = (current, bounds) if both[0].value is None else (both[0], bounds._replace(target=both[1]))
    periods = _periods(reader, row) if roles is None else _periods(reader, roles.actual)
    aims = (
        _aims(reader, row, reader.layout.targets) if roles is None else _aims(reader, roles.plan, reader.layout.periods)
    )
    if unit.value:
        reads = (baseline, tolerance, *bounds, current, *(period.value for period in periods))
        by_period = [read for aim in aims.values() for read in aim]
        _, in_unit = in_scale_of_unit(unit, Measure(), (*reads, *by_period))
        baseline, tolerance, target, lower, upper, current, *others = in_unit
        bounds = Bounds(target, lower, upper)
        values, scaled = others[: len(periods)], others[len(periods) :]
        periods = tuple(one._replace(value=value) for one, value in zip(periods, values, strict=True))
        aims = {period: Bounds(*scaled[3 * at : 3 * at + 3]) for at, period in enumerate(aims)}
    by_period = [read for aim in aims.values() for read in aim]
    wanted = next((read.value.unit for read in (*bounds, *by_period) if read.value and read.value.unit), None)
    if wanted or unit.value:
        reads = (baseline, *bounds, tolerance, current, *(period.value for period in periods))
        _, in_unit = in_one_unit(unit, Measure(unit=wanted), (*reads, *by_period))
        baseline, target, lower, upper, tolerance, current, *others = in_unit
        bounds = Bounds(target, lower, upper)
        values, brought = others[: len(periods)], others[len(periods) :]
        periods = tuple(one._replace(value=value) for one, value in zip(periods, values, strict=True))
        aims = {period: Bounds(*brought[3 * at : 3 * at + 3]) for at, period in enumerate(aims)}
    measured = partial(
        kpi_measure,
        name.value or "",
        baseline=baseline,
        tolerance=tolerance,
        unit=unit,
        locale=reader.locale,
        direction=reader.direction_at(cells, row, reader.columns.direction),
    )
    if any(read.value is not None or read.trouble is not None for aim in aims.values() for read in aim):
        periods = tuple(
            one._replace(aim=KpiAim(*aim, measured(**aim._asdict())))
            for one in periods
            for aim in (aims.get(one.period, Bounds()),)
        )
    kpi = Kpi(
        name,
        row,
        reader.title,
        table,
        external_id=reader.text(cells, row, Field.key_result_id),
        unit=unit,
        owner=reader.text(cells, row, Field.owner),
        team=reader.text(cells, row, Field.team),
        measure=measured(**bounds._asdict()),
        lower=bounds.lower,
        upper=bounds.upper,
        target=bounds.target,
        baseline=baseline,
        tolerance=tolerance,
        current=current,
        periods=periods,
        aggregation=reader.text(cells, row, Field.aggregation),
        note=note,
        ignored_rules=ignored_rules(note.value),
        planned_for=planned_for,
    )
    if not is_wanted_high(kpi) and any(is_a_budget(one.header) for one in _targets(reader.layout)):
        kpi = _of_no_known_side(kpi)
    if roles is not None:
        kpi = _without_a_years(kpi, reader)
    is_for_all = _runs_with_its_table(kpi, reader.layout) or _is_out_of_every_months_reach(kpi, reader)
    return kpi._replace(planned_for=reader.own_cycle) if is_for_all else kpi


def _periods_of_rows(reader: RowReader, first_row: int, end_row: int) -> Mapping[int, Cycle]:
    column = reader.layout.row_period
    if column is None:
        return {}
    rows = range(first_row, end_row + 1)
    cycle = reader.own_cycle
    return periods_of_rows(reader.sheet, column.column, column.header, rows, cycle, reader.calendar, reader.as_of)


def _of_its_period(kpi: Kpi, period: Cycle, reader: RowReader) -> Kpi:
    """A KPI whose row is of one period: its value is that period's, or what there is to date at its end; and its plan
    is that period's, or that of the longer one that its header names ('KH năm')."""
    current = kpi.current
    aim, plan, of = None, None, period
    if kpi.target.value is not None and kpi.lower.value is None and kpi.upper.value is None:
        plan = next((plan_around(one, period, reader.calendar) for one in _targets(reader.layout)), None)
        plan = None if plan is not None and plan.id == period.id and not is_of_a_part(period) else plan
        of = period if plan is None else _span_of_value(period, plan, reader)
        if plan is None or plan[1:] == of[1:]:
            aim, plan = KpiAim(kpi.target, kpi.lower, kpi.upper, kpi.measure), None
    periods = (PeriodValue(of, current, aim),) if current.value is not None or current.trouble is not None else ()
    return kpi._replace(
        current=current._replace(value=None, trouble=None) if periods else current, periods=periods, planned_for=plan
    )


def _span_of_value(period: Cycle, plan: Cycle, reader: RowReader) -> Cycle:
    """What the value in a row of one period is of, as its header says: that period, or the year or quarter until then.
    Where it says no more than that it is to date, it is of the quarter only in a table of that."""
    header = next((one.header for one in reader.layout.columns if one.column == reader.at.get(Field.current)), "")
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


def _runs_with_its_table(kpi: Kpi, layout: Layout) -> bool:
    """Whether a KPI's only target and value are of all of its table's cycle, and the value grows until that is over."""
    if layout.runs_with is None or kpi.target.value is None or is_of_a_shorter_one(kpi, layout.runs_with):
        return False
    if adds_up(kpi, read_aggregation(kpi.aggregation.raw) == "sum"):
        return True
    is_so_far = any(is_to_date(column.header) for column in layout.columns if column.field is Field.current)
    is_so_far = is_so_far or any(one.period is not None and is_of_a_part(one.period) for one in layout.periods)
    return is_so_far and not is_so_on_any_day(kpi)


def _without_a_years(kpi: Kpi, reader: RowReader) -> Kpi:
    """A KPI with a target for less than a year, without what there is of all the year: 'Target Q4 | Oct | Nov | YTD'.
    Its own periods are its values, and where it has none, that is held against no target."""
    current, calendar = kpi.current, reader.calendar
    header = next((one.header for one in reader.layout.columns if one.column == reader.at.get(Field.current)), "")
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
    targets, its = list(_targets(reader.layout)), reader.own_cycle
    if len(targets) != 1 or reader.layout.targets:
        return None
    label, header = targets[0].period_label, targets[0].header
    if label:
        named = parse_cycle(label, reader.calendar, reader.as_of)
        return named if named is not None and length_of(named) in _SHORTER and not label.startswith(TO_DATE) else None
    told = spanned(header)
    if told is not None and told.span == "quarter":
        return _now(reader)
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
    return is_so_far is not None and (named == whole or (named is None and is_so_far and whole == _now(reader)))


def _now(reader: RowReader) -> Cycle:
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


def _may_be_each_months(reader: RowReader, row: int, target: Read[Quantity]) -> bool:
    """Whether a target that names no span is passed by the whole cycle's value alone, and by the last month's not."""
    if any(column.period_label or names_a_span(column.header) for column in _targets(reader.layout)):
        return False
    whole = reader.quantity(reader.cells(row), row, Field.current).value
    last = next((one.value.value for one in reversed(_periods(reader, row)) if one.value.value is not None), None)
    return (
        target.value is not None
        and whole is not None
        and last is not None
        and (last.value < target.value.value < whole.value)
    )


def _is_out_of_every_months_reach(kpi: Kpi, reader: RowReader) -> bool:
    """Whether a target that names no span is so far above each month of a year's table that it must be the year's."""
    target, cycle = kpi.target.value, reader.own_cycle
    is_told = any(column.period_label or names_a_span(column.header) for column in _targets(reader.layout))
    if target is None or cycle is None or is_told or kpi.planned_for is not None or kpi.measure.upper is not None:
        return False
    months = [one.value.value.value for one in kpi.periods if one.value.value is not None and one.period != cycle]
    is_far = len(months) > 2 and target.value >= _OUT_OF_REACH * max(months) > 0
    return is_far and not is_so_on_any_day(kpi) and read_aggregation(kpi.aggregation.raw) is None


def _targets(layout: Layout) -> Iterator[Column]:
    return (column for column in layout.columns if column.field is Field.target)


def _of_no_known_side(kpi: Kpi) -> Kpi:
    """A KPI held against budgets, without those of which nothing says whether more or less of it is better."""
    periods = tuple(
        one if one.aim is None else one._replace(aim=one.aim._replace(measure=_without_a_side(one.aim.measure)))
        for one in kpi.periods
    )
    return kpi._replace(measure=_without_a_side(kpi.measure), periods=periods)


def _without_a_side(measure: Measure) -> Measure:
    return measure if measure.kind is not None else measure._replace(target=None)


def _known(read: Read[Quantity]) -> Read[Quantity]:
    """'Chưa có' says of a task that it is not done; of a KPI, that nothing is known yet."""
    return read._replace(trouble=None) if read.trouble is Trouble.not_a_number and bare(read.raw) == "chua co" else read


def _periods(reader: RowReader, row: int | None) -> tuple[PeriodValue, ...]:
    """Every period's cell that holds something; a formula's empty text holds nothing."""
    if row is None:
        return ()
    cells = reader.cells(row)
    found = []
    for column in reader.layout.periods:
        cell = cells.get(column.column)
        if cell is None or column.period is None:
            continue
        read = _known(read_quantity(cell, reader.sheet.ref(row, column.column), reader.locale))
        is_blank = read.value is None and (
            read.trouble is None or (read.trouble is Trouble.not_calculated and cell.value == "")
        )
        if not is_blank:
            found.append(PeriodValue(column.period, read))
    return tuple(found)


def _aims(reader: RowReader, row: int | None, columns: Sequence[Column]) -> dict[Cycle, Bounds]:
    """What each period should come to, of the periods that have a column for it."""
    if row is None:
        return {}
    cells = reader.cells(row)
    return {
        column.period: reader.bounds_at(cells, row, column.column) for column in columns if column.period is not None
    }
