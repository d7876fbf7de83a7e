"""Which days a country does not work: its public holidays, lunar ones too, and the weekends that it works instead.

The library behind it takes longer to import than a small workbook to sync, and is only imported where a setting names
a country.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple


class DaysOff(NamedTuple):
    """One year's exceptions from Monday to Friday."""

    holidays: frozenset[date]
    worked_weekends: frozenset[date]


@lru_cache(maxsize=256)
def days_off(country: str, year: int) -> DaysOff:
    """Given a country ('VN') or a part of one ('DE-BY'), and a year, return its days off. Raise ValueError where there
    is no such country or part."""
    found = _of(country, year)
    return DaysOff(
        frozenset(day for day in found if day.weekday() < 5),
        frozenset(day for day in found.weekend_workdays if day.year == year),
    )


def is_country(country: str) -> bool:
    """Whether the public holidays of a country, or of a part of one, are known."""
    try:
        _of(country, 2026)
    except ValueError:
        return False
    return True


def _of(country: str, year: int) -> Any:
    from holidays import country_holidays

    name, _, part = country.partition("-")
    try:
        return country_holidays(name, subdiv=part or None, years=year)
    except NotImplementedError as error:
        raise ValueError(f"no public holidays are known of '{country}'") from error
