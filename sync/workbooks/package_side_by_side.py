"""Cells of plain rows that stand side by side and get new values, column by column.

That is what most syncs write: the same columns in row after row. One pattern takes these cells apart, and what a column
holds is compared as a whole with what it is to hold. Whatever is more than a value in place of another is left to
``package_row_writing``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import compress
from operator import eq
from typing import NamedTuple, cast

from sync.workbooks.package_cell_looks import CellLooks
from sync.workbooks.package_cell_xml import NUMBER_TYPES, CellXml, Frame, Head
from sync.workbooks.package_cells import Address, column_letters
from sync.workbooks.package_tab import RowPlace, Splice, Tab
from sync.workbooks.package_values import CellEdit, Kind, NewValue, Unwritable, stored, stored_numbers

_ROWS_AT_ONCE = 1_000
_NEAR = 4_096
"""Rows are looked at in one go where no more bytes than these stand between them."""
_VALUES_ALONE = (Decimal, str, int, float)

ColumnEdits = Mapping[int, CellEdit | NewValue]
"""Edits of one column's cells by row."""


class _Cells(NamedTuple):
    """Cells of one column as they are: their rows, their names, what stands
    between these and their values, and the values. Of a cell that is not there, all but the row are None."""

    rows: Sequence[int]
    names: Sequence[bytes | None]
    openings: Sequence[bytes | None]
    values: Sequence[bytes | None]


class _NewCells(NamedTuple):
    """What cells of one column become, behind their names, and the rows in which a cell holds its value already, in
    which none is asked for, and in which more than a value is."""

    xml: list[bytes]
    as_before: list[int]
    not_asked: list[int]
    left: list[int]


class SideBySide:
    """Turns edits of cells that stand side by side in plain rows into ``splices`` of one tab, and remembers which cells
    stay ``as_before``, since they hold the value already."""

    def __init__(self, tab: Tab, looks: CellLooks, xml: CellXml, epoch_1904: bool) -> None:
        self.splices: list[Splice] = []
        self.as_before: list[Address] = []
        self._tab = tab
        self._looks = looks
        self._xml = xml
        self._epoch_1904 = epoch_1904
        self._frames: dict[tuple[bytes, Kind], Frame] = {}

    def edit(self, plain: Mapping[int, RowPlace], columns: Mapping[int, ColumnEdits]) -> set[int]:
        """Given plain rows by number, in the order in which they stand, and the edits of columns that follow each
        other, make splices of them, and return the rows in which all of them are made."""
        first_name, done = self._tab.usual_cell + column_letters(next(iter(columns))), set[int]()
        for start, end in _stretches(plain.values()):
            if self._tab.data.find(first_name, start, end) < 0:
                continue  # as before a first sync, which needs no pattern then
            pattern = _side_by_side(self._tab.prefix, tuple(columns))
            found = list(pattern.finditer(self._tab.data, start, end))
            rows = _rows_named([row[1] for row in found], first_name)
            further = list(columns)[1:]
            if len(set(rows)) < len(rows) or any(
                self._has_twins(column, len(found) - [row[4 + 3 * place] for row in found].count(None), start, end)
                for place, column in enumerate(further)
            ):
                # A cell that is there twice is left.
                continue
            if not plain.keys() >= set(rows):
                found = [one for row, one in zip(rows, found, strict=True) if row in plain]
                rows = [row for row in rows if row in plain]
            if found:
                pieces = list(zip(*[row.groups() for row in found], strict=True))
                cells = [_Cells(rows, *pieces[place : place + 3]) for place in range(0, len(pieces), 3)]
                done |= self._edited([row.span() for row in found], cells, columns)
        return done

    def _has_twins(self, column: int, seen: int, start: int, end: int) -> bool:
        """Whether a row has a cell of that column twice, where ``seen`` cells of it were seen between two places."""
        name = self._tab.usual_cell + column_letters(column)
        if self._tab.data.count(name, start, end) == seen:
            return False
        rows = re.compile(re.escape(name) + rb'(\d++)"').findall(self._tab.data, start, end)
        return len(set(rows)) < len(rows)

    def _edited(
        self, spans: Iterable[tuple[int, int]], cells: Sequence[_Cells], columns: Mapping[int, ColumnEdits]
    ) -> set[int]:
        """Given where each row's cells stand, and these by column, make splices of the edits, and return the rows in
        which all are made."""
        try:
            new = [self._new_cells(here, edits) for here, edits in zip(cells, columns.values(), strict=True)]
        except Unwritable:
            # Which value it is, is for others to say.
            return set()
        rows = cells[0].rows
        left = set[int]().union(*(column.left for column in new))
        for number, column in zip(columns, new, strict=True):
            self.as_before += [(row, number) for row in column.as_before if row not in left]
        stay = left | set.intersection(*({*column.as_before, *column.not_asked} for column in new))
        pieces = [piece for here, column in zip(cells, new, strict=True) for piece in (_named(here), column.xml)]
        whole = map(b"".join, zip(*pieces, strict=True))
        self.splices += [
            (start, end, xml) for row, (start, end), xml in zip(rows, spans, whole, strict=True) if row not in stay
        ]
        return set(rows) - left

    # ── One column ───────────────────────────────────────────────────────────────────────────────────────────────

    def _new_cells(self, cells: _Cells, edits: ColumnEdits) -> _NewCells:
        """Raise Unwritable."""
        if not edits.keys() >= set(cells.rows):
            return self._some_new_cells(cells, edits)
        values = [edits[row] for row in cells.rows]
        new: _NewCells | None = None
        if None not in cells.openings:
            kinds = set(map(type, values))
            if kinds == {Decimal}:
                new = self._new_numbers(cells, cast("list[Decimal]", values))
            elif kinds == {str}:
                new = self._new_texts(cells, cast("list[str]", values))
        return new or self._one_by_one(cells, values)

    def _some_new_cells(self, cells: _Cells, edits: ColumnEdits) -> _NewCells:
        """As ``_new_cells`` does, where not all cells are asked for."""
        are_asked = [row in edits for row in cells.rows]
        new = self._new_cells(
            _Cells(
                list(compress(cells.rows, are_asked)),
                list(compress(cells.names, are_asked)),
                list(compress(cells.openings, are_asked)),
                list(compress(cells.values, are_asked)),
            ),
            edits,
        )
        coming = iter(new.xml)
        xml = [
            next(coming) if is_asked else self._as_it_is(opening, now)
            for is_asked, opening, now in zip(are_asked, cells.openings, cells.values, strict=True)
        ]
        return new._replace(xml=xml, not_asked=[row for row in cells.rows if row not in edits])

    def _one_by_one(self, cells: _Cells, values: Sequence[CellEdit | NewValue]) -> _NewCells:
        """As ``_new_cells`` does, for cells of any kind."""
        new = _NewCells([], [], [], [])
        for row, _, opening, now, value in zip(*cells, values, strict=True):
            xml, is_there = b"", False
            if opening is None or now is None or not isinstance(value, _VALUES_ALONE):
                new.left.append(row)
            else:
                xml, is_there = self._new_cell(opening, now, value)
            new.xml.append(xml)
            if is_there:
                new.as_before.append(row)
        return new

    def _new_texts(self, cells: _Cells, values: list[str]) -> _NewCells:
        """As ``_new_cells`` does, where all cells are there and are to hold texts: few, mostly, in many cells."""
        each = list(
            zip(cast("Sequence[bytes]", cells.openings), cast("Sequence[bytes]", cells.values), values, strict=True)
        )
        known = {one: self._new_cell(*one) for one in set(each)}
        xml, are_there = zip(*[known[one] for one in each], strict=True)
        return _NewCells(list(xml), list(compress(cells.rows, are_there)), [], [])

    def _new_numbers(self, cells: _Cells, values: list[Decimal]) -> _NewCells | None:
        """As ``_new_cells`` does, where all cells are there and are to hold numbers; None where they have to be looked
        at one by one."""
        numbers = stored_numbers(values)
        openings, now = cast("Sequence[bytes]", cells.openings), cast("Sequence[bytes]", cells.values)
        are_numbers = {self._holds_numbers(opening) for opening in set(openings)}
        if numbers is None or len(are_numbers) > 1:
            return None
        are_there: list[bool] = []
        if are_numbers == {True}:
            try:
                # What is no text is no number either.
                numbers_now = b"<".join(now).decode("ascii", "replace").split("<")
                are_there = list(map(eq, map(float, numbers_now), map(float, numbers)))
            except ValueError:
                return None
        encoded = "<".join(numbers).encode().split(b"<")
        xml: list[bytes]
        if len(set(openings)) == 1:
            before, behind = self._frame(openings[0], "number")
            xml = [before + number + behind for number in encoded]
        else:
            frames = [self._frame(opening, "number") for opening in openings]
            xml = [before + number + behind for (before, behind), number in zip(frames, encoded, strict=True)]
        for place in compress(range(len(xml)), are_there):
            xml[place] = self._as_it_is(openings[place], now[place])
        return _NewCells(xml, list(compress(cells.rows, are_there)), [], [])

    def _new_cell(self, opening: bytes, now: bytes, value: Decimal | str | float) -> tuple[bytes, bool]:
        """What one cell becomes, and whether it holds the value already. Raise Unwritable."""
        kind, characters, _ = stored(value, self._epoch_1904)
        content = self._as_it_is(opening, now)[opening.find(b">") + 1 :]
        if content and self._xml.is_there(self._head(opening).type, content, kind, characters):
            return self._as_it_is(opening, now), True
        before, behind = self._frame(opening, kind)
        return before + characters + behind, False

    # ── What stands around a value ───────────────────────────────────────────────────────────────────────────────

    def _head(self, opening: bytes) -> Head:
        return self._looks.usual_head(opening.partition(b">")[0].rstrip(b"/"))

    def _holds_numbers(self, opening: bytes) -> bool:
        return opening.endswith(self._tab.value_open) and self._head(opening).type in NUMBER_TYPES

    def _frame(self, opening: bytes, kind: Kind) -> Frame:
        """What is to stand around a value of that kind, in a cell in which this stands before one now."""
        found = self._frames.get((opening, kind))
        if found is None:
            head = self._head(opening)
            found = self._frames[opening, kind] = self._xml.frame(head.style, head.kept, kind)
        return found

    def _as_it_is(self, opening: bytes | None, now: bytes | None) -> bytes:
        """A cell behind its name, given what stands before its value, and that; nothing where it is not there."""
        if opening is None or now is None:
            return b""
        if opening.endswith(b"/>"):
            return opening
        if opening.endswith(self._tab.value_open):
            return opening + now + self._tab.value_close + self._tab.usual_close
        return opening + now + self._xml.around_inline_text[1]


def _stretches(rows: Iterable[RowPlace]) -> Iterator[tuple[int, int]]:
    """Where plain rows that are near to each other start and end, some of them at a time."""
    start = end = count = 0
    for row in rows:
        if count and (count == _ROWS_AT_ONCE or row.start - end > _NEAR):
            yield start, end
            count = 0
        start = start if count else row.start
        end = row.inside_end
        count += 1
    if count:
        yield start, end


def _rows_named(names: Sequence[bytes], first_name: bytes) -> list[int]:
    """The rows of cells of one column, given how all of them start and up to which place their names are the same."""
    # In one go, as there are many.
    return list(map(int, b"".join(names).replace(first_name, b" ").replace(b'"', b"").decode().split()))


def _named(cells: _Cells) -> Sequence[bytes]:
    return [name or b"" for name in cells.names]


@lru_cache(maxsize=16)
def _side_by_side(prefix: bytes, columns: tuple[int, ...]) -> re.Pattern[bytes]:
    """Cells in these columns, one behind the other, each that is there: its name, what stands between that and its
    value, and the value; but for the first one, none has to be there. What is empty has no value, and ends where it
    would stand."""
    cell = rb'(<%bc r="%b\d++")([^<>/]*+(?:>(?:<%bv>|<%bis><%bt>)|/>))([^<]*+)(?:</%bv></%bc>|</%bt></%bis></%bc>)?+'
    name = re.escape(prefix)
    cells = [cell % (name, column_letters(column), *[name] * 8) for column in columns]
    return re.compile(cells[0] + b"".join(b"(?:%b)?+" % further for further in cells[1:]))
