"""Workbooks that are synced together: those first that others go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest

from jobs.tasks import check_workbooks, sync_workbooks
from jobs.undoing import undo_run
from jobs.wiring import House
from sync.engine import Outcome
from sync.options import RuleOptions, WorkbookSettings
from sync.workbooks.base import Workbook
from tests.jobs.test_other_workbooks import KPIS, NOW, OKRS, house_of, key_result, save, told

SOON = date(2026, 11, 12)
LATER = date(2026, 11, 30)
PARENTS = ["Objective", "Parent objective", "Key result", "Baseline", "Target", "Current"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pointing = ["Lean", "Days in stock", "Stock", "days", 40, 20]
    save(tmp_path, "ops", {"Q4 2026": [OKRS, pointing]})
    save(tmp_path, "finance", {"KPI": [KPIS, ["Stock", "days", 15, 30, 34]]})
    save(tmp_path, "shop", {"Q4 2026": [OKRS, ["Sell", "Open shops", None, None, 0, 9, 3]]})
    return tmp_path


def sync_all(house: House, day: date = NOW) -> dict[str, Outcome]:
    found = list(sync_workbooks(house, house.wanted(()), day, keep_rows=True))
    assert [one.workbook for one in found] == [own.name for own in house.settings.workbooks]
    assert not [one.error for one in found if one.error]
    return {one.workbook: one for one in found}


def writes_nothing(house: House, day: date = NOW) -> bool:
    return all(one.receipt is None for one in sync_all(house, day).values())


def enter(folder: Path, name: str, cell: str, value: object) -> None:
    book = openpyxl.load_workbook(folder / f"{name}.xlsx")
    book.worksheets[0][cell] = value
    book.save(folder / f"{name}.xlsx")


@contextmanager
def reads() -> Iterator[Counter[str]]:
    """How often each workbook is opened meanwhile."""
    found: Counter[str] = Counter()
    opened = House.open_workbook

    def counting(house: House, own: WorkbookSettings, *, read_only: bool = False) -> Workbook:
        found[own.name] += 1
        return opened(house, own, read_only=read_only)

    with patch.object(House, "open_workbook", counting):
        yield found


@pytest.mark.parametrize("order", [("ops", "finance", "shop"), ("finance", "ops", "shop"), ("shop", "ops", "finance")])
def test_a_kpis_new_value_counts_in_the_same_run_wherever_its_workbook_stands(
    folder: Path, order: Sequence[str]
) -> None:
    house = house_of(folder, *order)
    sync_all(house)
    sync_all(house)
    assert writes_nothing(house)
    enter(folder, "finance", "E2", 26)
    assert str(key_result(sync_all(house)["ops"]).progress) == "0.7"
    assert writes_nothing(house)


def test_the_first_run_writes_what_was_planned_and_the_second_nothing(folder: Path) -> None:
    house = house_of(folder, "ops", "finance", "shop")
    planned = {one.workbook: one.plan.changes for one in check_workbooks(house, house.wanted(()), NOW)}
    synced = sync_all(house)
    assert {name: one.plan.changes for name, one in synced.items()} == planned
    assert key_result(synced["ops"]).progress is not None
    assert writes_nothing(house)


def test_a_workbook_that_was_never_read_and_cannot_be_is_no_hindrance(folder: Path) -> None:
    (folder / "finance.xlsx").unlink()
    house = house_of(folder, "ops", "finance", "shop")
    found = sync_workbooks(house, house.wanted(()), NOW)
    assert [one.workbook for one in found if one.error is not None] == ["finance"]


def test_a_kpi_may_be_called_with_its_workbook(folder: Path) -> None:
    save(folder, "ops", {"Q4 2026": [OKRS, ["Lean", "Days in stock", "finance: Stock", "days", 40, 20]]})
    house = house_of(folder, "ops", "finance")
    sync_all(house)
    sync_all(house)
    enter(folder, "finance", "E2", 26)
    assert str(key_result(sync_all(house)["ops"]).progress) == "0.7"


def test_each_workbook_is_read_once_and_those_first_that_others_go_by(folder: Path) -> None:
    house = house_of(folder, "shop", "ops", "finance")
    with reads() as found:
        sync_all(house)
    assert found == {"shop": 2, "ops": 2, "finance": 2}  # to see who goes by whom, and to sync
    for day in (NOW, SOON):
        with reads() as found:
            sync_all(house, day)
        assert list(found.elements()) == ["shop", "finance", "ops"]


def test_what_children_come_to_goes_up_in_the_same_run(tmp_path: Path) -> None:
    save(tmp_path, "board", {"Q4 2026": [PARENTS, ["Win the market", None, None, None, None, None]]})
    save(tmp_path, "area", {"Q4 2026": [PARENTS, ["Win the south", "Win the market", None, None, None, None]]})
    save(tmp_path, "sales", {"Q4 2026": [PARENTS, ["Grow", "Win the south", "Customers won", 0, 100, 60]]})
    for order in (("board", "area", "sales"), ("sales", "area", "board"), ("area", "board", "sales")):
        (tmp_path / "archive.db").unlink(missing_ok=True)
        house = house_of(tmp_path, *order)
        sync_all(house)
        assert str(sync_all(house)["board"].scored.objectives[0].score) == "0.60", order
        assert writes_nothing(house)


def test_workbooks_that_go_by_each_other_are_all_synced(tmp_path: Path) -> None:
    save(
        tmp_path,
        "a",
        {"Q4 2026": [OKRS, ["A", "Days a", "Kb", "days", 40, 20]], "KPI": [KPIS, ["Ka", "days", 1, 9, 3]]},
    )
    save(
        tmp_path,
        "b",
        {"Q4 2026": [OKRS, ["B", "Days b", "Ka", "days", 40, 20]], "KPI": [KPIS, ["Kb", "days", 1, 9, 3]]},
    )
    house = house_of(tmp_path, "a", "b")
    for _ in range(3):
        assert list(sync_all(house)) == ["a", "b"]


def test_workbooks_that_are_checked_together_see_each_others_kpis(folder: Path) -> None:
    house = house_of(folder, "ops", "finance")
    found = {one.workbook: one for one in check_workbooks(house, house.wanted(()), NOW)}
    assert told(found["ops"]) == []
    assert str(key_result(found["ops"]).progress) == "0.3"
    assert not (folder / "archive.db").exists()
    sync_all(house)
    enter(folder, "finance", "E2", 26)
    found = {one.workbook: one for one in check_workbooks(house, house.wanted(()), NOW)}
    assert str(key_result(found["ops"]).progress) == "0.7"
    assert found["ops"].plan.changes


def test_a_value_of_the_quarter_before_is_not_this_quarters(folder: Path) -> None:
    save(folder, "finance", {"Q3 2026": [KPIS, ["Stock", "days", 15, 30, 34]]})
    house = house_of(folder, "finance", "ops")
    found = sync_all(house)["ops"]
    assert told(found) == ["OKR111 The KPI “Stock” gives no value for 2026-Q4"]
    assert (key_result(found).current, key_result(found).progress) == (None, None)
    assert key_result(found).measured_by is not None
    enter(folder, "ops", "G2", 22)
    found = sync_all(house)["ops"]
    assert told(found) == ["OKR109 The KPI “Stock” has no value yet: G2 counts"]
    assert str(key_result(found).progress) == "0.9"


@pytest.mark.parametrize("order", [("finance", "ops"), ("ops", "finance")])
def test_what_there_is_of_the_year_so_far_is_no_quarters_value(tmp_path: Path, order: Sequence[str]) -> None:
    save(tmp_path, "finance", {"KPI": [["KPI", "Unit", "Target", "YTD"], ["Sales", "orders", 400, 310]]})
    save(tmp_path, "ops", {"Q4 2026": [OKRS, ["Grow", "Revenue", "Sales", "orders", 0, 100]]})
    house = house_of(tmp_path, *order)
    for _ in range(2):
        found = sync_all(house)["ops"]
        assert told(found) == ["OKR119 The value of the KPI “Sales” counts from before the cycle began: not used"]
        assert (key_result(found).current, key_result(found).progress) == (None, None)
    enter(tmp_path, "finance", "D1", "Current")
    assert str(key_result(sync_all(house)["ops"]).current) == "310"


def test_a_workbook_of_the_quarter_before_has_no_say_beside_this_quarters(folder: Path) -> None:
    save(folder, "finance", {"Q3 2026": [KPIS, ["Stock", "days", 15, 30, 34]]})
    save(folder, "shop", {"Q4 2026": [KPIS, ["Stock", "days", 15, 30, 26]]})
    house = house_of(folder, "finance", "shop", "ops")
    found = sync_all(house)["ops"]
    assert told(found) == []
    assert str(key_result(found).progress) == "0.7"


def test_a_row_that_moved_to_a_workbook_that_was_read_before_was_not_dropped(tmp_path: Path) -> None:
    def row(text: str, current: int) -> list[object]:
        return [None, text, None, None, 0, 9, current]

    lean = ["Lean", "Fewer returns of goods", None, None, 9, 3, 6]
    sell = ["Sell", "Open shops in the south", None, None, 0, 9, 3]
    moving = row("Orders delivered on time", 4)
    save(tmp_path, "ops", {"Q4 2026": [OKRS, lean, row("Trained staff in all shifts", 3), moving]})
    save(tmp_path, "shop", {"Q4 2026": [OKRS, sell]})
    house = house_of(tmp_path, "shop", "ops")
    rules = RuleOptions(select=("OKR4",))
    own = tuple(one._replace(rules=rules) for one in house.settings.workbooks)
    house = house._replace(settings=house.settings._replace(workbooks=own))
    sync_all(house)
    save(tmp_path, "ops", {"Q4 2026": [OKRS, lean, row("Trained staff in all shifts", 3)]})
    save(tmp_path, "shop", {"Q4 2026": [OKRS, sell, moving]})
    found = sync_all(house, SOON)
    assert {name: told(one) for name, one in found.items()} == {"ops": [], "shop": []}
    assert writes_nothing(house, SOON)


def test_names_that_a_workbook_has_itself_put_it_after_no_other(tmp_path: Path) -> None:
    own = [KPIS, ["Cash", "days", 1, 9, 3]]
    save(tmp_path, "a", {"Q4 2026": [OKRS, ["A", "Days a", "Stock", "days", 40, 20]], "KPI": own})
    save(
        tmp_path,
        "b",
        {
            "Q4 2026": [OKRS, ["B", "Days b", "Cash", "days", 40, 2]],
            "KPI": [*own, ["Stock", "days", 15, 30, 34]],
        },
    )
    for order in (("a", "b"), ("b", "a")):
        (tmp_path / "archive.db").unlink(missing_ok=True)
        house = house_of(tmp_path, *order)
        sync_all(house)
        with reads() as found:
            sync_all(house)
        assert list(found.items()) == [("b", 1), ("a", 1)], order


@pytest.mark.parametrize(
    "name", ["O: Win the market", "O1 - Win the market", "board: Win the market", "board:O: Win the market"]
)
def test_a_parent_may_be_called_with_a_mark_or_its_workbook(tmp_path: Path, name: str) -> None:
    save(tmp_path, "board", {"Q4 2026": [PARENTS, ["O1: Win the market", None, None, None, None, None]]})
    save(tmp_path, "sales", {"Q4 2026": [PARENTS, ["Grow", name, "Customers won", 0, 100, 60]]})
    house = house_of(tmp_path, "board", "sales")
    sync_all(house)
    with reads() as found:
        assert str(sync_all(house)["board"].scored.objectives[0].score) == "0.60"
    assert list(found) == ["sales", "board"]
    enter(tmp_path, "sales", "F2", 70)
    assert str(sync_all(house)["board"].scored.objectives[0].score) == "0.70"


def test_the_order_outlives_a_new_name_in_the_settings(tmp_path: Path) -> None:
    save(tmp_path, "board", {"Q4 2026": [PARENTS, ["Win the market", None, None, None, None, None]]})
    save(tmp_path, "sales", {"Q4 2026": [PARENTS, ["Grow", "Win the market", "Customers won", 0, 100, 60]]})
    sync_all(house_of(tmp_path, "board", "sales"))
    house = house_of(tmp_path, "board", "sales")
    called = tuple(own._replace(name=f"{own.name}-vn") for own in house.settings.workbooks)
    house = house._replace(settings=house.settings._replace(workbooks=called))
    enter(tmp_path, "sales", "F2", 70)
    with reads() as found:
        assert str(sync_all(house)["board-vn"].scored.objectives[0].score) == "0.70"
    assert list(found.elements()) == ["sales-vn", "board-vn"]


def test_after_a_new_name_in_the_settings_rows_may_call_a_workbook_by_it(tmp_path: Path) -> None:
    save(tmp_path, "finance", {"KPI": [KPIS, ["Stock", "days", 15, 30, 34]]})
    save(tmp_path, "ops", {"Q4 2026": [OKRS, ["Lean", "Days in stock", "money: Stock", "days", 40, 20]]})
    house = house_of(tmp_path, "ops", "finance")
    sync_all(house)
    ops, finance = house.settings.workbooks
    house = house._replace(settings=house.settings._replace(workbooks=(ops, finance._replace(name="money"))))
    planned = {one.workbook: one.plan.changes for one in check_workbooks(house, house.wanted(()), NOW)}
    found = sync_all(house)
    assert {name: one.plan.changes for name, one in found.items()} == planned
    assert str(key_result(found["ops"]).progress) == "0.3"


def circle(folder: Path, *names: str) -> House:
    """Workbooks of which each has an objective that the next one's first rolls up, that one the second of the one after
    it, and so on: a chain through many of them ends in the fourth."""
    for at, name in enumerate(names):
        there = names[(at + 1) % len(names)]
        rows: list[list[object]] = [PARENTS]
        rows.append([f"First of {name}", f"Second of {there}", None, None, None, None])
        rows.append([f"Second of {name}", f"Third of {there}", None, None, None, None])
        rows.append([f"Third of {name}", f"Fourth of {there}", None, None, None, None])
        rows.append([f"Fourth of {name}", None, f"Fans of {name}", 0, 100, 50])
        rows.append([f"Base of {name}", f"First of {there}", f"Customers of {name}", 0, 100, 10 * (at + 1)])
        save(folder, name, {"Q4 2026": rows})
    return house_of(folder, *names)


@pytest.mark.parametrize("is_turned_round", [False, True])
@pytest.mark.parametrize("names", [("a", "b"), ("b", "a", "c"), tuple("hgfedcba")])
def test_a_circle_of_workbooks_is_synced_as_it_was_planned(
    tmp_path: Path, names: tuple[str, ...], is_turned_round: bool
) -> None:
    house = circle(tmp_path, *names)
    if is_turned_round:
        house = house_of(tmp_path, *reversed(names))
    for current in (40, 70):
        planned = {one.workbook: one.plan.changes for one in check_workbooks(house, house.wanted(()), NOW)}
        found = sync_all(house)
        assert {name: one.plan.changes for name, one in found.items()} == planned
        assert all(one.progress is not None for each in found.values() for one in each.scored.objectives)
        assert not [line for one in found.values() for line in told(one) if "OKR127" in line]
        assert writes_nothing(house)
        assert not any(one.plan.changes for one in check_workbooks(house, house.wanted(()), NOW))
        enter(tmp_path, names[-1], "F6", current)
        enter(tmp_path, names[0], "F6", current + 5)


def test_kpis_in_a_circle_of_workbooks_count_in_the_same_run(tmp_path: Path) -> None:
    for own, other in (("a", "b"), ("b", "a")):
        rows = [OKRS, [own, f"Days {own}", f"K{other}", "days", 40, 20]]
        save(tmp_path, own, {"Q4 2026": rows, "KPI": [KPIS, [f"K{own}", "days", 1, 9, 30]]})
    house = house_of(tmp_path, "a", "b")
    for current in (34, 26):
        planned = {one.workbook: one.plan.changes for one in check_workbooks(house, house.wanted(()), NOW)}
        assert any(planned.values())
        assert {name: one.plan.changes for name, one in sync_all(house).items()} == planned
        assert writes_nothing(house)
        for name in ("a", "b"):
            book = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
            book["KPI"]["E2"] = current
            book.save(tmp_path / f"{name}.xlsx")


def test_who_names_a_parent_in_a_workbook_that_is_new_and_comes_later_is_not_told_that_there_is_none(
    tmp_path: Path,
) -> None:
    save(tmp_path, "board", {"Q4 2026": [PARENTS, ["Win the market", None, None, None, None, None]]})
    save(tmp_path, "sales", {"Q4 2026": [PARENTS, ["Grow", "Win the market", "Customers won", 0, 100, 60]]})
    house = house_of(tmp_path, "sales", "board")
    planned = {one.workbook: one.plan.changes for one in check_workbooks(house, house.wanted(()), NOW)}
    found = sync_all(house)
    assert {name: one.plan.changes for name, one in found.items()} == planned
    assert [line for line in told(found["sales"]) if "OKR12" in line] == []
    assert writes_nothing(house)


def test_only_workbooks_in_a_circle_are_looked_at_before(tmp_path: Path) -> None:
    house = circle(tmp_path, "a", "b")
    save(tmp_path, "shop", {"Q4 2026": [OKRS, ["Sell", "Open shops", None, None, 0, 9, 3]]})
    house = house._replace(settings=house_of(tmp_path, "a", "b", "shop").settings)
    sync_all(house)
    with reads() as found:
        sync_all(house, SOON)
    assert found == {"a": 2, "b": 2, "shop": 1}


def company(folder: Path, *teams: str) -> House:
    """A board whose KPI measures a key result of each team, and whose objective each team's one supports."""
    board = [PARENTS, ["Win the market", None, None, None, None, None]]
    save(folder, "board", {"Q4 2026": board, "KPI": [KPIS, ["Stock", "days", 15, 30, 34]]})
    head = ["Objective", "Parent objective", "Key result", "KPI", "Unit", "Baseline", "Target"]
    for team in teams:
        row = [f"Lean {team}", "Win the market", f"Days in stock of {team}", "Stock", "days", 40, 20]
        save(folder, team, {"Q4 2026": [head, row]})
    return house_of(folder, *teams[:1], "board", *teams[1:])


def test_a_board_whose_kpis_all_teams_go_by_is_looked_at_and_no_team_is(tmp_path: Path) -> None:
    teams = [f"t{at}" for at in range(8)]
    house = company(tmp_path, *teams)
    for value, comes_to in ((34, "0.30"), (26, "0.70")):
        book = openpyxl.load_workbook(tmp_path / "board.xlsx")
        book["KPI"]["E2"] = value
        book.save(tmp_path / "board.xlsx")
        planned = {one.workbook: one.plan.changes for one in check_workbooks(house, house.wanted(()), NOW)}
        found = sync_all(house)
        assert {name: one.plan.changes for name, one in found.items()} == planned
        assert str(found["board"].scored.objectives[0].score) == comes_to
        assert writes_nothing(house)
    with reads() as opened:
        sync_all(house, SOON)
    assert opened == {"board": 2, **dict.fromkeys(teams, 1)}
    assert next(iter(opened)) == "board"


def test_of_a_circle_by_kpis_those_are_looked_at_once_that_have_them_for_who_comes_before(tmp_path: Path) -> None:
    head = ["Objective", "Parent objective", "Key result", "KPI", "Unit", "Baseline", "Target"]
    measured: list[object] = ["Days in stock", "Stock", "days", 40, 20]
    by_cash: list[object] = [None, None, "Cash in hand", "Cash", "days", 40, 20]
    by_orders: list[object] = [None, None, "Orders open", "Orders", "days", 40, 20]
    kpis = {name: [KPIS, [name, "days", 1, 90, 34]] for name in ("Stock", "Cash", "Orders")}
    save(tmp_path, "group", {"Q4 2026": [head, ["Lead", None]], "KPI": kpis["Cash"]})
    save(tmp_path, "board", {"Q4 2026": [head, ["Win", "Lead"], by_orders], "KPI": kpis["Stock"]})
    save(tmp_path, "team", {"Q4 2026": [head, ["Lean", "Win", *measured], by_cash], "KPI": kpis["Orders"]})
    house = house_of(tmp_path, "group", "board", "team")
    sync_all(house)
    assert writes_nothing(house)
    with reads() as found:
        sync_all(house, SOON)
    assert found == {"group": 2, "board": 2, "team": 1}


@pytest.mark.parametrize("parent", ["Grow revenue", "board: Grow revenue"])
def test_a_childs_parent_may_have_its_very_title(tmp_path: Path, parent: str) -> None:
    top: list[object] = ["Be big", None, "Fans", 0, 100, 50]
    save(tmp_path, "board", {"Q4 2026": [PARENTS, ["Grow revenue", "Be big", None, None, None, None], top]})
    save(tmp_path, "sales", {"Q4 2026": [PARENTS, ["Grow revenue", parent, "Customers", 0, 100, 30]]})
    house = house_of(tmp_path, "board", "sales")
    for current in (30, 80):
        enter(tmp_path, "sales", "F2", current)
        planned = {one.workbook: one.plan.changes for one in check_workbooks(house, house.wanted(()), NOW)}
        found = sync_all(house)
        assert {name: one.plan.changes for name, one in found.items()} == planned
        assert found["board"].scored.objectives[0].progress == Decimal(current) / 100
        assert writes_nothing(house)


def test_workbooks_with_objectives_of_the_same_title_go_by_no_other_where_the_parent_is_their_own(
    tmp_path: Path,
) -> None:
    """Each team has the company's objective at the top of its own sheet."""
    for name in ("a", "b", "c"):
        own: list[object] = ["Win the market", None, "Fans", 0, 100, 50]
        child: list[object] = [f"Grow {name}", "Win the market", "Customers", 0, 100, 30]
        save(tmp_path, name, {"Q4 2026": [PARENTS, own, child]})
    house = house_of(tmp_path, "a", "b", "c")
    sync_all(house)
    with reads() as found:
        sync_all(house, SOON)
    assert found == {"a": 1, "b": 1, "c": 1}


def test_a_parent_of_its_own_that_is_of_another_time_is_none(tmp_path: Path) -> None:
    """Sales have an old tab with an objective of the same title as the board's."""
    save(tmp_path, "board", {"Q4 2026": [PARENTS, ["Win the market", None, None, None, None, None]]})
    old: list[object] = ["Win the market", None, "Fans", 0, 100, 50]
    new: list[object] = ["Grow", "Win the market", "Customers", 0, 100, 30]
    save(tmp_path, "sales", {"Q4 2026": [PARENTS, new], "Q3 2026": [PARENTS, old]})
    house = house_of(tmp_path, "board", "sales")
    sync_all(house)
    enter(tmp_path, "sales", "F2", 80)
    assert str(sync_all(house)["board"].scored.objectives[0].score) == "0.80"
    assert writes_nothing(house)


@pytest.mark.parametrize("order", [("sales", "ops", "board"), ("board", "sales", "ops")])
def test_a_workbook_that_is_added_later_is_seen_by_those_that_name_it_as_their_parent(
    tmp_path: Path, order: Sequence[str]
) -> None:
    save(tmp_path, "sales", {"Q4 2026": [PARENTS, ["Grow", "Win", "Customers", 0, 100, 30]]})
    save(tmp_path, "ops", {"Q4 2026": [PARENTS, ["Lean", None, "Days", 0, 100, 30]]})
    sync_all(house_of(tmp_path, "sales", "ops"))
    save(tmp_path, "board", {"Q4 2026": [PARENTS, ["Win", None, "Fans", 0, 100, 50]]})
    house = house_of(tmp_path, *order)
    planned = {one.workbook: one.plan.changes for one in check_workbooks(house, house.wanted(()), NOW)}
    assert {name: one.plan.changes for name, one in sync_all(house).items()} == planned
    assert writes_nothing(house)


def test_of_parents_called_the_same_the_first_in_the_sheet_is_meant_in_each_run(tmp_path: Path) -> None:
    tabs: dict[str, list[list[object]]] = {
        tab: [PARENTS, ["Win", None, fans, 0, 100, 50]]
        for tab, fans in (("Q4 2026", "Fans"), ("Q4 2026 again", "Friends"))
    }
    save(tmp_path, "board", tabs)
    save(tmp_path, "sales", {"Q4 2026": [PARENTS, ["Grow", "Win", "Customers", 0, 100, 30]]})
    house = house_of(tmp_path, "sales", "board")
    planned = {one.workbook: one.plan.changes for one in check_workbooks(house, house.wanted(()), NOW)}
    found = sync_all(house)
    assert {name: one.plan.changes for name, one in found.items()} == planned
    assert writes_nothing(house)
    aligned = [one.aligned is not None for one in sync_all(house, SOON)["board"].scored.objectives]
    assert aligned == [True, False]


@pytest.mark.parametrize("order", [("board", "sales"), ("sales", "board")])
@pytest.mark.parametrize(("then", "now"), [(None, "Win"), ("Win", None), ("Win", "Lead")])
def test_a_parent_that_is_named_for_the_first_time_or_no_longer_counts_in_the_same_run(
    tmp_path: Path, order: Sequence[str], then: str | None, now: str | None
) -> None:
    tops: list[list[object]] = [[title, "Year", None, None, None, None] for title in ("Win", "Lead")]
    save(tmp_path, "board", {"Q4 2026": [PARENTS, *tops, ["Year", None, "Fans", 0, 10, 1]]})
    save(tmp_path, "sales", {"Q4 2026": [PARENTS, ["Grow", then, "Customers", 0, 100, 30]]})
    house = house_of(tmp_path, *order)
    sync_all(house)
    enter(tmp_path, "sales", "B2", now)
    planned = {one.workbook: one.plan.changes for one in check_workbooks(house, house.wanted(()), NOW)}
    assert planned["board"]
    assert {name: one.plan.changes for name, one in sync_all(house).items()} == planned
    assert writes_nothing(house)


@pytest.mark.parametrize("order", [("board", "sales"), ("sales", "board")])
def test_who_follows_a_parents_new_title_is_not_told_that_there_is_none(tmp_path: Path, order: Sequence[str]) -> None:
    save(tmp_path, "board", {"Q4 2026": [PARENTS, ["Win the market", None, "Fans", 0, 10, 1]]})
    save(tmp_path, "sales", {"Q4 2026": [PARENTS, ["Grow", "Win the market", "Customers", 0, 100, 30]]})
    house = house_of(tmp_path, *order)
    sync_all(house)
    enter(tmp_path, "board", "A2", "Win in Asia")
    enter(tmp_path, "sales", "B2", "Win in Asia")
    planned = {one.workbook: one.plan.changes for one in check_workbooks(house, house.wanted(()), NOW)}
    assert planned == {"board": (), "sales": ()}
    assert {name: one.plan.changes for name, one in sync_all(house).items()} == planned
    assert writes_nothing(house)


def test_a_kpi_that_is_named_for_the_first_time_counts_as_it_is_now(folder: Path) -> None:
    house = house_of(folder, "shop", "finance")
    sync_all(house)
    enter(folder, "shop", "C2", "Stock")
    enter(folder, "finance", "E2", 26)
    planned = {one.workbook: one.plan.changes for one in check_workbooks(house, house.wanted(()), NOW)}
    found = sync_all(house)
    assert {name: set(one.plan.changes) for name, one in found.items()} == {
        name: set(changes) for name, changes in planned.items()
    }
    assert found["shop"].plan.changes
    assert writes_nothing(house)


def test_what_a_run_wrote_twice_is_undone_at_once(tmp_path: Path) -> None:
    save(tmp_path, "board", {"Q4 2026": [PARENTS, ["Win", None, None, None, None, None]]})
    for name, parent in (("sales", "Win"), ("ops", None)):
        save(tmp_path, name, {"Q4 2026": [PARENTS, [f"Grow {name}", parent, f"{name} done", 0, 100, 30]]})
    house = house_of(tmp_path, "sales", "board", "ops")
    sync_all(house)
    before = (tmp_path / "board.xlsx").read_bytes()
    enter(tmp_path, "sales", "F2", 50)
    enter(tmp_path, "ops", "B2", "Win")
    found = sync_all(house)
    written = {str(one.cell): (one.before, one.after) for one in found["board"].plan.changes}
    assert written["'Q4 2026'!G2"] == (Decimal("0.3"), Decimal("0.4"))
    run = found["board"].run
    assert run is not None
    undo_run(house, run, NOW)
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "board.xlsx").worksheets[0]]
    (tmp_path / "board.xlsx").write_bytes(before)
    assert cells == [
        [cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "board.xlsx").worksheets[0]
    ]
