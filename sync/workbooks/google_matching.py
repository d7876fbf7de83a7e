"""Which line is which of a moment before, told from what stands in each; a line is a row or a column. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

_MOST_COMPARED = 200
"""Edited lines that are compared with each other; of more, each only with the one at its place."""
_ENOUGH_ALIKE = 0.5

Key = Counter[Hashable]
"""What stands in a line."""
Contents = Mapping[int, Mapping[int, Any]]
"""What is typed where: by row, then column."""


def matched(
    before: Mapping[int, Key], after: Mapping[int, Key], wanted: Sequence[int], beside: Callable[[int, int], float]
) -> dict[int, int]:
    """Given lines by their number, return for those after (at least for those wanted) which one before they were."""
    places_before, places_after = _places(before), _places(after)
    found: dict[int, int] = {}
    several: list[tuple[list[int], list[int]]] = []
    for key, places in places_after.items():
        sources = places_before.get(key, [])
        if len(places) == len(sources) == 1:
            found[places[0]] = sources[0]
        elif sources:
            several.append((places, sources))
    nearest = _Nearest(found)
    for places, sources in several:
        found |= _told_apart(places, sources, nearest, beside)
    nearest = _Nearest(found)
    for place in wanted:
        # Where nothing stood, and nothing stands, nothing can be in the wrong place.
        if place not in after and place not in before:
            found[place] = place
    taken = set(found.values())
    left_before = [place for place in before if place not in taken]
    left_after = [place for place in after if place not in found]
    found |= _edited(before, after, left_before, left_after, nearest)
    return found


def over(contents: Contents, others: Contents) -> Contents:
    """Given contents, and others that stand below them where there are none, return what is seen of both."""
    return {row: {**others.get(row, {}), **contents.get(row, {})} for row in sorted(contents.keys() | others.keys())}


def told_alike(before: Mapping[int, Key], after: Mapping[int, Key]) -> dict[int, int]:
    """Given lines by their number, return for those after which one before they were, where just as many say the same:
    in their order."""
    places_before, places_after = _places(before), _places(after)
    return {
        place: source
        for key in places_before.keys() & places_after.keys()
        if len(places_before[key]) == len(places_after[key])
        for place, source in zip(places_after[key], places_before[key], strict=True)
    }


def _places(lines: Mapping[int, Key]) -> dict[frozenset[tuple[Hashable, int]], list[int]]:
    found: dict[frozenset[tuple[Hashable, int]], list[int]] = defaultdict(list)
    for place, key in lines.items():
        found[frozenset(key.items())].append(place)
    return found


class _Nearest:
    """How far lines moved, told from the nearest that is known."""

    def __init__(self, found: Mapping[int, int]) -> None:
        self._places = sorted(found)
        self._found = dict(found)

    def source(self, place: int) -> int:
        """Given a line after, return where it was if it moved as its nearest neighbour did."""
        if not self._places:
            return place
        index = bisect_left(self._places, place)
        near = min(self._places[max(index - 1, 0) : index + 1], key=lambda other: abs(other - place))
        return place + self._found[near] - near


def _told_apart(
    places: list[int], sources: list[int], nearest: _Nearest, beside: Callable[[int, int], float]
) -> dict[int, int]:
    """Lines that say the same: by what else stands beside them where that tells, else by their order, or, where some
    came or went, by their neighbours."""
    if len(places) <= _MOST_COMPARED:
        best = {place: _only_best(sources, lambda source, place=place: beside(place, source)) for place in places}  # type: ignore[misc]
        if None not in best.values() and len(set(best.values())) == len(places):
            return {place: source for place, source in best.items() if source is not None}
    if len(places) == len(sources):
        return dict(zip(places, sources, strict=True))
    claims: dict[int, list[int]] = defaultdict(list)
    for place in places:
        claims[nearest.source(place)].append(place)
    claimed = {
        source: _only_best(claims[source], lambda place, source=source: beside(place, source))  # type: ignore[misc]
        for source in sources
        if source in claims
    }
    return {place: source for source, place in claimed.items() if place is not None}


def _only_best(candidates: Sequence[int], score: Callable[[int], float]) -> int | None:
    scores = sorted(((score(candidate), candidate) for candidate in candidates), reverse=True)
    return None if len(scores) > 1 and scores[0][0] == scores[1][0] else scores[0][1]


def _edited(
    before: Mapping[int, Key],
    after: Mapping[int, Key],
    left_before: Sequence[int],
    left_after: Sequence[int],
    nearest: _Nearest,
) -> dict[int, int]:
    """Lines that were edited: those most alike first, of those that are as much alike the one at its place."""
    few = max(len(left_before), len(left_after)) <= _MOST_COMPARED
    pairs: list[tuple[float, bool, int, int]] = []
    for place in left_after:
        expected = nearest.source(place)
        for source in left_before if few else [expected]:
            likeness = alike(after[place], before.get(source, Key()))
            # One at its place of which nothing is left was typed anew: no other is it, and it is no other.
            if likeness >= _ENOUGH_ALIKE or (source == expected and source in before):
                pairs.append((likeness, source == expected, place, source))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, place, source in sorted(pairs, reverse=True):
        if place not in found and source not in taken:
            found[place] = source
            taken.add(source)
    return found


def alike(one: Key, other: Key) -> float:
    return (one & other).total() / max(one.total(), other.total(), 1)
