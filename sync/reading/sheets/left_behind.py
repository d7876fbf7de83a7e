"""Columns that were added beside a table which has been cleared, or moved away from them, since. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from sync.messages import owned_field
from sync.model.cells import Sheet
from sync.model.findings import Language
from sync.model.rows import Field, LayoutRemark, Rows, Table
from sync.reading.sheets.headers import OWNED_MARK


def left_behind(sheets: Sequence[Sheet], rows: Rows) -> Iterator[LayoutRemark]:
    """Given a workbook's tabs and the tables that were read of them, yield a remark ('left_behind') for columns of ours
    that stand side by side with numbers below and belong to none of their tab's tables: ``words`` are their cells, as
    far down as any of them holds something. What stands in a tab without tables may be somebody's explanation."""
    for sheet in sheets:
        tables = [table for table in rows.tables if table.sheet == sheet.title]
        looked_at: dict[int, int] = {}
        for row, cells in sheet.rows.items() if tables else ():
            headers = {
                column: found
                for column, cell in cells.items()
                # Of most cells the class is told quicker than what they hold.
                if cell.value.__class__ is str and (found := _owned(str(cell.value))) is not None
            }
            # Of words that stand one above the other, the first is the header.
            first = (column for column in headers if row > looked_at.get(column, 0))
            lonely = [column for column in first if not any(_is_within(row, column, table) for table in tables)]
            for together in _side_by_side(lonely):
                last = _last_row(sheet, row, together)
                looked_at |= dict.fromkeys(together, last)
                if _holds_numbers(sheet, range(row + 1, last + 1), together) and _stands_alone(
                    sheet, range(row, last + 1), together, tables
                ):
                    languages = [language for column in together if (language := headers[column][1]) is not None]
                    yield _remark(sheet, row, last, together, next(iter(languages), None))


def _owned(text: str) -> tuple[Field, Language | None] | None:
    return owned_field(text) if OWNED_MARK in text else None


def _is_within(row: int, column: int, table: Table) -> bool:
    """Whether a column of a table is ours there; long tables repeat their headers further down."""
    is_ours = any(one.owned and one.column == column for one in table.columns)
    return is_ours and table.first_header_row <= row <= table.last_row


def _side_by_side(columns: Sequence[int]) -> Iterator[list[int]]:
    for _, together in groupby(enumerate(sorted(columns)), lambda one: one[1] - one[0]):
        yield [column for _, column in together]


def _stands_alone(sheet: Sheet, rows: Iterable[int], columns: Sequence[int], tables: Sequence[Table]) -> bool:
    """Whether nothing stands beside cells but what was read of tables that they are none of: a table that is not read
    may have them, and people's own summary has words beside our headers."""
    ends = [(one, max((own.column for own in one.columns), default=0)) for one in tables]

    def is_read(row: int, column: int) -> bool:
        return any(one.first_header_row <= row <= one.last_row and column <= end for one, end in ends)

    for row in rows:
        if any(_is_within(row, column, one) for column in columns for one in tables):
            return False
        beside = (column for column, cell in sheet.rows.get(row, {}).items() if cell.value is not None)
        if not all(column in columns or is_read(row, column) for column in beside):
            return False
    return True


def _last_row(sheet: Sheet, header_row: int, columns: Sequence[int]) -> int:
    row = header_row
    while any(sheet.cell(row + 1, column) is not None for column in columns):
        row += 1
    return row


def _holds_numbers(sheet: Sheet, rows: Iterable[int], columns: Sequence[int]) -> bool:
    """A legend has our words too, and words beside or below them; so have headers for rows to come."""
    cells = (sheet.cell(row, column) for row in rows for column in columns)
    return any(cell is not None and isinstance(cell.value, Decimal) for cell in cells)


def _remark(sheet: Sheet, row: int, last: int, columns: Sequence[int], language: Language | None) -> LayoutRemark:
    first, end = sheet.ref(row, columns[0]), sheet.ref(last, columns[-1])
    cells = first.a1 if end == first else f"{first.a1}:{end.a1}"
    return LayoutRemark("left_behind", first, cells, language=language)
