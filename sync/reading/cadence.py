"""How often: 'mỗi ngày', '/tuần', 'per month', 'quarterly' ─▶ day, week, month, quarter, year."""

from __future__ import annotations

from sync.reading.lexicon import CADENCE_ADVERBS, CADENCES, Mark
from sync.reading.tokens import Tokens


def cadence_of(read: Tokens) -> tuple[str | None, str]:
    return _first_cadence(read, 0) or (None, "")


def cadence_after(read: Tokens, index: int) -> str | None:
    found = _first_cadence(read, index + 1)
    return None if found is None else found[0]


def _first_cadence(read: Tokens, first: int) -> tuple[str, str] | None:
    for index, token in enumerate(read.tokens[first:], first):
        if token.word in PERIODS and (found := _cadence_at(read, index)) is not None:
            return found
    return None


def _cadence_at(read: Tokens, index: int) -> tuple[str, str] | None:
    tokens = read.tokens
    token = tokens[index]
    word = token.word
    if word in CADENCE_ADVERBS:
        following = tokens[index + 1].word if index + 1 < len(tokens) else ""
        return None if following == "active" else (CADENCES[word], token.text)
    if not index or not tokens[index - 1].marks & Mark.every:
        return None
    opener = tokens[index - 1]
    is_article = word in CADENCES and opener.word in ("một", "a", "an", "mot")
    if is_article and not any(part.figure for part in tokens[:index]):
        return None
    return PERIODS[word], read.words(index - 1, index)


_UNMARKED = {"quy": "quarter", "ngay": "day", "tuan": "week", "thang": "month", "nam": "year", "dem": "day"}
PERIODS = {**CADENCES, **_UNMARKED}
