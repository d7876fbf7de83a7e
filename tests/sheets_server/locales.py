"""How a spreadsheet's locale writes numbers and dates."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from babel import Locale as Known
from babel import UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_symbol, get_territory_currencies

EPOCH = datetime(1899, 12, 30)


class Locale(NamedTuple):
    """What matters of a locale: separators, the order of a date's parts ('dmy'), its date pattern, its currency."""

    decimal: str
    group: str
    order: str
    date_pattern: str
    currency: str
    currency_first: bool
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]


@cache
def locale_of(name: str) -> Locale:
    """Given 'vi_VN' or 'de', return that locale. Raise ValueError when nobody knows it."""
    try:
        known = Known.parse(re.sub(r"^no\b|^no(?=_)", "nb", name.replace("-", "_")))
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(f"unsupported locale: {name}") from error
    symbols = known.number_symbols["latn"]
    pattern = known.date_formats["short"].pattern
    order = "".join(dict.fromkeys(letter for letter in pattern.lower() if letter in "dmy"))
    likely = get_global("likely_subtags").get(known.language, "")
    territory = known.territory or likely.rpartition("_")[2]
    currencies = get_territory_currencies(territory) if len(territory) == 2 else []
    money = known.currency_formats["standard"].pattern.partition(";")[0]
    names = (known.months["format"], known.days["format"])
    return Locale(
        decimal=symbols["decimal"],
        group=re.sub(r"[\u00a0\u202f]", " ", symbols["group"]),
        order=order if len(order) == 3 else "mdy",
        date_pattern=re.sub(r"y+", "yyyy", pattern.lower()),
        currency=get_currency_symbol(currencies[-1], locale=known) if currencies else "$",
        currency_first=money.startswith("¤"),
        months=tuple(names[0]["wide"][month] for month in range(1, 13)),
        short_months=tuple(names[0]["abbreviated"][month] for month in range(1, 13)),
        days=tuple(names[1]["wide"][day] for day in range(7)),
        short_days=tuple(names[1]["abbreviated"][day] for day in range(7)),
    )


def serial(moment: date | datetime) -> float:
    """Given a date or a date with its time, return its number: days since 1899-12-30."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return (moment - EPOCH) / timedelta(days=1)


def moment_of(number: float) -> datetime:
    """Given such a number, return the moment, to the millisecond. Raise ValueError beyond the calendar."""
    try:
        return EPOCH + timedelta(milliseconds=round(number * 86_400_000))
    except OverflowError as error:
        raise ValueError(f"no date: {number}") from error
