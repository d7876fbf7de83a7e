"""Where the headers stand of what a plan writes. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from sync.model.cells import Area
from sync.model.plans import HeadedArea, Plan


class LowerTable(NamedTuple):
    """A table whose headers stand below others: ``rows`` from the first of its header rows on, of which
    ``header_row`` is the last. ``columns`` are None where no other table that is written shares its rows."""

    rows: range
    header_row: int
    columns: range | None

    @property
    def header_rows(self) -> range:
        return range(self.rows.start, self.header_row + 1)

    def has_column(self, column: int) -> bool:
        return self.columns is None or column in self.columns


class Headers(NamedTuple):
    """Of a tab that is written: down to which row nothing but headers and what is above them stands, and the tables
    whose headers stand below that."""

    above: int
    lower: tuple[LowerTable, ...] = ()

    @property
    def rows(self) -> Collection[int]:
        return {*range(1, self.above + 1), *chain.from_iterable(table.header_rows for table in self.lower)}

    def hold(self, row: int, column: int) -> bool:
        """Whether a cell is a header, or stands above all headers."""
        return row <= self.above or any(row in own.header_rows and own.has_column(column) for own in self.lower)


NO_HEADERS = Headers(0)


def headers_of(plan: Plan) -> Mapping[str, Headers]:
    """Given a plan, return by tab where its headers stand. What is in none of its tables has them somewhere above."""
    tables: dict[str, list[HeadedArea]] = defaultdict(list)
    for table in plan.tables:
        tables[table.sheet].append(table)
    for column in (*plan.columns, *(removal.column for removal in plan.removals)):
        title, row, number = column.cell
        if not any(table.area.holds(row, number) for table in tables[title]):
            area = Area(column.rows.start, number, column.last_row, number)
            tables[title].append(HeadedArea(title, area, row))
    for title, row, number in (note.cell for note in plan.notes):
        if not any(table.area.holds(row, number) for table in tables[title]):
            tables[title].append(HeadedArea(title, Area(row, number, row, number), row))
    above: dict[str, int] = {title: min(one.header_row for one in own) for title, own in tables.items()}
    for title, row, number in (change.cell for change in plan.changes):
        if above.get(title, row) >= row and not any(table.area.holds(row, number) for table in tables.get(title, ())):
            above[title] = row - 1
    return {title: Headers(rows, tuple(_lower(rows, tables.get(title, ())))) for title, rows in above.items()}


def _lower(above: int, tables: Collection[HeadedArea]) -> Iterable[LowerTable]:
    for own in tables:
        if own.header_row > above:
            area = own.area
            shares_rows = any(
                other is not own and other.area.first_row <= area.last_row and other.area.last_row >= area.first_row
                for other in tables
            )
            columns = range(area.first_column, area.last_column + 1) if shares_rows else None
            yield LowerTable(range(area.first_row, area.last_row + 1), own.header_row, columns)
