"""A file replaced whole or not at all: written beside it, forced to the disk, and renamed over it only if it is still
the file that was read.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import platform
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sync.workbooks.package_refusals import WorkbookChangedSinceRead, WorkbookInUse, WorkbookRefused

_CHUNK = 1 << 20
_MOST_BYTES_OF_A_NAME = 120
_count = itertools.count()
_being_written: set[str] = set()


class Original(NamedTuple):
    """The file that was read: its real path, what the file system says of it, and the hash of its bytes."""

    path: Path
    status: os.stat_result
    fingerprint: str


def fingerprint_of(file: BinaryIO) -> str:
    """Given an open file, return the SHA-256 of its bytes in hexadecimal."""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(_CHUNK):
        digest.update(piece)
    return digest.hexdigest()


def refuse_while_open_elsewhere(path: Path) -> None:
    """Given a workbook's path, raise WorkbookInUse when a lock file beside it says that somebody has it open."""
    for lock, program in ((f"~${path.name}", "Excel"), (f".~lock.{path.name}#", "LibreOffice")):
        if os.path.lexists(path.parent / lock):
            raise WorkbookInUse(
                f"{path} is open in {program}.",
                f"Close it there. If nobody has it open, delete {lock} beside it, left by a crash.",
            )


def replace_whole(original: Original, write_into: Callable[[Callable[[bytes], object]], None]) -> str:
    """Given the file that was read, and a function that hands all bytes of its successor to the function it is given,
    put the successor in its place and return its fingerprint. Mode, owner and extended attributes stay.

    Raise WorkbookChangedSinceRead when the file is no longer the one that was read, WorkbookRefused when the disk or
    the rights do not let it be written; the file is then as it was, and nothing is left over.
    """
    path = original.path
    if not os.access(path, os.W_OK):
        raise WorkbookRefused(
            f"{path} may not be written by this user.", "Take its write protection off, or give the user the right."
        )
    _remove_leftovers(path)
    beside = path.parent / f"{_leftover_start(path)}{_host()}-{os.getpid()}-{next(_count)}~"
    _being_written.add(beside.name)
    try:
        digest = hashlib.sha256()
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "wb", buffering=_CHUNK) as file:

            def write(piece: bytes) -> None:
                digest.update(piece)
                file.write(piece)

            write_into(write)
            file.flush()
            _keep_attributes(original, beside, file.fileno())
            os.fsync(file.fileno())
        _refuse_if_changed(original)
        os.replace(beside, path)
    except OSError as error:
        raise WorkbookRefused(
            f"{path} could not be written: {error.strerror or error}.",
            "Check the disk's space and the folder's rights.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        _being_written.discard(beside.name)
    _sync_folder(path.parent)
    return digest.hexdigest()


def _refuse_if_changed(original: Original) -> None:
    now = os.stat(original.path)
    then = original.status
    same = (now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns) == (
        then.st_dev,
        then.st_ino,
        then.st_size,
        then.st_mtime_ns,
    )
    # Times can be set back, and shares are slow to tell; the bytes decide.
    if same:
        with open(original.path, "rb") as file:
            same = fingerprint_of(file) == original.fingerprint
    if not same:
        raise changed_since_read(original.path)


def changed_since_read(path: Path) -> WorkbookChangedSinceRead:
    return WorkbookChangedSinceRead(
        f"{path} was changed by somebody since it was read.", "Read it again, and try again."
    )


def _keep_attributes(original: Original, beside: Path, descriptor: int) -> None:
    if hasattr(os, "fchown"):
        mine = os.fstat(descriptor)
        if (mine.st_uid, mine.st_gid) != (original.status.st_uid, original.status.st_gid):
            # Only an administrator can give files away; then at least the group, then neither.
            try:
                os.fchown(descriptor, original.status.st_uid, original.status.st_gid)
            except OSError:
                with contextlib.suppress(OSError):
                    os.fchown(descriptor, -1, original.status.st_gid)
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(original.path):
                with contextlib.suppress(OSError):
                    os.setxattr(descriptor, name, os.getxattr(original.path, name))
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(original.status.st_mode))
    else:
        os.chmod(beside, stat.S_IMODE(original.status.st_mode))


def _sync_folder(folder: Path) -> None:
    # Some systems cannot open a folder, some network shares cannot sync one; the rename has happened all the same.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# ── What a killed run leaves beside the file ─────────────────────────────────────────────────────────────────────────


def _leftover_start(path: Path) -> str:
    name = os.fsencode(path.name)[:_MOST_BYTES_OF_A_NAME].decode("utf-8", "ignore")
    return f".{name}.okr-sync-"


def _host() -> str:
    return re.sub(r"[^A-Za-z0-9]", "", platform.node())[:32] or "host"


def _remove_leftovers(path: Path) -> None:
    """Remove what killed runs on this machine left beside the file. Another machine's run may still be going."""
    start = _leftover_start(path)
    pattern = re.compile(re.escape(start + _host()) + r"-(\d+)-\d+~")
    with contextlib.suppress(OSError):
        for name in os.listdir(path.parent):
            found = pattern.fullmatch(name)
            if found and name not in _being_written and not _is_running(int(found[1])):
                with contextlib.suppress(OSError):
                    (path.parent / name).unlink()


def _is_running(process: int) -> bool:
    if process == os.getpid():
        # Not among those that this process is writing: an earlier process had the same number.
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
