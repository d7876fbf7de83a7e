"""Workbooks that are checked or planned together, in sight of what was just read of the others. Pure, but for what the
other workbooks are asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from sync.called import kpis_by_name, objectives_by_name, objectives_by_parent
from sync.due import due_in_owned_cells
from sync.inheriting import OtherWorkbooks, rows_of, with_other_workbooks
from sync.model.findings import Finding
from sync.model.past import Elsewhere, History, KpiElsewhere, ObjectiveElsewhere
from sync.model.scores import Scored
from sync.moved_rows import Row
from sync.options import Settings
from sync.rules import check, is_of_rows
from sync.scoring import score

T = TypeVar("T")


class Seen:
    """What a workbook comes to as it was just read. ``workbook`` is its name in the settings, ``known_as`` the one by
    which the archive knows it, where it had another one when it was last synced."""

    def __init__(self, workbook: str, known_as: str, scored: Scored) -> None:
        self.workbook, self.known_as, self.scored = workbook, known_as, scored

    @cached_property
    def kpis(self) -> Mapping[str, tuple[KpiElsewhere, ...]]:
        rows, as_of = self.scored.rows, self.scored.as_of
        return kpis_by_name(KpiElsewhere.of(self.workbook, one, rows.tables[one.table], as_of) for one in rows.kpis)

    @cached_property
    def objectives(self) -> Mapping[str, tuple[ObjectiveElsewhere, ...]]:
        return objectives_by_name(self._objectives)

    @cached_property
    def children(self) -> Mapping[str, tuple[ObjectiveElsewhere, ...]]:
        return objectives_by_parent(self._objectives)

    @cached_property
    def rows_by_cycle(self) -> Sequence[tuple[str, Row]]:
        """All rows with the id of their cycle; '' without one."""
        return [("" if cycle is None else cycle.id, row) for cycle, row in rows_of(self.known_as, self.scored)]

    @cached_property
    def _objectives(self) -> list[ObjectiveElsewhere]:
        return [ObjectiveElsewhere.of(self.workbook, one, self.scored.as_of) for one in self.scored.objectives]


def comes_to_something_else(
    workbook: str,
    then: Scored,
    findings: Sequence[Finding],
    history: History,
    settings: Settings,
    others: OtherWorkbooks | None,
) -> bool:
    """Given what a workbook came to on a day, and what the past and the other workbooks say by now, return whether it
    would come to something else on that day: other values, other findings, or other cells to write. Days on which
    others were read are not meant: they change with every run."""
    own = settings.workbook(workbook)
    scored = score(then.rows, then.as_of, settings.scoring, history)
    if others is not None:
        history = with_other_workbooks(workbook, scored, history, own.rules, others)
    now = (*check(scored, history, own.rules), *(finding for finding in findings if not is_of_rows(finding)))
    if values_of(scored) != values_of(then) or set(map(_which, now)) != set(map(_which, findings)):
        return True
    return due_in_owned_cells(scored, now, history) != due_in_owned_cells(then, findings, history)


def values_of(scored: Scored) -> frozenset[tuple[object, ...]]:
    """Given what a workbook comes to, return what others may go by in it, and what its cells go by."""
    return frozenset(_values(scored))


def _values(scored: Scored) -> Iterator[tuple[object, ...]]:
    for place, objective in enumerate(scored.objectives):
        yield place, objective.progress, objective.status
        for row in objective.key_results:
            yield place, row.key_result.id, row.current, row.progress, row.status


def _which(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.cell, finding.severity


def in_sight_of(history: History, others: Sequence[Seen]) -> History:
    """Given what the past says to a workbook, and what others come to as they were just read, return the past with what
    those say in the place of what was known of them."""
    if not others:
        return history
    replaced = {one.known_as for one in others}
    return history._replace(
        kpis_elsewhere=_replaced(history.kpis_elsewhere, replaced, {one.workbook: one.kpis for one in others}),
        objectives_elsewhere=_replaced(
            history.objectives_elsewhere, replaced, {one.workbook: one.objectives for one in others}
        ),
        children_elsewhere=_replaced(
            history.children_elsewhere, replaced, {one.workbook: one.children for one in others}
        ),
    )


def _replaced(
    known: Elsewhere[T], replaced: Collection[str], seen: Mapping[str, Mapping[str, tuple[T, ...]]]
) -> Elsewhere[T]:
    return Elsewhere({name: each for name, each in known.of.items() if name not in replaced} | dict(seen))
