"""Weeks and quarters without a year that go on over a new year: of which year each is, by their order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.cycles import cycle_by_id, cycle_of
from sync.identity import identify
from sync.model.past import History
from sync.model.rows import Cycle
from sync.options import FiscalCalendar, ReadingOptions, ScoringOptions
from sync.reading import all_remarks, read_rows
from sync.reading.sheets.periods import Label, periods_of
from sync.scoring import score
from tests.sheets import sheet_of

JANUARY = date(2027, 1, 8)
CALENDAR = FiscalCalendar()


def of_row(headers: str, values: str, tab: str, day: date) -> tuple[str | None, str | None, list[str]]:
    """A key result's target and current value, and what is told of columns."""
    sheet = sheet_of(f"Objective | Key result | {headers}\nGrow | Revenue | {values}", tab)
    rows = identify(read_rows([sheet], ReadingOptions(), day), {})
    [objective] = score(rows, day, ScoringOptions(), History()).objectives
    [row] = objective.key_results
    said = [None if one is None else f"{one:f}" for one in (row.target, row.current)]
    return said[0], said[1], [one.kind for one in all_remarks([sheet], rows, ReadingOptions())]


def of_kpi(table: str, day: date, starts: int = 1, tab: str = "KPI") -> list[tuple[str | None, str | None, list[str]]]:
    """The current value and the first day of its period of each KPI that has any, and what is told."""
    options = ReadingOptions(calendar=FiscalCalendar(fiscal_year_starts=starts))
    sheet = sheet_of(table, tab)
    rows = identify(read_rows([sheet], options, day), {})
    kpis = score(rows, day, ScoringOptions(calendar=options.calendar), History()).kpis
    told = [one.kind for one in all_remarks([sheet], rows, options)]
    return [(f"{one.current:f}", str(one.period.first_day), told) for one in kpis if one.period and one.current]


@pytest.mark.parametrize(
    "weeks", ["W51 | W52 | W1 | W2", "Tuần 51 | Tuần 52 | Tuần 1 | Tuần 2", "Wk 51 | Wk 52 | Wk 1 | Wk 2"]
)
@pytest.mark.parametrize("tab", ["OKR", "Q1 2027"])
def test_in_january_the_first_weeks_are_the_latest(weeks: str, tab: str) -> None:
    assert of_row(f"Target | {weeks}", "100 | 10 | 20 | 30 | ", tab, JANUARY)[1] == "30"
    latest_first = " | ".join(reversed(weeks.split(" | ")))
    assert of_row(f"Target | {latest_first}", "100 |  | 30 | 20 | 10", tab, JANUARY)[1] == "30"


def test_two_weeks_do_as_well() -> None:
    assert of_row("Chỉ tiêu | Tuần 52 | Tuần 1", "100 | 20 | 30", "OKR", JANUARY)[1] == "30"
    assert of_row("Chỉ tiêu | Tuần 52 | Tuần 53", "100 | 20 | 30", "OKR", JANUARY)[1] == "30"


@pytest.mark.parametrize("tab", ["OKR", "Q4 2026"])
def test_in_december_a_week_of_january_has_not_begun(tab: str) -> None:
    assert of_row("Target | W51 | W52 | W1", "100 | 10 | 20 | ", tab, date(2026, 12, 30))[1:] == ("20", [])
    assert of_row("Target | W51 | W52 | W1", "100 | 10 | 20 | 30", tab, date(2026, 12, 30))[1] == "20"


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2027, 1, 5), date(2027, 1, 20), date(2027, 3, 1)])
@pytest.mark.parametrize(
    "headers", ["W50 | W51 | W52 | W1 | W2", "T10 | T11 | T12 | T1 | T2", "Oct | Nov | Dec | Jan | Feb"]
)
def test_a_quarter_that_is_over_ends_with_its_own_last_value(headers: str, day: date) -> None:
    values = "50 | 20 | 30 | 45 | 10 | 12"
    assert of_row(f"Target | {headers}", values, "Q4 2026", day)[1] == "45"
    assert of_row(f"Cycle | Target | {headers}", f"Q4 2026 | {values}", "OKR", day)[1] == "45"


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2027, 1, 20)])
def test_so_it_does_where_each_month_has_its_own_target(day: date) -> None:
    headers = "KH T11 | TH T11 | KH T12 | TH T12 | KH T1 | TH T1"
    assert of_row(headers, "10 | 9 | 50 | 45 | 60 | 12", "Q4 2026", day)[:2] == ("50", "45")
    assert of_row("KH Q4 | TH Q4 | KH Q1 | TH Q1", "50 | 45 | 60 | 12", "Dec 2026", day)[:2] == ("50", "45")


def test_weeks_of_the_quarter_that_runs_count_for_rows_of_the_one_before() -> None:
    headers, values, day = "Cycle | Target | W1 | W2 | W3", "50 | 20 | 30 | 45", date(2026, 11, 20)
    assert of_row(headers, f"Q3 2026 | {values}", "OKR", day)[1] == "45"
    assert of_row("Cycle | Target | T2 | T3 | T4", f"Q1 2026 | {values}", "OKR 2026", day)[1] == "30"


def test_the_next_quarters_rows_go_on_with_theirs() -> None:
    day, headers, values = date(2027, 1, 20), "W51 | W52 | W1 | W2", "30 | 45 | 10 | 12"
    assert of_row(f"Target | {headers}", f"50 | {values}", "Q1 2027", day)[1] == "12"
    assert of_row(f"Cycle | Target | {headers}", f"Q1 2027 | 50 | {values}", "Q4 2026", day)[1] == "12"
    assert of_row(f"Target | {headers}", f"50 | {values}", "OKR", day)[1] == "12"


def test_weeks_that_only_begin_and_end_a_year_are_of_one() -> None:
    assert of_row("Target | W1 | W52", "100 | 10 | 20", "OKR", date(2026, 12, 30))[1] == "20"
    assert of_row("Target | W1 | W26 | W52", "100 | 10 | 20 | ", "OKR", date(2026, 8, 1))[1] == "20"


@given(
    first=st.dates(date(2019, 10, 1), date(2031, 12, 1)),
    count=st.integers(2, 20),
    later=st.integers(0, 6),
    is_backward=st.booleans(),
)
def test_weeks_in_a_row_are_read_as_these_on_the_last_ones_days(
    first: date, count: int, later: int, is_backward: bool
) -> None:
    mondays = [first - timedelta(days=first.weekday()) + timedelta(weeks=one) for one in range(count)]
    numbers = [monday.isocalendar().week for monday in mondays]
    if not (numbers[0] >= 40 and numbers[-1] <= 13) or (is_backward and count == 2):
        return
    as_of = mondays[-1] + timedelta(days=later)
    labels = [Label(f"w{number}") for number in numbers]
    if is_backward:
        mondays, labels = mondays[::-1], labels[::-1]
    found = periods_of(labels, None, CALENDAR, as_of, [True] * count)
    assert [one and one.first_day for one in found] == mondays


@pytest.mark.parametrize("headers", ["KH Q4 | KH Q1 | TH Q4 | TH Q1", "KH quý 4 | KH quý 1 | TH quý 4 | TH quý 1"])
@pytest.mark.parametrize("day", [date(2027, 1, 20), date(2027, 3, 20)])
def test_in_the_first_quarter_its_own_plan_and_value_count(headers: str, day: date) -> None:
    assert of_row(headers, "100 | 120 | 90 | 20", "OKR", day) == ("120", "20", [])
    in_pairs = "KH Q4 | TH Q4 | KH Q1 | TH Q1"
    assert of_row(in_pairs, "100 | 90 | 120 | 20", "OKR", day) == ("120", "20", [])
    assert of_kpi(f"KPI | {headers}\nRevenue | 100 | 120 | 90 | 20", day) == [("20", "2027-01-01", [])]


def test_in_the_last_quarter_the_next_ones_value_is_typed_ahead() -> None:
    day = date(2026, 12, 20)
    assert of_row("KH Q4 | KH Q1 | TH Q4 | TH Q1", "100 | 120 | 90 | ", "OKR", day) == ("100", "90", [])
    assert of_row("KH Q4 | KH Q1 | TH Q4 | TH Q1", "100 | 120 | 90 | 20", "OKR", day) == ("100", "90", ["typed_ahead"])
    assert of_row("KH Q4 | KH Q1 | TH Q4 | TH Q1", "100 | 120 | 90 | ", "Q4 2026", day) == ("100", "90", [])


def test_a_target_far_ahead_moves_no_values_into_the_year_before() -> None:
    found = of_row(
        "Target Q4 | Actual Q1 | Actual Q2 | Actual Q3 | Actual Q4", "9 | 1 | 2 | 3 | 4", "OKR", date(2026, 11, 20)
    )
    assert found == ("9", "4", [])
    assert of_row("Target Q4 | Actual Q1 | Actual Q2", "9 | 1 | 2", "OKR", date(2026, 6, 10))[0] == "9"


def test_quarters_of_one_year_stay_in_it() -> None:
    table = "KPI | Target | Q1 | Q2 | Q3 | Q4\nRevenue | 100 | 10 | 20 | 30 | 40"
    assert of_kpi(table, date(2026, 11, 20)) == [("40", "2026-10-01", [])]
    backward = "KPI | Target | Q4 | Q3 | Q2 | Q1\nRevenue | 100 | 40 | 30 | 20 | 10"
    assert of_kpi(backward, date(2026, 11, 20)) == [("40", "2026-10-01", [])]


LATE, FEBRUARY = date(2026, 11, 20), date(2026, 2, 10)


def test_what_is_mostly_typed_is_of_quarters_that_have_begun() -> None:
    table = "KPI | Target | Q4 | Q1 | Q2 | Q3\nRevenue | 100 | 80 | 90 | 60 | 70"
    assert of_kpi(table, LATE) == [("70", "2026-07-01", ["read_as_last_years"])]
    assert of_kpi(table, date(2026, 9, 20)) == [("70", "2026-07-01", [])]
    [remark] = all_remarks(
        [sheet_of(table, "KPI")], read_rows([sheet_of(table, "KPI")], ReadingOptions(), LATE), ReadingOptions()
    )
    assert (remark.words, remark.guess) == ("Q3", "2025–2026")
    assert of_kpi("KPI | Target | Q4 | Q1 | Q2 | Q3\nRevenue | 100 | 80 |  |  | ", LATE) == [("80", "2026-10-01", [])]


@pytest.mark.parametrize("day", [date(2026, 12, 30), JANUARY, date(2027, 2, 20)])
def test_and_stays_so_over_the_new_year(day: date) -> None:
    table = "KPI | Target | Q4 | Q1 | Q2 | Q3\nRevenue | 100 | 80 | 90 | 60 | 70"
    assert of_kpi(table, day) == [("70", "2026-07-01", ["read_as_last_years"])]
    assert of_kpi("KPI | Target | Q4 | Q1 | Q2 | Q3\nRevenue | 100 | 80 | 90 | | ", JANUARY)[0][:2] == (
        "90",
        "2027-01-01",
    )


@pytest.mark.parametrize(("day", "value"), [(FEBRUARY, "70"), (LATE, "60"), (JANUARY, "60")])
def test_no_quarter_leaves_the_year_that_its_table_names(day: date, value: str) -> None:
    table = "KPI | Target | Q2 | Q3 | Q4 | Q1\nRevenue | 100 | 80 | 90 | 60 | 70"
    assert [one[0] for one in of_kpi(table, day, tab="KPI 2026")] == [value]
    before = "KPI | Target | Q4 | Q1 | Q2 | Q3\nRevenue | 100 | 80 | 90 | 60 | 70"
    assert [one[0] for one in of_kpi(before, LATE, tab="KPI 2026")] == ["70"]


def test_latest_first_they_go_back_over_it() -> None:
    table = "KPI | Target | Q1 | Q4 | Q3 | Q2\nRevenue | 100 | 40 | 30 | 20 | 10"
    assert of_kpi(table, date(2027, 2, 20)) == [("40", "2027-01-01", [])]


@given(
    first=st.integers(0, 40), count=st.integers(2, 4), starts=st.integers(1, 12), is_paired=st.booleans(),
    days=st.integers(0, 80),
)  # fmt: skip
def test_quarters_in_a_row_are_read_as_these_in_the_last_of_them(
    first: int, count: int, starts: int, is_paired: bool, days: int
) -> None:
    calendar = FiscalCalendar(fiscal_year_starts=starts)
    quarters: list[Cycle] = []
    for one in range(first, first + count):
        quarters.append(cycle_by_id(f"{2020 + one // 4}-Q{one % 4 + 1}", calendar))
    as_of = quarters[-1].first_day + timedelta(days=days)
    labels = [Label(quarter.id[-2:].lower()) for quarter in quarters]
    found = periods_of(
        [*labels, *labels] if is_paired else labels, None, calendar, as_of, [True] * count * (1 + is_paired)
    )
    assert found[-count:] == quarters
    assert cycle_of(as_of, calendar) == quarters[-1]


def test_rows_of_weeks_and_quarters_go_on_over_it_too() -> None:
    weeks = "KPI | Tuần | Chỉ tiêu | Thực đạt\nDoanh thu | Tuần 52 | 100 | 90\nDoanh thu | Tuần 1 | 100 | 80"
    assert [one[1] for one in of_kpi(weeks, JANUARY)] == ["2026-12-21", "2027-01-04"]
    quarters = "KPI | Quý | Chỉ tiêu | Thực đạt\nDoanh thu | Q4 | 100 | 90\nDoanh thu | Q1 | 100 | 80"
    assert [one[1] for one in of_kpi(quarters, date(2027, 1, 28))] == ["2026-10-01", "2027-01-01"]
    months = "KPI | Tháng | Chỉ tiêu | Thực đạt\nDoanh thu | T12 | 100 | 90\nDoanh thu | T1 | 100 | 80"
    assert [one[1] for one in of_kpi(months, date(2027, 1, 28))] == ["2026-12-01", "2027-01-01"]


def test_plans_in_rows_of_their_own_are_no_values_typed_ahead() -> None:
    months = " | ".join(f"T{one}" for one in range(1, 13))
    plans, rest = " | ".join(["100"] * 12), " | ".join([""] * 11)
    table = f"KPI | Chỉ số | {months}\nDoanh thu | KH | {plans}\n | TH | 90 | {rest}"
    assert of_kpi(table, date(2027, 2, 10)) == [("90", "2027-01-01", [])]
    assert of_kpi(table, date(2026, 11, 20)) == [("90", "2026-01-01", [])]
    typed = "KPI | Chỉ số | T10 | T11 | T12\nDoanh thu | KH | 100 | 100 | 100\n | TH | 90 | 80 | 70"
    assert of_kpi(typed, date(2026, 11, 20)) == [("80", "2026-11-01", ["typed_ahead"])]
    over = "KPI | Chỉ số | T12 | T1 | T2\nDoanh thu | KH | 100 | 100 | 100\n | TH | 90 | 80 | "
    assert of_kpi(over, date(2027, 1, 20)) == [("80", "2027-01-01", [])]


@pytest.mark.parametrize("as_of", [date(9998, 7, 1), date(3, 7, 1)])
def test_near_either_end_of_the_calendar_nothing_is_raised(as_of: date) -> None:
    for labels in (("w51", "w52", "w53", "w1"), ("q3", "q4", "q1")):
        assert len(periods_of([Label(one) for one in labels], None, CALENDAR, as_of, [True] * len(labels))) == len(
            labels
        )
