"""OKR150–154: what concerns whole tabs and workbooks: nothing found, settings that fit nothing, tabs that stand there
twice, a tab's cycle that may be two, or that its title contradicts."""

from __future__ import annotations

from collections.abc import Iterator

from sync.messages import short
from sync.model.findings import Message, Severity
from sync.reading.sheets.nothing_found import IN_COLUMNS, WITHOUT_VALUES
from sync.rules.rule import Example, Problem, RemarkCase, Rule, page, say


@page(
    "OKR150",
    "nothing-found",
    Severity.error,
    RemarkCase,
    title=say("Nothing was found in the workbook"),
    finds=say(
        "A workbook in none of whose tabs a table of OKRs or KPIs was found, or none of whose tabs the settings name. "
        "Where at least one table was found, other tabs are left alone without a finding; headers that wait for their "
        "first rows are fine."
    ),
    why=say(
        "A sync that finds nothing does nothing, and looks like one that had nothing to do. Nobody would notice a "
        "renamed tab before the end of the quarter."
    ),
    trips=Example(
        """
        | What we want | How we know                     | Start | Goal | Now  |
        | Grow         | Weekly active teams reach 2,000 | 1200  | 2000 | 1650 |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | Start | Goal | Now  |
        | Grow      | Weekly active teams reach 2,000 | 1200  | 2000 | 1650 |
        """
    ),
    settings=("workbook.tabs", "workbook.columns"),
)
def nothing_found(case: RemarkCase) -> Iterator[Problem]:
    remark = case.remark
    if remark.kind == "no_tab_at_all":
        yield Problem(
            say("No tab of the workbook fits “{pattern}”: nothing is read", pattern=short(remark.words)),
            say("Did you mean “{tab}”? Write {setting}", tab=remark.guess, setting=remark.setting)
            if remark.guess
            else say("Correct 'tabs' in the settings, or leave it out: tables are found by themselves"),
            remark.cell,
        )
    elif remark.kind == "nothing_found":
        if remark.words:
            message = say("No OKRs or KPIs were found; the likeliest headers are “{words}”", words=short(remark.words))
        else:
            message = say("No OKRs or KPIs were found in any tab")
        if remark.guess == IN_COLUMNS:
            hint = say(
                "If these columns are KPIs, give each a row of its own: KPI, Target, Current or a column a month"
            )
        elif remark.guess == WITHOUT_VALUES:
            hint = say("Add the columns “Target” and “Current”: with these the table is read")
        elif remark.setting:
            hint = say("If these are OKRs, write into the settings: {setting}", setting=remark.setting)
        else:
            hint = say("Head the columns: Objective, Key result, Baseline, Target, Current")
        yield Problem(message, hint, remark.cell)


@page(
    "OKR151",
    "setting-fits-nothing",
    Severity.warning,
    RemarkCase,
    title=say("A setting that fits nothing in the workbook"),
    finds=say(
        "A tab that 'tabs' names and the workbook does not have, and header words in 'columns' that stand in no header."
    ),
    why=say(
        "A tab or a header that was renamed, or mistyped in the settings, is read as if the setting were not there: "
        "the values that it was to place are missing without a word."
    ),
    settings=("workbook.tabs", "workbook.columns"),
)
def setting_fits_nothing(case: RemarkCase) -> Iterator[Problem]:
    remark = case.remark
    if remark.kind == "no_such_tab":
        yield Problem(
            say("There is no tab “{words}”, as 'tabs' in the settings says", words=short(remark.words)),
            _did_you_mean(case),
            remark.cell,
        )
    elif remark.kind == "no_such_header":
        yield Problem(
            say("No column is headed “{words}”, as 'columns' in the settings says", words=short(remark.words)),
            _did_you_mean(case),
            remark.cell,
        )


def _did_you_mean(case: RemarkCase) -> Message:
    remark = case.remark
    if not remark.guess:
        return say("Write it as it stands in the sheet, or take it out of the settings")
    return say("Did you mean “{words}”? Write {setting}", words=short(remark.guess), setting=remark.setting)


@page(
    "OKR152",
    "tab-copied",
    Severity.warning,
    RemarkCase,
    title=say("A tab is a copy of another one"),
    finds=say(
        "Two tabs of one cycle with the same key results, owners, baselines and targets, where most current values are "
        "the same too, or the name of one of them says that it is a copy."
    ),
    why=say(
        "A tab that was copied as a backup, or to begin the next quarter and not renamed yet, counts twice: in the "
        "dashboard, in what is exported, in the objectives of others that point at it. Soon one of the two is updated, "
        "and nobody knows which one is right."
    ),
    settings=("workbook.tabs",),
)
def tab_copied(case: RemarkCase) -> Iterator[Problem]:
    remark = case.remark
    if remark.kind == "copied_tab":
        yield Problem(
            say(
                "The tab “{copy}” has the key results of “{original}” again: they count twice",
                copy=short(remark.words),
                original=short(remark.guess),
            ),
            say(
                "Delete the copy, name it after its own cycle, or write into the settings: {setting}",
                setting=remark.setting,
            ),
            remark.cell,
        )


@page(
    "OKR153",
    "cycle-in-doubt",
    Severity.warning,
    RemarkCase,
    title=say("A cycle that is in doubt"),
    finds=say(
        "A name that may be of two cycles: a tab or title called 'Chu kỳ 4/2026' or 'Cycle 4/2026' (1 to 4) in a "
        "workbook that does not say elsewhere whether its cycles are quarters or months (where another tab has a "
        "number from 5 on, they are months), or 'Q2 2026-27' where the settings name no fiscal year that begins within "
        "one. Numbers under 'Q4' or 'T12' before these have begun: in a table whose year nothing says, or in a row "
        "without any other value. If most columns of values of such a table are filled in ahead, they count as the "
        "year before's. In a list of KPIs with a row for each month, a row whose words for its period are not read as "
        "one."
    ),
    why=say(
        "The fourth cycle of 2026 ends in December, April in April. Taken for April, a tab that people work on in "
        "November would be scored as a past one. Until somebody says which it is, the tab counts for the cycle in "
        "which it was first seen."
    ),
    settings=("workbook.cycle",),
)
def cycle_in_doubt(case: RemarkCase) -> Iterator[Problem]:
    remark = case.remark
    if remark.kind == "cycle_in_doubt":
        yield Problem(
            say("“{words}” may be a quarter or a month: it names no cycle", words=short(remark.words)),
            say(
                "Write “Q{cycle}” or “T{cycle}” (the month), or into the settings: {setting}",
                cycle=remark.guess,
                setting=remark.setting,
            ),
            remark.cell,
        )
    elif remark.kind == "fiscal_year_unknown":
        yield Problem(
            say(
                "“{words}” is of a year that runs over two; which month it begins in is not said: it names no cycle",
                words=short(remark.words),
            ),
            say("Write that month into the settings, as {setting} where it is April", setting=remark.setting),
            remark.cell,
        )
    elif remark.kind == "typed_ahead":
        yield Problem(
            say("Values stand under “{words}”, which has not begun: they are not used", words=short(remark.words)),
            say("If they are the year before's, write {year} over the table or into the tab's name", year=remark.guess),
            remark.cell,
        )
    elif remark.kind == "value_to_come":
        yield Problem(
            say("Values stand under “{words}”, which has not begun: they are not used", words=short(remark.words)),
            say("If they are the year before's, write {year} over the table or into the tab's name", year=remark.guess)
            if remark.guess
            else say("Enter the latest measured value under a period that has begun"),
            remark.cell,
        )
    elif remark.kind == "row_period_unread":
        yield Problem(
            say(
                "“{words}” under “{header}” is not read as a period: the row's value is not used",
                words=short(remark.words),
                header=short(remark.guess),
            ),
            say("Write the period as “11/2026” or “Q4 2026”"),
            remark.cell,
        )
    elif remark.kind == "read_as_last_years":
        yield Problem(
            say(
                "Values stand under “{words}” already: the columns count as those of {year}",
                words=short(remark.words),
                year=remark.guess,
            ),
            say("Write the year over the table or into the tab's name"),
            remark.cell,
        )


@page(
    "OKR154",
    "title-against-tab",
    Severity.warning,
    RemarkCase,
    title=say("The tab and the title over its table name different cycles"),
    finds=say(
        "A tab called 'Q4 2026' over whose table 'OKR quý 3' stands, or 'OKR Q4 2025'. Not reported where another "
        "title agrees with the tab's name, and not of titles that speak of results, of the quarter before or of "
        "years to come."
    ),
    why=say(
        "Mostly the tab was copied from the last quarter's, and its title forgotten: then nothing is wrong but the "
        "words. Where it is the tab's name that is wrong, progress is measured by the wrong days. The tab's name "
        "counts, and everybody who reads the title thinks otherwise."
    ),
)
def title_against_tab(case: RemarkCase) -> Iterator[Problem]:
    remark = case.remark
    if remark.kind == "title_against_tab":
        yield Problem(
            say(
                "The tab is called “{tab}”, and {cell} says “{title}”: it counts for {cycle}",
                tab=short(remark.setting),
                cell=remark.cell.a1,
                title=short(remark.words),
                cycle=remark.guess,
            ),
            say("Correct the title; if the title is right, rename the tab"),
            remark.cell,
        )


RULES: tuple[Rule, ...] = (nothing_found, setting_fits_nothing, tab_copied, cycle_in_doubt, title_against_tab)
