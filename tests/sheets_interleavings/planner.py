"""A planner as small as can be: into each column of ours goes a value that names the tab and row of which it tells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from sync.model.cells import Area, Sheet, WorkbookContent
from sync.model.plans import AddColumn, CellChange, HeadedArea, Plan
from sync.model.rows import Field
from tests.sheets_interleavings.truth import KEY_RESULT, MARK, OURS


def planned(content: WorkbookContent, run: int) -> Plan:
    """Given a spreadsheet, return a plan that writes into every row of it that has a key result, under the nearest
    headers above it."""
    changes: list[CellChange] = []
    columns: list[AddColumn] = []
    tables: list[HeadedArea] = []
    for sheet in content.sheets:
        headers = dict(reversed([*_headers(sheet)]))
        edge = max((max(cells) for cells in sheet.rows.values()), default=0) + 1
        end = max(sheet.rows, default=0) + 1
        for header_row, below in pairwise([*sorted(headers), end]):
            text_column, header = headers[header_row], sheet.rows[header_row]
            owned = [column for column, cell in header.items() if isinstance(cell.value, str) and MARK in cell.value]
            rows = [
                row
                for row in range(header_row + 1, below)
                if isinstance((cell := sheet.cell(row, text_column)) and cell.value, str)
            ]
            if not rows:
                continue
            if not owned:
                owned = [edge, edge + 1]
                columns += [_added(sheet, header_row, column, rows[-1]) for column in owned]
            for row in rows:
                for column in owned:
                    value = f"{OURS}{run}.{sheet.title}.{row}.{column} for {sheet.rows[row][text_column].value}"
                    look = "0%" if (row + column) % 3 == 0 else None
                    before = sheet.rows[row].get(column)
                    old = before.value if before is not None else None
                    changes.append(CellChange(sheet.ref(row, column), old, value, Field.progress, str(row), look))
            area = Area(header_row, 1, below - 1, max(edge, *owned))
            tables.append(HeadedArea(sheet.title, area, header_row))
    day = date(2026, 11, 1)
    return Plan("team", content.fingerprint, day, tuple(columns), tuple(changes), tables=tuple(tables))


def _headers(sheet: Sheet) -> Iterator[tuple[int, int]]:
    for row, cells in sheet.rows.items():
        for column, cell in cells.items():
            if cell.value == KEY_RESULT:
                yield row, column


def _added(sheet: Sheet, row: int, column: int, last_row: int) -> AddColumn:
    header = f"Added {column} {MARK}"
    return AddColumn(sheet.ref(row, column), header, Field.score, "ours", "0.00", 12, column - 1, last_row)
