"""Mutated workbooks by the hundred thousand through read and patch.

python -m tests.fuzz [--count 100000] [--seed 1] [--keep DIR]

No error but the declared ones, none over 5 s, no memory over 512 MB, nothing but the asked-for cells changed. Prints
what became of the workbooks; each failure with its number, which makes it again (--first NUMBER --count 1).
OKR_SYNC_CORPUS names a folder of further workbooks to begin from.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.fuzz.checking import TookTooLong, check
from tests.fuzz.mutations import mutated
from tests.fuzz.workbooks import Parts, small_workbooks, workbooks_in

MOST_MEGABYTES = 512
OURS = len(small_workbooks())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="where to keep the workbooks that fail")
    options = parser.parse_args()
    corpus = os.environ.get("OKR_SYNC_CORPUS")
    beginnings = small_workbooks() + (workbooks_in(Path(corpus)) if corpus else [])
    outcomes: Counter[str] = Counter()
    slowest, begin = 0.0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.first, options.first + options.count):
            data = workbook_number(number, options.seed, beginnings)
            start = time.monotonic()
            outcome = _outcome(data, Path(folder), random.Random(number))
            slowest = max(slowest, time.monotonic() - start)
            outcomes[outcome.splitlines()[0]] += 1
            if "\n" in outcome:
                print(f"number {number}: {outcome}", flush=True)
                if options.keep:
                    (options.keep / f"{options.seed}-{number}.xlsx").write_bytes(data)
            if (number + 1) % 5_000 == 0:
                print(f"{number + 1}: {dict(outcomes)}", flush=True)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for outcome, count in outcomes.most_common():
        print(f"{count:8,} {outcome}")
    failures = sum(count for outcome, count in outcomes.items() if outcome.startswith("FAILED"))
    print(
        f"{options.count:,} workbooks from {len(beginnings)} in {time.monotonic() - begin:.0f} s: {failures} failures, "
        f"slowest {slowest:.2f} s, {megabytes:.0f} MB at most"
    )
    sys.exit(failures > 0 or megabytes > MOST_MEGABYTES)


def workbook_number(number: int, seed: int, beginnings: list[Parts]) -> bytes:
    """The same numbers make the same workbook. Half of them begin from ours, half from all."""
    chance = random.Random(f"{seed}-{number}")
    ours = beginnings[:OURS]
    return mutated(chance.choice(ours if chance.random() < 0.5 else beginnings), chance)


def _outcome(data: bytes, folder: Path, chance: random.Random) -> str:
    try:
        return check(data, folder, chance)
    except (Exception, TookTooLong) as error:
        for left in folder.iterdir():
            left.unlink()
        return f"FAILED {type(error).__name__}\n{''.join(traceback.format_exception(error)[-8:])}"


if __name__ == "__main__":
    main()
