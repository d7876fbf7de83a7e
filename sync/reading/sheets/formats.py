"""What a cell's number format says about its number: a percentage, a currency, a unit in quotes, a date."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sync.reading.texts.numbers import tidy
from sync.reading.texts.units import CAPITAL_SCALES, CURRENCIES, PER_MILLE, SCALES


class NumberFormat(NamedTuple):
    """A format code as understood. ``scale`` is that of a scale word in it (`0 "tỷ"`), where the code does not itself
    divide what it shows. ``time`` is a date's format that shows no day: 'h:mm', and '[h]:mm' (``elapsed``), which
    counts on beyond 24 hours."""

    percent: bool = False
    date: bool = False
    time: bool = False
    elapsed: bool = False
    currency: str | None = None
    unit: str | None = None
    scale_word: str | None = None
    scale: Decimal = Decimal(1)
    decimals: int = 0


@lru_cache(maxsize=4096)
def read_format(code: str) -> NumberFormat:
    """Given a number format code (`0.0%`, `"$"#,##0`, `#,##0 "₫"`, `0 "kg"`, `dd/mm/yyyy`), return what it says."""
    section = _SECTION.match(code)
    literals: list[str] = []

    def keep_literal(match: re.Match[str]) -> str:
        literals.append(match["quoted"] or match["symbol"] or match["escaped"] or "")
        return ""

    placeholders = _LITERAL.sub(keep_literal, section[0] if section else code)
    if placeholders.strip().casefold() in ("general", "standard", "", "@"):
        placeholders = ""
    has_digits = not _DIGITS.isdisjoint(placeholders)
    if "%" in placeholders:
        return NumberFormat(percent=True, decimals=_decimals(placeholders))
    if not has_digits and not _OF_DAYS_AND_TIMES.isdisjoint(placeholders):
        return _day_or_time(placeholders)
    if re.search(r"[yd]|h+:|:m|:s", placeholders, re.IGNORECASE):
        return _day_or_time(placeholders)

    literals.extend(sign for sign in placeholders if sign in "$€£¥₫₩฿₹₦₱₺₪₴đ‰")
    words = " ".join(tidy("".join(literals)).split())
    currency = CURRENCIES.get(words.casefold())
    divides = re.search(r"[0#?],+(?![0#?])", placeholders) is not None
    if currency or not words:
        return NumberFormat(currency=currency, decimals=_decimals(placeholders))
    scale_word, _, rest = words.partition(" ")
    scale = CAPITAL_SCALES.get(scale_word) or SCALES.get(scale_word.casefold())
    if scale is not None:
        currency = CURRENCIES.get(rest.casefold())
        unit = None if currency or not rest else rest
        if divides:
            return NumberFormat(currency=currency, unit=unit)
        return NumberFormat(currency=currency, unit=unit, scale_word=scale_word, scale=scale)
    unit = words.strip(" ()-:.") if PER_MILLE in words or any(sign.isalpha() for sign in words) else None
    return NumberFormat(unit=unit or None)


def _day_or_time(placeholders: str) -> NumberFormat:
    shows_time = not _OF_TIMES.isdisjoint(placeholders) or "[m" in placeholders.lower()
    is_time = shows_time and re.search(r"[yd]|mmm", placeholders, re.IGNORECASE) is None
    return NumberFormat(date=True, time=is_time, elapsed=is_time and "[" in placeholders)


def _decimals(placeholders: str) -> int:
    match = re.search(r"\.([0#?]+)", placeholders)
    return len(match[1]) if match else 0


# A set is asked where a pattern would be compiled for one look at a code.
_DIGITS = frozenset("0#?")
_OF_DAYS_AND_TIMES, _OF_TIMES = frozenset("ymdhsYMDHS"), frozenset("hsHS")
_SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*', re.DOTALL)
_LITERAL = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<symbol>[^\]-]*)(?:-[^\]]*)?\]|\[(?![hms]+\])[^\]]*\]|_.|\*.',
    re.DOTALL | re.IGNORECASE,
)
