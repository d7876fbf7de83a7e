"""Runs, and what came of each workbook in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sync.archive.altogether import written_as_one
from sync.archive.connection import Connection, Row, day, instant
from sync.archive.values import LastRun, Run, RunInfo, RunOutcome, UnknownRun, WorkbookOutcome, WorkbookRun
from sync.archive.written_cells import landed
from sync.model.cells import is_same_value


def begin(connection: Connection, info: RunInfo) -> str:
    """Given a run, record that it began, and return its id: 'R20261004-183000-ab12', in the order of their times."""
    number = 0
    while True:
        name = _id(info, number)
        if connection.first("SELECT id FROM run WHERE id = :name", name=name) is None:
            break
        number += 1
    connection.insert(
        "run",
        id=name,
        started=info.started,
        trigger=info.trigger,
        actor=info.actor,
        host=info.host,
        version=info.version,
        settings_hash=info.settings_hash,
        as_of=info.as_of,
    )
    return name


def finish(connection: Connection, run: str, finished: datetime, outcome: RunOutcome) -> None:
    must_exist(connection, run)
    connection.run(
        "UPDATE run SET finished = :finished, outcome = :outcome WHERE id = :run",
        finished=finished,
        outcome=outcome.value,
        run=run,
    )


def record_outcome(
    connection: Connection, run: str, workbook: str, source: str, outcome: WorkbookOutcome, error: str
) -> None:
    connection.run(
        "UPDATE workbook_run SET outcome = :outcome, error = :error WHERE run = :run AND workbook = :workbook",
        outcome=outcome.value,
        error=error,
        run=run,
        workbook=workbook_in_run(connection, run, workbook, source),
    )


def workbook_in_run(connection: Connection, run: str, workbook: str, source: str) -> int:
    """Given a run and a workbook, make sure that the one has the other, and return the workbook's number."""
    must_exist(connection, run)
    number = workbook_number(connection, workbook, source)
    there = "SELECT 1 FROM workbook_run WHERE run = :run AND workbook = :number"
    if connection.first(there, run=run, number=number) is None:
        connection.insert("workbook_run", run=run, workbook=number, source=source, error="")
    return number


def workbook_number(connection: Connection, name: str, source: str = "") -> int:
    """Given a workbook's name and where it is, return its number in the archive; a new one gets one. One that stands
    there under another name is the same, and has this name from now on."""
    number = known_workbook(connection, name, source)
    if number is None:
        number = next_number(connection, "workbook")
        # Another's name of before, which is given to this one now.
        connection.run("DELETE FROM workbook WHERE name = :name", name=name)
        connection.insert("workbook", id=number, name=name, source=source)
        return number
    known = connection.first("SELECT name, source FROM workbook WHERE id = :number", number=number)
    if known is not None and known["name"] != name:
        _rename(connection, number, known["name"], name)
    if known is not None and source and known["source"] != source:
        connection.run("UPDATE workbook SET source = :source WHERE id = :number", source=source, number=number)
    return number


def known_workbook(connection: Connection, name: str, source: str = "") -> int | None:
    """Given a workbook's name, and where it is, return its number: of the one that has this name, else of the one that
    stands there; where that is not said, of the one that had this name before. None where there is none."""
    named = connection.first("SELECT id, source FROM workbook WHERE name = :name", name=name)
    if named is not None and not named["source"].startswith(_NOW):
        return int(named["id"])
    if source:
        there: int | None = connection.value("SELECT max(id) FROM workbook WHERE source = :source", source=source)
        return there
    return None if named is None else int(named["source"].removeprefix(_NOW))


def name_of(connection: Connection, name: str, source: str = "") -> str:
    """Given a workbook's name and where it is, return the name by which the archive knows it: the same, where it does
    not know it yet."""
    number = known_workbook(connection, name, source)
    return name if number is None else str(connection.value("SELECT name FROM workbook WHERE id = :id", id=number))


def hide_links(connection: Connection) -> None:
    """Of workbooks that are known by what is shown of a link, take the link itself out of what runs of before have
    recorded: earlier versions kept it whole, and whoever has it may be able to open the workbook."""
    for table in ("snapshot", "workbook_run"):
        connection.run(
            f"""
            UPDATE {table} SET source = (SELECT w.source FROM workbook w WHERE w.id = {table}.workbook)
            WHERE source LIKE :link AND source NOT LIKE :shown
              AND workbook IN (SELECT id FROM workbook WHERE source LIKE :shown)
            """,
            link="excel:https://%",
            shown="excel:https://%/***%",
        )


_NOW = "workbook:"
"""How the source of a name begins that a workbook had before; the workbook's number follows."""


def _rename(connection: Connection, number: int, before: str, now: str) -> None:
    """The name of before goes on to lead to the workbook: what was sealed under it is never changed."""
    connection.run("DELETE FROM workbook WHERE name = :now AND id <> :number", now=now, number=number)
    connection.run("UPDATE workbook SET name = :now WHERE id = :number", now=now, number=number)
    connection.insert("workbook", id=next_number(connection, "workbook"), name=before, source=f"{_NOW}{number}")


OF_WORKBOOK = f"""
    (workbook = :workbook OR workbook IN (
      SELECT former.name FROM workbook former JOIN workbook w ON former.source = '{_NOW}' || w.id
      WHERE w.name = :workbook
    ))
"""
"""Whether a sealed row's ``workbook`` is the workbook of that name, or one that it had before."""

IN_ITS_PLACE = """
    (w.name = :name OR w.source <> '' AND w.source IN (:source, (SELECT source FROM workbook WHERE name = :name)))
"""
"""Whether ``w`` is the workbook of that name, or one that stood in the same place under another."""


def next_number(connection: Connection, table: str) -> int:
    """The number of the next row of a table; its caller is the only writer."""
    return 1 + int(connection.value(f"SELECT max(id) FROM {table}") or 0)


def must_exist(connection: Connection, run: str) -> Row:
    """Given a run's id, return its software version and settings hash. Raise UnknownRun where there is none."""
    found = connection.first("SELECT version, settings_hash FROM run WHERE id = :run", run=run)
    if found is None:
        raise UnknownRun(f"the archive knows no run {run}", "'okr-sync archive list' shows them")
    return found


def runs(connection: Connection, limit: int, workbook: str | None) -> tuple[Run, ...]:
    """The newest runs (of a workbook), newest first."""
    every = "SELECT * FROM run"
    values: dict[str, object] = {"limit": limit}
    if workbook is not None:
        every += " WHERE id IN (SELECT wr.run FROM workbook_run wr JOIN workbook w ON w.id = wr.workbook"
        every += " WHERE w.name = :name)"
        values["name"] = workbook
    return _with_workbooks(connection, connection.rows(f"{every} ORDER BY id DESC LIMIT :limit", **values))


def one_run(connection: Connection, run: str) -> Run:
    must_exist(connection, run)
    [found] = _with_workbooks(connection, connection.rows("SELECT * FROM run WHERE id = :run", run=run))
    return found


def last_runs(connection: Connection) -> tuple[LastRun, ...]:
    """Every workbook's newest run, by the workbooks' names."""
    newest = "(wr.workbook, wr.run) IN (SELECT workbook, max(run) FROM workbook_run GROUP BY workbook)"
    found = [
        _workbook_run(connection, row) for row in connection.rows(f"{_WORKBOOK_RUNS} WHERE {newest} ORDER BY w.name")
    ]
    started = {run: one_run(connection, run) for run in {row.run for row in found}}
    return tuple(LastRun(started[row.run], row) for row in found)


def _with_workbooks(connection: Connection, rows: Iterable[Row]) -> tuple[Run, ...]:
    of_run = f"{_WORKBOOK_RUNS} WHERE wr.run = :run ORDER BY w.name"
    return tuple(
        _run(row, tuple(_workbook_run(connection, one) for one in connection.rows(of_run, run=row["id"])))
        for row in rows
    )


_CELLS = """
SELECT count(*) FROM write JOIN intent ON intent.id = write.intent
WHERE intent.run = wr.run AND intent.workbook = wr.workbook AND intent.settled AND NOT write.header"""

_INTENTS = "FROM intent WHERE intent.run = wr.run AND intent.workbook = wr.workbook AND intent.settled"

_WORKBOOK_RUNS = f"""
SELECT wr.*, w.name, s.objectives, s.key_results, s.kpis, s.errors, s.warnings, s.infos,
  ({_CELLS} AND write.dropped IS NULL) AS written,
  ({_CELLS} AND write.dropped IS NOT NULL AND intent.id = (SELECT max(id) {_INTENTS})) AS dropped,
  (SELECT count(*) {_INTENTS}) AS intents
FROM workbook_run wr JOIN workbook w ON w.id = wr.workbook LEFT JOIN snapshot s ON s.id = wr.snapshot"""
"""What one intent could not write, the next one of the same run wrote, or could not write either."""


def _written(connection: Connection, row: Row) -> int:
    """How many cells a run changed in a workbook, which it may write to twice."""
    found = landed(connection, row["run"], row["workbook"]) if row["intents"] > 1 else ()
    if len({one.intent for one in found}) < 2:
        return int(row["written"])
    return sum(1 for one in written_as_one(found) if not is_same_value(one.before, one.after))


def _workbook_run(connection: Connection, row: Row) -> WorkbookRun:
    return WorkbookRun(
        run=row["run"],
        workbook=row["name"],
        source=row["source"],
        outcome=None if row["outcome"] is None else WorkbookOutcome(row["outcome"]),
        error=row["error"],
        snapshot=row["snapshot"],
        fingerprint_before=row["fingerprint_before"],
        fingerprint_after=row["fingerprint_after"],
        objectives=row["objectives"] or 0,
        key_results=row["key_results"] or 0,
        kpis=row["kpis"] or 0,
        errors=row["errors"] or 0,
        warnings=row["warnings"] or 0,
        infos=row["infos"] or 0,
        written=_written(connection, row),
        dropped=row["dropped"],
    )


def _run(row: Row, workbooks: tuple[WorkbookRun, ...]) -> Run:
    info = RunInfo(
        started=instant(row["started"]),
        trigger=row["trigger"],
        actor=row["actor"],
        host=row["host"],
        version=row["version"],
        settings_hash=row["settings_hash"],
        as_of=day(row["as_of"]),
    )
    outcome = None if row["outcome"] is None else RunOutcome(row["outcome"])
    finished = None if row["finished"] is None else instant(row["finished"])
    return Run(row["id"], info, finished, outcome, workbooks)


def _id(info: RunInfo, number: int) -> str:
    """The last four letters are the part of the second: ids sort as the runs began."""
    started = info.started.astimezone(UTC)
    part = started.microsecond * 0x10000 // 1_000_000 + number
    return f"R{started:%Y%m%d-%H%M%S}-{part:04x}"
