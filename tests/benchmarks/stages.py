"""Where the time of a sync goes: what each stage costs on the processor, and how many key results a second are read,
scored and checked.

python -m tests.benchmarks.stages [KEY_RESULTS] [--times N] [--first] [--profile STAGE]

The least of so many turns in one process, after one that is not counted, each of texts that no other had: what was read
once is remembered. With --first each turn is the first in a process of its own, as a command has it.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import sync.archive.store  # noqa: F401 (is imported when an archive is opened, and no part of a stage)
from sync.archive import open_archive
from sync.engine import write_as_recorded
from sync.identity import identify
from sync.options import Settings
from sync.planning import plan_writes
from sync.reading import read_rows, worth_reading
from sync.rules import check
from sync.run_info import run_info
from sync.scoring import score
from sync.workbooks.excel import ExcelWorkbook
from sync.workbooks.sources import place_of
from tests.benchmarks.workbooks import make_workbook

AS_OF = date(2026, 11, 20)
THINKING = ("read rows", "identify", "score", "check")
"""Reading, scoring and all rules: the stages of which the key results a second are told."""

T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.stages", description=__doc__)
    parser.add_argument("key_results", nargs="?", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--first", action="store_true", help="each turn in a process of its own")
    parser.add_argument("--profile", metavar="STAGE", help="what a stage spends its time on, by function")
    parser.add_argument("--costs", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    # As a command has it: rows are many, and live until it ends.
    gc.disable()
    if options.costs:
        print(json.dumps(costs_of_a_sync(options.key_results)))
        return
    if options.first:
        turns = [_in_its_own_process(options.key_results) for _ in range(options.times)]
    else:
        costs_of_a_sync(options.key_results)
        turns = [costs_of_a_sync(options.key_results, options.profile, turn) for turn in range(options.times)]
    least = {stage: min(turn[stage] for turn in turns) for stage in turns[0]}
    for stage, seconds in least.items():
        print(f"{stage:16} {seconds * 1000:9.1f} ms")
    thinking = sum(least[stage] for stage in THINKING)
    print(f"{'all':16} {sum(least.values()) * 1000:9.1f} ms")
    print(f"{options.key_results / thinking:,.0f} key results a second through {', '.join(THINKING)}")


def costs_of_a_sync(key_results: int, profiled: str | None = None, seed: int | None = None) -> dict[str, float]:
    """Sync a new workbook with so many key results, made from a seed, for the first time, and return the seconds of
    each stage on the processor. The stage to be profiled is, and told of."""
    costs: dict[str, float] = {}

    def timed(stage: str, work: Callable[[], T]) -> T:
        profile = cProfile.Profile() if stage == profiled else None
        begun = time.process_time()
        result = work() if profile is None else profile.runcall(work)
        costs[stage] = time.process_time() - begun
        if profile is not None:
            pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        return result

    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "team.xlsx"
        make_workbook(path, key_results, seed=seed)
        workbook = ExcelWorkbook(path, name="team")
        own = settings.workbook(workbook.name)
        archive = timed("open archive", lambda: open_archive(f"sqlite:///{folder}/archive.db"))
        with archive:
            run = archive.begin_run(run_info("script", settings, AS_OF))
            history = timed("history", lambda: archive.history(workbook.name, AS_OF))
            look = partial(worth_reading, options=own.reading)
            content = timed("read", lambda: workbook.read((), look))
            rows = timed("read rows", lambda: read_rows(content.sheets, own.reading, AS_OF))
            rows = timed("identify", partial(identify, rows, history.standing))
            scored = timed("score", lambda: score(rows, AS_OF, settings.scoring, history))
            findings = timed("check", lambda: check(scored, history, own.rules))
            plan = timed(
                "plan",
                lambda: plan_writes("team", content, scored, findings, own.writing, settings.scoring, history),
            )
            place = place_of(workbook.source)
            timed(
                "record snapshot",
                lambda: archive.record_snapshot(
                    run, "team", place, content.fingerprint, scored, findings, settings.scoring
                ),
            )
            looks = timed("looks", lambda: workbook.looks(plan))
            timed("record intents", lambda: archive.record_intents(run, plan, looks))
            timed("write", lambda: write_as_recorded(workbook, archive, run, plan))
    return costs


def _in_its_own_process(key_results: int) -> dict[str, float]:
    words = [sys.executable, "-m", "tests.benchmarks.stages", str(key_results), "--costs"]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    costs: dict[str, float] = json.loads(said)
    return costs


if __name__ == "__main__":
    main()
