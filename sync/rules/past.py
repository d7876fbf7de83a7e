"""OKR401: what changed since the archive first saw the cycle."""

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
    first = case.remembered.first_target if case.remembered is not None and case.is_of_this_cycle else None
    now = case.scored.target
    if first is not None and now is not None and first != now:
        yield Problem(
            say("The target was {first} when the cycle was first seen; now it is {now}", first=first, now=now),
            say("Put it back, or note who agreed to the change, and why"),
            case.key_result.target.cell,
        )


RULES: tuple[Rule, ...] = (target_moved,)
