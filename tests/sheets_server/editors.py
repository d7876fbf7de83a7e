"""People who edit while a program works: by a script, or by dice."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.sheets_server.a1 import cells_text, parse_span
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.grid import Area, Spreadsheet, Tab
from tests.sheets_server.requests import batch
from tests.sheets_server.requests.lookups import grid_range

if TYPE_CHECKING:
    from tests.sheets_server.world import World

Change = dict[str, Any]
"""One thing that somebody does: ``{"edit": "insert_rows", "tab": "Q4", "at": 3, "count": 1}``. Rows and columns count
from 1, as people count them; ``tab`` is a title (the first tab when absent)."""


def _lines(dimension: str, request: str) -> Callable[[Spreadsheet, Tab, Change], list[dict[str, Any]]]:
    def requests(spreadsheet: Spreadsheet, tab: Tab, change: Change) -> list[dict[str, Any]]:
        start = change["at"] - 1
        lines = {"sheetId": tab.id, "dimension": dimension, "startIndex": start}
        return [{request: {"range": lines | {"endIndex": start + change.get("count", 1)}}}]

    return requests


def _move(spreadsheet: Spreadsheet, tab: Tab, change: Change) -> list[dict[str, Any]]:
    start = change["at"] - 1
    source = {"sheetId": tab.id, "dimension": change.get("dimension", "ROWS"), "startIndex": start}
    source["endIndex"] = start + change.get("count", 1)
    return [{"moveDimension": {"source": source, "destinationIndex": change["to"] - 1}}]


def _sort(spreadsheet: Spreadsheet, tab: Tab, change: Change) -> list[dict[str, Any]]:
    top = change.get("header_rows", 1)
    bottom = max((row + 1 for row, _, _ in tab.filled()), default=top + 1)
    area = Area(tab, top, max(bottom, top + 1), 0, len(tab.columns))
    order = "DESCENDING" if change.get("descending") else "ASCENDING"
    spec = {"dimensionIndex": change.get("column", 1) - 1, "sortOrder": order}
    return [{"sortRange": {"range": grid_range(area), "sortSpecs": [spec]}}]


def _area(tab: Tab, text: str) -> Area:
    span = parse_span(text)
    if span is None or span.bottom is None or span.right is None:
        raise BadRequest(f"Unable to parse range: {text}")
    return Area(tab, span.top, span.bottom, span.left, span.right)


def _cut(spreadsheet: Spreadsheet, tab: Tab, change: Change) -> list[dict[str, Any]]:
    target = _area(tab, change["to"])
    to = {"sheetId": tab.id, "rowIndex": target.top, "columnIndex": target.left}
    source = grid_range(_area(tab, change["range"]))
    return [{"cutPaste": {"source": source, "destination": to, "pasteType": "PASTE_NORMAL"}}]


def _rename(spreadsheet: Spreadsheet, tab: Tab, change: Change) -> list[dict[str, Any]]:
    properties = {"sheetId": tab.id, "title": change["title"]}
    return [{"updateSheetProperties": {"properties": properties, "fields": "title"}}]


def _delete_tab(spreadsheet: Spreadsheet, tab: Tab, change: Change) -> list[dict[str, Any]]:
    return [{"deleteSheet": {"sheetId": tab.id}}]


def _overwrite(spreadsheet: Spreadsheet, tab: Tab, change: Change) -> list[dict[str, Any]]:
    area, value = _area(tab, change["cell"]), change.get("value")
    start = {"sheetId": tab.id, "rowIndex": area.top, "columnIndex": area.left}
    entered: dict[str, Any] = {}
    if isinstance(value, bool):
        entered = {"boolValue": value}
    elif isinstance(value, int | float):
        entered = {"numberValue": value}
    elif value:
        entered = {"formulaValue" if str(value).startswith("=") else "stringValue": str(value)}
    cell = {"userEnteredValue": entered} if entered else {}
    return [{"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}}]


EDITS: dict[str, Callable[[Spreadsheet, Tab, Change], list[dict[str, Any]]]] = {
    "insert_rows": _lines("ROWS", "insertDimension"),
    "delete_rows": _lines("ROWS", "deleteDimension"),
    "insert_columns": _lines("COLUMNS", "insertDimension"),
    "delete_columns": _lines("COLUMNS", "deleteDimension"),
    "move_rows": _move,
    "sort": _sort,
    "cut": _cut,
    "rename_tab": _rename,
    "delete_tab": _delete_tab,
    "change_header": _overwrite,
    "overwrite": _overwrite,
    "requests": lambda spreadsheet, tab, change: change["requests"],
}


def perform(world: World, spreadsheet_id: str, change: Change) -> None:
    """Do what a change says, as the spreadsheet's owner. Raise ApiError when it cannot be done (any more), ValueError
    when there is no such edit."""
    if change.get("edit") not in EDITS:
        raise ValueError(f"no edit {change.get('edit')}; there are {', '.join(EDITS)}")
    with world.lock:
        file = world.open(spreadsheet_id, _owner(world, spreadsheet_id), write=True)
        spreadsheet = file.spreadsheet
        assert spreadsheet
        tab = spreadsheet.titled(change["tab"]) if "tab" in change else spreadsheet.tabs[0]
        if tab is None:
            raise BadRequest(f"Unable to parse range: {change['tab']}")
        requests = EDITS[change["edit"]](spreadsheet, tab, change)
        batch.apply(world.edit(file, file.owner), requests, lambda: world.calculation(spreadsheet))
        world.files.touch(file, file.owner)


def _owner(world: World, spreadsheet_id: str) -> str:
    file = world.files.get(spreadsheet_id)
    return file.owner if file else ""


@dataclass(slots=True)
class RandomEditor:
    """Makes changes by dice; the same seed on the same spreadsheet makes the same ones. ``kinds`` says which (none: all
    but deleting tabs). What it did is in ``done``."""

    world: World
    spreadsheet_id: str
    dice: random.Random
    kinds: Sequence[str]
    done: list[Change]

    @classmethod
    def of(cls, world: World, spreadsheet_id: str, seed: int, kinds: Sequence[str] = ()) -> RandomEditor:
        usual = [kind for kind in EDITS if kind not in ("delete_tab", "requests")]
        return cls(world, spreadsheet_id, random.Random(seed), kinds or usual, [])

    def act(self) -> None:
        """Make one change; nothing happens where the dice ask for one that cannot be made."""
        with self.world.lock:
            file = self.world.files.get(self.spreadsheet_id)
            if file is None or file.spreadsheet is None:
                return
            change = self._change(file.spreadsheet)
            try:
                perform(self.world, self.spreadsheet_id, change)
            except BadRequest:
                return
            self.done.append(change)

    def _change(self, spreadsheet: Spreadsheet) -> Change:
        kind, tab = self.dice.choice(self.kinds), self.dice.choice(spreadsheet.tabs)
        height = max((row + 1 for row, _, _ in tab.filled()), default=1)
        width = max((column + 1 for _, column, _ in tab.filled()), default=1)
        row, column = self.dice.randint(min(2, height), height), self.dice.randint(1, width)
        count = self.dice.choice((1, 1, 1, 2, 3))
        change: Change = {"edit": kind, "tab": tab.title}
        if kind in ("insert_rows", "delete_rows"):
            return change | {"at": row, "count": min(count, height - row + 1) if kind == "delete_rows" else count}
        if kind in ("insert_columns", "delete_columns"):
            return change | {"at": column, "count": 1}
        if kind == "move_rows":
            return change | {"at": row, "count": 1, "to": self.dice.randint(min(2, height), height + 1)}
        if kind == "sort":
            return change | {"column": column, "descending": self.dice.random() < 0.5}
        if kind == "cut":
            line = Area(tab, row - 1, row, 0, width)
            return change | {"range": cells_text(line.span), "to": f"A{self.dice.randint(2, height + 3)}"}
        if kind == "rename_tab":
            return change | {"title": f"{tab.title.partition(' ~')[0]} ~{self.dice.randint(1, 999)}"}
        if kind == "delete_tab":
            return change
        place = Area(tab, 0 if kind == "change_header" else row - 1, 1, column - 1, column)
        place = place._replace(bottom=place.top + 1)
        value: Any = f"typed {self.dice.randint(1, 999)}" if self.dice.random() < 0.5 else self.dice.randint(0, 1000)
        return change | {"cell": cells_text(place.span), "value": value}
