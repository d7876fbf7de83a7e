"""Cells for the tests of reading, in few letters."""

from __future__ import annotations

from decimal import Decimal

from sync.model.cells import Cell, CellRef, CellValue
from sync.model.readings import Quantity, Read

HERE = CellRef("Q4", 7, 3)


def cell(value: CellValue | int, number_format: str = "General", formula: str | None = None) -> Cell:
    return Cell(Decimal(value) if type(value) is int else value, number_format, formula)


def quantity(value: str | int, unit: str | None = None, currency: str | None = None) -> Read[Quantity]:
    return Read(Quantity(Decimal(value), unit, currency), HERE, str(value))
