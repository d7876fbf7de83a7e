"""A column of what the quarter before came to: where key results begin, but for what each quarter counts from 0."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.model.readings import Kind, Trouble
from sync.model.rows import KeyResult, Rows
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

NOVEMBER = date(2026, 11, 19)


def rows_of(table: str, title: str = "Q4 2026") -> Rows:
    return read_rows((sheet_of(table, title),), ReadingOptions(), NOVEMBER)


def only(rows: Rows) -> KeyResult:
    ((_, found),) = rows.key_results()
    return found


def values(found: KeyResult) -> tuple[Decimal | None, ...]:
    reads = (found.baseline, found.target, found.current)
    return tuple(read.value and read.value.value for read in reads)


@pytest.mark.parametrize(
    "before",
    ["Q3 actual", "Q3 Result", "Q3 End", "Q3", "Prior quarter", "Previous", "Last Q", "Last quarter", "As of 9/30"],
)
@pytest.mark.parametrize("counting", ["Q4 target | Q4 actual", "Target | Actual", "Q4 target | Actual"])
def test_a_row_begins_with_what_the_quarter_before_came_to(before: str, counting: str) -> None:
    rows = rows_of(
        f"""
        Objective | Key Result | {before} | {counting}
        Grow | MRR | $410k | $500k | $447k
         | Burn multiple | 2.1 | 1.5 | 1.8
        """
    )
    one, other = (found for _, found in rows.key_results())
    assert values(one) == (410_000, 500_000, 447_000)
    assert values(other) == (Decimal("2.1"), Decimal("1.5"), Decimal("1.8"))
    assert (one.measure.kind, other.measure.kind) == (Kind.increase, Kind.decrease)


@pytest.mark.parametrize("title", ["Q4 2026", "OKR"])
@pytest.mark.parametrize(
    ("headers", "numbers"),
    [
        ("Q3 target | Q3 actual | Q4 target | Q4 actual", "420 | 410 | 500 | 447"),
        ("Q2 actual | Q3 actual | Q4 target | Q4 actual", "400 | 410 | 500 | 447"),
        ("Thực hiện Q3 | Mục tiêu Q4 | Thực hiện Q4", "410 | 500 | 447"),
    ],
)
def test_of_several_quarters_the_one_right_before_counts(title: str, headers: str, numbers: str) -> None:
    rows = rows_of(f"Objective | Key Result | {headers}\nGrow | MRR | {numbers}", title)
    assert values(only(rows)) == (410, 500, 447)
    assert [one.kind for one in rows.remarks] == ["before_is_baseline"]


def test_a_column_of_baselines_wins() -> None:
    headers = "Objective | Key Result | Baseline | Q3 actual | Q4 target | Q4 actual"
    rows = rows_of(f"{headers}\nGrow | MRR | 400 | 410 | 500 | 447")
    assert values(only(rows)) == (400, 500, 447)
    assert rows.remarks == ()


@pytest.mark.parametrize("name", ["Orders", "New customers", "Doanh thu", "Demos held", "Người dùng mới"])
def test_what_adds_up_through_a_quarter_begins_with_nothing(name: str) -> None:
    found = only(rows_of(f"Objective | Key Result | Q3 actual | Q4 target | Q4 actual\nGrow | {name} | 90 | 150 | 60"))
    assert values(found) == (None, 150, 60)


@pytest.mark.parametrize(
    ("name", "numbers", "is_asked"),
    [
        ("Demos", "90 | 150 | 60", True),
        ("Demos", "90 | 80 | 60", True),
        ("Demos", "90 | 150 | 120", False),
        ("Demos", "90 | 150 |", False),
        ("Active users", "90 | 150 | 60", False),
        ("Conversion rate", "90 | 150 | 60", False),
        ("Visitors who buy", "9% | 15% | 6%", False),
        ("Reduce the tickets left open", "90 | 80 | 60", False),
    ],
)
def test_a_value_that_is_on_its_way_only_from_0_is_asked_about(name: str, numbers: str, is_asked: bool) -> None:
    found = only(rows_of(f"Objective | Key Result | Q3 actual | Q4 target | Q4 actual\nGrow | {name} | {numbers}"))
    assert (found.baseline.trouble is Trouble.sum_or_level) is is_asked
    assert (found.baseline.value is None) is is_asked


def test_what_stands_right_of_the_value_may_be_the_last_check_ins() -> None:
    found = only(rows_of("Objective | Key Result | Target | Current | Previous\nGrow | MRR | 500 | 447 | 440"))
    assert values(found) == (None, 500, 447)


def test_what_a_log_says_was_before_is_no_baseline() -> None:
    log = "Date | Key result | Previous | New value\n2026-11-01 | MRR | 410 | 430\n2026-11-08 | MRR | 430 | 447"
    sheets = (sheet_of("Objective | Key Result | Target\nGrow | MRR | 500", "Q4 2026"), sheet_of(log, "Check-ins"))
    assert values(only(read_rows(sheets, ReadingOptions(), NOVEMBER))) == (None, 500, 447)


@pytest.mark.parametrize("before", ["Previous", "Last quarter", "Prior quarter"])
@pytest.mark.parametrize("order", ["{start} | {before}", "{before} | {start}"])
@pytest.mark.parametrize("start", ["Start", "Baseline", "Starting value"])
def test_where_rows_began_wins_over_what_was_before(before: str, order: str, start: str) -> None:
    headers = order.format(start=start, before=before)
    numbers = order.format(start="400", before="430")
    rows = rows_of(f"Objective | Key Result | {headers} | Target | Current\nGrow | MRR | {numbers} | 500 | 447")
    assert values(only(rows)) == (400, 500, 447)


def test_the_last_quarter_of_a_year_comes_before_the_first_of_the_next() -> None:
    table = "Objective | Key Result | Q4 actual | Q1 target | Q1 actual\nGrow | MRR | 410 | 500 | 447"
    rows = read_rows((sheet_of(table, "Q1 2027"),), ReadingOptions(), date(2027, 2, 19))
    assert values(only(rows)) == (410, 500, 447)
