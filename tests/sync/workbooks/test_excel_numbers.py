from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.workbooks.excel_numbers import iso_serial, read_number_formats, stored_number

STORED = {
    "0": "0",
    "7": "7",
    "007": "7",
    "-3": "-3",
    "0.30000000000000004": "0.3",
    "0.1": "0.1",
    "1.10": "1.1",
    "3.0": "3",
    "1E+2": "100",
    "1e6": "1000000",
    "1.5E-3": "0.0015",
    "-0": "0",
    "-0.0": "0",
    " 12 ": "12",
    "12345678901234567": "12345678901234600",
    "123456789012345": "123456789012345",
    "1234567890123456": "1234567890123460",
    "12345678901234.5": "12345678901234.5",
    "12345678901234.56": "12345678901234.6",
    "0.0000001": "1E-7",
    "9.9999999999999995E+22": "1" + "0" * 23,
    "1E-7": "1E-7",
    ".5": "0.5",
    "5.": "5",
}


@pytest.mark.parametrize(("stored", "shown"), STORED.items())
def test_a_number_is_its_double_at_fifteen_digits(stored: str, shown: str) -> None:
    assert str(stored_number(stored)) == shown


@pytest.mark.parametrize("text", ["", " ", "abc", "1_000", "nan", "inf", "1e999", "0x10", "1,5", "٣", "--1", "1e"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert stored_number(text) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=200)
def test_every_double_survives_to_fifteen_digits(double: float) -> None:
    number = stored_number(repr(double))

    assert number is not None
    assert float(number) == float(format(double, ".15g"))


@given(st.from_regex(r"[0-9]{1,12}\.[0-9]{1,12}", fullmatch=True))
@settings(max_examples=300)
def test_a_number_with_a_point_is_its_double_as_programs_show_it(text: str) -> None:
    number, shown = stored_number(text), Decimal(format(float(text), ".15g"))

    assert number is not None
    assert (number.as_tuple() if number else 0) == (shown.as_tuple() if shown else 0)


@given(st.integers(-(10**15) + 1, 10**15 - 1))
@settings(max_examples=100)
def test_whole_numbers_come_exactly_and_without_exponent(number: int) -> None:
    assert str(stored_number(str(number))) == str(number)
    assert str(stored_number(f"{number}.0")) == str(number)


@pytest.mark.parametrize(
    ("text", "epoch_1904", "serial", "number_format"),
    [
        ("2026-11-23", False, "46349", "yyyy-mm-dd"),
        ("20261123", False, "46349", "yyyy-mm-dd"),
        ("2026-11-23", True, "44887", "yyyy-mm-dd"),
        ("1900-03-01", False, "61", "yyyy-mm-dd"),
        ("1900-02-28", False, "59", "yyyy-mm-dd"),
        ("1900-01-01", False, "1", "yyyy-mm-dd"),
        ("2026-11-23T18:00:00", False, "46349.75", "yyyy-mm-dd hh:mm:ss"),
        ("2026-11-23T06:00:00.000Z", False, "46349.25", "yyyy-mm-dd hh:mm:ss"),
        ("12:00:00", False, "0.5", "hh:mm:ss"),
        ("T12:00", False, "0.5", "hh:mm:ss"),
    ],
)
def test_iso_dates_become_serial_numbers(text: str, epoch_1904: bool, serial: str, number_format: str) -> None:
    assert iso_serial(text, epoch_1904) == (Decimal(serial), number_format)


@pytest.mark.parametrize("text", ["", "2026-13-01", "2026-02-30", "tomorrow", "25:00:00", "Z", "2026"])
def test_what_is_no_iso_date_is_none(text: str) -> None:
    assert iso_serial(text, False) is None


def test_formats_are_those_of_cell_styles_alone() -> None:
    styles = b"""<x:styleSheet xmlns:x="urn:any"><x:numFmts><x:numFmt numFmtId="164" formatCode="0.0&quot; kg&quot;"/>
      </x:numFmts><x:cellStyleXfs><x:xf numFmtId="9"/></x:cellStyleXfs>
      <x:cellXfs><x:xf numFmtId="0"/><x:xf numFmtId="9"/><x:xf numFmtId="164"/><x:xf/><x:xf numFmtId="300"/></x:cellXfs>
      <x:dxfs><x:dxf><x:numFmt numFmtId="164" formatCode="wrong"/></x:dxf></x:dxfs></x:styleSheet>"""

    assert read_number_formats([styles]) == ("General", "0%", '0.0" kg"', "General", "General")
