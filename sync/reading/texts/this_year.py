"""Words that make a tab, or a key result, one of the year that runs: 'Annual OKRs', 'Doanh thu năm nay'."""

from __future__ import annotations

from sync.patterns import RarePattern
from sync.reading.texts.text import bare

_LONGEST = 200


def names_the_year(title: str) -> bool:
    """Given a tab's name or a title above a table, tell whether it speaks of the year and names none: 'Annual OKRs',
    'OKR năm nay'."""
    words = bare(title) if len(title) <= _LONGEST else ""
    says_so = _A_YEARS.search(words) is not None or _WITH_ITS_MARK.search(title.casefold()) is not None
    return bool(words) and says_so and _ANOTHER.search(words) is None


def says_this_year(text: str) -> bool:
    """Given a key result's words, tell whether they say that it is of the year that runs, and no other span."""
    words = bare(text) if len(text) <= _LONGEST else ""
    return _THIS_YEAR.search(words) is not None and _ANOTHER.search(words) is None


_A_YEARS = RarePattern(
    r"(?<![^\W_])(?:annual|annually|yearly|(?:this|full)[ -]year|(?:ca|hang|theo) nam|nam nay|fy)(?![^\W_])"
)
_WITH_ITS_MARK = RarePattern(r"(?<![^\W_])(?<!\d )năm(?![^\W_])(?!\s*\d)")
"""'OKR năm', and not 'Miền Nam', 'Việt Nam', nor a plan of '5 năm'."""
_THIS_YEAR = RarePattern(
    r"(?<![^\W_])(?:(?:this|full|whole)[ -]year|(?:ca|toan|trong) nam nay|ca nam|nam nay)(?![^\W_])"
)
_ANOTHER = RarePattern(
    r"(?<![^\W_])(?:nam (?:truoc|ngoai|toi|sau|dau|qua)|cung ky|(?:last|prior|previous|next|first)[ -]years?|yoy|than"
    r"|vs|versus|compared|hon|so voi|quy|quarter|quarterly|q[1-4]|h[12]|thang|month|monthly|tuan|week|weekly)(?![^\W_])"
)
"""Another year, or a part of one: 'cao hơn năm nay', 'doanh thu mỗi tháng năm nay'."""
