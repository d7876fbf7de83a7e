"""A workbook that one run writes to twice is told of as one, by what the run came to: in what the sync says, in the
archive, by ``why`` and in the log."""

from __future__ import annotations

import logging
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jobs.caught_up import changes_together, together
from jobs.cli.history import show_snapshots
from jobs.cli.output import Output
from jobs.running import run_job
from jobs.status import workbook_statuses
from jobs.tasks import sync_workbooks, written_cell
from jobs.undoing import undo_run
from jobs.wiring import House
from sync.archive import Run
from sync.engine import Outcome
from sync.model.cells import CellRef
from sync.model.plans import CellChange, LeftAlone, Plan, Receipt
from sync.model.rows import Field, Rows
from sync.model.scores import Scored
from sync.options import JobSettings, RuleOptions
from sync.rules import landed_elsewhere
from tests.jobs.test_other_workbooks import KPIS, NOW, OKRS, house_of, save

TOPS = ["Objective", "Parent objective", "Key result", "Baseline", "Target", "Current"]


@pytest.fixture
def house(tmp_path: Path) -> House:
    """The team goes by two KPIs that go from finance to ops, of which nobody knows before the run comes to ops."""
    for name, kpis in (("finance", ("Stock", "Cash")), ("ops", ("Other", "Else"))):
        rows = [[kpi, "days", 0, 900, value] for kpi, value in zip(kpis, (20, 30), strict=True)]
        save(tmp_path, name, {"Q4 2026": [TOPS, [name, None, f"{name} done", 0, 10, 4]], "KPI": [KPIS, *rows]})
    lean: list[object] = ["Lean", "Days", "Stock", "days", 0, 100, None]
    save(tmp_path, "team", {"Q4 2026": [OKRS, lean, ["Rich", "Money", "Cash", "days", 0, 100, None]]})
    house = house_of(tmp_path, "finance", "team", "ops")
    synced(house)
    synced(house)
    for name, kpis in (("finance", ("Gone", "Gone too")), ("ops", ("Stock", "Cash"))):
        book = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
        book["KPI"]["A2"], book["KPI"]["A3"] = kpis
        book.save(tmp_path / f"{name}.xlsx")
    return house


def kpis_are(house: House, *values: int) -> House:
    path = Path(house.settings.workbooks[2].source.removeprefix("excel:"))
    book = openpyxl.load_workbook(path)
    book["KPI"]["E2"], book["KPI"]["E3"] = values
    book.save(path)
    return house


def team_of(house: House) -> Path:
    return Path(house.settings.workbooks[1].source.removeprefix("excel:"))


def synced(house: House, heard: Callable[[Outcome], None] | None = None) -> dict[str, Outcome]:
    return {one.workbook: one for one in sync_workbooks(house, house.wanted(()), NOW, heard=heard)}


def last_run(house: House) -> Run:
    with house.read_archive() as archive:
        return archive.runs(1)[0]


@pytest.mark.parametrize(("values", "count"), [((70, 80), 8), ((20, 30), 0)])
def test_what_a_sync_says_is_what_the_archive_says(house: House, values: tuple[int, int], count: int) -> None:
    found = synced(kpis_are(house, *values))["team"]
    assert found.receipt is not None
    of_team = next(one for one in last_run(house).workbooks if one.workbook == "team")
    assert (len(found.plan.changes), len(found.receipt.written), of_team.written, of_team.dropped) == (*[count] * 3, 0)
    status = next(one for one in workbook_statuses(house) if one.name == "team")
    assert status.last is not None
    assert status.last.workbook.written == count


def test_the_archive_lists_it_once_with_what_changed_since_the_run_before(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    synced(kpis_are(house, 20, 30))
    with house.read_archive() as archive:
        listed = [one for one in archive.snapshots() if one.run == archive.runs(1)[0].id]
        show_snapshots(listed, (), Output())
    assert sorted(one.workbook for one in listed) == ["finance", "ops", "team"]
    assert capsys.readouterr().out.count("team") == 1
    # All four rows came to something else for a moment; two have their KPI in another workbook now.
    assert next(one for one in listed if one.workbook == "team").changed_rows == 2


def test_why_tells_what_stood_there_before_the_run(house: House) -> None:
    synced(kpis_are(house, 70, 80))
    found = written_cell(house, house.settings.workbooks[1], "H2")
    assert found is not None
    assert (found.write.before, found.write.after) == (Decimal("0.2"), Decimal("0.7"))


def test_the_log_says_of_the_second_line_that_it_is_of_both(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "okr_sync.jobs")
    run_job(kpis_are(house, 70, 80), JobSettings("hourly", "sync", every_seconds=3600))
    lines = [one.getMessage() for one in caplog.records if one.getMessage().startswith("team: ")]
    assert [line.split(",")[0] for line in lines] == ["team: 10 cells written", "team: 8 cells written in all"]
    assert "synced once more" in lines[1]


def swap_rows(tab: Any) -> None:
    rows = [[cell.value for cell in tab[row]] for row in (2, 3)]
    for row, values in zip((3, 2), rows, strict=True):
        for column, value in enumerate(values, 1):
            tab.cell(row, column).value = value


@pytest.mark.parametrize("edit", [swap_rows, lambda tab: tab.insert_rows(2), lambda tab: tab.insert_cols(1)])
def test_where_people_moved_rows_or_columns_in_between_each_row_is_told_and_undone_by_itself(
    house: House, edit: Callable[[Any], None]
) -> None:
    done: list[str] = []

    def heard(outcome: Outcome) -> None:
        done.append(outcome.workbook)
        if len(done) == 3:
            book = openpyxl.load_workbook(team_of(house))
            edit(book["Q4 2026"])
            book.save(team_of(house))

    def by_title() -> dict[Any, list[Any]]:
        rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(team_of(house))["Q4 2026"]]
        titles = [next((value for value in row if value in ("Lean", "Rich")), None) for row in rows]
        return {title: row[-5:] for title, row in zip(titles, rows, strict=True) if title}

    before = by_title()
    found = synced(kpis_are(house, 70, 80), heard)["team"]
    assert done == ["finance", "team", "ops", "team"]
    assert found.receipt is not None
    progress = {(one.before, one.after) for one in found.receipt.written if one.field is Field.progress}
    assert progress == {(Decimal("0.2"), Decimal("0.7")), (Decimal("0.3"), Decimal("0.8"))}
    run = last_run(house)
    assert next(one.written for one in run.workbooks if one.workbook == "team") == len(found.receipt.written)
    assert by_title() != before

    [undone] = [one for one in undo_run(house, run.id, NOW).workbooks if one.workbook == "team"]
    assert undone.kept == ()
    assert by_title() == before


def test_what_neither_write_could_reach_is_told_once() -> None:
    left = LeftAlone(CellRef("Q4 2026", 2, 8), "protected")
    change = CellChange(left.cell, None, Decimal(1), Field.progress, "KR-1")
    plan = Plan("team", "f", NOW, changes=(change,))
    outcome = Outcome("team", "", Rows(), Scored(Rows(), NOW), (), plan, Receipt(dropped=(left,)))
    found = together(outcome, outcome).receipt
    assert found is not None
    assert found.dropped == (left,)


def test_what_landed_in_a_wrong_cell_in_the_first_write_is_told_all_the_same() -> None:
    change = CellChange(CellRef("Q4 2026", 2, 8), Decimal(1), None, Field.progress, "")
    landed = landed_elsewhere((), (change.cell,), RuleOptions())
    first = Outcome(
        "team", "", Rows(), Scored(Rows(), NOW), landed, Plan("team", "f", NOW), Receipt(put_back=(change,))
    )
    found = together(first, first._replace(findings=(), receipt=None))
    assert [one.code for one in found.findings] == ["OKR148"]


def test_changes_of_two_rows_that_stood_in_one_cell_stay_two() -> None:
    cell = CellRef("Q4 2026", 2, 8)
    first = CellChange(cell, Decimal("0.1"), Decimal("0.5"), Field.progress, "KR-1")
    second = CellChange(cell, Decimal("0.5"), Decimal("0.7"), Field.progress, "KR-2")
    assert changes_together((first,), (second,), ()) == (first, second)


def test_the_score_of_an_objective_that_became_a_part_of_another_one_comes_back(house: House, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(tmp_path / "team.xlsx")
    tab = book.worksheets[0]
    for row, cells in ((4, ["Wide", "Shops", None, None, 0, 100, 60]), (5, [None, "Towns", None, None, 0, 100, 20])):
        for column, value in enumerate(cells, 1):
            tab.cell(row, column).value = value  # type: ignore[assignment]
    book.save(tmp_path / "team.xlsx")
    list(sync_workbooks(house, house.wanted(["team"]), NOW))
    book = openpyxl.load_workbook(tmp_path / "team.xlsx")
    book.worksheets[0]["A4"] = "Rich"
    book.save(tmp_path / "team.xlsx")
    before = rows_of(tmp_path / "team.xlsx")
    assert before[3][10] is not None
    run = synced(kpis_are(house, 70, 80))["team"].run
    assert run is not None
    assert rows_of(tmp_path / "team.xlsx")[3][10] is None
    [undone] = [one for one in undo_run(house, run, NOW).workbooks if one.workbook == "team"]
    assert undone.kept == ()
    assert rows_of(tmp_path / "team.xlsx") == before


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
