"""A plain 60 beside '50% of 200 customers': 60%, or 60 of the 200? What can only be one of them is it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.messages import render
from sync.model.scores import Doubt, ScoredKeyResult
from sync.reading.sheets.shares_of_counts import share_of_a_count
from tests.sync.rules.examples import checked, scored_sheet

AS_OF = date(2026, 11, 20)
SHEET = "Objective | Key Result | Baseline | Target | Current\nGrow | "


def scored(row: str, sheet: str = SHEET) -> ScoredKeyResult:
    (objective,) = scored_sheet(sheet + row, AS_OF).objectives
    return objective.key_results[0]


@pytest.mark.parametrize(
    ("row", "message", "hint"),
    [
        ("Reach 50% of 200 customers | 0 | 50% | 60", "60 beside 50% of 200", "60% or 30%"),
        ("Reach 50% of 200 customers | 0 | %0.5 | 60", "60 beside 50% of 200", "60% or 30%"),
        ("90% of 40 staff trained | | | 18", "18 beside 90% of 40", "18% or 45%"),
        ("90% of our 40 staff trained | 20% | | 18", "18 beside 90% of 40", "18% or 45%"),
        ("90% of 40 staff trained | 10 | | 18", "18 beside 90% of 40", "18% or 45%"),
        ("Đào tạo 90% trong 40 nhân viên | | | 18", "18 beside 90% of 40", "18% or 45%"),
        ("Đào tạo 90% trên tổng số 40 nhân viên | | | 18", "18 beside 90% of 40", "18% or 45%"),
        ("Dao tao 90% trong so 40 nhan vien | | | 18", "18 beside 90% of 40", "18% or 45%"),
        ("Activate 80% of 1,200 users | | | 90", "90 beside 80% of 1,200", "90% or 7.5%"),
        ("Activate 80% of 3k users | | | 90", "90 beside 80% of 3,000", "90% or 3%"),
        ("Keep at least 90% of 30 shops open | | | 7", "7 beside 90% of 30", "7% or 23.33%"),
        ("Reach 50% of 200 customers | 0 | 50% | 250", "250 beside 50% of 200", "250% or 125%"),
    ],
)
def test_a_plain_number_that_may_be_either_is_asked_about_and_not_scored(row: str, message: str, hint: str) -> None:
    found = scored(row)
    assert (found.progress, found.doubts) == (None, (Doubt.percent_scales,))
    (told,) = [one for one in checked(SHEET + row, AS_OF) if one.code == "OKR106"]
    assert render(told.message, "en").startswith(message)
    assert render(told.hint, "en").endswith(f" {hint}")
    assert told.cell.a1 == "E2"


@pytest.mark.parametrize(
    ("row", "current", "progress"),
    [
        # more than 100, and no more than all
        ("Activate 80% of 500 users | | 80% | 300", "60", "0.75"),
        ("Activate 80% of 500 users | | | 300", "60", "0.75"),
        ("Kích hoạt 80% trên 500 khách | | | 300", "60", "0.75"),
        ("Activate 80% of 500 users | 20% | | 250", "50", "0.5"),
        # so many of them
        ("Train 80% of 40 engineers | | | 16 engineers", "40", "0.5"),
        ("Train 80% of 40 engineers | | 80% | 16 people", "40", "0.5"),
        ("Train 80% of 40 engineers | | | 16/40", "40", "0.5"),
        # in per cent
        ("Train 80% of 40 engineers | | | 40%", "40", "0.5"),
        ("Train 80% of 40 engineers | | | %0.4", "40", "0.5"),
        ("Train 80% of 40 engineers | | | 60", "60", "0.75"),
        ("Train 80% of 40 engineers | | | 22.5", "22.5", "0.28125"),
        ("Train 80% of 40 engineers | | 80 | 20", "20", "0.25"),
        # the same both ways
        ("Train 80% of 40 engineers | | | 0", "0", "0"),
        ("Train 80% of 100 engineers | | | 40", "40", "0.5"),
        # so many are what is to be reached
        ("Train 80% of 40 engineers | 0 | 32 | 16", "16", "0.5"),
    ],
)
def test_what_can_only_be_one_of_them_is_scored(row: str, current: str, progress: str) -> None:
    found = scored(row)
    assert (found.current, found.progress) == (Decimal(current), Decimal(progress))


@pytest.mark.parametrize(
    "text",
    [
        "Answer 90% of tickets within 24 hours",
        "Giao 90% đơn trong 48 giờ",
        "Đạt 90% trong 30 ngày",
        "Retention of 90% in 40 stores",
        "Reach 90% of 2025 revenue",
        "Raise 90% of $200",
        "Thu 90% của 200 triệu",
        "Đạt 90% của 50 tỷ",
        "Raise reading at grade level to 75% of 3rd graders",
        "Reach 90%",
    ],
)
def test_no_count_is_taken_for_the_whole(text: str) -> None:
    assert share_of_a_count(text) is None


def test_a_unit_column_says_that_values_are_in_per_cent() -> None:
    sheet = "Objective | Key Result | Unit | Target | Current\nGrow | "
    assert scored("Train 90% of 40 staff | % | 90 | 18", sheet).progress == Decimal("0.2")


@pytest.mark.parametrize("target", ["90", "90%", ""])
def test_a_header_says_that_values_are_in_per_cent(target: str) -> None:
    sheet = "Objective | Key Result | Target | Current (%)\nGrow | "
    assert scored(f"Train 90% of 40 staff | {target} | 18", sheet).progress == Decimal("0.2")


def test_months_are_counted_as_the_last_one_is() -> None:
    sheet = "Objective | Key Result | Target | Oct | Nov\nGrow | "
    found = scored("Activate 80% of 500 users | 80% | 90 | 300", sheet)
    assert found.current == 60
    assert [one.value.value.value for one in found.key_result.check_ins if one.value.value] == [Decimal(18)]


def test_what_an_older_month_says_decides_nothing() -> None:
    sheet = "Objective | Key Result | Target | Oct | Nov\nGrow | "
    assert scored("Reach 50% of 200 customers | 50% | 120 | 45", sheet).progress is None


@given(st.text(alphabet="0123456789.,% kofthe\u00a0trong số của ngày$đ", max_size=40))
def test_any_text_names_a_whole_of_more_than_one_or_none(text: str) -> None:
    said = share_of_a_count(text)
    assert said is None or (said.whole > 1 and said.share >= 0)


@pytest.mark.parametrize(
    ("row", "progress"),
    [
        ("Complete 100% of 500 orders | | 100% | 105", "1"),
        ("Đạt 120% của 300 đơn | | 120% | 60", "0.5"),
        ("Answer 90% of 200 tickets | | 90% | 20 hours", None),
        ("Cover 80% of 500 stores | | 80% | 12 cities", None),
        ("Train 90% of 40 staff | | 90% | 12 sessions", None),
        ("Cover 80% of 500 stores | | 80% | 400 stores", "1"),
        ("Train 90% of 40 staff | | 90% | 18 người", "0.5"),
    ],
)
def test_only_what_the_whole_is_of_is_so_many_of_it(row: str, progress: str | None) -> None:
    assert scored(row).progress == (None if progress is None else Decimal(progress))
