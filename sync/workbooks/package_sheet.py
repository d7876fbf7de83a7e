"""One tab's XML with edits spliced in: the cells asked for, and what must go with them (rows that were missing, spans,
the dimension). Every other byte stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, NoReturn

from sync.workbooks.package_cells import cell_name, column_letters, column_number, parsed_area
from sync.workbooks.package_layout import prompt_splices, width_splices
from sync.workbooks.package_styles import Styles
from sync.workbooks.package_tab import CellPlace, RowPlace, Splice, Tab, spliced, whole, with_place_for_cells
from sync.workbooks.package_values import CellEdit, SheetEdit, Stored, stored
from sync.workbooks.package_xml import attributes_of, elements_named, from_cell_text, text_of, to_attribute, unescaped

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
    data = with_place_for_cells(original) if edit.cells else original
    if not edit.cells and not edit.column_widths and not edit.prompts:
        return PatchedTab(original, frozenset())
    writer = _CellWriter(Tab(data), styles, shared_text, epoch_1904, refuse)
    splices = writer.splices(edit.cells) if edit.cells else []
    splices += width_splices(writer.tab, edit.column_widths)
    splices += prompt_splices(writer.tab, edit.prompts)
    if not splices:
        return PatchedTab(original, frozenset())
    return PatchedTab(spliced(data, splices), frozenset(writer.written))


class _Head(NamedTuple):
    """What a cell's start tag says: its style, the attributes to keep as they are, its type, and whether it has a name
    of its own."""

    style: int
    kept: bytes
    type: bytes
    is_named: bool


class _CellWriter:
    """Turns edits of cells into splices of one tab."""

    def __init__(
        self, tab: Tab, styles: Styles, shared_text: Callable[[int], str], epoch_1904: bool, refuse: Refuse
    ) -> None:
        self.tab = tab
        self.written: set[tuple[int, int]] = set()
        self._styles = styles
        self._shared_text = shared_text
        self._epoch_1904 = epoch_1904
        self._refuse = refuse
        self._splices: list[Splice] = []
        self._rows: dict[int, list[RowPlace]] = {}
        self._style_cache: dict[tuple[int, str | None, str], int] = {}
        self._heads: dict[bytes, _Head] = {}
        self._column_styles: dict[int, int] = {}

    def splices(self, edits: Mapping[tuple[int, int], CellEdit]) -> list[Splice]:
        by_row: dict[int, list[tuple[int, CellEdit]]] = {}
        wanted = set()
        for (row, column), edit in edits.items():
            if not (1 <= row <= 1_048_576 and 1 <= column <= 16_384):
                self._refuse(row, column, "lies outside of what a tab can hold")
            by_row.setdefault(row, []).append((column, edit))
            wanted.add(row)
            if edit.like is not None:
                wanted.add(edit.like[0])
        self._refuse_covered(edits)
        self._rows, insert_at = self.tab.rows(wanted)
        for number in sorted(by_row):
            row_edits = sorted(by_row[number], key=_column_of)
            places = self._rows.get(number)
            if places is None:
                self._insert_row(number, insert_at[number], row_edits)
            else:
                self._edit_row(number, places, row_edits)
        self._widen_dimension()
        return self._splices

    def _refuse_covered(self, edits: Mapping[tuple[int, int], CellEdit]) -> None:
        arrays = self.tab.formula_areas()
        merges = self.tab.merges()
        if arrays:
            for row, column in arrays.cells_inside(edits):
                self._refuse(row, column, "array")
        if merges:
            for row, column in merges.cells_inside(edits, but_first=True):
                self._refuse(row, column, "merged")

    # ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _insert_row(self, number: int, place: int, edits: list[tuple[int, CellEdit]]) -> None:
        cells = b"".join(self._new_cell(number, column, edit) for column, edit in edits)
        if cells:
            prefix = self.tab.prefix
            self._splices.append((place, place, b'<%brow r="%d">%b</%brow>' % (prefix, number, cells, prefix)))

    def _edit_row(self, number: int, places: list[RowPlace], edits: list[tuple[int, CellEdit]]) -> None:
        tab = self.tab
        row = places[-1]
        usual = tab.is_usual and len(places) == 1 and not row.self_closing
        inserted: list[tuple[int, bytes, int]] = []
        known: list[CellPlace] | None = None
        last: tuple[int, int] | None = None
        for column, edit in edits:
            if usual and known is None:
                cell = tab.usual_cell_at(row, column)
                if cell is not None:
                    self._edit_cell(number, cell, edit)
                    continue
                if last is None:
                    last = self._last_cell(row)
                if last[0] < column:
                    new = self._new_cell(number, column, edit)
                    if new:
                        inserted.append((column, new, last[1]))
                    continue
            if known is None:
                known = [place for each in places for place in tab.cells_of(each)]
            same = [place for place in known if place.column == column]
            for cell in same:
                self._edit_cell(number, cell, edit)
            if not same:
                new = self._new_cell(number, column, edit)
                if new:
                    inserted.append((column, new, self._place_in_row(row, column)))
        if inserted:
            self._insert_cells(row, inserted)

    def _last_cell(self, row: RowPlace) -> tuple[int, int]:
        """The last cell's column, and where a cell behind it goes; an impossible column where that is not plain."""
        shadow = self.tab.shadow
        start = shadow.rfind(self.tab.usual_cell, row.inside, row.inside_end)
        if start < 0:
            return (0, row.inside) if not shadow[row.inside : row.inside_end].strip() else (1 << 30, 0)
        found = _USUAL_NAME.match(shadow, start + len(self.tab.usual_cell))
        if found is None or int(found[2]) != row.number:
            return 1 << 30, 0
        column = column_number(found[1].decode())
        cell = self.tab.cell_place(column, start, shadow.find(b">", start) + 1, row.inside_end)
        return column, cell.end

    def _place_in_row(self, row: RowPlace, column: int) -> int:
        """Where a new cell goes: before the first one that stands further right, else behind the last one."""
        end = row.inside
        for place in self.tab.cells_of(row):
            if place.column > column:
                return place.start
            end = place.end
        return end

    def _insert_cells(self, row: RowPlace, inserted: list[tuple[int, bytes, int]]) -> None:
        tag = self.tab.data[row.start : row.inside]
        widened = _with_spans(tag, inserted[0][0], inserted[-1][0])
        if row.self_closing:
            cells = b"".join(new for _, new, _ in inserted)
            tag = widened[:-2].rstrip() + b">" + cells + b"</" + self.tab.prefix + b"row>"
            self._splices.append((row.start, row.inside, tag))
            return
        if widened is not tag:
            self._splices.append((row.start, row.inside, widened))
        for _, new, place in inserted:
            self._splices.append((place, place, new))

    # ── Cells ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _edit_cell(self, row: int, cell: CellPlace, edit: CellEdit) -> None:
        tab = self.tab
        column, start, inside, inside_end, end = cell
        content = tab.shadow[inside:inside_end]
        if tab.formula in content:
            self._refuse(row, column, "formula")
        head = tab.shadow[start:inside]
        new = self._stored(row, column, edit)
        style, kept, kind, is_named = self._head_of(head, cell)
        wanted_style = style if edit.like is None else self._style_at(*edit.like)
        wanted_style = self._style_for(wanted_style, edit.number_format, new.shows_as)
        if wanted_style == style and self._is_there(kind, cell, new):
            return
        body = self._body(new)
        if b"extLst" in content:
            body += self._extension(cell)
        name = self._name(row, column) if is_named else b""
        self._splices.append((start, end, self._cell_xml(name, wanted_style, kept, new.type, body)))
        self.written.add((row, column))

    def _new_cell(self, row: int, column: int, edit: CellEdit) -> bytes:
        new = self._stored(row, column, edit)
        usual_style = self._style_of_empty(row, column)
        style = usual_style if edit.like is None else self._style_at(*edit.like)
        style = self._style_for(style, edit.number_format, new.shows_as)
        body = self._body(new)
        if not body and style == usual_style:
            return b""
        self.written.add((row, column))
        return self._cell_xml(self._name(row, column), style, b"", new.type, body)

    def _cell_xml(self, name: bytes, style: int, kept: bytes, kind: bytes, body: bytes) -> bytes:
        prefix = self.tab.prefix
        look = b' s="%d"' % style if style else b""
        kind = b' t="%b"' % kind if kind else b""
        if body:
            return b"<%bc%b%b%b%b>%b</%bc>" % (prefix, name, look, kept, kind, body, prefix)
        return b"<%bc%b%b%b/>" % (prefix, name, look, kept)

    def _name(self, row: int, column: int) -> bytes:
        return b' r="%b%d"' % (column_letters(column), row)

    def _body(self, new: Stored) -> bytes:
        prefix = self.tab.prefix
        kind, characters, _ = new
        if kind == b"inlineStr":
            space = b' xml:space="preserve"' if characters != characters.strip() or b"\n" in characters else b""
            return b"<%bis><%bt%b>%b</%bt></%bis>" % (prefix, prefix, space, characters, prefix, prefix)
        return b"<%bv>%b</%bv>" % (prefix, characters, prefix) if characters else b""

    def _stored(self, row: int, column: int, edit: CellEdit) -> Stored:
        try:
            return stored(edit.value, self._epoch_1904)
        except ValueError as error:
            self._refuse(row, column, f"cannot hold the new value: {error}")

    def _head_of(self, head: bytes, cell: CellPlace) -> _Head:
        usual = self.tab.usual_cell
        rest = head[head.find(b'"', len(usual)) :] if head.startswith(usual) else b""
        known = self._heads.get(rest) if rest else None
        if known is not None:
            return known
        attributes = attributes_of(self.tab.data[cell.start : cell.inside])
        # cm and vm describe the value that goes: a dynamic array's first cell, a picture or a data type in the cell.
        kept = b"".join(
            b' %b="%b"' % (key.encode(), to_attribute(value))
            for key, value in attributes.items()
            if key not in ("r", "s", "t", "cm", "vm")
        )
        found = _Head(whole(attributes.get("s")), kept, attributes.get("t", "").encode(), "r" in attributes)
        if rest:
            self._heads[rest] = found
        return found

    def _is_there(self, kind: bytes, cell: CellPlace, new: Stored) -> bool:
        """Whether the cell holds that value already."""
        data = self.tab.data
        content = data[cell.inside : cell.inside_end]
        if not new.characters and new.type != b"inlineStr":
            return not content.strip()
        if new.type == b"inlineStr":
            if kind == b"inlineStr":
                return content == self._body(new) or self._text_in(content) == _plain(new)
            if kind in (b"s", b"str"):
                value = self._value_in(cell)
                if kind == b"s":
                    value = self._shared_text(whole(value)) if value is not None else None
                return value is not None and from_cell_text(value) == _plain(new)
            return False
        if new.type == b"b":
            value = self._value_in(cell) if kind == b"b" else None
            return value is not None and (value.strip() in ("1", "true")) == (new.characters == b"1")
        if kind not in (b"", b"n"):
            return False
        value = self._value_in(cell)
        try:
            return value is not None and float(value) == float(new.characters)
        except ValueError:
            return False

    def _value_in(self, cell: CellPlace) -> str | None:
        for element in elements_named(self.tab.shadow, b"v", cell.inside, cell.inside_end):
            return text_of(self.tab.data[element.inside : element.inside_end])
        return None

    def _text_in(self, content: bytes) -> str:
        return from_cell_text(text_of(_PHONETIC.sub(b"", content)))

    def _extension(self, cell: CellPlace) -> bytes:
        for element in elements_named(self.tab.shadow, b"extLst", cell.inside, cell.inside_end):
            return self.tab.data[element.start : element.end]
        return b""

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

    def _style_at(self, row: int, column: int) -> int:
        """The style of the cell at that place, or that a new cell there would have."""
        for place in self._rows.get(row, ()):
            if self.tab.is_usual:
                cell = self.tab.usual_cell_at(place, column)
            else:
                cell = next((cell for cell in self.tab.cells_of(place) if cell.column == column), None)
            if cell is not None:
                return self._head_of(self.tab.shadow[cell.start : cell.inside], cell).style
        return self._style_of_empty(row, column)

    def _style_of_empty(self, row: int, column: int) -> int:
        for place in self._rows.get(row, ()):
            tag = self.tab.data[place.start : place.inside]
            if b"customFormat" in tag:
                attributes = attributes_of(tag)
                if attributes.get("customFormat") in ("1", "true") and "s" in attributes:
                    return whole(attributes["s"])
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


_USUAL_NAME = re.compile(rb'([A-Z]{1,3})(\d{1,7})"')
_REF = re.compile(rb"""\sref\s*=\s*(["'])([^"']*)["']""")
_SPANS = re.compile(rb"""\sspans\s*=\s*(["'])([^"']*)["']""")
_PHONETIC = re.compile(rb"<([^\s/<>]*:)?rPh(?=[\s>]).*?</\1?rPh\s*>", re.DOTALL)


def _column_of(edit: tuple[int, CellEdit]) -> int:
    return edit[0]


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


def _plain(new: Stored) -> str:
    return from_cell_text(unescaped(new.characters.decode()))
