"""Workbooks read for comparison, by ways that share nothing with the software under test: zipfile and ElementTree."""

from __future__ import annotations

import posixpath
import re
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from openpyxl.utils import column_index_from_string, get_column_letter


class RawCell(NamedTuple):
    kind: str
    value: str | None
    formula: str | None
    style: str


def parts_of(path: Path) -> dict[str, bytes]:
    """Every part's content by name, in the zip's order."""
    return dict(_parts_in_state(path, *_state_of(path)))


def _state_of(path: Path) -> tuple[int, ...]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=4)
def _parts_in_state(path: Path, *_: int) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def stored_entries(path: Path) -> dict[str, tuple[bytes, object]]:
    """Every entry's bytes as they lie in the file from its local header to the next, and what the directory says of it
    apart from the place."""
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
        ends = [info.header_offset for info in infos[1:]] + [archive.start_dir]
        return {
            info.filename: (
                whole[info.header_offset : end],
                (info.date_time, info.external_attr, info.comment, info.create_system, info.flag_bits, info.CRC),
            )
            for info, end in zip(infos, ends, strict=True)
        }


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def tab_parts(path: Path) -> dict[str, str]:
    """Worksheets' parts by title."""
    return dict(_tab_parts_in_state(path, *_state_of(path)))


@lru_cache(maxsize=4)
def _tab_parts_in_state(path: Path, *_: int) -> dict[str, str]:
    parts = {name.replace("\\", "/").lstrip("/").lower(): content for name, content in parts_of(path).items()}
    workbook = _workbook_name(parts)
    rels = posixpath.join(posixpath.dirname(workbook), "_rels", posixpath.basename(workbook) + ".rels")
    targets = {}
    for relation in ElementTree.fromstring(parts[rels.lower()]):
        if relation.get("Type", "").endswith("/worksheet"):
            target = relation.get("Target", "").replace("\\", "/")
            joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(workbook), target)
            targets[relation.get("Id")] = posixpath.normpath(joined).lstrip("/").lower()
    found = {}
    for element in ElementTree.fromstring(parts[workbook]).iter():
        if _local(element) == "sheet":
            identity = next((value for name, value in element.attrib.items() if name.endswith("}id")), None)
            if targets.get(identity) in parts:
                found[element.get("name", "")] = targets[identity]
    return found


def _workbook_name(parts: dict[str, bytes]) -> str:
    try:
        for relation in ElementTree.fromstring(parts["_rels/.rels"]):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/").lower()
    except ElementTree.ParseError:
        pass
    return "xl/workbook.xml"


def raw_cells(path: Path, title: str, *, only_once: bool = False) -> dict[tuple[int, int], RawCell]:
    """A tab's cells as stored; shared texts are resolved, the rest is as the file spells it. With ``only_once`` raise
    ValueError where a cell is there twice."""
    parts = {name.replace("\\", "/").lstrip("/").lower(): content for name, content in parts_of(path).items()}
    return cells_in(parts[tab_parts(path)[title]], _shared_texts(parts), only_once=only_once)


def _shared_texts(parts: dict[str, bytes]) -> list[str]:
    for name, content in parts.items():
        if name.endswith("sharedstrings.xml"):
            return [_text(item) for item in ElementTree.fromstring(content)]
    return []


def _text(item: ElementTree.Element) -> str:
    return "".join(
        piece.text or ""
        for child in item
        if _local(child) != "rPh"
        for piece in ([child] if _local(child) == "t" else [each for each in child if _local(each) == "t"])
    )


def cells_in(content: bytes, shared: list[str], *, only_once: bool = False) -> dict[tuple[int, int], RawCell]:
    cells: dict[tuple[int, int], RawCell] = {}
    for data in ElementTree.fromstring(content):
        if _local(data) != "sheetData":
            continue
        number = 0
        for row in data:
            number = int(row.get("r") or number + 1)
            column = 0
            for cell in row:
                # What another vocabulary calls a cell is none.
                if cell.tag != row.tag.removesuffix("row") + "c":
                    continue
                column += 1
                place = number, column
                if cell.get("r"):
                    letters, digits = re.fullmatch(r"([A-Za-z]+)(\d+)", cell.get("r", "").strip()).groups()
                    column = column_index_from_string(letters)
                    place = int(digits), column
                if only_once and place in cells:
                    raise ValueError(f"{name_of(*place)} is there twice")
                cells[place] = _cell(cell, shared)
    return cells


def _cell(cell: ElementTree.Element, shared: list[str]) -> RawCell:
    kind = cell.get("t", "n")
    value = formula = None
    for child in cell:
        if _local(child) == "v":
            value = child.text
        elif _local(child) == "f":
            formula = repr((child.text, sorted(child.attrib.items())))
        elif _local(child) == "is":
            value = _text(child)
    if kind == "s" and value is not None:
        kind, value = "text", shared[int(value)]
    elif kind in ("str", "inlineStr"):
        kind = "text"
    return RawCell(kind, value, formula, cell.get("s", "0"))


def name_of(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"
