"""A month that is not over: what adds up in it is held against the part of its plan that is due by then."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.messages import render
from sync.model.past import History
from sync.model.scores import ScoredKpi, Status
from tests.sync.rules.examples import checked, remembered, scored_sheet

PLANNED = (
    "| KPI | Unit | Aggregation | Oct | | Nov | |\n| | | | Plan | Actual | Plan | Actual |\n"
    "| {name} | {unit} | {how} | {months} |"
)
HEALTHY, OUT = Status.healthy, Status.out_of_range


def kpi_on(day: date, months: str, name: str = "New customers", unit: str = "", how: str = "") -> ScoredKpi:
    (found,) = scored_sheet(PLANNED.format(name=name, unit=unit, how=how, months=months), day).kpis
    return found


@pytest.mark.parametrize(
    ("day", "actual", "status"),
    [
        (3, "0", HEALTHY),  # so early that nothing is late
        (15, "24", HEALTHY),
        (15, "23", OUT),
        (29, "48", HEALTHY),
        (29, "47", OUT),
        (30, "54", OUT),
        (30, "55", HEALTHY),
    ],
)
def test_what_adds_up_is_held_against_the_part_of_its_plan_that_is_due(day: int, actual: str, status: Status) -> None:
    found = kpi_on(date(2026, 11, day), f"50 | 52 | 55 | {actual}")
    assert (found.status, found.current) == (status, Decimal(actual))


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Guest rating", ""),
        ("Staff trained", ""),
        ("Active members", ""),
        ("Rate of new customers", "%"),
        ("Sales per head", "M"),
        ("Average new orders", ""),
        ("Revenue to date", ""),
        ("Cumulative new customers", ""),
        ("Doanh thu lũy kế", ""),
        ("Doanh thu luỹ kế", ""),
        ("Don hang luy ke", ""),
        ("Monthly recurring revenue", ""),
        ("Doanh thu định kỳ", ""),
        ("Daily orders", ""),
        ("Lượt truy cập hàng ngày", ""),
    ],
)
def test_what_is_so_on_any_day_is_held_against_the_whole(name: str, unit: str) -> None:
    assert kpi_on(date(2026, 11, 15), "50 | 52 | 55 | 30", name, unit).status is OUT


def test_a_column_that_says_sum_says_that_it_adds_up() -> None:
    whole = "50 | 52 | 55 | 30"
    assert kpi_on(date(2026, 11, 15), whole, "Staff trained", how="sum").status is HEALTHY
    assert kpi_on(date(2026, 11, 28), whole, "Staff trained", how="sum").status is OUT
    assert kpi_on(date(2026, 11, 30), "50 | 52 | 55 | 53", "Staff trained", how="sum").status is HEALTHY


def test_a_mean_of_months_is_held_against_the_mean_of_their_plans() -> None:
    assert kpi_on(date(2026, 11, 15), "20 | 10 | 55 | 30", "Revenue", how="mean").status is OUT


@pytest.mark.parametrize("how", ["", "sum"])
def test_how_it_came_about_can_be_worked_out_again(how: str) -> None:
    found = kpi_on(date(2026, 11, 15), "50 | 52 | 55 | 20", "Revenue", how=how)
    given = {one.name: one.value for one in found.inputs}
    named = "lower = plan × share of the period elapsed × 0.9" + (" + plans before" if how else "")
    assert named in found.formula
    numbers = [given[name] for name in ("plan", "share of the period elapsed", "lower")]
    plan, gone, lower = (Decimal(str(number)) for number in numbers)
    assert abs(plan * gone * Decimal("0.9") + Decimal(str(given.get("plans before", 0))) - lower) < Decimal("0.1")


@pytest.mark.parametrize(("how", "period"), [("", "Nov"), ("sum", "2026-Q4")])
def test_a_healthy_bound_holds_on_any_day(how: str, period: str) -> None:
    sheet = f"KPI | Healthy from | Aggregation | Nov\nRevenue | 50 | {how} | 30"
    (low,) = checked(sheet, date(2026, 11, 15))
    assert render(low.message, "en") == f"{period}: 30, below the healthy bound of 50"


def test_below_a_bound_it_is_said_that_the_month_is_not_over() -> None:
    (low,) = checked("KPI | Healthy from | Nov\nRevenue | 50 | 30", date(2026, 11, 15))
    assert render(low.hint, "en").startswith("The period is not over: find the cause now")


def test_more_than_a_plan_allows_is_too_much_on_any_day() -> None:
    sheet = "KPI | Healthy to | Oct | Nov\nComplaints | 10 | 9 | 11"
    assert {one.code for one in checked(sheet, date(2026, 11, 3))} == {"OKR501"}


def test_a_finding_says_what_is_due_by_now_and_that_the_month_is_not_over() -> None:
    day = date(2026, 11, 15)
    sheet = PLANNED.format(name="{}", unit="", how="", months="50 | 52 | 55 | 20")
    (late,) = checked(sheet.format("Revenue"), day)
    assert render(late.message, "en") == "Nov so far: 20, below the 23.8 needed by now to reach 55"
    (low,) = checked(sheet.format("Staff trained"), day)
    assert render(low.message, "en") == "Nov: 20, below the healthy bound of 55"
    assert "write “sum” under “Aggregation”" in render(low.hint, "en")


@pytest.mark.parametrize(("name", "actual"), [("Revenue to date", "20"), ("Average order", "20"), ("Profit", "-3")])
def test_what_is_known_to_add_up_or_not_to_is_not_advised_to_be_summed(name: str, actual: str) -> None:
    sheet = PLANNED.format(name=name, unit="", how="", months=f"50 | 52 | 55 | {actual}")
    (low,) = checked(sheet, date(2026, 11, 15))
    assert render(low.hint, "en").startswith("The period is not over: find the cause now")


@pytest.mark.parametrize(("unit", "how"), [("%", ""), ("‰", ""), ("", "last"), ("", "mean")])
def test_what_does_not_add_up_for_sure_is_out_of_range_whether_or_not_its_month_is_over(unit: str, how: str) -> None:
    sheet = PLANNED.format(name="Staff trained", unit=unit, how=how, months="50 | 30 | 55 | 20")
    (low,) = [one for one in checked(sheet, date(2026, 11, 15)) if one.code == "OKR501"]
    assert render(low.hint, "en").startswith("Find the cause; if it stays outside")


@given(actual=st.integers(0, 100), days=st.tuples(st.integers(1, 30), st.integers(1, 30)))
def test_with_the_same_value_a_month_only_gets_worse_as_it_goes_on(actual: int, days: tuple[int, int]) -> None:
    earlier, later = (kpi_on(date(2026, 11, day), f"50 | 52 | 55 | {actual}").status for day in sorted(days))
    assert not (earlier is OUT and later is HEALTHY)


MONTHS = (
    "| Objective | Key result | Oct | | Nov | |\n| | | Plan | Actual | Plan | Actual |\n"
    "| Grow | {text} | {months} |\n| | Others | 10 | 9 | 10 | 5 |"
)
ON_TRACK, BEHIND, DONE = Status.on_track, Status.behind, Status.done


@pytest.mark.parametrize(
    ("months", "day", "status"),
    [
        ("10 | 4 | 20 | ", date(2026, 10, 31), BEHIND),  # the month is over
        ("10 | 4 | 20 | ", date(2026, 11, 5), BEHIND),
        ("10 | 9 | 20 | ", date(2026, 11, 5), ON_TRACK),
        ("10 | 10 | 20 | ", date(2026, 11, 5), DONE),
        ("10 | 9 | 20 | 0", date(2026, 11, 3), ON_TRACK),  # so early that nothing is late
        ("10 | 9 | 20 | 3", date(2026, 11, 5), ON_TRACK),
        ("10 | 9 | 20 | 8", date(2026, 11, 29), BEHIND),
        ("10 | 9 | 20 | 18", date(2026, 11, 29), ON_TRACK),
    ],
)
def test_a_key_results_month_is_held_against_its_own_plan_by_its_own_time(
    months: str, day: date, status: Status
) -> None:
    (objective,) = scored_sheet(MONTHS.format(text="Revenue", months=months), day).objectives
    assert objective.key_results[0].status is status


def test_a_bound_that_is_kept_in_a_month_is_not_done_for_that() -> None:
    sheet = MONTHS.format(text="Keep the error rate below 5%", months="5% | 4% | 5% | ")
    (objective,) = scored_sheet(sheet, date(2026, 11, 5)).objectives
    assert objective.key_results[0].status is ON_TRACK


def test_a_month_that_was_reached_in_time_was_not_too_easy() -> None:
    sheet = MONTHS.format(text="Revenue", months="10 | 10 | 20 | ")
    assert "OKR306" not in {one.code for one in checked(sheet, date(2026, 10, 31))}


@pytest.mark.parametrize(("day", "is_early"), [(5, True), (20, False)])
def test_a_month_is_reached_early_by_its_own_time(day: int, is_early: bool) -> None:
    sheet = MONTHS.format(text="Revenue", months="10 | 10 | 20 | 20")
    assert ("OKR306" in {one.code for one in checked(sheet, date(2026, 11, day))}) == is_early


def test_the_months_before_say_nothing_of_how_a_month_ends() -> None:
    """Each has its own plan and begins anew: 9, 8, 8 and 11 of the months before are no way to November's 20."""
    sheet = (
        "| Objective | Key result | Jul | | Aug | | Sep | | Oct | | Nov | |\n"
        "| | | Plan | Actual | Plan | Actual | Plan | Actual | Plan | Actual | Plan | Actual |\n"
        "| Grow | Revenue | 10 | 9 | 10 | 8 | 12 | 8 | 20 | 11 | 20 | 12 |"
    )
    day = date(2026, 11, 15)
    (objective,) = scored_sheet(sheet, day).objectives
    assert objective.key_results[0].status is ON_TRACK
    assert "OKR308" not in {one.code for one in checked(sheet, day)}


BY_MONTH = "Objective | Key result | Baseline | Target | {}Oct | Nov | Dec\nGrow | Reach 12 dealers | 0 | 12 | {}"


@pytest.mark.parametrize(
    ("column", "row", "day", "is_stale"),
    [
        ("", "5 | | ", date(2026, 11, 15), False),
        ("", "5 | | ", date(2026, 11, 30), False),
        ("", "5 | | ", date(2026, 12, 1), True),
        ("", "5 | 6 | ", date(2026, 12, 30), False),
        ("", "5 | 6 | ", date(2026, 11, 10), False),
        ("Last update | ", "2026-10-20 | 5 | | ", date(2026, 11, 15), True),
    ],
)
def test_a_months_value_is_late_once_the_month_is_over(column: str, row: str, day: date, is_stale: bool) -> None:
    assert ("OKR301" in {one.code for one in checked(BY_MONTH.format(column, row), day)}) == is_stale


def test_a_months_value_is_not_late_either_by_when_it_was_typed() -> None:
    sheet, typed = BY_MONTH.format("", "5 | | "), date(2026, 11, 2)
    known = remembered(scored_sheet(sheet, typed), typed)
    for day, is_stale in ((date(2026, 11, 25), False), (date(2026, 12, 1), True)):
        told = {one.code for one in checked(sheet, day, History(key_results=known))}
        assert ("OKR301" in told) == is_stale


def test_weeks_are_late_as_before() -> None:
    sheet = "Objective | Key result | Baseline | Target | W1 | W2 | W3\nGrow | Reach 12 dealers | 0 | 12 | 5 | |"
    assert "OKR301" in {one.code for one in checked(sheet, date(2026, 11, 1))}
