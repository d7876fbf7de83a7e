"""Syncs of Google spreadsheets under faults, by the thousand, over real HTTP.

Connections drop, answers are lost, cut off or come from somebody in between, quotas are used up, tokens run out and
clocks are wrong.

python -m tests.sheets_faults [--runs 1000] [--first 0]

Every sync ends done or with a clear error; after the next one the sheets hold what the archive says was written, and
nothing is left to be written; what people typed is never touched. A failure is named by its number, which makes it
again (--first NUMBER --runs 1).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.workbooks import sheets_api
from tests.sheets_faults.trial import Trial, without_waiting
from tests.sheets_server.server import SheetsServer
from tests.sync.workbooks.google_accounts import kept, service_account


@contextmanager
def trials(folder: Path) -> Iterator[tuple[SheetsServer, Path]]:
    """A server and an account on it, while nobody waits."""
    credentials = kept(folder / "key.json", service_account())
    with without_waiting(), SheetsServer() as server:
        yield server, credentials
        sheets_api.sheets_api.cache_clear()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.sheets_faults", description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    endings: Counter[str] = Counter()
    by_way: Counter[str] = Counter()
    failed: list[int] = []
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with trials(folder) as (server, credentials):
            for number in range(options.first, options.first + options.runs):
                trial = Trial(server, folder, credentials, number)
                try:
                    endings[trial.run()] += 1
                except Exception:
                    failed.append(number)
                    print(f"run {number} ({', '.join(trial.ways)}):", file=sys.stderr)
                    traceback.print_exc()
                by_way.update(trial.ways)
                trial.clean_up()
    print(f"{options.runs} runs in {time.monotonic() - begun:.0f} s, failed: {len(failed)}", *failed)
    print("what went wrong:", ", ".join(f"{way} {count}" for way, count in by_way.most_common()))
    for ending, count in endings.most_common():
        print(f"{count:6}  {ending}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
