"""Excel's own tables: where they lie, and the names of their columns, which their header cells must agree with."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sync.workbooks.package_cells import Address, CellArea, parsed_area
from sync.workbooks.package_xml import attributes_of, elements_named, from_cell_text, root_of, shadow_of


class Table(NamedTuple):
    """A table of a workbook: its name, its tab's number, its area with header and totals, its columns' names from the
    left, whether its first row holds them, whether its last row holds totals, and whether a query or an XML map fills
    it."""

    name: str
    tab: int
    area: CellArea
    columns: tuple[str, ...]
    has_header: bool
    has_totals: bool = False
    is_filled: bool = False

    def rows_of(self, parts: Collection[str]) -> tuple[int, int]:
        """Given parts of a table ('headers', 'data', 'totals'), return the first and the last row that they take."""
        first = self.area.first_row if "headers" in parts else self.area.first_row + self.has_header
        last = self.area.last_row if "totals" in parts else self.area.last_row - self.has_totals
        if not {"data", "headers"} & set(parts):
            first = self.area.last_row - self.has_totals + 1
        if not {"data", "totals"} & set(parts):
            last = self.area.first_row + self.has_header - 1
        return first, last

    def column_named(self, name: str, otherwise: int) -> int:
        """Given a name as formulas have it, return its column's number, or ``otherwise`` where there is none."""
        plain = name.strip().lower()
        for number, column in enumerate(self.columns):
            if column.strip().lower() == plain:
                return self.area.first_column + number
        return otherwise

    def headers(self) -> Iterator[tuple[Address, str]]:
        """The header cells, each with the name that must stand in it."""
        for number, name in enumerate(self.columns) if self.has_header else ():
            yield (self.area.first_row, self.area.first_column + number), name

    def header_at(self, row: int, column: int) -> str | None:
        """Given a cell, return the name that must stand in it; None when it is no header of this table."""
        place = column - self.area.first_column
        if not self.has_header or row != self.area.first_row or not 0 <= place < len(self.columns):
            return None
        return self.columns[place]


def table_in(data: bytes, tab: int) -> Table | None:
    """Given a table's part as UTF-8 and its tab's number, return the table; None when it has no area. Raise
    MalformedXml."""
    shadow = shadow_of(data)
    root = root_of(shadow)
    attributes = attributes_of(data[root.start : root.inside])
    area = parsed_area(attributes.get("ref", ""))
    if area is None:
        return None
    columns = tuple(
        from_cell_text(attributes_of(data[element.start : element.inside]).get("name", ""))
        for element in elements_named(shadow, b"tableColumn", root.inside, root.inside_end)
    )
    name = attributes.get("displayName") or attributes.get("name", "")
    return Table(
        name,
        tab,
        area,
        columns,
        has_header=attributes.get("headerRowCount", "1") != "0",
        has_totals=attributes.get("totalsRowCount", "0") != "0",
        is_filled=attributes.get("tableType", "worksheet") != "worksheet",
    )
