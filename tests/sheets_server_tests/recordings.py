"""Recorded requests, asked again of the test server, and how alike its answers are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests

_MADE_BY_THE_SERVER = {
    "id",
    "spreadsheetId",
    "sheetId",
    "namedRangeId",
    "protectedRangeId",
    "filterViewId",
    "permissionId",
    "emailAddress",
    "displayName",
}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_KEY = re.compile(r"/(?:spreadsheets|files)/([\w-]{25,})")
_OPAQUE = ("etag", "thumbnailLink", "embedLink", "version")


class Difference(NamedTuple):
    """A recorded answer that was not answered alike."""

    cassette: str
    request: str
    expected: Any
    got: Any


class Replay:
    """Asks one server all requests of one cassette. ``compared`` counts, ``differences`` tells."""

    def __init__(self, url: str, cassette: Path) -> None:
        self.url, self.cassette = url, cassette
        self.compared = 0
        self.differences: list[Difference] = []
        self._ours: dict[str, str] = {}
        self._session = requests.Session()
        self._session.headers["Authorization"] = "Bearer anybody"

    def run(self) -> Replay:
        for interaction in json.loads(self.cassette.read_text("utf-8"))["interactions"]:
            self._ask(interaction["request"], interaction["response"])
        self._session.close()
        return self

    def _ask(self, asked: dict[str, Any], recorded: dict[str, Any]) -> None:
        parts = urlsplit(asked["uri"])
        key = _KEY.search(parts.path)
        status = recorded["status"]["code"]
        if key and key[1] not in self._ours and status < 400:
            return
        target = self._translated(parts.path + (f"?{parts.query}" if parts.query else ""))
        body = self._translated(asked["body"] or "")
        content_type = (asked["headers"].get("Content-Type") or [""])[0]
        answer = self._session.request(
            asked["method"], self.url + target, data=body.encode(), headers={"Content-Type": content_type}
        )
        expected, got = _content(recorded["body"].get("string", "")), _content(answer.text)
        if isinstance(expected, dict) and "files" in expected:
            expected = {**expected, "files": [file for file in expected["files"] if file["id"] in self._ours]}
        self._learn(expected, got)
        self.compared += 1
        same_kind = answer.headers["Content-Type"] == recorded["headers"]["Content-Type"][0]
        expected = _content(self._translated(json.dumps(expected))) if expected != "" else ""
        if answer.status_code != status or not same_kind or _plain(expected) != _plain(got):
            request = f"{asked['method']} {parts.path}?{parts.query} {asked['body']}"
            self.differences.append(
                Difference(self.cassette.stem, request, (status, expected), (answer.status_code, got))
            )

    def _learn(self, expected: Any, got: Any, name: str = "") -> None:
        """Which id of the server stands for which recorded one."""
        if isinstance(expected, dict) and isinstance(got, dict):
            for key, value in expected.items():
                self._learn(value, got.get(key), key)
        elif isinstance(expected, list) and isinstance(got, list):
            for one, other in zip(expected, got, strict=False):
                self._learn(one, other, name)
        elif (name in _MADE_BY_THE_SERVER or name == "users") and expected not in (None, 0, "me") and got is not None:
            self._ours.setdefault(str(expected), str(got))

    def _translated(self, text: str) -> str:
        for recorded, ours in self._ours.items():
            text = re.sub(rf"(?<![\w-]){re.escape(recorded)}(?![\w-])", ours, text)
        return text


def _content(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _plain(value: Any, name: str = "") -> Any:
    """An answer with its times, and what nobody can foretell, made equal."""
    if isinstance(value, dict):
        return {key: _plain(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str) and (_TIME.fullmatch(value) or name in _OPAQUE):
        return "a time" if _TIME.fullmatch(value) else "opaque"
    return value


def cassettes(folder: Path) -> Iterator[Path]:
    yield from sorted((folder / "recorded").glob("*.json"))
