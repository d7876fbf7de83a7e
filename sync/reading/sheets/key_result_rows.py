"""One row ─▶ its key result: words and columns together."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from sync.cycles import cycle_of, parse_cycle, previous_cycle
from sync.model.readings import Activity, Direction, Kind, Measure, PlannedPace, Quantity, Read, Trouble
from sync.model.rows import Field, KeyResult
from sync.patterns import RarePattern
from sync.reading.sheets.adding_up import is_a_level_by_words
from sync.reading.sheets.aggregations import read_aggregation
from sync.reading.sheets.current_values import Now, as_it_went_on, current_of_row, tick_in, values_by_period
from sync.reading.sheets.measures import beside_its_column, reconcile, without_condition
from sync.reading.sheets.outlines import lists_several, unmarked
from sync.reading.sheets.paces import read_pace
from sync.reading.sheets.planned_periods import cycle_of_row
from sync.reading.sheets.planned_ways import Led, Span, as_planned, as_written
from sync.reading.sheets.row_reader import Cells, RowReader
from sync.reading.sheets.shares_of_counts import counts_as_shares
from sync.reading.sheets.standing import ignored_rules, moved_to, read_activity, read_confidence, read_milestone
from sync.reading.sheets.unit_scales import in_millions, in_per_cent, in_scale_of_unit
from sync.reading.sheets.value_notes import least_of
from sync.reading.texts.unit_kinds import in_one_unit
from sync.reading.texts.units import PERCENT
from sync.reading.texts.wording import read_wording

_NO_SHARE: Read[Decimal] = Read()
_NO_MEASURE = Measure()
_A_WEEK = timedelta(days=6)
_NO_PACE: Read[PlannedPace] = Read()
_ACTIVE = Activity.active


class Worded(NamedTuple):
    """A row's text without the mark of a list, and what it measures."""

    text: Read[str]
    wording: Measure


def worded(typed: Read[str], locale: str) -> Worded:
    """Given a row's text as typed and the locale of its numbers, return what it says: nothing where it is several."""
    text = typed if typed.value is None else _unmarked(typed)
    is_one = text.value is not None and not ("\n" in typed.raw and lists_several(typed.raw))
    return Worded(text, read_wording(text.value, locale) if text.value and is_one else _NO_MEASURE)


def read_key_result(reader: RowReader, row: int, cells: Cells, said: Worded) -> KeyResult:
    """Given a row's cells and what its text says, return its key result."""
    at = reader.columns
    text, wording = said
    bounds = reader.bounds(cells, row)
    now = current_of_row(reader, row, cells, bounds, wording, text.value or "")
    bounds = now.bounds
    baseline = reader.baseline_of(cells, row, now.target)
    if baseline.trouble is Trouble.not_a_number and tick_in(reader, cells, baseline).value is False:
        baseline = baseline._replace(trouble=None)  # 'No' before 'Yes', 'Chưa có' before 10
    unit = reader.unit_at(cells, row, at.unit)
    if not unit.value and reader.unit_in_headers.value:
        unit = reader.unit_in_headers
    if wording.kind is not None:
        wording = without_condition(wording, now.target, unit, text.value or "")
    before = reader.layout.before
    if before is not None and baseline.cell is not None and baseline.cell.column == before.column:
        baseline = as_it_went_on(baseline, now, text.value or "", wording, unit)
    tolerance = reader.quantity_at(cells, row, at.tolerance)
    status = reader.text_at(cells, row, at.status)
    note = reader.text_at(cells, row, at.note)
    minimum = reader.quantity_at(cells, row, at.target_minimum)
    stretch = reader.quantity_at(cells, row, at.target_stretch)
    in_unit, check_ins = _towards_the_stretch(wording, now.target, minimum, stretch), now.check_ins
    reads: tuple[Read[Quantity], ...] = (
        baseline, now.target, now.current, bounds.lower, bounds.upper, tolerance,
    )  # fmt: skip
    reads = in_millions(wording, reads)
    if wording.unit == PERCENT:
        values = in_per_cent(wording, (*reads, *[check_in.value for check_in in check_ins]))
        values = counts_as_shares(text.value or "", wording, unit, values, reader.columns_in_per_cent)
        reads = values[:6]
        if check_ins:
            check_ins = tuple(one._replace(value=value) for one, value in zip(check_ins, values[6:], strict=True))
    if unit.value and now.current.value is not None:  # a value from a log on another tab has no unit column beside it
        in_unit, scaled = in_scale_of_unit(unit, wording, (*reads, *[check_in.value for check_in in check_ins]))
        reads = scaled[:6]
        if check_ins:
            check_ins = tuple(one._replace(value=value) for one, value in zip(check_ins, scaled[6:], strict=True))
    in_unit, brought = in_one_unit(unit, in_unit, (*reads, *[check_in.value for check_in in check_ins]))
    baseline, target, current, lower, upper, tolerance = brought[:6]
    if check_ins:
        check_ins = tuple(one._replace(value=value) for one, value in zip(check_ins, brought[6:], strict=True))
    better = reader.direction_at(cells, row, at.direction)
    measure = reconcile(
        in_unit,
        baseline=baseline,
        target=target,
        lower=lower,
        upper=upper,
        tolerance=tolerance,
        unit=unit,
        milestone=now.milestone,
        current=current,
        text=text.value or "",
        direction=better,
    )
    measure = beside_its_column(measure, better)
    if "+" in current.raw and current.value is not None and least_of(current.raw) and not _grows(measure):
        current = current._replace(value=None, trouble=Trouble.not_a_number)
    pace = _NO_PACE
    if now.plan is not None or at.pace is not None:
        pace, adds_up = _paced(reader, row, cells, now, measure, unit.value or "", text.value or "")
        if adds_up and _may_be_of_one_period(reader, now, current):
            current = current._replace(trouble=Trouble.sum_or_level)
        is_open = adds_up or pace.trouble is Trouble.sum_or_level
        if is_open and _may_count_alone(reader, row, cells, now, current, measure, text):
            current, pace = current._replace(trouble=Trouble.sum_or_level), _NO_PACE
    activity = activity_of(reader, status, note)
    if at.done is not None and activity is _ACTIVE and not status.value and current.value is not None:
        tick = read_milestone(cells.get(at.done), reader.sheet.ref(row, at.done))
        if tick.value:  # beside values, which count: a rule holds the two against each other
            activity, status = Activity.done, Read("done", tick.cell, tick.raw)
    if activity is Activity.done and current.trouble is target.trouble is Trouble.date_for_number:
        current = current._replace(trouble=None)  # '15 Nov | 12 Nov | Done' says when it was done
    confidence = _NO_SHARE
    if at.confidence is not None:
        ref = reader.sheet.ref(row, at.confidence)
        confidence = read_confidence(cells.get(at.confidence), ref, reader.locale)
    return _new_key_result(
        (
            text,
            row,
            reader.title,
            "",
            reader.text_at(cells, row, at.key_result_id),
            wording,
            measure,
            baseline,
            target,
            minimum,
            stretch,
            current,
            now.milestone,
            lower,
            upper,
            tolerance,
            unit,
            reader.quantity_at(cells, row, at.weight),
            confidence,
            reader.text_at(cells, row, at.owner),
            reader.day_at(cells, row, at.start, is_start=True),
            reader.day_at(cells, row, at.due),
            now.updated,
            status,
            activity,
            note,
            reader.commitment(cells, row),
            reader.text_at(cells, row, at.kpi),
            check_ins,
            ignored_rules(note.value),
            None,
            pace,
            now.aggregation,
            now.period,
        )
    )


# As NamedTuples make themselves, without the call that takes longer than that: every row has one.
_new_key_result: Callable[[tuple[Any, ...]], KeyResult] = partial(tuple.__new__, KeyResult)


def _towards_the_stretch(
    wording: Measure, target: Read[Quantity], minimum: Read[Quantity], stretch: Read[Quantity]
) -> Measure:
    """What a text says, with the way that the targets beside it show where it shows none: less is better where the
    stretch lies below the target, or the minimum above it."""
    if wording.kind is not None or wording.direction is not None or target.value is None:
        return wording
    wanted = target.value.value
    is_below = stretch.value is not None and stretch.value.value < wanted
    is_above = minimum.value is not None and minimum.value.value > wanted
    return wording._replace(direction=Direction.down) if is_below or is_above else wording


def _paced(reader: RowReader, row: int, cells: Cells, now: Now, measure: Measure, unit: str, text: str) -> Led:
    """How a row is meant to move: by its own words, else by its plan."""
    at, plan = reader.columns, now.plan
    typed = reader.text_at(cells, row, at.pace)
    if plan is not None and now.target.trouble is Trouble.sum_or_level:
        plan = None  # where to it leads is asked about
    if plan is not None and not typed.raw and typed.trouble is None:
        return as_planned(plan.as_pace(), measure, unit, plan.is_whole, plan.is_one, is_a_level_by_words(text))
    if not typed.value:
        return Led(read_pace(typed, reader.locale, reader.calendar, reader.as_of))
    cycle = cycle_of_row(reader, row, cells)
    pace = read_pace(typed, reader.locale, reader.calendar, reader.as_of, cycle)
    start, due = reader.day_at(cells, row, at.start, is_start=True).value, reader.day_at(cells, row, at.due).value
    if cycle is None:
        cycle = cycle_of(reader.as_of, reader.calendar)
        start = start or previous_cycle(cycle, reader.calendar).first_day  # it may be the one before that is closed
    return Led(as_written(pace, measure, unit, Span(start or cycle.first_day, due or cycle.last_day)))


def _may_be_of_one_period(reader: RowReader, now: Now, current: Read[Quantity]) -> bool:
    """Whether a current value is the last of several by period, of which nothing says how they come together."""
    if now.aggregation.value or not any(one.value.value for one in now.check_ins):
        return False
    by_period = values_by_period(reader.layout)[1]
    return current.cell is not None and any(one.column == current.cell.column for one in by_period)


def _may_count_alone(
    reader: RowReader, row: int, cells: Cells, now: Now, current: Read[Quantity], measure: Measure, text: Read[str]
) -> bool:
    """Whether the current value stands in the column of a month of which another holds the plan, and may be that
    month's alone: it is not the first, no word of the row and no column says that it is all there is so far, nor do
    plans and values that grow from month to month."""
    if current.cell is None or current.value is None:
        return False
    period = reader.layout.beside_plans.get(current.cell.column)
    cycle = cycle_of_row(reader, row, cells) or cycle_of(reader.as_of, reader.calendar)
    if period is None or period.first_day <= cycle.first_day + _A_WEEK:
        return False
    if measure.unit == PERCENT or is_a_level_by_words(text.value or ""):
        return False
    plans = [] if now.plan is None else now.plan.numbers
    values = [*(one.value.value.value for one in now.check_ins if one.value.value is not None), current.value.value]
    if len(plans) > 1 and _grow(plans) and _grow(values):
        return False
    return read_aggregation(reader.text(cells, row, Field.aggregation).value or "") is None


def _grow(values: Sequence[Decimal]) -> bool:
    return all(after > before for before, after in pairwise(values))


def _unmarked(typed: Read[str]) -> Read[str]:
    words = unmarked(typed.value or "")
    return typed if words == typed.value else typed._replace(value=words)


def activity_of(reader: RowReader, status: Read[str], note: Read[str]) -> Activity:
    """Given a team's own status and note, return what they say about the row; the status comes first."""
    for said, is_note in ((status.value, False), (note.value, True)):
        if said and (found := read_activity(said)) is not _ACTIVE:
            return found
        if said and _is_moved_on(reader, said, is_note):
            return Activity.paused
    return _ACTIVE


def _is_moved_on(reader: RowReader, said: str, is_note: bool) -> bool:
    """Whether a row is moved to a period after its table's: 'Chuyển sang Q1/2027' in one of Q4 2026, and 'Q1' alone. In
    a note, a period without a year is one within the cycle that comes next: 'Moved to May' may be of anything."""
    period = moved_to(said)
    found = parse_cycle(period, reader.calendar, reader.as_of) if period else None
    if found is None:
        return False
    own = reader.own_cycle or cycle_of(reader.as_of, reader.calendar)
    names_a_year = _YEAR.search(period) is not None
    is_of_next_year = found.last_day < own.first_day and not names_a_year
    if is_note and not names_a_year:
        begins = found.first_day + _A_YEAR if is_of_next_year else found.first_day
        return own.last_day < begins < own.last_day + (own.last_day - own.first_day) - _A_WEEK
    return is_of_next_year or found.first_day > own.last_day


_A_YEAR = timedelta(days=365)
_YEAR = RarePattern(r"20[2-4]\d|['’/.-]\s?\d\d$|fy")


def _grows(measure: Measure) -> bool:
    """Whether more is better: then '15+' is 15 at least, and elsewhere no number."""
    return measure.direction is not Direction.down and measure.kind not in (Kind.at_most, Kind.between)
