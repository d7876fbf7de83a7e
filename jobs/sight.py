"""What workbooks that are checked or synced together see of each other: what the others come to now, not what they came
to when they were last synced.

Whoever goes by another one comes after it, and finds in the archive what it needs. Two are left that cannot: workbooks
that go by each other in a circle (an objective of each has one of the other for its parent), and those that are new and
come later. They are looked at before, and what they come to together is worked out until it stands still: a chain of
rows may lead from one to the other and back several times, and ends. That is for few: where a board's KPIs count for
all teams and their objectives for the board's, all of a company go by each other, and each sees the others as they were
before the run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from jobs.run_order import Group
from jobs.wiring import House, LookingBack
from sync.engine import Outcome, plan_workbook
from sync.in_sight import Seen, comes_to_something_else, in_sight_of, values_of
from sync.model.plans import Plan
from sync.model.rows import Rows
from sync.model.scores import Scored
from sync.options import WorkbookSettings
from sync.scoring import score
from sync.workbooks import WorkbookError
from sync.workbooks.sources import shown_source

if TYPE_CHECKING:
    from sync.model.past import History

MOST_TOGETHER = 5
"""Workbooks in a circle that are all looked at before one of them is synced."""


def look_at(house: House, past: LookingBack, own: WorkbookSettings, as_of: date, seen: Sequence[Seen] = ()) -> Outcome:
    """Given a workbook, and what others come to now, return what it comes to and what a sync would write."""
    try:
        workbook = house.open_workbook(own, read_only=True)
        history, others = past.history(own, as_of), past.others(own, as_of)
        found = plan_workbook(workbook, in_sight_of(history, seen), house.settings, as_of, others)
        return found._replace(held=past.held(own))
    except WorkbookError as error:
        return not_done(own, error, as_of)


def look_again(
    house: House, past: LookingBack, own: WorkbookSettings, outcome: Outcome, seen: Mapping[str, Seen]
) -> Outcome:
    """What a workbook comes to in sight of what others come to now: read again where that is something else."""
    if outcome.error is not None:
        return outcome
    as_of, around = outcome.scored.as_of, _all_but(own, seen)
    history = in_sight_of(past.history(own, as_of), around)
    found, others = (outcome.scored, outcome.findings), past.others(own, as_of)
    if not comes_to_something_else(outcome.workbook, *found, history, house.settings, others):
        return outcome
    return look_at(house, past, own, as_of, around)


def settled(
    house: House, past: LookingBack, groups: Sequence[Group], outcomes: Mapping[str, Outcome]
) -> dict[str, Seen]:
    """Given workbooks, each after those that it goes by, and what each that was looked at came to by itself, by its
    name, return what they come to in sight of each other. Those that could not be read are not seen."""
    seen = {
        own.name: Seen(own.name, past.name_of(own), outcomes[own.name].scored)
        for group in groups
        for own in group
        if own.name in outcomes and outcomes[own.name].error is None
    }
    for group in groups:
        there = [own for own in group if own.name in seen]
        histories = {own.name: past.history(own, seen[own.name].scored.as_of) for own in there}
        # No chain of rows is longer than there are rows: what goes round in a circle of rows has no value at all.
        rounds = 1 + sum(len(seen[own.name].scored.objectives) for own in there) if _are_few(group) else 1
        for _ in range(rounds):
            changed = [_score_again(house, own, histories[own.name], seen) for own in there]
            if not any(changed):
                break
    return seen


def _are_few(group: Group) -> bool:
    return 1 < len(group) <= MOST_TOGETHER


def _score_again(house: House, own: WorkbookSettings, history: History, seen: dict[str, Seen]) -> bool:
    """Score a workbook's rows in sight of the others, and return whether that came to something else."""
    then = seen[own.name].scored
    now = score(then.rows, then.as_of, house.settings.scoring, in_sight_of(history, _all_but(own, seen)))
    seen[own.name] = seen[own.name]._replace(scored=now)
    return values_of(now) != values_of(then)


def _all_but(own: WorkbookSettings, seen: Mapping[str, Seen]) -> list[Seen]:
    return [one for name, one in seen.items() if name != own.name]


class Ahead:
    """What those of a run come to that it has not synced yet, for those that it syncs before them."""

    def __init__(self, house: House, as_of: date, is_as_archived: Callable[[WorkbookSettings], bool]) -> None:
        """``is_as_archived`` tells whether it is known that the archive has what stands in a workbook now."""
        self._house, self._as_of, self._is_as_archived = house, as_of, is_as_archived
        self._new: dict[str, Outcome] = {}
        self._seen: dict[str, Seen] = {}
        self._circles: dict[str, Group] = {}

    def look_at(self, own: WorkbookSettings) -> Rows:
        """Given a workbook that the archive does not know, return its rows; none where it cannot be read."""
        with self._house.looking_back() as past:
            self._new[own.name] = look_at(self._house, past, own, self._as_of)
        return self._new[own.name].rows

    def begin(self, groups: Sequence[Group]) -> None:
        """Given all workbooks of the run in their order, keep what is needed of those that were looked at."""
        self._circles = {own.name: group for group in groups if _are_few(group) for own in group}
        if not self._circles and not any(
            one.parent.value for each in self._new.values() for one in each.rows.objectives
        ):
            self._new.clear()
        self._seen = {name: Seen(name, name, one.scored) for name, one in self._new.items() if one.error is None}

    def of(self, own: WorkbookSettings) -> list[Seen]:
        """Given the workbook that is to be synced now, return what those come to that it may see and that are still to
        be synced."""
        circle = self._circles.get(own.name, ())
        if circle:
            for each in circle:
                del self._circles[each.name]
            self._look_round(circle)
        self._seen.pop(own.name, None)
        self._new.pop(own.name, None)
        return list(self._seen.values())

    def _look_round(self, circle: Group) -> None:
        with self._house.looking_back() as past:
            looked = {own.name: self._new.get(own.name) or self._found(past, own) for own in circle}
            self._seen |= settled(self._house, past, [circle], looked)

    def _found(self, past: LookingBack, own: WorkbookSettings) -> Outcome:
        if past.archive is None or not self._is_as_archived(own):
            return look_at(self._house, past, own, self._as_of)
        [newest] = past.archive.snapshots(past.name_of(own), limit=1)
        scored = past.archive.snapshot(newest.id).scored
        return Outcome(own.name, own.source, scored.rows, scored, (), Plan(own.name, "", self._as_of))


def not_done(own: WorkbookSettings, error: WorkbookError, as_of: date) -> Outcome:
    """What came of a workbook of which nothing is known but what is wrong with it."""
    rows = Rows()
    return Outcome(
        own.name, shown_source(own.source), rows, Scored(rows, as_of), (), Plan(own.name, "", as_of), error=error
    )
