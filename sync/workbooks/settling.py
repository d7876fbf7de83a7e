"""A plan meets what really stands in the workbook, in the last moment before it is written. Every backend asks here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sync.model.cells import Area, Cell, Sheet, WorkbookContent
from sync.model.plans import CellChange, LeftAlone, Plan
from sync.workbooks.base import WorkbookError

_NO_CELLS: Mapping[int, Cell] = {}


class Settled(NamedTuple):
    """What of a plan will be written, with what stands there now as ``before``, and what will not be."""

    changes: tuple[CellChange, ...]
    dropped: tuple[LeftAlone, ...]


def settle(plan: Plan, content: WorkbookContent, name: str) -> Settled:
    """Given a plan, and the content of the workbook called ``name`` as it is now, return what to write: no formula is
    replaced, and no cell that a merge hides. Raise WorkbookError where a tab is missing, where a new column would
    stand on something, where what would be taken out is not the column that is meant, or where a tab was read in part
    only."""
    sheets = {title: _sheet(title, content, name) for title in {cell.sheet for cell in plan.cells}}
    for column in plan.columns:
        in_the_way = sheets[column.cell.sheet].cell(column.cell.row, column.cell.column)
        if in_the_way is not None:
            raise WorkbookError(
                f"'{name}': the column '{column.header}' cannot be added at {column.cell}: the cell is not empty.",
                "Plan again: the sheet is not the one that the plan was made from.",
            )

    for removal in plan.removals:
        stands = sheets[removal.cell.sheet].cell(removal.cell.row, removal.cell.column)
        if stands is None or stands.value != removal.column.header:
            raise WorkbookError(
                f"'{name}': the column '{removal.column.header}' does not stand at {removal.cell} any more.",
                "Try again: the sheet is not the one that was read.",
            )

    hidden_by = {title: _MergedCells(sheet.merges) for title, sheet in sheets.items() if sheet.merges}
    rows_by_title = {title: sheet.rows for title, sheet in sheets.items()}
    changes, dropped = [], []
    for change in plan.changes:
        title, row, column_number = change.cell
        cell = rows_by_title[title].get(row, _NO_CELLS).get(column_number)
        if cell is not None and cell.formula is not None:
            dropped.append(LeftAlone(change.cell, "formula"))
        elif title in hidden_by and hidden_by[title].hides(row, column_number):
            dropped.append(LeftAlone(change.cell, "merged"))
        else:
            before = cell.value if cell else None
            changes.append(change if before is change.before else change._replace(before=before))
    return Settled(tuple(changes), tuple(dropped))


def _sheet(title: str, content: WorkbookContent, name: str) -> Sheet:
    sheet = content.sheet(title)
    if sheet is None:
        raise WorkbookError(
            f"'{name}' has no tab '{title}' to write to.", "The tab was renamed or removed: plan again."
        )
    if not sheet.complete:
        raise WorkbookError(
            f"'{name}': the tab '{title}' was not read to its end.", "Plan again, with this tab wanted."
        )
    return sheet


class _MergedCells:
    """Which cells lie under a merge. Only the top left one of each shows what it holds."""

    def __init__(self, merges: tuple[Area, ...]) -> None:
        self._by_row: dict[int, list[Area]] = {}
        self._tall = [area for area in merges if area.last_row - area.first_row > 1_000]
        for area in merges:
            if area.last_row - area.first_row <= 1_000:
                for row in range(area.first_row, area.last_row + 1):
                    self._by_row.setdefault(row, []).append(area)

    def hides(self, row: int, column: int) -> bool:
        areas = self._by_row.get(row)
        if not areas and not self._tall:
            return False
        return any(area.holds(row, column) and (row, column) != area[:2] for area in (*(areas or ()), *self._tall))
