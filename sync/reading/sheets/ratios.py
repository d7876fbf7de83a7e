"""Headers of comparisons: '% TH/KH', 'Tỷ lệ hoàn thành kế hoạch', 'Actual vs target', 'Variance to plan'.

They name the target and the current value, and hold neither: what they hold was calculated from both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from sync.patterns import RarePattern
from sync.reading.texts.text import bare

Comparison = Literal["attained", "other"]


def comparison_in(header: str) -> Comparison | None:
    """Given a header as typed, return 'attained' where it heads how much of the target is reached, 'other' where it
    compares the two in another way (their difference, the plan over the actual), and None where it compares nothing."""
    words = " ".join(bare(header).replace("%", " % ").replace("÷", "/").translate(_NOISE).split())
    said = _WORDS.findall(words)
    if _BEGIN_VALUES.isdisjoint(said) or not _may_compare(words, said) or not _NAMES_A_VALUE.search(words):
        return None
    attained, otherwise = _patterns()
    if attained.fullmatch(words):
        return "attained"
    return "other" if otherwise.fullmatch(words) else None


def _may_compare(words: str, said: Sequence[str]) -> bool:
    """Whether a header has something that every comparison has. Few have, and the patterns are large: to compile them
    takes as long as to find all headers of a tab."""
    if not (_COMPARING_SIGNS.isdisjoint(words) and _COMPARING.isdisjoint(said)):
        return True
    if said.count("muc") > words.count("muc tieu"):  # 'Mức độ hoàn thành', but not 'Mục tiêu'
        return True
    return any(phrase in words for phrase in _COMPARING_PHRASES)


_COMPARING_SIGNS = frozenset("%/:+–—-")
_COMPARING = frozenset(
    "percent percentage pct tl rate ratio share vs versus so tren to over of against toward towards minus tru "
    "attainment achievement completion achieved reached completed lech thieu gap variance var delta difference "
    "remaining".split()
)
_COMPARING_PHRASES = ("phan tram", "ty le", "ti le", "tang giam", "tanggiam")
_NOISE = str.maketrans(dict.fromkeys("()[]?*.\"'“”", " "))
_SHARE = r"(?:%|phan tram|percent(?:age)?(?: of)?|pct)"
_RATE = r"(?:t[yi] le|tl|rate|ratio|share|muc(?: do)?)"
_DONE = (
    r"(?:(?:(?:ket qua|kq) )?(?:thuc hien|thuc dat|thuc te)|(?:da )?dat(?: duoc)?|ket qua|kq|th|hoan thanh|ht|luy ke|lk"
    r"|tien do|hien tai|actuals?(?: value)?|achieved|achievement|attained|attainment|complet(?:ed?|ion)|reached"
    r"|progress|results?|current(?: value)?)"
)
_WANTED = r"(?:ke hoach|kh|chi tieu|ct|muc tieu|mt|dinh muc|can dat|targets?|plan(?:ned)?|goals?)"
_NAMES_A_VALUE = RarePattern(rf"\b(?:{_DONE}|{_WANTED})\b")
"""So has every comparison one of these, and 'Win a third of the market' none."""
_WORDS = re.compile(r"\w+")
_BEGIN_VALUES = frozenset(
    "ket kq thuc da dat th hoan ht luy lk tien hien actual actuals achieved achievement attained attainment complete "
    "completed completion reached progress result results current ke kh chi ct muc mt dinh can target targets plan "
    "planned goal goals".split()
)
"""The first word of each of these."""
_TIME = r"(?: (?:ca )?(?:nam|quy|thang|tuan|ky|year|quarter|month|week|period)(?: nay)?)?"
_BETWEEN = r"(?: ?[/:] ?| (?:vs|versus|so voi|so|tren|to|over|of|against|toward|towards) )"
_BEFORE = r"(?:ck|cung ky|(?:ky|quy|nam|thang) truoc)"
_DIFFERENCE = r"(?:chenh lech|lech|tang ?/? ?giam|con thieu|thieu|gap|variance|var|delta|difference|remaining|\+/-)"
_ATTAINED = "|".join(
    (
        rf"(?:(?:{_SHARE}|{_RATE}) )*{_DONE}{_TIME}{_BETWEEN}{_WANTED}{_TIME}(?: %)?",  # '% TH/KH'
        rf"(?:{_RATE} )?{_SHARE} (?:(?:of|to|vs|so|so voi) )?(?:{_DONE} )*{_WANTED}{_TIME}",  # '% KH'
        rf"(?:{_RATE} )?{_SHARE} {_DONE}{_TIME}",  # '%TH'
        rf"{_RATE} (?:{_DONE} )+{_WANTED}{_TIME}(?: %)?",  # 'Tỷ lệ hoàn thành KH'
        rf"{_RATE} (?:th|ht|dat|kh|thuc hien|of completion|of achievement)(?: %)?",
        r"(?:ht|hoan thanh|dat) %",
        rf"(?:{_DONE} )+{_WANTED}{_TIME} %",
        rf"{_WANTED} (?:attainment|achievement|completion)(?: %)?",
        rf"{_WANTED} (?:achieved|reached|completed) %",
        rf"{_DONE} % (?:of |so voi )?{_WANTED}{_TIME}",  # 'Actual (% of target)'
    )
)
_OTHERWISE = "|".join(
    (
        rf"(?:(?:{_SHARE}|{_RATE}) )*{_DONE}{_TIME}{_BETWEEN}{_BEFORE}(?: %)?",  # 'TH/CK'
        rf"(?:(?:{_SHARE}|{_RATE}) )*{_WANTED}{_TIME}{_BETWEEN}{_DONE}{_TIME}(?: %)?",  # 'KH/TH'
        rf"(?:{_SHARE} )?(?:vs|versus|against|so voi|so) {_WANTED}{_TIME}(?: %)?",  # 'vs target'
        rf"(?:% )?{_DIFFERENCE} (?:.*\W)?(?:{_WANTED}|{_DONE}){_TIME}(?: %)?",  # 'Chênh lệch TH/KH'
        rf"{_DONE}{_TIME} ?(?:[-–—]|minus|tru) ?{_WANTED}{_TIME}(?: %)?",  # 'TH - KH'
        rf"{_WANTED}{_TIME} ?(?:[-–—]|minus|tru) ?{_DONE}{_TIME}(?: %)?",
    )
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_ATTAINED), re.compile(_OTHERWISE)
