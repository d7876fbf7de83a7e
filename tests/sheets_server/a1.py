"""A1 notation, as Google reads and prints it."""

from __future__ import annotations

import re
from typing import NamedTuple

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9]\d*)?")
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[Rr]\d+|[Cc]\d+")


class Span(NamedTuple):
    """A rectangle of cells, half open, from 0; None where it has no end."""

    top: int
    left: int
    bottom: int | None
    right: int | None


def column_letters(index: int) -> str:
    """Given a column from 0, return its letters."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Given letters, return the column from 0."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def split_title(text: str) -> tuple[str | None, str, bool]:
    """Given a range as it was asked for, return the tab's title (None when it names none), the rest, and whether the
    title stood in quotes. A title alone in quotes has an empty rest."""
    if text.startswith("'"):
        match = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", text, re.DOTALL)
        if match:
            return match[1].replace("''", "'"), match[2] or "", True
    title, mark, rest = text.rpartition("!")
    return (title, rest, False) if mark else (None, text, False)


def parse_span(text: str) -> Span | None:
    """Given 'B2', 'A1:C4', 'A:C', '2:5', 'A2:C' or 'A2:2', return its cells with reversed corners put right; None when
    it is no such thing."""
    first, colon, second = text.partition(":")
    start = _REFERENCE.fullmatch(first)
    end = _REFERENCE.fullmatch(second) if colon else start
    if not start or not end or not (start[1] or start[2]) or not (end[1] or end[2]):
        return None
    if not colon and not (start[1] and start[2]):
        return None
    rows = sorted(int(row) for row in (start[2], end[2]) if row)
    columns = sorted(column_index(column) for column in (start[1], end[1]) if column)
    return Span(
        top=rows[0] - 1 if rows else 0,
        left=columns[0] if columns else 0,
        bottom=rows[1] if len(rows) == 2 else None,
        right=columns[1] + 1 if len(columns) == 2 else None,
    )


def quoted(title: str) -> str:
    """Given a tab's title, return it as ranges print it: in quotes where it needs them."""
    if _PLAIN_TITLE.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def cells_text(span: Span) -> str:
    """Given cells, return them without a tab: 'A1', 'A1:D4', and 'A1001:B' where there is no end."""
    start = f"{column_letters(span.left)}{span.top + 1}"
    end = (column_letters(span.right - 1) if span.right else "") + (str(span.bottom) if span.bottom else "")
    return start if start == end or not end else f"{start}:{end}"


def range_text(title: str, span: Span) -> str:
    """Given a tab's title and cells, return the range as Google answers it."""
    return f"{quoted(title)}!{cells_text(span)}"
