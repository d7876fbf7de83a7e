"""Somebody saves again and again while two processes sync again and again: as it happens, with nothing put in order.

    python -m tests.crash.stress --seconds 60 --seed 4

After every few saves all stop, and the promises are checked as in ``interleavings``. A sync that the archive turned
away (another held it for longer than a sync waits) is counted, and breaks none.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sync.archive import ArchiveError, open_archive
from sync.engine import sync_workbook
from sync.options import Settings, WorkbookSettings
from sync.workbooks import WorkbookError
from sync.workbooks.excel import ExcelWorkbook
from tests.crash.interleavings import AS_OF, Team, Told, check_promises
from tests.crash.tracing import forked, waited_for

SYNCS, SAVES = 2, 12
ARCHIVE_ERROR = 101


def play(seed: int, folder: Path, empty_archive: Path, seen: Counter[str]) -> None:
    """Given an empty folder, let somebody save while others sync, and check the promises. Raise Told."""
    team, chance, stop = Team(folder, seed), random.Random(seed), folder.with_name(f"{seed}.stop")
    archive_path = folder.with_name(f"{seed}.db")
    shutil.copy(empty_archive, archive_path)
    settings = Settings(workbooks=(WorkbookSettings(team.name, f"excel:{team.path}"),))

    def sync() -> int:
        synced = 0
        with open_archive(f"sqlite:///{archive_path}") as archive:
            while not stop.exists():
                try:
                    sync_workbook(ExcelWorkbook(team.path, name=team.name), archive, settings, AS_OF)
                    synced += 1
                except WorkbookError:
                    continue  # put off, or half a file: somebody is saving
                except ArchiveError as error:
                    print(f"seed {seed}: {error}", file=sys.stderr, flush=True)
                    return ARCHIVE_ERROR
        return min(synced, 100)

    syncs = [forked(sync, traced=False) for _ in range(SYNCS)]
    for _ in range(SAVES):
        content = team.edited(team.path.read_bytes())
        time.sleep(chance.uniform(0, 0.01))
        if chance.random() < 0.5:
            beside = folder / "editor.tmp"
            beside.write_bytes(content)
            beside.replace(team.path)
            seen["saved by renaming"] += 1
        else:
            with open(team.path, "r+b", buffering=0) as file:
                file.truncate(0)
                for start in range(0, len(content), 1000):
                    file.write(content[start : start + 1000])
            seen["saved in place"] += 1
    stop.touch()
    ended = [waited_for(process) for process in syncs]
    if min(ended) < 0 or 70 in ended:
        raise Told(f"a sync ended with {ended}")
    seen["ended by a declared error of the archive"] += ended.count(ARCHIVE_ERROR)
    seen["synced"] += sum(status for status in ended if status != ARCHIVE_ERROR)
    with open_archive(f"sqlite:///{archive_path}") as archive:
        check_promises(team, archive, settings, seen)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    seen, told, end = Counter[str](), 0, time.monotonic() + asked.seconds
    with tempfile.TemporaryDirectory() as name:
        empty, seed = Path(name) / "empty.db", asked.seed
        open_archive(f"sqlite:///{empty}").close()
        while time.monotonic() < end:
            folder = Path(name) / str(seed)
            os.mkdir(folder)
            try:
                play(seed, folder, empty, seen)
            except Told as failure:
                told += 1
                print(f"BROKEN at seed {seed}: {failure}", flush=True)
            shutil.rmtree(folder)
            seed += 1
    for what, count in sorted(seen.items()):
        print(f"{count:9,} {what}")
    print(f"{seed - asked.seed} rounds, {told} of them break a promise")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
