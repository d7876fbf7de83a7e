"""Figures of what is written, planned or changed into: they say what the thing is about, and not how much is done."""

from __future__ import annotations

from sync.reading.texts.cadence import cadence_after
from sync.reading.texts.marks import Mark
from sync.reading.texts.spans_of_time import is_time
from sync.reading.texts.surrounded import Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens


def is_what_it_becomes(read: Tokens, value: Surrounded) -> bool:
    """'Chuyển kho sang mô hình 3 ca', 'nâng cấp Kubernetes lên 1.31'."""
    figure, before = value.figure, read.tokens[: value.place]
    if figure.percent or figure.currency or figure.scale_word or value.total:
        return False
    if before[0].word in UPGRADES and value.unit is None and "." in value.words:
        if any(token.marks & _MEASURES for token in before):
            return False  # 'Move Glassdoor rating from 3.6 to 4.0'
        return value.lead & (Mark.end | Mark.end_up) != 0
    if value.lead or not read.vietnamese:
        return False
    sang = next((place for place, token in enumerate(before) if token.word == "sang" and place), None)
    return sang is not None and len(before) - sang > 2


def is_a_version_of_a_product(read: Tokens, value: Surrounded) -> bool:
    """'Nâng Spring Boot lên 3.2 cho toàn bộ service'."""
    verb, *name = read.tokens[: value.place]
    if verb.word not in ("nâng", "nang") or len(name) < 2 or "." not in value.words or value.lead != Mark.end_up:
        return False
    return all(token.text.istitle() and token.text.isascii() and not token.marks & _MEASURES for token in name[:-1])


def is_of_a_plan(read: Tokens, value: Surrounded) -> bool:
    """'Draft the plan to merge 4 depots', 'chuẩn bị phương án di dời 3 bãi xe': what is planned is not done."""
    figure, tokens = value.figure, read.tokens
    if figure.percent or figure.currency or figure.scale_word or value.total or value.upper:
        return False
    if value.lead & ~_SAYS_WHICH or not (tokens[0].marks & _ADDS_OR_DOES or tokens[0].word in _PREPARES):
        return False
    plan = next((place for place, token in enumerate(tokens[: value.place]) if token.word in _PLANS), None)
    if plan is None or not 0 < plan < 4:
        return False
    return not any(token.figure or token.marks & Mark.both for token in tokens[: value.place])


def is_of_what_is_written(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Write the RFP for 40 buses', 'soạn quy trình cho 6 ca', 'rà soát hợp đồng trên 1 tỷ': what is written or looked
    through stands right after the verb, and the figure says what it is about."""
    figure, tokens = value.figure, read.tokens
    if value.place < 2 or before is tokens[0] or figure.percent or value.total or is_time(value):
        return False
    makes_one = tokens[0].word in MAKERS and tokens[1].word in ("a", "an") and value.lead & Mark.within
    if tokens[0].word not in _WRITES and not makes_one:
        return False
    if value.lead & ~(_SAYS_WHICH | Mark.within) or ((figure.currency or figure.scale_word) and not value.lead):
        return False
    between = tokens[1 : value.place]
    is_again = all(token.marks & (Mark.filler | Mark.new | Mark.more | Mark.by) for token in between)
    is_else = any(token.figure or token.marks & (Mark.both | Mark.never) or token.text in ",;:" for token in between)
    return not is_else and not is_again and cadence_after(read, value.place) is None


UPGRADES = frozenset(("nâng cấp", "nang cap", "upgrade", "update", "migrate", "move", "chuyển", "cập nhật"))
_PREPARES = word_set("prepare present submit approve review finalise finalize agree update trình chuan trinh duyệt") | {
    "chuẩn bị", "chuan bi", "hoàn thiện", "hoan thien", "lên", "ra", "cập nhật", "cap nhat", "làm", "lam",
}  # fmt: skip
_PLANS = word_set("plan plans proposal roadmap policy blueprint schedule timetable strategy án scope rules") | {
    "phương án", "kế hoạch", "đề án", "lộ trình", "quy định", "quy dinh", "chiến lược", "dự thảo", "thời khóa biểu",
    "phuong an", "ke hoach", "de an", "lo trinh", "chien luoc", "du thao", "thoi khoa bieu", "kịch bản", "kich ban",
    "đề xuất",
}  # fmt: skip
_WRITES = word_set("draft write design map plan outline revise review update soạn viết lập soan viet lap trình") | {
    "soạn thảo", "soan thao", "biên soạn", "thiết kế", "thiet ke", "xây dựng", "xay dung", "chuẩn bị", "chuan bi",
    "hoàn thiện", "hoan thien", "cập nhật", "cap nhat", "rà soát", "ra soat", "ban hành", "ban hanh", "chuẩn hóa",
}  # fmt: skip
_SAYS_WHICH = Mark.above | Mark.below | Mark.exceed
MAKERS = word_set("create build design launch ship develop make write draft produce set prepare plan release tạo") | {
    "xây dựng",
    "thiết kế",
    "ra mắt",
    "phát triển",
    "xay dung",
    "thiet ke",
    "ra mat",
    "phat trien",
    "tạo ra",
    "lập",
}
WORKS = _PREPARES | _WRITES | MAKERS
"""What a text on something planned, written or made begins with."""
_ADDS_OR_DOES = Mark.add | Mark.do
_MEASURES = Mark.lower_is_better | Mark.higher_is_better | Mark.rate | Mark.money
