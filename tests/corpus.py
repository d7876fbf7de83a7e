"""Workbooks that others made: each is patched, and then nothing else differs, or refused with a reason and untouched.

OKR_SYNC_CORPUS=path/to/workbooks python -m tests.corpus

Prints the refusals with their reasons, and the counts. ``make test`` runs the same on each workbook as a test of its
own, where OKR_SYNC_CORPUS is set.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import traceback
import warnings
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl

from sync.workbooks.package import CellEdit, CellRefused, Package, Percent, SheetEdit, WorkbookRefused, patch
from tests.sync.workbooks.package_comparing import (
    assert_calamine_agrees,
    assert_dependants_lost_their_values,
    assert_nothing_else_differs,
    assert_openpyxl_agrees,
    assert_order_is_kept,
)
from tests.sync.workbooks.package_reading import name_of, raw_cells

REFUSED_THOUGH_OPENPYXL_OPENS_THEM = {
    "BadWorkbook.xlsx": "has no tab",
    "duplicate-filename.xlsx": "two parts of the same name",
}
"""There is nothing to write to in the one; entries of the same name are refused on purpose."""


def workbooks_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.xl*") if path.suffix.lower() in (".xlsx", ".xlsm", ".xltx", ".xltm"))


def main() -> None:
    root = Path(os.environ["OKR_SYNC_CORPUS"])
    outcomes: Counter[str] = Counter()
    for source in workbooks_in(root):
        with tempfile.TemporaryDirectory() as folder:
            try:
                outcome = check_workbook(source, Path(folder))
            except Exception:
                outcome = f"FAILED: {traceback.format_exc()}"
        outcomes[outcome.partition(":")[0]] += 1
        if not outcome.startswith("patched"):
            print(f"{source.relative_to(root)}: {outcome}", flush=True)
    for outcome, count in outcomes.most_common():
        print(f"{count:5} {outcome}")
    sys.exit("FAILED" in outcomes)


def check_workbook(source: Path, folder: Path) -> str:
    """Given a workbook and an empty folder, patch a copy of it, and return 'patched' and by how many independent
    readers it was compared, or 'refused' and why. Raise AssertionError where anything else changed."""
    path = folder / source.name.removeprefix("~$")
    shutil.copyfile(source, path)
    before = path.read_bytes()
    status = path.stat()
    edits, refusal = _patched(path)
    if refusal is not None:
        assert path.name in refusal.reason
        assert path.read_bytes() == before
        assert path.stat().st_mtime_ns == status.st_mtime_ns
        _assert_others_refuse_it_too(source, refusal)
        return f"refused: {refusal.reason.replace(str(path), 'it')}"

    shutil.copyfile(source, original := folder / f"original-{path.name}")
    assert_nothing_else_differs(original, path, edits)
    assert_order_is_kept(original, path)
    assert_dependants_lost_their_values(original, path, edits)
    readers = assert_openpyxl_agrees(original, path, edits) + assert_calamine_agrees(original, path, edits)
    again = path.read_bytes()
    patch(path, edits)
    assert path.read_bytes() == again
    return f"patched, and compared by package part, cell by cell, and by {readers} libraries"


def _patched(path: Path) -> tuple[dict[str, SheetEdit], WorkbookRefused | None]:
    try:
        with Package(path) as package:
            titles = [sheet.title for sheet in package.sheets]
        edits = {title: SheetEdit(_some_cells(path, title)) for title in titles}
        return _patch_what_may_be_patched(path, edits), None
    except WorkbookRefused as refusal:
        return {}, refusal


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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            opened = openpyxl.load_workbook(source)
        except Exception:
            return
    if not opened.worksheets:
        assert "has no tab with cells" in refusal.reason
        return
    raise AssertionError(f"openpyxl opens what was refused: {refusal.reason}")


if __name__ == "__main__":
    main()
