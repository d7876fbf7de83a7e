"""Whole companies, made up: whoever goes by whom, a run writes what was planned, and the next one nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Sequence
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.tasks import check_workbooks
from jobs.wiring import House
from sync.engine import Outcome
from sync.model.plans import CellChange
from sync.options import RuleOptions
from tests.jobs.test_other_workbooks import KPIS, NOW, house_of, save
from tests.jobs.test_workbooks_of_one_run import reads, sync_all, writes_nothing

HEAD = ["Objective", "Parent objective", "Key result", "KPI", "Unit", "Baseline", "Target", "Current"]
TITLES = ("Win", "Grow", "Lean", "Trust", "Learn")
KPI_NAMES = ("Stock", "Cash", "Churn")
NEXT_QUARTER = date(2027, 1, 5)


class Pointer(NamedTuple):
    """To one of a team's rows or KPIs; counted on where there are fewer. By its workbook's name, or without."""

    team: int
    place: int
    is_with_name: bool


class Row(NamedTuple):
    """An objective, with a key result of its own where there is a value; measured by a KPI where one is named."""

    title: str
    parent: Pointer | None
    current: int | None
    kpi: Pointer | None


class Team(NamedTuple):
    rows: tuple[Row, ...]
    kpis: tuple[str, ...]
    is_year: bool


def rows() -> st.SearchStrategy[Row]:
    pointers = st.builds(Pointer, st.integers(0, 6), st.integers(0, 2), st.sampled_from([True, True, False]))
    kpis = st.one_of(st.none(), st.none(), pointers)
    return st.builds(Row, st.sampled_from(TITLES), st.none() | pointers, st.none() | st.integers(0, 100), kpis)


def teams() -> st.SearchStrategy[Team]:
    some_rows = st.lists(rows(), min_size=1, max_size=3, unique_by=lambda row: row.title).map(tuple)
    kpis = st.lists(st.sampled_from(KPI_NAMES), max_size=1).map(tuple)
    return st.builds(Team, some_rows, kpis, st.sampled_from([False, False, True]))


def cells(row: Row, all_of: Sequence[Team]) -> list[object]:
    parent = named(row.parent, [[one.title for one in team.rows] for team in all_of])
    if row.current is None:
        return [row.title, parent]
    kpi = named(row.kpi, [team.kpis for team in all_of])
    return [row.title, parent, f"{row.title} done", kpi, "days", 0, 100, None if kpi else row.current]


def named(pointer: Pointer | None, names: Sequence[Sequence[str]]) -> str | None:
    if pointer is None or not names[pointer.team % len(names)]:
        return None
    team = pointer.team % len(names)
    name = names[team][pointer.place % len(names[team])]
    return f"w{team}: {name}" if pointer.is_with_name else name


def company(folder: Path, all_of: Sequence[Team]) -> House:
    for at, team in enumerate(all_of):
        own = [HEAD, *(cells(row, all_of) for row in team.rows)]
        tabs: dict[str, list[list[object]]] = {"2026" if team.is_year else "Q4 2026": own}
        if team.kpis:
            tabs["KPI"] = [KPIS, *([name, "days", 1, 90, 10 + at] for name in team.kpis)]
        save(folder, f"w{at}", tabs)
    house = house_of(folder, *(f"w{at}" for at in range(len(all_of))))
    every = tuple(one._replace(rules=RuleOptions()) for one in house.settings.workbooks)
    return house._replace(settings=house.settings._replace(workbooks=every))


def point_elsewhere(folder: Path, all_of: Sequence[Team], now: Sequence[Row], kpis: Sequence[str]) -> None:
    """Rows get other values, parents and KPIs, as some other rows have them, and KPIs other values and names."""
    more, names = cycle(now), cycle(kpis)
    for at, team in enumerate(all_of):
        book = openpyxl.load_workbook(folder / f"w{at}.xlsx")
        for line, row in enumerate(team.rows, 2):
            # What has no key result gets none: a workbook of other rows is another workbook.
            other = next(more)
            other = row._replace(parent=other.parent, kpi=other.kpi, current=row.current and (other.current or 1))
            for column, value in enumerate(cells(other, all_of), 1):
                book.worksheets[0].cell(line, column).value = value  # type: ignore[assignment]
        if team.kpis:
            book["KPI"]["A2"], book["KPI"]["E2"] = next(names), 50 + at
        book.save(folder / f"w{at}.xlsx")


def roll_over(folder: Path, all_of: Sequence[Team], rolled: Collection[int]) -> None:
    """Some teams have their rows of the quarter on a new tab for the next one, too."""
    for at in {team % len(all_of) for team in rolled}:
        if not all_of[at].is_year:
            book = openpyxl.load_workbook(folder / f"w{at}.xlsx")
            book.copy_worksheet(book["Q4 2026"]).title = "Q1 2027"
            book.save(folder / f"w{at}.xlsx")


def changes(outcome: Outcome) -> set[CellChange]:
    # Who is synced twice may have emptied a cell in between, and gives it a format then.
    return {one._replace(number_format=None) for one in outcome.plan.changes}


def is_synced_as_planned(house: House, day: date, most_reads: int) -> bool:
    planned = {one.workbook: changes(one) for one in check_workbooks(house, house.wanted(()), day)}
    with reads() as found:
        synced = sync_all(house, day)
    assert {name: changes(one) for name, one in synced.items()} == planned
    assert max(found.values()) <= most_reads
    return writes_nothing(house, day)


@settings(max_examples=40)
@given(
    all_of=st.lists(teams(), min_size=2, max_size=7),
    now=st.lists(rows(), min_size=1, max_size=7),
    kpis=st.lists(st.sampled_from((*KPI_NAMES, "Gone")), min_size=1, max_size=4),
    rolled=st.frozensets(st.integers(0, 6), min_size=1),
)
def test_a_run_writes_what_was_planned_and_the_next_one_nothing(
    all_of: Sequence[Team], now: Sequence[Row], kpis: Sequence[str], rolled: Collection[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = company(Path(folder), all_of)
        assert is_synced_as_planned(house, NOW, most_reads=2)
        point_elsewhere(Path(folder), all_of, now, kpis)
        assert is_synced_as_planned(house, NOW, most_reads=4)
        roll_over(Path(folder), all_of, rolled)
        assert is_synced_as_planned(house, NEXT_QUARTER, most_reads=4)
