"""The formulas of a tab that are alike: nearly all of them, as people fill one down a column.

Formulas whose texts are the same but for their digits are taken apart once, and of each is then only asked which rows
stand where the first one has its own. Whatever is spelt in another way than nearly all programs do, or refers to more
than cells and areas, is left to the general way, which goes through formulas one by one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sync.workbooks.package_cells import column_number
from sync.workbooks.package_formulas import NamedCells, Shape, shape_of
from sync.workbooks.package_tab import CellPlace, Tab

_DIGITS_TO_ONES = bytes.maketrans(b"0123456789", b"1111111111")
_REFERENCES = (("&lt;", "&   "), ("&gt;", "&   "), ("&amp;", "&    "))


class Member(NamedTuple):
    """One of the formulas: its row, where its cell stands, and its text."""

    row: int
    place: CellPlace
    text: str


class Alike(NamedTuple):
    """Formulas that differ in nothing but the rows that they name, and in numbers and words."""

    members: Sequence[Member]
    shape: Shape

    def rows_at(self, span: tuple[int, int]) -> list[int]:
        """Given where a row stands in the text, return that of each member."""
        start, end = span
        return [int(member.text[start:end]) for member in self.members]

    def names(self) -> list[tuple[str | None, str]]:
        """The names that all members speak of, functions too, as (tab or None, name)."""
        text = self.members[0].text
        return [(None if tab is None else _cut(text, tab), _cut(text, name)) for tab, name in self.shape.names]

    def tab_of(self, cells: NamedCells) -> str | None:
        """The tab (or the tabs, up to one) that all members name with these cells."""
        return None if cells.tab is None else _cut(self.members[0].text, cells.tab)


def _cut(text: str, span: tuple[int, int]) -> str:
    return text[span[0] : span[1]]


def alike_formulas(tab: Tab) -> Iterator[Alike]:
    """Given a tab, yield its formulas that are alike, as far as all that they refer to is told by their shape."""
    by_shape: defaultdict[str, list[Member]] = defaultdict(list)
    members = list(_usual_members(tab))
    shapes = "<".join([member.text for member in members]).encode().translate(_DIGITS_TO_ONES).decode()
    for text, member in zip(shapes.split("<"), members, strict=bool(members)):
        by_shape[text].append(member)
    for text, same in by_shape.items():
        shape = _shape(text)
        if shape is None:
            continue
        by_names: defaultdict[tuple[str, ...], list[Member]] = defaultdict(list)
        if shape.named:
            for member in same:
                by_names[tuple([member.text[start:end] for start, end in shape.named])].append(member)
        else:
            by_names[()] = same
        for each in by_names.values():
            yield Alike(each, shape)


def _shape(text: str) -> Shape | None:
    """The shape of a text as XML has it. What stands for a sign of comparison or for '&' is as long afterwards."""
    if "&" in text:
        for reference, filler in _REFERENCES:
            text = text.replace(reference, filler)
        if text.count("&") != text.count("&   "):
            return None
    return shape_of(text)


def _usual_members(tab: Tab) -> Iterator[Member]:
    """The formulas that stand in cells of the usual form, whose rows are those that hold them."""
    if tab.shadow is not tab.data:
        return
    data, (_, _, first, last, _) = tab.data, tab.cells
    row_tags = list(tab.row_open.finditer(data, first, last))
    row_starts, row_numbers = [tag.start() for tag in row_tags], [tag[1] for tag in row_tags]
    formula, cell = _patterns(tab.prefix)
    close = len(tab.usual_close)
    for found in formula.finditer(data, first, last):
        inside = found.start()
        start = data.rfind(tab.usual_cell, first, inside)
        named = cell.fullmatch(data, start, inside) if start >= 0 else None
        row = bisect_right(row_starts, inside) - 1
        if named is None or row < 0 or row_numbers[row] != named[2] or row_starts[row] > start:
            continue
        try:
            text = found[1].decode()
        except UnicodeDecodeError:
            continue
        end = found.end()
        place = CellPlace(column_number(named[1].decode()), start, inside, end - close, end)
        yield Member(int(named[2]), place, text)


@lru_cache(maxsize=16)
def _patterns(prefix: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """A formula up to its cell's end, and the start tag of a cell."""
    name = re.escape(prefix)
    formula = rb'<Pf(?: aca="\w++")?+(?: ca="\w++")?+>([^<]++)</Pf>(?:<Pv>[^<]*+</Pv>|<Pv ?+/>)?+</Pc>'
    cell = rb'<Pc r="([A-Z]{1,3})([1-9][0-9]{0,6})"[^<>]*+>(?<!/>)'
    return re.compile(formula.replace(b"P", name)), re.compile(cell.replace(b"P", name))
