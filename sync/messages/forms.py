"""How a language writes days and numbers: two entries of its catalogue, translated like any message."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from sync.messages.catalogues import catalogue_of
from sync.model.findings import Language, Message

# For translators: how a day is written in numbers. The year has four digits, the month and the day two.
DAY = Message("{year}-{month}-{day}")
# For translators: this number as your readers write it: what stands between its digits and before the per cent sign.
NUMBER = Message("1,234,567.89%")
_NUMBER = re.compile(r"1(?P<groups>\D*)234(?P=groups)567(?P<decimals>\D+)89(?P<per_cent>\s*%)")
USUAL_DECIMALS = 4
_DIGITS_OF_A_CELL = 15
# As exact as any spreadsheet is, with room for scale words.
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


class _Forms(NamedTuple):
    day: str
    marks: dict[int, str]
    per_cent: str


def written_day(day: date, language: Language) -> str:
    """Given a day, return it as a language writes it: 31/12/2026, 2026-12-31."""
    return _forms(language).day.format(year=f"{day.year:04}", month=f"{day.month:02}", day=f"{day.day:02}")


def written_number(value: Decimal, language: Language, decimals: int = USUAL_DECIMALS) -> str:
    """Given a number, return it grouped and trimmed: 1.500.000,5 in Vietnamese, 1,500,000.5 in English. At most four
    decimals, or as many as are asked for, or four digits where it is smaller than that: a sentence is for reading."""
    return _written(value, ",f", language, decimals)


def ungrouped_number(value: Decimal, language: Language, decimals: int = USUAL_DECIMALS) -> str:
    """Given a number, return it as ``written_number`` does, its thousands not set apart: 1500000,5."""
    return _written(value, "f", language, decimals)


def with_marks(digits: str, language: Language) -> str:
    """Given a number with the marks of English, return it with a language's and all of its digits: '0.70' ─▶ '0,70'."""
    return digits.translate(_forms(language).marks)


def decimals_apart(values: Collection[Decimal]) -> int:
    """Given the numbers of one sentence, return with how many decimals those that differ are told apart: never '30 is
    below 30'."""
    different = len(set(values))
    if different > 1:
        for decimals in range(USUAL_DECIMALS, _DIGITS_OF_A_CELL):
            if len({written_number(value, "en", decimals) for value in values}) == different:
                return decimals
    return USUAL_DECIMALS


def per_cent_sign(language: Language) -> str:
    """Given a language, return the per cent sign as it stands behind a number, with the space that goes before it."""
    return _forms(language).per_cent


def is_number_form(text: str) -> bool:
    """Whether a text is the number of the catalogue, in whatever marks."""
    return _NUMBER.fullmatch(text) is not None


def _written(value: Decimal, form: str, language: Language, decimals: int) -> str:
    if not value.is_finite():
        return str(value)
    written = format(value, form)
    if "." in written:
        decimals = max(decimals, USUAL_DECIMALS - 1 - value.adjusted()) if value else 0
        if len(written) - written.index(".") - 1 > decimals:
            written = format(value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT), form)
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    if written == "-0":
        written = "0"
    return written.translate(_forms(language).marks)


@lru_cache(maxsize=8)
def _forms(language: Language) -> _Forms:
    catalogue = catalogue_of(language)
    # A catalogue is compiled without what is no such number.
    number = _NUMBER.fullmatch(catalogue.gettext(NUMBER.template))
    assert number is not None, language
    marks = {ord(","): number["groups"], ord("."): number["decimals"]}
    return _Forms(catalogue.gettext(DAY.template), marks, number["per_cent"])
