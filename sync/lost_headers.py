"""Columns that were added to a workbook, and whose header somebody changed or cleared since: what of ours stands there.
Pure.

A column is known by its header, and without that by what stands in it where it should be: beside the columns that were
added with it. One that has another header is somebody's by now, and what we wrote in it stays; one without any is
nobody's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sync.added_columns import Standing
from sync.archive.values import Write
from sync.model.cells import CellRef, CellValue, is_same_value
from sync.model.plans import RemoveNote
from sync.model.rows import Field
from sync.present import Present


class LostHeader(NamedTuple):
    """A column that was added (``write`` is of its header), where its header was to be, and the cells below in which a
    value of ours still stands, each with the row that it was written for. ``note`` is what explained the column, where
    that may still stand there."""

    write: Write
    header: CellRef
    values: tuple[tuple[CellRef, str], ...]
    note: RemoveNote | None


def lost_headers(standing: Standing, cells: Iterable[Write], present: Present) -> list[LostHeader]:
    """Given where columns that were added stand, and what was ever written below headers, return of those whose header
    is gone the ones of which something is left."""
    if not standing.gone:
        return []
    written: dict[Field, dict[str, set[CellValue]]] = defaultdict(lambda: defaultdict(set))
    for write in cells:
        if write.after is not None and write.subject:
            written[write.field][write.subject].add(write.after)
    taken = {header for _, header in standing.found}
    lost: list[LostHeader] = []
    for write, table in standing.gone:
        for header in _where_it_may_be(write, table, standing, present):
            if header in taken or present.is_header_of_ours(header):
                continue
            values = tuple(_ours_below(header, table, written[write.field], present))
            is_explained = _has_our_note(header, write, present)
            if values or is_explained:
                taken.add(header)
                lost.append(LostHeader(write, header, values, _note_of(write, header)))
                break
    return lost


def _where_it_may_be(write: Write, table: int | None, standing: Standing, present: Present) -> Sequence[CellRef]:
    """Where our note stands in its row, where the columns are that were added with it, and where it was."""
    cell = write.cell
    if table is not None:
        own = present.table(table)
        cell = CellRef(own.sheet, own.header_row, cell.column)
    notes = present.sheet(cell.sheet).notes
    columns = [column for row, column in notes if row == cell.row]
    noted = [ref for column in columns if _has_our_note(ref := cell._replace(column=column), write, present)]
    steps = [
        header.column - other.cell.column
        for other, header in standing.found
        if (other.intent, other.cell.sheet, other.cell.row) == (write.intent, write.cell.sheet, write.cell.row)
    ]
    places = [cell._replace(column=cell.column + step) for step in (*steps, 0)]
    return list(dict.fromkeys([*noted, *(place for place in places if place.column > 0)]))


def _ours_below(
    header: CellRef, table: int | None, written: dict[str, set[CellValue]], present: Present
) -> Iterator[tuple[CellRef, str]]:
    for subject, values in written.items():
        row = present.row_of(subject)
        if row is None or table is None or present.table_of(subject) != table:
            continue
        ref = header._replace(row=row)
        cell = present.cell(ref)
        if cell is None or cell.formula is not None or present.is_hidden(ref):
            continue
        if any(is_same_value(cell.value, value) for value in values):
            yield ref, subject


def _has_our_note(ref: CellRef, write: Write, present: Present) -> bool:
    said = present.sheet(ref.sheet).notes.get((ref.row, ref.column))
    return write.column is not None and bool(said) and said == write.column.note


def _note_of(write: Write, header: CellRef) -> RemoveNote | None:
    if write.column is None or not write.column.note:
        return None
    return RemoveNote(header, write.column.header, write.column.note)
