"""Where at the right of a table columns of ours find room. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from sync.model.cells import Sheet, column_number
from sync.model.rows import Table
from sync.patterns import RarePattern


def first_free(sheet: Sheet, table: Table, wanted: int) -> int:
    """Given a table and how many columns are to be added, return the first of so many right of it that people see, in
    which none of them left a note (one on an empty cell would be over our header), and of which no formula of the tab
    reads the table's rows in that column alone: it would add up our numbers."""
    passed_over = set(sheet.hidden_columns)
    passed_over |= {column for row, column in sheet.notes if table.first_header_row <= row <= table.last_row}
    passed_over |= set(_columns_read(sheet, range(table.first_header_row, table.last_row + 1)))
    first = table.right_edge + 1
    for column in sorted(passed_over):
        if first <= column < first + wanted:
            first = column + 1
    return first


def last_shown(sheet: Sheet, table: Table) -> int:
    """The table's last column that people see: how a hidden one looks, nobody has ever minded."""
    shown = (
        column for column in range(table.right_edge, table.left_edge - 1, -1) if column not in sheet.hidden_columns
    )
    return next(shown, table.right_edge)


def taken_columns(sheet: Sheet, table: Table, columns: range) -> set[int]:
    """Given columns right of a table, return those in which something stands beside it."""
    taken = {
        column
        for row in range(table.first_header_row, table.last_row + 1)
        for column in columns
        if column in sheet.rows.get(row, {})
    }
    for merge in sheet.merges:
        if merge.first_row <= table.last_row and merge.last_row >= table.first_header_row:
            taken |= {column for column in columns if merge.first_column <= column <= merge.last_column}
    return taken


def _columns_read(sheet: Sheet, rows: range) -> Iterator[int]:
    """Columns of which a formula of the tab reads some of these rows, and no other column with them: '=SUM(H2:H10)',
    and not '=VLOOKUP(A1, A:Z, 3)', which asks for no column that is new."""
    for cells in sheet.rows.values():
        for cell in cells.values():
            for found in _IN_ONE_COLUMN.finditer(cell.formula) if cell.formula else ():
                first, last = int(found[2] or 1), int(found[3] or rows[-1])
                if min(first, last) <= rows[-1] and max(first, last) >= rows[0]:
                    yield column_number(found[1])


_IN_ONE_COLUMN = RarePattern(r"(?<![\w!'$.])\$?([A-Z]{1,3})\$?(\d{1,7})?:\$?\1\$?(\d{1,7})?(?![\w(!])")
