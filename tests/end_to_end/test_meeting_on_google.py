"""Two of ours that meet on one Google spreadsheet: whoever comes second waits, and goes on from what the first left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.archive import open_archive, turns_to_write
from sync.engine import sync_workbook
from sync.taking_back import leave_workbook
from sync.workbooks import WorkbookPutOff, open_workbook
from tests.end_to_end.commands import ROOT, okr_sync
from tests.end_to_end.test_google_commands import DAY, Spreadsheet, configured
from tests.sheets_server.latency import Latency
from tests.sheets_server.server import SheetsServer
from tests.sync.archive.test_turns_to_write import held_elsewhere
from tests.sync.taken_back import AS_OF, TEAM, recording, save, settings_of
from tests.sync.workbooks.google_sheets import options


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


@pytest.fixture
def team(server: SheetsServer, tmp_path: Path) -> Spreadsheet:
    save(tmp_path / "team.xlsx", [row[:5] for row in TEAM[1:]])
    key = str(server.add_workbook(tmp_path / "team.xlsx").id)
    configured(tmp_path, server, team=key)
    return Spreadsheet(tmp_path, server, key)


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "jobs", *words, *DAY, "--json"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def grid_of(team: Spreadsheet) -> tuple[int, int]:
    [tab] = (tab for tab in team.shown.tabs if tab.title == "Q4 2026")
    return len(tab.rows), len(tab.columns)


def test_of_two_syncs_at_once_one_writes_and_the_other_finds_everything_written(
    team: Spreadsheet, server: SheetsServer, tmp_path: Path
) -> None:
    before = {place: value for place, value in team.cells().items() if value is not None}
    alone = SheetsServer()
    with alone:
        (tmp_path / "alone").mkdir()
        one = Spreadsheet(tmp_path / "alone", alone, str(alone.add_workbook(tmp_path / "team.xlsx").id))
        configured(one.folder, alone, team=one.key)
        one.run("sync", *DAY, may_find=True)
        wanted = grid_of(one), one.cells()
    server.world.latency = Latency(0.4)
    both = [start(tmp_path, "sync") for _ in range(2)]
    came = [(process.communicate(timeout=120), process.returncode) for process in both]
    server.world.latency = Latency()

    assert [status for _, status in came] == [0, 0], came
    outcomes: list[dict[str, Any]] = [json.loads(out)["workbooks"][0] for (out, _), _ in came]
    assert sorted(bool(one["written"]) for one in outcomes) == [False, True]
    assert (grid_of(team), team.cells()) == wanted
    [writer] = [one["run"] for one in outcomes if one["written"]]
    undone = team.run("undo", writer)
    assert "kept" not in undone.out
    assert {place: value for place, value in team.cells().items() if value is not None} == before


def test_while_somebody_writes_what_only_reads_and_a_sync_without_anything_to_write_wait_for_nobody(
    team: Spreadsheet, tmp_path: Path
) -> None:
    team.run("sync", *DAY, may_find=True)
    with held_elsewhere(f"sqlite:///{tmp_path / 'okr-archive.db'}", f"google:{team.key}"):
        began = time.monotonic()
        for words in (
            ("check", *DAY),
            ("plan", *DAY),
            ("status",),
            ("archive", "list"),
            ("leave", "team", "--dry-run"),
        ):
            team.run(*words, may_find=True)
        assert okr_sync("sync", *DAY, folder=tmp_path).status == 0
        assert time.monotonic() - began < turns_to_write.PATIENCE / 2


def test_a_sync_that_has_waited_too_long_is_put_off_and_an_undo_too(
    team: Spreadsheet, server: SheetsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns_to_write, "PATIENCE", 0.1)
    settings = settings_of()._replace(google=options(server))
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    before = team.cells()
    with open_archive(url) as archive:
        with held_elsewhere(url, f"google:{team.key}"):
            workbook = open_workbook(f"google:{team.key}", settings, name="team")
            with pytest.raises(WorkbookPutOff, match="another sync is writing to it"):
                sync_workbook(workbook, archive, settings, AS_OF)
            with pytest.raises(WorkbookPutOff, match="another sync is writing to it"):
                leave_workbook(workbook, archive, settings, AS_OF, recording(archive, settings, "leave"))
            assert team.cells() == before
        assert sync_workbook(workbook, archive, settings, AS_OF).receipt is not None
