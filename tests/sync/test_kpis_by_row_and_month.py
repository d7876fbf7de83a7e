"""A list of KPIs that grows by a row a month: each row is of its own month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.messages import render
from sync.model.past import History
from sync.model.scores import Scored, Status
from sync.options import ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.rules import check
from sync.scoring import score
from tests.sheets import sheet_of

AS_OF = date(2026, 11, 20)
HEALTHY, OUT, NO_DATA = Status.healthy, Status.out_of_range, Status.no_data


def scored(sheet: str, title: str = "KPI 2026", *others: tuple[str, str]) -> Scored:
    sheets = [sheet_of(one, name) for name, one in ((title, sheet), *others)]
    return score(read_rows(sheets, ReadingOptions(), AS_OF), AS_OF, ScoringOptions(), History())


def kpis(sheet: str, title: str = "KPI 2026") -> list[tuple[str, Status]]:
    return [(one.period.id if one.period else "", one.status) for one in scored(sheet, title).kpis]


def codes(sheet: str) -> list[str]:
    return [one.code for one in check(scored(sheet), History(), RuleOptions()) if one.code != "OKR501"]


@pytest.mark.parametrize(
    ("header", "september", "october"),
    [
        ("Kỳ", "T9/2026", "T10/2026"), ("Kỳ", "T9", "T10"), ("Tháng", "9", "10"), ("Tháng", "Tháng 9", "Tháng 10"),
        ("Tháng", "09/2026", "10/2026"), ("Month", "'2026-09", "'2026-10"), ("Month", "2026-09-01", "2026-10-01"),
        ("Month", "2026-09-15", "2026-10-15"), ("Period", "Sep-26", "Oct-26"), ("Kỳ", "2026-09-30", "2026-10-31"),
        ("Kỳ báo cáo", "30/09/2026", "31/10/2026"), ("Reporting month", "Sep 2026", "Oct 2026"),
    ],
)  # fmt: skip
def test_a_month_that_is_over_and_was_missed_is_missed(header: str, september: str, october: str) -> None:
    sheet = f"{header} | KPI | Kế hoạch | Thực hiện\n{september} | Doanh thu | 10 | 9\n{october} | Doanh thu | 10 | 11"
    for title in ("KPI 2026", "KPI"):
        assert kpis(sheet, title) == [("2026-09", OUT), ("2026-10", HEALTHY)]
    assert codes(sheet) == []


def test_the_month_that_runs_is_held_against_what_is_due_by_now_and_one_to_come_is_not_asked_for() -> None:
    sheet = "Kỳ | KPI | Kế hoạch | Thực hiện\nT11/2026 | Doanh thu | 10 | {}\nT12/2026 | Doanh thu | 10 |"
    assert kpis(sheet.format(7)) == [("2026-11", HEALTHY)]
    assert kpis(sheet.format(5)) == [("2026-11", OUT)]
    assert codes(sheet.format(7)) == []


def test_a_month_is_said_once_for_the_rows_below_it() -> None:
    sheet = "Tháng | KPI | Kế hoạch | Thực hiện\nT9 | Doanh thu | 10 | 9\n | Chi phí | 5 | 4\nT10 | Doanh thu | 10 | 11"
    assert kpis(sheet) == [("2026-09", OUT), ("2026-09", HEALTHY), ("2026-10", HEALTHY)]


def test_quarters_and_what_there_is_to_date_too() -> None:
    head = "Kỳ | KPI | Kế hoạch | Thực hiện\n"
    assert kpis(f"{head}Q3 2026 | Doanh thu | 30 | 29\nQ4 2026 | Doanh thu | 30 | 20") == [
        ("2026-Q3", OUT),
        ("2026-Q4", HEALTHY),
    ]
    assert kpis(f"{head}T10 | Doanh thu | 10 | 11\nLũy kế T10 | Doanh thu | 100 | 95") == [
        ("2026-10", HEALTHY),
        ("2026", OUT),
    ]


def test_a_healthy_bound_holds_on_any_day_of_the_month() -> None:
    sheet = "Kỳ | KPI | Ngưỡng dưới | Hiện tại\nT11/2026 | Doanh thu | 10 | 7"
    assert kpis(sheet) == [("2026-11", OUT)]


def test_the_same_month_twice_is_told() -> None:
    sheet = "Kỳ | KPI | Kế hoạch | Thực hiện\nT9 | Doanh thu | 10 | 9\nT9 | Doanh thu | 10 | 11"
    assert codes(sheet) == ["OKR505"]


def test_how_often_a_kpi_is_measured_is_no_period() -> None:
    sheet = "KPI | Kỳ | Kế hoạch | Thực hiện\nDoanh thu | Năm | 10 | 9\nĐơn hàng | Năm | 10 | 9"
    assert kpis(sheet) == [("2026", HEALTHY), ("2026", HEALTHY)]


@pytest.mark.parametrize("months", [("T9/2026", "T10/2026"), ("T10/2026", "T9/2026")])
def test_a_key_result_takes_the_latest_month(months: tuple[str, str]) -> None:
    values = {"T9/2026": 9, "T10/2026": 11}
    rows = "".join(f"\n{month} | Doanh thu | 10 | {values[month]}" for month in months)
    okrs = "Objective | Key result | KPI | Baseline | Target\nGrow | Revenue reaches 20 | Doanh thu | 0 | 20"
    found = scored(f"Kỳ | KPI | Kế hoạch | Thực hiện{rows}", "KPI 2026", ("OKR Q4 2026", okrs))
    (objective,) = found.objectives
    assert objective.key_results[0].current == Decimal(11)


@pytest.mark.parametrize(("how", "current"), [("", 6), ("last", 6), ("sum", 17), ("trung bình", "8.5")])
def test_a_key_result_takes_its_cycles_months_together_where_the_list_says_so(how: str, current: str) -> None:
    rows = "".join(
        f"\n{month} | Doanh thu | 10 | {value} | {how}" for month, value in (("T9", 9), ("T11", 6), ("T10", 11))
    )
    okrs = "Objective | Key result | KPI | Baseline | Target\nGrow | Revenue reaches 20 | Doanh thu | 0 | 20"
    sheet = f"Kỳ | KPI | Kế hoạch | Thực hiện | Cách tính{rows}"
    found = scored(sheet, "KPI 2026", ("OKR Q4 2026", okrs))
    (objective,) = found.objectives
    assert objective.key_results[0].current == Decimal(current)
    assert [one.cell and one.cell.a1 for one in found.kpis] == ["D2", "D3", "D4"]


def test_a_single_month_before_a_cycle_is_no_sum_of_it() -> None:
    sheet = "KPI | T9 | T10 | Ngưỡng dưới | Cách tính\nDoanh thu | 9 | | 8 | sum"
    okrs = "Objective | Key result | KPI | Baseline | Target\nGrow | Revenue reaches 20 | Doanh thu | 0 | 20"
    (objective,) = scored(sheet, "KPI 2026", ("OKR Q4 2026", okrs)).objectives
    assert objective.key_results[0].current is None


@pytest.mark.parametrize("months", [("T9/2026", "T10/2026"), ("T10/2026", "T9/2026")])
def test_actuals_by_row_on_a_tab_of_their_own_are_values_by_month(months: tuple[str, str]) -> None:
    values = {"T9/2026": 9, "T10/2026": 11}
    rows = "".join(f"\n{month} | Tỷ lệ đúng hẹn | {values[month]}" for month in months)
    bounds = "KPI | Ngưỡng dưới | Ngưỡng trên\nTỷ lệ đúng hẹn | 8 | 12"
    found = scored(bounds, "KPI 2026", ("KPI số liệu", f"Kỳ | KPI | Thực hiện{rows}"))
    assert [(one.current, one.period and one.period.id) for one in found.kpis] == [(Decimal(11), "2026-10")]


def test_what_is_said_names_the_month() -> None:
    sheet = "Kỳ | KPI | Kế hoạch | Thực hiện\nT9/2026 | Doanh thu | 10 | 9"
    (found,) = check(scored(sheet), History(), RuleOptions())
    assert render(found.message, "en") == "2026-09: 9, below the healthy bound of 10"


@pytest.mark.parametrize(
    ("day", "months", "periods"),
    [
        (date(2027, 1, 5), ("T10", "T11", "T12"), ("2026-10", "2026-11", "2026-12")),
        (date(2026, 12, 31), ("T10", "T11", "T12"), ("2026-10", "2026-11", "2026-12")),
        (date(2027, 2, 5), ("T1",), ("2027-01",)),
        (date(2027, 1, 20), ("T1",), ("2027-01",)),
    ],
)
def test_months_without_a_year_are_of_the_one_that_they_were_measured_in(
    day: date, months: tuple[str, ...], periods: tuple[str, ...]
) -> None:
    table = "Kỳ | KPI | Kế hoạch | Thực hiện\n" + "\n".join(f"{month} | Doanh thu | 10 | 12" for month in months)
    found = read_rows([sheet_of(table, "KPI")], ReadingOptions(), day).kpis
    assert tuple(one.period.id for kpi in found for one in kpi.periods) == periods


OKRS = "Objective | Key result | KPI | Baseline | Target\nGrow | Revenue reaches 20 | Doanh thu | 0 | 20"


def by_month(header: str, *months: str) -> tuple[list[str], list[str], list[str]]:
    """The periods of a list's rows, the value that a key result takes from it, and what is told of the list."""
    values = (9, 11, 6)[-len(months) :]
    rows = "".join(f"\n{one} | Doanh thu | 10 | {value}" for one, value in zip(months, values, strict=True))
    found = scored(f"{header} | KPI | Kế hoạch | Thực hiện{rows}", "KPI 2026", ("OKR Q4 2026", OKRS))
    told = [one.code for one in check(found, History(), RuleOptions()) if one.code in ("OKR153", "OKR111", "OKR505")]
    periods = [one.kpi.periods[0].period.id if one.kpi.periods else "" for one in found.kpis]
    return periods, [str(one.current) for group in found.objectives for one in group.key_results], told


@pytest.mark.parametrize("header", ["Kỳ", "Period", "Tháng"])
@pytest.mark.parametrize("last", ["T.11", "11", "'11", "T-11", "t. 11", "M11", "11/2026", "11/26"])
def test_a_month_in_few_words_is_read_where_the_others_are_months(header: str, last: str) -> None:
    assert by_month(header, "T9", "T10", last) == (["2026-09", "2026-10", "2026-11"], ["6"], [])
    assert by_month(header, "T10/2026", last) == (["2026-10", "2026-11"], ["6"], [])


@pytest.mark.parametrize("last", ["xx", "tháng này", "31", "0"])
def test_a_value_of_nobody_knows_which_month_is_asked_about_and_none_before_it_counts(last: str) -> None:
    assert by_month("Kỳ", "T9", "T10", last) == (["2026-09", "2026-10", ""], ["None"], ["OKR153", "OKR111"])


@pytest.mark.parametrize("last", ["cả năm", "YTD", "Lũy kế", "Tổng", "Trung bình"])
def test_what_is_of_more_than_a_month_is_asked_about_and_the_latest_month_counts(last: str) -> None:
    assert by_month("Kỳ", "T9", "T10", last) == (["2026-09", "2026-10", ""], ["11"], ["OKR153"])
    assert by_month("Kỳ", last, "T9", "T10")[1:] == (["6"], ["OKR153"])


def test_a_bare_number_among_quarters_is_asked_about() -> None:
    assert by_month("Kỳ", "Q2", "Q3", "4") == (["2026-Q2", "2026-Q3", ""], ["None"], ["OKR153", "OKR111"])


def test_a_row_without_a_value_is_not_asked_of_its_month() -> None:
    sheet = "Kỳ | KPI | Kế hoạch | Thực hiện\nT9 | Doanh thu | 10 | 9\nT10 | Doanh thu | 10 | 11\nxx | Doanh thu | 10 |"
    assert "OKR153" not in codes(sheet)


@pytest.mark.parametrize(("last", "current"), [("cả năm", Decimal(11)), ("xx", None), ("11", Decimal(6))])
def test_so_are_actuals_on_a_tab_of_their_own(last: str, current: Decimal | None) -> None:
    rows = f"\nT9 | Tỷ lệ đúng hẹn | 9\nT10 | Tỷ lệ đúng hẹn | 11\n{last} | Tỷ lệ đúng hẹn | 6"
    bounds = "KPI | Ngưỡng dưới | Ngưỡng trên\nTỷ lệ đúng hẹn | 8 | 12"
    found = scored(bounds, "KPI 2026", ("KPI số liệu", f"Kỳ | KPI | Thực hiện{rows}"))
    assert [one.current for one in found.kpis] == [current]


@pytest.mark.parametrize("header", ["Kỳ", "Month"])
@pytest.mark.parametrize("year", ["2025", "'2025", "Năm 2025"])
def test_a_year_among_months_is_that_years(header: str, year: str) -> None:
    periods, current, told = by_month(header, "T9", "T10", year)
    assert (periods, current) == (["2026-09", "2026-10", "2025"], ["11"])
    assert "OKR153" not in told


@pytest.mark.parametrize(
    "often",
    [
        "Hàng tháng",
        "Hằng tháng",
        "Hàng quý",
        "Mỗi tuần",
        "Năm",
        "Quý",
        "Tháng",
        "Monthly",
        "Quarterly",
        "Annual",
        "1 lần/tháng",
    ],
)
def test_how_often_a_kpi_is_measured_beside_months_drops_no_value(often: str) -> None:
    months = "Kỳ | KPI | Ngưỡng dưới | Thực hiện\nT9 | Doanh thu | 8 | 9\nT10 | Doanh thu | 8 | 11"
    found = scored(f"{months}\n{often} | NPS | 30 | 40\n | CSAT | 4 | 5")
    assert [one.current for one in found.kpis] == [Decimal(9), Decimal(11), Decimal(40), Decimal(5)]
    assert "OKR153" not in [one.code for one in check(found, History(), RuleOptions())]


def test_the_year_of_a_kpi_that_has_its_months_is_none_of_these() -> None:
    assert by_month("Kỳ", "T9", "T10", "Năm") == (["2026-09", "2026-10", ""], ["11"], ["OKR153"])


@pytest.mark.parametrize("words", ["xx", "Cả năm"])
def test_what_is_not_read_as_a_period_is_told_in_its_own_words(words: str) -> None:
    found = scored(f"Kỳ | KPI | Kế hoạch | Thực hiện\nT10 | Doanh thu | 10 | 9\n{words} | Doanh thu | 10 | 6")
    told = [render(one.message, "en") for one in check(found, History(), RuleOptions()) if one.code == "OKR153"]
    assert told == [f"“{words}” under “Kỳ” is not read as a period: the row's value is not used"]
