"""Six quarters of a made-up company through the real pipeline: exactly the verdicts that were planted, none more.

python -m tests.six_quarters [--teams 40] [--seed 6]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.six_quarters.company import teams
from tests.six_quarters.story_told import tell


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.six_quarters", description=__doc__)
    parser.add_argument("--teams", type=int, default=40)
    parser.add_argument("--seed", type=int, default=6)
    options = parser.parse_args()
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        compared = tell(Path(folder), teams(options.teams, options.seed))
    for what, count in sorted(compared.as_planted.items()):
        print(f"{count:5} × {what}")
    for name, told in (("missing", compared.missing), ("not planted", compared.unplanted)):
        for one, count in sorted(told.items()):
            print(f"{name}: {one.team} {one.cycle} {one.words!r}: {one.what} × {count}")
    wrong = compared.missing.total() + compared.unplanted.total()
    print(f"{options.teams} teams, {compared.as_planted.total()} as planted, {wrong} otherwise; "
          f"{time.monotonic() - began:.0f} s")  # fmt: skip
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
