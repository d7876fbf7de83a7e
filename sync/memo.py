"""What was worked out before, looked up by the very objects that it was worked out from. Of a workbook that is synced
again most rows are what they were: where each step hands on the objects of before for what it was given before, the
next one finds them again.

An outcome is kept beside what it was made from, as an object: as long as it is kept, no other object can be taken for
one of these. Who asks names all that the outcome follows from.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Generic, NamedTuple, TypeVar, cast

Outcome = TypeVar("Outcome")
Value = TypeVar("Value")

_Kept = tuple[tuple[object, ...], Any]


class Memo(Generic[Outcome]):
    """Outcomes of one function. What is not asked for from one turn to the next is let go."""

    def __init__(self) -> None:
        self._before: dict[Hashable, _Kept] = {}
        self._now: dict[Hashable, _Kept] = {}
        self.more = 0
        """How many outcomes are kept within others, and count as much."""

    def __len__(self) -> int:
        return len(self._now) + self.more

    def begin(self) -> None:
        """Another turn begins: all is asked for that is to be kept."""
        self._before, self._now = self._now, {}

    def end(self) -> None:
        """The turn is over: what was not asked for is let go."""
        self._before = {}

    def recall(self, named: Hashable, *made_from: object) -> Outcome | None:
        """Given a name, and the objects that an outcome follows from beside it, return it; None where there is none."""
        key = (named, *map(id, made_from))
        found = self._now.get(key)
        if found is None:
            found = self._before.get(key)
            if found is None:
                return None
            self._now[key] = found
        outcome: Outcome = found[1]
        return outcome

    def keep(self, outcome: Outcome, named: Hashable, *made_from: object) -> Outcome:
        """Given an outcome, a name, and the objects that it follows from beside it, keep it and return it."""
        self._now[(named, *map(id, made_from))] = made_from, outcome
        return outcome

    def same(self, named: Hashable, value: Value) -> Value:
        """Given a value, return the one that had this name, where it is equal; else this one has the name now."""
        key = (_SAME, named)
        found = self._now.get(key) or self._before.get(key)
        if found is None or found[1] != value:
            found = (), value
        self._now[key] = found
        return cast(Value, found[1])


_SAME = object()


class KnownRows(NamedTuple):
    """What each step came to for the rows of one workbook; None in a process that does not go on."""

    cells: Memo[Any] | None = None
    past: Memo[Any] | None = None
    key_results: Memo[Any] | None = None
    identified: Memo[Any] | None = None
    scored: Memo[Any] | None = None
    checked: Memo[Any] | None = None
    planned: Memo[Any] | None = None
    recorded: Memo[Any] | None = None

    @classmethod
    def nothing_yet(cls) -> KnownRows:
        """Of a workbook that is synced for the first time in a process that goes on."""
        return cls(*(Memo[Any]() for _ in cls._fields))

    @property
    def rows(self) -> int:
        """How many rows are known, about: of what the archive knows of each there are two."""
        read, made, past = (0 if memo is None else len(memo) for memo in (self.cells, self.key_results, self.past))
        return max(read, made, past // 2)

    @property
    def by_their_cells(self) -> KnownRows:
        """The same, where the workbook hands on the cells of rows that are what they were: else no step would find any
        of them again, and all would be kept for nothing."""
        return self if self.cells else NOTHING_KNOWN

    def end(self) -> None:
        """All steps are done: what none of them asked for is let go."""
        for memo in self:
            if memo is not None:
                memo.end()


NOTHING_KNOWN = KnownRows()
