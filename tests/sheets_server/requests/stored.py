"""Requests about what is only stored, as it was sent: banding, charts, slicers, tables."""

from __future__ import annotations

import copy
from typing import Any

from tests.sheets_server.cells import EMPTY
from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.grid import Tab
from tests.sheets_server.masks import merge, parse_mask
from tests.sheets_server.requests.lookups import found_in_tabs


def add_banding(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    banded = copy.deepcopy(sent["bandedRange"])
    banded.setdefault("bandedRangeId", edit.new_id())
    edit.spreadsheet.area(banded.get("range", {})).tab.banded_ranges.append(banded)
    return {"bandedRange": banded}


def update_banding(edit: Edit, sent: dict[str, Any]) -> None:
    wanted = sent["bandedRange"].get("bandedRangeId")
    _, own = found_in_tabs(edit, lambda t: t.banded_ranges, "bandedRangeId", wanted, "banded range")
    own.update(merge(own, copy.deepcopy(sent["bandedRange"]), parse_mask(sent.get("fields") or "*")))


def delete_banding(edit: Edit, sent: dict[str, Any]) -> None:
    tab, own = found_in_tabs(
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
    _, chart = found_in_tabs(edit, lambda t: t.charts, "chartId", sent.get("chartId"), "chart")
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
    tab, own = found_in_tabs(edit, lambda t: t.tables, "tableId", sent.get("tableId"), "table")
    area = edit.spreadsheet.area(own["range"])
    for row in range(area.top, area.bottom):
        tab.put(row, dict.fromkeys(range(area.left, area.right), EMPTY))
    tab.tables.remove(own)
