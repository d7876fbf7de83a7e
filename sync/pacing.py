"""Where the elapsed time says that progress should be, and which one word says how it stands to that. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from sync.attainment import DIGITS, ONE, ZERO, Pace
from sync.cycles import elapsed, worked
from sync.model.rows import Cycle
from sync.model.scores import ScoredKeyResult, Status
from sync.options import ScoringOptions

_FROM_WORST = (Status.behind, Status.at_risk, Status.no_data, Status.not_started, Status.on_track, Status.done)
_RANKS = {status: rank for rank, status in enumerate(_FROM_WORST)}
# Python 3.11 takes 0.15 µs to find a member of an enumeration, and every row asks for these.
_LEFT_OUT, _DONE, _ON_TRACK, _AT_RISK = Status.left_out, Status.done, Status.on_track, Status.at_risk
_NO_DATA = Status.no_data
_KEPT, _DONE_OR_NOT = Pace.kept, Pace.done_or_not

_GUARDED = Context(DIGITS - 10)


@lru_cache(maxsize=4096)
def expected_progress(
    start: date, due: date, day: date, days: Literal["calendar", "working"], country: str = ""
) -> Decimal:
    """Given start, due date, a day, which days count and whose public holidays do not, return the share of the time
    that has passed."""
    return worked(start, due, day, country) if days == "working" else elapsed(start, due, day)


class Moment(NamedTuple):
    """The day on which a cycle's rows are scored: its last day once it is over. ``graced``: so early in the cycle that
    nothing that moves linearly can be late."""

    cycle: Cycle
    day: date
    has_begun: bool
    graced: bool


@lru_cache(maxsize=256)
def moment_in(cycle: Cycle, as_of: date, grace: Decimal) -> Moment:
    """Given a cycle and the day of evaluation, return the moment that its rows are scored at."""
    day = min(as_of, cycle.last_day)
    has_begun = as_of >= cycle.first_day
    return Moment(cycle, day, has_begun, has_begun and elapsed(cycle.first_day, cycle.last_day, day) <= grace)


def key_result_status(
    progress: Decimal | None,
    expected: Decimal,
    pace: Pace,
    moment: Moment,
    due: date,
    confidence: Decimal | None,
    options: ScoringOptions,
) -> Status:
    """Given a key result's progress and time, return its status."""
    if not moment.has_begun:
        return Status.not_started
    if progress is None:
        return Status.no_data
    is_due = moment.day >= due
    if pace is _KEPT:
        if progress == ONE:
            return _DONE if is_due else _ON_TRACK
        return _AT_RISK if progress >= options.at_risk else Status.behind
    if progress == ONE:
        return _DONE
    if pace is _DONE_OR_NOT:
        if is_due:
            return Status.behind
        return _AT_RISK if confidence is not None and confidence < options.low_confidence else _ON_TRACK
    return _against_time(progress, expected, moment.graced and not is_due, options)


def objective_status(
    progress: Decimal | None,
    expected: Decimal | None,
    key_results: Sequence[ScoredKeyResult],
    moment: Moment,
    options: ScoringOptions,
) -> Status:
    """Given an objective's progress, its key results' expected progress and these themselves, return its status. It is
    done when all that counts is, and never worse off than its weakest key result."""
    counted = [one for one in key_results if one.status is not _LEFT_OUT]
    if key_results and not counted:
        return _LEFT_OUT
    if not moment.has_begun:
        return Status.not_started
    if progress is None or expected is None:
        return Status.no_data
    if progress == ONE:
        return _DONE if all(one.status is _DONE for one in counted if one.share) else _ON_TRACK
    own = _against_time(progress, expected, moment.graced, options)
    states = [one.status for one in counted]
    if not states or _NO_DATA in states:
        return own
    return _FROM_WORST[max(_RANKS[own], min([_RANKS[state] for state in states]))]


def weakest(key_results: Sequence[ScoredKeyResult]) -> int | None:
    """Given an objective's key results, return the index of the one with the worst status, and of these with the least
    progress; None where none has any progress to compare."""
    counted = [(index, one.progress) for index, one in enumerate(key_results) if one.status is not _LEFT_OUT]
    if all(progress is None for _, progress in counted):
        return None
    return min(
        [
            (_RANKS[key_results[index].status], ZERO if progress is None else progress, index)
            for index, progress in counted
        ]
    )[2]


def _against_time(progress: Decimal, expected: Decimal, graced: bool, options: ScoringOptions) -> Status:
    if graced or _reaches(progress, options.on_track * expected):
        return _ON_TRACK
    return _AT_RISK if _reaches(progress, options.at_risk * expected) else Status.behind


def _reaches(progress: Decimal, limit: Decimal) -> bool:
    """Without the last digits, which are only there because a third has no end: 0.6 reaches 0.9 × 2/3."""
    return progress >= limit or _GUARDED.plus(progress) >= _GUARDED.plus(limit)
