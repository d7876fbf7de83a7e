"""Other people's workbooks: each is patched, and then nothing else differs, or refused with a reason and untouched.

Runs where OKR_SYNC_CORPUS names a folder of workbooks.
"""

from __future__ import annotations

import os
import shutil
import warnings
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from sync.workbooks.package import CellEdit, CellRefused, Package, Percent, SheetEdit, WorkbookRefused, patch
from tests.sync.workbooks.package_comparing import (
    assert_nothing_else_differs,
    assert_openpyxl_agrees,
    assert_order_is_kept,
)
from tests.sync.workbooks.package_reading import (
    cells_in,
    name_of,
    raw_cells,
)

CORPUS = os.environ.get("OKR_SYNC_CORPUS", "")
WORKBOOKS = sorted(Path(CORPUS).rglob("*.xls[xm]")) if CORPUS else []

pytestmark = pytest.mark.skipif(not CORPUS, reason="OKR_SYNC_CORPUS names no folder of workbooks")

REFUSED_THOUGH_OPENPYXL_OPENS_THEM = {
    "BadWorkbook.xlsx": "has no tab",
    "duplicate-filename.xlsx": "two parts of the same name",
}


@pytest.mark.parametrize("source", WORKBOOKS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_workbook_is_patched_and_nothing_else_or_refused_and_untouched(source: Path, tmp_path: Path) -> None:
    path = tmp_path / source.name.removeprefix("~$")
    shutil.copyfile(source, path)
    before = path.read_bytes()
    status = path.stat()
    refusal = None
    try:
        with Package(path) as package:
            titles = [sheet.title for sheet in package.sheets]
        edits = {title: SheetEdit(_some_cells(path, title)) for title in titles}
        edits = _patch_what_may_be_patched(path, edits)
    except WorkbookRefused as caught:
        refusal = caught
    if refusal is not None:
        assert path.name in refusal.reason
        assert path.read_bytes() == before
        assert path.stat().st_mtime_ns == status.st_mtime_ns
        _assert_others_refuse_it_too(source, refusal)
        return

    shutil.copyfile(source, original := tmp_path / f"original-{path.name}")
    assert_nothing_else_differs(original, path, edits)
    assert_order_is_kept(original, path)
    assert_openpyxl_agrees(original, path, edits)
    again = path.read_bytes()
    patch(path, edits)
    assert path.read_bytes() == again


def _some_cells(path: Path, title: str) -> dict[tuple[int, int], CellEdit]:
    with zipfile.ZipFile(path) as archive:
        cells = {} if archive.testzip() else raw_cells(path, title)
    last_row = min(max((row for row, _ in cells), default=1), 1_048_000)
    last_column = min(max((column for _, column in cells), default=1), 16_000)
    values = [Decimal("0.25"), "Đúng tiến độ <&> 🟢", True, Percent(Decimal("0.5")), date(2026, 11, 23), 7]
    edits = {
        (2, 2): CellEdit(Decimal("12345.678")),
        (1, last_column + 1): CellEdit("Progress ⟳", like=(1, last_column)),
        (last_row, last_column + 1): CellEdit(Decimal("0.75"), "0%", (last_row, last_column)),
        (last_row + 2, 1): CellEdit("=1+1"),
        (max(1, last_row // 2), max(1, last_column // 2)): CellEdit(None),
    }
    # A cell whose look another one takes keeps its own, or the second patch would find another look to take.
    models = {edit.like for edit in edits.values()}
    free = (place for place in cells if place not in edits and place not in models)
    constants = [place for place in free if cells[place].formula is None]
    for place, value in zip(constants[:: max(1, len(constants) // 20)], values * 4, strict=False):
        edits[place] = CellEdit(value)
    return edits


def _patch_what_may_be_patched(path: Path, edits: dict[str, SheetEdit]) -> dict[str, SheetEdit]:
    left = {title: dict(edit.cells) for title, edit in edits.items()}
    for _ in range(300):
        try:
            remaining = {title: SheetEdit(cells) for title, cells in left.items()}
            patch(path, remaining)
            return remaining
        except CellRefused as refusal:
            place = next(place for place in left[refusal.sheet] if name_of(*place) == refusal.cell)
            del left[refusal.sheet][place]
    raise AssertionError("too many cells refused")


def _assert_others_refuse_it_too(source: Path, refusal: WorkbookRefused) -> None:
    if "password" in refusal.reason or "signed" in refusal.reason:
        return
    reason = REFUSED_THOUGH_OPENPYXL_OPENS_THEM.get(source.name)
    if reason is not None:
        assert reason in refusal.reason
        return
    with pytest.raises(Exception), warnings.catch_warnings():  # noqa: B017, PT011, PT012 - whatever it raises
        warnings.simplefilter("ignore")
        openpyxl.load_workbook(source)


def test_the_reader_that_compares_sees_what_a_file_holds() -> None:
    content = b'<w><sheetData><row><c t="b"><v>1</v></c><c r="C1"><f>A1</f><v>2</v></c></row></sheetData></w>'
    cells = cells_in(content, [])
    assert [(place, cell.kind, cell.value) for place, cell in cells.items()] == [((1, 1), "b", "1"), ((1, 3), "n", "2")]
