"""Runs that end before all of their workbooks are done: a stop is asked for, or the archive can be written no more."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from jobs.running import run_job
from jobs.tasks import CutShort, sync_workbooks
from jobs.wiring import House
from sync.archive import ArchiveError
from sync.archive.store import Archive
from sync.options import JobSettings, Settings, WorkbookSettings, WritingOptions
from tests.jobs.workbooks import one_key_result

DAY = date(2026, 8, 20)
NAMES = ("one", "two", "three")


@pytest.fixture
def house(tmp_path: Path) -> House:
    first = one_key_result(tmp_path / "one.xlsx")
    for name in NAMES[1:]:
        shutil.copy(first, tmp_path / f"{name}.xlsx")
    workbooks = tuple(
        WorkbookSettings(name, f"excel:{tmp_path / name}.xlsx", writing=WritingOptions(add_columns=True))
        for name in NAMES
    )
    settings = Settings(workbooks=workbooks, archive_url=f"sqlite:///{tmp_path / 'archive.db'}")
    return House(settings, now=lambda: datetime(2026, 8, 20, 5, tzinfo=UTC))


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / f"{name}.xlsx").read_bytes() for name in NAMES}


def test_a_job_ends_between_two_workbooks_once_a_stop_is_asked_for(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before, asked = contents(tmp_path), []

    def is_to_stop() -> bool:
        asked.append(True)
        return len(asked) > 2

    with caplog.at_level("INFO", logger="okr_sync.jobs"):
        run_job(house, JobSettings("hourly", "sync", every_seconds=3600), is_to_stop)
    after = contents(tmp_path)
    assert [after[name] == before[name] for name in NAMES] == [False, False, True]
    assert [line.split(":")[0] for line in caplog.messages] == ["one", "two", "a stop is asked for"]
    assert "1 of 3 workbooks are left" in caplog.text
    with house.read_archive() as archive:
        assert archive.runs(limit=1)[0].finished is not None
    run_job(house, JobSettings("hourly", "sync", every_seconds=3600))
    assert contents(tmp_path)["three"] != before["three"]


def test_an_archive_that_fails_in_mid_run_hides_nothing_of_what_was_written(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, record = contents(tmp_path), Archive.record_snapshot

    def no_room(self: Archive, run: str, workbook: str, *more: object) -> object:
        if workbook == "two":
            raise ArchiveError("archive.db cannot be written: the disk is full", "make room")
        return record(self, run, workbook, *more)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Archive, "record_snapshot", no_room)
        with pytest.raises(
            CutShort,
            match=r"the disk is full; before that run R\S+ wrote into one; it was at two, which may be written$",
        ) as told:
            list(sync_workbooks(house, house.wanted(()), DAY))
    assert "the next sync looks at what this one left unfinished" in told.value.hint
    after = contents(tmp_path)
    assert [after[name] == before[name] for name in NAMES] == [False, True, True]
    assert [one.came_to.value for one in sync_workbooks(house, house.wanted(()), DAY)] == [
        "unchanged",
        "synced",
        "synced",
    ]


def test_a_job_that_only_checks_logs_what_it_found(house: House, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="okr_sync.jobs"):
        run_job(house, JobSettings("look", "check", every_seconds=3600))
    assert "one: 'Q3 2026'!A2 OKR204: Only one key result" in caplog.text
