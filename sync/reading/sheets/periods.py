"""Headers of columns a week, month or quarter ─▶ the periods that they stand for."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from sync.cycles import cycle_by_id, cycle_of, fiscal_year, holds, length_of, parse_cycle
from sync.model.rows import Cycle
from sync.options import FiscalCalendar
from sync.patterns import RarePattern
from sync.reading.sheets.dates import days_without_year, parse_day
from sync.reading.sheets.fiscal_years import calendar_of_months, month_without_year
from sync.reading.sheets.over_new_year import quarters_over_new_year, weeks_over_new_year
from sync.reading.texts.text import bare

TO_DATE = "ytd "
"""What a label begins with that is of all there was of a year until its period ends, or of the table's quarter."""
_WEEKS_OF_A_QUARTER = 14
A_YEAR_JUST_BEGUN = timedelta(days=45)
_DAY_FIRST = "vi"
_FEW_YEARS = 2
_DAYS_OF_A_YEAR = 365
_FEWEST_OVER_NEW_YEAR = 3
_A_YEAR = timedelta(days=_DAYS_OF_A_YEAR)


class Label(NamedTuple):
    """A period as a header names it: its words, or the day where the header is a date."""

    words: str
    day: date | None = None


def periods_of(
    labels: Sequence[Label],
    cycle: Cycle | None,
    calendar: FiscalCalendar,
    as_of: date,
    filled: Sequence[bool | None] = (),
) -> list[Cycle | None]:
    """Given a table's period headers, its cycle and the day of reading, return the period of each, or None.

    Names without a year are of the table's year, else of the one that ``as_of`` lies in: of the fiscal year that begins
    with the first of them where they go on over a new year ('Nov | Dec | Jan'). Where that has only just begun, and the
    last column that is ``filled`` in (None where that says nothing) would be of a period to come, they are of the year
    before. Weeks up to 14 are weeks of the quarter ('W1' of Q4 begins on 1 October); 'W52 | W1' and 'Q4 | Q1' of values
    go on over the new year; days stand for themselves, first days of a month for the month. '10/5' is in October where
    the days beside it tell, else in May.
    """
    are_to_date = [label.words.startswith(TO_DATE) for label in labels]
    labels = [label._replace(words=label.words.removeprefix(TO_DATE)) for label in labels]
    values = {at: bool(is_filled) for at, is_filled in enumerate(filled) if is_filled is not None}
    over = _weeks_and_quarters_over_new_year(labels, values, cycle, calendar, as_of) if values else {}
    found = [over.get(at, period) for at, period in enumerate(_periods(labels, cycle, calendar, as_of))]
    if cycle is None and not over and _may_be_last_years(as_of, calendar, labels, filled):
        last = max(
            (one.first_day for one, is_filled in zip(found, filled, strict=True) if one and is_filled), default=None
        )
        if last is not None and last > as_of:
            found = _periods(labels, None, calendar, as_of, _A_YEAR)
    return [
        _until(period, cycle, calendar) if is_one and period is not None else period
        for period, is_one in zip(found, are_to_date, strict=True)
    ]


def _periods(
    labels: Sequence[Label],
    cycle: Cycle | None,
    calendar: FiscalCalendar,
    as_of: date,
    earlier: timedelta = timedelta(),
) -> list[Cycle | None]:
    """The periods of labels; those that name no year are ``earlier`` by so much."""
    near = _middle_of_year(cycle.first_day if cycle else as_of, calendar)
    labels = _with_the_day_first(_months_of_years(labels, near, calendar), cycle, near)
    over_new_year = _over_new_year(labels, cycle, calendar, as_of, earlier)
    near -= earlier
    days = [label.day for label in labels if label.day is not None]
    are_months = len(days) > 0 and all(day.day == 1 for day in days)
    are_months = are_months or _are_ends_of_months(labels, near, calendar)
    weeks = [_week_number(label.words) for label in labels if label.day is None]
    numbers = [week for week in weeks if week]
    quarter = None
    if numbers and max(numbers) <= _WEEKS_OF_A_QUARTER:
        within = cycle if cycle is not None and length_of(cycle) in ("quarter", "half", "month") else None
        quarter = within or (cycle_of(as_of, calendar) if cycle is None else None)
    found: list[Cycle | None] = []
    for at, label in enumerate(labels):
        try:
            found.append(over_new_year.get(at) or _period(label, near, quarter, are_months, calendar))
        except (ValueError, OverflowError):  # a date cell at the very end of the calendar
            found.append(None)
    return found


def _are_ends_of_months(labels: Sequence[Label], near: date, calendar: FiscalCalendar) -> bool:
    """'30/09/2026 | 31/10/2026', as dates or as text, are September and October."""
    days = {label.day or _short_day(label.words, near, calendar) for label in labels} if len(labels) > 1 else set()
    return len(days) > 1 and all(day is not None and day.day == monthrange(day.year, day.month)[1] for day in days)


def _until(period: Cycle, cycle: Cycle | None, calendar: FiscalCalendar) -> Cycle:
    """What there was until a period ends: of the table's half or quarter where it lies in that, else of its year."""
    is_shorter = cycle is not None and length_of(cycle) in ("half", "quarter") and holds(cycle, period)
    whole = cycle if is_shorter and cycle is not None else cycle_of(period.last_day, calendar, "year")
    return Cycle(whole.id, whole.first_day, period.last_day)


def _over_new_year(
    labels: Sequence[Label], cycle: Cycle | None, calendar: FiscalCalendar, as_of: date, earlier: timedelta
) -> dict[int, Cycle]:
    """The months without a year among the labels, by their place, where their order shows another fiscal year than the
    calendar's: 'Apr … Dec | Jan | Feb | Mar'."""
    named = _months_without_year(labels)
    own = calendar_of_months(list(named.values()), calendar)
    if own is None:
        return {}
    day = as_of if cycle is None else cycle.first_day + (cycle.last_day - cycle.first_day) / 2
    if len(set(named.values())) < _FEWEST_OVER_NEW_YEAR and not _is_first_half(day, own):
        return {}
    near = _middle_of_year(day, own)
    found = {at: parse_cycle(_in_full(labels[at].words), own, near - earlier) for at in named}
    return {at: month for at, month in found.items() if month is not None}


def _weeks_and_quarters_over_new_year(
    labels: Sequence[Label],
    values: Mapping[int, bool],
    cycle: Cycle | None,
    calendar: FiscalCalendar,
    as_of: date,
) -> dict[int, Cycle]:
    weeks: dict[int, int] = {}
    quarters: dict[int, int] = {}
    for at, label in enumerate(labels):
        if label.day is not None or _A_YEAR_OF_ITS_OWN.search(label.words):
            continue
        if week := _week_number(label.words):
            weeks[at] = week
        elif quarter := _quarter_number(label.words):
            quarters[at] = quarter
    found = weeks_over_new_year(weeks, values, cycle, as_of)
    return found or quarters_over_new_year(quarters, values, cycle, as_of, calendar)


def _is_first_half(day: date, calendar: FiscalCalendar) -> bool:
    """Whether 'T12 | T1' show a year of their own: in November they may as well be plans, and the Januaries that have
    been."""
    return cycle_of(day, calendar, "half").first_day == cycle_of(day, calendar, "year").first_day


def _months_without_year(labels: Sequence[Label]) -> dict[int, int]:
    return {
        at: month
        for at, label in enumerate(labels)
        if label.day is None and (month := month_without_year(_in_full(label.words))) is not None
    }


def _months_of_years(labels: Sequence[Label], near: date, calendar: FiscalCalendar) -> Sequence[Label]:
    """'Sep-26 | Oct-26' in 2026 are months of a year; 'Oct 19 | Oct 26' days, of which one only looks like that."""
    found = [_MONTH_AND_NUMBER.fullmatch(label.words.strip()) for label in labels]
    numbers = {int(one["number"]) for one in found if one is not None}
    if not any(abs(2000 + number - near.year) <= 2 for number in numbers):
        return labels
    months = [one["month"] for one in found if one is not None]
    is_plain = any(one is not None and one["mark"].isspace() for one in found)  # 'Oct 24 | Oct 25' are days
    are_years = all(abs(2000 + number - near.year) <= 2 for number in numbers)
    are_years = are_years and not (is_plain and len(set(months)) < len(months))
    in_full = []
    for label, one in zip(labels, found, strict=True):
        if one is not None and are_years:
            label = label._replace(words=f"{one['month']} 20{one['number']}")
        elif one is not None:
            label = label._replace(words=_day_of_near(one["number"], one["month"], near, calendar) or label.words)
        in_full.append(label)
    return in_full


def _with_the_day_first(labels: Sequence[Label], cycle: Cycle | None, near: date) -> Sequence[Label]:
    """'10/5 | 10/19', whose 19 is no month, as '5/10 | 19/10'; but '11/25 | 12/25' may be months of a year."""
    found = [_TWO_NUMBERS.fullmatch(label.words.strip()) if label.day is None else None for label in labels]
    pairs = [(int(one["one"]), int(one["two"])) for one in found if one is not None]
    if all(abs(2000 + two - near.year) <= _FEW_YEARS for _, two in pairs) or not _is_month_first(pairs, cycle, near):
        return labels
    return [
        label if one is None else label._replace(words=f"{one['two']}/{one['one']}{one['year'] or ''}")
        for label, one in zip(labels, found, strict=True)
    ]


def _is_month_first(pairs: Sequence[tuple[int, int]], cycle: Cycle | None, near: date) -> bool:
    """Whether days and months can only be told apart so; else, whether only so all are days of the table's cycle, or
    follow each other within a year."""
    day_first = _days([(month, day) for day, month in pairs], near)
    month_first = _days(pairs, near)
    if day_first is None or month_first is None:
        return month_first is not None
    if cycle is not None:
        inside = [all(cycle.first_day <= day <= cycle.last_day for day in days) for days in (month_first, day_first)]
        if inside[0] != inside[1]:
            return inside[0]
    return _follow_each_other(month_first) and not _follow_each_other(day_first)


def _days(pairs: Sequence[tuple[int, int]], near: date) -> list[date] | None:
    """The days of pairs of month and day, or None where one of them is none."""
    try:
        return [date(near.year, month, day) for month, day in pairs]
    except ValueError:
        return None


def _follow_each_other(days: Sequence[date]) -> bool:
    steps = [(after - before).days % _DAYS_OF_A_YEAR for before, after in pairwise(days)]
    return sum(steps) < _DAYS_OF_A_YEAR


def _day_of_near(number: str, month: str, near: date, calendar: FiscalCalendar) -> str | None:
    typed = (f"{number} {month} {year}" for year in (near.year, near.year - 1, near.year + 1))
    days = ((words, parse_day(words, "en")) for words in typed)
    year = fiscal_year(near, calendar)
    return next((words for words, day in days if day is not None and fiscal_year(day.day, calendar) == year), None)


def _period(
    label: Label, near: date, quarter: Cycle | None, are_months: bool, calendar: FiscalCalendar
) -> Cycle | None:
    week = _week_number(label.words) if label.day is None else 0
    day = label.day or _short_day(label.words, near, calendar)
    if day is not None:
        return cycle_of(day, calendar, "month") if are_months else _day_as_period(day)
    if week and quarter is not None:
        return _day_as_period(quarter.first_day + timedelta(days=7 * (week - 1)), 7)
    numbered = _NUMBERED_MONTH.match(label.words.strip())
    if numbered is not None:
        year = int(numbered["year"] or fiscal_year(near, calendar))
        return cycle_of(_first_months(int(numbered["number"]), year, calendar).last_day, calendar, "month")
    months = _FIRST_MONTHS.match(label.words.strip())
    if months is not None:
        return _first_months(int(months["count"]), int(months["year"] or fiscal_year(near, calendar)), calendar)
    return parse_cycle(_in_full(label.words), calendar, near)


def _first_months(count: int, year: int, calendar: FiscalCalendar) -> Cycle:
    """'9T 2026': the year, as far as its ninth month."""
    whole = cycle_by_id(f"{year:04}", calendar)
    month = (whole.first_day.month + count - 2) % 12 + 1
    last = cycle_by_id(f"{whole.first_day.year + (month < whole.first_day.month):04}-{month:02}", calendar)
    return Cycle(whole.id, whole.first_day, last.last_day)


def _middle_of_year(day: date, calendar: FiscalCalendar) -> date:
    """A day far from either end of the fiscal year, so that no name is taken for a neighbouring year's."""
    year = fiscal_year(day, calendar)
    middle = day
    for months in range(-6, 7):
        near = day + timedelta(days=30 * months)
        first, last = near - timedelta(days=150), near + timedelta(days=150)
        if fiscal_year(first, calendar) == year == fiscal_year(last, calendar):
            middle = near
    return middle


def _may_be_last_years(
    as_of: date, calendar: FiscalCalendar, labels: Sequence[Label], filled: Sequence[bool | None]
) -> bool:
    """Whether a year has just begun, and all but a few columns are filled in, or the last one is."""
    known = [one for one in filled if one is not None]
    is_full = bool(known) and (known[-1] or 10 * sum(known) >= 7 * len(known))
    if not is_full or any(re.search(r"20[0-9]{2}", label.words) or label.day for label in labels):
        return False
    own = calendar_of_months(list(_months_without_year(labels).values()), calendar) or calendar
    return fiscal_year(as_of - A_YEAR_JUST_BEGUN, own) != fiscal_year(as_of, own)


def _week_number(words: str) -> int:
    found = _WEEK.search(bare(words))
    return int(found["number"]) if found else 0


def _quarter_number(words: str) -> int:
    found = parse_cycle(words, FiscalCalendar(), _SOME_DAY)
    return int(found.id[-1]) if found is not None and length_of(found) == "quarter" else 0


def _short_day(words: str, near: date, calendar: FiscalCalendar) -> date | None:
    """'05/10' and '5 Oct' are 5 October of the table's year."""
    found = _DAY_AND_MONTH.fullmatch(words.strip())
    if found is None:
        typed = parse_day(words, _DAY_FIRST)
        days = (typed.day,) if typed is not None else days_without_year(words, _DAY_FIRST, near.year)
        return next((day for day in days if typed or fiscal_year(day, calendar) == fiscal_year(near, calendar)), None)
    for year in (near.year, near.year - 1, near.year + 1):
        try:
            day = date(int(found["year"] or year), int(found["month"]), int(found["day"]))
        except ValueError:
            return None
        if found["year"] or fiscal_year(day, calendar) == fiscal_year(near, calendar):
            return day
    return None


def _day_as_period(day: date, length: int = 1) -> Cycle:
    year, week, _ = day.isocalendar()
    return Cycle(f"{year}-W{week:02}", day, day + timedelta(days=length - 1))


def _in_full(words: str) -> str:
    """'T10' and 'M10' may be other things elsewhere; over a column of values they are months, and 'Wk 40' a week."""
    return _SHORT_WEEK.sub("week ", _MONTH.sub(r"tháng \1", words))


_SOME_DAY = date(2000, 6, 15)
_A_YEAR_OF_ITS_OWN = RarePattern(r"20[0-9]{2}|[/'’.-]\s?[2-4][0-9](?![0-9])|fy")
_WEEK = RarePattern(r"(?<![^\W_])(?:tuan|week|wk|w)\s?(?P<number>[0-5]?[0-9])(?![^\W_])")
_MONTH_AND_NUMBER = RarePattern(
    r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*)\.?(?P<mark>[\s/'’-]+)(?P<number>[0-3][0-9])",
    re.I,
)
_NUMBERED_MONTH = RarePattern(r"f?p(?P<number>0[1-9]|1[0-2])(?:[\s/.-]*(?P<year>20[2-4][0-9]))?\Z", re.I)
"""'P09': the ninth month of the fiscal year."""
_FIRST_MONTHS = RarePattern(
    r"(?P<count>[2-9]|1[0-2])\s?(?:tháng|thang|months|t|m)(?:\s?đầu)?(?:[\s/.-]*(?:năm\s)?(?P<year>20[2-4][0-9]))?\Z",
    re.I,
)
_SHORT_WEEK = RarePattern(r"(?<![^\W_])[wW][kK]\s?(?=[0-9])")
_MONTH = RarePattern(r"(?<![^\W_])[tTmM]\s?(1[0-2]|0?[1-9])(?![^\W_])")
_TWO_NUMBERS = RarePattern(r"(?P<one>[0-3]?[0-9])/(?P<two>[0-3]?[0-9])(?P<year>/20[2-4][0-9])?")
_DAY_AND_MONTH = RarePattern(r"(?P<day>[0-3]?[0-9])/(?P<month>1[0-2]|0?[1-9])(?:/(?P<year>20[2-4][0-9]))?")
