"""OKR304, 307, 310: what the team says of a row against what its values say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sync.cycles import is_to_date, length_of
from sync.messages import short
from sync.model.findings import Severity
from sync.model.readings import Activity, Quantity, Read
from sync.model.rows import Field
from sync.model.scores import Status
from sync.patterns import RarePattern
from sync.reading.sheets.spans_of_values import names_a_part, says_so_far, span_of
from sync.reading.sheets.standing import read_activity
from sync.reading.sheets.to_date_columns import is_a_year
from sync.reading.sheets.years_values import is_of_a_part
from sync.reading.texts.text import bare
from sync.rules.rule import (
    Example,
    KeyResultCase,
    Matter,
    Problem,
    Rule,
    confidence_said,
    is_of_a_period,
    page,
    points,
    say,
)

_ONE, _HALF, _HUNDRED = Decimal(1), Decimal("0.5"), Decimal(100)
_ENDED = RarePattern(r"(?:da )?(?:closed|ket thuc)")
"""Over, be it reached or not."""
_SHORT = RarePattern(
    r"(?<![^\W_])(?:miss(?:ed)?|not|fail(?:ed)?|part(?:ly|ially)?|khong|chua|mot phan)(?![^\W_])"
    r"|%|/(?:[2-9][0-9]|1[3-9]|[0-9]{3})"
)
"""'Done - missed', 'Hoàn thành một phần', 'Done (60/100)': it says itself that it ended short."""


@page(
    "OKR304",
    "confidence-against-progress",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.confidence,
    title=say("Confidence and progress disagree"),
    finds=say("An owner who is confident of a key result that is behind, or doubts one that is well on its way."),
    why=say(
        "Either may be right, and that is why it is worth asking: high confidence far behind is hope or a plan that "
        "the sheet does not show; low confidence ahead of time is the earliest warning there is."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Confidence |
        | Grow      | Weekly active teams | 1200     | 2000   | 1280    | 90%        |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Confidence |
        | Grow      | Weekly active teams | 1200     | 2000   | 1280    | 30%        |
        """
    ),
    settings=("rules.confidence_gap",),
)
def confidence_against_progress(case: KeyResultCase) -> Iterator[Problem]:
    confidence, scored = case.key_result.confidence, case.scored
    if confidence.value is None or scored.progress is None or not scored.expected:
        return
    pace = min(_ONE, scored.progress / scored.expected)
    gap = case.around.options.confidence_gap
    if scored.status in (Status.behind, Status.at_risk) and confidence.value - pace >= gap:
        yield Problem(
            say("Confidence is {confidence}, but progress is late", confidence=confidence_said(confidence)),
            say("What will make up for it? Say so in the notes, or lower the confidence"),
            confidence.cell,
        )
    elif scored.status is Status.on_track and confidence.value < _HALF and pace - confidence.value >= gap:
        yield Problem(
            say("Progress is on track, but confidence is only {confidence}", confidence=confidence_said(confidence)),
            say("What stands in the way? Ask for help while there is time"),
            confidence.cell,
        )


@page(
    "OKR307",
    "differs-from-check-in",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.check_ins,
    title=say("The latest check-in says something else"),
    finds=say(
        "A current value that was typed into the row, beside a later check-in (in a log, or a column a week) that has "
        "another value. A current value that is the sum of the check-ins, or a formula, is fine."
    ),
    why=say(
        "Two places for one number part sooner or later, and only the people who typed them know which is right. The "
        "row's own is taken, unless its date says that it is the older one."
    ),
    trips=Example(
        """
        | Objective | Key result   | Baseline | Target | Current | W6   | W7   |
        | Grow      | Active teams | 1200     | 2000   | 1400    | 1600 | 1650 |
        """
    ),
    passes=Example(
        """
        | Objective | Key result   | Baseline | Target | Current | W6   | W7   |
        | Grow      | Active teams | 1200     | 2000   | 1650    | 1600 | 1650 |
        """
    ),
)
def differs_from_check_in(case: KeyResultCase) -> Iterator[Problem]:
    row = case.key_result
    if not row.check_ins:
        return
    own, latest = row.current, next((one for one in reversed(row.check_ins) if one.value.value is not None), None)
    if own.value is None or own.is_formula or latest is None or case.input_cell("current") != own.cell:
        return
    if own.cell is None or latest.value.value is None or is_of_a_period(case):
        return
    if _is_a_part(case, own.value.value, latest.value):
        return
    is_older = latest.day is not None and row.updated.value is not None and latest.day <= row.updated.value
    values = [one.value.value.value for one in row.check_ins if one.value.value is not None]
    if is_older or own.value.value in (values[-1], sum(values)) or _is_same_share(own.value, latest.value.value):
        return
    if latest.label:
        message = say(
            "{cell} says {own}, the check-in of {day} {value}: the row's own counts",
            cell=own.cell.a1,
            own=own.value.value,
            day=latest.label,
            value=values[-1],
        )
    else:
        message = say(
            "{cell} says {own}, {other} {value}: the row's own counts",
            cell=own.cell.a1,
            own=own.value.value,
            other=str(latest.value.cell),
            value=values[-1],
        )
    yield Problem(
        message,
        say("Bring both to the same value, or clear the cell to have the latest check-in count"),
        own.cell,
    )


def _is_a_part(case: KeyResultCase, own: Decimal, latest: Read[Quantity]) -> bool:
    """Whether a check-in is the column of a month or quarter beside one of all there is of a year, which the row and
    its target are of: 'TH T11 | Lũy kế'."""
    time, target = case.key_result.period or case.cycle, case.table.column(Field.target)
    if time is None or length_of(time) != "year":
        return False
    if (
        target is not None
        and not is_a_year(target.period_label)
        and (target.period_label or is_of_a_part(target.header))
    ):
        return False
    columns = {one.column: one for one in case.table.columns}
    cell, other = case.key_result.current.cell, latest.cell
    if cell is None or other is None or (cell.sheet, cell.row) != (other.sheet, other.row):
        return False
    whole, part = columns.get(cell.column), columns.get(other.column)
    if whole is None or part is None:
        return False
    is_of_more = is_a_year(whole.period_label) or span_of(whole.header) in ("to date", "year")
    is_of_more = is_of_more and not says_so_far(whole.header)
    is_within = latest.value is not None and abs(latest.value.value) <= abs(own)
    return is_of_more and is_within and part.period is not None and not is_to_date(part.period)


@page(
    "OKR310",
    "said-done",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.said_done,
    title=say("Said to be done, and not there"),
    finds=say("A key result that its own status, or a ticked box, says is done, while its values say that it is not."),
    why=say(
        "A score counts what was measured, never a word. Mostly the value is old: whoever closed the row did not enter "
        "what was reached. If it was closed short of its target, the score says how far it came, and the word hides it."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Status |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | Done   |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Status |
        | Grow      | Weekly active teams | 1200     | 2000   | 2010    | Done   |
        """
    ),
)
def said_done(case: KeyResultCase) -> Iterator[Problem]:
    progress, said = case.scored.progress, case.key_result.status_text
    # What a note begins with ('Done: the first half') may be of a part.
    if progress is None or points(progress) >= _HUNDRED or not _says_done(said.value or "") or _is_of_a_part(case):
        return
    if said.raw == "TRUE":
        message = say("Ticked as done, but progress is {progress}%", progress=points(progress))
        hint = say("Enter the value that was reached; if it is still open, take the tick away")
    else:
        message = say("“{word}”, but progress is {progress}%", word=short(said.raw), progress=points(progress))
        hint = say("Enter the value that was reached; if it is still open, take the word back")
    yield Problem(message, hint, said.cell)


def _says_done(word: str) -> bool:
    words = bare(word)
    return read_activity(word) is Activity.done and _ENDED.match(words) is None and _SHORT.search(words) is None


def _is_of_a_part(case: KeyResultCase) -> bool:
    """Whether the word is a period's alone: 'Trạng thái T11'."""
    said = case.key_result.status_text.cell
    column = next((one for one in case.table.columns if said is not None and one.cell.column == said.column), None)
    return column is not None and names_a_part(bare(column.header))


def _is_same_share(own: Quantity, other: Quantity) -> bool:
    """3.1% and 0.031 are one number."""
    return own.is_percent and not other.is_percent and other.value * 100 == own.value


RULES: tuple[Rule, ...] = (confidence_against_progress, differs_from_check_in, said_done)
