"""Cycles on a fiscal calendar: which one a day lies in, which one an id means, how much of it has passed.

Ids are '2026', '2026-H2', '2026-Q4' (of the fiscal year 2026), '2026-11' (the calendar's month) and '2026-W07' (ISO
8601's week). ``parse_cycle`` lives in ``cycle_names.py``: how people write them.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from sync.cycle_names import Period, find_periods
from sync.model.rows import Cycle
from sync.options import FiscalCalendar
from sync.public_holidays import days_off

Length = Literal["year", "half", "quarter", "month", "week"]

_MONTHS: dict[Length, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_ID = re.compile(r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|W(?P<week>\d\d)|(?P<month>\d\d)))?")
_A_MONTH = timedelta(days=31)
_A_DAY = timedelta(days=1)


def cycle_of(day: date, calendar: FiscalCalendar, length: Length = "quarter") -> Cycle:
    """Given a day, return the cycle of that length that it lies in."""
    if length == "week":
        year, week, _ = day.isocalendar()
        return cycle_by_id(f"{year}-W{week:02}", calendar)
    if length == "month":
        return cycle_by_id(f"{day.year:04}-{day.month:02}", calendar)
    months_in = (day.month - calendar.fiscal_year_starts) % 12
    year = fiscal_year(day, calendar)
    if length == "year":
        return cycle_by_id(f"{year:04}", calendar)
    letter = "Q" if length == "quarter" else "H"
    return cycle_by_id(f"{year:04}-{letter}{months_in // _MONTHS[length] + 1}", calendar)


def fiscal_year(day: date, calendar: FiscalCalendar) -> int:
    """Given a day, return the name of the fiscal year that it lies in."""
    began = day.year if day.month >= calendar.fiscal_year_starts else day.year - 1
    return began + _named_ahead(calendar)


@lru_cache(maxsize=4096)
def cycle_by_id(id: str, calendar: FiscalCalendar) -> Cycle:
    """Given an id ('2026-Q4'), return its cycle. Raise ValueError, with a sentence for people, when it is none."""
    found = _ID.fullmatch(id)
    if found is not None:
        try:
            return _cycle(id, found, calendar)
        except (ValueError, OverflowError):
            pass  # month 13, week 54 or year 0000: no cycle either
    raise ValueError(f"'{id}' is no cycle: write it like 2026, 2026-H2, 2026-Q4, 2026-11 or 2026-W07")


def length_of(cycle: Cycle) -> Length:
    """Given a cycle, return how long it is, as its id says."""
    mark = cycle.id[5:6]
    lengths: dict[str, Length] = {"": "year", "H": "half", "Q": "quarter", "W": "week"}
    return lengths.get(mark, "month")


def holds(outer: Cycle, inner: Cycle) -> bool:
    """Whether the whole of one cycle lies in another one."""
    return outer.first_day <= inner.first_day and inner.last_day <= outer.last_day


def counts_from(period: Cycle) -> date:
    """Given a period, return the first day on which it may have a value of its own: its first; of a year until the end
    of October, the first of October."""
    return max(period.first_day, period.last_day.replace(day=1)) if is_to_date(period) else period.first_day


def is_to_date(period: Cycle) -> bool:
    """Whether a period is of a year or quarter as far as one of its months or days: 'YTD Oct'."""
    return length_of(period) in ("year", "half", "quarter") and not _is_whole(period)


def _is_whole(period: Cycle) -> bool:
    months = _MONTHS[length_of(period)]
    return period.last_day + _A_DAY >= _months_later(period.first_day.replace(day=1), months)


def next_cycle(cycle: Cycle, calendar: FiscalCalendar) -> Cycle:
    """Given a cycle, return the one of the same length that begins on the day after it."""
    return cycle_of(cycle.last_day + _A_DAY, calendar, length_of(cycle))


def previous_cycle(cycle: Cycle, calendar: FiscalCalendar) -> Cycle:
    """Given a cycle, return the one of the same length that ends on the day before it."""
    return cycle_of(cycle.first_day - _A_DAY, calendar, length_of(cycle))


def elapsed(start: date, due: date, day: date) -> Decimal:
    """Given two days and a third, return which share (0–1) of the time between them has passed on it: 0 up to the
    start, 1 from the due date on, whatever the order of the two."""
    if day >= due:
        return Decimal(1)
    if day <= start:
        return Decimal(0)
    return Decimal((day - start).days) / Decimal((due - start).days)


def worked(start: date, due: date, day: date, country: str = "") -> Decimal:
    """Given two days and a third, return which share of the working days between them has passed on it, as ``elapsed``
    does of all days; of all days where there is no working day between them. Working days are Monday to Friday, where a
    country ('VN') is named without its public holidays."""
    whole = _working_days(start, due, country)
    if day >= due or day <= start or not whole:
        return elapsed(start, due, day)
    return Decimal(_working_days(start, day, country)) / Decimal(whole)


def _working_days(after: date, until: date, country: str) -> int:
    """The working days after one day, up to another one."""
    weeks, rest = divmod((until - after).days, 7)
    count = 5 * weeks + sum(1 for days in range(rest) if (after.weekday() + 1 + days) % 7 < 5)
    for year in range(after.year, until.year + 1) if country else ():
        off = days_off(country, year)
        count -= sum(after < day <= until for day in off.holidays)
        count += sum(after < day <= until for day in off.worked_weekends)
    return count


@lru_cache(maxsize=4096)
def parse_cycle(text: str, calendar: FiscalCalendar, near: date) -> Cycle | None:
    """Given a tab's name, a title or a cell, return the cycle that it names, or None: 'Q4 2026', 'Quý IV/2026', 'FY26
    Q1', 'OKR 2026', 'T11/2026', 'Nov 2026', 'Tuần 7'.

    A name without a year is of the fiscal year that ``near`` lies in, unless the same period of a neighbouring year
    is less than a month away and the nearer one: in January 'Q4' is the quarter that has just ended. Where several
    are named, it is the one that holds the others ('Q4 2026: T10, T11, T12') or that they make up ('Q3–Q4 2026'); of
    months beside a quarter that holds none of them, what the months make up.
    """
    cycles = [cycle for period in find_periods(text) if (cycle := _placed(period, calendar, near)) is not None]
    if not cycles:
        return None
    months = [cycle for cycle in cycles if length_of(cycle) == "month"]
    if len(months) > 1 and not any(holds(cycle, months[0]) for cycle in cycles if cycle not in months):
        cycles = months  # 'FY26/27 Q2 (Jul–Sep 2026)': whatever the year is called, these are the days
    first_day, last_day = min(cycle.first_day for cycle in cycles), max(cycle.last_day for cycle in cycles)
    lengths: tuple[Length, ...] = ("week", "month", "quarter", "half", "year")
    spanned = (cycle_of(first_day, calendar, length) for length in lengths)
    found = (cycle for cycle in (*cycles, *spanned) if (cycle.first_day, cycle.last_day) == (first_day, last_day))
    return next(found, None)


def _named_ahead(calendar: FiscalCalendar) -> int:
    """How many years a fiscal year's name is ahead of the year in which it begins."""
    return 1 if calendar.fiscal_year_named_by == "end" and calendar.fiscal_year_starts > 1 else 0


def _cycle(id: str, found: re.Match[str], calendar: FiscalCalendar) -> Cycle:
    year = int(found["year"])
    if found["week"]:
        monday = date.fromisocalendar(year, int(found["week"]), 1)
        return Cycle(id, monday, monday + timedelta(days=6))
    if found["month"]:
        return _months(id, date(year, int(found["month"]), 1), 1)
    begins = date(year - _named_ahead(calendar), calendar.fiscal_year_starts, 1)
    if found["half"]:
        return _months(id, _months_later(begins, 6 * (int(found["half"]) - 1)), 6)
    if found["quarter"]:
        return _months(id, _months_later(begins, 3 * (int(found["quarter"]) - 1)), 3)
    return _months(id, begins, 12)


def _months(id: str, first_day: date, count: int) -> Cycle:
    return Cycle(id, first_day, _months_later(first_day, count) - _A_DAY)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _placed(period: Period, calendar: FiscalCalendar, near: date) -> Cycle | None:
    """Given a period as named, return its cycle: in its own year, or in the one that ``near`` suggests."""
    if period.year is not None:
        if is_of_an_unknown_year(period, calendar):
            return None
        return _cycle_or_none(period.id_in(period.year + period.two_years * _named_ahead(calendar)), calendar)
    this_year = fiscal_year(near, calendar)
    years = range(this_year - 2, this_year + 3)
    cycles = [cycle for year in years if (cycle := _cycle_or_none(period.id_in(year), calendar)) is not None]
    if not cycles:
        return None
    close = min(cycles, key=lambda cycle: _time_between(cycle, near))
    if _time_between(close, near) < _A_MONTH:
        return close
    # The fourth day of a week is the one that says which year it belongs to.
    in_year = (cycle for cycle in cycles if fiscal_year(cycle.first_day + timedelta(days=3), calendar) == this_year)
    return next(in_year, close)


def is_of_an_unknown_year(period: Period, calendar: FiscalCalendar) -> bool:
    """Whether a period is of a fiscal year that runs over two ('Q2 2026-27'), while the calendar knows of none such."""
    return period.two_years and period.kind in ("year", "half", "quarter") and calendar.fiscal_year_starts == 1


def _cycle_or_none(id: str, calendar: FiscalCalendar) -> Cycle | None:
    try:
        return cycle_by_id(id, calendar)
    except ValueError:
        return None


def _time_between(cycle: Cycle, day: date) -> timedelta:
    return max(cycle.first_day - day, day - cycle.last_day, timedelta(0))
