"""Every way in which teams keep their sheets, as data: a file a layout in ``layouts/``, with what must be read."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sync.model.cells import Sheet
from sync.options import ReadingOptions
from sync.reading import read_rows, worth_reading
from tests.sheets import sheet_of
from tests.sync.reading.summary import summary

LAYOUTS = Path(__file__).parent / "layouts"
AS_OF = date(2026, 11, 19)
_HEADING = re.compile(r"^=== (?P<title>.*?)(?P<marks>(?: \[[^\]]*\])*)$", re.MULTILINE)
_MARK = re.compile(r"\[(?P<kind>merge|note) (?P<words>[^\]]*)\]")


def sheets_in(text: str) -> tuple[list[Sheet], str]:
    """Given a layout's file, return its tabs and what is expected of them."""
    text, _, expected = text.partition("\n=== expect\n")
    headings = list(_HEADING.finditer(text))
    sheets = []
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        body = text[heading.end() + 1 : following.start() if following else len(text)]
        marks = [(mark["kind"], mark["words"]) for mark in _MARK.finditer(heading["marks"])]
        merges = [words for kind, words in marks if kind == "merge"]
        notes = dict(words.split(": ", 1) for kind, words in marks if kind == "note")
        sheets.append(sheet_of(body, heading["title"], merges, notes))
    return sheets, expected


def read_again(text: str) -> str:
    sheets, _ = sheets_in(text)
    return summary(read_rows(sheets, ReadingOptions(), AS_OF))


@pytest.mark.parametrize("path", sorted(LAYOUTS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_layout_is_read_without_configuration(path: Path) -> None:
    sheets, expected = sheets_in(path.read_text("utf-8"))
    assert summary(read_rows(sheets, ReadingOptions(), AS_OF)) == expected


@pytest.mark.parametrize("path", sorted(LAYOUTS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_tab_is_worth_reading_where_something_is_read_from_it(path: Path) -> None:
    sheets, _ = sheets_in(path.read_text("utf-8"))
    read = {table.sheet for table in read_rows(sheets, ReadingOptions(), AS_OF).tables}
    assert all(worth_reading(sheet) for sheet in sheets if sheet.title in read)
