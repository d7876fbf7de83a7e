"""Columns that by their period are something else beside the one that counts: a baseline, a target, or none of ours.
'Cuối Q3' in a table of Q4, 'Lũy kế' beside 'TH quý 4'."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from sync.cycles import holds, length_of, previous_cycle
from sync.model.cells import Sheet
from sync.model.rows import Cycle, Field
from sync.options import FiscalCalendar
from sync.patterns import RarePattern
from sync.reading.sheets.claims import Claim
from sync.reading.sheets.column_content import holds_a_value
from sync.reading.sheets.counting_periods import A_FEW_DAYS, at_least_a_quarter, that_counts, those_over
from sync.reading.sheets.header_periods import is_at_an_end
from sync.reading.sheets.spans_of_values import is_plainly_to_date, spanned
from sync.reading.sheets.tables import Band


def with_the_one_before(
    everything: Sequence[Claim], periods: Mapping[int, Cycle | None], cycle: Cycle, calendar: FiscalCalendar
) -> Mapping[int, Cycle | None]:
    """Given the columns of a table of OKRs that are of a period, the period of each, the table's cycle and its
    calendar, return the periods, with 'Q4 actual' in a table of the first quarter as the one right before: no period
    between the two has a column, and a year is not named."""
    before = previous_cycle(cycle, calendar)
    later = [
        (one, period)
        for one in everything
        if (period := periods[one.header.column]) and period.first_day > cycle.last_day
    ]
    is_alone = len(later) == 1 and later[0][0].field in (Field.period, Field.current)
    if not is_alone or length_of(later[0][1]) != length_of(cycle) or later[0][1].id[4:] != before.id[4:]:
        return periods
    column = later[0][0].header.column
    return periods if _YEAR.search(later[0][0].header.text) else {**periods, column: before}


def baseline_of(
    claims: Sequence[Claim],
    everything: Sequence[Claim],
    periods: Mapping[int, Cycle | None],
    cycle: Cycle | None,
    as_of: date,
) -> Claim | None:
    """Given all claims likewise, return 'Q3 actual' beside 'Q4 target': the only column of what the period right before
    came to, of the same length as the one that the target is for, or else as the table's cycle; none where a column
    says where rows began."""
    if any(claim.field is Field.baseline for claim in claims):
        return None
    targets = [claim for claim in everything if claim.field is Field.target]
    aim = that_counts(targets, periods, cycle, as_of) if targets else None
    counts = (at_least_a_quarter(periods[aim.header.column]) if aim is not None else None) or cycle
    if counts is None:
        return None
    right_before = [
        claim
        for claim in those_over(everything, periods, aim, cycle)
        if (period := periods[claim.header.column]) is not None
        and (counts.first_day - period.last_day).days == 1
        and length_of(period) == length_of(counts)
    ]
    return right_before[0] if len(right_before) == 1 else None


def at_its_ends(
    claims: Sequence[Claim], everything: Sequence[Claim], periods: Mapping[int, Cycle | None], cycle: Cycle
) -> dict[Claim, Claim]:
    """Given likewise, return what each of these was taken for, and what it is: 'Cuối Q3' or 'Tại 30/9' in a table of
    Q4, what was measured when the one before ended, is its baseline; 'End of Q4' beside the current value its
    target."""
    ended: dict[Field, list[Claim]] = {Field.baseline: [], Field.target: []}
    for claim in everything:
        period = periods[claim.header.column]
        if period is None or not is_at_an_end(claim.header.text):
            continue
        if claim.field in (Field.period, Field.current) and abs(cycle.first_day - period.last_day) <= A_FEW_DAYS:
            ended[Field.baseline].append(claim)
        elif claim.field is Field.period and abs(cycle.last_day - period.last_day) <= A_FEW_DAYS:
            ended[Field.target].append(claim)
    claimed = {claim.field for claim in claims if claim not in ended[Field.baseline]}
    if Field.current not in claimed:
        del ended[Field.target]
    return {
        several[0]: several[0]._replace(field=wanted)
        for wanted, several in ended.items()
        if len(several) == 1 and wanted not in claimed
    }


def without_a_years(
    claims: list[Claim], dated: Sequence[Claim], periods: Mapping[int, Cycle | None], cycle: Cycle
) -> list[Claim]:
    """Given likewise, return the claims without 'Chỉ tiêu năm' beside 'Chỉ tiêu T11' in a quarter's table: a year's
    target is no whole that the month is a step to."""
    targets = [claim for claim in dated if claim.field is Field.target]
    are_within = any(
        period is not None and holds(cycle, period) for one in targets if (period := periods[one.header.column])
    )
    if not are_within or length_of(cycle) == "year":
        return claims
    return [
        claim
        for claim in claims
        if claim.field is not Field.target or claim in targets or not _is_of_a_year(claim.header.text)
    ]


def without_all_so_far(
    claims: list[Claim],
    everything: Sequence[Claim],
    periods: Mapping[int, Cycle | None],
    cycle: Cycle | None,
    as_of: date,
    sheet: Sheet,
    band: Band,
) -> list[Claim]:
    """Given likewise, return the claims without 'Lũy kế' beside 'KH quý 4 | TH quý 4': the target's own quarter has a
    value, and of when the other one is to date is not said. In a year's table it is of the year where a target is.
    Where nothing is filled in under the quarter's, it may still be that one."""
    targets = [claim for claim in claims if claim.field is Field.target]
    dated = [claim for claim in targets if claim in everything]
    undated = [claim for claim in targets if claim not in dated]
    if any(_is_of_a_year(one.header.text) for one in undated):
        return claims
    is_a_years = cycle is not None and length_of(cycle) == "year"
    if is_a_years and (undated or any(periods[one.header.column] == cycle for one in dated)):
        return claims
    aim = periods[that_counts(dated, periods, cycle, as_of).header.column] if dated else cycle
    counts = at_least_a_quarter(aim)
    values = [one for one in everything if one.field is Field.current and periods[one.header.column] == counts]
    if counts is None or len(values) != 1 or not holds_a_value(sheet, band, values[0].header.column):
        return claims
    return [
        claim
        for claim in claims
        if claim.field is not Field.current or claim in everything or not is_plainly_to_date(claim.header.text)
    ]


def _is_of_a_year(header: str) -> bool:
    told = spanned(header)
    return told is not None and told.span == "year"


_YEAR = RarePattern(r"20[0-9]{2}|[/'’.-]\s?[2-4][0-9](?![0-9])|fy ?[2-4][0-9]", re.IGNORECASE)
