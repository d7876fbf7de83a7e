"""Which row and column of a tab is which of a moment before, whatever people did to it meanwhile. Pure.

Columns are known by their headers, else by what stands in them; rows by what stands in them outside of the columns that
were written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from sync.workbooks.google_answers import CellData
from sync.workbooks.google_columns import aligned_columns
from sync.workbooks.google_grid import Address, Reach, Tab, said
from sync.workbooks.google_rows import aligned_rows
from sync.workbooks.google_sentinels import NOTHING_TOLD, Told


@dataclass(frozen=True)
class Alignment:
    """Rows and columns after, and where they were before; what is not in it is new, or not known. ``same`` columns have
    the header that they had."""

    rows: Mapping[int, int]
    columns: Mapping[int, int]
    same_headers: frozenset[int]

    def source(self, place: Address) -> Address | None:
        """Given a place after, return where its cell stood before; None where its row or column is new."""
        row, column = self.rows.get(place[0]), self.columns.get(place[1])
        return None if row is None or column is None else (row, column)

    @cached_property
    def target(self) -> Callable[[Address], Address | None]:
        """The way back: where a cell of before stands now; None where it is gone."""
        rows = {before: after for after, before in self.rows.items()}
        columns = {before: after for after, before in self.columns.items()}

        def target(place: Address) -> Address | None:
            row, column = rows.get(place[0]), columns.get(place[1])
            return None if row is None or column is None else (row, column)

        return target

    @cached_property
    def keeps_order(self) -> bool:
        """Whether rows are in the order in which they were: nothing was sorted."""
        rows = [self.rows[row] for row in sorted(self.rows)]
        return all(one < other for one, other in pairwise(rows))

    def leaves(self, reach: Reach) -> bool:
        """Whether all these rows and columns are where they were, under the headers that they had."""
        columns = all(self.columns.get(column) == column and column in self.same_headers for column in reach.columns)
        return columns and all(self.rows.get(row) == row for row in reach.rows)


def aligned(
    before: Tab,
    after: Tab,
    written: Collection[Address],
    header_rows: int,
    puts: Mapping[Address, CellData] | None = None,
    told: Told = NOTHING_TOLD,
) -> Alignment:
    """Given a tab before and after a write, the places that were written, and how many rows above are headers, return
    what in it is what. ``puts`` is what was put where, headers too, when ``after`` was looked at somewhat later: a
    column that has moved since took it along. ``told`` is what sentinels told in the moment of the write."""
    by_row = _by_row(written)
    numbers = before.cells.told_otherwise(after.cells)
    is_as_it_was = all(before.cells.is_typed_as_in(after.cells, row, by_row.get(row, ())) for row in numbers)
    if is_as_it_was and all(said(after.cell(*place)) == said(cell) for place, cell in (puts or {}).items()):
        rows = {row: row for row in range(1, max(before.row_count, after.row_count) + 1)}
        columns = {column: column for column in range(1, max(before.column_count, after.column_count) + 1)}
        return Alignment(rows, columns, frozenset(columns))
    stood = _contents(before)
    one, other = _contents(before, by_row), _contents(after, by_row)
    if puts is not None:
        one, other = _with(_contents(before), puts), _contents(after)
    width, height = (max(sizes) for sizes in zip(_size(before), _size(after), strict=True))
    columns, same_headers = aligned_columns(one, other, stood, _with({}, puts or {}), header_rows, width, told)
    rows = aligned_rows(one, other, stood, by_row, columns, height, told)
    return Alignment(rows, columns, same_headers)


def are_as_they_were(before: Tab, after: Tab, rows: Iterable[int], written: Mapping[int, Collection[int]]) -> bool:
    """Given a tab before and after a write, and which columns were written in which row, return whether the same is
    typed into rows of it, but for these."""
    return all(before.cells.is_typed_as_in(after.cells, row, written.get(row, ())) for row in rows)


def _size(tab: Tab) -> tuple[int, int]:
    return tab.column_count, tab.row_count


def _by_row(places: Iterable[Address]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row, column in places:
        found[row].add(column)
    return found


def _contents(tab: Tab, left_out: Mapping[int, Collection[int]] = MappingProxyType({})) -> dict[int, dict[int, Any]]:
    return {row: _without(tab, row, left_out) for row in tab.cells}


def _with(contents: dict[int, dict[int, Any]], puts: Mapping[Address, CellData]) -> dict[int, dict[int, Any]]:
    for (row, column), cell in puts.items():
        if (one := said(cell)) is not None:
            contents.setdefault(row, {})[column] = one
    return contents


def _without(tab: Tab, row: int, written: Mapping[int, Collection[int]]) -> dict[int, Any]:
    """What is typed into a row, but for the cells that were written."""
    left_out = written.get(row, ())
    cells = tab.cells.get(row, {})
    return {column: one for column, cell in cells.items() if column not in left_out and (one := said(cell)) is not None}
