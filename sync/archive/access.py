"""What this user may do with an archive's file. SQLite makes two files beside the one that it opens, even to read it:
where it may not, it has to be told how to do without; and where it could not take them away again, they would be in the
way of whoever may write."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sync.archive.values import ArchiveError

LOG, INDEX = "-wal", "-shm"
"""How SQLite calls what it keeps beside a file: what was written and is not in the file yet, and where in it."""

_ROOM = 100_000
"""Bytes that SQLite makes beside a file to read it, and some more."""

_TRIES = 5
"""How often a file is copied that somebody writes to meanwhile."""

_LEAST_INDEX = 32_768
"""Bytes of an index that SQLite could make whole: what is less is left of a full disk."""


def why_not_written(path: Path) -> ArchiveError | None:
    """Given an archive's file, there already or not, return why it cannot be written, naming all that is in the way;
    None where it can be, as far as can be seen without writing."""
    file = path.resolve()
    if file.exists():
        in_the_way = [each for each in (file, _beside(file, LOG), _beside(file, INDEX)) if _is_read_only(each)]
        if in_the_way:
            files = ", ".join(map(str, in_the_way))
            return ArchiveError(f"{path} cannot be written: it is read-only", f"allow writing to {files}")
    if _is_read_only(file.parent):
        what = "is read-only" if file.exists() else "cannot be made"
        return ArchiveError(f"{path} {what}: its folder may not be written", f"allow writing to {file.parent}")
    return None


def read_alone_as(path: Path) -> str | None:
    """Given an archive's file, return the address by which SQLite reads it beside whoever writes to it, and makes
    nothing; None where it may make what it likes there, or the file has to be copied (``has_to_be_copied``)."""
    file = path.resolve()
    return f"{file.as_uri()}?mode=ro" if _is_to_be_left_alone(file) and _is_in_use(file) else None


def has_to_be_copied(path: Path) -> bool:
    """Whether an archive has no index beside it, as where nobody is at it: SQLite would make one, and may not."""
    file = path.resolve()
    return _is_to_be_left_alone(file) and not _is_in_use(file)


def copied_with_log(path: Path, folder: Path) -> Path:
    """Given an archive's file and a folder, copy it there with its log, both of one moment, and return the copy's path.
    Raise ArchiveError where somebody writes to it all the time."""
    file, copy = path.resolve(), folder / "read.db"
    for _ in range(_TRIES):
        before = _states(file)
        shutil.copyfile(file, copy)
        _beside(copy, LOG).unlink(missing_ok=True)
        if _beside(file, LOG).exists():
            shutil.copyfile(_beside(file, LOG), _beside(copy, LOG))
        if _states(file) == before:
            return copy
    raise ArchiveError(f"{path} cannot be read: it is written to all the time", "try again in a moment")


def _states(file: Path) -> list[tuple[int, int]]:
    found = (each.stat() for each in (file, _beside(file, LOG)) if each.exists())
    return [(one.st_mtime_ns, one.st_size) for one in found]


def _is_in_use(file: Path) -> bool:
    """Whether somebody has it open, who keeps both files beside it: SQLite reads them as they are."""
    return _beside(file, LOG).exists() and _size(_beside(file, INDEX)) >= _LEAST_INDEX


def _is_to_be_left_alone(file: Path) -> bool:
    """Whether nothing may be made beside an archive's file, or there is no room for it."""
    if not file.exists():
        return False
    return _is_read_only(file) or _is_read_only(file.parent) or shutil.disk_usage(file.parent).free < _ROOM


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _is_read_only(path: Path) -> bool:
    """Whether something is there that this user may not write; of what is not there, nobody knows."""
    return path.exists() and not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
