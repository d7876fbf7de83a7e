"""Every command takes the options that the contract promises of every command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from jobs.cli.commands import ENTRIES, app, run

PROMISED = {"--config", "--quiet", "--verbose"}
WITHOUT_SETTINGS = ("demo", "init")
"""These make settings, and go by none."""
NO_DATA = ("demo", "init", "template new", "serve")


def commands() -> Iterator[tuple[str, frozenset[str]]]:
    group: Any = typer.main.get_command(app)
    for name in ENTRIES:
        found = group.get_command(None, name)
        for more, command in getattr(found, "commands", {"": found}).items():
            yield f"{name} {more}".strip(), frozenset(word for each in command.params for word in each.opts)


@pytest.mark.parametrize(("name", "options"), [pytest.param(*each, id=each[0]) for each in commands()])
def test_a_command_takes_what_every_command_takes(name: str, options: frozenset[str]) -> None:
    promised = PROMISED - ({"--config"} if name in WITHOUT_SETTINGS else set())
    promised |= set() if name in NO_DATA else {"--json"}
    assert promised - options == set()


def test_a_quiet_doctor_says_what_is_to_be_mended_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["doctor", "--quiet"]) == 0
    assert capsys.readouterr().out == ""

    assert run(["doctor", "gone.xlsx", "--quiet"]) == 1
    assert capsys.readouterr().out.startswith("FIX  workbook gone.xlsx: ")
