"""The words of a header that say of when its column is ─▶ what is left of the header, and the period: 'Target Q4 2026',
'Kết quả tính đến 15/11', 'Cuối Q3'."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from sync.patterns import RarePattern
from sync.reading.sheets.dates import days_without_year, parse_day
from sync.reading.texts.text import bare

LONGEST_HEADER = 80
_LONG_AGO = 1900


class Timed(NamedTuple):
    """A header without the words that say as of when. ``period`` is as typed, and empty for 'cuối quý' alone."""

    rest: str
    period: str


@lru_cache(maxsize=4096)
def period_words(text: str) -> str | None:
    """Given a header, return the part of it that names a period ('Q4 2026', 'T10', 'Tuần 3', '05/10'), or None."""
    words = text.casefold() if len(text) <= LONGEST_HEADER else ""
    found = _PERIOD.search(words) if _may_name_a_period(words) else None
    return found.group().strip() if found else None


@lru_cache(maxsize=4096)
def timed(text: str) -> Timed | None:
    """Given a header, return it without a phrase that leads to a period or a day ('by 31 Dec', 'tính đến 15/11', 'cuối
    Q3/2026', 'at the end of the quarter'), or None where it has none."""
    words = bare(text) if len(text) <= LONGEST_HEADER else ""
    end = _END.search(words) if any(word in words for word in ("cuoi", "het", "end", "eoq")) else None
    begins_after = len(words) if end is None else end.start()
    may_name_one = _may_name_a_period(words) or "-" in words or "." in words
    for lead in _LEAD.finditer(words) if may_name_one else ():
        if lead.start() > begins_after:
            break
        led = _DAY.match(words, lead.end()) or _PERIOD.match(words, lead.end())
        if led is not None:
            return _without(words, lead.start(), led.end(), led.group())
    if end is not None:
        return _without(words, end.start(), end.end(), "")
    behind = _END_BEHIND.search(words) if words.endswith(_ENDS) and may_name_one else None
    return None if behind is None else _without(words, behind.start(), behind.end(), behind["period"])


def months_in_digits(text: str) -> str:
    """Given a header, return it with the months that Vietnamese abbreviates or has words for as 'tháng 9': 'Thg 9',
    'Th9', 'Tháng Chín'. 'tháng sau' is the next one, and only with its mark the sixth; 'tháng năm' the month and
    year."""
    if "h" not in text.casefold() or len(text) > LONGEST_HEADER:
        return text
    text = _SHORT_MONTH.sub(r"tháng \1", text)
    return _WORD_FOR_A_MONTH.sub(lambda found: f"tháng {_MONTH_OF[' '.join(found[1].casefold().split())]}", text)


def names_a_month_in_words(text: str) -> bool:
    """Whether a header has a word for its month: 'Tháng Tư', 'KH tháng sáu'."""
    return len(text) <= LONGEST_HEADER and _WORD_FOR_A_MONTH.search(text) is not None


def may_in_digits(text: str) -> str:
    """Given a header that stands among months in words, return it with 'Tháng Năm' as 'tháng 5'."""
    return _MAY.sub("tháng 5", text) if len(text) <= LONGEST_HEADER else text


def _without(words: str, start: int, end: int, period: str) -> Timed:
    return Timed(f"{words[:start]} {words[end:]}".strip(), period.strip())


def without_period(words: str, instead: str = "") -> str:
    """Given a header's plain words, return them without a period and a number at their end."""
    return (_WITHOUT_PERIOD if _may_name_a_period(words) else _NUMBER_AT_THE_END).sub(instead, words)


def _may_name_a_period(words: str) -> bool:
    """Whether there is anything in folded words without which none of the patterns below finds a period: few headers
    have it, and the patterns are long."""
    found = _WORDS_AND_YEARS.findall(words)
    return "/" in words or any(word in _WORDS_OF_PERIODS or word.startswith(("q", "20")) for word in found)


def names_a_day(period: str) -> bool:
    """Given a period as a header names it, return whether it is one day: '15/11', 'Nov 15', '31.12.2026'."""
    return parse_day(period, None) is not None or bool(days_without_year(period, None, _LONG_AGO))


def is_at_an_end(text: str) -> bool:
    """Given a header, return whether it is of a period's last day, or of one day: 'Cuối Q3', 'Tại 30/9'."""
    told = timed(text)
    if told is None or _A_WEEK.search(bare(text)):
        return False
    return names_a_day(told.period) or _AN_END.search(bare(text)) is not None


_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_ANY_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_WORDS_OF_PERIODS = frozenset(
    "h half tháng thang month t m p fp tuần tuan week wk w năm nam fy "
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july "
    "august september october november december".split()
)
"""Beside those that begin with q: 'quý', 'QIV'."""
_WORDS_AND_YEARS = re.compile(r"[^\W\d_]+|20[0-9]{2}")
_MONTH_OF = {
    "giêng": 1, "gieng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "sáu": 6, "bảy": 7, "bay": 7,
    "tám": 8, "tam": 8, "chín": 9, "chin": 9, "mười": 10, "muoi": 10, "mười một": 11, "muoi mot": 11, "mười hai": 12,
    "muoi hai": 12, "chạp": 12,
}  # fmt: skip
_WORD_FOR_A_MONTH = RarePattern(
    rf"(?<![^\W_])(?<!hàng )(?<!mỗi )(?:tháng|thang)\s({'|'.join(sorted(_MONTH_OF, key=len, reverse=True))})"
    r"(?![^\W_]|\s(?:tháng|nay|ngoái|trước))",
    re.IGNORECASE,
)
_MAY = RarePattern(
    r"(?<![^\W_])(?<!hàng )(?<!mỗi )(?:tháng\snăm|thang\snam)(?![^\W_]|\s(?:tháng|nay|ngoái|trước))", re.IGNORECASE
)
_SHORT_MONTH = RarePattern(
    r"(?<![^\W_])(?:(?:[Tt]h[gG]|THG)\.?\s?|[Tt]h\.?)(1[0-2]|0?[1-9])(?![^\W_]|\s?(?:[Tt]háng|[Tt]hang|[Tt])(?![^\W_]))"
)
_YEAR = r"(?:[\s/.'’-]*(?:năm\s|nam\s|fy)?(?:20)?[2-4][0-9])?"
_A_PERIOD = rf"""(?:
      (?:20[0-9]{{2}}[-/. ]?)?(?:q|quý\s?|quy\s?|quarter\s?)(?:[1-4]|i{{1,3}}|iv)(?![^\W_]){_YEAR}
      |(?:h|half\s?)[12](?![^\W_]){_YEAR}
      |(?:tháng|thang|month|t|m)\s?(?:1[0-2]|0?[1-9])(?![^\W_]){_YEAR}
      |(?:fp(?:0[1-9]|1[0-2])|p(?:0[1-9]|1[0-2])[\s/.-]*20[2-4][0-9])(?![^\W_])
      |(?:[2-9]|1[01])\s?(?:tháng|thang|t|m)(?:\sđầu|\sdau)?[\s/.-]*(?:năm\s|nam\s)?20[2-4][0-9]
      |(?:tuần|tuan|week|wk|w)\s?[0-5]?[0-9](?![^\W_])
      |(?:{_ANY_MONTH})\.?(?![^\W_]){_YEAR}
      |20[0-9]{{2}}[-/.](?:0?[1-9]|1[0-2])(?:[-/.][0-3]?[0-9])?
      |[0-3]?[0-9]\.(?:0?[1-9]|1[0-2])\.20[2-4][0-9]
      |[0-3]?[0-9]/(?:0?[1-9]|1[0-2])(?:/(?:20)?[2-4][0-9])?
      |(?:0?[1-9]|1[0-2])/(?:1[3-9]|2[0-9]|3[01])(?:/(?:20)?[2-4][0-9])?
      |(?:0?[1-9]|1[0-2])[/-]20[0-9]{{2}}
      |[0-3]?[0-9][\s-](?:{_MONTHS})(?![^\W_])
      |(?:năm\s|nam\s|fy\s?)?20[2-4][0-9]
    )(?![^\W_])"""
_PERIOD = RarePattern(rf"(?<![^\W_]){_A_PERIOD}", re.VERBOSE)
_MONTH_NAME = rf"(?:{_ANY_MONTH})\.?"
_A_DAY = rf"""(?:
      20[0-9]{{2}}[-/.][01]?[0-9][-/.][0-3]?[0-9]
      |[0-3]?[0-9](?P<mark>[-/.])[01]?[0-9](?:(?P=mark)(?:20)?[2-4][0-9])?
      |[01]?[0-9]/[0-3]?[0-9](?:/(?:20)?[2-4][0-9])?
      |[0-3]?[0-9](?:st|nd|rd|th)?[\s-](?:of\s)?{_MONTH_NAME}(?:,?[\s-]20[0-9]{{2}})?
      |{_MONTH_NAME}\s[0-3]?[0-9](?:st|nd|rd|th)?(?:,?\s20[0-9]{{2}})?
      |[0-3]?[0-9]\sthang\s[01]?[0-9](?:(?:\snam\s|[\s/-])20[0-9]{{2}})?
    )(?![^\W_]|[.,]?[0-9]|\s?%)"""
_DAY = RarePattern(_A_DAY, re.VERBOSE)
_LEAD = RarePattern(
    r"""(?<![^\W_])(?:
      (?:tinh|cap\snhat|thoi\sdiem|ngay|vao|(?<!hien\s)tai|den|toi|het|cuoi|trong|by|as\sof|as\sat|at|on|until|till|through|thru
        |up\sto|for|in|the|(?:wk|week)\s(?:of|commencing|beginning|starting|ending)|w/c|w/e|(?:end|close)\sof|end)[\s:]+
    )+""",
    re.VERBOSE,
)
"""What stands before a period or a day. None of these begins with it, so what follows all of them does, or nothing."""
_END = RarePattern(
    r"""(?<![^\W_])(?:(?:den|toi|tai|vao|by|at|the)\s)*(?:
      (?:cuoi|het)\s(?:quy|chu\sky|ky)(?:\snay)?(?!\s?[0-9/]|\s[iv])
      |end[\s-]of[\s-](?:the\s)?(?:quarter|cycle|period)|eoq|(?:quarter|cycle|period)[\s-]end
    )(?![^\W_])""",
    re.VERBOSE,
)
_ENDS = ("end", "close", "exit")
_END_BEHIND = RarePattern(rf"(?<![^\W_])(?P<period>{_A_PERIOD})[\s-](?:end|close|exit)\Z", re.VERBOSE)
"""'Q3 end', beside 'End of Q3'."""
_A_WEEK = RarePattern(r"(?<![^\W_])(?:wk|week|w/c|w/e)(?![^\W_])")
_AN_END = RarePattern(r"(?<![^\W_])(?:cuoi|het|end of|close of|(?:end|close|exit)\Z)(?![^\W_])")
_NUMBER_ALONE = rf"[0-9]{{1,2}}(?=\s[0-9]|\s(?:{_MONTHS})|$)"
_WITHOUT_PERIOD = RarePattern(
    rf"""(?<!\S)(?:
      (?:q|quy\s?|quarter\s?)(?:[1-4]|i{{1,3}}|iv)|(?:h|half\s?)[12]|(?:thang|month|t|m)\s?(?:1[0-2]|0?[1-9])
      |fp(?:0[1-9]|1[0-2])|p(?:0[1-9]|1[0-2])\s20[2-4][0-9]|(?:tuan|week|wk|w)\s?[0-5]?[0-9]|{_ANY_MONTH}|(?:nam\s|fy\s?)?20[2-4][0-9]
      |(?:[2-9]|1[01])\s?(?:thang|t|m)(?:\sdau)?(?:\snam)?\s20[2-4][0-9]
      |(?:q[1-4]|fy)[0-9]{{2}}|{_NUMBER_ALONE}
    )(?!\S)""",
    re.VERBOSE,
)
_NUMBER_AT_THE_END = RarePattern(rf"(?<!\S){_NUMBER_ALONE}")
