"""Columns a week, month or quarter, and the periods that they stand for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.cycles import cycle_by_id
from sync.options import FiscalCalendar, ReadingOptions
from sync.reading import read_rows
from sync.reading.sheets.periods import Label, periods_of
from tests.sheets import sheet_of

YEAR = FiscalCalendar()
NOVEMBER = date(2026, 11, 19)


def ids(
    words: str,
    cycle: str | None = None,
    calendar: FiscalCalendar = YEAR,
    day: date = NOVEMBER,
    filled: tuple[bool, ...] = (),
) -> list[str]:
    own = cycle_by_id(cycle, calendar) if cycle else None
    found = periods_of([Label(word) for word in words.split(", ")], own, calendar, day, filled)
    return [period.id if period else "-" for period in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("T1, T12", ["2026-01", "2026-12"]),
        ("Sep-26, Oct-26", ["2026-09", "2026-10"]),
        ("9T/2025, 9 tháng 2026", ["2025", "2026"]),
        ("Dec '25, Jan '26", ["2025-12", "2026-01"]),
        ("Oct 24, Oct 25, Oct 26", ["2026-W43", "2026-W43", "2026-W44"]),
        ("Oct 19, Oct 26, Nov 2", ["2026-W43", "2026-W44", "2026-W45"]),
        ("Tháng 1, Tháng 12", ["2026-01", "2026-12"]),
        ("Jan, Dec", ["2026-01", "2026-12"]),
        ("Q1, Q4", ["2026-Q1", "2026-Q4"]),
        ("2026-10, 11/2026", ["2026-10", "2026-11"]),
        ("W40, W52", ["2026-W40", "2026-W52"]),
    ],
)
def test_names_without_a_year_are_of_this_year(words: str, expected: list[str]) -> None:
    assert ids(words) == expected


@pytest.mark.parametrize(
    ("words", "cycle", "expected"),
    [
        ("10/5, 10/19, 11/2, 11/16", None, ["10-05", "10-19", "11-02", "11-16"]),  # 19 is no month
        ("10/5, 10/12, 10/19, 10/26", "2026-Q4", ["10-05", "10-12", "10-19", "10-26"]),  # 26 is no year here
        ("10/5/2026, 10/19/2026", None, ["10-05", "10-19"]),
        ("5/10, 19/10, 2/11", None, ["10-05", "10-19", "11-02"]),
        ("10/5, 10/12, 11/2", "2026-Q4", ["10-05", "10-12", "11-02"]),  # in the quarter only so
        ("05/10, 12/10, 02/11", "2026-Q4", ["10-05", "10-12", "11-02"]),
        ("10/5, 10/12, 11/2, 11/9", None, ["10-05", "10-12", "11-02", "11-09"]),  # one after another only so
        ("01/10, 01/11, 01/12", None, ["10-01", "11-01", "12-01"]),
    ],
)
def test_whether_the_month_comes_first_is_told_by_all_days_of_a_table(
    words: str, cycle: str | None, expected: list[str]
) -> None:
    own = cycle_by_id(cycle, YEAR) if cycle else None
    found = periods_of([Label(word) for word in words.split(", ")], own, YEAR, NOVEMBER)
    assert [period.first_day.isoformat()[5:] for period in found if period is not None] == expected


def test_what_may_be_months_of_a_year_in_two_digits_is_no_day() -> None:
    assert ids("9/26, 10/26, 11/26") == ids("11/25, 12/25, 1/26") == ["-", "-", "-"]


def test_no_name_slips_into_a_neighbouring_year() -> None:
    assert ids("T1, T12", day=date(2026, 12, 30)) == ["2026-01", "2026-12"]
    assert ids("T1, T12", day=date(2026, 1, 2)) == ["2026-01", "2026-12"]


def test_the_tables_own_year_wins() -> None:
    assert ids("T1, T12", "2025") == ["2025-01", "2025-12"]


def test_a_full_table_read_in_january_is_last_years() -> None:
    day = date(2027, 1, 10)
    assert ids("Q1, Q4", day=day, filled=(True, True)) == ["2026-Q1", "2026-Q4"]
    assert ids("Q1, Q4", day=day, filled=(True, False)) == ["2027-Q1", "2027-Q4"]


def test_a_nearly_full_table_read_in_january_is_last_years_too() -> None:
    months, day = ", ".join(f"T{month}" for month in range(1, 13)), date(2027, 1, 5)
    assert ids(months, day=day, filled=(*[True] * 11, False))[0] == "2026-01"
    assert ids(months, day=day, filled=(True, *[False] * 11))[0] == "2027-01"


def test_months_of_a_fiscal_year_span_two() -> None:
    assert ids("T7, T1", calendar=FiscalCalendar(7)) == ["2026-07", "2027-01"]


def test_weeks_up_to_fourteen_are_weeks_of_the_quarter() -> None:
    first, last = periods_of([Label("Tuần 1"), Label("W13")], cycle_by_id("2026-Q4", YEAR), YEAR, NOVEMBER)
    assert first is not None
    assert last is not None
    assert (first.first_day, last.first_day) == (date(2026, 10, 1), date(2026, 12, 24))


def test_days_stand_for_themselves_and_first_days_for_months() -> None:
    (day,) = periods_of([Label("2026-10-05", date(2026, 10, 5))], None, YEAR, NOVEMBER)
    assert day is not None
    assert (day.first_day, day.last_day) == (date(2026, 10, 5), date(2026, 10, 5))
    (month,) = periods_of([Label("2026-10-01", date(2026, 10, 1))], None, YEAR, NOVEMBER)
    assert month is not None
    assert month.id == "2026-10"


def test_days_at_the_end_of_the_calendar_are_no_periods_but_no_failure() -> None:
    assert periods_of([Label("", date(9999, 12, 1))], None, YEAR, NOVEMBER) == [None]


QUARTERS = "Objective | Key result | Target Q3 | Actual Q3 | Target Q4 | Actual Q4\nGrow | Sales | 10 | {} | 12 | {}"
LONG_AFTER = [date(2027, 2, 1), date(2027, 2, 20), date(2027, 5, 20)]


def numbers_of(sheet: str, day: date) -> tuple[Decimal | None, Decimal | None]:
    rows = read_rows([sheet_of(sheet, "OKR")], ReadingOptions(), day)
    (key_result,) = rows.objectives[0].key_results
    target, current = key_result.target.value, key_result.current.value
    return target and target.value, current and current.value


@pytest.mark.parametrize("day", [NOVEMBER, *LONG_AFTER])
def test_quarters_without_a_year_that_are_filled_in_and_have_not_begun_are_the_year_befores(day: date) -> None:
    assert numbers_of(QUARTERS.format(9, 11), day) == (12, 11)
    assert numbers_of(QUARTERS.format(9, ""), day) == (12, None)


def test_targets_alone_are_those_of_the_nearer_year() -> None:
    sheet = "Objective | Key result | Target Q3 | Target Q4 | Actual\nGrow | Sales | 10 | 12 | 11"
    assert [numbers_of(sheet, day)[0] for day in (NOVEMBER, *LONG_AFTER)] == [12, 12, 12, 10]
    ahead = "Objective | Key result | Target Q2 | Target Q3 | Actual\nGrow | Sales | 10 | 12 | 11"
    assert numbers_of(ahead, LONG_AFTER[0])[0] == 10


FEBRUARY, JULY, JANUARY = date(2027, 2, 20), date(2027, 7, 20), date(2027, 1, 20)


@pytest.mark.parametrize(
    ("title", "day", "told", "year"),
    [("KPI", FEBRUARY, ["read_as_last_years"], 2026), ("KPI", JULY, ["typed_ahead"], 2027), ("KPI", JANUARY, [], 2026),
     ("KPI 2027", FEBRUARY, [], 2027), ("KPI 2026", FEBRUARY, [], 2026)],
)  # fmt: skip
def test_numbers_of_quarters_that_have_not_begun_are_told_where_nothing_says_the_year(
    title: str, day: date, told: list[str], year: int
) -> None:
    sheet = sheet_of("KPI | Healthy from | Q1 | Q2 | Q3 | Q4\nSales | 10 | 7 | 8 | 9 | 11", title)
    rows = read_rows([sheet], ReadingOptions(), day)
    assert [remark.kind for remark in rows.remarks] == told
    assert {one.period.first_day.year for one in rows.kpis[0].periods} == {year}


def test_plans_that_were_typed_ahead_are_none_of_the_year_before() -> None:
    sheet = sheet_of("KPI | Q1 | Q2 | Q3 | Q4\nSales | 7 | 8 | 9 | 11", "KPI")
    rows = read_rows([sheet], ReadingOptions(), FEBRUARY)
    assert {one.period.first_day.year for one in rows.kpis[0].periods} == {2027}


def test_zeros_in_months_that_have_not_come_are_nobodys_numbers() -> None:
    sheet = sheet_of("KPI | Healthy from | T1 | T2 | T3 | T4\nSales | 10 | 7 | 8 | 0 | 0", "KPI")
    assert read_rows([sheet], ReadingOptions(), date(2027, 2, 20)).remarks == ()


@pytest.mark.parametrize(("day", "told"), [(date(2027, 2, 20), []), (date(2027, 9, 25), ["value_to_come"])])
def test_months_just_before_they_begin_may_be_plans_and_are_nobodys_values(day: date, told: list[str]) -> None:
    sheet = sheet_of("KPI | Healthy from | T10 | T11 | T12\nSales | 10 | 7 | 8 | 9", "KPI")
    rows = read_rows([sheet], ReadingOptions(), day)
    assert [remark.kind for remark in rows.remarks] == told
    assert {one.period.first_day.year for one in rows.kpis[0].periods} == {2027 if told else 2026}


def test_a_week_of_a_day_is_a_week() -> None:
    grid = (
        "Objective | Key result | Target | Wk of Oct 5 | Week of Oct 12 | w/c 19 Oct\nGrow | Users | 90 | 20 | 30 | 40"
    )
    rows = read_rows([sheet_of(grid, "Q4 2026")], ReadingOptions(), NOVEMBER)
    ((_, found),) = rows.key_results()
    assert [one.value.value.value for one in found.check_ins if one.value.value] == [Decimal(20), Decimal(30)]
    assert found.current.value is not None
    assert found.current.value.value == 40


def test_months_with_plans_of_their_own_are_not_added_up_whatever_the_row_says() -> None:
    months = " | ".join(f"KH {month} | TH {month}" for month in ("T10", "T11", "T12"))
    grid = f"Objective | Key result | Aggregation | {months}\nGrow | Orders | sum | 10 | 9 | 20 | 15 | 30 | "
    ((_, found),) = read_rows([sheet_of(grid, "Q4 2026")], ReadingOptions(), date(2026, 12, 20)).key_results()
    assert found.current.value is not None
    assert found.target.value is not None
    assert (found.current.value.value, found.target.value.value) == (15, 20)


def test_the_last_check_in_counts_where_the_month_is_typed_first() -> None:
    sheet = sheet_of(
        """
        Objective | Key Result | Start | Target | 10/5 | 10/19 | 11/2 | 11/16
        Grow | Revenue | 100 | 200 | 110 | 125 | 133 | 140
         | Customers | 50 | 80 | 52 | 56 | 60 | 61
        """,
        "Q4 2026",
    )
    rows = read_rows((sheet,), ReadingOptions(), NOVEMBER)
    found = [one for objective in rows.objectives for one in objective.key_results]
    currents = [one.current for one in found]
    assert [(read.value and read.value.value, read.cell and read.cell.column) for read in currents] == [
        (140, 8),
        (61, 8),
    ]


@pytest.mark.parametrize(
    "header", ["Q4 to date", "Q4 actual to date", "QTD", "Quarter to date", "To date", "Actual to date", "Lũy kế quý"]
)
@pytest.mark.parametrize("target", ["Target", "Q4 target"])
def test_what_has_been_reached_to_date_is_the_current_value_and_no_day(header: str, target: str) -> None:
    for months, values in (("", ""), ("Oct | Nov | ", "520 | 330 | ")):
        grid = f"Objective | Key result | {target} | {months}{header}\nSell | Calls made | 1,500 | {values}850"
        ((_, found),) = read_rows([sheet_of(grid, "Q4 2026")], ReadingOptions(), NOVEMBER).key_results()
        assert found.current.value is not None
        assert found.current.value.value == 850


def test_the_quarters_value_to_date_counts_in_a_table_of_the_quarter() -> None:
    grid = "Objective | Key result | Q4 target | YTD | QTD | MTD\nSell | Calls made | 1,500 | 3000 | 850 | 330"
    ((_, found),) = read_rows([sheet_of(grid, "Q4 2026")], ReadingOptions(), NOVEMBER).key_results()
    assert found.current.value is not None
    assert found.current.value.value == 850


def currents(grid: str) -> list[Decimal | None]:
    rows = read_rows([sheet_of(grid, "Q4 2026")], ReadingOptions(), NOVEMBER)
    return [found.current.value and found.current.value.value for _, found in rows.key_results()]


@pytest.mark.parametrize("total", ["Total", "Tổng", "Tổng cộng", "Cộng"])
@pytest.mark.parametrize(("months", "values"), [("Oct | Nov | Dec", "80 | 70 |"), ("W1 | W2 | W3", "50 | 30 | 70")])
def test_a_total_that_adds_up_its_periods_beside_a_target_is_the_current_value(
    total: str, months: str, values: str
) -> None:
    headers = f"Objective | Key result | Target | {months} | {total} | % to goal"
    grid = f"{headers}\nSell | Meetings booked | 300 | {values} | 150 | 50%"
    assert currents(grid) == [150]


@pytest.mark.parametrize(
    ("name", "row", "current"),
    [
        ("NPS", "50 | 41 | 43 | 84", 43),  # a level is what it was measured last
        ("Average order", "300 | 80 | 70 | 75", 70),
        ("Meetings", "50 | 41 | 43 | 84", 43),  # beyond its target by the sum alone: asked about
        ("Meetings", "300 | 80 | 70 | 140", 70),
    ],
)
def test_the_last_period_counts_where_the_total_may_be_something_else(name: str, row: str, current: int) -> None:
    assert currents(f"Objective | Key result | Target | Oct | Nov | Total\nSell | {name} | {row}") == [current]


@pytest.mark.parametrize("header", ["Q4 to date", "QTD", "Quarter to date", "Lũy kế quý", "Lũy kế Q4"])
@pytest.mark.parametrize(
    ("target", "wanted", "current"),
    [("Target", 1500, 850), ("Target", 500, None), ("Monthly target", 500, None), ("Q4 target", 1500, 850)],
)
def test_what_a_quarters_kpis_have_come_to_is_held_against_the_quarters_target(
    header: str, target: str, wanted: int, current: int | None
) -> None:
    grid = f"KPI | {target} | Oct | Nov | {header}\nCalls made | {wanted} | 520 | 330 | 850"
    (kpi,) = read_rows([sheet_of(grid, "Q4 2026")], ReadingOptions(), NOVEMBER).kpis
    assert (kpi.current.value and kpi.current.value.value) == current
    assert [one.value.value.value for one in kpi.periods if one.value.value][:1] == [520]


@pytest.mark.parametrize("day", [date(2027, 1, 2), date(2027, 1, 20), date(2027, 2, 10)])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("T1", ["2027-01"]), ("T12, T1", ["2026-12", "2027-01"]), ("ytd T1", ["2027"]), ("Q1", ["2027-Q1"]),
        ("T11, T12, T1", ["2026-11", "2026-12", "2027-01"]), ("T11, T12", ["2026-11", "2026-12"]),
        ("T3, T4", ["2026-03", "2026-04"]), ("Q4", ["2026-Q4"]), ("ytd T12", ["2026"]),
    ],
)  # fmt: skip
def test_what_is_filled_in_over_the_new_year_is_last_years_only_if_it_has_not_begun(
    words: str, expected: list[str], day: date
) -> None:
    assert ids(words, day=day, filled=(True,) * len(expected)) == expected


def test_two_months_are_last_years_while_the_second_has_not_begun() -> None:
    assert ids("T1, T2", day=date(2027, 1, 20), filled=(True, True)) == ["2026-01", "2026-02"]
    assert ids("T1, T2", day=date(2027, 2, 3), filled=(True, True)) == ["2027-01", "2027-02"]
    assert ids("T1, T2", day=date(2027, 1, 20), filled=(True, False)) == ["2027-01", "2027-02"]


@pytest.mark.parametrize("columns", ["KH T1 | TH T1", "KH T12 | TH T12 | KH T1 | TH T1"])
def test_a_months_plan_and_value_in_january_are_this_years(columns: str) -> None:
    values = " | ".join(["10", "11"] * columns.count("KH"))
    rows = read_rows([sheet_of(f"KPI | {columns}\nDoanh thu | {values}", "KPI")], ReadingOptions(), date(2027, 1, 20))
    assert rows.kpis[0].periods[-1].period.id == "2027-01"
