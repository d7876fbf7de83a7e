"""Rows of a worksheet part in the form that nearly every program gives them, cut whole with two regular expressions.

The parser tells of a row of nine cells in fifty events, which cost three times as much. What is not exactly in this
form (a comment, an entity, rich text, an attribute out of place) is the parser's, row by row, so that what is read is
the same: a row that it does not see leaves its document as well-formed, or as broken, as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from xml.parsers import expat

from sync.workbooks.xml_events import feed

PlainCell = tuple[str, str, str, str, str, str]
"""Column letters, style, kind, formula, value and inline text, each '' where it is not there."""


class PlainRow(NamedTuple):
    """A row as stored: the digits of its number, its other attributes word for word, and its cells."""

    digits: str
    attributes: str
    cells: list[PlainCell]


def plain_row(stored: bytes) -> PlainRow | None:
    """Given the bytes of a row, tags included, return it; None where it is not in the plain form, or is no row."""
    try:
        text = stored.decode()
    except UnicodeDecodeError:
        return None
    row = _ROW.fullmatch(text)
    return None if row is None else PlainRow(row[1], row[2], _CELL.findall(text, row.end(2)))


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
_TEXT = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]++"
_CELL_FORM = (
    r'<c r="{letters}{digits}"(?: s="{style}")?(?: t="{kind}")?'
    r"(?:/>|>(?:<f>{formula}</f>)?(?:<v>{value}</v>|<is><t(?: xml:space=\"preserve\")?>{inline}</t></is>)?</c>)"
)
_KINDS = "s|n|str|b|e|d|inlineStr"
_CELL = re.compile(
    _CELL_FORM.format(
        letters="([A-Z]{1,3})", digits="[0-9]+", style="([0-9]{1,6})", kind=f"({_KINDS})",
        formula=f"({_TEXT})", value=f"({_TEXT})", inline=f"({_TEXT})",
    )
)  # fmt: skip
_ANY_CELL = _CELL_FORM.format(
    letters="[A-Z]{1,3}", digits=r"\1", style="[0-9]{1,6}", kind=f"(?:{_KINDS})",
    formula=_TEXT, value=_TEXT, inline=_TEXT,
)  # fmt: skip
_ROW = re.compile(rf'<row r="([1-9][0-9]{{0,6}})"((?: [^<>&]*)?)>(?:{_ANY_CELL})*+</row>')
