"""Of all processes of one archive, one at a time writes to a workbook: real processes, and the system's own lock."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.archive import open_archive
from tests.end_to_end.commands import ROOT

pytest.importorskip("fcntl", reason="Windows has no such lock")

PLACE = "google:KEY"
HOLDER = """
import sys, time
from sync.archive import open_archive
with open_archive(sys.argv[1]) as archive, archive.turn_to_write(sys.argv[2]) as is_ours:
    print(is_ours, flush=True)
    time.sleep(float(sys.argv[3]))
"""
COUNTER = """
import sys, time
from pathlib import Path
from sync.archive import open_archive
inside = Path(sys.argv[3])
with open_archive(sys.argv[1]) as archive:
    for _ in range(40):
        with archive.turn_to_write(sys.argv[2]) as is_ours:
            assert is_ours
            number = int(inside.read_text())
            time.sleep(0.001)
            inside.write_text(str(number + 1))
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    open_archive(url).close()
    return url


def process(program: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def held_elsewhere(url: str, place: str = PLACE, seconds: float = 60) -> Iterator[subprocess.Popen[str]]:
    """Another process has the turn."""
    with process(HOLDER, url, place, str(seconds)) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        try:
            yield holder
        finally:
            holder.kill()


def is_free(url: str, place: str = PLACE) -> bool:
    with open_archive(url) as archive, archive.turn_to_write(place, 0.05) as is_ours:
        return is_ours


def test_who_comes_second_waits_for_the_first_and_gets_the_turn_then(url: str) -> None:
    with held_elsewhere(url, seconds=0.5), open_archive(url) as archive:
        began = time.monotonic()
        with archive.turn_to_write(PLACE) as is_ours:
            assert is_ours
            assert time.monotonic() - began > 0.2


def test_who_has_waited_long_enough_gets_no_turn(url: str) -> None:
    with held_elsewhere(url):
        assert not is_free(url)


def test_another_workbook_or_another_archive_is_not_waited_for(url: str, tmp_path: Path) -> None:
    other = f"sqlite:///{tmp_path / 'other.db'}"
    with held_elsewhere(url):
        assert is_free(url, "google:OTHER")
        assert is_free(other)


def test_one_archive_is_the_same_by_a_link(url: str, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "archive.db")
    with held_elsewhere(f"sqlite:///{tmp_path / 'link.db'}"):
        assert not is_free(url)


def test_the_turn_of_a_process_that_was_killed_is_free_at_once(url: str, tmp_path: Path) -> None:
    with held_elsewhere(url) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert list(tmp_path.glob("archive.db-writing-*"))
        assert is_free(url)
    assert not list(tmp_path.glob("archive.db-writing-*"))


def test_what_a_killed_process_left_is_taken_away_and_what_somebody_has_is_not(url: str, tmp_path: Path) -> None:
    with held_elsewhere(url) as holder, open_archive(url) as archive:
        archive.take_away_what_is_left(PLACE)
        assert not is_free(url)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        archive.take_away_what_is_left(PLACE)
    assert not list(tmp_path.glob("archive.db-writing-*"))


def test_of_many_that_ask_again_and_again_one_at_a_time_has_the_turn(url: str, tmp_path: Path) -> None:
    """The file is made and taken away each time: in no moment of that do two have it."""
    inside = tmp_path / "inside"
    inside.write_text("0")
    all_of_them = [process(COUNTER, url, PLACE, str(inside)) for _ in range(4)]
    for each in all_of_them:
        each.communicate()
    assert [each.returncode for each in all_of_them] == [0] * 4
    assert inside.read_text() == "160"
    assert sorted(path.name for path in tmp_path.iterdir() if "-writing-" in path.name) == []


def test_in_memory_nobody_else_is_there() -> None:
    with open_archive("sqlite://") as archive, archive.turn_to_write(PLACE) as is_ours:
        assert is_ours


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux says which file a descriptor is of")
def test_a_disk_that_fails_when_the_turn_ends_loses_nothing(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close, failed = os.close, []

    def fails(descriptor: int) -> None:
        is_of_the_turn = "-writing-" in os.readlink(f"/proc/self/fd/{descriptor}")
        close(descriptor)
        if is_of_the_turn:
            failed.append(descriptor)
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with open_archive(url) as archive:
        monkeypatch.setattr(os, "close", fails)
        with archive.turn_to_write(PLACE) as is_ours:
            assert is_ours
        with archive.turn_to_write(PLACE) as is_ours:
            assert is_ours

    assert len(failed) == 2
    assert not list(tmp_path.glob("*-writing-*"))
