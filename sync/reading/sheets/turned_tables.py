"""Tables that are turned: a column a key result, and 'Baseline', 'Target', 'Current' down the first one. Read by their
rows, these words would be key results themselves; so they are left alone, and told how to be laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from sync.model.cells import Cell, Sheet
from sync.model.rows import Field, LayoutRemark
from sync.options import ReadingOptions
from sync.reading.sheets.headers import place
from sync.reading.sheets.locales import language_of
from sync.reading.sheets.quantities import parse_quantity

_SEARCHED_ROWS = 60
_WITH_A_BLANK_ROW = 2
_VALUES = {Field.baseline, Field.target, Field.current}
_NAMES = {Field.objective, Field.key_result, Field.item, Field.kpi}
_MOST_NAMED = 4


class Turned(NamedTuple):
    """The rows of a turned table, and the remark on it."""

    first_row: int
    last_row: int
    remark: LayoutRemark


def turned_tables(sheet: Sheet, options: ReadingOptions) -> tuple[Turned, ...]:
    """Given a tab, return its turned tables, from top to bottom."""
    return tuple(_found(sheet, options))


def _found(sheet: Sheet, options: ReadingOptions) -> Iterator[Turned]:
    rows = sorted(row for row in sheet.rows if row <= _SEARCHED_ROWS and _texts_of(sheet.rows[row]))
    for parts in _over_blank_rows(sheet, _runs(rows)):
        block = [row for part in parts for row in part]
        whole = _remark_on(sheet, block, options)
        for rows_of_one in [block] if whole is not None else parts:
            remark = whole or _remark_on(sheet, rows_of_one, options)
            if remark is not None:
                yield Turned(rows_of_one[0], rows_of_one[-1], remark)


def _runs(rows: Sequence[int]) -> list[list[int]]:
    """The rows that stand together without a blank one."""
    runs: list[list[int]] = []
    for row in rows:
        if not runs or row != runs[-1][-1] + 1:
            runs.append([])
        runs[-1].append(row)
    return runs


def _over_blank_rows(sheet: Sheet, runs: Iterable[list[int]]) -> list[list[list[int]]]:
    """The runs of rows, those together that may be of one turned table with a blank row in it."""
    together: list[list[list[int]]] = []
    for run in runs:
        if together and _goes_on(sheet, together[-1][-1], run):
            together[-1].append(run)
        else:
            together.append([run])
    return together


def _goes_on(sheet: Sheet, before: Sequence[int], after: Sequence[int]) -> bool:
    """Whether rows below a blank one go on with what is above it: with 'Target' and its numbers, where both have
    nothing else. 'Objective | Target' heads a table of its own, and 'KR 1 | Churn | 5' is a row of one."""
    if after[0] - before[-1] != _WITH_A_BLANK_ROW or not _holds_values(sheet.rows[after[0]]):
        return False
    cells = [sheet.rows[row] for row in (*before, *after)]
    return all((_holds_values(one) or not _numbers_in(one)) and not _heads_values(one) for one in cells)


def _holds_values(cells: Mapping[int, Cell]) -> bool:
    """'Target | 100 | 50': what the numbers are, and nothing but numbers."""
    label, *others = [cells[column] for column in sorted(cells)]
    return _field_of(label) in _VALUES and bool(others) and all(map(_is_a_number, others))


def _heads_values(cells: Mapping[int, Cell]) -> bool:
    """Whether 'Target' or 'Current' stands right of another word, as in the headers of a table."""
    _, *others = [cells[column] for column in sorted(cells)]
    return any(_field_of(cell) in _VALUES for cell in others)


def _remark_on(sheet: Sheet, block: list[int], options: ReadingOptions) -> LayoutRemark | None:
    labels = {row: min(sheet.rows[row]) for row in block}
    fields = {row: _field_of(sheet.rows[row][column]) for row, column in labels.items()}
    of_values = [row for row in block if fields[row] in _VALUES]
    if len({fields[row] for row in of_values}) < 2 or len({labels[row] for row in of_values}) > 1:
        return None
    with_numbers = [row for row in block if _numbers_in(sheet.rows[row])]
    if any(fields[row] is None for row in with_numbers):
        return None  # a row that is called by something else is one of a table, and 'Target' below it of its sums
    columns = [column for column in _numbers_in(sheet.rows[of_values[0]]) if _are_numbers(sheet, of_values, column)]
    names = next((row for row in reversed(block) if row < of_values[0] and fields[row] in _NAMES), None)
    if not columns or names is None:
        return None
    named = [column for column in columns if isinstance(_value(sheet, names, column), str)]
    if len(named) < len(columns) or all(_heads_a_column(str(_value(sheet, names, column))) for column in named):
        return None  # 'T9 | T10' over a KPI's plan and actual
    if sum(_field_of(cell) in _VALUES for cell in sheet.rows[names].values()) > 1:
        return None  # headers of another table, right of a small box
    words = ", ".join(str(_value(sheet, names, column)).strip() for column in named[:_MOST_NAMED])
    cell = sheet.ref(names, named[0])
    texts = (text for row in block for text in _texts_of(sheet.rows[row]))
    return LayoutRemark("key_results_in_columns", cell, words, language=language_of(texts, options))


def _heads_a_column(text: str) -> bool:
    placement = place(text)
    return placement is not None and bool(placement.fields) and not placement.guessed


def _field_of(cell: Cell) -> Field | None:
    placement = place(cell.value.strip(" :")) if isinstance(cell.value, str) else None
    return placement.field if placement is not None else None


def _numbers_in(cells: Mapping[int, Cell]) -> list[int]:
    return [column for column, cell in cells.items() if _is_a_number(cell)]


def _are_numbers(sheet: Sheet, rows: list[int], column: int) -> bool:
    cells = [sheet.cell(row, column) for row in rows]
    return sum(cell is not None and _is_a_number(cell) for cell in cells) > 1


def _is_a_number(cell: Cell) -> bool:
    if isinstance(cell.value, str):
        return len(cell.value) < 20 and parse_quantity(cell.value, None) is not None
    return isinstance(cell.value, Decimal)


def _value(sheet: Sheet, row: int, column: int) -> object:
    cell = sheet.cell(row, column)
    return None if cell is None else cell.value


def _texts_of(cells: Mapping[int, Cell]) -> list[str]:
    return [cell.value for cell in cells.values() if isinstance(cell.value, str) and cell.value.strip()]
