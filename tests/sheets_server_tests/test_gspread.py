"""gspread's own client, against the server: what people do with it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from urllib.parse import urlsplit

import google.auth.credentials
import gspread
import openpyxl
import pytest
import requests
from gspread.utils import MergeType, ValueInputOption, ValueRenderOption

from tests.sheets_server.server import SheetsServer


class _AnyToken(google.auth.credentials.Credentials):
    """Credentials that need no Google."""

    def __init__(self) -> None:
        super().__init__()
        self.token = "any"

    def refresh(self, request: object) -> None:
        self.token = "any"


class _ToTheServer(requests.adapters.HTTPAdapter):
    """Sends what is meant for Google's hosts to the server."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: requests.PreparedRequest, *args: object, **kwargs: object) -> requests.Response:
        assert request.url
        address = urlsplit(request.url)
        request.url = self._url + address.path + (f"?{address.query}" if address.query else "")
        return super().send(request, *args, **kwargs)  # type: ignore[arg-type]


@pytest.fixture
def client(server: SheetsServer) -> Iterator[gspread.Client]:
    client = gspread.Client(auth=_AnyToken())
    client.http_client.session.mount("https://", _ToTheServer(server.url))
    yield client
    client.http_client.session.close()


@pytest.fixture
def spreadsheet(client: gspread.Client) -> gspread.Spreadsheet:
    return client.create("Q4 – OKRs")


@pytest.fixture
def sheet(spreadsheet: gspread.Spreadsheet) -> gspread.Worksheet:
    return spreadsheet.sheet1


def test_spreadsheets_are_created_found_opened_copied_and_deleted(client: gspread.Client) -> None:
    made = client.create("Sales 'Q4'")
    assert client.open("Sales 'Q4'").id == client.open_by_key(made.id).id == client.open_by_url(made.url).id
    made.sheet1.update([["A", 1]], "A1")
    copied = client.copy(made.id, title="Sales Q1", copy_comments=True)
    assert copied.sheet1.get_all_values() == [["A", "1"]]
    assert {each["name"] for each in client.list_spreadsheet_files()} == {"Sales 'Q4'", "Sales Q1"}
    client.del_spreadsheet(made.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open("Sales 'Q4'")
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key(made.id)


def test_a_spreadsheet_of_somebody_else_is_refused(client: gspread.Client, server: SheetsServer) -> None:
    private = server.world.add_spreadsheet("Private", owner="boss@example.com")
    with pytest.raises(PermissionError):
        client.open_by_key(private.id)


def test_tabs_are_added_renamed_moved_hidden_duplicated_and_deleted(spreadsheet: gspread.Spreadsheet) -> None:
    second = spreadsheet.add_worksheet("Q4", rows=20, cols=5)
    spreadsheet.add_worksheet("🎯 Mục tiêu", rows=3, cols=3)
    assert [tab.title for tab in spreadsheet.worksheets()] == ["Sheet1", "Q4", "🎯 Mục tiêu"]
    second.update_title("Q4 'final'")
    second.update_index(0)
    second.hide()
    assert spreadsheet.get_worksheet(0).title == "Q4 'final'"
    assert spreadsheet.get_worksheet(0).isSheetHidden
    second.show()
    second.update([["x"]], "B2")
    twin = second.duplicate(new_sheet_name="twin")
    assert twin.acell("B2").value == "x"
    spreadsheet.del_worksheet(twin)
    spreadsheet.reorder_worksheets(list(reversed(spreadsheet.worksheets())))
    assert [tab.title for tab in spreadsheet.worksheets()] == ["🎯 Mục tiêu", "Sheet1", "Q4 'final'"]
    with pytest.raises(gspread.WorksheetNotFound):
        spreadsheet.worksheet("twin")
    with pytest.raises(gspread.exceptions.APIError, match="already exists"):
        spreadsheet.add_worksheet("Sheet1", 1, 1)


def test_cells_are_written_read_found_and_cleared(sheet: gspread.Worksheet) -> None:
    sheet.update([["KR", "Target"], ["Revenue", 1200], ["Churn", "3%"]], "A1", value_input_option="USER_ENTERED")
    assert sheet.get("A1:B3") == [["KR", "Target"], ["Revenue", "1200"], ["Churn", "3%"]]
    assert sheet.get_all_records() == [{"KR": "Revenue", "Target": 1200}, {"KR": "Churn", "Target": "3%"}]
    assert sheet.acell("B3", value_render_option=ValueRenderOption.unformatted).value == 0.03
    assert sheet.find("Churn").address == "A3"
    assert [cell.value for cell in sheet.range("A2:A3")] == ["Revenue", "Churn"]
    assert sheet.row_values(2) == ["Revenue", "1200"]
    assert sheet.col_values(2) == ["Target", "1200", "3%"]
    sheet.update_acell("B2", "=B3*100")
    assert sheet.acell("B2").value == "300%"
    assert sheet.acell("B2", value_render_option=ValueRenderOption.formula).value == "=B3*100"
    cells = sheet.range("C1:C2")
    for number, cell in enumerate(cells):
        cell.value = number
    sheet.update_cells(cells)
    assert sheet.batch_get(["A1:A2", "C1:C2"]) == [[["KR"], ["Revenue"]], [["0"], ["1"]]]
    sheet.batch_update([{"range": "D1", "values": [["d"]]}, {"range": "D2:E2", "values": [[True, None]]}])
    assert sheet.get("D1:E2") == [["d"], ["TRUE"]]
    sheet.batch_clear(["D1:E2"])
    assert sheet.get("D1:E2") == [[]]
    sheet.clear()
    assert sheet.get_all_values() == [[]]


def test_rows_are_appended_inserted_deleted_sorted_and_moved_by_cut(sheet: gspread.Worksheet) -> None:
    sheet.append_rows([["b", 2], ["c", 3], ["a", 1]], table_range="A1")
    sheet.append_row(["d", "=SUM(B1:B3)"], value_input_option=ValueInputOption.user_entered, table_range="A1")
    assert sheet.col_values(2) == ["2", "3", "1", "6"]
    sheet.sort((1, "asc"), range="A1:B3")
    assert sheet.get("A1:B4") == [["a", "1"], ["b", "2"], ["c", "3"], ["d", "6"]]
    sheet.insert_row(["zero", 0], index=1)
    assert sheet.acell("B5", value_render_option=ValueRenderOption.formula).value == "=SUM(B2:B4)"
    sheet.delete_rows(1)
    sheet.insert_cols([["x", "y"]], col=1)
    assert sheet.get("A1:B2") == [["x", "a"], ["y", "b"]]
    assert sheet.acell("C4", value_render_option=ValueRenderOption.formula).value == "=SUM(C1:C3)"
    sheet.delete_columns(1)
    sheet.cut_range("A1:B1", "A10")
    assert sheet.get("A10:B10") == [["a", "1"]]
    sheet.copy_range("A10:B10", "D1:E1")
    assert sheet.get("D1:E1") == [["a", "1"]]


def test_the_grid_is_resized_and_frozen(spreadsheet: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.resize(rows=12, cols=4)
    sheet.freeze(rows=1, cols=2)
    sheet.add_rows(3)
    tab = spreadsheet.sheet1
    assert (tab.row_count, tab.col_count, tab.frozen_row_count, tab.frozen_col_count) == (15, 4, 1, 2)
    with pytest.raises(gspread.exceptions.APIError, match=r"exceeds grid limits\. Max rows: 15, max columns: 4"):
        tab.get("A1:Z2000")
    with pytest.raises(gspread.exceptions.APIError, match="Unable to parse range"):
        spreadsheet.values_get("Nowhere!A1")


def test_formats_notes_merges_validation_and_protection_are_kept(
    spreadsheet: gspread.Spreadsheet, sheet: gspread.Worksheet
) -> None:
    sheet.format("A1:B1", {"textFormat": {"bold": True}, "backgroundColor": {"red": 1, "green": 0.5}})
    data = spreadsheet.fetch_sheet_metadata(
        {"ranges": "Sheet1!A1", "fields": "sheets.data.rowData.values.userEnteredFormat"}
    )
    orange = {"red": 1, "green": 0.5}
    assert data["sheets"][0]["data"][0]["rowData"][0]["values"][0]["userEnteredFormat"] == {
        "textFormat": {"bold": True},
        "backgroundColor": orange,
        "backgroundColorStyle": {"rgbColor": orange},
    }
    sheet.insert_note("C1", "Ask An")
    assert sheet.get_note("C1") == "Ask An"
    assert sheet.get_notes() == [["", "", "Ask An"]]
    sheet.clear_note("C1")
    sheet.merge_cells("A2:B3", MergeType.merge_all)
    sheet.update([["merged", "", "x"], ["", "", "y"]], "A2")
    assert sheet.get_values("A2:C3", combine_merged_cells=True) == [
        ["merged", "merged", "x"],
        ["merged", "merged", "y"],
    ]
    sheet.unmerge_cells("A2:B3")
    sheet.add_validation("C1:C3", gspread.utils.ValidationConditionType.one_of_list, ["yes", "no"])
    sheet.add_protected_range("D1:D5", editor_users_emails=["an@example.com"], description="computed")
    protected = spreadsheet.list_protected_ranges(sheet.id)
    assert protected[0]["description"] == "computed"
    sheet.delete_protected_range(protected[0]["protectedRangeId"])
    assert not spreadsheet.list_protected_ranges(sheet.id)
    sheet.update_tab_color("#7F0000")
    assert sheet.get_tab_color() == "#7F0000"
    sheet.clear_tab_color()
    sheet.set_basic_filter("A1:B3")
    sheet.clear_basic_filter()
    sheet.add_dimension_group_rows(1, 3)
    assert sheet.list_dimension_group_rows()[0]["depth"] == 1
    sheet.hide_rows(1, 2)
    sheet.columns_auto_resize(0, 2)
    sheet.define_named_range("A1:B2", "Totals")
    assert spreadsheet.list_named_ranges()[0]["name"] == "Totals"
    assert spreadsheet.values_get("Totals")["range"] == "Sheet1!A1:B2"


def test_a_spreadsheet_is_shared_exported_and_renamed(client: gspread.Client, spreadsheet: gspread.Spreadsheet) -> None:
    spreadsheet.share("an@example.com", perm_type="user", role="writer")
    spreadsheet.share(None, perm_type="anyone", role="reader")
    roles = {each.get("emailAddress", each["type"]): each["role"] for each in spreadsheet.list_permissions()}
    assert roles["an@example.com"] == "writer"
    assert roles["anyone"] == "reader"
    assert spreadsheet.remove_permissions("an@example.com")
    spreadsheet.sheet1.update([["a", "=1/4"]], "A1", value_input_option="USER_ENTERED")
    before = spreadsheet.get_lastUpdateTime()
    spreadsheet.update_title("Renamed")
    spreadsheet.update_locale("vi_VN")
    spreadsheet.update_timezone("Asia/Ho_Chi_Minh")
    assert (spreadsheet.title, spreadsheet.locale, spreadsheet.timezone) == ("Renamed", "vi_VN", "Asia/Ho_Chi_Minh")
    assert spreadsheet.get_lastUpdateTime() > before
    assert spreadsheet.export(gspread.utils.ExportFormat.CSV) == b'a,"0,25"'
    workbook = openpyxl.load_workbook(io.BytesIO(spreadsheet.export(gspread.utils.ExportFormat.EXCEL)))
    assert [cell.value for cell in workbook.worksheets[0][1]] == ["a", "=1/4"]
    client.import_csv(spreadsheet.id, "x,y\n1,2\n")
    assert client.open_by_key(spreadsheet.id).sheet1.get_all_values() == [["x", "y"], ["1", "2"]]
