"""How columns of months are headed: abbreviated, in words, by number, by their last days."""

from __future__ import annotations

from datetime import date

import pytest

from sync.messages import render
from sync.model.past import History
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
     "Thang chin | Thang muoi", "P09 | P10", "P09 2026 | P10 2026", "Thực hiện Thg 9 | Thực hiện Thg 10"],
)  # fmt: skip
def test_months_as_vietnamese_writes_them(headers: str) -> None:
    assert months(headers) == ["2026-09", "2026-10"]


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
