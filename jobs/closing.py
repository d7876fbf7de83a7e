"""The close of a cycle: its final scores into its tabs once more, then the seal on what it came to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from jobs.run_order import Along
from jobs.tasks import check_workbooks, sync_workbooks
from jobs.wiring import House
from sync.engine import Outcome
from sync.inheriting import with_other_workbooks
from sync.model.cells import CellRef
from sync.model.findings import Finding
from sync.model.past import Closing, ClosingKind
from sync.model.rows import Cycle
from sync.options import WorkbookSettings


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


class CloseStopped(Exception):
    """A close that was stopped before all workbooks were done: a cycle is sealed whole."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(f"{cycle.id} is not sealed: a stop was asked for before all workbooks were done")
        self.hint = f"'okr-sync quarter close {cycle.id}' closes it, or the job when it runs next"


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


class NotCalculated(Exception):
    """A cycle of which some rows wait for a formula: what would be sealed for good is not what the sheets show."""

    hint = (
        "open these workbooks, so that they are calculated, and save them; in Google Sheets, wait while it says "
        "'Loading…', and allow access where it asks; then close the cycle again"
    )

    def __init__(self, close: Close) -> None:
        rows = [f"{workbook} {cell}" for workbook, cell in close.not_calculated]
        more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
        super().__init__(
            f"{close.cycle.id} is not sealed: a formula has no value yet: {', '.join(rows[:_SHOWN])}{more}"
        )


_SHOWN = 5


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
    not_calculated: tuple[tuple[str, CellRef], ...] = ()
    """The cells, by their workbooks, whose formula has no value yet: until they have one, nothing is sealed."""

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
    along: Along = iter,
) -> Close:
    """Given a cycle that is over, write its final scores into its tabs once more, and seal what it came to.

    Raise CycleNotOver, CycleClosed, NothingToClose, NotCalculated, OnlyKpis where ``kpis_alone`` are not to be sealed,
    and CloseStopped where ``along`` (see ``sync_workbooks``) ends early. With ``dry_run`` nothing is written or sealed,
    and what was not calculated is no error.
    """
    if as_of <= cycle.last_day or (not dry_run and house.today() <= cycle.last_day):
        raise CycleNotOver(cycle)
    do = check_workbooks if dry_run else partial(sync_workbooks, keep_rows=True)
    if cycle.id in house.closed_cycles():
        raise CycleClosed(cycle)

    outcomes = tuple(do(house, wanted, as_of, along=along))
    if len(outcomes) < len(wanted):
        raise CloseStopped(cycle)
    now = _come_to(house, outcomes, cycle, as_of)
    then, outcomes_then = _of_columns_past(house, wanted, outcomes, cycle, along)
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
    waiting = (*now.not_calculated, *then.not_calculated)
    found = Close(cycle, rows, outcomes, whole and not dry_run, told, tuple(dict.fromkeys(waiting)))
    if found.sealed and found.not_calculated:
        raise NotCalculated(found)
    if whole and not kpis_alone and found.has_kpis_alone:
        raise OnlyKpis(found)
    if found.sealed:
        _seal(house, found, as_of)
    return found


def _seal(house: House, close: Close, as_of: date) -> None:
    with house.open_archive() as archive, archive.running(house.run_info(as_of), house.now) as run:
        if archive.is_closed(close.cycle.id):
            # Somebody else closed it while we synced.
            raise CycleClosed(close.cycle)
        archive.close_cycle(close.cycle.id, run.id, house.now(), close.closings)


class _ComeTo(NamedTuple):
    """What a cycle came to, and what is still to be mended in it."""

    closings: tuple[Closing, ...]
    still_open: tuple[tuple[Outcome, Finding], ...]
    not_calculated: tuple[tuple[str, CellRef], ...]


def _come_to(house: House, outcomes: Sequence[Outcome], cycle: Cycle, as_of: date) -> _ComeTo:
    from sync.quarters import measuring_elsewhere, not_calculated, still_open

    measuring: dict[str, set[str]] = defaultdict(set)
    for outcome in outcomes:
        for workbook, kpi in measuring_elsewhere(outcome.scored, cycle):
            measuring[workbook].add(kpi)
    return _ComeTo(
        tuple(row for one in outcomes for row in _final_rows(house, one, cycle, as_of, measuring[one.workbook])),
        tuple(
            (one, finding)
            for one in outcomes
            for finding in still_open(one.scored, one.findings, cycle, house.settings.scoring)
        ),
        tuple(
            (one.workbook, cell)
            for one in outcomes
            for cell in not_calculated(one.scored, cycle, house.settings.scoring)
        ),
    )


def _of_columns_past(
    house: House, wanted: Sequence[WorkbookSettings], outcomes: Sequence[Outcome], cycle: Cycle, along: Along
) -> tuple[_ComeTo, tuple[Outcome, ...]]:
    """Given what workbooks come to today, return what the cycle came to in tables that show one quarter after the other
    and are of another one by now, as of the cycle's last day, and these workbooks' outcomes as of then."""
    from sync.quarters import of_quarters_in_turn

    names = {outcome.workbook for outcome in outcomes if of_quarters_in_turn(outcome.scored).objectives}
    theirs = [own for own in wanted if own.name in names]
    then = tuple(check_workbooks(house, theirs, cycle.last_day, along))
    if len(then) < len(theirs):
        raise CloseStopped(cycle)
    in_turn = [outcome._replace(scored=of_quarters_in_turn(outcome.scored)) for outcome in then]
    return _come_to(house, in_turn, cycle, cycle.last_day), then


def _final_rows(
    house: House, outcome: Outcome, cycle: Cycle, as_of: date, measuring: Collection[str]
) -> Iterator[Closing]:
    from sync.quarters import closings

    own = house.settings.workbook(outcome.workbook)
    with house.looking_back() as past:
        history, others = past.history(own, as_of), past.others(own, as_of)
        if others is not None:
            history = with_other_workbooks(own.name, outcome.scored, history, own.rules, others)
    patience = own.rules.patience
    return closings(own.name, outcome.scored, cycle, history, house.settings.scoring, patience, measuring)
