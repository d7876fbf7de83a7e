"""A list of KPIs with a row for each month ('Kỳ | KPI | Kế hoạch | Thực hiện') ─▶ which column says of when a row is,
and the period of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sync.cycles import length_of
from sync.model.cells import Cell, Sheet
from sync.model.readings import Read
from sync.model.rows import Cycle, Field
from sync.options import FiscalCalendar
from sync.patterns import RarePattern
from sync.reading.sheets.column_content import SAMPLE
from sync.reading.sheets.formats import read_format
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.headers import place, plain_words
from sync.reading.sheets.headers_in_a_row import place_in_words, place_under
from sync.reading.sheets.periods import Label, periods_of
from sync.reading.sheets.spans_of_values import TOTALS, span_of
from sync.reading.sheets.tables import Band
from sync.reading.sheets.to_date_columns import is_a_quarter, is_a_year, to_date_words
from sync.reading.sheets.values import read_date
from sync.reading.texts.text import bare


def column_of_row_periods(sheet: Sheet, band: Band, headers: Sequence[Header]) -> int | None:
    """Given a KPI table's headers, return the column that tells the month, quarter or week of each row; None where
    none does, or columns are of periods themselves."""
    if any(one.placement is not None and one.placement.period and not _is_a_longer_plan(one) for one in headers):
        return None
    for one in headers:
        is_headed = one.placement is not None and Field.cycle in one.placement.fields
        if not is_headed and plain_words(one.text) not in _WORDS:
            continue
        rows = range(band.header_row + 1, min(band.end_row, band.header_row + SAMPLE) + 1)
        cells = [cell for row in rows if (cell := sheet.cell(row, one.column)) is not None and cell.value is not None]
        named = sum(_label(sheet, cell, one.text) is not None for cell in cells)
        if named and 2 * named >= len(cells):
            return one.column
    return None


def _is_a_longer_plan(header: Header) -> bool:
    """'KH 2026', 'Target Q4': rows are of months of it."""
    placement = header.placement
    if placement is None or placement.field is not Field.target:
        return False
    return is_a_year(placement.period) or is_a_quarter(placement.period)


class PeriodsOfRows(NamedTuple):
    """The period of each row that has one, and the cells from which rows with a value have none, as these say it."""

    of: Mapping[int, Cycle]
    unread: Mapping[int, Read[str]]


def periods_of_rows(
    sheet: Sheet,
    column: int,
    header: str,
    rows: Sequence[int],
    with_values: Collection[int],
    cycle: Cycle | None,
    calendar: FiscalCalendar,
    as_of: date,
) -> PeriodsOfRows:
    """Given the column of rows' periods, how it is headed, and the rows, return the period of each that has one: its
    own, or what the rows above it say where its cell is empty. Bare numbers are months where the others are; 2025 is a
    year, as it is in a text. Months without a year are of the one that has just ended where rows ``with_values`` would
    else be of months to come."""
    cells = cells_of_periods(sheet, column, rows)
    typed = dict(cells.values())
    labels_typed = ((at, _label(sheet, cell, header) or _year_in(cell)) for at, cell in typed.items())
    known = {at: label for at, label in labels_typed if label is not None}
    read = dict(zip(known.values(), periods_of(list(known.values()), cycle, calendar, as_of), strict=True))
    lengths = [length_of(one) for one in read.values() if one is not None]
    if 2 * lengths.count("month") > len(lengths):
        sure = {at: label for at, label in known.items() if read[label] is not None}
        known |= {at: one for at, cell in typed.items() if at not in sure and (one := _month_in(cell.value, as_of))}
    labels = {row: label for row, (at, _) in cells.items() if (label := known.get(at)) is not None}
    told = list(dict.fromkeys(labels.values()))
    found = dict(zip(told, periods_of(told, cycle, calendar, as_of), strict=True))
    measured = [found[label] for row, label in labels.items() if row in with_values]
    if any(period is not None and period.first_day > as_of for period in measured):
        filled = [True] * len(told)
        found = dict(zip(told, periods_of(told, cycle, calendar, as_of, filled), strict=True))
    of = {row: period for row, label in labels.items() if (period := found[label]) is not None}
    unread = {
        row: Read(None, sheet.ref(at, column), str(cell.value))
        for row, (at, cell) in cells.items()
        if row in with_values and row not in of
    }
    return PeriodsOfRows(of, unread)


def cells_of_periods(sheet: Sheet, column: int, rows: Iterable[int]) -> dict[int, tuple[int, Cell]]:
    """Given the column of rows' periods and the rows from the first one on, return the cell that says the period of
    each, its own or one above it, with that cell's row."""
    cells: dict[int, tuple[int, Cell]] = {}
    last: tuple[int, Cell] | None = None
    for row in rows:
        cell = sheet.cell(row, column)
        if cell is not None and cell.value is not None and cell.value != "":
            last = (row, cell)
        if last is not None and sheet.rows.get(row):
            cells[row] = last
    return cells


def _year_in(cell: Cell) -> Label | None:
    """2025, typed as a number among months."""
    is_one = isinstance(cell.value, Decimal) and is_a_year(str(cell.value)) and not read_format(cell.number_format).date
    return Label(str(cell.value)) if is_one else None


def _month_in(value: object, as_of: date) -> Label | None:
    """'11', 'T.11' or '11/26' in a column of months."""
    words = bare(str(value)) if isinstance(value, str | Decimal) else ""
    found = _MONTH.fullmatch(words)
    if found is None or (found["year"] and abs(2000 + int(found["year"]) - as_of.year) > _FEW_YEARS):
        return None
    return Label(f"20{found['year']}-{int(found['month']):02}" if found["year"] else f"tháng {int(found['month'])}")


def is_a_frequency(words: str) -> bool:
    """Given what stands in a row for its period, tell whether it says how often the row is measured: 'Hàng tháng',
    'Monthly', or 'Năm' alone."""
    return _FREQUENCY.fullmatch(bare(words).strip(" .:()")) is not None


def is_of_longer(words: str) -> bool:
    """Given what stands in a row for its period, tell whether it says to be of more than a month: 'cả năm', 'YTD'."""
    plain = plain_words(words)
    return plain in TOTALS or span_of(plain) in ("to date", "quarter", "year") or plain in _TOGETHER


def _label(sheet: Sheet, cell: Cell, header: str) -> Label | None:
    value = cell.value
    lead = "month" if plain_words(header) in _OF_MONTHS else header  # 9 below 'Tháng năm' is September
    if isinstance(value, Decimal):
        if read_format(cell.number_format).date:
            day = read_date(cell, sheet.ref(1, 1), "", sheet.epoch_1904).value
            if day is None:
                return None
            is_a_month = "d" not in cell.number_format.casefold() or plain_words(header) in _OF_MONTHS
            return Label(f"{day:%Y-%m}") if is_a_month else Label(day.isoformat(), day)
        named = place(f"{lead} {value}") if value == value.to_integral_value() else None
    elif isinstance(value, str):
        to_date = to_date_words(value)
        if to_date:
            return Label(to_date)
        named = place_in_words(value) or place_under(value, header) or place(value) or place(f"{lead} {value}")
    else:
        return None
    return Label(named.period) if named is not None and named.field is Field.period and named.period else None


_OF_MONTHS = ("thang", "thang nam", "nam thang", "thang bao cao", "month", "months", "reporting month", "month year",
              "year month", "month end")  # fmt: skip
_MONTH = RarePattern(
    r"(?:(?:t|thg?|thang|m)\s?[.\-]?\s?)?(?P<month>0?[1-9]|1[0-2])(?:[/.-](?:20)?(?P<year>[2-4][0-9]))?"
)
_FEW_YEARS = 2
_FREQUENCY = RarePattern(
    r"(?:\d lan ?/? ?)?(?:(?:hang|moi|tung|theo|every|each|per|by) )?"
    r"(?:ngay|tuan|thang|quy|nam|nua nam|day|week|month|quarter|year|half[ -]year)"
    r"|daily|(?:bi-?)?weekly|fortnightly|(?:bi-?)?monthly|quarterly|(?:half[ -]|semi-?)?(?:yearly|annually|annual)"
)
_TOGETHER = ("trung binh", "binh quan", "average", "avg", "mean", "sum", "ca ky", "grand total", "totals")
_WORDS = frozenset((*_OF_MONTHS, "ky bao cao", "quy bao cao", "tuan", "week", "reporting period", "period end"))
"""Beside those of cycles. A 'Date' may be the day on which a value was typed."""
