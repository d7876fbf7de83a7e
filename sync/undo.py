"""What runs wrote, turned round: the plan that puts back what stood there before, and what is kept, and why. Pure.

A value is put back into the row that it was written for, wherever that row stands now, and only over what the run
wrote: what a person, or a later run, made of the cell since is theirs. A column that was added is taken out when
nothing else stands in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sync.added_columns import Standing, where_added_stand
from sync.archive.altogether import written_as_one
from sync.archive.values import Write
from sync.lost_headers import LostHeader, lost_headers
from sync.model.cells import Cell, CellRef, CellValue, WorkbookContent, is_same_value
from sync.model.plans import AddColumn, CellChange, Plan, RemoveColumn, RemoveNote
from sync.model.rows import Field, Rows, Table
from sync.planning import NUMBER_FORMATS, WIDTHS
from sync.present import Present


class Kept(NamedTuple):
    """A cell, or a column by its header, that is not put back. ``reason`` is 'changed' (a person or a later run changed
    it since), 'formula' (somebody put one there), 'row_gone' (the row that it was written for is not there any more,
    or says something else), 'column_gone' (its column is not), 'column_in_doubt' (which of the columns that are headed
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


def turned_round(
    workbook: str,
    writes: Sequence[Write],
    content: WorkbookContent,
    rows: Rows,
    as_of: date,
    fingerprint_after: str | None = None,
    later: Sequence[Write] = (),
) -> TakenBack:
    """Given what one run wrote to a workbook, and the workbook as it stands, with ids on its rows, return what puts
    back what stood there before that run; what ``later`` runs wrote elsewhere for its rows is theirs. Where the
    workbook is still the one with ``fingerprint_after``, that the run left, every cell is where it was written,
    whatever its row says."""
    is_as_left = content.fingerprint == fingerprint_after
    newest = max((one.intent for one in writes), default=None)
    present = Present(content, rows, as_written=newest if is_as_left else None)
    # A column that was added, deleted and added again in one place is the later one.
    headers = list({(one.cell, one.after): one for one in writes if one.header}.values())
    cells = [one for one in writes if not one.header]
    columns, kept = _columns_back([one for one in headers if one.after is None], present)
    of_all = _where_columns_stand(headers, cells, later, present)
    back = _cells_back(cells, headers, later, {_column(one.cell) for one in columns}, of_all, present)
    changes = [one for one in back if isinstance(one, CellChange)]
    kept += [one for one in back if isinstance(one, Kept)]

    standing = _of(headers, of_all)
    in_doubt = {(one.cell.sheet, one.field, one.after) for one, _ in standing.in_doubt}
    lost = lost_headers(standing, cells, present)
    known = {one.write.cell for one in lost}
    for write, _ in standing.gone:
        if write.cell not in known and (write.cell.sheet, write.field, write.after) not in in_doubt:
            kept.append(Kept(write.cell, write.field, "column_gone", write.after, present.value(write.cell)))
    kept += [*_in_doubt(standing, present), *(_header_changed(one, present) for one in lost)]
    plan = Plan(workbook, content.fingerprint, as_of, tuple(columns), tuple(changes), notes=_notes_of(lost))
    return _taken_back(plan, kept, standing.found, present)


def everything_taken_out(
    workbook: str, writes: Sequence[Write], content: WorkbookContent, rows: Rows, as_of: date
) -> TakenBack:
    """Given all that was ever written to a workbook, in that order, and the workbook as it stands, with ids on its
    rows, return what takes all of it out: columns that were added go; in owned columns that people made, what a
    person last had in a cell comes back."""
    present = Present(content, rows)
    past = _Past(writes)
    cells = [one for one in writes if not one.header]
    standing = where_added_stand(past.standing_columns(), cells, present)
    lost = lost_headers(standing, cells, present)
    added = standing.found
    headers = {header for _, header in added}
    changes: list[CellChange] = []
    kept: list[Kept] = _in_doubt(standing, present)
    owned = list(present.owned_headers(headers, added))
    for header, field in owned:
        is_added = header in headers
        for ref, cell in present.cells_below(header, past.rows_of(header), (one for one, _ in owned)):
            back = _origin(ref, field, cell, present, past, is_added=is_added)
            if isinstance(back, CellChange):
                changes.append(back)
            elif back is not None and not is_added:
                kept.append(back)
    for one in lost:
        if present.value(one.header) is None:
            back_to_none = (
                CellChange(ref, present.value(ref), None, one.write.field, subject) for ref, subject in one.values
            )
            changes.extend(back_to_none)
        elif one.values:
            # Who gave the column a header has taken it over, and what stands in it.
            kept.append(_header_changed(one, present))
    plan = Plan(workbook, content.fingerprint, as_of, (), tuple(changes), notes=_notes_of(lost))
    return _taken_back(plan, kept, added, present)


def _header_changed(lost: LostHeader, present: Present) -> Kept:
    first = min((ref for ref, _ in lost.values), default=None)
    return Kept(lost.header, lost.write.field, "header_changed", lost.write.after, present.value(lost.header), first)


def _notes_of(lost: Iterable[LostHeader]) -> tuple[RemoveNote, ...]:
    return tuple(one.note for one in lost if one.note is not None)


def _taken_back(
    plan: Plan, kept: Sequence[Kept], added: Iterable[tuple[Write, CellRef]], present: Present
) -> TakenBack:
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


def _columns_back(taken_out: Iterable[Write], present: Present) -> tuple[list[AddColumn], list[Kept]]:
    """Given headers of columns that a run took out, return those that come again, and those whose place is taken."""
    columns: list[AddColumn] = []
    kept: list[Kept] = []
    for column in map(_column_of, taken_out):
        if present.has_room_for(column):
            columns.append(column)
        else:
            kept.append(Kept(column.cell, column.field, "column_gone", column.header, present.value(column.cell)))
    return columns, kept


def _in_doubt(standing: Standing, present: Present) -> list[Kept]:
    return [
        Kept(header, write.field, "column_in_doubt", write.after, present.value(header))
        for write, header in standing.in_doubt
    ]


def _where_columns_stand(
    headers: Iterable[Write], cells: Iterable[Write], later: Sequence[Write], present: Present
) -> Standing:
    """Where the columns stand now that a run added, and those that later ones did: what these added again is theirs."""
    added = (one for one in (*headers, *later) if one.header and one.after is not None)
    return where_added_stand(list(added), [*cells, *(one for one in later if not one.header)], present)


def _of(headers: Iterable[Write], standing: Standing) -> Standing:
    """What there is of these headers."""
    own = {id(one) for one in headers}
    return Standing(
        tuple(one for one in standing.found if id(one[0]) in own),
        tuple(one for one in standing.gone if id(one[0]) in own),
        tuple(one for one in standing.in_doubt if id(one[0]) in own),
    )


# ── One run's cells ──────────────────────────────────────────────────────────────────────────────────────────────────


def _cells_back(
    cells: Sequence[Write],
    headers: Sequence[Write],
    later: Sequence[Write],
    new: set[tuple[str, int]],
    standing: Standing,
    present: Present,
) -> list[CellChange | Kept]:
    """What gives the cells back that a run wrote, and which of them are kept. What the second of its two writes wrote
    goes first: the cells where that is are its own, and so are the columns that it, or a later run, added."""
    moved = {(one.intent, one.cell.sheet) for one in cells if one.subject and present.has_moved(one)}
    of_later = {(one.cell, one.field, one.subject) for one in later if not one.header}
    beside: dict[tuple[int, str, int], list[str]] = defaultdict(list)
    for one in cells:
        if one.field is not Field.objective_score:
            beside[one.intent, one.cell.sheet, one.cell.row].append(one.subject)
    changes: dict[CellRef, CellChange] = {}
    kept: list[CellChange | Kept] = []
    taken: dict[CellRef, int] = {}
    for intent, written in _newest_first(written_as_one((*headers, *cells))):
        others = {header for one, header in standing.found if one.intent > intent}
        for write in written:
            is_moved, row = (intent, write.cell.sheet) in moved, (intent, write.cell.sheet, write.cell.row)
            in_row = beside[row] if write.field is Field.objective_score else ()
            found = present.cell_of(write, new, is_moved, others, in_row)
            if isinstance(found, CellRef):
                if found != write.cell and (found, write.field, write.subject) in of_later:
                    found = "column_gone"
                elif taken.setdefault(found, intent) > intent:
                    found = _why_taken(write, found)
            back = _put_back(write, found, present)
            if isinstance(back, Kept):
                kept.append(back)
            elif back is not None and (back.cell not in changes or back.cell == write.cell):
                # A column that was copied was written twice; where one of them is gone, both lead to the other.
                changes[back.cell] = back
    return [*changes.values(), *kept]


def _newest_first(cells: Iterable[Write]) -> Iterator[tuple[int, list[Write]]]:
    by_intent: dict[int, list[Write]] = defaultdict(list)
    for one in cells:
        by_intent[one.intent].append(one)
    yield from sorted(by_intent.items(), reverse=True)


def _why_taken(write: Write, found: CellRef) -> str:
    """Why a cell is not found where what the run wrote afterwards stands."""
    if not write.subject:
        return "row_gone"
    return "changed" if found.column == write.cell.column else "column_gone"


def _put_back(write: Write, found: CellRef | str, present: Present) -> CellChange | Kept | None:
    """None where the cell is already as it was."""
    if isinstance(found, str):
        return Kept(write.cell, write.field, found, write.after, present.value(write.cell))
    cell = present.cell(found)
    now = cell.value if cell is not None else None
    if cell is not None and cell.formula is not None:
        return Kept(found, write.field, "formula", write.after, now)
    if not is_same_value(now, write.after):
        return None if is_same_value(now, write.before) else Kept(found, write.field, "changed", write.after, now)
    if present.is_hidden(found):
        return Kept(found, write.field, "merged", write.after, now)
    look = _look(write, cell)
    if is_same_value(now, write.before) and look is None:
        return None
    return CellChange(found, now, write.before, write.field, write.subject, look=look)


def _look(write: Write, cell: Cell | None) -> str | None:
    """The look to give back, unless somebody has given the cell another number format since."""
    is_ours = cell is None or write.number_format is None or cell.number_format == write.number_format
    return write.look if is_ours else None


def _column_of(write: Write) -> AddColumn:
    """The column that was added or taken out; one that an older version added is told by its header alone."""
    if write.column is not None:
        return write.column
    words = write.after if isinstance(write.after, str) else ""
    field = write.field
    like, last_row = write.cell.column - 1, write.cell.row
    return AddColumn(write.cell, words, field, "", NUMBER_FORMATS[field], WIDTHS[field], like, last_row)


def _taken_out(
    write: Write,
    header: CellRef,
    present: Present,
    emptied: set[CellRef],
    headers: set[CellRef],
    strays: set[tuple[str, Field, CellValue]],
) -> RemoveColumn | Kept:
    """What takes a column out whose header stands there now, or why it stays."""
    column = _column_of(write)
    sheet = present.sheet(header.sheet)
    lowest = column.last_row + header.row - column.cell.row
    in_table = () if present.table_at(header) is not None else range(header.row + 1, lowest + 1)
    below = (cell.row for cell in emptied if _column(cell) == _column(header))
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


# ── All that was ever written ────────────────────────────────────────────────────────────────────────────────────────


class _Past:
    """All writes that reached a workbook, by their numbers, which are in their order."""

    def __init__(self, writes: Sequence[Write]) -> None:
        self.writes = writes
        self.by_cell: dict[CellRef, list[int]] = defaultdict(list)
        self.by_subject: dict[tuple[str, Field], list[int]] = defaultdict(list)
        self._rows: dict[tuple[str, int], set[int]] = defaultdict(set)
        self._by_value: dict[tuple[Field, CellValue], int] = {}
        for number, write in enumerate(writes):
            if write.header:
                continue
            self.by_cell[write.cell].append(number)
            self._rows[_column(write.cell)].add(write.cell.row)
            self._by_value[write.field, write.after] = number
            if write.subject:
                self.by_subject[write.subject, write.field].append(number)

    def standing_columns(self) -> list[Write]:
        """The columns that were added, and not taken out again since."""
        standing: dict[CellRef, Write] = {}
        for write in (one for one in self.writes if one.header):
            if write.after is not None:
                standing[write.cell] = write
            elif standing.pop(write.cell, None) is None:
                # It had moved before it was taken out.
                words = write.before, write.field
                moved = next((cell for cell, one in standing.items() if (one.after, one.field) == words), None)
                if moved is not None:
                    del standing[moved]
        return list(standing.values())

    def rows_of(self, header: CellRef) -> set[int]:
        """The rows in which something was ever written in that column."""
        return self._rows.get(_column(header), set())

    def newest(self, ref: CellRef, subjects: Sequence[str], field: Field) -> list[int]:
        """The newest writes that may be what stands in a cell: for the subjects of its row, and at its place."""
        of_row = [self.by_subject[subject, field][-1] for subject in subjects if (subject, field) in self.by_subject]
        return [*sorted(of_row, reverse=True), *self.by_cell.get(ref, [])[-1:]]

    def with_value(self, field: Field, value: CellValue) -> list[int]:
        """The newest write of that value into any cell of that field."""
        number = self._by_value.get((field, value))
        return [] if value is None or number is None else [number]

    def earlier(self, number: int) -> int | None:
        """Given a write, return the one before it in the same cell; None where a person had changed the cell since."""
        write = self.writes[number]
        of_row = self.by_subject.get((write.subject, write.field), [])
        of_row = of_row[: bisect_left(of_row, number)]
        # A column that was copied is written twice for each row.
        in_column = [other for other in of_row if self.writes[other].cell.column == write.cell.column]
        here = self.by_cell[write.cell]
        last = (in_column or of_row or here[: bisect_left(here, number)])[-1:]
        return last[0] if last and is_same_value(self.writes[last[0]].after, write.before) else None


def _origin(
    ref: CellRef, field: Field, cell: Cell | None, present: Present, past: _Past, *, is_added: bool
) -> CellChange | Kept | None:
    """What gives a cell back what a person last had in it; None where nothing of ours is in it."""
    now = cell.value if cell is not None else None
    newest = past.newest(ref, present.subjects_at(ref), field)
    if is_added:
        # Rows may have been sorted, or gone to another objective: in a column of ours, what we ever wrote is ours.
        newest += past.with_value(field, now)
    if not newest or (cell is not None and cell.formula is not None) or present.is_hidden(ref):
        return None
    found = next((one for one in newest if is_same_value(past.writes[one].after, now)), None)
    if found is None and now is not None:
        return Kept(ref, field, "changed", past.writes[newest[0]].after, now)
    before, look = None, None
    step = newest[0] if found is None else found
    # What stands in another row than the one that it was written for is that row's by now, or nobody's.
    own, written_for = present.subjects_at(ref), past.writes[step].subject
    subject = written_for if written_for in own else next(iter(own), "")
    while True:
        write = past.writes[step]
        look = _look(write, cell) or look
        before = write.before
        earlier = past.earlier(step)
        if earlier is None:
            break
        step = earlier
    if found is None:
        before = None  # a person emptied it, and only its look may still be ours
    if is_added:
        before, look = None, None  # nothing stood there before the column did, whose own look has the cell's
    if is_same_value(before, now) and look is None:
        return None
    return CellChange(ref, now, before, field, subject, look=look)


def _column(ref: CellRef) -> tuple[str, int]:
    return ref.sheet, ref.column
