"""A run that writes to a workbook twice is undone as one that wrote once, whatever people did to rows and columns
between the two writes: each row has what it had before, or its cell is named."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from sync.archive import open_archive
from sync.archive.store import Archive
from sync.engine import sync_workbook
from sync.model.plans import Receipt
from sync.run_info import run_info
from sync.taking_back import TakenBackFrom, undo_in_workbook
from sync.workbooks import WorkbookError
from sync.workbooks.excel import ExcelWorkbook
from tests.sync.taken_back import AS_OF, OWNED, TAB, alike, edit, kept, save, settings_of, sheets, type_into, undo

Edit = Callable[[Any], None]

TO_COME = " to come"
HEADERS = ["Objective", "Key result", "Baseline", "Target", "Current"]
SALES = [
    [*HEADERS, *OWNED],
    ["Grow", "Revenue", 0, 100, 40, 0.2, 0.2, "Behind", None],
    ["Care", "Churn fixed", 0, 100, 50, 0.3, 0.3, "At risk", "ask Bo"],
    ["Learn", "Trainings", 0, 100, 60, None, None, None, None],
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "team.xlsx"


@pytest.fixture
def archive() -> Iterator[Archive]:
    with open_archive("sqlite://") as opened:
        yield opened


def sync_twice(path: Path, archive: Archive, between: Sequence[Edit], without: Path | None = None) -> str:
    """A run that writes twice; people edit between the two, and a copy that is not synced in the same way."""
    settings = settings_of()
    with archive.running(run_info("cli", settings, AS_OF), lambda: run_info("cli", settings, AS_OF).started) as run:
        for edits in ((), between):
            edit_both(path, without, edits)
            sync_workbook(ExcelWorkbook(path, name="team"), archive, settings, AS_OF, run.id)
        return run.id


def edit_both(path: Path, without: Path | None, edits: Sequence[Edit]) -> None:
    """In the copy that is not synced, people know a column that is to be added by the place that it has in the other
    one."""
    if without is not None:
        headers = {column: value for (row, column), value in cells(path).items() if row == 1}
        there = cells(without)
        added = {column: f"{header}{TO_COME}" for column, header in headers.items() if (1, column) not in there}
        edit(without, lambda tab: [_set(tab, 1, column, header) for column, header in added.items()])
    for one in edits:
        for each in (path, without):
            if each is not None:
                edit(each, one)


def cells(path: Path) -> dict[tuple[int, int], Any]:
    tab = openpyxl.load_workbook(path)[TAB]
    found = {(cell.row, cell.column): cell.value for row in tab.iter_rows() for cell in row}
    return {place: value for place, value in found.items() if value is not None}


def undone(path: Path, archive: Archive, between: Sequence[Edit], later: Sequence[Edit] = ()) -> TakenBackFrom:
    """Undo a run that wrote twice. But for the cells that are named as kept, the workbook is then as it would be if
    people had edited it so without that run."""
    without = path.with_name("without.xlsx")
    without.write_bytes(path.read_bytes())
    run = sync_twice(path, archive, between, without)
    edit_both(path, without, later)
    _, found = undo(path, archive, run)
    before = {place: value for place, value in cells(without).items() if TO_COME not in str(value)}
    after = cells(path)
    # A column that is kept is named by its header, once.
    named = {(one.cell.row, one.cell.column) for one in found.kept}
    columns = {one.cell.column for one in found.kept if one.reason in ("column_in_use", "header_changed")}
    wrong = {
        place: (before.get(place), after.get(place))
        for place in before.keys() | after.keys()
        if not alike(before.get(place), after.get(place)) and place not in named and place[1] not in columns
    }
    assert not wrong, found.kept
    return found


def set_current(row: int, value: Any) -> Edit:
    return lambda tab: _set(tab, row, _column(tab, "Current"), value)


def swap_rows(one: int, other: int) -> Edit:
    def swap(tab: Any) -> None:
        width = max(tab.max_column, 1)
        rows = [[tab.cell(row, column).value for column in range(1, width + 1)] for row in (one, other)]
        for row, values in zip((other, one), rows, strict=True):
            for column, value in enumerate(values, 1):
                tab.cell(row, column).value = value

    return swap


def insert_row(row: int) -> Edit:
    return lambda tab: tab.insert_rows(row)


def delete_row(row: int) -> Edit:
    return lambda tab: tab.delete_rows(row)


def insert_column(column: int) -> Edit:
    return lambda tab: tab.insert_cols(column)


def delete_ours(header: str) -> Edit:
    def delete(tab: Any) -> None:
        column = _column(tab, header)
        if column:
            tab.delete_cols(column)

    return delete


def move_ours_to_the_front(header: str) -> Edit:
    def move(tab: Any) -> None:
        tab.insert_cols(1)
        column = _column(tab, header)
        if column:
            for row in range(1, tab.max_row + 1):
                tab.cell(row, 1).value = tab.cell(row, column).value
            tab.delete_cols(column)

    return move


def reword(header: str) -> Edit:
    return lambda tab: _set(tab, 1, _column(tab, header), "Mine")


def _column(tab: Any, header: str) -> int:
    return next((cell.column for cell in tab[1] if cell.value in (header, f"{header}{TO_COME}")), 0)


def _set(tab: Any, row: int, column: int, value: Any) -> None:
    if column:
        tab.cell(row, column).value = value


NEW_VALUES = [set_current(2, 80), set_current(3, None), set_current(4, 10)]


@pytest.mark.parametrize(
    "between",
    [
        [],
        [swap_rows(2, 3)],
        [swap_rows(2, 4), swap_rows(3, 4)],
        [insert_row(2)],
        [insert_column(1)],
        [insert_column(7)],
        [swap_rows(2, 3), insert_column(1), insert_row(3)],
        [move_ours_to_the_front(OWNED[0])],
    ],
)
@pytest.mark.parametrize("is_before", [True, False])
def test_each_row_has_what_it_had_wherever_it_was_moved_between_the_two_writes(
    path: Path, archive: Archive, between: list[Edit], is_before: bool
) -> None:
    save(path, SALES)
    found = undone(path, archive, [*between, *NEW_VALUES] if is_before else [*NEW_VALUES, *between])
    assert kept(found) == {}


@pytest.mark.parametrize("header", [OWNED[0], OWNED[1], OWNED[2]])
@pytest.mark.parametrize("made", [delete_ours, reword])
def test_what_stood_in_a_column_that_is_gone_goes_into_no_other_and_is_named(
    path: Path, archive: Archive, made: Callable[[str], Edit], header: str
) -> None:
    save(path, SALES)
    was = 6 + OWNED.index(header)
    found = undone(path, archive, [made(header), *NEW_VALUES])
    assert {one.reason for one in found.kept} == {"column_gone"}
    assert {(one.cell.row, one.cell.column) for one in found.kept} == {(row, was) for row in (2, 3, 4)}


def test_what_stood_in_a_row_that_is_gone_goes_into_no_other_and_is_named(path: Path, archive: Archive) -> None:
    save(path, SALES)
    found = undone(path, archive, [delete_row(2), set_current(2, 90)])
    assert {one.reason for one in found.kept} == {"row_gone"}
    assert {one.cell.row for one in found.kept} == {2}


def test_what_somebody_typed_between_the_two_writes_comes_back(path: Path, archive: Archive) -> None:
    save(path, SALES)
    found = undone(path, archive, [lambda tab: _set(tab, 2, 6, 0.99), *NEW_VALUES])
    assert kept(found) == {}


def test_columns_that_the_first_write_added_go_from_where_they_were_moved(path: Path, archive: Archive) -> None:
    save(path, [row[:5] for row in SALES])
    found = undone(path, archive, [insert_column(2), swap_rows(2, 3), *NEW_VALUES])
    assert kept(found) == {}
    assert len(found.plan.removals) == 5


SHARED = [["Grow", "Revenue", 0, 100, 40], ["Grow", "Orders", 0, 100, 60]]
SHARED_TOO = [["Learn", "Trainings", 0, 100, 40], ["Learn", "Books", 0, 100, 60]]


@pytest.mark.parametrize(
    "between",
    [
        [swap_rows(2, 3)],
        [swap_rows(2, 3), swap_rows(4, 5)],
        [swap_rows(2, 3), set_current(4, 30)],
        [insert_column(2), swap_rows(2, 3)],
        [insert_column(2), swap_rows(2, 3), set_current(4, 30)],
    ],
)
def test_an_objectives_score_that_a_row_took_along_was_not_there_before(
    path: Path, archive: Archive, between: list[Edit]
) -> None:
    save(path, [HEADERS, *SHARED, *SHARED_TOO])
    found = undone(path, archive, between)
    assert kept(found) == {}
    assert len(found.plan.removals) == 5


@pytest.mark.parametrize("deleted", [[2], [2, 2]])
def test_nor_does_it_come_from_an_objective_whose_rows_are_gone(
    path: Path, archive: Archive, deleted: list[int]
) -> None:
    scored = [[*row, row[4] / 100, row[4] / 100, score] for row, score in zip(SHARED_TOO, (0.5, None), strict=True)]
    save(path, [[*HEADERS, *OWNED[:2], "Objective score ⟳"], *SHARED, *scored])
    first = 4 - len(deleted)
    undone(path, archive, [*map(delete_row, deleted), swap_rows(first, first + 1)])


def test_a_value_below_the_table_goes_into_no_other_column(path: Path, archive: Archive) -> None:
    """It stands in a row of nobody's, which is known by its place alone."""
    save(path, [*SALES, [None] * 5 + [0.5]])
    run = sync_twice(path, archive, [])
    assert (5, 6) not in cells(path)
    edit(path, insert_column(1))
    _, found = undo(path, archive, run)
    assert kept(found) == {"F5": "column_gone"}
    assert not {(5, 6), (5, 7)} & cells(path).keys()


rows = st.integers(2, 5)
owned = st.sampled_from(OWNED)
edits = st.one_of(
    st.builds(set_current, rows, st.sampled_from([None, 0, 10, 40, 100])),
    st.builds(swap_rows, rows, rows),
    st.builds(insert_row, rows),
    st.builds(delete_row, rows),
    st.builds(insert_column, st.integers(1, 9)),
    st.builds(delete_ours, owned),
    st.builds(move_ours_to_the_front, owned),
    st.builds(reword, owned),
)


@given(sheets(), st.lists(edits, max_size=4), st.lists(edits, max_size=1))
@example([[*HEADERS, OWNED[0]], ["Grow", "A", 0, 10, None, 0.2]], [delete_ours(OWNED[0]), set_current(2, 10)], [])
@example([HEADERS, *([title, f"{title} more", *[0] * 3] for title in "ABC")], [], [insert_row(3)])
@examples(max_examples=40, deadline=None)
def test_after_an_undo_of_two_writes_each_row_has_what_it_had_or_its_cell_is_named(
    sheet: list[list[Any]], between: list[Edit], later: list[Edit]
) -> None:
    with tempfile.TemporaryDirectory() as folder, open_archive("sqlite://") as archive:
        path = Path(folder) / "team.xlsx"
        save(path, sheet)
        undone(path, archive, between, later)


def test_what_was_written_twice_is_undone_where_somebody_typed_since(path: Path, archive: Archive) -> None:
    save(path, SALES)
    run = sync_twice(path, archive, NEW_VALUES)
    type_into(path, F2=0.77)
    _, found = undo(path, archive, run)
    assert kept(found) == {"F2": "changed"}
    assert cells(path)[2, 6] == 0.77
    assert cells(path)[3, 6] == 0.3


def test_a_run_that_was_killed_before_its_second_write_is_undone_as_a_dry_run_says(
    path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(path, SALES)
    settings = settings_of()
    run = archive.begin_run(run_info("cli", settings, AS_OF))
    sync_workbook(ExcelWorkbook(path, name="team"), archive, settings, AS_OF, run)
    for one in NEW_VALUES:
        edit(path, one)
    without = cells(path)

    def killed(*_: object) -> Receipt:
        raise WorkbookError("killed", maybe_written=True)

    workbook = ExcelWorkbook(path, name="team")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(ExcelWorkbook, "write", killed)
        with pytest.raises(WorkbookError):
            sync_workbook(workbook, archive, settings, AS_OF, run)

    dry = undo_in_workbook(workbook, archive, settings, AS_OF, archive.run(run), None)
    _, found = undo(path, archive, run)
    assert dry.plan.changes == found.plan.changes
    assert dry.kept == found.kept == ()
    assert cells(path) != without
    assert [cells(path).get((row, 6)) for row in (2, 3, 4)] == [0.2, 0.3, None]
