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
