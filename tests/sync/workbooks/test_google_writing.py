"""What a write asks of Google, and what people who edit in that very moment get to see of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from sync.model.cells import CellRef
from sync.model.plans import RemoveColumn
from sync.workbooks import google_guarded
from sync.workbooks.base import WorkbookChanged, WorkbookError
from sync.workbooks.google import GoogleWorkbook
from sync.workbooks.sources import Source
from tests.sheets_server.editors import Change, perform
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.hooks import Hook
from tests.sheets_server.requests import batch
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.world import ROBOT
from tests.sync.workbooks.contract import Rows
from tests.sync.workbooks.google_sheets import (
    GUARD,
    TEAM,
    WRITE,
    Sheets,
    added,
    change,
    new_spreadsheet,
    opened,
    options,
    plan,
    progress,
)


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


@pytest.fixture(params=[2_000, 0], ids=["looked at as a whole", "looked at in part"])
def sheets(server: SheetsServer, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Sheets:
    monkeypatch.setattr(google_guarded, "LARGEST_WHOLE", request.param)
    monkeypatch.setattr(google_guarded, "FIRST_ROWS", 1)
    return Sheets(server, {"Q4": TEAM})


looked_at_as_a_whole = pytest.mark.parametrize("sheets", [2_000], indirect=True)
# ── How often Google is asked ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", [10, 30])
def test_however_many_tabs_changed_it_is_one_read_one_guard_and_one_write(server: SheetsServer, number: int) -> None:
    titles = [f"Team {index}" for index in range(number)]
    sheets = Sheets(server, dict.fromkeys(titles, TEAM), rows=200)
    asked = []
    for run in range(2):
        server.world.log.empty()
        content = sheets.workbook.read()
        sheets.workbook.write(plan(content, *(change(2, f"run {run}", tab=title) for title in titles)))
        asked.append(sheets.counts())

    never_seen, known = asked
    assert never_seen == {"spreadsheets.batchUpdate": 2, "spreadsheets.get": 2, "total": 4}
    assert known == {"spreadsheets.batchUpdate": 2, "spreadsheets.get": 1, "total": 3}


def test_nothing_to_write_asks_nothing(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.server.world.log.empty()
    sheets.workbook.write(plan(content))
    assert sheets.counts() == {"total": 0}


def test_a_large_tab_is_read_in_pages_and_one_of_no_interest_to_its_head(server: SheetsServer) -> None:
    long: Rows = [[row, f"row {row}"] for row in range(1, 2501)]
    sheets = Sheets(server, {"Q4": long, "Raw": long}, rows=9_000, columns=20)

    content = sheets.workbook.read(worth_reading=lambda head: head.title == "Q4")

    assert [len(sheet.rows) for sheet in content.sheets] == [2500, 100]
    assert sheets.counts()["total"] <= 6
    assert content == sheets.workbook.read(worth_reading=lambda head: head.title == "Q4")
    receipt = sheets.workbook.write(plan(content, change(2499, "here", column=2)))
    assert sheets.tab().cell(2498, 1).entered == "here"
    assert receipt.fingerprint == sheets.workbook.read(worth_reading=lambda head: head.title == "Q4").fingerprint


def test_a_tab_that_came_since_the_last_read_is_seen(sheets: Sheets) -> None:
    sheets.workbook.read()
    new = {"addSheet": {"properties": {"title": "Q5"}}}
    perform(sheets.server.world, sheets.key, {"edit": "requests", "requests": [new]})
    assert [sheet.title for sheet in sheets.workbook.read().sheets] == ["Q4", "Q5"]


# ── What is asked ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_request_and_every_field_is_one_of_ours(sheets: Sheets) -> None:
    sent: list[dict[str, Any]] = []
    sheets.server.world.watchers.append(
        lambda operation, call, answer: sent.append(call.body() if call.content else {})
    )
    content = sheets.workbook.read()
    sheets.workbook.write(
        plan(content, change(2, "=1+1"), change(3, "+1")._replace(number_format="0%"), change(5, Decimal("0.1")))
    )

    requests = [request for body in sent for request in body.get("requests", ())]
    kinds = {kind for request in requests for kind in request}
    assert kinds == {"createDeveloperMetadata", "deleteDeveloperMetadata", "updateCells"}
    fields = {request["updateCells"]["fields"] for request in requests if "updateCells" in request}
    assert fields == {"userEnteredValue", "userEnteredFormat.numberFormat,userEnteredValue"}
    assert "formulaValue" not in json.dumps(requests)
    assert sheets.column(3, 5) == ["Progress ⟳", "=1+1", "+1", "=B4/10", 0.1]


def test_a_grid_too_small_for_a_column_grows_in_the_same_request(server: SheetsServer) -> None:
    sheets = Sheets(server, {"🌵 An's": TEAM}, rows=5, columns=4)
    content = sheets.workbook.read()
    new = plan(content, change(2, Decimal("0.25"), 5, "🌵 An's"), columns=(added(5, tab="🌵 An's"),))
    assert json.loads(sheets.workbook.looks(new)[new.columns[0].cell]) == {"cells": {}, "width": 100}
    server.world.log.empty()

    receipt = sheets.workbook.write(new)

    assert sheets.counts()["spreadsheets.batchUpdate"] == 2
    assert sheets.column(5, 3) == ["Score ⟳", 0.25, None]
    assert sheets.tab().columns[4].pixel_size == 68
    assert sheets.tab().cell(0, 4).note == "okr-sync fills it in"
    assert (receipt.columns, len(receipt.written)) == (new.columns, 1)


def test_a_new_column_looks_like_its_neighbour_and_goes_without_a_trace(sheets: Sheets) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}, "numberFormat": {"type": "PERCENT", "pattern": "0%"}}}
    area = {"sheetId": 1, "endRowIndex": 5, "startColumnIndex": 3, "endColumnIndex": 4}
    repeat = {"repeatCell": {"range": area, "cell": bold, "fields": "userEnteredFormat"}}
    perform(sheets.server.world, sheets.key, {"edit": "requests", "requests": [repeat]})
    before = [line.cells for line in sheets.tab().rows]
    new = plan(sheets.workbook.read(), change(2, Decimal("0.25"), 5), columns=(added(5),))
    looks = sheets.workbook.looks(new)
    sheets.workbook.write(new)
    cell = sheets.tab().cell(1, 4)
    assert cell.format is not None
    assert (cell.format["textFormat"]["bold"], cell.format["numberFormat"]["pattern"]) == (True, "0.00")

    content = sheets.workbook.read()
    gone = RemoveColumn(new.columns[0], looks[new.columns[0].cell])
    sheets.workbook.write(plan(content, change(2, None, 5))._replace(removals=(gone,)))
    sheets.workbook.tidy_up()

    assert [line.cells for line in sheets.tab().rows] == before
    file = sheets.server.world.files.get(sheets.key)
    assert file is not None
    assert file.spreadsheet is not None
    assert file.spreadsheet.metadata == []


def test_a_note_that_somebody_put_in_the_place_of_ours_stays_when_the_column_goes(server: SheetsServer) -> None:
    sheets = Sheets(server, {"Q4": TEAM})
    columns = added(5), added(6)._replace(header="Level ⟳")
    sheets.workbook.write(plan(sheets.workbook.read(), columns=columns))
    start = {"sheetId": 1, "rowIndex": 0, "columnIndex": 4}
    sheets.asked({"updateCells": {"start": start, "rows": [{"values": [{"note": "ask Lan"}]}], "fields": "note"}})

    sheets.workbook.write(plan(sheets.workbook.read())._replace(removals=tuple(map(RemoveColumn, columns))))

    headers = [sheets.tab().cell(0, column) for column in (4, 5)]
    assert [(cell.entered, cell.note or "") for cell in headers] == [(None, "ask Lan"), (None, "")]


def test_a_new_column_beside_merged_headers_looks_like_these_and_goes_without_a_trace(server: SheetsServer) -> None:
    sheets = Sheets(server, {"Q4": [["Key result", "Figures", None], [None, "Target", "Current"], *TEAM[1:]]})
    blue = {"cell": {"userEnteredFormat": {"backgroundColor": {"blue": 1}}}, "fields": "userEnteredFormat"}
    edits = [
        {"mergeCells": {"range": _area(0, 1, 1, 3), "mergeType": "MERGE_ALL"}},
        {"repeatCell": {"range": _area(0, 1, 0, 2), **blue}},
        {"repeatCell": {"range": _area(1, 2, 1, 3), **blue}},
    ]
    perform(sheets.server.world, sheets.key, {"edit": "requests", "requests": edits})
    before = [line.cells for line in sheets.tab().rows]
    column = added(4, last_row=6)._replace(cell=CellRef("Q4", 2, 4), header_rows_above=1)
    new = plan(sheets.workbook.read(), columns=(column,))
    looks = sheets.workbook.looks(new)
    sheets.workbook.write(new)
    looks_of_headers = [sheets.tab().cell(row, 3).format or {} for row in (0, 1)]
    assert [look.get("backgroundColor") for look in looks_of_headers] == [{"blue": 1}, {"blue": 1}]

    gone = RemoveColumn(column, looks[column.cell])
    sheets.workbook.write(plan(sheets.workbook.read())._replace(removals=(gone,)))
    assert [line.cells for line in sheets.tab().rows] == before


def test_what_somebody_typed_over_a_header_of_ours_keeps_its_look_when_the_column_goes(server: SheetsServer) -> None:
    sheets = Sheets(server, {"Q4": [["Key result", "Figures", None], [None, "Target", "Current"], *TEAM[1:]]})
    column = added(4, last_row=6)._replace(cell=CellRef("Q4", 2, 4), header_rows_above=1)
    new = plan(sheets.workbook.read(), columns=(column,))
    looks = sheets.workbook.looks(new)
    sheets.workbook.write(new)
    typed = {"userEnteredValue": {"stringValue": "Ours"}, "userEnteredFormat": {"backgroundColor": {"red": 1}}}
    edit = {"range": _area(0, 1, 3, 4), "cell": typed, "fields": "userEnteredValue,userEnteredFormat"}
    perform(sheets.server.world, sheets.key, {"edit": "requests", "requests": [{"repeatCell": edit}]})

    gone = RemoveColumn(column, looks[column.cell])
    sheets.workbook.write(plan(sheets.workbook.read())._replace(removals=(gone,)))
    cell = sheets.tab().cell(0, 3)
    assert (cell.entered, (cell.format or {}).get("backgroundColor")) == ("Ours", {"red": 1})


def _area(row: int, end_row: int, column: int, end_column: int) -> dict[str, int]:
    return {
        "sheetId": 1,
        "startRowIndex": row,
        "endRowIndex": end_row,
        "startColumnIndex": column,
        "endColumnIndex": end_column,
    }


def test_a_write_larger_than_the_limit_is_split_between_rows(server: SheetsServer) -> None:
    rows: Rows = [["Key result", None, "Progress ⟳"], *([f"KR {row}", None, None] for row in range(2, 1500))]
    key = new_spreadsheet(server, {"Q4": rows}, rows=1600)
    workbook = GoogleWorkbook(Source("google", key), options(server, largest_write=40_000), name="team")

    receipt = workbook.write(progress(workbook.read()))

    assert len(receipt.written) == 1498
    assert server.world.log.counts()["spreadsheets.batchUpdate"] > 3
    assert workbook.read().fingerprint == receipt.fingerprint


@pytest.mark.parametrize("late", [range(600, 900), range(1200, 1500)])
def test_a_sort_that_reaches_only_what_is_not_sent_yet_ends_the_write(
    server: SheetsServer, late: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(google_guarded, "LARGEST_WHOLE", 2_000)
    rows: Rows = [["Key result", "Rank", "Progress ⟳"]]
    rows += [[f"KR {row}", late.start + late.stop - row if row in late else row, None] for row in range(2, 1500)]
    sheets = Sheets(server, {"Q4": rows}, rows=1600)
    workbook = GoogleWorkbook(Source("google", sheets.key), options(server, largest_write=40_000), name="team")
    planned = progress(workbook.read())
    sheets.somebody(WRITE, {"edit": "sort", "column": 2})

    receipt = workbook.write(planned)

    sheet = workbook.read().sheets[0]
    stands = {sheet.rows[row][1].value: cell.value for row in sheet.rows if row > 1 and (cell := sheet.cell(row, 3))}
    assert stands == {text: f"for {text}" for text in stands}
    assert len(stands) == len(receipt.written) == 500
    assert all(left.reason == "moved" for left in receipt.dropped)


@pytest.mark.parametrize(("text", "reason"), [("x" * 50_001, "too_long"), ("in a protected range", "protected")])
def test_what_google_would_refuse_is_left_out_and_the_rest_is_written(
    server: SheetsServer, text: str, reason: str
) -> None:
    file = server.world.add_spreadsheet("team", owner="an@example.com", shared_with=(ROBOT,))
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    update = {"start": start, "rows": [{"values": [{"userEnteredValue": {"stringValue": "KR"}}]}], "fields": "*"}
    protect = {"range": {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2}, "editors": {"users": ["an@example.com"]}}
    requests = [{"updateCells": update}, {"addProtectedRange": {"protectedRange": protect}}]
    perform(server.world, file.id, {"edit": "requests", "requests": requests})
    workbook = opened(server, file.id)
    row = 2 if reason == "protected" else 3

    receipt = workbook.write(plan(workbook.read(), change(row, text, tab="Sheet1"), change(4, "fine", tab="Sheet1")))

    assert [(left.cell.row, left.reason) for left in receipt.dropped] == [(row, reason)]
    assert [one.after for one in receipt.written] == ["fine"]


def test_a_spreadsheet_without_room_for_a_column_is_said_to_be_full(server: SheetsServer) -> None:
    sheets = Sheets(server, {"Q4": TEAM}, rows=383_000)
    content = sheets.workbook.read()

    with pytest.raises(WorkbookError, match="'team' is full: Google Sheets allows 10 million cells") as refused:
        sheets.workbook.write(plan(content, columns=(added(27),)))

    assert not refused.value.maybe_written
    assert len(sheets.tab().columns) == 26


LARGE: Rows = [["Key result", "Target", "Progress ⟳"], *([f"KR {row}", row, None] for row in range(2, 3_001))]


def test_of_a_large_tab_only_the_rows_that_are_written_and_the_first_are_looked_at_again(
    server: SheetsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(google_guarded, "LARGEST_WHOLE", 2_000)
    sheets = Sheets(server, {"Q4": LARGE}, rows=3_000)
    content = sheets.workbook.read()
    told: list[int] = []
    server.world.watchers.append(
        lambda operation, call, answer: told.append(_rows_told(answer.body)) if "batchUpdate" in operation else None
    )

    receipt = sheets.workbook.write(plan(content, change(1_500, "one"), change(2_900, "two")))

    assert [one.after for one in receipt.written] == ["one", "two"]
    # Headers may stand anywhere above the first row that is written.
    assert told == [1_501, 1_501]
    assert receipt.fingerprint == sheets.workbook.read().fingerprint


def test_of_a_large_tab_headers_below_its_first_rows_are_looked_at_too(server: SheetsServer) -> None:
    sheets = Sheets(server, {"Q4": [["Notes"], *([[None]] * 298), *TEAM]}, rows=1_200)
    content = sheets.workbook.read()
    sheets.somebody(GUARD, {"edit": "overwrite", "tab": "Q4", "cell": "C300", "value": "Theirs"})

    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(plan(content, change(301, 0.5), change(302, 0.6)))

    assert sheets.column(3, rows=302)[299:] == ["Theirs", 0.1, 0.2]


def test_a_large_tab_that_is_sorted_in_that_moment_is_looked_at_as_a_whole_and_all_is_put_back(
    server: SheetsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(google_guarded, "LARGEST_WHOLE", 2_000)
    sheets = Sheets(server, {"Q4": LARGE}, rows=3_000)
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "sort", "column": 2, "descending": True})

    with pytest.raises(WorkbookChanged, match="nothing stays of what was written"):
        sheets.workbook.write(plan(content, change(1_400, "for KR 1400"), change(2_900, "for KR 2900")))

    assert sheets.column(3, 3_000) == ["Progress ⟳", *[None] * 2_999]
    assert sheets.column(1, 2) == ["Key result", "KR 3000"]


def _rows_told(answer: Any) -> int:
    return sum(len(data["rowData"]) for sheet in answer["updatedSpreadsheet"]["sheets"] for data in sheet["data"])


# ── Who edits in between ─────────────────────────────────────────────────────────────────────────────────────────────

STRUCTURE: list[Change] = [
    {"edit": "insert_rows", "at": 3},
    {"edit": "delete_rows", "at": 2},
    {"edit": "move_rows", "at": 2, "to": 5},
    {"edit": "insert_columns", "at": 3},
    {"edit": "delete_columns", "at": 1},
    {"edit": "move_rows", "dimension": "COLUMNS", "at": 4, "to": 1},
]


@pytest.mark.parametrize("change", STRUCTURE, ids=lambda one: one["edit"] + one.get("dimension", ""))
def test_rows_and_columns_that_move_before_the_write_make_it_fail_whole(sheets: Sheets, change: Change) -> None:
    content = sheets.workbook.read()
    sheets.somebody(WRITE, change)
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(progress(content))
    assert not any(str(cell.entered).startswith("for ") for _, _, cell in sheets.tab().filled())


def test_a_sort_before_the_write_is_seen_in_its_answer_and_all_is_put_back(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "sort", "column": 1, "descending": True})
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(progress(content))
    assert sheets.column(1, 5) == ["Key result", "Tickets", "Revenue", "Customers", "Churn"]
    assert sheets.column(3, 5) == ["Progress ⟳", 0.4, 0.1, 0.2, "=B5/10"]

    receipt = sheets.workbook.write(progress(sheets.workbook.read()))

    assert sheets.column(3, 5) == ["Progress ⟳", "for Tickets", "for Revenue", "for Customers", "=B5/10"]
    assert {(back.cell.a1, back.before, back.after) for back in receipt.put_back} == {
        ("C2", "for Revenue", Decimal("0.4")), ("C3", "for Customers", Decimal("0.1")), ("C5", "for Tickets", "=B5/10"),
    }  # fmt: skip


def test_a_row_that_is_cut_away_is_left_out_and_what_it_stood_on_is_put_back(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "cut", "range": "A5:D5", "to": "A3"})

    receipt = sheets.workbook.write(progress(content))

    assert sheets.column(1, 5) == ["Key result", "Revenue", "Tickets", "Churn", None]
    assert sheets.column(3, 5) == ["Progress ⟳", "for Revenue", 0.4, "=B4/10", None]
    assert [(left.cell.a1, left.reason) for left in receipt.dropped] == [
        ("C4", "formula"), ("C3", "moved"), ("C5", "moved"),
    ]  # fmt: skip


def test_rows_that_move_again_while_they_are_put_back_are_followed(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "sort", "column": 1, "descending": True})
    sheets.somebody(WRITE, {"edit": "insert_rows", "at": 1}, when="after")
    sheets.somebody(4, {"edit": "delete_rows", "at": 1})
    sheets.somebody(6, {"edit": "sort", "column": 2})
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(progress(content))
    values = dict(zip(sheets.column(1, 5), sheets.column(3, 5), strict=True))
    assert {name: value for name, value in values.items() if name != "Churn"} == {
        "Key result": "Progress ⟳", "Revenue": 0.1, "Customers": 0.2, "Tickets": 0.4,
    }  # fmt: skip


def test_a_note_in_our_column_that_is_sorted_into_the_table_is_put_back(sheets: Sheets) -> None:
    perform(sheets.server.world, sheets.key, {"edit": "overwrite", "cell": "C6", "value": "a note"})
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "sort", "column": 3, "descending": True})
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(progress(content))
    assert sheets.column(3, 6) == ["Progress ⟳", "a note", 0.4, "=B4/10", 0.2, 0.1]


@looked_at_as_a_whole
def test_a_column_without_a_header_is_followed_while_it_is_put_back(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "cut", "range": "A7:D7", "to": "A1"})
    sheets.somebody(WRITE, {"edit": "insert_columns", "at": 3}, when="after")
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(progress(content))
    assert sheets.column(3, 5) == [None] * 5
    assert sheets.column(4, 5) == [None, 0.1, 0.2, "=B4/10", 0.4]


def test_a_cell_under_a_header_that_somebody_changed_is_told_to_be_that(server: SheetsServer) -> None:
    sheets = Sheets(server, {"Q4": [[*row, None] for row in TEAM]})
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "change_header", "cell": "C1", "value": "Theirs"})
    sheets.somebody(WRITE, {"edit": "cut", "range": "A5:E5", "to": "A6"})
    other = change(2, "fine", column=5)
    receipt = sheets.workbook.write(plan(content, *progress(content).changes, other, columns=(added(5),)))
    told = {left.cell.a1: left.reason for left in receipt.dropped}
    assert told == {"C2": "header_changed", "C3": "header_changed", "C4": "formula", "C5": "moved"}


def test_a_column_that_somebody_makes_theirs_is_given_back(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "change_header", "cell": "C1", "value": "Ours, hands off"})
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(progress(content))
    assert sheets.column(3, 5) == ["Ours, hands off", 0.1, 0.2, "=B4/10", 0.4]


def test_tabs_that_are_renamed_again_and_again_while_they_are_read_put_the_sync_off(sheets: Sheets) -> None:
    titles = iter(range(100))

    def rename() -> None:
        perform(sheets.server.world, sheets.key, {"edit": "rename_tab", "title": f"Q4 {next(titles)}"})

    sheets.server.world.hooks.add(Hook(rename, "after", "GET /v4"))
    with pytest.raises(WorkbookChanged, match="renamed tabs"):
        sheets.workbook.read()


def test_a_tab_that_is_renamed_before_it_is_asked_for_its_looks_puts_the_sync_off(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    perform(sheets.server.world, sheets.key, {"edit": "rename_tab", "title": "D3"})
    with pytest.raises(WorkbookChanged, match="renamed tabs"):
        sheets.workbook.looks(plan(content, columns=(added(5),)))


def test_a_tab_that_is_renamed_in_that_moment_has_its_values_all_the_same(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "rename_tab", "title": "D3"})
    receipt = sheets.workbook.write(progress(content))
    assert len(receipt.written) == 3
    assert sheets.column(3, 3) == ["Progress ⟳", "for Revenue", "for Customers"]


@looked_at_as_a_whole
def test_who_edits_another_row_does_not_hold_up_the_sync(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    perform(sheets.server.world, sheets.key, {"edit": "overwrite", "cell": "D5", "value": "typed meanwhile"})
    receipt = sheets.workbook.write(plan(content, change(2, "for Revenue")))
    assert [one.after for one in receipt.written] == ["for Revenue"]
    assert receipt.fingerprint == sheets.workbook.read().fingerprint


def test_a_formula_that_comes_to_a_tab_without_any_holds_up_the_sync_since_it_may_fill_in_cells(
    server: SheetsServer,
) -> None:
    sheets = Sheets(server, {"Q4": [["Key result", "Target", "Progress ⟳"], ["Revenue", 100, 0.1], ["Churn", 3, None]]})
    content = sheets.workbook.read()
    sheets.somebody(GUARD, {"edit": "overwrite", "cell": "E1", "value": "=A1:A3"})

    with pytest.raises(WorkbookChanged, match="nothing was written"):
        sheets.workbook.write(progress(content))

    assert sheets.column(3, 3) == ["Progress ⟳", 0.1, None]


def test_where_no_sentinel_may_stand_what_landed_wrong_is_put_back_all_the_same(
    sheets: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = batch.HANDLERS["createDeveloperMetadata"]

    def refuse(edit: Any, sent: dict[str, Any]) -> Any:
        if "dimensionRange" in sent["developerMetadata"]["location"]:
            raise BadRequest("You are trying to edit a protected cell or object.")
        return create(edit, sent)

    monkeypatch.setitem(batch.HANDLERS, "createDeveloperMetadata", refuse)
    content = sheets.workbook.read()
    # The guard is refused, and the write is what comes next.
    sheets.somebody(WRITE, {"edit": "insert_rows", "at": 2}, {"edit": "insert_columns", "at": 3})
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(progress(content))
    assert sheets.column(3, 7) == [None] * 7
    assert sheets.column(4, 7) == ["Progress ⟳", None, 0.1, 0.2, "=B5/10", 0.4, None]
    assert sheets.column(5, 7) == ["Comment", None, "ask An", "=B4", None, "last", None]


# ── Whose answer is lost ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize("kind", ["drop", "503"])
def test_a_write_whose_answer_is_lost_is_looked_at_and_never_made_twice(
    sheets: Sheets, kind: str, applied: bool
) -> None:
    content = sheets.workbook.read()
    sheets.server.world.faults.add(kind, match="batchUpdate", after=1, applied=applied)

    receipt = sheets.workbook.write(progress(content))

    assert len(receipt.written) == 3
    assert receipt.fingerprint == sheets.workbook.read().fingerprint
    writes = [one for one in sheets.server.world.log.records if one.operation == "spreadsheets.batchUpdate"]
    assert len(writes) == (2 if applied else 3)


def test_people_may_move_rows_before_a_lost_write_is_looked_at(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.server.world.faults.add("drop", match="batchUpdate", after=1, applied=True)
    sheets.somebody(WRITE, {"edit": "insert_rows", "at": 2}, when="after")
    receipt = sheets.workbook.write(progress(content))
    assert sheets.column(3, 6) == ["Progress ⟳", None, "for Revenue", "for Customers", "=B5/10", "for Tickets"]
    assert len(receipt.written) == 3
    assert receipt.put_back == ()


def test_what_cannot_be_told_is_said_to_be_unknown(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.server.world.faults.add("drop", match="batchUpdate", after=1, times=None, applied=False)
    with pytest.raises(WorkbookError) as told:
        sheets.workbook.write(progress(content))
    assert told.value.maybe_written


def test_a_guard_that_is_not_answered_has_written_nothing(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.server.world.faults.add("drop", match="batchUpdate", times=None, applied=False)
    with pytest.raises(WorkbookError) as told:
        sheets.workbook.write(progress(content))
    assert not told.value.maybe_written


def test_a_write_that_arrives_twice_is_refused_the_second_time(sheets: Sheets) -> None:
    sent: list[Callable[[], Any]] = []

    def remember(operation: str, call: Any, answer: Any) -> None:
        if operation == "spreadsheets.batchUpdate":
            sent.append(
                lambda: perform(
                    sheets.server.world, sheets.key, {"edit": "requests", "requests": call.body()["requests"]}
                )
            )

    sheets.server.world.watchers.append(remember)
    sheets.workbook.write(progress(sheets.workbook.read()))
    before = [line.cells for line in sheets.tab().rows]
    with pytest.raises(Exception, match="already exists"):
        sent[-1]()
    assert [line.cells for line in sheets.tab().rows] == before
