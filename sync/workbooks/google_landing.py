"""Where what was written really landed, read from the write's own answer, and what puts back what landed wrong. Pure.

Between the last look and the write people may sort, insert, delete, move, cut, rename. A value is where it belongs
when its row and column are the ones that it was computed for; whatever else was overwritten gets back what stood there,
which is known by the row that it is now.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from sync.workbooks.google_alignment import Alignment, aligned
from sync.workbooks.google_formulas import copied, with_cells_moved
from sync.workbooks.google_grid import Address, CellData, Tab
from sync.workbooks.google_writing import FORMAT, NOTE, NUMBER_FORMAT, VALUE, Put, Puts

_RUNS = ("textFormatRuns", "chipRuns")


@dataclass(frozen=True)
class Landing:
    """What came of a write to one tab: the places that are as they should be, and what is to be put where now."""

    right: frozenset[Address]
    owed: Puts


def landed(
    before: Tab, after: Tab, puts: Mapping[Address, Put], header_rows: int, owed: Collection[Address] = ()
) -> Landing:
    """Given a tab as it stood before a write and stands after it, and what was put where, return where it landed.
    ``owed`` are those of the places that put something back: where their row has moved, it is put there."""
    found = aligned(before, after, puts.keys(), header_rows)
    right = frozenset(place for place in puts if found.is_unmoved(place))
    restored: Puts = {}
    order_kept = _keeps_order(found)
    for place in puts.keys() - right:
        source = found.source(place)
        if source is not None and source in owed:
            restored[place] = puts[source]
        else:
            restored[place] = _put_back(before, source, place, puts[place].fields, found, order_kept)
    return Landing(right, restored | _followed(found, puts, {place for place in owed if place not in right}))


def carried(before: Tab, after: Tab, owed: Mapping[Address, Put], header_rows: int) -> Puts:
    """Given what is to be put back on a tab, and the tab as it stands a moment later, return what is to be put where
    now. Nothing is owed to a row that is gone."""
    target = aligned(before, after, owed.keys(), header_rows).targets()
    return {place: put for source, put in owed.items() if (place := target(source)) is not None}


def _followed(found: Alignment, puts: Mapping[Address, Put], owed: Collection[Address]) -> Puts:
    target = found.targets()
    return {place: puts[source] for source in owed if (place := target(source)) is not None and place not in puts}


def _put_back(
    before: Tab, source: Address | None, place: Address, fields: frozenset[str], found: Alignment, order_kept: bool
) -> Put:
    """What stood in a cell before it was overwritten; nothing where its row or column is new."""
    cell: CellData = before.cell(*source) if source is not None else {}
    wanted = {*fields, VALUE} if VALUE in fields else set(fields)
    data = {name: cell[name] for name in (NOTE,) if name in wanted and name in cell}
    if VALUE in wanted and cell.get(VALUE):
        data[VALUE] = _with_formula_moved(cell[VALUE], source, place, found, order_kept)
        for name in _RUNS:
            if cell.get(name):
                data[name] = cell[name]
                wanted.add(name)
    own = cell.get(FORMAT) or {}
    if FORMAT in wanted:
        data[FORMAT] = dict(own)
    elif NUMBER_FORMAT in wanted:
        data[FORMAT] = {"numberFormat": own.get("numberFormat")}
    return Put(data, frozenset(wanted))


def _with_formula_moved(
    value: Mapping[str, object], source: Address | None, place: Address, found: Alignment, order_kept: bool
) -> dict[str, object]:
    formula = value.get("formulaValue")
    if not isinstance(formula, str) or source is None or source == place:
        return dict(value)
    if order_kept:
        return {"formulaValue": with_cells_moved(formula, found.targets())}
    return {"formulaValue": copied(formula, place[0] - source[0], place[1] - source[1])}


def _keeps_order(found: Alignment) -> bool:
    """Whether rows and columns are in the order in which they were: nothing was sorted."""
    rows = [found.rows[row] for row in sorted(found.rows)]
    return all(one < other for one, other in pairwise(rows))
