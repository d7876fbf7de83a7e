"""What a tab says around a column: its width, the tab's extent, the rows' spans, the message on its header; told before
the column is added, and given back when it is taken out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from sync.patterns import RarePattern
from sync.workbooks.package_cells import Address, CellArea, cell_name, column_number, parsed_area
from sync.workbooks.package_layout import says
from sync.workbooks.package_rows import rows_of
from sync.workbooks.package_tab import RowPlace, Splice, Tab, whole
from sync.workbooks.package_xml import Element, attributes_of, children_of, from_cell_text, to_attribute

Told = Mapping[str, Any]
"""What was told of one column, as JSON has it: ``width`` and ``as`` (the attributes of its ``<col>``, and how that was
written), ``dimension``, and ``spans`` (of rows counted from the header: first, last, what they said)."""

_REF = RarePattern(rb"""(\sref\s*=\s*)(["'])([^"']*)["']""")
_COUNT = RarePattern(rb"""(\scount\s*=\s*)(["'])\s*\d*\s*["']""")
_SPANS = RarePattern(rb"""(\sspans\s*=\s*)(["'])(\d+:\d+)["']""")


class ColumnPlace(NamedTuple):
    """A column of a table: its header, its last row, and how many rows of headers stand over its own."""

    header: Address
    last_row: int
    rows_above: int = 0

    @property
    def rows(self) -> range:
        return range(self.header[0] - self.rows_above, self.last_row + 1)


def surroundings_of(tab: Tab, place: ColumnPlace) -> dict[str, Any]:
    """Given where a column will be added, return what the tab says around it."""
    dimension = _dimension(tab)
    width, written = _column_attributes(tab, place.header[1])
    return {
        "width": width,
        "as": written,
        "dimension": dimension[1] if dimension else "",
        "spans": _spans_of(tab, place),
    }


def surroundings_splices(tab: Tab, columns: Mapping[ColumnPlace, Told | None], taken_out: set[int]) -> list[Splice]:
    """Given columns that are taken out, with what was told of each, and where their cells started, return what gives
    back all around them."""
    known = {place: told for place, told in columns.items() if told is not None}
    splices = _column_splices(tab, {place.header[1]: told for place, told in known.items()})
    splices += _dimension_splices(tab, columns.keys(), known, taken_out)
    splices += _spans_splices(tab, known, taken_out)
    return splices


# ── Widths ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _columns_element(tab: Tab) -> Element | None:
    return next((element for element in tab.before if element.local_name == b"cols"), None)


def _column_attributes(tab: Tab, column: int) -> tuple[dict[str, str] | None, str]:
    """What the tab says of a column, its place aside, and how that is written; None where it says nothing."""
    columns = _columns_element(tab)
    for element in children_of(tab.shadow, columns) if columns is not None else ():
        attributes = tab.attributes(element)
        if whole(attributes.get("min")) <= column <= whole(attributes.get("max")):
            return _without_place(attributes), tab.data[element.start : element.end].decode()
    return None, ""


def _without_place(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name not in ("min", "max")}


class _ToldColumns(NamedTuple):
    """Columns of which the tab says the same: their attributes, places aside, and the bytes that say it, where these
    can stay."""

    first: int
    last: int
    attributes: Mapping[str, str]
    bytes: bytes | None = None


def _column_splices(tab: Tab, before: Mapping[int, Told]) -> list[Splice]:
    """What gives columns back what was said of them, and joins those that are told in one again."""
    columns = _columns_element(tab)
    if columns is None or not before:
        return []
    joined: list[_ToldColumns] = []
    for piece in sorted(_with_columns_back(tab, columns, before), key=lambda piece: piece.first):
        last = joined[-1] if joined else None
        was_split = piece.first in before or piece.first - 1 in before
        if last is not None and was_split and (last.last, last.attributes) == (piece.first - 1, piece.attributes):
            joined[-1] = _ToldColumns(last.first, piece.last, piece.attributes)
        else:
            joined.append(piece)
    if not joined:
        return [(columns.start, columns.end, b"")]
    as_before = {told["as"].encode() for told in before.values()}
    return [(columns.inside, columns.inside_end, b"".join(_told_xml(tab, piece, as_before) for piece in joined))]


def _with_columns_back(tab: Tab, columns: Element, before: Mapping[int, Told]) -> Iterator[_ToldColumns]:
    for element in children_of(tab.shadow, columns):
        attributes = tab.attributes(element)
        position, last = whole(attributes.get("min")), whole(attributes.get("max"))
        own = _without_place(attributes)
        inside = sorted(column for column in before if position <= column <= last)
        if not inside:
            yield _ToldColumns(position, last, own, tab.data[element.start : element.end])
            continue
        for column in inside:
            if position < column:
                yield _ToldColumns(position, column - 1, own)
            told = before[column]["width"]
            if told is not None:
                yield _ToldColumns(column, column, told)
            position = column + 1
        if position <= last:
            yield _ToldColumns(position, last, own)


def _told_xml(tab: Tab, piece: _ToldColumns, as_before: Collection[bytes]) -> bytes:
    if piece.bytes is not None:
        return piece.bytes
    for written in as_before:
        attributes = attributes_of(written)
        place = whole(attributes.get("min")), whole(attributes.get("max"))
        if place == (piece.first, piece.last) and _without_place(attributes) == piece.attributes:
            return written
    whole_of_it = {"min": str(piece.first), "max": str(piece.last), **piece.attributes}
    written = b"".join(b' %b="%b"' % (name.encode(), to_attribute(value)) for name, value in whole_of_it.items())
    return b"<%bcol%b/>" % (tab.prefix, written)


# ── Extent and spans ─────────────────────────────────────────────────────────────────────────────────────────────────


def _dimension(tab: Tab) -> tuple[Element, str] | None:
    for element in tab.before:
        if element.local_name == b"dimension":
            return element, tab.attributes(element).get("ref", "")
    return None


def _dimension_splices(
    tab: Tab, places: Collection[ColumnPlace], known: Mapping[ColumnPlace, Told], taken_out: set[int]
) -> list[Splice]:
    """The extent of before, where it is what we made of that; else the one that is, without columns on its right in
    which nothing is left, but never narrower than before."""
    found = _dimension(tab)
    area = parsed_area(found[1]) if found else None
    if found is None or area is None:
        return []
    areas = {told["dimension"]: parsed_area(told["dimension"]) for told in known.values()}
    before = min(((one.size, name, one) for name, one in areas.items() if one is not None), default=None)
    if before is not None and _widened(before[2], places) == area:
        name = before[1]
    elif area.last_column in {place.header[1] for place in places}:
        widest = before[2].last_column if before is not None else 1
        left = _last_column(tab, tab.cells.inside, tab.cells.inside_end, taken_out)
        narrower = area._replace(last_column=min(area.last_column, max(area.first_column, widest, left)))
        first, last = narrower[:2], narrower[2:]
        name = cell_name(*first) + (f":{cell_name(*last)}" if first != last else "")
    else:
        return []
    element = found[0]
    tag = tab.data[element.start : element.inside]
    new = _REF.sub(lambda ref: ref[1] + ref[2] + name.encode() + ref[2], tag, count=1)
    return [] if new == tag else [(element.start, element.inside, new)]


def _widened(area: CellArea, places: Collection[ColumnPlace]) -> CellArea:
    """The extent after cells were written in all of these places."""
    return CellArea(
        min(area.first_row, *(place.rows.start for place in places)),
        min(area.first_column, *(place.header[1] for place in places)),
        max(area.last_row, *(place.last_row for place in places)),
        max(area.last_column, *(place.header[1] for place in places)),
    )


def _spans_of(tab: Tab, place: ColumnPlace) -> list[list[Any]]:
    """What the rows say of their spans that will be wider, told once for rows that follow each other."""
    column = place.header[1]
    told: list[list[Any]] = []
    for number, row in sorted(_rows(tab, [place]).items()):
        spans = _SPANS.search(tab.data[row.start : row.inside])
        if spans is None or _last_of(spans[3]) >= column:
            continue
        offset, said = number - place.header[0], spans[3].decode()
        if told and told[-1][1:] == [offset - 1, said]:
            told[-1][1] = offset
        else:
            told.append([offset, offset, said])
    return told


def _spans_splices(tab: Tab, known: Mapping[ColumnPlace, Told], taken_out: set[int]) -> Iterator[Splice]:
    """What gives rows back what they said of their spans, where that holds all of their cells."""
    before: dict[int, bytes] = {}
    for place, told in known.items():
        for first, last, said in told["spans"]:
            for number in range(place.header[0] + first, place.header[0] + last + 1):
                narrower = min(before.get(number, said.encode()), said.encode(), key=_last_of)
                before[number] = narrower
    removed = {place.header[1] for place in known}
    for number, row in _rows(tab, known).items():
        spans = _SPANS.search(tab.data[row.start : row.inside])
        if number not in before or spans is None or _last_of(spans[3]) not in removed:
            continue
        if _last_column(tab, row.inside, row.inside_end, taken_out) <= _last_of(before[number]):
            start = row.start + spans.start(3)
            yield start, start + len(spans[3]), before[number]


def _last_of(spans: bytes) -> int:
    return int(spans.partition(b":")[2])


def _rows(tab: Tab, places: Collection[ColumnPlace]) -> dict[int, RowPlace]:
    wanted = {number for place in places for number in place.rows}
    rows = rows_of(tab, wanted)
    return {number: here[0] for number in wanted if (here := rows.places(number))}


def _last_column(tab: Tab, start: int, end: int, taken_out: set[int]) -> int:
    """The last column in which any cell is left in that part of the tab."""
    if tab.is_usual:
        cells = re.compile(b"%b([A-Z]{1,3})" % re.escape(tab.usual_cell)).finditer(tab.shadow, start, end)
        letters = {cell[1] for cell in cells if cell.start() not in taken_out}
        return max((column_number(name.decode()) for name in letters), default=1)
    rows = (row for row in tab.all_rows() if start <= row.inside and row.inside_end <= end)
    every = (cell for row in rows for cell in tab.cells_of(row))
    return max((cell.column for cell in every if cell.start not in taken_out), default=1)


# ── Messages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def message_splices(tab: Tab, headers: Collection[Address], said: Mapping[Address, tuple[str, str]]) -> list[Splice]:
    """Take out the messages that stand on headers of ours and on nothing else, and on other cells those that still say
    what ours ``said`` (title, text)."""
    validations = next((element for element in tab.after if element.local_name == b"dataValidations"), None)
    if validations is None:
        return []
    known = list(children_of(tab.shadow, validations))
    ours = [
        element
        for element in known
        if _is_message_on(tab, element, headers)
        or any(_is_message_on(tab, element, {cell}) and says(tab, element, *words) for cell, words in said.items())
    ]
    if not ours:
        return []
    if len(ours) == len(known):
        return [(validations.start, validations.end, b"")]
    tag = tab.data[validations.start : validations.inside]
    counted = _COUNT.sub(rb"\g<1>\g<2>%d\g<2>" % (len(known) - len(ours)), tag)
    return [(validations.start, validations.inside, counted), *((each.start, each.end, b"") for each in ours)]


def _is_message_on(tab: Tab, element: Element, headers: Collection[Address]) -> bool:
    attributes: dict[str, Any] = tab.attributes(element)
    area = parsed_area(attributes.get("sqref", ""))
    is_one = area is not None and area[:2] == area[2:] and area[:2] in headers
    return is_one and attributes.get("type", "none") == "none" and bool(from_cell_text(attributes.get("prompt", "")))
