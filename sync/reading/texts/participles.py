"""Words that say what was done: 'attended', 'sold', and by whom."""

from __future__ import annotations

from sync.reading.texts.lexicon import CADENCE_ADVERBS
from sync.reading.texts.marks import Mark
from sync.reading.texts.spans_of_time import LASTING, SHORT
from sync.reading.texts.surrounded import Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens


def is_done_by(read: Tokens, value: Surrounded) -> bool:
    """'Attended by 70% of families', 'used by 40 teams': the figure is of those who do it, and no change."""
    tokens, place = read.tokens, value.place
    if read.vietnamese or place < 2 or tokens[place - 1].word != "by":
        return False
    done = tokens[place - 3] if tokens[place - 2].word in CADENCE_ADVERBS and place > 2 else tokens[place - 2]
    if place > 3 and is_done(tokens[place - 3]) and not done.marks and done.text.isalpha() and value.of_something:
        done = tokens[place - 3]  # 'Docs rated helpful by 85% of readers'
    if is_a_span(value):  # 'Shaved by 25 minutes'
        return False
    is_so_much = value.figure.percent or (value.unit is None and value.last + 1 == len(tokens)) or value.figure.currency
    if tokens[0].marks & (Mark.up | Mark.down) and is_so_much and not value.of_something:
        return False  # 'Increase story points delivered by 20%', 'reduce bugs reported by 20'
    return not done.marks & (Mark.up | Mark.down | Mark.improve) and is_done(done)


def is_done(token: Token) -> bool:
    return (token.word.endswith("ed") and token.word not in _NEVER_DONE) or token.word in _IRREGULARLY_DONE


_NEVER_DONE = word_set("speed feed need seed bed shed breed reed weed creed deed greed")


def is_a_span(value: Surrounded) -> bool:
    return value.unit is not None and value.unit.lower().split(" ")[-1] in LASTING | SHORT


_IRREGULARLY_DONE = (
    "seen",
    "shown",
    "found",
    "built",
    "sent",
    "sold",
    "taken",
    "known",
    "led",
    "read",
    "held",
    "run",
    "won",
    "done",
    "met",
    "heard",
    "spoken",
)
