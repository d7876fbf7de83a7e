"""Requests that write cells: updateCells, repeatCell, appendCells, updateBorders, setDataValidation, findReplace …"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.sheets_server.cells import EMPTY, Cell, Entered, Formula, entered_of
from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.grid import NO_ROW, Area, Tab
from tests.sheets_server.masks import Mask, merge, parse_mask
from tests.sheets_server.proto import with_styles
from tests.sheets_server.typed_values import typed

_EXTRAS = ("textFormatRuns", "chipRuns", "pivotTable", "dataSourceTable", "dataSourceFormula")


def update_cells(edit: Edit, sent: dict[str, Any]) -> None:
    """Cells of the range that no row covers get the masked fields cleared; with ``start`` only those that are sent."""
    mask, rows = cell_mask(sent), sent.get("rows", [])
    if "range" in sent:
        _fill(edit, edit.spreadsheet.area(sent["range"]), rows, mask)
        return
    start = sent.get("start", {})
    tab = edit.spreadsheet.tab(start.get("sheetId", 0))
    _put_rows(edit, tab, start.get("rowIndex", 0), start.get("columnIndex", 0), rows, mask)


def _fill(edit: Edit, area: Area, rows: list[Any], mask: Mask) -> None:
    _check_fits(rows, area.top, area.left, area.bottom, area.right)
    edit.guard(area)
    for row in range(area.top, area.bottom):
        line = rows[row - area.top].get("values", []) if row - area.top < len(rows) else []
        own = area.tab.rows[row].cells
        reached = [column for column in own if area.left <= column < area.right]
        sent: dict[int, dict[str, Any]] = {column: {} for column in reached}
        sent |= {area.left + offset: cell for offset, cell in enumerate(line)}
        put = {column: updated(own.get(column, EMPTY), cell, mask) for column, cell in sent.items()}
        if put:
            area.tab.put(row, put)


def _put_rows(edit: Edit, tab: Tab, top: int, left: int, rows: list[Any], mask: Mask) -> None:
    width = max((len(row.get("values", [])) for row in rows), default=0)
    if top < 0 or left < 0:
        raise BadRequest("GridCoordinate indexes must be >= 0")
    if not rows or not width:
        return
    _check_fits(rows, top, left, len(tab.rows), len(tab.columns))
    edit.guard(Area(tab, top, top + len(rows), left, left + width))
    for index, row in enumerate(rows):
        put = {
            left + offset: updated(tab.cell(top + index, left + offset), cell, mask)
            for offset, cell in enumerate(row.get("values", []))
        }
        if put:
            tab.put(top + index, put)


def _check_fits(rows: list[Any], top: int, left: int, bottom: int, right: int) -> None:
    width = max((len(row.get("values", [])) for row in rows), default=0)
    for word, needed, end in (("row", top + len(rows), bottom), ("column", left + width, right)):
        if needed > end:
            raise BadRequest(f"Attempting to write {word}: {end}, beyond the last requested {word} of: {end - 1}")


def cell_mask(sent: Mapping[str, Any]) -> Mask:
    """The mask of a request that writes cells. Raise BadRequest when there is none."""
    if not sent.get("fields"):
        raise BadRequest("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return parse_mask(sent["fields"])


def updated(cell: Cell, sent: Mapping[str, Any], mask: Mask) -> Cell:
    """Given a cell, CellData and a mask, return the cell with the masked fields as they were sent."""
    everything = "*" in mask
    if everything or "userEnteredValue" in mask:
        cell = cell._replace(entered=entered_of(sent.get("userEnteredValue")))
    if everything or "userEnteredFormat" in mask:
        below = {} if everything else mask["userEnteredFormat"]
        new = sent.get("userEnteredFormat") or {}
        old = dict(cell.format or {})
        merged = merge(_without_twins(old, below), new, below) if below else dict(new)
        cell = cell._replace(format=with_styles(merged) or None)
    if everything or "note" in mask:
        cell = cell._replace(note=sent.get("note") or "")
    if everything or "dataValidation" in mask:
        cell = cell._replace(validation=sent.get("dataValidation") or None)
    extras = dict(cell.extras or {})
    for name in _EXTRAS:
        if everything or name in mask:
            extras.pop(name, None)
            if sent.get(name):
                extras[name] = sent[name]
    return cell._replace(extras=extras or None)


def _without_twins(old: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """A colour is stored under two names: a mask that names one of them means both."""
    kept = dict(old)
    for name, below in mask.items():
        twin = name.removesuffix("Style") if name.endswith("ColorStyle") else f"{name}Style"
        if twin in kept and "olor" in name:
            kept.pop(twin)
        if below and isinstance(kept.get(name), dict):
            kept[name] = _without_twins(kept[name], below)
    return kept


def repeat_cell(edit: Edit, sent: dict[str, Any]) -> None:
    area, mask, cell = edit.spreadsheet.area(sent["range"]), cell_mask(sent), sent.get("cell", {})
    edit.guard(area)
    formula = (cell.get("userEnteredValue") or {}).get("formulaValue")
    for row in range(area.top, area.bottom):
        put = {column: updated(area.tab.cell(row, column), cell, mask) for column in range(area.left, area.right)}
        if formula and ("*" in mask or "userEnteredValue" in mask):
            put = {column: each.copied(row - area.top, column - area.left) for column, each in put.items()}
        area.tab.put(row, put)


def append_cells(edit: Edit, sent: dict[str, Any]) -> None:
    """Rows after the last row that holds anything; the grid grows by rows, never by columns."""
    tab, rows, mask = edit.spreadsheet.tab(sent.get("sheetId", 0)), sent.get("rows", []), cell_mask(sent)
    used = max(
        (index + 1 for index, row in enumerate(tab.rows) if any(c.entered is not None for c in row.cells.values())),
        default=0,
    )
    tab.rows += [NO_ROW] * (used + len(rows) - len(tab.rows))
    edit.spreadsheet.check_size()
    _put_rows(edit, tab, used, 0, rows, mask)


def update_borders(edit: Edit, sent: dict[str, Any]) -> None:
    area = edit.spreadsheet.area(sent["range"])
    edit.guard(area)
    for row in range(area.top, area.bottom):
        put = {}
        for column in range(area.left, area.right):
            cell = area.tab.cell(row, column)
            borders = dict((cell.format or {}).get("borders", {}))
            for side, outer, inner in (
                ("top", row == area.top, "innerHorizontal"),
                ("bottom", row == area.bottom - 1, "innerHorizontal"),
                ("left", column == area.left, "innerVertical"),
                ("right", column == area.right - 1, "innerVertical"),
            ):
                name = side if outer else inner
                if name in sent:
                    borders[side] = with_styles(sent[name])
                    if sent[name].get("style") == "NONE":
                        del borders[side]
            put[column] = cell._replace(format=dict(cell.format or {}) | {"borders": borders})
        area.tab.put(row, put)


def set_data_validation(edit: Edit, sent: dict[str, Any]) -> None:
    area = edit.spreadsheet.area(sent["range"])
    edit.guard(area)
    for row in range(area.top, area.bottom):
        put = {
            column: area.tab.cell(row, column)._replace(validation=sent.get("rule"))
            for column in range(area.left, area.right)
        }
        area.tab.put(row, put)


def find_replace(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    flags = 0 if sent.get("matchCase") else re.IGNORECASE
    pattern = sent.get("find", "") if sent.get("searchByRegex") else re.escape(sent.get("find", ""))
    if sent.get("matchEntireCell"):
        pattern = f"(?:{pattern})\\Z"
    try:
        wanted = re.compile(pattern, flags)
    except re.error as error:
        raise BadRequest(f"Invalid regular expression: {error}") from error
    replacement = sent.get("replacement", "")
    if not sent.get("searchByRegex"):
        replacement = replacement.replace("\\", "\\\\")
    else:
        replacement = re.sub(r"\$(\d)", r"\\\1", replacement)
    counts = {"valuesChanged": 0, "formulasChanged": 0, "rowsChanged": 0, "sheetsChanged": 0, "occurrencesChanged": 0}
    for area in _searched(edit, sent):
        rows = set()
        for row, column, cell in list(area.tab.filled(area)):
            formula = isinstance(cell.entered, Formula)
            if formula and not sent.get("includeFormulas"):
                continue
            text = cell.entered.text if isinstance(cell.entered, Formula) else _plain(cell.entered)
            matched = wanted.match(text) if sent.get("matchEntireCell") else wanted.search(text)
            if not matched:
                continue
            edit.guard(Area(area.tab, row, row + 1, column, column + 1))
            new, count = wanted.subn(replacement, text)
            entered = typed(new, edit.locale, edit.now.date()).value if not formula else Formula(new)
            area.tab.put(row, {column: cell._replace(entered=entered)})
            counts["formulasChanged" if formula else "valuesChanged"] += 1
            counts["occurrencesChanged"] += count
            rows.add(row)
        counts["rowsChanged"] += len(rows)
        counts["sheetsChanged"] += bool(rows)
    return counts


def _searched(edit: Edit, sent: dict[str, Any]) -> list[Area]:
    if "range" in sent:
        return [edit.spreadsheet.area(sent["range"])]
    if "sheetId" in sent:
        return [edit.spreadsheet.tab(sent["sheetId"]).area()]
    if sent.get("allSheets"):
        return [tab.area() for tab in edit.spreadsheet.tabs]
    raise BadRequest("Must specify a range, a sheetId or allSheets.")


def _plain(entered: Entered) -> str:
    if isinstance(entered, bool):
        return str(entered).upper()
    return f"{entered:.15g}" if isinstance(entered, float) else str(entered)


def trim_whitespace(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    area, changed = edit.spreadsheet.area(sent["range"]), 0
    edit.guard(area)
    for row, column, cell in list(area.tab.filled(area)):
        if isinstance(cell.entered, str) and " ".join(cell.entered.split()) != cell.entered:
            area.tab.put(row, {column: cell._replace(entered=" ".join(cell.entered.split()))})
            changed += 1
    return {"cellsChangedCount": changed}
