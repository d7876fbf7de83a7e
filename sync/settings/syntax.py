"""TOML text ─▶ its content, and every syntax error in it rather than the first alone."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from sync.settings.problems import SECRET

MOST_ERRORS = 50

Content = dict[str, Any]


class SyntaxFault(NamedTuple):
    """Something in a line that is not TOML. Line and column count from 1, in characters."""

    line: int
    column: int
    length: int
    key: str
    message: str
    help: str = ""


class Parsed(NamedTuple):
    """``content`` is that of ``readable``: the text with lines that are not TOML emptied, or nothing at all where what
    is left could be misunderstood."""

    content: Content
    readable: str
    faults: list[SyntaxFault]


def parse(text: str) -> Parsed:
    """Given TOML, return its content and all syntax errors. After an error its line is left out and the rest is read
    again."""
    lines = [*text.split("\n"), ""]
    faults: list[SyntaxFault] = []
    while len(faults) < MOST_ERRORS:
        try:
            content = tomllib.loads("\n".join(lines), parse_float=_decimal)
        except RecursionError:
            return Parsed({}, "", [*faults, _too_deep(lines)])
        except ValueError as error:
            found = _WHERE.search(str(error))
            if found is None:
                return Parsed({}, "", [*faults, _too_large(lines)])
            at_end = found[1] is None
            line = _last_line_in_use(lines) if at_end else int(found[1])
            if faults and at_end:
                return Parsed({}, "", faults)  # an echo of the error before
            column = len(lines[line - 1].rstrip()) + 1 if at_end else int(found[2])
            words = _AT_END if at_end else _WHERE.sub("", str(error))
            faults.append(_fault(lines[line - 1].rstrip(), line, column, words))
            if at_end or not _stands_alone(lines[line - 1]):
                return Parsed({}, "", faults)
            lines[line - 1] = ""
        else:
            return Parsed(content, "\n".join(lines), faults)
    return Parsed({}, "", faults)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("Infinity")  # refused by the schema, at its place


def _stands_alone(line: str) -> bool:
    """Whether what follows keeps its sense without this line: it is no header, and no part of a list of many lines."""
    opens = sum(line.count(bracket) for bracket in "[{") > sum(line.count(bracket) for bracket in "]}")
    return bool(_KEY.match(line)) and not opens and not re.search("\"{3}|'{3}", line)


def _too_deep(lines: list[str]) -> SyntaxFault:
    deepest = max(range(len(lines)), key=lambda index: lines[index].count("[") + lines[index].count("{"))
    return SyntaxFault(deepest + 1, 1, 1, "", "lists or tables are nested too deeply")


def _too_large(lines: list[str]) -> SyntaxFault:
    number = next((number for number, line in enumerate(lines, 1) if re.search(r"\d[\d_]{4000}", line)), 1)
    return SyntaxFault(number, 1, 1, "", "the number in this line is too large")


def _last_line_in_use(lines: list[str]) -> int:
    return max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)


_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

_AT_END = "the file ends in the middle of a value: a quote or a bracket is not closed"

_IN_OUR_WORDS = (
    ("Expected '=' after a key", "there is no '=' after the key", ""),
    ("Expected ']' at the end", "the section's ']' is missing", ""),
    ("Expected ']]' at the end", "the section's ']]' is missing", ""),
    ("Expected newline or end", "something is left over at the end of this line", "text stands in quotes"),
    ("Unclosed array", "a ',' or the list's ']' is missing", ""),
    ("Unclosed inline table", "a ',' or the '}' is missing", "'{ … }' stands on one line"),
    ("Cannot mutate immutable", "this was already given in another way", "keep one of them"),
    (
        "Unescaped '\\'",
        "a '\\' does not stand for itself between double quotes",
        "write '/', or use single quotes: 'C:\\teams\\sales.xlsx'",
    ),
    ("Illegal character '\\n'", "the closing quote is missing", ""),
    ("Illegal character '\\r", "the closing quote is missing", ""),
    ("Unterminated string", "the closing quote is missing", ""),
    ('Expected "\'"', "the closing quote is missing", ""),
    ("Illegal character", "a control character stands here", "take it out"),
    ("Invalid date", "there is no such date or time", ""),
    ("Invalid initial character for a key part", "a key is missing here", ""),
    ("Invalid statement", "this is no setting", "write: key = value"),
    ("Found invalid character", "a control character stands here", "take it out"),
)

_KEY = re.compile(r"\s*([\w.-]+)\s*=\s*(.*)")
_BARE_TEXT = re.compile(r"[^\W\d][^\"'#\[\]{}]*")


def _fault(quoted: str, line: int, column: int, words: str) -> SyntaxFault:
    """Given a line and tomllib's words about a column of it, return the fault in ours."""
    found = _KEY.match(quoted)
    key, value = (found[1], found[2]) if found else ("", "")
    if words.startswith(("Cannot overwrite a value", "Duplicate inline table key", "Cannot declare")):
        start = len(quoted) - len(quoted.lstrip())
        help = "gather its settings under one header" if words.startswith("Cannot declare") else "keep one of them"
        return SyntaxFault(line, start + 1, max(1, len(quoted) - start), key, "this stands twice", help)
    column = min(column, len(quoted) + 1)
    if words.startswith("Invalid value"):
        if found and (not value or value.startswith("#")):
            return SyntaxFault(line, column, 1, key, "there is no value after '='")
        help = "text stands in quotes"
        if found and _BARE_TEXT.fullmatch(value) and not SECRET.search(quoted):
            help = f'text stands in quotes: {key} = "{value}"'
        return SyntaxFault(line, column, max(1, len(quoted) - column + 1), key, "this is not a TOML value", help)
    for start_of_words, message, help in _IN_OUR_WORDS:
        if words.startswith(start_of_words):
            return SyntaxFault(line, column, 1, key, message, help)
    return SyntaxFault(line, column, 1, key, words)
