"""What workbooks that are checked or synced together see of each other: what the others come to now, not what they came
to when they were last synced.

Whoever goes by another one comes after it, and finds in the archive what it needs. Two are left that cannot: workbooks
that go by each other in a circle (an objective of each has one of the other for its parent), and those that are new and
come later. They are looked at before, and what a circle comes to together is worked out until it stands still: a chain
of rows may lead from one to the other and back several times, and ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from jobs.run_order import (
    InSight,
    Named,
    Stretch,
    known_by_name,
    named_by_others,
    names_of,
    ordered,
    too_early,
    who_goes_by_whom,
)
from jobs.wiring import House, LookingBack
from sync.engine import Outcome, plan_workbook
from sync.in_sight import Seen, comes_to_something_else, in_sight_of, values_of
from sync.model.plans import Plan
from sync.model.rows import Rows
from sync.model.scores import Scored
from sync.options import WorkbookSettings
from sync.rules import GONE
from sync.scoring import score
from sync.workbooks import WorkbookError
from sync.workbooks.sources import shown_source

if TYPE_CHECKING:
    from sync.archive import Archive
    from sync.model.past import History


def look_at(house: House, past: LookingBack, own: WorkbookSettings, as_of: date, seen: Sequence[Seen] = ()) -> Outcome:
    """Given a workbook, and what others come to now, return what it comes to and what a sync would write."""
    try:
        workbook = house.open_workbook(own, read_only=True)
        history, others = past.history(own, as_of), past.others(own, as_of, seen)
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
    found, others = (outcome.scored, outcome.findings), past.others(own, as_of, around)
    if not comes_to_something_else(outcome.workbook, *found, history, house.settings, others):
        return outcome
    return look_at(house, past, own, as_of, around)


def settled(
    house: House, past: LookingBack, stretches: Sequence[Stretch], looked_at: Iterable[Seen]
) -> dict[str, Seen]:
    """Given workbooks, each after those that it goes by, and what those that were looked at came to then, return what
    these come to in sight of each other, by their names."""
    seen = {one.workbook: one for one in looked_at}
    for stretch in stretches:
        there = [own for own in stretch.workbooks if own.name in seen]
        histories = {own.name: past.history(own, seen[own.name].scored.as_of) for own in there}
        goes_by = who_goes_by_whom({own.name: names_of(seen[own.name]) for own in there} if stretch.is_circle else {})
        # No chain of rows is longer than there are rows: what goes round in a circle of rows has no value at all.
        rounds = 1 + sum(len(seen[own.name].scored.objectives) for own in there)
        due = there
        while due and rounds:
            changed = {own.name for own in due if _score_again(house, own, histories[own.name], seen)}
            due = [own for own in there if not changed.isdisjoint(goes_by.get(own.name, ()))]
            rounds -= 1
    return seen


def _score_again(house: House, own: WorkbookSettings, history: History, seen: dict[str, Seen]) -> bool:
    """Score a workbook's rows in sight of the others, and return whether that came to something else."""
    then = seen[own.name].scored
    now = score(then.rows, then.as_of, house.settings.scoring, in_sight_of(history, _all_but(own, seen)))
    if now == then:
        return False
    seen[own.name] = Seen(own.name, seen[own.name].known_as, now)
    return values_of(now) != values_of(then)


def _all_but(own: WorkbookSettings, seen: Mapping[str, Seen]) -> list[Seen]:
    return [one for name, one in seen.items() if name != own.name]


class Ahead:
    """In which order the workbooks of a run come, and what those come to that it has not synced yet, for those that it
    syncs before them."""

    def __init__(
        self,
        house: House,
        archive: Archive,
        as_of: date,
        run: str,
        is_as_archived: Callable[[WorkbookSettings], bool],
    ) -> None:
        """``is_as_archived`` tells whether it is known that the archive has what stands in a workbook now."""
        self._house, self._archive, self._as_of, self._is_as_archived = house, archive, as_of, is_as_archived
        self._looking_back = partial(house.looking_back, run)
        self._seen: dict[str, Seen] = {}
        self._settled: set[str] = set()
        self._looked_at_before: dict[str, Stretch] = {}
        self._named: dict[str, Named] = {}
        self._in_sight: dict[str, InSight] = {}

    def order(self, wanted: Sequence[WorkbookSettings]) -> list[WorkbookSettings]:
        """Given the workbooks of the run by the names that the archive knows them by, if at all, return each after
        those that it goes by. Those that the archive does not know are looked at for that."""
        if len(wanted) < 2:
            return list(wanted)
        self._named = {own.name: self._known(own) or self._names_of_new(own) for own in wanted}
        return self._ordered(wanted, self._named)

    def order_once_more(
        self, synced: Sequence[WorkbookSettings], came: Mapping[str, Outcome]
    ) -> list[WorkbookSettings]:
        """Given the workbooks that were synced, in that order, and what came of them, return those that came too early,
        as rows say by now, each after those that it goes by: of those that could be synced."""
        known = ((own, self._known(own)) for own in synced)
        now = {own.name: found for own, found in known if found is not None}
        early = too_early([own for own in synced if own.name in now], self._named, now, self._in_sight)
        # Rows can only have come to a workbook in which something is new.
        last = max((at for at, own in enumerate(synced) if not came[own.name].plan.writes_nothing), default=0)
        missing = [own for own in synced[:last] if self._finds_rows(own, came[own.name])]
        behind = {own.name for own in (*early, *missing)}
        return self._ordered([own for own in synced if own.name in behind and came[own.name].error is None], now)

    def of(self, own: WorkbookSettings) -> list[Seen]:
        """Given the workbook that is to be synced now, return what those come to that it may see and that are still to
        be synced."""
        if own.name in self._looked_at_before:
            self._look_before(self._looked_at_before.pop(own.name))
        self._seen.pop(own.name, None)
        self._in_sight[own.name] = InSight(frozenset(self._seen), frozenset(self._seen.keys() & self._settled))
        return list(self._seen.values())

    def _finds_rows(self, own: WorkbookSettings, outcome: Outcome) -> bool:
        """Whether rows that are told to be gone stand in another workbook by now, which was synced later."""
        if not misses_rows(outcome):
            return False
        with self._looking_back() as past:
            assert past.archive is not None
            [newest] = past.archive.snapshots(own.name, limit=1)
            then = past.archive.snapshot(newest.id)
            around = past.history(own, self._as_of), self._house.settings, past.others(own, self._as_of)
            return comes_to_something_else(own.name, then.scored, then.findings, *around)

    def _ordered(self, wanted: Sequence[WorkbookSettings], named: Mapping[str, Named]) -> list[WorkbookSettings]:
        named = {own.name: named[own.name] for own in wanted}
        # All that are new may be many, and few of them have anything that others go by.
        needed = named_by_others(named)
        self._seen = {name: one for name, one in self._seen.items() if name in needed}
        stretches = ordered(wanted, named)
        self._looked_at_before = {stretch.workbooks[0].name: stretch for stretch in stretches if stretch.looked_at}
        return [own for stretch in stretches for own in stretch.workbooks]

    def _look_before(self, stretch: Stretch) -> None:
        with self._looking_back() as past:
            for own in stretch.looked_at:
                if own.name not in self._seen:
                    self._look_at(past, own)
            if stretch.is_circle:
                self._seen = settled(self._house, past, [stretch], self._seen.values())
                self._settled = {own.name for own in stretch.workbooks}

    def _known(self, own: WorkbookSettings) -> Named | None:
        return known_by_name(self._archive, own.name, self._as_of)

    def _names_of_new(self, own: WorkbookSettings) -> Named:
        with self._looking_back() as past:
            return names_of(self._look_at(past, own))

    def _look_at(self, past: LookingBack, own: WorkbookSettings) -> Seen:
        """What a workbook comes to, which is in sight from then on where it can be read."""
        if past.archive is not None and self._is_as_archived(own):
            [newest] = past.archive.snapshots(past.name_of(own), limit=1)
            found = Seen(own.name, past.name_of(own), past.archive.snapshot(newest.id).scored)
        else:
            outcome = look_at(self._house, past, own, self._as_of)
            found = Seen(own.name, past.name_of(own), outcome.scored)
            if outcome.error is not None:
                return found
        self._seen[own.name] = found
        return found


def misses_rows(outcome: Outcome) -> bool:
    """Whether rows are told to be gone; they may stand in another workbook."""
    return any(finding.code == GONE for finding in outcome.findings)


def not_done(own: WorkbookSettings, error: WorkbookError, as_of: date) -> Outcome:
    """What came of a workbook of which nothing is known but what is wrong with it."""
    rows = Rows()
    return Outcome(
        own.name, shown_source(own.source), rows, Scored(rows, as_of), (), Plan(own.name, "", as_of), error=error
    )
