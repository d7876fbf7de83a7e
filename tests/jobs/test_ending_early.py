"""Runs that end before all of their workbooks are done: a stop is asked for, or the archive can be written no more."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from jobs.closing import CloseStopped
from jobs.running import run_job
from jobs.tasks import CutShort, sync_workbooks
from jobs.wiring import House
from sync.archive import ArchiveError, RunOutcome
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
        [run] = archive.runs()
        assert (run.finished is not None, run.outcome) == (True, RunOutcome.stopped)
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


@pytest.mark.parametrize("task", ["check", "close-quarter"])
def test_other_jobs_end_between_two_workbooks_too(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture, task: str
) -> None:
    asked: list[bool] = []
    house = house._replace(now=lambda: datetime(2026, 10, 20, 5, tzinfo=UTC))

    def is_to_stop() -> bool:
        asked.append(True)
        return len(asked) > 2

    job = JobSettings("now and then", task, every_seconds=3600)
    with caplog.at_level("INFO", logger="okr_sync.jobs"):
        if task == "check":
            run_job(house, job, is_to_stop)
        else:
            with pytest.raises(CloseStopped, match="2026-Q3 is not sealed: a stop was asked for") as told:
                run_job(house, job, is_to_stop)
            assert "quarter close 2026-Q3" in told.value.hint
            assert not house.closed_cycles()
    assert "1 of 3 workbooks are left" in caplog.text
    assert "three:" not in caplog.text
    run_job(house, job)
    assert house.closed_cycles() == ({"2026-Q3"} if task == "close-quarter" else set())


@pytest.mark.parametrize(
    ("error", "end"), [(KeyboardInterrupt(), RunOutcome.stopped), (RuntimeError(), RunOutcome.failed)]
)
def test_a_run_that_is_broken_off_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch, error: BaseException, end: RunOutcome
) -> None:
    def broken_off(house: House, own: WorkbookSettings, **how: object) -> object:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(House, "open_workbook", broken_off)
        with pytest.raises(type(error)):
            list(sync_workbooks(house, house.wanted(["one"]), DAY))
    with house.read_archive() as archive:
        [run] = archive.runs()
        assert (run.outcome, run.finished) == (end, house.now())


def test_a_run_that_was_killed_gets_its_end_by_the_next_and_one_that_goes_on_none(house: House, tmp_path: Path) -> None:
    program = (
        "import sys, time\nfrom datetime import UTC, date, datetime\nfrom sync.archive import open_archive\n"
        "from sync.options import Settings\nfrom sync.run_info import run_info\n"
        "with open_archive(sys.argv[1]) as archive:\n"
        "    when = datetime(2026, 8, 20, 4, tzinfo=UTC)\n"
        "    with archive.running(run_info('cli', Settings(), date(2026, 8, 20), when), lambda: when):\n"
        "        print('going', flush=True)\n        time.sleep(60)\n"
    )
    with house.open_archive() as archive:
        archive.begin_run(house.run_info(DAY)._replace(started=datetime(2026, 8, 18, tzinfo=UTC), host="another"))
        archive.begin_run(house.run_info(DAY)._replace(started=datetime(2026, 8, 20, 3, tzinfo=UTC), host="another"))
    with subprocess.Popen(
        [sys.executable, "-c", program, house.archive_url], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "going\n"
            list(sync_workbooks(house, house.wanted(["one"]), DAY))
            assert outcomes(house) == [RunOutcome.done, None, None, RunOutcome.killed]
        finally:
            process.kill()
    list(sync_workbooks(house, house.wanted(["one"]), DAY))
    assert outcomes(house) == [RunOutcome.done, RunOutcome.done, RunOutcome.killed, None, RunOutcome.killed]
    assert not [each.name for each in tmp_path.iterdir() if "-writing-" in each.name]


def test_a_run_that_was_killed_right_after_it_had_ended_leaves_nothing_for_long(house: House, tmp_path: Path) -> None:
    unlink = Path.unlink

    def killed_before(path: Path, missing_ok: bool = False) -> None:
        if "-writing-" not in path.name or (outcomes(house) or [None])[0] is None:
            unlink(path, missing_ok=missing_ok)

    with patch.object(Path, "unlink", killed_before):
        list(sync_workbooks(house, house.wanted(["one"]), DAY))
    assert [each.name for each in tmp_path.iterdir() if "-writing-" in each.name]
    list(sync_workbooks(house, house.wanted(["one"]), DAY))
    assert outcomes(house) == [RunOutcome.done, RunOutcome.done]
    assert not [each.name for each in tmp_path.iterdir() if "-writing-" in each.name]


def outcomes(house: House) -> list[RunOutcome | None]:
    """How all runs ended, the newest first."""
    with house.read_archive() as archive:
        return [run.outcome for run in archive.runs()]
