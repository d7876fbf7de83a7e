"""A plan by day ─▶ values on the way from a key result's baseline to its target. Its points may be what is reached by
then, shares of the way, or each period's own, which add up to the target; one that leads nowhere is told, not used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import NamedTuple

from sync.model.readings import Kind, Measure, PacePoint, PlannedPace, Quantity, Read, Trouble
from sync.reading.sheets.unit_scales import scale_of_unit
from sync.reading.texts.units import PERCENT

_ONE, _HUNDRED = Decimal(1), Decimal(100)
_A_WEEK = timedelta(days=6)


class Span(NamedTuple):
    """The days that a plan's points may be of."""

    first: date
    last: date


class Led(NamedTuple):
    """A plan on its way. ``adds_up``: its points are each period's own."""

    pace: Read[PlannedPace]
    adds_up: bool = False


def as_written(pace: Read[PlannedPace], measure: Measure, unit: str, span: Span) -> Read[PlannedPace]:
    """Given a pace in words of its own ('31/10: 20%; 30/11: 60%'), what its row measures, the unit as typed and the
    days that its points may be of, return it with points that are values of the measure. Trouble not_understood where
    one lies before or behind what is to be reached, or on no such day; ambiguous where percentages may be either values
    or shares of the way."""
    way = _Way.of(pace, measure, unit)
    if way is None:
        return pace
    if not all(span.first <= one.day <= span.last for one in way.points):
        return pace._replace(value=None, trouble=Trouble.not_understood)
    is_whole = way.points[-1].day >= span.last - _A_WEEK
    leads, shares = way.leads(is_whole), way.shares_lead(is_whole)
    if leads:
        is_open = shares and way.as_shares(pace) != way.as_values(pace)
        return pace._replace(trouble=Trouble.ambiguous) if is_open else way.as_values(pace)
    if shares:
        return way.as_shares(pace)
    if is_whole and way.adds_up(is_whole):
        return way.as_sums(pace)
    return pace._replace(value=None, trouble=Trouble.not_understood)


def as_planned(
    pace: Read[PlannedPace], measure: Measure, unit: str, is_whole: bool, is_one: bool, is_level: bool
) -> Led:
    """Given a pace of columns by period, what its row measures, the unit as typed, whether the last period is the one
    that the cycle ends with, whether all is of the first one, and whether the row's words say that its value is one on
    any day, return it on its way; none where the row goes none. Trouble sum_or_level where it may be read in two ways,
    or in none."""
    if _ends(measure) is None:
        return Led(Read())
    way = _Way.of(pace, measure, unit)
    if way is None:
        return Led(pace)
    adds_up = way.adds_up(is_whole) and not (is_level or way.is_in_per_cent or is_one or way.is_all_at_its_end)
    if way.leads(is_whole) and not adds_up:
        return Led(way.as_values(pace))
    if way.shares_lead(is_whole):
        return Led(way.as_shares(pace))
    if adds_up and not way.leads(is_whole):
        return Led(way.as_sums(pace), adds_up=True)
    return Led(pace._replace(value=None, trouble=Trouble.sum_or_level))


class _Way(NamedTuple):
    start: Decimal
    target: Decimal
    points: tuple[PacePoint, ...]
    is_in_per_cent: bool
    is_change: bool
    """A change without a baseline, of which scoring knows no target."""

    @classmethod
    def of(cls, pace: Read[PlannedPace], measure: Measure, unit: str) -> _Way | None:
        """The way of a pace that has points, where it is known from where to where."""
        ends = _ends(measure)
        if ends is None or pace.value is None or not pace.value.points:
            return None
        start, end = ends
        scale = scale_of_unit(unit)
        largest = max(abs(start), abs(end))
        points = tuple(one._replace(value=_in_scale(one.value, largest, scale)) for one in pace.value.points)
        return cls(start, end, points, measure.unit == PERCENT, _is_change_alone(measure))

    @property
    def values(self) -> list[Decimal]:
        return [one.value.value for one in self.points]

    @property
    def are_shares(self) -> bool:
        return all(one.value.is_percent for one in self.points)

    @property
    def cannot_be_values(self) -> bool:
        """Whether the points are in per cent, and the measure is not."""
        return self.are_shares and not self.is_in_per_cent

    def leads(self, is_whole: bool) -> bool:
        """Whether the points are values that go from the baseline towards the target, and end there at the end."""
        is_of_values = self.is_in_per_cent or not any(one.value.is_percent for one in self.points)
        return is_of_values and _leads(self.values, self.start, self.target, is_whole)

    def shares_lead(self, is_whole: bool) -> bool:
        return self.are_shares and _leads(self.values, Decimal(0), _HUNDRED, is_whole)

    @property
    def is_all_at_its_end(self) -> bool:
        """Whether the last point alone is the target from 0: reached by then, or its period's own, is the same."""
        return self.start == 0 and self.values[-1] == self.target and not any(self.values[:-1])

    def adds_up(self, is_whole: bool) -> bool:
        """Whether the points may be each period's own: together no more than the way, and all of it at the end."""
        whole = _HUNDRED if self.cannot_be_values else self.target - self.start
        together = sum(self.values)
        return min(self.values) >= 0 and (together == whole if is_whole else together <= whole)

    def as_values(self, pace: Read[PlannedPace]) -> Read[PlannedPace]:
        return self._with(pace, self.values)

    def as_sums(self, pace: Read[PlannedPace]) -> Read[PlannedPace]:
        sums = list(accumulate(self.values))
        return self._with(pace, sums if self.cannot_be_values else [self.start + one for one in sums])

    def as_shares(self, pace: Read[PlannedPace]) -> Read[PlannedPace]:
        """In per cent of the way: of a measure in per cent, the value there."""
        if not self.is_in_per_cent:
            return self._with(pace, self.values)
        return self._with(pace, [self.start + one * (self.target - self.start) / _HUNDRED for one in self.values])

    def _with(self, pace: Read[PlannedPace], values: Sequence[Decimal]) -> Read[PlannedPace]:
        points = [
            one._replace(value=one.value._replace(value=value)) for one, value in zip(self.points, values, strict=True)
        ]
        if self.is_change and not self.cannot_be_values:
            share = _ONE if self.is_in_per_cent else _HUNDRED
            unit = None if self.is_in_per_cent else PERCENT
            points = [one._replace(value=Quantity(one.value.value * share / self.target, unit)) for one in points]
        return pace._replace(value=PlannedPace("linear", tuple(points)))


def _ends(measure: Measure) -> tuple[Decimal, Decimal] | None:
    """From where to where a measure goes; None of what is kept, or done or not, or cannot be scored."""
    start, end = measure.baseline or Decimal(0), measure.target
    if measure.kept or (measure.kind is Kind.decrease and measure.baseline is None and not _is_change_alone(measure)):
        return None
    if measure.kind in (Kind.at_least, Kind.at_most) and end is None:
        end = measure.lower if measure.kind is Kind.at_least else measure.upper
    if end is None and measure.change is not None:
        change = abs(measure.change) if _is_change_alone(measure) else measure.change
        end = start + (change * start / _HUNDRED if measure.relative and measure.baseline is not None else change)
    return None if end is None or end == start else (start, end)


def _is_change_alone(measure: Measure) -> bool:
    return measure.target is None and measure.change is not None and measure.baseline is None


def _in_scale(typed: Quantity, largest: Decimal, scale: Decimal) -> Quantity:
    """A point in the scale that the row's values have by now: '2 tỷ' as 2 beside a target of 10 in a column of tỷ, and
    2 as 2,000,000,000 where these were brought to one with what their words say."""
    if typed.is_percent or scale == _ONE:
        return typed
    if typed.scale_word is not None and largest < scale:
        return typed._replace(value=typed.value / scale, scale_word=None)
    if typed.scale_word is None and largest >= scale > abs(typed.value):
        return typed._replace(value=typed.value * scale)
    return typed


def _leads(values: Sequence[Decimal], start: Decimal, target: Decimal, is_whole: bool) -> bool:
    way = target - start
    if is_whole and values[-1] != target:
        return False
    return all((after - before) * way >= 0 for before, after in pairwise((start, *values, target)))
