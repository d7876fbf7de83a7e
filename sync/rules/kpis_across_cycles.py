"""OKR506–507: KPIs beside what they were closed with in earlier cycles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from sync.cycles import holds
from sync.kpi_scoring import healthy_bounds
from sync.lineage import said_by_kpi
from sync.messages import short
from sync.model.findings import Severity
from sync.model.past import Closing
from sync.model.readings import Activity
from sync.model.rows import Cycle, Field
from sync.model.scores import Status
from sync.reading.sheets.adding_up import adds_up
from sync.reading.sheets.aggregations import read_aggregation
from sync.reading.sheets.spans_of_values import is_plan_to_date
from sync.reading.texts.text import bare
from sync.rules.kpis import unit_behind
from sync.rules.rule import Example, KpiCase, Matter, Problem, Rule, page, say
from sync.verdicts import in_a_row

_OPEN = (Activity.active, Activity.done)


def _stock(upper: int, current: int) -> str:
    """A sheet of the examples."""
    head = "| KPI   | Unit | Healthy from | Healthy to | Current |"
    return f"{head}\n| Stock | days | 15           | {upper:<10} | {current:<7} |"


@page(
    "OKR506",
    "kpi-out-of-range-for-long",
    Severity.warning,
    KpiCase,
    only_with=Matter.past,
    title=say("A KPI stays out of range: make it a key result"),
    finds=say(
        "A KPI that was out of its healthy range in as many closed cycles in a row as the patience of the settings "
        "(2), that is not back in it, and that no key result is about."
    ),
    why=say(
        "A KPI that stays outside does not come back by being watched. Then it is worth an objective's full attention "
        "until it is healthy again; that is how KPIs turn into OKRs (the FAQ that this service grew from)."
    ),
    trips=Example(_stock(30, 33), closed=(("Q2 2026", _stock(30, 36)), ("Q3 2026", _stock(30, 34)))),
    passes=Example(_stock(30, 29), closed=(("Q2 2026", _stock(30, 36)), ("Q3 2026", _stock(30, 34)))),
    settings=("rules.patience",),
)
def kpi_out_of_range_for_long(case: KpiCase) -> Iterator[Problem]:
    patience, status = case.around.options.patience, case.scored.status
    last = _last(case)
    if last is None or status is Status.healthy or not in_a_row(last.ended, patience, fine=False):
        return
    if _is_a_key_result(case):
        return
    name, unit = short(case.kpi.name.value or ""), unit_behind(case.kpi)
    value = case.scored.current if status is Status.out_of_range else last.ended[0].current
    lower, upper, _ = healthy_bounds(case.kpi)
    hint = say("Make it a key result of its own, with a target inside the range")
    if value is not None and upper is not None and value > upper:
        hint = say(
            "Make it a key result: “Reduce {name} from {value} to below {bound}{unit}”",
            name=name, value=value, bound=upper, unit=unit,
        )  # fmt: skip
    elif value is not None and lower is not None and value < lower:
        hint = say(
            "Make it a key result: “Increase {name} from {value} to above {bound}{unit}”",
            name=name, value=value, bound=lower, unit=unit,
        )  # fmt: skip
    cycles = ", ".join(one.id for one in reversed(last.cycles[:patience]))
    yield Problem(say("Out of range when {cycles} were closed, and not back yet", cycles=cycles), hint)


@page(
    "OKR507",
    "kpi-redefined",
    Severity.warning,
    KpiCase,
    only_with=Matter.past,
    title=say("A KPI's unit or healthy range changed"),
    finds=say("A KPI whose unit or healthy bound is not the one that it had when the cycle before was closed."),
    why=say(
        "A bound that moves to where the value is makes every KPI healthy, and a unit that changes makes every "
        "comparison wrong. Both may be right: then the reason belongs beside the number."
    ),
    trips=Example(_stock(40, 34), closed=(("Q3 2026", _stock(30, 29)),)),
    passes=Example(_stock(30, 28), closed=(("Q3 2026", _stock(30, 29)),)),
)
def kpi_redefined(case: KpiCase) -> Iterator[Problem]:
    last = _last(case)
    if last is None:
        return
    kpi, closing, cycle = case.kpi, last.ended[0], last.cycles[0].id
    hint = say("Say why in the notes, or put it back")
    unit = kpi.measure.unit or ""
    if unit and closing.unit and bare(unit) != bare(closing.unit):
        message = say("The unit was {before} when {cycle} was closed; now it is {now}", before=closing.unit,
                      cycle=cycle, now=unit)  # fmt: skip
        yield Problem(message, hint, kpi.unit.cell)
        return
    if _is_planned_by_period(case, last.cycles[0]):
        return
    lower, upper, _ = healthy_bounds(kpi)
    for before, now, read in ((closing.lower, lower, kpi.lower), (closing.upper, upper, kpi.upper)):
        if before is not None and now is not None and before != now:
            message = say("The healthy bound was {before} when {cycle} was closed; now it is {now}", before=before,
                          cycle=cycle, now=now)  # fmt: skip
            yield Problem(message, hint, read.cell or kpi.target.cell)


RULES: tuple[Rule, ...] = (kpi_out_of_range_for_long, kpi_redefined)


def _is_planned_by_period(case: KpiCase, closed: Cycle) -> bool:
    """Whether what a KPI is held against is another number for each period: each month has its plan, the plan is of
    what there is to date, or it is what adds up in another period than the closed one. What a year or month was to come
    to is no bound that moved."""
    kpi, its = case.kpi, case.table.cycle
    if any(one.aim is not None for one in kpi.periods):
        return True
    if kpi.lower.value is not None or kpi.upper.value is not None or kpi.target.value is None:
        return False  # what is healthy is so in any period
    planned = next((one.header for one in case.table.columns if one.field is Field.target), "")
    is_of_another = its is not None and not holds(its, closed)
    return is_plan_to_date(planned) or (is_of_another and adds_up(kpi, read_aggregation(kpi.aggregation.raw) == "sum"))


class _Last(NamedTuple):
    """What a KPI was closed with in the cycles before the running one, the newest first."""

    cycles: tuple[Cycle, ...]
    ended: tuple[Closing, ...]


def _last(case: KpiCase) -> _Last | None:
    """Of a table of a cycle that is over nothing is asked any more, nor of a workbook that another one took over."""
    around, its = case.around, case.table.cycle
    over = around.history.succeeded_after
    if over is not None and over < around.as_of:
        return None
    if not around.lineage or (its is not None and not its.first_day <= around.as_of <= its.last_day):
        return None
    for cycle in around.lineage.running(around.as_of):
        before = around.lineage.before(cycle, said_by_kpi(case.kpi))
        ended = tuple(islice(before, around.options.patience))
        if ended:
            return _Last(tuple(islice(around.lineage.cycles_before(cycle), len(ended))), ended)
    return None


def _is_a_key_result(case: KpiCase) -> bool:
    """Whether a key result of a running cycle is measured by the KPI, or has its name in its words."""
    names = {bare(name) for name in (case.kpi.name.value, case.kpi.external_id.value) if name}
    return any(
        bare(row.kpi.value or "") in names or any(f" {name} " in f" {bare(row.text.value or '')} " for name in names)
        for objective in case.around.scored.objectives
        if objective.cycle is None or objective.cycle.last_day >= case.around.as_of
        for row in objective.objective.key_results
        if row.activity in _OPEN
    )
