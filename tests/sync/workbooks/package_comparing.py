"""Two states of a workbook compared, by readers that share nothing with the software under test."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Collection, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

import openpyxl
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from python_calamine import CalamineSheet, CalamineWorkbook

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
_MOST_FILLED_OUT = 50_000_000
"""Cells of a tab that calamine is let fill out."""


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
        # Text between elements means nothing here, and would go with an element.
        parent.tail = None
        for child in [each for each in parent if each.tag.rpartition("}")[2] == "calcPr"]:
            parent.remove(child)
    return ElementTree.tostring(root, "unicode")


def _assert_only_styles_added(old: bytes, new: bytes) -> None:
    sections_before = {each.tag: each for each in ElementTree.fromstring(old)}
    sections_after = {each.tag: each for each in ElementTree.fromstring(new)}
    for tag, section in sections_after.items():
        then = sections_before.get(tag)
        if then is not None and ElementTree.tostring(section) == ElementTree.tostring(then):
            continue
        # A spoilt part may have lost its namespace.
        if tag.rpartition("}")[2] in ("cellXfs", "numFmts"):
            children = [] if then is None else list(then)
            assert [ElementTree.tostring(each) for each in section][: len(children)] == [
                ElementTree.tostring(each) for each in children
            ]
            assert section.get("count") in (None, str(len(section)))
        else:
            raise AssertionError(f"{tag} is another")


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


def assert_openpyxl_agrees(original: Path, path: Path, edits: Mapping[str, SheetEdit]) -> bool:
    """Given a workbook as it was, as it is, and the edits, fail where openpyxl sees another difference between them:
    in values, formulas, merges or looks. Return whether it opens the workbook."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            then = openpyxl.load_workbook(BytesIO(original.read_bytes()), rich_text=True)
        except Exception:
            return False
        now = openpyxl.load_workbook(BytesIO(path.read_bytes()), rich_text=True)
        assert then.sheetnames == now.sheetnames
        if not edits.keys() <= set(then.sheetnames):
            # It gives tabs without a name one.
            return False
        for old in then.worksheets:
            new = now[old.title]
            cells = edits[old.title].cells if old.title in edits else {}
            assert old.merged_cells.ranges == new.merged_cells.ranges
            # Those that are there: a spoilt address far out would make millions in between.
            old_cells = dict(old._cells)
            arrays = _cells_of_arrays(raw_cells(original, old.title)) if old.title in tab_parts(original) else set()
            for place, cell in old_cells.items():
                if place in cells or place in arrays:
                    continue
                assert _comparable(cell) == _comparable(new._cells[place]), str(place)
    return True


def _comparable(cell: object) -> tuple[object, ...]:
    value = cell.value
    if hasattr(value, "__dict__") and not isinstance(value, (str, type)):
        value = repr(sorted(vars(value).items(), key=str))
    return type(cell), repr(value), cell.has_style and _look(cell)


def _look(cell: object) -> str:
    try:
        return repr((cell.number_format, cell.font, cell.fill, cell.border))
    except IndexError:
        # A spoilt workbook may name a number format, a font, a fill or a border that it does not have.
        return f"style {cell.style_id} leads nowhere"


def assert_calamine_agrees(original: Path, path: Path, edits: Mapping[str, SheetEdit]) -> bool:
    """As ``assert_openpyxl_agrees``, with what calamine sees: values, and merges."""
    tabs = tab_parts(original)
    if any(_is_too_wide_to_fill_out(raw_cells(original, title)) for title in tabs):
        return False
    try:
        then = CalamineWorkbook.from_path(str(original))
        sheets = {title: then.get_sheet_by_name(title) for title in then.sheet_names}
        values_then = {title: _values(sheet) for title, sheet in sheets.items()}
    # It is Rust behind it, and a panic of that is no Exception.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return False
    now = CalamineWorkbook.from_path(str(path))
    assert then.sheet_names == now.sheet_names
    for title, sheet in sheets.items():
        assert sheet.merged_cell_ranges == now.get_sheet_by_name(title).merged_cell_ranges
        free = set(edits[title].cells) if title in edits else set()
        if title in tabs:
            before, after = raw_cells(original, title), raw_cells(path, title)
            free |= {place for place, cell in before.items() if cell != after.get(place)}
        old, new = values_then[title], _values(now.get_sheet_by_name(title))
        for place in (old.keys() | new.keys()) - free:
            assert repr(old.get(place, "")) == repr(new.get(place, "")), name_of(*place)
    return True


def _is_too_wide_to_fill_out(cells: Collection[tuple[int, int]]) -> bool:
    """Whether a tab's cells stand so far apart that calamine, which keeps the empty ones between them too, would take
    all memory and end the process."""
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    return bool(cells) and (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) > _MOST_FILLED_OUT


def _values(sheet: CalamineSheet) -> dict[tuple[int, int], object]:
    rows = enumerate(sheet.to_python(skip_empty_area=False), 1)
    return {(row, column): value for row, values in rows for column, value in enumerate(values, 1) if value != ""}


# ── Cached values ────────────────────────────────────────────────────────────────────────────────────────────────────

Area = tuple[str, int, int, int, int]


def assert_dependants_lost_their_values(original: Path, path: Path, edits: Mapping[str, SheetEdit]) -> None:
    """Given a workbook as it was, as it is, and the edits, fail where a formula that names a changed cell, or a formula
    without value, kept its cached value; and where one that names neither, nor anything that openpyxl's tokenizer does
    not tell to be an area, lost it. What is calculated by hand keeps all."""
    if any(b'calcMode="manual"' in content for content in parts_of(path).values()):
        return
    before = {title: raw_cells(original, title) for title in tab_parts(original)}
    after = {title: raw_cells(path, title) for title in before}
    changed = {
        title: {
            place
            for place in before[title].keys() | after[title].keys()
            if before[title].get(place) != after[title].get(place)
            and (place in edits.get(title, SheetEdit()).cells or _value_at(after[title], place) is None)
        }
        for title in before
    }
    for title, cells in after.items():
        for place, cell in cells.items():
            text = _plain_formula(cell)
            if text is None:
                continue
            areas, all_told = _areas_named(text, title)
            touches = any(_holds_any(area, changed) for area in areas)
            was = before[title][place].value
            if touches and was is not None:
                assert cell.value is None, f"{title}!{name_of(*place)} kept its value: {text}"
            if not touches and all_told:
                assert cell.value == was, f"{title}!{name_of(*place)} lost its value: {text}"


def _value_at(cells: Mapping[tuple[int, int], RawCell], place: tuple[int, int]) -> str | None:
    cell = cells.get(place)
    return cell.value if cell is not None else None


def _plain_formula(cell: RawCell) -> str | None:
    """The text of a formula that is neither shared nor an array's, which the raw cell has as a tuple's repr."""
    if cell.formula is None:
        return None
    text, attributes = ast.literal_eval(cell.formula)
    return text if text and not dict(attributes).get("t") else None


def _areas_named(text: str, title: str) -> tuple[list[Area], bool]:
    """The areas that a formula names, and whether it names nothing else: no name, table, or other workbook."""
    areas: list[Area] = []
    all_told = True
    for token in Tokenizer(f"={text}").items:
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            all_told &= not token.value.upper().endswith(("INDIRECT(", "OFFSET("))
        if token.type != Token.OPERAND or token.subtype != Token.RANGE:
            continue
        tab, mark, cells = token.value.rpartition("!")
        if ":" in tab or "[" in tab:
            # Several tabs, or another workbook.
            all_told = False
            continue
        tab = tab.strip("'").replace("''", "'") if mark else title
        try:
            left, top, right, bottom = openpyxl.utils.range_boundaries(cells)
        except (ValueError, TypeError):
            all_told = False
            continue
        areas.append((tab, top or 1, left or 1, bottom or 1_048_576, right or 16_384))
    return areas, all_told


def _holds_any(area: Area, changed: Mapping[str, set[tuple[int, int]]]) -> bool:
    title, top, left, bottom, right = area
    places = next((places for tab, places in changed.items() if tab.lower() == title.lower()), ())
    return any(top <= row <= bottom and left <= column <= right for row, column in places)
