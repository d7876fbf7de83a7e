"""Workbooks to measure with: an English flat OKR table, alone or beside a tab that has nothing to do with it."""

from __future__ import annotations

import random
import re
import zipfile
from datetime import date
from pathlib import Path

from openpyxl import Workbook, load_workbook

HEADERS = (
    *("Objective", "Key result", "Baseline", "Target", "Current", "Unit", "Weight", "Owner", "Due"),
    *("Progress ⟳", "Score ⟳", "Status ⟳", "Warnings ⟳"),
)
KEY_RESULTS_AN_OBJECTIVE = 4
UNRELATED_COLUMNS = 10

_MEASURES = ("revenue", "new customers", "orders a day", "visits", "support cases solved", "trained people")
_OWNERS = ("An", "Bình", "Chi", "Dũng", "Emma", "Frank", "Giang")


def make_workbook(path: Path, key_results: int, unrelated_rows: int = 0, seed: int | None = None) -> None:
    """Write a workbook with so many key results on a tab 'Q4 2026', and with a second tab where ``unrelated_rows`` is
    not 0. The same numbers make the same cells; another ``seed`` makes other texts."""
    chance = random.Random(key_results if seed is None else seed)
    book = Workbook(write_only=True)

    tab = book.create_sheet("Q4 2026")
    tab.append(HEADERS)
    for number in range(key_results):
        tab.append(_key_result(number, chance))

    if unrelated_rows:
        tab = book.create_sheet("Raw data")
        tab.append([f"Field {column}" for column in range(1, UNRELATED_COLUMNS + 1)])
        for number in range(unrelated_rows):
            texts = [f"order {number}", f"customer {number % 5_000}", chance.choice(_OWNERS)]
            tab.append(texts + [chance.randrange(10_000) / 100 for _ in range(UNRELATED_COLUMNS - len(texts))])
    book.save(path)


def add_formulas(path: Path, title: str, key_results: int) -> None:
    """Add as many formulas as there are key results, with values, to the tab of that title, or to a new one: of three
    that follow each other one asks for the progress and its status, one for the target, and one for the last row."""
    book = load_workbook(path)
    tab = book[title] if title in book.sheetnames else book.create_sheet(title)
    here = "" if tab.title == "Q4 2026" else "'Q4 2026'!"
    for row in range(2, key_results + 2):
        tab[f"P{row}"] = (
            f'=IF({here}L{row}="On track",{here}J{row}*100,0)',
            f"=ROUND(({here}E{row}-{here}C{row})/({here}D{row}-{here}C{row}),4)",
            f"=SUM({here}C{max(2, row - 2)}:D{row})",
        )[row % 3]
    book.save(path)
    copy = path.with_suffix(".valued")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, re.sub(rb"</f><v ?/>|</f><v></v>", b"</f><v>0.0625</v>", content))
    copy.replace(path)


def make_tabs(path: Path, tabs: int, key_results: int) -> None:
    """Write a workbook with so many tabs, one a team, with so many key results on each."""
    chance = random.Random(tabs)
    book = Workbook(write_only=True)
    for team in range(1, tabs + 1):
        tab = book.create_sheet(f"Q4 2026 Team {team}")
        tab.append(HEADERS)
        for number in range(key_results):
            tab.append(_key_result(number, chance))
    book.save(path)


def _key_result(number: int, chance: random.Random) -> list[object]:
    objective, place = divmod(number, KEY_RESULTS_AN_OBJECTIVE)
    baseline = chance.randrange(0, 100)
    target = baseline + chance.randrange(10, 400)
    current = round(baseline + (target - baseline) * chance.uniform(-0.1, 1.2), 1)
    return [
        f"Win segment {objective + 1} of the market" if place == 0 else None,
        f"Raise {chance.choice(_MEASURES)} in segment {objective + 1} from {baseline} to {target}",
        *(baseline, target, current, "units", 25, chance.choice(_OWNERS), date(2026, 12, 31)),
    ]
