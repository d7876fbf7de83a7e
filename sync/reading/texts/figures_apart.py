"""Figures of a text that are plainly none of its value, before it is asked which are: ages, years, nights, numbers of
names, versions."""

from __future__ import annotations

import re
from itertools import zip_longest

from sync.patterns import RarePattern
from sync.reading.texts.marks import Mark
from sync.reading.texts.qualifiers import adjoin
from sync.reading.texts.spans_of_time import is_time
from sync.reading.texts.surrounded import Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Tokens

_GOES_TO = Mark.end | Mark.end_up | Mark.end_down


def without_ages(read: Tokens, values: list[Surrounded]) -> list[Surrounded]:
    """'Nhận trẻ từ 6 đến 12 tháng tuổi': the figures but for how old somebody is."""
    ages = [
        at
        for at, (value, following) in enumerate(zip_longest(values, values[1:]))
        if _is_old(read, value) and not (following is not None and _goes_up_or_down(following))
    ]
    starts = [at - 1 for at in ages if at and values[at].lead & _GOES_TO and adjoin(read, values[at - 1], values[at])]
    return [value for at, value in enumerate(values) if at not in (*ages, *starts)] if ages else values


def _is_old(read: Tokens, value: Surrounded) -> bool:
    following = read.tokens[value.last + 1 : value.last + 2]
    if _goes_up_or_down(value):
        return False  # 'Giảm tuổi cai sữa xuống 21 ngày tuổi'
    return bool(following) and following[0].word in ("tuổi", "tuoi") and is_time(value) and value.verb is not None


def _goes_up_or_down(end: Surrounded) -> bool:
    return end.lead & (Mark.end_up | Mark.end_down) != 0 and is_time(end)


def says_how_long_none_lasts(read: Tokens, first: Surrounded, value: Surrounded) -> bool:
    """'Zero incidents lasting > 30 minutes'."""
    is_none = first.place == 0 and first.figure.value == 0 and value is not first
    return (
        is_none and value.lead & Mark.above != 0 and read.tokens[value.place - 2].word in ("lasting", "open", "older")
    )


def without_years(values: list[Surrounded]) -> list[Surrounded]:
    """'Số hóa 10.000 hồ sơ từ 2015 đến 2020': the figures but for the years between which they are."""
    years = [
        len(one.words) == 4 and one.words.isdecimal() and one.unit is None and 1980 <= one.figure.value <= 2100
        for one in values
    ]
    if True not in years:
        return values
    pairs = [at for at in range(len(values) - 1) if years[at] and years[at + 1] and values[at].lead & Mark.start]
    dropped = {at for pair in pairs for at in (pair, pair + 1)}
    last = len(values) - 1
    if years[last] and values[last].lead & Mark.start and not values[last - 1].lead & _GOES_TO:
        dropped.add(last)  # of 'từ 2019 đến 2023' the end was taken away as by when it is due
    return [one for at, one in enumerate(values) if at not in dropped] if len(dropped) < len(values) else values


def without_nights(read: Tokens, values: list[Surrounded]) -> list[Surrounded]:
    """'Tour Đà Lạt 3N2Đ': the figures but for days and nights."""
    found = _NIGHTS.search(read.text)
    if found is None:
        return values
    return [one for one in values if not found.start() <= read.starts[one.place] < found.end()]


def is_of_the_name(value: Surrounded) -> bool:
    """'30 day retention at 40%', '404 errors below 50', '401k participation at 85%': a name with a number in front."""
    size, _, named = (value.unit or "").lower().partition(" ")
    if not value.place and value.figure.value == 0 and size in _WITHOUT:
        return True  # 'Zero carbon homes 40'
    if value.place or value.lead or value.figure.percent or value.figure.currency:
        return False
    is_code = named == "" and size in ("errors", "error") and value.figure.value in _CODES_OF_ERRORS
    return (size in _OF_A_NAME and named != "") or is_code or value.words.lower().startswith("401k")


def is_to_a_version(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Nâng Java 8 lên 17', 'migrate Postgres 12 to 16': whole numbers right behind a name that is no measure's."""
    if one.place != 2 or two.place != 4 or not two.lead & _GOES_TO or read.tokens[0].word not in _MOVES:
        return False
    named = read.tokens[1]
    is_name = named.text.isascii() and named.text.istitle() and len(named.text) > 2 and not named.marks
    return is_name and all(value.words.isdecimal() and len(value.words) < 3 for value in (one, two))


_NIGHTS = RarePattern(r"(?<![^\W_])[0-9]+n[0-9]+[đd](?![^\W_])", re.IGNORECASE)
_CODES_OF_ERRORS = (400, 401, 403, 404, 408, 429, 500, 502, 503, 504)
_WITHOUT = ("carbon", "emission", "emissions", "waste", "trust", "touch", "energy")
_OF_A_NAME = word_set("day week month year hour minute star")
_MOVES = ("nâng", "nang", "nâng cấp", "nang cap", "upgrade", "update", "migrate", "move", "bump")
