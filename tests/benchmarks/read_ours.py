"""Reads a workbook as a sync does: tabs without the words of an OKR table are left at their heads."""

from __future__ import annotations

import sys

from sync.model.cells import Sheet
from sync.workbooks import open_workbook


def main(path: str) -> None:
    content = open_workbook(path).read(worth_reading=_has_key_results)
    assert content.sheets[0].complete


def _has_key_results(head: Sheet) -> bool:
    return any(cell.value == "Key result" for cells in head.rows.values() for cell in cells.values())


if __name__ == "__main__":
    main(sys.argv[1])
