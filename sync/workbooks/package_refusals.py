"""Why a workbook is not opened or not written: one clear sentence that names the file, and what to do about it."""

from __future__ import annotations

import os


class WorkbookRefused(Exception):
    """A workbook that is left as it is. ``reason`` is one sentence that names the file; ``hint`` says what to do."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


class WorkbookInUse(WorkbookRefused):
    """Somebody has the workbook open in a program that locks it: try again later. ``seems_left``: its lock is so old
    that a crash may have left it."""

    def __init__(self, reason: str, hint: str = "", *, seems_left: bool = False) -> None:
        super().__init__(reason, hint)
        self.seems_left = seems_left


class WorkbookChangedSinceRead(WorkbookRefused):
    """Somebody saved the workbook since it was read: read it again, and decide again."""


class CellRefused(WorkbookRefused):
    """A cell that must not be written (a formula, part of a merge …). ``sheet`` and ``cell`` ('B7') name it; ``why`` is
    'formula', 'array', 'merged', 'table_header' (something goes by that name) or 'table_name' (it cannot be one)."""

    def __init__(self, reason: str, hint: str, sheet: str, cell: str, why: str) -> None:
        super().__init__(reason, hint)
        self.sheet = sheet
        self.cell = cell
        self.why = why


def corrupt(path: str | os.PathLike[str], detail: str) -> WorkbookRefused:
    """Given what is wrong inside a workbook, return the refusal that says so."""
    return WorkbookRefused(
        f"{os.fspath(path)} is damaged: {detail}.",
        "Open it in Excel or LibreOffice, let it be repaired, and save it; or put a backup in its place.",
    )
