"""Ours beside other clients of Google Sheets, doing the same job against the test server in one run: requests as the
server counts them, time, and how much of it is the client's own.

python -m tests.benchmarks.sheets [--quick] [--peers PYTHON]

Each does it for the first time, after somebody typed into one cell of every tab, and twice with nothing changed. The
peers are installed by pip into an environment of their own, made for the run (or name the Python of one).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks.sheets_served import Cost, CouldNot, Served, configured, cost_of, served, sync_command
from tests.benchmarks.workbooks import make_tabs

PEERS = {"gspread": "gspread", "gspread-dataframe": "gspread-dataframe", "pygsheets": "pygsheets"}
CASES = {"10 tabs × 20 rows": (10, 20), "30 tabs × 20 rows": (30, 20), "1 tab × 10,000 rows": (1, 10_000)}
TURNS = ("for the first time", "a cell was typed in each tab", "nothing changed", "… once more")

Costs = dict[str, Cost]
"""By turns."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.sheets", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="once each, without the large tab")
    parser.add_argument("--peers", type=Path, metavar="PYTHON", help="of an environment that has them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        peers = options.peers or _installed(Path(folder) / "peers")
        for case, (tabs, rows) in CASES.items():
            if options.quick and rows > 100:
                continue
            print(case)
            times = 1 if options.quick else 3
            for name, way in _contenders(Path(folder), tabs, rows, peers):
                print(f"  {name}")
                try:
                    all_costs = [way() for _ in range(times)]
                except CouldNot as error:
                    print(f"    could not do it: {error}", flush=True)
                    continue
                for turn in TURNS:
                    print(_line(turn, min((costs[turn] for costs in all_costs), key=_own)), flush=True)


def _contenders(folder: Path, tabs: int, rows: int, peers: Path) -> Iterator[tuple[str, Callable[[], Costs]]]:
    make_tabs(folder / "team.xlsx", tabs, rows)
    yield "okr-sync, as a command", lambda: _ours(folder)
    yield "okr-sync, in a service", lambda: _in_a_service(folder)
    for peer in PEERS:
        yield peer, partial(_peer, folder, peers, peer)


def _ours(folder: Path) -> Costs:
    with _with_empty_rows(folder) as at:
        words = sync_command(configured(folder, at))
        return _in_turn(at, lambda: cost_of(at, words))


def _peer(folder: Path, python: Path, peer: str) -> Costs:
    with _with_empty_rows(folder) as at:
        words = [str(python), str(Path(__file__).with_name("sheets_peers.py")), peer, at.url, at.key]
        return _in_turn(at, lambda: cost_of(at, words))


def _in_a_service(folder: Path) -> Costs:
    """In a process that goes on, as ``serve`` does."""
    from jobs.cli.main import spare_the_collector
    from jobs.tasks import sync_workbooks
    from jobs.wiring import House
    from sync.settings import read_settings
    from sync.workbooks.google import GoogleWorkbook

    def cost() -> Cost:
        at.forget_counts()
        begun, own, theirs = time.perf_counter(), time.process_time(), at.own_seconds()
        with _own_seconds_in(GoogleWorkbook, "read") as read, _own_seconds_in(GoogleWorkbook, "write") as wrote:
            [outcome] = sync_workbooks(house, house.wanted(()), date(2026, 11, 20))
        seconds, own = time.perf_counter() - begun, time.process_time() - own
        if outcome.error is not None:
            raise CouldNot(str(outcome.error))
        return Cost(at.counts(), seconds, own, at.own_seconds() - theirs, read=sum(read), wrote=sum(wrote))

    spare_the_collector()
    with _with_empty_rows(folder) as at:
        house = House(read_settings(configured(folder, at)))
        return _in_turn(at, cost)


def _in_turn(at: Served, cost: Callable[[], Cost]) -> Costs:
    costs: Costs = {}
    for turn in TURNS:
        if turn == TURNS[1]:
            at.somebody_types(0.5)
        costs[turn] = cost()
    return costs


@contextmanager
def _own_seconds_in(kind: type, name: str) -> Iterator[list[float]]:
    """What each call of a method costs of the processor meanwhile."""
    method, seconds = getattr(kind, name), list[float]()

    def timed(*given: Any, **named: Any) -> Any:
        begun = time.process_time()
        try:
            return method(*given, **named)
        finally:
            seconds.append(time.process_time() - begun)

    setattr(kind, name, timed)
    try:
        yield seconds
    finally:
        setattr(kind, name, method)


@contextmanager
def _with_empty_rows(folder: Path) -> Iterator[Served]:
    """Some below each table, as people have them: pygsheets writes one row more than it has."""
    with served(folder) as at:
        tabs = [tab.get("sheetId", 0) for tab in at.tabs()]
        at.change(*({"appendDimension": {"sheetId": tab, "dimension": "ROWS", "length": 10}} for tab in tabs))
        yield at


def _installed(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS.values()]
    subprocess.run([str(python), *words], check=True)
    return python


def _own(cost: Cost) -> float:
    return cost.own


def _line(turn: str, cost: Cost) -> str:
    line = f"    {turn:30} {cost.seconds:7.2f} s, its own {cost.own:6.2f} s, {cost.asked}"
    if not cost.read:
        return line
    rest = cost.own - cost.read - cost.wrote
    split = f"of its own: reading {cost.read:.2f}, deciding and archive {rest:.2f}, writing {cost.wrote:.2f}"
    return f"{line}\n{'':35} {split}"


if __name__ == "__main__":
    main()
