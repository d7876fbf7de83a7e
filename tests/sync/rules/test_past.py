"""What the archive remembers: moved targets, progress that fell, values that nobody touches."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from sync.archive import open_archive
from sync.cycles import cycle_by_id
from sync.engine import Outcome, sync_workbook
from sync.messages import render
from sync.model.findings import Finding
from sync.model.past import History, Remembered
from sync.options import FiscalCalendar, RuleOptions, ScoringOptions, Settings
from sync.quarters import closings
from tests.sheets import sheet_of
from tests.sync.rules.examples import checked, remembered, scored_sheet
from tests.sync.workbooks.memory import MemoryWorkbook

AS_OF = date(2026, 11, 20)
FIRST = date(2026, 10, 2)
SHEET = "Objective | Key result | Baseline | Target | Current\nGrow | Teams | 1200 | {target} | {current}\n"
OPTIONS = RuleOptions(ignore=("OKR204",))


def sheet(target: int = 2000, current: int = 1650) -> str:
    return SHEET.format(target=target, current=current)


def codes(text: str, history: History, as_of: date = AS_OF) -> list[str]:
    return [finding.code for finding in found(text, history, as_of)]


def found(text: str, history: History, as_of: date = AS_OF) -> tuple[Finding, ...]:
    return checked(text, as_of, history, OPTIONS)


def past(text: str, **known: object) -> History:
    """What an archive knows that saw this sheet on the cycle's second day, and then what is ``known``."""
    seen = remembered(scored_sheet(text, FIRST), FIRST)
    return History(key_results={id: one._replace(**known) for id, one in seen.items()})  # type: ignore[arg-type]


def lately(text: str, **known: object) -> History:
    return past(text, **{"changed_on": date(2026, 11, 15), **known})


def test_a_moved_target_is_told_until_it_is_put_back() -> None:
    history = lately(sheet(target=2000))
    assert codes(sheet(target=1800), history) == ["OKR401"]
    # Synced again, the archive's last target is the new one, and its first is still the old one.
    again = lately(sheet(target=2000), target=Decimal(1800))
    assert codes(sheet(target=1800), again) == ["OKR401"]
    assert codes(sheet(target=2000), again) == []


@pytest.mark.parametrize(
    ("before", "now", "codes_now"),
    [
        ("Cut churn | % | 0.04 | 0.02 | 0.03", "Cut churn | % | 4% | 2% | 3%", []),
        ("Sales | tỷ | 1 | 4 | 2", "Sales | | 1 tỷ | 4 tỷ | 2 tỷ", []),
        ("Cut churn | % | 4 | 2 | 3", "Cut churn | % | 4 | 3 | 3.5", ["OKR401"]),
        ("Teams | | 100 | 2000 | 900", "Teams | | 10 | 20 | 15", ["OKR401"]),
        ("Sign users | | 0 | 5000 | 3", "Sign users | | 0 | 5 | 3", ["OKR401"]),
        ("Coverage | % | 0% | 100% | 3%", "Coverage | % | 0% | 1% | 0.5%", ["OKR401"]),
        ("Error rate | % | 9% | 5% | 7%", "Error rate | % | 9% | 0.05% | 7%", ["OKR401"]),
    ],
)
def test_a_target_on_another_scale_has_not_moved(before: str, now: str, codes_now: list[str]) -> None:
    table = "Objective | Key result | Unit | Baseline | Target | Current\nGrow | "
    history = lately(table + before)
    assert [one.code for one in found(table + now, history) if one.code == "OKR401"] == codes_now


def test_a_target_that_moved_is_no_longer_told_once_its_cycle_is_closed() -> None:
    closed = lately(sheet(target=2000))._replace(closed_cycles=frozenset({"2026-Q4"}))
    assert codes(sheet(target=1800), closed) == []


def test_a_target_of_another_cycle_is_no_moved_target() -> None:
    long_ago = lately(sheet(target=1000), first_seen=date(2026, 7, 3))
    assert codes(sheet(target=2000), long_ago) == []


def test_progress_that_fell_is_told_as_long_as_it_stays_there() -> None:
    best = {"best_progress": Decimal("0.75")}
    assert codes(sheet(current=1650), lately(sheet(), **best)) == ["OKR303"]
    assert codes(sheet(current=1650), lately(sheet(), current=Decimal(1650), **best)) == ["OKR303"]
    assert codes(sheet(current=1790), lately(sheet(), **best)) == []


def test_the_best_of_another_cycle_is_no_measure() -> None:
    assert codes(sheet(), lately(sheet(), best_progress=Decimal(1), first_seen=date(2026, 7, 3))) == []


def test_a_slip_of_a_few_points_is_noise() -> None:
    assert codes(sheet(current=1650), lately(sheet(), best_progress=Decimal("0.6"))) == []


def test_a_value_that_the_archive_never_saw_change_is_stale() -> None:
    assert codes(sheet(), past(sheet())) == ["OKR301"]
    assert codes(sheet(), lately(sheet())) == []
    assert codes(sheet(current=1660), past(sheet())) == [], "changed since the archive last looked"


def test_an_update_column_counts_before_the_day_on_which_the_archive_first_saw_the_row() -> None:
    text = (
        "Objective | Key result | Baseline | Target | Current | Last update\n"
        "Grow | Teams | 1200 | 2000 | 1650 | 2026-10-20\n"
    )
    first_seen_today = History(
        key_results={
            id: one._replace(first_seen=AS_OF, last_seen=AS_OF, changed_on=AS_OF)
            for id, one in remembered(scored_sheet(text, AS_OF), AS_OF).items()
        }
    )
    assert codes(text, first_seen_today) == ["OKR301"]


def test_a_key_result_that_was_reached_early_stays_so() -> None:
    done = sheet(current=2000)
    early = lately(done, changed_on=date(2026, 10, 20), first_seen=FIRST)
    assert codes(done, early, date(2026, 12, 20)) == ["OKR306"]
    late = lately(done, changed_on=date(2026, 12, 10), first_seen=FIRST)
    assert codes(done, late, date(2026, 12, 20)) == []


def test_without_a_past_nothing_is_said_of_it() -> None:
    assert codes(sheet(), History()) == []
    assert isinstance(next(iter(past(sheet()).key_results.values())), Remembered)
    assert codes(sheet(), History()._replace(closed_cycles=frozenset({"2026-Q3"}))) == []


QUARTERS = "ID | Objective | Key result | Baseline | Target Q3 | Actual Q3 | Target Q4 | Actual Q4\n"
ONE_ACTUAL = "ID | Objective | Key result | Baseline | Target Q3 | Target Q4 | Actual\n"
A_ROW = "K1 | Grow | Teams | 1200 | "


def synced(title: str, *days: tuple[date, str]) -> Outcome:
    """What the last of several syncs of one tab comes to."""
    with open_archive("sqlite://") as archive:
        for day, text in days:
            workbook = MemoryWorkbook("sales", (sheet_of(text, title),))
            outcome = sync_workbook(workbook, archive, Settings(language="en"), day)
    return outcome


@pytest.mark.parametrize("title", ["OKR 2026", "Sales"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{QUARTERS}{A_ROW}2000 | 1990 | 3000 |", f"{QUARTERS}{A_ROW}2000 | 1990 | 3000 | 1300"),
        (f"{ONE_ACTUAL}{A_ROW}2000 | 3000 | 1990", f"{ONE_ACTUAL}{A_ROW}2000 | 3000 | 1300"),
    ],
)
@pytest.mark.parametrize("first", [date(2026, 8, 20), date(2026, 9, 15)])
def test_the_next_quarters_columns_are_no_moved_target(title: str, before: str, after: str, first: date) -> None:
    outcome = synced(title, (first, before), (date(2026, 10, 25), after))
    assert {one.code for one in outcome.findings} & {"OKR303", "OKR401"} == set()


def test_a_target_of_a_sheet_that_was_made_early_moves_too() -> None:
    early, moved = date(2026, 9, 15), date(2026, 10, 25)
    outcome = synced("Q4 2026", (early, sheet(target=2000)), (moved, sheet(target=1800)))
    assert [one.code for one in outcome.findings if one.code == "OKR401"] == ["OKR401"]
    year = f"{QUARTERS}{A_ROW}2000 | 1990 | {{}} | 1300"
    of_the_year = synced("OKR 2026", (date(2026, 10, 5), year.format(3000)), (moved, year.format(2500)))
    assert [one.code for one in of_the_year.findings if one.code == "OKR401"] == ["OKR401"]


def test_a_target_of_a_row_that_was_made_early_in_a_list_of_all_cycles_moves_too() -> None:
    rows = "Cycle | Objective | Key result | Baseline | Target | Current\nQ3 2026 | Grow | Teams | 0 | 10 | 9\n{}"
    row = "Q4 2026 | Care | Reviews | 0 | {} | 3"
    days = (date(2026, 8, 20), ""), (date(2026, 9, 20), row.format(20)), (date(2026, 10, 25), row.format(12))
    outcome = synced("All", *((day, rows.format(more)) for day, more in days))
    assert [one.code for one in outcome.findings if one.code == "OKR401"] == ["OKR401"]


@pytest.mark.parametrize("closed", [False, True])
def test_a_row_with_an_id_that_rolled_over_is_no_moved_target(closed: bool) -> None:
    rows = "ID | Cycle | Objective | Key result | Baseline | Target | Current\nK1 | {} | Grow | Teams | 0 | {} | {}"
    days = (date(2026, 9, 20), rows.format("Q3 2026", 10, 9)), (date(2026, 10, 25), rows.format("Q4 2026", 20, 3))
    with open_archive("sqlite://") as archive:
        for day, text in days:
            workbook = MemoryWorkbook("sales", (sheet_of(text, "All"),))
            outcome = sync_workbook(workbook, archive, Settings(language="en"), day)
            if closed and day.month == 9:
                assert outcome.run is not None
                quarter = cycle_by_id("2026-Q3", FiscalCalendar())
                sealed = closings("sales", outcome.scored, quarter, History(), ScoringOptions(), 2)
                archive.close_cycle(quarter.id, outcome.run, datetime(2026, 10, 1, tzinfo=UTC), tuple(sealed))
    assert {one.code for one in outcome.findings} & {"OKR303", "OKR401"} == set()


def test_quarters_side_by_side_under_no_year_are_scored_as_the_one_of_today() -> None:
    text = f"{QUARTERS}{A_ROW}2000 | 1990 | 3000 | 1300"
    for day, cycle in ((date(2026, 9, 15), "2026-Q3"), (date(2026, 10, 25), "2026-Q4")):
        (objective,) = synced("Sales", (date(2026, 9, 10), text), (day, text)).scored.objectives
        assert objective.cycle is not None
        assert objective.cycle.id == cycle


@pytest.mark.parametrize(
    "columns", ["Target Q1 | Target Q2 | Target Q3 | Target Q4 | Actual", "Target Q3 | Target Q4 | Actual"]
)
def test_targets_that_were_typed_ahead_make_no_table_last_years(columns: str) -> None:
    names = columns.split(" | ")
    text = f"Objective | Key result | Baseline | {columns}\nGrow | Teams | 0 | "
    text += " | ".join(str(100 * number) for number in range(1, len(names))) + " | 20"
    (objective,) = synced("Sales", (date(2027, 1, 20), text)).scored.objectives
    # The third quarter's column alone cannot be this January's.
    assert objective.key_results[0].target == (100 if "Q1" in columns else 200)


def test_actuals_that_are_not_there_yet_make_no_table_last_years() -> None:
    columns = " | ".join(f"Actual Q{number} | Target Q{number}" for number in range(1, 5))
    text = f"Objective | Key result | Baseline | {columns}\nGrow | Teams | 0 | 20 | 100 | | 200 | | 300 | | 400"
    (objective,) = synced("Sales", (date(2027, 1, 20), text)).scored.objectives
    assert objective.cycle is not None
    assert (objective.cycle.id, objective.key_results[0].target) == ("2027-Q1", 100)


BY_MONTH = (
    "Objective | Key result | Oct plan | Oct actual | Nov plan | Nov actual | Dec plan | Dec actual\n"
    "Grow | Revenue of the shop | 10 | 9 | 20 | {} | 30 |\nGrow | New shops | 4 | 4 | 4 | 4 | 4 |\n"
)


def test_the_next_months_plan_is_no_target_that_moved_and_a_new_month_no_step_back() -> None:
    first, later = date(2026, 11, 2), date(2026, 11, 20)
    seen = remembered(scored_sheet(BY_MONTH.format(""), first), first)
    assert [one.target for one in seen.values()] == [Decimal(10), Decimal(4)]
    history = History(key_results={id: one._replace(changed_on=later) for id, one in seen.items()})
    told = codes(BY_MONTH.format(3), history, later)
    assert not {"OKR401", "OKR303"} & set(told)


def test_a_tab_whose_table_is_not_found_any_more_is_told_of_until_it_is() -> None:
    kept, sales = sheet_of(sheet(), "Q4 2026"), sheet().replace("Grow | Teams", "Sell | Deals")
    hidden = sheet_of(sales.replace("Objective | Key result", "1 | 2"), "Sales Q4 2026")
    told = []
    with open_archive("sqlite://") as archive:
        for day, tab in (
            (9, sheet_of(sales, "Sales Q4 2026")),
            (10, hidden),
            (11, hidden),
            (12, sheet_of(sales, "Sales Q4 2026")),
        ):
            workbook = MemoryWorkbook("sales", (kept, tab))
            outcome = sync_workbook(workbook, archive, Settings(language="en"), date(2026, 10, day))
            told.append([render(one.message, "en") for one in outcome.findings if one.code == "OKR406"])
    lost = "No OKRs are found on the tab “Sales Q4 2026” any more, as there were on 2026-10-09: "
    assert told == [[], [f"{lost}what its columns show is old"], [f"{lost}what its columns show is old"], []]
