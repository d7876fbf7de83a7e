"""A sync to be killed or hindered at any point, and what must hold after it.

The command runs in a process of its own, forked off one that has imported everything, so that thousands of them take
minutes.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from jobs.cli.main import main
from tests.crash.tracing import forked, waited_for

ROWS = 12
COMMAND = ("sync", "team.xlsx", "--as-of", "2026-11-20")
FILES = {"team.xlsx", "okr-archive.db"}


class Broken(Exception):
    """A promise that does not hold."""


@dataclass(frozen=True)
class Stage:
    """A folder as it is before the sync, and what the sync makes of it when nothing happens to it."""

    folder: Path
    before: bytes
    after: bytes
    landed: frozenset[tuple[object, ...]]

    def set(self, folder: Path) -> Path:
        """Make ``folder`` as it is before the sync."""
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(self.folder, folder)
        _give_away(folder / "team.xlsx")
        (folder / "output").mkdir()
        return folder

    def mended(self, folder: Path, *, keeps_attributes: bool = True) -> None:
        """Given a folder in which a sync came to a bad end, sync again, and check that all is as it should be. Raise
        Broken when it is not."""
        stands = (folder / "team.xlsx").read_bytes()
        if stands not in (self.before, self.after):
            raise Broken(f"the workbook is neither the old nor the new one: {len(stands)} bytes")
        status = waited_for(forked(sync_in(folder, "next"), traced=False))
        if status != 0:
            raise Broken(f"the next sync ended with {status}: {said(folder, 'next')}")
        if (folder / "team.xlsx").read_bytes() != self.after:
            raise Broken("the next sync did not make the workbook what it should be")
        left = {path.name for path in folder.iterdir()} - FILES - {"output"}
        if left:
            raise Broken(f"left over: {sorted(left)}")
        if (folder / "okr-archive.db").exists():
            check_archive(folder)
        if keeps_attributes and _attributes(folder / "team.xlsx") != _attributes(self.folder / "team.xlsx"):
            raise Broken(f"the workbook's owner, mode or attributes changed: {_attributes(folder / 'team.xlsx')}")
        if landed_in(folder) != self.landed:
            raise Broken("the archive does not say what was written")


def staged(folder: Path, *, with_archive: bool = True) -> Stage:
    """Make a workbook that was synced and then changed, in an empty folder, and see what a sync makes of it. Without an
    archive, that sync is the first one, which makes one."""
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    tab.title = "Q4 2026"
    tab.append(["Objective", "Key result", "Baseline", "Target", "Current", "Progress ⟳", "Status ⟳", "Our notes"])
    for row in range(ROWS):
        tab.append([f"Objective {row // 4}" if row % 4 == 0 else None, f"Measure {row}", 0, 100, row, None, None, "!"])
    start = folder / "start"
    start.mkdir()
    workbook.save(start / "team.xlsx")
    # Here, not in a process of its own: what it imports is what all processes begin with.
    here = os.getcwd()
    if sync_in(start, "first", leave=False)() != 0:
        raise Broken(said(start, "first"))
    os.chdir(here)
    for row in range(2, ROWS + 2):
        tab.cell(row, 5, (row * 37) % 101)
    workbook.save(start / "team.xlsx")
    shutil.rmtree(start / "output")
    if not with_archive:
        (start / "okr-archive.db").unlink()
    _give_away(start / "team.xlsx")

    end = folder / "end"
    shutil.copytree(start, end)
    if waited_for(forked(sync_in(end, "whole"), traced=False)) != 0:
        raise Broken(said(end, "whole"))
    before, after = ((each / "team.xlsx").read_bytes() for each in (start, end))
    assert before != after
    return Stage(start, before, after, landed_in(end))


def _give_away(path: Path) -> None:
    """Give a workbook what is to stay with it: another owner where that can be, a mode, an extended attribute."""
    if os.geteuid() == 0:
        os.chown(path, 1234, 2345)
    path.chmod(0o660)
    with suppress(OSError):
        os.setxattr(path, "user.team", b"sales")


def _attributes(path: Path) -> tuple[object, ...]:
    status = path.stat()
    return status.st_uid, status.st_gid, status.st_mode, {name: os.getxattr(path, name) for name in os.listxattr(path)}


def sync_in(folder: Path, name: str, *, leave: bool = True) -> Callable[[], int]:
    """Return what a process does that syncs in a folder; what it says goes into files by ``name``."""

    def work() -> int:
        os.chdir(folder)
        output = folder / "output"
        if not output.is_dir():
            output.mkdir()
        with (output / f"{name}.out").open("w") as out, (output / f"{name}.err").open("w") as err:
            kept = sys.stdout, sys.stderr
            sys.stdout, sys.stderr = out, err
            if leave:
                # What is printed must not count among the calls that can fail.
                os.dup2(out.fileno(), 1)
                os.dup2(err.fileno(), 2)
                sys.stdout, sys.stderr = kept
            try:
                return main(list(COMMAND))
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                sys.stdout, sys.stderr = kept

    return work


def said(folder: Path, name: str) -> str:
    return (folder / "output" / f"{name}.err").read_text()


def check_archive(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "okr-archive.db")) as archive:
        if archive.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise Broken("the archive is damaged")
        if archive.execute("SELECT 1 FROM intent WHERE settled = 0").fetchall():
            raise Broken("the archive does not know the end of a write")


def landed_in(folder: Path) -> frozenset[tuple[object, ...]]:
    """What the archive says of each cell: the value that was written to it last."""
    with closing(sqlite3.connect(folder / "okr-archive.db")) as archive:
        landed = archive.execute(
            'SELECT sheet, row, "column", after FROM "write" JOIN intent ON intent.id = "write".intent'
            " WHERE settled = 1 AND dropped IS NULL ORDER BY intent.id"
        ).fetchall()
    return frozenset({row[:3]: row for row in landed}.values())
