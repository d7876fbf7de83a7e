"""Which formulas refer to a cell: all formulas of a workbook, asked for the cells of one step after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from sync.workbooks.package_alike_formulas import Alike
from sync.workbooks.package_cells import LAST_ROW, CellArea, column_number
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

    def cell_of(self, number: int) -> tuple[int, int, int]:
        """Given the number of one of those that are alike, return its cell's tab, row and column."""
        here, member = self._member(number)
        among = here.alike.among
        return here.tab, among.rows[member], column_number(among.columns[member].decode())

    def formula(self, number: int) -> Formula:
        """Given a formula's number, return it; of one that is alike, without what it refers to."""
        if number < len(self.each):
            return self.each[number]
        here, member = self._member(number)
        row, place = here.alike.among.rows[member], here.alike.among.place(member)
        return Formula(here.tab, place, row, CellArea(row, place.column, row, place.column), (), False)

    def _member(self, number: int) -> tuple[AlikeHere, int]:
        group = bisect_right(self._firsts, number) - 1
        here = self._alike[group]
        return here, here.alike.members[number - self._firsts[group]]

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
                by_row = self._by_cell[tab, column]
                for number, row in enumerate(alike.rows_at(cells.rows[0]), first):
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
