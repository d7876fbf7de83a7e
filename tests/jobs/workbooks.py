"""Workbooks of the tests of jobs."""

from __future__ import annotations

from pathlib import Path

import openpyxl


def one_key_result(path: Path) -> Path:
    """Make a workbook of one objective with one key result, 40 of 100, beside an empty column of progress."""
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    tab.title = "Q3 2026"
    tab.append(["Objective", "Key result", "Baseline", "Target", "Current", "Progress ⟳"])
    tab.append(["Grow", "Revenue", 0, 100, 40])
    workbook.save(path)
    return path
