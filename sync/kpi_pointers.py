"""A key result that points at a KPI ─▶ the KPI's value as its current one: as of the key result's day, over its cycle,
on its scale; of this workbook, else of another one as the archive last knew it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sync.called import as_kpi, kpi_names
from sync.cycles import counts_from, cycle_of, holds, is_to_date, length_of
from sync.kpi_scoring import healthy_bounds, score_kpi
from sync.model.past import KpiElsewhere
from sync.model.readings import Quantity, Read, Trouble
from sync.model.rows import Cycle, KeyResult, Kpi
from sync.model.scores import Doubt, MeasuredBy, ScoredKpi, Status
from sync.options import FiscalCalendar, ScoringOptions
from sync.reading.sheets.adding_up import is_a_level_by_words
from sync.reading.sheets.aggregations import read_aggregation
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.row_periods import is_of_longer
from sync.reading.sheets.unit_scales import scale_of_unit, times_apart
from sync.reading.sheets.years_values import counts_from_before
from sync.reading.texts.this_year import names_the_year, says_this_year
from sync.reading.texts.unit_kinds import ratio
from sync.reading.texts.units import PERCENT

_ZERO, _ONE = Decimal(0), Decimal(1)
_NO_MATCH: tuple[PointedAt, ...] = ()


class PointedAt(NamedTuple):
    """A KPI that key results may point at, and the cycle that its table names. ``workbook`` is '' for this one;
    of another one its cells are not told, since they would be taken for cells of this one. ``header`` is that of the
    current values, as far as it is known."""

    kpi: Kpi
    cycle: Cycle | None
    workbook: str = ""
    read_on: date | None = None
    header: str = ""


class Pointed(NamedTuple):
    """The KPI that a key result points at, as it stands for that key result."""

    scored: ScoredKpi
    measured_by: MeasuredBy


class KpisByName:
    """All KPIs by every name that a key result may call them: this workbook's come before any other's."""

    def __init__(
        self, own: Sequence[PointedAt], elsewhere: Mapping[str, Sequence[KpiElsewhere]], workbook: str = ""
    ) -> None:
        self._own, self._elsewhere = by_name(own, workbook), elsewhere

    def find(self, name: str) -> Sequence[PointedAt]:
        """Given a name as typed, return the KPIs that it may mean; several of other workbooks are all returned."""
        called = as_kpi(name)
        own = self._own.get(called, _NO_MATCH)
        return own or [
            PointedAt(one.kpi, one.cycle, one.workbook, one.read_on, one.header)
            for one in self._elsewhere.get(called, ())
        ]


def by_name(kpis: Sequence[PointedAt], workbook: str) -> Mapping[str, Sequence[PointedAt]]:
    """Given all KPIs, and what their workbook is called, return them by every name that a key result may call them."""
    names: dict[str, list[PointedAt]] = defaultdict(list)
    for one in kpis:
        for name in kpi_names((one.kpi.name.value, one.kpi.external_id.value, one.kpi.id), workbook):
            names[name].append(one)
    return names


def kpi_of(
    key_result: KeyResult, kpis: KpisByName, cycle: Cycle, day: date, options: ScoringOptions
) -> Pointed | Doubt | None:
    """Given a key result, all KPIs by name, its cycle and day, return the KPI that it points at as it stood then: of
    the tables that name it the one of its cycle, else of one that holds its cycle, else the first; without a value
    where all are of cycles before. None where it points at none; a doubt where there is no such KPI, or one in several
    other workbooks."""
    if not key_result.kpi.value:
        return None
    known = kpis.find(key_result.kpi.value)
    if not known:
        return Doubt.kpi_not_found
    found = [one for one in known if one.cycle is None or one.cycle.last_day >= cycle.first_day] or known
    if len({one.workbook for one in found}) > 1:
        return Doubt.kpi_in_several_workbooks
    # In a list with a row for each month the latest that has begun counts.
    meant = min(found, key=lambda one: (_how_far(one.cycle, cycle), -_latest(one.kpi, day).toordinal()))
    its = meant.cycle
    meant = meant._replace(kpi=_with_its_other_months(meant.kpi, found))
    its_list = [one.kpi for one in found if (one.kpi.sheet, one.kpi.table) == (meant.kpi.sheet, meant.kpi.table)]
    scored = score_kpi(meant.kpi, cycle if its is None or holds(its, cycle) else its, day, options)
    if its is not None and its.last_day < cycle.first_day:
        # How the quarter before ended is no value of this one, however well it is known.
        scored = ScoredKpi(scored.kpi, None, None, None, None, Status.no_data)
    elif any(_may_be_later(one) for one in its_list):
        scored = ScoredKpi(scored.kpi, None, None, None, None, Status.no_data)
    elif _is_of_more(meant, scored, cycle, options.calendar) and not _is_the_years(
        key_result, scored, cycle, options.calendar
    ):
        return Doubt.kpi_of_the_year
    lower, upper, _ = healthy_bounds(meant.kpi)
    name, unit = meant.kpi.name.value or "", meant.kpi.measure.unit or meant.kpi.unit.value or ""
    by = MeasuredBy(name, scored.current, lower, upper, unit, scored.status, meant.workbook, meant.read_on)
    return Pointed(scored._replace(cell=None, inputs=()) if meant.workbook else scored, by)


def _is_of_more(meant: PointedAt, scored: ScoredKpi, cycle: Cycle, calendar: FiscalCalendar) -> bool:
    """Whether a KPI's value is what there is of a year or quarter so far, of which a cycle is a later part: no such
    value, unless it is one on any day, as a rate is."""
    own = scored.kpi
    is_a_level = own.measure.unit == PERCENT or is_a_level_by_words(own.name.value or "")
    is_a_level = is_a_level or read_aggregation(own.aggregation.value or "") == "mean"
    if scored.current is None or is_a_level:
        return False
    if (period := scored.period) is not None and any(one.period == period for one in meant.kpi.periods):
        is_a_years = is_to_date(period) or (length_of(period) == "year" and period.last_day >= cycle.first_day)
        return is_a_years and period.first_day < cycle.first_day
    return bool(meant.header) and counts_from_before(Header(1, 1, meant.header, "", None), cycle, calendar)


def _is_the_years(key_result: KeyResult, scored: ScoredKpi, cycle: Cycle, calendar: FiscalCalendar) -> bool:
    """Whether a key result is the year's as well: by its days, its words or its tab's name, since its target is the
    KPI's own, or since it began with what there was by then."""
    year = cycle_of(cycle.last_day, calendar, "year").id
    says_so = says_this_year(key_result.text.value or "", year) or names_the_year(key_result.sheet)
    if key_result.measure.baseline or says_so:
        return True
    start, target = key_result.start.value, key_result.measure.target
    if start is not None and start < cycle.first_day:
        return True
    own = scored.kpi.measure
    return target is not None and target in (own.target, own.lower, own.upper)


def as_current(scored: ScoredKpi, key_result: KeyResult) -> Read[Quantity]:
    """Given the KPI that a key result points at, return its value as the key result's current one: in full where the
    unit columns of the two have different scale words ('triệu' there, 'tỷ' here)."""
    trouble = Trouble.not_calculated if scored.keep else None
    if scored.current is None:
        return Read(None, scored.cell, "", trouble)
    measure = key_result.measure
    own = max((abs(one) for one in (measure.target, measure.lower, measure.upper) if one is not None), default=_ZERO)
    there, here = _scales(scored.kpi.unit.value, scored.current, key_result.unit.value, own)
    # A number without any unit is taken to be on the other's scale unless it is of the size of those in full.
    if not scored.kpi.unit.value and abs(scored.current) < here:
        there = here
    elif not key_result.unit.value and own < there:
        here = there
    value, unit = scored.current if there == here else scored.current * there / here, scored.kpi.measure.unit
    wanted = key_result.unit.value or measure.unit
    brought = ratio(unit, wanted) if unit and wanted else None
    if brought is not None and brought.times != brought.by:
        value, unit = brought.of(value), wanted
    return Read(Quantity(value, unit, scored.kpi.measure.currency), scored.cell, "", trouble)


def _with_its_other_months(kpi: Kpi, found: Sequence[PointedAt]) -> Kpi:
    """A KPI whose row is of one month, with the values that the other rows of its list have for other months."""
    rows = [one.kpi for one in found if (one.kpi.sheet, one.kpi.table) == (kpi.sheet, kpi.table)]
    rows = [one for one in rows if one.current.trouble is not Trouble.period_unknown]
    rows = [one for one in rows if (one.owner.value, one.team.value) == (kpi.owner.value, kpi.team.value)]
    periods = {one.period: one for row in rows for one in row.periods}
    if len(periods) < len(rows) or any(len(one.periods) != 1 or one.current.cell is None for one in rows):
        return kpi
    return kpi._replace(
        periods=tuple(sorted(periods.values(), key=lambda one: (one.period.first_day, counts_from(one.period))))
    )


def _may_be_later(kpi: Kpi) -> bool:
    """Whether a KPI's row has a value of nobody knows which month: no other month's is sure to be the latest."""
    return kpi.current.trouble is Trouble.period_unknown and not is_of_longer(kpi.current.raw)


def _latest(kpi: Kpi, day: date) -> date:
    begun = (one.period for one in kpi.periods if counts_from(one.period) <= day)
    return max((one.last_day for one in begun), default=date.min)


def _how_far(its: Cycle | None, own: Cycle) -> int:
    if its is None:
        return 2
    if its.id == own.id:
        return 0
    return 1 if holds(its, own) else 3


def _scales(unit: str | None, value: Decimal, own_unit: str | None, own: Decimal) -> tuple[Decimal, Decimal]:
    """What the scale words of two units stand for, of a KPI's value and of what a key result is to reach: each as its
    unit says, or one, where that brings the two nearer and the number may have been typed in full."""
    ways = [(there, here) for there in _may_mean(unit, value) for here in _may_mean(own_unit, own)]
    return min(ways, key=lambda way: times_apart(abs(value) * way[0], own * way[1])) if value and own else ways[0]


def _may_mean(unit: str | None, value: Decimal) -> list[Decimal]:
    scale = scale_of_unit(unit) if unit else _ONE
    return [scale, _ONE] if abs(value) >= scale > _ONE else [scale]
