"""Key results of a whole year in a table of a quarter, or of none: by their own cycle, their days, their words or the
tab's name ─▶ the year that they are of. What there is of the year so far ('YTD') is their current value, then."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sync.cycles import cycle_of, length_of, previous_cycle
from sync.model.readings import Trouble
from sync.model.rows import Cycle, Field, KeyResult
from sync.patterns import RarePattern
from sync.reading.sheets.adding_up import is_a_level_by_words
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.headers import place
from sync.reading.sheets.row_reader import Cells, RowReader
from sync.reading.sheets.spans_of_values import is_years_target, span_of, spanned
from sync.reading.sheets.to_date_columns import is_a_year, months_so_far, to_date_words
from sync.reading.sheets.years_values import YearsValues, counts_from_before, is_of_a_part
from sync.reading.texts.text import bare
from sync.reading.texts.this_year import names_the_year, says_this_year
from sync.reading.texts.units import PER_MILLE, PERCENT

_A_WEEK = timedelta(days=7)
_IN_SPRING = timedelta(days=90)
_LARGEST_SHARE = 2


class SoFar(NamedTuple):
    """The column that is a row's current value though it counts for no other row, and the time that the row has where
    it names none itself."""

    column: int
    period: Cycle | None = None


def value_so_far(reader: RowReader, row: int, cells: Cells, text: str) -> SoFar | None:
    """Given a row of a table in which what there is of the year or quarter so far counts for no part of it, and what
    the row says, return the column that is its current value all the same: since the row is of the year that runs, by
    its cycle or its days, whatever stands beside it, by its words or the tab's name where nothing else gives a value;
    or since it is of a quarter beside rows of its months."""
    years = reader.layout.years
    if not years.columns:
        return None
    if (column := _years_column(reader, row, cells, text)) is not None:
        return SoFar(column, year_of(reader, row, cells))
    column = max(years.of_a_quarter, default=None)
    if column is None or cells.get(column) is None:
        return None
    may_count = years.may_count or (
        years.beside == "cycle"
        and bool(reader.text(cells, row, Field.cycle).value)
        and _is_given(reader, row, cells, column)
    )
    return SoFar(column) if may_count and _is_of_a_quarter(reader, row, cells) else None


def _years_column(reader: RowReader, row: int, cells: Cells, text: str) -> int | None:
    years = reader.layout.years
    column = max((one for one in years.columns - years.of_a_quarter if _is_plain(years, one)), default=None)
    if column is None or years.beside not in ("nothing", "parts", "cycle") or cells.get(column) is None:
        return None
    if _is_held_against_a_parts(reader):
        return None
    if years.beside == "cycle" and (is_a_level_by_words(text) or not _is_given(reader, row, cells, column)):
        return None
    is_one = _is_by_itself(reader, row, cells)
    if is_one is None:
        is_one = years.may_count and (years.are_rows or _says_this_year(reader, text))
    return column if is_one else None


def is_a_years_table(reader: RowReader) -> bool:
    """Given the reader of a table that names no cycle, tell whether it is the year's by its name: 'Annual OKRs'."""
    return reader.layout.years.are_rows and not _is_held_against_a_parts(reader)


def _is_held_against_a_parts(reader: RowReader) -> bool:
    """Whether the target is a quarter's or a month's, whatever a row says of itself: 310 since January is not 'Q4
    target' reached."""
    target = next((one for one in reader.layout.years.headers if one.column == reader.columns.target), None)
    return target is not None and is_of_a_part(f"{target.upper} {target.text}")


def _is_of_a_quarter(reader: RowReader, row: int, cells: Cells) -> bool:
    """Whether a row's cycle is a quarter: its own, its table's, or else the one that runs."""
    is_named = reader.text(cells, row, Field.cycle).value
    own = reader.cycle(cells, row) if is_named else reader.own_cycle or cycle_of(reader.as_of, reader.calendar)
    return own is not None and length_of(own) == "quarter"


def _is_plain(years: YearsValues, column: int) -> bool:
    """Whether a column is headed by nothing but a value of the year or until now. A year alone is one where nothing
    else gives a value: beside 'Actual' it may as well be a plan."""
    header = next((one for one in years.headers if one.column == column), None)
    if header is None:
        return False
    words = f"{header.upper} {header.text}".strip()
    return _heads_a_years_value(words) and not (years.beside == "cycle" and is_a_year(words))


@lru_cache(maxsize=4096)
def _heads_a_years_value(words: str) -> bool:
    """What 'YTD growth' and 'YTD spend' are of may be another measure."""
    told = spanned(words)
    if told is not None:
        return told.field is Field.current and told.span in ("to date", "year")
    placement = place(words)
    is_a_value = placement is not None and placement.fields in ((Field.current,), (Field.period,))
    return is_a_value or bool(to_date_words(words))


def _is_given(reader: RowReader, row: int, cells: Cells, column: int) -> bool:
    """Whether a cell says more than the row's own value does: a number of the same kind, or one that is to come."""
    read = reader.quantity_at(cells, row, column)
    if read.value is None:
        return read.trouble not in (None, Trouble.not_a_number)
    own = reader.quantity_at(cells, row, reader.columns.current).value
    if own is None:
        return True
    target = reader.quantity_at(cells, row, reader.columns.target).value
    numbers = [abs(one.value) for one in (own, target) if one is not None]
    may_be_a_share = abs(read.value.value) <= _LARGEST_SHARE < min(numbers)  # 0.78 beside 310 of 400
    return own.is_percent == read.value.is_percent and not may_be_a_share


def are_of_more(header: Header, reader: RowReader, key_result: KeyResult, cycle: Cycle | None) -> bool:
    """Given the header of a log's values, the reader of a key result's table, the key result and its cycle, tell
    whether the values are of all the year or quarter so far, and the key result of a later part. A rate or a stock is
    so on any day, and 'Actual 2026' says which year's days stand beside the values."""
    own = cycle or cycle_of(reader.as_of, reader.calendar)
    if _names_only_a_year(header.text) or not counts_from_before(header, own, reader.calendar):
        return False
    if _is_by_itself(reader, key_result.row, reader.cells(key_result.row)) or _is_so_on_any_day(key_result):
        return False
    target = next((one.header for one in reader.layout.columns if one.field is Field.target), "")
    if is_years_target(Header(1, 1, target, "", None)):
        return False
    is_the_years = _says_this_year(reader, key_result.text.value or "") or names_the_year(reader.title)
    return is_of_a_part(target) or not is_the_years


def _names_only_a_year(header: str) -> bool:
    words = bare(header)
    is_so_far = span_of(words) not in (None, "year") or months_so_far(words) or _FROM_ITS_START.search(words)
    return _A_YEAR.search(words) is not None and not is_so_far


def _is_so_on_any_day(key_result: KeyResult) -> bool:
    measure = key_result.measure
    is_a_share = (key_result.unit.value or measure.unit) in (PERCENT, PER_MILLE)
    return measure.change is None and (is_a_share or is_a_level_by_words(key_result.text.value or ""))


def _says_this_year(reader: RowReader, text: str) -> bool:
    return says_this_year(text, cycle_of(_day_of(reader), reader.calendar, "year").id)


def _day_of(reader: RowReader) -> date:
    """The day as of which a table's values are: in January still last year's, where no cycle of the table's is of this
    one."""
    own, until = reader.own_cycle, reader.layout.years.until
    ends = [day for day in (until, None if own is None else own.last_day) if day is not None]
    return min(reader.as_of, max(ends, default=reader.as_of))


def _is_by_itself(reader: RowReader, row: int, cells: Cells) -> bool | None:
    """Whether a row's cycle, else its days, are the year's; None where it has neither."""
    day = _day_of(reader)
    year = cycle_of(day, reader.calendar, "year")
    if reader.text(cells, row, Field.cycle).value:
        own = reader.cycle(cells, row)
        return own is not None and own.first_day == year.first_day and own.last_day >= day
    start, due = _days_of(reader, row, cells)
    if start is None:
        return None
    begins_with_it = abs(start - year.first_day) <= _A_WEEK
    return begins_with_it and due is not None and abs(due - year.last_day) <= _A_WEEK


def year_of(reader: RowReader, row: int, cells: Cells) -> Cycle | None:
    """Given a row whose target and value are a year's, return that year as the time that it has, up to the row's due
    date; None where its own cycle or its start says that, or it is due in another year."""
    start, due = _days_of(reader, row, cells)
    if start is not None or reader.text(cells, row, Field.cycle).value:
        return None
    day = reader.as_of if reader.own_cycle is None else reader.own_cycle.last_day
    year = reader.layout.years.year or cycle_of(day, reader.calendar, "year")
    if due is None or year.last_day < due <= year.last_day + _A_WEEK:
        return year
    before = previous_cycle(year, reader.calendar)
    if reader.own_cycle is None and abs(due - before.last_day) <= _A_WEEK and day < year.first_day + _IN_SPRING:
        return before._replace(last_day=due)  # its plan goes on to be read when the year is over
    return year._replace(last_day=due) if year.first_day < due <= year.last_day else None


def _days_of(reader: RowReader, row: int, cells: Cells) -> tuple[date | None, date | None]:
    at = reader.columns
    return reader.day_at(cells, row, at.start, is_start=True).value, reader.day_at(cells, row, at.due).value


_A_YEAR = RarePattern(r"(?<![\w/.-])(?:fy ?)?20[2-4][0-9](?![^\W_])")
_FROM_ITS_START = RarePattern(r"[-–—]|(?<![^\W_])(?:dau nam|start|beginning|since|to|through|thru|den)(?![^\W_])")
"""'T1–T11/2026', 'từ đầu năm 2026'."""
