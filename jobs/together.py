"""Workbooks that are synced in one run: each in sight of what all of them say.

A sync sees of other workbooks what the archive knows of them. So who comes first sees the others as they were before
the run: a KPI that stands in a later one, the score of an objective that supports its own. Once all are synced, those
that come to something else by now are synced once more, the last ones first; what they come to is worked out from the
archive's rows, so that no other workbook is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, TypeAlias

from jobs.wiring import House
from sync.in_sight import comes_to_something_else
from sync.options import WorkbookSettings

if TYPE_CHECKING:
    from sync.archive import Archive, SnapshotInfo
    from sync.engine import Outcome
    from sync.model.plans import Receipt

Along: TypeAlias = Callable[[Sequence[WorkbookSettings]], Iterable[WorkbookSettings]]


def sync_in_sight_of_each_other(
    house: House,
    archive: Archive,
    wanted: Sequence[WorkbookSettings],
    as_of: date,
    sync: Callable[[WorkbookSettings], Outcome],
    along: Along,
) -> list[Outcome]:
    """Given workbooks, and what syncs one in a run, sync each once, and those a second time that come to something else
    by what others said after them; return what came of each in the whole run."""
    outcomes: dict[str, Outcome] = {}
    behind: dict[str, _News] = {}
    """Those after which another one said something new ─▶ the most that anybody may go by in it."""

    def sync_one(own: WorkbookSettings) -> Outcome:
        before = _newest(archive, own)
        outcome = sync(own)
        news = _news(archive, before, _newest(archive, own))
        for name in outcomes.keys() - {own.name} if news is not _News.none else ():
            behind[name] = max(news, behind.get(name, news))
        return outcome

    for each in along(wanted):
        outcomes[each.name] = sync_one(each)
    if len(outcomes) < len(wanted):
        return list(outcomes.values())  # a stop was asked for
    once_more = {own.name: own for own in reversed(wanted)}
    goes_by_values = _who_goes_by_values(archive, wanted) if behind else frozenset()
    while (own := next((one for name, one in once_more.items() if name in behind), None)) is not None:
        news = behind.pop(own.name)
        if outcomes[own.name].error is not None or (news is _News.values and own.name not in goes_by_values):
            continue
        if _comes_to_something_else(house, archive, own, as_of):
            del once_more[own.name]
            outcomes[own.name] = _together(outcomes[own.name], sync_one(own))
    return [outcomes[own.name] for own in wanted]


class _News(IntEnum):
    """What others may go by of what a workbook said: values go where a KPI or a parent is named; where rows came, went
    or were reworded, anybody's may have moved."""

    none = 0
    values = 1
    rows = 2


def _news(archive: Archive, before: SnapshotInfo | None, now: SnapshotInfo | None) -> _News:
    if now is None or before is None:
        return _News.none if now is None else _News.rows
    if (before.content_hash, before.as_of) == (now.content_hash, now.as_of):
        return _News.none
    is_another_month = (before.as_of.year, before.as_of.month) != (now.as_of.year, now.as_of.month)
    if is_another_month or archive.names_in(before.id).rows != archive.names_in(now.id).rows:
        return _News.rows  # in another cycle other workbooks are asked
    return _News.values


def _newest(archive: Archive, own: WorkbookSettings) -> SnapshotInfo | None:
    found = archive.snapshots(own.name, limit=1)
    return found[0] if found else None


def _who_goes_by_values(archive: Archive, wanted: Sequence[WorkbookSettings]) -> frozenset[str]:
    """Those that name a KPI; and all where an objective names a parent, whose score goes from one to the next."""
    newest = {own.name: _newest(archive, own) for own in wanted}
    names = {name: archive.names_in(info.id) for name, info in newest.items() if info is not None}
    has_parents = any(one.has_parent for one in names.values())
    return frozenset(name for name, one in names.items() if one.has_kpi or has_parents)


def _comes_to_something_else(house: House, archive: Archive, own: WorkbookSettings, as_of: date) -> bool:
    """Whether the next sync of a workbook, as it was read, would find something else than its last one did."""
    then = archive.snapshot_on(own.name, as_of)
    if then is None:
        return False
    history, others = archive.history(own.name, as_of), archive.others(own.name, as_of)
    return comes_to_something_else(own.name, then.scored, then.findings, history, house.settings, others)


def _together(first: Outcome, second: Outcome) -> Outcome:
    """What came of a workbook in a run that synced it twice."""
    if first.receipt is None or second.error is not None:
        return second
    receipt = first.receipt if second.receipt is None else _both(first.receipt, second.receipt)
    return second._replace(receipt=receipt)


def _both(first: Receipt, second: Receipt) -> Receipt:
    """What both writes did: of a cell that was written twice, what it held before the first."""
    written = {change.cell: change for change in first.written}
    for change in second.written:
        before = written.get(change.cell)
        written[change.cell] = change if before is None else change._replace(before=before.before)
    return second._replace(
        written=tuple(written.values()),
        columns=(*first.columns, *second.columns),
        put_back=(*first.put_back, *second.put_back),
    )
