"""Workbooks that are held: read and archived, and not written until somebody resumes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from sync.archive import schema
from sync.archive.runs import workbook_number
from sync.archive.values import Hold


def hold(connection: Connection, wanted: Hold, source: str = "") -> Hold:
    """Given who holds a workbook and why, record it and return it; a hold that stands already is kept and returned."""
    standing = held(connection, wanted.workbook)
    if standing is not None:
        return standing
    table = schema.hold
    connection.execute(
        insert(table),
        {
            "id": 1 + (connection.scalar(select(func.max(table.c.id))) or 0),
            "workbook": workbook_number(connection, wanted.workbook, source),
            "since": wanted.since,
            "actor": wanted.actor,
            "reason": wanted.reason,
            "run": wanted.run or None,
        },
    )
    return wanted


def resume(connection: Connection, workbook: str, when: datetime, actor: str) -> Hold | None:
    """Given a workbook, end its hold and return it; None where it was not held."""
    standing = held(connection, workbook)
    if standing is not None:
        number = workbook_number(connection, workbook)
        ended = update(schema.hold).where(schema.hold.c.workbook == number, schema.hold.c.released.is_(None))
        connection.execute(ended.values(released=when, released_by=actor))
    return standing


def held(connection: Connection, workbook: str) -> Hold | None:
    """The hold under which a workbook stands, or None."""
    row = connection.execute(_standing().where(schema.workbook.c.name == workbook)).first()
    return None if row is None else _hold(row)


def holds(connection: Connection) -> tuple[Hold, ...]:
    """All workbooks that are held, by name."""
    return tuple(_hold(row) for row in connection.execute(_standing().order_by(schema.workbook.c.name)))


def _standing() -> Any:
    table = schema.hold
    joined = table.join(schema.workbook)
    return select(table, schema.workbook.c.name).select_from(joined).where(table.c.released.is_(None))


def _hold(row: Any) -> Hold:
    return Hold(row.name, row.since, row.actor, row.reason, row.run or "")
