"""What plans that take things back have in common, be it of one run or of all: what is kept, and why, and which of the
columns that were added go. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sync.added_columns import Standing
from sync.archive.values import Write
from sync.lost_headers import LostHeader
from sync.model.cells import Cell, CellRef, CellValue
from sync.model.plans import AddColumn, Plan, RemoveColumn, RemoveNote
from sync.model.rows import Field, Table
from sync.planning import NUMBER_FORMATS, WIDTHS
from sync.present import Present


class Kept(NamedTuple):
    """A cell, or a column by its header, that is not put back. ``reason`` is 'changed' (a person or a later run changed
    it since), 'formula' (somebody put one there), 'row_gone' (the row that it was written for is not there any more,
    or says something else), 'written_later' (its row was moved, and a later run wrote for it where it stands now, in
    ``where``), 'column_gone' (its column is not), 'column_in_doubt' (which of the columns that are headed
    so it is cannot be told), 'header_changed' (its column has another header now, or none; the first of our values in
    it is in ``where``), 'column_in_use' (something else stands in the column, in ``where``), 'merged' (a merged cell
    covers it, or a part of the column, from ``where`` on) or 'cycle_closed' (what is sealed stays). ``wrote`` is what
    the run wrote, ``now`` what stands there, which is None for a formula that was never calculated, too."""

    cell: CellRef
    field: Field
    reason: str
    wrote: CellValue
    now: CellValue
    where: CellRef | None = None


@dataclass(frozen=True)
class TakenBack:
    """The plan, and what is kept."""

    plan: Plan
    kept: tuple[Kept, ...] = ()


def taken_back(plan: Plan, kept: Sequence[Kept], added: Iterable[tuple[Write, CellRef]], present: Present) -> TakenBack:
    """The plan, and with it the columns that were added and whose headers stand there now, where nothing is left in
    them once the plan's cells are as they were."""
    # Where columns were moved over each other, a cell may be below two headers; one plan names no cell twice.
    once = {change.cell: change for change in reversed(plan.changes)}
    plan = plan._replace(changes=tuple(reversed(once.values())))
    emptied = {change.cell for change in plan.changes if change.after is None}
    headers = {header for _, header in added}
    # Of rows that are not found any more, what the run wrote may stand further down.
    strays = {(one.cell.sheet, one.field, one.wrote) for one in kept if one.reason == "row_gone"}
    found = [_taken_out(write, header, present, emptied, headers, strays) for write, header in added]
    removals = tuple(one for one in found if isinstance(one, RemoveColumn))
    staying = [one for one in found if isinstance(one, Kept)]
    plan = plan._replace(removals=removals)
    plan = plan._replace(tables=present.headed_areas(plan.cells))
    return TakenBack(plan, tuple(sorted([*kept, *staying], key=lambda one: one.cell)))


def _taken_out(
    write: Write,
    header: CellRef,
    present: Present,
    emptied: set[CellRef],
    headers: set[CellRef],
    strays: set[tuple[str, Field, CellValue]],
) -> RemoveColumn | Kept:
    """What takes a column out whose header stands there now, or why it stays."""
    column = column_of(write)
    sheet = present.sheet(header.sheet)
    lowest = column.last_row + header.row - column.cell.row
    in_table = () if present.table_at(header) is not None else range(header.row + 1, lowest + 1)
    below = (cell.row for cell in emptied if place_of_column(cell) == place_of_column(header))
    own = present.rows_below(header, (*in_table, *below), headers)
    last_row = max(own, default=header.row)
    further = [row for row in sheet.rows if row > last_row] if strays else []
    for row in present.rows_below(header, further, headers):
        cell = sheet.cell(row, header.column)
        if row > last_row and cell is not None and (header.sheet, write.field, cell.value) in strays:
            where = CellRef(header.sheet, row, header.column)
            return Kept(header, write.field, "column_in_use", column.header, cell.value, where)
    for row in range(header.row + 1, last_row + 1):
        ref = CellRef(header.sheet, row, header.column)
        cell = sheet.cell(row, header.column)
        if cell is not None and ref not in emptied:
            return Kept(header, write.field, "column_in_use", column.header, cell.value, ref)
    for merge in sheet.merges:
        over_rows = merge.first_row <= last_row and merge.last_row >= header.row
        if over_rows and merge.first_column <= header.column <= merge.last_column:
            where = CellRef(header.sheet, merge.first_row, merge.first_column)
            return Kept(header, write.field, "merged", column.header, column.header, where)
    # Rows that people emptied below the table may still have our look.
    while last_row < lowest and sheet.cell(last_row + 1, header.column) is None:
        last_row += 1
    stands = column._replace(
        cell=header,
        last_row=last_row,
        like_column=column.like_column + _step(column, header),
        header_rows_above=_header_rows_above(column, header, present.table_at(header)),
    )
    return RemoveColumn(stands, write.look)


def _header_rows_above(column: AddColumn, header: CellRef, table: Table | None) -> int:
    """How many of the rows above a header that stands there now are still the column's: of a header that has moved no
    more than its table has, since a title may stand above it by now, or nothing."""
    if header == column.cell:
        return column.header_rows_above
    return min(column.header_rows_above, table.header_row - table.first_header_row) if table is not None else 0


def _step(column: AddColumn, header: CellRef) -> int:
    return header.column - column.cell.column


def column_of(write: Write) -> AddColumn:
    """The column that was added or taken out; one that an older version added is told by its header alone."""
    if write.column is not None:
        return write.column
    words = write.after if isinstance(write.after, str) else ""
    field = write.field
    like, last_row = write.cell.column - 1, write.cell.row
    return AddColumn(write.cell, words, field, "", NUMBER_FORMATS[field], WIDTHS[field], like, last_row)


def in_doubt_of(standing: Standing, present: Present) -> list[Kept]:
    """The headers of which nobody can tell whose they are: they stay."""
    return [
        Kept(header, write.field, "column_in_doubt", write.after, present.value(header))
        for write, header in standing.in_doubt
    ]


def header_changed(lost: LostHeader, present: Present) -> Kept:
    """Given a column whose header is gone, return that it is kept, and where the first of our values in it stands."""
    first = min((ref for ref, _ in lost.values), default=None)
    return Kept(lost.header, lost.write.field, "header_changed", lost.write.after, present.value(lost.header), first)


def notes_of(lost: Iterable[LostHeader]) -> tuple[RemoveNote, ...]:
    """The notes of ours that explain columns whose headers are gone."""
    return tuple(one.note for one in lost if one.note is not None)


def look_of(write: Write, cell: Cell | None) -> str | None:
    """The look to give back, unless somebody has given the cell another number format since."""
    is_ours = cell is None or write.number_format is None or cell.number_format == write.number_format
    return write.look if is_ours else None


def place_of_column(ref: CellRef) -> tuple[str, int]:
    return ref.sheet, ref.column
