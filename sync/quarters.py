"""The close of a cycle: what each objective, key result and KPI of it came to, with its grade. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from sync.cycles import holds
from sync.kpi_scoring import aggregation_of, healthy_bounds, score_kpi
from sync.lineage import given_id
from sync.model.cells import CellRef
from sync.model.findings import Finding, Severity
from sync.model.past import Closing, ClosingKind, History, Verdict
from sync.model.readings import Read, Trouble
from sync.model.rows import Cycle, Field, KeyResult, Kpi, Table
from sync.model.scores import Scored, ScoredKeyResult, ScoredKpi, ScoredObjective, Status
from sync.options import ScoringOptions
from sync.scoring import grade
from sync.verdicts import OPEN, is_a_key_result, with_verdicts


def closings(
    workbook: str,
    scored: Scored,
    cycle: Cycle,
    history: History,
    options: ScoringOptions,
    patience: int,
    measuring: Collection[str] = (),
) -> Iterator[Closing]:
    """Given a workbook's scores as of a day after the cycle's last, and what the past says by then, yield the final
    rows of everything in that cycle, with their verdicts: of a KPI that a key result is about none is to be made.
    ``measuring`` are the names of its KPIs by which key results of other workbooks are measured in that cycle.

    A KPI table of a longer cycle (a year's), or of none, gives what its KPIs came to in this one.
    """
    rows = tuple(_closings(workbook, scored, cycle, history, options))
    objectives = [one for one in scored.objectives if one.cycle is not None and one.cycle.id == cycle.id]
    are_key_results = {
        one.kpi.id for one in scored.kpis if one.kpi.name.value in measuring or is_a_key_result(one.kpi, objectives)
    }
    for row in with_verdicts(rows, cycle, history, options.calendar, patience):
        is_one = row.verdict == Verdict.make_it_a_key_result and row.id in are_key_results
        yield row._replace(verdict="") if is_one else row


def _closings(
    workbook: str, scored: Scored, cycle: Cycle, history: History, options: ScoringOptions
) -> Iterator[Closing]:
    for objective in scored.objectives:
        if objective.cycle is not None and objective.cycle.id == cycle.id:
            yield _objective(workbook, objective)
            for key_result in objective.key_results:
                yield _key_result(workbook, objective, key_result, history)
    is_over = history.succeeded_after is not None and history.succeeded_after < cycle.first_day
    for kpi in () if is_over else scored.kpis:
        table = scored.rows.tables[kpi.kpi.table]
        at_close = kpi_at_close(kpi.kpi, table, cycle, scored.as_of, options)
        if at_close is not None:
            yield _kpi(workbook, at_close)


def not_calculated(scored: Scored, cycle: Cycle, options: ScoringOptions) -> Iterator[CellRef]:
    """Given a workbook's scores, yield the cells of a cycle that hold a formula which was not calculated yet: what
    their rows come to is not known. A row that waits for a cell elsewhere is told by its own."""
    for objective in scored.objectives:
        if objective.cycle is not None and objective.cycle.id == cycle.id:
            title = objective.objective.title
            if title.trouble is not None and title.cell is not None:
                yield title.cell
            for each in objective.key_results:
                waits_for_weight = each.key_result.weight.trouble is Trouble.not_calculated and objective.keep
                if each.keep or waits_for_weight:
                    yield from _waiting_cells(each.key_result)
    for kpi in scored.kpis:
        at_close = kpi_at_close(kpi.kpi, scored.rows.tables[kpi.kpi.table], cycle, scored.as_of, options)
        if at_close is not None and at_close.keep:
            yield at_close.cell or CellRef(kpi.kpi.sheet, kpi.kpi.row, 1)


def _waiting_cells(row: KeyResult) -> Iterable[CellRef]:
    reads = [field for field in row if isinstance(field, Read) and field.trouble is Trouble.not_calculated]
    cells = dict.fromkeys(read.cell for read in reads if read.cell is not None)
    return cells or [row.text.cell or CellRef(row.sheet, row.row, 1)]


def measuring_elsewhere(scored: Scored, cycle: Cycle) -> Iterator[tuple[str, str]]:
    """Given a workbook's scores, yield the KPIs of other workbooks that its key results of a cycle are measured by: the
    other one's name, and the KPI's."""
    for objective in scored.objectives:
        if objective.cycle is not None and objective.cycle.id == cycle.id:
            for each in objective.key_results:
                by = each.measured_by
                if by is not None and by.workbook and each.key_result.activity in OPEN:
                    yield by.workbook, by.name


def of_quarters_in_turn(scored: Scored) -> Scored:
    """Given a workbook's scores, return those of tables whose columns, and not their titles, say which cycle they are
    of on a day: a year's table that shows one quarter after the other."""
    tables = scored.rows.tables
    in_turn = {
        number
        for number, table in enumerate(tables)
        if table.cycle_source.cell is not None and table.cycle_source.cell.row >= table.first_header_row
    }
    return scored._replace(
        objectives=tuple(one for one in scored.objectives if one.objective.table in in_turn), kpis=()
    )


def still_open(scored: Scored, findings: Sequence[Finding], cycle: Cycle, options: ScoringOptions) -> Iterator[Finding]:
    """Given a workbook's scores and findings, yield the errors and warnings about what the cycle's close would seal:
    once it is sealed, mending them has no effect. What is said of another period's column is not about it."""
    tables = scored.rows.tables
    of_cycle = [table for table in tables if table.cycle is not None and table.cycle.id == cycle.id]
    objectives = [one for one in scored.objectives if one.cycle is not None and one.cycle.id == cycle.id]
    rows = {(one.objective.sheet, one.objective.row) for one in objectives}
    rows |= {(each.key_result.sheet, each.key_result.row) for one in objectives for each in one.key_results}
    elsewhen: set[CellRef] = set()
    for kpi in scored.kpis:
        at_close = kpi_at_close(kpi.kpi, tables[kpi.kpi.table], cycle, scored.as_of, options)
        if at_close is not None:
            rows.add((kpi.kpi.sheet, kpi.kpi.row))
            elsewhen.update(_of_other_periods(kpi, at_close, tables[kpi.kpi.table], cycle))
    for finding in findings:
        cell = finding.cell
        row = cell.row if finding.row is None else finding.row
        in_table = any(
            table.sheet == cell.sheet and table.first_header_row <= cell.row < table.first_row for table in of_cycle
        )
        is_of_it = (cell.sheet, row) in rows and cell not in elsewhen
        if finding.severity is not Severity.info and (is_of_it or in_table):
            yield finding


def _of_other_periods(now: ScoredKpi, at_close: ScoredKpi, table: Table, cycle: Cycle) -> Iterator[CellRef]:
    """The cells of a KPI's row of which what is said is about another period: those of its columns, and the KPI's name
    where its value of today is not the one that is sealed."""
    kpi = now.kpi
    for column in table.columns:
        period = column.period
        if period is not None and not (holds(cycle, period) or holds(period, cycle)):
            yield CellRef(kpi.sheet, kpi.row, column.column)
    is_own = table.cycle is not None and table.cycle.id == cycle.id
    if not is_own and now.current != at_close.current and kpi.name.cell is not None:
        yield kpi.name.cell


def kpi_at_close(kpi: Kpi, table: Table, cycle: Cycle, as_of: date, options: ScoringOptions) -> ScoredKpi | None:
    """Given a KPI, its table, the cycle that is closed and the day of its close, return what the KPI came to in that
    cycle; None where it has no part in it.

    A column for the cycle itself comes first, then the columns of periods inside it, together as their aggregation
    says; a sum or a mean of which a period is missing has no value. One current cell, or a column of a longer period,
    is the value as of the close: of the cycle just over, and of no earlier one.
    """
    if table.cycle is not None and not holds(table.cycle, cycle):
        return None
    columns = {column.period for column in table.columns if column.field is Field.period and column.period is not None}
    inside = [period for period in columns if holds(cycle, period)]
    just_over = as_of - cycle.last_day <= cycle.last_day - cycle.first_day
    is_own = table.cycle is not None and table.cycle.id == cycle.id
    if not inside:
        around = any(holds(period, cycle) for period in columns)
        counts = is_own or (just_over and (around or not columns))
        return score_kpi(kpi, cycle, cycle.last_day, options) if counts else None
    periods = tuple(one for one in kpi.periods if holds(cycle, one.period))
    exact = tuple(one for one in periods if one.period.id == cycle.id)
    if exact:
        return score_kpi(kpi._replace(periods=exact, aggregation=Read("last")), cycle, cycle.last_day, options)
    missing = {period.id for period in _shortest(inside)} - {one.period.id for one in periods}
    if missing and aggregation_of(kpi, options) != "last":
        periods = ()
    return score_kpi(kpi._replace(periods=periods), cycle, cycle.last_day, options)


def _shortest(periods: Sequence[Cycle]) -> list[Cycle]:
    """Periods that hold no other one of them."""
    return [one for one in periods if not any(other.id != one.id and holds(one, other) for other in periods)]


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
        team=objective.team.value or "",
        given_id=given_id(objective),
    )


def _key_result(workbook: str, objective: ScoredObjective, scored: ScoredKeyResult, history: History) -> Closing:
    key_result = scored.key_result
    start = key_result.start.value or (objective.cycle.first_day if objective.cycle is not None else None)
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
        team=objective.objective.team.value or "",
        start=start,
        due=scored.due,
        reached=_reached(scored, start, history),
        given_id=given_id(key_result),
    )


def _reached(scored: ScoredKeyResult, start: date | None, history: History) -> date | None:
    """The day on which a key result that ended done was first known to be so: by its date of update, and by what the
    archive saw of it in this cycle."""
    if scored.status is not Status.done or start is None:
        return None
    known = history.key_results.get(scored.key_result.id)
    days = (scored.key_result.updated.value, None if known is None else known.reached_on)
    return min((day for day in days if day is not None and day >= start), default=None)


def _kpi(workbook: str, scored: ScoredKpi) -> Closing:
    kpi = scored.kpi
    lower, upper, _ = healthy_bounds(kpi)
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
        team=kpi.team.value or "",
        lower=lower,
        upper=upper,
        given_id=given_id(kpi),
    )


def _grade(score: Decimal | None, committed: bool) -> str:
    found = grade(score, committed)
    return "" if found is None else str(found)
