"""What a sync whose answer was lost leaves behind, and what the next one makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.workbooks.sheets_api import sheets_api
from tests.jobs.test_changes import Office
from tests.sheets_server.editors import perform
from tests.sheets_server.hooks import Hook
from tests.sheets_server.server import SheetsServer

HEADER = ["Objective", "Key result", "Baseline", "Target", "Current", "Progress ⟳"]
ROWS = [HEADER, ["Grow", "Revenue", 0, 100, 40], [None, "Users", 0, 50, 10]]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with SheetsServer() as server:
        yield Office(server, tmp_path)
    sheets_api.cache_clear()


def progress(office: Office) -> list[object]:
    file = office.server.world.files.get(office.keys["sales"])
    assert file is not None
    assert file.spreadsheet is not None
    return [file.spreadsheet.tabs[0].cell(row, 5).entered for row in range(3)]


def sync_without_an_answer(office: Office, *emptied: str) -> None:
    """Its write is carried out, nobody is told, and somebody empties cells before that is looked at."""
    world, key = office.server.world, office.keys["sales"]
    changes = [{"edit": "overwrite", "tab": "Q4 2026", "cell": cell, "value": ""} for cell in emptied]

    def somebody() -> None:
        for change in changes:
            perform(world, key, change)

    world.faults.add("drop", match="batchUpdate", after=1, applied=True)
    world.hooks.add(Hook(somebody, "after", "batchUpdate", number=2))
    office.sync()
    world.hooks.clear()


def test_cells_of_ours_that_somebody_empties_before_a_lost_write_is_looked_at_are_filled_again(office: Office) -> None:
    office.add("sales", ROWS)
    sync_without_an_answer(office, "F2", "F3")

    assert progress(office) == ["Progress ⟳", 0.4, 0.2]
    assert office.asked()["spreadsheets.batchUpdate"] == 4, "each a look before and a write"
    assert office.sync()["sales"].plan.writes_nothing


def test_a_column_that_lost_its_header_then_is_filled_when_it_has_it_again_and_not_before(office: Office) -> None:
    office.add("sales", ROWS)
    sync_without_an_answer(office, "F1", "F2", "F3")

    office.sync()
    assert progress(office) == [None, None, None]

    office.edit("sales", "F1", "Progress ⟳")
    office.sync()
    assert progress(office) == ["Progress ⟳", 0.4, 0.2]
