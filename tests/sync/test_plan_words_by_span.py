"""A month's plan beside the plan of the year to date, in every word for a plan and every way to lay the two out: the
month's value is held against the month's plan."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sync.model.scores import Status
from tests.sync.test_what_there_is_to_date import HEALTHY, OUT, kpis, told

IN_ENGLISH = [(plan, "Actual", "Oct") for plan in ("Budget", "Bud", "AOP", "Plan", "Target")]
IN_VIETNAMESE = [
    (plan, actual, "T10")
    for plan, actual in (
        ("Ngân sách", "Thực hiện"), ("Dự toán", "Thực hiện"), ("CT", "TH"), ("KH", "TH"), ("Kế hoạch", "Thực hiện"),
    )
]  # fmt: skip
WORDS = [*IN_ENGLISH, *IN_VIETNAMESE]
OVER_TWO = ("B1:C1", "D1:E1")


def sheet_of_two(words: tuple[str, str, str], layout: str, to_date: str, row: str) -> tuple[str, tuple[str, ...]]:
    """A table of a month's plan and value and those of the year to date, and its merges."""
    plan, actual, month = words
    if layout == "flat":
        of_month, of_year = (f"{plan} {one} | {actual} {one}" for one in (month, to_date))
        return f"KPI | {of_month} | {of_year}\n{row}", ()
    lower = f"{plan} | {actual} | {plan} | {actual}"
    return f"KPI | {month} | | {to_date} |\n | {lower}\n{row}", OVER_TWO if layout == "merged" else ()


@pytest.mark.parametrize("words", WORDS, ids=lambda words: str(words[0]))
@pytest.mark.parametrize("layout", ["flat", "merged", "unmerged"])
@pytest.mark.parametrize("of_a_month", [True, False])
def test_a_months_value_is_never_held_against_the_plan_to_date(
    words: tuple[str, str, str], layout: str, of_a_month: bool
) -> None:
    to_date = "YTD" if words[-1] == "Oct" else "Lũy kế"
    to_date = f"{to_date} {words[-1]}" if of_a_month else to_date
    cell = "C2" if layout == "flat" else "C3"
    for name, value, status in (
        ("Revenue", 11, HEALTHY), ("Revenue", 9, OUT), ("Chi phí", 11, OUT), ("Chi phí", 9, HEALTHY),
    ):  # fmt: skip
        sheet, merges = sheet_of_two(words, layout, to_date, f"{name} | 10 | {value} | 100 | 91")
        assert kpis(sheet, merges=merges) == [(cell, Decimal(10), status)]


def test_a_budget_beside_a_target_to_date_is_what_the_work_costs() -> None:
    assert kpis("KPI | Target YTD Oct | Actual YTD Oct | Budget\nRevenue | 100 | 91 | 5") == [("C2", Decimal(100), OUT)]


@pytest.mark.parametrize("words", WORDS, ids=lambda words: str(words[0]))
@pytest.mark.parametrize("how", ["", "sum", "mean", "last"])
def test_a_month_without_a_plan_leaves_that_to_date_to_what_there_is_to_date(
    words: tuple[str, str, str], how: str
) -> None:
    plan, actual, month = words
    for value, status in ((91, OUT), (101, HEALTHY)):
        to_date = f"{plan} YTD {month} | {actual} YTD {month}"
        for months, values, cell in (
            (f"{actual} {month}", "11", "E2"),
            (f"{actual} T9 | {actual} {month}", "9|11", "F2"),
        ):
            sheet = f"KPI | Aggregation | {months} | {to_date}\nRevenue | {how} | {values} | 100 | {value}"
            assert kpis(sheet) == [(cell, Decimal(100), status)]
        empty = f"KPI | {actual} {month} | {to_date}\nRevenue | 11 | 100 |"
        assert [one[2] for one in kpis(empty)] == [Status.no_data]
        assert [one[0] for one in told(empty)] == ["OKR503"]
