"""Rows and tables that look like something else, and are a team's: none of them is left out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.options import FiscalCalendar, ReadingOptions
from sync.reading import read_rows
from sync.reading.sheets.cycle_titles import cycles_as_named
from tests.sheets import sheet_of

DAY = date(2026, 11, 20)


def read(table: str, tab: str = "OKR Q4 2026") -> tuple[list[str | None], list[str | None]]:
    """The titles of a table's objectives, and the texts of its key results."""
    rows = read_rows((sheet_of(table, tab),), ReadingOptions(), DAY)
    return [one.title.value for one in rows.objectives], [own.text.value for _, own in rows.key_results()]


@pytest.mark.parametrize("kind", ["Issue Type", "Ticket type", "Card type", "Goal type"])
def test_what_sort_of_work_a_key_result_is_leaves_none_out(kind: str) -> None:
    table = (
        f"Objective | Key Result | {kind} | Target | Current\nGrow | Revenue | Task | 100 | 40\n | Users | KR | 50 | 10"
    )
    assert read(table) == (["Grow"], ["Revenue", "Users"])


def test_beside_a_list_it_tells_objectives_from_key_results() -> None:
    table = "Issue Type | Summary | Target | Current\nObjective | Grow | | \nKey Result | Revenue | 100 | 40"
    assert read(table) == (["Grow"], ["Revenue"])


@pytest.mark.parametrize(
    "rows",
    [
        "Grow | Revenue | 50 | =C2*2→100 | 70\n | Total revenue | 80 | =C3*1.2→96 | 90\n | Users | 5 | 10 | 7",
        "Grow | Revenue | | 100 | 70\n | Total revenue | | | 90\n | Users | | 10 | 7",
        "Quality | Average quality | | 10 | 7\n | Revenue | | 10 | 7\n | Users | | 10 | 7",
        "Revenue | Total revenue | | | 40\n | Revenue | | 10 | 7\n | Users | | 10 | 7",
    ],
)
def test_a_total_that_adds_nothing_up_is_a_key_result(rows: str) -> None:
    _, key_results = read(f"Objective | Key result | Baseline | Target | Current\n{rows}")
    assert len(key_results) == 3


@pytest.mark.parametrize(
    "last",
    [
        "Revenue | Total revenue | | | 50",  # no other row is called that
        " | Total sales | | | 50",
        " | Total users | | | =D2/2→50",  # a formula over something else
        " | Total users | | | 70",
        " | Total users | | | 10",  # as many as there are of the row right above it
    ],
)
def test_a_total_of_a_row_of_its_own_is_a_key_result(last: str) -> None:
    rows = f"Grow | Leads | 0 | 100 | 40\n | Users | 0 | 50 | 10\n{last}"
    assert len(read(f"Objective | Key result | Baseline | Target | Current\n{rows}")[1]) == 3


def test_nothing_adds_up_to_nothing() -> None:
    rows = "Grow | Leads | 0 | 100 | 0\n | Users | 0 | 50 | 0\n | Total users | | 90 | 0"
    assert len(read(f"Objective | Key result | Baseline | Target | Current\n{rows}")[1]) == 3


@pytest.mark.parametrize("between", ["", "n/a", "=1/0→#DIV/0!"])
def test_a_total_of_rows_without_values_is_a_key_result_unless_it_adds_up(between: str) -> None:
    rows = (
        f"Grow | Leads | 0 | 100 | 40\n | Calls | 0 | 20 | {between}\n | Users | 0 | 50 | 10\n | Total users | | | {{}}"
    )
    table = f"Objective | Key result | Baseline | Target | Current\n{rows}"
    assert [len(read(table.format(value))[1]) for value in ("70", "=SUM(E2:E4)→50")] == [4, 3]


@pytest.mark.parametrize(
    "value", ["50", "25", "=SUM(E2:E3)→50", "=SUBTOTAL(9,E2:E3)→50", "=SUMPRODUCT(E2:E3,F2:F3)→28"]
)
@pytest.mark.parametrize("name", ["Alpha Total", "Tổng Alpha", "Total: Alpha", "Average of Alpha", "Alpha cộng:"])
def test_a_total_that_adds_up_is_none(name: str, value: str) -> None:
    rows = f"Alpha | Revenue | 0 | 100 | 40\n | Users | 0 | 50 | 10\n | {name} | | | {value}"
    assert read(f"Objective | Key result | Baseline | Target | Current\n{rows}") == (["Alpha"], ["Revenue", "Users"])


def test_a_small_box_beside_a_table_turns_nothing() -> None:
    table = """
        KPI | Total | | Objective | Key Result | Target | Current
        Target | 500 | | Grow | Revenue | 100 | 40
        Actual | 200 | | | Users | 50 | 10
        """
    assert read(table) == (["Grow"], ["Revenue", "Users"])


def test_a_list_of_both_beside_key_results_holds_objectives() -> None:
    table = "Objective & Key Results | KR | Target | Current\nGrow | Revenue | 100 | 40\n | Users | 50 | 10"
    assert read(table) == (["Grow"], ["Revenue", "Users"])


def test_okrs_on_a_tab_of_kpis_stay_okrs() -> None:
    table = "Objective | KPI | Target | Current | Weight\nGrow | Revenue | 100 | 40 | 60%\n | Users | 50 | 10 | 40%"
    assert read(table, "KPIs") == (["Grow"], ["Revenue", "Users"])


@pytest.mark.parametrize("tabs", [("KPI", "MAR", "MAY"), ("OKR", "MAY"), ("KD", "MAR", "MAY")])
def test_months_beside_other_tabs_are_months(tabs: tuple[str, ...]) -> None:
    found = cycles_as_named(tabs, FiscalCalendar(), DAY)("MAY")
    assert found is not None
    assert found.id == "2026-05"


def test_a_number_below_one_shows_how_the_table_writes() -> None:
    table = "Objective | Key result | Baseline | Target | Current\nGrow | Rate | '0.125 | '1.250 | '1.100"
    ((_, own),) = read_rows((sheet_of(table, "OKR Q4 2026"),), ReadingOptions(), DAY).key_results()
    assert own.target.value is not None
    assert (own.target.value.value, own.target.trouble) == (Decimal("1.25"), None)


@pytest.mark.parametrize(
    ("total", "is_one"),
    [
        ("Alpha Total | | 150 | 50", True), ("Alpha Total | | 150 |", True), ("Total revenue | | 150 | 50", True),
        ("Alpha Total | | 150 | =SUM(E2:E3)→50", True), ("Alpha Total | | 75 | 25", True),
        ("Alpha Total | | 150 | =E2*2→80", True),  # of its numbers, the typed ones are what the rows come to
        ("Alpha Total | | 200 | 50", False), ("Alpha Total | | 150 | 70", False), ("Total revenue | | 120 |", False),
    ],
)  # fmt: skip
def test_a_total_whose_target_was_typed_too_is_one_where_all_of_it_adds_up(total: str, is_one: bool) -> None:
    above = "Alpha | Revenue | | 100 | 40\n | Users | | 50 | 10"
    table = f"Objective | Key result | Baseline | Target | Current\n{above}\n | {total}"
    rows = read_rows((sheet_of(table, "OKR Q4 2026"),), ReadingOptions(), DAY)
    assert len([own for _, own in rows.key_results()]) == (2 if is_one else 3)
    assert [one.kind for one in rows.remarks] == (["total_skipped"] if is_one else [])


@pytest.mark.parametrize("between", ["", " | Users by team | | | ", " | Fans | | 20 | "])
@pytest.mark.parametrize(("value", "is_one"), [("50", True), ("25", True), ("10", False), ("60", False)])
def test_a_typed_total_adds_up_over_rows_without_a_value(between: str, value: str, is_one: bool) -> None:
    above = f"Alpha | Revenue | | 100 | 40\n{between}\n | Users | | 50 | 10\n{between}"
    _, key_results = read(
        f"Objective | Key result | Baseline | Target | Current\n{above}\n | Alpha Total | | | {value}"
    )
    assert ("Alpha Total" not in key_results) == is_one


def test_a_total_that_somebody_owns_is_a_key_result() -> None:
    table = (
        "Objective | Key result | Target | Current | Owner\nAlpha | Revenue | 100 | 40 | An\n | Users | 50 | 10 | Bo\n"
    )
    _, key_results = read(f"{table} | Alpha Total | 150 | 50 | Chi")
    assert key_results == ["Revenue", "Users", "Alpha Total"]


@pytest.mark.parametrize("name", ["Mục tiêu 1", "Objective 1", "Kết quả 1"])
def test_a_table_below_a_small_turned_one_is_read(name: str) -> None:
    grid = f"""
        KPI | Doanh thu | Khách
        Chỉ tiêu | 100 | 50
        Thực đạt | 60 | 20

        Mục tiêu | KR | Chỉ tiêu | Thực đạt
        {name} | Churn | 5 | 4
        {name} | NPS | 50 | 40"""
    rows = read_rows([sheet_of(grid, "Q4 2026")], ReadingOptions(), date(2026, 11, 20))
    assert [one.text.value for _, one in rows.key_results()] == ["Churn", "NPS"]
