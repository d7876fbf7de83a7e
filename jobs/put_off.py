"""Workbooks that people were working on when a sync came: it comes back by itself, after a wait that grows.

What was put off, and how often in a row, stands in the archive: a service that is started anew goes on where the last
one was, and ``status`` tells what the service will do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from jobs.wiring import House
from sync.archive import WorkbookOutcome

if TYPE_CHECKING:
    from sync.archive import Archive, LastRun
    from sync.options import WorkbookSettings

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=30)
_MOST_TIMES = 20


@dataclass(frozen=True)
class PutOff:
    """A workbook whose last ``times`` syncs were all put off, and when the service tries again."""

    own: WorkbookSettings
    times: int
    next_try: datetime


def wait_after(times: int) -> timedelta:
    """Given how often in a row a sync was put off, return how long to wait: a minute, then twice as long each time, up
    to half an hour."""
    return min(FIRST_WAIT * (1 << min(times - 1, _MOST_TIMES)), LONGEST_WAIT)


def put_off_workbooks(house: House) -> tuple[PutOff, ...]:
    """The workbooks that the service syncs by a job, and whose last sync was put off. Raise ArchiveError."""
    if not house.has_archive():
        return ()
    with house.read_archive() as archive:
        return tuple(_put_off(house, archive))


def _put_off(house: House, archive: Archive) -> Iterator[PutOff]:
    configured = {own.name: own for own in house.settings.workbooks}
    patterns = [pattern for job in house.settings.jobs if job.task == "sync" for pattern in job.workbooks]
    for last in archive.last_runs():
        own = configured.get(last.workbook.workbook)
        if last.workbook.outcome is not WorkbookOutcome.put_off or own is None:
            continue
        if any(fnmatchcase(own.name, pattern) for pattern in patterns):
            times = times_put_off(archive, own.name)
            yield PutOff(own, times, next_try(last, times))


def next_try(last: LastRun, times: int) -> datetime:
    """Given a workbook's last run, and how often in a row its syncs were put off, return when the next one is due."""
    return (last.run.finished or last.run.info.started) + wait_after(times)


def times_put_off(archive: Archive, workbook: str) -> int:
    """How often in a row the newest syncs of a workbook were put off."""
    times = 0
    for run in archive.runs(_MOST_TIMES, workbook):
        outcomes = [each.outcome for each in run.workbooks if each.workbook == workbook]
        if outcomes != [WorkbookOutcome.put_off]:
            break
        times += 1
    return times
