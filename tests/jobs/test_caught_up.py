"""Workbooks that come before one that they go by, since nobody knew that they do, are synced once more in that run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest

import jobs.sight
from jobs.caught_up import together
from jobs.put_off import put_off_workbooks
from jobs.tasks import check_workbooks, sync_workbooks
from jobs.wiring import House
from sync.archive import RunOutcome, WorkbookOutcome
from sync.engine import Outcome
from sync.last_time import LastTime
from sync.options import JobSettings, RuleOptions, WorkbookSettings
from sync.workbooks.sheets_api import sheets_api
from tests.jobs.cli.outcomes import failed, outcome
from tests.jobs.test_changes import DAY, OWNED, Office
from tests.jobs.test_other_workbooks import KPIS, NOW, OKRS, house_of, save, told
from tests.jobs.test_workbooks_of_one_run import PARENTS, SOON, enter, reads, sync_all, writes_nothing
from tests.sheets_server.editors import perform
from tests.sheets_server.server import SheetsServer
from tests.sync.workbooks.memory import hands_on_cells

YESTERDAY = date(2026, 11, 9)
LATER = SOON + timedelta(days=1)


def changes(outcomes: Sequence[Outcome]) -> dict[str, set[object]]:
    return {one.workbook: set(one.plan.changes) for one in outcomes}


def is_synced_as_planned(house: House, day: date = NOW) -> bool:
    planned = changes(list(check_workbooks(house, house.wanted(()), day)))
    return changes(list(sync_all(house, day).values())) == planned and writes_nothing(house, day)


@pytest.fixture
def named_late(tmp_path: Path) -> House:
    """The KPI that ops go by stands in finance's sheet since a moment ago."""
    save(tmp_path, "ops", {"Q4 2026": [OKRS, ["Lean", "Days in stock", "Stock", "days", 40, 20]]})
    save(tmp_path, "finance", {"KPI": [KPIS, ["Cash", "days", 15, 30, 34]]})
    house = house_of(tmp_path, "ops", "finance")
    sync_all(house)
    assert writes_nothing(house)
    enter(tmp_path, "finance", "A2", "Stock")
    return house


def test_for_another_day_too(named_late: House) -> None:
    assert is_synced_as_planned(named_late, YESTERDAY)


def test_where_the_second_sync_cannot_be_done_the_workbook_is_put_off(named_late: House, tmp_path: Path) -> None:
    def heard(one: Outcome) -> None:
        if one.workbook == "finance":
            open_in_excel(tmp_path / "ops.xlsx")

    found = {
        one.workbook: one for one in sync_workbooks(named_late, named_late.wanted(()), NOW, keep_rows=True, heard=heard)
    }
    assert found["ops"].came_to is WorkbookOutcome.put_off
    assert "ops.xlsx" in str(found["ops"].error)
    with named_late.read_archive() as archive:
        [run] = archive.runs(1)
        outcomes = {one.workbook: (one.outcome, one.error) for one in run.workbooks}
    assert run.outcome is RunOutcome.failed
    assert outcomes["ops"] == (WorkbookOutcome.put_off, str(found["ops"].error))
    served = named_late._replace(
        settings=named_late.settings._replace(jobs=(JobSettings("all", "sync", every_seconds=300),))
    )
    assert [one.own.name for one in put_off_workbooks(served)] == ["ops"]


def open_in_excel(workbook: Path) -> None:
    (workbook.parent / f"~${workbook.name}").write_bytes(b"\x05Annie" + b" " * 159)


def test_who_goes_by_a_workbook_that_is_open_in_excel_is_synced_once_more(named_late: House, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(tmp_path / "finance.xlsx")
    book.create_sheet("Q4 2026")
    for row in (OKRS, ["Pay", "Bills", None, None, 0, 100, 30]):
        book["Q4 2026"].append(row)
    book.save(tmp_path / "finance.xlsx")
    open_in_excel(tmp_path / "finance.xlsx")
    planned = changes(list(check_workbooks(named_late, named_late.wanted(()), NOW)))
    found = {one.workbook: one for one in sync_workbooks(named_late, named_late.wanted(()), NOW)}
    assert found["finance"].came_to is WorkbookOutcome.put_off
    assert planned["ops"]
    assert set(found["ops"].plan.changes) == planned["ops"]


def test_what_the_first_sync_wrote_is_kept_where_the_second_one_fails(tmp_path: Path) -> None:
    first, second = outcome(tmp_path, receipt=True), failed(tmp_path)
    found = together(first, second)
    assert (found.receipt, found.findings, found.error) == (first.receipt, first.findings, second.error)


def test_who_could_not_be_synced_is_not_tried_once_more(named_late: House, tmp_path: Path) -> None:
    enter(tmp_path, "ops", "F2", None)
    open_in_excel(tmp_path / "ops.xlsx")
    with reads() as opened:
        found = {one.workbook: one for one in sync_workbooks(named_late, named_late.wanted(()), NOW)}
    assert found["ops"].came_to is WorkbookOutcome.put_off
    assert opened == {"ops": 1, "finance": 1}


def test_a_stop_is_heard_before_a_second_sync(tmp_path: Path) -> None:
    teams = [f"t{at}" for at in range(4)]
    for name in teams:
        save(tmp_path, name, {"Q4 2026": [OKRS, ["Lean", "Days in stock", "Stock", "days", 40, 20]]})
    save(tmp_path, "finance", {"KPI": [KPIS, ["Cash", "days", 15, 30, 34]]})
    house = house_of(tmp_path, *teams, "finance")
    sync_all(house)
    enter(tmp_path, "finance", "A2", "Stock")
    heard: list[str] = []

    def along(workbooks: Sequence[WorkbookSettings]) -> Iterator[WorkbookSettings]:
        for own in workbooks:
            if len(heard) > len(teams) + 1:
                return
            yield own

    found = sync_workbooks(house, house.wanted(()), NOW, along=along, heard=lambda one: heard.append(one.workbook))
    assert [one.workbook for one in found] == [*teams, "finance"]
    assert heard == [*teams, "finance", "t0"]
    with house.read_archive() as archive:
        assert archive.runs(1)[0].outcome is RunOutcome.stopped
    sync_all(house)
    assert writes_nothing(house)


@pytest.mark.parametrize("order", [("team", "ops", "board"), ("ops", "team", "board")])
def test_in_a_circle_that_kpis_close_a_new_child_counts_in_the_same_run(tmp_path: Path, order: Sequence[str]) -> None:
    """The board is looked at for its KPI before the teams; one of its objectives gets a parent by now, and its score
    comes from a team that has not been synced then."""
    head = ["Objective", "Parent objective", "Key result", "KPI", "Unit", "Baseline", "Target", "Current", "Owner"]
    unmeasured: list[object] = [*[None] * 6, "An"]
    tops = [["Win", None, *unmeasured], ["Second", None, *unmeasured]]
    save(tmp_path, "board", {"Q4 2026": [head, *tops], "KPI": [KPIS, ["Stock", "days", 15, 30, 34]]})
    lean: list[object] = ["Lean team", "Win", "Days of team", "Stock", "days", 40, 20]
    save(tmp_path, "team", {"Q4 2026": [head, ["Top of team", None, *unmeasured], lean]})
    lean = ["Lean ops", "Win", "Days of ops", "Stock", "days", 40, 20]
    base: list[object] = ["Base of ops", "Second", "Orders", None, None, 0, 100, 30]
    save(tmp_path, "ops", {"Q4 2026": [head, lean, base]})
    house = house_of(tmp_path, *order)
    sync_all(house)
    assert writes_nothing(house)
    enter(tmp_path, "board", "B3", "Top of team")
    enter(tmp_path, "ops", "H3", 80)
    assert is_synced_as_planned(house)
    assert [str(one.score) for one in sync_all(house)["team"].scored.objectives][:1] == ["0.80"]


@pytest.mark.parametrize("order", [("team", "board"), ("board", "team")])
def test_on_the_new_quarters_tabs_a_parent_of_last_quarters_title_is_found(
    tmp_path: Path, order: Sequence[str]
) -> None:
    save(tmp_path, "board", {"Q4 2026": [PARENTS, ["Win the market", None, "Fans", 0, 100, 50]]})
    save(tmp_path, "team", {"Q4 2026": [PARENTS, ["Grow", "Win the market", "Customers", 0, 100, 60]]})
    house = house_of(tmp_path, *order)
    sync_all(house)
    for name in order:
        book = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
        book.copy_worksheet(book.worksheets[0]).title = "Q1 2027"
        book.save(tmp_path / f"{name}.xlsx")
    soon = date(2027, 1, 5)
    planned = changes(list(check_workbooks(house, house.wanted(()), soon)))
    found = sync_all(house, soon)
    assert changes(list(found.values())) == planned
    assert "OKR127" not in {finding.code for one in found.values() for finding in one.findings}
    assert writes_nothing(house, soon)


@pytest.mark.parametrize("order", [("board", "team"), ("team", "board")])
def test_who_does_not_follow_a_parents_new_title_is_told_at_once(tmp_path: Path, order: Sequence[str]) -> None:
    save(tmp_path, "board", {"Q4 2026": [PARENTS, ["Win the market", None, "Fans", 0, 100, 50]]})
    save(tmp_path, "team", {"Q4 2026": [PARENTS, ["Grow", "Win the market", "Customers", 0, 100, 60]]})
    house = house_of(tmp_path, *order)
    sync_all(house)
    enter(tmp_path, "board", "A2", "Be big in Asia")
    assert is_synced_as_planned(house)
    assert "OKR127" in {finding.code for finding in sync_all(house)["team"].findings}


def test_a_new_childs_score_goes_all_the_way_up_in_the_same_run(tmp_path: Path) -> None:
    """The area comes too early, and so does whoever stands above it."""
    save(tmp_path, "board", {"Q4 2026": [PARENTS, ["Win the market", None, "Fans", 0, 100, 50]]})
    save(tmp_path, "area", {"Q4 2026": [PARENTS, ["Win the south", "Win the market", None, None, None, None]]})
    save(tmp_path, "group", {"Q4 2026": [PARENTS, ["Win the market of all", None, None, None, None, None]]})
    for name, parent in (("shop", "Win the south"), ("ops", None)):
        save(tmp_path, name, {"Q4 2026": [PARENTS, [f"Grow {name}", parent, "Customers", 0, 100, 60]]})
    enter(tmp_path, "board", "B2", "Win the market of all")
    house = house_of(tmp_path, "group", "board", "area", "shop", "ops")
    board = openpyxl.load_workbook(tmp_path / "board.xlsx")
    for cell in ("C2", "D2", "E2", "F2"):
        board.worksheets[0][cell] = None
    board.save(tmp_path / "board.xlsx")
    sync_all(house)
    enter(tmp_path, "ops", "B2", "Win the south")
    enter(tmp_path, "ops", "F2", 80)
    assert is_synced_as_planned(house)
    assert str(sync_all(house)["group"].scored.objectives[0].score) == "0.70"


@pytest.mark.parametrize("last_time", [None, LastTime], ids=["each a command", "a process that goes on"])
def test_what_drive_said_before_a_run_wrote_is_not_gone_by_after(
    tmp_path: Path, last_time: type[LastTime[Outcome]] | None
) -> None:
    head = ["Objective", "Parent objective", "Key result", "KPI", "Baseline", "Target", "Current", *OWNED]
    kpis = ["KPI", "Unit", "Healthy min", "Healthy max", "Current"]
    with SheetsServer() as server:
        office = Office(server, tmp_path, last_time=last_time and last_time())
        stock: list[object] = ["Stock", "days", 0, 900, 20]
        office.add("finance", [head, ["Pay", None, "Bills", None, 0, 10, 4]], KPI=[kpis, stock])
        office.add("team", [head, ["Lean", None, "Days", "Stock", 0, 100, None], [None, None, "Own", None, 0, 100, 30]])
        office.add("ops", [head, ["Run", None, "Hours", None, 0, 10, 4]], KPI=[kpis, ["Other", *stock[1:]]])
        for _ in range(3):
            office.sync()
        # The KPI goes from a spreadsheet that is synced before the team's to one that comes after it.
        for name, title in (("finance", "Gone"), ("ops", "Stock")):
            perform(server.world, office.keys[name], {"edit": "overwrite", "tab": "KPI", "cell": "A2", "value": title})
        planned = changes(list(check_workbooks(office.house, office.house.wanted(()), DAY)))
        found = office.sync()
        assert changes(list(found.values())) == planned
        assert not [one.error for one in found.values() if one.error]
        assert not any(one.plan.changes for one in office.sync().values())
    sheets_api.cache_clear()


def test_a_long_circle_is_scored_as_often_as_something_changes(tmp_path: Path) -> None:
    """An objective leads through all workbooks, in the settings' opposite order."""
    names = [f"w{at:02}" for at in range(12)]
    for at, name in enumerate(names):
        first = at == 0
        parent = "B of w00" if at == len(names) - 1 else f"A of {names[at + 1]}"
        own: list[object] = [f"A of {name}", parent, *(["Fans", 0, 100, 40] if first else [None] * 4), "An"]
        other: list[object] = [f"B of {name}", None, *([None] * 4 if first else ["Friends", 0, 100, 20]), "An"]
        save(tmp_path, name, {"Q4 2026": [[*PARENTS, "Owner"], own, other]})
    house = house_of(tmp_path, *reversed(names))
    sync_all(house)
    enter(tmp_path, "w00", "F2", 80)
    with patch.object(jobs.sight, "score", wraps=jobs.sight.score) as scored:
        found = sync_all(house)
    assert scored.call_count <= 4 * len(names)
    assert {str(one.scored.objectives[0].score) for one in found.values()} == {"0.80"}
    assert writes_nothing(house)


def test_who_is_no_longer_the_parent_of_a_row_that_is_synced_later_is_told_so_at_once(tmp_path: Path) -> None:
    """A title alone becomes an objective in the very run in which the one that called it lets go of it."""
    unmeasured: list[object] = [*[None] * 4, "An"]
    tops = [["Win", None, "Fans", 0, 100, 0, "An"], ["Grow", *[None] * 6]]
    save(tmp_path, "board", {"Q4 2026": [[*PARENTS, "Owner"], *tops]})
    save(tmp_path, "team", {"Q4 2026": [[*PARENTS, "Owner"], ["Lean", "board: Grow", *unmeasured]]})
    house = house_of(tmp_path, "board", "team")
    sync_all(house)
    enter(tmp_path, "board", "B3", "Win")
    enter(tmp_path, "team", "B2", None)
    assert is_synced_as_planned(house)


def house_of_rows(folder: Path, order: Sequence[str]) -> tuple[House, list[object]]:
    """Two workbooks that nothing joins, synced; and a row of the one, that may be moved to the other."""

    def row(text: str, current: int) -> list[object]:
        return [None, text, None, None, 0, 9, current]

    moving = row("Orders delivered on time", 4)
    lean: list[object] = ["Lean", "Fewer returns of goods", None, None, 9, 3, 6]
    save(folder, "ops", {"Q4 2026": [OKRS, lean, row("Trained staff in all shifts", 3), moving]})
    save(folder, "shop", {"Q4 2026": [OKRS, ["Sell", "Open shops in the south", None, None, 0, 9, 3]]})
    house = house_of(folder, *order)
    own = tuple(one._replace(rules=RuleOptions(select=("OKR4",))) for one in house.settings.workbooks)
    house = house._replace(settings=house.settings._replace(workbooks=own))
    sync_all(house)
    return house, moving


@pytest.mark.parametrize("order", [("shop", "ops"), ("ops", "shop")])
def test_a_row_that_moved_to_another_workbook_is_not_missed(tmp_path: Path, order: Sequence[str]) -> None:
    house, moved = house_of_rows(tmp_path, order)
    for cell in ("B4", "E4", "F4", "G4"):
        enter(tmp_path, "ops", cell, None)
    for cell, value in zip(("A3", "B3", "C3", "D3", "E3", "F3", "G3"), moved, strict=True):
        enter(tmp_path, "shop", cell, value)
    assert is_synced_as_planned(house, SOON)
    assert {name: told(one) for name, one in sync_all(house, SOON).items()} == {"ops": [], "shop": []}


@pytest.mark.parametrize("order", [("shop", "ops"), ("ops", "shop")])
def test_nor_is_one_that_was_pasted_there_a_run_later(tmp_path: Path, order: Sequence[str]) -> None:
    house, pasted = house_of_rows(tmp_path, order)
    for cell in ("B4", "E4", "F4", "G4"):
        enter(tmp_path, "ops", cell, None)
    assert [one[:6] for one in told(sync_all(house, SOON)["ops"])] == ["OKR406"]
    for cell, value in zip(("A3", "B3", "C3", "D3", "E3", "F3", "G3"), pasted, strict=True):
        enter(tmp_path, "shop", cell, value)
    assert is_synced_as_planned(house, SOON)
    assert {name: told(one) for name, one in sync_all(house, SOON).items()} == {"ops": [], "shop": []}


@pytest.mark.parametrize("is_service", [False, True])
@pytest.mark.parametrize(("stood_at", "stands_at"), [(91, 49), (100, 49), (49, 91)])
def test_what_a_run_saw_on_its_way_is_no_past(tmp_path: Path, stood_at: int, stands_at: int, is_service: bool) -> None:
    save(tmp_path, "team", {"Q4 2026": [OKRS, ["Lean", "Days in stock", "Gone", "days", 0, 100]]})
    save(tmp_path, "finance", {"KPI": [KPIS, ["Stock", "days", 1, 999, stood_at]]})
    house = house_of(tmp_path, "team", "finance")
    every = [one._replace(rules=RuleOptions()) for one in house.settings.workbooks]
    last_time = LastTime[Outcome]() if is_service else None
    house = house._replace(last_time=last_time, settings=house.settings._replace(workbooks=tuple(every)))
    sync_without_rows(house, NOW)
    assert not any(changes(sync_without_rows(house, NOW)).values())
    enter(tmp_path, "team", "C2", "Stock")
    enter(tmp_path, "finance", "E2", stands_at)
    planned = changes(list(check_workbooks(house, house.wanted(()), SOON)))
    assert changes(sync_without_rows(house, SOON)) == planned
    for day in (SOON, LATER):
        with house.read_archive() as archive:
            (known,) = archive.history("team", day).key_results.values()
        assert (known.best_progress, known.reached_on) == (Decimal(stands_at) / 100, None)
        assert not any(one.startswith("OKR303") for one in told(sync_without_rows(house, day)[0]))


def sync_without_rows(house: House, day: date) -> list[Outcome]:
    if house.last_time is not None:
        for own in house.settings.workbooks:
            hands_on_cells(house.last_time, own.name)
    return list(sync_workbooks(house, house.wanted(()), day))


def test_a_value_that_stands_as_it_did_has_the_day_that_it_had(tmp_path: Path) -> None:
    """The KPI goes to a workbook that is synced later: in between the key result has no value."""
    save(tmp_path, "team", {"Q4 2026": [OKRS, ["Lean", "Days in stock", "Stock", "days", 0, 100]]})
    save(tmp_path, "finance", {"KPI": [KPIS, ["Stock", "days", 1, 99, 41]]})
    save(tmp_path, "board", {"KPI": [KPIS, ["Other", "days", 1, 99, 41]]})
    house = house_of(tmp_path, "finance", "team", "board")
    sync_without_rows(house, NOW)
    enter(tmp_path, "finance", "A2", "Gone")
    enter(tmp_path, "board", "A2", "Stock")
    with reads() as found:
        sync_without_rows(house, SOON)
    assert found["team"] == 2
    with house.read_archive() as archive:
        (known,) = archive.history("team", SOON).key_results.values()
    assert (known.first_seen, known.changed_on, known.last_seen) == (NOW, NOW, SOON)
    assert snapshots_by_run(house) == {1}


def test_a_row_that_was_there_on_the_way_alone_never_was(tmp_path: Path) -> None:
    """Somebody cuts it there, and pastes it into another workbook, before the run reads the first one again."""
    new = [None, "Returns fall", None, "%", 0, 100, 20]
    save(tmp_path, "team", {"Q4 2026": [OKRS, ["Lean", "Days in stock", "Stock", "days", 0, 100]]})
    save(tmp_path, "finance", {"KPI": [KPIS, ["Stock", "days", 1, 99, 41]]})
    save(tmp_path, "board", {"KPI": [KPIS, ["Other", "days", 1, 99, 41]]})
    save(tmp_path, "shop", {"Q4 2026": [OKRS, ["Lean", "Shops", None, None, 0, 9, 3]]})
    house = house_of(tmp_path, "finance", "team", "board", "shop")
    sync_without_rows(house, NOW)
    type_row(tmp_path, "team", new)
    enter(tmp_path, "finance", "A2", "Gone")
    enter(tmp_path, "board", "A2", "Stock")
    done: list[str] = []

    def heard(one: Outcome) -> None:
        done.append(one.workbook)
        if len(done) == 4:
            type_row(tmp_path, "team", [None] * len(new))
            type_row(tmp_path, "shop", new)

    list(sync_workbooks(house, house.wanted(()), SOON, heard=heard))
    assert done == ["finance", "team", "board", "shop", "team"]
    with house.read_archive() as archive:
        assert not [one for one in archive.history("team", SOON).gone if one.words == new[1]]
    for _ in range(2):
        assert not [one.error for one in sync_without_rows(house, LATER) if one.error]


def type_row(folder: Path, name: str, cells: Sequence[object]) -> None:
    for column, value in zip("ABCDEFG", cells, strict=True):
        enter(folder, name, f"{column}3", value)


def snapshots_by_run(house: House) -> set[int]:
    assert house.archive_path
    with closing(sqlite3.connect(house.archive_path)) as archive:
        counts = archive.execute("SELECT count(*) FROM snapshot GROUP BY run, workbook")
        return {count for (count,) in counts}


@pytest.mark.parametrize("is_service", [False, True])
def test_what_was_seen_on_later_days_is_no_past_of_an_earlier_one(tmp_path: Path, is_service: bool) -> None:
    rows = [["Lean", "Hours", None, "h", 0, 100, 50], [None, "Days", None, "h", 0, 100, 50]]
    save(tmp_path, "team", {"Q4 2026": [OKRS, *rows, [None, "Weeks", None, "h", 0, 100, 50]]})
    house = house_of(tmp_path, "team")
    every = [one._replace(rules=RuleOptions()) for one in house.settings.workbooks]
    last_time = LastTime[Outcome]() if is_service else None
    house = house._replace(last_time=last_time, settings=house.settings._replace(workbooks=tuple(every)))
    sync_without_rows(house, NOW)
    enter(tmp_path, "team", "G2", 20)
    enter(tmp_path, "team", "F3", 80)
    for cell in ("B4", "D4", "E4", "F4", "G4"):
        enter(tmp_path, "team", cell, None)
    for _ in range(3):
        [outcome] = sync_without_rows(house, YESTERDAY)
        codes = {one.code for one in outcome.findings}
        assert not codes & {"OKR303", "OKR401", "OKR406"}
    assert not outcome.plan.changes


@pytest.mark.parametrize("cell", ["B3", "A2"])
def test_words_that_were_not_known_for_a_sync_are_not_missed_then_nor_later(tmp_path: Path, cell: str) -> None:
    rows = [["Lean", "Hours", None, "h", 0, 100, 50], [None, "Days", None, "h", 0, 100, 50]]
    save(tmp_path, "team", {"Q4 2026": [OKRS, *rows]})
    house = house_of(tmp_path, "team")
    own = tuple(one._replace(rules=RuleOptions(select=("OKR4",))) for one in house.settings.workbooks)
    house = house._replace(settings=house.settings._replace(workbooks=own))
    words = "Days" if cell == "B3" else "Lean"
    for day, typed in enumerate((words, '="Da"&"ys"', words, words), 2):
        enter(tmp_path, "team", cell, typed)
        [outcome] = sync_without_rows(house, date(2026, 12, day))
        assert told(outcome) == []
