"""A settled plan ─▶ batches of requests, each small enough for one write, and the cells that each puts. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from sync.model.plans import AddColumn, CellChange, Plan, RemoveColumn, RemoveNote
from sync.workbooks.google_answers import JsonObject
from sync.workbooks.google_grid import Address, Reach, Spreadsheet
from sync.workbooks.google_writing import (
    MOST_ROWS,
    NOTE,
    VALUE,
    Puts,
    cell_requests,
    growing_requests,
    size_of,
    writing_of,
)


class Batch(NamedTuple):
    """Requests, and by the ids of tabs what they put where, and where something is still to be written after them."""

    requests: list[JsonObject]
    puts: dict[int, Puts]
    rest: dict[int, Reach]


def batches_of(
    spreadsheet: Spreadsheet,
    columns: Iterable[AddColumn],
    changes: Iterable[CellChange],
    removals: Iterable[RemoveColumn],
    largest: int,
    notes: Iterable[RemoveNote] = (),
) -> Iterator[Batch]:
    """Given tabs as they stand and what is to be written to them, yield the requests in batches of at most about
    ``largest`` bytes. Wherever that ends, a column of which a part was written has its header."""
    batch = Batch([], {}, {})
    left: dict[int, _Left] = {}
    updates: list[Iterator[tuple[int, Puts, JsonObject]]] = []
    for tab in spreadsheet.tabs:
        own_columns, own, own_removals, own_notes = (
            _of(tab.title, each) for each in (columns, changes, removals, notes)
        )
        if own_columns or own_removals or own_notes:
            whole = writing_of(tab, own_columns, own, own_removals, own_notes)
            places, widths = list(whole.puts), whole.widths
            updates.append(_updates(tab.id, [whole.puts]))
        else:
            # Hundreds of thousands of cells are not made into requests before it is their turn.
            places, widths = [change.cell[1:] for change in own], {}
            updates.append(_updates(tab.id, (writing_of(tab, (), some, ()).puts for some in _row_groups(own))))
        batch.requests.extend(growing_requests(tab, places, widths))
        left[tab.id] = _Left(places)
    size = sum(map(size_of, batch.requests))
    for tab_id, puts, request in chain.from_iterable(updates):
        own_size = size_of(request)
        if batch.requests and size + own_size > largest:
            yield batch._replace(rest=_reaches(left))
            batch, size = Batch([], {}, {}), 0
        size += own_size
        batch.requests.append(request)
        batch.puts.setdefault(tab_id, {}).update(puts)
        left[tab_id].take(puts)
    if batch.requests:
        yield batch._replace(rest=_reaches(left))


class _Left:
    """How many cells of each row and column of a tab are still to be written."""

    def __init__(self, places: Iterable[Address]) -> None:
        self._rows = Counter(row for row, _ in places)
        self._columns = Counter(column for _, column in places)

    def take(self, places: Iterable[Address]) -> None:
        for row, column in places:
            for lines, line in ((self._rows, row), (self._columns, column)):
                lines[line] -= 1
                if not lines[line]:
                    del lines[line]

    @property
    def reach(self) -> Reach:
        return Reach(list(self._rows), list(self._columns))


def _reaches(left: Mapping[int, _Left]) -> dict[int, Reach]:
    return {tab_id: reach for tab_id, own in left.items() if (reach := own.reach).rows}


def _row_groups(changes: Iterable[CellChange]) -> Iterator[list[CellChange]]:
    in_order = sorted(changes, key=_row)
    begin = 0
    while begin < len(in_order):
        end = bisect_left(in_order, _row(in_order[begin]) + MOST_ROWS, key=_row)
        yield in_order[begin:end]
        begin = end


def _row(change: CellChange) -> int:
    return change.cell.row


def _updates(tab_id: int, groups: Iterable[Puts]) -> Iterator[tuple[int, Puts, JsonObject]]:
    for puts in groups:
        for request in sorted(cell_requests(tab_id, puts), key=_turn):
            yield tab_id, puts_of(request, puts), request


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


def reaches_of(plan: Plan) -> Mapping[str, Reach]:
    """Given a plan, return by tab where it writes, down the columns that it adds and takes out."""
    rows: dict[str, set[int]] = defaultdict(set)
    columns: dict[str, set[int]] = defaultdict(set)
    for cell in chain((change.cell for change in plan.changes), (note.cell for note in plan.notes)):
        title, row, column = cell
        rows[title].add(row)
        columns[title].add(column)
    for added in (*plan.columns, *(removal.column for removal in plan.removals)):
        rows[added.cell.sheet].update(added.rows)
        columns[added.cell.sheet].add(added.cell.column)
    return {title: Reach(rows[title], columns[title]) for title in rows}


def _of(title: str, parts: Iterable[AddColumn | CellChange | RemoveColumn | RemoveNote]) -> list:  # type: ignore[type-arg]
    return [part for part in parts if part.cell.sheet == title]
