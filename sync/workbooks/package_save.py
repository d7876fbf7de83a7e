"""A file replaced whole or not at all: written beside it, forced to the disk, and put in its place only if that is
still the file that was read.

Mode, owner, group and extended attributes stay (the time of change does not: it has changed); a symbolic link stays
one, since it is the file behind it that is replaced; of a file with several names (hard links) only the name that was
given gets the new version, as with every program that saves so: the others keep the old one.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from shlex import quote

from sync.workbooks.package_in_use import refuse_while_open_elsewhere
from sync.workbooks.package_leftovers import new_name_beside, swap_of
from sync.workbooks.package_refusals import WorkbookRefused
from sync.workbooks.package_swap import Original, put_in_place, refuse_if_changed
from sync.workbooks.package_system_errors import could_not_write, uninterrupted
from sync.workbooks.package_watch import watched

_CHUNK = 1 << 20
_WRITTEN_BY_SOMEBODY = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_ACCESS_LIST = "system.posix_acl_access"


def replace_whole(original: Original, write_into: Callable[[Callable[[bytes], object]], None]) -> str:
    """Given the file that was read, and a function that hands all bytes of its successor to the function it is given,
    put the successor in its place and return its fingerprint.

    Raise WorkbookChangedSinceRead when the file is no longer the one that was read, WorkbookInUse when somebody has it
    open, WorkbookRefused when the disk or the rights do not let it be written; the file is then as it was, and nothing
    is left over.
    """
    path = original.path
    beside = new_name_beside(path)
    try:
        _refuse_what_may_not_be_written(path)
        fingerprint = _write_beside(original, beside, write_into)
        swap = swap_of(original, beside, fingerprint)
        with watched(path) as watch:
            refuse_if_changed(original)
            refuse_while_open_elsewhere(original.asked)
            uninterrupted(os.rename, beside, swap.beside)
            put_in_place(swap, original, watch)
    except OSError as error:
        raise could_not_write(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            uninterrupted(os.unlink, beside)
    return fingerprint


def _refuse_what_may_not_be_written(path: Path) -> None:
    """The folder's rights decide whether a file can be replaced; the file's own say whether it may be. One that nobody
    may write was protected on purpose, and an administrator, who may write everything, is to heed that too."""
    if not stat.S_IMODE(path.stat().st_mode) & _WRITTEN_BY_SOMEBODY:
        raise WorkbookRefused(
            f"{path} is write-protected: nobody may write it.",
            f"Take the protection off (chmod u+w {quote(str(path))}), or set write = false for it.",
        )
    if os.access(path, os.W_OK):
        return
    if hasattr(os, "statvfs") and os.statvfs(path).f_flag & os.ST_RDONLY:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))
    raise WorkbookRefused(
        f"{path} may not be written by this user.", "Take its write protection off, or give the user the right."
    )


def _write_beside(original: Original, beside: Path, write_into: Callable[[Callable[[bytes], object]], None]) -> str:
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
    return digest.hexdigest()


# ── What stays of the old file ───────────────────────────────────────────────────────────────────────────────────────


def _keep_attributes(original: Original, beside: Path, descriptor: int) -> None:
    if hasattr(os, "fchown"):
        _keep_owner(original, descriptor)
    if hasattr(os, "listxattr"):
        _keep_extended_attributes(original.path, descriptor)
    mode = stat.S_IMODE(original.status.st_mode)
    with _unless_unsupported():
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode)
        else:
            os.chmod(beside, mode)
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
        raise WorkbookRefused(
            f"{original.path} was not written: a new version of it could not be given its permissions.",
            "Run the sync as the file's owner, or on a file system that keeps permissions.",
        )


def _keep_owner(original: Original, descriptor: int) -> None:
    then, mine = original.status, os.fstat(descriptor)
    if (mine.st_uid, mine.st_gid) == (then.st_uid, then.st_gid):
        return
    with _unless_unsupported():
        os.fchown(descriptor, then.st_uid, then.st_gid)
        return
    # Only an administrator can give files away. The group alone will do where it may do all that the owner may.
    with _unless_unsupported():
        os.fchown(descriptor, -1, then.st_gid)
    kept_group = os.fstat(descriptor).st_gid == then.st_gid
    owner, group, others = (stat.S_IMODE(then.st_mode) >> shift & 0o7 for shift in (6, 3, 0))
    keeps_its_rights = then.st_uid == mine.st_uid or (kept_group and group & owner == owner) or others & owner == owner
    if not keeps_its_rights:
        raise WorkbookRefused(
            f"{original.path} belongs to another user, who could no longer use it if this user replaced it.",
            "Run the sync as the file's owner, or let its group read and write it.",
        )


def _keep_extended_attributes(path: Path, descriptor: int) -> None:
    names: list[str] = []
    with _unless_unsupported():
        names = uninterrupted(os.listxattr, path)
    for name in names:
        with _unless_unsupported():
            uninterrupted(os.setxattr, descriptor, name, uninterrupted(os.getxattr, path, name))
    if _ACCESS_LIST not in names:
        # A new file takes one from its folder, which may let in who could not see the old one.
        with _unless_unsupported():
            uninterrupted(os.removexattr, descriptor, _ACCESS_LIST)


_UNSUPPORTED = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EPERM, errno.EACCES, errno.EINVAL)
_GONE = (getattr(errno, "ENODATA", -1),)


@contextlib.contextmanager
def _unless_unsupported() -> Iterator[None]:
    """What this user or this file system cannot keep is not kept; a disk that fails is another matter."""
    try:
        yield
    except OSError as error:
        if error.errno not in _UNSUPPORTED + _GONE:
            raise
