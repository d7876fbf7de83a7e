"""In which order the workbooks of one run are synced: those first that others go by.

A sync sees of other workbooks what the archive knows of them. A key result takes its value from a KPI of another
workbook, an objective its score from those that name it as their parent: so a workbook comes after those that it goes
by, as its rows said when they were last read; one that never was is looked at before. Each is synced once, whatever
comes out; who names a KPI for the first time, or in a circle, sees the others as they were before the run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sync.options import WorkbookSettings
from sync.reading.texts.text import bare

if TYPE_CHECKING:
    from sync.archive import Archive
    from sync.model.rows import Rows

Along: TypeAlias = Callable[[Sequence[WorkbookSettings]], Iterable[WorkbookSettings]]
"""Hands workbooks on: one that shows how far it is, or ends early."""


class Named(NamedTuple):
    """By what others may call a workbook's KPIs and objectives, and what its own rows go by in others: KPIs, and the
    objectives that they name as their parents. Names as they are compared."""

    kpis: frozenset[str]
    objectives: frozenset[str]
    goes_by: frozenset[str]
    parents: frozenset[str]


def in_order(
    archive: Archive, wanted: Sequence[WorkbookSettings], look_at: Callable[[WorkbookSettings], Rows]
) -> list[WorkbookSettings]:
    """Given workbooks, return each after those that it goes by as the archive knows its rows, and otherwise in the
    order given. ``look_at`` tells the rows of one that the archive does not know; none where it cannot be read."""
    if len(wanted) < 2:
        return list(wanted)
    newest = {own.name: found[0].id for own in wanted if (found := archive.snapshots(own.name, limit=1))}
    others = {name: archive.names_of_others(id) for name, id in newest.items()}
    new = {own.name: names_of(look_at(own)) for own in wanted if own.name not in newest}
    if not any(one.kpis or one.parents for one in others.values()) and not any(
        one.goes_by or one.parents for one in new.values()
    ):
        return list(wanted)
    own = {name: archive.names_in(id) for name, id in newest.items()}
    named = {name: Named(own[name].kpis, own[name].objectives, one.kpis, one.parents) for name, one in others.items()}
    return ordered(wanted, named | new)


def names_of(rows: Rows) -> Named:
    """Given rows as read, return what they are called and what they go by."""
    kpis = {name for one in rows.kpis for name in (one.name.value, one.external_id.value, one.id) if name}
    objectives = {name for one in rows.objectives for name in (one.title.value, one.external_id.value, one.id) if name}
    goes_by = {one.kpi.value for _, one in rows.key_results() if one.kpi.value}
    parents = {one.parent.value for one in rows.objectives if one.parent.value}
    return Named(*(frozenset(map(bare, names)) for names in (kpis, objectives, goes_by, parents)))


def ordered(wanted: Sequence[WorkbookSettings], named: Mapping[str, Named]) -> list[WorkbookSettings]:
    """Given workbooks, and what the rows of each are called and go by, return each after those that it goes by, and
    otherwise in the order given; in a circle somebody has to be the first."""
    has_kpi: defaultdict[str, set[str]] = defaultdict(set)
    has_child: defaultdict[str, set[str]] = defaultdict(set)
    for workbook, one in named.items():
        for kpi in one.kpis:
            has_kpi[kpi].add(workbook)
            has_kpi[f"{bare(workbook)}: {kpi}"].add(workbook)
        for parent in one.parents:
            has_child[parent].add(workbook)
    # What a workbook has itself comes before what another one calls the same.
    goes_by = {
        name: {other for kpi in one.goes_by - one.kpis for other in has_kpi.get(kpi, ())}
        | {
            other
            for title in one.objectives
            for other in has_child.get(title, ())
            if title not in named[other].objectives
        }
        for name, one in named.items()
    }
    place = {own.name: at for at, own in enumerate(wanted)}
    seen: set[str] = set()

    def before_and(own: WorkbookSettings) -> Iterator[WorkbookSettings]:
        seen.add(own.name)
        for name in sorted(goes_by.get(own.name, set()) & place.keys(), key=place.__getitem__):
            if name not in seen:
                yield from before_and(wanted[place[name]])
        yield own

    return [each for own in wanted if own.name not in seen for each in before_and(own)]
