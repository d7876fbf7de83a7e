"""Columns that say the same of something else, beside the one that counts: 'KH năm' beside 'KH quý' in a quarter's
table, 'Weight' beside 'KR weight'."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from sync.cycles import cycle_of, length_of
from sync.model.cells import Sheet
from sync.model.rows import Cycle, Field
from sync.options import FiscalCalendar
from sync.reading.sheets.column_content import Profile, fits, holds_a_value, holds_percentages
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.headers import Placement, heads_both, place, plain_words
from sync.reading.sheets.outlines import kind_of_word
from sync.reading.sheets.periods import Label, periods_of
from sync.reading.sheets.spans_of_values import is_plainly_to_date, is_years_target, says_so_far, spanned
from sync.reading.sheets.tables import Band

_VALUES = (Field.target, Field.current)
_KINDS_OF_WORK = ("issue type", "issuetype", "ticket type", "card type", "type of issue", "goal type")
_OF_KEY_RESULTS = re.compile(r"(?<!\S)(?:krs?|key results?|ket qua(?: then chot| chinh)?|kqtc)(?!\S)")
_SPANS: Mapping[str, re.Pattern[str]] = {
    "year": re.compile(r"(?<!\S)(?:(?:ca )?nam|annual|yearly|year|full year|ytd)(?!\S)"),
    "quarter": re.compile(r"(?<!\S)(?:(?:ca )?quy|(?:whole |full )?quarter|quarterly|qtd)(?!\S)"),
    "month": re.compile(r"(?<!\S)(?:(?:ca )?thang|monthly|month|mtd)(?!\S)"),
}


def of_the_rows_themselves(headers: Sequence[Header]) -> list[Header]:
    """Given a band's headers, return them with a weight set aside that is the objectives', where another column is the
    key results': by its words, or right of them while the other one is left of them."""
    weights = [one for one in headers if one.placement is not None and one.placement.field is Field.weight]
    own = [one.column for one in weights if _OF_KEY_RESULTS.search(plain_words(one.text))]
    names = [one.column for one in headers if one.placement is not None and one.placement.field is Field.key_result]
    if len(own) != 1 and len(names) == 1:
        own = [one.column for one in weights if one.column > names[0]]
    if len(own) != 1:
        return list(headers)
    others = {one.column for one in weights}.difference(own)
    return [one._replace(placement=Placement()) if one.column in others else one for one in headers]


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
    longer = {column for column, span in spans.items() if span in ("quarter", "half", "year")}
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
    return period is not None and length_of(period) in ("quarter", "half", "year")


_MONTH_TO_DATE = ("mtd", "month to date")


def of_the_tables_span(headers: Sequence[Header], profiles: Mapping[int, Profile], cycle: Cycle | None) -> list[Header]:
    """Given a band's headers, what stands below each and the table's cycle, return the headers with those set aside
    that give the target or the current value of another span, where one of the cycle's own span stands beside them."""
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
    for field in _VALUES:
        columns = [
            column for column, placement in known.items() if field in placement.fields and fits(field, profiles[column])
        ]
        # What there is to date of a year may be held against a month's target, and so sets no month aside.
        if any(spans[column] == own for column in columns if column not in to_date):
            set_aside |= {column for column in columns if spans[column] != own}
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


def _of_its_span(own: str, words: str) -> Placement | None:
    """What a header is that names the table's span, by its other words."""
    return None if words in _MONTH_TO_DATE else place(" ".join(_SPANS[own].sub(" ", words).split()))


def kinds_of_work_tell_no_rows(sheet: Sheet, band: Band, headers: Sequence[Header]) -> list[Header]:
    """Given a band's headers, return them without 'Issue Type', 'Goal type' and the like as what tells rows apart where
    key results have a column of their own, or no row below is called an objective or key result: they say what sort of
    work a row is, then, and leave no row out."""
    own = any(one.placement is not None and one.placement.fields[:1] == (Field.key_result,) for one in headers)
    return [
        one._replace(placement=None)
        if plain_words(one.text) in _KINDS_OF_WORK and (own or not _names_rows(sheet, band, one.column))
        else one
        for one in headers
    ]


def lists_beside_key_results_are_objectives(headers: Sequence[Header]) -> list[Header]:
    """Given a band's headers, return them with 'Objective & Key Results' as the objectives', where another column is
    the key results'."""
    own = any(one.placement is not None and one.placement.fields[:1] == (Field.key_result,) for one in headers)
    return [
        one._replace(placement=one.placement._replace(fields=(Field.objective,)))
        if own and one.placement is not None and one.placement.fields == (Field.item,) and heads_both(one.text)
        else one
        for one in headers
    ]


def _names_rows(sheet: Sheet, band: Band, column: int) -> bool:
    below = (sheet.cell(row, column) for row in range(band.header_row + 1, band.end_row + 1))
    told = (kind_of_word(cell.value) for cell in below if cell is not None and isinstance(cell.value, str))
    return any(kind in ("objective", "key_result") for kind in told)


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


def wider_goals_are_parents(headers: Sequence[Header], profiles: Mapping[int, Profile]) -> list[Header]:
    """Given a band's headers and what stands below each, return them with 'Strategic goal' as what an objective right
    of it belongs to, where no other column says that."""
    fields = {one.column: one.placement.field for one in headers if one.placement is not None}
    objectives = [one for one in headers if fields.get(one.column) is Field.objective]
    objectives = [one for one in objectives if 2 * profiles[one.column].text >= profiles[one.column].filled]
    if len(objectives) != 2 or Field.parent in fields.values() or Field.key_result not in fields.values():
        return list(headers)
    wider = [one for one in objectives if _WIDER.search(plain_words(one.text))]
    if wider != objectives[:1]:
        return list(headers)
    return [one._replace(placement=Placement((Field.parent,))) if one in wider else one for one in headers]


_WIDER = re.compile(
    r"(?<!\S)(?:strategic|strategy|annual|yearly|company|corporate|business|chien luoc|cong ty|nam)(?!\S)"
)


def previous_is_where_it_began(headers: Sequence[Header]) -> list[Header]:
    """Given a band's headers, return them with 'Previous' set aside unless it is where a row began: left of the target
    and of the current value. Right of one of them, or in a log, it is that of the last check-in. So is all that says
    what was before where another column says where rows began: 'Start | Last quarter'."""
    fields = {one.column: one.placement.field for one in headers if one.placement is not None}
    first_value = min((column for column, field in fields.items() if field in _VALUES), default=0)
    last_target = max((column for column, field in fields.items() if field is Field.target), default=0)
    baselines = [one for one in headers if one.placement is not None and Field.baseline in one.placement.fields]
    of_before = {one.column for one in baselines if _SAYS_BEFORE.search(plain_words(one.text))}
    have_their_own = len(of_before) < len(baselines)
    return [
        one._replace(placement=Placement())
        if one.column in of_before
        and (have_their_own or (plain_words(one.text) in _PREVIOUS and not one.column < min(first_value, last_target)))
        else one
        for one in headers
    ]


_SAYS_BEFORE = re.compile(r"(?<!\S)(?:last|prior|previous|prev|truoc)(?!\S)")
_PREVIOUS = ("previous", "prev", "last value", "gia tri truoc")


def green_is_healthy(headers: Sequence[Header]) -> list[Header]:
    """Given a KPI table's headers, return them with 'Green' as the healthy range where 'Amber' or 'Red' stands beside
    it and nothing else says what is healthy; those of what is not healthy are none of ours."""
    colours = {header.column: colour for header in headers if (colour := _COLOURS.get(plain_words(header.text)))}
    aims = {header.placement.field for header in headers if header.placement is not None}
    if "healthy" not in colours.values() or len(set(colours.values())) < 2 or aims & _AIMS:
        return list(headers)
    placements = {"healthy": Placement((Field.healthy_range,)), "not": Placement()}
    return [
        header._replace(placement=placements[colours[header.column]]) if header.column in colours else header
        for header in headers
    ]


def minimum_is_the_bound(headers: Sequence[Header]) -> list[Header]:
    """Given a KPI table's headers, return them with 'Min. acceptable' beside a target as what is healthy at least,
    where no other column says that and no stretch makes it one of three steps."""
    fields = {field for one in headers if one.placement is not None for field in one.placement.fields[:1]}
    if Field.target not in fields or fields & {Field.target_stretch, Field.lower, Field.upper, Field.healthy_range}:
        return list(headers)
    return [
        one._replace(placement=one.placement._replace(fields=(Field.lower,)))
        if one.placement is not None and one.placement.field is Field.target_minimum
        else one
        for one in headers
    ]


def steps_are_no_bounds(headers: Sequence[Header]) -> list[Header]:
    """Given a KPI table's headers, return them with 'Minimum' set aside where a target and a stretch stand beside it:
    the least of three steps, which of costs is more than the target, and no healthy bound."""
    fields = [one.placement.fields for one in headers if one.placement is not None]
    if (Field.target_stretch,) not in fields or not any(Field.target in one for one in fields):
        return list(headers)
    return [
        one._replace(placement=Placement())
        if one.placement is not None and one.placement.field is Field.target_minimum
        else one
        for one in headers
    ]


_COLOURS = {
    **dict.fromkeys(("green", "xanh", "xanh la"), "healthy"),
    **dict.fromkeys(("amber", "yellow", "orange", "red", "vang", "cam", "do"), "not"),
}
_AIMS = {Field.target, Field.lower, Field.upper, Field.healthy_range}


def _span_of(header: Header) -> str | None:
    """'year' of 'KH năm'; None where a header names no span, or one period of its own ('KH năm 2026', 'T10')."""
    if header.day is not None or (header.placement is not None and header.placement.period):
        return None
    words = plain_words(header.text)
    found = [span for span, words_of_it in _SPANS.items() if words_of_it.search(words)]
    return found[0] if len(found) == 1 else None
