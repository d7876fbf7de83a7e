"""A sync of a workbook elsewhere, from pull to archive: what the archive says of a write is what became of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from sync.archive import WorkbookOutcome, WriteState, open_archive
from sync.archive.store import Archive
from sync.engine import Outcome, sync_workbook
from sync.model.cells import CellRef
from sync.options import GraphOptions, Settings
from sync.workbooks import WorkbookBusy, WorkbookError, open_workbook
from tests.graph_server import DRIVE, Fault, GraphServer, Item
from tests.sync.test_engine import AS_OF, TEAM, save, settings_of
from tests.sync.workbooks.elsewhere import typed_into

SOURCE = f"excel:graph:/drives/{DRIVE}/root:/sales.xlsx"
CURRENT = CellRef("Q4 2026", 3, 5)
PROGRESS = ("Q4 2026", 3, 6)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GraphServer]:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "s3cret")
    monkeypatch.setattr("sync.workbooks.graph_api.FIRST_WAIT", 0.01)
    with GraphServer().running() as server:
        yield server


@pytest.fixture
def item(server: GraphServer, tmp_path: Path) -> Item:
    save(tmp_path / "made.xlsx", TEAM)
    return server.add("sales.xlsx", (tmp_path / "made.xlsx").read_bytes())


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(f"sqlite:///{tmp_path / 'archive.db'}") as archive:
        yield archive


def synced(server: GraphServer, archive: Archive) -> Outcome:
    options = GraphOptions("contoso", "our-app", None, server.base, server.base)
    settings: Settings = settings_of()._replace(graph=options)
    return sync_workbook(open_workbook(SOURCE, settings, name="sales"), archive, settings, AS_OF)


def progress_of(item: Item) -> object:
    tab, row, column = PROGRESS
    return openpyxl.load_workbook(io.BytesIO(item.content))[tab].cell(row, column).value


def states(archive: Archive) -> list[set[WriteState]]:
    """What became of the writes of each run, the newest first."""
    return [{write.state for write in archive.writes(run.id)} for run in archive.runs()]


def test_what_was_written_is_archived_and_a_second_sync_writes_nothing(
    server: GraphServer, item: Item, archive: Archive
) -> None:
    first = synced(server, archive)
    content = item.content
    second = synced(server, archive)

    assert first.receipt is not None
    assert progress_of(item) == pytest.approx(0.4)
    assert second.plan.writes_nothing
    assert item.content == content
    assert states(archive) == [set(), {WriteState.landed}]


def test_somebody_who_saves_during_the_sync_is_read_again(server: GraphServer, item: Item, archive: Archive) -> None:
    theirs = typed_into(item.content, CURRENT, 80)
    server.faults.append(Fault("PUT", "/content", 200, before=lambda: item.save(theirs)))

    outcome = synced(server, archive)

    assert outcome.receipt is not None
    assert progress_of(item) == pytest.approx(0.8)
    assert openpyxl.load_workbook(io.BytesIO(item.content))["Q4 2026"].cell(3, 5).value == 80


def test_a_workbook_that_is_open_is_put_off_and_nothing_of_it_is_open_in_the_archive(
    server: GraphServer, item: Item, archive: Archive
) -> None:
    item.locked = True

    with pytest.raises(WorkbookBusy):
        synced(server, archive)

    [run] = archive.runs()
    assert [each.outcome for each in run.workbooks] == [WorkbookOutcome.put_off]
    assert states(archive) == [{WriteState.dropped}]


def test_a_write_that_nobody_knows_the_end_of_is_settled_by_the_next_sync(
    server: GraphServer, item: Item, archive: Archive
) -> None:
    quiet = Fault("GET", "", 0, times=0)
    server.faults.append(quiet)

    def all_is_quiet() -> None:
        quiet.times = 1_000

    server.faults.append(Fault("PUT", "/content", 0, applied=True, before=all_is_quiet))
    with pytest.raises(WorkbookError):
        synced(server, archive)
    assert states(archive) == [{WriteState.intended}]

    quiet.times = 0
    outcome = synced(server, archive)

    assert outcome.plan.writes_nothing
    assert states(archive) == [set(), {WriteState.landed}]


def test_a_save_over_a_write_whose_answer_was_lost_leaves_no_write_unknown(
    server: GraphServer, item: Item, archive: Archive
) -> None:
    def save_over_it() -> None:
        item.save(typed_into(item.content, CURRENT, 80))

    read_back = Fault("GET", "", 200, times=0, before=save_over_it)

    def then_save() -> None:
        read_back.times = 1

    server.faults += [read_back, Fault("PUT", "/content", 0, applied=True, before=then_save)]

    outcome = synced(server, archive)

    assert outcome.receipt is not None
    assert progress_of(item) == pytest.approx(0.8)
    [found] = states(archive)
    assert WriteState.intended not in found
