"""A made-up company: teams with a workbook each, as people keep them, and the days on which they type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sync.cycles import cycle_by_id, next_cycle
from sync.model import Cycle
from sync.options import FiscalCalendar
from tests.six_quarters.stories import (
    KPI_STORIES,
    QUARTERS,
    STORIES,
    Kpi,
    Objective,
    Quarter,
    Words,
    always_early,
    ordinary,
)

HEADERS = {
    "vi": ["Mục tiêu", "Kết quả then chốt", "Giá trị đầu", "Chỉ tiêu", "Hiện tại", "Người phụ trách"],
    "en": ["Objective", "Key result", "Baseline", "Target", "Current", "Owner"],
}
KPI_HEADERS = {
    "vi": ["KPI", "Đơn vị", "Ngưỡng dưới", "Ngưỡng trên"],
    "en": ["KPI", "Unit", "Healthy from", "Healthy to"],
}
CURRENT = {"vi": "Hiện tại", "en": "Current"}


def cycles() -> tuple[Cycle, ...]:
    """The quarters of the story, from the first of 2026 on."""
    calendar = FiscalCalendar()
    found = [cycle_by_id("2026-Q1", calendar)]
    while len(found) < QUARTERS:
        found.append(next_cycle(found[-1], calendar))
    return tuple(found)


@dataclass
class Team:
    """A team, what is planted in it, and how it keeps its workbook: ``layout`` is flat, filled, merged or outline."""

    name: str
    language: str
    layout: str
    kpis_by_month: bool
    objectives: list[Objective]
    kpis: dict[str, Kpi]

    def tab(self, cycle: Cycle) -> str:
        year, quarter = cycle.id.split("-")
        return f"Quý {quarter[1]} {year}" if self.language == "vi" else f"{quarter} {year}"

    def kpi_tab(self, cycle: Cycle) -> str:
        return f"KPI {cycle.id[:4]}" if self.kpis_by_month else "KPI"


def teams(count: int, seed: int) -> list[Team]:
    """Given how many teams and a seed, return the company."""
    random = Random(seed)
    found = []
    for number in range(count):
        language = "vi" if number % 2 else "en"
        words = Words(language, random)
        if number % 8 == 7:
            objectives = always_early(words, random)
        else:
            story = STORIES[number % len(STORIES)]
            objectives = [tell(words, random) for tell in random.sample([story, ordinary, random.choice(STORIES)], 3)]
        kpis = {words.kpi(): tell(random) for tell in random.sample(KPI_STORIES, 2)}
        layout = ("flat", "filled", "merged", "outline")[number // 2 % 4]
        found.append(Team(f"team-{number + 1:02}", language, layout, bool(number % 3), objectives, kpis))
    return found


# ── What people type, and when ───────────────────────────────────────────────────────────────────────────────────────


def days(cycle: Cycle) -> dict[str, date]:
    """The days on which people type and the service syncs: planning, three weeks on, two months on, the last day."""
    after = {"planned": 2, "early": 20, "middle": 60}
    found = {name: cycle.first_day + timedelta(days=count) for name, count in after.items()}
    return {**found, "end": cycle.last_day}


def type_into(folder: Path, team: Team, number: int, when: str) -> None:
    """Type what a team knows on a day of its ``number``-th quarter."""
    path, cycle = folder / f"{team.name}.xlsx", cycles()[number]
    book = load_workbook(path) if path.exists() else Workbook()
    if when == "planned":
        if not path.exists():
            book.remove(book.worksheets[0])
        _plan(book.create_sheet(team.tab(cycle)), team, number)
        _plan_kpis(book, team, number)
    tab = book[team.tab(cycle)]
    for quarter, row, index in _key_result_rows(team, number):
        key_result = quarter.rows[index]
        tab.cell(row, 5).value = _value(key_result.baseline, key_result.end, when, key_result.early)
        if key_result.moved_to is not None and when in ("middle", "end"):
            tab.cell(row, 4).value = key_result.moved_to
    if when in ("middle", "end"):
        _type_kpis(book[team.kpi_tab(cycle)], team, number)
    book.save(path)


def _value(baseline: float, end: float, when: str, early: bool) -> float:
    if early and when != "planned":
        return end
    return round(baseline + (end - baseline) * {"planned": 0, "early": 0.25, "middle": 0.7, "end": 1}[when], 1)


def _plan(tab: Worksheet, team: Team, number: int) -> None:
    tab.append([None, *HEADERS[team.language][1:]] if team.layout == "outline" else HEADERS[team.language])
    if team.layout == "outline":
        tab["A1"].value, tab["B1"].value = "OKR", None
    for quarter, row in _objective_rows(team, number):
        if team.layout == "outline":
            tab.cell(row, 1).value = f"O: {quarter.title}"
        else:
            last = row + len(quarter.rows) - 1
            for each in range(row, last + 1 if team.layout == "filled" else row + 1):
                tab.cell(each, 1).value = quarter.title
            if team.layout == "merged":
                tab.merge_cells(start_row=row, end_row=last, start_column=1, end_column=1)
    for quarter, row, index in _key_result_rows(team, number):
        said = quarter.rows[index]
        text = f"KR{index + 1}: {said.text}" if team.layout == "outline" else said.text
        tab.cell(row, 1 if team.layout == "outline" else 2).value = text
        tab.cell(row, 3).value, tab.cell(row, 4).value, tab.cell(row, 6).value = said.baseline, said.target, "Lan"


def _objective_rows(team: Team, number: int) -> Iterator[tuple[Quarter, int]]:
    row = 2
    for objective in team.objectives:
        yield objective[number], row
        row += len(objective[number].rows) + (team.layout == "outline")


def _key_result_rows(team: Team, number: int) -> Iterator[tuple[Quarter, int, int]]:
    for quarter, row in _objective_rows(team, number):
        for index in range(len(quarter.rows)):
            yield quarter, row + index + (team.layout == "outline"), index


def _plan_kpis(book: Workbook, team: Team, number: int) -> None:
    title = team.kpi_tab(cycles()[number])
    if title not in book.sheetnames:
        tab = book.create_sheet(title)
        columns = [f"T{month}" for month in range(1, 13)] if team.kpis_by_month else [CURRENT[team.language]]
        tab.append([*KPI_HEADERS[team.language], *columns])
        for name in team.kpis:
            tab.append([name, "ngày" if team.language == "vi" else "days"])
    for row, kpi in enumerate(team.kpis.values(), start=2):
        book[title].cell(row, 4).value = kpi[number].upper


def _type_kpis(tab: Worksheet, team: Team, number: int) -> None:
    """A KPI by months has a column each: the quarter's three say the same."""
    quarter = int(cycles()[number].id[-1])
    columns = range(5 + 3 * (quarter - 1), 8 + 3 * (quarter - 1)) if team.kpis_by_month else (5,)
    for row, kpi in enumerate(team.kpis.values(), start=2):
        for column in columns:
            tab.cell(row, column).value = kpi[number].value
