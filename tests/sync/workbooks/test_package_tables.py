"""Excel's tables: a header cell and its column's name stay the same text, and nothing that goes by the name breaks."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from sync.workbooks.package import CellEdit, CellRefused, SheetEdit, patch, patch_cells
from tests.sync.workbooks.package_making import TRANSITIONAL, write_zip
from tests.sync.workbooks.package_reading import parts_of, stored_entries


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A table 'OKR' in A1:C4, its totals in the last row, and beside it a formula that uses its first column's name."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Q4 2026"
    for row in (["KR", "Column2", 'A "quoted" & <odd> one'], ["kr 1", 0.5, 1], ["kr 2", 0.25, 2], ["Total", None, 3]):
        sheet.append(row)
    sheet["H2"] = '=COUNTA(OKR[KR])&"[Column2]"'
    sheet.add_table(Table(displayName="OKR", ref="A1:C4", totalsRowCount=1))
    path = tmp_path / "sales.xlsx"
    book.save(path)
    return path


def _columns(path: Path) -> list[str | None]:
    root = ElementTree.fromstring(parts_of(path)["xl/tables/table1.xml"])
    return [element.get("name") for element in root.iter() if element.tag.endswith("}tableColumn")]


def test_a_written_header_names_the_tables_column_too(workbook: Path, tmp_path: Path) -> None:
    before = Path(shutil.copy(workbook, tmp_path / "before.xlsx"))
    new = 'Tiến độ ⟳ "½" <&>'
    patch_cells(workbook, {("Q4 2026", "B1"): new, ("Q4 2026", "C1"): "Score ⟳", ("Q4 2026", "B2"): 0.75})
    assert _columns(workbook) == ["KR", new, "Score ⟳"]
    sheet = openpyxl.load_workbook(workbook)["Q4 2026"]
    assert [cell.value for cell in sheet[1][:3]] == ["KR", new, "Score ⟳"]
    then, now = stored_entries(before), stored_entries(workbook)
    assert {name for name in then if then[name] != now[name]} == {
        "xl/worksheets/sheet1.xml",
        "xl/tables/table1.xml",
    }


def test_columns_may_exchange_their_names(workbook: Path) -> None:
    patch_cells(workbook, {("Q4 2026", "B1"): 'A "quoted" & <odd> one', ("Q4 2026", "C1"): "Column2"})
    assert _columns(workbook) == ["KR", 'A "quoted" & <odd> one', "Column2"]


def test_a_line_break_in_a_header_is_written_as_excel_does(workbook: Path) -> None:
    patch_cells(workbook, {("Q4 2026", "B1"): "Tiến độ\n⟳"})
    assert "Tiến độ_x000a_⟳" in parts_of(workbook)["xl/tables/table1.xml"].decode()
    again = workbook.read_bytes()
    patch_cells(workbook, {("Q4 2026", "B1"): "Tiến độ\n⟳"})
    assert workbook.read_bytes() == again


@pytest.mark.parametrize("value", [None, 1, True, "", " ", "kr", 'a "Quoted" & <odd> one', "x" * 256])
def test_what_cannot_name_a_column_is_refused(workbook: Path, value: object) -> None:
    before = workbook.read_bytes()
    with pytest.raises(CellRefused, match="needs a text that no other") as refused:
        patch_cells(workbook, {("Q4 2026", "B1"): value})
    assert (refused.value.why, refused.value.cell) == ("table_name", "B1")
    assert workbook.read_bytes() == before


def test_a_name_that_a_formula_uses_stays(workbook: Path) -> None:
    before = workbook.read_bytes()
    with pytest.raises(CellRefused, match="formulas, a pivot table or a query use that name") as refused:
        patch_cells(workbook, {("Q4 2026", "A1"): "Key result"})
    assert (refused.value.why, refused.value.cell) == ("table_header", "A1")
    assert workbook.read_bytes() == before


@pytest.mark.parametrize("user", ["a name", "a query", "a formula on another tab", "a condition", "a pivot table"])
def test_a_name_stays_where_anything_goes_by_it(workbook: Path, user: str) -> None:
    book = openpyxl.load_workbook(workbook)
    if user == "a name":
        book.defined_names["x"] = DefinedName("x", attr_text="OKR[[Column2]:[KR]]")
    elif user == "a formula on another tab":
        book.create_sheet("Other")["A1"] = "=SUM(OKR[[#Headers],[Column2]])"
    elif user == "a condition":
        book.active.conditional_formatting.add("A2:A3", FormulaRule(formula=['SUM(INDIRECT("x"),OKR[column2])>1']))
    elif user == "a query":
        book.active.tables["OKR"].tableType = "queryTable"
    book.save(workbook)
    if user == "a pivot table":
        parts = parts_of(workbook)
        cache = f'<pivotCacheDefinition xmlns="{TRANSITIONAL}"><cacheFields><cacheField name="Column2"/></cacheFields>'
        parts["xl/pivotCache/p.xml"] = f"{cache}</pivotCacheDefinition>".encode()
        related = b'<Relationship Id="p" Type="x/pivotCacheDefinition" Target="pivotCache/p.xml"/></Relationships>'
        rels = "xl/_rels/workbook.xml.rels"
        write_zip(workbook, parts | {rels: parts[rels].replace(b"</Relationships>", related)})
    before = workbook.read_bytes()
    with pytest.raises(CellRefused, match="use that name"):
        patch_cells(workbook, {("Q4 2026", "B1"): "Progress"})
    assert workbook.read_bytes() == before


def test_a_column_beside_a_table_is_no_part_of_it(workbook: Path) -> None:
    """A person who types there makes the table grow; a file that is written need not: the table stays as it is."""
    before = parts_of(workbook)["xl/tables/table1.xml"]
    patch(workbook, {"Q4 2026": SheetEdit({(1, 4): CellEdit("Progress ⟳"), (2, 4): CellEdit(1)}, {4: 12.0})})
    assert parts_of(workbook)["xl/tables/table1.xml"] == before
    assert openpyxl.load_workbook(workbook)["Q4 2026"]["D1"].value == "Progress ⟳"
