"""What a command that finds nothing, or does something unusual, says to do."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.end_to_end.commands import okr_sync


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("team")
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for title in ("Phòng Kinh doanh", "Phòng Kỹ thuật"):
        tab = workbook.create_sheet(title)
        tab.append(["Objective", "Key result", "Baseline", "Target", "Current", "Progress ⟳"])
        tab.append(["Grow", f"Revenue of {title}", 0, 100, 40])
    workbook.save(folder / "team.xlsx")
    return folder


def test_a_cycle_is_closed_for_configured_workbooks_and_a_file_is_not_asked_for(tmp_path: Path) -> None:
    ran = okr_sync("quarter", "close", "2026-Q3", "--yes", folder=tmp_path)
    assert ran.status == 2
    assert "okr-sync init --source" in ran.err
    assert "name a file" not in ran.err


def test_the_first_sync_says_where_the_archive_is_and_a_future_day_is_told(folder: Path) -> None:
    ran = okr_sync("sync", "team.xlsx", "--as-of", "2999-01-06", folder=folder)
    assert ran.status == 0, ran.err
    assert f"the archive was made: {folder / 'okr-archive.db'}" in ran.err
    assert "2999-01-06 is in the future" in ran.err
    again = okr_sync("sync", "team.xlsx", folder=folder)
    assert "the archive was made" not in again.err
    assert "in the future" not in again.err
    assert "is past" not in again.err
    before = okr_sync("sync", "team.xlsx", "--as-of", "2026-01-06", folder=folder)
    assert before.err.startswith("warning: 2026-01-06 is past: ")

    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    lost = okr_sync("undo", "R1", folder=elsewhere)
    assert f"there is no {elsewhere / 'okr-archive.db'}" in lost.err
    assert "in the folder in which the sync was run" in lost.err

    asked = okr_sync("why", "team.xlsx", "F2", folder=folder)
    assert (asked.status, "Write it like \"'Phòng Kinh doanh'!F2\"" in asked.err) == (2, True)
    wrong = okr_sync("why", "team.xlsx", "Phong Kinh doanh!F2", folder=folder)
    assert wrong.status == 2
    assert "there is no tab 'Phong Kinh doanh'" in wrong.err
    assert "did you mean 'Phòng Kinh doanh'?" in wrong.err
