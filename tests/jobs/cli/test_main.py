"""The command line as a whole: start-up, help, exit statuses, and what is said when something goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from jobs.cli.commands import COMMANDS, ENTRIES
from jobs.cli.main import main
from sync import __version__
from tests.benchmarks.workbooks import make_workbook

HEAVY = ("alembic", "google", "gspread", "openpyxl", "pydantic_core", "requests", "rich", "sqlalchemy", "tree_sitter")


def okr_sync(*words: str, folder: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as its own process, from a folder."""
    path = os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-m", "jobs", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "COLUMNS": "80", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def modules_after(words: Sequence[str], folder: Path | None = None) -> set[str]:
    """The libraries that are in memory after a command, called in a folder."""
    script = (
        f"import sys; from jobs.cli.main import main; main({list(words)!r}); "
        "print('|' + ' '.join(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    path = os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.rpartition("|")[2].split())


def test_the_version_is_told_before_anything_is_imported() -> None:
    assert okr_sync("--version").stdout == f"okr-sync {__version__}\n"
    assert not modules_after(["--version"]) & {"typer", "json", "logging", *HEAVY}


def test_help_imports_nothing_heavy_and_no_command() -> None:
    assert not modules_after(["--help"]) & set(HEAVY)


def test_a_sync_imports_nothing_heavy(tmp_path: Path) -> None:
    make_workbook(tmp_path / "team.xlsx", 4)

    assert not modules_after(["sync", "team.xlsx"], tmp_path) & {"socket", *HEAVY}
    assert (tmp_path / "okr-archive.db").exists()


def test_no_words_at_all_show_the_help() -> None:
    assert okr_sync().stdout == okr_sync("--help").stdout
    assert okr_sync().returncode == 0


def test_the_help_names_every_command_with_what_it_does() -> None:
    shown = " ".join(okr_sync("--help").stdout.split())

    for heading, entries in COMMANDS.items():
        assert f"{heading}: " in shown
        for name, entry in entries.items():
            assert f"{name} {entry.summary}" in shown


@pytest.mark.parametrize("name", ENTRIES)
def test_every_commands_help_begins_as_the_list_says_and_fits_80_columns(name: str) -> None:
    done = okr_sync(name, "--help")

    assert done.returncode == 0, done.stderr
    assert f"Usage: okr-sync {name} " in done.stdout
    assert ENTRIES[name].summary.rstrip(".") in " ".join(done.stdout.split())
    assert [line for line in done.stdout.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["chek"],
            "error: no such command 'chek'. Did you mean 'check'?\n  help: 'okr-sync --help' shows what there is\n",
        ),
        (
            ["--config", "x.toml", "rules"],
            "error: no such option: --config\n  help: options stand after the command: okr-sync COMMAND --option\n",
        ),
        (
            ["rules", "--colour"],
            "error: no such option: --colour\n  help: 'okr-sync rules --help' shows what there is\n",
        ),
        (["explain"], "error: missing argument 'TEXT'\n  help: 'okr-sync explain --help' shows what there is\n"),
        (
            ["plan", "team.xlsx", "--out", "none/plan.json"],
            "error: invalid value for '--out': there is no folder 'none': create it first, or name another file\n"
            "  help: 'okr-sync plan --help' shows what there is\n",
        ),
        (
            ["check", "team.xlsx", "--write-known", "none/known.json"],
            "error: invalid value for '--write-known': there is no folder 'none': create it first, or name another "
            "file\n"
            "  help: 'okr-sync check --help' shows what there is\n",
        ),
        (
            ["sync", "--as-of", "9999-12-31"],
            "error: invalid value for '--as-of': '9999-12-31' is too far off: give a day of the years 1900 to 2999\n"
            "  help: 'okr-sync sync --help' shows what there is\n",
        ),
        (
            ["check", "--as-of", "31/12/2026"],
            "error: invalid value for '--as-of': '31/12/2026' is no date: write it like 2026-12-31\n"
            "  help: 'okr-sync check --help' shows what there is\n",
        ),
        (
            ["check", "--config", "none.toml"],
            "none.toml: there is no such file\nhelp: 'okr-sync init' writes one\n",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_use_is_said_in_two_lines_with_status_2(words: list[str], said: str, tmp_path: Path) -> None:
    done = okr_sync(*words, folder=tmp_path)

    assert (done.stderr, done.stdout, done.returncode) == (said, "", 2)


def test_the_settings_are_those_of_the_environment_where_no_option_says_otherwise(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[rulez]\n", encoding="utf-8")

    done = okr_sync("check", folder=tmp_path, OKR_SYNC_CONFIG="bad.toml")

    assert done.stderr.startswith("bad.toml:1:2: [rulez]: there is no such section\n")
    assert done.returncode == 2


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    script = f"set -o pipefail; {sys.executable} -m jobs rule --all | head -c 100 >/dev/null"

    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)

    assert done.stderr == ""


def test_workbooks_names_are_completed_by_the_shell(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        "".join(f'[[workbook]]\nname = "{name}"\n' for name in ("sales", "sales-north", "hr")), encoding="utf-8"
    )

    done = okr_sync(folder=tmp_path, _OKR_SYNC_COMPLETE="complete_bash", COMP_WORDS="okr-sync check s", COMP_CWORD="2")

    assert done.stdout.split() == ["sales", "sales-north"]


def test_rules_codes_are_completed_by_the_shell() -> None:
    done = okr_sync(_OKR_SYNC_COMPLETE="complete_bash", COMP_WORDS="okr-sync rule OKR1", COMP_CWORD="2")

    assert "OKR101" in done.stdout.split()


def test_main_returns_the_status_of_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--json"]) == 0
    assert capsys.readouterr().out.startswith("[")


EVERY_DEPTH = """
import resource
from jobs.cli.main import with_room_for_calls

def nothing():
    pass

def deeper(depth):
    for _ in range(200):
        nothing()
    if depth:
        deeper(depth - 1)

def pages_asked_for(words):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    deeper(300)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

print(with_room_for_calls(pages_asked_for, []))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts the pages that a process asks for")
def test_no_loop_pays_for_the_depth_at_which_it_stands() -> None:
    path = os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", EVERY_DEPTH], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
    )
    assert int(done.stdout) < 100, done
