"""Two figures as a range ─▶ whether it is one to stay in, or so much is aimed at and more would be no worse."""

from __future__ import annotations

from sync.reading.texts.marks import Mark
from sync.reading.texts.surrounded import BOUNDS, Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens


def is_to_stay_in(read: Tokens, main: Surrounded, two: Surrounded) -> bool:
    """'Giữ biên lợi nhuận 18–20%', 'class size 20–25 pupils', '2-4°C': of most other ranges ('đạt 45–50 tỷ', '3–5 new
    clients', 'margin 8–11%') so much is aimed at, and more would be no worse."""
    if main.kept is not None or (main.lead | two.lead) & BOUNDS or any(one.word in _STAYS for one in read.tokens):
        return True
    if main.place and read.tokens[main.place - 1].word in _AT:
        return True
    if main.verb is not None or read.marks & _MORE or main.lead & (Mark.reach | Mark.end_down):
        return False
    unit = (main.unit or "").lower().partition(" ")[0]
    return unit in _LEVELS_IN or any(one.word in _LEVELS for one in read.tokens[: main.place])


_MORE = Mark.new | Mark.add
_LEVELS = word_set(
    "size speed stock inventory occupancy utilisation utilization temperature pressure load cover headcount ph nhiệt "
    "nhiet áp tồn ton sĩ"
) | {"tồn kho", "ton kho", "nhiệt độ", "nhiet do"}  # fmt: skip
_LEVELS_IN = word_set("°c ℃ c bar ppm db lux km/h")
_STAYS = word_set(
    "luôn luon range band window corridor remain remains humidity moisture ẩm nằm nam đủ du"
) | {"ở mức", "o muc"}  # fmt: skip
_AT = ("ở", "o")


def is_plain(token: Token) -> bool:
    """Whether a word names something: it is no verb, no preposition, no sign."""
    return token.text.isalpha() and not token.marks & ~(Mark.unit | Mark.name | Mark.higher_is_better | Mark.money)
