"""Weeks and quarters without a year whose order goes on over a new year, 'W52 | W1', 'TH Q4 | TH Q1' ─▶ the period of
each: the last of one year, and the first of the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise

from sync.cycles import cycle_by_id, fiscal_year, length_of
from sync.model.rows import Cycle
from sync.options import FiscalCalendar

Place = Callable[[int, int], Cycle | None]
"""A number and a year ─▶ the period."""
_LATE_WEEK, _EARLY_WEEK = 40, 13
_LAST_QUARTER = 4
_FEWEST_BACKWARD = 3
_MANY = 4


def weeks_over_new_year(
    weeks: Mapping[int, int], values: Mapping[int, bool], cycle: Cycle | None, as_of: date
) -> dict[int, Cycle]:
    """Given the numbers of weeks by their columns' places, for those of values whether they are filled in, a table's
    cycle and the day of reading, return their periods; none where their order shows no new year."""
    order = _order(weeks, values)
    falls = [(before, after) for before, after in pairwise(order) if after < before]
    is_one = len(falls) == 1 and falls[0][0] >= _LATE_WEEK and falls[0][1] <= _EARLY_WEEK
    if not is_one or order[-1] >= order[0]:
        return {}
    return _placed(weeks, values, order, _week, as_of.year, cycle, as_of)


def quarters_over_new_year(
    quarters: Mapping[int, int],
    values: Mapping[int, bool],
    cycle: Cycle | None,
    as_of: date,
    calendar: FiscalCalendar,
) -> dict[int, Cycle]:
    """Given the numbers of quarters likewise, return their periods."""
    order = _order(quarters, values)
    steps = [(before, after) for before, after in pairwise(order)]
    if (_LAST_QUARTER, 1) not in steps or any(after != before % _LAST_QUARTER + 1 for before, after in steps):
        return {}

    def quarter(number: int, year: int) -> Cycle | None:
        try:
            return cycle_by_id(f"{year:04}-Q{number}", calendar)
        except (ValueError, OverflowError):  # at the very end of the calendar
            return None

    placed = _placed(quarters, values, order, quarter, fiscal_year(as_of, calendar), cycle, as_of)
    year = cycle if cycle is not None and length_of(cycle) == "year" else None
    if year is not None and any(one.first_day > year.last_day for one in placed.values()):
        return {}  # each quarter is one of the year that the table names, in whatever order they stand
    return placed


def _order(numbers: Mapping[int, int], values: Mapping[int, bool]) -> list[int]:
    """The numbers of values from the first to the last, whichever side the latest stands on; none where plans and
    actuals, or anything else, do not have them in one order. A target alone may be far ahead: 'Target Q4 | Actual
    Q1'."""
    told = [number for number, _ in groupby(numbers[at] for at in sorted(values) if at in numbers)]
    order = list(dict.fromkeys(told))
    times = len(told) // len(order) if order else 0
    if told != order * times:
        return []
    steps = [after - before for before, after in pairwise(order)]
    is_backward = len(order) >= _FEWEST_BACKWARD and max(steps) > -min(steps)
    return order[::-1] if is_backward else order


def _placed(
    numbers: Mapping[int, int],
    values: Mapping[int, bool],
    order: Sequence[int],
    place: Place,
    year: int,
    cycle: Cycle | None,
    as_of: date,
) -> dict[int, Cycle]:
    """Each number's period: in the years that have the most of the table's cycle, else those nearest to the day of
    which most that are filled in have begun."""
    new_year = next(at for at, (before, after) in enumerate(pairwise(order), start=1) if after < before)
    is_late = {number: at < new_year for at, number in enumerate(order)}
    ways: list[dict[int, Cycle]] = []
    for first in (year - 1, year, year - 2):
        way = {
            at: period
            for at, number in numbers.items()
            if number in is_late and (period := place(number, first if is_late[number] else first + 1)) is not None
        }
        if way:
            ways.append(way)
    first_day, last_day = (as_of, as_of) if cycle is None else (cycle.first_day, cycle.last_day)

    def how_far(way: Mapping[int, Cycle]) -> tuple[int, timedelta]:
        spans = [(one.first_day, one.last_day) for one in way.values()]
        filled = [way[at].first_day for at, is_filled in values.items() if is_filled and at in way]
        ahead = sum(begins > as_of for begins in filled)
        # The next quarter may be typed ahead beside this one; half a year of them was measured.
        is_ahead = cycle is None and (2 * ahead > len(filled) or 2 * ahead == len(filled) >= _MANY)
        within = sum(begins <= last_day and ends >= first_day for begins, ends in spans) if cycle is not None else 0
        begins, ends = min(spans)[0], max(spans)[1]
        return is_ahead * len(spans) - within, max(begins - last_day, first_day - ends, timedelta())

    return min(ways, key=how_far, default={})


def _week(number: int, year: int) -> Cycle | None:
    try:
        monday, sunday = (date.fromisocalendar(year, number, day) for day in (1, 7))
    except (ValueError, OverflowError):  # a year of 52 weeks, or the very end of the calendar
        return None
    return Cycle(f"{year}-W{number:02}", monday, sunday)
