"""Rows ─▶ Scored: progress, score, expected progress and status of every key result, objective and KPI. Pure.

A key result's score is its progress (``attainment.py``); an objective's is the weighted mean (``weights.py``) of its
key results' unrounded progress; ``pacing.py`` says how either stands to the time that has passed. Everything is exact
to fifty digits, and rounded once, at the end, half up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, NamedTuple

from sync.alignment import align
from sync.attainment import DIGITS, ONE, ZERO, Attained, Pace, attain, new_input
from sync.cycles import cycle_by_id, cycle_of
from sync.kpi_pointers import KpisByName, Pointed, PointedAt, as_current, kpi_of
from sync.kpi_scoring import score_kpi
from sync.memo import Memo
from sync.model.past import History
from sync.model.readings import Activity, Quantity, Read, Trouble
from sync.model.rows import Cycle, Field, KeyResult, Kpi, Objective, Rows, Table
from sync.model.scores import (
    Aligned,
    Doubt,
    Input,
    MeasuredBy,
    Scored,
    ScoredKeyResult,
    ScoredKpi,
    ScoredObjective,
    Status,
)
from sync.open_directions import asking_which_way
from sync.options import ScoringOptions
from sync.pacing import Moment, expected_progress, key_result_status, moment_in, objective_status, weakest
from sync.planned_paces import Way, planned_progress
from sync.reading.sheets.aggregations import read_aggregation
from sync.renamed_tabs import first_cycles
from sync.weights import total_of, weigh

_GUARDED = Context(DIGITS - 10)
_TWO_DECIMALS = Decimal("0.01")
_SCORES = {str(score): score for score in (Decimal(n).scaleb(-2) for n in range(101))}
"""One of each, for all rows; by its text, since to hash a number takes four times as long."""
# Python 3.11 takes 0.15 µs to find a member of an enumeration, and every row asks for these.
_OUT = (Activity.paused, Activity.cancelled)
_NOT_CALCULATED, _LEFT_OUT = Trouble.not_calculated, Status.left_out


class Grade(StrEnum):
    """What a closed quarter says of a score."""

    success = "success"
    progress_made = "progress made"
    missed = "missed"


def score(
    rows: Rows, as_of: date, options: ScoringOptions, history: History, known: Memo[ScoredObjective] | None = None
) -> Scored:
    """Given rows as read, and what objectives came to before, return what they come to on a day. Nothing raises: what
    cannot be scored has no progress, and a ``Doubt`` that says why."""
    if known is not None:
        known.begin()
        options = known.same("options", options)
    with localcontext(Context(DIGITS, ROUND_HALF_EVEN, MIN_EMIN, MAX_EMAX)):
        today = cycle_of(as_of, options.calendar)
        kpis = tuple(score_kpi(kpi, rows.tables[kpi.table].cycle or today, as_of, options) for kpi in rows.kpis)
        own_kpis = [_as_pointed_at(kpi, rows.tables[kpi.table]) for kpi in rows.kpis]
        pointed_at = KpisByName(own_kpis, history.kpis_elsewhere, history.workbook)
        totals, seen_in = _totals_by_tab(rows.objectives), first_cycles(rows, history)
        waiting = {one.table for one in rows.objectives if one.title.trouble is not None}
        objectives = tuple(
            _score_as_before(
                known,
                objective,
                moment_in(_cycle_of(objective, rows, as_of, options, seen_in), as_of, options.grace),
                totals[objective.sheet],
                pointed_at,
                options,
                waits=objective.table in waiting,
            )
            for objective in rows.objectives
        )
        held = tuple(one.kpi for one in kpis)  # against the plan of its own period, where there is one
        rows = rows if held == rows.kpis else rows._replace(kpis=held)
        return Scored(rows, as_of, _with_alignment(objectives, history, as_of, options), kpis)


def _as_pointed_at(kpi: Kpi, table: Table) -> PointedAt:
    return PointedAt(kpi, table.cycle, header=table.header_of(Field.current))


def grade(score: Decimal | None, committed: bool) -> Grade | None:
    """Given a score at two decimals, return its grade at the close of a quarter; None where there is no score."""
    if score is None:
        return None
    if committed:
        return Grade.success if score >= ONE else Grade.missed
    if score >= Decimal("0.7"):
        return Grade.success
    return Grade.progress_made if score >= Decimal("0.4") else Grade.missed


def _with_alignment(
    objectives: tuple[ScoredObjective, ...], history: History, as_of: date, options: ScoringOptions
) -> tuple[ScoredObjective, ...]:
    aligned = align(objectives, history)
    if not aligned:
        return objectives
    return tuple(
        _aligned(one, aligned[index], as_of, options) if index in aligned else one
        for index, one in enumerate(objectives)
    )


def _aligned(scored: ScoredObjective, aligned: Aligned, as_of: date, options: ScoringOptions) -> ScoredObjective:
    doubts = scored.doubts if aligned.doubt is None else (*scored.doubts, aligned.doubt)
    scored = scored._replace(aligned=aligned, doubts=doubts)
    if scored.key_results or aligned.rolled_up is None or scored.cycle is None:
        return scored
    progress, moment = aligned.rolled_up.normalize(_GUARDED), moment_in(scored.cycle, as_of, options.grace)
    expected = expected_progress(
        scored.cycle.first_day, scored.cycle.last_day, moment.day, options.days, options.holidays
    )
    status = objective_status(progress, expected, (), moment, options)
    return scored._replace(progress=progress, score=_rounded(progress), expected=expected, status=status)


# ── What the rows belong to ──────────────────────────────────────────────────────────────────────────────────────────


def _totals_by_tab(objectives: Sequence[Objective]) -> Mapping[str, Decimal | None]:
    groups: dict[str, list[list[Quantity | None]]] = defaultdict(list)
    for objective in objectives:
        groups[objective.sheet].append([key_result.weight.value for key_result in objective.key_results])
    return {tab: total_of(weights) for tab, weights in groups.items()}


def _cycle_of(
    objective: Objective, rows: Rows, as_of: date, options: ScoringOptions, seen_in: Mapping[str, str]
) -> Cycle:
    """A row's own cycle, its table's, the one in which its tab was first seen, else the one of the day."""
    cycle = objective.cycle or rows.tables[objective.table].cycle
    if cycle is not None:
        return cycle
    first_seen = seen_in.get(rows.tables[objective.table].sheet)
    return cycle_by_id(first_seen, options.calendar) if first_seen else cycle_of(as_of, options.calendar)


def _with_aggregation(formula: str, key_result: KeyResult) -> str:
    """A formula, and how the current value in it came about where it is of several periods."""
    how = read_aggregation(key_result.aggregation.value) if key_result.aggregation.value else None
    return formula if how in (None, "last") or not formula else f"{formula}, current = {how} of the periods"


# ── Objectives ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _score_as_before(
    known: Memo[ScoredObjective] | None,
    objective: Objective,
    moment: Moment,
    total: Decimal | None,
    kpis: KpisByName,
    options: ScoringOptions,
    *,
    waits: bool,
) -> ScoredObjective:
    """What an objective comes to, as it was worked out before: it follows from these alone, as long as none of its key
    results names a KPI. It ``waits`` where an objective of its table has no words yet: whose row that is, nobody
    knows."""
    if waits:
        kept = _score_objective(objective, moment, total, kpis, options)
        return kept._replace(progress=None, score=None, status=Status.no_data, keep=True)
    if known is None or any(one.kpi.value for one in objective.key_results):
        return _score_objective(objective, moment, total, kpis, options)
    made_from = (objective, known.same(("moment", moment.cycle.id), moment), options)
    before = known.recall(str(total), *made_from)
    if before is not None:
        return before
    return known.keep(_score_objective(objective, moment, total, kpis, options), str(total), *made_from)


def _score_objective(
    objective: Objective,
    moment: Moment,
    total: Decimal | None,
    kpis: KpisByName,
    options: ScoringOptions,
) -> ScoredObjective:
    own = objective.key_results
    all_out, skips = objective.activity in _OUT, options.missing_current == "skip"
    left_out = [all_out or key_result.activity in _OUT for key_result in own]
    wanted = objective.title.value or ""
    counts = [_count(key_result, kpis, moment, options, wanted) for key_result in own]
    weighed = weigh([key_result.weight.value for key_result in own], total, left_out)
    parts = weighed.parts
    if skips:
        parts = tuple(
            ZERO if count.attained.attainment is None else part for part, count in zip(parts, counts, strict=True)
        )
    whole = sum(parts, ZERO)
    shares = _shares(parts, whole)
    key_results = tuple(
        _score_key_result(
            key_result,
            count,
            share,
            _committed(key_result, objective, options),
            None if out else weight_doubt,
            out,
            moment,
            options,
        )
        for key_result, count, share, weight_doubt, out in zip(
            own, counts, shares, weighed.doubts, left_out, strict=True
        )
    )
    keep = any(
        not out and (count.keep or key_result.weight.trouble is _NOT_CALCULATED)
        for key_result, count, out in zip(own, counts, left_out, strict=True)
    )
    has_value = any(one.progress is not None and not out for one, out in zip(key_results, left_out, strict=True))
    is_scored = bool(whole) and has_value and not keep
    progress = _mean([one.progress for one in key_results], parts, whole) if is_scored else None
    expected = _mean([one.expected for one in key_results], parts, whole) if whole else None
    return ScoredObjective(
        objective,
        key_results,
        progress,
        _rounded(progress),
        expected,
        objective_status(progress, expected, key_results, moment, options),
        moment.cycle,
        _all_committed(objective, key_results),
        keep,
        weakest(key_results),
        () if weighed.doubt is None else (weighed.doubt,),
    )


def _shares(parts: Sequence[Decimal], whole: Decimal) -> Sequence[Decimal]:
    """What each part is of the whole. Those that are equal share one object, as all of most objectives are."""
    if parts and parts.count(parts[-1]) == len(parts):
        return [parts[-1] / whole if whole else ZERO] * len(parts)
    shares = {part: part / whole if part else ZERO for part in parts}
    return [shares[part] for part in parts]


def _mean(values: Sequence[Decimal | None], parts: Sequence[Decimal], whole: Decimal) -> Decimal:
    """The weighted mean; a missing value counts as 0. The last digits go, which only the divisions on the way made: a
    mean of exactly 0.125 must not be rounded down for being 0.12499…"""
    together = sum([value * part for value, part in zip(values, parts, strict=True) if value is not None], ZERO)
    return (together / whole).normalize(_GUARDED)


def _all_committed(objective: Objective, key_results: Sequence[ScoredKeyResult]) -> bool:
    if objective.committed is not None:
        return objective.committed
    return bool(key_results) and all(one.committed for one in key_results)


def _committed(key_result: KeyResult, objective: Objective, options: ScoringOptions) -> bool:
    if key_result.committed is not None:
        return key_result.committed
    return options.committed if objective.committed is None else objective.committed


def _rounded(progress: Decimal | None) -> Decimal | None:
    if progress is None:
        return None
    score = progress.quantize(_TWO_DECIMALS, ROUND_HALF_UP)
    return _SCORES.get(str(score), score)


# ── Key results ──────────────────────────────────────────────────────────────────────────────────────────────────────


class _Count(NamedTuple):
    """What one key result brings to its objective's mean."""

    attained: Attained
    keep: bool
    measured_by: MeasuredBy | None = None


# As NamedTuples make themselves, without the call that takes longer than that: every row has one of each.
_new_count: Callable[[tuple[Attained, bool, MeasuredBy | None]], _Count] = partial(tuple.__new__, _Count)
_new_scored: Callable[[tuple[Any, ...]], ScoredKeyResult] = partial(tuple.__new__, ScoredKeyResult)


def _count(key_result: KeyResult, kpis: KpisByName, moment: Moment, options: ScoringOptions, objective: str) -> _Count:
    pointed = kpi_of(key_result, kpis, moment.cycle, moment.day, options) if key_result.kpi.value else None
    kpi, by = (pointed.scored, pointed.measured_by) if isinstance(pointed, Pointed) else (None, None)
    current = _current(key_result, kpi, moment.day)
    attained = asking_which_way(attain(key_result, current), key_result, objective)
    if _waits_for_calculation(key_result, current):
        return _Count(attained._replace(attainment=None, doubts=(Doubt.not_calculated,), formula=""), True, by)
    if isinstance(pointed, Doubt):
        others = tuple(doubt for doubt in attained.doubts if doubt is not Doubt.current_missing)
        attained = attained._replace(doubts=(*others, pointed))
    if by is not None and by.workbook:
        source = Input("KPI", f"{by.name}, workbook {by.workbook}, as of {by.read_on}")
        attained = attained._replace(inputs=(*attained.inputs, source))
    return _new_count((attained, False, by))


def _current(key_result: KeyResult, kpi: ScoredKpi | None, day: date) -> Read[Quantity]:
    """Given a key result and the KPI that it points at, return the reading that counts as its current value: its KPI's,
    else its own, else its latest check-in."""
    if kpi is not None and (kpi.current is not None or kpi.keep):
        return as_current(kpi, key_result)
    own = key_result.current
    if own.value is not None or own.trouble is not None or key_result.milestone.value is not None:
        return own
    for check_in in reversed(key_result.check_ins):
        if check_in.value.value is not None and (check_in.day is None or check_in.day <= day):
            return check_in.value
    return own if kpi is None else as_current(kpi, key_result)


_TROUBLES = attrgetter(
    *("text.trouble", "unit.trouble", "kpi.trouble", "milestone.trouble", "baseline.trouble", "target.trouble"),
    *("lower.trouble", "upper.trouble", "tolerance.trouble", "start.trouble", "due.trouble"),
)


def _waits_for_calculation(key_result: KeyResult, current: Read[Quantity]) -> bool:
    """Whether a row without words, or with an error there, is a key result at all, nobody knows: it waits, too."""
    troubles = _TROUBLES(key_result)
    if current.trouble is _NOT_CALCULATED:
        return True
    return any(troubles) and (_NOT_CALCULATED in troubles or key_result.text.trouble is not None)


def _time(name: str, day: date, read: Read[date]) -> Input:
    return _time_of_cycle(name, day) if read.value is None or read.cell is None else new_input((name, day, read.cell))


@lru_cache(maxsize=64)
def _time_of_cycle(name: str, day: date) -> Input:
    """The same for all rows that name no day."""
    return Input(name, day)


def _ends(attained: Attained, key_result: KeyResult) -> tuple[Decimal | None, Decimal | None]:
    """From where to where a plan goes: also of a row that is not scored, which its objective expects no less of."""
    measure = key_result.measure
    if attained.target is not None or measure.target is None:
        return attained.baseline, attained.target
    return measure.baseline or ZERO, measure.target


def _score_key_result(
    key_result: KeyResult,
    count: _Count,
    share: Decimal,
    committed: bool,
    weight_doubt: Doubt | None,
    left_out: bool,
    moment: Moment,
    options: ScoringOptions,
) -> ScoredKeyResult:
    attained, cycle = count.attained, moment.cycle
    start, due = key_result.start.value or cycle.first_day, key_result.due.value or cycle.last_day
    times = [_time("start", start, key_result.start), _time("due", due, key_result.due)]
    is_turned = due < (start if key_result.period is None else min(start, key_result.period.first_day))
    if key_result.period is not None and attained.pace is Pace.linear:
        moment = moment_in(key_result.period, moment.day, options.grace)
        start, due = key_result.period.first_day, key_result.period.last_day
        due_of_row = times[1] if key_result.due.value == due else _time_of_cycle("due", due)
        times = [_time_of_cycle("start", start), due_of_row]
    if (pace := key_result.pace.value) is None:
        expected = expected_progress(start, due, moment.day, options.days, options.holidays)
    else:
        way = Way(start, due, *_ends(attained, key_result), key_result.measure.unit, key_result.unit.value)
        passed = partial(expected_progress, days=options.days, country=options.holidays)
        expected = planned_progress(pace, way, moment.day, passed)
    progress = attained.progress
    doubts = attained.doubts
    if weight_doubt is not None:
        doubts = (*doubts, weight_doubt)
    if is_turned:
        doubts = (*doubts, Doubt.due_before_start)
    if pace is not None:
        times.append(Input("pace", key_result.pace.raw, key_result.pace.cell))
    if left_out:
        status, doubts = _LEFT_OUT, ()
    else:
        confidence = key_result.confidence.value
        status = key_result_status(progress, expected, attained.pace, moment, due, confidence, options)
    return _new_scored(
        (
            key_result,
            attained.kind,
            attained.baseline,
            attained.target,
            attained.current,
            attained.attainment,
            progress,
            expected,
            _rounded(progress),
            status,
            share,
            due,
            committed,
            count.keep,
            doubts,
            _with_aggregation(attained.formula, key_result),
            (*attained.inputs, *times),
            count.measured_by,
        )
    )
