"""Do messages fit Google's discovery documents? A server that is given them refuses what Google would."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.sheets_server.errors import ApiError, bad_field
from tests.sheets_server.masks import Mask

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}


class Complaint(NamedTuple):
    """What does not fit: the place in the message, what is wrong there, and the name of a field that there is not."""

    place: str
    wrong: str
    unknown: str = ""


class Discovery:
    """The schemas of Google's APIs, and which message each of their methods takes and gives."""

    def __init__(self, folder: Path) -> None:
        """Given a folder with ``sheets.v4.json`` and ``drive.v3.json``, read them. Raise OSError when it has not."""
        self._schemas: dict[str, Any] = {}
        self._methods: dict[str, Any] = {}
        for name in ("sheets.v4.json", "drive.v3.json"):
            document = json.loads((folder / name).read_text("utf-8"))
            # No message of one API has the name of one of the other.
            self._schemas |= document["schemas"]
            self._methods |= {method["id"]: method for method in _methods(document)}

    def of_request(self, operation: str, message: Any) -> list[Complaint]:
        """What of a body the operation ('spreadsheets.batchUpdate') does not take."""
        taken = self._message(operation, "request")
        return list(self._check(taken, message, "")) if taken else []

    def of_answer(self, operation: str, message: Any) -> list[Complaint]:
        """What of an answer the operation does not give."""
        given = self._message(operation, "response")
        return list(self._check(given, message, "")) if given else []

    def of_mask(self, operation: str, mask: Mask) -> list[Complaint]:
        """What of a field mask names no field of the operation's answer."""
        given = self._message(operation, "response")
        return list(self._check_mask(given, mask, "")) if given else []

    def refuse(self, operation: str, message: dict[str, Any], mask: Mask | None) -> None:
        """Raise ApiError where a body or a mask has a field that there is not, in Google's words. Drive takes any
        body."""
        of_sheets = operation.startswith("spreadsheets")
        for complaint in self.of_mask(operation, mask or {}):
            path = f"{complaint.place}.{complaint.unknown}".lstrip(".")
            if not of_sheets:
                raise ApiError(400, f"Invalid field selection {complaint.unknown}", reason="invalidParameter")
            text = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
            raise bad_field([(path, text)])
        unknown = [complaint for complaint in self.of_request(operation, message) if complaint.unknown]
        if unknown and of_sheets:
            raise bad_field([(_snake(each.place), _unknown_name(each)) for each in unknown])

    def knows(self, operation: str) -> bool:
        return self._id(operation) in self._methods

    def _id(self, operation: str) -> str:
        return ("sheets." if operation.startswith("spreadsheets") else "drive.") + operation

    def _message(self, operation: str, which: str) -> dict[str, Any] | None:
        method = self._methods.get(self._id(operation), {})
        return method.get(which)  # type: ignore[no-any-return]

    def _check(self, schema: dict[str, Any], value: Any, place: str) -> Iterator[Complaint]:
        if "$ref" in schema:
            yield from self._check(self._schemas[schema["$ref"]], value, place)
            return
        kind = schema.get("type", "any")
        if value is None or kind == "any":
            return
        if not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
            yield Complaint(place, f"{value!r} is no {kind}")
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from self._check(schema["items"], item, f"{place}[{index}]")
        elif isinstance(value, dict):
            for name, item in value.items():
                own = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
                if own is None:
                    yield Complaint(place, f"there is no {name}", name)
                else:
                    yield from self._check(own, item, f"{place}.{name}".lstrip("."))
        elif "enum" in schema and value not in schema["enum"]:
            yield Complaint(place, f"{value!r} is none of {schema['enum']}")

    def _check_mask(self, schema: dict[str, Any], mask: Mask, place: str) -> Iterator[Complaint]:
        if "$ref" in schema:
            schema = self._schemas[schema["$ref"]]
        if schema.get("type") == "array":
            yield from self._check_mask(schema["items"], mask, place)
            return
        for name, below in mask.items():
            if name == "*" or "additionalProperties" in schema:
                continue
            own = schema.get("properties", {}).get(name)
            if own is None:
                yield Complaint(place, f"there is no {name}", name)
            else:
                yield from self._check_mask(own, below, f"{place}.{name}".lstrip("."))


def _methods(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _methods(inner)


def _snake(place: str) -> str:
    return re.sub(r"([A-Z])", lambda match: f"_{match[1].lower()}", place)


def _unknown_name(complaint: Complaint) -> str:
    where = f" at '{_snake(complaint.place)}'" if complaint.place else ""
    return f'Invalid JSON payload received. Unknown name "{complaint.unknown}"{where}: Cannot find field.'
