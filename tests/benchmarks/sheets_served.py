"""A spreadsheet on a test server of its own, people who type into it, and what a command costs that works on it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import requests

ROOT = Path(__file__).resolve().parents[2]
ANYBODY = {"Authorization": "Bearer any"}
_WAIT = 600
_NO_LIMITS = "\n".join(
    f"{limit} = 60000"
    for limit in (
        *("reads_per_minute", "writes_per_minute", "project_reads_per_minute", "project_writes_per_minute"),
        "spreadsheet_per_second",
    )
)


class Cost(NamedTuple):
    """Requests (and what for), seconds from start to end of the process, and of these its own on the processor, bytes
    that it had at most; seconds of the server's on the processor; bytes asked and answered. Where they are known,
    those of its own seconds in which it read and those in which it wrote (the rest: rules, scores, archive)."""

    requests: dict[str, int]
    seconds: float
    own: float
    server: float
    peak: int = 0
    transferred: int = 0
    read: float = 0.0
    wrote: float = 0.0

    @property
    def asked(self) -> str:
        """The requests as words."""
        each = ((what.partition(".")[2], count) for what, count in self.requests.items() if what != "total")
        return f"{self.requests['total']:3} requests ({', '.join(f'{count} × {what}' for what, count in each)})"


class CouldNot(Exception):
    """A client that ended with an error: its last line."""


class Served(NamedTuple):
    """The spreadsheet, and the process of the server."""

    url: str
    key: str
    process: int

    def tabs(self) -> list[dict[str, Any]]:
        """The properties of its tabs."""
        address = f"{self.url}/v4/spreadsheets/{self.key}?fields=sheets.properties"
        answer = requests.get(address, headers=ANYBODY, timeout=_WAIT)
        return [tab["properties"] for tab in answer.json()["sheets"]]

    def change(self, *changes: dict[str, Any]) -> None:
        """Carry out requests of batchUpdate."""
        address = f"{self.url}/v4/spreadsheets/{self.key}:batchUpdate"
        requests.post(address, json={"requests": changes}, headers=ANYBODY, timeout=_WAIT).raise_for_status()

    def values(self, area: str, **asked: str) -> list[list[Any]]:
        """What stands in cells."""
        address = f"{self.url}/v4/spreadsheets/{self.key}/values/{area}"
        found: list[list[Any]] = requests.get(address, params=asked, headers=ANYBODY, timeout=_WAIT).json()["values"]
        return found

    def somebody_types(self, share: float, tabs: int | None = None) -> None:
        """In so many tabs (None: all), into a current value: so far on the way from baseline to target, so that
        something is to be written there."""
        for tab in self.tabs()[:tabs]:
            title = tab["title"]
            baseline, target = (float(text.replace(",", "")) for text in self.values(f"'{title}'!C2:D2")[0])
            value = baseline + share * (target - baseline)
            change = {"spreadsheetId": self.key, "edit": "overwrite", "tab": title, "cell": "E2", "value": value}
            requests.post(f"{self.url}/_admin/edit", json=change, timeout=_WAIT).raise_for_status()

    def counts(self) -> dict[str, int]:
        """How often each method was called since they were last forgotten."""
        counts: dict[str, int] = requests.get(f"{self.url}/_admin/counts", timeout=_WAIT).json()
        return counts

    def transferred(self) -> int:
        """Bytes asked and answered since then."""
        transferred: int = requests.get(f"{self.url}/_admin/log", timeout=_WAIT).json()["transferred"]
        return transferred

    def takes(self, seconds: float, bytes_per_second: float | None) -> None:
        """From now on answers take at least so long."""
        latency = {"seconds": seconds, "bytes_per_second": bytes_per_second}
        requests.post(f"{self.url}/_admin/latency", json=latency, timeout=_WAIT).raise_for_status()

    def forget_counts(self) -> None:
        requests.delete(f"{self.url}/_admin/log", timeout=_WAIT)

    def own_seconds(self) -> float:
        """Of the server, on the processor; 0 where the system does not tell."""
        try:
            told = Path(f"/proc/{self.process}/stat").read_text("ascii").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """The workbook in a folder as a spreadsheet, and no archive of it yet."""
    for old in folder.glob("okr-archive.db*"):
        old.unlink()
    words = [sys.executable, "-m", "tests.sheets_server", "--seed", str(folder)]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url, file = process.stdout.readline().strip(), process.stdout.readline().strip()
    try:
        yield Served(url, file.partition("\t")[0], process.pid)
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def configured(folder: Path, at: Served) -> Path:
    """Settings for the spreadsheet in a folder, in which the archive will be."""
    config = folder / "config.toml"
    config.write_text(
        f'[google]\nendpoint = "{at.url}"\n{_NO_LIMITS}\n[[workbook]]\nname = "team"\nsource = "google:{at.key}"\n',
        "utf-8",
    )
    return config


def sync_command(config: Path) -> list[str]:
    return [sys.executable, "-m", "jobs", "sync", "--config", str(config), "--as-of", "2026-11-20"]


def cost_of(at: Served, words: list[str]) -> Cost:
    """Run a command and return what it costs. Raise CouldNot."""
    at.forget_counts()
    begun, theirs = time.perf_counter(), at.own_seconds()
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise CouldNot(said.strip().rpartition("\n")[2] or f"status {process.returncode}")
    own, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10
    return Cost(at.counts(), seconds, own, at.own_seconds() - theirs, peak, at.transferred())
