"""What was, kept: runs, snapshots, writes and sealed cycles. The only place that knows SQL.

Importing this is cheap; the database library is imported when an archive is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.archive.values import (
    ArchiveError,
    ClosedCycle,
    Hold,
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


def open_archive(url: str, wait_seconds: float = 10.0) -> Archive:
    """Given 'sqlite:///FILE' (relative to the working folder, or absolute with four slashes) or 'sqlite://' (in memory,
    gone when closed), return the archive there, created or brought to the newest version where needed; a file of an
    older version is copied beside itself first. ``wait_seconds`` is how long each step waits for another process that
    is writing. Raise ArchiveError when it cannot be opened."""
    from sync.archive.database import Database
    from sync.archive.store import Archive

    return Archive(Database(url, wait_seconds))
