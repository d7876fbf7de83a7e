"""Drive's search language: ``mimeType = "…" and name contains 'x' and 'FOLDER' in parents``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from tests.sheets_server.drive.files import File
from tests.sheets_server.errors import ApiError

Test = Callable[[File], bool]

_TOKEN = re.compile(r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<word><=|>=|!=|[=<>()]|[\w.]+))""")
_COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda own, asked: own == asked,
    "!=": lambda own, asked: own != asked,
    "<": lambda own, asked: own < asked,
    "<=": lambda own, asked: own <= asked,
    ">": lambda own, asked: own > asked,
    ">=": lambda own, asked: own >= asked,
    "contains": lambda own, asked: asked.casefold() in own.casefold(),
}


def parse_query(text: str) -> Test:
    """Given a query, return what it asks of a file. Raise ApiError when it is none."""
    tokens, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if not match:
            raise _invalid()
        tokens.append(match.group().strip())
        at = match.end()
    test, rest = _either(tokens)
    if rest:
        raise _invalid()
    return test


def _invalid() -> ApiError:
    return ApiError(400, "Invalid Value", reason="invalid")


def _either(tokens: list[str]) -> tuple[Test, list[str]]:
    test, tokens = _both(tokens)
    while tokens and tokens[0].lower() == "or":
        other, tokens = _both(tokens[1:])
        test = _or(test, other)
    return test, tokens


def _or(one: Test, other: Test) -> Test:
    return lambda file: one(file) or other(file)


def _both(tokens: list[str]) -> tuple[Test, list[str]]:
    test, tokens = _single(tokens)
    while tokens and tokens[0].lower() == "and":
        other, tokens = _single(tokens[1:])
        test = _and(test, other)
    return test, tokens


def _and(one: Test, other: Test) -> Test:
    return lambda file: one(file) and other(file)


def _single(tokens: list[str]) -> tuple[Test, list[str]]:
    if not tokens:
        raise _invalid()
    if tokens[0].lower() == "not":
        test, rest = _single(tokens[1:])
        return lambda file: not test(file), rest
    if tokens[0] == "(":
        test, rest = _either(tokens[1:])
        if not rest or rest[0] != ")":
            raise _invalid()
        return test, rest[1:]
    if len(tokens) < 3:
        raise _invalid()
    field, operator, value, *rest = tokens
    if operator.lower() == "in":
        return _member(_text(field), value), rest
    if operator.lower() not in _COMPARISONS:
        raise _invalid()
    return _comparison(field, _COMPARISONS[operator.lower()], _text(value)), rest


def _text(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1]) if token[:1] in ("'", '"') else token


def _member(wanted: str, collection: str) -> Test:
    if collection == "parents":
        return lambda file: wanted in file.parents or (wanted == "root" and file.parents[0].endswith("PVA"))
    roles = {"owners": {"owner"}, "writers": {"writer", "owner"}, "readers": {"reader", "writer", "owner"}}
    if collection not in roles:
        raise _invalid()
    return lambda file: any(
        own.get("emailAddress") == wanted and own["role"] in roles[collection] for own in file.permissions
    )


def _comparison(field: str, compare: Callable[[str, str], bool], asked: str) -> Test:
    if field in ("modifiedTime", "createdTime"):
        moment = _moment(asked)
        name = field.removesuffix("Time")
        return lambda file: compare(_moment(getattr(file, name).isoformat()), moment)
    values: dict[str, Callable[[File], str]] = {
        "name": lambda file: file.name,
        "title": lambda file: file.name,
        "fullText": lambda file: file.name,
        "mimeType": lambda file: file.mime_type,
        "trashed": lambda file: str(file.trashed).lower(),
        "starred": lambda file: "false",
        "sharedWithMe": lambda file: str(len(file.permissions) > 1).lower(),
    }
    if field not in values:
        raise _invalid()
    return lambda file: compare(values[field](file), asked)


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise _invalid() from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
