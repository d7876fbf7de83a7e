"""The text of formulas: cells that share one, and cells that an array formula fills."""

from __future__ import annotations

from collections.abc import Mapping

from sync.model import Area, Cell
from sync.workbooks.excel_addresses import parse_area
from sync.workbooks.xml_events import Attributes, BrokenXml

_MOST_VISITS = 5_000_000
"""Array formulas do not overlap, so no tab of people's needs as many."""


class Formulas:
    """What a tab's formula elements say. Given in the order of the file."""

    def __init__(self) -> None:
        self._shared: dict[str, str] = {}
        self._filled: list[tuple[Area, str]] = []

    def text(self, attributes: Attributes, text: str, row: int, column: int) -> str:
        """Given a formula element in a cell, return the formula's text with its '='. Cells that share a formula show
        the text of the first of them."""
        kind = attributes.get("t")
        if kind == "shared":
            number = attributes.get("si", "")
            if text:
                self._shared[number] = text
            return "=" + (text or self._shared.get(number, ""))

        if kind == "dataTable":
            text = f"TABLE({attributes.get('r1', '')},{attributes.get('r2', '')})"
        if kind in ("array", "dataTable") and ":" in attributes.get("ref", ""):
            self._filled.append((parse_area(attributes["ref"]), "=" + text))
        return "=" + text

    def mark_members(self, rows: Mapping[int, dict[int, Cell]]) -> None:
        """Give the cells that an array formula or a what-if table fills its text: what stands there was not typed.
        Raise BrokenXml where array formulas overlap beyond measure."""
        visits = 0
        for area, text in self._filled:
            for row in _within(rows, area.first_row, area.last_row):
                cells = rows[row]
                members = _within(cells, area.first_column, area.last_column)
                visits += 1 + len(members)
                if visits > _MOST_VISITS:
                    raise BrokenXml("array formulas in it overlap")
                for column in members:
                    if cells[column].formula is None:
                        cells[column] = cells[column]._replace(formula=text)


def _within(keys: Mapping[int, object], first: int, last: int) -> list[int]:
    if last - first < len(keys):
        return [key for key in range(first, last + 1) if key in keys]
    return [key for key in keys if first <= key <= last]
