"""The server as a process of its own, and its page."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import requests

from tests.sheets_server.server import SheetsServer
from tests.sheets_server_tests.conftest import Client

ROOT = Path(__file__).resolve().parents[2]


def test_the_command_prints_its_address_first_and_serves_what_it_was_seeded_with(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["KR", 1])
    workbook.save(tmp_path / "sales.xlsx")
    command = [sys.executable, "-m", "tests.sheets_server", "--port", "0", "--seed", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        try:
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
            headers = {"Authorization": "Bearer whatever"}
            (file,) = requests.get(f"{url}/drive/v3/files", headers=headers).json()["files"]
            assert file["name"] == "sales"
            read = requests.get(f"{url}/v4/spreadsheets/{file['id']}/values/Sheet", headers=headers).json()
            assert read["values"] == [["KR", "1"]]
        finally:
            process.terminate()


def test_a_page_shows_the_spreadsheets_as_tables(server: SheetsServer, ask: Client, key: str) -> None:
    body = {"values": [["<b>", "3%"], ["=1/0"]]}
    ask("PUT", f"/v4/spreadsheets/{key}/values/A1?valueInputOption=USER_ENTERED", body)
    assert f'<a href="/sheet/{key}">A spreadsheet</a>' in requests.get(server.url).text
    page = requests.get(f"{server.url}/sheet/{key}").text
    assert "<td>&lt;b&gt;</td>" in page
    assert '<td class="number">3%</td>' in page
    assert "#DIV/0!" in page
    assert requests.get(f"{server.url}/sheet/nowhere").status_code == 404


def test_the_server_knows_nothing_of_the_project() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "tests" / "sheets_server").rglob("*.py")]
    imported = {match for source in sources for match in re.findall(r"^\s*(?:from|import) (\w+)", source, re.MULTILINE)}
    assert len(sources) > 30
    assert not imported & {"sync", "jobs", "sheets_templates", "gspread", "google"}
