"""What people type beside a value in its cell: a mark, the day that the value is of, its share once more. None of it
changes the value: '15 ✅', '15 (16/11)', '15 as of 16 Nov', 'T11: 15' are 15, and '75/100 (75%)' is 75 of 100.

A bracket with a number that is neither a day, a week or a month nor the same value once more ('15 (dự kiến 20)',
'12/20 (75%)') leaves two numbers to choose from, and stays; so does a quarter's, which may be another cycle's value.
Whether the share of '30 (75%)' is right only its row can tell.
"""

from __future__ import annotations

import re
from decimal import Decimal

from sync.model.readings import Quantity
from sync.patterns import RarePattern
from sync.reading.sheets.dates import days_without_year, parse_day
from sync.reading.texts.numbers import tidy


def without_notes(typed: str) -> str:
    """Given tidy text, return it without marks at its ends, and without the day or period that its value is of."""
    typed = _without_marks(typed)
    if noted := _BRACKET.fullmatch(typed):
        return _without_marks(noted["value"]) if _says_when(noted["note"]) else typed
    if labelled := _LABELLED.fullmatch(typed):
        return labelled["value"] if _says_when(labelled["label"]) else typed
    dated = _DATED.fullmatch(typed)
    return dated["value"] if dated and _says_when(dated["note"]) else typed


def said_twice(typed: str) -> tuple[str, str] | None:
    """Given tidy text, return a value and what stands in a bracket after it, where this may be the value once more."""
    noted = _BRACKET.fullmatch(typed)
    return (noted["value"], noted["note"]) if noted and "%" in typed else None


def is_the_same(value: Quantity, note: Quantity) -> bool:
    """Whether one of two values is a share of a whole, and the other this share in per cent, as exact as it is typed:
    '5/8 (63%)'."""
    part, share = (value, note) if value.total else (note, value)
    if not part.total or share.total is not None or not share.is_percent:
        return False
    return is_rounded(part.value * 100 / part.total, share.value)


def is_rounded(exact: Decimal, typed: Decimal) -> bool:
    """Whether a number is another one, as exact as it is typed."""
    exponent = typed.as_tuple().exponent
    step = Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)
    return abs(exact - typed) < step


def least_of(text: str) -> str | None:
    """Given a cell's text, return the value of which it says that it is reached and passed: '15' of '15+'."""
    found = _OR_MORE.fullmatch(without_notes(tidy(text)))
    return found["value"] if found else None


def holds_several(text: str) -> bool:
    """Whether more than one number stands in a text."""
    return len(_NUMBER.findall(text)) > 1


def latest_of(text: str) -> str | None:
    """Given a text in which arrows lead from value to value ('120 → 150'), return the last, or None for others."""
    parts = [part.strip() for part in _ARROW.split(tidy(text))]
    return parts[-1] if len(parts) > 1 and all(_NUMBER.match(part) for part in parts) else None


def from_and_to(text: str, *, may_be_a_range: bool = False) -> tuple[str, str] | None:
    """Given a cell's text, return the two values of which it says that one leads to the other ('10,000 → 25,000',
    'từ 12% xuống 8%'), or None for others: for 'từ 15 đến 30 ngày' too, where that ``may_be_a_range``."""
    typed = tidy(text)
    said = (_FROM_UP_OR_DOWN_TO if may_be_a_range else _FROM_TO).fullmatch(typed)
    parts = [part.strip() for part in _ARROW.split(typed)] if said is None else [said["first"], said["last"]]
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None


def is_a_time(text: str) -> bool:
    """Given what stands after 'now' or 'hit', tell whether it is a day, a year or an hour."""
    return _says_when(text) or _YEAR_OR_HOUR.fullmatch(text) is not None


def _without_marks(typed: str) -> str:
    if typed.isascii() and not typed.endswith("*"):
        return typed
    bare = _MARKS_AFTER.sub("", _MARKS_BEFORE.sub("", typed, count=1))
    return bare if _WORD.search(bare) else typed


def _says_when(note: str) -> bool:
    """Whether a note is a day or a period, with no more than words such as 'cập nhật' and 'tính đến' before it."""
    day = _SINCE.sub("", note.strip())
    return bool(_PERIOD.fullmatch(day) or parse_day(day, None) or days_without_year(day, None, _LONG_AGO))


_LONG_AGO = 1904
"""A year that no second number names: '16/11' and '12/26' are a day and a month here."""
_NUMBER = RarePattern(r"[0-9]+(?:[.,][0-9]+)*")
_WORD = re.compile(r"[^\W_]")
_BRACKET = re.compile(r"(?P<value>[^()\[\]]*[^()\[\]\s])\s*[(\[](?P<note>[^()\[\]]*[0-9][^()\[\]]*)[)\]]")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_LABELLED = re.compile(rf"(?P<label>[^:]*[0-9]\s*|{_MONTH}):\s+(?P<value>[^:]*[0-9][^:]*)", re.IGNORECASE)
_DATED = RarePattern(
    r"(?P<value>[^()]*[0-9][^()]*?)\s"
    r"(?P<note>(?:as of|as at|tính (?:đến|tới)(?: hết)?(?: ngày)?|cập nhật(?: đến)?(?: ngày)?)\s.*[0-9].*)",
    re.IGNORECASE,
)
_ICONS = "\u2600-\u27bf\u2b50\u2b55\ufe0f\U0001f300-\U0001faff"
_MARKS_BEFORE = re.compile(rf"^[{_ICONS}]+\s*")
_MARKS_AFTER = re.compile(rf"\s*[{_ICONS}*↑↓↗↘▲▼△▽⬆⬇]+$")
_SINCE = RarePattern(
    r"^(?:(?:số liệu|dữ liệu|khảo sát|survey|báo cáo|report|cập nhật|cập nhập|updated?|tính|chốt|đo|ngày|đến|tới|hết|"
    r"cuối|lúc|lũy kế|luỹ kế|cộng dồn|baseline|as of|as at|at|on|in|of|end of)\s+)+",
    re.IGNORECASE,
)
_PERIOD = RarePattern(
    rf"(?:t|th|tháng|tuần|w|wk|week|month)\s?\.?\s?(?:[0-9]{{1,2}}|[ivx]{{1,4}})(?:\s?[/-]\s?(?:20)?[0-9]{{2}})?|{_MONTH}",
    re.IGNORECASE,
)
_YEAR_OR_HOUR = RarePattern(r"20[2-4][0-9]|[0-9]{1,2}(?::[0-9]{2})?\s?(?:am|pm)", re.IGNORECASE)
_OR_MORE = RarePattern(r"(?P<value>[^+]*[0-9][^+]*?)\s?\+")
_UP_OR_DOWN = r"(?:up|down) to|lên|xuống|còn|len|xuong|con"
_FROM_TO, _FROM_UP_OR_DOWN_TO = (
    RarePattern(rf"(?:from|từ|tu)\s+(?P<first>\S.*?)\s+(?:{to})\s+(?P<last>\S.*)", re.IGNORECASE)
    for to in (rf"{_UP_OR_DOWN}|to|đến|tới|den|toi", _UP_OR_DOWN)
)
_ARROW = RarePattern(r"→|➔|➜|⇒|=>|->|-->")
