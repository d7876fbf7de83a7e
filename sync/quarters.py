"""The close of a cycle: what each objective, key result and KPI of it came to, with its grade. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sync.archive.values import Closing, ClosingKind
from sync.model import CellRef, Cycle, Scored, ScoredKeyResult, ScoredKpi, ScoredObjective, Status
from sync.scoring import grade


def closings(workbook: str, scored: Scored, cycle: Cycle) -> Iterator[Closing]:
    """Given a workbook's scores as of the cycle's last day, yield the final rows of everything in that cycle."""
    for objective in scored.objectives:
        if objective.cycle is not None and objective.cycle.id == cycle.id:
            yield _objective(workbook, objective)
            for key_result in objective.key_results:
                yield _key_result(workbook, objective, key_result)
    for kpi in scored.kpis:
        table = scored.rows.tables[kpi.kpi.table]
        if table.cycle is not None and table.cycle.id == cycle.id:
            yield _kpi(workbook, kpi)


def _objective(workbook: str, scored: ScoredObjective) -> Closing:
    objective = scored.objective
    return Closing(
        workbook,
        ClosingKind.objective,
        objective.id,
        objective.title.value or "",
        objective.title.cell or CellRef(objective.sheet, objective.row, 1),
        owner=objective.owner.value or "",
        committed=scored.committed,
        progress=scored.progress,
        score=scored.score,
        grade=_grade(scored.score, scored.committed),
        status=scored.status,
    )


def _key_result(workbook: str, objective: ScoredObjective, scored: ScoredKeyResult) -> Closing:
    key_result = scored.key_result
    left_out = scored.status is Status.left_out
    return Closing(
        workbook,
        ClosingKind.key_result,
        key_result.id,
        key_result.text.value or "",
        key_result.text.cell or CellRef(key_result.sheet, key_result.row, 1),
        objective=objective.objective.id,
        owner=key_result.owner.value or "",
        unit=key_result.measure.unit or "",
        committed=scored.committed,
        baseline=scored.baseline,
        target=scored.target,
        current=scored.current,
        attainment=scored.attainment,
        progress=scored.progress,
        score=scored.score,
        grade="" if left_out else _grade(scored.score, scored.committed),
        status=scored.status,
    )


def _kpi(workbook: str, scored: ScoredKpi) -> Closing:
    kpi = scored.kpi
    return Closing(
        workbook,
        ClosingKind.kpi,
        kpi.id,
        kpi.name.value or "",
        kpi.name.cell or CellRef(kpi.sheet, kpi.row, 1),
        owner=kpi.owner.value or "",
        unit=kpi.measure.unit or "",
        current=scored.current,
        progress=scored.progress,
        status=scored.status,
    )


def _grade(score: Decimal | None, committed: bool) -> str:
    found = grade(score, committed)
    return "" if found is None else str(found)
