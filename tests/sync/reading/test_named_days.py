"""Periods where a day is meant."""

from __future__ import annotations

from datetime import date

import pytest

from sync.options import FiscalCalendar
from sync.reading.sheets.named_days import day_of_period

NOVEMBER = date(2026, 11, 19)
MAY = date(2026, 5, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Q4 2026", date(2026, 12, 31)),
        ("hết tháng 11", date(2026, 11, 30)),
        ("hết T12", date(2026, 12, 31)),
        ("cuối tháng 12", date(2026, 12, 31)),
        ("cuối năm", date(2026, 12, 31)),
        ("trước cuối năm nay", date(2026, 12, 31)),
        ("Hết năm", date(2026, 12, 31)),
        ("EOY", date(2026, 12, 31)),
        ("by the end of the year", date(2026, 12, 31)),
        ("Year end", date(2026, 12, 31)),
        ("cuối quý", date(2026, 6, 30)),
        ("End of quarter", date(2026, 6, 30)),
        ("EOQ", date(2026, 6, 30)),
        ("đầu tháng 12", None),
        ("giữa quý 4", None),
        ("mid Dec 2026", None),
        ("beginning of Q4", None),
        ("nửa đầu tháng 12", None),
        ("cuối tháng", None),
        ("ASAP", None),
    ],
)
def test_what_is_due_in_a_period_is_due_on_its_last_day(text: str, day: date | None) -> None:
    assert day_of_period(text, FiscalCalendar(), NOVEMBER, MAY, is_start=False) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Q4 2026", date(2026, 10, 1)),
        ("đầu tháng 12", date(2026, 12, 1)),
        ("cuối tháng 12", None),
        ("mid Dec 2026", None),
        ("end of Q4", None),
        ("cuối năm", None),
    ],
)
def test_what_starts_in_a_period_starts_on_its_first_day(text: str, day: date | None) -> None:
    assert day_of_period(text, FiscalCalendar(), NOVEMBER, MAY, is_start=True) == day


def test_the_end_of_the_year_is_that_of_the_fiscal_year() -> None:
    assert day_of_period("cuối năm", FiscalCalendar(4), NOVEMBER, MAY, is_start=False) == date(2027, 3, 31)
