"""The archive: everything that was read, computed, meant and written, by whom and when.

Every method is one transaction. What is meant to be written, held or sealed is on the disk when its method returns, and
with it all that was recorded before; the rest gets there with the next of these, or when the last who has the archive
open closes it. Times come in from outside; ids of runs sort by time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from types import TracebackType
from typing import Any

from sync.archive import (
    elsewhere,
    ends,
    holds,
    last_reads,
    recording,
    runs,
    sealed,
    snapshots,
    standing,
    turns_to_write,
    writes,
)
from sync.archive.database import VERSIONS, Database
from sync.archive.ends import Going
from sync.archive.others import NOTHING_READ, LookedUp, Others
from sync.archive.values import (
    ArchiveError,
    ClosedCycle,
    Hold,
    LastRead,
    LastRun,
    Run,
    RunInfo,
    RunOutcome,
    Settled,
    Snapshot,
    SnapshotInfo,
    WorkbookOutcome,
    Write,
    WrittenCell,
)
from sync.memo import NOTHING_KNOWN, KnownRows, Memo
from sync.model.cells import CellRef, WorkbookContent
from sync.model.findings import Finding
from sync.model.past import Closing, History
from sync.model.plans import Plan, Receipt
from sync.model.scores import Scored
from sync.moved_rows import Row
from sync.options import ScoringOptions


class Archive:
    """One open archive. Every method raises ArchiveError when the database cannot be used, or refuses.

    A run goes: ``running``; in it for each workbook ``history``, ``settle``, ``record_snapshot``, and where something
    is to be written, in a ``turn_to_write``, ``record_intents``, the write itself, ``record_receipt``, and then
    ``record_outcome``.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looked_up = LookedUp({}, {})
        self._looked_at: elsewhere.LookedAt = {}

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    @property
    def migrates_from(self) -> str | None:
        """The version of an archive that was opened only to be read, where the next sync brings it to a newer one."""
        version = self._database.version
        return version if version not in (None, VERSIONS[-1]) else None

    def look_through(self, seconds: float) -> bool:
        """Look at all that the archive's file holds, and return whether ``seconds`` were enough for it. Raise
        ArchiveError where it is damaged."""
        return self._database.look_through(seconds)

    # ── A run, in the order in which things happen ───────────────────────────────────────────────────────────────────

    def begin_run(self, run: RunInfo) -> str:
        """Given who and what starts a run, record that it began and return its id: 'R20261004-183000-ab12'."""
        with self._database.noting() as connection:
            return runs.begin(connection, run)

    @contextmanager
    def running(self, run: RunInfo, now: Callable[[], datetime]) -> Iterator[Going]:
        """Given who and what starts a run, begin it, and end it with the block, however that ends: done unless the
        block says otherwise, failed where it raises, stopped where the process is. Runs that were killed before get
        their end, too."""
        self._mark_killed(run)
        going = Going(self.begin_run(run))
        with turns_to_write.turn_of_its_own(self._database.path, ends.lock_of(going.id)):
            try:
                yield going
            except BaseException as error:
                # Where the archive is what failed, there is no saying so; a later run finds out.
                with suppress(ArchiveError):
                    is_failure = isinstance(error, Exception)
                    self.finish_run(going.id, now(), RunOutcome.failed if is_failure else RunOutcome.stopped)
                raise
            self.finish_run(going.id, now(), going.outcome)

    def _mark_killed(self, run: RunInfo) -> None:
        with self._database.reading() as connection:
            found = list(ends.killed(connection, self._database.path, run.host, run.started))
            ends.take_away_locks(connection, self._database.path)
        if found:
            with self._database.noting() as connection:
                for each in found:
                    ends.mark_killed(connection, each)

    def know(self, workbook: str, source: str) -> None:
        """Given a workbook's name and where it is, let the one that stands there under another name have this one from
        now on: its history, its open intents and its hold are this workbook's. One that is not known stays so."""
        with self._database.reading() as connection:
            if runs.name_of(connection, workbook, source) == workbook:
                return
        with self._database.writing() as connection:
            runs.workbook_number(connection, workbook, source)

    def name_of(self, workbook: str, source: str) -> str:
        """Given a workbook's name and where it is, return the name by which the archive knows it: what the other
        methods that look back are to be asked by."""
        with self._database.reading() as connection:
            return runs.name_of(connection, workbook, source)

    def history(self, workbook: str, as_of: date, known: Memo[Any] | None = None, run: str = "") -> History:
        """Given a workbook and a day, return what was known of it at that day's end: every key result that was ever
        seen in it, the closed cycles and its rows in them, the cycle in which each tab was first seen, the KPIs and
        objectives of other workbooks, and the rows that stood in it when it was last read. ``known`` is what was known
        of it before, row by row. What ``run`` itself has seen so far stands there, and is not what was."""
        before = None
        with self._database.reading() as connection:
            if known is not None:
                # Only a process that goes on needs it.
                from sync.archive.known_versions import seen_before

                known.begin()
                before = seen_before(connection, workbook, as_of, known, run)
            if before is None:
                stood = standing.standing(connection, workbook, as_of)
                remembered = snapshots.remembered(connection, workbook, as_of, run)
            else:
                stood, remembered = before
            return History(
                remembered,
                frozenset(sealed.closed_cycles(connection)),
                snapshots.first_cycles(connection, workbook, as_of),
                sealed.closings(connection, workbook),
                *elsewhere.elsewhere(connection, workbook, as_of, self._looked_at),
                stood.standing,
                stood.gone,
                stood.read_on,
                unwritten=sealed.sealed_progress(connection, workbook, holds.closed_while_held(connection, workbook)),
                workbook=workbook,
            )

    def others(self, workbook: str, as_of: date, now: Mapping[str, Sequence[tuple[str, Row]]] = NOTHING_READ) -> Others:
        """Given a workbook and a day, return what is to be asked of all the others, as they were known at its end; of
        those that were just read, by what stands in them ``now``."""
        return Others(self._database, workbook, as_of, self._looked_up, now)

    def settle(self, workbook: str, content: WorkbookContent) -> Settled:
        """Given a workbook as it stands, decide for each cell that a killed run meant to write whether it was written,
        record that, and return it. Where no run was killed, nothing is written to the archive."""
        with self._database.reading() as connection:
            if not writes.unsettled(connection, workbook):
                return Settled()
        with self._database.writing() as connection:
            return writes.settle(connection, workbook, content)

    def record_snapshot(
        self,
        run: str,
        workbook: str,
        source: str,
        fingerprint: str,
        scored: Scored,
        findings: Sequence[Finding],
        options: ScoringOptions,
        known: KnownRows = NOTHING_KNOWN,
    ) -> int:
        """Given what a run read from the workbook with ``fingerprint``, what it came to, by which options, and what was
        known of it before, record it and return the snapshot's number. What is there already is not recorded again."""
        if known.recorded is not None:
            known.recorded.begin()
        made_from = (fingerprint, scored, tuple(findings), options, known.recorded, known.past)
        reading = recording.Reading(run, workbook, source, *made_from)
        essence = recording.essence_of(reading)
        with self._database.noting() as connection:
            return recording.record(connection, reading, essence)

    def record_again(self, run: str, workbook: str, source: str, snapshot: int, recorded_by: str) -> int | None:
        """Given the number of a workbook's newest snapshot and the run that recorded it, and that a run reads just the
        same from it by the same software and settings for the same day, record that as the run's snapshot and return
        its number; None where another one is the newest by now."""
        with self._database.noting() as connection:
            return recording.record_again(connection, run, workbook, source, snapshot, recorded_by)

    def record_findings(self, run: str, workbook: str, findings: Sequence[Finding]) -> None:
        """Given what a run found after its snapshot of a workbook was recorded, add that to the snapshot."""
        with self._database.noting() as connection:
            recording.add_findings(connection, run, workbook, findings)

    @contextmanager
    def turn_to_write(self, place: str, patience: float | None = None) -> Iterator[bool]:
        """Given where a workbook is, keep every other process of this archive on this machine from writing to it until
        the block ends, and wait for one that is at it. Yield False where that one takes longer than ``patience``
        seconds (none: a minute): then nothing may be written."""
        longest = turns_to_write.PATIENCE if patience is None else patience
        with turns_to_write.turn_to_write(self._database.path, place, longest) as is_ours:
            yield is_ours

    def take_away_what_is_left(self, place: str) -> None:
        """Given where a workbook is to which nothing is to be written, take away what a killed process left of its
        turn."""
        turns_to_write.take_away_what_is_left(self._database.path, place)

    def record_intents(
        self, run: str, plan: Plan, looks: Mapping[CellRef, str] | None = None, then_hold: Hold | None = None
    ) -> Hold | None:
        """Given a plan that is about to be written, and what the cells whose look it changes look like now, record its
        cells as intended: on the disk when this returns. Of a workbook that is held nothing is recorded, and the hold
        is returned: nothing may be written. With ``then_hold`` it is held from now on, and this once still written."""
        with self._database.writing() as connection:
            if then_hold is not None:
                holds.hold(connection, then_hold)
            elif (standing := holds.held(connection, plan.workbook)) is not None:
                return standing
            if not plan.writes_nothing:
                writes.record_intents(connection, run, plan, looks)
        return None

    def record_receipt(self, run: str, plan: Plan, receipt: Receipt) -> None:
        """Given a plan whose intents are recorded and the receipt of its write, record what landed and what did not."""
        with self._database.noting() as connection:
            writes.record_receipt(connection, run, plan, receipt)

    def record_nothing_written(self, run: str, plan: Plan) -> None:
        """Given a plan whose intents are recorded and of which nothing was written, record that."""
        with self._database.noting() as connection:
            writes.record_nothing_written(connection, run, plan)

    def record_outcome(
        self, run: str, workbook: str, outcome: WorkbookOutcome, source: str = "", error: str = ""
    ) -> None:
        """Given what came of a workbook in a run, record it; ``error`` says why it failed."""
        with self._database.noting() as connection:
            runs.record_outcome(connection, run, workbook, source, outcome, error)

    def record_last_read(self, workbook: str, run: str, began: datetime, file_version: str) -> None:
        """Given a workbook of which a run recorded a snapshot, and after which nothing was left to be written, record
        when its read began, and the version that its file had before that."""
        with self._database.noting() as connection:
            last_reads.record(connection, workbook, run, began, file_version)

    def when_last_read(self, workbook: str) -> tuple[datetime, str] | None:
        """Given a workbook, return when its last read after which nothing was left to be written began, and its file's
        version from before that; None where there is none."""
        with self._database.reading() as connection:
            return last_reads.when_last_read(connection, workbook)

    def last_read(self, workbook: str) -> LastRead | None:
        """The last read of a workbook after which nothing was left to be written; None where there was none."""
        with self._database.reading() as connection:
            return last_reads.last_read(connection, workbook)

    def finish_run(self, run: str, finished: datetime, outcome: RunOutcome) -> None:
        with self._database.noting() as connection:
            runs.finish(connection, run, finished, outcome)

    # ── Holding ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def hold(self, wanted: Hold, source: str = "") -> Hold:
        """Given who holds a workbook and why, hold it until ``resume``, and return the hold that stands: the one of
        before, where it was held already."""
        with self._database.writing() as connection:
            return holds.hold(connection, wanted, source)

    def resume(self, workbook: str, when: datetime, actor: str, source: str = "") -> Hold | None:
        """Given a workbook, end its hold and return it; None where it was not held."""
        with self._database.writing() as connection:
            return holds.resume(connection, workbook, when, actor, source)

    def still_writing(self, workbook: str) -> tuple[str, ...]:
        """The runs that recorded what they mean to write to a workbook, and not yet what came of it: they are at it,
        or were killed."""
        with self._database.reading() as connection:
            return writes.still_writing(connection, workbook)

    def held(self, workbook: str, source: str = "") -> Hold | None:
        """The hold under which a workbook stands, or None. A hold is on the file: with ``source``, one that was held
        under another name is known before it ran under this one."""
        with self._database.reading() as connection:
            return holds.held(connection, workbook, source)

    def holds(self) -> tuple[Hold, ...]:
        """All workbooks that are held, by name."""
        with self._database.reading() as connection:
            return holds.holds(connection)

    # ── Looking back ─────────────────────────────────────────────────────────────────────────────────────────────────

    def runs(self, limit: int = 20, workbook: str | None = None) -> tuple[Run, ...]:
        """The newest runs (in which a workbook took part), newest first."""
        with self._database.reading() as connection:
            return runs.runs(connection, limit, workbook)

    def last_runs(self) -> tuple[LastRun, ...]:
        """Every workbook's newest run, in the order of the workbooks' names."""
        with self._database.reading() as connection:
            return runs.last_runs(connection)

    def snapshots(self, workbook: str | None = None, limit: int | None = None) -> tuple[SnapshotInfo, ...]:
        """Snapshots (of a workbook), newest first."""
        with self._database.reading() as connection:
            return snapshots.infos(connection, workbook, limit)

    def seen_by_others(self, workbook: str, as_of: date) -> elsewhere.Workbook | None:
        """Given a workbook, return what others may go by in it, as it was last read until a day; None where it never
        was."""
        with self._database.reading() as connection:
            return elsewhere.newest(connection, workbook, as_of, self._looked_at)

    def kpis_pointed_at(self, workbook: str, as_of: date) -> frozenset[str]:
        """Given a workbook, return the names of the KPIs that its key results take their values from, as it was last
        read until a day."""
        with self._database.reading() as connection:
            return elsewhere.kpis_pointed_at(connection, workbook, as_of)

    def snapshot(self, number: int) -> Snapshot:
        """Given the number of a snapshot, return it with all of its rows. Raise ArchiveError where there is none."""
        with self._database.reading() as connection:
            return snapshots.snapshot(connection, number)

    def snapshot_on(self, workbook: str, day: date) -> Snapshot | None:
        """Given a workbook and a day, return its newest snapshot for that day, else for the latest day before it; None
        where there is none that old."""
        with self._database.reading() as connection:
            return snapshots.snapshot_on(connection, workbook, day)

    def writes(self, run: str) -> tuple[Write, ...]:
        """Given a run, return every cell that it meant to write, and what became of it."""
        with self._database.reading() as connection:
            return writes.writes_of(connection, run)

    def run(self, run: str) -> Run:
        """Given a run's id, return the run. Raise ArchiveError where there is none."""
        with self._database.reading() as connection:
            return runs.one_run(connection, run)

    def written_to(self, workbook: str, source: str = "") -> tuple[Write, ...]:
        """Every cell of a workbook that any run wrote, in the order in which they were written, under whatever name
        the workbook had."""
        with self._database.reading() as connection:
            return writes.written_to(connection, workbook, source)

    def undone_by(self, run: str, workbook: str) -> str | None:
        """The run that put back what a run wrote to a workbook, and was not undone itself; None where there is none."""
        with self._database.reading() as connection:
            return writes.undone_by(connection, run, workbook)

    def last_write(self, workbook: str, cell: CellRef) -> WrittenCell | None:
        """Given a cell, return the last write that reached it and how its value came about; None where none did. Raise
        ArchiveError when the workbook is not known."""
        with self._database.reading() as connection:
            return writes.last_write(connection, workbook, cell)

    # ── Closed cycles ────────────────────────────────────────────────────────────────────────────────────────────────

    def close_cycle(self, cycle: str, run: str, closed: datetime, closings: Sequence[Closing]) -> ClosedCycle:
        """Given a cycle's final rows, seal them for good. Raise ArchiveError when it is closed already. Links that
        earlier versions recorded whole are hidden in the same go, since that is looked for in all that there is."""
        with self._database.writing() as connection:
            runs.hide_links(connection)
            return sealed.close_cycle(connection, cycle, run, closed, closings)

    def is_closed(self, cycle: str) -> bool:
        with self._database.reading() as connection:
            return cycle in sealed.closed_cycles(connection)

    def closed_cycles(self) -> tuple[str, ...]:
        """The ids of all closed cycles, in their order."""
        with self._database.reading() as connection:
            return sealed.closed_cycles(connection)

    def cycle_snapshot(self, cycle: str) -> ClosedCycle:
        """Given a closed cycle's id, return what was sealed. Raise ArchiveError when the cycle is not closed."""
        with self._database.reading() as connection:
            found = sealed.closed_cycle(connection, cycle)
        if found is None:
            raise ArchiveError(
                f"{cycle} is not closed",
                f"once it is over, 'okr-sync quarter close {cycle}' closes it; until then 'okr-sync archive show' says "
                "what stands in the sheets",
            )
        return found
