"""How a workbook's tabs were understood, as values: which column is which field, which rows are what, and what was left
alone and why. ``doctor --sheet`` draws them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from jobs.wiring import House
from sync.engine import Outcome, examine
from sync.messages import render
from sync.model.cells import Sheet, WorkbookContent, column_letters
from sync.model.past import History
from sync.model.rows import Rows, Table
from sync.options import WorkbookSettings
from sync.reading import worth_reading
from sync.reading.sheets.nothing_found import guesses, setting_of
from sync.reading.sheets.values import read_text

_GUESSED_FROM = 5
_LAYOUT_RULES = ("OKR140", "OKR141", "OKR143", "OKR144", "OKR145", "OKR149", "OKR150", "OKR151")


@dataclass(frozen=True)
class ColumnPicture:
    """A column: its letters, what heads it, and the field that it was taken for; '' where it is not used."""

    letters: str
    header: str
    field: str


@dataclass(frozen=True)
class RowPicture:
    """A row of a table: what it was taken for ('objective', 'key result', 'objective + key result', 'KPI', 'header',
    '' where it was left alone), and what its cells say, column by column."""

    row: int
    taken_for: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class TablePicture:
    kind: str
    language: str
    locale: str
    cycle: str | None
    columns: tuple[ColumnPicture, ...]
    rows: tuple[RowPicture, ...]


@dataclass(frozen=True)
class Remark:
    """Something about the layout: the cell, what is said of it, and what to do."""

    cell: str
    said: str
    mend: str


@dataclass(frozen=True)
class TabPicture:
    """A tab: its tables, what is to be said of them; ``left_alone`` says why where it has none, and ``guessed`` is then
    what its columns might be (``kind`` is the setting that places them)."""

    title: str
    tables: tuple[TablePicture, ...]
    remarks: tuple[Remark, ...]
    left_alone: str = ""
    guessed: TablePicture | None = None


_REASONS = {
    "no_okrs": "no table of OKRs or KPIs was found in it",
    "empty": "it is empty",
    "view": "its rows are those of other tabs, by formulas",
    "for_macros": "it is hidden so that only macros can show it (name it in `tabs` to have it read)",
    "not_wanted": "it is not among the tabs that the settings name",
}
_KINDS = {"okr": "OKRs", "kpi": "KPIs", "check_ins": "a log of check-ins"}


def picture_of(house: House, own: WorkbookSettings, as_of: date) -> tuple[TabPicture, ...]:
    """Given a workbook's settings, read it and return how each of its tabs was understood. Nothing is written. Raise
    WorkbookError when it cannot be read."""
    workbook = house.open_workbook(own, read_only=True)
    content = workbook.read(own.reading.tabs, partial(worth_reading, options=own.reading))
    return pictures(content, examine(workbook, content, History(), house.settings, as_of))


def pictures(content: WorkbookContent, outcome: Outcome) -> tuple[TabPicture, ...]:
    """Given a workbook's content and what it came to, return how each tab was understood. Pure."""
    skipped = {tab.title: tab.reason for tab in outcome.rows.skipped}
    taken_for = _rows_taken_for(outcome.rows)
    remarks = [
        (finding.cell.sheet, Remark(str(finding.cell), render(finding.message, "en"), render(finding.hint, "en")))
        for finding in outcome.findings
        if finding.code in _LAYOUT_RULES
    ]
    return tuple(
        TabPicture(
            sheet.title,
            tuple(_table(sheet, table, taken_for) for table in outcome.rows.tables if table.sheet == sheet.title),
            tuple(remark for title, remark in remarks if title == sheet.title),
            _REASONS.get(skipped.get(sheet.title, ""), ""),
            _guessed(sheet) if skipped.get(sheet.title) == "no_okrs" else None,
        )
        for sheet in content.sheets
    )


def _guessed(sheet: Sheet) -> TablePicture | None:
    found = guesses(sheet)
    setting = setting_of(found)
    if not setting:
        return None
    header = found[0].cell.row
    columns = tuple(
        ColumnPicture(
            column_letters(guess.cell.column),
            guess.words,
            "" if guess.field is None else guess.field.value.replace("_", " ") + ("" if guess.known else "?"),
        )
        for guess in found
    )
    rows = tuple(
        RowPicture(
            row, "header" if row == header else "", tuple(_shown(sheet, row, each.cell.column) for each in found)
        )
        for row in range(header, min(sheet.last_row, header + _GUESSED_FROM) + 1)
    )
    return TablePicture(setting, "", "", None, columns, rows)


def _rows_taken_for(rows: Rows) -> Mapping[tuple[str, int], str]:
    taken: dict[tuple[str, int], str] = {}
    for objective in rows.objectives:
        taken[objective.sheet, objective.row] = "objective"
    for kpi in rows.kpis:
        taken[kpi.sheet, kpi.row] = "KPI"
    for objective, one in rows.key_results():
        shares = (one.sheet, one.row) == (objective.sheet, objective.row)
        taken[one.sheet, one.row] = "objective + key result" if shares else "key result"
    return taken


def _table(sheet: Sheet, table: Table, taken_for: Mapping[tuple[str, int], str]) -> TablePicture:
    fields = {column.column: column for column in table.columns}
    numbers = range(table.left_edge, table.right_edge + 1)
    rows = []
    for row in range(table.first_header_row, table.last_row + 1):
        cells = tuple(_shown(sheet, row, column) for column in numbers)
        is_header = table.first_header_row <= row <= table.header_row
        taken = "header" if is_header else taken_for.get((sheet.title, row), "")
        if any(cells) or taken:
            rows.append(RowPicture(row, taken, cells))
    columns = []
    for number in numbers:
        column = fields.get(number)
        header = column.header if column else _shown(sheet, table.header_row, number)
        named = "" if column is None else column.field.value.replace("_", " ")
        if column is not None and column.period is not None:
            named = f"{named} {column.period.id}"
        columns.append(ColumnPicture(column_letters(number), " ".join(header.split()), named))
    return TablePicture(
        _KINDS.get(table.kind.value, table.kind.value),
        table.language,
        table.locale,
        table.cycle.id if table.cycle else None,
        tuple(columns),
        tuple(rows),
    )


def _shown(sheet: Sheet, row: int, column: int) -> str:
    return " ".join((read_text(sheet.cell(row, column), sheet.ref(row, column)).raw or "").split())
