"""What a workbook's file shows, in full, so that two can be compared: by openpyxl, and part by part."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl


def looks(path: Path) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Every cell that shows anything, with its value and all of its look."""
    return {
        (tab.title, cell.coordinate): (
            *(cell.value, cell.data_type, cell.number_format),
            *(repr(part) for part in (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)),
        )
        for tab in openpyxl.load_workbook(path)
        for row in tab.iter_rows()
        for cell in row
        if cell.value is not None or cell.has_style
    }


def values(path: Path) -> dict[tuple[str, str], Any]:
    return {
        (tab.title, cell.coordinate): cell.value
        for tab in openpyxl.load_workbook(path)
        for row in tab.iter_rows()
        for cell in row
        if cell.value is not None
    }


def layout(path: Path) -> list[Any]:
    """Of each tab what is not in its cells."""
    return [
        (
            *(tab.title, tab.dimensions, sorted(map(str, tab.merged_cells.ranges))),
            sorted((name, column.width, column.min, column.max) for name, column in tab.column_dimensions.items()),
            sorted((str(each.sqref), each.type, each.prompt) for each in tab.data_validations.dataValidation),
        )
        for tab in openpyxl.load_workbook(path)
    ]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
