"""Columns of what key results are to come to by the end of each month or week ('Oct target', 'KH' under each month) ─▶
a row's plan, and what it says of the target: it may be the last of these, or what each period's own add up to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

from sync.cycles import cycle_of
from sync.model.readings import Kind, Measure, PacePoint, PlannedPace, Quantity, Read, Trouble
from sync.model.rows import Cycle, Field
from sync.reading.sheets.adding_up import adds_up_by_words, is_a_level_by_words, is_each_months_by_words
from sync.reading.sheets.row_reader import Cells, RowReader
from sync.reading.sheets.unit_scales import scale_of_unit
from sync.reading.texts.units import PERCENT

Whole = Literal["own", "last", "text", "open"]
"""What a whole cycle's target is where only its periods have one: none, since each period is held against its ``own``;
the ``last`` one; what the ``text`` says, which they lead or add up to; or ``open``: nothing tells."""
_A_WEEK = timedelta(days=6)
"""The last week that ends in a cycle may end so long before it, or a week begin so long before."""
_BOUNDS = (Kind.at_least, Kind.at_most, Kind.between)


class Plan(NamedTuple):
    """What a row is to come to by the end of each period, ascending. ``is_whole``: the last one is of the period that
    the cycle ends with; ``is_one``: there is none but the one that it begins with; ``has_bounds``: one of them is to be
    stayed beyond."""

    points: tuple[tuple[date, Read[Quantity]], ...]
    is_whole: bool
    is_one: bool
    raw: str
    has_bounds: bool = False

    @property
    def last(self) -> Read[Quantity]:
        return self.points[-1][1]

    @property
    def numbers(self) -> list[Decimal]:
        return [read.value.value for _, read in self.points if read.value is not None]

    @property
    def is_of_ends(self) -> bool:
        """Whether all of it can be read, as numbers to come to."""
        return not self.has_bounds and all(read.value is not None for _, read in self.points)

    @property
    def is_in_per_cent(self) -> bool:
        return all(read.value is not None and read.value.is_percent for _, read in self.points)

    @property
    def in_doubt(self) -> Read[Quantity]:
        """The target that nothing tells."""
        return Read(None, self.last.cell, self.raw, Trouble.sum_or_level)

    def as_pace(self) -> Read[PlannedPace]:
        """The plan as a pace; trouble sum_or_level where one of its cells says something else than a number."""
        first = self.points[0][1].cell
        wrong = next((read for _, read in self.points if read.value is None), None)
        if wrong is not None and wrong.trouble is not Trouble.not_a_number:
            return Read(None, wrong.cell, wrong.raw, wrong.trouble, wrong.is_formula)
        if wrong is not None:
            return Read(None, first, self.raw, Trouble.sum_or_level)
        points = [PacePoint(day, read.value) for day, read in self.points if read.value is not None]
        return Read(PlannedPace("linear", tuple(points)), first, self.raw)


def plan_of_row(reader: RowReader, row: int, cells: Cells) -> Plan | None:
    """Given a row, return its plan, of columns of plans or of a row of them; None where it has none for a period within
    its cycle."""
    plans, own_row = reader.layout.plans, reader.plans.get(row)
    if not plans and own_row is None:
        return None
    cycle = cycle_of_row(reader, row, cells) or cycle_of(reader.as_of, reader.calendar)
    if own_row is not None:
        plans, row, cells = reader.layout.periods, own_row, reader.cells(own_row)
    own = [(column.period, column) for column in plans if column.period is not None and _is_part(column.period, cycle)]
    points: list[tuple[date, Read[Quantity]]] = []
    said: list[str] = []
    has_bounds = False
    for period, column in own:
        bounds = reader.bounds_at(cells, row, column.column)
        read = next((one for one in bounds if one.value is not None), bounds.target)
        has_bounds = has_bounds or read is not bounds.target
        if read.value is not None or read.trouble is not None:
            points.append((period.last_day, read))
            said.append(f"{column.header}: {read.raw}")
    if not points:
        return None
    last, _ = points[-1]
    is_one = len(points) == 1 and any(
        period.last_day == last and period.first_day <= cycle.first_day + _A_WEEK for period, _ in own
    )
    return Plan(tuple(points), last >= cycle.last_day - _A_WEEK, is_one, "; ".join(said), has_bounds)


def cycle_of_row(reader: RowReader, row: int, cells: Cells) -> Cycle | None:
    """Given a row, return the cycle that it names, or its table's; None where neither is known."""
    named = reader.cycle(cells, row) if Field.cycle in reader.at else None
    return named or reader.own_cycle


def _is_part(period: Cycle, cycle: Cycle) -> bool:
    is_shorter = period.last_day - period.first_day < cycle.last_day - cycle.first_day
    return is_shorter and cycle.first_day <= period.last_day <= cycle.last_day


class Beside(NamedTuple):
    """What a row says beside its plan. ``baseline``: where it began by its own column; ``unit`` as typed; ``how`` its
    values by period come together, as far as a column says so; ``has_actuals``: each period has a value of its own."""

    wording: Measure
    text: str
    baseline: Decimal | None
    unit: str
    how: str | None
    has_actuals: bool

    @property
    def start(self) -> Decimal | None:
        return self.baseline if self.baseline is not None else self.wording.baseline

    @property
    def apart(self) -> Whole:
        """What it is where each period counts alone: there has to be a value to hold against its plan."""
        return "own" if self.has_actuals else "open"

    @property
    def ends(self) -> frozenset[Decimal]:
        """What the text says is to be reached, in full and in its unit column's scale: 10 of '10 tỷ' beside 'tỷ'."""
        wording, start = self.wording, self.start
        if wording.relative and start is None:
            return frozenset()
        end = wording.target
        if end is None and wording.change is not None:
            change = wording.change / 100 * (start or 0) if wording.relative else wording.change
            end = abs(change) if start is None else start + change
        if end is None:
            return frozenset()
        return frozenset({end, end / scale_of_unit(self.unit)} if self.unit else {end})


def whole_of(plan: Plan, row: Beside) -> Whole:
    """Given a row's plan and what it says beside it, return what the target of the whole is."""
    if row.wording.kind in _BOUNDS or not plan.is_of_ends:
        return "own" if row.has_actuals else "last"  # is to be so in each period
    way = plan.numbers if row.start is None else [row.start, *plan.numbers]
    moves = _moves_one_way(way)
    is_level = _is_a_level(plan, row, moves)
    if row.ends:
        return _beside_an_end(plan, row, moves, is_level)
    return _beside_no_end(plan, row, moves, is_level)


def _is_a_level(plan: Plan, row: Beside, moves: bool) -> bool:
    """Whether a row's values are what there is by then, so that they cannot add up. What falls from where it began is
    (complaints, costs), unless its words say that it adds up."""
    if plan.is_in_per_cent or row.unit == PERCENT or row.how == "last" or is_a_level_by_words(row.text):
        return True
    falls = row.start is not None and moves and all(end < row.start for end in (plan.numbers[-1], *row.ends))
    return falls and not adds_up_by_words(row.text)


def _beside_an_end(plan: Plan, row: Beside, moves: bool, is_level: bool) -> Whole:
    """Beside a text that says what is to be reached."""
    last = plan.numbers[-1]
    if not plan.is_whole:
        if last in row.ends:
            return row.apart  # reached before the end: of each month, rather
        return "text" if abs(last) <= max(map(abs, row.ends)) else "open"
    if last in row.ends:
        return "last" if moves or not row.has_actuals else "own"  # 4 | 4 | 4 of '4 posts a month'
    together = sum(plan.numbers)
    if len(plan.points) > 1 and not row.ends.isdisjoint({together, together + (row.start or 0)}):
        return "text"
    return "last" if is_level and moves else "open"  # they differ: the column wins


def _beside_no_end(plan: Plan, row: Beside, moves: bool, is_level: bool) -> Whole:
    """Beside a text that leaves the target to the plan."""
    if row.how == "sum" and row.has_actuals:
        return "own"
    if not moves:
        return "last" if plan.is_whole and is_level and not row.has_actuals else row.apart
    adds_up = adds_up_by_words(row.text)
    if row.start is None and not is_level and (adds_up or is_each_months_by_words(row.text)):
        return row.apart
    # From where it began it goes to the last one; from nowhere, 2 | 6 | 12 may be 12 or 20 in all.
    goes_there = is_level or (row.start is not None and not adds_up)
    return "last" if plan.is_whole and goes_there else "open"


def _moves_one_way(values: Sequence[Decimal]) -> bool:
    """Whether values go one way from first to last, and do not stay where they are."""
    steps = [after - before for before, after in pairwise(values)]
    return any(steps) and (all(step >= 0 for step in steps) or all(step <= 0 for step in steps))
