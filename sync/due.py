"""What a workbook came to ─▶ what each row's owned cells should hold. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any, NamedTuple

from sync.memo import Memo
from sync.messages import status_word, warnings_text
from sync.model.findings import Finding
from sync.model.past import History
from sync.model.plans import WrittenValue
from sync.model.rows import Cycle, Field, Table
from sync.model.scores import Scored, ScoredKeyResult, ScoredKpi, ScoredObjective

# Each asked for in every row, of which Python 3.11 makes half of the planning's time.
_PROGRESS, _SCORE, _STATUS = Field.progress, Field.score, Field.status
_WARNINGS, _OBJECTIVE_SCORE = Field.warnings, Field.objective_score
_FOUR_DECIMALS = Decimal("0.0001")
_NO_PAST = History()


class Due(NamedTuple):
    """What one row's owned cells should hold. ``values`` lacks a field whose cell is to be left as it is."""

    subject: str
    values: Mapping[Field, WrittenValue]
    kept: bool = False
    objective: str = ""
    """The id of the objective whose score stands in this row."""


# As a NamedTuple makes itself, without the call that takes longer than that: every row has one.
_new_due: Callable[[tuple[str, Mapping[Field, WrittenValue], bool, str]], Due] = partial(tuple.__new__, Due)


def due_in_owned_cells(scored: Scored, findings: Sequence[Finding], history: History = _NO_PAST) -> object:
    """Given what a workbook came to, return what its owned cells should hold: equal where the same should."""
    return dict(due_by_table(scored, findings, history))


def due_by_table(
    scored: Scored, findings: Sequence[Finding], history: History, known: Memo[Any] | None = None
) -> Mapping[int, tuple[dict[int, Due], set[int]]]:
    """Given what a workbook came to, and what its rows should have held before, return per table: row ─▶ what it should
    hold, and the rows of closed cycles."""
    tables = scored.rows.tables
    by_row = _findings_by_row(tables, findings)
    found: dict[int, tuple[dict[int, Due], set[int]]] = defaultdict(lambda: ({}, set()))
    for objective in scored.objectives:
        is_closed = _is_closed(objective.cycle, objective.key_results, history)
        for index, row, row_due in _objective_rows(objective, tables, by_row, known):
            due, sealed = found[index]
            if is_closed:
                sealed.add(row)
            else:
                due[row] = row_due
    for kpi in scored.kpis:
        index, row = kpi.kpi.table, kpi.kpi.row
        table = tables[index]
        due, sealed = found[index]
        if _is_closed(table.cycle, [kpi], history):
            sealed.add(row)
        else:
            due[row] = _kpi_due(kpi, table, by_row.get((index, row), ()))
    return found


def _is_closed(cycle: Cycle | None, scored: Sequence[ScoredKeyResult | ScoredKpi], history: History) -> bool:
    """Whether rows are of a closed cycle, and not to be written any more. Those of a workbook that was held at the
    close wait for what was sealed: they are written where they still come to it."""
    if cycle is None or cycle.id not in history.closed_cycles:
        return False
    return not scored or not all(_waits_to_be_written(cycle, one, history.unwritten) for one in scored)


def _waits_to_be_written(
    cycle: Cycle, scored: ScoredKeyResult | ScoredKpi, unwritten: Mapping[tuple[str, str], Decimal | None]
) -> bool:
    id = scored.key_result.id if isinstance(scored, ScoredKeyResult) else scored.kpi.id
    return (cycle.id, id) in unwritten and unwritten[cycle.id, id] == scored.progress


def _findings_by_row(tables: Sequence[Table], findings: Iterable[Finding]) -> Mapping[tuple[int, int], list[Finding]]:
    """Findings by table and row. Tables that stand side by side share rows: the finding's cell says which is meant."""
    by_sheet: dict[str, list[tuple[int, Table]]] = defaultdict(list)
    for index, table in enumerate(tables):
        by_sheet[table.sheet].append((index, table))
    by_row: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.row is None:
            continue
        sheet, _, column = finding.cell
        row, holding = finding.row, by_sheet[sheet]
        holding = [one for one in holding if one[1].first_row <= row <= one[1].last_row]
        if len(holding) > 1:
            holding = [one for one in holding if one[1].left_edge <= column <= one[1].right_edge] or holding
        if holding:
            by_row[holding[0][0], row].append(finding)
    return by_row


_RowsDue = Sequence[tuple[int, int, Due]]
"""Rows by their tables and numbers, and what each should hold."""


def _objective_rows(
    objective: ScoredObjective,
    tables: Sequence[Table],
    by_row: Mapping[tuple[int, int], list[Finding]],
    known: Memo[Any] | None,
) -> _RowsDue:
    """Every row of an objective: the very ones of before, where all that they follow from is what it was."""
    if known is None:
        return list(_rows_due(objective, tables, by_row))
    own = objective.objective
    places = [(own.table, own.row)]
    places += [(own.table if one.table is None else one.table, one.row) for one in own.key_results]
    # Which row each finding is of follows from the finding, and from the tables that they are in.
    named = tuple([(index, tables[index].language, len(by_row.get((index, row), ()))) for index, row in places])
    said = [finding for place in places for finding in by_row.get(place, ())]
    before: _RowsDue | None = known.recall(named, objective, *said)
    return known.keep(list(_rows_due(objective, tables, by_row)), named, objective, *said) if before is None else before


def _rows_due(
    objective: ScoredObjective, tables: Sequence[Table], by_row: Mapping[tuple[int, int], list[Finding]]
) -> Iterator[tuple[int, int, Due]]:
    own = objective.objective
    for scored in objective.key_results:
        key_result = scored.key_result
        # A key result may stand in a table of its own, joined to its objective's by an id or by words.
        index = own.table if key_result.table is None else key_result.table
        due = _key_result_due(scored, tables[index], by_row.get((index, key_result.row), ()))
        if key_result.row == own.row and index == own.table:
            due = _with_objective_score(due, objective)
        yield index, key_result.row, due
    if own.own_row:
        yield own.table, own.row, _objective_due(objective, tables[own.table], by_row.get((own.table, own.row), ()))


def _with_objective_score(due: Due, objective: ScoredObjective) -> Due:
    """What the first key result's row should hold where its objective shares it."""
    values = dict(due.values)
    if objective.keep:
        values.pop(_OBJECTIVE_SCORE, None)
    else:
        values[_OBJECTIVE_SCORE] = objective.score
    return due._replace(values=values, objective=objective.objective.id)


def _key_result_due(scored: ScoredKeyResult, table: Table, findings: Sequence[Finding]) -> Due:
    values: dict[Field, WrittenValue] = {_WARNINGS: _warnings(findings, table), _OBJECTIVE_SCORE: None}
    if not scored.keep:
        values[_PROGRESS] = _rounded(scored.progress)
        values[_SCORE] = scored.score
        values[_STATUS] = status_word(scored.status, table.language)
    return _new_due((scored.key_result.id, values, scored.keep, ""))


def _objective_due(scored: ScoredObjective, table: Table, findings: Sequence[Finding]) -> Due:
    values: dict[Field, WrittenValue] = {_WARNINGS: _warnings(findings, table)}
    if not scored.keep:
        values[_PROGRESS] = _rounded(scored.progress)
        values[_SCORE] = scored.score
        values[_OBJECTIVE_SCORE] = scored.score
        values[_STATUS] = status_word(scored.status, table.language)
    return Due(scored.objective.id, values, scored.keep, scored.objective.id)


def _kpi_due(scored: ScoredKpi, table: Table, findings: Sequence[Finding]) -> Due:
    values: dict[Field, WrittenValue] = {
        _WARNINGS: _warnings(findings, table),
        _SCORE: None,
        _OBJECTIVE_SCORE: None,
    }
    if not scored.keep:
        values[_PROGRESS] = _rounded(scored.progress)
        values[_STATUS] = status_word(scored.status, table.language)
    return Due(scored.kpi.id, values, scored.keep)


def _warnings(findings: Sequence[Finding], table: Table) -> str | None:
    # On one line: a cell that wraps would need a taller row, and rows are the team's.
    return warnings_text(findings, table.language, " · ") if findings else None


def _rounded(progress: Decimal | None) -> Decimal | None:
    return None if progress is None else progress.quantize(_FOUR_DECIMALS, ROUND_HALF_UP)
