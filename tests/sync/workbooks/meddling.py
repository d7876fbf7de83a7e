"""An HTTP proxy in front of a real server, that meddles: it loses answers, or lets somebody save in the last moment."""

from __future__ import annotations

import contextlib
import http.client
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

from tests.serving import served

Meddling = Literal["pass", "lose the answer", "lose the request", "cut the answer", "answer 503", "answer 403"]


class MeddlingProxy:
    """``port`` is where it listens. ``meddle`` is asked with each request's method and path; it may do something
    itself, and says what happens to the request. ``seen`` lists the requests that reached the server."""

    def __init__(self, upstream: int) -> None:
        self.meddle: Callable[[str, str], Meddling] = lambda method, path: "pass"
        self.seen: list[tuple[str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self, upstream))
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    @contextlib.contextmanager
    def running(self) -> Iterator[MeddlingProxy]:
        with served(self._server):
            yield self

    def meddle_once(self, method: str, what: Meddling, also: Callable[[], object] = lambda: None) -> None:
        """Meddle with the next request of a method, and with no other."""
        left = [what]

        def meddle(asked: str, path: str) -> Meddling:
            if asked != method or not left:
                return "pass"
            also()
            return left.pop()

        self.meddle = meddle


def _handler(proxy: MeddlingProxy, upstream: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):
                return self._forward
            raise AttributeError(name)

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def _forward(self) -> None:
            body = self._body()
            what = proxy.meddle(self.command, self.path)
            if what == "lose the request":
                self.close_connection = True
                return
            if what == "answer 403":
                self._send_nothing_but(403)
                return
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _OF_ONE_HOP}
            connection = http.client.HTTPConnection("127.0.0.1", upstream, timeout=30)
            try:
                connection.request(self.command, self.path, body, headers)
                answer = connection.getresponse()
                content = answer.read()
            finally:
                connection.close()
            proxy.seen.append((self.command, self.path))
            if what == "lose the answer":
                self.close_connection = True
            elif what == "answer 503":
                self._send_nothing_but(503)
            else:
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in (*_OF_ONE_HOP, "content-length", "date", "server"):
                        self.send_header(name, value)
                length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(content))
                self.send_header("Content-Length", length or "0")
                self.end_headers()
                if what == "cut the answer":
                    self.close_connection = True
                    content = content[: len(content) // 2]
                self.wfile.write(content)

        def _send_nothing_but(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            pieces = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(pieces)

    return Handler


_OF_ONE_HOP = ("connection", "transfer-encoding", "keep-alive")
