"""Cells that runs meant to write, as they come out of the database."""

from __future__ import annotations

from sync.archive.connection import Connection, Row
from sync.archive.encoding import added_column_from_text, value_from_text
from sync.archive.values import Write, WriteState
from sync.model.cells import CellRef
from sync.model.rows import Field


def landed(connection: Connection, run: str, workbook: int) -> tuple[Write, ...]:
    """Given a run and a workbook's number, return the cells that it wrote there, in the order of its writes."""
    condition = "i.run = :run AND i.workbook = :workbook AND i.settled AND wr.dropped IS NULL"
    return writes_where(connection, condition, run=run, workbook=workbook)


def writes_where(connection: Connection, condition: str, **values: object) -> tuple[Write, ...]:
    """The writes that a condition on ``wr`` (write), ``i`` (intent) and ``w`` (workbook) holds for."""
    wanted = f"""
        SELECT wr.*, i.run, i.settled, w.name
        FROM write wr JOIN intent i ON i.id = wr.intent JOIN workbook w ON w.id = i.workbook
        WHERE {condition}
        ORDER BY wr.intent, wr.sheet, wr."row", wr."column"
    """
    return tuple(_write(row) for row in connection.rows(wanted, **values))


def _write(row: Row) -> Write:
    known = WriteState.landed if row["settled"] else WriteState.intended
    added = row["added"]
    return Write(
        run=row["run"],
        workbook=row["name"],
        cell=CellRef(row["sheet"], row["row"], row["column"]),
        field=Field(row["field"]),
        subject=row["subject"],
        before=value_from_text(row["before"]),
        after=value_from_text(row["after"]),
        number_format=row["number_format"],
        state=known if row["dropped"] is None else WriteState.dropped,
        reason=row["dropped"] or "",
        header=bool(row["header"]),
        look=row["look"],
        column=None if added is None else added_column_from_text(added),
        intent=row["intent"],
    )
