"""Which row of a tab is which of a moment before, whatever people did to it meanwhile. Pure.

A row is known by what is typed into it outside of the columns that were written: where that is found once before and
once after, it is the same row. Rows that say the same are told apart by what stands beside it, else by their order, and
rows that were edited by what is left of them; a row that cannot be told is nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from itertools import chain, pairwise
from typing import TypeVar

from sync.workbooks.google_matching import Contents, Key, matched, over, told_alike
from sync.workbooks.google_sentinels import Told

Line = TypeVar("Line")


def aligned_rows(
    before: Contents,
    after: Contents,
    stood: Contents,
    written: Mapping[int, Collection[int]],
    columns: Mapping[int, int],
    last: int,
    told: Told,
) -> dict[int, int]:
    """Given what is typed into a tab before and after a write, as far as that tells what moved, what ``stood`` there
    before everywhere, which columns were written in which row, which column was which, the grid's last row, and what
    sentinels told, return which row was which."""
    before, stood = (_without_rows(each, told.gone_rows) for each in (before, stood))
    hit = set(chain.from_iterable(written.values()))
    moved = {source: column for column, source in columns.items()}
    out_before = hit | {source for source in moved if moved[source] in hit}
    out_after = hit | {column for column, source in columns.items() if source in hit}

    def beside(row: int, source: int) -> float:
        """How much of what was not written in the columns that were is alike in two rows."""
        own, other = after.get(row, {}), before.get(source, {})
        common = [column for column in hit if column in moved and moved[column] in hit]
        return float(sum(own.get(moved[column]) == other.get(column) for column in common))

    def as_before(column: int) -> int | None:
        return column if column in moved else None

    keys_before = _keys(before, lambda column: None if column in out_before else as_before(column))
    keys_after = _keys(after, lambda column: None if column in out_after else columns.get(column))
    wanted = [row for row in sorted(written) if row not in told.gone_rows]
    found = {
        place: source
        for place, source in matched(keys_before, keys_after, wanted, beside).items()
        if not _is_another(keys_after.get(place, Key()), keys_before.get(source, Key()))
    }
    # A row that says something only in these columns may have moved whole.
    ours_before = _keys(over(before, stood), lambda column: as_before(column) if column in out_before else None)
    ours_after = _keys(after, lambda column: columns.get(column) if column in out_after else None)
    whole = told_alike(_without_rows(ours_before, keys_before), _without_rows(ours_after, keys_after))
    gone_off = {source for place, source in whole.items() if place != source}
    found = {place: source for place, source in found.items() if source not in gone_off or place != source} | whole
    pasted_over = [row for row in sorted(written) if row not in found and row not in keys_after]
    if gone := _gone(before, after, stood, written, keys_before, hit):
        found |= _pasted(found, gone, pasted_over, last)
    return found


def _keys(contents: Contents, name: Callable[[int], int | None]) -> dict[int, Key]:
    """What stands in each row, of the columns that have a name."""
    found: dict[int, Key] = {}
    for row, line in contents.items():
        key = Key((own, content) for column, content in line.items() if (own := name(column)) is not None)
        if key:
            found[row] = key
    return found


def _without_rows(lines: Mapping[int, Line], rows: Collection[int]) -> Mapping[int, Line]:
    return {row: line for row, line in lines.items() if row not in rows} if rows else lines


def _is_another(after: Key, before: Key) -> bool:
    """Whether nothing is left of a row, and what stands there now was not typed over it cell by cell."""
    return not after & before and _columns_filled(after) != _columns_filled(before)


def _columns_filled(row: Key) -> set[Hashable]:
    return {cell[0] for cell in row if isinstance(cell, tuple)}


def _gone(
    before: Contents,
    after: Contents,
    stood: Contents,
    written: Mapping[int, Collection[int]],
    keys_before: Mapping[int, Key],
    hit: Collection[int],
) -> list[int]:
    """Rows that say something in columns that were written, and nowhere else (a title, a note), and that stand nowhere
    any more. Where something stands in their place that stood nowhere before, they were typed anew, and are not gone.
    """
    left = {content for line in after.values() for column, content in line.items() if column in hit}
    lines = chain(stood.values(), before.values())
    known = {content for line in lines for column, content in line.items() if column in hit}
    return [
        row
        for row, own in before.items()
        if row not in written and row not in keys_before and own
        if not left.intersection(own.values())
        if all(content in known for column, content in after.get(row, {}).items() if column in hit)
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
    below = {row: source for row, source in {**found, **kept}.items() if places and row >= places[0]}
    is_in_order = all(below[one] < below[other] for one, other in pairwise(sorted(below)))
    own = {row: source for row, source in kept.items() if source in gone}
    return own if is_in_order and own.keys() <= {*pasted_over} else dict(zip(pasted_over, gone, strict=False))
