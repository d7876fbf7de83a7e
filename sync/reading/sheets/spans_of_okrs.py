"""Targets and values of several spans in one table of OKRs, 'KH năm | KH quý | TH tháng' ─▶ the columns that count:
those of the table's own span, or of the one that all targets are of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sync.cycles import cycle_of, length_of
from sync.model.cells import Sheet
from sync.model.rows import Cycle, Field
from sync.options import FiscalCalendar
from sync.reading.sheets.column_content import Profile, fits, holds_a_value, holds_percentages
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.headers import Placement, place, plain_words
from sync.reading.sheets.periods import Label, periods_of
from sync.reading.sheets.spans_of_values import Spanned, is_plainly_to_date, is_years_target, says_so_far, spanned
from sync.reading.sheets.tables import Band

_VALUES = (Field.target, Field.current)
_SPANS: Mapping[str, re.Pattern[str]] = {
    "year": re.compile(r"(?<!\S)(?:(?:ca )?nam|annual|yearly|year|full year|ytd)(?!\S)"),
    "quarter": re.compile(r"(?<!\S)(?:(?:ca )?quy|(?:whole |full )?quarter|quarterly|qtd)(?!\S)"),
    "month": re.compile(r"(?<!\S)(?:(?:ca )?thang|monthly|month|mtd)(?!\S)"),
}
_MONTH_TO_DATE = ("mtd", "month to date")
_LENGTHS = ("week", "month", "quarter", "half", "year")
_LONGER = ("quarter", "half", "year")


def what_there_is_of_a_month(
    sheet: Sheet,
    band: Band,
    headers: Sequence[Header],
    profiles: Mapping[int, Profile],
    words: Mapping[str, Field],
    cycle: Cycle | None,
    calendar: FiscalCalendar,
) -> list[Header]:
    """Given a band's headers, what stands below each, the words that settings place, the table's cycle and its
    calendar, return the headers with 'MTD' in a month's table as the current value. Beside it, as beside 'TH tháng'
    where all values name their span, targets of the quarter or the year are set aside; where the month has none of its
    own, 'MTD' is held against none."""
    texts = {one.column: plain_words(one.text) for one in headers}
    bare = {column for column, text in texts.items() if text in _MONTH_TO_DATE and text not in words}
    values = [one for one in headers if one.placement is not None and Field.current in one.placement.fields]
    values = [one for one in values if fits(Field.current, profiles[one.column])]
    if any(not holds_percentages(sheet, band, one.column) for one in values):
        bare = {column for column in bare if not holds_percentages(sheet, band, column)}
    told = {_span_of(one) for one in values if one.placement is not None and not one.placement.period}
    has_its_value = bool(bare) or ("month" in told and None not in told)
    if cycle is None or length_of(cycle) != "month" or not has_its_value:
        return list(headers)
    spans = _spans_of_targets(headers, profiles, cycle, calendar, cycle.last_day)
    longer = {column for column, span in spans.items() if span in _LONGER}
    if longer and None not in spans.values() and "month" not in spans.values():
        placed: dict[int, Placement | None] = dict.fromkeys(bare)
    else:
        dated = {one.column for one in headers if one.placement is not None and one.placement.period}
        aside = {column for column in longer if texts[column] not in words}
        aside -= dated if None in spans.values() else set()  # 'Target | Q4 target': the plain one counts as it is
        if longer:
            named = {one.column for one in values if _names_a_longer_period(one, cycle, calendar)}
            aside |= {column for column in named if texts[column] not in words}
        placed = {**dict.fromkeys(bare, Placement((Field.current,))), **dict.fromkeys(aside, Placement())}
    return [one._replace(placement=placed.get(one.column, one.placement)) for one in headers]


def _names_a_longer_period(header: Header, month: Cycle, calendar: FiscalCalendar) -> bool:
    """'TH quý 4'."""
    if header.placement is None or not header.placement.period or header.day is not None:
        return False
    [period] = periods_of([Label(header.placement.period)], month, calendar, month.last_day)
    return period is not None and length_of(period) in _LONGER


def months_own_targets_count(
    headers: Sequence[Header],
    profiles: Mapping[int, Profile],
    words: Mapping[str, Field],
    cycle: Cycle | None,
    calendar: FiscalCalendar,
) -> list[Header]:
    """Given a band's headers likewise, return them with targets of the quarter or the year set aside in a month's
    table, where the month has its own and a value names no longer span: 'Q4 target | Nov target | Actual'."""
    if cycle is None or length_of(cycle) != "month":
        return list(headers)
    aims = _spans_of_targets(headers, profiles, cycle, calendar, cycle.last_day)
    values = _spans_of_values(headers, profiles, cycle, calendar, cycle.last_day)
    if set(aims.values()) - {"month", *_LONGER} or "month" not in aims.values():
        return list(headers)
    if "to date" in values.values() or not {None, "month"} & set(values.values()):
        return list(headers)  # 'Lũy kế' may be the quarter's
    by_period = _spans_of_values(headers, profiles, cycle, calendar, cycle.last_day, (Field.period,))
    aside = {column for column, span in (aims | values | by_period).items() if span in _LONGER}
    return [
        one._replace(placement=Placement()) if one.column in aside and plain_words(one.text) not in words else one
        for one in headers
    ]


class OfOneSpan(NamedTuple):
    """The headers of a table, and the columns of values of less time than all targets are for, where nothing else gives
    a value: 'TH tháng' beside 'KH quý'."""

    headers: list[Header]
    of_a_part: frozenset[int] = frozenset()


def without_parts_of_the_targets_span(
    headers: Sequence[Header],
    profiles: Mapping[int, Profile],
    words: Mapping[str, Field],
    cycle: Cycle | None,
    calendar: FiscalCalendar,
    as_of: date,
) -> OfOneSpan:
    """Given a table of OKRs as above and the day of reading, return its headers with what is of a month or quarter set
    aside where all targets are of one longer span: 21 of the month are not 21 of the quarter's 100."""
    aims = set(_spans_of_targets(headers, profiles, cycle, calendar, as_of).values())
    values = _spans_of_values(headers, profiles, cycle, calendar, as_of, (Field.current, Field.period))
    aim = aims.pop() if len(aims) == 1 else None
    if aim not in _LONGER:
        return OfOneSpan(list(headers))
    unknown = [one for one in headers if one.placement is None and profiles[one.column].number]
    of_it = Spanned(Field.current, "year" if aim == "year" else "quarter")
    own_values = {one.column for one in unknown if _span_of(one) == aim and spanned(one.text) == of_it}
    own = length_of(cycle) if cycle is not None else None
    dated = [
        one for one in headers if one.placement and one.placement.period and Field.target not in one.placement.fields
    ]
    shorter = {
        one.column
        for one in headers
        if (span := values.get(one.column)) in _LENGTHS
        and _LENGTHS.index(span) < _LENGTHS.index(aim)
        and (one not in dated or (span == own == "month" and len(dated) == 1))  # 'T10 | T11' go on to the end
        and plain_words(one.text) not in words
    }
    if not shorter and (values or len(own_values) != 1):
        return OfOneSpan(list(headers))
    values |= dict.fromkeys(own_values, aim)
    placed = {**dict.fromkeys(shorter, Placement()), **dict.fromkeys(own_values, Placement((Field.current,)))}
    left = [one._replace(placement=placed.get(one.column, one.placement)) for one in headers]
    if any(values.get(one.column) != aim for one in dated if one.column not in shorter):
        return OfOneSpan(list(headers))  # 'TH tháng | TH quý 3': the other is no better
    others = {span for column, span in values.items() if column not in shorter}
    if aim == "year" and {None, "to date"} & others and own not in (None, "year"):
        # 'Thực hiện | QTD' beside 'Target 2026' in a quarter's table: of when is either?
        return OfOneSpan(list(headers))
    return OfOneSpan(left, frozenset() if {None, aim} & others else frozenset(shorter))


def of_the_tables_span(
    headers: Sequence[Header], profiles: Mapping[int, Profile], cycle: Cycle | None, calendar: FiscalCalendar
) -> list[Header]:
    """Given a band's headers, what stands below each, the table's cycle and its calendar, return the headers with those
    set aside that give the target or the current value of another span, where one of the cycle's own span stands beside
    them. A value of the span that all targets are of stays."""
    if cycle is None:
        return list(headers)
    own = length_of(cycle)
    if own not in _SPANS:
        return list(headers)
    spans = {header.column: span for header in headers if (span := _span_of(header)) is not None}
    placed = {
        header.column: header.placement or _of_its_span(own, plain_words(header.text))
        for header in headers
        if header.column in spans and (header.placement is not None or spans[header.column] == own)
    }
    known = {column: placement for column, placement in placed.items() if placement is not None}
    to_date = (
        {header.column for header in headers if plain_words(header.text) == "ytd"} if own == "year" else set[int]()
    )
    set_aside: set[int] = set()
    aims = set(_spans_of_targets(headers, profiles, cycle, calendar, cycle.last_day).values())
    are_longer = all(aim in _LENGTHS and _LENGTHS.index(aim) > _LENGTHS.index(own) for aim in aims)
    wanted = {own, *aims} if are_longer else {own}
    for field in _VALUES:
        columns = [
            column for column, placement in known.items() if field in placement.fields and fits(field, profiles[column])
        ]
        # What there is to date of a year may be held against a month's target, and so sets no month aside.
        if any(spans[column] == own for column in columns if column not in to_date):
            set_aside |= {column for column in columns if spans[column] not in wanted}
    return [
        header._replace(placement=Placement() if header.column in set_aside else known.get(header.column))
        if header.column in spans
        else header
        for header in headers
    ]


def of_the_targets_span(
    sheet: Sheet,
    band: Band,
    headers: Sequence[Header],
    profiles: Mapping[int, Profile],
    cycle: Cycle | None,
    calendar: FiscalCalendar,
    as_of: date,
) -> list[Header]:
    """Given a table of OKRs, its headers, what stands below each, its cycle, calendar and the day of reading, return
    the headers with 'Lũy kế' set aside beside a value under 'TH quý', where the targets are a quarter's too, or of no
    span but the table's: of when it is to date is not said. A month's likewise."""
    placed = {one.column: one.placement.fields for one in headers if one.placement is not None}
    filled = {one.column for one in headers if profiles[one.column].filled}
    own_span = None if cycle is None else length_of(cycle)
    aims = {span or own_span for span in _spans_of_targets(headers, profiles, cycle, calendar, as_of).values()}
    wanted = aims or {own_span}
    values = [one for one in headers if Field.current in placed.get(one.column, ()) and one.column in filled]
    unknown = [one for one in headers if one.placement is None and one.column in filled]  # 'Quarterly actual'
    values += [one for one in unknown if (told := spanned(one.text)) is not None and told.field is Field.current]
    own = [one for one in values if _span_of(one) in wanted and says_so_far(one.text) is None]
    if len(wanted) != 1 or not wanted <= {"quarter", "month"} or len(own) != 1:
        return list(headers)
    undated = [one for one in values if _span_of(one) is None and one.placement and not one.placement.period]
    to_date = {one.column for one in undated if is_plainly_to_date(one.text)}
    if not to_date or not holds_a_value(sheet, band, own[0].column):
        return list(headers)
    own_value = own[0]._replace(placement=own[0].placement or Placement((Field.current,)))
    left = [one._replace(placement=Placement()) if one.column in to_date else one for one in headers]
    return [own_value if one is own[0] else one for one in left]


def _spans_of_targets(
    headers: Sequence[Header],
    profiles: Mapping[int, Profile],
    cycle: Cycle | None,
    calendar: FiscalCalendar,
    as_of: date,
) -> dict[int, str | None]:
    """The column of each target ─▶ the span that its header names, by itself or with one of its periods ('KH quý 4'),
    without those of another period as long as the table's cycle."""
    spans: dict[int, str | None] = {}
    for one in headers:
        if one.placement is None or Field.target not in one.placement.fields:
            continue
        if not fits(Field.target, profiles[one.column]):
            continue
        named = [Label(one.placement.period)] if one.placement.period and one.day is None else []
        [period] = periods_of(named, cycle, calendar, as_of) or [None]
        if period is None:
            spans[one.column] = _span_of(one) or ("year" if is_years_target(one) else None)
        elif cycle is None or period == cycle or length_of(period) != length_of(cycle):
            spans[one.column] = length_of(period)
    return spans


def _spans_of_values(
    headers: Sequence[Header],
    profiles: Mapping[int, Profile],
    cycle: Cycle | None,
    calendar: FiscalCalendar,
    as_of: date,
    fields: Sequence[Field] = (Field.current,),
) -> dict[int, str | None]:
    """The column of each current value ─▶ the span that its header names likewise: 'to date' of 'Lũy kế'. Without those
    of periods that were over before."""
    until = as_of if cycle is None else min(as_of, cycle.last_day)
    spans: dict[int, str | None] = {}
    for one in headers:
        if one.placement is None or not any(field in one.placement.fields for field in fields):
            continue
        if not profiles[one.column].number:
            continue
        named = [Label(one.placement.period)] if one.placement.period and one.day is None else []
        [period] = periods_of(named, cycle, calendar, as_of) or [None]
        if period is not None:
            spans |= {one.column: length_of(period)} if period.last_day >= until else {}
        elif one.day is None:
            so_far = says_so_far(one.text)
            is_to_date = so_far is False or is_plainly_to_date(one.text) or plain_words(one.text) == "den nay"
            spans[one.column] = "quarter" if so_far else _span_of(one) or ("to date" if is_to_date else None)
    return spans


def _of_its_span(own: str, words: str) -> Placement | None:
    """What a header is that names the table's span, by its other words."""
    return None if words in _MONTH_TO_DATE else place(" ".join(_SPANS[own].sub(" ", words).split()))


def years_targets_are_asked_about(
    headers: Sequence[Header],
    profiles: Mapping[int, Profile],
    words: Mapping[str, Field],
    cycle: Cycle | None,
    calendar: FiscalCalendar,
) -> list[Header]:
    """Given the headers of OKRs, what stands below each, the words that settings place and the table's cycle, return
    them with a year's target as a header that nobody knows, where the cycle ends before the year does: half of it in
    the first half of the year is not behind, and whether values are the quarter's or the year's so far is not said."""
    if cycle is None or cycle.last_day >= cycle_of(cycle.first_day, calendar, "year").last_day:
        return list(headers)
    return [
        one._replace(placement=None)
        if one.placement is not None
        and Field.target in one.placement.fields
        and plain_words(one.text) not in words
        and fits(Field.target, profiles[one.column])
        and is_years_target(one)
        else one
        for one in headers
    ]


def _span_of(header: Header) -> str | None:
    """'year' of 'KH năm'; None where a header names no span, or one period of its own ('KH năm 2026', 'T10')."""
    if header.day is not None or (header.placement is not None and header.placement.period):
        return None
    words = plain_words(header.text)
    found = [span for span, words_of_it in _SPANS.items() if words_of_it.search(words)]
    return found[0] if len(found) == 1 else None
