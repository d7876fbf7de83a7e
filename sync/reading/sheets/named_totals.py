"""Totals that are called by what they add up: 'Alpha Total', as Excel's own subtotals write, 'Tổng Alpha' below the
key results of 'Alpha'. 'Total revenue' is one only where another row of the table is called 'Revenue', and the row
holds what rows above it come to: else it is somebody's key result. So it is where its target was typed, unless all of
its numbers are what those rows come to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum

from sync.model.rows import Field
from sync.patterns import RarePattern
from sync.reading.sheets.outlines import unmarked
from sync.reading.sheets.row_reader import Cells, RowReader
from sync.reading.texts.text import bare

_NAMES = (Field.objective, Field.key_result, Field.item)
_VALUES = (Field.current, Field.progress, Field.target, Field.weight, Field.score)
_ADDS = RarePattern(r"(?:sum|average|subtotal|aggregate)[a-z]*\(", re.IGNORECASE)


class Total(Enum):
    """How much of a row that is called like the total of another is one."""

    with_others = "with_others"  # a value of it is, beside what was typed: a key result, if a target was
    throughout = "throughout"  # all of its numbers are, a typed target among them


def named_totals(reader: RowReader, rows: Iterable[tuple[int, Cells]]) -> Mapping[int, Total]:
    """Given a table's reader and its rows with their cells, return those that are called like the total of another and
    hold one, and how much of each is."""
    columns = [column for field in _NAMES if (column := reader.at.get(field)) is not None]
    by_row = [(row, cells, list(_texts(cells, columns))) for row, cells in rows]
    totals = [(row, cells, name) for row, cells, texts in by_row for text in texts if (name := _added_up(text))]
    if not totals:
        return {}
    named = {bare(words) for _, _, texts in by_row for text in texts for words in (text, unmarked(text))}
    found: dict[int, Total] = {}
    for row, cells, name in totals:
        above = [other_cells for other, other_cells, _ in by_row if other < row]
        if name in named and _adds_up(reader, cells, above):
            found[row] = Total.throughout if _adds_up_throughout(reader, cells, above) else Total.with_others
    return found


def _adds_up(reader: RowReader, cells: Cells, above: Sequence[Cells]) -> bool:
    """Whether a row's value is a formula over others, or the sum or mean of those right above it."""
    columns = [column for field in _VALUES if (column := reader.at.get(field)) is not None]
    for column in columns:
        cell = cells.get(column)
        if cell is not None and cell.formula is not None:
            if _ADDS.search(cell.formula):
                return True
        elif cell is not None and _comes_to(cell.value, column, above):
            return True
    return False


def _adds_up_throughout(reader: RowReader, cells: Cells, above: Sequence[Cells]) -> bool:
    """Whether a row's target, and what else was typed among its values, is the sum or mean of those right above it."""
    columns = [column for field in (Field.current, Field.target) if (column := reader.at.get(field)) is not None]
    typed = {column: cell.value for column in columns if (cell := cells.get(column)) and cell.formula is None}
    return all(_comes_to(value, column, above) for column, value in typed.items() if value not in (None, ""))


def _comes_to(whole: object, column: int, above: Sequence[Cells]) -> bool:
    """Whether a number is the sum or mean of several right above it; rows without a value stand between them."""
    if not isinstance(whole, Decimal) or not whole:
        return False
    total, count = Decimal(0), 0
    for other in reversed(above):
        value = other[column].value if column in other else None
        if value in (None, ""):
            continue
        if not isinstance(value, Decimal):
            return False
        total, count = total + value, count + 1
        if count > 1 and whole in (total, total / count):
            return True
    return False


def _texts(cells: Cells, columns: Iterable[int]) -> Iterator[str]:
    for column in columns:
        cell = cells.get(column)
        if cell is not None and isinstance(cell.value, str):
            yield cell.value.strip()


def _added_up(text: str) -> str:
    """'alpha' of 'Alpha Total' and 'Tổng Alpha'; '' of what is called like no total."""
    if len(text) > _LONGEST:
        return ""
    words = text.casefold()
    if not words.startswith(_BEGIN) and not words.endswith(_END):
        return ""
    found = _TOTAL.fullmatch(bare(text).strip(" :.*"))
    return "" if found is None else (found["after"] or found["before"]).strip(" :-–—'\"“”")


_LONGEST = 120
_WORDS = r"(?:sub-?\s?|grand )?total|sum|average|avg|mean|tong cong|tong|cong|trung binh|binh quan|tb"
_TOTAL = RarePattern(
    rf"(?:{_WORDS})(?:\s?[:–—-])?\s(?:(?:of|for|cua|cho)\s)?(?P<after>.+)|(?P<before>.+?)(?:\s?[:–—-])?\s(?:{_WORDS})"
)
_BEGIN = ("sub", "grand", "total", "sum", "average", "avg", "mean", "tổng", "tong", "cộng", "cong", "trung bình",
          "trung binh", "bình quân", "binh quan", "tb")  # fmt: skip
_END = ("total", "sum", "average", "avg", "mean", "tổng", "tong", "cộng", "cong", "bình", "binh", "quân", "quan", "tb",
        "total:", "cộng:", "tổng:")  # fmt: skip
