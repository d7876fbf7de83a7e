"""A formula's text as tokens, with the cells that it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.sheets_server.a1 import Span, column_index, column_letters, quoted

_PATTERN = r"""(?P<text>"(?:[^"]|"")*")
    |(?P<reference>(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
        (?:\$?[A-Za-z]{1,3}\$?[1-9]\d*(?::\$?[A-Za-z]{1,3}(?:\$?[1-9]\d*)?)?
          |\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[1-9]\d*:\$?[1-9]\d*)(?![\w(.]))
    |(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)
    |(?P<error>\#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|ERROR!))
    |(?P<name>[^\W\d][\w.]*)
    |(?P<operator><>|<=|>=|[-+*/^&=<>%(),;{}:!])
    |(?P<space>\s+)
    |(?P<other>.)"""
_TOKEN = re.compile(_PATTERN, re.VERBOSE | re.DOTALL)
# Where the decimal is a comma, 0,5 is one number; 0.5 still is, too.
_TOKEN_WITH_COMMA = re.compile(_PATTERN.replace(r"\d+(?:\.\d*)?", r"\d+(?:[.,]\d+)?"), re.VERBOSE | re.DOTALL)
_CORNER = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)(\d*)")


class Token(NamedTuple):
    kind: str
    text: str


class Corner(NamedTuple):
    """One end of a reference; -1 where it names no row or no column."""

    row: int
    column: int
    row_fixed: bool = False
    column_fixed: bool = False

    def text(self) -> str:
        column = ("$" if self.column_fixed else "") + column_letters(self.column) if self.column >= 0 else ""
        return column + (("$" if self.row_fixed else "") + str(self.row + 1) if self.row >= 0 else "")


class Reference(NamedTuple):
    """Cells that a formula names: a tab (None: its own), and one or two corners."""

    title: str | None
    first: Corner
    second: Corner | None = None

    def span(self) -> Span:
        last = self.second or self.first
        rows = sorted(row for row in (self.first.row, last.row) if row >= 0)
        columns = sorted(column for column in (self.first.column, last.column) if column >= 0)
        whole = self.first.row >= 0 and last.row >= 0
        return Span(
            rows[0] if rows else 0,
            columns[0] if columns else 0,
            rows[-1] + 1 if rows and whole else None,
            columns[-1] + 1 if columns else None,
        )

    def text(self) -> str:
        prefix = f"{quoted(self.title)}!" if self.title is not None else ""
        return prefix + self.first.text() + (f":{self.second.text()}" if self.second else "")


def tokens(formula: str, decimal: str = ".") -> Iterator[Token]:
    """Given a formula without its '=', and the locale's decimal sign, yield its tokens, spaces with them."""
    for match in (_TOKEN_WITH_COMMA if decimal == "," else _TOKEN).finditer(formula):
        yield Token(match.lastgroup or "other", match.group())


def reference_of(text: str) -> Reference:
    """Given the text of a reference token, return what it names."""
    title: str | None = None
    if "!" in text:
        title, _, text = text.rpartition("!")
        title = title[1:-1].replace("''", "'") if title.startswith("'") else title
    first, colon, second = text.partition(":")
    return Reference(title, _corner(first), _corner(second) if colon else None)


def _corner(text: str) -> Corner:
    match = _CORNER.fullmatch(text)
    assert match, text
    row_fixed = match[3] == "$" or (match[1] == "$" and not match[2])
    column = column_index(match[2]) if match[2] else -1
    return Corner(int(match[4]) - 1 if match[4] else -1, column, row_fixed, match[1] == "$" and bool(match[2]))


def rewritten(formula: str, change: Callable[[Reference], Reference | None]) -> str:
    """Given a formula with its '=' and what becomes of a reference (None: it is lost), return the formula."""
    parts = []
    for token in tokens(formula[1:]):
        if token.kind == "reference":
            reference = change(reference_of(token.text))
            parts.append("#REF!" if reference is None else reference.text())
        else:
            parts.append(token.text)
    return "=" + "".join(parts)


def moved(formula: str, rows: int, columns: int) -> str:
    """Given a formula, return it as copied so many rows down and columns right: what is not fixed moves along."""

    def shifted(corner: Corner) -> Corner | None:
        row = corner.row if corner.row < 0 or corner.row_fixed else corner.row + rows
        column = corner.column if corner.column < 0 or corner.column_fixed else corner.column + columns
        gone = (row < 0 <= corner.row) or (column < 0 <= corner.column)
        return None if gone else corner._replace(row=row, column=column)

    def change(reference: Reference) -> Reference | None:
        first, second = shifted(reference.first), reference.second and shifted(reference.second)
        if first is None or (reference.second and second is None):
            return None
        return Reference(reference.title, first, second)

    return rewritten(formula, change)
