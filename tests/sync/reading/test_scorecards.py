"""Balanced scorecards: KPIs with the objective that each serves beside it."""

from __future__ import annotations

from datetime import date

import pytest

from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

DAY = date(2026, 11, 20)
IN_VIETNAMESE = """
    STT | Viễn cảnh | Mục tiêu | KPI | Đơn vị tính | Trọng số | Chỉ tiêu | Thực hiện
    1 | Khách hàng | Khách hài lòng | Mức độ hài lòng | % | 50% | ≥ 80% | 82%
    2 | Quy trình | Tuyển đúng hạn | Tỷ lệ tuyển đúng hạn | % | 50% | 90% | 85%
    """
IN_ENGLISH = """
    Perspective | Strategic objective | KPI | Weight | Target | Actual
    Customer | Happy customers | Satisfaction | 50% | 80% | 82%
    Process | Hire in time | Time to fill in time | 50% | 90% | 85%
    """


@pytest.mark.parametrize(("table", "tab"), [(IN_VIETNAMESE, "KPI NS"), (IN_ENGLISH, "KPIs 2026")])
def test_on_a_tab_of_kpis_they_are_kpis(table: str, tab: str) -> None:
    rows = read_rows((sheet_of(table, tab),), ReadingOptions(), DAY)
    assert (len(rows.kpis), rows.objectives) == (2, ())


@pytest.mark.parametrize("tab", ["OKR NS", "OKR & KPI", "Q4 2026"])
def test_elsewhere_a_kpi_measures_the_objective_beside_it(tab: str) -> None:
    rows = read_rows((sheet_of(IN_VIETNAMESE, tab),), ReadingOptions(), DAY)
    assert ([one.title.value for one in rows.objectives], rows.kpis) == (["Khách hài lòng", "Tuyển đúng hạn"], ())


def test_where_there_is_a_baseline_they_are_key_results() -> None:
    table = "Mục tiêu | KPI | Đầu kỳ | Chỉ tiêu | Thực hiện\nKhách hài lòng | Mức độ hài lòng | 60% | 80% | 70%"
    rows = read_rows((sheet_of(table, "KPI Q4 2026"),), ReadingOptions(), DAY)
    assert (len(rows.objectives), rows.kpis) == (1, ())
