"""In which order the workbooks of one run are synced: those first that others go by.

A sync sees of other workbooks what the archive knows of them. A key result takes its value from a KPI of another
workbook, an objective its score from those that name it as their parent: so a workbook comes after those that it goes
by, as its rows said when they were last read; one that never was is looked at before.

Where workbooks go by each other in a circle, none of them can come after all that it goes by: some are looked at before
the others are synced (``jobs.sight``). A KPI goes by no other workbook: where KPIs close the circle, those that have
them are looked at, and all come in the order of their objectives. Where objectives close it, each that takes part is.

Where a row names a KPI or a parent of another workbook for the first time, or one gets another name, that is known once
its workbook was synced: who came too early by then is synced once more (``jobs.caught_up``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from sync.alignment import parents_between
from sync.called import as_kpi
from sync.model.past import Elsewhere, KpiElsewhere, ObjectiveElsewhere
from sync.model.rows import Cycle
from sync.options import WorkbookSettings

if TYPE_CHECKING:
    from sync.archive import Archive
    from sync.in_sight import Seen

Along: TypeAlias = Callable[[Sequence[WorkbookSettings]], Iterable[WorkbookSettings]]
"""Hands workbooks on: one that shows how far it is, or ends early."""

Edges: TypeAlias = Mapping[str, frozenset[str]]
"""Each workbook ─▶ those that it goes by."""


class Called(Protocol):
    """What others may call in a workbook, by its names: its KPIs and objectives; and the latter by the parent that they
    name."""

    @property
    def kpis(self) -> Mapping[str, tuple[KpiElsewhere, ...]]: ...
    @property
    def objectives(self) -> Mapping[str, tuple[ObjectiveElsewhere, ...]]: ...
    @property
    def children(self) -> Mapping[str, tuple[ObjectiveElsewhere, ...]]: ...


class Named(NamedTuple):
    """What others may call in a workbook, and the names of the KPIs that its key results go by."""

    own: Called
    goes_by: frozenset[str]


class Stretch(NamedTuple):
    """Workbooks of a run that are synced one after the other: one, or all of a circle. ``kpis_from`` are those whose
    KPIs go by others that come before them, where it comes first of these."""

    workbooks: tuple[WorkbookSettings, ...]
    kpis_from: tuple[WorkbookSettings, ...] = ()

    @property
    def is_circle(self) -> bool:
        return len(self.workbooks) > 1

    @property
    def looked_at(self) -> tuple[WorkbookSettings, ...]:
        """Those that are looked at before it is synced."""
        both = (*self.kpis_from, *(self.workbooks if self.is_circle else ()))
        return tuple({own.name: own for own in both}.values())


class InSight(NamedTuple):
    """By their names, the workbooks that one had in sight as they are now though they came after it: ``kpis`` of
    those, and ``scores`` of their objectives. Who was looked at alone may have taken an older score from a child."""

    kpis: frozenset[str] = frozenset()
    scores: frozenset[str] = frozenset()


def known_by_name(archive: Archive, workbook: str, as_of: date) -> Named | None:
    """What a workbook's rows were called and went by when it was last read until a day; None where it never was."""
    known = archive.seen_by_others(workbook, as_of)
    return None if known is None else Named(known, archive.kpis_pointed_at(workbook, as_of))


def names_of(seen: Seen) -> Named:
    """Given what a workbook came to, return what its rows are called and go by."""
    return Named(seen, frozenset(as_kpi(one.kpi.value) for _, one in seen.scored.rows.key_results() if one.kpi.value))


def ordered(wanted: Sequence[WorkbookSettings], named: Mapping[str, Named]) -> list[Stretch]:
    """Given workbooks, and what the rows of each are called and go by, return each after those that it goes by, and
    otherwise in the order given."""
    by_name = {own.name: own for own in wanted}
    named = {name: named[name] for name in by_name}
    kpis, objectives = _by_kpis(named), _by_objectives(named)
    found: list[Stretch] = []
    for group in _groups(list(by_name), {name: kpis[name] | objectives[name] for name in by_name}):
        if len(group) == 1:
            found.append(Stretch((by_name[group[0]],)))
            continue
        parts = _groups(group, {name: objectives[name] & set(group) for name in group})
        places = {name: at for at, part in enumerate(parts) for name in part}
        # Who has a KPI for one that comes before it.
        giving = {other for name in group for other in kpis[name] & places.keys() if places[other] > places[name]}
        for at, part in enumerate(parts):
            kpis_from = tuple(by_name[name] for name in group if at == 0 and name in giving)
            found.append(Stretch(tuple(by_name[name] for name in part), kpis_from))
    return found


def too_early(
    synced: Sequence[WorkbookSettings],
    before: Mapping[str, Named],
    now: Mapping[str, Named],
    in_sight: Mapping[str, InSight],
) -> list[WorkbookSettings]:
    """Given workbooks in the order in which they were synced, what their rows were called and went by before and do
    now, and what each had in sight of those that came after it, return those that came too early: they go by one that
    they neither came after nor saw, call something in it that was not there before or is not any more, or have
    something that it called before and does not any more. And those that go by the objectives of these, which may come
    to something else by then."""
    place = {own.name: at for at, own in enumerate(synced)}
    now = {name: now[name] for name in place}
    kpis, objectives = _by_kpis(now), _by_objectives(now)
    called = {name: _called(now[name]) for name in place}
    all_called = set().union(*called.values())
    renamed = {name: _renamed(before[name], now[name], all_called) for name in place}
    renamed = {name: names for name, names in renamed.items() if names}
    let_go = {name: _called(before[name]) - called[name] for name in place}
    let_go = {name: names for name, names in let_go.items() if names}

    def is_too_early(name: str) -> bool:
        seen, own = in_sight[name], now[name]
        named = {other for other, names in renamed.items() if not names.isdisjoint(called[name])}
        were_children = {other for other, names in let_go.items() if any(_has(own, one) for one in names)}
        unseen = ((kpis[name] | named) - seen.kpis) | ((objectives[name] | were_children) - seen.scores)
        return any(place[other] > place[name] for other in unseen)

    behind: set[str] = set()
    more = set(filter(is_too_early, place))
    while more:
        behind |= more
        more = {name for name in place if not more.isdisjoint(objectives[name])} - behind
    return [own for own in synced if own.name in behind]


def who_goes_by_whom(named: Mapping[str, Named]) -> Edges:
    """Given what the rows of workbooks are called and go by, return for each those of the others that it goes by."""
    kpis, objectives = _by_kpis(named), _by_objectives(named)
    return {name: kpis[name] | objectives[name] for name in named}


_Name: TypeAlias = tuple[str, str]
"""A name, and of what it is one: a KPI, or an objective."""


def _renamed(before: Named, now: Named, wanted: Collection[_Name]) -> set[_Name]:
    """Which of these names a workbook has or had for something that is not there in the one or the other."""
    if before.own is now.own:
        return set()
    names = {*_own_names(before), *_own_names(now)}.intersection(wanted)
    return {name for name in names if _cycles(before, name) != _cycles(now, name)}


def _own_names(of: Named) -> Iterator[_Name]:
    """By which names a workbook's KPIs and objectives may be called."""
    yield from (("kpi", name) for name in of.own.kpis)
    yield from (("objective", name) for name in of.own.objectives)


def _cycles(of: Named, name: _Name) -> set[Cycle | None] | None:
    """The cycles of what is called so in a workbook, since nobody goes by an objective of another time; None where
    nothing is."""
    kind, words = name
    if not _has(of, name):
        return None
    return set() if kind == "kpi" else {one.cycle for one in of.own.objectives[words]}


def _has(of: Named, name: _Name) -> bool:
    kind, words = name
    return words in (of.own.kpis if kind == "kpi" else of.own.objectives)


def _called(of: Named) -> set[_Name]:
    """What a workbook's rows call."""
    return {*(("kpi", name) for name in of.goes_by), *(("objective", name) for name in of.own.children)}


def named_by_others(named: Mapping[str, Named]) -> set[str]:
    """Given workbooks and what their rows are called and go by, return those that have a KPI or an objective by a name
    that a row calls one."""
    kpis = {name for one in named.values() for name in one.goes_by}
    parents = {name for one in named.values() for name in one.own.children}
    return {
        workbook
        for workbook, one in named.items()
        if any(name in one.own.kpis for name in kpis) or any(name in one.own.objectives for name in parents)
    }


def _by_kpis(named: Mapping[str, Named]) -> Edges:
    has: defaultdict[str, set[str]] = defaultdict(set)
    for workbook, one in named.items():
        for kpi in one.own.kpis:
            has[kpi].add(workbook)
    # What a workbook has itself comes before what another one calls the same.
    return {
        workbook: frozenset(other for kpi in one.goes_by if kpi not in one.own.kpis for other in has.get(kpi, ()))
        for workbook, one in named.items()
    }


def _by_objectives(named: Mapping[str, Named]) -> Edges:
    found: dict[str, set[str]] = {workbook: set() for workbook in named}
    objectives = Elsewhere({workbook: one.own.objectives for workbook, one in named.items()})
    children = Elsewhere({workbook: one.own.children for workbook, one in named.items()})
    for child, parent in parents_between(objectives, children):
        found[parent].add(child)
    return {workbook: frozenset(others) for workbook, others in found.items()}


def _groups(names: Sequence[str], goes_by: Edges) -> list[list[str]]:
    """Names, each after those that it goes by and otherwise in the order given; those of a circle together. (Tarjan's:
    a group is complete where nothing of it leads back to who came before its first.)"""
    place = {name: at for at, name in enumerate(names)}
    came: dict[str, int] = {}
    back_to: dict[str, int] = {}
    open_ones: dict[str, None] = {}
    groups: list[list[str]] = []
    # Chains may be longer than functions may call themselves.
    way: list[tuple[str, Iterator[str]]] = []

    def enter(name: str) -> None:
        came[name] = back_to[name] = len(came)
        open_ones[name] = None
        way.append((name, iter(sorted(goes_by[name], key=place.__getitem__))))

    def leave(name: str) -> None:
        way.pop()
        if way:
            above = way[-1][0]
            back_to[above] = min(back_to[above], back_to[name])
        if back_to[name] == came[name]:
            group = [one for one in open_ones if came[one] >= came[name]]
            for one in group:
                del open_ones[one]
            groups.append(sorted(group, key=place.__getitem__))

    for first in names:
        if first not in came:
            enter(first)
        while way:
            name, others = way[-1]
            other = next(others, None)
            if other is None:
                leave(name)
            elif other not in came:
                enter(other)
            elif other in open_ones:
                back_to[name] = min(back_to[name], came[other])
    return groups
