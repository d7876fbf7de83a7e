"""Workbooks on WebDAV servers, through webdav4.

A file is put beside the old one and moved over it, on the condition that the old one still has the ETag that was read
(the header 'If' of RFC 4918), because many servers show a PUT while it is being written. Nextcloud and ownCloud do not,
and know files by a number to which shares and versions belong, so there the file itself is written (If-Match).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from sync.workbooks.base import WorkbookBusy, WorkbookError
from sync.workbooks.elsewhere import Replaced
from sync.workbooks.remote_store import PIECE, BesideStore, login
from sync.workbooks.sources import Source

_FILE_ID = ("{http://owncloud.org/ns}fileid", '<fileid xmlns="http://owncloud.org/ns"/>')
_ASKED = f'<?xml version="1.0"?><d:propfind xmlns:d="DAV:"><d:prop><d:getetag/>{_FILE_ID[1]}</d:prop></d:propfind>'
_UNTIL_OLD = 1.2
"""Seconds."""
_HERE = ("localhost", "127.0.0.1", "[::1]")


class WebdavStore(BesideStore):
    """One file: ``webdavs://[user@]host[:port]/path`` over HTTPS, ``webdav://`` over HTTP. A version is the SHA-256 of
    the bytes; the ETag of the last look at them is the condition of the write."""

    extra = "webdav"

    def __init__(self, where: Source) -> None:
        super().__init__(where)
        user, _, self._server = self.host.rpartition("@")
        self._user = unquote(user) or None
        self.path = f"/{quote(unquote(self.path_on_host))}"
        self._etag = ""
        self._encrypted = where.place.lower().startswith("webdavs:")

    @cached_property
    def fs(self) -> Any:
        from webdav4.fsspec import WebdavFileSystem

        host = self._server.rpartition(":")[0] if self._server.rpartition(":")[2].isdecimal() else self._server
        user, password = login(self._user, host, "webdav")
        if password is not None and not self._encrypted and host not in _HERE:
            raise WorkbookError(
                f"{self.where} would show the password to anybody on the way.",
                "Write webdavs://, for HTTPS.",
            )
        auth = None if user is None else (user, password or "")
        return WebdavFileSystem(
            f"{'https' if self._encrypted else 'http'}://{self._server}", auth=auth, timeout=60, retry=False
        )

    @property
    def file_name(self) -> str:
        return unquote(super().file_name)

    def beside(self, name: str) -> str:
        return super().beside(quote(name))

    def errors(self) -> tuple[type[Exception], ...]:
        from httpx import HTTPError
        from webdav4.client import ClientError

        return (OSError, HTTPError, ClientError)

    def fetch(self, write: Callable[[bytes], object]) -> str:
        digest = hashlib.sha256()
        # A server that compresses gives the compressed form an ETag of its own.
        headers = {"Accept-Encoding": "identity"}
        with self.plain_words():
            url = self._url(self.path)
            with self._http().stream("GET", url, headers=headers, follow_redirects=True) as answer:
                if not answer.is_success:
                    raise self._refused(answer.status_code)
                for piece in answer.iter_bytes(PIECE):
                    digest.update(piece)
                    write(piece)
        self._etag = answer.headers.get("ETag", "")
        return digest.hexdigest()

    def version_before_move(self) -> str:
        version = super().version_before_move()
        if self._etag.startswith("W/"):
            # Apache does not stand by the ETag of a file before it is a second old.
            time.sleep(_UNTIL_OLD)
            version = super().version_before_move()
        if self._etag.startswith("W/"):
            self._etag = ""
        return version

    def replace(self, new: Path, version: str) -> Replaced:
        with self.plain_words():
            has_number = bool(self._number_of_file())
        if not has_number:
            return super().replace(new, version)
        if self.version_before_move() != version:
            raise self.changed()
        headers = {"If-Match": self._etag} if self._etag else {}
        self._write("PUT", self.path, headers, content=new.read_bytes())
        return Replaced()

    def put(self, new: Path, path: str) -> None:
        answer = self._http().put(self._url(path), content=new.read_bytes())
        if not answer.is_success:
            raise self._refused(answer.status_code)

    def move_over(self, beside: str) -> None:
        target = self._url(self.path)
        headers = {"Destination": str(target), "Overwrite": "T"}
        if self._etag:
            headers["If"] = f"<{target.raw_path.decode()}> ([{self._etag}])"
        self._write("MOVE", beside, headers)

    def _write(self, method: str, path: str, headers: dict[str, str], content: bytes | None = None) -> None:
        try:
            answer = self._http().request(method, self._url(path), headers=headers, content=content)
        except self.errors() as error:
            raise self.answer_lost(error) from error
        if answer.status_code >= 500 and answer.status_code != 507:
            raise self.answer_lost(OSError(f"the server answered {answer.status_code}"))
        if not answer.is_success:
            raise self._refused(answer.status_code)

    def _refused(self, status: int) -> WorkbookError:
        if status == 412:
            return self.changed()
        if status == 423:
            return WorkbookBusy(f"{self.where} is open in a program.", "It is written once it is closed there.")
        if status in (401, 403):
            return self.denied()
        if status in (404, 410):
            return WorkbookError(f"there is no file {self.where}.", "Check the source's spelling.")
        if status == 507:
            return WorkbookError(f"{self.where} was not written: its server is full.", "Make room there.")
        return WorkbookError(f"{self.where} could not be reached: the server answered {status}.", "Try again later.")

    def _number_of_file(self) -> str:
        """The number by which Nextcloud and ownCloud know the file; '' on other servers."""
        properties = self._properties(self.path, _ASKED).response_xml
        return "" if properties is None else properties.findtext(f".//{_FILE_ID[0]}") or ""

    def modified(self, path: str) -> datetime:
        when: datetime = self._properties(path).modified
        return when

    def _properties(self, path: str, asked: str | None = None) -> Any:
        headers = {"Depth": "0", "Content-Type": "application/xml"}
        [answer] = self.fs.client.propfind(path, data=asked, headers=headers).responses.values()
        return answer.properties

    def _http(self) -> Any:
        return self.fs.client.http

    def _url(self, path: str) -> Any:
        return self.fs.client.join_url(path)
