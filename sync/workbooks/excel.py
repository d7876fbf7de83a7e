"""A workbook in an Excel file: reads what is needed of it, and writes through the lossless patch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.model import Plan, Receipt, Sheet, WorkbookContent
from sync.workbooks.base import WorkbookChanged, WorkbookError
from sync.workbooks.excel_tabs import SAVE_AGAIN, read_sheets
from sync.workbooks.excel_writing import sheet_edits
from sync.workbooks.package import Package, WorkbookChangedSinceRead, WorkbookRefused, patch
from sync.workbooks.package_save import fingerprint_of
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
        over meanwhile."""
        for _ in range(_ATTEMPTS):
            with self._errors_in_plain_words(), Package(self.path) as package:
                before = fingerprint_of(package.file)
                sheets = read_sheets(package, self.name, wanted_tabs, worth_reading)
                if fingerprint_of(package.file) == before:
                    self._last_read = WorkbookContent(sheets, before)
                    return self._last_read
        raise WorkbookError(f"'{self.name}' is saved again and again while it is read.", "Try again in a minute.")

    def write(self, plan: Plan) -> Receipt:
        """As every workbook does. A plan that writes nothing leaves the file's bytes and its time alone."""
        if plan.writes_nothing:
            # Not even a look at who has it open: there is nothing to be in anybody's way.
            with self._errors_in_plain_words(), Package(self.path) as package:
                return Receipt(fingerprint=fingerprint_of(package.file))
        if self._read_only:
            raise WorkbookError(f"'{self.name}' is only observed: nothing was written.", "Set write = true for it.")

        content = self._content_behind(plan)
        changes, dropped = settle(plan, content, self.name)
        edits = sheet_edits(plan.columns, changes, content)
        with self._errors_in_plain_words():
            patched = patch(self.path, edits, expected_fingerprint=plan.fingerprint)

        self._last_read = None
        written = tuple(
            change for change in changes if change.cell[1:] in patched.written.get(change.cell.sheet, frozenset())
        )
        return Receipt(written, plan.columns, dropped, patched.fingerprint, patched.may_show_old_values)

    def _content_behind(self, plan: Plan) -> WorkbookContent:
        """The content that the plan was made from: as it was read last, or read anew for a plan made elsewhere."""
        content = self._last_read
        touched = {change.cell.sheet for change in plan.changes} | {column.cell.sheet for column in plan.columns}
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
        except WorkbookRefused as refusal:
            raise WorkbookError(refusal.reason, refusal.hint) from refusal
        except MalformedXml as error:
            raise WorkbookError(f"'{self.name}' is damaged: a part of it {error}.", SAVE_AGAIN) from error


def _all_complete(content: WorkbookContent, titles: set[str]) -> bool:
    return all(sheet.complete for sheet in content.sheets if sheet.title in titles)
