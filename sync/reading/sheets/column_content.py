"""What stands in a column, from a sample of its cells: texts, numbers, days, ticks, kinds of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import islice

from sync.model.cells import Cell, CellValue, Sheet
from sync.model.rows import Field
from sync.reading.sheets.dates import parse_day
from sync.reading.sheets.directions import read_direction, says_no_way
from sync.reading.sheets.formats import read_format
from sync.reading.sheets.outlines import (
    depth_of_number,
    is_aside_alone,
    is_note,
    is_numeral,
    is_subtotal,
    kind_of_level,
    mark_of,
)
from sync.reading.sheets.quantities import parse_compared, parse_pair, parse_quantity, parse_range, value_and_share
from sync.reading.sheets.standing import done_or_not, read_commitment
from sync.reading.sheets.tables import Band

SAMPLE = 40


class Profile:
    """How many of a column's sampled cells are what. ``top`` and ``deeper`` count numbers of rows ('1', '1.2'),
    ``numeral`` those of what stands over them ('II', 'B'); ``level`` what did not move ('→'); ``marks`` are what texts
    say themselves ('O: …').
    """

    filled = text = number = day = tick = kind = commitment = direction = level = numeral = top = deeper = 0

    def __init__(self) -> None:
        self.marks: set[str] = set()


def profiles_of(sheet: Sheet, band: Band) -> dict[int, Profile]:
    """Given a tab and a band of it, return what stands in each of its columns."""
    rows = _sampled_rows(sheet, band)
    return {header.column: _profile_in(rows, header.column) for header in band.headers}


def profile_of(sheet: Sheet, band: Band, column: int) -> Profile:
    return _profile_in(_sampled_rows(sheet, band), column)


def _sampled_rows(sheet: Sheet, band: Band) -> Sequence[Mapping[int, Cell]]:
    below = map(sheet.rows.get, range(band.header_row + 1, band.end_row + 1))
    return list(islice((cells for cells in below if cells is not None), 4 * SAMPLE))


def _profile_in(rows: Iterable[Mapping[int, Cell]], column: int) -> Profile:
    profile = Profile()
    for cells in rows:
        cell = cells.get(column)
        if cell is not None and _says_something(cell.value):
            _count(profile, cell)
            if profile.filled >= SAMPLE:
                break
    return profile


def _says_something(value: CellValue) -> bool:
    # A number is not compared with a text: it would look whether that is a number, which takes ten times as long.
    return value is not None and not (isinstance(value, str) and not value)


def count_directions(profile: Profile, sheet: Sheet, band: Band, column: int) -> None:
    """Add to a column's profile how many of its cells say which side is better: only few columns are asked for it."""
    for row in range(band.header_row + 1, min(band.end_row, band.header_row + SAMPLE) + 1):
        cell = sheet.cell(row, column)
        if cell is not None and isinstance(cell.value, str):
            profile.direction += read_direction(cell.value) is not None
            profile.level += says_no_way(cell.value)


def holds_numbers_alone(sheet: Sheet, band: Band, column: int) -> bool:
    """Whether a column's sampled cells are single numbers ('0,67', '67%') rather than pairs ('14 / 20')."""
    values = _sampled(sheet, band, column)
    single = sum(
        isinstance(value, Decimal)
        or (isinstance(value, str) and parse_pair(value, None) is None and parse_quantity(value, None) is not None)
        for value in values
    )
    return 2 * single > len(values)


def holds_pairs(sheet: Sheet, band: Band, column: int) -> bool:
    """Whether most of a column's sampled cells are pairs: '14 / 20', '84 of 90'."""
    values = _sampled(sheet, band, column)
    return 2 * sum(isinstance(one, str) and parse_compared(one, None) is not None for one in values) > len(values)


def holds_percentages(sheet: Sheet, band: Band, column: int) -> bool:
    """Whether all numbers that stand in a column are in per cent, and some do."""
    below = (sheet.cell(row, column) for row in range(band.header_row + 1, band.end_row + 1))
    told = [_is_in_per_cent(cell) for cell in below if cell is not None]
    return True in told and False not in told


def _is_in_per_cent(cell: Cell) -> bool | None:
    """None where a cell holds no number."""
    if isinstance(cell.value, Decimal):
        return "%" in cell.number_format
    read = parse_quantity(cell.value, None) if isinstance(cell.value, str) else None
    return None if read is None else read.unit == "%"


def holds_a_value(sheet: Sheet, band: Band, column: int) -> bool:
    """Whether what was measured stands in a column: a number, or what went wrong with one. Words ('Chưa chốt') are
    none, nor is the 0 of a formula, which is there before anything was measured."""
    below = (sheet.cell(row, column) for row in range(band.header_row + 1, band.end_row + 1))
    return any(cell is not None and _is_a_value(cell) for cell in below)


def _is_a_value(cell: Cell) -> bool:
    if not isinstance(cell.value, str):
        return cell.value is not None and (cell.value != 0 or cell.formula is None)
    read = parse_quantity(cell.value, None)
    return read is not None and (read.value != 0 or cell.formula is None)


def _sampled(sheet: Sheet, band: Band, column: int) -> list[object]:
    rows = range(band.header_row + 1, min(band.end_row, band.header_row + SAMPLE) + 1)
    return [cell.value for row in rows if (cell := sheet.cell(row, column)) is not None and cell.value]


def holds_numbering(profile: Profile) -> bool:
    """Whether a column holds little but '1.1', '1.2' …"""
    return profile.deeper > 0 and 4 * (profile.top + profile.deeper) >= 3 * profile.filled


def _count(profile: Profile, cell: Cell) -> None:
    profile.filled += 1
    value = cell.value
    if isinstance(value, bool):
        profile.tick += 1
    elif isinstance(value, Decimal):
        if cell.number_format != "General" and read_format(cell.number_format).date:
            profile.day += 1
            return
        profile.number += 1
        if value == value.to_integral_value():
            profile.top += 1
        elif value * 100 == (value * 100).to_integral_value() and value < 100:
            profile.deeper += 1
    elif isinstance(value, str):
        _count_text(profile, value.strip())


def _count_text(profile: Profile, text: str) -> None:
    mark = mark_of(text)
    if mark == "initiative" or (mark is None and _is_of_no_row(text)):
        profile.filled -= 1
        return
    if mark is not None:
        profile.marks.add(mark)
        profile.text += 1
        return
    if kind_of_level(text) is not None:
        profile.kind += 1
    if read_commitment(text) is not None:
        profile.commitment += 1
    depth = depth_of_number(text)
    if is_numeral(text):
        profile.numeral += 1
    else:
        profile.top += depth == 1
        profile.deeper += depth > 1
    if parse_day(text, None) is not None:
        profile.day += 1
    elif any(read(text, None) is not None for read in (parse_quantity, parse_range, value_and_share)):
        profile.number += 1
    elif done_or_not(text) is not None:
        profile.tick += 1
    else:
        profile.text += 1


def _is_of_no_row(text: str) -> bool:
    """Whether a text is a mark alone ('-'), a note, a total's name: it says nothing of what its column holds."""
    if not any(map(str.isalnum, text)):
        return not text or done_or_not(text) is None
    return is_note(text) or is_aside_alone(text) or is_subtotal(text)


def fits(wanted: Field, profile: Profile) -> bool:
    """Whether a column's content may be that field. An empty column may be anything but what only content can tell."""
    if wanted is Field.row_kind:
        return 2 * profile.kind >= profile.filled > 0
    if wanted is Field.done:
        return 2 * profile.tick > profile.filled
    if wanted is Field.commitment:
        return 2 * (profile.commitment + profile.tick) >= profile.filled > 0
    if wanted is Field.direction:  # arrows that point level, too, are how it went
        return 2 * profile.direction >= profile.filled and profile.direction > 0 == profile.level
    if not profile.filled:
        return True
    if wanted in _DAYS:
        return 2 * profile.day >= profile.filled
    if wanted in _NUMBERS:
        return 2 * (profile.number + profile.tick) >= profile.filled
    if wanted in TEXTS:
        return 2 * profile.text >= profile.filled
    return True


_NUMBERS = {
    Field.baseline, Field.target, Field.target_minimum, Field.target_stretch, Field.current, Field.lower, Field.upper,
    Field.value, Field.tolerance, Field.weight,
}  # fmt: skip
_DAYS = {Field.start, Field.due, Field.updated, Field.day}
TEXTS = {Field.objective, Field.key_result, Field.item, Field.kpi, Field.note, Field.owner, Field.parent}
