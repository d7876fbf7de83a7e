"""Which row is which, whatever people did: never two that were one, and never a fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sync.workbooks.google_rows import aligned_rows
from sync.workbooks.google_sentinels import NOTHING_TOLD

COLUMNS = {column: column for column in (1, 2, 3)}
OURS = 3
Lines = Mapping[int, Mapping[int, str]]


class Tab(NamedTuple):
    """A full grid before a write and after it, and the rows in which our column was written."""

    before: Lines
    after: Lines
    written: Sequence[int]


@st.composite
def tabs(draw: st.DrawFn) -> Tab:
    """Rows that say little, so that many say the same; then sorted, emptied in part, and cut or copied over others."""
    line = st.dictionaries(st.sampled_from(sorted(COLUMNS)), st.sampled_from("xy"), max_size=3)
    before = dict(enumerate(draw(st.lists(line, min_size=2, max_size=5)), 1))
    rows = sorted(before)
    after: dict[int, Mapping[int, str]] = dict(
        zip(rows, map(before.__getitem__, draw(st.permutations(rows))), strict=True)
    )
    for _ in range(draw(st.integers(0, 2))):
        one, other = draw(st.sampled_from(rows)), draw(st.sampled_from(rows))
        after[other] = after[one]
        if draw(st.booleans()):
            after[one] = {column: after[one][column] for column in after[one] if draw(st.booleans())}
    return Tab(before, after, draw(st.lists(st.sampled_from(rows), min_size=1, unique=True)))


@given(tabs())
@settings(max_examples=400)
@example(Tab({1: {3: "x"}, 2: {3: "y"}, 3: {1: "x"}}, {1: {}, 2: {1: "x"}, 3: {3: "x"}}, [1]))
@example(
    Tab(
        {1: {2: "y"}, 2: {1: "x", 3: "x"}, 3: {1: "y", 3: "x"}, 4: {1: "x", 2: "x", 3: "y"}},
        {1: {2: "y"}, 2: {1: "x", 3: "x"}, 3: {1: "x"}, 4: {1: "y", 3: "x"}},
        [1, 4],
    )
)
def test_no_two_rows_were_one(tab: Tab) -> None:
    written = {row: [OURS] for row in tab.written}
    found = aligned_rows(tab.before, tab.after, tab.before, written, COLUMNS, len(tab.before), NOTHING_TOLD)
    assert len({*found.values()}) == len(found)
    assert {*found, *found.values()} <= {*tab.before}
