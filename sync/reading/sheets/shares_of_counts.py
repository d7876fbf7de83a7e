"""A share of a count ('50% of 200 customers'), and whether the plain 60 beside it is in per cent or so many of the 200.

Either may be meant, and neither may be guessed: 60% would be done, 60 of 200 is 30%. What can only be so many is.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sync.model.readings import Measure, Quantity, Read
from sync.model.rows import KeyResult
from sync.patterns import RarePattern
from sync.reading.texts.numbers import plain
from sync.reading.texts.text import bare
from sync.reading.texts.units import PERCENT

_HUNDRED = Decimal(100)
_WORD = RarePattern(r"[^\W_]+")


class ShareOfCount(NamedTuple):
    """What a text wants: a share, in per cent, of a whole."""

    share: Decimal
    whole: Decimal
    things: str
    """What the whole is of, as the text goes on."""


class EitherWay(NamedTuple):
    """A plain number, and what it would be in per cent as so many of the whole that its text names."""

    value: Decimal
    percent: Decimal
    said: ShareOfCount


def share_of_a_count(text: str) -> ShareOfCount | None:
    """Given a key result's text, return the share and the whole that it names: 'Đào tạo 90% trong 40 nhân viên'. None
    where it names no whole, or an amount of money or time."""
    return _share_of_a_count(text) if "%" in text else None


def counts_as_shares(
    text: str,
    wording: Measure,
    unit: Read[str],
    reads: Sequence[Read[Quantity]],
    columns_in_per_cent: frozenset[int] = frozenset(),
) -> tuple[Read[Quantity], ...]:
    """Given what a key result says, its unit's cell and its values as read (baseline, target, current, its bounds and
    tolerance, then its past values), return them with those in per cent that can only be so many of the text's whole:
    300 of 500, '18 người'. Where the current one is so, the plain ones before it are, too; but in a column whose header
    says so ('Current (%)') all are in per cent."""
    said = _said(text, wording, reads[1]) if unit.value != PERCENT else None
    if said is None:
        return tuple(reads)
    reads = [_as_headed(read, columns_in_per_cent) for read in reads]
    baseline = reads[0].value
    if baseline is not None and baseline.value and _is_plain(baseline):
        return tuple(reads)  # of the two only the current value would be sure
    if not _is_a_count(reads[2], said):
        return tuple(reads)
    return (*reads[:2], _as_share(reads[2], said), *reads[3:6], *[_as_share(read, said) for read in reads[6:]])


def count_or_per_cent(row: KeyResult, current: Read[Quantity]) -> EitherWay | None:
    """Given a key result and the reading that counts as its current value, return the latter where it may be in per
    cent, and may be so many of the whole that its text names; None where it can only be one of the two."""
    value, text = current.value, row.text.value or ""
    if value is None or row.measure.unit != PERCENT or not _is_plain(value) or value.value < 1:
        return None
    said = _said(text, row.measure, row.target)
    if said is None or said.share >= _HUNDRED or any(_is_in_per_cent(one.value) for one in row.check_ins):
        return None
    if value.value % 1 or current.cell not in (row.current.cell, *[one.value.cell for one in row.check_ins]):
        return None
    if value.value <= _HUNDRED:
        target = row.target.value
        if row.unit.value == PERCENT or value.value > said.whole or (target is not None and _is_plain(target)):
            return None
    return EitherWay(value.value, plain(round(value.value * _HUNDRED / said.whole, 2)), said)


def _said(text: str, measure: Measure, target: Read[Quantity]) -> ShareOfCount | None:
    """The share that a text names where it is what the row is to reach, and no column says another."""
    said = share_of_a_count(text)
    if said is None or said.whole == _HUNDRED or measure.relative:
        return None
    typed = target.value
    if typed is not None:
        return said if typed.is_percent or typed.value == said.share else None
    return said if said.share in (measure.target, measure.lower, measure.upper) else None


def _is_in_per_cent(read: Read[Quantity]) -> bool:
    return read.value is not None and read.value.is_percent


def _is_plain(value: Quantity) -> bool:
    return value.unit is None and value.currency is None and value.total is None and value.scale_word is None


def _is_a_count(read: Read[Quantity], said: ShareOfCount) -> bool:
    value = read.value
    if value is None or value.value % 1 or not 0 <= value.value <= said.whole:
        return False
    if _is_plain(value):
        return value.value > _HUNDRED > said.share
    return value.currency is None and value.total is None and _counts(bare(value.unit or ""), bare(said.things))


def _counts(unit: str, things: str) -> bool:
    """Whether a unit names what a whole is of: '18 người' of 40 nhân viên, and no hours, no sessions."""
    among = f" {' '.join(_WORD.findall(things))} "
    if unit in _PEOPLE:
        return any(f" {one} " in among for one in _PEOPLE)
    one = unit.removesuffix("s")
    return bool(one) and any(f" {word} " in among for word in (one, f"{one}s"))


_PEOPLE = (
    *("nguoi", "nhan vien", "nhan su", "khach", "khach hang", "hoc vien", "staff", "people", "persons"),
    *("employee", "employees", "customer", "customers", "engineer", "engineers", "manager", "managers"),
    *("user", "users", "member", "members", "student", "students"),
)


def _as_headed(read: Read[Quantity], in_per_cent: frozenset[int]) -> Read[Quantity]:
    value = read.value
    if value is None or read.cell is None or read.cell.column not in in_per_cent or not _is_plain(value):
        return read
    return read._replace(value=value._replace(unit=PERCENT))


def _as_share(read: Read[Quantity], said: ShareOfCount) -> Read[Quantity]:
    value = read.value
    if value is None or value.value % 1 or not (_is_plain(value) or _is_a_count(read, said)):
        return read
    return read._replace(value=Quantity(plain(value.value * _HUNDRED / said.whole), PERCENT))


@lru_cache(maxsize=4096)
def _share_of_a_count(text: str) -> ShareOfCount | None:
    found = _SHARE_OF.search(bare(text))
    if found is None or _NO_COUNT.match(found["rest"]) is not None:
        return None
    grouped = found["whole"]
    whole = Decimal(grouped.replace(",", "").replace(".", ""))
    if found["thousands"]:
        whole *= 1000
    is_year = grouped.isdigit() and _FIRST_YEAR <= whole <= _LAST_YEAR
    if whole <= 1 or is_year:
        return None
    share = Decimal(found["share"].replace(",", "."))
    return ShareOfCount(plain(share), plain(whole), found["rest"])


_SHARE_OF = RarePattern(
    r"(?<![\w.,])(?P<share>[0-9]{1,3}(?:[.,][0-9]{1,2})?) ?% ?"
    r"(?:out of|of|trong(?: tong)?(?: so)?|tren(?: tong)(?: so)?|tren|cua(?: tong)?(?: so)?)"
    r"(?: (?:the|our|all|these|those|their|its|top|first|largest|biggest|key|total|existing|current|tong|so|tat|ca|"
    r"toan|bo|hon|khoang|gan|over|about))*"
    r" (?P<whole>[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+)(?P<thousands>k\b| ?(?:thousand|nghin|ngan)\b)?"
    r"(?!\w)(?P<rest>.*)"
)
_NO_COUNT = RarePattern(
    r"[0-9.,/:–-]*[0-9]|[%$€£₫'\"]"
    r"|(?: ?-? ?(?:working|business|calendar))? ?-? ?"
    r"(?:ngay|tuan|thang|quy|nam|gio|phut|giay|[hmsdp]|hrs?|hours?|min(?:ute)?s?|sec(?:ond)?s?|days?|weeks?|months?|"
    r"quarters?|years?|trieu|tr|ty|ti|dong|d|vnd|usd|eur|million|billion|mn|bn|dollars?|euros?|targets?|revenue|budget|"
    r"plan|levels?|sales|spend|kg|km|tan|tons?|kwh|lit|lits?|liters?|litres?)\b"
)
"""What follows a number that counts no things: time, money, an amount, or a year's."""
_FIRST_YEAR, _LAST_YEAR = 2015, 2040
