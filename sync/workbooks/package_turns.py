"""Processes of ours that write into one folder take turns.

The lock is on the folder itself: nothing is left in it, the lock dies with its process, no program of anybody's looks
at it, and it does not go away with a file that is replaced. It holds among all processes of one machine, whatever user
or container they run in. Machines that share a folder do not see each other's; there, and on Windows, which cannot lock
folders, two of ours meet as a person and one of ours do: whoever finds the file changed reads it again.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

from sync.workbooks.package_refusals import WorkbookInUse

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PATIENCE = 120.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.1


@contextlib.contextmanager
def turn_at(folder: Path, patience: float = PATIENCE) -> Iterator[bool]:
    """Given a folder, wait until no other process of ours writes into it, and keep the others waiting until the block
    ends. Yield whether that is known: False where the system or the file system has no such lock. Raise WorkbookInUse
    when it takes longer than ``patience`` seconds."""
    descriptor = _opened(folder)
    try:
        yield descriptor is not None and _is_locked(descriptor, folder, patience)
    finally:
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(descriptor)


def _opened(folder: Path) -> int | None:
    if fcntl is None:
        return None
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return None


def _is_locked(descriptor: int, folder: Path, patience: float) -> bool:
    pause, end = _FIRST_PAUSE, time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError as error:
            # EACCES is not another's lock, as it is of fcntl: such a file system locks nothing, however long one waits.
            if error.errno not in (errno.EAGAIN, errno.EINTR):
                return False
        if time.monotonic() > end:
            raise WorkbookInUse(f"another sync has been writing in {folder} all the time.", "Try again later.")
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
