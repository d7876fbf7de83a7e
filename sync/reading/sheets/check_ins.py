"""Check-in logs and actuals on a tab of their own ─▶ entries, each with the key result that it names."""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sync.model.cells import Cell
from sync.model.readings import Quantity, Read, Trouble
from sync.model.rows import Field
from sync.patterns import RarePattern
from sync.reading.sheets.outlines import is_subtotal, unmarked
from sync.reading.sheets.row_reader import Cells, RowReader
from sync.reading.sheets.standing import read_confidence, read_milestone
from sync.reading.sheets.values import read_quantity
from sync.reading.texts.text import bare

_NAMES = (Field.key_result, Field.item, Field.kpi)
_VALUES = (Field.value, Field.current, Field.progress)
_NO_TICK: Read[bool] = Read()
_NO_SHARE: Read[Decimal] = Read()


class Entry(NamedTuple):
    """One value of the past for the key result with this id or these words (bare). ``day`` is None on a tab that only
    holds actuals."""

    row: int
    external_id: str
    words: str
    objective: str
    day: date | None
    day_read: Read[date]
    value: Read[Quantity]
    milestone: Read[bool]
    confidence: Read[Decimal]
    note: str
    label: str
    formula: str = ""
    """Of the value's cell."""
    time: Decimal | None = None
    """Of the day, 0 to 1, where one was typed."""


def read_entries(reader: RowReader, first_row: int, end_row: int) -> tuple[Entry, ...]:
    """Given a log's reader and its rows, return its entries in the order of its rows."""
    entries: list[Entry] = []
    for row in range(first_row, end_row + 1):
        cells = reader.cells(row)
        if cells:
            entries += _entries(reader, row, cells)
    return tuple(entries)


def _entries(reader: RowReader, row: int, cells: Cells) -> list[Entry]:
    name = next((text for field in _NAMES if (text := reader.text(cells, row, field).value)), "")
    external_id = reader.text(cells, row, Field.key_result_id).value or ""
    day = reader.day(cells, row, Field.day if Field.day in reader.at else Field.updated)
    if (not name and not external_id) or (is_subtotal(name) and day.value is None):
        return []
    confidence = _NO_SHARE
    if (column := reader.at.get(Field.confidence)) is not None:
        confidence = read_confidence(cells.get(column), reader.sheet.ref(row, column), reader.locale)
    common = Entry(
        row,
        bare(external_id),
        bare(unmarked(name)),
        bare(unmarked(reader.text(cells, row, Field.objective).value or "")),
        day.value,
        day,
        Read(),
        _NO_TICK,
        confidence,
        reader.text(cells, row, Field.note).value or "",
        day.raw,
        time=_time_of(cells.get(day.cell.column)) if day.cell is not None and day.value is not None else None,
    )
    found = []
    for period in reader.layout.periods:
        if period.period is None or period.period.first_day > reader.as_of:
            continue
        value, tick = _value(reader, row, cells.get(period.column), period.column)
        is_blank = value.is_formula and (value.value is None or not value.value.value)
        if (value.value is not None or tick.value is not None or value.trouble is not None) and not is_blank:
            until = min(period.period.last_day, reader.as_of)
            found.append(
                common._replace(
                    day=until,
                    value=value,
                    milestone=tick,
                    label=period.header,
                    formula=_formula(cells.get(period.column)),
                )
            )
    column = column_of_values(reader)
    if column is not None:
        value, tick = _value(reader, row, cells.get(column), column)
        if value.value is not None or tick.value is not None or value.trouble is not None:
            found.append(common._replace(value=value, milestone=tick, formula=_formula(cells.get(column))))
    return found


def column_of_values(reader: RowReader) -> int | None:
    """Given a log's reader, return the column of what was measured, unless that stands under its periods alone."""
    return next((reader.at[field] for field in _VALUES if field in reader.at), None)


def _time_of(cell: Cell | None) -> Decimal | None:
    """When on its day a cell's moment is, as a part of the day; None where it only says the day."""
    if cell is None:
        return None
    if isinstance(cell.value, Decimal):
        return cell.value % 1 or None
    found = _CLOCK.search(cell.value) if isinstance(cell.value, str) else None
    if found is None:
        return None
    hours = int(found["hours"]) % 12 + (12 if (found["half"] or "").lower() == "pm" else 0)
    hours = hours if found["half"] else int(found["hours"])
    return Decimal(60 * hours + int(found["minutes"])) / (24 * 60)


_CLOCK = RarePattern(
    r"(?:T|\s)(?P<hours>[0-2]?[0-9])[:h](?P<minutes>[0-5][0-9])(?::[0-9.]+)?\s?(?P<half>[ap]m)?", re.IGNORECASE
)


def _formula(cell: Cell | None) -> str:
    return "" if cell is None else cell.formula or ""


def _value(reader: RowReader, row: int, cell: Cell | None, column: int) -> tuple[Read[Quantity], Read[bool]]:
    ref = reader.sheet.ref(row, column)
    value = read_quantity(cell, ref, reader.locale)
    if value.trouble is Trouble.not_a_number:
        tick = read_milestone(cell, ref)
        if tick.value is not None:
            return value._replace(trouble=None), tick
    return value, _NO_TICK
