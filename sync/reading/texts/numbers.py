"""Digits as people type them, with the separators of their locale: '3,000.50', '1.500.000', '10 000', '1e6'."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from sync.patterns import RarePattern
from sync.reading.texts.text import word_set

NUMBER_PATTERN = r"""(?:[0-9]{1,3}(?:[ '’][0-9]{3})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+)"""
"""A regular expression for a run of digits with separators, to be built into larger ones; ``read_digits`` reads it."""

_TIDY = str.maketrans(
    {
        **{chr(0xFF01 + offset): chr(0x21 + offset) for offset in range(94)},
        **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f"),
        **dict.fromkeys("\u2212\u2010\u2011\ufe63", "-"),
    }
)  # fmt: skip
_UNTIDY = frozenset(map(chr, _TIDY))
LONGEST_NUMBER = 28
"""Digits, with their separators, that are read as one number: more are a card or an account."""
_SEPARATORS = re.compile(r"[.,]")
_INDIAN = RarePattern(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")

_COMMA_LANGUAGES = word_set(
    "vi de fr es it pt nl ru uk pl cs sk sl hr sr bg ro hu tr id da sv nb nn no fi et lv lt el ca eu gl is be kk az "
    "ka hy mk sq bs"
)
_POINT_LANGUAGES = word_set("en zh ja ko th he hi bn ta te ml mr ms fil tl ur my km lo si ne cy ga mt sw")
_POINT_REGIONS = frozenset({"es_mx", "es_us", "es_do", "es_gt", "es_hn", "es_ni", "es_pa", "es_pe", "es_pr", "es_sv"})
_SWISS = frozenset({"de_ch", "it_ch", "de_li"})


class Digits(NamedTuple):
    """A run of digits as read, and the reading not taken where both are possible."""

    value: Decimal
    other: Decimal | None = None


def tidy(text: str) -> str:
    """Given text as typed, return it composed (NFC), with full-width signs, special spaces and minus signs as their
    plain kin, one space where several stand, and without invisible characters."""
    typed = text.strip() if text.isascii() else _tidied(text)
    return _SPACES.sub(" ", typed) if "  " in typed or "\t" in typed else typed


_SPACES = RarePattern(r"[ \t]+")


@lru_cache(maxsize=1024)
def _tidied(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return (composed if _UNTIDY.isdisjoint(composed) else composed.translate(_TIDY)).strip()


@lru_cache(maxsize=256)
def decimal_mark(locale: str | None) -> Literal[",", "."] | None:
    """Given a locale ('vi', 'en_US', 'de-CH'), return its decimal mark, or None where it is not known."""
    if not locale:
        return None
    name = locale.replace("-", "_").casefold().split(".")[0]
    language = name.split("_")[0]
    if name in _POINT_REGIONS or name in _SWISS or language in _POINT_LANGUAGES:
        return "."
    return "," if language in _COMMA_LANGUAGES else None


def read_digits(typed: str, mark: Literal[",", "."] | None) -> Digits | None:
    """Given a run that matches NUMBER_PATTERN and the locale's decimal mark, return its value.

    Two kinds of separator, a repeated one, or a group that is not of three digits settle the matter in any locale;
    what is left ('1.500') the mark decides, and without one the thousands are taken and the decimals kept as ``other``.
    None where the groups make no number ('1.2.3').
    """
    digits = typed.replace(" ", "").replace("'", "").replace("’", "")
    grouped = len(digits) != len(typed)
    if len(digits) > LONGEST_NUMBER:
        return None
    separators = _SEPARATORS.findall(digits)
    if not separators:
        return Digits(Decimal(digits))
    last = separators[-1]
    whole, _, fraction = digits.rpartition(last)

    if len(set(separators)) == 2:
        other_mark = separators[0]
        if separators.count(last) == 1 and other_mark != last and _is_grouped(whole, other_mark):
            return Digits(Decimal(f"{whole.replace(other_mark, '')}.{fraction}"))
        return None
    if len(separators) > 1:
        if _is_grouped(digits, last) or (last == "," and _INDIAN.fullmatch(digits)):
            return Digits(Decimal(digits.replace(last, "")))
        return None

    as_decimal = Decimal(f"{whole or '0'}.{fraction}")
    if grouped or len(fraction) != 3 or not 1 <= len(whole) <= 3 or whole.startswith("0"):
        return Digits(as_decimal)
    as_thousands = Decimal(whole + fraction)
    if mark is None:
        return Digits(as_thousands, as_decimal)
    return Digits(as_decimal if last == mark else as_thousands)


def plain(value: Decimal) -> Decimal:
    """Given a value, return the same without trailing zeros and without an exponent: 30.0 and 3E+1 are 30."""
    if not value:
        return Decimal(0)
    return Decimal(shown(value))


def shown(value: Decimal) -> str:
    """Given a value, return its digits without exponent and trailing zeros: '0.3', '1200000'."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _is_grouped(digits: str, separator: str) -> bool:
    first, *groups = digits.split(separator)
    return 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)
