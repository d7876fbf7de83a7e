"""Microsoft Graph over HTTP: an app's token, drive items, their content. Answers that ask for patience get it.

A read is tried again by itself. A write is so only where the answer says that nothing was done; whoever asked for it
decides about all others (``NoAnswer``).
"""

from __future__ import annotations

import json
import logging
import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from shlex import quote
from typing import Any, TypeVar

import requests
import stamina

from sync.options import GraphOptions
from sync.workbooks.answers import as_it_is, wait_of
from sync.workbooks.base import WorkbookError

SMALL = 4 << 20
"""Bytes that one request may bring; above, an upload is a session."""
_PART = 32 * 320 * 1024
"""Bytes of one request of a session: by the rules a multiple of 320 KiB, and below 60 MiB."""
_PIECE = 1 << 20
_TIMEOUT = (10, 120)
FIRST_WAIT = 0.5
"""Seconds until it is asked again, where Graph does not say how long to wait; then twice as long each time."""
_LONGEST_WAIT = 60.0
"""Seconds that are waited when Graph asks for it; a longer wait is the next sync's."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_PASSING = (408, 500, 502, 503, 504, 509)
_EXPIRED = (401, 403, 404, 410)

Item = dict[str, Any]
T = TypeVar("T")


class GraphError(Exception):
    """Graph's answer to something that it did not do. ``status`` is HTTP's, ``code`` its own word for it."""

    def __init__(self, status: int, code: str, message: str, wait: float | None = None) -> None:
        super().__init__(f"{status} {code}: {message}" if code else f"status {status}")
        self.status = status
        self.code = code
        self.wait = wait


class NoAnswer(Exception):
    """Graph was asked and did not say whether it did it."""


class GraphApi:
    """Graph as one app. ``options`` say which; what they leave out is in the environment, under the names that Azure's
    own tools use (AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET)."""

    def __init__(self, options: GraphOptions) -> None:
        self._options = options
        self._session = requests.Session()
        self._session.auth = as_it_is
        self._token = ""
        self._token_ends = 0.0
        logging.getLogger("stamina").addHandler(logging.NullHandler())

    def item(self, address: str) -> Item:
        """Given an item's address ('/drives/…'), return what Graph says of it. Raise GraphError, NoAnswer."""
        return self._patiently(lambda: _document(self._ask("GET", address)))

    def download(self, item: Item, write: Callable[[bytes], object]) -> None:
        """Given an item, hand its bytes to a function. Raise GraphError, NoAnswer (what was handed over is then no
        whole file)."""
        with self._content(item) as answer, _told_as_no_answer():
            for piece in answer.iter_content(_PIECE):
                write(piece)

    def _content(self, item: Item) -> requests.Response:
        # The place that Graph sends to is good for minutes, and for anybody who knows it: no token goes there.
        for is_last in (False, True):
            answer = self._patiently(lambda: self._ask("GET", f"{address_of(item)}/content", stream=True))
            if answer.status_code != 302:
                return answer
            place = answer.headers["Location"]
            answer.close()
            try:
                return self._patiently(partial(self._plain, "GET", place, stream=True, allow_redirects=True))
            except GraphError as error:
                if is_last or error.status not in _EXPIRED:
                    raise
        raise AssertionError("the loop returns or raises")

    def upload(self, item: Item, new: Path) -> Item:
        """Given an item as it was when it was read, put a file's bytes in the place of that version, and return the new
        item. Raise GraphError when they were not, NoAnswer when nobody knows."""
        if new.stat().st_size <= SMALL:
            return self._upload_at_once(item, new)
        return self._upload_in_parts(item, new)

    def _upload_at_once(self, item: Item, new: Path) -> Item:
        kind = item.get("file", {}).get("mimeType") or _XLSX
        headers = {"If-Match": item["eTag"], "Content-Type": kind}
        content = new.read_bytes()
        return self._patiently(
            lambda: _document(self._ask("PUT", f"{address_of(item)}/content", headers=headers, data=content)),
            is_write=True,
        )

    def _upload_in_parts(self, item: Item, new: Path) -> Item:
        size = new.stat().st_size
        wanted = json.dumps({"item": {"@microsoft.graph.conflictBehavior": "replace"}})
        headers = {"If-Match": item["eTag"], "Content-Type": "application/json"}
        session = self._patiently(
            lambda: _document(
                self._ask("POST", f"{address_of(item)}/createUploadSession", headers=headers, data=wanted)
            )
        )
        try:
            with open(new, "rb") as file:
                while True:
                    start = file.tell()
                    part = file.read(_PART)
                    is_last = start + len(part) == size
                    if is_last and self.item(address_of(item))["eTag"] != item["eTag"]:
                        # Graph asks for the condition when a session begins; people save while it lasts.
                        raise GraphError(412, "resourceModified", "the item was changed during the upload")
                    answer = self._send_part(session["uploadUrl"], part, start, size, is_last=is_last)
                    if is_last:
                        return _document(answer)
        except (GraphError, NoAnswer):
            # What is still on its way then finds no session to go on with.
            with suppress(GraphError, NoAnswer):
                self._plain("DELETE", session["uploadUrl"])
            raise

    def _send_part(self, url: str, part: bytes, start: int, size: int, *, is_last: bool) -> requests.Response:
        headers = {"Content-Range": f"bytes {start}-{start + len(part) - 1}/{size}"}

        def send() -> requests.Response:
            try:
                return self._plain("PUT", url, headers=headers, data=part)
            except GraphError as error:
                if error.status == 416 and not is_last:
                    # An earlier attempt arrived after all.
                    return requests.Response()
                raise

        return self._patiently(send, is_write=is_last)

    # ── Asking ──

    def _patiently(self, ask: Callable[[], T], *, is_write: bool = False) -> T:
        """Ask until there is an answer, for as long as it makes sense."""

        def wait(error: Exception) -> bool | float:
            if isinstance(error, GraphError):
                # 429 says that nothing was done; after any other of these a write may have been.
                again = error.status == 429 or (not is_write and error.status in _PASSING)
                if not again or (error.wait is not None and error.wait > _LONGEST_WAIT):
                    return False
                return True if error.wait is None else error.wait
            return isinstance(error, NoAnswer) and not is_write

        for attempt in stamina.retry_context(on=wait, attempts=5, timeout=150, wait_initial=FIRST_WAIT, wait_max=20):
            with attempt:
                try:
                    return ask()
                except GraphError as error:
                    if is_write and error.status in _PASSING:
                        raise NoAnswer(str(error)) from error
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _ask(
        self, method: str, address: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> requests.Response:
        """Ask Graph itself, with a token; with a new one where it no longer takes the old one."""
        url = f"{self._options.endpoint}/v1.0{address}"
        for token_is_new in (not self._has_token(), True):
            if token_is_new:
                self._get_token()
            try:
                sent = {**(headers or {}), "Authorization": f"Bearer {self._token}"}
                return self._plain(method, url, headers=sent, **more)
            except GraphError as error:
                if error.status != 401 or token_is_new:
                    raise
        raise AssertionError("the loop returns or raises")

    def _plain(self, method: str, url: str, **more: Any) -> requests.Response:
        more.setdefault("allow_redirects", False)
        with _told_as_no_answer():
            answer = self._session.request(method, url, timeout=_TIMEOUT, **more)
        if answer.status_code >= 400:
            with answer:
                raise _error_of(answer)
        return answer

    def _has_token(self) -> bool:
        return bool(self._token) and time.monotonic() < self._token_ends

    def _get_token(self) -> None:
        tenant = self._options.tenant or _environment("AZURE_TENANT_ID", "tenant")
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._options.client_id or _environment("AZURE_CLIENT_ID", "client_id"),
            "client_secret": _secret(self._options.key_file),
            "scope": f"{self._options.endpoint}/.default",
        }
        url = f"{self._options.authority}/{tenant}/oauth2/v2.0/token"
        try:
            answer = self._patiently(lambda: _document(self._plain("POST", url, data=asked)))
        except GraphError as error:
            if error.status >= 500 or error.status == 429:
                raise
            raise WorkbookError(
                f"Microsoft does not accept the app's tenant, id or secret: {error}.",
                "Compare [graph] in the settings with the app's registration in Entra, and renew its secret there.",
            ) from error
        self._token = answer["access_token"]
        self._token_ends = time.monotonic() + max(0, int(answer.get("expires_in", 0)) - 60)


def address_of(item: Item) -> str:
    """Given an item, return its address, which stays the same when people rename or move it."""
    return f"/drives/{item['parentReference']['driveId']}/items/{item['id']}"


def _secret(path: Path | None) -> str:
    if path is None:
        return _environment("AZURE_CLIENT_SECRET", "key_file")
    try:
        with open(path, encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise WorkbookError(f"{path} holds a secret and others may read it.", f"chmod 600 {quote(str(path))}")
            return file.read().strip()
    except OSError as error:
        raise WorkbookError(
            f"{path} cannot be read: {error.strerror}.", "key_file of [graph] names the file with the app's secret."
        ) from error


def _environment(name: str, setting: str) -> str:
    found = os.environ.get(name, "").strip()
    if not found:
        raise WorkbookError(
            f"For OneDrive and SharePoint, '{setting}' of [graph] is missing, and so is {name} in the environment.",
            "docs/elsewhere.md says how to register an app and where its credentials go.",
        )
    return found


@contextmanager
def _told_as_no_answer() -> Iterator[None]:
    try:
        yield
    except requests.RequestException as error:
        # Its own words have the whole address in them, which may let anybody in.
        raise NoAnswer(type(error).__name__) from error


def _document(answer: requests.Response) -> Item:
    try:
        document = answer.json()
    except ValueError as error:
        raise NoAnswer(f"status {answer.status_code} without JSON") from error
    if not isinstance(document, dict):
        raise NoAnswer("JSON of another kind")
    return document


def _error_of(answer: requests.Response) -> GraphError:
    code = message = ""
    with suppress(ValueError, AttributeError):
        error = answer.json().get("error")
        if isinstance(error, dict):
            code, message = str(error.get("code", "")), str(error.get("message", ""))
        elif error:
            # The token's server has words of its own, the first line of which is for people.
            code = str(error)
            message = str(answer.json().get("error_description", "")).partition("\n")[0]
    return GraphError(answer.status_code, code, message.strip().rstrip("."), wait_of(answer))
