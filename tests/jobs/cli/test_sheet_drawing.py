"""``doctor --sheet``: how a sheet was understood, drawn in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from jobs.cli.main import main

PICTURE = """\
tab 'Q4 2026'
  OKRs: en, numbers as in en, cycle 2026-Q4

           A            B                C         D          E     F
           [objective]  [key result]     [target]  [current]  –     –
  head  1  Objective    Key result       Target    Curent     Link  Mood
  O+KR  2  Grow         MRR reaches 20   20        15         x     fine
  ·     3  Total                         20
  KR    4               20 new customer  20        5
  not used: E 'Link', F 'Mood'
  'Q4 2026'!D1: The column “Curent” was taken for current value
    help: If it is, write into the settings: [[workbook]] columns = { "Curent" = "current" }; if not, rename it

tab 'Notes': no table of OKRs or KPIs was found in it
"""


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Q4 2026"
    for row in (
        ["Objective", "Key result", "Target", "Curent", "Link", "Mood"],
        ["Grow", "MRR reaches 20", 20, 15, "x", "fine"],
        ["Total", None, 20],
        [None, "20 new customer", 20, 5],
    ):
        book.active.append(row)
    book.create_sheet("Notes").append(["bring a cake"])
    monkeypatch.chdir(tmp_path)
    book.save("okr.xlsx")
    return tmp_path / "okr.xlsx"


def test_a_sheet_is_drawn_as_it_was_understood(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--sheet", "okr.xlsx", "--as-of", "2026-11-20"]) == 0
    assert capsys.readouterr().out.strip() == PICTURE.strip()


def test_the_setting_that_it_names_answers_the_question(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (workbook.parent / "config.toml").write_text(
        '[[workbook]]\nname = "okr"\nsource = "excel:okr.xlsx"\ncolumns = { "Mood" = "note" }\n', "utf-8"
    )
    assert main(["doctor", "--sheet", "okr", "--as-of", "2026-11-20", "--json"]) == 0
    (table,) = json.loads(capsys.readouterr().out)[0]["tables"]
    assert {"letters": "F", "header": "Mood", "field": "note"} in table["columns"]


def test_a_sheet_in_which_nothing_was_found_is_drawn_with_what_its_columns_might_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Team"
    book.active.append(["What we want", "How we know", "Start", "Goal", "Now"])
    book.active.append(["Customers stay with us", "Paying teams", 100, 300, 180])
    monkeypatch.chdir(tmp_path)
    book.save("own.xlsx")
    assert main(["doctor", "--sheet", "own.xlsx"]) == 1
    drawn = capsys.readouterr().out
    assert "[objective?]" in drawn
    assert "[key result?]" in drawn
    assert "180" in drawn
    assert 'columns = { "What we want" = "objective", "How we know" = "key_result", "Goal" = "target" }' in drawn
    assert main(["check", "own.xlsx"]) == 1


def test_a_workbook_without_okrs_says_so_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["bring a cake"])
    monkeypatch.chdir(tmp_path)
    book.save("cake.xlsx")
    assert main(["doctor", "--sheet", "cake.xlsx"]) == 1
    assert "no table of OKRs or KPIs was found in it" in capsys.readouterr().out
