"""Taking back what was written to a workbook: one run's cells, or everything of ours. As ``engine`` does, it archives
what it means to do first, and what it did afterwards. The workbook is held from the moment of the intent on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from sync.archive import Hold, Settled, WriteState
from sync.archive.landing import why_not_landed
from sync.closed_tables import sealed_tabs, without_closed
from sync.engine import TRIES, Outcome, examine, turn_to_write, write_as_recorded
from sync.identity import identify
from sync.leaving import everything_taken_out
from sync.model.cells import CellRef, Sheet, WorkbookContent
from sync.model.past import History
from sync.model.plans import Plan, Receipt
from sync.protections import without_protected
from sync.reading import read_rows, worth_reading
from sync.taken_out import Kept, TakenBack
from sync.undo import turned_round
from sync.workbooks.base import Workbook, WorkbookChanged, WorkbookError, tab_is_wanted
from sync.workbooks.sources import place_of

if TYPE_CHECKING:
    from sync.archive import Archive, Run, Write
    from sync.options import ReadingOptions, Settings


@dataclass(frozen=True)
class TakenBackFrom:
    """What came of one workbook. ``receipt`` is None in a dry run, and where nothing was to be written; ``hold`` is the
    one under which the workbook stands now; ``error`` says why nothing could be taken back."""

    workbook: str
    source: str
    plan: Plan
    kept: tuple[Kept, ...] = ()
    receipt: Receipt | None = None
    hold: Hold | None = None
    error: WorkbookError | None = None
    sealed_tabs: tuple[str, ...] = ()
    """The tabs in which cells of closed cycles are among what is taken back."""


@dataclass(frozen=True)
class Recording:
    """The run in which something is taken back, and the hold that comes with it."""

    run: str
    hold: Hold


def undo_in_workbook(
    workbook: Workbook, archive: Archive, settings: Settings, as_of: date, undone: Run, recording: Recording | None
) -> TakenBackFrom:
    """Given a run, put back what stood in the workbook before it, cell by cell, where nobody changed the cell since.
    Without ``recording`` nothing is written, not even into the archive. Raise WorkbookError, ArchiveError."""

    # The run may have known the workbook by another name, which goes once its undoing is recorded.
    names = {workbook.name, archive.name_of(workbook.name, place_of(workbook.source))}

    def turn(found: tuple[Write, ...], content: WorkbookContent, outcome: Outcome, history: History) -> TakenBack:
        rows = outcome.rows
        # A tab may name its cycle by the day on which it is read, and rows are known by it.
        if undone.info.as_of != as_of:
            reading = settings.workbook(workbook.name).reading
            known_as = archive.name_of(workbook.name, place_of(workbook.source))
            past = archive.history(known_as, as_of)
            rows = identify(read_rows(content.sheets, reading, undone.info.as_of), past.standing, gone=past.gone)
        after = next((one.fingerprint_after for one in undone.workbooks if one.workbook in names), None)
        taken = turned_round(workbook.name, found, content, rows, as_of, after, later())
        # What a farewell took out of sealed tabs comes back: that is what was sealed.
        is_of_leave = undone.info.trigger == "leave"
        return taken if is_of_leave else without_closed(taken, outcome.scored, history)

    def writes() -> tuple[Write, ...]:
        own = (one for one in archive.writes(undone.id) if one.workbook in names)
        return tuple(one for one in own if one.state is not WriteState.dropped)

    def later() -> list[Write]:
        all_of_them = archive.written_to(workbook.name, place_of(workbook.source))
        last = max((at for at, one in enumerate(all_of_them) if one.run == undone.id), default=len(all_of_them))
        return [one for one in all_of_them[last + 1 :] if one.run != undone.id]

    return _take_back(workbook, archive, settings, as_of, writes, turn, recording)


def leave_workbook(
    workbook: Workbook, archive: Archive, settings: Settings, as_of: date, recording: Recording | None
) -> TakenBackFrom:
    """Take everything out of the workbook that was ever written to it. Without ``recording`` nothing is written, not
    even into the archive. Raise WorkbookError, ArchiveError."""

    def writes() -> tuple[Write, ...]:
        return archive.written_to(workbook.name, place_of(workbook.source))

    def turn(found: tuple[Write, ...], content: WorkbookContent, outcome: Outcome, _: History) -> TakenBack:
        return everything_taken_out(workbook.name, found, content, outcome.rows, as_of)

    return _take_back(workbook, archive, settings, as_of, writes, turn, recording)


def _take_back(
    workbook: Workbook,
    archive: Archive,
    settings: Settings,
    as_of: date,
    writes: Callable[[], tuple[Write, ...]],
    turn: Callable[[tuple[Write, ...], WorkbookContent, Outcome, History], TakenBack],
    recording: Recording | None,
) -> TakenBackFrom:
    if recording is not None:
        archive.know(workbook.name, place_of(workbook.source))
    reading, place = settings.workbook(workbook.name).reading, place_of(workbook.source)
    known_as = archive.name_of(workbook.name, place)
    # From the read on: what a sync is just writing is to be taken back, too.
    with nullcontext() if recording is None else turn_to_write(workbook, archive):
        for tries_left in reversed(range(TRIES)):
            history = archive.history(known_as, as_of)
            written = writes()
            titles = {write.cell.sheet for write in written}
            content = workbook.read((), partial(_is_wanted, titles=titles, reading=reading))
            if recording is None:
                written = tuple(one for one in written if _may_stand(one, content))
            elif archive.settle(workbook.name, content) != Settled():
                written = writes()
            outcome = examine(workbook, content, history, settings, as_of, archive.others(known_as, as_of))
            taken = turn(written, content, outcome, history)
            sealed = sealed_tabs(taken.plan, outcome.scored, history)
            found = TakenBackFrom(workbook.name, workbook.source, taken.plan, taken.kept, sealed_tabs=sealed)
            if recording is None:
                return replace(found, plan=_as_far_as_allowed(taken.plan, content))
            run = recording.run
            scored, findings = outcome.scored, outcome.findings
            archive.record_snapshot(run, workbook.name, place, content.fingerprint, scored, findings, settings.scoring)
            # Most of what is in memory, and the write needs none of it.
            del content, history, outcome, scored, findings
            archive.record_intents(run, taken.plan, workbook.looks(taken.plan), recording.hold)
            hold = archive.held(workbook.name, place)
            if taken.plan.writes_nothing:
                workbook.tidy_up()
                return replace(found, hold=hold)
            try:
                receipt = write_as_recorded(workbook, archive, run, taken.plan)
            except WorkbookChanged:
                if tries_left:
                    continue
                raise
            workbook.tidy_up()
            return replace(found, receipt=receipt, hold=hold)
    raise AssertionError("the loop returns or raises")


def _may_stand(write: Write, content: WorkbookContent) -> bool:
    """Of a run that was killed, what never reached the workbook is not to be put back."""
    return write.state is not WriteState.intended or why_not_landed(write, content) is None


def _as_far_as_allowed(plan: Plan, content: WorkbookContent) -> Plan:
    """Given what puts things back, return what of it would be written, and what would be left as it is. One that is
    carried out is tried whole: what is refused is recorded as dropped, and can be taken back later."""
    sheets = {sheet.title: sheet for sheet in content.sheets if sheet.protections}
    if not sheets:
        return plan

    def is_protected(cell: CellRef) -> bool:
        return cell.sheet in sheets and sheets[cell.sheet].is_protected(cell)

    own = without_protected(plan.columns, plan.changes, plan.removals, is_protected)
    return plan._replace(
        columns=own.columns, changes=own.changes, removals=own.removals, left_alone=(*plan.left_alone, *own.left_alone)
    )


def _is_wanted(head: Sheet, titles: set[str], reading: ReadingOptions) -> bool:
    wanted = tab_is_wanted(head.title, reading.tabs) and worth_reading(head, options=reading)
    return head.title in titles or wanted
