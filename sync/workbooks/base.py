"""What every spreadsheet system offers: read all, write a plan. The one place that picks the backend for a source."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Protocol

from sync.model import CellRef, Plan, Receipt, Sheet, WorkbookContent

if TYPE_CHECKING:
    from sync.options import Settings


class WorkbookError(Exception):
    """A workbook that cannot be read or written. ``str()`` is one clear sentence that names it; ``hint`` says what to
    do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class WorkbookPutOff(WorkbookError):
    """A workbook that people are working on: nothing was written, and it is to be tried again later."""


class WorkbookChanged(WorkbookPutOff):
    """Somebody saved the workbook since it was read: nothing was written, read it again."""


class WorkbookBusy(WorkbookPutOff):
    """Somebody has the workbook open: nothing was written, come back when it is closed."""


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

    def looks(self, plan: Plan) -> Mapping[CellRef, str]:
        """Given a plan, return what the cells whose look it changes look like now, and by its header the same of each
        column that it adds: texts in this system's own words, with which a later plan gives the look back. Raise
        WorkbookError when it cannot be read."""
        ...

    def write(self, plan: Plan) -> Receipt:
        """Given a plan made from the content with ``plan.fingerprint``, write all of it or nothing. Raise
        WorkbookChanged when the workbook is no longer that one, WorkbookBusy when somebody has it open,
        WorkbookError when it cannot be written."""
        ...


def open_workbook(
    source: str, settings: Settings | None = None, *, name: str = "", read_only: bool = False
) -> Workbook:
    """Given a source ('excel:teams/sales.xlsx', or the path alone), return its workbook; nothing is read yet. ``name``
    is what messages call it: else its name in ``settings``, else the source. One opened ``read_only``, or that the
    settings only observe, refuses every plan that writes. Raise WorkbookError when no backend knows such a source."""
    if settings is not None:
        path = _absolute(source)
        own = next((own for own in settings.workbooks if own.source == source or _absolute(own.source) == path), None)
        if own is not None:
            name, read_only = name or own.name, read_only or not own.write
    system, colon, rest = source.partition(":")
    if not colon or not re.fullmatch(r"[a-z]{2,}", system):
        system, rest = "excel", source
    if system != "excel" or not rest:
        raise WorkbookError(
            f"'{source}' names no workbook.", "A source is a path, or 'excel:' and a path: excel:teams/sales.xlsx"
        )

    # Backends bring what they need only when one of their workbooks is opened.
    from sync.workbooks.excel import ExcelWorkbook

    return ExcelWorkbook(rest, name=name or rest, read_only=read_only)


def _absolute(source: str) -> str:
    return os.path.abspath(source.removeprefix("excel:"))


def tab_is_wanted(title: str, patterns: tuple[str, ...]) -> bool:
    """Given a tab's title and patterns, return whether one of them fits, upper and lower case alike; none fit all."""
    return not patterns or any(fnmatchcase(_folded(title), _folded(pattern)) for pattern in patterns)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
