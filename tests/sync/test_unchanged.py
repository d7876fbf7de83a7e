"""What a workbook comes to that nobody changed since it was last read: the same as if it were read again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from sync.archive import LastRead, open_archive
from sync.archive.store import Archive
from sync.engine import plan_workbook, sync_workbook
from sync.options import ReadingOptions, RuleOptions, Settings, WorkbookSettings
from sync.run_info import run_info
from sync.unchanged import examine_unchanged
from sync.workbooks.excel import ExcelWorkbook

BEGAN = datetime(2026, 11, 20, 1, tzinfo=UTC)
DAY = date(2026, 11, 20)
SETTINGS = Settings(defaults=WorkbookSettings("", "", reading=ReadingOptions(language="en")), hash="the settings")
OWNED = ["Progress ⟳", "Score ⟳", "Status ⟳", "Warnings ⟳"]
ROWS = [
    ["Objective", "Key result", "Baseline", "Target", "Current", *OWNED],
    ["Grow", "Revenue", 0, 100, 55],
    [None, "Users", 0, 50, 10, "=1+1"],
    [None, "A task", None, None, None],
]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(f"sqlite:///{tmp_path / 'archive.db'}") as opened:
        yield opened


@pytest.fixture
def workbook(tmp_path: Path) -> ExcelWorkbook:
    made = openpyxl.Workbook()
    made.active.title = "Q4 2026"
    for row in ROWS:
        made.active.append(row)
    made.save(tmp_path / "sales.xlsx")
    return ExcelWorkbook(str(tmp_path / "sales.xlsx"), name="sales")


@pytest.fixture
def read(archive: Archive, workbook: ExcelWorkbook) -> LastRead:
    """The read after which nothing was left to be written: the second, the first one wrote."""
    for _ in range(2):
        run = archive.begin_run(run_info("test", SETTINGS, DAY, BEGAN))
        outcome = sync_workbook(workbook, archive, SETTINGS, DAY, run)
    assert outcome.plan.writes_nothing
    archive.record_last_read("sales", run, BEGAN, "7 at noon")
    found = archive.last_read("sales")
    assert found is not None
    assert (found.began, found.file_version) == (BEGAN, "7 at noon")
    return found


def test_on_the_same_day_it_comes_to_the_same_as_a_read(
    archive: Archive, workbook: ExcelWorkbook, read: LastRead
) -> None:
    history = archive.history("sales", DAY)

    unchanged = examine_unchanged(read, history, SETTINGS, DAY)

    assert unchanged is not None
    again = plan_workbook(workbook, history, SETTINGS, DAY)
    assert unchanged.findings == again.findings
    assert unchanged.scored == again.scored
    assert unchanged.plan.writes_nothing


def test_on_each_day_it_is_read_just_when_something_is_to_be_written(
    archive: Archive, workbook: ExcelWorkbook, read: LastRead
) -> None:
    seen = set()
    for days in range(60):
        day = DAY + timedelta(days=days)
        history = archive.history("sales", day)
        has_to_be_read = examine_unchanged(read, history, SETTINGS, day) is None
        assert has_to_be_read == (not plan_workbook(workbook, history, SETTINGS, day).plan.writes_nothing), day
        seen.add(has_to_be_read)

    assert seen == {True, False}, "and both come about"


@pytest.mark.parametrize("columns", ["Q3 Target | Q3 Actual | Q4 Target | Q4 Actual", "Q3 Target | Q4 Target | Actual"])
def test_on_the_first_day_of_a_quarter_whose_columns_stand_ready_it_is_read(
    archive: Archive, tmp_path: Path, columns: str
) -> None:
    last, first = date(2026, 9, 30), date(2026, 10, 1)
    names = columns.split(" | ")
    made = openpyxl.Workbook()
    made.active.title = "OKR 2026"
    made.active.append(["Objective", "Key result", "Baseline", *names, *OWNED])
    made.active.append(["Grow", "Revenue", 0, *(200 if name == "Q4 Target" else 100 for name in names)])
    made.save(tmp_path / "year.xlsx")
    workbook = ExcelWorkbook(str(tmp_path / "year.xlsx"), name="year")
    for _ in range(2):
        run = archive.begin_run(run_info("test", SETTINGS, last, BEGAN))
        sync_workbook(workbook, archive, SETTINGS, last, run)
    archive.record_last_read("year", run, BEGAN, "7 at noon")
    read = archive.last_read("year")
    assert read is not None

    assert examine_unchanged(read, archive.history("year", last), SETTINGS, last) is not None
    history = archive.history("year", first)
    assert not plan_workbook(workbook, history, SETTINGS, first).plan.writes_nothing
    assert examine_unchanged(read, history, SETTINGS, first) is None


@pytest.mark.parametrize(
    "settings",
    [
        SETTINGS._replace(hash="other settings"),
        SETTINGS._replace(hash="other", defaults=SETTINGS.defaults._replace(rules=RuleOptions(ignore=("OKR1",)))),
    ],
)
def test_what_other_settings_read_is_read_again(archive: Archive, read: LastRead, settings: Settings) -> None:
    assert examine_unchanged(read, archive.history("sales", DAY), settings, DAY) is None


def test_what_other_software_read_is_read_again(
    archive: Archive, read: LastRead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.run_info.__version__", "99.0")

    assert examine_unchanged(read, archive.history("sales", DAY), SETTINGS, DAY) is None


def test_what_the_archive_learnt_since_is_looked_at(archive: Archive, read: LastRead) -> None:
    history = archive.history("sales", DAY)
    higher = {
        key: remembered._replace(best_progress=remembered.best_progress + 1)
        for key, remembered in history.key_results.items()
        if remembered.best_progress is not None
    }

    assert examine_unchanged(read, history._replace(key_results=higher), SETTINGS, DAY) is None


def test_what_was_sealed_while_it_was_held_waits_for_a_read(archive: Archive, read: LastRead) -> None:
    history = archive.history("sales", DAY)._replace(unwritten={("2026-Q3", "revenue"): None})

    assert examine_unchanged(read, history, SETTINGS, DAY) is None
