"""Messages read as the reader's language writes numbers, dates and cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.messages import render, short
from sync.model.cells import CellRef
from sync.model.findings import Language, Message, MessageValue

NUMBERS = [
    ("1500000.5", "1.500.000,5", "1,500,000.5"),
    ("12.50", "12,5", "12.5"),
    ("10000000000", "10.000.000.000", "10,000,000,000"),
    ("1E+10", "10.000.000.000", "10,000,000,000"),
    ("33.333333333", "33,3333", "33.3333"),
    ("0.00001234567", "0,00001235", "0.00001235"),
    ("-1234.5", "-1.234,5", "-1,234.5"),
    ("-0", "0", "0"),
    ("0", "0", "0"),
    ("0.3", "0,3", "0.3"),
]


def rendered(value: MessageValue, language: Language) -> str:
    return render(Message("{value}", (("value", value),)), language)


@pytest.mark.parametrize(("number", "vi", "en"), NUMBERS)
def test_numbers_are_grouped_and_trimmed_as_the_language_does(number: str, vi: str, en: str) -> None:
    assert rendered(Decimal(number), "vi") == vi
    assert rendered(Decimal(number), "en") == en


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15))
def test_a_rendered_number_is_within_its_last_shown_digit(number: Decimal) -> None:
    shown = rendered(number, "en").replace(",", "")
    assert abs(Decimal(shown) - number) <= Decimal("0.00005")
    assert not ("." in shown and shown.endswith("0"))
    assert rendered(number, "vi").replace(".", "").replace(",", ".") == shown


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("29.99999", "30", "29.99999 is below 30"),
        ("0.300014", "0.30001", "0.300014 is below 0.30001"),
        ("33.333333333", "30", "33.3333 is below 30"),
        ("30.0", "30", "30 is below 30"),
        ("1E+300", "1E-300", None),
    ],
)
def test_numbers_of_one_sentence_that_differ_never_look_alike(one: str, other: str, shown: str | None) -> None:
    message = Message("{one} is below {other}", (("one", Decimal(one)), ("other", Decimal(other))))
    assert shown is None or render(message, "en") == shown
    first, last = render(message, "vi").split(" is below ")
    assert (first == last) == (Decimal(one) == Decimal(other))


def test_days_and_cells_are_written_out() -> None:
    assert rendered(date(2026, 12, 31), "vi") == "31/12/2026"
    assert rendered(date(2026, 12, 31), "en") == "2026-12-31"
    assert rendered(CellRef("Q4 2026", 7, 3), "vi") == "'Q4 2026'!C7"
    assert rendered(1500, "vi") == "1.500"


def test_a_template_is_translated_and_then_filled_in() -> None:
    message = Message("{cell} shows the error {raw}", (("cell", "D7"), ("raw", "#REF!")))
    assert render(message, "en") == "D7 shows the error #REF!"
    assert render(message, "vi") == "D7 đang hiện lỗi #REF!"


def test_text_from_a_sheet_is_never_taken_for_a_template() -> None:
    message = Message("{cell} shows the error {raw}", (("cell", "{raw}"), ("raw", "{0.__class__} 100%")))
    assert render(message, "en") == "{raw} shows the error {0.__class__} 100%"


def test_without_a_template_there_is_no_text() -> None:
    assert render(Message(""), "vi") == ""


@given(st.text())
def test_quoted_text_fits_on_a_line(text: str) -> None:
    assert len(short(text)) <= 60
    assert "\n" not in short(text)


@pytest.mark.parametrize(
    ("whole", "vi", "en"),
    [
        ("2026", "của cả năm 2026, còn", "all of 2026, and"),
        ("2026-Q4", "của cả kỳ 2026-Q4, còn", "all of 2026-Q4, and"),
    ],
)
def test_a_year_is_a_year_and_another_period_a_period(whole: str, vi: str, en: str) -> None:
    template = "The plan is for all of {whole}, and the value is of {period}: it is not judged"
    message = Message(template, (("whole", whole), ("period", "T10")))
    assert vi in render(message, "vi")
    assert en in render(message, "en")
