"""A planner as small as can be: into each column of ours goes a value that names the tab and row of which it tells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sync.model.cells import Sheet, WorkbookContent
from sync.model.plans import AddColumn, CellChange, Plan
from sync.model.rows import Field
from tests.sheets_interleavings.truth import MARK, OURS

KEY_RESULT = "Key result"


def planned(content: WorkbookContent, run: int) -> Plan:
    """Given a spreadsheet, return a plan that writes into every row of it that has a key result."""
    changes: list[CellChange] = []
    columns: list[AddColumn] = []
    for sheet in content.sheets:
        for header_row, text_column in _headers(sheet):
            header = sheet.rows[header_row]
            owned = [column for column, cell in header.items() if isinstance(cell.value, str) and MARK in cell.value]
            rows = [
                row
                for row, cells in sheet.rows.items()
                if row > header_row and text_column in cells and isinstance(cells[text_column].value, str)
            ]
            if not owned and rows:
                edge = max(max(cells) for cells in sheet.rows.values()) + 1
                owned = [edge, edge + 1]
                columns += [_added(sheet, header_row, column, rows[-1]) for column in owned]
            for row in rows:
                for column in owned:
                    value = f"{OURS}{run}.{sheet.title}.{row}.{column} for {sheet.rows[row][text_column].value}"
                    look = "0%" if (row + column) % 3 == 0 else None
                    before = sheet.rows[row].get(column)
                    old = before.value if before is not None else None
                    changes.append(CellChange(sheet.ref(row, column), old, value, Field.progress, str(row), look))
            break
    return Plan("team", content.fingerprint, date(2026, 11, 1), tuple(columns), tuple(changes))


def _headers(sheet: Sheet) -> Iterator[tuple[int, int]]:
    for row, cells in sheet.rows.items():
        for column, cell in cells.items():
            if cell.value == KEY_RESULT:
                yield row, column


def _added(sheet: Sheet, row: int, column: int, last_row: int) -> AddColumn:
    header = f"Added {column} {MARK}"
    return AddColumn(sheet.ref(row, column), header, Field.score, "ours", "0.00", 12, column - 1, last_row)
