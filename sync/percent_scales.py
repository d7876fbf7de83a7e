"""Percentages typed on two scales in one row: 0.24 beside 30 %. Pure.

A cell that shows 24 % stores 0.24. Typed without the percent sign beside a target of 30, it would score as less than a
hundredth of the way, and 24 beside a target of 0.3 as eighty times it: neither is a number to be written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from sync.model.cells import CellRef
from sync.model.readings import Kind, Quantity, Read
from sync.model.rows import KeyResult, Kpi
from sync.reading.texts.units import PER_MILLE, PERCENT
from sync.reading.texts.wording import is_a_rate_by_name

ONE, HUNDRED = Decimal(1), Decimal(100)
_OF_ONE = {PERCENT: HUNDRED, PER_MILLE: Decimal(1000)}
"""How many of a unit are the whole."""
_FAR_BELOW, _FAR_ABOVE = Decimal("0.125"), Decimal(3)
"""How far a value in per cent can reasonably be from another one of its row."""


class OffScale(NamedTuple):
    """A fraction among values in per cent, or per mille: what stands there, what it would be in that ``unit``, and
    where."""

    value: Decimal
    points: Decimal
    cell: CellRef | None
    unit: str = PERCENT


class _Scale(NamedTuple):
    value: Decimal
    is_marked: bool
    cell: CellRef | None


def off_scale(row: KeyResult, current: Read[Quantity]) -> OffScale | None:
    """Given a key result and the reading that counts as its current value, return the number that is a fraction while
    another one of the row is in per cent; None where they agree."""
    reads = (row.baseline, row.target, current)
    unit = _share_unit(row, reads)
    if unit is None:
        return None
    scales = [
        _Scale(read.value.value, read.value.unit == unit, read.cell)
        for read in reads
        if read.value is not None and read.value.unit in (None, unit) and read.value.total is None
    ]
    if row.target.value is None and row.measure.target is not None and row.measure.unit == unit:
        scales.append(_Scale(row.measure.target, True, None))
    bounds = (row.measure.lower, row.measure.upper) if row.measure.unit == unit else ()
    scales += [_Scale(bound, True, None) for bound in bounds if bound is not None]
    wording = row.wording
    in_words = (wording.target, wording.lower, wording.upper) if wording.unit == unit else ()
    for one in scales:
        points = one.value * _OF_ONE[unit]
        if one.is_marked or not 0 < one.value <= ONE:
            continue
        if points in in_words and any(other.value > ONE for other in scales):
            return OffScale(one.value, points, one.cell, unit)  # 0.8 beside 18, of a text that says 80%
        if any(
            other.value > ONE and other.value * _FAR_BELOW <= points <= other.value * _FAR_ABOVE for other in scales
        ):
            return OffScale(one.value, points, one.cell, unit)
    return None


def kpi_off_scale(kpi: Kpi, used: Sequence[Read[Quantity]]) -> OffScale | None:
    """Given a KPI and the readings that its value comes from, return the number, one of these or a bound, that is a
    fraction while the other is in per cent: 0.93 beside 95 %; None where they agree."""
    for read in used:
        value = read.value
        for cell, one in _bounds(kpi):
            if value is None:
                continue
            for unit, whole in _OF_ONE.items():
                is_share = kpi.unit.value == unit
                if (one.unit == unit or is_share) and _is_share_of_one(value, one.value, unit):
                    return OffScale(value.value, value.value * whole, read.cell, unit)
                if (value.unit == unit or is_share) and _is_share_of_one(one, value.value, unit):
                    return OffScale(one.value, one.value * whole, cell, unit)
    return None


def _bounds(kpi: Kpi) -> Iterator[tuple[CellRef | None, Quantity]]:
    """Where a KPI's bounds stand, and what they are: in its columns, else in its name."""
    typed = [(read.cell, read.value) for read in (kpi.lower, kpi.upper, kpi.target) if read.value is not None]
    yield from typed
    if not typed:
        for bound in (kpi.measure.lower, kpi.measure.upper):
            if bound is not None:
                yield None, Quantity(bound, kpi.measure.unit)


def _is_share_of_one(one: Quantity, beside: Decimal, unit: str) -> bool:
    """Whether a number beside one in per cent, or per mille, is probably a fraction: 0.93 beside 95."""
    if one.unit or one.total is not None or not 0 < one.value <= ONE or beside <= ONE:
        return False
    return beside * _FAR_BELOW <= one.value * _OF_ONE[unit] <= beside * _FAR_ABOVE


def is_stray_percent(row: KeyResult, current: Read[Quantity]) -> bool:
    """Given a key result and the reading that counts as its current value, tell whether that is in per cent and what it
    is to reach is not: '40%' beside 10 tỷ, where somebody typed the progress into the current value's cell."""
    now, measure = current.value, row.measure
    if now is None or now.unit != "%" or measure.kind is Kind.milestone or measure.relative:
        return False
    reads = (row.target, row.lower, row.upper, row.baseline)
    typed = [read.value for read in reads if read.value is not None and read.value.value]
    if any(one.is_percent for one in typed) or "%" in (row.unit.value, row.wording.unit):
        return False
    in_text = (measure.target, measure.change, measure.lower, measure.upper)
    if not typed and all(value is None for value in in_text):
        return False
    if any(one.unit or one.currency or one.scale_word or one.value > HUNDRED for one in typed) or row.unit.value:
        return True
    first, last = row.baseline.value, row.target.value
    if first is not None and last is not None and min(first.value, last.value) <= now.value <= max(first[0], last[0]):
        return False
    return not is_a_rate_by_name(row.text.value or "")


def _share_unit(row: KeyResult, reads: tuple[Read[Quantity], ...]) -> str | None:
    """Per cent or per mille, where a row's numbers are in it; None where they are not."""
    own = row.measure.unit
    if own == PERCENT:
        return PERCENT
    units = [own, row.unit.value]
    for read in reads:
        quantity = read.value
        if quantity is not None:
            units.append(quantity.unit)
    if PERCENT in units:
        return PERCENT
    return PER_MILLE if PER_MILLE in units else None
