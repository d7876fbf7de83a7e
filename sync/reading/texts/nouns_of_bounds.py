"""Nouns and adverbs that say a bound beside a figure, and something else elsewhere: 'ceiling $2m', '2% tops', 'NIM
floor 3.2%', 'attrition sub 8%', and not 'floor 3', 'sell 300 tops', 'a 4 m ceiling'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.reading.texts.marks import Mark, Marks

if TYPE_CHECKING:
    from sync.reading.texts.tokens import Token

_BOUNDS = {
    "tops": Mark.at_most, "ceiling": Mark.at_most, "cap": Mark.at_most, "floor": Mark.at_least, "sub": Mark.below,
}  # fmt: skip
BOUND_WORDS = frozenset(_BOUNDS)
_LEADS_ON = ("of", "at", ":", "=", "is")


def bound_said_at(tokens: list[Token], index: int, vietnamese: bool) -> Marks:
    """Given the tokens of a text and where one of ``BOUND_WORDS`` stands, return the marks of the bound that it says
    of the figure beside it; 0 where it says none."""
    word = tokens[index].word
    bound = _BOUNDS[word]
    if word == "sub":  # in Vietnamese those who follow a channel
        leads_on = index + 1 < len(tokens) and tokens[index + 1].figure is not None
        return bound if leads_on and not vietnamese else 0
    if index and _is_an_amount(tokens, index - 1) and not _is_of_a_thing(tokens, index):
        return bound
    if word in ("tops", "cap"):
        return 0
    if not index and any(token.text == ":" for token in tokens[2:]) and tokens[1].word in ("on", "for"):
        return bound  # 'Ceiling on open tickets: 20'
    following = index + 1
    while following < len(tokens) and tokens[following].word in _LEADS_ON:
        following += 1
    if following == len(tokens) or tokens[following].figure is None:
        return 0
    return bound if following > index + 1 or _says_its_unit(tokens, following) else 0


def _is_an_amount(tokens: list[Token], last: int) -> bool:
    """'2%', '$2m', '45 min', '2h/week': what ends there can be so much at most; '300' may be how many of them."""
    if tokens[last].marks & Mark.time_unit or _says_its_unit(tokens, last):
        return True
    is_per = last > 1 and tokens[last - 1].text in ("/", "per", "a")
    return is_per and _is_an_amount(tokens, last - 2)


def _says_its_unit(tokens: list[Token], place: int) -> bool:
    figure = tokens[place].figure
    if figure is None:
        return False
    is_of_time = place + 1 < len(tokens) and tokens[place + 1].marks & Mark.time_unit != 0
    return figure.percent or figure.currency is not None or figure.scale_word is not None or is_of_time


def _is_of_a_thing(tokens: list[Token], index: int) -> bool:
    """'A 2 h ceiling repair': a noun follows."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return following is not None and following.text[0].isalpha() and not following.marks & (Mark.stop | Mark.within)
