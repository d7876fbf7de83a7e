"""Spreadsheets from Excel workbooks and CSV, and the other way round."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.cell import Cell as ExcelCell
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets_server.a1 import parse_span
from tests.sheets_server.cells import Cell, Entered, ErrorValue, Formula
from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import ApiError
from tests.sheets_server.formulas.calculating import Calculation
from tests.sheets_server.grid import Area, Row, Tab
from tests.sheets_server.locales import serial
from tests.sheets_server.proto import color, plain_number
from tests.sheets_server.requests.lookups import grid_range
from tests.sheets_server.values import write_values

# How Excel's files mark functions that older versions do not know.
_NEWER = re.compile(r"_xl(?:fn|ws)\.", re.IGNORECASE)
_PIXELS_A_CHARACTER, _PIXELS_A_POINT = 7, 4 / 3


def spreadsheet_of(edit: Edit, content: bytes, content_type: str) -> None:
    """Put what a workbook or a CSV holds in the place of all of a spreadsheet's tabs. Raise ApiError when it is
    neither."""
    if content_type.startswith("text/"):
        _from_csv(edit, content, "\t" if "tab" in content_type else ",")
    else:
        _from_workbook(edit, content)
    edit.spreadsheet.changed()


def _from_csv(edit: Edit, content: bytes, delimiter: str) -> None:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))
    width = max((len(row) for row in rows), default=0)
    tab = Tab.of_size(edit.new_id(), edit.spreadsheet.title, max(len(rows), 1000), max(width, 26))
    edit.spreadsheet.tabs, edit.spreadsheet.time_zone = [tab], "America/Los_Angeles"
    edit.spreadsheet.named_ranges, edit.spreadsheet.metadata = [], []
    write_values(edit, Area(tab, 0, 1, 0, 1), rows, "ROWS", "USER_ENTERED")


def _from_workbook(edit: Edit, content: bytes) -> None:
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content))
    except Exception as error:
        raise ApiError(400, f"The file cannot be converted: {error}", reason="badRequest") from error
    spreadsheet = edit.spreadsheet
    spreadsheet.tabs, spreadsheet.named_ranges, spreadsheet.metadata = [], [], []
    for position, sheet in enumerate(workbook.worksheets):
        tab = _tab_of(sheet, 0 if position == 0 else edit.new_id({tab.id for tab in spreadsheet.tabs}))
        spreadsheet.tabs.append(tab)
    for name, defined in workbook.defined_names.items():
        title, _, cells = (defined.attr_text or "").rpartition("!")
        span, home = parse_span(cells), spreadsheet.titled(title.strip("'").replace("''", "'"))
        if span and home and span.bottom and span.right:
            area = Area(home, span.top, span.bottom, span.left, span.right)
            named = {"namedRangeId": str(edit.new_id()), "name": name, "range": grid_range(area)}
            spreadsheet.named_ranges.append(named)


def _tab_of(sheet: Worksheet, tab_id: int) -> Tab:
    tab = Tab.of_size(tab_id, sheet.title, max(sheet.max_row, 1000), max(sheet.max_column, 26))
    if sheet.sheet_state != "visible":
        tab.properties["hidden"] = True
    validations = {
        (row, column): rule
        for validation in sheet.data_validations.dataValidation
        if (rule := _rule(validation))
        for found in validation.sqref.ranges
        for row in range(found.min_row - 1, min(found.max_row, len(tab.rows)))
        for column in range(found.min_col - 1, min(found.max_col, len(tab.columns)))
    }
    for index, line in enumerate(sheet.iter_rows()):
        cells = {}
        for column, cell in enumerate(line):
            made = _cell_of(cell, validations.pop((index, column), None))
            if made != Cell():
                cells[column] = made
        tab.put(index, cells)
    for (row, column), rule in validations.items():
        tab.put(row, {column: Cell(validation=rule)})
    for merged in sheet.merged_cells.ranges:
        area = Area(tab, merged.min_row - 1, merged.max_row, merged.min_col - 1, merged.max_col)
        tab.merges.append(grid_range(area))
    _lines_of(sheet, tab)
    if isinstance(sheet.freeze_panes, str) and (frozen := parse_span(sheet.freeze_panes)):
        tab.grid_properties = {"frozenRowCount": frozen.top, "frozenColumnCount": frozen.left}
    if sheet.auto_filter.ref and (span := parse_span(sheet.auto_filter.ref)):
        area = Area(tab, span.top, span.bottom or len(tab.rows), span.left, span.right or len(tab.columns))
        tab.basic_filter = {"range": grid_range(area)}
    return tab


def _lines_of(sheet: Worksheet, tab: Tab) -> None:
    for number, dimension in sheet.row_dimensions.items():
        if (dimension.hidden or dimension.height) and number <= len(tab.rows):
            own = tab.rows[number - 1]
            pixels = round(dimension.height * _PIXELS_A_POINT) if dimension.height else 0
            line = own.line._replace(hidden_by_user=bool(dimension.hidden), pixel_size=pixels)
            tab.rows[number - 1] = Row(own.cells, line)
    for lines in sheet.column_dimensions.values():
        for number in range(max(lines.min or 1, 1), min(lines.max or 0, len(tab.columns)) + 1):
            pixels = round(lines.width * _PIXELS_A_CHARACTER) if lines.customWidth else 0
            own_line = tab.columns[number - 1]
            tab.columns[number - 1] = own_line._replace(hidden_by_user=bool(lines.hidden), pixel_size=pixels)


def _rule(validation: DataValidation) -> dict[str, Any] | None:
    formula = validation.formula1 or ""
    if validation.type != "list" or not formula:
        return None
    if formula.startswith('"'):
        values = [{"userEnteredValue": item.strip()} for item in formula.strip('"').split(",")]
        condition: dict[str, Any] = {"type": "ONE_OF_LIST", "values": values}
    else:
        condition = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": f"={formula}"}]}
    strict = validation.showErrorMessage and validation.errorStyle in (None, "stop")
    return {"condition": condition, "strict": bool(strict), "showCustomUi": True}


def _cell_of(cell: ExcelCell | MergedCell, rule: dict[str, Any] | None) -> Cell:
    entered = _entered(cell.value)
    made = Cell(entered, note=cell.comment.text if cell.comment else "", validation=rule)
    if isinstance(cell, MergedCell) or not cell.has_style:
        return made
    found: dict[str, Any] = {}
    if cell.number_format != "General":
        found["numberFormat"] = {"type": _kind(cell), "pattern": cell.number_format}
    fill = cell.fill.fgColor
    if cell.fill.fill_type == "solid" and fill.type == "rgb":
        found["backgroundColor"] = _color(fill.rgb)
        found["backgroundColorStyle"] = {"rgbColor": found["backgroundColor"]}
    text: dict[str, Any] = {name: True for name, on in (("bold", cell.font.b), ("italic", cell.font.i)) if on}
    if cell.font.color is not None and cell.font.color.type == "rgb":
        text["foregroundColor"] = _color(cell.font.color.rgb)
        text["foregroundColorStyle"] = {"rgbColor": text["foregroundColor"]}
    if text:
        found["textFormat"] = text
    if cell.alignment.wrap_text:
        found["wrapStrategy"] = "WRAP"
    return made._replace(format=found or None)


def _entered(value: Any) -> Entered:
    if isinstance(value, ArrayFormula):
        return Formula(_NEWER.sub("", str(value.text)))
    if isinstance(value, str):
        return Formula(_NEWER.sub("", value)) if value.startswith("=") and len(value) > 1 else value
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, datetime | date):
        return serial(value)
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    return float(value) if isinstance(value, int | float) else str(value)


def _kind(cell: ExcelCell) -> str:
    pattern = cell.number_format
    if cell.is_date:
        bare = pattern.lower()
        return "DATE_TIME" if "h" in bare and "y" in bare else ("TIME" if "h" in bare else "DATE")
    if pattern == "@":
        return "TEXT"
    return "PERCENT" if "%" in pattern else ("CURRENCY" if any(s in pattern for s in "$€₫£¥") else "NUMBER")


def _color(argb: str) -> dict[str, float]:
    parts = (int(argb[-6:][index : index + 2], 16) / 255 for index in (0, 2, 4))
    return color(dict(zip(("red", "green", "blue"), parts, strict=True)))


def csv_of(calculation: Calculation) -> bytes:
    return _delimited(calculation, ",")


def tsv_of(calculation: Calculation) -> bytes:
    return _delimited(calculation, "\t")


def _delimited(calculation: Calculation, delimiter: str) -> bytes:
    """The first tab as it is shown, rows and columns up to the last that holds something."""
    tab = calculation.spreadsheet.tabs[0]
    filled = [(row, column) for row, column, _ in tab.filled()]
    filled += [(row, column) for row, line in calculation.spilled(tab).items() for column in line]
    height = max((row + 1 for row, _ in filled), default=0)
    width = max((column + 1 for _, column in filled), default=0)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for row in range(height):
        writer.writerow([calculation.text(tab, row, column) for column in range(width)])
    return out.getvalue().removesuffix("\r\n").encode()


def workbook_of(calculation: Calculation) -> bytes:
    """The spreadsheet as an Excel workbook: values, formulas, number formats, notes, merges, what is hidden."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for tab in calculation.spreadsheet.tabs:
        sheet = workbook.create_sheet(tab.title)
        sheet.sheet_state = "hidden" if tab.hidden else "visible"
        for row, line in enumerate(tab.rows):
            for column, cell in line.cells.items():
                _write_excel(sheet.cell(row + 1, column + 1), cell, calculation, (tab, row, column))
            if line.line.hidden_by_user or line.line.hidden_by_filter:
                sheet.row_dimensions[row + 1].hidden = True
        for column, own in enumerate(tab.columns):
            if own.hidden_by_user:
                sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
        for merge in tab.merges:
            sheet.merge_cells(
                start_row=merge["startRowIndex"] + 1,
                end_row=merge["endRowIndex"],
                start_column=merge["startColumnIndex"] + 1,
                end_column=merge["endColumnIndex"],
            )
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _write_excel(target: Any, cell: Cell, calculation: Calculation, place: tuple[Tab, int, int]) -> None:
    if isinstance(cell.entered, Formula):
        target.value = cell.entered.text
    elif isinstance(cell.entered, float):
        target.value = plain_number(cell.entered)
    elif isinstance(cell.entered, str):
        target.value, target.data_type = cell.entered, "s"
    else:
        target.value = cell.entered
    number_format = calculation.number_format(*place, cell)
    if number_format and number_format.get("pattern"):
        target.number_format = number_format["pattern"]
    if isinstance(calculation.result(*place), ErrorValue) and not isinstance(cell.entered, Formula):
        target.value = None
    if cell.note:
        target.comment = Comment(cell.note, "")
    own = cell.format or {}
    if own.get("textFormat", {}).get("bold"):
        target.font = Font(bold=True)
    if "backgroundColor" in own:
        channels = "".join(f"{round(own['backgroundColor'].get(n, 0) * 255):02X}" for n in ("red", "green", "blue"))
        target.fill = PatternFill("solid", fgColor=channels)
    if own.get("wrapStrategy") == "WRAP":
        target.alignment = Alignment(wrap_text=True)
