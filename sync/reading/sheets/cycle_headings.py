"""Rows that head the rows of a cycle within one table: 'Q3 2026', then its rows, 'Q4 2026', then its rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from sync.cycles import holds, length_of, parse_cycle
from sync.model.rows import Cycle
from sync.patterns import RarePattern
from sync.reading.sheets.row_reader import RowReader
from sync.reading.texts.text import bare


class CycleHeadings(NamedTuple):
    """The rows that head those of a cycle, and the cycle of each, top to bottom."""

    rows: tuple[int, ...] = ()
    cycles: tuple[Cycle, ...] = ()

    def over(self, row: int) -> int:
        """Given a row, return how many headings stand above it."""
        return bisect_right(self.rows, row)

    def cycle(self, row: int) -> Cycle | None:
        """The cycle that the rows around one are headed with; None above the first heading."""
        above = self.over(row)
        return self.cycles[above - 1] if above else None


def cycle_headings(reader: RowReader, first_row: int, end_row: int) -> CycleHeadings:
    """Given a table's reader and its rows, return those that say nothing but a cycle; none where all of them say only
    the table's own."""
    found = list(_headings(reader, first_row, end_row))
    if all(cycle == reader.own_cycle for _, cycle in found):
        return CycleHeadings()
    return CycleHeadings(tuple(row for row, _ in found), tuple(cycle for _, cycle in found))


def _headings(reader: RowReader, first_row: int, end_row: int) -> Iterator[tuple[int, Cycle]]:
    owned = {column.column for column in reader.layout.columns if column.owned}
    own = reader.own_cycle
    for row, cells in reader.sheet.rows.items():
        if not first_row <= row <= end_row or len(cells) > 1 + len(owned):
            continue
        said = [cell.value for column, cell in cells.items() if column not in owned and cell.value not in (None, "")]
        if len(said) != 1 or not isinstance(said[0], str) or len(said[0]) > _LONGEST:
            continue
        words = _A_CYCLE_ALONE.fullmatch(bare(said[0]))
        cycle = parse_cycle(words["cycle"], reader.calendar, own.last_day if own else reader.as_of) if words else None
        if cycle is None or length_of(cycle) in ("week", "year"):
            continue
        if length_of(cycle) != "month" or own is None or length_of(own) == "year" or not holds(own, cycle):
            yield row, cycle  # months of a quarter's table may be steps on its way


_LONGEST = 40
_A_CYCLE_ALONE = RarePattern(
    r"\W*(?:okrs?\W+)?(?:(?:chu ky|ky|cycle|period)\W+)?"
    r"(?P<cycle>(?:20[0-9]{2}\W{0,3})?(?:(?:quy|qui|quarter|q|thang|month|half|h)\W?(?:[0-9]{1,2}|i{1,3}|iv)|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|tember|ober)?)(?![^\W_])"
    r"(?:\W{0,3}(?:(?:nam|year|fy)\W?)?20[0-9]{2})?)(?:\W+okrs?)?\W*"
)
