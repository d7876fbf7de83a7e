"""Days, stored and typed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.model.cells import Cell, ErrorValue
from sync.model.readings import Trouble
from sync.reading.sheets.dates import days_without_year
from sync.reading.sheets.values import read_date
from tests.sync.reading.cells import HERE, cell

NEW_YEARS_EVE = date(2026, 12, 31)

TYPED: list[tuple[str, str, date]] = [
    ("2026-12-31", "vi", NEW_YEARS_EVE),
    ("2026/12/31", "en", NEW_YEARS_EVE),
    ("2026-12-31 18:00", "vi", NEW_YEARS_EVE),
    ("2026-12-31T18:00:00Z", "vi", NEW_YEARS_EVE),
    ("31/12/2026", "vi", NEW_YEARS_EVE),
    ("31/12/2026", "en", NEW_YEARS_EVE),
    ("12/31/2026", "en", NEW_YEARS_EVE),
    ("12/31/2026", "vi", NEW_YEARS_EVE),
    ("31/12/26", "vi", NEW_YEARS_EVE),
    ("31.12.2026", "en", NEW_YEARS_EVE),
    ("31-12-2026", "vi", NEW_YEARS_EVE),
    ("05/08/2026", "vi", date(2026, 8, 5)),
    ("05/08/2026", "en", date(2026, 5, 8)),
    ("05/08/2026", "en_GB", date(2026, 8, 5)),
    ("05.08.2026", "en", date(2026, 8, 5)),
    ("31 Dec 2026", "en", NEW_YEARS_EVE),
    ("31-Dec-26", "en", NEW_YEARS_EVE),
    ("31st December 2026", "en", NEW_YEARS_EVE),
    ("Dec 31, 2026", "en", NEW_YEARS_EVE),
    ("December 31st, 2026", "en", NEW_YEARS_EVE),
    ("Thu, 31 Dec 2026", "en", NEW_YEARS_EVE),
    ("31 tháng 12 năm 2026", "vi", NEW_YEARS_EVE),
    ("ngày 31 tháng 12 năm 2026", "vi", NEW_YEARS_EVE),
    ("31 thang 12 nam 2026", "vi", NEW_YEARS_EVE),
    ("31 tháng 12, 2026", "vi", NEW_YEARS_EVE),
    ("31 thg 12, 2026", "vi", NEW_YEARS_EVE),
    ("Thứ Năm, 31/12/2026", "vi", NEW_YEARS_EVE),
    ("ngày 31/12/2026", "vi", NEW_YEARS_EVE),
    ("hết 31/12/2026", "vi", NEW_YEARS_EVE),
    ("đến hết ngày 31/12/2026", "vi", NEW_YEARS_EVE),
    ("Due: 31/12/2026", "en", NEW_YEARS_EVE),
    ("hạn chót: 31/12/2026", "vi", NEW_YEARS_EVE),
    ("31/12/2026.", "vi", NEW_YEARS_EVE),
    ("31/12/2026 (dự kiến)", "vi", NEW_YEARS_EVE),
    ("31/12/2026 ✅", "vi", NEW_YEARS_EVE),
    ("３１/１２/２０２６", "vi", NEW_YEARS_EVE),
]


@pytest.mark.parametrize(("typed", "locale", "day"), TYPED)
def test_a_typed_day_is_read(typed: str, locale: str, day: date) -> None:
    read = read_date(cell(typed), HERE, locale)
    assert (read.value, read.trouble, read.raw) == (day, None, typed)


@pytest.mark.parametrize(
    "typed",
    ["31/12", "31/02/2026", "2026-13-01", "Q4 2026", "soon", "12/2026", "2026", "32/12/2026", "Dec 2026", "5 kg"],
)
def test_what_is_no_day_is_not_read_as_one(typed: str) -> None:
    read = read_date(cell(typed), HERE, "vi")
    assert (read.value, read.trouble, read.raw) == (None, Trouble.not_a_date, typed)


def test_a_day_whose_order_nobody_tells_is_ambiguous() -> None:
    read = read_date(cell("05/08/2026"), HERE, "")
    assert (read.value, read.trouble) == (date(2026, 8, 5), Trouble.ambiguous)
    assert read_date(cell("08/08/2026"), HERE, "").trouble is None


@pytest.mark.parametrize(
    ("serial", "epoch_1904", "day"),
    [
        ("46387", False, NEW_YEARS_EVE),
        ("46387.75", False, NEW_YEARS_EVE),
        ("1", False, date(1900, 1, 1)),
        ("59", False, date(1900, 2, 28)),
        ("60", False, None),
        ("61", False, date(1900, 3, 1)),
        ("44925", True, NEW_YEARS_EVE),
        ("0", True, date(1904, 1, 1)),
        ("0", False, None),
        ("-1", False, None),
        ("99999999", False, None),
        ("2958465", False, date(9999, 12, 31)),
        ("2957003", True, date(9999, 12, 31)),
    ],
)
def test_a_serial_number_is_a_day_of_its_epoch(serial: str, epoch_1904: bool, day: date | None) -> None:
    read = read_date(Cell(Decimal(serial), "dd/mm/yyyy"), HERE, "vi", epoch_1904)
    assert read.value == day
    assert read.trouble == (None if day else Trouble.not_a_date)


@pytest.mark.parametrize(
    ("number", "day"), [("46387", NEW_YEARS_EVE), ("20261231", NEW_YEARS_EVE), ("2026", None), ("5", None)]
)
def test_a_bare_number_is_a_day_only_where_it_can_be_nothing_else(number: str, day: date | None) -> None:
    assert read_date(Cell(Decimal(number)), HERE, "vi").value == day


def test_cells_without_a_day_say_why() -> None:
    assert read_date(None, HERE, "vi").trouble is None
    assert read_date(cell("  "), HERE, "vi").trouble is None
    assert read_date(cell(None, formula="A1"), HERE, "vi").trouble is Trouble.not_calculated
    assert read_date(cell(ErrorValue("#REF!")), HERE, "vi").trouble is Trouble.error_cell
    assert read_date(cell(True), HERE, "vi").trouble is Trouble.not_a_date


@given(st.dates(date(1901, 1, 1), date(2999, 12, 31)), st.sampled_from(["vi", "en"]), st.booleans())
def test_every_day_is_read_back_however_it_was_written(day: date, locale: str, epoch_1904: bool) -> None:
    typed = f"{day.month}/{day.day}/{day.year}" if locale == "en" else f"{day.day}/{day.month}/{day.year}"
    assert read_date(cell(typed), HERE, locale).value == day
    assert read_date(cell(day.isoformat()), HERE, locale).value == day
    if day >= date(1904, 1, 1):
        serial = (day - (date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30))) // timedelta(days=1)
        assert read_date(Cell(Decimal(serial), "yyyy-mm-dd"), HERE, locale, epoch_1904).value == day


@given(st.text(max_size=30), st.sampled_from(["vi", "en", ""]))
def test_any_text_can_be_read_as_a_day_without_a_crash(text: str, locale: str) -> None:
    read_date(cell(text), HERE, locale)


@pytest.mark.parametrize(
    ("typed", "locale", "month", "day"),
    [
        ("15/12", "vi", 12, 15), ("12/15", "en", 12, 15), ("5/8", "vi", 8, 5), ("5/8", "en", 5, 8),
        ("30-11", "vi", 11, 30), ("31.12", "vi", 12, 31), ("Dec 15", "en", 12, 15),
        ("15th of December", "en", 12, 15), ("30-Nov", "en", 11, 30),
        ("30 tháng 11", "vi", 11, 30), ("ngày 30 tháng 11", "vi", 11, 30), ("by Nov 30th", "en", 11, 30),
    ],
)  # fmt: skip
def test_a_day_without_its_year_is_one_of_three(typed: str, locale: str, month: int, day: int) -> None:
    assert days_without_year(typed, locale, 2026) == tuple(date(year, month, day) for year in (2026, 2025, 2027))


@pytest.mark.parametrize("typed", ["12/26", "Nov 26", "45/12", "30/2", "Dec", "5", "1.5 tỷ", "15/12/2026", "soon", ""])
def test_what_is_no_day_or_may_be_a_month_has_none_without_a_year(typed: str) -> None:
    assert days_without_year(typed, "vi", 2026) == ()
