"""'50 of 200' beside a target of 100: half of the way, or a quarter? Told, and not scored; '50 of 100' is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.messages import render
from sync.model.scores import Doubt, ScoredKeyResult
from tests.sync.rules.examples import checked, scored_sheet

AS_OF = date(2026, 11, 20)
SHEET = "Objective | Key Result | Baseline | Target | Current\nGrow | "


def scored(row: str) -> ScoredKeyResult:
    (objective,) = scored_sheet(SHEET + row, AS_OF).objectives
    return objective.key_results[0]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Reach 100 visits | 0 | 100 | 50 of 200", "50 of 200, and 100"),
        ("Sign 100 partners | 0 | 100 | '1/2", "1 of 2, and 100"),
        ("Close 100 deals | 0 | 100 | 50/200", "50 of 200, and 100"),
        ("Hire 10 people | 0 | 10 | '5/8", "5 of 8, and 10"),
        ("Hire 10 people | 0 | | '5/8", "5 of 8, and 10"),
        ("Hire 10 people | | | '5/8 people", "5 of 8, and 10"),
        ("Train 40 staff | 0 | 40 | 20 out of 80", "20 of 80, and 40"),
        ("Đạt 100 lượt | 0 | 100 | 5 trên 8", "5 of 8, and 100"),
        ("Tuyển 10 người | | | '5/8 người", "5 of 8, and 10"),
        ("Visits | 0 | ≥ 100 | 50 of 200", "50 of 200, and 100"),
        # so many of the way from the baseline, or all of them?
        ("Increase by 20 customers | 30 | | 10/20", "10 of 20, and 50"),
        ("Train staff | 10 | 43 | 20/33", "20 of 33, and 43"),
        ("Sell cars | 0 | 5 | 4 of 10", "4 of 10, and 5"),
    ],
)
def test_so_many_of_another_whole_are_told_and_not_scored(row: str, message: str) -> None:
    found = scored(row)
    assert (found.progress, found.doubts) == (None, (Doubt.other_whole,))
    (told,) = [one for one in checked(SHEET + row, AS_OF) if one.code == "OKR156"]
    assert render(told.message, "en") == f"{message} is to be reached: nothing is scored"
    assert told.cell.a1 == "E2"


@pytest.mark.parametrize(
    ("row", "progress"),
    [
        ("Train 40 staff | 0 | 40 | 20 out of 40", "0.5"),
        ("Train 40 staff | | | 20/40", "0.5"),
        ("Train staff | 0 | | 20/40", "0.5"),
        ("Hire 10 people | | | '5/10 people", "0.5"),
        ("Train staff | 0 | 20/40 | 10/40", "0.5"),
        ("Train 20 of 41 engineers | 0 | 20 | 10 of 41", "0.5"),
        ("Đào tạo 20 trong số 41 kỹ sư | 0 | 20 | 10/41", "0.5"),
        ("Increase by 20 customers | | | 10/20", "0.5"),
        ("Increase by 20 customers | 30 | | 40/50", "0.5"),
        ("Reach 10 bn | 0 | 10 bn | 5 bn / 10 bn", "0.5"),
        ("Train 80% of staff | 0 | 80% | 20/50", "0.5"),
        ("Launch the site | | | 4/8", "0.5"),
        ("Hire 10 people | 0 | 10 | 0/8", "0"),
        ("Hire 10 people | 0 | 10 | 12/12", "1"),
        ("At least 10 people hired | | 10 | 11/12", "1"),
        # grades
        ("Rating | 4 | 4.4 | 4.2/5", "0.5"),
        ("NPS reaches 50 | 30 | 50 | 40/100", "0.5"),
        ("Điểm hài lòng | 0 | 8 | 4/10", "0.5"),
        # so many of those that there are: bounds, and what is to fall
        ("Cut bugs from 20 to 10 | 20 | 10 | 15/20", "0.5"),
        ("Reduce late orders | 20 | 10 | 15/300", "0.5"),
        ("Keep late orders below 10 | | | 5/300", "1"),
    ],
)
def test_the_whole_that_is_to_be_reached_a_grade_or_a_milestone_is_scored(row: str, progress: str) -> None:
    assert scored(row).progress == Decimal(progress)
    assert "OKR156" not in {one.code for one in checked(SHEET + row, AS_OF)}


def test_days_stay_days() -> None:
    found = checked(SHEET + "Reach 100 visits | 0 | 100 | 5/12/2026", AS_OF)
    assert [one.code for one in found if one.code in ("OKR105", "OKR156")] == ["OKR105"]


@given(st.integers(0, 300), st.integers(1, 300), st.integers(1, 300))
def test_a_row_is_scored_where_both_ways_come_to_the_same(value: int, whole: int, target: int) -> None:
    found = scored(f"Sign partners | 0 | {target} | {value} of {whole}")
    if found.progress is not None:
        is_done = value >= max(whole, target)
        assert is_done or whole == target or value == 0 or Decimal(value) / target == Decimal(value) / whole
    else:
        assert found.doubts == (Doubt.other_whole,)
