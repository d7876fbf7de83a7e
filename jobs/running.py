"""What a job of the schedule does, and what its log says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from jobs.closing import Close, close_cycle
from jobs.run_order import Along
from jobs.tasks import check_workbooks, sync_workbooks
from jobs.wiring import House
from sync.archive import WorkbookOutcome
from sync.cycles import cycle_of, previous_cycle
from sync.engine import Outcome
from sync.model.findings import Severity
from sync.options import JobSettings, WorkbookSettings

if TYPE_CHECKING:
    import logging


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
        _log_close(log, close_cycle(house, wanted, cycle, as_of, kpis_alone=False, along=_until(is_to_stop)))
        return
    if job.task == "check":
        outcomes: Sequence[Outcome] = tuple(check_workbooks(house, wanted, as_of, _until(is_to_stop)))
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
    """Sync workbooks until a stop is asked for, and log what came of each as soon as it is done. Of one that is synced
    once more, in the same run, what both came to is logged then."""
    log = _log_of_jobs()
    logged: dict[str, Outcome] = {}

    def heard(outcome: Outcome) -> None:
        before = logged.get(outcome.workbook)
        if before is None:
            _log_outcome(log, outcome)
        elif outcome is not before:
            _log_outcome(log, outcome, in_all=" in all, synced once more after one that it goes by")
        logged[outcome.workbook] = outcome

    return tuple(sync_workbooks(house, wanted, house.today(), along=_until(is_to_stop), heard=heard))


def _until(is_to_stop: Callable[[], bool]) -> Along:
    """What hands workbooks on until a stop is asked for, and logs that."""

    def along(workbooks: Sequence[WorkbookSettings]) -> Iterator[WorkbookSettings]:
        for place, own in enumerate(workbooks):
            if is_to_stop():
                left = len(workbooks) - place
                _log_of_jobs().warning("a stop is asked for: %d of %d workbooks are left", left, len(workbooks))
                return
            yield own

    return along


class JobFailed(Exception):
    """A job in which some workbooks could not be done."""

    hint = "'okr-sync doctor' says how to fix each"

    def __init__(self, workbooks: Sequence[str]) -> None:
        super().__init__(f"{', '.join(workbooks)} could not be done")


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


def _log_outcome(log: logging.Logger, outcome: Outcome, in_all: str = "") -> None:
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
    found = written, in_all, errors, len(outcome.findings)
    log.info("%s: %d cells written%s, %d errors, %d findings", outcome.workbook, *found)
