"""Rows of a worksheet part in the form that nearly every program gives them, cut whole into their cells.

The parser tells of a row of nine cells in fifty events, which cost many times as much. What is not exactly in this
form (a comment, an entity, rich text, an attribute out of place) is the parser's, row by row, so that what is read is
the same: a row that it does not see leaves its document as well-formed, or as broken, as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from string import ascii_uppercase
from typing import NamedTuple
from xml.parsers import expat

from sync.workbooks.xml_events import feed

PlainCell = tuple[str, str]
"""Column letters, and what stands behind the cell's name, up to its end: many cells of a tab say the same there."""


PlainContent = tuple[str, str, str, str, str]
"""What a cell says: style, kind, formula, value and inline text, each '' where it is not there."""


class PlainRow(NamedTuple):
    """A row as stored: the digits of its number, its other attributes word for word, and its cells."""

    digits: str
    attributes: str
    cells: list[PlainCell]


def plain_row(stored: bytes) -> PlainRow | None:
    """Given the bytes of a row, tags included, return it; None where it is not in the plain form, or is no row. Whether
    what its cells say is plain is for ``plain_content`` to tell."""
    try:
        text = stored.decode()
    except UnicodeDecodeError:
        return None
    if not text.endswith(_ROW_CLOSE):
        return None
    head, *cells = text[: -len(_ROW_CLOSE)].split(_CELL_OPEN)
    row = _ROW_OPEN.fullmatch(head)
    if row is None:
        return None
    end_of_name = row[1] + '"'
    found: list[PlainCell] = []
    for cell in cells:
        letters, _, content = cell.partition(end_of_name)
        if letters not in _LETTERS and _SEVERAL_LETTERS.fullmatch(letters) is None:
            return None
        found.append((letters, content))
    return _new_row((row[1], row[2], found))


# As NamedTuples make themselves, without the call that takes longer than that: a tab has one for each of its rows.
_new_row: Callable[[tuple[str, str, list[PlainCell]]], PlainRow] = partial(tuple.__new__, PlainRow)


def plain_content(stored: str) -> PlainContent | None:
    """Given what stands behind a cell's name, return what it says; None where it is not in the plain form."""
    found = _CONTENT.fullmatch(stored)
    if found is None:
        return None
    content: PlainContent = found.groups("")  # type: ignore[assignment]
    return content


class RowCutter:
    """Stands between the bytes of a worksheet part and its parser. ``take`` is handed each plain row, and says whether
    it took it; the parser gets everything else in its order. ``is_among_rows`` says whether all that the parser has
    seen so far ends between two rows."""

    def __init__(
        self, parser: expat.XMLParserType, is_among_rows: Callable[[], bool], take: Callable[[PlainRow], bool]
    ) -> None:
        self._parser = parser
        self._is_among_rows = is_among_rows
        self._take = take
        self._rest = b""
        self._is_first = True
        self._in_rows = False
        self._parser_alone = False

    def feed(self, chunk: bytes, *, last: bool) -> None:
        """Hand on the part's next bytes. Raise BrokenXml."""
        bytes_left, self._rest = self._rest + chunk, b""
        if self._is_first:
            if len(bytes_left) < _DECLARATION and not last:
                self._rest = bytes_left
                return
            self._parser_alone = _OTHER_ENCODING.match(bytes_left) is not None
            self._is_first = False
        if not self._in_rows and not self._parser_alone:
            bytes_left = self._before_rows(bytes_left)
        if self._in_rows and not self._parser_alone:
            bytes_left = self._rows(bytes_left)
            if not last and b"<row".startswith(bytes_left[:4]) and len(bytes_left) < _LONGEST_ROW:
                self._rest = bytes_left
                return
            self._parser_alone = self._in_rows
        feed(self._parser, bytes_left, last=last)

    def _before_rows(self, stored: bytes) -> bytes:
        begin = stored.find(_ROWS_BEGIN)
        if begin < 0:
            return stored
        begin += len(_ROWS_BEGIN)
        feed(self._parser, stored[:begin])
        self._in_rows = self._is_among_rows()
        self._parser_alone = not self._in_rows
        return stored[begin:]

    def _rows(self, stored: bytes) -> bytes:
        """Take the rows that have come whole, and return what is left."""
        begin = 0
        while not self._parser_alone and (end := stored.find(_ROW_END, begin)) >= 0:
            end += len(_ROW_END)
            one = stored[begin:end]
            row = plain_row(one)
            if row is None or not self._take(row):
                feed(self._parser, one)
                # A comment or CDATA may have begun, in which a row is no row, or the rows be over.
                self._parser_alone = b"!" in one or b"?" in one or not self._is_among_rows()
            begin = end
        return stored[begin:]


_LONGEST_ROW = 1 << 18
_DECLARATION = 256
"""Bytes by which a part has said its encoding, if it says any."""
_ROWS_BEGIN, _ROW_END = b"<sheetData>", b"</row>"
_OTHER_ENCODING = re.compile(rb"(?!(?:\xef\xbb\xbf)?\s*<)|[^>]{0,200}encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)

# Of one writing each, in the order in which programs write them; no character that the parser would refuse or change.
_ROW_OPEN, _CELL_OPEN, _ROW_CLOSE = re.compile(r'<row r="([1-9][0-9]{0,6})"((?: [^<>&]*)?)>'), '<c r="', "</row>"
_LETTERS, _SEVERAL_LETTERS = frozenset(ascii_uppercase), re.compile("[A-Z]{1,3}")
_TEXT = r"([^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]++)"
_CONTENT = re.compile(
    r'(?: s="([0-9]{1,6})")?(?: t="(s|n|str|b|e|d|inlineStr)")?'
    rf'(?:/>|>(?:<f>{_TEXT}</f>)?(?:<v>{_TEXT}</v>|<is><t(?: xml:space="preserve")?>{_TEXT}</t></is>)?</c>)'
)
