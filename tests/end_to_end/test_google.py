"""Google Sheets by the command line, as people type it, against the test server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.templates import example_workbooks
from tests.end_to_end.commands import okr_sync
from tests.sheets_server.server import SheetsServer

DAY = ("--as-of", "2026-11-20")
LIMITS = (
    *("reads_per_minute", "writes_per_minute", "project_reads_per_minute", "project_writes_per_minute"),
    "spreadsheet_per_second",
)


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


def configured(folder: Path, server: SheetsServer, **keys: str) -> None:
    """Settings in a folder: the server, without quotas, and workbooks by their names."""
    lines = ["[google]", f'endpoint = "{server.url}"', *(f"{limit} = 60000" for limit in LIMITS)]
    lines += ["[writing]", "add_columns = true"]
    for name, key in keys.items():
        lines += ["[[workbook]]", f'name = "{name}"', f'source = "google:{key}"']
    (folder / "config.toml").write_text("\n".join(lines) + "\n", "utf-8")


def test_a_template_is_made_and_what_is_printed_for_the_settings_works(server: SheetsServer, tmp_path: Path) -> None:
    configured(tmp_path, server)
    made = okr_sync(*("template", "new", "team-okr", "google:root", "--cycle", "2026-Q4"), folder=tmp_path)
    assert made.status == 0, made.err
    address = made.out.removeprefix("made ").strip()
    [file] = server.world.files
    assert address == f"https://docs.google.com/spreadsheets/d/{file.id}/edit"

    printed = "\n".join(line for line in made.err.splitlines() if line.startswith(("[[", "name", "source")))
    with open(tmp_path / "config.toml", "a", encoding="utf-8") as settings:
        settings.write(printed + "\n")
    ran = okr_sync("check", "team-okr", folder=tmp_path)
    assert (ran.status, ran.err.splitlines()[-1]) == (0, "no findings in 1 workbook, 0 key results, 0 KPIs")


def test_a_service_account_without_storage_is_told_what_to_do(server: SheetsServer, tmp_path: Path) -> None:
    server.world.robots_own_no_storage = True
    configured(tmp_path, server)
    ran = okr_sync("template", "new", "kpi", "google:root", folder=tmp_path)
    assert ran.status != 0
    assert "service accounts own no storage" in ran.err
    assert "shared drive" in ran.err


def test_an_excel_file_on_drive_is_synced_as_one_and_the_doctor_says_so(server: SheetsServer, tmp_path: Path) -> None:
    path = tmp_path / "growth-team.xlsx"
    path.write_bytes(example_workbooks()["growth-team.xlsx"])
    file = server.add_workbook(path, as_office_file=True)
    configured(tmp_path, server, growth=file.id)

    ran = okr_sync("sync", *DAY, folder=tmp_path)
    assert ran.status == 0, ran.err
    assert "cells written, 5 columns added" in ran.out
    told = okr_sync("doctor", folder=tmp_path).out
    assert "'growth-team.xlsx' is an Excel file on Google Drive" in told
    revisions = len(file.revisions)
    again = okr_sync("sync", *DAY, folder=tmp_path)
    assert "nothing to write" in again.out
    assert len(file.revisions) == revisions == 2
