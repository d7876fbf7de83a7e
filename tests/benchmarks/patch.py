"""What a lossless patch costs beside the least that it could: to inflate and deflate the part that changes, and to
inflate those that may hold formulas, with the same library and level.

python -m tests.benchmarks.patch [--quick]

One cell, and four cells a row, in workbooks of 1,000, 10,000 and 100,000 rows: cells that are not there yet, cells that
hold other values, cells on a tab with as many formulas as rows (of which a third depends on the cells written), and
cells that those formulas refer to from another tab. The best of several, ours and the floor by turns, as time on the
clock and as time of the processor, which a busy machine spoils less. Beside them openpyxl (load, set, save) and
python-calamine (read only). And memory, as whole processes: with and without a second tab that is not touched.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from sync.workbooks.package import patch_cells
from tests.benchmarks.__main__ import cost_of
from tests.benchmarks.workbooks import add_formulas, make_workbook

ROWS = (1_000, 10_000, 100_000)
TAB = "Q4 2026"
ONE = "from sync.workbooks.package import patch_cells; import sys; patch_cells(sys.argv[1], {('Q4 2026', 'H3'): 0.5})"

Cells = dict[tuple[str, str], Decimal | str]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.patch", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="without the 100,000 rows, twice each")
    options = parser.parse_args()
    times = 2 if options.quick else 7
    with tempfile.TemporaryDirectory() as folder:
        # First: a process starts with the memory of the one that starts it, and this one will grow.
        _memory(Path(folder))
        for rows in ROWS[: 2 if options.quick else 3]:
            workbook = Path(folder) / f"{rows}.xlsx"
            make_workbook(workbook, rows)
            _race(workbook, rows, times, "")
            patch_cells(workbook, _four_cells_a_row(rows, Decimal(1) / 3, "At risk"))
            _race(workbook, rows, times, " over others")
            for place, title in ((" beside formulas", TAB), (" beside a tab of formulas", "Team")):
                add_formulas(workbook, title, rows)
                _race(workbook, rows, times, place)
                make_workbook(workbook, rows)
                patch_cells(workbook, _four_cells_a_row(rows, Decimal(1) / 3, "At risk"))


def _race(workbook: Path, rows: int, times: int, place: str) -> None:
    copy = workbook.with_name("copy.xlsx")
    rivals = (
        {}
        if place
        else {
            "openpyxl": best(1 if rows > 1_000 else times, lambda: _with_openpyxl(workbook, copy)),
            "calamine": best(
                times, lambda: CalamineWorkbook.from_path(str(workbook)).get_sheet_by_name(TAB).to_python()
            ),
        }
    )
    beside = ", ".join(f"{name} {milliseconds:,.0f} ms" for name, milliseconds in rivals.items())
    for case, cells, most in (("one cell", _one_cell(), 2), ("four cells a row", _four_cells_a_row(rows), 3)):
        shutil.copy(workbook, copy)
        patch_cells(copy, cells)
        olds, news = _parts_of_the_floor(workbook, copy)
        ours, floor = Cost.none(), Cost.none()
        for _ in range(times):
            shutil.copy(workbook, copy)
            ours = ours.least(cost(lambda cells=cells: patch_cells(copy, cells)))
            floor = floor.least(cost(lambda olds=olds, news=news: _floor(olds, news)))
        print(
            f"{rows:7,} rows, {case + place:40} ours {ours.clock:5,.0f} ms ({ours.processor:5,.0f} of the processor), "
            f"floor {floor.clock:5,.0f} ms ({floor.processor:4,.0f}): {times_of(ours.clock, floor.clock):4.2f} "
            f"({times_of(ours.processor, floor.processor):4.2f}) times it plus 10 ms, of {most}   {beside}",
            flush=True,
        )


def _parts_of_the_floor(workbook: Path, patched: Path) -> tuple[list[bytes], list[bytes]]:
    """The parts that are inflated, as they are stored, and those that are deflated."""
    with zipfile.ZipFile(workbook) as then, zipfile.ZipFile(patched) as now:
        before = {name: then.read(name) for name in then.namelist()}
        changed = {name: content for name in now.namelist() if (content := now.read(name)) != before[name]}
        sheets = {name for name in before if name.startswith("xl/worksheets/sheet")}
    return [_deflated(before[name]) for name in sheets | changed.keys()], list(changed.values())


def _floor(olds: list[bytes], news: list[bytes]) -> None:
    for old in olds:
        zlib.decompress(old, -15)
    for new in news:
        _deflated(new)


def times_of(ours: float, floor: float) -> float:
    return max(0, ours - 10) / floor


def _memory(folder: Path) -> None:
    for unrelated_rows in (0, 100_000):
        workbook = folder / f"memory-{unrelated_rows}.xlsx"
        make_workbook(workbook, 1_000, unrelated_rows)
        print(f"memory    1,000 rows beside {unrelated_rows:7,} others: {_megabytes(workbook):.0f} MB")


def _megabytes(workbook: Path) -> float:
    return cost_of(["-c", ONE, str(workbook)], workbook.parent).megabytes


class Cost(NamedTuple):
    """Milliseconds on the clock, and of the processor."""

    clock: float
    processor: float

    @classmethod
    def none(cls) -> Cost:
        return cls(float("inf"), float("inf"))

    def least(self, other: Cost) -> Cost:
        return Cost(min(self.clock, other.clock), min(self.processor, other.processor))


def cost(do: Callable[[], object]) -> Cost:
    clock, processor = time.perf_counter(), time.process_time()
    do()
    return Cost((time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000)


def best(times: int, do: Callable[[], object]) -> float:
    """Given something to do, return the least milliseconds that it took."""
    return min(cost(do).clock for _ in range(times))


def _deflated(content: bytes) -> bytes:
    deflater = zlib.compressobj(6, zlib.DEFLATED, -15)
    return deflater.compress(content) + deflater.flush()


def _one_cell() -> Cells:
    return {(TAB, "J3"): Decimal("0.125")}


def _four_cells_a_row(rows: int, share: Decimal = Decimal(1) / 128, status: str = "On track") -> Cells:
    cells: Cells = {}
    for row in range(2, rows + 2):
        cells |= {(TAB, f"{column}{row}"): round(row * share, 7) for column in "JKM"}
        cells[TAB, f"L{row}"] = status
    return cells


def _with_openpyxl(workbook: Path, copy: Path) -> None:
    book = load_workbook(workbook)
    book[TAB]["H3"].value = 0.125
    book.save(copy)


if __name__ == "__main__":
    sys.exit(main())
