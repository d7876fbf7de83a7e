"""One more catalogue is one more language: German, made of every template in ‹marks›, in a copy of the package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from babel.messages.pofile import read_po, write_po

from tests.end_to_end.commands import ROOT, Ran, okr_sync

OWNED = {"Progress": "Fortschritt ⟳", "Status": "Status ⟳", "Warnings": "Hinweise ⟳", "Score": "Note ⟳"}
"""What German shares with English, and a word that heads another column in English."""
CONFIG = """\
[service]
language = "vi"
[writing]
add_columns = true
[[workbook]]
name = "vertrieb"
source = "excel:vertrieb.xlsx"
language = "de"
columns = { "Ziel" = "objective", "Kennzahl" = "key_result", "Soll" = "target", "Ist" = "current" }
"""
ROWS = [
    ["Ziel", "Kennzahl", "Anfang", "Soll", "Ist"],
    ["Wir wachsen im Süden", "Neue Verträge unterschreiben", "0", "1.500", "1.234"],
    ["", "Umsatz mit neuen Kunden steigern", "0", "2.500.000", ""],
]
DAY = ("--as-of", "2026-11-15")
UTF_8 = {**os.environ, "PYTHONIOENCODING": "utf-8"}


def translated(template: str) -> str:
    for english, german in OWNED.items():
        if template == f"{english} ⟳":
            return german
    return f"‹{template}›"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with a third catalogue: begun as an empty file, filled in, translated, compiled."""
    copy = tmp_path_factory.mktemp("package")
    for folder in ("sync", "jobs", "sheets_templates"):
        shutil.copytree(ROOT / folder, copy / folder)
    po = copy / "sync" / "messages" / "de" / "LC_MESSAGES" / "okr-sync.po"
    po.parent.mkdir(parents=True)
    po.touch()
    begun = make_messages(copy)
    assert (begun.returncode, begun.stderr) == (0, "")
    assert (
        "messages are to be translated (the empty msgstr in sync/messages/de/LC_MESSAGES/okr-sync.po)" in begun.stdout
    )
    with po.open("rb") as file:
        catalogue = read_po(file, locale="de")
    for message in catalogue:
        if message.id and not message.string:
            message.string = translated(str(message.id))
    with po.open("wb") as file:
        write_po(file, catalogue)
    made = make_messages(copy)
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")
    vietnamese = Path("sync", "messages", "vi", "LC_MESSAGES", "okr-sync.po")
    assert (copy / vietnamese).read_bytes() == (ROOT / vietnamese).read_bytes()
    return copy


def make_messages(copy: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sync.messages.building"],
        cwd=copy,
        env=UTF_8,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def run(package: Path, tmp_path: Path) -> Callable[..., Ran]:
    def run(*words: str) -> Ran:
        return okr_sync(*words, folder=tmp_path, PYTHONPATH=str(package))

    return run


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "2026-Q4"
    for row in ROWS:
        sheet.append(row)
    book.save(tmp_path / "vertrieb.xlsx")
    return tmp_path / "vertrieb.xlsx"


def cells_of(workbook: Path) -> list[list[str]]:
    (sheet,) = openpyxl.load_workbook(workbook).worksheets
    return [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def test_a_sheet_is_written_in_it_and_known_again(run: Callable[..., Ran], workbook: Path) -> None:
    assert run("sync", *DAY).status == 0
    written = cells_of(workbook)
    assert written[0][:5] == ROWS[0]
    assert set(written[0][5:]) == {*OWNED.values(), "‹Objective score ⟳›"}
    first = dict(zip(written[0], written[1], strict=True))
    assert first["Status ⟳"] == "‹On track›"
    assert dict(zip(written[0], written[2], strict=True))["Hinweise ⟳"].startswith("[OKR111] ‹No current value yet›")

    before = workbook.read_bytes()
    again = run("sync", *DAY)
    assert again.status == 0
    assert "nothing to write" in again.out
    assert workbook.read_bytes() == before


def test_findings_pages_and_days_are_told_in_it(run: Callable[..., Ran], workbook: Path) -> None:
    checked = run("check", *DAY)
    assert "‹No current value yet›" in checked.out
    page = run("rule", "OKR111", "--lang", "de").out
    assert "‹What it finds›" in page
    assert "OKR111" in run("rules", "--lang", "de").out
    assert page.count("‹") > 4


def test_days_and_numbers_are_written_as_it_does(package: Path) -> None:
    code = (
        "from datetime import date; from decimal import Decimal; from sync.messages import render;"
        "from sync.model.findings import Message;"
        "said = ('day', date(2026, 12, 31)), ('value', Decimal('-1500000.5')), ('unit', '%');"
        "print(render(Message('{day}: {value}{unit}', said), 'de'))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=package, capture_output=True, encoding="utf-8", check=True, env=UTF_8
    ).stdout
    assert told == "31.12.2026: -1.500.000,5\N{NO-BREAK SPACE}%\n"


def test_a_language_that_has_no_catalogue_is_refused_with_those_that_have_one(
    run: Callable[..., Ran], workbook: Path
) -> None:
    assert "there is no language 'fr': de, vi or en" in run("rules", "--lang", "fr").err
    config = workbook.with_name("config.toml")
    config.write_text(CONFIG.replace('"de"', '"fr"'), encoding="utf-8")
    assert "known: de, vi, en" in run("check").err


def test_a_project_begins_in_it_with_english_words_and_its_own_columns(run: Callable[..., Ran], tmp_path: Path) -> None:
    started = run("init", "--lang", "de", "--name", "team", "--cycle", "2026-Q4")
    assert started.status == 0
    assert "its words are English" in started.err
    assert 'language = "de"' in (tmp_path / "config.toml").read_text("utf-8").partition("[[workbook]]")[2]
    sheet = openpyxl.load_workbook(tmp_path / "team.xlsx").worksheets[0]
    assert "01.10.2026" in str(sheet["A2"].value)
    assert {"Objective", "Fortschritt ⟳", "Note ⟳"} <= {str(cell.value) for cell in sheet[4]}
    sheet["A5"], sheet["B5"], sheet["D5"], sheet["E5"], sheet["F5"] = "Grow", "Contracts signed", 0, 10, 5
    sheet.parent.save(tmp_path / "team.xlsx")

    assert run("sync", "--as-of", "2026-11-15").status == 0
    sheet = openpyxl.load_workbook(tmp_path / "team.xlsx").worksheets[0]
    row = {str(sheet.cell(4, column).value): sheet.cell(5, column).value for column in range(1, sheet.max_column + 1)}
    assert row["Status ⟳"] == "‹On track›"
    assert sheet.max_column == 18


def test_vietnamese_may_lack_no_translation(package: Path, tmp_path: Path) -> None:
    copy = tmp_path / "package"
    shutil.copytree(package, copy)
    po = copy / "sync" / "messages" / "vi" / "LC_MESSAGES" / "okr-sync.po"
    with po.open("rb") as file:
        catalogue = read_po(file, locale="vi")
    message = catalogue.get("On track")
    assert message is not None
    message.string = ""
    with po.open("wb") as file:
        write_po(file, catalogue)
    made = make_messages(copy)
    assert (made.returncode, made.stderr) == (1, "vi: to be translated: On track\n")
