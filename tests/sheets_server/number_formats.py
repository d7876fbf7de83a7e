"""How a value is shown: number format patterns, in the spreadsheet's locale (FORMATTED_VALUE)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.sheets_server.cells import ERROR_TEXTS, ErrorValue, Result
from tests.sheets_server.locales import Locale, moment_of

_DEFAULT_PATTERNS = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "SCIENTIFIC": "0.00E+00",
    "TIME": "h:mm:ss am/pm",
}
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[([^\]]*)\]|(_.)|(\*.)|(E[+-]0+)|([0#?.,]+)|(%)|(@)|(.)', re.DOTALL)
_DATE_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|(\[h+\]|\[m+\]|\[s+\])|\[[^\]]*\]|(am/pm|a/p)|(y+|m+|d+|h+|s+|\.0+)|(.)',
    re.IGNORECASE | re.DOTALL,
)
_DATE_TYPES = {"DATE", "TIME", "DATE_TIME"}


def is_date(number_format: Mapping[str, Any] | None) -> bool:
    return number_format is not None and number_format.get("type") in _DATE_TYPES


def shown(value: Result, number_format: Mapping[str, Any] | None, locale: Locale) -> str:
    """Given a cell's result and its number format, return what the cell shows."""
    if value is None:
        return ""
    if isinstance(value, ErrorValue):
        return ERROR_TEXTS.get(value.type, "#ERROR!")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    kind, pattern = (number_format or {}).get("type", ""), (number_format or {}).get("pattern", "")
    if isinstance(value, str):
        sections = _sections(pattern) if pattern else []
        text = sections[3] if len(sections) > 3 else (pattern if "@" in pattern else "@")
        return _filled(text, "", value) if text != "@" else value
    if kind == "TEXT" or pattern == "@":
        return automatic(value, locale)
    if kind in _DATE_TYPES:
        return _dated(value, pattern or _default_pattern(kind, locale), locale)
    pattern = pattern or _default_pattern(kind, locale)
    return _numbered(value, pattern, locale) if pattern and pattern.lower() != "general" else automatic(value, locale)


def automatic(number: float, locale: Locale) -> str:
    """Given a number without a format, return it with at most ten digits that count."""
    size = abs(number)
    if size and (size >= 1e15 or size < 1e-9):
        mantissa, _, power = f"{number:.5E}".partition("E")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return f"{mantissa.replace('.', locale.decimal)}E{power[0]}{power[1:].lstrip('0').zfill(2)}"
    if number == int(number):
        return str(int(number))
    before = len(str(int(size))) if size >= 1 else 0
    leading = 0 if size >= 1 else len(f"{size:.15f}"[2:]) - len(f"{size:.15f}"[2:].lstrip("0"))
    text = f"{_rounded(number, max(10 - before + leading, 0)):f}"
    return text.rstrip("0").rstrip(".").replace(".", locale.decimal) if "." in text else text


def _default_pattern(kind: str, locale: Locale) -> str:
    if kind == "CURRENCY":
        sign = f'"{locale.currency}"'
        return f"{sign}#,##0.00" if locale.currency_first else f"#,##0.00\\ {sign}"
    if kind == "DATE":
        return locale.date_pattern
    if kind == "DATE_TIME":
        return f"{locale.date_pattern} h:mm:ss"
    return _DEFAULT_PATTERNS.get(kind, "")


def _sections(pattern: str) -> list[str]:
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', pattern)


def _numbered(value: float, pattern: str, locale: Locale) -> str:
    sections = _sections(pattern)
    section, number = sections[0], value
    if value < 0 and len(sections) > 1:
        section, number = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    if re.search(r"[ymdhs]", _bare(section), re.IGNORECASE) and not re.search(r"[0#?]", _bare(section)):
        return _dated(number, section, locale)
    number *= 100 ** _bare(section).count("%")
    sign = "-" if number < 0 else ""
    slots = re.findall(r"[0#?.,]+", _bare(section))
    if not slots:
        return sign + _filled(section, "", automatic(abs(number), locale))
    if power := re.search(r"E([+-])(0+)", _bare(section)):
        digits, text = _scientific(abs(number), slots[0], power, locale)
        return sign + _filled(section, digits, "", power=text)
    digits = _digits(abs(number), "".join(slots), locale)
    if sign and not re.search(r"[1-9]", digits):
        sign = ""
    return sign + _filled(section, digits, "")


def _bare(section: str) -> str:
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", section)


def _digits(number: float, slots: str, locale: Locale) -> str:
    scale = len(slots) - len(slots.rstrip(","))
    whole_slots, _, part_slots = slots.rstrip(",").partition(".")
    rounded = _rounded(number / 1000**scale, len(part_slots))
    whole, _, part = f"{rounded:f}".partition(".")
    whole = whole.lstrip("0").rjust(whole_slots.count("0"), "0")
    if "," in whole_slots:
        whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", locale.group, whole)
    shortest = len(part_slots.rstrip("#"))
    while len(part) > shortest and part.endswith("0"):
        part = part[:-1]
    return f"{whole}{locale.decimal}{part}" if part or (part_slots and "." in slots and shortest) else whole


def _scientific(number: float, slots: str, power: re.Match[str], locale: Locale) -> tuple[str, str]:
    mantissa, _, exponent = f"{number:.{len(slots.partition('.')[2])}E}".partition("E")
    sign = "-" if exponent[0] == "-" else ("+" if power[1] == "+" else "")
    return mantissa.replace(".", locale.decimal), f"E{sign}{exponent[1:].lstrip('0').rjust(len(power[2]), '0')}"


def _rounded(number: float, places: int) -> Decimal:
    return Decimal(repr(float(number))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _filled(section: str, digits: str, text: str, power: str = "") -> str:
    shown_parts, placed = [], False
    for literal, escaped, bracket, _, _, exponent, slot, percent, whole_text, other in _TOKEN.findall(section):
        if slot:
            shown_parts.append("" if placed else digits)
            placed = True
        elif whole_text:
            shown_parts.append(text)
        elif bracket:
            shown_parts.append(bracket[1:].partition("-")[0] if bracket.startswith("$") else "")
        else:
            shown_parts.append(literal or escaped or (power if exponent else "") or percent or other)
    return "".join(shown_parts)


def _dated(value: float, pattern: str, locale: Locale) -> str:
    try:
        moment = moment_of(value)
    except ValueError:
        return automatic(value, locale)
    half = bool(re.search(r"am/pm|a/p", pattern, re.IGNORECASE))
    parts: list[str] = []
    after_hours, tokens = False, _DATE_TOKEN.findall(pattern)
    for index, (literal, escaped, elapsed, noon, letters, other) in enumerate(tokens):
        if elapsed:
            seconds = round(value * 86400)
            unit = {"h": 3600, "m": 60, "s": 1}[elapsed[1].lower()]
            parts.append(str(seconds // unit).zfill(len(elapsed) - 2))
            after_hours = elapsed[1].lower() == "h"
        elif noon:
            parts.append("AM" if moment.hour < 12 else "PM")
        elif letters:
            coming = next((token[4][0].lower() for token in tokens[index + 1 :] if token[4]), "")
            minutes = letters[0] in "mM" and len(letters) <= 2 and (after_hours or coming == "s")
            parts.append(_date_part(letters.lower(), moment, locale, half, minutes))
            after_hours = letters[0] in "hH"
        else:
            parts.append(literal or escaped or other)
    return "".join(parts)


def _date_part(letters: str, moment: datetime, locale: Locale, half: bool, minutes: bool) -> str:
    kind, width = letters[0], len(letters)
    weekday = moment.weekday()
    if kind == "y":
        return f"{moment.year % 100:02}" if width <= 2 else f"{moment.year:04}"
    if kind == "d" and width > 2:
        return (locale.short_days if width == 3 else locale.days)[weekday]
    if kind == "m" and not minutes and width > 2:
        name = (locale.short_months if width == 3 else locale.months)[moment.month - 1]
        return name[0] if width == 5 else name
    if kind == ".":
        return f".{moment.microsecond // 1000:03}"[:width]
    hour = moment.hour % 12 or 12 if half else moment.hour
    number = {"d": moment.day, "m": moment.minute if minutes else moment.month, "h": hour, "s": moment.second}[kind]
    return str(number).zfill(min(width, 2))
