"""Which row and column of a tab is which of a moment before, whatever people did to it meanwhile. Pure.

A row is known by what is typed into it outside of the columns that were written: where that is found once before and
once after, it is the same row. Rows that say the same are told apart by their order, and rows that were edited by what
is left of them; a row that cannot be told is nobody's. Columns are known by their headers, else by what stands in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from sync.workbooks.google_answers import CellData
from sync.workbooks.google_columns import aligned_columns
from sync.workbooks.google_grid import Address, Tab, said
from sync.workbooks.google_matching import Key, matched
from sync.workbooks.google_sentinels import NOTHING_TOLD, Told


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
    puts: Mapping[Address, CellData] | None = None,
    told: Told = NOTHING_TOLD,
) -> Alignment:
    """Given a tab before and after a write, the places that were written, and how many rows above are headers, return
    what in it is what. ``puts`` is what was put where, headers too, when ``after`` was looked at somewhat later: a
    column that has moved since took it along. ``told`` is what sentinels told in the moment of the write."""
    by_row = _by_row(written)
    numbers = before.cells.told_otherwise(after.cells)
    if all(_is_as_it_was(before, after, row, by_row.get(row, ())) for row in numbers):
        rows = {row: row for row in range(1, max(before.row_count, after.row_count) + 1)}
        columns = {column: column for column in range(1, max(before.column_count, after.column_count) + 1)}
        return Alignment(rows, columns, frozenset(columns))
    stood = _contents(before)
    one, other = _contents(before, by_row), _contents(after, by_row)
    if puts is not None:
        one = stood = _with(stood, puts)
        other = _contents(after)
    width = max(before.column_count, after.column_count)
    columns, same_headers = aligned_columns(one, other, stood, header_rows, width, told)
    rows = _rows(before, after, by_row, columns)
    return Alignment({row: rows[row] for row in rows if row not in told.new_rows}, columns, same_headers)


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


def _contents(tab: Tab, left_out: Mapping[int, Collection[int]] = MappingProxyType({})) -> dict[int, dict[int, Any]]:
    return {row: _without(tab, row, left_out) for row in tab.cells}


def _with(contents: dict[int, dict[int, Any]], puts: Mapping[Address, CellData]) -> dict[int, dict[int, Any]]:
    for (row, column), cell in puts.items():
        if (one := said(cell)) is not None:
            contents.setdefault(row, {})[column] = one
    return contents


def _without(tab: Tab, row: int, written: Mapping[int, Collection[int]]) -> dict[int, Any]:
    """What is typed into a row, but for the cells that were written."""
    left_out = written.get(row, ())
    cells = tab.cells.get(row, {})
    return {column: one for column, cell in cells.items() if column not in left_out and (one := said(cell)) is not None}


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _rows(before: Tab, after: Tab, written: Mapping[int, set[int]], columns: Mapping[int, int]) -> dict[int, int]:
    hit = set().union(*written.values()) if written else set()
    moved = {source: column for column, source in columns.items()}
    out_before = hit | {source for source in moved if moved[source] in hit}
    out_after = hit | {column for column, source in columns.items() if source in hit}

    def keys(tab: Tab, left_out: Collection[int], name: Callable[[int], int | None]) -> dict[int, Key]:
        found: dict[int, Key] = {}
        for row, cells in tab.cells.items():
            key = Key()
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
        for place, source in matched(keys_before, keys_after, sorted(written), beside).items()
        if not _is_another(keys_after.get(place, Key()), keys_before.get(source, Key()))
    }
    pasted_over = [row for row in sorted(written) if row not in found and row not in keys_after]
    if gone := _gone(before, after, written, keys_before, hit):
        found |= _pasted(found, gone, pasted_over, max(before.row_count, after.row_count))
    return found


def _is_another(after: Key, before: Key) -> bool:
    """Whether nothing is left of a row, and what stands there now was not typed over it cell by cell."""
    return not after & before and _columns_filled(after) != _columns_filled(before)


def _columns_filled(row: Key) -> set[Hashable]:
    return {cell[0] for cell in row if isinstance(cell, tuple)}


def _gone(
    before: Tab, after: Tab, written: Mapping[int, set[int]], keys_before: Mapping[int, Key], hit: Collection[int]
) -> list[int]:
    """Rows that say something in columns that were written, and nowhere else (a title, a note), and that stand nowhere
    any more. Where something stands in their place that stood nowhere before, they were typed anew, and are not gone.
    """
    left = {
        content for row in after.cells for column, content in _without(after, row, written).items() if column in hit
    }
    stood = {content for row in before.cells for column, content in _without(before, row, {}).items() if column in hit}
    return [
        row
        for row in before.cells
        if row not in written and row not in keys_before and (own := _without(before, row, written))
        if not left.intersection(own.values())
        if all(content in stood for column, content in _without(after, row, written).items() if column in hit)
    ]


def _pasted(found: Mapping[int, int], gone: Sequence[int], pasted_over: Sequence[int], last: int) -> dict[int, int]:
    """Where rows that are gone stand under what was written: sorted to where other rows had stood, or cut, and pasted
    over just as many that were lost at the same time."""
    if any(found.get(source, source) != source for source in found.values()):
        return _sorted_in(found, gone, pasted_over, last)
    known = set(found.values())
    lost = [row for row in pasted_over if row not in known]
    return dict(zip(lost, gone, strict=True)) if len(lost) == len(gone) else {}


def _sorted_in(found: Mapping[int, int], gone: Sequence[int], pasted_over: Sequence[int], last: int) -> dict[int, int]:
    """Rows that say nothing in the column that a table is sorted by go last, in the order in which they were. Where
    that cannot be, the gone ones say something in it, and stand above the empty ones."""
    top = min(row for row, source in found.items() if row != source)
    known = set(found.values())
    sources = [row for row in range(top, last + 1) if row not in known]
    places = [row for row in range(top, last + 1) if row not in found]
    kept = dict(zip(places, sources, strict=False))
    below = {**found, **kept}
    is_in_order = all(
        below[one] < below[other] for one, other in pairwise(sorted(row for row in below if row >= places[0]))
    )
    own = {row: source for row, source in kept.items() if source in gone}
    return own if is_in_order and own.keys() <= {*pasted_over} else dict(zip(pasted_over, gone, strict=False))
