"""A tab as Google keeps it: what spreadsheets.get, and the answer to a write, say of its cells, in their own words, so
that it can be put back. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, NamedTuple

from sync.model.cells import Area, Protection, column_letters
from sync.workbooks.excel_numbers import stored_number
from sync.workbooks.google_answers import CellData, JsonObject, Rows

Address = tuple[int, int]
"""Row and column, counted from 1."""


class Reach(NamedTuple):
    """Rows and columns of a tab, each in which something is written."""

    rows: Collection[int]
    columns: Collection[int]

    @classmethod
    def of(cls, places: Iterable[Address]) -> Reach:
        rows, columns = set[int](), set[int]()
        for row, column in places:
            rows.add(row)
            columns.add(column)
        return cls(rows, columns)


OURS = "okr-sync"
"""The key of all developer metadata of ours."""

TAB_FIELDS = (
    "properties(locale,timeZone),developerMetadata(metadataId,metadataKey),"
    "sheets.properties(sheetId,title,sheetType,hidden,gridProperties(rowCount,columnCount))"
)
_TYPED = "userEnteredValue,{own_format},note,textFormatRuns,chipRuns,dataValidation.condition.type"
_CELL = f"effectiveValue,{_TYPED}"
_READ_CELL = f"effectiveFormat.numberFormat,hyperlink,{_CELL}"
_SHEET = (
    "properties(sheetId,title,sheetType,hidden,gridProperties(rowCount,columnCount)),merges,"
    "protectedRanges(range,unprotectedRanges,warningOnly,requestingUserCanEdit),tables.range"
)
_LINES = "{name}(hiddenByUser,hiddenByFilter,developerMetadata(metadataId,metadataKey){more})"


def _fields(own_format: str, lines: str = "", cell: str = _CELL) -> str:
    cells = f"data(startRow,startColumn,rowData.values({cell.format(own_format=own_format)}){lines})"
    return f"properties(locale,timeZone),developerMetadata(metadataId,metadataKey),sheets({_SHEET},{cells})"


_ROWS = _LINES.format(name="rowMetadata", more="")
_COLUMNS = _LINES.format(name="columnMetadata", more=",pixelSize")
READ_FIELDS = _fields("userEnteredFormat.numberFormat", f",{_ROWS},{_COLUMNS}", cell=_READ_CELL)
"""What a read asks for."""
CELL_FIELDS = _fields("userEnteredFormat.numberFormat")
"""What is asked for right before a write, where formulas may fill in cells."""
WRITTEN_FIELDS = _fields("userEnteredFormat.numberFormat", cell=_TYPED)
"""What is asked for right before a write otherwise, and in the answer to each: what is typed, and not what it comes
to."""
LOOK_FIELDS = _fields("userEnteredFormat", f",{_COLUMNS}")
"""The same with whole formats and widths: for columns that are added or taken out."""

_ENDLESS = 2**31
_ROW_NUMBER = re.compile(r"(?<![A-Za-z0-9_])(\$?[A-Za-z]{1,3})\$?[0-9]+")


@dataclass(frozen=True)
class Tab:
    """One tab. ``cells`` are what Google says of its cells. ``metadata`` are ids
    of ours that an earlier write left on rows and columns."""

    id: int
    title: str
    row_count: int
    column_count: int
    cells: Rows = field(default_factory=Rows)
    merges: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    widths: Mapping[int, int] = field(default_factory=dict)
    protections: tuple[Protection, ...] = ()
    list_areas: tuple[Area, ...] = ()
    metadata: tuple[int, ...] = ()

    def cell(self, row: int, column: int) -> CellData:
        return self.cells.get(row, {}).get(column, {})

    def is_protected(self, row: int, column: int) -> bool:
        return any(protection.holds(row, column) for protection in self.protections)


class Spreadsheet(NamedTuple):
    """What one answer says of a spreadsheet. ``metadata`` are ids of ours on the spreadsheet itself."""

    tabs: tuple[Tab, ...]
    locale: str | None = None
    metadata: tuple[int, ...] = ()

    def tab(self, tab_id: int) -> Tab | None:
        return next((tab for tab in self.tabs if tab.id == tab_id), None)

    def titled(self, title: str) -> Tab | None:
        return next((tab for tab in self.tabs if tab.title == title), None)


def spreadsheet_of(answer: JsonObject) -> Spreadsheet:
    """Given a Spreadsheet of Google's, return its tabs that hold cells (not those that are one chart)."""
    sheets = [sheet for sheet in answer.get("sheets", ()) if sheet["properties"].get("sheetType", "GRID") == "GRID"]
    locale = answer.get("properties", {}).get("locale")
    return Spreadsheet(tuple(map(_tab, sheets)), locale, tuple(_ours(answer)))


def entered(cell: CellData) -> tuple[str, Any] | None:
    """Given a cell, return the kind and content of what was typed into it; None where nothing was."""
    for kind, content in (cell.get("userEnteredValue") or {}).items():
        return kind, content
    return None


def is_same(one: tuple[str, Any] | None, other: tuple[str, Any] | None) -> bool:
    """Given two cells' content, as ``entered`` gives it, return whether it is one; numbers to their 15 digits."""
    if one is None or other is None or one[0] != "numberValue" or other[0] != "numberValue":
        return one == other
    return stored_number(str(one[1])) == stored_number(str(other[1]))


def said(cell: CellData) -> tuple[str, Any] | None:
    """As ``entered``, for recognising a row: formulas name other rows as they move, so that row numbers in them do not
    count; nor is an unticked check box anything."""
    found = entered(cell)
    if found is None:
        return None
    kind, content = found
    if kind == "formulaValue":
        return kind, _ROW_NUMBER.sub(r"\1", content)
    return None if is_unticked_box(cell) else found


def is_unticked_box(cell: CellData) -> bool:
    """A check box puts FALSE into every cell of its range, down to the end of the grid."""
    is_box = cell.get("dataValidation", {}).get("condition", {}).get("type") == "BOOLEAN"
    return is_box and cell.get("userEnteredValue") == {"boolValue": False}


class Print(NamedTuple):
    """Hashes of a tab, and of each row in which anything stands: of what is typed into it, what it looks like as far as
    numbers go, its notes, merges and title. What formulas come to is not in them: it may change with the clock."""

    whole: bytes
    title: str
    merges: tuple[Area, ...]
    rows: Mapping[int, bytes]
    has_formulas: bool


def print_of(tab: Tab) -> Print:
    """Given a tab, return its hashes."""
    rows = {row: line for row in tab.cells if (line := tab.cells.hash(row))}
    whole = blake2b(repr((tab.id, tab.title, tab.merges)).encode(), digest_size=16)
    whole.update(b"".join([b"%d %b" % one for one in rows.items()]))
    return Print(whole.digest(), tab.title, tab.merges, rows, tab.cells.hold_formulas)


def fingerprint_of(prints: Iterable[Print]) -> str:
    """Given the hashes of all tabs that were read to their end, in their order, return the spreadsheet's."""
    return blake2b(b"".join(each.whole for each in prints), digest_size=16).hexdigest()


def range_of(tab: Tab, area: Area | None = None) -> str:
    """Given a tab and cells of it (none: all of it), return them in A1 notation. Always in quotes: a tab may be called
    D3."""
    title = "'" + tab.title.replace("'", "''") + "'"
    if area is None:
        return title
    first, last = column_letters(area.first_column), column_letters(area.last_column)
    return f"{title}!{first}{area.first_row}:{last}{area.last_row}"


def joined(parts: Iterable[Tab]) -> Tab:
    """Given parts of one tab, in the order of their rows, return it whole."""
    whole, *others = parts
    cells = whole.cells.followed_by(part.cells for part in others)
    hidden, metadata = set(whole.hidden_rows), list(whole.metadata)
    for part in others:
        hidden |= part.hidden_rows
        metadata += [each for each in part.metadata if each not in metadata]
    return replace(whole, cells=cells, hidden_rows=frozenset(hidden), metadata=tuple(metadata))


# ── Google's words ───────────────────────────────────────────────────────────────────────────────────────────────────


def _tab(sheet: JsonObject) -> Tab:
    properties = sheet["properties"]
    size = properties.get("gridProperties", {})
    rows, columns = size.get("rowCount", 0), size.get("columnCount", 0)
    cells = Rows()
    hidden: dict[str, set[int]] = {"row": set(), "column": set()}
    widths: dict[int, int] = {}
    metadata: list[int] = []
    for data in sheet.get("data", ()):
        top, left = data.get("startRow", 0) + 1, data.get("startColumn", 0) + 1
        cells.add(data.get("rowData", []), top, left)
        for name, start in (("row", top), ("column", left)):
            for number, line in enumerate(data.get(f"{name}Metadata", ()), start):
                if not line:
                    continue
                if line.get("hiddenByUser") or line.get("hiddenByFilter"):
                    hidden[name].add(number)
                metadata += _ours(line)
                if name == "column" and "pixelSize" in line:
                    widths[number] = line["pixelSize"]
    return Tab(
        properties.get("sheetId", 0),
        properties.get("title", ""),
        rows,
        columns,
        cells if len(sheet.get("data", ())) < 2 else cells.in_order(),
        tuple(_area(each, rows, columns) for each in sheet.get("merges", ())),
        bool(properties.get("hidden")),
        frozenset(hidden["row"]),
        frozenset(hidden["column"]),
        widths,
        tuple(_protections(sheet)),
        tuple(_area(each.get("range", {}), rows, columns) for each in sheet.get("tables", ())),
        tuple(dict.fromkeys(metadata)),
    )


def _protections(sheet: JsonObject) -> Iterator[Protection]:
    for each in sheet.get("protectedRanges", ()):
        # One that is backed by a named range has no range of its own; Google's refusal is then all there is.
        if each.get("range") is not None and not each.get("warningOnly") and not each.get("requestingUserCanEdit"):
            # One without an end goes on over what is appended to the grid.
            free = tuple(_area(own, _ENDLESS, _ENDLESS) for own in each.get("unprotectedRanges", ()))
            yield Protection(_area(each["range"], _ENDLESS, _ENDLESS), free)


def _area(sent: JsonObject, rows: int, columns: int) -> Area:
    return Area(
        sent.get("startRowIndex", 0) + 1,
        sent.get("startColumnIndex", 0) + 1,
        sent.get("endRowIndex", rows),
        sent.get("endColumnIndex", columns),
    )


def _ours(holder: JsonObject) -> Iterator[int]:
    for each in holder.get("developerMetadata", ()):
        if each.get("metadataKey") == OURS:
            yield each["metadataId"]
