"""Syncs of one large spreadsheet, as commands against a test server: seconds in all, our own and the server's on the
processor, peak memory, requests; and whether sheet and archive agree in the end.

python -m tests.benchmarks.sheets_large [CASE…] [--rows 200000]

Each case is synced for the first time, twice with nothing changed (the second of which need not read it), and after
somebody typed one value. On Linux.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook, load_workbook

from sync.archive import WriteState, open_archive
from sync.model.cells import CellValue
from tests.benchmarks.sheets_served import Served, configured, cost_of, served, sync_command
from tests.benchmarks.workbooks import make_workbook

KEY_RESULTS = 2_000
"""Where most rows are something else."""
_TAB = "Q4 2026"
_ROWS_ASKED = 20_000


class Case(NamedTuple):
    """A workbook of so many rows, what is done to it when it is a spreadsheet, and whether all rows are key results."""

    make: Callable[[Path, int], None]
    prepare: Callable[[Served, int], None]
    all_key_results: bool = False


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.sheets_large", description=__doc__)
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], default=list(CASES), metavar="CASE")
    parser.add_argument("--rows", type=int, default=200_000)
    options = parser.parse_args()
    for name in options.cases:
        print(f"{name}: {options.rows:,} rows", flush=True)
        _try(CASES[name], options.rows)


def _try(case: Case, rows: int) -> None:
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        case.make(folder / "team.xlsx", rows)
        with served(folder) as server:
            case.prepare(server, rows)
            words = sync_command(configured(folder, server))
            for turn in ("the first sync", "nothing changed", "… once more", "one value typed"):
                if turn == "one value typed":
                    server.somebody_types(0.5, tabs=1)
                cost = cost_of(server, words)
                seconds = f"{cost.seconds:7.1f} s: {cost.own:6.1f} our own, {cost.server:6.1f} the server's"
                print(f"  {turn:16} {seconds}; {cost.peak / 1e6:6,.0f} MB; {cost.asked}", flush=True)
            key_results = rows if case.all_key_results else KEY_RESULTS
            _must_agree(server, folder, key_results)
            print(f"  sheet and archive agree: {key_results:,} key results", flush=True)


def _must_agree(server: Served, folder: Path, key_results: int) -> None:
    """Each row holds the progress that follows from its numbers, and what the archive says was written there last."""
    with open_archive(f"sqlite:///{folder / 'okr-archive.db'}") as archive:
        assert not archive.still_writing("team")
        written: dict[tuple[int, int], CellValue] = {}
        for write in archive.written_to("team"):
            assert write.state is WriteState.landed
            written[write.cell.row, write.cell.column] = write.after
    seen = 0
    for first in range(2, key_results + 2, _ROWS_ASKED):
        area = f"'{_TAB}'!A{first}:M{min(first + _ROWS_ASKED - 1, key_results + 1)}"
        for row, cells in enumerate(server.values(area, valueRenderOption="UNFORMATTED_VALUE"), first):
            baseline, target, current = (Decimal(str(value)) for value in cells[2:5])
            progress = min(max((current - baseline) / (target - baseline), Decimal(0)), Decimal(1))
            for column, step in ((10, "0.0001"), (11, "0.01")):
                expected = progress.quantize(Decimal(step), ROUND_HALF_UP)
                assert Decimal(str(cells[column - 1])) == expected == written[row, column], (row, cells)
            assert cells[11] == written[row, 12], (row, cells)
            seen += 1
    assert seen == key_results, f"{seen} rows"


# ── Cases ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _check_in_log(path: Path, rows: int) -> None:
    """Key results, and a log in which each has its share of the rows: the last one says what stands in its own."""
    make_workbook(path, KEY_RESULTS)
    table = list(load_workbook(path)[_TAB].values)
    book = Workbook(write_only=True)
    tab = book.create_sheet(_TAB)
    for row in table:
        tab.append(row)
    tab = book.create_sheet("Check-ins")
    tab.append(("Date", "Key result", "Value", "Confidence", "Note"))
    chance, times = random.Random(rows), max(1, rows // KEY_RESULTS)
    for turn in range(times):
        day = date(2026, 11, 19) - timedelta(days=(times - 1 - turn) * 45 // times)
        for row in table[1:]:
            value = row[4] if turn == times - 1 else chance.randrange(100)
            tab.append((day, row[1], value, "High", f"turn {turn}"))
    book.save(path)


def _grow(server: Served, rows: int) -> int:
    tab: int = server.tabs()[0].get("sheetId", 0)
    server.change({"appendDimension": {"sheetId": tab, "dimension": "ROWS", "length": rows - KEY_RESULTS}})
    return tab


def _formats_to_the_end(server: Served, rows: int) -> None:
    columns = {"sheetId": _grow(server, rows), "startRowIndex": 1, "startColumnIndex": 2, "endColumnIndex": 5}
    look = {"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "#,##0.0"}}}
    server.change({"repeatCell": {"range": columns, "cell": look, "fields": "userEnteredFormat.numberFormat"}})


def _check_boxes_to_the_end(server: Served, rows: int) -> None:
    tab = _grow(server, rows)
    server.change({"appendDimension": {"sheetId": tab, "dimension": "COLUMNS", "length": 1}})
    column = {"sheetId": tab, "startRowIndex": 1, "startColumnIndex": 13, "endColumnIndex": 14}
    box = {"userEnteredValue": {"boolValue": False}, "dataValidation": {"condition": {"type": "BOOLEAN"}}}
    server.change({"repeatCell": {"range": column, "cell": box, "fields": "userEnteredValue,dataValidation"}})


def _as_it_is(_: Served, __: int) -> None:
    return


CASES = {
    "key-results": Case(make_workbook, _as_it_is, all_key_results=True),
    "unrelated": Case(lambda path, rows: make_workbook(path, KEY_RESULTS, rows), _as_it_is),
    "check-ins": Case(_check_in_log, _as_it_is),
    "formats": Case(lambda path, _: make_workbook(path, KEY_RESULTS), _formats_to_the_end),
    "check-boxes": Case(lambda path, _: make_workbook(path, KEY_RESULTS), _check_boxes_to_the_end),
}

if __name__ == "__main__":
    main()
