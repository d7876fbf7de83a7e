from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.archive import ArchiveError, Settled, WriteState, open_archive
from sync.archive.encoding import value_from_text, value_to_text
from sync.archive.store import Archive
from sync.model.cells import Cell, CellRef, CellValue, Sheet, WorkbookContent
from sync.model.plans import CellChange, LeftAlone, Receipt
from sync.model.rows import Field
from sync.model.scores import ScoredKeyResult
from sync.options import ScoringOptions
from tests.sync.archive.samples import DAY, TAB, cell_values, finding, plan, run_info, usual

OPTIONS = ScoringOptions(at_risk=Decimal("0.5"))
PLAN = plan()


@pytest.fixture
def archive() -> Iterator[Archive]:
    with open_archive("sqlite://") as opened:
        yield opened


def workbook(values: dict[CellRef, CellValue], fingerprint: str = "now") -> WorkbookContent:
    rows: dict[int, dict[int, Cell]] = {}
    for cell, value in values.items():
        if value is not None:
            rows.setdefault(cell.row, {})[cell.column] = Cell(value)
    return WorkbookContent((Sheet(TAB, rows),), fingerprint)


BEFORE: dict[CellRef, CellValue] = {change.cell: change.before for change in PLAN.changes}
AFTER: dict[CellRef, CellValue] = {
    **{change.cell: change.after for change in PLAN.changes},
    **{column.cell: column.header for column in PLAN.columns},
}


def states(archive: Archive, run: str) -> dict[CellRef, tuple[WriteState, str]]:
    return {write.cell: (write.state, write.reason) for write in archive.writes(run)}


def test_intents_are_there_before_anything_is_written(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    archive.record_intents(run, PLAN)
    writes = archive.writes(run)
    assert {write.state for write in writes} == {WriteState.intended}
    assert {(write.cell, write.before, write.after, write.field, write.subject) for write in writes} == {
        *((one.cell, one.before, one.after, one.field, one.subject) for one in PLAN.changes),
        (CellRef(TAB, 1, 10), None, "Trạng thái ⟳", Field.status, ""),
    }
    assert [write.cell for write in writes if write.header] == [CellRef(TAB, 1, 10)]


def test_a_receipt_says_what_landed_and_what_did_not(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    archive.record_intents(run, PLAN)
    first, second, third = PLAN.changes
    archive.record_receipt(
        run, PLAN, Receipt((first,), PLAN.columns, (LeftAlone(second.cell, "row_moved"),), fingerprint="after")
    )
    assert states(archive, run) == {
        CellRef(TAB, 1, 10): (WriteState.landed, ""),
        first.cell: (WriteState.landed, ""),
        second.cell: (WriteState.dropped, "row_moved"),
        third.cell: (WriteState.dropped, "never_written"),
    }
    [seen] = archive.runs()[0].workbooks
    assert (seen.fingerprint_after, seen.written, seen.dropped) == ("after", 1, 2)
    assert archive.settle("sales", workbook(BEFORE)) == Settled()


def test_a_workbook_that_changed_before_the_write_leaves_nothing_intended(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    archive.record_intents(run, PLAN)
    archive.record_nothing_written(run, PLAN)
    again = plan("saved by somebody")
    archive.record_intents(run, again)
    archive.record_receipt(run, again, Receipt(again.changes, again.columns, (), "after"))
    assert sorted(write.state for write in archive.writes(run)) == ["dropped"] * 4 + ["landed"] * 4


def test_what_a_killed_run_wrote_is_found_out_from_the_cells(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    archive.record_intents(run, PLAN)
    first, second, third = PLAN.changes
    stands = AFTER | {second.cell: second.before, third.cell: "a person was faster"}
    settled = archive.settle("sales", workbook(stands))
    assert [write.cell for write in settled.landed] == [CellRef(TAB, 1, 10), first.cell]
    assert [(write.cell, write.reason) for write in settled.dropped] == [
        (second.cell, "never_written"),
        (third.cell, "changed_since"),
    ]
    assert states(archive, run)[third.cell] == (WriteState.dropped, "changed_since")
    assert archive.settle("sales", workbook(stands)) == Settled(), "once settled, it is"


def test_a_yes_that_somebody_typed_is_no_one_hundred_per_cent_of_ours(archive: Archive) -> None:
    run, [change, *_] = archive.begin_run(run_info()), PLAN.changes
    archive.record_intents(run, PLAN._replace(columns=(), changes=(change._replace(after=Decimal(1)),)))
    [dropped] = archive.settle("sales", workbook({change.cell: True})).dropped
    assert dropped.reason == "changed_since"


def test_settling_one_workbook_leaves_the_others_alone(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    archive.record_intents(run, PLAN)
    assert archive.settle("people", workbook(AFTER)) == Settled()
    assert {write.state for write in archive.writes(run)} == {WriteState.intended}


def test_a_late_receipt_knows_better_than_a_guess(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    archive.record_intents(run, PLAN)
    archive.settle("sales", workbook(BEFORE))
    archive.record_receipt(run, PLAN, Receipt(PLAN.changes, PLAN.columns, (), "after"))
    assert {write.state for write in archive.writes(run)} == {WriteState.landed}


def test_a_run_that_is_killed_after_another_looked_is_settled_by_what_it_wrote(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    archive.record_intents(run, PLAN)
    another_looks = workbook(BEFORE)._replace(fingerprint=PLAN.fingerprint)
    archive.settle("sales", another_looks)
    assert {write.state for write in archive.writes(run)} == {WriteState.dropped}
    archive.settle("sales", workbook(AFTER))
    assert {write.state for write in archive.writes(run)} == {WriteState.landed}


def test_of_two_who_read_the_same_version_one_alone_has_written(archive: Archive) -> None:
    killed, after = archive.begin_run(run_info()), archive.begin_run(run_info(1))
    archive.record_intents(killed, PLAN)
    archive.record_intents(after, PLAN)
    archive.record_receipt(after, PLAN, Receipt(PLAN.changes, PLAN.columns, (), "after"))
    assert archive.settle("sales", workbook(AFTER)) == Settled()
    assert {write.state for write in archive.writes(killed)} == {WriteState.dropped}
    assert {write.state for write in archive.writes(after)} == {WriteState.landed}


@pytest.mark.parametrize("sheets", [(), (Sheet(TAB, {}, complete=False),)])
def test_of_a_tab_that_is_gone_or_was_not_read_nothing_is_said_to_have_landed(
    archive: Archive, sheets: tuple[Sheet, ...]
) -> None:
    run = archive.begin_run(run_info())
    archive.record_intents(run, PLAN)
    settled = archive.settle("sales", WorkbookContent(sheets, "now"))
    assert settled.landed == ()
    assert {write.reason for write in settled.dropped} == {"not_read"}


def test_a_receipt_without_intents_is_refused(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    with pytest.raises(ArchiveError, match="never said"):
        archive.record_receipt(run, PLAN, Receipt())
    with pytest.raises(ArchiveError, match="no run R0"):
        archive.record_intents("R0", PLAN)


@given(cell_values)
@settings(max_examples=80)
def test_a_cells_value_is_kept_as_it_was(value: CellValue) -> None:
    assert repr(value_from_text(value_to_text(value))) == repr(value)


# ── Why ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def synced(archive: Archive, second: int, current: str, after: str) -> str:
    """One whole run that wrote the progress of 'doanh-so'."""
    run = archive.begin_run(run_info(second))
    archive.record_snapshot(
        run, "sales", "excel:sales.xlsx", current, usual(current), (finding(2), finding(3)), OPTIONS
    )
    change = CellChange(CellRef(TAB, 2, 9), None, Decimal(after), Field.progress, "doanh-so", "0%")
    own = plan(current)._replace(columns=(), changes=(change,))
    archive.record_intents(run, own)
    archive.record_receipt(run, own, Receipt((change,), (), (), f"after {current}"))
    return run


def test_why_tells_a_written_numbers_inputs_formula_thresholds_run_and_version(archive: Archive) -> None:
    synced(archive, 1, "40", "0.4")
    newest = synced(archive, 2, "60", "0.6")
    why = archive.last_write("sales", CellRef(TAB, 2, 9))
    assert why is not None
    assert (why.write.after, why.write.subject, why.run.id, why.run.info.version) == (
        Decimal("0.6"),
        "doanh-so",
        newest,
        "0.1.0",
    )
    assert isinstance(why.evaluation, ScoredKeyResult)
    assert why.evaluation == usual("60").objectives[0].key_results[0]
    assert why.findings == (finding(2),)
    assert why.options == OPTIONS


def test_why_tells_of_the_workbook_and_the_row_that_were_asked_for(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    for workbook, current in (("people", "20"), ("sales", "70")):
        archive.record_snapshot(run, workbook, f"excel:{workbook}.xlsx", current, usual(current), (), OPTIONS)
        changes = tuple(
            CellChange(CellRef(TAB, row, 9), None, Decimal("0.5"), Field.progress, subject)
            for row, subject in ((2, "doanh-so"), (4, "O2"))
        )
        own = plan(current)._replace(workbook=workbook, columns=(), changes=changes)
        archive.record_intents(run, own)
        archive.record_receipt(run, own, Receipt(changes, (), (), f"after {current}"))
    key_result, objective = (archive.last_write("sales", CellRef(TAB, row, 9)) for row in (2, 4))
    assert key_result is not None
    assert objective is not None
    assert key_result.evaluation == usual("70").objectives[0].key_results[0]
    assert objective.evaluation == usual("70").objectives[1], "with the key results that it is the mean of"


def test_of_a_run_that_archived_no_rows_why_tells_the_write_alone(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    archive.record_intents(run, PLAN)
    archive.record_receipt(run, PLAN, Receipt(PLAN.changes, PLAN.columns, (), "after"))
    why = archive.last_write("sales", PLAN.changes[0].cell)
    assert why is not None
    assert (why.write.after, why.evaluation, why.findings, why.options) == (PLAN.changes[0].after, None, (), None)


def test_a_write_that_was_dropped_explains_nothing(archive: Archive) -> None:
    landed = synced(archive, 1, "40", "0.4")
    run = archive.begin_run(run_info(2))
    archive.record_intents(run, PLAN)
    archive.record_nothing_written(run, PLAN)
    why = archive.last_write("sales", CellRef(TAB, 2, 9))
    assert why is not None
    assert why.run.id == landed
    assert archive.last_write("sales", CellRef(TAB, 2, 99)) is None
    with pytest.raises(ArchiveError, match="no workbook 'people'"):
        archive.last_write("people", CellRef(TAB, 2, 9))


def test_a_header_that_was_added_is_explained_too(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    archive.record_snapshot(run, "sales", "excel:sales.xlsx", "before", usual(), (), OPTIONS)
    archive.record_intents(run, PLAN)
    archive.record_receipt(run, PLAN, Receipt(PLAN.changes, PLAN.columns, (), "after"))
    why = archive.last_write("sales", CellRef(TAB, 1, 10))
    assert why is not None
    assert (why.write.header, why.write.after, why.evaluation) == (True, "Trạng thái ⟳", None)


# ── Killed ───────────────────────────────────────────────────────────────────────────────────────────────────────────

KILLED = """
import os, signal, sys
from sync.archive import open_archive
from tests.sync.archive.samples import plan, run_info, usual
from sync.options import ScoringOptions

archive = open_archive(sys.argv[1])
run = archive.begin_run(run_info())
archive.record_snapshot(run, "sales", "excel:sales.xlsx", "before", usual(), (), ScoringOptions())
archive.record_intents(run, plan())
print(run, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("written", [True, False])
def test_the_run_after_a_killed_one_settles_what_it_left(tmp_path: Path, written: bool) -> None:
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, url],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    run = killed.stdout.strip()
    with open_archive(url) as archive:
        [left] = archive.runs()
        assert (left.id, left.finished, left.outcome) == (run, None, None)
        assert left.workbooks[0].outcome is None
        assert {write.state for write in archive.writes(run)} == {WriteState.intended}
        back = archive.snapshot_on("sales", DAY)
        assert back is not None
        assert back.scored == usual()
        settled = archive.settle("sales", workbook(AFTER if written else BEFORE))
        assert (len(settled.landed), len(settled.dropped)) == ((4, 0) if written else (0, 4))
        wanted = WriteState.landed if written else WriteState.dropped
        assert {write.state for write in archive.writes(run)} == {wanted}


@given(st.lists(st.sampled_from(["before", "after", "other"]), min_size=4, max_size=4))
@settings(max_examples=20, deadline=None)
def test_every_cell_is_settled_by_what_stands_in_it(kinds: list[str]) -> None:
    cells = [*(column.cell for column in PLAN.columns), *(change.cell for change in PLAN.changes)]
    choices = {"before": {**dict.fromkeys(cells), **BEFORE}, "after": AFTER, "other": dict.fromkeys(cells, "else")}
    stands = {cell: choices[kind][cell] for cell, kind in zip(cells, kinds, strict=True)}
    with open_archive("sqlite://") as archive:
        run = archive.begin_run(run_info())
        archive.record_intents(run, PLAN)
        archive.settle("sales", workbook(stands))
        reasons = {"before": "never_written", "after": "", "other": "changed_since"}
        assert {cell: reason for cell, (_, reason) in states(archive, run).items()} == {
            cell: reasons[kind] for cell, kind in zip(cells, kinds, strict=True)
        }
