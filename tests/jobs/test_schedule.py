"""When jobs run, and how the service stops. The service itself runs as a process of its own here."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import textwrap
import time as clock
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.schedule import next_run, next_runs
from sync.options import JobSettings

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")


def every(seconds: int) -> JobSettings:
    return JobSettings("job", "sync", every_seconds=seconds)


def at(hour: int, minute: int = 0, *on: str) -> JobSettings:
    return JobSettings("job", "sync", at=time(hour, minute), on=on)


@pytest.mark.parametrize(
    ("job", "zone", "after", "runs"),
    [
        (every(3600), HANOI, "2026-11-20T08:59:59+07:00", "2026-11-20T09:00:00+07:00"),
        (every(3600), HANOI, "2026-11-20T09:00:00+07:00", "2026-11-20T10:00:00+07:00"),
        (every(1800), HANOI, "2026-11-20T09:10:00+07:00", "2026-11-20T09:30:00+07:00"),
        (every(6 * 3600), HANOI, "2026-11-20T09:10:00+07:00", "2026-11-20T12:00:00+07:00"),
        (every(86_400), HANOI, "2026-11-20T09:10:00+07:00", "2026-11-21T00:00:00+07:00"),
        (every(7 * 86_400), HANOI, "2026-11-20T09:10:00+07:00", "2026-11-23T00:00:00+07:00"),
        (at(18), HANOI, "2026-11-20T09:10:00+07:00", "2026-11-20T18:00:00+07:00"),
        (at(18), HANOI, "2026-11-20T18:00:00+07:00", "2026-11-21T18:00:00+07:00"),
        (at(18, 0, "mon", "fri"), HANOI, "2026-11-20T19:00:00+07:00", "2026-11-23T18:00:00+07:00"),
        (at(18, 0, "fri"), HANOI, "2026-11-20T19:00:00+07:00", "2026-11-27T18:00:00+07:00"),
        (at(18), BERLIN, "2026-11-20T16:30:00+00:00", "2026-11-20T18:00:00+01:00"),
    ],
)
def test_slots_stand_on_the_clock_of_the_services_time_zone(
    job: JobSettings, zone: ZoneInfo, after: str, runs: str
) -> None:
    assert next_run(job, zone, datetime.fromisoformat(after)) == datetime.fromisoformat(runs)


@pytest.mark.parametrize(
    ("job", "after", "runs"),
    [
        # On 2026-03-29 the clocks go from 02:00 to 03:00, on 2026-10-25 from 03:00 back to 02:00.
        (at(2, 30), "2026-03-29T00:00:00+01:00", "2026-03-29T03:30:00+02:00"),
        (at(2, 30), "2026-10-25T00:00:00+02:00", "2026-10-25T02:30:00+02:00"),
        (at(2, 30), "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"),
        (every(3600), "2026-03-29T01:30:00+01:00", "2026-03-29T03:00:00+02:00"),
        (every(3600), "2026-10-25T02:30:00+02:00", "2026-10-25T02:00:00+01:00"),
        (every(86_400), "2026-10-25T12:00:00+01:00", "2026-10-26T00:00:00+01:00"),
    ],
)
def test_no_run_is_lost_or_doubled_when_the_clocks_change(job: JobSettings, after: str, runs: str) -> None:
    # Compared as text: where the clocks repeat an hour, aware datetimes of a zone are equal to nothing.
    assert next_run(job, BERLIN, datetime.fromisoformat(after)).astimezone(BERLIN).isoformat() == runs


moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
days = st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), unique=True)
jobs = st.builds(every, st.integers(1, 366 * 24).map(lambda hours: hours * 3600)) | st.builds(
    lambda moment, on: JobSettings("job", "sync", at=moment, on=tuple(on)), st.times().map(lambda t: t.replace(0)), days
)


@given(jobs, moments, st.sampled_from([HANOI, BERLIN, ZoneInfo("America/St_Johns"), ZoneInfo("Australia/Lord_Howe")]))
def test_the_next_run_comes_after_now_and_is_the_same_until_it_has_come(
    job: JobSettings, after: datetime, zone: ZoneInfo
) -> None:
    first = next_run(job, zone, after)

    assert first > after
    halfway = after + (first - after) / 2
    if len({moment.astimezone(zone).utcoffset() for moment in (after, halfway, first)}) == 1:
        assert next_run(job, zone, halfway) == first


def test_the_coming_runs_of_all_jobs_are_listed_in_order() -> None:
    hourly = JobSettings("hourly", "sync", every_seconds=3600)
    evening = JobSettings("evening", "check", at=time(18))

    runs = next_runs([evening, hourly], "Asia/Ho_Chi_Minh", datetime(2026, 11, 20, 16, 30, tzinfo=HANOI), 4)

    assert [(moment.strftime("%H:%M"), name) for moment, name in runs] == [
        ("17:00", "hourly"),
        ("18:00", "evening"),
        ("18:00", "hourly"),
        ("19:00", "hourly"),
    ]


# ── The service as a process ─────────────────────────────────────────────────────────────────────────────────────────

SERVICE = """
    import sys, time
    from pathlib import Path
    from jobs.logs import log_to_stderr
    from jobs.schedule import ScheduledJob, serve_jobs
    from sync.options import JobSettings

    def write(line):
        with open({seen!r}, "a") as file:
            file.write(line + "\\n")

    def every_second(name):
        return JobSettings(name, "sync", every_seconds=1)

    log_to_stderr()
    {body}
"""


@contextmanager
def service(tmp_path: Path, body: str) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    seen = tmp_path / "seen.txt"
    seen.touch()
    script = textwrap.dedent(SERVICE).format(seen=str(seen), body=textwrap.dedent(body))
    process = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True)
    try:
        yield process, seen
    finally:
        process.kill()
        process.wait()
        assert process.stderr
        process.stderr.close()


def wait_for(seen: Path, line: str, times: int = 1) -> None:
    deadline = clock.monotonic() + 30
    while seen.read_text().splitlines().count(line) < times:
        assert clock.monotonic() < deadline, f"'{line}' did not come"
        clock.sleep(0.02)


def logged(errors: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in errors.splitlines()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_in_mid_run_lets_the_job_finish_and_ends_well(number: signal.Signals, tmp_path: Path) -> None:
    body = """
import signal
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever started these tests may have had it ignored
def slow():
    write("begun")
    time.sleep(1)
    write("finished")
sys.exit(serve_jobs([ScheduledJob(every_second("slow"), slow)], "Asia/Ho_Chi_Minh"))
"""
    with service(tmp_path, body) as (process, seen):
        wait_for(seen, "begun")
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)

    assert process.returncode == 0
    assert seen.read_text().splitlines() == ["begun", "finished"]
    assert logged(errors)[-1]["message"] == f"stopped by {number.name}"


def test_a_clock_that_is_set_back_stops_no_job(tmp_path: Path) -> None:
    body = """
from datetime import UTC, datetime, timedelta
off = [timedelta(days=1)]
def now():
    return datetime.now(UTC) + off[0]
def set_back():
    # Not in a slot of the other one's: whoever runs is scheduled anew by that alone.
    if int(now().timestamp()) % 5 in (1, 2, 3):
        off[0] = timedelta()
def other():
    write("after" if not off[0] else "before")
slower = JobSettings("other", "sync", every_seconds=5)
jobs = [ScheduledJob(every_second("first"), set_back), ScheduledJob(slower, other)]
sys.exit(serve_jobs(jobs, "Asia/Ho_Chi_Minh", now))
"""
    with service(tmp_path, body) as (process, seen):
        wait_for(seen, "after")
        process.terminate()
        _, errors = process.communicate(timeout=30)
    assert any(line["message"].startswith("the clock was set back by") for line in logged(errors))


def test_who_is_started_to_outlive_the_terminal_does(tmp_path: Path) -> None:
    body = """
import signal
signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup leaves it
def work():
    write("run")
sys.exit(serve_jobs([ScheduledJob(every_second("often"), work)], "Asia/Ho_Chi_Minh"))
"""
    with service(tmp_path, body) as (process, seen):
        wait_for(seen, "run")
        process.send_signal(signal.SIGHUP)
        wait_for(seen, "run", times=len(seen.read_text().splitlines()) + 2)
        process.terminate()
        _, errors = process.communicate(timeout=30)
    assert logged(errors)[-1]["message"] == "stopped by SIGTERM"


def test_a_signal_between_runs_stops_at_once(tmp_path: Path) -> None:
    body = """
write("begun")
never = JobSettings("yearly", "sync", every_seconds=366 * 86400)
sys.exit(serve_jobs([ScheduledJob(never, lambda: None)], "Asia/Ho_Chi_Minh"))
"""
    with service(tmp_path, body) as (process, _):
        assert process.stderr
        assert "runs next at" in process.stderr.readline()
        clock.sleep(0.2)
        process.terminate()
        process.communicate(timeout=20)

    assert process.returncode == 0


def test_what_was_put_off_is_come_back_to_between_a_jobs_own_slots(tmp_path: Path) -> None:
    body = """
from datetime import UTC, datetime, timedelta
from jobs.schedule import Comeback
from sync.options import JobSettings
moments = [datetime.now(UTC) + timedelta(seconds=wait) for wait in (0.5, 1)]
def come_back():
    write("came back")
    moments.pop(0)
comeback = Comeback(lambda: moments[0] if moments else None, come_back)
never = JobSettings("yearly", "sync", every_seconds=366 * 86400)
sys.exit(serve_jobs([ScheduledJob(never, lambda: None)], "Asia/Ho_Chi_Minh", comeback=comeback))
"""
    with service(tmp_path, body) as (process, seen):
        wait_for(seen, "came back", times=2)
        clock.sleep(1)
        process.terminate()
        process.communicate(timeout=30)

    assert process.returncode == 0
    assert seen.read_text().splitlines() == ["came back"] * 2


def test_what_cannot_be_come_back_to_is_not_tried_again_at_once(tmp_path: Path) -> None:
    body = """
from datetime import UTC, datetime
from jobs.schedule import Comeback
from sync.options import JobSettings
long_due = datetime(2026, 11, 20, tzinfo=UTC)
def come_back():
    write("came back")
    raise OSError("the archive's disk is full")
never = JobSettings("yearly", "sync", every_seconds=366 * 86400)
comeback = Comeback(lambda: long_due, come_back)
sys.exit(serve_jobs([ScheduledJob(never, lambda: None)], "Asia/Ho_Chi_Minh", comeback=comeback))
"""
    with service(tmp_path, body) as (process, seen):
        wait_for(seen, "came back", times=1)
        clock.sleep(0.5)
        process.terminate()
        process.communicate(timeout=30)

    assert seen.read_text().splitlines() == ["came back"]


def test_a_job_that_fails_stops_no_other_and_is_logged_with_its_traceback(tmp_path: Path) -> None:
    body = """
def fail():
    write("failed")
    raise RuntimeError("no such sheet")
jobs = [ScheduledJob(every_second("bad"), fail), ScheduledJob(every_second("good"), lambda: write("good"))]
sys.exit(serve_jobs(jobs, "Asia/Ho_Chi_Minh"))
"""
    with service(tmp_path, body) as (process, seen):
        wait_for(seen, "failed", times=2)
        wait_for(seen, "good", times=2)
        process.terminate()
        _, errors = process.communicate(timeout=30)

    assert process.returncode == 0
    failure = next(line for line in logged(errors) if line["level"] == "error")
    assert failure["message"] == "job 'bad' failed; the others go on"
    assert "RuntimeError: no such sheet" in failure["traceback"]


def test_slots_that_were_missed_are_made_up_for_once(tmp_path: Path) -> None:
    body = """
def slow():
    write("slow")
    time.sleep(4)
jobs = [ScheduledJob(every_second("slow"), slow), ScheduledJob(every_second("quick"), lambda: write("quick"))]
sys.exit(serve_jobs(jobs, "Asia/Ho_Chi_Minh"))
"""
    with service(tmp_path, body) as (_, seen):
        wait_for(seen, "slow", times=2)
        lines = seen.read_text().splitlines()

    assert lines[: lines.index("slow", lines.index("slow") + 1)].count("quick") <= 2


def test_time_between_slots_is_what_the_settings_say() -> None:
    slot = next_run(every(90), HANOI, datetime(2026, 11, 20, tzinfo=HANOI))

    assert next_run(every(90), HANOI, slot) - slot == timedelta(seconds=90)
