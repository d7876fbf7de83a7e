"""Outlines without a header of their own: 'O: …' with '• KR: …' below, in a tab's free rows.

The columns beside them are headed by the nearest row above that holds header words ('Hiện tại'), however far up; where
none does, one lone column of values is the current one.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sync.model.cells import Cell, Sheet
from sync.model.rows import Field
from sync.reading.sheets.header_cells import Header, Words, header_of
from sync.reading.sheets.headers import Placement, place
from sync.reading.sheets.outlines import RowKind, kind_of_word, read_mark
from sync.reading.sheets.quantities import parse_quantity
from sync.reading.sheets.tables import Band

_ITEM = Placement((Field.item,))
_OBJECTIVE = Placement((Field.objective,))
_KEY_RESULT = Placement((Field.key_result,))
_ROW_KIND = Placement((Field.row_kind,))
_CURRENT = Placement((Field.current,))


def find_outline(sheet: Sheet, bands: Sequence[Band], words: Words) -> Band | None:
    """Given a tab and the bands already found on it, return the outline in its free rows as a band, or None."""
    free = list(sheet.rows)
    for band in bands:
        free = [row for row in free if not band.first_header_row <= row <= band.end_row]
    marks: dict[int, list[tuple[int, RowKind]]] = {}
    kinds: dict[int, list[tuple[int, RowKind]]] = {}
    for row in free:
        cells = sheet.rows[row]
        for column, cell in cells.items():
            text = cell.value
            if not isinstance(text, str):
                continue
            found = read_mark(text)
            if found is not None:
                marks.setdefault(column, []).append((row, found.kind))
            elif len(text) <= 30 and isinstance(beside := _value(cells.get(column + 1)), str) and len(beside) > 3:
                kind = kind_of_word(text)
                if kind is not None:
                    kinds.setdefault(column, []).append((row, kind))
    for column, found_marks in sorted(marks.items()):
        beside_marks = marks.get(column + 1, [])
        first = _first_objective([*found_marks, *beside_marks])
        if first is None:
            continue
        if any(kind == "objective" for _, kind in beside_marks) or not any(
            kind == "key_result" for _, kind in beside_marks
        ):
            return _band(sheet, bands, words, first, {column: _ITEM})
        return _band(sheet, bands, words, first, {column: _OBJECTIVE, column + 1: _KEY_RESULT})
    for column, found_kinds in sorted(kinds.items()):
        first = _first_objective(found_kinds)
        if first is not None:
            return _band(sheet, bands, words, first, {column: _ROW_KIND, column + 1: _ITEM})
    return None


def _value(cell: Cell | None) -> object:
    return cell.value if cell is not None else None


def _first_objective(found: Sequence[tuple[int, RowKind]]) -> int | None:
    """The row of the first objective, where key results come after it."""
    objectives = [row for row, kind in found if kind == "objective"]
    if not objectives or not any(kind == "key_result" and row >= objectives[0] for row, kind in found):
        return None
    return min(objectives)


def _band(sheet: Sheet, bands: Sequence[Band], words: Words, first: int, own: dict[int, Placement]) -> Band:
    above = max((band.end_row for band in bands if band.end_row < first), default=0)
    below = min((band.first_header_row for band in bands if band.first_header_row > first), default=sheet.last_row + 1)
    end_row = below - 1
    for row in range(first - 1, above, -1):
        cells = sheet.rows.get(row)
        if not cells:
            continue
        beside = [
            header
            for column, cell in cells.items()
            if column not in own and (header := header_of(sheet, row, column, cell, "", words)) is not None
        ]
        if any(_heads_values(header) for header in beside):
            headers = [*beside, *(_own_header(sheet, row, column, placement) for column, placement in own.items())]
            return Band(row, row, tuple(sorted(headers, key=lambda one: one.column)), end_row)
    headers = [Header(column, first - 1, "", "", placement) for column, placement in own.items()]
    current = _lone_value_column(sheet, first, end_row, max(own))
    if current is not None:
        headers.append(Header(current, first - 1, "", "", _CURRENT))
    return Band(first - 1, first - 1, tuple(headers), end_row, has_headers=False)


def _heads_values(header: Header) -> bool:
    placement = header.placement
    return placement is not None and placement.field in (Field.current, Field.target, Field.baseline, Field.progress)


def _own_header(sheet: Sheet, row: int, column: int, placement: Placement) -> Header:
    text = _value(sheet.cell(row, column))
    words = text.strip() if isinstance(text, str) else ""
    found = place(words) if words else None
    language = found.language if found is not None else None
    return Header(column, row, words, "", placement._replace(language=language))


def _lone_value_column(sheet: Sheet, first: int, end_row: int, text_column: int) -> int | None:
    columns: dict[int, int] = {}
    for row in range(first, min(end_row, first + 60) + 1):
        for column, cell in sheet.rows.get(row, {}).items():
            value = cell.value
            if column > text_column and (
                isinstance(value, (Decimal, bool))
                or (isinstance(value, str) and parse_quantity(value, None) is not None)
            ):
                columns[column] = columns.get(column, 0) + 1
    return next(iter(columns)) if len(columns) == 1 else None
