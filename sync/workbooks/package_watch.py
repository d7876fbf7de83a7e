"""Whether anybody else has a file open for writing, and keeping them from it for a moment: a lease.

Linux grants a read lease on a file that nobody has open for writing, and lets whoever wants to write to it wait until
the lease is given back. It grants one to the file's owner and to administrators. Only on file systems of the machine's
own does it mean that: network file systems refuse leases, with the same words, for reasons of theirs. Where there is
none, ``Watch.granted`` is false, and only looking at the bytes tells.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import signal
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from sync.workbooks.package_refusals import WorkbookInUse

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class Watch:
    """A file that is watched, open at ``descriptor``."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.descriptor = descriptor
        self.granted = _leases_tell(descriptor) and self._is_granted(path)

    def somebody_waits(self) -> bool:
        """Whether somebody wants to write to the file, and waits for the lease to be given back."""
        return self.granted and fcntl.fcntl(self.descriptor, fcntl.F_GETLEASE) != fcntl.F_RDLCK

    def _is_granted(self, path: Path) -> bool:
        try:
            # Of the signal's choices one that ends no process: the lease is asked, not listened to.
            fcntl.fcntl(self.descriptor, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(self.descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except OSError as error:
            if error.errno == errno.EAGAIN:
                raise WorkbookInUse(
                    f"{path} is being written by another program.",
                    "Let it finish, or close it there; then try again.",
                ) from None
            return False
        return True


@contextlib.contextmanager
def watched(path: Path) -> Iterator[Watch]:
    """Given a file's path, watch the file that it leads to now, until the block ends. Raise WorkbookInUse when somebody
    is known to have it open for writing, OSError when it cannot be opened."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        # A pipe would be waited for until somebody writes into it. To open without waiting would refuse a file on which
        # a server has a lease, which it gives back to whoever waits.
        raise OSError(errno.EINVAL, "not a file", str(path))
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        yield Watch(path, descriptor)
    finally:
        # Nothing was written there: that closing fails is no news of anything.
        with contextlib.suppress(OSError):
            os.close(descriptor)


_OWN_FILE_SYSTEMS = {
    0xEF53: "ext4",
    0x58465342: "xfs",
    0x9123683E: "btrfs",
    0xF2F52010: "f2fs",
    0x2FC12FC1: "zfs",
    0xCA451A4E: "bcachefs",
    0x01021994: "tmpfs",
    0x858458F6: "ramfs",
    0x794C7630: "overlay",
}
"""By the numbers that the kernel has for them (linux/magic.h)."""


def _leases_tell(descriptor: int) -> bool:
    return fcntl is not None and hasattr(fcntl, "F_SETLEASE") and _file_system(descriptor) in _OWN_FILE_SYSTEMS


def _file_system(descriptor: int) -> int:
    """The number of a file's file system; 0 where it cannot be told. It is the first word of what Linux tells."""
    if not sys.platform.startswith("linux"):
        return 0
    told = (ctypes.c_long * 64)()
    try:
        failed = ctypes.CDLL(None).fstatfs(descriptor, told)
    except (OSError, AttributeError):
        return 0
    return 0 if failed else told[0] & 0xFFFFFFFF
