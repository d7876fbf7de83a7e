"""Rows without what we wrote into them. After a write of ours rows are no longer what was read, and still say what they
said: a process that goes on has the very cells of before for them, and finds again what followed from these."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from sync.memo import Memo
from sync.model.cells import Cell, CellValue

_Cells = Mapping[int, Cell]
_ByRow = dict[int, tuple[_Cells, _Cells]]
"""A row's cells, and those of them that are not ours."""


class TeamsCells:
    """The cells of one table but for those in ``owned`` columns. ``named`` is what the table is known by."""

    def __init__(self, owned: frozenset[int], named: object, known: Memo[Any] | None) -> None:
        self._owned = owned
        self._now: _ByRow = {}
        self._before: _ByRow = {}
        if known is not None and owned:
            name = ("teams", named, self._owned)
            self._before = cast(_ByRow | None, known.recall(name)) or {}
            known.keep(self._now, name)

    def of(self, row: int, cells: _Cells) -> _Cells:
        """Given a row and its cells, return those that are not ours: the very ones of before, where they are the same
        to the letter, whatever stands in ours."""
        asked = self._now.get(row)
        if asked is not None and asked[0] is cells:
            return asked[1]
        before = self._before.get(row)
        if before is not None and before[0] is cells:
            self._now[row] = before
            return before[1]
        found: _Cells = {column: cell for column, cell in cells.items() if column not in self._owned}
        if before is not None and _are_same(found, before[1]):
            found = before[1]
        self._now[row] = cells, found
        return found


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
