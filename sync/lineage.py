"""Which row of the cycles before a row goes on from. Pure.

A row is known again by the id that its team gave it, else by its words: without numbers, and without the cycle's name,
since 'Doanh số đạt 10 tỷ trong Q3' becomes 'Doanh số đạt 12 tỷ trong Q4'. Where two rows of a cycle say the same,
neither is known: a wrong comparison is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sync.cycles import Length, cycle_by_id, cycle_of, length_of, previous_cycle
from sync.model import Closing, ClosingKind, Cycle, KeyResult, Kpi, Objective
from sync.options import FiscalCalendar
from sync.reading.text import bare
from sync.reading.tokens import tokenise

_LENGTHS: tuple[Length, ...] = ("quarter", "half", "year", "month", "week")
_FEW_WORDS = 2
"""So few say too little to be known again under another objective: 'Doanh thu'."""
_CYCLE_NAME = re.compile(
    r"(?:\b(?:trong|cua|den het|het|in|by|for|of|until|during) )?"
    r"\b(?:(?:quy|q|quarter|nua nam|h) ?(?:[1-4]|iv|i{1,3})|thang \d\d?|(?:nam |fy ?)?20\d\d|fy ?\d\d)\b"
    r"(?: ?[-/'’] ?(?:20)?\d\d\b)?"
)


class Said(NamedTuple):
    """By what a row is known again: the id that its team gave it, its own words and those of its objective as ``gist``
    gives them, and whose it is."""

    kind: ClosingKind
    given_id: str
    words: str
    objective: str = ""
    owner: str = ""
    team: str = ""


class Lineage:
    """The closed cycles of one workbook, by what their rows are known by."""

    def __init__(self, closings: Mapping[str, Sequence[Closing]], calendar: FiscalCalendar) -> None:
        self._closings, self._calendar = closings, calendar
        self._looked_up: dict[str, _Known] = {}

    def __bool__(self) -> bool:
        return bool(self._closings)

    def before(self, cycle: Cycle, said: Said) -> Iterator[Closing]:
        """Given a row and its cycle, yield what it was closed with in the cycle before, in the one before that, and so
        on, until one in which it is not found."""
        for earlier in self.cycles_before(cycle):
            known = self._known(earlier)
            closing = known.find(said)
            if closing is None:
                return
            yield closing
            said = known.said(closing)

    def leading_to(self, cycle: Cycle, closing: Closing) -> Iterator[Closing]:
        """Given one of the rows of a closed cycle, yield what it was closed with in the cycles before, as ``before``
        does."""
        return self.before(cycle, self._known(cycle).said(closing))

    def cycles_before(self, cycle: Cycle) -> Iterator[Cycle]:
        """Given a cycle, yield the closed cycles that lead up to it without a gap, the newest first."""
        while (cycle := previous_cycle(cycle, self._calendar)).id in self._closings:
            yield cycle

    def sealed(self, cycle: Cycle, id: str) -> Closing | None:
        """Given a key result's cycle and id, return what it was closed with; None while its cycle is open."""
        return self._known(cycle).key_results.get(id) if cycle.id in self._closings else None

    def closings(self, cycle: Cycle) -> Sequence[Closing]:
        """All rows of a closed cycle; none of one that is not closed."""
        return self._closings.get(cycle.id, ())

    def running(self, day: date) -> Iterator[Cycle]:
        """Given a day, yield the cycle of each length that is ever closed here which it lies in; quarters first."""
        closed = {length_of(cycle_by_id(id, self._calendar)) for id in self._closings}
        return (cycle_of(day, self._calendar, length) for length in _LENGTHS if length in closed)

    def _known(self, cycle: Cycle) -> _Known:
        if cycle.id not in self._looked_up:
            self._looked_up[cycle.id] = _Known(self._closings[cycle.id])
        return self._looked_up[cycle.id]


def said_by_objective(objective: Objective) -> Said:
    words, owner, team = gist(objective.title.value or ""), objective.owner.value, objective.team.value
    return Said(ClosingKind.objective, given_id(objective), words, "", bare(owner or ""), bare(team or ""))


def said_by_key_result(key_result: KeyResult, objective: Objective) -> Said:
    words, owner = gist(key_result.text.value or ""), key_result.owner.value or objective.owner.value
    team = bare(objective.team.value or "")
    said_above = gist(objective.title.value or "")
    return Said(ClosingKind.key_result, given_id(key_result), words, said_above, bare(owner or ""), team)


def said_by_kpi(kpi: Kpi) -> Said:
    owner, team = bare(kpi.owner.value or ""), bare(kpi.team.value or "")
    return Said(ClosingKind.kpi, given_id(kpi), bare(kpi.name.value or ""), "", owner, team)


def given_id(row: Objective | KeyResult | Kpi) -> str:
    """The id that a row's team gave it, as it is compared; '' where there is none."""
    return bare(row.external_id.value or "")


@lru_cache(maxsize=16384)
def gist(text: str) -> str:
    """Given an objective's or key result's text, return its words without numbers and without names of cycles."""
    words = " ".join(bare(token.text) for token in tokenise(text, None).tokens if token.figure is None)
    return " ".join(_CYCLE_NAME.sub(" ", words).split())


class _Known:
    """One closed cycle's rows, by what they are known by."""

    def __init__(self, rows: Sequence[Closing]) -> None:
        self.key_results = {one.id: one for one in rows if one.kind is ClosingKind.key_result}
        self._objectives = {one.id: one for one in rows if one.kind is ClosingKind.objective}
        self._by_id: dict[tuple[ClosingKind, str], list[Closing]] = {}
        self._by_words: dict[tuple[ClosingKind, str], list[Closing]] = {}
        for one in rows:
            said = self.said(one)
            if said.given_id:
                self._by_id.setdefault((one.kind, said.given_id), []).append(one)
            if said.words:
                self._by_words.setdefault((one.kind, said.words), []).append(one)

    def find(self, said: Said) -> Closing | None:
        named = self._by_id.get((said.kind, said.given_id), []) if said.given_id else []
        if len(named) == 1:
            return named[0]
        same = self._by_words.get((said.kind, said.words), []) if said.words else []
        near = [one for one in same if self.said(one).objective == said.objective]
        if not near and len(said.words.split()) > _FEW_WORDS:
            near = same
        if len(near) > 1:
            near = [one for one in near if self.said(one)[4:] == said[4:]]
        return near[0] if len(near) == 1 else None

    def said(self, one: Closing) -> Said:
        above = self._objectives.get(one.objective)
        owner, team = one.owner, one.team
        if above is not None:
            owner, team = owner or above.owner, above.team
        words = bare(one.text) if one.kind is ClosingKind.kpi else gist(one.text)
        said_above = gist(above.text) if above is not None else ""
        return Said(one.kind, one.given_id, words, said_above, bare(owner), bare(team))
