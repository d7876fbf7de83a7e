"""Cycles that tabs and titles name, and those that may be two."""

from __future__ import annotations

from datetime import date

import pytest

from sync.identity import identify
from sync.messages import render
from sync.model.past import History
from sync.model.rows import Rows
from sync.options import FiscalCalendar, ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.reading.sheets.cycle_titles import cycles_as_named
from sync.rules import check
from sync.scoring import score
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


def contradictions(*over: str, tab: str = "Q4 2026") -> list[tuple[str, str, int | None]]:
    rows = read(tab, over="".join(f"{title}\n" for title in over) + "\n")
    return [(one.words, one.guess, one.row) for one in rows.remarks if one.kind == "title_against_tab"]


@pytest.mark.parametrize(
    ("tab", "title"),
    [
        ("Q4", "OKR QUÝ 3"),
        ("Q4 2026", "QUÝ 3"),
        ("Quý IV", "Chu kỳ: Quý III năm 2026"),
        ("Q4", "OKR Q4/2025"),
        ("Q4 2026", "Mục tiêu và kết quả then chốt quý 3/2026"),
        ("Q4 2026", "Objectives & key results Q3 2026"),
        ("Tháng 11", "THÁNG 10/2026"),
        ("Q4 2026", "OKR 2025"),
    ],
)
def test_a_title_that_names_another_cycle_than_its_tab_is_told(tab: str, title: str) -> None:
    rows = read(tab, over=f"{title}\n\n")
    assert [table.cycle.id for table in rows.tables if table.cycle] == ["2026-11" if tab == "Tháng 11" else "2026-Q4"]
    assert contradictions(title, tab=tab) == [(title, "2026-11" if tab == "Tháng 11" else "2026-Q4", 4)]


@pytest.mark.parametrize(
    ("day", "tab", "title", "expected"),
    [
        (date(2026, 12, 20), "Q2", "OKR Q2 2027", "2027-Q2"),
        (date(2026, 11, 20), "Quý 1", "OKR quý I/2027", "2027-Q1"),
        (date(2027, 6, 20), "Q4", "OKR Q4 2026", "2026-Q4"),
        (date(2027, 2, 20), "Q4", "OKR 2026", "2026-Q4"),
        (date(2026, 11, 20), "Q4", "Mục tiêu 2030", "2026-Q4"),
        (date(2027, 6, 20), "Q4", "Mục tiêu 2030", "2027-Q4"),
        (date(2027, 6, 20), "Q4", "Công ty ABC, từ năm 2015", "2027-Q4"),
        (date(2026, 11, 20), "Tuần 53", "OKR 2025", "2026-W53"),
        (date(2026, 11, 20), "Q4", "OKR Q4/2025", "2026-Q4"),
        (date(2026, 12, 20), "Q2 2026", "OKR Q2 2027", "2026-Q2"),
    ],
)
def test_a_tab_without_a_year_is_of_its_titles_where_its_name_alone_would_be_long_over_or_not_begun(
    day: date, tab: str, title: str, expected: str
) -> None:
    rows = read_rows([sheet_of(f"{title}\n\n" + ROWS.format("Số khách mới"), tab)], ReadingOptions(), day)
    assert [table.cycle.id for table in rows.tables if table.cycle] == [expected]
    told = any(one.kind == "title_against_tab" for one in rows.remarks)
    assert told == (title == "OKR Q4/2025" or tab in ("Q2 2026", "Tuần 53"))


@pytest.mark.parametrize(
    "titles",
    [
        ("OKR QUÝ 4",),
        ("OKR 2026",),
        ("OKR QUÝ 4", "QUÝ 3"),
        ("OKR tháng 11/2026",),
        ("Kết quả OKR quý 3: 0,7",),
        ("OKR quý 4, tiếp nối quý 3",),
        ("So với Q3",),
        ("Mục tiêu 2030",),
        ("Cập nhật 30/09/2026",),
        ("Hà Nội, tháng 9/2026",),
        ("T9/2026",),
    ],
)
def test_a_title_that_agrees_or_speaks_of_something_else_is_no_contradiction(titles: tuple[str, ...]) -> None:
    assert contradictions(*titles) == []


def test_where_each_row_says_its_cycle_no_title_contradicts() -> None:
    rows = "Mục tiêu | Kết quả then chốt | Chu kỳ | Chỉ tiêu | Hiện tại\nTăng | Số khách mới | Q3 2026 | 30 | 20"
    read_so = read_rows([sheet_of("OKR Q3 2026\n\n" + rows, "Q4 2026")], ReadingOptions(), DAY)
    assert [one.cycle.id for one in read_so.objectives if one.cycle] == ["2026-Q3"]
    assert [one.kind for one in read_so.remarks if one.kind == "title_against_tab"] == []


def test_a_table_below_with_the_last_quarters_title_is_told_too() -> None:
    rows = read("Q4 2026", over="OKR Q4 2026\n\n" + ROWS.format("Khách mới") + "\n\nOKR Q3 2026\n")
    told = [(one.words, one.cell.a1, one.row) for one in rows.remarks if one.kind == "title_against_tab"]
    assert told == [("OKR Q3 2026", "A6", 8)]


def test_the_contradiction_names_the_tab_and_the_titles_cell_and_stands_in_the_tables_first_row() -> None:
    sheet = sheet_of("OKR QUÝ 3\n\n" + ROWS.format("Số khách mới"), "Q4")
    rows = identify(read_rows([sheet], ReadingOptions(), DAY))
    found = check(score(rows, DAY, ScoringOptions(), History()), History(), RuleOptions())
    (told,) = [one for one in found if one.code == "OKR154"]
    assert (told.cell.a1, told.row) == ("A1", 4)
    assert render(told.message, "en") == "The tab is called “Q4”, and A1 says “OKR QUÝ 3”: it counts for 2026-Q4"


@pytest.mark.parametrize(
    "reference",
    [
        "(Ban hành kèm theo Quyết định số 05/2026/QĐ-TGĐ)",
        "QĐ số 12/2025/QĐ-HĐQT",
        "Thông tư 09/2024/TT-BGDĐT",
        "BM-01/2023",
        "Theo NQ 12/2025/NQ-HĐND ngày 10/12/2025",
    ],
)
def test_the_number_of_a_decree_or_a_form_is_no_cycle(reference: str) -> None:
    sheet = sheet_of(
        f"""
        OKR QUÝ 4/2026
        {reference}
        Mục tiêu | Kết quả then chốt | ĐVT | Chỉ tiêu | Thực hiện
        Bán | Doanh thu | tỷ | 30 | 18
        """,
        "Sheet1",
    )
    [table] = read_rows((sheet,), ReadingOptions(), date(2026, 11, 20)).tables
    assert table.cycle is not None
    assert table.cycle.id == "2026-Q4"


OWN = "Objective | Key Result | Baseline | Target | Current | Owner\nGrow | MRR | 400 | 500 | 480 | An"


@pytest.mark.parametrize(
    ("title", "cycle"),
    [
        ("Q3 2026 OKRs | | | | | As of: 9/30/2026", "2026-Q3"),
        ("Q3 2026 OKRs | | | | | As of: 9/30/2026\n", "2026-Q3"),
        ("Q4 2026 OKRs | As of 11/15", "2026-Q4"),
        ("FY26/27 Q2 OKRs (Jul–Sep 2026)", "2026-Q3"),
        ("FY: 2026 | Quarter: 4", "2026-Q4"),
        ("Department: Sales | Quarter: Q4 | Year: 2026", "2026-Q4"),
        ("Năm: 2026 | Quý: IV", "2026-Q4"),
        ("Annual goals 2026", "2026"),
    ],
)
def test_a_title_says_the_cycle_whatever_stands_beside_it(title: str, cycle: str) -> None:
    (table,) = read_rows([sheet_of(f"{title}\n{OWN}", "Sales")], ReadingOptions(), DAY).tables
    assert table.cycle is not None
    assert (table.cycle.id, len(table.columns)) == (cycle, 6)


@pytest.mark.parametrize(
    ("name", "of_april", "of_july"),
    [("Q2 2026-27", date(2026, 7, 1), date(2026, 10, 1)), ("2026-27 OKRs", date(2026, 4, 1), date(2026, 7, 1))],
)
def test_a_year_that_runs_over_two_is_the_calendars_or_asked_about(name: str, of_april: date, of_july: date) -> None:
    for starts, first_day in ((4, of_april), (7, of_july)):
        (table,) = read_rows([sheet_of(OWN, name)], ReadingOptions(calendar=FiscalCalendar(starts)), DAY).tables
        assert table.cycle is not None
        assert table.cycle.first_day == first_day
    rows = read_rows([sheet_of(OWN, name)], ReadingOptions(), DAY)
    assert [table.cycle for table in rows.tables] == [None]
    assert [one.kind for one in rows.remarks] == ["fiscal_year_unknown"]


def test_an_okr_column_of_a_cycle_is_still_a_header() -> None:
    table = "OKR Q4 2026 | Target | Current\nO1: Grow | |\nKR1: MRR | 500 | 480"
    (found,) = read_rows([sheet_of(table, "Sales")], ReadingOptions(), DAY).objectives
    assert (found.title.value, len(found.key_results)) == ("Grow", 1)


def test_a_tab_of_a_team_among_others_is_no_month() -> None:
    day = date(2026, 11, 20)
    assert cycles_as_named(("KD", "MAR", "HCNS"), FiscalCalendar(), day)("MAR") is None
    for tabs in (("MAR", "Notes"), ("FEB", "MAR", "KD"), ("Mar", "KD")):
        found = cycles_as_named(tabs, FiscalCalendar(), day)(next(tab for tab in tabs if tab.upper() == "MAR"))
        assert found is not None
        assert found.id == "2026-03"
