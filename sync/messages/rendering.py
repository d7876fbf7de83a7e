"""A message ─▶ a sentence in the reader's language, with numbers and dates as that language writes them."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

from sync.messages.fields import field_word
from sync.model import Language, Message, MessageValue

_CATALOGUES = str(Path(__file__).parent)
_MOST_DECIMALS = 4
_LONGEST = 60
# As exact as any spreadsheet is, with room for scale words.
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_VIETNAMESE_SIGNS = str.maketrans(",.", ".,")


def render(message: Message, language: Language) -> str:
    """Given a message, return it in a language: the template's translation, its {names} replaced by their values.

    Decimals are grouped and trimmed (vi 1.500.000,5 · en 1,500,000.5), dates are 31/12/2026 or 2026-12-31, and a cell
    is its address. A value called 'field' is the name of one ('current'), and is written as what it is called.
    """
    if not message.template:
        return ""
    template = _catalogue(language).gettext(message.template)
    if not message.values:
        return template
    return template.format_map({name: _named(name, value, language) for name, value in message.values})


def short(text: str) -> str:
    """Given text from a cell, return it on one line, and cut where it is too long to be quoted in a message."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


@lru_cache(maxsize=8)
def _catalogue(language: Language) -> NullTranslations:
    return translation("okr-sync", _CATALOGUES, [language]) if language != "en" else NullTranslations()


def _named(name: str, value: MessageValue, language: Language) -> str:
    return render(field_word(str(value)), language) if name == "field" else _written(value, language)


def _written(value: MessageValue, language: Language) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y") if language == "vi" else value.isoformat()
    if isinstance(value, Decimal | int):
        return _number(Decimal(value), language)
    return str(value)


def _number(value: Decimal, language: Language) -> str:
    """At most four decimals, or four digits where a number is smaller than that: a sentence is for reading."""
    if not value.is_finite():
        return str(value)
    decimals = max(_MOST_DECIMALS, _MOST_DECIMALS - 1 - value.adjusted()) if value else 0
    if isinstance(exponent := value.as_tuple().exponent, int) and -exponent > decimals:
        value = value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    written = format(value, ",f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    if written == "-0":
        written = "0"
    return written.translate(_VIETNAMESE_SIGNS) if language == "vi" else written
