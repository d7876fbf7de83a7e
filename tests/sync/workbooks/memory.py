"""A workbook that lives in memory: the smallest backend that keeps the contract, for tests of what stands above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sync.last_time import LastTime
from sync.model.cells import Cell, CellRef, Sheet, WorkbookContent
from sync.model.plans import Plan, Receipt
from sync.workbooks.base import WorkbookChanged, tab_is_wanted
from sync.workbooks.settling import settle


class MemoryWorkbook:
    def __init__(self, name: str, sheets: tuple[Sheet, ...]) -> None:
        self.name = name
        self.source = f"memory:{name}"
        self._sheets = sheets
        self._version = 1

    def read(
        self, wanted_tabs: tuple[str, ...] = (), worth_reading: Callable[[Sheet], bool] | None = None
    ) -> WorkbookContent:
        def as_wanted(sheet: Sheet) -> Sheet:
            head = sheet._replace(rows=dict(list(sheet.rows.items())[:100]), complete=False)
            wanted = tab_is_wanted(sheet.title, wanted_tabs)
            return sheet if wanted and (worth_reading is None or worth_reading(head)) else head

        return WorkbookContent(tuple(map(as_wanted, self._sheets)), f"version {self._version}")

    def looks(self, plan: Plan) -> Mapping[CellRef, str]:
        content = self.read()
        found = {}
        for change in plan.changes:
            if (change.number_format or change.look) is not None:
                sheet = content.sheet(change.cell.sheet)
                cell = sheet.cell(*change.cell[1:]) if sheet else None
                found[change.cell] = cell.number_format if cell else "General"
        return found

    def write(self, plan: Plan) -> Receipt:
        content = self.read()
        if plan.fingerprint != content.fingerprint:
            raise WorkbookChanged(f"'{self.name}' was changed since it was read.")
        if plan.writes_nothing:
            return Receipt(fingerprint=content.fingerprint)

        changes, dropped = settle(plan, content, self.name)
        formats = {(column.cell.sheet, column.cell.column): column.number_format for column in plan.columns}
        for column in plan.columns:
            self.put(column.cell.sheet, column.cell.row, column.cell.column, Cell(column.header))
        for change in changes:
            title, row, column_number = change.cell
            number_format = change.look or change.number_format or formats.get((title, column_number), "General")
            cell = None if change.after is None else Cell(change.after, number_format)
            self.put(title, row, column_number, cell)
        for removal in plan.removals:
            for row in range(removal.cell.row, removal.column.last_row + 1):
                self.put(removal.cell.sheet, row, removal.cell.column, None)
        return Receipt(changes, plan.columns, dropped, f"version {self._version}", plan.removals)

    def tidy_up(self) -> None:
        """Nothing is ever left."""

    def put(self, title: str, row: int, column: int, cell: Cell | None) -> None:
        """Set one cell, as a person would."""
        self._version += 1
        self._sheets = tuple(
            sheet._replace(rows=_with_cell(sheet, row, column, cell)) if sheet.title == title else sheet
            for sheet in self._sheets
        )


def hands_on_cells(last_time: LastTime[Any], workbook: str) -> None:
    """Let a process that goes on know that a workbook in memory hands on the cells of rows that are what they were."""
    cells = last_time.rows_of(workbook).cells
    assert cells is not None
    cells.keep(True, "some")


def _with_cell(sheet: Sheet, row: int, column: int, cell: Cell | None) -> dict[int, Mapping[int, Cell]]:
    """Rows in which nothing was set are the very ones of before, as a service has them that reads a workbook again."""
    rows, cells = {**sheet.rows}, {**sheet.rows.get(row, {})}
    cells.pop(column, None)
    rows.pop(row, None)
    if cell is not None:
        cells[column] = cell
    if cells:
        rows[row] = dict(sorted(cells.items()))
    return dict(sorted(rows.items()))
