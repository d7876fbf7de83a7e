"""Numbers of one row whose units have slipped: '10 tỷ' to reach and a plain 4 in the current cell. Pure.

A slip by a thousand or more scores as nothing at all, or, the other way round, as done. Neither is a number to be
written. A small value that can be an honest beginning (50 000 000 of 10 tỷ, 3 of 2k sign-ups) is none.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from sync.model.cells import CellRef
from sync.model.readings import Kind, Measure, Quantity, Read
from sync.model.rows import KeyResult, Kpi
from sync.reading.sheets.quantities import parse_quantity
from sync.reading.sheets.unit_scales import scale_of_unit, scale_of_words
from sync.reading.texts.unit_kinds import is_lost_among, ratio

FAR = 500
"""So many times apart, two numbers of a row cannot be both right where one lacks the other's scale word."""
_ONE, _THOUSAND, _MILLION, _BILLION = (Decimal(10) ** power for power in (0, 3, 6, 9))
_REACH = 3
"""How many times the larger number a value with its lost scale may reasonably come to."""
_PART_OF_THE_WAY = 10
_BEGUN = 50
"""How many times smaller than the target an honest value with its thousands may be."""
_THREE_DECIMALS = re.compile(r"(?P<whole>[1-9][0-9]{0,2})[.,](?P<rest>[0-9]{3})")
_MARKS = (".", ",")
_ZEROS_OF_A_SHARE = 2
_MANY = 100
_SMALLEST_SALES = 100_000
"""In đồng, beside billions: below it a number in millions is likelier."""


class UnitSlip(NamedTuple):
    """A number that lost its scale, or the current value where it is far beyond every other: what stands there, what
    it does not go with, and where. Both have a ``unit`` where it is these that differ: 30 giờ beside 1 ngày."""

    value: Decimal
    beside: Decimal
    cell: CellRef | None
    unit: str = ""
    beside_unit: str = ""


def is_same_on_another_scale(one: Decimal, other: Decimal, *, is_share: bool) -> bool:
    """Given two numbers, return whether they are the same with another scale word ('10 tỷ', and 10 in a column in tỷ),
    or, of what is in per cent, as a share of one (2 % and 0.02)."""
    if not one or not other or (one < 0) != (other < 0):
        return False
    _, digits, exponent = one.normalize().as_tuple()
    others = other.normalize().as_tuple()
    if digits != others.digits or not isinstance(exponent, int) or not isinstance(others.exponent, int):
        return False
    zeros = abs(exponent - others.exponent)
    return zeros % 3 == 0 or (is_share and zeros == _ZEROS_OF_A_SHARE)


class _Sized(NamedTuple):
    value: Decimal
    scale: Decimal
    is_bare: bool
    cell: CellRef | None
    is_split: bool = False
    """A mark before three digits was read as a decimal one."""
    has_unit: bool = False
    """Typed with a unit of its own: taken at its word."""

    @property
    def size(self) -> Decimal:
        return abs(self.value)


def unit_slip(row: KeyResult, current: Read[Quantity]) -> UnitSlip | None:
    """Given a key result and the reading that counts as its current value, return the number that cannot be right
    beside the others of the row; None where all can."""
    value, measure = current.value, row.measure
    if value is None or not value.value or value.is_percent:
        return None
    if measure.unit == "%":
        return _beside_per_cent(row, current.cell, value)
    if value.unit or value.currency:
        slip = _beside_another_unit(row, current.cell, value)
        if slip is not None:
            return slip
    return None if _are_near(value.value, measure) else _beside_another_size(row, current)


def _beside_another_unit(row: KeyResult, cell: CellRef | None, value: Quantity) -> UnitSlip | None:
    """A value in a unit of its own, beside numbers in another one, or among such that are plainly in none."""
    other = _in_another_unit(row, value)
    if other is not None:
        return UnitSlip(value.value, other.value, cell, value.unit or value.currency or "", other.unit)
    among = _bare_beside(row) if value.unit and not row.unit.value and not row.wording.unit else []
    if is_lost_among(value, among, row.measure.target):
        return UnitSlip(value.value, among[-1], cell, value.unit or "")
    return None


def _beside_another_size(row: KeyResult, current: Read[Quantity]) -> UnitSlip | None:
    """A number that has lost its 'tỷ' or its thousands, or lies far beyond baseline and target."""
    others = list(_others(row))
    now = _sized(current)
    sizes = [abs(one.value) for one in (*others, now)]
    if not others or max(sizes) < (FAR // 5) * min(sizes):
        return None
    in_dong = row.measure.currency == "VND" or any(
        read.value is not None and read.value.currency == "VND" for read in (row.baseline, row.target, current)
    )
    largest = max((*others, now), key=lambda one: (one.scale > _ONE, one.size))
    for one in (now, *others):
        if one.is_bare and _has_lost_its_scale(one, largest, in_dong, row.measure.currency is not None):
            return UnitSlip(one.value, largest.value, one.cell)
        beside = [other for other in (now, *others) if other is not one]
        if (one.is_bare or one.is_split) and _has_lost_its_thousands(one, beside):
            return UnitSlip(one.value, largest.value, one.cell)
    return _far_beyond(row.measure, now, others)


def _beside_per_cent(row: KeyResult, cell: CellRef | None, value: Quantity) -> UnitSlip | None:
    """An amount ('320tr', '45 khách') where a share is to be reached."""
    target = row.target.value
    if target is None or not target.is_percent or not (value.unit or value.currency or value.scale_word):
        return None
    return UnitSlip(value.value, target.value, cell)


class _InUnit(NamedTuple):
    value: Decimal
    unit: str


def _in_another_unit(row: KeyResult, value: Quantity) -> _InUnit | None:
    """The number of the row that a current value cannot be set against: dollars beside đồng, days beside hours, or a
    value of another table in a unit of its own."""
    for read in (row.target, row.baseline, row.lower, row.upper):
        one = read.value
        if one is None:
            continue
        if one.currency and value.currency and one.currency != value.currency:
            return _InUnit(one.value, one.currency)
        if one.unit and not _is_of_one_unit(value, one.unit):
            return _InUnit(one.value, one.unit)
    target, said, unit = row.target.value, row.wording, row.unit.value
    if target is not None:
        if unit and value.currency and row.measure.currency not in (None, value.currency):
            return _InUnit(target.value, row.measure.currency)
        return _InUnit(target.value, unit) if unit and not _is_of_one_unit(value, unit) else None
    in_text = said.target if said.target is not None else said.upper if said.upper is not None else said.lower
    if in_text is not None:
        if said.currency and value.currency and said.currency != value.currency:
            return _InUnit(in_text, said.currency)
        unit = unit or said.unit
        if unit and not _is_of_one_unit(value, unit):
            return _InUnit(in_text, unit)
    return None


def _bare_beside(row: KeyResult) -> list[Decimal]:
    """The row's numbers that a current value can be set against, where none of them has a unit: those before it, and
    bounds that are kept. Far from a target there is an honest beginning."""
    reads, said = [*(one.value for one in row.check_ins), row.baseline], row.wording
    if row.measure.kept or row.measure.kind in (Kind.at_most, Kind.between):
        reads += [Read(Quantity(bound)) for bound in (said.lower, said.upper) if bound is not None]
        reads += [row.lower, row.upper, row.target]
    return _without_units([*reads, row.target], reads)


def _without_units(all_of_them: Sequence[Read[Quantity]], wanted: Sequence[Read[Quantity]]) -> list[Decimal]:
    if any(read.value is not None and (read.value.unit or read.value.currency) for read in all_of_them):
        return []
    return [read.value.value for read in wanted if read.value is not None and read.value.value]


def _is_of_one_unit(value: Quantity, unit: str) -> bool:
    if not value.unit or value.unit == unit or value.is_percent:
        return True
    found = ratio(value.unit, unit)
    return found is not None and found.times == found.by


def _are_near(value: Decimal, measure: Measure) -> bool:
    """Whether a row's numbers are surely less than a hundredfold apart: by the places that they have. A quick look."""
    least = most = value.adjusted()
    for one in (measure.baseline, measure.target, measure.change, measure.lower, measure.upper):
        if one:
            places = one.adjusted()
            if places < least:
                least = places
            elif places > most:
                most = places
    return most - least < 2


def kpi_unit_slip(kpi: Kpi, used: Sequence[Read[Quantity]]) -> UnitSlip | None:
    """Given a KPI and the readings that its value comes from, return the number, one of these or a bound, that cannot
    be right beside the KPI's others; None where all can."""
    in_another = _kpi_in_another_unit(kpi, used)
    if in_another is not None:
        return in_another
    if kpi.measure.unit == "%" or any(read.value is not None and read.value.is_percent for read in used):
        return None
    bounds = [_sized(read) for read in (kpi.lower, kpi.upper, kpi.target) if _is_plain(read)]
    values = [_sized(read) for read in used if _is_plain(read)]
    past = [_sized(one.value) for one in kpi.periods if _is_plain(one.value)]
    suspects = [*values, *bounds]
    sizes = [one.size for one in (*suspects, *past)]
    if not values or max(sizes) < (FAR // 5) * min(sizes):
        return None
    largest = max((*suspects, *past), key=lambda one: (one.scale > _ONE, one.size))
    currency = kpi.measure.currency
    for one in suspects:
        if one.is_bare and _has_lost_its_scale(one, largest, currency == "VND", currency is not None):
            return UnitSlip(one.value, largest.value, one.cell)
        others = [other for other in suspects if other is not one]
        if (one.is_bare or one.is_split) and _has_lost_its_thousands(one, others):
            return UnitSlip(one.value, largest.value, one.cell)
    for one in values:
        before = [other for other in past if other.cell != one.cell]
        if one.is_bare and any(other.scale > _ONE for other in before):
            least = min(before, key=lambda other: other.size)
            if least.size >= FAR * FAR * one.size:  # '1,1 tỷ' a month ago, and 1200 now: in millions
                return UnitSlip(one.value, least.value, one.cell)
    has_scale = bool(kpi.unit.value) and scale_of_unit(kpi.unit.value or "") > _ONE
    is_money = has_scale or currency is not None
    # A floor may be low, and what is above a ceiling is told; a target is near what is to be reached, but for small
    # counts. Far below a ceiling may be anything but money.
    target = [_sized(kpi.target)] if _is_plain(kpi.target) else []
    reached = bounds if has_scale else [one for one in target if is_money or one.size >= _MANY]
    is_between = kpi.measure.lower is not None and kpi.measure.upper is not None
    ceilings = [_sized(kpi.upper)] if _is_plain(kpi.upper) and not is_between else []
    return _far_from_its_bounds(values, reached, [*ceilings, *target] if is_money else [])


def _far_from_its_bounds(
    values: Sequence[_Sized], reached: Sequence[_Sized], not_passed: Sequence[_Sized]
) -> UnitSlip | None:
    """A KPI's value that is far beyond what was to be reached (2100 where 2 tỷ are planned), or a broken number far
    below what is not to be passed (1.1 beside 1200 triệu): a whole one may be a beginning."""
    most = max(reached, key=lambda bound: bound.size, default=None)
    least = min(not_passed, key=lambda bound: bound.size, default=None)
    for one in values:
        if one.is_bare and most is not None and one.size >= FAR * most.size:
            return UnitSlip(one.value, most.value, one.cell)
        if one.is_bare and least is not None and one.size * FAR <= least.size and not is_whole(one.value):
            return UnitSlip(one.value, least.value, one.cell)
    return None


def _kpi_in_another_unit(kpi: Kpi, used: Sequence[Read[Quantity]]) -> UnitSlip | None:
    """A value that a KPI's bounds cannot be set against: days beside hours; nor, where these name no unit, its values
    of other periods."""
    for read in used:
        value = read.value
        if value is None:
            continue
        bounds = [bound.value for bound in (kpi.lower, kpi.upper, kpi.target) if bound.value is not None]
        if not kpi.unit.value and not any(bound.unit or bound.currency for bound in bounds):
            bounds += [past.value.value for past in kpi.periods if past.value.value is not None]
        for one in bounds:
            if one.currency and value.currency and one.currency != value.currency:
                return UnitSlip(value.value, one.value, read.cell, value.currency, one.currency)
            unit = one.unit or kpi.unit.value
            if unit and not _is_of_one_unit(value, unit):
                return UnitSlip(value.value, one.value, read.cell, value.unit or "", unit)
        if value.unit and not kpi.unit.value and not kpi.measure.unit:
            past = [one.value for one in kpi.periods if one.value.cell != read.cell]
            among = _without_units([kpi.lower, kpi.upper, kpi.target], [kpi.lower, kpi.upper, kpi.target, *past])
            if is_lost_among(value, among):
                return UnitSlip(value.value, among[-1], read.cell, value.unit)
    return None


def _is_plain(read: Read[Quantity]) -> bool:
    return read.value is not None and read.value.value != 0 and not read.value.is_percent


def _has_lost_its_scale(one: _Sized, beside: _Sized, in_dong: bool, is_money: bool) -> bool:
    size, wanted = one.size, beside.size
    if size * FAR > wanted or size >= _SMALLEST_SALES:
        return False
    scale = max(beside.scale, _BILLION if wanted >= _BILLION else _ONE)
    if size < _THOUSAND and (scale >= _BILLION or (in_dong and wanted >= _MILLION)):
        return True
    if size >= _THOUSAND:
        return in_dong and wanted >= _BILLION and size * _MILLION <= wanted * _REACH
    is_no_count = is_money or not is_whole(one.value)
    if size * scale > wanted * (_REACH if is_no_count else _ONE):
        return False
    return scale >= _MILLION or (scale >= _THOUSAND and is_no_count)


def _has_lost_its_thousands(one: _Sized, others: list[_Sized]) -> bool:
    """1.65 between 1200 and 2000, '$600,000' in a Vietnamese sheet: the mark of thousands was taken for a decimal
    one."""
    if one.is_split:
        least, far = 1, FAR // 5
    else:
        least, far = 2, FAR
    thousandfold, sizes = one.size * _THOUSAND, [other.size for other in others]
    if not (is_whole(thousandfold) or one.is_split) or len(sizes) < least or min(sizes) < far * one.size:
        return False
    if least > 1 and is_whole(one.value):
        return False
    return min(sizes) <= thousandfold * _BEGUN and thousandfold <= max(sizes) * _REACH


def is_whole(value: Decimal) -> bool:
    """Whether a number is a whole one, however large: the remainder of a division is none for 1E+300."""
    return value == value.to_integral_value()


def thousands_as_decimals(read: Read[Quantity]) -> Decimal | None:
    """Given a cell's number, return it as typed where a point or comma before three digits was read as a decimal mark:
    600 for '600,000', and 1.5 for '1.500 kg', also where its value was brought to tấn since. None where it was not."""
    raw, quantity = read.raw, read.value
    if quantity is None or ("," not in raw and "." not in raw) or raw[-3:-2] in _MARKS or raw[-2:-1] in _MARKS:
        return None
    found = _THREE_DECIMALS.fullmatch("".join(sign for sign in raw if sign in "0123456789.,"))
    if found is None:
        return None
    typed = Decimal(found["whole"] + found["rest"]) / _THOUSAND
    if abs(quantity.value) == typed:
        return typed
    own = parse_quantity(raw, "en") if quantity.unit else None
    brought = ratio(own.unit, quantity.unit) if own is not None and own.unit and quantity.unit else None
    return typed if brought is not None and abs(quantity.value) == brought.of(typed) else None


def _far_beyond(measure: Measure, now: _Sized, others: list[_Sized]) -> UnitSlip | None:
    """What goes up to its target does not pass it five hundredfold; above a bound that is kept it may be far. Nor does
    what goes down a part of the way ('1,2 tỷ | 900 triệu | 1050') come to a five hundredth of its target."""
    if measure.kind is Kind.decrease and not now.has_unit and len(others) > 1:
        least, most = (pick(others, key=lambda one: one.size) for pick in (min, max))
        is_far = now.size * FAR <= least.size and most.size < _PART_OF_THE_WAY * least.size
        return UnitSlip(now.value, least.value, now.cell) if is_far else None
    if now.has_unit or measure.kind in (Kind.decrease, Kind.at_most, Kind.between, Kind.milestone):
        return None
    largest = max(others, key=lambda one: one.size)
    far = FAR * FAR if measure.kept else FAR
    return UnitSlip(now.value, largest.value, now.cell) if now.size >= far * largest.size else None


def _others(row: KeyResult) -> Iterator[_Sized]:
    """The row's other numbers that are not 0: from their cells, else from its text."""
    measure = row.measure
    columns = (row.target, row.lower, row.upper)
    for read in (row.baseline, *columns):
        if read.value is not None and read.value.value and not read.value.is_percent:
            yield _sized(read)
    if row.baseline.value is None and measure.baseline:
        yield _Sized(abs(measure.baseline), _scale_in_text(measure, "baseline", measure.baseline), False, None)
    if measure.relative or any(read.value is not None for read in columns):
        return
    for part in ("target", "change", "lower", "upper"):
        value: Decimal | None = getattr(measure, part)
        if value:
            yield _Sized(value, _scale_in_text(measure, part, value), False, None)


def _scale_in_text(measure: Measure, part: str, value: Decimal) -> Decimal:
    """The scale word that a number's own words have; none where the number was brought to another unit since."""
    words = next((one.words for one in measure.evidence if one.part == part), "")
    scale = scale_of_words(words)
    return scale if abs(value) * FAR >= scale else _ONE


def _sized(read: Read[Quantity]) -> _Sized:
    quantity = read.value or Quantity(_ONE)
    scale = scale_of_unit(quantity.scale_word) if quantity.scale_word else _ONE
    if scale is not _ONE and abs(quantity.value) * FAR < scale:
        scale = _ONE
    has_unit = quantity.unit not in (None, quantity.currency)
    is_bare = quantity.scale_word is None and quantity.total is None and not has_unit
    return _Sized(quantity.value, scale, is_bare, read.cell, thousands_as_decimals(read) is not None, has_unit)
