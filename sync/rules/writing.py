"""OKR201–207: how objectives and key results are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from sync.model.cells import CellRef
from sync.model.findings import Severity
from sync.model.readings import Direction, Kind, Measure, Quantity, Read
from sync.model.rows import KeyResult, Kpi
from sync.model.scores import Doubt, ScoredObjective, Status
from sync.patterns import RarePattern
from sync.reading.sheets.measures import OTHER_SIDE_IS_BETTER
from sync.reading.texts.text import bare
from sync.reading.texts.unit_kinds import ratio
from sync.reading.texts.units import PERCENT
from sync.reading.texts.wording import falls_by_name, says_change
from sync.rules.rule import (
    Example,
    KeyResultCase,
    KpiCase,
    Matter,
    ObjectiveCase,
    Problem,
    RowCase,
    Rule,
    TableCase,
    behind_a_number,
    page,
    say,
)
from sync.rules.wordings import figures_in_doubt, names_a_task, names_no_value, names_only_a_wish, rewritten
from sync.unit_slips import is_same_on_another_scale

_BOUNDS = (Kind.at_least, Kind.at_most, Kind.between)
_COMPARATOR = RarePattern(r"[<>≤≥]|(?:dưới|trên|tối|ít|below|above|least|most|under|over)(?![^\W_])")
_ROUNDING = Decimal("0.01")
"""Words round: '10 tỷ' over a column of 9.95 tỷ is no disagreement."""


@page(
    "OKR201",
    "task-not-value",
    Severity.error,
    KeyResultCase,
    only_with=Matter.valueless,
    also=Severity.warning,
    title=say("A task, not a value"),
    finds=say("A key result that says what to do, and no value to reach, in its words or its columns."),
    why=say(
        "Key results are not the work that leads to the objective but the values that define its success (so the FAQ "
        "that this service grew from; Google's re:Work: describe outcomes, not activities). A task can be done and "
        "change nothing. What should be different once it is done? Ticked off, a task is still scored as a milestone."
    ),
    trips=Example(
        """
        | Objective | Key result                | Current |
        | Grow      | Launch the partner portal |         |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                                 | Current |
        | Grow      | Increase orders by partners from 40 to 120 | 60      |
        """
    ),
)
def task_not_value(case: KeyResultCase) -> Iterator[Problem]:
    row = case.key_result
    if case.scored.keep:
        return  # whether a formula gives it a value is not known yet
    if names_no_value(case) and not names_only_a_wish(row) and names_a_task(case) and not figures_in_doubt(row):
        yield Problem(
            say("A task: there is no value to reach"),
            say("Say what changes when it is done, with a number: “… from 40 to 120”"),
            severity=None if case.scored.progress is None else Severity.warning,
        )


@page(
    "OKR202",
    "too-many-objectives",
    Severity.warning,
    TableCase,
    title=say("Too many objectives"),
    finds=say("A team with more objectives in one cycle than the settings allow (5)."),
    why=say(
        "Grove: 'if we try to focus on everything, we focus on nothing'. Doerr asks for three to five objectives a "
        "cycle; what is beyond that belongs to the next one."
    ),
    trips=Example(
        """
        | OKR                    | Baseline | Target | Current |
        | O: One                 |          |        |         |
        | KR: Alpha reaches 20   | 10       | 20     | 15      |
        | O: Two                 |          |        |         |
        | KR: Beta reaches 20    | 10       | 20     | 15      |
        | O: Three               |          |        |         |
        | KR: Gamma reaches 20   | 10       | 20     | 15      |
        | O: Four                |          |        |         |
        | KR: Delta reaches 20   | 10       | 20     | 15      |
        | O: Five                |          |        |         |
        | KR: Epsilon reaches 20 | 10       | 20     | 15      |
        | O: Six                 |          |        |         |
        | KR: Zeta reaches 20    | 10       | 20     | 15      |
        """
    ),
    passes=Example(
        """
        | OKR                  | Baseline | Target | Current |
        | O: One               |          |        |         |
        | KR: Alpha reaches 20 | 10       | 20     | 15      |
        | O: Two               |          |        |         |
        | KR: Beta reaches 20  | 10       | 20     | 15      |
        """
    ),
    settings=("rules.most_objectives",),
)
def too_many_objectives(case: TableCase) -> Iterator[Problem]:
    most = case.around.options.most_objectives
    by_team: dict[tuple[str, str], list[ScoredObjective]] = defaultdict(list)
    for scored in case.objectives:
        if scored.status is not _LEFT_OUT:
            cycle = scored.cycle.id if scored.cycle is not None else ""
            by_team[bare(scored.objective.team.value or ""), cycle].append(scored)
    for objectives in by_team.values():
        if len(objectives) > most:
            yield Problem(
                say("{count} objectives here; {most} are enough for one cycle", count=len(objectives), most=most),
                say("Keep the most important ones, and leave the rest to the next cycle"),
                of=objectives[most].objective,
            )


@page(
    "OKR203",
    "too-many-key-results",
    Severity.warning,
    ObjectiveCase,
    title=say("Too many key results"),
    finds=say("An objective with more key results than the settings allow (5)."),
    why=say(
        "Doerr and Google's re:Work guide name about three, at most five: with more, each weighs so little that "
        "missing it is not felt, and the list turns into a list of tasks."
    ),
    trips=Example(
        """
        | Objective | Key result         | Baseline | Target | Current |
        | Grow      | Alpha reaches 20   | 10       | 20     | 15      |
        | Grow      | Beta reaches 20    | 10       | 20     | 15      |
        | Grow      | Gamma reaches 20   | 10       | 20     | 15      |
        | Grow      | Delta reaches 20   | 10       | 20     | 15      |
        | Grow      | Epsilon reaches 20 | 10       | 20     | 15      |
        | Grow      | Zeta reaches 20    | 10       | 20     | 15      |
        """
    ),
    passes=Example(
        """
        | Objective | Key result       | Baseline | Target | Current |
        | Grow      | Alpha reaches 20 | 10       | 20     | 15      |
        | Grow      | Beta reaches 20  | 10       | 20     | 15      |
        | Grow      | Gamma reaches 20 | 10       | 20     | 15      |
        """
    ),
    settings=("rules.most_key_results",),
)
def too_many_key_results(case: ObjectiveCase) -> Iterator[Problem]:
    most, count = case.around.options.most_key_results, _counted(case)
    if count > most:
        yield Problem(
            say("{count} key results; {most} are enough for one objective", count=count, most=most),
            say("Keep those that define success, or split the objective"),
        )


@page(
    "OKR204",
    "only-one-key-result",
    Severity.info,
    ObjectiveCase,
    title=say("Only one key result"),
    finds=say("An objective with a single key result."),
    why=say(
        "A single number invites reaching it at the cost of everything else. Grove pairs each measure with one of its "
        "opposite effect: quantity with quality, speed with errors."
    ),
    trips=Example(
        """
        | Objective | Key result       | Baseline | Target | Current |
        | Grow      | Alpha reaches 20 | 10       | 20     | 15      |
        """
    ),
    passes=Example(
        """
        | Objective | Key result       | Baseline | Target | Current |
        | Grow      | Alpha reaches 20 | 10       | 20     | 15      |
        | Grow      | Beta reaches 20  | 10       | 20     | 15      |
        """
    ),
)
def only_one_key_result(case: ObjectiveCase) -> Iterator[Problem]:
    # Who paused or cancelled the others needs no new one beside it.
    is_alone = len(case.scored.key_results) == _counted(case) == 1
    if is_alone and not any(Doubt.several_in_one_cell in one.doubts for one in case.scored.key_results):
        yield Problem(
            say("Only one key result"),
            say("Add one that guards the other side: quality beside quantity, cost beside speed"),
        )


@page(
    "OKR205",
    "vague-text",
    Severity.error,
    KeyResultCase,
    only_with=Matter.valueless,
    also=Severity.warning,
    title=say("Vague: better, but by how much?"),
    finds=say("A key result that wants something improved, and says neither which value nor how far."),
    why=say(
        "'Improve service' can be claimed by anyone on any day. Locke and Latham's decades of studies on goals found "
        "specific, hard ones to beat 'do your best' nearly everywhere."
    ),
    trips=Example(
        """
        | Objective         | Key result                     | Current |
        | Customers love us | Improve the quality of service |         |
        """
    ),
    passes=Example(
        """
        | Objective         | Key result                       | Baseline | Current |
        | Customers love us | Raise the rating from 4.2 to 4.7 | 4.2      | 4.4     |
        """
    ),
)
def vague_text(case: KeyResultCase) -> Iterator[Problem]:
    if names_no_value(case) and names_only_a_wish(case.key_result) and not figures_in_doubt(case.key_result):
        yield Problem(
            say("Vague: nothing says which value, or how far"),
            say("Name the measure, and from where to where it should go"),
            severity=None if case.scored.progress is None else Severity.warning,
        )


@page(
    "OKR206",
    "text-and-columns-disagree",
    Severity.warning,
    KeyResultCase,
    KpiCase,
    title=say("Text and columns disagree"),
    finds=say(
        "The words of a key result name another target, baseline, change or direction than its columns; or a KPI's "
        "only bound is on the side that its name calls the good one (churn healthy from 3%); or the numbers of either "
        "go the other way than a column that says which side is better."
    ),
    why=say(
        "Columns win, so the row is scored by a target that is not the one people read. Mostly one of the two was "
        "changed and the other forgotten."
    ),
    trips=Example(
        """
        | Objective | Key result                 | Baseline | Target | Current |
        | Grow      | Increase MRR from 12 to 20 | 12       | 18     | 15      |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                 | Baseline | Target | Current |
        | Grow      | Increase MRR from 12 to 20 | 12       | 20     | 15      |
        """
    ),
)
def text_and_columns_disagree(case: RowCase) -> Iterator[Problem]:
    if isinstance(case, KpiCase):
        yield from _bound_on_the_good_side(case.kpi)
        yield from _against_its_column(case.kpi.measure, case.kpi.target.cell or case.kpi.lower.cell)
        return
    yield from _against_its_column(case.key_result.measure, case.key_result.target.cell)
    row, wording = case.key_result, case.key_result.wording
    wanted, target = _value_in_words(wording), row.target
    if _disagree(wanted, wording.unit, target, row.measure.unit):
        message = say("The text says {words}, the target is {column}", words=_shown(wanted), column=_value(target))
        cell, instead = target.cell, rewritten(row, ("target", "upper", "lower"), target, case.table.locale)
    elif _disagree(wording.baseline, wording.unit, row.baseline, row.measure.unit):
        words, column = _shown(wording.baseline), _value(row.baseline)
        message = say("The text starts at {words}, the baseline is {column}", words=words, column=column)
        cell, instead = row.baseline.cell, rewritten(row, ("baseline",), row.baseline, case.table.locale)
    elif (changed := _change_in_columns(row)) is not None:
        cell, instead = target.cell, None
        words = abs(_shown(wording.change))
        message = (
            say("The text says {words}, the target is {column}", words=words, column=changed)
            if row.baseline.value is not None and not row.baseline.value.value
            else say(
                "The text says a change by {words}, from baseline to target it is {column}",
                words=words,
                column=changed,
            )
        )
    elif _goes_the_other_way(row):
        cell, instead = target.cell, None
        message = (
            say("The text wants it to rise, but the target is below the baseline")
            if wording.direction is Direction.up
            else say("The text wants it to fall, but the target is above the baseline")
        )
    else:
        return
    if instead is None:
        yield Problem(message, say("Columns win: correct whichever is wrong"), cell)
    else:
        hint = say("Columns win: correct them, or write the text as “{text}”", text=instead)
        yield Problem(message, hint, cell)


@page(
    "OKR207",
    "kpi-as-key-result",
    Severity.info,
    KeyResultCase,
    only_with=Matter.kept | Matter.measuring_kpi,
    title=say("A KPI written as a key result"),
    finds=say("A key result that holds a level, or whose target is no further than its KPI's healthy bound."),
    why=say(
        "KPIs measure what has to stay healthy; key results move something on. 'If it is fine quarter after quarter, "
        "what do we do?' KPI: we carry on. OKR: we must go further (the FAQ that this service grew from). A level to "
        "hold beside a stretch target makes a good guard; alone it is a KPI. Kaplan and Norton's 'Balanced Scorecard' "
        "tells diagnostic measures from strategic ones in the same way."
    ),
    trips=Example(
        """
        | Objective | Key result          | Current |
        | Loyalty   | Keep churn below 3% | 2.5%    |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                 | Current |
        | Loyalty   | Reduce churn from 4% to 2% | 3%      |
        """
    ),
)
def kpi_as_key_result(case: KeyResultCase) -> Iterator[Problem]:
    row = case.key_result
    if row.measure.kept and row.measure.kind in _BOUNDS:
        yield Problem(
            say("This holds a level: a KPI"),
            say("Move it to the KPIs; here, write how far the value should go beyond"),
        )
        return
    kpi, target, rises = case.scored.measured_by, case.scored.target, case.scored.kind is Kind.increase
    if kpi is None or target is None or not (rises or case.scored.kind is Kind.decrease):
        return
    bound, start = kpi.lower if rises else kpi.upper, case.scored.baseline
    # One that begins out of its range is on its way back into it: that is what KPIs become key results for.
    if bound is None or (start is not None and (start < bound if rises else start > bound)):
        return
    if target <= bound if rises else target >= bound:
        yield Problem(
            say("The target {target} is no further than the KPI's healthy bound {bound}", target=target, bound=bound),
            say("Set a target beyond what is healthy anyway"),
            row.target.cell,
        )


RULES: tuple[Rule, ...] = (
    task_not_value,
    too_many_objectives,
    too_many_key_results,
    only_one_key_result,
    vague_text,
    text_and_columns_disagree,
    kpi_as_key_result,
)


def _counted(case: ObjectiveCase) -> int:
    statuses = [key_result.status for key_result in case.scored.key_results]
    return len(statuses) - statuses.count(_LEFT_OUT)


# ── Words beside columns ─────────────────────────────────────────────────────────────────────────────────────────────


def _value_in_words(wording: Measure) -> Decimal | None:
    """The value to reach as the text says it."""
    if wording.target is not None:
        return wording.target
    return wording.upper if wording.kind is Kind.at_most else wording.lower if wording.kind is Kind.at_least else None


def _change_in_columns(row: KeyResult) -> Decimal | None:
    """By how much a row is to change as its columns say, where its text says by how much else: 'Add 5 members' from 10
    to 20. None where the two agree, or the target column repeats the text's 5."""
    change, target, baseline = row.wording.change, row.target, row.baseline.value
    if change is None or row.wording.relative or target.value is None or target.value.total is not None:
        return None
    if baseline is None:
        return None  # the target may be the level
    way = target.value.value - baseline.value
    unit = row.wording.unit
    if not _disagree(abs(change), unit, target, row.measure.unit):
        return None
    by = Read(Quantity(abs(way), target.value.unit))
    return abs(way) if _disagree(abs(change), unit, by, row.measure.unit) else None


def _value(column: Read[Quantity]) -> Decimal:
    return column.value.value if column.value is not None else Decimal(0)


def _shown(value: Decimal | None) -> Decimal:
    return value if value is not None else Decimal(0)


def _disagree(words: Decimal | None, typed_in: str | None, column: Read[Quantity], unit: str | None) -> bool:
    """Whether a value in words, and the unit that they name, is another one than a column's."""
    quantity = column.value
    if words is None or quantity is None or quantity.total is not None:
        return False
    if typed_in and quantity.unit and (brought := ratio(typed_in, quantity.unit)) is not None:
        words = brought.of(words)  # '8 hours' beside a cell that shows 8:00
    value = quantity.value
    if words == value or abs(words - value) <= max(abs(words), abs(value)) * _ROUNDING:
        return False
    # Its own rules speak of slips.
    return not is_same_on_another_scale(words, value, is_share=unit == PERCENT)


def _against_its_column(measure: Measure, cell: CellRef | None) -> Iterator[Problem]:
    if not measure.evidence or all(said.part != OTHER_SIDE_IS_BETTER for said in measure.evidence):
        return
    message = (
        say("A column says that more is better, but by its numbers the row is to fall")
        if measure.direction is _DOWN
        else say("A column says that less is better, but by its numbers the row is to rise")
    )
    yield Problem(message, say("The numbers win: correct whichever is wrong"), cell)


def _bound_on_the_good_side(kpi: Kpi) -> Iterator[Problem]:
    falls = falls_by_name(kpi.name.value or "")
    only_lower = kpi.lower.value is not None and kpi.upper.value is None
    only_upper = kpi.upper.value is not None and kpi.lower.value is None
    bound = kpi.lower if only_lower else kpi.upper
    if _COMPARATOR.search(bound.raw) or not ((falls is True and only_lower) or (falls is False and only_upper)):
        return
    message = (
        say("By its name lower is better, but its only bound is a lower one")
        if only_lower
        else say("By its name higher is better, but its only bound is an upper one")
    )
    hint = say(
        "Columns win: move the bound to the other column, or write it as ≤ {bound}{unit} or ≥ {bound}{unit}",
        bound=_value(bound),
        unit=behind_a_number(kpi.unit.value or kpi.measure.unit or ""),
    )
    yield Problem(message, hint, bound.cell)


_UP, _DOWN, _LEFT_OUT = Direction.up, Direction.down, Status.left_out
_CHANGES = (Kind.increase, Kind.decrease)


def _goes_the_other_way(row: KeyResult) -> bool:
    baseline, target, direction = row.baseline.value, row.target.value, row.wording.direction
    if baseline is None or target is None:
        return False
    start, end = baseline.value, target.value
    if not ((end < start and direction is _UP) or (end > start and direction is _DOWN)):
        return False
    names_its_end = row.wording.kind in _CHANGES
    return row.wording.change is None and (names_its_end or says_change(row.wording))
