"""Days on which nobody works are no time that passes: Tết and Giỗ Tổ move with the moon."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal

import pytest

from sync.cycles import worked
from sync.options import ScoringOptions
from sync.public_holidays import days_off, is_country
from tests.sync.rows import key_result, scored_alone

LUNAR_NEW_YEARS = {2024: date(2024, 2, 10), 2025: date(2025, 1, 29), 2026: date(2026, 2, 17), 2027: date(2027, 2, 6)}
HUNG_KINGS = {2024: date(2024, 4, 18), 2025: date(2025, 4, 7), 2027: date(2027, 4, 16)}


@pytest.mark.parametrize(("year", "first"), LUNAR_NEW_YEARS.items())
def test_the_lunar_new_year_is_off_where_the_moon_puts_it(year: int, first: date) -> None:
    days = [first + timedelta(days=count) for count in range(-1, 3)]
    assert {day for day in days if day.weekday() < 5} <= days_off("VN", year).holidays


@pytest.mark.parametrize(("year", "day"), HUNG_KINGS.items())
def test_so_is_the_day_of_the_hung_kings(year: int, day: date) -> None:
    assert day in days_off("VN", year).holidays


def test_weekdays_that_are_worked_for_on_a_saturday_change_places() -> None:
    off = days_off("VN", 2025)
    assert date(2025, 5, 2) in off.holidays
    assert date(2025, 4, 26) in off.worked_weekends


def test_no_progress_is_expected_over_tet() -> None:
    start, due = date(2026, 1, 1), date(2026, 3, 31)
    before, after = date(2026, 2, 13), date(2026, 2, 22)
    assert worked(start, due, before, "VN") == worked(start, due, after, "VN")
    assert worked(start, due, before) < worked(start, due, after)
    # 63 weekdays after New Year's Day up to the end of March, five of them of Tết; 31 until the Friday before it.
    assert worked(start, due, before, "VN") == Decimal(31) / Decimal(58)


def test_a_setting_asks_for_it() -> None:
    own = key_result(baseline="0", target="100", current="50", start=date(2026, 1, 1), due=date(2026, 3, 31))
    for holidays, expected in (("", Decimal(36) / 63), ("VN", Decimal(31) / 58)):
        options = ScoringOptions(days="working", holidays=holidays)
        assert scored_alone(own, on=date(2026, 2, 20), options=options).expected == pytest.approx(expected)


def test_only_countries_are_countries() -> None:
    assert [is_country(code) for code in ("VN", "SG", "DE-BY", "ZZ", "DE-XX")] == [True, True, True, False, False]


def test_nothing_is_imported_for_who_does_not_ask() -> None:
    code = "import sys, jobs.cli.main, sync.engine, sync.settings.build; print('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
