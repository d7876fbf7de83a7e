"""Days where numbers are meant: '15 Nov' is neither 15 nor measured in Nov."""

from __future__ import annotations

from datetime import date

import pytest

from sync.attainment import attain
from sync.model.readings import Kind, Trouble
from sync.model.rows import KeyResult
from sync.options import ReadingOptions
from sync.reading import read_rows
from sync.reading.sheets.dates import names_a_day
from tests.sheets import sheet_of

NOVEMBER = date(2026, 11, 19)


def key_results(target: str, actual: str, headers: str = "Objective | Key result | Target | Actual") -> list[KeyResult]:
    table = f"""
        {headers}
        Ship | Ship the API | {target} | {actual}
         | Pen test findings closed | 25 | 19
        """
    rows = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), NOVEMBER)
    return [one for objective in rows.objectives for one in objective.key_results]


@pytest.mark.parametrize(
    "target", ["15 Nov", "1 Dec", "15 November", "15th Nov", "Nov 15", "15 tháng 11", "15 Nov 2026"]
)
@pytest.mark.parametrize("actual", ["12 Nov", "Nov 12", "12/11/2026"])
def test_a_day_is_no_number_and_its_row_is_asked_about(target: str, actual: str) -> None:
    [one, other] = key_results(target, actual)
    assert (one.measure.kind, one.measure.target, one.measure.unit) == (None, None, None)
    assert (one.target.trouble, one.current.trouble) == (Trouble.date_for_number, Trouble.date_for_number)
    assert other.measure.kind is Kind.increase


@pytest.mark.parametrize(("actual", "done"), [("Done", True), ("Not started", False), ("✓", True)])
def test_what_was_to_be_done_by_a_day_is_a_milestone(actual: str, done: bool) -> None:
    [one, _] = key_results("15 Nov", actual)
    assert (one.measure.kind, one.milestone.value) == (Kind.milestone, done)
    assert one.target.trouble is Trouble.date_for_number


@pytest.mark.parametrize(("status", "score"), [("Done", 1), ("In progress", None), ("", None)])
def test_the_day_on_which_it_was_done_is_no_trouble_where_the_status_says_so(status: str, score: int | None) -> None:
    table = f"""
        Objective | Key result | Target | Actual | Status
        Ship | Ship the API | 15 Nov | 12 Nov | {status}
         | Pen test findings closed | 25 | 19 | In progress
        """
    rows = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), NOVEMBER)
    one = rows.objectives[0].key_results[0]
    assert (one.current.trouble is None) is (status == "Done")
    assert attain(one, one.current).progress == score


@pytest.mark.parametrize(
    ("typed", "value", "unit"), [("15 novels", 15, "novels"), ("20 marks", 20, "marks"), ("45 decks", 45, "decks")]
)
def test_units_that_begin_like_a_month_are_units(typed: str, value: int, unit: str) -> None:
    [one, _] = key_results("50", typed)
    assert one.current.value is not None
    assert (one.current.value.value, one.current.value.unit) == (value, unit)


def test_machines_are_no_month() -> None:
    [one, _] = key_results("30 may", "10 may", "Mục tiêu | Kết quả then chốt | Chỉ tiêu | Hiện tại")
    assert one.current.value is not None
    assert (one.measure.target, one.current.value.value) == (30, 10)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("15 Nov", True), ("by 15 Nov", True), ("15/11/2026", True), ("15/11", False), ("10-12", False), ("45 Nov", False),
     ("Nov", False), ("15 novels", False), ("15", False)],
)  # fmt: skip
def test_what_can_only_be_a_day(text: str, is_one: bool) -> None:
    assert names_a_day(text) is is_one
