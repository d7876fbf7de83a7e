"""Workbooks that a run syncs once more: they came before one that they go by, since nobody knew that they do.

Who goes by whom is what rows said when they were last read. That a row names a parent or a KPI for the first time, or
that one got another name, is known once its workbook was synced, and then the other one may have been synced already:
it is synced once more in the same run, so that what was planned is what is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.model.cells import is_same_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sync.engine import Outcome
    from sync.model.cells import CellRef
    from sync.model.plans import CellChange, Receipt


def together(first: Outcome, second: Outcome) -> Outcome:
    """Given what came of a workbook that a run synced twice, return it as one."""
    if second.error is not None:
        return first._replace(error=second.error)
    if first.receipt is None:
        return second
    plan = second.plan._replace(
        columns=(*first.plan.columns, *second.plan.columns),
        changes=changes_together((*first.plan.changes, *second.plan.changes)),
        removals=(*first.plan.removals, *second.plan.removals),
        tables=(*first.plan.tables, *second.plan.tables),
        notes=(*first.plan.notes, *second.plan.notes),
    )
    return second._replace(plan=plan, receipt=_receipts_together(first.receipt, second.receipt))


def changes_together(changes: Iterable[CellChange]) -> tuple[CellChange, ...]:
    """Given changes in the order in which they are made, return what they come to, a change for each cell that is not
    what it was."""
    found: dict[CellRef, CellChange] = {}
    for one in changes:
        before = found.get(one.cell)
        if before is not None:
            one = one._replace(before=before.before, number_format=one.number_format or before.number_format)
        found[one.cell] = one
    return tuple(one for one in found.values() if one.look is not None or not is_same_value(one.before, one.after))


def _receipts_together(first: Receipt, second: Receipt | None) -> Receipt:
    if second is None:
        return first
    written = changes_together((*first.written, *second.written))
    reached = {one.cell for one in written}
    return second._replace(
        written=written,
        columns=(*first.columns, *second.columns),
        dropped=(*(one for one in first.dropped if one.cell not in reached), *second.dropped),
        removals=(*first.removals, *second.removals),
        put_back=(*first.put_back, *second.put_back),
        notes=(*first.notes, *second.notes),
    )
