"""Workbooks that are synced together see what each other says, in whichever order they stand in the settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
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
def test_a_kpi_of_a_workbook_that_comes_later_counts_in_the_same_run(folder: Path, order: Sequence[str]) -> None:
    house = house_of(folder, *order)
    found = sync_all(house)
    assert told(found["ops"]) == []
    assert str(key_result(found["ops"]).progress) == "0.3"
    assert writes_nothing(house)
    enter(folder, "finance", "E2", 26)
    assert str(key_result(sync_all(house)["ops"]).progress) == "0.7"
    assert writes_nothing(house)


def test_only_workbooks_that_come_to_something_else_are_read_again(folder: Path) -> None:
    house = house_of(folder, "shop", "ops", "finance")
    with reads() as found:
        sync_all(house)
    assert found == {"shop": 1, "ops": 2, "finance": 1}
    for day in (NOW, SOON):
        with reads() as found:
            sync_all(house, day)
        assert found == {"shop": 1, "ops": 1, "finance": 1}
    enter(folder, "shop", "G2", 4)
    with reads() as found:
        sync_all(house, SOON)
    assert found == {"shop": 1, "ops": 1, "finance": 1}


def test_that_another_workbook_was_read_again_is_seen_in_the_same_run(folder: Path) -> None:
    house = house_of(folder, "ops", "finance")
    sync_all(house)
    assert told(sync_all(house, LATER)["ops"]) == []
    assert writes_nothing(house, LATER)


def test_what_children_come_to_goes_up_in_the_same_run(tmp_path: Path) -> None:
    save(tmp_path, "board", {"Q4 2026": [PARENTS, ["Win the market", None, None, None, None, None]]})
    save(tmp_path, "area", {"Q4 2026": [PARENTS, ["Win the south", "Win the market", None, None, None, None]]})
    save(tmp_path, "sales", {"Q4 2026": [PARENTS, ["Grow", "Win the south", "Customers won", 0, 100, 60]]})
    for order in (("board", "area", "sales"), ("sales", "area", "board"), ("area", "board", "sales")):
        (tmp_path / "archive.db").unlink(missing_ok=True)
        house = house_of(tmp_path, *order)
        assert str(sync_all(house)["board"].scored.objectives[0].score) == "0.60", order
        assert writes_nothing(house)


def test_a_run_that_wrote_a_cell_twice_is_undone_to_what_stood_before_it(folder: Path) -> None:
    house = house_of(folder, "ops", "finance")
    sync_all(house)
    before = _cells(folder / "ops.xlsx")
    enter(folder, "finance", "E2", 26)
    enter(folder, "ops", "F2", 22)
    found = sync_all(house)["ops"]
    assert found.run is not None
    assert found.receipt is not None
    written = [str(change.cell) for change in found.receipt.written]
    assert len(written) == len(set(written)), "what a cell held first and what it holds now"
    undo_run(house, found.run, NOW)
    enter(folder, "ops", "F2", 20)
    assert _cells(folder / "ops.xlsx") == before


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


def _cells(path: Path) -> list[list[object]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).worksheets[0].iter_rows()]


def test_a_value_of_the_quarter_before_is_not_this_quarters(folder: Path) -> None:
    save(folder, "finance", {"Q3 2026": [KPIS, ["Stock", "days", 15, 30, 34]]})
    house = house_of(folder, "ops", "finance")
    found = sync_all(house)["ops"]
    assert told(found) == ["OKR111 The KPI “Stock” has no value for 2026-Q4 yet"]
    assert (key_result(found).current, key_result(found).progress) == (None, None)
    assert key_result(found).measured_by is not None
    enter(folder, "ops", "G2", 22)
    found = sync_all(house)["ops"]
    assert told(found) == ["OKR109 The KPI “Stock” has no value yet: G2 counts"]
    assert str(key_result(found).progress) == "0.9"


def test_a_workbook_of_the_quarter_before_has_no_say_beside_this_quarters(folder: Path) -> None:
    save(folder, "finance", {"Q3 2026": [KPIS, ["Stock", "days", 15, 30, 34]]})
    save(folder, "shop", {"Q4 2026": [KPIS, ["Stock", "days", 15, 30, 26]]})
    house = house_of(folder, "ops", "finance", "shop")
    found = sync_all(house)["ops"]
    assert told(found) == []
    assert str(key_result(found).progress) == "0.7"


@pytest.mark.parametrize("order", [("ops", "shop"), ("shop", "ops")])
def test_a_row_that_moves_to_a_workbook_that_comes_later_was_not_dropped(tmp_path: Path, order: Sequence[str]) -> None:
    def row(text: str, current: int) -> list[object]:
        return [None, text, None, None, 0, 9, current]

    lean = ["Lean", "Fewer returns of goods", None, None, 9, 3, 6]
    sell = ["Sell", "Open shops in the south", None, None, 0, 9, 3]
    moving = row("Orders delivered on time", 4)
    save(tmp_path, "ops", {"Q4 2026": [OKRS, lean, row("Trained staff in all shifts", 3), moving]})
    save(tmp_path, "shop", {"Q4 2026": [OKRS, sell]})
    house = house_of(tmp_path, *order)
    rules = RuleOptions(select=("OKR4",))
    own = tuple(one._replace(rules=rules) for one in house.settings.workbooks)
    house = house._replace(settings=house.settings._replace(workbooks=own))
    sync_all(house)
    save(tmp_path, "ops", {"Q4 2026": [OKRS, lean, row("Trained staff in all shifts", 3)]})
    save(tmp_path, "shop", {"Q4 2026": [OKRS, sell, moving]})
    found = sync_all(house, SOON)
    assert {name: told(one) for name, one in found.items()} == {"ops": [], "shop": []}
    assert writes_nothing(house, SOON)
