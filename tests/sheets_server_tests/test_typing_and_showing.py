"""What typing a text enters, and what a cell shows, by the spreadsheet's locale."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets_server.cells import ErrorValue, Formula
from tests.sheets_server.locales import locale_of
from tests.sheets_server.number_formats import shown
from tests.sheets_server.typed_values import typed

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("locale", "text", "value", "shows"),
    [
        ("en_US", "2,000,000.01", 2000000.01, "2,000,000.01"),
        ("en_US", "12%", 0.12, "12%"),
        ("en_US", "12.5%", 0.125, "12.50%"),
        ("en_US", "$1,234.5", 1234.5, "$1,234.50"),
        ("en_US", "-5", -5.0, "-5"),
        ("en_US", "(5)", -5.0, "-5"),
        ("en_US", "1e5", 100000.0, "1.00E+05"),
        ("en_US", "001", 1.0, "1"),
        ("en_US", "2020-01-01", 43831.0, "2020-01-01"),
        ("en_US", "1/2/2026", 46024.0, "1/2/2026"),
        ("en_US", "Jan 2, 2020", 43832.0, "Jan 2, 2020"),
        ("en_US", "31/12/2026", "31/12/2026", "31/12/2026"),
        ("en_US", "5/6", 46148.0, "5/6"),
        ("en_US", "14:30", 0.6041666666666666, "14:30"),
        ("en_US", "2:30 PM", 0.6041666666666666, "2:30 PM"),
        ("en_US", "2020-01-01 14:30:05", 43831.60422453703, "2020-01-01 14:30:05"),
        ("en_US", "true", True, "TRUE"),
        ("en_US", "'007", "007", "007"),
        ("en_US", "1,5", "1,5", "1,5"),
        ("vi_VN", "1,5", 1.5, "1,5"),
        ("vi_VN", "1.500", 1500.0, "1.500"),
        ("vi_VN", "1.5", "1.5", "1.5"),
        ("vi_VN", "31/12/2026", 46387.0, "31/12/2026"),
        ("vi_VN", "1.000.000 ₫", 1000000.0, "1.000.000 ₫"),
        ("vi_VN", "12,5%", 0.125, "12,50%"),
        ("vi_VN", "10 tỷ", "10 tỷ", "10 tỷ"),
        ("de_DE", "3.5", 46145.0, "3.5"),
        ("de_DE", "31.12.2026", 46387.0, "31.12.2026"),
        ("fr_FR", "1 234,5", 1234.5, "1 234,50"),
    ],
)
def test_a_typed_text_becomes_a_value_that_shows_as_it_was_typed(
    locale: str, text: str, value: object, shows: str
) -> None:
    own = locale_of(locale)
    entered, number_format = typed(text, own, TODAY)
    assert entered == value
    assert not isinstance(entered, Formula)
    assert shown(entered, number_format, own) == shows


def test_a_formula_is_typed_with_its_equals_sign() -> None:
    assert typed("=A1+1", locale_of("en_US"), TODAY).value == Formula("=A1+1")
    assert typed("=", locale_of("en_US"), TODAY).value == "="


@given(st.text(max_size=40), st.sampled_from(["en_US", "vi_VN", "de_DE", "ja_JP"]))
def test_whatever_is_typed_is_entered_somehow(text: str, locale: str) -> None:
    typed(text, locale_of(locale), TODAY)


@pytest.mark.parametrize(
    ("value", "pattern", "shows"),
    [
        (1 / 3, "", "0.3333333333"),
        (1 / 1024, "", "0.0009765625"),
        (100 / 3, "", "33.33333333"),
        (1e15, "", "1E+15"),
        (123456789012.0, "", "123456789012"),
        (0.1 + 0.2, "", "0.3"),
        (1234.5, "0", "1235"),
        (1234.567, "#,##0.00", "1,234.57"),
        (0.756, "0%", "76%"),
        (-0.001, "0.00", "0.00"),
        (-3.0, "0;(0)", "(3)"),
        (0.0, "0;-0;zero", "zero"),
        (1234567.0, '#,##0 "₫"', "1,234,567 ₫"),
        (1234567.0, "[$₫-42A]#,##0", "₫1,234,567"),
        (1234567.0, "0.0,,", "1.2"),
        (0.5, "#.##", ".5"),
        (12.0, "0000", "0012"),
        (46387.0, "dd/mm/yyyy", "31/12/2026"),
        (46387.75, "d mmm yyyy hh:mm", "31 Dec 2026 18:00"),
        (1.5, "[h]:mm", "36:00"),
        (46387.0, "dddd", "Thursday"),
    ],
)
def test_a_number_shows_by_its_format(value: float, pattern: str, shows: str) -> None:
    assert shown(value, {"type": "NUMBER", "pattern": pattern} if pattern else None, locale_of("en_US")) == shows


def test_errors_show_as_their_codes() -> None:
    shows = [shown(ErrorValue(kind), None, locale_of("en_US")) for kind in ("DIVIDE_BY_ZERO", "N_A", "LOADING")]
    assert shows == ["#DIV/0!", "#N/A", "Loading..."]
