"""``make demo-google``, run as a first-time user runs it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import requests

from tests.end_to_end.commands import ROOT, okr_sync


class Demo(NamedTuple):
    folder: Path
    said: str

    @property
    def address(self) -> str:
        """Of the spreadsheet that somebody sorted, on the server's pages."""
        found = re.search(r"http://\S+/sheet/\S+", self.said)
        assert found is not None
        return found[0]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo") / "demo-google"
    words = [sys.executable, "-m", "tests.demo_google", str(folder), "--minutes", "5"]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    server = re.search(r"kill (\d+)", ran.stdout)
    assert server is not None
    yield Demo(folder, ran.stdout)
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(server[1]), signal.SIGTERM)


def test_what_people_moved_in_the_very_moment_is_told_and_put_back(demo: Demo) -> None:
    assert "not written: somebody moved its row in that moment" in demo.said
    assert "put back: values had landed there when somebody moved rows" in demo.said


def test_in_the_end_nothing_is_to_be_written_and_drive_alone_is_asked(demo: Demo) -> None:
    assert "nothing to write; 1 request in all (1 × list)" in demo.said


def test_the_servers_page_shows_each_value_in_its_row(demo: Demo) -> None:
    page = requests.get(demo.address, timeout=10).text
    rows = [re.sub(r"<[^>]+>", "|", row) for row in page.split("<tr>")]
    [stock] = [row for row in rows if "Tồn kho" in row and "ngày" in row]
    happiness = next(row for row in rows if "Điểm hài lòng" in row and "điểm" in row)
    assert rows.index(stock) > rows.index(happiness)  # it stood above
    assert "|Ngoài ngưỡng|" in stock
    assert "|Trong ngưỡng|" in happiness


def test_what_people_did_leaves_every_objective_its_own_key_results(demo: Demo) -> None:
    shown = okr_sync("archive", "show", "--json", folder=demo.folder)
    titles = [one["title"] for workbook in json.loads(shown.out) for one in workbook["objectives"]]
    assert "Growth team · OKRs Q4 2026" not in titles
    assert len(titles) == 11


def test_other_commands_work_in_the_demos_folder(demo: Demo) -> None:
    ran = okr_sync("sync", "--as-of", "2026-11-20", folder=demo.folder)
    assert ran.status == 0, ran.err
    assert "4 workbooks synced, 0 cells written" in ran.err
