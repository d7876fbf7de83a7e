"""OKR506–507: KPIs beside what they were closed with in earlier cycles."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from sync.cycles import holds
from sync.kpi_scoring import healthy_bounds
from sync.lineage import said_by_kpi
from sync.messages import short
from sync.model.findings import Message, Severity
from sync.model.past import Closing
from sync.model.rows import Cycle, Field, Kpi
from sync.model.scores import Status
from sync.patterns import RarePattern
from sync.reading.sheets.adding_up import adds_up
from sync.reading.sheets.aggregations import read_aggregation
from sync.reading.sheets.spans_of_values import is_plan_to_date
from sync.reading.texts.text import bare
from sync.rules.kpis import running_objectives, unit_behind
from sync.rules.rule import Example, KpiCase, Matter, Problem, Rule, page, say
from sync.verdicts import in_a_row, is_a_key_result


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
    if is_a_key_result(case.kpi, running_objectives(case)):
        return
    value = case.scored.current if status is Status.out_of_range else last.ended[0].current
    hint = _proposal(case.kpi, value) or say("Make it a key result of its own, with a target inside the range")
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


_MONEY_IN_FRONT = RarePattern(r"(US\$|[$€£])\s*(.*)")
_SINGLE_NAMES = frozenset(
    "amazon apple asia europe facebook google instagram lazada linkedin momo sapo shopee singapore thailand tiki "
    "tiktok vietnam vietcombank youtube zalo".split()
)
"""Proper names of one word that measures are named after."""


def _proposal(kpi: Kpi, value: Decimal | None) -> Message | None:
    """The key result that brings a KPI's value back into its range, bounds included: as its reader takes it."""
    lower, upper, _ = healthy_bounds(kpi)
    if value is None or not kpi.name.value:
        return None
    money, unit = _around_a_number(kpi)
    said: dict[str, str | Decimal] = {"name": _in_mid_sentence(short(kpi.name.value)), "value": value}
    said |= {"money": money, "unit": unit}
    if upper is not None and value > upper:
        if not upper:
            return say("Make it a key result: “Reduce {name} from {money}{value}{unit} to {money}{bound}{unit}”",
                       bound=upper, **said)  # fmt: skip
        return say("Make it a key result: “Reduce {name} from {money}{value}{unit} to {money}{bound}{unit} or less”",
                   bound=upper, **said)  # fmt: skip
    if lower is not None and value < lower:
        return say("Make it a key result: “Increase {name} from {money}{value}{unit} to {money}{bound}{unit} or more”",
                   bound=lower, **said)  # fmt: skip
    return None


def _around_a_number(kpi: Kpi) -> tuple[str, str]:
    """A KPI's unit as it stands before a number and behind it: '$' and 'M' of '$M'."""
    found = _MONEY_IN_FRONT.fullmatch((kpi.unit.value or "").strip())
    if found is None:
        return "", unit_behind(kpi)
    return found[1], found[2] if len(found[2]) < 2 or not found[2][0].isalpha() else f" {found[2]}"


def _in_mid_sentence(name: str) -> str:
    """A name without the capital that begins a cell: acronyms and proper names, which go on with one, keep theirs."""
    first, *others = name.split(" ")
    is_capitalised = first[:1].isupper() and (first[1:].islower() or len(name) > len(first) == 1)
    goes_on = bool(others) and others[0][:1].isupper() and not others[0].isupper()
    if not is_capitalised or goes_on or bare(first) in _SINGLE_NAMES:
        return name
    return name[0].lower() + name[1:]


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
