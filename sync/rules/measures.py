"""OKR110–119: from where to where. What a score needs and does not have, or has had to assume."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sync.messages import short
from sync.model.findings import Severity
from sync.model.readings import Trouble
from sync.model.rows import Field, KeyResult
from sync.model.scores import Doubt, Status
from sync.patterns import RarePattern
from sync.reading.texts.text import bare
from sync.rules.rule import (
    Example,
    KeyResultCase,
    KpiCase,
    Matter,
    Problem,
    RowCase,
    Rule,
    as_typed,
    is_done_without_a_number,
    is_wrong,
    may_stand_in_an_unused_column,
    page,
    say,
    stands_in_a_period_to_come,
)
from sync.rules.wordings import figures_in_doubt, names_a_task, names_no_value, names_only_a_wish

_RATE = RarePattern(r"\b(?:ty|ti) (?:le|suat)\b|\b(?:rate|ratio|share|percentage)\b")
_HUNDRED = Decimal(100)


@page(
    "OKR110",
    "target-missing",
    Severity.error,
    KeyResultCase,
    only_with=Matter.valueless | Matter.doubt,
    title=say("The target is missing"),
    finds=say("A key result with neither a target in its column nor a value in its words."),
    why=say(
        "Without a value to reach nobody can say at the end whether it was reached. Andy Grove asked of a key result "
        "in 'High Output Management' that it needs no argument: did I do it, yes or no?"
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current |
        | Grow      | Weekly active teams | 1200     |        | 1650    |
        | Grow      | Paying teams        | 100      | 300    | 180     |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    |
        | Grow      | Paying teams        | 100      | 300    | 180     |
        """
    ),
)
def target_missing(case: KeyResultCase) -> Iterator[Problem]:
    row = case.key_result
    if is_wrong(row.target) or is_wrong(row.lower) or is_wrong(row.upper):
        return
    if may_stand_in_an_unused_column(case, Field.target):
        return
    says_nothing = names_no_value(case) and not names_only_a_wish(row) and not names_a_task(case)
    if (says_nothing and not figures_in_doubt(row)) or case.doubts(Doubt.target_needed):
        column = case.table.column(Field.target)
        hint = say("Enter the value to reach")
        if column is None:
            hint = say("Write the value to reach into the text: “… reaches 30%”")
        elif row.target.cell is not None and row.target.cell == row.current.cell:
            header = next((one.header for one in case.table.columns if one.cell.column == row.target.cell.column), "")
            hint = say("Add a column with the target of the period that “{header}” is of", header=short(header))
        yield Problem(say("The target is missing"), hint, row.target.cell)


@page(
    "OKR111",
    "current-missing",
    Severity.warning,
    KeyResultCase,
    KpiCase,
    only_with=Matter.doubt,
    title=say("No current value"),
    finds=say("A key result or KPI, in a cycle that has begun, of which no value was measured yet."),
    why=say(
        "No value is not 0%: progress and score stay blank, and in the objective's mean the key result counts as 0, so "
        "that leaving it empty never pays. A first value also proves that the measure can be measured."
    ),
    trips=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   |         |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1200    |
        """
    ),
    settings=("scoring.missing_current",),
)
def current_missing(case: RowCase) -> Iterator[Problem]:
    if Doubt.current_missing not in case.scored.doubts or case.scored.status is Status.not_started:
        return
    if may_stand_in_an_unused_column(case, Field.current) or stands_in_a_period_to_come(case):
        return
    if isinstance(case, KeyResultCase):
        if is_done_without_a_number(case):
            return  # told as what it is: a word
        cell = case.input_cell("current") or case.key_result.current.cell
        by = case.scored.measured_by
        if by is not None and by.value is None and case.cycle is not None:
            yield Problem(
                say("The KPI “{name}” gives no value for {cycle}", name=short(by.name), cycle=case.cycle.id),
                say("Enter the KPI's value in its own table, or correct what is told of it there"),
                case.key_result.kpi.cell,
            )
            return
    else:
        cell = case.kpi.current.cell
    own = _progress_instead_of_values(case)
    if own is None:
        yield Problem(say("No current value yet"), say("Enter the latest measured value; 0 if it is 0"), cell)
    else:
        yield Problem(
            say("No current value: “{header}” is progress as the team puts it, and not what was measured", header=own),
            say("Add a column for the current value, and enter the latest measured value there"),
            cell,
        )


def _progress_instead_of_values(case: RowCase) -> str | None:
    """The header of the team's own progress in a table that has no column for what is measured."""
    columns = [column for column in case.table.columns if not column.owned]
    if any(column.field in (Field.current, Field.period) for column in columns):
        return None
    return next((short(column.header) for column in columns if column.field is Field.progress), None)


@page(
    "OKR112",
    "baseline-equals-target",
    Severity.error,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("Baseline and target are the same"),
    finds=say("A key result that begins where it ends."),
    why=say(
        "There is no way to go, and the formula would divide by zero. If the value is to be held, it is a KPI, or a "
        "health key result with a bound ('keep churn below 3%'); if it is to move, one of the two numbers is wrong."
    ),
    trips=Example(
        """
        | Objective | Key result                    | Baseline | Target | Current |
        | First use | Minutes until the first order | 45       | 45     | 38      |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                    | Baseline | Target | Current |
        | First use | Minutes until the first order | 45       | 30     | 38      |
        """
    ),
)
def baseline_equals_target(case: KeyResultCase) -> Iterator[Problem]:
    if not case.doubts(Doubt.baseline_equals_target):
        return
    target = case.scored.target
    if case.key_result.baseline.value is None and target == 0:
        yield Problem(
            say("The target is 0, and no baseline says from where"),
            say("Enter the value at the cycle's start; to hold a level, write a bound: “keep at 0”"),
            case.key_result.target.cell,
        )
    else:
        yield Problem(
            say("Baseline and target are both {target}", target=target)
            if target is not None
            else say("Baseline and target are the same"),
            say("Set a target beyond the baseline; to hold a level, write a bound: “keep below 3%”"),
            case.key_result.target.cell,
        )


@page(
    "OKR113",
    "baseline-assumed-zero",
    Severity.info,
    KeyResultCase,
    only_with=Matter.doubt,
    also=Severity.warning,
    title=say("No baseline: counted from 0"),
    finds=say("An increase without a baseline. It is counted from 0; for a rate that is nearly always wrong."),
    why=say(
        "Progress is the way from baseline to target. Counted from 0, a retention of 24% on its way to 30% is 80% "
        "done; counted from last quarter's 22% it is a quarter of the way. Sales that begin anew each quarter do "
        "start at 0: then say so with a 0."
    ),
    trips=Example(
        """
        | Objective | Key result            | Current |
        | Loyalty   | Retention reaches 30% | 24%     |
        """
    ),
    passes=Example(
        """
        | Objective | Key result            | Baseline | Current |
        | Loyalty   | Retention reaches 30% | 22%      | 24%     |
        """
    ),
)
def baseline_assumed_zero(case: KeyResultCase) -> Iterator[Problem]:
    if not case.doubts(Doubt.baseline_taken_as_zero) or case.scored.status is Status.no_data:
        return
    yield Problem(
        say("No baseline: progress is counted from 0"),
        say("Enter the value at the cycle's start; 0 if it begins at 0")
        if case.key_result.baseline.cell is not None  # what the quarter before came to is no cell for it
        else say("Add a Baseline column, or write “from … to …”"),
        case.key_result.baseline.cell,
        Severity.warning if _is_a_rate(case.key_result) else None,
    )


@page(
    "OKR114",
    "baseline-needed",
    Severity.error,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("A decrease needs its baseline"),
    finds=say(
        "A key result that is to fall, without the value that it falls from; or a time of which neither its words nor "
        "a baseline say whether less of it is better ('Close the books in 5 days'); or a row beside a column of what "
        "the cycle before came to, whose value moved away from that: it may as well be counted from 0 each time."
    ),
    why=say(
        "Churn at 4% on its way down to 3%: nearly there from 12%, not begun from 4%. For a falling number no baseline "
        "can be guessed, and a quotient of target and current value, which some tools show, is wrong both ways."
    ),
    trips=Example(
        """
        | Objective | Key result                | Current |
        | Calm      | Reduce open tickets to 20 | 60      |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                         | Current |
        | Calm      | Reduce open tickets from 120 to 20 | 60      |
        """
    ),
)
def baseline_needed(case: KeyResultCase) -> Iterator[Problem]:
    if case.key_result.baseline.trouble is Trouble.sum_or_level:
        yield Problem(
            say(
                "{before} is where it begins, or what a cycle counted from 0 came to: the row is not scored",
                before=as_typed(case.key_result.baseline),
            ),
            say("Add a column “Baseline” with where it began: 0 if each cycle counts from 0"),
            case.key_result.baseline.cell,
        )
    elif case.doubts(Doubt.baseline_needed) and not is_wrong(case.key_result.baseline):
        start = next((said.words for said in case.key_result.wording.evidence if said.part == "start"), None)
        if case.table.column(Field.baseline):
            hint = say("Enter the value at the cycle's start")
        elif start is not None:
            hint = say("Write “{start}” in the same unit as the value to reach", start=start)
        else:
            hint = say("Write where it starts: “from 12% to 8%”")
        yield Problem(say("A decrease cannot be scored without its baseline"), hint, case.key_result.baseline.cell)
    elif case.doubts(Doubt.direction_unknown):
        target = as_typed(case.key_result.target)
        yield Problem(
            say("Whether less than {target} is better, or more, is not said", target=target),
            say("Write “at most {target}” or “at least {target}” into the text", target=target),
            case.key_result.baseline.cell,
        )


@page(
    "OKR115",
    "change-or-level",
    Severity.error,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("A change, or a level?"),
    finds=say(
        "The text asks for a change ('lose 3 kg'), there is no baseline, and the current value is more than twice that "
        "change: it is probably the level (72 kg). Or the last of "
        "columns by month of what adds up (revenue, new customers) holds less than the one before, or is of a later "
        "month and has its own plan beside it, and nothing says whether it is its month's alone, or all so far. Or "
        "plans by month stand beside it, and nothing says whether the last of them is the target or each counts alone."
    ),
    why=say(
        "Without a baseline the current value is read as the change so far: 1.8 of 3 kg. A level in its place would "
        "give 2,400%. Rather than guess, the row waits for its baseline."
    ),
    trips=Example(
        """
        | Objective      | Key result       | Current |
        | A healthy body | Lose 3 kg of fat | 72      |
        """
    ),
    passes=Example(
        """
        | Objective      | Key result       | Baseline | Current |
        | A healthy body | Lose 3 kg of fat | 74       | 72      |
        """
    ),
)
def change_or_level(case: KeyResultCase) -> Iterator[Problem]:
    planned = case.key_result.target
    if planned.trouble is Trouble.sum_or_level:
        yield Problem(
            say("“{plan}”: is the last one the whole cycle's, or does each count alone?", plan=short(planned.raw)),
            say("Add a column “Target” with what the whole cycle is to reach"),
            planned.cell,
        )
    if case.doubts(Doubt.part_or_so_far) and not case.key_result.check_ins:
        yield Problem(
            say(
                "{current} is of one period: does it count alone, or is it all so far?",
                current=case.scored.current or Decimal(0),
            ),
            say("Add a column “Current” with all there is so far"),
            case.input_cell("current"),
        )
    elif case.doubts(Doubt.part_or_so_far):
        yield Problem(
            say(
                "{current} after {before}: does each column count alone, or is it all so far?",
                current=case.scored.current or Decimal(0),
                before=_before(case.key_result),
            ),
            say("Add a column “Aggregation”: “sum” where each counts alone, “last” where it is all so far"),
            case.input_cell("current"),
        )
    if not case.doubts(Doubt.change_or_level):
        return
    change, current = case.key_result.measure.change or Decimal(0), case.scored.current or Decimal(0)
    yield Problem(
        say(
            "The text asks for a change of {change}, but the current value is {current}: a level?",
            change=abs(change),
            current=current,
        ),
        say("Enter the baseline, or the change so far as the current value"),
        case.input_cell("current"),
    )


def _before(key_result: KeyResult) -> Decimal:
    value = key_result.check_ins[-1].value.value if key_result.check_ins else None
    return Decimal(0) if value is None else value.value


@page(
    "OKR116",
    "relative-change-of-a-rate",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("Per cent of a percentage"),
    finds=say("A change in per cent of a measure that is itself in per cent: 'raise the rate by 5%'."),
    why=say(
        "From 20%, 'by 5%' ends at 21% or at 25%. Style guides of statisticians and newsrooms keep per cent and "
        "percentage points apart for this reason. The relative reading is taken; the finding shows both."
    ),
    trips=Example(
        """
        | Objective | Key result                        | Baseline | Current |
        | Loyalty   | Increase the retention rate by 5% | 20%      | 20.5%   |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                             | Baseline | Current |
        | Loyalty   | Raise retention by 5 percentage points | 20%      | 20.5%   |
        """
    ),
)
def relative_change_of_a_rate(case: KeyResultCase) -> Iterator[Problem]:
    if not case.doubts(Doubt.relative_change_of_a_rate):
        return
    change, baseline = case.key_result.measure.change or Decimal(0), case.scored.baseline
    hint = say("Write “{points} percentage points”, or the end value", points=abs(change))
    if baseline is None:
        yield Problem(say("{change}% of a rate was read as relative to the baseline", change=abs(change)), hint)
        return
    yield Problem(
        say(
            "{change}% of a rate was read as relative: to {relative}%; in points it would be {absolute}%",
            change=abs(change),
            relative=baseline * (1 + change / _HUNDRED),
            absolute=baseline + change,
        ),
        hint,
    )


@page(
    "OKR117",
    "bounds-crossed",
    Severity.error,
    KeyResultCase,
    KpiCase,
    only_with=Matter.bound,
    title=say("The lower bound is above the upper one"),
    finds=say("A healthy range that nothing can lie in."),
    why=say("Nothing can be inside such a range: two cells were probably swapped, or one has slipped by a unit."),
    trips=Example(
        """
        | KPI   | Unit | Healthy from | Healthy to | Current |
        | Stock | days | 30           | 15         | 22      |
        """
    ),
    passes=Example(
        """
        | KPI   | Unit | Healthy from | Healthy to | Current |
        | Stock | days | 15           | 30         | 22      |
        """
    ),
)
def bounds_crossed(case: RowCase) -> Iterator[Problem]:
    row = case.key_result if isinstance(case, KeyResultCase) else case.kpi
    lower, upper = row.measure.lower, row.measure.upper
    if lower is not None and upper is not None and lower > upper:
        yield Problem(
            say("The lower bound {lower} is above the upper bound {upper}", lower=lower, upper=upper),
            say("Swap the two, or correct the one that is wrong"),
            row.lower.cell,
        )


@page(
    "OKR118",
    "no-tolerance",
    Severity.warning,
    KeyResultCase,
    KpiCase,
    only_with=Matter.doubt,
    title=say("Outside a bound of 0, with no tolerance"),
    finds=say("A bound of 0 is missed, and nothing says how far outside is how bad."),
    why=say(
        "Outside a bound, progress falls with the distance, measured by a tolerance: its column, the way from the "
        "baseline, or a tenth of the bound. A tenth of 0 is 0, so one single outage counts as much as a hundred."
    ),
    trips=Example(
        """
        | Objective | Key result             | Current |
        | Calm      | Keep outages at most 0 | 2       |
        """
    ),
    passes=Example(
        """
        | Objective | Key result             | Tolerance | Current |
        | Calm      | Keep outages at most 0 | 5         | 2       |
        """
    ),
)
def no_tolerance(case: RowCase) -> Iterator[Problem]:
    if Doubt.tolerance_is_zero in case.scored.doubts:
        row = case.key_result if isinstance(case, KeyResultCase) else case.kpi
        yield Problem(
            say("Outside the bound, and no tolerance says how far is how bad: progress is 0"),
            say("Add a Tolerance column: the distance at which progress reaches 0"),
            row.tolerance.cell,
        )


@page(
    "OKR119",
    "kpi-not-found",
    Severity.error,
    KeyResultCase,
    only_with=Matter.doubt,
    also=Severity.warning,
    title=say("The KPI was not found"),
    finds=say(
        "A key result points at a KPI that no KPI table has, neither in the workbook nor in any other that was synced; "
        "or that several other workbooks have."
    ),
    why=say(
        "A key result may take its current value from a KPI, so that one number is kept in one place. A KPI that was "
        "renamed or deleted leaves it without a value."
    ),
    trips=Example(
        """
        | Objective | Key result        | KPI          | Baseline | Target | Current |
        | Grow      | Reach 2,000 teams | Active crews | 1200     | 2000   |         |
        """
    ),
    passes=Example(
        """
        | Objective | Key result        | KPI          | Baseline | Target | Current |
        | Grow      | Reach 2,000 teams | Active teams | 1200     | 2000   |         |

        | KPI          | Unit  | Healthy from | Current |
        | Active teams | teams | 1000         | 1650    |
        """
    ),
)
def kpi_not_found(case: KeyResultCase) -> Iterator[Problem]:
    kpi = case.key_result.kpi
    severity = Severity.warning if case.scored.progress is not None else None
    if case.doubts(Doubt.kpi_in_several_workbooks):
        named = sorted(one.workbook for one in case.around.history.kpis_elsewhere.get(bare(kpi.value or ""), ()))
        message = say(
            "The KPI “{name}” stands in several workbooks: {workbooks}",
            name=short(kpi.value or kpi.raw),
            workbooks=", ".join(named),
        )
        hint = say("Write which one is meant: “{workbook}: {name}”", workbook=named[0], name=short(kpi.value or ""))
        yield Problem(message, hint, kpi.cell, severity)
    if not case.doubts(Doubt.kpi_not_found):
        return
    message = say("No KPI is called “{name}”", name=short(kpi.value or kpi.raw))
    hint = say(
        "Write the KPI's name or id as in its table; one of another workbook is known from that one's first sync on"
    )
    yield Problem(message, hint, kpi.cell, severity)


RULES: tuple[Rule, ...] = (
    target_missing,
    current_missing,
    baseline_equals_target,
    baseline_assumed_zero,
    baseline_needed,
    change_or_level,
    relative_change_of_a_rate,
    bounds_crossed,
    no_tolerance,
    kpi_not_found,
)


def _is_a_rate(row: KeyResult) -> bool:
    if row.measure.unit == "%" or row.unit.value == "%":
        return True
    return _RATE.search(bare(row.text.value or "")) is not None
