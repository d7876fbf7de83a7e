"""What people put around a table, or amid it, and that is none of its rows: each layout is read as without."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import pytest

from sync.model.cells import Area, Cell, Sheet
from sync.model.rows import Table
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of
from tests.sync.reading.summary import summary
from tests.sync.reading.test_layouts import LAYOUTS, sheets_in
from tests.sync.reading.test_sheets_as_kept import sheets_as_kept

AS_OF = date(2026, 11, 19)
NONE_OF_THE_TABLE = {
    "all_headers_misspelt", "notes_of_several_rows_vi", "signed_below_vi", "cost_centre_budgets",
    "headers_again_below_an_objectives_row",
}  # fmt: skip
"""Layouts that end in rows of one text, to which a remark in each row gives a second; those that nothing is read of
without every header as it is; and one whose headers are no longer the same, or not right below a row."""
More = Callable[[Sheet, Table], Sheet | None]


def single_tabs() -> Mapping[str, Sheet]:
    found = {path.stem: sheets_in(path.read_text("utf-8"))[0] for path in sorted(LAYOUTS.glob("*.txt"))}
    kept = {kept.name: [sheet_of(kept.grid)] for kept in sheets_as_kept()}
    return {name: sheets[0] for name, sheets in (found | kept).items() if len(sheets) == 1}


def said_of(sheet: Sheet) -> list[str]:
    """What is read of a tab, without where it stands."""
    lines = summary(read_rows([sheet], ReadingOptions(), AS_OF)).splitlines()
    said = [line for line in lines if not line.startswith(("remark", "skipped"))]
    said = [re.sub(r" header .*", "", line) if re.match("okr|kpi|check_ins", line) else line for line in said]
    return [re.sub(r"^(O|KPI)? *\d+\*? ", r"\1 ", line) for line in said]


def _moved(sheet: Sheet, down: int, right: int) -> Sheet:
    return sheet._replace(
        rows={row + down: {at + right: cell for at, cell in cells.items()} for row, cells in sheet.rows.items()},
        merges=tuple(
            Area(one.first_row + down, one.first_column + right, one.last_row + down, one.last_column + right)
            for one in sheet.merges
        ),
        notes={(row + down, at + right): note for (row, at), note in sheet.notes.items()},
    )


def _with_row(sheet: Sheet, at: int, cells: Mapping[int, Cell]) -> Sheet | None:
    """The tab with one more row, where nothing is merged that it could cut."""
    if sheet.merges or sheet.notes:
        return None
    rows = {(row + 1 if row >= at else row): cells for row, cells in sheet.rows.items()}
    return sheet._replace(rows=dict(sorted({**rows, at: cells}.items())))


def _headed(table: Table, sheet: Sheet) -> list[int]:
    return sorted(sheet.rows.get(table.header_row, {}))


def _numbered(sheet: Sheet, table: Table) -> Sheet | None:
    cells = {at: Cell(f"({number})") for number, at in enumerate(_headed(table, sheet), 1)}
    return _with_row(sheet, table.header_row + 1, cells) if len(cells) > 2 else None


def _numbered_barely(sheet: Sheet, table: Table) -> Sheet | None:
    cells = {at: Cell(Decimal(number)) for number, at in enumerate(_headed(table, sheet), 1)}
    return _with_row(sheet, table.header_row + 1, cells) if len(cells) > 2 else None


def _numbered_with_letters(sheet: Sheet, table: Table) -> Sheet | None:
    words = ["A", "B", "1", "2", "3 = 2/1", "(4)=(3)*100", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14"]
    cells = {at: Cell(said) for at, said in zip(_headed(table, sheet), words, strict=False)}
    return _with_row(sheet, table.header_row + 1, cells) if len(cells) > 4 else None


def _headed_again(sheet: Sheet, table: Table) -> Sheet | None:
    amid = (table.first_row + table.last_row) // 2 + 1
    is_alone = table.first_header_row == table.header_row > 0 and table.first_row < amid <= table.last_row
    return _with_row(sheet, amid, dict(sheet.rows[table.header_row])) if is_alone else None


def _signed(sheet: Sheet, table: Table) -> Sheet | None:
    last = max(sheet.rows)
    signed = {1: Cell("Người lập: Nguyễn Văn A"), 4: Cell("Ngày 19/11/2026")}
    return sheet._replace(rows={**sheet.rows, last + 2: signed, last + 3: {1: Cell("(ký, ghi rõ họ tên)")}})


def _apart(sheet: Sheet, table: Table) -> Sheet | None:
    return _with_row(sheet, table.header_row + 1, {}) if table.header_row else None


def _spaced(sheet: Sheet, table: Table) -> Sheet | None:
    head = table.header_row
    if sheet.merges or sheet.notes:
        return None
    return sheet._replace(rows={(2 * row - head if row > head else row): cells for row, cells in sheet.rows.items()})


def _remarked(sheet: Sheet, table: Table) -> Sheet | None:
    """A column of remarks of no table, with a header of its own."""
    head = table.header_row
    at = max(max(cells) for cells in sheet.rows.values()) + 1
    rows = {row: {**cells, at: Cell("xem file đính kèm")} for row, cells in sheet.rows.items() if row > head}
    rows[head] = {**sheet.rows.get(head, {}), at: Cell("Ghi chú nội bộ")}
    return sheet._replace(rows=dict(sorted({**sheet.rows, **rows}.items()))) if head else None


def _with_a_stray_remark(sheet: Sheet, table: Table) -> Sheet | None:
    at = max(max(cells) for cells in sheet.rows.values()) + 3
    row = table.header_row + 1
    return sheet._replace(rows={**sheet.rows, row: {**sheet.rows.get(row, {}), at: Cell("nhớ hỏi chị Hà")}})


def _totalled(sheet: Sheet, table: Table) -> Sheet | None:
    total = {table.left_edge: Cell("Tổng cộng"), table.right_edge: Cell(Decimal(100))}
    return sheet._replace(rows={**sheet.rows, max(sheet.rows) + 1: total}) if table.header_row else None


def _with_amid(says: Callable[[list[int]], Mapping[int, Cell]]) -> More:
    """A row amid the table that says nothing of it."""

    def with_amid(sheet: Sheet, table: Table) -> Sheet | None:
        headed, amid = _headed(table, sheet), (table.first_row + table.last_row) // 2 + 1
        is_amid = table.header_row > 0 and table.first_row < amid <= table.last_row and len(headed) > 2
        return _with_row(sheet, amid, says(headed)) if is_amid else None

    return with_amid


def _totals_of(headed: list[int]) -> Mapping[int, Cell]:
    return {headed[0]: Cell("Total"), headed[-1]: Cell(Decimal(9))}


def _parted(words: str) -> More:
    """A column amid the table, left empty or of something else."""

    def parted(sheet: Sheet, table: Table) -> Sheet | None:
        headed = _headed(table, sheet)
        if sheet.merges or sheet.notes or len(headed) < 3 or any(one.formula for one in _cells_of(sheet)):
            return None
        if any(header not in headed for header in range(headed[0], headed[-1])) or _heads_periods(sheet, table):
            return None
        at = headed[len(headed) // 2]
        rows = {row: {to + (to >= at): one for to, one in cells.items()} for row, cells in sheet.rows.items()}
        if words:
            for row in range(table.header_row, table.last_row + 1):
                if len(rows.get(row, {})) > 1:
                    rows[row][at] = Cell(words if row == table.header_row else Decimal(row))
        return sheet._replace(rows={row: dict(sorted(cells.items())) for row, cells in rows.items()})

    return parted


def _cells_of(sheet: Sheet) -> list[Cell]:
    return [cell for cells in sheet.rows.values() for cell in cells.values()]


def _heads_periods(sheet: Sheet, table: Table) -> bool:
    """Whether headers of two rows belong together by standing side by side."""
    return table.first_header_row < table.header_row


def _typed_as_text(sheet: Sheet, table: Table) -> Sheet | None:
    def typed(cell: Cell) -> Cell:
        is_number = isinstance(cell.value, Decimal) and cell.formula is None and cell.number_format == "General"
        return cell._replace(value=str(cell.value)) if is_number else cell

    return sheet._replace(
        rows={row: {at: typed(one) for at, one in cells.items()} for row, cells in sheet.rows.items()}
    )


MORE: Mapping[str, More] = {
    "moved": lambda sheet, _: _moved(sheet, 2, 1),
    "titled": lambda sheet, _: (at := _moved(sheet, 2, 0))._replace(rows={1: {1: Cell("CÔNG TY CP ABC")}, **at.rows}),
    "its columns numbered": _numbered,
    "its columns numbered barely": _numbered_barely,
    "its columns numbered with letters": _numbered_with_letters,
    "headed again": _headed_again,
    "signed": _signed,
    "a row left free below its headers": _apart,
    "every other row left free": _spaced,
    "remarks beside it": _remarked,
    "a stray remark": _with_a_stray_remark,
    "a total": _totalled,
    "a row of dashes": _with_amid(lambda headed: {at: Cell("-") for at in headed}),
    "a row of dots": _with_amid(lambda headed: {at: Cell("...") for at in headed}),
    "a line drawn": _with_amid(lambda headed: {headed[0]: Cell("-----")}),
    "a number alone": _with_amid(lambda headed: {headed[0]: Cell(Decimal(7))}),
    "a link": _with_amid(lambda headed: {headed[0]: Cell("https://example.com/okr")}),
    "where to add rows": _with_amid(lambda headed: {headed[0]: Cell("(add rows above this line)")}),
    "a row to fill in": _with_amid(lambda headed: {headed[0]: Cell("<thêm dòng tại đây>")}),
    "when it was written": _with_amid(lambda headed: {headed[0]: Cell("Cập nhật: 15/11/2026")}),
    "a total amid": _with_amid(_totals_of),
    "an empty column": _parted(""),
    "a column of effort": _parted("Story points"),
    "a column of priorities": _parted("Điểm ưu tiên"),
    "numbers typed as text": _typed_as_text,
}


@pytest.mark.parametrize("name", MORE)
def test_what_stands_around_a_table_or_amid_it_changes_nothing(name: str) -> None:
    otherwise, looked_at = [], 0
    for layout, sheet in single_tabs().items():
        tables = read_rows([sheet], ReadingOptions(), AS_OF).tables
        if len(tables) != 1 or layout in NONE_OF_THE_TABLE:
            continue
        with_more = MORE[name](sheet, tables[0])
        if with_more is None:
            continue
        looked_at += 1
        if said_of(with_more) != said_of(sheet):
            otherwise.append(layout)
    assert looked_at > 40
    assert not otherwise
