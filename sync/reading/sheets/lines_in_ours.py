"""Lines that people write below a table into our columns: 'Nhận xét của giám đốc | | | 0.55 | B+ | good work'. What is
theirs there is known by what we never write: words where we write numbers, a status that is none, a warning of no rule.
"""

from __future__ import annotations

from collections.abc import Iterable

from sync.model.cells import Cell, CellValue, ErrorValue
from sync.model.rows import Column, Field
from sync.reading.sheets.row_reader import Cells
from sync.reading.sheets.words_over_ours import is_ours

_OF_A_LINE = (Field.objective, Field.key_result, Field.item, Field.current, Field.row_kind)
"""What a line below a table may hold, too: its name, and one number."""


class LinesInOurs:
    """Tells lines in our columns from a table's rows."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self._ours = {one.column: one.field for one in columns if one.owned}
        self._current = {one.column for one in columns if one.field is Field.current}
        self._of_rows = {one.column for one in columns if not one.owned and one.field not in _OF_A_LINE}

    def __bool__(self) -> bool:
        return bool(self._ours)

    def has(self, cells: Cells, words: str | None) -> bool:
        """Given a row's cells and words, return whether it is somebody's line, and no row of the table: it names
        nothing to reach, nobody, no day; it holds what we never write, and nothing that we do."""
        theirs = False
        for column, field in self._ours.items():
            cell = cells.get(column)
            if cell is not None and cell.formula is None and isinstance(cell.value, str) and cell.value.strip():
                if is_ours(cell.value, field):
                    return False
                theirs = True
        if not theirs or (words is not None and any(map(str.isdigit, words))):
            return False
        if any(_says_something(cells.get(column)) for column in self._of_rows):
            return False
        return not any(isinstance(_value(cells.get(column)), str) for column in self._current)  # 'Xong'


def _says_something(cell: Cell | None) -> bool:
    return _value(cell) not in (None, "") and not isinstance(_value(cell), ErrorValue)


def _value(cell: Cell | None) -> CellValue:
    return None if cell is None else cell.value
