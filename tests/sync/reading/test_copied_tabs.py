"""Tabs that stand in a workbook twice: told of where they count twice, and not where teams share their goals."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from sync.model.cells import Sheet
from sync.model.rows import LayoutRemark
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

DAY = date(2026, 11, 19)
ALL = ReadingOptions()
ROWS = """Mục tiêu | Kết quả then chốt | Giá trị đầu | Chỉ tiêu | Hiện tại
Tăng trưởng | Số khách | 10 | 30 | {}
 | Doanh thu (tỷ) | 1 | 5 | {}
 | Đối tác | 0 | 8 | {}"""


def tab(title: str, *values: int) -> Sheet:
    return sheet_of(ROWS.format(*values), title)


def remarks_on(*sheets: Sheet, options: ReadingOptions = ALL) -> list[LayoutRemark]:
    return [one for one in read_rows(sheets, options, DAY).remarks if one.kind == "copied_tab"]


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("Copy of OKR Q4 2026", (20, 3, 4)),
        ("Bản sao của OKR Q4 2026", (22, 4, 5)),
        ("OKR Q4 2026 (2)", (22, 4, 5)),
        ("Quý 4/2026 cũ", (20, 3, 5)),
    ],
)
def test_a_tab_that_counts_twice_is_named_with_the_setting_that_leaves_it_out(
    title: str, values: tuple[int, ...]
) -> None:
    sheets = tab("OKR Q4 2026", 20, 3, 4), tab(title, *values)
    [remark] = remarks_on(*sheets)
    assert (remark.words, remark.guess, remark.cell.sheet, remark.row) == (title, "OKR Q4 2026", title, 2)
    wanted = tuple(tomllib.loads(remark.setting)["tabs"])
    assert wanted == ("OKR Q4 2026",)
    assert remarks_on(*sheets, options=ReadingOptions(tabs=wanted)) == []


def test_the_copy_is_left_out_even_where_it_stands_first() -> None:
    [remark] = remarks_on(tab("Copy of Q4 2026", 20, 3, 4), tab("Q4 2026", 22, 3, 4))
    assert (remark.words, remark.guess) == ("Copy of Q4 2026", "Q4 2026")


@pytest.mark.parametrize(("title", "values"), [("Q3 2026", (20, 3, 4)), ("Chi nhánh Huế Q4 2026", (12, 2, 1))])
def test_another_cycle_and_another_teams_values_are_no_copy(title: str, values: tuple[int, ...]) -> None:
    assert remarks_on(tab("Q4 2026", 20, 3, 4), tab(title, *values)) == []


def test_another_objective_makes_it_another_teams_tab() -> None:
    mine = tab("Sales Q4 2026", 20, 3, 4)
    theirs = sheet_of(ROWS.format(20, 3, 4).replace("Tăng trưởng", "Giữ khách"), "Marketing Q4 2026")
    assert remarks_on(mine, theirs) == []


def test_a_single_key_result_may_be_two_teams() -> None:
    lines = "\n".join(ROWS.format(20, 3, 4).splitlines()[:2])
    assert remarks_on(sheet_of(lines, "Sales Q4 2026"), sheet_of(lines, "Marketing Q4 2026")) == []
