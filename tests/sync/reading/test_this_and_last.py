"""A month, the month before and what there is to date side by side over KPIs."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model.rows import Kpi
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

NOVEMBER = date(2026, 11, 20)


def kpis(table: str, title: str = "KPIs") -> tuple[Kpi, ...]:
    return read_rows((sheet_of(table, title),), ReadingOptions(), NOVEMBER).kpis


def cells(table: str, title: str = "KPIs") -> list[tuple[str, bool]]:
    """Where each KPI's value stands, and whether it has a baseline."""
    return [
        (one.current.cell.a1 if one.current.cell else "", one.baseline.value is not None) for one in kpis(table, title)
    ]


@pytest.mark.parametrize("title", ["KPIs", "Nov 2026", "KPI 2026"])
def test_this_month_is_held_against_a_months_target(title: str) -> None:
    table = """
        KPI | Last year | Last month | This month | Target | YTD
        Admissions | 1204 | 1266 | 812 | 1300 | 13410
        Average wait (days) | 21 | 19 | 18 | 14 | 20
        Bed occupancy | 91 | 93 | 94 | 88 | 92
        """
    assert cells(table, title) == [("D2", False), ("D3", False), ("D4", False)]


def test_in_vietnamese() -> None:
    table = """
        KPI | Tháng trước | Tháng này | Chỉ tiêu | Lũy kế
        Doanh thu | 1266 | 812 | 1300 | 13410
        """
    assert cells(table) == [("C2", False)]


def test_a_target_of_what_there_is_to_date_is_held_against_that() -> None:
    table = """
        KPI | Last month | This month | Target | YTD
        Revenue | 1266 | 812 | 16000 | 13410
        Orders | 20 | 22 | 250 | 210
        """
    assert cells(table) == [("E2", False), ("E3", False)]


@pytest.mark.parametrize(("title", "cell"), [("KPIs", "B2"), ("KPI 2026", "D2")])
def test_where_no_number_tells_it_is_as_long_as_the_tables_cycle(title: str, cell: str) -> None:
    table = "KPI | This month | Target | YTD\nBed occupancy | 94 | 88 | 92"
    assert cells(table, title) == [(cell, False)]


@pytest.mark.parametrize(
    ("target", "cell"), [("YTD target", "D2"), ("Annual target", "D2"), ("Monthly target", "B2"), ("Target", "B2")]
)
def test_a_targets_header_says_what_it_is_of(target: str, cell: str) -> None:
    table = f"KPI | This month | {target} | YTD\nOrders | 94 | 90 | 920"
    assert cells(table) == [(cell, False)]


def test_the_month_before_is_a_baseline_where_no_value_is_of_this_month() -> None:
    table = "KPI | Last month | Target | Actual\nOrders | 94 | 88 | 92"
    assert cells(table) == [("D2", True)]


@pytest.mark.parametrize(
    ("target", "value", "part", "whole"),
    [
        ("Quarterly target", "This month", "2026-11", "2026-Q4"),
        ("Kế hoạch quý", "Thực hiện tháng", "2026-11", "2026-Q4"),
        ("KH năm", "TH tháng", "2026-11", "2026"),
        ("Kế hoạch năm", "Tháng này", "2026-11", "2026"),
        ("Annual target", "This month", "2026-11", "2026"),
        ("Annual target", "This quarter", "2026-Q4", "2026"),
    ],
)
def test_a_part_of_what_its_target_is_for_is_held_against_no_more_than_its_part(
    target: str, value: str, part: str, whole: str
) -> None:
    [kpi] = kpis(f"KPI | {target} | {value}\nRevenue | 90 | 31")
    assert kpi.current.value is None
    assert [(one.period.id, str(one.value.raw)) for one in kpi.periods] == [(part, "31")]
    assert kpi.planned_for is not None
    assert kpi.planned_for.id == whole


def test_this_month_is_the_last_one_where_the_tables_cycle_is_over() -> None:
    [kpi] = kpis("KPI | Quarterly target | This month\nRevenue | 90 | 31", "KPI Q3 2026")
    assert [one.period.id for one in kpi.periods] == ["2026-09"]
    assert kpi.planned_for is not None
    assert kpi.planned_for.id == "2026-Q3"


@pytest.mark.parametrize("target", ["Target", "Monthly target", "Target this month"])
def test_a_month_is_held_against_its_own_or_a_bare_target(target: str) -> None:
    [kpi] = kpis(f"KPI | {target} | This month\nRevenue | 30 | 31")
    assert (kpi.current.raw, kpi.periods) == ("31", ())


@pytest.mark.parametrize(
    ("headers", "cell"),
    [
        ("KPI | Quarterly target | This month | Quarter to date", "D2"),
        ("KPI | Quarterly target | This month | QTD", "D2"),
        ("Chỉ tiêu | Kế hoạch quý | Tháng này | Lũy kế quý", "D2"),
        ("KPI | Quarterly target | QTD | This month", "C2"),
    ],
)
def test_of_a_quarters_target_what_there_is_of_it_to_date_counts(headers: str, cell: str) -> None:
    assert cells(f"{headers}\nRevenue | 90 | 31 | 80") == [(cell, False)]
    assert cells(f"{headers} | YTD\nRevenue | 90 | 31 | 80 | 300") == [(cell, False)]


def test_nor_is_a_named_quarter_to_date_hidden_by_its_month() -> None:
    table = "KPI | Quarterly target | This month | Q4 to date\nRevenue | 90 | 31 | 80"
    assert cells(table, "KPI Q4 2026") == [("D2", False)]
