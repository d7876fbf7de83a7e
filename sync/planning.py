"""Scored rows and findings ─▶ Plan: every cell to write, with what stands there and what should. Pure.

Only owned columns are ever planned, and only cells whose value differs. A row that belongs to a table but to no
objective, key result or KPI must hold nothing in an owned column: a value there was computed for a row that is gone.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, NamedTuple

from sync.due import Due, due_by_table
from sync.memo import Memo
from sync.messages import header_note, languages, owned_header, status_word
from sync.model.cells import Area, Cell, CellRef, Sheet, WorkbookContent, is_same_value
from sync.model.findings import Finding
from sync.model.past import History
from sync.model.plans import AddColumn, CellChange, HeadedArea, LeftAlone, Plan, WrittenValue
from sync.model.rows import OWNED_FIELDS, Field, Rows, Table, TableKind
from sync.model.scores import Scored, Status
from sync.options import ScoringOptions, WritingOptions
from sync.patterns import RarePattern
from sync.protections import without_protected
from sync.room_for_columns import first_free, last_shown, taken_columns

NUMBER_FORMATS = {
    Field.progress: "0%",
    Field.score: "0.00",
    Field.objective_score: "0.00",
    Field.status: "General",
    Field.warnings: "General",
}
_OWN_FORMATS = {field: None if code == "General" else code for field, code in NUMBER_FORMATS.items()}
WIDTHS = {Field.progress: 11, Field.score: 9, Field.objective_score: 16, Field.status: 16, Field.warnings: 60}
_ORDER = (Field.progress, Field.score, Field.status, Field.objective_score, Field.warnings)
_KPI_FIELDS = (Field.status, Field.warnings)
_NUMBERS = (Field.progress, Field.score, Field.objective_score)
_WARNING = RarePattern(r"(O: )?\[OKR\d+\] ")
_LAST_COLUMN = 16384
_NO_PAST = History()
_NO_CELLS: Mapping[int, Cell] = {}
_NOTHING_DUE: Mapping[Field, WrittenValue] = {}


class _Place(NamedTuple):
    """Where a table's owned cells are: each owned column and its field (a column that was copied stands twice), and
    what merges cover."""

    sheet: Sheet
    owned: Mapping[int, Field]
    covered: frozenset[tuple[int, int]]


# As NamedTuples make themselves, without the call that takes longer than that: every row has them.
_new_ref: Callable[[tuple[str, int, int]], CellRef] = partial(tuple.__new__, CellRef)
_new_change: Callable[[tuple[Any, ...]], CellChange] = partial(tuple.__new__, CellChange)


def plan_writes(
    workbook: str,
    content: WorkbookContent,
    scored: Scored,
    findings: Sequence[Finding],
    writing: WritingOptions,
    scoring: ScoringOptions,
    history: History = _NO_PAST,
    known: Memo[Any] | None = None,
) -> Plan:
    """Given a workbook's content and what it came to, and which rows were as they should be before, return the cells to
    write.

    Tables of a closed cycle are left alone, but for what was sealed while the workbook was held, as are formulas in
    owned cells, what we may not edit, and rows in which an input was not calculated yet (these get their warnings, and
    keep the rest).
    """
    columns: list[AddColumn] = []
    changes: list[CellChange] = []
    left_alone: list[LeftAlone] = []
    written: list[HeadedArea] = []
    if known is not None:
        known.begin()
    all_due = due_by_table(scored, findings, history, known)
    for index, table in enumerate(scored.rows.tables):
        sheet = content.sheet(table.sheet)
        if sheet is None or table.kind is TableKind.check_ins:
            continue
        due, sealed = all_due[index]
        has_ours = any(column.owned for column in table.columns)
        if not (due or sealed or has_ours):
            continue  # a header over nothing: no reason to add columns to it
        if not due and (sealed or _is_of_closed(table, history)):
            left_alone.append(LeftAlone(_first_cell(table, sheet), "cycle_closed"))
            continue
        if not has_ours and not (writing.add_columns and table.header_row > 0):
            left_alone.append(_without_columns(table, sheet))
            continue
        added, no_room = _columns_to_add(table, sheet, scored, index, writing, scoring)
        left_alone += no_room
        place = _place_of(table, sheet, added)
        before, owned = len(changes), tuple(place.owned.items())
        if known is not None:
            owned = known.same(("owned", table.sheet, table.header_row, table.left_edge), owned)
        for row in _rows_to_write(table, place, due, sealed):
            # Taken out, so that what is planned takes the room of what it was planned from.
            own = due.pop(row, None)
            cells = sheet.rows.get(row, _NO_CELLS)
            if known is None or place.covered:
                _plan_row(place, row, cells, own, changes, left_alone)
            elif known.recall(None, owned, cells, own) is None:
                so_far = len(changes), len(left_alone)
                _plan_row(place, row, cells, own, changes, left_alone)
                if so_far == (len(changes), len(left_alone)):
                    known.keep(True, None, owned, cells, own)
        if sheet.protections:
            allowed = without_protected(added, changes[before:], (), sheet.is_protected)
            added, changes[before:] = list(allowed.columns), allowed.changes
            left_alone += allowed.left_alone
        columns += added
        if table.header_row > 0 and (added or len(changes) > before):
            at = [*[one.cell for one in added], *[one.cell for one in changes[before:]]]
            written.append(headed_area(table, at))
    return Plan(
        *(workbook, content.fingerprint, scored.as_of, tuple(columns), tuple(changes), tuple(left_alone)),
        tables=tuple(written),
    )


def headed_area(table: Table, cells: Collection[CellRef]) -> HeadedArea:
    """Given a table with headers, and the cells that are written in it or right beside and below it, return where it
    is."""
    last_row = max({row for _, row, _ in cells} | {table.last_row})
    last_column = max({column for _, _, column in cells} | {table.right_edge})
    area = Area(table.first_header_row, table.left_edge, last_row, last_column)
    return HeadedArea(table.sheet, area, table.header_row)


def formulas_in_owned_cells(
    content: WorkbookContent, rows: Rows, closed: Collection[str] = frozenset()
) -> Iterator[CellRef]:
    """Given what was read, and the ids of the closed cycles, yield the owned cells that hold somebody's formula where
    something would be written: they are never written."""
    for table in rows.tables:
        sheet = content.sheet(table.sheet)
        owned = [column.column for column in table.columns if column.owned]
        if sheet is None or not owned or (table.cycle is not None and table.cycle.id in closed):
            continue
        for row in range(table.first_row, table.last_row + 1):
            cells = sheet.rows.get(row, _NO_CELLS)
            for column in owned:
                cell = cells.get(column)
                if cell is not None and cell.formula is not None:
                    yield sheet.ref(row, column)


# ── Where it goes ────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_of_closed(table: Table, history: History) -> bool:
    return table.cycle is not None and table.cycle.id in history.closed_cycles


def _without_columns(table: Table, sheet: Sheet) -> LeftAlone:
    """What is told of a table that has no column of ours and gets none: which would be its first, or that a list
    without headers can have none."""
    header = owned_header(Field.status if table.kind is TableKind.kpi else Field.progress, table.language)
    return LeftAlone(_first_cell(table, sheet), "no_columns" if table.header_row > 0 else "no_headers", header)


def _first_cell(table: Table, sheet: Sheet) -> CellRef:
    return sheet.ref(table.header_row if table.header_row > 0 else table.first_row, table.left_edge)


def _place_of(table: Table, sheet: Sheet, added: Sequence[AddColumn]) -> _Place:
    owned = {column.column: column.field for column in table.columns if column.owned}
    owned |= {column.cell.column: column.field for column in added}
    return _Place(
        sheet,
        dict(sorted(owned.items(), key=lambda item: OWNED_FIELDS.index(item[1]))),
        _covered_by_merges(sheet, owned),
    )


def _rows_to_write(table: Table, place: _Place, due: Collection[int], sealed: Collection[int]) -> Iterator[int]:
    """The table's rows, and what is left of ours below it, but those of closed cycles. A row of nobody's belongs to the
    rows above it: a total, or a row of a closed cycle that lost its text."""
    in_sealed = False
    for row in range(table.first_row, _last_row_with_ours(table, place) + 1):
        in_sealed = row in sealed or (in_sealed and row not in due)
        if not in_sealed:
            yield row


def _columns_to_add(
    table: Table, sheet: Sheet, scored: Scored, index: int, writing: WritingOptions, scoring: ScoringOptions
) -> tuple[list[AddColumn], list[LeftAlone]]:
    if not writing.add_columns:
        return [], []
    wanted = [field for field in _ORDER if field in _wanted_fields(table, scored, index, writing)]
    missing = [field for field in wanted if table.column(field, owned=True) is None]
    if not missing:
        return [], []
    first = first_free(sheet, table, len(missing))
    columns = range(first, first + len(missing))
    hidden = [column for column in sheet.hidden_columns if column > table.right_edge]
    if hidden and columns[-1] > _LAST_COLUMN:
        return [], [LeftAlone(sheet.ref(table.header_row, min(hidden)), "hidden", columns=len(missing))]
    taken = taken_columns(sheet, table, columns) | {column for column in columns if column > _LAST_COLUMN}
    if taken:
        cell = sheet.ref(table.header_row, min(*taken, _LAST_COLUMN))
        return [], [LeftAlone(cell, "no_room", columns=len(missing))]
    return [
        AddColumn(
            sheet.ref(table.header_row, first + offset),
            owned_header(field, table.language),
            field,
            header_note(field, table.language, scoring, of_kpis=table.kind is TableKind.kpi),
            NUMBER_FORMATS[field],
            WIDTHS[field],
            last_shown(sheet, table),
            table.last_row,
            table.header_row - table.first_header_row,
        )
        for offset, field in enumerate(missing)
    ], []


def _wanted_fields(table: Table, scored: Scored, index: int, writing: WritingOptions) -> Collection[Field]:
    if table.kind is TableKind.kpi:
        return [field for field in _KPI_FIELDS if field in writing.fields]
    shares_rows = any(
        objective.objective.table == index and not objective.objective.own_row for objective in scored.objectives
    )
    return [*writing.fields, Field.objective_score] if shares_rows and Field.score in writing.fields else writing.fields


def _last_row_with_ours(table: Table, place: _Place) -> int:
    """The table's last row, or beyond it the last of the rows in which nothing but our own words and numbers stands, in
    our own columns: what is left of rows that people deleted at the table's end. A title or note that stands there is
    somebody's."""
    fields, last = place.owned, table.last_row
    while True:
        cells = place.sheet.rows.get(last + 1)
        if not cells or not all(
            column in fields and _may_be_ours(cell, fields[column]) for column, cell in cells.items()
        ):
            return last
        last += 1


def _may_be_ours(cell: Cell, field: Field) -> bool:
    """Whether the cell holds what this program could have written into a column of this field."""
    match cell.value:
        case Decimal():
            return cell.formula is None and field in _NUMBERS and 0 <= cell.value <= 1
        case str():
            is_ours = cell.value in _status_words() if field is Field.status else bool(_WARNING.match(cell.value))
            return cell.formula is None and field not in _NUMBERS and is_ours
    return False


@lru_cache(maxsize=1)
def _status_words() -> frozenset[str]:
    return frozenset(status_word(status, language) for status in Status for language in languages())


def _plan_row(
    place: _Place,
    row: int,
    cells: Mapping[int, Cell],
    due: Due | None,
    changes: list[CellChange],
    left_alone: list[LeftAlone],
) -> None:
    if due is not None and due.kept:
        kept = (column for column, field in place.owned.items() if field is Field.progress)
        left_alone += [LeftAlone(place.sheet.ref(row, column), "not_calculated") for column in kept]
    title, covered = place.sheet.title, place.covered
    values, subject, objective = (_NOTHING_DUE, "", "") if due is None else (due.values, due.subject, due.objective)
    for column, field in place.owned.items():
        if due is not None and field not in values:
            continue
        after, cell, before = values.get(field), cells.get(column), None
        if cell is not None:
            before = cell.value
            if due is None and not _may_be_ours(cell, field):
                continue  # a header once more, a column's number, somebody's word
            if cell.formula is not None:
                left_alone.append(LeftAlone(place.sheet.ref(row, column), "formula"))
                continue
        if is_same_value(before, after):
            continue
        if (row, column) in covered:
            left_alone.append(LeftAlone(place.sheet.ref(row, column), "merged"))
        else:
            ref = _new_ref((title, row, column))
            own = objective if field is Field.objective_score else subject
            changes.append(_new_change((ref, before, after, field, own, _number_format(field, cell), None)))


def _number_format(field: Field, cell: Cell | None) -> str | None:
    """Only a cell that has no format of its own gets ours."""
    wanted = _OWN_FORMATS[field]
    return wanted if cell is None or cell.number_format == "General" else None


def _covered_by_merges(sheet: Sheet, columns: Collection[int]) -> frozenset[tuple[int, int]]:
    """The cells of these columns that a merge hides: only a merge's first cell can be written."""
    return frozenset(
        (row, column)
        for merge in sheet.merges
        for column in columns
        if merge.first_column <= column <= merge.last_column
        for row in range(merge.first_row, merge.last_row + 1)
        if (row, column) != (merge.first_row, merge.first_column)
    )
