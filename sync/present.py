"""A workbook as it stands now, for what was written to it before: where each row is by now, and each column of ours,
and what stands there. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import inf

from sync.archive.values import Write
from sync.model.cells import Area, Cell, CellRef, CellValue, Sheet, WorkbookContent, is_same_value
from sync.model.plans import AddColumn, HeadedArea
from sync.model.rows import Field, Rows, Table

_TALLEST_MERGE = 10_000


class Present:
    """Where each row, and each column of ours, stands now."""

    def __init__(self, content: WorkbookContent, rows: Rows, *, as_written: int | None = None) -> None:
        """``as_written`` is the intent whose write left the workbook as it still is; None where none did."""
        self._content = content
        self._as_written = as_written
        self._tables = rows.tables
        self._rows: dict[str, tuple[int, int]] = {}
        """Subject ─▶ its table and row."""
        self._rows_within: dict[str, list[int]] = {}
        """An objective without a row of its own ─▶ the rows of its table that it shares."""
        for objective in rows.objectives:
            self._rows[objective.id] = objective.table, objective.row
            if not objective.own_row:
                own = [one.row for one in objective.key_results if one.table in (None, objective.table)]
                self._rows_within[objective.id] = own
            for one in objective.key_results:
                self._rows[one.id] = objective.table if one.table is None else one.table, one.row
        self._score_rows = {(self._tables[one.table].sheet, one.row) for one in rows.objectives}
        self._merges: dict[str, dict[int, list[Area]]] = {}
        self._rows |= {kpi.id: (kpi.table, kpi.row) for kpi in rows.kpis}
        self._subjects: dict[tuple[str, int], list[str]] = defaultdict(list)
        for subject, (index, row) in self._rows.items():
            self._subjects[self._tables[index].sheet, row].append(subject)

    @cached_property
    def _tables_by_header(self) -> Mapping[CellRef, int]:
        return {header: index for index, table in enumerate(self._tables) for header in _headers_of(table)}

    def sheet(self, title: str) -> Sheet:
        return self._content.sheet(title) or Sheet(title, {}, complete=False)

    def cell(self, ref: CellRef) -> Cell | None:
        return self.sheet(ref.sheet).cell(ref.row, ref.column)

    def value(self, ref: CellRef) -> CellValue:
        cell = self.cell(ref)
        return cell.value if cell is not None else None

    def is_hidden(self, ref: CellRef) -> bool:
        """Whether a merge shows another cell in its place."""
        if ref.sheet not in self._merges:
            by_row: dict[int, list[Area]] = defaultdict(list)
            self._merges[ref.sheet] = by_row
            for area in self.sheet(ref.sheet).merges:
                # Of a merge as tall as the tab, more rows than these are nobody's.
                for row in range(area.first_row, min(area.last_row, area.first_row + _TALLEST_MERGE) + 1):
                    by_row[row].append(area)
        areas = self._merges[ref.sheet].get(ref.row, ())
        return any(area.holds(ref.row, ref.column) and (ref.row, ref.column) != area[:2] for area in areas)

    def subjects_at(self, ref: CellRef) -> Sequence[str]:
        return self._subjects.get((ref.sheet, ref.row), ())

    # ── One run's cells ──────────────────────────────────────────────────────────────────────────────────────────────

    def has_moved(self, write: Write) -> bool:
        """Whether the row that a cell was written for stands elsewhere now, or is gone."""
        found = self._rows.get(write.subject)
        return found is None or (self._tables[found[0]].sheet, found[1]) != write.cell[:2]

    def cell_of(
        self,
        write: Write,
        new: Collection[tuple[str, int]],
        is_moved: bool,
        others: Collection[CellRef],
        beside: Iterable[str] = (),
    ) -> CellRef | str:
        """Given a write, the columns that come back, whether rows of its tab have moved since, the headers of columns
        that were added since, and of an objective's score for whom else was written in its row, return where the cell
        is that was written, or why it is nowhere: 'row_gone', 'column_gone'."""
        if write.intent == self._as_written:
            return write.cell
        if not write.subject:
            return self._cell_of_nobodys(write, is_moved)
        found = self._rows.get(write.subject)
        if found is None:
            # An objective is another one in a tab that names another cycle, and its key results are who they were.
            places = {place for one in beside if (place := self._rows.get(one)) is not None}
            if len(places) != 1:
                return "row_gone"
            [found] = places
        table = self._tables[found[0]]
        if (table.sheet, write.cell.column) in new:
            return CellRef(table.sheet, found[1], write.cell.column)
        owned = [
            header.column
            for header, field in _headers_of(table).items()
            if field is write.field and header not in others
        ]
        if write.cell.column not in owned and len(owned) != 1:
            return "column_gone"
        column = write.cell.column if write.cell.column in owned else owned[0]
        return self._where_it_went(write, CellRef(table.sheet, found[1], column))

    def _cell_of_nobodys(self, write: Write, is_moved: bool) -> CellRef | str:
        """A row of nobody's is known by its place alone, and so is its column."""
        sheet = self.sheet(write.cell.sheet)
        # Of the rows that an objective shares, the first alone has its score.
        is_score = write.field is Field.objective_score
        is_somebodys = write.cell[:2] in self._score_rows if is_score else bool(self.subjects_at(write.cell))
        if is_moved or not sheet.complete or is_somebodys:
            return "row_gone"
        columns = {ref.column for ref, field in self._headers() if ref.sheet == sheet.title and field is write.field}
        return "column_gone" if columns and write.cell.column not in columns else write.cell

    def _where_it_went(self, write: Write, ref: CellRef) -> CellRef:
        """An objective's score stands in the first of the rows that it shares: where these were sorted, in whichever
        that one is now, as the one cell of them that holds it."""
        shared = [ref._replace(row=row) for row in self._rows_within.get(write.subject, ())]
        holding = [one for one in shared if is_same_value(self.value(one), write.after)]
        is_moved = write.after is not None and ref not in holding and len(holding) == 1
        return holding[0] if is_moved else ref

    def headers_like(self, write: Write) -> list[CellRef]:
        """Given the header of a column that was added, return the headers of our columns that say the same: of its tab,
        or of any where that is not there any more."""
        has_tab = self._content.sheet(write.cell.sheet) is not None
        return [
            ref
            for ref, field in self._headers()
            if field is write.field and self.value(ref) == write.after
            if ref.sheet == write.cell.sheet or not has_tab
        ]

    def cells_saying(self, write: Write) -> list[CellRef]:
        """Given the header of a column that was added, return the cells of its tab that say the same and are no headers
        of our columns: what is left of a table whose rows are gone."""
        headers = {ref for ref, _ in self._headers()}
        sheet = self.sheet(write.cell.sheet)
        return [
            ref
            for row, cells in sheet.rows.items()
            for column, cell in cells.items()
            if cell.value == write.after and (ref := sheet.ref(row, column)) not in headers
        ]

    def row_of(self, subject: str) -> int | None:
        """The number of the row that stands for a subject now; None where it is not there any more."""
        found = self._rows.get(subject)
        return None if found is None else found[1]

    def table(self, number: int) -> Table:
        return self._tables[number]

    def is_header_of_ours(self, ref: CellRef) -> bool:
        return ref in self._tables_by_header

    def table_of(self, subject: str) -> int | None:
        """The number of the table in which a row stands now; None where it is not there any more."""
        found = self._rows.get(subject)
        return None if found is None else found[0]

    def index_of_table(self, header: CellRef) -> int | None:
        """The number of the table that has that header."""
        return self._tables_by_header.get(header)

    def has_room_for(self, column: AddColumn) -> bool:
        """Whether a column that was taken out can stand again where it stood."""
        sheet = self.sheet(column.cell.sheet)
        has_table = self._as_written is not None or any(
            table.sheet == sheet.title and table.header_row == column.cell.row and table.right_edge < column.cell.column
            for table in self._tables
        )
        places = [(row, column.cell.column) for row in column.rows]
        return has_table and all(sheet.cell(*place) is None and place not in sheet.notes for place in places)

    # ── Columns of ours ──────────────────────────────────────────────────────────────────────────────────────────────

    def table_at(self, header: CellRef) -> Table | None:
        """The table that has that header."""
        return next((table for table in self._tables if header in _headers_of(table)), None)

    def headed_areas(self, cells: Collection[CellRef]) -> tuple[HeadedArea, ...]:
        """The tables with headers that cells are in."""
        areas = (
            HeadedArea(
                one.sheet, Area(one.first_header_row, one.left_edge, one.last_row, one.right_edge), one.header_row
            )
            for one in self._tables
            if one.header_row > 0
        )
        return tuple(
            own for own in areas if any(cell.sheet == own.sheet and own.area.holds(*cell[1:]) for cell in cells)
        )

    def owned_headers(
        self, claimed: Collection[CellRef], added: Sequence[tuple[Write, CellRef]]
    ) -> Iterator[tuple[CellRef, Field]]:
        """All columns of ours by their headers: those in tables, and what was added and is in none any more."""
        in_tables = dict(self._headers())
        yield from in_tables.items()
        yield from ((header, write.field) for write, header in added if header not in in_tables)

    def cells_below(
        self, header: CellRef, written: Iterable[int], headers: Iterable[CellRef]
    ) -> Iterator[tuple[CellRef, Cell | None]]:
        """The cells of a column: of its table's rows, and of the rows below in which something was ever written, as far
        as the next of ``headers``."""
        sheet = self.sheet(header.sheet)
        for row in self.rows_below(header, written, headers):
            yield CellRef(header.sheet, row, header.column), sheet.cell(row, header.column)

    def rows_below(self, header: CellRef, written: Iterable[int], headers: Iterable[CellRef]) -> list[int]:
        """The rows of the table that has that header, and those of other rows below it that are in no other table and
        below no other of ``headers``: a table whose rows were cleared may have left its own."""
        table = self.table_at(header)
        own = set(range(header.row + 1, table.last_row + 1)) if table is not None else set()
        others = [
            range(other.first_header_row, other.last_row + 1)
            for other in self._tables
            # One that begins above the header was moved there: what stands below is the header's still.
            if other is not table and other.sheet == header.sheet and other.first_header_row > header.row
            if header in _headers_of(other) or other.left_edge <= header.column <= other.right_edge
        ]
        next_header = min(
            (
                one.row
                for one in headers
                if (one.sheet, one.column) == (header.sheet, header.column) and one.row > header.row
            ),
            default=inf,
        )
        below = {row for row in written if header.row < row < next_header and not any(row in rows for rows in others)}
        return sorted(own | below)

    def _headers(self) -> Iterator[tuple[CellRef, Field]]:
        for table in self._tables:
            yield from _headers_of(table).items()


def _headers_of(table: Table) -> Mapping[CellRef, Field]:
    return {
        CellRef(table.sheet, table.header_row, column.column): column.field for column in table.columns if column.owned
    }
