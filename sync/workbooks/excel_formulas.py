"""The text of formulas: cells that share one, cells that an array formula fills, and those of which it cannot be told
what they depend on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sync.model.cells import Area, Cell
from sync.patterns import RarePattern
from sync.workbooks.excel_addresses import parse_area
from sync.workbooks.xml_events import Attributes, BrokenXml

_MOST_VISITS = 5_000_000
"""Array formulas do not overlap, so no tab of people's needs as many."""
_WIDEST = 256
"""Of an array formula that fills more columns, only the cells that the file has are known: others would fill memory."""


_WORDS = ("INDIRECT", "OFFSET", "EVALUATE", "GET.")
_ODD_RANGE = RarePattern(r"[^\w$]:|:[^\w$]|:[A-Z_.]{4}|[A-Z_.]{4}\d*:|:\w+\(")
"""A colon that stands beside something else than two cells, columns or rows."""


class Doubts:
    """Which formulas of a tab may show old values after a write: all (``first``) where the workbook is calculated by
    hand, and those of which it cannot be told what they depend on: the first of these, and how many they are."""

    def __init__(self, cannot_be_told: Callable[[str], bool], names: Iterable[str] = ()) -> None:
        """Given who can tell, and the names in upper case behind which formulas stand that do not tell it."""
        self.first: tuple[int, int] | None = None
        self.first_untellable: tuple[int, int] | None = None
        self.untellable = 0
        self._cannot_be_told = cannot_be_told
        self._words = (*_WORDS, *names)

    def cannot_be_told(self, text: str) -> bool:
        # Of every formula in the workbook: to understand it takes long, and most are out of the question.
        upper = text.upper()
        for word in self._words:
            if word in upper:
                return self._cannot_be_told(text)
        return ":" in upper and _ODD_RANGE.search(upper) is not None and self._cannot_be_told(text)

    def note(self, row: int, column: int) -> None:
        self.first_untellable = self.first_untellable or (row, column)
        self.untellable += 1


class Formulas:
    """What a tab's formula elements say. Given in the order of the file."""

    def __init__(self, doubts: Doubts) -> None:
        self._doubts = doubts
        self._shared_untellable: set[str] = set()
        self._shared: dict[str, str] = {}
        self._filled: list[tuple[Area, str]] = []

    def text(self, attributes: Attributes, text: str, row: int, column: int) -> str:
        """Given a formula element in a cell, return the formula's text with its '='. Cells that share a formula show
        the text of the first of them."""
        kind, doubts = attributes.get("t"), self._doubts
        if doubts.first is None:
            doubts.first = row, column
        untellable = doubts.cannot_be_told(text)
        if kind == "shared":
            number = attributes.get("si", "")
            if text:
                self._shared[number] = text
                if untellable:
                    self._shared_untellable.add(number)
            if untellable or (not text and number in self._shared_untellable):
                doubts.note(row, column)
            return "=" + (text or self._shared.get(number, ""))

        if untellable:
            doubts.note(row, column)
        if kind == "dataTable":
            text = f"TABLE({attributes.get('r1', '')},{attributes.get('r2', '')})"
        if kind in ("array", "dataTable") and ":" in attributes.get("ref", ""):
            self._filled.append((parse_area(attributes["ref"]), "=" + text))
        return "=" + text

    def mark_members(self, rows: Mapping[int, dict[int, Cell]]) -> None:
        """Give the cells that an array formula or a what-if table fills its text: what stands there was not typed, and
        where the file has no cell, as some programs write it, there is a formula all the same. Raise BrokenXml where
        array formulas overlap beyond measure."""
        visits = 0
        for area, text in self._filled:
            is_small = area.last_column - area.first_column < _WIDEST
            for row in _within(rows, area.first_row, area.last_row):
                cells = rows[row]
                columns = range(area.first_column, area.last_column + 1)
                members = columns if is_small else _within(cells, area.first_column, area.last_column)
                visits += 1 + len(members)
                if visits > _MOST_VISITS:
                    raise BrokenXml("array formulas in it overlap")
                missing = {column: Cell(None, formula=text) for column in members if column not in cells}
                for column in members:
                    if column in cells and cells[column].formula is None:
                        cells[column] = cells[column]._replace(formula=text)
                if missing:
                    in_order = sorted((cells | missing).items())
                    cells.clear()
                    cells.update(in_order)


def _within(keys: Mapping[int, object], first: int, last: int) -> list[int]:
    if last - first < len(keys):
        return [key for key in range(first, last + 1) if key in keys]
    return [key for key in keys if first <= key <= last]
