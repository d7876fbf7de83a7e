"""A spreadsheet as it is stored: tabs of rows, rows of cells.

Cells and rows are never changed, only replaced, so that a copy of the lists is a whole snapshot: a batch that fails
half way is taken back by putting the snapshot in place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.sheets_server.a1 import Span, range_text
from tests.sheets_server.cells import EMPTY, Cell, Formula
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.proto import copied

MOST_CELLS = 10_000_000


class Line(NamedTuple):
    """A row or a column itself: its size in pixels (0: the default), whether it is hidden, how deep it is grouped."""

    pixel_size: int = 0
    hidden_by_user: bool = False
    hidden_by_filter: bool = False
    depth: int = 0


PLAIN_LINE = Line()


class Row(NamedTuple):
    """A row's cells by column, and the row itself."""

    cells: Mapping[int, Cell]
    line: Line = PLAIN_LINE


NO_ROW = Row({})


class Area(NamedTuple):
    """Cells of one tab, half open, within its grid."""

    tab: Tab
    top: int
    bottom: int
    left: int
    right: int

    @property
    def span(self) -> Span:
        return Span(self.top, self.left, self.bottom, self.right)

    @property
    def text(self) -> str:
        return range_text(self.tab.title, self.span)

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row < self.bottom and self.left <= column < self.right


@dataclass(slots=True)
class Tab:
    """One tab. What lies on ranges (merges, protections, filters …) is kept as it is answered."""

    id: int
    title: str
    rows: list[Row]
    columns: list[Line]
    properties: dict[str, Any] = field(default_factory=dict)
    grid_properties: dict[str, Any] = field(default_factory=dict)
    merges: list[dict[str, Any]] = field(default_factory=list)
    protected_ranges: list[dict[str, Any]] = field(default_factory=list)
    conditional_formats: list[dict[str, Any]] = field(default_factory=list)
    filter_views: list[dict[str, Any]] = field(default_factory=list)
    banded_ranges: list[dict[str, Any]] = field(default_factory=list)
    charts: list[dict[str, Any]] = field(default_factory=list)
    slicers: list[dict[str, Any]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    basic_filter: dict[str, Any] | None = None
    collapsed: set[tuple[str, int, int, int]] = field(default_factory=set)
    has_formulas: bool = False
    has_groups: bool = False

    @classmethod
    def of_size(cls, tab_id: int, title: str, rows: int = 1000, columns: int = 26) -> Tab:
        return cls(tab_id, title, [NO_ROW] * rows, [PLAIN_LINE] * columns)

    @property
    def hidden(self) -> bool:
        return bool(self.properties.get("hidden"))

    def cell(self, row: int, column: int) -> Cell:
        return self.rows[row].cells.get(column, EMPTY)

    def put(self, row: int, cells: Mapping[int, Cell]) -> None:
        """Put cells of one row in the place of those that are there."""
        kept = dict(self.rows[row].cells)
        for column, cell in cells.items():
            if cell == EMPTY:
                kept.pop(column, None)
            else:
                kept[column] = cell
                if isinstance(cell.entered, Formula):
                    self.has_formulas = True
        self.rows[row] = Row(kept, self.rows[row].line) if kept or self.rows[row].line != PLAIN_LINE else NO_ROW

    def area(self) -> Area:
        return Area(self, 0, len(self.rows), 0, len(self.columns))

    def filled(self, area: Area | None = None) -> Iterator[tuple[int, int, Cell]]:
        """The cells of an area that hold a value, with their row and column, row by row."""
        area = area or self.area()
        for index in range(area.top, area.bottom):
            cells = self.rows[index].cells
            for column in sorted(cells) if cells else ():
                if area.left <= column < area.right and cells[column].entered not in (None, ""):
                    yield index, column, cells[column]

    def lines(self, dimension: str) -> list[Line]:
        return self.columns if dimension == "COLUMNS" else [row.line for row in self.rows]

    def length(self, dimension: str) -> int:
        """How many rows or columns there are."""
        return len(self.columns if dimension == "COLUMNS" else self.rows)

    def set_line(self, dimension: str, index: int, line: Line) -> None:
        if dimension == "COLUMNS":
            self.columns[index] = line
        else:
            self.rows[index] = Row(self.rows[index].cells, line)

    def ranged(self) -> Iterator[list[dict[str, Any]]]:
        """The lists of things that lie on ranges."""
        yield self.merges
        yield self.protected_ranges
        yield self.conditional_formats
        yield self.filter_views
        yield self.banded_ranges
        yield self.tables

    def groups(self, dimension: str) -> list[dict[str, Any]]:
        """The groups of rows or columns, outer ones first."""
        if not self.has_groups:
            return []
        depths = [line.depth for line in self.lines(dimension)] + [0]
        found = []
        for depth in range(1, max(depths) + 1):
            start = None
            for index, own in enumerate(depths):
                if own >= depth and start is None:
                    start = index
                elif own < depth and start is not None:
                    where = {"sheetId": self.id, "dimension": dimension, "startIndex": start, "endIndex": index}
                    collapsed = (dimension, start, index, depth) in self.collapsed
                    found.append({"range": where, "depth": depth, "collapsed": collapsed})
                    start = None
        return found

    def copied(self) -> Tab:
        """A copy that later changes to this one do not reach."""
        apart = ("rows", "columns", "collapsed")
        plain = {name: copied(getattr(self, name)) for name in self.__slots__ if name not in apart}
        return Tab(rows=list(self.rows), columns=list(self.columns), collapsed=set(self.collapsed), **plain)


@dataclass(slots=True)
class Spreadsheet:
    """All of one spreadsheet that the Sheets API knows."""

    id: str
    title: str
    owner: str
    locale: str = "en_US"
    time_zone: str = "Etc/GMT"
    tabs: list[Tab] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)
    named_ranges: list[dict[str, Any]] = field(default_factory=list)
    metadata: list[dict[str, Any]] = field(default_factory=list)
    calculated: Any = None
    """The results of the formulas as they stand, kept until something changes."""
    answered: dict[Any, Any] = field(default_factory=dict)
    """Rows that hold only what was typed, as they were answered last."""

    def tab(self, tab_id: int) -> Tab:
        """Raise BadRequest when there is no such tab."""
        for tab in self.tabs:
            if tab.id == tab_id:
                return tab
        raise BadRequest(f"No grid with id: {tab_id}")

    def titled(self, title: str) -> Tab | None:
        folded = title.casefold()
        return next((tab for tab in self.tabs if tab.title.casefold() == folded), None)

    def area(self, sent: Mapping[str, Any]) -> Area:
        """Given a GridRange, return its cells. Raise BadRequest when there are no such cells."""
        tab = self.tab(sent.get("sheetId", 0))
        height, width = len(tab.rows), len(tab.columns)
        top, left = sent.get("startRowIndex", 0), sent.get("startColumnIndex", 0)
        bottom, right = sent.get("endRowIndex"), sent.get("endColumnIndex")
        span = Span(top, left, bottom, right)
        if top >= height or left >= width or (bottom or 0) > height or (right or 0) > width:
            raise exceeds(tab, span)
        bottom, right = height if bottom is None else bottom, width if right is None else right
        if bottom <= top or right <= left or top < 0 or left < 0:
            raise BadRequest(f"Range ({range_text(tab.title, span)}) is empty")
        return Area(tab, top, bottom, left, right)

    def line_range(self, sent: Mapping[str, Any]) -> tuple[Tab, str, int, int]:
        """Given a DimensionRange, return tab, dimension, start and end. Raise BadRequest when there is no such."""
        tab = self.tab(sent.get("sheetId", 0))
        dimension = sent.get("dimension", "")
        if dimension not in ("ROWS", "COLUMNS"):
            raise BadRequest("dimension must be specified.")
        size = len(tab.rows) if dimension == "ROWS" else len(tab.columns)
        start, end = sent.get("startIndex", 0), sent.get("endIndex")
        end = size if end is None else end
        if start < 0 or end < 0:
            raise BadRequest("DimensionRange indexes must be >= 0")
        return tab, dimension, start, end

    def size(self) -> int:
        return sum(len(tab.rows) * len(tab.columns) for tab in self.tabs)

    def check_size(self) -> None:
        """Raise BadRequest when there are more cells than a spreadsheet may have."""
        if self.size() > MOST_CELLS:
            raise BadRequest(
                f"This action would increase the number of cells in the workbook above the limit of {MOST_CELLS} cells."
            )

    def changed(self) -> None:
        self.calculated = None

    def snapshot(self) -> Spreadsheet:
        """A copy that later changes to this one do not reach."""
        own = ("tabs", "calculated", "answered")
        plain = {name: copied(getattr(self, name)) for name in self.__slots__ if name not in own}
        return Spreadsheet(tabs=[tab.copied() for tab in self.tabs], answered=self.answered, **plain)

    def restore(self, snapshot: Spreadsheet) -> None:
        """Become what the snapshot was."""
        for name in self.__slots__:
            setattr(self, name, getattr(snapshot, name))


def exceeds(tab: Tab, span: Span) -> BadRequest:
    return BadRequest(
        f"Range ({range_text(tab.title, span)}) exceeds grid limits. "
        f"Max rows: {len(tab.rows)}, max columns: {len(tab.columns)}"
    )
