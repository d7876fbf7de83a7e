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

_LEAST_INDEX = 32_768
"""Bytes of an index that SQLite could make whole: what is less is left of a full disk."""


def why_not_written(path: Path) -> ArchiveError | None:
    """Given an archive's file, there already or not, return why it cannot be written, naming all that is in the way;
    None where it can be, as far as can be seen without writing."""
    if path.exists():
        in_the_way = [each for each in (path, _beside(path, LOG), _beside(path, INDEX)) if _is_read_only(each)]
        if in_the_way:
            files = ", ".join(map(str, in_the_way))
            return ArchiveError(f"{path} cannot be written: it is read-only", f"allow writing to {files}")
    folder = path.absolute().parent
    if _is_read_only(folder):
        what = "is read-only" if path.exists() else "cannot be made"
        return ArchiveError(f"{path} {what}: its folder may not be written", f"allow writing to {folder}")
    return None


def read_alone_as(path: Path) -> str | None:
    """Given an archive's file, return the address by which SQLite reads it and makes nothing beside it; None where it
    may make what it likes there, or the file has to be copied to be read (``has_to_be_copied``)."""
    if not _is_to_be_left_alone(path):
        return None
    if _beside(path, LOG).exists() and _size(_beside(path, INDEX)) >= _LEAST_INDEX:
        # Somebody else may be at it. SQLite reads both files as they are.
        return f"{path.absolute().as_uri()}?mode=ro"
    # All of it is in the one file. Who may write it could begin just now; what they write is not in it before long.
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def has_to_be_copied(path: Path) -> bool:
    """Whether an archive has a log without an index, as in a backup that was taken file by file: SQLite would make one
    anew, and may not."""
    has_log, has_index = _size(_beside(path, LOG)) > 0, _size(_beside(path, INDEX)) >= _LEAST_INDEX
    return has_log and not has_index and _is_to_be_left_alone(path)


def copied_with_log(path: Path, folder: Path) -> Path:
    """Given an archive's file and a folder, copy it there with its log, and return the copy's path."""
    copy = folder / "read.db"
    shutil.copyfile(path, copy)
    shutil.copyfile(_beside(path, LOG), _beside(copy, LOG))
    return copy


def _is_to_be_left_alone(path: Path) -> bool:
    """Whether nothing may be made beside an archive's file, or there is no room for it."""
    if not path.exists():
        return False
    folder = path.absolute().parent
    return _is_read_only(path) or _is_read_only(folder) or shutil.disk_usage(folder).free < _ROOM


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _is_read_only(path: Path) -> bool:
    """Whether something is there that this user may not write; of what is not there, nobody knows."""
    return path.exists() and not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
