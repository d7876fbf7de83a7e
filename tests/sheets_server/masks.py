"""Field masks in their three spellings: ``sheets.data.note``, ``sheets/data/note``, ``files(id,name)``."""

from __future__ import annotations

import re
from typing import Any

from tests.sheets_server.errors import BadRequest

Mask = dict[str, "Mask"]
"""What is wanted, field by field; an empty mask wants all below it."""

_TOKEN = re.compile(r"[A-Za-z0-9_*\-]+|[.,/()]")


def parse_mask(text: str) -> Mask:
    """Given a mask as it is sent, return it as a tree. Raise BadRequest when it is none."""
    compact = re.sub(r"\s", "", text)
    tokens = _TOKEN.findall(compact)
    if "".join(tokens) != compact or not tokens:
        raise BadRequest(f"Request contains an invalid argument: fields={text}")
    mask, rest = _fields(tokens)
    if rest:
        raise BadRequest(f"Request contains an invalid argument: fields={text}")
    return mask


def _fields(tokens: list[str]) -> tuple[Mask, list[str]]:
    mask: Mask = {}
    while tokens and tokens[0] != ")":
        path, tokens = [tokens[0]], tokens[1:]
        while tokens and tokens[0] in "./":
            path, tokens = [*path, tokens[1] if len(tokens) > 1 else ""], tokens[2:]
        below: Mask = {}
        if tokens and tokens[0] == "(":
            below, tokens = _fields(tokens[1:])
            tokens = tokens[1:]
        _add(mask, path, below)
        if tokens and tokens[0] == ",":
            tokens = tokens[1:]
        elif tokens and tokens[0] != ")":
            return mask, tokens
    return mask, tokens


def _add(mask: Mask, path: list[str], below: Mask) -> None:
    for name in path[:-1]:
        if name in mask and not mask[name]:
            return
        mask = mask.setdefault(name, {})
    last = path[-1]
    if last not in mask:
        mask[last] = below
    elif not below:
        mask[last] = {}
    elif mask[last]:
        for name, deeper in below.items():
            _add(mask[last], [name], deeper)


def select(value: Any, mask: Mask) -> Any:
    """Given an answer and a mask, return what the mask wants of it; what holds nothing wanted stays, empty."""
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [select(item, mask) for item in value]
    if isinstance(value, dict):
        return {name: select(value[name], below) for name, below in mask.items() if name in value}
    return value


def wants(mask: Mask, *path: str) -> bool:
    """Does the mask want something at or below the path?"""
    for name in path:
        if not mask or "*" in mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def merge(old: dict[str, Any], new: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """Given what is stored and what was sent, return what is stored next: the masked fields as sent, those that were
    not sent unset, all others as they were."""
    if "*" in mask:
        return dict(new)
    merged = dict(old)
    for name, below in mask.items():
        sent = new.get(name)
        if below and isinstance(sent, dict):
            merged[name] = merge(merged.get(name) or {}, sent, below)
        elif below and sent is None and isinstance(merged.get(name), dict):
            merged[name] = merge(merged[name], {}, below)
        elif sent is None:
            merged.pop(name, None)
        else:
            merged[name] = sent
    return merged
