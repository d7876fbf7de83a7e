"""Where what was written really landed, read from the write's own answer, and what puts back what landed wrong. Pure.

Between the last look and the write people may sort, insert, delete, move, cut, rename. A value is where it belongs
when its row and column are the ones that it was computed for; whatever else was overwritten gets back what stood there,
which is known by the row that it is now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sync.workbooks.google_alignment import Alignment, aligned
from sync.workbooks.google_answers import CellData
from sync.workbooks.google_formulas import copied, with_cells_moved
from sync.workbooks.google_grid import Address, Tab, entered, is_same
from sync.workbooks.google_headers import Headers
from sync.workbooks.google_sentinels import NOTHING_TOLD, Told
from sync.workbooks.google_writing import FORMAT, NOTE, NUMBER_FORMAT, VALUE, Put, Puts

_RUNS = ("textFormatRuns", "chipRuns")


@dataclass(frozen=True)
class Landing:
    """What came of a write to one tab: the places (as they were before) whose cells hold what they should, wherever
    they stand by now, those that somebody's header stands over by now, what is to be put where now, and what in the
    tab is what."""

    right: frozenset[Address]
    under_another_header: frozenset[Address]
    owed: Puts
    alignment: Alignment


def landed(
    before: Tab,
    after: Tab,
    puts: Mapping[Address, Put],
    headers: Headers,
    owed: Collection[Address] = (),
    *,
    at_once: bool = True,
    told: Told = NOTHING_TOLD,
) -> Landing:
    """Given a tab as it stood before a write and stands after it, and what was put where, return where it landed.
    ``owed`` are those of the places that put something back: where their row has moved, it is put there. Without
    ``at_once`` people may have moved rows between the write and the look that ``after`` is. ``told`` is what sentinels
    told in the moment of the write."""
    written = [place for place in puts if at_once or not headers.hold(*place)]
    moved_along = None if at_once else {place: put.data for place, put in puts.items() if VALUE in put.fields}
    found = aligned(before, after, written, headers, moved_along, told)
    right: set[Address] = set()
    under_another_header: set[Address] = set()
    restored: Puts = {}
    for place in puts if at_once else _where_values_may_be(after, puts, found):
        source, cell = found.source(place), after.cell(*place)
        is_known = source is not None and source in puts and found.has_its_header(place)
        if source is not None and source in puts and not is_known:
            under_another_header.add(source)
        fields = puts[place].fields if at_once else _either_fields(puts, place, source)
        if source is not None and is_known and _holds(cell, puts[source], source == place):
            right.add(source)
        elif source is not None and source in owed:
            late, others = puts[source], fields - puts[source].fields
            restored[place] = _moved(late, source, place, found).over(_put_back(before, source, place, others, found))
        elif at_once or _is_of_ours(cell, before, source, puts):
            restored[place] = _put_back(before, source, place, fields, found)
    followed = _followed(before, after, {place: puts[place] for place in owed if place not in right}, found)
    restored |= {place: put for place, put in followed.items() if place not in puts}
    return Landing(frozenset(right), frozenset(under_another_header - right), restored, found)


def _where_values_may_be(after: Tab, puts: Mapping[Address, Put], found: Alignment) -> Iterator[Address]:
    columns = {column for _, column in puts}
    columns |= found.columns_of(columns)
    # Of a row that was emptied nothing may be left to be told of.
    rows = dict.fromkeys((*after.cells, *(row for row, _ in puts)))
    return ((row, column) for row in rows for column in columns)


def _either_fields(puts: Mapping[Address, Put], place: Address, source: Address | None) -> frozenset[str]:
    """Of a cell that may have moved since it was written: what may have been written, where it stands or where it
    stood."""
    known = [puts[each].fields for each in (place, source) if each is not None and each in puts]
    fields = frozenset({VALUE, NUMBER_FORMAT}).union(*known)
    return fields - {NUMBER_FORMAT} if FORMAT in fields else fields


def _holds(cell: CellData, put: Put, is_in_place: bool) -> bool:
    return is_same(entered(cell), entered(put.data)) if VALUE in put.fields else is_in_place


def _is_of_ours(cell: CellData, before: Tab, source: Address | None, puts: Mapping[Address, Put]) -> bool:
    """Whether a cell holds one of the values that were written, and not what it held before."""
    stands = entered(cell)
    if stands is None or (source is not None and is_same(stands, entered(before.cell(*source)))):
        return False
    return any(is_same(stands, entered(put.data)) for put in puts.values())


def carried(
    before: Tab,
    after: Tab,
    owed: Mapping[Address, Put],
    headers: Headers,
    written: Collection[Address] = (),
    told: Told = NOTHING_TOLD,
) -> Puts:
    """Given what is to be put back on a tab, the tab as it stands a moment later, what was written to it meanwhile, and
    what sentinels told then, return what is to be put where now. Nothing is owed where what was to be taken out stands
    no more."""
    return _followed(before, after, owed, aligned(before, after, written, headers, told=told))


def _followed(before: Tab, after: Tab, owed: Mapping[Address, Put], found: Alignment) -> Puts:
    return {
        place: _moved(put, source, place, found)
        for source, put in owed.items()
        if (place := found.target(source)) is not None and _holds_still(before.cell(*source), after.cell(*place), put)
    }


def _holds_still(one: CellData, other: CellData, put: Put) -> bool:
    if VALUE in put.fields:
        return is_same(entered(one), entered(other))
    return _number_format(one) == _number_format(other)


def _number_format(cell: CellData) -> object:
    return (cell.get(FORMAT) or {}).get("numberFormat")


def _put_back(before: Tab, source: Address | None, place: Address, fields: frozenset[str], found: Alignment) -> Put:
    """What stood in a cell before it was overwritten; nothing where its row or column is new."""
    cell: CellData = before.cell(*source) if source is not None else {}
    wanted = set(fields)
    data = {name: cell[name] for name in (NOTE,) if name in wanted and name in cell}
    if VALUE in wanted and cell.get(VALUE):
        for name in (VALUE, *_RUNS):
            if cell.get(name):
                data[name] = cell[name]
                wanted.add(name)
    own = cell.get(FORMAT) or {}
    if FORMAT in wanted:
        data[FORMAT] = dict(own)
    elif NUMBER_FORMAT in wanted:
        data[FORMAT] = {"numberFormat": own.get("numberFormat")}
    put = Put(data, frozenset(wanted))
    return put if source is None else _moved(put, source, place, found)


def _moved(put: Put, source: Address, place: Address, found: Alignment) -> Put:
    """What belongs into a cell that has moved: a formula in it has moved along."""
    formula = put.data.get(VALUE, {}).get("formulaValue")
    if not isinstance(formula, str) or source == place:
        return put
    if found.keeps_order:
        moved = with_cells_moved(formula, found.target)
    else:
        moved = copied(formula, place[0] - source[0], place[1] - source[1])
    return put._replace(data={**put.data, VALUE: {"formulaValue": moved}})
