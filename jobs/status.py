"""How each workbook stands: its last run, its next one, its score, and how old what is known of it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jobs.schedule import next_run
from jobs.wiring import House
from sync.archive import Hold, LastRun

if TYPE_CHECKING:
    from sync.archive import Archive


@dataclass(frozen=True)
class WorkbookStatus:
    """One workbook. ``last`` is None where it never ran, ``next`` where no job will run it; ``score`` is the mean of
    its objectives' scores (0–1), ``lag`` the time since its last run began, ``hold`` the one under which it stands."""

    name: str
    source: str
    last: LastRun | None = None
    next: datetime | None = None
    score: Decimal | None = None
    lag: timedelta | None = None
    hold: Hold | None = None

    @property
    def state(self) -> str:
        if self.hold is not None:
            return "held"
        if self.last is None:
            return "new"
        return str(self.last.workbook.outcome or "did not finish")


def workbook_statuses(house: House) -> tuple[WorkbookStatus, ...]:
    """Given the service, return how each workbook stands: the configured ones, and those that ran by their path."""
    if not house.has_archive():
        return tuple(_statuses(house, {}, None))
    with house.open_archive() as archive:
        return tuple(_statuses(house, {each.workbook.workbook: each for each in archive.last_runs()}, archive))


def _statuses(house: House, last: Mapping[str, LastRun], archive: Archive | None) -> Iterator[WorkbookStatus]:
    sources = {name: each.workbook.source for name, each in last.items()}
    holds = {} if archive is None else {hold.workbook: hold for hold in archive.holds()}
    sources |= {name: name for name in holds if name not in sources}
    sources |= {own.name: own.source for own in house.settings.workbooks}
    for name, source in sorted(sources.items()):
        run = last.get(name)
        yield WorkbookStatus(
            name,
            source,
            run,
            _next_run(house, name),
            None if run is None or archive is None else _score(archive, run),
            None if run is None else house.now() - run.run.info.started,
            holds.get(name),
        )


def _next_run(house: House, name: str) -> datetime | None:
    if all(own.name != name for own in house.settings.workbooks):
        return None  # jobs run configured workbooks alone
    zone = ZoneInfo(house.settings.timezone)
    mine = (job for job in house.settings.jobs if any(fnmatchcase(name, pattern) for pattern in job.workbooks))
    return min((next_run(job, zone, house.now()).astimezone(zone) for job in mine), default=None)


def _score(archive: Archive, last: LastRun) -> Decimal | None:
    if last.workbook.snapshot is None:
        return None
    scores = [
        each.score for each in archive.snapshot(last.workbook.snapshot).scored.objectives if each.score is not None
    ]
    if not scores:
        return None
    return (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.01"), ROUND_HALF_UP)
