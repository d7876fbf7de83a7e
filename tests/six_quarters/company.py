"""A made-up company: teams with one workbook for all quarters, or a new one for each, as people keep them; objectives
that move from team to team; and the days on which they type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Literal, NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from sync.cycles import cycle_by_id, next_cycle
from sync.model.rows import Cycle
from sync.options import FiscalCalendar
from tests.six_quarters.stories import (
    KPI_STORIES,
    PLACES,
    QUARTERS,
    STORIES,
    Kpi,
    Objective,
    Quarter,
    Words,
    always_early,
    always_missed,
    carried_over,
    comfortable,
    goes_further,
    ordinary,
    without_stretch,
)

HEADERS = {
    "vi": ["Mục tiêu", "Kết quả then chốt", "Giá trị đầu", "Chỉ tiêu", "Hiện tại", "Người phụ trách"],
    "en": ["Objective", "Key result", "Baseline", "Target", "Current", "Owner"],
}
KPI_HEADERS = {
    "vi": ["KPI", "Đơn vị", "Ngưỡng dưới", "Ngưỡng trên"],
    "en": ["KPI", "Unit", "Healthy from", "Healthy to"],
}
KEEPINGS: tuple[Keeping, ...] = ("one file", "file a quarter", "copied file", "unnamed file")
LAYOUTS = ("flat", "filled", "merged", "outline")
MOVED = (comfortable, carried_over, always_missed, without_stretch, goes_further)
CURRENT = {"vi": "Hiện tại", "en": "Current"}


def cycles() -> tuple[Cycle, ...]:
    """The quarters of the story, from the first of 2026 on."""
    calendar = FiscalCalendar()
    found = [cycle_by_id("2026-Q1", calendar)]
    while len(found) < QUARTERS:
        found.append(next_cycle(found[-1], calendar))
    return tuple(found)


Keeping = Literal["one file", "file a quarter", "copied file", "unnamed file"]


class Held(NamedTuple):
    """An objective, and the first and last quarter in which a team has it; ``comes`` and ``goes`` in the middle of
    these, or with them."""

    objective: Objective
    first: int = 0
    last: int = QUARTERS - 1
    comes: Literal["planned", "middle"] = "planned"
    goes: Literal["end", "middle"] = "end"

    def stays(self, number: int) -> bool:
        """Whether the team has it still when its ``number``-th quarter is looked at."""
        return self.first <= number <= self.last and not (number == self.last and self.goes == "middle")


@dataclass
class Team:
    """A team, what is planted in it, and how it keeps its workbooks: ``layout`` is flat, filled, merged or outline."""

    name: str
    language: str
    layout: str
    kpis_by_month: bool
    objectives: list[Held]
    kpis: dict[str, Kpi]
    keeping: Keeping = "one file"

    def workbook(self, number: int) -> str:
        """The name of its workbook in its ``number``-th quarter."""
        if self.keeping == "one file":
            return self.name
        if self.keeping == "unnamed file":
            return f"sheet {self.name[-2:]}{'abcdef'[number]}"
        return f"{self.name} {self.tab(cycles()[number])}"

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
        keeping = KEEPINGS[number // 3 % 4]
        # Whose workbook it is must be told by its words where its name does not.
        words = Words(language, random, PLACES[number % 20] if keeping == "unnamed file" else "")
        if number % 8 == 7:
            objectives = always_early(words, random)
        else:
            story = STORIES[number % len(STORIES)]
            objectives = [tell(words, random) for tell in random.sample([story, ordinary, random.choice(STORIES)], 3)]
        kpis = {words.kpi(): tell(random) for tell in random.sample(KPI_STORIES, 2)}
        layout = LAYOUTS[number // 2 % 4]
        held = list(map(Held, objectives))
        found.append(Team(f"team-{number + 1:02}", language, layout, bool(number % 3), held, kpis, keeping))
    for number in range(count, count + count // 4, 2):
        found += _pair(number, random)
    return found


def _pair(number: int, random: Random) -> Iterator[Team]:
    """Two teams, and an objective that moves from the first to the second: with a new quarter, or in the middle of one.
    Every second pair has one that the second team copies, while the first goes on with it."""
    language = "en" if number // 2 % 2 else "vi"
    words = Words(language, random, PLACES[4 + number // 2 % 5])
    own, others = ordinary(words, random), ordinary(words, random)
    moves, told = random.choice(MOVED)(words, random), number // 2 % 3
    quarter = random.randint(1, 4)
    first = Held(moves, last=quarter, goes="middle") if told else Held(moves, last=quarter)
    then = Held(moves, quarter, comes="middle") if told else Held(moves, quarter + 1)
    given, taken = [Held(own), first], [Held(others), then]
    if number // 2 % 2:
        shared = carried_over(words, random)
        copied = [
            Quarter(one.title, one.rows, row_codes={} if at < 3 else one.row_codes) for at, one in enumerate(shared)
        ]
        given.append(Held(shared))
        taken.append(Held(copied, first=2))
    for index, held in enumerate((given, taken)):
        name, layout = f"team-{number + index + 1:02}", LAYOUTS[(number + index) % 4]
        keeping = KEEPINGS[(number // 2 + index) % 3]
        yield Team(name, language, layout, False, held, {words.kpi(): random.choice(KPI_STORIES)(random)}, keeping)


# ── What people type, and when ───────────────────────────────────────────────────────────────────────────────────────


def days(cycle: Cycle) -> dict[str, date]:
    """The days on which people type and the service syncs: planning, three weeks on, two months on, the last day."""
    after = {"planned": 2, "early": 20, "middle": 60}
    found = {name: cycle.first_day + timedelta(days=count) for name, count in after.items()}
    return {**found, "end": cycle.last_day}


def type_into(folder: Path, team: Team, number: int, when: str) -> None:
    """Type what a team knows on a day of its ``number``-th quarter."""
    path, cycle = folder / f"{team.workbook(number)}.xlsx", cycles()[number]
    if when == "planned":
        book, tab = _begun(folder, team, number)
        _plan(tab, team, number, when)
        _plan_kpis(book, team, number)
    else:
        book = load_workbook(path)
        tab = book[team.tab(cycle)]
        if when == "middle":
            _plan(tab, team, number, when)
    for held, quarter, row, index in _key_result_rows(team, number):
        key_result = quarter.rows[index]
        if number == held.first and held.comes == "middle" and when in ("planned", "early"):
            continue
        if number == held.last and held.goes == "middle" and when in ("middle", "end"):
            _clear(tab, row)
            if team.layout == "outline":
                _clear(tab, row - index - 1)
            continue
        tab.cell(row, 5).value = _value(key_result.baseline, key_result.end, when, key_result.early)
        if when in ("planned", "early"):
            continue
        if key_result.moved_to is not None:
            tab.cell(row, 4).value = key_result.moved_to
        if key_result.reworded_to:
            tab.cell(row, 1 if team.layout == "outline" else 2).value = _text(key_result.reworded_to, index, team)
        if key_result.dropped:
            _clear(tab, row)
    if when in ("middle", "end"):
        _type_kpis(book[team.kpi_tab(cycle)], team, number)
    book.save(path)


def _begun(folder: Path, team: Team, number: int) -> tuple[Workbook, Worksheet]:
    """The workbook in which a team plans a quarter, with the quarter's tab: the one that it has, a new one, or a copy
    of last quarter's that it clears."""
    path, title = folder / f"{team.workbook(number)}.xlsx", team.tab(cycles()[number])
    if number and team.keeping == "copied file":
        book = load_workbook(folder / f"{team.workbook(number - 1)}.xlsx")
        tab = book[team.tab(cycles()[number - 1])]
        tab.title = title
        for merged in list(tab.merged_cells.ranges):
            tab.unmerge_cells(merged.coord)
        for row in range(2, tab.max_row + 1):
            _clear(tab, row)
        return book, tab
    book = load_workbook(path) if path.exists() else Workbook()
    if not path.exists():
        book.remove(book.worksheets[0])
    return book, book.create_sheet(title)


def _clear(tab: Worksheet, row: int) -> None:
    for column in range(1, 7):
        if not isinstance(tab.cell(row, column), MergedCell):
            tab.cell(row, column).value = None


def _value(baseline: float, end: float, when: str, early: bool) -> float:
    if early and when != "planned":
        return end
    return round(baseline + (end - baseline) * {"planned": 0, "early": 0.25, "middle": 0.7, "end": 1}[when], 1)


def _plan(tab: Worksheet, team: Team, number: int, when: str) -> None:
    """Type the objectives that come on a day, with their key results."""
    if tab.max_row == 1:
        tab.append([None, *HEADERS[team.language][1:]] if team.layout == "outline" else HEADERS[team.language])
        if team.layout == "outline":
            tab["A1"].value, tab["B1"].value = "OKR", None
    for held, quarter, row in _objective_rows(team, number):
        if when != (held.comes if number == held.first else "planned"):
            continue
        if team.layout == "outline":
            tab.cell(row, 1).value = f"O: {quarter.title}"
        else:
            last = row + len(quarter.rows) - 1
            for each in range(row, last + 1 if team.layout == "filled" else row + 1):
                tab.cell(each, 1).value = quarter.title
            if team.layout == "merged":
                tab.merge_cells(start_row=row, end_row=last, start_column=1, end_column=1)
    for held, quarter, row, index in _key_result_rows(team, number):
        if when != (held.comes if number == held.first else "planned"):
            continue
        said = quarter.rows[index]
        tab.cell(row, 1 if team.layout == "outline" else 2).value = _text(said.text, index, team)
        tab.cell(row, 3).value, tab.cell(row, 4).value, tab.cell(row, 6).value = said.baseline, said.target, "Lan"


def _text(words: str, index: int, team: Team) -> str:
    return f"KR{index + 1}: {words}" if team.layout == "outline" else words


def _objective_rows(team: Team, number: int) -> Iterator[tuple[Held, Quarter, int]]:
    row = 2
    for held in team.objectives:
        if held.first <= number <= held.last:
            quarter = held.objective[number]
            yield held, quarter, row
            row += len(quarter.rows) + (team.layout == "outline")


def _key_result_rows(team: Team, number: int) -> Iterator[tuple[Held, Quarter, int, int]]:
    for held, quarter, row in _objective_rows(team, number):
        for index in range(len(quarter.rows)):
            yield held, quarter, row + index + (team.layout == "outline"), index


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
