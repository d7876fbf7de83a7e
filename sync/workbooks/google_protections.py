"""What of a settled plan Google lets us write. It refuses a batch as a whole: one cell that is protected against us
would keep out all others. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sync.model.cells import CellRef
from sync.model.plans import AddColumn, CellChange, LeftAlone, RemoveColumn
from sync.protections import cells_of, without_protected
from sync.workbooks.google_grid import Spreadsheet
from sync.workbooks.google_writing import too_long


class Allowed(NamedTuple):
    """What may be written, and what is left alone, and why."""

    columns: tuple[AddColumn, ...]
    changes: tuple[CellChange, ...]
    removals: tuple[RemoveColumn, ...]
    left_alone: tuple[LeftAlone, ...]


def allowed(
    found: Spreadsheet, columns: Iterable[AddColumn], changes: Iterable[CellChange], removals: Iterable[RemoveColumn]
) -> Allowed:
    """Given tabs as they stand, and what is to be written to them, return what of it may be. A plan knows of what was
    protected when it was made, and not of what is by now, nor where an undo is."""

    def is_protected(cell: CellRef) -> bool:
        tab = found.titled(cell.sheet)
        return tab is not None and tab.is_protected(cell.row, cell.column)

    own = without_protected(columns, changes, is_protected)
    staying = {one.cell for one in removals if any(map(is_protected, cells_of(one.column)))}
    long = {one.cell for one in own.changes if too_long(one)}
    return Allowed(
        own.columns,
        tuple(one for one in own.changes if one.cell not in long),
        tuple(one for one in removals if one.cell not in staying),
        (
            *(LeftAlone(one.cell, "protected_column") for one in removals if one.cell in staying),
            *own.left_alone,
            *(LeftAlone(one.cell, "too_long") for one in own.changes if one.cell in long),
        ),
    )
