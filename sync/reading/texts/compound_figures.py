"""Figures of two parts: a duration ('2h30', '1 giờ 30 phút', '1 h 15 min') and a ratio to one ('3:1')."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from sync.patterns import RarePattern
from sync.reading.texts.figures import Figure
from sync.reading.texts.numbers import plain
from sync.reading.texts.text import word_set


class Compound(NamedTuple):
    figure: Figure
    text: str


def compound_at(text: str, place: int, words_before: list[str]) -> Compound | None:
    """Given tidy text, a place in it and the words before it, return the figure of two parts that begins right there.
    '2h30' alone is a time of the day unless the text speaks of a time that something takes."""
    if place and (text[place - 1].isalnum() or text[place - 1] in ".,:/"):
        return None
    if _COUNTS_NAMES.match(text, place):
        return None
    if duration := _DURATION.match(text, place):
        if not duration["minute_word"] and not _speaks_of_a_span(words_before):
            return None
        hours, minutes = Decimal(duration["hours"]), Decimal(duration["minutes"])
        if minutes % 3 == 0:
            value, unit = hours + minutes / 60, duration["hour_word"]
        else:
            value, unit = hours * 60 + minutes, duration["minute_word"] or _MINUTES[duration["hour_word"].casefold()]
        return Compound(Figure(len(duration[0]), plain(value), unit=unit), duration[0])
    if shorter := _MINUTES_AND_SECONDS.match(text, place):
        minutes, seconds = Decimal(shorter["minutes"]), Decimal(shorter["seconds"])
        even = seconds % 3 == 0
        value = minutes + seconds / 60 if even else minutes * 60 + seconds
        unit = shorter["minute_word" if even else "second_word"]
        return Compound(Figure(len(shorter[0]), plain(value), unit=unit), shorter[0])
    if (ratio := _RATIO.match(text, place)) and ratio["many"] != "1":
        return Compound(Figure(len(ratio[0]), Decimal(ratio["many"].replace(",", ".")), unit=""), ratio[0])
    return None


def _speaks_of_a_span(words_before: list[str]) -> bool:
    return not _SPANS.isdisjoint(words_before) and words_before[-1] not in _CLOCKS


_COUNTS_NAMES = RarePattern(r"[0-9]{1,3}\s[A-Z][0-9]|[0-9]{1,3} p[0-9]s")
"""'2 P1s', '3 H2 launches'."""
_DURATION = RarePattern(
    r"(?P<hours>[0-9]{1,3})\s?(?P<hour_word>h|giờ|tiếng|gio|tieng|hrs?|hours?)\s?(?P<minutes>[0-5]?[0-9])"
    r"(?:\s?(?P<minute_word>m|p|ph|'|phút|phut|mins?|minutes?))?(?![\w])(?![.,:/][0-9])",
    re.IGNORECASE,
)
_MINUTES_AND_SECONDS = RarePattern(
    r"(?P<minutes>[0-9]{1,3})\s?(?P<minute_word>m|p|phút|phut|mins?|minutes?)\s?(?P<seconds>[0-5]?[0-9])"
    r"\s?(?P<second_word>s|giây|giay|secs?|seconds?)(?!\w)",
    re.IGNORECASE,
)
_RATIO = RarePattern(r"(?P<many>[0-9]{1,3}(?:[.,][0-9])?)\s?:\s?1(?![\w:.,/])")
_MINUTES = {
    "h": "min", "hr": "min", "hrs": "min", "hour": "min", "hours": "min", "giờ": "phút", "tiếng": "phút",
    "gio": "phut", "tieng": "phut",
}  # fmt: skip
_SPANS = word_set("thời gian thoi gian time times duration mttr tốc độ cycle lead")
_CLOCKS = word_set("lúc luc at trước truoc before until sau after vào vao")
