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
from sync.patterns import RarePattern
from sync.reading.numbers import plain
from sync.reading.text import fold
from sync.reading.units import PER_MILLE, PERCENT
from sync.reading.wording import is_a_rate_by_name

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


def adds_up(kpi: Kpi, is_summed: bool) -> bool:
    """Whether a KPI's value grows through its period until that is over, as far as anything says so."""
    return not _is_a_rate(kpi) and (is_summed or (_says_that_it_adds_up(kpi) and not _says_that_it_does_not(kpi)))


def may_add_up(kpi: Kpi) -> bool:
    """Whether nothing about a KPI says either."""
    return not (_is_a_rate(kpi) or _says_that_it_adds_up(kpi) or _says_that_it_does_not(kpi))


def is_so_on_any_day(kpi: Kpi) -> bool:
    """Whether a KPI's value is one that a month has as a year has it: a rate, a mean, a stock."""
    return _is_a_rate(kpi) or _ON_ANY_DAY.search(fold(kpi.name.value or "")) is not None


def _is_a_rate(kpi: Kpi) -> bool:
    unit = kpi.unit.value or kpi.measure.unit
    return unit in (PERCENT, PER_MILLE) or is_a_rate_by_name(kpi.name.value or "")


def _says_that_it_adds_up(kpi: Kpi) -> bool:
    return _ADDS_UP.search(fold(kpi.name.value or "")) is not None


def _says_that_it_does_not(kpi: Kpi) -> bool:
    name = fold(kpi.name.value or "")
    return _ON_ANY_DAY.search(name) is not None or _TO_DATE.search(name) is not None


_ON_ANY_DAY = RarePattern(
    r"\b(?:trung bình|bình quân|trung binh|binh quan|tb|mỗi|trên|tăng trưởng|tang truong|tồn|ton|điểm|thời gian|"
    r"nhân sự|average|avg|mean|median|per|each|growth|score|time|cycle|share|margin|quality|satisfaction|retention|"
    r"stock|balance|backlog|pipeline|open|active|headcount|team|size|tỷ lệ|tỉ lệ|ty le|ti le|rate|ratio|nps|enps|csat|"
    r"oee|uptime|availability|index|level|days|dso|dpo|định kỳ|dinh ky|recurring|mrr|arr|"
    r"daily|weekly|h[àằ]ng ngày|hang ngay|h[àằ]ng tuần|hang tuan)\b|/"
)
"""What is so on any day, whatever else its name says."""
_TO_DATE = RarePattern(r"\b(?:lũy kế|luỹ kế|luy ke|cộng dồn|cong don|cumulative|to date|ytd)\b")
"""What has grown since before the period began."""
_ADDS_UP = RarePattern(
    r"\b(?:doanh (?:thu|số|so)|lợi nhuận|loi nhuan|đơn hàng|don hang|số đơn|khách (?:hàng )?mới|hợp đồng (?:mới|ký)|"
    r"sản lượng|san luong|lượt|luot|revenue|sales|turnover|profit|orders|sign-?ups|leads|downloads|installs|visits|"
    r"output|shipments|bookings|units (?:shipped|sold|produced|made)|"
    r"new (?:customers|clients|users|members|accounts|deals|contracts|hires|subscribers|subscriptions|teams))\b"
)
