"""Every workbook of a folder through LibreOffice before and after a patch: the same pages but for what was written.

OKR_SYNC_CORPUS=path/to/workbooks python -m tests.pages [--batch 20] [--only NAME]

One constant on each tab gets another value. A page is its words and where they stand; what differs must be words of the
cells written and of the formulas that lost their cached values, and is counted; workbooks with charts and pivot tables,
which are redrawn from the cells, and with functions of the time or of chance are counted apart. Exits with 1 when a
workbook that could be converted before cannot be after, or when anything else differs.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from sync.workbooks.package import CellEdit, CellRefused, Package, SheetEdit, WorkbookRefused, patch
from tests.sync.workbooks.package_reading import RawCell, parts_of, raw_cells, tab_parts

Word = tuple[str, int, int]
"""A word on a page, and where it stands, in points."""

_SECONDS_FOR_ONE = 60
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">(.*?)</word>')
_VOLATILE = re.compile(rb"\b(?:NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|CELL|INFO)\(|&amp;[DTF]|&[DTF]")
_MOST_WORDS_OF_A_CELL = 40


class Change(NamedTuple):
    """A patched workbook: how many cells were written, and how many formulas lost their cached values."""

    written: int
    dependants: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.pages", description=__doc__.partition("\n")[0])
    parser.add_argument("--batch", type=int, default=20, help="workbooks for one process of LibreOffice")
    parser.add_argument("--only", default="", help="workbooks whose path has this in it")
    options = parser.parse_args()
    root = Path(os.environ["OKR_SYNC_CORPUS"])
    sources = [path for path in sorted(root.rglob("*.xls[xm]")) if options.only in str(path)]
    outcomes: Counter[str] = Counter()
    for start in range(0, len(sources), options.batch):
        with tempfile.TemporaryDirectory() as folder:
            for source, outcome in outcomes_of(sources[start : start + options.batch], Path(folder)):
                outcomes[outcome.partition(":")[0]] += 1
                if outcome.startswith(("DIFFERS", "LOST")):
                    print(f"{source.relative_to(root)}: {outcome}", flush=True)
        print(f"{min(start + options.batch, len(sources))} of {len(sources)}: {dict(outcomes)}", flush=True)
    for outcome, count in outcomes.most_common():
        print(f"{count:5} {outcome}")
    sys.exit(any(outcome.isupper() for outcome in outcomes))


def outcomes_of(sources: list[Path], folder: Path) -> Iterator[tuple[Path, str]]:
    """Given workbooks and an empty folder, yield each with what became of it."""
    before, after = folder / "before", folder / "after"
    changes: dict[Path, Change] = {}
    names: dict[Path, str] = {}
    for number, source in enumerate(sources):
        name = names[source] = f"{number}{source.suffix}"
        for copies in (before, after):
            copies.mkdir(exist_ok=True)
            shutil.copyfile(source, copies / name)
        change = _patched(after / name)
        if change is None:
            (before / name).unlink()
            (after / name).unlink()
        else:
            changes[source] = change
    convert(sorted(before.iterdir()), folder / "before-pdf")
    convert(sorted(after.iterdir()), folder / "after-pdf")
    for source in sources:
        if source not in changes:
            yield source, "nothing to write, or refused"
            continue
        pdf = Path(names[source]).with_suffix(".pdf").name
        paths = before / names[source], folder / "before-pdf" / pdf, folder / "after-pdf" / pdf
        yield source, _outcome(*paths, changes[source])


def _outcome(workbook: Path, before: Path, after: Path, change: Change) -> str:
    if not before.exists():
        return "not converted before"
    if not after.exists():
        return "LOST: converted before, and no longer"
    then, now = pages_of(before), pages_of(after)
    parts = parts_of(workbook)
    redrawn = any(name.startswith(("xl/charts/", "xl/pivotTables/")) for name in parts)
    apart = ", with charts or pivot tables" if redrawn else ""
    if any(_VOLATILE.search(content) for content in parts.values()):
        apart = ", with the time or chance in it"
    differing = sum((then - now).values()) + sum((now - then).values())
    if not differing:
        return "the same pages" + apart
    if apart or differing <= 2 * _MOST_WORDS_OF_A_CELL * change.written + 12 * change.dependants:
        return "the same pages but for cells written and dependants" + apart
    return f"DIFFERS: in {differing} words, with {change.written} cells written and {change.dependants} dependants"


def pages_of(pdf: Path) -> Counter[tuple[int, Word]]:
    """Given a PDF, return its words by page and place."""
    text = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    words: Counter[tuple[int, Word]] = Counter()
    for number, page in enumerate(text.split("<page ")):
        for x, y, word in _WORD.findall(page):
            words[number, (word, round(float(x)), round(float(y)))] += 1
        words[number, ("", 0, 0)] += 1
    return words


def convert(workbooks: list[Path], folder: Path) -> None:
    """Given workbooks, convert them to PDF into a folder: all by one process, and one by one where that fails."""
    if not workbooks:
        return
    _soffice(workbooks, folder, _SECONDS_FOR_ONE * 2)
    missing = [path for path in workbooks if not (folder / f"{path.stem}.pdf").exists()]
    if len(missing) > 1 or len(workbooks) > 1:
        for path in missing:
            _soffice([path], folder, _SECONDS_FOR_ONE)


def _soffice(workbooks: list[Path], folder: Path, seconds: int) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{folder}-profile", "--headless", "--convert-to", "pdf"]
    process = subprocess.Popen(
        [*command, "--outdir", str(folder), *map(str, workbooks)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()


# ── The patch ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _patched(path: Path) -> Change | None:
    """Patch one constant of each tab; None when there is none, or the workbook is refused."""
    edits: dict[str, SheetEdit] = {}
    try:
        with Package(path) as package:
            titles = [sheet.title for sheet in package.sheets]
        before = {title: raw_cells(path, title) for title in titles if title in tab_parts(path)}
        for title, cells in before.items():
            for place, cell in cells.items():
                value = _another(cell)
                if value is None:
                    continue
                try:
                    patch(path, {title: SheetEdit({place: CellEdit(value)})})
                except CellRefused:
                    continue
                edits[title] = SheetEdit({place: CellEdit(value)})
                break
            if title not in edits:
                with suppress(CellRefused):
                    patch(path, {title: SheetEdit({(2, 2): CellEdit(7)})})
                    edits[title] = SheetEdit()
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
    if not edits:
        return None
    dependants = 0
    for title, cells in before.items():
        now = raw_cells(path, title)
        dependants += sum(cell.value is not None and now[place].value is None for place, cell in cells.items())
    return Change(len(edits), dependants)


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
