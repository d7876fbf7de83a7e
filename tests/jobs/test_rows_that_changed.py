"""Rows that are reworded keep their past; rows that are deleted in mid-cycle are told at once, and in the same words
ever after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from jobs.tasks import sync_workbooks
from jobs.undoing import undo_run
from jobs.wiring import House
from sync.engine import Outcome
from sync.messages import render
from sync.options import ReadingOptions, RuleOptions, Settings, WorkbookSettings, WritingOptions

HEADERS = ["Objective", "Key result", "Baseline", "Target", "Current", "Status", "Progress ⟳", "Warnings ⟳"]
FIRST, SECOND, THIRD = date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)
TEAMS = ["Grow", "Weekly active teams", 0, 100, 40]
PAYING = ["Grow", "Paying teams", 0, 100, 20]
CHURN = ["Stay", "Churn of customers", 50, 10, 30]


def house_of(folder: Path) -> House:
    own = WorkbookSettings(
        "team",
        f"excel:{folder / 'team.xlsx'}",
        reading=ReadingOptions(language="en"),
        writing=WritingOptions(),
        rules=RuleOptions(select=("OKR401", "OKR406")),
    )
    settings = Settings(language="en", workbooks=(own,), archive_url=f"sqlite:///{folder / 'archive.db'}")
    return House(settings, now=lambda: datetime(2026, 11, 16, 3, tzinfo=UTC))


def sync(folder: Path, day: date, *rows: Sequence[object]) -> Outcome:
    """Type rows into the team's sheet, and sync it on a day."""
    if rows:
        book = openpyxl.Workbook()
        tab = book.worksheets[0]
        tab.title = "Q4 2026"
        for row in (HEADERS, *rows):
            tab.append(list(row))
        book.save(folder / "team.xlsx")
    house = house_of(folder)
    (outcome,) = sync_workbooks(house, house.wanted(()), day, keep_rows=True)
    assert outcome.error is None
    return outcome


def ids(outcome: Outcome) -> dict[str, str]:
    return {one.text.value or "": one.id for _, one in outcome.rows.key_results()}


def told(outcome: Outcome) -> list[tuple[str, str]]:
    return [(str(one.cell), render(one.message, "en")) for one in outcome.findings]


def test_a_reworded_row_keeps_its_past(tmp_path: Path) -> None:
    known = ids(sync(tmp_path, FIRST, TEAMS, PAYING, CHURN))
    alike = ["Grow", "Weekly active teams in Asia", 0, 80, 55]
    third = sync(tmp_path, SECOND, PAYING, alike, CHURN)
    assert ids(third)["Weekly active teams in Asia"] == known["Weekly active teams"]
    assert told(third) == [("'Q4 2026'!D3", "The target was 100 when the cycle was first seen; now it is 80")]
    assert ids(sync(tmp_path, THIRD)) == ids(third)


def test_a_row_that_was_deleted_is_told_at_once_and_a_second_sync_writes_nothing(tmp_path: Path) -> None:
    sync(tmp_path, FIRST, TEAMS, PAYING, CHURN)
    gone = sync(tmp_path, SECOND, TEAMS, CHURN)
    assert told(gone) == [("'Q4 2026'!A2", "“Paying teams” is gone; last seen on 2026-11-02")]
    again = sync(tmp_path, SECOND)
    assert again.receipt is None
    assert told(again) == told(gone)
    assert told(sync(tmp_path, THIRD)) == told(gone)
    assert told(sync(tmp_path, THIRD, TEAMS, PAYING, CHURN)) == []


def test_a_row_that_says_that_it_was_cancelled_may_go(tmp_path: Path) -> None:
    sync(tmp_path, FIRST, TEAMS, PAYING, CHURN)
    assert told(sync(tmp_path, SECOND, TEAMS, [*PAYING, "Cancelled"], CHURN)) == []
    assert told(sync(tmp_path, THIRD, TEAMS, CHURN)) == []


def test_the_first_weeks_are_for_planning(tmp_path: Path) -> None:
    sync(tmp_path, date(2026, 10, 5), TEAMS, PAYING, CHURN)
    assert told(sync(tmp_path, SECOND, TEAMS, CHURN)) == []


def test_an_objective_that_was_deleted_is_told_where_its_cycle_begins(tmp_path: Path) -> None:
    sync(tmp_path, FIRST, TEAMS, PAYING, CHURN)
    gone = sync(tmp_path, SECOND, TEAMS, PAYING)
    assert told(gone) == [("'Q4 2026'!A2", "The objective “Stay” is gone; last seen on 2026-11-02")]
    assert told(sync(tmp_path, THIRD)) == told(gone)


@pytest.mark.parametrize("words", ["Weekly active teams in Asia", "Weekly active teams"])
def test_what_was_written_before_a_row_was_reworded_is_put_back_in_it(tmp_path: Path, words: str) -> None:
    first = sync(tmp_path, FIRST, TEAMS, PAYING)
    book = openpyxl.load_workbook(tmp_path / "team.xlsx")
    book["Q4 2026"]["B2"].value = words
    book.save(tmp_path / "team.xlsx")
    assert first.run is not None
    sync(tmp_path, FIRST)
    house = house_of(tmp_path)
    undo_run(house, first.run, FIRST)
    assert openpyxl.load_workbook(tmp_path / "team.xlsx")["Q4 2026"]["G2"].value is None
