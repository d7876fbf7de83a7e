"""Where people begin another list below a table, as our columns tell. We write numbers there, or one of a few words:
where other words stand in them, somebody heads columns of his own, and what stands below is his."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from sync.messages import languages, status_word
from sync.model.cells import Cell, Sheet
from sync.model.rows import Field
from sync.model.scores import Status
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.header_periods import LONGEST_HEADER
from sync.reading.sheets.headers import OWNED_MARK, place, plain_words
from sync.reading.sheets.quantities import parse_quantity

NOTHING_OWNED: Mapping[str, Field] = MappingProxyType({})
_IN_NUMBERS = (Field.progress, Field.score, Field.objective_score)


def our_columns(headers: Sequence[Header], owned: Mapping[str, Field]) -> Mapping[int, Field]:
    """Given a table's headers, and the words that head our columns by the settings, return our columns."""
    ours = {}
    for header in headers:
        placement = header.placement
        if placement is not None and placement.owned and placement.field is not None:
            ours[header.column] = placement.field
        elif (words := plain_words(header.text)) in owned:
            ours[header.column] = owned[words]
    return ours


def rows_before_words(
    sheet: Sheet,
    rows: range,
    ours: Mapping[int, Field],
    values: Collection[int],
    cells_of: Callable[[Sheet, int], Mapping[int, Cell]],
) -> Iterator[int]:
    """Given the rows below a table's headers, our columns and those of its values, and what gives the table's cells of
    a row, yield the rows after which another list is headed: in words, where one of our headers stands again ('Region |
    Manager | Status ⟳'), words over two columns of values and over one of ours ('Role | Target | Current | Used'),
    or words where we write numbers, in all of our columns ('Item | Plan | Budget | Spent | State') or below a free
    row."""
    above = rows.start - 1
    for row, cells in sheet.rows.items() if ours else ():
        if row not in rows:
            continue
        is_apart, above = row - above > 1, row
        texts = [
            (column, cell.value)
            for column in ours
            if (cell := cells.get(column)) is not None and isinstance(cell.value, str)
        ]
        if not texts or any(is_ours(text, ours[column]) for column, text in texts):
            continue  # as in most rows
        words = {column for column, _ in texts if _heads_something(cells[column])}
        if not words:
            continue
        is_marked = any(OWNED_MARK in str(cells[column].value) for column in words)
        is_over_numbers = any(ours[column] in _IN_NUMBERS for column in words)
        in_all = len(words) == len(ours)
        over_values = [cells[column] for column in values if _heads_something(cells.get(column))]
        # Headers head nearly all that stands below them; an objective's own row does not.
        own, below = cells_of(sheet, row), cells_of(sheet, row + 1)
        heads = bool(below) and 3 * len(own.keys() & below.keys()) >= 2 * len(below)
        told_apart = len({text.strip().casefold() for _, text in texts}) == len(texts)  # 'n/a | n/a' heads nothing
        known = sum(_is_a_header(cell) for cell in own.values()) if is_apart else 0
        may_head = (
            (is_over_numbers and ((in_all and len(ours) > 1) or known > 0))
            or (in_all and known > 1)
            or (len(over_values) > 1 and any(map(_is_a_header, over_values)))
        )
        may_head = may_head and heads and told_apart
        if (is_marked or may_head) and _are_all_words(own, ours):
            yield row - 1


def _is_a_header(cell: Cell) -> bool:
    """Whether a word heads columns of such tables; 'Done' is as well what a row says of itself."""
    found = place(cell.value) if isinstance(cell.value, str) else None
    return found is not None and bool(found.fields) and Field.done not in found.fields


def _are_all_words(cells: Mapping[int, Cell], ours: Collection[int]) -> bool:
    others = [cell for column, cell in cells.items() if column not in ours]
    return bool(others) and all(map(_heads_something, others))


def _heads_something(cell: Cell | None) -> bool:
    text = None if cell is None else cell.value
    if not isinstance(text, str) or len(text) > LONGEST_HEADER or not any(map(str.isalpha, text)):
        return False
    return parse_quantity(text, None) is None


def is_ours(text: str, field: Field) -> bool:
    """Whether a text may be one that we write into a column of ours."""
    if field in _IN_NUMBERS:
        return False
    if field is Field.warnings:
        return "[OKR" in text[:_BEFORE_A_CODE]
    return text.strip().casefold() in _statuses()


_BEFORE_A_CODE = 40


@cache
def _statuses() -> frozenset[str]:
    return frozenset(status_word(status, language).casefold() for status in Status for language in languages())
