"""Which cell is which, whatever is done to a spreadsheet: the test server's cells carry a number along that no client
sees, and a judge compares what each holds with what people put there and what a sync says that it wrote.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sync.model.plans import Receipt
from tests.sheets_server.cells import EMPTY, Cell, Formula
from tests.sheets_server.grid import Spreadsheet, Tab

MARK = "⟳"
KEY_RESULT = "Key result"
OURS = "✓"
_AROUND = 4
"""Rows and columns beyond what is used that are watched too."""
_ROWS_NAMED = re.compile(r"[A-Z]([0-9]+)")


class Place(NamedTuple):
    tab: str
    row: int
    column: int


class Guard(NamedTuple):
    """The cells that were ours in one try of a sync, by their numbers: how many contents each had had, how it was
    shown, what stood in its row in cells that are not ours, and all that stood in its column. ``newest`` is the
    number of the newest cell of all."""

    ages: dict[int, int]
    formats: dict[int, Any]
    rows: dict[int, dict[int, Any]]
    columns: dict[int, dict[int, Any]]
    newest: int


@dataclass
class Truth:
    """Cells by their numbers: what people put into each, newest last, and whether it is in a column of ours."""

    spreadsheet: Spreadsheet
    contents: dict[int, list[Any]] = field(default_factory=dict)
    formats: dict[int, Any] = field(default_factory=dict)
    owned: dict[int, bool] = field(default_factory=dict)
    guards: list[Guard] = field(default_factory=list)
    """Of the sync that is under way: of each of its tries, which put back what they found."""
    meant: dict[str, int] = field(default_factory=dict)
    """Of that sync: its values, and the cell that each is meant for."""
    typed_over: set[int] = field(default_factory=set)
    """Cells into which somebody typed while a value stood in them that was not meant for them."""
    is_answer_lost: bool = False

    def begin(self, *, is_answer_lost: bool) -> None:
        """A sync begins, of which a write will (or may) have no answer."""
        self.guards.clear()
        self.meant = {}
        self.typed_over.clear()
        self.is_answer_lost = is_answer_lost

    def watch(self) -> None:
        """Number the cells that have none yet: people just made them. Formulas may have been rewritten."""
        for tab in self.spreadsheet.tabs:
            height, width = _size(tab)
            for row in range(height):
                new: dict[int, Cell] = {}
                cells = tab.rows[row].cells
                for column in range(width):
                    cell = cells.get(column, EMPTY)
                    if not (number := _number(cell)):
                        number = len(self.contents) + 1
                        self.contents[number] = [_content(cell, row)]
                        self.formats[number] = _format(cell)
                        self.owned[number] = _is_owned(tab, row, column)
                        new[column] = cell._replace(extras={**(cell.extras or {}), "number": number})
                    elif isinstance(cell.entered, Formula):
                        content, contents = _content(cell, row), self.contents[number]
                        if content != contents[-1]:
                            contents.append(content)
                if new:
                    tab.put(row, new)

    def about_to_be_typed(self, tab: Tab, row: int, column: int) -> None:
        """Somebody sees what stands in a cell now, and types over it."""
        if self._is_misplaced(cell := tab.cell(row, column)):
            self.typed_over.add(_number(cell))

    def typed(self, tab: Tab, row: int, column: int) -> None:
        """Somebody typed into a cell."""
        cell = tab.cell(row, column)
        self.contents[_number(cell)].append(_content(cell, row))

    def stayed(self, tab: Tab, row: int, column: int, number: int) -> None:
        """A single cell was cut out, or pasted over: it is the place in its row and column that it was before."""
        cell = tab.cell(row, column)
        tab.put(row, {column: cell._replace(extras={**(cell.extras or {}), "number": number})})
        self.typed(tab, row, column)
        self.formats[number] = _format(cell)

    def number(self, tab: Tab, row: int, column: int) -> int:
        return _number(tab.cell(row, column))

    def places(self) -> dict[Place, int]:
        return {Place(tab.title, row + 1, column + 1): _number(cell) for tab, row, column, cell in self._cells()}

    def ages(self) -> dict[int, int]:
        """How many contents each cell has had so far."""
        return {number: len(contents) for number, contents in self.contents.items()}

    def look(self) -> None:
        """Headers may have come or gone: which cells are ours now?"""
        for tab, row, column, cell in self._cells():
            self.owned[_number(cell)] = _is_owned(tab, row, column)
        guard = Guard({}, {}, {}, {}, len(self.contents))
        for tab in self.spreadsheet.tabs:
            columns: dict[int, dict[int, Any]] = defaultdict(dict)
            for row, line in enumerate(tab.rows):
                numbered = {number: cell for cell in line.cells.values() if (number := _number(cell))}
                theirs = {
                    number: content
                    for number, cell in numbered.items()
                    if not self.owned[number] and (content := _content(cell, row)) is not None
                }
                for column, cell in line.cells.items():
                    if (content := _content(cell, row)) is not None:
                        columns[column][_number(cell)] = content
                    if (number := _number(cell)) and self.owned[number]:
                        guard.columns[number] = columns[column]
                        guard.ages[number] = len(self.contents[number])
                        guard.formats[number] = self.formats[number]
                        guard.rows[number] = theirs
        self.guards.append(guard)

    def misplaced(self) -> int:
        """How many values of the sync stand in a cell that they are not meant for, into which nobody cut them."""
        return sum(self._is_misplaced(cell) for _, _, _, cell in self._cells())

    def _is_misplaced(self, cell: Cell) -> bool:
        own = self.meant.get(cell.entered) if isinstance(cell.entered, str) else None
        return own not in (None, _number(cell)) and cell.entered not in self.contents[_number(cell)]

    def verdicts(self, receipt: Receipt | None, at_guard: Mapping[Place, int], ages: Mapping[int, int]) -> list[str]:
        """Given what a sync says that it wrote, where each cell was at its guard read, and how old contents were then,
        return what is not as it should be. What was written becomes what stands there."""
        meant = set(self.meant.values())
        written: dict[int, Any] = {}
        for change in receipt.written if receipt else ():
            number = at_guard[Place(*change.cell)]
            written[number] = change.after
        reformatted: set[int] = set()
        for added in receipt.columns if receipt else ():
            written[at_guard[Place(*added.cell)]] = added.header
            title, top, column = added.cell
            below = (Place(title, row, column) for row in range(top, added.last_row + 1))
            reformatted |= {at_guard[place] for place in below if place in at_guard}
        wrong = []
        stand = {_number(cell): _content(cell, row) for _, row, _, cell in self._cells()}
        for tab, row, column, cell in self._cells():
            number, stands = _number(cell), _content(cell, row)
            contents = self.contents[number]
            where = f"{tab.title}!{column + 1}:{row + 1} (cell {number})"
            if number in written:
                value = written[number]
                newer = contents[ages.get(number, 0) :]
                if stands != value and stands not in newer:
                    wrong.append(f"{where} holds {stands!r}, not {value!r} as the receipt says")
                contents.append(stands)
                self.formats[number] = _format(cell)
                continue
            guards = [guard for guard in self.guards if number in guard.ages]
            is_ours = bool(guards) or self.owned[number]
            since_guard = contents[guards[0].ages[number] - 1 if guards else 0 :] if is_ours else contents[-1:]
            fitting = [guard.formats[number] for guard in guards]
            if stands is None and self._may_be_empty(number, guards, stand):
                self.formats[number] = _format(cell)
            elif stands not in since_guard:
                kind = "owned" if is_ours else "not ours"
                wrong.append(f"{where}, {kind}, holds {stands!r}, not {contents[-1]!r}")
            # Who types over a value that was written has its number format.
            was_ours = number in meant or number in self.typed_over
            is_typed_over = was_ours and stands in contents[ages.get(number, 0) :]
            fitting.append(_format(cell) if number in reformatted or is_typed_over else self.formats[number])
            if any(number > guard.newest for guard in self.guards) and (is_ours or self.is_answer_lost):
                fitting.append(None)
            # Which empty row is which, after a sort, nobody can tell.
            is_in_empty_row = is_ours and all(each.entered is None for each in tab.rows[row].cells.values())
            if _format(cell) not in fitting and not is_in_empty_row:
                wrong.append(f"{where} is shown as {_format(cell)}, not {self.formats[number]}")
            self.formats[number] = _format(cell)
            contents.append(stands)
        return wrong

    def _may_be_empty(self, number: int, guards: Iterable[Guard], stand: Mapping[int, Any]) -> bool:
        """Whether of what stood in a cell's row at a guard, in cells that are not ours, nothing is left: whether it was
        emptied, or another was cut over it, nobody can tell. So it is with columns where no answer tells of them."""
        return any(
            _is_gone(guard.rows[number], stand) or (self.is_answer_lost and _is_gone(guard.columns[number], stand))
            for guard in guards
        )

    def _cells(self) -> Iterator[tuple[Tab, int, int, Cell]]:
        for tab in self.spreadsheet.tabs:
            for row, line in enumerate(tab.rows):
                for column, cell in line.cells.items():
                    if _number(cell):
                        yield tab, row, column, cell


def _is_gone(stood: Mapping[int, Any], stand: Mapping[int, Any]) -> bool:
    """Whether nothing is left of what stood somewhere."""
    return bool(stood) and all(stand.get(number) != content for number, content in stood.items())


def _size(tab: Tab) -> tuple[int, int]:
    filled = [(row, column) for row, column, _ in tab.filled()]
    height = max((row for row, _ in filled), default=0) + 1 + _AROUND
    width = max((column for _, column in filled), default=0) + 1 + _AROUND
    return min(height, len(tab.rows)), min(width, len(tab.columns))


def _number(cell: Cell) -> int:
    return cell.extras.get("number", 0) if cell.extras else 0


def _content(cell: Cell, row: int) -> Any:
    """What was typed; of a formula, whose references follow rows and columns, whether they are all to its own row."""
    if isinstance(cell.entered, Formula):
        return "a formula", all(int(named) == row + 1 for named in _ROWS_NAMED.findall(cell.entered.text))
    return cell.entered


def _format(cell: Cell) -> Any:
    return (cell.format or {}).get("numberFormat")


def _is_owned(tab: Tab, row: int, column: int) -> bool:
    """By the nearest headers above."""
    for above in reversed(range(row)):
        line = tab.rows[above].cells
        if any(cell.entered == KEY_RESULT for cell in line.values()):
            header = line.get(column, EMPTY).entered
            return isinstance(header, str) and MARK in header
    above_it = (tab.rows[number].cells.get(column) for number in range(row))
    return any(cell is not None and isinstance(cell.entered, str) and MARK in cell.entered for cell in above_it)
