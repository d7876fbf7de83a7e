"""Workbooks that are held: read and archived, and not written until somebody resumes them.

A hold is on the file, not on its name: it stands when the settings call the workbook something else.
"""

from __future__ import annotations

from datetime import datetime

from sync.archive.connection import Connection, Row, instant
from sync.archive.runs import IN_ITS_PLACE, name_of, next_number, workbook_number
from sync.archive.values import Hold, WorkbookOutcome


def hold(connection: Connection, wanted: Hold, source: str = "") -> Hold:
    """Given who holds a workbook and why, record it and return it; a hold that stands already is kept and returned."""
    standing = held(connection, wanted.workbook, source)
    if standing is not None:
        return standing
    connection.insert(
        "hold",
        id=next_number(connection, "hold"),
        workbook=workbook_number(connection, wanted.workbook, source),
        since=wanted.since,
        actor=wanted.actor,
        reason=wanted.reason,
        run=wanted.run or None,
    )
    return wanted


def resume(connection: Connection, workbook: str, when: datetime, actor: str, source: str = "") -> Hold | None:
    """Given a workbook, end its hold and return it; None where it was not held."""
    standing = held(connection, workbook, source)
    if standing is not None:
        connection.run(
            "UPDATE hold SET released = :released, released_by = :actor WHERE released IS NULL"
            f" AND workbook IN (SELECT w.id FROM workbook w WHERE {IN_ITS_PLACE})",
            released=when,
            actor=actor,
            name=name_of(connection, workbook, source),
            source=source,
        )
    return standing


def held(connection: Connection, workbook: str, source: str = "") -> Hold | None:
    """Given a workbook, and where it is if that may not be known yet, return the hold under which it stands, or
    None."""
    # Another process may just have given the workbook another name.
    known_as = name_of(connection, workbook, source)
    row = connection.first(f"{_STANDING} AND {IN_ITS_PLACE} ORDER BY h.id", name=known_as, source=source)
    return None if row is None else _hold(row)._replace(workbook=workbook)


def closed_while_held(connection: Connection, workbook: str) -> tuple[str, ...]:
    """The cycles that were closed while a workbook was held, and whose tabs were not brought up to date since."""
    found = connection.rows(
        f"""
        SELECT c.cycle FROM closed_cycle c
        WHERE EXISTS (
          SELECT 1 FROM hold h JOIN workbook w ON w.id = h.workbook
          WHERE {IN_ITS_PLACE} AND h.since <= c.closed AND (h.released IS NULL OR h.released >= c.closed)
        ) AND NOT EXISTS (
          SELECT 1 FROM workbook_run wr JOIN run r ON r.id = wr.run JOIN workbook w ON w.id = wr.workbook
          WHERE {IN_ITS_PLACE} AND r.started > c.closed AND wr.outcome IN (:synced, :unchanged)
        )
        ORDER BY c.cycle
        """,
        name=name_of(connection, workbook),
        source="",
        synced=WorkbookOutcome.synced.value,
        unchanged=WorkbookOutcome.unchanged.value,
    )
    return tuple(cycle for (cycle,) in found)


def holds(connection: Connection) -> tuple[Hold, ...]:
    """All workbooks that are held, by name."""
    return tuple(_hold(row) for row in connection.rows(f"{_STANDING} ORDER BY w.name"))


_STANDING = """
    SELECT w.name, h.since, h.actor, h.reason, h.run
    FROM hold h JOIN workbook w ON w.id = h.workbook
    WHERE h.released IS NULL
"""


def _hold(row: Row) -> Hold:
    return Hold(row["name"], instant(row["since"]), row["actor"], row["reason"], row["run"] or "")
