"""What runs set out to write, recorded before the workbook is touched, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from sync.archive.altogether import written_as_one
from sync.archive.connection import Connection
from sync.archive.encoding import added_column_to_text, value_to_text
from sync.archive.landing import NEVER_WRITTEN, why_not_landed
from sync.archive.runs import (
    IN_ITS_PLACE,
    known_workbook,
    must_exist,
    name_of,
    next_number,
    one_run,
    workbook_in_run,
    workbook_number,
)
from sync.archive.snapshots import row_of
from sync.archive.snapshots import snapshot as whole_snapshot
from sync.archive.values import ArchiveError, Settled, Write, WriteState, WrittenCell
from sync.archive.written_cells import landed, writes_where
from sync.model.cells import CellRef, WorkbookContent
from sync.model.plans import AddColumn, Plan, Receipt
from sync.model.rows import Field
from sync.model.scores import ScoredObjective

UNDO = "undo:"
"""How the trigger of a run begins that undoes another; the other's id follows."""


def record_intents(connection: Connection, run: str, plan: Plan, looks: Mapping[CellRef, str] | None = None) -> None:
    """Given a plan that is about to be written, and what the cells whose look it changes look like now, record all of
    its cells as intended."""
    must_exist(connection, run)
    looks = looks or {}
    intent = next_number(connection, "intent")
    connection.insert(
        "intent",
        id=intent,
        run=run,
        workbook=workbook_number(connection, plan.workbook),
        fingerprint=plan.fingerprint,
        settled=False,
    )
    added = (_header(one, None, one.header, looks.get(one.cell)) for one in plan.columns)
    removed = (_header(one.column, one.column.header, None, looks.get(one.cell)) for one in plan.removals)
    cells = (
        (*cell, _NAMES[field], subject, value_to_text(before), value_to_text(after), number_format, looks.get(cell))
        for cell, before, after, field, subject, number_format, _ in plan.changes
    )
    columns = ("sheet", "row", "column", "field", "subject", "before", "after", "number_format", "look")
    connection.insert_many(
        "write", (*columns, "added"), chain(added, removed), alike={"intent": intent, "header": True}
    )
    connection.insert_many("write", columns, cells, alike={"intent": intent, "header": False})


def _header(column: AddColumn, before: str | None, after: str | None, look: str | None) -> tuple[Any, ...]:
    words = value_to_text(before), value_to_text(after)
    return (*column.cell, column.field.value, "", *words, None, look, added_column_to_text(column))


_NAMES = {field: field.value for field in Field}


def record_receipt(connection: Connection, run: str, plan: Plan, receipt: Receipt) -> None:
    """Given the receipt of a plan whose cells were recorded as intended, record which landed and which were dropped. A
    receipt knows better than any guess that another run made in between."""
    intent = _intent(connection, run, plan)
    _drop_none(connection, intent)
    reasons = {left.cell: left.reason for left in receipt.dropped}
    planned, written = plan.cells, receipt.cells
    # Mostly the same, in the same order: no set of thousands is made.
    missed = set() if written == planned else set(planned).difference(written)
    _drop(connection, intent, [(cell, reasons.get(cell, NEVER_WRITTEN)) for cell in sorted(missed)])
    _settle(connection, intent)
    for other, fingerprint in _open_intents(connection, plan.workbook):
        # Of those who read the same version, one alone can have written in its place.
        if fingerprint == plan.fingerprint != receipt.fingerprint:
            _drop_whole(connection, other)
    connection.run(
        "UPDATE workbook_run SET fingerprint_after = :fingerprint WHERE run = :run AND workbook = :workbook",
        fingerprint=receipt.fingerprint or None,
        run=run,
        workbook=workbook_in_run(connection, run, plan.workbook, ""),
    )


def record_nothing_written(connection: Connection, run: str, plan: Plan) -> None:
    """Given a plan of which nothing was written, record all of its cells as dropped."""
    _drop_whole(connection, _intent(connection, run, plan))


def unsettled(connection: Connection, workbook: str) -> bool:
    """Whether there are intents of a workbook that nobody knows the end of: a run was killed, or is still at it."""
    return bool(_open_intents(connection, workbook))


def still_writing(connection: Connection, workbook: str) -> tuple[str, ...]:
    """The runs of which nobody knows yet whether they wrote what they meant to, oldest first."""
    found = connection.rows(
        "SELECT DISTINCT i.run FROM intent i JOIN workbook w ON w.id = i.workbook"
        " WHERE w.name = :name AND NOT i.settled ORDER BY i.run",
        name=name_of(connection, workbook),
    )
    return tuple(run for (run,) in found)


def settle(connection: Connection, workbook: str, content: WorkbookContent) -> Settled:
    """Given a workbook as it stands, find out for every cell that a run without a receipt meant to write whether it was
    written: it was where the cell holds what was meant. While the workbook is still the one that the run read, that is
    for now: the run may be at it, and be killed after its write, so that a later look decides."""
    landed: list[Write] = []
    dropped: list[Write] = []
    for intent, fingerprint in _open_intents(connection, workbook):
        reasons = []
        _drop_none(connection, intent)
        for write in writes_where(connection, "wr.intent = :intent", intent=intent):
            reason = why_not_landed(write, content)
            if reason is None:
                landed.append(write._replace(state=WriteState.landed))
            else:
                dropped.append(write._replace(state=WriteState.dropped, reason=reason))
                reasons.append((write.cell, reason))
        _drop(connection, intent, reasons)
        if fingerprint != content.fingerprint:
            _settle(connection, intent)
    return Settled(tuple(landed), tuple(dropped))


def writes_of(connection: Connection, run: str) -> tuple[Write, ...]:
    """Every cell that a run meant to write, in the order of tabs, rows and columns."""
    must_exist(connection, run)
    return writes_where(connection, "i.run = :run", run=run)


def written_to(connection: Connection, workbook: str, source: str = "") -> tuple[Write, ...]:
    """Every cell of a workbook that any run wrote, in the order in which they were written, under whatever name."""
    return writes_where(
        connection, f"{IN_ITS_PLACE} AND i.settled AND wr.dropped IS NULL", name=workbook, source=source
    )


def undone_by(connection: Connection, run: str, workbook: str) -> str | None:
    """The run that put back all that a run wrote to a workbook, and was not undone itself; None where there is none."""
    undoings = connection.rows(
        """
        SELECT DISTINCT r.id
        FROM run r JOIN intent i ON i.run = r.id JOIN write wr ON wr.intent = i.id JOIN workbook w ON w.id = i.workbook
        WHERE r."trigger" = :trigger AND w.name = :name AND i.settled AND wr.dropped IS NULL AND NOT EXISTS (
          SELECT 1 FROM write refused
          WHERE refused.dropped IS NOT NULL
            AND refused.intent = (SELECT max(id) FROM intent WHERE run = r.id AND workbook = i.workbook)
        )
        ORDER BY r.id DESC
        """,
        trigger=UNDO + run,
        name=workbook,
    )
    ids = [number for (number,) in undoings]
    return next((one for one in ids if undone_by(connection, one, workbook) is None), None)


def last_write(connection: Connection, workbook: str, cell: CellRef) -> WrittenCell | None:
    """The last write that reached a cell, and how it came about; None where the cell was never written."""
    number = known_workbook(connection, workbook)
    if number is None:
        raise ArchiveError(f"the archive knows no workbook {workbook!r}", "okr-sync status names those that it knows")
    sheet, row, column = cell
    here = 'wr.sheet = :sheet AND wr."row" = :row AND wr."column" = :column'
    place = {"sheet": sheet, "row": row, "column": column}
    newest = connection.value(
        "SELECT max(i.id) FROM write wr JOIN intent i ON i.id = wr.intent"
        f" WHERE i.workbook = :workbook AND i.settled AND wr.dropped IS NULL AND {here}",
        workbook=number,
        **place,
    )
    if newest is None:
        return None
    [last] = writes_where(connection, f"wr.intent = :intent AND {here}", intent=newest, **place)
    run = one_run(connection, last.run)
    if not last.header:
        # A run may write there twice: what stood there before is what it found first.
        altogether = written_as_one(landed(connection, last.run, number))
        last = next((one for one in altogether if (one.intent, one.cell) == (last.intent, cell)), last)
    snapshot = next((one.snapshot for one in run.workbooks if one.workbook == workbook), None)
    if snapshot is None:
        return WrittenCell(last, run, None, (), None)
    evaluation, findings, options = row_of(connection, snapshot, last.subject)
    if isinstance(evaluation, ScoredObjective):
        # A mean is explained by what it is the mean of, which stands in other rows.
        every = whole_snapshot(connection, snapshot).scored.objectives
        evaluation = next((one for one in every if one.objective.id == last.subject), evaluation)
    return WrittenCell(last, run, evaluation, findings, options)


def _intent(connection: Connection, run: str, plan: Plan) -> int:
    found: int | None = connection.value(
        "SELECT max(id) FROM intent WHERE run = :run AND workbook = :workbook AND fingerprint = :fingerprint",
        run=run,
        workbook=known_workbook(connection, plan.workbook),
        fingerprint=plan.fingerprint,
    )
    if found is None:
        raise ArchiveError(f"run {run} never said that it would write to {plan.workbook!r}", "record its intents first")
    return found


def _open_intents(connection: Connection, workbook: str) -> list[tuple[int, str]]:
    """The intents of a workbook that nobody knows the end of, oldest first, with the workbook's fingerprint of then."""
    found = connection.rows(
        "SELECT i.id, i.fingerprint FROM intent i JOIN workbook w ON w.id = i.workbook"
        " WHERE w.name = :name AND NOT i.settled ORDER BY i.id",
        name=name_of(connection, workbook),
    )
    return [(number, fingerprint) for number, fingerprint in found]


def _drop_none(connection: Connection, intent: int) -> None:
    connection.run("UPDATE write SET dropped = NULL WHERE intent = :intent AND dropped IS NOT NULL", intent=intent)


def _drop_whole(connection: Connection, intent: int) -> None:
    connection.run("UPDATE write SET dropped = :reason WHERE intent = :intent", reason=NEVER_WRITTEN, intent=intent)
    _settle(connection, intent)


def _drop(connection: Connection, intent: int, reasons: Iterable[tuple[CellRef, str]]) -> None:
    connection.run_for_each(
        'UPDATE write SET dropped = ? WHERE intent = ? AND sheet = ? AND "row" = ? AND "column" = ?',
        ((reason, intent, *cell) for cell, reason in reasons),
    )


def _settle(connection: Connection, intent: int) -> None:
    connection.run("UPDATE intent SET settled = :settled WHERE id = :intent", settled=True, intent=intent)
