"""spreadsheets.batchUpdate: the requests that people and programs send less often."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_server_tests.conftest import Client
from tests.sheets_server_tests.test_batch_update import ROWS, cells, lines

DOWN = {"range": cells(1, 2, 0, 1), "shiftDimension": "ROWS"}
ASIDE = {"range": cells(1, 2, 0, 1), "shiftDimension": "COLUMNS"}
KEYS = {"range": cells(1, 4, 0, 1)}
TEXTS = [[str(value) for value in row] for row in ROWS]


@pytest.fixture(autouse=True)
def _filled(values: Any) -> None:
    values("A1", "PUT", {"values": ROWS})


@pytest.fixture
def sheet(ask: Client, key: str) -> Any:
    """The first tab as it is answered."""
    return lambda: ask("GET", f"/v4/spreadsheets/{key}").json()["sheets"][0]


@pytest.fixture
def cell(ask: Client, key: str) -> Any:
    """One cell as it is answered."""

    def read(text: str) -> Any:
        query = {"ranges": f"Sheet1!{text}", "fields": "sheets.data.rowData.values"}
        rows = ask("GET", f"/v4/spreadsheets/{key}", **query).json()["sheets"][0]["data"][0].get("rowData", [{}])
        return rows[0].get("values", [{}])[0]

    return read


@pytest.mark.parametrize(
    ("request_", "rows"),
    [
        (
            {"insertRange": DOWN},
            "KR Target Now|·10 1|a 20 2|b 30 3|c",
        ),
        (
            {"insertRange": ASIDE},
            "KR Target Now|·a 10 1|b 20 2|c 30 3",
        ),
        ({"deleteRange": DOWN}, "KR Target Now|b 10 1|c 20 2|·30 3"),
        (
            {"deleteRange": ASIDE},
            "KR Target Now|10 1|b 20 2|c 30 3",
        ),
        (
            {"pasteData": {"coordinate": {"rowIndex": 1}, "data": "x,5%\ny", "delimiter": ","}},
            "KR Target Now|x 5% 1|y 20 2|c 30 3",
        ),
        (
            {
                "appendCells": {
                    "sheetId": 0,
                    "rows": [{"values": [{"userEnteredValue": {"stringValue": "d"}}]}],
                    "fields": "userEnteredValue",
                }
            },
            "KR Target Now|a 10 1|b 20 2|c 30 3|d",
        ),
        (
            {
                "repeatCell": {
                    "range": cells(1, 4, 2, 3),
                    "cell": {"userEnteredValue": {"formulaValue": "=B2*2"}},
                    "fields": "userEnteredValue",
                }
            },
            "KR Target Now|a 10 20|b 20 40|c 30 60",
        ),
        (
            {"copyPaste": {"source": cells(1, 2, 0, 1), "destination": cells(1, 4, 0, 2), "pasteType": "PASTE_NORMAL"}},
            "KR Target Now|a a 1|a a 2|a a 3",
        ),
        (
            {
                "findReplace": {
                    "find": "^(.)$",
                    "replacement": "<$1>",
                    "searchByRegex": True,
                    "range": cells(1, 4, 0, 1),
                }
            },
            "KR Target Now|<a> 10 1|<b> 20 2|<c> 30 3",
        ),
        (
            {"findReplace": {"find": "A", "replacement": "x", "matchCase": True, "allSheets": True}},
            "KR Target Now|a 10 1|b 20 2|c 30 3",
        ),
    ],
)
def test_a_request_does_what_its_name_says(batch: Any, values: Any, request_: dict[str, Any], rows: str) -> None:
    assert "error" not in batch(request_)
    read = values("A1:E6")["values"]
    assert "|".join(" ".join(row) for row in read).replace("| ", "|·") == rows


def test_duplicates_are_removed_and_spaces_trimmed(batch: Any, values: Any) -> None:
    values("A1", "PUT", {"values": [["a ", 1], ["b", 2], ["a", 1], ["A", 1]]}, valueInputOption="RAW")
    trimmed = batch({"trimWhitespace": {"range": cells(0, 4, 0, 2)}})["replies"][0]
    assert trimmed == {"trimWhitespace": {"cellsChangedCount": 1}}
    removed = batch({"deleteDuplicates": {"range": cells(0, 4, 0, 2)}})["replies"][0]
    assert removed == {"deleteDuplicates": {"duplicatesRemovedCount": 2}}
    assert values("A1:B4")["values"] == [["a", "1"], ["b", "2"]]


def test_a_shuffle_keeps_rows_whole(batch: Any, values: Any) -> None:
    batch({"randomizeRange": {"range": cells(0, 4, 0, 3)}})
    assert sorted(values("A1:C4")["values"]) == sorted(TEXTS)


def test_borders_are_drawn_around_and_within(batch: Any, cell: Any) -> None:
    solid, none = {"style": "SOLID", "color": {"red": 1}}, {"style": "NONE"}
    batch({"updateBorders": {"range": cells(0, 2, 0, 2), "top": solid, "innerVertical": solid}})
    borders = cell("A1")["userEnteredFormat"]["borders"]
    red = {"style": "SOLID", "color": {"red": 1}, "colorStyle": {"rgbColor": {"red": 1}}}
    assert borders == {"top": red, "right": red}
    batch({"updateBorders": {"range": cells(0, 1, 0, 1), "top": none, "right": none}})
    assert cell("A1")["userEnteredFormat"] == {"borders": {}}


def test_a_mask_reaches_into_a_format_and_unsets_there(batch: Any, cell: Any) -> None:
    def repeat(own: dict[str, Any], fields: str) -> None:
        batch({"repeatCell": {"range": cells(0, 1, 0, 1), "cell": {"userEnteredFormat": own}, "fields": fields}})

    repeat({"textFormat": {"bold": True, "fontSize": 12}, "backgroundColor": {"red": 1}}, "userEnteredFormat")
    repeat({"textFormat": {"fontSize": 14}}, "userEnteredFormat.textFormat.fontSize,userEnteredFormat.backgroundColor")
    assert cell("A1")["userEnteredFormat"] == {"textFormat": {"bold": True, "fontSize": 14}}
    assert cell("A1")["effectiveFormat"]["textFormat"]["fontSize"] == 14
    repeat({"backgroundColorStyle": {"rgbColor": {"green": 1}}}, "userEnteredFormat.backgroundColorStyle")
    assert cell("A1")["userEnteredFormat"]["backgroundColor"] == {"green": 1}
    batch({"updateCells": {"range": cells(0, 1, 0, 1), "fields": "*"}})
    assert cell("A1") == {}


def test_smart_chips_and_links_are_kept(batch: Any, cell: Any) -> None:
    own = {
        "userEnteredValue": {"stringValue": "@"},
        "chipRuns": [{"startIndex": 0, "chip": {"personProperties": {"email": "an@example.com"}}}],
        "userEnteredFormat": {"textFormat": {"link": {"uri": "https://example.com"}}},
    }
    start = {"sheetId": 0, "rowIndex": 9, "columnIndex": 9}
    batch({"updateCells": {"start": start, "rows": [{"values": [own]}], "fields": "*"}})
    read = cell("J10")
    assert read["chipRuns"] == own["chipRuns"]
    assert read["hyperlink"] == "https://example.com"


def test_filter_views_are_changed_duplicated_and_deleted(batch: Any, sheet: Any) -> None:
    made = batch({"addFilterView": {"filter": {"range": cells(0, 4, 0, 3)}}})["replies"][0]["addFilterView"]["filter"]
    own = {"filterViewId": made["filterViewId"], "title": "Mine"}
    twin = batch(
        {"updateFilterView": {"filter": own, "fields": "title"}},
        {"duplicateFilterView": {"filterId": made["filterViewId"]}},
        {"deleteFilterView": {"filterId": made["filterViewId"]}},
    )["replies"][1]["duplicateFilterView"]["filter"]
    assert [view["title"] for view in sheet()["filterViews"]] == ["Copy of Mine"]
    assert twin["filterViewId"] != made["filterViewId"]


def test_conditional_formats_are_put_in_order_changed_and_deleted(batch: Any, sheet: Any) -> None:
    def rule(color: str) -> dict[str, Any]:
        condition = {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "1"}]}
        boolean = {"condition": condition, "format": {"backgroundColor": {color: 1}}}
        return {"ranges": [cells(1, 4, 1, 2)], "booleanRule": boolean}

    batch(*({"addConditionalFormatRule": {"rule": rule(color), "index": 0}} for color in ("red", "green")))
    moved = batch({"updateConditionalFormatRule": {"sheetId": 0, "index": 0, "newIndex": 1}})["replies"][0]
    assert moved["updateConditionalFormatRule"]["newIndex"] == 1
    batch(
        {"updateConditionalFormatRule": {"index": 1, "rule": rule("blue")}},
        {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}},
    )
    (left,) = sheet()["conditionalFormats"]
    assert left["booleanRule"]["format"]["backgroundColor"] == {"blue": 1}
    gone = batch({"deleteConditionalFormatRule": {"sheetId": 0, "index": 5}})["error"]["message"]
    assert gone.endswith("No conditional format on sheet: 0 at index: 5")


def test_a_group_is_collapsed(batch: Any, sheet: Any) -> None:
    batch({"addDimensionGroup": {"range": lines("ROWS", 1, 3)}})
    group = {"range": lines("ROWS", 1, 3), "depth": 1, "collapsed": True}
    batch({"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}})
    assert sheet()["rowGroups"][0]["collapsed"] is True
    missing = {"range": lines("ROWS", 5, 6), "depth": 1}
    assert "does not exist" in batch({"updateDimensionGroup": {"dimensionGroup": missing}})["error"]["message"]


def test_merges_are_pasted_and_cut_along_and_never_halved(batch: Any, sheet: Any) -> None:
    batch({"mergeCells": {"range": cells(0, 2, 0, 2), "mergeType": "MERGE_ALL"}})
    half = batch({"mergeCells": {"range": cells(0, 1, 0, 1), "mergeType": "MERGE_ALL"}})["error"]["message"]
    assert half.endswith("You must select all cells in a merged range to merge or unmerge them.")
    sort = {"range": cells(0, 4, 0, 3), "sortSpecs": [{"dimensionIndex": 0}]}
    assert "vertical merges" in batch({"sortRange": sort})["error"]["message"]
    batch(
        {"copyPaste": {"source": cells(0, 2, 0, 2), "destination": cells(5, 7, 0, 2), "pasteType": "PASTE_NORMAL"}},
        {"cutPaste": {"source": cells(0, 2, 0, 2), "destination": {"sheetId": 0, "rowIndex": 10}}},
    )
    assert sorted(merge["startRowIndex"] for merge in sheet()["merges"]) == [5, 10]
    batch({"unmergeCells": {"range": cells(0, 20, 0, 5)}})
    assert "merges" not in sheet()


def test_banding_charts_slicers_and_tables_are_changed_and_deleted(batch: Any, sheet: Any, values: Any) -> None:
    made = batch(
        {"addBanding": {"bandedRange": {"range": cells(0, 4, 0, 3)}}},
        {"addChart": {"chart": {"spec": {"title": "old"}}}},
        {"addSlicer": {"slicer": {"spec": {"title": "S"}}}},
        {"addTable": {"table": {"name": "T", "range": cells(1, 3, 0, 3)}}},
    )["replies"]
    banded, chart = made[0]["addBanding"]["bandedRange"], made[1]["addChart"]["chart"]
    slicer, table = made[2]["addSlicer"]["slicer"], made[3]["addTable"]["table"]
    own = {"bandedRangeId": banded["bandedRangeId"], "rowProperties": {"headerColor": {"red": 1}}}
    batch(
        {"updateBanding": {"bandedRange": own, "fields": "rowProperties"}},
        {"updateChartSpec": {"chartId": chart["chartId"], "spec": {"title": "new"}}},
        {"insertDimension": {"range": lines("ROWS", 0, 1)}},
    )
    assert sheet()["bandedRanges"][0]["rowProperties"] == {"headerColor": {"red": 1}}
    assert sheet()["charts"][0]["spec"] == {"title": "new"}
    assert sheet()["tables"][0]["range"]["startRowIndex"] == 2
    batch(
        {"deleteBanding": {"bandedRangeId": banded["bandedRangeId"]}},
        {"deleteEmbeddedObject": {"objectId": slicer["slicerId"]}},
        {"deleteTable": {"tableId": table["tableId"]}},
    )
    assert not {"bandedRanges", "slicers", "tables"} & set(sheet())
    assert values("A3:C4").get("values") is None
    assert "No embedded object" in batch({"deleteEmbeddedObject": {"objectId": 1}})["error"]["message"]


def test_a_tab_is_protected_as_a_whole_once(batch: Any) -> None:
    protect = {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}}
    assert "error" not in batch(protect)
    assert 'Sheet "Sheet1" already has sheet protection.' in batch(protect)["error"]["message"]


def test_appended_cells_add_rows_but_no_columns(batch: Any) -> None:
    row = {"values": [{"userEnteredValue": {"numberValue": 1}}] * 27}
    error = batch({"appendCells": {"sheetId": 0, "rows": [row], "fields": "userEnteredValue"}})["error"]["message"]
    assert error.endswith("Attempting to write column: 26, beyond the last requested column of: 25")


def test_rows_are_added_at_the_end_like_the_last_one(batch: Any, sheet: Any) -> None:
    batch({"insertDimension": {"range": lines("ROWS", 1000, 1002), "inheritFromBefore": True}})
    assert sheet()["properties"]["gridProperties"]["rowCount"] == 1002


def test_names_are_changed_and_must_be_names(batch: Any, values: Any) -> None:
    named = {"name": "Total", "range": cells(3, 4, 1, 2)}
    own = batch({"addNamedRange": {"namedRange": named}})["replies"][0]["addNamedRange"]["namedRange"]
    again = batch({"addNamedRange": {"namedRange": named}})["error"]["message"]
    assert "already exists" in again
    assert (
        "Invalid named range name"
        in batch({"addNamedRange": {"namedRange": named | {"name": "Q4"}}})["error"]["message"]
    )
    change = {"namedRangeId": own["namedRangeId"], "name": "Sum", "range": cells(1, 4, 1, 2)}
    batch({"updateNamedRange": {"namedRange": change, "fields": "name,range"}})
    values("E1", "PUT", {"values": [["=SUM(Sum)"]]})
    assert values("E1")["values"] == [["60"]]


def test_frozen_rows_leave_some_to_scroll_and_tabs_keep_a_place(batch: Any, sheet: Any) -> None:
    def change(properties: dict[str, Any], fields: str) -> Any:
        return batch({"updateSheetProperties": {"properties": {"sheetId": 0} | properties, "fields": fields}})

    size = {"gridProperties": {"rowCount": 2, "columnCount": 3}}
    assert "error" not in change(size, "gridProperties(rowCount,columnCount)")
    frozen = change({"gridProperties": {"frozenRowCount": 2}}, "gridProperties.frozenRowCount")
    assert frozen["error"]["message"].endswith("You can't freeze all visible rows on the sheet.")
    change({"gridProperties": {"frozenRowCount": 1}}, "gridProperties.frozenRowCount")
    below = batch({"deleteDimension": {"range": lines("ROWS", 1, 2)}})["error"]["message"]
    assert below.endswith("Sorry, it is not possible to delete all non-frozen rows.")
    assert "out of bounds" in change({"index": 9}, "index")["error"]["message"]
    assert "cannot be empty" in change({}, "title")["error"]["message"]
    black = {"tabColorStyle": {"rgbColor": {}}}
    change(black, "tabColorStyle")
    assert sheet()["properties"]["tabColor"] == {}
    change({"tabColorStyle": {"rgbColor": None}}, "tabColorStyle")
    assert "tabColor" not in sheet()["properties"]
