"""OKR501–505: KPIs, the health of the business."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sync.cycle_names import find_periods
from sync.cycles import holds, is_to_date, length_of
from sync.kpi_scoring import ELAPSED, healthy_bounds
from sync.messages import short
from sync.model.cells import CellRef
from sync.model.findings import Severity
from sync.model.rows import Column, Cycle, Field, Kpi, Table
from sync.model.scores import Doubt, ScoredObjective, Status
from sync.reading.sheets.adding_up import may_add_up
from sync.reading.sheets.header_periods import period_words
from sync.reading.sheets.periods import TO_DATE
from sync.reading.sheets.sides import is_a_cost
from sync.reading.sheets.spans_of_values import is_plan_to_date
from sync.reading.texts.text import bare
from sync.rules.rule import Example, KpiCase, Problem, Rule, TableCase, behind_a_number, page, say
from sync.verdicts import is_a_key_result


@page(
    "OKR501",
    "kpi-out-of-range",
    Severity.warning,
    KpiCase,
    title=say("A KPI is out of its healthy range"),
    finds=say(
        "A KPI whose latest value lies below its lower or above its upper healthy bound. Where a period has its own "
        "plan and is not over, what adds up in it (revenue, orders; “sum” under “Aggregation”) is held against the "
        "part of its plan that is due by now."
    ),
    why=say(
        "KPIs say whether the business is healthy. One that leaves its range needs an answer now; if it stays outside, "
        "it is worth an objective of its own. That is how KPIs and OKRs belong together (the FAQ that this service "
        "grew from; Kaplan and Norton's 'Balanced Scorecard')."
    ),
    trips=Example(
        """
        | KPI   | Unit | Healthy from | Healthy to | Current |
        | Stock | days | 15           | 30         | 34      |
        """
    ),
    passes=Example(
        """
        | KPI   | Unit | Healthy from | Healthy to | Current |
        | Stock | days | 15           | 30         | 22      |
        """
    ),
)
def kpi_out_of_range(case: KpiCase) -> Iterator[Problem]:
    current = case.scored.current
    lower, upper, _ = healthy_bounds(case.kpi)
    if case.scored.status is not Status.out_of_range or current is None:
        return
    unit = unit_behind(case.kpi)
    hint = say("Find the cause; if it stays outside, make it a key result")
    if is_a_key_result(case.kpi, running_objectives(case)):
        hint = say("Find the cause; a key result is about it already")
    period = _named(case.scored.period, case.table)
    by_now = _asked_by_now(case)
    if by_now is not None:
        message = say(
            "{period} so far: {value}{unit}, below the {bound}{unit} needed by now to reach {plan}{unit}",
            period=period,
            value=current,
            bound=by_now,
            plan=lower or Decimal(0),
            unit=unit,
        )
    elif lower is not None and current < lower:
        bound = lower
        if _may_grow_yet(case):
            hint = say("The period is not over: find the cause now, or enter its value when it is")
            if may_add_up(case.kpi) and (not case.kpi.periods or any(one.aim is not None for one in case.kpi.periods)):
                hint = say("The period is not over: where it adds up until then, write “sum” under “Aggregation”")
        message = (
            say(
                "{period}: {value}{unit}, below the healthy bound of {bound}{unit}",
                period=period,
                value=current,
                bound=bound,
                unit=unit,
            )
            if period
            else say("{value}{unit}: below the healthy bound of {bound}{unit}", value=current, bound=bound, unit=unit)
        )
    else:
        bound = upper if upper is not None else Decimal(0)
        message = (
            say(
                "{period}: {value}{unit}, above the healthy bound of {bound}{unit}",
                period=period,
                value=current,
                bound=bound,
                unit=unit,
            )
            if period
            else say("{value}{unit}: above the healthy bound of {bound}{unit}", value=current, bound=bound, unit=unit)
        )
    yield Problem(message, hint, case.scored.cell)


@page(
    "OKR502",
    "kpi-period-missing",
    Severity.warning,
    KpiCase,
    title=say("A KPI's period is missing"),
    finds=say("A period that has ended has no value, though an earlier one has."),
    why=say(
        "A gap makes every trend, sum and average over it wrong, and the bad month is the one that is most easily "
        "forgotten. The latest value shown is older than it looks."
    ),
    trips=Example(
        """
        | KPI          | Unit   | Healthy from | Jul | Aug | Sep | Oct |
        | Satisfaction | points | 4            | 4.2 |     | 4.4 | 4.5 |
        """
    ),
    passes=Example(
        """
        | KPI          | Unit   | Healthy from | Jul | Aug | Sep | Oct |
        | Satisfaction | points | 4            | 4.2 | 4.3 | 4.4 | 4.5 |
        """
    ),
)
def kpi_period_missing(case: KpiCase) -> Iterator[Problem]:
    missing = _missing_periods(case)
    if not missing:
        return
    headers = [_heading(column) for column in missing]
    named = ", ".join(headers[:4]) + (" …" if len(headers) > 4 else "")
    cell = CellRef(case.kpi.sheet, case.kpi.row, missing[0].column)
    yield Problem(say("No value for {periods}", periods=named), say("Enter it; 0 only if it was 0"), cell)


@page(
    "OKR503",
    "kpi-without-bound",
    Severity.warning,
    KpiCase,
    title=say("A KPI without a healthy range"),
    finds=say(
        "A KPI that has neither a healthy bound nor a target; or, where each period has a target of its own ('Plan | "
        "Actual' under each month), whose latest value is of a period without one; or whose target is a year's, "
        "beside the value of a month; or a budget or target, of a measure of which nothing says whether more or less "
        "is better, and whose value is not the target itself."
    ),
    why=say("Without a bound nobody can say whether a number is good: it is watched, and nothing ever follows."),
    trips=Example(
        """
        | KPI   | Unit | Healthy from | Healthy to | Current |
        | Stock | days |              |            | 22      |
        | Churn | %    |              | 3%         | 2%      |
        """
    ),
    passes=Example(
        """
        | KPI   | Unit | Healthy from | Healthy to | Current |
        | Stock | days | 15           | 30         | 22      |
        | Churn | %    |              | 3%         | 2%      |
        """
    ),
)
def kpi_without_bound(case: KpiCase) -> Iterator[Problem]:
    kpi = case.kpi
    measure = kpi.measure
    if kpi.planned_for is not None and Doubt.planned_for_longer in case.scored.doubts:
        yield _of_a_longer_plan(case, kpi.planned_for)
    if Doubt.side_unknown in case.scored.doubts and measure.target is not None:
        unit, value = unit_behind(kpi), case.scored.current
        if value is not None and value * measure.target < 0 and is_a_cost(kpi.name.value or ""):
            yield Problem(
                say(
                    "{value}{unit} and {target}{unit} are of different signs: it is not judged",
                    value=value,
                    target=measure.target,
                    unit=unit,
                ),
                say("Write both with the same sign: costs as 7,300 and 7,000, or as -7,300 and -7,000"),
                case.scored.cell or kpi.target.cell,
            )
            return
        yield Problem(
            say("Is {target}{unit} to be reached, or not to be passed?", target=measure.target, unit=unit)
            if value is None
            else say(
                "Is {target}{unit} to be reached, or not to be passed? {value}{unit} is not judged",
                target=measure.target,
                value=value,
                unit=unit,
            )
            if case.scored.current is not None
            else say("Is {target}{unit} to be reached, or not to be passed?", target=measure.target, unit=unit),
            say(
                "Write ≥ {target}{unit} if more is better, ≤ {target}{unit} if less is",
                target=measure.target,
                unit=unit,
            ),
            kpi.target.cell,
        )
    if measure.lower is None and measure.upper is None and measure.target is None and not _has_a_wrong_bound(kpi):
        planned = any(one.aim is not None for one in kpi.periods)
        period = _named(case.scored.period, case.table)
        if planned and period and kpi.target.value is None:
            yield Problem(
                say("{period} has no target of its own: it is not judged", period=period),
                say("Enter the target of the same period; another period's says nothing of this one"),
                kpi.target.cell,
            )
            return
        if kpi.target.value is not None:
            yield Problem(
                say("A budget: is it to be reached, or not to be passed? It is not judged"),
                say("Write ≥ or ≤ before the number"),
                kpi.target.cell,
            )
            return
        yield Problem(
            say("No healthy bound"),
            say("Add a column “Healthy from”, “Healthy to” or “Target”"),
            kpi.lower.cell or kpi.upper.cell or kpi.target.cell,
        )


def _of_a_longer_plan(case: KpiCase, whole: Cycle) -> Problem:
    kpi, period = case.kpi, case.scored.period
    cell = kpi.target.cell or kpi.lower.cell or kpi.upper.cell
    if period is not None and period.id == whole.id:
        return Problem(
            say("The plan is for all of {whole}, which is not over: it is not judged yet", whole=whole.id),
            say("Where it adds up until then, write “sum” under “Aggregation”"),
            cell,
        )
    if period is not None and is_to_date(period) and not holds(whole, period):
        named = _named(period, case.table)
        header = next((one.header for one in case.table.columns if one.field is Field.current and not one.owned), "")
        return Problem(
            say(
                "The plan is for all of {whole}, and the value is “{header}”: it is not judged",
                whole=whole.id,
                header=short(header),
            )
            if named == period.id and header
            else say(
                "The plan is for all of {whole}, and the value is of {period}: it is not judged",
                whole=whole.id,
                period=named,
            ),
            say("Add a column with what {whole} alone has come to", whole=whole.id),
            cell,
        )
    hint = say("Add a column “Year to date” with what it has come to, or write “sum” or “last” under “Aggregation”")
    if any(one.value.cell == kpi.current.cell for one in kpi.periods):  # its row is of one month
        hint = say("Head the values “Year to date”, and write under it what each has come to")
        if length_of(whole) == "quarter":
            hint = say("Head the values “Quarter to date”, and write under it what each has come to")
    elif length_of(whole) == "quarter":
        hint = say(
            "Add a column “{quarter} to date” with what it has come to, or write “sum” or “last” under “Aggregation”",
            quarter=whole.id.partition("-")[2],
        )
    elif length_of(whole) != "year":
        hint = say("Write “sum” or “last” under “Aggregation”")
    if is_to_date(whole):
        return Problem(
            say(
                "The plan is for {whole} to date, and the value is of {period}: it is not judged",
                whole=whole.id,
                period=_named(period, case.table),
            ),
            hint,
            cell,
        )
    named = _named(period, case.table)
    is_a_period = bool(find_periods(named))  # 'Oct', and not 'YTD Oct'
    return Problem(
        say(
            "The plan is for all of {whole}, and the value is of {period}: it is not judged",
            whole=whole.id,
            period=named,
        )
        if is_a_period
        else say(
            "The plan is for all of {whole}, and the value is “{header}”: it is not judged",
            whole=whole.id,
            header=named,
        ),
        hint,
        cell,
    )


@page(
    "OKR504",
    "kpi-far-from-its-past",
    Severity.warning,
    KpiCase,
    title=say("A KPI jumped by a factor of hundreds"),
    finds=say("A KPI's latest value is hundreds of times larger or smaller than the value before."),
    why=say(
        "Revenue does not grow five hundredfold in a month; a unit does: triệu for tỷ, thousands for units. It is the "
        "kind of mistake that reaches a board's slides."
    ),
    trips=Example(
        """
        | KPI    | Unit | Healthy from | Aug  | Sep  | Oct     |
        | Orders | pcs  | 1000         | 1200 | 1300 | 1400000 |
        """
    ),
    passes=Example(
        """
        | KPI    | Unit | Healthy from | Aug  | Sep  | Oct  |
        | Orders | pcs  | 1000         | 1200 | 1300 | 1400 |
        """
    ),
    settings=("rules.unit_slip_factor",),
)
def kpi_far_from_its_past(case: KpiCase) -> Iterator[Problem]:
    if Doubt.unit_slip in case.scored.doubts:
        return  # told as what it is: no value
    filled = [
        period
        for period in case.kpi.periods
        if period.period.first_day <= case.around.as_of and period.value.value is not None and period.value.value.value
    ]
    if len(filled) < 2:
        return
    before, last = (period.value.value.value for period in filled[-2:] if period.value.value is not None)
    small, large = sorted((abs(before), abs(last)))
    if large >= small * case.around.options.unit_slip_factor:
        yield Problem(
            say(
                "{period}: {value} after {before}: another unit?",
                period=_named(filled[-1].period, case.table),
                value=last,
                before=before,
            ),
            say("Type all periods in the same unit"),
            filled[-1].value.cell,
        )


@page(
    "OKR505",
    "duplicate-kpi",
    Severity.warning,
    TableCase,
    title=say("The same KPI twice"),
    finds=say("Two rows of one table with the same KPI, of the same owner and team."),
    why=say(
        "Key results point at KPIs by their name. With two of one name nobody can tell which number they take, and two "
        "truths are worse than none."
    ),
    trips=Example(
        """
        | KPI   | Unit | Healthy from | Healthy to | Current |
        | Stock | days | 15           | 30         | 22      |
        | Stock | days | 15           | 30         | 25      |
        """
    ),
    passes=Example(
        """
        | KPI           | Unit | Healthy from | Healthy to | Current |
        | Stock, Hanoi  | days | 15           | 30         | 22      |
        | Stock, Saigon | days | 15           | 30         | 25      |
        """
    ),
)
def duplicate_kpi(case: TableCase) -> Iterator[Problem]:
    first: dict[tuple[str, ...], Kpi] = {}
    for scored in case.kpis:
        kpi = scored.kpi
        words = bare(kpi.name.value or "")
        whose = (words, bare(kpi.owner.value or ""), bare(kpi.team.value or ""), _own_period(kpi, case.table))
        twin = first.setdefault(whose, kpi)
        if words and twin is not kpi:
            yield Problem(
                say("The KPI “{name}” stands in row {row} too", name=short(kpi.name.value or ""), row=str(twin.row)),
                say("Keep one, or tell them apart by their names"),
                of=kpi,
            )


RULES: tuple[Rule, ...] = (
    kpi_out_of_range,
    kpi_period_missing,
    kpi_without_bound,
    kpi_far_from_its_past,
    duplicate_kpi,
)


def _own_period(kpi: Kpi, table: Table) -> str:
    """The period that a KPI's row is of, in a list with a row for each month; '' elsewhere."""
    by_column = {column.period for column in table.columns}
    own = next((one.period for one in kpi.periods if one.period not in by_column), None)
    return "" if own is None else f"{own.id} {own.last_day}"


def _asked_by_now(case: KpiCase) -> Decimal | None:
    """What a period that is not over was held against; None where the KPI was held against its bounds."""
    given = {one.name: one.value for one in case.scored.inputs}
    by_now = given.get("lower")
    return by_now if ELAPSED in given and isinstance(by_now, Decimal) else None


def _may_grow_yet(case: KpiCase) -> bool:
    """Whether a value below its bound is of a month that runs, and nothing says whether it adds up until it is over."""
    kpi, told = case.kpi, case.table.cycle
    planned = next((column.header for column in case.table.columns if column.field is Field.target), "")
    if is_plan_to_date(planned):
        return False  # what was due by now
    period = case.scored.period or (told if kpi.target.value is not None and not kpi.periods else None)
    if period is None or kpi.aggregation.value or not period.first_day <= case.around.as_of < period.last_day:
        return False
    is_of_all = any(one.period == period for one in kpi.periods) or not kpi.periods
    return is_of_all and (kpi.unit.value or kpi.measure.unit) not in ("%", "‰")


def running_objectives(case: KpiCase) -> Iterator[ScoredObjective]:
    """The objectives of cycles that are not over, or were not when the cycle that a KPI's table names was."""
    its, day = case.table.cycle, case.around.as_of
    day = day if its is None else min(day, its.last_day)
    objectives = case.around.scored.objectives
    return (one for one in objectives if one.cycle is None or one.cycle.last_day >= day)


def unit_behind(kpi: Kpi) -> str:
    """The unit as it stands behind a number."""
    return behind_a_number(kpi.unit.value or kpi.measure.unit or "")


def _named(period: Cycle | None, table: Table) -> str:
    """A period as its column calls it ('T10'), else its id; empty where there is none."""
    if period is None:
        return ""
    columns = (column for column in table.columns if column.period == period and column.field is Field.period)
    column = next(columns, None)
    return period.id if column is None else _heading(column)


def _heading(column: Column) -> str:
    """What names a column's period: its own header, or the words of the group above it where that says 'TH' alone."""
    period = column.period
    if period is not None and length_of(period) == "month" and column.header == column.period_label[:10]:
        return period.first_day.strftime("%m/%Y")  # a month as a date cell, whatever the cell shows of it
    is_dated = not column.period_label or period_words(column.header) is not None
    if column.period_label.startswith(TO_DATE) and not is_dated and not any(map(str.isdigit, column.header)):
        return short(column.period_label.upper())  # 'TH' under 'Lũy kế T10'
    is_dated = is_dated or column.period_label.startswith(TO_DATE)
    return short(column.header if is_dated else column.period_label.capitalize())


def _missing_periods(case: KpiCase) -> list[Column]:
    """The columns of periods that have ended without a value, after the first that has one. Where a table has months
    and quarters, only the months are looked at: quarters are their sums."""
    filled = {value.period for value in case.kpi.periods}
    if not filled:
        return []
    shortest = min(_days(period) for period in filled)
    missing, has_begun = [], False
    for column in case.table.columns:
        period = column.period
        if column.field is not Field.period or period is None or period.last_day >= case.around.as_of:
            continue
        if period in filled:
            has_begun = True
        elif has_begun and _days(period) <= shortest + 3:
            missing.append(column)
    return missing


def _days(period: Cycle) -> int:
    return (period.last_day - period.first_day).days


def _has_a_wrong_bound(kpi: Kpi) -> bool:
    return any(read.trouble is not None for read in (kpi.lower, kpi.upper, kpi.target))
