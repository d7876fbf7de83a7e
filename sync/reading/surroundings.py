"""Each figure of a key result's text with what stands around it: the words that lead up to it, the verb that governs
it, its unit."""

from __future__ import annotations

from typing import NamedTuple

from sync.reading.figures import Figure
from sync.reading.lexicon import CADENCE_ADVERBS, Mark
from sync.reading.tokens import Token, Tokens
from sync.reading.units import PERCENT

VERBS = (Mark.up, Mark.down, Mark.improve, Mark.reach, Mark.exceed, Mark.add, Mark.do, Mark.keep)
CHANGES = (Mark.up, Mark.down, Mark.improve)
LEADS = (
    Mark.start, Mark.end, Mark.end_up, Mark.end_down, Mark.by, Mark.at_least, Mark.at_most, Mark.above, Mark.below,
    Mark.between, Mark.up_to, Mark.within, Mark.other, Mark.now, Mark.reach, Mark.exceed, Mark.keep, Mark.up, Mark.down,
    Mark.more, Mark.times,
)  # fmt: skip


BOUNDS = (Mark.at_least, Mark.at_most, Mark.above, Mark.below, Mark.between)
_OF = ("of", "out of", "trên", "trong số", "trên tổng số", "trong tổng số")


class Surrounded(NamedTuple):
    """A figure with its surroundings.

    ``place`` and ``last`` are the indexes of its first and last token, ``words`` what they say. ``lead`` are the marks
    of the words right before it, ``verb`` governs it, ``kept`` is the verb of keeping if any. ``upper`` is the end of a
    range ('20–30'), ``total`` the n of 'k of n'.
    """

    place: int
    last: int
    figure: Figure
    words: str
    lead: frozenset[Mark]
    verb: Token | None
    kept: Token | None
    unit: str | None
    unit_words: str
    more: bool
    or_more: bool
    or_less: bool
    upper: Figure | None
    total: Figure | None
    in_brackets: bool
    follows_aside: bool


def surrounded_figures(read: Tokens) -> list[Surrounded]:
    values: list[Surrounded] = []
    tokens = read.tokens
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.figure is None:
            index += 1
            continue
        value = _around(read, index, values)
        values.append(value)
        index = value.last + 1
    return [value for value in values if not _is_year(read, value)]


def _around(read: Tokens, index: int, before: list[Surrounded]) -> Surrounded:
    tokens = read.tokens
    figure = tokens[index].figure
    assert figure is not None
    first_free = before[-1].last + 1 if before else 0
    lead = _lead(tokens, index, first_free)
    if before and first_free + 1 == index and tokens[first_free].text.lower() in _OF:
        lead |= {Mark.other}
    upper, last, total = None, index, None
    if _dash_between(tokens, index) and (other := tokens[index + 2].figure) is not None:
        upper, last = other, index + 2
    elif (total := _total(tokens, index)) is not None:
        last = index + 2
    unit, unit_words, more, last = _unit_after(read, last)
    or_more = or_less = False
    ahead = next((token for token in tokens[last + 1 :] if token.figure or token.has(Mark.or_more, Mark.or_less)), None)
    if ahead is not None and ahead.figure is None:
        or_more, or_less = ahead.has(Mark.or_more), ahead.has(Mark.or_less)
    elif last + 1 < len(tokens) and tokens[last + 1].text == "+" and tokens[last + 1].start == tokens[last].end:
        or_more, last = True, last + 1
    verb = _governing_verb(tokens, index)
    if tokens[index - 1].text.lower() in ("về", "ve") and (verb is None or not verb.has(*CHANGES)):
        lead -= {Mark.end_down}  # 'about', where nothing falls
    kept = next((token for token in tokens[:index] if _keeps(token, tokens[index - 1], lead)), None)
    between = tokens[first_free:index] if before else ()
    return Surrounded(
        index,
        last,
        figure,
        read.text[tokens[index].start : tokens[last].end],
        lead,
        verb,
        kept,
        unit,
        unit_words,
        more,
        or_more,
        or_less,
        upper,
        total,
        sum((token.text == "(") - (token.text == ")") for token in tokens[:index]) > 0,
        any(token.has(Mark.aside, Mark.other) for token in between),
    )


def _governing_verb(tokens: tuple[Token, ...], index: int) -> Token | None:
    """The nearest verb before a figure; one of change rules over a later one of doing in the same clause ('rút ngắn
    thời gian giao hàng 3 ngày')."""
    nearest = None
    for token in reversed(tokens[:index]):
        if nearest is not None and (token.has(Mark.aside) or token.text in (":", ",", ";", ".", "(")):
            break
        if not token.has(*VERBS) or token.text in (":", "="):
            continue
        if nearest is None:
            nearest = token
            if not token.has(Mark.add, Mark.do):
                break
        elif token.has(Mark.up, Mark.down):
            return token
    return nearest


def _total(tokens: tuple[Token, ...], index: int) -> Figure | None:
    """The scale of '4.3/5.0', the n of '5/8' and '5 of 8'."""
    if index + 2 >= len(tokens) or tokens[index + 1].text.lower() not in ("/", *_OF):
        return None
    figure, total = tokens[index].figure, tokens[index + 2].figure
    if figure is None or total is None or figure.percent or figure.scale_word or figure.currency:
        return None
    return total


def _keeps(token: Token, before: Token, lead: frozenset[Mark]) -> bool:
    """'Hold 4 workshops' keeps nothing, 'hold churn below 3 %' does."""
    if not token.has(Mark.keep):
        return False
    return not token.has(Mark.do) or before.text.lower() == "at" or not lead.isdisjoint(BOUNDS)


def _dash_between(tokens: tuple[Token, ...], index: int) -> bool:
    if index + 2 >= len(tokens):
        return False
    return tokens[index + 1].text in ("-", "–", "—", "~", "..", "…")


def _lead(tokens: tuple[Token, ...], index: int, first: int) -> frozenset[Mark]:
    """The marks of the words that stand directly before a figure, fillers passed over."""
    marks: set[Mark] = set()
    place = index - 1
    while place >= first:
        token = tokens[place]
        leading = token.marks.intersection(LEADS)
        if leading:
            marks |= leading
            if not marks.isdisjoint((Mark.up, Mark.down, Mark.keep, Mark.start, Mark.now, Mark.within)):
                break
        elif not marks and token.text.lower() in _EACH:
            return frozenset({Mark.other})
        elif not token.has(Mark.filler) and token.text != "(":
            break
        place -= 1
    return frozenset(marks)


_EACH = ("mỗi", "each", "every", "per", "moi", "/")


def _unit_after(read: Tokens, last: int) -> tuple[str | None, str, bool, int]:
    """The unit that follows the figure at ``last``, its words, whether 'new' or 'more' is said, and the last token."""
    tokens = read.tokens
    figure = tokens[last].figure
    more = False
    place = last + 1
    if figure is not None and (figure.percent or figure.currency):
        more = place < len(tokens) and tokens[place].has(Mark.more, Mark.new)
        said = PERCENT if figure.percent else figure.currency
        return said, read.text[figure.start : figure.end], more, last
    words: list[Token] = []
    limit = 2 if read.vietnamese else 3
    while place < len(tokens) and len(words) < limit:
        token = tokens[place]
        if token.has(Mark.money) and figure is not None and (figure.scale_word or read.vietnamese):
            break
        if token.has(Mark.more, Mark.new):
            more = True
            if words:
                last = place
                break
            place += 1
            continue
        if token.figure or token.name or not token.text[0].isalpha():
            break
        if token.text.lower() in CADENCE_ADVERBS and not _is_active(tokens, place + 1):
            break
        known = token.has(Mark.unit, Mark.time_unit)
        if token.has(*_AFTER_A_UNIT) and not known:
            break
        if token.has(*VERBS) and not known and (words or read.vietnamese):
            break
        words.append(token)
        last = place
        place += 1
        if known and read.vietnamese:
            break
    if place < len(tokens) and tokens[place].has(Mark.more, Mark.new) and words:
        more, last = True, place
    if not read.vietnamese and len(words) > 1 and words[-1].text.endswith("ed"):
        words = words[:-1]
    said = " ".join(word.text for word in words)
    return said or None, said, more, last


def _is_active(tokens: tuple[Token, ...], place: int) -> bool:
    return place < len(tokens) and tokens[place].text.lower() == "active"


_AFTER_A_UNIT = (
    Mark.stop, Mark.or_more, Mark.or_less, Mark.both, Mark.other, Mark.aside, Mark.start, Mark.end_up, Mark.end_down,
    Mark.by, Mark.never, Mark.at_least, Mark.at_most, Mark.above, Mark.below, Mark.now, Mark.within, Mark.every,
)  # fmt: skip


def _is_year(read: Tokens, value: Surrounded) -> bool:
    """2026 at the end of a phrase, or after 'in', 'by', 'of', 'since', is a year."""
    token = read.tokens[value.place]
    if not (len(token.text) == 4 and token.text.isdigit() and 1990 <= value.figure.value <= 2049):
        return False
    if value.unit is not None or value.upper is not None:
        return False
    before = read.tokens[value.place - 1].text.lower() if value.place else ""
    if before in _YEAR_WORDS or (value.place and read.tokens[value.place - 1].name):
        return True
    return value.lead.isdisjoint(
        (Mark.end, Mark.end_up, Mark.end_down, Mark.reach, Mark.above, Mark.at_least, Mark.start)
    )


_YEAR_WORDS = frozenset(
    (
        "năm",
        "in",
        "by",
        "of",
        "since",
        "until",
        "end",
        "before",
        "during",
        "trước",
        "cuối",
        "đầu",
        "hết",
        "fy",
        "for",
        "nam",
    )
)
