"""Values on two scales that one row's own words bring to one: a unit column that says 'tỷ' beside '10 tỷ' in the text
and 4 in the cell, '12m' where the text means millions, 0.04 where it says 4%. Nothing else is touched. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest

from sync.model.readings import Measure, Quantity, Read
from sync.patterns import RarePattern
from sync.reading.sheets.quantities import parse_quantity
from sync.reading.texts.figures import begins_suffix
from sync.reading.texts.numbers import tidy
from sync.reading.texts.text import bare
from sync.reading.texts.units import PERCENT

_ONE, _HUNDRED = Decimal(1), Decimal(100)
_TINY = Decimal("1e-9")
_SCALED = RarePattern(
    r"\d\s*(?P<scale>nghìn|ngàn|nghin|ngan|triệu|trieu|tr|tỷ|tỉ|ty|ti|k|m|mn|bn|b)(?![^\W\d])", re.IGNORECASE
)
_MONEY = RarePattern(
    r"\$|€|£|¥|₫|(?<![^\W\d])(?:usd|eur|gbp|vnd)(?=(?:k|mn?|bn?)(?![^\W_]))"
    r"|(?<![^\W\d])(?:usd|eur|gbp|vnd|vn ?d|jpy|sgd|aud|dong|d|dollars?|euros?|pounds?)(?![^\W_])"
)
_NO_MARKS = str.maketrans(dict.fromkeys(".,'’/()"))
_SCALES_OF_MONEY = {
    **dict.fromkeys("k k's 000 000s 1000 1000s thousand thousands nghin ngan".split(), Decimal(1000)),
    **dict.fromkeys("m mn mio mil mill million millions tr trieu 000000 1000000".split(), Decimal(1_000_000)),
    **dict.fromkeys("b bn billion billions ty ti 1000000000".split(), Decimal(1_000_000_000)),
    **dict.fromkeys(("nghinty", "nganty"), Decimal(1_000_000_000_000)),
}
"""What is left of a unit without its currency: '$k', 'USD thousand', 'Tr.đồng', "USD '000", '1.000đ'."""
_MILLIONS = RarePattern(r"\d\s?m(?![^\W_])")
_MILLION = Decimal(1_000_000)
_VALUES = ("baseline", "target", "change", "lower", "upper")


def in_scale_of_unit(
    unit: Read[str], wording: Measure, reads: Sequence[Read[Quantity]]
) -> tuple[Measure, tuple[Read[Quantity], ...]]:
    """Given the unit's cell, what the text says, and a row's values as read, return the text's values and these in the
    unit's scale: with 'tỷ', '10 tỷ' is 10. All stay as they are where the unit has no scale word, or where one was
    plainly typed in full (4000000000)."""
    scale = scale_of_unit(unit.value) if unit.value else _ONE
    if scale == _ONE:
        return wording, tuple(reads)
    scaled = [abs(read.value.value) for read in reads if read.value is not None and read.value.scale_word]
    scaled += [abs(value) for value in _scaled_in_text(wording)]
    unscaled = [abs(read.value.value) for read in reads if read.value is not None and _is_bare(read.value)]
    if not scaled or any(_is_in_full(one, scale, min(scaled)) for one in unscaled):
        return wording, tuple(reads)
    return _text_in(wording, scale), tuple(_in(read, scale) for read in reads)


def _is_in_full(bare: Decimal, scale: Decimal, scaled: Decimal) -> bool:
    """Whether a number without a scale word was typed in full, beside one that has one: whether it is nearer to that
    than it is with its unit's scale."""
    return bare >= scale and times_apart(bare, scaled) < times_apart(bare * scale, scaled)


def in_millions(wording: Measure, reads: Sequence[Read[Quantity]]) -> tuple[Read[Quantity], ...]:
    """Given what a text says and a row's values as read, return these with '12m' as millions, and not as metres, where
    the text says its own so: 'from 10m to 15m'."""
    if wording.unit in (None, wording.currency) and any(read.value and read.value.unit == "m" for read in reads):
        said = [one.words for one in wording.evidence if one.part in _VALUES]
        if any(_MILLIONS.search(words) for words in said):
            return tuple(_of_millions(read) for read in reads)
    return tuple(reads)


def _of_millions(read: Read[Quantity]) -> Read[Quantity]:
    quantity = read.value
    if quantity is None or quantity.unit != "m":
        return read
    return read._replace(value=quantity._replace(value=quantity.value * _MILLION, unit=None, scale_word="m"))


def in_per_cent(wording: Measure, reads: Sequence[Read[Quantity]]) -> tuple[Read[Quantity], ...]:
    """Given what a text says and a row's values as read (baseline, target, current, lower and upper bound first),
    return these in per cent where the text shows that they are shares of one: 0.04 and 0.02 beside 'from 4% to 2%'. All
    stay as they are where one of them says otherwise."""
    if wording.unit != PERCENT or wording.relative:
        return tuple(reads)
    end = next((one for one in (wording.target, wording.upper, wording.lower) if one is not None), None)
    shown = False
    for read, words in zip_longest(reads, (wording.baseline, end, None, wording.lower, wording.upper)):
        if (quantity := read.value) is None or quantity.is_percent:
            continue
        if quantity.unit or quantity.scale_word or quantity.total is not None or abs(quantity.value) > _ONE:
            return tuple(reads)
        if words is not None and quantity.value * _HUNDRED != words:
            return tuple(reads)
        shown = shown or (words is not None and quantity.value != 0)
    return tuple(map(_as_points, reads)) if shown else tuple(reads)


def _as_points(read: Read[Quantity]) -> Read[Quantity]:
    quantity = read.value
    if quantity is None or quantity.is_percent:
        return read
    return read._replace(value=Quantity(quantity.value * _HUNDRED, PERCENT))


def times_apart(one: Decimal, other: Decimal) -> Decimal:
    """Given two sizes, return how many times the larger one is the other."""
    return max(one, other) / max(min(one, other), _TINY)


@lru_cache(maxsize=1024)
def scale_of_unit(unit: str) -> Decimal:
    """Given a unit as typed, return what its scale word stands for ('tỷ', 'triệu đồng'): 1 where it has none."""
    typed = bare(unit)
    if _MONEY.search(typed) is not None:
        amount = "".join(_MONEY.sub(" ", typed).translate(_NO_MARKS).split())
        if amount in _SCALES_OF_MONEY:
            return _SCALES_OF_MONEY[amount]
    if not any(map(str.isdigit, unit)) and not begins_suffix(tidy(unit).lstrip()):
        return _ONE  # most units: what reads values need not be compiled for them
    one = parse_quantity(f"1 {unit}", "vi")
    if one is None or one.scale_word is None or one.scale_word.casefold() == "t":  # T is also tấn, tonnes
        return _ONE
    return one.value


def scale_of_words(words: str) -> Decimal:
    """Given the words that a number was read from, return what their scale word stands for: 1 where they have none."""
    found = _SCALED.search(words)
    return scale_of_unit(found["scale"]) if found is not None else _ONE


def in_full(quantity: Quantity, scale: Decimal) -> Quantity:
    """Given a value as typed under a header with a scale, return it in full; one with a scale of its own as it is."""
    if quantity.scale_word is not None or quantity.is_percent:
        return quantity
    total = None if quantity.total is None else quantity.total * scale
    return quantity._replace(value=quantity.value * scale, total=total, scale_word="")


def _is_bare(quantity: Quantity) -> bool:
    return quantity.scale_word is None and not quantity.is_percent and quantity.value != 0


def _in(read: Read[Quantity], scale: Decimal) -> Read[Quantity]:
    quantity = read.value
    if quantity is None or quantity.scale_word is None:
        return read
    total = None if quantity.total is None else quantity.total / scale
    other = None if quantity.other is None else quantity.other / scale
    return read._replace(value=quantity._replace(value=quantity.value / scale, total=total, other=other))


def _scaled_in_text(wording: Measure) -> list[Decimal]:
    """What a text names in numbers with scale words."""
    if wording.relative or not any(_SCALED.search(one.words) for one in wording.evidence if one.part in _VALUES):
        return []
    return [value for name in _VALUES if (value := getattr(wording, name))]


def _text_in(wording: Measure, scale: Decimal) -> Measure:
    if not _scaled_in_text(wording):
        return wording
    values = {name: value / scale for name in _VALUES if (value := getattr(wording, name)) is not None}
    return wording._replace(**values)
