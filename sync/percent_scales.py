"""Percentages typed on two scales in one row: 0.24 beside 30 %. Pure.

A cell that shows 24 % stores 0.24. Typed without the percent sign beside a target of 30, it would score as less than a
hundredth of the way, and 24 beside a target of 0.3 as eighty times it: neither is a number to be written.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from sync.model import CellRef, KeyResult, Quantity, Read

ONE, HUNDRED = Decimal(1), Decimal(100)
_FAR_BELOW, _FAR_ABOVE = Decimal("0.125"), Decimal(3)
"""How far a value in per cent can reasonably be from another one of its row."""


class OffScale(NamedTuple):
    """A fraction among values in per cent: what stands there, what it would be in per cent, and where."""

    value: Decimal
    points: Decimal
    cell: CellRef | None


class _Scale(NamedTuple):
    value: Decimal
    is_marked: bool
    cell: CellRef | None


def off_scale(row: KeyResult, current: Read[Quantity]) -> OffScale | None:
    """Given a key result and the reading that counts as its current value, return the number that is a fraction while
    another one of the row is in per cent; None where they agree."""
    reads = (row.baseline, row.target, current)
    if not _is_in_percent(row, reads):
        return None
    scales = [
        _Scale(read.value.value, read.value.is_percent, read.cell)
        for read in reads
        if read.value is not None and read.value.unit in (None, "%") and read.value.total is None
    ]
    if row.target.value is None and row.measure.target is not None and row.measure.unit == "%":
        scales.append(_Scale(row.measure.target, True, None))
    for one in scales:
        points = one.value * HUNDRED
        if one.is_marked or not 0 < one.value <= ONE:
            continue
        if any(
            other.value > ONE and other.value * _FAR_BELOW <= points <= other.value * _FAR_ABOVE for other in scales
        ):
            return OffScale(one.value, points, one.cell)
    return None


def _is_in_percent(row: KeyResult, reads: tuple[Read[Quantity], ...]) -> bool:
    if row.measure.unit == "%" or row.unit.value == "%":
        return True
    return any(read.value is not None and read.value.is_percent for read in reads)
