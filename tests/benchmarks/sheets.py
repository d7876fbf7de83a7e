"""Ours beside other clients of Google Sheets, doing the same job against the test server in one run: requests as the
server counts them, time, and how much of it is the client's own.

python -m tests.benchmarks.sheets [--quick] [--peers PYTHON]

The peers are installed by pip into an environment of their own, made for the run (or name the Python of one).
"""

from __future__ import annotations

import argparse
import os
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

import requests

from tests.benchmarks.workbooks import make_tabs

ROOT = Path(__file__).resolve().parents[2]
PEERS = {"gspread": "gspread", "gspread-dataframe": "gspread-dataframe", "pygsheets": "pygsheets"}
CASES = {"10 tabs × 20 rows": (10, 20), "30 tabs × 20 rows": (30, 20), "1 tab × 10,000 rows": (1, 10_000)}
_NO_LIMITS = "\n".join(
    f"{limit} = 60000"
    for limit in (
        *("reads_per_minute", "writes_per_minute", "project_reads_per_minute", "project_writes_per_minute"),
        "spreadsheet_per_second",
    )
)


class Cost(NamedTuple):
    """Requests (and what for), seconds from start to end of the process, and of these its own on the processor; of
    them, where it is known, those in which it read and those in which it wrote (the rest: rules, scores, archive)."""

    requests: dict[str, int]
    seconds: float
    own: float
    read: float = 0.0
    wrote: float = 0.0


class CouldNot(Exception):
    """A client that ended with an error: its last line."""


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
                try:
                    cost = min((way() for _ in range(times)), key=lambda cost: cost.seconds)
                except CouldNot as error:
                    print(f"  {name:24} could not do it: {error}", flush=True)
                else:
                    print(_line(name, cost), flush=True)


def _contenders(folder: Path, tabs: int, rows: int, peers: Path) -> Iterator[tuple[str, Callable[[], Cost]]]:
    make_tabs(folder / "team.xlsx", tabs, rows)
    yield "okr-sync, as a command", lambda: _ours(folder)
    yield "okr-sync, in a service", lambda: _in_a_service(folder)
    for peer in PEERS:
        yield peer, partial(_peer, folder, peers, peer)


def _ours(folder: Path) -> Cost:
    with _served(folder) as (url, key):
        config = _configured(folder, url, key)
        words = [sys.executable, "-m", "jobs", "sync", "--config", str(config), "--as-of", "2026-11-20"]
        _cost_of(url, words)
        _somebody_types(url, key)
        return _cost_of(url, words)


def _peer(folder: Path, python: Path, peer: str) -> Cost:
    with _served(folder) as (url, key):
        words = [str(python), str(Path(__file__).with_name("sheets_peers.py")), peer, url, key]
        _cost_of(url, words)
        _somebody_types(url, key)
        return _cost_of(url, words)


def _in_a_service(folder: Path) -> Cost:
    """What the second sync costs in a process that goes on, as ``serve`` does."""
    from jobs.cli.main import spare_the_collector
    from jobs.tasks import sync_workbooks
    from jobs.wiring import House
    from sync.settings import read_settings
    from sync.workbooks.google import GoogleWorkbook

    spare_the_collector()
    with _served(folder) as (url, key):
        house = House(read_settings(_configured(folder, url, key)))
        for share in (0.25, 0.5):
            _somebody_types(url, key, share)
            requests.delete(f"{url}/_admin/log", timeout=60)
            begun, own = time.perf_counter(), time.process_time()
            with _own_seconds_in(GoogleWorkbook, "read") as read, _own_seconds_in(GoogleWorkbook, "write") as wrote:
                [outcome] = sync_workbooks(house, house.wanted(()), date(2026, 11, 20))
            seconds, own = time.perf_counter() - begun, time.process_time() - own
            cost = Cost(_counts(url), seconds, own, sum(read), sum(wrote))
            assert outcome.receipt is not None
            assert outcome.receipt.written
        return cost


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
def _served(folder: Path) -> Iterator[tuple[str, str]]:
    """A server of its own with the workbook: its address, and the spreadsheet's key."""
    for old in folder.glob("okr-archive.db*"):
        old.unlink()
    words = [sys.executable, "-m", "tests.sheets_server", "--seed", str(folder)]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url, file = process.stdout.readline().strip(), process.stdout.readline().strip()
    key = file.partition("\t")[0]
    try:
        _add_rows(url, key)
        yield url, key
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def _add_rows(url: str, key: str) -> None:
    """Empty rows below each table, as people have them: pygsheets writes one row more than it has."""
    asked = requests.get(f"{url}/v4/spreadsheets/{key}?fields=sheets.properties", headers=_ANYBODY, timeout=60)
    tabs = [tab["properties"].get("sheetId", 0) for tab in asked.json()["sheets"]]
    added = [{"appendDimension": {"sheetId": tab, "dimension": "ROWS", "length": 10}} for tab in tabs]
    address = f"{url}/v4/spreadsheets/{key}:batchUpdate"
    requests.post(address, json={"requests": added}, headers=_ANYBODY, timeout=60).raise_for_status()


def _configured(folder: Path, url: str, key: str) -> Path:
    config = folder / "config.toml"
    config.write_text(
        f'[google]\nendpoint = "{url}"\n{_NO_LIMITS}\n[[workbook]]\nname = "team"\nsource = "google:{key}"\n', "utf-8"
    )
    return config


def _somebody_types(url: str, key: str, share: float = 0.5) -> None:
    """In every tab, into a current value: so far on the way from baseline to target, so that something is to be written
    everywhere."""
    found = requests.get(f"{url}/v4/spreadsheets/{key}?fields=sheets.properties", headers=_ANYBODY, timeout=60).json()
    for tab in found["sheets"]:
        title = tab["properties"]["title"]
        asked = requests.get(f"{url}/v4/spreadsheets/{key}/values/'{title}'!C2:D2", headers=_ANYBODY, timeout=60)
        baseline, target = (float(text.replace(",", "")) for text in asked.json()["values"][0])
        value = baseline + share * (target - baseline)
        change: dict[str, Any] = {"spreadsheetId": key, "edit": "overwrite", "tab": title, "cell": "E2", "value": value}
        requests.post(f"{url}/_admin/edit", json=change, timeout=60).raise_for_status()


_ANYBODY = {"Authorization": "Bearer any"}


def _cost_of(url: str, words: list[str]) -> Cost:
    requests.delete(f"{url}/_admin/log", timeout=60)
    begun = time.perf_counter()
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise CouldNot(said.strip().rpartition("\n")[2] or f"status {process.returncode}")
    return Cost(_counts(url), seconds, usage.ru_utime + usage.ru_stime)


def _counts(url: str) -> dict[str, int]:
    counts: dict[str, int] = requests.get(f"{url}/_admin/counts", timeout=60).json()
    return counts


def _installed(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS.values()]
    subprocess.run([str(python), *words], check=True)
    return python


def _line(name: str, cost: Cost) -> str:
    each = ", ".join(f"{count} × {what.partition('.')[2]}" for what, count in cost.requests.items() if what != "total")
    total = cost.requests["total"]
    line = f"  {name:24} {total:4} requests  {cost.seconds:7.2f} s, its own {cost.own:6.2f} s   ({each})"
    if not cost.read:
        return line
    rest = cost.own - cost.read - cost.wrote
    split = f"of its own: reading {cost.read:.2f}, deciding and archive {rest:.2f}, writing {cost.wrote:.2f}"
    return f"{line}\n{'':26} {split}"


if __name__ == "__main__":
    main()
