"""A settled plan ─▶ edits for the lossless patch: values, and the look of new columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial

from sync.model.cells import CellRef, ErrorValue, WorkbookContent, shown_at
from sync.model.plans import AddColumn, CellChange, Plan, RemoveColumn, RemoveNote
from sync.workbooks.package import CellEdit, ColumnPlace, ErrorCode, GivenBack, NewValue, SheetEdit

Address = tuple[int, int]
"""Row and column."""

_LONGEST_PROMPT_TITLE = 32
_LONGEST_PROMPT = 255


def sheet_edits(
    columns: Iterable[AddColumn],
    changes: Iterable[CellChange],
    removals: Iterable[RemoveColumn],
    content: WorkbookContent,
    notes: Iterable[RemoveNote] = (),
) -> Mapping[str, SheetEdit]:
    """Given new columns, changed cells, columns to take out, the content that they change, and notes to take off,
    return the edits of each tab by its title.

    A new column's cells look like their neighbours in ``like_column``, down to the table's last row. A cell that is
    emptied is taken out where it looks like none.
    """
    edits: dict[str, _Edits] = {}
    added: dict[tuple[str, int], list[AddColumn]] = {}
    for column in columns:
        _add_column(column, content, edits.setdefault(column.cell.sheet, _Edits()))
        added.setdefault((column.cell.sheet, column.cell.column), []).append(column)

    for change in changes:
        title, row, column_number = change.cell
        after, number_format = change.after, change.number_format
        edit = edits.get(title) or edits.setdefault(title, _Edits())
        if change.look is not None:
            edit.looks[row, column_number] = change.look
        elif after is None:
            edit.emptied.add((row, column_number))
        here = added.get((title, column_number)) if added else None
        new = here and next((column for column in here if column.cell.row < row <= column.last_row), None)
        value: NewValue = ErrorCode(after.code) if isinstance(after, ErrorValue) else after
        if new:
            like = row, new.like_column
            edit.cells[row, column_number] = CellEdit(value, number_format or new.number_format, like, one_line=True)
        elif number_format is None:
            edit.cells[row, column_number] = value
        else:
            edit.cells[row, column_number] = _new_edit((value, number_format, None, False))
    for removal in removals:
        edit = edits.setdefault(removal.cell.sheet, _Edits())
        edit.taken_out[_place_of(removal.column)] = removal.look
    for note in notes:
        edit = edits.setdefault(note.cell.sheet, _Edits())
        edit.taken_off[note.cell.row, note.cell.column] = _message_of(note.header, note.note)
    return {title: edit.whole() for title, edit in edits.items()}


def looks_wanted(plan: Plan) -> Mapping[str, tuple[Collection[Address], Collection[ColumnPlace]]]:
    """Given a plan, return by tab the cells whose look it changes, and where it adds columns."""
    cells: dict[str, set[Address]] = defaultdict(set)
    columns: dict[str, set[ColumnPlace]] = defaultdict(set)
    new: dict[str, set[int]] = defaultdict(set)
    for column in plan.columns:
        columns[column.cell.sheet].add(_place_of(column))
        new[column.cell.sheet].add(column.cell.column)
    for change in plan.changes:
        # What a new column's cells were is told with the column.
        if (change.number_format or change.look) is not None:
            title, row, number = change.cell
            if number not in new[title]:
                cells[title].add((row, number))
    return {title: (cells[title], columns[title]) for title in cells.keys() | columns.keys()}


def cells_by_ref(found: Mapping[str, Mapping[Address, str]]) -> Mapping[CellRef, str]:
    """Given looks by tab and address, return them by cell."""
    return {_new_ref((title, *address)): look for title, looks in found.items() for address, look in looks.items()}


# As NamedTuples make themselves, without the call that takes longer than that: every row has several of each.
_new_edit: Callable[[tuple[NewValue, str, None, bool]], CellEdit] = partial(tuple.__new__, CellEdit)
_new_ref: Callable[[tuple[str, int, int]], CellRef] = partial(tuple.__new__, CellRef)


class _Edits:
    """The edits of one tab, as they are gathered."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], CellEdit | NewValue] = {}
        self.column_widths: dict[int, float] = {}
        self.prompts: dict[tuple[int, int], tuple[str, str]] = {}
        self.looks: dict[Address, str] = {}
        self.emptied: set[Address] = set()
        self.taken_out: dict[ColumnPlace, str | None] = {}
        self.taken_off: dict[Address, tuple[str, str]] = {}

    def whole(self) -> SheetEdit:
        given_back = None
        if self.looks or self.emptied or self.taken_out or self.taken_off:
            given_back = GivenBack(self.looks, frozenset(self.emptied), self.taken_out, self.taken_off)
        return SheetEdit(self.cells, self.column_widths, self.prompts, given_back)


def _place_of(column: AddColumn) -> ColumnPlace:
    return ColumnPlace(column.cell[1:], column.last_row, column.header_rows_above)


def _add_column(column: AddColumn, content: WorkbookContent, edits: _Edits) -> None:
    title, header_row, number = column.cell
    sheet = content.sheet(title)
    merges = sheet.merges if sheet is not None else ()
    edits.column_widths[number] = column.width
    for row in range(column.rows.start, header_row):
        if sheet is None or sheet.cell(row, number) is None:
            edits.cells[row, number] = CellEdit(None, like=shown_at(row, column.like_column, merges))
    edits.cells[header_row, number] = CellEdit(column.header, like=shown_at(header_row, column.like_column, merges))
    if column.note:
        edits.prompts[header_row, number] = _message_of(column.header, column.note)

    for row in range(header_row + 1, column.last_row + 1):
        if sheet is not None and row in sheet.rows and sheet.cell(row, number) is None:
            edits.cells[row, number] = CellEdit(None, column.number_format, (row, column.like_column), one_line=True)


def _message_of(header: str, note: str) -> tuple[str, str]:
    """What a header's message says: its title and its text."""
    return _shortened(header, _LONGEST_PROMPT_TITLE), _shortened(note, _LONGEST_PROMPT)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
