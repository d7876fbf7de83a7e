"""OKR127–129: which objective supports which, where a parent column says so."""

from __future__ import annotations

from collections.abc import Iterator

from sync.alignment import LONGEST_LOOP
from sync.messages import short
from sync.model.findings import Severity
from sync.model.scores import Doubt, Status
from sync.rules.rule import Example, ObjectiveCase, Problem, Rule, TableCase, page, say

_HEAD = "| Objective   | Parent      | Key result   | Baseline | Target | Current |"
_ABOVE = "| Grow sales  |             | Market share | 10       | 20     | 14      |"


@page(
    "OKR127",
    "parent-not-found",
    Severity.warning,
    ObjectiveCase,
    title=say("The parent objective was not found"),
    finds=say(
        "An objective that names a parent which no objective of its cycle, or of a longer one around it, is called: "
        "neither in the workbook nor in any other that was synced; or that several other workbooks have."
    ),
    why=say(
        "Alignment is one of the four superpowers that Doerr gives OKRs: everybody can see what their work is for. A "
        "parent that was renamed or dropped leaves a team working for an objective that no longer exists."
    ),
    trips=Example(
        f"{_HEAD}\n{_ABOVE}\n"
        "| Loyal users | Grow sale   | Churn        | 8        | 4      | 6       |"
    ),
    passes=Example(
        f"{_HEAD}\n{_ABOVE}\n"
        "| Loyal users | Grow sales  | Churn        | 8        | 4      | 6       |"
    ),
)  # fmt: skip
def parent_not_found(case: ObjectiveCase) -> Iterator[Problem]:
    parent = case.objective.parent
    name = short(parent.value or "")
    if Doubt.parent_not_found in case.scored.doubts:
        yield Problem(
            say("No objective is called “{name}”", name=name),
            say("Write the parent's words or id as in its own table"),
            parent.cell,
        )
    elif Doubt.parent_in_several_workbooks in case.scored.doubts:
        yield Problem(
            say("Several other workbooks have an objective “{name}”", name=name),
            say("Write which one is meant: “workbook: {name}”", name=name),
            parent.cell,
        )


@page(
    "OKR128",
    "parent-loop",
    Severity.error,
    ObjectiveCase,
    title=say("Objectives that support each other in a circle"),
    finds=say("An objective that, from parent to parent, supports itself in the end."),
    why=say("In a circle nothing is above anything: no score can be rolled up, and none of them says what it is for."),
    trips=Example(
        f"{_HEAD}\n"
        "| Grow sales  | Loyal users | Market share | 10       | 20     | 14      |\n"
        "| Loyal users | Grow sales  | Churn        | 8        | 4      | 6       |"
    ),
    passes=Example(
        f"{_HEAD}\n{_ABOVE}\n"
        "| Loyal users | Grow sales  | Churn        | 8        | 4      | 6       |"
    ),
)  # fmt: skip
def parent_loop(case: ObjectiveCase) -> Iterator[Problem]:
    aligned = case.scored.aligned
    if aligned is None or aligned.doubt is not Doubt.parent_loop:
        return
    ends = [aligned.loop[0]] if len(aligned.loop) < LONGEST_LOOP else ["…"]
    way = [*aligned.loop, *ends]
    yield Problem(
        say("In a circle: {way}", way=" → ".join(map(short, way))),
        say("Clear the parent of the one that stands highest"),
        case.objective.parent.cell,
    )


@page(
    "OKR129",
    "supports-nothing",
    Severity.info,
    TableCase,
    title=say("An objective that supports nothing"),
    finds=say(
        "An objective without a parent in a table whose other objectives have one, and that is nobody's parent itself."
    ),
    why=say(
        "Not everything has to serve the company's objectives, but what does not should be a decision. An empty cell "
        "among filled ones is more often forgotten than decided."
    ),
    trips=Example(
        f"{_HEAD}\n{_ABOVE}\n"
        "| Loyal users | Grow sales  | Churn        | 8        | 4      | 6       |\n"
        "| Tidy office |             | Desks done   | 0        | 40     | 20      |"
    ),
    passes=Example(
        f"{_HEAD}\n{_ABOVE}\n"
        "| Loyal users | Grow sales  | Churn        | 8        | 4      | 6       |\n"
        "| Tidy office | Grow sales  | Desks done   | 0        | 40     | 20      |"
    ),
)  # fmt: skip
def supports_nothing(case: TableCase) -> Iterator[Problem]:
    open_ones = [one for one in case.objectives if one.status is not Status.left_out]
    if not any(one.objective.parent.value for one in open_ones):
        return
    for one in open_ones:
        parent = one.objective.parent
        is_parent = one.aligned is not None and bool(one.aligned.children)
        if parent.value is None and parent.trouble is None and one.objective.title.value and not is_parent:
            yield Problem(
                say("This objective supports none of those above"),
                say("Name its parent, or write in the notes why it stands alone"),
                parent.cell,
                of=one.objective,
            )


RULES: tuple[Rule, ...] = (parent_not_found, parent_loop, supports_nothing)
