"""Words that make a tab, or a key result, one of the year that runs: 'Annual OKRs', 'Doanh thu năm nay'."""

from __future__ import annotations

import re

from sync.patterns import RarePattern
from sync.reading.texts.text import bare, fold

_LONGEST = 200
_MOST_WORDS_OF_A_NAME, _MOST_WORDS_WITH_WHOSE = 5, 10
"""What is longer is a sentence, which may tell of the year's plan and not be it."""


def names_the_year(title: str) -> bool:
    """Given a tab's name or a title above a table, tell whether it speaks of the year and names none: 'Annual OKRs',
    'OKR năm nay'."""
    words = bare(title) if len(title) <= _LONGEST else ""
    if not words or _NO_NAME.search(words) or _ANOTHER.search(words) or _A_YEAR.search(words):
        return False
    told = fold(title)
    if len(_WORD.findall(words)) > _MOST_WORDS_OF_A_NAME:
        words, told = (_WHOSE.split(one, maxsplit=1)[0] for one in (words, told))
        if len(_WORD.findall(words)) > _MOST_WORDS_OF_A_NAME or len(_WORD.findall(title)) > _MOST_WORDS_WITH_WHOSE:
            return False
    if _NOW.search(words) or _YEARS_AIMS.search(words) or _WITH_ITS_MARK.search(told):
        return True
    return _WHOLE.fullmatch(words) is not None or bool(_WHOLE.search(words) and _AIM.search(words))


def says_this_year(text: str, year: str) -> bool:
    """Given a key result's words and the name of the year that runs, '2026', tell whether they say that its value is of
    that year, and of no other span. 'Cả năm' may be of what is sold: it is of the value beside revenue and the like."""
    words = bare(text) if len(text) <= _LONGEST else ""
    if not words or _ANOTHER.search(words) or _OF_A_PLAN.search(words) or _SOLD.search(words):
        return False
    if any(one != year for one in _A_YEAR.findall(words)):
        return False
    return _NOW.search(words) is not None or _WHOLE_YEARS_VALUE.search(words) is not None


_WORD = RarePattern(r"\w+")
_AIMS = r"(?:okrs?|kpis?|goals?|objectives?|plans?|targets?|muc tieu|ke hoach|chi tieu)"
_AIM = RarePattern(rf"(?<![^\W_]){_AIMS}(?![^\W_])")
_NOW = RarePattern(rf"(?<![^\W_])(?:this[ -]year(?!['’](?!s {_AIMS}(?![^\W_])))|nam nay)(?![^\W_])")
_WHOSE = re.compile(r"(?<![^\W_])(?:của|cua|cho|phòng|phong|ban|công ty|cong ty|khối|khoi|đội|doi|of|for)(?![^\W_])")
"""What says whose the year's goals are: 'OKR năm của phòng Kinh doanh'."""
_WHOLE = RarePattern(r"(?<![^\W_])(?:(?:full|whole)[ -]year|(?:ca|toan) nam)(?![^\W_])")
_HELD = (
    r"(?:events?|conferences?|meetings?|part(?:y|ies)|reports?|reviews?|leaves?|audits?|holidays?|retreats?|fairs?|galas?"
    r"|appraisals?|maintenance|surveys?|check-?ups?)"
)
"""What is held once a year: an 'Annual event plan' is no plan of the year."""
_YEARS_AIMS = RarePattern(
    rf"(?<![^\W_])(?:(?:annual|yearly)(?:\W+(?!{_HELD}(?![^\W_]))\w+)?\W+{_AIMS}|fy\W+{_AIMS}"
    rf"|{_AIMS}\W+(?:annual|annually|yearly|fy|(?:hang|theo) nam))(?![^\W_])"
)
"""'Annual OKRs', 'FY goals': 'FY Solutions' is a company, and a 'Yearly review' looks back."""
_OF_WORK = (
    r"(?: (?:kinh doanh|bán hàng|doanh thu|doanh số|công ty|chiến lược|phát triển|hoạt động|sản xuất|tài chính|nhân sự"
    r"|đào tạo|tuyển dụng|marketing|sales))"
)
_WITH_ITS_MARK = RarePattern(
    rf"(?<![^\W_])(?:okrs?|kpis?|mục tiêu|kế hoạch|chỉ tiêu|kh){_OF_WORK}? năm(?![^\W_])"
    r"(?!\s*(?:\d|(?:mới|nhất|học|người|điểm|mục|việc|đội|sao|năm)(?![^\W_])))"
)
"""'OKR năm', and not 'Năm mục tiêu', 'thứ Năm', 'Miền Nam', nor a plan of '5 năm'."""
_MEASURE = (
    r"(?:doanh thu|doanh so|loi nhuan|san luong|chi phi|don hang|luot|khach (?:hang )?moi|revenues?|sales|turnover"
    r"|profits?|bookings|orders|output|costs?|spend|new (?:customers|clients|users))"
)
_WHOLE_YEARS_VALUE = RarePattern(
    rf"(?<![^\W_])(?:{_MEASURE}(?: \w+){{0,3}} (?:ca|toan) nam|ca nam(?: \w+){{0,2}} {_MEASURE}"
    rf"|(?<![0-9] )(?:full|whole)[ -]year(?: \w+){{0,2}} {_MEASURE}|{_MEASURE}(?: \w+){{0,3}} (?:full|whole)[ -]year)"
    r"(?![^\W_])"
)
_OF_A_PLAN = RarePattern(r"(?<![^\W_])(?:ke hoach|ngan sach|bao cao|lich) (?:cho |cua )?nam nay(?![^\W_])")
"""'Lập kế hoạch năm nay' does not say that its own value is of the year."""
_SOLD = RarePattern(
    r"(?<![^\W_])(?:(?:goi|ve|the|khoa|hop dong|bao tri)(?: \w+){0,2} (?:ca|toan) nam"
    r"|(?:full|whole|this)[ -]year (?:contracts?|plans?|pass(?:es)?|subscriptions?|cohorts?|packages?|licen[cs]es?)"
    r"|(?:hoc sinh|san pham|khoa|phien ban|cohort) nam nay)(?![^\W_])"
)
"""What is sold or made, and not when."""
_A_YEAR = RarePattern(r"(?<![^\W_])20[2-4][0-9](?![^\W_])")
_ANOTHER = RarePattern(
    r"(?<![^\W_])(?:nam (?:truoc|ngoai|toi|sau|dau|qua)|cung ky|(?:last|prior|previous|next|first)[ -]years?|yoy|than"
    r"|vs|versus|compared|hon|so voi|quy|quarter|quarterly|q[1-4]|h[12]|thang|month|monthly|tuan|week|weekly)(?![^\W_])"
)
"""Another year, or a part of one: 'cao hơn năm nay', 'doanh thu mỗi tháng năm nay'."""
_NO_NAME = RarePattern(
    r"(?<![^\W_])(?:to|towards?|supports?|supporting|aligned|contribut\w+|huong (?:toi|den)|dong gop|gop phan"
    r"|phuc vu|ho tro|theo (?:ke hoach|muc tieu|chi tieu|okr))(?![^\W_])"
)
"""What goes toward the year's goals is not of the year: 'Hướng tới mục tiêu năm'."""
