"""Does a message fit the schemas of a discovery document?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.sheets_server.masks import Mask

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}


class Discovery:
    """The schemas of one API, and which message each of its methods takes and gives."""

    def __init__(self, document: Path) -> None:
        self._document = json.loads(document.read_text("utf-8"))
        self._schemas: dict[str, Any] = self._document["schemas"]
        self.methods = {method["id"]: method for method in _methods(self._document)}

    def complaints(self, schema: str, message: Any) -> list[str]:
        """What of a message its schema does not allow."""
        return list(self._check(self._schemas[schema], message, schema))

    def of_request(self, method: str, message: Any) -> list[str]:
        """What of a body the method (``sheets.spreadsheets.get``) does not take."""
        taken = self.methods[method].get("request", {}).get("$ref")
        return self.complaints(taken, message) if taken else []

    def of_answer(self, method: str, message: Any) -> list[str]:
        """What of an answer the method does not give."""
        given = self.methods[method].get("response", {}).get("$ref")
        return self.complaints(given, message) if given else []

    def of_mask(self, method: str, mask: Mask) -> list[str]:
        """What of a field mask names no field of the method's answer."""
        given = self.methods[method].get("response", {}).get("$ref")
        return list(self._unknown({"$ref": given}, mask, given)) if given else []

    def _unknown(self, schema: dict[str, Any], mask: Mask, where: str) -> Iterator[str]:
        if "$ref" in schema:
            schema = self._schemas[schema["$ref"]]
        if schema.get("type") == "array":
            yield from self._unknown(schema["items"], mask, where)
            return
        for name, below in mask.items():
            if name == "*" or "additionalProperties" in schema:
                continue
            if name not in schema.get("properties", {}):
                yield f"{where} has no {name}"
            else:
                yield from self._unknown(schema["properties"][name], below, f"{where}.{name}")

    def _check(self, schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
        if "$ref" in schema:
            yield from self._check(self._schemas[schema["$ref"]], value, where)
            return
        kind = schema.get("type", "any")
        if value is None or kind == "any":
            return
        if not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
            yield f"{where}: {value!r} is no {kind}"
        elif kind == "array":
            for index, item in enumerate(value):
                yield from self._check(schema["items"], item, f"{where}[{index}]")
        elif kind == "object":
            yield from self._check_fields(schema, value, where)
        elif "enum" in schema and value not in schema["enum"]:
            yield f"{where}: {value!r} is none of {schema['enum']}"

    def _check_fields(self, schema: dict[str, Any], value: dict[str, Any], where: str) -> Iterator[str]:
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        for name, item in value.items():
            if name in known:
                yield from self._check(known[name], item, f"{where}.{name}")
            elif others is not None:
                yield from self._check(others, item, f"{where}.{name}")
            else:
                yield f"{where} has no {name}"


def _methods(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _methods(inner)
