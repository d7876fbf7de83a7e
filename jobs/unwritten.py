"""Why a cell was never written: it is not ours, nothing was read in its row, or its row is not scored."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from jobs.tasks import parsed_cell, tabs_with_rows
from jobs.wiring import House
from sync.model.cells import CellRef
from sync.model.findings import Finding, Severity
from sync.model.scores import Scored
from sync.options import WorkbookSettings
from sync.workbooks.sources import place_of


class Unwritten(NamedTuple):
    """What the newest snapshot says of a cell: whether its column is marked as the service's, whether an objective, key
    result or KPI was read in its row, whether that is scored, and the findings for which it is not."""

    is_marked: bool = False
    is_row: bool = False
    is_scored: bool = False
    unscored_by: tuple[Finding, ...] = ()


def unwritten_cell(house: House, own: WorkbookSettings, cell: str) -> Unwritten:
    """Given a workbook and a cell as typed that was never written, return why. Raise ArchiveError, ValueError (no such
    cell)."""
    with house.read_archive() as archive:
        snapshots = archive.snapshots(archive.name_of(own.name, place_of(own.source)), limit=1)
        if not snapshots:
            return Unwritten()
        snapshot = archive.snapshot(snapshots[0].id)
    scored = snapshot.scored
    ref = parsed_cell(cell, tabs_with_rows(scored.rows))
    if not _is_marked(scored, ref):
        return Unwritten()
    progress = _progress_of(scored, ref)
    if not progress or any(one is not None for one in progress):
        return Unwritten(True, bool(progress), bool(progress))
    here = [one for one in snapshot.findings if one.cell.sheet == ref.sheet and one.row == ref.row]
    return Unwritten(True, True, False, in_the_way(here))


def in_the_way(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Given the findings of a row without a score, return those that say why: its errors, else its warnings."""
    for severity in (Severity.error, Severity.warning):
        if found := tuple([one for one in findings if one.severity is severity]):
            return found
    return ()


def _is_marked(scored: Scored, ref: CellRef) -> bool:
    """Whether a cell is in a column of ours: of its table, or of the one that it stands below."""
    above = [one for one in scored.rows.tables if one.sheet == ref.sheet and one.first_header_row <= ref.row]
    around = [one for one in above if ref.row <= one.last_row] or above
    return any(column.owned and column.column == ref.column for table in around for column in table.columns)


def _progress_of(scored: Scored, ref: CellRef) -> list[Decimal | None]:
    """The progress of each objective, key result and KPI in the cell's row; KPIs that are only watched have none."""
    here = (ref.sheet, ref.row)
    found = [one.progress for one in scored.kpis if (one.kpi.sheet, one.kpi.row) == here]
    for objective in scored.objectives:
        if (objective.objective.sheet, objective.objective.row) == here and objective.objective.own_row:
            found.append(objective.progress)
        found += [one.progress for one in objective.key_results if (one.key_result.sheet, one.key_result.row) == here]
    return found
