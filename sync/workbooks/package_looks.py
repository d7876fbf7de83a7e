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
from hashlib import sha256
from typing import NamedTuple

from sync.patterns import RarePattern
from sync.workbooks.package_cells import Address, cell_name, column_letters
from sync.workbooks.package_rows import rows_of
from sync.workbooks.package_styles import Styles
from sync.workbooks.package_surroundings import ColumnPlace, message_splices, surroundings_of, surroundings_splices
from sync.workbooks.package_tab import CellPlace, RowPlace, Splice, Tab, spliced, whole
from sync.workbooks.package_xml import (
    attributes_of,
    children_of,
    root_of,
    shadow_of,
)

NOT_THERE = "-"

_STYLE = RarePattern(rb"""\ss\s*=\s*(?:"[^"]*"|'[^']*')""")


class GivenBack(NamedTuple):
    """What to give back on one tab. ``cells`` holds looks; ``emptied`` are cells that are taken out where nothing is
    left in them and their look is that of no cell; ``columns`` were added by us, with what was told of each before
    (None: nothing is known). ``messages`` (title, text) go from other cells where these still say so."""

    cells: Mapping[Address, str] = {}
    emptied: frozenset[Address] = frozenset()
    columns: Mapping[ColumnPlace, str | None] = {}
    messages: Mapping[Address, tuple[str, str]] = {}


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
    in_columns = {(row, place.header[1]): place for place in columns for row in place.rows}
    told: dict[int, str] = {}
    for address, _, cell in _cells(tab, found.keys() | in_columns.keys()):
        style = _style_of(tab, cell)
        look = told.get(style) or told.setdefault(style, styles.told(style))
        if address in found:
            found[address] = look
        if address in in_columns:
            place = in_columns[address]
            below[place][address[0] - place.header[0]] = look
    for place in columns:
        column = {
            **surroundings_of(tab, place),
            "cells": {str(row): look for row, look in below[place].items()},
        }
        found[place.header] = json.dumps(column, ensure_ascii=False)
    return found


def _cells(tab: Tab, wanted: Collection[Address]) -> Iterator[tuple[Address, RowPlace, CellPlace]]:
    """Those of the cells that are there, with their rows."""
    by_row: dict[int, list[int]] = {}
    for row, column in _named(tab, wanted) if tab.is_usual else wanted:
        by_row.setdefault(row, []).append(column)
    if not by_row:
        return
    rows = rows_of(tab, by_row.keys())
    for number, columns in by_row.items():
        for place in rows.places(number):
            if tab.is_usual:
                here = [tab.usual_cell_at(place, column) for column in columns]
                cells = [cell for cell in here if cell is not None]
            else:
                cells = [cell for cell in tab.cells_of(place) if cell.column in columns]
            for cell in cells:
                yield (number, cell.column), place, cell


def _named(tab: Tab, wanted: Collection[Address]) -> set[Address]:
    """Those of the cells that the tab names anywhere. Before a first sync it names none of them, and to find that out
    in one go takes a fifth of the time of looking into each row."""
    columns = {column_letters(column): column for column in {column for _, column in wanted}}
    names = re.compile(b'%b(%b)([1-9][0-9]*)"' % (re.escape(tab.usual_cell), b"|".join(columns)))
    found = names.findall(tab.data, tab.cells.inside, tab.cells.inside_end)
    return {(int(row), columns[letters]) for letters, row in found}.intersection(wanted)


def _style_of(tab: Tab, cell: CellPlace) -> int:
    return whole(attributes_of(tab.data[cell.start : cell.inside]).get("s"))


# ── Giving back ──────────────────────────────────────────────────────────────────────────────────────────────────────


def with_given_back(data: bytes, asked: GivenBack, styles: KnownStyles) -> tuple[bytes, frozenset[Address]]:
    """Given a tab's XML as UTF-8, in which values are as they should be, return it with looks given back and columns
    taken out, and the cells that changed. Raise MalformedXml for XML that is no tab, TooManyStyles."""
    tab = Tab(data)
    giver = _Giver(tab, asked, styles)
    splices = giver.cell_splices()
    if asked.columns or asked.messages:
        splices += message_splices(tab, {place.header for place in asked.columns}, asked.messages)
    if asked.columns:
        told = {place: None if look is None else json.loads(look) for place, look in asked.columns.items()}
        splices += surroundings_splices(tab, told, giver.taken_out)
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
        for place, told in self._asked.columns.items():
            before: dict[str, str] = json.loads(told)["cells"] if told is not None else {}
            header_row, column = place.header
            for row in place.rows:
                looks[row, column] = before.get(str(row - header_row), NOT_THERE)
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
