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
from typing import Any, NamedTuple

from sync.workbooks.google_answers import CellData
from sync.workbooks.google_columns import Columns, aligned_columns
from sync.workbooks.google_grid import Address, Reach, Tab, said
from sync.workbooks.google_headers import Headers, LowerTable
from sync.workbooks.google_rows import aligned_rows
from sync.workbooks.google_sentinels import NOTHING_TOLD, Told


class ColumnsOfTable(NamedTuple):
    """A table that has headers of its own, and which column in it was which."""

    table: LowerTable
    columns: Columns


@dataclass(frozen=True)
class Alignment:
    """Rows and columns after, and where they were before; what is not in it is new, or not known. ``same_headers`` are
    columns that have the header that they had. ``lower`` tables have headers of their own: in them, their columns
    count."""

    rows: Mapping[int, int]
    columns: Mapping[int, int]
    same_headers: frozenset[int]
    lower: tuple[ColumnsOfTable, ...] = ()

    def source(self, place: Address) -> Address | None:
        """Given a place after, return where its cell stood before; None where its row or column is new."""
        row, column = self.rows.get(place[0]), self._columns_at(place).sources.get(place[1])
        return None if row is None or column is None else (row, column)

    def has_its_header(self, place: Address) -> bool:
        """Given a place after, return whether its column has the header there that it had."""
        return place[1] in self._columns_at(place).same_headers

    def columns_of(self, sources: Collection[int]) -> set[int]:
        """Given columns before, return which they are now, in any table."""
        every = (self.columns, *(own.columns.sources for own in self.lower))
        return {column for each in every for column, source in each.items() if source in sources}

    def _columns_at(self, place: Address) -> Columns:
        row = self.rows.get(place[0])
        for own in self.lower:
            if row in own.table.rows:
                source = own.columns.sources.get(place[1])
                if own.table.columns is None or (source is not None and own.table.has_column(source)):
                    return own.columns
        return Columns(self.columns, self.same_headers)

    @cached_property
    def target(self) -> Callable[[Address], Address | None]:
        """The way back: where a cell of before stands now; None where it is gone."""
        rows = {before: after for after, before in self.rows.items()}
        columns = _turned(self.columns)
        lower = [(own.table, _turned(own.columns.sources)) for own in self.lower]

        def target(place: Address) -> Address | None:
            own = (each for table, each in lower if place[0] in table.rows and table.has_column(place[1]))
            row, column = rows.get(place[0]), next(own, columns).get(place[1])
            return None if row is None or column is None else (row, column)

        return target

    @cached_property
    def keeps_order(self) -> bool:
        """Whether rows are in the order in which they were: nothing was sorted."""
        rows = [self.rows[row] for row in sorted(self.rows)]
        return all(one < other for one, other in pairwise(rows))

    def leaves(self, reach: Reach) -> bool:
        """Whether all these rows and columns are where they were, under the headers that they had."""
        written = [own.columns for own in self.lower if any(row in own.table.rows for row in reach.rows)]
        columns = all(
            each.sources.get(column) == column and column in each.same_headers
            for each in (Columns(self.columns, self.same_headers), *written)
            for column in reach.columns
        )
        return columns and all(self.rows.get(row) == row for row in reach.rows)


def aligned(
    before: Tab,
    after: Tab,
    written: Collection[Address],
    headers: Headers,
    puts: Mapping[Address, CellData] | None = None,
    told: Told = NOTHING_TOLD,
) -> Alignment:
    """Given a tab before and after a write, the places that were written, and where its headers stood, return what in
    it is what. ``puts`` are the contents that were put where, headers too, when ``after`` was looked at somewhat later:
    a column that has moved since took it along. ``told`` is what sentinels told in the moment of the write."""
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
    late = _with({}, puts or {})
    whole = aligned_columns(one, other, stood, late, headers.above, width, told)
    rows = aligned_rows(one, other, stood, by_row, whole.sources, height, told)

    def of_table(table: LowerTable) -> Columns:
        if table.header_row not in rows.values():
            return Columns(whole.sources, frozenset())
        own = {row: other[row] for row, source in rows.items() if source in table.rows and row in other}
        now = {rows[row]: own[row] for row in sorted(own, key=lambda row: rows[row])}
        then, there, put = (_only(each, table.rows) for each in (one, stood, late))
        return aligned_columns(then, now, there, put, table.header_row, width, told)

    lower = tuple(ColumnsOfTable(table, of_table(table)) for table in headers.lower)
    return Alignment(rows, whole.sources, whole.same_headers, lower)


def _only(contents: Mapping[int, dict[int, Any]], rows: Collection[int]) -> dict[int, dict[int, Any]]:
    return {row: line for row, line in contents.items() if row in rows}


def _turned(columns: Mapping[int, int]) -> dict[int, int]:
    return {before: after for after, before in columns.items()}


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
        elif row in contents:
            # Emptied: a header that we took out ourselves is not one that its column has lost.
            contents[row].pop(column, None)
    return contents


def _without(tab: Tab, row: int, written: Mapping[int, Collection[int]]) -> dict[int, Any]:
    """What is typed into a row, but for the cells that were written."""
    left_out = written.get(row, ())
    cells = tab.cells.get(row, {})
    return {column: one for column, cell in cells.items() if column not in left_out and (one := said(cell)) is not None}
