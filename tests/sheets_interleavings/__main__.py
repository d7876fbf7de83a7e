"""``python -m tests.sheets_interleavings --syncs 10000``: syncs that people disturb, and what came of it."""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import time
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from multiprocessing import get_context

from tests.sheets_interleavings.machine import TALLY
from tests.sheets_interleavings.stories import look_at_tabs_in_part, seen


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.sheets_interleavings", description=__doc__)
    asked.add_argument("--syncs", type=int, default=10_000, help="how many disturbed syncs to see at least")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--in-part", action="store_true", help="look at tabs as at large ones: at what is written alone")
    asked.add_argument("--processes", type=int, default=1, help="how many work at it, each on seeds of its own")
    wanted = asked.parse_args()
    began = time.perf_counter()
    numbers = itertools.count(wanted.seed)
    initializer = look_at_tabs_in_part if wanted.in_part else None
    pool = ProcessPoolExecutor(wanted.processes, get_context("spawn"), initializer)
    try:
        at_work = {pool.submit(seen, next(numbers)) for _ in range(wanted.processes)}
        while at_work:
            ended, at_work = wait(at_work, return_when=FIRST_COMPLETED)
            for each in ended:
                TALLY.add(each.result())
                done = TALLY.counts["syncs with edits in between"]
                print(f"{done:,} of {wanted.syncs:,} after {time.perf_counter() - began:.0f} s", file=sys.stderr)
                if done < wanted.syncs:
                    at_work.add(pool.submit(seen, next(numbers)))
    finally:
        pool.shutdown(cancel_futures=True)
        show()
    return 0


def show() -> None:
    for name, count in sorted(TALLY.counts.items()):
        print(f"{count:>9,}  {name}")
    if TALLY.seconds_misplaced:
        longest, middle = max(TALLY.seconds_misplaced), statistics.median(TALLY.seconds_misplaced)
        print(f"misplaced values were put back after {middle * 1000:.0f} ms (median), {longest * 1000:.0f} ms at most,")
        print(f"which is {max(TALLY.requests_misplaced)} requests at most; at the end of no sync was there one")


if __name__ == "__main__":
    sys.exit(main())
