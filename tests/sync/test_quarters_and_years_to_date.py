"""What there is of a year to date is not held against a quarter's target, and the hint about it leads to a verdict that
is right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.messages import render
from sync.model.past import History
from sync.options import RuleOptions
from sync.rules import check
from tests.sync.test_what_there_is_to_date import HEALTHY, NO_DATA, OUT, kpis, scored, told

TARGETS = ["Target Q4", "Q4 target", "Target Q4 2026", "KH quý", "KH Q4", "Quarterly target", "Chỉ tiêu quý 4"]
OF_A_YEAR = ["Year to date", "YTD", "Actual YTD", "YTD Actual", "Lũy kế năm", "Current YTD"]
OF_NO_SPAN = ["Lũy kế", "TH lũy kế", "Cumulative"]
OF_THE_QUARTER = ["Q4 to date", "QTD", "Lũy kế Q4", "Lũy kế quý"]
TABS = ["KPI 2026", "KPI", "KPI Q4 2026"]
NAMES = ["Revenue", "Chi phí", "Số cán bộ được đào tạo"]


def hints(sheet: str, title: str = "KPI 2026") -> list[str]:
    found = check(scored(sheet, title), History(), RuleOptions())
    return [render(one.hint, "en") for one in found]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("to_date", [*OF_A_YEAR, *OF_NO_SPAN])
@pytest.mark.parametrize("months", ["T10 | T11", "Nov", ""])
@pytest.mark.parametrize("name", NAMES)
def test_what_there_is_of_a_year_is_not_held_against_a_quarters_target(
    target: str, to_date: str, months: str, name: str
) -> None:
    columns = [one for one in months.split(" | ") if one]
    values = {0: "", 1: "11 | ", 2: "12 | 11 | "}[len(columns)]
    months = "".join(f"{one} | " for one in columns)
    sheet = f"KPI | {target} | {months}{to_date}\n{name} | 30 | {values}95"
    ((_, bound, status),) = kpis(sheet)
    assert (bound, status) == (Decimal(30), NO_DATA)
    assert [one[0] for one in told(sheet)] == ["OKR503"]
    assert not any("Year to date" in one for one in hints(sheet))


@pytest.mark.parametrize("target", ["Target", "Target Q4", "KH quý"])
@pytest.mark.parametrize("to_date", OF_A_YEAR[:-1])
def test_nor_in_a_quarters_tab(target: str, to_date: str) -> None:
    sheet = f"KPI | {target} | {to_date}\nRevenue | 30 | 95"
    assert [one[2] for one in kpis(sheet, "KPI Q4 2026")] == [NO_DATA]
    assert [one[0] for one in told(sheet, "KPI Q4 2026")] == ["OKR503"]


def test_in_a_quarters_tab_what_names_no_span_is_the_quarters() -> None:
    for headers, values in (("KH quý | Lũy kế", "30 | 23"), ("KH quý | T10 | T11 | Lũy kế", "30 | 12 | 11 | 23")):
        sheet = f"KPI | {headers}\nDoanh thu | {values}"
        assert [one[2] for one in kpis(sheet, "KPI Q4 2026")] == [HEALTHY]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("to_date", [*OF_A_YEAR, *OF_NO_SPAN])
def test_what_is_the_sum_of_the_quarters_months_is(target: str, to_date: str) -> None:
    sheet = f"KPI | {target} | Oct | Nov | {to_date}\nRevenue | {{}} | 12.1 | 11.2 | =C2+D2→23.3"
    assert kpis(sheet.format(30)) == [("E2", Decimal(30), HEALTHY)]
    assert kpis(sheet.format(60)) == [("E2", Decimal(60), OUT)]


def test_months_that_a_row_says_to_add_up_are_added_up() -> None:
    sheet = "KPI | Aggregation | Target Q4 | Oct | Nov | YTD\nCustomers won | sum | {} | 40 | 45 | 300"
    assert scored(sheet.format(120)).kpis[0].current == Decimal(85)
    assert [one[2] for one in kpis(sheet.format(120))] == [HEALTHY]
    assert [one[2] for one in kpis(sheet.format(240))] == [OUT]


def test_a_rate_of_the_last_month_is_held_against_the_quarters() -> None:
    assert kpis("KPI | Target Q4 | Oct | Nov | YTD\nError rate | 3 | 2 | 4 | 2.9") == [("D2", Decimal(3), OUT)]
    assert kpis("KPI | Target Q4 | Oct | Nov | Lũy kế\nError rate | 3 | 2 | 4 | 2.9") == [("E2", Decimal(3), HEALTHY)]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("own", OF_THE_QUARTER)
@pytest.mark.parametrize("beside", ["", "YTD", "Actual YTD", "Year to date"])
@pytest.mark.parametrize("title", TABS)
def test_the_column_that_the_hint_asks_for_is_the_value(target: str, own: str, beside: str, title: str) -> None:
    for columns in ([own, beside], [beside, own]):
        headers = " | ".join(one for one in columns if one)
        values = " | ".join("300" if one == beside else "{}" for one in columns if one)
        sheet = f"KPI | {target} | Oct | Nov | {headers}\nRevenue | 120 | 40 | 15 | {values}"
        for value, status in ((85, HEALTHY), (55, OUT)):
            assert [one[1:] for one in kpis(sheet.format(value), title)] == [(Decimal(120), status)]
            assert scored(sheet.format(value), title).kpis[0].current == Decimal(value)


@pytest.mark.parametrize("own", OF_THE_QUARTER)
@pytest.mark.parametrize("target", TARGETS)
def test_alone_too_it_is_held_against_what_is_due_by_now(own: str, target: str) -> None:
    sheet = f"KPI | {target} | {own}\nRevenue | 120 | {{}}"
    assert [one[2] for one in kpis(sheet.format(85))] == [HEALTHY]
    assert [one[2] for one in kpis(sheet.format(55))] == [OUT]


def test_the_hint_names_the_quarter() -> None:
    sheet = "KPI | {} | {}\nCustomers won | 120 | 40 | 45"
    assert hints(sheet.format("Target Q4", "Oct | Nov")) == [
        "Add a column “Q4 to date” with what it has come to, or write “sum” or “last” under “Aggregation”"
    ]
    assert hints(sheet.format("Target Nov", "W45 | W46")) == ["Write “sum” or “last” under “Aggregation”"]
    assert "“Year to date”" in hints(sheet.format("KH năm", "Oct | Nov"))[0]


def test_in_the_years_first_quarter_both_are_the_same() -> None:
    sheet = "KPI | Target Q1 | Jan | Feb | YTD\nRevenue | 120 | 40 | 45 | 85"
    assert kpis(sheet, day=date(2026, 2, 28)) == [("E2", Decimal(120), HEALTHY)]
