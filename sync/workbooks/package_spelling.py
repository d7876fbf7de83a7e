"""Cells that change their namespace prefix on the way, spelt with one prefix again, so that they are found by a search.

XML allows ``<row>`` beside ``<x:row>`` where both mean the same. No program is known to write that, and all read it.
"""

from __future__ import annotations

from xml.parsers import expat

from sync.workbooks.package_xml import SPREADSHEET_NAMESPACES, MalformedXml, root_start

_NAMESPACES = tuple(name.encode() for name in SPREADSHEET_NAMESPACES)


def with_one_prefix(data: bytes) -> bytes:
    """Given a tab's XML as UTF-8, return it with all cells spelt with the prefix of the list that holds them; mostly
    the very same bytes. Raise MalformedXml where that would need more than another prefix."""
    root_end = data.find(b">", root_start(data))
    # What is declared behind the cells is not for them, and in between nothing is, mostly.
    is_once_for_all = data.find(b"xmlns", root_end, data.rfind(b"sheetData")) < 0
    if sum(data.count(name, 0, root_end if is_once_for_all else len(data)) for name in _NAMESPACES) <= 1:
        return data
    return _Respelling(data).data


class _Respelling:
    """One pass over a tab, that notes where a tag within its cells has another prefix than the list of cells."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._prefix: bytes | None = None
        self._depth = 0
        self._bound: dict[str, list[str]] = {}
        self._places: set[tuple[int, int]] = set()
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.namespace_prefixes = True
        self._parser.StartNamespaceDeclHandler = self._bind
        self._parser.EndNamespaceDeclHandler = lambda prefix: self._bound[prefix or ""].pop()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise MalformedXml(f"is not well-formed XML: {expat.ErrorString(error.code)}") from error
        for place, length in sorted(self._places, reverse=True):
            self.data = self.data[:place] + (self._prefix or b"") + self.data[place + length :]

    def _bind(self, prefix: str | None, uri: str | None) -> None:
        self._bound.setdefault(prefix or "", []).append(uri or "")

    def _start(self, name: str, _: object) -> None:
        uri, local_name, prefix = _taken_apart(name)
        if uri not in SPREADSHEET_NAMESPACES:
            return
        if self._prefix is None:
            if local_name == "sheetData":
                self._prefix, self._depth = prefix, 1
            return
        if self._depth:
            self._depth += 1
            self._respell(prefix, self._parser.CurrentByteIndex + 1)

    def _end(self, name: str) -> None:
        uri, local_name, prefix = _taken_apart(name)
        if self._depth and uri in SPREADSHEET_NAMESPACES:
            self._depth -= 1
            place = self._parser.CurrentByteIndex
            # A tag that closes itself ends where the next one starts, which may be another's end.
            if self._depth and self.data.startswith(b"</%b%b" % (prefix, local_name.encode()), place):
                self._respell(prefix, place + 2)

    def _respell(self, prefix: bytes, place: int) -> None:
        if prefix == self._prefix:
            return
        assert self._prefix is not None
        bound = self._bound.get(self._prefix.rstrip(b":").decode()) or [""]
        if bound[-1] not in SPREADSHEET_NAMESPACES:
            raise MalformedXml("spells its cells in more than one way")
        self._places.add((place, len(prefix)))


def _taken_apart(name: str) -> tuple[str, str, bytes]:
    """A name as the parser gives it: namespace, local name, and the prefix as it is written, colon included."""
    uri, _, rest = name.rpartition(" ") if name.count(" ") < 2 else name.partition(" ")
    local_name, _, prefix = rest.partition(" ")
    return uri, local_name, f"{prefix}:".encode() if prefix else b""
