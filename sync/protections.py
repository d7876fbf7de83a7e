"""What of a table's columns and changes stands where we may not edit: left alone, when it is planned, and again when it
is written. Pure.

Google refuses a batch as a whole: one cell that is protected against us would keep out all others. (Excel's protection
keeps people from typing and is nothing to a file; that owned columns are protected there is meant.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from sync.model.cells import CellRef
from sync.model.plans import AddColumn, CellChange, LeftAlone, RemoveColumn


class Allowed(NamedTuple):
    """What may be written, and what is left alone, and why."""

    columns: tuple[AddColumn, ...]
    changes: tuple[CellChange, ...]
    removals: tuple[RemoveColumn, ...]
    left_alone: tuple[LeftAlone, ...]


def without_protected(
    columns: Iterable[AddColumn],
    changes: Iterable[CellChange],
    removals: Iterable[RemoveColumn],
    is_protected: Callable[[CellRef], bool],
) -> Allowed:
    """Given what is to be written, and which cells we may not edit, return what of it may be. The columns that are
    added to one table stand side by side, in an order: all of them come, or none."""
    removals = tuple(removals)
    staying = {one.cell for one in removals if any(map(is_protected, cells_of(one.column)))}
    coming: list[AddColumn] = []
    waiting: list[AddColumn] = []
    left = [LeftAlone(one.cell, "protected_column") for one in removals if one.cell in staying]
    for together in _by_table(columns):
        in_the_way = next((cell for column in together for cell in cells_of(column) if is_protected(cell)), None)
        if in_the_way is None:
            coming += together
        else:
            waiting += together
            left.append(LeftAlone(in_the_way, "protected_room", columns=len(together)))
    without_headers = {(column.cell.sheet, column.cell.column, row) for column in waiting for row in column.rows}
    own = [one for one in changes if (one.cell.sheet, one.cell.column, one.cell.row) not in without_headers]
    refused = {one.cell for one in own if is_protected(one.cell)}
    left += [LeftAlone(one.cell, "protected") for one in own if one.cell in refused]
    return Allowed(
        tuple(coming),
        tuple(one for one in own if one.cell not in refused),
        tuple(one for one in removals if one.cell not in staying),
        tuple(left),
    )


def cells_of(column: AddColumn) -> Sequence[CellRef]:
    """All cells of a column that is added."""
    return [column.cell._replace(row=row) for row in column.rows]


def _by_table(columns: Iterable[AddColumn]) -> Iterable[list[AddColumn]]:
    tables: dict[tuple[str, int, int], list[AddColumn]] = defaultdict(list)
    for column in columns:
        tables[column.cell.sheet, column.cell.row, column.like_column].append(column)
    return tables.values()
