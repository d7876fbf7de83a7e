"""The edits of one tab's cells, row by row, as splices of its XML: cells that are there get a new value, others are put
in their place, and so are rows that were missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NoReturn

from sync.patterns import RarePattern
from sync.workbooks.package_cell_looks import CellLooks
from sync.workbooks.package_cell_xml import NUMBER_TYPES, CellXml, Frame, head_of
from sync.workbooks.package_cells import Address, column_letters
from sync.workbooks.package_rows import LookOut, Rows, places_for_rows
from sync.workbooks.package_side_by_side import ColumnEdits, SideBySide
from sync.workbooks.package_tab import CellPlace, RowPlace, Splice, Tab
from sync.workbooks.package_values import CellEdit, Kind, NewValue, Unwritable, stored

Refuse = Callable[[int, int, str], NoReturn]
"""Given row, column and why ('formula', 'array', 'merged', or a sentence's end), raise CellRefused."""

RowEdits = list[tuple[int, CellEdit | NewValue]]
"""The edits of one row, each with its column."""


class RowWriter:
    """Turns edits into ``splices`` of one tab, and remembers which cells stay ``as_before``, since they hold the value
    already. ``rows`` are all rows that are edited or looked at. What must not be written, ``refuse`` is called for."""

    def __init__(self, tab: Tab, rows: Rows, looks: CellLooks, xml: CellXml, epoch_1904: bool, refuse: Refuse) -> None:
        self.splices: list[Splice] = []
        self.as_before: list[Address] = []
        self._tab = tab
        self._rows = rows
        self._looks = looks
        self._xml = xml
        self._epoch_1904 = epoch_1904
        self._refuse = refuse
        self._frames: dict[tuple[bytes, int, Kind], Frame] = {}
        self._new_frames: dict[tuple[int, str | None, str, Kind], tuple[bytes, bytes, bytes]] = {}
        self._names: dict[int, bytes] = {}
        self._look_outs: dict[int, LookOut] = {}

    def write(self, columns: Mapping[int, ColumnEdits]) -> None:
        """Given the edits of columns by number, make splices of them."""
        plain, others = self._rows.plain, self._rows.others
        by_row = self._row_by_row(columns)
        insert_at = places_for_rows(self._tab, sorted(by_row.keys() - plain.keys() - others.keys()))
        for number in sorted(by_row):
            edits = by_row[number]
            row = plain.get(number)
            try:
                if row is not None:
                    self._edit_plain_row(row, edits)
                elif number in others:
                    self._edit_any_row(others[number], edits)
                else:
                    self._insert_row(number, insert_at[number], edits)
            except Unwritable:
                self._refuse_unwritable(number, edits)

    def _row_by_row(self, columns: Mapping[int, ColumnEdits]) -> dict[int, RowEdits]:
        """Make splices of what can be edited column by column, and return all other edits by row, those of each in the
        order of their columns."""
        side_by_side = SideBySide(self._tab, self._looks, self._xml, self._epoch_1904)
        by_row: defaultdict[int, RowEdits] = defaultdict(list)
        for together in _next_to_each_other(columns):
            done = side_by_side.edit(self._rows.plain, {column: columns[column] for column in together})
            for column in together:
                edits = columns[column]
                for row in edits.keys() - done if done else edits:
                    by_row[row].append((column, edits[row]))
        self.splices += side_by_side.splices
        self.as_before += side_by_side.as_before
        return by_row

    def _refuse_unwritable(self, row: int, edits: RowEdits) -> None:
        for column, edit in edits:
            try:
                stored(edit.value if isinstance(edit, CellEdit) else edit, self._epoch_1904)
            except Unwritable as error:
                self._refuse(row, column, f"cannot hold the new value: {error}")

    # ── Rows in their plain form ─────────────────────────────────────────────────────────────────────────────────

    def _edit_plain_row(self, row: RowPlace, edits: RowEdits) -> None:
        """Edit a row that is plain. Most are, so calls are few."""
        data, epoch_1904, frames, splices = self._tab.data, self._epoch_1904, self._new_frames, self.splices
        number, _, inside, inside_end, _, head = row
        digits, names = b"%d" % number, self._names
        has_no_look = b"customFormat" not in head
        look_out = self._look_outs.get(edits[0][0]) or self._look_out(edits[0][0])
        first = look_out.first(inside, inside_end)
        inserted: list[int] = []
        behind = b""
        for column, edit in edits:
            if first < inside_end:
                name = (names.get(column) or self._name(column)) + digits + b'"'
                start = data.find(name, first, inside_end)
                if start >= 0:
                    name_end = start + len(name)
                    if data.find(name, name_end, inside_end) < 0:
                        self._edit_plain_cell(name_end, (number, column), edit)
                    else:
                        self._edit_twins(row, column, edit)
                    continue
            value, number_format, like, _ = edit if isinstance(edit, CellEdit) else (edit, None, None, False)
            if value is None and number_format is None and like is None and has_no_look:
                self.as_before.append((number, column))
                continue
            if value is not None and like is None and has_no_look:
                kind, characters, shows_as = stored(value, epoch_1904)
                look = column, number_format, shows_as, kind
                opening, middle, closing = frames.get(look) or self._new_frame(*look)
                xml = opening + digits + middle + characters + closing
            else:
                xml = self._new_cell(number, column, edit)
                if not xml:
                    continue
            inserted.append(column)
            if first == inside_end:
                behind += xml
            else:
                right = self._look_outs.get(column + 1) or self._look_out(column + 1)
                place = right.first(first, inside_end)
                splices.append((place, place, xml))
        if behind:
            splices.append((inside_end, inside_end, behind))
        if head and inserted:
            self._widen_spans(row, inserted)

    def _edit_twins(self, row: RowPlace, column: int, edit: CellEdit | NewValue) -> None:
        """Edit a cell that a spoilt file has more than once in one row."""
        twins = [cell for cell in self._tab.cells_of(row) if cell.column == column]
        self._edit_cells(row.number, twins, edit)

    def _look_out(self, column: int) -> LookOut:
        found = self._look_outs[column] = LookOut(self._tab, column)
        return found

    def _name(self, column: int) -> bytes:
        """What a usual cell of that column starts with, up to its row's number."""
        found = self._names[column] = self._tab.usual_cell + column_letters(column)
        return found

    def _new_frame(
        self, column: int, number_format: str | None, shows_as: str, kind: Kind
    ) -> tuple[bytes, bytes, bytes]:
        """Of a new cell in a row that has no look of its own: what stands before the row's number, between that and the
        characters, and behind these."""
        style = self._looks.showing(self._looks.of_column(column), number_format, shows_as)
        middle, closing = self._xml.frame(style, b"", kind)
        found = self._name(column), b'"' + middle, closing
        self._new_frames[column, number_format, shows_as, kind] = found
        return found

    def _edit_plain_cell(self, name_end: int, address: Address, edit: CellEdit | NewValue) -> None:
        """Edit a cell of a plain row, given where its name ends."""
        data, usual_close = self._tab.data, self._tab.usual_close
        inside = data.find(b">", name_end) + 1
        behind_name = data[name_end : inside - 1]
        head = self._looks.usual_head(behind_name)
        content, end = b"", inside
        if not behind_name.endswith(b"/"):
            end = data.find(usual_close, inside) + len(usual_close)
            content = data[inside:end]
            if content.startswith(self._tab.formula):
                self._refuse(*address, "formula")
        value, number_format, like, one_line = edit if isinstance(edit, CellEdit) else (edit, None, None, False)
        kind, characters, shows_as = stored(value, self._epoch_1904)
        style = head.style if like is None else self._looks.like(like, one_line)
        if number_format is not None or shows_as:
            style = self._looks.showing(style, number_format, shows_as)
        # A value of another type is never the same; that is quick to see for most.
        may_be_there = style == head.style and (kind != "number" or head.type in NUMBER_TYPES)
        if may_be_there and self._xml.is_there(head.type, content, kind, characters):
            self.as_before.append(address)
            return
        key = behind_name, style, kind
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = self._xml.frame(style, head.kept, kind)
        self.splices.append((name_end, end, frame[0] + characters + frame[1]))

    # ── Rows in any form ─────────────────────────────────────────────────────────────────────────────────────────

    def _insert_row(self, number: int, place: int, edits: RowEdits) -> None:
        cells = b"".join(self._new_cell(number, column, edit) for column, edit in edits)
        if cells:
            prefix = self._tab.prefix
            self.splices.append((place, place, b'<%brow r="%d">%b</%brow>' % (prefix, number, cells, prefix)))

    def _edit_any_row(self, places: list[RowPlace], edits: RowEdits) -> None:
        """Edit a row however its cells are spelt."""
        row = places[-1]
        known = [cell for place in places for cell in self._tab.cells_of(place)]
        inserted: list[tuple[int, bytes]] = []
        for column, edit in edits:
            same = [cell for cell in known if cell.column == column]
            if same:
                self._edit_cells(row.number, same, edit)
            else:
                xml = self._new_cell(row.number, column, edit)
                if xml:
                    inserted.append((column, xml))
        if not inserted:
            return
        if row.self_closing:
            tag = _with_spans(self._tab.data[row.start : row.inside], inserted[0][0], inserted[-1][0])
            cells = b"".join(xml for _, xml in inserted)
            tag = tag[:-2].rstrip() + b">" + cells + b"</" + self._tab.prefix + b"row>"
            self.splices.append((row.start, row.inside, tag))
            return
        self._widen_spans(row, [column for column, _ in inserted])
        for column, xml in inserted:
            place = self._place_in_row(row, column)
            self.splices.append((place, place, xml))

    def _place_in_row(self, row: RowPlace, column: int) -> int:
        """Where a new cell goes: before the first one that stands further right, else behind the last one."""
        end = row.inside
        for place in self._tab.cells_of(row):
            if place.column > column:
                return place.start
            end = place.end
        return end

    def _widen_spans(self, row: RowPlace, inserted: list[int]) -> None:
        tag = self._tab.data[row.start : row.inside]
        widened = _with_spans(tag, inserted[0], inserted[-1])
        if widened is not tag:
            self.splices.append((row.start, row.inside, widened))

    def _edit_cells(self, row: int, cells: list[CellPlace], edit: CellEdit | NewValue) -> None:
        """Edit a cell, wherever it stands: more than once, in a file that has it twice."""
        splices = [splice for cell in cells if (splice := self._edited_cell(row, cell, edit)) is not None]
        self.splices += splices
        if not splices:
            self.as_before.append((row, cells[0].column))

    def _edited_cell(self, row: int, cell: CellPlace, edit: CellEdit | NewValue) -> Splice | None:
        """The splice that edits a cell; None where it holds the value already."""
        tab = self._tab
        column, start, inside, inside_end, end = cell
        content = tab.shadow[inside:inside_end]
        if tab.formula_open.search(content):
            self._refuse(row, column, "formula")
        value, number_format, like, one_line = edit if isinstance(edit, CellEdit) else (edit, None, None, False)
        kind, characters, shows_as = stored(value, self._epoch_1904)
        head = head_of(tab.data[start:inside])
        style = head.style if like is None else self._looks.like(like, one_line)
        style = self._looks.showing(style, number_format, shows_as)
        if style == head.style and self._xml.is_there(head.type, tab.data[inside:inside_end], kind, characters):
            return None
        name = b' r="%b%d"' % (column_letters(column), row) if head.is_named else b""
        opening, closing = self._xml.frame(style, head.kept, kind)
        xml = b"<%bc%b%b%b%b" % (tab.prefix, name, opening, characters, closing)
        return start, end, self._xml.with_extension(xml, cell) if b"extLst" in content else xml

    def _new_cell(self, row: int, column: int, edit: CellEdit | NewValue) -> bytes:
        """A cell that was missing; b'' where there is nothing to write."""
        value, number_format, like, one_line = edit if isinstance(edit, CellEdit) else (edit, None, None, False)
        kind, characters, shows_as = stored(value, self._epoch_1904)
        style = self._looks.of_empty(row, column) if like is None else self._looks.like(like, one_line)
        if number_format is not None or shows_as:
            style = self._looks.showing(style, number_format, shows_as)
        if kind == "nothing" and style == self._looks.of_empty(row, column):
            self.as_before.append((row, column))
            return b""
        key = b"", style, kind
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = self._xml.frame(style, b"", kind)
        return b'%b%b%d"%b%b%b' % (self._tab.usual_cell, column_letters(column), row, frame[0], characters, frame[1])


def _next_to_each_other(columns: Iterable[int]) -> Iterator[list[int]]:
    """Given columns, yield those together that follow each other, in order."""
    together: list[int] = []
    for column in sorted(columns):
        if together and together[-1] != column - 1:
            yield together
            together = []
        together.append(column)
    yield together


_SPANS = RarePattern(rb"""\sspans\s*=\s*(["'])([^"']*)["']""")


def _with_spans(tag: bytes, first: int, last: int) -> bytes:
    """A row's start tag whose spans, if it has any, hold those columns too; the very same tag when they do."""
    found = _SPANS.search(tag)
    if found is None:
        return tag
    try:
        spans = [tuple(map(int, span.split(b":"))) for span in found[2].split()]
        if any(low <= first and last <= high for low, high in spans):
            return tag
        low, high = min(first, *(span[0] for span in spans)), max(last, *(span[1] for span in spans))
    except (ValueError, IndexError, TypeError):
        # Spans are only a hint to readers: without them every reader is right.
        return tag[: found.start()] + tag[found.end() :]
    return tag[: found.start(2)] + b"%d:%d" % (low, high) + tag[found.end(2) :]
