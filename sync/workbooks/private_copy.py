"""A folder that nobody else may look into, for as long as a workbook from elsewhere is worked on here."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sync.workbooks.base import WorkbookError

try:
    import fcntl
except ImportError:  # Windows: what a killed run leaves there is the system's to clean up
    fcntl = None  # type: ignore[assignment]

_PREFIX = "okr-sync-copy-"
_IN_USE = "in-use"
_YOUNG = 600
"""Seconds within which a folder may have been made and not be locked yet."""


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """Give a new folder with its real path, and remove it with all that is in it afterwards. What killed runs left is
    removed too. Raise WorkbookError when there can be none."""
    _remove_leftovers()
    try:
        folder = Path(os.path.realpath(tempfile.mkdtemp(prefix=_PREFIX)))
    except OSError as error:
        raise no_room(error) from error
    lock = _locked(folder)
    try:
        # A folder in it, because whoever writes a workbook locks the folder that it is in.
        inside = folder / "copy"
        inside.mkdir(mode=0o700)
        yield inside
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def no_room(error: OSError) -> WorkbookError:
    return WorkbookError(
        f"There is no room here for a copy of a workbook: {error.strerror or error}.",
        f"Make room in {tempfile.gettempdir()}, or name another folder by TMPDIR.",
    )


def _locked(folder: Path) -> int | None:
    """Hold the folder for as long as this process lives; None where another one holds it."""
    if fcntl is None:
        return None
    # Not the folder itself: who writes to a workbook in it holds that, to take turns.
    descriptor = os.open(folder / _IN_USE, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _remove_leftovers() -> None:
    if fcntl is None:
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            status = folder.lstat()
            # The folder for such things is everybody's: what another user has put there is not ours to touch.
            is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
            if not is_ours or time.time() - status.st_mtime < _YOUNG:
                continue
            lock = _locked(folder)
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)
