"""Syncs that are killed, and syncs that meet: the workbook is as it was or as it should be, and the next one mends."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl

from tests.end_to_end.commands import ROOT, okr_sync

ROWS = 40
SYNC = ("sync", "team.xlsx", "--as-of", "2026-11-20", "--json")


def team(folder: Path) -> Path:
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    tab.title = "Q4 2026"
    tab.append(["Objective", "Key result", "Baseline", "Target", "Current", "Progress ⟳", "Status ⟳", "Our notes"])
    for row in range(ROWS):
        objective = f"Objective {row // 4}" if row % 4 == 0 else None
        tab.append([objective, f"Measure {row}", 0, 100, row, None, None, f"note {row}"])
    workbook.save(folder / "team.xlsx")
    return folder / "team.xlsx"


def type_new_values(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    tab = workbook["Q4 2026"]
    for row in range(2, ROWS + 2):
        before = tab.cell(row, 5).value
        assert isinstance(before, int)
        tab.cell(row, 5).value = (before + 13) % 101
    workbook.save(path)


def columns_of(path: Path, columns: range) -> list[list[object]]:
    tab = openpyxl.load_workbook(path)["Q4 2026"]
    return [[tab.cell(row, column).value for column in columns] for row in range(1, ROWS + 2)]


def is_as_it_should_be(path: Path) -> bool:
    return all(progress == current / 100 for current, progress in columns_of(path, range(5, 7))[1:])  # type: ignore[operator]


def start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "jobs", *SYNC],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def archive_query(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "okr-archive.db")) as archive:
        return archive.execute(query).fetchall()


def beside(folder: Path) -> bool:
    return any(path.name.startswith(".team.xlsx.") for path in folder.iterdir())


def meant(folder: Path) -> bool:
    try:
        return bool(archive_query(folder, "SELECT 1 FROM intent WHERE settled = 0"))
    except sqlite3.Error:
        return False


def reading(folder: Path) -> bool:
    try:
        return bool(archive_query(folder, "SELECT 1 FROM run WHERE finished IS NULL"))
    except sqlite3.Error:
        return False


def kill_when(happened: Callable[[Path], bool], process: subprocess.Popen[str], folder: Path, then: float) -> None:
    end = time.monotonic() + 60
    while process.poll() is None and not happened(folder) and time.monotonic() < end:
        time.sleep(0.001)
    time.sleep(then)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def test_a_sync_that_is_killed_leaves_the_old_file_or_the_new_one_and_the_next_mends_the_rest(tmp_path: Path) -> None:
    path = team(tmp_path)
    assert okr_sync(*SYNC, folder=tmp_path).status == 0
    moments = [(reading, 0.0), (reading, 0.03), (meant, 0.0), (meant, 0.005), (beside, 0.0), (beside, 0.01)]
    for happened, then in moments:
        type_new_values(path)
        before, theirs = path.read_bytes(), (columns_of(path, range(1, 6)), columns_of(path, range(8, 9)))
        kill_when(happened, start(tmp_path), tmp_path, then)
        assert path.read_bytes() == before or is_as_it_should_be(path)
        assert (columns_of(path, range(1, 6)), columns_of(path, range(8, 9))) == theirs

        ran = okr_sync(*SYNC, folder=tmp_path)
        assert ran.status == 0, ran.err
        assert is_as_it_should_be(path)
        assert (columns_of(path, range(1, 6)), columns_of(path, range(8, 9))) == theirs
        assert not beside(tmp_path)
        assert archive_query(tmp_path, "PRAGMA integrity_check") == [("ok",)]
        assert archive_query(tmp_path, "SELECT count(*) FROM intent WHERE settled = 0") == [(0,)]
        assert okr_sync("plan", *SYNC[1:4], "--detailed-exitcode", folder=tmp_path).status == 0


def test_syncs_that_meet_on_one_workbook_lose_nothing(tmp_path: Path) -> None:
    path = team(tmp_path)
    for _ in range(2):
        type_new_values(path)
        theirs = (columns_of(path, range(1, 6)), columns_of(path, range(8, 9)))
        started = [start(tmp_path) for _ in range(3)]
        ended = [(*process.communicate(timeout=120), process.returncode) for process in started]
        assert [code for _, _, code in ended] == [0, 0, 0], ended
        assert is_as_it_should_be(path)
        assert (columns_of(path, range(1, 6)), columns_of(path, range(8, 9))) == theirs
        assert not beside(tmp_path)
        assert archive_query(tmp_path, "SELECT count(*) FROM intent WHERE settled = 0") == [(0,)]
    landed = "SELECT count(DISTINCT intent) FROM 'write' WHERE dropped IS NULL"
    assert archive_query(tmp_path, landed) == [(2,)]


def test_a_workbook_that_somebody_has_open_is_put_off_until_it_is_closed(tmp_path: Path) -> None:
    path = team(tmp_path)
    before, lock = path.read_bytes(), path.with_name("~$team.xlsx")
    lock.write_bytes(b"\x02An".ljust(55) + b"\x02\x00A\x00n\x00")
    ran = okr_sync(*SYNC[:-1], folder=tmp_path)
    assert ran.status == 1
    assert "team.xlsx is open in Excel by An since" in ran.err
    assert "  help: An has to close it; then try again" in ran.err
    assert "1 workbook put off" in ran.err
    assert path.read_bytes() == before
    assert [row["state"] for row in okr_sync("status", "--json", folder=tmp_path).document] == ["put off"]

    lock.unlink()
    assert okr_sync(*SYNC, folder=tmp_path).status == 0
    assert is_as_it_should_be(path)
