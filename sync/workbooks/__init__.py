"""Workbooks, whatever spreadsheet system keeps them. The only rooms that know one."""

from sync.workbooks.base import (
    Workbook,
    WorkbookChanged,
    WorkbookError,
    WorkbookInUse,
    open_workbook,
    source_without_password,
)

__all__ = [
    "Workbook",
    "WorkbookChanged",
    "WorkbookError",
    "WorkbookInUse",
    "open_workbook",
    "source_without_password",
]
