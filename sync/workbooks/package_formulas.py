"""What a formula refers to, told from its text: cells, areas, whole columns and rows, other tabs, names, tables.

It is not calculated; where only calculation could tell (INDIRECT, OFFSET, a range between two results), the answer says
that it cannot be told.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

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
        return CellArea(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


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
_TOKEN = re.compile(
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
_CORNER = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]{0,7})")


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
            function = token["name"].upper()
            uncertain |= function.rpartition(".")[2] in _UNTELLABLE or function.startswith("GET.")
            names.append((_tab_names(token["tab"])[0], token["name"]))
        elif kind == "name":
            names.append((_tab_names(token["tab"])[0], token["name"]))
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
    first_tab, last_tab = _tab_names(tab)
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


def _tab_names(tab: str | None) -> tuple[str | None, str | None]:
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


_COLUMNS = re.compile(r"@?\[((?:[^\]\['@#]|'.)(?:[^\]\[']|'.)*)\](?:\s*:\s*\[((?:[^\]\[']|'.)+)\])?")


_PART = re.compile(r"(?:\A|\[)#([A-Za-z]+)")
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
