"""What a user may do who may not write: look at everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.cli.commands import run
from sync.templates import example_workbooks
from tests.nobody import folder_for_all, nobody

CONFIG = """
[service]
timezone = "UTC"
[writing]
add_columns = true
[[workbook]]
name = "growth"
source = "excel:growth-team.xlsx"
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a workbook that was synced once."""
    with folder_for_all() as folder:
        (folder / "growth-team.xlsx").write_bytes(example_workbooks()["growth-team.xlsx"])
        (folder / "config.toml").write_text(CONFIG)
        assert run(["sync", "--config", str(folder / "config.toml"), "--as-of", "2026-11-20"]) == 0
        yield folder


def listed(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


@pytest.mark.parametrize(
    "command",
    [
        "check growth --fail-on never",
        "plan growth",
        "status",
        "archive list",
        "archive show growth",
        "why growth N6",
        "leave growth --dry-run",
    ],
)
@pytest.mark.parametrize("mode", [0o555, 0o777])
def test_commands_that_only_read_need_no_right_to_write(
    command: str, mode: int, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    for each in folder.iterdir():
        each.chmod(0o444)
    folder.chmod(mode)
    before = listed(folder)
    capsys.readouterr()

    with nobody():
        status = run(command.split())

    said = capsys.readouterr()
    assert status == 0, said.err
    assert said.out
    assert listed(folder) == before
