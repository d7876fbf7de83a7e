"""The formulas of a tab that are alike: nearly all of them, as people fill one down a column.

Formulas whose texts are the same but for their digits are taken apart once, and of each is then only asked which rows
stand where the first one has its own. Whatever is spelt in another way than nearly all programs do, or refers to more
than cells and areas, is left to the general way, which goes through formulas one by one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from sync.workbooks.package_cells import column_number
from sync.workbooks.package_formulas import NamedCells, Shape, Span, shape_of
from sync.workbooks.package_tab import CellPlace, Splice, Tab

OF_THE_VALUE = re.compile(rb"""\s(?:t|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")
"""What a cell's start tag says of its value."""
_DIGITS_TO_ONES = bytes.maketrans(b"0123456789", b"1111111111")
_REFERENCES = (("&lt;", "&   "), ("&gt;", "&   "), ("&amp;", "&    "))


class UsualFormulas(NamedTuple):
    """Formulas of a tab that stand in cells of the usual form, by number: their rows and columns, where their cells
    start, where they start and where their cells end, and their texts. ``close`` is the length of a cell's end tag,
    ``in_all`` how many formulas the tab has, in cells of any form. A tab may have hundreds of thousands, so that none
    is an object of its own."""

    rows: list[int]
    columns: list[int]
    starts: list[int]
    insides: list[int]
    ends: list[int]
    texts: list[str]
    close: int
    in_all: int

    def place(self, number: int) -> CellPlace:
        end = self.ends[number]
        return CellPlace(self.columns[number], self.starts[number], self.insides[number], end - self.close, end)

    def without_values(self, tab: Tab, numbers: Iterable[int]) -> list[Splice]:
        """Given their tab and numbers of some, return what takes the cached values out of their cells."""
        data, formula_close, of_the_value = tab.data, tab.formula_close, OF_THE_VALUE
        splices: list[Splice] = []
        for number in numbers:
            start, inside, end = self.starts[number], self.insides[number], self.ends[number] - self.close
            formula_end = data.find(formula_close, inside) + len(formula_close)
            if formula_end == end:
                continue
            # The type and the metadata are those of the value, which is not known until it is calculated.
            if of_the_value.search(data, start, inside):
                splices.append((start, inside, of_the_value.sub(b"", data[start:inside])))
            splices.append((formula_end, end, b""))
        return splices


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
        return [self.among.insides[member] for member in self.members]

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
    usual = _usual_formulas(tab)
    if usual is None:
        return
    texts = usual.texts
    by_shape: defaultdict[str, list[int]] = defaultdict(list)
    shapes = "<".join(texts).encode().translate(_DIGITS_TO_ONES).decode()
    for member, text in enumerate(shapes.split("<")):
        by_shape[text].append(member)
    for text, same in by_shape.items():
        shape = _shape(text)
        if shape is None:
            continue
        by_names: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for member in same if shape.named else ():
            by_names[tuple([_cut(texts[member], span) for span in shape.named])].append(member)
        for members in by_names.values() if shape.named else (same,):
            yield Alike(usual, members, shape)


def _shape(text: str) -> Shape | None:
    """The shape of a text as XML has it. What stands for a sign of comparison or for '&' is as long afterwards."""
    if "&" in text:
        for reference, filler in _REFERENCES:
            text = text.replace(reference, filler)
        if text.count("&") != text.count("&   "):
            return None
    return shape_of(text)


def _usual_formulas(tab: Tab) -> UsualFormulas | None:
    """The formulas that stand in cells of the usual form, whose rows are those that hold them; None without any."""
    if tab.shadow is not tab.data:
        return None
    data, (_, _, first, last, _) = tab.data, tab.cells
    formula, cell = _patterns(tab.prefix)
    usual_cell, row_start, named_row = tab.usual_cell, tab.row_start, tab.row_start + b' r="'
    found = UsualFormulas([], [], [], [], [], [], len(tab.usual_close), 0)
    count = 0
    letters: list[bytes] = []
    digits: list[bytes] = []
    texts: list[bytes] = []
    for told in formula.finditer(data, first, last):
        count += 1
        text = told[1]
        if text is None:
            continue
        inside, end = told.span()
        start = data.rfind(usual_cell, first, inside)
        named = cell.fullmatch(data, start, inside) if start >= 0 else None
        if named is None:
            continue
        column, row = named.groups()
        # What stands in another row than it says is left.
        if data.startswith(named_row + row + b'"', data.rfind(row_start, first, start)):
            letters.append(column)
            digits.append(row)
            found.starts.append(start)
            found.insides.append(inside)
            found.ends.append(end)
            texts.append(text)
    try:
        found.texts.extend(b"<".join(texts).decode().split("<"))
    except UnicodeDecodeError:
        return None
    numbers = {column: column_number(column.decode()) for column in set(letters)}
    found.columns.extend(map(numbers.__getitem__, letters))
    found.rows.extend(map(int, b" ".join(digits).decode().split()))
    return found._replace(in_all=count) if texts else None


@lru_cache(maxsize=16)
def _patterns(prefix: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """A formula up to its cell's end, or the mere beginning of one that is spelt otherwise; the start tag of a cell."""
    name = re.escape(prefix)
    usual = rb'(?: aca="\w++")?+(?: ca="\w++")?+>([^<]++)</Pf>(?:<Pv>[^<]*+</Pv>|<Pv ?+/>)?+</Pc>'
    formula = rb"<Pf(?:" + usual + rb")?+"
    cell = rb'<Pc r="([A-Z]{1,3})([1-9][0-9]{0,6})"[^<>]*+>(?<!/>)'
    return re.compile(formula.replace(b"P", name)), re.compile(cell.replace(b"P", name))
