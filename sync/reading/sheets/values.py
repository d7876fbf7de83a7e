"""A cell ─▶ what it says: a quantity, a text, and (from their own files) a day, a confidence, a tick.

Each ``read_…`` gives a ``Read``: the value or None, the cell, what stands there word for word, and the trouble if any.
An empty cell is ``Read(None, ref)``; an error cell is never a number.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal
from functools import partial
from typing import Any

from sync.model.cells import Cell, CellRef, ErrorValue
from sync.model.readings import Quantity, Read, Trouble
from sync.reading.sheets.dates import MONTHS, day_of_serial, month_first, names_a_day, read_date
from sync.reading.sheets.formats import NumberFormat, read_format
from sync.reading.sheets.quantities import parse_pair, parse_quantity, parse_range
from sync.reading.sheets.standing import ignored_rules, read_activity, read_commitment, read_confidence, read_milestone
from sync.reading.texts.numbers import plain, shown
from sync.reading.texts.text import fold
from sync.reading.texts.units import PERCENT

__all__ = [
    "ignored_rules",
    "parse_pair",
    "parse_quantity",
    "parse_range",
    "read_activity",
    "read_commitment",
    "read_confidence",
    "read_date",
    "read_milestone",
    "read_quantity",
    "read_text",
]

_LONGEST_SPAN = 20_000
"""Days: from here on a number with the format of a duration is rather a date."""
_BLANKS = frozenset(
    "|-|–|—|−|--|---|…|...|n/a|n.a|n.a.|n/a.|na|n-a|tbd|tbc|tba|t.b.d|not yet|no data|not available|not applicable|"
    "not measured|not measured yet|not yet measured|pending|chưa có số liệu|chưa có dữ liệu|chưa có số|chưa đo|"
    "chưa đo được|chưa cập nhật|không áp dụng|không có số liệu|không có dữ liệu|chua co so lieu|chua co du lieu|"
    "chua co so|chua do|chua cap nhat|khong ap dung|kxđ|chưa xác định|chua xac dinh".split("|")
)
"""What people type where no value is known: no number, and no mistake."""


def read_quantity(cell: Cell | None, ref: CellRef, locale: str) -> Read[Quantity]:
    """Given a cell where a number is meant and the locale of typed numbers, return its quantity.

    A percent format gives points with the unit '%', a currency or quoted text in the format its currency or unit.
    """
    if cell is None:
        return Read(None, ref)
    value, number_format, formula, _ = cell
    if isinstance(value, Decimal):
        if number_format == "General":
            quantity = _new_quantity((value, None, None, None, None, None))
            return _new_read((quantity, ref, _digits(value), None, formula is not None))
        return _formatted(value, read_format(number_format), ref, formula is not None, locale)
    return _not_a_number_cell(cell, ref, locale)


def read_text(cell: Cell | None, ref: CellRef) -> Read[str]:
    """Given a cell, return its text, trimmed; a number as its digits, a day as ISO."""
    if cell is None:
        return Read(None, ref)
    value, number_format, formula, _ = cell
    if isinstance(value, str):
        text = value.strip()
        if not text and formula is not None:
            return Read(None, ref, "", Trouble.not_calculated, True)
        return _new_read((text or None, ref, value, None, formula is not None))
    if value is None:
        return Read(None, ref, "", Trouble.not_calculated if formula is not None else None, formula is not None)
    if isinstance(value, ErrorValue):
        return Read(None, ref, value.code, Trouble.error_cell, formula is not None)
    if isinstance(value, bool):
        text = "TRUE" if value else "FALSE"
        return Read(text, ref, text, None, formula is not None)
    kind = read_format(number_format)
    day = day_of_serial(value) if kind.date else None
    text = day.isoformat() if day else _as_shown(value, kind)
    return Read(text, ref, text, None, formula is not None)


# As NamedTuples make themselves, without the call that takes longer than that: every cell has one of each.
_new_quantity: Callable[[tuple[Decimal, None, None, None, None, None]], Quantity] = partial(tuple.__new__, Quantity)
_new_read: Callable[[tuple[Any, CellRef, str, None, bool]], Read[Any]] = partial(tuple.__new__, Read)


def _formatted(value: Decimal, kind: NumberFormat, ref: CellRef, is_formula: bool, locale: str) -> Read[Quantity]:
    if kind.time and 0 <= value < (_LONGEST_SPAN if kind.elapsed else 1):
        return _span(value, ref, is_formula, locale)
    if kind.date:
        return Read(None, ref, _day_as_shown(value, locale), Trouble.date_for_number, is_formula)
    if kind.percent:
        points = plain(value * 100)
        return Read(Quantity(points, PERCENT), ref, f"{_digits(points)}%", None, is_formula)
    if kind.scale_word is not None:
        raw = f"{_digits(value)} {kind.scale_word}"
        quantity = Quantity(plain(value * kind.scale), kind.unit, kind.currency, scale_word=kind.scale_word)
        return Read(quantity, ref, raw, None, is_formula)
    return Read(Quantity(value, kind.unit, kind.currency), ref, _as_shown(value, kind), None, is_formula)


def _span(value: Decimal, ref: CellRef, is_formula: bool, locale: str) -> Read[Quantity]:
    """A duration, which programs store as a part of a day: '2:30' is 150 minutes. Whole seconds, as they are shown."""
    seconds = int((value * 86400).to_integral_value())
    minutes, rest = divmod(seconds, 60)
    raw = f"{minutes // 60}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")
    words = ("giây", "phút") if locale.startswith("vi") else ("s", "min")
    quantity = Quantity(Decimal(seconds), words[0]) if rest else Quantity(Decimal(minutes), words[1])
    return Read(quantity, ref, raw, None, is_formula)


def _not_a_number_cell(cell: Cell, ref: CellRef, locale: str) -> Read[Quantity]:
    value, _, formula, _ = cell
    is_formula = formula is not None
    if isinstance(value, ErrorValue):
        return Read(None, ref, value.code, Trouble.error_cell, is_formula)
    if isinstance(value, bool):
        return Read(None, ref, "TRUE" if value else "FALSE", Trouble.not_a_number, is_formula)
    if value is None or (is_formula and value == ""):
        return Read(None, ref, "", Trouble.not_calculated if is_formula else None, is_formula)
    assert isinstance(value, str)
    raw = value.strip()
    if raw in _BLANKS or fold(raw) in _BLANKS:
        return Read(None, ref, raw, None, is_formula)
    quantity = parse_quantity(raw, locale)
    if quantity is None:
        return Read(None, ref, raw, Trouble.not_a_number, is_formula)
    if quantity.unit is not None and _is_a_day(raw, quantity.unit.rsplit(" ", 1)[-1], locale):
        return Read(None, ref, raw, Trouble.date_for_number, is_formula)
    return Read(quantity, ref, raw, Trouble.ambiguous if quantity.other is not None else None, is_formula)


def _is_a_day(raw: str, month: str, locale: str) -> bool:
    """Whether '15 Nov' is one; '10 may' may be 10 machines in a Vietnamese table."""
    if month[:3].casefold() not in MONTHS or (month == "may" and locale.startswith("vi")):
        return False
    return names_a_day(raw)


def _digits(value: Decimal) -> str:
    text = str(value)
    return text if text.isdigit() or (text[-1] != "0" and "E" not in text) else shown(value)


def _as_shown(value: Decimal, kind: NumberFormat) -> str:
    if kind.percent:
        return f"{_digits(plain(value * 100))}%"
    beside = kind.scale_word or kind.unit or kind.currency
    return f"{_digits(value)} {beside}" if beside else _digits(value)


def _day_as_shown(value: Decimal, locale: str) -> str:
    """The day, in the order in which the locale writes it: '5/8/2026' is what became of a typed 5/8."""
    day = day_of_serial(value)
    if day is None or value < 1:
        seconds = int((value - value.to_integral_value(ROUND_DOWN)) * 86400) if value.is_finite() else 0
        return str(timedelta(seconds=seconds))
    one, two = (day.month, day.day) if month_first(locale) else (day.day, day.month)
    return f"{one}/{two}/{day.year}"
