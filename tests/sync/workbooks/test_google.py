"""Google Sheets, over real HTTP against the test server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sync.model.cells import CellRef
from sync.workbooks.base import Workbook
from tests.sheets_server.editors import perform
from tests.sheets_server.server import SheetsServer
from tests.sync.workbooks.contract import Rows, WorkbookContract
from tests.sync.workbooks.google_sheets import Sheets, cell_data, new_spreadsheet, opened


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


class TestGoogleWorkbook(WorkbookContract):
    @pytest.fixture(autouse=True)
    def _with_server(self, server: SheetsServer) -> None:
        self.server = server

    def make(self, tabs: dict[str, Rows]) -> Workbook:
        self.key = new_spreadsheet(self.server, tabs)
        return opened(self.server, self.key)

    def someone_types(self, workbook: Workbook, cell: CellRef, value: Any) -> None:
        start = {"sheetId": 0, "rowIndex": cell.row - 1, "columnIndex": cell.column - 1}
        with self.server.world.lock:
            spreadsheet = self.server.world.open(self.key, self.server.world.files.get(self.key).owner).spreadsheet
            tab = spreadsheet.titled(cell.sheet)
        start["sheetId"] = tab.id
        update = {"start": start, "rows": [{"values": [cell_data(value)]}], "fields": "userEnteredValue"}
        perform(self.server.world, self.key, {"edit": "requests", "requests": [{"updateCells": update}]})


def test_a_large_tab_of_which_all_is_read_is_asked_for_at_once_from_the_second_time_on(server: SheetsServer) -> None:
    sheets = Sheets(server, {"Q4": [["Key result"], *([f"KR {row}"] for row in range(2, 3_001))]}, rows=3_000)
    first = sheets.workbook.read()
    server.world.log.empty()

    again = sheets.workbook.read()

    assert sheets.counts() == {"spreadsheets.get": 1, "total": 1}
    assert again == first


def test_a_large_tab_that_is_not_read_is_never_asked_for_whole(server: SheetsServer) -> None:
    tabs: dict[str, Rows] = {"Q4": [["Key result"]], "Raw": [["Order"], *([row] for row in range(2, 3_001))]}
    sheets = Sheets(server, tabs, rows=3_000)
    sheets.workbook.read(worth_reading=lambda head: head.title == "Q4")
    server.world.log.empty()

    sheets.workbook.read(worth_reading=lambda head: head.title == "Q4")

    assert sheets.counts()["spreadsheets.get"] == 3
