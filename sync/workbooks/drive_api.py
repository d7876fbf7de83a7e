"""Files on Google Drive over HTTP: made, downloaded and replaced. Names and times of files alone are asked by
``SheetsApi``, which needs less of a right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import urlencode

from requests import Response

from sync.options import GoogleOptions
from sync.workbooks.base import Turns
from sync.workbooks.google_access import FILES, FILES_READING
from sync.workbooks.google_answers import JsonObject
from sync.workbooks.private_copy import no_room
from sync.workbooks.sheets_api import DRIVE, SPREADSHEET, SheetsApi, quoted

_PIECE = 1 << 20


@cache
def drive_api(options: GoogleOptions, turns: Turns, *, read_only: bool) -> DriveApi:
    """Given the settings and who gives out turns, return the one way to Drive's files that all workbooks share. Raise
    WorkbookError where no account is named."""
    return DriveApi(options, turns, read_only=read_only)


class DriveApi(SheetsApi):
    """As SheetsApi, with the right to files themselves."""

    def __init__(self, options: GoogleOptions, turns: Turns, *, read_only: bool) -> None:
        super().__init__(options, turns, read_only=read_only, scopes=FILES_READING if read_only else FILES)
        self._upload = f"{options.endpoint or DRIVE}/upload/drive/v3"

    def new_spreadsheet(self, name: str, folder: str) -> JsonObject:
        """Make an empty spreadsheet in a folder, and return its id and address."""
        asked = urlencode({"supportsAllDrives": "true", "fields": "id,webViewLink"})
        wanted = {"name": name, "mimeType": SPREADSHEET, "parents": [folder]}
        address = f"{self._drive}/files?{asked}"
        return self._asked("POST", address, wanted, limits=self._drive_limits, is_write=True)

    def bin(self, key: str) -> None:
        """Move a file to the bin."""
        asked = urlencode({"supportsAllDrives": "true", "fields": "id"})
        address = f"{self._drive}/files/{quoted(key)}?{asked}"
        self._asked("PATCH", address, {"trashed": True}, limits=self._drive_limits, is_write=True)

    def download(self, key: str, write: Callable[[bytes], object], *, revision: str = "") -> None:
        """Hand a file's bytes to a function: those that it has now, or those of a revision. Raise WorkbookError where
        there is no room for them here."""
        of_revision = f"/revisions/{quoted(revision)}" if revision else ""
        asked = urlencode({"alt": "media"} if revision else {"alt": "media", "supportsAllDrives": "true"})
        address = f"{self._drive}/files/{quoted(key)}{of_revision}?{asked}"
        # What came in part is asked for again, so that nothing is handed on before all of it is there.
        with self._patiently(lambda: self._fetched(address), limits=self._drive_limits) as content:
            while piece := content.read(_PIECE):
                write(piece)

    def revisions(self, key: str) -> list[str]:
        """Given a file's key, return the ids of its revisions, the oldest first."""
        asked = {"fields": "nextPageToken,revisions(id)", "pageSize": "1000"}
        found: list[str] = []
        while True:
            address = f"{self._drive}/files/{quoted(key)}/revisions?{urlencode(asked)}"
            page = self._asked("GET", address, limits=self._drive_limits)
            found += [each["id"] for each in page.get("revisions", ())]
            if "nextPageToken" not in page:
                return found
            asked["pageToken"] = page["nextPageToken"]

    def upload(self, key: str, content: bytes, mime_type: str, *, fields: str) -> JsonObject:
        """Put bytes in the place of a file's own, and return what Drive says of it then. Raise NoAnswer where it is not
        known whether it did."""
        asked = urlencode({"uploadType": "resumable", "supportsAllDrives": "true", "fields": fields})
        address = f"{self._upload}/files/{quoted(key)}?{asked}"
        # Nothing is written before the content comes, so that the first of the two may be asked again.
        headers = {"X-Upload-Content-Type": mime_type, "Content-Type": "application/json"}
        begun = self._patiently(lambda: self._sent("PATCH", address, b"{}", headers), limits=self._drive_limits)
        session = begun.headers["Location"]
        headers = {"Content-Type": mime_type}
        # Not from an open file: where a token has run out google-auth sends a request again by itself, and would send
        # what is left of the file, which is nothing.
        return self._patiently(
            lambda: self._document(self._sent("PUT", session, content, headers).content),
            limits=self._drive_limits,
            is_write=True,
        )

    def _fetched(self, address: str) -> IO[bytes]:
        content = TemporaryFile()  # noqa: SIM115 (whoever asked for it closes it)
        try:
            with self._told_apart(), self._http.streamed(address) as answer:
                for piece in answer.iter_content(_PIECE):
                    _keep(content, piece)
        except BaseException:
            content.close()
            raise
        content.seek(0)
        return content

    def _sent(
        self, method: str, address: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        with self._told_apart():
            return self._http.request(method, address, data=data, headers=headers)


def _keep(content: IO[bytes], piece: bytes) -> None:
    try:
        content.write(piece)
    except OSError as error:
        raise no_room(error) from error
