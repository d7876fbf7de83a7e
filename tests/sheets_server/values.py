"""values.*: plain values in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.sheets_server.a1 import column_letters
from tests.sheets_server.cells import Cell, Entered, ErrorValue, Formula, checked_text
from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import BadRequest, bad_field
from tests.sheets_server.formulas.calculating import Calculation
from tests.sheets_server.grid import NO_ROW, PLAIN_LINE, Area, Tab
from tests.sheets_server.number_formats import is_date, shown
from tests.sheets_server.proto import plain_number
from tests.sheets_server.shifting import insert_lines
from tests.sheets_server.typed_values import typed


class Rendering(NamedTuple):
    """How values are read: formatted or not, dates as numbers or texts, by rows or by columns."""

    value: str = "FORMATTED_VALUE"
    date: str = "SERIAL_NUMBER"
    major: str = "ROWS"

    @classmethod
    def of(cls, sent: Mapping[str, Any], prefix: str = "v") -> Rendering:
        """Given query parameters or a body, with names that begin with 'value…' or 'responseValue…'. Raise BadRequest
        at an option that there is not."""
        value = sent.get("responseValueRenderOption" if prefix == "r" else "valueRenderOption") or cls().value
        date = sent.get("responseDateTimeRenderOption" if prefix == "r" else "dateTimeRenderOption") or cls().date
        major = sent.get("majorDimension") or "ROWS"
        _checked("value_render_option", value, ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"))
        _checked("date_time_render_option", date, ("SERIAL_NUMBER", "FORMATTED_STRING"))
        _checked("major_dimension", major, ("ROWS", "COLUMNS", "DIMENSION_UNSPECIFIED"))
        return cls(value, date, "COLUMNS" if major == "COLUMNS" else "ROWS")


def _checked(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        text = f"Invalid value at '{name}' (type.googleapis.com/google.apps.sheets.v4.Enum), \"{value}\""
        raise bad_field([(name, text)])


def value_range(area: Area, calculation: Calculation, rendering: Rendering) -> dict[str, Any]:
    """The ValueRange of cells: rows end at their last cell that holds something, and so does the whole."""
    answer: dict[str, Any] = {"range": area.text, "majorDimension": rendering.major}
    lines: list[list[Any]] = []
    if rendering.major == "ROWS":
        for row in range(area.top, area.bottom):
            empty = not area.tab.rows[row].cells and row not in calculation.spilled(area.tab)
            places = [] if empty else [(row, column) for column in range(area.left, area.right)]
            lines.append(_line(places, area.tab, calculation, rendering))
    else:
        for column in range(area.left, area.right):
            places = [(row, column) for row in range(area.top, area.bottom)]
            lines.append(_line(places, area.tab, calculation, rendering))
    while lines and not lines[-1]:
        lines.pop()
    return answer | ({"values": lines} if lines else {})


def _line(places: list[tuple[int, int]], tab: Tab, calculation: Calculation, rendering: Rendering) -> list[Any]:
    line: list[Any] = []
    for position, (row, column) in enumerate(places):
        if calculation.holds(tab, row, column):
            cell = tab.cell(row, column)
            line += [""] * (position - len(line))
            line.append(_rendered(tab, row, column, cell, calculation, rendering))
    return line


def _rendered(tab: Tab, row: int, column: int, cell: Cell, calculation: Calculation, rendering: Rendering) -> Any:
    if rendering.value == "FORMULA" and isinstance(cell.entered, Formula):
        return cell.entered.text
    result = calculation.result(tab, row, column)
    formatted = rendering.value == "FORMATTED_VALUE" or isinstance(result, ErrorValue)
    if not formatted and not (isinstance(result, float) and rendering.date == "FORMATTED_STRING"):
        return plain_number(result) if isinstance(result, float) else result
    number_format = calculation.number_format(tab, row, column, cell)
    if not formatted and not is_date(number_format):
        assert isinstance(result, float)
        return plain_number(result)
    return shown(result, number_format, calculation.locale)


def check_values(values: Any, field: str) -> list[list[Any]]:
    """Given what was sent as values, return it. Raise BadRequest when it is no list of lists."""
    kind = "(type.googleapis.com/google.protobuf.ListValue)"
    if values is None:
        return []
    if not isinstance(values, list):
        raise bad_field([(field, f"Invalid value at '{field}' {kind}, {_quoted(values)}")])
    wrong = [(f"{field}[{index}]", line) for index, line in enumerate(values) if not isinstance(line, list)]
    if wrong:
        raise bad_field([(place, f"Invalid value at '{place}' {kind}, {_quoted(line)}") for place, line in wrong])
    return values


def _quoted(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


class Written(NamedTuple):
    """What a write covered: the cells, and how many rows, columns and cells got a value."""

    area: Area
    rows: int
    columns: int
    cells: int

    def reply(self, spreadsheet_id: str) -> dict[str, Any]:
        return {
            "spreadsheetId": spreadsheet_id,
            "updatedRange": self.area.text,
            "updatedRows": self.rows,
            "updatedColumns": self.columns,
            "updatedCells": self.cells,
        }


def write_values(edit: Edit, area: Area, values: list[list[Any]], major: str, option: str, asked: str = "") -> Written:
    """Write values into the cells, which the caller called ``asked``; one cell is where to begin. Null leaves a cell as
    it is. Raise BadRequest when they do not fit or may not be written."""
    if option not in ("RAW", "USER_ENTERED"):
        raise BadRequest("'valueInputOption' is required but not specified")
    if major == "COLUMNS":
        height = max((len(line) for line in values), default=0)
        values = [[line[row] if row < len(line) else None for line in values] for row in range(height)]
    height, width = len(values), max((len(line) for line in values), default=0)
    origin = area.bottom - area.top == 1 and area.right - area.left == 1
    last_row = len(area.tab.rows) if origin else area.bottom
    last_column = len(area.tab.columns) if origin else area.right
    for there, limit, word in ((area.top + height, last_row, "row"), (area.left + width, last_column, "column")):
        if there > limit:
            name = f"[{limit + 1}]" if word == "row" else f"[{column_letters(limit)}]"
            raise BadRequest(
                f"Requested writing within range [{asked or area.text}], but tried writing to {word} {name}"
            )
    covered = Area(area.tab, area.top, area.top + max(height, 1), area.left, area.left + max(width, 1))
    edit.guard(covered)
    rows: set[int] = set()
    columns: set[int] = set()
    count = 0
    for index, line in enumerate(values):
        cells: dict[int, Cell] = {}
        for offset, value in enumerate(line):
            if value is None:
                continue
            column = area.left + offset
            cells[column] = _entered(edit, area.tab.cell(area.top + index, column), value, option, (index, offset))
        if cells:
            area.tab.put(area.top + index, cells)
            rows.add(index)
            columns.update(cells)
            count += len(cells)
    edit.spreadsheet.changed()
    return Written(covered, len(rows), len(columns), count)


def _entered(edit: Edit, cell: Cell, value: Any, option: str, place: tuple[int, int]) -> Cell:
    if isinstance(value, list | dict):
        kind = "list_value" if isinstance(value, list) else "struct_value"
        raise BadRequest(f"Invalid values[{place[0]}][{place[1]}]: {kind} {{}}")
    if isinstance(value, bool):
        return cell._replace(entered=value)
    if isinstance(value, int | float):
        return cell._replace(entered=float(value))
    number_format = (cell.format or {}).get("numberFormat")
    if option == "RAW" or (number_format or {}).get("type") == "TEXT":
        return cell._replace(entered=checked_text(value) or None)
    entered: Entered
    entered, brought = typed(value, edit.locale, edit.now.date())
    if brought is None or (number_format and number_format.get("type") == brought["type"]):
        return cell._replace(entered=entered)
    return cell._replace(entered=entered, format=dict(cell.format or {}) | {"numberFormat": brought})


def clear(edit: Edit, area: Area) -> None:
    """Empty cells; formats, notes and validation stay."""
    edit.guard(area)
    for row in range(area.top, area.bottom):
        cells = {
            column: cell._replace(entered=None, extras=None)
            for column, cell in area.tab.rows[row].cells.items()
            if area.left <= column < area.right and (cell.entered is not None or cell.extras)
        }
        if cells:
            area.tab.put(row, cells)
    edit.spreadsheet.changed()


def last_table(area: Area) -> Area | None:
    """The last table that has a cell in the area: cells that touch one another, seen as a rectangle."""
    last: tuple[int, int] | None = None
    for row in range(area.bottom - 1, area.top - 1, -1):
        filled = [
            column
            for column, cell in area.tab.rows[row].cells.items()
            if area.left <= column < area.right and cell.entered is not None
        ]
        if filled:
            last = (row, max(filled))
            break
    if last is None:
        return None
    tab = area.tab
    top, bottom, left, right = last[0], last[0] + 1, last[1], last[1] + 1
    grown = True
    while grown:
        grown = False
        if top and _any(tab, top - 1, left - 1, right + 1):
            top, grown = top - 1, True
        if bottom < len(tab.rows) and _any(tab, bottom, left - 1, right + 1):
            bottom, grown = bottom + 1, True
        rows = range(max(top - 1, 0), min(bottom + 1, len(tab.rows)))
        if left and any(_any(tab, row, left - 1, left) for row in rows):
            left, grown = left - 1, True
        if right < len(tab.columns) and any(_any(tab, row, right, right + 1) for row in rows):
            right, grown = right + 1, True
    return Area(tab, top, bottom, left, right)


def _any(tab: Tab, row: int, left: int, right: int) -> bool:
    return any(left <= column < right and cell.entered is not None for column, cell in tab.rows[row].cells.items())


def append(
    edit: Edit, area: Area, values: list[list[Any]], major: str, option: str, insert: bool
) -> tuple[Area | None, Written]:
    """Write rows below the last table in the area, or at its start when there is none; the grid grows where it has to.
    Return the table and what was written."""
    table = last_table(area)
    top, left = (table.bottom, table.left) if table else (area.top, area.left)
    width = max((len(line) for line in values), default=0)
    height = len(values)
    if major == "COLUMNS":
        width, height = height, width
    tab = area.tab
    if insert and table and top < len(tab.rows):
        insert_lines(edit, tab, "ROWS", top, height)
    tab.rows += [NO_ROW] * (top + height - len(tab.rows))
    tab.columns += [PLAIN_LINE] * (left + width - len(tab.columns))
    edit.spreadsheet.check_size()
    start = Area(tab, top, top + 1, left, left + 1)
    return table, write_values(edit, start, values, major, option)
