"""How often: 'mỗi ngày', '/tuần', 'per month', 'quarterly' ─▶ day, week, month, quarter, year."""

from __future__ import annotations

from sync.reading.lexicon import CADENCE_ADVERBS, CADENCES, Mark
from sync.reading.tokens import Tokens


def cadence_of(read: Tokens) -> tuple[str | None, str]:
    for index in range(len(read.tokens)):
        found = _cadence_at(read, index)
        if found is not None:
            return found
    return None, ""


def cadence_after(read: Tokens, index: int) -> str | None:
    return next((found[0] for place in range(index + 1, len(read.tokens)) if (found := _cadence_at(read, place))), None)


def _cadence_at(read: Tokens, index: int) -> tuple[str, str] | None:
    tokens = read.tokens
    token = tokens[index]
    word = token.text.lower()
    if word in CADENCE_ADVERBS:
        following = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
        return None if following == "active" else (CADENCES[word], token.text)
    if word in CADENCES and index and tokens[index - 1].has(Mark.every):
        opener = tokens[index - 1]
        if opener.text.lower() in ("một", "a", "an", "mot") and not any(part.figure for part in tokens[:index]):
            return None
        return CADENCES[word], read.text[opener.start : token.end]
    if word in ("quy", "ngay", "tuan", "thang", "nam") and index and tokens[index - 1].has(Mark.every):
        marked = {"quy": "quarter", "ngay": "day", "tuan": "week", "thang": "month", "nam": "year"}[word]
        return marked, read.text[tokens[index - 1].start : token.end]
    return None
