"""Columns by month of what adds up, beside the target of a whole quarter: a month alone is not taken for all so far."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.messages import render
from sync.model.scores import Doubt, ScoredKeyResult
from tests.sync.rules.examples import checked, scored_sheet

AS_OF = date(2026, 11, 20)
SHEET = "Objective | Key Result | Q4 Target | Oct | Nov | Dec\nGrow | {} | {} | {} | {} |"


def scored(*cells: str, sheet: str = SHEET) -> ScoredKeyResult:
    (objective,) = scored_sheet(sheet.format(*cells), AS_OF).objectives
    return objective.key_results[0]


def told(*cells: str) -> dict[str, str]:
    return {one.code: render(one.message, "en") for one in checked(SHEET.format(*cells), AS_OF)}


@pytest.mark.parametrize("text", ["New customers", "Revenue (USD)", "Tăng doanh thu", "Leads from events"])
def test_less_of_what_adds_up_than_the_month_before_is_told_and_not_scored(text: str) -> None:
    found = scored(text, "90", "30", "22")
    assert (found.progress, found.doubts) == (None, (Doubt.part_or_so_far,))
    said = told(text, "90", "30", "22")
    assert said["OKR115"] == "22 after 30: does each column count alone, or is it all so far?"
    assert not {"OKR302", "OKR303"} & said.keys()


@pytest.mark.parametrize("text", ["NPS", "Win rate", "Monthly revenue", "Doanh thu tháng", "Revenue per shop", "MRR"])
def test_what_does_not_add_up_may_fall(text: str) -> None:
    assert scored(text, "100", "30", "22").progress == Decimal("0.22")


def test_what_grows_may_be_so_far_and_a_late_one_is_asked_about() -> None:
    assert scored("New customers", "100", "30", "52").progress == Decimal("0.52")
    hints = {
        one.code: render(one.hint, "en") for one in checked(SHEET.format("New customers", "90", "20", "22"), AS_OF)
    }
    assert "with “sum”" in hints["OKR302"]


WEEKS = "Objective | Key Result | Baseline | Target | " + " | ".join(f"{{}} {week}" for week in range(1, 9))


@pytest.mark.parametrize("header", ["W", "Week", "Tuần"])
@pytest.mark.parametrize(
    ("row", "is_told"),
    [
        ("Thu 200 phiếu khảo sát | 0 | 200 | 10 | 22 | 25 | 18 | 20 | 15", True),
        ("Call 300 former clients | | 300 | 20 | 25 | 22 | 25 | 25 | 24", True),
        ("Call 300 former clients | | 300 | 20 | 25 | 32 | 35 | 45 | 54", False),  # all so far
        ("NPS | 0 | 60 | 20 | 15 | 10 | 20 | 15 | 10", False),
        ("Conversion rate | | 60% | 20% | 15% | 10% | 20% | 15% | 10%", False),
        ("MRR from 100 to 300 | 100 | 300 | 120 | 110 | 120 | 110 | 115 | 110", False),
    ],
)
def test_weeks_that_may_count_alone_are_asked_about_where_they_are_late(header: str, row: str, is_told: bool) -> None:
    sheet = f"{WEEKS.replace('{}', header)}\nGrow | {row} | | |"
    (hint,) = [render(one.hint, "en") for one in checked(sheet, AS_OF) if one.code == "OKR302"]
    assert ("with “sum”" in hint) == is_told


@pytest.mark.parametrize(("how", "current"), [("sum", 52), ("last", 22), ("Cuối kỳ", 22)])
def test_a_row_that_says_how_its_months_come_together_is_scored(how: str, current: int) -> None:
    sheet = f"Objective | Key Result | Aggregation | Q4 Target | Oct | Nov\nGrow | {{}} | {how} | {{}} | {{}} | {{}}"
    assert scored("New customers", "100", "30", "22", sheet=sheet).progress == Decimal(current) / 100
