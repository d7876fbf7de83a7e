"""What the system says when it does not let a file be written ─▶ one sentence, and what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from sync.workbooks.package_refusals import WorkbookRefused

P = ParamSpec("P")
T = TypeVar("T")


def could_not_write(path: str | os.PathLike[str], error: OSError) -> WorkbookRefused:
    """Given the file that was to be written and why it could not be, return the refusal that says so."""
    folder = os.path.dirname(os.fspath(path)) or "."
    why, hint = _REASONS.get(
        error.errno or 0, (error.strerror or str(error), "Check the disk and the folder's rights.")
    )
    return WorkbookRefused(f"{os.fspath(path)} could not be written: {why}.", hint.format(folder=folder))


_GONE = (
    "its folder, or the network share that holds it, is gone",
    "Connect the share or the drive with {folder} again; nothing was changed.",
)
_NO_RIGHT = (
    "this user may not write to its folder",
    "Give the user the right to create and replace files in {folder}: a new version is written beside the old one.",
)
_REASONS = {
    errno.ENOSPC: ("the disk is full (No space left on device)", "Make room where {folder} lies; nothing was changed."),
    errno.EDQUOT: (
        "the user's share of the disk is used up",
        "Make room, or have the quota raised; nothing was changed.",
    ),
    errno.EFBIG: ("it would be bigger than a file may be here", "Make it smaller, or have the limit raised."),
    errno.EROFS: ("its file system is read-only", "Have {folder} mounted for writing, or set write = false for it."),
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EIO: (
        "the disk reports an error (Input/output error)",
        "Check the disk, or the connection to it; nothing was changed.",
    ),
    errno.EBUSY: (
        "the system keeps it from being replaced",
        "A file that is mounted by itself (into a container) cannot be replaced: mount its folder instead.",
    ),
    errno.EINTR: ("the system interrupted it again and again", "Try again."),
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.ESTALE: _GONE,
    errno.ENODEV: _GONE,
    errno.ENXIO: _GONE,
    errno.ENOTCONN: _GONE,
    errno.ECONNABORTED: _GONE,
    errno.ECONNRESET: _GONE,
    errno.EHOSTDOWN: _GONE,
    errno.EHOSTUNREACH: _GONE,
    errno.ENETUNREACH: _GONE,
    errno.ETIMEDOUT: _GONE,
}

_MOST_INTERRUPTIONS = 100


def uninterrupted(call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Given a system call and its arguments, return what it returns, begun again when a signal interrupts it. Python
    does this by itself for reading and writing, but not for names: network file systems interrupt those too."""
    for _ in range(_MOST_INTERRUPTIONS):
        try:
            return call(*arguments, **named)
        except InterruptedError:
            continue
    return call(*arguments, **named)
