"""What a month's plan asks for while the month runs: 20 of 55 new customers on the third are no bad month. Pure.

Only what adds up through the month is held against the part of it that is gone: what is summed, or plainly so by its
name. A rate, a mean or a stock is what it is on any day.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from sync.model.rows import Cycle, Kpi
from sync.options import ScoringOptions
from sync.pacing import expected_progress
from sync.reading.sheets.adding_up import adds_up
from sync.reading.texts.numbers import plain

ZERO = Decimal(0)
_AS_SHOWN = Decimal("0.0001")


class Running(NamedTuple):
    """A period that is not over: what was planned for the whole of it, which share of it is gone, and the least value
    that is on track by then."""

    plan: Decimal
    share: Decimal
    by_now: Decimal


class SoFar(NamedTuple):
    """What a period has come to, its plan, and whether a sheet or setting says that values of periods are summed."""

    period: Cycle
    value: Decimal
    plan: Decimal
    is_summed: bool


def running(kpi: Kpi, so_far: SoFar, day: date, options: ScoringOptions) -> Running | None:
    """Given a KPI and what its last period has come to by a day, less than its plan, return what that day asks for;
    None where the period is over, or the measure does not add up through it."""
    period, value, plan = so_far.period, so_far.value, so_far.plan
    if day >= period.last_day or not ZERO <= value < plan:
        return None
    if not adds_up(kpi, so_far.is_summed):
        return None
    share = expected_progress(period.first_day, period.last_day, day, options.days, options.holidays)
    share = share.quantize(_AS_SHOWN)
    return Running(plan, share, ZERO if share <= options.grace else _in_words(plan * share * options.on_track))


def _in_words(value: Decimal) -> Decimal:
    """A number as one says it, by three digits, and never more than it is."""
    return plain(value.quantize(Decimal(1).scaleb(value.adjusted() - 2), ROUND_DOWN)) if value else value
