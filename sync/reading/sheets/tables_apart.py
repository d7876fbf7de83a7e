"""A row that reaches over several tables' columns ─▶ what of it stands apart: a table may begin beside another one,
lower than that does."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from sync.model.cells import Cell, Sheet

Edges = tuple[tuple[int, ...], Collection[int]]


def edges_of(tables: Sequence[tuple[int, int]]) -> Edges:
    """Given the first and last columns of tables, from top to bottom, return the columns at which a table's or those
    beyond it begin, and which of them are a table's; of tables one below the other, the last one's."""
    taken: list[tuple[int, int]] = []
    for left, right in reversed(tables):
        if all(right < other_left or left > other_right for other_left, other_right in taken):
            taken.append((left, right))
    return tuple(sorted({edge for left, right in taken for edge in (left, right + 1)})), {left for left, _ in taken}


def tables_apart(sheet: Sheet, row: int, edges_above: Edges) -> Iterator[Sheet]:
    """Given a tab, one of its rows, and the edges of the tables above it, return the tab with nothing but what stands
    between two edges, from left to right, where an empty column parts it from the rest and it may be headers; nothing
    where the row keeps to one table's columns."""
    cells, (edges, starts) = sheet.rows[row], edges_above
    if not cells or bisect_right(edges, next(iter(cells))) == bisect_right(edges, next(reversed(cells))):
        return
    held: dict[int, dict[int, Cell]] = {}
    for column, cell in cells.items():
        held.setdefault(bisect_right(edges, column), {})[column] = cell
    for index, own in held.items():
        first, last = min(own), max(own)
        if index and edges[index - 1] in starts:
            first, last = edges[index - 1], edges[index] - 1  # what is of a table above ends where that does
        words = sum(1 for cell in own.values() if isinstance(cell.value, str))
        if words < 2 or not (is_empty_below(sheet, row, first - 1) and is_empty_below(sheet, row, last + 1)):
            continue
        near = range(row - 1, row + _LOOKED_AT)
        yield sheet._replace(
            rows={
                one: {column: cell for column, cell in sheet.rows[one].items() if first - 1 <= column <= last + 1}
                for one in near
                if one in sheet.rows
            },
        )


_LOOKED_AT = 60
"""So many rows below its headers say what a table is; whoever asks looks at fewer."""
_GAP = 12


def is_empty_below(sheet: Sheet, row: int, column: int) -> bool:
    """Whether nothing stands in a column, in a row and the few below it."""
    return all(column not in sheet.rows.get(below, {}) for below in range(row, row + _GAP))
