"""Units that measure one kind of thing: 500 kg beside 2 tấn, 30 minutes beside 2 hours. Pure.

Where the ratio is sure, values are brought to one unit. Days are of 24 hours or of 8, weeks of seven days or five,
months of 28 to 31, a GB of 1000 MB or 1024: there the two cannot be set against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sync.model.readings import Measure, Quantity, Read, Trouble
from sync.reading.texts.numbers import plain
from sync.reading.texts.text import bare
from sync.reading.texts.units import PER_MILLE, PER_MILLE_WORDS, PERCENT

_ONE = Decimal(1)
_SURE: dict[str, tuple[str, Decimal]] = {
    word: (kind, Decimal(factor))
    for kind, factor, words in (
        ("time", "0.001", "ms, msec, msecs, millisecond, milliseconds, mili giay"),
        ("time", "1", "s, sec, secs, second, seconds, giay"),
        ("time", "60", "phut, min, mins, minute, minutes"),
        ("time", "3600", "h, hr, hrs, hour, hours, gio, tieng"),
        ("mass", "0.001", "g, gr, gram, grams, gam"),
        ("mass", "1", "kg, kgs, kilogram, kilograms, kilo, kilos, can"),
        ("mass", "100", "ta"),
        ("mass", "1000", "tan, t, ton, tons, tonne, tonnes"),
        ("length", "0.01", "cm"),
        ("length", "1", "m, met, metre, metres, meter, meters"),
        ("length", "1000", "km, kilometre, kilometres, kilometer, kilometers"),
        ("volume", "0.001", "ml"),
        ("volume", "1", "l, lit, litre, litres, liter, liters"),
    )
    for word in words.split(", ")
}
_SHARES = {PERCENT: _ONE, **dict.fromkeys(map(bare, PER_MILLE_WORDS), Decimal("0.1"))}
_UNSURE: dict[str, str] = {
    word: kind
    for kind, words in (
        ("time", "ngay, day, days, tuan, week, weeks, thang, month, months, quy, quarter, quarters, nam, year, years"),
        ("data", "kb, mb, gb, tb, pb, kib, mib, gib, tib"),
    )
    for word in words.split(", ")
}
_OF_TIME = {"m": "min", "p": "phut", "'": "phut", "g": "gio", "d": "day", "t": "thang"}
"""Letters that people type for a time, and that are other things alone: metres, points, grams, tonnes."""


class Ratio(NamedTuple):
    """What to multiply by, then to divide by: exact where a single factor (a 3600th) would not be."""

    times: Decimal = _ONE
    by: Decimal = _ONE

    def of(self, value: Decimal) -> Decimal:
        return value if self.times == self.by else plain(value * self.times / self.by)


SAME = Ratio()


@lru_cache(maxsize=4096)
def ratio(unit: str, other: str) -> Ratio | None:
    """Given two units as typed, return how one is brought to the other: not at all where they are the same, or nothing
    is known of them; None where no ratio is sure (days beside hours) or there is none (kg beside m)."""
    one, two = bare(unit).strip(" ."), bare(other).strip(" .")
    if "/" in one or "/" in two:  # 'phút/khách' beside 'giờ', and not 'tấn/ha' beside 'kg/m2'
        (one, _, of_one), (two, _, of_two) = one.partition("/"), two.partition("/")
        if of_one and of_two and of_one != of_two:
            return SAME
    shares = _SHARES.get(one), _SHARES.get(two)
    if shares[0] is not None and shares[1] is not None:
        return Ratio(shares[0], shares[1])
    one, two = _beside(one, two), _beside(two, one)
    known, wanted = _SURE.get(one), _SURE.get(two)
    if known is not None and wanted is not None:
        return Ratio(known[1], wanted[1]) if known[0] == wanted[0] else None
    kinds = [_UNSURE.get(word) or (found and found[0]) for word, found in ((one, known), (two, wanted))]
    if kinds[0] is None or kinds[1] is None or _is_same_word(one, two):
        return SAME
    return None


def roughly_climbs(start: Quantity, end: Quantity) -> bool | None:
    """Given two times with units, as ``start`` and ``end`` of a way, return whether it goes up, where days of 8 hours
    and of 24 agree; None where that is not sure, or one is no time."""
    sizes = [_least_and_most(bare(one.unit or "").strip(" .")) for one in (start, end)]
    if None in sizes:
        return None
    (least, most), (wanted_least, wanted_most) = [size for size in sizes if size is not None]
    if start.value * least > end.value * wanted_most:
        return False
    return True if start.value * most < end.value * wanted_least else None


def _least_and_most(unit: str) -> tuple[Decimal, Decimal] | None:
    """How many seconds a time may have."""
    kind, size = _SURE.get(unit, ("", _ONE))
    if kind == "time":
        return size, size
    word = _ENGLISH.get(unit, unit)
    roughly = _ROUGHLY.get(word) or _ROUGHLY.get(word.removesuffix("s"))
    return None if roughly is None else (roughly / 4, roughly)


def is_lost_among(value: Quantity, others: Sequence[Decimal], target: Decimal | None = None) -> bool:
    """Given a value with a unit of a kind that has several, numbers without one, and what is to be reached, tell
    whether it is a stranger among them, and would be none in another unit of its kind: '1h' after 12 and 15, that are
    minutes."""
    sizes = [abs(one) for one in others if one]
    of_kind = _sizes_of_kind(bare(value.unit or "").strip(" ."))
    if not sizes or not of_kind or not value.value:
        return False
    least, most = min(sizes) / _NEAR, max(sizes) * _NEAR
    own = abs(value.value)
    if target and abs(target) / _NEAR <= own <= abs(target) * _NEAR:
        return False
    return not least <= own <= most and any(least <= own * size <= most for size in of_kind)


@lru_cache(maxsize=256)
def _sizes_of_kind(unit: str) -> tuple[Decimal, ...]:
    """How many of each other unit of its kind one unit is, roughly; nothing where it is of no kind."""
    unit = _beside(unit, "phut") if unit in ("p", "'") else unit
    sure = {word: factor for word, (kind, factor) in _SURE.items() if kind == _kind_of(unit)}
    known = {**sure, **(_ROUGHLY if _kind_of(unit) == "time" else {})}
    own = known.get(_ENGLISH.get(unit, unit).removesuffix("s")) or known.get(unit)
    return () if own is None else tuple({own / other for other in known.values()} - {_ONE})


def _kind_of(unit: str) -> str:
    return _SURE[unit][0] if unit in _SURE else _UNSURE.get(unit, "")


def _beside(word: str, other: str) -> str:
    """A unit, where another stands beside it: 'm' is minutes and 'g' is giờ beside another time."""
    if word not in _OF_TIME:
        return word
    is_time = _UNSURE.get(other) == "time" or _SURE.get(other, ("", _ONE))[0] == "time"
    return _OF_TIME[word] if is_time else word


def in_one_unit(
    unit: Read[str], wording: Measure, reads: Sequence[Read[Quantity]]
) -> tuple[Measure, tuple[Read[Quantity], ...]]:
    """Given the unit's cell, what the text says, and a row's values as read (the target second), return the text's
    values and these in one unit: the column's, else the target's, else the text's."""
    target = reads[1].value
    wanted = unit.value or (target.unit if target is not None else None) or wording.unit
    if not wanted:
        return wording, tuple(reads)
    if wanted in (PERCENT, PER_MILLE):
        reads = [_in_per_cent(read) for read in reads]
    brought = [_in(read, wanted) if read.value is not None and read.value.unit else read for read in reads]
    return _text_in(wording, wanted), tuple(brought)


def _in_per_cent(read: Read[Quantity]) -> Read[Quantity]:
    """'11/12', '11/12 đơn' where per cent are reached for: the share, and not 11 %."""
    quantity = read.value
    if quantity is None or not quantity.total or quantity.is_percent:
        return read
    if quantity.total < quantity.value <= _DAYS and quantity.total <= _MONTHS and not quantity.unit:
        # '30/12' is a day rather than more than all.
        return read._replace(value=None, trouble=Trouble.date_for_number)
    return read._replace(value=Quantity(plain(quantity.value * 100 / quantity.total), PERCENT))


def _in(read: Read[Quantity], wanted: str) -> Read[Quantity]:
    quantity = read.value
    if quantity is None or not quantity.unit or quantity.unit == wanted:
        return read
    found = ratio(quantity.unit, wanted)
    if found is None or found.times == found.by:
        return read
    return read._replace(value=quantity._replace(value=found.of(quantity.value), unit=wanted))


def _text_in(wording: Measure, wanted: str) -> Measure:
    found = ratio(wording.unit, wanted) if wording.unit and wording.unit != wanted else SAME
    if wording.relative or found is None or found.times == found.by:
        return wording

    def brought(value: Decimal | None) -> Decimal | None:
        return None if value is None else found.of(value)

    return wording._replace(
        unit=wanted,
        baseline=brought(wording.baseline),
        target=brought(wording.target),
        change=brought(wording.change),
        lower=brought(wording.lower),
        upper=brought(wording.upper),
    )


def _is_same_word(one: str, two: str) -> bool:
    """Whether two words are one, in its singular and its plural, or in both languages."""
    return _ENGLISH.get(one, one.rstrip("s")) == _ENGLISH.get(two, two.rstrip("s"))


_DAYS, _MONTHS = 31, 12
_NEAR = 5
"""How many times larger or smaller a value may be than its row's others without being a stranger among them."""
_ROUGHLY = {"day": Decimal(86_400), "week": Decimal(604_800), "month": Decimal(2_592_000), "year": Decimal(31_536_000)}
"""In seconds: near enough to tell whether a number may be one of hours."""

_ENGLISH = {"ngay": "day", "tuan": "week", "thang": "month", "quy": "quarter", "nam": "year"}
