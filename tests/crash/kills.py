"""A sync is killed: the workbook is the old one or the new one, the next sync mends the rest, and nothing is left over.

python -m tests.crash.kills --random 1000 --seed 4      at random moments
python -m tests.crash.kills --every 1                   before every system call that it makes (--every 7: each 7th)
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.crash.syncs import Broken, Stage, staged, sync_in
from tests.crash.tracing import MAY_NOT_TRACE, MayNotTrace, forked, killed_at, waited_for


def kill_at_random(stage: Stage, folder: Path, count: int, chance: random.Random) -> Counter[str]:
    """Kill so many syncs, each at a random moment. Raise Broken."""
    seen, killed, seconds = Counter[str](), 0, seconds_of(stage, folder)
    while killed < count:
        moment = chance.uniform(0, seconds)
        stage.set(folder)
        process = forked(sync_in(folder, "killed"), traced=False)
        time.sleep(moment)
        os.kill(process, signal.SIGKILL)
        status = waited_for(process)
        seen[_came_to(stage, folder, status)] += 1
        killed += status < 0
        _mended(stage, folder, f"killed after {moment * 1000:.2f} ms")
    return seen


def kill_at_calls(stage: Stage, folder: Path, calls: Iterable[int]) -> Counter[str]:
    """Given numbers of system calls, kill a sync before each. Raise Broken."""
    seen = Counter[str]()
    for call in calls:
        stage.set(folder)
        ended = killed_at(sync_in(folder, "killed"), call)
        seen[_came_to(stage, folder, ended.status)] += 1
        _mended(stage, folder, f"killed before system call {call}")
    return seen


def calls_of(stage: Stage, folder: Path) -> int:
    """How many system calls a sync makes."""
    stage.set(folder)
    return killed_at(sync_in(folder, "counted"), -1).calls


def seconds_of(stage: Stage, folder: Path) -> float:
    """How long a sync takes."""

    def once() -> float:
        stage.set(folder)
        started = time.monotonic()
        waited_for(forked(sync_in(folder, "timed"), traced=False))
        return time.monotonic() - started

    return sorted(once() for _ in range(5))[2]


def _came_to(stage: Stage, folder: Path, status: int) -> str:
    if status >= 0:
        return "had ended before"
    version = "new" if (folder / "team.xlsx").read_bytes() == stage.after else "old"
    left = " and leavings" if any("okr-sync" in path.name for path in folder.iterdir()) else ""
    return f"killed, with the {version} workbook{left}"


def _mended(stage: Stage, folder: Path, what: str) -> None:
    try:
        stage.mended(folder)
    except Broken as broken:
        raise Broken(f"{what}: {broken} (in {folder})") from None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every", type=int, default=0)
    parser.add_argument("--first", action="store_true", help="the first sync, which makes the archive")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        stage, folder = staged(Path(name), with_archive=not asked.first), Path(name) / "killed"
        if asked.random:
            print(f"{asked.random:,} kills at random moments")
            _show(kill_at_random(stage, folder, asked.random, random.Random(asked.seed)))
        if asked.every:
            calls = calls_of(stage, folder)
            print(f"a kill before each of {len(range(1, calls + 1, asked.every)):,} of {calls:,} system calls")
            _show(kill_at_calls(stage, folder, range(1, calls + 1, asked.every)))
    print("after each: the old or the new workbook, mended by the next sync, and nothing left over")
    return 0


def _show(seen: Counter[str]) -> None:
    for what, count in sorted(seen.items()):
        print(f"{count:9,} {what}")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MayNotTrace:
        sys.exit(MAY_NOT_TRACE)
