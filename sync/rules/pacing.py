"""OKR301–303, 305, 306: how a key result moves through its cycle. Messages carry dates, never ages: a day on which
nothing changed writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from sync.attainment import LINEAR, begins_anew, column_before
from sync.cycles import length_of, next_cycle
from sync.model.findings import Severity
from sync.model.readings import CheckIn, Kind, Read
from sync.model.rows import Field, KeyResult
from sync.model.scores import Doubt, Status
from sync.reading.sheets.adding_up import is_a_level_by_words
from sync.reading.texts.units import PERCENT
from sync.rules.rule import (
    Example,
    KeyResultCase,
    Matter,
    Problem,
    Rule,
    behind_a_number,
    is_of_a_period,
    page,
    points,
    say,
)

_ONE, _ZERO = Decimal(1), Decimal(0)
_SLIP = Decimal("0.05")
"""Progress that falls by less is noise of the measurement."""
_OPEN = (Status.no_data, Status.on_track, Status.at_risk, Status.behind)
_BEHIND, _DONE = Status.behind, Status.done  # looked up once: 0.15 µs each in Python 3.11, for every row
_LINEAR = (Kind.increase, Kind.decrease)


@page(
    "OKR301",
    "stale-check-in",
    Severity.warning,
    KeyResultCase,
    title=say("No check-in for too long"),
    finds=say(
        "A key result of the running cycle that is not done and was last touched longer ago than the settings allow "
        "(14 days): by its update column, its dated check-ins, or the day on which the archive last saw its value "
        "change; with columns by month alone, not before the running month is over."
    ),
    why=say(
        "Check-ins are what makes OKRs more than a list for January: Doerr calls them one of the four superpowers "
        "(track), Wodtke holds them weekly. A number that nobody touches is either wrong or not cared for."
    ),
    trips=Example(
        """
        | Objective | Key result   | Baseline | Target | Current | Last update |
        | Grow      | Active teams | 1200     | 2000   | 1650    | 2026-10-20  |
        """
    ),
    passes=Example(
        """
        | Objective | Key result   | Baseline | Target | Current | Last update |
        | Grow      | Active teams | 1200     | 2000   | 1650    | 2026-11-12  |
        """
    ),
    settings=("rules.stale_after_days",),
)
def stale_check_in(case: KeyResultCase) -> Iterator[Problem]:
    cycle, as_of = case.cycle, case.around.as_of
    if case.scored.status not in _OPEN or (cycle is not None and not cycle.first_day <= as_of <= cycle.last_day):
        return
    if _awaits_its_next_month(case):
        return
    last = _last_sign_of_life(case)
    if last is None or as_of - last <= timedelta(days=case.around.options.stale_after_days):
        return
    if cycle is not None and as_of - cycle.first_day <= timedelta(days=case.around.options.stale_after_days):
        return
    yield Problem(
        say("No check-in since {day}", day=last),
        say("Update the current value, or confirm it with a new date"),
        case.key_result.updated.cell or case.key_result.current.cell,
    )


@page(
    "OKR302",
    "behind",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.behind,
    title=say("Behind"),
    finds=say("A key result whose progress is far below what the time that has passed would lead one to expect."),
    why=say(
        "Half of the quarter gone and a tenth of the way done is a fact to talk about while something can be done "
        "about it: more help, another way, or an open decision to let it go. re:Work grades at the end; this is the "
        "same honesty in the middle."
    ),
    trips=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1280    |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1650    |
        """
    ),
    settings=("scoring.on_track", "scoring.at_risk", "scoring.grace"),
)
def behind(case: KeyResultCase) -> Iterator[Problem]:
    scored = case.scored
    if scored.status is not _BEHIND or scored.progress is None:
        return
    if scored.kind in _LINEAR or scored.kind is None or scored.formula == LINEAR:
        message = say("Behind: {progress}% of the way done", progress=points(scored.progress))
    elif scored.kind is Kind.milestone:
        message = say("Behind: not done yet")
    else:
        measure = case.key_result.measure
        unit = behind_a_number(measure.unit or measure.currency or "")
        message = say("Behind: outside its bound, at {current}{unit}", current=scored.current or _ZERO, unit=unit)
    hint = say("Agree on what to change, or let it go")
    if column_before(case.key_result, case.key_result.current) is not None or _may_count_alone(case.key_result):
        hint = say(
            "Where each column counts alone, add a column “Aggregation” with “sum”; else agree on what to change"
        )
    yield Problem(message, hint)


@page(
    "OKR303",
    "ran-backward",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.remembered | Matter.check_ins,
    title=say("Progress ran backward"),
    finds=say(
        "Progress is at least five points below where it was: at the check-in before, or at its best in the archive."
    ),
    why=say(
        "A value that falls back after it rose is either a typing mistake, a definition that changed, or news. Each is "
        "worth a sentence in the notes."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Week 5 | Week 6 |
        | Grow      | Weekly active teams | 1200     | 2000   | 1800   | 1600   |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Week 5 | Week 6 |
        | Grow      | Weekly active teams | 1200     | 2000   | 1600   | 1800   |
        """
    ),
)
def ran_backward(case: KeyResultCase) -> Iterator[Problem]:
    if case.remembered is None and not case.key_result.check_ins:
        return
    now = case.scored.progress
    before = _progress_before(case)
    if now is None or before is None or before - now < _SLIP:
        return
    yield Problem(
        say("Progress fell from {before}% to {now}%", before=points(before), now=points(now)),
        say("Check the number; if it is right, say in the notes what happened"),
        case.input_cell("current"),
    )


@page(
    "OKR305",
    "past-due",
    Severity.warning,
    KeyResultCase,
    title=say("Past its due date"),
    finds=say("A key result with a due date of its own that has passed, and that is not done."),
    why=say("A date that passes without a word takes the meaning from all others. Move it openly, or close the row."),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Due        |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | 2026-11-15 |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Due        |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | 2026-12-15 |
        """
    ),
)
def past_due(case: KeyResultCase) -> Iterator[Problem]:
    due = case.key_result.due
    if due.value is None or due.value >= case.around.as_of or case.scored.status not in _OPEN:
        return
    if not case.doubts(Doubt.due_before_start):  # else the date is wrong (OKR132)
        yield Problem(
            say("Was due on {due}, and is not done", due=due.value),
            say("Enter the final value, or agree on a new date"),
            due.cell,
        )


@page(
    "OKR306",
    "reached-early",
    Severity.info,
    KeyResultCase,
    only_with=Matter.done,
    title=say("Reached early: too easy?"),
    finds=say("A key result that was done before half of its time had passed."),
    why=say(
        "Objectives are set above what is comfortable; fine means that it was still within reach (the FAQ that this "
        "service grew from). Google's re:Work calls 0.6–0.7 the sweet spot: whoever always scores 1.0 aims too low."
    ),
    trips=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 2100    |
        """,
        as_of=date(2026, 10, 30),
    ),
    passes=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1500    |
        """,
        as_of=date(2026, 10, 30),
    ),
    settings=("rules.early_share",),
)
def reached_early(case: KeyResultCase) -> Iterator[Problem]:
    scored, cycle = case.scored, case.cycle
    if scored.status is not _DONE or scored.kind not in _LINEAR or cycle is None:
        return
    start, due = case.key_result.start.value or cycle.first_day, scored.due or cycle.last_day
    if case.key_result.period is not None:
        start = case.key_result.period.first_day
    reached = _reached_on(case)
    if start < due and (reached - start).days < case.around.options.early_share * (due - start).days:
        yield Problem(
            say("Reached already, long before {due}", due=due),
            say("Raise the bar, or note why it was easier than thought"),
            case.key_result.target.cell,
        )


RULES: tuple[Rule, ...] = (
    stale_check_in,
    behind,
    ran_backward,
    past_due,
    reached_early,
)


def _may_count_alone(row: KeyResult) -> bool:
    """Whether values in columns by period, one of which is less than the one before, may be each period's own: nothing
    says how they come together, and no word that their value is so on any day."""
    now, measure = row.current, row.measure
    if measure.kind is not Kind.increase or measure.baseline or row.aggregation.value or begins_anew(row):
        return False
    if now.cell is None or (row.unit.value or measure.unit) == PERCENT or is_a_level_by_words(row.text.value or ""):
        return False
    reads = [*(one.value for one in row.check_ins), now]
    own = [one for one in reads if one.cell is not None and one.cell[:2] == now.cell[:2]]
    values = [one.value.value for one in own if one.value is not None and not one.value.is_percent]
    return len(values) == len(own) and any(after < before for before, after in pairwise(values))


def _awaits_its_next_month(case: KeyResultCase) -> bool:
    """Whether the current value is the last month's, from columns by month, and the running one is not over: no other
    column says when somebody looked at it."""
    row, now = case.key_result, case.key_result.current.cell
    if now is None or now.sheet != case.table.sheet or row.updated.cell not in (None, now):
        return False
    own = (one.period for one in case.table.columns if one.column == now.column and not one.owned)
    month = next((period for period in own if period is not None and length_of(period) == "month"), None)
    return month is not None and case.around.as_of <= next_cycle(month, case.around.options.calendar).last_day


def _last_sign_of_life(case: KeyResultCase) -> date | None:
    """The last day on which somebody is known to have touched the row's value. That the archive first saw a row on a
    day is only used where nothing else is known."""
    row, remembered = case.key_result, case.remembered
    if remembered is None and not row.check_ins:
        return row.updated.value
    days = [row.updated.value] if row.updated.value is not None else []
    dated = [one.day for one in row.check_ins if one.day is not None and one.value.value is not None]
    if not days and dated and is_of_a_period(case):
        return None  # the value of a column that says no day: the check-ins are those of the periods before
    days += dated
    if remembered is not None and (remembered.changed_on > remembered.first_seen or not days):
        days.append(remembered.changed_on)
        if remembered.current != case.scored.current:
            days.append(case.around.as_of)
    return max(days, default=None)


def _progress_before(case: KeyResultCase) -> Decimal | None:
    """Progress at the check-in before the current value, else its best in this cycle as the archive knows it; None
    where each month has its own target, and begins anew."""
    if case.is_planned_by_period:
        return None
    now, as_of = case.input_cell("current"), case.around.as_of
    earlier = [
        number
        for check_in in case.key_result.check_ins
        if check_in.value.cell != now
        and (check_in.day is None or check_in.day <= as_of)
        and (number := _number(check_in)) is not None
        and not _may_be_a_share(case, check_in)
    ]
    baseline, target = case.scored.baseline, case.scored.target
    if earlier and case.scored.kind in _LINEAR and baseline is not None and target is not None and target != baseline:
        return _clamped((earlier[-1] - baseline) / (target - baseline))
    if case.remembered is None or not case.is_of_this_cycle(Field.target, Field.current):
        return None
    return case.remembered.best_progress


def _may_be_a_share(case: KeyResultCase, check_in: CheckIn) -> bool:
    """Whether a check-in of a row in per cent is no more than 1, and does not say whether of a hundred or of one."""
    own, then = case.current.value, check_in.value.value
    return own is not None and own.is_percent and then is not None and not then.is_percent and abs(then.value) <= _ONE


def _number(check_in: CheckIn) -> Decimal | None:
    return check_in.value.value.value if check_in.value.value is not None else None


def _clamped(attainment: Decimal) -> Decimal:
    return max(_ZERO, min(_ONE, attainment))


def _reached_on(case: KeyResultCase) -> date:
    """The day on which the current value was reached, as far as anybody knows: today at the latest."""
    known: list[Read[date]] = [case.key_result.updated]
    days = [read.value for read in known if read.value is not None]
    if case.remembered is not None and case.remembered.current == case.scored.current:
        days.append(case.remembered.changed_on)
    return min([case.around.as_of, *days])
