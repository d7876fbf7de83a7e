"""Columns that set one value beside another are neither values nor where something began."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model.rows import Field
from sync.options import ReadingOptions
from sync.reading import read_rows
from sync.reading.sheets.headers import place
from tests.sheets import sheet_of


@pytest.mark.parametrize(
    "header",
    [
        "So tháng trước", "So với đầu kỳ", "So cùng kỳ", "T11/2026 so T10/2026", "T11/2026 so với T11/2025",
        "2026/2025", "2026 / 2025 (%)", "vs last month", "Q4 vs Q3", "Change vs last quarter",
    ],
)  # fmt: skip
def test_a_comparison_is_no_value(header: str) -> None:
    placed = place(header)
    assert placed is None or not placed.fields


@pytest.mark.parametrize(("header", "field"), [("2025/2026", Field.period), ("Kế hoạch", Field.target)])
def test_what_only_looks_like_one_is_read_as_before(header: str, field: Field) -> None:
    placed = place(header)
    assert placed is not None
    assert placed.fields[:1] == (field,)


def test_the_difference_to_last_month_is_no_baseline() -> None:
    table = """
        Mục tiêu | Kết quả then chốt | Chỉ tiêu | Thực hiện | So tháng trước | So với đầu kỳ
        Bán | Doanh thu (tỷ) | 30 | 18 | 2 | 9
         | Đơn hàng | 25 | 21 | 1 | 3
        """
    rows = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), date(2026, 11, 20))
    assert [one.measure.baseline for objective in rows.objectives for one in objective.key_results] == [None, None]


def test_the_newest_month_is_the_current_value_beside_comparisons() -> None:
    table = """
        Chỉ tiêu | ĐVT | Tháng 11/2025 | Tháng 10/2026 | Tháng 11/2026 | Kế hoạch | T11/2026 so T10/2026 | 2026/2025
        Doanh thu | tỷ | 8 | 9 | 9.2 | 10 | 97% | 108%
        Chi phí | tỷ | 6 | 7 | 6.5 | 7 | 93% | 108%
        """
    rows = read_rows((sheet_of(table, "KPI T11-2026"),), ReadingOptions(), date(2026, 12, 5))
    last = [[period.value.value for period in one.periods if period.value.value is not None][-1] for one in rows.kpis]
    assert [str(quantity.value) for quantity in last] == ["9.2", "6.5"]
