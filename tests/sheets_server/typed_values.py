"""What typing a text into a cell enters, by the spreadsheet's locale (USER_ENTERED)."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from tests.sheets_server.cells import Entered, Formula, checked_text
from tests.sheets_server.locales import Locale, locale_of, serial

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?(?:\s*([AaPp])\.?[Mm]\.?)?")
_PARTS = re.compile(r"(\d{1,4})([/.\-])(\d{1,2})(?:\2(\d{1,4}))?")
_ENGLISH = locale_of("en_US")
_SYMBOLS = "$€£¥₫₩₹₽₺฿₱"


class Typed(NamedTuple):
    """What is entered, and the number format that comes with it (none: the cell keeps its own)."""

    value: Entered
    number_format: dict[str, Any] | None = None


def typed(text: str, locale: Locale, today: date) -> Typed:
    """Given what somebody typed, return what it enters."""
    if text == "":
        return Typed(None)
    if text.startswith("'"):
        return Typed(checked_text(text[1:]))
    if text.startswith("=") and len(text) > 1:
        return Typed(Formula(checked_text(text)))
    stripped = text.strip()
    if stripped.upper() in ("TRUE", "FALSE"):
        return Typed(stripped.upper() == "TRUE")
    return _number(stripped, locale) or _moment(stripped, locale, today) or Typed(checked_text(text))


@cache
def _number_pattern(locale: Locale) -> re.Pattern[str]:
    group, decimal = re.escape(locale.group).replace(r"\ ", "[ \u00a0\u202f]"), re.escape(locale.decimal)
    money = rf"(?:[{re.escape(_SYMBOLS)}]|{re.escape(locale.currency)})"
    return re.compile(
        rf"(?P<open>\()?(?P<sign>[+-])?\s*(?P<before>{money})?\s*(?P<sign2>-)?"
        rf"(?P<whole>\d{{1,3}}(?:{group}\d{{3}})+|\d*)(?:{decimal}(?P<part>\d*))?(?P<power>[eE][+-]?\d{{1,3}})?"
        rf"\s*(?P<percent>%)?\s*(?P<after>{money}|đ|VND)?(?P<close>\))?"
    )


def _number(text: str, locale: Locale) -> Typed | None:
    match = _number_pattern(locale).fullmatch(text)
    if not match or not (match["whole"] or match["part"]) or bool(match["open"]) != bool(match["close"]):
        return None
    whole = re.sub(r"\D", "", match["whole"])
    number = float(f"{whole or '0'}.{match['part'] or '0'}{match['power'] or ''}")
    if match["open"] or "-" in (match["sign"], match["sign2"]):
        number = -number
    grouped, fraction = not match["whole"].isdigit() and bool(match["whole"]), match["part"] is not None
    digits = "0.00" if fraction else "0"
    if match["percent"]:
        return Typed(round(number / 100, 17), {"type": "PERCENT", "pattern": f"{digits}%"})
    if match["before"]:
        return Typed(number, {"type": "CURRENCY", "pattern": f'"{match["before"]}"#,##{digits}'})
    if match["after"]:
        return Typed(number, {"type": "CURRENCY", "pattern": f'#,##{digits}\\ "{match["after"]}"'})
    if match["power"]:
        return Typed(number, {"type": "SCIENTIFIC", "pattern": "0.00E+00"})
    return Typed(number, {"type": "NUMBER", "pattern": f"#,##{digits}"} if grouped else None)


def _moment(text: str, locale: Locale, today: date) -> Typed | None:
    if clock := _TIME.fullmatch(text):
        seconds = _seconds(clock)
        return seconds and Typed(seconds[0] / 86400, {"type": "TIME", "pattern": seconds[1]})
    day_text, space, time_text = text.partition("T" if re.match(r"\d{4}-\d\d-\d\dT\d", text) else " ")
    if space and (clock := _TIME.fullmatch(time_text.strip())) and (day := _day(day_text, locale, today)):
        seconds = _seconds(clock)
        return seconds and Typed(
            serial(day[0]) + seconds[0] / 86400, {"type": "DATE_TIME", "pattern": f"{day[1]} {seconds[1]}"}
        )
    found = _day(text, locale, today)
    return found and Typed(serial(found[0]), {"type": "DATE", "pattern": found[1]})


def _seconds(clock: re.Match[str]) -> tuple[float, str] | None:
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    half = (clock[5] or "").lower()
    if minute > 59 or second > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    pattern = "h" + ("h" if len(clock[1]) == 2 and not half else "") + ":mm" + (":ss" if clock[3] else "")
    return hour * 3600 + minute * 60 + second + float(clock[4] or 0), pattern + (" am/pm" if half else "")


def _day(text: str, locale: Locale, today: date) -> tuple[datetime, str] | None:
    """The date and the pattern that shows it as it was typed."""
    if parts := _PARTS.fullmatch(text):
        first, mark, second, third = parts.groups()
        if len(first) == 4:
            return _date(first, second, third, f"yyyy{mark}{'m' * len(second)}{mark}{'d' * len(third or '')}")
        if third and len(third) not in (2, 4):
            return None
        if mark == locale.decimal or len(first) > 2 or (not third and mark == "." and "." not in locale.date_pattern):
            return None
        dmy = locale.order.index("d") < locale.order.index("m")
        day, month = (first, second) if dmy else (second, first)
        letters = ("d" * len(first), "m" * len(second)) if dmy else ("m" * len(first), "d" * len(second))
        year = "y" * len(third) if third else ""
        return _date(third or str(today.year), month, day, mark.join((*letters, year) if year else letters))
    months = _months(locale)
    words = re.fullmatch(r"(\d{1,2})[ -]([^\W\d]+)\.?(?:[ -](\d{4}))?", text)
    american = re.fullmatch(r"([^\W\d]+)\.? (\d{1,2})(?:, (\d{4}))?", text)
    if words and words[2].lower() in months:
        month, mark = months[words[2].lower()], text[len(words[1])]
        year = f"{mark}yyyy" if words[3] else ""
        return _date(words[3] or str(today.year), str(month), words[1], f"d{mark}mmm{year}")
    if american and american[1].lower() in months:
        pattern = "mmm d" + (", yyyy" if american[3] else "")
        return _date(american[3] or str(today.year), str(months[american[1].lower()]), american[2], pattern)
    return None


@cache
def _months(locale: Locale) -> dict[str, int]:
    names = (*locale.short_months, *locale.months, *_ENGLISH.short_months, *_ENGLISH.months)
    return {name.lower().rstrip("."): number % 12 + 1 for number, name in enumerate(names)}


def _date(year: str, month: str, day: str | None, pattern: str) -> tuple[datetime, str] | None:
    full = int(year) + (2000 if int(year) < 50 else 1900) if len(year) == 2 else int(year)
    try:
        return datetime(full, int(month), int(day or 1)), pattern if day else pattern.rstrip("/.-")
    except ValueError:
        return None
