"""Columns of what key results are to come to by the end of each month: the last one of the cycle is the target, and
those before it the way there. Where they may be each month's own, people are asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.messages import render
from sync.model.scores import ScoredKeyResult, Status
from tests.sync.rules.examples import checked, scored_sheet

END_OF_NOVEMBER = date(2026, 11, 30)
PAIRS = (
    "| Objective | Key result | Baseline | Oct target | Nov target | Dec target | Oct actual | Nov actual | Dec actual"
)
BESIDE_A_TARGET = "| Objective | Key result | Baseline | Target | Oct target | Nov target | Dec target | Current"
HALF = Decimal("0.5")


def scored(headers: str, row: str, day: date = END_OF_NOVEMBER) -> ScoredKeyResult:
    (objective,) = scored_sheet(f"{headers}\n| Grow | {row}", day).objectives
    return objective.key_results[0]


def near(number: Decimal | None) -> Decimal | None:
    return None if number is None else round(number, 9)


def told(headers: str, row: str, day: date = END_OF_NOVEMBER) -> dict[str, str]:
    return {one.code: render(one.message, "en") for one in checked(f"{headers}\n| Grow | {row}", day)}


@pytest.mark.parametrize(
    ("row", "target", "progress", "expected"),
    [
        ("Sign 12 dealers | 0 | 2 | 6 | 12 | 2 | 7 |", 12, Decimal(7) / 12, HALF),
        ("MRR from 100 to 150 | 100 | 105 | 120 | 150 | 106 | 121 |", 150, Decimal("0.42"), Decimal("0.4")),
        ("Churn from 12% to 8% | 12% | 11% | 10% | 8% | 11% | 10% |", 8, HALF, HALF),
        ("Reach 12 dealers | | 2 | 6 | 12 | 2 | 7 |", 12, Decimal(7) / 12, HALF),
        ("Dealers | 0 | 2 | 6 | 12 | 2 | 7 |", 12, Decimal(7) / 12, HALF),
        ("NPS | 20 | 30 | 40 | 60 | 30 | 45 |", 60, Decimal("0.625"), HALF),
        ("Doanh số mới đạt 10 tỷ | 0 | 1 tỷ | 4 tỷ | 10 tỷ | 1,2 tỷ | 3 tỷ |", 10**10, Decimal("0.3"), Decimal("0.4")),
        ("Sign 12 dealers | 0 | 2 | 6 | | 2 | 7 |", 12, Decimal(7) / 12, None),
    ],
)
def test_the_last_months_target_is_the_cycles_and_those_before_it_the_way(
    row: str, target: int, progress: Decimal, expected: Decimal | None
) -> None:
    found = scored(PAIRS, row)
    assert (found.target, near(found.progress)) == (target, near(progress))
    assert expected is None or found.expected == expected
    assert found.status is not Status.done


def test_months_under_two_rows_of_headers_are_the_way_too() -> None:
    headers = (
        "| Mục tiêu | Kết quả then chốt | Giá trị đầu | Tháng 10 | | Tháng 11 | | Tháng 12 | |\n"
        "| | | | KH | TH | KH | TH | KH | TH |"
    )
    found = scored(headers, "Ký 12 đại lý | 0 | 2 | 2 | 6 | 3 | 12 |")
    assert (found.target, found.current, found.expected, found.status) == (12, 3, HALF, Status.behind)


@pytest.mark.parametrize(
    ("text", "plan", "target", "progress", "expected"),
    [
        ("Ký 12 đại lý", "2 | 6 | 12", None, Decimal(7) / 12, HALF),
        ("Số đại lý đạt 12", "2 | 6 | 12", 12, Decimal(7) / 12, HALF),
        ("Số đại lý", "2 | 6 | 12", None, None, None),  # 12 or 20 in all
        ("Số đại lý", "6 | 6 | 6", 6, Decimal(1), None),
    ],
)
def test_months_of_a_row_of_plans_are_the_way_too(
    text: str, plan: str, target: int | None, progress: Decimal | None, expected: Decimal | None
) -> None:
    headers = "Mục tiêu | Kết quả then chốt | KH/TH | T10 | T11 | T12"
    sheet = f"{headers}\nBán | {text} | KH | {plan}\nBán | {text} | TH | 2 | 7 |"
    (objective,) = scored_sheet(sheet, END_OF_NOVEMBER).objectives
    (found,) = objective.key_results
    assert near(found.progress) == near(progress)
    assert target is None or found.target == target
    assert expected is None or found.expected == expected
    assert ("OKR115" in {one.code for one in checked(sheet, END_OF_NOVEMBER)}) == (progress is None)


def test_targets_by_month_beside_one_current_value_are_the_way() -> None:
    headers = "| Objective | Key result | Oct target | Nov target | Dec target | Current"
    found = scored(headers, "Reach 12 dealers | 2 | 6 | 12 | 6")
    assert (found.target, found.progress, found.expected) == (12, HALF, HALF)


@pytest.mark.parametrize(
    "row",
    [
        "Dealers | | 2 | 6 | 12 | 2 | 7 |",  # 12 or 20 in all
        "Revenue | 0 | 2 | 6 | 12 | 2 | 7 |",
        "Revenue reaches 30 | 0 | 2 | 6 | 12 | 2 | 7 |",
    ],
)
def test_what_may_be_each_months_own_is_asked_about_and_not_scored(row: str) -> None:
    found, said = scored(PAIRS, row), told(PAIRS, row)
    assert (found.progress, found.target) == (None, None)
    assert said["OKR115"] == (
        "“Oct target: 2; Nov target: 6; Dec target: 12”: is the last one the whole cycle's, or does each count alone?"
    )
    assert not {"OKR201", "OKR110", "OKR108"} & said.keys()


def test_a_last_month_that_the_text_contradicts_wins_where_it_is_no_part_of_a_sum() -> None:
    row = "MRR from 100 to 150 | 100 | 105 | 120 | 140 | 106 | 121 |"
    assert scored(PAIRS, row).target == 140
    assert told(PAIRS, row)["OKR206"] == "The text says 150, the target is 140"


@pytest.mark.parametrize(
    "row", ["Reach 60 dealers | | 25 | 20 | 15 | 25 | |", "Reach 160 dealers | 100 | 30 | 20 | 10 | | |"]
)
def test_months_that_fall_and_add_up_to_what_the_text_says_are_each_their_own(row: str) -> None:
    found = scored(PAIRS, row)
    assert found.target == int(row.split()[1])
    assert near(found.expected) == near(Decimal(45 if found.target == 60 else 50) / 60)


def test_months_under_headers_of_two_scales() -> None:
    months = " | ".join(f"KH {month} (tỷ) | TH {month} (triệu)" for month in ("T10", "T11", "T12"))
    headers = f"Mục tiêu | Kết quả then chốt | {months}"
    found = scored(headers, "Doanh số đạt 10 tỷ | 1 | 1100 | 4 | 4200 | 10 |")
    assert (found.target, found.current, found.expected) == (10**10, 42 * 10**8, Decimal("0.4"))


@pytest.mark.parametrize("row", ["Revenue | | 10 | 9 | 8 | 9 | 9 |", "Posts | | 4 | 9 | 4 | 4 | 4 |"])
def test_what_is_each_months_own_is_held_against_its_month(row: str) -> None:
    assert scored(PAIRS, row).target == 9


def test_the_whole_way_is_no_target_that_moves() -> None:
    for day in (date(2026, 10, 20), END_OF_NOVEMBER, date(2026, 12, 20)):
        assert scored(PAIRS, "Sign 12 dealers | 0 | 2 | 6 | 12 | 2 | 7 | 8", day).target == 12


# ── Beside a target of their own ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("MRR from 100 to 150 | 100 | 150 | 105 | 120 | 150 | 121", Decimal("0.4")),
        ("Sign 12 dealers | 0 | 12 | 2 | 6 | 12 | 6", HALF),
        ("Churn | 12% | 8% | 11% | 10% | 8% | 10%", HALF),
        ("Doanh số mới đạt 10 tỷ | 0 | 10 tỷ | 1 tỷ | 4 tỷ | 10 tỷ | 4 tỷ", Decimal("0.4")),
        ("Sign 60 dealers | 0 | 60 | 15 | 20 | 25 | 35", Decimal(35) / 60),  # each month's own
        ("Sign 60 dealers | 0 | 60 | 25% | 50% | 100% | 35", HALF),  # shares of the way
        ("Sign 60 dealers | 0 | 60 | | | | 35", Decimal(60) / 91),
        ("Lose 4 kg | | | 1 | 2 | 4 | 1", HALF),
        ("CSAT | 80% | ≥ 90% | 82% | 85% | 90% | 84%", HALF),
        ("Keep churn below 5% | | <5% | <6% | <5% | <5% | 4%", Decimal(60) / 91),  # is to be so on any day
        ("Reduce stock to 20 days | | 20 | 30 | 25 | 20 | 24", Decimal(60) / 91),  # from where?
    ],
)
def test_planned_values_beside_a_target_are_the_way_to_it(row: str, expected: Decimal) -> None:
    assert near(scored(BESIDE_A_TARGET, row).expected) == near(expected)
    assert "OKR108" not in told(BESIDE_A_TARGET, row)


@pytest.mark.parametrize(
    "row",
    [
        "Sign 60 dealers | 0 | 60 | 10 | 20 | | 35",  # 20 or 30 by the end of November
        "Sign 60 dealers | 0 | 60 | 10 | 20 | 40 | 35",  # neither 60 nor 60 in all
        "Sign 60 dealers | 0 | 60 | 10 | 90 | 60 | 35",
        "Sign 60 dealers | 0 | 60 | 10 | soon | 60 | 35",
    ],
)
def test_a_plan_that_leads_to_no_target_is_told(row: str) -> None:
    assert "the plan is not used" in told(BESIDE_A_TARGET, row)["OKR108"]
    assert near(scored(BESIDE_A_TARGET, row).expected) == near(Decimal(60) / 91)


def test_actuals_beside_plans_of_each_month_alone_are_asked_about() -> None:
    headers = (
        "| Objective | Key result | {}Target | Oct plan | Oct actual | Nov plan | Nov actual | Dec plan | Dec actual"
    )
    plain, row = headers.format(""), "Sign 60 dealers | 60 | 15 | 12 | 20 | 25 | 25 |"
    assert scored(plain, row).progress is None
    assert told(plain, row)["OKR115"] == "25 after 12: does each column count alone, or is it all so far?"
    assert scored(plain, "Sign 60 dealers | 60 | 15 | 12 | 20 | | 25 |").progress == Decimal("0.2")  # one of them alone
    summed = scored(headers.format("Aggregation | "), "Sign 60 dealers | sum | 60 | 15 | 12 | 20 | 25 | 25 |")
    assert (near(summed.progress), near(summed.expected)) == (near(Decimal(37) / 60), near(Decimal(35) / 60))
    months = PAIRS.replace("Baseline", "Aggregation")
    summed = scored(months, "Sign 60 dealers | sum | 15 | 20 | 25 | 12 | 25 |")
    assert (near(summed.progress), near(summed.expected)) == (near(Decimal(37) / 60), near(Decimal(35) / 60))


def test_a_months_plan_beside_the_whole_target_is_no_target() -> None:
    headers = "| Objective | Key result | Target | KH T11 | TH T11"
    for text in ("Reach 12 dealers", "Dealers"):
        assert scored(headers, f"{text} | 12 | 6 | 7").status is Status.no_data  # November's 7, or 7 by then
    assert near(scored(f"{headers} | Aggregation", "Dealers | 12 | 6 | 7 | last").progress) == near(Decimal(7) / 12)
    assert near(scored(f"{headers} | Current", "Dealers | 12 | 6 | 7 | 9").progress) == near(Decimal(9) / 12)


def test_a_pace_that_was_written_wins_over_columns() -> None:
    headers = f"{BESIDE_A_TARGET} | Pace"
    assert scored(headers, "Sign 12 dealers | 0 | 12 | 2 | 6 | 12 | 6 | 30/11: 3").expected == Decimal("0.25")


def test_plans_of_billions_in_a_column_of_billions() -> None:
    headers = BESIDE_A_TARGET.replace("Baseline", "Unit")
    assert scored(headers, "Doanh số đạt 10 tỷ | tỷ | 10 | 1 | 4 | 10 | 4").expected == Decimal("0.4")
    headers = PAIRS.replace("Baseline", "Unit")
    assert scored(headers, "Doanh số đạt 10 tỷ | tỷ | 1 | 4 | 10 | 1 | 4 |").expected == Decimal("0.4")


ONE_MONTH = "| Objective | Key result | Target | {0} target | {0} actual"
AT_THE_END = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("headers", "row", "day"),
    [
        ("| Mục tiêu | Kết quả then chốt | Chỉ tiêu quý | Chỉ tiêu T12 | Thực hiện T12", "Doanh số | 150 | 50 | 52",
         AT_THE_END),
        (ONE_MONTH.format("Nov"), "Calls made | 300 | 100 | 105", END_OF_NOVEMBER),
        (ONE_MONTH.format("Nov"), "Users | 300 | 400 | 195", END_OF_NOVEMBER),
        (ONE_MONTH.format("Nov").replace("| Target", "| Baseline | Target"), "Calls made | 100 | 300 | 50 | 45",
         END_OF_NOVEMBER),
        (ONE_MONTH.format("W8"), "Calls made | 300 | 20 | 25", END_OF_NOVEMBER),
    ],
)  # fmt: skip
def test_one_later_months_value_is_not_held_against_the_whole_target(headers: str, row: str, day: date) -> None:
    assert scored(headers, row, day).status is Status.no_data
    said = told(headers, row, day)
    assert said["OKR115"].endswith(" is of one period: does it count alone, or is it all so far?")
    assert not {"OKR108", "OKR302"} & said.keys()


def test_several_months_values_are_neither_where_their_plans_may_add_up() -> None:
    headers = "| Objective | Key result | Target | Oct target | Oct actual | Nov target | Nov actual"
    row = "Calls made | 300 | 100 | 105 | 100 | 99"
    assert scored(headers, row).status is Status.no_data
    assert told(headers, row)["OKR115"] == "99 after 105: does each column count alone, or is it all so far?"
    summed = f"{headers} | Aggregation"
    assert scored(summed, f"{row} | sum").progress == Decimal(204) / 300
    assert scored(summed, f"{row} | last").progress == Decimal(99) / 300


@pytest.mark.parametrize(
    ("month", "row", "day", "progress"),
    [
        ("Oct", "Calls made | 300 | 100 | 105", date(2026, 10, 31), "0.35"),
        ("Nov", "NPS | 60 | 40 | 45", END_OF_NOVEMBER, "0.75"),
        ("Nov", "Coverage | 60% | 40% | 45%", END_OF_NOVEMBER, "0.75"),
        ("Dec", "Users | 300 | 300 | 195", AT_THE_END, "0.65"),
    ],
)
def test_one_months_value_that_is_all_so_far_is(month: str, row: str, day: date, progress: str) -> None:
    assert scored(ONE_MONTH.format(month), row, day).progress == Decimal(progress)
    assert not {"OKR108", "OKR115"} & told(ONE_MONTH.format(month), row, day).keys()


@pytest.mark.parametrize("whole", ["Chỉ tiêu năm", "Annual target", "2026 target", "Year target"])
def test_a_years_target_is_no_whole_of_a_quarters_months(whole: str) -> None:
    headers = f"| Objective | Key result | {whole} | Nov target | Nov actual"
    found = scored(headers, "Doanh số | 600 | 50 | 45", date(2026, 11, 20))
    assert (found.target, found.progress) == (50, Decimal("0.9"))
    assert "OKR302" not in told(headers, "Doanh số | 600 | 50 | 45", date(2026, 11, 20))


@pytest.mark.parametrize("text", ["Doanh số", "Doanh số tháng", "Doanh thu hàng tháng", "Monthly revenue"])
def test_what_a_month_comes_to_is_held_against_that_months_plan(text: str) -> None:
    headers = "| Objective | Key result | KH T10 | TH T10 | KH T11 | TH T11 | KH T12 | TH T12"
    found = scored(headers, f"{text} | 10 | 11 | 12 | 9 | 14 |", date(2026, 11, 20))
    assert (found.target, found.progress) == (12, Decimal("0.75"))
    assert "OKR115" not in told(headers, f"{text} | 10 | 11 | 12 | 9 | 14 |", date(2026, 11, 20))
