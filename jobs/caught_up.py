"""Workbooks that a run syncs once more: they came before one that they go by, since nobody knew that they do.

Who goes by whom is what rows said when they were last read. That a row names a parent or a KPI for the first time, or
that one got another name, is known once its workbook was synced, and then the other one may have been synced already:
it is synced once more in the same run, so that what was planned is what is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.model.cells import is_same_value
from sync.rules import is_of_rows
from sync.written_twice import NewColumn, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sync.engine import Outcome
    from sync.model.plans import AddColumn, CellChange, Receipt


def together(first: Outcome, second: Outcome) -> Outcome:
    """Given what came of a workbook that a run synced twice, return it as one."""
    if second.error is not None:
        return first._replace(error=second.error)
    if first.receipt is None:
        return second
    plan = second.plan._replace(
        columns=(*first.plan.columns, *second.plan.columns),
        changes=changes_together(first.plan.changes, second.plan.changes, second.plan.columns),
        removals=(*first.plan.removals, *second.plan.removals),
        tables=(*first.plan.tables, *second.plan.tables),
        notes=(*first.plan.notes, *second.plan.notes),
    )
    # What the first write alone found out is told all the same.
    put_back = {one.cell for one in first.receipt.put_back}
    late = (one for one in first.findings if one.cell in put_back and not is_of_rows(one))
    findings = (*second.findings, *(one for one in late if one not in second.findings))
    # Where somebody held it in between, the run wrote all the same.
    receipt = _receipts_together(first.receipt, second.receipt)
    return second._replace(plan=plan, findings=findings, receipt=receipt, held=None)


def changes_together(
    first: Sequence[CellChange], second: Sequence[CellChange], added: Sequence[AddColumn]
) -> tuple[CellChange, ...]:
    """Given the changes of two writes, and the columns that the second one added, return what they come to: a change
    for each cell that is not what it was, where the second one found it."""
    new = [NewColumn(one.cell, one.last_row) for one in added]
    found = joined(first, second, new, _join)
    return tuple(one for one in found if one.look is not None or not is_same_value(one.before, one.after))


def _join(first: CellChange, second: CellChange) -> CellChange:
    return second._replace(before=first.before, number_format=second.number_format or first.number_format)


def _receipts_together(first: Receipt, second: Receipt | None) -> Receipt:
    """What the first one had to leave was planned again for the second one, where it was still to be written."""
    if second is None:
        return first
    return second._replace(
        written=changes_together(first.written, second.written, second.columns),
        columns=(*first.columns, *second.columns),
        removals=(*first.removals, *second.removals),
        put_back=(*first.put_back, *second.put_back),
        notes=(*first.notes, *second.notes),
    )
