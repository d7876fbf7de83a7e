"""Sheets written as text, for tests and for the rules' pages.

    sheet_of('''
        Objective         | Key result     | Baseline | Target | Current | Due
        Customers stay    | Churn to 3 %   | %0.05    | %0.03  | =B9→%0.04 | 2026-12-31
    ''')

One line a row, cells between ``|``, an empty line an empty row. A cell is a number (``12.5``), a number shown as per
cent (``%0.3``), a day (``2026-12-31``), ``TRUE`` or ``FALSE``, an error (``#REF!``), a formula with what it gave
(``=A1+1→12``; nothing after the arrow: never calculated), or else text; ``'1.500`` is always text, ``\\n`` in a text is
a new line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from sync.model.cells import Area, Cell, ErrorValue, Sheet, column_number

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ERROR = re.compile(r"#[A-Z/0]+[!?A]")
_AREA = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


def sheet_of(
    text: str,
    title: str = "OKR",
    merges: Iterable[str] = (),
    notes: Mapping[str, str] | None = None,
    locale: str | None = None,
) -> Sheet:
    """Given a table as text, merged areas ('A2:A4') and notes by cell ('N1'), return it as a tab."""
    rows: dict[int, dict[int, Cell]] = {}
    for number, line in enumerate(_lines(text), start=1):
        cells = {column: cell for column, words in enumerate(line, start=1) if (cell := cell_of(words)) is not None}
        if cells:
            rows[number] = cells
    return Sheet(
        title,
        rows,
        merges=tuple(area_of(area) for area in merges),
        notes={_address(cell): note for cell, note in (notes or {}).items()},
        locale=locale,
    )


def cell_of(words: str) -> Cell | None:
    """Given one cell's text, return the cell; None where it is empty."""
    words = words.strip()
    if not words:
        return None
    if words.startswith("'"):
        return Cell(words[1:])
    if words.startswith("=") and len(words) > 1:
        formula, _, value = words[1:].partition("→")
        calculated = cell_of(value)
        return calculated._replace(formula=formula) if calculated else Cell(None, formula=formula)
    if _NUMBER.fullmatch(words):
        return Cell(Decimal(words))
    if words.startswith("%") and _NUMBER.fullmatch(words[1:]):
        return Cell(Decimal(words[1:]), "0%")
    if _DAY.fullmatch(words):
        return Cell(Decimal((date.fromisoformat(words) - date(1899, 12, 30)).days), "yyyy-mm-dd")
    if words in ("TRUE", "FALSE"):
        return Cell(words == "TRUE")
    if _ERROR.fullmatch(words):
        return Cell(ErrorValue(words))
    return Cell(words.replace("\\n", "\n"))


def area_of(words: str) -> Area:
    """Given 'A2:C4', return the area."""
    found = _AREA.fullmatch(words)
    assert found, f"'{words}' is no area like A2:C4"
    return Area(int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3]))


def _lines(text: str) -> list[list[str]]:
    lines = text.strip("\n").split("\n")
    if lines and not lines[-1].strip():
        lines.pop()
    return [line.split("|") for line in lines]


def _address(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), column_number(letters)
