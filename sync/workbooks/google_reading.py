"""A tab as Google keeps it ─▶ a Sheet: exact numbers, number formats as Excel has them, what is no value yet. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from itertools import islice, takewhile
from typing import Any, NamedTuple

from sync.memo import Memo
from sync.model.cells import Cell, CellValue, ErrorValue, Sheet
from sync.workbooks.excel_numbers import GENERAL, stored_number
from sync.workbooks.google_answers import CellData, Rows, hash_of_typed, kept_of
from sync.workbooks.google_answers import cells_of as cells_in
from sync.workbooks.google_grid import Tab, is_unticked_box, joined

HEAD_ROWS = 100
"""Rows with content by which a tab is judged."""
HEAD_REACH = 2_000
"""The row at which the head of a tab with fewer such rows ends."""
FILLED_IN = "=…"
"""The formula of a cell that a formula elsewhere fills in: one that gives several results, or a pivot table."""

_ERRORS = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
}
_FORMATS = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": '"$"#,##0.00',
    "SCIENTIFIC": "0.00E+00",
    "DATE": "yyyy-mm-dd",
    "TIME": "h:mm:ss",
    "DATE_TIME": "yyyy-mm-dd h:mm:ss",
    "TEXT": "@",
}
"""What stands for a format of Google's without a pattern, which shows numbers as the spreadsheet's country does."""
_CHIP = "@"


class Line(NamedTuple):
    """A row as it is read: its cells, none where nothing stands in it, its notes by their columns, and what people
    typed into it (``Rows.kept``), which takes half the room of all that was sent."""

    cells: dict[int, Cell]
    notes: Mapping[int, str]
    typed: bytes
    print: bytes
    """A hash of that."""


Lines = Memo[Line]
"""Rows that were read before: what a row comes to follows from the words in which it was sent alone."""


def sheet_of(tab: Tab, locale: str | None, head: Sheet | None = None, known: Lines | None = None) -> Sheet:
    """Given a tab that was read to its end, the spreadsheet's locale ('vi_VN'), and the tab's head where it was looked
    at already, return it as a Sheet."""
    return _whole(tab, locale, head, _lines(tab.cells, Memo() if known is None else known))


def whole_of(
    parts: Iterable[Tab], locale: str | None, head: Sheet | None = None, known: Lines | None = None
) -> tuple[Sheet, Tab]:
    """Given a tab in parts, in the order of their rows, the spreadsheet's locale, and the tab's head where it was
    looked at already, return it as a Sheet, and what is typed into it. Whatever else a part says is let go before the
    next one is asked for: it is most of it."""
    known = Memo() if known is None else known
    sheets: list[Sheet] = []
    typed: list[Tab] = []
    for part in parts:
        lines = dict(_lines(part.cells, known))
        # The head is of the first part alone, however many rows another one has.
        sheets.append(_whole(part, locale, None if sheets else head, lines.items()))
        kept = {row: line.typed for row, line in lines.items() if line.typed}
        prints = {row: lines[row].print for row in kept}
        typed.append(replace(part, cells=Rows(kept, prints)))
        del part
    sheet, tab = sheets[0], joined(typed)
    if len(sheets) > 1:
        rows = {row: cells for each in sheets for row, cells in each.rows.items()}
        notes = {place: note for each in sheets for place, note in each.notes.items()}
        sheet = sheet._replace(rows=rows, notes=notes, hidden_rows=tab.hidden_rows)
    return sheet, tab


def cells_of(tab: Tab, locale: str | None, rows: Iterable[int], columns: Collection[int]) -> Sheet:
    """As ``sheet_of``, with no more than the cells of some columns in some rows."""
    literals: dict[tuple[str, object, str], Cell | None] = {}
    wanted = sorted(columns)
    found: dict[int, dict[int, Cell]] = {}
    for row, cells in tab.cells.some(sorted(rows)):
        read = ((column, _cell(cells[column], literals)) for column in wanted if column in cells)
        if own := {column: cell for column, cell in read if cell is not None}:
            found[row] = own
    return _sheet(tab, locale, (), complete=True)._replace(rows=found)


def head_of(tab: Tab, locale: str | None, known: Lines | None = None) -> Sheet:
    """Given a tab that was read at least so far, return the head by which it is judged."""
    near = takewhile(lambda line: line[0] <= HEAD_REACH, _lines(tab.cells, Memo() if known is None else known))
    return _sheet(tab, locale, near, complete=False, most=HEAD_ROWS)


def value_of(cell: CellData) -> CellValue:
    """Given a cell, return what it shows, by what is typed where that alone was asked for: None where there is nothing,
    or where a formula has no result yet."""
    found = cell.get("effectiveValue")
    if found is None:
        found = cell.get("userEnteredValue")
        if not found:
            return None
        if "formulaValue" in found:
            return ""
    for kind, content in found.items():
        if kind == "numberValue":
            return stored_number(str(content))
        if kind == "stringValue":
            return _with_chips(content, cell)
        if kind == "boolValue":
            return bool(content)
        if kind == "errorValue":
            return None if _is_loading(content) else ErrorValue(_ERRORS.get(content.get("type", ""), "#ERROR!"))
    return None


def format_code(number_format: Mapping[str, Any] | None) -> str:
    """Given a number format of Google's, return it as Excel writes it."""
    if not number_format:
        return GENERAL
    kind = number_format.get("type", "")
    return _FORMATS["TEXT"] if kind == "TEXT" else number_format.get("pattern") or _FORMATS.get(kind, GENERAL)


def _whole(tab: Tab, locale: str | None, head: Sheet | None, lines: Iterable[tuple[int, Line]]) -> Sheet:
    if head is not None and len(head.rows) == len(tab.cells):
        return head._replace(complete=True, hidden_rows=tab.hidden_rows, list_areas=tab.list_areas)
    return _sheet(tab, locale, lines, complete=True)


def _lines(rows: Rows, known: Lines) -> Iterator[tuple[int, Line]]:
    literals: dict[tuple[str, object, str], Cell | None] = {}
    for row, content in rows.contents():
        name = blake2b(content, digest_size=16).digest()
        yield row, known.recall(name) or known.keep(_line(content, literals), name)


def _line(content: bytes, literals: dict[tuple[str, object, str], Cell | None]) -> Line:
    cells = cells_in(content)
    read = {column: one for column, cell in cells.items() if (one := _cell(cell, literals)) is not None}
    if all(is_unticked_box(cells[column]) for column in read):
        read = {}
    notes = {column: cell["note"] for column, cell in cells.items() if cell.get("note")}
    typed = kept_of(content)
    return Line(read, notes, typed, hash_of_typed(typed))


def _with_content(
    lines: Iterable[tuple[int, Line]], notes: dict[tuple[int, int], str]
) -> Iterator[tuple[int, dict[int, Cell]]]:
    """The rows in which anything stands, and into ``notes`` those of all that are gone through."""
    for row, line in lines:
        for column, note in line.notes.items():
            notes[row, column] = note
        if line.cells:
            yield row, line.cells


def _cell(cell: CellData, literals: dict[tuple[str, object, str], Cell | None]) -> Cell | None:
    """What a cell holds. Most hold what others do (a unit, a name, a round number): ``literals`` are those that were
    met."""
    typed = cell.get("userEnteredValue")
    look = cell.get("effectiveFormat") or cell.get("userEnteredFormat")
    code = format_code(look.get("numberFormat")) if look else GENERAL
    if not typed or "formulaValue" in typed or "hyperlink" in cell or "chipRuns" in cell:
        return _whole_cell(cell, code)
    for kind, content in typed.items():
        key = kind, content, code
        if key in literals:
            return literals[key]
    literals[key] = found = _whole_cell(cell, code)
    return found


def _whole_cell(cell: CellData, code: str) -> Cell | None:
    typed, shown = cell.get("userEnteredValue"), cell.get("effectiveValue")
    value = value_of(cell)
    formula = None
    if typed:
        if "formulaValue" in typed:
            content = typed["formulaValue"]
            is_error = isinstance(value, ErrorValue) and str(content)[1:].strip().upper() == value.code
            formula = None if is_error else str(content)
    elif value is not None or (shown and "errorValue" in shown):
        formula = FILLED_IN
    if formula is None and (value is None or value == ""):
        return None
    return Cell(value, code, formula, cell.get("hyperlink"))


def _is_loading(error: Mapping[str, Any]) -> bool:
    """An IMPORTRANGE that waits for its source says so as its own kind of error, or in the words of #N/A."""
    return error.get("type") == "LOADING" or str(error.get("message", "")).startswith("Loading")


def _with_chips(text: str, cell: CellData) -> str:
    """People, files and places stand in a text as '@': what they are stands beside it."""
    runs = cell.get("chipRuns")
    if not runs or _CHIP not in text:
        return text
    units = text.encode("utf-16-le")
    pieces, end = [], 0
    for run in runs:
        chip = run.get("chip") or {}
        name = (chip.get("personProperties") or {}).get("email") or (chip.get("richLinkProperties") or {}).get("uri")
        start = run.get("startIndex", 0) * 2
        if name and units[start : start + 2].decode("utf-16-le", "replace") == _CHIP:
            pieces += [units[end:start].decode("utf-16-le", "replace"), name]
            end = start + 2
    return "".join([*pieces, units[end:].decode("utf-16-le", "replace")])


def _sheet(
    tab: Tab,
    locale: str | None,
    lines: Iterable[tuple[int, Line]],
    *,
    complete: bool,
    most: int | None = None,
) -> Sheet:
    notes: dict[tuple[int, int], str] = {}
    rows = dict(islice(_with_content(lines, notes), most))
    if not complete:
        notes = {place: note for place, note in notes.items() if place[0] in rows}
    return Sheet(
        tab.title,
        rows=rows,
        merges=tab.merges,
        notes=notes,
        hidden_rows=tab.hidden_rows if complete else frozenset(row for row in tab.hidden_rows if row in rows),
        hidden_columns=tab.hidden_columns,
        hidden=tab.hidden,
        protected=any(
            protection.area.holds(1, 1) and protection.area.holds(tab.row_count, tab.column_count)
            for protection in tab.protections
        ),
        locale=_locale_of_numbers(locale),
        complete=complete,
        list_areas=tab.list_areas if complete else (),
        protections=tab.protections,
    )


def _locale_of_numbers(locale: str | None) -> str | None:
    """'vi_VN' types numbers as 'vi' does; which English one matters for dates."""
    return locale or None
