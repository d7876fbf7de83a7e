"""What is taken out of a workbook that is left: it is the one of before, but for what people made of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from sync.archive import open_archive
from sync.archive.store import Archive
from sync.engine import sync_workbook
from sync.model.cells import Cell
from sync.taking_back import leave_workbook, undo_in_workbook
from sync.workbooks.excel import ExcelWorkbook
from tests.appearance import layout, looks, values
from tests.sheets import sheet_of
from tests.sync.taken_back import (
    AS_OF,
    OWNED,
    TAB,
    TEAM,
    WITH_OWNED,
    edit,
    kept,
    leave,
    recording,
    save,
    settings_of,
    sheets,
    sync,
    type_into,
)
from tests.sync.workbooks.memory import MemoryWorkbook


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "team.xlsx"


@pytest.fixture
def archive() -> Iterator[Archive]:
    with open_archive("sqlite://") as opened:
        yield opened


@examples(max_examples=20, deadline=None)
@example([[*TEAM[1][:5], *OWNED], ["Objective 0", "Measure 0", 100, 0, 0, None, None, None, 0.25]], [(2, 50)])
@given(sheets(), st.lists(st.tuples(st.integers(2, 5), st.sampled_from([0, 10, 50, 100])), max_size=3))
def test_leaving_after_syncs_gives_back_the_workbook_of_before(
    rows: list[list[Any]], check_ins: list[tuple[int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, open_archive("sqlite://") as archive:
        path = Path(folder) / "team.xlsx"
        save(path, rows)
        before, around = looks(path), layout(path)
        sync(path, archive)
        for row, value in check_ins:
            if row <= len(rows):
                type_into(path, **{f"E{row}": value})
                rows[row - 1][4] = value
                sync(path, archive)
        found = leave(path, archive)
        if check_ins:
            save(path.with_name("same.xlsx"), rows)
            before, around = looks(path.with_name("same.xlsx")), layout(path.with_name("same.xlsx"))
        assert not found.kept
        assert looks(path) == before
        assert layout(path) == around
        assert sync_workbook(ExcelWorkbook(path, name="team"), archive, settings_of(), AS_OF).came_to == "held"


def test_leaving_keeps_what_people_typed_into_columns_of_ours_since(path: Path, archive: Archive) -> None:
    save(path, WITH_OWNED)
    sync(path, archive)
    type_into(path, F3=0.99, H4="late, I fear")
    found = leave(path, archive)
    assert kept(found) == {"F3": "changed", "H4": "changed"}
    assert {name: value for (_, name), value in values(path).items() if name[0] in "FGHI"} == {
        **dict(zip(("F2", "G2", "H2", "I2"), OWNED, strict=True)),
        "F3": 0.99,
        "H4": "late, I fear",
    }


def test_leaving_keeps_a_column_of_ours_in_which_somebody_wrote_and_says_so_once(path: Path, archive: Archive) -> None:
    save(path, [row[:5] for row in TEAM])
    sync(path, archive)
    type_into(path, H4="late, I fear")
    found = leave(path, archive)
    assert [(one.cell.a1, one.reason, one.where and one.where.a1) for one in found.kept] == [
        ("H2", "column_in_use", "H4")
    ]
    now = {name: value for (title, name), value in values(path).items() if title == TAB and name[0] > "E"}
    assert now == {"H2": "Status ⟳", "H4": "late, I fear"}


def test_leaving_gives_back_what_a_person_last_had_in_a_cell(path: Path, archive: Archive) -> None:
    rows = [list(row) for row in WITH_OWNED]
    rows[2][5] = "first"
    save(path, rows)
    sync(path, archive)
    type_into(path, E3=50, F4="second")
    sync(path, archive)
    type_into(path, E3=60, B4="Users, reworded")
    sync(path, archive)
    leave(path, archive)
    now = values(path)
    assert (now[TAB, "F3"], now[TAB, "F4"]) == ("first", "second")


def test_leaving_takes_out_columns_that_were_moved_and_rows_that_were_sorted(path: Path, archive: Archive) -> None:
    save(path, [row[:5] for row in TEAM])
    sync(path, archive)

    def move(tab: Any) -> None:
        tab.insert_cols(1)
        third, fifth = ([copy(cell.value) for cell in tab[row]] for row in (3, 5))
        for row, cells in ((3, fifth), (5, third)):
            for column, value in enumerate(cells, 1):
                tab.cell(row, column).value = value

    edit(path, move)
    found = leave(path, archive)
    assert not found.kept
    assert not [value for value in values(path).values() if str(value).endswith("⟳")]
    assert {str(name)[0] for _, name in values(path).keys() - {("Notes", "A1"), ("Notes", "B1")}} == set("BCDEF")


@pytest.mark.parametrize("rows_up", [None, 1, 2])
def test_leaving_takes_out_the_columns_of_a_lower_table_that_was_cleared_or_moved_away_from_them(
    path: Path, archive: Archive, rows_up: int | None
) -> None:
    lower = [["Team People"], *([f"{row[0]} more" if row[0] else None, *row[1:5]] for row in TEAM[2:])]
    lower.insert(1, TEAM[1][:5])
    save(path, [*(row[:5] for row in TEAM), [], [], [], *lower])
    sync(path, archive)
    top = len(TEAM) + 4

    def take_away(tab: Any) -> None:
        for row in range(top, top + len(lower)):
            for column in range(1, 6):
                if rows_up is not None:
                    tab.cell(row - rows_up, column).value = tab.cell(row, column).value
                tab.cell(row, column).value = None

    edit(path, take_away)
    before = {place: value for place, value in values(path).items() if str(place[1])[0] in "ABCDE"}
    found = leave(path, archive)
    assert len(found.plan.cells) == len(set(found.plan.cells))
    assert not found.kept
    assert values(path) == before


def test_leaving_a_workbook_in_which_nothing_of_ours_stands_writes_nothing(path: Path, archive: Archive) -> None:
    save(path, WITH_OWNED)
    before = path.read_bytes()
    assert leave(path, archive).plan.writes_nothing
    assert path.read_bytes() == before
    assert archive.held("team") is not None


def test_an_undo_of_leaving_writes_no_cell_twice_where_rows_had_moved_up(archive: Archive) -> None:
    """In a system that keeps the look of empty cells: what stood below the rows is given back to no row of theirs."""
    rows = "\n".join(" | ".join("" if cell is None else str(cell) for cell in row) for row in WITH_OWNED[1:])
    team, settings = MemoryWorkbook("team", (sheet_of(rows.replace("=E5*2", ""), TAB),)), settings_of()
    sync_workbook(team, archive, settings, AS_OF)
    [sheet] = team._sheets
    team._sheets = (sheet._replace(rows={row - (row > 3): cells for row, cells in sheet.rows.items() if row != 3}),)
    sync_workbook(team, archive, settings, AS_OF)
    before = _values(team)
    left = recording(archive, settings, "leave")
    leave_workbook(team, archive, settings, AS_OF, left)
    written = {(one.subject, one.cell.row) for one in archive.writes(left.run) if not one.header}
    assert len({subject for subject, _ in written}) == len(written), "each is given back to its own row alone"
    team.put(TAB, 4, 10, Cell("ask An"))

    undoing = recording(archive, settings, "undo")
    undo_in_workbook(team, archive, settings, AS_OF, archive.run(left.run), undoing)

    assert _values(team) == {**before, (4, 10): "ask An"}


def _values(workbook: MemoryWorkbook) -> dict[tuple[int, int], Any]:
    [sheet] = workbook._sheets
    return {(row, column): cell.value for row, cells in sheet.rows.items() for column, cell in cells.items()}
