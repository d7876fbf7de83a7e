"""What runs set out to write, recorded before the workbook is touched, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
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
from sync.model import CellRef, CellValue, ErrorValue, Field, Plan, Receipt, ScoredObjective, WorkbookContent

NEVER_WRITTEN = "never_written"
CHANGED_SINCE = "changed_since"
NOT_READ = "not_read"


def record_intents(connection: Connection, run: str, plan: Plan) -> None:
    """Given a plan that is about to be written, record all of its cells as intended."""
    must_exist(connection, run)
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
    nothing = value_to_text(None)
    headers = [
        (intent, *one.cell, True, one.field.value, "", nothing, value_to_text(one.header), None) for one in plan.columns
    ]
    cells = [
        (intent, *cell, False, field.value, subject, value_to_text(before), value_to_text(after), number_format)
        for cell, field, subject, before, after, number_format in map(_PARTS, plan.changes)
    ]
    insert_many(connection, schema.write, _COLUMNS, headers + cells)


_PARTS = attrgetter("cell", "field", "subject", "before", "after", "number_format")
_COLUMNS = ("intent", "sheet", "row", "column", "header", "field", "subject", "before", "after", "number_format")


def record_receipt(connection: Connection, run: str, plan: Plan, receipt: Receipt) -> None:
    """Given the receipt of a plan whose cells were recorded as intended, record which landed and which were dropped. A
    receipt knows better than any guess that another run made in between."""
    intent = _intent(connection, run, plan)
    connection.execute(update(schema.write).where(schema.write.c.intent == intent).values(dropped=None))
    landed = {*(one.cell for one in receipt.written), *(one.cell for one in receipt.columns)}
    reasons = {left.cell: left.reason for left in receipt.dropped}
    meant = [*(one.cell for one in plan.columns), *(one.cell for one in plan.changes)]
    _drop(connection, intent, [(cell, reasons.get(cell, NEVER_WRITTEN)) for cell in meant if cell not in landed])
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
    after = value_from_text(row.after)
    return Write(
        run=row.run,
        workbook=row.name,
        cell=CellRef(row.sheet, row.row, row.column),
        field=Field(row.field),
        subject=row.subject,
        before=value_from_text(row.before),
        after=None if isinstance(after, (bool, ErrorValue)) else after,
        number_format=row.number_format,
        state=state,
        reason=row.dropped or "",
        header=row.header,
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
