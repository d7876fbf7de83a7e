"""What a cell says, once it is read, and why it may say nothing."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, Literal, NamedTuple, TypeVar

from sync.model.cells import CellRef

T = TypeVar("T")


class Trouble(StrEnum):
    """Why a cell that is not empty has no value, or has one that may be wrong."""

    error_cell = "error_cell"  # #REF!, #N/A …
    not_calculated = "not_calculated"  # a formula without a cached value
    not_a_number = "not_a_number"
    not_a_date = "not_a_date"
    not_understood = "not_understood"  # a confidence, weight or status word that is none
    date_for_number = "date_for_number"  # 5/8 that the program turned into 5 August
    ambiguous = "ambiguous"  # '1.500' where both readings are possible: one was taken
    unreadable_formula_value = "unreadable_formula_value"
    two_columns = "two_columns"  # two columns say so with equal right, and differ
    period_unknown = "period_unknown"  # a value in a row whose period is not understood
    sum_or_level = "sum_or_level"  # the quarter before's value: where this one began, or a sum that began anew


class Quantity(NamedTuple):
    """A number as typed: scale words are multiplied out ('10 tỷ' is 10 000 000 000), percentages are in points.

    ``total`` is n in 'k of n' ('5/8': value 5, total 8). ``other`` is the reading not taken where two were possible.
    ``scale_word`` is the scale as typed ('tỷ'), for findings about slips.
    """

    value: Decimal
    unit: str | None = None
    currency: str | None = None
    total: Decimal | None = None
    other: Decimal | None = None
    scale_word: str | None = None

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"


class Read(NamedTuple, Generic[T]):
    """A field as read: its value, the cell that it came from, and what stands there, word for word.

    An empty or absent cell is ``Read()``. ``cell`` without ``raw`` is an empty cell in a column that exists.
    """

    value: T | None = None
    cell: CellRef | None = None
    raw: str = ""
    trouble: Trouble | None = None
    is_formula: bool = False


NOTHING: Read[object] = Read()


class Kind(StrEnum):
    increase = "increase"
    decrease = "decrease"
    at_least = "at_least"
    at_most = "at_most"
    between = "between"
    milestone = "milestone"


class Direction(StrEnum):
    up = "up"
    down = "down"


class Evidence(NamedTuple):
    """The words (or the cell's text) that a part of a measure came from: ('target', '10 tỷ')."""

    part: str
    words: str


class Measure(NamedTuple):
    """What a key result measures. From its text alone (``KeyResult.wording``), or text and columns together
    (``KeyResult.measure``). ``kind`` is None where nothing measurable is said.

    ``change`` is signed ('giảm 3kg' is −3); with ``relative`` it is in per cent of the baseline. ``kept``: a verb of
    keeping, or a KPI: a bound is scored by distance and tolerance. ``lower`` and ``upper`` are bounds.
    """

    kind: Kind | None = None
    direction: Direction | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    change: Decimal | None = None
    relative: bool = False
    lower: Decimal | None = None
    upper: Decimal | None = None
    tolerance: Decimal | None = None
    kept: bool = False
    unit: str | None = None
    currency: str | None = None
    cadence: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def measurable(self) -> bool:
        return self.kind is not None


class Activity(StrEnum):
    """What a status or note column of the team's own says about a row."""

    active = "active"
    done = "done"
    paused = "paused"
    cancelled = "cancelled"


Curve = Literal["linear", "early", "late", "s-curve", "at the end"]


class PacePoint(NamedTuple):
    """What is to be reached by a day: a value of the measure, or in per cent a share of the way."""

    day: date
    value: Quantity


class PlannedPace(NamedTuple):
    """How a key result is meant to move through its time: along a curve, or from point to point (ascending days)."""

    curve: Curve = "linear"
    points: tuple[PacePoint, ...] = ()


class CheckIn(NamedTuple):
    """One measured value of the past: from a column a week, a check-in log or a period column."""

    label: str
    day: date | None
    value: Read[Quantity]
    note: str = ""
