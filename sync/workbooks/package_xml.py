"""XML as bytes: find elements and attributes by position, without building a tree, so that an edit can be spliced in
and everything around it stays byte for byte.

Searches run over a *shadow* of the part (``shadow_of``): as long as the part, so that positions agree, but without
comments, processing instructions, CDATA and '>' inside of attribute values. A search for a tag in the shadow can only
find a tag. Values are then taken from the part itself.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from sync.patterns import RarePattern

SPREADSHEET_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    # Of Excel 2007 before it was released: such files are still about, and are opened.
    "http://schemas.microsoft.com/office/excel/2006/2",
)


class MalformedXml(ValueError):
    """A part that is not the XML that it should be. ``str()`` says what is wrong, to stand after 'part X …'."""


class Element(NamedTuple):
    """Where an element stands: its name as written (with prefix), its start tag ``[start, inside)``, its content
    ``[inside, inside_end)`` and its end. A self-closing one has ``inside == inside_end == end``."""

    name: bytes
    start: int
    inside: int
    inside_end: int
    end: int

    @property
    def local_name(self) -> bytes:
        return self.name.rpartition(b":")[2]

    @property
    def self_closing(self) -> bool:
        return self.inside == self.end


# ── From stored bytes to UTF-8 without declarations of entities ──────────────────────────────────────────────────────

_ENCODING = re.compile(rb"""\A(?:\xef\xbb\xbf)?<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_PROLOG = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_PARSED_AT_ONCE = 1 << 16
_KNOWN_ENCODING = RarePattern(r"(?i)utf-?(16|32)|iso-?8859|latin|windows-?12|cp12|shift|gb|big5|euc|koi8")


def utf8_of(data: bytes) -> bytes:
    """Given a part as stored, return it as UTF-8 (the same bytes when it is UTF-8 already). Raise MalformedXml for an
    unknown encoding, no element, or a document type declaration: it is never needed, and is how entity bombs come."""
    encoding = _encoding_of(data)
    if encoding:
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError) as error:
            raise MalformedXml(f"is not in the encoding that it says ({encoding})") from error
        text = text.removeprefix("\ufeff").replace("\x00", "\ufffd")
        head, question, rest = text.partition("?>")
        if text.startswith("<?xml") and question:
            head = re.sub(r"""(encoding\s*=\s*)(["'])[^"']*["']""", r"\1\2UTF-8\2", head)
        data = (head + question + rest).encode("utf-8", "replace")

    root = root_start(data)
    if data.startswith((b"<!DOCTYPE", b"<!ENTITY"), root):
        raise MalformedXml("declares a document type or entities, which workbooks never need and attacks do")
    if not data.startswith(b"<", root):
        raise MalformedXml("is not XML")
    return data


def _encoding_of(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.startswith(b"<\x00"):
        return "utf-16-le"
    if data.startswith(b"\x00<"):
        return "utf-16-be"
    declared = _ENCODING.match(data)
    if declared is None:
        return None
    name = declared[1].decode()
    try:
        canonical = codecs.lookup(name).name
    except LookupError as error:
        raise MalformedXml(f"is in an unknown encoding ({name})") from error
    if canonical in ("utf-8", "utf-8-sig") or canonical.startswith("utf-16"):
        # The bytes are plainly not UTF-16 here, whatever the declaration says.
        return None
    if canonical != "ascii" and not _KNOWN_ENCODING.match(name):
        raise MalformedXml(f"is in an unknown encoding ({name})")
    return canonical


def refuse_malformed(*pieces: bytes | memoryview) -> None:
    """Given a part as UTF-8, whole or in pieces, raise MalformedXml when a reader of XML would not take it."""
    parser = expat.ParserCreate(None, " ")
    try:
        for piece in pieces:
            view = memoryview(piece)
            # The parser copies what it is given, and keeps twice the room.
            for start in range(0, len(view), _PARSED_AT_ONCE):
                parser.Parse(view[start : start + _PARSED_AT_ONCE], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise MalformedXml(f"is not well-formed XML: {expat.ErrorString(error.code)} in line {error.lineno}") from error


def root_start(data: bytes) -> int:
    """Given a part as UTF-8, return where its root element starts."""
    prolog = _PROLOG.match(data)
    return prolog.end() if prolog else 0


# ── The shadow, and what is found in it ──────────────────────────────────────────────────────────────────────────────

_NO_ELEMENTS = RarePattern(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_PAIRS = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))
_WHOLE_TAG = RarePattern(rb"""<[^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>""")
_TAG = re.compile(rb"<(/?)([^\s/<>]+)[^<>]*>")


def shadow_of(data: bytes) -> bytes:
    """Given a part as UTF-8, return bytes of the same length in which every '<' opens a tag of an element and the next
    '>' closes it. Mostly that is the part itself. Raise MalformedXml for comments or CDATA sections that never end."""
    root = root_start(data)
    shadow = data
    if _has_after_bracket(data, b"!", root) or _has_after_bracket(data, b"?", root):
        _look_closer_at_what_may_never_end(data)
        shadow = _NO_ELEMENTS.sub(_blank, data)
        if shadow.find(b"<!", root) >= 0 or shadow.find(b"<?", root) >= 0:
            raise MalformedXml("has a comment or CDATA section that never ends")
    # Text may hold a lone '>' too; then the careful pass just finds nothing to change.
    if shadow.count(b"<", root) != shadow.count(b">", root):
        shadow = shadow[:root] + _WHOLE_TAG.sub(_without_inner_brackets, shadow[root:])
    return shadow


def _look_closer_at_what_may_never_end(data: bytes) -> None:
    """Openings that nothing closes would each be searched for their end, up to the end of the part."""
    if any(data.find(opening, data.rfind(closing) + 1) >= 0 for opening, closing in _PAIRS):
        refuse_malformed(data)


def _has_after_bracket(data: bytes, mark: bytes, start: int) -> bool:
    """Whether '<' and the mark follow each other; a lone mark is rare in most parts, and searched for much faster."""
    for _ in range(20):
        start = data.find(mark, start + 1)
        if start < 0:
            return False
        if data.startswith(b"<", start - 1):
            return True
    return data.find(b"<" + mark, start) >= 0


def _blank(found: re.Match[bytes]) -> bytes:
    filler = b"x" if found[0].startswith(b"<![CDATA[") else b" "
    return filler * len(found[0])


def _without_inner_brackets(found: re.Match[bytes]) -> bytes:
    return found[0][:-1].replace(b">", b"_") + b">"


def root_of(shadow: bytes) -> Element:
    """Given a shadow, return its root element."""
    start = root_start(shadow)
    tag = _TAG.match(shadow, start)
    if tag is None or tag[1]:
        raise MalformedXml("has no element")
    if shadow[tag.end() - 2 : tag.end() - 1] == b"/":
        return Element(tag[2], start, tag.end(), tag.end(), tag.end())
    close = shadow.rfind(b"</" + tag[2])
    if close < 0:
        raise MalformedXml("is cut off: its root element never ends")
    return Element(tag[2], start, tag.end(), close, shadow.find(b">", close) + 1)


def children_of(shadow: bytes, parent: Element) -> Iterator[Element]:
    """Given an element, yield its child elements in order."""
    position = parent.inside
    while True:
        tag = _TAG.search(shadow, position, parent.inside_end)
        if tag is None:
            return
        if tag[1]:
            raise MalformedXml(f"has an end tag out of place (</{tag[2].decode(errors='replace')}>)")
        child = _element_at(shadow, tag, parent.inside_end)
        yield child
        position = child.end


def elements_named(shadow: bytes, local_name: bytes, start: int = 0, end: int | None = None) -> Iterator[Element]:
    """Given a local name, yield every element of that name, whatever its prefix, that opens in ``[start, end)``. An
    element inside of another of the same name is not looked for."""
    limit = len(shadow) if end is None else end
    pattern = _opening(local_name)
    position = start
    while True:
        tag = pattern.search(shadow, position, limit)
        if tag is None:
            return
        element = _element_at(shadow, tag, limit)
        yield element
        position = element.end


@lru_cache(maxsize=256)
def _opening(local_name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<()((?:[^\s/<>:]+:)?" + re.escape(local_name) + rb")(?=[\s/>])[^<>]*>")


def _element_at(shadow: bytes, tag: re.Match[bytes], limit: int) -> Element:
    name, start, inside = tag[2], tag.start(), tag.end()
    if shadow[inside - 2 : inside - 1] == b"/":
        return Element(name, start, inside, inside, inside)
    close = shadow.find(b"</" + name, inside, limit)
    end = _END_OF_TAG.match(shadow, close + len(b"</" + name), limit) if close >= 0 else None
    if end is not None and shadow.find(b"<" + name, inside, close) < 0:
        return Element(name, start, inside, close, end.end())
    # Perhaps another of its name begins inside.
    depth = 1
    for found in _same_name(name).finditer(shadow, inside, limit):
        if found[0].startswith(b"</"):
            depth -= 1
        elif not found[0].endswith(b"/>"):
            depth += 1
        if not depth:
            return Element(name, start, inside, found.start(), found.end())
    raise MalformedXml(f"is cut off: <{name.decode(errors='replace')}> never ends")


_END_OF_TAG = re.compile(rb"(?=[\s/>])[^<>]*>")


@lru_cache(maxsize=256)
def _same_name(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"</?" + re.escape(name) + rb"(?=[\s/>])[^<>]*>")


# ── Attributes and text ──────────────────────────────────────────────────────────────────────────────────────────────

# A name begins behind a blank or a value: no search starts in the middle of a long one.
_ATTRIBUTE = re.compile(r"""(?<=[\s"'])([^\s=/<>"']++)\s*+=\s*+(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = RarePattern(r"&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CDATA_OR_TAG = RarePattern(r"<!\[CDATA\[(.*?)\]\]>|<[^<>]*>", re.DOTALL)
_ESCAPED_CHARACTER = RarePattern(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def attributes_of(tag: bytes) -> dict[str, str]:
    """Given a start tag, return its attributes by name as written (with prefix), references resolved."""
    text = tag.decode("utf-8", "replace")
    resolve = unescaped if "&" in text else str
    return {name: resolve(double or single) for name, double, single in _ATTRIBUTE.findall(text)}


def local_attribute(attributes: dict[str, str], local_name: str) -> str | None:
    """Given attributes and a local name, return the value of the one that has that name behind a prefix ('r:id')."""
    ending = ":" + local_name
    return next((value for name, value in attributes.items() if name.endswith(ending)), None)


def text_of(fragment: bytes) -> str:
    """Given XML (not a shadow), return its characters: references resolved, CDATA included, tags left out."""
    text = fragment.decode("utf-8", "replace")
    if "<" not in text:
        return unescaped(text) if "&" in text else text
    # Every other piece is the inside of a CDATA section, or None for a tag.
    pieces = _CDATA_OR_TAG.split(_without_comments(text))
    return "".join(piece or "" if index % 2 else unescaped(piece) for index, piece in enumerate(pieces))


def without_phonetics(fragment: bytes) -> bytes:
    """Given the XML of a text, return it without the readings that East Asian texts carry beside them. Raise
    MalformedXml."""
    if b"rPh" not in fragment:
        return fragment
    kept, position = b"", 0
    for reading in elements_named(shadow_of(fragment), b"rPh"):
        kept += fragment[position : reading.start]
        position = reading.end
    return kept + fragment[position:]


def _without_comments(text: str) -> str:
    return re.sub(r"<!--.*?-->|<\?.*?\?>", "", text, flags=re.DOTALL) if "<!--" in text or "<?" in text else text


def unescaped(text: str) -> str:
    """Given characters with XML references (&amp; &#10;), return them resolved; an unknown one stays as it is."""
    return _REFERENCE.sub(_resolved, text)


def _resolved(found: re.Match[str]) -> str:
    hexadecimal, number, name = found.groups()
    if name:
        return _NAMED[name]
    point = int(hexadecimal, 16) if hexadecimal else int(number)
    return chr(point) if point <= 0x10FFFF else "\ufffd"


def from_cell_text(text: str) -> str:
    """Given a cell's text as stored, return it with its _xHHHH_ escapes resolved."""
    if "_x" not in text:
        return text
    text = _ESCAPED_CHARACTER.sub(lambda found: chr(int(found[1], 16)), text)
    # Two escapes may be the halves of one character.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def to_cell_text(text: str) -> bytes:
    """Given any text, return it for a cell's XML: characters that XML cannot hold become _xHHHH_, and so does the
    underscore of what would be read as such an escape."""
    text = _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def to_attribute(text: str) -> bytes:
    """Given any text, return it for an attribute in double quotes."""
    escaped = to_cell_text(text).replace(b'"', b"&quot;")
    return escaped.replace(b"\n", b"&#10;").replace(b"\t", b"&#9;")
