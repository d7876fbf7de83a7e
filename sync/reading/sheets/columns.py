"""A band of headers ─▶ what each column holds. Where a word may head several things, the column's content decides.

A column is the service's own only where its header carries the mark, a note on it says so, or the settings name it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sync.cycles import counts_from, is_to_date
from sync.model.cells import Sheet
from sync.model.rows import OWNED_FIELDS, Column, Cycle, Field, LayoutRemark, TableKind
from sync.options import ReadingOptions
from sync.patterns import RarePattern
from sync.reading.sheets.claims import (
    ESSENTIAL,
    Claim,
    claims_of,
    done_only_over_ticks,
    remark_on,
    starts_beside_results,
    targets_beside_kpis,
    without_ratios,
)
from sync.reading.sheets.column_content import TEXTS, Profile, count_directions, fits, holds_numbering, profiles_of
from sync.reading.sheets.completed_columns import completed
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.header_rows import is_log
from sync.reading.sheets.headers import OWNED_NOTE, Placement, nearest, plain_words
from sync.reading.sheets.lists_with_measures import measures_beside_list, without_measures
from sync.reading.sheets.objectives_in_headers import names_of_subitems, objective_named
from sync.reading.sheets.period_columns import OwnPlan, column_of, columns_by_period
from sync.reading.sheets.roles_of_rows import column_of_roles
from sync.reading.sheets.row_periods import column_of_row_periods
from sync.reading.sheets.set_aside import (
    green_is_healthy,
    kinds_of_work_tell_no_rows,
    lists_beside_key_results_are_objectives,
    minimum_is_the_bound,
    of_the_rows_themselves,
    previous_is_where_it_began,
    steps_are_no_bounds,
    wider_goals_are_parents,
)
from sync.reading.sheets.spans_of_okrs import (
    months_own_targets_count,
    of_the_tables_span,
    of_the_targets_span,
    what_there_is_of_a_month,
    without_parts_of_the_targets_span,
    years_targets_are_asked_about,
)
from sync.reading.sheets.spans_of_values import (
    TOTALS,
    actuals_are_the_values,
    are_of_the_cycle,
    budget_is_the_plan,
    is_of_all_of,
    of_one_span,
    of_the_cycle_to_date,
    planned_for,
    says_so_far,
    so_far,
)
from sync.reading.sheets.spans_of_values import is_to_date as is_of_what_there_is
from sync.reading.sheets.tables import Band, objective_over, says_okr
from sync.reading.sheets.this_and_last import of_this_month
from sync.reading.sheets.to_date_columns import to_date_by_month
from sync.reading.sheets.years_of_columns import typed_ahead
from sync.reading.sheets.years_values import YearsValues, without_quarters_values, without_years_values
from sync.reading.texts.text import bare


class Layout(NamedTuple):
    """What the columns of one table hold. ``at`` has the team's columns, ``periods`` those of values by period,
    ascending, and ``targets`` a KPI table's targets by period. ``first_row`` is the first row below the headers."""

    kind: TableKind
    at: Mapping[Field, int]
    columns: tuple[Column, ...]
    periods: tuple[Column, ...] = ()
    targets: tuple[Column, ...] = ()
    placements: tuple[Placement, ...] = ()
    remarks: tuple[LayoutRemark, ...] = ()
    holds_pairs: Field | None = None
    """The first of the two values in cells that hold current and target: which one it is."""
    numbers_rows: bool = False
    """Rows are numbered, '1' an objective and '1.2' one of its key results."""
    rivals: tuple[Column, ...] = ()
    """Columns that claim a field with the same right as the one in ``at``."""
    plan_of: Mapping[int, OwnPlan] = {}
    """Key results' values by period: each column's own period, and where the target of the same period stands."""
    roles: int | None = None
    """The column that tells rows of plans ('KH') and of actuals ('TH') apart."""
    planned_for: Cycle | None = None
    """The period that a KPI table's target is for, where its columns by period are of parts of it."""
    runs_with: Cycle | None = None
    """The cycle of a KPI table with one target and one value, as far as nothing says that these are of another span."""
    before: Column | None = None
    """The column of baselines that is what the quarter before came to."""
    total: int | None = None
    """The column that may add up key results' values by period: 'Total'."""
    plans: tuple[Column, ...] = ()
    """The columns of what key results are to come to by the end of each period, ascending."""
    beside_plans: Mapping[int, Cycle] = {}
    """The columns of values of the same periods as these."""
    row_period: Column | None = None
    """The column of a KPI table that tells of which period each row is: 'Kỳ', 'Month'."""
    years: YearsValues = YearsValues([])
    """The columns of key results that are of the year so far, and of no value of theirs: 'YTD' in a table of Q4."""
    of_a_part: frozenset[int] = frozenset()
    """The columns of key results' values that are of less time than the targets, where no other has a value."""


def lay_out(
    sheet: Sheet,
    band: Band,
    options: ReadingOptions,
    words: Mapping[str, Field],
    cycle: Cycle | None,
    as_of: date,
) -> Layout:
    """Given a band of headers, return what its columns hold."""
    profiles = profiles_of(sheet, band)
    for one in band.headers:
        if one.placement is not None and Field.direction in one.placement.fields:
            count_directions(profiles[one.column], sheet, band, one.column)
    owned = [claim for header in band.headers if (claim := _owned(sheet, header, options)) is not None]
    own_columns = {claim.header.column for claim in owned}
    theirs = [without_ratios(sheet, band, header) for header in band.headers if header.column not in own_columns]
    theirs = [done_only_over_ticks(header, profiles[header.column]) for header in theirs]
    theirs = lists_beside_key_results_are_objectives(kinds_of_work_tell_no_rows(sheet, band, theirs))
    if (named := objective_named(theirs, sheet)) is not None:
        theirs = [one._replace(placement=None) if one in named else one for one in theirs]
    if (subitems := names_of_subitems(theirs)) is not None:
        named_so = subitems._replace(placement=Placement((Field.key_result,), "en"))
        theirs = [named_so if one is subitems else one for one in theirs]
    theirs = what_there_is_of_a_month(
        sheet, band, of_the_rows_themselves(theirs), profiles, words, cycle, options.calendar
    )
    theirs = months_own_targets_count(theirs, profiles, words, cycle, options.calendar)
    theirs = of_the_tables_span(theirs, profiles, cycle, options.calendar)
    theirs = starts_beside_results(targets_beside_kpis(theirs, profiles), profiles)
    theirs = wider_goals_are_parents(previous_is_where_it_began(theirs), profiles)
    kind = _kind(sheet, band, theirs, profiles)
    if kind is TableKind.kpi and _are_under_an_objective(sheet, band, theirs):
        kind = TableKind.okr
    if (measures := measures_beside_list(sheet, band, theirs)) is not None and not _BOUNDS & _first_fields(theirs):
        kind, theirs = TableKind.okr, without_measures(sheet, band, theirs, measures)
    roles = _column_of_roles(sheet, band, theirs) if kind is not TableKind.check_ins else None
    theirs = [one._replace(placement=Placement()) if one.column == roles else one for one in theirs]
    years, of_a_part = YearsValues(theirs), frozenset[int]()
    if kind is TableKind.kpi:
        years = without_quarters_values(theirs, cycle, options.calendar)
        theirs = to_date_by_month(years.headers, as_of)
        theirs = minimum_is_the_bound(of_this_month(sheet, band, theirs, cycle))
        theirs = of_one_span(budget_is_the_plan(green_is_healthy(steps_are_no_bounds(theirs))), profiles)
    if kind is TableKind.okr:
        theirs = of_the_targets_span(sheet, band, theirs, profiles, cycle, options.calendar, as_of)
        theirs = years_targets_are_asked_about(theirs, profiles, words, cycle, options.calendar)
        theirs, of_a_part = without_parts_of_the_targets_span(theirs, profiles, words, cycle, options.calendar, as_of)
        years = without_years_values(sheet, band, theirs, profiles, words, cycle, options.calendar, as_of)
        theirs = years.headers
    if kind is not TableKind.check_ins:
        theirs = actuals_are_the_values(theirs)
    claimed = claims_of(sheet, band, theirs, profiles, kind, words, cycle)
    found = columns_by_period(claimed.claims, theirs, sheet, band, kind, cycle, options.calendar, as_of, roles)
    by_period = found.columns
    claims = completed(sheet, band, found.claims, profiles, kind, bool(by_period))
    whole = _whole_of(claims, theirs, by_period, options, as_of, cycle) if kind is TableKind.kpi else _Whole()
    claims = [claim for claim in claims if whole.aside is None or claim.header.column != whole.aside.column]
    for header, wanted in ((whole.so_far, Field.current), (whole.target, Field.target)):
        if header is not None:
            claims = [*claims, Claim(header, wanted)]
            by_period = [column for column in by_period if column.column != header.column]
    at = {claim.field: claim.header.column for claim in claims}
    numbering = _numbering(theirs, at, profiles, kind)
    if numbering is not None:
        claims.append(Claim(numbering, Field.row_kind))
        at[Field.row_kind] = numbering.column
        list_of = next(one for one in (Field.item, Field.objective, Field.key_result) if one in at)
        at[Field.item] = at.pop(list_of)
        claims = [claim._replace(field=Field.item) if claim.field is list_of else claim for claim in claims]
    remarks = (*claimed.remarks, *_unplaced(sheet, theirs, claims, by_period, profiles, at))
    ahead = typed_ahead(sheet, band, by_period, cycle, as_of, roles)
    if ahead is not None:
        kind_of_doubt = "read_as_last_years" if ahead.is_last_years else "typed_ahead"
        remarks = (*remarks, LayoutRemark(kind_of_doubt, ahead.column.cell, ahead.column.header, ahead.years))
    columns = sorted(
        (*(column_of(sheet, claim) for claim in (*claims, *owned) if claim.owned or at.get(claim.field)), *by_period),
        key=lambda column: column.column,
    )
    ascending = sorted(by_period, key=_when)
    pairs = next(
        (
            claim.header.placement.field
            for claim in claims
            if claim.header.placement is not None and claim.header.placement.also is not None
        ),
        None,
    )
    return Layout(
        kind,
        at,
        tuple(columns),
        tuple(column for column in ascending if column.field is Field.period),
        tuple(column for column in ascending if column.field is Field.target),
        tuple(header.placement for header in band.headers if header.placement is not None),
        remarks,
        pairs,
        numbering is not None,
        tuple(
            column_of(sheet, Claim(one.second, one.field))
            for one in claimed.rivals
            if at.get(one.field) == one.first.column
            and not (
                whole.planned_for is not None and says_so_far(one.first.text) and is_of_what_there_is(one.second.text)
            )
        ),
        found.plan_of,
        roles,
        whole.planned_for,
        whole.runs_with,
        None if found.before is None else column_of(sheet, found.before),
        _total_of(theirs, at, by_period, kind) if not found.plan_of else None,
        tuple(found.plans),
        found.beside_plans,
        _row_period_of(sheet, band, theirs, by_period) if kind is TableKind.kpi else None,
        years,
        of_a_part,
    )


def _when(column: Column) -> tuple[date, date]:
    period = column.period
    return (date.min, date.min) if period is None else (period.first_day, counts_from(period))


# ── Whose column ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _owned(sheet: Sheet, header: Header, options: ReadingOptions) -> Claim | None:
    placement = header.placement
    if placement is not None and placement.owned and placement.field is not None:
        return Claim(header, placement.field, True)
    words = plain_words(header.text)
    for named, own_words in options.owned.items():
        if own_words.strip() == header.text or (words and plain_words(own_words) == words):
            return Claim(header, named, True)
    note = sheet.notes.get((header.row, header.column), "")
    if note.lstrip().casefold().startswith(OWNED_NOTE):
        if words == "nhan xet":
            return Claim(header, Field.warnings, True)
        fields = placement.fields if placement is not None else ()
        own = next((field for field in fields if field in OWNED_FIELDS), None)
        return Claim(header, own, True) if own is not None else None
    return None


# ── What kind of table ───────────────────────────────────────────────────────────────────────────────────────────────


def _kind(sheet: Sheet, band: Band, headers: Sequence[Header], profiles: Mapping[int, Profile]) -> TableKind:
    sure: set[Field] = set()
    words_of: dict[Field, Header] = {}
    maybe: set[Field] = set()
    periods = 0
    for header in headers:
        placement = header.placement
        if placement is None or placement.field is None:
            continue
        periods += placement.field is Field.period
        fitting = [one for one in placement.fields if fits(one, profiles[header.column])]
        if placement.period and not profiles[header.column].filled:
            fitting = [one for one in fitting if one not in TEXTS] or fitting  # 'Kết quả T8', of which nothing is known
        maybe.update(fitting)
        if placement.field is Field.key_result and not placement.weak and holds_numbering(profiles[header.column]):
            fitting = [Field.key_result]  # '1.1' under 'KR'
        if fitting:
            sure.add(fitting[0])
            words_of.setdefault(fitting[0], header)
    marked = any({"objective", "key_result"} <= profile.marks for profile in profiles.values())
    rows_named = sure & {Field.key_result, Field.key_result_id, Field.item, Field.kpi}
    if (
        rows_named
        and not marked
        and (maybe & {Field.value, Field.current} or sure & {Field.progress, Field.confidence})
        and not sure & {Field.target, Field.baseline, Field.weight, Field.lower, Field.upper, Field.healthy_range}
        and (Field.day in sure or (Field.updated in sure and is_log(sheet.title)))
    ):
        return TableKind.check_ins
    if marked or sure & {Field.key_result, Field.parent, Field.row_kind}:
        return TableKind.okr
    bounds = sure & _BOUNDS
    titled_kpi = _SAYS_KPI.search(bare(sheet.title)) is not None
    is_of_okrs = says_okr(sheet.title) and not titled_kpi
    is_scorecard = any(plain_words(one.text) in _PERSPECTIVES for one in headers)
    is_of_kpis = is_scorecard and titled_kpi and "okr" not in bare(sheet.title) and Field.baseline not in sure
    is_beside = Field.objective in sure and _says_kpi_left_of(words_of[Field.objective], words_of.get(Field.kpi))
    is_beside = is_beside and not is_of_okrs
    if Field.kpi in sure and (Field.objective not in sure or bounds or periods >= 3 or is_beside or is_of_kpis):
        return TableKind.kpi
    titled_kpi = titled_kpi or any(_says_kpi(header) for header in headers)
    is_list = Field.item in sure and Field.objective not in sure and not _heads_okrs(words_of[Field.item])
    has_values = periods >= 2 or maybe & {Field.target, Field.current}
    return TableKind.kpi if is_list and (bounds or (titled_kpi and has_values)) else TableKind.okr


def _are_under_an_objective(sheet: Sheet, band: Band, headers: Sequence[Header]) -> bool:
    """Whether 'Metric | Baseline | Target' stands under 'Objective 1: Student success', and has no bounds."""
    fields = _first_fields(headers)
    if fields & {*_BOUNDS, Field.objective} or Field.kpi not in fields:
        return False
    names = [one for one in headers if one.placement is not None and Field.kpi in one.placement.fields]
    over = objective_over(sheet, band)
    return (
        over.value is not None
        and over.raw != over.value
        and all(one.placement is not None and Field.key_result in one.placement.fields for one in names)
    )


def _first_fields(headers: Sequence[Header]) -> set[Field]:
    return {field for one in headers if one.placement is not None for field in one.placement.fields[:1]}


_BOUNDS = {Field.lower, Field.upper, Field.healthy_range}


def _says_kpi_left_of(objective: Header, kpi: Header | None) -> bool:
    """Whether an objective stands right of names that are said to be KPIs': it is what they are kept for."""
    if objective.placement is None or objective.placement.fields != (Field.objective,):  # 'Mục tiêu' may be a target
        return False
    return kpi is not None and kpi.column < objective.column and _SAYS_KPI.search(bare(kpi.text)) is not None


def _says_kpi(header: Header) -> bool:
    """Whether a header says that KPIs are listed, as 'KPI ID' does, and 'Chỉ số hiện tại' does not."""
    is_value = header.placement is not None and header.placement.field in _VALUES
    return not is_value and _SAYS_KPI.search(bare(header.text)) is not None


_VALUES = {Field.baseline, Field.target, Field.current}
_MOST_BASELINES = 3
_PERSPECTIVES = ("vien canh", "khia canh", "perspective", "perspectives", "bsc perspective")
_SAYS_KPI = RarePattern(r"(?<![^\W_])(?:kpis?|chi so)(?![^\W_])")


def _heads_okrs(header: Header) -> bool:
    return header.placement is not None and not header.placement.weak


def _column_of_roles(sheet: Sheet, band: Band, headers: Sequence[Header]) -> int | None:
    """The column left of a table's periods that tells plans and actuals apart."""
    first = next((one.column for one in headers if one.placement is not None and one.placement.period), None)
    if first is None:
        return None
    return column_of_roles(sheet, range(band.left + 1, first), band.header_row + 1, band.end_row)


class _Whole(NamedTuple):
    """The period of a target that is longer than those of the values; ``so_far`` is the header of what these have come
    to, where no current value is claimed yet. ``runs_with`` is the table's cycle, where target and value are of it;
    ``target`` is the header of the cycle's target, where no target is claimed yet."""

    planned_for: Cycle | None = None
    so_far: Header | None = None
    runs_with: Cycle | None = None
    target: Header | None = None
    aside: Header | None = None
    """What there is of a year to date, where another column is of the target's own quarter to date."""


def _whole_of(
    claims: Sequence[Claim],
    headers: Sequence[Header],
    by_period: Sequence[Column],
    options: ReadingOptions,
    as_of: date,
    cycle: Cycle | None,
) -> _Whole:
    of = {claim.field: claim.header for claim in claims}
    values = [column for column in by_period if column.field is Field.period]
    aims = [column for column in by_period if column.field is Field.target]
    target, current = of.get(Field.target), of.get(Field.current)
    if len(aims) == 1 and aims[0].period == cycle and of_the_cycle_to_date(headers, values, cycle) is not None:
        target = next(header for header in headers if header.column == aims[0].column)
    elif aims:
        return _Whole()  # each period has a target of its own
    period = planned_for(target, current, values, options.calendar, as_of)
    its = cycle if cycle is not None and period in (None, cycle) else None
    if its is not None and target is not None and is_of_all_of(target, its, options.calendar):
        to_date = of_the_cycle_to_date(headers, values, cycle)
        if to_date is not None:
            return _Whole(cycle, to_date if current is None else None, target=target if aims else None)
    if period is None and not values and target is not None and current is not None:
        return _Whole(runs_with=cycle if are_of_the_cycle(target, current, cycle) else None)
    if period is None and cycle is not None and target is not None and values:
        are_of_it = all(
            one.period is not None and is_to_date(one.period) and one.period.id == cycle.id for one in values
        )
        return _Whole(runs_with=cycle if are_of_it and is_of_all_of(target, cycle, options.calendar) else None)
    its_own = None if period is None else of_the_cycle_to_date(headers, values, period)
    if its_own is not None and (current is None or (current is not its_own and is_of_what_there_is(current.text))):
        is_by_period = any(column.column == its_own.column for column in values)
        return _Whole(period, None if is_by_period else its_own, aside=current)
    if period is None or current is not None:
        return _Whole(period)
    taken = {claim.header.column: claim.field for claim in claims} | {one.column: one.field for one in values}
    return _Whole(period, so_far(headers, taken))


def _row_period_of(sheet: Sheet, band: Band, headers: Sequence[Header], by_period: Sequence[Column]) -> Column | None:
    column = column_of_row_periods(sheet, band, headers) if not by_period else None
    header = next((one for one in headers if one.column == column), None)
    return None if header is None else column_of(sheet, Claim(header, Field.cycle))


def _total_of(
    headers: Sequence[Header], at: Mapping[Field, int], by_period: Sequence[Column], kind: TableKind
) -> int | None:
    """The column of a table of OKRs that is headed 'Total', beside values by period and no current value."""
    if kind is not TableKind.okr or Field.current in at or len(by_period) < 2:
        return None
    totals = [one.column for one in headers if one.placement is None and plain_words(one.text) in TOTALS]
    return totals[0] if len(totals) == 1 else None


# ── Numbers that tell rows apart ─────────────────────────────────────────────────────────────────────────────────────


def _numbering(
    headers: Sequence[Header], at: Mapping[Field, int], profiles: Mapping[int, Profile], kind: TableKind
) -> Header | None:
    """The column whose numbers tell one list's rows apart: '1' is an objective, '1.2' one of its key results; 'II' is
    one, '3' a key result of it."""
    lists = [one for one in (Field.objective, Field.key_result, Field.item) if one in at]
    if kind is not TableKind.okr or len(lists) != 1 or Field.row_kind in at or Field.parent in at:
        return None
    if profiles[at[lists[0]]].marks if at[lists[0]] in profiles else True:
        return None
    for header in headers:
        profile = profiles[header.column]
        numbers = header.placement is not None and Field.row_kind in header.placement.fields
        levels = [count for count in (profile.numeral, profile.top, profile.deeper) if count]
        if numbers and len(levels) > 1 and sum(levels) >= 0.8 * profile.filled:
            return header
    return None


# ── Headers that have no place ───────────────────────────────────────────────────────────────────────────────────────


def _unplaced(
    sheet: Sheet,
    headers: Sequence[Header],
    claims: Sequence[Claim],
    by_period: Sequence[Column],
    profiles: Mapping[int, Profile],
    at: Mapping[Field, int],
) -> list[LayoutRemark]:
    placed = {claim.header.column for claim in claims} | {column.column for column in by_period}
    remarks, baselines = [], []
    for header in headers:
        if header.column in placed or header.placement is not None or header.day is not None:
            continue
        near, profile = nearest(header.text), profiles[header.column]
        if near is not None and near[0] not in at and profile.filled and near[0] in ESSENTIAL:
            remarks.append(remark_on(sheet, "unplaced_column", header, near[0]))
        elif Field.baseline not in at and _may_be_a_baseline(header, profile, at):
            baselines.append(remark_on(sheet, "unplaced_column", header, Field.baseline))
    return [*remarks, *baselines[:_MOST_BASELINES]]


def _may_be_a_baseline(header: Header, profile: Profile, at: Mapping[Field, int]) -> bool:
    """Whether a column of numbers stands right where baselines do: between the key results and their targets."""
    names, target = at.get(Field.key_result), at.get(Field.target)
    if names is None or target is None or not names < header.column < target:
        return False
    return 2 * profile.number > profile.filled


def names_settings(options: ReadingOptions) -> dict[str, Field]:
    """The settings' header words as they are compared."""
    return {words: placed for header, placed in options.columns.items() if (words := plain_words(header))}


def owned_by_settings(options: ReadingOptions) -> Mapping[str, Field]:
    """The headers of the columns that the settings own, as they are compared."""
    return {words: field for field, header in options.owned.items() if (words := plain_words(header))}
