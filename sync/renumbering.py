"""Rows whose team gave them other numbers since they were last read: KR1, KR2 … of a list that a row came into. Pure.

A number says which row it is, whatever becomes of its words. But where a row has all the words of another one that
stood in its tab, the words win: the numbers were given anew. From then on the numbers of that tab say nothing of the
rows that were reworded at the same time: KR1 may be the row that came in above, and the reworded one KR2. Those are
open to ``rewording.py``, as if they had no number, and new rows where that does not know them. So is a row that has the
number of one that was taken out long ago, unless its words are like that one's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import NamedTuple, TypeVar

from sync.model.past import Gone, Standing
from sync.model.rows import KeyResult, Objective, Rows
from sync.reading.texts.text import bare
from sync.rewording import likenesses


class Renumbered(NamedTuple):
    """``ids``: each row that goes by another id than its number ─▶ that one. ``open``: the ids, these among them, of
    rows whose numbers do not say which rows they are."""

    ids: Mapping[str, str]
    open: frozenset[str]


class _Row(NamedTuple):
    number: str
    sheet: str
    words: str
    row: KeyResult | Objective


class _List:
    """The numbered objectives, or key results, and those that stood there. ``known``: number ─▶ the id of the row that
    it is, as far as that is found; ``gone``: id ─▶ the words of a row that was taken out before."""

    def __init__(self, rows: Sequence[_Row], stood: Sequence[Standing], gone: Mapping[str, str]) -> None:
        self.rows, self.stood, self.gone = rows, stood, gone
        once = Counter(map(_number, stood))
        self.by_number = {number: one for one in stood if once[number := _number(one)] == 1}
        self.given_twice = {number for number, times in once.items() if times > 1}
        self.known: dict[str, str] = {}

    def find_same_words(self) -> None:
        """Know rows by their words, unless they show that the texts alone were exchanged."""
        there = _once(((one.sheet, bare(one.words)), one) for one in self.stood)
        here = _once(((one.sheet, one.words), one) for one in self.rows if one.words)
        same = {one.number: there[words] for words, one in here.items() if words in there}
        kept = {one.number for one in self.rows if self._has_kept_its_values(one, same.get(one.number))}
        while wrong := [number for number in kept if self._says_otherwise(number, here, kept)]:
            kept.difference_update(wrong)
        self.known |= {number: self.by_number[number].id if number in kept else one.id for number, one in same.items()}

    def _has_kept_its_values(self, one: _Row, same: Standing | None) -> bool:
        """Whether a row has the words of another one, and the values of the one that had its number."""
        was = self.by_number.get(one.number)
        if was is None or same is None:
            return False
        return _has_values_of(one, was) and not _has_values_of(one, same)

    def _says_otherwise(self, number: str, here: Mapping[tuple[str, str], _Row], kept: set[str]) -> bool:
        """Whether another row has the words of the one that had a number, and has not kept its own number's values."""
        was = self.by_number[number]
        other = here.get((was.sheet, bare(was.words)))
        return other is not None and other.number not in kept

    def sheets_numbered_anew(self) -> set[str]:
        now = {id: number for number, id in self.known.items()}
        return {one.sheet for one in self.stood if now.get(one.id, _number(one)) != _number(one)}

    def find_by_number(self, anew: set[str], ids: Collection[str]) -> set[str]:
        """Given the tabs that were numbered anew and the ids of all rows that stood there, know what is left by its
        number, but for new rows (''); return the numbers that say nothing."""
        held = set(self.known.values())
        left = [one for one in self.rows if one.number not in self.known]
        gone = [one for one in self.stood if one.id not in held]
        doubtful = self._doubtful(left, gone)
        open: set[str] = set()
        for one in left:
            was = self.by_number.get(one.number)
            if one.sheet in anew or (was is not None and was.sheet in anew) or one.number in self.given_twice:
                open.add(one.number)
            is_sure = one.number not in open and one.number not in doubtful
            if was is not None:
                self.known[one.number] = was.id if is_sure else ""
            else:
                # Its number may be the id of a row that has had another number for long.
                is_anothers = one.number in ids or not self._may_be_back(one)
                self.known[one.number] = "" if is_anothers else one.number
        return open

    def _may_be_back(self, one: _Row) -> bool:
        """Whether a row may be the one that had its number before it was taken out: none had, or its words are like
        those."""
        words = self.gone.get(one.number)
        return words is None or bool(likenesses([one.words], [bare(words)]))

    def _doubtful(self, left: Sequence[_Row], gone: Sequence[Standing]) -> set[str]:
        """The numbers of rows whose words are not like those of the row that had the number, where words say that one
        of the two is another's: KR1 was taken out, KR2 reworded and moved up, another row put in, and nothing else
        shows it."""
        likes = likenesses([one.words for one in left], [one.words for one in gone])
        found: set[str] = set()
        pairs = [(left[mine], gone[its]) for mine, its in likes if left[mine].sheet == gone[its].sheet]
        alike = {one.number for one, was in pairs if self.by_number.get(one.number) is was}
        for one, other in pairs:
            if one.number not in alike:
                found |= {one.number, _number(other)}
        return found - alike


def renumbered(
    rows: Rows, standing: Mapping[str, Standing], by_words: Mapping[str, str], gone: Iterable[Gone] = ()
) -> Renumbered:
    """Given rows of which those with a number of their own have it as their id, the rows that stood there by the ids
    that they were known by, by these numbers the ids that the rows' words give, and the key results that were gone by
    then, return which rows those with a number are. A new one whose number is another's is known by its words: a
    second one of that number may have stood there long ago."""
    objectives = _numbered(rows.objectives, by_words)
    key_results = _numbered((one for _, one in rows.key_results()), by_words)
    if all(_is_as_it_was(one, standing) for one in (*objectives, *key_results)):
        return Renumbered({}, frozenset())
    kpis = {kpi.id for kpi in rows.kpis}
    stood = [one for one in standing.values() if one.id not in kpis]
    gone = list(gone)
    lists = (
        _List(
            objectives,
            [one for one in stood if not one.objective],
            {one.objective: one.objective_words for one in gone if one.objective not in standing},
        ),
        _List(key_results, [one for one in stood if one.objective], {one.id: one.words for one in gone}),
    )
    for each in lists:
        each.find_same_words()
    anew = {sheet for each in lists for sheet in each.sheets_numbered_anew()}
    open = {number for each in lists for number in each.find_by_number(anew, standing)}
    known = {number: id for each in lists for number, id in each.known.items()}
    taken = {*standing, *known, *kpis}
    ids = {number: id or _beside(by_words[number], taken) for number, id in known.items() if id != number}
    return Renumbered(ids, frozenset(ids.get(number, number) for number in open))


def _numbered(rows: Iterable[KeyResult | Objective], numbers: Collection[str]) -> list[_Row]:
    found: list[_Row] = []
    for one in rows:
        if one.id in numbers:
            text = one.text if isinstance(one, KeyResult) else one.title
            found.append(_Row(one.id, one.sheet, bare(text.value or ""), one))
    return found


def _is_as_it_was(one: _Row, standing: Mapping[str, Standing]) -> bool:
    was = standing.get(one.number)
    return was is not None and was.given_id in ("", one.number) and bare(was.words) == one.words


def _number(was: Standing) -> str:
    return was.given_id or was.id


def _has_values_of(one: _Row, was: Standing) -> bool:
    if not isinstance(one.row, KeyResult):
        return False
    current = one.row.current.value
    return (None if current is None else current.value, one.row.measure.target) == (was.current, was.target)


_V = TypeVar("_V")


def _once(found: Iterable[tuple[tuple[str, str], _V]]) -> dict[tuple[str, str], _V]:
    """What is found under keys under which there is nothing else."""
    every = list(found)
    times = Counter(key for key, _ in every)
    return {key: one for key, one in every if times[key] == 1}


def _beside(id: str, taken: set[str]) -> str:
    found = next(other for nth in count(1) if (other := f"{id}-{nth}" if nth > 1 else id) not in taken)
    taken.add(found)
    return found
