"""The lossless patch of an Excel workbook: what is asked for changes, and every other byte that can stay, stays.

This file is the whole of it for those who use it; its parts are the ``package_*`` files beside it. None of them imports
anything of ours but each other.
"""

from __future__ import annotations

from sync.workbooks.package_parts import Package, Related, SheetPart
from sync.workbooks.package_refusals import CellRefused, WorkbookChangedSinceRead, WorkbookInUse, WorkbookRefused

__all__ = [
    "CellRefused",
    "Package",
    "Related",
    "SheetPart",
    "WorkbookChangedSinceRead",
    "WorkbookInUse",
    "WorkbookRefused",
]
