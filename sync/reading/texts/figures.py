"""One figure in a text: digits with their sign, scale words, currency or per cent: '10tr5', '$1.2M', '3,5 nghìn tỷ',
'−4 điểm %'. Values and the words of key results are both read with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sync.patterns import RarePattern
from sync.reading.texts.numbers import NUMBER_PATTERN, Digits, plain, read_digits
from sync.reading.texts.units import (
    CAPITAL_SCALES,
    CURRENCIES,
    ENGLISH_SCALES,
    MONEY_SCALES,
    PERCENT_WORDS,
    POINT_WORDS,
    SCALES,
    SCALES_OF_CURRENCIES,
    VIETNAMESE_SCALES,
)


@dataclass(slots=True, eq=False)
class Figure:
    """A figure, and how many characters of its text it takes. ``other`` is the reading not taken; ``points`` are
    percentage points, and then ``percent`` is True as well. ``unit`` is that of a duration ('2h30'), and ''
    of a ratio ('3:1')."""

    length: int
    value: Decimal
    other: Decimal | None = None
    scale_word: str | None = None
    scale: Decimal = Decimal(1)
    currency: str | None = None
    percent: bool = False
    points: bool = False
    unit: str | None = None
    or_more: bool = False
    """Whether a plus stands between the number and its scale: '100+ tỷ'."""


def scan_figure(text: str, start: int, mark: Literal[",", "."] | None, of_many: bool = False) -> Figure | None:
    """Given tidy text, a place in it and the locale's decimal mark, return the figure that begins right there.
    ``of_many``: it is of people or things, of which '1.1m' are millions and no metres."""
    head = _HEAD.match(text, start)
    if head is None:
        return None
    end = head.end()
    sign, before, inner_sign, number, exponent = head.groups("")
    currency = CURRENCIES[before.casefold()] if before else None
    scale, scale_word, added, points, percent = _ONE, None, _ZERO, None, None

    or_more = _PLUS_BEFORE_SCALE.match(text, end) is not None
    end += or_more
    following = _FOLLOWING.match(text, end)
    if following is not None and following[1].casefold() in _SUFFIXES:
        beside_money = of_many or currency is not None or _BEFORE_A_CODE.match(text, end) is not None
        scale, scale_word, end = _scan_scale(text, end, beside_money, currency)
        if scale_word is not None:
            added, end = _scan_rest_of_scale(text, end, scale)
        if points := _POINTS.match(text, end):
            end = points.end()
        elif percent := _PERCENT.match(text, end):
            end = percent.end()
        elif currency is None and (after := _CURRENCY.match(text, end)):
            currency, end = CURRENCIES[(after["currency"] or "đ").casefold()], after.end()

    is_english = scale_word is not None and scale_word.casefold() in ENGLISH_SCALES  # 'VND 1,100 bn'
    is_vietnamese = currency == "VND" or (scale_word or "").casefold().split(" ")[0] in VIETNAMESE_SCALES
    if mark is None and is_vietnamese and not is_english:
        mark = ","
    digits = read_digits(number, mark)
    if digits is None:
        return None
    factor = scale.scaleb(int(exponent[1:])) if exponent else scale
    direction = -1 if "-" in sign + inner_sign else 1
    if before.casefold() in _OTHER_NAMES and scale_word is None and digits.value < 1000:
        return None  # 'PHP 8'
    if currency == "VND" and scale_word is None and _THOUSANDS.fullmatch(number):
        digits = Digits(Decimal(number[:-4] + number[-3:]))  # nobody names thousandths of it
    if percent and _NEARLY_ALL.fullmatch(number):
        digits = Digits(Decimal(number.replace(",", ".")))  # '99.999% uptime', in any locale
    value = digits.value if factor is _ONE else digits.value * factor
    if added is not _ZERO:
        value += added
    if direction < 0:
        value = -value
    return Figure(
        end - start,
        value if factor is _ONE and number.isdigit() else plain(value),
        None if digits.other is None else plain(direction * (digits.other * factor + added)),
        scale_word,
        scale,
        currency,
        bool(points or percent),
        bool(points),
        or_more=or_more,
    )


def begins_suffix(following: str) -> bool:
    """Given what follows the digits of a figure after a space, return whether it may belong to it ('tỷ', '%', 'đ')."""
    word = _FOLLOWING.match(following)
    return word is not None and word[1].casefold() in _SUFFIXES


def _scan_scale(
    text: str, end: int, beside_money: bool, currency: str | None = None
) -> tuple[Decimal, str | None, int]:
    """Scale words multiply: 'nghìn tỷ' is 10¹²."""
    scale, first = _ONE, end
    while found := _SCALE.match(text, end):
        word = found["scale"]
        factor = CAPITAL_SCALES.get(word) or SCALES.get(word.casefold())
        if factor is None and beside_money and text[found.end() : found.end() + 1] not in ("2", "3"):  # '350k m3'
            factor = MONEY_SCALES.get(word)
        if factor is None and currency is not None:
            factor = SCALES_OF_CURRENCIES.get(currency, {}).get(word)
        if factor is None or (scale > 1 and factor <= scale):
            break  # '300tr ngan sach' is no thousand of millions
        if _is_of_a_name_or_unit(text, found, beside_money):
            break
        scale, end = scale * factor, found.end()
    return scale, text[first:end].strip() or None, end


def _is_of_a_name_or_unit(text: str, found: re.Match[str], beside_money: bool) -> bool:
    """'120 MM Mega Market stores', '9 T/ha', '2 M&A deals', '30 K-12 schools', '3 B737 checks'."""
    is_apart = text[found.start()].isspace()
    is_letter = is_apart and len(found["scale"]) == 1 and found["scale"].isupper()
    if is_letter and _GOES_ON_AS_A_NAME.match(text, found.end()):
        return True
    if found["scale"] == "MM":
        return is_apart and not beside_money and text[found.end() + 1 : found.end() + 2].isupper()
    return found["scale"] == "T" and text[found.end() : found.end() + 3].casefold() == "/ha"


def _scan_rest_of_scale(text: str, end: int, scale: Decimal) -> tuple[Decimal, int]:
    """What is added after a scale word: the 5 of '10tr5', a half ('2 triệu rưỡi'), '1 tỷ 200 triệu'."""
    if tail := _TAIL.match(text, end):
        return Decimal(tail["tail"]).scaleb(-len(tail["tail"])) * scale, tail.end()
    if half := _HALF.match(text, end):
        return scale / 2, half.end()
    if lesser := _LESSER.match(text, end):
        digits = read_digits(lesser["digits"], ",")
        below, _, lesser_end = _scan_scale(text, lesser.end(), False)
        if digits is not None and 1 < below < scale and digits.value * below < scale:
            return digits.value * below, lesser_end
    return _ZERO, end


def _any_of(words: object) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


_ZERO, _ONE = Decimal(0), Decimal(1)
_FOLLOWING = re.compile(r"\s?([^\W\d_]+|\S)")
_OF_CURRENCIES = {word for scales in SCALES_OF_CURRENCIES.values() for word in scales}
_BEFORE_A_CODE = re.compile(rf"\s?[mb]\s?(?:{'|'.join(code for code in sorted(set(CURRENCIES.values())))})(?!\w)")
"""'2.5m GBP'."""
_ALL_SCALES = {*SCALES, *CAPITAL_SCALES, *MONEY_SCALES, *_OF_CURRENCIES}
_GLUED = {scale + money for scale in _ALL_SCALES for money in ("đ", "vnd", "vnđ", "usd")}
_SUFFIXES = frozenset(
    found[1].casefold()
    for suffix in ("d", *_ALL_SCALES, *_GLUED, *PERCENT_WORDS, *POINT_WORDS, *CURRENCIES)
    if (found := _FOLLOWING.match(suffix))
)
"""The words and signs that what follows the digits can begin with: most figures have nothing after them."""
_THOUSANDS = RarePattern("[1-9][0-9]{0,2}[.,][0-9]{3}")
_NEARLY_ALL = RarePattern("9[0-9][.,][0-9]{3}")
_OTHER_NAMES = ("php", "cad")
_NO_LETTER = r"(?![^\W\d_])"
_NO_NOUN = (
    r"(?!(?<=[đd][ồo]ng)\s(?:hành|hồ|phục|bộ|đội|chí|thời|nghiệp|bào|ý|bằng|"
    r"hanh|nghiep|bao|ho|phuc|bo|doi|thoi|xe|co|san)(?!\w))"
)
"""'Đồng hồ', 'đồng nghiệp' are no money, nor is 'dòng xe', typed without marks."""
_OTHER_WITHOUT_MARKS = r"(?i:(?!(?<=ngan)\shang(?!\w))(?!(?<=t[iy])\s(?:vi|le|suat)(?!\w)))"
"""'2 ngan hang', '10 ti vi', typed without marks, are 'ngân hàng' and 'ti vi'."""
_SIGNS = [word for word in CURRENCIES if not word[-1].isalpha()]
CURRENCY_CODES = [
    word for word in CURRENCIES if word.isalpha() and (len(word) == 3 or word == "birr") and word != "yen"
]
"""Codes of money, which may come before its figure."""
_HEAD = RarePattern(
    rf"""
    (?P<sign>[-+]\s?)?
    (?:(?P<before>{_any_of(_SIGNS)}|(?:{_any_of(CURRENCY_CODES)}){_NO_LETTER})\s?(?P<inner_sign>[-+])?)?
    (?P<digits>{NUMBER_PATTERN})
    (?P<exponent>[eE][-+]?[0-9]{{1,2}}(?![\w.,]))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLUS_BEFORE_SCALE = RarePattern(
    r"\+(?=\s?(?:t[ỷỉy]|tri[ệe]u|ngh[ìi]n|ng[àa]n|tr|million|billion|thousand|trillion|bn|mn|mil|k|m|b|cr)(?!\w))",
    re.IGNORECASE,
)
_SCALE = RarePattern(
    rf"\s?(?P<scale>(?i:{_any_of({*SCALES, *MONEY_SCALES, *_OF_CURRENCIES})})|{_any_of(CAPITAL_SCALES)})"
    rf"(?:(?![^\W\d_]|(?<=\d[ ]M)[23]|(?<=\dM)[23])|(?=(?i:đ|₫|vn[dđ]|usd){_NO_LETTER})){_OTHER_WITHOUT_MARKS}"
)
_GOES_ON_AS_A_NAME = RarePattern(r"&[^\W\d_]|\s&\s[^\W\d_](?!\w)|-(?:[^\W\d_]|12\b)|[0-9]|\.[^\W\d_]")
_TAIL = RarePattern(
    r"(?:\s(?=[0-9](?:$|[,;)]|/(?![0-9])|\s(?:\(|[-–]|(?:trong|vào|cuối|trước|đến|năm|quý|tháng|tại|ở|cho|từ|để)\s))))?(?P<tail>[0-9]{1,3})(?![\w])(?![.,/][0-9])"
)
"""'10tr5', and at the end of what is said '1 tỷ 2'."""
_HALF = RarePattern(r"\s?(?:rưỡi|rưởi|ruoi)(?!\w)", re.IGNORECASE)
_LESSER = RarePattern(r"\s(?P<digits>[0-9]{1,3}(?:[.,][0-9]+)?)(?=\s?[^\W\d_])")
_PERCENT = RarePattern(rf"\s?(?:{_any_of(PERCENT_WORDS)})(?!\w)", re.IGNORECASE)
_POINTS = RarePattern(rf"\s?(?:{_any_of(POINT_WORDS)})(?!\w)", re.IGNORECASE)
_CURRENCY = RarePattern(
    rf"\s?(?P<currency>{_any_of(CURRENCIES)})(?!\w){_NO_NOUN}|(?<=[.,]\d00)(?P<unmarked>d)(?!\w)", re.IGNORECASE
)
"""'70.000d' is typed without the mark of its 'đ'."""
