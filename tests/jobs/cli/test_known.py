"""``check --known`` and ``--write-known``: a team starts clean on an old sheet."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from jobs.cli.main import main

ROWS = [
    ["Objective", "Key result", "Baseline", "Target", "Current"],
    ["Grow", "Launch the portal", None, None, None],
    ["Grow", "MRR reaches 20", 10, 20, 15],
]
DAY = ("--as-of", "2026-11-20")


def save(rows: list[list[object]], path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Q4 2026"
    for row in rows:
        book.active.append(row)
    book.save(path)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    save(ROWS, tmp_path / "okr.xlsx")
    return tmp_path


def test_what_was_accepted_fails_no_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "okr.xlsx", *DAY]) == 1
    assert main(["check", "okr.xlsx", *DAY, "--write-known", "known.json"]) == 0
    capsys.readouterr()
    assert main(["check", "okr.xlsx", *DAY, "--known", "known.json"]) == 0
    said = capsys.readouterr()
    assert "OKR201" not in said.out
    assert "not shown, since accepted for now" in said.err


def test_a_new_finding_fails_it_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "okr.xlsx", *DAY, "--write-known", "known.json"])
    save([*ROWS, ["Grow", "Write a handbook", None, None, None]], folder / "okr.xlsx")
    capsys.readouterr()
    assert main(["check", "okr.xlsx", *DAY, "--known", "known.json"]) == 1
    assert "'Q4 2026'!B4 OKR201" in capsys.readouterr().out


def test_what_is_gone_is_told_and_can_be_taken_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "okr.xlsx", *DAY, "--write-known", "known.json"])
    save([ROWS[0], ROWS[2]], folder / "okr.xlsx")
    capsys.readouterr()
    main(["check", "okr.xlsx", *DAY, "--known", "known.json"])
    assert "no longer found: OKR201 in okr.xlsx: “Launch the portal”" in capsys.readouterr().err
    main(["check", "okr.xlsx", *DAY, "--write-known", "known.json"])
    assert "Launch the portal" not in (folder / "known.json").read_text("utf-8")


def test_what_is_known_of_another_workbook_stays_in_the_file(folder: Path) -> None:
    save(ROWS, folder / "other.xlsx")
    main(["check", "okr.xlsx", "other.xlsx", *DAY, "--write-known", "known.json"])
    main(["check", "okr.xlsx", *DAY, "--write-known", "known.json"])
    assert "other.xlsx" in (folder / "known.json").read_text("utf-8")


def test_a_file_that_is_not_there_says_how_one_is_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "okr.xlsx", "--known", "known.json"]) == 2
    said = capsys.readouterr().err
    assert "known.json is not there" in said
    assert "--write-known" in said
