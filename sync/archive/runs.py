"""Runs, and what came of each workbook in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, update

from sync.archive import schema
from sync.archive.values import ArchiveError, LastRun, Run, RunInfo, RunOutcome, WorkbookOutcome, WorkbookRun


def begin(connection: Connection, info: RunInfo) -> str:
    """Given a run, record that it began, and return its id: 'R20261004-183000-ab12', in the order of their times."""
    number = 0
    while True:
        name = _id(info, number)
        if connection.scalar(select(schema.run.c.id).where(schema.run.c.id == name)) is None:
            break
        number += 1
    connection.execute(
        insert(schema.run),
        {
            "id": name,
            "started": info.started,
            "trigger": info.trigger,
            "actor": info.actor,
            "host": info.host,
            "version": info.version,
            "settings_hash": info.settings_hash,
            "as_of": info.as_of,
        },
    )
    return name


def finish(connection: Connection, run: str, finished: datetime, outcome: RunOutcome) -> None:
    must_exist(connection, run)
    connection.execute(
        update(schema.run).where(schema.run.c.id == run).values(finished=finished, outcome=outcome.value)
    )


def record_outcome(
    connection: Connection, run: str, workbook: str, source: str, outcome: WorkbookOutcome, error: str
) -> None:
    row = workbook_run(connection, run, workbook, source)
    connection.execute(update(schema.workbook_run).where(row).values(outcome=outcome.value, error=error))


def workbook_run(connection: Connection, run: str, workbook: str, source: str) -> ColumnElement[bool]:
    """Given a run and a workbook, make sure that the one has the other, and return the condition that finds it."""
    must_exist(connection, run)
    table = schema.workbook_run
    number = workbook_number(connection, workbook, source)
    found = and_(table.c.run == run, table.c.workbook == number)
    if connection.scalar(select(table.c.run).where(found)) is None:
        connection.execute(insert(table), {"run": run, "workbook": number, "source": source, "error": ""})
    return found


def workbook_number(connection: Connection, name: str, source: str = "") -> int:
    """Given a workbook's name, return its number in the archive; a new one gets one."""
    table = schema.workbook
    known = connection.execute(select(table.c.id, table.c.source).where(table.c.name == name)).first()
    if known is None:
        number = 1 + (connection.scalar(select(func.max(table.c.id))) or 0)
        connection.execute(insert(table), {"id": number, "name": name, "source": source})
        return number
    if source and known.source != source:
        connection.execute(update(table).where(table.c.id == known.id).values(source=source))
    return int(known.id)


def known_workbook(connection: Connection, name: str) -> int | None:
    return connection.scalar(select(schema.workbook.c.id).where(schema.workbook.c.name == name))


def must_exist(connection: Connection, run: str) -> Any:
    """Given a run's id, return its software version and settings hash. Raise ArchiveError where there is none."""
    found = connection.execute(
        select(schema.run.c.version, schema.run.c.settings_hash).where(schema.run.c.id == run)
    ).first()
    if found is None:
        raise ArchiveError(f"the archive knows no run {run}", "okr-sync archive list names those that it knows")
    return found


def runs(connection: Connection, limit: int, workbook: str | None) -> tuple[Run, ...]:
    """The newest runs (of a workbook), newest first."""
    wanted = select(schema.run).order_by(schema.run.c.id.desc()).limit(limit)
    if workbook is not None:
        wanted = wanted.where(
            schema.run.c.id.in_(
                select(schema.workbook_run.c.run).join(schema.workbook).where(schema.workbook.c.name == workbook)
            )
        )
    return _with_workbooks(connection, connection.execute(wanted).all())


def one_run(connection: Connection, run: str) -> Run:
    found = connection.execute(select(schema.run).where(schema.run.c.id == run)).all()
    if not found:
        must_exist(connection, run)
    return _with_workbooks(connection, found)[0]


def last_runs(connection: Connection) -> tuple[LastRun, ...]:
    """Every workbook's newest run, by the workbooks' names."""
    newest = (
        select(schema.workbook_run.c.workbook, func.max(schema.workbook_run.c.run).label("run"))
        .group_by(schema.workbook_run.c.workbook)
        .subquery()
    )
    table = schema.workbook_run
    wanted = _workbook_runs().join(newest, and_(table.c.workbook == newest.c.workbook, table.c.run == newest.c.run))
    found = [_workbook_run(row) for row in connection.execute(wanted.order_by(schema.workbook.c.name))]
    started = {one.id: one for one in _of_ids(connection, {row.run for row in found})}
    return tuple(LastRun(started[row.run], row) for row in found)


def _of_ids(connection: Connection, ids: Iterable[str]) -> tuple[Run, ...]:
    rows = connection.execute(select(schema.run).where(schema.run.c.id.in_(sorted(ids)))).all()
    return _with_workbooks(connection, rows)


def _with_workbooks(connection: Connection, rows: Iterable[Any]) -> tuple[Run, ...]:
    rows = list(rows)
    workbooks: dict[str, list[WorkbookRun]] = {row.id: [] for row in rows}
    wanted = _workbook_runs().where(schema.workbook_run.c.run.in_(list(workbooks))).order_by(schema.workbook.c.name)
    for row in connection.execute(wanted):
        workbooks[row.run].append(_workbook_run(row))
    return tuple(_run(row, tuple(workbooks[row.id])) for row in rows)


def _workbook_runs() -> Any:
    table, snapshot, intent, write = schema.workbook_run, schema.snapshot, schema.intent, schema.write
    cells = (
        select(func.count())
        .select_from(write.join(intent))
        .where(intent.c.run == table.c.run, intent.c.workbook == table.c.workbook)
        .where(intent.c.settled.is_(True), write.c.header.is_(False))
    )
    return select(
        table,
        schema.workbook.c.name,
        snapshot.c.objectives,
        snapshot.c.key_results,
        snapshot.c.kpis,
        snapshot.c.errors,
        snapshot.c.warnings,
        snapshot.c.infos,
        cells.where(write.c.dropped.is_(None)).correlate(table).scalar_subquery().label("written"),
        cells.where(write.c.dropped.is_not(None)).correlate(table).scalar_subquery().label("dropped"),
    ).select_from(table.join(schema.workbook).outerjoin(snapshot, table.c.snapshot == snapshot.c.id))


def _workbook_run(row: Any) -> WorkbookRun:
    return WorkbookRun(
        run=row.run,
        workbook=row.name,
        source=row.source,
        outcome=None if row.outcome is None else WorkbookOutcome(row.outcome),
        error=row.error,
        snapshot=row.snapshot,
        fingerprint_before=row.fingerprint_before,
        fingerprint_after=row.fingerprint_after,
        objectives=row.objectives or 0,
        key_results=row.key_results or 0,
        kpis=row.kpis or 0,
        errors=row.errors or 0,
        warnings=row.warnings or 0,
        infos=row.infos or 0,
        written=row.written,
        dropped=row.dropped,
    )


def _run(row: Any, workbooks: tuple[WorkbookRun, ...]) -> Run:
    info = RunInfo(row.started, row.trigger, row.actor, row.host, row.version, row.settings_hash, row.as_of)
    outcome = None if row.outcome is None else RunOutcome(row.outcome)
    return Run(row.id, info, row.finished, outcome, workbooks)


def _id(info: RunInfo, number: int) -> str:
    """The last four letters are the part of the second: ids sort as the runs began."""
    started = info.started.astimezone(UTC)
    part = started.microsecond * 0x10000 // 1_000_000 + number
    return f"R{started:%Y%m%d-%H%M%S}-{part:04x}"
