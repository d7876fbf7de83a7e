"""OKR140 and OKR149: columns that were not understood, or that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from sync.messages import short
from sync.model.findings import Severity
from sync.model.readings import Trouble
from sync.reading.sheets.claims import column_setting
from sync.reading.sheets.headers import plain_words
from sync.rules.rule import (
    Example,
    KeyResultCase,
    KpiCase,
    Matter,
    Problem,
    RemarkCase,
    RowCase,
    Rule,
    address_in_row,
    page,
    say,
)


@page(
    "OKR140",
    "column-not-placed",
    Severity.info,
    RemarkCase,
    also=Severity.warning,
    title=say("A column that was not understood"),
    finds=say(
        "A column of an OKR or KPI table whose header nearly fits a known field; or under whose unknown header numbers "
        "stand while no column gives the target or the current value; or that holds a whole year's targets, in a table "
        "of OKRs whose cycle ends before the year does; or that holds what there is of a year so far, in a table of "
        "OKRs whose cycle begins within that year, or of a quarter so far, in the table of a later month; or that "
        "gives a year's target and value, in a table of OKRs of its last cycle; or that adds up columns by period; or "
        "that says what the cycle before came to, where no column gives the baseline. Also the team's own progress, "
        "typed where no column gives the current value."
    ),
    why=say(
        "What is not understood is not used: a target column with an unusual header would leave each row without a "
        "target. A column of the team's own that has nothing to do with scores can stay as it is: ignore this finding."
    ),
    trips=Example(
        """
        | Objective | Key result                      | Baseline | Tagret | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1650    |
        | Loyalty   | Paying teams reach 300          | 100      | 300    | 180     |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1650    |
        | Loyalty   | Paying teams reach 300          | 100      | 300    | 180     |
        """
    ),
    settings=("workbook.columns",),
)
def column_not_placed(case: RemarkCase) -> Iterator[Problem]:
    remark = case.remark
    if remark.kind == "unheaded_values":
        yield Problem(
            say(
                "{words} and the numbers around it stand under no header that says what they are: not used",
                words=remark.words,
            ),
            say("Head the columns: Baseline, Target, Current"),
            remark.cell,
            Severity.warning,
        )
    if remark.kind in ("unused_values", "unused_progress"):
        yield Problem(
            say(
                "No column gives the {field}, and the numbers under “{words}” are not used",
                field=remark.guess,
                words=short(remark.words),
            ),
            say("If they are it, write into the settings: {setting}", setting=remark.setting),
            remark.cell,
            Severity.warning,
        )
    if remark.kind == "unused_shares":
        yield Problem(
            say(
                "No column gives the current value, and it does not follow from the percentages under “{words}”",
                words=short(remark.words),
            ),
            say("Add a column “Current” with the values measured"),
            remark.cell,
            Severity.warning,
        )
    if remark.kind == "unused_sum":
        yield Problem(
            say(
                "The latest period is the current value, and not “{words}”, which adds them up",
                words=short(remark.words),
            ),
            say("If the sum is it, write into the settings: {setting}", setting=remark.setting),
            remark.cell,
            Severity.warning,
        )
    if remark.kind == "years_value":
        yield Problem(
            say("“{words}” counts from before the cycle began: not used", words=short(remark.words)),
            say(
                "Add a column “Current” with the cycle's own values, or if these are it, write into the settings: "
                "{setting}",
                setting=remark.setting,
            )
            if remark.setting
            else say("Add a column “Current” with the values of each row's own cycle"),
            remark.cell,
            Severity.warning,
        )
    if remark.kind == "part_of_target":
        yield Problem(
            say("“{words}” is of less time than the target: not used", words=short(remark.words)),
            say(
                "Add a column “Current” with what all of the target's time has come to, or if these are it, write into "
                "the settings: {setting}",
                setting=remark.setting,
            ),
            remark.cell,
            Severity.warning,
        )
    if remark.kind == "years_value_beside":
        yield Problem(
            say(
                "The latest period is the current value, and not “{words}”, which counts from before the cycle began",
                words=short(remark.words),
            ),
            say("If each period counts alone, add a column “Current” with what they come to in the cycle"),
            remark.cell,
            Severity.warning,
        )
    if remark.kind == "years_own":
        yield Problem(
            say(
                "“{words}” and its value are of the whole year, not of the cycle alone: rows without dates of their "
                "own are paced by the year",
                words=short(remark.words),
            ),
            say("If the cycle has a target of its own, add columns “Target” and “Current” for it"),
            remark.cell,
            Severity.warning,
        )
    if remark.kind == "before_is_baseline":
        yield Problem(
            say(
                "Key results begin with what “{words}” says, but for those that each cycle counts from 0",
                words=short(remark.words),
            ),
            say("If they do not, add a column “Baseline” with where they began"),
            remark.cell,
        )
    if remark.kind not in ("unplaced_column", "doubtful_column", "second_column"):
        return
    words, guess, setting = short(remark.words), remark.guess, remark.setting
    if remark.kind == "doubtful_column":
        message = say("The column “{words}” was taken for {field}", words=words, field=guess)
        severity = Severity.warning
    elif remark.kind == "second_column":
        message = say("A second column for {field}, “{words}”, is not used", field=guess, words=words)
        severity = Severity.warning
    elif guess:
        message = say("The column “{words}” is not used; nearest is {field}", words=words, field=guess)
        severity = Severity.info
    else:
        message = say("The column “{words}” is not used", words=words)
        severity = Severity.info
    if setting:
        hint = (
            say("If it is, write into the settings: {setting}; if not, rename it", setting=setting)
            if remark.kind == "doubtful_column"
            else say("If it should be, write into the settings: {setting}", setting=setting)
        )
    else:
        hint = say("If it should be, name it under 'columns' in the settings")
    yield Problem(message, hint, remark.cell, severity)


@page(
    "OKR149",
    "two-columns-for-one-value",
    Severity.error,
    KeyResultCase,
    KpiCase,
    only_with=Matter.doubt,
    title=say("Two columns give the same value, and differ"),
    finds=say(
        "A row of a table in which two columns claim the target, or the current value, with the same right, and do not "
        "say the same."
    ),
    why=say(
        "'Actual' and 'To date' may be the month's value and the year's. Whichever was taken, half of all teams would "
        "get a wrong score that looks right: the row is not scored until the settings say which column counts."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Actual | To date |
        | Grow      | Weekly active teams | 1200     | 2000   | 200    | 1650    |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | This month | To date |
        | Grow      | Weekly active teams | 1200     | 2000   | 200        | 1650    |
        """
    ),
    settings=("workbook.columns",),
)
def two_columns_for_one_value(case: RowCase) -> Iterator[Problem]:
    for read in case.troubled:
        if read.trouble is not Trouble.two_columns or read.cell is None:
            continue
        first = next(one for one in case.table.columns if one.column == read.cell.column)
        second = next(one for one in case.table.rivals if one.field is first.field)
        message = say(
            "“{first}” and “{second}” both give the {field}, and differ in {cell}: the row is not scored",
            first=short(first.header),
            second=short(second.header),
            field=first.field.value,
            cell=address_in_row(read, case),
        )
        if plain_words(first.header) == plain_words(second.header):
            hint = say("Rename the column that does not count")
        else:
            setting = column_setting(first.header, first.field.value)
            hint = say("Write into the settings which column counts, like {setting}", setting=setting)
        yield Problem(message, hint, read.cell)


RULES: tuple[Rule, ...] = (column_not_placed, two_columns_for_one_value)
