"""Plans and values of a month, and of a year until a month or day: each is held against the one of its own span, and
what there is to date is never added up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.messages import render
from sync.model.past import History
from sync.model.scores import Scored, Status
from sync.options import ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.reading.sheets.to_date_columns import to_date_words
from sync.rules import check
from sync.scoring import score
from tests.sheets import sheet_of

AS_OF = date(2026, 11, 20)
HEALTHY, OUT, NO_DATA = Status.healthy, Status.out_of_range, Status.no_data
WORDS = ["KH {} | TH {}", "Kế hoạch {} | Thực hiện {}", "Plan {} | Actual {}", "Target {} | Actual {}",
         "Budget {} | Actual {}", "Bud {} | Actual {}", "AOP {} | Actual {}", "Dự toán {} | Thực hiện {}"]  # fmt: skip


def scored(sheet: str, title: str = "KPI 2026", day: date = AS_OF, merges: tuple[str, ...] = ()) -> Scored:
    rows = read_rows([sheet_of(sheet, title, merges=merges)], ReadingOptions(), day)
    return score(rows, day, ScoringOptions(), History())


def kpis(
    sheet: str, title: str = "KPI 2026", day: date = AS_OF, merges: tuple[str, ...] = ()
) -> list[tuple[str | None, Decimal | None, Status]]:
    found = scored(sheet, title, day, merges).kpis
    return [(one.cell.a1 if one.cell else None, one.kpi.measure.target, one.status) for one in found]


def told(sheet: str, title: str = "KPI 2026") -> list[tuple[str, str]]:
    found = check(scored(sheet, title), History(), RuleOptions())
    return [(one.code, render(one.message, "en")) for one in found]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize(("month", "to_date"), [("T10", "lũy kế"), ("Oct-26", "YTD"), ("10/2026", "LK"), ("Q3", "YTD")])
def test_a_months_value_is_held_against_the_months_plan(words: str, month: str, to_date: str) -> None:
    pair, other = words.format(month, month), words.format(to_date, to_date)
    for headers, values, cell in (
        (f"{pair} | {other}", "10 | 11 | 100 | 91", "C2"),
        (f"{other} | {pair}", "100 | 91 | 10 | 11", "E2"),
    ):
        assert kpis(f"KPI | {headers}\nDoanh thu | {values}") == [(cell, Decimal(10), HEALTHY)]


def test_under_groups_of_headers_too() -> None:
    sheet = "KPI | Tháng 10 | | Lũy kế T10 |\n| KH | TH | KH | TH\nDoanh thu | 10 | 11 | 100 | 91"
    for merges in ((), ("B1:C1", "D1:E1")):
        assert kpis(sheet, merges=merges) == [("C3", Decimal(10), HEALTHY)]
    sheet = "KPI | YTD Oct | |\n| Budget | Actual | Var\nRevenue | 100 | 91 | -9"
    for merges in ((), ("B1:D1",)):
        assert kpis(sheet, merges=merges) == [("C3", Decimal(100), OUT)]


@pytest.mark.parametrize("months", ["T9 | T10", "TH T9 | TH T10", "9/2026 | 10/2026"])
def test_what_there_is_to_date_is_held_against_the_plan_to_date(months: str) -> None:
    sheet = f"KPI | {months} | KH lũy kế | TH lũy kế\nDoanh thu | 10 | 11 | 100 | 91"
    assert kpis(sheet) == [("E2", Decimal(100), OUT)]
    assert kpis("KPI | FY26 Budget | YTD Budget | YTD Actual\nRevenue | 12000 | 9900 | 9700") == [
        ("D2", Decimal(9900), OUT)
    ]
    assert kpis("KPI | KH 2026 | KH lũy kế | TH lũy kế\nDoanh thu | 12000 | 9600 | 9700") == [
        ("D2", Decimal(9600), HEALTHY)
    ]


@pytest.mark.parametrize("headers", ["T9 | T10 | KH lũy kế", "KH lũy kế | TH T9 | TH T10", "TH T10 | YTD Plan"])
def test_a_month_beside_the_plan_to_date_alone_is_asked_about(headers: str) -> None:
    values = {"T9": "10", "T10": "11", "TH T9": "10", "TH T10": "11"}
    sheet = f"KPI | {headers}\nDoanh thu | " + " | ".join(values.get(one, "100") for one in headers.split(" | "))
    ((_, _, status),) = kpis(sheet)
    assert status is NO_DATA
    ((code, message),) = told(sheet)
    assert (code, message[:35]) == ("OKR503", "The plan is for 2026 to date, and t")


@pytest.mark.parametrize("plan", ["KH T10", "KH tháng"])
@pytest.mark.parametrize("value", ["TH lũy kế", "Lũy kế", "Lũy kế T10", "YTD Oct"])
def test_what_there_is_of_a_year_is_not_held_against_a_months_plan(plan: str, value: str) -> None:
    sheet = f"KPI | Cách tính | {plan} | {value}\n{{}} | {{}} | 10 | 91"
    assert [one[2] for one in kpis(sheet.format("Doanh thu", ""))] == [NO_DATA]
    assert [one[2] for one in kpis(sheet.format("Doanh thu", "giá trị cuối"))] == [NO_DATA]
    assert [one[2] for one in kpis(sheet.format("Tỷ lệ khách quay lại", ""))] == [HEALTHY]


@pytest.mark.parametrize("words", ["YTD {}", "Lũy kế {}", "LK {}", "Cumulative {}", "Thực hiện lũy kế {}", "{} YTD"])
@pytest.mark.parametrize("months", [("T8", "T9", "T10"), ("Aug", "Sep", "Oct"), ("08/2026", "09/2026", "10/2026")])
@pytest.mark.parametrize("how", ["", "sum", "Cộng dồn", "last"])
def test_columns_of_what_there_was_to_date_are_never_added_up(words: str, months: tuple[str, ...], how: str) -> None:
    headers = " | ".join(words.format(month) for month in months)
    sheet = f"KPI | Aggregation | Annual target | {headers}\nRevenue | {how} | 120 | 70 | 80 | {{}}"
    assert kpis(sheet.format(91)) == [("F2", Decimal(120), HEALTHY)]
    assert kpis(sheet.format(89)) == [("F2", Decimal(120), OUT)]
    assert scored(sheet.format(91)).kpis[0].current == Decimal(91)
    assert told(sheet.format(91)) == []


def test_nor_is_a_mean_taken_of_them() -> None:
    sheet = "KPI | Aggregation | Annual target | YTD Sep | YTD Oct\nRevenue | mean | 120 | 80 | 130"
    assert (kpis(sheet), scored(sheet).kpis[0].current) == ([("E2", Decimal(120), HEALTHY)], Decimal(130))


def test_a_column_that_has_not_begun_or_only_carries_on_is_not_the_value() -> None:
    sheet = "KPI | KH năm | LK T9 | LK T10 | LK T11 | LK T12\nDoanh thu | 120 | =C1→80 | =D1→91 | =E1→{} | =F1→{}"
    assert kpis(sheet.format(91, 91)) == [("D2", Decimal(120), HEALTHY)]
    assert kpis(sheet.format(97, 97)) == [("E2", Decimal(120), HEALTHY)]


def test_under_one_word_over_the_months_as_well() -> None:
    sheet = "KPI | KH năm | Lũy kế | |\n| | T8 | T9 | T10\nDoanh thu | 120 | 70 | 80 | 91"
    assert kpis(sheet, merges=("C1:E1",)) == [("E3", Decimal(120), HEALTHY)]


def test_each_has_its_own_plan() -> None:
    sheet = "KPI | KH LK T9 | TH LK T9 | KH LK T10 | TH LK T10\nDoanh thu | 80 | 85 | 90 | 85"
    assert kpis(sheet) == [("E2", Decimal(90), OUT)]


NAMED = [
    "YTD Oct", "YTD Oct 2026", "YTD Oct-26", "Actual YTD Oct", "YTD (Jan-Oct)", "YTD Oct 31, 2026", "YTD as of 31 Oct",
    "YTD 10/2026", "Lũy kế T10", "LK T10", "Lũy kế tháng 10", "Thực hiện 10 tháng", "TH 10T", "Lũy kế 10 tháng",
    "LK 10T/2026", "TH 10 tháng đầu năm", "TH 10 tháng đầu năm 2026", "Lũy kế đến 31/10", "Lũy kế đến 31/10/2026",
    "Lũy kế đến 31.10.2026", "Lũy kế từ đầu năm đến T10",
]  # fmt: skip


@pytest.mark.parametrize("header", NAMED)
@pytest.mark.parametrize("plan", ["Kế hoạch năm", "Annual plan 2026", "KH 2026", "Kế hoạch"])
def test_it_is_as_of_the_month_or_day_that_its_header_names(header: str, plan: str) -> None:
    sheet = f"KPI | ĐVT | {plan} | {header}\nDoanh thu | tỷ | 120 | {{}}"
    for day in (date(2026, 10, 31), AS_OF, date(2026, 12, 20)):
        assert kpis(sheet.format(99), day=day) == [("D2", Decimal(120), HEALTHY)]
        assert kpis(sheet.format(85), day=day) == [("D2", Decimal(120), OUT)]
    (found,) = scored(sheet.format(99)).kpis
    assert found.period is not None
    assert (found.period.id, found.period.last_day) == ("2026", date(2026, 10, 31))


def test_a_rate_is_what_it_is_on_any_day() -> None:
    sheet = "KPI | Chỉ tiêu | Lũy kế đến 31/10\nTỷ lệ giao đúng hẹn | %0.95 | %0.94"
    assert kpis(sheet) == [("C2", Decimal(95), OUT)]


def test_a_quarters_table_counts_from_the_quarters_beginning() -> None:
    sheet = "KPI | {} | LK T10\nDoanh thu | 30 | {}"
    assert kpis(sheet.format("KH quý", 10), "KPI Q4 2026") == [("C2", Decimal(30), HEALTHY)]
    assert kpis(sheet.format("Kế hoạch", 8), "KPI Q4 2026") == [("C2", Decimal(30), OUT)]
    assert kpis(sheet.format("KH quý", 91)) == [("C2", Decimal(30), NO_DATA)]


@pytest.mark.parametrize("how", ["", "sum", "Cộng dồn", "Trung bình"])
@pytest.mark.parametrize("headers", ["Lũy kế T10 | Lũy kế T11", "LK đến 31/10 | LK đến 15/11"])
def test_nor_are_those_of_key_results(headers: str, how: str) -> None:
    sheet = f"Objective | Key result | Target | {headers} | Aggregation\nGrow | New customers | 120 | {{}} | 60 | {how}"
    for before in (40, 70):
        (objective,) = scored(sheet.format(before), "OKR Q4 2026").objectives
        assert (objective.key_results[0].current, objective.key_results[0].progress) == (Decimal(60), Decimal("0.5"))


@pytest.mark.parametrize(
    ("headers", "values"),
    [
        ("KH T10 | TH T11", "10 | 7"), ("KH T11 | TH T10", "10 | 7"), ("KH năm | TH T10", "120 | 11"),
        ("Target Oct | Actual Oct | Actual Nov", "10 | 11 | 7"), ("Target Q3 | Actual Q4", "30 | 12"),
        ("Target Q4 | Oct | Nov", "100 | 30 | 22"), ("Target 2026 | Actual Q3 | Actual Q4", "120 | 30 | 20"),
        ("Target Q4 | Actual YTD", "30 | 91"),
    ],
)  # fmt: skip
def test_a_value_is_not_held_against_the_plan_of_another_period(headers: str, values: str) -> None:
    assert [one[2] for one in kpis(f"KPI | {headers}\nDoanh thu | {values}")] == [NO_DATA]
    assert [code for code, _ in told(f"KPI | {headers}\nDoanh thu | {values}")] == ["OKR503"]


def test_a_plan_that_names_no_span_is_the_months_or_the_years_as_the_numbers_have_it() -> None:
    sheet = "KPI | {} | TH T10 | Lũy kế\nDoanh thu | {} | 11 | 91"
    assert kpis(sheet.format("Kế hoạch", 10)) == [("C2", Decimal(10), HEALTHY)]
    assert kpis(sheet.format("Kế hoạch", 100)) == [("D2", Decimal(100), HEALTHY)]
    assert kpis(sheet.format("Mục tiêu tháng", 10)) == [("C2", Decimal(10), HEALTHY)]


def test_a_months_rate_beside_a_quarters_target_is_judged() -> None:
    sheet = "KPI | Target Q4 | Oct | Nov\nTỷ lệ giao đúng hẹn | 95 | 96 | 94"
    assert kpis(sheet) == [("D2", Decimal(95), OUT)]


@pytest.mark.parametrize("header", ["TH 6 tháng cuối năm", "Kết quả 3 tháng gần nhất", "Actual last 3 months"])
def test_other_spells_of_months_are_not_what_there_is_of_a_year(header: str) -> None:
    assert to_date_words(header) == ""
