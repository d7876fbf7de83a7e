"""Google's answers about a spreadsheet: dictionaries, but for the rows, which are told apart and parsed one by one when
they are asked for. To make objects of all cells takes ten times as long as to find out where rows begin and end, and
most rows are only compared with what they were. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import chain, zip_longest
from typing import Any, TypedDict

import msgspec

JsonObject = dict[str, Any]
CellData = Mapping[str, Any]
"""One cell in Google's own words."""


class _Row(TypedDict, total=False):
    values: list[JsonObject]


class _Data(TypedDict, total=False):
    startRow: int
    startColumn: int
    rowData: list[msgspec.Raw]
    rowMetadata: list[JsonObject]
    columnMetadata: list[JsonObject]


class _Sheet(TypedDict, total=False):
    properties: JsonObject
    data: list[_Data]
    merges: list[JsonObject]
    protectedRanges: list[JsonObject]
    tables: list[JsonObject]


class _Spreadsheet(TypedDict, total=False):
    spreadsheetId: str
    properties: JsonObject
    sheets: list[_Sheet]
    developerMetadata: list[JsonObject]


class _Answer(_Spreadsheet, total=False):
    replies: list[JsonObject]
    updatedSpreadsheet: _Spreadsheet


class _EnteredCell(msgspec.Struct, gc=False):
    userEnteredValue: JsonObject | None = None


class _EnteredRow(msgspec.Struct, gc=False):
    values: list[_EnteredCell] = []


class _KeptFormat(msgspec.Struct, gc=False):
    numberFormat: JsonObject | None = None


class _KeptCell(msgspec.Struct, gc=False, omit_defaults=True):
    userEnteredValue: JsonObject | None = None
    userEnteredFormat: _KeptFormat | None = None
    note: str | None = None
    textFormatRuns: list[JsonObject] | None = None
    chipRuns: list[JsonObject] | None = None
    dataValidation: JsonObject | None = None


class _KeptRow(msgspec.Struct, gc=False):
    values: list[_KeptCell] = []


_NOTHING = _KeptCell()
_ANSWERS = msgspec.json.Decoder(_Answer)
_ROWS = msgspec.json.Decoder(_Row)
_ENTERED_ROWS = msgspec.json.Decoder(_EnteredRow)
_KEPT_ROWS = msgspec.json.Decoder(_KeptRow)
_DOCUMENTS = msgspec.json.Decoder(JsonObject)
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_FORMULA = b'"formulaValue"'


def spreadsheet_answer(content: bytes) -> JsonObject:
    """Given the answer to spreadsheets.get or batchUpdate, return what is known here of it; ``rowData`` are rows for
    ``Rows``. Raise ValueError where it is no such answer."""
    return _parsed(_ANSWERS, content)


def document(content: bytes) -> JsonObject:
    """Given a JSON object, return it. Raise ValueError where it is none."""
    return _parsed(_DOCUMENTS, content)


def sent(content: Any) -> bytes:
    """Given what is to be sent, return it as JSON."""
    return _ENCODER.encode(content)


def _parsed(decoder: msgspec.json.Decoder[Any], content: bytes) -> JsonObject:
    try:
        found: JsonObject = decoder.decode(content)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error
    return found


class Rows(Mapping[int, Mapping[int, CellData]]):
    """Row ─▶ column ─▶ cell, counted from 1, in ascending order, of the rows in which there is anything."""

    def __init__(self, sent_rows: dict[int, bytes] | None = None, typed: dict[int, bytes] | None = None) -> None:
        """``typed`` are the hashes of rows of which ``kept`` tells all that was sent."""
        self._sent: dict[int, bytes] = {} if sent_rows is None else sent_rows
        self._typed: dict[int, bytes] = {} if typed is None else typed
        self._parsed: dict[int, Mapping[int, CellData]] = {}

    def add(self, row_data: list[msgspec.Raw], top: int, left: int) -> None:
        """Add the cells of an area that begins there."""
        for row, line in enumerate(row_data, top):
            content = bytes(line)
            # One that is more than {"values":[{},{}]}.
            if content.count(b":") < 2:
                continue
            if left == 1 and row not in self._sent:
                self._sent[row] = content
                continue
            cells = {**self.get(row, {}), **cells_of(content, left)}
            self._parsed[row] = {column: cells[column] for column in sorted(cells)}
            self._sent[row] = b""

    def in_order(self) -> Rows:
        """The same, ascending where areas were added in another order."""
        ordered = Rows({row: self._sent[row] for row in sorted(self._sent)}, self._typed)
        ordered._parsed = self._parsed
        return ordered

    def followed_by(self, others: Iterable[Rows]) -> Rows:
        """These rows, and others that stand below them."""
        joined = Rows(dict(self._sent), dict(self._typed))
        joined._parsed = dict(self._parsed)
        for other in others:
            joined._typed |= other._typed
            joined._sent |= other._sent
            joined._parsed |= other._parsed
        return joined

    def with_rows(self, fresh: Rows, areas: Iterable[range]) -> Rows:
        """These rows, but for those of the areas, of which ``fresh`` tells what stands there by now."""
        mixed = Rows(dict(self._sent), dict(self._typed))
        # What was parsed is let go: of large tabs that would become all.
        mixed._parsed = {row: self._parsed[row] for row in self._parsed_alone}
        is_in_order = True
        for row in chain.from_iterable(areas):
            mixed._parsed.pop(row, None)
            mixed._typed.pop(row, None)
            if row in fresh._sent:
                is_in_order = is_in_order and row in mixed._sent
                mixed._sent[row] = fresh._sent[row]
                if row in fresh._parsed:
                    mixed._parsed[row] = fresh._parsed[row]
            else:
                mixed._sent.pop(row, None)
        return mixed if is_in_order else mixed.in_order()

    def contents(self) -> Iterator[tuple[int, bytes]]:
        """All rows, each in the words in which it was sent."""
        for row, content in self._sent.items():
            yield row, content or _sent_again(self._parsed[row])

    @property
    def size(self) -> int:
        """Bytes that they were sent in, about."""
        return sum(map(len, self._sent.values()))

    def each(self) -> Iterator[tuple[int, Mapping[int, CellData]]]:
        """All rows, of which none is kept in its parsed form: for who goes through them once."""
        return self.some(self._sent)

    def some(self, rows: Iterable[int]) -> Iterator[tuple[int, Mapping[int, CellData]]]:
        """As ``each``, of those rows in which there is anything."""
        for row in rows:
            if row in self._sent:
                yield row, self._parsed.get(row) or cells_of(self._sent[row])

    def is_typed_as_in(self, other: Rows, row: int, left_out: Collection[int] = ()) -> bool:
        """Whether the same is typed into a row as another answer tells, but for the columns that are left out."""
        content = self._sent.get(row)
        if content == other._sent.get(row) and content != b"":
            return True
        pairs = zip_longest(self._entered(row), other._entered(row))
        return all(one == two or column in left_out for column, (one, two) in enumerate(pairs, 1))

    def _entered(self, row: int) -> Sequence[JsonObject | None]:
        """What is typed into each cell of a row. It is not kept: of a large tab that is most of what there is."""
        content = self._sent.get(row)
        if content is None:
            return ()
        line = _ENTERED_ROWS.decode(content or _sent_again(self._parsed[row]))
        return [cell.userEnteredValue for cell in line.values]

    def told_otherwise(self, other: Rows) -> set[int]:
        """The rows that are not told in the very words in which another answer tells them."""
        return {row for row, _ in self._sent.items() ^ other._sent.items()} | self._parsed_alone | other._parsed_alone

    @property
    def _parsed_alone(self) -> set[int]:
        return {row for row in self._parsed if not self._sent[row]}

    def kept(self, row: int) -> bytes:
        """What people typed into a row, what it looks like as far as numbers go, its notes and check boxes, whatever
        else an answer says of it, as an answer that says no more; b"" where there is nothing of that."""
        content = self._sent.get(row)
        if content is None:
            return b""
        if row in self._typed:
            return content
        return kept_of(content or _sent_again(self._parsed[row]))

    def hash(self, row: int) -> bytes | None:
        """A hash of what is ``kept`` of a row; None where that is nothing."""
        found = self._typed.get(row)
        if found is None and (kept := self.kept(row)):
            return hash_of_typed(kept)
        return found

    @property
    def hold_formulas(self) -> bool:
        """Whether there may be a formula among them."""
        return any(_FORMULA in content or not content for content in self._sent.values())

    def __getitem__(self, row: int) -> Mapping[int, CellData]:
        content = self._sent[row]
        cells = self._parsed.get(row)
        if cells is None:
            cells = self._parsed[row] = cells_of(content)
        return cells

    def __iter__(self) -> Iterator[int]:
        return iter(self._sent)

    def __len__(self) -> int:
        return len(self._sent)


def cells_of(content: bytes, left: int = 1) -> dict[int, CellData]:
    """Given a row as it was sent, and the column that it begins in, return its cells."""
    return {column: cell for column, cell in enumerate(_ROWS.decode(content).get("values", ()), left) if cell}


def _sent_again(cells: Mapping[int, CellData]) -> bytes:
    return sent({"values": [cells.get(column, {}) for column in range(1, max(cells, default=0) + 1)]})


def hash_of_typed(kept: bytes) -> bytes:
    """Given what ``Rows.kept`` tells of a row, return its hash."""
    return blake2b(kept, digest_size=8).digest()


def kept_of(content: bytes) -> bytes:
    """Given a row as it was sent, return what ``Rows.kept`` tells of it."""
    line = _KEPT_ROWS.decode(content)
    values = line.values
    for cell in values:
        look = cell.userEnteredFormat
        # Whether a format without one for numbers is told depends on what was asked for.
        if look is not None and look.numberFormat is None:
            cell.userEnteredFormat = None
    while values and values[-1] == _NOTHING:
        values.pop()
    return _ENCODER.encode(line) if values else b""
