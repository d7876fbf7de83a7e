"""Where a key result will end if it goes on as it did: from its check-ins, with an honest interval. Pure.

The way between two check-ins is taken for drift and chance, both in proportion to the days between them (a random walk
with drift; Hyndman and Athanasopoulos, 'Forecasting: Principles and Practice', the drift method). In four cases of five
the final value then lies in the interval; where the values in truth lie about a straight line it is too wide, never too
narrow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from sync.attainment import LINEAR
from sync.model.scores import ScoredKeyResult, Status

FEWEST = 4
"""Values without which nothing is said: drift and chance both have to be estimated from the ways between them."""
_ZERO, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_EVENEST = Decimal("0.1")
"""What is ahead is never known better than to a tenth, however even the way was that lies behind."""
# Of Student's distribution: nine tenths lie below it, by degrees of freedom.
_STUDENT = tuple(map(Decimal, "3.078 1.886 1.638 1.533 1.476 1.440 1.415 1.397 1.383 1.372 1.363 1.356 1.350".split()))
_NORMAL = Decimal("1.345")
_SETTLED = (Status.done, Status.left_out, Status.not_started, Status.no_data)


class Forecast(NamedTuple):
    """A final value on a day, and between which two it lies in four cases of five."""

    value: Decimal
    low: Decimal
    high: Decimal
    on: date


class Point(NamedTuple):
    """A value measured on a day."""

    day: date
    value: Decimal


def forecast(points: Sequence[Point], due: date) -> Forecast | None:
    """Given measured values by ascending days, and a day after them, return what the value will be on that day; None
    where there are too few."""
    ahead = Decimal((due - points[-1].day).days) if points else _ZERO
    if len(points) < FEWEST or ahead <= _ZERO:
        return None
    whole = Decimal((points[-1].day - points[0].day).days)
    drift = (points[-1].value - points[0].value) / whole
    freedom = len(points) - 2
    chance = sum(_unevenness(points, drift), _ZERO) / freedom
    student = _STUDENT[freedom - 1] if freedom <= len(_STUDENT) else _NORMAL
    spread = student * (chance * ahead * (_ONE + ahead / whole)).sqrt()
    spread = max(spread, abs(drift * ahead) * _EVENEST)
    middle = points[-1].value + drift * ahead
    return Forecast(middle, middle - spread, middle + spread, due)


def forecast_of(scored: ScoredKeyResult, as_of: date) -> Forecast | None:
    """Given a key result on its way from a baseline to a target, and a day, return where it will end; None where it is
    not on such a way, has ended, or is planned to move otherwise than evenly."""
    pace, due = scored.key_result.pace.value, scored.due
    if due is None or scored.status in _SETTLED or not scored.formula.startswith(LINEAR) or pace is not None:
        return None
    if scored.key_result.period is not None:
        return None  # each month begins anew
    points = tuple(_points(scored, min(as_of, due)))
    found = forecast(points, due)
    if found is None:
        return None
    lowest = _ZERO if all(point.value >= _ZERO for point in points) else None
    is_rate = scored.key_result.measure.unit == "%" and all(point.value <= _HUNDRED for point in points)
    return _within(found, lowest, _HUNDRED if is_rate else None)


def _points(scored: ScoredKeyResult, until: date) -> Iterator[Point]:
    """One value a day, the last of it: the baseline where the way begins, the check-ins, the current value."""
    row = scored.key_result
    days: dict[date, Decimal] = {}
    start = next((given.value for given in scored.inputs if given.name == "start"), None)
    if isinstance(start, date) and row.measure.baseline is not None and scored.baseline is not None:
        days[start] = scored.baseline
    for check_in in row.check_ins:
        if check_in.day is not None and check_in.value.value is not None:
            days[check_in.day] = check_in.value.value.value
    if row.updated.value is not None and scored.current is not None:
        days[row.updated.value] = scored.current
    for day in sorted(days):
        if day <= until:
            yield Point(day, days[day])


def _unevenness(points: Sequence[Point], drift: Decimal) -> Iterator[Decimal]:
    for before, after in pairwise(points):
        days = Decimal((after.day - before.day).days)
        yield (after.value - before.value - drift * days) ** 2 / days


def _within(found: Forecast, lowest: Decimal | None, highest: Decimal | None) -> Forecast:
    values = [found.value, found.low, found.high]
    if lowest is not None:
        values = [max(lowest, value) for value in values]
    if highest is not None:
        values = [min(highest, value) for value in values]
    return Forecast(values[0], values[1], values[2], found.on)
