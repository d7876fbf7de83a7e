"""What runs set out to write, recorded before the workbook is touched, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from sync.archive import schema
from sync.archive.encoding import value_from_text, value_to_text
from sync.archive.inserting import insert_many
from sync.archive.runs import known_workbook, must_exist, one_run, workbook_number, workbook_run
from sync.archive.snapshots import row_of
from sync.archive.snapshots import snapshot as whole_snapshot
from sync.archive.values import ArchiveError, Settled, Write, WriteState, WrittenCell
from sync.model import AddColumn, CellRef, CellValue, Field, Plan, Receipt, ScoredObjective, WorkbookContent
from sync.plain import Record

UNDO = "undo:"
"""How the trigger of a run begins that undoes another; the other's id follows."""

NEVER_WRITTEN = "never_written"
CHANGED_SINCE = "changed_since"
NOT_READ = "not_read"


def record_intents(connection: Connection, run: str, plan: Plan, looks: Mapping[CellRef, str] | None = None) -> None:
    """Given a plan that is about to be written, and what the cells whose look it changes look like now, record all of
    its cells as intended."""
    must_exist(connection, run)
    looks = looks or {}
    intent = 1 + (connection.scalar(select(func.max(schema.intent.c.id))) or 0)
    connection.execute(
        insert(schema.intent),
        {
            "id": intent,
            "run": run,
            "workbook": workbook_number(connection, plan.workbook),
            "fingerprint": plan.fingerprint,
            "settled": False,
        },
    )
    added = [_header(intent, one, None, one.header, looks.get(one.cell)) for one in plan.columns]
    removed = [_header(intent, one.column, one.column.header, None, looks.get(one.cell)) for one in plan.removals]
    cells = [
        (
            *(intent, *cell, False, field.value, subject, value_to_text(before), value_to_text(after), number_format),
            *(looks.get(cell), None),
        )
        for cell, field, subject, before, after, number_format in map(_PARTS, plan.changes)
    ]
    insert_many(connection, schema.write, _COLUMNS, added + removed + cells)


def _header(intent: int, column: AddColumn, before: str | None, after: str | None, look: str | None) -> tuple[Any, ...]:
    whole = json.dumps(_COLUMN.encode(column), ensure_ascii=False)
    words = value_to_text(before), value_to_text(after)
    return (intent, *column.cell, True, column.field.value, "", *words, None, look, whole)


_COLUMN = Record(AddColumn)
_PARTS = attrgetter("cell", "field", "subject", "before", "after", "number_format")
_COLUMNS = (
    *("intent", "sheet", "row", "column", "header", "field", "subject", "before", "after", "number_format"),
    *("look", "added"),
)


def record_receipt(connection: Connection, run: str, plan: Plan, receipt: Receipt) -> None:
    """Given the receipt of a plan whose cells were recorded as intended, record which landed and which were dropped. A
    receipt knows better than any guess that another run made in between."""
    intent = _intent(connection, run, plan)
    connection.execute(update(schema.write).where(schema.write.c.intent == intent).values(dropped=None))
    landed = set(receipt.cells)
    reasons = {left.cell: left.reason for left in receipt.dropped}
    missed = (cell for cell in plan.cells if cell not in landed)
    _drop(connection, intent, [(cell, reasons.get(cell, NEVER_WRITTEN)) for cell in missed])
    _settle(connection, intent)
    found = workbook_run(connection, run, plan.workbook, "")
    after = receipt.fingerprint or None
    connection.execute(update(schema.workbook_run).where(found).values(fingerprint_after=after))


def record_nothing_written(connection: Connection, run: str, plan: Plan) -> None:
    """Given a plan of which nothing was written, record all of its cells as dropped."""
    intent = _intent(connection, run, plan)
    connection.execute(update(schema.write).where(schema.write.c.intent == intent).values(dropped=NEVER_WRITTEN))
    _settle(connection, intent)


def unsettled(connection: Connection, workbook: str) -> bool:
    """Whether there are intents of a workbook that nobody knows the end of: a run was killed, or is still at it."""
    table = schema.intent
    wanted = select(table.c.id).join(schema.workbook).where(schema.workbook.c.name == workbook)
    return connection.execute(wanted.where(table.c.settled.is_(False)).limit(1)).first() is not None


def settle(connection: Connection, workbook: str, content: WorkbookContent) -> Settled:
    """Given a workbook as it stands, find out for every cell that a run without a receipt meant to write whether it was
    written: it was where the cell holds what was meant."""
    table = schema.intent
    open_ones = select(table.c.id).join(schema.workbook).where(schema.workbook.c.name == workbook)
    landed: list[Write] = []
    dropped: list[Write] = []
    for intent in list(connection.scalars(open_ones.where(table.c.settled.is_(False)).order_by(table.c.id))):
        reasons = []
        for write in _writes(connection, schema.write.c.intent == intent):
            reason = _why_not_landed(write, content)
            if reason is None:
                landed.append(replace(write, state=WriteState.landed))
            else:
                dropped.append(replace(write, state=WriteState.dropped, reason=reason))
                reasons.append((write.cell, reason))
        _drop(connection, intent, reasons)
        _settle(connection, intent)
    return Settled(tuple(landed), tuple(dropped))


def writes_of(connection: Connection, run: str) -> tuple[Write, ...]:
    """Every cell that a run meant to write, in the order of tabs, rows and columns."""
    must_exist(connection, run)
    return _writes(connection, schema.intent.c.run == run)


def written_to(connection: Connection, workbook: str) -> tuple[Write, ...]:
    """Every cell of a workbook that any run wrote, in the order in which they were written."""
    landed = schema.intent.c.settled.is_(True) & schema.write.c.dropped.is_(None)
    return _writes(connection, (schema.workbook.c.name == workbook) & landed)


def undone_by(connection: Connection, run: str, workbook: str) -> str | None:
    """The run that put back what a run wrote to a workbook, and was not undone itself; None where there is none."""
    intent, write = schema.intent, schema.write
    wanted = (
        select(schema.run.c.id)
        .distinct()
        .select_from(schema.run.join(intent).join(write).join(schema.workbook))
        .where(schema.run.c.trigger == UNDO + run, schema.workbook.c.name == workbook)
        .where(intent.c.settled.is_(True), write.c.dropped.is_(None))
        .order_by(schema.run.c.id.desc())
    )
    undoings = list(connection.scalars(wanted))
    return next((one for one in undoings if undone_by(connection, one, workbook) is None), None)


def last_write(connection: Connection, workbook: str, cell: CellRef) -> WrittenCell | None:
    """The last write that reached a cell, and how it came about; None where the cell was never written."""
    write, intent = schema.write, schema.intent
    number = known_workbook(connection, workbook)
    if number is None:
        raise ArchiveError(f"the archive knows no workbook {workbook!r}", "okr-sync status names those that it knows")
    newest = (
        select(write.c.intent)
        .join(intent)
        .where(intent.c.workbook == number, intent.c.settled.is_(True), write.c.dropped.is_(None))
        .where(write.c.sheet == cell.sheet, write.c.row == cell.row, write.c.column == cell.column)
        .order_by(intent.c.id.desc())
        .limit(1)
    )
    found = connection.scalar(newest)
    if found is None:
        return None
    here = (write.c.intent == found) & (write.c.sheet == cell.sheet)
    [last] = _writes(connection, here & (write.c.row == cell.row) & (write.c.column == cell.column))
    run = one_run(connection, last.run)
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
    table = schema.intent
    wanted = select(table.c.id).where(
        table.c.run == run,
        table.c.workbook == known_workbook(connection, plan.workbook),
        table.c.fingerprint == plan.fingerprint,
    )
    found: int | None = connection.scalar(wanted.order_by(table.c.id.desc()).limit(1))
    if found is None:
        raise ArchiveError(f"run {run} never said that it would write to {plan.workbook!r}", "record its intents first")
    return found


def _drop(connection: Connection, intent: int, reasons: Iterable[tuple[CellRef, str]]) -> None:
    table = schema.write
    where = (table.c.intent == intent) & (table.c.sheet == bindparam("tab"))
    here = where & (table.c.row == bindparam("down")) & (table.c.column == bindparam("across"))
    rows = [{"tab": cell.sheet, "down": cell.row, "across": cell.column, "reason": reason} for cell, reason in reasons]
    if rows:
        connection.execute(update(table).where(here).values(dropped=bindparam("reason")), rows)


def _settle(connection: Connection, intent: int) -> None:
    connection.execute(update(schema.intent).where(schema.intent.c.id == intent).values(settled=True))


def _writes(connection: Connection, where: Any) -> tuple[Write, ...]:
    write, intent = schema.write, schema.intent
    wanted = (
        select(write, intent.c.run, intent.c.settled, schema.workbook.c.name)
        .select_from(write.join(intent).join(schema.workbook))
        .where(where)
        .order_by(write.c.intent, write.c.sheet, write.c.row, write.c.column)
    )
    return tuple(_write(row) for row in connection.execute(wanted))


def _write(row: Any) -> Write:
    state = (
        WriteState.intended if not row.settled else WriteState.dropped if row.dropped is not None else WriteState.landed
    )
    return Write(
        run=row.run,
        workbook=row.name,
        cell=CellRef(row.sheet, row.row, row.column),
        field=Field(row.field),
        subject=row.subject,
        before=value_from_text(row.before),
        after=value_from_text(row.after),
        number_format=row.number_format,
        state=state,
        reason=row.dropped or "",
        header=row.header,
        look=row.look,
        column=None if row.added is None else _COLUMN.decode(json.loads(row.added)),
    )


def _why_not_landed(write: Write, content: WorkbookContent) -> str | None:
    """None where the cell holds what was meant."""
    sheet = content.sheet(write.cell.sheet)
    if sheet is None or not sheet.complete:
        return NOT_READ
    cell = sheet.cell(write.cell.row, write.cell.column)
    stands = None if cell is None else cell.value
    if _same(stands, write.after):
        return None
    return NEVER_WRITTEN if _same(stands, write.before) else CHANGED_SINCE


def _same(stands: CellValue, meant: CellValue) -> bool:
    """Empty text and nothing are one in a cell; True is not 1."""
    if isinstance(stands, Decimal) and isinstance(meant, Decimal):
        return stands == meant
    return (stands or None) == (meant or None) if _is_text(stands) and _is_text(meant) else stands == meant


def _is_text(value: CellValue) -> bool:
    return value is None or isinstance(value, str)
