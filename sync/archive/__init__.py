"""What was, kept: runs, snapshots, writes and sealed cycles. The only place that knows SQL.

Importing this is cheap; the database library is imported when an archive is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.archive.values import (
    ArchiveError,
    ClosedCycle,
    Hold,
    LastRead,
    LastRun,
    Run,
    RunInfo,
    RunOutcome,
    Settled,
    Snapshot,
    SnapshotInfo,
    WorkbookOutcome,
    WorkbookRun,
    Write,
    WriteState,
    WrittenCell,
)

if TYPE_CHECKING:
    from sync.archive.store import Archive as Archive

__all__ = [
    "ArchiveError",
    "ClosedCycle",
    "Hold",
    "LastRead",
    "LastRun",
    "Run",
    "RunInfo",
    "RunOutcome",
    "Settled",
    "Snapshot",
    "SnapshotInfo",
    "WorkbookOutcome",
    "WorkbookRun",
    "Write",
    "WriteState",
    "WrittenCell",
    "open_archive",
]


def open_archive(url: str, wait_seconds: float | None = None, *, only_to_read: bool = False) -> Archive:
    """Given 'sqlite:///FILE' (relative to the working folder, or absolute with four slashes) or 'sqlite://' (in memory,
    gone when closed), return the archive there, created or brought to the newest version where needed; a file of an
    older version is copied beside itself first. ``wait_seconds`` is how long each step waits for another process that
    is writing (none: a minute). ``only_to_read``: nothing is created or migrated, and what would record something
    raises ArchiveError. Raise ArchiveError when it cannot be opened."""
    from sync.archive.database import PATIENCE, Database
    from sync.archive.store import Archive

    return Archive(Database(url, PATIENCE if wait_seconds is None else wait_seconds, only_to_read=only_to_read))
