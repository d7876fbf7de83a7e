"""Columns that were added to several tables of one tab are found again, whatever people do to the columns beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sync.archive import open_archive
from sync.archive.store import Archive
from sync.engine import sync_workbook
from sync.options import Settings
from sync.taking_back import leave_workbook, undo_in_workbook
from sync.workbooks import Workbook, open_workbook
from tests.appearance import values
from tests.sheets_server.editors import perform
from tests.sheets_server.server import SheetsServer
from tests.sync.taken_back import AS_OF, TAB, edit, kept, leave, recording, save, settings_of, sync, type_into, undo
from tests.sync.workbooks.google_sheets import options

HEADERS = ["Objective", "Key result", "Baseline", "Target", "Current", "Our notes"]
UPPER = [HEADERS, ["Grow", "NPS from 20 to 40", 20, 40, 30, "ask Ann"], [None, "Sign 5 contracts", 0, 5, 2, None]]
LOWER = [HEADERS, ["Care", "CSAT from 20 to 40", 20, 40, 30, None], [None, "Hire 5 people", 0, 5, 2, "ask Bo"]]
BELOW_EACH_OTHER = [*UPPER, [], *LOWER]

Edit = Callable[[Any], None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "team.xlsx"


@pytest.fixture
def archive() -> Iterator[Archive]:
    with open_archive("sqlite://") as opened:
        yield opened


def insert_a_column(tab: Any) -> None:
    tab.insert_cols(2)


def delete_their_notes(tab: Any) -> None:
    tab.delete_cols(6)


def move_progress_to_the_front(tab: Any) -> None:
    moved = [tab.cell(row, 7).value for row in range(1, tab.max_row + 1)]
    tab.delete_cols(7)
    tab.insert_cols(1)
    for row, value in enumerate(moved, 1):
        tab.cell(row, 1).value = value


def insert_a_column_and_rows(tab: Any) -> None:
    tab.insert_cols(1)
    tab.insert_rows(4, 3)


def insert_a_column_and_let_the_tables_change_places(tab: Any) -> None:
    rows = [[cell.value for cell in row] for row in tab.iter_rows()]
    for number, row in enumerate([*rows[4:7], [None] * len(rows[0]), *rows[:3]], 1):
        for column, value in enumerate([None, *row], 1):
            tab.cell(number, column).value = value


EDITS = [
    insert_a_column,
    delete_their_notes,
    move_progress_to_the_front,
    insert_a_column_and_rows,
    insert_a_column_and_let_the_tables_change_places,
]


def ours_in(path: Path) -> list[str]:
    return [str(value) for value in values(path).values() if str(value).endswith("⟳")]


@pytest.mark.parametrize("change", EDITS)
@pytest.mark.parametrize("way", ["leave", "undo"])
def test_columns_of_two_tables_below_each_other_are_all_taken_out(
    path: Path, archive: Archive, change: Edit, way: str
) -> None:
    save(path, BELOW_EACH_OTHER)
    plain = path.with_name("plain.xlsx")
    save(plain, BELOW_EACH_OTHER)
    run = sync(path, archive)
    assert len(ours_in(path)) == 10
    edit(path, change)

    found = leave(path, archive) if way == "leave" else undo(path, archive, run)[1]

    assert not found.kept
    assert not ours_in(path)
    assert sorted(map(str, values(path).values())) == sorted(
        str(value) for (_, name), value in values(plain).items() if change is not delete_their_notes or name[0] != "F"
    )


def test_of_two_tables_the_one_that_is_gone_is_told_of_and_the_other_ones_columns_go(
    path: Path, archive: Archive
) -> None:
    save(path, BELOW_EACH_OTHER)
    run = sync(path, archive)

    def delete_the_upper_one(tab: Any) -> None:
        tab.delete_rows(1, 4)
        tab.insert_cols(1)

    edit(path, delete_the_upper_one)
    _, found = undo(path, archive, run)
    assert not ours_in(path)
    assert {name for name, reason in kept(found).items() if reason == "column_gone"} == {"G1", "H1", "I1", "J1", "K1"}


def test_a_column_that_somebody_made_in_another_table_is_never_taken_for_one_of_ours(
    path: Path, archive: Archive
) -> None:
    """The column that was added to the upper table is gone; the lower one's, of the same words, was always theirs."""
    lower = [[*LOWER[0], "Progress ⟳", "Score ⟳"], [*LOWER[1], "mine", None], [*LOWER[2], None, None]]
    save(path, [*UPPER, [], *lower])
    sync(path, archive)

    def delete_ours_and_insert_one(tab: Any) -> None:
        for row in range(1, 4):
            for column in (7, 8):
                tab.cell(row, column).value = None
        tab.insert_cols(1)

    edit(path, delete_ours_and_insert_one)
    leave(path, archive)
    tab = openpyxl.load_workbook(path)[TAB]
    assert [tab.cell(5, column).value for column in (8, 9)] == ["Progress ⟳", "Score ⟳"]
    assert tab.cell(6, 8).value == "mine"


def leave_nothing_but_headers(tab: Any) -> None:
    tab.delete_rows(2, 2)
    tab.delete_rows(4, 2)
    tab.insert_cols(1)


def copy_the_headers_once_more(tab: Any) -> None:
    leave_nothing_but_headers(tab)
    for cell in tab[1]:
        tab.cell(5, cell.column).value = cell.value


def hide_the_headers_among_other_words(tab: Any) -> None:
    tab.delete_rows(2, 6)
    tab.insert_cols(1)
    for column in range(2, 8):
        tab.cell(1, column).value = None


def test_headers_whose_rows_are_all_gone_are_taken_out_in_their_order(path: Path, archive: Archive) -> None:
    save(path, BELOW_EACH_OTHER)
    sync(path, archive)
    edit(path, leave_nothing_but_headers)
    assert not leave(path, archive).kept
    assert not ours_in(path)


@pytest.mark.parametrize("change", [copy_the_headers_once_more, hide_the_headers_among_other_words])
def test_headers_of_ours_of_which_nobody_can_tell_whose_they_are_stay_and_are_named(
    path: Path, archive: Archive, change: Edit
) -> None:
    save(path, BELOW_EACH_OTHER)
    run = sync(path, archive)
    edit(path, change)
    before = values(path)
    for found in (leave(path, archive), undo(path, archive, run)[1]):
        named = {one.cell.a1 for one in found.kept if one.reason == "column_in_doubt"}
        assert named == {name for (_, name), value in before.items() if str(value).endswith("⟳")}
        assert values(path) == before


@pytest.mark.parametrize("way", ["leave", "undo"])
@pytest.mark.parametrize(
    "change",
    [
        {"edit": "insert_columns", "tab": TAB, "at": 2, "count": 1},
        {"edit": "delete_columns", "tab": TAB, "at": 6, "count": 1},
        {"edit": "move_rows", "dimension": "COLUMNS", "tab": TAB, "at": 7, "count": 1, "to": 1},
    ],
    ids=lambda change: str(change["edit"]),
)
def test_columns_and_notes_of_two_tables_of_a_google_spreadsheet_are_all_taken_out(
    path: Path, archive: Archive, change: dict[str, Any], way: str
) -> None:
    save(path, BELOW_EACH_OTHER)
    with SheetsServer() as server:
        key = str(server.add_workbook(path).id)
        settings = settings_of()._replace(google=options(server))
        run = sync_workbook(_opened(key, settings), archive, settings, AS_OF).run
        assert run is not None
        perform(server.world, key, change)
        mine = recording(archive, settings, way)
        if way == "leave":
            found = leave_workbook(_opened(key, settings), archive, settings, AS_OF, mine)
        else:
            found = undo_in_workbook(_opened(key, settings), archive, settings, AS_OF, archive.run(run), mine)
        content = _opened(key, settings).read()
    assert not found.kept
    sheet = content.sheet(TAB)
    assert sheet is not None
    assert not [cell for cells in sheet.rows.values() for cell in cells.values() if str(cell.value).endswith("⟳")]
    assert not sheet.notes


def _opened(key: str, settings: Settings) -> Workbook:
    return open_workbook(f"google:{key}", settings, name="team")


# ── Headers that somebody changed ────────────────────────────────────────────────────────────────────────────────────


def prompts_in(path: Path) -> set[str]:
    validations = openpyxl.load_workbook(path)[TAB].data_validations.dataValidation
    return {str(one.sqref) for one in validations if one.prompt}


def test_below_a_header_that_somebody_cleared_our_values_and_our_message_go(path: Path, archive: Archive) -> None:
    save(path, BELOW_EACH_OTHER)
    sync(path, archive)
    type_into(path, G5=None, G7="theirs")

    found = leave(path, archive)

    assert not found.kept
    assert {name: value for (_, name), value in values(path).items() if name[0] > "F"} == {"G7": "theirs"}
    assert not prompts_in(path)
    assert leave(path, archive).plan.writes_nothing


def test_below_a_header_that_somebody_reworded_our_values_stay_and_are_named_and_our_message_goes(
    path: Path, archive: Archive
) -> None:
    save(path, BELOW_EACH_OTHER)
    sync(path, archive)
    type_into(path, G1="How far we are")
    assert "G1" in prompts_in(path)

    found = leave(path, archive)

    assert [(one.cell.a1, one.reason, one.now, one.where and one.where.a1) for one in found.kept] == [
        ("G1", "header_changed", "How far we are", "G2")
    ]
    left = {name: value for (title, name), value in values(path).items() if title == TAB and name[0] > "F"}
    assert left == {"G1": "How far we are", "G2": 0.5, "G3": 0.4}
    assert not prompts_in(path)


def test_a_message_of_somebodys_own_on_a_header_that_was_ours_stays(path: Path, archive: Archive) -> None:
    save(path, BELOW_EACH_OTHER)
    sync(path, archive)

    def reword(tab: Any) -> None:
        tab["G1"].value = "How far we are"
        for one in tab.data_validations.dataValidation:
            if str(one.sqref) == "G1":
                one.prompt = "Ask Ann"

    edit(path, reword)
    leave(path, archive)
    assert prompts_in(path) == {"G1"}


@pytest.mark.parametrize("words", ["", "How far we are"])
def test_an_undo_names_a_column_of_another_header_and_takes_our_message_off(
    path: Path, archive: Archive, words: str
) -> None:
    save(path, BELOW_EACH_OTHER)
    run = sync(path, archive)
    type_into(path, G1=words or None)
    _, found = undo(path, archive, run)
    assert kept(found) == {"G1": "header_changed", "G2": "column_gone", "G3": "column_gone"}
    assert not prompts_in(path)


@pytest.mark.parametrize("words", ["", "Mine now"])
@pytest.mark.parametrize("moved", [False, True], ids=["where it was", "moved to the front"])
@pytest.mark.parametrize("row", [1, 5])
@pytest.mark.parametrize("again", [False, True], ids=["left at once", "synced once more"])
def test_in_a_google_spreadsheet_notes_go_from_headers_that_were_ours(
    path: Path, archive: Archive, words: str, moved: bool, row: int, again: bool
) -> None:
    save(path, BELOW_EACH_OTHER)
    with SheetsServer() as server:
        key = str(server.add_workbook(path).id)
        settings = settings_of()._replace(google=options(server))
        sync_workbook(_opened(key, settings), archive, settings, AS_OF)
        if moved:
            move = {"edit": "move_rows", "dimension": "COLUMNS", "tab": TAB, "at": 7, "count": 1, "to": 1}
            perform(server.world, key, move)
        header = f"{'A' if moved else 'G'}{row}"
        perform(server.world, key, {"edit": "overwrite", "tab": TAB, "cell": header, "value": words})
        if again:
            sync_workbook(_opened(key, settings), archive, settings, AS_OF)
        found = leave_workbook(_opened(key, settings), archive, settings, AS_OF, recording(archive, settings, "leave"))
        sheet = _opened(key, settings).read().sheet(TAB)
    assert sheet is not None
    assert not sheet.notes
    ours = [cell.value for cells in sheet.rows.values() for cell in cells.values() if str(cell.value).endswith("⟳")]
    assert not ours
    assert kept(found) == ({header: "header_changed"} if words else {})
    column = {sheet.cell(below, 1 if moved else 7) is not None for below in (row + 1, row + 2)}
    assert column == {bool(words)}


def test_a_note_that_somebody_changed_on_a_header_that_was_ours_stays(path: Path, archive: Archive) -> None:
    save(path, BELOW_EACH_OTHER)
    with SheetsServer() as server:
        key = str(server.add_workbook(path).id)
        settings = settings_of()._replace(google=options(server))
        sync_workbook(_opened(key, settings), archive, settings, AS_OF)
        start = {"sheetId": _opened_tab(server, key), "rowIndex": 0, "columnIndex": 6}
        cell = {"userEnteredValue": {"stringValue": "Mine now"}, "note": "Ask Ann"}
        update = {"start": start, "rows": [{"values": [cell]}], "fields": "userEnteredValue,note"}
        perform(server.world, key, {"edit": "requests", "requests": [{"updateCells": update}]})
        leave_workbook(_opened(key, settings), archive, settings, AS_OF, recording(archive, settings, "leave"))
        sheet = _opened(key, settings).read().sheet(TAB)
    assert sheet is not None
    assert sheet.notes == {(1, 7): "Ask Ann"}


def _opened_tab(server: SheetsServer, key: str) -> int:
    file = server.world.files.get(key)
    assert file is not None
    return next(tab.id for tab in file.spreadsheet.tabs if tab.title == TAB)
