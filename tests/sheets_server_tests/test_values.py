"""values.*: plain values in and out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_server.server import SheetsServer
from tests.sheets_server_tests.conftest import Client


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("Sheet1", "Sheet1!A1:Z1000"),
        ("'Sheet1'!A1:A", "Sheet1!A1:A1000"),
        ("'Sheet1'!A1:1", "Sheet1!A1:Z1"),
        ("'Sheet1'!A2:2", "Sheet1!A2:Z2"),
        ("'Sheet1'!D4:A1", "Sheet1!A1:D4"),
        ("'Sheet1'!A1:A1", "Sheet1!A1"),
        ("B:C", "Sheet1!B1:C1000"),
        ("3:4", "Sheet1!A3:Z4"),
        ("D3", "Sheet1!D3"),
        ("'D3'", "'D3'!A1:J10"),
        ("D3!A1:D1", "'D3'!A1:D1"),
        ("'Mike''s 🌵'!A1", "'Mike''s 🌵'!A1"),
        ("Mike's 🌵", "'Mike''s 🌵'!A1:J10"),
        ("Sheet1!Totals", "Sheet1!B1:C3"),
        ("totals", "Sheet1!B1:C3"),
    ],
)
def test_a_range_is_answered_as_google_prints_it(values: Any, batch: Any, asked: str, answered: str) -> None:
    grid = {"rowCount": 10, "columnCount": 10}
    cells = {"startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 3}
    batch(
        {"addSheet": {"properties": {"title": "D3", "gridProperties": grid}}},
        {"addSheet": {"properties": {"title": "Mike's 🌵", "gridProperties": grid}}},
        {"addNamedRange": {"namedRange": {"name": "Totals", "range": cells}}},
    )
    assert values(asked)["range"] == answered


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("Nowhere!A1", "Unable to parse range: Nowhere!A1"),
        ("Nowhere", "Unable to parse range: Nowhere"),
        ("Sheet1!", "Unable to parse range: Sheet1!"),
        ("Sheet1!A0", "Unable to parse range: Sheet1!A0"),
        ("Sheet1!A1:Z2000", "Range (Sheet1!A1:Z2000) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("Sheet1!A1001:B", "Range (Sheet1!A1001:B) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("AB3", "Range (Sheet1!AB3) exceeds grid limits. Max rows: 1000, max columns: 26"),
    ],
)
def test_a_range_that_is_not_there_is_refused(values: Any, asked: str, message: str) -> None:
    assert values(asked)["error"] == {"code": 400, "message": message, "status": "INVALID_ARGUMENT"}


def test_values_end_where_nothing_follows(values: Any) -> None:
    values("A1", "PUT", {"values": [["A1", "B1", "", "D1"], ["", "b2", "", ""], [""], ["A4", None, 2.5, True], [""]]})
    assert values("A1:F9") == {
        "range": "Sheet1!A1:F9",
        "majorDimension": "ROWS",
        "values": [["A1", "B1", "", "D1"], ["", "b2"], [], ["A4", "", "2.5", "TRUE"]],
    }
    assert values("A1:D4", majorDimension="COLUMNS")["values"] == [
        ["A1", "", "", "A4"],
        ["B1", "b2"],
        ["", "", "", "2.5"],
        ["D1", "", "", "TRUE"],
    ]
    assert "values" not in values("G1:H9")


def test_null_leaves_a_cell_as_it_is_and_an_empty_text_empties_it(values: Any) -> None:
    values("A1", "PUT", {"values": [["a", "b"], ["c", "d"]]})
    written = values("A1", "PUT", {"values": [[None, ""], [None, "x"]]})
    assert (written["updatedRange"], written["updatedCells"]) == ("Sheet1!A1:B2", 2)
    assert (written["updatedRows"], written["updatedColumns"]) == (2, 1)
    assert values("A1:B2")["values"] == [["a"], ["c", "x"]]


def test_values_are_rendered_in_each_way(values: Any) -> None:
    values("A1", "PUT", {"values": [["=4/2", "2020-01-01", "string", 53, "3%", "=1/0"]]})
    assert values("A1:F1")["values"] == [["2", "2020-01-01", "string", "53", "3%", "#DIV/0!"]]
    plain = values("A1:F1", valueRenderOption="UNFORMATTED_VALUE")
    assert plain["values"] == [[2, 43831, "string", 53, 0.03, "#DIV/0!"]]
    dates = values("A1:F1", valueRenderOption="UNFORMATTED_VALUE", dateTimeRenderOption="FORMATTED_STRING")
    assert dates["values"] == [[2, "2020-01-01", "string", 53, 0.03, "#DIV/0!"]]
    formulas = values("A1:F1", valueRenderOption="FORMULA")
    assert formulas["values"] == [["=4/2", 43831, "string", 53, 0.03, "=1/0"]]
    assert values("A1", valueRenderOption="NO_SUCH")["error"]["status"] == "INVALID_ARGUMENT"


def test_raw_values_are_not_parsed(values: Any) -> None:
    values("A1", "PUT", {"values": [["=1+1", "3%", "2020-01-01"]]}, valueInputOption="RAW")
    assert values("A1:C1", valueRenderOption="UNFORMATTED_VALUE")["values"] == [["=1+1", "3%", "2020-01-01"]]


def test_a_write_says_where_it_landed_and_gives_the_values_back_when_asked(values: Any) -> None:
    written = values("A1", "PUT", {"values": [["3%"]]}, includeValuesInResponse="true")
    assert written["updatedData"] == {"range": "Sheet1!A1", "majorDimension": "ROWS", "values": [["3%"]]}


def test_values_that_do_not_fit_are_refused_and_nothing_is_written(values: Any, batch: Any) -> None:
    too_high = values("A1:B2", "PUT", {"values": [["a"], ["b"], ["c"]]})
    assert too_high["error"]["message"] == ("Requested writing within range [A1:B2], but tried writing to row [3]")
    too_wide = values("Y1", "PUT", {"values": [["a", "b", "c"]]})
    assert too_wide["error"]["message"].endswith("but tried writing to column [AA]")
    too_long = values("A1", "PUT", {"values": [["ok"], ["x" * 50_001]]})
    assert too_long["error"]["message"] == (
        "Your input contains more than the maximum of 50000 characters in a single cell."
    )
    no_list = values("A1", "PUT", {"values": ["a", "b"]})
    violations = no_list["error"]["details"][0]["fieldViolations"]
    assert [violation["field"] for violation in violations] == ["data.values[0]", "data.values[1]"]
    assert "values" not in values("Sheet1")


def test_several_ranges_are_written_together_or_not_at_all(ask: Client, key: str, values: Any) -> None:
    def write(*ranges: tuple[str, list[list[object]]]) -> Any:
        data = [{"range": text, "values": rows} for text, rows in ranges]
        body = {"valueInputOption": "RAW", "data": data}
        return ask("POST", f"/v4/spreadsheets/{key}/values:batchUpdate", body).json()

    refused = write(("A1", [[1]]), ("Sheet1!A1001", [[2]]))
    assert refused["error"]["message"] == (
        "Invalid data[1]: Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"
    )
    assert "values" not in values("A1")
    done = write(("A1:B1", [[1, 2]]), ("A3:B3", [[3, 4]]))
    assert {name: done[name] for name in done if name.startswith("total")} == {
        "totalUpdatedRows": 2,
        "totalUpdatedColumns": 2,
        "totalUpdatedCells": 4,
        "totalUpdatedSheets": 1,
    }
    assert [each["updatedRange"] for each in done["responses"]] == ["Sheet1!A1:B1", "Sheet1!A3:B3"]


@pytest.mark.parametrize(
    ("asked", "landed"),
    [
        ("Sheet1", "B7"),
        ("B4", "B7"),
        ("C5:D5", "B7"),
        ("B2:D4", "B7"),
        ("A3:G10", "B7"),
        ("A1", "A3"),
        ("E4", "E4"),
        ("A4", "A4"),
    ],
)
def test_rows_are_appended_to_the_last_table_in_the_range(values: Any, asked: str, landed: str) -> None:
    """The tables and the cases are those of Google's guide."""
    values("A1:C2", "PUT", {"values": [["x", "y", "z"], ["x", "y", "z"]]})
    values("B4:D6", "PUT", {"values": [["x", "y"], ["y", "z"], ["x", "y", "z"]]})
    written = values(asked, "POST", {"values": [["new"]]}, ":append")
    assert written["updates"]["updatedRange"] == f"Sheet1!{landed}"


def test_appending_by_the_tabs_name_alone_falls_into_the_gap_of_the_last_row(values: Any) -> None:
    assert "tableRange" not in values("Sheet1", "POST", {"values": [["x", "", "z"]]}, ":append")
    trapped = values("Sheet1", "POST", {"values": [["x", "", "z"]]}, ":append")
    assert (trapped["tableRange"], trapped["updates"]["updatedRange"]) == ("Sheet1!C1", "Sheet1!C2:E2")


def test_the_grid_grows_for_what_is_appended(values: Any, batch: Any) -> None:
    size = {"rowCount": 1, "columnCount": 1}
    batch({"updateSheetProperties": {"properties": {"sheetId": 0, "gridProperties": size}, "fields": "gridProperties"}})
    values("A1", "PUT", {"values": [["a"]]})
    values("A1", "POST", {"values": [["b", "c"], ["d", "e"]]}, ":append")
    assert values("Sheet1") == {
        "range": "Sheet1!A1:B3",
        "majorDimension": "ROWS",
        "values": [["a"], ["b", "c"], ["d", "e"]],
    }


def test_rows_are_found_by_their_metadata(ask: Client, key: str, values: Any, batch: Any) -> None:
    values("A7", "PUT", {"values": [["W-24", 74]]})
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 6, "endIndex": 7}
    metadata = {"location": {"dimensionRange": rows}, "visibility": "DOCUMENT", "metadataKey": "kr", "metadataId": 7}
    batch({"createDeveloperMetadata": {"developerMetadata": metadata}})
    data_filter = {"developerMetadataLookup": {"metadataId": 7}}
    path = f"/v4/spreadsheets/{key}/values"
    found = ask("POST", f"{path}:batchGetByDataFilter", {"dataFilters": [data_filter]}).json()
    assert found["valueRanges"] == [
        {
            "valueRange": {"range": "Sheet1!A7:Z7", "majorDimension": "ROWS", "values": [["W-24", "74"]]},
            "dataFilters": [data_filter],
        }
    ]
    body = {"valueInputOption": "RAW", "data": [{"dataFilter": data_filter, "values": [["W-24", 84]]}]}
    written = ask("POST", f"{path}:batchUpdateByDataFilter", body).json()
    assert written["responses"][0]["updatedRange"] == "Sheet1!A7:B7"
    assert written["responses"][0]["dataFilter"] == data_filter
    cleared = ask("POST", f"{path}:batchClearByDataFilter", {"dataFilters": [data_filter]}).json()
    assert cleared["clearedRanges"] == ["Sheet1!A7:Z7"]


def test_a_user_who_may_only_read_cannot_write(server: SheetsServer, key: str) -> None:
    file = server.world.files.get(key)
    assert file
    file.permissions.append(server.world.files.permission("reader", "user", "eve@example.com"))
    eve = Client(server, "eve@example.com")
    assert eve("GET", f"/v4/spreadsheets/{key}/values/A1").status_code == 200
    refused = eve("PUT", f"/v4/spreadsheets/{key}/values/A1?valueInputOption=RAW", {"values": [["x"]]})
    assert refused.json()["error"]["status"] == "PERMISSION_DENIED"
    eve.close()
