"""What cells and columns looked like before they were written, told as texts that can be kept, and given back.

A cell's look is its style's number, a hash of all that the style is made of, and its number format: '12 3f9a01c2 0.00';
'-' is a cell that was not there. Programs that save a workbook may number its styles anew: where the hash is no longer
that style's, the number format alone is given back.

Giving back happens after the values are written: it takes out cells that are empty and were not there before, and all
that a column added by us brought with it. Nothing else in the tab moves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from sync.workbooks.package_cells import Address, CellArea, cell_name, column_number, parsed_area
from sync.workbooks.package_styles import Styles
from sync.workbooks.package_tab import CellPlace, RowPlace, Splice, Tab, spliced, whole
from sync.workbooks.package_xml import (
    Element,
    attributes_of,
    children_of,
    from_cell_text,
    root_of,
    shadow_of,
    to_attribute,
)

NOT_THERE = "-"

_STYLE = re.compile(rb"""\ss\s*=\s*(?:"[^"]*"|'[^']*')""")
_REF = re.compile(rb"""(\sref\s*=\s*)(["'])([^"']*)["']""")
_COUNT = re.compile(rb"""(\scount\s*=\s*)(["'])\s*\d*\s*["']""")


class ColumnPlace(NamedTuple):
    """A column of a table: its header, and its last row."""

    header: Address
    last_row: int


@dataclass(frozen=True)
class GivenBack:
    """What to give back on one tab. ``cells`` holds looks; ``emptied`` are cells that are taken out where nothing is
    left in them and their look is that of no cell; ``columns`` were added by us, with what was told of each before
    (None: nothing is known)."""

    cells: Mapping[Address, str] = field(default_factory=dict)
    emptied: frozenset[Address] = frozenset()
    columns: Mapping[ColumnPlace, str | None] = field(default_factory=dict)


class KnownStyles:
    """A workbook's styles by what they are made of."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        data = styles.patched()
        shadow = shadow_of(data)
        sections = {section.local_name: section for section in children_of(shadow, root_of(shadow))}
        shared = sha256()
        for name in (b"fonts", b"fills", b"borders", b"cellStyleXfs"):
            if name in sections:
                shared.update(data[sections[name].start : sections[name].end])
        self._shared = shared.digest()
        self._made_of: list[bytes] = []
        if b"cellXfs" in sections:
            for element in children_of(shadow, sections[b"cellXfs"]):
                attributes = attributes_of(data[element.start : element.inside])
                # The same format may get another number.
                attributes.pop("numFmtId", None)
                own = repr(sorted(attributes.items())).encode() + data[element.inside : element.inside_end]
                self._made_of.append(own)

    def told(self, style: int) -> str:
        """Given a style's number, return it as a look."""
        return f"{style} {self._hash(style)} {self._styles.format_of(style)}"

    def style(self, look: str, now: int) -> int:
        """Given a look and the number of the style that the cell has now, return the number of the style to give it."""
        number, known_as, number_format = look.split(" ", 2)
        style = whole(number)
        if self._hash(style) == known_as and self._styles.format_of(style) == number_format:
            return style
        return self._styles.with_format(now, number_format)

    def _hash(self, style: int) -> str:
        own = self._made_of[style] if 0 <= style < len(self._made_of) else b""
        return sha256(self._shared + own).hexdigest()[:12]


# ── Telling ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def looks_of(
    data: bytes, cells: Collection[Address], columns: Collection[ColumnPlace], styles: KnownStyles
) -> dict[Address, str]:
    """Given a tab's XML as UTF-8, cells whose look will change, and places where columns will be added, return what is
    to be kept of each, those of columns by their headers. Raise MalformedXml for XML that is no tab."""
    tab = Tab(data)
    found = dict.fromkeys(cells, NOT_THERE)
    below: dict[ColumnPlace, dict[int, str]] = {place: {} for place in columns}
    in_columns = {
        (row, place.header[1]): place for place in columns for row in range(place.header[0], place.last_row + 1)
    }
    told: dict[int, str] = {}
    for address, _, cell in _cells(tab, found.keys() | in_columns.keys()):
        style = _style_of(tab, cell)
        look = told.get(style) or told.setdefault(style, styles.told(style))
        if address in found:
            found[address] = look
        if address in in_columns:
            place = in_columns[address]
            below[place][address[0] - place.header[0]] = look
    dimension = _dimension(tab)
    for place in columns:
        column = {
            "width": _column_attributes(tab, place.header[1]),
            "dimension": dimension[1] if dimension else "",
            "cells": {str(row): look for row, look in below[place].items()},
        }
        found[place.header] = json.dumps(column, ensure_ascii=False)
    return found


def _cells(tab: Tab, wanted: Collection[Address]) -> Iterator[tuple[Address, RowPlace, CellPlace]]:
    """Those of the cells that are there, with their rows."""
    by_row: dict[int, list[int]] = {}
    for row, column in wanted:
        by_row.setdefault(row, []).append(column)
    places, _ = tab.rows(set(by_row))
    for number, rows in places.items():
        for place in rows:
            if tab.is_usual:
                here = [tab.usual_cell_at(place, column) for column in by_row[number]]
                cells = [cell for cell in here if cell is not None]
            else:
                cells = [cell for cell in tab.cells_of(place) if cell.column in by_row[number]]
            for cell in cells:
                yield (number, cell.column), place, cell


def _style_of(tab: Tab, cell: CellPlace) -> int:
    return whole(attributes_of(tab.data[cell.start : cell.inside]).get("s"))


def _dimension(tab: Tab) -> tuple[Element, str] | None:
    for element in tab.before:
        if element.local_name == b"dimension":
            return element, tab.attributes(element).get("ref", "")
    return None


def _columns_element(tab: Tab) -> Element | None:
    return next((element for element in tab.before if element.local_name == b"cols"), None)


def _column_attributes(tab: Tab, column: int) -> dict[str, str] | None:
    """What the tab says of a column, its place aside; None where it says nothing."""
    columns = _columns_element(tab)
    for element in children_of(tab.shadow, columns) if columns is not None else ():
        attributes = tab.attributes(element)
        if whole(attributes.get("min")) <= column <= whole(attributes.get("max")):
            return _without_place(attributes)
    return None


def _without_place(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name not in ("min", "max")}


# ── Giving back ──────────────────────────────────────────────────────────────────────────────────────────────────────


def with_given_back(data: bytes, asked: GivenBack, styles: KnownStyles) -> tuple[bytes, frozenset[Address]]:
    """Given a tab's XML as UTF-8, in which values are as they should be, return it with looks given back and columns
    taken out, and the cells that changed. Raise MalformedXml for XML that is no tab, TooManyStyles."""
    tab = Tab(data)
    giver = _Giver(tab, asked, styles)
    splices = giver.cell_splices()
    if asked.columns:
        known = {place.header[1]: json.loads(look) for place, look in asked.columns.items() if look is not None}
        splices += _column_splices(tab, {column: told["width"] for column, told in known.items()})
        splices += _dimension_splices(tab, giver.taken_out, asked, [told["dimension"] for told in known.values()])
        splices += _prompt_splices(tab, {place.header for place in asked.columns})
    if not splices:
        return data, frozenset()
    return spliced(data, splices), frozenset(giver.changed)


class _Giver:
    """Gives cells back what they looked like."""

    def __init__(self, tab: Tab, asked: GivenBack, styles: KnownStyles) -> None:
        self._tab = tab
        self._asked = asked
        self._styles = styles
        self._headers = {place.header for place in asked.columns}
        self._column_styles: dict[int, int] = {}
        self.changed: set[Address] = set()
        self.taken_out: set[int] = set()
        """Where the cells that were taken out started."""

    def cell_splices(self) -> list[Splice]:
        looks = dict(self._asked.cells) | self._looks_in_columns()
        splices: list[Splice] = []
        for address, row, cell in _cells(self._tab, looks.keys() | self._asked.emptied):
            look = looks.get(address)
            if look is not None:
                splices += self._with_look(address, cell, look)
            else:
                splices += self._without_traces(address, row, cell)
        return splices

    def _looks_in_columns(self) -> dict[Address, str]:
        looks: dict[Address, str] = {}
        for (header, last_row), told in self._asked.columns.items():
            before: dict[str, str] = json.loads(told)["cells"] if told is not None else {}
            for row in range(header[0], last_row + 1):
                looks[row, header[1]] = before.get(str(row - header[0]), NOT_THERE)
        return looks

    def _with_look(self, address: Address, cell: CellPlace, look: str) -> Iterator[Splice]:
        tab, is_header = self._tab, address in self._headers
        is_empty = is_header or cell.inside == cell.inside_end
        if look == NOT_THERE:
            if is_empty:
                yield self._taken_out(address, cell)
            return
        now = _style_of(tab, cell)
        style = self._styles.style(look, now)
        tag = tab.data[cell.start : cell.inside]
        if is_header:
            look_of_it = b' s="%d"' % style if style else b""
            name = cell_name(*address).encode()
            self.changed.add(address)
            yield cell.start, cell.end, b'<%bc r="%b"%b/>' % (tab.prefix, name, look_of_it)
        elif style != now:
            self.changed.add(address)
            yield cell.start, cell.inside, _with_style(tag, style)

    def _without_traces(self, address: Address, row: RowPlace, cell: CellPlace) -> Iterator[Splice]:
        """A cell in which nothing is left, and that looks as if it were not there, is not there."""
        if cell.inside == cell.inside_end and _style_of(self._tab, cell) == self._style_of_none(row, cell.column):
            yield self._taken_out(address, cell)

    def _taken_out(self, address: Address, cell: CellPlace) -> Splice:
        self.changed.add(address)
        self.taken_out.add(cell.start)
        return cell.start, cell.end, b""

    def _style_of_none(self, row: RowPlace, column: int) -> int:
        attributes = attributes_of(self._tab.data[row.start : row.inside])
        if attributes.get("customFormat") in ("1", "true") and "s" in attributes:
            return whole(attributes["s"])
        if column not in self._column_styles:
            self._column_styles[column] = self._tab.column_style(column)
        return self._column_styles[column]


def _with_style(tag: bytes, style: int) -> bytes:
    bare = _STYLE.sub(b"", tag, count=1)
    if not style:
        return bare
    end = -2 if bare.endswith(b"/>") else -1
    return bare[:end].rstrip() + b' s="%d"' % style + bare[end:]


class _ToldColumns(NamedTuple):
    """Columns of which the tab says the same: their attributes, places aside, and the bytes that say it, where these
    can stay."""

    first: int
    last: int
    attributes: Mapping[str, str]
    bytes: bytes | None = None


def _column_splices(tab: Tab, before: Mapping[int, dict[str, str] | None]) -> list[Splice]:
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
    return [(columns.inside, columns.inside_end, b"".join(_told_xml(tab, piece) for piece in joined))]


def _with_columns_back(
    tab: Tab, columns: Element, before: Mapping[int, dict[str, str] | None]
) -> Iterator[_ToldColumns]:
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
            told = before[column]
            if told is not None:
                yield _ToldColumns(column, column, told)
            position = column + 1
        if position <= last:
            yield _ToldColumns(position, last, own)


def _told_xml(tab: Tab, piece: _ToldColumns) -> bytes:
    if piece.bytes is not None:
        return piece.bytes
    whole_of_it = {"min": str(piece.first), "max": str(piece.last), **piece.attributes}
    written = b"".join(b' %b="%b"' % (name.encode(), to_attribute(value)) for name, value in whole_of_it.items())
    return b"<%bcol%b/>" % (tab.prefix, written)


def _dimension_splices(tab: Tab, taken_out: set[int], asked: GivenBack, before: list[str]) -> list[Splice]:
    """The tab's extent without the columns that it had because of us; never narrower than it was before them."""
    found = _dimension(tab)
    area = parsed_area(found[1]) if found else None
    if found is None or area is None or area.last_column not in {place.header[1] for place in asked.columns}:
        return []
    widest = min((known.last_column for known in map(parsed_area, before) if known is not None), default=1)
    known = [place.header[1] for place, look in asked.columns.items() if look is not None]
    last_column = max(area.first_column, widest, _last_column(tab, taken_out, known))
    if last_column >= area.last_column:
        return []
    element = found[0]
    tag = tab.data[element.start : element.inside]
    narrower = CellArea(area.first_row, area.first_column, area.last_row, last_column)
    first, last = narrower[:2], narrower[2:]
    name = cell_name(*first) + (f":{cell_name(*last)}" if first != last else "")
    new = _REF.sub(lambda ref: ref[1] + ref[2] + name.encode() + ref[2], tag, count=1)
    return [(element.start, element.inside, new)]


def _last_column(tab: Tab, taken_out: set[int], known: Collection[int]) -> int:
    """The last column in which any cell is left, but for columns of which is known what was in them before."""
    if tab.is_usual:
        names = re.compile(b"%b([A-Z]{1,3})" % re.escape(tab.usual_cell))
        cells = names.finditer(tab.shadow, tab.cells.inside, tab.cells.inside_end)
        letters = {cell[1] for cell in cells if cell.start() not in taken_out}
        left = {column_number(name.decode()) for name in letters}
    else:
        every = (cell for row in tab.all_rows() for cell in tab.cells_of(row))
        left = {cell.column for cell in every if cell.start not in taken_out}
    return max(left.difference(known), default=1)


def _prompt_splices(tab: Tab, headers: Collection[Address]) -> list[Splice]:
    """Take out the messages that stand on headers of ours and on nothing else."""
    validations = next((element for element in tab.after if element.local_name == b"dataValidations"), None)
    if validations is None:
        return []
    known = list(children_of(tab.shadow, validations))
    ours = [element for element in known if _is_message_on(tab, element, headers)]
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
