"""Which row and column of a tab is which of a moment before, whatever people did to it meanwhile. Pure.

A row is known by what is typed into it outside of the columns that were written: where that is found once before and
once after, it is the same row. Rows that say the same are told apart by their order, and rows that were edited by what
is left of them; a row that cannot be told is nobody's. Columns are known by their headers, else by what stands in them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sync.workbooks.google_answers import CellData
from sync.workbooks.google_grid import Address, Tab, said

_MOST_COMPARED = 200
"""Edited rows that are compared with each other; of more, each only with the one at its place."""
_ENOUGH_ALIKE = 0.5

Key = Counter[Hashable]


@dataclass(frozen=True)
class Alignment:
    """Rows and columns after, and where they were before; what is not in it is new, or not known. ``same`` columns have
    the header that they had."""

    rows: Mapping[int, int]
    columns: Mapping[int, int]
    same_headers: frozenset[int]

    def source(self, place: Address) -> Address | None:
        """Given a place after, return where its cell stood before; None where its row or column is new."""
        row, column = self.rows.get(place[0]), self.columns.get(place[1])
        return None if row is None or column is None else (row, column)

    def targets(self) -> Callable[[Address], Address | None]:
        """Return the way back: where a cell of before stands now; None where it is gone."""
        rows = {before: after for after, before in self.rows.items()}
        columns = {before: after for after, before in self.columns.items()}

        def target(place: Address) -> Address | None:
            row, column = rows.get(place[0]), columns.get(place[1])
            return None if row is None or column is None else (row, column)

        return target

    def is_unmoved(self, place: Address) -> bool:
        return self.source(place) == place and place[1] in self.same_headers


def aligned(
    before: Tab,
    after: Tab,
    written: Collection[Address],
    header_rows: int,
    added: Mapping[int, CellData] = MappingProxyType({}),
) -> Alignment:
    """Given a tab before and after a write, the places that were written, and how many rows above are headers, return
    what in it is what. ``added`` are headers that were written to columns that had none, and may have moved since."""
    by_row = _by_row(written)
    numbers = before.cells.told_otherwise(after.cells)
    if all(_is_as_it_was(before, after, row, by_row.get(row, ())) for row in numbers):
        rows = {row: row for row in range(1, max(before.row_count, after.row_count) + 1)}
        columns = {column: column for column in range(1, max(before.column_count, after.column_count) + 1)}
        return Alignment(rows, columns, frozenset(columns))
    columns, same_headers = _columns(before, after, by_row, header_rows, added)
    return Alignment(_rows(before, after, by_row, columns), columns, same_headers)


def are_as_they_were(before: Tab, after: Tab, rows: Iterable[int], written: Collection[Address]) -> bool:
    """Given a tab before and after a write, and the places that were written, return whether the same is typed into
    rows of it, but for these."""
    by_row = _by_row(written)
    return all(_is_as_it_was(before, after, row, by_row.get(row, ())) for row in rows)


def _by_row(places: Iterable[Address]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row, column in places:
        found[row].add(column)
    return found


def _is_as_it_was(before: Tab, after: Tab, row: int, left_out: Collection[int]) -> bool:
    """Whether the same is typed into a row, but for the cells that were written."""
    if before.cells.is_as_in(after.cells, row):
        return True
    one, other = before.cells.get(row, {}), after.cells.get(row, {})
    return all(
        column in left_out
        or one.get(column, {}).get("userEnteredValue") == other.get(column, {}).get("userEnteredValue")
        for column in one.keys() | other.keys()
    )


def _without(tab: Tab, row: int, written: Mapping[int, set[int]]) -> dict[int, Any]:
    """What is typed into a row, but for the cells that were written."""
    left_out = written.get(row, ())
    cells = tab.cells.get(row, {})
    return {column: one for column, cell in cells.items() if column not in left_out and (one := said(cell)) is not None}


# ── Columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _columns(
    before: Tab, after: Tab, written: Mapping[int, set[int]], header_rows: int, added: Mapping[int, CellData]
) -> tuple[dict[int, int], frozenset[int]]:
    """Where each column was, and which still have their headers."""
    headers_before, headers_after = _headers(before, written, header_rows), _headers(after, written, header_rows)
    headers_before |= {column: said(cell) for column, cell in added.items()}
    width = max(before.column_count, after.column_count)
    found = _by_header(headers_before, headers_after)
    known = set(found.values())
    keys_before = {column: key for column, key in _column_keys(before, written).items() if column not in known}
    keys_after = {column: key for column, key in _column_keys(after, written).items() if column not in found}
    left = [column for column in range(1, width + 1) if column not in found and column not in known]
    found |= _matched(keys_before, keys_after, left, lambda *_: 0.0)
    known = set(found.values())
    # One of which nothing is left is still the one that was there, as long as no other is.
    found |= {column: column for column in range(1, width + 1) if column not in found and column not in known}
    same = {column for column, source in found.items() if headers_before.get(source) == headers_after.get(column)}
    return found, frozenset(same)


def _headers(tab: Tab, written: Mapping[int, set[int]], header_rows: int) -> dict[int, Any]:
    """The lowest that stands in each column above all that was written."""
    found: dict[int, Any] = {}
    for row in tab.cells:
        if row > header_rows:
            break
        found |= _without(tab, row, written)
    return found


def _by_header(before: Mapping[int, Any], after: Mapping[int, Any]) -> dict[int, int]:
    """Columns whose header stands once before and once after."""
    once_before, once_after = _only_once(before), _only_once(after)
    return {once_after[header]: once_before[header] for header in once_before.keys() & once_after.keys()}


def _only_once(headers: Mapping[int, Any]) -> dict[Any, int]:
    counts = Counter(headers.values())
    return {header: column for column, header in headers.items() if counts[header] == 1}


def _column_keys(tab: Tab, written: Mapping[int, set[int]]) -> dict[int, Key]:
    keys: dict[int, Key] = defaultdict(Counter)
    for row in tab.cells:
        for column, content in _without(tab, row, written).items():
            keys[column][content] += 1
    return keys


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _rows(before: Tab, after: Tab, written: Mapping[int, set[int]], columns: Mapping[int, int]) -> dict[int, int]:
    hit = set().union(*written.values()) if written else set()
    moved = {source: column for column, source in columns.items()}
    out_before = hit | {source for source in moved if moved[source] in hit}
    out_after = hit | {column for column, source in columns.items() if source in hit}

    def keys(tab: Tab, left_out: Collection[int], name: Callable[[int], int | None]) -> dict[int, Key]:
        found: dict[int, Key] = {}
        for row, cells in tab.cells.items():
            key: Key = Counter()
            for column, cell in cells.items():
                own = None if column in left_out else name(column)
                if own is not None and (content := said(cell)) is not None:
                    key[own, content] = 1
            if key:
                found[row] = key
        return found

    def beside(row: int, source: int) -> float:
        """How much of what was not written in the columns that were is alike in two rows."""
        own, other = _without(after, row, written), _without(before, source, written)
        common = [column for column in hit if column in moved and moved[column] in hit]
        return float(sum(own.get(moved[column]) == other.get(column) for column in common))

    keys_before = keys(before, out_before, lambda column: column if column in moved else None)
    keys_after = keys(after, out_after, columns.get)
    found = {
        place: source
        for place, source in _matched(keys_before, keys_after, sorted(written), beside).items()
        if not _is_another(keys_after.get(place, Key()), keys_before.get(source, Key()))
    }
    pasted_over = [row for row in sorted(written) if row not in found and row not in keys_after]
    lost = [row for row in pasted_over if row not in set(found.values())]
    sorted_ones = [row for row, source in found.items() if row != source]
    return found | _pasted(before, after, written, keys_before, hit, (lost, pasted_over), len(sorted_ones))


def _is_another(after: Key, before: Key) -> bool:
    """Whether nothing is left of a row, and what stands there now was not typed over it cell by cell."""
    return not after & before and _columns_filled(after) != _columns_filled(before)


def _columns_filled(row: Key) -> set[Hashable]:
    return {cell[0] for cell in row if isinstance(cell, tuple)}


def _pasted(
    before: Tab,
    after: Tab,
    written: Mapping[int, set[int]],
    keys_before: Mapping[int, Key],
    hit: Collection[int],
    places: tuple[Sequence[int], Sequence[int]],
    moved: int,
) -> dict[int, int]:
    """Rows that say something in columns that were written, and nowhere else (a title, a note), and that are gone: they
    were cut, and pasted over rows that were lost at the same time, or sorted to where other rows had stood. Where as
    few rows ``moved`` as are gone, those were cut, and pasted over the ones that are gone. Where something stands in
    their place that stood nowhere before, they were typed anew, and are not gone."""
    left = {
        content for row in after.cells for column, content in _without(after, row, written).items() if column in hit
    }
    stood = {content for row in before.cells for column, content in _without(before, row, {}).items() if column in hit}
    gone = [
        row
        for row in before.cells
        if row not in written and row not in keys_before and (own := _without(before, row, written))
        if not left.intersection(own.values())
        if all(content in stood for column, content in _without(after, row, written).items() if column in hit)
    ]
    lost, pasted_over = places
    if len(lost) == len(gone):
        return dict(zip(lost, gone, strict=True))
    if len(gone) < moved:
        # Sorted: above the empty rows, which go last.
        return dict(zip(pasted_over, gone, strict=False))
    return {}


# ── Both ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _matched(
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
    return {place: nearest.source(place) for place in places if nearest.source(place) in sources}


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
            alike = _alike(after[place], before.get(source, Counter()))
            # One at its place of which nothing is left was typed anew: no other is it, and it is no other.
            if alike >= _ENOUGH_ALIKE or (source == expected and source in before):
                pairs.append((alike, source == expected, place, source))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, place, source in sorted(pairs, reverse=True):
        if place not in found and source not in taken:
            found[place] = source
            taken.add(source)
    return found


def _alike(one: Key, other: Key) -> float:
    return (one & other).total() / max(one.total(), other.total(), 1)
