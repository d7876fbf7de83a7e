"""A spreadsheet in Google Sheets that one run writes twice is undone as one that was written once, whatever people did
to its rows and columns in between."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from jobs.tasks import sync_workbooks
from jobs.undoing import resume_workbooks, undo_run
from sync.engine import Outcome
from sync.workbooks.sheets_api import sheets_api
from tests.jobs.test_changes import DAY, OWNED, Office
from tests.sheets_server.editors import perform
from tests.sheets_server.server import SheetsServer

HEAD = ["Objective", "Parent objective", "Key result", "KPI", "Baseline", "Target", "Current"]
KPIS = ["KPI", "Unit", "Healthy min", "Healthy max", "Current"]
TEAM = [["Lean", None, "Days", "Stock", 0, 100, None], [None, None, "Own", None, 0, 100, 30]]
Edit = dict[str, Any]


def typed(cell: str, value: object, tab: str = "Q4 2026") -> Edit:
    return {"edit": "overwrite", "tab": tab, "cell": cell, "value": value}


@pytest.mark.parametrize("columns", [OWNED, []], ids=["our columns", "columns to add"])
@pytest.mark.parametrize(
    "between",
    [
        [],
        [{"edit": "insert_rows", "tab": "Q4 2026", "at": 2}],
        [{"edit": "insert_columns", "tab": "Q4 2026", "at": 2}],
        [{"edit": "move_rows", "tab": "Q4 2026", "at": 3, "to": 2}],
        [typed("G3", 70)],
    ],
    ids=["nobody", "a row", "a column", "rows swapped", "a value"],
)
def test_each_row_has_what_it_had(tmp_path: Path, columns: Sequence[str], between: Sequence[Edit]) -> None:
    with SheetsServer() as server:
        # Without columns of ours it was only observed until now.
        office = Office(server, tmp_path, write=bool(columns), add_columns=True)
        stock: list[object] = ["Stock", "days", 0, 900, 20]
        office.add("finance", [HEAD, ["Pay", None, "Bills", None, 0, 10, 4]], KPI=[KPIS, stock])
        office.add("team", [[*HEAD, *columns], *TEAM])
        office.add("ops", [HEAD, ["Run", None, "Hours", None, 0, 10, 4]], KPI=[KPIS, ["Other", *stock[1:]]])
        for _ in range(2):
            office.sync()
        office.write = True
        before = values(office)
        once_more = runs_twice(office, between)
        assert once_more == ["team"]
        with office.house.open_archive() as archive:
            [newest] = archive.runs(1)
        undone = undo_run(office.house, newest.id, DAY)
        assert [one.kept for one in undone.workbooks if one.kept] == []
        assert values(office) == as_people_made(before, between)
        resume_workbooks(office.house, office.house.wanted(()))
        office.sync()
        assert not any(one.plan.changes for one in office.sync().values())
    sheets_api.cache_clear()


def runs_twice(office: Office, between: Sequence[Edit]) -> list[str]:
    """Sync after a KPI went to a spreadsheet that comes later, and return who was synced once more."""
    for name, title in (("finance", "Gone"), ("ops", "Stock")):
        perform(office.server.world, office.keys[name], typed("A2", title, "KPI"))
    perform(office.server.world, office.keys["ops"], typed("E2", 50, "KPI"))
    done: list[str] = []

    def heard(one: Outcome) -> None:
        assert one.error is None
        done.append(one.workbook)
        if len(done) == len(office.keys):
            for edit in between:
                perform(office.server.world, office.keys["team"], edit)

    list(sync_workbooks(office.house, office.house.wanted(()), DAY, heard=heard))
    return done[len(office.keys) :]


def values(office: Office) -> list[list[Any]]:
    file = office.server.world.files.get(office.keys["team"])
    assert file
    assert file.spreadsheet
    tab = file.spreadsheet.titled("Q4 2026")
    assert tab
    found: list[list[Any]] = [[] for _ in tab.rows]
    for row, column, cell in tab.filled():
        found[row] += [None] * (column - len(found[row])) + [cell.entered]
    return without_what_is_empty(found)


def without_what_is_empty(rows: list[list[Any]]) -> list[list[Any]]:
    while rows and not rows[-1]:
        rows.pop()
    return rows


def as_people_made(rows: list[list[Any]], edits: Sequence[Edit]) -> list[list[Any]]:
    for edit in edits:
        if edit["edit"] == "insert_rows":
            rows.insert(edit["at"] - 1, [])
        elif edit["edit"] == "insert_columns":
            for row in rows:
                row.insert(edit["at"] - 1, None)
        elif edit["edit"] == "move_rows":
            rows.insert(edit["to"] - 1, rows.pop(edit["at"] - 1))
        else:
            row = rows[int(edit["cell"][1:]) - 1]
            column = ord(edit["cell"][0]) - ord("A")
            row += [None] * (column + 1 - len(row))
            row[column] = edit["value"]
    return rows
