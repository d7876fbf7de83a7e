"""Which formulas refer to a cell: all formulas of a workbook, asked for the cells of one step after the other."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sync.workbooks.package_alike_formulas import Alike, UsualFormulas
from sync.workbooks.package_cells import LAST_ROW, Address, CellArea
from sync.workbooks.package_formulas import NamedCells
from sync.workbooks.package_tab import CellPlace

_FEW_CELLS = 16

Cells = Mapping[tuple[int, int], Collection[int]]
"""Cells as their rows by tab's number (from 0) and column."""


class Formula(NamedTuple):
    """A formula in a cell: where its cell stands, the areas that it refers to by tab, the area that its results fill,
    and whether it may refer to more than can be told."""

    tab: int
    place: CellPlace
    row: int
    fills: CellArea
    areas: tuple[tuple[int, CellArea], ...]
    uncertain: bool


class AlikeHere(NamedTuple):
    """Formulas of one tab that are alike, and the cells that they name, by the tabs on which these lie."""

    tab: int
    alike: Alike
    cells: Sequence[tuple[Collection[int], NamedCells]]


class SomeAlike(NamedTuple):
    """Some formulas of one tab that are alike, by number."""

    tab: int
    among: UsualFormulas
    numbers: list[int]

    def cells(self) -> Iterator[Address]:
        return ((row, place.column) for row, place in self.among.places(self.numbers))


class Formulas:
    """All formulas of a workbook, by number: first ``each``, then the members of those that are ``alike``.

    Small areas are looked up cell by cell; large ones are asked for any cell of a step at once, and once hit, no more.
    Of formulas that are alike nothing is looked at before a cell of a column is asked for that they name.
    """

    def __init__(self, each: Sequence[Formula], alike: Sequence[AlikeHere]) -> None:
        self.each = each
        self._alike = alike
        self._firsts: list[int] = []
        self.count = len(each)
        self._by_cell: dict[tuple[int, int], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._alone: dict[tuple[int, int], list[dict[int, int]]] = defaultdict(list)
        self._by_area: dict[int, dict[CellArea, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._waiting: dict[int, list[tuple[int, Alike, NamedCells]]] = defaultdict(list)
        self._looked_at: set[tuple[int, int]] = set()
        for number, formula in enumerate(each):
            for tab, area in formula.areas:
                self._add(number, tab, area)
        for here in alike:
            self._firsts.append(self.count)
            for tabs, cells in here.cells:
                for tab in tabs:
                    self._waiting[tab].append((self.count, here.alike, cells))
            self.count += len(here.alike.members)

    def alike_among(self, numbers: Iterable[int]) -> Iterator[SomeAlike]:
        """Given the numbers of formulas, yield those of them that are alike."""
        wanted = sorted(numbers)
        position = bisect_left(wanted, len(self.each))
        while position < len(wanted):
            group = bisect_right(self._firsts, wanted[position]) - 1
            (tab, alike, _), first = self._alike[group], self._firsts[group]
            end = bisect_left(wanted, first + len(alike.members), position)
            yield SomeAlike(tab, alike.among, [alike.members[number - first] for number in wanted[position:end]])
            position = end

    def that_refer_to(self, cells: Cells) -> set[int]:
        """Given cells, return the numbers of formulas that refer to any of them."""
        found: set[int] = set()
        by_tab: dict[int, dict[int, list[int]]] = defaultdict(dict)
        for (tab, column), rows in cells.items():
            self._look_at(tab, column)
            known = self._by_cell.get((tab, column))
            if known:
                for row in rows if len(rows) < len(known) else known.keys() & rows:
                    found.update(known.get(row, ()))
            for alone in self._alone.get((tab, column), ()):
                asked = rows if len(rows) < len(alone) else alone.keys() & rows
                found.update([alone[row] for row in asked if row in alone])
            if self._by_area.get(tab):
                by_tab[tab][column] = sorted(rows)
        for tab, rows_by_column in by_tab.items():
            areas = self._by_area[tab]
            for area in [area for area in areas if _holds_any(area, rows_by_column)]:
                found.update(areas.pop(area))
        return found

    def _look_at(self, tab: int, column: int) -> None:
        """Look up what of those that are alike names that column."""
        if (tab, column) in self._looked_at:
            return
        self._looked_at.add((tab, column))
        named: list[tuple[int, Alike, NamedCells]] = []
        others: list[tuple[int, Alike, NamedCells]] = []
        for each in self._waiting.get(tab, ()):
            is_named = each[2].first_column <= column <= each[2].last_column
            (named if is_named else others).append(each)
        self._waiting[tab] = others
        for first, alike, cells in named:
            if cells.rows is None:
                area = CellArea(1, cells.first_column, LAST_ROW, cells.last_column)
                self._by_area[tab][area].extend(range(first, first + len(alike.members)))
            elif cells.rows[0] == cells.rows[1] and cells.first_column == cells.last_column:
                rows = alike.rows_at(cells.rows[0])
                alone = dict(zip(rows, range(first, first + len(rows)), strict=True))
                if len(alone) == len(rows):
                    self._alone[tab, column].append(alone)
                    continue
                by_row = self._by_cell[tab, column]
                for number, row in enumerate(rows, first):
                    by_row[row].append(number)
            else:
                for number, area in enumerate(_areas(alike, cells), first):
                    self._add(number, tab, area)

    def _add(self, number: int, tab: int, area: CellArea) -> None:
        first_row, first_column, last_row, last_column = area
        if area.size > _FEW_CELLS:
            self._by_area[tab][area].append(number)
            return
        for column in range(first_column, last_column + 1):
            by_row = self._by_cell[tab, column]
            for row in range(first_row, last_row + 1):
                by_row[row].append(number)


def _areas(alike: Alike, cells: NamedCells) -> Iterator[CellArea]:
    first, last = cells.rows or ((0, 0), (0, 0))
    for top, bottom in zip(alike.rows_at(first), alike.rows_at(last), strict=True):
        if top > bottom:
            top, bottom = bottom, top
        # There is no row 0, and what names it names nothing.
        yield CellArea(top, cells.first_column, bottom if top else -1, cells.last_column)


def _holds_any(area: CellArea, rows_by_column: Mapping[int, list[int]]) -> bool:
    for column, rows in rows_by_column.items():
        if area.first_column <= column <= area.last_column:
            place = bisect_left(rows, area.first_row)
            if place < len(rows) and rows[place] <= area.last_row:
                return True
    return False
