"""A settled plan ─▶ batches of requests, each small enough for one write, and the cells that each puts. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sync.model import AddColumn, CellChange, CellRef, Plan, RemoveColumn
from sync.workbooks.google_answers import JsonObject
from sync.workbooks.google_grid import Address, Spreadsheet
from sync.workbooks.google_writing import NOTE, VALUE, Puts, cell_requests, growing_requests, size_of, writing_of


class Batch(NamedTuple):
    """Requests, and what they put where, by the ids of tabs."""

    requests: list[JsonObject]
    puts: dict[int, Puts]


def batches_of(
    spreadsheet: Spreadsheet,
    columns: Iterable[AddColumn],
    changes: Iterable[CellChange],
    removals: Iterable[RemoveColumn],
    largest: int,
) -> list[Batch]:
    """Given tabs as they stand and what is to be written to them, return the requests in batches of at most about
    ``largest`` bytes. Wherever that ends, a column of which a part was written has its header."""
    requests: list[JsonObject] = []
    cells: list[tuple[int, Puts, JsonObject]] = []
    for tab in spreadsheet.tabs:
        own = writing_of(tab, _of(tab.title, columns), _of(tab.title, changes), _of(tab.title, removals))
        requests += growing_requests(tab, own)
        in_turn = sorted(cell_requests(tab.id, own.puts), key=_turn)
        cells += [(tab.id, puts_of(request, own.puts), request) for request in in_turn]
    batches = [Batch(requests, {})]
    size = sum(map(size_of, requests))
    for tab_id, puts, request in cells:
        own_size = size_of(request)
        if batches[-1].requests and size + own_size > largest:
            batches.append(Batch([], {}))
            size = 0
        size += own_size
        batches[-1].requests.append(request)
        batches[-1].puts.setdefault(tab_id, {}).update(puts)
    return [batch for batch in batches if batch.requests]


def _turn(request: JsonObject) -> int:
    """Headers that come, what stands below, headers that go: only headers have notes."""
    update = request["updateCells"]
    if NOTE not in update["fields"].split(","):
        return 1
    return 0 if update["rows"][0]["values"][0].get(VALUE) else 2


def puts_of(request: JsonObject, puts: Puts) -> Puts:
    """Given a request and all cells to put on its tab, return those that it puts."""
    update = request["updateCells"]
    top, left = update["start"]["rowIndex"] + 1, update["start"]["columnIndex"] + 1
    return {
        (top + down, left + right): puts[top + down, left + right]
        for down, row in enumerate(update["rows"])
        for right in range(len(row["values"]))
    }


def places_of(plan: Plan) -> Mapping[str, set[Address]]:
    """Given a plan, return by tab the cells that it writes, down the columns that it adds and takes out."""
    places: dict[str, set[Address]] = defaultdict(set)
    for change in plan.changes:
        places[change.cell.sheet].add(change.cell[1:])
    for column in (*plan.columns, *(removal.column for removal in plan.removals)):
        places[column.cell.sheet] |= {(row, column.cell.column) for row in column.rows}
    return places


def header_rows_of(plan: Plan) -> Mapping[str, int]:
    """Given a plan, return by tab how many rows stand above all that is written, headers among them."""
    rows: dict[str, list[int]] = defaultdict(list)
    for change in plan.changes:
        rows[change.cell.sheet].append(change.cell.row - 1)
    for header in _headers(plan):
        rows[header.sheet].append(header.row)
    return {title: min(own) for title, own in rows.items()}


def _headers(plan: Plan) -> Iterable[CellRef]:
    return (*(one.cell for one in plan.columns), *(one.cell for one in plan.removals))


def _of(title: str, parts: Iterable[AddColumn | CellChange | RemoveColumn]) -> list:  # type: ignore[type-arg]
    return [part for part in parts if part.cell.sheet == title]
