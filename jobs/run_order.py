"""In which order the workbooks of one run are synced: those first that others go by.

A sync sees of other workbooks what the archive knows of them. A key result takes its value from a KPI of another
workbook, an objective its score from those that name it as their parent: so a workbook comes after those that it goes
by, as its rows said when they were last read; one that never was is looked at before. Workbooks that go by each other
in a circle stand together, and where they are few they see what the others come to now (``jobs.sight``). Each is synced
once, whatever comes out; who names a KPI or a parent of another workbook for the first time sees that one as it was
before the run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sync.called import as_kpi, as_objective, kpi_names, objective_names
from sync.options import WorkbookSettings

if TYPE_CHECKING:
    from sync.archive import Archive
    from sync.model.rows import Rows

Along: TypeAlias = Callable[[Sequence[WorkbookSettings]], Iterable[WorkbookSettings]]
"""Hands workbooks on: one that shows how far it is, or ends early."""

Group: TypeAlias = tuple[WorkbookSettings, ...]
"""One workbook, or several that go by each other in a circle."""


class Named(NamedTuple):
    """By what others may call a workbook's KPIs and objectives, and what its own rows go by in others: KPIs, and the
    objectives that they name as their parents. Names as they are compared."""

    kpis: frozenset[str]
    objectives: frozenset[str]
    goes_by: frozenset[str]
    parents: frozenset[str]


def in_order(
    archive: Archive, wanted: Sequence[WorkbookSettings], look_at: Callable[[WorkbookSettings], Rows]
) -> list[Group]:
    """Given workbooks that the archive knows by these names, if at all, return each after those that it goes by as the
    archive knows its rows, and otherwise in the order given. ``look_at`` tells the rows of one that the archive does
    not know; none where it cannot be read."""
    each_alone: list[Group] = [(own,) for own in wanted]
    if len(wanted) < 2:
        return each_alone
    newest = {own.name: found[0].id for own in wanted if (found := archive.snapshots(own.name, limit=1))}
    others = {name: archive.names_of_others(id) for name, id in newest.items()}
    new = {own.name: names_of(look_at(own), own.name) for own in wanted if own.name not in newest}
    if not any(one.kpis or one.parents for one in others.values()) and not any(
        one.goes_by or one.parents for one in new.values()
    ):
        return each_alone
    own = {name: archive.names_in(id, name) for name, id in newest.items()}
    named = {name: Named(own[name].kpis, own[name].objectives, one.kpis, one.parents) for name, one in others.items()}
    return ordered(wanted, named | new)


def names_of(rows: Rows, workbook: str) -> Named:
    """Given rows as read, and their workbook's name, return what they are called and what they go by."""
    kpis = [kpi_names((one.name.value, one.external_id.value, one.id), workbook) for one in rows.kpis]
    objectives = [objective_names((one.title.value, one.external_id.value), workbook) for one in rows.objectives]
    goes_by = frozenset(as_kpi(one.kpi.value) for _, one in rows.key_results() if one.kpi.value)
    parents = frozenset(as_objective(one.parent.value) for one in rows.objectives if one.parent.value)
    return Named(frozenset().union(*kpis), frozenset().union(*objectives), goes_by, parents)


def ordered(wanted: Sequence[WorkbookSettings], named: Mapping[str, Named]) -> list[Group]:
    """Given workbooks, and what the rows of each are called and go by, return each after those that it goes by, and
    otherwise in the order given; those of a circle together."""
    goes_by = _goes_by(named)
    place = {own.name: at for at, own in enumerate(wanted)}
    came: dict[str, int] = {}
    back_to: dict[str, int] = {}
    open_ones: list[str] = []
    groups: list[Group] = []

    def visit(name: str) -> None:
        # Tarjan's: a group is complete where nothing of it leads back to who came before its first.
        came[name] = back_to[name] = len(came)
        open_ones.append(name)
        for other in sorted(goes_by.get(name, set()) & place.keys(), key=place.__getitem__):
            if other not in came:
                visit(other)
                back_to[name] = min(back_to[name], back_to[other])
            elif other in open_ones:
                back_to[name] = min(back_to[name], came[other])
        if back_to[name] == came[name]:
            first = open_ones.index(name)
            groups.append(tuple(wanted[at] for at in sorted(place[one] for one in open_ones[first:])))
            del open_ones[first:]

    for own in wanted:
        if own.name not in came:
            visit(own.name)
    return groups


def _goes_by(named: Mapping[str, Named]) -> dict[str, set[str]]:
    """Each workbook ─▶ those that it goes by."""
    has_kpi: defaultdict[str, set[str]] = defaultdict(set)
    has_child: defaultdict[str, set[str]] = defaultdict(set)
    for workbook, one in named.items():
        for kpi in one.kpis:
            has_kpi[kpi].add(workbook)
        for parent in one.parents:
            has_child[parent].add(workbook)
    # What a workbook has itself comes before what another one calls the same.
    return {
        name: {other for kpi in one.goes_by - one.kpis for other in has_kpi.get(kpi, ())}
        | {
            other
            for title in one.objectives
            for other in has_child.get(title, ())
            if title not in named[other].objectives
        }
        for name, one in named.items()
    }
