"""Two figures as a range ─▶ whether it is one to stay in, or so much is aimed at and more would be no worse."""

from __future__ import annotations

from sync.reading.asides import SIZES
from sync.reading.conditions import kind_of
from sync.reading.marks import MEASURES, VERBS, Mark
from sync.reading.spans_of_time import NUMBERS_OF
from sync.reading.surrounded import BOUNDS, Surrounded
from sync.reading.text import word_set
from sync.reading.tokens import Token, Tokens


def may_be_exceeded(read: Tokens, main: Surrounded, two: Surrounded) -> bool:
    """'Đạt 45–50 tỷ', '3–5 new clients': so much is aimed at, and more would be no worse, so that it is no range to
    stay in."""
    if main.kept is not None or (main.lead | two.lead) & BOUNDS or any(one.word in _STAYS for one in read.tokens):
        return False
    if any(one.word in _STRIVES for one in read.tokens[: main.place]):
        return True
    before = read.tokens[main.place - 1] if main.place else None
    if before is not None and main.lead & (Mark.reach | Mark.end_down) and before.marks & (VERBS | Mark.end_down):
        return True
    is_percent = main.figure.percent or (main.upper is not None and main.upper.percent)
    led_by = [token.word for token in read.tokens[max(main.place - 2, 0) : main.place]]
    if led_by in _REACHES_FROM and not is_percent:
        return True  # 'Vòng quay đạt từ 8 đến 12 vòng'
    if is_percent and any(one.word in _EXCEEDED for one in read.tokens[: main.place]):
        return True  # 'Margin 8% – 11%', 'tốc độ tăng trưởng 7 – 8%'
    if is_percent:  # '50–80% học sinh đạt giải'
        following = read.tokens[main.last + 1 : main.last + 2]
        is_of_those = bool(following) and following[0].text[0].isalpha() and not following[0].marks & ~Mark.unit
        goes_on = main.last + 2 < len(read.tokens) and not following[0].marks & Mark.higher_is_better
        return is_of_those and goes_on and (before is None or before.text == ":")
    if _is_named_as_a_level(read, main) and not (before is not None and before.word in _WITH):
        return False
    unit = (main.unit or "").lower().partition(" ")[0]
    end = two.figure if main.upper is None else main.upper
    is_money = end.currency is not None or end.scale_word is not None
    is_gone = unit in ("km", "m") and read.tokens[0].marks & Mark.do != 0  # 'Chạy 5-7 km mỗi sáng'
    is_amount = is_money or is_gone or (kind_of(main) not in ("", "time") and unit not in _LEVELS_IN)
    return is_amount and not read.marks & Mark.rate


_EXCEEDED = word_set("margin biên growth tăng") | {"tăng trưởng", "tang truong"}
_REACHES_FROM = (["đạt", "từ"], ["dat", "tu"])
_STRIVES = word_set("phấn phan hướng huong")
_WITH = ("với", "voi", "with")


def _is_named_as_a_level(read: Tokens, main: Surrounded) -> bool:
    """'Class size 20–25 pupils', 'stock of 100–150 tonnes', and not 'new clients 3–5 companies', 'output
    40–50 tonnes'."""
    named = read.tokens[: main.place]
    if main.verb is not None or not any(is_plain(token) or token.marks & MEASURES for token in named):
        return False
    return not any(
        token.marks & (Mark.new | Mark.higher_is_better | Mark.add | Mark.do | Mark.reach) or token.word in NUMBERS_OF
        for token in named
    )


_LEVELS_IN = SIZES | word_set("km m cm bar ha lux ppm db")
_STAYS = word_set(
    "luôn luon range band window corridor remain remains humidity moisture ẩm ở o nằm nam đủ du"
) | {"ở mức", "o muc"}  # fmt: skip


def is_plain(token: Token) -> bool:
    """Whether a word names something: it is no verb, no preposition, no sign."""
    return token.text.isalpha() and not token.marks & ~(Mark.unit | Mark.name | Mark.higher_is_better | Mark.money)
