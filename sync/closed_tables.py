"""What of a plan that takes things back is of closed cycles: an undo leaves that as it is, as a sync does. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sync.model.cells import CellRef
from sync.model.past import History
from sync.model.plans import Plan
from sync.model.rows import Cycle
from sync.model.scores import Scored
from sync.taken_out import Kept, TakenBack


def without_closed(taken: TakenBack, scored: Scored, history: History) -> TakenBack:
    """Given what an undo would put back, the workbook's scores and the past, return that without what is of closed
    cycles, which is kept. A column goes or comes only where no row of its table is of one."""
    closed, plan = _Closed(scored, history), taken.plan
    kept: list[Kept] = []
    changes = []
    for change in plan.changes:
        if closed.has_cell(change.cell):
            kept.append(Kept(change.cell, change.field, "cycle_closed", change.before, change.before))
        else:
            changes.append(change)
    for column in (*plan.columns, *(one.column for one in plan.removals)):
        if closed.has_column(column.cell):
            stands = None if column in plan.columns else column.header
            kept.append(Kept(column.cell, column.field, "cycle_closed", column.header, stands))
    if not kept and not any(closed.has_column(note.cell) for note in plan.notes):
        return taken
    plan = plan._replace(
        changes=tuple(changes),
        columns=tuple(one for one in plan.columns if not closed.has_column(one.cell)),
        removals=tuple(one for one in plan.removals if not closed.has_column(one.cell)),
        notes=tuple(one for one in plan.notes if not closed.has_column(one.cell)),
    )
    left = plan.cells
    plan = plan._replace(
        tables=tuple(
            one for one in plan.tables if any(cell.sheet == one.sheet and one.area.holds(*cell[1:]) for cell in left)
        )
    )
    return TakenBack(plan, tuple(sorted([*taken.kept, *kept], key=lambda one: one.cell)))


def sealed_tabs(plan: Plan, scored: Scored, history: History) -> tuple[str, ...]:
    """Given a plan, the workbook's scores and the past, return the tabs in which it would change what is of closed
    cycles."""
    closed = _Closed(scored, history)
    cells = [one.cell for one in plan.changes if closed.has_cell(one.cell)]
    columns = (*plan.columns, *(one.column for one in plan.removals))
    cells += [one.cell for one in columns if closed.has_column(one.cell)]
    return tuple(dict.fromkeys(cell.sheet for cell in cells))


class _Closed:
    """Which cells are of closed cycles."""

    def __init__(self, scored: Scored, history: History) -> None:
        self._tables = scored.rows.tables
        self._sealed: dict[int, set[int]] = defaultdict(set)
        self._is_open: set[int] = set()
        for index, row, cycle in _rows(scored):
            if cycle is not None and cycle.id in history.closed_cycles:
                self._sealed[index].add(row)
            else:
                self._is_open.add(index)
        self._named = {
            index
            for index, table in enumerate(self._tables)
            if table.cycle is not None and table.cycle.id in history.closed_cycles
        }

    def has_cell(self, cell: CellRef) -> bool:
        tables = self._tables_at(cell)
        return any(self._is_whole(index) or cell.row in self._sealed[index] for index in tables)

    def has_column(self, header: CellRef) -> bool:
        return any(self._is_whole(index) or self._sealed[index] for index in self._tables_at(header))

    def _is_whole(self, index: int) -> bool:
        return index not in self._is_open and bool(index in self._named or self._sealed[index])

    def _tables_at(self, cell: CellRef) -> list[int]:
        """The tables that a cell is in, or may be: what is in none (a row below it that somebody cleared) may be any
        one's of its tab."""
        on_tab = [index for index, table in enumerate(self._tables) if table.sheet == cell.sheet]
        beside = [
            index
            for index in on_tab
            if self._tables[index].first_header_row <= cell.row <= self._tables[index].last_row
        ]
        within = [
            index for index in beside if self._tables[index].left_edge <= cell.column <= self._tables[index].right_edge
        ]
        return within or beside or on_tab


def _rows(scored: Scored) -> Iterator[tuple[int, int, Cycle | None]]:
    """Every row by its table and number, with its cycle."""
    for objective in scored.objectives:
        own = objective.objective
        yield own.table, own.row, objective.cycle
        for each in objective.key_results:
            row = each.key_result
            yield own.table if row.table is None else row.table, row.row, objective.cycle
    for kpi in scored.kpis:
        yield kpi.kpi.table, kpi.kpi.row, scored.rows.tables[kpi.kpi.table].cycle
