"""Where a write landed, when people edit in that very moment and in the ones that follow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from sync.model.plans import RemoveColumn
from sync.workbooks.base import WorkbookChanged, WorkbookError
from tests.sheets_server.editors import Change, perform
from tests.sheets_server.messages import Answer, Call
from tests.sheets_server.server import SheetsServer
from tests.sync.workbooks.contract import Rows
from tests.sync.workbooks.google_sheets import TEAM, WRITE, Sheets, added, change, plan, progress

PARTS = 600
"""Bytes: so that even a small write is one of many parts."""


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


@pytest.fixture
def sheets(server: SheetsServer) -> Sheets:
    return Sheets(server, {"Q4": TEAM})


def test_a_column_that_is_deleted_before_it_is_put_back_leaves_the_next_one_alone(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    mine = {"edit": "change_header", "cell": "D1", "value": "Mine"}
    sheets.somebody(WRITE, mine)
    sheets.somebody(WRITE, {"edit": "delete_columns", "at": 4}, when="after")
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(plan(content, change(2, "for Revenue", column=4), change(3, "for Customers", column=4)))
    assert sheets.column(4, 5) == [None] * 5


def test_who_types_over_a_value_that_is_to_be_put_back_is_not_overwritten(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "change_header", "cell": "C1", "value": "Mine"})
    sheets.somebody(WRITE, {"edit": "overwrite", "cell": "C2", "value": "typed"}, when="after")
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(progress(content))
    assert sheets.column(3, 5) == ["Mine", "typed", 0.2, "=B4/10", 0.4]


def test_a_row_that_is_emptied_or_that_an_empty_one_is_cut_over_gets_no_value(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    emptied: list[Change] = [{"edit": "overwrite", "cell": cell, "value": ""} for cell in ("A2", "B2", "D2")]
    sheets.somebody(WRITE, *emptied, {"edit": "cut", "range": "A9:D9", "to": "A3"})
    receipt = sheets.workbook.write(progress(content))
    assert sheets.column(3, 5) == ["Progress ⟳", None, None, "=B4/10", "for Tickets"]
    assert [(one.cell.a1, one.before, one.after) for one in receipt.put_back] == [
        ("C2", "for Revenue", None), ("C3", "for Customers", None),
    ]  # fmt: skip


def test_a_new_row_that_is_cut_over_another_gets_nothing_of_it(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.somebody(
        WRITE,
        {"edit": "overwrite", "cell": "A7", "value": "new"},
        {"edit": "cut", "range": "A7:D7", "to": "A3"},
    )
    receipt = sheets.workbook.write(progress(content))
    assert sheets.column(1, 5) == ["Key result", "Revenue", "new", "Churn", "Tickets"]
    assert sheets.column(3, 5) == ["Progress ⟳", "for Revenue", None, "=B4/10", "for Tickets"]
    assert [(one.cell.a1, one.before, one.after) for one in receipt.put_back] == [("C3", "for Customers", None)]


def test_a_title_in_our_column_that_a_row_is_cut_over_does_not_come_back(server: SheetsServer) -> None:
    titled: Rows = [["A title"], [], ["Progress ⟳", "Key result"], [0.25, "Hire"], [None, "Train"]]
    sheets = Sheets(server, {"Q4": titled})
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "cut", "range": "A4:B4", "to": "A1"})
    sheets.workbook.write(plan(content, change(4, "for Hire", column=1), change(5, "for Train", column=1)))
    assert sheets.column(1, 5) == [0.25, None, "Progress ⟳", None, "for Train"]
    assert sheets.column(2, 5) == ["Hire", None, "Key result", None, "Train"]


def test_a_title_in_our_column_that_is_sorted_into_the_table_with_an_empty_row_is_put_back(
    server: SheetsServer,
) -> None:
    titled: Rows = [[], ["A title"], [], ["Progress ⟳", "KR"], ["w", "Hire"], ["x", "Train"], ["y", "Keep"]]
    sheets = Sheets(server, {"Q4": titled})
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "sort", "column": 1, "descending": True})
    values = [change(row, f"for row {row}", column=1) for row in (5, 6, 7)]
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(plan(content, *values))
    assert sheets.column(1, 7) == [None, "y", "x", "w", "Progress ⟳", "A title", None]


def test_a_title_in_our_column_that_is_typed_anew_was_not_cut_over_a_row_that_is_emptied(server: SheetsServer) -> None:
    titled: Rows = [["A title"], [], ["Progress ⟳", "Key result"], ["old", "Hire"], ["older", "Train"]]
    sheets = Sheets(server, {"Q4": titled})
    content = sheets.workbook.read()
    sheets.somebody(
        WRITE,
        {"edit": "overwrite", "cell": "A1", "value": "Another title"},
        {"edit": "cut", "range": "B5", "to": "C4"},
    )
    sheets.workbook.write(plan(content, change(4, "for Hire", column=1), change(5, "for Train", column=1)))
    assert sheets.column(1, 5) == ["Another title", None, "Progress ⟳", "for Hire", None]


def test_a_title_that_is_sorted_by_what_it_says_is_put_back_above_the_empty_rows(server: SheetsServer) -> None:
    titled: Rows = [
        ["KR", "Progress ⟳"], ["Revenue", "x"], ["Notes"], ["Customers", "y"], [None, "A title"], ["Tickets", "z"], [],
    ]  # fmt: skip
    sheets = Sheets(server, {"Q4": titled})
    content = sheets.workbook.read()
    sheets.somebody(
        WRITE,
        {"edit": "cut", "range": "A7:B7", "to": "A6"},
        {"edit": "sort", "column": 2, "descending": True, "header_rows": 1},
    )
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(plan(content, *(change(row, f"for row {row}", column=2) for row in (2, 4, 6))))
    assert sheets.column(1, 7) == ["KR", "Customers", "Revenue", None, "Notes", None, None]
    assert sheets.column(2, 7) == ["Progress ⟳", "y", "x", "A title", None, None, None]


def test_a_header_that_is_cut_to_another_column_does_not_take_that_column_along(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "cut", "range": "C1", "to": "B1"})
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(progress(content))
    assert sheets.column(2, 5) == ["Progress ⟳", 100, 40, 3, 30]
    assert sheets.column(3, 5) == [None, 0.1, 0.2, "=B4/10", 0.4]


def test_a_column_that_is_cut_whole_has_what_stood_in_it_at_its_new_place_alone(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "cut", "range": "C1:C5", "to": "F1"})
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(progress(content))
    assert sheets.column(3, 5) == [None] * 5
    assert sheets.column(6, 5) == ["Progress ⟳", 0.1, 0.2, "=B4/10", 0.4]


def test_a_column_that_stands_in_the_place_of_a_deleted_one_gets_nothing_of_it(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "insert_columns", "at": 3, "count": 1}, {"edit": "delete_columns", "at": 4})
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(progress(content))
    assert sheets.column(3, 5) == [None] * 5
    assert sheets.column(4, 5) == ["Comment", "ask An", "=B3", None, "last"]


def test_the_value_of_a_row_that_was_deleted_stands_in_no_row_that_says_the_same(server: SheetsServer) -> None:
    twice: Rows = [["Key result", "Current", "Progress ⟳"], ["Hire", 1, None], ["Hire", 1, None], ["Train", 2, None]]
    sheets = Sheets(server, {"Q4": twice})
    content = sheets.workbook.read()
    another = ({"edit": "delete_rows", "at": 3, "count": 1}, {"edit": "insert_rows", "at": 3, "count": 1})
    sheets.somebody(WRITE, *another, {"edit": "cut", "range": "A2:B2", "to": "A3"})
    sheets.workbook.write(
        plan(content, change(2, "for the first"), change(3, "for the second"), change(4, "for Train"))
    )
    assert sheets.column(1, 4) == ["Key result", None, "Hire", "Train"]
    assert sheets.column(3, 4) == ["Progress ⟳", None, None, "for Train"]


def test_values_in_rows_of_which_nothing_else_is_left_are_followed_while_they_are_put_back(
    server: SheetsServer,
) -> None:
    upside_down: Rows = [
        ["Keep", 3],
        ["Key result", "Current", "Progress ⟳"],
        ["Hire", 1, "old"],
        ["Train", 2, "older"],
    ]
    sheets = Sheets(server, {"Q4": upside_down})
    content = sheets.workbook.read()
    deleted, inserted = ({"edit": edit, "at": at, "count": 3} for edit, at in (("delete_rows", 3), ("insert_rows", 1)))
    sheets.somebody(WRITE, deleted, inserted)
    sheets.somebody(WRITE + 2, {"edit": "sort", "column": 2, "header_rows": 1})
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(plan(content, change(3, "for Hire"), change(4, "for Train")))
    assert sheets.column(1, 6) == [None, "Keep", "Key result", None, None, None]
    assert sheets.column(3, 6) == [None, None, "Progress ⟳", None, None, None]


def test_a_number_format_that_is_put_back_into_a_row_that_moves_again_does_not_stay_in_another(sheets: Sheets) -> None:
    percent = {"userEnteredFormat": {"numberFormat": {"type": "PERCENT", "pattern": "0%"}}}
    start = {"sheetId": sheets.tab().id, "rowIndex": 4, "columnIndex": 2}
    look = {"updateCells": {"start": start, "rows": [{"values": [percent]}], "fields": "userEnteredFormat"}}
    perform(sheets.server.world, sheets.key, {"edit": "requests", "requests": [look]})
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "sort", "column": 1, "descending": True})
    sheets.somebody(WRITE + 2, {"edit": "sort", "column": 1})
    values = [change(2, "for Revenue")._replace(number_format="0.00"), change(3, "for Customers")]
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(plan(content, *values, change(5, "for Tickets")))
    assert sheets.column(1, 5) == ["Key result", "Churn", "Customers", "Revenue", "Tickets"]
    assert sheets.column(3, 5) == ["Progress ⟳", "=B2/10", 0.2, 0.1, 0.4]
    formats = [(sheets.tab().cell(row, 2).format or {}).get("numberFormat") for row in range(5)]
    assert formats == [None, None, None, None, percent["userEnteredFormat"]["numberFormat"]]


def test_a_refusal_while_values_are_put_back_is_not_said_to_have_written_nothing(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "sort", "column": 1, "descending": True})
    sheets.server.world.faults.add("forbidden", match="batchUpdate", after=2, times=None)
    with pytest.raises(WorkbookError, match="not all could be put back") as refused:
        sheets.workbook.write(progress(content))
    assert refused.value.maybe_written


# ── Whose answer is lost ─────────────────────────────────────────────────────────────────────────────────────────────


NEW_COLUMNS: list[tuple[Change, list[str | None]]] = [
    ({"edit": "delete_columns", "at": 5}, ["Level ⟳", None, None]),
    ({"edit": "insert_columns", "at": 6}, ["Score ⟳", None, "Level ⟳"]),
    ({"edit": "move_rows", "dimension": "COLUMNS", "at": 6, "to": 5}, ["Level ⟳", "Score ⟳", None]),
]


@pytest.mark.parametrize(("change_of_columns", "headers"), NEW_COLUMNS)
def test_new_columns_that_move_before_a_lost_write_is_looked_at_keep_their_values(
    sheets: Sheets, change_of_columns: Change, headers: list[str | None]
) -> None:
    content = sheets.workbook.read()
    columns = added(5), added(6)._replace(header="Level ⟳")
    values = [
        change(row, f"{header[:5]} {row}", column=5 + place)
        for place, header in enumerate(("Score", "Level"))
        for row in range(2, 6)
    ]
    sheets.server.world.faults.add("drop", match="batchUpdate", after=1, applied=True)
    sheets.somebody(WRITE, change_of_columns, when="after")
    receipt = sheets.workbook.write(plan(content, *values, columns=columns))
    for place, header in enumerate(headers):
        below = [f"{header[:5]} {row}" if header else None for row in range(2, 6)]
        assert sheets.column(5 + place, 5) == [header, *below]
    assert receipt.put_back == ()


def test_a_column_that_lost_its_header_before_a_lost_write_is_looked_at_is_given_back_wherever_it_is(
    sheets: Sheets,
) -> None:
    content = sheets.workbook.read()
    sheets.server.world.faults.add("drop", match="batchUpdate", after=1, applied=True)
    mine: Change = {"edit": "change_header", "cell": "C1", "value": "Mine"}
    sheets.somebody(WRITE, mine, {"edit": "insert_columns", "at": 2, "count": 1}, when="after")
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(progress(content))
    assert sheets.column(4, 5) == ["Mine", 0.1, 0.2, "=C4/10", 0.4]


def test_a_column_that_stands_in_the_place_of_a_deleted_one_gets_nothing_of_it_where_the_answer_is_lost(
    server: SheetsServer,
) -> None:
    sheets = Sheets(server, {"Q4": [["Key result", "Progress ⟳"], ["Hire", "old"], ["Train", "older"]]})
    content = sheets.workbook.read()
    server.world.faults.add("drop", match="batchUpdate", after=1, applied=True)
    sheets.somebody(WRITE, {"edit": "delete_columns", "at": 2}, {"edit": "insert_columns", "at": 2})
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(plan(content, change(2, "for Hire", column=2), change(3, "for Train", column=2)))
    assert sheets.column(1, 3) == ["Key result", "Hire", "Train"]
    assert sheets.column(2, 3) == [None, None, None]


def test_headers_that_are_cut_over_a_row_are_put_back_where_the_answer_is_lost(server: SheetsServer) -> None:
    sheets = Sheets(server, {"Q4": [["Key result", "Progress ⟳"], ["Hire", "old"], ["Train", "older"]]})
    content = sheets.workbook.read()
    server.world.faults.add("drop", match="batchUpdate", after=1, applied=True)
    sheets.somebody(WRITE, {"edit": "cut", "range": "A1:B1", "to": "A3"})
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(plan(content, change(2, "for Hire", column=2), change(3, "for Train", column=2)))
    assert sheets.column(1, 3) == [None, "Hire", "Key result"]
    assert sheets.column(2, 3) == [None, "old", "Progress ⟳"]


def test_a_number_format_that_moved_along_before_a_lost_write_is_looked_at_is_put_back_too(
    server: SheetsServer,
) -> None:
    titled: Rows = [["Key result", "Progress ⟳"], [], ["Hire", "old"], ["Train", "older"]]
    sheets = Sheets(server, {"Q4": titled})
    content = sheets.workbook.read()
    server.world.faults.add("drop", match="batchUpdate", after=1, applied=True)
    upward: Change = {"edit": "move_rows", "at": 2, "count": 1, "to": 5}
    sheets.somebody(WRITE, {"edit": "change_header", "cell": "B1", "value": "Mine"}, upward, when="after")
    as_percent = change(4, "for Train", column=2)._replace(number_format="0%")
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(plan(content, change(3, "for Hire", column=2), as_percent))
    assert sheets.column(2, 4) == ["Mine", "old", "older", None]
    assert [(sheets.tab().cell(row, 1).format or {}).get("numberFormat") for row in range(4)] == [None] * 4


def test_a_new_column_that_somebody_makes_theirs_before_a_lost_write_is_looked_at_is_as_it_was(sheets: Sheets) -> None:
    fields: set[str] = set()

    def look(operation: str, call: Call, answer: Answer) -> None:
        requests = call.body().get("requests", ()) if call.content else ()
        fields.update(each["updateCells"]["fields"] for each in requests if "updateCells" in each)

    content = sheets.workbook.read()
    sheets.server.world.watchers.append(look)
    sheets.server.world.faults.add("drop", match="batchUpdate", after=1, applied=True)
    sheets.somebody(WRITE, {"edit": "change_header", "cell": "E1", "value": "Mine"}, when="after")
    scores = [change(row, f"for row {row}", column=5) for row in (2, 3)]
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(plan(content, *scores, columns=(added(5, last_row=3),)))
    assert sheets.column(5, 4) == ["Mine", None, None, None]
    assert [(sheets.tab().cell(row, 4).format or {}).get("numberFormat") for row in (1, 2)] == [None, None]
    # A format as a whole, and a part of it beside it, are never asked for at once.
    assert not any("userEnteredFormat," in each and "numberFormat" in each for each in fields)


def test_rows_that_say_the_same_are_told_by_their_values_when_a_lost_write_is_looked_at(server: SheetsServer) -> None:
    twins: Rows = [["Key result", "Target", "Progress ⟳"], ["Same", 1, "old"], ["Same", 1, "older"]]
    sheets = Sheets(server, {"Q4": twins})
    content = sheets.workbook.read()
    server.world.faults.add("drop", match="batchUpdate", after=1, applied=True)
    sheets.somebody(WRITE, {"edit": "sort", "column": 3, "descending": True, "header_rows": 1}, when="after")
    receipt = sheets.workbook.write(plan(content, change(2, "for the first"), change(3, "for the second")))
    assert sheets.column(3, 3) == ["Progress ⟳", "for the second", "for the first"]
    assert len(receipt.written) == 2
    assert receipt.put_back == ()


@pytest.mark.parametrize("kind", ["drop", "503", "truncated"])
def test_columns_that_are_taken_out_in_a_lost_write_are_told_to_have_been(server: SheetsServer, kind: str) -> None:
    # Of the last row nothing but ours is left: people deleted what else stood in it.
    sheets = Sheets(server, {"Q4": [*TEAM, [None] * 4]})
    columns = added(5, last_row=6), added(6, last_row=6)._replace(header="Level ⟳")
    scores = [change(row, f"{row} in {column}", column=column) for row in range(2, 7) for column in (5, 6)]
    new = plan(sheets.workbook.read(), *scores, columns=columns)
    looks = sheets.workbook.looks(new)
    sheets.workbook.write(new)
    back = plan(sheets.workbook.read(), *(one._replace(after=None) for one in scores))
    removals = tuple(RemoveColumn(column, looks[column.cell]) for column in columns)
    server.world.faults.add(kind, match="batchUpdate", after=1, applied=True)
    receipt = sheets.workbook.write(back._replace(removals=removals))
    assert (len(receipt.written), receipt.removals, receipt.dropped) == (10, removals, ())
    assert receipt.put_back == ()
    assert [sheets.column(column, 6) for column in (4, 5, 6)] == [
        ["Comment", "ask An", "=B3", None, "last", None], [None] * 6, [None] * 6,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "reported"),
    [
        ({"edit": "overwrite", "cell": "E1", "value": "Mine"}, ["E1"]),
        ({"edit": "overwrite", "cell": "E3", "value": "mine"}, ["E3"]),
        ({"edit": "insert_columns", "at": 5}, []),
        ({"edit": "insert_rows", "at": 3}, []),
    ],
)
def test_what_people_do_where_columns_were_before_a_lost_write_is_looked_at_stays(
    sheets: Sheets, typed: Change, reported: list[str]
) -> None:
    scores = [change(row, f"for row {row}", column=5) for row in range(2, 6)]
    new = plan(sheets.workbook.read(), *scores, columns=(added(5),))
    sheets.workbook.write(new)
    back = plan(sheets.workbook.read(), *(one._replace(after=None) for one in scores))
    sheets.server.world.faults.add("drop", match="batchUpdate", after=1, applied=True)
    sheets.somebody(WRITE, typed, when="after")
    receipt = sheets.workbook.write(back._replace(removals=(RemoveColumn(added(5)),)))
    assert not any(str(one).startswith("for ") for column in (5, 6) for one in sheets.column(column))
    assert [str(one.entered) for _, _, one in sheets.tab().filled() if str(one.entered).lower() == "mine"] == (
        [typed["value"]] if "value" in typed else []
    )
    assert [left.cell.a1 for left in receipt.dropped] == reported


def test_a_look_whose_answer_is_lost_while_values_are_put_back_is_made_again(sheets: Sheets) -> None:
    content = sheets.workbook.read()
    sheets.somebody(WRITE, {"edit": "sort", "column": 1, "descending": True})
    sheets.server.world.faults.add("drop", match="batchUpdate", after=2, applied=True)
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(progress(content))
    assert sheets.column(3, 5) == ["Progress ⟳", 0.4, 0.1, 0.2, "=B5/10"]


# ── Looked at in part ────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_a_large_tab_that_is_sorted_a_column_is_given_back_that_lost_its_header_and_had_not_moved(
    server: SheetsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.workbooks.google_guarded.LARGEST_WHOLE", 0)
    sheets = Sheets(server, {"Q4": [["Key result", "Progress ⟳"], ["Hire", "old"], ["Train", "older"]]})
    content = sheets.workbook.read()
    sorted_down: Change = {"edit": "sort", "column": 1, "descending": True}
    sheets.somebody(WRITE, {"edit": "change_header", "cell": "B1", "value": ""}, sorted_down)
    with pytest.raises(WorkbookChanged):
        sheets.workbook.write(plan(content, change(2, "for Hire", column=2), change(3, "for Train", column=2)))
    assert sheets.column(1, 3) == ["Key result", "Train", "Hire"]
    assert sheets.column(2, 3) == [None, "older", "old"]


# ── In many parts ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_column_may_be_added_in_many_parts(server: SheetsServer) -> None:
    sheets = Sheets(server, {"Q4": TEAM}, largest_write=PARTS)
    content = sheets.workbook.read()
    scores = [change(row, f"a score for row {row}" * 9, column=5) for row in range(2, 6)]
    receipt = sheets.workbook.write(plan(content, *scores, columns=(added(5),)))
    assert receipt.dropped == ()
    assert sheets.column(5, 5) == ["Score ⟳", *(one.after for one in scores)]


@pytest.mark.parametrize("part", [WRITE + 1, WRITE + 2, WRITE + 3])
def test_a_new_column_of_which_only_parts_are_written_has_its_header(server: SheetsServer, part: int) -> None:
    sheets = Sheets(server, {"Q4": TEAM}, largest_write=PARTS)
    content = sheets.workbook.read()
    scores = [change(row, f"a score for row {row}" * 9, column=5) for row in (2, 4)]
    sheets.somebody(part, {"edit": "insert_columns", "at": 5})
    receipt = sheets.workbook.write(plan(content, *scores, columns=(added(5),)))
    assert receipt.dropped != ()
    assert receipt.columns == (added(5),)
    assert sheets.column(6, 1) == ["Score ⟳"]


@pytest.mark.parametrize("part", [WRITE + 1, WRITE + 2])
def test_a_column_that_is_taken_out_in_part_keeps_its_header(server: SheetsServer, part: int) -> None:
    sheets = Sheets(server, {"Q4": TEAM}, largest_write=1)
    scores = [change(row, f"a score for row {row}", column=5) for row in range(2, 6)]
    new = plan(sheets.workbook.read(), *scores, columns=(added(5),))
    look = sheets.workbook.looks(new)[new.columns[0].cell]
    sheets.workbook.write(new)
    none = plan(sheets.workbook.read(), *(one._replace(after=None) for one in scores))
    sheets.somebody(part, {"edit": "insert_columns", "at": 5})
    with pytest.raises(WorkbookChanged) if part == WRITE + 1 else nullcontext():
        receipt = sheets.workbook.write(none._replace(removals=(RemoveColumn(new.columns[0], look),)))
        assert (len(receipt.written), receipt.removals) == (4, ())
    assert sheets.column(6, 1) == ["Score ⟳"]


def test_a_tab_that_shrinks_before_its_part_is_written_ends_the_write_and_no_more(server: SheetsServer) -> None:
    sheets = Sheets(server, {"Q4": TEAM, "Q3": TEAM}, rows=5, columns=4, largest_write=PARTS)
    content = sheets.workbook.read()
    wide = [change(row, "x" * 200, tab=tab) for tab in ("Q4", "Q3") for row in (2, 3, 5)]
    sheets.somebody(WRITE + 1, {"edit": "delete_columns", "tab": "Q3", "at": 4})
    receipt = sheets.workbook.write(plan(content, *wide))
    assert {one.cell.sheet for one in receipt.written} == {"Q4"}
    assert {left.reason for left in receipt.dropped} == {"moved"}
