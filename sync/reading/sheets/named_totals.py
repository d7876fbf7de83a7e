"""Totals that are called by what they add up: 'Alpha Total', as Excel's own subtotals write, 'Tổng Alpha' below the
key results of 'Alpha'. 'Total revenue' is one only where 'Revenue' stands in the table, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sync.model.rows import Field
from sync.patterns import RarePattern
from sync.reading.sheets.outlines import unmarked
from sync.reading.sheets.row_reader import Cells, RowReader
from sync.reading.texts.text import bare

_NAMES = (Field.objective, Field.key_result, Field.item)


def named_totals(reader: RowReader, rows: Iterable[tuple[int, Cells]]) -> frozenset[int]:
    """Given a table's reader and its rows with their cells, return those that are called like the total of another."""
    columns = [column for field in _NAMES if (column := reader.at.get(field)) is not None]
    named = [(row, text) for row, cells in rows for text in _texts(cells, columns)]
    totals = [(row, name) for row, text in named if (name := _added_up(text))]
    if not totals:
        return frozenset()
    names = {bare(words) for _, text in named for words in (text, unmarked(text))}
    return frozenset(row for row, name in totals if name in names)


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
