"""Which row of the cycles before a row goes on from. Pure.

A row is known again by the id that its team gave it, else by its words: without numbers, and without the cycle's name,
since 'Doanh số đạt 10 tỷ trong Q3' becomes 'Doanh số đạt 12 tỷ trong Q4'. A running number ('KR1') is given anew in
each cycle, and says nothing where no word is the same. Where two rows of a cycle say the same, neither is known: a
wrong comparison is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from sync.cycles import Length, cycle_by_id, cycle_of, length_of, previous_cycle
from sync.model.past import Closing, ClosingKind, Inherited
from sync.model.rows import Cycle, KeyResult, Kpi, Objective
from sync.options import FiscalCalendar
from sync.patterns import RarePattern
from sync.reading.texts.marks import VERBS, Mark
from sync.reading.texts.surrounded import LEADS
from sync.reading.texts.text import bare
from sync.reading.texts.tokenising import tokenise

_Name = tuple[str, ...]
_LENGTHS: tuple[Length, ...] = ("quarter", "half", "year", "month", "week")
_NO_ROWS: Sequence[Closing] = ()
_NONE_INHERITED: Mapping[str, Sequence[Inherited]] = {}
FEW_WORDS = 2
"""So few say too little to be known again under another objective: 'Doanh thu'."""
CYCLE_NAME = RarePattern(
    r"(?:\b(?:trong|cua|den het|het|in|by|for|of|until|during) )?"
    r"\b(?:(?:quy|q|quarter|nua nam|h) ?(?:[1-4]|iv|i{1,3})|thang \d\d?|(?:nam |fy ?)?20\d\d|fy ?\d\d)\b"
    r"(?: ?[-/'’] ?(?:20)?\d\d\b)?"
)

_RUNNING_NUMBER = RarePattern(r"(?:[a-z]{0,3}[ ._/-]?\d{1,2}[ ._/-]?)+")
_NO_NAME = LEADS | VERBS | Mark.filler | Mark.stop


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
    """The closed cycles of one workbook, by what their rows are known by; and of other workbooks the rows that its own
    go on from."""

    def __init__(
        self,
        closings: Mapping[str, Sequence[Closing]],
        calendar: FiscalCalendar,
        inherited: Mapping[str, Sequence[Inherited]] = _NONE_INHERITED,
    ) -> None:
        self._closings, self._calendar, self._inherited = closings, calendar, inherited
        self._closed = closings.keys() | inherited.keys()
        self._looked_up: dict[str, Known] = {}

    def __bool__(self) -> bool:
        return bool(self._closed)

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
        while (cycle := previous_cycle(cycle, self._calendar)).id in self._closed:
            yield cycle

    def sealed(self, cycle: Cycle, id: str) -> Closing | None:
        """Given a key result's cycle and id, return what it was closed with; None while its cycle is open."""
        return self._known(cycle).key_results.get(id) if cycle.id in self._closings else None

    def closings(self, cycle: Cycle) -> Sequence[Closing]:
        """All rows of a closed cycle; none of one that is not closed. Where the workbook had none of its own, those of
        the one that it goes on from."""
        own = self._closings.get(cycle.id, ())
        return own or [closing for closing, _ in self._inherited.get(cycle.id, ())]

    def running(self, day: date) -> Iterator[Cycle]:
        """Given a day, yield the cycle of each length that is ever closed here which it lies in; quarters first."""
        closed = {length_of(cycle_by_id(id, self._calendar)) for id in self._closed}
        return (cycle_of(day, self._calendar, length) for length in _LENGTHS if length in closed)

    def _known(self, cycle: Cycle) -> Known:
        if cycle.id not in self._looked_up:
            own, inherited = self._closings.get(cycle.id, _NO_ROWS), self._inherited.get(cycle.id, ())
            self._looked_up[cycle.id] = Known(own, inherited)
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
    return " ".join(CYCLE_NAME.sub(" ", words).split())


def have_words_in_common(one: str, other: str) -> bool:
    """Given two texts, return whether any word that names something is in both, or one of them has none."""
    mine, its = _naming(one), _naming(other)
    return not mine or not its or bool(mine & its)


@lru_cache(maxsize=16384)
def _naming(text: str) -> frozenset[str]:
    tokens = tokenise(text, None).tokens
    return frozenset(bare(token.text) for token in tokens if token.figure is None and not token.marks & _NO_NAME)


T = TypeVar("T")


class ByName(Generic[T]):
    """Things by every name that they are known by."""

    def __init__(self, things: Iterable[tuple[Said, T]]) -> None:
        self._by: dict[_Name, list[T]] = {}
        self._numbered: dict[tuple[ClosingKind, str], str] = {}
        """What is said by who has a number of its own."""
        for said, one in things:
            if said.given_id:
                self._numbered[said.kind, said.given_id] = said.words
            for name in _names(said):
                self._by.setdefault(name, []).append(one)

    def find(self, said: Said) -> Sequence[T]:
        """All that a row may mean: the first name that means any decides, and whose it is where that means several."""
        by_id, by_place, by_whose, by_words, by_whose_words = _names(said)
        if said.given_id and len(named := self._by.get(by_id, ())) == 1 and self._is_number_of(said):
            return named
        if not said.words:
            return ()
        near = self._by.get(by_place, ())
        if not near and len(said.words.split()) > FEW_WORDS:
            near, by_whose = self._by.get(by_words, ()), by_whose_words
        return near if len(near) < 2 else self._by.get(by_whose, near)

    def _is_number_of(self, said: Said) -> bool:
        """Whether a number says which row is meant: KR1 of the next cycle may be about something else."""
        is_running = _RUNNING_NUMBER.fullmatch(said.given_id) is not None
        return not is_running or have_words_in_common(said.words, self._numbered[said.kind, said.given_id])

    def alike(self, said: Said) -> list[T]:
        """All that may be the same row as another, wherever it stands by now."""
        by_id, by_place, _, by_words, _ = _names(said)
        names = [by_id] if said.given_id else []
        if said.words:
            names.append(by_words if len(said.words.split()) > FEW_WORDS else by_place)
        return list({id(one): one for name in names for one in self._by.get(name, ())}.values())


class Known:
    """One closed cycle's rows, and those that were inherited, by every name that they are known by."""

    def __init__(self, rows: Sequence[Closing], inherited: Sequence[Inherited] = ()) -> None:
        self.key_results = {one.id: one for one in rows if one.kind is ClosingKind.key_result}
        self._objectives = {one.id: one for one in rows if one.kind is ClosingKind.objective}
        self._above = {id(closing): above for closing, above in inherited}
        every = (*rows, *(closing for closing, _ in inherited))
        self._by = ByName((self.said(one), one) for one in every)

    def find(self, said: Said) -> Closing | None:
        """Where a row may mean several, none is known."""
        found = self._by.find(said)
        return found[0] if len(found) == 1 else None

    def said(self, one: Closing) -> Said:
        words = bare(one.text) if one.kind is ClosingKind.kpi else gist(one.text)
        if id(one) in self._above:
            return Said(one.kind, one.given_id, words, gist(self._above[id(one)]), bare(one.owner), bare(one.team))
        above = self._objectives.get(one.objective)
        owner, team = one.owner, one.team
        if above is not None:
            owner, team = owner or above.owner, above.team
        said_above = gist(above.text) if above is not None else ""
        return Said(one.kind, one.given_id, words, said_above, bare(owner), bare(team))

    def inherited(self, one: Closing) -> Inherited:
        """One of the rows as another workbook may inherit it: with the words of its objective, and with whose it is."""
        above = self._objectives.get(one.objective)
        if above is None:
            return Inherited(one)
        return Inherited(one._replace(owner=one.owner or above.owner, team=above.team), above.text)


def _names(said: Said) -> tuple[_Name, _Name, _Name, _Name, _Name]:
    """By id; by words and objective; by these and whose it is; by words alone; by these and whose it is."""
    kind, given_id, words, objective, owner, team = said
    return (
        ("id", kind, given_id),
        ("place", kind, words, objective),
        ("whose", kind, words, objective, owner, team),
        ("words", kind, words),
        ("whose words", kind, words, owner, team),
    )
