"""One mutated workbook through read and patch, and what must hold whatever it is."""

from __future__ import annotations

import os
import random
import signal
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree

from sync.workbooks import open_workbook
from sync.workbooks.base import WorkbookError
from sync.workbooks.package import CellEdit, CellRefused, Package, Percent, SheetEdit, WorkbookRefused, patch
from tests.sync.workbooks.package_comparing import (
    assert_nothing_else_differs,
    assert_openpyxl_agrees,
)
from tests.sync.workbooks.package_reading import parts_of, raw_cells, tab_parts

MOST_SECONDS = 5
"""Of the processor: a busy machine is no hang."""
_VALUES = (Decimal("0.25"), "Đúng tiến độ <&>", True, Percent(Decimal("0.5")), 7, None)
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, ElementTree.ParseError, NotImplementedError, RuntimeError, EOFError, OSError),
    *(ValueError, LookupError, AttributeError, TypeError),
)


class TookTooLong(BaseException):
    """Not an Exception, so that nobody on the way takes it for a declared error."""


def check(data: bytes, folder: Path, chance: random.Random) -> str:
    """Given a file's bytes and an empty folder, read and patch it, and return what became of it: 'refused', 'cell
    refused' or 'patched', with ' and compared' where another reader could read both states. Raise AssertionError, or
    whatever goes wrong, where the promises do not hold."""
    path = folder / "a.xlsx"
    path.write_bytes(data)
    with _time_limit(), suppress(WorkbookError):
        open_workbook(str(path)).read()
    with _time_limit():
        outcome, edits = _patch(path, chance)
    if outcome != "patched":
        assert path.read_bytes() == data
    else:
        original = folder / "original.xlsx"
        original.write_bytes(data)
        if _is_readable(original):
            _compare(original, path, edits, chance)
            outcome += " and compared"
        original.unlink()
    path.unlink()
    assert not os.listdir(folder)
    return outcome


def _patch(path: Path, chance: random.Random) -> tuple[str, dict[str, SheetEdit]]:
    try:
        with Package(path) as package:
            titles = [sheet.title for sheet in package.sheets]
    except WorkbookRefused:
        return "refused", {}
    for _ in range(3):
        edits = {title: SheetEdit(_cells(chance)) for title in chance.sample(titles, 1)}
        try:
            patch(path, edits)
            return "patched", edits
        except CellRefused:
            continue
        except WorkbookRefused:
            return "refused", {}
    return "cell refused", {}


def _cells(chance: random.Random) -> dict[tuple[int, int], CellEdit]:
    places = [(chance.randint(1, 10), chance.randint(1, 7)) for _ in range(chance.choice((1, 2, 4)))]
    return {place: CellEdit(chance.choice(_VALUES)) for place in places}


def _is_readable(original: Path) -> bool:
    """Whether another reader finds the same tabs in it, and cells in them."""
    try:
        for name, content in parts_of(original).items():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(content)
        titles = tab_parts(original)
        for title in titles:
            # Of a cell that is there twice, the judge would know one alone.
            raw_cells(original, title, only_once=True)
        with Package(original) as package:
            return titles == {sheet.title: sheet.part.lower() for sheet in package.sheets}
    except (*_UNREADABLE, AssertionError):
        return False


def _compare(original: Path, path: Path, edits: dict[str, SheetEdit], chance: random.Random) -> None:
    assert_nothing_else_differs(original, path, edits)
    # openpyxl finds no part whose name begins with a slash, and so not the styles that a new cell may need.
    with zipfile.ZipFile(original) as archive:
        has_plain_names = not any(name.startswith("/") for name in archive.namelist())
    if has_plain_names and chance.random() < 0.1:
        assert_openpyxl_agrees(original, path, edits)


@contextmanager
def _time_limit() -> Iterator[None]:
    def too_long(_: int, frame: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
