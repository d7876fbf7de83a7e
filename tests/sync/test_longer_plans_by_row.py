"""A list of KPIs with a row for each month, and the plan of a longer span: what there is to date at the month's end is
held against what was due of it by then, and a month's value against nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sync.messages import render
from sync.model.past import History
from sync.options import RuleOptions
from sync.rules import check
from tests.sync.test_kpis_by_row_and_month import scored as of_both
from tests.sync.test_what_there_is_to_date import HEALTHY, NO_DATA, OUT, kpis, scored, told

ANNUAL = ["KH năm", "Kế hoạch năm", "FY Budget", "FY26 Budget", "Annual target", "KH 2026", "Chỉ tiêu cả năm",
          "Full year target", "Target FY26"]  # fmt: skip
TO_DATE = ["Lũy kế", "YTD", "YTD Actual", "TH lũy kế", "Year to date"]
OF_A_MONTH = ["Thực hiện", "Actual", "TH tháng", "Kết quả"]
QUARTERLY = ["KH quý", "Kế hoạch quý", "Quarterly target", "Target Q4", "KH Q4"]
KEYS = [("Kỳ", "T9", "T10"), ("Month", "Sep", "Oct"), ("Tháng", "9", "10"), ("Kỳ", "T9/2026", "T10/2026")]


@pytest.mark.parametrize("plan", ANNUAL)
@pytest.mark.parametrize("value", TO_DATE)
@pytest.mark.parametrize("key", KEYS)
def test_what_there_is_to_date_is_held_against_what_was_due_at_the_months_end(
    plan: str, value: str, key: tuple[str, str, str]
) -> None:
    head, before, month = key
    sheet = f"{head} | KPI | {plan} | {value}\n{before} | Revenue | 120 | {{}}\n{month} | Revenue | 120 | {{}}"
    assert kpis(sheet.format(85, 95)) == [("D2", Decimal(120), HEALTHY), ("D3", Decimal(120), HEALTHY)]
    assert kpis(sheet.format(75, 85)) == [("D2", Decimal(120), OUT), ("D3", Decimal(120), OUT)]
    assert told(sheet.format(85, 95)) == []
    assert [code for code, _ in told(sheet.format(75, 85))] == ["OKR501", "OKR501"]


@pytest.mark.parametrize("plan", [*ANNUAL, *QUARTERLY])
@pytest.mark.parametrize("value", OF_A_MONTH)
@pytest.mark.parametrize("how", ["", "sum"])
@pytest.mark.parametrize("name", ["Revenue", "Chi phí"])
def test_a_months_value_is_not_held_against_a_longer_plan(plan: str, value: str, how: str, name: str) -> None:
    sheet = f"Kỳ | KPI | Cách tính | {plan} | {value}\nT9 | {name} | {how} | 120 | 11\nT10 | {name} | {how} | 120 | 12"
    assert kpis(sheet) == [("E2", Decimal(120), NO_DATA), ("E3", Decimal(120), NO_DATA)]
    assert [code for code, _ in told(sheet)] == ["OKR503", "OKR503"]


@pytest.mark.parametrize("value", ["Thực hiện", "Lũy kế"])
def test_a_rate_is_what_it_is_on_any_day(value: str) -> None:
    sheet = f"KPI | Kỳ | KH năm | {value}\nTỷ lệ lỗi | T10 | 3 | {{}}"
    assert [kpis(sheet.format(rate))[0][2] for rate in (2, 4)] == [HEALTHY, OUT]


@pytest.mark.parametrize("plan", QUARTERLY)
def test_what_there_is_of_a_quarter_is_held_against_its_plan_and_of_a_year_not(plan: str) -> None:
    sheet = f"KPI | Kỳ | {plan} | {{}}\nDoanh thu | T10 | 30 | {{}}"
    for header in ("QTD", "Quarter to date", "Lũy kế quý"):
        assert [kpis(sheet.format(header, value))[0][2] for value in (11, 7)] == [HEALTHY, OUT]
    for header in ("YTD", "Lũy kế", "Year to date"):
        assert kpis(sheet.format(header, 95)) == [("D2", Decimal(30), NO_DATA)]
        assert [code for code, _ in told(sheet.format(header, 95))] == ["OKR503"]


def test_a_plan_to_date_is_due_in_full_at_the_months_end_and_not_for_the_month_alone() -> None:
    sheet = "KPI | Kỳ | KH lũy kế | {}\nDoanh thu | {} | 100 | {}"
    assert kpis(sheet.format("TH lũy kế", "T10", 95))[0][2] is OUT
    assert kpis(sheet.format("TH lũy kế", "T10", 101))[0][2] is HEALTHY
    assert kpis(sheet.format("TH lũy kế", "T11", 80))[0][2] is OUT
    assert kpis(sheet.format("Thực hiện", "T10", 12))[0][2] is NO_DATA
    assert kpis(sheet.format("Thực hiện", "T1", 95))[0][2] is OUT


@pytest.mark.parametrize(("plan", "value"), [("Kế hoạch", "Lũy kế"), ("Plan", "YTD")])
def test_a_plan_that_names_no_span_and_may_be_the_months_alone_is_asked_about(plan: str, value: str) -> None:
    head = f"Kỳ | KPI | {plan} | {value}"
    # the plan of a month, and what there is of nine of them
    assert kpis(f"{head}\nT9 | Doanh thu | 10 | 85")[0][2] is NO_DATA
    assert [code for code, _ in told(f"{head}\nT9 | Doanh thu | 10 | 85")] == ["OKR503"]
    # the plan to date; the year's first month; a rate
    assert kpis(f"{head}\nT9 | Doanh thu | 90 | 85") == [("D2", Decimal(90), OUT)]
    assert kpis(f"{head}\nT1 | Doanh thu | 10 | 18") == [("D2", Decimal(10), HEALTHY)]
    assert kpis(f"{head}\nT9 | Tỷ lệ lỗi | 2% | 4%") == [("D2", Decimal(2), OUT)]


def test_rows_of_the_year_or_to_date_are_of_what_they_say() -> None:
    sheet = "KPI | Kỳ | KH năm | Lũy kế\nDoanh thu | {} | 120 | {}"
    assert [kpis(sheet.format(period, 92))[0][2] for period in ("Q3", "Lũy kế T9", "2026")] == [HEALTHY, HEALTHY, OUT]


def test_the_months_own_plan_is_the_months() -> None:
    sheet = "KPI | Kỳ | KH năm | KH tháng | TH tháng | Lũy kế\nDoanh thu | T10 | 120 | 10 | 11 | 100"
    assert kpis(sheet) == [("E2", Decimal(10), HEALTHY)]
    assert kpis("KPI | Kỳ | Kế hoạch | Thực hiện\nDoanh thu | T10 | 10 | 11") == [("D2", Decimal(10), HEALTHY)]


@pytest.mark.parametrize(("plan", "own"), [("KH năm", "Year to date"), ("KH quý", "Quarter to date")])
def test_the_hint_leads_to_a_verdict(plan: str, own: str) -> None:
    sheet = f"KPI | Kỳ | {plan} | {{}}\nDoanh thu | T11 | {{}} | 22"
    found = check(scored(sheet.format("Thực hiện", 30)), History(), RuleOptions())
    assert [render(one.hint, "en") for one in found] == [
        f"Head the values “{own}”, and write under it what each has come to"
    ]
    assert [kpis(sheet.format(own, target))[0][2] for target in (23, 90)] == [HEALTHY, OUT]


def test_the_same_month_twice_is_told_and_two_months_are_not() -> None:
    sheet = "KPI | Kỳ | KH năm | Lũy kế\nDoanh thu | T10 | 120 | 110\nDoanh thu | {} | 120 | 111"
    assert [code for code, _ in told(sheet.format("T10"))] == ["OKR505"]
    assert told(sheet.format("T9")) == []


@pytest.mark.parametrize("months", [("T9", "T10", "T11"), ("T11", "T10", "T9"), ("T9", "T11", "T10")])
@pytest.mark.parametrize(
    ("value", "how", "current"),
    [
        ("Thực hiện", "", 6),
        ("Thực hiện", "sum", 17),
        ("Thực hiện", "last", 6),
        ("Lũy kế", "", None),  # 26 since September: of October and November it is 17
        ("Lũy kế", "sum", None),
    ],
)
def test_a_key_result_takes_its_own_cycles_months(
    months: tuple[str, str, str], value: str, how: str, current: int | None
) -> None:
    values = {"T9": 9, "T10": 20, "T11": 26} if value == "Lũy kế" else {"T9": 9, "T10": 11, "T11": 6}
    rows = "".join(f"\n{month} | Doanh thu | 100 | {values[month]} | {how}" for month in months)
    okrs = "Objective | Key result | KPI | Baseline | Target\nGrow | Revenue reaches 20 | Doanh thu | 0 | 20"
    found = of_both(f"Kỳ | KPI | KH năm | {value} | Cách tính{rows}", "KPI 2026", ("OKR Q4 2026", okrs))
    assert found.objectives[0].key_results[0].current == (None if current is None else Decimal(current))
