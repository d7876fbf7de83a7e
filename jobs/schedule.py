"""Jobs by the clock on one machine: one after the other, each in its own time, until SIGTERM or Ctrl-C.

The `schedule` package keeps the jobs and runs those that are due. It asks the clock by itself, and knows time zones
only with another library, so its ``Job`` is given both here: when a job runs next is ``next_run``, a pure function.
Slots stand on the clock ('1 hour' is every full hour, '2 days' every other midnight), whenever the service was started.
A slot that was missed, because another job was running or the machine asleep, is made up for once, not in a burst.
"""

from __future__ import annotations

import logging
import select
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

import schedule

from sync.options import JobSettings

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 86_400
LONGEST_WAIT = 30.0
"""Seconds after which the clock is looked at again, because somebody may have set it."""

CLOCK_SET_BACK = timedelta(seconds=5)
"""By less than that clocks are put right all the time, and no slot is far away by it."""

PAUSE = timedelta(minutes=1)
"""After a comeback that changed nothing of what is due."""

_MONDAY = date(1970, 1, 5)

log = logging.getLogger("okr_sync.schedule")


@dataclass(frozen=True)
class ScheduledJob:
    """A job of the settings, and what it does."""

    settings: JobSettings
    run: Callable[[], None]


@dataclass(frozen=True)
class Comeback:
    """What comes back to work that jobs had to put off: ``due`` says when (None: nothing was), ``run`` does what is
    due."""

    due: Callable[[], datetime | None]
    run: Callable[[], None]


NOTHING_PUT_OFF = Comeback(lambda: None, lambda: None)


def serve_jobs(
    jobs: Sequence[ScheduledJob],
    timezone: str,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    comeback: Comeback = NOTHING_PUT_OFF,
    stop: Stop | None = None,
) -> int:
    """Given jobs and the service's time zone, run each when it is due until SIGTERM or SIGINT, and return the exit
    status 0. A job that is running is finished first; one that raises is logged, and stops no other. What a job put off
    is come back to between its own slots. Where the clock is set back, all are scheduled anew. ``stop`` tells jobs
    that a stop is wanted: one that can, ends early."""
    zone, scheduler = ZoneInfo(timezone), schedule.Scheduler()
    with stop or Stop() as stop:
        clocked = [_ClockedJob(job.settings, zone, now, scheduler) for job in jobs]
        for job, scheduled in zip(jobs, clocked, strict=True):
            scheduled.do(_run_guarded, job)
            log.info("job '%s' runs next at %s", job.settings.name, scheduled.next_run.astimezone(zone).isoformat())
        again = _ComebackJob(comeback, now, scheduler)
        again.do(_run_guarded, ScheduledJob(JobSettings("put off", "sync"), comeback.run))
        latest = now()
        while not stop.wanted:
            if _run_due(scheduler, stop):
                again.look()
            stop.wait(_seconds_to_wait(scheduler, now()))
            present = now()
            if present < latest - CLOCK_SET_BACK:
                log.warning("the clock was set back by %s: all jobs are scheduled anew", latest - present)
                for scheduled in clocked:
                    scheduled.schedule_anew()
                again.schedule_anew()
            latest = present
    log.info("stopped by %s", stop.by)
    return 0


def next_runs(jobs: Sequence[JobSettings], timezone: str, after: datetime, count: int) -> list[tuple[datetime, str]]:
    """Given jobs, the service's time zone and a moment, return the next ``count`` runs after it: when, in that zone,
    and of which job."""
    zone = ZoneInfo(timezone)
    runs: list[tuple[datetime, str]] = []
    for job in jobs:
        moment = after
        for _ in range(count):
            moment = next_run(job, zone, moment)
            runs.append((moment, job.name))
    return [(moment.astimezone(zone), name) for moment, name in sorted(runs)[:count]]


def next_run(job: JobSettings, zone: ZoneInfo, after: datetime) -> datetime:
    """Given a job, the service's time zone and an aware moment, return the first slot after it, in UTC.

    A time of day that the clocks skip in spring comes an hour later; one that they repeat in autumn comes once.
    """
    after = after.astimezone(UTC)
    if job.at is not None:
        slots = _slots_at(job.at, job.on, zone, after)
    elif job.every_seconds is not None and job.every_seconds % DAY == 0:
        slots = _midnights(job.every_seconds // DAY, zone, after)
    elif job.every_seconds is not None:
        slots = _slots_every(job.every_seconds, zone, after)
    else:
        raise ValueError(f"job '{job.name}' has neither an interval nor a time of day")
    return next(slot for slot in slots if slot > after)


def _slots_at(at: time, on: tuple[str, ...], zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    today = after.astimezone(zone).date()
    for days in range(9):
        day = today + timedelta(days)
        if not on or WEEKDAYS[day.weekday()] in on:
            yield _moment(day, at, zone)


def _midnights(every_days: int, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Midnights counted from a Monday, so that '1 week' is every Monday."""
    today = after.astimezone(zone).date()
    day = today - timedelta((today - _MONDAY).days % every_days)
    while True:
        yield _moment(day, time(), zone)
        day += timedelta(every_days)


def _slots_every(seconds: int, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Slots counted from local midnight as the zone's clocks stand now: real time passes between them, whatever the
    clocks do meanwhile."""
    offset = after.astimezone(zone).utcoffset() or timedelta()
    midnight = datetime.combine(_MONDAY, time(), UTC) - offset
    slot = midnight + (after - midnight) // timedelta(seconds=seconds) * timedelta(seconds=seconds)
    while True:
        yield slot
        slot += timedelta(seconds=seconds)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


# ── Running ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class _ClockedJob(schedule.Job):
    """A job of the `schedule` package that is given its clock and its slots. ``next_run`` is aware."""

    next_run: datetime

    def __init__(
        self, settings: JobSettings, zone: ZoneInfo, now: Callable[[], datetime], scheduler: schedule.Scheduler
    ) -> None:
        super().__init__(1, scheduler)
        self._settings, self._zone, self._now = settings, zone, now

    @property
    def should_run(self) -> bool:
        return self._now() >= self.next_run

    def _schedule_next_run(self) -> None:
        self.next_run = next_run(self._settings, self._zone, self._now())

    schedule_anew = _schedule_next_run


class _ComebackJob(schedule.Job):
    """A job that is due when something that was put off is. ``next_run`` is aware, or None."""

    def __init__(self, comeback: Comeback, now: Callable[[], datetime], scheduler: schedule.Scheduler) -> None:
        super().__init__(1, scheduler)
        self._comeback, self._now = comeback, now
        self._not_before = datetime.min.replace(tzinfo=UTC)

    @property
    def should_run(self) -> bool:
        return self.next_run is not None and self._now() >= self.next_run

    def schedule_anew(self) -> None:
        """Forget the pause, which is of a clock that was set back."""
        self._not_before = datetime.min.replace(tzinfo=UTC)
        self.look()

    def look(self) -> None:
        """Ask when something is due, now that jobs may have put something off, or done it."""
        try:
            due = self._comeback.due()
            self.next_run = None if due is None else max(due, self._not_before)
        except Exception as error:
            self.next_run = None
            log.error("what was put off cannot be told: %s", error)

    def _schedule_next_run(self) -> None:
        self.look()
        # What is due still could not even be tried: the archive is locked, or its disk full.
        if self.last_run is not None and self.should_run:
            self.next_run = self._not_before = self._now() + PAUSE


def _run_due(scheduler: schedule.Scheduler, stop: Stop) -> bool:
    """Run what is due, the longest due first; nothing more once a stop is wanted. Return whether anything was."""
    due = sorted(job for job in scheduler.jobs if job.should_run)
    for job in due:
        if not stop.wanted:
            job.run()  # type: ignore[no-untyped-call]
    return bool(due)


def _run_guarded(job: ScheduledJob) -> None:
    name = job.settings.name
    started = datetime.now(UTC)
    log.info("job '%s' begins", name)
    try:
        job.run()
    except Exception as error:
        # Errors that are somebody's to mend carry a hint; of any other the traceback is wanted.
        hint = getattr(error, "hint", None)
        if hint is None:
            log.exception("job '%s' failed; the others go on", name)
        else:
            log.error("job '%s' failed; the others go on: %s%s", name, error, f" ({hint})" if hint else "")
    else:
        log.info("job '%s' done in %.1f s", name, (datetime.now(UTC) - started).total_seconds())


def _seconds_to_wait(scheduler: schedule.Scheduler, now: datetime) -> float:
    waits = [(job.next_run - now).total_seconds() for job in scheduler.jobs if job.next_run]
    return max(0.0, min([*waits, LONGEST_WAIT]))


class Stop:
    """While it lasts, SIGTERM, SIGINT and SIGHUP (a terminal that was closed) are noted and end nothing; a second one
    ends the process at once."""

    def __init__(self) -> None:
        self.wanted = False
        self.by = ""
        self._before: dict[int, Any] = {}
        # A signal's handler may do next to nothing safely: it writes a byte that ``wait`` is waiting for.
        self._heard, self._bell = socket.socketpair()

    def __enter__(self) -> Stop:
        numbers = [signal.SIGTERM, signal.SIGINT]
        # Who starts it with nohup wants it to outlive the terminal.
        if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            numbers.append(signal.SIGHUP)
        for number in numbers:
            self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._heard.close()
        self._bell.close()

    def wait(self, seconds: float) -> None:
        """Wait so long, or until a signal comes."""
        if not self.wanted:
            select.select([self._heard], [], [], seconds)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.wanted = True
        self.by = signal.Signals(number).name
        signal.signal(number, self._before[number])
        self._bell.send(b"!")
