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
from sync.workbooks import google_guarded, open_workbook
from tests.sheets_server.editors import Change, RandomEditor, perform
from tests.sheets_server.hooks import Hook
from tests.sheets_server.server import SheetsServer
from tests.sync.test_engine import AS_OF, OWNED, TEAM, Tabs, save, settings_of
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


def somebody(server: SheetsServer, key: str, number: int, *changes: Change) -> None:
    """Somebody acts before a batchUpdate of the next sync."""

    def act() -> None:
        for change in changes:
            perform(server.world, key, change)

    server.world.hooks.add(Hook(act, "before", "batchUpdate", number))


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


BELOW_EACH_OTHER: Tabs = {
    "Q4 2026": [
        ["Objective", "Key result", "Baseline", "Target", "Current", *OWNED, "Our notes"],
        ["Grow", "Revenue", 0, 100, 40, None, None, None, None, "ask An"],
        [None, "Users", 0, 50, 10, None, None, None, None, "ask Ann"],
        [],
        ["KPI", "Unit", "Healthy min", "Current", "Status ⟳", "Warnings ⟳", "Comment"],
        ["Uptime", "%", 99, 99.5, None, None, "all day"],
        ["Stock", "days", 15, 12, None, None, "in all shops"],
        ["Orders", "", 300, 412, None, None, "a month"],
    ]
}
"""Two tables on one tab, whose columns of ours stand over other columns."""


@pytest.fixture
def two_tables(server: SheetsServer, tmp_path: Path) -> str:
    save(tmp_path / "two.xlsx", BELOW_EACH_OTHER)
    return str(server.add_workbook(tmp_path / "two.xlsx").id)


def column(server: SheetsServer, key: str, column: int, rows: range) -> list[object]:
    file = server.world.files.get(key)
    assert file is not None
    assert file.spreadsheet is not None
    return [file.spreadsheet.tabs[0].cell(row - 1, column - 1).entered for row in rows]


@pytest.mark.parametrize("number", [1, 2], ids=["before the guard", "before the write"])
@pytest.mark.parametrize("is_large", [False, True])
def test_a_header_of_a_lower_table_that_is_typed_over_in_that_moment_gets_nothing_below_it(
    server: SheetsServer,
    two_tables: str,
    archive: Archive,
    number: int,
    is_large: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if is_large:
        monkeypatch.setattr(google_guarded, "LARGEST_WHOLE", 0)
        monkeypatch.setattr(google_guarded, "FIRST_ROWS", 1)
    somebody(server, two_tables, number, {"edit": "overwrite", "tab": "Q4 2026", "cell": "E5", "value": "Mine"})

    outcome = synced(server, two_tables, archive)

    assert outcome.receipt is not None
    assert column(server, two_tables, 5, range(5, 9)) == ["Mine", None, None, None]
    assert all(column(server, two_tables, 6, range(2, 4))), "the upper table has its own headers"
    if number == 2:
        assert {back.cell.a1 for back in outcome.receipt.put_back} == {"E6", "E7", "E8"}


def test_a_header_that_is_typed_over_in_that_moment_gets_nothing_far_below_it(
    server: SheetsServer, key: str, archive: Archive
) -> None:
    for _ in range(2):
        synced(server, key, archive)
    was = column(server, key, 6, range(2, 8))
    perform(server.world, key, {"edit": "overwrite", "tab": "Q4 2026", "cell": "E5", "value": 10})
    somebody(server, key, 2, {"edit": "overwrite", "tab": "Q4 2026", "cell": "F2", "value": "Mine"})

    synced(server, key, archive)

    assert was[3] is not None
    assert column(server, key, 6, range(2, 8)) == ["Mine", *was[1:]]


def test_columns_of_a_lower_table_that_change_places_in_that_moment_keep_what_people_typed(
    server: SheetsServer, two_tables: str, archive: Archive
) -> None:
    """Above them nothing moves. What was cut to where a value of ours lands is put back there."""
    cut: list[Change] = [
        {"edit": "cut", "tab": "Q4 2026", "range": "E5:E8", "to": "J5"},
        {"edit": "cut", "tab": "Q4 2026", "range": "G5:G8", "to": "E5"},
    ]
    somebody(server, two_tables, 2, *cut)

    synced(server, two_tables, archive)

    assert column(server, two_tables, 5, range(5, 9)) == ["Comment", "all day", "in all shops", "a month"]
    assert column(server, two_tables, 10, range(5, 9)) == ["Status ⟳", None, None, None]
    assert all(column(server, two_tables, 6, range(2, 4)))
    following = synced(server, two_tables, archive)
    assert column(server, two_tables, 5, range(5, 9)) == ["Comment", "all day", "in all shops", "a month"]
    assert following.error is None


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
