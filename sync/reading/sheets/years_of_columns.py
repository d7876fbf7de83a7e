"""Columns named after months or quarters without a year ─▶ the period of each: of this year, or, as what is typed below
them tells, of the year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import compress
from typing import NamedTuple

from sync.model.cells import Sheet
from sync.model.rows import Column, Cycle, Field
from sync.options import FiscalCalendar
from sync.patterns import RarePattern
from sync.reading.sheets.claims import Claim
from sync.reading.sheets.column_content import SAMPLE
from sync.reading.sheets.periods import A_YEAR_JUST_BEGUN, Label, periods_of
from sync.reading.sheets.roles_of_rows import Role, role_of
from sync.reading.sheets.tables import Band

_A_YEAR = timedelta(days=365)
_YEAR = RarePattern(r"20[0-9]{2}|[/'’.-]\s?[2-4][0-9](?![0-9])")


def periods_as_typed(
    claims: Sequence[Claim],
    sheet: Sheet,
    band: Band,
    cycle: Cycle | None,
    calendar: FiscalCalendar,
    as_of: date,
    are_held: bool,
    roles: int | None,
) -> Mapping[int, Cycle | None]:
    """Given the claims of a table that are of a period, its cycle, whether it has targets that values are held against,
    and the column that tells rows of plans from those of actuals, return the period of each column."""
    labels = [Label(one.header.placement.period if one.header.placement else "", one.header.day) for one in claims]
    # A target is typed long before its period begins.
    values = [claim for claim in claims if claim.field is not Field.target]
    filled = [_is_typed(sheet, band, claim.header.column, roles) for claim in values]
    typed_below = iter(filled)
    by_label = [None if claim.field is Field.target else next(typed_below) for claim in claims]
    found = periods_of(labels, cycle, calendar, as_of, by_label)
    if cycle is None:
        typed = {claim.header.column for claim in compress(values, filled)}
        is_filled_in = [claim.header.column in typed for claim in claims]
        a_year_ago = periods_of(labels, None, calendar, as_of - _A_YEAR)
        are_measured = any(claim.field is Field.current for claim in values)
        if _are_of_the_year_before(found, a_year_ago, as_of, is_filled_in if values else None, are_measured) or (
            (are_held or are_measured) and _were_mostly_typed_ahead(found, as_of, is_filled_in)
        ):
            found = a_year_ago
    return dict(zip([claim.header.column for claim in claims], found, strict=True))


def _are_of_the_year_before(
    found: Sequence[Cycle | None],
    before: Sequence[Cycle | None],
    as_of: date,
    filled: Sequence[bool] | None,
    are_measured: bool,
) -> bool:
    """Whether periods named without a year are of the year before: 'Actual Q3 | Actual Q4' in spring, where values
    stand in both, for nothing is measured before it begins. Where these may be plans, or are targets alone (``filled``
    is None), the nearer year's."""
    counting = [period for at, period in enumerate(found) if period is not None and (filled is None or filled[at])]
    if not counting or any(period.first_day <= as_of for period in counting) or list(found) == list(before):
        return False
    if are_measured:
        return True
    last = max((period.last_day for period in before if period is not None), default=as_of)
    return last < as_of and as_of - last < min(period.first_day for period in counting) - as_of


def _were_mostly_typed_ahead(found: Sequence[Cycle | None], as_of: date, filled: Sequence[bool]) -> bool:
    """Whether more columns of values are filled in that have not begun than that have: T1 to T12 in February."""
    typed = [period for period in compress(found, filled) if period is not None]
    begun = sum(period.first_day <= as_of for period in typed)
    return 0 < 2 * begun < len(typed)


class TypedAhead(NamedTuple):
    """The last of the columns of a table whose year nothing says, where what is typed there puts the year in doubt.
    ``is_last_years`` where it was read as the year before's, and not as numbers that are typed ahead. ``years``: as
    which these columns count ('2025', '2025–2026'), else as which they may be meant."""

    column: Column
    years: str
    is_last_years: bool = False


def typed_ahead(
    sheet: Sheet, band: Band, columns: Sequence[Column], cycle: Cycle | None, as_of: date, roles: int | None
) -> TypedAhead | None:
    """Given the columns by period of a table whose year nothing says, and the column of roles likewise, return the last
    one where that was typed before its period began, beside others that have begun: plans, or the year before; or
    where all were read as the year before's though this year's have begun long since."""
    if cycle is not None or any(_YEAR.search(f"{column.header} {column.period_label}") for column in columns):
        return None
    values = [column for column in columns if column.field is Field.period]
    typed = [column for column in values if _is_typed(sheet, band, column.column, roles)]
    periods = [(column, column.period) for column in typed if column.period is not None]
    ahead = [one for one in periods if one[1].first_day > as_of]
    if ahead:
        column, period = ahead[-1]
        return TypedAhead(column, str(period.first_day.year - 1))
    began_again = bool(periods) and periods[0][1].first_day + _A_YEAR <= as_of - A_YEAR_JUST_BEGUN
    if not began_again:
        return None
    years = dict.fromkeys(periods[at][1].first_day.year for at in (0, -1))
    return TypedAhead(periods[-1][0], "–".join(map(str, years)), is_last_years=True)


def _is_typed(sheet: Sheet, band: Band, column: int, roles: int | None) -> bool:
    """Whether somebody typed a number there, in a row that is no plan: a 0 may stand in months that have not come."""
    for row in range(band.header_row + 1, min(band.end_row, band.header_row + SAMPLE) + 1):
        cells = sheet.rows.get(row, {})
        cell, role = cells.get(column), cells.get(roles or 0)
        if role is not None and role_of(role.value) is Role.plan:
            continue
        if cell is not None and cell.formula is None and isinstance(cell.value, Decimal) and cell.value:
            return True
    return False
