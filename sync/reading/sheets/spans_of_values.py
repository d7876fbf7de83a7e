"""Headers of values that hold for a span of time: 'MTD Actual', 'KH năm', 'Lũy kế' ─▶ which value is held against which
plan. A month's value never stands against a year's plan, nor a year's against a month's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from sync.cycles import counts_from, cycle_by_id, cycle_of, holds, length_of, parse_cycle
from sync.cycles import is_to_date as is_to_date_period
from sync.model.rows import Column, Cycle, Field
from sync.options import FiscalCalendar
from sync.patterns import RarePattern
from sync.reading.sheets.column_content import Profile
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.header_periods import period_words, without_period
from sync.reading.sheets.headers import Placement, place, plain_words
from sync.reading.sheets.periods import TO_DATE
from sync.reading.sheets.roles_of_rows import Role, role_of
from sync.reading.texts.text import bare

Span = Literal["month", "quarter", "to date", "year"]


class Spanned(NamedTuple):
    """A header of a plan or of an actual value, and the span that its words name: None for 'Actual' alone. ``year`` is
    the one that it names ('KH 2026')."""

    field: Field
    span: Span | None
    year: str = ""


def spanned(text: str) -> Spanned | None:
    """Given a header, return what it holds and for which span; None where it has other words besides."""
    words = plain_words(text)
    if "%" in words or "/" in text:
        return None
    if says_so_far(text):
        rest = " ".join(_SO_FAR.sub(" ", words).split())
        return Spanned(Field.current, "quarter") if not rest or role_of(rest) is Role.actual else None
    span: Span | None = None
    for one, pattern in _SPANS.items():
        rest = pattern.sub(" ", words)
        if rest != words:
            span, words = one, " ".join(rest.split())
            break
    year = _YEAR.search(words)
    if year is not None:
        words, span = " ".join(_YEAR.sub(" ", words).split()), span or "year"
    named = "" if year is None else f"20{(year['year'] or year['short'])[-2:]}"
    role = role_of(words) if words else None
    if role is Role.plan:
        return Spanned(Field.target, span, named)
    if role is Role.actual or (not words and span == "to date"):
        return Spanned(Field.current, span, named)
    return Spanned(Field.current, "to date") if words in TOTALS and span in (None, "year") and not named else None


def of_one_span(headers: Sequence[Header], profiles: Mapping[int, Profile]) -> list[Header]:
    """Given a KPI table's headers and what stands below each, return them with the plan and the actual value of one
    span: the month's rather than the year's where both stand there, and what there is to date beside a year's plan. The
    others are set aside."""
    found = {
        header.column: told
        for header in headers
        if 2 * profiles[header.column].text <= profiles[header.column].filled  # 'Chỉ tiêu' may head the KPIs' names
        if (told := _spanned_in_its_group(header)) is not None
    }
    if len({one.year for one in found.values() if one.year}) > 1:
        found = {column: one for column, one in found.items() if not one.year}  # each period has its own
    plans = {one.span for one in found.values() if one.field is Field.target}
    actuals = {one.span for one in found.values() if one.field is Field.current}
    pair = _pair(plans, actuals)
    has_another = len(plans & actuals) > 1 or ("year" in plans and "to date" in actuals)
    if pair is None or (pair == (None, None) and not has_another):
        aimed = any(one.placement is not None and Field.target in one.placement.fields for one in headers)
        return [
            one._replace(placement=Placement((Field.target,)))
            if not aimed and one.placement is None and one.column in found and found[one.column].field is Field.target
            else one
            for one in headers
        ]
    kept = {Field.target: pair[0], Field.current: pair[1]}
    if pair[0] in ("to date", "month"):  # 'FY26 Budget | YTD Budget | YTD Actual'
        found |= {one.column: told for one in headers if one.column not in found if (told := _of_a_year(one))}
    return [
        header if (told := found.get(header.column)) is None else _as_told(header, told, kept[told.field] == told.span)
        for header in headers
    ]


def _of_a_year(header: Header) -> Spanned | None:
    """A plan that names its year: 'KH 2026'."""
    told = spanned(header.text) if header.day is None and not header.upper else None
    is_one = told is not None and told.field is Field.target and told.span == "year" and bool(told.year)
    return told if is_one else None


def _as_told(header: Header, told: Spanned, is_kept: bool) -> Header:
    if not is_kept:
        return header._replace(placement=Placement())
    placement = header.placement
    is_known = placement is not None and placement.field is told.field
    return header if is_known else header._replace(placement=Placement((told.field,)))


def _spanned_in_its_group(header: Header) -> Spanned | None:
    """What a header holds by its own words and those of the group over it; one of a single period ('KH' under 'Tháng
    10') is of a month, and ``year`` tells which."""
    if header.day is not None or plain_words(header.text) in TOTALS:
        return None
    period = header.placement.period if header.placement is not None else ""
    if not period:
        told = spanned(f"{header.upper} {header.text}" if header.upper else header.text)
        is_known = header.placement is not None and told is not None and told.field in header.placement.fields
        return told if told is not None and not told.year and (told.span or is_known) else None
    told = spanned(header.text)
    return Spanned(told.field, "month", period) if told is not None and told.span is None and header.upper else None


def is_years_target(header: Header) -> bool:
    """Whether a header is that of a whole year's target: 'Chỉ tiêu năm', 'FY26 target'."""
    told = spanned(header.text) if header.day is None and not names_a_part(bare(header.text)) else None
    return told is not None and told.field is Field.target and told.span == "year"


def names_a_part(words: str) -> bool:
    """Given a header's bare words, tell whether they name a part of a year: 'tháng 11 năm 2026', 'Q4'."""
    return _A_PART.search(words) is not None


def so_far(headers: Sequence[Header], taken: Mapping[int, Field]) -> Header | None:
    """Given a KPI table's headers and the fields of its columns, return the header of what the periods have come to so
    far ('Lũy kế', 'YTD', 'Total'), where just one says so."""
    found = [one for one in headers if spanned(one.text) == _TO_DATE and taken.get(one.column) in (None, Field.current)]
    return found[0] if len(found) == 1 else None


def is_of_all_of(target: Header, cycle: Cycle, calendar: FiscalCalendar) -> bool:
    """Given a target's header and its table's cycle, tell whether nothing says that it is of another span: 'Target',
    'Q4 target'."""
    if target.placement is not None and target.placement.period:
        return parse_cycle(target.placement.period, calendar, cycle.last_day) == cycle
    return not names_a_span(target.text)


def of_the_cycle_to_date(headers: Sequence[Header], periods: Sequence[Column], cycle: Cycle | None) -> Header | None:
    """Given the headers of a KPI table, its columns by period and its cycle, return the header of what the whole cycle
    has come to: 'Q4 to date' beside 'Oct | Nov'."""
    if cycle is None or length_of(cycle) not in ("quarter", "half"):
        return None
    if not any(one.period is not None and one.period != cycle and holds(cycle, one.period) for one in periods):
        return None
    of_cycle = {one.column for one in periods if one.period == cycle}
    is_quarter = length_of(cycle) == "quarter"
    found = [
        one
        for one in headers
        if (words := _SO_FAR.search(plain_words(one.text))) is not None
        and (one.column in of_cycle or (is_quarter and words["quarter"]))
    ]
    return found[0] if len(found) == 1 else None


def says_so_far(header: str) -> bool | None:
    """Given a header, tell whether it says that what there is to date is of a quarter ('QTD', 'Lũy kế quý'), or may be
    of any span; None where it says nothing of what there is to date."""
    found = _SO_FAR.search(plain_words(header))
    return None if found is None else bool(found["quarter"])


def planned_for(
    target: Header | None, current: Header | None, periods: Sequence[Column], calendar: FiscalCalendar, as_of: date
) -> Cycle | None:
    """Given the headers of a KPI table's target and of what there is to date, and its columns by period, return the
    longer period that the target is for: the year of 'KH năm' over months. None where it is for one of them."""
    plan = None if target is None else spanned(target.text)
    begun = [one.period for one in periods if one.period is not None and counts_from(one.period) <= as_of]
    if plan is None and target is not None and target.placement is not None and target.placement.period:
        named = parse_cycle(target.placement.period, calendar, as_of)  # 'KH T10', 'KH Q4'
        are_to_date = bool(begun) and all(map(is_to_date_period, begun))
        are_parts = named is not None and any(one.id != named.id and holds(named, one) for one in begun)
        return named if are_to_date or are_parts else None
    if plan is None or plan.span is None or (plan.span == "month" and not all(map(is_to_date_period, begun))):
        return None
    if plan.span == "to date":
        return _to_date_of(begun, calendar, as_of)
    if not begun and (plan.span == "month" or current is None or not _is_what_there_is_of(plan, current)):
        return None
    day = max(map(counts_from, begun), default=as_of)
    whole = cycle_by_id(plan.year, calendar) if plan.year else cycle_of(day, calendar, plan.span)
    shorter = [one for one in begun if holds(whole, one)]
    is_of_another = not shorter and all(map(is_to_date_period, begun))  # 'KH quý' beside what there is of a year
    return whole if shorter or is_of_another or plan.year else None  # 'KH 2027' beside 2026's months is none of theirs


def plan_around(column: Column, period: Cycle, calendar: FiscalCalendar) -> Cycle | None:
    """Given a target's column and the month, say, of its row, return the longer period that the target is for: the year
    of 'KH năm', that as far as the month of 'KH lũy kế'; None where nothing says that it is for another one."""
    if column.period_label:
        return parse_cycle(column.period_label, calendar, period.last_day)
    told = spanned(column.header)
    if told is not None and told.year:
        return cycle_by_id(told.year, calendar)
    span = told.span if told is not None else span_of(column.header)
    if span is None or span == "month":
        return None
    whole = cycle_of(period.last_day, calendar, "year" if span == "to date" else span)
    return Cycle(whole.id, whole.first_day, period.last_day) if span == "to date" else whole


def _to_date_of(begun: Sequence[Cycle], calendar: FiscalCalendar, as_of: date) -> Cycle | None:
    """The year as far as the last of its months that is over: what 'KH lũy kế' beside months is for."""
    over = [one for one in begun if one.last_day <= as_of] or list(begun)
    if not over:
        return None
    last = max(one.last_day for one in over)
    whole = cycle_of(last, calendar, "year")
    return Cycle(whole.id, whole.first_day, last)


def are_of_the_cycle(target: Header, current: Header, cycle: Cycle | None) -> bool:
    """Given the headers of a KPI table's only target and value, and the table's cycle, tell whether both may be of all
    of it: nothing in their words, or in those of the groups over them, names another span."""
    if cycle is None:
        return False
    if any(header.placement is not None and header.placement.period for header in (target, current)):
        return False
    own = (None, length_of(cycle))
    return _span_of(target) in own and (
        _span_of(current) in own or (_span_of(current) == "to date" and length_of(cycle) == "year")
    )


def is_to_date(header: str) -> bool:
    """Given a value's header, tell whether it is of what there is to date: 'Lũy kế', 'YTD'."""
    return spanned(header) == _TO_DATE


def is_plainly_to_date(header: str) -> bool:
    """Given a value's header, tell whether it is of what there is to date, and does not say of which quarter: 'Lũy kế',
    'To date'."""
    return says_so_far(header) is False or is_to_date(header)


def is_plan_to_date(header: str) -> bool:
    """Given a target's header, tell whether it is what was to be reached to date: 'KH lũy kế', 'YTD Budget'."""
    return spanned(header) == Spanned(Field.target, "to date")


def is_of_a_longer_span(header: str) -> bool:
    """Given the header of a plan or a value, tell whether it is of a year, or of what there is of one to date."""
    told = spanned(header)
    return told is not None and told.span in ("to date", "year")


def names_a_span(header: str) -> bool:
    """Given a target's header, tell whether it names a month, a quarter or a year: 'KH tháng', 'KH 2026'."""
    words = plain_words(header)
    return _YEAR.search(words) is not None or any(pattern.search(words) for pattern in _SPANS.values())


def span_of(header: str) -> Span | None:
    """Given the header of a plan or of a value, return the span that it names, whatever else it says."""
    words = plain_words(header)
    return next((span for span, pattern in _SPANS.items() if pattern.search(words)), None)


def _span_of(header: Header) -> Span | None:
    return span_of(f"{header.upper} {header.text}")


def _is_what_there_is_of(plan: Spanned, current: Header) -> bool:
    """Whether a value is what a plan's period has come to: 'Lũy kế', 'Actual', 'TH 2026' beside 'KH 2026'."""
    told = spanned(current.text)
    if told is None or told.field is not Field.current:
        return current.placement is not None and plain_words(current.text) in _NOW
    return told.span in (None, "to date", plan.span) and told.year in ("", plan.year)


def actuals_are_the_values(headers: Sequence[Header]) -> list[Header]:
    """Given a table's headers, return them without the values of periods of which another column says that it is the
    actual one: whatever 'CT' beside 'TH' is under 'T10/2026', it is not what was measured."""
    actual = {_period_of(one) for one in headers if _role(one) is Role.actual}
    return [
        one._replace(placement=Placement())
        if one.placement is not None
        and one.placement.field is Field.period
        and one.placement.period in actual
        and _role(one) is not Role.actual
        else one
        for one in headers
    ]


def _role(header: Header) -> Role | None:
    return role_of(without_period(plain_words(header.text)).strip()) if header.day is None else None


def budget_is_the_plan(headers: Sequence[Header]) -> list[Header]:
    """Given a KPI table's headers, return them with 'Budget' as the target, where no other one is: beside a target it
    is what the work may cost."""
    placements = [one.placement for one in headers if one.placement is not None]
    aims = [one for one in placements if not _AIMS.isdisjoint(one.fields) and Field.kpi not in one.fields]
    if not all(one.period.startswith(TO_DATE) for one in aims):
        return list(headers)  # 'Chỉ tiêu' may head the KPIs' names
    budgets = [one for one in headers if (one.placement is not None and is_a_budget(one.text)) or _plans_a_period(one)]
    if aims:  # 'Budget Oct' beside 'Budget YTD Oct'
        budgets = [one for one in budgets if _period_of(one)]
    told = [spanned(one.text) for one in (*headers, *budgets)]
    has_actual = any(one is not None and one.field is Field.current for one in told) or any(
        one.placement is not None and one.placement.field is Field.current and one.placement.period for one in headers
    )
    is_by_period = any(one.placement is not None and one.placement.field is Field.period for one in headers)
    is_of_a_year = any(one is not None and one.field is Field.target and one.span for one in told)
    if not has_actual and not (is_by_period and is_of_a_year):
        return list(headers)  # 'Budget' beside 'Current' may be what the work costs
    return [
        one._replace(placement=Placement((Field.target,), period=_period_of(one)))
        if one in budgets and (one.placement is None or one.placement.field in (None, Field.period))
        else one
        for one in headers
    ]


def _plans_a_period(header: Header) -> bool:
    """'CT' under 'Tháng 10', 'CT T10': a word for a plan that by itself may be another thing."""
    is_unknown = header.placement is None or header.placement.field is Field.period
    return is_unknown and _role(header) is Role.plan and bool(_period_of(header))


def _period_of(header: Header) -> str:
    own = header.placement.period if header.placement is not None else period_words(header.text)
    return own or _period_above(header)


def is_a_budget(header: str) -> bool:
    """Given a target's header, tell whether it calls the target a budget: to be reached, or not to be passed."""
    return _BUDGET.search(plain_words(header)) is not None


def _period_above(header: Header) -> str:
    group = place(header.upper) if header.upper else None
    return group.period if group is not None else ""


def _pair(plans: set[Span | None], actuals: set[Span | None]) -> tuple[Span | None, Span | None] | None:
    for span in _BY_PREFERENCE:
        if span in plans and span in actuals:
            return span, span
    return ("year", "to date") if "year" in plans and "to date" in actuals else None


_BY_PREFERENCE: tuple[Span | None, ...] = (None, "month", "quarter", "to date", "year")
_SO_FAR = RarePattern(
    r"(?<!\S)(?:(?P<quarter>qtd|quarter to date|(?:luy ke|lk|cong don) quy(?: nay)?)|to date|so far|luy ke|lk"
    r"|cong don)(?!\S)"
)
_TO_DATE = Spanned(Field.current, "to date")
_NOW = ("current", "current value", "now", "latest", "hien tai", "gia tri hien tai")
TOTALS = ("tong", "tong cong", "cong", "total")
_AIMS = {Field.target, Field.lower, Field.upper, Field.healthy_range}
_BUDGET = RarePattern(r"(?<!\S)(?:budget|budgeted|bud|aop|annual operating plan|ngan sach|du toan|dinh muc)(?!\S)")
_YEAR = RarePattern(r"(?<!\S)(?:(?:nam |fy ?)?(?P<year>20[2-4][0-9])|fy ?(?P<short>[2-4][0-9]))(?!\S)")
_A_PART = RarePattern(
    r"(?<![^\W_])(?:(?:thang|thg|month|quy|quarter|tuan|week|wk|ngay|half)\s?(?:[0-9]{1,2}|i{1,3}|iv)|[tmqhw][0-9]{1,2}"
    r"|[0-3]?[0-9]/[01]?[0-9]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)(?![^\W_])"
)
_SPANS: Mapping[Span, RarePattern[str]] = {
    "to date": RarePattern(
        r"(?<!\S)(?:ytd|year to date|cumulative|cum|(?:luy ke|lk|cong don)"
        r"(?: (?:nam|ca nam|tu dau nam|den nay|(?:[0-9]{1,2} ?)?(?:thang|t)))?)(?!\S)"
    ),
    "month": RarePattern(r"(?<!\S)(?:mtd|month to date|(?:trong )?thang(?: nay)?|(?:this )?month|monthly)(?!\S)"),
    "quarter": RarePattern(r"(?<!\S)(?:qtd|quarter to date|(?:trong )?quy(?: nay)?|(?:this )?quarter|quarterly)(?!\S)"),
    "year": RarePattern(r"(?<!\S)(?:(?:ca )?nam(?: nay)?(?! ?20)|annual|yearly|(?:full |this )?year|fy(?! ?2))(?!\S)"),
}  # fmt: skip
