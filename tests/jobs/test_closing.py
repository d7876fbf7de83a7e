"""The close of a cycle: sealed whole and once, and its tabs never written again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from jobs import closing
from jobs.closing import Close, CycleClosed, CycleNotOver, NotCalculated, NothingToClose, close_cycle
from jobs.doctor import examine_house
from jobs.tasks import check_workbooks, sync_workbooks
from jobs.undoing import hold_workbooks, resume_workbooks
from jobs.wiring import House
from sync.archive import RunOutcome
from sync.cycles import cycle_by_id
from sync.engine import Outcome
from sync.messages import render
from sync.model.past import ClosingKind
from sync.options import FiscalCalendar, ReadingOptions, Settings, WorkbookSettings, WritingOptions
from sync.quarters import of_quarters_in_turn
from sync.workbooks import WorkbookError
from sync.workbooks.package_leftovers import new_name_beside

HEADERS = ["Objective", "Key result", "Baseline", "Target", "Current", "Progress ⟳", "Warnings ⟳"]
AFTER = date(2026, 10, 20)


def make(path: Path, *titles: str) -> None:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for title in titles:
        tab = workbook.create_sheet(title)
        tab.append(HEADERS)
        tab.append(["Grow", f"Revenue {title}", 0, 100, 40])
        tab.append([None, f"Users {title}", 0, 50, 10])
    workbook.save(path)


def house_of(folder: Path, *names: str, calendar: FiscalCalendar = FiscalCalendar()) -> House:  # noqa: B008
    reading, writing = ReadingOptions(language="en", calendar=calendar), WritingOptions(add_columns=True)
    workbooks = tuple(
        WorkbookSettings(name, f"excel:{folder / name}.xlsx", reading=reading, writing=writing) for name in names
    )
    settings = Settings(
        language="en", calendar=calendar, workbooks=workbooks, archive_url=f"sqlite:///{folder / 'archive.db'}"
    )
    return House(settings, now=lambda: datetime(2026, 10, 20, 3, tzinfo=UTC))


def edit(path: Path, title: str, cells: Mapping[str, object]) -> None:
    workbook = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        workbook[title][cell].value = value
    workbook.save(path)


def values(path: Path, title: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[title].iter_rows()]


@pytest.mark.parametrize(
    "late",
    [
        {"E2": 90},
        {"B2": "Another key result altogether"},
        {"F2": "typed over"},
        {"A2": None, "B2": None, "A3": None, "B3": None},
        {"A1": None, "B1": None, "C1": None},
    ],
)
def test_late_edits_of_a_closed_cycle_are_never_written_over(tmp_path: Path, late: Mapping[str, object]) -> None:
    path = tmp_path / "team.xlsx"
    make(path, "Q3 2026", "Q4 2026")
    house = house_of(tmp_path, "team")
    cycle = cycle_by_id("2026-Q3", house.settings.calendar)
    assert close_cycle(house, house.wanted(()), cycle, AFTER).sealed

    edit(path, "Q3 2026", late)
    edit(path, "Q4 2026", {"E2": 70})
    closed_tab = values(path, "Q3 2026")
    (outcome,) = sync_workbooks(house, house.wanted(()), AFTER)

    assert values(path, "Q3 2026") == closed_tab
    assert values(path, "Q4 2026")[1][5] == 0.7
    assert {change.cell.sheet for change in outcome.plan.changes} == {"Q4 2026"}
    (again,) = check_workbooks(house, house.wanted(()), AFTER)
    assert again.plan.writes_nothing


def test_a_cycle_is_closed_once_and_only_when_it_is_over(tmp_path: Path) -> None:
    make(tmp_path / "team.xlsx", "Q3 2026")
    house = house_of(tmp_path, "team")
    cycle = cycle_by_id("2026-Q3", house.settings.calendar)
    with pytest.raises(CycleNotOver):
        close_cycle(house, house.wanted(()), cycle, date(2026, 9, 30))
    close_cycle(house, house.wanted(()), cycle, AFTER)
    before = (tmp_path / "team.xlsx").read_bytes()
    with pytest.raises(CycleClosed):
        close_cycle(house, house.wanted(()), cycle, AFTER)
    assert (tmp_path / "team.xlsx").read_bytes() == before


def test_of_two_closes_at_once_one_seals_and_the_other_says_so_and_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "team.xlsx", "Q3 2026")
    house, cycle = house_of(tmp_path, "team"), cycle_by_id("2026-Q3", FiscalCalendar())
    seal = closing._seal

    def sealed_by_another_first(house: House, close: Close, as_of: date) -> None:
        seal(house, close, as_of)
        seal(house, close, as_of)

    monkeypatch.setattr(closing, "_seal", sealed_by_another_first)
    with pytest.raises(CycleClosed):
        close_cycle(house, house.settings.workbooks, cycle, AFTER)
    with house.read_archive() as archive:
        assert [run.outcome for run in archive.runs()] == [RunOutcome.failed, RunOutcome.done, RunOutcome.done]
        assert all(run.finished is not None for run in archive.runs())


def test_a_quarter_is_that_of_the_fiscal_calendar(tmp_path: Path) -> None:
    make(tmp_path / "team.xlsx", "Q1 2027", "Q2 2027")
    house = house_of(tmp_path, "team", calendar=FiscalCalendar(7, "end"))
    cycle = cycle_by_id("2027-Q1", house.settings.calendar)
    assert (cycle.first_day, cycle.last_day) == (date(2026, 7, 1), date(2026, 9, 30))
    closed = close_cycle(house, house.wanted(()), cycle, AFTER)
    assert {row.cell.sheet for row in closed.closings} == {"Q1 2027"}
    edit(tmp_path / "team.xlsx", "Q1 2027", {"E2": 90})
    (outcome,) = sync_workbooks(house, house.wanted(()), AFTER)
    assert outcome.plan.writes_nothing


def test_a_cycle_is_sealed_whole_or_not_at_all(tmp_path: Path) -> None:
    make(tmp_path / "team.xlsx", "Q3 2026")
    house = house_of(tmp_path, "team", "gone")
    cycle = cycle_by_id("2026-Q3", house.settings.calendar)
    closed = close_cycle(house, house.wanted(()), cycle, AFTER)
    assert not closed.sealed
    assert [outcome.workbook for outcome in closed.outcomes if outcome.error] == ["gone"]
    assert house.closed_cycles() == frozenset()


def test_a_workbook_that_cannot_be_read_is_told_of_even_where_there_is_nothing_else_to_close(tmp_path: Path) -> None:
    house = house_of(tmp_path, "gone")
    cycle = cycle_by_id("2026-Q3", house.settings.calendar)
    closed = close_cycle(house, house.wanted(()), cycle, AFTER)
    assert [outcome.workbook for outcome in closed.outcomes if outcome.error] == ["gone"]
    assert not closed.sealed


def test_a_cycle_of_which_there_is_nothing_is_not_closed(tmp_path: Path) -> None:
    make(tmp_path / "team.xlsx", "Q3 2026")
    house = house_of(tmp_path, "team")
    with pytest.raises(NothingToClose):
        close_cycle(house, house.wanted(()), cycle_by_id("2025-Q3", house.settings.calendar), AFTER)
    assert house.closed_cycles() == frozenset()


@pytest.mark.parametrize("write", [True, False])
def test_the_doctor_tells_what_a_killed_run_left_and_touches_nothing(tmp_path: Path, write: bool) -> None:
    make(tmp_path / "team.xlsx", "Q4 2026")
    left = new_name_beside(tmp_path / "team.xlsx")
    left.write_bytes(b"what somebody saved")
    house = house_of(tmp_path, "team")
    own = house.settings.workbooks[0]._replace(write=write)
    [told] = [check for check in examine_house(house, (own,), AFTER) if str(left) in check.found]
    assert told.well is write
    assert write or "set write = true for one sync" in told.mend
    assert left.read_bytes() == b"what somebody saved"


def held_at_the_close(path: Path, *, then: Mapping[str, object]) -> House:
    """A workbook that was held when its cycle was closed, was edited after that, and is resumed."""
    make(path, "Q3 2026", "Q4 2026")
    house = house_of(path.parent, "team")
    hold_workbooks(house, house.wanted(()), "board meeting")
    cycle = cycle_by_id("2026-Q3", house.settings.calendar)
    closed = close_cycle(house, house.wanted(()), cycle, AFTER)
    assert closed.sealed
    assert [outcome.came_to for outcome in closed.outcomes] == ["held"]
    assert [row[5] for row in values(path, "Q3 2026")[1:]] == [None, None]
    edit(path, "Q3 2026", then)
    resume_workbooks(house, house.wanted(()))
    # Not in the moment of the close.
    return house._replace(now=lambda: datetime(2026, 10, 20, 4, tzinfo=UTC))


def test_a_tab_that_was_held_at_the_close_gets_its_final_scores_once_it_is_resumed(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    house = held_at_the_close(path, then={})
    (outcome,) = sync_workbooks(house, house.wanted(()), AFTER)
    assert outcome.came_to == "synced"
    assert [row[5] for row in values(path, "Q3 2026")[1:]] == [0.4, 0.2]

    edit(path, "Q3 2026", {"F2": None})
    (outcome,) = sync_workbooks(house, house.wanted(()), AFTER)
    assert outcome.plan.writes_nothing, "it was written once, and is closed from then on"


def test_what_came_late_to_a_tab_that_was_held_at_the_close_is_not_written_as_its_final_score(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    house = held_at_the_close(path, then={"E2": 90, "F3": "typed over"})
    late = values(path, "Q3 2026")
    (outcome,) = sync_workbooks(house, house.wanted(()), AFTER)
    assert values(path, "Q3 2026") == late
    assert {finding.code for finding in outcome.findings} >= {"OKR402"}


def test_the_doctor_looks_at_workbooks_although_the_archive_is_damaged(tmp_path: Path) -> None:
    make(tmp_path / "team.xlsx", "Q4 2026")
    (tmp_path / "archive.db").write_bytes(b"no database at all" * 1000)
    house = house_of(tmp_path, "team")
    checks = {check.what: check for check in examine_house(house, house.wanted(()), AFTER)}
    assert not checks["archive"].well
    assert checks["workbook team"].well


KPI_COLUMNS = ["KPI", "Unit", "Aggregation", "Healthy from"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"]


def sealed_kpis(
    tmp_path: Path, title: str, header: list[object], *rows: list[object], cycle: str = "2026-Q3"
) -> object:
    path = tmp_path / "team.xlsx"
    make(path, "Q3 2026")
    workbook = openpyxl.load_workbook(path)
    tab = workbook.create_sheet(title)
    for row in (KPI_COLUMNS + header, *rows):
        tab.append(row)
    workbook.save(path)
    house = house_of(tmp_path, "team")
    try:
        closed = close_cycle(house, house.wanted(()), cycle_by_id(cycle, house.settings.calendar), AFTER)
    except NothingToClose:
        return {}
    return {
        row.text: (None if row.current is None else str(row.current), row.status)
        for row in closed.closings
        if row.kind.value == "kpi"
    }


def test_a_years_kpis_are_sealed_with_what_they_came_to_in_the_quarter(tmp_path: Path) -> None:
    sealed = sealed_kpis(
        tmp_path,
        "KPI 2026",
        MONTHS,  # type: ignore[arg-type]
        ["Stock", "days", "last", 20, 1, 1, 1, 1, 1, 1, 21, 22, 23, 99],
        ["Sales", "m", "sum", 60, 1, 1, 1, 1, 1, 1, 21, 22, 23, 99],
        ["Rating", "", "mean", 4, 1, 1, 1, 1, 1, 1, 3, 4, 5, 99],
        ["Half a sum", "m", "sum", 60, 1, 1, 1, 1, 1, 1, 21, 22, None, 99],
        ["Measured once", "m", "last", 60, 1, 1, 1, 1, 1, 1, None, 70, None, 99],
        ["Not measured", "m", "last", 60, 1, 1, 1, 1, 1, 1, None, None, None, 99],
    )
    assert sealed == {
        "Stock": ("23", "healthy"),
        "Sales": ("66", "healthy"),
        "Rating": ("4", "healthy"),
        "Half a sum": (None, "no data"),
        "Measured once": ("70", "healthy"),
        "Not measured": (None, "no data"),
    }


def test_a_column_of_the_quarter_itself_comes_before_its_months(tmp_path: Path) -> None:
    sealed = sealed_kpis(
        tmp_path, "KPI 2026", ["Jul", "Aug", "Sep", "Q3", "Oct"], ["Sales", "m", "sum", 60, 21, 22, 23, 65, 99]
    )
    assert sealed == {"Sales": ("65", "healthy")}


@pytest.mark.parametrize(
    ("title", "cycle", "sealed"),
    [
        ("KPI 2026", "2026-Q3", {"Stock": ("23", "healthy")}),
        ("KPI", "2026-Q3", {"Stock": ("23", "healthy")}),
        # What a cell says in October is not what it said in March, nor in another year.
        ("KPI 2026", "2026-Q1", {}),
        ("KPI", "2026-Q1", {}),
        ("KPI 2025", "2026-Q3", {}),
        ("KPI Q4 2026", "2026-Q3", {}),
    ],
)
def test_one_current_cell_is_the_value_of_the_quarter_just_over(
    tmp_path: Path, title: str, cycle: str, sealed: object
) -> None:
    assert sealed_kpis(tmp_path, title, ["Current"], ["Stock", "days", "last", 20, 23], cycle=cycle) == sealed


def open_about(tmp_path: Path, title: str, header: list[object], *rows: list[object]) -> set[tuple[str, str]]:
    """The findings that a close of the third quarter shows as open in a tab of KPIs, by their cells."""
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    tab.title = title
    for row in (KPI_COLUMNS + header, *rows):
        tab.append(row)
    workbook.save(tmp_path / "team.xlsx")
    house = house_of(tmp_path, "team")
    closed = close_cycle(house, house.wanted(()), cycle_by_id("2026-Q3", house.settings.calendar), AFTER, dry_run=True)
    return {(one.cell.a1, one.code) for _, one in closed.still_open}


@pytest.mark.parametrize("title", ["KPI", "KPI 2026", "KPI Q3 2026"])
def test_what_is_wrong_with_a_kpis_values_of_the_quarter_is_open_whatever_cycle_its_table_is_of(
    tmp_path: Path, title: str
) -> None:
    found = open_about(
        tmp_path,
        title,
        ["Jul", "Aug", "Sep"],
        ["Sales", "m", "sum", 60, 21, "abc", 23],
        ["Leads", "m", "sum", 60, 21, "#REF!", 23],
        ["Rating", "", "mean", 4, 3, None, 5],
    )
    assert found >= {("F2", "OKR102"), ("F3", "OKR101"), ("F4", "OKR502")}


@pytest.mark.parametrize("in_october", ["abc", 9])
def test_what_is_said_of_a_kpi_in_another_quarter_is_not_open(tmp_path: Path, in_october: object) -> None:
    values = ["Sales", "m", "last", 60, 71, 72, 73, in_october]
    assert open_about(tmp_path, "KPI", ["Jul", "Aug", "Sep", "Oct"], values) == set()


def make_quarter(path: Path, title: str, rows: list[list[object]], kpis: list[list[object]]) -> None:
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    tab.title = title
    for row in (HEADERS, *rows):
        tab.append(row)
    tab = workbook.create_sheet(f"KPI {title}")
    for row in (["KPI", "Unit", "Healthy from", "Healthy to", "Current"], *kpis):
        tab.append(row)
    workbook.save(path)


def test_a_kpi_that_a_key_result_is_about_is_not_to_be_made_one(tmp_path: Path) -> None:
    house = house_of(tmp_path, "team")
    for number, day in ((1, date(2026, 4, 3)), (2, date(2026, 7, 3))):
        rows: list[list[object]] = [["Stay", "Churn of customers", "5%", "3%", "4%"]]
        kpis: list[list[object]] = [["Churn", "%", None, 3, 5], ["Stock", "days", 15, 30, 33]]
        make_quarter(tmp_path / "team.xlsx", f"Q{number} 2026", rows, kpis)
        cycle = cycle_by_id(f"2026-Q{number}", house.settings.calendar)
        closed = close_cycle(house, house.wanted(()), cycle, day)
    assert {row.text: row.verdict for row in closed.closings if row.verdict} == {"Stock": "make it a key result"}
    hints = {str(each.cell): render(each.hint, "en") for _, each in closed.still_open if each.code == "OKR501"}
    assert hints == {
        "'KPI Q2 2026'!E2": "Find the cause; a key result is about it already",
        "'KPI Q2 2026'!E3": "Find the cause; if it stays outside, make it a key result",
    }


def test_a_kpi_that_a_key_result_of_another_workbook_is_measured_by_is_not_to_be_made_one(tmp_path: Path) -> None:
    house = house_of(tmp_path, "kpi", "team")
    for number, day in ((1, date(2026, 4, 3)), (2, date(2026, 7, 3))):
        make_quarter(tmp_path / "kpi.xlsx", f"Q{number} 2026", [], [["Churn", "%", None, 3, 5], ["Stock", "", 1, 3, 5]])
        workbook = openpyxl.Workbook()
        tab = workbook.active
        assert tab is not None
        tab.title = f"Q{number} 2026"
        for row in ((*HEADERS[:5], "KPI"), ("Stay", "Fewer leave", "5%", "3%", None, "Churn")):
            tab.append(row)
        workbook.save(tmp_path / "team.xlsx")
        cycle = cycle_by_id(f"2026-Q{number}", house.settings.calendar)
        closed = close_cycle(house, house.wanted(()), cycle, day)
    assert {row.text: row.verdict for row in closed.closings if row.verdict} == {"Stock": "make it a key result"}


def test_what_is_not_calculated_yet_is_not_sealed(tmp_path: Path) -> None:
    house = house_of(tmp_path, "team")
    cycle = cycle_by_id("2026-Q3", house.settings.calendar)
    kpis: list[list[object]] = [["Stock", "days", 15, 30, "=10+10"], ["Churn", "%", None, 3, 2]]
    make_quarter(tmp_path / "team.xlsx", "Q3 2026", [["Grow", "Revenue", 0, 100, "=40+40"]], kpis)
    with pytest.raises(NotCalculated, match=r": team 'Q3 2026'!E2, team 'KPI Q3 2026'!E2$"):
        close_cycle(house, house.wanted(()), cycle, AFTER)
    assert not house.closed_cycles()
    assert not close_cycle(house, house.wanted(()), cycle, AFTER, dry_run=True).sealed
    make_quarter(tmp_path / "team.xlsx", "Q3 2026", [["Grow", "Revenue", 0, 100, 80]], [["Stock", "days", 15, 30, 20]])
    assert close_cycle(house, house.wanted(()), cycle, AFTER).sealed


def test_what_has_a_weight_that_is_not_calculated_yet_is_not_sealed(tmp_path: Path) -> None:
    house = house_of(tmp_path, "team")
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    tab.title = "Q3 2026"
    rows = (("Grow", "Revenue", 0, 100, 80, "=30+30"), (None, "Orders", 0, 10, 5, 40))
    for row in ((*HEADERS[:5], "Weight"), *rows):
        tab.append(row)
    workbook.save(tmp_path / "team.xlsx")
    with pytest.raises(NotCalculated, match=r": team 'Q3 2026'!F2$"):
        close_cycle(house, house.wanted(()), cycle_by_id("2026-Q3", house.settings.calendar), AFTER)
    assert not house.closed_cycles()


def test_quarters_in_a_row_lead_to_verdicts_that_are_sealed_with_the_last(tmp_path: Path) -> None:
    house = house_of(tmp_path, "team")
    at = {"2026-Q1": date(2026, 4, 3), "2026-Q2": date(2026, 7, 3), "2026-Q3": AFTER}
    found = []
    for number, (cycle, day) in enumerate(at.items(), start=1):
        rows: list[list[object]] = [["Grow", "Revenue", 0, 100, 80 + number], ["Build", "Teams", 0, 100, 50]]
        kpis: list[list[object]] = [["Stock", "days", 15, 30, 22], ["Churn", "%", None, 3, 5]]
        make_quarter(tmp_path / "team.xlsx", f"Q{number} 2026", rows, kpis)
        closed = close_cycle(house, house.wanted(()), cycle_by_id(cycle, house.settings.calendar), day)
        found.append({row.text: row.verdict for row in closed.closings if row.verdict})

    with house.open_archive() as archive:
        sealed = archive.cycle_snapshot("2026-Q3")
    assert found[0] == {}
    assert found[1:] == [{"Grow": "raise the bar", "Stock": "keep going", "Churn": "make it a key result"}] * 2
    assert sealed.intact
    assert {row.text: str(row.before) for row in sealed.closings} == {
        "Grow": "0.82",
        "Revenue": "82",
        "Build": "0.50",
        "Teams": "50",
        "Stock": "22",
        "Churn": "5",
    }


def test_a_years_tab_with_quarters_side_by_side_gives_each_close_its_own_quarter(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    make(path, "Q3 2026")
    workbook = openpyxl.load_workbook(path)
    tab = workbook.create_sheet("OKR 2026")
    tab.append(["Objective", "Key result", "Q3/2026", None, "Q4/2026", None])
    tab.append([None, None, "Target", "Actual", "Target", "Actual"])
    tab.append(["Ship the product", "Number of features", 5, 6, 8, 2])
    tab.append([None, "Reviews on the store", 20, 10, 40, 15])
    for area in ("C1:D1", "E1:F1"):
        tab.merge_cells(area)
    workbook.save(path)
    house = house_of(tmp_path, "team")
    tuple(sync_workbooks(house, house.wanted(()), date(2026, 7, 15)))

    closed = close_cycle(house, house.wanted(()), cycle_by_id("2026-Q3", house.settings.calendar), AFTER)

    assert closed.sealed
    assert final_values(closed) == [
        ("Revenue Q3 2026", 100, 40),
        ("Users Q3 2026", 50, 10),
        ("Number of features", 5, 6),
        ("Reviews on the store", 20, 10),
    ]
    by_tab = {(finding.cell.sheet, finding.code) for _, finding in closed.still_open}
    assert {("Q3 2026", "OKR302"), ("OKR 2026", "OKR302")} <= by_tab
    (outcome,) = sync_workbooks(house, house.wanted(()), AFTER)
    written = {(change.cell.sheet, change.cell.row) for change in outcome.plan.changes}
    assert not any(sheet == "Q3 2026" for sheet, _ in written)
    later = date(2027, 1, 5)
    house = house._replace(now=lambda: datetime(2027, 1, 5, 3, tzinfo=UTC))
    closed = close_cycle(house, house.wanted(()), cycle_by_id("2026-Q4", house.settings.calendar), later)
    assert final_values(closed) == [("Number of features", 8, 2), ("Reviews on the store", 40, 15)]
    told = [(finding.code, finding.cell) for _, finding in closed.still_open]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("quarters", [("Q3/2026", "Q4/2026"), ("Q3", "Q4")])
def test_a_tab_without_a_year_is_of_its_last_quarter_until_the_next_begins(
    tmp_path: Path, quarters: tuple[str, str]
) -> None:
    path = tmp_path / "team.xlsx"
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    tab = workbook.create_sheet("Sales")
    tab.append(["Objective", "Key result", "Baseline", quarters[0], None, quarters[1], None])
    tab.append([None, None, None, "Target", "Actual", "Target", "Actual"])
    tab.append(["Ship the product", "Number of features", 0, 5, 4, 8, 2])
    tab.append([None, "Reviews on the store", 0, 20, 18, 40, 39])
    for area in ("D1:E1", "F1:G1"):
        tab.merge_cells(area)
    workbook.save(path)
    house = house_of(tmp_path, "team")
    wanted, calendar = house.wanted(()), house.settings.calendar
    tuple(sync_workbooks(house, wanted, date(2026, 8, 15)))
    assert close_cycle(house, wanted, cycle_by_id("2026-Q3", calendar), AFTER).sealed

    edit(path, "Sales", {"G3": 7})
    over = date(2027, 1, 5)
    house = house._replace(now=lambda: datetime(2027, 1, 5, 3, tzinfo=UTC))
    (outcome,) = sync_workbooks(house, wanted, over)
    assert "OKR402" not in {finding.code for finding in outcome.findings}
    assert values(path, "Sales")[2][7] == 0.875
    closed = close_cycle(house, wanted, cycle_by_id("2026-Q4", calendar), over)
    assert final_values(closed) == [("Number of features", 8, 7), ("Reviews on the store", 40, 39)]


def final_values(closed: Close) -> list[tuple[str, Decimal | None, Decimal | None]]:
    return [(row.text, row.target, row.current) for row in closed.closings if row.kind is ClosingKind.key_result]


def test_a_close_that_cannot_look_back_seals_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "team.xlsx", "Q3 2026")
    house = house_of(tmp_path, "team")

    locked = WorkbookError("it is locked")

    def look(*asked: object) -> Iterator[Outcome]:
        for outcome in check_workbooks(*asked):  # type: ignore[arg-type]
            yield outcome._replace(error=locked)

    monkeypatch.setattr("jobs.closing.check_workbooks", look)
    monkeypatch.setattr("sync.quarters.of_quarters_in_turn", lambda scored: scored)
    closed = close_cycle(house, house.wanted(()), cycle_by_id("2026-Q3", house.settings.calendar), AFTER)
    assert not closed.sealed
    assert [outcome.error for outcome in closed.outcomes] == [None, locked]


def test_a_table_under_a_title_is_of_one_quarter(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    for row in (["OKR Q3 2026"], HEADERS, ["Grow", "Revenue", 0, 100, 40]):
        tab.append(row)
    workbook.save(tmp_path / "team.xlsx")
    house = house_of(tmp_path, "team")
    (outcome,) = check_workbooks(house, house.wanted(()), AFTER)
    assert outcome.scored.objectives
    assert of_quarters_in_turn(outcome.scored).objectives == ()
