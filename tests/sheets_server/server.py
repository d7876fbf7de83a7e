"""The HTTP server itself."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.sheets_server import admin, page
from tests.sheets_server.answering import Outcome, answer
from tests.sheets_server.drive.conversion import spreadsheet_of
from tests.sheets_server.drive.files import OFFICE, SPREADSHEET, File
from tests.sheets_server.messages import Answer, Call
from tests.sheets_server.world import OWNER, World

_GZIP_FROM = 500


class SheetsServer:
    """A server in a thread of this process.

    Use it as a context manager, or call ``start`` and ``stop``. ``world`` is all that it knows: files, faults, quotas,
    hooks, clock, log.
    """

    def __init__(self, port: int = 0, seed: int = 0) -> None:
        self.world = World(seed)
        self._http = _Http(("127.0.0.1", port), self.world)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        """The base URL, without a slash at its end."""
        return self._http.url

    def start(self) -> SheetsServer:
        self._thread.start()
        return self

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def __enter__(self) -> SheetsServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def add_workbook(self, path: Path, *, as_office_file: bool = False, owner: str = OWNER) -> File:
        """Make a spreadsheet of an Excel workbook, or put it on the Drive as the file that it is. Whoever has the link
        may write. Raise ApiError when it is no workbook."""
        with self.world.lock:
            content, files = path.read_bytes(), self.world.files
            if as_office_file:
                file = files.add(path.name, OFFICE, owner, content=content)
            else:
                file = files.add(path.stem, SPREADSHEET, owner)
                spreadsheet_of(self.world.edit(file, owner), content, OFFICE)
            file.permissions.append(files.permission("writer", "anyone"))
            return file


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], world: World) -> None:
        super().__init__(address, _Handler)
        self.world = world
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Close the connections that clients keep open, too."""
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        super().server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news; whatever else went wrong is told as usual."""
        import sys

        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "ESF", ""
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Http

    def _serve(self) -> None:
        came = time.monotonic()
        content = self._content()
        parts = urlsplit(self.path)
        call = Call(
            world=self.server.world,
            method=self.command,
            path=parts.path,
            query=parse_qs(parts.query, keep_blank_values=True),
            headers={name.lower(): value for name, value in self.headers.items()},
            content=content,
            user="",
            base_url=self.server.url,
        )
        if parts.path.startswith("/_admin/"):
            outcome = Outcome(admin.answer(call))
        elif parts.path == "/" or parts.path.startswith("/sheet/"):
            outcome = Outcome(page.answer(call))
        else:
            outcome = answer(call.world, call, self.headers.get("Authorization", ""))
        if outcome.answer is None:
            self.close_connection = True
            return
        self._send(outcome.answer, call, came, outcome.half)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

    def _content(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            chunks = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                chunks.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            content = b"".join(chunks)
        else:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return gzip.decompress(content) if self.headers.get("Content-Encoding") == "gzip" else content

    def _send(self, sent: Answer, call: Call, came: float, half: bool) -> None:
        content = sent.content(call.one("prettyPrint", "true") != "false")
        if not call.path.startswith("/_admin/"):
            size = len(call.content) + len(content)
            with call.world.lock:
                call.world.log.transferred += size
            due = came + call.world.latency.of(size)
            time.sleep(max(due - time.monotonic(), 0))
        self.send_response(sent.status)
        self.send_header("Content-Type", sent.content_type)
        self.send_header("Vary", "Origin, X-Origin, Referer")
        self.send_header("Cache-Control", "private")
        for name, value in sent.headers.items():
            self.send_header(name, value)
        if len(content) > _GZIP_FROM and "gzip" in call.headers.get("accept-encoding", ""):
            content = gzip.compress(content, 1)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if half else content)
        self.close_connection = self.close_connection or half

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Answers are dated by the world's clock."""
        return super().date_time_string(self.server.world.clock.seconds() if timestamp is None else timestamp)

    def log_message(self, format: str, *args: Any) -> None:
        """The log is the world's."""
