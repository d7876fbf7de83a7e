"""OKR101–109, but for those of scales.py: what single cells say. One that cannot be read is named, never ignored."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sync.messages import short
from sync.model.findings import Message, Severity
from sync.model.readings import Read, Trouble
from sync.model.scores import Doubt
from sync.reading.sheets.standing import contradicts_itself
from sync.reading.sheets.value_notes import holds_several, latest_of
from sync.reading.texts.unit_kinds import ratio
from sync.rules.rule import (
    Example,
    KeyResultCase,
    KpiCase,
    Matter,
    Problem,
    RowCase,
    Rule,
    address_in_row,
    is_done_without_a_number,
    is_wrong,
    page,
    say,
    says_no_value,
)

_ONE, _HUNDRED = Decimal(1), Decimal(100)
_UNIT_SLIP = Doubt.unit_slip


@page(
    "OKR101",
    "error-cell",
    Severity.error,
    KeyResultCase,
    KpiCase,
    only_with=Matter.doubt,
    title=say("A cell shows a formula error"),
    finds=say("A cell that is needed shows an error of the spreadsheet program: #REF!, #N/A, #DIV/0!, #VALUE! …"),
    why=say(
        "An error is not a zero. Programs that take it for one report a team as failed because a column was deleted; "
        "here the row stays without a score until the formula is fixed. Panko's studies of spreadsheets ('What we "
        "know about spreadsheet errors') found errors in nearly all that were audited: they are normal, and have to be "
        "seen."
    ),
    trips=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | #REF!   |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1650    |
        """
    ),
)
def error_cell(case: RowCase) -> Iterator[Problem]:
    for read in case.troubled:
        if read.trouble is Trouble.error_cell:
            yield Problem(
                say("{cell} shows the error {raw}", cell=address_in_row(read, case), raw=short(read.raw)),
                say("Fix the formula, or type the value"),
                read.cell,
            )


@page(
    "OKR102",
    "not-a-number",
    Severity.error,
    KeyResultCase,
    KpiCase,
    only_with=Matter.doubt,
    title=say("Not a number"),
    finds=say(
        "A target, baseline, current value or bound that cannot be read as a number; a word and a tick in one cell "
        "that contradict each other."
    ),
    why=say(
        "A key result without a number is a matter of opinion. 'It's not a key result unless it has a number', Marissa "
        "Mayer is quoted in John Doerr's 'Measure What Matters'. A word in place of the number also hides the row from "
        "every sum and chart."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current   |
        | Grow      | Weekly active teams | 1200     | 2000   | very many |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1.6k    |
        """
    ),
)
def not_a_number(case: RowCase) -> Iterator[Problem]:
    if isinstance(case, KeyResultCase) and is_done_without_a_number(case):
        tick = case.key_result.milestone
        message = say("“{raw}” in {cell} is not a number", raw=short(tick.raw), cell=address_in_row(tick, case))
        yield Problem(message, _A_NUMBER, tick.cell)
    for read in case.troubled:
        if read.trouble not in (Trouble.not_a_number, Trouble.unreadable_formula_value) or _is_a_tick(read, case):
            continue
        raw, cell = short(read.raw), address_in_row(read, case)
        if contradicts_itself(read.raw):
            message = say("“{raw}” in {cell}: the word and the tick contradict each other", raw=raw, cell=cell)
            is_a_task = isinstance(case, KeyResultCase) and says_no_value(case.key_result.measure)
            hint = say("Leave the one that is right") if is_a_task else _A_NUMBER
        else:
            message, hint = say("“{raw}” in {cell} is not a number", raw=raw, cell=cell), _what_to_type(read.raw)
        yield Problem(message, hint, read.cell)


@page(
    "OKR103",
    "not-calculated",
    Severity.warning,
    KeyResultCase,
    KpiCase,
    only_with=Matter.doubt,
    title=say("A formula was not calculated yet"),
    finds=say(
        "A cell holds a formula of which there is no result: the file holds none, or Google is still loading it."
    ),
    why=say(
        "A workbook that a program wrote, and that nobody has opened since, has formulas without values, and in Google "
        "Sheets IMPORTRANGE waits for its source, or for somebody to allow access. Until then the number is unknown: "
        "the row keeps what was written last, nothing is scored as missing, and its cycle is not closed."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current     |
        | Grow      | Weekly active teams | 1200     | 2000   | =SUM(H1:H9) |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1650    |
        """
    ),
)
def not_calculated(case: RowCase) -> Iterator[Problem]:
    cells = [read for read in case.troubled if read.trouble is Trouble.not_calculated]
    if not cells and Doubt.not_calculated not in case.scored.doubts:
        return
    if not cells and isinstance(case, KeyResultCase) and case.key_result.text.trouble is not None:
        return  # an error in its words is told as one
    hint = say(
        "Open the workbook, so that it is calculated, and save it; in Google Sheets, wait while it says “Loading…”, "
        "and allow access where it asks"
    )
    for read in cells:
        address = address_in_row(read, case)
        if isinstance(case, KeyResultCase) and read is case.objective.objective.title:
            message = say(
                "The formula in {cell} has no value yet: no objective of this table gets a new score until it has",
                cell=address,
            )
        elif case.scored.keep:
            message = say(
                "The formula in {cell} has no value yet: the row gets no new score until it has", cell=address
            )
        else:
            message = say("The formula in {cell} has no value yet", cell=address)
        yield Problem(message, hint, read.cell)
    if not cells:
        yield Problem(
            say("A formula that this row needs has no value yet: the row gets no new score until it has"), hint
        )


_WITH_A_YEAR = 6
"""Characters: a day and a month alone are no longer."""


@page(
    "OKR105",
    "date-for-number",
    Severity.error,
    KeyResultCase,
    KpiCase,
    only_with=Matter.doubt,
    title=say("A date where a number was meant"),
    finds=say("A value cell that holds a date: the spreadsheet program turned '5/8' into 5 August."),
    why=say(
        "Spreadsheet programs turn what looks like a date into one as it is typed. Geneticists renamed genes because "
        "of it (Ziemann and others, 'Gene name errors are widespread'). The day's serial number, some 46,000, must "
        "never become a current value."
    ),
    trips=Example(
        """
        | Objective | Key result             | Baseline | Target | Current    |
        | Grow      | Meet-ups held by users | 0        | 8      | 2026-08-05 |
        """
    ),
    passes=Example(
        """
        | Objective | Key result             | Baseline | Target | Current |
        | Grow      | Meet-ups held by users | 0        | 8      | 5/8     |
        """
    ),
)
def date_for_number(case: RowCase) -> Iterator[Problem]:
    for read in case.troubled:
        if read.trouble is Trouble.date_for_number:
            hint = say("Format the cell as plain text, then type it again: 5/8 means 5 of 8")
            is_worded = any(map(str.isalpha, read.raw))  # '12 Nov', as nobody types 12 of 11
            is_target = isinstance(case, KeyResultCase) and read is case.key_result.target
            if is_worded:
                hint = say("If it was done then, type “Done”; else type a number: 12, 30%")
            if is_target and (is_worded or len(read.raw) > _WITH_A_YEAR):
                hint = say("If this is due then, write it under “Due”; a target is a number to reach: 120, 30%")
            yield Problem(
                say("{cell} holds the date {raw}, not a number", cell=address_in_row(read, case), raw=short(read.raw)),
                hint,
                read.cell,
            )


@page(
    "OKR108",
    "not-understood",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("A word that was not understood"),
    finds=say(
        "A confidence, weight, pace or done/not-done cell that says something unknown; or a planned path that does not "
        "lead to the target, or can be read in two ways."
    ),
    why=say(
        "Confidence is the owner's own forecast, and the earliest sign of trouble there is (Christina Wodtke, 'Radical "
        "Focus', asks for it every week). It only helps when all of a team's rows can be read on one scale."
    ),
    trips=Example(
        """
        | Objective | Key result   | Baseline | Target | Current | Confidence       |
        | Grow      | Active teams | 1200     | 2000   | 1650    | ask me on Friday |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Confidence |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | High       |
        """
    ),
)
def not_understood(case: KeyResultCase) -> Iterator[Problem]:
    for read in case.troubled:
        if read.trouble is Trouble.ambiguous and read is case.key_result.confidence:
            yield Problem(
                say("“{raw}” in {cell} was read as 1 of 10", raw=short(read.raw), cell=address_in_row(read, case)),
                say("Write 100% or 10%, whichever is meant"),
                read.cell,
            )
        if read.trouble is Trouble.ambiguous and read is case.key_result.pace:
            yield Problem(
                say(
                    "“{raw}” in {cell} may be values or shares of the way: they are taken for values",
                    raw=short(read.raw),
                    cell=address_in_row(read, case),
                ),
                say("If they are values, write them without “%”; if not, write the values that they come to"),
                read.cell,
            )
        if read.trouble is Trouble.sum_or_level and read is case.key_result.pace:
            yield Problem(
                say("It is not clear how “{plan}” leads to the target: the plan is not used", plan=short(read.raw)),
                say(
                    "Write what is to be reached by the end of each period, the last of them the target; or each "
                    "period's own, so that they add up to it"
                ),
                read.cell,
            )
        if read.trouble is not Trouble.not_understood:
            continue
        message = say("“{raw}” in {cell} was not understood", raw=short(read.raw), cell=address_in_row(read, case))
        if read == case.key_result.confidence:
            hint = say("Write the confidence as 70%, 7 (of 10), High, Medium or Low")
        elif read == case.key_result.weight:
            hint = say("Write the weight as a number: 40, 40% or 0.4")
        elif read == case.key_result.pace:
            hint = say("Write the pace as “back-loaded”, or values by day: “31/10: 20%; 30/11: 60%”")
        else:
            hint = say("Write it as a number or a plain word")
        yield Problem(message, hint, read.cell)


@page(
    "OKR109",
    "differs-from-kpi",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.measuring_kpi,
    title=say("The row's own value is not its KPI's"),
    finds=say("A key result that points at a KPI, with a current value of its own that says something else."),
    why=say(
        "A key result may take its current value from a KPI, so that one number is kept in one place. Typed a second "
        "time beside it, one of the two is old: the KPI's counts."
    ),
    trips=Example(
        """
        | Objective | Key result        | KPI          | Baseline | Target | Current |
        | Grow      | Reach 2,000 teams | Active teams | 1200     | 2000   | 1400    |

        | KPI          | Unit  | Healthy from | Current |
        | Active teams | teams | 1000         | 1650    |
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
def differs_from_kpi(case: KeyResultCase) -> Iterator[Problem]:
    kpi, own, current = case.key_result.kpi, case.key_result.current, case.scored.current
    if case.scored.measured_by is None or own.value is None or own.cell is None or current is None:
        return
    unit, its = own.value.unit or case.key_result.measure.unit, case.current.value and case.current.value.unit
    if unit and its and ratio(its, unit) is None:
        return  # days beside hours: OKR107 speaks of it
    if case.input_cell("current") == own.cell:
        name, cell = short(kpi.value or ""), address_in_row(own, case)
        message = say("The KPI “{name}” has no value yet: {cell} counts", name=name, cell=cell)
        yield Problem(message, say("Enter the KPI's value in its own table"), own.cell)
    elif own.value.value != current:
        message = say(
            "{cell} says {own}, the KPI “{name}” {value}: the KPI's counts",
            cell=address_in_row(own, case),
            own=own.value.value,
            name=short(kpi.value or ""),
            value=current,
        )
        yield Problem(message, say("Clear the cell, or correct the KPI in its own table"), own.cell)


_A_NUMBER = say("Type one number, with its unit if you like: 1500, 30%, 10 tỷ, 1.2M")


def _what_to_type(raw: str) -> Message:
    """Of several numbers in one cell none is taken: '120 → 150' may say what was and is, or what is to be reached."""
    if latest := latest_of(raw):
        return say("Type the value of today alone, {latest} if that is it, and the others into a note", latest=latest)
    if holds_several(raw):
        return say("Type one number alone, and the rest into a note")
    return _A_NUMBER


RULES: tuple[Rule, ...] = (
    error_cell,
    not_a_number,
    not_calculated,
    date_for_number,
    not_understood,
    differs_from_kpi,
)


def _is_a_tick(read: Read[Any], case: RowCase) -> bool:
    """Whether the cell was understood as done or not done."""
    return (
        isinstance(case, KeyResultCase)
        and not is_wrong(case.key_result.milestone)
        and (case.key_result.milestone.value is not None and case.key_result.milestone.cell == read.cell)
    )
