"""The same job the usual way: load the workbook with openpyxl, compute progress, set the cells, save.

python tests/benchmarks/openpyxl_way.py WORKBOOK
"""

from __future__ import annotations

import sys

from openpyxl import load_workbook


def main(path: str) -> None:
    book = load_workbook(path)
    tab = book["Q4 2026"]
    column = {cell.value: cell.column for cell in tab[1]}

    for row in range(2, tab.max_row + 1):
        baseline, target, current = (tab.cell(row, column[name]).value for name in ("Baseline", "Target", "Current"))
        progress = min(max((current - baseline) / (target - baseline), 0), 1)
        tab.cell(row, column["Progress ⟳"]).value = round(progress, 4)
        tab.cell(row, column["Score ⟳"]).value = round(progress, 2)
        tab.cell(row, column["Status ⟳"]).value = "done" if progress == 1 else "on track"
    book.save(path)


if __name__ == "__main__":
    main(sys.argv[1])
