"""Every workbook of a folder through LibreOffice, patched by us and edited by LibreOffice itself: the same pages.

OKR_SYNC_CORPUS=path/to/workbooks python -m tests.pages [--only NAME]

One constant on each tab gets another value: once by the patch, once typed into the original by LibreOffice, which
recalculates what depends on it in its own way. Both are printed, with the clock standing still. What LibreOffice prints
of the patched workbook must be what it prints of its own edit, word for word and place for place: whatever the patch
lost, or left stale, would be a difference. Functions of chance are counted apart. Exits with 1 when a workbook that
could be printed before cannot be after, or when a word differs.

Needs soffice, pdftotext, faketime and a Python that has LibreOffice's bridge (Debian's python3-uno).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import NamedTuple
from xml.etree import ElementTree

from sync.workbooks.package import CellEdit, CellRefused, Package, SheetEdit, WorkbookRefused, patch
from tests.sync.workbooks.package_reading import RawCell, parts_of, raw_cells, tab_parts

Typed = tuple[str, int, int, str | float]
"""A cell's tab, row and column, and what is typed there."""

_SECONDS_FOR_ONE = 120
_OFFICE_PYTHON = "/usr/bin/python3"
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">(.*?)</word>')
_CHANCE = re.compile(rb"\b(?:RAND|RANDBETWEEN|RANDARRAY)\(")


class Pages(NamedTuple):
    """Words by page: where they stand, in points, and without that."""

    placed: Counter[tuple[int, str, int, int]]
    words: Counter[str]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.pages", description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", help="workbooks whose path has this in it")
    options = parser.parse_args()
    root = Path(os.environ["OKR_SYNC_CORPUS"])
    sources = [path for path in sorted(root.rglob("*.xls[xm]")) if options.only in str(path)]
    outcomes: Counter[str] = Counter()
    with Office() as office:
        for number, source in enumerate(sources, start=1):
            with tempfile.TemporaryDirectory() as folder:
                outcome = outcome_of(source, Path(folder), office)
            outcomes[outcome.partition(":")[0]] += 1
            if ":" in outcome:
                print(f"{source.relative_to(root)}: {outcome}", flush=True)
            if number % 20 == 0:
                print(f"{number} of {len(sources)}: {dict(outcomes)}", flush=True)
    for outcome, count in outcomes.most_common():
        print(f"{count:5} {outcome}")
    sys.exit(any(outcome.isupper() for outcome in outcomes))


def outcome_of(source: Path, folder: Path, office: Office) -> str:
    """Given a workbook, an empty folder and a running LibreOffice, return what became of it."""
    original, patched, printed = folder / "original.xlsx", folder / "patched.xlsx", folder / source.name
    for copy in (original, patched):
        shutil.copyfile(source, copy)
    cells = _patched(patched)
    if cells is None:
        return "nothing to write, or refused"
    # Under one name, because pages may tell it.
    original.replace(printed)
    said = office.print(printed, folder / "edited.pdf", cells, typed=True)
    if said != "done":
        return f"not printed before: {said}"
    patched.replace(printed)
    said = office.print(printed, folder / "patched.pdf", cells, typed=False)
    if said != "done":
        return f"LOST: {said}"
    edited, ours = pages_of(folder / "edited.pdf"), pages_of(folder / "patched.pdf")
    if edited.placed == ours.placed:
        return "the same pages"
    if any(_CHANCE.search(content) for content in parts_of(printed).values()):
        return "with chance in it"
    if edited.words == ours.words:
        return "the same words in other places: " + _some((edited.placed - ours.placed).keys())
    return "DIFFERS: " + _some((edited.words - ours.words).keys()) + " is now " + _some((ours.words - edited.words).keys())


def _some(things: object) -> str:
    return str(list(things)[:6])  # type: ignore[call-overload]


def pages_of(pdf: Path) -> Pages:
    text = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    pages = Pages(Counter(), Counter())
    for number, page in enumerate(text.split("<page ")):
        pages.placed[number, "", 0, 0] += 1
        for x, y, word in _WORD.findall(page):
            pages.placed[number, word, round(float(x)), round(float(y))] += 1
            pages.words[word] += 1
    return pages


class Office:
    """A LibreOffice that is started again when it hangs or dies."""

    def __enter__(self) -> Office:
        self._start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.communicate()

    def print(self, workbook: Path, pdf: Path, cells: list[Typed], *, typed: bool) -> str:
        """Given a workbook and some of its cells, which are ``typed`` into it first or stand there already, print it to
        a PDF. Return 'done', or what went wrong."""
        job = json.dumps({"workbook": str(workbook), "pdf": str(pdf), "cells": cells, "type": typed})
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(job.encode() + b"\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], _SECONDS_FOR_ONE)
        said = self._process.stdout.readline().decode().strip() if ready else "hangs"
        if said != "done":
            self._process.terminate()
            self._process.communicate()
            self._start()
        return said or "dies"

    def _start(self) -> None:
        script = Path(__file__).with_name("office.py")
        self._process = subprocess.Popen(
            [_OFFICE_PYTHON, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )


# ── The patch ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _patched(path: Path) -> list[Typed] | None:
    """Patch one constant of each tab, and return what was written; None when there is none, or the workbook is
    refused."""
    typed: list[Typed] = []
    try:
        with Package(path) as package:
            titles = [sheet.title for sheet in package.sheets]
        # A text may be what a pivot table calls its field, which LibreOffice looks for when it makes it anew.
        numbers_only = any(name.startswith("xl/pivotTables/") for name in parts_of(path))
        for title in titles:
            if title not in tab_parts(path):
                continue
            cells = raw_cells(path, title)
            for place, cell in cells.items():
                value = _another(cell)
                if numbers_only and isinstance(value, str):
                    continue
                if value is not None and _was_written(path, title, place, value):
                    typed.append((title, *place, value if isinstance(value, str) else float(value)))
                    break
            else:
                below = (max((row for row, _ in cells), default=0) + 2, 1)
                if _was_written(path, title, below, Decimal(7)):
                    typed.append((title, *below, 7.0))
    except (
        WorkbookRefused,
        AssertionError,
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
        ElementTree.ParseError,
    ):
        return None
    return typed or None


def _was_written(path: Path, title: str, place: tuple[int, int], value: Decimal | str) -> bool:
    with suppress(CellRefused):
        patch(path, {title: SheetEdit({place: CellEdit(value)})})
        return True
    return False


def _another(cell: RawCell) -> Decimal | str | None:
    """Another value that looks much like the cell's own."""
    if cell.formula is not None or not cell.value:
        return None
    if cell.kind == "text":
        return re.sub(r"[^\W\d_]", "x", cell.value)
    if cell.kind == "n" and re.fullmatch(r"-?\d+(\.\d+)?", cell.value):
        return Decimal(re.sub(r"[1-8]", lambda found: str(int(found[0]) + 1), cell.value, count=1))
    return None


if __name__ == "__main__":
    main()
