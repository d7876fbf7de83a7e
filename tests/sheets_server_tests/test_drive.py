"""Drive: files, who may see them, what changed, and Excel workbooks."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import requests
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from tests.sheets_server.drive.files import OFFICE, SPREADSHEET
from tests.sheets_server.server import SheetsServer
from tests.sheets_server_tests.conftest import Client

FILES = "/drive/v3/files"


def a_workbook() -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Q4"
    for row in (["KR", "Target", "Due"], ["Revenue", 0.25, date(2026, 12, 31)], ["Churn", "=B2*2", None]):
        sheet.append(row)
    sheet["B2"].number_format = "0%"
    sheet["C2"].number_format = "dd/mm/yyyy"
    sheet["A2"].comment = Comment("ask An", "An")
    sheet.merge_cells("A5:B6")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.freeze_panes = "B2"
    choice = DataValidation("list", formula1='"Xong,Chưa"')
    choice.add("D2:D3")
    sheet.add_data_validation(choice)
    hidden = workbook.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    return workbook


@pytest.fixture
def workbook_path(tmp_path: Path) -> Path:
    path = tmp_path / "sales.xlsx"
    a_workbook().save(path)
    return path


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (f'mimeType="{SPREADSHEET}"', ["b", "a"]),
        (f"mimeType = '{SPREADSHEET}' and name = 'a'", ["a"]),
        ("name contains 'FOLD'", ["folder"]),
        ("not name = 'a' and (name = 'b' or name = 'a')", ["b"]),
        ("'me@example.com' in owners", []),
        ("trashed = true", []),
        ("modifiedTime > '2020-01-01T00:00:00' and name != 'a'", ["b", "folder"]),
    ],
)
def test_files_are_searched(server: SheetsServer, ask: Client, query: str, names: list[str]) -> None:
    server.world.add_folder("folder")
    server.world.add_spreadsheet("a")
    server.world.add_spreadsheet("b")
    server.world.add_spreadsheet("of somebody else", owner="boss@example.com")
    assert [file["name"] for file in ask("GET", FILES, q=query).json()["files"]] == names


def test_a_persons_own_drive_is_called_root(server: SheetsServer, ask: Client) -> None:
    root = ask("GET", f"{FILES}/root?fields=id,name").json()
    assert root == {"id": server.world.add_spreadsheet("sales").parents[0], "name": "My Drive"}


def test_a_query_that_is_none_is_refused(ask: Client) -> None:
    for query in ("name", "name = ", "(name = 'a'", "colour = 'red'", "modifiedTime > 'soon'"):
        assert ask("GET", FILES, q=query).json()["error"]["errors"][0]["reason"] == "invalid", query


def test_a_long_list_comes_in_pages(server: SheetsServer, ask: Client) -> None:
    for number in range(5):
        server.world.add_spreadsheet(f"s{number}")
    first = ask("GET", FILES, pageSize=3, orderBy="name", fields="nextPageToken,files(name)").json()
    token = first["nextPageToken"]
    second = ask("GET", FILES, pageSize=3, orderBy="name", pageToken=token, fields="nextPageToken,files(name)").json()
    assert [file["name"] for file in first["files"] + second["files"]] == ["s0", "s1", "s2", "s3", "s4"]
    assert "nextPageToken" not in second


def test_one_list_of_changes_tells_what_changed_since(server: SheetsServer, ask: Client) -> None:
    keys = [server.world.add_spreadsheet(f"s{number}").id for number in range(3)]
    token = ask("GET", "/drive/v3/changes/startPageToken").json()["startPageToken"]
    before = ask("GET", f"{FILES}/{keys[0]}", fields="modifiedTime,version").json()
    for _ in range(2):
        ask("PUT", f"/v4/spreadsheets/{keys[0]}/values/A1?valueInputOption=RAW", {"values": [["x"]]})
    ask("DELETE", f"{FILES}/{keys[1]}")
    answer = ask("GET", "/drive/v3/changes", pageToken=token).json()
    assert [(change["fileId"], change["removed"]) for change in answer["changes"]] == [
        (keys[0], False),
        (keys[1], True),
    ]
    after = ask("GET", f"{FILES}/{keys[0]}", fields="modifiedTime,version").json()
    assert after["modifiedTime"] > before["modifiedTime"]
    assert int(after["version"]) > int(before["version"])
    later = ask("GET", "/drive/v3/changes", pageToken=answer["newStartPageToken"]).json()
    assert later["changes"] == []


def test_who_a_file_is_not_shared_with_does_not_see_it(server: SheetsServer, ask: Client, key: str) -> None:
    eve = Client(server, "eve@example.com")
    assert eve("GET", f"/v4/spreadsheets/{key}").json()["error"]["message"] == "The caller does not have permission"
    assert eve("GET", f"{FILES}/{key}").json()["error"] == {
        "code": 404,
        "message": f"File not found: {key}.",
        "errors": [{"message": f"File not found: {key}.", "domain": "global", "reason": "notFound"}],
    }
    permission = {"type": "user", "role": "reader", "emailAddress": "eve@example.com"}
    made = ask("POST", f"{FILES}/{key}/permissions", permission).json()
    assert eve("GET", f"/v4/spreadsheets/{key}").status_code == 200
    assert eve("PATCH", f"{FILES}/{key}", {"name": "hers"}).status_code == 403
    ask("PATCH", f"{FILES}/{key}/permissions/{made['id']}", {"role": "writer"})
    assert eve("PATCH", f"{FILES}/{key}", {"name": "hers"}).json()["name"] == "hers"
    assert eve("DELETE", f"{FILES}/{key}").status_code == 403
    assert ask("DELETE", f"{FILES}/{key}/permissions/{made['id']}").status_code == 204
    assert eve("GET", f"/v4/spreadsheets/{key}").status_code == 403
    eve.close()


def test_a_workbook_is_seeded_with_all_that_is_read(server: SheetsServer, ask: Client, workbook_path: Path) -> None:
    key = server.add_workbook(workbook_path).id
    answer = ask("GET", f"/v4/spreadsheets/{key}", ranges="'Q4'!A1:D6", includeGridData="true").json()
    assert answer["properties"]["title"] == "sales"
    sheet = answer["sheets"][0]
    assert sheet["properties"]["gridProperties"] == {
        "rowCount": 1000,
        "columnCount": 26,
        "frozenRowCount": 1,
        "frozenColumnCount": 1,
    }
    assert sheet["merges"][0]["startRowIndex"] == 4
    (data,) = sheet["data"]
    rows = [[cell.get("formattedValue", "") for cell in row.get("values", [])] for row in data["rowData"]]
    assert rows == [["KR", "Target", "Due"], ["Revenue", "25%", "31/12/2026", ""], ["Churn", "50%", "", ""]]
    assert data["rowData"][1]["values"][0]["note"] == "ask An"
    condition = data["rowData"][1]["values"][3]["dataValidation"]["condition"]
    assert condition["values"] == [{"userEnteredValue": "Xong"}, {"userEnteredValue": "Chưa"}]
    assert data["rowMetadata"][2]["hiddenByUser"]
    assert data["columnMetadata"][2]["hiddenByUser"]
    assert ask("GET", f"/v4/spreadsheets/{key}").json()["sheets"][1]["properties"]["hidden"]


def test_a_spreadsheet_is_exported_as_the_workbook_that_it_was(
    server: SheetsServer, ask: Client, workbook_path: Path
) -> None:
    key = server.add_workbook(workbook_path).id
    exported = openpyxl.load_workbook(io.BytesIO(ask("GET", f"{FILES}/{key}/export", mimeType=OFFICE).content))
    sheet = exported["Q4"]
    assert [[cell.value for cell in row] for row in sheet["A1:B3"]] == [
        ["KR", "Target"],
        ["Revenue", 0.25],
        ["Churn", "=B2*2"],
    ]
    assert (sheet["B2"].number_format, sheet["A2"].comment.text) == ("0%", "ask An")
    assert exported["Hidden"].sheet_state == "hidden"
    assert ask("GET", f"{FILES}/{key}/export", mimeType="text/csv").text.startswith("KR,Target,Due\r\nRevenue,25%,")


def test_an_excel_file_on_drive_is_downloaded_and_uploaded_but_is_no_spreadsheet(
    server: SheetsServer, ask: Client, workbook_path: Path
) -> None:
    file = server.add_workbook(workbook_path, as_office_file=True)
    refused = ask("GET", f"/v4/spreadsheets/{file.id}").json()["error"]
    assert refused == {
        "code": 400,
        "message": "This operation is not supported for this document",
        "status": "FAILED_PRECONDITION",
    }
    known = ask("GET", f"{FILES}/{file.id}", fields="md5Checksum,headRevisionId,size,name,mimeType").json()
    content = ask("GET", f"{FILES}/{file.id}", alt="media").content
    assert content == workbook_path.read_bytes()
    assert hashlib.md5(content, usedforsecurity=False).hexdigest() == known["md5Checksum"]
    assert (known["name"], known["mimeType"], known["size"]) == ("sales.xlsx", OFFICE, str(len(content)))
    upload = f"{server.url}/upload{FILES}/{file.id}?uploadType=media&fields=headRevisionId"
    headers = {"Authorization": "Bearer x", "Content-Type": OFFICE}
    renewed = requests.patch(upload, data=b"new content", headers=headers).json()
    assert renewed["headRevisionId"] != known["headRevisionId"]
    assert ask("GET", f"{FILES}/{file.id}", alt="media").content == b"new content"


@pytest.mark.parametrize("way", ["multipart", "resumable"])
def test_a_workbook_that_is_uploaded_as_a_spreadsheet_becomes_one(
    server: SheetsServer, ask: Client, workbook_path: Path, way: str
) -> None:
    metadata = {"name": "Uploaded", "mimeType": SPREADSHEET}
    upload, headers = f"{server.url}/upload{FILES}?uploadType={way}", {"Authorization": "Bearer x"}
    if way == "multipart":
        kinds = [(b"application/json", json.dumps(metadata).encode()), (OFFICE.encode(), workbook_path.read_bytes())]
        parts = [b"--part\r\nContent-Type: " + kind + b"\r\n\r\n" + content + b"\r\n" for kind, content in kinds]
        headers["Content-Type"] = "multipart/related; boundary=part"
        made = requests.post(upload, data=b"".join(parts) + b"--part--\r\n", headers=headers).json()
    else:
        started = requests.post(upload, json=metadata, headers=headers | {"X-Upload-Content-Type": OFFICE})
        made = requests.put(started.headers["Location"], data=workbook_path.read_bytes(), headers=headers).json()
    assert made["name"] == "Uploaded"
    values = ask("GET", f"/v4/spreadsheets/{made['id']}/values/'Q4'!A1:B3").json()["values"]
    assert values == [["KR", "Target"], ["Revenue", "25%"], ["Churn", "50%"]]


def test_a_spreadsheet_is_made_in_a_folder_of_a_shared_drive(server: SheetsServer, ask: Client) -> None:
    folder = server.world.add_folder("OKRs", shared_drive=True)
    made = ask("POST", FILES, {"name": "Sales", "mimeType": SPREADSHEET, "parents": [folder.id]}).json()
    known = ask("GET", f"{FILES}/{made['id']}", fields="parents,driveId,owners,ownedByMe").json()
    assert known == {"parents": [folder.id], "driveId": folder.drive_id, "ownedByMe": False}
    listed = ask("GET", FILES, q=f"'{folder.id}' in parents").json()["files"]
    assert [file["name"] for file in listed] == ["Sales"]
    assert ask("POST", FILES, {"name": "x", "parents": ["nowhere"]}).status_code == 404


def test_a_robot_that_owns_no_storage_makes_files_on_shared_drives_only(server: SheetsServer, ask: Client) -> None:
    server.world.robots_own_no_storage = True
    folder = server.world.add_folder("OKRs", shared_drive=True)
    refused = ask("POST", FILES, {"name": "Sales", "mimeType": SPREADSHEET}).json()["error"]
    assert refused["errors"][0]["reason"] == "storageQuotaExceeded"
    assert ask("POST", "/v4/spreadsheets", {}).status_code == 403
    assert ask("POST", FILES, {"name": "Sales", "mimeType": SPREADSHEET, "parents": [folder.id]}).status_code == 200
    person = Client(server, "an@example.com")
    assert person("POST", FILES, {"name": "Sales", "mimeType": SPREADSHEET}).status_code == 200
    person.close()


def test_comments_are_none_and_the_user_is_known(ask: Client, key: str) -> None:
    assert ask("GET", f"{FILES}/{key}/comments", fields="comments/content,nextPageToken").json() == {"comments": []}
    about = ask("GET", "/drive/v3/about", fields="user").json()
    assert about["user"]["emailAddress"] == "robot@sheets-server.iam.gserviceaccount.com"
