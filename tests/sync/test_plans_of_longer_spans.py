"""A month's value is never held against a year's plan: what there is to date is, or the sheet is asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.messages import render
from sync.model.past import History
from sync.model.readings import Quantity
from sync.model.scores import Scored, Status
from sync.options import ReadingOptions, ScoringOptions
from sync.reading import read_rows
from sync.reading.sheets.spans_of_values import spanned
from sync.scoring import score
from tests.sheets import sheet_of
from tests.sync.rules.examples import checked, scored_sheet

AS_OF = date(2026, 11, 15)
HEALTHY, OUT, NO_DATA = Status.healthy, Status.out_of_range, Status.no_data
MONTHS = " | ".join(f"T{month}" for month in range(1, 11))
TENS = " | ".join(["10"] * 10)


def told(sheet: str) -> list[tuple[str, str, str]]:
    findings = checked(sheet, AS_OF)
    return [(one.code, one.cell.a1, render(one.message, "en")) for one in findings if one.code.startswith("OKR5")]


def kpis(sheet: str, day: date = AS_OF) -> list[tuple[str | None, Decimal | None, Status]]:
    scored: Scored = scored_sheet(sheet, day)
    return [(one.cell.a1 if one.cell else None, one.current, one.status) for one in scored.kpis]


@pytest.mark.parametrize("plan", ["KH năm", "Kế hoạch năm 2026", "KH 2026", "Annual target", "FY26 Budget"])
@pytest.mark.parametrize("to_date", ["Lũy kế", "YTD", "YTD Actual", "Total", "Thực hiện lũy kế"])
def test_what_there_is_to_date_is_held_against_what_is_due_of_a_years_plan(plan: str, to_date: str) -> None:
    sheet = f"KPI | ĐVT | {plan} | {MONTHS} | {to_date}\nDoanh thu | tỷ | {{}} | {TENS} | =SUM(D2:M2)→100"
    assert kpis(sheet.format(120)) == [("N2", Decimal(100), HEALTHY)]
    assert kpis(sheet.format(140)) == [("N2", Decimal(100), OUT)]


def test_the_months_that_are_filled_in_are_held_against_what_was_due_at_their_end() -> None:
    sheet = f"KPI | KH năm | {MONTHS} | T11 | T12 | Lũy kế\nSản lượng | 120 | {TENS} | | | 100"
    assert kpis(sheet, date(2026, 11, 29)) == kpis(sheet, date(2026, 10, 31)) == [("O2", Decimal(100), HEALTHY)]


def test_a_month_beside_a_years_plan_alone_is_asked_about_and_not_judged() -> None:
    sheet = "KPI | ĐVT | KH năm | T9 | T10\nSố khách mới | khách | 600 | 60 | 58"
    assert kpis(sheet) == [("E2", Decimal(58), NO_DATA)]
    assert told(sheet) == [("OKR503", "C2", "The plan is for all of 2026, and the value is of T10: it is not judged")]


def test_what_a_name_says_to_be_so_far_is_no_rate_and_asked_about_too() -> None:
    assert kpis(f"KPI | KH năm | {MONTHS}\nDoanh thu lũy kế | 120 | {TENS}")[0][1:] == (Decimal(10), NO_DATA)


@pytest.mark.parametrize(("how", "current", "status"), [("Cộng dồn", 118, OUT), ("Giá trị cuối", 58, OUT)])
def test_a_row_that_says_how_its_months_come_together_is_judged(how: str, current: int, status: Status) -> None:
    sheet = f"KPI | Cách tính | KH năm | T9 | T10\nSố khách mới | {how} | 600 | 60 | 58"
    assert [one[1:] for one in kpis(sheet)] == [(Decimal(current), status)]


@pytest.mark.parametrize("name", ["Tỷ lệ lỗi", "Thời gian giao hàng trung bình"])
def test_what_is_so_on_any_day_is_held_against_the_years_plan(name: str) -> None:
    sheet = f"KPI | KH năm | T9 | T10\n{name} | 2 | 1.8 | 2.3"
    assert kpis(sheet) == [("D2", Decimal("2.3"), OUT)]
    assert [code for code, *_ in told(sheet)] == ["OKR501"]


def test_a_sum_of_which_nothing_says_that_it_adds_up_is_not_judged_before_the_plan_is_due() -> None:
    sheet = "KPI | KH năm | T9 | T10 | Lũy kế\nSố cán bộ được đào tạo | 60 | 4 | 5 | {}"
    assert kpis(sheet.format(34)) == [("E2", Decimal(34), NO_DATA)]
    assert told(sheet.format(34)) == [
        ("OKR503", "B2", "The plan is for all of 2026, which is not over: it is not judged yet")
    ]
    assert kpis(sheet.format(61)) == [("E2", Decimal(61), HEALTHY)]


@pytest.mark.parametrize(
    ("headers", "values", "cell"),
    [
        ("MTD Actual | MTD Target | YTD Actual | YTD Target", "52 | 50 | 480 | 500", "B2"),
        ("YTD Target | YTD Actual | MTD Target | MTD Actual", "500 | 480 | 50 | 52", "E2"),
        ("Actual | Budget | YTD Actual | YTD Budget", "52 | 50 | 480 | 500", "B2"),
        ("Actual | Plan | YTD | Annual plan", "52 | 50 | 480 | 600", "B2"),
        ("KH tháng | TH tháng | KH lũy kế | TH lũy kế", "50 | 52 | 500 | 480", "C2"),
        ("Kế hoạch năm | Kế hoạch tháng | Thực hiện tháng | Lũy kế", "600 | 50 | 52 | 480", "D2"),
    ],
)
def test_a_months_value_is_held_against_the_months_plan(headers: str, values: str, cell: str) -> None:
    assert kpis(f"KPI | {headers}\nOrders | {values}") == [(cell, Decimal(52), HEALTHY)]


@pytest.mark.parametrize("headers", ["Thực hiện lũy kế | Kế hoạch lũy kế", "Actual YTD | YTD Plan", "YTD | YTD Target"])
def test_what_there_is_to_date_is_held_against_the_plan_to_date(headers: str) -> None:
    assert kpis(f"KPI | {headers}\nOrders | 480 | 500") == [("B2", Decimal(480), OUT)]


def test_a_years_plan_beside_what_there_is_to_date_is_due_at_the_years_end() -> None:
    sheet = "KPI | KH năm | TH tháng | TH lũy kế\nDoanh thu | 600 | 10 | {}"
    assert kpis(sheet.format(480)) == [("D2", Decimal(480), HEALTHY)]
    assert kpis(sheet.format(460)) == [("D2", Decimal(460), OUT)]


@pytest.mark.parametrize("text", ["% YTD", "TH/KH năm", "TH năm trước", "Last year", "Lũy kế cùng kỳ", "Tháng 11"])
def test_a_header_with_other_words_names_no_span(text: str) -> None:
    assert spanned(text) is None


def test_a_budget_is_the_plan_only_where_no_target_is() -> None:
    assert kpis("KPI | Budget | Actual | Variance\nRevenue | 50 | 52 | 2") == [("C2", Decimal(52), HEALTHY)]
    assert kpis("KPI | Budget | Current\nLeads | 40000 | 52") == [("C2", Decimal(52), NO_DATA)]
    assert kpis("KPI | Target | Budget | Actual\nLeads | 60 | 20 | 18") == [("D2", Decimal(18), OUT)]


def test_groups_of_headers_name_the_span() -> None:
    sheet = (
        "TT | Chỉ tiêu | ĐVT | KH năm | Tháng 10 | | | Lũy kế 10 tháng |\n"
        "| | | | KH | TH | Cùng kỳ | KH | TH\n"
        "1 | Doanh thu | tr.đ | 60000 | 5000 | 5200 | 4700 | 50000 | 48000"
    )
    rows = read_rows([sheet_of(sheet, "KPI T10-2026", merges=("E1:G1", "H1:I1"))], ReadingOptions(), AS_OF)
    (found,) = score(rows, AS_OF, ScoringOptions(), History()).kpis
    assert (found.cell and found.cell.a1, found.current, found.status) == ("F3", Decimal(5200), HEALTHY)


def test_budget_and_actual_stand_under_each_month() -> None:
    sheet = (
        "KPI | Unit | Sep | | | Oct | | | FY26\n"
        "| | Budget | Actual | Var | Budget | Actual | Var | Budget | Forecast\n"
        "Units shipped | k | 50 | 52 | 2 | 55 | 54 | -1 | 640 | 630"
    )
    merges = ("C1:E1", "F1:H1", "I1:J1")
    rows = read_rows([sheet_of(sheet, "Ops 2026", merges=merges)], ReadingOptions(), AS_OF)
    (found,) = score(rows, AS_OF, ScoringOptions(), History()).kpis
    assert (found.cell and found.cell.a1, found.current, found.kpi.target.value) == (
        "G3",
        Decimal(54),
        Quantity(Decimal(55)),
    )


def test_who_signs_under_a_table_is_no_kpi() -> None:
    sheet = "KPI | ĐVT | T9 | T10\nĐơn hàng | đơn | 60 | 58\n\nNgười lập biểu | | | Kế toán trưởng"
    assert [current for _, current, _ in kpis(sheet)] == [Decimal(58)]


@pytest.mark.parametrize("plan", ["KH T10/2026", "KH"])
def test_the_month_of_the_year_before_is_no_current_value(plan: str) -> None:
    sheet = f"KPI | Đvt | T10/2025 | {plan} | TH T10/2026\nDoanh thu | tỷ | 8.2 | 9.5 | 9.8"
    assert kpis(sheet) == [("E2", Decimal("9.8"), HEALTHY)]


@pytest.mark.parametrize("header", ["TH 9T 2026", "TH 9T/2026", "Thực hiện 9 tháng 2026", "TH 9 tháng đầu năm 2026"])
def test_nine_months_of_a_year_are_held_against_what_was_due_of_it_by_then(header: str) -> None:
    sheet = f"KPI | 2024 | 2025 | Mục tiêu 2026 | {header}\nDoanh thu | 380 | 420 | 500 | {{}}"
    assert kpis(sheet.format(340)) == [("E2", Decimal(340), HEALTHY)]
    assert kpis(sheet.format(330)) == [("E2", Decimal(330), OUT)]


def test_a_budget_of_which_nothing_says_that_more_or_less_is_better_is_asked_about() -> None:
    sheet = "KPI | Budget YTD | Actual YTD\n{} | 300 | 322"
    assert kpis(sheet.format("Software licences")) == [("C2", Decimal(322), NO_DATA)]
    assert told(sheet.format("Software licences")) == [
        ("OKR503", "B2", "A budget: is it to be reached, or not to be passed? It is not judged")
    ]
    assert kpis(sheet.format("Travel cost")) == [("C2", Decimal(322), OUT)]
    assert kpis(sheet.format("Orders")) == [("C2", Decimal(322), HEALTHY)]
    assert kpis("KPI | Budget YTD | Actual YTD\nSoftware licences | ≤ 300 | 322") == [("C2", Decimal(322), OUT)]


@pytest.mark.parametrize("plan", ["KH 2027", "FY27 Target"])
def test_a_plan_for_another_year_than_the_values_is_not_held_against_them(plan: str) -> None:
    sheet = f"KPI | {plan} | Q1 | Q2 | Q3\n{{}} | 400 | 90 | 105 | 60"
    assert kpis(sheet.format("Số cửa hàng")) == [("E2", Decimal(60), NO_DATA)]
    assert told(sheet.format("Revenue")) == [
        ("OKR503", "B2", "The plan is for all of 2027, and the value is of Q3: it is not judged")
    ]
