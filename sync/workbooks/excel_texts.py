"""Texts as an Excel file stores them: the escapes inside them, and the part in which cells share them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sync.patterns import RarePattern
from sync.workbooks.xml_events import Attributes, BrokenXml, feed, local_name, parse_events, strict_parser

LONGEST_ITEM = 8 << 20
"""Bytes of XML that one shared text may take; a cell holds at most 32,767 characters, however they are formatted."""

# NUL stays escaped: databases refuse texts that hold one.
_ESCAPE = RarePattern(r"_x(?!0000)([0-9A-Fa-f]{4})_")
_SURROGATE = RarePattern("[\ud800-\udfff]")


def unescaped(text: str) -> str:
    """Given a text as stored, return it as typed: '_x000D_' is a carriage return, '_x005F_' an underscore."""
    if "_x" not in text:
        return text
    typed = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATE.search(typed):
        # Characters beyond the first plane are escaped as two halves.
        typed = typed.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return typed


class TextGatherer:
    """Joins the text runs of one item (a shared text, an inline text, a note) from its XML events; phonetic runs, the
    reading aids of East Asian texts, are left out."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._in_text = False
        self._in_phonetic = False

    def start(self, name: str) -> None:
        if name == "t":
            self._in_text = not self._in_phonetic
        elif name == "rPh":
            self._in_phonetic = True

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_phonetic = False

    def text(self, characters: str) -> None:
        if self._in_text:
            self._parts.append(characters)

    def take(self) -> str:
        """Return the text gathered so far as typed, and begin anew."""
        text = unescaped("".join(self._parts))
        self._parts.clear()
        self._in_text = self._in_phonetic = False
        return text


# ── Shared texts ─────────────────────────────────────────────────────────────────────────────────────────────────────


class SharedTexts:
    """The texts that cells refer to by number. Only those asked for are decoded, and the part is inflated no further
    than the last of them: an unrelated tab may have put a million others in."""

    def __init__(self, open_part: Callable[[], Iterator[bytes]] | None) -> None:
        self._open_part = open_part
        self._known: dict[int, str] = {}

    def fetch(self, numbers: set[int]) -> dict[int, str]:
        """Given numbers (from 0), return the texts known by number: all of them, but those that the part lacks. Raise
        BrokenXml."""
        missing = numbers - self._known.keys()
        if missing and self._open_part:
            self._known.update(_read_items(self._open_part, missing))
        return self._known


def _read_items(open_part: Callable[[], Iterator[bytes]], wanted: set[int]) -> dict[int, str]:
    chunks = open_part()
    first = next(chunks, b"")
    prefix = _plain_prefix(first)
    found = None if prefix is None else _read_plain_items(first, chunks, prefix, wanted)
    return _read_any_items(open_part(), wanted) if found is None else found


_ROOT = RarePattern(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?\s*<(?:([A-Za-z_][\w.-]*):)?sst[\s/>]")
_ENCODING = RarePattern(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8|us-ascii)", re.IGNORECASE)


def _plain_prefix(beginning: bytes) -> bytes | None:
    """Given the part's beginning, return the namespace prefix of its tags, or None where only a parser can tell."""
    root = _ROOT.match(beginning)
    if not root or _ENCODING.search(beginning[:200]):
        return None
    return root[1] + b":" if root[1] else b""


def _read_plain_items(first: bytes, chunks: Iterator[bytes], prefix: bytes, wanted: set[int]) -> dict[int, str] | None:
    """Cut the part at its item tags, counting whole chunks at once where nothing in them is wanted. None where comments
    or CDATA, in which a tag is no tag, stand in the way."""
    tag = b"<" + prefix + b"si"
    queue = sorted(wanted)
    next_wanted = 0
    found: dict[int, str] = {}
    number = 0
    buffer = b""
    chunk: bytes | None = first

    while next_wanted < len(queue):
        rest = b""
        if chunk is not None:
            buffer += chunk
            if b"<!" in buffer:
                return None
            # A tag may be torn between two chunks, so that the cut leaves a whole item for the next one.
            cut = max(buffer.rfind(tag), 0)
            buffer, rest = buffer[:cut], buffer[cut:]
            if len(rest) > LONGEST_ITEM:
                raise BrokenXml("a shared text in it is longer than any cell can hold")

        count = buffer.count(tag)
        if queue[next_wanted] < number + count:
            items = buffer.split(tag)
            while next_wanted < len(queue) and queue[next_wanted] < number + count:
                index = queue[next_wanted]
                found[index] = _item_text(tag, items[index - number + 1])
                next_wanted += 1
        number += count

        if chunk is None:
            break
        buffer = rest
        chunk = next(chunks, None)
    return found


_SIMPLE = RarePattern(rb"><t(?: xml:space=\"preserve\")?>([^<&]*)</t></si>\s*(?:</sst>\s*)?")

_CLOSED_AT_ONCE = RarePattern(rb"[^<>]*/>")


def _item_text(tag: bytes, rest: bytes) -> str:
    """Given the bytes behind an item's opening tag up to the next one's, return its text."""
    simple = _SIMPLE.fullmatch(rest)
    if simple:
        try:
            text = simple[1].decode("utf-8")
        except UnicodeDecodeError as error:
            raise BrokenXml(str(error)) from error
        return unescaped(text.replace("\r\n", "\n") if "\r" in text else text)

    if _CLOSED_AT_ONCE.match(rest):
        return ""
    end = rest.rfind(b"</" + tag[1:])
    gatherer = TextGatherer()
    document = tag + (rest if end < 0 else rest[:end] + b"</" + tag[1:] + b">")
    parse_events([document], lambda name, _: gatherer.start(name), gatherer.end, gatherer.text)
    return gatherer.take()


def _read_any_items(chunks: Iterator[bytes], wanted: set[int]) -> dict[int, str]:
    parser = strict_parser()
    gatherer = TextGatherer()
    found: dict[int, str] = {}
    last = max(wanted)
    number = -1

    def start(name: str, _: Attributes) -> None:
        nonlocal number
        name = local_name(name)
        number += name == "si"
        gatherer.start(name)

    def end(name: str) -> None:
        name = local_name(name)
        gatherer.end(name)
        if name == "si":
            text = gatherer.take()
            if number in wanted:
                found[number] = text

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = gatherer.text

    for chunk in chunks:
        feed(parser, chunk)
        if number > last:
            return found
    feed(parser, b"", last=True)
    return found
