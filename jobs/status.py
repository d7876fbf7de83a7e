"""How each workbook stands: its last run, its next one, its score, and how old what is known of it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jobs.put_off import next_try, times_put_off
from jobs.schedule import next_run
from jobs.undoing import LEFT
from jobs.wiring import House
from sync.archive import Hold, LastRun, Snapshot, SnapshotInfo, WorkbookOutcome
from sync.model.findings import Finding
from sync.rules import OLD_VALUES
from sync.workbooks.sources import place_of, shown_source

if TYPE_CHECKING:
    from sync.archive import Archive


@dataclass(frozen=True)
class WorkbookStatus:
    """One workbook. ``last`` is None where it never ran, ``next`` where no job will run it; ``score`` is the mean of
    its objectives' scores (0–1), ``lag`` the time since its last run began, ``hold`` the one under which it stands,
    ``times_put_off`` how many of its newest syncs were put off in a row, ``old_values`` what its last run found about
    formulas that may show old values, ``seen`` the newest snapshot: an earlier run's, where the last one has none."""

    name: str
    source: str
    last: LastRun | None = None
    next: datetime | None = None
    score: Decimal | None = None
    lag: timedelta | None = None
    hold: Hold | None = None
    times_put_off: int = 0
    old_values: tuple[Finding, ...] = ()
    seen: SnapshotInfo | None = None

    @property
    def state(self) -> str:
        if self.hold is not None:
            return "held"
        if self.last is None:
            return "new"
        if self.last.workbook.outcome is WorkbookOutcome.held:
            return "resumed"
        return str(self.last.workbook.outcome or "did not finish")


def workbook_statuses(house: House) -> tuple[WorkbookStatus, ...]:
    """Given the service, return how each workbook stands: the configured ones, and those that ran by their path; of
    these none of which nothing was ever read (a path was mistyped), or that was left."""
    if not house.has_archive():
        return tuple(_statuses(house, {}, None))
    with house.read_archive() as archive:
        last = {each.workbook.workbook: each for each in archive.last_runs()}
        for own in house.settings.workbooks:
            # Known by another name until it is synced by its new one.
            known_as = archive.name_of(own.name, place_of(own.source))
            if known_as in last:
                last[own.name] = last.pop(known_as)
        return tuple(_statuses(house, last, archive))


def _statuses(house: House, last: Mapping[str, LastRun], archive: Archive | None) -> Iterator[WorkbookStatus]:
    sources = {name: each.workbook.source for name, each in last.items()}
    if archive is not None:
        sources |= {hold.workbook: hold.workbook for hold in archive.holds() if hold.workbook not in sources}
    sources |= {own.name: shown_source(own.source) for own in house.settings.workbooks}
    for name, source in sorted(sources.items()):
        run = last.get(name)
        snapshot = None if run is None or archive is None else _snapshot(archive, run)
        hold = None if archive is None else archive.held(name, place_of(source))
        if house.settings.workbook(name).source == "" and _is_over(run, snapshot, hold):
            continue
        times = times_put_off(archive, run.workbook.workbook) if run and archive is not None and _is_put_off(run) else 0
        yield WorkbookStatus(
            name,
            source,
            run,
            _next_run(house, name, run, times),
            None if snapshot is None else _score(snapshot),
            None if run is None else house.now() - run.run.info.started,
            hold,
            times,
            tuple(each for each in (snapshot.findings if snapshot else ()) if each.code in OLD_VALUES),
            None if snapshot is None else snapshot.info,
        )


def _is_over(last: LastRun | None, seen: Snapshot | None, hold: Hold | None) -> bool:
    """Whether nothing is to be told any more of a workbook that the settings do not name: it could never be read, or we
    left it."""
    came_to = None if last is None else last.workbook.outcome
    if came_to is WorkbookOutcome.failed:
        return seen is None and (hold is None or hold.reason == LEFT)
    return came_to is WorkbookOutcome.left and hold is not None and hold.reason == LEFT


def _is_put_off(last: LastRun | None) -> bool:
    return last is not None and last.workbook.outcome is WorkbookOutcome.put_off


def _next_run(house: House, name: str, last: LastRun | None, times_put_off: int) -> datetime | None:
    if all(own.name != name for own in house.settings.workbooks):
        return None  # jobs run configured workbooks alone
    zone = ZoneInfo(house.settings.timezone)
    mine = [job for job in house.settings.jobs if any(fnmatchcase(name, pattern) for pattern in job.workbooks)]
    runs = [next_run(job, zone, house.now()) for job in mine]
    if last is not None and times_put_off and any(job.task == "sync" for job in mine):
        # Where its time has passed, no service is running that would come back to it.
        runs += [moment for moment in [next_try(last, times_put_off)] if moment > house.now()]
    return min(runs).astimezone(zone) if runs else None


def _snapshot(archive: Archive, last: LastRun) -> Snapshot | None:
    number = last.workbook.snapshot
    if number is None:
        # A run that was refused, or could not read it, says nothing of how the workbook stands.
        number = next((each.id for each in archive.snapshots(last.workbook.workbook, limit=1)), None)
    return None if number is None else archive.snapshot(number)


def _score(snapshot: Snapshot) -> Decimal | None:
    scores = [each.score for each in snapshot.scored.objectives if each.score is not None]
    if not scores:
        return None
    return (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.01"), ROUND_HALF_UP)
