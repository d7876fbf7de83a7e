"""What each key result counts for in its objective: weights as typed ─▶ parts of a whole. Pure.

A tab's weights add up to 1, 10 or 100, whichever its complete groups say; what is missing shares what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from sync.model.readings import Quantity
from sync.model.scores import Doubt

_ZERO, _ONE = Decimal(0), Decimal(1)
_TOTALS = (Decimal(100), _ONE, Decimal(10))
_SLACK = Decimal("0.001")
"""Three times 33.3 is near enough to 100."""

Weights = Sequence[Quantity | None]
"""One group's weights: None where there is none."""


class Weighed(NamedTuple):
    """One group's weights brought together. ``parts`` add up to anything, or are all 0; those left out are 0."""

    parts: tuple[Decimal, ...]
    doubts: tuple[Doubt | None, ...]
    doubt: Doubt | None = None
    """Of the whole group."""


def total_of(groups: Sequence[Weights]) -> Decimal | None:
    """Given all groups of one tab, return what the weights of each are meant to add up to: 1, 10 or 100; None where it
    is all groups together that do. Weights typed in per cent say nothing of those that are not."""
    if _is_one_whole(groups):
        return None
    sums: list[Decimal] = []
    all_within_one, any_weight = True, False
    for group in groups:
        all_typed = [weight for weight in _on_one_scale(group) if weight is not None]
        plain = [weight.value for weight in all_typed if weight.unit != "%"]
        any_weight = any_weight or bool(plain)
        all_within_one = all_within_one and (not plain or max(plain) <= _ONE)
        if plain and len(all_typed) == len(group):
            together = sum([weight.value for weight in all_typed], _ZERO)
            sums += [total for total in _TOTALS if _is_near(together, total)]
    if sums:
        return max(_TOTALS, key=sums.count)
    return _ONE if any_weight and all_within_one else _TOTALS[0]


def weigh(weights: Weights, total: Decimal | None, left_out: Sequence[bool]) -> Weighed:
    """Given one group's weights, what they should add up to, and which of them do not count, return their parts."""
    if weights.count(None) == len(weights):
        return Weighed(tuple([_ZERO if out else _ONE for out in left_out]), (None,) * len(weights))
    if total is not None and True not in left_out:
        values = [weight.value for weight in weights if weight is not None and weight.unit != "%"]
        if len(values) == len(weights) and min(values) >= _ZERO and _is_near(sum(values, _ZERO), total):
            # Nothing is to be brought together, as in nearly every group.
            return Weighed(tuple(values), (None,) * len(values))
    is_one_whole = total is None
    if total is None:
        total = sum((weight.value for weight in weights if weight is not None), _ZERO)
        weights = [None if weight is None else Quantity(weight.value) for weight in weights]
    on_one_scale = _on_one_scale(weights)
    own = total if is_one_whole else _own_total(on_one_scale, total)
    on_two_scales, total = own != total, own
    typed = [None if weight is None else _in_total(weight, total) for weight in on_one_scale]
    counting = [weight for weight, out in zip(typed, left_out, strict=True) if not out]
    rest = total - sum([weight for weight in counting if weight is not None and weight > _ZERO], _ZERO)
    missing = counting.count(None)
    share_of_rest = rest / missing if missing and rest > _ZERO else _ZERO
    parts = [share_of_rest if weight is None else weight if weight >= _ZERO else _ZERO for weight in typed]
    doubts = [None if out else _doubt(weight, share_of_rest) for weight, out in zip(typed, left_out, strict=True)]
    counted = tuple([_ZERO if out else part for part, out in zip(parts, left_out, strict=True)])
    adds_up = _is_near(sum(parts), total) or _is_near(sum(counted), total)
    if not any(counted):
        counted = tuple(_ZERO if out else _ONE for out in left_out)
    doubt = None if adds_up else Doubt.weights_normalised
    return Weighed(counted, tuple(doubts), Doubt.weights_on_two_scales if on_two_scales else doubt)


def _is_one_whole(groups: Sequence[Weights]) -> bool:
    """Whether a tab's weights are parts of one whole, as on a balanced scorecard: all are typed, on one scale, and add
    up together, while no group does by itself."""
    typed = [weight for group in groups for weight in group if weight is not None]
    values = [weight.value for weight in typed]
    whole = sum(values, _ZERO)
    totals = [total for total in _TOTALS if _is_near(whole, total)]
    if not totals or min(values) < _ZERO or len({weight.is_percent for weight in typed}) > 1:
        return False
    weighted = [group for group in groups if any(weight is not None for weight in group)]
    if len(weighted) < 2 or len(typed) != sum(map(len, weighted)):
        return False
    sums = [sum((weight.value for weight in group if weight is not None), _ZERO) for group in weighted]
    return any(not any(_is_near(one, total) for one in sums) for total in totals)


def _own_total(weights: Weights, total: Decimal) -> Decimal:
    """What a group's own weights are meant to add up to, where they are plainly on another scale than the tab's: they
    add up to it, or some are missing and the others are fractions among whole numbers, or the other way round."""
    typed = [weight.value for weight in weights if weight is not None and not weight.is_percent]
    together = sum(typed, _ZERO)
    if not typed or min(typed) < _ZERO or _is_near(together, total):
        return total
    if len(typed) == len(weights):
        return next((other for other in _TOTALS if _is_near(together, other)), total)
    if total > _ONE and together < _ONE:
        return _ONE
    if total == _ONE and together > _ONE:
        return next((other for other in sorted(_TOTALS) if together < other), total)
    return total


def _on_one_scale(weights: Weights) -> Weights:
    """0.3 beside 70 %: where fractions taken as per cent make the group whole, they are."""
    typed = [weight for weight in weights if weight is not None]
    in_percent = [weight for weight in typed if weight.unit == "%"]
    if not in_percent or len(in_percent) == len(typed):
        return weights
    points = [
        weight if weight is None or weight.is_percent or weight.value > _ONE else Quantity(weight.value * 100, "%")
        for weight in weights
    ]
    together = sum((weight.value for weight in points if weight is not None), _ZERO)
    return points if _is_near(together, _TOTALS[0]) else weights


def _in_total(weight: Quantity, total: Decimal) -> Decimal:
    """A weight typed in per cent is points of 100, whatever the tab's total."""
    return weight.value * total / 100 if weight.is_percent and total != _TOTALS[0] else weight.value


def _doubt(weight: Decimal | None, share_of_rest: Decimal) -> Doubt | None:
    if weight is None:
        return None if share_of_rest else Doubt.weight_missing
    return Doubt.weight_negative if weight < _ZERO else None


def _is_near(together: Decimal | int, total: Decimal) -> bool:
    return abs(together - total) <= total * _SLACK
