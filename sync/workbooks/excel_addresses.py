"""Addresses as an Excel file writes them: 'B7', '$A$1:C9', 'A:C', '2:4'."""

from __future__ import annotations

import re

from sync.model.cells import Area, column_number
from sync.patterns import RarePattern
from sync.workbooks.xml_events import BrokenXml

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\s*\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\s*")
_END = RarePattern(r"\$?([A-Za-z]{0,3})\$?([0-9]{0,7})")


def cell_column(address: str, row: int) -> int:
    """Given a cell's address and the row that it stands in, return its column. Raise BrokenXml where it is no address,
    or one of another row."""
    match = _CELL.fullmatch(address)
    if not match:
        raise BrokenXml(f"'{address[:20]}' in row {row} is no cell")
    if int(match[2]) != row:
        raise BrokenXml(f"cell {address.strip()} stands in row {row}")
    column = column_number(match[1])
    if column > LAST_COLUMN:
        raise BrokenXml(f"cell {address.strip()} is beyond the last column")
    return column


def row_number(text: str) -> int:
    """Given a row's number as stored, return it. Raise BrokenXml where it is none."""
    if not (text.isascii() and text.strip().isdecimal() and len(text) < 20 and int(text) > 0):
        raise BrokenXml(f"'{text[:20]}' is no row")
    return int(text)


def parse_area(text: str) -> Area:
    """Given an area as stored, return it; whole columns or rows reach to the sheet's end. Raise BrokenXml where it is
    none."""
    first, _, last = text.strip().partition(":")
    start, end = _END.fullmatch(first), _END.fullmatch(last or first)
    if not start or not end or not (first and any(start.groups())):
        raise BrokenXml(f"'{text[:40]}' is no area of cells")

    rows = int(start[2] or 1), int(end[2] or LAST_ROW)
    columns = column_number(start[1]) or 1, column_number(end[1]) or LAST_COLUMN
    area = Area(min(rows), min(columns), max(rows), max(columns))
    if area.first_row < 1 or area.last_row > LAST_ROW or area.last_column > LAST_COLUMN:
        raise BrokenXml(f"'{text[:40]}' is no area of cells")
    return area
