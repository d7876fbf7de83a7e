"""'YTD', 'Lũy kế năm', 'TH 11 tháng' over key results of a quarter that is not the first of its year ─▶ columns of what
there is of all the year so far. None of these is the current value: 310 since January beside 100 for the quarter is not
done. So it is with 'QTD' over those of a month that is not the first of its quarter. Plain 'Lũy kế' is of the table's
own cycle."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from sync.cycles import counts_from, cycle_by_id, cycle_of, holds, length_of, parse_cycle
from sync.model.cells import Cell, Sheet
from sync.model.rows import Cycle, Field
from sync.options import FiscalCalendar
from sync.patterns import RarePattern
from sync.reading.sheets.column_content import Profile, fits
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.header_periods import LONGEST_HEADER, names_a_day
from sync.reading.sheets.headers import Placement, plain_words
from sync.reading.sheets.roles_of_rows import Role, role_of
from sync.reading.sheets.spans_of_values import is_years_target, names_a_part, says_so_far, span_of
from sync.reading.sheets.tables import Band
from sync.reading.sheets.to_date_columns import months_so_far, says_to_date
from sync.reading.texts.text import bare

_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1, "week": 0}
_VALUES = (Field.current, Field.period, Field.value)


Beside = Literal["nothing", "parts", "cycle", "a year's target", "the year"]


class YearsValues(NamedTuple):
    """The headers of a table, those of the year so far as none of ours, and the columns of these. ``beside`` says what
    else gives a value: 'nothing', 'parts' of the cycle, of which the latest is the current value, or the 'cycle'
    itself; 'a year's target' where they stand beside the only one, which is asked about, and stay: a value only of rows
    whose text says no target of theirs; 'the year' where they are held against its target, in the cycle that it ends
    with. ``are_rows``: the tab's name or a title says that its rows are the year's."""

    headers: list[Header]
    columns: frozenset[int] = frozenset()
    beside: Beside = "cycle"
    are_rows: bool = False
    year: Cycle | None = None
    """Which year its rows are of, where ``are_rows``."""
    until: date | None = None
    """The last day of the newest cycle that rows name."""
    of_a_quarter: frozenset[int] = frozenset()
    """Those of the columns that are of a quarter so far, over key results of a month."""

    @property
    def may_count(self) -> bool:
        """Whether rows have no other value, or only those of parts of the cycle."""
        return bool(self.columns) and self.beside in ("nothing", "parts")


def without_years_values(
    sheet: Sheet,
    band: Band,
    headers: Sequence[Header],
    profiles: Mapping[int, Profile],
    words: Mapping[str, Field],
    cycle: Cycle | None,
    calendar: FiscalCalendar,
    as_of: date,
) -> YearsValues:
    """Given a table of OKRs, its headers, what stands below each, the words that settings place, its cycle and the day
    of reading, return the headers with values of the year so far as none of ours, unless the targets are a year's
    too."""
    without_banner = _without_banner(headers, profiles)
    may_be = [one for one in without_banner if plain_words(one.text) not in words and _may_be_a_value(one, profiles)]
    if not may_be:
        return YearsValues(list(headers))
    aims = [one for one in headers if _is(one, profiles, Field.target)]
    rows = _cycles_of_rows(sheet, band, headers, calendar, as_of)
    filled = [one for one in may_be if profiles[one.column].filled]
    cycles = rows or _cycles_of(aims, filled, cycle, calendar, as_of)
    of_year = {one.column for one in may_be if any(_is_of_the_year(one, each, calendar) for each in cycles)}
    if any(one.column in of_year and months_so_far(_words(one)) for one in may_be):
        of_year |= {one.column for one in may_be if months_so_far(_words(one))}  # 'TH 3 tháng | TH 5 tháng' in Q2
    months = rows or ([] if cycle is None else [cycle])  # and not 'Oct target | Nov target | … | QTD'
    are_months = all(length_of(one) == "month" for one in months)
    of_a_quarter = {one.column for one in may_be if any(_is_of_its_quarter(one, each, calendar) for each in months)}
    of_the_quarter = any(_is_of_its_quarter(one, each, calendar) for one in aims for each in months)
    if aims and not of_the_quarter:
        left = [one for one in headers if one.column not in of_year | of_a_quarter and _is(one, profiles, *_VALUES)]
        of_a_quarter |= _the_quarters_own(may_be, left, months, calendar)
    of_year |= of_a_quarter
    parts = [one for one in headers if _is_by_period(one) and one.column not in of_year]
    if cycle is not None:
        parts = [one for one in parts if _is_of(one, cycles, calendar)]
    of_year = {column for column in of_year if not _are_added_up(sheet, band, column, [one.column for one in parts])}
    plans = {one.column for one in aims if any(_is_of_the_year(one, each, calendar) for each in cycles)}
    plans |= {one.column for one in aims if is_years_target(one)}
    quarters = {one.column for one in aims if any(_is_of_its_quarter(one, each, calendar) for each in months)} - plans
    if quarters and len(quarters | plans) == len(aims):
        of_year -= of_a_quarter  # 'KH quý | TH quý | YTD' in a month's table: the first two belong together
    elif of_year & of_a_quarter and are_months and not _names_a_quarter(parts, months, calendar):
        plans |= quarters
    if not of_year:
        return YearsValues(list(headers))
    if aims and len(plans) == len(aims):
        are_years = len(aims) == 1 and is_years_target(aims[0]) and plain_words(aims[0].text) not in words
        return YearsValues(list(headers), frozenset(of_year), "the year") if are_years else YearsValues(list(headers))
    if not aims and any(one.placement is None and is_years_target(one) for one in headers):
        return YearsValues(list(headers), frozenset(of_year), "a year's target")
    own = [
        one
        for one in headers
        if one.column not in of_year and _is(one, profiles, *_VALUES) and _is_of(one, cycles, calendar)
    ]
    are_parts = all(_is_a_part(one, cycles, calendar) for one in own)
    aside = of_year | {one.column for one in aims if one.column in plans and not is_years_target(one)}
    left = [one._replace(placement=Placement()) if one.column in aside else one for one in headers]
    beside: Beside = "nothing" if not own else "parts" if are_parts else "cycle"
    until = max((one.last_day for one in rows), default=None)
    so_far = frozenset(of_a_quarter & of_year)
    return YearsValues(left, frozenset(of_year), beside, until=until, of_a_quarter=so_far)


def without_quarters_values(headers: Sequence[Header], cycle: Cycle | None, calendar: FiscalCalendar) -> YearsValues:
    """Given the headers of a KPI table and its cycle, return the headers with what there is of a quarter so far as none
    of ours, where the cycle is a later month of it, unless a target is the quarter's as well."""
    of_it = {one.column for one in headers if cycle is not None and _is_of_its_quarter(one, cycle, calendar)}
    values = {one.column for one in headers if one.column in of_it and one.placement and one.placement.field in _VALUES}
    if not values or any(one.column in of_it and span_of(one.text) == "quarter" and _aims(one) for one in headers):
        return YearsValues(list(headers))
    aside = set(values)
    if cycle is not None:
        # Nor does what stands for last year, or for this one so far, come into its place.
        others = [one for one in headers if one.placement and one.placement.field in _VALUES]
        aside |= {one.column for one in others if _is_of_another(one, cycle, calendar)}
        if not any(is_years_target(one) or (_aims(one) and _is_of_the_year(one, cycle, calendar)) for one in headers):
            aside |= {one.column for one in others if _is_of_the_year(one, cycle, calendar)}
    left = [one._replace(placement=Placement()) if one.column in aside else one for one in headers]
    return YearsValues(left, frozenset(values), "nothing", of_a_quarter=frozenset(values))


def _is_of_another(header: Header, cycle: Cycle, calendar: FiscalCalendar) -> bool:
    """Whether a value is of another year or of another quarter: 'Actual 2025', 'TH quý 3'."""
    words = _words(header)
    if _ANOTHER.search(words):
        return True
    said = _A_YEAR.search(words)
    if said is not None and not holds(cycle_by_id(said[1], calendar), cycle):
        return True
    named = _period(header, calendar, _middle(cycle))
    return named is not None and length_of(named) != "month" and not holds(named, cycle)


@lru_cache(maxsize=1024)
def is_of_a_part(header: str) -> bool:
    """Given the header of a target, tell whether it is of a part of a year: 'KH quý', 'Q4 target'."""
    words = bare(header)
    return span_of(words) in ("quarter", "month") or names_a_part(words)


def _aims(header: Header) -> bool:
    return header.placement is not None and Field.target in header.placement.fields


def counts_from_before(header: Header, cycle: Cycle, calendar: FiscalCalendar) -> bool:
    """Given the header of a value, tell whether it is of all there is of a year, or of a month's quarter, that began
    before the cycle did."""
    return _is_of_the_year(header, cycle, calendar) or _is_of_its_quarter(header, cycle, calendar)


def _is_of_the_year(header: Header, cycle: Cycle, calendar: FiscalCalendar) -> bool:
    """Whether what stands below a header is of the year that a cycle lies in, or of so many months that it began before
    the cycle did."""
    words = _words(header)
    year = cycle_of(cycle.first_day, calendar, "year")
    is_the_first = cycle.first_day == year.first_day
    if months := months_so_far(words):
        return months > _MONTHS[length_of(cycle)] or (not is_the_first and _FROM_ITS_START.search(words) is not None)
    if is_the_first or _ANOTHER.search(words):
        return False
    ends = _FROM_TO.search(words)
    if ends is not None:
        first = parse_cycle(_month_of(ends["first"]), calendar, _middle(year))
        return first is not None and first.first_day == year.first_day
    if _TO_DATE_IN_IT.search(words):
        return True
    if names_a_part(words):
        return False
    named = parse_cycle(_in_full(words), calendar, _middle(year))
    label = header.placement.period if header.placement is not None else ""
    said = _A_YEAR.search(words) if named is None and not names_a_day(label) else None
    named = named if said is None else cycle_by_id(said[1], calendar)
    if named is not None and length_of(named) == "year":
        return holds(named, cycle)
    marked = f"{header.upper} {header.text}".casefold()
    return _SAYS_YEAR.search(words) is not None or _WITH_ITS_MARK.search(marked) is not None


def _names_a_quarter(values: Sequence[Header], months: Sequence[Cycle], calendar: FiscalCalendar) -> bool:
    """Whether a value is of the quarter of a month by its name: 'TH quý 4'."""
    quarters = [cycle_of(month.first_day, calendar) for month in months]
    return any(
        _period(one, calendar, _middle(quarter)) == quarter for one in values for quarter in quarters if not _aims(one)
    )


def _the_quarters_own(
    values: Sequence[Header], left: Sequence[Header], months: Sequence[Cycle], calendar: FiscalCalendar
) -> set[int]:
    """The column that names the quarter of a month which is not its first, where it is the only value that is left: 'TH
    quý 4' in a table of November. Beside 'TH quý 3' they may as well be what a measure has been."""
    named = [one for one in left if _is_by_period(one) and not _aims(one)]
    if len(left) != 1 or len(named) != 1 or named[0] not in values:
        return set()
    later = [month for month in months if month.first_day != cycle_of(month.first_day, calendar).first_day]
    is_so = any(
        length_of(month) == "month"
        and _period(named[0], calendar, _middle(month)) == cycle_of(month.first_day, calendar)
        for month in later
    )
    return {named[0].column} if is_so else set()


def _is_of_its_quarter(header: Header, cycle: Cycle, calendar: FiscalCalendar) -> bool:
    """Whether a header is of a month's quarter, of which another month went before: 'QTD', 'Lũy kế Q4'."""
    quarter = cycle_of(cycle.first_day, calendar)
    if length_of(cycle) != "month" or cycle.first_day == quarter.first_day or header.day is not None:
        return False
    words = _words(header)
    so_far, named = says_so_far(words), _period(header, calendar, _middle(cycle))
    if named is not None:
        return named == quarter and (so_far is not None or _aims(header))
    return bool(so_far) or span_of(words) == "quarter"


def _cycles_of_rows(
    sheet: Sheet, band: Band, headers: Sequence[Header], calendar: FiscalCalendar, as_of: date
) -> list[Cycle]:
    """The cycles that a table's rows name."""
    column = next((one.column for one in headers if one.placement and one.placement.field is Field.cycle), None)
    cells = [] if column is None else [sheet.cell(row, column) for row in range(band.header_row + 1, band.end_row + 1)]
    texts = dict.fromkeys(str(cell.value) for cell in cells if cell is not None and cell.value is not None)
    return [each for text in texts if (each := parse_cycle(text, calendar, as_of)) is not None]


def _cycles_of(
    aims: Sequence[Header], values: Sequence[Header], cycle: Cycle | None, calendar: FiscalCalendar, as_of: date
) -> list[Cycle]:
    """The cycle that a table's rows are of where they name none: the quarter that its targets name in a year's table,
    unless a target and a value are the year's; the table's own, or else the quarter that runs."""
    near = _middle(cycle_of(as_of, calendar, "year") if cycle is None else cycle)
    named = [_period(one, calendar, near) for one in aims]
    known = [one for one in named if one is not None and (cycle is None or holds(cycle, one))]
    if known and len(known) == len(aims):
        if cycle in known and any(_is_of_the_year(one, each, calendar) for one in values for each in known):
            return [cycle]  # 'Quý 4 | Năm 2026' over 'KH | TH' each
        return [max([one for one in known if counts_from(one) <= as_of] or known, key=lambda one: one.first_day)]
    return [cycle_of(as_of, calendar) if cycle is None else cycle]


def _period(header: Header, calendar: FiscalCalendar, near: date) -> Cycle | None:
    label = header.placement.period if header.placement is not None else ""
    return parse_cycle(_in_full(label), calendar, near) if label else None


def _middle(cycle: Cycle) -> date:
    """A day from which no month without a year is taken for a neighbouring year's."""
    return cycle.first_day + (cycle.last_day - cycle.first_day) / 2


def _is_of(header: Header, cycles: Sequence[Cycle], calendar: FiscalCalendar) -> bool:
    """Whether a value may be of one of the cycles: its header names no period, or one that is not over before it."""
    period = _period(header, calendar, _middle(cycles[0]))
    return period is None or any(each.first_day <= period.last_day for each in cycles)


def _is_a_part(header: Header, cycles: Sequence[Cycle], calendar: FiscalCalendar) -> bool:
    return _is_by_period(header) and _period(header, calendar, _middle(cycles[0])) not in cycles


def _is_by_period(header: Header) -> bool:
    return header.day is not None or (header.placement is not None and bool(header.placement.period))


def _are_added_up(sheet: Sheet, band: Band, column: int, parts: Sequence[int]) -> bool:
    """Whether a column holds what others come to, in each row that has any of them: it is of as long as these."""
    rows = []
    for row in range(band.header_row + 1, band.end_row + 1):
        cells = [sheet.cell(row, one) for one in (column, *parts)]
        whole, *values = [
            cell.value if cell is not None and isinstance(cell.value, Decimal) else None for cell in cells
        ]
        filled = [one for one in values if one is not None]
        if whole is not None and filled:
            rows.append(whole == sum(filled))
    return bool(rows) and all(rows)


def _number(cell: Cell | None) -> Decimal | None:
    return cell.value if cell is not None and isinstance(cell.value, Decimal) else None


def _without_banner(headers: Sequence[Header], profiles: Mapping[int, Profile]) -> Sequence[Header]:
    """Without a year that stands over all values alike ('Năm 2026' over 'T10 | T11 | T12'): it is a title, and tells
    none of them from another."""
    uppers = {one.upper for one in headers if _is(one, profiles, *_VALUES)}
    if len(uppers) != 1 or _TO_DATE_IN_IT.search(bare(*uppers)):
        return headers
    return [one._replace(upper="") if one.upper in uppers else one for one in headers]


def _may_be_a_value(header: Header, profiles: Mapping[int, Profile]) -> bool:
    """Whether what was reached may stand below a header: it is of values, or nothing is known of it but that it says
    how far it goes."""
    words = _words(header)
    if not _MAY_SAY_SO.search(words) or len(words) > LONGEST_HEADER or "%" in words:
        return False
    if header.placement is not None:
        return _is(header, profiles, *_VALUES)
    rest = " ".join(word for word in plain_words(words).split() if role_of(word) is Role.plan)
    profile = profiles[header.column]
    says_so = says_to_date(words) or months_so_far(words) or _SINCE.search(words)
    return bool(says_so) and not rest and 2 * profile.number >= profile.filled > 0


def _is(header: Header, profiles: Mapping[int, Profile], *fields: Field) -> bool:
    if header.placement is None:
        return False
    return any(one in header.placement.fields and fits(one, profiles[header.column]) for one in fields)


def _words(header: Header) -> str:
    return bare(f"{header.upper} {header.text}" if header.upper else header.text) if header.day is None else ""


def _month_of(words: str) -> str:
    return f"tháng {words}" if words.isdigit() else _in_full(words)


def _in_full(words: str) -> str:
    """'T11' may be another thing elsewhere; over values it is a month."""
    return _MONTH.sub(r"tháng \1", words)


_MAY_SAY_SO = re.compile(
    r"ytd|year|nam|annual|fy|20[2-4][0-9]|luy ke|thang|month|[0-9] ?[tm]|[-–—]|qtd|quarter|quy|q[1-4]"
)
_TO_DATE_IN_IT = RarePattern(
    r"(?<![^\W_])(?:ytd|year[ -]to[ -]date|start of (?:the )?year|(?:luy ke|lk|cong don) nam|(?:tu )?dau nam)(?![^\W_])"
)
"""What says so whatever else is named: 'YTD Nov' is all there was until then."""
_FROM_ITS_START = RarePattern(r"(?<![^\W_])(?:dau nam|first)(?![^\W_])")
_SAYS_YEAR = RarePattern(r"(?<![^\W_])(?:annual|yearly|(?:full|this) year|ca nam)(?![^\W_])")
_WITH_ITS_MARK = RarePattern(r"(?<![^\W_])năm(?![^\W_])")
"""'TH Nam' is of the south, and 'Việt Nam' a country."""
_SINCE = RarePattern(r"(?<![^\W_])(?:tu dau nam|(?:since|from) the (?:start|beginning) of the year)(?![^\W_])")
_A_YEAR = RarePattern(r"(?<![\w/.-])(20[2-4][0-9])(?![^\W_])")
_ANOTHER = RarePattern(
    r"(?<![^\W_])(?:nam (?:truoc|ngoai|toi|sau)|cung ky|(?:last|prior|previous|next) year|py|ly|yoy)(?![^\W_])"
)
_A_MONTH = r"(?:(?:thang|t)\s?(?:1[0-2]|0?[1-9])|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)"
_FROM_TO = RarePattern(
    rf"(?<![^\W_])(?P<first>{_A_MONTH}|0?[1-9](?=\s?[-–—]\s?(?:1[0-2]|0?[1-9])/20[2-4]))\s?(?:[-–—]|den|to|through|thru)"
    rf"\s?(?:{_A_MONTH}|1[0-2]|0?[1-9])(?![^\W_])"
)
"""'T1–T11', 'tháng 1-11', '01-11/2026'."""
_MONTH = RarePattern(r"(?<![^\W_])[tm]\s?(1[0-2]|0?[1-9])(?![^\W_])")
