"""The formulas of a tab that are alike: nearly all of them, as people fill one down a column.

Formulas whose texts are the same but for their digits are taken apart once, and of each is then only asked which rows
stand where the first one has its own. Whatever is spelt in another way than nearly all programs do, or refers to more
than cells and areas, is left to the general way, which goes through formulas one by one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from sync.workbooks.package_cells import column_number
from sync.workbooks.package_formulas import NamedCells, Shape, Span, shape_of
from sync.workbooks.package_tab import CellPlace, Tab

_DIGITS_TO_ONES = bytes.maketrans(b"0123456789", b"1111111111")
_REFERENCES = (("&lt;", "&   "), ("&gt;", "&   "), ("&amp;", "&    "))


class UsualFormulas:
    """Formulas of a tab that are spelt in the usual way, by number: their ``texts``, and where they start. ``in_all``:
    how many formulas the tab has, however they are spelt. A tab may have hundreds of thousands, of which few are asked
    where their cells are."""

    def __init__(self, tab: Tab) -> None:
        """Raise UnicodeDecodeError."""
        formula, self._cell = _patterns(tab.prefix)
        # Of those that are spelt otherwise, the mere beginning is found.
        found = list(formula.finditer(tab.data, tab.cells.inside, tab.cells.inside_end))
        usual = [each for each in found if each[1] is not None]
        self.in_all = len(found)
        self.texts = b"<".join([each[1] for each in usual]).decode().split("<")
        self.starts = [each.start() for each in usual]
        self._tab = tab
        self._places: dict[int, tuple[int, CellPlace]] = {}

    def places(self, numbers: Collection[int]) -> list[tuple[int, CellPlace]]:
        """Given numbers of some, return their rows and cells. One that stands in no cell is none."""
        places = self._places
        odd: dict[int, int] = {}
        for number in numbers:
            if number not in places:
                place = self._usual_place(self.starts[number])
                if place is not None:
                    places[number] = place
                else:
                    odd[self.starts[number]] = number
        if odd:
            for cell, row, formula in self._tab.formula_cells(set(self.starts) - odd.keys()):
                if formula.start in odd:
                    places[odd[formula.start]] = row, cell
        return [places[number] for number in numbers if number in places]

    def _usual_place(self, position: int) -> tuple[int, CellPlace] | None:
        """The row and the cell of the formula that starts there; None for a cell that is spelt otherwise, or stands in
        another row than it says."""
        tab, first = self._tab, self._tab.cells.inside
        start = tab.data.rfind(tab.usual_cell, first, position)
        tag = self._cell.fullmatch(tab.data, start, position) if start >= 0 else None
        if tag is None:
            return None
        letters, row = tag.groups()
        if not tab.data.startswith(b'%b r="%b"' % (tab.row_start, row), tab.data.rfind(tab.row_start, first, start)):
            return None
        inside_end = tab.data.find(tab.usual_close, position)
        column = column_number(letters.decode())
        return int(row), CellPlace(column, start, position, inside_end, inside_end + len(tab.usual_close))


class Alike(NamedTuple):
    """Formulas that differ in nothing but the rows that they name, and in numbers and words: the numbers of some of
    these, and their shape."""

    among: UsualFormulas
    members: list[int]
    shape: Shape

    def rows_at(self, span: Span) -> list[int]:
        """Given where a row stands in the text, return that of each member."""
        (start, end), texts = span, self.among.texts
        return [int(texts[member][start:end]) for member in self.members]

    def starts(self) -> list[int]:
        """Where each member starts in its tab."""
        return [self.among.starts[member] for member in self.members]

    def names(self) -> list[tuple[str | None, str]]:
        """The names that all members speak of, functions too, as (what stands before the '!' or None, name)."""
        text = self.among.texts[self.members[0]]
        return [(None if tab is None else _cut(text, tab), _cut(text, name)) for tab, name in self.shape.names]

    def tab_of(self, cells: NamedCells) -> str | None:
        """What all members have before the '!' of these cells; None without it."""
        return None if cells.tab is None else _cut(self.among.texts[self.members[0]], cells.tab)


def _cut(text: str, span: Span) -> str:
    return text[span[0] : span[1]]


def alike_formulas(tab: Tab) -> Iterator[Alike]:
    """Given a tab, yield its formulas that are alike, as far as all that they refer to is told by their shape."""
    if tab.shadow is not tab.data:
        return
    try:
        usual = UsualFormulas(tab)
    except UnicodeDecodeError:
        return
    texts = usual.texts
    if not usual.starts:
        return
    by_shape: defaultdict[str, list[int]] = defaultdict(list)
    shapes = "<".join(texts).encode().translate(_DIGITS_TO_ONES).decode()
    for member, text in enumerate(shapes.split("<")):
        by_shape[text].append(member)
    for text, same in by_shape.items():
        shape = _shape(text)
        if shape is None:
            continue
        if all(len({texts[member][start:end] for member in same}) == 1 for start, end in shape.named):
            yield Alike(usual, same, shape)
            continue
        by_names: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for member in same:
            by_names[tuple([_cut(texts[member], span) for span in shape.named])].append(member)
        for members in by_names.values():
            yield Alike(usual, members, shape)


def _shape(text: str) -> Shape | None:
    """The shape of a text as XML has it. What stands for a sign of comparison or for '&' is as long afterwards."""
    if "&" in text:
        for reference, filler in _REFERENCES:
            text = text.replace(reference, filler)
        if text.count("&") != text.count("&   "):
            return None
    return shape_of(text)


@lru_cache(maxsize=16)
def _patterns(prefix: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """A formula up to its cell's end, or the mere beginning of one that is spelt otherwise; the start tag of a cell."""
    name = re.escape(prefix)
    usual = rb'(?: aca="\w++")?+(?: ca="\w++")?+>([^<]++)</Pf>(?:<Pv>[^<]*+</Pv>|<Pv ?+/>)?+</Pc>'
    formula = rb"<Pf(?:" + usual + rb")?+"
    cell = rb'<Pc r="([A-Z]{1,3})([1-9][0-9]{0,6})"[^<>]*+>(?<!/>)'
    return re.compile(formula.replace(b"P", name)), re.compile(cell.replace(b"P", name))
