"""Where the columns stand now that were added to a workbook. Pure.

One table's columns are headed as the next one's on its tab, so that a header alone does not tell whose it is once
somebody has inserted, deleted or moved a column. The rows do: they are known by their ids, and what was written below a
header, in the write that added it, says which of them are its table's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sync.archive.values import Write
from sync.model.cells import CellRef
from sync.model.rows import Field
from sync.present import Present


class Standing(NamedTuple):
    """Headers of columns that were added, with where each stands now; those that are not there any more, with the
    number of the table in which their rows stand (None: in none); and headers like them of which nobody can tell whose
    they are."""

    found: tuple[tuple[Write, CellRef], ...]
    gone: tuple[tuple[Write, int | None], ...]
    in_doubt: tuple[tuple[Write, CellRef], ...]


def where_added_stand(added: Sequence[Write], cells: Iterable[Write], present: Present) -> Standing:
    """Given headers of columns that were added, what was ever written below headers, and the workbook as it stands,
    return where each header stands now, no two of them in one place."""
    tables = _tables_of(added, cells, present)
    found: dict[int, CellRef] = {}

    def claim(number: int, places: Iterable[CellRef]) -> None:
        free = [place for place in places if place not in found.values()]
        if number not in found and len(free) == 1:
            found[number] = free[0]

    def below_which_its_rows_stand(number: int) -> list[CellRef]:
        return [ref for ref in present.headers_like(added[number]) if present.index_of_table(ref) == tables[number]]

    for number in tables:
        claim(number, {added[number].cell}.intersection(below_which_its_rows_stand(number)))
    # Of one that somebody deleted, and a later run added again, it is the later one that stands there.
    for number in sorted(tables, reverse=True):
        claim(number, below_which_its_rows_stand(number))
    for number, write in enumerate(added):
        claim(number, [write.cell] if present.value(write.cell) == write.after else [])
    in_doubt: dict[CellRef, Write] = {}
    for alike in _by_words((number for number in range(len(added)) if number not in found), added):
        some = added[alike[0]]
        places = [ref for ref in present.headers_like(some) if ref not in found.values()]
        # What stands over the rows of another table than its own is that table's, or was made by somebody there.
        untold = [number for number in alike if number not in tables]
        if len(untold) >= len(places):
            # Tables keep their order.
            last = sorted(untold[len(untold) - len(places) :], key=lambda number: added[number].cell)
            found |= dict(zip(last, sorted(places), strict=True))
            places = []
        elif not untold:
            places = []
        elsewhere = [ref for ref in present.cells_saying(some) if ref not in found.values()]
        in_doubt |= dict.fromkeys([*places, *elsewhere], some)
    return Standing(
        tuple((added[number], found[number]) for number in sorted(found)),
        tuple((write, tables.get(number)) for number, write in enumerate(added) if number not in found),
        tuple((write, place) for place, write in in_doubt.items()),
    )


def _tables_of(added: Sequence[Write], cells: Iterable[Write], present: Present) -> dict[int, int]:
    """By the numbers of headers: the table in which most of the rows stand now that were below each."""
    headers: dict[tuple[int, str, int, Field], list[int]] = defaultdict(list)
    for number, write in enumerate(added):
        headers[_column(write)].append(number)
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for write in cells:
        above = [number for number in headers.get(_column(write), ()) if _is_below(write, added[number])]
        table = present.table_of(write.subject)
        if above and table is not None:
            votes[max(above, key=lambda number: added[number].cell.row)][table] += 1
    tables = {}
    for number, counts in votes.items():
        (table, most), *others = counts.most_common(2)
        if not others or others[0][1] < most:
            tables[number] = table
    return tables


def _is_below(write: Write, header: Write) -> bool:
    """Whether a cell is in that column, and not in that of a table further down, which may be somebody's own."""
    lowest = write.cell.row if header.column is None else header.column.last_row
    return header.cell.row < write.cell.row <= lowest


def _column(write: Write) -> tuple[int, str, int, Field]:
    """Which column a cell was in as it was written: rows move between two writes, and never within one."""
    return write.intent, write.cell.sheet, write.cell.column, write.field


def _by_words(numbers: Iterable[int], added: Sequence[Write]) -> list[list[int]]:
    """Headers that one another could be taken for, oldest first."""
    groups: dict[tuple[str, Field, object], list[int]] = defaultdict(list)
    for number in numbers:
        groups[added[number].cell.sheet, added[number].field, added[number].after].append(number)
    return list(groups.values())
