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
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from openpyxl.utils import range_boundaries

from sync.model.cells import Area
from sync.workbooks.package import CellEdit, CellRefused, Package, SheetEdit, WorkbookRefused, patch
from tests.sync.workbooks.package_reading import RawCell, parts_of, raw_cells, tab_parts

Typed = tuple[str, int, int, int, str | float]
"""A cell's tab and that one's number, row and column, and what is typed there."""

_SECONDS_FOR_ONE = 120
_LONGEST_TEXT = 32_767
"""Of a cell, in Excel; spoilt workbooks have longer ones, thousands of times."""
_OFFICE_PYTHON = "/usr/bin/python3"
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">(.*?)</word>')
_CHANCE = re.compile(rb"\b(?:RAND|RANDBETWEEN|RANDARRAY)\(")
_WHAT_IF = re.compile(rb"<(?:\w+:)?f [^<>]*t=\"dataTable\"")
_PIVOT_PLACE = re.compile(rb"<(?:\w+:)?location [^<>]*?ref=\"([A-Z0-9:]+)\"")


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
    original, patched, pdf = folder / "original.xlsx", folder / "patched.xlsx", folder / "pages.pdf"
    for copy in (original, patched):
        shutil.copyfile(source, copy)
    cells = _patched(patched)
    if cells is None:
        return "nothing to write, or refused"

    def print_as(copy: Path, *, typed: bool, fitted: bool = False, anew: bool = False) -> str:
        # Under one name, because pages may tell it.
        printed = folder / source.name
        shutil.copyfile(copy, printed)
        return office.print(Job(str(printed), str(pdf), cells, typed, anew, fitted))

    # Rows' heights are fitted by other rules when a workbook is loaded than when somebody types, and alike when it is
    # asked for.
    edited, ours = Pages(Counter(), Counter()), Pages(Counter(), Counter())
    for fitted in (False, True):
        prints = []
        for copy, typed in ((original, True), (patched, False)):
            said = print_as(copy, typed=typed, fitted=fitted)
            if said != "done":
                return f"not printed before: {said}" if typed else f"LOST: {said}"
            prints.append(pages_of(pdf))
        edited, ours = prints
        if edited.placed == ours.placed:
            return "the same pages"
    parts = parts_of(original)
    print_as(original, typed=True, anew=True)
    if any(word.startswith("Err:") for word in (ours.words & pages_of(pdf).words) - edited.words):
        return "with formulas that LibreOffice cannot calculate"
    if any(_CHANCE.search(content) for content in parts.values()):
        return "with chance in it"
    if any(name.startswith("xl/pivotTables/") for name in parts):
        return "with pivot tables, which LibreOffice makes anew"
    if any(_WHAT_IF.search(content) for content in parts.values()):
        return "with what-if tables, which LibreOffice leaves empty when it loads them"
    if edited.words == ours.words:
        return f"the same words in other places: {_some(edited.placed - ours.placed)}"
    return f"DIFFERS: {_some(edited.words - ours.words)} is now {_some(ours.words - edited.words)}"


def _some(things: Iterable[object]) -> str:
    return str(list(things)[:6])


def pages_of(pdf: Path) -> Pages:
    text = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    pages = Pages(Counter(), Counter())
    for number, page in enumerate(text.split("<page ")):
        pages.placed[number, "", 0, 0] += 1
        for x, y, word in _WORD.findall(page):
            pages.placed[number, word, round(float(x)), round(float(y))] += 1
            pages.words[word] += 1
    return pages


class Job(NamedTuple):
    """What office.py takes: its docstring says what the fields mean."""

    workbook: str
    pdf: str
    cells: list[Typed]
    type: bool
    anew: bool
    fit: bool


class Office:
    """A LibreOffice that is started again when it hangs or dies."""

    def __enter__(self) -> Office:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def print(self, job: Job) -> str:
        """Return 'done', or what went wrong."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job._asdict()).encode() + b"\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], _SECONDS_FOR_ONE)
        said = self._process.stdout.readline().decode().strip() if ready else "hangs"
        if said != "done":
            self._end()
            self._start()
        return said or "dies"

    def _start(self) -> None:
        script = Path(__file__).with_name("office.py")
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [_OFFICE_PYTHON, str(script), self._profile.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _end(self) -> None:
        # With all that it has started: LibreOffice would go on alone.
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()
        self._profile.cleanup()


# ── The patch ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _patched(path: Path) -> list[Typed] | None:
    """Patch one constant of each tab, and return what was written; None when there is none, or the workbook is
    refused."""
    typed: list[Typed] = []
    try:
        with Package(path) as package:
            titles = [sheet.title for sheet in package.sheets]
        # What LibreOffice makes anew when it loads it cannot be written; nor, here, a text, which may be what it calls
        # the field of a pivot table.
        pivots = list(_pivots(path))
        for number, title in enumerate(titles):
            if title not in tab_parts(path):
                continue
            cells = raw_cells(path, title)
            for place, cell in cells.items():
                value = _another(cell)
                if pivots and (isinstance(value, str) or any(pivot.holds(*place) for pivot in pivots)):
                    continue
                if value is not None and _was_written(path, title, place, value):
                    typed.append((title, number, *place, value if isinstance(value, str) else float(value)))
                    break
            else:
                below = (max((row for row, _ in cells), default=0) + 2, 1)
                if _was_written(path, title, below, Decimal(7)):
                    typed.append((title, number, *below, 7.0))
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


def _pivots(path: Path) -> Iterator[Area]:
    for name, content in parts_of(path).items():
        if name.startswith("xl/pivotTables/"):
            for place in _PIVOT_PLACE.findall(content):
                first_column, first_row, last_column, last_row = range_boundaries(place.decode())
                yield Area(first_row, first_column, last_row, last_column)


def _was_written(path: Path, title: str, place: tuple[int, int], value: Decimal | str) -> bool:
    with suppress(CellRefused):
        patch(path, {title: SheetEdit({place: CellEdit(value)})})
        return True
    return False


def _another(cell: RawCell) -> Decimal | str | None:
    """Another value that looks much like the cell's own."""
    if cell.formula is not None or not cell.value or len(cell.value) > _LONGEST_TEXT:
        return None
    if cell.kind == "text":
        return re.sub(r"[^\W\d_]", "x", cell.value)
    if cell.kind == "n" and re.fullmatch(r"-?\d+(\.\d+)?", cell.value):
        return Decimal(re.sub(r"[1-8]", lambda found: str(int(found[0]) + 1), cell.value, count=1))
    return None


if __name__ == "__main__":
    main()
