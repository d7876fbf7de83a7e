"""Cells and sheets: what a spreadsheet system hands over."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property, partial
from typing import NamedTuple


def column_letters(column: int) -> str:
    """Given a 1-based column number, return its letters: 1 is 'A', 28 is 'AB'. Raise ValueError where it is none."""
    if column < 1:
        raise ValueError(f"{column} is no column: the first is 1")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Given column letters ('AB'), return the 1-based number (28)."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class CellRef(NamedTuple):
    """A cell's address: the tab's title, and row and column counted from 1."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{quoted_title(self.sheet)}!{self.a1}"


# As NamedTuples make themselves, without the call that takes longer than that: every cell that is read has one.
_new_ref: Callable[[tuple[str, int, int]], CellRef] = partial(tuple.__new__, CellRef)


def quoted_title(title: str) -> str:
    """Given a tab's title, return it as formulas write it: quoted where it is not a plain word."""
    plain = re.fullmatch(r"[^\W\d]\w*", title) and not re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]?\d*|[Cc]\d*", title)
    return title if plain else "'" + title.replace("'", "''") + "'"


class ErrorValue(NamedTuple):
    """An error that a formula gave: '#REF!', '#N/A', '#DIV/0!' …"""

    code: str


CellValue = Decimal | str | bool | ErrorValue | None


def is_same_value(one: CellValue, other: CellValue) -> bool:
    """Whether two values are one in a cell: empty text and nothing are, True and 1 are not."""
    # A number is not asked whether it is no text: that takes it longer than all else here.
    if one is None:
        return other is None or (isinstance(other, str) and not other)
    if other is None:
        return isinstance(one, str) and not one
    return one == other and isinstance(one, bool) is isinstance(other, bool)


class Cell(NamedTuple):
    """One cell as stored: dates are numbers with a date format, and a formula's value is its cached one.

    ``value`` is None for an empty cell and for a formula that was never calculated (then ``formula`` is set).
    ``number_format`` is the format code ('0.0%', 'dd/mm/yyyy', 'General').
    """

    value: CellValue
    number_format: str = "General"
    formula: str | None = None
    hyperlink: str | None = None


class Area(NamedTuple):
    """A rectangle of cells, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


class Protection(NamedTuple):
    """A range that we may not edit, and what is free within it."""

    area: Area
    free: tuple[Area, ...] = ()

    def holds(self, row: int, column: int) -> bool:
        return self.area.holds(row, column) and not any(area.holds(row, column) for area in self.free)


def shown_at(row: int, column: int, merges: Iterable[Area]) -> tuple[int, int]:
    """Given a cell's place and merged areas, return the row and column of the cell that is shown there: of a merged
    area its first."""
    return next(((area.first_row, area.first_column) for area in merges if area.holds(row, column)), (row, column))


_NO_NOTES: Mapping[tuple[int, int], str] = {}


class _Tab(NamedTuple):
    """What is read of a tab. ``rows`` maps row ─▶ column ─▶ cell and holds only cells that have a value or a formula,
    in ascending order of rows and columns. ``complete`` is False when only the tab's head was read, because it holds no
    OKRs."""

    title: str
    rows: Mapping[int, Mapping[int, Cell]]
    merges: tuple[Area, ...] = ()
    notes: Mapping[tuple[int, int], str] = _NO_NOTES
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    for_macros: bool = False
    """Hidden so that only a macro can show it: a machine's, whatever it holds."""
    protected: bool = False
    epoch_1904: bool = False
    locale: str | None = None
    complete: bool = True
    list_areas: tuple[Area, ...] = ()
    """Excel's own tables (list objects), header row included."""
    protections: tuple[Protection, ...] = ()
    """Where we may not edit (Google alone)."""
    address: str = ""
    """Where a browser shows the tab ('https://docs.google.com/…/edit#gid=0'); '' where none does."""


class Sheet(_Tab):
    """One tab as read."""

    def cell(self, row: int, column: int) -> Cell | None:
        return self.rows.get(row, {}).get(column)

    def ref(self, row: int, column: int) -> CellRef:
        return _new_ref((self.title, row, column))

    def is_protected(self, cell: CellRef) -> bool:
        """Whether we may not edit a cell of this tab."""
        return any(one.holds(cell.row, cell.column) for one in self.protections)

    @cached_property
    def last_row(self) -> int:
        return max(self.rows, default=0)

    @cached_property
    def last_column(self) -> int:
        return max((max(cells) for cells in self.rows.values() if cells), default=0)


class Untellable(NamedTuple):
    """Formulas of one tab of which it cannot be told what they depend on: the first one's cell, and how many they
    are."""

    cell: CellRef
    formulas: int


class Calculation(NamedTuple):
    """Which formulas may go on showing old values after a write: ``untellable`` ones by tab, and ``by_hand`` the first
    formula of a workbook that is calculated only when somebody asks for it. Where the system calculates by itself at
    once, there are none."""

    untellable: tuple[Untellable, ...] = ()
    by_hand: CellRef | None = None


ALL_CALCULATED = Calculation()


class WorkbookContent(NamedTuple):
    """All tabs of a workbook as one read found them. ``fingerprint`` changes whenever the stored workbook does.
    ``calculation`` is of what was read: of a tab that is not ``complete``, of its head. ``moves_by_itself``: what a
    formula of it results in changes without anybody's saving the workbook."""

    sheets: tuple[Sheet, ...]
    fingerprint: str
    calculation: Calculation = ALL_CALCULATED
    moves_by_itself: bool = False

    def sheet(self, title: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.title == title), None)
