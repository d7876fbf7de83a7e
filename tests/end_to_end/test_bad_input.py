"""What cannot be read is said in one clear sentence that names it, with the right exit status; nothing is written."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.templates import example_workbooks
from tests.end_to_end.commands import okr_sync

EXAMPLE = "growth-team.xlsx"


def a_csv(path: Path) -> None:
    path.write_text("Objective,Key result\nA,B\n")


def nothing_in_it(path: Path) -> None:
    path.write_bytes(b"")


def cut_short(path: Path) -> None:
    path.write_bytes(example_workbooks()[EXAMPLE][:5000])


def old_binary(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "Workbook".encode("utf-16le") + b"\0" * 5000)


def a_zip_of_something_else(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("hello.txt", "hello")


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("make", [a_csv, nothing_in_it, cut_short, old_binary, a_zip_of_something_else, a_folder])
@pytest.mark.parametrize("command", ["check", "plan", "sync"])
def test_what_is_no_workbook_is_said_so_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], command: str
) -> None:
    path = tmp_path / "teams" / "sales.xlsx"
    path.parent.mkdir()
    make(path)
    before = path.read_bytes() if path.is_file() else None
    ran = okr_sync(command, "teams/sales.xlsx", folder=tmp_path)
    assert ran.status == 1
    assert "sales.xlsx" in ran.err
    assert "Traceback" not in ran.err
    assert len([line for line in ran.err.splitlines() if line.startswith("error")]) == 1
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among files there")
@pytest.mark.parametrize("command", ["check", "plan", "sync", "doctor"])
def test_a_pipe_in_place_of_a_workbook_is_refused_and_not_waited_for(command: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "team.xlsx")
    ran = okr_sync(command, "team.xlsx", folder=tmp_path)
    assert ran.status == 1
    assert "team.xlsx is not a file" in ran.out + ran.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among files there")
def test_a_pipe_in_place_of_a_lock_file_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "team.xlsx").write_bytes(example_workbooks()[EXAMPLE])
    os.mkfifo(tmp_path / "~$team.xlsx")
    ran = okr_sync("sync", "team.xlsx", "--add-columns", folder=tmp_path)
    assert ran.status == 1
    assert "team.xlsx is open in Excel since" in ran.err


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    ran = okr_sync("check", "nowhere.xlsx", folder=tmp_path)
    assert ran.status in (1, 2)
    assert "nowhere.xlsx" in ran.err
    assert "Traceback" not in ran.err


def test_a_misspelt_name_gets_the_nearest_one(tmp_path: Path) -> None:
    assert okr_sync("init", ".", "--name", "sales", "--lang", "en", folder=tmp_path).status == 0
    ran = okr_sync("check", "sale", folder=tmp_path)
    assert ran.status == 2
    assert "did you mean 'sales'?" in ran.err


def test_settings_that_are_wrong_are_all_named_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[service]\nlangage = "vi"\n[[workbook]]\nname = 3\nsource = "excel:a.xlsx"\n'
    )
    ran = okr_sync("check", folder=tmp_path)
    assert ran.status == 2
    assert "config.toml:2" in ran.err
    assert "language" in ran.err
    assert "config.toml:4" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--as-of", "2026-02-30", "x.xlsx"),
        ("check", "--select", "OKR999", "x.xlsx"),
        ("explain",),
        ("rule", "OKR999"),
        ("template", "new", "nothing", "x.xlsx"),
        ("quarter", "close", "Q9"),
        ("check",),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_do(tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = okr_sync(*words, folder=tmp_path)
    assert ran.status == 2, ran.err
    assert ran.err.strip()
    assert "Traceback" not in ran.err


def test_no_command_ever_shows_a_traceback_on_workbooks_that_others_made(corpus: Path, tmp_path: Path) -> None:
    files = sorted(
        path for path in corpus.rglob("*") if path.suffix.lower() in (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb")
    )
    assert files
    ran = okr_sync("check", *files, "--fail-on", "never", "--verbose", folder=tmp_path)
    assert ran.status in (0, 1)
    assert "Traceback" not in ran.err
    assert "fault of its own" not in ran.err
    assert not any(tmp_path.iterdir())
