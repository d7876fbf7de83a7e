"""A figure of a text with what stands around it, as its surroundings were found."""

from __future__ import annotations

from dataclasses import dataclass

from sync.reading.texts.figures import Figure
from sync.reading.texts.marks import Mark, Marks
from sync.reading.texts.tokens import Token, Tokens

BOUNDS = Mark.at_least | Mark.at_most | Mark.above | Mark.below | Mark.between
LEADS = (
    BOUNDS | Mark.start | Mark.end | Mark.end_up | Mark.end_down | Mark.by | Mark.up_to | Mark.within | Mark.other
    | Mark.now | Mark.reach | Mark.exceed | Mark.keep | Mark.up | Mark.down | Mark.more | Mark.times
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Surrounded:
    """A figure with its surroundings.

    ``place`` and ``last`` are the indexes of its first and last token, ``words`` what they say. ``lead`` are the marks
    of the words right before it, ``verb`` governs it, ``kept`` is the verb of keeping if any, and ``kept_first`` says
    that it comes before ``verb``. ``upper`` is the end of a range ('20–30'), ``total`` the n of 'k of n'.
    ``of_something`` says that it is a share ('100% of workloads').
    """

    place: int
    last: int
    figure: Figure
    words: str
    lead: Marks
    verb: Token | None
    kept: Token | None
    kept_first: bool
    unit: str | None
    unit_words: str
    more: bool
    or_more: bool
    or_less: bool
    upper: Figure | None
    total: Figure | None
    in_brackets: bool
    follows_aside: bool
    of_something: bool


def next_word(read: Tokens, value: Surrounded) -> str:
    return read.tokens[value.last + 1].word if value.last + 1 < len(read.tokens) else ""


def is_arrow(token: Token) -> bool:
    """Whether what stands before it is where it starts, and never a range."""
    return token.text in _ARROWS


_ARROWS = frozenset(("→", "->", "=>", "⇒", "➔", "➜", "⟶", "-->", "»", ">>"))
MEASURED_BY = (
    "rate of", "score of", "average of", "avg", "average", "on average", "bình quân", "trung bình", "tb",
    "diện tích", "dien tich", "tổng đàn", "tong dan",
)  # fmt: skip
