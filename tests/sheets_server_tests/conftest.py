"""A server for each test. Where Google's discovery documents are at hand (OKR_SYNC_WIRE), it refuses fields that
there are not, and every answer of it is checked."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from tests.sheets_server.discovery import Complaint, Discovery
from tests.sheets_server.messages import Answer, Call
from tests.sheets_server.server import SheetsServer

WIRE = os.environ.get("OKR_SYNC_WIRE", "")


@pytest.fixture
def wire() -> Path:
    """A folder with Google's discovery documents and recorded answers; named by OKR_SYNC_WIRE."""
    if not WIRE:
        pytest.skip("OKR_SYNC_WIRE names no folder of discovery documents and recorded answers")
    return Path(WIRE)


class Checker:
    """Watches a server, and keeps what of its answers does not fit the discovery documents."""

    def __init__(self, discovery: Discovery) -> None:
        self.discovery, self.answers = discovery, 0
        self.complaints: list[Complaint] = []

    def __call__(self, operation: str, call: Call, answer: Answer) -> None:
        if answer.status == 200 and isinstance(answer.body, dict) and self.discovery.knows(operation):
            self.answers += 1
            self.complaints += self.discovery.of_answer(operation, json.loads(answer.content()))


@pytest.fixture(scope="session")
def _discovery() -> Discovery | None:
    return Discovery(Path(WIRE)) if WIRE else None


@pytest.fixture
def server(_discovery: Discovery | None) -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        running.world.discovery = _discovery
        checker = Checker(_discovery) if _discovery else None
        if checker:
            running.world.watchers.append(checker)
        yield running
    assert not checker or not checker.complaints


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
