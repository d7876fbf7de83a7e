"""A workbook in an Excel file: reads what is needed of it, and writes through the lossless patch."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sync.model.cells import Calculation, CellRef, Sheet, Untellable, WorkbookContent
from sync.model.plans import LeftAlone, Plan, Receipt
from sync.workbooks.base import WorkbookBusy, WorkbookChanged, WorkbookError
from sync.workbooks.excel_tabs import SAVE_AGAIN, read_sheets
from sync.workbooks.excel_writing import cells_by_ref, looks_wanted, sheet_edits
from sync.workbooks.package import (
    CellRefused,
    Package,
    Patched,
    WorkbookChangedSinceRead,
    WorkbookInUse,
    WorkbookRefused,
    looks,
    patch,
    settle_leftovers,
)
from sync.workbooks.package_swap import fingerprint_of
from sync.workbooks.package_watch import watched
from sync.workbooks.package_xml import MalformedXml
from sync.workbooks.settling import settle

_ATTEMPTS = 3


class ExcelWorkbook:
    """One ``.xlsx`` or ``.xlsm`` file. Nothing is opened until ``read`` or ``write``, and nothing stays open."""

    def __init__(self, path: str | Path, *, name: str = "", read_only: bool = False) -> None:
        self.path = Path(path)
        self.name = name or str(path)
        self.source = f"excel:{path}"
        self._read_only = read_only
        self._last_read: WorkbookContent | None = None

    def read(
        self, wanted_tabs: tuple[str, ...] = (), worth_reading: Callable[[Sheet], bool] | None = None
    ) -> WorkbookContent:
        """As every workbook does. What is read is what the fingerprint is of, even where the file is replaced or saved
        over meanwhile. What a killed run left beside it is settled first, unless the workbook is only observed."""
        if not self._read_only:
            with self._errors_in_plain_words():
                settle_leftovers(Path(os.path.realpath(self.path)))
        for _ in range(_ATTEMPTS):
            stands = _state_of(self.path)
            try:
                with self._errors_in_plain_words(), Package(self.path) as package:
                    before = fingerprint_of(package.file)
                    sheets, calculation = read_sheets(package, self.name, wanted_tabs, worth_reading)
                    if fingerprint_of(package.file) == before:
                        self._last_read = WorkbookContent(sheets, before, calculation)
                        return self._last_read
            except WorkbookError:
                # What looks damaged may be the half of a file that somebody is just saving.
                self._refuse_while_being_saved()
                if _state_of(self.path) == stands:
                    raise
        raise WorkbookChanged(f"'{self.name}' is saved again and again while it is read.", "Try again in a minute.")

    def looks(self, plan: Plan) -> Mapping[CellRef, str]:
        """As every workbook does. A plan that changes no look opens nothing."""
        wanted = looks_wanted(plan)
        if not wanted:
            return {}
        with self._errors_in_plain_words():
            return cells_by_ref(looks(self.path, wanted))

    def write(self, plan: Plan) -> Receipt:
        """As every workbook does. A plan that writes nothing leaves the file's bytes and its time alone."""
        if plan.writes_nothing:
            # Not even a look at who has it open: there is nothing to be in anybody's way.
            with self._errors_in_plain_words(), Package(self.path) as package:
                return Receipt(fingerprint=fingerprint_of(package.file))
        if self._read_only:
            raise WorkbookError(f"'{self.name}' is only observed: nothing was written.", "Set write = true for it.")

        content = self._content_behind(plan)
        # Whatever comes of this, the workbook has to be read anew before it is written again.
        self._last_read = None
        changes, dropped = settle(plan, content, self.name)
        removals = plan.removals
        with self._errors_in_plain_words():
            while True:
                edits = sheet_edits(plan.columns, changes, removals, content, plan.notes)
                try:
                    patched = patch(self.path, edits, expected_fingerprint=plan.fingerprint)
                    break
                except CellRefused as refused:
                    # Somebody took a column of ours into a table of Excel's, whose columns have the headers' names.
                    kept = [one for one in removals if (one.cell.sheet, one.cell.a1) == (refused.sheet, refused.cell)]
                    if not kept:
                        raise
                    removals = tuple(one for one in removals if one not in kept)
                    dropped += tuple(LeftAlone(one.cell, "table") for one in kept)

        cells = {(title, *cell) for title, cells in patched.written.items() for cell in cells}
        written = tuple([change for change in changes if change.cell in cells])
        calculation = _calculation_after(patched)
        return Receipt(written, plan.columns, dropped, patched.fingerprint, removals, calculation, notes=plan.notes)

    def tidy_up(self) -> None:
        """As every workbook does: nothing is ever left in a file."""

    def _refuse_while_being_saved(self) -> None:
        with suppress(OSError), self._errors_in_plain_words(), watched(self.path):
            pass

    def _content_behind(self, plan: Plan) -> WorkbookContent:
        """The content that the plan was made from: as it was read last, or read anew for a plan made elsewhere."""
        content = self._last_read
        touched = {cell.sheet for cell in plan.cells}
        if content is None or content.fingerprint != plan.fingerprint or not _all_complete(content, touched):
            content = self.read(worth_reading=lambda head: head.title in touched)
        if content.fingerprint != plan.fingerprint:
            raise WorkbookChanged(
                f"'{self.name}' was saved by somebody since it was read: nothing was written.", "Read and plan again."
            )
        return content

    @contextmanager
    def _errors_in_plain_words(self) -> Iterator[None]:
        try:
            yield
        except WorkbookChangedSinceRead as refusal:
            raise WorkbookChanged(refusal.reason, refusal.hint) from refusal
        except WorkbookInUse as refusal:
            raise WorkbookBusy(refusal.reason, refusal.hint) from refusal
        except WorkbookRefused as refusal:
            raise WorkbookError(refusal.reason, refusal.hint) from refusal
        except MalformedXml as error:
            raise WorkbookError(f"'{self.name}' is damaged: a part of it {error}.", SAVE_AGAIN) from error


def _calculation_after(patched: Patched) -> Calculation:
    untellable = (Untellable(CellRef(title, *cell), count) for title, (cell, count) in patched.untellable.items())
    by_hand = patched.by_hand and CellRef(patched.by_hand[0], *patched.by_hand[1])
    return Calculation(tuple(untellable), by_hand)


def _state_of(path: Path) -> tuple[int, ...]:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _all_complete(content: WorkbookContent, titles: set[str]) -> bool:
    return all(sheet.complete for sheet in content.sheets if sheet.title in titles)
