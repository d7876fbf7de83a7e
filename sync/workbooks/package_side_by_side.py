"""Cells of a plain row that stand side by side and get new values, all of them at once.

That is what most syncs write, row by row in the same columns: one match finds what the cells hold, and one template for
all rows that look alike says what they will. Whatever is more than a value in place of another is left to
``package_row_writing``.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from sync.workbooks.package_cell_looks import CellLooks
from sync.workbooks.package_cell_xml import NUMBER_TYPES, CellXml, Frame, same_number
from sync.workbooks.package_cells import column_letters
from sync.workbooks.package_tab import RowPlace, Splice, Tab
from sync.workbooks.package_values import CellEdit, Kind, NewValue, stored

_Kept = Literal["value", "inline text"]
"""How a cell's value is stored that stays."""


class _Run(NamedTuple):
    """Cells of certain columns, one behind the other: how the first one starts, up to its row's number, and a pattern
    of them all, which gives of each what stands behind its name, and its value or its inline text."""

    first_name: bytes
    cells: re.Pattern[bytes]


class SideBySide:
    """Edits cells that stand side by side in plain rows of one tab."""

    def __init__(self, tab: Tab, looks: CellLooks, xml: CellXml, epoch_1904: bool) -> None:
        self._tab = tab
        self._looks = looks
        self._xml = xml
        self._epoch_1904 = epoch_1904
        self._runs: dict[tuple[int, ...], _Run] = {}
        self._templates: dict[tuple[object, ...], bytes] = {}
        self._held: dict[tuple[bytes, bytes | None, bytes | None, Kind, bytes], bool] = {}

    def edited(
        self, row: RowPlace, edits: list[tuple[int, CellEdit | NewValue]]
    ) -> tuple[Splice | None, list[int]] | None:
        """Given a plain row and edits of it in the order of their columns, return the splice that makes them (None
        where all is there already) and the columns of the cells that hold their value already; None where the cells are
        not all there, side by side, or one of them asks for more than a value. Raise Unwritable."""
        columns = tuple([column for column, _ in edits])
        run = self._runs.get(columns) or self._new_run(columns)
        data, digits = self._tab.data, b"%d" % row.number
        start = data.find(run.first_name + digits + b'"', row.inside, row.inside_end)
        found = run.cells.match(data, start) if start >= 0 else None
        if found is None:
            return None
        cells, epoch_1904, heads = found.groups(), self._epoch_1904, self._looks.usual_heads
        looks: list[tuple[bytes, Kind | _Kept]] = []
        values: list[bytes] = []
        as_before: list[int] = []
        place = 0
        for column, edit in edits:
            if isinstance(edit, CellEdit):
                return None
            kind, characters, shows_as = stored(edit, epoch_1904)
            if shows_as or kind == "nothing":
                return None
            behind_name, value, text = cells[place : place + 3]
            place += 3
            head = heads.get(behind_name) or self._looks.usual_head(behind_name)
            if kind == "number":
                is_there = value is not None and head.type in NUMBER_TYPES and same_number(value, characters)
            else:
                # Words are few, and stand in many cells.
                held = head.type, value, text, kind, characters
                known = self._held.get(held)
                if known is None:
                    known = self._held[held] = self._holds(*held)
                is_there = known
            if is_there:
                as_before.append(column)
                looks.append((behind_name, "value" if text is None else "inline text"))
                values += (digits, value if text is None else text)
            else:
                looks.append((behind_name, kind))
                values += (digits, characters)
        if len(as_before) == len(columns):
            return None, as_before
        key = columns, *looks
        template = self._templates.get(key)
        if template is None:
            template = self._templates[key] = self._new_template(columns, looks)
        return (start, found.end(), template % tuple(values)), as_before

    def _new_run(self, columns: tuple[int, ...]) -> _Run:
        prefix = re.escape(self._tab.prefix)
        # What is empty has neither a value nor a text.
        held = b">(?:<Pv>([^<]*+)</Pv>|<Pis><Pt>([^<]*+)</Pt></Pis>)</Pc>|/>".replace(b"P", prefix)
        cells = [rb'<%bc r="%b\d++"([^<>/]*+)(?:%b)' % (prefix, column_letters(column), held) for column in columns]
        first_name = self._tab.usual_cell + column_letters(columns[0])
        found = self._runs[columns] = _Run(first_name, re.compile(b"".join(cells)))
        return found

    def _holds(self, type_now: bytes, value: bytes | None, text: bytes | None, kind: Kind, characters: bytes) -> bool:
        """Whether a cell of that type, with that value or that inline text, holds what is asked for already."""
        opening, closing = self._xml.around_inline_text
        if text is not None:
            return self._xml.is_there(type_now, opening + text + closing, kind, characters)
        if value is None:
            return False
        return self._xml.is_there(type_now, self._tab.value_open + value + self._tab.value_close, kind, characters)

    def _new_template(self, columns: tuple[int, ...], looks: list[tuple[bytes, Kind | _Kept]]) -> bytes:
        """What cells in these columns become, given of each what stands behind its name now, and what it is to hold:
        to be filled with each one's row and characters."""
        pieces: list[bytes] = []
        for column, (behind_name, what) in zip(columns, looks, strict=True):
            opening, closing = self._frame(behind_name, what)
            name = self._tab.usual_cell + column_letters(column)
            pieces += (_literal(name), b'%b"', _literal(opening), b"%b", _literal(closing))
        return b"".join(pieces)

    def _frame(self, behind_name: bytes, what: Kind | _Kept) -> Frame:
        if what == "value":
            return behind_name + b">" + self._tab.value_open, self._tab.value_close + self._tab.usual_close
        if what == "inline text":
            opening, closing = self._xml.around_inline_text
            return behind_name + b">" + opening, closing
        head = self._looks.usual_head(behind_name)
        return self._xml.frame(head.style, head.kept, what)


def _literal(xml: bytes) -> bytes:
    return xml.replace(b"%", b"%%")
