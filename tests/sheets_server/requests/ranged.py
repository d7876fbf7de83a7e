"""Requests about what lies on ranges: merges, names, protections, filters, conditional formats, and what is stored only
(banding, charts, slicers, tables)."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from tests.sheets_server.cells import EMPTY
from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.formulas.calculating import Calculation
from tests.sheets_server.grid import Area, Tab
from tests.sheets_server.masks import merge, parse_mask
from tests.sheets_server.requests.dimensions import hide_filtered


def merge_cells(edit: Edit, sent: dict[str, Any]) -> None:
    """Of what is merged only the first cell's value stays."""
    area = edit.spreadsheet.area(sent["range"])
    edit.guard(area)
    _take_merges(area)
    kind = sent.get("mergeType", "MERGE_ALL")
    if kind == "MERGE_ROWS":
        parts = [area._replace(top=row, bottom=row + 1) for row in range(area.top, area.bottom)]
    elif kind == "MERGE_COLUMNS":
        parts = [area._replace(left=column, right=column + 1) for column in range(area.left, area.right)]
    else:
        parts = [area]
    for part in parts:
        if (part.bottom - part.top) * (part.right - part.left) == 1:
            continue
        area.tab.merges.append(grid_range(part))
        for row in range(part.top, part.bottom):
            put = {
                column: cell._replace(entered=None)
                for column, cell in area.tab.rows[row].cells.items()
                if part.left <= column < part.right and (row, column) != (part.top, part.left)
            }
            if put:
                area.tab.put(row, put)


def unmerge_cells(edit: Edit, sent: dict[str, Any]) -> None:
    area = edit.spreadsheet.area(sent["range"])
    edit.guard(area)
    _take_merges(area)


def _take_merges(area: Area) -> None:
    kept = []
    for own in area.tab.merges:
        rows, columns = (own["startRowIndex"], own["endRowIndex"]), (own["startColumnIndex"], own["endColumnIndex"])
        if rows[1] <= area.top or rows[0] >= area.bottom or columns[1] <= area.left or columns[0] >= area.right:
            kept.append(own)
        elif rows[0] < area.top or rows[1] > area.bottom or columns[0] < area.left or columns[1] > area.right:
            raise BadRequest("You must select all cells in a merged range to merge or unmerge them.")
    area.tab.merges[:] = kept


def grid_range(area: Area) -> dict[str, Any]:
    return {
        "sheetId": area.tab.id,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }


def add_named_range(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    named, spreadsheet = dict(sent["namedRange"]), edit.spreadsheet
    spreadsheet.area(named.get("range", {}))
    _check_name(edit, named.get("name", ""), None)
    named.setdefault("namedRangeId", str(edit.new_id()))
    if any(other["namedRangeId"] == named["namedRangeId"] for other in spreadsheet.named_ranges):
        raise BadRequest(f"A named range with ID {named['namedRangeId']} already exists.")
    spreadsheet.named_ranges.append(copy.deepcopy(named))
    return {"namedRange": named}


def _check_name(edit: Edit, name: str, own: dict[str, Any] | None) -> None:
    if not re.fullmatch(r"[^\W\d]\w{0,249}", name) or re.fullmatch(r"[A-Za-z]{1,3}\d+", name):
        raise BadRequest(f"Invalid named range name: {name}")
    others = [named for named in edit.spreadsheet.named_ranges if named is not own]
    if any(named["name"].casefold() == name.casefold() for named in others):
        raise BadRequest(f'A named range with the name "{name}" already exists. Please enter another name.')


def update_named_range(edit: Edit, sent: dict[str, Any]) -> None:
    named = _found(edit.spreadsheet.named_ranges, "namedRangeId", sent["namedRange"].get("namedRangeId"), "named range")
    new = merge(named, sent["namedRange"], parse_mask(sent.get("fields") or "*"))
    _check_name(edit, new.get("name", ""), named)
    edit.spreadsheet.area(new.get("range", {}))
    named.update(copy.deepcopy(new))


def delete_named_range(edit: Edit, sent: dict[str, Any]) -> None:
    named = _found(edit.spreadsheet.named_ranges, "namedRangeId", sent.get("namedRangeId"), "named range")
    edit.spreadsheet.named_ranges.remove(named)


def _found(things: list[dict[str, Any]], name: str, wanted: Any, what: str) -> dict[str, Any]:
    for thing in things:
        if thing.get(name) == wanted:
            return thing
    raise BadRequest(f"No {what} with id: {wanted}")


def _found_in_tabs(
    edit: Edit, things: Callable[[Tab], list[dict[str, Any]]], name: str, wanted: Any, what: str
) -> tuple[Tab, dict[str, Any]]:
    for tab in edit.spreadsheet.tabs:
        for thing in things(tab):
            if thing.get(name) == wanted:
                return tab, thing
    raise BadRequest(f"No {what} with id: {wanted}")


def add_protected_range(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    """The reply names no editors; a later read does, the caller among them."""
    protected = copy.deepcopy(sent["protectedRange"])
    tab = _home(edit, protected)
    protected.setdefault("protectedRangeId", edit.new_id())
    answered = {name: value for name, value in protected.items() if name != "editors"} | {"requestingUserCanEdit": True}
    if not protected.get("warningOnly"):
        given = protected.get("editors", {})
        protected["editors"] = {**given, "users": list(dict.fromkeys([*given.get("users", []), edit.user]))}
        answered["editors"] = given
    protected.pop("requestingUserCanEdit", None)
    tab.protected_ranges.append(protected)
    return {"protectedRange": answered}


def _home(edit: Edit, protected: dict[str, Any]) -> Tab:
    if "range" in protected:
        if set(protected["range"]) <= {"sheetId"}:
            return edit.spreadsheet.tab(protected["range"].get("sheetId", 0))
        return edit.spreadsheet.area(protected["range"]).tab
    named = _found(edit.spreadsheet.named_ranges, "namedRangeId", protected.get("namedRangeId"), "named range")
    return edit.spreadsheet.area(named["range"]).tab


def update_protected_range(edit: Edit, sent: dict[str, Any]) -> None:
    new = sent["protectedRange"]
    tab, own = _found_in_tabs(
        edit, lambda t: t.protected_ranges, "protectedRangeId", new.get("protectedRangeId"), "protected range"
    )
    _check_may_edit(edit, own)
    merged = merge(own, copy.deepcopy(new), parse_mask(sent.get("fields") or "*"))
    merged["protectedRangeId"] = own["protectedRangeId"]
    tab.protected_ranges[tab.protected_ranges.index(own)] = merged


def delete_protected_range(edit: Edit, sent: dict[str, Any]) -> None:
    wanted = sent.get("protectedRangeId")
    tab, own = _found_in_tabs(edit, lambda t: t.protected_ranges, "protectedRangeId", wanted, "protected range")
    _check_may_edit(edit, own)
    tab.protected_ranges.remove(own)


def _check_may_edit(edit: Edit, protected: dict[str, Any]) -> None:
    if not protected.get("warningOnly") and not edit.may_edit(protected):
        raise BadRequest(
            "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove "
            "protection if you need to edit."
        )


def set_basic_filter(edit: Edit, sent: dict[str, Any], calculation: Calculation) -> None:
    basic = copy.deepcopy(sent["filter"])
    area = edit.spreadsheet.area(basic.get("range", {}))
    area.tab.basic_filter = basic
    hide_filtered(area.tab, calculation)


def clear_basic_filter(edit: Edit, sent: dict[str, Any], calculation: Calculation) -> None:
    tab = edit.spreadsheet.tab(sent.get("sheetId", 0))
    tab.basic_filter = None
    hide_filtered(tab, calculation)


def add_filter_view(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    view = copy.deepcopy(sent["filter"])
    tab = edit.spreadsheet.area(view.get("range", {})).tab
    view.setdefault("filterViewId", edit.new_id())
    view.setdefault("title", f"Filter {len(tab.filter_views) + 1}")
    tab.filter_views.append(view)
    return {"filter": view}


def update_filter_view(edit: Edit, sent: dict[str, Any]) -> None:
    tab, own = _found_in_tabs(
        edit, lambda t: t.filter_views, "filterViewId", sent["filter"].get("filterViewId"), "filter view"
    )
    merged = merge(own, copy.deepcopy(sent["filter"]), parse_mask(sent.get("fields") or "*"))
    tab.filter_views[tab.filter_views.index(own)] = merged


def duplicate_filter_view(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    tab, own = _found_in_tabs(edit, lambda t: t.filter_views, "filterViewId", sent.get("filterId"), "filter view")
    view = copy.deepcopy(own) | {"filterViewId": edit.new_id(), "title": f"Copy of {own['title']}"}
    tab.filter_views.append(view)
    return {"filter": view}


def delete_filter_view(edit: Edit, sent: dict[str, Any]) -> None:
    tab, own = _found_in_tabs(edit, lambda t: t.filter_views, "filterViewId", sent.get("filterId"), "filter view")
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


def add_banding(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    banded = copy.deepcopy(sent["bandedRange"])
    banded.setdefault("bandedRangeId", edit.new_id())
    edit.spreadsheet.area(banded.get("range", {})).tab.banded_ranges.append(banded)
    return {"bandedRange": banded}


def update_banding(edit: Edit, sent: dict[str, Any]) -> None:
    wanted = sent["bandedRange"].get("bandedRangeId")
    _, own = _found_in_tabs(edit, lambda t: t.banded_ranges, "bandedRangeId", wanted, "banded range")
    own.update(merge(own, copy.deepcopy(sent["bandedRange"]), parse_mask(sent.get("fields") or "*")))


def delete_banding(edit: Edit, sent: dict[str, Any]) -> None:
    tab, own = _found_in_tabs(
        edit, lambda t: t.banded_ranges, "bandedRangeId", sent.get("bandedRangeId"), "banded range"
    )
    tab.banded_ranges.remove(own)


def add_chart(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    """A chart is kept as it was sent; nothing is drawn. One on a new tab is put on the first one."""
    chart = copy.deepcopy(sent["chart"])
    chart.setdefault("chartId", edit.new_id())
    _object_tab(edit, chart).charts.append(chart)
    return {"chart": chart}


def _object_tab(edit: Edit, thing: dict[str, Any]) -> Tab:
    anchor = thing.get("position", {}).get("overlayPosition", {}).get("anchorCell")
    return edit.spreadsheet.tab(anchor.get("sheetId", 0)) if anchor else edit.spreadsheet.tabs[0]


def update_chart_spec(edit: Edit, sent: dict[str, Any]) -> None:
    _, chart = _found_in_tabs(edit, lambda t: t.charts, "chartId", sent.get("chartId"), "chart")
    chart["spec"] = copy.deepcopy(sent.get("spec", {}))


def add_slicer(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    slicer = copy.deepcopy(sent["slicer"])
    slicer.setdefault("slicerId", edit.new_id())
    _object_tab(edit, slicer).slicers.append(slicer)
    return {"slicer": slicer}


def delete_embedded_object(edit: Edit, sent: dict[str, Any]) -> None:
    for tab in edit.spreadsheet.tabs:
        for things, name in ((tab.charts, "chartId"), (tab.slicers, "slicerId")):
            for thing in things:
                if thing[name] == sent.get("objectId"):
                    things.remove(thing)
                    return
    raise BadRequest(f"No embedded object with id: {sent.get('objectId')}")


def add_table(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    table = copy.deepcopy(sent["table"])
    table.setdefault("tableId", str(edit.new_id()))
    edit.spreadsheet.area(table.get("range", {})).tab.tables.append(table)
    return {"table": table}


def delete_table(edit: Edit, sent: dict[str, Any]) -> None:
    """The table goes, and its cells with it."""
    tab, own = _found_in_tabs(edit, lambda t: t.tables, "tableId", sent.get("tableId"), "table")
    area = edit.spreadsheet.area(own["range"])
    for row in range(area.top, area.bottom):
        tab.put(row, dict.fromkeys(range(area.left, area.right), EMPTY))
    tab.tables.remove(own)
