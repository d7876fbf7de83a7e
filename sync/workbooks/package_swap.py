"""Two files change places: a workbook's new version takes the name, and what stood there comes out to be looked at.

Looking before renaming leaves a moment in which somebody's save is overwritten unseen. Where the system can exchange
two names at once (Linux, on local file systems), nothing is ever overwritten: what comes out is either the file that
was read, and is removed, or somebody's, and is put back. A file is only ever removed when its bytes are those that were
read or those that were written: whatever else comes out is somebody's, and kept. What a killed run leaves is settled by
the same rule, since the name of the file beside says what it was to be: see ``Swap``.

Elsewhere the new version is renamed over the old one right after the last look.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import functools
import hashlib
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from sync.workbooks.package_in_use import refuse_while_open_elsewhere
from sync.workbooks.package_refusals import WorkbookChangedSinceRead, WorkbookInUse, WorkbookRefused
from sync.workbooks.package_system_errors import could_not_write, uninterrupted
from sync.workbooks.package_watch import Watch, watched

_CHUNK = 1 << 16
_DIGITS = 24
"""How many digits of a fingerprint a file's name holds: 96 bits."""

_MOST_BYTES_OF_A_NAME = 255

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class Original(NamedTuple):
    """The file that was read: its real path, what the file system says of it, the hash of its bytes, and the path by
    which it was asked for."""

    path: Path
    status: os.stat_result
    fingerprint: str
    asked: Path


class Swap(NamedTuple):
    """A workbook, and the file beside it that changes places with it. ``original`` and ``ours`` are the beginnings of
    the fingerprints of what was read and of what was written: they say which of the two a file is, or neither."""

    path: Path
    beside: Path
    original: str
    ours: str


def fingerprint_of(file: BinaryIO) -> str:
    """Given an open file, return the SHA-256 of its bytes in hexadecimal."""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(_CHUNK):
        digest.update(piece)
    return digest.hexdigest()


def short(fingerprint: str) -> str:
    """Given a fingerprint, return as much of it as the name of a file holds."""
    return fingerprint[:_DIGITS]


def changed_since_read(path: Path) -> WorkbookChangedSinceRead:
    return WorkbookChangedSinceRead(
        f"{path} was changed by somebody since it was read.", "Read it again, and try again."
    )


def refuse_if_changed(original: Original) -> None:
    """Given the file that was read, raise WorkbookChangedSinceRead when another stands in its place, or other bytes."""
    try:
        same = _same_file(uninterrupted(os.stat, original.path), original.status)
        # Times can be set back, and shares are slow to tell; the bytes decide.
        same = same and _fingerprint_at(original.path) == original.fingerprint
    except FileNotFoundError:
        same = False
    if not same:
        raise changed_since_read(original.path)


def put_in_place(swap: Swap, original: Original, watch: Watch) -> None:
    """Given the new version beside the file that was read, which is watched, let them change places, and remove the old
    one. Raise WorkbookChangedSinceRead when what came out is not what was read: it is back in its place then, and the
    new version is gone. Raise OSError when the system refuses: the file is then as it was."""
    try:
        if not _exchange(swap.beside, swap.path):
            _replace(swap, original)
            return
    except BaseException as error:
        # Interrupted right after the exchange, what stands beside is not ours.
        with contextlib.suppress(OSError):
            _is_removed(swap)
        if isinstance(error, FileNotFoundError):
            raise changed_since_read(swap.path) from None
        raise
    try:
        # At once: until then, a save that came right before the exchange is out of sight.
        well = _came_out_as_read(swap, original, watch)
        if well:
            _sync_folder(swap.path.parent)
            # Whoever was just opening the old file has come to wait for it while that took its time.
            well = not watch.somebody_waits()
    except BaseException:
        take_back(swap)
        raise
    if not well:
        take_back(swap)
        raise changed_since_read(swap.path)
    with contextlib.suppress(OSError):
        uninterrupted(os.unlink, swap.beside)


def settle(swap: Swap) -> None:
    """Given a swap that a killed run left, end it: what we read or wrote is removed; somebody's version that had come
    out is put back, or, where another stands there by now, kept beside it under a name that people see.

    Raise WorkbookInUse when it has to be put back and the workbook is open, WorkbookRefused to say that it was kept.
    """
    if _is_removed(swap):
        return
    if not _is(swap.path, swap.ours):
        raise _kept(swap)
    refuse_while_open_elsewhere(swap.path)
    with watched(swap.path):
        take_back(swap)


def take_back(swap: Swap) -> None:
    """Given a swap after which somebody's version stands beside and ours in its place, exchange them again, and remove
    ours. When somebody saved over ours meanwhile, that newest version stays in its place, and the one before it is kept
    beside: raise WorkbookChangedSinceRead to say so."""
    try:
        _put_back(swap)
        if _is_removed(swap):
            return
        _put_back(swap)
        if _is_removed(swap):
            return
    except OSError as error:
        raise WorkbookRefused(
            f"{swap.path} was saved by somebody while it was written, and their version could not be put back: "
            f"{error.strerror or error}.",
            f"It is {swap.beside.name} beside it; the next sync puts it back.",
        ) from error
    kept = _kept(swap)
    raise WorkbookChangedSinceRead(kept.reason, kept.hint)


def _came_out_as_read(swap: Swap, original: Original, watch: Watch) -> bool:
    if not _same_file(uninterrupted(os.stat, swap.beside), original.status):
        return False
    # Nobody could write to a file that is watched; any other may have been saved over where it stands.
    return watch.granted or _is(swap.beside, swap.original)


def _same_file(now: os.stat_result, then: os.stat_result) -> bool:
    def identity(status: os.stat_result) -> tuple[int, ...]:
        return (
            *(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns),
            *(status.st_mode, status.st_uid, status.st_gid),
        )

    return identity(now) == identity(then)


def _is_removed(swap: Swap) -> bool:
    """Whether the file beside is gone, or is left for the next run because somebody is writing to it. It is removed
    when nobody can miss it: the same bytes were read or written by us, or stand in its place."""
    try:
        with watched(swap.beside):
            if not (_is(swap.beside, swap.original) or _is(swap.beside, swap.ours) or _is_same(swap)):
                return False
            uninterrupted(os.unlink, swap.beside)
    except (FileNotFoundError, WorkbookInUse):
        pass
    return True


def _is_same(swap: Swap) -> bool:
    try:
        return _fingerprint_at(swap.path) == _fingerprint_at(swap.beside)
    except FileNotFoundError:
        return False


def _is(path: Path, beginning: str) -> bool:
    return short(_fingerprint_at(path)) == beginning


def _fingerprint_at(path: Path) -> str:
    with open(path, "rb") as file:
        return fingerprint_of(file)


def _kept(swap: Swap) -> WorkbookRefused:
    """Give somebody's version a name that people see, and return the sentence that says so."""
    path = swap.path
    saved = datetime.fromtimestamp(os.stat(swap.beside).st_mtime)
    number = 1
    while True:
        again = f", {number}" if number > 1 else ""
        ending = f" (saved {saved:%Y-%m-%d %H.%M.%S}, kept by okr-sync{again}){path.suffix}"
        room = _MOST_BYTES_OF_A_NAME - len(os.fsencode(ending))
        kept = path.with_name(os.fsencode(path.stem)[:room].decode("utf-8", "ignore") + ending)
        if not os.path.lexists(kept):
            break
        number += 1
    try:
        uninterrupted(os.rename, swap.beside, kept)
    except OSError as error:
        raise could_not_write(kept, error) from error
    return WorkbookRefused(
        f"{path} was saved twice while it was written: the newest version stands there, the one before it is kept as "
        f"'{kept.name}'.",
        "Compare the two, take over what is missing, and delete the kept one. The next sync goes on as usual.",
    )


# ── What the system offers ───────────────────────────────────────────────────────────────────────────────────────────


def _put_back(swap: Swap) -> None:
    if not _exchange(swap.beside, swap.path):
        # A folder that was copied from a file system that can exchange to one that cannot.
        _renamed(swap)
    with contextlib.suppress(OSError):
        _sync_folder(swap.path.parent)


def _replace(swap: Swap, original: Original) -> None:
    # From here to the rename a save would be overwritten unseen: tests/README.md says how to measure how long that is.
    if not _same_file(uninterrupted(os.stat, swap.path), original.status):
        raise changed_since_read(swap.path)
    _renamed(swap)
    # It has happened, for all that anybody can see: there is no way back.
    with contextlib.suppress(OSError):
        _sync_folder(swap.path.parent)


def _renamed(swap: Swap) -> None:
    uninterrupted(os.replace, swap.beside, swap.path)


def _exchange(one: Path, other: Path) -> bool:
    """Given two paths, let what they name change places at once; return whether the system can do that here."""
    call = _renameat2()
    if call is None:
        return False
    return uninterrupted(_exchanged, call, os.fsencode(one), os.fsencode(other))


def _exchanged(call: Callable[..., int], one: bytes, other: bytes) -> bool:
    if call(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
        return False
    raise OSError(number, os.strerror(number), os.fsdecode(one), None, os.fsdecode(other))


@functools.cache
def _renameat2() -> Callable[..., int] | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        call: Any = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # an older libc
        return None
    call.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    call.restype = ctypes.c_int
    return call  # type: ignore[no-any-return]


_NO_SUCH_SYNC = (errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM, errno.EISDIR)


def _sync_folder(folder: Path) -> None:
    """Force a folder's names to the disk. Some systems cannot open a folder, some network shares cannot sync one: they
    do it in their own time. Raise OSError when the disk fails."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_SUCH_SYNC:
            raise
