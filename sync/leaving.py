"""All that was ever written to a workbook, taken out: the plan for it, and what is kept, and why. Pure.

Columns that were added go; in owned columns that people made, what a person last had in a cell comes back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sync.added_columns import where_added_stand
from sync.archive.values import Write
from sync.lost_headers import lost_headers
from sync.model.cells import Cell, CellRef, CellValue, WorkbookContent, is_same_value
from sync.model.plans import CellChange, Plan
from sync.model.rows import Field, Rows
from sync.present import Present
from sync.taken_out import Kept, TakenBack, header_changed, in_doubt_of, look_of, notes_of, place_of_column, taken_back


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
    kept: list[Kept] = in_doubt_of(standing, present)
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
            kept.append(header_changed(one, present))
    plan = Plan(workbook, content.fingerprint, as_of, (), tuple(changes), notes=notes_of(lost))
    return taken_back(plan, kept, added, present)


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
        look = look_of(write, cell) or look
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
            self._rows[place_of_column(write.cell)].add(write.cell.row)
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
        return self._rows.get(place_of_column(header), set())

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
