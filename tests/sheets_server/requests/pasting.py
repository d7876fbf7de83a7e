"""Requests that carry cells about: copyPaste, cutPaste, pasteData, sortRange, mergeCells, insertRange …"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from tests.sheets_server.cells import EMPTY, Cell, ErrorValue, Formula, Result
from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.formulas.calculating import Calculation
from tests.sheets_server.formulas.tokens import Corner, Reference
from tests.sheets_server.grid import Area, Tab
from tests.sheets_server.shifting import names_tab, rewrite_formulas
from tests.sheets_server.values import write_values

_PASTES: dict[str, Callable[[Cell, Cell, Result], Cell]] = {
    "PASTE_NORMAL": lambda old, new, result: new,
    "PASTE_NO_BORDERS": lambda old, new, result: new._replace(format=_borders_of(old, new)),
    "PASTE_VALUES": lambda old, new, result: old._replace(
        entered=None if isinstance(result, ErrorValue) else result, extras=None
    ),
    "PASTE_FORMULA": lambda old, new, result: old._replace(entered=new.entered),
    "PASTE_FORMAT": lambda old, new, result: old._replace(format=new.format),
    "PASTE_DATA_VALIDATION": lambda old, new, result: old._replace(validation=new.validation),
    "PASTE_CONDITIONAL_FORMATTING": lambda old, new, result: old,
}


def _borders_of(old: Cell, new: Cell) -> dict[str, Any] | None:
    kept = {name: value for name, value in (new.format or {}).items() if name != "borders"}
    borders = (old.format or {}).get("borders")
    return (kept | {"borders": borders} if borders else kept) or None


def copy_paste(edit: Edit, sent: dict[str, Any], calculation: Calculation) -> None:
    """A destination that holds the source several times is filled with it; a smaller one is where it begins."""
    source = edit.spreadsheet.area(sent["source"])
    paste = _paste(sent)
    turned = sent.get("pasteOrientation") == "TRANSPOSE"
    taken = [
        [
            (source.tab.cell(row, column), calculation.result(source.tab, row, column))
            for column in range(source.left, source.right)
        ]
        for row in range(source.top, source.bottom)
    ]
    height, width = len(taken), len(taken[0])
    if turned:
        height, width = width, height
    start = sent["destination"]
    target = edit.spreadsheet.area(start)
    times_down = max((target.bottom - target.top) // height, 1)
    times_right = max((target.right - target.left) // width, 1)
    area = Area(
        target.tab, target.top, target.top + height * times_down, target.left, target.left + width * times_right
    )
    _check_fits(area)
    edit.guard(area)
    for row in range(area.top, area.bottom):
        put = {}
        for column in range(area.left, area.right):
            down, right = (row - area.top) % height, (column - area.left) % width
            if turned:
                down, right = right, down
            cell, result = taken[down][right]
            shifted = cell.copied(row - source.top - down, column - source.left - right)
            put[column] = paste(area.tab.cell(row, column), shifted, result)
        area.tab.put(row, put)
    if sent.get("pasteType", "PASTE_NORMAL") == "PASTE_NORMAL" and not turned:
        _copy_merges(source, area, height, width)


def _paste(sent: dict[str, Any]) -> Callable[[Cell, Cell, Result], Cell]:
    kind = sent.get("pasteType", "PASTE_NORMAL")
    if kind not in _PASTES:
        raise BadRequest(f"Invalid value for pasteType: {kind}")
    return _PASTES[kind]


def _check_fits(area: Area) -> None:
    if area.bottom > len(area.tab.rows) or area.right > len(area.tab.columns):
        raise BadRequest("There are not enough rows or columns to paste the data.")


def _copy_merges(source: Area, area: Area, height: int, width: int) -> None:
    for merge in list(source.tab.merges):
        if source.holds(merge["startRowIndex"], merge["startColumnIndex"]):
            for top in range(area.top, area.bottom, height):
                for left in range(area.left, area.right, width):
                    down, right = top - source.top, left - source.left
                    new = {
                        "sheetId": area.tab.id,
                        "startRowIndex": merge["startRowIndex"] + down,
                        "endRowIndex": merge["endRowIndex"] + down,
                        "startColumnIndex": merge["startColumnIndex"] + right,
                        "endColumnIndex": merge["endColumnIndex"] + right,
                    }
                    if new not in area.tab.merges:
                        area.tab.merges.append(new)


def cut_paste(edit: Edit, sent: dict[str, Any], calculation: Calculation) -> None:
    """What names the cells that are cut names them where they are pasted."""
    source, start = edit.spreadsheet.area(sent["source"]), sent["destination"]
    tab = edit.spreadsheet.tab(start.get("sheetId", 0))
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    target = Area(tab, top, top + source.bottom - source.top, left, left + source.right - source.left)
    _check_fits(target)
    edit.guard(source)
    edit.guard(target)
    paste = _paste(sent)
    taken = [
        [source.tab.cell(row, column) for column in range(source.left, source.right)]
        for row in range(source.top, source.bottom)
    ]
    for row in range(source.top, source.bottom):
        source.tab.put(row, dict.fromkeys(range(source.left, source.right), EMPTY))
    for down, line in enumerate(taken):
        put = {}
        for right, cell in enumerate(line):
            result = None if isinstance(cell.entered, Formula) else cell.entered
            put[left + right] = paste(tab.cell(top + down, left + right), cell, result)
        tab.put(top + down, put)
    rewrite_formulas(edit.spreadsheet, lambda reference, home: _follow(reference, home, source, target))
    for merge in source.tab.merges:
        if source.holds(merge["startRowIndex"], merge["startColumnIndex"]) and tab is source.tab:
            for name, by in (("Row", top - source.top), ("Column", left - source.left)):
                merge[f"start{name}Index"] += by
                merge[f"end{name}Index"] += by


def _follow(reference: Reference, home: Tab, source: Area, target: Area) -> Reference:
    if not names_tab(reference, home, source.tab):
        return reference
    corners = [reference.first, reference.second or reference.first]
    if not all(source.holds(corner.row, corner.column) for corner in corners):
        return reference
    down, right = target.top - source.top, target.left - source.left

    def follow(corner: Corner) -> Corner:
        return corner._replace(row=corner.row + down, column=corner.column + right)

    title = reference.title if target.tab is source.tab else target.tab.title
    return Reference(title, follow(reference.first), reference.second and follow(reference.second))


def paste_data(edit: Edit, sent: dict[str, Any], calculation: Calculation) -> None:
    start = sent["coordinate"]
    tab = edit.spreadsheet.tab(start.get("sheetId", 0))
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    rows = [list(line) for line in csv.reader(io.StringIO(sent.get("data", "")), delimiter=sent.get("delimiter", "\t"))]
    write_values(edit, Area(tab, top, top + 1, left, left + 1), rows, "ROWS", "USER_ENTERED")


def sort_range(edit: Edit, sent: dict[str, Any], calculation: Calculation) -> None:
    """Numbers before texts before truth values before errors, empty cells last whichever way; equal rows keep their
    order. Only the cells of the range move, with formats and notes; what lies on rows (metadata) stays."""
    area = edit.spreadsheet.area(sent["range"])
    edit.guard(area)
    if any(area.holds(merge["startRowIndex"], merge["startColumnIndex"]) for merge in area.tab.merges):
        raise BadRequest("You can't perform a sort on a range that contains vertical merges.")
    order = list(range(area.top, area.bottom))
    for spec in reversed(sent.get("sortSpecs", [])):
        column, downward = spec.get("dimensionIndex", 0), spec.get("sortOrder") == "DESCENDING"
        results = {row: calculation.result(area.tab, row, column) for row in order}
        filled = sorted(
            (row for row in order if results[row] not in (None, "")),
            key=lambda row: _rank(results[row]),
            reverse=downward,
        )
        order = filled + [row for row in order if results[row] in (None, "")]
    taken = {row: {column: area.tab.cell(row, column) for column in range(area.left, area.right)} for row in order}
    for place, row in enumerate(order):
        put = {column: cell.copied(area.top + place - row, 0) for column, cell in taken[row].items()}
        area.tab.put(area.top + place, put)


def _rank(result: Result) -> tuple[int, Any]:
    if isinstance(result, ErrorValue):
        return 3, result.type
    if isinstance(result, bool):
        return 2, result
    return (1, result.casefold()) if isinstance(result, str) else (0, result)


def randomize_range(edit: Edit, sent: dict[str, Any], calculation: Calculation) -> None:
    area = edit.spreadsheet.area(sent["range"])
    edit.guard(area)
    rows = [{c: area.tab.cell(row, c) for c in range(area.left, area.right)} for row in range(area.top, area.bottom)]
    edit.random.shuffle(rows)
    for place, cells in enumerate(rows):
        area.tab.put(area.top + place, cells)


def delete_duplicates(edit: Edit, sent: dict[str, Any], calculation: Calculation) -> dict[str, Any]:
    area = edit.spreadsheet.area(sent["range"])
    edit.guard(area)
    columns = [
        column
        for lines in sent.get("comparisonColumns", [{"startIndex": area.left, "endIndex": area.right}])
        for column in range(lines.get("startIndex", 0), lines.get("endIndex", area.right))
    ]
    seen, kept = set(), []
    for row in range(area.top, area.bottom):
        key = tuple(_rank(calculation.result(area.tab, row, column) or "") for column in columns)
        if key not in seen:
            kept.append({c: area.tab.cell(row, c) for c in range(area.left, area.right)})
        seen.add(key)
    for place in range(area.bottom - area.top):
        area.tab.put(
            area.top + place, kept[place] if place < len(kept) else dict.fromkeys(range(area.left, area.right), EMPTY)
        )
    return {"duplicatesRemovedCount": area.bottom - area.top - len(kept)}


def insert_range(edit: Edit, sent: dict[str, Any], calculation: Calculation) -> None:
    _shift_cells(edit, sent, insert=True)


def delete_range(edit: Edit, sent: dict[str, Any], calculation: Calculation) -> None:
    _shift_cells(edit, sent, insert=False)


def _shift_cells(edit: Edit, sent: dict[str, Any], insert: bool) -> None:
    area, tab = edit.spreadsheet.area(sent["range"]), edit.spreadsheet.area(sent["range"]).tab
    edit.guard(area)
    height, width = area.bottom - area.top, area.right - area.left
    if sent.get("shiftDimension", "ROWS") == "ROWS":
        lines = [
            [tab.cell(row, column) for column in range(area.left, area.right)] for row in range(area.top, len(tab.rows))
        ]
        blank = [[EMPTY] * width for _ in range(height)]
        lines = blank + lines[: len(lines) - height] if insert else lines[height:] + blank
        for index, line in enumerate(lines):
            tab.put(area.top + index, {area.left + offset: cell for offset, cell in enumerate(line)})
        return
    for row in range(area.top, area.bottom):
        line = [tab.cell(row, column) for column in range(area.left, len(tab.columns))]
        line = [EMPTY] * width + line[: len(line) - width] if insert else line[width:] + [EMPTY] * width
        tab.put(row, {area.left + offset: cell for offset, cell in enumerate(line)})
