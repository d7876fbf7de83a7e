"""The server: one drive, its items, their versions, and the requests that Graph documents for them.

What is modelled after the reference: ``POST /{tenant}/oauth2/v2.0/token`` (client credentials), ``GET`` of an item by
path, by id and by sharing link, ``GET …/content`` (302 to an address that needs no token and expires), ``PUT
…/content`` (up to 4 MB here) and ``POST …/createUploadSession`` with ``If-Match``, ranges in multiples of 320 KiB, and
errors as ``{"error": {"code", "message"}}``.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote

from tests.serving import served

DRIVE = "b!drive-of-sales"
_UNIT = 320 * 1024
_SMALL = 4 << 20


@dataclass
class Item:
    """One file. ``etag`` is as Graph writes it: a name and the number of the version."""

    id: str
    path: str
    content: bytes
    version: int = 1
    locked: bool = False

    @property
    def etag(self) -> str:
        return f'"{{{self.id}}},{self.version}"'

    def save(self, content: bytes) -> None:
        self.content = content
        self.version += 1


@dataclass
class Fault:
    """What goes wrong with the next requests that fit (all of the method and address part), ``times`` times. ``status``
    0: no answer at all. ``applied``: the request is done all the same."""

    method: str
    part: str
    status: int
    times: int = 1
    applied: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    code: str = "generalException"
    before: Callable[[], object] = lambda: None


class GraphServer:
    """``base`` is its address. ``requests`` counts what was asked, as (method, kind of address); ``alters`` is what
    SharePoint does to files that it is given; ``leaks`` lists requests that took a token where none may go."""

    def __init__(self, secret: str = "s3cret", port: int = 0) -> None:
        self.items: dict[str, Item] = {}
        self.faults: list[Fault] = []
        self.requests: Counter[tuple[str, str]] = Counter()
        self.leaks: list[str] = []
        self.alters: Callable[[bytes], bytes] = lambda content: content
        self.lock = threading.Lock()
        self._secret = secret
        self._tokens: set[str] = set()
        self._downloads: dict[str, str] = {}
        self._sessions: dict[str, _Session] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"

    def add(self, path: str, content: bytes) -> Item:
        item = self.items.get(path)
        if item is not None:
            item.save(content)
            return item
        self.items[path] = item = Item(f"01{secrets.token_hex(8).upper()}", path, content)
        return item

    def link(self, path: str) -> str:
        """The link by which people share a file."""
        return f"https://contoso.sharepoint.com/:x:/s/sales/{self.items[path].id}?e=4%3aabc"

    def end_all_tokens(self) -> None:
        self._tokens.clear()

    @contextlib.contextmanager
    def running(self) -> Iterator[GraphServer]:
        with served(self._server):
            yield self

    # ── What can be asked ──

    def answer(self, method: str, path: str, headers: Any, body: bytes) -> _Answer:
        if method == "POST" and path.endswith("/oauth2/v2.0/token"):
            return self._token(body)
        if path.startswith(("/download/", "/upload/")):
            if headers.get("Authorization"):
                self.leaks.append(f"{method} {path}")
                return _error(401, "unauthenticated")
            return self._download(path) if method == "GET" else self._upload(method, path, headers, body)
        if headers.get("Authorization", "").removeprefix("Bearer ") not in self._tokens:
            return _error(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.")
        item, rest = self._find(path.removeprefix("/v1.0"))
        if item is None:
            return _error(404, "itemNotFound", "The resource could not be found.")
        if method == "GET" and not rest:
            return _Answer(200, self._document(item))
        if method == "GET" and rest == "/content":
            address = f"/download/{secrets.token_urlsafe(8)}"
            self._downloads[address] = item.path
            return _Answer(302, b"", {"Location": f"{self.base}{address}"})
        if method == "PUT" and rest == "/content":
            if len(body) > _SMALL:
                return _error(413, "requestEntityTooLarge")
            return self._refusal(item, headers) or self._saved(item, body)
        if method == "POST" and rest == "/createUploadSession":
            refusal = self._refusal(item, headers)
            if refusal is not None:
                return refusal
            address = f"/upload/{secrets.token_urlsafe(8)}"
            self._sessions[address] = _Session(item)
            return _Answer(
                200, {"uploadUrl": f"{self.base}{address}", "expirationDateTime": "2027-01-29T09:21:55.523Z"}
            )
        return _error(405, "invalidRequest")

    def _token(self, body: bytes) -> _Answer:
        asked = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        wanted = {"grant_type": "client_credentials", "client_id": "our-app", "client_secret": self._secret}
        if {name: asked.get(name) for name in wanted} != wanted or asked.get("scope") != f"{self.base}/.default":
            said = "AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 0000\r\nCorrelation ID: 0000"
            return _Answer(401, {"error": "invalid_client", "error_description": said})
        token = secrets.token_urlsafe(16)
        self._tokens.add(token)
        return _Answer(200, {"token_type": "Bearer", "expires_in": 3599, "access_token": token})

    def _find(self, address: str) -> tuple[Item | None, str]:
        by_id = re.fullmatch(rf"/drives/{re.escape(DRIVE)}/items/([^/:]+)(/.*)?", unquote(address))
        if by_id:
            return next((item for item in self.items.values() if item.id == by_id[1]), None), by_id[2] or ""
        by_path = re.fullmatch(rf"/drives/{re.escape(DRIVE)}/root:/([^:]+)(?::(/.*)?)?", unquote(address))
        if by_path:
            return self.items.get(by_path[1]), by_path[2] or ""
        by_link = re.fullmatch(r"/shares/u!([A-Za-z0-9_-]+)/driveItem", address)
        if by_link:
            link = base64.urlsafe_b64decode(by_link[1] + "=" * (-len(by_link[1]) % 4)).decode()
            return next((item for item in self.items.values() if self.link(item.path) == link), None), ""
        return None, ""

    def _document(self, item: Item) -> dict[str, Any]:
        return {
            "id": item.id,
            "name": item.path.rpartition("/")[2],
            "size": len(item.content),
            "eTag": item.etag,
            "cTag": f'"c:{{{item.id}}},{item.version}"',
            "parentReference": {"driveId": DRIVE, "driveType": "documentLibrary"},
            "file": {"mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        }

    def _refusal(self, item: Item, headers: Any) -> _Answer | None:
        if item.locked:
            return _error(423, "notAllowed", "The resource you are attempting to access is locked")
        if headers.get("If-Match") not in (None, item.etag):
            return _error(412, "resourceModified", "ETag does not match current item's value")
        return None

    def _saved(self, item: Item, content: bytes) -> _Answer:
        item.save(self.alters(content))
        return _Answer(200, self._document(item))

    def _download(self, path: str) -> _Answer:
        if path not in self._downloads:
            return _error(404, "itemNotFound")
        return _Answer(200, self.items[self._downloads.pop(path)].content)

    def _upload(self, method: str, path: str, headers: Any, body: bytes) -> _Answer:
        session = self._sessions.get(path)
        if session is None:
            return _error(404, "itemNotFound", "The upload session was not found")
        if method == "DELETE":
            del self._sessions[path]
            return _Answer(204, b"")
        found = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", headers.get("Content-Range", ""))
        if found is None:
            return _error(400, "invalidRequest")
        start, end, size = map(int, found.groups())
        is_last = end + 1 == size
        if end + 1 - start != len(body) or (not is_last and len(body) % _UNIT):
            return _error(400, "invalidRequest")
        if start != len(session.content):
            return _error(416, "invalidRange", "The uploaded fragment has already been received")
        session.content += body
        if not is_last:
            return _Answer(202, {"nextExpectedRanges": [f"{end + 1}-"]})
        del self._sessions[path]
        if session.item.locked:
            return _error(423, "notAllowed")
        return self._saved(session.item, bytes(session.content))


@dataclass
class _Session:
    item: Item
    content: bytearray = field(default_factory=bytearray)


@dataclass
class _Answer:
    status: int
    body: bytes | dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


def _error(status: int, code: str, message: str = "") -> _Answer:
    return _Answer(status, {"error": {"code": code, "message": message, "innerError": {"request-id": "0000"}}})


def _handler(server: GraphServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kind = re.sub(r"^/(download|upload)/.*", r"/\1", self.path)
            with server.lock:
                server.requests[self.command, kind.rpartition("/")[2]] += 1
                fault = self._fault()
                if fault is not None:
                    fault.before()
                answer = None
                if fault is None or fault.applied or fault.status == 200:
                    answer = server.answer(self.command, self.path, self.headers, body)
            if fault is not None and fault.status == 0:
                self.close_connection = True
                return
            if fault is not None and fault.status != 200:
                answer = _error(fault.status, fault.code)
                answer.headers |= fault.headers
            assert answer is not None
            self._send(answer)

        def _fault(self) -> Fault | None:
            for fault in server.faults:
                if fault.times and fault.method == self.command and fault.part in self.path:
                    fault.times -= 1
                    return fault
            return None

        def _send(self, answer: _Answer) -> None:
            is_json = isinstance(answer.body, dict)
            content = json.dumps(answer.body).encode() if isinstance(answer.body, dict) else answer.body
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json" if is_json else "application/octet-stream")
            self.send_header("Content-Length", str(len(content)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PUT = do_POST = do_DELETE = _serve

    return Handler
