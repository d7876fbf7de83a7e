"""Things of a spreadsheet, found by their ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.grid import Area, Tab


def found(things: list[dict[str, Any]], name: str, wanted: Any, what: str) -> dict[str, Any]:
    """The thing whose id is wanted. Raise BadRequest when there is none."""
    for thing in things:
        if thing.get(name) == wanted:
            return thing
    raise BadRequest(f"No {what} with id: {wanted}")


def found_in_tabs(
    edit: Edit, things: Callable[[Tab], list[dict[str, Any]]], name: str, wanted: Any, what: str
) -> tuple[Tab, dict[str, Any]]:
    for tab in edit.spreadsheet.tabs:
        for thing in things(tab):
            if thing.get(name) == wanted:
                return tab, thing
    raise BadRequest(f"No {what} with id: {wanted}")


def grid_range(area: Area) -> dict[str, Any]:
    """The cells as a GridRange."""
    return {
        "sheetId": area.tab.id,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }
