"""What a formula refers to, told from its text: cells, areas, whole columns and rows, other tabs, names, tables.

It is not calculated; where only calculation could tell (INDIRECT, OFFSET, a range between two results), the answer says
that it cannot be told.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from sync.patterns import RarePattern
from sync.workbooks.package_cells import LAST_COLUMN, LAST_ROW, CellArea, column_number


class Reference(NamedTuple):
    """An area that a formula names: tab (None: the formula's own) up to tab, its corners, and which of these stay when
    the formula is filled into other cells."""

    first_tab: str | None
    last_tab: str | None
    area: CellArea
    first_row_stays: bool
    first_column_stays: bool
    last_row_stays: bool
    last_column_stays: bool

    def moved(self, rows: int, columns: int) -> CellArea:
        """The area when the formula stands so many cells further. Beyond the tab's edge it goes on at the other."""
        first_row, first_column, last_row, last_column = self.area
        top = first_row if self.first_row_stays else (first_row + rows - 1) % LAST_ROW + 1
        left = first_column if self.first_column_stays else (first_column + columns - 1) % LAST_COLUMN + 1
        bottom = last_row if self.last_row_stays else (last_row + rows - 1) % LAST_ROW + 1
        right = last_column if self.last_column_stays else (last_column + columns - 1) % LAST_COLUMN + 1
        return CellArea.between(top, left, bottom, right)


class TableReference(NamedTuple):
    """Columns of a table that a formula names; none: all. ``this_row``: only the formula's own row of them. ``parts``
    are the parts of the table that it names ('headers', 'data', 'totals'). An empty ``table`` is the one in which the
    formula stands."""

    table: str
    columns: tuple[tuple[str, str], ...]
    this_row: bool
    parts: frozenset[str]


class Mentions(NamedTuple):
    """All that a formula refers to. ``names`` are (tab or None, name), those of functions too, which may be defined
    in the workbook. ``uncertain``: it may refer to more than can be told."""

    references: tuple[Reference, ...]
    names: tuple[tuple[str | None, str], ...]
    tables: tuple[TableReference, ...]
    uncertain: bool


_UNTELLABLE = frozenset(("INDIRECT", "OFFSET", "EVALUATE"))
"""Beside these, what the old macro language asks for ('GET.CELL')."""
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKEN = RarePattern(
    rf"""
      "(?:[^"]|"")*"
    | (?P<outside>(?:'[^'\[]*\[(?:[^']|'')*'|\[[^\]\[]+\][\w.]*(?::[\w.]+)?)!)(?:[\w.$]+(?::[\w.$]+)?)?
    | (?:(?P<tab>'(?:[^']|'')+'|[\w.]+(?::[\w.]+)?)!)?
      (?:
          (?P<cells>{_CELL}(?::{_CELL})?)(?![\w.(\[!])
        | (?P<columns>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}})(?![\w.(!])
        | (?P<rows>\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}})(?![\w.!])
        | (?P<name>[^\W\d][\w.\\?]*)(?P<behind>\s*\(|\[)?
        | (?P<error>\#[A-Za-z/0]+[!?]?)
      )
    | [0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?
    | (?P<bracket>\[)
    | (?P<colon>:)
    """,
    re.VERBOSE,
)
_DIGITS = re.compile("[0-9]+")
_CORNER = RarePattern(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]{0,7})")


@lru_cache(maxsize=4096)
def mentions_in(formula: str) -> Mentions:
    """Given a formula's text (without '='), return what it refers to."""
    references: list[Reference] = []
    names: list[tuple[str | None, str]] = []
    tables: list[TableReference] = []
    uncertain = False
    position = 0
    while token := _TOKEN.search(formula, position):
        position = token.end()
        kind = token.lastgroup
        if (kind == "behind" and token["behind"] == "[") or kind == "bracket":
            end = _closing_bracket(formula, position)
            tables.append(_table_reference(token["name"] or "", formula[position : end - 1]))
            position = end
        elif kind == "behind":
            uncertain |= _cannot_tell(token["name"])
            names.append((tab_names(token["tab"])[0], token["name"]))
        elif kind == "name":
            names.append((tab_names(token["tab"])[0], token["name"]))
        elif kind in ("cells", "columns", "rows"):
            reference = _reference(token["tab"], token[kind])
            if reference is not None:
                references.append(reference)
        elif kind == "outside" and token["outside"].startswith("[0]"):
            # This very workbook: a name of it, mostly.
            names.append((None, token[0].partition("!")[2]))
            uncertain |= token["outside"] != "[0]!"
        elif kind == "colon":
            uncertain = True
    return Mentions(tuple(references), tuple(names), tuple(tables), uncertain)


def _reference(tab: str | None, text: str) -> Reference | None:
    first_tab, last_tab = tab_names(tab)
    first_text, _, last_text = text.partition(":")
    first, last = _CORNER.fullmatch(first_text), _CORNER.fullmatch(last_text or first_text)
    if first is None or last is None:
        return None
    first_column, last_column = column_number(first[2]) or 1, column_number(last[2]) or LAST_COLUMN
    first_row, last_row = int(first[4] or 1), int(last[4] or LAST_ROW)
    if not (first_column <= LAST_COLUMN and last_column <= LAST_COLUMN and first_row >= 1 and last_row >= 1):
        # 'TAX2026' is a name; 'ABC0' too.
        return None
    # What is left out of a whole column or row stays, wherever the formula goes.
    stays = (
        bool(first[3]) or not first[4],
        bool(first[1]) or not first[2],
        bool(last[3]) or not last[4],
        bool(last[1]) or not last[2],
    )
    if not first[2]:
        # In '$1:2' the only dollar is that of the row.
        stays = bool(first[1] or first[3]), True, bool(last[1] or last[3]), True
    return Reference(first_tab, last_tab, CellArea(first_row, first_column, last_row, last_column), *stays)


Span = tuple[int, int]
"""Where something starts and ends in a text."""


class NamedCells(NamedTuple):
    """Cells or whole columns that a formula names: where their tab stands, if it is named, their columns, and where
    their rows stand; none for whole columns."""

    tab: Span | None
    first_column: int
    last_column: int
    rows: tuple[Span, Span] | None


class Shape(NamedTuple):
    """What formulas refer to whose texts are the same but for their digits: cells, names (tab or None, name) with those
    of functions. ``named``: where these and the tabs stand in the text, as far as they hold digits."""

    cells: tuple[NamedCells, ...]
    names: tuple[tuple[Span | None, Span], ...]
    named: tuple[Span, ...]


def shape_of(formula: str) -> Shape | None:
    """Given a formula's text with every digit a '1', return its shape; None where more is to be known of it: it may
    refer to what cannot be told, to whole rows, a table, or another workbook."""
    # The one token that holds a digit of its own, in '#DIV/0!'.
    if "#DIV" in formula.upper():
        return None
    cells: list[NamedCells] = []
    names: list[tuple[Span | None, Span]] = []
    for token in _TOKEN.finditer(formula):
        kind = token.lastgroup
        tab = token.span("tab") if token["tab"] is not None else None
        if tab is not None and "&" in token["tab"]:
            return None
        if kind == "name" or (kind == "behind" and token["behind"] != "["):
            if kind == "behind" and _cannot_tell(token["name"]):
                return None
            names.append((tab, token.span("name")))
        elif kind in ("cells", "columns"):
            named = _named_cells(token, tab, kind)
            if named is not None:
                cells.append(named)
        elif kind not in (None, "error"):
            return None
    spans = [span for span in (*(each.tab for each in cells), *(span for pair in names for span in pair)) if span]
    named_with_digits = tuple(span for span in spans if "1" in formula[span[0] : span[1]])
    return Shape(tuple(cells), tuple(names), named_with_digits)


def _named_cells(token: re.Match[str], tab: Span | None, kind: str) -> NamedCells | None:
    reference = _reference(None, token[kind])
    if reference is None:
        return None
    first_column, last_column = reference.area.first_column, reference.area.last_column
    first_column, last_column = min(first_column, last_column), max(first_column, last_column)
    if kind == "columns":
        return NamedCells(tab, first_column, last_column, None)
    start = token.start(kind)
    spans = [(start + digits.start(), start + digits.end()) for digits in _DIGITS.finditer(token[kind])]
    return NamedCells(tab, first_column, last_column, (spans[0], spans[-1]))


def _cannot_tell(function: str) -> bool:
    name = function.upper()
    return name.rpartition(".")[2] in _UNTELLABLE or name.startswith("GET.")


def tab_names(tab: str | None) -> tuple[str | None, str | None]:
    """Given what stands before the '!' in a formula, return the names of the first and the last tab."""
    if tab is None:
        return None, None
    if tab.startswith("'"):
        tab = tab[1:-1].replace("''", "'")
    first, _, last = tab.partition(":")
    return first, last or first


def _closing_bracket(text: str, position: int) -> int:
    """Behind the bracket that closes the one before ``position``. An apostrophe lets the next character be part of a
    name."""
    depth = 1
    while position < len(text):
        character = text[position]
        if character == "'":
            position += 1
        elif character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
            if not depth:
                return position + 1
        position += 1
    return len(text) + 1


_COLUMNS = RarePattern(r"@?\[((?:[^\]\['@#]|'.)(?:[^\]\[']|'.)*)\](?:\s*:\s*\[((?:[^\]\[']|'.)+)\])?")


_PART = RarePattern(r"(?:\A|\[)#([A-Za-z]+)")
_ALL_PARTS = frozenset(("headers", "data", "totals"))


def _table_reference(table: str, inside: str) -> TableReference:
    inside = inside.strip()
    this_row = "[#this row]" in inside.lower() or inside.startswith("@") or inside.lower() == "#this row"
    columns = tuple((plain_name(first), plain_name(last or first)) for first, last in _COLUMNS.findall(inside))
    if not columns and inside and not inside.startswith(("#", "[#")):
        bare = inside.removeprefix("@")
        columns = ((plain_name(bare), plain_name(bare)),) if bare else ()
    return TableReference(table, columns, this_row, _parts_named(inside))


def _parts_named(inside: str) -> frozenset[str]:
    named = {found.lower() for found in _PART.findall(inside)}
    if "all" in named:
        return _ALL_PARTS
    return frozenset(named & _ALL_PARTS) or frozenset(("data",))


def plain_name(name: str) -> str:
    """Given a column's name as formulas spell it, return it in lower case and without escapes."""
    return re.sub("'(.)", r"\1", name).strip().lower()
