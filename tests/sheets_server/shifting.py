"""What inserting, deleting and moving rows or columns does to everything that lies on them or names them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.sheets_server.cells import EMPTY, Cell, Formula
from tests.sheets_server.edit import Edit
from tests.sheets_server.formulas.tokens import Corner, Reference, rewritten
from tests.sheets_server.grid import NO_ROW, PLAIN_LINE, Row, Spreadsheet, Tab

Stretch = tuple[int, int]
Shift = Callable[[Stretch], Stretch | None]
"""Where a stretch of rows (or columns), half open, is afterwards; None when it is gone."""


class Names(NamedTuple):
    """How a GridRange calls the ends of one dimension."""

    start: str
    end: str


NAMES = {"ROWS": Names("startRowIndex", "endRowIndex"), "COLUMNS": Names("startColumnIndex", "endColumnIndex")}


def insert_lines(edit: Edit, tab: Tab, dimension: str, at: int, count: int, like: int | None = None) -> None:
    """Insert empty rows or columns, formatted like the one at ``like``."""

    def shift(stretch: Stretch) -> Stretch:
        start, end = stretch
        return (start + count if start >= at else start, end + count if end > at else end)

    if dimension == "ROWS":
        pattern = tab.rows[like] if like is not None else NO_ROW
        cells = {column: formatted for column, cell in pattern.cells.items() if (formatted := _look(cell)) != EMPTY}
        tab.rows[at:at] = [Row(cells) if cells else NO_ROW] * count
    else:
        for index, row in enumerate(tab.rows):
            if row.cells:
                moved = {shift((column, column + 1))[0]: cell for column, cell in row.cells.items()}
                look = _look(row.cells.get(like, EMPTY)) if like is not None else EMPTY
                if look != EMPTY:
                    moved |= dict.fromkeys(range(at, at + count), look)
                tab.rows[index] = Row(moved, row.line)
        tab.columns[at:at] = [PLAIN_LINE] * count
    edit.spreadsheet.check_size()
    shift_all(edit.spreadsheet, tab, dimension, shift)


def delete_lines(edit: Edit, tab: Tab, dimension: str, start: int, end: int) -> None:
    """Delete rows or columns."""

    def shift(stretch: Stretch) -> Stretch | None:
        first, last = (min(each, start) if each < end else each - (end - start) for each in stretch)
        return (first, last) if first < last else None

    if dimension == "ROWS":
        del tab.rows[start:end]
    else:
        _map_columns(tab, shift)
        del tab.columns[start:end]
    shift_all(edit.spreadsheet, tab, dimension, shift)


def move_lines(edit: Edit, tab: Tab, dimension: str, start: int, end: int, to: int) -> None:
    """Move rows or columns to before the one that is now at ``to``."""
    order = list(range(tab.length(dimension)))
    block = order[start:end]
    rest = order[:start] + order[end:]
    place = to if to <= start else to - (end - start)
    order = rest[:place] + block + rest[place:]
    where = {old: new for new, old in enumerate(order)}

    def shift(stretch: Stretch) -> Stretch:
        own = range(stretch[0], min(stretch[1], len(order)))
        staying = [where[index] for index in own if not start <= index < end] or [where[index] for index in own]
        return (min(staying), max(staying) + 1) if staying else stretch

    if dimension == "ROWS":
        tab.rows[:] = [tab.rows[index] for index in order]
    else:
        _map_columns(tab, shift)
        tab.columns[:] = [tab.columns[index] for index in order]
    shift_all(edit.spreadsheet, tab, dimension, shift)


def _map_columns(tab: Tab, shift: Shift) -> None:
    for index, row in enumerate(tab.rows):
        if row.cells:
            moved = {new[0]: cell for column, cell in row.cells.items() if (new := shift((column, column + 1)))}
            tab.rows[index] = Row(moved, row.line)


def _look(cell: Cell) -> Cell:
    return Cell(format=cell.format, validation=cell.validation)


def shift_all(spreadsheet: Spreadsheet, tab: Tab, dimension: str, shift: Shift) -> None:
    """Move along what lies on ranges of a tab, metadata on its rows and columns, and what formulas name of it."""
    for things in tab.ranged():
        things[:] = [thing for thing in things if _shift_thing(thing, tab, dimension, shift)]
    if tab.basic_filter and not _shift_thing(tab.basic_filter, tab, dimension, shift):
        tab.basic_filter = None
    named = spreadsheet.named_ranges
    named[:] = [each for each in named if _shift_thing(each, tab, dimension, shift)]
    spreadsheet.metadata[:] = [each for each in spreadsheet.metadata if _shift_metadata(each, tab, dimension, shift)]
    rewrite_formulas(spreadsheet, lambda reference, home: _shift_reference(reference, home, tab, dimension, shift))
    spreadsheet.changed()


def _shift_thing(thing: dict[str, Any], tab: Tab, dimension: str, shift: Shift) -> bool:
    """Shift a thing's ranges. False when nothing of it is left."""
    if "ranges" in thing:
        thing["ranges"] = [each for each in thing["ranges"] if _shift_range(each, tab, dimension, shift)]
        return bool(thing["ranges"])
    # A merge is a range itself.
    return _shift_range(thing.get("range", thing if "endRowIndex" in thing else {}), tab, dimension, shift)


def _shift_range(grid_range: dict[str, Any], tab: Tab, dimension: str, shift: Shift) -> bool:
    names = NAMES[dimension]
    if grid_range.get("sheetId", 0) != tab.id or (names.start not in grid_range and names.end not in grid_range):
        return True
    beyond = 1 << 40
    moved = shift((grid_range.get(names.start, 0), grid_range.get(names.end, beyond)))
    if moved is None:
        return False
    if names.start in grid_range:
        grid_range[names.start] = moved[0]
    if names.end in grid_range:
        grid_range[names.end] = moved[1]
    return True


def _shift_metadata(metadata: dict[str, Any], tab: Tab, dimension: str, shift: Shift) -> bool:
    lines = metadata["location"].get("dimensionRange")
    if not lines or lines.get("sheetId", 0) != tab.id or lines["dimension"] != dimension:
        return True
    moved = shift((lines.get("startIndex", 0), lines["endIndex"]))
    if moved:
        lines["startIndex"], lines["endIndex"] = moved
    return moved is not None


def _shift_reference(reference: Reference, home: Tab, tab: Tab, dimension: str, shift: Shift) -> Reference | None:
    if not names_tab(reference, home, tab):
        return reference
    axis = "row" if dimension == "ROWS" else "column"
    first, second = reference.first, reference.second or reference.first
    ends = [getattr(first, axis), getattr(second, axis)]
    if max(ends) < 0:
        return reference
    # An open end (A2:B) moves only where it begins.
    low, high = min(end for end in ends if end >= 0), max(ends)
    moved = shift((low, high + 1))
    if moved is None:
        return None
    new = {low: moved[0], high: moved[1] - 1} if low != high else {low: moved[0]}
    first = _with(first, axis, new)
    return Reference(reference.title, first, reference.second and _with(reference.second, axis, new))


def _with(corner: Corner, axis: str, new: dict[int, int]) -> Corner:
    old = getattr(corner, axis)
    if old not in new:
        return corner
    return corner._replace(row=new[old]) if axis == "row" else corner._replace(column=new[old])


def names_tab(reference: Reference, home: Tab, tab: Tab) -> bool:
    """Does a reference in a formula of ``home`` name cells of ``tab``?"""
    if reference.title is None:
        return home is tab
    return reference.title.casefold() == tab.title.casefold()


def rewrite_formulas(spreadsheet: Spreadsheet, change: Callable[[Reference, Tab], Reference | None]) -> None:
    """Put changed references into all formulas."""
    for home in spreadsheet.tabs:
        if not home.has_formulas:
            continue
        for index, row in enumerate(home.rows):
            changed: dict[int, Cell] = {}
            for column, cell in row.cells.items():
                if isinstance(cell.entered, Formula):
                    text = rewritten(cell.entered.text, lambda reference, home=home: change(reference, home))  # type: ignore[misc]
                    if text != cell.entered.text:
                        changed[column] = cell._replace(entered=Formula(text))
            if changed:
                home.put(index, changed)
