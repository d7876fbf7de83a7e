"""The rows of a KPI table ─▶ KPIs with their healthy bounds, and their values by period or in one current cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from sync.cycles import counts_from
from sync.model.cells import CellRef
from sync.model.readings import Measure, Quantity, Read, Trouble
from sync.model.rows import Column, Cycle, Field, Kpi, KpiAim, LayoutRemark, PeriodValue
from sync.reading.sheets.adding_up import is_a_level_by_words, is_wanted_high
from sync.reading.sheets.formats import read_format
from sync.reading.sheets.kpi_spans import (
    is_out_of_every_months_reach,
    of_a_part_of_its_plan,
    of_its_period,
    runs_with_its_table,
    targets_of,
    without_a_years,
)
from sync.reading.sheets.measures import kpi_measure
from sync.reading.sheets.outlines import is_signature, is_subtotal
from sync.reading.sheets.roles_of_rows import RolesOfRows, rows_with_roles
from sync.reading.sheets.row_periods import PeriodsOfRows, is_a_frequency, periods_of_rows
from sync.reading.sheets.row_reader import NO_QUANTITY, Bounds, Cells, RowReader
from sync.reading.sheets.spans_of_values import (
    is_a_budget,
    names_a_span,
)
from sync.reading.sheets.standing import ignored_rules
from sync.reading.sheets.unit_scales import in_scale_of_unit
from sync.reading.sheets.values import read_quantity, read_text
from sync.reading.texts.text import bare
from sync.reading.texts.unit_kinds import in_one_unit
from sync.reading.texts.units import PER_MILLE, PERCENT

_TELLING = (
    Field.unit, Field.owner, Field.lower, Field.upper, Field.healthy_range, Field.target, Field.baseline, Field.current,
    Field.team, Field.note, Field.key_result_id, Field.aggregation,
)  # fmt: skip

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
    by_period = {bare(str(cell.value)) for row in own_periods.of if (cell := reader.cells(row).get(column)) is not None}
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
        own = own_periods.of.get(row)
        unread = own_periods.unread.get(row)
        is_its_own = unread is not None and is_a_frequency(unread.raw) and bare(name.value) not in by_period
        if unread is not None and not is_its_own:  # 'Năm' below the months of the same KPI is their total
            kpi = kpi._replace(current=_unread_in(kpi.current, unread))
            remarks += _named_no_period(remarks, unread, reader, row)
        if own is None or counts_from(own) <= reader.as_of or kpi.current.value is not None:
            kpis.append(_held_against_its_plan(kpi, reader) if own is None else of_its_period(kpi, own, reader))
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
    if not is_by_period and Field.current not in reader.at:
        current = _of_the_quarter(reader, row, cells, name.value or "", unit.value, bounds)
    if reader.layout.holds_pairs is not None:
        both = reader.pair(cells, row, bounds.target)
        current, bounds = (current, bounds) if both[0].value is None else (both[0], bounds._replace(target=both[1]))
    periods = _periods(reader, row) if roles is None else _periods(reader, roles.actual)
    aims = (
        _aims(reader, row, reader.layout.targets) if roles is None else _aims(reader, roles.plan, reader.layout.periods)
    )
    current, periods = _with_their_shares(reader, reader.cells(row), current, periods, bounds, aims)
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
    if not is_wanted_high(kpi) and any(is_a_budget(one.header) for one in targets_of(reader.layout)):
        kpi = _of_no_known_side(kpi)
    if roles is not None:
        kpi = _held_against_its_plan(kpi, reader)
    is_for_all = runs_with_its_table(kpi, reader.layout) or is_out_of_every_months_reach(kpi, reader)
    return kpi._replace(planned_for=reader.own_cycle) if is_for_all else kpi


def _of_the_quarter(
    reader: RowReader, row: int, cells: Cells, name: str, unit: str | None, bounds: Bounds
) -> Read[Quantity]:
    """What stands under 'QTD' in a month's table, where a KPI is what it is on any day: a rate, a stock."""
    read = _known(reader.quantity_at(cells, row, max(reader.layout.years.of_a_quarter, default=None)))
    values = (one.value for one in (read, *bounds))
    is_a_share = unit in (PERCENT, PER_MILLE) or any(one is not None and one.is_percent for one in values)
    return read if is_a_share or is_a_level_by_words(name) else NO_QUANTITY


def _with_their_shares(
    reader: RowReader,
    cells: Cells,
    current: Read[Quantity],
    periods: tuple[PeriodValue, ...],
    bounds: Bounds,
    aims: Mapping[Cycle, Bounds],
) -> tuple[Read[Quantity], tuple[PeriodValue, ...]]:
    """A KPI's values, '30 (75%)' as 30 where that is the share of what it is held against."""
    if current.trouble is None and all(one.value.trouble is None for one in periods):
        return current, periods
    ends = [end.value.value for end in bounds if end.value is not None]
    own = {one: [end.value.value for end in aim if end.value is not None] for one, aim in aims.items()}
    return reader.with_its_share(current, cells, ends), tuple(
        one._replace(value=reader.with_its_share(one.value, cells, own.get(one.period) or ends)) for one in periods
    )


def _held_against_its_plan(kpi: Kpi, reader: RowReader) -> Kpi:
    return of_a_part_of_its_plan(without_a_years(kpi, reader), reader)


def _unread_in(current: Read[Quantity], period: Read[str]) -> Read[Quantity]:
    """A value of nobody knows which month, which is none of any other; ``raw`` says what stands there for its month."""
    return current._replace(value=None, raw=period.raw, trouble=Trouble.period_unknown)


def _named_no_period(
    remarks: Sequence[LayoutRemark], period: Read[str], reader: RowReader, row: int
) -> list[LayoutRemark]:
    column = reader.layout.row_period
    if column is None or period.cell is None or any(one.cell == period.cell for one in remarks):
        return []
    return [LayoutRemark("row_period_unread", period.cell, period.raw, column.header, row=row)]


def _periods_of_rows(reader: RowReader, first_row: int, end_row: int) -> PeriodsOfRows:
    column = reader.layout.row_period
    if column is None:
        return PeriodsOfRows({}, {})
    rows = range(first_row, end_row + 1)
    cycle = reader.own_cycle
    value = reader.at.get(Field.current, 0)
    cells = ((row, reader.cells(row).get(value)) for row in rows)
    filled = {row for row, cell in cells if cell is not None and cell.value not in (None, "")}
    of = (column.column, column.header, rows, filled, cycle, reader.calendar, reader.as_of)
    return periods_of_rows(reader.sheet, *of)


def _may_be_each_months(reader: RowReader, row: int, target: Read[Quantity]) -> bool:
    """Whether a target that names no span is passed by the whole cycle's value alone, and by the last month's not."""
    if any(column.period_label or names_a_span(column.header) for column in targets_of(reader.layout)):
        return False
    whole = reader.quantity(reader.cells(row), row, Field.current).value
    last = next((one.value.value for one in reversed(_periods(reader, row)) if one.value.value is not None), None)
    return (
        target.value is not None
        and whole is not None
        and last is not None
        and (last.value < target.value.value < whole.value)
    )


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
