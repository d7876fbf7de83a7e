"""Workbooks, whatever spreadsheet system keeps them. The only rooms that know one."""

from sync.workbooks.base import Workbook, WorkbookChanged, WorkbookError, open_workbook

__all__ = ["Workbook", "WorkbookChanged", "WorkbookError", "open_workbook"]
