"""Requests about filters and conditional formats."""

from __future__ import annotations

import copy
from typing import Any

from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.formulas.calculating import Calculation
from tests.sheets_server.grid import Row, Tab
from tests.sheets_server.masks import merge, parse_mask
from tests.sheets_server.requests.lookups import found_in_tabs, grid_range


def set_basic_filter(edit: Edit, sent: dict[str, Any], calculation: Calculation) -> None:
    area = edit.spreadsheet.area(sent["filter"].get("range", {}))
    area.tab.basic_filter = copy.deepcopy(sent["filter"]) | {"range": grid_range(area)}
    _hide_filtered(area.tab, calculation)


def clear_basic_filter(edit: Edit, sent: dict[str, Any], calculation: Calculation) -> None:
    tab = edit.spreadsheet.tab(sent.get("sheetId", 0))
    tab.basic_filter = None
    _hide_filtered(tab, calculation)


def _hide_filtered(tab: Tab, calculation: Calculation) -> None:
    """Hide the rows that the basic filter leaves out, show the others."""
    basic_filter = tab.basic_filter or {}
    chosen, hidden_values = basic_filter.get("range"), _hidden_values(basic_filter)
    for index, row in enumerate(tab.rows):
        hidden = chosen is not None and chosen["startRowIndex"] < index < chosen["endRowIndex"]
        hidden = hidden and any(
            calculation.text(tab, index, column) in values for column, values in hidden_values.items()
        )
        if row.line.hidden_by_filter != hidden:
            tab.rows[index] = Row(row.cells, row.line._replace(hidden_by_filter=hidden))


def _hidden_values(basic_filter: dict[str, Any]) -> dict[int, list[str]]:
    found = {
        int(column): criteria.get("hiddenValues", []) for column, criteria in basic_filter.get("criteria", {}).items()
    }
    for spec in basic_filter.get("filterSpecs", []):
        found[spec.get("columnIndex", 0)] = spec.get("filterCriteria", {}).get("hiddenValues", [])
    return found


def add_filter_view(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    view = copy.deepcopy(sent["filter"])
    tab = edit.spreadsheet.area(view.get("range", {})).tab
    view.setdefault("filterViewId", edit.new_id())
    view.setdefault("title", f"Filter {len(tab.filter_views) + 1}")
    tab.filter_views.append(view)
    return {"filter": view}


def update_filter_view(edit: Edit, sent: dict[str, Any]) -> None:
    tab, own = found_in_tabs(
        edit, lambda t: t.filter_views, "filterViewId", sent["filter"].get("filterViewId"), "filter view"
    )
    merged = merge(own, copy.deepcopy(sent["filter"]), parse_mask(sent.get("fields") or "*"))
    tab.filter_views[tab.filter_views.index(own)] = merged


def duplicate_filter_view(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    tab, own = found_in_tabs(edit, lambda t: t.filter_views, "filterViewId", sent.get("filterId"), "filter view")
    view = copy.deepcopy(own) | {"filterViewId": edit.new_id(), "title": f"Copy of {own['title']}"}
    tab.filter_views.append(view)
    return {"filter": view}


def delete_filter_view(edit: Edit, sent: dict[str, Any]) -> None:
    tab, own = found_in_tabs(edit, lambda t: t.filter_views, "filterViewId", sent.get("filterId"), "filter view")
    tab.filter_views.remove(own)


def add_conditional_format_rule(edit: Edit, sent: dict[str, Any]) -> None:
    rule = copy.deepcopy(sent["rule"])
    areas = [edit.spreadsheet.area(each) for each in rule.get("ranges", [])]
    if not areas:
        raise BadRequest("Must specify at least one range.")
    areas[0].tab.conditional_formats.insert(sent.get("index", 0), rule)


def update_conditional_format_rule(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    rule = copy.deepcopy(sent.get("rule"))
    tab = edit.spreadsheet.area(rule["ranges"][0]).tab if rule else edit.spreadsheet.tab(sent.get("sheetId", 0))
    index = _checked_index(tab, sent.get("index", 0))
    old = tab.conditional_formats[index]
    if rule:
        tab.conditional_formats[index] = rule
        return {"oldRule": old, "newRule": rule, "newIndex": index}
    del tab.conditional_formats[index]
    tab.conditional_formats.insert(sent.get("newIndex", 0), old)
    return {"newRule": old, "oldIndex": index, "newIndex": sent.get("newIndex", 0)}


def delete_conditional_format_rule(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    tab = edit.spreadsheet.tab(sent.get("sheetId", 0))
    return {"rule": tab.conditional_formats.pop(_checked_index(tab, sent.get("index", 0)))}


def _checked_index(tab: Tab, index: int) -> int:
    if not 0 <= index < len(tab.conditional_formats):
        raise BadRequest(f"No conditional format on sheet: {tab.id} at index: {index}")
    return index
