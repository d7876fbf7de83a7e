"""Rows whose words changed since they were last read: which of the rows that stood there they are. Pure.

Only rows that are new by their words are asked about, and only rows that are gone by theirs are answers: first those of
the same words under another objective's words, then the one that is alike (in its letters, or in all of its numbers and
half of its words), and no other of which that can be said. What is in doubt is a new row: a wrong past is worse than
none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import product
from typing import TypeVar

from sync.model.past import Standing
from sync.model.rows import KeyResult, Objective, Rows
from sync.reading.texts.text import bare
from sync.renamed_tabs import renamed

_ALIKE = 0.6
"""Of two texts: the share of their letters that they have in common, in order."""
_MOST_COMPARED = 50
"""Among more rows than that, likeness of words is chance."""

R = TypeVar("R", Objective, KeyResult)


def reworded(rows: Rows, standing: Mapping[str, Standing], given: Collection[str]) -> dict[str, str]:
    """Given rows with the ids that their words give them, the rows that stood there by the ids that they were known by,
    and the ids that teams gave, return for each row that goes by another id its own one ─▶ that one."""
    objectives = [
        one for one in rows.objectives if one.id not in given and not _is_known(one.id, one.title.value, standing)
    ]
    new = [
        (objective, one)
        for objective in rows.objectives
        for one in objective.key_results
        if one.id not in given and not _is_known(one.id, one.text.value, standing)
    ]
    if not objectives and not new:
        return {}
    gone = _Gone(rows, standing, given)
    known = _objectives(rows, objectives, gone, standing)
    known |= _key_results(new, known, gone)
    return known


def _is_known(id: str, words: str | None, standing: Mapping[str, Standing]) -> bool:
    was = standing.get(id)
    return was is not None and (was.words == words or bare(was.words) == bare(words or ""))


class _Gone:
    """The rows that stood there and that no row is any more, by its id and words."""

    def __init__(self, rows: Rows, standing: Mapping[str, Standing], given: Collection[str]) -> None:
        there = {one.id for one in rows.objectives if _is_known(one.id, one.title.value, standing)}
        there |= {one.id for _, one in rows.key_results() if _is_known(one.id, one.text.value, standing)}
        left = [one for id, one in standing.items() if id not in there and id not in given]
        self.objectives = {one.id: one for one in left if not one.objective}
        self.key_results = {one.id: one for one in left if one.objective}
        self.words_under: dict[str, set[str]] = {}
        for one in left:
            if one.objective:
                self.words_under.setdefault(one.objective, set()).add(bare(one.words))


def _objectives(rows: Rows, new: Sequence[Objective], gone: _Gone, standing: Mapping[str, Standing]) -> dict[str, str]:
    known: dict[str, str] = {}
    had_names = renamed(rows, standing, {was.sheet for was in standing.values()}) if new else {}

    def is_of_its_cycle(one: Objective, was: Standing) -> bool:
        cycle = one.cycle or rows.tables[one.table].cycle
        if cycle is None:
            return was.sheet in (one.sheet, had_names.get(one.sheet))
        return was.cycle == cycle.id

    def same_words(one: Objective, was: Standing) -> bool:
        return is_of_its_cycle(one, was) and bare(was.words) == bare(one.title.value or "")

    def same_key_results(one: Objective, was: Standing) -> bool:
        words = {bare(row.text.value or "") for row in one.key_results}
        same = len(words & gone.words_under.get(was.id, set()))
        return bool(words) and 2 * same >= len(words) and is_of_its_cycle(one, was)

    def alike(one: Objective, was: Standing) -> bool:
        return is_of_its_cycle(one, was) and _are_alike(one.title.value or "", was.words)

    for is_the_same in (same_words, same_key_results, alike):
        taken = set(known.values())
        still_gone = [was for was in gone.objectives.values() if was.id not in taken]
        open_ones = [one for one in new if one.id not in known]
        known |= {one.id: was.id for one, was in _only_pairs(open_ones, still_gone, is_the_same)}
    return known


def _key_results(
    new: Sequence[tuple[Objective, KeyResult]], objectives: Mapping[str, str], gone: _Gone
) -> dict[str, str]:
    known: dict[str, str] = {}
    groups: dict[str, list[KeyResult]] = {}
    for objective, one in new:
        groups.setdefault(objectives.get(objective.id, objective.id), []).append(one)
    left: dict[str, list[Standing]] = {}
    for was in gone.key_results.values():
        left.setdefault(was.objective, []).append(was)
    for id, group in groups.items():
        candidates = left.get(id, [])
        _in_order(group, candidates, known)
        for is_the_same in (_same_numbers, _same_text):
            taken = set(known.values())
            still_gone = [was for was in candidates if was.id not in taken]
            open_ones = [one for one in group if one.id not in known]
            known |= {one.id: was.id for one, was in _only_pairs(open_ones, still_gone, is_the_same)}
    _moved([one for _, one in new], gone, known)
    return known


def _moved(new: Sequence[KeyResult], gone: _Gone, known: dict[str, str]) -> None:
    """Rows of the same words under another objective, where there is only one of them here and there."""
    taken = set(known.values())
    here: dict[str, list[KeyResult]] = {}
    there: dict[str, list[Standing]] = {}
    for one in new:
        if one.id not in known:
            here.setdefault(bare(one.text.value or ""), []).append(one)
    for was in gone.key_results.values():
        if was.id not in taken:
            there.setdefault(bare(was.words), []).append(was)
    for words, own in here.items():
        before = there.get(words, [])
        if words and len(own) == len(before) == 1:
            known[own[0].id] = before[0].id


def _in_order(group: Sequence[KeyResult], candidates: Sequence[Standing], known: dict[str, str]) -> None:
    """Rows of the same words, in their order: two may say the same."""
    by_words: dict[str, list[Standing]] = {}
    for was in candidates:
        by_words.setdefault(bare(was.words), []).append(was)
    for one in group:
        same = by_words.get(bare(one.text.value or ""), [])
        if same:
            known[one.id] = same.pop(0).id


def _same_text(one: KeyResult, was: Standing) -> bool:
    return _are_alike(one.text.value or "", was.words)


def _same_numbers(one: KeyResult, was: Standing) -> bool:
    """A target and a current value that both stayed, and half of the words: 'Profit' with the numbers of 'Revenue' is
    another measure. A current value of 0 says nothing."""
    current, target = one.current.value, one.measure.target
    if current is None or not current.value or (target, current.value) != (was.target, was.current):
        return False
    mine, its = set(bare(one.text.value or "").split()), set(bare(was.words).split())
    return 2 * len(mine & its) >= max(1, min(len(mine), len(its)))


def _are_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, bare(one), bare(other), autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def likenesses(mine: Sequence[str], its: Sequence[str]) -> list[tuple[int, int]]:
    """Given texts as they are compared, return the places of those that are alike; none among too many."""
    if len(mine) * len(its) > _MOST_COMPARED**2:
        return []
    pairs = product(enumerate(mine), enumerate(its))
    return [(here, there) for (here, one), (there, other) in pairs if _are_alike(one, other)]


def _only_pairs(
    new: Sequence[R], gone: Sequence[Standing], is_the_same: Callable[[R, Standing], bool]
) -> list[tuple[R, Standing]]:
    """Pairs of which neither side has another one that it could be with."""
    if len(new) * len(gone) > _MOST_COMPARED**2:
        return []
    pairs = [(one, was) for one in new for was in gone if is_the_same(one, was)]
    mine, its = Counter(one.id for one, _ in pairs), Counter(was.id for _, was in pairs)
    return [(one, was) for one, was in pairs if mine[one.id] == its[was.id] == 1]
