"""What this user may do with an archive's file. SQLite makes two files beside the one that it opens, even to read it:
where it may not, it has to be told how to do without; and where it could not take them away again, they would be in the
way of whoever may write."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from enum import Enum
from pathlib import Path

from sync.archive.values import ArchiveError

LOG, INDEX = "-wal", "-shm"
"""How SQLite calls what it keeps beside a file: what was written and is not in the file yet, and where in it."""

_ROOM = 100_000
"""Bytes that SQLite makes beside a file to read it, and some more."""

_TRIES = 5
"""How often a file is copied that somebody writes to meanwhile."""

PAUSE = 0.02
"""Seconds between two tries where SQLite does not wait by itself."""

_LEAST_INDEX = 32_768
"""Bytes of an index that SQLite could make whole: what is less is left of a full disk."""


def linked_file(path: Path) -> Path:
    """The file that a path leads to, whole; links that lead to each other stay as they are, and open no file."""
    return Path(os.path.realpath(path))


def why_not_written(path: Path) -> ArchiveError | None:
    """Given an archive's file, there already or not, return why it cannot be written, naming all that is in the way;
    None where it can be, as far as can be seen without writing."""
    file = linked_file(path)
    if file.is_symlink():
        return ArchiveError(f"{path} cannot be opened: {file} is a link that leads back to itself", "remove that link")
    if file.exists():
        in_the_way = [each for each in (file, _beside(file, LOG), _beside(file, INDEX)) if _is_read_only(each)]
        if in_the_way:
            files = ", ".join(map(str, in_the_way))
            return ArchiveError(f"{path} cannot be written: it is read-only", f"allow writing to {files}")
    if _is_read_only(file.parent):
        what = "is read-only" if file.exists() else "cannot be made"
        return ArchiveError(f"{path} {what}: its folder may not be written", f"allow writing to {file.parent}")
    return None


class Way(Enum):
    """How SQLite reads an archive's file."""

    as_it_likes = "makes beside it what it needs"
    beside_its_writer = "uses what whoever has it open made beside it, and makes nothing"
    from_a_copy = "has a copy of its own: it would make something beside it, and may not"


def way_to_read(path: Path) -> Way:
    """Given an archive's file, return how it is to be read, as things stand at this moment: whoever opens or closes it
    changes that."""
    file = linked_file(path)
    if not _is_to_be_left_alone(file):
        return Way.as_it_likes
    return Way.beside_its_writer if _is_in_use(file) else Way.from_a_copy


def copied_with_log(path: Path, folder: Path) -> Path:
    """Given an archive's file and a folder, copy it there with its log, both of one moment, and return the copy's path.
    Raise ArchiveError where somebody writes to it all the time, or it is gone; OSError where there is no room."""
    file, copy = linked_file(path), folder / "read.db"
    for tries_left in reversed(range(_TRIES)):
        before = _states(file)
        # Its log may go between any two looks, when the last who has it open closes it.
        with suppress(FileNotFoundError):
            _beside(copy, LOG).unlink(missing_ok=True)
            shutil.copyfile(file, copy)
            if before[1] is not None:
                shutil.copyfile(_beside(file, LOG), _beside(copy, LOG))
            if _states(file) == before:
                return copy
        if tries_left:
            time.sleep(PAUSE)
    if _state(file) is None:
        raise ArchiveError(f"{path} is no longer there", "put it back, or mount its folder again")
    raise ArchiveError(f"{path} cannot be read: it is written to all the time", "try again in a moment")


def _states(file: Path) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    return _state(file), _state(_beside(file, LOG))


def _state(path: Path) -> tuple[int, int] | None:
    """When something was written last and how large it is; None where it is not there."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


def _is_in_use(file: Path) -> bool:
    """Whether somebody has it open, who keeps both files beside it: SQLite reads them as they are."""
    index = _state(_beside(file, INDEX))
    return _beside(file, LOG).exists() and index is not None and index[1] >= _LEAST_INDEX


def _is_to_be_left_alone(file: Path) -> bool:
    """Whether nothing may be made beside an archive's file, or there is no room for it."""
    if not file.exists():
        return False
    return _is_read_only(file) or _is_read_only(file.parent) or shutil.disk_usage(file.parent).free < _ROOM


def _is_read_only(path: Path) -> bool:
    """Whether something is there that this user may not write; of what is not there, nobody knows. What came or went
    between two looks is seen by the next two."""
    return all(path.exists() and not _may_be_written(path) and path.exists() for _ in range(2))


def _may_be_written(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
