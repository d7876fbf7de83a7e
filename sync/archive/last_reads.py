"""The reads of workbooks after which nothing was left to be written: what they said then, they say while their files
have the versions that they had."""

from __future__ import annotations

from datetime import datetime

from sync.archive.connection import Connection, instant
from sync.archive.runs import one_run, workbook_number
from sync.archive.snapshots import snapshot
from sync.archive.values import LastRead


def record(connection: Connection, workbook: str, run: str, began: datetime, file_version: str) -> None:
    """Given a workbook of which a run recorded a snapshot, record that nothing was left to be written after it, when
    its read began, and the file's version from before that."""
    number = workbook_number(connection, workbook)
    connection.run(
        _RECORD,
        workbook=number,
        snapshot=connection.value(_NEWEST, run=run, workbook=number),
        began=began,
        file_version=file_version,
    )


def when_last_read(connection: Connection, workbook: str) -> tuple[datetime, str] | None:
    """Given a workbook, return when that read began, and the file's version from before it: without its rows, which
    are wanted only where it still says the same."""
    row = connection.first(_LAST, name=workbook)
    return None if row is None else (instant(row["began"]), row["file_version"])


def last_read(connection: Connection, workbook: str) -> LastRead | None:
    """Given a workbook, return its last read after which nothing was left to be written, or None."""
    row = connection.first(_LAST, name=workbook)
    if row is None:
        return None
    found = snapshot(connection, row["snapshot"])
    return LastRead(found, one_run(connection, found.info.run).info, instant(row["began"]), row["file_version"])


_RECORD = """
INSERT INTO last_read (workbook, snapshot, began, file_version) VALUES (:workbook, :snapshot, :began, :file_version)
ON CONFLICT (workbook) DO UPDATE
  SET snapshot = excluded.snapshot, began = excluded.began, file_version = excluded.file_version"""

_NEWEST = "SELECT max(id) FROM snapshot WHERE run = :run AND workbook = :workbook"

_LAST = "SELECT l.* FROM last_read l JOIN workbook w ON w.id = l.workbook WHERE w.name = :name"
