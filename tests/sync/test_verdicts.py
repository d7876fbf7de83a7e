"""The seed's table: what follows from cycles in a row that were fine, or were not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.cycles import cycle_by_id
from sync.model.cells import CellRef
from sync.model.past import Closing, ClosingKind, History
from sync.options import FiscalCalendar
from sync.verdicts import in_a_row, verdict, was_fine, with_verdicts

CELL = CellRef("Q4 2026", 2, 1)


def kpi(status: str) -> Closing:
    return Closing("sales", ClosingKind.kpi, "k", "Churn", CELL, status=status)


def objective(score: str | None, committed: bool = False, hand_score: str | None = None) -> Closing:
    scores = {"score": None if score is None else Decimal(score)}
    by_hand = None if hand_score is None else Decimal(hand_score)
    return Closing("sales", ClosingKind.objective, "o", "Grow", CELL, committed=committed, hand_score=by_hand, **scores)


FINE, OUT, NONE = "healthy", "out of range", "no data"
KPIS = [
    ((FINE, FINE), "keep going"),
    ((OUT, OUT), "make it a key result"),
    ((OUT, FINE), None),
    ((FINE, OUT), None),
    ((FINE,), None),
    ((OUT, NONE), None),
    ((FINE, FINE, OUT), "keep going"),
]
OBJECTIVES = [
    (("0.70", "0.90"), "raise the bar"),
    (("0.70", "0.69"), None),
    (("0.30", "0.20"), None),
    (("1.00",), None),
    (("0.80", None, "0.80"), None),
]


@pytest.mark.parametrize(("newest_first", "expected"), KPIS)
def test_what_follows_for_a_kpi(newest_first: tuple[str, ...], expected: str | None) -> None:
    assert verdict(ClosingKind.kpi, map(kpi, newest_first), 2) == expected


@pytest.mark.parametrize(("newest_first", "expected"), OBJECTIVES)
def test_what_follows_for_an_objective(newest_first: tuple[str | None, ...], expected: str | None) -> None:
    assert verdict(ClosingKind.objective, map(objective, newest_first), 2) == expected


def test_a_committed_objective_is_fine_at_one_and_the_leads_own_score_counts() -> None:
    assert was_fine(objective("0.9", committed=True)) is False
    assert was_fine(objective("1.00", committed=True)) is True
    assert was_fine(objective("0.5", hand_score="0.75")) is True
    assert was_fine(objective(None)) is None


def test_nothing_follows_for_a_key_result() -> None:
    row = Closing("sales", ClosingKind.key_result, "k", "Teams reach 20", CELL, score=Decimal(1), grade="success")
    assert verdict(ClosingKind.key_result, [row, row], 2) is None


@given(st.lists(st.sampled_from([FINE, OUT, NONE]), max_size=6), st.integers(1, 4))
def test_a_verdict_needs_as_many_cycles_as_patience_says_all_alike(statuses: list[str], patience: int) -> None:
    newest = statuses[:patience]
    alike = len(newest) == patience and len(set(newest)) == 1
    found = verdict(ClosingKind.kpi, map(kpi, statuses), patience)
    assert (found is not None) == (alike and newest[0] != NONE)
    assert in_a_row(map(kpi, statuses), patience, fine=True) == (found == "keep going")


def test_rows_get_their_verdicts_and_what_they_were_closed_with_before() -> None:
    calendar = FiscalCalendar()
    earlier = {"2026-Q3": (objective("0.85"), kpi(OUT))}
    now = (objective("0.75"), kpi(OUT))
    rows = list(with_verdicts(now, cycle_by_id("2026-Q4", calendar), History(closings=earlier), calendar, 2))
    assert [row.verdict for row in rows] == ["raise the bar", "make it a key result"]
    assert [row.before for row in rows] == [Decimal("0.85"), None]
