"""A table that shows when its own fiscal year begins: by the order of its months ('Apr … Dec, Jan, Feb, Mar'), or by a
title that says which months a quarter has ('Quarter 3 (Oct–Dec 2026)')."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby, pairwise

from sync.cycles import length_of, parse_cycle
from sync.options import FiscalCalendar
from sync.patterns import RarePattern
from sync.reading.texts.text import bare

_CALENDAR_YEARS = FiscalCalendar()
_SOME_YEAR = date(2000, 6, 15)
_FEWEST = 3
_A_YEAR = 12


def month_without_year(words: str) -> int | None:
    """Given a header's words, return the month that they name without saying of which year, None where they do not."""
    found = parse_cycle(words, _CALENDAR_YEARS, _SOME_YEAR)
    if found is None or length_of(found) != "month" or found.first_day.year != _SOME_YEAR.year:
        return None
    return found.first_day.month


def calendar_of_months(months: Sequence[int], calendar: FiscalCalendar) -> FiscalCalendar | None:
    """Given the months of a table's columns from left to right, return the calendar whose years hold them in that
    order, where the years of ``calendar`` do not: they go on over a new year, and none comes twice. Of two, only where
    one is right after the other: 'T12 | T1'."""
    in_order = [month for month, _ in groupby(months)]
    places = [(month - calendar.fiscal_year_starts) % _A_YEAR for month in in_order]
    if len(in_order) < 2 or places == sorted(places):
        return None
    if len(in_order) < _FEWEST and places != [_A_YEAR - 1, 0]:
        return None
    steps = [(after - before) % _A_YEAR for before, after in pairwise(in_order)]
    return calendar._replace(fiscal_year_starts=in_order[0]) if sum(steps) < _A_YEAR else None


def calendar_of_titles(titles: Iterable[str], calendar: FiscalCalendar) -> FiscalCalendar:
    """Given a table's titles, return the calendar in which a quarter has the months that one of them says it has."""
    for title in titles:
        words = bare(title)
        found = _QUARTER_OF_MONTHS.search(words) if "q" in words else None
        if found is None:
            continue
        first, last = (_number(found[name]) for name in ("first", "last"))
        if (last - first) % _A_YEAR == 2:
            starts = (first - 1 - 3 * (int(found["quarter"]) - 1)) % _A_YEAR + 1
            return calendar._replace(fiscal_year_starts=starts)
    return calendar


def _number(month: str) -> int:
    return int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*|(?<=thang )[0-9]{{1,2}}|(?<=t)[0-9]{{1,2}}"
_QUARTER_OF_MONTHS = RarePattern(
    rf"(?<![^\W_])q(?:tr|uarter|uy)?\.? ?(?P<quarter>[1-4])(?: ?[/-]? ?(?:fy ?)?(?:20)?[0-9]{{2}}(?:[/-][0-9]{{2}})?)?"
    rf" ?[-–—:(,]+ ?(?:thang |t)?(?P<first>{_MONTH})(?: 20[0-9]{{2}})?"
    rf" ?(?:-|–|—|to|den) ?(?:thang |t)?(?P<last>{_MONTH}|[0-9]{{1,2}})(?![^\W_])"
)
