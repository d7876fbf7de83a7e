"""Which column of a tab is which of a moment before. Pure.

A column is known by its header. A header that stands over another column came there with its own, or alone: what stands
below tells.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sync.workbooks.google_matching import Contents, Key, alike, matched, over
from sync.workbooks.google_sentinels import Told


class Columns(NamedTuple):
    """Where each column was before; of these, which have the header that they had."""

    sources: Mapping[int, int]
    same_headers: frozenset[int]


def aligned_columns(
    before: Contents, after: Contents, stood: Contents, late: Contents, header_rows: int, width: int, told: Told
) -> Columns:
    """Given what is typed into a tab before and after a write, as far as that tells what moved, what ``stood`` there
    before everywhere, what was put there when ``after`` was looked at late (nothing when not), how many rows are
    headers, how many columns there are, and what sentinels told, return which column is which."""
    before, stood = (_without_columns(each, told.gone_columns) for each in (before, stood))
    one, other, whole = (
        _headed(before, header_rows),
        _headed(after, header_rows),
        _headed(over(before, stood), header_rows),
    )

    def came_with_its_own(place: int, source: int) -> bool:
        below = other.below.get(place, Key())
        stood = whole.below.get(source, Key())
        as_there, as_here = alike(below, stood), alike(below, one.below.get(place, Key()))
        if as_there != as_here:
            return as_there > as_here
        # All that would tell was written over: then what is left where it came from.
        return place not in told.held_columns or bool(stood and not stood & other.below.get(source, Key()))

    found = {
        place: source
        for place, source in _by_header(one.headers, other.headers).items()
        if place == source or came_with_its_own(place, source)
    }
    known = set(found.values())
    keys_before = {column: key for column, key in _keys(before).items() if column not in known}
    keys_after = {column: key for column, key in _keys(after).items() if column not in found}
    wanted = [column for column in range(1, width + 1) if column not in told.gone_columns]
    left = [column for column in wanted if column not in found and column not in known]
    found |= matched(keys_before, keys_after, left, lambda *_: 0.0)
    known = set(found.values())
    # One of which nothing is left is still the one that was there, as long as no other is.
    found |= {column: column for column in wanted if column not in found and column not in known}
    # Where a header of ours was taken out, it does not matter which is typed there now.
    same = {column for column, source in found.items() if one.headers.get(source) in (None, other.headers.get(column))}
    put, left_in = _keys(late), _keys(after)
    for column in _without_header(before, after, header_rows) - told.held_columns:
        # Where only what was put is left, another column may have been inserted in the place of a deleted one.
        if found.get(column) == column and column in put and not left_in.get(column, Key()) - put[column]:
            del found[column]
    return Columns(found, frozenset(same))


class _Headed(NamedTuple):
    """The lowest that stands in each column above all that was written, and what else stands in it."""

    headers: dict[int, Any]
    below: dict[int, Key]


def _headed(contents: Contents, header_rows: int) -> _Headed:
    headers: dict[int, Any] = {}
    for row in sorted(contents):
        if row > header_rows:
            break
        headers |= contents[row]
    return _Headed(headers, {column: key - Key([headers.get(column)]) for column, key in _keys(contents).items()})


def _without_header(before: Contents, after: Contents, header_rows: int) -> set[int]:
    """Columns that have nothing any more where their header stood, in a row of headers that else stands there still."""
    standing = [row for row in before if row <= header_rows and before[row].items() & after.get(row, {}).items()]
    return {column for row in standing for column in before[row] if column not in after[row]}


def _without_columns(contents: Contents, columns: Collection[int]) -> Contents:
    if not columns:
        return contents
    return {row: {column: line[column] for column in line if column not in columns} for row, line in contents.items()}


def _by_header(before: Mapping[int, Any], after: Mapping[int, Any]) -> dict[int, int]:
    """Columns whose header stands once before and once after."""
    once_before, once_after = _only_once(before), _only_once(after)
    return {once_after[header]: once_before[header] for header in once_before.keys() & once_after.keys()}


def _only_once(headers: Mapping[int, Any]) -> dict[Any, int]:
    counts = Counter(headers.values())
    return {header: column for column, header in headers.items() if counts[header] == 1}


def _keys(contents: Contents) -> dict[int, Key]:
    keys: dict[int, Key] = defaultdict(Key)
    for line in contents.values():
        for column, content in line.items():
            keys[column][content] += 1
    return keys
