"""In which order workbooks come that go by each other's KPIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from jobs.run_order import Named, Stretch, ordered
from sync.model.past import Elsewhere
from sync.options import WorkbookSettings

NONE: Elsewhere[Any] = Elsewhere()


class Own(NamedTuple):
    """A workbook with one KPI, and no objective that names a parent."""

    kpis: Mapping[str, Any]
    objectives: Mapping[str, Any] = NONE
    children: Mapping[str, Any] = NONE


def stretches(goes_by: Sequence[Set[int]], order: Sequence[int]) -> list[Stretch]:
    """Given for each workbook the numbers of those whose KPI it goes by, return in which order all come."""
    wanted = [WorkbookSettings(f"w{at}", f"excel:w{at}.xlsx") for at in order]
    named = {
        f"w{at}": Named(Own({f"k{at}": ()}), frozenset(f"k{other}" for other in others))
        for at, others in enumerate(goes_by)
    }
    return ordered(wanted, named)


@given(
    goes_by=st.lists(st.frozensets(st.integers(0, 7), max_size=3), min_size=8, max_size=8),
    order=st.permutations(range(8)),
)
def test_whoever_comes_has_all_that_it_goes_by_behind_it_or_in_sight(
    goes_by: Sequence[Set[int]], order: Sequence[int]
) -> None:
    there: set[str] = set()
    came: list[str] = []
    for stretch in stretches(goes_by, order):
        there |= {one.name for one in stretch.looked_at}
        for own in stretch.workbooks:
            there.add(own.name)
            came.append(own.name)
            assert {f"w{other}" for other in goes_by[int(own.name[1:])]} <= there
    assert sorted(came) == [f"w{at}" for at in range(8)]


@given(order=st.permutations(range(8)))
def test_those_that_go_by_nobody_come_as_they_were_given(order: Sequence[int]) -> None:
    found = stretches([frozenset()] * 8, order)
    assert [one.workbooks[0].name for one in found] == [f"w{at}" for at in order]
    assert not any(one.looked_at for one in found)


def test_a_chain_may_be_longer_than_functions_may_call_themselves() -> None:
    chain = [frozenset({at + 1}) for at in range(2_999)] + [frozenset()]
    found = stretches(chain, range(3_000))
    assert [one.workbooks[0].name for one in found] == [f"w{at}" for at in reversed(range(3_000))]
