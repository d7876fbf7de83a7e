"""What came of workbooks the last time, for a process that goes on: where all that an outcome follows from is what it
was, it is not worked out again.

An outcome is a function of what the workbook says, the settings, the day, what the archive knows of the workbook, and
what other workbooks answer when they are asked. The first four are compared whole; the others are asked the same
questions again, whose answers have to be the same. So nothing has to be listed that might have changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

from sync.inheriting import OtherWorkbooks
from sync.memo import KnownRows
from sync.model.past import Closing, History, Remembered
from sync.model.rows import Cycle
from sync.moved_rows import Name, Row
from sync.options import Settings

_MOST_FINDINGS = 50_000
"""Of all outcomes that are kept: they are nearly all of them."""
_MOST_ROWS = 25_000
"""Of all workbooks whose rows are kept: some 5 kB each."""


class _Outcome(Protocol):
    @property
    def findings(self) -> Sequence[object]: ...


_Answer = TypeVar("_Answer")
Kept = TypeVar("Kept", bound=_Outcome)


class MadeFrom(NamedTuple):
    """What an outcome follows from, as far as it is known before it is worked out: ``said`` and ``past`` are hashes of
    what the workbook says and of what the archive knows of it."""

    workbook: str
    source: str
    said: bytes
    settings: Settings
    as_of: date
    past: bytes


class _Question(NamedTuple):
    """What other workbooks were asked, and a hash of the answer."""

    method: str
    asked: tuple[Any, ...]
    answer: bytes


class Asked:
    """Other workbooks, and what they are asked (``OtherWorkbooks``)."""

    def __init__(self, others: OtherWorkbooks) -> None:
        self._others = others
        self.questions: list[_Question] = []

    def sealed(self, cycle: str, names: Collection[Name]) -> Sequence[Closing]:
        return self._noted("sealed", self._others.sealed(cycle, names), cycle, names)

    def sealed_for(self, cycle: str, workbook: str) -> Sequence[Closing]:
        return self._noted("sealed_for", self._others.sealed_for(cycle, workbook), cycle, workbook)

    def sealed_workbooks(self, cycle: str) -> Collection[str]:
        return self._noted("sealed_workbooks", self._others.sealed_workbooks(cycle), cycle)

    def planned(self, cycle: Cycle) -> Collection[str]:
        return self._noted("planned", self._others.planned(cycle), cycle)

    def standing(self, cycle: Cycle, names: Collection[Name]) -> Sequence[Row]:
        return self._noted("standing", self._others.standing(cycle, names), cycle, names)

    def left(self, cycle: Cycle, names: Collection[Name]) -> Sequence[tuple[Row, Remembered]]:
        return self._noted("left", self._others.left(cycle, names), cycle, names)

    def first_seen(self, ids: Collection[str]) -> Mapping[str, int]:
        return self._noted("first_seen", self._others.first_seen(ids), ids)

    def last_seen(self, ids: Collection[str]) -> Mapping[str, int]:
        return self._noted("last_seen", self._others.last_seen(ids), ids)

    def answer_again(self, question: _Question) -> bool:
        """Whether a question has the answer that it had."""
        getattr(self, question.method)(*question.asked)
        return self.questions[-1].answer == question.answer

    def _noted(self, method: str, answer: _Answer, *asked: Any) -> _Answer:
        self.questions.append(_Question(method, asked, hash_of(answer)))
        return answer


class Recorded(NamedTuple):
    """A snapshot's number, and the run that recorded it: by its run another archive's of that number is told from
    it."""

    snapshot: int
    run: str


class _Known(NamedTuple, Generic[Kept]):
    """An outcome, and all that it follows from. ``recorded`` is the snapshot that was recorded of it,
    ``version`` a hash of the version of the workbook's file that says what was read, where that is known, and
    ``fingerprint`` the content's."""

    made_from: MadeFrom
    questions: tuple[_Question, ...]
    outcome: Kept
    recorded: Recorded
    version: bytes | None = None
    fingerprint: str = ""

    def is_made_from(self, other: MadeFrom) -> bool:
        return self.made_from == (other._replace(said=self.made_from.said) if other.said == self.version else other)


class LastTime(Generic[Kept]):
    """The last outcome of each workbook, as far as there is room: who was asked for longest ago makes it."""

    def __init__(self, most_findings: int = _MOST_FINDINGS, most_rows: int = _MOST_ROWS) -> None:
        self._most = most_findings
        self._most_rows = most_rows
        self._known: dict[str, _Known[Kept]] = {}
        self._rows: dict[str, KnownRows] = {}
        self._in_a_row: dict[str, tuple[int, str]] = {}
        """By workbooks that were left with something to be written after they were not: how many syncs in a row, and
        the run of the last one."""

    def rows_of(self, workbook: str) -> KnownRows:
        """Given a workbook, return what its rows came to the last time, one by one; where nothing is known, nothing
        yet."""
        rows = self._rows.pop(workbook, None)
        # Where all is as it was, nobody comes to ``let_rows_go``, and still the archive was asked about each row.
        self._make_room()
        self._rows[workbook] = rows = KnownRows.nothing_yet() if rows is None else rows
        return rows

    def let_rows_go(self) -> None:
        """After a workbook's rows were worked out, keep no more than there is room for."""
        for rows in self._rows.values():
            rows.end()
        self._make_room()

    def _make_room(self) -> None:
        while self._rows and sum(each.rows for each in self._rows.values()) > self._most_rows:
            del self._rows[next(iter(self._rows))]

    def beside(
        self, workbook: str, run: str, made_from: Callable[[], MadeFrom], others: OtherWorkbooks, fingerprint: str = ""
    ) -> ThisTime[Kept]:
        """Given a workbook, the run that syncs it, what tells all that its outcome follows from, the other workbooks,
        and the fingerprint of what it says ('': not known), return it beside the last one."""
        known = self._known.pop(workbook, None)
        times, last = self._in_a_row.get(workbook, (0, ""))
        # One sync may come here several times: before it is read, and whenever it is read again.
        if known is not None:
            self._in_a_row[workbook] = 1, run
        elif times and last != run:
            self._in_a_row[workbook] = times + 1, run
        return ThisTime(made_from, Asked(others), known, self._keep, fingerprint)

    def is_changing(self, workbook: str) -> bool:
        """Whether the last syncs of a workbook, two at least, each had something to write: people are at it."""
        return self._in_a_row.get(workbook, (0, ""))[0] > 1

    def stands_in(self, workbook: str, version: object) -> None:
        """Given a workbook whose outcome was just kept, and the version of its file that was read, take the outcome for
        what that version comes to as well."""
        known = self._known.get(workbook)
        if known is not None:
            self._known[workbook] = known._replace(version=_hash_of_said(version))

    def _keep(self, known: _Known[Kept]) -> None:
        self._in_a_row.pop(known.made_from.workbook, None)
        self._known[known.made_from.workbook] = known
        while sum(len(one.outcome.findings) for one in self._known.values()) > self._most:
            del self._known[next(iter(self._known))]


class ThisTime(Generic[Kept]):
    """What an outcome follows from, beside what came of the workbook the last time. ``others`` are to be asked in the
    place of the other workbooks themselves."""

    def __init__(
        self,
        made_from: Callable[[], MadeFrom],
        others: Asked,
        known: _Known[Kept] | None,
        keep: Callable[[_Known[Kept]], None],
        fingerprint: str,
    ) -> None:
        self.others = others
        self._known, self._keep, self._fingerprint = known, keep, fingerprint
        self._asked_for: Callable[[], MadeFrom] | None = made_from
        self._is_the_same = False

    def recall(self) -> tuple[Kept, Recorded] | None:
        """The outcome, and its snapshot, where they are known to be the same; None where the outcome has to be worked
        out."""
        known = self._known
        # To hash all that a workbook says takes longer than to see that something else was typed into it.
        if known is None or (known.fingerprint and self._fingerprint not in ("", known.fingerprint)):
            return None
        if not known.is_made_from(self._made_from):
            return None
        self._is_the_same = all(self.others.answer_again(one) for one in known.questions)
        return (known.outcome, known.recorded) if self._is_the_same else None

    @cached_property
    def _made_from(self) -> MadeFrom:
        assert self._asked_for is not None
        return self._asked_for()

    def let_go(self, *, is_to_be_kept: bool) -> None:
        """What the outcome follows from is large, and is not held any longer: where the outcome is to be kept, it is
        hashed before."""
        if is_to_be_kept:
            _ = self._made_from
        self._asked_for = None

    def keep(self, outcome: Kept, recorded: Recorded) -> None:
        """Given an outcome without rows that left nothing to be written, and its snapshot, keep them."""
        if self._known is not None and self._is_the_same:
            self._keep(self._known._replace(recorded=recorded))
        else:
            known = _Known(self._made_from, tuple(self.others.questions), outcome, recorded)
            self._keep(known._replace(fingerprint=self._fingerprint))


def made_from(workbook: str, source: str, said: object, settings: Settings, as_of: date, history: History) -> MadeFrom:
    """Given a workbook and what it says (its content, or its file's version), and the rest that its outcome follows
    from, return all of it."""
    return MadeFrom(workbook, source, _hash_of_said(said), settings, as_of, hash_of(history))


def hash_of(value: object) -> bytes:
    """Given values of the model, return a hash: equal ones are equal to the letter, 1 and 1.0 are not."""
    return _hash(value, "string")


def _hash_of_said(said: object) -> bytes:
    """A cell may hold a number or its text, which are two things. Its numbers are doubles: as such nothing is lost."""
    return _hash(said, "number")


def _hash(value: object, decimals: Literal["string", "number"]) -> bytes:
    from msgspec.msgpack import Encoder

    encoder = Encoder(enc_hook=_made_from, decimal_format=decimals)
    return blake2b(encoder.encode(value), digest_size=16).digest()


def _made_from(value: Any) -> Any:
    """What is decoded only when somebody asks for it, as it is kept."""
    return value.kept
