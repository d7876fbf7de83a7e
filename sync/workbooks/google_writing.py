"""A settled plan ─▶ cells to put ─▶ requests of batchUpdate: literal values only, and of each cell only the fields that
are ours. Pure."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from sync.model.cells import CellValue, ErrorValue, shown_at
from sync.model.plans import AddColumn, CellChange, Plan, RemoveColumn, RemoveNote
from sync.workbooks.excel_numbers import GENERAL
from sync.workbooks.google_answers import CellData, JsonObject, sent
from sync.workbooks.google_grid import Address, Tab

LONGEST_TEXT = 50_000
"""Characters that a cell takes."""
DEFAULT_WIDTH = 100
"""Pixels."""
VALUE = "userEnteredValue"
FORMAT = "userEnteredFormat"
NUMBER_FORMAT = "userEnteredFormat.numberFormat"
NOTE = "note"

_VALUE = frozenset({VALUE})
_VALUE_AND_NUMBER_FORMAT = frozenset({VALUE, NUMBER_FORMAT})
MOST_ROWS = 500
"""Of one request, so that a large write can be split between them."""


class Put(NamedTuple):
    """What goes into one cell: ``fields`` says which parts of it are given, those that ``data`` lacks are cleared."""

    data: JsonObject
    fields: frozenset[str]

    def over(self, other: Put | None) -> Put:
        """This one and another on the same cell, of which this one's parts count."""
        if other is None:
            return self
        fields = self.fields | other.fields
        if FORMAT in fields:
            fields -= {NUMBER_FORMAT}
        look = self.data.get(FORMAT, {})
        if FORMAT not in self.fields:
            look = {**other.data.get(FORMAT, {}), **look}
        return Put({**other.data, **self.data, FORMAT: look}, fields)


Puts = dict[Address, Put]


class Writing(NamedTuple):
    """What is to be done on one tab: cells to put, widths of columns in pixels."""

    puts: Puts
    widths: dict[int, int]


def writing_of(
    tab: Tab,
    columns: Iterable[AddColumn],
    changes: Iterable[CellChange],
    removals: Iterable[RemoveColumn],
    notes: Iterable[RemoveNote] = (),
) -> Writing:
    """Given a tab and what of a plan is to be written to it, return the cells to put. A new column's cells look like
    their neighbours in ``like_column``, down to the table's last row."""
    writing = Writing({}, {})
    added: dict[int, list[AddColumn]] = defaultdict(list)
    for column in columns:
        _add_column(column, tab, writing)
        added[column.cell.column].append(column)
    for change in changes:
        place = change.cell.row, change.cell.column
        own = [one for one in added[change.cell.column] if one.cell.row < change.cell.row <= one.last_row]
        put = _changed(change)
        if own and place not in writing.puts:
            look = _look_in_column(tab, change.cell.row, own[0])
            put = put.over(Put({FORMAT: look}, frozenset({FORMAT})))
        writing.puts[place] = put.over(writing.puts.get(place))
    for removal in removals:
        _take_out(removal, tab, writing)
    for note in notes:
        place = note.cell.row, note.cell.column
        writing.puts[place] = Put({}, frozenset({NOTE})).over(writing.puts.get(place))
    return writing


def entered_value(value: CellValue) -> JsonObject:
    """Given a value, return what enters just that: a text is never taken for a formula."""
    match value:
        case bool():
            return {"boolValue": value}
        case Decimal():
            return {"numberValue": float(value)}
        case str() if value:
            return {"stringValue": value}
        case ErrorValue():
            # An error cannot be entered; the formula of it alone is how it is typed.
            return {"formulaValue": f"={value.code}"}
    return {}


def number_format_of(code: str) -> JsonObject | None:
    """Given a format code, return Google's number format; None for no format at all."""
    if code == GENERAL:
        return None
    if code == "@":
        return {"type": "TEXT", "pattern": code}
    return {"type": "PERCENT" if "%" in code else "NUMBER", "pattern": code}


# ── Looks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def looks_wanted(plan: Plan) -> tuple[CellChange, ...]:
    """Given a plan, return its changes of cells that looked like something before: not those in new columns."""
    new = {(column.cell.sheet, column.cell.column) for column in plan.columns}
    return tuple(
        change
        for change in plan.changes
        if (change.number_format or change.look) is not None and (change.cell.sheet, change.cell.column) not in new
    )


def look_of_cell(cell: CellData) -> str:
    """Given a cell, return its number format as a text that can be kept."""
    return _as_text((cell.get(FORMAT) or {}).get("numberFormat") or {})


def look_of_column(tab: Tab, column: AddColumn) -> str:
    """Given a tab with whole formats, and a column that will be added, return what stands there as a text."""
    header, number = column.cell.row, column.cell.column
    cells = {str(row - header): tab.cell(row, number).get(FORMAT) for row in column.rows}
    told = {"width": tab.widths.get(number, DEFAULT_WIDTH), "cells": {row: own for row, own in cells.items() if own}}
    return _as_text(told)


def _as_text(look: Any) -> str:
    return json.dumps(look, ensure_ascii=False, sort_keys=True, default=float)


def _changed(change: CellChange) -> Put:
    value = {VALUE: entered_value(change.after)}
    if change.look is not None:
        return Put({**value, FORMAT: {"numberFormat": json.loads(change.look)}}, _VALUE_AND_NUMBER_FORMAT)
    if change.number_format is not None:
        return Put({**value, FORMAT: _with_number_format(change.number_format)}, _VALUE_AND_NUMBER_FORMAT)
    return Put(value, _VALUE)


@cache
def _with_number_format(code: str) -> JsonObject:
    """The same for all cells that look alike, which may be hundreds of thousands."""
    return {"numberFormat": number_format_of(code)}


def _add_column(column: AddColumn, tab: Tab, writing: Writing) -> None:
    header, number = column.cell.row, column.cell.column
    writing.widths[number] = column.width * 7 + 5
    for row in range(column.rows.start, header):
        writing.puts[row, number] = Put({FORMAT: _look_of_header(tab, row, column)}, frozenset({FORMAT}))
    data: JsonObject = {VALUE: entered_value(column.header), FORMAT: _look_of_header(tab, header, column)}
    if column.note:
        data[NOTE] = column.note
    writing.puts[header, number] = Put(data, frozenset({VALUE, FORMAT, NOTE}))
    for row in range(header + 1, column.last_row + 1):
        if row in tab.cells and not tab.cell(row, number).get("userEnteredValue"):
            writing.puts[row, number] = Put({FORMAT: _look_in_column(tab, row, column)}, frozenset({FORMAT}))


def _look_of_header(tab: Tab, row: int, column: AddColumn) -> JsonObject:
    return dict(tab.cell(*shown_at(row, column.like_column, tab.merges)).get(FORMAT) or {})


def _look_in_column(tab: Tab, row: int, column: AddColumn) -> JsonObject:
    """As its neighbour, but for what it holds, and on one line: a row must not grow by what we say of it."""
    look = dict(tab.cell(row, column.like_column).get(FORMAT) or {})
    look.pop("numberFormat", None)
    number_format = number_format_of(column.number_format)
    return look | {"wrapStrategy": "CLIP"} | ({"numberFormat": number_format} if number_format else {})


def _take_out(removal: RemoveColumn, tab: Tab, writing: Writing) -> None:
    header, number = removal.cell.row, removal.cell.column
    told = json.loads(removal.look) if removal.look is not None else {}
    writing.widths[number] = told.get("width", DEFAULT_WIDTH)
    for row in removal.column.rows:
        if row < header and tab.cell(row, number).get("userEnteredValue"):
            # Somebody's words over our header have the look that somebody wants.
            continue
        look = told.get("cells", {}).get(str(row - header)) or {}
        put = Put({FORMAT: look}, frozenset({FORMAT}))
        if row == header:
            theirs = _note_of_somebody(tab.cell(row, number), removal.column)
            put = Put({FORMAT: look} | ({NOTE: theirs} if theirs else {}), frozenset({VALUE, FORMAT, NOTE}))
        writing.puts[row, number] = put.over(writing.puts.get((row, number)))


def _note_of_somebody(header: CellData, column: AddColumn) -> str:
    """The note on a header of ours, where it is not the one that came with it. Older versions did not keep that."""
    note = header.get(NOTE) or ""
    return note if column.note and note != column.note else ""


# ── Requests ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def growing_requests(tab: Tab, places: Collection[Address], widths: Mapping[int, int]) -> list[JsonObject]:
    """Given a tab, the places that are written on it, and columns' widths in pixels, return what makes its grid large
    enough, and its columns wide."""
    requests: list[JsonObject] = []
    needed = {
        "ROWS": max((row for row, _ in places), default=0) - tab.row_count,
        "COLUMNS": max((column for _, column in places), default=0) - tab.column_count,
    }
    for dimension, missing in needed.items():
        if missing > 0:
            grown = {"sheetId": tab.id, "dimension": dimension, "length": missing}
            requests.append({"appendDimension": grown})
    for column, pixels in sorted(widths.items()):
        lines = {"sheetId": tab.id, "dimension": "COLUMNS", "startIndex": column - 1, "endIndex": column}
        update = {"range": lines, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}
        requests.append({"updateDimensionProperties": update})
    return requests


def cell_requests(tab_id: int, puts: Mapping[Address, Put]) -> Iterator[JsonObject]:
    """Given a tab and the cells to put, yield requests, each of a rectangle of them, row groups in their order."""
    open_blocks: dict[tuple[int, int, str], tuple[int, list[JsonObject]]] = {}
    by_row: dict[int, dict[int, Put]] = defaultdict(dict)
    for (row, column), put in puts.items():
        by_row[row][column] = put
    for row in sorted(by_row):
        for column, fields, cells in _runs(by_row[row]):
            key = (column, len(cells), fields)
            start, rows = open_blocks.get(key, (row, []))
            if rows and (start + len(rows) != row or len(rows) == MOST_ROWS):
                yield _update(tab_id, start, column, fields, rows)
                start, rows = row, []
            rows.append({"values": cells})
            open_blocks[key] = (start, rows)
    for (column, _, fields), (start, rows) in open_blocks.items():
        yield _update(tab_id, start, column, fields, rows)


def _runs(cells: Mapping[int, Put]) -> Iterator[tuple[int, str, list[JsonObject]]]:
    """The cells of one row that stand side by side and have the same fields: first column, fields, contents."""
    run: list[JsonObject] = []
    first, own = 0, ""
    for column in sorted(cells):
        fields = ",".join(sorted(cells[column].fields))
        if run and (column != first + len(run) or fields != own):
            yield first, own, run
            run = []
        if not run:
            first, own = column, fields
        run.append(_sent(cells[column].data))
    if run:
        yield first, own, run


def _sent(data: JsonObject) -> JsonObject:
    look = {name: part for name, part in (data.get(FORMAT) or {}).items() if part is not None}
    return {name: part for name, part in {**data, FORMAT: look}.items() if part}


def _update(tab_id: int, row: int, column: int, fields: str, rows: Sequence[JsonObject]) -> JsonObject:
    start = {"sheetId": tab_id, "rowIndex": row - 1, "columnIndex": column - 1}
    return {"updateCells": {"start": start, "rows": list(rows), "fields": fields}}


def size_of(request: JsonObject) -> int:
    """Given a request, return about how many bytes of JSON it is."""
    return len(sent(request)) + 2


def too_long(change: CellChange) -> bool:
    return isinstance(change.after, str) and len(change.after) > LONGEST_TEXT
