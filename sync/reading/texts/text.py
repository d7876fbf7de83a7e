"""Words as they are compared: composed, case-folded, Vietnamese marks optional, white space collapsed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARK = re.compile(r"[\u0300-\u036f]")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Given text as typed, return it in NFKC, case-folded, with runs of white space as one space: marks are kept."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=16384)
def bare(text: str) -> str:
    """Given text as typed, return it folded and without marks: 'Mục tiêu ĐẠT' is 'muc tieu dat'."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = fold(text)
    return folded if folded.isascii() else _MARK.sub("", unicodedata.normalize("NFD", folded)).replace("đ", "d")


def word_set(words: str) -> frozenset[str]:
    """Given words in one string, return them as a set."""
    return frozenset(words.split())
