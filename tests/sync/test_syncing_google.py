"""A sync of a Google spreadsheet that somebody sorts in the very moment of the write, from pull to archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.archive import WriteState, open_archive
from sync.archive.store import Archive
from sync.engine import Outcome, sync_workbook
from sync.last_time import LastTime
from sync.options import Settings
from sync.run_info import run_info
from sync.workbooks import open_workbook
from tests.sheets_server.editors import Change, RandomEditor, perform
from tests.sheets_server.hooks import Hook
from tests.sheets_server.server import SheetsServer
from tests.sync.test_engine import AS_OF, TEAM, save, settings_of
from tests.sync.workbooks.google_sheets import options


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as server:
        yield server


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(f"sqlite:///{tmp_path / 'archive.db'}") as archive:
        yield archive


@pytest.fixture
def key(server: SheetsServer, tmp_path: Path) -> str:
    save(tmp_path / "team.xlsx", TEAM)
    return str(server.add_workbook(tmp_path / "team.xlsx").id)


def synced(server: SheetsServer, key: str, archive: Archive) -> Outcome:
    settings = settings_of()._replace(google=options(server))
    return sync_workbook(open_workbook(f"google:{key}", settings, name="team"), archive, settings, AS_OF)


def somebody(server: SheetsServer, key: str, number: int, change: Change) -> None:
    server.world.hooks.add(Hook(lambda: perform(server.world, key, change), "before", "batchUpdate", number))


def test_what_was_sorted_in_that_moment_is_put_back_told_and_written_by_the_next_sync(
    server: SheetsServer, key: str, archive: Archive
) -> None:
    somebody(server, key, 2, {"edit": "sort", "tab": "Q4 2026", "column": 2, "descending": True})

    outcome = synced(server, key, archive)

    assert outcome.receipt is not None
    assert outcome.receipt.put_back
    told = {finding.cell for finding in outcome.findings if finding.code == "OKR148"}
    assert told == {back.cell for back in outcome.receipt.put_back}
    assert outcome.run is not None
    states = {one.cell: one.state for one in archive.writes(outcome.run)}
    assert {states[left.cell] for left in outcome.receipt.dropped} == {WriteState.dropped}
    assert {states[one.cell] for one in outcome.receipt.written} == {WriteState.landed}
    following = synced(server, key, archive)
    assert following.receipt is not None
    assert following.receipt.put_back == ()
    assert synced(server, key, archive).plan.writes_nothing


def test_rows_that_moved_before_the_write_are_read_again_within_the_sync(
    server: SheetsServer, key: str, archive: Archive
) -> None:
    somebody(server, key, 2, {"edit": "insert_rows", "tab": "Q4 2026", "at": 3})

    outcome = synced(server, key, archive)

    assert outcome.receipt is not None
    assert outcome.receipt.put_back == ()
    assert synced(server, key, archive).plan.writes_nothing


@pytest.mark.parametrize("seed", range(6))
def test_a_process_that_goes_on_writes_what_one_that_knows_nothing_writes(
    server: SheetsServer, tmp_path: Path, seed: int
) -> None:
    save(tmp_path / "team.xlsx", TEAM)
    keys = [str(server.add_workbook(tmp_path / "team.xlsx").id) for _ in range(2)]
    editors = [RandomEditor.of(server.world, key, seed) for key in keys]
    settings, last_time = settings_of()._replace(google=options(server)), LastTime[Outcome]()
    with (
        open_archive(f"sqlite:///{tmp_path / 'one.db'}") as one,
        open_archive(f"sqlite:///{tmp_path / 'other.db'}") as other,
    ):
        for turn in range(8):
            for editor in editors[: turn and 2]:
                editor.act()
            goes_on, knows_nothing = (
                came_of(server, keys[0], one, settings, last_time),
                came_of(server, keys[1], other, settings, None),
            )
            assert goes_on == knows_nothing, [editor.done for editor in editors]


def came_of(
    server: SheetsServer, key: str, archive: Archive, settings: Settings, last_time: LastTime[Outcome] | None
) -> list[object]:
    """What a sync finds, and what stands in the spreadsheet then."""
    known = None if last_time is None else last_time.rows_of("team").cells
    workbook = open_workbook(f"google:{key}", settings, name="team", known=known)
    run = archive.begin_run(run_info("test", settings, AS_OF))
    outcome = sync_workbook(workbook, archive, settings, AS_OF, run, keep_rows=False, last_time=last_time)
    file = server.world.files.get(key)
    assert file is not None
    assert file.spreadsheet is not None
    cells = [
        (tab.title, row, column, str(cell.entered), cell.format)
        for tab in file.spreadsheet.tabs
        for row, column, cell in tab.filled()
    ]
    [newest] = archive.snapshots("team", limit=1)
    return [outcome.came_to, outcome.findings, outcome.plan.changes, newest.content_hash, *cells]
