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


@pytest.mark.parametrize(
    "text",
    [
        "Tuyển 90 người",
        "Tuyen 90 nguoi",
        "KR1: Tuyển dụng 90 người",
        "Ký 90 hợp đồng",
        "Mở mới 90 cửa hàng",
        "Bán 90 xe",
        "Bán thành công 90 căn hộ",
        "Thu 90 triệu nợ",
        "Đào tạo 90 nhân viên",
        "Số xe bán ra",
        "Hire 90 people",
        "Hire 90 people for the sales team",
        "Hire engineers",
        "Sign 90 partners",
        "Close 90 deals",
        "Launch 90 features",
        "Book 90 meetings",
        "Open 90 stores",
        "Sell over 90 cars",
        "Demos booked",
        "Staff hired in Hanoi",
    ],
)
def test_fewer_done_than_the_month_before_are_told_and_not_scored(text: str) -> None:
    found = scored(text, "90", "30", "22")
    assert (found.progress, found.doubts) == (None, (Doubt.part_or_so_far,))
    said = told(text, "90", "30", "22")
    assert said["OKR115"] == "22 after 30: does each column count alone, or is it all so far?"
    assert not {"OKR302", "OKR303"} & said.keys()
    assert scored(text, "90", "22", "30").progress is not None


@pytest.mark.parametrize(
    "text",
    [
        "Close rate of 90 points",
        "Book value of 90",
        "Reach 90 stores",
        "Win 90 points of market share",
        "Sell 90 cars per shop",
        "Win 90 active customers",
        "Run 90 demos a week",
        "Open tickets",
        "Opened tickets backlog",
        "Grow to 90 stores",
        "Thu nhập bình quân 90 triệu",
        "Tồn kho 90 chiếc",
        "Bán 90 xe mỗi tháng",
        "Bán hàng: 90 điểm NPS",
        "Số cửa hàng đạt 90",
        "Khách đang hoạt động đạt 90",
    ],
)
def test_a_level_beside_such_words_may_fall(text: str) -> None:
    assert Doubt.part_or_so_far not in scored(text, "90", "30", "22").doubts


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
        ("Thu 200 phiếu khảo sát | 0 | 200 | 10 | 22 | 25 | 18 | 15 | 20", True),
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
