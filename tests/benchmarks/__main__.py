"""Ours beside openpyxl, as whole processes on the same workbooks in one run: time, peak memory, and their ratios.

python -m tests.benchmarks [read|sync …] [--quick]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.workbooks import make_workbook

HERE = Path(__file__).parent
CASES = {"200": (200, 0), "1,000": (1_000, 0), "10,000": (10_000, 0), "10,000 + big tab": (10_000, 100_000)}
RACES = {
    "read": ([str(HERE / "read_ours.py")], [str(HERE / "read_openpyxl.py")]),
    "sync": (["-m", "jobs", "sync"], [str(HERE / "openpyxl_way.py")]),
}
OURS_OF_SYNC = """
import gc, os
from jobs.cli.main import with_room_for_calls
gc.set_threshold(1_000_000, 50, 100)

def imports(words):
    import jobs.cli.commands, jobs.cli.sheets, jobs.cli.opening, jobs.cli.plans, jobs.tasks
    import sync.settings, sync.archive.store, sync.workbooks.excel
    return 0

with_room_for_calls(imports, [])
os._exit(0)
"""
"""As our command begins and ends: with room for calls, without the collector, without taking itself down first."""
IMPORTS = {"read": ("import sync.workbooks.excel", "import openpyxl"), "sync": (OURS_OF_SYNC, "import openpyxl")}
"""All that each race imports on the way: told by itself, and taken off where a line says so."""


class Cost(NamedTuple):
    """Of one whole process: seconds from start to end and on the processor (which a machine with other work to do tells
    nearly the same), and its largest resident set in MB."""

    seconds: float
    processor: float
    megabytes: float

    @staticmethod
    def least(costs: Sequence[Cost]) -> Cost:
        return Cost(*map(min, zip(*costs, strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("races", nargs="*", metavar="RACE", help=f"one of {', '.join(RACES)}; all by default")
    parser.add_argument("--quick", action="store_true", help="without the big tab, once each")
    options = parser.parse_args()
    if unknown := set(options.races) - RACES.keys():
        parser.error(f"there is no race {', '.join(sorted(unknown))}")

    with tempfile.TemporaryDirectory() as folder:
        imports = {
            race: tuple(Cost.least([cost_of(["-c", code], Path(folder)) for _ in range(3)]) for code in IMPORTS[race])
            for race in options.races or RACES
        }
        for race, (ours, rival) in imports.items():
            print(f"{race:5} imports alone     ours {ours.seconds:7.3f} s            openpyxl {rival.seconds:7.3f} s")
        for case, (key_results, unrelated_rows) in CASES.items():
            if options.quick and unrelated_rows:
                continue
            workbook = Path(folder) / f"{key_results}-{unrelated_rows}.xlsx"
            make_workbook(workbook, key_results, unrelated_rows)
            for race in options.races or RACES:
                costs = (best_of(1 if options.quick else 3, way, workbook) for way in RACES[race])
                print(line(race, case, *costs, *imports[race]))


def best_of(times: int, way: list[str], workbook: Path) -> Cost:
    """Given how to call a contender, return the least that it took on fresh copies of the workbook."""
    costs = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "team.xlsx"
            shutil.copy(workbook, copy)
            costs.append(cost_of([*way, str(copy)], Path(folder)))
    return Cost.least(costs)


def cost_of(arguments: list[str], folder: Path) -> Cost:
    """Run Python with these arguments in a folder, and return what it took. Raise where it fails."""
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    # Installed libraries are compiled already: let ours be, too, as it is where it is installed.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begin = time.perf_counter()
    with (folder / "output.txt").open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begin
    said = (folder / "output.txt").read_text()
    # Findings end a sync with 1, and that is no failure here.
    if process.returncode not in (0, 1) or "Traceback" in said or "Error" in said:
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}:\n{said}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def line(race: str, case: str, ours: Cost, rival: Cost, our_imports: Cost, rivals_imports: Cost) -> str:
    apart = (ours.seconds - our_imports.seconds) / (rival.seconds - rivals_imports.seconds)
    of_work = (ours.processor - our_imports.processor) / (rival.processor - rivals_imports.processor)
    return (
        f"{race:5} {case:17} ours {ours.seconds:7.3f} s {ours.megabytes:6.0f} MB   "
        f"openpyxl {rival.seconds:7.3f} s {rival.megabytes:6.0f} MB   "
        f"ours / openpyxl {ours.seconds / rival.seconds:5.2f} × time ({apart:.2f} imports apart), "
        f"{ours.processor / rival.processor:5.2f} × processor time ({of_work:.2f}), "
        f"{ours.megabytes / rival.megabytes:5.2f} × memory"
    )


if __name__ == "__main__":
    main()
