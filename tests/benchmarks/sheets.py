"""Ours beside other clients of Google Sheets, doing the same job against the test server in one run: how long it takes
where Google takes its time for each request, requests as the server counts them, what was asked and answered, and the
client's own time on the processor.

python -m tests.benchmarks.sheets [CASE…] [--times 3] [--latency 0.4] [--megabytes-a-second N] [--peers PYTHON]

Each does it for the first time, twice with nothing changed, and three times after somebody typed into one cell of
every tab.
The peers are installed by pip into an environment of their own, made for the run (or name the Python of one).
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
from typing import Any, NamedTuple

from tests.benchmarks.sheets_served import Cost, CouldNot, Served, configured, cost_of, served, sync_command
from tests.benchmarks.workbooks import make_tabs
from tests.sheets_server.latency import SMALL_REQUEST

PEERS = {
    "gspread": "gspread",
    "gspread, all tabs in a batch": "gspread",
    "gspread-dataframe": "gspread-dataframe",
    "gspread-pandas": "gspread-pandas",
    "pygsheets": "pygsheets",
}
"""What each is installed as."""
CASES = {"10x20": (10, 20), "30x20": (30, 20), "10x1000": (10, 1_000), "1x10000": (1, 10_000)}
"""Tabs and rows of each."""
TYPED = {"a cell was typed in each tab": 0.5, "… and another": 0.6, "… and a third": 0.7}
"""The turns before which somebody types, and what. The first comes when all has settled, as in a service."""
TURNS = ("for the first time", "nothing changed", "… once more", *TYPED)

Costs = dict[str, Cost]
"""By turns."""


class _Wanted(NamedTuple):
    """Where the workbook is, the Python that has the peers, and how long an answer takes at least."""

    folder: Path
    peers: Path
    latency: float
    megabytes_a_second: float | None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.sheets", description=__doc__)
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], default=list(CASES), metavar="CASE")
    parser.add_argument("--times", type=int, default=3, help="the quickest of so many is told")
    parser.add_argument("--latency", type=float, default=SMALL_REQUEST, metavar="SECONDS", help="of each request")
    parser.add_argument("--megabytes-a-second", type=float, metavar="N", help="of what is asked and answered")
    parser.add_argument("--peers", type=Path, metavar="PYTHON", help="of an environment that has them")
    options = parser.parse_args()
    rate = options.megabytes_a_second
    print(f"each request takes {options.latency} s" + (f" and a second more for each {rate} MB" if rate else ""))
    with tempfile.TemporaryDirectory() as folder:
        peers = options.peers or _installed(Path(folder) / "peers")
        wanted = _Wanted(Path(folder), peers, options.latency, rate)
        for case in options.cases:
            tabs, rows = CASES[case]
            print(f"{tabs} tabs × {rows:,} rows")
            for name, way in _contenders(wanted, tabs, rows):
                print(f"  {name}")
                try:
                    all_costs = [way() for _ in range(options.times)]
                except CouldNot as error:
                    print(f"    could not do it: {error}", flush=True)
                    continue
                for turn in TURNS:
                    print(_line(turn, min((costs[turn] for costs in all_costs), key=_seconds), wanted), flush=True)


def _contenders(wanted: _Wanted, tabs: int, rows: int) -> Iterator[tuple[str, Callable[[], Costs]]]:
    make_tabs(wanted.folder / "team.xlsx", tabs, rows)
    yield "okr-sync, as a command", lambda: _ours(wanted)
    yield "okr-sync, in a service", lambda: _in_a_service(wanted)
    for peer in PEERS:
        yield peer, partial(_peer, wanted, peer)


def _ours(wanted: _Wanted) -> Costs:
    with _with_empty_rows(wanted) as at:
        words = sync_command(configured(wanted.folder, at))
        return _in_turn(wanted, at, lambda: cost_of(at, words))


def _peer(wanted: _Wanted, peer: str) -> Costs:
    with _with_empty_rows(wanted) as at:
        words = [str(wanted.peers), str(Path(__file__).with_name("sheets_peers.py")), peer, at.url, at.key]
        return _in_turn(wanted, at, lambda: cost_of(at, words))


def _in_a_service(wanted: _Wanted) -> Costs:
    """In a process that goes on, as ``serve`` does."""
    from jobs.cli.main import spare_the_collector
    from jobs.tasks import sync_workbooks
    from jobs.wiring import House
    from sync.last_time import LastTime
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
        server, transferred = at.own_seconds() - theirs, at.transferred()
        return Cost(at.counts(), seconds, own, server, transferred=transferred, read=sum(read), wrote=sum(wrote))

    spare_the_collector()
    with _with_empty_rows(wanted) as at:
        house = House(read_settings(configured(wanted.folder, at)), last_time=LastTime())
        return _in_turn(wanted, at, cost)


def _in_turn(wanted: _Wanted, at: Served, cost: Callable[[], Cost]) -> Costs:
    costs: Costs = {}
    for turn in TURNS:
        if turn in TYPED:
            at.takes(0, None)
            at.somebody_types(TYPED[turn])
        at.takes(wanted.latency, wanted.megabytes_a_second and wanted.megabytes_a_second * 1e6)
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
def _with_empty_rows(wanted: _Wanted) -> Iterator[Served]:
    """Some below each table, as people have them: pygsheets writes one row more than it has."""
    with served(wanted.folder) as at:
        tabs = [tab.get("sheetId", 0) for tab in at.tabs()]
        at.change(*({"appendDimension": {"sheetId": tab, "dimension": "ROWS", "length": 10}} for tab in tabs))
        yield at


def _installed(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", *dict.fromkeys(PEERS.values())]
    subprocess.run([str(python), *words], check=True)
    return python


def _seconds(cost: Cost) -> float:
    return cost.seconds


def _line(turn: str, cost: Cost, wanted: _Wanted) -> str:
    """With what it takes where nothing else asks for the processor, and the server takes none of it: Google's seconds
    and its own."""
    megabytes = cost.transferred / 1e6
    googles = wanted.latency * cost.requests["total"]
    if wanted.megabytes_a_second:
        googles += megabytes / wanted.megabytes_a_second
    told = f"{googles:5.1f} Google's + {cost.own:5.2f} its own = {googles + cost.own:5.1f} s"
    told += f"; the server's {cost.server:4.1f}; {megabytes:5.1f} MB"
    line = f"    {turn:30} {cost.seconds:7.2f} s; {told}, {cost.asked}"
    if not cost.read:
        return line
    rest = cost.own - cost.read - cost.wrote
    split = f"of its own: reading {cost.read:.2f}, deciding and archive {rest:.2f}, writing {cost.wrote:.2f}"
    return f"{line}\n{'':35} {split}"


if __name__ == "__main__":
    main()
