"""What formulas result in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.sheets_server.a1 import Span, cells_text
from tests.sheets_server.cells import EMPTY, ERROR_TEXTS, Cell, ErrorValue, Formula, Result
from tests.sheets_server.formulas import functions
from tests.sheets_server.formulas.parsing import (
    Array,
    Binary,
    Broken,
    Call,
    FormulaError,
    Literal,
    Name,
    Node,
    Unary,
    parse,
)
from tests.sheets_server.formulas.tokens import Reference
from tests.sheets_server.formulas.values import Failed, Grid, fail, number, scalar, text
from tests.sheets_server.locales import Locale, locale_of
from tests.sheets_server.number_formats import is_date, shown

if TYPE_CHECKING:
    from tests.sheets_server.grid import Spreadsheet, Tab

_ARRAYS = re.compile(r"\{|\b(?:IMPORTRANGE|TRANSPOSE|UNIQUE|SORT)\(", re.IGNORECASE)
_ERRORS = {shown: kind for kind, shown in ERROR_TEXTS.items()}
_NAMES = {"+": "ADD", "-": "MINUS", "*": "MULTIPLY", "/": "DIVIDE", "^": "POWER"}
_DATES = {"TODAY", "DATE", "EDATE", "EOMONTH", "DATEVALUE", "WORKDAY"}
ImportRange = Callable[[str, str], Grid]


class Calculation:
    """The results of one spreadsheet's formulas as it stands; each is calculated once, when it is asked for."""

    def __init__(self, spreadsheet: Spreadsheet, now: datetime, import_range: ImportRange) -> None:
        self.spreadsheet, self.now, self._import_range = spreadsheet, now, import_range
        self.has_imports = False
        self.locale: Locale = locale_of(spreadsheet.locale)
        self._results: dict[tuple[int, int, int], Result] = {}
        self._pending: set[tuple[int, int, int]] = set()
        self._spilled: dict[int, dict[int, dict[int, Result]]] = {}
        self._spread: set[int] = set()

    def result(self, tab: Tab, row: int, column: int) -> Result:
        """What a cell results in."""
        cell = tab.cell(row, column)
        if cell.entered is None:
            return self.spilled(tab).get(row, {}).get(column)
        return self._calculated(tab, row, column, cell) if isinstance(cell.entered, Formula) else cell.entered

    def holds(self, tab: Tab, row: int, column: int) -> bool:
        """Has a cell a value, its own or one that was spilled into it?"""
        return tab.cell(row, column).entered is not None or column in self.spilled(tab).get(row, ())

    def spilled(self, tab: Tab) -> Mapping[int, Mapping[int, Result]]:
        """What formulas with several results put into the cells beside and below their own, by row and column."""
        if tab.has_formulas and tab.id not in self._spread:
            self._spread.add(tab.id)
            for row, column, cell in tab.filled():
                if isinstance(cell.entered, Formula) and _ARRAYS.search(cell.entered.text):
                    self._calculated(tab, row, column, cell)
        return self._spilled.get(tab.id, {})

    def text(self, tab: Tab, row: int, column: int) -> str:
        """What a cell shows."""
        number_format = self.number_format(tab, row, column, tab.cell(row, column))
        return shown(self.result(tab, row, column), number_format, self.locale)

    def imported(self, key_or_url: str, cells: str) -> Grid:
        """What IMPORTRANGE brings. Raise Failed when it brings nothing."""
        self.has_imports = True
        return self._import_range(key_or_url, cells)

    def number_format(self, tab: Tab, row: int, column: int, cell: Cell) -> Mapping[str, Any] | None:
        """The number format that a cell shows by: its own, or the one that its formula brings along."""
        own = (cell.format or {}).get("numberFormat")
        if own or not isinstance(cell.entered, Formula):
            return own
        try:
            return self._format_of(tab, parse(cell.entered.text, self.locale.decimal), 0)
        except FormulaError:
            return None

    def _format_of(self, tab: Tab, node: Node, depth: int) -> Mapping[str, Any] | None:
        if isinstance(node, Call):
            if node.function in _DATES:
                return {"type": "DATE", "pattern": self.locale.date_pattern}
            if node.function == "NOW":
                return {"type": "DATE_TIME", "pattern": f"{self.locale.date_pattern} h:mm:ss"}
            if node.function in ("SUM", "AVERAGE", "MIN", "MAX", "MEDIAN") and node.arguments:
                return self._format_of(tab, node.arguments[0], depth)
        if isinstance(node, Binary) and node.operator in _NAMES:
            return self._format_of_both(tab, node, depth)
        if isinstance(node, Unary):
            return {"type": "PERCENT", "pattern": "0%"} if node.operator == "%" else None
        if isinstance(node, Reference) and depth < 20:
            span, other = node.span(), self._tab(tab, node.title)
            if other and span.top < len(other.rows) and span.left < len(other.columns):
                cell = other.cell(span.top, span.left)
                own = (cell.format or {}).get("numberFormat")
                if own or not isinstance(cell.entered, Formula):
                    return own
                return self._format_of(other, parse(cell.entered.text, self.locale.decimal), depth + 1)
        return None

    def _format_of_both(self, tab: Tab, node: Binary, depth: int) -> Mapping[str, Any] | None:
        """A sum shows as its first part that has a format; what lies between two dates is a number."""
        left, right = self._format_of(tab, node.left, depth), self._format_of(tab, node.right, depth)
        return None if is_date(left) and is_date(right) else left or right

    def _calculated(self, tab: Tab, row: int, column: int, cell: Cell) -> Result:
        key = (tab.id, row, column)
        if key in self._results:
            return self._results[key]
        if key in self._pending:
            return ErrorValue(
                "REF", "Circular dependency detected. To resolve with iterative calculation, see File > Settings."
            )
        self._pending.add(key)
        assert isinstance(cell.entered, Formula)
        try:
            node = parse(cell.entered.text, self.locale.decimal)
            value = self.evaluate(tab, row, column, node)
            if isinstance(value, list) and not isinstance(node, Reference):
                self._spill(tab, row, column, value)
            first = scalar(value)
            result: Result = 0.0 if first is None else first
        except Failed as failed:
            result = failed.error
        except (FormulaError, RecursionError):
            result = ErrorValue("ERROR", "Formula parse error.")
        self._pending.discard(key)
        self._results[key] = result
        return result

    def _spill(self, tab: Tab, top: int, left: int, grid: Grid) -> None:
        """Put all results but the first into the cells around. Raise Failed when something stands there."""
        places = [(top + down, left + right) for down, line in enumerate(grid) for right in range(len(line))][1:]
        for row, column in places:
            if row < len(tab.rows) and tab.cell(row, column).entered is not None:
                where = cells_text(Span(row, column, row + 1, column + 1))
                raise fail("REF", f"Array result was not expanded because it would overwrite data in {where}.")
        for row, column in places:
            if row < len(tab.rows) and column < len(tab.columns):
                line = self._spilled.setdefault(tab.id, {}).setdefault(row, {})
                line[column] = grid[row - top][column - left]

    def evaluate(self, tab: Tab, row: int, column: int, node: Node) -> Result | Grid:
        """What a part of a formula results in; ``tab``, ``row`` and ``column`` are where the formula stands. Raise
        Failed when that is an error."""
        if isinstance(node, Literal):
            return node.value
        if isinstance(node, Broken):
            raise fail(_ERRORS.get(node.text, "REF"), "Reference does not exist.")
        if isinstance(node, Reference):
            return self._referred(tab, node)
        if isinstance(node, Name):
            return self._named(node.name)
        if isinstance(node, Array):
            return [[scalar(self.evaluate(tab, row, column, item)) for item in line] for line in node.rows]
        if isinstance(node, Unary):
            operand = number(self.evaluate(tab, row, column, node.operand))
            return {"-": -operand, "+": operand, "%": operand / 100}[node.operator]
        if isinstance(node, Binary):
            left = scalar(self.evaluate(tab, row, column, node.left))
            return _combined(node.operator, left, scalar(self.evaluate(tab, row, column, node.right)))
        return functions.call(self, tab, row, column, node)

    def _tab(self, tab: Tab, title: str | None) -> Tab | None:
        return tab if title is None else self.spreadsheet.titled(title)

    def _referred(self, tab: Tab, reference: Reference) -> Grid:
        other = self._tab(tab, reference.title)
        if other is None:
            raise fail("REF", f"Unresolved sheet name '{reference.title}'.")
        span = reference.span()
        bottom = min(span.bottom or len(other.rows), len(other.rows))
        right = min(span.right or len(other.columns), len(other.columns))
        if span.top >= bottom or span.left >= right:
            raise fail("REF", "Reference does not exist.")
        if span.bottom is None:
            bottom = max((i + 1 for i in range(span.top, bottom) if other.rows[i].cells), default=span.top + 1)
        return [self._row(other, index, span.left, right) for index in range(span.top, bottom)]

    def _row(self, tab: Tab, row: int, left: int, right: int) -> list[Result]:
        cells, spilled = tab.rows[row].cells, self.spilled(tab).get(row, {})
        if not cells and not spilled:
            return [None] * (right - left)
        found: list[Result] = []
        for column in range(left, right):
            cell = cells.get(column, EMPTY)
            if cell.entered is None:
                found.append(spilled.get(column))
                continue
            plain = not isinstance(cell.entered, Formula)
            found.append(cell.entered if plain else self._calculated(tab, row, column, cell))  # type: ignore[arg-type]
        return found

    def _named(self, name: str) -> Grid:
        for named in self.spreadsheet.named_ranges:
            if named["name"].casefold() == name.casefold():
                area = self.spreadsheet.area(named["range"])
                return [self._row(area.tab, row, area.left, area.right) for row in range(area.top, area.bottom)]
        raise fail("NAME", f"Unknown range name: '{name.upper()}'.")


def _combined(operator: str, left: Result, right: Result) -> Result:
    for side in (left, right):
        if isinstance(side, ErrorValue):
            raise Failed(side)
    if operator == "&":
        return text(left) + text(right)
    if operator in ("=", "<>", "<", ">", "<=", ">="):
        order = functions.compare(left, right)
        return {"=": order == 0, "<>": order != 0, "<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[
            operator
        ]
    first, second = number(left, _NAMES[operator], 1), number(right, _NAMES[operator], 2)
    if operator == "/" and second == 0:
        raise fail("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
    try:
        return {
            "+": lambda: first + second,
            "-": lambda: first - second,
            "*": lambda: first * second,
            "/": lambda: first / second,
            "^": lambda: float(first**second),
        }[operator]()
    except (OverflowError, ZeroDivisionError, TypeError) as error:
        raise fail("NUM", f"Function {_NAMES[operator]} cannot be evaluated.") from error
