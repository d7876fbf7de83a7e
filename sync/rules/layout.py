"""OKR141–148, 155: how a table is laid out: formulas where we would write, layouts that cannot be read surely, formulas
that may show old values, columns of ours beside no table."""

from __future__ import annotations

from collections.abc import Iterator

from sync.messages import short
from sync.model.findings import Severity
from sync.model.scores import Doubt
from sync.reading.sheets.outlines import lists_several
from sync.rules.rule import (
    ByHandCase,
    Example,
    KeyResultCase,
    LandedElsewhereCase,
    Matter,
    ObjectiveCase,
    OwnedFormulaCase,
    Problem,
    RemarkCase,
    Rule,
    UntellableCase,
    page,
    say,
)


@page(
    "OKR141",
    "row-skipped",
    Severity.info,
    RemarkCase,
    title=say("A row that was not read"),
    finds=say(
        "A row inside a table that is neither objective, key result nor KPI, such as a total with numbers of its own; "
        "in a log of check-ins, one that names no key result of the workbook."
    ),
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
    if case.remark.kind in _UNLESS:
        yield Problem(
            say("This row was not read: “{words}”", words=short(case.remark.words)),
            _UNLESS[case.remark.kind],
            case.remark.cell,
        )
    elif case.remark.kind == "total_skipped":
        yield Problem(
            say("“{words}” was taken for the rows above together: not read", words=short(case.remark.words)),
            say("If it has a value of its own, name what it measures: “Total revenue”"),
            case.remark.cell,
        )
    elif case.remark.kind == "log_row_names_nothing":
        yield Problem(
            say("No key result is called “{words}”: this check-in counts for none", words=short(case.remark.words)),
            say("Write the key result's id, or its text as it stands in the table of OKRs"),
            case.remark.cell,
        )
    elif case.remark.kind == "log_row_to_come":
        yield Problem(
            say("{day} is still to come: this check-in does not count yet", day=case.remark.words),
            say("Correct the date: are day and month swapped?")
            if case.remark.guess
            else say("If the date is a slip, correct it; else the check-in counts from that day on"),
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
        | Objective | Key result   | Baseline | Target | Current | Progress ⟳       |
        | Grow      | Active teams | 1200     | 2000   | 1650    | =(E2-C2)/(D2-C2) |
        """
    ),
    passes=Example(
        """
        | Objective | Key result   | Baseline | Target | Current | Our progress     |
        | Grow      | Active teams | 1200     | 2000   | 1650    | =(E2-C2)/(D2-C2) |
        """
    ),
)
def formula_in_owned_column(case: OwnedFormulaCase) -> Iterator[Problem]:
    yield Problem(
        say("{cell} holds a formula, and is left as it is", cell=case.cell.a1),
        say("Delete the formula to have it filled in, or keep yours in a column without ⟳"),
        case.cell,
    )


@page(
    "OKR143",
    "several-in-one-cell",
    Severity.error,
    ObjectiveCase,
    KeyResultCase,
    RemarkCase,
    only_with=Matter.doubt,
    title=say("Several key results in one cell"),
    finds=say("One cell that lists several key results, a line each, or an objective together with its key results."),
    why=say(
        "A row has room for one current value, one score and one owner. Read as one key result, the numbers of several "
        "would become the target of one: nothing of such a cell is scored."
    ),
    trips=Example(
        """
        | Objective | Key results                                        | Owner |
        | Grow      | KR1: Paying teams reach 300\\nKR2: MRR reaches $50k | Ana   |
        """
    ),
    passes=Example(
        """
        | Objective | Key results                 | Owner | Current |
        | Grow      | KR1: Paying teams reach 300 | Ana   | 180     |
        |           | KR2: MRR reaches $50k       | Ana   | 31000   |
        """
    ),
)
def several_in_one_cell(case: ObjectiveCase | KeyResultCase | RemarkCase) -> Iterator[Problem]:
    hint = say("Give the objective and each key result a row of its own, with its current value beside it")
    if isinstance(case, RemarkCase):
        if case.remark.kind == "several_in_one_cell":
            yield Problem(
                say("An objective with its key results in one cell cannot be scored: “{words}”", words=_words(case)),
                hint,
                case.remark.cell,
            )
    elif isinstance(case, KeyResultCase):
        if case.doubts(Doubt.several_in_one_cell):
            yield Problem(say("Several key results in one cell: none of them is scored"), hint)
    elif "\n" in case.objective.title.raw and lists_several(case.objective.title.raw):
        yield Problem(say("An objective with its key results in one cell: none of them is scored"), hint)


@page(
    "OKR144",
    "key-results-in-columns",
    Severity.error,
    RemarkCase,
    title=say("Key results stand in columns"),
    finds=say(
        "A table with the columns 'KR1', 'KR2' … beside its objectives, or one that is turned: a column a key result, "
        "and 'Baseline', 'Target', 'Current' down the first one. It is not read."
    ),
    why=say(
        "Where the key results of one objective share a row, no value, weight or owner can be told to belong to one of "
        "them, and there is no cell for its score. Reading the first of them alone would give the objective a score "
        "that is none."
    ),
    trips=Example(
        """
        | Objective | KR1                    | KR2              | Owner |
        | Grow      | Paying teams reach 300 | MRR reaches $50k | Ana   |
        """
    ),
    passes=Example(
        """
        | Objective | Key result             | Owner | Current |
        | Grow      | Paying teams reach 300 | Ana   | 180     |
        |           | MRR reaches $50k       | Ana   | 31000   |
        """
    ),
)
def key_results_in_columns(case: RemarkCase) -> Iterator[Problem]:
    if case.remark.kind == "key_results_in_columns":
        yield Problem(
            say("Key results in columns ({words}) are not read", words=_words(case)),
            say("Give each key result a row of its own: Objective, Key result, Target, Current"),
            case.remark.cell,
        )


@page(
    "OKR145",
    "list-of-something-else",
    Severity.info,
    RemarkCase,
    title=say("A list that may be of OKRs was left alone"),
    finds=say(
        "A table whose columns could be those of OKRs, and nothing that says so: an 'Item' list with targets, a plan "
        "of campaigns."
    ),
    why=say(
        "Targets and current values stand in every kind of plan. Scores written beside a list of rents or campaigns "
        "would be nobody's; a list of OKRs that is left alone is seen by its missing scores, and by this finding."
    ),
    trips=Example(
        """
        | Objective | Key result      | Target             | Actual |        |
        | Be known  | Visitors a week | 1000               | 500    |        |
        |           |                 |                    |        |        |
        | Campaign  | Goal            | Description        | Target | Actual |
        | New year  | Be known        | Posters in the bus | 1000   | 500    |
        | Summer    | Sell more fruit | A stand a week     | 300    | 250    |
        """
    ),
    passes=Example(
        """
        | Goal            | Key result           | Target | Actual |
        | Be known        | Visitors of the site | 1000   | 500    |
        | Sell more fruit | Crates sold          | 300    | 250    |
        """
    ),
    settings=("workbook.tabs",),
)
def list_of_something_else(case: RemarkCase) -> Iterator[Problem]:
    if case.remark.kind == "other_list":
        yield Problem(
            say("This table was left alone: nothing says that “{words}” are OKRs", words=_words(case)),
            say("If they are, head their column 'Key result', or name the tab under 'tabs' in the settings"),
            case.remark.cell,
        )


@page(
    "OKR146",
    "formula-may-show-old-value",
    Severity.info,
    UntellableCase,
    title=say("A formula may show an old value"),
    finds=say(
        "A formula of which it cannot be told whether it depends on what okr-sync writes: with INDIRECT, OFFSET or a "
        "range between two results, itself or by a name, in an Excel workbook that is written. One finding a tab, at "
        "the first such formula. A tab without OKRs is looked at in its first 100 rows; formulas further down are "
        "reported by the sync that writes."
    ),
    why=say(
        "Formulas that depend on a written cell lose the values that they were saved with, so that no program shows a "
        "stale one. Where the formula does not say what it depends on, its value is kept, and the workbook asks to be "
        "calculated when it is opened. Excel does so; until then, and in programs that do not calculate, a value of "
        "before may show."
    ),
)
def formula_may_show_old_value(case: UntellableCase) -> Iterator[Problem]:
    count, cell = case.formulas, case.cell.a1
    if count == 1:
        message = say("It cannot be told what the formula in {cell} depends on: it may show an old value", cell=cell)
    else:
        message = say(
            "It cannot be told what {count} formulas depend on, {cell} first: they may show old values",
            count=count,
            cell=cell,
        )
    hint = say("Open the workbook in Excel and save it after a sync, or name the cells without INDIRECT and OFFSET")
    yield Problem(message, hint, case.cell)


@page(
    "OKR147",
    "calculated-by-hand",
    Severity.warning,
    ByHandCase,
    title=say("The workbook is calculated by hand"),
    finds=say(
        "An Excel workbook that is written, has formulas, and is set to calculate only when somebody asks for it "
        "(calculation: manual)."
    ),
    why=say(
        "What depends on progress and scores goes on showing what it showed before: no program calculates it by "
        "itself. Its values are kept all the same, since LibreOffice would show 0 in their place. Excel takes this "
        "setting over from the workbook that is opened first, so that nobody may have chosen it."
    ),
)
def calculated_by_hand(case: ByHandCase) -> Iterator[Problem]:
    yield Problem(
        say("The workbook is calculated by hand: formulas over what okr-sync writes may show old values"),
        say("Press F9 after opening it, or set Formulas, Calculation Options to Automatic, and save"),
        case.cell,
    )


@page(
    "OKR148",
    "landed-in-another-row",
    Severity.info,
    LandedElsewhereCase,
    title=say("A value stood in a wrong cell for a moment"),
    finds=say(
        "A cell of a Google spreadsheet into which a sync wrote a value that was not meant for it, because somebody "
        "sorted or moved rows, or changed a header, in that very moment. What had stood there was put back within the "
        "same sync."
    ),
    why=say(
        "Google Sheets cannot be asked to write only if nothing has changed. Each write says in its answer where the "
        "values landed, so that none stays in a wrong row; but who looked in that second saw it."
    ),
)
def landed_in_another_row(case: LandedElsewhereCase) -> Iterator[Problem]:
    yield Problem(
        say(
            "For a moment {cell} held a value that was not meant for it: rows were moved, or a header was changed, "
            "during the sync",
            cell=case.cell.a1,
        ),
        say("Nothing is to be done: what stood there was put back, and the next sync writes values where they belong"),
        case.cell,
    )


@page(
    "OKR155",
    "columns-left-behind",
    Severity.warning,
    RemarkCase,
    title=say("Columns of okr-sync stand beside no table"),
    finds=say(
        "Columns that okr-sync added to a table which has been cleared since, or cut and pasted somewhere else without "
        "them."
    ),
    why=say(
        "Nothing brings these values up to date any more, and whoever reads them takes them for the scores of today. "
        "okr-sync never deletes what no row stands beside: it may be somebody's record."
    ),
    trips=Example(
        """
        | Objective | Key result   | Baseline | Target | Current | Progress ⟳ |
        | Grow      | Active teams | 1200     | 2000   | 1650    | 0.5625     |
        |           |              |          |        |         |            |
        |           |              |          |        |         | Progress ⟳ |
        |           |              |          |        |         | 0.2        |
        """
    ),
    passes=Example(
        """
        | Objective | Key result   | Baseline | Target | Current | Progress ⟳ |
        | Grow      | Active teams | 1200     | 2000   | 1650    | 0.5625     |
        """
    ),
)
def columns_left_behind(case: RemarkCase) -> Iterator[Problem]:
    if case.remark.kind == "left_behind":
        yield Problem(
            say("Nothing writes to {cells} any more: no table stands beside it", cells=case.remark.words),
            say("Put its table back beside it, or delete what stands there"),
            case.remark.cell,
        )


OLD_VALUES = ("OKR146", "OKR147")
"""The codes that tell of formulas that may show old values."""
LANDED = "OKR148"
"""The code that tells of values that were for a moment where they do not belong."""

_UNLESS = {
    "row_skipped": say("If it is a key result, write its text into the key results' column"),
    "merged_row_skipped": say("If it is a key result, unmerge its cells and enter its values beside it"),
    "kpi_row_skipped": say("If it is a KPI, write its name into the KPIs' column"),
    "kind_skipped": say("If it is a key result, say so in its type; a KPI belongs in a table of KPIs"),
}
"""What is to be done where a row that was not read is none on purpose."""

RULES: tuple[Rule, ...] = (
    row_skipped,
    formula_in_owned_column,
    several_in_one_cell,
    key_results_in_columns,
    list_of_something_else,
    formula_may_show_old_value,
    calculated_by_hand,
    landed_in_another_row,
    columns_left_behind,
)


def _words(case: RemarkCase) -> str:
    return short(case.remark.words)
