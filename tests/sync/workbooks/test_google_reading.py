"""What Google says of cells, as a Sheet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sync.model.cells import Area, Cell, CellValue, ErrorValue
from sync.workbooks.google_answers import sent, spreadsheet_answer
from sync.workbooks.google_grid import Spreadsheet, print_of, range_of, spreadsheet_of
from sync.workbooks.google_reading import FILLED_IN, format_code, head_of, sheet_of, whole_of


def tab_of(*rows: list[dict[str, Any]], **sheet: Any) -> Any:
    """A tab whose cells are said like this, from A1 on."""
    size = {"rowCount": 1000, "columnCount": 26}
    properties = {"sheetId": 7, "title": "Q4", "gridProperties": size} | sheet.pop("properties", {})
    data = {"rowData": [{"values": row} for row in rows]} | sheet.pop("lines", {})
    return spreadsheet({"properties": properties, "data": [data], **sheet}).tabs[0]


def spreadsheet(sheet: dict[str, Any]) -> Spreadsheet:
    return spreadsheet_of(spreadsheet_answer(sent({"sheets": [sheet]})))


def read(cell: dict[str, Any]) -> Cell | None:
    return sheet_of(tab_of([cell]), "vi_VN").cell(1, 1)


def typed(**value: Any) -> dict[str, Any]:
    return {"userEnteredValue": value, "effectiveValue": value}


def formula(text: str, **result: Any) -> dict[str, Any]:
    return {"userEnteredValue": {"formulaValue": text}, **({"effectiveValue": result} if result else {})}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (Decimal("0.30000000000000004"), Decimal("0.3")),
        (10_000_000_000, Decimal(10_000_000_000)),
        (Decimal("45961.5"), Decimal("45961.5")),
        (Decimal("1E+21"), Decimal(10**21)),
        (-0.0, Decimal(0)),
    ],
)
def test_a_number_is_the_double_at_fifteen_digits(said: Any, value: Decimal) -> None:
    assert read(typed(numberValue=said)) == Cell(value)


@pytest.mark.parametrize(
    ("said", "value"),
    [({"boolValue": True}, True), ({"stringValue": "10 tỷ"}, "10 tỷ"), ({"stringValue": "=1+1"}, "=1+1")],
)
def test_what_is_typed_is_read_as_it_is(said: dict[str, Any], value: CellValue) -> None:
    assert read(typed(**said)) == Cell(value)


@pytest.mark.parametrize(
    ("number_format", "code"),
    [
        (None, "General"),
        ({"type": "PERCENT", "pattern": "0%"}, "0%"),
        ({"type": "PERCENT"}, "0.00%"),
        ({"type": "CURRENCY", "pattern": '#,##0\\ "₫"'}, '#,##0\\ "₫"'),
        ({"type": "DATE"}, "yyyy-mm-dd"),
        ({"type": "TEXT"}, "@"),
    ],
)
def test_number_formats_are_told_as_excel_has_them(number_format: Any, code: str) -> None:
    assert format_code(number_format) == code


def test_a_formula_has_the_format_that_it_brings_along() -> None:
    own = formula("=TODAY()", numberValue=46_346) | {"effectiveFormat": {"numberFormat": {"type": "DATE"}}}
    assert read(own) == Cell(Decimal(46_346), "yyyy-mm-dd", "=TODAY()")


def test_an_error_is_no_number() -> None:
    cell = read(formula("=1/0", errorValue={"type": "DIVIDE_BY_ZERO", "message": "…"}))
    assert cell == Cell(ErrorValue("#DIV/0!"), formula="=1/0")


@pytest.mark.parametrize(
    "error", [{"type": "LOADING", "message": "Loading data..."}, {"type": "N_A", "message": "Loading..."}]
)
def test_what_is_still_loading_is_not_calculated_yet(error: dict[str, Any]) -> None:
    assert read(formula('=IMPORTRANGE("1x","A1")', errorValue=error)) == Cell(None, formula='=IMPORTRANGE("1x","A1")')


def test_what_a_formula_elsewhere_fills_in_is_somebodys_formula() -> None:
    assert read({"effectiveValue": {"numberValue": 3}}) == Cell(Decimal(3), formula=FILLED_IN)


def test_people_and_files_in_a_text_are_read_as_what_they_are() -> None:
    runs = [
        {"chip": {"personProperties": {"email": "an@example.com"}}},
        {"startIndex": 1},
        {"startIndex": 8, "chip": {"richLinkProperties": {"uri": "https://drive.example/1"}}},
    ]
    assert read(typed(stringValue="@ 🌵 and@") | {"chipRuns": runs}) == Cell(
        "an@example.com 🌵 andhttps://drive.example/1"
    )


def test_a_link_is_kept() -> None:
    cell = read(
        formula('=HYPERLINK("https://example.com","KR")', stringValue="KR") | {"hyperlink": "https://example.com"}
    )
    assert cell is not None
    assert (cell.value, cell.hyperlink) == ("KR", "https://example.com")


def test_rows_of_unticked_boxes_are_empty_rows() -> None:
    box = typed(boolValue=False) | {"dataValidation": {"condition": {"type": "BOOLEAN"}}}
    ticked = typed(boolValue=True) | {"dataValidation": {"condition": {"type": "BOOLEAN"}}}
    sheet = sheet_of(tab_of([typed(stringValue="KR"), box], [{}, box], [{}, ticked]), None)
    assert list(sheet.rows) == [1, 3]


def test_rows_hidden_by_people_and_by_filters_are_hidden() -> None:
    lines = {
        "rowMetadata": [{"pixelSize": 21}, {"hiddenByUser": True}, {"hiddenByFilter": True}],
        "columnMetadata": [{"hiddenByUser": True, "pixelSize": 100}],
    }
    sheet = sheet_of(tab_of([typed(stringValue="KR")], lines=lines, properties={"hidden": True}), None)
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.hidden) == ({2, 3}, {1}, True)


def test_merges_notes_tables_and_the_locale_are_read() -> None:
    area = {"sheetId": 7, "endRowIndex": 2, "endColumnIndex": 3}
    cell = typed(stringValue="KR") | {"note": "okr-sync"}
    sheet = sheet_of(tab_of([cell], merges=[area], tables=[{"range": area}]), "vi_VN")
    assert sheet.merges == sheet.list_areas == (Area(1, 1, 2, 3),)
    assert (sheet.notes, sheet.locale) == ({(1, 1): "okr-sync"}, "vi_VN")


def test_what_we_may_not_edit_is_known_cell_by_cell() -> None:
    column = {"range": {"sheetId": 7, "startColumnIndex": 4, "endColumnIndex": 5}}
    whole = {"range": {"sheetId": 7}, "unprotectedRanges": [{"sheetId": 7, "startRowIndex": 1, "endRowIndex": 2}]}
    tab = tab_of([typed(stringValue="KR")], protectedRanges=[column])
    assert (tab.is_protected(9, 5), tab.is_protected(9, 4)) == (True, False)
    assert not tab_of([], protectedRanges=[column | {"requestingUserCanEdit": True}]).is_protected(9, 5)
    assert not tab_of([], protectedRanges=[column | {"warningOnly": True}]).is_protected(9, 5)
    shielded = tab_of([], protectedRanges=[whole])
    assert (shielded.is_protected(1, 1), shielded.is_protected(2, 1)) == (True, False)
    assert sheet_of(shielded, None).protected


def test_a_head_is_a_hundred_rows_with_content() -> None:
    rows = [[typed(numberValue=row)] if row % 2 else [] for row in range(1, 400)]
    head = head_of(tab_of(*rows), None)
    assert (len(head.rows), max(head.rows), head.complete) == (100, 199, False)


@pytest.mark.parametrize("rows", [40, 150])
def test_a_tab_whose_head_was_looked_at_reads_as_any_other(rows: int) -> None:
    cells = [[typed(numberValue=row) | ({"note": "why"} if row % 9 == 0 else {})] for row in range(rows)]
    box = {"userEnteredValue": {"boolValue": False}, "dataValidation": {"condition": {"type": "BOOLEAN"}}, "note": "x"}
    for own in (cells, [*cells[:5], [box], *cells[5:]]):
        tab = tab_of(*own, lines={"rowMetadata": [{}, {"hiddenByUser": True}]})
        assert sheet_of(tab, "vi_VN", head_of(tab, "vi_VN")) == sheet_of(tab, "vi_VN")


def test_a_part_of_as_many_rows_as_the_head_is_not_taken_for_it() -> None:
    first = tab_of(*([typed(numberValue=row)] for row in range(1, 201)))
    below = tab_of(*([typed(numberValue=row)] for row in range(201, 301)), lines={"startRow": 200})

    sheet, tab = whole_of([first, below], "vi_VN", head_of(first, "vi_VN"))

    assert [cells[1].value for cells in sheet.rows.values()] == list(range(1, 301))
    assert list(sheet.rows) == list(tab.cells) == list(range(1, 301))


def test_charts_on_a_tab_of_their_own_are_no_tab() -> None:
    assert spreadsheet({"properties": {"title": "Chart", "sheetType": "OBJECT"}}).tabs == ()


@pytest.mark.parametrize(
    ("title", "shown"), [("Q4", "'Q4'"), ("D3", "'D3'"), ("An's 🌵 tab!", "'An''s 🌵 tab!'"), ("Quý 4", "'Quý 4'")]
)
def test_tabs_are_always_named_in_quotes(title: str, shown: str) -> None:
    tab = tab_of(properties={"title": title})
    assert range_of(tab) == shown
    assert range_of(tab, Area(2, 1, 9, 28)) == f"{shown}!A2:AB9"


def test_the_print_of_a_tab_does_not_change_with_what_formulas_come_to() -> None:
    one, other = (tab_of([formula("=NOW()", numberValue=number), typed(numberValue=1)]) for number in (1, 2))
    edited = tab_of([formula("=NOW()", numberValue=1), typed(numberValue=2)])
    assert print_of(one) == print_of(other) != print_of(edited)
