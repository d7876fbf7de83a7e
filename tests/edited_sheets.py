"""What people do to a tab between two looks at it, for tests that compare histories."""

from __future__ import annotations

from sync.model.cells import Sheet
from tests.sheets import cell_of


def typed(sheet: Sheet, row: int, column: int, words: str) -> Sheet:
    """Given a tab, a row and a column, and a cell's text, return the tab with it there: empty where the text is."""
    cells = {**sheet.rows.get(row, {})}
    cells.pop(column, None)
    if (cell := cell_of(words)) is not None:
        cells[column] = cell
    others = {r: line for r, line in sheet.rows.items() if r != row}
    return sheet._replace(rows={**others, row: dict(sorted(cells.items()))} if cells else others)


def inserted(sheet: Sheet, at: int) -> Sheet:
    """Given a tab and a row's number, return the tab with an empty row there."""
    return sheet._replace(rows={row + (row >= at): cells for row, cells in sheet.rows.items()})


def deleted(sheet: Sheet, at: int) -> Sheet:
    """Given a tab and a row's number, return the tab without that row."""
    return sheet._replace(rows={row - (row > at): cells for row, cells in sheet.rows.items() if row != at})


def swapped(sheet: Sheet, one: int, other: int) -> Sheet:
    """Given a tab and two rows' numbers, return the tab with the one in the other's place."""
    places = {one: other, other: one}
    return sheet._replace(rows={places.get(row, row): cells for row, cells in sheet.rows.items()})
