"""Lists that stand in a table's columns below its rows, under a free row, and are none of its own: a legend, risks,
things to do, notes, signatures. What tells them is that none of their rows has a value where the table's have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from sync.model.cells import Cell, CellRef, Sheet
from sync.model.readings import Trouble
from sync.model.rows import Field, LayoutRemark
from sync.reading.formats import read_format
from sync.reading.header_rows import HAS_DIGIT
from sync.reading.headers import OWNED_MARK
from sync.reading.outlines import is_bulleted, read_mark
from sync.reading.tables import Band
from sync.reading.values import read_quantity
from sync.reading.wording import names_a_value

_VALUES = {Field.baseline, Field.target, Field.current, Field.target_minimum, Field.target_stretch, Field.lower,
           Field.upper, Field.healthy_range}  # fmt: skip
_NAMES = {Field.key_result, Field.item, Field.kpi}
_OF_A_ROW = {Field.owner, Field.due, Field.start, Field.weight, Field.confidence, Field.status, Field.team}
_ANYWHERE = CellRef("", 1, 1)
_IDS = {Field.objective_id, Field.key_result_id, Field.row_kind, Field.parent}


def without_lists_below(sheet: Sheet, bands: Sequence[Band]) -> tuple[Sheet, list[LayoutRemark]]:
    """Given a tab and its bands, return it without the lists below their rows, and what their teams should know."""
    rows, remarks, is_changed = dict(sheet.rows), [], False
    for band in bands:
        is_beside = any(one.right < band.left for one in bands)
        own = range(band.left if is_beside else 1, band.right + 1)
        passed_over, of_band = _lists_below(sheet, band, own)
        remarks += of_band
        is_changed = is_changed or passed_over != []
        for row in passed_over:
            left = {column: cell for column, cell in rows.get(row, {}).items() if column not in own}
            if left:
                rows[row] = left
            else:
                rows.pop(row, None)
    return (replace(sheet, rows=rows) if is_changed else sheet), remarks


def _lists_below(sheet: Sheet, band: Band, own: range) -> tuple[list[int], list[LayoutRemark]]:
    """The rows of lists below a band that are none of its own, and a remark on each list whose rows have names as the
    table's have."""
    form = _Form.of(band)
    if not band.has_headers or not form.values or not form.names:
        return [], []
    rows = {
        row: cells for row in range(band.header_row + 1, band.end_row + 1) if (cells := _typed(sheet, row, band, own))
    }
    blocks = _blocks(list(rows))
    main = [rows[row] for row in blocks[0]] if blocks else []
    if len(blocks) < 2 or len(main) < 2 or not _has_values_mostly(form, main):
        return [], []
    passed_over: list[int] = []
    remarks: list[LayoutRemark] = []
    heading: list[int] = []
    for block in blocks[1:]:
        if len(block) == 1 and len(rows[block[0]]) == 1:
            heading = block
            continue
        if form.is_headed([rows[row] for row in block], main) or not any(form.may_be_a_row(rows[row]) for row in block):
            passed_over += [*heading, *block]
            named = next((row for row in block if form.is_named(rows[row])), None)
            if named is not None:
                words = " | ".join(str(cell.value) for cell in list(rows[named].values())[:6])
                remarks.append(LayoutRemark("row_skipped", sheet.ref(named, min(rows[named])), words))
        heading = []
    return passed_over, remarks


class _Form:
    """The columns of a band that hold values, names, and what else its rows say, as its headers name them."""

    def __init__(
        self, values: set[int], names: set[int], objectives: set[int], others: set[int], ids: set[int]
    ) -> None:
        self.values = values
        self.names = names
        self.objectives = objectives
        self.others = others
        self.ids = ids

    @classmethod
    def of(cls, band: Band) -> _Form:
        placed = [(one.column, set(one.placement.fields)) for one in band.headers if one.placement is not None]
        at = [
            {
                column
                for column, fields in placed
                if fields & wanted and not (wanted is not _VALUES and fields & _VALUES)
            }
            for wanted in (_VALUES, _NAMES, {Field.objective}, _OF_A_ROW, _IDS)
        ]
        values, names, objectives, others, ids = at
        return cls(values - names, names, objectives - names, others, ids)

    def may_be_a_row(self, cells: Mapping[int, Cell]) -> bool:
        """Whether a row has a value, or is marked or worded as a key result, or is somebody's or due."""
        if any(_is_a_value(cell) for column, cell in cells.items() if column in self.values):
            return True
        said = [cell.value for column, cell in cells.items() if column in self.names | self.objectives]
        texts = [text for text in said if isinstance(text, str)]
        if any(read_mark(text) is not None or is_bulleted(text) for text in texts):
            return True
        if any(isinstance(cells[column].value, str) for column in self.ids & cells.keys()):
            return True
        named = [cells[column].value for column in self.names if column in cells]
        if any(isinstance(text, str) and names_a_value(text) for text in named):
            return True
        return bool(named) and not self.others.isdisjoint(cells) and self.values.isdisjoint(_words_in(cells))

    def is_headed(self, rows: Sequence[Mapping[int, Cell]], main: Sequence[Mapping[int, Cell]]) -> bool:
        """Whether a list's first row of several cells has words alone, also where each of the table's rows has a value:
        'Item | Supplier | Cost'."""
        at = next((at for at, cells in enumerate(rows) if len(cells) > 1), len(rows))
        if at + 1 >= len(rows) or at > 1:
            return False
        over = self.values & rows[at].keys()
        said = [cell.value for cell in rows[at].values()]
        if not over or len(said) < 3 or any(not isinstance(text, str) or HAS_DIGIT.search(text) for text in said):
            return False
        is_worded = all(not _is_a_value(rows[at][column]) for column in over)
        return is_worded and all(_is_a_value(cells[column]) for cells in main for column in over & cells.keys())

    def is_named(self, cells: Mapping[int, Cell]) -> bool:
        """Whether a row has nothing but the names that the table's rows have."""
        own = self.names | self.objectives
        return self.names <= cells.keys() and cells.keys() <= own and self.objectives <= cells.keys()


def _has_values_mostly(form: _Form, rows: Sequence[Mapping[int, Cell]]) -> bool:
    of_several = [cells for cells in rows if len(cells) > 1]
    valued = [cells for cells in of_several if any(_is_a_value(cells[column]) for column in form.values & cells.keys())]
    return len(valued) > 0 and 2 * len(valued) >= len(of_several)


def _is_a_value(cell: Cell) -> bool:
    if isinstance(cell.value, Decimal) and read_format(cell.number_format).date:
        return False
    return read_quantity(cell, _ANYWHERE, "").trouble is not Trouble.not_a_number


def _words_in(cells: Mapping[int, Cell]) -> set[int]:
    return {column for column, cell in cells.items() if isinstance(cell.value, str)}


def _typed(sheet: Sheet, row: int, band: Band, own: range) -> dict[int, Cell]:
    ours = {header.column for header in band.headers if OWNED_MARK in header.text}
    return {
        column: cell
        for column, cell in sheet.rows.get(row, {}).items()
        if column in own and column not in ours and cell.value not in (None, "")
    }


def _blocks(rows: Sequence[int]) -> list[list[int]]:
    """Rows, parted where one is free."""
    blocks: list[list[int]] = []
    for row in rows:
        if blocks and row - blocks[-1][-1] == 1:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks
