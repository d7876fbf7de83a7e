"""Requests about merges, named ranges and protections."""

from __future__ import annotations

import copy
import re
from typing import Any

from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.grid import Area, Tab
from tests.sheets_server.masks import merge, parse_mask
from tests.sheets_server.requests.lookups import found, found_in_tabs, grid_range


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
    named = found(edit.spreadsheet.named_ranges, "namedRangeId", sent["namedRange"].get("namedRangeId"), "named range")
    new = merge(named, sent["namedRange"], parse_mask(sent.get("fields") or "*"))
    _check_name(edit, new.get("name", ""), named)
    edit.spreadsheet.area(new.get("range", {}))
    named.update(copy.deepcopy(new))


def delete_named_range(edit: Edit, sent: dict[str, Any]) -> None:
    named = found(edit.spreadsheet.named_ranges, "namedRangeId", sent.get("namedRangeId"), "named range")
    edit.spreadsheet.named_ranges.remove(named)


def add_protected_range(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    """The reply names no editors; a later read does, the caller among them."""
    protected = copy.deepcopy(sent["protectedRange"])
    tab = _home(edit, protected)
    protected.setdefault("protectedRangeId", edit.new_id())
    answered = copy.deepcopy(protected) | {"requestingUserCanEdit": True}
    given = protected.pop("editors", {})
    if not protected.get("warningOnly"):
        protected["editors"] = {**given, "users": list(dict.fromkeys([*given.get("users", []), edit.user]))}
    protected.pop("requestingUserCanEdit", None)
    tab.protected_ranges.append(protected)
    return {"protectedRange": answered}


def _home(edit: Edit, protected: dict[str, Any]) -> Tab:
    if "range" in protected:
        if set(protected["range"]) <= {"sheetId"}:
            tab = edit.spreadsheet.tab(protected["range"].get("sheetId", 0))
            if any(set(own.get("range", "x")) <= {"sheetId"} for own in tab.protected_ranges):
                raise BadRequest(f'Sheet "{tab.title}" already has sheet protection.')
            return tab
        return edit.spreadsheet.area(protected["range"]).tab
    named = found(edit.spreadsheet.named_ranges, "namedRangeId", protected.get("namedRangeId"), "named range")
    return edit.spreadsheet.area(named["range"]).tab


def update_protected_range(edit: Edit, sent: dict[str, Any]) -> None:
    new = sent["protectedRange"]
    tab, own = found_in_tabs(
        edit, lambda t: t.protected_ranges, "protectedRangeId", new.get("protectedRangeId"), "protected range"
    )
    _check_may_edit(edit, own)
    merged = merge(own, copy.deepcopy(new), parse_mask(sent.get("fields") or "*"))
    merged["protectedRangeId"] = own["protectedRangeId"]
    tab.protected_ranges[tab.protected_ranges.index(own)] = merged


def delete_protected_range(edit: Edit, sent: dict[str, Any]) -> None:
    wanted = sent.get("protectedRangeId")
    tab, own = found_in_tabs(edit, lambda t: t.protected_ranges, "protectedRangeId", wanted, "protected range")
    _check_may_edit(edit, own)
    tab.protected_ranges.remove(own)


def _check_may_edit(edit: Edit, protected: dict[str, Any]) -> None:
    if not protected.get("warningOnly") and not edit.may_edit(protected):
        raise BadRequest(
            "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove "
            "protection if you need to edit."
        )
