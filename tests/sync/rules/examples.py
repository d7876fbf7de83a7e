"""A rule's example ─▶ the findings that the whole line makes of it: read, identified, scored, checked."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from sync.cycles import parse_cycle
from sync.identity import identify
from sync.model import Finding, History, Remembered, Rows, Scored, Standing, Status, WorkbookContent
from sync.options import FiscalCalendar, ReadingOptions, RuleOptions, ScoringOptions
from sync.planning import formulas_in_owned_cells
from sync.quarters import closings
from sync.reading import read_rows, what_is_missing
from sync.rules import Example, check, formula_in_the_way
from sync.scoring import score
from tests.sheets import sheet_of

TAB = "Q4 2026"
ALL = RuleOptions()
NO_PAST = History()
NOTHING: Mapping[str, Standing] = {}


def findings_of(example: Example, options: RuleOptions = ALL) -> tuple[Finding, ...]:
    """Given an example, return every finding in it."""
    return checked(example.sheet, example.as_of, past_of(example, options), options)


def past_of(example: Example, options: RuleOptions = ALL) -> History:
    """Given an example, return its past: what its sheet said before is what the archive remembers."""
    history = NO_PAST
    if example.before:
        earlier = scored_sheet(example.before, example.before_on)
        known = remembered(earlier, example.before_on)
        history = replace(history, key_results=known, standing=stood(earlier), read_on=example.before_on)
    for title, sheet in example.closed:
        history = with_closed(history, title, sheet, options)
    return history


def with_closed(history: History, title: str, sheet: str, options: RuleOptions = ALL) -> History:
    """Given a past, a cycle's name and what a sheet said on the day after its last, return the past with that cycle
    closed."""
    cycle = parse_cycle(title, FiscalCalendar(), date(2026, 11, 20))
    assert cycle is not None
    day_after = cycle.last_day + timedelta(days=1)
    rows = read(sheet, day_after, title)[1]
    scored = score(rows, day_after, ScoringOptions(), history)
    closed = tuple(closings("sales", scored, cycle, history, ScoringOptions(), options.patience))
    return replace(
        history,
        closed_cycles=history.closed_cycles | {cycle.id},
        closings={**history.closings, cycle.id: closed},
    )


def checked(sheet: str, as_of: date, history: History = NO_PAST, options: RuleOptions = ALL) -> tuple[Finding, ...]:
    """Given a text table, return the findings in it."""
    content, rows = read(sheet, as_of, standing=history.standing)
    findings = check(score(rows, as_of, ScoringOptions(), history), history, options)
    return (*findings, *formula_in_the_way(rows, tuple(formulas_in_owned_cells(content, rows)), options))


def scored_sheet(sheet: str, as_of: date, history: History = NO_PAST) -> Scored:
    return score(read(sheet, as_of, standing=history.standing)[1], as_of, ScoringOptions(), history)


def read(
    sheet: str, as_of: date, title: str = TAB, standing: Mapping[str, Standing] = NOTHING
) -> tuple[WorkbookContent, Rows]:
    lines = textwrap.dedent(sheet).strip("\n").splitlines()
    cells = "\n".join(line.strip().removeprefix("|").removesuffix("|") for line in lines)
    content = WorkbookContent((sheet_of(cells, title),), "f")
    options = ReadingOptions(language="en")
    rows = read_rows(content.sheets, options, as_of)
    remarks = (*rows.remarks, *what_is_missing(content.sheets, rows, options))
    return content, identify(replace(rows, remarks=remarks), standing)


def remembered(scored: Scored, day: date) -> dict[str, Remembered]:
    """What an archive that saw these scores on a day, and nothing before or after, remembers."""
    return {
        one.key_result.id: Remembered(one.current, one.target, one.progress, day, day, day, one.target, one.progress)
        for objective in scored.objectives
        for one in objective.key_results
    }


def stood(scored: Scored) -> dict[str, Standing]:
    """The rows as an archive knows them that saw these scores last."""
    found = {}
    for one in scored.objectives:
        cycle = one.cycle.id if one.cycle else ""
        said = one.objective
        found[said.id] = Standing(said.id, said.title.value or "", said.sheet, cycle)
        for row in one.key_results:
            own, left_out = row.key_result, row.status is Status.left_out
            words = own.text.value or ""
            found[own.id] = Standing(own.id, words, own.sheet, cycle, said.id, row.current, row.target, left_out)
    return found
