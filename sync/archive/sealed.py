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

from sync.archive.connection import Connection, Row, exact, instant
from sync.archive.runs import OF_WORKBOOK, must_exist
from sync.archive.values import ArchiveError, ClosedCycle
from sync.model.past import Closing, ClosingKind
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
    connection.insert("closed_cycle", cycle=cycle, run=run, closed=closed, closings=len(documents), seal=seal)
    connection.insert_many(
        "closing",
        ("cycle", "position", "workbook", "kind", "id", "score", "grade", "document"),
        (
            (cycle, position, one.workbook, one.kind.value, one.id, one.score, one.grade, canonical(document))
            for position, (one, document) in enumerate(zip(closings, documents, strict=True))
        ),
    )
    return ClosedCycle(cycle, run, closed, tuple(closings), seal, intact=True)


def closed_cycle(connection: Connection, cycle: str) -> ClosedCycle | None:
    """Given a cycle's id, return what was sealed, or None where it is open."""
    row = connection.first("SELECT * FROM closed_cycle WHERE cycle = :cycle", cycle=cycle)
    return None if row is None else _closed_cycle(connection, row)


def closings(connection: Connection, workbook: str) -> dict[str, tuple[Closing, ...]]:
    """Given a workbook, return its rows in closed cycles, in their order, by cycle."""
    found: dict[str, list[Closing]] = {}
    for cycle, document in connection.rows(
        f"SELECT cycle, document FROM closing WHERE {OF_WORKBOOK} ORDER BY cycle, position", workbook=workbook
    ):
        found.setdefault(cycle, []).append(closing_from(document))
    return {cycle: tuple(rows) for cycle, rows in found.items()}


def sealed_progress(
    connection: Connection, workbook: str, cycles: Sequence[str]
) -> dict[tuple[str, str], Decimal | None]:
    """Given a workbook and closed cycles, return the progress that its key results and KPIs were sealed with, by cycle
    and id."""
    return {
        (cycle, closing.id): closing.progress
        for cycle in cycles
        for (document,) in connection.rows(
            f"SELECT document FROM closing WHERE cycle = :cycle AND {OF_WORKBOOK}", cycle=cycle, workbook=workbook
        )
        if (closing := closing_from(document)).kind is not ClosingKind.objective
    }


def closed_cycles(connection: Connection) -> tuple[str, ...]:
    return tuple(cycle for (cycle,) in connection.rows("SELECT cycle FROM closed_cycle ORDER BY cycle"))


def closing_from(document: str) -> Closing:
    """Given a sealed row's text, return the row."""
    return _CLOSING.decode(json.loads(document))


def seal_of(cycle: str, run: str, closed: datetime, documents: Sequence[Plain]) -> str:
    """The SHA-256 of a closed cycle, in hexadecimal digits."""
    moment = closed.astimezone(UTC).isoformat(timespec="microseconds")
    whole = {"cycle": cycle, "run": run, "closed": moment, "closings": list(documents)}
    return sha256(canonical(whole).encode()).hexdigest()


def canonical(plain: Plain) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _closed_cycle(connection: Connection, row: Row) -> ClosedCycle:
    cycle, run, closed = row["cycle"], row["run"], instant(row["closed"])
    rows = list(connection.rows("SELECT * FROM closing WHERE cycle = :cycle ORDER BY position", cycle=cycle))
    documents = [json.loads(one["document"]) for one in rows]
    closings = tuple(_CLOSING.decode(document) for document in documents)
    intact = len(rows) == row["closings"] and seal_of(cycle, run, closed, documents) == row["seal"]
    beside = all(
        (one["workbook"], one["kind"], one["id"], exact(one["score"]), one["grade"])
        == (closing.workbook, closing.kind, closing.id, closing.score, closing.grade)
        for one, closing in zip(rows, closings, strict=True)
    )
    return ClosedCycle(cycle, run, closed, closings, row["seal"], intact and beside)
