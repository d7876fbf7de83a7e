"""A workbook that is not on this machine: fetched whole, patched here by the lossless patch, and put back whole, only
in place of the very version that was fetched.

What a store must do stands in ``Store``. What is the same for all of them stands here: above all, that a write whose
answer was lost is looked at again, decided by its content, and never made twice.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from sync.model.cells import CellRef, Sheet, WorkbookContent
from sync.model.plans import Plan, Receipt
from sync.workbooks.base import WorkbookChanged, WorkbookError
from sync.workbooks.excel import ExcelWorkbook
from sync.workbooks.excel_writing import looks_wanted
from sync.workbooks.private_copy import no_room, private_folder

LARGEST = 512 << 20
"""Bytes of a workbook from elsewhere; one click on a wrong file must not fill the disk."""
_ATTEMPTS = 3


class AnswerLost(WorkbookError):
    """The store was asked to write, and it is not known whether it did."""

    def __init__(self, message: str, hint: str = "", *, maybe_written: bool = True) -> None:
        super().__init__(message, hint, maybe_written=maybe_written)


class Replaced(NamedTuple):
    """What stands in a store after a write: its version ('' where the store does not tell), and whether the store has
    said that its bytes are the very ones that were sent."""

    version: str = ""
    is_as_sent: bool = False


class Store(Protocol):
    """Where one workbook is kept. All methods raise WorkbookError with what to do. ``source`` and ``where`` hold no
    secrets; the latter is what messages call it."""

    source: str
    where: str

    def fetch(self, write: Callable[[bytes], object]) -> str:
        """Hand the workbook's bytes to a function, and return their version: equal versions have equal bytes. Raise
        WorkbookChanged when it was saved meanwhile, so that what was handed over is no version of it."""
        ...

    def refuse_while_in_use(self) -> None:
        """Raise WorkbookError when a program of somebody's has the workbook open, as far as the store can tell."""
        ...

    def replace(self, new: Path, version: str) -> Replaced:
        """Put a file's bytes in the place of a version, all at once, and return what stands there then. Raise
        WorkbookChanged when another version stands there, AnswerLost when it is not known whether it was written; when
        anything else is raised, nothing was."""
        ...


class ElsewhereWorkbook:
    """An Excel workbook in a store. Nothing of it stays on this machine between ``read`` and ``write``."""

    def __init__(self, store: Store, *, name: str, read_only: bool = False) -> None:
        self.name = name
        self.source = store.source
        self._store = store
        self._read_only = read_only
        # The one workbook for all copies: what it read last serves the next write.
        self._local = ExcelWorkbook("", name=name)

    def read(
        self, wanted_tabs: tuple[str, ...] = (), worth_reading: Callable[[Sheet], bool] | None = None
    ) -> WorkbookContent:
        """As every workbook does. What looks damaged may be the half of what somebody is just saving."""
        seen = ""
        for tries_left in reversed(range(_ATTEMPTS)):
            with self._copy() as copy:
                try:
                    return self._local.read(wanted_tabs, worth_reading)
                except WorkbookError:
                    if copy.fingerprint == seen or not tries_left:
                        raise
                    seen = copy.fingerprint
        raise AssertionError("the loop returns or raises")

    def looks(self, plan: Plan) -> Mapping[CellRef, str]:
        """As every workbook does. A plan that changes no look fetches nothing."""
        if not looks_wanted(plan):
            return {}
        with self._copy():
            return self._local.looks(plan)

    def write(self, plan: Plan) -> Receipt:
        """As every workbook does. What stands in the store afterwards is read once more, unless the store says it."""
        if self._read_only and not plan.writes_nothing:
            raise WorkbookError(f"'{self.name}' is only observed: nothing was written.", "Set write = true for it.")
        if not plan.writes_nothing:
            self._store.refuse_while_in_use()
        with self._copy() as copy:
            if not plan.writes_nothing and copy.fingerprint != plan.fingerprint:
                raise self._changed()
            receipt = self._local.write(plan)
            if receipt.fingerprint == copy.fingerprint:
                return receipt
            return self._put(copy, receipt)

    def tidy_up(self) -> None:
        """As every workbook does: nothing is ever left in a file."""

    def _put(self, copy: _Copy, receipt: Receipt) -> Receipt:
        """Put the patched copy in its place, and return the receipt, with the fingerprint that the workbook has."""
        lost: AnswerLost | None = None
        for _ in range(_ATTEMPTS):
            try:
                replaced = self._store.replace(copy.path, copy.version)
            except AnswerLost as error:
                lost = error
            except WorkbookChanged as error:
                # The store's own client may have asked twice: then it is our own write that stands in the way.
                if self._stands_there(receipt.fingerprint) is None:
                    maybe_written = error.maybe_written or lost is not None
                    raise WorkbookChanged(str(error), error.hint, maybe_written=maybe_written) from error
                return receipt
            else:
                return receipt if replaced.is_as_sent else self._verified(receipt, replaced.version)
            found = self._stands_there(receipt.fingerprint, or_else=copy.version)
            if found is None:
                raise self._changed(maybe_written=True)
            if found == receipt.fingerprint:
                return receipt
            # What was read still stands there. The same condition holds for the next attempt, so that of two writes
            # that both arrive in the end only one is made.
        assert lost is not None
        raise lost

    def _stands_there(self, ours: str, or_else: str | None = None) -> str | None:
        """Our fingerprint where our bytes stand in the store, else the version ``or_else`` where that does, else
        None."""
        try:
            with private_folder() as folder:
                version, fingerprint = self._fetch(folder / "again")
        except WorkbookChanged as error:
            raise self._changed(maybe_written=True) from error
        except WorkbookError as error:
            raise WorkbookError(
                f"{self._store.where} did not say whether it was written: {error}", error.hint, maybe_written=True
            ) from error
        if fingerprint == ours:
            return ours
        return or_else if version == or_else else None

    def _verified(self, receipt: Receipt, version: str) -> Receipt:
        with private_folder() as folder:
            try:
                now, fingerprint = self._fetch(folder / "again")
            except WorkbookError:
                # It said that it was written: no need to see it.
                return receipt
        if fingerprint == receipt.fingerprint:
            return receipt
        if now == version:
            # SharePoint puts a library's columns into the files that it is given.
            return receipt._replace(fingerprint=fingerprint)
        raise self._changed(maybe_written=True)

    def _changed(self, *, maybe_written: bool = False) -> WorkbookChanged:
        return WorkbookChanged(
            f"'{self.name}' was saved by somebody since it was read.",
            "Read and plan again.",
            maybe_written=maybe_written,
        )

    def _fetch(self, path: Path) -> tuple[str, str]:
        """Fetch the workbook into a new file, and return its version and its bytes' fingerprint."""
        for tries_left in reversed(range(_ATTEMPTS)):
            with open(path, "wb", buffering=0) as file:
                taken = _Limited(file, self._store.where)
                try:
                    return self._store.fetch(taken.write), taken.digest.hexdigest()
                except WorkbookChanged:
                    if not tries_left:
                        raise
        raise AssertionError("the loop returns or raises")

    @contextlib.contextmanager
    def _copy(self) -> Iterator[_Copy]:
        with private_folder() as folder:
            path = folder / "workbook.xlsx"
            version, fingerprint = self._fetch(path)
            self._local.path = path
            try:
                yield _Copy(path, version, fingerprint)
            except WorkbookError as error:
                # The patch names the file that it has before it; people know another one.
                said = [text.replace(str(path), self._store.where) for text in (str(error), error.hint)]
                raise type(error)(*said, maybe_written=error.maybe_written) from error


class _Copy(NamedTuple):
    """A copy here: its path, the store's version of it, and its bytes' fingerprint before any patch."""

    path: Path
    version: str
    fingerprint: str


class _Limited:
    """A file that takes no more than a workbook may have, and knows the SHA-256 of what it took."""

    def __init__(self, file: BinaryIO, where: str) -> None:
        self.digest = hashlib.sha256()
        self._file = file
        self._where = where
        self._room = LARGEST

    def write(self, piece: bytes) -> None:
        self._room -= len(piece)
        if self._room < 0:
            raise WorkbookError(
                f"{self._where} is larger than {LARGEST >> 20} MB, and no workbook of OKRs.", "Check the source."
            )
        self.digest.update(piece)
        try:
            self._file.write(piece)
        except OSError as error:
            raise no_room(error) from error
