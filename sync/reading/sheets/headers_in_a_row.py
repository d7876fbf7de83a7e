"""Headers that name a period only beside or below others: 'P09' under 'FY26' or in a row of P01 to P12, for products
and plants are called so, too; 'Tháng Năm' between 'Tháng Tư' and 'Tháng Sáu', for alone it is the month and year."""

from __future__ import annotations

from collections.abc import Iterable

from sync.patterns import RarePattern
from sync.reading.sheets.header_periods import LONGEST_HEADER, may_in_digits, names_a_month_in_words
from sync.reading.sheets.headers import Placement, place, plain_words

_MONTHS_OF_A_YEAR = 12


def numbers_periods(group: str) -> bool:
    """Given the words of a group, tell whether 'P09' under them is a period: 'Period', 'FY26', '2026'."""
    return _GROUP.fullmatch(plain_words(group)) is not None


def is_numbered(text: str) -> bool:
    """Whether a header is 'P09' alone."""
    return _ALONE.fullmatch(text.strip()) is not None


def as_one_of(texts: Iterable[str]) -> tuple[bool, bool]:
    """Given the headers of a row, tell whether 'P09' among them is a period, and whether 'Tháng Năm' is May."""
    typed = [text for text in texts if len(text) <= LONGEST_HEADER]
    numbers = {number for text in typed for number in _NUMBERED.findall(text)}
    return len(numbers) == _MONTHS_OF_A_YEAR, any(map(names_a_month_in_words, typed))


def place_under(text: str, group: str) -> Placement | None:
    """Given a header and the group over it, return what it is as a period of that group's; None where it is none."""
    if not (is_numbered(text) and numbers_periods(group)):
        return None
    year = _YEAR.search(plain_words(group))
    named = f" 20{year[1][-2:]}" if year is not None else ""
    return _numbered(f"{text.strip()}{named}") if named else place_numbered(text)


def place_numbered(text: str) -> Placement | None:
    """Given a header with 'P09' in it, return what it means where that is a period; None where it has none."""
    return _numbered(_NUMBERED.sub(r"FP\1", text)) if _NUMBERED.search(text) else None


def place_in_words(text: str) -> Placement | None:
    """Given a header with 'Tháng Năm' in it, return what it means where that is May; None where it has none."""
    in_digits = may_in_digits(text)
    return place(in_digits) if in_digits != text else None


def place_group(text: str, beside: Iterable[str]) -> Placement | None:
    """Given the words of a group and those of the groups beside it, return what they mean: 'Tháng Năm' is May there."""
    in_words = place_in_words(text) if as_one_of(beside)[1] else None
    return in_words or place(text)


def _numbered(text: str) -> Placement | None:
    placed = place(text)
    if placed is None or not placed.period:
        return None
    return placed._replace(period=placed.period.casefold().removeprefix("f"))


_NUMBERED = RarePattern(r"(?<![^\W_])[pP](0[1-9]|1[0-2])(?![^\W_])(?!\s?/?\s?20[0-9]{2})")
_ALONE = RarePattern(r"[pP](?:0[1-9]|1[0-2])")
_YEAR = RarePattern(r"(?<![0-9])((?:20)?[2-4][0-9])(?![0-9])")
_GROUP = RarePattern(
    r"(?:(?:fiscal |accounting |reporting )?(?:periods?|months?)|ky(?: ke toan| bao cao)?|thang(?: bao cao)?)"
    r"(?: (?:fy ?)?(?:20)?[2-4][0-9])?|(?:fy|nam|year|nam tai chinh) ?(?:20)?[2-4][0-9]|20[2-4][0-9]"
)
