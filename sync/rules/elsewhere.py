"""OKR508: what comes from other workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sync.messages import short
from sync.model import Severity
from sync.rules.rule import KeyResultCase, Matter, Problem, Rule, page, say


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


RULES: tuple[Rule, ...] = (kpi_read_long_ago,)
