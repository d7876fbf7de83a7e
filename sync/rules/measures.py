"""OKR110, 111, 117–119, 156: what is measured and what is to be reached, where a score has no value to go by."""

from __future__ import annotations

from collections.abc import Iterator

from sync.messages import short
from sync.model.findings import Severity
from sync.model.rows import Field
from sync.model.scores import Doubt, Status
from sync.other_wholes import other_whole
from sync.reading.texts.text import bare
from sync.rules.rule import (
    Example,
    KeyResultCase,
    KpiCase,
    Matter,
    Problem,
    RowCase,
    Rule,
    is_done_without_a_number,
    is_wrong,
    may_stand_in_an_unused_column,
    page,
    say,
    stands_in_a_period_to_come,
)
from sync.rules.wordings import figures_in_doubt, names_a_task, names_no_value, names_only_a_wish


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
        "or that several other workbooks have; or whose value is what there is of all the year so far, for a key "
        "result of a later quarter."
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
    if case.doubts(Doubt.kpi_of_the_year):
        message = say(
            "The value of the KPI “{name}” counts from before the cycle began: not used",
            name=short(kpi.value or kpi.raw),
        )
        hint = say("Enter the cycle's own value as the key result's current one, or keep the KPI by month or quarter")
        yield Problem(message, hint, kpi.cell, severity)
    if not case.doubts(Doubt.kpi_not_found):
        return
    message = say("No KPI is called “{name}”", name=short(kpi.value or kpi.raw))
    hint = say(
        "Write the KPI's name or id as in its table; one of another workbook is known from that one's first sync on"
    )
    yield Problem(message, hint, kpi.cell, severity)


@page(
    "OKR156",
    "part-of-another-whole",
    Severity.error,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("So many of another whole"),
    finds=say(
        "A current value that is so many of a whole ('50 of 200', '5/8'), beside a target that is another number."
    ),
    why=say(
        "50 of a target of 100 is half of the way, 50 of 200 is a quarter. Either the target is out of date, or the "
        "whole is of something else: nobody but the team knows, so nothing is scored until it says so."
    ),
    trips=Example(
        """
        | Objective | Key result        | Baseline | Target | Current   |
        | Grow      | Sign 100 partners | 0        | 100    | 50 of 200 |
        """
    ),
    passes=Example(
        """
        | Objective | Key result        | Baseline | Target | Current   |
        | Grow      | Sign 100 partners | 0        | 100    | 50 of 100 |
        """
    ),
)
def part_of_another_whole(case: KeyResultCase) -> Iterator[Problem]:
    found = other_whole(case.key_result, case.current) if case.doubts(Doubt.other_whole) else None
    if found is None:
        return
    yield Problem(
        say(
            "{value} of {whole}, and {wanted} is to be reached: nothing is scored",
            value=found.value,
            whole=found.whole,
            wanted=found.wanted,
        ),
        say(
            "Type {value} alone where it counts towards {wanted}; where {whole} is to be reached, correct the target",
            value=found.value,
            whole=found.whole,
            wanted=found.wanted,
        ),
        found.cell,
    )


RULES: tuple[Rule, ...] = (
    target_missing,
    current_missing,
    bounds_crossed,
    no_tolerance,
    kpi_not_found,
    part_of_another_whole,
)
