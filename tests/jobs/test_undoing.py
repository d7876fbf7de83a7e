"""What is held stays as it is, whatever the schedule does."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from jobs.cli.history import show_snapshots
from jobs.cli.output import Output
from jobs.cli.undone import show_undone, show_what_was_sealed
from jobs.closing import close_cycle
from jobs.running import run_job
from jobs.schedule import ScheduledJob, serve_jobs
from jobs.status import workbook_statuses
from jobs.tasks import sync_workbooks
from jobs.undoing import (
    NothingToUndo,
    hold_of,
    hold_workbooks,
    leave_workbooks,
    resume_workbooks,
    still_writing,
    undo_run,
)
from jobs.wiring import House
from sync.archive import RunOutcome, WorkbookOutcome
from sync.cycles import cycle_by_id
from sync.model.cells import WorkbookContent
from sync.model.plans import Plan, Receipt
from sync.options import FiscalCalendar, JobSettings, ReadingOptions, Settings, WorkbookSettings, WritingOptions
from sync.workbooks import WorkbookError
from sync.workbooks.base import WorkbookChanged
from sync.workbooks.excel import ExcelWorkbook
from tests.appearance import values

MORNING = datetime(2026, 11, 20, 1, tzinfo=UTC)
HOURLY = JobSettings("hourly", "sync", every_seconds=3600)


@pytest.fixture
def house(tmp_path: Path) -> House:
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    tab.title = "Q4 2026"
    tab.append(["Objective", "Key result", "Baseline", "Target", "Current"])
    tab.append(["Grow", "Revenue", 0, 100, 40])
    workbook.save(tmp_path / "team.xlsx")
    own = WorkbookSettings(
        "team",
        f"excel:{tmp_path / 'team.xlsx'}",
        reading=ReadingOptions(language="en"),
        writing=WritingOptions(add_columns=True),
    )
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    return House(Settings(workbooks=(own,), jobs=(HOURLY,), archive_url=url), now=lambda: MORNING)


def synced(house: House) -> str:
    [outcome] = sync_workbooks(house, house.settings.workbooks, house.today())
    assert outcome.receipt is not None
    assert outcome.run is not None
    return outcome.run


def serve_a_day(house: House) -> int:
    """Serve a day in which each look at the clock takes an hour, and return how many runs there were."""
    now, runs, is_over = MORNING, 0, False

    def clock() -> datetime:
        nonlocal now, is_over
        now += timedelta(hours=1)
        if now > MORNING + timedelta(days=1) and not is_over:
            is_over = True
            os.kill(os.getpid(), signal.SIGTERM)
        return now

    def run() -> None:
        nonlocal runs
        runs += 1
        run_job(house._replace(now=lambda: now), HOURLY)

    assert serve_jobs([ScheduledJob(HOURLY, run)], "Asia/Ho_Chi_Minh", clock) == 0
    return runs


def path_of(house: House) -> Path:
    return Path(house.settings.workbooks[0].source.removeprefix("excel:"))


def an_undo(house: House) -> None:
    undo_run(house, synced(house), house.today())


def a_leave(house: House) -> None:
    synced(house)
    leave_workbooks(house, house.settings.workbooks, house.today())


def a_hold(house: House) -> None:
    hold_workbooks(house, house.settings.workbooks, "board meeting")


@pytest.mark.parametrize("done", [an_undo, a_leave, a_hold])
def test_a_day_of_the_service_writes_nothing_to_what_is_held_until_it_is_resumed(
    house: House, done: Callable[[House], None]
) -> None:
    done(house)
    path = path_of(house)
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert serve_a_day(house) >= 6
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    resume_workbooks(house, house.settings.workbooks)
    serve_a_day(house)
    assert path.read_bytes() != before[0]


def test_an_undo_of_a_workbook_that_is_only_observed_now_is_refused_and_the_file_is_as_it_was(house: House) -> None:
    run = synced(house)
    before = path_of(house).read_bytes()
    observed = house.settings.workbooks[0]._replace(write=False)
    found = undo_run(house._replace(settings=house.settings._replace(workbooks=(observed,))), run, house.today())
    assert [str(each.error) for each in found.workbooks] == ["'team' is only observed: nothing was taken back."]
    assert path_of(house).read_bytes() == before


def test_a_run_that_wrote_nothing_leads_to_the_last_one_that_did(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    wrote = synced(house)
    [nothing] = sync_workbooks(house, house.settings.workbooks, house.today(), keep_rows=True)
    assert nothing.run is not None
    with pytest.raises(NothingToUndo) as refused:
        undo_run(house, nothing.run, house.today())
    assert refused.value.hint == (f"the last run that wrote to team is {wrote}: 'okr-sync undo {wrote}' puts that back")
    with house.read_archive() as archive:
        show_snapshots(archive.snapshots(), (), Output())
    assert wrote in capsys.readouterr().out


def test_a_workbook_that_the_settings_no_longer_name_is_found_where_it_was(house: House) -> None:
    run = synced(house)
    found = undo_run(house._replace(settings=house.settings._replace(workbooks=())), run, house.today())
    assert found.workbooks[0].receipt is not None


def test_an_undo_is_undone_by_its_own_run_and_so_on(house: House) -> None:
    run = synced(house)
    undo = partial(undo_run, house, as_of=house.today())
    first = undo(undone=run).run
    assert first is not None
    second = undo(undone=first).run
    assert second is not None
    with pytest.raises(NothingToUndo, match=f"by {second}"):
        undo(undone=first)
    third = undo(undone=run).run
    with pytest.raises(NothingToUndo, match=f"{run} was undone already, by {third}"):
        undo(undone=run)


def test_a_hold_knows_of_the_run_that_is_just_writing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    write = ExcelWorkbook.write

    def held_meanwhile(workbook: ExcelWorkbook, plan: Plan) -> Receipt:
        hold_workbooks(house, house.settings.workbooks, "board meeting")
        found.append(still_writing(house, "team"))
        return write(workbook, plan)

    monkeypatch.setattr(ExcelWorkbook, "write", held_meanwhile)
    assert [(synced(house),)] == found
    assert still_writing(house, "team") == ()


@pytest.mark.parametrize("error", [WorkbookChanged, WorkbookError])
def test_an_undo_that_cannot_even_read_the_workbook_holds_it(
    house: House, monkeypatch: pytest.MonkeyPatch, error: type[WorkbookError]
) -> None:
    def unreadable(*_: object) -> WorkbookContent:
        raise error("it is saved again and again")

    run = synced(house)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(ExcelWorkbook, "read", unreadable)
        taken_back = undo_run(house, run, house.today())
    [undone] = taken_back.workbooks
    assert undone.error is not None
    assert undone.hold is not None
    is_put_off = error is WorkbookChanged
    assert undone.error.hint.endswith("The service does not take anything back by itself.") == is_put_off
    with house.read_archive() as archive:
        assert taken_back.run is not None
        recorded = archive.run(taken_back.run)
    came_to = WorkbookOutcome.put_off if is_put_off else WorkbookOutcome.failed
    assert [(one.outcome, one.error) for one in recorded.workbooks] == [(came_to, str(undone.error))]
    assert recorded.outcome is RunOutcome.failed
    [outcome] = sync_workbooks(house, house.settings.workbooks, house.today())
    assert outcome.held == undone.hold


def test_where_nothing_was_ever_archived_nothing_is_held_and_no_archive_is_made(house: House, tmp_path: Path) -> None:
    [own] = house.settings.workbooks
    assert resume_workbooks(house, [own]) == (("team", None),)
    assert hold_of(house, own) is None
    assert [path.name for path in tmp_path.iterdir() if "archive" in path.name] == []


def renamed(house: House) -> House:
    own = house.settings.workbooks[0]._replace(name="team-vn")
    later = MORNING + timedelta(minutes=5)
    return house._replace(settings=house.settings._replace(workbooks=(own,)), now=lambda: later)


def test_a_workbook_that_was_renamed_in_the_settings_stays_held(house: House) -> None:
    before = path_of(house).read_bytes()
    hold_workbooks(house, house.settings.workbooks, "board meeting")
    house = renamed(house)
    [outcome] = sync_workbooks(house, house.settings.workbooks, house.today())
    assert outcome.held is not None
    assert path_of(house).read_bytes() == before


def test_what_was_written_under_an_earlier_name_is_undone_and_left_too(house: House) -> None:
    run = synced(house)
    [left] = leave_workbooks(renamed(house), renamed(house).settings.workbooks, house.today(), dry_run=True).workbooks
    assert left.plan.removals
    undo_run(renamed(house), run, house.today())
    [outcome] = sync_workbooks(renamed(house), renamed(house).settings.workbooks, house.today())
    assert outcome.held is not None
    assert [cell.value for cell in openpyxl.load_workbook(path_of(house))["Q4 2026"][1]][5:] == []


@pytest.mark.parametrize("names", [("link.xlsx", "team.xlsx"), ("team.xlsx", "link.xlsx")])
@pytest.mark.parametrize("configured", [True, False])
def test_a_hold_is_on_the_file_whatever_link_leads_to_it(
    house: House, tmp_path: Path, names: tuple[str, str], configured: bool
) -> None:
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "team.xlsx")
    held, synced_as = (f"excel:{tmp_path / name}" for name in names)
    [own] = house.settings.workbooks
    before = (tmp_path / "team.xlsx").read_bytes()

    hold_workbooks(house, (own._replace(name="held", source=held),), "")
    if configured:
        house = house._replace(settings=house.settings._replace(workbooks=(own._replace(source=synced_as),)))
    [outcome] = sync_workbooks(house, (own._replace(source=synced_as),), house.today())

    assert outcome.came_to == "held"
    assert (tmp_path / "team.xlsx").read_bytes() == before
    assert [status.state for status in workbook_statuses(house) if status.name == "team"] == ["held"]
    [(_, ended)] = resume_workbooks(house, (own._replace(source=synced_as),))
    assert ended is not None
    assert synced(house._replace(settings=house.settings._replace(workbooks=(own._replace(source=held),))))


def with_a_lower_table(house: House, *rows: list[object]) -> Path:
    path = path_of(house)
    book = openpyxl.load_workbook(path)
    for row in ([], ["Team People"], ["Objective", "Key result", "Baseline", "Target", "Current"], *rows):
        book.worksheets[0].append(row)
    book.save(path)
    return path


def test_a_table_that_people_cleared_below_another_one_is_left_all_the_same(house: House) -> None:
    path = with_a_lower_table(house, ["Learn", "Trainings", 0, 20, 15])
    synced(house)
    book = openpyxl.load_workbook(path)
    tab = book.worksheets[0]
    assert tab["F5"].value
    for row in tab["A4:E6"]:
        for cell in row:
            cell.value = None
    book.save(path)

    [left] = leave_workbooks(house, house.settings.workbooks, house.today()).workbooks

    assert left.error is None
    tab = openpyxl.load_workbook(path).worksheets[0]
    assert {cell.value for row in tab["F2:K6"] for cell in row if not str(cell.value).endswith("⟳")} == {None}


def closed(house: House) -> House:
    """The same house after its quarter was sealed."""
    later = house._replace(now=lambda: datetime(2027, 1, 5, 1, tzinfo=UTC))
    assert close_cycle(later, later.settings.workbooks, cycle_by_id("2026-Q4", FiscalCalendar()), later.today()).sealed
    return later


@pytest.mark.parametrize("title", ["Q4 2026", "Team"])
def test_what_is_sealed_stays_whatever_run_is_undone(house: House, title: str) -> None:
    workbook = openpyxl.load_workbook(path_of(house))
    workbook["Q4 2026"].title = title
    workbook.save(path_of(house))
    run = synced(house)
    later = closed(house)
    as_sealed = path_of(house).read_bytes()

    for dry_run in (True, False):
        [found] = undo_run(later, run, later.today(), dry_run=dry_run).workbooks
        assert "cycle_closed" in {one.reason for one in found.kept}
        assert found.plan.writes_nothing
        assert found.plan.tables == ()
    assert path_of(house).read_bytes() == as_sealed


def test_an_undo_after_a_farewell_names_what_is_gone_in_one_line(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    run = synced(house)
    leave_workbooks(house, house.settings.workbooks, house.today())
    show_undone(undo_run(house, run, house.today()), Output(), what="it")
    kept = [line.strip() for line in capsys.readouterr().out.splitlines() if "kept '" in line or "kept 1" in line]
    assert kept == [
        "kept 10 cells in 'Q4 2026': their columns are not there any more, or their place is taken; --json names each"
    ]


def test_of_rows_that_were_moved_and_written_for_by_a_later_run_an_undo_says_so(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    path = path_of(house)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append([None, "Orders", 0, 100, 90])
    book.save(path)
    run = synced(house)
    book = openpyxl.load_workbook(path)
    tab = book.worksheets[0]
    for column, moved in enumerate(["Orders", 0, 100, 90], 2):
        tab.cell(3, column).value, tab.cell(2, column).value = tab.cell(2, column).value, moved
    book.save(path)
    synced(house)
    show_undone(undo_run(house, run, house.today()), Output(), what="it")
    kept = [line.strip() for line in capsys.readouterr().out.splitlines() if "kept '" in line or "kept 6" in line]
    assert (
        kept[0] == "kept 6 cells in 'Q4 2026': their rows were moved, and a later run wrote for them; --json names each"
    )
    assert kept[1] == """kept 'Q4 2026'!F1: the column "Progress ⟳" stays, because 0.9 stands in 'Q4 2026'!F2"""


def test_beside_a_sealed_tab_an_undo_takes_the_open_one_back(house: House) -> None:
    workbook = openpyxl.load_workbook(path_of(house))
    workbook.copy_worksheet(workbook["Q4 2026"]).title = "Q1 2027"
    workbook.save(path_of(house))
    run = synced(house)
    later = closed(house)
    [found] = undo_run(later, run, later.today()).workbooks
    assert {one.cell.sheet for one in found.plan.removals} == {"Q1 2027"}
    assert {one.sheet for one in found.plan.tables} == {"Q1 2027"}
    assert {one.cell.sheet for one in found.kept if one.reason == "cycle_closed"} == {"Q4 2026"}


def test_a_farewell_takes_sealed_scores_too_says_so_and_can_be_undone(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    synced(house)
    later = closed(house)
    before = values(path_of(house))
    left = leave_workbooks(later, later.settings.workbooks, later.today())
    assert [one.sealed_tabs for one in left.workbooks] == [("Q4 2026",)]
    show_what_was_sealed(left, Output())
    assert "'Q4 2026' is of a closed cycle" in capsys.readouterr().err
    assert values(path_of(house)) != before
    assert left.run is not None
    undo_run(later, left.run, later.today())
    assert values(path_of(house)) == before


def test_an_objectives_score_goes_from_the_row_in_which_sorting_left_it(house: House) -> None:
    path = path_of(house)
    book = openpyxl.load_workbook(path)
    tab = book.worksheets[0]
    tab.append(["Grow", "Customers", 0, 100, 60])
    book.save(path)
    run = synced(house)
    book = openpyxl.load_workbook(path)
    tab = book.worksheets[0]
    assert [tab["I2"].value, tab["I3"].value] == [0.5, None]
    for above, below in zip(tab["A2:J2"][0], tab["A3:J3"][0], strict=True):
        above.value, below.value = below.value, above.value
    book.save(path)

    [undone] = undo_run(house, run, house.today()).workbooks

    assert undone.kept == ()
    tab = openpyxl.load_workbook(path).worksheets[0]
    assert {cell.value for row in tab["F1:J3"] for cell in row} == {None}


def test_an_undo_finds_an_objectives_score_in_a_tab_that_names_no_cycle_any_more(house: House) -> None:
    path = path_of(house)
    before = values(path)
    run = synced(house)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].title = "Sales"
    book.save(path)

    [undone] = undo_run(house, run, house.today()).workbooks

    assert undone.kept == ()
    assert values(path) == {("Sales", name): value for (_, name), value in before.items()}


def test_an_undo_leaves_the_columns_that_a_later_run_added_for_the_same_rows(house: House) -> None:
    path = with_a_lower_table(house, ["Learn", "Trainings", 0, 20, 15], [None, "Mentors", 0, 5, 1])
    first = synced(house)
    book = openpyxl.load_workbook(path)
    tab = book.worksheets[0]
    tab.move_range("A4:E7", rows=-1)
    book.save(path)
    synced(house)
    theirs = {
        cell.coordinate: cell.value
        for row in openpyxl.load_workbook(path).worksheets[0]["K3:O7"]
        for cell in row
        if cell.value is not None
    }
    assert theirs

    [undone] = undo_run(house, first, house.today()).workbooks

    assert undone.kept
    tab = openpyxl.load_workbook(path).worksheets[0]
    assert {place: tab[place].value for place in theirs} == theirs
    assert {cell.value for row in tab["F1:J2"] for cell in row} == {None}
