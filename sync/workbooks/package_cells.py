"""Addresses of cells and areas, as Excel's files spell them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sync.patterns import RarePattern

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

Address = tuple[int, int]
"""A cell of a tab by row and column, from 1."""

_AREA = RarePattern(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?\Z")


_PLAIN_NAMES = RarePattern(r"(?:[A-Z]{1,3}+[1-9][0-9]{0,6}+\n)*+")
_LETTERS, _DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"


class CellArea(NamedTuple):
    """A rectangle of cells, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @classmethod
    def between(cls, row: int, column: int, other_row: int, other_column: int) -> CellArea:
        """Given two corners that lie across from each other, return the area."""
        return cls(min(row, other_row), min(column, other_column), max(row, other_row), max(column, other_column))

    @property
    def size(self) -> int:
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def within(self, other: CellArea) -> bool:
        return other.holds(*self[:2]) and other.holds(*self[2:])

    def holds(self, row: int, column: int) -> bool:
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


@lru_cache(maxsize=LAST_COLUMN)
def column_letters(column: int) -> bytes:
    """Given a column's number, return its letters: 28 is b'AB'. Raise ValueError where it is none."""
    if column < 1:
        raise ValueError(f"{column} is no column: the first is 1")
    letters = b""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = b"%c%b" % (65 + rest, letters)
    return letters


@lru_cache(maxsize=LAST_COLUMN)
def column_number(letters: str) -> int:
    """Given a column's letters, return its number: 'AB' is 28, and 0 is for what is no column."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """Given a row and a column, return the cell's name: (7, 2) is 'B7'."""
    return f"{column_letters(column).decode()}{row}"


def parsed_names(names: Sequence[str]) -> Sequence[Address | None]:
    """Given cells' names ('B7', dollars allowed), return their rows and columns; None for anything else."""
    together = "\n".join([*names, ""])
    if _PLAIN_NAMES.fullmatch(together) is None or together.count("\n") != len(names):
        return list(map(_parsed_name, names))
    # All in one go, as they may be hundreds of thousands.
    encoded = together.encode()
    rows = map(int, encoded.translate(None, _LETTERS).split())
    columns = map(column_number, encoded.translate(None, _DIGITS).decode().split())
    return list(zip(rows, columns, strict=True))


def _parsed_name(name: str) -> Address | None:
    area = parsed_area(name)
    return area[:2] if area is not None and area[:2] == area[2:] and 0 not in area else None


def parsed_area(name: str) -> CellArea | None:
    """Given 'B7' or 'A1:C9' (dollars allowed), return the area; None for anything else."""
    found = _AREA.match(name.strip())
    if found is None:
        return None
    first_column, first_row = column_number(found[1]), int(found[2])
    last_column = column_number(found[3]) if found[3] else first_column
    last_row = int(found[4]) if found[4] else first_row
    return CellArea.between(first_row, first_column, last_row, last_column)


class Areas:
    """Several areas, asked all at once."""

    def __init__(self, areas: Iterable[CellArea]) -> None:
        self._areas = tuple(areas)

    @property
    def any_of_many_cells(self) -> bool:
        return any(area.size > 1 for area in self._areas)

    def cells_inside(self, cells: Iterable[tuple[int, int]], but_first: bool = False) -> Iterator[tuple[int, int]]:
        """Given (row, column)s, yield those that lie in an area; with ``but_first``, other than as its first cell."""
        if not self._areas:
            return
        by_row: dict[int, list[int]] = {}
        for row, column in cells:
            by_row.setdefault(row, []).append(column)
        rows = sorted(by_row)
        for area in self._areas:
            for index in range(bisect_left(rows, area.first_row), len(rows)):
                row = rows[index]
                if row > area.last_row:
                    break
                for column in by_row[row]:
                    is_first = (row, column) == (area.first_row, area.first_column)
                    if area.first_column <= column <= area.last_column and not (but_first and is_first):
                        yield row, column


def areas_of(names: Iterable[str]) -> Areas:
    """Given areas by name, return them; what is no area is left out."""
    return Areas(area for area in map(parsed_area, names) if area is not None)
