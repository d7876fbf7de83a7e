"""What a sync would write, and what a write did."""

from datetime import date
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from sync.model.cells import ALL_CALCULATED, Area, Calculation, CellRef, CellValue
from sync.model.rows import Field

WrittenValue = Decimal | str | None
"""What a sync computes for a cell. An undo also puts back what people typed: any value."""


_CELL = attrgetter("cell")


class CellChange(NamedTuple):
    """One cell to write: what stands there, what should. ``number_format`` None leaves the cell's own. ``subject`` is
    the id of the key result, objective or KPI that it was computed for; ``field`` which owned column. ``look`` gives
    the cell back a look that its workbook told before (``Workbook.looks``)."""

    cell: CellRef
    before: CellValue
    after: CellValue
    field: Field
    subject: str
    number_format: str | None = None
    look: str | None = None


class AddColumn(NamedTuple):
    """An owned column to add: its header goes into ``cell``. ``note`` explains it to whoever selects the header.
    ``like_column`` is the neighbour whose look (borders, font, fill) its cells take; ``last_row`` the table's. Where
    headers take more than one row, ``header_rows_above`` are those over ``cell``: they take the look alone."""

    cell: CellRef
    header: str
    field: Field
    note: str
    number_format: str
    width: int
    like_column: int
    last_row: int
    header_rows_above: int = 0

    @property
    def rows(self) -> range:
        """All its rows, from its first header row to the table's last."""
        return range(self.cell.row - self.header_rows_above, self.last_row + 1)


class RemoveColumn(NamedTuple):
    """A column that the service added, and takes out again: ``column`` says where it stands now, with its header and
    its last row. Nothing but what the same plan empties stands in it. Its cells, width and message go, and what
    ``look`` tells (as its workbook told it before it was added) comes back; no other column moves."""

    column: AddColumn
    look: str | None = None

    @property
    def cell(self) -> CellRef:
        return self.column.cell


class RemoveNote(NamedTuple):
    """What explains a column of ours (``note``, on the header ``header``) and stands on a cell by now that says
    something else, or nothing: it goes where it still says what we wrote. The cell stays as it is."""

    cell: CellRef
    header: str
    note: str


class LeftAlone(NamedTuple):
    """An owned cell that is not written. ``reason`` is 'formula' (somebody put one there), 'not_calculated',
    'cycle_closed', 'merged', 'moved', 'header_changed' (by somebody, in the moment of the write), 'no_room' (something
    stands already where ``columns`` columns would be added), 'hidden' (all columns there are), 'protected_room' (we may
    not edit a range there), 'protected_column' (nor one in a column to take out), 'no_columns' (a table without owned
    columns that may not get any: ``header`` is one that makes a column owned there) or 'no_headers' (a list without
    headers, which can get none)."""

    cell: CellRef
    reason: str
    header: str = ""
    columns: int = 0


class HeadedArea(NamedTuple):
    """A table in which something is written: ``area`` begins with the first of its header rows and has the columns that
    are added to it; ``header_row`` is the last of these rows."""

    sheet: str
    area: Area
    header_row: int


class Plan(NamedTuple):
    """All that a sync would write, computed from the workbook whose content has ``fingerprint``. ``tables`` are those
    with headers in which it does: a value is only good under the header that it was computed for."""

    workbook: str
    fingerprint: str
    as_of: date
    columns: tuple[AddColumn, ...] = ()
    changes: tuple[CellChange, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()
    removals: tuple[RemoveColumn, ...] = ()
    tables: tuple[HeadedArea, ...] = ()
    notes: tuple[RemoveNote, ...] = ()

    @property
    def writes_nothing(self) -> bool:
        return not self.columns and not self.changes and not self.removals and not self.notes

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """Every cell that it writes: headers of new columns, of those that go, changes, and where notes go."""
        return tuple(map(_CELL, chain(self.columns, self.removals, self.changes, self.notes)))


class Receipt(NamedTuple):
    """What a write did. ``fingerprint`` is the workbook's after it. ``calculation`` tells of formulas that may depend
    on what was written, and keep the values that they had until a program calculates. ``put_back``: values that landed
    in cells that they were not meant for, because somebody moved rows in that moment, and what was put in their place
    again (Google alone: nothing else lets that happen)."""

    written: tuple[CellChange, ...] = ()
    columns: tuple[AddColumn, ...] = ()
    dropped: tuple[LeftAlone, ...] = ()
    fingerprint: str = ""
    removals: tuple[RemoveColumn, ...] = ()
    calculation: Calculation = ALL_CALCULATED
    put_back: tuple[CellChange, ...] = ()
    notes: tuple[RemoveNote, ...] = ()

    @property
    def may_show_old_values(self) -> bool:
        return self.calculation != ALL_CALCULATED

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """Every cell that was written, headers of columns that came or went included."""
        return tuple(map(_CELL, chain(self.columns, self.removals, self.written, self.notes)))
