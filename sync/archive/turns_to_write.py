"""Who may write to a workbook: of all processes that use one archive on a machine, one at a time.

The lock is the system's, on an empty file beside the archive that is there only as long as somebody writes. It dies
with its process, so that one that was killed keeps nobody waiting, and the next sync takes away the file that it left.
Whoever only reads never asks for it. Machines that share an archive's folder do not see each other's on every file
system, and Windows has no such lock: there, nobody waits.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from sync.archive.access import linked_file

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PATIENCE = 60.0
"""Seconds to wait for another process that is writing to the same workbook: a service that is asked to stop waits so
long."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.1


class _Taken(Exception):
    """Another process has had the turn all the time."""


@contextlib.contextmanager
def turn_to_write(archive: Path | None, place: str, patience: float) -> Iterator[bool]:
    """Given an archive's file (None: in memory, where nobody else is) and where a workbook is, wait until no other
    process of that archive writes to it, and keep the others waiting until the block ends. Yield False where another
    is still at it after ``patience`` seconds."""
    if archive is None or fcntl is None:
        yield True
        return
    file = _file_of(archive, place)
    try:
        descriptor = _locked(file, archive, patience)
    except _Taken:
        yield False
        return
    try:
        yield True
    finally:
        if descriptor is not None:
            # Before the lock goes: whoever has waited for it sees that the file is no longer there, and makes another.
            with contextlib.suppress(OSError):
                file.unlink()
            _close(descriptor)


def take_away_what_is_left(archive: Path | None, place: str) -> None:
    """Given an archive's file and where a workbook is, take away what a process left that was killed while it had the
    turn; what somebody has just now stays."""
    if archive is not None and was_left(archive, place):
        with turn_to_write(archive, place, 0.0):
            pass


@contextlib.contextmanager
def turn_of_its_own(archive: Path | None, name: str) -> Iterator[None]:
    """Given an archive's file and a name that nobody else takes, have the turn of that name while the block lasts, so
    that others see whether this process is still there. Its file goes even where the file system has no such lock."""
    try:
        with turn_to_write(archive, name, 0.0):
            yield
    finally:
        if archive is not None:
            with contextlib.suppress(OSError):
                _file_of(archive, name).unlink(missing_ok=True)


def was_left(archive: Path, place: str) -> bool:
    """Given an archive's file and where a workbook is, return whether somebody has the turn, or was killed with it."""
    return os.path.lexists(_file_of(archive, place))


def _file_of(archive: Path, place: str) -> Path:
    # A place may be as long as it likes, and be somebody's secret.
    file = linked_file(archive)
    return file.with_name(f"{file.name}-writing-{hashlib.sha256(place.encode()).hexdigest()[:16]}")


def _locked(file: Path, archive: Path, patience: float) -> int | None:
    """The locked file; None where the file system has no such lock, or lets nobody make the file: then a sync goes on,
    as there is nothing to be known. Raise _Taken."""
    pause, end = _FIRST_PAUSE, time.monotonic() + patience
    while True:
        try:
            descriptor = _opened(file, archive)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(file, descriptor):
                return descriptor
            _close(descriptor)
            continue
        except OSError as error:
            _close(descriptor)
            if error.errno not in (errno.EAGAIN, errno.EINTR):
                return None
        if time.monotonic() > end:
            raise _Taken
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def _opened(file: Path, archive: Path) -> int:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    # Whoever may write to the archive may wait here, too.
    with contextlib.suppress(OSError):
        os.fchmod(descriptor, stat.S_IMODE(archive.stat().st_mode))
    return descriptor


def _close(descriptor: int) -> None:
    """The file is empty: a disk that fails now has nothing to lose, and what was written stands."""
    with contextlib.suppress(OSError):
        os.close(descriptor)


def _is_still(file: Path, descriptor: int) -> bool:
    """Whether the file that was locked is the one that others find there: who was before us takes it away."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(file, follow_symlinks=False))
    except FileNotFoundError:
        return False
