"""Short runs of the long ones (see tests/README.md): kills, faults and saves at every point of a sync."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sync.templates import example_workbooks
from tests.conftest import NO_RIGHT
from tests.crash.tracing import CAN_FAIL_CALLS, LINUX, MAY_NOT_TRACE
from tests.end_to_end.commands import ROOT, okr_sync

needs_linux = pytest.mark.skipif(not LINUX, reason="only Linux can stop a process at its system calls")


def run(module: str, *words: str) -> str:
    """Run a harness as a process of its own: it forks, which a process with threads must not."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.crash.{module}", *words],
        cwd=ROOT,
        env={**os.environ, **({"TMPDIR": "/dev/shm"} if os.access("/dev/shm", os.W_OK) else {})},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    if done.returncode == MAY_NOT_TRACE:
        pytest.skip(f"{NO_RIGHT} trace processes")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs_linux
def test_a_sync_that_is_killed_at_a_random_moment_leaves_the_old_workbook_or_the_new_one() -> None:
    run("kills", "--random", "12", "--seed", "4")


@needs_linux
def test_a_sync_that_is_killed_before_any_of_its_system_calls_leaves_the_old_workbook_or_the_new_one() -> None:
    assert "killed, with the old workbook" in run("kills", "--every", "23")


@pytest.mark.skipif(not CAN_FAIL_CALLS, reason="only Linux on x86-64 can make system calls fail here")
def test_whatever_system_call_fails_the_error_is_clear_and_the_workbook_as_it_was() -> None:
    run("faults", "--sample", "8", "--seed", "4")


@needs_linux
def test_whoever_saves_during_two_syncs_loses_nothing_and_no_value_lands_in_another_row() -> None:
    run("interleavings", "--count", "30", "--seed", "4")


# ── Disks that are full or read-only ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB, with a workbook on it that was never synced."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=777", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip(f"{NO_RIGHT} mount a small file system")
    try:
        (disk / "team.xlsx").write_bytes(example_workbooks()["growth-team.xlsx"])
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (4096, 1):
            with suppress(OSError):  # it is full
                while True:
                    file.write(b"!" * size)
    return filler


def test_a_full_disk_leaves_the_workbook_as_it_was_and_says_so(small_disk: Path) -> None:
    workbook, sync = small_disk / "team.xlsx", ("sync", "disk/team.xlsx", "--add-columns", "--as-of", "2026-11-20")
    before, filler = workbook.read_bytes(), fill(small_disk)

    ran = okr_sync(*sync, folder=small_disk.parent)
    assert ran.status == 1
    assert "team.xlsx could not be written: the disk is full" in ran.err
    assert "help: Make room" in ran.err
    assert workbook.read_bytes() == before
    assert sorted(os.listdir(small_disk)) == ["filler", "team.xlsx"]

    filler.unlink()
    ran = okr_sync(*sync, folder=small_disk.parent)
    assert ran.status == 0, ran.err
    assert workbook.read_bytes() != before
    assert os.listdir(small_disk) == ["team.xlsx"]


def test_a_file_system_that_is_read_only_leaves_the_workbook_as_it_was_and_says_so(small_disk: Path) -> None:
    workbook = small_disk / "team.xlsx"
    before = workbook.read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    ran = okr_sync("sync", "disk/team.xlsx", "--add-columns", "--as-of", "2026-11-20", folder=small_disk.parent)
    assert ran.status == 1
    assert "team.xlsx could not be written: its file system is read-only" in ran.err
    assert "help: Have" in ran.err
    assert workbook.read_bytes() == before
    assert os.listdir(small_disk) == ["team.xlsx"]


def test_a_folder_in_which_nothing_may_be_created_leaves_the_workbook_as_it_was_and_says_so(tmp_path: Path) -> None:
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("setpriv, which takes an administrator's rights away, is not installed")
    folder = tmp_path / "teams"
    folder.mkdir()
    (folder / "team.xlsx").write_bytes(example_workbooks()["growth-team.xlsx"])
    workbook, sync = folder / "team.xlsx", ["sync", "teams/team.xlsx", "--add-columns", "--as-of", "2026-11-20"]
    before = workbook.read_bytes()
    folder.chmod(0o555)
    # An administrator may write everywhere, unless that right is laid down.
    lay_down = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all"] if os.geteuid() == 0 else []

    done = subprocess.run(
        [*lay_down, sys.executable, "-m", "jobs", *sync],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    folder.chmod(0o755)
    assert done.returncode == 1, done.stderr
    assert "could not be written: this user may not write to its folder" in done.stderr
    assert "help: Give the user the right to create and replace files in" in done.stderr
    assert workbook.read_bytes() == before
    assert os.listdir(folder) == ["team.xlsx"]
