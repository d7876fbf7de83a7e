"""Workbooks, whatever spreadsheet system keeps them. The only rooms that know one."""

from sync.workbooks.base import (
    Workbook,
    WorkbookBusy,
    WorkbookChanged,
    WorkbookError,
    WorkbookPutOff,
)
from sync.workbooks.opening import file_versions, open_workbook, source_without_password

__all__ = [
    "Workbook",
    "WorkbookBusy",
    "WorkbookChanged",
    "WorkbookError",
    "WorkbookPutOff",
    "file_versions",
    "open_workbook",
    "source_without_password",
]
