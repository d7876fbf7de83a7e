"""OKR130–134: days that cannot be, or that do not fit the cycle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sync.messages import short
from sync.model.findings import Severity
from sync.model.readings import Trouble
from sync.model.rows import Cycle
from sync.model.scores import Doubt
from sync.reading.sheets.dates import with_month_as_day
from sync.rules.rule import Example, KeyResultCase, Matter, Problem, Rule, page, say


@page(
    "OKR130",
    "not-a-date",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("Not a date"),
    finds=say("A start, due or check-in cell that cannot be read as a date."),
    why=say(
        "A date that is none is left out: the key result is measured against the whole cycle, and nobody hears that it "
        "is late."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Due        |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | 31/02/2026 |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Due        |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | 2026-12-15 |
        """
    ),
)
def not_a_date(case: KeyResultCase) -> Iterator[Problem]:
    for read in case.troubled:
        if read.trouble is Trouble.not_a_date:
            yield Problem(
                say("“{raw}” is not a date", raw=short(read.raw)), say("Type it as 2026-12-31 or 31/12/2026"), read.cell
            )


@page(
    "OKR131",
    "due-outside-cycle",
    Severity.warning,
    KeyResultCase,
    title=say("Due outside of the cycle"),
    finds=say("A due date before the cycle's first day or after its last."),
    why=say(
        "A key result belongs to its cycle: due later, it cannot be graded when the cycle closes, and expected "
        "progress is too low all along. Often the year was not changed when the sheet was copied."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Due        |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | 2027-12-31 |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Due        |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | 2026-12-31 |
        """
    ),
)
def due_outside_cycle(case: KeyResultCase) -> Iterator[Problem]:
    due, cycle = case.key_result.due, _time_of(case)
    if due.value is None or cycle is None or cycle.first_day <= due.value <= cycle.last_day:
        return
    if case.doubts(Doubt.due_before_start) and case.key_result.start.value is None:
        return  # OKR132 says so, and that there is no expected progress
    yield Problem(
        say("Due on {due}, outside of the cycle {cycle}", due=due.value, cycle=cycle.id),
        say("Set a day from {first} to {last}", first=cycle.first_day, last=cycle.last_day),
        due.cell,
    )


@page(
    "OKR132",
    "due-before-start",
    Severity.error,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("Due before it starts"),
    finds=say("A due date that is before the start date, or before the cycle's first day."),
    why=say("There is no time between the two, so there is no expected progress and no status to go by."),
    trips=Example(
        """
        | Objective | KR    | Baseline | Target | Current | Start      | Due        |
        | Grow      | Teams | 1200     | 2000   | 1650    | 2026-12-01 | 2026-11-01 |
        """
    ),
    passes=Example(
        """
        | Objective | KR    | Baseline | Target | Current | Start      | Due        |
        | Grow      | Teams | 1200     | 2000   | 1650    | 2026-11-01 | 2026-12-01 |
        """
    ),
)
def due_before_start(case: KeyResultCase) -> Iterator[Problem]:
    if not case.doubts(Doubt.due_before_start):
        return
    start, due = case.key_result.start, case.key_result.due
    cycle = _time_of(case)
    begins = start.value or (cycle.first_day if cycle is not None else None)
    ends = due.value or case.scored.due
    if start.value is None and cycle is not None and due.value is not None:
        yield Problem(
            say("Due on {due}, before the cycle {cycle} begins", due=due.value, cycle=cycle.id),
            say("Set a day from {first} to {last}", first=cycle.first_day, last=cycle.last_day),
            due.cell,
        )
    elif begins is None or ends is None:
        yield Problem(say("Due before it starts"), say("Correct one of the two dates"), due.cell or start.cell)
    else:
        yield Problem(
            say("Due on {due}, before its start on {start}", due=ends, start=begins),
            say("Correct one of the two dates"),
            due.cell or start.cell,
        )


@page(
    "OKR133",
    "updated-in-the-future",
    Severity.warning,
    KeyResultCase,
    title=say("Last update is in the future"),
    finds=say("A check-in date later than the day of the evaluation."),
    why=say(
        "Day and month were probably swapped, or the year mistyped. Until that day comes the row cannot be found "
        "stale, so nobody is reminded."
    ),
    trips=Example(
        """
        | Objective | Key result   | Baseline | Target | Current | Last update |
        | Grow      | Active teams | 1200     | 2000   | 1650    | 2026-12-11  |
        """
    ),
    passes=Example(
        """
        | Objective | Key result   | Baseline | Target | Current | Last update |
        | Grow      | Active teams | 1200     | 2000   | 1650    | 2026-11-12  |
        """
    ),
)
def updated_in_the_future(case: KeyResultCase) -> Iterator[Problem]:
    updated = case.key_result.updated
    if updated.value is not None and updated.value > case.around.as_of:
        yield Problem(
            say("The last update, {day}, is still to come", day=updated.value),
            say("Correct the date: are day and month swapped?")
            if with_month_as_day(updated.value, case.around.as_of)
            else say("Correct the date: it is the day of the latest check-in"),
            updated.cell,
        )


@page(
    "OKR134",
    "ambiguous-date",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("A date that can be read in two ways"),
    finds=say("A date typed as text in which day and month could change places, in a sheet whose locale is unknown."),
    why=say(
        "3/4/2026 is 3 April in Hà Nội and 4 March in New York. A month's difference decides whether a row is late: "
        "the finding says which reading was taken."
    ),
    settings=("workbook.locale",),
)
def ambiguous_date(case: KeyResultCase) -> Iterator[Problem]:
    for read in case.troubled:
        if read.trouble is Trouble.ambiguous and isinstance(read.value, date):
            yield Problem(
                say("“{raw}” was read as {day}", raw=short(read.raw), day=read.value),
                say("Format the cell as a date, then type it again, or set the workbook's locale in the settings"),
                read.cell,
            )


def _time_of(case: KeyResultCase) -> Cycle | None:
    """The time that a key result has: its cycle, or the year in a table of a quarter or of none."""
    return case.key_result.period or case.cycle


RULES: tuple[Rule, ...] = (
    not_a_date,
    due_outside_cycle,
    due_before_start,
    updated_in_the_future,
    ambiguous_date,
)
