"""A message ─▶ a sentence in the reader's language, with numbers and dates as that language writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sync.messages.catalogues import catalogue_of
from sync.messages.fields import field_word
from sync.messages.forms import (
    USUAL_DECIMALS,
    decimals_apart,
    per_cent_sign,
    ungrouped_number,
    written_day,
    written_number,
)
from sync.model.findings import Language, Message, MessageValue
from sync.patterns import RarePattern

_LONGEST = 60
_UNITS = ("unit", "other_unit")
_READINGS = ("one_way", "other_way")
_PERIODS = ("period", "whole")
_YEAR = RarePattern(r"(?:19|20)[0-9]{2}")
# For translators: a year, where a sentence names it as a period: 'of all of 2026'. Many languages put a word before it.
_OF_A_YEAR = Message("{year}")
# For translators: a quarter or another period by its sign, as in 'of all of 2026-Q4'.
_OF_ANOTHER = Message("{cycle}")


def render(message: Message, language: Language) -> str:
    """Given a message, return it in a language: the template's translation, its {names} replaced by their values.

    Decimals are grouped and trimmed (vi 1.500.000,5 · en 1,500,000.5), and never look alike where they differ; dates
    are 31/12/2026 or 2026-12-31, and a cell is its address. A value called 'field' is the name of one ('current'), and
    is written as what it is called; one called 'unit' or 'other_unit' stands right behind its number. 'one_way' and
    'other_way' are the two readings of what was typed, and not grouped: “52.000” is 52000 or 52. A year called 'period'
    or 'whole' is written as a period is: 'năm 2026', and 'Năm 2026' where the sentence begins with it.
    """
    if not message.template:
        return ""
    template = catalogue_of(language).gettext(message.template)
    if not message.values:
        return template
    numbers = [value for _, value in message.values if isinstance(value, Decimal)]
    decimals = decimals_apart(numbers) if len(numbers) > 1 else USUAL_DECIMALS
    said = template.format_map({name: _named(name, value, language, decimals) for name, value in message.values})
    return said[0].upper() + said[1:] if template.startswith("{period}") else said


def short(text: str) -> str:
    """Given text from a cell, return it on one line, and cut where it is too long to be quoted in a message."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def _named(name: str, value: MessageValue, language: Language, decimals: int) -> str:
    if name == "field":
        return render(field_word(str(value)), language)
    if name in _PERIODS and isinstance(value, str):
        return _period(name, value, language)
    if name in _UNITS and value == "%":
        return per_cent_sign(language)
    if name in _READINGS and isinstance(value, Decimal):
        return ungrouped_number(value, language, decimals)
    return _written(value, language, decimals)


def _period(name: str, said: str, language: Language) -> str:
    """A period by its id ('2026', '2026-Q4'); one called 'period' may be by the words of its header."""
    if _YEAR.fullmatch(said):
        return render(Message(_OF_A_YEAR.template, (("year", said),)), language)
    return said if name == "period" else render(Message(_OF_ANOTHER.template, (("cycle", said),)), language)


def _written(value: MessageValue, language: Language, decimals: int) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return written_day(value, language)
    if isinstance(value, (Decimal, int)):  # a union would be made anew with each call
        return written_number(Decimal(value), language, decimals)
    return str(value)
