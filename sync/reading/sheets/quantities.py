"""A typed text that is one value, a range, or a pair: '10 tỷ', '≥ 95 %', '14 / 20 phòng'. The whole text must be it;
a sentence that merely holds a number is none."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from sync.model.readings import Quantity
from sync.patterns import RarePattern
from sync.reading.sheets.value_notes import is_a_time, is_the_same, said_twice, without_notes
from sync.reading.texts.compound_figures import compound_at
from sync.reading.texts.figures import scan_figure
from sync.reading.texts.numbers import decimal_mark, tidy
from sync.reading.texts.text import word_set
from sync.reading.texts.units import CURRENCIES, PER_MILLE, PER_MILLE_WORDS, PERCENT, VIETNAMESE_SCALES

Bounds = tuple[Quantity | None, Quantity | None]
Pair = tuple[Quantity, Quantity, str | None]


@lru_cache(maxsize=16384)
def parse_quantity(text: str, locale: str | None) -> Quantity | None:
    """Given a text as typed and the locale that decides '.' and ',' (None: not known), return its value, or None where
    it is no single number.

    '5/8' and '3 of 8' are values with a total. ``other`` is set where the separators leave two readings open.
    """
    typed = _without_trimmings(text)
    if not typed or _begins_otherwise(typed):
        return None
    pair = _split_pair(typed, locale)
    if pair is not None:
        current, total, unit = pair
        return current._replace(total=total.value, unit=unit)
    if twice := said_twice(typed):
        value, note = (parse_quantity(part, locale) for part in twice)
        if value is None or note is None:
            return None
        is_part_of_target = note.is_percent and bool(value.scale_word or value.currency)
        return value if is_part_of_target or is_the_same(value, note) else None
    return _single(typed, locale)


def value_and_share(text: str, locale: str | None) -> tuple[Quantity, Quantity] | None:
    """Given a text as typed, return a value and the share in per cent that a bracket behind it says it is: '30 (75%)'.
    Of what is not told here, and where it is of something else the bracket may hold another value."""
    twice = said_twice(_without_trimmings(text))
    value, share = (None, None) if twice is None else (_single(part.strip(), locale) for part in twice)
    if value is None or share is None or not share.is_percent or value.is_percent:
        return None
    return None if value.other is not None or share.other is not None else (value, share)


@lru_cache(maxsize=16384)
def parse_pair(text: str, locale: str | None) -> Pair | None:
    """Given a cell's text that holds current and target together ('14 / 20 phòng'), return both and their unit, or
    None."""
    typed = _without_trimmings(text)
    return _split_pair(typed, locale) if typed else None


def parse_compared(text: str, locale: str | None) -> Pair | None:
    """The same of a cell whose header says that it holds both: '4% vs 3%' is a pair there, too."""
    return parse_pair(text, locale) or parse_pair(_VERSUS.sub(" / ", text), locale)


@lru_cache(maxsize=16384)
def parse_range(text: str, locale: str | None) -> Bounds | None:
    """Given a text that says a bound or two ('≥ 95 %', 'dưới 30', '20–30', 'từ 20 đến 30'), return (lower, upper), or
    None where it is a plain value or no value at all."""
    typed = _without_trimmings(text)
    if not typed or _begins_otherwise(typed):
        return None
    typed = _PLUS_INSIDE.sub(r"\1\2+", typed) if "+" in typed else typed  # '50+ khách', '100+ tỷ'
    if both := _TWO_BOUNDS.fullmatch(typed):
        one, two = _one_bound(both["one"].strip(), locale), _one_bound(both["two"].strip(), locale)
        if one and two and (one[0] is None) is not (two[0] is None):
            return (one[0] or two[0], one[1] or two[1])
    return _one_bound(typed, locale) or _two_ends(typed, locale) or _about(typed, locale)


def shared(first: Quantity, second: Quantity) -> tuple[Quantity, Quantity]:
    """Given two values of one phrase, return them with what was typed once: '5–10 tỷ' is 5 tỷ to 10 tỷ."""
    if first.unit is None and first.currency is None:
        first = first._replace(unit=second.unit, currency=second.currency)
    elif second.unit is None and second.currency is None:
        second = second._replace(unit=first.unit, currency=first.currency)
    if first.scale_word is None and second.scale_word is not None and first.value:
        scale = _scale_of(second)
        widely = second.scale_word.casefold() in VIETNAMESE_SCALES
        if abs(first.value) * scale <= abs(second.value) * (10 if widely else 1):
            other = None if first.other is None else first.other * scale
            first = first._replace(value=first.value * scale, other=other, scale_word=second.scale_word)
    return first, second


def _without_trimmings(text: str) -> str:
    """The text without 'about' or 'currently' before it and notes beside it; '' where it holds no digit."""
    typed = tidy(text)
    if not _DIGIT.search(typed) or len(typed) > 120:
        return ""
    typed = without_notes(typed)
    if typed[-1].isalpha():
        typed = _BY_NOW.sub("", typed, count=1)
    if typed[0].isalpha():
        bare_of_words = _AS_IT_STANDS.sub("", typed, count=1)
        if bare_of_words != typed and is_a_time(bare_of_words):
            return ""  # 'hit 16 Nov', 'now 2026'
        typed = bare_of_words
    typed = _ABOUT.sub("", typed, count=1)
    return _NOTE.sub("", typed) if "(" in typed else typed


def _begins_otherwise(typed: str) -> bool:
    """Whether a text begins with a word that no value begins with: a sentence is soon told from one."""
    word = _WORD.match(typed)
    return word is not None and word[0].casefold() not in _BEGIN_VALUES


def _single(typed: str, locale: str | None) -> Quantity | None:
    bracketed = _BRACKETED.fullmatch(typed)
    if bracketed:
        inner = _single(f"{bracketed['inside'].strip()} {bracketed['unit'].strip()}".strip(), locale)
        return (
            inner._replace(value=-inner.value, other=None if inner.other is None else -inner.other) if inner else None
        )
    if compound := compound_at(typed, 0, _A_SPAN):  # '2h30' where a value is meant
        return Quantity(compound.figure.value, compound.figure.unit or None) if compound.text == typed else None
    figure = scan_figure(typed, 0, decimal_mark(locale))
    if figure is None or figure.or_more:
        return None
    unit = _unit(typed[figure.length :])
    if unit is None:
        return None
    if figure.percent:
        unit = PERCENT
    elif unit.startswith("/"):
        unit = figure.currency + unit if figure.currency else ""
    return Quantity(figure.value, unit or None, figure.currency, None, figure.other, figure.scale_word)


def _unit(rest: str) -> str | None:
    """The unit that a text's rest names, '' where nothing is left, None where the rest is more than a unit."""
    rest = rest.strip()
    if not rest or rest in (".", ";", ","):
        return ""
    if rest.rstrip(".").casefold() in PER_MILLE_WORDS:
        return PER_MILLE
    if not _UNIT.fullmatch(rest) or not _NO_UNIT_WORDS.isdisjoint(_WORD.findall(rest.casefold())):
        return None
    return re.sub(r"\s?/\s?", "/", rest).rstrip(".")


def _split_pair(typed: str, locale: str | None) -> Pair | None:
    split = _PAIR.fullmatch(typed)
    if split is None:
        return None
    first, second = _single(split["first"].strip(), locale), _single(split["second"].strip(), locale)
    if first is None or second is None or second.value <= 0 or _MONTH_OF_YEAR.fullmatch(typed) or typed == "24/7":
        return None
    first, second = shared(first, second)
    if first.unit != second.unit or first.currency != second.currency:
        return None
    return first, second, second.unit


def _one_bound(typed: str, locale: str | None) -> Bounds | None:
    for pattern, is_lower in _BOUND_PATTERNS:
        if match := pattern.fullmatch(typed):
            quantity = _single(match["value"].strip(), locale) or _on_a_scale(match["value"].strip(), locale)
            if quantity is not None:
                return (quantity, None) if is_lower else (None, quantity)
    return None


def _on_a_scale(typed: str, locale: str | None) -> Quantity | None:
    """The 4.5 of '≥ 4.5/5'."""
    pair = _split_pair(typed, locale)
    return pair[0] if pair is not None and pair[1].value in _SCALES and pair[0].value <= pair[1].value else None


def _two_ends(typed: str, locale: str | None) -> Bounds | None:
    for pattern in _ENDS_PATTERNS:
        if match := pattern.fullmatch(typed):
            first, second = _single(match["first"].strip(), locale), _single(match["second"].strip(), locale)
            if first is None or second is None:
                continue
            first, second = shared(first, second)
            if first.unit == second.unit and first.currency == second.currency and first.value <= second.value:
                return first, second
    return None


def _about(typed: str, locale: str | None) -> Bounds | None:
    match = _PLUS_MINUS.fullmatch(typed)
    if match is None:
        return None
    middle, spread = _single(match["middle"].strip(), locale), _single(match["spread"].strip(), locale)
    if middle is None or spread is None or spread.value < 0:
        return None
    if spread.unit == PERCENT and middle.unit != PERCENT:
        distance = abs(middle.value) * spread.value / 100
    else:
        middle, spread = shared(middle, spread)
        if middle.unit != spread.unit:
            return None
        distance = spread.value
    lower, upper = middle.value - distance, middle.value + distance
    return middle._replace(value=lower, other=None), middle._replace(value=upper, other=None)


def _scale_of(quantity: Quantity) -> Decimal:
    figure = scan_figure(f"1 {quantity.scale_word}", 0, ".") or scan_figure(f"$1{quantity.scale_word}", 0, ".")
    return figure.scale if figure else Decimal(1)


_A_SPAN = ["time"]
_SCALES = (5, 10, 100)
_PLUS_INSIDE = RarePattern(r"^(\D{0,4}[0-9][0-9.,]*)\+(\s?[^\W\d_][^0-9+]*)$")
_DIGIT = re.compile(r"[0-9]")
_WORD = re.compile(r"[^\W\d_]+")
_ABOUT = re.compile(
    r"^(?:~|≈|≃|(?:khoảng|chừng|xấp xỉ|gần|đạt|đã đạt|được|about|approx\.?|approximately|around|circa|ca\.)\s)\s*",
    re.IGNORECASE,
)
_AS_IT_STANDS = RarePattern(
    r"^(?:(?:hiện(?: tại)?(?: đang)?|đang|now|currently|current)(?::| at| ở)?\s)?"
    r"(?:(?:(?:đã|mới)(?: (?:đạt|được|xong|có))?|reached|achieved|hit|at)\s)?"
    r"(?=(?:(?:khoảng|chừng|xấp xỉ|gần|đạt|được|about|around)\s)?\S*[0-9])",
    re.IGNORECASE,
)
_BY_NOW = RarePattern(
    r"(?<=[0-9%\w])\s(?:so far|to date|now|currently|(?:cho )?(?:đến|tới) nay|hiện tại|rồi)$", re.IGNORECASE
)
_NOTE = RarePattern(r"(?<=[^\s(])\s*\([^()0-9]*\)\.?$")
_BRACKETED = RarePattern(r"\((?P<inside>[^()]+)\)(?P<unit>[^()0-9]*)")
_UNIT = RarePattern(
    r"""
    (?:/[ ]?)? [µμ°]?[^\W\d_]+ (?:[²³23](?![0-9]))? \.?
    (?: (?:[ ]?/[ ]?|[ ]|[ ]?[-&][ ]?) [^\W\d_]+ (?:[²³23](?![0-9]))? ){0,6} \.?
    """,
    re.VERBOSE,
)
_NO_UNIT_WORDS = word_set(
    "trở to đến tới or and và hoặc but nhưng chưa không not no lên xuống còn rưỡi is are was là by of so do vì nếu "
    "if when khi than hơn more less max up down at"
)
_PAIR = RarePattern(
    r"(?P<first>[^/]*?[^/\s])\s*(?:/|\s(?:of|out of|trên|trên tổng|trên tổng số|trong|trong số|trong tổng|"
    r"trong tổng số)\s)\s*(?P<second>[-+]?\s?(?:[A-Za-z]{1,3}\s?)?[$€£¥₫₩฿₹₦₱₺₪₴]?\s?[0-9].*)",
    re.IGNORECASE,
)
_VERSUS = RarePattern(r"\s(?:vs?\.?|versus|so với)\s", re.IGNORECASE)
_MONTH_OF_YEAR = RarePattern(r"(?:0?[1-9]|1[0-2])\s?/\s?(?:19|20)[0-9]{2}")
_TWO_BOUNDS = RarePattern(r"(?P<one>.+?)\s*(?:,|;|\sand\s|\svà\s|&)\s*(?P<two>[^\d\s].*)", re.IGNORECASE)

_AT_LEAST = (
    r"≥|>=|=>|>|⩾|từ|trên|hơn|lớn hơn|cao hơn|nhiều hơn|ít nhất|tối thiểu|thấp nhất|không dưới|không ít hơn|"
    r"không thấp hơn|không nhỏ hơn|lớn hơn hoặc bằng|ít nhất là|tối thiểu là|at least|a minimum of|minimum of|"
    r"minimum|min\.?|"
    r"no less than|not less than|no fewer than|above|over|more than|greater than|higher than|from"
)
_AT_MOST = (
    r"≤|<=|=<|<|⩽|dưới|nhỏ hơn|ít hơn|thấp hơn|tối đa|tối đa là|nhiều nhất|cao nhất|không quá|không vượt quá|"
    r"không vượt|không hơn|không nhiều hơn|không lớn hơn|không cao hơn|nhỏ hơn hoặc bằng|đến|at most|a maximum of|"
    r"maximum of|maximum|max\.?|no more than|not more than|not exceeding|up to|below|under|less than|"
    r"fewer than|lower than"
)
_OR_MORE = r"trở lên|hoặc hơn|hoặc cao hơn|\+|or more|or higher|or above|or better|and above|and over|and up|at least"
_OR_LESS = (
    r"trở xuống|hoặc ít hơn|hoặc thấp hơn|or less|or fewer|or lower|or below|and below|or under|at most|max|tối đa"
)
_WITHIN = "trong vòng|trong vong|within"
_A_WAIT = (
    r"[0-9]+(?:[.,][0-9]+)?\s?(?:ms|s|giây|p|phút|h|giờ|tiếng|ngày(?:\slàm\sviệc)?|secs?|mins?|hrs?|seconds?|minutes?|"
    r"hours?|(?:working\s|business\s)?days?)"
)
_BOUND_PATTERNS = tuple(
    (RarePattern(pattern, re.IGNORECASE), is_lower)
    for pattern, is_lower in (
        (rf"(?:từ\s)?(?P<value>.*?[^\s]|)\s*(?:{_OR_MORE})\.?", True),
        (rf"(?:từ\s)?(?P<value>.*?[^\s]|)\s*(?:{_OR_LESS})\.?", False),
        (rf"(?:{_AT_LEAST})(?:\s|(?=[^\w\s])|(?<=[≥>=⩾])|(?=[0-9]))\s*:?\s*(?P<value>.+)", True),
        (rf"(?:{_AT_MOST})(?:\s|(?=[^\w\s])|(?<=[≤<=⩽])|(?=[0-9]))\s*:?\s*(?P<value>.+)", False),
        (rf"(?:{_WITHIN})\s(?P<value>{_A_WAIT})", False),
    )
)
_FROM = "trong khoảng|trong khoảng từ|từ|từ khoảng|from|between|khoảng"
_ENDS_PATTERNS = tuple(
    RarePattern(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{_FROM})\s(?P<first>.+?)\s*"
        r"(?:\sđến\s|\stới\s|\sto\s|\sand\s|\svà\s|-|–|—)\s*(?P<second>[^-–—\s].*)",
        r"(?P<first>.+?)\s*(?:\sđến\s|\stới\s|\sto\s|–|—|~|\.\.|…|(?<=[^\s(eE])\s?-)\s*(?P<second>[^-–—\s].*)",
    )
)
_BEGIN_VALUES = frozenset(
    word[0]
    for phrase in (*f"{_AT_LEAST}|{_AT_MOST}|{_WITHIN}|{_FROM}".split("|"), *CURRENCIES)
    if (word := _WORD.match(phrase.casefold()))
)
"""The first words of values and ranges that begin with a letter."""
_PLUS_MINUS = RarePattern(r"(?P<middle>.+?)\s*(?:±|\+/-)\s*(?P<spread>.+)")
