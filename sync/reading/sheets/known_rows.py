"""A table's rows, each beside what it came to when it was read before: in a process that goes on, most are what they
were. After a write of ours rows are no longer what was read, and still say what they said: what is read of a row
follows from those of its cells that are not ours."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from sync.memo import Memo
from sync.model.cells import Cell, CellValue

_Cells = Mapping[int, Cell]


class KnownRow:
    """A row: its cells, those that are not ours, and what readers keep of it. What is ``read`` follows from the latter
    alone; what it ``says`` in its table follows from all of its cells."""

    __slots__ = ("cells", "read", "says", "team")

    def __init__(self, cells: _Cells, team: _Cells) -> None:
        self.cells = cells
        self.team = team
        self.read: Any = None
        self.says: dict[Any, Any] = {}


class KnownTable:
    """The rows of one table, of which cells in ``owned`` columns are ours. ``named`` is what the table is known by, and
    ``way`` all that the reading of a row goes by beside its cells."""

    def __init__(self, owned: frozenset[int], named: object, way: object, known: Memo[Any] | None) -> None:
        self._owned = owned
        self._now: dict[int, KnownRow] = {}
        self._before: dict[int, KnownRow] = {}
        self._is_kept = known is not None
        if known is not None:
            name = ("table", named)
            self._before = cast(dict[int, KnownRow] | None, known.recall(name, way)) or {}
            known.keep(self._now, name, way)

    def __len__(self) -> int:
        return len(self._now)

    def row(self, row: int, cells: _Cells) -> KnownRow:
        """Given a row and its cells, return what is known of it. Its team's cells are the very ones of before, where
        they are the same to the letter, whatever stands in ours."""
        found = self._now.get(row)
        if found is not None and found.cells is cells:
            return found
        before = self._before.get(row)
        if before is not None and before.cells is cells:
            found = before
        else:
            found = KnownRow(cells, self._without_ours(cells))
            if before is not None and _are_same(found.team, before.team):
                found.team, found.read = before.team, before.read
        if self._is_kept:
            self._now[row] = found
        return found

    def _without_ours(self, cells: _Cells) -> _Cells:
        if self._owned.isdisjoint(cells):
            return cells
        return {column: cell for column, cell in cells.items() if column not in self._owned}


def _are_same(one: _Cells, other: _Cells) -> bool:
    return len(one) == len(other) and all(
        column in other and _is_same(cell, other[column]) for column, cell in one.items()
    )


def _is_same(one: Cell, other: Cell) -> bool:
    return one is other or (one[1:] == other[1:] and _is_same_value(one.value, other.value))


def _is_same_value(one: CellValue, other: CellValue) -> bool:
    """1 and True are not the same, nor are 0.5 and 0.50."""
    if type(one) is not type(other) or one != other:
        return False
    return not isinstance(one, Decimal) or not one.compare_total(cast(Decimal, other))
