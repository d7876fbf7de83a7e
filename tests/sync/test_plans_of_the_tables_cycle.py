"""A KPI table with one target and one value: what adds up is held against what is due of the target by now, where the
table says which period that is for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.messages import render
from sync.model.past import History
from sync.model.scores import Scored, Status
from sync.options import ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.rules import check
from sync.scoring import score
from tests.sheets import sheet_of

AS_OF = date(2026, 11, 20)
HEALTHY, OUT, NO_DATA = Status.healthy, Status.out_of_range, Status.no_data


def scored(sheet: str, title: str, day: date = AS_OF, merges: tuple[str, ...] = ()) -> Scored:
    rows = read_rows([sheet_of(sheet, title, merges=merges)], ReadingOptions(), day)
    return score(rows, day, ScoringOptions(), History())


def kpis(sheet: str, title: str, day: date = AS_OF, merges: tuple[str, ...] = ()) -> list[tuple[str | None, Status]]:
    return [(one.cell.a1 if one.cell else None, one.status) for one in scored(sheet, title, day, merges).kpis]


def test_what_a_month_or_quarter_came_to_so_far_is_held_against_what_is_due_by_now() -> None:
    sheet = "STT | Chỉ tiêu KPI | ĐVT | Kế hoạch | Thực hiện\n1 | Doanh thu | triệu | 1000 | {}"
    assert kpis(sheet.format(620), "T11.2026") == kpis(sheet.format(500), "KPI Q4 2026") == [("E2", HEALTHY)]
    assert kpis(sheet.format(420), "T11.2026") == kpis(sheet.format(420), "KPI Q4 2026") == [("E2", OUT)]
    assert kpis(sheet.format(620), "T10.2026") == [("E2", OUT)]


@pytest.mark.parametrize(
    "row",
    ["Doanh thu tháng | triệu | 1000 | 620", "Biên lợi nhuận | % | 20% | 18%", "Doanh thu/ngày | triệu | 1000 | 620",
     "Doanh thu | triệu | ≥ 1000 | 620", "Số cửa hàng | | 55 | 52"],
)  # fmt: skip
def test_what_is_so_on_any_day_or_of_a_shorter_period_is_held_against_the_whole_target(row: str) -> None:
    assert kpis(f"KPI | ĐVT | Kế hoạch | Thực hiện\n{row}", "KPI Q4 2026") == [("D2", OUT)]


@pytest.mark.parametrize("headers", ["MTD Target | MTD Actual", "Monthly plan | Actual", "YTD Target | YTD Actual"])
def test_a_target_of_another_span_than_the_tables_is_none_of_its_cycle(headers: str) -> None:
    assert kpis(f"KPI | {headers}\nOrders | 100 | 60", "KPI 2026", date(2026, 7, 1)) == [("C2", OUT)]


@pytest.mark.parametrize(
    "headers",
    ["Annual target | Current", "KH 2026 | TH 2026", "FY26 Target | Actual", "KH năm | Thực hiện", "KH năm | YTD"],
)
def test_a_years_target_is_due_at_the_years_end(headers: str) -> None:
    sheet = f"KPI | {headers}\nRevenue | 4000 | {{}}"
    assert kpis(sheet.format(3300), "KPIs") == [("C2", HEALTHY)]
    assert kpis(sheet.format(3100), "KPIs") == [("C2", OUT)]


def test_one_months_plan_beside_its_value_is_due_at_the_months_end() -> None:
    sheet = (
        "Chỉ tiêu | ĐVT | Tháng 11 | | | Lũy kế 11 tháng | |\n"
        "| | KH | TH | % | KH | TH | %\n"
        "Doanh thu | tỷ | 10 | {} | 60% | 100 | 96 | 96%"
    )
    merges = ("A1:A2", "B1:B2", "C1:E1", "F1:H1")
    assert kpis(sheet.format(6), "KPI 2026", merges=merges) == [("D3", HEALTHY)]
    assert kpis(sheet.format(5), "KPI 2026", merges=merges) == [("D3", OUT)]
    assert kpis("KPI | KH T11 | TH T11\nDoanh thu | 10 | 6", "KPI 2026") == [("C2", HEALTHY)]


def test_of_what_may_add_up_it_is_said_how_to_tell() -> None:
    sheet = "KPI | Target | Actual\nContracts signed | 30 | 17"
    found = check(scored(sheet, "KPI Q4 2026"), History(), RuleOptions())
    assert [(one.code, render(one.hint, "en")) for one in found if one.code.startswith("OKR5")] == [
        ("OKR501", "The period is not over: where it adds up until then, write “sum” under “Aggregation”")
    ]
    told = sheet.replace("Target |", "Target | Aggregation |").replace("30 |", "30 | sum |")
    assert kpis(told, "KPI Q4 2026") == [("D2", HEALTHY)]


def test_a_value_far_beyond_a_target_of_billions_is_told_and_not_judged() -> None:
    sheet = "KPI | Đơn vị | Mục tiêu | Thực tế\nLợi nhuận | tỷ đồng | 2 | {}"
    assert [one.current for one in scored(sheet.format(2100), "KPI T10-2026").kpis] == [None]
    assert [one.current for one in scored(sheet.format(21), "KPI T10-2026").kpis] == [Decimal(21)]


MONTHS = " | ".join(f"T{month}" for month in range(1, 13))


def test_a_target_out_of_every_months_reach_is_not_held_against_a_month() -> None:
    sheet = f"KPI | {{}} | {MONTHS}\n{{}} | {{}} | 90 | 92 | 95 | 99 | 101 | 100 | 104 | 103 | 98 | 105 | |"
    assert kpis(sheet.format("Target", "Revenue", 1200), "KPI 2026") == [("L2", NO_DATA)]
    assert kpis(sheet.format("Target", "Revenue", 120), "KPI 2026") == [("L2", OUT)]
    assert kpis(sheet.format("Monthly target", "Revenue", 1200), "KPI 2026") == [("L2", OUT)]
    assert kpis(sheet.format("Target", "Average score", 1200), "KPI 2026") == [("L2", OUT)]
    assert kpis(sheet.format("Target", "Travel cost", 1200), "KPI 2026") == [("L2", HEALTHY)]


def test_what_there_is_to_date_of_what_may_not_add_up_is_not_judged_before_the_year_is_over() -> None:
    sheet = "KPI | ĐVT | Mục tiêu | Lũy kế\n{} | | 12 | 9"
    assert kpis(sheet.format("Số dự án bàn giao"), "KPI năm 2026") == [("D2", NO_DATA)]
    assert kpis(sheet.format("Số dự án bàn giao"), "KPI năm 2026", date(2026, 12, 31)) == [("D2", OUT)]
    assert kpis(sheet.format("Điểm hài lòng"), "KPI năm 2026") == [("D2", OUT)]
