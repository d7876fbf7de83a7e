"""A cell of a header ─▶ its words, those of the group that it stands under, and what they may mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sync.model.cells import Cell, Sheet
from sync.model.rows import Field
from sync.reading.sheets.formats import read_format
from sync.reading.sheets.header_periods import may_in_digits
from sync.reading.sheets.headers import Placement, nearest, place, plain_words
from sync.reading.sheets.headers_in_a_row import as_one_of, place_in_words, place_numbered, place_under
from sync.reading.sheets.values import read_date


class Header(NamedTuple):
    """One header: its own words, those of the group that it stands under, and what they may mean. ``day`` is set where
    the header is a date cell."""

    column: int
    row: int
    text: str
    upper: str
    placement: Placement | None
    day: date | None = None


Words = Mapping[str, Field]
"""Header words that the settings place: bare words ─▶ field."""


def headers_in(sheet: Sheet, row: int, words: Words) -> tuple[Header, ...]:
    """Given a row's number and the words that settings place, return the row's headers, from left to right."""
    headers = []
    for column, cell in sheet.rows[row].items():
        header = header_of(sheet, row, column, cell, "", words)
        if header is not None:
            headers.append(header)
    return in_a_row(headers, words)


def in_a_row(headers: Sequence[Header], words: Words) -> tuple[Header, ...]:
    """Given the headers of a row and the words that settings place, return them with what names a period only beside
    or below others: 'P09', 'Tháng Năm'."""
    are_numbered, is_in_words = as_one_of(text for one in headers for text in (one.text, one.upper))
    found = []
    for one in headers:
        placed = place_under(one.text, one.upper) if one.upper else None
        placed = placed or (place_numbered(one.text) if are_numbered else None)
        placed = placed or (place_in_words(one.text) if is_in_words else None)
        placed = placed if placed is None else _in_its_group(placed, one.upper)
        if placed is None and is_in_words and one.day is None and (upper := may_in_digits(one.upper)) != one.upper:
            one = one._replace(upper=upper)
            placed = _placed(one.text, upper, words)
        is_chosen = not words.keys().isdisjoint((plain_words(one.text), plain_words(f"{one.upper} {one.text}")))
        found.append(one if placed is None or is_chosen else one._replace(placement=placed))
    return tuple(found)


def _in_its_group(placed: Placement, upper: str) -> Placement:
    """'Tháng Năm' under 'Plan' is a target."""
    group = place(upper) if upper else None
    is_planned = group is not None and group.field is Field.target and not group.period
    return placed._replace(fields=(Field.target,)) if is_planned and placed.field is Field.period else placed


def header_of(sheet: Sheet, row: int, column: int, cell: Cell, upper: str, words: Words) -> Header | None:
    """Given a cell, and the words of the group over it ('' for none), return the header; None where it is empty, or
    holds neither words nor a number."""
    value = cell.value
    if isinstance(value, str):
        text = value.strip()
        return Header(column, row, text, upper, _placed(text, upper, words)) if text else None
    if not isinstance(value, Decimal):
        return None
    if not is_period_cell(cell):
        return Header(column, row, str(value), upper, None)
    if cell.number_format != "General" and read_format(cell.number_format).date:
        day = read_date(cell, sheet.ref(row, column), "", sheet.epoch_1904).value
        if day is not None:
            return Header(column, row, day.isoformat(), upper, Placement((Field.period,), None, day.isoformat()), day)
    text = str(int(value))
    named = place(f"{upper} {text}") if upper else place(text)
    return Header(column, row, text, upper, named if named is not None and named.field is Field.period else None)


def _placed(text: str, upper: str, words: Words) -> Placement | None:
    """What a header means: as the settings say, by its own words, by those of its group and its own together."""
    chosen = words.get(plain_words(text)) or (words.get(plain_words(f"{upper} {text}")) if upper else None)
    if chosen is not None:
        found = place(text)
        return Placement((chosen,), found.language if found else None)
    own = place(text)
    if not upper:
        return own
    group = place(upper)
    if own is not None and own.fields:
        if own.field is Field.period and group is not None and group.field is Field.target and not group.period:
            return own._replace(fields=(Field.target,), language=group.language)  # 'Oct' under 'Plan'
        if own.period or group is None or not group.period:
            return own
        return own._replace(period=group.period)
    both = place(f"{upper} {text}")
    if both is not None and (both.fields or own is None):
        return both
    return own


def as_corrected(header: Header) -> Header:
    """A header with a letter or two amiss, as what it is nearest to."""
    if header.placement is not None or header.day is not None:
        return header
    near = nearest(header.text)
    return header._replace(placement=Placement((near[0],))) if near is not None and near[1] <= 2 else header


def is_period_cell(cell: Cell) -> bool:
    """Given a cell with a number, tell whether it may name a period: a day, a week, a month, a year."""
    value = cell.value
    assert isinstance(value, Decimal)
    if cell.number_format != "General" and read_format(cell.number_format).date:
        return True
    return value == value.to_integral_value() and (1 <= value <= 53 or 2000 <= value <= 2100)


def is_a_title(placement: Placement | None) -> bool:
    """Whether what a header means is what stands over a table: 'Q3 2026 OKRs'."""
    return placement is not None and placement.field is Field.item and bool(placement.period)


def is_anchor(header: Header) -> bool:
    """Whether it names what OKRs or KPIs are about."""
    return header.placement is not None and header.placement.field in ANCHORS


def is_measured(header: Header) -> bool:
    """Whether it may head a value of theirs."""
    return header.placement is not None and bool(MEASURED.intersection(header.placement.fields))


ANCHORS = {Field.objective, Field.key_result, Field.item, Field.kpi, Field.key_result_id, Field.objective_id}
MEASURED = {Field.target, Field.current, Field.progress, Field.baseline, Field.weight, Field.score, Field.value}
