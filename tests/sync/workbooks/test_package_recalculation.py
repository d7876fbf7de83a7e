"""After a patch no formula shows a value that was computed from what stood there before, and no other loses its own."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from sync.workbooks.package import CellEdit, Percent, SheetEdit, patch, patch_cells
from sync.workbooks.package_cells import parsed_area
from sync.workbooks.package_formulas import mentions_in
from tests.sync.workbooks.package_making import TRANSITIONAL, parts_for, sheet_xml, write_zip
from tests.sync.workbooks.package_reading import name_of, parts_of, raw_cells

TABLE = (
    f'<table xmlns="{TRANSITIONAL}" id="1" name="T" displayName="Kết_quả" ref="A3:C5"><tableColumns count="3">'
    '<tableColumn id="1" name="KR"/><tableColumn id="2" name="Tiến độ"/><tableColumn id="3" name="x [y]"/>'
    "</tableColumns></table>"
)
NAMES = (
    '<definedNames><definedName name="progress">S1!$B$1:$B$9</definedName>'
    '<definedName name="other">S1!$D$1</definedName>'
    '<definedName name="twice">progress*2</definedName><definedName name="local" localSheetId="1">S1!$B$4</definedName>'
    '<definedName name="moving">OFFSET(S1!$D$1,1,1)</definedName><definedName name="six_left">S1!XEY1</definedName>'
    '<definedName name="of_lambda">_xlfn.LAMBDA(_xlpm.x,_xlpm.x+S1!$B$4)</definedName>'
    + "".join(f'<definedName name="laugh.{n}">{"+".join([f"laugh.{n + 1}"] * 12)}</definedName>' for n in range(1, 12))
    + '<definedName name="laugh.12">S1!$B$4</definedName><definedName name="circle">circle+S1!$D$1</definedName>'
    "</definedNames>"
)

DEPENDS = [
    "B4",
    "$B$4*2",
    "SUM(A1:C9)",
    "SUM(C9:A1)",
    "SUM(B:B)",
    "SUM($A:$XFD)",
    "SUM(4:4)",
    "SUM(1:$9)",
    "S1!B4",
    "'S1'!B4",
    "s1!b4",
    "SUM(S1:S2!B4)",
    "SUM(progress)",
    "twice",
    "S1!progress",
    "six_left",
    "SUM(Kết_quả[Tiến độ])",
    "SUM(Kết_quả[])",
    "SUM(Kết_quả)",
    "SUM(Kết_quả[[KR]:[x '[y']]])",
    'IF(A1="",B4,"D4")',
    "OFFSET(B4,1,1)",
    "_xlfn.XLOOKUP(D1,D1:D9,B1:B9)",
    "B4#",
    "SUM(D1:D2,B4)",
    "-B4%",
    "_xlfn.ANCHORARRAY(B4)",
    "_xlfn.SINGLE(B1:B9)",
    "SUM(Kết_quả[#All])",
    "SUM(Kết_quả[#Data])",
    "SUM(Kết_quả[[#All],[Tiến độ]])",
    "SUM(Kết_quả[[#Headers],[#Data],[Tiến độ]])",
    "Kết_quả[[#This Row],[Tiến độ]]",
    "Kết_quả[@[Tiến độ]]",
    "SUM(Kết_quả[@])",
    "of_lambda(1)",
    "[0]!progress",
    "laugh.1",
    "SUM(S2:S1!B4)",
    "CHOOSE(1,D4,B4)",
    "SUM(4:4 B:B)",
    "{1,2}*B4",
]
DOES_NOT = [
    "1+1",
    "D4",
    '"B4"',
    '"say ""B4"""',
    "B41+AB4",
    "S2!B4",
    "'[2]S1'!B4",
    "[2]S1!B4",
    "SUM(B5:B9,C4)",
    "other",
    "B4(1)",
    "SUM(Kết_quả[KR])",
    "SUM(Kết_quả[x '[y']])",
    "SUM(C:XFD)",
    "SUM(5:9)",
    "S1!#REF!",
    "unknown.B4",
    "circle",
    "COUNTA(Kết_quả[#Headers])",
    "Kết_quả[[#Headers],[Tiến độ]]",
    "SUM(Kết_quả[[#Totals],[Tiến độ]])",
    "Kết_quả[@KR]",
    "[0]!other",
    "[1]!progress",
    "S2!H4",
]
CANNOT_BE_TOLD = ["INDIRECT(D1)", "SUM(D1:INDEX(D:D,3))", "OFFSET(D1,1,1)", "moving", "GET.CELL(48,D1)", "D1:moving"]


def _workbook(path: Path, formula: str, calculation: str = "") -> Path:
    """Cells A3:C5 of the first tab are a table; the formula stands in H4, and another one that needs it in S2!A1."""
    text = formula.replace("&", "&amp;").replace("<", "&lt;")
    rows = (
        '<row r="3"><c r="A3"/></row><row r="4"><c r="A4"><v>1</v></c><c r="B4"><v>2</v></c>'
        f'<c r="H4" s="0" t="str"><f>{text}</f><v>old</v></c></row>'
    )
    second = sheet_xml('<row r="1"><c r="A1"><f>S1!H4&amp;"!"</f><v>7</v></c><c r="B1"><f>A1</f><v>7</v></c></row>')
    parts = parts_for(sheet_xml(rows), second, workbook=f"|{NAMES}{calculation}")
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships><Relationship Id="t" Type="{relation}" Target="../tables/table1.xml"/></Relationships>'
    ).encode()
    parts["xl/tables/table1.xml"] = TABLE.encode()
    return write_zip(path, parts)


def _cached(path: Path) -> list[str | None]:
    return [raw_cells(path, "S1")[4, 8].value, raw_cells(path, "S2")[1, 1].value, raw_cells(path, "S2")[1, 2].value]


@pytest.mark.parametrize("formula", DEPENDS)
def test_what_depends_on_a_written_cell_loses_its_old_value_and_so_does_what_needs_it(
    tmp_path: Path, formula: str
) -> None:
    path = _workbook(tmp_path / "a.xlsx", formula)
    formulas = raw_cells(path, "S1")[4, 8].formula
    patched = patch(path, {"S1": SheetEdit({(4, 2): CellEdit(Decimal(3))})})
    assert _cached(path) == [None, None, None]
    assert raw_cells(path, "S1")[4, 8] == ("n", None, formulas, "0")
    assert not patched.may_show_old_values
    assert b'</definedNames><calcPr fullCalcOnLoad="1"/>' in parts_of(path)["xl/workbook.xml"]


@pytest.mark.parametrize("formula", DOES_NOT)
def test_what_does_not_depend_keeps_its_value_and_nothing_asks_for_calculation(tmp_path: Path, formula: str) -> None:
    path = _workbook(tmp_path / "a.xlsx", formula)
    patched = patch(path, {"S1": SheetEdit({(4, 2): CellEdit(Decimal(3))})})
    assert _cached(path) == ["old", "7", "7"]
    assert patched.changed_parts == ("xl/worksheets/sheet1.xml",)


@pytest.mark.parametrize("formula", CANNOT_BE_TOLD)
def test_where_it_cannot_be_told_values_stay_and_calculation_is_asked_for(tmp_path: Path, formula: str) -> None:
    path = _workbook(tmp_path / "a.xlsx", formula)
    patched = patch(path, {"S1": SheetEdit({(4, 2): CellEdit(Decimal(3))})})
    assert _cached(path)[0] == "old"
    assert patched.may_show_old_values
    assert b'fullCalcOnLoad="1"' in parts_of(path)["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("calculation", "expected"),
    [
        ("", '<calcPr fullCalcOnLoad="1"/>'),
        ('<calcPr calcId="191029"/>', '<calcPr fullCalcOnLoad="1" calcId="191029"/>'),
        ("<calcPr calcId='1' fullCalcOnLoad='0'></calcPr>", "<calcPr calcId='1' fullCalcOnLoad=\"1\"></calcPr>"),
        ('<calcPr fullCalcOnLoad="true"/><extLst/>', '<calcPr fullCalcOnLoad="true"/><extLst/>'),
        ("<pivotCaches/><extLst/>", '<calcPr fullCalcOnLoad="1"/><pivotCaches/><extLst/>'),
    ],
)
def test_the_request_stands_where_the_format_wants_it(tmp_path: Path, calculation: str, expected: str) -> None:
    path = _workbook(tmp_path / "a.xlsx", "B4", calculation)
    patch_cells(path, {("S1", "B4"): 3})
    assert f"</definedNames>{expected}</workbook>".encode() in parts_of(path)["xl/workbook.xml"]


def test_a_workbook_that_is_calculated_by_hand_keeps_its_values(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", "B4", '<calcPr calcMode="manual"/>')
    patched = patch(path, {"S1": SheetEdit({(4, 2): CellEdit(Decimal(3))})})
    assert _cached(path) == ["old", "7", "7"]
    assert patched.may_show_old_values


def test_shared_formulas_depend_each_on_its_own_cells(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}"><f t="shared" '
        + ('ref="B1:B5" si="0">A1*$A$9</f>' if row == 1 else 'si="0"/>')
        + f"<v>{row}</v></c></row>"
        for row in range(1, 6)
    )
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows)))
    original = Path(shutil.copy(path, tmp_path / "b.xlsx"))
    patch_cells(path, {("S1", "A3"): 30})
    assert [raw_cells(path, "S1")[row, 2].value for row in range(1, 6)] == ["1", "2", None, "4", "5"]
    patch_cells(original, {("S1", "A9"): 30})
    assert [raw_cells(original, "S1")[row, 2].value for row in range(1, 6)] == [None] * 5


def test_all_cells_of_an_array_formula_lose_their_values(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>4</v></c><c r="C2"><f>B2</f><v>4</v></c></row>'
    )
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows)))
    patch_cells(path, {("S1", "A1"): 5})
    cells = raw_cells(path, "S1")
    assert [cells[place].value for place in ((1, 2), (2, 2), (2, 3))] == [None, None, None]


def test_a_what_if_table_depends_on_its_input_cells_and_on_what_stands_beside_it(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
        '<row r="3"><c r="E3"><f>B1*2</f><v>4</v></c></row>'
        '<row r="4"><c r="D4"><v>1</v></c><c r="E4"><f t="dataTable" ref="E4:E5" dt2D="0" dtr="0" r1="A1"/><v>1</v></c>'
        '</row><row r="5"><c r="D5"><v>2</v></c><c r="E5"><v>2</v></c><c r="F5"><f>E5</f><v>2</v></c></row>'
    )
    for written, stale in (("A1", "E4 E5 F5"), ("B1", "E3 E4 E5 F5"), ("D5", "E4 E5 F5"), ("C1", "")):
        path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows)))
        patched = patch(path, {"S1": SheetEdit({parsed_area(written)[:2]: CellEdit(9)})})
        cells = raw_cells(path, "S1")
        assert " ".join(name_of(*place) for place, cell in cells.items() if cell.value is None) == stale
        assert not patched.may_show_old_values


def test_cells_of_an_array_formula_lose_their_values_between_cells_that_are_written(tmp_path: Path) -> None:
    sheet = sheet_xml(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c><c r="C2"><v>1</v></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c r="B3"><v>2</v></c><c r="C3"><v>1</v></c></row>'
    )
    book = write_zip(tmp_path / "a.xlsx", parts_for(sheet))
    patch_cells(book, {("S1", name): 9 for name in ("A1", "A2", "C2", "A3", "B3", "C3")})
    content = parts_of(book)["xl/worksheets/sheet1.xml"]
    assert b'<c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f></c>' in content
    assert b'<c r="A2"><v>9</v></c><c r="B2"></c><c r="C2"><v>9</v></c>' in content
    assert b'<c r="A3"><v>9</v></c><c r="B3"><v>9</v></c><c r="C3"><v>9</v></c>' in content


def test_a_formula_of_its_own_where_an_array_formula_fills_cells_loses_its_value_once(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B2">A1*2</f><v>2</v></c></row>'
        '<row r="2"><c r="B2"><f>A1*3</f><v>3</v></c></row>'
    )
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows)))
    patch_cells(path, {("S1", "A1"): 5})
    assert [raw_cells(path, "S1")[row, 2].value for row in (1, 2)] == [None, None]


def test_a_formula_is_found_where_one_piece_of_a_part_ends_and_the_next_begins(tmp_path: Path) -> None:
    first = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    second = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c><c r="B1"><f>S1!A1</f><v>1</v></c></row>'
    parts = parts_for(first, sheet_xml(second.format("")))
    missing = 2**14 - 1 - parts["xl/worksheets/sheet2.xml"].index(b"<f>")
    parts = parts_for(first, sheet_xml(second.format("x" * missing)))
    path = write_zip(tmp_path / "a.xlsx", parts, zipfile.ZIP_STORED)
    patch_cells(path, {("S1", "A1"): 2})
    assert raw_cells(path, "S2")[1, 2].value is None


def test_arrays_in_every_row_lose_their_values_without_a_look_at_each_pair(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}"><f t="array" ref="B{row}:C{row}">A{row}*$D$1:$E$1</f>'
        f'<v>1</v></c><c r="C{row}"><v>1</v></c></row>'
        for row in range(1, 3001)
    )
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows)))
    patch_cells(path, {("S1", "A7"): 2})
    cells = raw_cells(path, "S1")
    assert [place for place, cell in cells.items() if cell.value is None] == [(7, 2), (7, 3)]
    patch_cells(path, {("S1", "D1"): 2})
    cells = raw_cells(path, "S1")
    assert {column for (_, column), cell in cells.items() if cell.value is None} == {2, 3}
    assert sum(cell.value is None for cell in cells.values()) == 6000


def test_a_cached_value_goes_however_it_is_stored(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><f>B1</f><is><t>old</t></is></c><c r="B1"><v>1</v></c>'
        '<c r="D1"><v>1</v><f>B1</f></c>'
        '<c r="C1" t="e" cm="1" vm="2"><f t="array" ref="C1">B1</f><v>#VALUE!</v></c></row>'
    )
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows)))
    patch_cells(path, {("S1", "B1"): 2})
    content = parts_of(path)["xl/worksheets/sheet1.xml"]
    assert b'<c r="A1"><f>B1</f></c>' in content
    assert b'<c r="D1"><f>B1</f></c>' in content
    assert b'<c r="C1" cm="1"><f t="array" ref="C1">B1</f></c>' in content


def test_a_long_chain_is_followed_to_its_end_and_circles_end(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(
        f'<row r="{row}"><c r="A{row}"><f>A{row - 1}+1</f><v>{row}</v></c></row>' for row in range(2, 3001)
    )
    rows += '<row r="3001"><c r="B3001"><f>C3001+A3000</f><v>1</v></c><c r="C3001"><f>B3001</f><v>1</v></c></row>'
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows)))
    patch_cells(path, {("S1", "A1"): 5})
    cells = raw_cells(path, "S1")
    assert {cell.value for place, cell in cells.items() if place != (1, 1)} == {None}


@pytest.mark.parametrize(
    "formula",
    ["", "[", "A1:", "'", '"', "T[[", "T['", "((((", "A" * 9000, "[" * 9000, "'" * 9000, "$" * 9000, "1:" * 4000],
)
def test_any_text_is_taken_for_a_formula_without_fail(formula: str) -> None:
    mentions_in(formula)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_new_values_of_whatever_depends(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Q4 2026"
    for row in (
        ["KR", "Progress", "Half"],
        *([f"kr {number}", number / 10, f"=B{number + 1}/2"] for number in range(1, 4)),
    ):
        sheet.append(row)
    sheet["E1"], sheet["E2"], sheet["E3"] = "=SUM(B2:B4)", "=SUM(tiến_độ)", "=SUM(OKR[Progress])"
    sheet.add_table(Table(displayName="OKR", ref="A1:C4"))
    book.defined_names["tiến_độ"] = DefinedName("tiến_độ", attr_text="'Q4 2026'!$B$2:$B$4")
    other = book.create_sheet("Other")
    other["A1"], other["A2"], other["A3"] = "='Q4 2026'!E1*10", '=A1&" in all"', "=COUNTA('Q4 2026'!A:A)"
    book.save(tmp_path / "made.xlsx")
    calculated = _through_libreoffice(tmp_path / "made.xlsx", tmp_path / "one")
    assert _shown(calculated) == [0.6, 0.6, 0.6, 6, "6 in all", 4, 0.05]

    patch_cells(calculated, {("Q4 2026", "B2"): Percent(Decimal("0.5")), ("Q4 2026", "D9"): "beside"})
    assert openpyxl.load_workbook(calculated, data_only=True)["Other"]["A3"].value == 4
    assert _shown(_through_libreoffice(calculated, tmp_path / "two")) == [1, 1, 1, 10, "10 in all", 4, 0.25]


def _shown(path: Path) -> list[object]:
    book = openpyxl.load_workbook(path, data_only=True)
    okr, other = book["Q4 2026"], book["Other"]
    values = [*(okr[name].value for name in ("E1", "E2", "E3")), *(other[name].value for name in ("A1", "A2", "A3"))]
    return [round(value, 9) if isinstance(value, float) else value for value in (*values, okr["C2"].value)]


def _through_libreoffice(path: Path, folder: Path) -> Path:
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}-profile",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / path.name
