"""What can be done with workbooks: check, plan, sync. Commands and schedules call the same functions.

One workbook that fails does not stop the others: its Outcome says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from jobs.caught_up import together
from jobs.changes import Changes
from jobs.memory import give_back_what_is_large
from jobs.run_order import Along, known_by_name, named_by_others, names_of, ordered
from jobs.sight import Ahead, look_again, look_at, misses_rows, not_done, settled
from jobs.wiring import House, LookingBack
from sync.archive import ArchiveError, RunOutcome, WrittenCell
from sync.engine import Outcome, StalePlan, still_valid, sync_workbook
from sync.in_sight import Seen
from sync.model.cells import CellRef, column_number
from sync.model.plans import Plan
from sync.model.rows import Rows
from sync.options import WorkbookSettings
from sync.workbooks import WorkbookError
from sync.workbooks.sources import place_of

if TYPE_CHECKING:
    from sync.archive import Archive


def check_workbooks(
    house: House, wanted: Sequence[WorkbookSettings], as_of: date, along: Along = iter
) -> Iterator[Outcome]:
    """Given workbooks, yield what each comes to and what a sync would write, in sight of what the others say now.
    Nothing is written, not even an archive. ``along`` hands the workbooks on, and may show how far it is."""
    with house.looking_back() as past:
        outcomes = {own.name: look_at(house, past, own, as_of) for own in along(wanted)}
        there = [own for own in wanted if own.name in outcomes]
        read = [own for own in there if outcomes[own.name].error is None]
        looked_at = [Seen(own.name, past.name_of(own), outcomes[own.name].scored) for own in read]
        named = {one.workbook: names_of(one) for one in looked_at}
        is_alone = not (named_by_others(named) or _named_each_other(past, read, as_of))
        if len(there) > 1 and (not is_alone or any(map(misses_rows, outcomes.values()))):
            seen = settled(house, past, ordered(read, named), looked_at)
            outcomes = {own.name: look_again(house, past, own, outcomes[own.name], seen) for own in there}
        yield from outcomes.values()


def _named_each_other(past: LookingBack, read: Sequence[WorkbookSettings], as_of: date) -> bool:
    """Whether rows of workbooks named each other's when they were last read: by now others do not come to the same."""
    if past.archive is None:
        return False
    known = {own.name: known_by_name(past.archive, past.name_of(own), as_of) for own in read}
    return bool(named_by_others({name: one for name, one in known.items() if one is not None}))


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
        written = dict.fromkeys(one.workbook for one in done if one.receipt is not None and one.receipt.written)
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
    run: _Run | None = None
    try:
        with house.open_archive() as archive, archive.running(house.run_info(as_of), house.now) as going:
            for own in wanted:
                # Who has a new name in the settings is called by it in this run, by the rows of others too.
                archive.know(own.name, place_of(own.source))
            # Who approved a plan, or wants all rows, wants them as they stand now.
            changes = Changes(house, archive, () if approved or keep_rows else wanted)
            run = _Run(house, archive, as_of, going.id, approved, changes, keep_rows, along, heard)
            going.outcome = run.sync_all(wanted)
    except ArchiveError as error:
        if run is None:
            raise
        raise CutShort(run.id, list(run.came.values()), run.at_work, error) from error
    yield from (run.came[own.name] for own in wanted if own.name in run.came)


class _Run:
    """A run that is under way: what ``came`` of its workbooks so far, and which one it is ``at_work`` at."""

    def __init__(
        self,
        house: House,
        archive: Archive,
        as_of: date,
        run: str,
        approved: Plan | None,
        changes: Changes,
        keep_rows: bool,
        along: Along,
        heard: Callable[[Outcome], None] | None,
    ) -> None:
        self.id, self.came, self.at_work = run, dict[str, Outcome](), ""
        self._house, self._archive, self._as_of = house, archive, as_of
        self._approved, self._changes, self._keep_rows = approved, changes, keep_rows
        self._along, self._heard = along, heard
        self._ahead = Ahead(house, archive, as_of, run, partial(changes.is_as_archived, as_of=as_of))

    def sync_all(self, wanted: Sequence[WorkbookSettings]) -> RunOutcome:
        """Sync workbooks, those first that others go by; and once more those that came too early. Return how the run
        ends. Raise ArchiveError."""
        in_order = self._ahead.order(wanted)
        if not self._is_through(in_order):
            return RunOutcome.stopped
        if len(wanted) > 1:
            once_more = self._ahead.order_once_more(in_order, self.came)
            if once_more and not self._is_through(once_more):
                return RunOutcome.stopped
        has_failed = any(outcome.error is not None for outcome in self.came.values())
        return RunOutcome.failed if has_failed else RunOutcome.done

    def _is_through(self, workbooks: Sequence[WorkbookSettings]) -> bool:
        """Sync workbooks in this order, and return whether none was left since the run is to end early."""
        synced = 0
        for own in self._along(workbooks):
            self.at_work = own.name
            outcome = self._sync_or_fail(own, self._ahead.of(own))
            before = self.came.get(own.name)
            self.came[own.name] = outcome if before is None else together(before, outcome)
            came = self.came[own.name]
            error = "" if came.error is None else str(came.error)
            self._archive.record_outcome(self.id, own.name, came.came_to, place_of(own.source), error)
            self.at_work = ""
            # Of a second sync that found nothing to do all is told.
            if self._heard is not None and (before is None or outcome.receipt or outcome.error):
                self._heard(came)
            synced += 1
        return synced == len(workbooks)

    def _sync_or_fail(self, own: WorkbookSettings, seen: Sequence[Seen]) -> Outcome:
        """Sync a workbook in sight of what others come to, and return what came of it. Raise ArchiveError."""
        try:
            return self._sync(own, seen)
        except WorkbookError as error:
            return not_done(own, error, self._as_of)

    def _sync(self, own: WorkbookSettings, seen: Sequence[Seen]) -> Outcome:
        unchanged = self._changes.unchanged(own, self.id, self._as_of, seen)
        if unchanged is not None:
            return unchanged
        house, began = self._house, self._house.now()
        workbook = house.open_workbook(own)
        outcome = sync_workbook(
            *(workbook, self._archive, house.settings, self._as_of, self.id, self._approved),
            keep_rows=self._keep_rows,
            last_time=house.last_time,
            seen=seen,
        )
        self._changes.record(own, self.id, outcome, began)
        return outcome


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
