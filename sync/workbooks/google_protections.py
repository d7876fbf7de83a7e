"""What of a settled plan Google lets us write. It refuses a batch as a whole: one cell that is protected against us
would keep out all others. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sync.model.cells import CellRef
from sync.model.plans import AddColumn, CellChange, LeftAlone, RemoveColumn
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
    """Given tabs as they stand, and what is to be written to them, return what of it may be. The columns that are added
    to one table stand side by side, in an order: all of them come, or none."""
    coming: list[AddColumn] = []
    waiting: list[AddColumn] = []
    going: list[RemoveColumn] = []
    left: list[LeftAlone] = []
    for together in _by_table(columns):
        in_the_way = next((cell for column in together for cell in _protected_in(column, found)), None)
        if in_the_way is None:
            coming += together
        else:
            waiting += together
            left.append(LeftAlone(in_the_way, "protected_room", columns=len(together)))
    for removal in removals:
        if next(_protected_in(removal.column, found), None) is None:
            going.append(removal)
        else:
            left.append(LeftAlone(removal.cell, "protected_column"))

    without_headers = {(column.cell.sheet, column.cell.column, row) for column in waiting for row in column.rows}
    own = tuple(one for one in changes if (one.cell.sheet, one.cell.column, one.cell.row) not in without_headers)
    refused = {one.cell: reason for one in own if (reason := _why_not(one, found))}
    left += [LeftAlone(cell, reason) for cell, reason in refused.items()]
    written = tuple(one for one in own if one.cell not in refused) if refused else own
    return Allowed(tuple(coming), written, tuple(going), tuple(left))


def _by_table(columns: Iterable[AddColumn]) -> Iterable[list[AddColumn]]:
    tables: dict[tuple[str, int, int], list[AddColumn]] = defaultdict(list)
    for column in columns:
        tables[column.cell.sheet, column.cell.row, column.like_column].append(column)
    return tables.values()


def _protected_in(column: AddColumn, found: Spreadsheet) -> Iterator[CellRef]:
    tab = found.titled(column.cell.sheet)
    if tab is not None and tab.protections:
        cells = (column.cell._replace(row=row) for row in column.rows)
        yield from (cell for cell in cells if tab.is_protected(cell.row, cell.column))


def _why_not(change: CellChange, found: Spreadsheet) -> str:
    tab = found.titled(change.cell.sheet)
    if tab is not None and tab.is_protected(change.cell.row, change.cell.column):
        return "protected"
    return "too_long" if too_long(change) else ""
