"""Rows whose past is in another workbook: a workbook for each quarter, rows that move, rows that are copied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from jobs.closing import close_cycle
from jobs.tasks import check_workbooks, sync_workbooks
from jobs.wiring import House
from sync.cycles import cycle_by_id
from sync.engine import Outcome, plan_workbook
from sync.messages import render
from sync.options import FiscalCalendar, ReadingOptions, RuleOptions, Settings, WorkbookSettings, WritingOptions
from tests.jobs.test_other_workbooks import save

PLANNED, EARLY, MIDDLE, OVER = date(2026, 7, 3), date(2026, 7, 20), date(2026, 8, 25), date(2026, 10, 2)
NEXT, NEXT_MIDDLE = date(2026, 10, 3), date(2026, 11, 20)
HEAD = ["Objective", "Key result", "Baseline", "Target", "Current"]
TEAMS = ["Grow fast", "Weekly active teams", 1200, 2000, 1400]
PAYING = ["Grow fast", "Paying teams abroad", 100, 300, 150]
SHOPS = ["Open doors", "Shops newly opened", 0, 10, 3]
DELIVERED = ["Open doors", "Orders delivered on time", 0, 100, 40]
Q3 = cycle_by_id("2026-Q3", FiscalCalendar())


def house_of(folder: Path, *names: str) -> House:
    workbooks = tuple(
        WorkbookSettings(
            name,
            f"excel:{folder / name}.xlsx",
            reading=ReadingOptions(language="en"),
            writing=WritingOptions(add_columns=True),
            rules=RuleOptions(select=("OKR4",)),
        )
        for name in names
    )
    settings = Settings(language="en", workbooks=workbooks, archive_url=f"sqlite:///{folder / 'archive.db'}")
    return House(settings, now=lambda: datetime(2026, 12, 10, 3, tzinfo=UTC))


def keep(folder: Path, name: str, tab: str, *rows: Sequence[object]) -> None:
    save(folder, name, {tab: [HEAD, *rows]})


def sync(house: House, day: date) -> tuple[Outcome, ...]:
    outcomes = tuple(sync_workbooks(house, house.wanted(()), day, keep_rows=True))
    assert not [one.error for one in outcomes if one.error]
    return outcomes


def told(house: House, day: date) -> list[str]:
    """What is said of each workbook's rows, without writing."""
    return [
        f"{outcome.workbook}: {finding.code} {finding.cell.a1}"
        for outcome in check_workbooks(house, house.wanted(()), day)
        for finding in outcome.findings
    ]


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """Two workbooks with a third quarter that is closed."""
    keep(tmp_path, "okr Q3", "Q3 2026", TEAMS, PAYING)
    keep(tmp_path, "shops", "Q3 2026", SHOPS, DELIVERED)
    house = house_of(tmp_path, "okr Q3", "shops")
    for day in (PLANNED, MIDDLE):
        sync(house, day)
    assert close_cycle(house, house.wanted(()), Q3, OVER).sealed
    return tmp_path


def test_the_next_quarters_workbook_goes_on_from_the_last_ones(closed: Path) -> None:
    keep(closed, "okr Q4", "Q4 2026", TEAMS, ["Grow fast", "Paying teams abroad", 100, 140, 120])
    house = house_of(closed, "okr Q3", "okr Q4", "shops")
    (_, new, _) = sync(house, NEXT)
    assert [(one.code, one.cell.a1) for one in new.findings] == [("OKR405", "B2"), ("OKR403", "D3")]
    assert all(outcome.receipt is None for outcome in sync(house, NEXT)), "a second sync writes nothing"
    assert told(house, NEXT) == ["okr Q4: OKR405 B2", "okr Q4: OKR403 D3"]


def test_a_row_that_moved_with_the_quarter_goes_on_where_it_stands(closed: Path) -> None:
    keep(closed, "okr Q4", "Q4 2026", ["Grow fast", "Weekly active teams", 1400, 2600, 1500], DELIVERED)
    keep(closed, "shops", "Q4 2026", ["Open doors", "Shops newly opened", 3, 20, 5])
    house = house_of(closed, "okr Q3", "shops", "okr Q4")
    sync(house, NEXT)
    assert told(house, NEXT) == ["okr Q4: OKR405 B3"]


def test_of_a_row_and_its_copy_one_has_the_past(closed: Path) -> None:
    keep(closed, "okr Q4", "Q4 2026", TEAMS, SHOPS)
    keep(closed, "shops", "Q4 2026", SHOPS, DELIVERED)
    house = house_of(closed, "okr Q3", "okr Q4", "shops")
    for _ in range(2):
        sync(house, NEXT_MIDDLE)
    assert told(house, NEXT_MIDDLE) == ["okr Q4: OKR405 B2", "shops: OKR405 B2", "shops: OKR405 B3"]


def test_a_row_of_a_workbook_that_is_over_is_asked_about(closed: Path) -> None:
    keep(closed, "okr Q4", "Q4 2026", TEAMS, PAYING, SHOPS)
    house = house_of(closed, "okr Q3", "okr Q4", "shops")
    sync(house, NEXT_MIDDLE)
    outcomes = check_workbooks(house, house.wanted(()), NEXT_MIDDLE)
    (said,) = [one for outcome in outcomes for one in outcome.findings if one.code == "OKR409" and one.cell.a1 == "B4"]
    assert render(said.message, "en") == "It may go on from a row of shops in 2026-Q3: it is not compared with that"


def test_the_kpis_of_a_workbook_that_another_one_went_on_from_ask_for_no_past(tmp_path: Path) -> None:
    def keep_with_kpis(name: str, tab: str) -> None:
        rows = [["Grow fast", "Weekly active teams", 1200, 2000, 1400], PAYING]
        save(tmp_path, name, {tab: [HEAD, *rows], "KPI": [["KPI", "Healthy to", "Current"], ["Stock", 30, 25]]})

    def keep_without(name: str, tab: str) -> None:
        save(tmp_path, name, {tab: [HEAD, SHOPS], "KPI": [["KPI", "Healthy to", "Current"], ["Stock", 30, 25]]})

    keep_with_kpis("okr Q2", "Q2 2026")
    keep_without("shops then", "Q2 2026")
    house = house_of(tmp_path, "okr Q2", "shops then")
    sync(house, date(2026, 5, 20))
    assert close_cycle(house, house.wanted(()), cycle_by_id("2026-Q2", FiscalCalendar()), PLANNED).sealed
    keep_with_kpis("okr Q3", "Q3 2026")
    keep_without("shops later", "Q3 2026")
    house = house_of(tmp_path, "okr Q2", "shops then", "okr Q3", "shops later")
    for day in (PLANNED, MIDDLE):
        sync(house, day)
    assert close_cycle(house, house.wanted(()), Q3, OVER).sealed
    keep_with_kpis("okr Q4", "Q4 2026")
    house = house_of(tmp_path, "okr Q2", "shops then", "okr Q3", "shops later", "okr Q4")
    sync(house, NEXT_MIDDLE)
    assert [one for one in told(house, NEXT_MIDDLE) if one.startswith(("okr Q2", "okr Q3")) and "OKR409" in one] == []


def test_a_row_that_moved_in_mid_cycle_was_not_dropped(tmp_path: Path) -> None:
    house = house_of(tmp_path, "okr", "shops")
    keep(tmp_path, "okr", "Q3 2026", TEAMS, PAYING)
    keep(tmp_path, "shops", "Q3 2026", SHOPS, DELIVERED)
    for day in (PLANNED, EARLY):
        sync(house, day)
    keep(tmp_path, "okr", "Q3 2026", TEAMS)
    keep(tmp_path, "shops", "Q3 2026", SHOPS)
    assert told(house, MIDDLE) == ["okr: OKR406 A2", "shops: OKR406 A2"]
    keep(tmp_path, "shops", "Q3 2026", SHOPS, ["Open doors", *PAYING[1:]])
    sync(house, MIDDLE)
    assert told(house, MIDDLE) == ["shops: OKR406 A2"], "the one of shops is nowhere else"


def test_the_first_target_of_a_row_that_moved_in_mid_cycle_is_remembered(tmp_path: Path) -> None:
    house = house_of(tmp_path, "okr", "shops")
    keep(tmp_path, "okr", "Q3 2026", TEAMS, PAYING)
    keep(tmp_path, "shops", "Q3 2026", SHOPS)
    sync(house, PLANNED)
    keep(tmp_path, "okr", "Q3 2026", TEAMS)
    sync(house, EARLY)
    keep(tmp_path, "shops", "Q3 2026", SHOPS, ["Open doors", "Paying teams abroad", 100, 200, 150])
    sync(house, EARLY)
    assert told(house, MIDDLE) == ["shops: OKR401 D3"]


def test_rows_whose_own_workbook_knows_them_ask_no_other(closed: Path) -> None:
    class Silent:
        def __getattr__(self, question: str) -> None:
            raise AssertionError(f"asked: {question}")

    keep(closed, "shops", "Q4 2026", SHOPS, DELIVERED)
    house = house_of(closed, "shops")
    sync(house, NEXT)
    own = house.wanted(())[0]
    with house.looking_back() as past:
        history = past.history(own, NEXT)
        workbook = house.open_workbook(own, read_only=True)
        outcome = plan_workbook(workbook, history, house.settings, NEXT, Silent())  # type: ignore[arg-type]
    assert [one.code for one in outcome.findings] == ["OKR405", "OKR405"]
