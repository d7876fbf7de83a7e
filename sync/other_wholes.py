"""'50 of 200' beside a target of 100: so many of another whole than the row is to reach. Pure.

50 of 100 is half of the way, 50 of 200 a quarter, and which of the two was meant is known to nobody else: neither is a
number to be written. A whole that is the target ('50/100'), a grade's scale ('4.2/5') or named in the text is fine.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from sync.model.cells import CellRef
from sync.model.readings import Kind, Measure, Quantity, Read
from sync.model.rows import KeyResult
from sync.patterns import RarePattern
from sync.reading.texts.numbers import shown
from sync.reading.texts.text import bare
from sync.reading.texts.units import PER_MILLE, PERCENT
from sync.unit_slips import is_same_on_another_scale

_HUNDRED = Decimal(100)
_SCALES = tuple(map(Decimal, (4, 5, 6, 7, 9, 10, 20, 100, 990)))
"""Out of how many grades are given."""
_GRADED = RarePattern(
    r"\b(?:diem|ratings?|rated|scores?|e?nps|csat|sao|stars?|satisfaction|hai long|grades?|points?|ielts|toeic|gpa|"
    r"danh gia|xep hang|reviews?|index|chi so|muc do|maturity|levels?|cap do|truong thanh|engagement|gan ket|"
    r"lighthouse|pagespeed|health|seo|performance|quality|glassdoor|app store|exams?|toefl|thi)\b"
)


class OtherWhole(NamedTuple):
    """A current value that is so many of a ``whole``, what its row ``wanted`` to reach instead, and where."""

    value: Decimal
    whole: Decimal
    wanted: Decimal
    cell: CellRef | None


def other_whole(row: KeyResult, current: Read[Quantity]) -> OtherWhole | None:
    """Given a key result that is to grow and the reading that counts as its current value, return the latter where it
    is so many of another whole than is to be reached, and the way is another by each; None else."""
    value = current.value
    if value is None or value.is_percent:
        return None
    if row.target.value is not None and row.target.cell == current.cell:
        return _beside_a_change(row, value, row.target.value.value)
    whole = value.total
    if not whole:
        return None  # as in most rows
    wanted = _wanted(row.measure)
    if wanted is None or _is_known(whole, wanted, row) or _is_a_grade(value, whole, wanted, row):
        return None
    if value.value >= wanted and (value.value >= whole or row.measure.kind is Kind.at_least):
        return None  # done, whichever was meant
    start = row.measure.baseline or Decimal(0)
    if wanted != start and (value.value - start) * whole == value.value * (wanted - start):
        return None
    return OtherWhole(value.value, whole, wanted, current.cell)


def _beside_a_change(row: KeyResult, value: Quantity, whole: Decimal) -> OtherWhole | None:
    """'5/8 people' beside 'Hire 10 people', where nothing says from how many."""
    change = row.wording.change
    if change is None or row.wording.relative or row.measure.baseline is not None or whole == abs(change):
        return None
    return OtherWhole(value.value, whole, abs(change), row.target.cell)


def _wanted(measure: Measure) -> Decimal | None:
    """What a measure is to grow to, or by where nothing says from where; None where it is to do something else."""
    if (measure.unit or "") in (PERCENT, PER_MILLE):
        return None
    if measure.kind is Kind.at_least:
        return None if measure.kept or measure.tolerance is not None else measure.lower or measure.target
    if measure.kind is not Kind.increase:
        return None
    change, start = measure.change, measure.baseline
    if measure.target is not None or change is None:
        return measure.target
    if measure.relative:
        return None if start is None else start * (1 + change / _HUNDRED)
    return abs(change) if start is None else start + change


def _is_known(whole: Decimal, wanted: Decimal, row: KeyResult) -> bool:
    """Whether a whole is what the row is to reach, by its text or a column, or the one that it is to reach so many
    of: 'Train 34 of 41 engineers'."""
    if whole == wanted or is_same_on_another_scale(whole, wanted, is_share=False):
        return True
    said = [row.wording.target, row.wording.lower]
    for column in (row.target, row.lower, row.target_minimum, row.target_stretch):
        if column.value is not None:
            said += [column.value.value, column.value.total]
    if whole in said:
        return True
    wholes = _WHOLE.findall(bare(row.text.value or ""))
    return any(shown(whole) == one.replace(",", "").replace(".", "") for one in wholes)


_WHOLE = RarePattern(r"(?:/|\b(?:of|trong|tren|so)\b)(?: ?(?:the|our|all|tong|so))* ?([0-9][0-9.,]*[0-9]|[0-9])")


def _is_a_grade(value: Quantity, whole: Decimal, wanted: Decimal, row: KeyResult) -> bool:
    """Whether 'k/n' is a grade on a scale, 4.2 out of 5, and the target one on the same."""
    if wanted > whole or value.value > whole:
        return False
    is_between = whole in _SCALES and (value.value % 1 != 0 or wanted % 1 != 0)
    return is_between or _GRADED.search(bare(f"{row.text.value or ''} {row.measure.unit or ''}")) is not None
