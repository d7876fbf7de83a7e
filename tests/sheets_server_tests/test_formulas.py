from __future__ import annotations

import pytest

from tests.sheets_server.cells import Cell, ErrorValue, Formula
from tests.sheets_server.edit import Edit
from tests.sheets_server.formulas.tokens import moved
from tests.sheets_server.grid import Tab
from tests.sheets_server.requests import batch
from tests.sheets_server.world import ROBOT, World

ROWS = [["An", 3.0, True], ["Bình", 4.5, False], ["Chi", None, None], ["An", 10.0, None]]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def edit(world: World) -> Edit:
    """A spreadsheet with ROWS in A1:C4 of its first tab, and a second tab 'Other one' with 7 in A1."""
    edit = world.edit(world.add_spreadsheet("x"), ROBOT)
    tab = edit.spreadsheet.tabs[0]
    for index, row in enumerate(ROWS):
        tab.put(index, {column: Cell(value) for column, value in enumerate(row) if value is not None})  # type: ignore[arg-type]
    cell = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 2}
    edit.spreadsheet.named_ranges.append({"namedRangeId": "1", "name": "Totals", "range": cell})
    edit.spreadsheet.tabs.append(Tab.of_size(5, "Other one"))
    edit.spreadsheet.tabs[1].put(0, {0: Cell(7.0)})
    return edit


def result(world: World, edit: Edit, formula: str) -> object:
    tab = edit.spreadsheet.tabs[0]
    tab.put(9, {5: Cell(Formula(formula))})
    edit.spreadsheet.changed()
    return world.calculation(edit.spreadsheet).result(tab, 9, 5)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=4/2", 2.0),
        ("= 1 / 1024", 1 / 1024),
        ("=1+2*3^2", 19.0),
        ("=-2^2", 4.0),
        ("=50%*4", 2.0),
        ('="a"&B1&"b"', "a3b"),
        ("=SUM(B1:B4)", 17.5),
        ("=SUM(B:B)", 17.5),
        ("=SUM(B2:B)", 14.5),
        ("=AVERAGE(B1:B2;B4)", 17.5 / 3),
        ("=COUNT(A1:C4)", 3.0),
        ("=COUNTA(A1:A4)", 4.0),
        ('=COUNTIF(A1:A4,"an")', 2.0),
        ('=SUMIF(A1:A4,"An",B1:B4)', 13.0),
        ('=SUMIFS(B1:B4,A1:A4,"An",B1:B4,">5")', 10.0),
        ('=IF(B1>2,"yes","no")', "yes"),
        ("=IFERROR(1/0,9)", 9.0),
        ('=VLOOKUP("Bình",A1:B4,2,FALSE)', 4.5),
        ('=INDEX(B1:B4,MATCH("Chi",A1:A4,0)-1)', 4.5),
        ("='Other one'!A1*2", 14.0),
        ("=ROUND(2.345,2)", 2.35),
        ("=AND(C1,NOT(C2))", True),
        ("=DATE(2026,11,25)", 46351.0),
        ("=EOMONTH(DATE(2026,2,1),0)", 46081.0),
        ('=TEXT(0.256,"0.0%")', "25.6%"),
        ("=Z99", 0.0),
        ("=IFS(B1>9,1,B1>2,2)", 2.0),
        ('=SWITCH(A1,"Bình",1,"An",2,3)', 2.0),
        ("=IFNA(NA(),5)", 5.0),
        ("=ISBLANK(B3)", True),
        ("=ISERROR(1/0)", True),
        ('=COUNTIFS(A1:A4,"<>An",B1:B4,"<5")', 1.0),
        ('=AVERAGEIF(A1:A4,"An",B1:B4)', 6.5),
        ("=SUMPRODUCT(B1:B2,B1:B2)", 29.25),
        ("=LARGE(B1:B4,2)", 4.5),
        ("=MEDIAN(B1:B4)", 4.5),
        ("=ROUNDUP(1.21,1)+ROUNDDOWN(1.29,1)", 2.5),
        ("=CEILING(7,5)+FLOOR(7,5)", 15.0),
        ("=RANK(4.5,B1:B4)", 2.0),
        ("=MOD(-3,2)", 1.0),
        ('=TEXTJOIN(", ",TRUE,A1:A3)', "An, Bình, Chi"),
        ('=LEFT("Doanh thu",5)&RIGHT("abc",1)&MID("abcd",2,2)', "Doanhcbc"),
        ('=SUBSTITUTE(UPPER("a-b"),"-","+")', "A+B"),
        ('=FIND("o","Doanh")+SEARCH("D","abcd")', 6.0),
        ("=YEAR(46351)*100+MONTH(46351)", 202611.0),
        ("=NETWORKDAYS(DATE(2026,11,23),DATE(2026,11,30))", 6.0),
        ("=EDATE(DATE(2026,1,31),1)", 46081.0),
        ('=HLOOKUP("Target",{"KR","Target";1,2},2,FALSE)', 2.0),
        ("=ROW(B7)+COLUMN()+ROWS(A1:A4)", 17.0),
        ("=Totals*2", 6.0),
        ('=HYPERLINK("https://x.y","label")', "label"),
    ],
)
def test_a_formula_results_in_its_value(world: World, edit: Edit, formula: str, expected: object) -> None:
    assert result(world, edit, formula) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("=1/0", "DIVIDE_BY_ZERO"),
        ('="a"+1', "VALUE"),
        ("=NOSUCH(1)", "NAME"),
        ("=nobody", "NAME"),
        ('=VLOOKUP("Dũng",A1:B4,2,FALSE)', "N_A"),
        ("=Nowhere!A1", "REF"),
        ("=F10", "REF"),
        ("=1+", "ERROR"),
        ("=SQRT(-1)", "NUM"),
        ('=IMPORTRANGE("nobody","A1")', "REF"),
    ],
)
def test_a_formula_that_cannot_be_calculated_says_why(world: World, edit: Edit, formula: str, kind: str) -> None:
    error = result(world, edit, formula)
    assert isinstance(error, ErrorValue)
    assert error.type == kind
    assert error.message


def test_several_results_spill_into_the_cells_around(world: World, edit: Edit) -> None:
    assert result(world, edit, "=TRANSPOSE(A1:B4)") == "An"
    calculation, tab = world.calculation(edit.spreadsheet), edit.spreadsheet.tabs[0]
    assert [calculation.result(tab, 10, column) for column in range(5, 9)] == [3.0, 4.5, None, 10.0]
    assert result(world, edit, "=UNIQUE(A1:A4)") == "An"
    assert world.calculation(edit.spreadsheet).text(tab, 11, 5) == "Chi"
    assert result(world, edit, "=SORT(A1:B4,2,FALSE)") == "An"
    assert [world.calculation(edit.spreadsheet).result(tab, row, 6) for row in range(9, 13)] == [10.0, 4.5, 3.0, None]
    tab.put(0, {8: Cell(Formula("=SUM(G10:G13)"))})
    edit.spreadsheet.changed()
    assert world.calculation(edit.spreadsheet).result(tab, 0, 8) == 17.5
    tab.put(10, {6: Cell("in the way")})
    blocked = result(world, edit, "=SORT(A1:B4,2,FALSE)")
    assert blocked == ErrorValue("REF", "Array result was not expanded because it would overwrite data in G11.")


def test_a_formula_is_read_by_the_locales_decimal_sign(world: World, edit: Edit) -> None:
    edit.spreadsheet.locale = "vi_VN"
    assert result(world, edit, "=IF(B1>0,5;B2*0,5;1.25)") == 2.25
    assert result(world, edit, "=ROUND(B2; 0)+0.5") == 5.5


def test_importrange_reads_the_other_spreadsheet_or_is_still_loading(world: World, edit: Edit) -> None:
    other = world.add_spreadsheet("other")
    assert other.spreadsheet
    other.spreadsheet.tabs[0].put(0, {0: Cell(42.0)})
    assert result(world, edit, f'=IMPORTRANGE("{other.id}","Sheet1!A1")') == 42.0
    world.imports_are_loading = True
    assert result(world, edit, f'=IMPORTRANGE("{other.id}","Sheet1!A1")') == ErrorValue("LOADING", "Loading data...")


@pytest.mark.parametrize(
    ("request_", "formula"),
    [
        ({"insertDimension": {"range": {"dimension": "ROWS", "startIndex": 1, "endIndex": 3}}}, "=SUM(B1:B6)+$B$6+A1"),
        ({"deleteDimension": {"range": {"dimension": "ROWS", "startIndex": 3, "endIndex": 4}}}, "=SUM(B1:B3)+#REF!+A1"),
        (
            {"insertDimension": {"range": {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}}},
            "=SUM(C1:C4)+$C$4+B1",
        ),
        (
            {"moveDimension": {"source": {"dimension": "ROWS", "startIndex": 0, "endIndex": 1}, "destinationIndex": 3}},
            "=SUM(B1:B4)+$B$4+A3",
        ),
        ({"cutPaste": {"source": {"endRowIndex": 1, "endColumnIndex": 1}, "destination": {"rowIndex": 20}}}, None),
    ],
)
def test_formulas_follow_what_they_name(
    world: World, edit: Edit, request_: dict[str, object], formula: str | None
) -> None:
    other = edit.spreadsheet.tabs[1]
    other.put(0, {1: Cell(Formula("=SUM(Sheet1!B1:B4)+Sheet1!$B$4+Sheet1!A1"))})
    batch.apply(edit, [request_], lambda: world.calculation(edit.spreadsheet))
    entered = [cell.entered for cell in other.rows[0].cells.values() if isinstance(cell.entered, Formula)]
    assert entered[0].text.replace("Sheet1!", "") == (formula or "=SUM(B1:B4)+$B$4+A21")


def test_a_tab_that_is_renamed_is_named_so_in_formulas(world: World, edit: Edit) -> None:
    edit.spreadsheet.tabs[0].put(9, {5: Cell(Formula("='Other one'!A1"))})
    rename = {"properties": {"sheetId": 5, "title": "Q4"}, "fields": "title"}
    batch.apply(edit, [{"updateSheetProperties": rename}], lambda: world.calculation(edit.spreadsheet))
    assert edit.spreadsheet.tabs[0].cell(9, 5).entered == Formula("='Q4'!A1")


def test_a_copied_formula_moves_what_is_not_fixed() -> None:
    assert moved("=A1+$A1+A$1+$A$1+Sheet1!B2:C3", 2, 1) == "=B3+$A3+B$1+$A$1+Sheet1!C4:D5"
    assert moved('="A1"&A1', -1, 0) == '="A1"&#REF!'
