"""Of columns that are of a period, the ones that count: those of the table's cycle, or of the one that its target is
for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sync.model.rows import Cycle, Field
from sync.reading.sheets.claims import Claim

A_FEW_DAYS = timedelta(days=3)
"""Quarters and months differ by so much."""
_NEARLY_A_QUARTER = timedelta(days=80)


def that_counts(
    several: Sequence[Claim], periods: Mapping[int, Cycle | None], cycle: Cycle | None, as_of: date
) -> Claim:
    """Given columns for several periods, the period of each, the table's cycle and the day of reading, return the one
    of that cycle, else the last that has begun, by that cycle's end where one has, else the first."""
    known = [(claim, period) for claim in several if (period := periods[claim.header.column]) is not None]
    if cycle is not None:
        of_cycle = [claim for claim, period in known if period.id == cycle.id]
        if of_cycle:
            return of_cycle[0]
    for day in (as_of if cycle is None else min(as_of, cycle.last_day), as_of):
        begun = [(period.first_day, claim) for claim, period in known if period.first_day <= day]
        if begun:
            return max(begun, key=lambda one: one[0])[1]
    return several[0]


def at_least_a_quarter(period: Cycle | None) -> Cycle | None:
    """Given a target's own period, return it where it is one that OKRs are set for: months of plans are steps on the
    way."""
    return period if period is not None and period.last_day - period.first_day >= _NEARLY_A_QUARTER else None


def those_over(
    everything: Sequence[Claim], periods: Mapping[int, Cycle | None], aim: Claim | None, cycle: Cycle | None
) -> list[Claim]:
    """Given columns, the period of each, the target and the table's cycle, return those of values of periods that were
    over before the one began that the target is for, or else the table's cycle."""
    counts = at_least_a_quarter(periods[aim.header.column]) if aim is not None else None
    values = [claim for claim in everything if claim.field in (Field.period, Field.current)]
    return [claim for claim in values if _is_over(periods[claim.header.column], counts or cycle)]


def _is_over(period: Cycle | None, counting: Cycle | None) -> bool:
    """Whether a period of the same length, or a longer one, was over before the one that counts began: what it came to
    is no value of the new one. A month of the quarter before still shows where a measure stands."""
    if period is None or counting is None or period.last_day >= counting.first_day:
        return False
    return period.last_day - period.first_day >= counting.last_day - counting.first_day - A_FEW_DAYS
