"""What one run wrote, turned round: the plan that puts back what stood there before, and what is kept, and why. Pure.

A value is put back into the row that it was written for, wherever that row stands now, and only over what the run
wrote: what a person, or a later run, made of the cell since is theirs. A column that was added is taken out when
nothing else stands in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sync.added_columns import Standing, where_added_stand
from sync.archive.altogether import written_as_one
from sync.archive.values import Write
from sync.lost_headers import lost_headers
from sync.model.cells import CellRef, WorkbookContent, is_same_value
from sync.model.plans import AddColumn, CellChange, Plan
from sync.model.rows import Field, Rows
from sync.present import Present
from sync.taken_out import (
    Kept,
    TakenBack,
    column_of,
    header_changed,
    in_doubt_of,
    look_of,
    notes_of,
    place_of_column,
    taken_back,
)


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
    back = _cells_back(cells, headers, later, {place_of_column(one.cell) for one in columns}, of_all, present)
    changes = [one for one in back if isinstance(one, CellChange)]
    kept += [one for one in back if isinstance(one, Kept)]

    standing = _of(headers, of_all)
    in_doubt = {(one.cell.sheet, one.field, one.after) for one, _ in standing.in_doubt}
    lost = lost_headers(standing, cells, present)
    known = {one.write.cell for one in lost}
    for write, _ in standing.gone:
        if write.cell not in known and (write.cell.sheet, write.field, write.after) not in in_doubt:
            kept.append(Kept(write.cell, write.field, "column_gone", write.after, present.value(write.cell)))
    kept += [*in_doubt_of(standing, present), *(header_changed(one, present) for one in lost)]
    plan = Plan(workbook, content.fingerprint, as_of, tuple(columns), tuple(changes), notes=notes_of(lost))
    return taken_back(plan, kept, standing.found, present)


def _columns_back(taken_out: Iterable[Write], present: Present) -> tuple[list[AddColumn], list[Kept]]:
    """Given headers of columns that a run took out, return those that come again, and those whose place is taken."""
    columns: list[AddColumn] = []
    kept: list[Kept] = []
    for column in map(column_of, taken_out):
        if present.has_room_for(column):
            columns.append(column)
        else:
            kept.append(Kept(column.cell, column.field, "column_gone", column.header, present.value(column.cell)))
    return columns, kept


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
    by_later = {id(one) for one in later}
    anew = {place_of_column(ref) for one, ref in standing.found if id(one) in by_later}
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
                    if place_of_column(found) not in anew:
                        kept.append(_written_later(write, found, present))
                        continue
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


def _written_later(write: Write, found: CellRef, present: Present) -> Kept:
    """What a run wrote for a row that stands elsewhere now, where a later run wrote for it."""
    return Kept(write.cell, write.field, "written_later", write.after, present.value(write.cell), found)


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
    look = look_of(write, cell)
    if is_same_value(now, write.before) and look is None:
        return None
    return CellChange(found, now, write.before, write.field, write.subject, look=look)
