"""Requests about rows and columns themselves."""

from __future__ import annotations

from typing import Any

from tests.sheets_server.cells import Cell
from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.formulas.calculating import Calculation
from tests.sheets_server.grid import NO_ROW, PLAIN_LINE, Area, Line, Tab
from tests.sheets_server.masks import parse_mask
from tests.sheets_server.shifting import delete_lines, insert_lines, move_lines

_WORDS = {"ROWS": "row", "COLUMNS": "column"}
# Pixels of a letter of 10 points, so that a text of As is as wide as Google measured it.
_WIDE, _NORMAL, _NARROW = 8.484375, 7.07, 3.6
_PADDING = 3


def insert_dimension(edit: Edit, sent: dict[str, Any]) -> None:
    tab, dimension, start, end = edit.spreadsheet.line_range(sent["range"])
    size, before = tab.length(dimension), bool(sent.get("inheritFromBefore"))
    if start > size or end <= start:
        raise BadRequest(f"range.startIndex[{start}] is after last {_WORDS[dimension]} in grid[{size}]")
    if before and start == 0:
        raise BadRequest("inheritFromBefore cannot be true when inserting at the beginning of the sheet")
    if not before and start == size:
        raise BadRequest(f"range.startIndex must be less than the grid size ({size}) if inheritFromBefore is false.")
    like = start - 1 if before else start
    insert_lines(edit, tab, dimension, start, end - start, like)


def append_dimension(edit: Edit, sent: dict[str, Any]) -> None:
    tab, length = edit.spreadsheet.tab(sent.get("sheetId", 0)), sent.get("length", 0)
    if sent.get("dimension") == "COLUMNS":
        tab.columns += [PLAIN_LINE] * length
    else:
        tab.rows += [NO_ROW] * length
    edit.spreadsheet.check_size()


def delete_dimension(edit: Edit, sent: dict[str, Any]) -> None:
    tab, dimension, start, end = edit.spreadsheet.line_range(sent["range"])
    size, word = tab.length(dimension), _WORDS[dimension]
    if end > size or start >= end:
        raise BadRequest(
            f"Cannot delete a {word} that doesn't exist. Tried to delete {word} index {max(start, size)} but there are "
            f"only {size} {word}s."
        )
    if start == 0 and end == size:
        raise BadRequest(f"You can't delete all the {word}s on the sheet.")
    frozen = tab.grid_properties.get("frozenRowCount" if dimension == "ROWS" else "frozenColumnCount", 0)
    if size - (end - start) <= frozen and end > frozen:
        raise BadRequest(f"Sorry, it is not possible to delete all non-frozen {word}s.")
    edit.guard(_lines_area(tab, dimension, start, end))
    delete_lines(edit, tab, dimension, start, end)


def move_dimension(edit: Edit, sent: dict[str, Any]) -> None:
    tab, dimension, start, end = edit.spreadsheet.line_range(sent["source"])
    size, word, to = tab.length(dimension), _WORDS[dimension], sent.get("destinationIndex", 0)
    if end > size or start >= end:
        raise BadRequest(f"source.endIndex[{end}] is after last {word}[{size}]")
    if to > size:
        raise BadRequest(f"destinationIndex[{to}] is after last {word}[{size}]")
    if start <= to < end:
        raise BadRequest(f"destinationIndex[{to}] must be outside the requested range[{start}-{end}]")
    edit.guard(_lines_area(tab, dimension, start, end))
    move_lines(edit, tab, dimension, start, end, to)


def _lines_area(tab: Tab, dimension: str, start: int, end: int) -> Area:
    whole = tab.area()
    return whole._replace(top=start, bottom=end) if dimension == "ROWS" else whole._replace(left=start, right=end)


def update_dimension_properties(edit: Edit, sent: dict[str, Any]) -> None:
    tab, dimension, start, end = edit.spreadsheet.line_range(sent["range"])
    mask, properties = parse_mask(sent.get("fields") or "*"), sent.get("properties", {})
    if end > tab.length(dimension):
        raise BadRequest(f"range.endIndex[{end}] is after last {_WORDS[dimension]} in grid[{tab.length(dimension)}]")
    for index in range(start, end):
        line = tab.columns[index] if dimension == "COLUMNS" else tab.rows[index].line
        if "*" in mask or "hiddenByUser" in mask:
            line = line._replace(hidden_by_user=bool(properties.get("hiddenByUser")))
        if "*" in mask or "pixelSize" in mask:
            line = line._replace(pixel_size=properties.get("pixelSize", 0))
        tab.set_line(dimension, index, line)


def auto_resize_dimensions(edit: Edit, sent: dict[str, Any], calculation: Calculation) -> None:
    tab, dimension, start, end = edit.spreadsheet.line_range(sent["dimensions"])
    for index in range(start, min(end, tab.length(dimension))):
        if dimension == "ROWS":
            tab.set_line("ROWS", index, tab.rows[index].line._replace(pixel_size=0))
            continue
        filled = tab.filled(Area(tab, 0, len(tab.rows), index, index + 1))
        widths = [_width(calculation.text(tab, row, index), cell) for row, _, cell in filled]
        if widths:
            tab.columns[index] = tab.columns[index]._replace(pixel_size=max(widths))


def _width(text: str, cell: Cell) -> int:
    size: float = (cell.format or {}).get("textFormat", {}).get("fontSize", 10) / 10

    def of(letter: str) -> float:
        return _NARROW if letter in " .,:;'!|ijltfI" else (_WIDE if letter.isupper() else _NORMAL)

    return round(max(sum(of(letter) for letter in line) for line in text.split("\n")) * size) + _PADDING


def add_dimension_group(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    """Reply with all groups of that dimension."""
    tab, dimension = _deepen(edit, sent, 1)
    name = "rowGroupControlAfter" if dimension == "ROWS" else "columnGroupControlAfter"
    tab.grid_properties[name] = True
    return {"dimensionGroups": tab.groups(dimension)}


def delete_dimension_group(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    tab, dimension = _deepen(edit, sent, -1)
    return {"dimensionGroups": tab.groups(dimension)}


def _deepen(edit: Edit, sent: dict[str, Any], by: int) -> tuple[Tab, str]:
    tab, dimension, start, end = edit.spreadsheet.line_range(sent["range"])
    lines = tab.lines(dimension)
    if end > len(lines) or start >= end:
        raise BadRequest(f"range.endIndex[{end}] is after last {_WORDS[dimension]} in grid[{len(lines)}]")
    if by < 0 and not any(line.depth for line in lines[start:end]):
        raise BadRequest(f"Cannot delete group: no {_WORDS[dimension]} group found in range [{start}, {end}].")
    for index in range(start, end):
        tab.set_line(dimension, index, lines[index]._replace(depth=max(lines[index].depth + by, 0)))
    tab.has_groups = True
    return tab, dimension


def update_dimension_group(edit: Edit, sent: dict[str, Any]) -> None:
    group = sent["dimensionGroup"]
    tab, dimension, start, end = edit.spreadsheet.line_range(group["range"])
    key = (dimension, start, end, group.get("depth", 1))
    found = [
        g for g in tab.groups(dimension) if (g["range"]["startIndex"], g["range"]["endIndex"], g["depth"]) == key[1:]
    ]
    if not found:
        raise BadRequest("The group to update does not exist.")
    collapsed = bool(group.get("collapsed"))
    (tab.collapsed.add if collapsed else tab.collapsed.discard)(key)
    for index in range(start, end):
        line: Line = tab.lines(dimension)[index] if dimension == "COLUMNS" else tab.rows[index].line
        tab.set_line(dimension, index, line._replace(hidden_by_user=collapsed))


def resize(edit: Edit, tab: Tab, rows: int, columns: int) -> None:
    """Make a grid larger or smaller; what does not fit any more is gone."""
    if rows < 1 or columns < 1:
        raise BadRequest(
            "You can't delete all the rows on the sheet."
            if rows < 1
            else "You can't delete all the columns on the sheet."
        )
    if rows < len(tab.rows):
        delete_lines(edit, tab, "ROWS", rows, len(tab.rows))
    if columns < len(tab.columns):
        delete_lines(edit, tab, "COLUMNS", columns, len(tab.columns))
    tab.rows += [NO_ROW] * (rows - len(tab.rows))
    tab.columns += [PLAIN_LINE] * (columns - len(tab.columns))
    edit.spreadsheet.check_size()
