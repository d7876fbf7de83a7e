"""Where a key result's own plan says that its progress should be on a day. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sync.model.readings import Curve, PlannedPace, Quantity
from sync.reading.sheets.unit_scales import scale_of_unit

_ZERO, _ONE, _TWO, _THREE = Decimal(0), Decimal(1), Decimal(2), Decimal(3)

_CURVES: dict[Curve, Callable[[Decimal], Decimal]] = {
    "linear": lambda share: share,
    "early": lambda share: share * (_TWO - share),
    "late": lambda share: share * share,
    "s-curve": lambda share: share * share * (_THREE - _TWO * share),
    "at the end": lambda share: _ONE if share >= _ONE else _ZERO,
}


class Way(NamedTuple):
    """From where to where a key result goes, and when. ``unit`` is as understood, ``unit_column`` as typed."""

    start: date
    due: date
    baseline: Decimal | None
    target: Decimal | None
    unit: str | None
    unit_column: str | None


def planned_progress(pace: PlannedPace, way: Way, day: date, passed: Callable[[date, date, date], Decimal]) -> Decimal:
    """Given a plan, the way, a day and what tells the share of the time between two days that has passed on a third,
    return the progress expected on that day, 0..1. Between two points it is a straight line; a point in per cent is a
    share of the way, unless the key result itself is measured in per cent."""
    if not pace.points:
        return _CURVES[pace.curve](passed(way.start, way.due, day))
    if day >= way.due:
        return _ONE
    before_day, before = way.start, _ZERO
    for point in pace.points:
        if point.day <= way.start or point.day >= way.due:
            continue
        # What was to be reached once is expected from then on.
        reached = max(before, _share(point.value, way))
        if day <= point.day:
            return before + (reached - before) * passed(before_day, point.day, day)
        before_day, before = point.day, reached
    return before + (_ONE - before) * passed(before_day, way.due, day)


def _share(typed: Quantity, way: Way) -> Decimal:
    value, (baseline, target) = typed.value, (way.baseline, way.target)
    if typed.is_percent and way.unit != "%":
        return max(_ZERO, min(_ONE, value / 100))
    if baseline is None or target is None or baseline == target:
        return value if _ZERO <= value <= _ONE else _ZERO
    scale = scale_of_unit(way.unit_column) if way.unit_column else _ONE
    if typed.scale_word is not None and max(abs(baseline), abs(target)) < scale:
        value /= scale  # '2 tỷ' beside a target of 10 in a column of tỷ
    return max(_ZERO, min(_ONE, (value - baseline) / (target - baseline)))
