"""The styles of one tab's cells: of those that are there, of those that are not yet, and those that a value needs."""

from __future__ import annotations

from sync.workbooks.package_cell_xml import Head, head_of
from sync.workbooks.package_cells import Address
from sync.workbooks.package_rows import Rows
from sync.workbooks.package_styles import Styles
from sync.workbooks.package_tab import Tab, whole
from sync.workbooks.package_xml import attributes_of


class CellLooks:
    """The looks of one tab's cells, as numbers of styles; those that are new are added to ``styles``. ``rows`` are all
    that will be asked for."""

    def __init__(self, tab: Tab, styles: Styles, rows: Rows) -> None:
        self._tab = tab
        self._styles = styles
        self._rows = rows
        self._made: dict[tuple[int, str | None, str], int] = {}
        self.usual_heads: dict[bytes, Head] = {}
        self._of_columns: dict[int, int] = {}
        self._last_like: tuple[Address, int] = (0, 0), 0

    def showing(self, style: int, number_format: str | None, shows_as: str) -> int:
        """Given a style, and a number format or the kind of one that a value needs ('percent', 'date', 'datetime', or
        '' for none), return the style with that."""
        if number_format is None and not shows_as:
            return style
        key = (style, number_format, shows_as)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._new_style(style, number_format, shows_as)
        return found

    def _new_style(self, style: int, number_format: str | None, shows_as: str) -> int:
        if number_format is not None:
            return self._styles.with_format(style, number_format)
        if shows_as == "percent":
            return style if self._styles.shows_percent(style) else self._styles.with_format(style, "0%")
        if self._styles.shows_dates(style):
            return style
        return self._styles.with_format(style, "m/d/yy h:mm" if shows_as == "datetime" else "mm-dd-yy")

    def like(self, cell: Address, one_line: bool) -> int:
        """Given a cell, return its style, or that which it would have if it were there; on one line, if asked for."""
        if cell != self._last_like[0]:
            self._last_like = cell, self._style_at(*cell)
        style = self._last_like[1]
        return self._styles.on_one_line(style) if one_line else style

    def _style_at(self, row: int, column: int) -> int:
        for place in self._rows.places(row):
            if self._tab.is_usual:
                cell = self._tab.usual_cell_at(place, column)
            else:
                cell = next((cell for cell in self._tab.cells_of(place) if cell.column == column), None)
            if cell is not None:
                tag = self._tab.data[cell.start : cell.inside]
                if self._tab.is_usual:
                    return self.usual_head(tag[tag.find(b'"', len(self._tab.usual_cell)) + 1 : -1]).style
                return head_of(tag).style
        return self.of_empty(row, column)

    def usual_head(self, behind_name: bytes) -> Head:
        """Given what stands in a usual cell's start tag behind its name, return what it says."""
        found = self.usual_heads.get(behind_name)
        if found is None:
            found = self.usual_heads[behind_name] = head_of(b"<c" + behind_name + b">")._replace(is_named=True)
        return found

    def of_empty(self, row: int, column: int) -> int:
        """Given the place of a cell that is not there, return the style that it would have."""
        for place in self._rows.places(row):
            tag = self._tab.data[place.start : place.inside]
            if b"customFormat" in tag:
                attributes = attributes_of(tag)
                if attributes.get("customFormat") in ("1", "true") and "s" in attributes:
                    return whole(attributes["s"])
        return self.of_column(column)

    def of_column(self, column: int) -> int:
        """Given a column, return the style of its cells that are not there, in rows that have no look of their own."""
        found = self._of_columns.get(column)
        if found is None:
            found = self._of_columns[column] = self._tab.column_style(column)
        return found
