from __future__ import annotations

from decimal import Decimal
from typing import Any

from sync.model.cells import Cell, CellRef, Sheet
from sync.workbooks.base import Workbook
from tests.sync.workbooks.contract import Rows, WorkbookContract
from tests.sync.workbooks.memory import MemoryWorkbook


class TestMemoryWorkbook(WorkbookContract):
    def make(self, tabs: dict[str, Rows]) -> Workbook:
        workbook = MemoryWorkbook("team", tuple(Sheet(title, {}) for title in tabs))
        for title, rows in tabs.items():
            for row, typed in enumerate(rows, 1):
                for column, value in enumerate(typed, 1):
                    if value is not None:
                        workbook.put(title, row, column, typed_cell(value))
        return workbook

    def someone_types(self, workbook: Workbook, cell: CellRef, value: Any) -> None:
        assert isinstance(workbook, MemoryWorkbook)
        workbook.put(*cell, typed_cell(value))


def typed_cell(value: Any) -> Cell:
    if isinstance(value, str) and value.startswith("="):
        return Cell(None, formula=value)
    return Cell(Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value)
