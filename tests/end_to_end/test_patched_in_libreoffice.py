"""What LibreOffice shows of a patched workbook: the new values wherever they are drawn, and all else as it was."""

from __future__ import annotations

import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from sync.workbooks.package import patch_cells
from tests.pages.__main__ import pages_of

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="LibreOffice or poppler-utils is not installed",
)

RED = (255, 0, 0)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A workbook as pages before and after one cell was patched."""
    folder = tmp_path_factory.mktemp("workbooks")
    _make(folder / "made.xlsx")
    # Once through LibreOffice, so that every formula has a cached value.
    _convert([folder / "made.xlsx"], "xlsx", folder / "calculated")
    before = folder / "before.xlsx"
    after = folder / "after.xlsx"
    for copy in (before, after):
        shutil.copyfile(folder / "calculated" / "made.xlsx", copy)
    assert _cached(before) == [1000 + 2, 1000 + 2, 1000 + 2, 1000 + 2, 2004]
    patch_cells(after, {("Q4 2026", "B2"): Decimal(4000)})
    assert _cached(after) == [None, None, None, None, None]
    _convert([before, after], "pdf", folder / "pdf")
    return folder / "pdf" / "before.pdf", folder / "pdf" / "after.pdf"


def _convert(workbooks: list[Path], kind: str, folder: Path) -> None:
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{folder}-profile", "--headless"),
            *("--convert-to", kind, "--outdir", str(folder), *map(str, workbooks)),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )


def _make(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Q4 2026"
    for row in (["KR", "Value"], ["one", 1000], ["two", 2]):
        sheet.append(row)
    sheet.add_table(Table(displayName="OKR", ref="A1:B3"))
    book.defined_names["values"] = DefinedName("values", attr_text="'Q4 2026'!$B$2:$B$3")
    sheet["D1"], sheet["D2"], sheet["D3"] = "=SUM(B2:B3)", "=SUM(values)", "=SUM(OKR[Value])"
    sheet["D4"] = "=7*6"
    sheet.conditional_formatting.add(
        "D1", CellIsRule(operator="greaterThan", formula=["3000"], fill=PatternFill("solid", bgColor="FFFF0000"))
    )
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    chart.dataLabels = DataLabelList(showVal=True)
    sheet.add_chart(chart, "A10")
    other = book.create_sheet("Other")
    other["A1"], other["A2"] = "='Q4 2026'!D1", "=2*A1"
    book.save(path)


def _cached(path: Path) -> list[object]:
    book = openpyxl.load_workbook(path, data_only=True)
    okr, other = book["Q4 2026"], book["Other"]
    return [okr["D1"].value, okr["D2"].value, okr["D3"].value, other["A1"].value, other["A2"].value]


def _words(pdf: Path) -> list[str]:
    return sorted(pages_of(pdf).words.elements())


def test_formulas_across_tabs_names_and_tables_show_the_new_value(pages: tuple[Path, Path]) -> None:
    before, after = (_words(pdf) for pdf in pages)
    assert before.count("1002") == 4
    assert after.count("1002") == 0
    assert after.count("4002") == 4
    assert before.count("2004") == 1
    assert after.count("8004") == 1


def test_a_chart_is_drawn_from_the_new_value(pages: tuple[Path, Path]) -> None:
    before, after = (_words(pdf) for pdf in pages)
    # In the cell, and as the label of its bar; beside these, axes may have it.
    assert before.count("1000") >= 2
    assert before.count("4000") == 0
    assert after.count("4000") >= 2


def test_a_conditional_format_follows_the_new_value(pages: tuple[Path, Path], tmp_path: Path) -> None:
    assert [_has_colour(pdf, RED, tmp_path / pdf.stem) for pdf in pages] == [False, True]


def test_all_else_stays_where_it_was(pages: tuple[Path, Path]) -> None:
    before, after = (pages_of(pdf).placed for pdf in pages)
    assert {word for _, word, _, _ in before - after} & {"KR", "42"} == set()
    assert {word for _, word, _, _ in after - before} & {"KR", "42"} == set()


def _has_colour(pdf: Path, colour: tuple[int, int, int], stem: Path) -> bool:
    subprocess.run(["pdftoppm", "-r", "50", "-singlefile", str(pdf), str(stem)], check=True)
    data = stem.with_suffix(".ppm").read_bytes()
    header = re.match(rb"P6\s+\d+\s+\d+\s+255\s", data)
    assert header is not None
    pixels = data[header.end() :]
    return any(tuple(pixels[place : place + 3]) == colour for place in range(0, len(pixels), 3))
