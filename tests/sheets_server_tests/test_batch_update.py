"""spreadsheets.batchUpdate: what each request does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_server.server import SheetsServer
from tests.sheets_server_tests.conftest import Client

ROWS = [["KR", "Target", "Now"], ["a", 10, 1], ["b", 20, 2], ["c", 30, 3]]


@pytest.fixture
def filled(values: Any) -> None:
    """ROWS in A1:C4."""
    values("A1", "PUT", {"values": ROWS})


def cells(top: int, bottom: int, left: int, right: int) -> dict[str, int]:
    names = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return {"sheetId": 0} | dict(zip(names, (top, bottom, left, right), strict=True))


def lines(dimension: str, start: int, end: int) -> dict[str, Any]:
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def metadata_on_row(row: int, name: str) -> dict[str, Any]:
    own = {"location": {"dimensionRange": lines("ROWS", row, row + 1)}, "visibility": "DOCUMENT", "metadataKey": name}
    return {"createDeveloperMetadata": {"developerMetadata": own}}


def rows_of(ask: Client, key: str) -> dict[str, int]:
    """Where the metadata is: its key, and its row."""
    found = ask("POST", f"/v4/spreadsheets/{key}/developerMetadata:search", {"dataFilters": [{"gridRange": {}}]}).json()
    each = [match["developerMetadata"] for match in found.get("matchedDeveloperMetadata", [])]
    return {own["metadataKey"]: own["location"]["dimensionRange"]["startIndex"] for own in each}


@pytest.mark.usefixtures("filled")
def test_a_batch_is_applied_whole_or_not_at_all(batch: Any, values: Any) -> None:
    refused = batch(
        {"deleteDimension": {"range": lines("ROWS", 0, 2)}},
        {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "Renamed"}, "fields": "title"}},
        {"deleteSheet": {"sheetId": 99}},
    )
    assert refused["error"]["message"] == "Invalid requests[2].deleteSheet: No grid with id: 99"
    assert values("Sheet1!A1:C4")["values"] == [[str(value) for value in row] for row in ROWS]


def test_an_unknown_request_is_refused_by_name(batch: Any) -> None:
    error = batch({"paintCell": {}})["error"]
    assert error["message"] == (
        "Invalid JSON payload received. Unknown name \"paintCell\" at 'requests[0]': Cannot find field."
    )
    assert batch()["error"]["message"] == "Must specify at least one request."


@pytest.mark.usefixtures("filled")
def test_update_cells_writes_literal_values_and_empties_what_it_does_not_cover(batch: Any, values: Any) -> None:
    rows = [{"values": [{"userEnteredValue": {"stringValue": "=1+1"}, "note": "not masked"}, {}]}]
    batch({"updateCells": {"range": cells(1, 3, 0, 2), "rows": rows, "fields": "userEnteredValue"}})
    assert values("A1:C4", valueRenderOption="FORMULA")["values"] == [ROWS[0], ["=1+1", "", 1], ["", "", 2], ROWS[3]]
    wide = {"range": cells(1, 2, 0, 1), "rows": [{"values": [{}, {}]}], "fields": "note"}
    assert batch({"updateCells": wide})["error"]["message"] == (
        "Invalid requests[0].updateCells: Attempting to write column: 1, beyond the last requested column of: 0"
    )
    outside = {"start": {"sheetId": 0, "rowIndex": 999}, "rows": [{"values": [{}]}] * 2, "fields": "note"}
    assert "beyond the last requested row" in batch({"updateCells": outside})["error"]["message"]


@pytest.mark.usefixtures("filled")
def test_the_answer_carries_the_rows_back_when_asked(ask: Client, key: str) -> None:
    value = {"userEnteredValue": {"numberValue": 99}}
    update = {"start": {"sheetId": 0, "rowIndex": 2, "columnIndex": 2}, "rows": [{"values": [value]}]}
    body = {
        "requests": [{"updateCells": update | {"fields": "userEnteredValue"}}],
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["Sheet1!A2:C4"],
        "responseIncludeGridData": True,
    }
    answer = ask("POST", f"/v4/spreadsheets/{key}:batchUpdate", body).json()
    (data,) = answer["updatedSpreadsheet"]["sheets"][0]["data"]
    assert data["startRow"] == 1
    assert [row["values"][2]["effectiveValue"] for row in data["rowData"]] == [
        {"numberValue": 1},
        {"numberValue": 99},
        {"numberValue": 3},
    ]
    mask = "updatedSpreadsheet.sheets.data.rowData.values.formattedValue"
    masked = ask("POST", f"/v4/spreadsheets/{key}:batchUpdate", body, fields=mask).json()
    assert masked["updatedSpreadsheet"]["sheets"][0]["data"][0]["rowData"][1]["values"][2] == {"formattedValue": "99"}
    assert "replies" not in masked


@pytest.mark.usefixtures("filled")
def test_metadata_follows_its_row_through_inserts_deletes_and_moves_but_not_through_a_sort(
    batch: Any, ask: Client, key: str
) -> None:
    batch(metadata_on_row(1, "a"), metadata_on_row(2, "b"), metadata_on_row(3, "c"))
    batch({"insertDimension": {"range": lines("ROWS", 1, 3)}})
    assert rows_of(ask, key) == {"a": 3, "b": 4, "c": 5}
    batch({"moveDimension": {"source": lines("ROWS", 5, 6), "destinationIndex": 1}})
    assert rows_of(ask, key) == {"a": 4, "b": 5, "c": 1}
    batch({"deleteDimension": {"range": lines("ROWS", 4, 5)}})
    assert rows_of(ask, key) == {"b": 4, "c": 1}
    batch({"sortRange": {"range": cells(0, 9, 0, 3), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}})
    assert rows_of(ask, key) == {"b": 4, "c": 1}


def test_a_metadata_id_is_used_once(batch: Any, ask: Client, key: str) -> None:
    own = {"metadataId": 7, "metadataKey": "k", "location": {"spreadsheet": True}, "visibility": "PROJECT"}
    made = batch({"createDeveloperMetadata": {"developerMetadata": own}})["replies"][0]["createDeveloperMetadata"]
    assert made["developerMetadata"]["location"] == {"locationType": "SPREADSHEET", "spreadsheet": True}
    again = batch({"createDeveloperMetadata": {"developerMetadata": own}})
    assert "already exists" in again["error"]["message"]
    lookup = {"developerMetadataLookup": {"metadataKey": "k"}}
    change = {"dataFilters": [lookup], "developerMetadata": {"metadataValue": "v"}, "fields": "metadataValue"}
    changed = batch({"updateDeveloperMetadata": change})["replies"][0]["updateDeveloperMetadata"]
    assert changed["developerMetadata"][0]["metadataValue"] == "v"
    batch({"deleteDeveloperMetadata": {"dataFilter": lookup}})
    gone = ask("GET", f"/v4/spreadsheets/{key}/developerMetadata/7").json()["error"]
    assert (gone["code"], gone["message"]) == (404, "No developer metadata with ID 7")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            {"moveDimension": {"source": lines("ROWS", 1, 2), "destinationIndex": 1}},
            "destinationIndex[1] must be outside the requested range[1-2]",
        ),
        (
            {"moveDimension": {"source": lines("ROWS", 1, 2), "destinationIndex": 1001}},
            "destinationIndex[1001] is after last row[1000]",
        ),
        (
            {"insertDimension": {"range": lines("ROWS", 1000, 1001)}},
            "range.startIndex must be less than the grid size (1000) if inheritFromBefore is false.",
        ),
        ({"insertDimension": {"range": lines("ROWS", -1, 1)}}, "DimensionRange indexes must be >= 0"),
        ({"deleteDimension": {"range": lines("COLUMNS", 0, 26)}}, "You can't delete all the columns on the sheet."),
        (
            {"deleteDimension": {"range": lines("ROWS", 1000, 1001)}},
            "Cannot delete a row that doesn't exist. Tried to delete row index 1000 but there are only 1000 rows.",
        ),
        (
            {"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}},
            "You can't hide all the sheets in a document.",
        ),
        ({"deleteSheet": {"sheetId": 0}}, "You can't remove all the visible sheets in a document."),
        (
            {"repeatCell": {"range": cells(0, 1001, 0, 2), "cell": {}, "fields": "*"}},
            "Range (Sheet1!A1:B1001) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            {"addSheet": {"properties": {"title": "sheet1"}}},
            'A sheet with the name "sheet1" already exists. Please enter another name.',
        ),
        ({"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 400_000}}, None),
        ({"deleteNamedRange": {"namedRangeId": "x"}}, "No named range with id: x"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(
    batch: Any, request_: dict[str, Any], message: str | None
) -> None:
    kind = next(iter(request_))
    error = batch(request_)["error"]["message"]
    limit = "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
    assert error == f"Invalid requests[0].{kind}: {message or limit}"


def test_a_sort_puts_numbers_before_texts_and_empty_cells_last(batch: Any, values: Any) -> None:
    values("A1", "PUT", {"values": [["b", 1], ["", 2], [10, 3], ["A", 4], [9, 5], [True, 6]]})
    spec = {"dimensionIndex": 0, "sortOrder": "ASCENDING"}
    batch({"sortRange": {"range": cells(0, 6, 0, 2), "sortSpecs": [spec]}})
    assert [row[1] for row in values("A1:B6")["values"]] == ["5", "3", "4", "1", "6", "2"]
    batch({"sortRange": {"range": cells(0, 6, 0, 2), "sortSpecs": [spec | {"sortOrder": "DESCENDING"}]}})
    assert [row[1] for row in values("A1:B6")["values"]] == ["6", "1", "4", "3", "5", "2"]


@pytest.mark.usefixtures("filled")
def test_what_lies_on_ranges_moves_along(batch: Any, ask: Client, key: str) -> None:
    formula = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=A1>1"}]}
    batch(
        {"mergeCells": {"range": cells(2, 4, 0, 2), "mergeType": "MERGE_ALL"}},
        {"addProtectedRange": {"protectedRange": {"range": cells(3, 5, 0, 1)}}},
        {"addNamedRange": {"namedRange": {"name": "N", "range": cells(2, 3, 0, 1)}}},
        {"setBasicFilter": {"filter": {"range": cells(0, 4, 0, 3)}}},
        {
            "addConditionalFormatRule": {
                "rule": {"ranges": [cells(2, 9, 0, 1)], "booleanRule": {"condition": formula, "format": {}}}
            }
        },
        {"insertDimension": {"range": lines("ROWS", 1, 2)}},
        {"deleteDimension": {"range": lines("ROWS", 3, 4)}},
    )
    answer = ask("GET", f"/v4/spreadsheets/{key}").json()
    sheet = answer["sheets"][0]

    def rows(grid_range: dict[str, int]) -> tuple[int, int]:
        return grid_range["startRowIndex"], grid_range["endRowIndex"]

    assert rows(sheet["merges"][0]) == (3, 4)
    assert rows(sheet["protectedRanges"][0]["range"]) == (3, 5)
    assert "namedRanges" not in answer
    assert rows(sheet["basicFilter"]["range"]) == (0, 4)
    assert rows(sheet["conditionalFormats"][0]["ranges"][0]) == (3, 9)


def test_a_protected_range_stops_others_and_a_warning_does_not(server: SheetsServer, batch: Any, key: str) -> None:
    file = server.world.files.get(key)
    assert file
    for user in ("an@example.com", "eve@example.com"):
        file.permissions.append(server.world.files.permission("writer", "user", user))
    protect = {"range": cells(0, 5, 1, 2), "editors": {"users": ["an@example.com"]}}
    batch({"addProtectedRange": {"protectedRange": protect}})
    an, eve = Client(server, "an@example.com"), Client(server, "eve@example.com")
    path = f"/v4/spreadsheets/{key}/values/B2?valueInputOption=RAW"
    assert an("PUT", path, {"values": [["x"]]}).status_code == 200
    refused = eve("PUT", path, {"values": [["y"]]}).json()["error"]["message"]
    assert refused.startswith("You are trying to edit a protected cell or object.")
    assert eve("PUT", path.replace("B2", "C2"), {"values": [["y"]]}).status_code == 200
    seen = eve("GET", f"/v4/spreadsheets/{key}").json()["sheets"][0]["protectedRanges"][0]
    assert "editors" not in seen
    own = {"protectedRangeId": seen["protectedRangeId"], "warningOnly": True}
    batch({"updateProtectedRange": {"protectedRange": own, "fields": "warningOnly"}})
    assert eve("PUT", path, {"values": [["y"]]}).status_code == 200
    an.close()
    eve.close()


@pytest.mark.usefixtures("filled")
def test_cells_are_copied_cut_and_replaced(batch: Any, values: Any) -> None:
    values("D2", "PUT", {"values": [["=C2/B2"]]})
    batch({"copyPaste": {"source": cells(1, 2, 3, 4), "destination": cells(2, 4, 3, 4), "pasteType": "PASTE_FORMULA"}})
    assert values("D2:D4", valueRenderOption="FORMULA")["values"] == [["=C2/B2"], ["=C3/B3"], ["=C4/B4"]]
    batch({"copyPaste": {"source": cells(1, 4, 3, 4), "destination": cells(1, 2, 5, 6), "pasteType": "PASTE_VALUES"}})
    assert values("F2:F4", valueRenderOption="FORMULA")["values"] == [[0.1], [0.1], [0.1]]
    turned = {"source": cells(0, 4, 0, 1), "destination": cells(9, 10, 0, 1), "pasteOrientation": "TRANSPOSE"}
    batch({"copyPaste": turned})
    assert values("A10:D10")["values"] == [["KR", "a", "b", "c"]]
    found = batch({"findReplace": {"find": "a", "replacement": "z", "sheetId": 0, "matchEntireCell": True}})
    assert found["replies"][0]["findReplace"] == {
        "valuesChanged": 2,
        "rowsChanged": 2,
        "sheetsChanged": 1,
        "occurrencesChanged": 2,
    }
    batch({"cutPaste": {"source": cells(1, 2, 0, 4), "destination": {"sheetId": 0, "rowIndex": 20}}})
    assert values("A21:D21", valueRenderOption="FORMULA")["values"] == [["z", 10, 1, "=C21/B21"]]
    assert values("A2:D2").get("values") is None


@pytest.mark.usefixtures("filled")
def test_a_filter_hides_rows(batch: Any, ask: Client, key: str) -> None:
    criteria = {"0": {"hiddenValues": ["b"]}}
    batch({"setBasicFilter": {"filter": {"range": cells(0, 4, 0, 3), "criteria": criteria}}})
    path = f"/v4/spreadsheets/{key}?ranges=Sheet1!A1:A4&fields=sheets.data.rowMetadata.hiddenByFilter"
    metadata = ask("GET", path).json()["sheets"][0]["data"][0]["rowMetadata"]
    assert metadata == [{}, {}, {"hiddenByFilter": True}, {}]
    batch({"clearBasicFilter": {"sheetId": 0}})
    assert ask("GET", path).json()["sheets"][0]["data"][0]["rowMetadata"] == [{}, {}, {}, {}]


def test_groups_nest(batch: Any, ask: Client, key: str) -> None:
    batch({"addDimensionGroup": {"range": lines("ROWS", 1, 6)}})
    reply = batch({"addDimensionGroup": {"range": lines("ROWS", 2, 4)}})["replies"][0]["addDimensionGroup"]
    assert [(g["range"]["startIndex"], g["range"]["endIndex"], g["depth"]) for g in reply["dimensionGroups"]] == [
        (1, 6, 1),
        (2, 4, 2),
    ]
    batch({"insertDimension": {"range": lines("ROWS", 0, 1)}})
    groups = ask("GET", f"/v4/spreadsheets/{key}").json()["sheets"][0]["rowGroups"]
    assert groups[0]["range"] == {"dimension": "ROWS", "startIndex": 2, "endIndex": 7}


def test_what_is_only_stored_comes_back_as_it_was_sent(batch: Any, ask: Client, key: str) -> None:
    spec = {"title": "Progress", "basicChart": {"chartType": "LINE"}}
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 3, "columnIndex": 1}}}
    made = batch(
        {"addChart": {"chart": {"spec": spec, "position": position}}},
        {"addBanding": {"bandedRange": {"range": cells(0, 4, 0, 3), "rowProperties": {}}}},
        {"addFilterView": {"filter": {"title": "Mine", "range": cells(0, 4, 0, 3)}}},
        {"addSlicer": {"slicer": {"spec": {"title": "S"}, "position": position}}},
    )
    chart_id = made["replies"][0]["addChart"]["chart"]["chartId"]
    sheet = ask("GET", f"/v4/spreadsheets/{key}").json()["sheets"][0]
    assert sheet["charts"][0]["spec"] == spec
    assert sheet["filterViews"][0]["title"] == "Mine"
    assert {"bandedRanges", "slicers"} < set(sheet)
    batch({"deleteEmbeddedObject": {"objectId": chart_id}})
    assert "charts" not in ask("GET", f"/v4/spreadsheets/{key}").json()["sheets"][0]


def test_a_tab_is_duplicated_with_all_that_lies_on_it(batch: Any, ask: Client, key: str, values: Any) -> None:
    values("A1", "PUT", {"values": [["x"]]})
    batch({"mergeCells": {"range": cells(0, 2, 0, 2), "mergeType": "MERGE_ROWS"}})
    request = {"sourceSheetId": 0, "insertSheetIndex": 0, "newSheetName": "twin", "newSheetId": 5}
    reply = batch({"duplicateSheet": request})["replies"][0]["duplicateSheet"]["properties"]
    assert (reply["sheetId"], reply["title"], reply["index"]) == (5, "twin", 0)
    twin = ask("GET", f"/v4/spreadsheets/{key}").json()["sheets"][0]
    assert [merge["sheetId"] for merge in twin["merges"]] == [5, 5]
    assert values("twin!A1")["values"] == [["x"]]
    other = ask("POST", "/v4/spreadsheets", {"properties": {"title": "other"}}).json()["spreadsheetId"]
    target = {"destinationSpreadsheetId": other}
    copied = ask("POST", f"/v4/spreadsheets/{key}/sheets/5:copyTo", target).json()
    assert (copied["title"], copied["index"]) == ("Copy of twin", 1)
