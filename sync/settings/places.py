"""Where each key and value of a TOML text stands. Imported only when something is wrong with a settings file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from sync.settings.problems import Path


class Place(NamedTuple):
    """A stretch of one line: line and column from 1, in characters."""

    line: int
    column: int
    length: int


@dataclass
class Places:
    """Places of keys (a table's is its header) and of values, by path: ('workbook', 0, 'name')."""

    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)

    def of_key(self, path: Path) -> Place:
        """Given a path, return where its key stands, or that of the nearest table around it."""
        return next((self.keys[part] for part in _outward(path) if part in self.keys), Place(1, 1, 1))

    def of_value(self, path: Path) -> Place:
        """Given a path, return where its value stands, or the key of the nearest table around it."""
        for part in _outward(path):
            if found := self.values.get(part) or self.keys.get(part):
                return found
        return Place(1, 1, 1)


def find_places(text: str) -> Places:
    """Given TOML, return the places of all that it says; of broken TOML, of what is understood."""
    places = Places()
    counts: dict[Path, int] = {}
    lines = text.split("\n")
    root = Parser(Language(tree_sitter_toml.language())).parse(text.encode()).root_node
    for node in root.children:
        if node.type == "pair":
            _pair(node, (), lines, places)
        elif node.type in ("table", "table_array_element"):
            _table(node, counts, lines, places)
    return places


def _outward(path: Path) -> Iterator[Path]:
    for length in range(len(path), 0, -1):
        yield path[:length]


def _table(node: Node, counts: dict[Path, int], lines: list[str], places: Places) -> None:
    header = next((child for child in node.children if child.type in _KEYS), None)
    if header is None:
        return
    *outer, last = _names(header)
    path: Path = ()
    for name in outer:
        path = (*path, name)
        places.keys.setdefault(path, _place(header, lines))
        if path in counts:
            path = (*path, counts[path] - 1)
    path = (*path, last)
    if node.type == "table_array_element":
        places.keys.setdefault(path, _place(header, lines))
        counts[path] = counts.get(path, 0) + 1
        path = (*path, counts[path] - 1)
    elif path in counts:
        path = (*path, counts[path] - 1)
    places.keys.setdefault(path, _place(header, lines))
    for child in node.children:
        if child.type == "pair":
            _pair(child, path, lines, places)


def _pair(node: Node, table: Path, lines: list[str], places: Places) -> None:
    key, value = node.children[0], node.children[-1]
    if key.type not in _KEYS:
        return
    path = table
    for name in _names(key):
        path = (*path, name)
        places.keys.setdefault(path, _place(key, lines))
    _value(value, path, lines, places)


def _value(node: Node, path: Path, lines: list[str], places: Places) -> None:
    places.values.setdefault(path, _place(node, lines))
    if node.type == "inline_table":
        for child in node.children:
            if child.type == "pair":
                _pair(child, path, lines, places)
    elif node.type == "array":
        elements = (child for child in node.children if child.type not in ("[", "]", ",", "comment"))
        for index, element in enumerate(elements):
            _value(element, (*path, index), lines, places)


_KEYS = ("bare_key", "quoted_key", "dotted_key")


def _names(key: Node) -> list[str]:
    if key.type == "dotted_key":
        return [name for child in key.children if child.type in _KEYS for name in _names(child)]
    text = (key.text or b"").decode(errors="replace")
    if key.type == "bare_key":
        return [text]
    try:
        return list(tomllib.loads(f"{text} = 0"))
    except tomllib.TOMLDecodeError:
        return [text]


def _place(node: Node, lines: list[str]) -> Place:
    (row, first), (last_row, last) = node.start_point, node.end_point
    line = lines[row].encode() if row < len(lines) else b""
    column = len(line[:first].decode(errors="replace"))
    end = len(line[:last].decode(errors="replace")) if last_row == row else len(lines[row].rstrip())
    return Place(row + 1, column + 1, max(1, end - column))
