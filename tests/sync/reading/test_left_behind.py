"""Columns of ours beside no table are told of, and those that are a table's are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sync.archive import open_archive
from sync.engine import sync_workbook
from sync.workbooks.excel import ExcelWorkbook
from tests.appearance import values
from tests.sync.taken_back import AS_OF, edit, save, settings_of

HEADERS = ["Objective", "Key result", "Baseline", "Target", "Current"]
TWO_TABLES = [
    ["Team Sales"],
    HEADERS,
    ["Grow", "Contracts signed", 0, 10, 6],
    [None, "Partners won", 0, 8, 2],
    [],
    ["Team People"],
    HEADERS,
    ["Learn", "Trainings held", 0, 20, 15],
    [None, "Mentors trained", 0, 5, 1],
]


def clear_the_lower_one(tab: Any) -> None:
    for row in tab["A6:E9"]:
        for cell in row:
            cell.value = None


def move_the_lower_one_up(tab: Any) -> None:
    tab.move_range("A6:E9", rows=-1)


def repeat_the_headers(tab: Any) -> None:
    tab.insert_rows(4)
    for cell in tab[2]:
        tab.cell(4, cell.column).value = cell.value


def delete_the_lower_one(tab: Any) -> None:
    tab.delete_rows(6, 4)


def type_headers_for_rows_to_come(tab: Any) -> None:
    for column, header in enumerate([cell.value for cell in tab[2]], 1):
        tab.cell(11, column).value = header


def explain_our_words(tab: Any) -> None:
    for row in range(3, 6):
        tab.cell(row + 10, 1).value = tab.cell(2, row + 3).value
        tab.cell(row + 10, 2).value = "what okr-sync makes of it"
        tab.cell(row, 14).value = tab.cell(2, row + 3).value


def sum_up_in_our_words(tab: Any) -> None:
    for row, label, value in ((13, "Team", tab["F2"].value), (14, "Sales", 0.4)):
        tab.cell(row, 1).value, tab.cell(row, 2).value = label, value
        tab.cell(row - 10, 13).value, tab.cell(row - 10, 14).value = label, value


def head_the_lower_one_in_german(tab: Any) -> None:
    for column, header in enumerate(["Ziel", "Schlüsselergebnis", "Ausgangswert", "Zielwert", "Aktuell"], 1):
        tab.cell(7, column).value = header


@pytest.mark.parametrize(
    ("change", "cells"),
    [
        (clear_the_lower_one, ["F7:J9"]),
        (move_the_lower_one_up, ["F7:J9"]),
        (delete_the_lower_one, []),
        (repeat_the_headers, []),
        (lambda tab: tab.insert_cols(1), []),
        (lambda tab: tab.insert_rows(6, 3), []),
        (type_headers_for_rows_to_come, []),
        (explain_our_words, []),
        (sum_up_in_our_words, []),
        (head_the_lower_one_in_german, []),
    ],
)
def test_columns_that_a_table_left_behind_are_named_and_stay(tmp_path: Path, change: Any, cells: list[str]) -> None:
    path = tmp_path / "team.xlsx"
    save(path, TWO_TABLES)
    with open_archive("sqlite://") as archive:
        workbook = ExcelWorkbook(path, name="team")
        sync_workbook(workbook, archive, settings_of(), AS_OF)
        edit(path, change)
        before = values(path)
        outcome = sync_workbook(workbook, archive, settings_of(), AS_OF)
        found = [one for one in outcome.findings if one.code == "OKR155"]
        assert [str(dict(one.message.values)["cells"]) for one in found] == cells
        after = values(path)
        assert all(after[place] == value for place, value in before.items() if place[1] in ("F7", "H9"))
        assert sync_workbook(workbook, archive, settings_of(), AS_OF).plan.writes_nothing
