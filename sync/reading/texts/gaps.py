"""How far a measure is to be from something else, and no value of its own: 'vượt kế hoạch 8%', 'giá thấp hơn đối thủ
5%'. What that comes to cannot be told without the other."""

from __future__ import annotations

from sync.reading.texts.marks import Mark
from sync.reading.texts.surrounded import Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens


def is_a_gap(read: Tokens, value: Surrounded) -> bool:
    """Whether a comparison or 'vượt' stands before a figure, and between them what it is set against. What is so much
    more than in the past is a change, and leads up to its figure by itself."""
    if not read.vietnamese or not value.place:
        return False
    if value.lead & (Mark.exceed | Mark.times) and _is_more_of_a_plan(read, value):
        return True
    if value.lead & _LED_TO:
        return False
    for place in range(value.place - 1, -1, -1):
        token = read.tokens[place]
        if token.figure is not None or token.text in _PAUSES:
            return False
        if token.marks & _COMPARES and token.word.endswith(_THAN):
            return place + 1 < value.place
        if token.marks & _EXCEEDS and not value.lead & Mark.at_most and not _PASSES.isdisjoint(token.word.split(" ")):
            return _is_passed_by(read, value, read.tokens[place + 1 : value.place])
    return False


def _is_passed_by(read: Tokens, value: Surrounded, between: list[Token]) -> bool:
    """'Vượt dự toán 2%', and not 'vượt mốc 60', 'vượt tỷ lệ 5%', 'không vượt ngân sách 500 triệu'."""
    is_a_plan = any(token.word in _PLANS for token in between)
    if not (value.figure.percent or (value.unit or "").lower() in _DAYS):
        return is_a_plan and not read.marks & Mark.never
    is_a_measure = any(token.marks & _MEASURES for token in between)
    return is_a_plan or (not is_a_measure and any(not token.marks & Mark.filler for token in between))


def _is_more_of_a_plan(read: Tokens, value: Surrounded) -> bool:
    """'Vượt 10% chỉ tiêu', 'vượt 10% so với dự toán', and not 'vượt 105% kế hoạch', 'không vượt quá 5% dự toán'."""
    following = read.tokens[value.last + 1 : value.last + 2]
    if value.lead & Mark.times:
        return bool(following) and following[0].word in _PLANS  # 'Gấp 3 target'
    if read.marks & Mark.never or not value.figure.percent or value.figure.value >= 50:
        return False
    return bool(following) and (following[0].word in _PLANS or following[0].marks & Mark.other != 0)


_COMPARES = Mark.above | Mark.below
_LED_TO = (
    Mark.by | Mark.reach | Mark.above | Mark.below | Mark.end | Mark.end_up | Mark.end_down | Mark.start | Mark.now
)
_MEASURES = Mark.rate | Mark.lower_is_better | Mark.higher_is_better
_PAUSES = (",", ";", ":", "(", "=")
_THAN = ("hơn", "hon")
_EXCEEDS = Mark.exceed | Mark.at_most
_PASSES = frozenset(("vượt", "vuot"))
_DAYS = word_set("ngày tuần tháng giờ ngay tuan thang gio")
_PLANS = word_set("kh quota target kpi dự định tiến mục du dinh tien muc") | {
    "kế hoạch", "chỉ tiêu", "dự toán", "ngân sách", "ke hoach", "chi tieu", "du toan", "ngan sach",
}  # fmt: skip
"""Of 'dự định', 'tiến độ', 'mục tiêu', which are no phrases of the lexicon, the first syllables say enough."""
