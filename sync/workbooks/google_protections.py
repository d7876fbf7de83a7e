"""What of a settled plan Google lets us write. It refuses a batch as a whole: one cell that is protected against us
would keep out all others. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from sync.model.cells import CellRef
from sync.model.plans import AddColumn, CellChange, LeftAlone, RemoveColumn
from sync.protections import Allowed, without_protected
from sync.workbooks.google_grid import Spreadsheet
from sync.workbooks.google_writing import too_long


def allowed(
    found: Spreadsheet, columns: Iterable[AddColumn], changes: Iterable[CellChange], removals: Iterable[RemoveColumn]
) -> Allowed:
    """Given tabs as they stand, and what is to be written to them, return what of it may be. A plan knows of what was
    protected when it was made, and not of what is by now, nor where an undo is."""

    def is_protected(cell: CellRef) -> bool:
        tab = found.titled(cell.sheet)
        return tab is not None and tab.is_protected(cell.row, cell.column)

    own = without_protected(columns, changes, removals, is_protected)
    long = {one.cell for one in own.changes if too_long(one)}
    return own._replace(
        changes=tuple(one for one in own.changes if one.cell not in long),
        left_alone=(*own.left_alone, *(LeftAlone(one.cell, "too_long") for one in own.changes if one.cell in long)),
    )
