"""Closed cycles: what every objective, key result and KPI had come to when the cycle ended, under a seal.

The seal is the SHA-256 of all of it in canonical JSON (keys sorted, no spaces, UTF-8), which anybody can compute again.
The database refuses to change, add or delete a row of a sealed cycle.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select

from sync.archive import schema
from sync.archive.runs import must_exist
from sync.archive.values import ArchiveError, ClosedCycle, Closing, ClosingKind
from sync.plain import Plain, Record

_CLOSING = Record(Closing)


def close_cycle(
    connection: Connection, cycle: str, run: str, closed: datetime, closings: Sequence[Closing]
) -> ClosedCycle:
    """Given a cycle's final rows, seal them. Raise ArchiveError when the cycle is closed already."""
    must_exist(connection, run)
    before = closed_cycle(connection, cycle)
    if before is not None:
        raise ArchiveError(
            f"{cycle} was closed on {before.closed:%Y-%m-%d} (run {before.run}), and a closed cycle is never changed",
            f"okr-sync archive show --cycle {cycle} shows it",
        )
    documents = [_CLOSING.encode(closing) for closing in closings]
    seal = seal_of(cycle, run, closed, documents)
    connection.execute(
        insert(schema.closed_cycle),
        {"cycle": cycle, "run": run, "closed": closed, "closings": len(documents), "seal": seal},
    )
    rows = [
        {
            "cycle": cycle,
            "position": position,
            "workbook": closing.workbook,
            "kind": closing.kind.value,
            "id": closing.id,
            "score": closing.score,
            "grade": closing.grade,
            "document": canonical(document),
        }
        for position, (closing, document) in enumerate(zip(closings, documents, strict=True))
    ]
    if rows:
        connection.execute(insert(schema.closing), rows)
    return ClosedCycle(cycle, run, closed, tuple(closings), seal, intact=True)


def closed_cycle(connection: Connection, cycle: str) -> ClosedCycle | None:
    """Given a cycle's id, return what was sealed, or None where it is open."""
    row = connection.execute(select(schema.closed_cycle).where(schema.closed_cycle.c.cycle == cycle)).first()
    return None if row is None else _closed_cycle(connection, row)


def sealed_values(connection: Connection, workbook: str) -> dict[tuple[str, str], Decimal | None]:
    """Given a workbook, return the final values of its key results in closed cycles, by cycle and id."""
    table = schema.closing
    wanted = select(table.c.cycle, table.c.id, table.c.document).where(
        table.c.workbook == workbook, table.c.kind == ClosingKind.key_result.value
    )
    return {
        (row.cycle, row.id): _CLOSING.decode(json.loads(row.document)).current for row in connection.execute(wanted)
    }


def closed_cycles(connection: Connection) -> tuple[str, ...]:
    return tuple(connection.scalars(select(schema.closed_cycle.c.cycle).order_by(schema.closed_cycle.c.cycle)))


def seal_of(cycle: str, run: str, closed: datetime, documents: Sequence[Plain]) -> str:
    """The SHA-256 of a closed cycle, in hexadecimal digits."""
    moment = closed.astimezone(UTC).isoformat(timespec="microseconds")
    whole = {"cycle": cycle, "run": run, "closed": moment, "closings": list(documents)}
    return sha256(canonical(whole).encode()).hexdigest()


def canonical(plain: Plain) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _closed_cycle(connection: Connection, row: Any) -> ClosedCycle:
    table = schema.closing
    rows = connection.execute(select(table).where(table.c.cycle == row.cycle).order_by(table.c.position)).all()
    documents = [json.loads(one.document) for one in rows]
    closings = tuple(_CLOSING.decode(document) for document in documents)
    intact = len(rows) == row.closings and seal_of(row.cycle, row.run, row.closed, documents) == row.seal
    beside = all(
        (one.workbook, one.kind, one.id, one.score, one.grade)
        == (closing.workbook, closing.kind, closing.id, closing.score, closing.grade)
        for one, closing in zip(rows, closings, strict=True)
    )
    return ClosedCycle(row.cycle, row.run, row.closed, closings, row.seal, intact and beside)
