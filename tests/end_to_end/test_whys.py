"""``why`` of cells that are empty, and what ``leave`` would take out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from tests.end_to_end.commands import okr_sync

DAY = ("--as-of", "2026-11-20")
HEADERS = ["Objective", "Key result", "Baseline", "Target", "Current", "Due", "Progress ⟳", "Status ⟳", "Warnings ⟳"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    tab.title = "Q4 2026"
    for row in (
        HEADERS,
        ["Grow", "Weekly active teams reach 2,000", 1200, 2000, 1650, None],
        [None, "Retention reaches 80%", "40%", "80%", 0.7, None],
    ):
        tab.append(row)
    workbook.save(tmp_path / "team.xlsx")
    (tmp_path / "config.toml").write_text('[service]\nlanguage = "vi"\n')
    assert okr_sync("sync", "team.xlsx", *DAY, folder=tmp_path).status == 0
    return tmp_path


def test_a_cell_of_a_row_without_a_score_names_the_finding(folder: Path) -> None:
    asked = okr_sync("why", "team.xlsx", "G3", folder=folder)
    assert "never wrote G3 of team.xlsx: its row is not scored" in asked.err
    assert "'Q4 2026'!E3 OKR106: " in asked.err
    told = okr_sync("why", "team.xlsx", "H3", folder=folder).out
    assert re.search(r"hiện tại: +0,7   từ 'Q4 2026'!E3", told)
    assert re.search(r"chưa tính điểm: +'Q4 2026'!E3 OKR106: ", told)


def test_a_cell_that_is_not_ours_or_has_no_row_is_told_so(folder: Path) -> None:
    assert "only columns marked ⟳ are written" in okr_sync("why", "team.xlsx", "E3", folder=folder).err


def test_a_cell_below_the_table_in_a_column_of_ours_is_not_said_to_be_in_another(folder: Path) -> None:
    told = okr_sync("why", "team.xlsx", "H300", folder=folder).err
    assert "never wrote H300 of team.xlsx: no objective, key result or KPI stands there" in told


def test_as_data_what_is_empty_is_null_and_why_a_cell_was_not_written_is_a_document(folder: Path) -> None:
    written = json.loads(okr_sync("why", "team.xlsx", "H3", "--json", folder=folder).out)
    assert (written["before"], written["progress"], written["status"]) == (None, None, "no data")
    unwritten = okr_sync("why", "team.xlsx", "E3", "--json", folder=folder)
    assert unwritten.status == 1
    assert json.loads(unwritten.out)["why"] == [
        "okr-sync never wrote E3 of team.xlsx: only columns marked ⟳ are written"
    ]


def test_days_of_the_cycle_are_not_said_to_stand_in_an_empty_cell(folder: Path) -> None:
    told = okr_sync("why", "team.xlsx", "G2", folder=folder).out
    assert re.search(r"hạn: +31/12/2026   từ chu kỳ của bảng", told)


def test_the_status_is_told_in_the_sheets_language(folder: Path) -> None:
    assert re.search(r"trạng thái: +on track", okr_sync("why", "team.xlsx", "H2", folder=folder).out)


def test_what_is_taken_back_stands_in_columns(folder: Path) -> None:
    workbook = openpyxl.load_workbook(folder / "team.xlsx")
    tab = workbook["Q4 2026"]
    for row in range(4, 12):
        tab.append([None, f"Contracts in region {row} reach 20", 0, 20, 12, None])
    workbook.save(folder / "team.xlsx")
    assert okr_sync("sync", "team.xlsx", *DAY, folder=folder).status == 0
    shown = okr_sync("leave", "team.xlsx", "--dry-run", folder=folder).out
    lines = [line for line in shown.splitlines() if line.startswith("  - ")]
    assert any("!G2 " in line for line in lines)
    assert any("!G11 " in line for line in lines)
    words = ("progress", "status", "warnings", "column")
    assert len({line.index(word) for line in lines for word in words if f" {word}" in line}) == 1
