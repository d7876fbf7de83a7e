"""The doors for scripts: open a workbook, sync it, patch cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sync.archive import RunOutcome, WorkbookOutcome, open_archive
from sync.engine import sync_workbook
from sync.options import Settings, WorkbookSettings, WritingOptions
from sync.templates import example_workbooks
from sync.workbooks import WorkbookError, open_workbook
from sync.workbooks.package import Percent, patch_cells

AS_OF = date(2026, 11, 20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "growth-team.xlsx"
    path.write_bytes(example_workbooks()[path.name])
    return path


def test_a_script_syncs_a_workbook_in_four_lines(path: Path) -> None:
    own = WorkbookSettings("growth", f"excel:{path}", writing=WritingOptions(add_columns=True))
    settings = Settings(workbooks=(own,))
    with open_archive("sqlite://") as archive:
        outcome = sync_workbook(open_workbook(f"excel:{path}", settings), archive, settings, AS_OF)
        assert (outcome.workbook, outcome.came_to) == ("growth", WorkbookOutcome.synced)
        (run,) = archive.runs()
        assert (run.info.trigger, run.outcome) == ("script", RunOutcome.done)
        again = sync_workbook(open_workbook(str(path), settings), archive, settings, AS_OF)
        assert again.came_to is WorkbookOutcome.unchanged


def test_a_workbook_that_fails_a_script_is_recorded_as_failed(path: Path) -> None:
    path.write_bytes(b"not a workbook")
    with open_archive("sqlite://") as archive:
        with pytest.raises(WorkbookError):
            sync_workbook(open_workbook(str(path)), archive, Settings(), AS_OF)
        (last,) = archive.last_runs()
        assert (last.run.outcome, last.workbook.outcome) == (RunOutcome.failed, WorkbookOutcome.failed)


def test_a_workbook_that_the_settings_only_observe_is_opened_so(path: Path) -> None:
    before = path.read_bytes()
    own = WorkbookSettings("growth", f"excel:{path}", write=False, writing=WritingOptions(add_columns=True))
    settings = Settings(workbooks=(own,))
    with open_archive("sqlite://") as archive:
        outcome = sync_workbook(open_workbook(str(path), settings), archive, settings, AS_OF)
    assert outcome.came_to is WorkbookOutcome.observed
    assert path.read_bytes() == before


def test_cells_are_patched_without_anything_else_of_ours(path: Path) -> None:
    patch_cells(path, {("OKRs Q4 2026", "N6"): Percent(Decimal("0.5625")), ("OKRs Q4 2026", "N7"): "=not a formula"})
    tab = load_workbook(path)["OKRs Q4 2026"]
    assert (tab["N6"].value, tab["N6"].number_format) == (0.5625, "0%")
    assert (tab["N7"].value, tab["N7"].data_type) == ("=not a formula", "s")
