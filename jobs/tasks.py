"""What can be done with workbooks: check, plan, sync, close a quarter. Commands and schedules call the same functions.

One workbook that fails does not stop the others: its Outcome says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from jobs.wiring import House
from sync.engine import Outcome, plan_workbook, sync_workbook
from sync.model import Plan, Rows, Scored
from sync.options import WorkbookSettings
from sync.workbooks import WorkbookError


def check_workbooks(house: House, wanted: Sequence[WorkbookSettings], as_of: date) -> Iterator[Outcome]:
    """Given workbooks, yield what each comes to and what a sync would write. Nothing is written, not even an
    archive."""
    for own in wanted:
        try:
            workbook = house.open_workbook(own)
            yield plan_workbook(workbook, house.read_history(own.name, as_of), house.settings, as_of)
        except WorkbookError as error:
            yield _failed(own, error, as_of)


def sync_workbooks(
    house: House, wanted: Sequence[WorkbookSettings], as_of: date, approved: Plan | None = None
) -> Iterator[Outcome]:
    """Given workbooks, bring each up to date as one run, and yield what came of it. With ``approved`` that plan is
    applied to its workbook, and to no other. Raise ArchiveError before anything is written."""
    with house.open_archive() as archive:
        run = archive.begin_run(house.run_info("sync", as_of))
        worst = "done"
        for own in wanted:
            try:
                workbook = house.open_workbook(own)
                outcome = sync_workbook(workbook, archive, house.settings, as_of, run, approved)
                archive.record_outcome(run, own.name, own.source, _word(outcome, own))
            except WorkbookError as error:
                outcome = _failed(own, error, as_of)
                archive.record_outcome(run, own.name, own.source, "failed", str(error))
                worst = "failed"
            yield outcome
        archive.finish_run(run, house.now(), worst)


def _word(outcome: Outcome, own: WorkbookSettings) -> str:
    if outcome.receipt is not None:
        return "synced"
    return "unchanged" if outcome.plan.writes_nothing else "observed"


def _failed(own: WorkbookSettings, error: WorkbookError, as_of: date) -> Outcome:
    rows = Rows()
    return Outcome(own.name, own.source, rows, Scored(rows, as_of), (), Plan(own.name, "", as_of), error=error)
