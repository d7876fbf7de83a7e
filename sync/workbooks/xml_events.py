"""XML as it streams by: events with local names, any namespace prefix and encoding, and no document types."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

Attributes = dict[str, str]
OnStart = Callable[[str, Attributes], None]
OnEnd = Callable[[str], None]
OnText = Callable[[str], None]


class BrokenXml(Exception):
    """XML that is not well-formed, or that declares a document type."""


def parse_events(chunks: Iterable[bytes], start: OnStart, end: OnEnd | None = None, text: OnText | None = None) -> None:
    """Given the bytes of an XML document, call ``start(local name, attributes by local name)``, ``end(local name)``
    and ``text(characters)`` in the order of the document. Raise BrokenXml."""
    parser, names = strict_parser(), LocalNames()

    def on_start(name: str, attributes: Attributes) -> None:
        start(names[name], {names[key]: value for key, value in attributes.items()} if attributes else attributes)

    def on_end(name: str) -> None:
        if end:
            end(names[name])

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    if text:
        parser.CharacterDataHandler = text

    for chunk in chunks:
        feed(parser, chunk)
    feed(parser, b"", last=True)


def strict_parser() -> expat.XMLParserType:
    """Return a parser that joins runs of text and refuses document types, which no workbook has and which are how small
    files are made to unfold into huge ones."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 65536
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def feed(parser: expat.XMLParserType, chunk: bytes, *, last: bool = False) -> None:
    """Hand the next bytes to a parser. Raise BrokenXml where they are not well-formed."""
    try:
        parser.Parse(chunk, last)
    except (expat.ExpatError, LookupError, ValueError) as error:
        # LookupError and ValueError: an encoding that Python does not know, or that takes several bytes a letter.
        raise BrokenXml(str(error)) from error


def local_name(name: str) -> str:
    return name.rpartition(":")[2]


class LocalNames(dict[str, str]):
    """Names of tags and attributes without their namespace prefix, each cut once."""

    def __missing__(self, name: str) -> str:
        self[name] = local = local_name(name)
        return local


def _refuse_document_type(*_: object) -> None:
    raise BrokenXml("it declares a document type")
