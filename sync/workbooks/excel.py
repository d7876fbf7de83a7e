"""A workbook in an Excel file: reads what is needed of it, and writes through the lossless patch."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.model import Plan, Receipt, Sheet, WorkbookContent
from sync.workbooks.base import WorkbookChanged, WorkbookError
from sync.workbooks.excel_tabs import SAVE_AGAIN, read_sheets
from sync.workbooks.package import Package, WorkbookRefused
from sync.workbooks.package_xml import MalformedXml

_ATTEMPTS = 3


class ExcelWorkbook:
    """One ``.xlsx`` or ``.xlsm`` file. Nothing is opened until ``read`` or ``write``, and nothing stays open."""

    def __init__(self, path: str | Path, *, name: str = "", read_only: bool = False) -> None:
        self.path = Path(path)
        self.name = name or str(path)
        self.source = f"excel:{path}"
        self._read_only = read_only

    def read(
        self, wanted_tabs: tuple[str, ...] = (), worth_reading: Callable[[Sheet], bool] | None = None
    ) -> WorkbookContent:
        """As every workbook does. What is read is what the fingerprint is of, even where the file is replaced or saved
        over meanwhile."""
        for _ in range(_ATTEMPTS):
            with self._plain_errors(), Package(self.path) as package:
                before = _fingerprint(package)
                sheets = read_sheets(package, self.name, wanted_tabs, worth_reading)
                if _fingerprint(package) == before:
                    return WorkbookContent(sheets, before)
        raise WorkbookError(f"'{self.name}' is saved again and again while it is read.", "Try again in a minute.")

    def write(self, plan: Plan) -> Receipt:
        raise NotImplementedError

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except WorkbookRefused as refusal:
            raise WorkbookError(refusal.reason, refusal.hint) from refusal
        except MalformedXml as error:
            raise WorkbookError(f"'{self.name}' is damaged: a part of it {error}.", SAVE_AGAIN) from error


def _fingerprint(package: Package) -> str:
    package.file.seek(0)
    return hashlib.file_digest(package.file, "sha256").hexdigest()
