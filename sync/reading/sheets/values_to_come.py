"""Rows without a value, in which one stands for a period that has not begun: 40 under 'T12' in November. They are told
of that, and not that they have no value yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sync.cycles import counts_from
from sync.model.readings import Activity, Quantity, Read
from sync.model.rows import KeyResult, Kpi, LayoutRemark, TableKind
from sync.reading.sheets.formats import read_format
from sync.reading.sheets.found_tables import FoundTable
from sync.reading.sheets.planned_periods import cycle_of_row
from sync.reading.sheets.row_periods import cells_of_periods
from sync.reading.sheets.unused_columns import lacks_a_value
from sync.reading.sheets.values import read_date


def with_values_to_come(found: Sequence[FoundTable], remarks: Sequence[LayoutRemark]) -> list[LayoutRemark]:
    """Given all tables and remarks, return the remarks with one for each such row. A column of a table whose year
    nothing says is told of there, with the year that may be meant, and not once more at its header."""
    told: list[LayoutRemark] = []
    spoken_of = set()
    for one in found:
        ahead = {remark.words: remark for remark in one.remarks if remark.kind == "typed_ahead"}
        for header, value, row in _to_come(one):
            of_table = ahead.get(header)
            year = "" if of_table is None else of_table.guess
            spoken_of |= set() if of_table is None else {of_table.cell}
            assert value.cell is not None
            told.append(LayoutRemark("value_to_come", value.cell, header, year, "", one.language, row))
    return [*(one for one in remarks if one.kind != "typed_ahead" or one.cell not in spoken_of), *told]


def _to_come(one: FoundTable) -> Iterator[tuple[str, Read[Quantity], int]]:
    """The header or period of the last value to come of each row that has no other, the value, and the row."""
    if one.kind is TableKind.kpi:
        for kpi in one.kpis:
            yield from _of_kpi(one, kpi)
    if one.kind is TableKind.okr and one.layout.periods:
        for group in one.groups:
            for own in group.key_results:
                if own.sheet == one.sheet.title and own.activity is Activity.active and lacks_a_value(own):
                    yield from _of_key_result(one, own)


def _of_kpi(one: FoundTable, kpi: Kpi) -> Iterator[tuple[str, Read[Quantity], int]]:
    if kpi.current.value is not None or kpi.current.trouble is not None:
        return
    as_of = one.reader.as_of
    if any(each.value.value is not None and counts_from(each.period) <= as_of for each in kpi.periods):
        return
    headers = {column.column: column.header for column in one.layout.periods}
    of_row = _period_as_typed(one, kpi.row)
    for each in reversed(kpi.periods):
        if counts_from(each.period) > as_of and _is_typed(each.value) and each.value.cell is not None:
            yield headers.get(each.value.cell.column) or of_row or each.period.id, each.value, kpi.row
            return


def _period_as_typed(one: FoundTable, row: int) -> str:
    """What says in a list by month of which one a row is, '12/2026' of a day of December; '' where nothing does."""
    column = one.layout.row_period
    if column is None:
        return ""
    rows = range(one.band.header_row + 1, row + 1)
    _, cell = cells_of_periods(one.sheet, column.column, rows).get(row, (row, None))
    if cell is None:
        return ""
    if not read_format(cell.number_format).date:
        return str(cell.value).strip()
    day = read_date(cell, one.sheet.ref(row, column.column), "", one.sheet.epoch_1904).value
    return "" if day is None else f"{day:%m/%Y}"


def _of_key_result(one: FoundTable, own: KeyResult) -> Iterator[tuple[str, Read[Quantity], int]]:
    row = one.reader.actuals.get(own.row, own.row)
    if row is None:
        return
    cells, as_of = one.reader.cells(row), one.reader.as_of
    cycle = cycle_of_row(one.reader, own.row, one.reader.cells(own.row))
    if cycle is not None and cycle.first_day > as_of:
        return
    for column in reversed(one.layout.periods):
        read = one.reader.quantity_at(cells, row, column.column)
        if column.period is not None and column.period.first_day > as_of and _is_typed(read):
            yield column.header, read, own.row
            return


def _is_typed(read: Read[Quantity]) -> bool:
    return read.value is not None and not read.is_formula and read.value.value != Decimal(0)
