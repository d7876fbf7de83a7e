"""Cells as spreadsheet systems store them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sync.model.cells import Cell, ErrorValue
from sync.model.readings import Quantity, Read, Trouble
from sync.reading.sheets.values import read_quantity, read_text
from tests.sync.reading.cells import HERE, cell

FORMATTED: list[tuple[str, str, Quantity, str]] = [
    ("3000", "General", Quantity(Decimal(3000)), "3000"),
    ("0.3", "0%", Quantity(Decimal(30), "%"), "30%"),
    ("0.125", "0.0%", Quantity(Decimal("12.5"), "%"), "12.5%"),
    ("1.2", "0%", Quantity(Decimal(120), "%"), "120%"),
    ("1200000", '"$"#,##0', Quantity(Decimal(1200000), None, "USD"), "1200000 USD"),
    ("1200000", '#,##0 "₫"', Quantity(Decimal(1200000), None, "VND"), "1200000 VND"),
    ("5", "#,##0.00 [$€-407]", Quantity(Decimal(5), None, "EUR"), "5 EUR"),
    ("5", "[$₫-42A]#,##0", Quantity(Decimal(5), None, "VND"), "5 VND"),
    ("5", "$#,##0.00", Quantity(Decimal(5), None, "USD"), "5 USD"),
    ("5", '_-* #,##0\\ "₫"_-;-* #,##0', Quantity(Decimal(5), None, "VND"), "5 VND"),
    ("5", '#,##0 "VNĐ"', Quantity(Decimal(5), None, "VND"), "5 VND"),
    ("5", "#,##0.00_);[Red](#,##0.00)", Quantity(Decimal(5)), "5"),
    ("5", "[$-409]0.0", Quantity(Decimal(5)), "5"),
    ("3", '0 "kg"', Quantity(Decimal(3), "kg"), "3 kg"),
    ("3", '0.0" ngày"', Quantity(Decimal(3), "ngày"), "3 ngày"),
    ("1.5", "0.0‰", Quantity(Decimal("1.5"), "‰"), "1.5 ‰"),
    ("1.5", '0.0"‰"', Quantity(Decimal("1.5"), "‰"), "1.5 ‰"),
    ("10", '0 "tỷ"', Quantity(Decimal(10_000_000_000), scale_word="tỷ"), "10 tỷ"),
    ("10000000", '0.0,,"M"', Quantity(Decimal(10000000)), "10000000"),
    ("1200000", "0.00E+00", Quantity(Decimal(1200000)), "1200000"),
    ("7", "@", Quantity(Decimal(7)), "7"),
]


@pytest.mark.parametrize(("value", "number_format", "expected", "raw"), FORMATTED)
def test_a_number_is_read_as_its_format_shows_it(value: str, number_format: str, expected: Quantity, raw: str) -> None:
    read = read_quantity(Cell(Decimal(value), number_format), HERE, "vi")
    assert read == Read(expected, HERE, raw)


@pytest.mark.parametrize("number_format", ["dd/mm/yyyy", "d-mmm", "m/d/yyyy", "[$-409]d-mmm-yy;@", "h:mm", "[h]:mm:ss"])
def test_a_date_where_a_number_was_meant_is_no_number(number_format: str) -> None:
    read = read_quantity(Cell(Decimal(46239), number_format), HERE, "vi")
    assert read.value is None
    assert read.trouble is Trouble.date_for_number
    assert read.raw == "5/8/2026"


@pytest.mark.parametrize(
    ("value", "number_format", "expected", "raw"),
    [
        ("0.104166666666667", "h:mm", Quantity(Decimal(150), "phút"), "2:30"),
        ("1.5", "[h]:mm", Quantity(Decimal(2160), "phút"), "36:00"),
        ("0.00315972222222222", "[mm]:ss", Quantity(Decimal(273), "giây"), "0:04:33"),
        ("0", "[h]:mm", Quantity(Decimal(0), "phút"), "0:00"),
    ],
)
def test_a_duration_is_a_value_with_a_unit(value: str, number_format: str, expected: Quantity, raw: str) -> None:
    assert read_quantity(Cell(Decimal(value), number_format), HERE, "vi") == Read(expected, HERE, raw)


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [("2h30", "2.5", "h"), ("1 giờ 20 phút", "80", "phút"), ("30 min", "30", "min"), ("4 min 30 sec", "4.5", "min"),
     ("3:1", "3", None), ("90 phút", "90", "phút")],
)  # fmt: skip
def test_a_duration_and_a_ratio_may_be_typed(typed: str, value: str, unit: str | None) -> None:
    assert read_quantity(cell(typed), HERE, "vi").value == Quantity(Decimal(value), unit)


def test_a_date_where_a_number_was_meant_is_shown_in_the_order_of_the_locale() -> None:
    assert read_quantity(Cell(Decimal(46239), "m/d/yyyy"), HERE, "en").raw == "8/5/2026"


@pytest.mark.parametrize(
    ("stored", "trouble", "raw"),
    [
        (cell("about ten"), Trouble.not_a_number, "about ten"),
        (cell(True), Trouble.not_a_number, "TRUE"),
        (cell(ErrorValue("#REF!")), Trouble.error_cell, "#REF!"),
        (cell(ErrorValue("#N/A"), formula="VLOOKUP(1,A:B,2)"), Trouble.error_cell, "#N/A"),
        (cell(None, formula="A1"), Trouble.not_calculated, ""),
        (cell("", formula="A1"), Trouble.not_calculated, ""),
    ],
)
def test_a_cell_without_a_number_says_why(stored: Cell, trouble: Trouble, raw: str) -> None:
    read = read_quantity(stored, HERE, "vi")
    assert (read.value, read.trouble, read.raw) == (None, trouble, raw)


@pytest.mark.parametrize("typed", ["-", "–", "N/A", "n/a", "TBD", "Chưa có số liệu"])
def test_what_says_that_nothing_is_known_is_no_number_and_no_trouble(typed: str) -> None:
    read = read_quantity(cell(typed), HERE, "vi")
    assert (read.value, read.trouble, read.raw) == (None, None, typed)


@pytest.mark.parametrize("stored", [None, cell(None), cell(""), cell("  ")])
def test_an_empty_cell_is_no_trouble(stored: Cell | None) -> None:
    read = read_quantity(stored, HERE, "vi")
    assert (read.value, read.trouble, read.cell) == (None, None, HERE)


def test_an_ambiguous_number_is_read_one_way_and_says_the_other() -> None:
    read = read_quantity(cell("1.500"), HERE, "")
    assert read.trouble is Trouble.ambiguous
    assert read.value == Quantity(Decimal(1500), other=Decimal("1.5"))


def test_a_formulas_number_is_marked_as_one() -> None:
    assert read_quantity(cell(5, formula="A1+1"), HERE, "vi").is_formula
    assert not read_quantity(cell(5), HERE, "vi").is_formula
    assert read_quantity(cell("5 kg", formula='A1&" kg"'), HERE, "vi").is_formula


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        (cell("  Lan  "), "Lan"),
        (cell(12), "12"),
        (Cell(Decimal("12.50")), "12.5"),
        (Cell(Decimal("1E+3")), "1000"),
        (Cell(Decimal("0.3"), "0%"), "30%"),
        (Cell(Decimal(46387), "dd/mm/yyyy"), "2026-12-31"),
        (Cell(Decimal(3), '0 "kg"'), "3 kg"),
        (cell(True), "TRUE"),
        (cell("   "), None),
        (cell(None), None),
    ],
)
def test_any_cell_can_be_read_as_text(stored: Cell, text: str | None) -> None:
    assert read_text(stored, HERE).value == text


def test_an_error_cell_is_no_text() -> None:
    read = read_text(cell(ErrorValue("#NAME?")), HERE)
    assert (read.value, read.trouble) == (None, Trouble.error_cell)
