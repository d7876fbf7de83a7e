"""A server for each test. Where Google's discovery documents are at hand (OKR_SYNC_WIRE), every answer of it, and
every field mask it is sent, is checked against them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from tests.sheets_server.messages import Answer, Call
from tests.sheets_server.server import SheetsServer
from tests.sheets_server_tests.discovery import Discovery

WIRE = os.environ.get("OKR_SYNC_WIRE", "")


@pytest.fixture
def wire() -> Path:
    """A folder with Google's discovery documents and recorded answers; named by OKR_SYNC_WIRE."""
    if not WIRE:
        pytest.skip("OKR_SYNC_WIRE names no folder of discovery documents and recorded answers")
    return Path(WIRE)


class Checker:
    """Watches a server, and keeps what does not fit the discovery documents."""

    def __init__(self, folder: Path) -> None:
        self.documents = [Discovery(folder / "sheets.v4.json"), Discovery(folder / "drive.v3.json")]
        self.answers, self.complaints = 0, list[str]()

    def __call__(self, operation: str, call: Call, answer: Answer) -> None:
        if answer.status != 200 or not isinstance(answer.body, dict):
            return
        name = ("sheets." if operation.startswith("spreadsheets") else "drive.") + operation
        for document in self.documents:
            if name in document.methods:
                self.answers += 1
                self.complaints += document.of_answer(name, json.loads(answer.content()))
                self.complaints += document.of_mask(name, call.mask() or {})


@pytest.fixture(scope="session")
def _checker() -> Checker | None:
    return Checker(Path(WIRE)) if WIRE else None


@pytest.fixture
def server(_checker: Checker | None) -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        if _checker:
            _checker.complaints = []
            running.world.watchers.append(_checker)
        yield running
    assert not _checker or not _checker.complaints


class Client:
    """Plain requests to a server, as one user."""

    def __init__(self, server: SheetsServer, user: str = "") -> None:
        self.server, self._session = server, requests.Session()
        self._session.headers["Authorization"] = f"Bearer user:{user}" if user else "Bearer anything"

    def __call__(self, method: str, path: str, body: object = None, **query: object) -> requests.Response:
        return self._session.request(method, self.server.url + path, json=body, params=query)  # type: ignore[arg-type]

    def close(self) -> None:
        self._session.close()


@pytest.fixture
def ask(server: SheetsServer) -> Iterator[Client]:
    client = Client(server)
    yield client
    client.close()


@pytest.fixture
def key(server: SheetsServer) -> str:
    """A spreadsheet of the robot's with one empty tab, Sheet1."""
    return server.world.add_spreadsheet("A spreadsheet").id


@pytest.fixture
def values(ask: Client, key: str) -> Any:
    """Asks for values: a range, then optionally a method and a body."""

    def call(text: str, method: str = "GET", body: object = None, suffix: str = "", **query: object) -> Any:
        query = {"valueInputOption": "USER_ENTERED", **query} if method != "GET" else query
        return ask(method, f"/v4/spreadsheets/{key}/values/{quote(text, safe='')}{suffix}", body, **query).json()

    return call


@pytest.fixture
def batch(ask: Client, key: str) -> Any:
    """Sends requests as one batch, and gives the whole answer."""

    def call(*requests: dict[str, Any]) -> Any:
        return ask("POST", f"/v4/spreadsheets/{key}:batchUpdate", {"requests": list(requests)}).json()

    return call
