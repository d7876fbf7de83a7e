"""Workbooks from pull to archive, while people work on them: the promises about what is written and what is not."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sync.archive import Snapshot, WorkbookOutcome, WriteState, open_archive
from sync.archive.store import Archive
from sync.engine import Outcome, StalePlan, plan_workbook, sync_workbook
from sync.model.cells import CellRef
from sync.model.plans import Plan, Receipt
from sync.options import ReadingOptions, Settings, WorkbookSettings, WritingOptions
from sync.workbooks import WorkbookChanged, WorkbookError
from sync.workbooks.excel import ExcelWorkbook

AS_OF = date(2026, 11, 20)
Tabs = dict[str, list[list[Any]]]
Cells = dict[tuple[str, int, int], Any]

OWNED = ["Progress ⟳", "Score ⟳", "Status ⟳", "Warnings ⟳"]
TEAM: Tabs = {
    "Q4 2026": [
        ["Team Sales"],
        ["Objective", "Key result", "Baseline", "Target", "Current", *OWNED, "Our notes"],
        ["Grow", "Revenue", 0, 100, 40, None, None, None, None, "=E3*2"],
        [None, "Users", 0, 50, 10, None, None, None, None, "ask Ann"],
        ["Care", "Churn", 12, 8, 9],
        [None, "Answer time", 60, 20, None],
        [None, "Reviews", 0, 10, "a lot"],
    ],
    "KPI": [
        ["KPI", "Unit", "Healthy min", "Current", "Status ⟳", "Warnings ⟳"],
        ["Uptime", "%", 99, 99.5],
        ["Stock", "days", 15, 12],
    ],
    "Outline": [
        ["Item", "Baseline", "Target", "Current", "Progress ⟳", "Objective score ⟳"],
        ["O: Learn"],
        ["KR: Interviews", 0, 20, 5],
        ["KR: Surveys", 0, 10, 9],
    ],
    "Notes": [["Meeting", "said"], ["Monday", 0.5]],
}


def settings_of(*, write: bool = True, add_columns: bool = False) -> Settings:
    own = WorkbookSettings(
        "", "", write, reading=ReadingOptions(language="en"), writing=WritingOptions(add_columns=add_columns)
    )
    return Settings(language="en", defaults=own)


def save(path: Path, tabs: Tabs, merges: dict[str, list[str]] | None = None) -> None:
    """Write a workbook as a person's program does: whole, and anew."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for title, rows in tabs.items():
        tab = workbook.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    tab.cell(number, column).value = value
        for area in (merges or {}).get(title, ()):
            tab.merge_cells(area)
    workbook.save(path)


def cells_of(path: Path) -> Cells:
    return {
        (tab.title, cell.row, cell.column): cell.value
        for tab in openpyxl.load_workbook(path)
        for row in tab.iter_rows()
        for cell in row
        if cell.value is not None
    }


def tabs_of(path: Path) -> Tabs:
    return {
        tab.title: [[cell.value for cell in row] for row in tab.iter_rows()] for tab in openpyxl.load_workbook(path)
    }


def owned_places(outcome: Outcome) -> set[tuple[str, int]]:
    """The owned columns, (tab, column), those that were added included."""
    there = {(table.sheet, column.column) for table in outcome.rows.tables for column in table.columns if column.owned}
    return there | {(column.cell.sheet, column.cell.column) for column in outcome.plan.columns}


def is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith("=")


def as_stored(value: object) -> object:
    return round(float(value), 9) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else value


def fresh(path: Path, archive: Archive, settings: Settings) -> tuple[Outcome, Cells]:
    """What a workbook's owned cells should say, worked out from a copy in which they are empty."""
    places = owned_places(plan_workbook(ExcelWorkbook(path, name="w"), archive.history("w", AS_OF), settings, AS_OF))
    headers = set(OWNED) | {"Objective score ⟳"}
    tabs = {
        title: [
            [
                None if (title, column) in places and value not in headers and not is_formula(value) else value
                for column, value in enumerate(row, 1)
            ]
            for row in rows
        ]
        for title, rows in tabs_of(path).items()
    }
    merges = {tab.title: [str(area) for area in tab.merged_cells.ranges] for tab in openpyxl.load_workbook(path)}
    with tempfile.TemporaryDirectory() as folder:
        emptied = Path(folder) / "emptied.xlsx"
        save(emptied, tabs, merges)
        workbook = ExcelWorkbook(emptied, name="w")
        outcome = plan_workbook(workbook, archive.history("w", AS_OF), settings, AS_OF)
    return outcome, {tuple(change.cell): as_stored(change.after) for change in outcome.plan.changes}  # type: ignore[misc]


# ── While people work on it ──────────────────────────────────────────────────────────────────────────────────────────

numbers = st.one_of(st.integers(-5, 120), st.sampled_from([0.1, 0.30000000000000004, 1e15, 99.995]))
typed = st.one_of(numbers, st.sampled_from(["10 tỷ", "30%", "x", "=1+1", "Done", "#REF!", "Team B", True, None]))
places = st.tuples(st.sampled_from(["Q4 2026", "KPI", "Outline"]), st.integers(1, 9), st.integers(1, 11))


class PeopleAndSyncs(RuleBasedStateMachine):
    """People change the workbook in any way; then a sync leaves all that is not its own, and brings its own right."""

    @initialize(add_columns=st.booleans())
    def begin(self, add_columns: bool) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "team.xlsx"
        save(self.path, TEAM)
        self.merges: dict[str, list[str]] = {}
        self.settings = settings_of(add_columns=add_columns)
        self.archive = open_archive("sqlite://")

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.archive.close()
            self.folder.cleanup()

    def edit(self, change: Callable[[Tabs], None]) -> None:
        tabs = tabs_of(self.path)
        change(tabs)
        save(self.path, tabs, self.merges)

    @rule(place=places, value=typed)
    def somebody_types(self, place: tuple[str, int, int], value: object) -> None:
        title, row, column = place

        def change(tabs: Tabs) -> None:
            if title in tabs:
                rows = tabs[title]
                rows += [[] for _ in range(row - len(rows))]
                rows[row - 1] += [None] * (column - len(rows[row - 1]))
                rows[row - 1][column - 1] = value

        self.edit(change)

    @rule(title=st.sampled_from(["Q4 2026", "Outline"]), data=st.data())
    def somebody_sorts_inserts_or_deletes_rows(self, title: str, data: st.DataObject) -> None:
        def change(tabs: Tabs) -> None:
            rows = tabs.get(title, [])
            head = next((n for n, row in enumerate(rows) if "Baseline" in row), None)
            if head is None:
                return
            body = rows[head + 1 :]
            match data.draw(st.sampled_from(["sort", "insert", "delete", "clear", "copy"])):
                case "sort":
                    body = data.draw(st.permutations(body))
                case "insert":
                    body.insert(data.draw(st.integers(0, len(body))), [None, "New one", 0, 10, 5])
                case "delete" if body:
                    del body[data.draw(st.integers(0, len(body) - 1))]
                case "clear" if body:
                    at = data.draw(st.integers(0, len(body) - 1))
                    body[at] = [None] * 5 + body[at][5:9]
                case "copy" if body:
                    body.append(list(data.draw(st.sampled_from(body))))
            tabs[title] = rows[: head + 1] + body

        self.merges = {}
        self.edit(change)

    @rule(number=st.integers(1, 10), header=st.sampled_from([None, "Remarks", "Score"]))
    def somebody_inserts_a_column(self, number: int, header: str | None) -> None:
        def change(tabs: Tabs) -> None:
            for row in tabs.get("Q4 2026", []):
                row.insert(number - 1, header if "Baseline" in row else None)

        self.merges = {}
        self.edit(change)

    @rule(new=st.sampled_from(["Q4", "O'Brien's 🎯", "Q1 2027", "Quý 4"]))
    def somebody_renames_a_tab(self, new: str) -> None:
        def change(tabs: Tabs) -> None:
            if new not in tabs:
                items = list(tabs.items())
                tabs.clear()
                tabs.update({new if title == items[0][0] else title: rows for title, rows in items})

        self.merges = {}
        self.edit(change)

    @rule(area=st.sampled_from(["F3:F4", "F3:H3", "A3:A4", "A5:I5", "H4:I6"]))
    def somebody_merges_cells(self, area: str) -> None:
        if "Q4 2026" in tabs_of(self.path):
            self.merges = {"Q4 2026": [area]}
            self.edit(lambda tabs: None)

    @rule()
    def a_sync_happens(self) -> None:
        workbook = ExcelWorkbook(self.path, name="w")
        before = cells_of(self.path)
        outcome = sync_workbook(workbook, self.archive, self.settings, AS_OF)
        after = cells_of(self.path)
        changed = {cell for cell in before.keys() | after.keys() if before.get(cell) != after.get(cell)}

        owned = owned_places(outcome)
        assert {(title, column) for title, _, column in changed} <= owned
        assert not any(is_formula(before.get(cell)) for cell in changed)
        self.the_archive_knows(outcome, {cell: (before.get(cell), after.get(cell)) for cell in changed})
        self.owned_cells_say_what_is_so(after)

        bytes_then, time_then = self.path.read_bytes(), self.path.stat().st_mtime_ns
        again = sync_workbook(ExcelWorkbook(self.path, name="w"), self.archive, self.settings, AS_OF)
        assert again.plan.writes_nothing, again.plan.changes
        assert (self.path.read_bytes(), self.path.stat().st_mtime_ns) == (bytes_then, time_then)
        assert [path.name for path in self.path.parent.iterdir()] == ["team.xlsx"]

    def the_archive_knows(self, outcome: Outcome, changed: dict[Any, tuple[Any, Any]]) -> None:
        assert outcome.run is not None
        writes = self.archive.writes(outcome.run)
        assert all(write.state is WriteState.landed for write in writes)
        kept = {tuple(write.cell): (as_stored(write.before), as_stored(write.after)) for write in writes}
        seen = {cell: (as_stored(before), as_stored(after)) for cell, (before, after) in changed.items()}
        # An error value in an owned cell is one of the values that openpyxl gives as text.
        assert {cell: after for cell, (_, after) in kept.items()} == {cell: after for cell, (_, after) in seen.items()}
        for cell, (before, _) in seen.items():
            recorded = kept[cell][0]
            assert recorded == before or str(before).startswith("#"), cell

    def owned_cells_say_what_is_so(self, cells: Cells) -> None:
        outcome, due = fresh(self.path, self.archive, self.settings)
        assert not outcome.plan.columns
        left = {tuple(one.cell) for one in outcome.plan.left_alone}
        for table in outcome.rows.tables:
            for column in (column for column in table.columns if column.owned):
                for row in range(table.first_row, table.last_row + 1):
                    cell = (table.sheet, row, column.column)
                    if not is_formula(cells.get(cell)) and cell not in left:
                        assert as_stored(cells.get(cell)) == due.get(cell), cell

    @invariant()
    def no_leftovers(self) -> None:
        if hasattr(self, "path"):
            assert [path.name for path in self.path.parent.iterdir()] == ["team.xlsx"]


TestPeopleAndSyncs = PeopleAndSyncs.TestCase
TestPeopleAndSyncs.settings = examples(max_examples=12, stateful_step_count=10, deadline=None)


# ── While somebody saves it under our hands ──────────────────────────────────────────────────────────────────────────


class BusyWorkbook(ExcelWorkbook):
    """A workbook that somebody saves between our reading and our writing, as often as there are edits."""

    def __init__(self, path: Path, *edits: Callable[[Path], None]) -> None:
        super().__init__(path, name="w")
        self.edits = list(edits)

    def write(self, plan: Plan) -> Receipt:
        if self.edits:
            self.edits.pop(0)(self.path)
        return super().write(plan)


def insert_a_row(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    workbook["Q4 2026"].insert_rows(3)
    workbook["Q4 2026"]["B3"] = "Pushed in"
    workbook.save(path)


def type_a_value(value: int) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        workbook = openpyxl.load_workbook(path)
        workbook["Q4 2026"]["E4"] = value
        workbook.save(path)

    return edit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    save(tmp_path / "team.xlsx", TEAM)
    return tmp_path / "team.xlsx"


@pytest.fixture
def archive() -> Iterator[Archive]:
    with open_archive("sqlite://") as archive:
        yield archive


def test_what_somebody_saves_during_the_sync_is_kept_and_counted(path: Path, archive: Archive) -> None:
    outcome = sync_workbook(BusyWorkbook(path, insert_a_row, type_a_value(20)), archive, settings_of(), AS_OF)
    cells = cells_of(path)
    assert cells["Q4 2026", 3, 2] == "Pushed in"
    assert cells["Q4 2026", 4, 5] == 20
    assert cells["Q4 2026", 4, 6] == 0.2
    assert cells["Q4 2026", 5, 6] == 0.2
    assert outcome.run is not None
    landed = [write for write in archive.writes(outcome.run) if write.state is WriteState.landed]
    assert {tuple(write.cell): as_stored(write.after) for write in landed} == {
        tuple(change.cell): as_stored(change.after) for change in outcome.plan.changes
    }
    assert approved_plan(path, archive).writes_nothing


def test_a_workbook_that_is_saved_again_and_again_is_put_off_and_left_as_people_saved_it(
    path: Path, archive: Archive
) -> None:
    edits = [type_a_value(number) for number in range(5)]
    with pytest.raises(WorkbookChanged):
        sync_workbook(BusyWorkbook(path, *edits), archive, settings_of(), AS_OF)
    stands = cells_of(path)
    assert not any(title == "Q4 2026" and row > 2 and 6 <= column <= 9 for title, row, column in stands)
    assert stands["Q4 2026", 4, 5] == 2
    (run,) = archive.runs()
    assert {(write.state, write.reason) for write in archive.writes(run.id)} == {(WriteState.dropped, "never_written")}


def test_a_workbook_that_cannot_be_written_leaves_no_doubt_in_the_archive(path: Path, archive: Archive) -> None:
    (path.parent / "~$team.xlsx").write_bytes(b"")
    with pytest.raises(WorkbookError, match="open in Excel"):
        sync_workbook(ExcelWorkbook(path, name="w"), archive, settings_of(), AS_OF)
    (run,) = archive.runs()
    assert {(write.state, write.reason) for write in archive.writes(run.id)} == {(WriteState.dropped, "never_written")}


@pytest.mark.parametrize("write", [True, False], ids=["written", "observed"])
def test_a_sync_that_lets_its_rows_go_tells_and_archives_the_same(tmp_path: Path, write: bool) -> None:
    came: list[Outcome] = []
    kept: list[Snapshot] = []
    for keep_rows in (True, False):
        path = tmp_path / f"{keep_rows}" / "team.xlsx"
        path.parent.mkdir()
        save(path, TEAM)
        with open_archive("sqlite://") as archive:
            workbook, settings = ExcelWorkbook(path, name="w"), settings_of(write=write)
            came.append(sync_workbook(workbook, archive, settings, AS_OF, keep_rows=keep_rows))
            kept.append(archive.snapshot(archive.snapshots("w")[0].id))
    whole, bare = came
    assert whole.scored.objectives
    assert kept[0].scored == whole.scored == kept[1].scored
    assert (bare.rows.tables, bare.scored.objectives, bare.scored.as_of) == ((), (), AS_OF)
    assert (bare.plan.changes, bare.findings, bare.came_to) == (whole.plan.changes, whole.findings, whole.came_to)
    assert (bare.receipt is None, whole.receipt is None) == (not write, not write)
    if bare.receipt is not None and whole.receipt is not None:
        assert bare.receipt.written == whole.receipt.written


# ── Approved plans ───────────────────────────────────────────────────────────────────────────────────────────────────


def approved_plan(path: Path, archive: Archive) -> Plan:
    return plan_workbook(ExcelWorkbook(path, name="w"), archive.history("w", AS_OF), settings_of(), AS_OF).plan


def refused(path: Path, archive: Archive, approved: Plan, settings: Settings) -> None:
    before = path.read_bytes()
    with pytest.raises(StalePlan) as caught:
        sync_workbook(ExcelWorkbook(path, name="w"), archive, settings, AS_OF, approved=approved)
    assert "okr-sync plan" in caught.value.hint
    assert path.read_bytes() == before
    # Not put off: the service would come back and write what nobody approved.
    assert archive.runs()[0].workbooks[0].outcome is WorkbookOutcome.failed


def test_an_approved_plan_is_what_is_written(path: Path, archive: Archive) -> None:
    approved = approved_plan(path, archive)
    outcome = sync_workbook(ExcelWorkbook(path, name="w"), archive, settings_of(), AS_OF, approved=approved)
    assert outcome.receipt is not None
    assert set(outcome.receipt.written) == set(approved.changes)


def test_an_approved_plan_is_refused_once_the_workbook_was_saved(path: Path, archive: Archive) -> None:
    approved = approved_plan(path, archive)
    type_a_value(99)(path)
    refused(path, archive, approved, settings_of())


def test_an_approved_plan_is_refused_when_it_was_edited_to_write_elsewhere(path: Path, archive: Archive) -> None:
    approved = approved_plan(path, archive)
    elsewhere = approved.changes[0]._replace(cell=CellRef("Notes", 2, 2))
    refused(path, archive, approved._replace(changes=(elsewhere, *approved.changes[1:])), settings_of())


def test_an_approved_plan_is_refused_under_other_settings(path: Path, archive: Archive) -> None:
    approved = approved_plan(path, archive)
    refused(path, archive, approved, settings_of(add_columns=True))


def test_an_approved_plan_cannot_be_applied_twice(path: Path, archive: Archive) -> None:
    approved = approved_plan(path, archive)
    sync_workbook(ExcelWorkbook(path, name="w"), archive, settings_of(), AS_OF, approved=approved)
    refused(path, archive, approved, settings_of())


# ── Observed only ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_workbook_that_is_only_observed_is_archived_and_never_written(path: Path, archive: Archive) -> None:
    before = path.read_bytes()
    observed = settings_of(write=False, add_columns=True)
    outcome = sync_workbook(ExcelWorkbook(path, name="w"), archive, observed, AS_OF)
    with_plan = sync_workbook(ExcelWorkbook(path, name="w"), archive, observed, AS_OF, approved=outcome.plan)
    assert path.read_bytes() == before
    assert (outcome.receipt, with_plan.receipt) == (None, None)
    assert outcome.plan.changes
    assert len(archive.snapshots("w")) >= 1
    assert outcome.run is not None
    assert archive.writes(outcome.run) == ()


@pytest.mark.parametrize("number_format", ["General", "dd/mm/yyyy"])
@pytest.mark.parametrize("size", [1e30, 1e300, -1e300, 1e-300])
@pytest.mark.parametrize("cell", ["C2", "D2", "E2"])
def test_no_number_is_so_large_or_small_that_a_workbook_cannot_be_synced(
    path: Path, archive: Archive, cell: str, size: float, number_format: str
) -> None:
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    tab.title = "Q4 2026"
    for row in (["Objective", "Key result", "Baseline", "Target", "Current"], ["Grow", "Revenue", 0, 100, 40]):
        tab.append(row)
    tab[cell].value, tab[cell].number_format = size, number_format
    workbook.save(path)

    outcome = sync_workbook(ExcelWorkbook(path, name="team"), archive, settings_of(add_columns=True), AS_OF)

    assert "OKR000" not in {finding.code for finding in outcome.findings}
    assert outcome.run is not None


# ── KPIs whose months are planned ────────────────────────────────────────────────────────────────────────────────────


def test_kpis_that_are_held_against_their_months_plans_are_archived_as_they_were_held(tmp_path: Path) -> None:
    path = tmp_path / "kpis.xlsx"
    months = ["KPI", "ĐVT", "Tháng 9", None, "Tháng 10", None, "Tháng 11", None, "Trạng thái ⟳", "Nhận xét ⟳"]
    plans = [None, None, "KH", "TH", "KH", "TH", "KH", "TH"]
    rows = [
        months,
        plans,
        ["Doanh thu", "triệu", 1000, 950, 1100, 1150, 1200, None],
        ["Lợi nhuận", "tỷ", 50, 45, 50, 52],
    ]
    save(path, {"KPI 2026": rows}, {"KPI 2026": ["C1:D1", "E1:F1", "G1:H1"]})
    archive = open_archive("sqlite://")
    first = sync_workbook(ExcelWorkbook(path, name="w"), archive, settings_of(), AS_OF)
    second = sync_workbook(ExcelWorkbook(path, name="w"), archive, settings_of(), AS_OF)
    assert [(one.kpi.measure.lower, one.status) for one in first.scored.kpis] == [(1100, "healthy"), (50, "healthy")]
    assert (len(first.plan.changes), len(second.plan.changes)) == (2, 0)
