"""How often: 'mỗi ngày', '/tuần', 'per month', 'quarterly' ─▶ day, week, month, quarter, year; 'every two weeks',
'2 tuần/lần' ─▶ 2 weeks."""

from __future__ import annotations

from typing import NamedTuple

from sync.reading.texts.lexicon import CADENCE_ADVERBS, CADENCES
from sync.reading.texts.marks import Mark
from sync.reading.texts.tokens import Tokens


class Cadence(NamedTuple):
    """How often, and the first and last token that say so."""

    name: str
    first: int
    last: int


def cadence_of(read: Tokens, last: int) -> tuple[str | None, str]:
    """Given the last token of a text's value, return how often that is, and the words that say so."""
    found = _first_cadence(read, 0)
    if found is None or _is_of_another(read, found, last):
        return None, ""
    return found.name, read.words(found.first, found.last)


def says_a_cadence(read: Tokens) -> bool:
    return _first_cadence(read, 0) is not None


def _is_of_another(read: Tokens, found: Cadence, last: int) -> bool:
    """'Từ 100 lên 150, mỗi tháng thêm 10 khách': after a comma, it leads on to a figure of its own."""
    if found.first < last + 2 or read.tokens[found.first - 1].text not in (",", ";", "("):
        return False
    return any(token.figure is not None for token in read.tokens[found.last + 1 : found.last + 5])


def cadence_after(read: Tokens, index: int) -> str | None:
    found = _first_cadence(read, index + 1)
    return None if found is None else found.name


def every_several(read: Tokens) -> Cadence | None:
    """The first 'every two weeks', '2 tuần/lần' of a text."""
    found = (_several_at(read, index) for index, token in enumerate(read.tokens) if token.word in _LASTING)
    return next((one for one in found if one is not None), None)


def periods_counted_at(read: Tokens, index: int) -> Cadence | None:
    """The cadence of which the figure at ``index`` is the two of 'every two weeks'."""
    following = index + 1
    if following >= len(read.tokens) or read.tokens[following].word not in _LASTING:
        return None
    return _several_at(read, following)


def _first_cadence(read: Tokens, first: int) -> Cadence | None:
    if _WORDS.isdisjoint(read.said):
        return None
    for index, token in enumerate(read.tokens[first:], first):
        if token.word in _WORDS and (found := _cadence_at(read, index)) is not None:
            return found
    return None


def _cadence_at(read: Tokens, index: int) -> Cadence | None:
    tokens = read.tokens
    token = tokens[index]
    word = token.word
    if word in CADENCE_ADVERBS:
        following = tokens[index + 1].word if index + 1 < len(tokens) else ""
        return None if following == "active" else Cadence(CADENCES[word], index, index)
    if word in PERIODS and [one.word for one in tokens[index + 1 : index + 3]] in _WITHOUT_FAIL:
        return Cadence(PERIODS[word], index, index + 2)
    if not index:
        return None
    if word in _LASTING and (several := _several_at(read, index)) is not None:
        return several
    opener = tokens[index - 1]
    if word not in PERIODS or not opener.marks & Mark.every:
        return None
    if word in _TIMES_OF_DAY and opener.word not in ("mỗi", "moi", "every", "each"):
        return None  # 'xe có hàng chiều về'
    is_article = word in CADENCES and opener.word in ("một", "a", "an", "mot")
    if is_article and not any(part.figure for part in tokens[:index]):
        return None
    return Cadence(PERIODS[word], index - 1, index)


def _several_at(read: Tokens, index: int) -> Cadence | None:
    """Given where a period's word is, return the cadence of several such: 'every 2 weeks', 'every other week',
    '2 tuần/lần', 'hai tuần một lần'."""
    if not index:
        return None
    tokens = read.tokens
    before = tokens[index - 1]
    count = _NUMBERS.get(before.word) if before.figure is None else int(before.figure.value)
    if not count or count > 60 or (index > 1 and before.word == "second" and tokens[index - 2].word == "a"):
        return None  # 'Stay for a second year'
    last = index
    if index > 1 and tokens[index - 2].marks & Mark.every:
        first = index - 2
    else:
        first = index - 1
        rest = [token.word for token in tokens[index + 1 : index + 3]]
        if rest[:2] not in _ONCE:
            return None
        last = index + 2
    period = _LASTING[tokens[index].word]
    name = _NAMED.get((count, period)) or (period if count == 1 else f"{count} {period}s")
    return Cadence(name, first, last)


_TIMES_OF_DAY = ("sang", "sáng", "tối", "chiều", "morning", "evening")
_UNMARKED = {
    "quy": "quarter",
    "ngay": "day",
    "tuan": "week",
    "thang": "month",
    "nam": "year",
    "dem": "day",
    "sang": "day",
}
PERIODS = {**CADENCES, **_UNMARKED, "fortnight": "2 weeks", "fortnightly": "2 weeks"}
_LASTING = {
    **{word: period for period in ("day", "week", "month", "quarter", "year") for word in (period, f"{period}s")},
    "ngày": "day",
    "tuần": "week",
    "tháng": "month",
    "quý": "quarter",
    "năm": "year",
    "ngay": "day",
    "tuan": "week",
    "thang": "month",
    "nam": "year",
}
_WORDS = frozenset({*PERIODS, *_LASTING})
_NUMBERS = {"hai": 2, "ba": 3, "sáu": 6, "sau": 6, "other": 2, "second": 2}
_WITHOUT_FAIL = (["nào", "cũng"], ["nao", "cung"])
"""'Tuần nào cũng có ≥ 3 video'."""
_ONCE = (["/", "lần"], ["một", "lần"], ["1", "lần"], ["/", "lan"], ["mot", "lan"], ["1", "lan"])
_NAMED = {(3, "month"): "quarter", (12, "month"): "year", (7, "day"): "week", (4, "quarter"): "year"}
