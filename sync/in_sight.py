"""Workbooks that are checked or planned together, in sight of what was just read of the others. Pure, but for what the
other workbooks are asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sync.called import kpi_names
from sync.inheriting import OtherWorkbooks, with_other_workbooks
from sync.model.findings import Finding
from sync.model.past import History, KpiElsewhere, ObjectiveElsewhere
from sync.model.scores import Scored
from sync.options import Settings
from sync.planning import due_in_owned_cells
from sync.rules import check, is_of_rows
from sync.scoring import score


class Seen(NamedTuple):
    """What a workbook comes to as it was just read. ``workbook`` is its name in the settings, ``known_as`` the one by
    which the archive knows it, where it had another one when it was last synced."""

    workbook: str
    known_as: str
    scored: Scored


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
    replaced = {name for one in others for name in (one.workbook, one.known_as)}
    kpis: defaultdict[str, list[KpiElsewhere]] = defaultdict(list)
    for name, known in history.kpis_elsewhere.items():
        kpis[name] += [one for one in known if one.workbook not in replaced]
    objectives = [one for one in history.objectives_elsewhere if one.workbook not in replaced]
    for workbook, _, scored in others:
        for name, kpi in _kpis(workbook, scored):
            kpis[name].append(kpi)
        objectives += [ObjectiveElsewhere.of(workbook, one, scored.as_of) for one in scored.objectives]
    return history._replace(
        kpis_elsewhere={name: tuple(found) for name, found in kpis.items() if found},
        objectives_elsewhere=tuple(objectives),
    )


def _kpis(workbook: str, scored: Scored) -> Iterator[tuple[str, KpiElsewhere]]:
    """By every name that a key result may call them."""
    for one in scored.rows.kpis:
        found = KpiElsewhere(workbook, one, scored.rows.tables[one.table].cycle, scored.as_of)
        for name in kpi_names((one.name.value, one.external_id.value, one.id), workbook):
            yield name, found
