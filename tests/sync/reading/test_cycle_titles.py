"""Cycles that tabs and titles name, and those that may be two."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model import Rows
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

DAY = date(2026, 11, 19)
ROWS = "Mục tiêu | Kết quả then chốt | Chỉ tiêu | Hiện tại\nTăng | {} | 30 | 20"


def read(*titles: str, over: str = "", cycle: str | None = None) -> Rows:
    sheets = [sheet_of(over + ROWS.format(title), title) for title in titles]
    return read_rows(sheets, ReadingOptions(cycle=cycle), DAY)


def doubts(rows: Rows) -> list[tuple[str, str, str]]:
    return [(one.words, one.guess, one.setting) for one in rows.remarks if one.kind == "cycle_in_doubt"]


@pytest.mark.parametrize("title", ["Chu kỳ 4/2026", "Kỳ 4/2026", "OKR chu ky 4-2026", "Cycle 4/2026"])
def test_what_may_be_a_quarter_or_a_month_is_asked_about(title: str) -> None:
    rows = read(title)
    assert [table.cycle for table in rows.tables] == [None]
    assert doubts(rows) == [(title, "4/2026", 'cycle = "2026-Q4"')]
    settled = read(title, cycle="2026-Q4")
    assert ([table.cycle.id for table in settled.tables if table.cycle], doubts(settled)) == (["2026-Q4"], [])


def test_a_title_over_the_table_is_asked_about_too() -> None:
    assert doubts(read("Sales", over="OKR CHU KỲ 4/2026\n\n")) == [("OKR CHU KỲ 4/2026", "4/2026", 'cycle = "2026-Q4"')]


@pytest.mark.parametrize(
    ("titles", "ids"),
    [
        (("Kỳ 4/2026", "Kỳ 11/2026"), ["2026-04", "2026-11"]),
        (("Kỳ 12/2026",), ["2026-12"]),
        (("Chu kỳ Quý 4/2026",), ["2026-Q4"]),
        (("Chu kỳ tháng 4/2026",), ["2026-04"]),
        (("T4/2026",), ["2026-04"]),
    ],
)
def test_what_says_which_it_is_is_no_doubt(titles: tuple[str, ...], ids: list[str]) -> None:
    rows = read(*titles)
    assert ([table.cycle.id for table in rows.tables if table.cycle], doubts(rows)) == (ids, [])


BY_QUARTER = "OKR 2026\n\nMục tiêu | Kết quả then chốt | {} | {}\nTăng | Số khách | 30 | 20"
KPIS = "KPI 2026\n\nKPI | Đơn vị | Chỉ tiêu Q4 | Thực đạt Q4\nDoanh thu | tỷ | 30 | 20\nĐơn hàng | đơn | 5 | 6"


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (BY_QUARTER.format("Chỉ tiêu Q4", "Thực đạt Q4"), "2026-Q4"),
        (BY_QUARTER.format("Chỉ tiêu Q4", "Thực đạt T11"), "2026"),
        (BY_QUARTER.format("Chỉ tiêu", "Thực đạt Q4"), "2026"),
        (KPIS, "2026"),
    ],
)
def test_a_years_table_is_a_quarters_where_its_target_and_its_value_are_of_it(sheet: str, expected: str) -> None:
    (table,) = read_rows([sheet_of(sheet, "2026")], ReadingOptions(), DAY).tables
    assert table.cycle is not None
    assert table.cycle.id == expected
