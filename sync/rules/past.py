"""OKR401–402: what changed since the archive first saw the cycle, and since it was closed."""

from __future__ import annotations

from collections.abc import Iterator

from sync.model import Severity
from sync.rules.rule import Example, KeyResultCase, Problem, Rule, page, say


@page(
    "OKR401",
    "target-moved",
    Severity.warning,
    KeyResultCase,
    title=say("The target moved in mid-cycle"),
    finds=say("The target is not the one that the archive first saw in this cycle."),
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
    if case.cycle is not None and case.cycle.id in case.around.history.closed_cycles:
        return
    first = case.remembered.first_target if case.remembered is not None and case.is_of_this_cycle else None
    now = case.scored.target
    if first is not None and now is not None and first != now:
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
    title=say("A value came after the close"),
    finds=say("The current value of a key result is not the one that was sealed when its cycle was closed."),
    why=say(
        "A closed quarter is read later for what it came to, so its seal is never broken by the sheet. A late value "
        "may well be the right one: it is shown here so that it is not lost, and the sheet is left as it is."
    ),
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


RULES: tuple[Rule, ...] = (target_moved, late_value)
