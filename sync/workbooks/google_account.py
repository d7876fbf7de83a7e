"""What Google knows of our account, for who looks why something does not work. Nothing is written."""

from __future__ import annotations

from typing import NamedTuple

from sync.options import GoogleOptions
from sync.workbooks.base import Turns, WorkbookError
from sync.workbooks.google_answers import JsonObject
from sync.workbooks.google_refusals import out_of_reach, refused
from sync.workbooks.sheets_api import SPREADSHEET, NoAnswer, SheetsError, sheets_api

_FILE = "id,name,mimeType,capabilities(canEdit)"


class SharedFile(NamedTuple):
    key: str
    name: str
    may_be_written: bool
    is_spreadsheet: bool


class TurnsLeft(NamedTuple):
    """Requests that could be sent in the next minute, and that could be if nobody had sent any."""

    reads: int
    most_reads: int
    writes: int
    most_writes: int


class GoogleAccount:
    """Google as the account of the settings, asked for no right to write. Raise WorkbookError where none is named; as
    do all methods when Google says no, or nothing."""

    def __init__(self, options: GoogleOptions, turns: Turns) -> None:
        self._api = sheets_api(options, turns, read_only=True)
        self._turns = turns
        self.address = self._api.access.address
        self.kind = self._api.access.kind

    @property
    def called(self) -> str:
        """What messages call it."""
        return self.address or "the account that syncs"

    def seconds_ahead(self) -> float:
        """How far Google's clock is ahead of this machine's."""
        try:
            return self._api.seconds_ahead()
        except NoAnswer as error:
            raise out_of_reach(error, "Google") from error

    def shared_files(self) -> tuple[SharedFile, ...]:
        """The spreadsheets that were shared with the account, or are its own: the newest thousand."""
        try:
            return tuple(map(_shared_file, next(self._api.spreadsheet_files(fields=_FILE), [])))
        except SheetsError as error:
            raise refused(error, "Google Drive", self._api.access) from error
        except NoAnswer as error:
            raise out_of_reach(error, "Google Drive") from error

    def file(self, key: str) -> SharedFile:
        """Given a spreadsheet's key, return what may be done with it."""
        try:
            return _shared_file(self._api.file(key, fields=_FILE))
        except (SheetsError, NoAnswer) as error:
            raise WorkbookError(str(error)) from error

    def turns_left(self) -> TurnsLeft:
        """What is left of the limits that the settings name, after all processes that share them."""
        found = [self._api.turns_left(is_write=is_write) for is_write in (False, True)]
        return TurnsLeft(*found[0], *found[1])


def _shared_file(file: JsonObject) -> SharedFile:
    return SharedFile(
        file["id"], file["name"], bool(file.get("capabilities", {}).get("canEdit")), file["mimeType"] == SPREADSHEET
    )
