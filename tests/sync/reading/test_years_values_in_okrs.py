"""What there is of a year so far over key results of a quarter: never their current value, unless the quarter is the
first of the year or the target is the year's."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model.rows import Field
from sync.options import FiscalCalendar, ReadingOptions
from sync.reading import all_remarks, read_rows
from tests.sheets import sheet_of

DAY = date(2026, 11, 20)


def told(
    headers: str,
    values: str,
    tab: str = "OKR Q4 2026",
    options: ReadingOptions | None = None,
    day: date = DAY,
) -> tuple[str | None, list[tuple[str, str]]]:
    """A row's current value, and what is told of columns."""
    options = options or ReadingOptions()
    sheet = sheet_of(f"Objective | Key result | {headers}\nGrow | Revenue | {values}", tab)
    rows = read_rows([sheet], options, day)
    [(_, row)] = rows.key_results()
    current = None if row.current.value is None else str(row.current.value.value)
    return current, [(one.kind, one.words) for one in all_remarks([sheet], rows, options)]


OF_A_YEAR = (
    "YTD", "YTD Actual", "Year to date", "YTD Nov", "YTD 2026", "Lũy kế năm", "TH lũy kế năm", "Lũy kế từ đầu năm",
    "TH 11 tháng", "Lũy kế 11 tháng", "Thực hiện 11T", "11M actual", "Thực hiện năm", "Lũy kế 2026", "Actual 2026",
    "Jan–Nov", "T1-T11", "Luy ke nam", "Số liệu 11 tháng đầu năm", "YTD thực hiện",
)  # fmt: skip


@pytest.mark.parametrize("header", OF_A_YEAR)
def test_alone_it_is_asked_about(header: str) -> None:
    assert told(f"Target | {header}", "100 | 310") == (None, [("years_value", header)])


@pytest.mark.parametrize("header", OF_A_YEAR)
@pytest.mark.parametrize("own", ["TH Q4", "Current", "Thực hiện"])
def test_beside_the_quarters_own_value_it_is_none_of_ours(own: str, header: str) -> None:
    assert told(f"Target | {own} | {header}", "100 | 40 | 310") == ("40", [])
    assert told(f"Target | {header} | {own}", "100 | 310 | 40") == ("40", [])


@pytest.mark.parametrize("header", ["YTD", "Lũy kế năm", "YTD Nov"])
def test_beside_months_the_latest_counts_and_says_so(header: str) -> None:
    assert told(f"Target | T10 | T11 | {header}", "100 | 20 | 30 | 310") == ("30", [("years_value_beside", header)])


def test_what_was_before_the_cycle_is_no_value_of_its_own() -> None:
    assert told("Target | TH Q3 | YTD", "100 | 90 | 310")[0] is None


@pytest.mark.parametrize("header", ["Lũy kế", "Cumulative", "Lũy kế T11", "Lũy kế đến nay", "TH 2 tháng",
                                    "QTD", "As of 15 Nov 2026", "Tính đến 15/11/2026",
                                    "Thực hiện đến 15.11.2026"])  # fmt: skip
def test_what_names_no_year_is_of_the_cycle(header: str) -> None:
    assert told(f"Target | {header}", "100 | 40") == ("40", [])


@pytest.mark.parametrize("header", ["TH Nam", "Việt Nam", "Thực hiện năm trước"])
def test_a_word_like_a_years_says_none(header: str) -> None:
    assert all(kind != "years_value" for kind, _ in told(f"Target | {header}", "100 | 40")[1])


@pytest.mark.parametrize(("tab", "day"), [("OKR Q1 2026", date(2026, 3, 1)), ("OKR H1 2026", date(2026, 5, 1)),
                                          ("OKR 2026", DAY)])  # fmt: skip
def test_from_the_years_first_day_it_is_the_cycles(tab: str, day: date) -> None:
    for header in ("YTD", "Lũy kế năm", "TH 2 tháng"):
        assert told(f"Target | {header}", "100 | 40", tab, day=day) == ("40", [])


def test_the_fiscal_year_counts() -> None:
    fiscal = ReadingOptions(calendar=FiscalCalendar(fiscal_year_starts=10))
    assert told("Target | YTD", "100 | 40", "OKR Oct-Dec 2026", fiscal) == ("40", [])
    assert told("Target | YTD", "100 | 40", "OKR Q2 2026", fiscal)[0] is None


@pytest.mark.parametrize("target", ["Chỉ tiêu năm", "KH 2026", "YTD Target"])
def test_beside_a_years_target_it_counts(target: str) -> None:
    assert told(f"{target} | YTD", "400 | 310") == ("310", [])


def test_under_a_group_that_says_so() -> None:
    sheet = sheet_of(
        "Objective | Key result | Q4 | | YTD |\n | | KH | TH | KH | TH\nGrow | Revenue | 100 | 40 | 400 | 310",
        "OKR Q4 2026",
        ("C1:D1", "E1:F1"),
    )
    [(_, row)] = read_rows([sheet], ReadingOptions(), DAY).key_results()
    assert (row.target.raw, row.current.raw) == ("100", "40")


def test_in_a_years_table_the_quarter_that_its_targets_name_counts() -> None:
    assert told("Target Q4 | Actual Q4 | YTD", "100 | 40 | 310", "OKR 2026")[0] == "40"
    quarters = " | ".join(f"KH Q{one} | TH Q{one}" for one in range(1, 5))
    assert told(f"{quarters} | YTD", "100 | 90 | 100 | 90 | 100 | 90 | 100 | 40 | 310", "OKR 2026")[0] == "40"


def test_where_no_cycle_is_named_it_is_of_the_quarter_that_runs_or_of_what_rows_say() -> None:
    assert told("Target | YTD", "100 | 310", "OKR")[0] is None
    assert told("Target | YTD", "100 | 40", "OKR", day=date(2026, 2, 20))[0] == "40"
    assert told("Target | YTD | Cycle", "100 | 310 | Q4 2026", "OKR")[0] is None
    assert told("Target | YTD | Cycle", "100 | 310 | 2026", "OKR")[0] == "310"


def test_who_says_in_the_settings_that_it_is_the_value_is_believed() -> None:
    assert told("Target | YTD", "100 | 40", options=ReadingOptions(columns={"YTD": Field.current})) == ("40", [])


def test_beside_a_years_target_that_is_asked_about_it_stands_against_no_target_of_a_text() -> None:
    june = date(2026, 6, 20)
    assert told("Chỉ tiêu năm | YTD", "400 | 310", "OKR Q2 2026", day=june) == (
        "310",
        [("unused_values", "Chỉ tiêu năm")],
    )
    table = "Objective | Key result | Chỉ tiêu năm | YTD\nGrow | Doanh thu đạt 100 | 400 | 310"
    [(_, row)] = read_rows([sheet_of(table, "OKR Q2 2026")], ReadingOptions(), june).key_results()
    assert row.current.value is None
    believed = ReadingOptions(columns={"Chỉ tiêu năm": Field.target})
    assert told("Chỉ tiêu năm | YTD", "400 | 310", "OKR Q2 2026", believed, june) == ("310", [])
