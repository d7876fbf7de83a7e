"""Other people's workbooks: each is patched, and then nothing else differs, or refused with a reason and untouched.

Runs where OKR_SYNC_CORPUS names a folder of workbooks.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import warnings
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from sync.workbooks.package import CellEdit, CellRefused, Package, Percent, SheetEdit, WorkbookRefused, patch
from tests.sync.workbooks.package_reading import (
    RawCell,
    cells_in,
    name_of,
    parts_of,
    raw_cells,
    stored_entries,
    tab_parts,
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
    _assert_only_these_parts_changed(original, path, set(edits))
    for title, edit in edits.items():
        _assert_only_these_cells_changed(original, path, title, edit)
    _assert_openpyxl_agrees(original, path, edits)
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


def _assert_only_these_parts_changed(original: Path, path: Path, titles: set[str]) -> None:
    before, after = stored_entries(original), stored_entries(path)
    contents_before, contents_after = parts_of(original), parts_of(path)
    if list(contents_before) != list(contents_after):
        # A workbook that had no styles at all gets some, with what makes them known.
        assert [name for name in contents_after if name not in contents_before] == ["xl/styles.xml"]
        for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            assert len(list(ElementTree.fromstring(contents_after[name]))) == 1 + len(
                list(ElementTree.fromstring(contents_before[name]))
            )
            after[name] = before[name]
    changed = {name for name in before if before[name] != after[name]}
    tabs = {part for title, part in tab_parts(original).items() if title in titles}
    for name in changed:
        plain = name.replace("\\", "/").lstrip("/").lower()
        if plain in tabs:
            continue
        old, new = contents_before[name], contents_after[name]
        if plain.endswith("workbook.xml"):
            pattern = rb"<([\w]+:)?calcPr[^>]*?/>"
            assert re.sub(pattern, b"", old) == re.sub(pattern, b"", new)
            assert b'fullCalcOnLoad="1"' in new
        else:
            assert plain.endswith("styles.xml"), f"{name} changed"
            _assert_only_styles_added(old, new)


def _assert_only_styles_added(old: bytes, new: bytes) -> None:
    sections_before = {each.tag: each for each in ElementTree.fromstring(old)}
    sections_after = {each.tag: each for each in ElementTree.fromstring(new)}
    for tag, section in sections_after.items():
        then = sections_before.get(tag)
        if tag.endswith(("}cellXfs", "}numFmts")):
            children = [] if then is None else list(then)
            assert [ElementTree.tostring(each) for each in section][: len(children)] == [
                ElementTree.tostring(each) for each in children
            ]
            assert section.get("count") in (None, str(len(section)))
        else:
            assert then is not None
            assert ElementTree.tostring(section) == ElementTree.tostring(then)


def _assert_only_these_cells_changed(original: Path, path: Path, title: str, edit: SheetEdit) -> None:
    before, after = raw_cells(original, title), raw_cells(path, title)
    arrays = _cells_of_arrays(before)
    for place in before.keys() | after.keys():
        if place not in edit.cells:
            then, now = before.get(place), after.get(place)
            if then is not None and now is not None and now.value is None and then != now:
                # A formula that depends on what was written, or a cell that such an array formula fills.
                assert then.formula == now.formula
                assert then.style == now.style
                assert now.formula is not None or place in arrays
                continue
            assert then == now, name_of(*place)
    for place, cell in edit.cells.items():
        now = after.get(place)
        value = cell.value
        if value is None:
            assert now is None or now.value is None
        elif isinstance(value, bool):
            assert (now.kind, now.value) == ("b", "1" if value else "0")
        elif isinstance(value, str):
            assert (now.kind, now.value) == ("text", value)
        elif isinstance(value, date):
            assert now.kind == "n"
            assert float(now.value) in (46349, 46349 - 1462)
        else:
            number = value.fraction if isinstance(value, Percent) else value
            assert now.kind == "n"
            assert float(now.value) == float(number)
    order_before, order_after = (list(cells) for cells in (before, after))
    if order_before == sorted(order_before):
        assert order_after == sorted(order_after)


def _cells_of_arrays(cells: dict[tuple[int, int], RawCell]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for cell in cells.values():
        attributes = dict(ast.literal_eval(cell.formula)[1]) if cell.formula else {}
        if attributes.get("t") in ("array", "dataTable"):
            left, top, right, bottom = openpyxl.utils.range_boundaries(attributes["ref"])
            found |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return found


def _assert_openpyxl_agrees(original: Path, path: Path, edits: dict[str, SheetEdit]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            then = openpyxl.load_workbook(original, rich_text=True)
        except Exception:
            return
        now = openpyxl.load_workbook(path, rich_text=True)
        assert then.sheetnames == now.sheetnames
        for old in then.worksheets:
            new = now[old.title]
            cells = edits[old.title].cells if old.title in edits else {}
            assert old.merged_cells.ranges == new.merged_cells.ranges
            old_cells = {(cell.row, cell.column): cell for row in old.iter_rows() for cell in row}
            arrays = _cells_of_arrays(raw_cells(original, old.title))
            for place, cell in old_cells.items():
                if place in cells or place in arrays:
                    continue
                other = new.cell(*place)
                assert _comparable(cell) == _comparable(other), name_of(*place)


def _comparable(cell: object) -> tuple[object, ...]:
    value = cell.value
    if hasattr(value, "__dict__") and not isinstance(value, (str, type)):
        value = repr(sorted(vars(value).items(), key=str))
    return type(cell), repr(value), cell.number_format, cell.has_style and repr((cell.font, cell.fill, cell.border))


def test_the_reader_that_compares_sees_what_a_file_holds() -> None:
    content = b'<w><sheetData><row><c t="b"><v>1</v></c><c r="C1"><f>A1</f><v>2</v></c></row></sheetData></w>'
    cells = cells_in(content, [])
    assert [(place, cell.kind, cell.value) for place, cell in cells.items()] == [((1, 1), "b", "1"), ((1, 3), "n", "2")]
