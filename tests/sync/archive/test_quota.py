"""Turns at a service that counts requests: in one process, and shared by many through the archive."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.archive import open_archive
from sync.archive.quota import SharedTurns
from sync.rate_limits import LONGEST_WAIT, RateLimit
from sync.workbooks.base import Turns
from sync.workbooks.turns import OwnTurns


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["one process", "shared"])
def turns(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Turns:
    return OwnTurns(clock) if request.param == "one process" else SharedTurns(f"sqlite:///{tmp_path / 'a.db'}", clock)


def test_turns_come_at_once_after_a_quiet_time_and_then_one_by_one(turns: Turns, clock: Clock) -> None:
    limit = RateLimit("reads", interval=2.0, burst=3)

    assert [turns.take([limit], 60) for _ in range(6)] == [0, 0, 0, 2, 4, 6]
    clock.seconds += 6
    assert turns.take([limit], 60) == 2
    clock.seconds += 100
    assert [turns.take([limit], 60) for _ in range(4)] == [0, 0, 0, 2]


def test_a_turn_that_is_too_far_away_is_not_taken(turns: Turns, clock: Clock) -> None:
    limit, other = RateLimit("reads", interval=10.0), RateLimit("of the project", interval=1.0)
    turns.take([limit], 0)

    assert turns.take([other, limit], 5) == 10
    assert turns.take([other], 0) == 0
    assert turns.take([limit], 20) == 10


def test_a_clock_that_is_set_back_locks_nobody_out(turns: Turns, clock: Clock) -> None:
    limit = RateLimit("reads", interval=2.0)
    clock.seconds += 30 * 86_400
    turns.take([limit], 0)
    clock.seconds -= 30 * 86_400

    assert [turns.take([limit], 60) for _ in range(3)] == [0, 2, 4]


def test_a_turn_is_one_that_all_limits_allow(turns: Turns) -> None:
    fast, slow = RateLimit("fast", interval=1.0), RateLimit("slow", interval=5.0)

    assert [turns.take([fast, slow], 60) for _ in range(3)] == [0, 5, 10]


@given(
    st.integers(1, 200),
    st.sampled_from([1.0, 60.0, 100.0]),
    st.lists(st.floats(0, 5), min_size=50, max_size=300),
)
def test_no_window_of_time_ever_holds_more_than_the_limit(requests: int, seconds: float, pauses: list[float]) -> None:
    clock = Clock()
    turns = OwnTurns(clock)
    limit = RateLimit.within("reads", requests, seconds)
    sent = []
    for pause in pauses:
        clock.seconds += pause
        wait = turns.take([limit], LONGEST_WAIT)
        if wait <= LONGEST_WAIT:
            sent.append(clock.seconds + wait)

    sent.sort()
    allowed = max(requests, 2)  # what allows one has to begin somewhere
    assert all(later - first >= seconds * 0.999 for first, later in zip(sent, sent[allowed:], strict=False))


PROCESS = """
import sys, time
from sync.archive.quota import SharedTurns
from sync.rate_limits import RateLimit

turns, ends = SharedTurns(sys.argv[1]), float(sys.argv[2])
limit = RateLimit("reads", interval=0.05)
granted = []
while time.time() < ends:
    wait = turns.take([limit], 60)
    granted.append(time.time() + wait)
    time.sleep(wait)
print(*granted)
"""


def test_three_processes_share_turns_fairly_and_none_twice(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    open_archive(url).close()
    ends = str(time.time() + 2)
    start: Callable[[], subprocess.Popen[str]] = lambda: subprocess.Popen(  # noqa: E731
        [sys.executable, "-c", PROCESS, url, ends], stdout=subprocess.PIPE, text=True
    )
    processes = [start() for _ in range(3)]
    granted = [[float(each) for each in process.communicate()[0].split()] for process in processes]

    counts = Counter({number: len(each) for number, each in enumerate(granted)})
    whole = sorted(moment for each in granted for moment in each)
    from_first_shared = max(each[0] for each in granted)
    shared = [sum(moment > from_first_shared for moment in each) for each in granted]
    assert sum(counts.values()) <= (whole[-1] - whole[0]) / 0.05 + 4
    assert min(shared) >= max(shared) / 2, f"one was served {shared}"
