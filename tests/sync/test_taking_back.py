"""What is put back, in real files: after an undo each cell is what it was before the run, or what a person made of it
since."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.table import Table

from sync.archive import Hold, open_archive
from sync.archive.store import Archive
from sync.engine import sync_workbook
from sync.model.cells import column_letters
from sync.model.plans import Plan, Receipt
from sync.taking_back import undo_in_workbook
from sync.workbooks import WorkbookError
from sync.workbooks.excel import ExcelWorkbook
from tests.appearance import layout, looks, parts, values
from tests.sync.taken_back import (
    ADDED,
    AS_OF,
    OWNED,
    TAB,
    TEAM,
    WITH_OWNED,
    alike,
    edit,
    kept,
    save,
    settings_of,
    sheets,
    sync,
    type_into,
    typed,
    undo,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "team.xlsx"


@pytest.fixture
def archive() -> Iterator[Archive]:
    with open_archive("sqlite://") as opened:
        yield opened


# ── Undo ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rows", [TEAM[:1] + [row[:5] for row in TEAM[1:]], WITH_OWNED], ids=["added", "hand-made"])
def test_an_undo_gives_every_part_of_the_package_back_but_unused_styles(
    path: Path, archive: Archive, rows: list[list[Any]]
) -> None:
    save(path, rows)
    before = parts(path)
    run = sync(path, archive)
    assert parts(path) != before
    undo(path, archive, run)
    after = parts(path)
    assert {name for name in before if before[name] != after[name]} <= {"xl/styles.xml"}
    assert after.keys() == before.keys()


def test_columns_beside_merged_headers_of_two_rows_look_like_these_and_go_without_a_trace(
    path: Path, archive: Archive
) -> None:
    fill, font = PatternFill("solid", fgColor="1F4E78"), Font(bold=True, color="FFFFFF")
    rows = [["Objective", "Key result", "Figures", None, None], [None, None, "Baseline", "Target", "Current"]]

    def style(tab: Any) -> None:
        for area in ("A2:A3", "B2:B3", "C2:E2"):
            tab.merge_cells(area)
        for name in ("A2", "B2", "C2", "C3", "D3", "E3"):
            tab[name].fill, tab[name].font = fill, font

    save(path, [TEAM[0], *rows, *(row[:5] for row in TEAM[2:])], style)
    before = parts(path)
    run = sync(path, archive)

    tab = openpyxl.load_workbook(path)[TAB]
    assert [tab.cell(3, column).value for column in range(6, 11)] == ADDED
    headers = [tab.cell(row, column) for row in (2, 3) for column in range(6, 11)]
    assert {(cell.fill.fgColor.rgb, cell.font.bold) for cell in headers} == {("001F4E78", True)}
    assert {tab.cell(1, column).fill.fill_type for column in range(6, 11)} == {None}

    undo(path, archive, run)
    after = parts(path)
    assert {name for name in before if before[name] != after[name]} <= {"xl/styles.xml"}


def test_columns_are_added_right_of_somebodys_comment_and_of_hidden_ones_and_go_without_a_trace(
    path: Path, archive: Archive
) -> None:
    def style(tab: Any) -> None:
        tab["F2"].comment = Comment("why this is empty: ask Lan", "Ann")
        tab.column_dimensions["G"].hidden = True

    save(path, [row[:5] for row in TEAM], style)
    before = parts(path)
    run = sync(path, archive)
    tab = openpyxl.load_workbook(path)[TAB]
    assert [tab.cell(2, column).value for column in range(6, 13)] == [None, None, *ADDED]
    assert tab.column_dimensions["G"].hidden
    assert sync(path, archive)
    assert [tab.cell(2, 13).value, openpyxl.load_workbook(path)[TAB]["M2"].value] == [None, None]

    undo(path, archive, run)
    after = parts(path)
    assert {name for name in before if before[name] != after[name]} <= {"xl/styles.xml"}


@pytest.mark.parametrize("title", [[TEAM[0]], []], ids=["below a title", "at the top"])
def test_where_the_upper_row_of_headers_is_gone_what_stands_in_its_place_keeps_its_look(
    path: Path, archive: Archive, title: list[list[Any]]
) -> None:
    rows = [["Objective", "Key result", "Figures", None, None], [None, None, "Baseline", "Target", "Current"]]
    upper = len(title) + 1
    merged = [f"{column}{upper}:{column}{upper + 1}" for column in "AB"]

    def style(tab: Any) -> None:
        for area in (*merged, f"C{upper}:E{upper}"):
            tab.merge_cells(area)
        for row in range(1, upper):
            for column in range(1, 11):
                tab.cell(row, column).fill = PatternFill("solid", fgColor="FFC000")

    def without_upper_row(tab: Any) -> None:
        for area in list(tab.merged_cells.ranges):
            tab.unmerge_cells(str(area))
        tab.delete_rows(upper)
        tab.cell(upper, 1).value, tab.cell(upper, 2).value = "Objective", "Key result"

    save(path, [*title, *rows, *(row[:5] for row in TEAM[2:])], style)
    run = sync(path, archive)
    edit(path, without_upper_row)
    _, found = undo(path, archive, run)

    assert {removal.column.rows.start for removal in found.plan.removals} == {upper}
    tab = openpyxl.load_workbook(path)[TAB]
    assert [tab.cell(upper, column).value for column in range(5, 11)] == ["Current", *[None] * 5]
    if title:
        assert {tab.cell(1, column).fill.fgColor.rgb for column in range(1, 11)} == {"00FFC000"}


def test_a_header_that_is_merged_down_lends_its_look(path: Path, archive: Archive) -> None:
    def style(tab: Any) -> None:
        for column in "ABCDE":
            tab.merge_cells(f"{column}2:{column}3")
            tab[f"{column}2"].fill = PatternFill("solid", fgColor="1F4E78")

    save(path, [*TEAM[:1], TEAM[1][:5], [], *(row[:5] for row in TEAM[2:])], style)
    sync(path, archive)
    tab = openpyxl.load_workbook(path)[TAB]
    (header,) = (cell for row in tab["F2:F3"] for cell in row if cell.value)
    assert header.fill.fgColor.rgb == "001F4E78"


def test_what_people_typed_into_columns_of_ours_comes_back_as_it_was_typed(path: Path, archive: Archive) -> None:
    rows = [list(row) for row in WITH_OWNED]
    rows[2][5:9] = [0.1, True, "on time", "#N/A"]
    rows[3][5:8] = [0, "0.5", False]
    save(path, rows)
    before = looks(path)
    run = sync(path, archive)
    assert looks(path) != before
    undo(path, archive, run)
    assert looks(path) == before


def test_empty_cells_get_the_look_back_that_they_had(path: Path, archive: Archive) -> None:
    def style(tab: Any) -> None:
        tab["F3"].number_format = "0.0%"
        tab["F4"].fill = PatternFill("solid", fgColor="FFFF00")
        tab["G4"].font = Font(bold=True)
        tab["H3"].border = Border(left=Side("thick"))
        tab.column_dimensions["F"].width = 33

    for rows in (WITH_OWNED, [row[:5] for row in TEAM]):
        save(path, rows, style)
        before, around = looks(path), layout(path)
        run = sync(path, archive)
        undo(path, archive, run)
        assert (looks(path), layout(path)) == (before, around)
        archive.resume("team", datetime.now(UTC), "")


def test_a_cell_that_somebody_changed_since_is_kept_and_told(path: Path, archive: Archive) -> None:
    save(path, WITH_OWNED)
    run = sync(path, archive)
    type_into(path, F3=0.99, G3="=E3/D3", H4=None)
    _, found = undo(path, archive, run)
    assert kept(found) == {"F3": "changed", "G3": "formula"}
    assert [str(one.now) for one in found.kept][:1] == ["0.99"]
    now = values(path)
    assert (now[TAB, "F3"], now[TAB, "G3"]) == (0.99, "=E3/D3")
    assert not {(TAB, name) for name in ("F4", "G4", "H3", "H4", "F5")} & now.keys()


def test_a_number_format_that_somebody_gave_since_is_theirs(path: Path, archive: Archive) -> None:
    save(path, WITH_OWNED)
    run = sync(path, archive)

    def change(tab: Any) -> None:
        tab["F3"].number_format = "0.000"

    edit(path, change)
    undo(path, archive, run)
    tab = openpyxl.load_workbook(path)[TAB]
    assert (tab["F3"].value, tab["F3"].number_format) == (None, "0.000")
    assert tab["F4"].number_format == "General"


def test_what_a_later_run_wrote_is_kept(path: Path, archive: Archive) -> None:
    save(path, WITH_OWNED)
    settings = settings_of(add_columns=False)
    first = sync(path, archive, settings)
    type_into(path, E3=80)
    sync(path, archive, settings)
    _, found = undo(path, archive, first)
    assert kept(found) == {"F3": "changed", "G3": "changed", "H3": "changed"}
    assert values(path)[TAB, "F3"] == 0.8


def test_what_a_later_run_wrote_for_a_row_that_was_moved_is_kept_and_told_so(path: Path, archive: Archive) -> None:
    save(path, WITH_OWNED)
    settings = settings_of(add_columns=False)
    first = sync(path, archive, settings)

    def swap_what_is_the_teams(tab: Any) -> None:
        for column in range(2, 6):
            tab.cell(3, column).value, tab.cell(4, column).value = tab.cell(4, column).value, tab.cell(3, column).value

    edit(path, swap_what_is_the_teams)
    sync(path, archive, settings)
    before = values(path)
    _, found = undo(path, archive, first)
    told = {one.cell.a1: (one.reason, one.where and one.where.a1) for one in found.kept}
    assert told["F3"] == ("written_later", "F4")
    assert told["F4"] == ("written_later", "F3")
    assert {reason for reason, _ in told.values()} == {"written_later"}
    assert {name: values(path).get((TAB, name)) for name in told} == {name: before.get((TAB, name)) for name in told}


def test_values_go_back_into_the_rows_that_they_were_written_for_wherever_those_stand(
    path: Path, archive: Archive
) -> None:
    rows = [list(row) for row in WITH_OWNED]
    rows[2][5], rows[3][5] = "Revenue's", "Users'"
    save(path, rows)
    run = sync(path, archive, settings_of(add_columns=False))

    def move(tab: Any) -> None:
        tab.insert_rows(1, 3)
        tab.insert_cols(1)
        tab.delete_rows(9)  # Answer time
        objective, users = tab["B6"].value, [cell.value for cell in tab[7]][2:]
        for column, value in enumerate([cell.value for cell in tab[6]][2:], 3):
            tab.cell(7, column).value = value
        for column, value in enumerate(users, 3):
            tab.cell(6, column).value = value
        tab["B6"].value = objective

    edit(path, move)
    assert values(path)[TAB, "C6"] == "Users"
    _, found = undo(path, archive, run)
    assert set(kept(found).values()) <= {"row_gone"}
    tab = openpyxl.load_workbook(path)[TAB]
    by_row = {tab.cell(row, 3).value: tab.cell(row, 7).value for row in range(6, 9)}
    assert by_row == {"Users": "Users'", "Revenue": "Revenue's", "Churn": None}


def test_a_row_that_says_something_else_now_gets_nothing_back(path: Path, archive: Archive) -> None:
    rows = [list(row) for row in WITH_OWNED]
    rows[2][5] = "Revenue's"
    save(path, rows)
    run = sync(path, archive)
    type_into(path, B3="Profit")
    _, found = undo(path, archive, run)
    assert set(kept(found)) == {"F3", "G3", "H3"}
    assert set(kept(found).values()) == {"row_gone"}
    assert values(path)[TAB, "F3"] == 0.4


@pytest.mark.parametrize("has_moved", [False, True])
def test_a_row_of_nobodys_gets_its_value_back_as_long_as_no_row_has_moved(
    path: Path, archive: Archive, has_moved: bool
) -> None:
    rows = [list(row) for row in WITH_OWNED]
    rows.insert(4, [None, "Total", None, None, None, 0.6])
    save(path, rows)
    run = sync(path, archive, settings_of(add_columns=False))
    assert (TAB, "F5") not in values(path)
    edit(path, lambda tab: tab.insert_rows(1) if has_moved else tab.cell(1, 1, "Team Sales and Care"))
    _, found = undo(path, archive, run)
    assert kept(found) == ({"F5": "row_gone"} if has_moved else {})
    now = values(path)
    assert [name for name in ("F4", "F5", "F6") if (TAB, name) in now] == ([] if has_moved else ["F5"])


def test_a_column_of_ours_in_which_something_else_stands_stays(path: Path, archive: Archive) -> None:
    save(path, [row[:5] for row in TEAM])
    run = sync(path, archive)
    header = {cell.value: cell.column_letter for cell in openpyxl.load_workbook(path)[TAB][2]}
    assert [each for each in header if each and each.endswith("⟳")] == ADDED
    note = f"{header['Status ⟳']}4"
    type_into(path, **{note: "we meet on Friday"})
    _, found = undo(path, archive, run)
    assert kept(found) == {note: "changed", f"{header['Status ⟳']}2": "column_in_use"}
    left = [cell.value for cell in openpyxl.load_workbook(path)[TAB][2] if cell.value]
    assert [each for each in left if each.endswith("⟳")] == ["Status ⟳"]
    assert values(path)[TAB, note] == "we meet on Friday"


def test_values_that_cannot_be_put_back_are_never_left_without_their_columns(path: Path, archive: Archive) -> None:
    """A row in which nothing but our own words stand is no key result's any more once the file was saved again."""
    rows = [TEAM[1][:5], ["Objective 0", "Measure 0", None, None, None]]
    save(path, rows)
    before = values(path)
    run = sync(path, archive)
    edit(path, lambda tab: None)
    _, found = undo(path, archive, run)
    now = values(path)
    for (title, name), value in now.items() - before.items():
        assert value in ADDED or now[title, f"{name[0]}1"] in ADDED
    assert {one.cell.a1 for one in found.kept} >= {name for _, name in now.keys() - before.keys()}


def test_notes_and_merges_below_and_beside_a_column_that_goes_are_left_as_they_are(
    path: Path, archive: Archive
) -> None:
    def style(tab: Any) -> None:
        tab["F9"].value = "total"
        tab["M2"].value = "far away"
        tab.merge_cells("M2:N3")
        tab.column_dimensions["M"].width = 44

    save(path, [row[:5] for row in TEAM], style)
    before, around = looks(path), layout(path)
    run = sync(path, archive)
    undo(path, archive, run)
    assert (looks(path), layout(path)) == (before, around)


@pytest.mark.parametrize(
    ("merge", "kept_header"),
    [
        ("J2:K2", "J2"),
        ("F3:F4", "F2"),
        ("E4:F4", "F2"),
        ("J6:J7", "J2"),  # the table's last row
        ("F1:J1", None),
        ("F7:J8", None),
        ("K2:L6", None),
    ],
)
def test_a_column_whose_cells_somebody_merged_stays(
    path: Path, archive: Archive, merge: str, kept_header: str | None
) -> None:
    save(path, [row[:5] for row in TEAM])
    run = sync(path, archive)
    edit(path, lambda tab: tab.merge_cells(merge))
    _, found = undo(path, archive, run)
    assert kept(found) == ({kept_header: "merged"} if kept_header else {})
    headers = {name for title, name in values(path) if title == TAB and name in ("F2", "G2", "H2", "I2", "J2")}
    assert headers == ({kept_header} if kept_header else set())


def test_what_a_merge_covers_gets_nothing_back(path: Path, archive: Archive) -> None:
    rows = [list(row) for row in WITH_OWNED]
    rows.insert(4, [None, "Total", None, None, None, 0.6])
    save(path, rows)
    run = sync(path, archive, settings_of(add_columns=False))
    edit(path, lambda tab: tab.merge_cells("F4:F5"))
    _, found = undo(path, archive, run)
    assert kept(found) == {"F5": "merged"}


def test_a_column_that_somebody_took_into_a_table_of_excels_keeps_its_header(path: Path, archive: Archive) -> None:
    save(path, [row[:5] for row in TEAM])
    run = sync(path, archive)

    def make_table(tab: Any) -> None:
        tab.add_table(Table(displayName="Results", ref="A2:F6"))

    edit(path, make_table)
    _, found = undo(path, archive, run)
    assert found.receipt is not None
    assert [(one.cell.a1, one.reason) for one in found.receipt.dropped] == [("F2", "table")]
    assert [cell.value for cell in openpyxl.load_workbook(path)[TAB][2]][5:] == ["Progress ⟳"]
    assert (TAB, "F3") not in values(path)


def test_a_workbook_that_another_program_saved_in_between_is_as_before_too(path: Path, archive: Archive) -> None:
    """openpyxl numbers styles anew, and writes every part again."""

    def style(tab: Any) -> None:
        tab["H4"].fill = PatternFill("solid", fgColor="FFFF00")

    save(path, [row[:5] for row in TEAM], style)
    before, around = looks(path), layout(path)
    run = sync(path, archive)
    edit(path, lambda tab: None)
    undo(path, archive, run)
    assert values(path) == {(title, name): look[0] for (title, name), look in before.items() if look[0] is not None}
    assert layout(path) == around


def test_an_undo_of_an_undo_writes_again_what_the_run_wrote(path: Path, archive: Archive) -> None:
    for rows in (WITH_OWNED, [row[:5] for row in TEAM]):
        save(path, rows)
        original = looks(path)
        run = sync(path, archive)
        written, around = looks(path), layout(path)
        undoing, _ = undo(path, archive, run)
        assert archive.undone_by(run, "team") == undoing
        again, _ = undo(path, archive, undoing)
        assert (looks(path), layout(path)) == (written, around)
        assert archive.undone_by(run, "team") is None
        undo(path, archive, again)
        assert looks(path) == original
        archive.resume("team", datetime.now(UTC), "")


def test_a_column_whose_place_was_taken_since_does_not_come_again(path: Path, archive: Archive) -> None:
    save(path, [row[:5] for row in TEAM])
    undoing, _ = undo(path, archive, sync(path, archive))
    type_into(path, F2="Our notes", F3="ask Ann")
    before = values(path)
    _, found = undo(path, archive, undoing)
    assert {one.cell.a1: (one.reason, one.now) for one in found.kept if one.cell.a1 == "F2"} == {
        "F2": ("column_gone", "Our notes")
    }
    assert before.items() <= values(path).items()
    assert "Progress ⟳" not in values(path).values()
    archive.resume("team", datetime.now(UTC), "")


def test_nothing_is_written_after_an_undo_until_somebody_resumes(path: Path, archive: Archive) -> None:
    save(path, WITH_OWNED)
    run = sync(path, archive)
    undoing, found = undo(path, archive, run)
    assert found.hold is not None
    assert found.hold.run == undoing
    before = path.read_bytes()
    settings = settings_of()
    outcome = sync_workbook(ExcelWorkbook(path, name="team"), archive, settings, AS_OF)
    assert (outcome.came_to, outcome.held, outcome.receipt) == ("held", found.hold, None)
    assert path.read_bytes() == before
    archive.resume("team", datetime.now(UTC), "lan")
    assert sync_workbook(ExcelWorkbook(path, name="team"), archive, settings, AS_OF).came_to == "synced"


class HeldMeanwhile(ExcelWorkbook):
    """A workbook that somebody holds in the last moment before a sync says what it will write."""

    archive: Archive

    def looks(self, plan: Plan) -> Any:
        self.archive.hold(Hold("team", datetime(2026, 11, 20, tzinfo=UTC), "lan", "board meeting"))
        return super().looks(plan)

    def write(self, plan: Plan) -> Receipt:
        raise AssertionError("it is held")


def test_a_hold_that_comes_before_the_intents_stops_the_write(path: Path, archive: Archive) -> None:
    save(path, WITH_OWNED)
    workbook = HeldMeanwhile(path, name="team")
    workbook.archive = archive
    outcome = sync_workbook(workbook, archive, settings_of(), AS_OF)
    assert outcome.held is not None
    assert outcome.run is not None
    assert archive.writes(outcome.run) == ()


class SavedMeanwhile(ExcelWorkbook):
    """A workbook that a person saves once between the read and the write."""

    saved = False

    def write(self, plan: Plan) -> Receipt:
        if not self.saved:
            self.saved = True
            type_into(self.path, F3="mine")
        return super().write(plan)


def test_a_person_who_saves_during_an_undo_wins(path: Path, archive: Archive) -> None:
    save(path, WITH_OWNED)
    run = sync(path, archive)
    _, found = undo(path, archive, run, SavedMeanwhile(path, name="team"))
    assert kept(found) == {"F3": "changed"}
    assert values(path)[TAB, "F3"] == "mine"
    assert (TAB, "F4") not in values(path)


class Dying(ExcelWorkbook):
    """A process that is killed before it writes, or after it."""

    writes_first = False

    def write(self, plan: Plan) -> Receipt:
        if self.writes_first:
            super().write(plan)
        raise KeyboardInterrupt


@pytest.mark.parametrize("writes_first", [False, True])
def test_an_undo_that_was_killed_is_settled_by_the_next_run_and_can_be_done_again(
    path: Path, archive: Archive, *, writes_first: bool
) -> None:
    save(path, [row[:5] for row in TEAM])
    before = parts(path)
    run = sync(path, archive)
    dying = Dying(path, name="team")
    dying.writes_first = writes_first
    with pytest.raises(KeyboardInterrupt):
        undo(path, archive, run, dying)
    assert archive.held("team") is not None
    sync(path, archive)
    assert (archive.undone_by(run, "team") is not None) is writes_first
    undo(path, archive, run)
    after = parts(path)
    assert {name for name in before if before[name] != after[name]} <= {"xl/styles.xml"}


def test_a_dry_run_leaves_archive_and_workbook_alone(path: Path, archive: Archive) -> None:
    save(path, WITH_OWNED)
    run = sync(path, archive)
    before = path.read_bytes()
    workbook = ExcelWorkbook(path, name="team")
    found = undo_in_workbook(workbook, archive, settings_of(), AS_OF, archive.run(run), None)
    assert len(found.plan.cells) == len(archive.writes(run))
    assert found.receipt is None
    assert path.read_bytes() == before
    assert archive.held("team") is None
    assert [one.id for one in archive.runs()] == [run]


def test_a_workbook_that_cannot_be_read_is_not_held(path: Path, archive: Archive) -> None:
    save(path, WITH_OWNED)
    run = sync(path, archive)
    path.write_bytes(b"no workbook")
    with pytest.raises(WorkbookError):
        undo(path, archive, run)
    assert archive.held("team") is None


# ── Any sheet, any edits ─────────────────────────────────────────────────────────────────────────────────────────────


@examples(max_examples=40, deadline=None)
@example([[*TEAM[1][:5], *OWNED[:2]], ["Objective 0", "Measure 0", None, None, None, None, 0]], {}, False)
@example([[*TEAM[1][:5], *OWNED[:2]], ["Objective 0", "Measure 0", None, None, None, None, 0]], {}, True)
@given(sheets(), st.dictionaries(st.tuples(st.integers(1, 6), st.integers(1, 12)), typed, max_size=4), st.booleans())
def test_after_an_undo_each_cell_is_what_it_was_or_what_somebody_made_of_it(
    rows: list[list[Any]], edits: dict[tuple[int, int], Any], is_saved_again: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, open_archive("sqlite://") as archive:
        path = Path(folder) / "team.xlsx"
        save(path, rows)
        before = values(path)
        run = sync(path, archive)
        after = values(path)
        cells = {f"{column_letters(column)}{row}": value for (row, column), value in edits.items()}
        if edits or is_saved_again:
            type_into(path, **cells)
        edited, bytes_of_edited = values(path), parts(path)
        _, found = undo(path, archive, run)
        now = values(path)

        told = {(one.cell.sheet, one.cell.a1) for one in found.kept}
        for place in before.keys() | after.keys() | edited.keys() | now.keys():
            was, wrote, made, stands = (each.get(place) for each in (before, after, edited, now))
            if not alike(made, wrote):
                assert alike(stands, made), place
            elif not alike(stands, was):
                assert alike(stands, made), place
                assert place in told, place
        unchanged = {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"}
        assert {name for name, data in parts(path).items() if data != bytes_of_edited[name]} <= unchanged
        if not edits and not is_saved_again:
            assert now == before
            assert not found.kept


def test_of_a_column_that_was_copied_and_went_again_the_other_one_is_put_back(path: Path, archive: Archive) -> None:
    rows = [[*row, *([row[5]] if number == 1 else [None])] for number, row in enumerate(WITH_OWNED)]
    save(path, rows)
    run = sync(path, archive)
    assert values(path)[TAB, "K3"] == values(path)[TAB, "F3"]
    edit(path, lambda tab: tab.delete_cols(11))

    undo(path, archive, run)

    assert not {name for title, name in values(path) if title == TAB and name[0] == "F"} - {"F2"}


def test_of_a_column_that_was_copied_the_one_that_is_left_gets_its_own_values_back(
    path: Path, archive: Archive
) -> None:
    rows = [[*row, *([row[5]] if number == 1 else [None])] for number, row in enumerate(WITH_OWNED)]
    rows[2][5], rows[2][10] = 0.11, 0.22
    save(path, rows)
    run = sync(path, archive)
    assert values(path)[TAB, "K3"] == values(path)[TAB, "F3"] not in (0.11, 0.22)
    edit(path, lambda tab: tab.delete_cols(11))

    undo(path, archive, run)

    assert values(path)[TAB, "F3"] == 0.11
