"""One request on its way in, and its answer on the way out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.sheets_server.errors import BadRequest
from tests.sheets_server.masks import Mask, parse_mask
from tests.sheets_server.proto import to_json, without_nulls

if TYPE_CHECKING:
    from tests.sheets_server.world import World

JSON = "application/json; charset=UTF-8"


@dataclass(slots=True)
class Answer:
    """A status, a body and headers. ``body`` is JSON, unless it is bytes already."""

    status: int = 200
    body: Any = None
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)

    def content(self, pretty: bool = True) -> bytes:
        return self.body if isinstance(self.body, bytes) else to_json(self.body, pretty)


@dataclass(slots=True)
class Call:
    """A request with everything a handler may want to know of it."""

    world: World
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    content: bytes
    user: str
    base_url: str = ""

    def body(self) -> dict[str, Any]:
        """The JSON that was sent, with fields that are null unset. Raise BadRequest when it is no object."""
        if not self.content.strip():
            return {}
        try:
            sent = json.loads(self.content)
        except ValueError as error:
            raise BadRequest(f"Invalid JSON payload received. {error}") from error
        if not isinstance(sent, dict):
            raise BadRequest('Invalid JSON payload received. Unknown name "": Root element must be a message.')
        return without_nulls(sent)  # type: ignore[no-any-return]

    def one(self, name: str, default: str = "") -> str:
        """A query parameter; the last, where it was given more than once."""
        return self.query.get(name, [default])[-1]

    def flag(self, name: str) -> bool:
        return self.one(name).lower() == "true"

    def options(self) -> dict[str, str]:
        return {name: values[-1] for name, values in self.query.items() if values[-1]}

    def mask(self) -> Mask | None:
        fields = self.one("fields") or self.headers.get("x-goog-fieldmask", "")
        return parse_mask(fields) if fields else None
