"""One tab's XML ─▶ cells: scanned as it is inflated, so that a tab of no interest costs no more than its head.

A cell of shared text waits as the text's number until ``settle_texts``, because which texts are needed is known only
when the tabs were scanned.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from sync.model.cells import Area, Cell, CellValue, ErrorValue
from sync.workbooks.excel_addresses import LAST_ROW, cell_column, parse_area, row_number
from sync.workbooks.excel_formulas import Doubts, Formulas
from sync.workbooks.excel_numbers import GENERAL, StyleFormats, iso_serial, stored_number
from sync.workbooks.excel_rows import PlainContent, PlainRow, RowCutter, plain_content
from sync.workbooks.excel_texts import TextGatherer, unescaped
from sync.workbooks.xml_events import Attributes, BrokenXml, LocalNames, local_name, parse_events, strict_parser

HEAD_ROWS = 100
"""Rows with content by which a tab is judged."""
HEAD_REACH = 2_000
"""The row at which the head of a tab with fewer such rows ends."""
LONGEST_TEXT = 1 << 20
"""Characters in one cell; Excel itself ends at 32,767."""

Rows = dict[int, dict[int, Cell]]


class Hyperlink(NamedTuple):
    """A link on an area: the id of the relation that holds its address, or a place in the workbook itself."""

    area: Area
    relation: str | None
    place: str | None


class Pending(NamedTuple):
    """A cell that waits for its shared text."""

    row: int
    column: int
    text_number: int
    number_format: str
    formula: str | None


class TabScan:
    """A worksheet part on its way through the parser. ``to_head`` and ``to_end`` go on from where the scan stands.

    ``formats`` holds the number format of each cell style. All that scans raises BrokenXml.
    """

    def __init__(
        self, chunks: Iterator[bytes], formats: Sequence[str], epoch_1904: bool, doubts: Doubts | None = None
    ) -> None:
        self.rows: Rows = {}
        self.merges: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.hyperlinks: list[Hyperlink] = []
        self.protected = False
        self.is_worksheet = True
        self.finished = False
        self.pending: list[Pending] = []
        self._formulas = Formulas(doubts or Doubts(lambda text: False))
        self._chunks = chunks
        self._events = _TabEvents(self, self._formulas, formats, epoch_1904)
        self._cutter = RowCutter(self._events.parser, self._events.is_among_rows, self._events.take_row)

    def to_head(self) -> Rows:
        """Scan until the head is complete, and return its rows: the tab's first 100 that hold anything."""
        while not self.finished and not self._events.past_head:
            self._step()
        head = [row for row in self.rows if row <= HEAD_REACH][:HEAD_ROWS]
        return {row: self.rows[row] for row in head}

    def to_end(self) -> None:
        """Scan all the rest."""
        while not self.finished:
            self._step()
        self._formulas.mark_members(self.rows)
        _put_in_order(self.rows)

    def settle_texts(self, texts: Mapping[int, str]) -> None:
        """Given shared texts by number, put them into the cells that wait for them; the others go on waiting."""
        cells_by_text: dict[tuple[int, str], Cell] = {}
        waiting = []
        for place in self.pending:
            row, column, number, number_format, formula = place
            text, cells = texts.get(number), self.rows.get(row)
            # A row that the scan has only begun is not among the rows yet.
            if text is None or cells is None:
                waiting.append(place)
            elif formula is not None:
                cells[column] = Cell(text, number_format, formula)
            else:
                cell = cells_by_text.get((number, number_format))
                if cell is None:
                    cell = cells_by_text[number, number_format] = Cell(text, number_format)
                cells[column] = cell
        self.pending = waiting

    def _step(self) -> None:
        chunk = next(self._chunks, None)
        self.finished = chunk is None
        self._cutter.feed(chunk or b"", last=self.finished)
        if self.finished:
            # The parser knows its handlers as they know the parser, and the scan: none would go before all of it does.
            del self._events.parser, self._events, self._cutter


def _put_in_order(rows: Rows) -> None:
    """Files of other makers may list rows and cells in any order."""
    for row, cells in rows.items():
        columns = list(cells)
        if columns != sorted(columns):
            rows[row] = dict(sorted(cells.items()))
    numbers = list(rows)
    if numbers != sorted(numbers):
        for row, cells in sorted(rows.items()):
            del rows[row]
            rows[row] = cells


_NO_TEXT_YET = Cell("")
_MOST_KNOWN, _MOST_SAID = 50_000, 16_000
_LONG = 200
"""Characters in a cell that are too many for many others to say the same."""
_Said = Cell | PlainContent | None
"""What a plain cell says: a cell, more than a value, or nothing."""


class _TabEvents:
    """The parser's handlers for one worksheet part. They run five times a cell, hence their plain style."""

    def __init__(self, scan: TabScan, formulas: Formulas, formats: Sequence[str], epoch_1904: bool) -> None:
        self.past_head = False
        self.parser = strict_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

        self._scan = scan
        self._rows = scan.rows
        self._formulas = formulas
        self._epoch_1904 = epoch_1904
        self._formats = StyleFormats(formats)
        self._names = LocalNames()
        self._columns_by_letters: dict[str, int] = {}
        self._rows_by_look: dict[str, bool | None] = {}
        self._cells_by_content: dict[tuple[str, str, str], Cell] = {}
        self._said: dict[str, _Said] = {}

        self._depth = 0
        self._in_data = False
        self._row = 0
        self._row_digits = "0"
        self._row_cells: dict[int, Cell] = {}

        self._in_cell = False
        self._aside = 0
        self._column = 0
        self._kind = "n"
        self._style = ""
        self._value: str | None = None
        self._formula: Attributes | None = None
        self._formula_text = ""
        self._gathering: list[str] | None = None
        self._inline: TextGatherer | None = None

    def is_among_rows(self) -> bool:
        return self._in_data and not self._in_cell

    def take_row(self, row: PlainRow) -> bool:
        """Take a row that was cut whole, as its events would be taken; False where its attributes are none."""
        hidden = self._is_hidden_by(row.attributes)
        if hidden is None:
            return False
        said = self._said_in(row)
        if said is None:
            return False
        self._begin_row(int(row.digits))
        if hidden:
            self._scan.hidden_rows.add(self._row)
        columns, here = self._columns_by_letters, self._row_cells
        for (letters, _), content in zip(row.cells, said, strict=True):
            if letters not in columns:
                columns[letters] = cell_column(letters + row.digits, self._row)
            if isinstance(content, Cell):
                here[columns[letters]] = content
            elif content is not None:
                self._column = columns[letters]
                self._take_content(content)
        self._end_row()
        return True

    def _said_in(self, row: PlainRow) -> list[_Said] | None:
        """What the cells of a row say; None where that of one is not in the plain form."""
        known = self._said
        said: list[_Said] = []
        for _, stored in row.cells:
            if stored in known:
                said.append(known[stored])
                continue
            content = plain_content(stored)
            if content is None:
                return None
            said.append(self._understood(stored, content))
        return said

    def _understood(self, stored: str, content: PlainContent) -> _Said:
        style, kind, formula, value, inline = content
        if inline:
            value = unescaped(inline)
        said: _Said = None
        if formula or kind == "s":
            said = content
        elif value:
            cell = self._cell(kind or "n", style, value)
            said = None if cell.value is None else cell
        if len(stored) < _LONG:
            if len(self._said) > _MOST_SAID:
                self._said.clear()
            self._said[stored] = said
        return said

    def _take_content(self, content: PlainContent) -> None:
        """Take what is more than a value: a formula, or a shared text."""
        self._style, self._kind, formula, value, inline = content
        value = unescaped(inline) if inline else value
        if formula:
            self._kind = self._kind or "n"
            self._value = value or None
            self._formula_text = formula
            self._finish_formula({})
        else:
            self._finish_value(value)

    def _is_hidden_by(self, attributes: str) -> bool | None:
        """Whether a row's attributes hide it; None where they are none."""
        if attributes not in self._rows_by_look:
            if len(self._rows_by_look) > 1_000:
                return None
            found: list[Attributes] = []
            try:
                parse_events([f"<row{attributes}/>".encode()], lambda _, given: found.append(given))
            except BrokenXml:
                found = []
            is_whole = len(found) == 1 and "r" not in found[0]
            self._rows_by_look[attributes] = _is_hidden(found[0], "ht") if is_whole else None
        return self._rows_by_look[attributes]

    def _start(self, name: str, attributes: Attributes) -> None:
        name = self._names[name]
        if self._in_cell:
            self._start_in_cell(name, attributes)
        elif self._in_data:
            if name == "c":
                self._start_cell(attributes)
            elif name == "row":
                self._start_row(attributes)
        else:
            self._depth += 1
            if name == "sheetData" and self._depth == 2:
                self._in_data = True
            else:
                self._start_outside(name, attributes)

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self._begin_row(self._row + 1 if number is None else row_number(number))
        if len(attributes) > 1 and _is_hidden(attributes, "ht"):
            self._scan.hidden_rows.add(self._row)

    def _begin_row(self, row: int) -> None:
        if row > LAST_ROW:
            raise BrokenXml(f"it has more than {LAST_ROW} rows")
        self._row = row
        self._row_digits = str(row)
        self._row_cells = self._rows.get(row) or {}
        self._column = 0
        if row > HEAD_REACH or len(self._rows) >= HEAD_ROWS:
            self.past_head = True

    def _end_row(self) -> None:
        if self._row_cells:
            self._rows[self._row] = self._row_cells

    def _start_cell(self, attributes: Attributes) -> None:
        self._in_cell = True
        address = attributes.get("r")
        if address is None:
            self._column += 1
        else:
            # Nearly every address is letters known from the row above, and then the digits of its own row.
            digits = self._row_digits
            column = self._columns_by_letters.get(address[: -len(digits)]) if address.endswith(digits) else None
            if column is None:
                column = cell_column(address, self._row)
                self._columns_by_letters[address[: -len(digits)]] = column
            self._column = column
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._value = None
        self._formula = None

    def _start_in_cell(self, name: str, attributes: Attributes) -> None:
        if self._aside or name == "extLst":
            self._aside += 1
        elif name == "v":
            self._gathering = []
        elif name == "f":
            self._gathering = []
            self._formula = attributes
            self._formula_text = ""
        elif name == "is":
            self._inline = TextGatherer()
        elif self._inline:
            self._inline.start(name)

    def _start_outside(self, name: str, attributes: Attributes) -> None:
        scan = self._scan
        if self._depth == 1:
            scan.is_worksheet = name == "worksheet"
        elif name == "col":
            if _is_hidden(attributes, "width"):
                first, last = (attributes.get(end, "") for end in ("min", "max"))
                scan.hidden_columns.update(_column_span(first, last))
        elif name == "mergeCell":
            scan.merges.append(parse_area(attributes.get("ref", "")))
        elif name == "sheetProtection":
            scan.protected = attributes.get("sheet") in ("1", "true")
        elif name == "hyperlink":
            by_local_name = {local_name(key): value for key, value in attributes.items()}
            area = parse_area(attributes.get("ref", ""))
            scan.hyperlinks.append(Hyperlink(area, by_local_name.get("id"), by_local_name.get("location")))

    def _text(self, characters: str) -> None:
        if self._gathering is not None:
            self._gathering.append(characters)
            if len(self._gathering) > 16 and sum(map(len, self._gathering)) > LONGEST_TEXT:
                raise BrokenXml(f"the text in row {self._row}, column {self._column} is longer than any cell can hold")
        elif self._inline:
            self._inline.text(characters)

    def _end(self, name: str) -> None:
        name = self._names[name]
        if self._in_cell:
            self._end_in_cell(name)
        elif self._in_data:
            if name == "row":
                self._end_row()
            elif name == "sheetData":
                self._in_data = False
                self._depth -= 1
        else:
            self._depth -= 1

    def _end_in_cell(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name == "c":
            self._in_cell = False
            if self._formula is not None:
                self._finish_formula(self._formula)
            elif self._value is not None:
                self._finish_value(self._value)
        elif self._gathering is not None:
            gathered = "".join(self._gathering)
            self._gathering = None
            if name == "v":
                self._value = gathered
            else:
                self._formula_text = gathered
        elif self._inline:
            if name == "is":
                self._value = self._inline.take()
                self._inline = None
            else:
                self._inline.end(name)

    def _finish_value(self, value: str) -> None:
        if self._kind == "s":
            if value:
                self._await_text(value, None)
            return
        cell = self._cell_of(self._kind, self._style, value)
        if cell.value is not None:
            self._row_cells[self._column] = cell

    def _cell_of(self, kind: str, style: str, value: str) -> Cell:
        content = kind, style, value
        cell = self._cells_by_content.get(content)
        if cell is None:
            if len(self._cells_by_content) > _MOST_KNOWN:
                self._cells_by_content.clear()
            cell = self._cells_by_content[content] = self._cell(*content)
        return cell

    def _finish_formula(self, attributes: Attributes) -> None:
        shown = self._formulas.text(attributes, self._formula_text, self._row, self._column)
        if self._kind == "s" and self._value:
            self._await_text(self._value, shown)
        else:
            if self._value is None:
                cell = Cell(None, self._formats[self._style])
            else:
                cell = self._cell(self._kind, self._style, self._value)
            self._row_cells[self._column] = cell._replace(formula=shown)

    def _await_text(self, number: str, formula: str | None) -> None:
        if not number.strip().isdecimal() or len(number) > 12:
            raise BrokenXml(f"the cell in row {self._row}, column {self._column} refers to no shared text")
        self._row_cells[self._column] = _NO_TEXT_YET
        self._scan.pending.append(Pending(self._row, self._column, int(number), self._formats[self._style], formula))

    def _cell(self, kind: str, style: str, value: str) -> Cell:
        number_format = self._formats[style]
        if kind == "d":
            serial = iso_serial(value, self._epoch_1904)
            if not serial:
                return Cell(value or None, number_format)
            return Cell(serial[0], serial[1] if number_format == GENERAL else number_format)
        return _new_cell((_stored_value(kind, value), number_format, None, None))


# As NamedTuples make themselves, without the call that takes longer than that: a tab has many.
_new_cell: Callable[[tuple[CellValue, str, None, None]], Cell] = partial(tuple.__new__, Cell)


def _stored_value(kind: str, value: str) -> CellValue:
    if kind == "str":
        return unescaped(value)
    if kind == "inlineStr":
        return value
    if not value:
        return None
    if kind == "b":
        return value.strip() in ("1", "true")
    if kind == "e":
        return ErrorValue(value)
    number = stored_number(value)
    # What claims to be a number and is none is shown as it stands, so that a finding can quote it.
    return value if number is None else number


def _is_hidden(attributes: Attributes, extent: str) -> bool:
    """Rows and columns are hidden by name, or by having no height or width."""
    return attributes.get("hidden") in ("1", "true") or attributes.get(extent) in ("0", "0.0")


def _column_span(first: str, last: str) -> range:
    if not (first.isdecimal() and last.isdecimal()):
        return range(0)
    return range(int(first), min(int(last), 16_384) + 1)
