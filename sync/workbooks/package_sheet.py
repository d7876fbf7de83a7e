"""One tab's XML with edits spliced in: the cells asked for, and what must go with them (rows that were missing, spans,
the dimension). Every other byte stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import NamedTuple, NoReturn

from sync.workbooks.package_cells import (
    LAST_COLUMN,
    LAST_ROW,
    Address,
    cell_name,
    column_letters,
    column_number,
    parsed_area,
)
from sync.workbooks.package_layout import prompt_splices, width_splices
from sync.workbooks.package_styles import Styles
from sync.workbooks.package_tab import CellPlace, RowPlace, Splice, Tab, spliced, whole, with_place_for_cells
from sync.workbooks.package_values import CellEdit, Kind, SheetEdit, Unwritable, stored
from sync.workbooks.package_xml import (
    attributes_of,
    elements_named,
    from_cell_text,
    text_of,
    to_attribute,
    unescaped,
    without_phonetics,
)

Refuse = Callable[[int, int, str], NoReturn]
"""Given row, column and why ('formula', 'array', 'merged', or a sentence's end), raise CellRefused."""


class PatchedTab(NamedTuple):
    """A tab's new XML (the very same object when nothing changed) and the cells that changed."""

    data: bytes
    written: frozenset[tuple[int, int]]


def patched_tab(
    original: bytes,
    edit: SheetEdit,
    styles: Styles,
    shared_text: Callable[[int], str],
    epoch_1904: bool,
    refuse: Refuse,
) -> PatchedTab:
    """Given a tab's XML as UTF-8 and what to change, return its new XML; styles that it needs are added to ``styles``.
    Raise what ``refuse`` raises for a cell that must not be written, MalformedXml for XML that is no tab."""
    if not edit.cells and not edit.column_widths and not edit.prompts:
        return PatchedTab(original, frozenset())
    tab = Tab(original)
    if edit.cells and tab.cells.self_closing:
        tab = Tab(with_place_for_cells(original))
    writer = _CellWriter(tab, styles, shared_text, epoch_1904, refuse)
    splices = writer.splices(edit.cells) if edit.cells else []
    splices += width_splices(writer.tab, edit.column_widths)
    splices += prompt_splices(writer.tab, edit.prompts)
    if not splices:
        return PatchedTab(original, frozenset())
    data, written = writer.tab.data, frozenset(writer.written)
    # What is known of each row is as large as the tab, and nothing asks for it any more.
    del tab, writer
    return PatchedTab(spliced(data, splices), written)


class _Head(NamedTuple):
    """What a cell's start tag says: its style, the attributes to keep as they are, its type, and whether it has a name
    of its own."""

    style: int
    kept: bytes
    type: bytes
    is_named: bool


RowEdits = list[tuple[int, CellEdit, Address]]


class _CellWriter:
    """Turns edits of cells into splices of one tab."""

    def __init__(
        self, tab: Tab, styles: Styles, shared_text: Callable[[int], str], epoch_1904: bool, refuse: Refuse
    ) -> None:
        self.tab = tab
        self.written: list[Address] = []
        self._styles = styles
        self._shared_text = shared_text
        self._epoch_1904 = epoch_1904
        self._refuse = refuse
        self._splices: list[Splice] = []
        self._rows: dict[int, list[RowPlace]] = {}
        self._style_cache: dict[tuple[int, str | None, str], int] = {}
        self._heads: dict[bytes, _Head] = {}
        self._frames: dict[tuple[bytes, int, Kind], tuple[bytes, bytes]] = {}
        self._column_styles: dict[int, int] = {}
        self._plain_frames: dict[tuple[int, str, Kind], tuple[bytes, bytes]] = {}
        self._names_before_row: dict[int, bytes] = {}
        self._last_like: tuple[Address, int] = (0, 0), 0

    def splices(self, edits: Mapping[Address, CellEdit]) -> list[Splice]:
        by_row: dict[int, RowEdits] = {}
        wanted = set()
        for address, edit in edits.items():
            row, column = address
            if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
                self._refuse(row, column, "lies outside of what a tab can hold")
            if row in by_row:
                by_row[row].append((column, edit, address))
            else:
                by_row[row] = [(column, edit, address)]
            if edit.like is not None:
                wanted.add(edit.like[0])
        self._refuse_covered(edits)
        self._rows, insert_at = self.tab.rows(wanted | by_row.keys())
        self._refuse_strays(edits)
        for number in sorted(by_row):
            row_edits = by_row[number]
            if len(row_edits) > 1:
                row_edits.sort(key=_FIRST)
            places = self._rows.get(number)
            try:
                if places is None:
                    self._insert_row(number, insert_at[number], row_edits)
                else:
                    self._edit_row(places, row_edits)
            except Unwritable:
                self._refuse_unwritable(number, row_edits)
        self._widen_dimension()
        return self._splices

    def _refuse_covered(self, edits: Mapping[Address, CellEdit]) -> None:
        for row, column in self.tab.formula_areas().cells_inside(edits):
            self._refuse(row, column, "array")
        for row, column in self.tab.merges().cells_inside(edits, but_first=True):
            self._refuse(row, column, "merged")

    def _refuse_strays(self, edits: Mapping[Address, CellEdit]) -> None:
        """A cell that stands in another's row too is seen there by some programs, and here by others."""
        for start in self.tab.strays:
            tag = self.tab.data[start : self.tab.data.find(b">", start) + 1]
            area = parsed_area(attributes_of(tag).get("r", ""))
            if area is not None and area[:2] in edits:
                self._refuse(*area[:2], "stands in the file a second time, in a row that is not its own")

    def _refuse_unwritable(self, row: int, edits: RowEdits) -> None:
        for column, edit, _ in edits:
            try:
                stored(edit.value, self._epoch_1904)
            except Unwritable as error:
                self._refuse(row, column, f"cannot hold the new value: {error}")

    # ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _insert_row(self, number: int, place: int, edits: RowEdits) -> None:
        cells = b""
        for column, edit, address in edits:
            cell = self._new_cell(number, column, edit)
            if cell:
                cells += cell
                self.written.append(address)
        if cells:
            prefix = self.tab.prefix
            self._splices.append((place, place, b'<%brow r="%d">%b</%brow>' % (prefix, number, cells, prefix)))

    def _edit_row(self, places: list[RowPlace], edits: RowEdits) -> None:
        row = places[-1]
        if row.plain and len(places) == 1 and self.tab.shadow is self.tab.data:
            self._edit_plain_row(row, edits)
        else:
            self._edit_any_row(row, places, edits)

    def _edit_plain_row(self, row: RowPlace, edits: RowEdits) -> None:
        """Edit a row that is plain. Most are, so calls are few."""
        tab, data = self.tab, self.tab.data
        number, start, inside, inside_end, _, _ = row
        digits = b'%d"' % number
        last_cell = data.rfind(tab.usual_cell, inside, inside_end) + len(tab.usual_cell)
        last_column = column_number(data[last_cell : data.find(digits, last_cell)].decode())
        is_bare = inside - start == len(tab.row_start) + len(b' r=>"') + len(digits)
        has_no_look = is_bare or data.find(b"customFormat", start, inside) < 0
        epoch_1904, frames, names = self._epoch_1904, self._plain_frames, self._names_before_row
        splices: list[Splice] = []
        written: list[Address] = []
        inserted: list[int] = []
        behind: list[bytes] = []
        for column, edit, address in edits:
            value, number_format, like, _ = edit
            name = (names.get(column) or self._name_before_row(column)) + digits
            place = data.find(name, inside, inside_end)
            if place >= 0:
                splice = self._edit_plain_cell(place, place + len(name), edit, address)
                if splice is not None:
                    splices.append(splice)
                    written.append(address)
                continue
            if has_no_look and like is None and number_format is None:
                kind, characters, shows_as = stored(value, epoch_1904)
                if kind == "nothing":
                    continue
                frame = frames.get((column, shows_as, kind)) or self._plain_frame(column, shows_as, kind)
                xml = name + frame[0] + characters + frame[1]
            else:
                xml = self._new_cell(number, column, edit)
                if not xml:
                    continue
            written.append(address)
            inserted.append(column)
            if column > last_column:
                behind.append(xml)
                last_column = column
            else:
                before = self._place_in_row(row, column)
                splices.append((before, before, xml))
        if behind:
            splices.append((inside_end, inside_end, b"".join(behind)))
        if inserted and not is_bare:
            self._widen_spans(row, inserted)
        self._splices += splices
        self.written += written

    def _name_before_row(self, column: int) -> bytes:
        found = self._names_before_row[column] = self.tab.usual_cell + column_letters(column)
        return found

    def _edit_plain_cell(self, start: int, name_end: int, edit: CellEdit, address: Address) -> Splice | None:
        """The splice that edits a cell of a plain row; None where it holds the value already."""
        data, usual_close = self.tab.data, self.tab.usual_close
        value, number_format, like, one_line = edit
        inside = data.find(b">", name_end) + 1
        rest = data[name_end : inside - 1]
        head = self._heads.get(rest) or self._usual_head(rest)
        content, end = b"", inside
        if not rest.endswith(b"/"):
            end = data.find(usual_close, inside) + len(usual_close)
            content = data[inside:end]
            if content.startswith(self.tab.formula):
                self._refuse(*address, "formula")
        kind, characters, shows_as = stored(value, self._epoch_1904)
        style = head.style if like is None else self._look_of(like, one_line)
        if number_format is not None or shows_as:
            style = self._style_for(style, number_format, shows_as)
        # A value of another type is never the same; that is quick to see for most.
        may_be_there = style == head.style and (kind != "number" or head.type in _NUMBER_TYPES)
        if may_be_there and self._is_there(head.type, content, kind, characters):
            return None
        key = rest, style, kind
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = self._frame(style, head.kept, kind)
        return start, end, data[start:name_end] + frame[0] + characters + frame[1]

    def _plain_frame(self, column: int, shows_as: str, kind: Kind) -> tuple[bytes, bytes]:
        """The frame of a cell that was missing in a row that has no look of its own."""
        style = self._style_for(self._column_style(column), None, shows_as)
        frame = self._plain_frames[column, shows_as, kind] = self._frame(style, b"", kind)
        return frame

    def _usual_head(self, rest: bytes) -> _Head:
        """What a usual cell's start tag says, given what stands in it behind the name."""
        found = self._heads[rest] = self._head_of(b"<c" + rest + b">")._replace(is_named=True)
        return found

    def _edit_any_row(self, row: RowPlace, places: list[RowPlace], edits: RowEdits) -> None:
        """Edit a row however its cells are spelt."""
        known = [cell for place in places for cell in self.tab.cells_of(place)]
        inserted: list[tuple[int, bytes]] = []
        for column, edit, address in edits:
            same = [cell for cell in known if cell.column == column]
            for cell in same:
                self._edit_cell(row.number, cell, edit, address)
            if not same:
                xml = self._new_cell(row.number, column, edit)
                if xml:
                    self.written.append(address)
                    inserted.append((column, xml))
        if not inserted:
            return
        if row.self_closing:
            tag = _with_spans(self.tab.data[row.start : row.inside], inserted[0][0], inserted[-1][0])
            cells = b"".join(xml for _, xml in inserted)
            tag = tag[:-2].rstrip() + b">" + cells + b"</" + self.tab.prefix + b"row>"
            self._splices.append((row.start, row.inside, tag))
            return
        self._widen_spans(row, [column for column, _ in inserted])
        for column, xml in inserted:
            place = self._place_in_row(row, column)
            self._splices.append((place, place, xml))

    def _place_in_row(self, row: RowPlace, column: int) -> int:
        """Where a new cell goes: before the first one that stands further right, else behind the last one."""
        end = row.inside
        for place in self.tab.cells_of(row):
            if place.column > column:
                return place.start
            end = place.end
        return end

    def _widen_spans(self, row: RowPlace, inserted: list[int]) -> None:
        if not inserted:
            return
        tag = self.tab.data[row.start : row.inside]
        widened = _with_spans(tag, inserted[0], inserted[-1])
        if widened is not tag:
            self._splices.append((row.start, row.inside, widened))

    # ── Cells ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _edit_cell(self, row: int, cell: CellPlace, edit: CellEdit, address: Address) -> None:
        tab = self.tab
        column, start, inside, inside_end, end = cell
        content = tab.shadow[inside:inside_end]
        if tab.formula_open.search(content):
            self._refuse(row, column, "formula")
        value, number_format, like, one_line = edit
        kind, characters, shows_as = stored(value, self._epoch_1904)
        head = self._head_of(tab.data[start:inside])
        style = head.style if like is None else self._look_of(like, one_line)
        style = self._style_for(style, number_format, shows_as)
        if style == head.style and self._is_there(head.type, tab.data[inside:inside_end], kind, characters):
            return
        name = self._name(row, column) if head.is_named else b""
        opening, closing = self._frame(style, head.kept, kind)
        xml = b"<%bc%b%b%b%b" % (tab.prefix, name, opening, characters, closing)
        if b"extLst" in content:
            xml = self._with_extension(xml, cell)
        self._splices.append((start, end, xml))
        self.written.append(address)

    def _new_cell(self, row: int, column: int, edit: CellEdit) -> bytes:
        """A cell that was missing; b'' where there is nothing to write."""
        value, number_format, like, one_line = edit
        kind, characters, shows_as = stored(value, self._epoch_1904)
        style = self._style_of_empty(row, column) if like is None else self._look_of(like, one_line)
        if number_format is not None or shows_as:
            style = self._style_for(style, number_format, shows_as)
        if kind == "nothing" and style == self._style_of_empty(row, column):
            return b""
        key = b"", style, kind
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = self._frame(style, b"", kind)
        return b'%b%b%d"%b%b%b' % (self.tab.usual_cell, column_letters(column), row, frame[0], characters, frame[1])

    def _frame(self, style: int, kept: bytes, kind: Kind) -> tuple[bytes, bytes]:
        """What stands between a cell's name and its characters, and behind them."""
        prefix = self.tab.prefix
        look = (b' s="%d"' % style if style else b"") + kept
        if kind == "nothing":
            return look + b"/>", b""
        if kind in ("number", "bool", "error"):
            opening = {"bool": b' t="b">', "error": b' t="e">'}.get(kind, b">")
            return look + opening + b"<%bv>" % prefix, b"</%bv></%bc>" % (prefix, prefix)
        space = b' xml:space="preserve"' if kind == "spaced text" else b""
        opening = look + b' t="inlineStr"><%bis><%bt%b>' % (prefix, prefix, space)
        return opening, b"</%bt></%bis></%bc>" % (prefix, prefix, prefix)

    def _name(self, row: int, column: int) -> bytes:
        return b' r="%b%d"' % (column_letters(column), row)

    def _head_of(self, tag: bytes) -> _Head:
        attributes = attributes_of(tag)
        # cm and vm describe the value that goes: a dynamic array's first cell, a picture or a data type in the cell.
        kept = b"".join(
            b' %b="%b"' % (key.encode(), to_attribute(value))
            for key, value in attributes.items()
            if key not in ("r", "s", "t", "cm", "vm")
        )
        kind = attributes.get("t", "").encode()
        return _Head(whole(attributes.get("s")), kept, kind, "r" in attributes)

    def _is_there(self, type_now: bytes, content: bytes, kind: Kind, characters: bytes) -> bool:
        """Whether a cell of that type and content (up to its end tag, or with it) holds that value already."""
        if kind == "number":
            if type_now not in _NUMBER_TYPES or not content:
                return False
            return _same_number(self._value_in(content), characters)
        if kind == "bool":
            return type_now == b"b" and self._value_in(content).strip() in _TRUTH[characters]
        value = text_of(without_phonetics(content))
        if kind == "error":
            return type_now == b"e" and value == characters.decode()
        if kind == "nothing":
            # An empty text is something: it counts, and is not blank.
            return not value and self.tab.value_open not in content and b"<%bis" % self.tab.prefix not in content
        if type_now == b"s":
            value = self._shared_text(whole(value))
        elif type_now not in (b"inlineStr", b"str"):
            return False
        return from_cell_text(value) == from_cell_text(unescaped(characters.decode()))

    def _value_in(self, content: bytes) -> bytes:
        value_open, value_close = self.tab.value_open, self.tab.value_close
        if content.startswith(value_open):
            return content[len(value_open) : content.find(value_close)]
        return text_of(content).strip().encode()

    def _with_extension(self, xml: bytes, cell: CellPlace) -> bytes:
        """The new cell with what the old one's extension said."""
        for element in elements_named(self.tab.shadow, b"extLst", cell.inside, cell.inside_end):
            extension = self.tab.data[element.start : element.end]
            closing = b"</%bc>" % self.tab.prefix
            if xml.endswith(b"/>"):
                return xml[:-2] + b">" + extension + closing
            return xml[: -len(closing)] + extension + closing
        return xml

    # ── Looks ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _style_for(self, style: int, number_format: str | None, shows_as: str) -> int:
        if number_format is None and not shows_as:
            return style
        key = (style, number_format, shows_as)
        found = self._style_cache.get(key)
        if found is None:
            found = self._style_cache[key] = self._new_style(style, number_format, shows_as)
        return found

    def _new_style(self, style: int, number_format: str | None, shows_as: str) -> int:
        if number_format is not None:
            return self._styles.with_format(style, number_format)
        if shows_as == "percent":
            return style if self._styles.shows_percent(style) else self._styles.with_format(style, "0%")
        if self._styles.shows_dates(style):
            return style
        return self._styles.with_format(style, "m/d/yy h:mm" if shows_as == "datetime" else "mm-dd-yy")

    def _look_of(self, like: Address, one_line: bool) -> int:
        style = self._style_at(*like)
        return self._styles.on_one_line(style) if one_line else style

    def _style_at(self, row: int, column: int) -> int:
        """The style of the cell at that place, or that a new cell there would have."""
        if (row, column) == self._last_like[0]:
            return self._last_like[1]
        style = self._looked_up_style(row, column)
        self._last_like = (row, column), style
        return style

    def _looked_up_style(self, row: int, column: int) -> int:
        for place in self._rows.get(row, ()):
            if self.tab.is_usual:
                cell = self.tab.usual_cell_at(place, column)
            else:
                cell = next((cell for cell in self.tab.cells_of(place) if cell.column == column), None)
            if cell is not None:
                tag = self.tab.data[cell.start : cell.inside]
                rest = tag[tag.find(b'"', len(self.tab.usual_cell)) + 1 : -1]
                if self.tab.is_usual:
                    return (self._heads.get(rest) or self._usual_head(rest)).style
                return self._head_of(tag).style
        return self._style_of_empty(row, column)

    def _style_of_empty(self, row: int, column: int) -> int:
        for place in self._rows.get(row, ()):
            tag = self.tab.data[place.start : place.inside]
            if b"customFormat" in tag:
                attributes = attributes_of(tag)
                if attributes.get("customFormat") in ("1", "true") and "s" in attributes:
                    return whole(attributes["s"])
        return self._column_style(column)

    def _column_style(self, column: int) -> int:
        found = self._column_styles.get(column)
        if found is None:
            found = self._column_styles[column] = self.tab.column_style(column)
        return found

    # ── What goes with cells ─────────────────────────────────────────────────────────────────────────────────────

    def _widen_dimension(self) -> None:
        if not self.written:
            return
        for element in self.tab.before:
            if element.local_name != b"dimension":
                continue
            tag = self.tab.data[element.start : element.inside]
            found = _REF.search(tag)
            area = parsed_area(found[2].decode("utf-8", "replace")) if found else None
            if found is None or area is None:
                return
            rows = [row for row, _ in self.written]
            columns = [column for _, column in self.written]
            first = min(area[0], min(rows)), min(area[1], min(columns))
            last = max(area[2], max(rows)), max(area[3], max(columns))
            if (*first, *last) != area:
                new = cell_name(*first) + (f":{cell_name(*last)}" if first != last else "")
                start, end = element.start + found.start(2), element.start + found.end(2)
                self._splices.append((start, end, new.encode()))


_FIRST = itemgetter(0)
_NUMBER_TYPES = (b"", b"n")
_TRUTH = {b"1": (b"1", b"true"), b"0": (b"0", b"false")}
_REF = re.compile(rb"""\sref\s*=\s*(["'])([^"']*)["']""")
_SPANS = re.compile(rb"""\sspans\s*=\s*(["'])([^"']*)["']""")


def _same_number(now: bytes, new: bytes) -> bool:
    if now == new:
        return True
    try:
        return float(now) == float(new)
    except ValueError:
        return False


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
