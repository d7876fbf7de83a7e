"""spreadsheets.get: everything that one read needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.sheets_server.server import SheetsServer
from tests.sheets_server_tests.conftest import Client


def test_cells_are_read_with_values_formats_notes_and_validation(
    ask: Client, key: str, values: Any, batch: Any
) -> None:
    values("B2", "PUT", {"values": [["3%", "=B2*2", "=1/0", "text", True]]})
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "y"}]}, "strict": True}
    where = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 4, "endColumnIndex": 5}
    cell = {"rows": [{"values": [{"note": "n"}]}], "fields": "note", "range": where}
    batch({"setDataValidation": {"range": where, "rule": rule}}, {"updateCells": cell})
    answer = ask("GET", f"/v4/spreadsheets/{key}?ranges=Sheet1!A1:F3&includeGridData=true").json()
    (data,) = answer["sheets"][0]["data"]
    assert data["rowData"][0] == {}
    blank, percent, doubled, error, text, truth = data["rowData"][1]["values"]
    assert blank == {}
    assert percent["userEnteredValue"] == percent["effectiveValue"] == {"numberValue": 0.03}
    assert percent["userEnteredFormat"] == {"numberFormat": {"type": "PERCENT", "pattern": "0%"}}
    assert percent["effectiveFormat"]["horizontalAlignment"] == "RIGHT"
    assert doubled["userEnteredValue"] == {"formulaValue": "=B2*2"}
    assert doubled["formattedValue"] == "6%"
    assert error["effectiveValue"]["errorValue"] == {
        "type": "DIVIDE_BY_ZERO",
        "message": "Function DIVIDE parameter 2 cannot be zero.",
    }
    assert error["formattedValue"] == "#DIV/0!"
    assert (text["note"], text["dataValidation"]) == ("n", rule)
    assert truth["effectiveValue"] == {"boolValue": True}
    assert data["rowMetadata"] == [{"pixelSize": 21}] * 3
    assert data["columnMetadata"] == [{"pixelSize": 100}] * 6


def test_cells_that_importrange_fills_are_read_without_a_value_of_their_own(
    server: SheetsServer, ask: Client, key: str, values: Any
) -> None:
    other = server.world.add_spreadsheet("KPIs").id
    rows = {"values": [["a", 1], ["b", 2]]}
    ask("PUT", f"/v4/spreadsheets/{other}/values/A1", rows, valueInputOption="RAW")
    values("B2", "PUT", {"values": [[f'=IMPORTRANGE("{other}","Sheet1!A1:B2")']]})
    assert values("A1:D4")["values"] == [[], ["", "a", "1"], ["", "b", "2"]]
    assert values("C1:C4", majorDimension="COLUMNS")["values"] == [["", "1", "2"]]
    mask = "sheets.data.rowData.values(userEnteredValue,effectiveValue)"
    path = f"/v4/spreadsheets/{key}?ranges=Sheet1!C3:D4&fields={mask}"
    assert ask("GET", path).json()["sheets"][0]["data"] == [
        {"rowData": [{"values": [{"effectiveValue": {"numberValue": 2}}]}]}
    ]
    assert ask("GET", f"/drive/v3/files/{key}/export", mimeType="text/csv").text == ",,\r\n,a,1\r\n,b,2"
    ask("PUT", f"/v4/spreadsheets/{other}/values/B2", {"values": [[7]]}, valueInputOption="RAW")
    assert values("C3")["values"] == [["7"]]
    server.world.imports_are_loading = True
    assert values("A1:D4")["values"] == [[], ["", "Loading..."]]


def test_each_range_has_its_own_data_and_only_their_tabs_are_answered(ask: Client, key: str, batch: Any) -> None:
    batch({"addSheet": {"properties": {"title": "Q4"}}}, {"addSheet": {"properties": {"title": "other"}}})
    mask = "sheets(properties.title,data(startRow,startColumn))"
    ranges = ["'Q4'!C5:D9", "Sheet1!A1", "'Q4'!A1"]
    assert ask("GET", f"/v4/spreadsheets/{key}", ranges=ranges, fields=mask).json() == {
        "sheets": [
            {"properties": {"title": "Sheet1"}, "data": [{}]},
            {"properties": {"title": "Q4"}, "data": [{"startRow": 4, "startColumn": 2}, {}]},
        ]
    }


def test_rows_and_columns_say_what_is_hidden_and_which_metadata_they_carry(ask: Client, key: str, batch: Any) -> None:
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    own = {"location": {"dimensionRange": rows}, "visibility": "DOCUMENT", "metadataKey": "kr", "metadataId": 3}
    hide = {"properties": {"hiddenByUser": True, "pixelSize": 40}, "fields": "hiddenByUser,pixelSize"}
    batch(
        {"createDeveloperMetadata": {"developerMetadata": own}},
        {"updateDimensionProperties": hide | {"range": rows}},
        {"updateDimensionProperties": hide | {"range": rows | {"dimension": "COLUMNS"}}},
    )
    query = {"ranges": "Sheet1!A1:B2", "fields": "sheets.data(rowMetadata,columnMetadata)"}
    (data,) = ask("GET", f"/v4/spreadsheets/{key}", **query).json()["sheets"][0]["data"]
    assert data["columnMetadata"] == [{"pixelSize": 100}, {"hiddenByUser": True, "pixelSize": 40}]
    (metadata,) = data["rowMetadata"][1].pop("developerMetadata")
    assert data["rowMetadata"] == [{"pixelSize": 21}, {"hiddenByUser": True, "pixelSize": 40}]
    assert metadata["location"] == {
        "locationType": "ROW",
        "dimensionRange": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2},
    }


def test_a_spreadsheet_is_made_with_its_tabs_and_cells(ask: Client) -> None:
    cell = {"userEnteredValue": {"stringValue": "KR"}, "userEnteredFormat": {"textFormat": {"bold": True}}}
    sheet = {
        "properties": {"title": "Quý 4", "gridProperties": {"rowCount": 5, "columnCount": 2, "frozenRowCount": 1}},
        "data": [{"startRow": 1, "rowData": [{"values": [cell]}]}],
    }
    body = {"properties": {"title": "Sales", "locale": "vi_VN", "timeZone": "Asia/Ho_Chi_Minh"}, "sheets": [sheet]}
    made = ask("POST", "/v4/spreadsheets", body).json()
    assert (made["properties"]["locale"], made["properties"]["timeZone"]) == ("vi_VN", "Asia/Ho_Chi_Minh")
    grid = made["sheets"][0]["properties"]["gridProperties"]
    assert grid == {"rowCount": 5, "columnCount": 2, "frozenRowCount": 1}
    read = ask("GET", f"/v4/spreadsheets/{made['spreadsheetId']}/values/'Quý 4'").json()
    assert read["values"] == [[], ["KR"]]


def test_a_spreadsheet_is_read_by_data_filters(ask: Client, key: str, values: Any) -> None:
    values("A1", "PUT", {"values": [["a", "b"], ["c", "d"]]})
    body = {"dataFilters": [{"gridRange": {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2}}]}
    mask = "sheets.data.rowData.values.formattedValue"
    answer = ask("POST", f"/v4/spreadsheets/{key}:getByDataFilter", body, fields=mask).json()
    rows = answer["sheets"][0]["data"][0]["rowData"]
    assert rows == [{"values": [{"formattedValue": "c"}, {"formattedValue": "d"}]}]


def test_answers_come_printed_over_lines_or_compact_and_zipped_when_asked(ask: Client, key: str) -> None:
    path = f"/v4/spreadsheets/{key}"
    pretty = ask("GET", path)
    assert pretty.text.startswith('{\n  "spreadsheetId": ')
    assert pretty.headers["Content-Encoding"] == "gzip"
    assert pretty.headers["Content-Type"] == "application/json; charset=UTF-8"
    assert "\n" not in ask("GET", path, prettyPrint="false").text


def test_fields_that_there_are_not_are_refused(wire: Path, server: SheetsServer, ask: Client, key: str) -> None:
    """Where the server is given Google's discovery documents; by itself it ignores them."""
    lines = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    body = {"requests": [{"insertDimension": {"range": lines, "inheritBefore": True}}]}
    path = f"/v4/spreadsheets/{key}"
    assert ask("POST", f"{path}:batchUpdate", body).json()["error"]["message"] == (
        "Invalid JSON payload received. Unknown name \"inheritBefore\" at 'requests[0].insert_dimension': "
        "Cannot find field."
    )
    masked = ask("GET", path, fields="sheets.propertys").json()["error"]["message"]
    assert masked.endswith("Cannot find matching fields for path 'sheets.propertys'.")
    assert "Invalid field selection" in ask("GET", f"/drive/v3/files/{key}", fields="nome").text
    server.world.discovery = None
    assert ask("POST", f"{path}:batchUpdate", body).status_code == 200
