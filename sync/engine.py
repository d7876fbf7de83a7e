"""One workbook from pull to archive: the whole service on one screen.

pull ─▶ read ─▶ score ─▶ check ─▶ plan ─▶ archive the intent ─▶ write ─▶ archive the receipt. What the past has to
say is fetched first and walks along as a value; everything between the pull and the archive is pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sync.archive import Hold, WorkbookOutcome
from sync.identity import identify
from sync.in_sight import Seen, in_sight_of
from sync.inheriting import OtherWorkbooks, with_other_workbooks
from sync.last_time import LastTime, Recorded, ThisTime, made_from
from sync.memo import NOTHING_KNOWN, KnownRows
from sync.model.cells import WorkbookContent
from sync.model.findings import Finding
from sync.model.past import History
from sync.model.plans import Plan, Receipt
from sync.model.rows import Rows
from sync.model.scores import Scored
from sync.planning import formulas_in_owned_cells, plan_writes
from sync.reading import all_remarks, read_rows, worth_reading
from sync.rules import check, formula_in_the_way, landed_elsewhere, old_values_may_show
from sync.run_info import run_info
from sync.scoring import score
from sync.workbooks.base import Workbook, WorkbookChanged, WorkbookError, WorkbookPutOff
from sync.workbooks.sources import place_of

if TYPE_CHECKING:
    from sync.archive import Archive
    from sync.model.rows import Table
    from sync.options import Settings, WorkbookSettings

NEW_PLAN = "make a new plan with 'okr-sync plan --out FILE'"
TRIES = 3
"""How often a workbook that people save during the sync is read again before the sync is put off."""


class StalePlan(WorkbookError):
    """An approved plan that is no longer what would be written. It is not put off: nobody has approved another one."""


class Outcome(NamedTuple):
    """What came of one workbook. ``receipt`` is None where nothing was to be written or nothing was allowed to;
    ``held`` is the hold under which the workbook stands; ``error`` says why a workbook could not be synced, and the
    rest is then what was known by then. ``rows`` and ``scored`` are empty where they were let go. ``addresses`` are
    where a browser shows the tabs, by their titles, as far as one does."""

    workbook: str
    source: str
    rows: Rows
    scored: Scored
    findings: tuple[Finding, ...]
    plan: Plan
    receipt: Receipt | None = None
    run: str | None = None
    error: WorkbookError | None = None
    held: Hold | None = None
    moves_by_itself: bool = False
    addresses: Mapping[str, str] = {}

    def without_rows(self) -> Outcome:
        """The same, with the rows and what they came to let go: they are most of it."""
        return self._replace(rows=Rows(), scored=Scored(Rows(), self.scored.as_of))

    @property
    def came_to(self) -> WorkbookOutcome:
        """The one word for it that the archive keeps."""
        if self.error is not None:
            return _came_to(self.error)
        if self.receipt is not None:
            return WorkbookOutcome.synced
        if self.held is not None:
            return WorkbookOutcome.held
        return WorkbookOutcome.unchanged if self.plan.writes_nothing else WorkbookOutcome.observed


def _came_to(error: WorkbookError) -> WorkbookOutcome:
    return WorkbookOutcome.put_off if isinstance(error, WorkbookPutOff) else WorkbookOutcome.failed


def plan_workbook(
    workbook: Workbook, history: History, settings: Settings, as_of: date, others: OtherWorkbooks | None = None
) -> Outcome:
    """Given a workbook and what the past says, of itself and of other workbooks, return its rows, scores, findings and
    the plan. Nothing is written. Raise WorkbookError when it cannot be read."""
    reading = settings.workbook(workbook.name).reading
    content = workbook.read(reading.tabs, partial(worth_reading, options=reading))
    return examine(workbook, content, history, settings, as_of, others)


def examine(
    workbook: Workbook,
    content: WorkbookContent,
    history: History,
    settings: Settings,
    as_of: date,
    others: OtherWorkbooks | None = None,
    known: KnownRows = NOTHING_KNOWN,
) -> Outcome:
    """Given a workbook's content, return what it comes to. Pure, but for what the other workbooks are asked where rows
    may have come from them, or gone there. ``known`` is what its rows came to before, one by one."""
    own = settings.workbook(workbook.name)
    rows = identify(_read(content, own, as_of, known), history.standing, known.identified, history.gone)
    scored = score(rows, as_of, settings.scoring, history, known.scored)
    if others is not None:
        history = with_other_workbooks(workbook.name, scored, history, own.rules, others)
    in_the_way = formula_in_the_way(rows, formulas_in_owned_cells(content, rows, history.closed_cycles), own.rules)
    may_be_old = old_values_may_show(rows.tables, content.calculation, own.rules) if _is_written(rows, own) else ()
    findings = (*check(scored, history, own.rules, known.checked), *in_the_way, *may_be_old)
    made_from = (content, scored, findings, own.writing, settings.scoring, history)
    plan = plan_writes(workbook.name, *made_from, known.planned)
    return Outcome(
        *(workbook.name, workbook.source, rows, scored, findings, plan),
        moves_by_itself=content.moves_by_itself,
        addresses={sheet.title: sheet.address for sheet in content.sheets if sheet.address},
    )


def _read(content: WorkbookContent, own: WorkbookSettings, as_of: date, known: KnownRows) -> Rows:
    found = read_rows(content.sheets, own.reading, as_of, known.key_results)
    return found._replace(remarks=all_remarks(content.sheets, found, own.reading))


def _is_written(rows: Rows, own: WorkbookSettings) -> bool:
    """Whether syncs write to a workbook: it has columns for the results, or may get them."""
    has_columns = any(column.owned for table in rows.tables for column in table.columns)
    return own.write and bool(rows.tables) and (has_columns or own.writing.add_columns)


def sync_workbook(
    workbook: Workbook,
    archive: Archive,
    settings: Settings,
    as_of: date,
    run: str | None = None,
    approved: Plan | None = None,
    *,
    keep_rows: bool = True,
    last_time: LastTime[Outcome] | None = None,
    seen: Sequence[Seen] = (),
) -> Outcome:
    """Given a workbook and a begun run (none: a run of its own, for scripts), bring the workbook up to date and record
    all of it. Without ``keep_rows`` the rows are let go before the workbook is written, and what came of it
    ``last_time`` is taken where all that it follows from is the same.

    With ``approved``, that plan is applied and no other: raise StalePlan when the workbook is no longer the one that
    it was made from. A workbook that somebody saves during the sync is read again, ``TRIES`` times; one that
    somebody has open is read and archived, and raises WorkbookBusy when something is to be written. ``seen`` is what
    others come to that the run has not synced yet.
    """
    if run is None:
        return _sync_as_own_run(workbook, archive, settings, as_of, approved, keep_rows)
    reading, place = settings.workbook(workbook.name).reading, place_of(workbook.source)
    archive.know(workbook.name, place)
    last_time = last_time if approved is None and not keep_rows else None
    known = NOTHING_KNOWN if last_time is None else last_time.rows_of(workbook.name)
    for tries_left in reversed(range(TRIES)):
        # Anew in each try: the one before it recorded which rows stand there.
        history = in_sight_of(archive.history(workbook.name, as_of, known.by_their_cells.past, run), seen)
        content = workbook.read(reading.tabs, partial(worth_reading, options=reading))
        archive.settle(workbook.name, content)
        others: OtherWorkbooks = archive.others(workbook.name, as_of)
        this_time = None
        if last_time is not None:
            says_all = partial(made_from, workbook.name, place, content, settings, as_of, history)
            this_time = last_time.beside(workbook.name, run, says_all, others, content.fingerprint)
            del says_all
            if (again := _as_last_time(this_time, archive, run, place)) is not None:
                return again
            others = this_time.others
        outcome = examine(workbook, content, history, settings, as_of, others, known.by_their_cells)._replace(run=run)
        if this_time is not None:
            this_time.let_go(is_to_be_kept=outcome.plan.writes_nothing)
        # As large as the outcome, and the workbook keeps what it needs of it to write.
        fingerprint = content.fingerprint
        del content, history
        if approved is not None:
            outcome = outcome._replace(plan=still_valid(approved, outcome))
        snapshot = archive.record_snapshot(
            run,
            workbook.name,
            place,
            fingerprint,
            outcome.scored,
            outcome.findings,
            settings.scoring,
            known.by_their_cells,
        )
        tables = outcome.rows.tables
        if last_time is not None:
            last_time.let_rows_go()
        if not keep_rows:
            outcome = outcome.without_rows()
        if this_time is not None and outcome.plan.writes_nothing:
            this_time.keep(outcome, Recorded(snapshot, run))
        if outcome.plan.writes_nothing or not settings.workbook(workbook.name).write:
            archive.take_away_what_is_left(place)
            return outcome._replace(held=archive.held(workbook.name, place))
        try:
            with turn_to_write(workbook, archive):
                held = archive.record_intents(run, outcome.plan, workbook.looks(outcome.plan))
                if held is not None:
                    return outcome._replace(held=held)
                receipt = write_as_recorded(workbook, archive, run, outcome.plan)
        except WorkbookChanged as error:
            if approved is not None:
                raise StalePlan(str(error), NEW_PLAN, maybe_written=error.maybe_written) from error
            if not tries_left:
                raise
            continue
        seen_late = _seen_late(outcome, tables, receipt, settings)
        if seen_late:
            archive.record_findings(run, workbook.name, seen_late)
        return outcome._replace(receipt=receipt, findings=(*outcome.findings, *seen_late))
    raise AssertionError("the loop returns or raises")


def _as_last_time(this_time: ThisTime[Outcome], archive: Archive, run: str, place: str) -> Outcome | None:
    """What came of a workbook the last time, recorded once more, where that is what comes of it now."""
    found = this_time.recall()
    if found is None:
        return None
    outcome, recorded = found
    snapshot = archive.record_again(run, outcome.workbook, place, *recorded)
    if snapshot is None:
        return None
    this_time.keep(outcome, Recorded(snapshot, run))
    return outcome._replace(run=run, held=archive.held(outcome.workbook, place))


def _seen_late(outcome: Outcome, tables: Sequence[Table], receipt: Receipt, settings: Settings) -> tuple[Finding, ...]:
    """What a write alone finds out: which formulas may show old values, since it looks at all of them, and which cells
    held another row's value for a moment."""
    own = settings.workbook(outcome.workbook).rules
    found = old_values_may_show(tables, receipt.calculation, own)
    known = {(finding.code, finding.cell.sheet) for finding in outcome.findings}
    landed = landed_elsewhere(tables, (change.cell for change in receipt.put_back), own)
    return (*landed, *(finding for finding in found if (finding.code, finding.cell.sheet) not in known))


@contextmanager
def turn_to_write(workbook: Workbook, archive: Archive) -> Iterator[None]:
    """Wait until no other process of the archive writes to the workbook, and keep the others waiting. What such a one
    wrote meanwhile is found by the write, which is refused then. Raise WorkbookPutOff where that takes too long."""
    with archive.turn_to_write(place_of(workbook.source)) as is_ours:
        if not is_ours:
            raise WorkbookPutOff(
                f"'{workbook.name}': another sync is writing to it, and has been all the time: nothing was written.",
                "Try again when that one is done.",
            )
        yield


def write_as_recorded(workbook: Workbook, archive: Archive, run: str, plan: Plan) -> Receipt:
    """Given a plan whose intents are recorded, write it and record what came of that. Raise WorkbookError where nothing
    could be written, which is recorded too, and where that is not known: the next run will see."""
    try:
        receipt = workbook.write(plan)
    except WorkbookError as error:
        if not error.maybe_written:
            archive.record_nothing_written(run, plan)
        raise
    archive.record_receipt(run, plan, receipt)
    return receipt


def _sync_as_own_run(
    workbook: Workbook,
    archive: Archive,
    settings: Settings,
    as_of: date,
    approved: Plan | None,
    keep_rows: bool,
) -> Outcome:
    info = run_info("script", settings, as_of)
    with archive.running(info, lambda: run_info("script", settings, as_of).started) as run:
        try:
            outcome = sync_workbook(workbook, archive, settings, as_of, run.id, approved, keep_rows=keep_rows)
        except WorkbookError as error:
            archive.record_outcome(run.id, workbook.name, _came_to(error), place_of(workbook.source), str(error))
            raise
        archive.record_outcome(run.id, workbook.name, outcome.came_to, place_of(workbook.source))
        return outcome


def still_valid(approved: Plan, outcome: Outcome) -> Plan:
    """The approved plan, where it is what would be planned now. The workbook may be the same and its settings not, or a
    cycle be closed since."""
    now = outcome.plan
    if approved.fingerprint != now.fingerprint:
        what = f"'{outcome.workbook}' has changed since the plan was made"
    elif (approved.columns, set(approved.changes)) != (now.columns, set(now.changes)):
        what = f"'{outcome.workbook}': what is to be written is no longer what was planned"
    else:
        return now
    raise StalePlan(f"{what}: nothing was written", NEW_PLAN)
