"""OKRs whose only target is a whole year's: of the year where the table names no cycle, asked about where it names a
shorter one that ends before the year does."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model.rows import Field
from sync.options import FiscalCalendar, ReadingOptions
from sync.reading import all_remarks, read_rows
from tests.sheets import sheet_of

DAY = date(2026, 6, 25)
ROWS = "Tăng trưởng | Doanh thu (tỷ) | 100 | 48\n | Số đại lý | 40 | 19"


def told(target: str, tab: str, options: ReadingOptions | None = None) -> tuple[str, list[object], list[str]]:
    """The cycle, the rows' targets, and what was not used."""
    sheet = sheet_of(f"Mục tiêu | Kết quả then chốt | {target} | Thực hiện\n{ROWS}", tab)
    rows = read_rows([sheet], options or ReadingOptions(), DAY)
    [table] = rows.tables
    targets = [own.target.value and str(own.target.value.value) for _, own in rows.key_results()]
    return (
        table.cycle.id if table.cycle else "",
        targets,
        [one.words for one in all_remarks([sheet], rows, options or ReadingOptions())],
    )


@pytest.mark.parametrize("target", ["Chỉ tiêu năm", "KH năm", "Chỉ tiêu năm 2026", "Target 2026", "Annual target"])
def test_a_table_that_names_no_cycle_is_of_its_targets_year(target: str) -> None:
    assert told(target, "OKR") == ("2026", ["100", "40"], [])


@pytest.mark.parametrize(
    ("headers", "values", "year"),
    [
        ("Target 2026 | Current", "400 | 310", "2026"),
        ("Chỉ tiêu 2026 | TH T11", "400 | 310", "2026"),
        ("Chỉ tiêu năm | TH T11", "400 | 310", "2026"),
        ("Chỉ tiêu năm | T10 | T11 | T12", "400 | 300 | 350 | 390", "2026"),
        ("Chỉ tiêu năm | Q1 | Q2 | Q3 | Q4", "400 | 90 | 190 | 280 | 310", "2026"),
        ("Chỉ tiêu năm | Q1 | Q2 | Q3 | Q4", "400 | 9 | | |", "2027"),
        ("Chỉ tiêu năm | T1 | T2 | T3", "400 | 9 | |", "2027"),
        ("Chỉ tiêu năm | Thực hiện", "400 | 9", "2027"),
        ("Target 2027 | Actual 2026", "400 | 390", "2027"),
    ],
)
def test_in_january_the_year_is_the_one_that_the_target_or_all_values_name(
    headers: str, values: str, year: str
) -> None:
    sheet = sheet_of(f"Mục tiêu | Kết quả then chốt | {headers}\nTăng trưởng | Doanh thu | {values}", "OKR")
    [table] = read_rows([sheet], ReadingOptions(), date(2027, 1, 5)).tables
    assert table.cycle
    assert table.cycle.id == year


def test_the_year_that_a_target_names_counts() -> None:
    assert told("Chỉ tiêu năm 2025", "OKR")[0] == "2025"
    assert told("Chỉ tiêu", "OKR")[0] == ""


@pytest.mark.parametrize("target", ["Chỉ tiêu năm", "KH năm", "2026 target", "Annual target"])
def test_in_a_quarter_that_ends_before_the_year_it_is_asked_about(target: str) -> None:
    cycle, targets, unused = told(target, "Q2 2026")
    assert (cycle, targets, unused) == ("2026-Q2", [None, None], [target])


def test_in_the_years_last_quarter_it_is_the_target() -> None:
    assert told("Chỉ tiêu năm", "Q4 2026") == ("2026-Q4", ["100", "40"], [])
    fiscal = ReadingOptions(calendar=FiscalCalendar(fiscal_year_starts=4))
    assert told("Chỉ tiêu năm", "Q4 2026", fiscal)[1] == ["100", "40"]
    assert told("Chỉ tiêu năm", "Q3 2026", fiscal)[1] == [None, None]


def test_who_says_in_the_settings_that_it_is_the_target_is_believed() -> None:
    options = ReadingOptions(columns={"Chỉ tiêu năm": Field.target})
    assert told("Chỉ tiêu năm", "Q2 2026", options)[1] == ["100", "40"]


def test_a_years_objective_is_no_target() -> None:
    sheet = sheet_of(f"Mục tiêu năm | Kết quả then chốt | Chỉ tiêu | Thực hiện\n{ROWS}", "Q2 2026")
    rows = read_rows([sheet], ReadingOptions(), DAY)
    assert [own.target.raw for _, own in rows.key_results()] == ["100", "40"]
    assert not all_remarks([sheet], rows, ReadingOptions())
