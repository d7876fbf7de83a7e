"""How runs end: each says so itself, or a later one finds that it was killed.

While a run goes on its process holds a lock of the system's (``turns_to_write``), which dies with it; the lock's file
stays, and tells the next run on this machine that it was left. Where there is no such lock (another machine, Windows),
a run that began longer ago than any takes is taken for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sync.archive.connection import Connection, instant
from sync.archive.turns_to_write import take_away_what_is_left, turn_to_write, was_left
from sync.archive.values import RunOutcome

LONGEST = timedelta(days=1)
"""No run takes longer."""
_FEW = 10
"""So many runs at most may have ended since the last one began on this machine, as a rule."""


class Going:
    """A run that goes on. ``outcome`` is how it ends where nothing stops it."""

    def __init__(self, id: str) -> None:
        self.id = id
        self.outcome = RunOutcome.done


def lock_of(run: str) -> str:
    """What a run's lock is called, which is no workbook's place."""
    return f"run {run}"


def killed(connection: Connection, archive: Path | None, host: str, now: datetime) -> Iterator[str]:
    """Given an archive's file, and this machine's name, return the runs that have no end and are not going on."""
    for row in list(connection.rows("SELECT id, host, started FROM run WHERE outcome IS NULL")):
        if now - instant(row["started"]) > LONGEST or (row["host"] == host and _is_left(archive, row["id"])):
            yield row["id"]


def take_away_locks(connection: Connection, archive: Path | None) -> None:
    """Given an archive's file, take away what runs left that were killed after they had said how they ended."""
    for (run,) in list(
        connection.rows("SELECT id FROM run WHERE outcome IS NOT NULL ORDER BY id DESC LIMIT :few", few=_FEW)
    ):
        take_away_what_is_left(archive, lock_of(run))


def mark_killed(connection: Connection, run: str) -> None:
    """When it ended, nobody knows. One that says its end by now is left as it says."""
    connection.run(
        "UPDATE run SET outcome = :outcome WHERE id = :run AND outcome IS NULL",
        outcome=RunOutcome.killed.value,
        run=run,
    )


def _is_left(archive: Path | None, run: str) -> bool:
    if archive is None or not was_left(archive, lock_of(run)):
        return False
    with turn_to_write(archive, lock_of(run), 0.0) as nobody_has_it:
        return nobody_has_it
