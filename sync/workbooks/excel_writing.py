"""A settled plan ─▶ edits for the lossless patch: values, and the look of new columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sync.model import AddColumn, CellChange, WorkbookContent
from sync.workbooks.package import CellEdit, SheetEdit

_LONGEST_PROMPT_TITLE = 32
_LONGEST_PROMPT = 255


def sheet_edits(
    columns: Iterable[AddColumn], changes: Iterable[CellChange], content: WorkbookContent
) -> Mapping[str, SheetEdit]:
    """Given new columns, changed cells and the content that they change, return the edits of each tab by its title.

    A new column's cells look like their neighbours in ``like_column``, down to the table's last row.
    """
    edits: dict[str, _Edits] = {}
    added: dict[tuple[str, int], list[AddColumn]] = {}
    for column in columns:
        _add_column(column, content, edits.setdefault(column.cell.sheet, _Edits()))
        added.setdefault((column.cell.sheet, column.cell.column), []).append(column)

    for change in changes:
        title, row, column_number = change.cell
        cells = edits.setdefault(title, _Edits()).cells
        new = next(
            (column for column in added.get((title, column_number), ()) if column.cell.row < row <= column.last_row),
            None,
        )
        if new is None:
            cells[row, column_number] = CellEdit(change.after, change.number_format)
        else:
            number_format = change.number_format or new.number_format
            cells[row, column_number] = CellEdit(change.after, number_format, (row, new.like_column), one_line=True)
    return {title: SheetEdit(edit.cells, edit.column_widths, edit.prompts) for title, edit in edits.items()}


@dataclass
class _Edits:
    """The edits of one tab, as they are gathered."""

    cells: dict[tuple[int, int], CellEdit] = field(default_factory=dict)
    column_widths: dict[int, float] = field(default_factory=dict)
    prompts: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)


def _add_column(column: AddColumn, content: WorkbookContent, edits: _Edits) -> None:
    title, header_row, number = column.cell
    edits.column_widths[number] = column.width
    edits.cells[header_row, number] = CellEdit(column.header, like=(header_row, column.like_column))
    if column.note:
        words = _shortened(column.header, _LONGEST_PROMPT_TITLE), _shortened(column.note, _LONGEST_PROMPT)
        edits.prompts[header_row, number] = words

    sheet = content.sheet(title)
    for row in range(header_row + 1, column.last_row + 1):
        if sheet is not None and row in sheet.rows and sheet.cell(row, number) is None:
            edits.cells[row, number] = CellEdit(None, column.number_format, (row, column.like_column), one_line=True)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
