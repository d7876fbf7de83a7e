"""The commands on Google spreadsheets, as people type them, with ``[google] endpoint``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.templates import example_workbooks
from tests.end_to_end.commands import okr_sync
from tests.sheets_server.drive.files import File
from tests.sheets_server.editors import perform
from tests.sheets_server.server import SheetsServer

DAY = ("--as-of", "2026-11-20")
Sheets = tuple[SheetsServer, dict[str, File], Path]


@pytest.fixture(scope="module")
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


@pytest.fixture
def sheets(server: SheetsServer, tmp_path: Path) -> Sheets:
    """Two of the example workbooks as spreadsheets, and settings that name them."""
    files: dict[str, File] = {}
    limits = ("reads_per_minute", "writes_per_minute", "project_reads_per_minute", "project_writes_per_minute")
    settings = ["[writing]", "add_columns = true", "[google]", f'endpoint = "{server.url}"']
    settings += [f"{limit} = 60000" for limit in limits] + ["spreadsheet_per_second = 1000"]
    for name, data in list(example_workbooks().items())[:2]:
        (tmp_path / name).write_bytes(data)
        files[name] = server.add_workbook(tmp_path / name)
        settings += ["[[workbook]]", f'name = "{Path(name).stem}"', f'source = "google:{files[name].id}"']
    (tmp_path / "config.toml").write_text("\n".join(settings))
    return server, files, tmp_path


def seen(file: File) -> Any:
    """All that a spreadsheet holds, but for how large its grids are."""
    assert file.spreadsheet is not None
    assert file.spreadsheet.metadata == []
    tabs = [
        (
            tab.title,
            {(row, column): cell for row, line in enumerate(tab.rows) for column, cell in line.cells.items()},
            [line.pixel_size or 100 for line in tab.columns[:26]],
            tab.merges,
        )
        for tab in file.spreadsheet.tabs
    ]
    return tabs, file.spreadsheet.named_ranges


def test_a_second_sync_writes_nothing_and_leaving_gives_back_what_was_there(sheets: Sheets) -> None:
    _, files, folder = sheets
    before = {name: seen(file) for name, file in files.items()}
    first = okr_sync("sync", *DAY, "--json", folder=folder)
    assert first.status == 0, first.err
    assert all(each["written"] for each in first.document["workbooks"])

    written = {name: [tab.rows for tab in file.spreadsheet.tabs] for name, file in files.items() if file.spreadsheet}
    again = okr_sync("sync", *DAY, folder=folder)
    assert again.status == 0, again.err
    assert "0 cells written" in again.err
    assert written == {
        name: [tab.rows for tab in file.spreadsheet.tabs] for name, file in files.items() if file.spreadsheet
    }

    for name in files:
        left = okr_sync("leave", Path(name).stem, folder=folder)
        assert left.status == 0, left.err
        assert "kept" not in left.out
    assert {name: seen(file) for name, file in files.items()} == before


def test_an_undo_puts_back_what_nobody_changed_since_and_why_tells_of_a_cell(sheets: Sheets) -> None:
    server, files, folder = sheets
    name, file = next(iter(files.items()))
    workbook = Path(name).stem
    synced = okr_sync("sync", workbook, *DAY, "--json", folder=folder).document["workbooks"][0]
    written = next(each for each in synced["written"] if each["field"] == "progress")
    told = okr_sync("why", workbook, f"{written['sheet']}!{written['cell']}", folder=folder)
    assert told.status == 0, told.err
    assert "÷" in told.out
    assert file.spreadsheet is not None
    tab = next(tab for tab in file.spreadsheet.tabs if any("⟳" in str(cell.entered) for _, _, cell in tab.filled()))
    statuses = ("on track", "Đúng tiến độ")
    row, column = next((row, column) for row, column, cell in tab.filled() if cell.entered in statuses)
    start = {"sheetId": tab.id, "rowIndex": row, "columnIndex": column}
    typed = {"start": start, "rows": [{"values": [{"userEnteredValue": {"stringValue": "mine"}}]}]}
    perform(
        server.world,
        file.id,
        {"edit": "requests", "requests": [{"updateCells": {**typed, "fields": "userEnteredValue"}}]},
    )

    undone = okr_sync("undo", synced["run"], "--json", folder=folder)
    assert undone.status == 0, undone.err
    [document] = undone.document["workbooks"]
    assert "changed" in {kept["reason"] for kept in document["kept"]}
    assert tab.cell(row, column).entered == "mine"
    held = okr_sync("sync", workbook, *DAY, folder=folder)
    assert "1 held" in held.err
    assert okr_sync("resume", workbook, folder=folder).status == 0
    resumed = okr_sync("sync", workbook, *DAY, folder=folder)
    assert resumed.status == 0, resumed.err
    assert tab.cell(row, column).entered != "mine"
