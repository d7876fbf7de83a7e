"""What every spreadsheet system offers: read all, write a plan. The one place that picks the backend for a source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sync.model import Plan, Receipt, Sheet, WorkbookContent


class WorkbookError(Exception):
    """A workbook that cannot be read or written. ``str()`` is one clear sentence that names it; ``hint`` says what to
    do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class WorkbookChanged(WorkbookError):
    """Somebody saved the workbook since it was read: nothing was written, read it again."""


class Workbook(Protocol):
    """One workbook of one spreadsheet system."""

    name: str
    source: str

    def read(
        self, wanted_tabs: tuple[str, ...] = (), worth_reading: Callable[[Sheet], bool] | None = None
    ) -> WorkbookContent:
        """Given tab patterns (shell style; none: all), return every tab. A tab whose first 100 rows, handed as a Sheet
        to ``worth_reading``, are not worth it, or that is not wanted, comes back with its head alone and
        ``complete=False``. Raise WorkbookError when it cannot be read."""
        ...

    def write(self, plan: Plan) -> Receipt:
        """Given a plan made from the content with ``plan.fingerprint``, write all of it or nothing. Raise
        WorkbookChanged when the workbook is no longer that one, WorkbookError when it cannot be written."""
        ...
