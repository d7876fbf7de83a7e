"""'YTD Oct', 'Lũy kế T10', 'Thực hiện 10 tháng', 'Lũy kế đến 31/10' over KPIs ─▶ columns of what there was of a year
by the end of that month or day. Such a column is no month's: what it holds is never added to the one beside it, and is
held against what was to be reached by then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from sync.model.rows import Field
from sync.patterns import RarePattern
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.header_periods import LONGEST_HEADER, names_a_day, period_words, timed
from sync.reading.sheets.headers import Placement, plain_words
from sync.reading.sheets.periods import TO_DATE
from sync.reading.sheets.roles_of_rows import Role, role_of
from sync.reading.sheets.spans_of_values import is_to_date, spanned
from sync.reading.texts.text import bare


def to_date_by_month(headers: Sequence[Header], as_of: date) -> list[Header]:
    """Given a KPI table's headers and the day of reading, return them with those of what there is to date by a month or
    day as what they are. 'KH 10 tháng' is one beside 'TH 10 tháng'; alone it may say how far ahead a target is to be
    reached, and '12M' or '9 tháng' by itself anything. What there is to date beside a month's plan alone is of the year
    until then: no value of that month's."""
    found = {one.column: told for one in headers if not _is_a_span_alone(one) and (told := _to_date(one)) is not None}
    values = {told.period for told in found.values() if told.field is Field.period}
    found = {
        one.column: told
        for one in headers
        if (told := found.get(one.column)) is not None
        and (told.field is not Field.target or told.period in values or _SAYS_SO.search(_words(one)))
    }
    found |= {} if found else _beside_a_months_plan(headers, as_of)
    return [one._replace(placement=found.get(one.column, one.placement)) for one in headers]


def to_date_words(text: str) -> str:
    """Given the words of a cell, return the label of what there was until a month or day, '' where they name none."""
    told = _to_date(Header(1, 1, text, "", None))
    return told.period if told is not None and told.field is Field.period else ""


@lru_cache(maxsize=4096)
def says_to_date(header: str) -> bool:
    """Given a header, tell whether it says to be of all there was to date: 'YTD Oct', 'Lũy kế T10'."""
    return len(header) <= LONGEST_HEADER and _SAYS_SO.search(bare(header)) is not None


def is_a_year(label: str) -> bool:
    """Given the label of a period, tell whether it is a year: '2026', 'năm 2026', 'FY2026'."""
    return _A_YEAR.fullmatch(bare(label)) is not None


def is_a_quarter(label: str) -> bool:
    """Given the label of a period, tell whether it is a quarter: 'Q4', '2026-Q4', 'quý 4'."""
    return _A_QUARTER.match(bare(label)) is not None


def says_of_a_year(header: str) -> bool:
    """Given the header of what there is to date, tell whether it says that this is of a year: 'YTD', 'Lũy kế năm'."""
    return len(header) <= LONGEST_HEADER and _OF_A_YEAR.search(bare(header)) is not None


def months_so_far(words: str) -> int:
    """Given a header's bare words, return the number of months that it says to be of: 11 of 'TH 11 tháng'; 0 where it
    says none."""
    found = _SO_MANY_MONTHS.search(words)
    return 0 if found is None else int(found["count"])


def _beside_a_months_plan(headers: Sequence[Header], as_of: date) -> dict[int, Placement]:
    plans = [one for one in headers if one.placement is not None and Field.target in one.placement.fields]
    plans = [one for one in plans if one.placement is not None and Field.kpi not in one.placement.fields]
    values = [
        one for one in headers if one.placement is not None and one.placement.field in (Field.current, Field.period)
    ]
    if len(plans) != 1 or len(values) != 1 or not is_to_date(values[0].text) or values[0].upper or plans[0].upper:
        return {}
    period = plans[0].placement.period if plans[0].placement is not None else ""
    told = spanned(plans[0].text)
    if not period and told is not None and told.span == "month":
        period = f"{as_of:%Y-%m}"
    if not period or is_a_year(period) or _A_QUARTER.match(period) or names_a_day(period):
        return {}
    return {values[0].column: Placement((Field.period,), None, TO_DATE + period)}


def _to_date(header: Header) -> Placement | None:
    words = _words(header)
    if len(words) > LONGEST_HEADER or "%" in words:
        return None
    rest = _SAYS_SO.sub(" ", words)
    months = _SO_MANY_MONTHS.search(rest)
    if months is not None:
        period = f"{months['count']} months {months['year'] or ''}".strip()
        rest = rest.replace(months[0], " ")
    elif rest != words:
        period, rest = _period_in(rest, header)
    else:
        return None
    if not period or _A_YEAR.fullmatch(period) or (_A_QUARTER.match(period) and not _OF_A_YEAR.search(words)):
        return None
    role = _role_in(rest)
    if role is None:
        return None
    fields: tuple[Field, ...] = (Field.target,) if role is Role.plan else (Field.period,) if role is Role.actual else ()
    return Placement(fields, None, TO_DATE + period)


def _is_a_span_alone(header: Header) -> bool:
    """'12M', '9 tháng': nothing says that it is of a year, or a value at all."""
    months = _SO_MANY_MONTHS.fullmatch(_words(header))
    return months is not None and not months["year"] and not months[0].endswith((" dau", " nam"))


def _words(header: Header) -> str:
    text = "" if header.day is not None else header.text
    return bare(f"{header.upper} {text}" if header.upper else text)


def _period_in(words: str, header: Header) -> tuple[str, str]:
    """The month or day that a header's words name, and the rest of them; of 'Jan – Oct' the last."""
    if header.day is not None:
        return header.day.isoformat(), words
    told = timed(words)
    first, rest = ("", words) if told is None else (told.period, told.rest)
    if not first:
        first = period_words(words) or ""
        rest = words.replace(first, " ", 1)
    last = period_words(rest) if first else None
    if last is None:
        return first, rest
    rest = rest.replace(last, " ", 1)
    if _A_YEAR.fullmatch(last):
        return f"{first} {last}", rest  # 'Oct 31, 2026'
    return (last, rest) if _FIRST_MONTH.match(first) else ("", words)


def _role_in(words: str) -> Role | None:
    """What the words beside the span and the period say: nothing at all is the actual value."""
    rest = " ".join(word for word in plain_words(words).split() if word not in _LEADS)
    return role_of(rest) if rest else Role.actual


_SAYS_SO = RarePattern(r"(?<![^\W_])(?:ytd|year[ -]to[ -]date|cumulative|cum|luy ke|lk|cong don)(?![^\W_])")
_OF_A_YEAR = RarePattern(r"(?<![^\W_])(?:ytd|year[ -]to[ -]date|nam)(?![^\W_])")
_SO_MANY_MONTHS = RarePattern(
    r"(?<![^\W_])(?P<count>[2-9]|1[0-2])\s?(?:thang|t|months?|m)(?![^\W_])(?: dau)?"
    r"(?:[\s/.-]*(?:nam\s?)?(?P<year>20[2-4][0-9])| nam)?(?![^\W_])"
    r"(?! (?:cuoi|sau|toi|tiep|qua|gan|truoc))"
)
_A_YEAR = RarePattern(r"(?:(?:nam\s|fy\s?)?20[2-4][0-9])")
_A_QUARTER = RarePattern(r"(?:20[0-9]{2}[-/. ]?)?q")
_FIRST_MONTH = RarePattern(r"(?:jan|(?:thang|t)\s?0?1(?![0-9]))")
_LEADS = frozenset(
    "so gia tri tinh den toi het cuoi ngay trong tu dau nam thang as of at to through thru until till by the end "
    "month".split()
)
