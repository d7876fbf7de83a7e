"""``python -m tests.sheets_interleavings --syncs 10000``: syncs that people disturb, and what came of it."""

from __future__ import annotations

import argparse
import statistics
import sys
import time

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from sync.workbooks import google_guarded
from tests.sheets_interleavings.machine import TALLY, Interleavings, stop_server

_STEPS = 12


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.sheets_interleavings", description=__doc__)
    asked.add_argument("--syncs", type=int, default=10_000, help="how many disturbed syncs to see at least")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--in-part", action="store_true", help="look at tabs as at large ones: at what is written alone")
    wanted = asked.parse_args()
    if wanted.in_part:
        look_at_tabs_in_part()
    began = time.perf_counter()
    number = wanted.seed
    try:
        while TALLY.counts["syncs with edits in between"] < wanted.syncs:
            run(number, examples=100)
            number += 1
            done = TALLY.counts["syncs with edits in between"]
            print(f"{done:,} of {wanted.syncs:,} after {time.perf_counter() - began:.0f} s", file=sys.stderr)
    finally:
        stop_server()
        show()
    return 0


def look_at_tabs_in_part() -> None:
    google_guarded.LARGEST_WHOLE, google_guarded.FIRST_ROWS = 0, 1


def run(number: int, examples: int) -> None:
    """Given a seed, let that many spreadsheets live through up to a dozen steps each. Raise AssertionError, with the
    shortest story that leads there, where something is not as it should be."""
    own = settings(
        max_examples=examples,
        stateful_step_count=_STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    machine = seed(number)(Interleavings)
    run_state_machine_as_test(machine, settings=own)


def show() -> None:
    for name, count in sorted(TALLY.counts.items()):
        print(f"{count:>9,}  {name}")
    if TALLY.seconds_misplaced:
        longest, middle = max(TALLY.seconds_misplaced), statistics.median(TALLY.seconds_misplaced)
        print(f"misplaced values were put back after {middle * 1000:.0f} ms (median), {longest * 1000:.0f} ms at most,")
        print(f"which is {max(TALLY.requests_misplaced)} requests at most; at the end of no sync was there one")


if __name__ == "__main__":
    sys.exit(main())
