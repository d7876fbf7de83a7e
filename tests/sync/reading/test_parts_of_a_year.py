"""Months, quarters and years that stand in one header, or one beside the other: which of them a value is of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from sync.identity import identify
from sync.model.past import History
from sync.options import FiscalCalendar, ReadingOptions, ScoringOptions
from sync.reading import all_remarks, read_rows
from sync.scoring import score
from tests.sheets import sheet_of

DAY = date(2026, 11, 20)


def of_row(
    headers: str,
    values: str,
    tab: str = "Quý 4 2026",
    day: date = DAY,
    over: str = "",
    first: str = "Doanh thu",
    merges: Sequence[str] = (),
) -> tuple[str | None, str | None, str | None, list[str]]:
    """A key result's baseline, target and current value as scored, and what is told of columns."""
    top = f" |  | {over}\n" if over else ""
    sheet = sheet_of(f"{top}Mục tiêu | Kết quả then chốt | {headers}\nTăng trưởng | {first} | {values}", tab, merges)
    rows = identify(read_rows([sheet], ReadingOptions(), day), {})
    [objective] = score(rows, day, ScoringOptions(), History()).objectives
    [row] = objective.key_results
    said = [None if one is None else f"{one.normalize():f}" for one in (row.baseline, row.target, row.current)]
    return said[0], said[1], said[2], [one.kind for one in all_remarks([sheet], rows, ReadingOptions())]


def of_kpi(headers: str, values: str, tab: str, day: date, starts: int = 1) -> tuple[str | None, str | None]:
    sheet = sheet_of(f"KPI | {headers}\nRevenue | {values}", tab)
    options = ReadingOptions(calendar=FiscalCalendar(fiscal_year_starts=starts))
    rows = identify(read_rows([sheet], options, day), {})
    [kpi] = score(rows, day, ScoringOptions(calendar=options.calendar), History()).kpis
    lower = kpi.kpi.measure.lower
    return None if lower is None else f"{lower:f}", None if kpi.current is None else f"{kpi.current:f}"


QUARTERS = "{0} Q1 | {0} Q2 | {0} Q3 | {0} Q4"


@pytest.mark.parametrize(("plan", "actual"), [("Plan", "Actual"), ("KH", "TH"), ("Kế hoạch quý", "Thực hiện quý")])
def test_plans_and_actuals_of_one_years_quarters_are_of_one_year(plan: str, actual: str) -> None:
    plans, actuals = (QUARTERS.format(one).replace("quý Q", "quý ") for one in (plan, actual))
    first_half = " | ".join(actuals.split(" | ")[:2])
    day = date(2026, 6, 10)
    assert of_kpi(f"{plans} | {first_half}", "300 | 350 | 400 | 450 | 290 | 360", "KPI", day) == ("350", "360")
    assert of_kpi(f"{plans} | {actuals}", "300 | 350 | 400 | 450 | 290 | 360 |  | ", "KPI", day) == ("350", "360")


def test_a_target_of_the_last_quarter_moves_no_actuals_into_the_next_year() -> None:
    found = of_row(
        "Target Q4 | Actual Q1 | Actual Q2 | Actual Q3 | Actual Q4", "120 | 80 | 90 | 100 | 110", "OKR", first="NPS"
    )
    assert found[:3] == ("100", "120", "110")


def test_a_plan_of_a_quarter_whose_actual_is_missing_takes_none_of_another() -> None:
    found = of_row("Plan Q1 | Plan Q2 | Plan Q3 | Plan Q4 | Actual Q1", "100 | 120 | 140 | 160 | 60", "OKR")
    assert found[2] is None


@pytest.mark.parametrize(
    ("tab", "headers", "values", "day"),
    [
        ("H2 2026", "Chỉ tiêu | TH 6 tháng đầu năm | TH 9 tháng đầu năm", "600 | 500 | 600", DAY),
        ("H2 2026", "Chỉ tiêu | TH 6 tháng đầu năm", "600 | 500", DAY),
        ("Quý 4 2026", "Chỉ tiêu | TH 3 tháng đầu năm", "600 | 500", DAY),
        ("Q2 2026", "Chỉ tiêu | TH 3 tháng | TH 5 tháng", "600 | 500 | 700", date(2026, 6, 10)),
    ],
)
def test_the_first_months_of_the_year_are_none_of_a_later_cycle(tab: str, headers: str, values: str, day: date) -> None:
    _, _, current, told = of_row(headers, values, tab, day)
    assert current is None
    assert "years_value" in told


@pytest.mark.parametrize(
    "header",
    [
        "Kết quả tháng 11 năm 2026", "Kết quả quý 4 năm 2026", "Thực hiện Quý IV năm 2026",
        "Hiện tại (tháng 11 năm 2026)",
        "Kết quả tuần 47 năm 2026", "Lũy kế quý 4 năm 2026", "Kết quả đến ngày 20 tháng 11 năm 2026",
    ],
)  # fmt: skip
def test_a_month_or_quarter_with_its_year_is_no_year(header: str) -> None:
    assert of_row(f"Chỉ tiêu | {header}", "300 | 170")[2:] == ("170", [])


def test_months_with_their_year_are_months() -> None:
    found = of_row("Chỉ tiêu | Kết quả tháng 10 năm 2026 | Kết quả tháng 11 năm 2026", "300 | 100 | 170")
    assert found[2:] == ("170", [])
    assert of_row("Chỉ tiêu | Tháng 10 | Tháng 11 năm 2026", "300 | 100 | 170")[2:] == ("170", [])


@pytest.mark.parametrize("target", ["Chỉ tiêu quý 4 năm 2026", "Chỉ tiêu tháng 11 năm 2026"])
def test_a_quarters_target_with_its_year_is_no_years_target(target: str) -> None:
    _, _, current, told = of_row(f"{target} | Lũy kế năm", "300 | 800")
    assert current is None
    assert "years_value" in told


def test_a_years_table_without_a_cycle_keeps_what_its_months_come_to() -> None:
    months = " | ".join(f"T{month}" for month in range(1, 13))
    values = "1280 | 50 | 60 | 70 | 80 | 90 | 100 | 120 | 130 | 140 | 150 | 160 |  | 1150"
    assert of_row(f"Chỉ tiêu | {months} | Lũy kế năm", values, "OKR năm")[2] == "1150"
    assert of_row("Chỉ tiêu | Q1 | Q2 | Q3 | Q4 | YTD", "100 | 20 | 22 | 25 | 10 | 77", "OKR")[2] == "77"


@pytest.mark.parametrize("so_far", ["YTD", "Lũy kế năm"])
@pytest.mark.parametrize("value", ["350", "=SUM(D2:F2)→350"])
def test_what_the_cycles_months_come_to_is_of_the_cycle_whatever_it_is_called(so_far: str, value: str) -> None:
    assert of_row(f"Chỉ tiêu | T10 | T11 | T12 | {so_far}", f"600 | 200 | 150 |  | {value}")[2:] == ("350", [])


@pytest.mark.parametrize(
    ("headers", "values"),
    [
        ("Tháng 10 | Tháng 11 | Tháng 12", "100 | 170 | "),
        ("Thực đạt | Ghi chú", "170 | ổn"),
        ("Tuần 46 | Tuần 47", "150 | 170"),
    ],
)
@pytest.mark.parametrize("banner", ["Năm 2026", "Kết quả năm 2026", "Theo dõi năm 2026"])
def test_a_year_over_all_the_values_is_a_title(banner: str, headers: str, values: str) -> None:
    over = " | ".join(["", banner, *[banner] * headers.count("|")])
    assert of_row(f"Chỉ tiêu | {headers}", f"300 | {values}", over=over)[2:] == ("170", [])


@pytest.mark.parametrize(
    "header", ["Thực hiện tháng 1-11", "Thực hiện T1-11", "Thực hiện T1–T11", "Thực hiện 01-11/2026"]
)
def test_months_from_the_first_on_are_of_the_year(header: str) -> None:
    _, _, current, told = of_row(f"Chỉ tiêu | {header}", "300 | 800")
    assert current is None
    assert "years_value" in told


def test_rows_that_name_their_quarter_are_of_it_in_a_years_tab() -> None:
    _, _, current, told = of_row("Quý | Chỉ tiêu | Lũy kế năm", "Q4 | 600 | 500", "OKR 2026")
    assert current is None
    assert "years_value" in told


def test_the_first_months_of_the_year_are_the_first_quarter() -> None:
    found = of_row("Chỉ tiêu | TH 3 tháng đầu năm", "600 | 500", "Quý 1 2026", date(2026, 3, 20))
    assert found[2:] == ("500", [])


def test_what_equals_the_only_month_so_far_is_not_told_of() -> None:
    assert of_row("Chỉ tiêu | T10 | T11 | YTD", "600 | 200 |  | 200")[2:] == ("200", [])


@pytest.mark.parametrize("tab", ["Q4 2026", "OKR", "OKR 2026"])
@pytest.mark.parametrize("to_date", ["Lũy kế", "Cumulative", "To date", "TH lũy kế", "Lũy kế đến nay"])
def test_the_quarters_own_value_counts_where_what_there_is_to_date_stands_beside_it(tab: str, to_date: str) -> None:
    assert of_row(f"KH quý 4 | TH quý 4 | {to_date}", "100 | 40 | 310", tab)[1:3] == ("100", "40")
    assert of_row(f"KH Q4 | {to_date} | TH Q4", "100 | 310 | 40", tab)[1:3] == ("100", "40")


def test_an_undated_target_is_the_tables_and_so_is_the_value_of_its_cycle() -> None:
    assert of_row("KH | TH quý 4 | Lũy kế", "100 | 40 | 310")[1:3] == ("100", "40")
    assert of_row("KH | TH quý 4 | Lũy kế", "400 | 40 | 310", "OKR 2026")[1:3] == ("400", "310")
    assert of_row("KH năm | KH quý 4 | TH quý 4 | Lũy kế", "400 | 100 | 40 | 310", "OKR 2026")[1:3] == ("400", "310")


def test_what_there_is_to_date_counts_beside_months_and_where_nothing_is_filled_in_under_the_quarter() -> None:
    assert of_row("KH Q4 | TH T10 | TH T11 | Lũy kế", "100 | 20 | 30 | 50")[2] == "50"
    assert of_row("KH Q4 | TH T11 | Lũy kế", "100 | 30 | 50")[2] == "50"
    assert of_row("KH Q4 | TH Q4 | Lũy kế", "100 |  | 50")[2] == "50"
    assert of_row("KH Q4 | TH Q3 | Lũy kế", "100 | 90 | 50")[2] == "50"


@pytest.mark.parametrize("actual", ["TH", "Thực hiện", "Kết quả", "Actual"])
def test_of_an_actual_and_what_there_is_to_date_neither_is_sure_to_be_the_quarters(actual: str) -> None:
    for headers, values in (
        (f"KH | {actual} | Lũy kế", "100 | 40 | 310"),
        (f"KH | Lũy kế | {actual}", "100 | 310 | 40"),
    ):
        assert of_row(headers, values)[2] is None
    assert of_row(f"KH | {actual} | Lũy kế", "100 | 40 | 40")[2] == "40"


@pytest.mark.parametrize("headers", ["KH quý | TH quý | Lũy kế", "KH quý | TH quý | To date",
                                     "Quarterly target | Quarterly actual | Cumulative"])  # fmt: skip
@pytest.mark.parametrize("tab", ["Q4 2026", "OKR", "OKR 2026"])
def test_so_it_is_where_words_say_that_target_and_value_are_a_quarters(headers: str, tab: str) -> None:
    assert of_row(headers, "100 | 40 | 310", tab) == ("0", "100", "40", [])
    assert of_row("KH tháng | TH tháng | Lũy kế", "100 | 40 | 310", "T11 2026") == ("0", "100", "40", [])
    assert of_row("KH | TH quý | Lũy kế", "100 | 40 | 310", "Q4 2026") == ("0", "100", "40", [])


@pytest.mark.parametrize("tab", ["Q4 2026", "OKR", "OKR 2026"])
def test_of_another_span_than_the_targets_it_is_no_better_known(tab: str) -> None:
    assert of_row("KH quý | TH tháng | Lũy kế", "100 | 40 | 90", tab)[2] == "90"
    assert of_row("KH quý |  | Lũy kế", "100 |  | 90", tab)[2] == "90"
    assert of_row("KH quý | TH quý | Lũy kế", "100 |  | 90", tab)[2] == "90"


@pytest.mark.parametrize(
    ("headers", "values", "tab", "target", "current"),
    [
        ("KH quý 4 | TH tháng | Lũy kế", "100 | 20 | 60", "Tháng 11/2026", "100", "60"),
        ("KH quý | TH tháng | Lũy kế", "100 | 20 | 60", "Tháng 11/2026", "100", "60"),
        ("KH T11 | TH tháng | Lũy kế", "30 | 20 | 60", "Tháng 11/2026", "30", "20"),
        ("Chỉ tiêu 2026 | TH quý | Lũy kế", "400 | 40 | 310", "Q4 2026", "400", "310"),
        ("KH 2026 | Actual this quarter | To date", "400 | 40 | 310", "Q4 2026", "400", "310"),
        ("KH quý 4 | TH quý | Lũy kế", "100 | 40 | 310", "Q4 2026", "100", "40"),
        ("KH quý 4 | TH quý | Lũy kế", "100 | 40 | 310", "OKR", "100", "40"),
        ("KH quý 3 | KH quý 4 | TH quý | Lũy kế", "90 | 100 | 40 | 310", "Q4 2026", "100", "40"),
        ("KH năm | KH quý | TH quý | Lũy kế", "400 | 100 | 40 | 310", "Q4 2026", "100", "40"),
    ],
)
def test_a_target_that_names_its_quarter_or_year_says_which_value_it_is_held_against(
    headers: str, values: str, tab: str, target: str, current: str
) -> None:
    assert of_row(headers, values, tab)[1:3] == (target, current)


@pytest.mark.parametrize("year", ["Năm", "Cả năm", "FY26", "Full year", "2026"])
@pytest.mark.parametrize("to_date", ["Lũy kế", "YTD", "To date"])
@pytest.mark.parametrize("parts", [("Quý 3", "Quý 4"), ("Q3", "Q4"), ("H1", "H2")])
def test_in_a_years_table_what_there_is_to_date_is_held_against_the_target_of_the_year(
    parts: tuple[str, str], to_date: str, year: str
) -> None:
    over, merges = " |  | ".join((*parts, year)), ("C1:D1", "E1:F1", "G1:H1")
    values = "100 | 90 | 100 | 40 | 400 | 310"
    found = of_row(f"KH | TH | KH | TH | KH | {to_date}", values, "OKR 2026", over=over, merges=merges)
    assert found[1:3] == ("400", "310")


@pytest.mark.parametrize(
    ("headers", "tab", "target", "current"),
    [
        ("Chỉ tiêu | KH quý 4 | TH quý 4 | Lũy kế", "OKR 2026", "400", "310"),
        ("Target | Q4 target | Q4 actual | To date", "OKR 2026", "400", "310"),
        ("Target 2026 | Q4 target | Q4 actual | To date", "OKR 2026", "400", "310"),
        ("Chỉ tiêu | KH quý 4 | TH quý 4 | Lũy kế", "Q4 2026", "100", "40"),
    ],
)
def test_so_it_is_against_a_target_that_names_no_quarter(headers: str, tab: str, target: str, current: str) -> None:
    assert of_row(headers, "400 | 100 | 40 | 310", tab)[1:3] == (target, current)


@pytest.mark.parametrize("headers", ["KH quý 4 | TH quý 4 | Lũy kế", "KH quý | TH quý | Lũy kế"])
@pytest.mark.parametrize(
    ("own", "current"),
    [
        ("=Data!B2→0", "50"), ("-", "50"), ("Chưa chốt", "50"), ("n/a", "50"), ("=Data!B2", "50"),
        ("0", "0"), ("=Data!B2→40", "40"), ("40 tỷ", "40000000000"), ("#REF!", None),
    ],
)  # fmt: skip
def test_a_quarters_column_without_a_value_so_far_leaves_what_there_is_to_date(
    headers: str, own: str, current: str | None
) -> None:
    assert of_row(headers, f"100 | {own} | 50")[2] == current


def test_a_row_at_0_among_others_is_at_0() -> None:
    table = (
        "Objective | Key result | Q4 target | Q4 actual | To date\nGrow | Revenue | 100 | 40 | 310\n"
        " | Shops | 20 | =Data!B3→0 | 5\n | Partners | 10 | 0 | 0"
    )
    rows = [row for _, row in read_rows([sheet_of(table, "Q4 2026")], ReadingOptions(), DAY).key_results()]
    assert [one.current.raw for one in rows] == ["40", "0", "0"]


TWO_ROWS = "Objective | Key result | {}\nGrow | Revenue | {}\n | Customers | {}"


def currents(headers: str, first: str, second: str, tab: str = "Q4 2026") -> list[str]:
    """What two rows have for current values."""
    sheet = sheet_of(TWO_ROWS.format(headers, first, second), tab)
    rows = read_rows([sheet], ReadingOptions(), DAY)
    return ["" if one.current.value is None else one.current.raw for _, one in rows.key_results()]


@pytest.mark.parametrize("to_date", ["Lũy kế", "To date", "Cumulative"])
@pytest.mark.parametrize(
    ("actual", "first", "second"),
    [
        ("Kết quả", "Chưa đạt", "Đạt"), ("Kết quả", "42%", "83%"), ("TH", "%0.4", "%0.83"), ("Result", "Missed", "Hit"),
        ("Result", "40% of plan, slow", "reached"), ("TH", "%0.4", "chưa có"),
    ],
)  # fmt: skip
def test_words_and_shares_beside_what_there_is_to_date_are_no_other_value(
    actual: str, first: str, second: str, to_date: str
) -> None:
    assert currents(f"Target | {to_date} | {actual}", f"100 | 40 | {first}", f"60 | 50 | {second}") == ["40", "50"]
    assert currents(f"Target | {actual} | {to_date}", f"100 | {first} | 40", f"60 | {second} | 50") == ["40", "50"]


@pytest.mark.parametrize(
    ("first", "second", "tab"),
    [
        ("100 | 310 | 40", "60 | 120 | 20", "Q4 2026"), ("100 | 310 | 40 tỷ", "60 | 120 | 20 tỷ", "Q4 2026"),
        ("100 | 40 | 0.4", "60 | 50 | 0.8", "Q4 2026"), ("100 | 310 | 40", "60 | 120 | chưa có", "Q4 2026"),
        ("%0.3 | %0.25 | %0.12", "%0.2 | %0.18 | %0.1", "Q4 2026"), ("30% | 25% | 12%", "20% | 18% | 10%", "OKR"),
        ("100 | 310 | 40", "60 | 120 | 20", "Tháng 11/2026"),
    ],
)  # fmt: skip
def test_another_value_beside_it_is_asked_about(first: str, second: str, tab: str) -> None:
    assert currents("Target | Lũy kế | TH", first, second, tab)[0] == ""


@pytest.mark.parametrize(
    ("headers", "tab"),
    [("KH | TH | Lũy kế", "OKR 2026"), ("Chỉ tiêu năm | Kết quả | Lũy kế", "OKR 2026"),
     ("Chỉ tiêu năm | TH | YTD", "OKR"), ("Target 2026 | Result | To date", "OKR")],
)  # fmt: skip
def test_in_a_years_table_what_there_is_to_date_is_the_value(headers: str, tab: str) -> None:
    assert currents(headers, "400 | 40 | 310", "200 | 20 | 120", tab) == ["310", "120"]


def test_a_years_target_in_a_quarters_table_does_not_say_which_it_is() -> None:
    assert currents("Chỉ tiêu năm | TH | YTD", "400 | 40 | 310", "200 | 20 | 120") == ["", ""]
