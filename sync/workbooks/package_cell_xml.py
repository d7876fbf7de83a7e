"""One cell as XML: what its start tag says, whether it holds a value already, and what stands around a new value."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sync.workbooks.package_tab import CellPlace, Tab, whole
from sync.workbooks.package_values import Kind
from sync.workbooks.package_xml import (
    attributes_of,
    elements_named,
    from_cell_text,
    text_of,
    to_attribute,
    unescaped,
    without_phonetics,
)

NUMBER_TYPES = (b"", b"n")
_TRUTH = {b"1": (b"1", b"true"), b"0": (b"0", b"false")}

Frame = tuple[bytes, bytes]
"""What stands between a cell's name and its characters, and what behind them."""


class Head(NamedTuple):
    """What a cell's start tag says: its style, the attributes to keep as they are, its type, and whether it has a name
    of its own."""

    style: int
    kept: bytes
    type: bytes
    is_named: bool


def head_of(tag: bytes) -> Head:
    """Given a cell's start tag, return what it says."""
    attributes = attributes_of(tag)
    # cm and vm describe the value that goes: a dynamic array's first cell, a picture or a data type in the cell.
    kept = b"".join(
        b' %b="%b"' % (key.encode(), to_attribute(value))
        for key, value in attributes.items()
        if key not in ("r", "s", "t", "cm", "vm")
    )
    kind = attributes.get("t", "").encode()
    return Head(whole(attributes.get("s")), kept, kind, "r" in attributes)


class CellXml:
    """The cells of one tab as XML. ``shared_text`` returns the workbook's shared text of a number."""

    def __init__(self, tab: Tab, shared_text: Callable[[int], str]) -> None:
        self._tab = tab
        self._shared_text = shared_text
        self.around_inline_text: Frame = (
            b"<%bis><%bt>" % (tab.prefix, tab.prefix),
            b"</%bt></%bis></%bc>" % (tab.prefix, tab.prefix, tab.prefix),
        )

    def frame(self, style: int, kept: bytes, kind: Kind) -> Frame:
        """Given a cell's look, the attributes that it keeps, and the kind of its value, return what stands around the
        value."""
        prefix = self._tab.prefix
        look = (b' s="%d"' % style if style else b"") + kept
        if kind == "nothing":
            return look + b"/>", b""
        if kind in ("number", "bool", "error"):
            opening = {"bool": b' t="b">', "error": b' t="e">'}.get(kind, b">")
            return look + opening + b"<%bv>" % prefix, b"</%bv></%bc>" % (prefix, prefix)
        space = b' xml:space="preserve"' if kind == "spaced text" else b""
        opening = look + b' t="inlineStr"><%bis><%bt%b>' % (prefix, prefix, space)
        return opening, b"</%bt></%bis></%bc>" % (prefix, prefix, prefix)

    def is_there(self, type_now: bytes, content: bytes, kind: Kind, characters: bytes) -> bool:
        """Whether a cell of that type and content (up to its end tag, or with it) holds that value already."""
        if kind == "number":
            if type_now not in NUMBER_TYPES or not content:
                return False
            return same_number(self._value_in(content), characters)
        if kind == "bool":
            return type_now == b"b" and self._value_in(content).strip() in _TRUTH[characters]
        if kind == "text" and type_now == b"inlineStr":
            now = self._plain_text_in(content)
            if now is not None and b"&" not in characters and b"_" not in characters:
                return now == characters
        value = text_of(without_phonetics(content))
        if kind == "error":
            return type_now == b"e" and value == characters.decode()
        if kind == "nothing":
            # An empty text is something: it counts, and is not blank.
            return not value and self._tab.value_open not in content and b"<%bis" % self._tab.prefix not in content
        if type_now == b"s":
            if not value:
                # The number of no text is not that of the first one.
                return False
            value = self._shared_text(whole(value))
        elif type_now not in (b"inlineStr", b"str"):
            return False
        return from_cell_text(value) == from_cell_text(unescaped(characters.decode()))

    def _value_in(self, content: bytes) -> bytes:
        value_open, value_close = self._tab.value_open, self._tab.value_close
        if content.startswith(value_open):
            return content[len(value_open) : content.find(value_close)]
        return text_of(content).strip().encode()

    def _plain_text_in(self, content: bytes) -> bytes | None:
        """The characters of an inline text of a plain row, where these stand for themselves; else None."""
        opening, closing = self.around_inline_text
        start, end = len(opening), len(content) - len(closing)
        is_plain = content.startswith(opening) and content.endswith(closing)
        text = content[start:end]
        return text if is_plain and b"<" not in text and b"&" not in text and b"_" not in text else None

    def with_extension(self, xml: bytes, cell: CellPlace) -> bytes:
        """Given a new cell and the place of the old one, return it with what the old one's extension said."""
        for element in elements_named(self._tab.shadow, b"extLst", cell.inside, cell.inside_end):
            extension = self._tab.data[element.start : element.end]
            closing = b"</%bc>" % self._tab.prefix
            if xml.endswith(b"/>"):
                return xml[:-2] + b">" + extension + closing
            return xml[: -len(closing)] + extension + closing
        return xml


def same_number(now: bytes, new: bytes) -> bool:
    """Whether two numbers, as the file stores them, are the same double."""
    """Whether two numbers as the file stores them are the same double."""
    try:
        return now == new or float(now) == float(new)
    except ValueError:
        return False
