"""Does a spreadsheet's content move without anybody's editing it? Drive does not tell of that. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from sync.model.cells import Sheet

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_FUNCTION = re.compile(r"([^\W\d][\w.]*)\s*\(")
_TAB = re.compile(r"(?:'((?:[^']|'')*)'|([^\W\d]\w*))!")
_NAME = re.compile(r"(?<![\w.!:])(?:[^\W\d]|_)[\w.]*(?![\w.(!:]|\s*\()")
_CELL = re.compile(r"[A-Za-z]{1,3}\d{1,8}|TRUE|FALSE", re.IGNORECASE)


def moves_by_itself(sheets: Sequence[Sheet], functions: Collection[str]) -> bool:
    """Given the tabs that were read, and functions whose results change by themselves (in capitals), return whether a
    formula in one that was read whole has such a function, or looks where nobody read: into another tab, or a named
    range."""
    whole = {sheet.title.casefold() for sheet in sheets if sheet.complete}
    formulas = {
        cell.formula
        for sheet in sheets
        if sheet.complete
        for row in sheet.rows.values()
        for cell in row.values()
        if cell.formula is not None
    }
    return any(_moves(formula, whole, functions) for formula in formulas)


def _moves(formula: str, whole: Collection[str], functions: Collection[str]) -> bool:
    plain = _TEXT.sub('""', formula).replace("$", "")
    if any(name.upper() in functions for name in _FUNCTION.findall(plain)):
        return True
    if any((quoted.replace("''", "'") or bare).casefold() not in whole for quoted, bare in _TAB.findall(plain)):
        return True
    return any(not _CELL.fullmatch(name) for name in _NAME.findall(_TAB.sub("", plain)))
