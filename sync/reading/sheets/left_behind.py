"""Columns that were added beside a table which has been cleared, or moved away from them, since. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sync.messages import owned_field
from sync.model.cells import Sheet
from sync.model.findings import Language
from sync.model.rows import Field, LayoutRemark, Rows, Table
from sync.reading.sheets.headers import OWNED_MARK


def left_behind(sheets: Sequence[Sheet], rows: Rows) -> Iterator[LayoutRemark]:
    """Given a workbook's tabs and the tables that were read of them, yield a remark ('left_behind') for columns of ours
    that stand side by side and belong to none of their tab's tables: ``words`` are their cells, as far down as any of
    them holds something. What stands in a tab without tables may be somebody's explanation."""
    for sheet in sheets:
        tables = [table for table in rows.tables if table.sheet == sheet.title]
        for row, cells in sheet.rows.items() if tables else ():
            headers = {
                column: found
                for column, cell in cells.items()
                # Of most cells the class is told quicker than what they hold.
                if cell.value.__class__ is str and (found := _owned(str(cell.value))) is not None
            }
            lonely = [column for column in headers if not any(_is_within(row, column, table) for table in tables)]
            for together in _side_by_side(lonely):
                languages = [language for column in together if (language := headers[column][1]) is not None]
                yield _remark(sheet, row, together, next(iter(languages), None))


def _owned(text: str) -> tuple[Field, Language | None] | None:
    return owned_field(text) if OWNED_MARK in text else None


def _is_within(row: int, column: int, table: Table) -> bool:
    """Whether a column of a table is ours there; long tables repeat their headers further down."""
    is_ours = any(one.owned and one.column == column for one in table.columns)
    return is_ours and table.first_header_row <= row <= table.last_row


def _side_by_side(columns: Sequence[int]) -> Iterator[list[int]]:
    for _, together in groupby(enumerate(sorted(columns)), lambda one: one[1] - one[0]):
        yield [column for _, column in together]


def _remark(sheet: Sheet, row: int, columns: Sequence[int], language: Language | None) -> LayoutRemark:
    last = row
    while any(sheet.cell(last + 1, column) is not None for column in columns):
        last += 1
    first, end = sheet.ref(row, columns[0]), sheet.ref(last, columns[-1])
    cells = first.a1 if end == first else f"{first.a1}:{end.a1}"
    return LayoutRemark("left_behind", first, cells, language=language)
