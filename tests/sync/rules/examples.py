"""A rule's example ─▶ the findings that the whole line makes of it: read, identified, scored, checked."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

from sync.cycles import parse_cycle
from sync.identity import identify
from sync.model.cells import WorkbookContent
from sync.model.findings import Finding, Language
from sync.model.past import History, Remembered, Standing
from sync.model.rows import Rows
from sync.model.scores import Scored, Status
from sync.options import FiscalCalendar, ReadingOptions, RuleOptions, ScoringOptions
from sync.planning import formulas_in_owned_cells
from sync.quarters import closings
from sync.reading import all_remarks, read_rows
from sync.reading.texts.text import bare
from sync.rules import Example, Rule, check, formula_in_the_way
from sync.rules.examples import page_in
from sync.scoring import score
from tests.sheets import sheet_of

TAB = "Q4 2026"
ALL = RuleOptions()
NO_PAST = History()
NOTHING: Mapping[str, Standing] = {}
_CELL = re.compile(r"(?<=\|)[^|\n]+(?=\|)")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")


def examples_of(rule: Rule, language: Language) -> tuple[Example, Example]:
    """Given a rule with examples, and a language, return the one that trips it and the one that passes, as they are
    typed into a sheet of that language."""
    page = page_in(rule, language)
    assert page.trips is not None
    assert page.passes is not None
    return (page.trips, page.passes) if language == "en" else (_as_typed(page.trips), _as_typed(page.passes))


def findings_of(example: Example, options: RuleOptions = ALL) -> tuple[Finding, ...]:
    """Given an example, return every finding in it."""
    return checked(example.sheet, example.as_of, past_of(example, options), options)


def _as_typed(example: Example) -> Example:
    """What a Vietnamese sheet makes of 1.650, 4,2, 24% and 31/12/2026, in the words of ``sheet_of``."""
    return example._replace(
        sheet=_CELL.sub(_value_typed, example.sheet),
        before=_CELL.sub(_value_typed, example.before),
        closed=tuple((cycle, _CELL.sub(_value_typed, sheet)) for cycle, sheet in example.closed),
    )


def _value_typed(cell: re.Match[str]) -> str:
    words = cell[0].strip()
    number = words.removesuffix("%")
    if _NUMBER.fullmatch(number):
        value = Decimal(number.replace(".", "").replace(",", "."))
        return f"%{value / 100:f}" if words.endswith("%") else f"{value:f}"
    with suppress(ValueError):
        return datetime.strptime(words, "%d/%m/%Y").date().isoformat()
    return cell[0]


def past_of(example: Example, options: RuleOptions = ALL) -> History:
    """Given an example, return its past: what its sheet said before is what the archive remembers."""
    history = NO_PAST
    if example.before:
        earlier = scored_sheet(example.before, example.before_on)
        known = remembered(earlier, example.before_on)
        history = history._replace(key_results=known, standing=stood(earlier), read_on=example.before_on)
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
    return history._replace(
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
    return content, identify(rows._replace(remarks=all_remarks(content.sheets, rows, options)), standing)


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
        found[said.id] = Standing(
            said.id, said.title.value or "", said.sheet, cycle, given_id=bare(said.external_id.value or "")
        )
        for row in one.key_results:
            own, left_out = row.key_result, row.status is Status.left_out
            words = own.text.value or ""
            given_id = bare(own.external_id.value or "")
            found[own.id] = Standing(
                own.id, words, own.sheet, cycle, said.id, row.current, row.target, left_out, given_id
            )
    return found
