"""A workbook is known by where it is: the settings may call it something else, and all that was known of it stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from jobs.closing import close_cycle
from jobs.status import workbook_statuses
from jobs.tasks import check_workbooks, sync_workbooks, written_cell
from jobs.undoing import undo_run
from jobs.wiring import House
from sync.archive import RunOutcome, open_archive
from sync.cycles import cycle_by_id
from sync.engine import Outcome
from sync.model.plans import Plan, Receipt
from sync.options import FiscalCalendar, ReadingOptions, Settings, WorkbookSettings
from sync.workbooks.excel import ExcelWorkbook
from tests.jobs.workbooks import one_key_result

NOW = datetime(2026, 10, 20, 3, tzinfo=UTC)
TODAY = date(2026, 10, 20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return one_key_result(tmp_path / "team.xlsx")


def house_with(path: Path, name: str, *, days: int = 0) -> House:
    own = WorkbookSettings(name, f"excel:{path}", reading=ReadingOptions(language="en"))
    settings = Settings(workbooks=(own,), archive_url=f"sqlite:///{path.parent / 'archive.db'}")
    return House(settings, now=lambda: NOW + timedelta(days))


def synced(house: House) -> Outcome:
    [outcome] = sync_workbooks(house, house.settings.workbooks, house.today())
    assert outcome.error is None
    return outcome


def edit(path: Path, cell: str, value: object, tab: str = "Q3 2026") -> None:
    workbook = openpyxl.load_workbook(path)
    workbook[tab][cell] = value
    workbook.save(path)


def test_what_was_known_of_a_workbook_is_known_by_its_new_name(path: Path) -> None:
    before = synced(house_with(path, "sales"))
    house = house_with(path, "sales-vn", days=1)
    [own] = house.settings.workbooks

    why = written_cell(house, own, "F2")
    assert why is not None
    assert why.run.id == before.run
    [status] = workbook_statuses(house)
    assert (status.name, status.state) == ("sales-vn", "synced")
    history = house.read_history("sales-vn", TODAY)
    assert [known.first_seen for known in history.key_results.values()] == [TODAY]

    synced(house)
    [status] = workbook_statuses(house)
    assert (status.name, status.state) == ("sales-vn", "unchanged")
    with open_archive(house.archive_url) as archive:
        assert {info.workbook for info in archive.snapshots()} == {"sales-vn"}
        assert len(archive.runs(9, "sales-vn")) == 2


def test_a_run_of_before_is_undone_by_the_new_name(path: Path) -> None:
    run = synced(house_with(path, "sales")).run
    assert run is not None
    house = house_with(path, "sales-vn", days=1)
    [would_be] = undo_run(house, run, house.today(), dry_run=True).workbooks
    assert [change.cell.a1 for change in would_be.plan.changes] == ["F2"]
    [undone] = undo_run(house, run, house.today()).workbooks
    assert (undone.workbook, undone.error) == ("sales-vn", None)
    assert openpyxl.load_workbook(path)["Q3 2026"]["F2"].value is None


def test_what_a_killed_run_meant_to_write_is_settled_by_the_new_name(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = ExcelWorkbook.write

    def killed(self: ExcelWorkbook, plan: Plan) -> Receipt:
        write(self, plan)
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(ExcelWorkbook, "write", killed)
        with pytest.raises(KeyboardInterrupt):
            synced(house_with(path, "sales"))
    synced(house_with(path, "sales-vn"))
    with open_archive(house_with(path, "sales-vn").archive_url) as archive:
        [first] = [run for run in archive.runs(9) if run.outcome is RunOutcome.stopped]
        assert {write.state for write in archive.writes(first.id)} == {"landed"}
        assert archive.still_writing("sales-vn") == ()


def test_what_was_sealed_under_an_earlier_name_still_holds(path: Path) -> None:
    first = house_with(path, "sales")
    assert close_cycle(first, first.settings.workbooks, cycle_by_id("2026-Q3", first.settings.calendar), TODAY).sealed
    synced(house_with(path, "sales-vn"))
    synced(house_with(path, "sales-hn"))
    house = house_with(path, "sales-vn", days=1)
    synced(house)
    edit(path, "E2", 90)
    [outcome] = check_workbooks(house, house.settings.workbooks, house.today())
    assert "OKR402" in {finding.code for finding in outcome.findings}


def test_a_name_that_is_given_to_another_workbook_is_that_ones(path: Path, tmp_path: Path) -> None:
    synced(house_with(path, "sales"))
    synced(house_with(path, "sales-vn"))
    other = tmp_path / "other.xlsx"
    other.write_bytes(path.read_bytes())
    edit(other, "B2", "Users")
    synced(house_with(other, "sales", days=1))
    with open_archive(house_with(path, "sales").archive_url) as archive:
        assert len(archive.snapshots("sales")) == 1
        assert len(archive.snapshots("sales-vn")) == 2
        assert archive.name_of("anything", f"excel:{other}") == "sales"
        assert archive.name_of("anything", f"excel:{path}") == "sales-vn"


def test_a_workbook_that_moved_keeps_its_name_and_its_past(path: Path, tmp_path: Path) -> None:
    synced(house_with(path, "sales"))
    moved = path.rename(tmp_path / "moved.xlsx")
    synced(house_with(moved, "sales", days=1))
    with open_archive(house_with(path, "sales").archive_url) as archive:
        assert len(archive.snapshots("sales")) == 2


def retitle(path: Path, title: str, *, copied: bool = False) -> None:
    workbook = openpyxl.load_workbook(path)
    tab = workbook.worksheets[0]
    (workbook.copy_worksheet(tab) if copied else tab).title = title
    workbook.save(path)


def closed(house: House) -> House:
    """The same house after the third quarter was sealed."""
    assert close_cycle(house, house.settings.workbooks, cycle_by_id("2026-Q3", FiscalCalendar()), house.today()).sealed
    return house


def cycles_in(house: House) -> list[str | None]:
    [outcome] = check_workbooks(house, house.settings.workbooks, house.today())
    return [one.cycle and one.cycle.id for one in outcome.scored.objectives]


def ids_in(house: House) -> list[str]:
    [outcome] = check_workbooks(house, house.settings.workbooks, house.today())
    return [id for one in outcome.rows.objectives for id in (one.id, *(each.id for each in one.key_results))]


@pytest.mark.parametrize("first_title", ["Team", "Q3 2026"])
@pytest.mark.parametrize("is_closed", [True, False])
def test_a_tab_that_is_renamed_stays_in_its_cycle(path: Path, first_title: str, is_closed: bool) -> None:
    retitle(path, first_title)
    synced(house_with(path, "sales", days=-25))
    if is_closed:
        closed(house_with(path, "sales"))
    else:
        synced(house_with(path, "sales"))

    before = ids_in(house_with(path, "sales"))
    retitle(path, "Sales team")
    as_renamed = path.read_bytes()
    for days in (1, 2):
        house = house_with(path, "sales", days=days)
        assert (cycles_in(house), ids_in(house)) == (["2026-Q3"], before)
        assert synced(house).plan.writes_nothing
    assert path.read_bytes() == as_renamed


def test_a_copy_for_the_new_quarter_is_of_that_one(path: Path) -> None:
    retitle(path, "Team")
    synced(house_with(path, "sales", days=-25))
    closed(house_with(path, "sales"))
    retitle(path, "Team next", copied=True)
    edit(path, "E2", 60, tab="Team next")

    house = house_with(path, "sales", days=1)
    assert cycles_in(house) == ["2026-Q3", "2026-Q4"]
    assert {change.cell.sheet for change in synced(house).plan.changes} == {"Team next"}
