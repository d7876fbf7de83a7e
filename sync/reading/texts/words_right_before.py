"""Figures that the word right before them tells to be said in passing: 'by day 90', 'theo thang 10 điểm'."""

from __future__ import annotations

from sync.reading.texts.marks import CHANGES, Mark
from sync.reading.texts.participles import is_a_span
from sync.reading.texts.surrounded import Surrounded, next_word
from sync.reading.texts.text import word_set
from sync.reading.texts.things_made_up import SIZES
from sync.reading.texts.tokens import Tokens

_LEADS_UP = Mark.reach | Mark.exceed | Mark.keep | CHANGES | Mark.add | Mark.do


def is_told_by_the_word_before(read: Tokens, value: Surrounded, size: str, thing: str) -> bool:
    """'By day 90', 'in first 30 days', 'on 12 mm plate', 'theo thang 10 điểm': ``size`` and ``thing`` are the words of
    the figure's unit."""
    tokens, place, figure = read.tokens, value.place, value.figure
    before, two_before = tokens[place - 1].word, tokens[place - 2].word if place > 1 else ""
    if before in _QUOTES:
        return not (figure.percent or figure.scale_word) and place > 1  # 'Đẩy mạnh phong trào “4 đồng hành”'
    if before == "day" and value.unit is None and place > 2 and two_before in ("by", "on", "until"):
        return True  # 'Reach 50 users by day 90'
    if before in ("first", "the first") and is_a_span(value) and read.figures > 1:
        return True  # 'Cut tickets in first 30 days by 40%'
    if before in _BY_WAY_OF and _is_in_steps(read, value):
        return True
    if figure.scale_word and (two_before, before) in _FIRST_OF_A_RACE:
        return True  # 'Complete Couch to 5K', 'run my first 10k'
    if thing and before in ("on", "of", "for") and size in SIZES and not value.more and place > 2:
        return True  # 'Lower the offcut rate on 12 mm plate'
    if before == "all" and two_before == "across" and not tokens[0].marks & _LEADS_UP:
        return True  # 'Support the format across all three roles'
    if (before, value.unit) in _SAYS_HOW_LONG and tokens[place - 2].word in ("theo", "của"):
        return True  # 'Theo kế hoạch 5 năm', 'theo thang 10 điểm'
    if before == "the" and two_before in _USED and not figure.percent:
        return True  # 'Cut defects using the 5 whys'
    if before == "first" and two_before in _OF_THE_FIRST and read.figures > 1:
        return True  # 'NPS > 7 from first 10 customers'
    if before in _FOR_SO_LONG and (value.unit or "").lower().startswith(_IN_A_ROW):
        return True  # 'A 32-point velocity for 6 consecutive sprints'
    if before == "xe" and (place == 1 or two_before not in _PARKS):
        return (value.unit or next_word(read, value)).lower().partition(" ")[0] in ("chỗ", "cho")  # 'xe 45 chỗ'
    if before == "bộ":
        return (value.unit or "").startswith(_IN_A_SET) and read.figures > 1  # 'Theo bộ 83 tiêu chí đạt 4,1'
    return before == "số" and two_before == "tần"  # 'Xin phép phát sóng tần số 96,5 MHz'


def _is_in_steps(read: Tokens, value: Surrounded) -> bool:
    """'Chuyển kho theo 3 giai đoạn', 'move the depot in 4 stages'."""
    if read.figures > 1 or value.place < 2 or value.more or value.upper:
        return False
    return (value.unit or "").lower() in _STEPS or next_word(read, value) in _STEPS


_QUOTES = ("“", '"', "«")
_BY_WAY_OF = ("in", "over", "through", "theo", "qua", "trong", "thành", "thanh", "bằng")
_STEPS = word_set("steps stages phases waves tranches instalments installments bước đợt pha chặng buoc chang") | {
    "giai đoạn", "giai doan",
}  # fmt: skip
_FIRST_OF_A_RACE = frozenset(
    (("couch", "to"), ("my", "first"), ("the", "first"), ("our", "first"), ("cự", "ly"), ("giải", "chạy"))
)
_SAYS_HOW_LONG = {("kế hoạch", "năm"), ("thang", "điểm"), ("thang điểm", "điểm")}
_USED = ("using", "through", "via")
_PARKS = word_set("bãi đỗ đậu giữ gửi để nhà bai do dau giu gui de nha")
_OF_THE_FIRST = ("from", "of", "among", "across")
_FOR_SO_LONG = ("for", "over", "across", "in")
_IN_A_ROW = ("consecutive", "straight", "successive")
_IN_A_SET = ("tiêu chí", "tiêu", "câu", "chỉ số", "chỉ tiêu", "đề")
WORDS_THAT_TELL = frozenset(
    (
        *_QUOTES, *_BY_WAY_OF, *_FOR_SO_LONG, *(before for _, before in _FIRST_OF_A_RACE),
        *(before for before, _ in _SAYS_HOW_LONG), "day", "first", "the first", "on", "of", "for", "all", "the", "xe",
        "bộ", "số",
    )
)  # fmt: skip
"""The words before a figure by which ``is_told_by_the_word_before`` tells."""
