"""Workbooks that are held, and what is kept of a write so that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from sync.archive import Hold, WorkbookOutcome, WriteState, open_archive
from sync.archive.migrating import migrate
from sync.archive.store import Archive
from sync.model.cells import CellRef, ErrorValue
from sync.model.plans import CellChange, Plan, Receipt, RemoveColumn
from sync.model.rows import Field
from tests.sync.archive.samples import DAY, TAB, plan, run_info

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
HOLD = Hold("sales", NOON, "lan", "board meeting")
PLAN = plan()


@pytest.fixture
def archive() -> Iterator[Archive]:
    with open_archive("sqlite://") as opened:
        yield opened


def written(archive: Archive, of: Plan, trigger: str = "cli") -> str:
    run = archive.begin_run(run_info()._replace(trigger=trigger))
    assert archive.record_intents(run, of) is None
    archive.record_receipt(run, of, Receipt(of.changes, of.columns, (), "after", of.removals))
    return run


def test_a_workbook_is_held_until_somebody_resumes_it(archive: Archive) -> None:
    assert archive.held("sales") is None
    assert archive.hold(HOLD, "excel:sales.xlsx") == HOLD
    assert archive.held("sales") == HOLD
    assert archive.held("people") is None
    assert archive.holds() == (HOLD,)
    assert archive.resume("sales", NOON, "minh") == HOLD
    assert archive.resume("sales", NOON, "minh") is None
    assert archive.holds() == ()


def test_a_hold_is_on_the_file_under_whatever_name(archive: Archive) -> None:
    archive.hold(HOLD, "excel:/teams/sales.xlsx")
    run = archive.begin_run(run_info())
    archive.record_outcome(run, "sales-vn", WorkbookOutcome.unchanged, "excel:/teams/sales.xlsx")
    archive.record_outcome(run, "people", WorkbookOutcome.unchanged, "excel:/teams/people.xlsx")
    renamed = HOLD._replace(workbook="sales-vn")
    assert archive.held("sales-vn") == renamed
    assert archive.record_intents(run, PLAN._replace(workbook="sales-vn")) == renamed
    assert archive.held("people") is None
    assert archive.held("never ran", "excel:/teams/sales.xlsx") is not None
    assert archive.resume("sales-vn", NOON, "lan") == renamed
    assert archive.holds() == ()


def test_a_hold_stops_a_run_whose_workbook_another_process_gave_another_name(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    archive.record_outcome(run, "sales", WorkbookOutcome.unchanged, "excel:/teams/sales.xlsx")
    archive.know("sales-vn", "excel:/teams/sales.xlsx")
    archive.hold(HOLD._replace(workbook="sales-vn"), "excel:/teams/sales.xlsx")
    assert archive.record_intents(run, PLAN) is not None
    assert archive.held("sales") is not None
    assert archive.resume("sales", NOON, "lan") is not None
    assert archive.record_intents(run, PLAN) is None
    assert archive.still_writing("sales-vn") == archive.still_writing("sales") == (run,)


def test_the_first_hold_stands(archive: Archive) -> None:
    archive.hold(HOLD)
    assert archive.hold(HOLD._replace(reason="another")) == HOLD
    assert archive.held("sales") == HOLD


def test_of_a_held_workbook_no_intent_is_recorded(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    archive.hold(HOLD)
    assert archive.record_intents(run, PLAN) == HOLD
    assert archive.writes(run) == ()
    archive.resume("sales", NOON, "lan")
    assert archive.record_intents(run, PLAN) is None
    assert {one.state for one in archive.writes(run)} == {WriteState.intended}


def test_intents_and_the_hold_that_comes_with_them_are_recorded_at_once(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    mine = HOLD._replace(run=run)
    assert archive.record_intents(run, PLAN, {}, mine) is None
    assert archive.held("sales") == mine
    assert len(archive.writes(run)) == len(PLAN.cells)


def test_looks_values_of_any_kind_and_whole_columns_come_back(archive: Archive) -> None:
    changes = tuple(
        CellChange(CellRef(TAB, row, 9), before, after, Field.progress, "doanh-so")
        for row, (before, after) in enumerate([(Decimal("0.40"), True), ("x", ErrorValue("#N/A")), (None, False)], 2)
    )
    removed = RemoveColumn(PLAN.columns[0]._replace(cell=CellRef(TAB, 1, 12)), "look")
    of = Plan("sales", "before", DAY, PLAN.columns, changes, removals=(removed,))
    looks = {changes[0].cell: "12 ab 0%", PLAN.columns[0].cell: '{"width": null}'}
    run = archive.begin_run(run_info())
    archive.record_intents(run, of, looks)
    archive.record_receipt(run, of, Receipt(of.changes, of.columns, (), "after", of.removals))
    found = {one.cell: one for one in archive.writes(run)}
    assert {one.state for one in found.values()} == {WriteState.landed}
    assert [found[one.cell].after for one in changes] == [True, ErrorValue("#N/A"), False]
    assert {cell: one.look for cell, one in found.items() if one.look is not None} == looks
    added, taken = found[PLAN.columns[0].cell], found[removed.cell]
    assert (added.before, added.after, added.column) == (None, "Trạng thái ⟳", PLAN.columns[0])
    assert (taken.before, taken.after, taken.column) == ("Trạng thái ⟳", None, removed.column)
    assert archive.written_to("sales") == archive.writes(run)
    assert archive.written_to("people") == ()


def test_a_column_that_could_not_go_is_dropped_with_its_reason(archive: Archive) -> None:
    removed = RemoveColumn(PLAN.columns[0])
    of = Plan("sales", "before", DAY, removals=(removed,))
    run = archive.begin_run(run_info())
    archive.record_intents(run, of)
    archive.record_receipt(run, of, Receipt(fingerprint="after"))
    [write] = archive.writes(run)
    assert (write.state, write.reason) == (WriteState.dropped, "never_written")


def test_a_run_is_undone_until_its_undoing_is_undone(archive: Archive) -> None:
    run = written(archive, PLAN)
    assert archive.undone_by(run, "sales") is None
    first = written(archive, PLAN, f"undo:{run}")
    assert archive.undone_by(run, "sales") == first
    assert archive.undone_by(run, "people") is None
    second = written(archive, PLAN, f"undo:{first}")
    assert archive.undone_by(run, "sales") is None
    third = written(archive, PLAN, f"undo:{second}")
    assert archive.undone_by(first, "sales") is None
    assert archive.undone_by(second, "sales") == third
    assert archive.undone_by(run, "sales") == first


def test_an_archive_of_before_gets_room_for_holds_and_looks(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    migrate(path, 1.0, "0001")
    with open_archive(f"sqlite:///{path}") as archive:
        run = written(archive, PLAN)
        assert len(archive.writes(run)) == len(PLAN.cells)
        assert archive.hold(HOLD) == archive.held("sales")
