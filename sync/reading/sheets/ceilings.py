"""Numbers of which less is better, by how a text speaks of them: 'within 30 minutes', 'top 3', 'hạng 2'. Pure.

Such a number is no value by itself: it may be when something is done, or which of several is meant. Beside a target
column that repeats it, it says which way is better.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from sync.model.readings import Quantity
from sync.patterns import RarePattern
from sync.reading.texts.marks import Mark
from sync.reading.texts.numbers import decimal_mark, read_digits
from sync.reading.texts.text import fold
from sync.reading.texts.tokenising import tokenise

_LONGEST = 2000


class Ceiling(Enum):
    """How a text speaks of a target."""

    bound = "bound"  # somebody waits, and at most so long
    rank = "rank"
    either = "either"  # at most so long, or for so long


@lru_cache(maxsize=4096)
def ceiling_of(text: str, target: Quantity, unit: str | None = None) -> Ceiling | None:
    """Given a key result's text, the target of its column and the word of its unit column, return in which way less of
    it is better; None where the text does not say so."""
    if len(text) > _LONGEST:
        return None
    unit = unit or target.unit
    said = fold(text)
    if unit is None and _is_rank(said, target.value):
        return Ceiling.rank
    found = _WITHIN.search(said)
    if found is None:
        return None
    is_at_most = found["at_most"] is not None or found["less"] is not None
    if unit is None:
        digits = read_digits(found["number"], decimal_mark(None))
        if digits is None or digits.value != target.value:
            return None
        if target.value == 1 and not is_at_most:
            return Ceiling.either  # one hour, or one of what is done
        unit = found["unit"]
    if not is_time(unit):
        return None
    if is_at_most:
        return Ceiling.bound
    read = tokenise(text, None)
    is_waited_for = read.marks & Mark.served != 0 and _LONG_TIME.search(_of_one(unit)) is None
    is_soon = found["lead"] != "trong" and _of_one(unit) in _SHORT_TIMES
    if is_waited_for or is_soon:
        return Ceiling.bound
    return None if read.marks & (Mark.cadence | Mark.every) else Ceiling.either


@lru_cache(maxsize=4096)
def measures_an_unknown_time(text: str, unit: str | None) -> bool:
    """Given a text without a value or a verb of change, and the unit of its target, return whether it measures a time
    of which it is not said whether more or less is better ('Giao hàng' beside '2h')."""
    if len(text) > _LONGEST:
        return False
    if _COUNTS_TIME.match(fold(text)):
        return True
    return unit is not None and is_time(unit) and not tokenise(text, None).marks & _MORE_IS_BETTER


@lru_cache(maxsize=4096)
def names_a_rank(text: str) -> bool:
    """Whether a text has no other number than a rank: 'Trở thành số 1 miền Bắc', 'Số 1'."""
    said = fold(text)
    rest = _RANK.sub(" ", said)
    return rest != said and not any(letter.isdigit() for letter in rest)


def is_time(unit: str) -> bool:
    """Whether a unit as typed is one of time: 'phút', 'min', 'business days', 'phút/đơn'."""
    return _TIME.fullmatch(_of_one(unit)) is not None


def _of_one(unit: str) -> str:
    return fold(unit).partition("/")[0].strip()


def _is_rank(said: str, target: Decimal) -> bool:
    if target != target.to_integral_value():
        return False
    if _MAY_RANK.search(said) is None or _COUNTS.match(said):
        return False  # 'Số từ khóa lọt top 3'
    ranks = [found for found in _RANK.finditer(said) if Decimal(next(filter(None, found.groups()))) == target]
    if ranks:
        others = _RANK.sub(" ", said)
        return not _opens_with_a_doing(said) and not re.search(rf"(?<![\d.,]){target}(?![\d.,]*\d)", others)
    return _NAMES_A_RANK.match(said) is not None


def _opens_with_a_doing(said: str) -> bool:
    """'Launch in the top 3 cities' counts them."""
    tokens = tokenise(said, None).tokens
    return bool(tokens) and tokens[0].marks & _DOINGS != 0


_DOINGS = Mark.do | Mark.add | Mark.served | Mark.spends
_MORE_IS_BETTER = (
    Mark.at_least | Mark.or_more | Mark.up | Mark.do | Mark.add | Mark.keep | Mark.exceed | Mark.higher_is_better
)
_SHORT_TIMES = frozenset(
    (
        *"giây phút giờ tiếng giay phut gio h s p ' ms sec secs second seconds min mins minute minutes".split(),
        *"hour hours hr hrs".split(),
        *("giờ làm việc", "gio lam viec", "working hours", "business hours"),
    )
)
_TIMES = "|".join(
    (
        *sorted(map(re.escape, _SHORT_TIMES), key=len, reverse=True),
        "ngày(?: làm việc)?|ngay(?: lam viec)?|tuần|tháng|quý|năm|tuan|thang|d",
        "(?:working |business |calendar )?days?|weeks?|months?|quarters?|years?",
    )
)
_TIME = RarePattern(_TIMES)
_LONG_TIME = RarePattern("tuần|tuan|tháng|thang|quý|năm|week|month|quarter|year")
_WITHIN = RarePattern(
    r"(?<!\w)(?P<lead>within|in|trong vòng|trong vong|trong)\s(?:the\s)?"
    r"(?P<at_most>(?:at most|no more than|not more than|under|không quá|tối đa|dưới|khong qua|toi da|duoi)\s)?"
    rf"(?P<number>\d+(?:[.,]\d+)?)\s?(?P<unit>{_TIMES})(?!\w)"
    r"(?P<less>\s(?:or less|or faster|or sooner|trở lại|tro lai|trở xuống|tro xuong))?"
    r"(?!\s(?:qua|gần|đầu|tới|trước|liên|straight|running|in a row))"
)
"""How soon; not 'trong 30 ngày qua', nor 'in 30 days straight'."""
_COUNTS_TIME = RarePattern(
    r"(?:average |avg |mean |median |number of )?(?:seconds|minutes|hours|days|weeks) (?:to|until|from|per|between)\b"
    r"|(?:số|so) (?:giây|phút|giờ|ngày|tuần|giay|phut|gio|ngay|tuan) "
    r"(?:xử|xu|chờ|cho|phản|phan|giao|để|de|trả|tra)(?!\w)"
)
"""'Days to close a claim', 'số ngày xử lý hồ sơ'."""
_PLACE = r"\s?(\d{1,3})(?![\d.,]*\d)(?!\s?(?:%|tỷ|tỉ|triệu|nghìn|tr\b|k\b|m\b))"
_REACHES = r"be|become|rank\w*|reach\w*|hit"
_REACHES_VI = "nằm|lọt|vào|thuộc|đứng|đạt|xếp|lên|giữ|giữ vững|duy trì|trong|là|trở thành|nam|lot|vao"
_PLACE_WORDS = (
    "thứ hạng|xếp hạng|xếp thứ|hạng|đứng thứ|đứng hạng|vị trí(?: số| thứ)?|đứng số|thành số|là số|chọn số|hiệu số|"
    "thu hang|xep hang|xep thu|dung thu|dung so|thanh so|len hang"
)
_RANK = RarePattern(
    "|".join(
        (
            rf"(?:(?<=^)|(?<=: )|(?<!\w)(?:{_REACHES}|{_REACHES_VI}|enter|break|stay|keep|remain|finish\w*|in|into|"
            rf"within|among)\s)(?:(?:in|into|within|vào|trong|hạng|vị trí|a|the|our)\s){{0,3}}top[\s-]?{_PLACE}",
            rf"(?:(?<=^)|(?<!\w)(?:{_REACHES}|is|the|in|at|đứng|là|hạng|thành|vị trí)\s)#{_PLACE}",
            rf"(?<!\w)(?:{_REACHES}|the|as|at)\s(?:the )?(?:no\.?|number){_PLACE}",
            rf"(?:(?<!\w)(?:{_PLACE_WORDS})|(?<=^)số|(?<=^)so)(?=\s){_PLACE}",
            rf"(?<!\w)(?:rank(?:s|ed|ing)?|position)\s#?{_PLACE}(?=$|[.,;)]|\s(?:in|on|of|at|by|among|for)\b)",
            r"(?<!\w)(?:rank(?:s|ed|ing)?|finish\w*|come|place)\s(?:in\s)?(?:the\s)?(\d{1,3})(?:st|nd|rd|th)(?!\w)",
        )
    )
)
"""'In the top 3', '#1', 'number 1', 'hạng 2', 'rank 2 in', 'rank 2nd'."""
_MAY_RANK = RarePattern(r"top|#|hạng|hang|rank|vị trí|position|thứ|thu |s[ốo] \d|no\.? ?\d|number|\d(?:st|nd|rd|th)")
"""Most texts hold none of it, and are not searched for more."""
_COUNTS = RarePattern(r"(?:số|so|sl|số lượng|so luong|number of|count of|how many|tỷ lệ|tỉ lệ|ty le|share of|%) (?!\d)")
_NAMES_A_RANK = RarePattern(
    r"(?:[^\W\d]+ ){0,3}?"
    r"(?:thứ hạng|thu hang|(?<!s )rank(?:ing)?(?= (?:for|on|in|of|to|by)\b|$))"
)
