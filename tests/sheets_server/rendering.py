"""A spreadsheet as spreadsheets.get answers it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.sheets_server.cells import EMPTY, Cell, ErrorValue, Formula, Result, extended
from tests.sheets_server.formulas.calculating import Calculation
from tests.sheets_server.grid import Area, Line, Spreadsheet, Tab
from tests.sheets_server.masks import Mask, select, wants
from tests.sheets_server.number_formats import shown
from tests.sheets_server.proto import tidy
from tests.sheets_server.requests.tabs import tab_properties

ROW_HEIGHT, COLUMN_WIDTH = 21, 100
_WHITE = {"red": 1, "green": 1, "blue": 1}
_TEXT_FORMAT = {
    "foregroundColor": {},
    "fontFamily": "arial,sans,sans-serif",
    "fontSize": 10,
    "bold": False,
    "italic": False,
    "strikethrough": False,
    "underline": False,
    "foregroundColorStyle": {"rgbColor": {}},
}
DEFAULT_FORMAT = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": _TEXT_FORMAT,
    "backgroundColorStyle": {"rgbColor": _WHITE},
}
_ACCENTS = {
    "TEXT": {},
    "BACKGROUND": _WHITE,
    "ACCENT1": {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275},
    "ACCENT2": {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314},
    "ACCENT3": {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275},
    "ACCENT4": {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902},
    "ACCENT5": {"red": 1, "green": 0.42745098, "blue": 0.003921569},
    "ACCENT6": {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706},
    "LINK": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8},
}
THEME = {
    "primaryFontFamily": "Arial",
    "themeColors": [{"colorType": name, "color": {"rgbColor": color}} for name, color in _ACCENTS.items()],
}
_LINK = re.compile(r'=\s*HYPERLINK\(\s*"([^"]*)"', re.IGNORECASE)


def spreadsheet_answer(
    calculation: Calculation, user: str, areas: list[Area], mask: Mask | None, with_cells: bool
) -> dict[str, Any]:
    """The Spreadsheet for one caller. Areas (none: all) say which tabs, and which cells of them; a mask says what, and
    overrules ``with_cells``."""
    spreadsheet = calculation.spreadsheet
    if mask is not None:
        with_cells = wants(mask, "sheets", "data")
    answer: dict[str, Any] = {"spreadsheetId": spreadsheet.id, "properties": _properties(spreadsheet)}
    cell_mask = mask.get("sheets", {}).get("data", {}) if mask and "*" not in mask else {}
    tabs = [tab for tab in spreadsheet.tabs if not areas or any(area.tab is tab for area in areas)]
    answer["sheets"] = [_sheet(calculation, tab, user) for tab in tabs]
    if with_cells:
        for tab, sheet in zip(tabs, answer["sheets"], strict=True):
            own = [area for area in areas if area.tab is tab] or [tab.area()]
            sheet["data"] = [grid_data(calculation, area, cell_mask) for area in own]
    if spreadsheet.named_ranges:
        answer["namedRanges"] = tidy(spreadsheet.named_ranges)
    if here := [m for m in spreadsheet.metadata if m["location"]["locationType"] == "SPREADSHEET"]:
        answer["developerMetadata"] = tidy(here)
    answer["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{spreadsheet.id}/edit"
    return select(answer, _above_cells(mask)) if mask is not None else answer


def _above_cells(mask: Mask) -> Mask:
    """The mask for an answer whose cells hold only what they should already."""
    rows = mask.get("sheets", {}).get("data", {}).get("rowData")
    if not rows:
        return mask
    sheets = mask["sheets"]
    return {**mask, "sheets": {**sheets, "data": {**sheets["data"], "rowData": {}}}}


def _properties(spreadsheet: Spreadsheet) -> dict[str, Any]:
    return {
        "title": spreadsheet.title,
        "locale": spreadsheet.locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": spreadsheet.time_zone,
        "defaultFormat": DEFAULT_FORMAT,
        "spreadsheetTheme": THEME,
    } | spreadsheet.properties


def _sheet(calculation: Calculation, tab: Tab, user: str) -> dict[str, Any]:
    spreadsheet = calculation.spreadsheet
    answer: dict[str, Any] = {"properties": tab_properties(spreadsheet, tab)}
    own = {
        "merges": tab.merges,
        "conditionalFormats": tab.conditional_formats,
        "filterViews": tab.filter_views,
        "protectedRanges": [_protected(spreadsheet, each, user) for each in tab.protected_ranges],
        "basicFilter": tab.basic_filter,
        "charts": tab.charts,
        "bandedRanges": tab.banded_ranges,
        "developerMetadata": [m for m in spreadsheet.metadata if _on_tab(m, tab)],
        "rowGroups": tab.groups("ROWS"),
        "columnGroups": tab.groups("COLUMNS"),
        "slicers": tab.slicers,
        "tables": tab.tables,
    }
    return answer | {name: tidy(value) for name, value in own.items() if value}


def _protected(spreadsheet: Spreadsheet, protected: dict[str, Any], user: str) -> dict[str, Any]:
    may = bool(protected.get("warningOnly")) or user == spreadsheet.owner
    may = may or user in protected.get("editors", {}).get("users", ())
    seen = protected if may else {name: value for name, value in protected.items() if name != "editors"}
    return seen | {"requestingUserCanEdit": may}


def _on_tab(metadata: dict[str, Any], tab: Tab) -> bool:
    location = metadata["location"]
    return bool(location["locationType"] == "SHEET" and location.get("sheetId", 0) == tab.id)


def grid_data(calculation: Calculation, area: Area, mask: Mask) -> dict[str, Any]:
    """GridData of cells, with only what the mask (below ``sheets.data``) wants of each."""
    data: dict[str, Any] = {}
    if area.top:
        data["startRow"] = area.top
    if area.left:
        data["startColumn"] = area.left
    if wants(mask, "rowData"):
        below = mask.get("rowData", {}) if "*" not in mask else {}
        cell_mask = below.get("values", {}) if "*" not in below else {}
        rows = _rows(calculation, area, cell_mask if "*" not in cell_mask else {})
        if rows:
            data["rowData"] = rows
    spreadsheet, tab = calculation.spreadsheet, area.tab
    if wants(mask, "rowMetadata"):
        on_rows = _on_lines(spreadsheet, tab, "ROWS")
        data["rowMetadata"] = [
            _line(tab.rows[index].line, ROW_HEIGHT, on_rows.get(index)) for index in range(area.top, area.bottom)
        ]
    if wants(mask, "columnMetadata"):
        on_columns = _on_lines(spreadsheet, tab, "COLUMNS")
        data["columnMetadata"] = [
            _line(tab.columns[index], COLUMN_WIDTH, on_columns.get(index)) for index in range(area.left, area.right)
        ]
    return data


def _on_lines(spreadsheet: Spreadsheet, tab: Tab, dimension: str) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for metadata in spreadsheet.metadata:
        lines = metadata["location"].get("dimensionRange")
        if lines and lines.get("sheetId", 0) == tab.id and lines["dimension"] == dimension:
            found.setdefault(lines["startIndex"], []).append(tidy(metadata))
    return found


def _line(line: Line, default: int, metadata: list[dict[str, Any]] | None) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if line.hidden_by_filter:
        answer["hiddenByFilter"] = True
    if line.hidden_by_user:
        answer["hiddenByUser"] = True
    answer["pixelSize"] = line.pixel_size or default
    if metadata:
        answer["developerMetadata"] = metadata
    return answer


def _rows(calculation: Calculation, area: Area, mask: Mask) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cell_of = _Cells(calculation, area.tab, mask).answer
    spilled_rows = calculation.spilled(area.tab)
    answered = _Answered(calculation, area, mask)
    for index in range(area.top, area.bottom):
        cells = area.tab.rows[index].cells
        spilled = spilled_rows.get(index, {})
        filled = [column for column in (*cells, *spilled) if area.left <= column < area.right]
        if not filled:
            continue
        if index - area.top > len(rows):
            rows += [{} for _ in range(index - area.top - len(rows))]
        known = answered.get(cells)
        if known is None:
            values = [
                cell_of(index, column, cells.get(column, EMPTY)) if column in cells or column in spilled else {}
                for column in range(area.left, max(filled) + 1)
            ]
            known = answered.keep(cells, {"values": values})
        rows.append(known)
    return rows


class _Answered:
    """Rows as they were answered last. Where no formula is, what a row says follows from its cells alone, but for how
    its numbers are written in the spreadsheet's country."""

    def __init__(self, calculation: Calculation, area: Area, mask: Mask) -> None:
        self._is_kept = bool(mask) and "formattedValue" not in mask and not area.tab.has_formulas
        self._rows = calculation.spreadsheet.answered
        self._asked = repr(mask), area.left, area.right
        if len(self._rows) > _MOST_ANSWERED:
            self._rows.clear()

    def get(self, cells: Mapping[int, Cell]) -> dict[str, Any] | None:
        found = self._rows.get((id(cells), *self._asked)) if self._is_kept else None
        return found[1] if found is not None and found[0] is cells else None

    def keep(self, cells: Mapping[int, Cell], answer: dict[str, Any]) -> dict[str, Any]:
        if self._is_kept and len(self._rows) <= _MOST_ANSWERED:
            self._rows[id(cells), *self._asked] = cells, answer
        return answer


_MOST_ANSWERED = 50_000
"""Rows, of each spreadsheet."""


class _Cells:
    """The cells of one answer: what is asked of each is worked out once."""

    def __init__(self, calculation: Calculation, tab: Tab, mask: Mask) -> None:
        self._calculation = calculation
        self._tab = tab
        self._mask = mask
        self._entered, self._effective, self._formatted, self._look = (
            not mask or name in mask
            for name in ("userEnteredValue", "effectiveValue", "formattedValue", "effectiveFormat")
        )
        self._nested = frozenset(name for name, below in mask.items() if below)
        self._formats: dict[tuple[int, str, str], dict[str, Any]] = {}

    def answer(self, row: int, column: int, cell: Cell) -> dict[str, Any]:
        calculation, tab = self._calculation, self._tab
        answer: dict[str, Any] = {}
        is_plain = cell.entered is not None and not isinstance(cell.entered, Formula)
        result = cell.entered if is_plain else calculation.result(tab, row, column)
        if cell.entered is not None and self._entered:
            answer["userEnteredValue"] = extended(cell.entered)
        if result is not None:
            assert not isinstance(result, Formula)
            if self._effective:
                is_told = is_plain and self._entered
                answer["effectiveValue"] = answer["userEnteredValue"] if is_told else extended(result)
            if self._formatted:
                number_format = calculation.number_format(tab, row, column, cell)
                answer["formattedValue"] = shown(result, number_format, calculation.locale) or None
        if cell.format:
            answer["userEnteredFormat"] = cell.format
        if self._look:
            answer["effectiveFormat"] = self._effective_format(row, column, cell, result)
        if isinstance(cell.entered, Formula) and (link := _LINK.match(cell.entered.text)):
            answer["hyperlink"] = link[1]
        elif cell.format and (uri := cell.format.get("textFormat", {}).get("link", {}).get("uri")):
            answer["hyperlink"] = uri
        if cell.note:
            answer["note"] = cell.note
        if cell.validation:
            answer["dataValidation"] = tidy(cell.validation)
        if cell.extras:
            answer |= cell.extras
        return self._selected(answer)

    def _effective_format(self, row: int, column: int, cell: Cell, result: Result | Formula) -> dict[str, Any]:
        number_format = self._calculation.number_format(self._tab, row, column, cell)
        key = (id(cell.format), type(result).__name__, str(number_format) if number_format else "")
        if key not in self._formats:
            assert not isinstance(result, Formula)
            self._formats[key] = effective_format(cell.format, number_format, result)
        return self._formats[key]

    def _selected(self, answer: dict[str, Any]) -> dict[str, Any]:
        mask = self._mask
        if not mask:
            return {name: value for name, value in answer.items() if value is not None}
        return {
            name: select(value, mask[name]) if name in self._nested else value
            for name, value in answer.items()
            if value is not None and name in mask
        }


def effective_format(
    own: Mapping[str, Any] | None, number_format: Mapping[str, Any] | None, result: Result
) -> dict[str, Any]:
    """The format that a cell is drawn with: the default, its own above it, and what its value asks for."""
    merged: dict[str, Any] = dict(DEFAULT_FORMAT)
    for name, value in (own or {}).items():
        merged[name] = {**merged.get(name, {}), **value} if isinstance(value, dict) and name in merged else value
    for name in ("backgroundColor", "backgroundColorStyle"):
        if own and name in own:
            merged[name] = own[name]
    if number_format:
        merged["numberFormat"] = dict(number_format)
    if "horizontalAlignment" not in merged and result is not None:
        centred = isinstance(result, bool | ErrorValue)
        merged["horizontalAlignment"] = "CENTER" if centred else ("LEFT" if isinstance(result, str) else "RIGHT")
    merged["hyperlinkDisplayType"] = merged.get("hyperlinkDisplayType", "PLAIN_TEXT")
    return merged
