"""A quarter as a team lives it: init, sync, edit, sync, look back, close."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.end_to_end.commands import okr_sync


def last_quarter() -> tuple[str, date, date]:
    """The id of the quarter before the present one, and two days in it."""
    today = date.today()
    year, quarter = (today.year, (today.month - 1) // 3) if today.month > 3 else (today.year - 1, 4)
    month = 3 * quarter - 2
    return f"{year}-Q{quarter}", date(year, month + 1, 10), date(year, month + 2, 10)


CYCLE, EARLY, LATE = last_quarter()


def type_values(path: Path, *values: float) -> None:
    book = load_workbook(path)
    tab = book.worksheets[0]
    for row, value in enumerate(values, 5):
        tab.cell(row, 6).value = value
    book.save(path)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    ran = okr_sync("init", "--lang", "en", "--name", "sales", "--cycle", CYCLE, folder=folder)
    assert ran.status == 0, ran.err
    book = load_workbook(folder / "sales.xlsx")
    tab = book.worksheets[0]
    for row, (objective, text, target) in enumerate((("Grow", "Revenue", 100), (None, "Customers", 50)), 5):
        for column, value in ((1, objective), (2, text), (4, 0), (5, target), (7, "units"), (10, "Ana")):
            tab.cell(row, column).value = value
    book.save(folder / "sales.xlsx")
    for day, values in ((EARLY, (40, 10)), (LATE, (80, 50))):
        type_values(folder / "sales.xlsx", *values)
        ran = okr_sync("sync", "--as-of", day.isoformat(), folder=folder)
        assert ran.status == 0, ran.err
    return folder


def test_the_archive_shows_what_the_sheet_said_on_a_day(project: Path) -> None:
    for day, current in ((EARLY, ["40", "10"]), (LATE, ["80", "50"])):
        (shown,) = okr_sync("archive", "show", "--on", day.isoformat(), "--json", folder=project).document
        assert [row["current"] for row in shown["key_results"]] == current
    (before,) = okr_sync("archive", "show", "--on", "2001-01-01", "--json", folder=project).document
    assert before["snapshot"] is None


def test_the_archive_lists_one_snapshot_a_sync(project: Path) -> None:
    snapshots = okr_sync("archive", "list", "--json", folder=project).document["snapshots"]
    assert [one["as_of"] for one in snapshots][:2] == [LATE.isoformat(), EARLY.isoformat()]


def test_status_shows_the_last_run(project: Path) -> None:
    (status,) = okr_sync("status", "--json", folder=project).document
    assert (status["workbook"], status["state"], status["score"]) == ("sales", "synced", "0.90")


def test_closing_seals_scores_and_grades_and_the_tab_is_never_written_again(project: Path) -> None:
    dry = okr_sync("quarter", "close", CYCLE, "--dry-run", "--json", folder=project).document
    assert dry["sealed"] is False
    ran = okr_sync("quarter", "close", CYCLE, folder=project)
    assert ran.status == 0, ran.err
    sealed = okr_sync("archive", "show", "--cycle", CYCLE, "--json", folder=project).document
    assert sealed["intact"] is True
    grades = {row["text"]: (row["score"], row["grade"]) for row in sealed["rows"] if row["kind"] != "kpi"}
    assert grades == {
        "Grow": ("0.90", "success"),
        "Revenue": ("0.80", "success"),
        "Customers": ("1.00", "success"),
    }

    type_values(project / "sales.xlsx", 99)
    before = (project / "sales.xlsx").read_bytes()
    ran = okr_sync("sync", folder=project)
    assert ran.status == 0, ran.err
    assert (project / "sales.xlsx").read_bytes() == before
    late = okr_sync("check", "--select", "OKR402", "--json", folder=project).document["findings"]
    assert [finding["cell"] for finding in late] == ["F5"]

    again = okr_sync("quarter", "close", CYCLE, folder=project)
    assert again.status in (1, 2)
    assert "closed already" in again.err


def test_what_is_no_cycle_is_told_as_by_the_close(project: Path) -> None:
    for command in (("archive", "show", "--cycle", "foo"), ("quarter", "close", "foo")):
        ran = okr_sync(*command, folder=project)
        assert ran.status == 2
        assert "'foo' is no cycle" in ran.err


def test_a_cycle_whose_seal_is_broken_is_shown_and_the_status_says_so(project: Path) -> None:
    assert okr_sync("archive", "show", "--cycle", CYCLE, folder=project).status == 0
    [path] = project.glob("*.db")
    with closing(sqlite3.connect(path)) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("UPDATE closing SET grade = 'missed'")
        database.commit()
    for more in ((), ("--json",)):
        assert okr_sync("archive", "show", "--cycle", CYCLE, *more, folder=project).status == 1
    ran = okr_sync("doctor", folder=project)
    assert ran.status == 1
    assert CYCLE in ran.out
