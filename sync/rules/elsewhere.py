"""OKR409 and 508: what comes from other workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sync.messages import short
from sync.model.findings import Severity
from sync.rules.rule import KeyResultCase, KpiCase, Matter, ObjectiveCase, Problem, Rule, page, say


@page(
    "OKR409",
    "may-have-moved-here",
    Severity.info,
    KeyResultCase,
    ObjectiveCase,
    KpiCase,
    only_with=Matter.moved,
    title=say("It may have come from another workbook"),
    finds=say(
        "A row that is new in its workbook, while the cycle before was closed with a row of the same words in another "
        "one, where it is not any more; and it cannot be told whether it is the same: several workbooks had such a "
        "row, another one has it by now, or nothing but a few words is the same."
    ),
    why=say(
        "What a row goes on from decides what is said of it: no stretch, carried over, missed again. A wrong past is "
        "worse than none, so in doubt there is none, and it is said. A row keeps its past wherever it moves with an ID "
        "that no other row has, in a column that may be hidden."
    ),
)
def may_have_moved_here(case: KeyResultCase | ObjectiveCase | KpiCase) -> Iterator[Problem]:
    maybe_from = case.around.history.maybe_from
    if not maybe_from:
        return
    found = maybe_from.get(_id_of(case))
    if found is not None:
        yield Problem(
            say("It may go on from a row of {workbooks} in {cycle}: it is not compared with that",
                workbooks=", ".join(found.workbooks), cycle=found.cycle),
            say("Give it an ID of its own, and the same one wherever it moves"),
        )  # fmt: skip


def _id_of(case: KeyResultCase | ObjectiveCase | KpiCase) -> str:
    if isinstance(case, KeyResultCase):
        return case.key_result.id
    return case.objective.id if isinstance(case, ObjectiveCase) else case.kpi.id


@page(
    "OKR508",
    "kpi-read-long-ago",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.measuring_kpi,
    title=say("A KPI of another workbook was read long ago"),
    finds=say(
        "A key result that takes its value from a KPI of another workbook, which was last synced longer ago than a "
        "check-in may be old (14 days)."
    ),
    why=say(
        "The number is right as of the day on which the other workbook was read. If that one is no longer synced, the "
        "key result stands still, and nobody sees why."
    ),
    settings=("rules.stale_after_days",),
)
def kpi_read_long_ago(case: KeyResultCase) -> Iterator[Problem]:
    by, around = case.scored.measured_by, case.around
    if by is None or by.read_on is None or around.as_of - by.read_on <= timedelta(days=around.options.stale_after_days):
        return
    yield Problem(
        say("The KPI “{name}” of {workbook} was last read on {day}", name=short(by.name), workbook=by.workbook,
            day=by.read_on),
        say("Sync {workbook} again", workbook=by.workbook),
        case.key_result.kpi.cell,
    )  # fmt: skip


RULES: tuple[Rule, ...] = (may_have_moved_here, kpi_read_long_ago)
