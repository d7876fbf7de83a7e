"""What a text without a sure value leaves open: its figures that may be the value, or one of several."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sync.model.readings import Evidence
from sync.patterns import RarePattern
from sync.reading.texts.cadence import every_several
from sync.reading.texts.marks import Mark
from sync.reading.texts.pairs_in_doubt import are_of_two_times
from sync.reading.texts.participles import is_done
from sync.reading.texts.parts import part_played
from sync.reading.texts.qualifiers import number_a_thing
from sync.reading.texts.spans_of_time import is_short_time, is_time
from sync.reading.texts.surrounded import BOUNDS, Surrounded
from sync.reading.texts.tokenising import mistyped_numbers
from sync.reading.texts.tokens import Tokens


def doubts_of(read: Tokens, values: list[Surrounded]) -> tuple[Evidence, ...]:
    """Given a text that measures nothing for sure, return the figures that leave it open: each whose part is unclear,
    else all where they contradict each other, else how long something lasts or is waited for, or what shall not be.
    None where its figures plainly are no values ('Ra mắt trong 2 tuần')."""
    if len(values) == 2 and not read.vietnamese and number_a_thing(read, *values):
        return ()
    parts = [part_played(read, value) for value in values]
    unclear = [value for value, part in zip(values, parts, strict=True) if part is None]
    doubtful = unclear or [value for value, part in zip(values, parts, strict=True) if part]
    if not doubtful:
        lasting = read.marks & Mark.streak != 0
        waited_for = read.marks & Mark.served != 0
        doubtful = [
            value
            for value in values
            if (lasting and is_time(value))
            or (is_time(value) and value.lead & Mark.within and (waited_for or _is_waited(read, value)))
            or (read.marks & Mark.never and value.unit is not None and not value.lead & Mark.within)
            or (value.lead & Mark.within and is_time(value) and _counts_from_something(read, value))
            or (is_time(value) and _is_each_time(read, value))
        ]
    if not doubtful and len(values) == 2 and are_of_two_times(read, *values):
        doubtful = values  # 'Sign-ups 600 by October, 900 by January'
    if amount := _WRITTEN_OUT.search(read.text):
        return (Evidence("doubt", amount[0]),)
    if mistyped := mistyped_numbers(read):
        return tuple(Evidence("doubt", typed) for typed in mistyped)
    clocks = [token.text for token in read.tokens if token.name and _CLOCK.fullmatch(token.text)]
    if len(clocks) > 1 and read.marks & Mark.lower_is_better:  # 'Drive-thru time 4:30 to 3:15'
        return tuple(Evidence("doubt", clock) for clock in clocks)
    lasting_clock = _clock_that_lasts(read)
    if lasting_clock is not None:
        return (Evidence("doubt", lasting_clock),)
    if not values and (several := every_several(read)) is not None:
        return (Evidence("doubt", read.words(several.first, several.last)),)  # how often, and a value or not
    return tuple(Evidence("doubt", value.words) for value in doubtful)


def other_readings(read: Tokens, values: Iterable[Surrounded]) -> tuple[Evidence, ...]:
    """Given the figures that a text was measured by, return those whose separator leaves two readings open: a point
    in a Vietnamese text and a comma in an English one are thousands, as they are written there."""
    mark = "." if read.vietnamese else ","
    return tuple(
        Evidence("doubt", value.words)
        for value in values
        if value.figure.other is not None and mark not in value.words and not _ends_in_thousands(value)
    )


def _clock_that_lasts(read: Tokens) -> str | None:
    """'Họp không quá 1h30', 'ngủ 7h30/ngày': how long, and not when."""
    if _HOURS.search(read.text) is None:
        return None
    for led, token, following in zip(read.tokens, read.tokens[1:], [*read.tokens[2:], None], strict=False):
        is_each = following is not None and following.text in ("/", "mỗi")
        if _HOURS.fullmatch(token.text) and (is_each or led.marks & BOUNDS) and led.word not in _AT:
            return token.text
    return None


def _ends_in_thousands(value: Surrounded) -> bool:
    """'500,000 lượt': nobody types three decimals that are 0."""
    return value.figure.value >= 1000 and _ZEROS.search(value.words) is not None


def _is_each_time(read: Tokens, value: Surrounded) -> bool:
    """'Minutes circulated 5 days after each meeting'."""
    following = [token.word for token in read.tokens[value.last + 1 : value.last + 3]]
    return len(following) == 2 and following[0] in ("after", "before", "sau", "trước") and following[1] in _EACH


_ZEROS = RarePattern("[.,]000(?![0-9])")
_EACH = ("each", "every", "mỗi", "khi")
_WRITTEN_OUT = RarePattern(
    r"\b(?:half (?:of|the)|one in|a third|(?:by|up|down) a quarter|(?:a|one|two|three|four)[ -](?:third|fifth|tenth)s?|"
    r"one quarter of|three quarters|hundreds of|thousands of|a dozen|dozens of|twice as (?:many|much)|"
    r"(?:một|hai|ba|bốn) phần (?:ba|tư|năm|mười)|một nửa|nửa tỷ|(?:hai|2) con số|vài (?:trăm|chục)|"
    r"hàng (?:trăm|nghìn|ngàn)|quá (?:hai|ba|bốn|sáu|bảy|tám|chín|mười))(?![-\w])",
    re.IGNORECASE,
)
"""Amounts that are written out, and of which how much they are cannot be told."""


def _is_waited(read: Tokens, value: Surrounded) -> bool:
    """Hours, and days of work, are how soon somebody is served; and so is 'settled in 8 days'."""
    if value.place > 1 and is_done(read.tokens[value.place - 2]):
        return True
    return is_short_time(value) or (value.unit or "").lower() in _DAYS_OF_WORK


_CLOCK = RarePattern("[0-9]{1,2}:[0-9]{2}")
_AT = ("lúc", "luc", "at", "trước", "sau", "before", "after")
_HOURS = RarePattern("[0-9]{1,2}[hH][0-9]{2}")
_DAYS_OF_WORK = ("ngày làm việc", "business day", "business days", "working day", "working days", "ngay lam viec")


def _counts_from_something(read: Tokens, value: Surrounded) -> bool:
    """'Within 3 days of month end' is how long something may take each time; 'within 3 weeks' is when it is done."""
    following = read.tokens[value.last + 1].word if value.last + 1 < len(read.tokens) else ""
    return following in ("of", "from", "after", "kể", "sau")
