"""A value beyond a lone target of which no word says whether less would be better."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model.past import History
from sync.model.scores import Doubt, ScoredKeyResult
from sync.options import ReadingOptions, ScoringOptions
from sync.reading import read_rows
from sync.scoring import score
from tests.sheets import sheet_of

NOVEMBER = date(2026, 11, 19)


def scored(table: str) -> ScoredKeyResult:
    rows = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), NOVEMBER)
    [objective] = score(rows, NOVEMBER, ScoringOptions(), History()).objectives
    return objective.key_results[0]


@pytest.mark.parametrize("objective", ["Fewer queues", "Reduce waiting", "Cut red tape", "Giảm thời gian chờ"])
def test_it_is_asked_where_the_objective_wants_less(objective: str) -> None:
    one = scored(f"""
        Objective | Key result | Target | Current
        {objective} | Patients on list over 52 weeks | 100 | 340
        """)
    assert one.progress is None
    assert Doubt.direction_unknown in one.doubts


@pytest.mark.parametrize("status", ["Red", "Amber", "🔴", "At risk", "Chậm tiến độ"])
def test_it_is_asked_where_the_team_says_that_it_is_not_well(status: str) -> None:
    one = scored(f"""
        Objective | Key result | Target | Current | Status
        Better care | Approval steps | 4 | 6 | {status}
        """)
    assert one.progress is None
    assert Doubt.direction_unknown in one.doubts


@pytest.mark.parametrize(
    "row",
    [
        "Grow | Site visits | 100 | 340 | On track",  # nothing says that less is wanted
        "Reduce waiting | Revenue | 100 | 340 | Red",  # more of it is better, by its name
        "Reduce waiting | Site visits reach 100 | | 340 | Red",  # by its words
        "Reduce waiting | Site visits | 100 | 34 | Red",  # short of its target
    ],
)
def test_it_is_not_asked_where_something_tells(row: str) -> None:
    one = scored(f"""
        Objective | Key result | Target | Current | Status
        {row}
        """)
    assert one.progress is not None
