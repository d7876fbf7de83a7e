"""How columns of months are headed: abbreviated, in words, by number, by their last days."""

from __future__ import annotations

from datetime import date

import pytest

from sync.messages import render
from sync.model.past import History
from sync.model.scores import Status
from sync.options import ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.reading.sheets.headers import place
from sync.rules import check
from sync.scoring import score
from tests.sheets import sheet_of

AS_OF = date(2026, 11, 20)


def months(headers: str, merges: tuple[str, ...] = ()) -> list[str]:
    """The periods that a KPI's values are read for."""
    head, *below = headers.split("\n")
    table = "\n".join([f"KPI | ĐVT | Chỉ tiêu | {head}", *below, "Tỷ lệ đúng hẹn | % | 95 | 94 | 96"])
    (kpi,) = read_rows([sheet_of(table, "KPI 2026", merges=merges)], ReadingOptions(), AS_OF).kpis
    return [one.period.id for one in kpi.periods]


@pytest.mark.parametrize(
    "headers",
    ["Thg 9 | Thg 10", "Thg9 | Thg10", "thg. 9 | thg. 10", "THG 09 | THG 10", "Th9 | Th10", "Th.9 | Th.10",
     "Th9/2026 | Th10/2026", "Thg 9/26 | Thg 10/26", "Tháng Chín | Tháng Mười", "tháng chín | tháng mười",
     "Thang chin | Thang muoi", "P09 2026 | P10 2026", "Thực hiện Thg 9 | Thực hiện Thg 10"],
)  # fmt: skip
def test_months_as_vietnamese_writes_them(headers: str) -> None:
    assert months(headers) == ["2026-09", "2026-10"]


def test_numbers_of_periods_are_months_under_a_word_for_these_or_a_year() -> None:
    for group in ("Period", "FY26", "FY2026", "Kỳ"):
        assert months(f"{group} |\n| | | P09 | P10") == ["2026-09", "2026-10"]
    assert months("FY25 |\n| | | P09 | P10") == ["2025-09", "2025-10"]
    assert months("Plants |\n| | | P09 | P10") == []


def test_all_numbers_of_a_years_periods_are_its_months() -> None:
    row = "KPI | Target | " + " | ".join(f"P{number:02}" for number in range(1, 13)) + "\nRevenue | 10 | 9 | 12 | 11"
    (kpi,) = read_rows([sheet_of(row, "KPI 2026")], ReadingOptions(), AS_OF).kpis
    assert [one.period.id for one in kpi.periods] == ["2026-01", "2026-02", "2026-03"]


@pytest.mark.parametrize(
    "table",
    ["KPI | Unit | Target | P01 | P02 | P03\nRevenue | tỷ | 10 | 12 | 11 | 4",
     "KPI | P01 | P02 | P03 | Target\nDefects | 9 | 11 | 4 | 10", "KPI | Target | 3M | 12M\nRevenue | 9 | 2 | 8",
     "KPI | Target | 12M\nRevenue | 100 | 94", "KPI | Chỉ tiêu | 9T | 12T\nDoanh thu | 100 | 50 | 94",
     "KPI | Chỉ tiêu | 9 tháng\nDoanh thu | 100 | 50"],
)  # fmt: skip
def test_what_may_be_plants_or_how_far_ahead_is_asked_about(table: str) -> None:
    rows = read_rows([sheet_of(table, "KPI 2026")], ReadingOptions(), AS_OF)
    scored = score(rows, AS_OF, ScoringOptions(), History())
    assert [one.status for one in scored.kpis] == [Status.no_data]
    assert "OKR140" in [one.code for one in check(scored, History(), RuleOptions())]


@pytest.mark.parametrize("header", ["Tháng năm", "Tháng Năm", "THÁNG NĂM", "Thang nam"])
def test_the_month_and_year_is_no_may(header: str) -> None:
    table = f"{header} | KPI | Kế hoạch | Thực hiện\n9 | Doanh thu | 10 | 9\n10 | Doanh thu | 10 | 11"
    scored = score(
        read_rows([sheet_of(table, "KPI 2026")], ReadingOptions(), AS_OF), AS_OF, ScoringOptions(), History()
    )
    assert [one.current for one in scored.kpis] == [9, 11]
    assert place(header) is None or not place("Tháng Năm").period  # type: ignore[union-attr]


@pytest.mark.parametrize("header", ["Tháng năm", "Tháng Năm"])
def test_may_stands_among_other_months_in_words(header: str) -> None:
    assert months(f"Tháng Tư | {header}") == ["2026-04", "2026-05"]
    assert months(f"TH tháng tư | TH {header}") == ["2026-04", "2026-05"]


@pytest.mark.parametrize(
    ("header", "cells"),
    [("Tháng", ("Tháng Tư", "Tháng Năm")), ("Tháng năm", ("Tháng tư", "Tháng năm")), ("Period", ("P04", "P05")),
     ("Kỳ", ("P04", "P05"))],
)  # fmt: skip
def test_rows_of_months_in_words_and_numbers(header: str, cells: tuple[str, str]) -> None:
    first, second = cells
    table = f"{header} | KPI | Target | Actual\n{first} | Doanh thu | 10 | 9\n{second} | Doanh thu | 10 | 11"
    rows = read_rows([sheet_of(table, "KPI 2026")], ReadingOptions(), AS_OF)
    found = score(rows, AS_OF, ScoringOptions(), History()).kpis
    assert [one.period.id for one in found if one.period is not None] == ["2026-04", "2026-05"]


def test_may_is_a_group_among_other_months_in_words() -> None:
    for last in ("Tháng Năm", "Tháng năm"):
        table = f"KPI | Tháng Tư | | {last} |\n| KH | TH | KH | TH\nDoanh thu | 10 | 9 | 10 | 12"
        (kpi,) = read_rows([sheet_of(table, "KPI 2026")], ReadingOptions(), AS_OF).kpis
        assert [one.period.id for one in kpi.periods] == ["2026-04", "2026-05"]


def test_months_in_words_of_two_syllables() -> None:
    assert months("Tháng Tư | Tháng Sáu") == ["2026-04", "2026-06"]
    assert months("Tháng Mười Một | Tháng Mười Hai") == ["2026-11", "2026-12"]


@pytest.mark.parametrize("text", ["TH 10 tháng", "Kế hoạch tháng sau", "Ke hoach thang sau", "TH10", "P95"])
def test_what_only_looks_like_a_month_is_none(text: str) -> None:
    found = place(text)
    assert found is None or not found.period


@pytest.mark.parametrize("merges", [(), ("D1:E1",)])
@pytest.mark.parametrize("word", ["Tháng", "Month"])
def test_numbers_below_the_word_for_months(word: str, merges: tuple[str, ...]) -> None:
    assert months(f"{word} |\n| | | 9 | 10", merges) == ["2026-09", "2026-10"]
    assert months(f"{word} |\n| | | '09 | '10", merges) == ["2026-09", "2026-10"]


@pytest.mark.parametrize(
    "headers",
    ["2026-09-30 | 2026-10-31", "30/09/2026 | 31/10/2026", "30/9 | 31/10", "30.09.2026 | 31.10.2026",
     "30-Sep-2026 | 31-Oct-2026", "Sep 30 | Oct 31", "9/30/2026 | 10/31/2026", "TH 30/9 | TH 31/10"],
)  # fmt: skip
def test_last_days_of_months_are_these_months(headers: str) -> None:
    assert months(headers) == ["2026-09", "2026-10"]


def test_days_of_weeks_are_none_even_where_one_is_the_last_of_a_month() -> None:
    assert months("24/10 | 31/10") == ["2026-W43", "2026-W44"]
    assert months("30/9 | 15/10") == ["2026-W40", "2026-W42"]


def test_of_columns_that_are_not_understood_the_oldest_is_not_called_the_current_value() -> None:
    table = "KPI | Chỉ tiêu | Lần 9 | Lần 10 | Lần 11\nTỷ lệ đúng hẹn | 95 | 94 | 96 | 97"
    rows = read_rows([sheet_of(table, "KPI 2026")], ReadingOptions(), AS_OF)
    found = check(score(rows, AS_OF, ScoringOptions(), History()), History(), RuleOptions())
    assert ["“Lần 11”" in render(one.message, "vi") for one in found if one.code == "OKR140"] == [True]
