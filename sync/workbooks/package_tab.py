"""One tab's XML: where its rows and cells stand, and what covers them.

Most workbooks spell cells in one way (``<c r="B7"``), and those are found by a plain search; any other spelling that
XML and the format allow takes the slower way to the same result.
"""

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from io import BytesIO
from operator import itemgetter
from typing import NamedTuple

from sync.patterns import RarePattern
from sync.workbooks.package_cells import Areas, areas_of, column_letters, parsed_area
from sync.workbooks.package_spelling import with_one_prefix
from sync.workbooks.package_xml import (
    SPREADSHEET_NAMESPACES,
    Element,
    MalformedXml,
    attributes_of,
    children_of,
    elements_named,
    root_of,
    shadow_of,
)

_BEFORE_CELLS = (b"sheetPr", b"dimension", b"sheetViews", b"sheetFormatPr", b"cols")


Splice = tuple[int, int, bytes]
"""Bytes to stand where ``[start, end)`` stood."""


class RowPlace(NamedTuple):
    """A row that exists: its start tag ``[start, inside)``, where its content ends, and, where it is a plain one, what
    its start tag says behind its number."""

    number: int
    start: int
    inside: int
    inside_end: int
    self_closing: bool
    head: bytes = b""


class CellPlace(NamedTuple):
    """A cell that exists: its column, start tag ``[start, inside)``, content ``[inside, inside_end)``, and end."""

    column: int
    start: int
    inside: int
    inside_end: int
    end: int


class Tab:
    """One tab's XML, looked up by position. Raise MalformedXml when it is not a tab's."""

    def __init__(self, data: bytes) -> None:
        """Given the part as UTF-8."""
        self.data = with_one_prefix(data)
        self.shadow = shadow_of(self.data)
        self.root = root_of(self.shadow)
        self._refuse_other_vocabularies()
        self.root_prefix = self.prefix = self.root.name[: -len(self.root.local_name)]
        self.before, self.cells = self._head()
        self._find_patterns()

    def _refuse_other_vocabularies(self) -> None:
        prefix = self.root.name.decode("utf-8", "replace").rpartition(":")[0]
        vocabulary = self.attributes(self.root).get(f"xmlns:{prefix}" if prefix else "xmlns")
        # A tab may be said to lie where the workbook's texts do.
        if self.root.local_name != b"worksheet" or (
            vocabulary is not None and vocabulary not in SPREADSHEET_NAMESPACES
        ):
            raise MalformedXml("is no worksheet")

    @property
    def after(self) -> Iterator[Element]:
        """The elements behind the cells (merges, validations …) in order."""
        rest = self.root._replace(inside=self.cells.end)
        return children_of(self.shadow, rest)

    def attributes(self, element: Element) -> dict[str, str]:
        return attributes_of(self.data[element.start : element.inside])

    def _head(self) -> tuple[list[Element], Element]:
        before = []
        opening = re.compile(rb"<((?:[^\s/<>:]+:)?sheetData)(?=[\s/>])[^<>]*>")
        found = opening.search(self.shadow, self.root.inside, self.root.inside_end)
        if found is None:
            # Behind everything, and to be opened where cells are to be written.
            return [], self._no_cells()
        head = self.root._replace(inside_end=found.start())
        before = list(children_of(self.shadow, head))
        name, start, inside = found[1], found.start(), found.end()
        # The cells' own prefix counts, should it differ from the root's.
        self.prefix = name[: -len(b"sheetData")]
        if self.shadow.find(b"<" + name, inside, self.root.inside_end) >= 0:
            raise MalformedXml("has two lists of cells")
        if found[0].endswith(b"/>"):
            return before, Element(name, start, inside, inside, inside)
        # From the end: there is a lot in between, and it cannot hold another one.
        inside_end = self.shadow.rfind(b"</" + name, inside, self.root.inside_end)
        if inside_end < 0:
            raise MalformedXml("is cut off: its cells never end")
        return before, Element(name, start, inside, inside_end, self.shadow.find(b">", inside_end) + 1)

    def _no_cells(self) -> Element:
        end = self.root.inside_end
        return Element(self.prefix + b"sheetData", end, end, end, end)

    def _find_patterns(self) -> None:
        prefix = re.escape(self.prefix)
        self.row_open = RarePattern(rb'<%brow(?: r="(\d+)"|(?=[\s/>]))[^<>]*>' % prefix)
        self.row_close = b"</%brow" % self.prefix
        self.cell_open = RarePattern(rb"<%bc(?=[\s/>])[^<>]*>" % prefix)
        self.cell_close = RarePattern(rb"</%bc\s*>" % prefix)
        self.usual_cell = b'<%bc r="' % self.prefix
        self.usual_close = b"</%bc>" % self.prefix
        self.formula = b"<%bf" % self.prefix
        self.formula_close = b"</%bf>" % self.prefix
        self.formula_open = RarePattern(rb"<%bf(?=[\s/>])[^<>]*>" % prefix)
        self.value_open, self.value_close = b"<%bv>" % self.prefix, b"</%bv>" % self.prefix
        self.row_start, self.cell_start = b"<%brow" % self.prefix, b"<%bc" % self.prefix

    @cached_property
    def is_usual(self) -> bool:
        """Whether every cell is spelt in the usual way."""
        return self.shadow is self.data and self.is_usual_between(self.cells.inside, self.cells.inside_end)

    def is_usual_between(self, start: int, end: int) -> bool:
        # Nothing else in the cells begins with these letters, so equal counts mean that every cell is spelt like this.
        return self.shadow.count(self.cell_start, start, end) == self.shadow.count(self.usual_cell, start, end)

    @cached_property
    def may_hold_formulas(self) -> bool:
        """Whether any cell holds a formula, or what begins like one."""
        # A pattern finds so few letters in half the time in which ``find`` does.
        beginning = re.compile(re.escape(self.formula))
        return beginning.search(self.shadow, self.cells.inside, self.cells.inside_end) is not None

    # ── Rows and cells ───────────────────────────────────────────────────────────────────────────────────────────

    def all_rows(self) -> Iterator[RowPlace]:
        """The rows that exist, in the order in which they stand."""
        number = 0
        for tag in self.row_open.finditer(self.shadow, self.cells.inside, self.cells.inside_end):
            number = int(tag[1]) if tag[1] is not None else self.row_number(tag[0], number + 1)
            yield self.row_place(number, *tag.span())

    def row_number(self, tag: bytes, otherwise: int) -> int:
        """Given a row's start tag, return its number; ``otherwise`` when it tells none."""
        if b"r" not in tag[len(self.row_close) - 1 :]:
            return otherwise
        written = attributes_of(tag).get("r")
        try:
            return int(written) if written else otherwise
        except ValueError as error:
            raise MalformedXml(f"has a row that is numbered {written!r}") from error

    def row_place(self, number: int, start: int, inside: int) -> RowPlace:
        """Given a row's number, and where its start tag starts and ends, return where it stands."""
        if self.shadow.startswith(b"/>", inside - 2):
            return RowPlace(number, start, inside, inside, True)
        inside_end = self.shadow.find(self.row_close, inside, self.cells.inside_end)
        if inside_end < 0:
            raise MalformedXml(f"is cut off: row {number} never ends")
        if self.shadow.find(self.row_start, inside, inside_end) >= 0:
            raise MalformedXml(f"has a row within row {number}")
        return RowPlace(number, start, inside, inside_end, False)

    def cells_of(self, row: RowPlace) -> list[CellPlace]:
        """Given a row, return its cells in the order in which they stand."""
        places: list[CellPlace] = []
        column = 0
        position = row.inside
        while True:
            tag = self.cell_open.search(self.shadow, position, row.inside_end)
            if tag is None:
                return places
            column = column + 1
            written = attributes_of(tag[0]).get("r")
            area = parsed_area(written) if written else None
            if area is not None:
                column = area.first_column
            # A cell that says to be of another row is not the one that is looked for here.
            elsewhere = area is not None and area.first_row != row.number
            place = self.cell_place(0 if elsewhere else column, tag.start(), tag.end(), row.inside_end)
            places.append(place)
            position = place.end

    def usual_cell_at(self, row: RowPlace, column: int) -> CellPlace | None:
        """Given a row and a column, return the cell there, found by its usual spelling."""
        name = b'%b%b%d"' % (self.usual_cell, column_letters(column), row.number)
        start = self.shadow.find(name, row.inside, row.inside_end)
        if start < 0:
            return None
        return self.cell_place(column, start, self.shadow.find(b">", start) + 1, row.inside_end)

    def usual_cell_around(self, position: int) -> CellPlace:
        """Given a position inside of a cell spelt in the usual way, return that cell."""
        start = self.shadow.rfind(self.usual_cell, self.cells.inside, position)
        name = start + len(self.usual_cell)
        area = parsed_area(self.shadow[name : self.shadow.find(b'"', name)].decode("utf-8", "replace"))
        inside = self.shadow.find(b">", start) + 1
        return self.cell_place(area.first_column if area else 0, start, inside, self.cells.inside_end)

    def cell_place(self, column: int, start: int, inside: int, limit: int) -> CellPlace:
        shadow = self.shadow
        if shadow.startswith(b"/>", inside - 2):
            return CellPlace(column, start, inside, inside, inside)
        inside_end = shadow.find(self.usual_close, inside, limit)
        end = inside_end + len(self.usual_close)
        if inside_end < 0 or shadow.find(self.cell_start, inside, inside_end) >= 0:
            close = self.cell_close.search(shadow, inside, limit)
            if close is None:
                raise MalformedXml("is cut off: a cell never ends")
            inside_end, end = close.span()
            if self.cell_open.search(shadow, inside, inside_end):
                raise MalformedXml("has a cell within a cell")
        return CellPlace(column, start, inside, inside_end, end)

    def formula_cells(self, but: Collection[int] = ()) -> Iterator[tuple[CellPlace, int, Element]]:
        """Yield the cells that hold formulas, but for formulas that start at these places: place, row, and the
        formula's element. One that stands in no cell is none."""
        first, last = self.cells.inside, self.cells.inside_end
        if not self.may_hold_formulas or self.shadow.count(self.formula, first, last) == len(but):
            return
        closing = b"</%b" % self.formula[1:]
        rows = self.all_rows()
        place = RowPlace(0, 0, 0, 0, True)
        cells: list[CellPlace] = []
        for tag in self.formula_open.finditer(self.shadow, first, last):
            start, inside = tag.span()
            if start in but:
                continue
            while start >= place.inside_end:
                following = next(rows, None)
                if following is None:
                    return
                place, cells = following, []
            if self.is_usual:
                cells = [self.usual_cell_around(start)]
            else:
                cells = cells or self.cells_of(place)
            cell = next((each for each in cells if each.inside <= start < each.end), None)
            if cell is None:
                continue
            inside_end = inside if tag[0].endswith(b"/>") else self.shadow.find(closing, inside)
            yield cell, place.number, Element(self.formula[1:], start, inside, inside_end, inside_end)

    # ── What covers cells ────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def formula_areas(self) -> Areas:
        """The areas that array formulas and data tables fill: no cell in them stands for itself."""
        if not self.may_hold_formulas:
            return areas_of(())
        found = []
        with_attributes = re.compile(rb"<%bf\s[^<>]*>" % re.escape(self.prefix))
        for tag in with_attributes.finditer(self.shadow, self.cells.inside, self.cells.inside_end):
            if b"array" in tag[0] or b"dataTable" in tag[0]:
                attributes = attributes_of(self.data[tag.start() : tag.end()])
                if attributes.get("t") in ("array", "dataTable"):
                    found.append(attributes.get("ref", ""))
        return areas_of(found)

    def merges(self) -> Areas:
        found = []
        for element in self.after:
            if element.local_name == b"mergeCells":
                content = self.data[element.inside : element.inside_end]
                found += [
                    text.decode("utf-8", "replace")
                    for text in re.findall(rb"""\sref\s*=\s*["']([^"']*)["']""", content)
                ]
        return areas_of(found)

    def column_style(self, column: int) -> int:
        """Given a column, return the style that its cells have where neither they nor their row have one."""
        for element in self._columns():
            attributes = self.attributes(element)
            if whole(attributes.get("min")) <= column <= whole(attributes.get("max")):
                return whole(attributes.get("style"))
        return 0

    def _columns(self) -> Iterator[Element]:
        for element in self.before:
            if element.local_name == b"cols":
                yield from (child for child in children_of(self.shadow, element) if child.local_name == b"col")


def with_place_for_cells(data: bytes) -> bytes:
    """Given a tab's XML, return it with an element for cells that is open (``<sheetData></sheetData>``)."""
    shadow = shadow_of(data)
    root = root_of(shadow)
    prefix = root.name[: -len(root.local_name)]
    for element in elements_named(shadow, b"sheetData", root.inside, root.inside_end):
        if not element.self_closing:
            return data
        opened = data[element.start : element.end - 2].rstrip() + b"></" + element.name + b">"
        return data[: element.start] + opened + data[element.end :]
    if root.self_closing:
        tag = data[root.start : root.end - 2].rstrip() + b"></" + root.name + b">"
        return with_place_for_cells(data[: root.start] + tag + data[root.end :])
    place = root.inside_end
    for element in children_of(shadow, root):
        if element.local_name not in _BEFORE_CELLS:
            place = element.start
            break
    return data[:place] + b"<%bsheetData></%bsheetData>" % (prefix, prefix) + data[place:]


def spliced(data: bytes, splices: list[Splice]) -> bytes:
    """Given replacements of ``[start, end)`` in any order, return the data with all of them. Insertions at one place
    keep the order in which they are given. Raise MalformedXml where two replace the same: no tab asks for that."""
    view, position = memoryview(data), 0
    whole_of_it = BytesIO()
    splices.sort(key=itemgetter(0, 1))
    for start, end, new in splices:
        if start < position:
            raise MalformedXml("has two things where there can be one")
        whole_of_it.write(view[position:start])
        whole_of_it.write(new)
        position = end
    whole_of_it.write(view[position:])
    return whole_of_it.getvalue()


def whole(text: str | None) -> int:
    """Given an attribute's value, return it as a whole number; 0 for none, or what is no number."""
    try:
        return int(text) if text else 0
    except ValueError:
        return 0
