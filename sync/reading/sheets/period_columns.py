"""Columns that are of a period: months, weeks, 'Thực đạt quý 3', 'Target Q4 2026' ─▶ which of them count, and those of
values by period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from sync.cycles import holds, is_to_date, length_of
from sync.model.cells import Sheet
from sync.model.rows import Column, Cycle, Field, TableKind
from sync.options import FiscalCalendar
from sync.reading.sheets.claims import Claim
from sync.reading.sheets.counting_periods import at_least_a_quarter, that_counts, those_over
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.periods import Label, periods_of
from sync.reading.sheets.roles_by_period import (
    at_its_ends,
    baseline_of,
    with_the_one_before,
    without_a_years,
    without_all_so_far,
)
from sync.reading.sheets.spans_of_values import is_of_a_longer_span, spanned
from sync.reading.sheets.tables import Band
from sync.reading.sheets.years_of_columns import periods_as_typed

_AIMS = {Field.target, Field.lower, Field.upper, Field.healthy_range}


class OwnPlan(NamedTuple):
    """The period that a column of values is of, and the column of that period's target, None where it has none."""

    period: Cycle
    column: int | None


class ByPeriod(NamedTuple):
    """Claims that hold without regard to a period, or for the one that counts; the columns of values by period, among
    them a KPI's targets ('KH | TH' under each month); and in a table of OKRs, for each column of values its own
    period's plan."""

    claims: list[Claim]
    columns: Sequence[Column] = ()
    plan_of: Mapping[int, OwnPlan] = MappingProxyType({})
    before: Claim | None = None
    """Of a table of OKRs, the baseline that is what the period right before came to: 'Q3 actual' beside 'Q4 target'."""
    plans: Sequence[Column] = ()
    """Of a table of OKRs, the targets of months, weeks or days, one of which may count as the table's target."""
    beside_plans: Mapping[int, Cycle] = MappingProxyType({})
    """The columns of values of the same periods as these."""


def columns_by_period(
    claims: list[Claim],
    headers: Sequence[Header],
    sheet: Sheet,
    band: Band,
    kind: TableKind,
    cycle: Cycle | None,
    calendar: FiscalCalendar,
    as_of: date,
    roles: int | None = None,
) -> ByPeriod:
    """Given the claims, and the column that tells rows of plans from those of actuals, return what they come to where
    columns are of a period."""
    dated = [claim for claim in claims if claim.header.placement is not None and claim.header.placement.period]
    pure = [
        Claim(header, Field.period)
        for header in headers
        if header.placement is not None and header.placement.field is Field.period
    ]
    if not pure and not dated:
        return ByPeriod(claims)
    everything = sorted((*pure, *dated), key=lambda claim: claim.header.column)
    are_held = not _AIMS.isdisjoint(claim.field for claim in claims)
    periods = periods_as_typed(everything, sheet, band, cycle, calendar, as_of, are_held, roles)
    if kind is TableKind.okr and cycle is not None:
        periods = with_the_one_before(everything, periods, cycle, calendar)
        ends = at_its_ends(claims, everything, periods, cycle)
        claims = [*(claim for claim in claims if claim not in ends), *ends.values()]
        claims = without_a_years(claims, dated, periods, cycle)
        whole = _whole_of_no_value(claims, everything, periods, cycle)
        claims, everything, dated = ([one for one in each if one not in whole] for each in (claims, everything, dated))
        everything, pure, dated = ([one for one in each if one not in ends] for each in (everything, pure, dated))
        if not pure and not dated:
            return ByPeriod(claims)
    if kind is TableKind.okr:
        claims = without_all_so_far(claims, everything, periods, cycle, as_of, sheet, band)
    before = baseline_of(claims, everything, periods, cycle, as_of) if kind is TableKind.okr else None
    found = _by_their_periods(claims, everything, pure, dated, periods, sheet, kind, cycle, as_of)
    if kind is TableKind.okr:
        plans = _plans_by_period(sheet, claims, dated, periods)
        found = found._replace(plans=plans, beside_plans=_beside(plans, everything, periods))
    if before is None:
        return found
    began, column = before._replace(field=Field.baseline), before.header.column
    return found._replace(
        claims=[*(claim for claim in found.claims if claim.header.column != column), began],
        columns=[one for one in found.columns if one.column != column],
        before=began,
    )


def _by_their_periods(
    claims: list[Claim],
    everything: Sequence[Claim],
    pure: Sequence[Claim],
    dated: Sequence[Claim],
    periods: Mapping[int, Cycle | None],
    sheet: Sheet,
    kind: TableKind,
    cycle: Cycle | None,
    as_of: date,
) -> ByPeriod:
    """What claims come to by the periods of their columns."""
    targets = [claim for claim in dated if claim.field is Field.target]
    if _is_of_its_values_period(claims, targets, dated, periods, kind):
        claims = [claim for claim in claims if claim.field is not Field.target or claim in targets]
    aim = that_counts(targets, periods, cycle, as_of) if targets else None
    over = those_over(everything, periods, aim, cycle) if kind is TableKind.okr else []
    months = _months_beside_a_longer_plan(claims, dated, periods) if kind is TableKind.kpi and not pure else []
    if months:
        columns = [column for one in months if (column := _by_period(sheet, one, periods)) is not None]
        return ByPeriod([claim for claim in claims if claim not in months], columns)
    if not pure and len(dated) < 2:
        said_plainly = {claim.field for claim in claims if claim not in dated}
        beside = [
            claim for claim in dated if claim.field in said_plainly and not _is_one_day(periods[claim.header.column])
        ]  # 'Q3 Actual | Target | Actual', and not 'Current | Current (15 Nov)'
        before = [
            _by_period(sheet, one, periods) for one in beside if one.field is Field.current and kind is TableKind.okr
        ]
        own = [claim for claim in claims if claim not in over and claim not in beside]
        return ByPeriod(own, [column for column in before if column is not None])
    kept = [claim for claim in claims if claim not in dated]
    pairs = _of_their_own_periods(targets, everything, periods)
    if kind is TableKind.kpi:
        own = [claim for claim in kept if claim.field in (Field.target, Field.current)]
        if all(is_of_a_longer_span(claim.header.text) for claim in own) and not _are_a_years(own):
            pairs = pairs or _pair_of_one_period(targets, everything, periods)
            kept = [claim for claim in kept if not pairs or claim not in own]
        plans, plan_of = pairs, {}
        # 'T10/2025 | TH T10/2026', and what is held against the plan of its own period
        has_values = bool(pure) or bool(plans)
        open_ones = [one for one in dated if one not in plans and not (has_values and one.field is Field.current)]
    else:
        plans = []
        is_planned = not any(claim.field is Field.target for claim in kept)
        plan_of = _plans_of(pairs, aim, everything, periods) if is_planned else {}
        open_ones = [one for one in dated if one not in over]
    is_summed_up = any(claim.field is Field.current for claim in kept)
    if kind is TableKind.okr and is_summed_up and (whole := _whole_target(targets, periods)) is not None:
        open_ones = [one for one in open_ones if one.field is not Field.target or one is whole]
    spans = cycle or (at_least_a_quarter(periods[aim.header.column]) if aim is not None else None)
    chosen = _chosen(
        open_ones, dated, periods, plan_of, kind is TableKind.okr and len(targets) > 1, cycle, spans, as_of
    )
    kept.extend(claim for claim in chosen if not any(one.field is claim.field for one in kept))
    columns = [
        column_of(sheet, claim)._replace(field=Field.target if claim in plans else Field.period, period=period)
        for claim in everything
        if (claim.field in (Field.period, Field.current) or claim in plans) and claim not in over
        if not any(one.header.column == claim.header.column for one in kept)
        if (period := periods[claim.header.column]) is not None
    ]
    return ByPeriod(kept, columns, plan_of)


def _whole_of_no_value(
    claims: Sequence[Claim], everything: Sequence[Claim], periods: Mapping[int, Cycle | None], cycle: Cycle
) -> list[Claim]:
    """'KH năm 2026' beside 'KH Q4 | TH Q4' in a table of the year: no value is of it, and the only one has a target of
    its own."""
    values = [one for one in (*claims, *everything) if one.field in (Field.current, Field.period)]
    named = {periods.get(one.header.column) for one in values}
    period = named.pop() if len(named) == 1 else None
    targets = [one for one in everything if one.field is Field.target]
    if length_of(cycle) != "year" or at_least_a_quarter(period) is None or period == cycle:
        return []
    if all(periods[one.header.column] != period for one in targets):
        return []
    return [one for one in targets if periods[one.header.column] == cycle]


def _is_of_its_values_period(
    claims: Sequence[Claim],
    targets: Sequence[Claim],
    dated: Sequence[Claim],
    periods: Mapping[int, Cycle | None],
    kind: TableKind,
) -> bool:
    """'Chỉ tiêu năm | Chỉ tiêu Q4 | Thực hiện Q4': of two targets the one that is of the only value's period counts; a
    key result's month is a step on its way."""
    values = [claim for claim in dated if claim.field is Field.current]
    is_alone = sum(claim.field is Field.current for claim in claims) == len(values) == len(targets) == 1
    period = periods[targets[0].header.column] if is_alone else None
    is_a_step = kind is TableKind.okr and at_least_a_quarter(period) is None
    return period is not None and not is_a_step and period == periods[values[0].header.column]


def _is_one_day(period: Cycle | None) -> bool:
    return period is not None and period.first_day == period.last_day


def _by_period(sheet: Sheet, claim: Claim, periods: Mapping[int, Cycle | None]) -> Column | None:
    period = periods[claim.header.column]
    return None if period is None else column_of(sheet, claim)._replace(field=Field.period, period=period)


def cycle_of_columns(
    columns: Sequence[Column], cycle: Cycle | None, calendar: FiscalCalendar, as_of: date
) -> tuple[Cycle, Column] | None:
    """Given a table's columns and its cycle, return the quarter or half of the year that its target and its current
    value are both of, and the target's column: of 'OKR 2026' with 'Q3 | Q4' side by side, Q4. Of a table without a
    cycle, the last that has begun."""
    dated = {column.field: column for column in columns if column.period_label and not column.owned}
    target, current = dated.get(Field.target), dated.get(Field.current)
    if target is None or current is None:
        return None
    if cycle is None:
        last = at_least_a_quarter(target.period) if target.period == current.period else None
        return (last, target) if last is not None and last.first_day <= as_of else None
    labels = [Label(target.period_label), Label(current.period_label)]
    one, other = periods_of(labels, cycle, calendar, as_of)
    if one is None or one != other or one == cycle or at_least_a_quarter(one) is None or not holds(cycle, one):
        return None
    return one, target


def _chosen(
    claims: Sequence[Claim],
    dated: Sequence[Claim],
    periods: Mapping[int, Cycle | None],
    plan_of: Mapping[int, OwnPlan],
    has_targets: bool,
    cycle: Cycle | None,
    spans: Cycle | None,
    as_of: date,
) -> Iterator[Claim]:
    """Of each field's columns the one that counts, with its period where that depends on the day; of values none where
    they are values by period."""
    by_field: dict[Field, list[Claim]] = {}
    for claim in claims:
        by_field.setdefault(claim.field, []).append(claim)
    for wanted, several in by_field.items():
        is_summed = wanted is Field.current and not plan_of
        whole = _of_the_whole(several, periods, spans) if is_summed else None
        if whole is not None or (len(several) == 1 and wanted is not Field.current):
            yield whole or several[0]
        elif wanted is not Field.current or has_targets or len(several) == 1:
            beside_plans = [one for one in several if one.header.column in plan_of] if wanted is Field.current else []
            counting = that_counts(beside_plans or several, periods, cycle, as_of)
            period = periods[counting.header.column]
            is_one_of_several = sum(claim.field is wanted for claim in dated) > 1
            depends = is_one_of_several and period is not None and (cycle is None or period.id != cycle.id)
            yield counting._replace(period=period if depends else None)


def _of_their_own_periods(
    targets: list[Claim], everything: Sequence[Claim], periods: Mapping[int, Cycle | None]
) -> list[Claim]:
    """Targets of which each is held against the value of its own period: one of several stands beside such a value."""
    actual = {
        period for claim in everything if claim.field is not Field.target and (period := periods[claim.header.column])
    }
    is_in_pairs = len(targets) > 1 and any(periods[claim.header.column] in actual for claim in targets)
    return targets if is_in_pairs else []


def _pair_of_one_period(
    targets: list[Claim], everything: Sequence[Claim], periods: Mapping[int, Cycle | None]
) -> list[Claim]:
    """'KH T11 | TH T11' alone: the target of a month or quarter, where its value stands beside it. Where only values of
    other months do, none of these has a plan."""
    if len(targets) != 1 or (period := periods[targets[0].header.column]) is None:
        return []
    others = [periods[claim.header.column] for claim in everything if claim.field is not Field.target]
    values = [one for one in others if one is not None]
    if is_to_date(period):
        return targets if period in values else []
    alike = [one for one in values if length_of(one) == length_of(period) and not is_to_date(one)]
    return targets if alike == values and values and length_of(period) in ("month", "quarter") else []


def _are_a_years(own: Sequence[Claim]) -> bool:
    """'KH năm | TH lũy kế': what there is of a year, and its plan."""
    spans = {claim.field: told.span for claim in own if (told := spanned(claim.header.text)) is not None}
    return spans == {Field.target: "year", Field.current: "to date"}


def _months_beside_a_longer_plan(
    claims: Sequence[Claim], dated: Sequence[Claim], periods: Mapping[int, Cycle | None]
) -> list[Claim]:
    """'TH T10' beside 'KH lũy kế' or 'KH năm': a value that is only of a part of what was planned."""
    targets = [claim for claim in claims if claim.field is Field.target]
    values = [claim for claim in claims if claim.field is Field.current]
    is_alone = len(targets) == len(values) == 1 and list(dated) == values
    if not is_alone or not is_of_a_longer_span(targets[0].header.text):
        return []
    period = periods[values[0].header.column]
    return values if period is not None and length_of(period) != "year" else []


def _plans_of(
    pairs: list[Claim], aim: Claim | None, everything: Sequence[Claim], periods: Mapping[int, Cycle | None]
) -> dict[int, OwnPlan]:
    """The columns of values by period ─▶ their own period's plan, where each period has its own and the one that counts
    is such a step on the way, no target of the whole."""
    if not pairs or aim is None or at_least_a_quarter(periods[aim.header.column]) is not None:
        return {}
    plans = {period.id: claim.header.column for claim in pairs if (period := periods[claim.header.column]) is not None}
    values = [claim.header.column for claim in everything if claim.field in (Field.period, Field.current)]
    of = {column: OwnPlan(period, plans.get(period.id)) for column in values if (period := periods[column]) is not None}
    return of if any(plan.column for plan in of.values()) else {}


def _plans_by_period(
    sheet: Sheet, claims: Sequence[Claim], dated: Sequence[Claim], periods: Mapping[int, Cycle | None]
) -> list[Column]:
    """The columns of targets for less than a quarter, ascending: several, or one beside the target itself."""
    targets = [claim for claim in dated if claim.field is Field.target]
    if sum(claim.field is Field.target for claim in claims) < 2:
        return []
    plans = [
        (period.last_day, column_of(sheet, claim)._replace(period=period))
        for claim in targets
        if (period := periods[claim.header.column]) is not None and at_least_a_quarter(period) is None
    ]
    return [column for _, column in sorted(plans, key=lambda one: one[0])]


def _beside(
    plans: Sequence[Column], everything: Sequence[Claim], periods: Mapping[int, Cycle | None]
) -> Mapping[int, Cycle]:
    """The columns of values of the periods that plans are for."""
    planned = {column.period for column in plans}
    values = [claim.header.column for claim in everything if claim.field in (Field.period, Field.current)]
    return {column: period for column in values if (period := periods[column]) is not None and period in planned}


def _of_the_whole(several: Sequence[Claim], periods: Mapping[int, Cycle | None], cycle: Cycle | None) -> Claim | None:
    """'Lũy kế Q4' beside 'Thực hiện T10' and 'Thực hiện T11': the one of the whole cycle among those of its parts."""
    spans = [(claim, period) for claim in several if (period := periods[claim.header.column]) is not None]
    whole = [claim for claim, period in spans if cycle is not None and period.id == cycle.id]
    parts = [period for _, period in spans if cycle is not None and period.id != cycle.id and holds(cycle, period)]
    return whole[0] if len(whole) == 1 and parts else None


def _whole_target(targets: Sequence[Claim], periods: Mapping[int, Cycle | None]) -> Claim | None:
    """The target of a quarter or year beside those of its months, which a value that sums up is held against."""
    spans = [(claim, period) for claim in targets if (period := periods[claim.header.column]) is not None]
    for claim, period in spans:
        others = [other for one, other in spans if one is not claim]
        if others and at_least_a_quarter(period) is not None and all(holds(period, other) for other in others):
            return claim
    return None


def column_of(sheet: Sheet, claim: Claim) -> Column:
    """Given a claim, return its column as a table has it."""
    header = claim.header
    label = header.placement.period if header.placement else ""
    return Column(
        claim.field, header.column, header.text, sheet.ref(header.row, header.column), claim.owned, claim.period, label
    )
