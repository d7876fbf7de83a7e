"""Workbooks that are checked or planned together, in sight of what was just read of the others. Pure, but for what the
other workbooks are asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sync.inheriting import OtherWorkbooks, with_other_workbooks
from sync.model.findings import Finding
from sync.model.past import History, KpiElsewhere, ObjectiveElsewhere
from sync.model.scores import Scored
from sync.options import Settings
from sync.planning import due_in_owned_cells
from sync.reading.texts.text import bare
from sync.rules import check, is_of_rows
from sync.scoring import score


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
    if set(_values(scored)) != set(_values(then)) or set(map(_which, now)) != set(map(_which, findings)):
        return True
    return due_in_owned_cells(scored, now, history) != due_in_owned_cells(then, findings, history)


def _values(scored: Scored) -> Iterator[tuple[object, ...]]:
    for place, objective in enumerate(scored.objectives):
        yield place, objective.progress, objective.status
        for row in objective.key_results:
            yield place, row.key_result.id, row.current, row.progress, row.status


def _which(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.cell, finding.severity


def in_sight_of(history: History, others: Mapping[str, Scored]) -> History:
    """Given what the past says to a workbook, and what others come to as they were just read, by the names that the
    archive knows them by, return the past with what those say in the place of what was known of them."""
    if not others:
        return history
    kpis: defaultdict[str, list[KpiElsewhere]] = defaultdict(list)
    for name, known in history.kpis_elsewhere.items():
        kpis[name] += [one for one in known if one.workbook not in others]
    objectives = [one for one in history.objectives_elsewhere if one.workbook not in others]
    for workbook, scored in others.items():
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
        for name in {bare(name) for name in (one.name.value, one.external_id.value, one.id) if name}:
            yield name, found
            yield f"{bare(workbook)}: {name}", found
