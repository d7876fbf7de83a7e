"""Closing a cycle, and what comes after it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jobs.closing import CycleNotOver, OnlyKpis, close_cycle
from jobs.running import run_job
from jobs.status import workbook_statuses
from jobs.tasks import check_workbooks, sync_workbooks
from jobs.wiring import House
from sync.cycles import cycle_by_id
from sync.options import FiscalCalendar, JobSettings, Settings, WorkbookSettings, WritingOptions
from sync.templates import example_workbooks

Q4 = cycle_by_id("2026-Q4", FiscalCalendar())
LATER = date(2027, 1, 5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "growth-team.xlsx"
    path.write_bytes(example_workbooks()[path.name])
    return path


def house_at(path: Path, day: date) -> House:
    own = WorkbookSettings("growth", f"excel:{path}", writing=WritingOptions(add_columns=True))
    settings = Settings(workbooks=(own,), archive_url=f"sqlite:///{path.parent / 'archive.db'}")
    return House(settings, now=lambda: datetime(day.year, day.month, day.day, 5, tzinfo=UTC))


def test_a_late_value_is_told_and_the_closed_tab_is_left_as_it_is(path: Path) -> None:
    house = house_at(path, LATER)
    assert close_cycle(house, house.wanted(()), Q4, LATER).sealed
    book = load_workbook(path)
    book["OKRs Q4 2026"]["F6"] = 1990
    book.save(path)
    after_the_edit = path.read_bytes()

    (checked,) = check_workbooks(house, house.wanted(()), LATER)
    (synced,) = sync_workbooks(house, house.wanted(()), LATER)

    late = [
        (str(finding.cell), dict(finding.message.values)) for finding in checked.findings if finding.code == "OKR402"
    ]
    assert [cell for cell, _ in late] == ["'OKRs Q4 2026'!F6"]
    assert (str(late[0][1]["final"]), str(late[0][1]["now"])) == ("1650", "1990")
    assert synced.plan.writes_nothing
    assert path.read_bytes() == after_the_edit


def test_what_can_no_longer_be_mended_is_not_told_any_more(path: Path) -> None:
    house = house_at(path, LATER)
    (before,) = check_workbooks(house, house.wanted(()), LATER)
    assert {finding.code for finding in before.findings if finding.cell.sheet == "OKRs Q4 2026"} > {"OKR305"}
    assert close_cycle(house, house.wanted(()), Q4, LATER).sealed

    book = load_workbook(path)
    book["OKRs Q4 2026"]["N6"] = "=1+1"
    book.save(path)
    (after,) = check_workbooks(house, house.wanted(()), LATER)
    assert [finding.code for finding in after.findings if finding.cell.sheet == "OKRs Q4 2026"] == []
    tuple(sync_workbooks(house, house.wanted(()), LATER))
    [status] = workbook_statuses(house)
    assert status.last is not None
    assert (status.last.workbook.errors, status.last.workbook.warnings) == (0, 0)


def test_a_running_cycle_is_never_sealed_whatever_day_is_asked_for(path: Path) -> None:
    house = house_at(path, date(2026, 11, 20))
    before = path.read_bytes()
    with pytest.raises(CycleNotOver):
        close_cycle(house, house.wanted(()), Q4, LATER)
    assert not close_cycle(house, house.wanted(()), Q4, LATER, dry_run=True).sealed
    assert path.read_bytes() == before
    assert house.closed_cycles() == frozenset()


def test_a_scheduled_close_goes_on_by_itself_and_logs_what_was_open(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    house = house_at(path, LATER)
    with caplog.at_level("INFO", logger="okr_sync.jobs"):
        run_job(house, JobSettings("quarterly", "close-quarter", every_seconds=3600))
    assert house.closed_cycles() == {"2026-Q4"}
    assert "2026-Q4 was sealed with" in caplog.text
    assert "2026-Q4 is sealed: 3 objectives, 7 key results" in caplog.text
    assert "growth 'OKRs Q4 2026'!J6 OKR305" in caplog.text


def test_a_scheduled_close_seals_no_kpis_alone(path: Path) -> None:
    kpis = path.with_name("kpi-2026.xlsx")
    kpis.write_bytes(example_workbooks()[kpis.name])
    house = house_at(path, date(2026, 11, 20))
    both = (*house.settings.workbooks, WorkbookSettings("kpis", f"excel:{kpis}"))
    house = house._replace(settings=house.settings._replace(workbooks=both))
    with pytest.raises(OnlyKpis, match="no objective or key result"):
        run_job(house, JobSettings("quarterly", "close-quarter", every_seconds=3600))
    assert house.closed_cycles() == frozenset()
