"""Days as sheets hold them: serial numbers in both epochs, and as people type them in Vietnamese and English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sync.model.cells import Cell, CellRef, ErrorValue
from sync.model.readings import Read, Trouble
from sync.patterns import RarePattern
from sync.reading.sheets.formats import read_format
from sync.reading.texts.numbers import shown, tidy
from sync.reading.texts.text import bare


def with_month_as_day(day: date, as_of: date) -> date | None:
    """Given a day that is still to come, return the one that is meant where day and month were swapped; None where
    there is no such day, or it has not come either: 20 November."""
    meant = date(day.year, day.day, day.month) if day.day <= 12 else None
    return None if meant is None or meant > as_of else meant


def read_date(cell: Cell | None, ref: CellRef, locale: str, epoch_1904: bool = False) -> Read[date]:
    """Given a cell where a day is meant, return it. Trouble not_a_date where no day can be read, ambiguous where day
    and month could change places and the locale does not tell (the day is then taken first)."""
    if cell is None:
        return Read(None, ref)
    value, number_format, formula, _ = cell
    is_formula = formula is not None
    if value is None or (isinstance(value, str) and not value):
        return Read(None, ref, trouble=Trouble.not_calculated if is_formula else None, is_formula=is_formula)
    if isinstance(value, ErrorValue):
        return Read(None, ref, value.code, Trouble.error_cell, is_formula)
    if isinstance(value, bool):
        return Read(None, ref, str(value).upper(), Trouble.not_a_date, is_formula)
    if isinstance(value, Decimal):
        is_date = number_format != "General" and read_format(number_format).date
        day = day_of_serial(value, epoch_1904) if is_date or 20_000 <= value <= 80_000 else _compact(value)
        raw = (day.isoformat() if day and is_date else None) or shown(value)
        return Read(day, ref, raw, None if day else Trouble.not_a_date, is_formula)
    raw = value.strip()
    if not raw or raw in "-–—":
        return Read(None, ref, raw, is_formula=is_formula)
    found = parse_day(raw, locale)
    if found is None:
        return Read(None, ref, raw, Trouble.not_a_date, is_formula)
    return Read(found.day, ref, raw, Trouble.ambiguous if found.ambiguous else None, is_formula)


class Day(NamedTuple):
    """A day as typed. ``ambiguous`` where day and month could change places."""

    day: date
    ambiguous: bool = False


@lru_cache(maxsize=16384)
def parse_day(text: str, locale: str | None) -> Day | None:
    """Given a text that is one day ('31/12/2026', '31 tháng 12 năm 2026', 'Dec 31, 2026'), return it, or None."""
    if not tidy(text).casefold().startswith(_BEGINNINGS):
        return None
    typed = _TIME.sub("", _without_trimmings(text)).strip()
    if match := _YEAR_FIRST.fullmatch(typed):
        return _day(match["year"], int(match["month"]), int(match["day"]))
    if match := _NUMBERS.fullmatch(typed):
        return _by_locale(int(match["one"]), int(match["two"]), match["year"], match["mark"], locale)
    if match := _VIETNAMESE.fullmatch(typed):
        return _day(match["year"], int(match["month"]), int(match["day"]))
    if match := _DAY_MONTH.fullmatch(typed) or _MONTH_DAY.fullmatch(typed):
        month = MONTHS.get(bare(match["month"])[:3])
        return _day(match["year"], month, int(match["day"])) if month else None
    return None


def days_without_year(text: str, locale: str | None, near: int) -> tuple[date, ...]:
    """Given a text that is one day without its year ('15/12', 'Dec 15', '30 tháng 11') and a year, return that day in
    the year, and in those before and after it; none for other texts, nor where the last number may be the year itself
    ('12/26' in 2026)."""
    typed = _without_trimmings(text)
    match = _WITHOUT_YEAR.fullmatch(typed)
    last = match and (match["number"] or match["last"])
    if match is None or (last and abs(2000 + int(last) - near) <= _YEARS_NEAR):
        return ()
    mark = match["mark"] or " "
    found = (parse_day(f"{typed}{mark}{year}", locale) for year in (near, near - 1, near + 1))
    return tuple(one.day for one in found if one is not None)


def names_a_day(text: str) -> bool:
    """Whether a text is one day that nothing else could be meant with: '15 Nov', 'Nov 15', '15 tháng 11', '15/11/2026'.
    '15/11' may be 15 of 11, and '10-12' a range."""
    if parse_day(text, None) is not None:
        return True
    return any(map(str.isalpha, text)) and bool(days_without_year(text, None, _LONG_AGO))


def order_shown(texts: Iterable[str], near: int) -> str | None:
    """Given texts of a table's days and a year, return a locale that writes them in the order that some of them show
    ('30/11/2026' the day first, '12/31' the month), or None where none shows one, or they show both. '12/26' may be a
    month of a year near, and shows nothing."""
    shown_by: set[str] = set()
    for text in texts:
        match = _TWO_NUMBERS.fullmatch(_TIME.sub("", _without_trimmings(text)).strip())
        if match is None or (match["year"] is None and abs(2000 + int(match["two"]) - near) <= _YEARS_NEAR):
            continue
        one, two = int(match["one"]), int(match["two"])
        if (one > _MONTHS_OF_A_YEAR) is not (two > _MONTHS_OF_A_YEAR) and max(one, two) <= _DAYS_OF_A_MONTH:
            shown_by.add("vi" if one > two else "en")
    return shown_by.pop() if len(shown_by) == 1 else None


def _without_trimmings(text: str) -> str:
    """A day without its weekday, 'by' and 'hết' before it, and marks or a remark behind it: '31/12/2026 (dự kiến)'."""
    return _REMARK.sub("", _WEEKDAY.sub("", tidy(text), count=1)).strip()


def day_of_serial(serial: Decimal, epoch_1904: bool = False) -> date | None:
    """Given a serial number (days, with the time as fraction) and the workbook's epoch, return the day; None for one
    that does not exist: the 29 February 1900 that the 1900 epoch counts, negative ones, and those past 9999."""
    if not serial.is_finite() or not 0 <= serial < 2_958_466:
        return None
    days = int(serial)
    if epoch_1904:
        return date(1904, 1, 1) + timedelta(days) if days < 2_957_004 else None
    if days in (0, 60):
        return None
    return date(1899, 12, 31 if days < 60 else 30) + timedelta(days)


def month_first(locale: str | None) -> bool | None:
    """Given a locale, return whether it writes the month before the day, or None where it is not known."""
    if not locale:
        return None
    name = locale.replace("-", "_").casefold()
    if name in ("en", "en_us", "fil", "en_ph"):
        return True
    return False if re.match(r"[a-z]{2,3}(_|$)", name) else None


def _compact(value: Decimal) -> date | None:
    """20261231 typed as a number."""
    if value != value.to_integral_value() or not 19_000_101 <= value <= 21_001_231:
        return None
    digits = str(int(value))
    found = _day(digits[:4], int(digits[4:6]), int(digits[6:]))
    return found.day if found else None


def _by_locale(one: int, two: int, year: str, mark: str, locale: str | None) -> Day | None:
    first = False if mark == "." else month_first(locale)
    if two > 12:
        return _day(year, one, two)
    if one > 12:
        return _day(year, two, one)
    found = _day(year, one, two) if first else _day(year, two, one)
    return found._replace(ambiguous=first is None and one != two) if found else None


def _day(year: str, month: int, day: int) -> Day | None:
    full_year = int(year) + 2000 if len(year) == 2 else int(year)
    try:
        return Day(date(full_year, month, day))
    except ValueError:
        return None


_YEARS_NEAR = 2
_LONG_AGO = 1900
"""No number behind a month is taken for a year near it."""
_MONTHS_OF_A_YEAR = 12
_DAYS_OF_A_MONTH = 31
MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_MONTH_NAME = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_NUMBER = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_BEGINNINGS = (
    *"0123456789", *MONTHS, "mon", "tue", "wed", "thu", "fri", "sat", "sun", "thứ", "chủ", "cn",
    "t2", "t3", "t4", "t5", "t6", "t7", "ngày", "hạn", "by", "on", "due", "deadline", "trước", "hết", "đến", "tới",
)  # fmt: skip
"""What a day, or what may stand before it, begins with. Few texts do, and the patterns are many."""
_WEEKDAY = RarePattern(
    r"^(?:(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?|thứ\s(?:hai|ba|tư|năm|sáu|bảy|[2-7])|"
    r"chủ nhật|t[2-7]|cn)"
    r"(?:,\s*|\s+(?=\S))(?:ngày\s)?|ngày\s|hạn(?:\schót)?:?\s|by\s|on\s|due:?\s(?:by\s|on\s)?|deadline:?\s|"
    r"(?:trước|hết|(?:đến|tới)(?:\shết)?)\s(?:ngày\s)?)",
    re.IGNORECASE,
)
_REMARK = RarePattern(r"(?<=\w)\s*(?:[.;,!]|\([^()0-9]{1,40}\)|[\u2190-\u2bff\U0001f300-\U0001faff\ufe0f]+)$")
_TIME = RarePattern(
    r"(?:T|,?\s+)[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s?(?:[ap]m)?(?:Z|[-+][0-9]{2}:?[0-9]{2})?$", re.I
)
_YEAR_FIRST = RarePattern(r"(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})")
_NUMBERS = RarePattern(rf"(?P<one>[0-9]{{1,2}})\s?(?P<mark>[-/.])\s?(?P<two>[0-9]{{1,2}})\s?(?P=mark)\s?{_YEAR}")
_TWO_NUMBERS = RarePattern(
    rf"(?P<one>[0-9]{{1,2}})\s?(?P<mark>[-/.])\s?(?P<two>[0-9]{{1,2}})(?:\s?(?P=mark)\s?{_YEAR})?"
)
_VIETNAMESE = RarePattern(
    rf"{_DAY_NUMBER}\s?(?:tháng|thang|thg\.?|th\.?)\s?(?P<month>[0-9]{{1,2}})(?:\s?,\s?|\s(?:năm|nam)\s|\s|[-/]){_YEAR}",
    re.IGNORECASE,
)
_DAY_MONTH = RarePattern(rf"{_DAY_NUMBER}(?:\s+of)?[\s/-]+{_MONTH_NAME}[\s,/-]+{_YEAR}", re.IGNORECASE)
_MONTH_DAY = RarePattern(rf"{_MONTH_NAME}[\s/-]+{_DAY_NUMBER}[\s,/-]+{_YEAR}", re.IGNORECASE)
_WITHOUT_YEAR = RarePattern(
    rf"""
    [0-9]{{1,2}}\s?(?P<mark>[-/.])\s?(?P<number>[0-9]{{1,2}})
    |{_DAY_NUMBER}(?:\s?(?:tháng|thang|thg\.?|th\.?)\s?[0-9]{{1,2}}|(?:\s+of)?[\s/-]+{_MONTH_NAME})
    |{_MONTH_NAME.replace("?P<month>", "?:")}[\s/-]+(?P<last>[0-9]{{1,2}})(?:st|nd|rd|th)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
