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
from sync.model.rows import Column, Cycle, Field
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
    the cycle ends with; ``is_one``: there is none but the one that it begins with."""

    points: tuple[tuple[date, Read[Quantity]], ...]
    is_whole: bool
    is_one: bool
    raw: str

    @property
    def last(self) -> Read[Quantity]:
        return self.points[-1][1]

    @property
    def numbers(self) -> list[Decimal]:
        return [read.value.value for _, read in self.points if read.value is not None]

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
    for period, column in own:
        read = _value(reader, row, cells, column)
        if read.value is not None or read.trouble is not None:
            points.append((period.last_day, read))
            said.append(f"{column.header}: {read.raw}")
    if not points:
        return None
    first, last = points[0][0], points[-1][0]
    is_one = len(points) == 1 and any(
        period.last_day == first and period.first_day <= cycle.first_day + _A_WEEK for period, _ in own
    )
    return Plan(tuple(points), last >= cycle.last_day - _A_WEEK, is_one, "; ".join(said))


def cycle_of_row(reader: RowReader, row: int, cells: Cells) -> Cycle | None:
    """Given a row, return the cycle that it names, or its table's; None where neither is known."""
    named = reader.cycle(cells, row) if Field.cycle in reader.at else None
    return named or reader.own_cycle


def _is_part(period: Cycle, cycle: Cycle) -> bool:
    is_shorter = period.last_day - period.first_day < cycle.last_day - cycle.first_day
    return is_shorter and cycle.first_day <= period.last_day <= cycle.last_day


def _value(reader: RowReader, row: int, cells: Cells, column: Column) -> Read[Quantity]:
    """A number, or the bound of '≥ 90%'."""
    bounds = reader.bounds_at(cells, row, column.column)
    return next((one for one in bounds if one.value is not None), bounds.target)


def whole_of(
    plan: Plan, wording: Measure, baseline: Decimal | None, unit: str, text: str, how: str | None, has_actuals: bool
) -> Whole:
    """Given a row's plan, what its text says, where it began by its own column, its unit as typed, its text, how its
    values by period come together as far as a column says so, and whether each period has a value beside its plan,
    return what the target of the whole is."""
    values = plan.numbers
    alone: Whole = "own" if has_actuals else "open"
    if wording.kind in _BOUNDS or len(values) < len(plan.points) or any("≥" in one.raw for _, one in plan.points):
        return alone if has_actuals else "last"
    start = baseline if baseline is not None else wording.baseline
    moves = _moves_one_way([*(() if start is None else (start,)), *values])
    said = _ends_said(wording, start, unit)
    is_share = all(read.value is not None and read.value.is_percent for _, read in plan.points) or unit == PERCENT
    falls = start is not None and moves and all(end < start for end in (values[-1], *said))
    is_level = is_share or is_a_level_by_words(text) or how == "last" or (falls and not adds_up_by_words(text))
    if said:
        return _as_the_text_says(plan, values, said, start, alone, moves, is_level)
    if how == "sum" and has_actuals:
        return "own"
    if is_level:
        return "last" if plan.is_whole and (moves or not has_actuals) else alone if not moves else "open"
    if not moves or ((adds_up_by_words(text) or is_each_months_by_words(text)) and start is None):
        return alone
    return "last" if plan.is_whole and start is not None and not adds_up_by_words(text) else "open"


def _as_the_text_says(
    plan: Plan,
    values: Sequence[Decimal],
    said: set[Decimal],
    start: Decimal | None,
    alone: Whole,
    moves: bool,
    is_level: bool,
) -> Whole:
    """What the whole's target is beside a text that says one."""
    if values[-1] in said:
        return "last" if plan.is_whole and (moves or alone == "open") else alone  # 4 | 4 | 4 of '4 posts a month'
    together = sum(values)
    if plan.is_whole and len(values) > 1 and {together, together + (start or 0)} & said:
        return "text"
    if plan.is_whole and is_level and moves:
        return "last"  # they differ: the column wins
    return "text" if not plan.is_whole and abs(values[-1]) <= max(map(abs, said)) else "open"


def _moves_one_way(values: Sequence[Decimal]) -> bool:
    """Whether values go one way from first to last, and do not stay where they are."""
    steps = [after - before for before, after in pairwise(values)]
    return any(steps) and (all(step >= 0 for step in steps) or all(step <= 0 for step in steps))


def _ends_said(wording: Measure, start: Decimal | None, unit: str) -> set[Decimal]:
    """What the text says is to be reached, in full and in its unit column's scale: 10 of '10 tỷ' beside 'tỷ'."""
    if wording.relative and start is None:
        return set()
    end = wording.target
    if end is None and wording.change is not None:
        change = wording.change / 100 * (start or 0) if wording.relative else wording.change
        end = abs(change) if start is None else start + change
    return set() if end is None else {end, end / scale_of_unit(unit)} if unit else {end}
