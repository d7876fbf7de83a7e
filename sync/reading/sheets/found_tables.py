"""A table while it is read: where it stands, how it is laid out, and what was read of it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sync.model.cells import Sheet
from sync.model.findings import Language
from sync.model.readings import Read
from sync.model.rows import Cycle, Kpi, LayoutRemark, TableKind
from sync.reading.sheets.check_ins import Entry
from sync.reading.sheets.columns import Layout
from sync.reading.sheets.okr_tables import Group
from sync.reading.sheets.row_reader import RowReader
from sync.reading.sheets.tables import Band


@dataclass(eq=False, repr=False)
class FoundTable:
    """A table while it is read."""

    sheet: Sheet
    band: Band
    layout: Layout
    reader: RowReader
    index: int
    kind: TableKind
    language: Language
    cycle: Cycle | None
    cycle_source: Read[str]
    title: str
    is_followed: bool
    is_thin: bool
    """Only names and values: key results of their own, or actuals of others."""
    groups: list[Group] = field(default_factory=list)
    kpis: list[Kpi] = field(default_factory=list)
    entries: tuple[Entry, ...] = ()
    remarks: list[LayoutRemark] = field(default_factory=list)
    last_row: int = 0
    first_used_row: int = 0
    titles: Sequence[Read[str]] = ()
    """All titles over it, the nearest first."""
    named: Cycle | None = None
    """The cycle that its tab is named after."""
