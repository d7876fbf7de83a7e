"""Requests about tabs and the spreadsheet as a whole."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.formulas.tokens import Reference
from tests.sheets_server.grid import Spreadsheet, Tab
from tests.sheets_server.locales import locale_of
from tests.sheets_server.masks import merge, parse_mask
from tests.sheets_server.proto import with_styles
from tests.sheets_server.requests.dimensions import resize
from tests.sheets_server.shifting import rewrite_formulas

_LONGEST_TITLE = 100


def add_sheet(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    properties, spreadsheet = sent.get("properties", {}), edit.spreadsheet
    if properties.get("sheetType", "GRID") != "GRID":
        raise BadRequest(f"Unsupported sheetType: {properties['sheetType']}")
    grid, taken = properties.get("gridProperties", {}), {tab.id for tab in spreadsheet.tabs}
    tab_id = properties.get("sheetId")
    if tab_id in taken:
        raise BadRequest(f"A sheet with ID {tab_id} already exists. Please enter another ID.")
    title = properties.get("title") or _free_title(spreadsheet, "Sheet")
    check_title(spreadsheet, title)
    tab = Tab.of_size(
        edit.new_id(taken) if tab_id is None else tab_id, title, grid.get("rowCount", 1000), grid.get("columnCount", 26)
    )
    tab.properties = with_styles(
        {k: v for k, v in properties.items() if k in ("hidden", "tabColor", "tabColorStyle", "rightToLeft")}
    )
    tab.grid_properties = {k: v for k, v in grid.items() if k not in ("rowCount", "columnCount")}
    spreadsheet.tabs.insert(properties.get("index", len(spreadsheet.tabs)), tab)
    spreadsheet.check_size()
    return {"properties": tab_properties(spreadsheet, tab)}


def _free_title(spreadsheet: Spreadsheet, stem: str) -> str:
    number = len(spreadsheet.tabs) + 1
    while spreadsheet.titled(f"{stem}{number}"):
        number += 1
    return f"{stem}{number}"


def check_title(spreadsheet: Spreadsheet, title: str, own: Tab | None = None) -> None:
    """Raise BadRequest when a tab may not be called so."""
    if not title or len(title) > _LONGEST_TITLE:
        raise BadRequest(
            "Sheet name cannot be empty." if not title else "Sheet name cannot be longer than 100 characters."
        )
    other = spreadsheet.titled(title)
    if other is not None and other is not own:
        raise BadRequest(f'A sheet with the name "{title}" already exists. Please enter another name.')


def tab_properties(spreadsheet: Spreadsheet, tab: Tab) -> dict[str, Any]:
    """SheetProperties as they are answered; an id of 0 is written here, and left out everywhere else."""
    grid = {"rowCount": len(tab.rows), "columnCount": len(tab.columns)}
    grid |= {name: value for name, value in tab.grid_properties.items() if value}
    place = {"sheetId": tab.id, "title": tab.title, "index": spreadsheet.tabs.index(tab), "sheetType": "GRID"}
    return (
        place | {"gridProperties": grid} | {name: value for name, value in tab.properties.items() if value is not False}
    )


def delete_sheet(edit: Edit, sent: dict[str, Any]) -> None:
    spreadsheet = edit.spreadsheet
    tab = spreadsheet.tab(sent.get("sheetId", 0))
    if not any(not other.hidden for other in spreadsheet.tabs if other is not tab):
        raise BadRequest("You can't remove all the visible sheets in a document.")
    edit.guard(tab.area())
    rewrite_formulas(spreadsheet, lambda reference, home: _lost(reference, tab))
    spreadsheet.tabs.remove(tab)
    spreadsheet.named_ranges[:] = [n for n in spreadsheet.named_ranges if n["range"].get("sheetId", 0) != tab.id]
    spreadsheet.metadata[:] = [m for m in spreadsheet.metadata if _place(m) != tab.id]


def _lost(reference: Reference, tab: Tab) -> Reference | None:
    return None if reference.title is not None and reference.title.casefold() == tab.title.casefold() else reference


def _place(metadata: dict[str, Any]) -> int | None:
    location = metadata["location"]
    if "spreadsheet" in location:
        return None
    return int(location.get("dimensionRange", location).get("sheetId", 0))


def duplicate_sheet(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    spreadsheet, source = edit.spreadsheet, edit.spreadsheet.tab(sent.get("sourceSheetId", 0))
    tab = copy_of(edit, source, sent.get("newSheetId"), sent.get("newSheetName"), f"Copy of {source.title}")
    spreadsheet.tabs.insert(sent.get("insertSheetIndex", spreadsheet.tabs.index(source) + 1), tab)
    spreadsheet.check_size()
    return {"properties": tab_properties(spreadsheet, tab)}


def copy_of(edit: Edit, source: Tab, tab_id: int | None, title: str | None, stem: str) -> Tab:
    """A copy of a tab that has a title and an id of its own, and is in no spreadsheet yet."""
    if not title:
        title, number = stem, 1
        while edit.spreadsheet.titled(title):
            number += 1
            title = f"{stem} {number - 1}"
    check_title(edit.spreadsheet, title)
    tab = source.copied()
    tab.id = edit.new_id({other.id for other in edit.spreadsheet.tabs}) if tab_id is None else tab_id
    tab.title, tab.basic_filter = title, source.basic_filter and dict(source.basic_filter)
    for things in [*tab.ranged(), [tab.basic_filter] if tab.basic_filter else []]:
        for thing in things:
            for grid_range in thing.get("ranges", [thing.get("range", thing)]):
                grid_range["sheetId"] = tab.id
    for protected in tab.protected_ranges:
        protected["protectedRangeId"] = edit.new_id()
    for view in tab.filter_views:
        view["filterViewId"] = edit.new_id()
    return tab


def update_sheet_properties(edit: Edit, sent: dict[str, Any]) -> None:
    properties, mask, spreadsheet = sent.get("properties", {}), parse_mask(sent.get("fields") or "*"), edit.spreadsheet
    tab = spreadsheet.tab(properties.get("sheetId", 0))
    everything = "*" in mask
    if everything or "title" in mask:
        _rename(spreadsheet, tab, properties.get("title", ""))
    if everything or "hidden" in mask:
        if properties.get("hidden") and not any(not other.hidden for other in spreadsheet.tabs if other is not tab):
            raise BadRequest("You can't hide all the sheets in a document.")
        tab.properties["hidden"] = bool(properties.get("hidden"))
    if (everything and "index" in properties) or "index" in mask:
        _place_at(spreadsheet, tab, properties.get("index", 0))
    grid_mask = {"*": {}} if everything else mask.get("gridProperties")
    if grid_mask is not None:
        _update_grid(edit, tab, properties.get("gridProperties", {}), grid_mask or {"*": {}})
    rest = {n: b for n, b in mask.items() if n in ("tabColor", "tabColorStyle", "rightToLeft")}
    if everything:
        rest = {"tabColor": {}, "tabColorStyle": {}, "rightToLeft": {}}
    if rest:
        kept = {
            n: v for n, v in tab.properties.items() if "tabColor" not in n or not any("tabColor" in m for m in rest)
        }
        tab.properties = with_styles(merge(kept, properties, rest))


def _rename(spreadsheet: Spreadsheet, tab: Tab, title: str) -> None:
    check_title(spreadsheet, title, tab)
    old = tab.title.casefold()

    def renamed(reference: Reference) -> Reference:
        return reference._replace(title=title) if (reference.title or "").casefold() == old else reference

    rewrite_formulas(spreadsheet, lambda reference, home: renamed(reference))
    tab.title = title


def _place_at(spreadsheet: Spreadsheet, tab: Tab, index: int) -> None:
    """The index is counted before the tab is taken out."""
    if not 0 <= index <= len(spreadsheet.tabs):
        raise BadRequest(f"Sheet index {index} is out of bounds. Must be between 0 and {len(spreadsheet.tabs)}.")
    own = spreadsheet.tabs.index(tab)
    del spreadsheet.tabs[own]
    spreadsheet.tabs.insert(index - 1 if index > own else index, tab)


def _update_grid(edit: Edit, tab: Tab, sent: dict[str, Any], mask: dict[str, Any]) -> None:
    everything = "*" in mask
    rows, columns = len(tab.rows), len(tab.columns)
    if "rowCount" in mask or (everything and "rowCount" in sent):
        rows = sent.get("rowCount", 0)
    if "columnCount" in mask or (everything and "columnCount" in sent):
        columns = sent.get("columnCount", 0)
    resize(edit, tab, rows, columns)
    rest = {n: b for n, b in mask.items() if n not in ("rowCount", "columnCount")}
    if rest:
        new = merge(tab.grid_properties, sent, rest)
        tab.grid_properties = {n: v for n, v in new.items() if n not in ("rowCount", "columnCount")}
    for name, size, word in (("frozenRowCount", rows, "rows"), ("frozenColumnCount", columns, "columns")):
        if tab.grid_properties.get(name, 0) >= size:
            raise BadRequest(f"You can't freeze all visible {word} on the sheet.")


def update_spreadsheet_properties(edit: Edit, sent: dict[str, Any]) -> None:
    properties, mask, spreadsheet = sent.get("properties", {}), parse_mask(sent.get("fields") or "*"), edit.spreadsheet
    everything = "*" in mask
    if "title" in mask or (everything and "title" in properties):
        spreadsheet.title = properties.get("title", "")
    if "locale" in mask or (everything and "locale" in properties):
        try:
            locale_of(properties.get("locale", ""))
        except ValueError as error:
            raise BadRequest(f"Unsupported locale: {properties.get('locale', '')}") from error
        spreadsheet.locale = properties["locale"]
    if "timeZone" in mask or (everything and "timeZone" in properties):
        if properties.get("timeZone", "") not in available_timezones():
            raise BadRequest(f"Invalid time zone: {properties.get('timeZone', '')}")
        spreadsheet.time_zone = properties["timeZone"]
    known = (
        "autoRecalc",
        "iterativeCalculationSettings",
        "importFunctionsExternalUrlAccessAllowed",
        "spreadsheetTheme",
    )
    rest = {name: below for name, below in mask.items() if name in known}
    spreadsheet.properties = merge(spreadsheet.properties, properties, rest)
