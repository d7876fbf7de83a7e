"""What cells and columns looked like is told, and given back: for every spelling of a tab that the format allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.workbooks.package import CellEdit, ColumnPlace, ErrorCode, GivenBack, SheetEdit, looks, patch
from tests.sync.workbooks.package_making import STYLES, parts_for, sheet_xml, write_zip
from tests.sync.workbooks.package_reading import parts_of

ROWS = (
    '<row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2" s="1"/></row>'
    '<row r="3" s="2" customFormat="1"><c r="A3"><v>3</v></c></row>'
)
PREFIXED = (
    '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:dimension ref="A1:B3"/>'
    '<x:cols><x:col min="1" max="5" width="9" customWidth="1"/></x:cols>'
    "<x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row><x:row><x:c><x:v>2</x:v></x:c><x:c s='1'/></x:row>"
    '<x:row r="3" s="2" customFormat="1"><x:c r="A3"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>'
)
COLUMN = ColumnPlace((1, 2), 3)


def workbook(tmp_path: Path, sheet: str) -> Path:
    return write_zip(tmp_path / "team.xlsx", parts_for(sheet, styles=STYLES))


def tab_of(path: Path) -> bytes:
    return parts_of(path)["xl/worksheets/sheet1.xml"]


def add_column(path: Path) -> str:
    """Add a column in B as a sync does; return what was told of it before."""
    told = looks(path, {"S1": ((), (COLUMN,))})["S1"][COLUMN.header]
    cells = {(row, 2): CellEdit(row / 10, "0%", (row, 1)) for row in (2, 3)}
    cells[1, 2] = CellEdit("Progress ⟳", like=(1, 1))
    patch(path, {"S1": SheetEdit(cells, {2: 11}, {(1, 2): ("Progress ⟳", "how it comes about")})})
    return told


def take_out(path: Path, told: str | None) -> None:
    emptied = {(row, 2): CellEdit(None) for row in (2, 3)}
    patch(path, {"S1": SheetEdit(emptied, given_back=GivenBack(columns={COLUMN: told}))})


@pytest.mark.parametrize(
    "sheet",
    [
        sheet_xml(ROWS),
        sheet_xml(ROWS, '<dimension ref="A1:B3"/>'),
        sheet_xml(ROWS, '<dimension ref="A1:A3"/><cols><col min="1" max="16384" width="20" customWidth="1"/></cols>'),
        sheet_xml(ROWS, '<dimension ref="A1:A3"/><cols><col min="2" max="2" width="3.5" style="2"/></cols>'),
        sheet_xml(ROWS, '<dimension ref="A1:A3"/><cols><col min="1" max="1" width="9"/><col min="4" max="9"/></cols>'),
        sheet_xml(ROWS, after='<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>'),
        sheet_xml(
            ROWS,
            after='<dataValidations count="1"><dataValidation type="whole" sqref="A1:A3"><formula1>1</formula1>'
            "</dataValidation></dataValidations>",
        ),
        PREFIXED,
    ],
    ids=["plain", "dimension", "one col for all", "its own col", "two cols", "merges", "validations", "prefixed"],
)
def test_a_column_that_was_added_and_taken_out_leaves_every_byte_of_the_tab(tmp_path: Path, sheet: str) -> None:
    path = workbook(tmp_path, sheet)
    before = tab_of(path)
    told = add_column(path)
    assert tab_of(path) != before
    take_out(path, told)
    after = tab_of(path)
    if sheet is PREFIXED:
        after = after.replace(b's="1"/>', b"s='1'/>")
    assert after == before


def test_a_column_of_which_nothing_is_known_is_taken_out_with_its_cells_and_message(tmp_path: Path) -> None:
    path = workbook(tmp_path, sheet_xml(ROWS, '<dimension ref="A1:A3"/>'))
    add_column(path)
    take_out(path, None)
    after = tab_of(path)
    assert b'r="B' not in after
    assert b"dataValidation" not in after
    assert b'<dimension ref="A1:A3"/>' in after


def test_what_stands_in_a_cell_is_never_taken_out_with_its_column(tmp_path: Path) -> None:
    path = workbook(tmp_path, sheet_xml(ROWS))
    told = add_column(path)
    patch(path, {"S1": SheetEdit({(3, 2): CellEdit("a person's")})})
    patch(path, {"S1": SheetEdit({(2, 2): CellEdit(None)}, given_back=GivenBack(columns={COLUMN: told}))})
    after = tab_of(path).decode()
    assert "a person's" in after
    assert "⟳" not in after


def test_a_look_whose_style_was_numbered_anew_comes_back_by_its_number_format(tmp_path: Path) -> None:
    path = workbook(tmp_path, sheet_xml('<row r="1"><c r="A1" s="2"/><c r="B1" s="1"/></row>'))
    told = looks(path, {"S1": (((1, 1), (1, 2)), ())})["S1"]
    assert told[1, 1].startswith("2 ")
    assert told[1, 1].endswith(" 0%")

    renumbered = STYLES.replace('<xf numFmtId="9" fontId="0"', '<xf numFmtId="10" fontId="1"')
    path = write_zip(
        tmp_path / "again.xlsx",
        parts_for(sheet_xml('<row r="1"><c r="A1" s="3"><v>1</v></c></row>'), styles=renumbered),
    )
    patch(path, {"S1": SheetEdit(given_back=GivenBack({(1, 1): told[1, 1]}))})
    assert b'<c r="A1" s="4"><v>1</v></c>' in tab_of(path)
    assert parts_of(path)["xl/styles.xml"].count(b'numFmtId="9"') == 1


def test_an_empty_cell_goes_only_where_it_looks_like_none(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"/><c r="B1" s="1"/></row>'
        '<row r="2" s="2" customFormat="1"><c r="A2" s="2"/><c r="B2"/></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c r="D3" s="3"/></row>'
    )
    path = workbook(tmp_path, sheet_xml(rows, '<cols><col min="4" max="4" style="3"/></cols>'))
    every = frozenset((row, column) for row in (1, 2, 3) for column in (1, 2, 4))
    patch(path, {"S1": SheetEdit(given_back=GivenBack(emptied=every))})
    left = tab_of(path)
    assert [name for name in (b"A1", b"B1", b"A2", b"B2", b"A3", b"D3") if b'r="%b"' % name in left] == [
        b"B1",
        b"B2",
        b"A3",
    ]


def test_an_error_that_somebody_typed_is_written_as_one_and_only_once(tmp_path: Path) -> None:
    path = workbook(tmp_path, sheet_xml(ROWS))
    patch(path, {"S1": SheetEdit({(1, 1): CellEdit(ErrorCode("#N/A"))})})
    assert b'<c r="A1" t="e"><v>#N/A</v></c>' in tab_of(path)
    assert patch(path, {"S1": SheetEdit({(1, 1): CellEdit(ErrorCode("#N/A"))})}).changed_parts == ()
    assert patch(path, {"S1": SheetEdit({(1, 1): CellEdit("#N/A")})}).changed_parts != ()
