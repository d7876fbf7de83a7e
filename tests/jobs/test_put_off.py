"""What people are working on is left alone, told of, and come back to."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs.cli.history import show_status
from jobs.cli.output import Output
from jobs.put_off import put_off_workbooks, wait_after
from jobs.running import JobFailed, run_job, sync_put_off
from jobs.status import workbook_statuses
from jobs.tasks import sync_workbooks
from jobs.undoing import resume_workbooks, undo_run
from jobs.wiring import House
from sync.options import JobSettings, Settings, WorkbookSettings, WritingOptions
from sync.templates import example_workbooks

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
DAILY = JobSettings("daily", "sync", ("growth-*",), every_seconds=86_400)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A service with one workbook, which somebody has open in Excel."""
    (tmp_path / "growth-team.xlsx").write_bytes(example_workbooks()["growth-team.xlsx"])
    (tmp_path / "~$growth-team.xlsx").write_bytes(b"\x02An".ljust(55) + b"\x02\x00A\x00n\x00")
    own = WorkbookSettings(
        "growth-team", f"excel:{tmp_path / 'growth-team.xlsx'}", writing=WritingOptions(add_columns=True)
    )
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    return House(Settings(workbooks=(own,), jobs=(DAILY,), archive_url=url), now=lambda: NOON)


def at(house: House, minutes: float) -> House:
    return house._replace(now=lambda: NOON + timedelta(minutes=minutes))


def sync(house: House) -> str:
    [outcome] = sync_workbooks(house, house.wanted([]), house.today())
    return outcome.came_to.value


def lock_of(house: House) -> Path:
    workbook = Path(house.settings.workbooks[0].source.removeprefix("excel:"))
    return workbook.with_name(f"~${workbook.name}")


def test_the_wait_grows_up_to_half_an_hour() -> None:
    waits = [wait_after(times) // timedelta(minutes=1) for times in range(1, 9)]
    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]
    assert wait_after(10_000) == timedelta(minutes=30)


def test_a_workbook_that_somebody_has_open_is_put_off_and_told_of_in_the_status(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = lock_of(house).with_name("growth-team.xlsx")
    before = workbook.read_bytes()
    assert [sync(house), sync(at(house, 1)), sync(at(house, 3))] == ["put off"] * 3
    assert workbook.read_bytes() == before

    [status] = workbook_statuses(at(house, 4))
    assert (status.state, status.times_put_off) == ("put off", 3)
    assert status.next == NOON + timedelta(minutes=3 + 4)
    assert status.last is not None
    assert "is open in Excel by An since" in status.last.workbook.error
    assert status.score is not None  # it was read all the same
    show_status([status], Output(timezone="Asia/Ho_Chi_Minh"))
    line = capsys.readouterr().out.splitlines()[-1]
    assert re.search(r"by An since \d{4}-\d\d-\d\d \d\d:\d\d Asia/Ho_Chi_Minh\.$", line)


def test_the_service_comes_back_when_the_wait_is_over_and_not_before(house: House) -> None:
    sync(house)
    [put_off] = put_off_workbooks(house)
    assert (put_off.times, put_off.next_try) == (1, NOON + timedelta(minutes=1))

    sync_put_off(at(house, 0.5))
    assert [each.times for each in put_off_workbooks(house)] == [1]
    sync_put_off(at(house, 1))
    assert [(each.times, each.next_try) for each in put_off_workbooks(house)] == [(2, NOON + timedelta(minutes=3))]

    lock_of(house).unlink()
    sync_put_off(at(house, 3))
    assert put_off_workbooks(house) == ()
    [status] = workbook_statuses(at(house, 4))
    assert (status.state, status.times_put_off) == ("synced", 0)


def test_only_what_a_job_syncs_is_come_back_to(house: House) -> None:
    sync(house)
    for jobs in ((), (DAILY._replace(task="check"),), (DAILY._replace(workbooks=("others",)),)):
        assert put_off_workbooks(house._replace(settings=house.settings._replace(jobs=jobs))) == ()


def test_a_job_whose_workbook_is_put_off_has_not_failed(house: House, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "okr_sync"):
        run_job(house, DAILY)
    [told] = [record for record in caplog.records if "put off" in record.getMessage()]
    assert told.levelname == "WARNING"
    assert "is open in Excel by An" in told.getMessage()

    lock_of(house).with_name("growth-team.xlsx").write_bytes(b"no workbook")
    with pytest.raises(JobFailed):
        run_job(house, DAILY)


def test_a_close_that_is_put_off_has_failed_because_nothing_comes_back_to_it(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    january = house._replace(now=lambda: datetime(2027, 1, 2, 5, tzinfo=UTC))
    with pytest.raises(JobFailed, match="growth-team"):
        run_job(january, DAILY._replace(task="close-quarter"))
    assert "2026-Q4 was not closed: 'okr-sync quarter close 2026-Q4' does it by hand" in caplog.text


def test_an_undo_that_is_put_off_says_that_nobody_else_does_it_and_holds(house: House) -> None:
    lock = lock_of(house)
    by_whom = lock.read_bytes()
    lock.unlink()
    [outcome] = sync_workbooks(house, house.wanted([]), house.today())
    lock.write_bytes(by_whom)
    assert outcome.run is not None
    [undone] = undo_run(at(house, 1), outcome.run, house.today()).workbooks
    assert undone.error is not None
    assert undone.error.hint == "An has to close it; then try again. The service does not take anything back by itself."
    lock.unlink()
    sync_put_off(at(house, 2))
    [status] = workbook_statuses(at(house, 3))
    assert status.state == "held"
    resume_workbooks(house, house.wanted([]))
    [status] = workbook_statuses(at(house, 4))
    assert status.state == "resumed"


@pytest.fixture(autouse=True)
def _quiet_logs() -> Iterator[None]:
    yield
    logging.getLogger("okr_sync").setLevel(logging.NOTSET)
