"""How a key result is meant to move, where its row says so: a curve ('dồn cuối kỳ', 'back-loaded'), or values by day
('31/10: 20%; T11: 60%')."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from sync.cycles import parse_cycle
from sync.model.readings import Curve, PacePoint, PlannedPace, Read, Trouble
from sync.model.rows import Cycle
from sync.options import FiscalCalendar
from sync.patterns import RarePattern
from sync.reading.sheets.dates import parse_day
from sync.reading.sheets.periods import Label, periods_of
from sync.reading.sheets.quantities import parse_quantity
from sync.reading.texts.text import bare

_CURVES: dict[Curve, str] = {
    "linear": "linear, even, evenly, steady, straight, deu, deu dan, tuyen tinh, deu ca ky",
    "early": "early, front-loaded, front loaded, frontloaded, dau ky, don dau ky, nhanh dau ky, truoc nhanh sau cham",
    "late": "late, back-loaded, back loaded, backloaded, cuoi ky, don cuoi ky, nhanh dan, truoc cham sau nhanh",
    "s-curve": "s-curve, s curve, s, chu s, hinh chu s, duong cong s",
    "at the end": "at the end, one-off, once, all at once, mot lan, mot lan cuoi ky, cuoi ky mot lan",
}
_BY_WORDS = {word.strip(): curve for curve, words in _CURVES.items() for word in words.split(",")}
_WEEK = RarePattern(r"(?:tuan|week|wk|w)\s?[0-5]?[0-9]")
_POINT = RarePattern(r"\s*(?P<when>[^:=→;\n]+?)\s*[:=→]\s*(?P<value>[^:=→;\n]+?)\s*(?:[;\n]|,\s(?=[^,:=→;]*[:=→])|$)")


def read_pace(
    typed: Read[str], locale: str | None, calendar: FiscalCalendar, as_of: date, cycle: Cycle | None = None
) -> Read[PlannedPace]:
    """Given what a row says of its pace, and its cycle, return it: 'W4' and 'tuần 4' are weeks of the cycle, as those
    that head columns are. Trouble not_understood where it says something else."""
    if not typed.value:
        return Read(None, typed.cell, typed.raw, typed.trouble, typed.is_formula)
    curve = _BY_WORDS.get(bare(typed.value).strip(" ."))
    if curve is not None:
        return Read(PlannedPace(curve), typed.cell, typed.raw, None, typed.is_formula)
    if cycle is not None:  # days without a year are those of the cycle, long after it, too
        as_of = min(max(as_of, cycle.first_day), cycle.last_day)
    points = sorted(_points(typed.value, locale, calendar, as_of, cycle) or ())
    days = [point.day for point in points]
    if not points or len(set(days)) < len(days):
        return Read(None, typed.cell, typed.raw, Trouble.not_understood, typed.is_formula)
    return Read(PlannedPace("linear", tuple(points)), typed.cell, typed.raw, None, typed.is_formula)


def _points(
    text: str, locale: str | None, calendar: FiscalCalendar, as_of: date, cycle: Cycle | None
) -> list[PacePoint] | None:
    """All of it has to be understood: half a plan is none."""
    weeks = _weeks_in(text, calendar, as_of, cycle)
    points: list[PacePoint] = []
    place = 0
    while place < len(text):
        found = _POINT.match(text, place)
        if found is None:
            return None if text[place:].strip(" ;,.") else points
        day = weeks.get(found["when"]) or _day(found["when"], locale, calendar, as_of)
        value = parse_quantity(found["value"].rstrip(" ,."), locale)
        if day is None or value is None or value.total is not None:
            return None
        points.append(PacePoint(day, value))
        place = found.end()
    return points


def _weeks_in(text: str, calendar: FiscalCalendar, as_of: date, cycle: Cycle | None) -> dict[str, date]:
    """The last days of the weeks that points are of, by how they are typed."""
    typed = [when for found in _POINT.finditer(text) if _WEEK.fullmatch(bare(when := found["when"]))]
    periods = periods_of([Label(when) for when in typed], cycle, calendar, as_of)
    return {when: period.last_day for when, period in zip(typed, periods, strict=True) if period is not None}


def _day(text: str, locale: str | None, calendar: FiscalCalendar, as_of: date) -> date | None:
    """A day, one of the nearest year where none is said, or the last day of a period ('T10', 'Oct', 'tuần 5')."""
    whole = parse_day(text, locale)
    if whole is not None:
        return whole.day
    near = list(_in_years_around(text, locale, as_of))
    if near:
        return min(near, key=lambda day: abs((day - as_of).days))
    period = parse_cycle(text, calendar, as_of)
    return None if period is None else period.last_day


def _in_years_around(text: str, locale: str | None, as_of: date) -> Iterator[date]:
    if re.fullmatch(r"\d\d?\s?[-/.]\s?\d\d?", text.strip()):
        mark = re.sub(r"[\d\s]", "", text)
        for year in range(as_of.year - 1, as_of.year + 2):
            found = parse_day(f"{text.strip()}{mark}{year}", locale)
            if found is not None:
                yield found.day
