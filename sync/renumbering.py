"""Rows whose team gave them other numbers since they were last read: KR1, KR2 … of a list that a row came into. Pure.

A number says which row it is, whatever becomes of its words. But where a row has all the words of another one that
stood in its tab, the words win: the numbers were given anew. A row whose number belongs to another one by that is a new
row, or one that was known by another number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from sync.model.past import Standing
from sync.model.rows import KeyResult, Objective, Rows
from sync.reading.texts.text import bare


class _Row(NamedTuple):
    id: str
    sheet: str
    words: str
    number: str
    row: KeyResult | Objective


def renumbered(rows: Rows, standing: Mapping[str, Standing], given: Mapping[str, int]) -> dict[str, str]:
    """Given rows of which those with a number of their own have it as their id, the rows that stood there by the ids
    that they were known by, and how often each number is given, return for each row that goes by another id its own one
    ─▶ that one."""
    objectives = _numbered(rows.objectives, given)
    key_results = _numbered((one for _, one in rows.key_results()), given)
    if all(_is_as_it_was(one, standing) for one in (*objectives, *key_results)):
        return {}
    known: dict[str, str] = {}
    held = {kpi.id for kpi in rows.kpis}
    for numbered, stood in (
        (objectives, [one for one in standing.values() if not one.objective]),
        (key_results, [one for one in standing.values() if one.objective]),
    ):
        known |= _known_by(numbered, stood, held)
    taken = {*standing, *(one.id for one in (*objectives, *key_results)), *(kpi.id for kpi in rows.kpis)}
    return {own: id or _beside(own, taken) for own, id in known.items() if id != own}


def _numbered(rows: Iterable[KeyResult | Objective], given: Mapping[str, int]) -> list[_Row]:
    found: list[_Row] = []
    for one in rows:
        number = bare(one.external_id.value or "")
        if number and given[number] == 1:
            text = one.text if isinstance(one, KeyResult) else one.title
            found.append(_Row(one.id, one.sheet, bare(text.value or ""), number, one))
    return found


def _is_as_it_was(one: _Row, standing: Mapping[str, Standing]) -> bool:
    was = standing.get(one.id)
    return was is not None and was.given_id in ("", one.number) and bare(was.words) == one.words


def _known_by(numbered: Sequence[_Row], stood: Collection[Standing], held: set[str]) -> dict[str, str]:
    """Each row's id ─▶ the one that it is known by; '' for a new row whose number belongs to another one. ``held`` are
    the ids that others have, and these from now on."""
    by_number = {one.given_id or one.id: one for one in stood}
    by_words = _once((one.sheet, bare(one.words)) for one in stood)
    here = _once((one.sheet, one.words) for one in numbered)
    there = {key: one for one in stood if (key := (one.sheet, bare(one.words))) in by_words}
    found: dict[str, str] = {}
    for one in numbered:
        was, same = by_number.get(one.number), there.get((one.sheet, one.words))
        if same is None or not one.words or same.id in held or (one.sheet, one.words) not in here:
            continue
        if _is_rather(one, same, was):
            found[one.id] = same.id
            held.add(same.id)
    for one in numbered:
        if one.id not in found:
            was = by_number.get(one.number)
            id = one.id if was is None else was.id
            found[one.id] = "" if id in held else id
            held.add(id)
    return found


def _is_rather(one: _Row, same: Standing, was: Standing | None) -> bool:
    """Whether a row is the one that had its words rather than the one that had its number. Where its values are those
    of the latter, and not of the former, the texts alone were exchanged."""
    if was is None or was is same:
        return True
    return not (_has_values_of(one, was) and not _has_values_of(one, same))


def _has_values_of(one: _Row, was: Standing) -> bool:
    if not isinstance(one.row, KeyResult):
        return True
    current = one.row.current.value
    return (None if current is None else current.value, one.row.measure.target) == (was.current, was.target)


def _once(keys: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(key for key, times in Counter(keys).items() if times == 1)


def _beside(id: str, taken: set[str]) -> str:
    found = next(other for nth in count(2) if (other := f"{id}-{nth}") not in taken)
    taken.add(found)
    return found
