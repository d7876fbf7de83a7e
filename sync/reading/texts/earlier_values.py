"""Where a measure stood before: figures that a text sets beside its value as what was."""

from __future__ import annotations

import re
from itertools import pairwise

from sync.patterns import RarePattern
from sync.reading.texts.cadence import PERIODS
from sync.reading.texts.marks import Mark
from sync.reading.texts.surrounded import Surrounded, is_arrow
from sync.reading.texts.tokens import Tokens


def is_of_before(read: Tokens, value: Surrounded) -> bool:
    """'(đang 60)', typed without marks, '(năm trước 86%)', '(last year: 40)'."""
    opens = max(place for place in range(value.place) if read.tokens[place].text == "(")
    noise = (":", "=", "là", ".")
    if _is_of_a_past_period(read, value, opens):
        return True
    words = " ".join(token.word for token in read.tokens[opens + 1 : value.place] if token.text not in noise)
    if words in ("vs", "vs .") and value.last + 1 < len(read.tokens):
        return read.tokens[value.last + 1].word in _BASES  # '85% (vs. 78% baseline)'
    return words in _AS_OF_NOW or _BEFORE_THIS.fullmatch(words) is not None


def _is_of_a_past_period(read: Tokens, value: Surrounded, opens: int) -> bool:
    """'(4.1 today, 230 reviews)', and where the text says that something rises or falls '(Q2: 71%)', '(6.2% in H1)'."""
    says_a_way = read.marks & _SAYS_A_WAY != 0
    if value.place == opens + 1:
        said = read.tokens[value.last + 1 : value.last + 4]
        end = next((at for at, token in enumerate(said) if token.text in (",", ";", ")")), len(said))
        words = " ".join(token.word for token in said[:end])
        return (
            words in _NOW
            or _LAST_TIME.fullmatch(words) is not None
            or (
                _PERIOD_BEHIND.fullmatch(words) is not None
                and (says_a_way or _is_worse_than_the_one_outside(read, value, opens))
            )
        )
    words = " ".join(token.word for token in read.tokens[opens + 1 : value.place] if token.text not in (":", "="))
    if _PERIOD.fullmatch(words) is None:
        return False
    named = " ".join(token.word for token in read.tokens[:opens] if token.figure is None)
    return says_a_way or _comes_before(words, named) or _is_worse_than_the_one_outside(read, value, opens)


def _is_worse_than_the_one_outside(read: Tokens, value: Surrounded, opens: int) -> bool:
    """'Share of online orders: 40% (Q3: 31%)': one figure before the brackets, one in them, and no word says a way.

    A better one may be what is planned for later."""
    outside = [token.figure for token in read.tokens[:opens] if token.figure is not None and not token.name]
    closed = next((at for at, token in enumerate(read.tokens) if at > opens and token.text == ")"), len(read.tokens))
    others = [token.figure for token in read.tokens[value.last + 1 : closed] if token.figure is not None]
    if len(outside) != 1 or others or outside[0].percent != value.figure.percent:
        return False
    climb = outside[0].value - value.figure.value
    return climb < 0 if read.marks & Mark.lower_is_better else climb > 0


def _comes_before(period: str, said: str) -> bool:
    """'Doanh thu Q4: 12 tỷ (Q3: 9,5 tỷ)': whether the one period that a text names is after another, and of its kind
    and year."""
    others = [_in_order(found[0]) for found in _PERIOD.finditer(said)]
    one = _in_order(period)
    if len(others) != 1 or len(others[0]) != len(one) or others[0][0] != one[0]:
        return False
    return one[1:] < others[0][1:]


def _in_order(period: str) -> tuple[str | int, ...]:
    """A period's kind, its year where one is typed, and its number."""
    typed = _ROMAN.sub(lambda found: str(_ROMANS.index(found[0])), period)
    number, *years = (int(digits) for digits in re.findall("[0-9]+", typed))
    return (_KINDS.get(period[0], period[0]), *(year % 100 for year in years), number)


def is_so_now(read: Tokens, value: Surrounded) -> bool:
    """'1,340 now, 2,000 by year end', '60 hiện nay, 80 cuối quý'."""
    said_at = value.last + 1
    return is_so_now_at(read, said_at) and any(token.figure is not None for token in read.tokens[said_at + 2 :])


def is_so_now_at(read: Tokens, place: int) -> bool:
    """Whether the word there is said of the figure before it, as a comma after it says."""
    if place + 1 >= len(read.tokens) or read.tokens[place + 1].text not in PAUSES:
        return False
    return read.tokens[place].word in _NOW or (read.vietnamese and read.tokens[place].marks & Mark.now != 0)


def is_said_of_before(read: Tokens, value: Surrounded) -> bool:
    """'Retention (87% last year)', 'doanh thu 5 tỷ năm ngoái'."""
    if read.figures > 1 or value.lead:
        return False
    words = " ".join([token.word for token in read.tokens[value.last + 1 : value.last + 3]])
    return _LAST_TIME.fullmatch(words) is not None


def next_is_start(read: Tokens, value: Surrounded) -> bool:
    """'Up to 45% from 20%', 'up to 80% (now 62%)'."""
    place = value.last + 1
    if (
        place + 1 < len(read.tokens)
        and read.tokens[place].marks & Mark.every
        and read.tokens[place + 1].word in PERIODS
    ):
        place += 2  # 'Up to 4m a month from 2.5m'
    following = read.tokens[place : place + 4]
    if following and following[0].text == "(":
        del following[0]
        if len(following) > 2 and following[0].name and following[1].text == ":":
            return following[2].figure is not None  # 'Up to 85% (Q2: 71%)'
    is_said = len(following) > 1 and following[1].figure is not None
    return is_said and following[0].marks & (Mark.start | Mark.now) != 0


def comes_from(read: Tokens, value: Surrounded) -> bool:
    """'Consolidate from 9 carriers to 5': before the 'to' a figure says from where."""
    before = read.tokens[: value.place]
    if len(before) > 1 and is_arrow(read.tokens[value.place - 1]):
        return any(token.figure is not None for token in before)
    return any(one.marks & Mark.start and two.figure is not None for one, two in pairwise(before))


_AS_OF_NOW = (
    "have",
    "have so far",
    "start of year",
    "start of the year",
    "at start",
    "đầu năm",
    "đã có",
    "da co",
    "dang",
    "dang co",
    "đang có",
    "hien",
    "hien co",
    "hiện có",
    "mới có",
    "moi co",
    "hien tai",
    "truoc",
)
_BEFORE_THIS = RarePattern(
    r"(?:năm|quý|kỳ|tháng|tuần|nam|quy|ky|thang|tuan) (?:trước|ngoái|vừa rồi|truoc|ngoai)"
    r"|cùng kỳ(?: năm (?:trước|ngoái))?"
    r"|(?:was )?(?:last|previous|prior) [a-z]+|was|were|previously|before|prev|ly|py|ck"
    r"|(?:(?:thực hiện|thuc hien|th) )?(?:năm |nam )?20[0-9]{2}|(?:thực hiện|thuc hien|th) (?:năm|nam) (?:trước|truoc)"
    r"|20[0-9]{2} (?:averaged|average|avg|was|actual|đạt|bình quân|trung bình)"
    r"|(?:hiện )?đã đạt(?: được)?|da dat|(?:cuối|end of|cuoi) (?:năm |nam )?20[0-9]{2}"
)
_LAST_TIME = RarePattern(
    r"(?:last|previous|prior) (?:year|quarter|month|season|cycle|term|semester)"
    r"|(?:năm|quý|kỳ|tháng|mùa|nam|quy|ky|thang|mua) (?:ngoái|trước|vừa rồi|ngoai|truoc)"
)
_A_PERIOD = r"(?:q[1-4]|h[12]|quý (?:[1-4]|iv|i{1,3})|tháng [0-9]{1,2}|t[0-9]{1,2})(?:[ /-]?(?:20)?[0-9]{2})?"
_PERIOD = RarePattern(rf"(?<!\w){_A_PERIOD}(?!\w)")
_ROMANS = ("", "i", "ii", "iii", "iv")
_ROMAN = RarePattern(r"(?<= )(?:iv|i{1,3})(?!\w)")
_KINDS = {"q": "quarter", "h": "half", "t": "month"}
_PERIOD_BEHIND = RarePattern(
    rf"in {_A_PERIOD}|(?:in )?(?:last|the previous) [a-z]+|in 20[0-9]{{2}}|hiện (?:tại|nay)|.* (?:ngoái|trước)"
)
_SAYS_A_WAY = Mark.up | Mark.down | Mark.end_up | Mark.end_down | Mark.up_to
PAUSES = (",", ";")
_BASES = ("baseline", "now", "today", "currently", "last", "previous", "prior")
_NOW = ("now", "today", "currently", "at present")
