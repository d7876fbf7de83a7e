"""What every spreadsheet system offers: read all, write a plan. The one place that picks the backend for a source."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Protocol

from sync.model import CellRef, Plan, Receipt, Sheet, WorkbookContent
from sync.workbooks.sources import Source, has_password, masked, parsed_source

if TYPE_CHECKING:
    from sync.options import Settings


class WorkbookError(Exception):
    """A workbook that cannot be read or written. ``str()`` is one clear sentence that names it; ``hint`` says what to
    do. ``maybe_written``: a store did not answer, and whether it wrote the plan will be seen at the next read."""

    def __init__(self, message: str, hint: str = "", *, maybe_written: bool = False) -> None:
        super().__init__(message)
        self.hint = hint
        self.maybe_written = maybe_written


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
    """Given a source ('excel:teams/sales.xlsx', 'excel:s3://bucket/sales.xlsx', or without 'excel:'), return its
    workbook; nothing is read yet. ``name`` is what messages call it: else its name in ``settings``, else the source.
    One opened ``read_only``, or that the settings only observe, refuses every plan that writes. Raise WorkbookError
    when no backend knows such a source."""
    where = source_without_password(source)
    if settings is not None:
        same = _compared(where)
        owns = [own for own in settings.workbooks if _compared(parsed_source(own.source)) == same]
        if owns:
            # Of two names that lead to one file, that it is only observed holds for both.
            name, read_only = name or owns[0].name, read_only or not all(own.write for own in owns)
    name = name or where.place

    # Backends bring what they need only when one of their workbooks is opened.
    if where.kind == "store":
        from sync.workbooks.remote import open_in_store

        return open_in_store(where, name=name, read_only=read_only)
    if where.kind == "graph":
        from sync.workbooks.graph import open_in_graph

        return open_in_graph(where, settings.graph if settings else None, name=name, read_only=read_only)
    from sync.workbooks.excel import ExcelWorkbook

    return ExcelWorkbook(where.place, name=name, read_only=read_only)


def source_without_password(source: str) -> Source:
    """Given a source, return where it is. Raise WorkbookError where no backend knows it, and where a password stands in
    it: sources are archived and shown."""
    if has_password(source):
        raise WorkbookError(
            f"'{masked(source)}' has a password in it, which would be archived and shown.",
            "Leave it out of the source: docs/elsewhere.md says where each store's credentials go.",
        )
    where = parsed_source(source)
    if where is None:
        raise WorkbookError(
            f"'{source}' names no workbook.", "A source is 'excel:' and a path or a URL: excel:teams/sales.xlsx"
        )
    return where


def _compared(where: Source | None) -> object:
    """What is equal for two ways of saying where a workbook is: of a file, by links too."""
    if where is None or where.kind != "file":
        return where and where.place
    try:
        status = os.stat(where.place)
    except (OSError, ValueError):
        return os.path.abspath(where.place)
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.abspath(where.place)


def tab_is_wanted(title: str, patterns: tuple[str, ...]) -> bool:
    """Given a tab's title and patterns, return whether one of them fits, upper and lower case alike; none fit all."""
    return not patterns or any(fnmatchcase(_folded(title), _folded(pattern)) for pattern in patterns)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
