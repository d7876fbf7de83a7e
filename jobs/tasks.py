"""What can be done with workbooks: check, plan, sync, close a quarter. Commands and schedules call the same functions.

One workbook that fails does not stop the others: its Outcome says why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from jobs.changes import Changes
from jobs.memory import give_back_what_is_large
from jobs.run_order import Along, in_order, names_of, ordered
from jobs.wiring import House, LookingBack
from sync.archive import ArchiveError, RunOutcome, WorkbookOutcome, WrittenCell
from sync.cycles import cycle_of, previous_cycle
from sync.engine import Outcome, StalePlan, plan_workbook, still_valid, sync_workbook
from sync.in_sight import comes_to_something_else, in_sight_of
from sync.inheriting import with_other_workbooks
from sync.model.cells import CellRef, column_number
from sync.model.findings import Finding, Severity
from sync.model.past import Closing, ClosingKind
from sync.model.plans import Plan
from sync.model.rows import Cycle, Rows
from sync.model.scores import Scored
from sync.options import JobSettings, WorkbookSettings
from sync.workbooks import WorkbookError
from sync.workbooks.sources import place_of, shown_source

if TYPE_CHECKING:
    import logging

    from sync.archive import Archive


def check_workbooks(
    house: House, wanted: Sequence[WorkbookSettings], as_of: date, along: Along = iter
) -> Iterator[Outcome]:
    """Given workbooks, yield what each comes to and what a sync would write, in sight of what the others say now.
    Nothing is written, not even an archive. ``along`` hands the workbooks on, and may show how far it is."""
    with house.looking_back() as past:
        outcomes = [_check_one(house, past, own, as_of) for own in along(wanted)]
        if len(outcomes) > 1:
            found = {own.name: one for own, one in zip(wanted, outcomes, strict=True)}
            named = {name: names_of(one.rows) for name, one in found.items()}
            scored = {past.name_of(own): found[own.name].scored for own in wanted if not found[own.name].error}
            for own in ordered(wanted, named) if any(one.goes_by or one.parents for one in named.values()) else ():
                found[own.name] = _in_sight_of(house, past, own, found[own.name], scored)
                if found[own.name].error is None:
                    scored[past.name_of(own)] = found[own.name].scored
            outcomes = [found[own.name] for own in wanted]
        yield from outcomes


def _check_one(
    house: House, past: LookingBack, own: WorkbookSettings, as_of: date, seen: Mapping[str, Scored] | None = None
) -> Outcome:
    try:
        workbook = house.open_workbook(own, read_only=True)
        history, others = past.history(own, as_of), past.others(own, as_of)
        found = plan_workbook(workbook, in_sight_of(history, seen or {}), house.settings, as_of, others)
        return found._replace(held=past.held(own))
    except WorkbookError as error:
        return _failed(own, error, as_of)


def _in_sight_of(
    house: House, past: LookingBack, own: WorkbookSettings, outcome: Outcome, scored: Mapping[str, Scored]
) -> Outcome:
    """What a workbook comes to in sight of what others say now: read again where that is something else."""
    if outcome.error is not None:
        return outcome
    as_of = outcome.scored.as_of
    seen = {name: one for name, one in scored.items() if name != past.name_of(own)}
    history, others = in_sight_of(past.history(own, as_of), seen), past.others(own, as_of)
    found = outcome.scored, outcome.findings
    if not comes_to_something_else(outcome.workbook, *found, history, house.settings, others):
        return outcome
    return _check_one(house, past, own, as_of, seen)


def try_plan(house: House, own: WorkbookSettings, approved: Plan) -> Outcome:
    """Given a workbook and an approved plan, return what applying that plan would come to, and its error where it would
    be refused. Nothing is written."""
    (outcome,) = check_workbooks(house, (own,), approved.as_of)
    try:
        return outcome if outcome.error is not None else outcome._replace(plan=still_valid(approved, outcome))
    except StalePlan as error:
        return outcome._replace(error=error)


class CutShort(ArchiveError):
    """A run that could not go on, since the archive could not be written any more. What is ``at_work`` then may have
    been written, or not: the next sync finds out."""

    def __init__(self, run: str, done: Sequence[Outcome], at_work: str, error: ArchiveError) -> None:
        written = [one.workbook for one in done if one.receipt is not None and one.receipt.written]
        said = f"; before that run {run} wrote into {', '.join(written)}" if written else ""
        said += f"; it was at {at_work}, which may be written" if at_work else ""
        super().__init__(f"{error}{said}", f"{error.hint}; the next sync looks at what this one left unfinished")


def sync_workbooks(
    house: House,
    wanted: Sequence[WorkbookSettings],
    as_of: date,
    approved: Plan | None = None,
    *,
    keep_rows: bool = False,
    along: Along = iter,
    heard: Callable[[Outcome], None] | None = None,
) -> Iterator[Outcome]:
    """Given workbooks, bring each up to date as one run, and yield what came of it: with its rows where ``keep_rows``
    says so. Those come first that others go by. With ``approved`` that plan is applied to its workbook, and to no
    other. ``along`` hands the workbooks on, shows how far it is, and may end early; ``heard`` is told of each as soon
    as it is done. Raise ArchiveError before anything is written, and CutShort where the archive fails later."""
    give_back_what_is_large()
    with house.open_archive() as archive:
        run = archive.begin_run(house.run_info(as_of))
        # Who approved a plan, or wants all rows, wants them as they stand now.
        changes = Changes(house, archive, () if approved or keep_rows else wanted)
        done: list[Outcome] = []
        at_work = ""

        def sync(own: WorkbookSettings) -> Outcome:
            nonlocal at_work
            at_work = own.name
            done.append(_sync_or_fail(house, archive, as_of, run, approved, changes, own, keep_rows=keep_rows))
            at_work = ""
            if heard is not None:
                heard(done[-1])
            return done[-1]

        try:
            came = {own.name: sync(own) for own in along(in_order(archive, wanted))}
            outcomes = [came[own.name] for own in wanted if own.name in came]
            ended = RunOutcome.failed if any(outcome.error for outcome in outcomes) else RunOutcome.done
            archive.finish_run(run, house.now(), ended)
        except ArchiveError as error:
            raise CutShort(run, done, at_work, error) from error
    yield from outcomes


def _sync_or_fail(
    house: House,
    archive: Archive,
    as_of: date,
    run: str,
    approved: Plan | None,
    changes: Changes,
    own: WorkbookSettings,
    *,
    keep_rows: bool,
) -> Outcome:
    try:
        outcome = changes.unchanged(own, run, as_of) or _sync_one(
            house, archive, own, as_of, run, approved, changes, keep_rows=keep_rows
        )
        archive.record_outcome(run, own.name, outcome.came_to, place_of(own.source))
    except WorkbookError as error:
        outcome = _failed(own, error, as_of)
        archive.record_outcome(run, own.name, outcome.came_to, place_of(own.source), str(error))
    return outcome


def _sync_one(
    house: House,
    archive: Archive,
    own: WorkbookSettings,
    as_of: date,
    run: str,
    approved: Plan | None,
    changes: Changes,
    *,
    keep_rows: bool,
) -> Outcome:
    began = house.now()
    workbook = house.open_workbook(own)
    outcome = sync_workbook(
        workbook, archive, house.settings, as_of, run, approved, keep_rows=keep_rows, last_time=house.last_time
    )
    changes.record(own, run, outcome, began)
    return outcome


class CycleNotOver(Exception):
    """A cycle that has not ended yet: what it came to is not known."""

    hint = (
        "it can be closed from the day after its last day; with --dry-run, --as-of DATE shows what would be sealed on "
        "a day"
    )

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(
            f"{cycle.id} ends on {cycle.last_day.isoformat()}: it cannot be closed before that day is over"
        )


class CycleClosed(Exception):
    """A cycle that was closed before: it is sealed, and closed once."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(f"{cycle.id} is closed already: what was sealed is never changed")
        self.hint = f"'okr-sync archive show --cycle {cycle.id}' shows it"


class OnlyKpis(Exception):
    """A cycle of which only KPIs were found, although the workbooks hold OKRs: of other cycles."""

    def __init__(self, close: Close) -> None:
        cycle, kpis = close.cycle.id, len(close.closings)
        said = "1 KPI" if kpis == 1 else f"{kpis} KPIs"
        super().__init__(f"{cycle} has {said} and no objective or key result in these workbooks: not sealed")
        self.hint = (
            "'okr-sync check' shows which cycle each table was read for; "
            f"'okr-sync quarter close {cycle} --yes' seals the KPIs alone, for good"
        )


class NothingToClose(Exception):
    """No workbook has anything in the cycle."""

    hint = "'okr-sync check' shows which cycle each table was read for"

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(f"no objective, key result or KPI of {cycle.id} in these workbooks: nothing was closed")


class Close(NamedTuple):
    """The close of a cycle: its final rows, and the last sync's outcomes. Not ``sealed`` in a dry run, or where a
    workbook could not be read: a cycle is sealed whole. ``still_open`` are the errors and warnings about its rows that
    nobody mended before."""

    cycle: Cycle
    closings: tuple[Closing, ...]
    outcomes: tuple[Outcome, ...]
    sealed: bool
    still_open: tuple[tuple[Outcome, Finding], ...] = ()

    @property
    def has_kpis_alone(self) -> bool:
        """Whether the cycle has no OKRs, and the workbooks have some of other cycles."""
        is_kpi = all(row.kind is ClosingKind.kpi for row in self.closings)
        return is_kpi and any(outcome.scored.objectives for outcome in self.outcomes)


def close_cycle(
    house: House,
    wanted: Sequence[WorkbookSettings],
    cycle: Cycle,
    as_of: date,
    *,
    dry_run: bool = False,
    kpis_alone: bool = True,
) -> Close:
    """Given a cycle that is over, write its final scores into its tabs once more, and seal what it came to.

    Raise CycleNotOver, CycleClosed, NothingToClose, and OnlyKpis where ``kpis_alone`` are not to be sealed. With
    ``dry_run`` nothing is written or sealed.
    """
    if as_of <= cycle.last_day or (not dry_run and house.today() <= cycle.last_day):
        raise CycleNotOver(cycle)
    do = check_workbooks if dry_run else partial(sync_workbooks, keep_rows=True)
    if cycle.id in house.closed_cycles():
        raise CycleClosed(cycle)

    outcomes = tuple(do(house, wanted, as_of))
    now = _come_to(house, outcomes, cycle, as_of)
    then, outcomes_then = _of_columns_past(house, wanted, outcomes, cycle)
    outcomes += tuple(outcome for outcome in outcomes_then if outcome.error)
    known = {(row.workbook, row.kind, row.id) for row in now.closings}
    rows = (*now.closings, *(row for row in then.closings if (row.workbook, row.kind, row.id) not in known))
    heard = {(one.workbook, finding.code, finding.cell) for one, finding in now.still_open}
    told = (
        *now.still_open,
        *((one, each) for one, each in then.still_open if (one.workbook, each.code, each.cell) not in heard),
    )
    whole = not any(outcome.error for outcome in outcomes)
    if whole and not rows:
        raise NothingToClose(cycle)
    found = Close(cycle, rows, outcomes, whole and not dry_run, told)
    if whole and not kpis_alone and found.has_kpis_alone:
        raise OnlyKpis(found)
    if found.sealed:
        with house.open_archive() as archive:
            run = archive.begin_run(house.run_info(as_of))
            archive.close_cycle(cycle.id, run, house.now(), rows)
            archive.finish_run(run, house.now(), RunOutcome.done)
    return found


class _ComeTo(NamedTuple):
    """What a cycle came to, and what is still to be mended in it."""

    closings: tuple[Closing, ...]
    still_open: tuple[tuple[Outcome, Finding], ...]


def _come_to(house: House, outcomes: Sequence[Outcome], cycle: Cycle, as_of: date) -> _ComeTo:
    from sync.quarters import still_open

    return _ComeTo(
        tuple(row for outcome in outcomes for row in _final_rows(house, outcome, cycle, as_of)),
        tuple((one, finding) for one in outcomes for finding in still_open(one.scored, one.findings, cycle)),
    )


def _of_columns_past(
    house: House, wanted: Sequence[WorkbookSettings], outcomes: Sequence[Outcome], cycle: Cycle
) -> tuple[_ComeTo, tuple[Outcome, ...]]:
    """Given what workbooks come to today, return what the cycle came to in tables that show one quarter after the other
    and are of another one by now, as of the cycle's last day, and these workbooks' outcomes as of then."""
    from sync.quarters import of_quarters_in_turn

    names = {outcome.workbook for outcome in outcomes if of_quarters_in_turn(outcome.scored).objectives}
    then = tuple(check_workbooks(house, [own for own in wanted if own.name in names], cycle.last_day))
    in_turn = [outcome._replace(scored=of_quarters_in_turn(outcome.scored)) for outcome in then]
    return _come_to(house, in_turn, cycle, cycle.last_day), then


def _final_rows(house: House, outcome: Outcome, cycle: Cycle, as_of: date) -> Iterator[Closing]:
    from sync.quarters import closings

    own = house.settings.workbook(outcome.workbook)
    with house.looking_back() as past:
        history, others = past.history(own, as_of), past.others(own, as_of)
        if others is not None:
            history = with_other_workbooks(own.name, outcome.scored, history, own.rules, others)
    return closings(own.name, outcome.scored, cycle, history, house.settings.scoring, own.rules.patience)


def run_job(house: House, job: JobSettings, is_to_stop: Callable[[], bool] = lambda: False) -> None:
    """Given a job of the schedule, do its task once, and log what came of it; between two workbooks ``is_to_stop`` is
    asked. Raise JobFailed when a workbook could not be done; the others were, or were put off because people are
    working on them."""
    log = _log_of_jobs()
    wanted, as_of = house.wanted(job.workbooks), house.today()
    if job.task == "close-quarter":
        cycle = previous_cycle(cycle_of(as_of, house.settings.calendar), house.settings.calendar)
        if cycle.id in house.closed_cycles():
            log.info("%s is closed already", cycle.id)
            return
        _log_close(log, close_cycle(house, wanted, cycle, as_of, kpis_alone=False))
        return
    if job.task == "check":
        outcomes: Sequence[Outcome] = tuple(check_workbooks(house, wanted, as_of))
        _log_findings(log, outcomes)
    else:
        outcomes = _sync_and_log(house, wanted, is_to_stop)
    _raise_where_failed(outcomes)


def sync_put_off(house: House, is_to_stop: Callable[[], bool] = lambda: False) -> None:
    """Sync the workbooks that were put off and whose wait is over, and log what came of it. Raise JobFailed as
    ``run_job`` does."""
    from jobs.put_off import put_off_workbooks

    due = [each.own for each in put_off_workbooks(house) if each.next_try <= house.now()]
    if due:
        _raise_where_failed(_sync_and_log(house, due, is_to_stop))


def _sync_and_log(
    house: House, wanted: Sequence[WorkbookSettings], is_to_stop: Callable[[], bool]
) -> tuple[Outcome, ...]:
    """Sync workbooks until a stop is asked for, and log what came of each as soon as it is done."""
    log = _log_of_jobs()

    def along(workbooks: Sequence[WorkbookSettings]) -> Iterator[WorkbookSettings]:
        for place, own in enumerate(workbooks):
            if is_to_stop():
                log.warning("a stop is asked for: %d of %d workbooks are left", len(workbooks) - place, len(workbooks))
                return
            yield own

    return tuple(sync_workbooks(house, wanted, house.today(), along=along, heard=partial(_log_outcome, log)))


class JobFailed(Exception):
    """A job in which some workbooks could not be done."""

    hint = "'okr-sync doctor' says how to fix each"

    def __init__(self, workbooks: Sequence[str]) -> None:
        super().__init__(f"{', '.join(workbooks)} could not be done")


def written_cell(house: House, own: WorkbookSettings, cell: str) -> WrittenCell | None:
    """Given a workbook and a cell as typed ("'Q4 2026'!H7", or 'H7' where one tab was written), return how what the
    service wrote there came about; None where it never wrote there. Raise ArchiveError, ValueError (no such cell)."""
    with house.read_archive() as archive:
        name = archive.name_of(own.name, place_of(own.source))
        snapshots = archive.snapshots(name, limit=1)
        rows = archive.snapshot(snapshots[0].id).scored.rows if snapshots else Rows()
        titles = tabs_with_rows(rows)
        ref = parsed_cell(cell, titles)
        found = archive.last_write(name, ref)
        if found is None and titles and ref.sheet not in titles:
            raise ValueError(f"there is no tab '{ref.sheet}' with OKRs or KPIs: {_near(ref.sheet, titles)}")
        tables = (one for one in rows.tables if one.sheet == ref.sheet and ref.row <= one.last_row)
        table = next(tables, None)
        return found if found is None or table is None else found._replace(language=table.language)


def tabs_with_rows(rows: Rows) -> tuple[str, ...]:
    """Given what was read from a workbook, return the tabs in which a cell may be asked for."""
    titles = [objective.sheet for objective in rows.objectives]
    titles += [key_result.sheet for _, key_result in rows.key_results()]
    titles += [kpi.sheet for kpi in rows.kpis]
    return tuple(dict.fromkeys(titles))


def _near(title: str, titles: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(title, titles, 1)
    return f"did you mean '{near[0]}'?" if near else f"there are {', '.join(titles)}"


def parsed_cell(text: str, titles: Sequence[str]) -> CellRef:
    """Given a cell as typed and the tabs that it can be on, return its address. Raise ValueError with what to type."""
    tab, _, address = text.rpartition("!")
    tab = tab.strip()
    if tab.startswith("'") and tab.endswith("'") and len(tab) > 1:
        tab = tab[1:-1].replace("''", "'")
    found = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?([1-9]\d*)", address.strip())
    if found is None:
        raise ValueError(f"'{text}' is no cell: write it like H7 or \"'Q4 2026'!H7\"")
    if not tab:
        if len(titles) != 1:
            if not titles:
                raise ValueError(f"which tab's {address}? Nothing was found in this workbook when it was last synced")
            quoted, tabs = titles[0].replace("'", "''"), ", ".join(titles)
            raise ValueError(f"which tab's {address}? Write it like \"'{quoted}'!{address}\" (tabs: {tabs})")
        tab = titles[0]
    return CellRef(tab, int(found[2]), column_number(found[1]))


def _log_of_jobs() -> logging.Logger:
    # Who starts a sync at the keyboard sees what came of it, and does not wait for what a service logs with.
    import logging

    return logging.getLogger("okr_sync.jobs")


def _log_close(log: logging.Logger, close: Close) -> None:
    """Log what came of a close. Raise JobFailed where it was not sealed: nothing comes back to that but the job."""
    for outcome in close.outcomes:
        _log_outcome(log, outcome)
    if close.sealed and close.still_open:
        cells = ", ".join(f"{outcome.workbook} {one.cell} {one.code}" for outcome, one in close.still_open)
        log.warning("%s was sealed with %d findings open: %s", close.cycle.id, len(close.still_open), cells)
    if close.sealed:
        kinds = Counter(row.kind for row in close.closings)
        sealed = ", ".join(
            f"{count} {kind.value.replace('_', ' ')}{'' if count == 1 else 's'}" for kind, count in kinds.items()
        )
        log.info("%s is sealed: %s", close.cycle.id, sealed)
    else:
        log.error("%s was not closed: 'okr-sync quarter close %s' does it by hand", close.cycle.id, close.cycle.id)
        raise JobFailed([outcome.workbook for outcome in close.outcomes if outcome.error is not None])


def _raise_where_failed(outcomes: Sequence[Outcome]) -> None:
    """Raise JobFailed where somebody has to mend a workbook: what was put off comes back."""
    failed = [outcome.workbook for outcome in outcomes if outcome.came_to is WorkbookOutcome.failed]
    if failed:
        raise JobFailed(failed)


def _log_findings(log: logging.Logger, outcomes: Sequence[Outcome]) -> None:
    """Log each finding of workbooks that are only checked: nothing else tells of them."""
    from sync.messages import render

    says = {Severity.error: log.error, Severity.warning: log.warning, Severity.info: log.info}
    for outcome in outcomes:
        _log_outcome(log, outcome)
        for one in outcome.findings:
            says[one.severity]("%s: %s %s: %s", outcome.workbook, one.cell, one.code, render(one.message, one.language))


def _log_outcome(log: logging.Logger, outcome: Outcome) -> None:
    if outcome.came_to is WorkbookOutcome.put_off:
        log.warning("%s: put off, and tried again later: %s", outcome.workbook, outcome.error)
        return
    if outcome.error is not None:
        log.error("%s: %s", outcome.workbook, outcome.error)
        return
    if outcome.held is not None:
        log.info("%s: held since %s: nothing written", outcome.workbook, outcome.held.since.isoformat())
        return
    errors = sum(1 for finding in outcome.findings if finding.severity is Severity.error)
    written = len(outcome.receipt.written) if outcome.receipt is not None else 0
    log.info("%s: %d cells written, %d errors, %d findings", outcome.workbook, written, errors, len(outcome.findings))


def _failed(own: WorkbookSettings, error: WorkbookError, as_of: date) -> Outcome:
    rows = Rows()
    return Outcome(
        own.name, shown_source(own.source), rows, Scored(rows, as_of), (), Plan(own.name, "", as_of), error=error
    )
