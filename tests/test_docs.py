"""What the documents say of commands is what there is."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import typer

from jobs.cli.commands import ENTRIES, app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
REFERENCE = README.partition("## Commands")[2].partition("\n## ")[0]


def options_of(command: str) -> set[str]:
    """All options of a command and of its subcommands."""
    group = typer.main.get_command(app)
    context = typer.Context(group)
    found = group.get_command(context, command)  # type: ignore[attr-defined]
    commands = [found, *getattr(found, "commands", {}).values()]
    return {option for each in commands for parameter in each.params for option in parameter.opts}


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"(?:`|^)okr-sync ([a-z]+)", README, re.MULTILINE))
    assert named == set(ENTRIES)


@pytest.mark.parametrize("command", ENTRIES)
def test_every_option_that_the_reference_names_exists(command: str) -> None:
    line = next(line for line in REFERENCE.splitlines() if re.search(rf"`okr-sync {command}\b", line))
    for option in re.findall(r"--[a-z-]+", line):
        assert option in options_of(command), option


def test_the_two_commands_of_a_fresh_machine_come_first() -> None:
    first_code = README.partition("```sh\n")[2].partition("```")[0]
    assert [line.split("#")[0].strip() for line in first_code.splitlines()] == ["make demo", "make test"]


def test_the_top_level_is_what_it_was_meant_to_be() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode != 0:
        pytest.skip("not a git checkout")
    meant = {"sync", "jobs", "sheets_templates", "tests", "docs", ".ci", "Makefile", "README.md", "CHANGELOG.md"}
    meant |= {"LICENSE", "config.example.toml", "pyproject.toml", "requirements.lock", ".gitignore"}
    assert {name.split("/")[0] for name in tracked.stdout.split()} <= meant
