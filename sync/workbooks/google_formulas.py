"""Formulas that go back into a row or column that has moved: what they name has moved too. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from sync.model.cells import column_letters, column_number
from sync.workbooks.google_grid import Address

_TOKEN = re.compile(
    r'"(?:[^"]|"")*"'  # a text
    r"|(?:'(?:[^']|'')*'|[^\W\d][\w.]*)!\$?[A-Za-z]{1,3}\$?[0-9]+(?::\$?[A-Za-z]{1,3}\$?[0-9]+)?"  # another tab's cells
    r"|[\w.]+\("  # a function
    r"|(?<![\w.])(\$?)([A-Za-z]{1,3})(\$?)([0-9]+)(?![\w(.])"
)


def with_cells_moved(formula: str, target: Callable[[Address], Address | None]) -> str:
    """Given a formula and where each cell of its tab stands now (None: it is gone), return the formula that names the
    same cells. As after an insertion, a deletion or a move, which take fixed references ($) along."""

    def moved(match: re.Match[str]) -> str:
        if match[2] is None:
            return match[0]
        place = target((int(match[4]), column_number(match[2])))
        return "#REF!" if place is None else f"{match[1]}{column_letters(place[1])}{match[3]}{place[0]}"

    return _TOKEN.sub(moved, formula)


def copied(formula: str, rows: int, columns: int) -> str:
    """Given a formula, return it as it is so many rows down and columns right: as after a sort, which leaves fixed
    references as they are."""

    def moved(match: re.Match[str]) -> str:
        if match[2] is None:
            return match[0]
        row = int(match[4]) if match[3] else int(match[4]) + rows
        column = column_number(match[2]) if match[1] else column_number(match[2]) + columns
        return "#REF!" if row < 1 or column < 1 else f"{match[1]}{column_letters(column)}{match[3]}{row}"

    return _TOKEN.sub(moved, formula)
