"""Two states of a workbook compared, by readers that share nothing with the software under test."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

import openpyxl

from sync.workbooks.package import Percent, SheetEdit
from tests.sync.workbooks.package_reading import (
    RawCell,
    name_of,
    parts_of,
    raw_cells,
    stored_entries,
    tab_parts,
)

T = TypeVar("T")


def assert_nothing_else_differs(original: Path, path: Path, edits: Mapping[str, SheetEdit]) -> None:
    """Given a workbook as it was, as it is, and the edits that were made in between, fail where more than these and the
    cached values of formulas changed: in any part of the package, or in any cell's value, formula or style."""
    _assert_only_these_parts_changed(original, path, edits)
    for title in tab_parts(original):
        _assert_only_these_cells_changed(original, path, title, edits.get(title, SheetEdit()))


def assert_order_is_kept(original: Path, path: Path) -> None:
    """Given a workbook as it was and as it is, fail where cells that stood in order no longer do."""
    for title in tab_parts(original):
        before, after = list(raw_cells(original, title)), list(raw_cells(path, title))
        assert after == sorted(after) or before != sorted(before)


def _assert_only_these_parts_changed(original: Path, path: Path, edits: Mapping[str, SheetEdit]) -> None:
    before, after = _by_plain_name(stored_entries(original)), _by_plain_name(stored_entries(path))
    contents_before, contents_after = _by_plain_name(parts_of(original)), _by_plain_name(parts_of(path))
    if list(contents_before) != list(contents_after):
        # A workbook that had no styles at all gets some, with what makes them known.
        new = [name for name in contents_after if name not in contents_before]
        assert [name.rpartition("/")[2] for name in new] == ["styles.xml"]
        folder = new[0].rpartition("/")[0]
        for name in ("[content_types].xml", f"{folder}/_rels/workbook.xml.rels".lstrip("/")):
            assert len(list(ElementTree.fromstring(contents_after[name]))) == 1 + len(
                list(ElementTree.fromstring(contents_before[name]))
            )
            after[name] = before[name]
    tabs = set(tab_parts(original).values())
    for name in before:
        if before[name] == after[name] or name in tabs:
            continue
        old, new = contents_before[name], contents_after[name]
        if _root_name(new) == "table":
            _assert_only_these_columns_renamed(old, new, edits)
        elif name.endswith("workbook.xml"):
            assert _without_calculation(old) == _without_calculation(new)
            assert b'fullCalcOnLoad="1"' in new
        else:
            assert name.endswith("styles.xml"), f"{name} changed"
            _assert_only_styles_added(old, new)


def _root_name(content: bytes) -> str:
    return ElementTree.fromstring(content).tag.rpartition("}")[2]


def _assert_only_these_columns_renamed(old: bytes, new: bytes, edits: Mapping[str, SheetEdit]) -> None:
    texts = {cell.value for edit in edits.values() for cell in edit.cells.values() if isinstance(cell.value, str)}
    then, now = ElementTree.fromstring(old), ElementTree.fromstring(new)
    for column, renamed in zip(then.iter(), now.iter(), strict=True):
        if column.tag.endswith("}tableColumn") and column.get("name") != renamed.get("name"):
            assert renamed.get("name") in texts
            column.set("name", renamed.get("name", ""))
    assert ElementTree.tostring(then) == ElementTree.tostring(now)


def _by_plain_name(parts: Mapping[str, T]) -> dict[str, T]:
    return {name.replace("\\", "/").lstrip("/").lower(): part for name, part in parts.items()}


def _without_calculation(workbook: bytes) -> str:
    root = ElementTree.fromstring(workbook)
    for parent in root.iter():
        for child in [each for each in parent if each.tag.rpartition("}")[2] == "calcPr"]:
            parent.remove(child)
    return ElementTree.tostring(root, "unicode")


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


def _cells_of_arrays(cells: dict[tuple[int, int], RawCell]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for cell in cells.values():
        attributes = dict(ast.literal_eval(cell.formula)[1]) if cell.formula else {}
        if attributes.get("t") in ("array", "dataTable"):
            try:
                left, top, right, bottom = map(int, openpyxl.utils.range_boundaries(attributes.get("ref", "")))
            except (ValueError, TypeError):
                continue
            found |= {place for place in cells if top <= place[0] <= bottom and left <= place[1] <= right}
    return found


def assert_openpyxl_agrees(original: Path, path: Path, edits: dict[str, SheetEdit]) -> None:
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
            arrays = _cells_of_arrays(raw_cells(original, old.title)) if old.title in tab_parts(original) else set()
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
