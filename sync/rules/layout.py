"""OKR140–142: how a table is laid out: columns that were not understood, formulas where we would write."""

from __future__ import annotations

from collections.abc import Iterator

from sync.messages import short
from sync.model import Severity
from sync.rules.rule import Example, OwnedFormulaCase, Problem, RemarkCase, Rule, page, say


@page(
    "OKR140",
    "column-not-placed",
    Severity.info,
    RemarkCase,
    title=say("A column that was not understood"),
    finds=say("A column of an OKR or KPI table whose header fits no known field, or fits one only in part."),
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
    if remark.kind == "row_skipped":
        return
    words, guess, setting = short(remark.words), remark.guess, remark.setting
    if remark.kind == "doubtful_column":
        message = say("The column “{words}” was taken for {guess}", words=words, guess=guess)
        severity = Severity.warning
    elif guess:
        message = say("The column “{words}” is not used; nearest is {guess}", words=words, guess=guess)
        severity = Severity.info
    else:
        message = say("The column “{words}” is not used", words=words)
        severity = Severity.info
    if setting:
        hint = say("If it should be, write into the settings: {setting}", setting=setting)
    else:
        hint = say("If it should be, name it under 'columns' in the settings")
    yield Problem(message, hint, remark.cell, severity)


@page(
    "OKR141",
    "row-skipped",
    Severity.info,
    RemarkCase,
    title=say("A row that was not read"),
    finds=say("A row inside a table that is neither objective, key result nor KPI."),
    why=say(
        "Totals and notes between the rows are skipped on purpose. A key result that was skipped by mistake would be "
        "missing from its objective's score without a word."
    ),
    trips=Example(
        """
        | KPI   | Unit | Healthy from | Healthy to | Current |
        | Stock | days | 15           | 30         | 22      |
        |       | days | 10           | 20         | 12      |
        """
    ),
    passes=Example(
        """
        | KPI       | Unit | Healthy from | Healthy to | Current |
        | Stock     | days | 15           | 30         | 22      |
        | Transport | days | 10           | 20         | 12      |
        """
    ),
)
def row_skipped(case: RemarkCase) -> Iterator[Problem]:
    if case.remark.kind == "row_skipped":
        yield Problem(
            say("This row was not read: “{words}”", words=short(case.remark.words)),
            say("If it is a key result, write its text into the key results' column"),
            case.remark.cell,
        )


@page(
    "OKR142",
    "formula-in-owned-column",
    Severity.warning,
    OwnedFormulaCase,
    title=say("A formula stands in an owned column"),
    finds=say("A cell of a column that okr-sync fills in holds somebody's formula."),
    why=say(
        "A formula is somebody's work, so it is never overwritten: this cell shows what the formula says, and not the "
        "score that the archive and the dashboard have."
    ),
    trips=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current | Progress ⟳            |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1650    | =(E2-C2)/(D2-C2)      |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current | Our progress     |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1650    | =(E2-C2)/(D2-C2) |
        """
    ),
)
def formula_in_owned_column(case: OwnedFormulaCase) -> Iterator[Problem]:
    yield Problem(
        say("{cell} holds a formula, and is left as it is", cell=case.cell.a1),
        say("Delete the formula to have it filled in, or keep yours in a column without ⟳"),
        case.cell,
    )


RULES: tuple[Rule, ...] = (column_not_placed, row_skipped, formula_in_owned_column)
