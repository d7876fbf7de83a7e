"""Which rows of a cycle go on from rows that other workbooks had in the cycle before. Pure.

A workbook goes on whole from another one where its name is the other's but for the cycle ('OKR Q3', 'OKR Q4'), or where
most of its rows do and most of the other's: a new workbook each quarter. Otherwise a single row may have moved. It goes
on from the one sealed row that says the same and that nobody else goes on from: not the workbook that had it, not one
that has such a row for longer. What is in doubt has no past, and is told: a wrong past is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sync.lineage import CYCLE_NAME, FEW_WORDS, ByName, Known, Said
from sync.model.past import Closing, ClosingKind, Inherited
from sync.reading.texts.text import bare

_AT_LEAST = 3
"""Fewer rows of the same words are chance, and do not make one workbook go on from another."""
_NO_WORDS = re.compile(r"[\W_]+")

Name = tuple[str, str, str]


class Row(NamedTuple):
    """An objective, key result or KPI of a workbook in a cycle. ``since`` orders rows by when they were first seen
    there; None where that was never archived."""

    id: str
    workbook: str
    said: Said
    since: int | None = None


class Origins(NamedTuple):
    """What rows go on from: ``predecessor`` is the workbook that theirs goes on from whole ('' for none), ``single``
    the rows of others that single ones go on from, ``doubtful`` the workbooks that others may come from. Keys are the
    rows' ids."""

    predecessor: str = ""
    single: Mapping[str, Inherited] = {}
    doubtful: Mapping[str, tuple[str, ...]] = {}


class SealedRows:
    """Sealed rows of one cycle, by the workbooks that they were sealed for."""

    def __init__(self, closings: Iterable[Closing]) -> None:
        by_workbook: defaultdict[str, list[Closing]] = defaultdict(list)
        for closing in closings:
            by_workbook[closing.workbook].append(closing)
        self._known = {workbook: Known(rows) for workbook, rows in by_workbook.items()}
        self.rows: Mapping[str, Sequence[Closing]] = by_workbook
        self.every: ByName[Closing] = ByName(
            (self._known[closing.workbook].said(closing), closing) for rows in by_workbook.values() for closing in rows
        )

    def find_in(self, workbook: str, said: Said) -> Closing | None:
        return self._known[workbook].find(said)

    def said(self, closing: Closing) -> Said:
        return self._known[closing.workbook].said(closing)

    def inherited(self, closing: Closing) -> Inherited:
        return self._known[closing.workbook].inherited(closing)

    def in_workbook(self, workbook: str) -> tuple[Inherited, ...]:
        return tuple(map(self.inherited, self.rows[workbook]))


def names_of(said: Said) -> tuple[Name, ...]:
    """Given what a row says, return the names under which rows that may be the same are looked up."""
    names = (("id", said.kind, said.given_id), ("words", said.kind, said.words))
    return tuple(name for name in names if name[2])


def origins(
    workbook: str,
    rows: Sequence[Row],
    sealed: SealedRows,
    others: Sequence[Row],
    planned: Collection[str],
    *,
    is_planned: bool,
    has_past: bool,
) -> Origins:
    """Given a workbook's rows of a cycle that go on from none of its own, the rows that other workbooks had in the
    cycle before, and those that other workbooks have in this one, return what they go on from.

    ``planned`` are the workbooks that have anything in this cycle. Until ``is_planned`` (the cycle's first weeks) the
    others may still get it, and none of their rows is taken for a moved one. ``has_past`` says that the workbook had
    rows of its own in the cycle before: then it goes on from no other one whole.
    """
    others_by_name = ByName((row.said, row) for row in others if row.workbook != workbook)
    predecessor = ""
    if not has_past:
        predecessor = _predecessor(workbook, rows, sealed, others_by_name, planned, is_planned=is_planned)
    left = [row for row in rows if not predecessor or sealed.find_in(predecessor, row.said) is None]
    found: dict[str, Closing] = {}
    doubtful: dict[str, tuple[str, ...]] = {}
    for row in left:
        free, rivals = _free_for(row, (workbook, predecessor), sealed, others_by_name)
        if not (is_planned or any(_is_there(one.workbook, planned) for one in free)):
            continue
        is_first = not any(_was_there_before(one, row) for one in rivals)
        if len(free) == 1 and is_first and _is_certain(row, free[0], sealed, planned):
            found[row.id] = free[0]
        elif any(_stands_alike(row.said, sealed.said(one)) for one in free):
            doubtful[row.id] = tuple(sorted({one.workbook for one in free}))
    _let_objectives_follow(left, found, doubtful, sealed)
    once = Counter(id(one) for one in found.values())
    for row_id in [row_id for row_id, one in found.items() if once[id(one)] > 1]:
        doubtful[row_id] = (found.pop(row_id).workbook,)
    return Origins(predecessor, {row_id: sealed.inherited(one) for row_id, one in found.items()}, doubtful)


def _free_for(
    row: Row, own: Collection[str], sealed: SealedRows, others: ByName[Row]
) -> tuple[list[Closing], list[Row]]:
    """Sealed rows that a row may go on from, of other workbooks than its ``own``, where those have no such row any
    more; and the others' rows that may go on from these as well."""
    free: list[Closing] = []
    rivals: list[Row] = []
    for one in sealed.every.find(row.said):
        if one.workbook in own:
            continue
        alike = others.alike(sealed.said(one))
        if not any(_goes_on_in(one.workbook, other.workbook) for other in alike):
            free.append(one)
            rivals += (other for other in alike if not _has_own_past(other, sealed))
    return free, rivals


def moved_from(rows: Sequence[Row], gone: Sequence[Row], others: Sequence[Row]) -> dict[str, Row]:
    """Given rows that came into a workbook in mid-cycle, those that other workbooks had in that cycle until ``since``,
    and those that other workbooks have, return by the rows' ids which each was: the one that says the same and was gone
    before it came, where no other row has come since that may be it."""
    gone_by_name = ByName((one.said, one) for one in gone)
    came_by_name = ByName((one.said, one) for one in (*rows, *others))
    found: dict[str, Row] = {}
    for row in rows:
        if row.since is not None:
            before = [one for one in gone_by_name.find(row.said) if _was_there_before(one, row)]
            came = [
                other
                for one in before
                for other in came_by_name.alike(one.said)
                if other is not row and _was_there_before(one, other) and not _was_there_before(row, other)
            ]
            if len(before) == 1 and not came:
                found[row.id] = before[0]
    return found


def successor(rows: Sequence[Row], others: Sequence[Row], planned: Collection[str]) -> str:
    """Given a workbook's rows of its last cycle, those of the same words that other workbooks have in a later one, and
    which of these have anything in it, return the one that goes on in its place, '' for none: by its name, or since
    most of the rows stand there, and for less long than here."""
    workbook = rows[0].workbook
    named = [one for one in planned if same_but_for_the_cycle(workbook, one)]
    if named:
        return named[0]
    by_name = ByName((other.said, other) for other in others)
    counted = Counter(
        one
        for row in rows
        for one in {other.workbook for other in by_name.find(row.said) if _was_there_before(row, other)}
    )
    found = [one for one, count in counted.items() if count >= _AT_LEAST and 2 * count >= len(rows)]
    return min(found, key=lambda one: (-counted[one], one), default="")


def same_but_for_the_cycle(one: str, other: str) -> bool:
    """Whether two names of workbooks both name a cycle, and are otherwise the same: 'OKR Q3 2026', 'okr-q4-2026'."""
    (first, has_cycle), (second, has_one_too) = _stem(one), _stem(other)
    return has_cycle and has_one_too and first == second and one != other


def _predecessor(
    workbook: str,
    rows: Sequence[Row],
    sealed: SealedRows,
    others: ByName[Row],
    planned: Collection[str],
    *,
    is_planned: bool,
) -> str:
    """One that is there in this cycle itself is nobody's, nor is one that another workbook goes on from."""
    over = [one for one in sealed.rows if one not in planned]
    named = [one for one in over if same_but_for_the_cycle(workbook, one)]
    if named:
        others_of_the_name = [one for one in planned if one != workbook and same_but_for_the_cycle(one, named[0])]
        return named[0] if len(named) == 1 and not others_of_the_name else ""
    left = [one for one in over if not _is_there(one, planned)]
    found = {one: [row for row in rows if sealed.find_in(one, row.said) is not None] for one in left}
    counted = {one: len(those) for one, those in found.items()}
    if not counted:
        return ""
    best, *next_best = sorted(counted, key=lambda one: (-counted[one], one))
    most, larger = counted[best], max(len(rows), len(sealed.rows[best]))
    smaller = min(len(rows), len(sealed.rows[best]))
    enough = most >= _AT_LEAST and 2 * most >= (smaller if is_planned else larger)
    is_taken = any(
        2 * len(its) >= most and not _comes_from_elsewhere(its, best, sealed)
        for its in _there_before(found[best], others).values()
    )
    return best if enough and not is_taken and all(counted[one] < most for one in next_best) else ""


def _there_before(rows: Iterable[Row], others: ByName[Row]) -> Mapping[str, Sequence[Row]]:
    """What the other workbooks have of the same words for longer than the rows are there, by workbook."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        alike = {other.workbook: other for other in others.find(row.said) if _was_there_before(other, row)}
        for workbook, other in alike.items():
            found[workbook].append(other)
    return found


def _comes_from_elsewhere(rows: Sequence[Row], one: str, sealed: SealedRows) -> bool:
    """Whether all of a workbook's rows that one workbook had, another had as well: teams that write alike."""
    return any(
        other != one and all(sealed.find_in(other, row.said) is not None for row in rows) for other in sealed.rows
    )


def _is_certain(row: Row, closing: Closing, sealed: SealedRows, planned: Collection[str]) -> bool:
    """Of a workbook that is not there any more, all rows may have gone on elsewhere together."""
    own, its = row.said, sealed.said(closing)
    if own.given_id and own.given_id == its.given_id:
        return True
    if not _is_there(closing.workbook, planned):
        return False
    same_people = bool((own.owner and own.owner == its.owner) or (own.team and own.team == its.team))
    if own.kind is not ClosingKind.key_result:
        return same_people and len(own.words.split()) > FEW_WORDS
    others = bool(own.owner and its.owner and own.owner != its.owner)
    return own.objective == its.objective or (len(own.words.split()) > FEW_WORDS and not others)


def _let_objectives_follow(
    rows: Sequence[Row], found: dict[str, Closing], doubtful: dict[str, tuple[str, ...]], sealed: SealedRows
) -> None:
    """An objective of which key results have moved from under the same words has moved with them."""
    above = {(one.workbook, one.objective) for one in found.values() if one.kind is ClosingKind.key_result}
    for row in rows:
        if row.id in doubtful and row.said.kind is ClosingKind.objective:
            alike = [one for one in sealed.every.find(row.said) if (one.workbook, one.id) in above]
            if len(alike) == 1:
                found[row.id] = alike[0]
                del doubtful[row.id]


def _has_own_past(row: Row, sealed: SealedRows) -> bool:
    return any(_goes_on_in(one.workbook, row.workbook) for one in sealed.every.alike(row.said))


def _stands_alike(one: Said, other: Said) -> bool:
    return bool(one.given_id and one.given_id == other.given_id) or (one.words, one.objective) == (
        other.words,
        other.objective,
    )


def _was_there_before(rival: Row, row: Row) -> bool:
    return rival.since is not None and (row.since is None or rival.since < row.since)


def _is_there(workbook: str, planned: Collection[str]) -> bool:
    """Whether a workbook, or the one that goes on from it by its name, has anything in the cycle."""
    return any(_goes_on_in(workbook, one) for one in planned)


def _goes_on_in(before: str, now: str) -> bool:
    return before == now or same_but_for_the_cycle(before, now)


def _stem(name: str) -> tuple[str, bool]:
    words = _NO_WORDS.sub(" ", bare(name.replace("_", " "))).strip()
    stem = " ".join(CYCLE_NAME.sub(" ", words).split())
    return stem, stem != words
