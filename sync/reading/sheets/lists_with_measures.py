"""One list of objectives and key results beside which a column says how each key result is measured: 'OKR | Metric |
Target'. It is no table of KPIs, and what its rows are called stands in the list."""

from __future__ import annotations

from collections.abc import Sequence

from sync.model.cells import Sheet
from sync.model.rows import Field
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.headers import Placement
from sync.reading.sheets.tables import Band

_SEARCHED_ROWS = 40
_VALUES = {Field.baseline, Field.target, Field.current}


def measures_beside_list(sheet: Sheet, band: Band, headers: Sequence[Header]) -> Header | None:
    """Given a table's headers, return the one of how key results are measured that a list of OKRs names; None where no
    list names both these and, in rows above, what they are for."""
    placed = [(one, one.placement) for one in headers if one.placement is not None]
    lists = [one for one, placement in placed if placement.field is Field.item and not placement.weak]
    values = {one.column for one, placement in placed if _VALUES.intersection(placement.fields)}
    measures = [one for one, placement in placed if Field.kpi in placement.fields and one.column not in values]
    if len(lists) != 1 or len(measures) != 1:
        return None
    return measures[0] if _names_both(sheet, band, lists[0].column, measures[0].column, values) else None


def without_measures(sheet: Sheet, band: Band, headers: Sequence[Header], measures: Header) -> list[Header]:
    """Given a table's headers and the one of how key results are measured, return them with that as none of ours:
    not where it heads KPIs that key results take their values from."""
    of_kpis = measures.placement is not None and measures.placement.fields == (Field.kpi,)
    if of_kpis and _is_without_values(sheet, band, headers, measures.column):
        return list(headers)
    return [one._replace(placement=Placement()) if one is measures else one for one in headers]


def _is_without_values(sheet: Sheet, band: Band, headers: Sequence[Header], measured: int) -> bool:
    """Whether a row with a measure has no current value of its own."""
    current = {one.column for one in headers if one.placement is not None and Field.current in one.placement.fields}
    filled = [_filled(sheet, row) for row in _rows_of(band)]
    return any(measured in columns and columns.isdisjoint(current) for columns in filled)


def _names_both(sheet: Sheet, band: Band, names: int, measured: int, values: set[int]) -> bool:
    """Whether a row with nothing measured beside it ('Grow') stands over one with a measure ('Meetings | meetings')."""
    is_over_others = False
    for filled in (_filled(sheet, row) for row in _rows_of(band)):
        if names in filled and measured in filled:
            return is_over_others
        is_over_others = is_over_others or (names in filled and filled.isdisjoint(values))
    return False


def _rows_of(band: Band) -> range:
    return range(band.header_row + 1, min(band.end_row, band.header_row + _SEARCHED_ROWS) + 1)


def _filled(sheet: Sheet, row: int) -> set[int]:
    return {column for column, cell in sheet.rows.get(row, {}).items() if cell.value not in (None, "")}
