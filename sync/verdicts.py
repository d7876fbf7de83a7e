"""What follows from how cycles in a row ended: 'If X is fine quarter after quarter, what do we do?' Pure.

A KPI that was healthy: keep going. An objective that succeeded: raise the bar, since fine means that it was still
within reach. A KPI that was out of range: make it a key result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice

from sync.lineage import Lineage
from sync.model.past import Closing, ClosingKind, History, Verdict
from sync.model.readings import Activity
from sync.model.rows import Cycle, Kpi
from sync.model.scores import ScoredObjective, Status
from sync.options import FiscalCalendar
from sync.reading.texts.text import bare
from sync.scoring import Grade, grade

_FINE = {str(Status.healthy): True, str(Status.out_of_range): False}


def with_verdicts(
    closings: Sequence[Closing],
    cycle: Cycle,
    history: History,
    calendar: FiscalCalendar,
    patience: int,
) -> Iterator[Closing]:
    """Given the rows of a workbook in a cycle that is being closed, and what the past says of those that were closed
    before, yield them with their verdicts, and with what the cycle before was closed with."""
    lineage = Lineage({**history.closings, cycle.id: tuple(closings)}, calendar, history.inherited)
    for closing in closings:
        before = list(islice(lineage.leading_to(cycle, closing), max(1, patience - 1)))
        found = verdict(closing.kind, (closing, *before), patience)
        was = None if not before else final_score(before[0]) if closing.kind is _OBJECTIVE else before[0].current
        yield closing._replace(verdict="" if found is None else str(found), before=was)


def verdict(kind: ClosingKind, newest_first: Iterable[Closing], patience: int) -> Verdict | None:
    """Given how a row ended, cycle by cycle, return what follows from it; None where nothing does."""
    if kind is _OBJECTIVE:
        return Verdict.raise_the_bar if in_a_row(newest_first, patience, fine=True) else None
    if kind is not _KPI:
        return None
    ended = tuple(islice(newest_first, patience))
    if in_a_row(ended, patience, fine=True):
        return Verdict.keep_going
    return Verdict.make_it_a_key_result if in_a_row(ended, patience, fine=False) else None


def is_a_key_result(kpi: Kpi, objectives: Iterable[ScoredObjective]) -> bool:
    """Given a KPI and objectives, return whether a key result of theirs is measured by it, or has its name in its
    words: then there is none to be made of it."""
    names = {bare(name) for name in (kpi.name.value, kpi.external_id.value, kpi.id) if name}
    return any(
        bare(row.kpi.value or "") in names or any(f" {name} " in f" {bare(row.text.value or '')} " for name in names)
        for objective in objectives
        for row in objective.objective.key_results
        if row.activity in OPEN
    )


def in_a_row(newest_first: Iterable[Closing], patience: int, *, fine: bool) -> bool:
    """Whether as many cycles as ``patience`` says ended fine, or not fine, without one between that did otherwise."""
    ended = [was_fine(one) for one in islice(newest_first, patience)]
    return len(ended) == patience and all(one is fine for one in ended)


def was_fine(closing: Closing) -> bool | None:
    """Whether a KPI ended inside its healthy range, or an objective with success; None where nobody knows."""
    if closing.kind is _KPI:
        return _FINE.get(closing.status)
    found = grade(final_score(closing), closing.committed)
    return None if found is None else found is Grade.success


def final_score(closing: Closing) -> Decimal | None:
    """The lead's own where there is one."""
    return closing.score if closing.hand_score is None else closing.hand_score


OPEN = (Activity.active, Activity.done)
"""What a key result is that somebody is about, or was to its end."""
_OBJECTIVE, _KPI = ClosingKind.objective, ClosingKind.kpi
