"""What lies on Google Drive: a spreadsheet of Google's, or an Excel file that people edit there in Office mode. Google
says which of the two it is when it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sync.model.cells import CellRef, Sheet, WorkbookContent
from sync.model.plans import Plan, Receipt
from sync.options import GoogleOptions
from sync.workbooks.base import Sizes, Turns, Workbook, WorkbookChanged, WorkbookError
from sync.workbooks.google import open_in_google
from sync.workbooks.google_refusals import IsOfficeFile, out_of_reach, refused
from sync.workbooks.sources import Source, spreadsheet_address
from sync.workbooks.turns import OWN_TURNS

if TYPE_CHECKING:
    from sync.workbooks.drive_api import DriveApi
    from sync.workbooks.elsewhere import Replaced
    from sync.workbooks.google_answers import JsonObject
    from sync.workbooks.google_reading import Lines

_office_files: set[tuple[str | None, str]] = set()
"""Files, by endpoint and key, that this process knows to be Excel's."""
_Came = TypeVar("_Came")
_FIELDS = "name,mimeType,headRevisionId,md5Checksum"
_TIMES = 4
"""How often what somebody saved in the moment of our upload is put back, when they save again meanwhile."""


def open_on_drive(
    where: Source,
    options: GoogleOptions | None,
    *,
    name: str,
    read_only: bool = False,
    turns: Turns | None = None,
    sizes: Sizes | None = None,
    known: Lines | None = None,
) -> Workbook:
    """Given a file's key, and how to reach Google (as ``open_in_google`` has it), return its workbook; nothing is read
    yet."""
    own, giver = options or GoogleOptions(), turns or OWN_TURNS
    spreadsheet = open_in_google(where, own, name=name, read_only=read_only, turns=giver, sizes=sizes, known=known)

    def office() -> Workbook:
        # Reading and patching Excel files takes as long to import as all of Google's own, and few need it here.
        from sync.workbooks.elsewhere import ElsewhereWorkbook

        file = OfficeFile(where, own, giver, name=name, read_only=read_only)
        return ElsewhereWorkbook(file, name=name, read_only=read_only)

    return _OnDrive(spreadsheet, office, (own.endpoint, where.place))


class _OnDrive:
    """A spreadsheet until Google says that it is an Excel file."""

    def __init__(self, spreadsheet: Workbook, office: Callable[[], Workbook], seen: tuple[str | None, str]) -> None:
        self.name = spreadsheet.name
        self.source = spreadsheet.source
        self._spreadsheet = spreadsheet
        self._opened_as_office = office
        self._seen = seen

    @cached_property
    def _office(self) -> Workbook:
        return self._opened_as_office()

    def read(
        self, wanted_tabs: tuple[str, ...] = (), worth_reading: Callable[[Sheet], bool] | None = None
    ) -> WorkbookContent:
        """As every workbook does."""
        content = self._of_its_kind(lambda workbook: workbook.read(wanted_tabs, worth_reading))
        if self._seen not in _office_files:
            return content
        # Drive shows an Excel file as it shows a spreadsheet; which of its tabs has no address there.
        address = spreadsheet_address(self._seen[1])
        return content._replace(sheets=tuple(sheet._replace(address=address) for sheet in content.sheets))

    def looks(self, plan: Plan) -> Mapping[CellRef, str]:
        """As every workbook does."""
        return self._of_its_kind(lambda workbook: workbook.looks(plan))

    def write(self, plan: Plan) -> Receipt:
        """As every workbook does."""
        return self._of_its_kind(lambda workbook: workbook.write(plan))

    def tidy_up(self) -> None:
        """As every workbook does."""
        self._of_its_kind(lambda workbook: workbook.tidy_up())

    def _of_its_kind(self, do: Callable[[Workbook], _Came]) -> _Came:
        if self._seen not in _office_files:
            try:
                return do(self._spreadsheet)
            except IsOfficeFile:
                _office_files.add(self._seen)
        return do(self._office)


class OfficeFile:
    """One Excel file on Drive. A version is the id of Drive's revision.

    Drive takes no condition with an upload: its revision is looked at right before, and Drive's own list of revisions
    right after, which keeps what an upload went over. What somebody saved in between is put back.
    """

    def __init__(self, where: Source, options: GoogleOptions, turns: Turns, *, name: str, read_only: bool) -> None:
        self.source = where.text
        self.where = f"'{name}' on Google Drive"
        self._key = where.place
        self._name = name
        self._options = options
        self._turns = turns
        self._read_only = read_only
        self._known = _Version("", "")

    @property
    def _api(self) -> DriveApi:
        from sync.workbooks.drive_api import drive_api

        return drive_api(self._options, self._turns, read_only=self._read_only)

    def fetch(self, write: Callable[[bytes], object]) -> str:
        """Drive tells the digest of each version. So what is downloaded says itself which one it is, and Drive is asked
        for it once; not even that where it is what was fetched before, as between the read and the write of a sync."""
        digest = _new_md5()

        def take(piece: bytes) -> None:
            digest.update(piece)
            write(piece)

        with self._plain_words():
            before = self._known if self._known.md5 else self._version()
            self._api.download(self._key, take)
            now = before if before.md5 == digest.hexdigest() else self._version()
        if digest.hexdigest() != now.md5 if now.md5 else now != before:
            raise self._changed()
        self._known = now
        return now.id

    def refuse_while_in_use(self) -> None:
        """Drive does not say who has a file open; what they save is a revision like any other."""

    def replace(self, new: Path, version: str) -> Replaced:
        from sync.workbooks.elsewhere import AnswerLost, Replaced
        from sync.workbooks.sheets_api import NoAnswer

        content = new.read_bytes()
        with self._plain_words(writing=True):
            file = self._file()
            if file["headRevisionId"] != version:
                raise self._changed()
            try:
                ours = self._api.upload(self._key, content, file["mimeType"], fields=_FIELDS)
            except NoAnswer as error:
                lost = AnswerLost(
                    f"{self.where} did not say whether it was written: {error}.",
                    "The next sync looks at what stands there, and goes on from it.",
                )
                try:
                    ours = self._file()
                except NoAnswer:
                    raise lost from error
                if ours.get("md5Checksum") != _md5(content):
                    raise lost from error
        self._put_back_what_it_went_over(version, str(ours["headRevisionId"]), file["mimeType"])
        return Replaced(str(ours["headRevisionId"]), is_as_sent=ours.get("md5Checksum") == _md5(content))

    def _put_back_what_it_went_over(self, read: str, ours: str, mime_type: str) -> None:
        """Raise WorkbookChanged where somebody saved between our look and our upload, or after it."""
        from sync.workbooks.sheets_api import NoAnswer, SheetsError

        known, put_back = {read, ours}, False
        try:
            for _ in range(_TIMES):
                since = self._api.revisions(self._key)
                since = since[since.index(read) + 1 :] if read in since else since[-1:]
                theirs = [each for each in since if each not in known]
                if not theirs:
                    break
                if since[-1] not in known:
                    # They saved last: theirs stands there.
                    raise self._changed(maybe_written=True)
                content = bytearray()
                self._api.download(self._key, content.extend, revision=theirs[-1])
                again = self._api.upload(self._key, bytes(content), mime_type, fields=_FIELDS)
                known |= {*theirs, str(again["headRevisionId"])}
                put_back = True
        except (SheetsError, NoAnswer) as error:
            raise WorkbookError(
                f"{self.where} was written, and whether somebody saved in that very moment could not be seen: {error}.",
                "Look at its versions in Drive (Manage versions).",
                maybe_written=True,
            ) from error
        if put_back:
            raise self._changed(maybe_written=True)

    def _version(self) -> _Version:
        file = self._file()
        return _Version(str(file["headRevisionId"]), str(file.get("md5Checksum", "")))

    def _file(self) -> JsonObject:
        file = self._api.file(self._key, fields=_FIELDS)
        self.where = f"'{file['name']}' on Google Drive"
        if "headRevisionId" not in file:
            raise WorkbookError(f"{self.where} is no Excel file.", "Open the workbook, and copy its address anew.")
        return file

    @contextmanager
    def _plain_words(self, *, writing: bool = False) -> Iterator[None]:
        from sync.workbooks.sheets_api import NoAnswer, SheetsError

        try:
            yield
        except NoAnswer as error:
            raise out_of_reach(error, self._name) from error
        except SheetsError as error:
            raise refused(error, self._name, self._api.access, writing=writing) from error

    def _changed(self, *, maybe_written: bool = False) -> WorkbookChanged:
        # A new version may have the bytes of the one that is known.
        self._known = _Version("", "")
        return WorkbookChanged(
            f"{self.where} was saved by somebody since it was read.",
            "Read and plan again.",
            maybe_written=maybe_written,
        )


class _Version(NamedTuple):
    """A version, and the digest of its bytes ('' where Drive does not tell it)."""

    id: str
    md5: str


def _md5(content: bytes) -> str:
    digest = _new_md5()
    digest.update(content)
    return digest.hexdigest()


def _new_md5() -> hashlib._Hash:
    return hashlib.md5(usedforsecurity=False)
