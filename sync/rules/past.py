"""OKR401, 402 and 406: what changed since the archive first saw the cycle, and since it was closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

from sync.messages import short
from sync.model.findings import Severity
from sync.model.past import Gone
from sync.model.rows import Cycle, Field, KeyResult, Objective
from sync.reading.sheets.unit_scales import scale_of_unit
from sync.reading.texts.units import PERCENT
from sync.rules.rule import Around, Example, KeyResultCase, Matter, ObjectiveCase, Problem, Rule, TableCase, page, say
from sync.unit_slips import is_same_on_another_scale


@page(
    "OKR401",
    "target-moved",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.remembered,
    title=say("The target moved in mid-cycle"),
    finds=say(
        "The target is not the one that the archive first saw in this cycle; the same on another scale (0.3 and 30%) "
        "is none that moved."
    ),
    why=say(
        "A target that moves towards the current value turns every miss into a success. There may be good reasons: "
        "then they belong into the notes, and both numbers on record. Users of other trackers ask for exactly this log."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current |
        | Grow      | Weekly active teams | 1200     | 1700   | 1650    |
        """,
        before="""
        | Objective | Key result          | Baseline | Target | Current |
        | Grow      | Weekly active teams | 1200     | 2000   | 1200    |
        """,
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    |
        """,
        before="""
        | Objective | Key result          | Baseline | Target | Current |
        | Grow      | Weekly active teams | 1200     | 2000   | 1200    |
        """,
    ),
)
def target_moved(case: KeyResultCase) -> Iterator[Problem]:
    if case.remembered is None or not case.is_of_this_cycle(Field.target):
        return
    first = case.remembered.first_target
    now = case.scored.target
    if first is None or now is None or first == now:
        return
    if not _is_retyped(case.key_result, first, now):
        yield Problem(
            say("The target was {first} when the cycle was first seen; now it is {now}", first=first, now=now),
            say("Put it back, or note who agreed to the change, and why"),
            case.key_result.target.cell,
        )


@page(
    "OKR402",
    "late-value",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.past,
    title=say("A value came after the close"),
    finds=say("The current value of a key result is not the one that was sealed when its cycle was closed."),
    why=say(
        "A closed quarter is read later for what it came to, so its seal is never broken by the sheet. A late value "
        "may well be the right one: it is shown here so that it is not lost, and the sheet is left as it is."
    ),
    of_sealed=True,
)
def late_value(case: KeyResultCase) -> Iterator[Problem]:
    if case.cycle is None or not case.around.history.closings:
        return
    sealed = case.around.lineage.sealed(case.cycle, case.key_result.id)
    if sealed is None:
        return
    final, now = sealed.current, case.scored.current
    if now is None or now == final:
        return
    cycle = case.cycle.id
    if final is None:
        message = say("{cycle} was closed without a value; now it is {now}", cycle=cycle, now=now)
    else:
        message = say("{cycle} was closed with {final}; now it is {now}", cycle=cycle, final=final, now=now)
    yield Problem(
        message, say("The closed cycle keeps what was sealed; put the value back"), case.key_result.current.cell
    )


_TWO = """
| Objective | Key result          | Baseline | Target | Current |
| Grow      | Weekly active teams | 1200     | 2000   | 1400    |
| Grow      | Paying teams        | 100      | 300    | 110     |
"""


@page(
    "OKR406",
    "dropped-in-mid-cycle",
    Severity.warning,
    ObjectiveCase,
    TableCase,
    title=say("A key result disappeared in mid-cycle"),
    finds=say(
        "A key result, or a whole objective, that stood in the sheet after the first weeks of the cycle (14 days), was "
        "not cancelled or paused, and is there no longer. Or a tab on which key results stood, and no table is found "
        "any more."
    ),
    why=say(
        "What is deleted cannot be graded, and the score of what is left looks better than the quarter was. To let go "
        "of a key result is a good decision when it is made openly: the row stays, with a status that says so."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    |
        """,
        before=_TWO,
        before_on=date(2026, 11, 5),
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Status    |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    |           |
        | Grow      | Paying teams        | 100      | 300    | 110     | Cancelled |
        """,
        before=_TWO,
        before_on=date(2026, 11, 5),
    ),
    settings=("rules.stale_after_days",),
)
def dropped_in_mid_cycle(case: ObjectiveCase | TableCase) -> Iterator[Problem]:
    if not case.around.gone:
        return
    hint = say("Put it back with the status Cancelled and the reason; if it was reworded, give it an ID")
    if isinstance(case, ObjectiveCase):
        for one in _dropped(case.objective.id, case.scored.cycle, case.around):
            yield Problem(say("“{text}” is gone; last seen on {day}", text=short(one.words), day=one.last_seen), hint)
        return
    there = {one.objective.id for one in case.around.scored.objectives}
    without = {tab.title for tab in case.around.scored.rows.skipped if tab.reason == "no_okrs"}
    for objective, cycle in _cycles_that_begin_here(case):
        for tab, lost in _by_tab(case.around, cycle, without).items():
            yield Problem(
                say(
                    "No OKRs are found on the tab “{tab}” any more, as there were on {day}: what its columns show is "
                    "old",
                    tab=short(tab),
                    day=max(one.last_seen for one in lost),
                ),
                say("Look at its row of headers, and above it: something there hides the table"),
                objective.title.cell,
            )
        for id, gone in case.around.gone.items():
            dropped = _dropped(id, cycle, case.around) if id not in there else []
            if dropped and dropped[-1].sheet not in without:
                title, day = short(gone[-1].objective_words), dropped[-1].last_seen
                yield Problem(
                    say("The objective “{text}” is gone; last seen on {day}", text=title, day=day),
                    hint,
                    objective.title.cell,
                )


def _is_retyped(row: KeyResult, first: Decimal, now: Decimal) -> bool:
    """Whether a target is what it was, on the scale that its row shows now: who types 30 % where 0.3 stood, or '4 tỷ'
    where 4 did, does as other rules advise. A thousandth of it without any scale word is another target."""
    typed, unit = row.target.value, row.unit.value or ""
    if row.measure.unit == PERCENT:
        is_percent = typed is not None and typed.is_percent
        is_share = min(first, now) <= 1 and (now > first) == is_percent
        return is_share and is_same_on_another_scale(first, now, is_share=True)
    has_scale = (typed is not None and bool(typed.scale_word)) or (unit != "" and scale_of_unit(unit) != 1)
    return has_scale and is_same_on_another_scale(first, now, is_share=False)


RULES: tuple[Rule, ...] = (target_moved, late_value, dropped_in_mid_cycle)


def _dropped(objective: str, cycle: Cycle | None, around: Around) -> list[Gone]:
    """What is gone of an objective since the first weeks of its cycle, which are for planning."""
    if cycle is None or cycle.id in around.history.closed_cycles:
        return []
    planned = cycle.first_day + timedelta(days=around.options.stale_after_days)
    return [one for one in around.gone.get(objective, ()) if one.cycle == cycle.id and one.last_seen >= planned]


def _by_tab(around: Around, cycle: Cycle, tabs: Collection[str]) -> Mapping[str, Sequence[Gone]]:
    """The key results of a cycle that is not closed that stood on tabs by which none stands any more."""
    found: dict[str, list[Gone]] = defaultdict(list)
    for one in chain.from_iterable(around.gone.values()) if cycle.id not in around.history.closed_cycles else ():
        if one.cycle == cycle.id and one.sheet in tabs:
            found[one.sheet].append(one)
    return found


def _cycles_that_begin_here(case: TableCase) -> Iterator[tuple[Objective, Cycle]]:
    """The cycles whose first objective stands in a table, with it: what is said of a cycle is said once."""
    told: set[str] = set()
    for scored in case.around.scored.objectives:
        if scored.cycle is not None and scored.cycle.id not in told:
            told.add(scored.cycle.id)
            if any(one is scored for one in case.objectives):
                yield scored.objective, scored.cycle


GONE = "OKR406"
"""The code that tells of rows that are there no longer."""
