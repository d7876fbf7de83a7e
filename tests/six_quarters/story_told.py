"""The company's six quarters through the pipeline: what was said and sealed, beside what was planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import NamedTuple

from jobs.closing import close_cycle
from jobs.tasks import check_workbooks, sync_workbooks
from jobs.wiring import House
from sync.engine import Outcome
from sync.model.past import Closing
from sync.model.rows import Cycle
from sync.options import ReadingOptions, RuleOptions, Settings, WorkbookSettings, WritingOptions
from tests.six_quarters.company import Team, cycles, days, type_into
from tests.six_quarters.stories import Quarter

ACROSS_CYCLES = ("OKR4", "OKR506", "OKR507")
ASKED = (*ACROSS_CYCLES, "OKR501")
"""The rules that the story is about. A KPI out of range is only asked for on the running quarter's tabs."""


class Told(NamedTuple):
    """A finding, or a verdict, about a row of a team in a quarter."""

    team: str
    cycle: str
    words: str
    what: str


@dataclass
class Comparison:
    """What was planted and not told, and what was told and not planted; and how much was as planted."""

    missing: Counter[Told] = field(default_factory=Counter)
    unplanted: Counter[Told] = field(default_factory=Counter)
    as_planted: Counter[str] = field(default_factory=Counter)

    def add(self, planted: Counter[Told], told: Counter[Told]) -> None:
        self.missing += planted - told
        self.unplanted += told - planted
        self.as_planted.update(one.what for one in (planted & told).elements())


class Clock:
    """The service's time, which goes by the story's days."""

    def __init__(self) -> None:
        self.day = date(2026, 1, 1)

    def __call__(self) -> datetime:
        return datetime.combine(self.day, time(5), UTC)


def tell(folder: Path, company: list[Team]) -> Comparison:
    """Given an empty folder and a company, live through its six quarters there: people type, the service syncs, checks
    and closes each quarter on the third day after it."""
    clock, compared = Clock(), Comparison()
    for number, cycle in enumerate(cycles()):
        house = House(_settings(folder, company, number), now=clock)
        for when, clock.day in days(cycle).items():
            for team in company:
                type_into(folder, team, number, when)
            _must_be_done(tuple(sync_workbooks(house, house.wanted(()), clock.day)))
            if when in ("middle", "end"):
                outcomes = tuple(check_workbooks(house, house.wanted(()), clock.day))
                compared.add(Counter(_planted(company, number, cycle)), Counter(_found(outcomes, company, number)))
        clock.day = date.fromordinal(cycle.last_day.toordinal() + 3)
        closed = close_cycle(house, house.wanted(()), cycle, clock.day)
        assert closed.sealed, cycle
        verdicts = Counter(_sealed(closed.closings, company, number))
        compared.add(Counter(_planted_verdicts(company, number, cycle)), verdicts)
    return compared


def _settings(folder: Path, company: list[Team], number: int) -> Settings:
    """Those of before go on to be synced."""
    workbooks = tuple(
        WorkbookSettings(
            name,
            f"excel:{folder / name}.xlsx",
            reading=ReadingOptions(language="vi" if team.language == "vi" else "en"),
            writing=WritingOptions(add_columns=True),
            rules=RuleOptions(select=ASKED),
        )
        for name, team in sorted(_workbooks(company, number).items())
    )
    return Settings(workbooks=workbooks, archive_url=f"sqlite:///{folder / 'archive.db'}")


def _workbooks(company: list[Team], number: int) -> dict[str, Team]:
    return {team.workbook(one): team for team in company for one in range(number + 1)}


def _must_be_done(outcomes: tuple[Outcome, ...]) -> None:
    failed = [outcome for outcome in outcomes if outcome.error is not None]
    assert not failed, failed[0].error


def _planted(company: list[Team], number: int, cycle: Cycle) -> Iterator[Told]:
    for team in company:
        for quarter in _quarters(team, number):
            yield from (Told(team.name, cycle.id, quarter.title, code) for code in quarter.codes)
            for index, codes in quarter.row_codes.items():
                yield from (Told(team.name, cycle.id, quarter.rows[index].text, code) for code in codes)
        for name, kpi in team.kpis.items():
            yield from (Told(team.name, cycle.id, name, code) for code in kpi[number].codes)


def _planted_verdicts(company: list[Team], number: int, cycle: Cycle) -> Iterator[Told]:
    for team in company:
        rows = [(quarter.title, quarter.verdict) for quarter in _quarters(team, number)]
        rows += [(name, kpi[number].verdict) for name, kpi in team.kpis.items()]
        yield from (Told(team.name, cycle.id, words, verdict) for words, verdict in rows if verdict)


def _quarters(team: Team, number: int) -> Iterator[Quarter]:
    return (held.objective[number] for held in team.objectives if held.stays(number))


def _found(outcomes: tuple[Outcome, ...], company: list[Team], number: int) -> Iterator[Told]:
    cycle, teams = cycles()[number], _workbooks(company, number)
    for outcome in outcomes:
        team = teams[outcome.workbook]
        is_over = outcome.workbook != team.workbook(number)
        names = {(one.sheet, one.row, False): one.text.value or "" for _, one in outcome.rows.key_results()}
        for objective in outcome.rows.objectives:
            names[objective.sheet, objective.row, not objective.own_row] = objective.title.value or ""
        names |= {(one.sheet, one.row, False): one.name.value or "" for one in outcome.rows.kpis}
        for finding in outcome.findings:
            running = not is_over and finding.cell.sheet in (team.tab(cycle), team.kpi_tab(cycle))
            if running or finding.code.startswith(ACROSS_CYCLES):
                words = names[finding.cell.sheet, finding.row or 0, finding.about_objective]
                yield Told(team.name, cycle.id if running else finding.cell.sheet, words, finding.code)


def _sealed(closings: tuple[Closing, ...], company: list[Team], number: int) -> Iterator[Told]:
    cycle, teams = cycles()[number], _workbooks(company, number)
    return (Told(teams[one.workbook].name, cycle.id, one.text, one.verdict) for one in closings if one.verdict)
