"""Ranges that we may not edit: what touches them is left alone and told, and the rest is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sync.model.cells import CellRef
from sync.model.plans import LeftAlone, RemoveColumn
from sync.workbooks.base import WorkbookError
from tests.sheets_server.server import SheetsServer
from tests.sync.workbooks.google_sheets import TEAM, Sheets, added, change, plan

OWNER = "an@example.com"


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


@pytest.fixture
def sheets(server: SheetsServer) -> Sheets:
    return Sheets(server, {"Q4": TEAM}, columns=4, owner=OWNER)


def protect(sheets: Sheets, **more: Any) -> None:
    protected = {"editors": {"users": [OWNER]}, **more}
    sheets.asked({"addProtectedRange": {"protectedRange": protected}})


def rows(first: int, last: int | None, first_column: int = 1) -> dict[str, Any]:
    found = {"sheetId": 1, "startRowIndex": first - 1, "startColumnIndex": first_column - 1}
    return found if last is None else found | {"endRowIndex": last}


COLUMNS = added(5), added(6)._replace(header="Level ⟳", like_column=4)
SCORES = [change(row, f"{row} in {column}", column=column) for row in range(2, 6) for column in (5, 6)]


@pytest.mark.parametrize(
    ("protected", "in_the_way"),
    [
        ({"range": rows(1, 1)}, "E1"),
        ({"range": rows(3, 3)}, "E3"),
        ({"range": rows(1, None, first_column=4)}, "E1"),  # and on, over what is appended to the grid
    ],
)
def test_columns_of_a_table_wait_together_for_a_range_that_we_may_not_edit_and_the_rest_is_written(
    sheets: Sheets, protected: dict[str, Any], in_the_way: str
) -> None:
    protect(sheets, **protected)
    written = change(4, "fine")._replace(cell=CellRef("Q4", 5, 3))
    before = sheets.column(5), sheets.column(6)
    new = plan(sheets.workbook.read(), *SCORES, written, columns=COLUMNS)
    receipt = sheets.workbook.write(new)
    assert [one.cell.a1 for one in receipt.written] == ["C5"]
    assert [(left.cell.a1, left.reason, left.columns) for left in receipt.dropped] == [
        (in_the_way, "protected_room", 2)
    ]
    assert receipt.columns == ()
    assert (sheets.column(5), sheets.column(6)) == before
    assert receipt.fingerprint == sheets.workbook.read().fingerprint


def test_columns_are_added_where_a_protected_tab_is_free(sheets: Sheets) -> None:
    protect(sheets, range={"sheetId": 1}, unprotectedRanges=[rows(1, None, first_column=5)])
    receipt = sheets.workbook.write(plan(sheets.workbook.read(), *SCORES, columns=COLUMNS))
    assert (receipt.columns, receipt.dropped) == (COLUMNS, ())


def test_a_column_stays_in_which_a_cell_is_protected_and_all_else_is_taken_out(sheets: Sheets) -> None:
    sheets.workbook.write(plan(sheets.workbook.read(), *SCORES, columns=COLUMNS))
    protect(sheets, range={**rows(3, 3, first_column=5), "endColumnIndex": 5})
    back = plan(sheets.workbook.read(), *(one._replace(after=None) for one in SCORES))
    receipt = sheets.workbook.write(back._replace(removals=tuple(map(RemoveColumn, COLUMNS))))
    assert receipt.dropped == (
        LeftAlone(CellRef("Q4", 1, 5), "protected_column"),
        LeftAlone(CellRef("Q4", 3, 5), "protected"),
    )
    assert [one.cell.a1 for one in receipt.removals] == ["F1"]
    assert sheets.column(5, 5) == ["Score ⟳", None, "3 in 5", None, None]
    assert sheets.column(6, 5) == [None] * 5


def test_where_nothing_may_be_written_nothing_is_and_nothing_is_left_behind(sheets: Sheets) -> None:
    protect(sheets, range=rows(1, None))
    receipt = sheets.workbook.write(plan(sheets.workbook.read(), *SCORES, columns=COLUMNS))
    assert (receipt.written, receipt.columns) == ((), ())
    file = sheets.server.world.files.get(sheets.key)
    assert file is not None
    assert file.spreadsheet is not None
    assert file.spreadsheet.metadata == []


def test_a_protection_that_cannot_be_seen_is_named_and_what_to_do_about_it(sheets: Sheets) -> None:
    area = {**rows(2, 2, first_column=3), "endColumnIndex": 3}
    sheets.asked({"addNamedRange": {"namedRange": {"namedRangeId": "ours", "name": "Ours", "range": area}}})
    protect(sheets, namedRangeId="ours")
    content = sheets.workbook.read()
    with pytest.raises(WorkbookError, match="protected against") as refused:
        sheets.workbook.write(plan(content, change(2, "for Revenue")))
    assert "Protect sheets and ranges" in refused.value.hint
    assert not refused.value.maybe_written
    assert sheets.column(3, 2) == ["Progress ⟳", 0.1]
