"""What one run wrote to one workbook altogether, which it may do twice. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from math import inf
from operator import attrgetter

from sync.archive.values import Write
from sync.written_twice import NewColumn, joined

_INTENT = attrgetter("intent")


def written_as_one(writes: Iterable[Write]) -> tuple[Write, ...]:
    """Given what one run wrote to one workbook, return its cells, without headers, as one write would have made them of
    what stood there before the run. Each has the place and the intent of its last write."""
    found: tuple[Write, ...] = ()
    for _, together in groupby(sorted(writes, key=_INTENT), _INTENT):
        written = tuple(together)
        cells = tuple(one for one in written if not one.header)
        new = [_new_column(one) for one in written if one.header and one.after is not None]
        found = joined(found, cells, new, _join) if found else cells
    return found


def _new_column(header: Write) -> NewColumn:
    return NewColumn(header.cell, inf if header.column is None else header.column.last_row)


def _join(first: Write, second: Write) -> Write:
    """The look of before the run, and of the number formats the one that the service gave."""
    return second._replace(
        before=first.before,
        look=second.look if first.look is None else first.look,
        number_format=second.number_format or first.number_format,
    )
