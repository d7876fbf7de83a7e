"""Files on Google Drive over HTTP: made, downloaded and replaced. Names and times of files alone are asked by
``SheetsApi``, which needs less of a right."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlencode

from sync.options import GoogleOptions
from sync.workbooks.base import Turns
from sync.workbooks.google_access import FILES, FILES_READING
from sync.workbooks.sheets_api import DRIVE, SPREADSHEET, JsonObject, SheetsApi, quoted

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
        return self._asked("POST", f"{self._drive}/files?{asked}", wanted, is_write=True)

    def bin(self, key: str) -> None:
        """Move a file to the bin."""
        asked = urlencode({"supportsAllDrives": "true", "fields": "id"})
        self._asked("PATCH", f"{self._drive}/files/{quoted(key)}?{asked}", {"trashed": True}, is_write=True)

    def download(self, key: str, write: Callable[[bytes], object]) -> None:
        """Hand a file's bytes to a function."""
        asked = urlencode({"alt": "media", "supportsAllDrives": "true"})
        content = self._patiently(partial(self._content, "GET", f"{self._drive}/files/{quoted(key)}?{asked}"))
        for start in range(0, len(content), _PIECE):
            write(content[start : start + _PIECE])

    def upload(self, key: str, new: Path, mime_type: str, *, fields: str) -> JsonObject:
        """Put a file of this machine in the place of a file's bytes, and return what Drive says of it then. Raise
        NoAnswer where it is not known whether it did."""
        asked = urlencode({"uploadType": "media", "supportsAllDrives": "true", "fields": fields})
        address = f"{self._upload}/files/{quoted(key)}?{asked}"
        send = partial(self._content, "PATCH", address, new.read_bytes(), mime_type)
        return self._patiently(lambda: self._document(send()), is_write=True)

    def _content(self, method: str, address: str, data: bytes | None = None, mime_type: str = "") -> bytes:
        headers: dict[str, str] = {"Content-Type": mime_type} if mime_type else {}
        with self._told_apart():
            content: bytes = self._http.request(method, address, data=data, headers=headers or None).content
        return content
