"""Ways to spoil a workbook, each a function of a random source: in its XML, in its zip, and byte by byte."""

from __future__ import annotations

import io
import random
import re
import struct
import warnings
import zipfile
from collections.abc import Callable

from tests.fuzz.workbooks import Parts

_TAG = re.compile(rb"<[^<>]*>")
_ATTRIBUTE = re.compile(rb'(\s[\w:]+=")([^"<>]*)(")')
_TEXT = re.compile(rb">([^<>]+)<")
_ELEMENT = re.compile(rb"<([\w:]+)(?:\s[^<>]*)?(?:/>|>.*?</\1>)", re.DOTALL)

_VALUES = (
    *("", "0", "1", "-1", "2", "7", "99999999999", "1.5", "1e999", "NaN", "x", " ", "true", "A1", "B2", "XFD1048576"),
    *("XFE1", "A0", "A1:XFD1048576", "B2:A1", "A:A", "1:1", "b2", "$B$2", "s", "str", "inlineStr", "b", "e", "n", "d"),
    *("shared", "array", "dataTable", "normal", "S1", "../../x", "/xl/workbook.xml", "%2e%2e/x", "External", "ế" * 50),
    *("&#0;", "&amp;", "&lt;", "_x0041_", "_xD83D_", "a" * 5000, "progress", "worksheet", "0:0", "1:16384"),
)
_FORMULAS = (
    *("B2", "SUM(A:A)", "1:1048576", "INDIRECT(A1)", "S1!B2", "'S1'!B2:S2!C3", "OKR[#All]", "OKR[[", "[1]S!A1", "A1#"),
    *("progress", "B2:INDEX(A:A,2)", "((((", '"', "'", "S1:S2!A1", "R[", "SUM(" * 300, "{1,2;3,4}", "#REF!", "a.b!c"),
)
_PIECES = (
    *(b"<", b">", b"&", b'"', b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x", b"?>", b"<row>", b"</row>", b"<c/>"),
    *(b"<c r='B2'><v>1</v></c>", b"<f>1</f>", b'<row r="2"><c r="B2"><v>9</v></c></row>', b"</c>", b"<x:c/>", b"\x00"),
    *(b"<extLst><ext/></extLst>", b'<mergeCell ref="A1:Z99"/>', b"<!DOCTYPE a>", b"\xff", b"\xef\xbb\xbf", b"<a>" * 99),
    b' xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"',
)


def mutated(parts: Parts, chance: random.Random) -> bytes:
    """Given a workbook's parts, return a file made from it with one to four things spoilt."""
    parts = dict(parts)
    kind = chance.random()
    if kind < 0.8:
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            _spoil_a_part(parts, chance)
    if 0.7 < kind < 0.85:
        _spoil_the_list(parts, chance)
    data = _zipped(parts, chance)
    if kind > 0.82:
        data = chance.choice((_flipped, _flipped, _cut, _pasted, _with_a_field_changed, _with_a_field_changed))(
            data, chance
        )
    return data


# ── XML ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _spoil_a_part(parts: Parts, chance: random.Random) -> None:
    sheets = [name for name in parts if "sheet" in name and name.endswith(".xml")]
    name = chance.choice(sheets if sheets and chance.random() < 0.6 else list(parts))
    data = parts[name]
    if not data:
        return
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    data = data.decode(encoding, "replace").encode("utf-8", "replace")
    data = chance.choice(_WAYS)(data, chance)
    if encoding == "utf-16" or chance.random() < 0.01:
        data = data.decode("utf-8", "replace").encode("utf-16", "replace")
    parts[name] = data


def _another_attribute(data: bytes, chance: random.Random) -> bytes:
    return _replaced(_ATTRIBUTE, data, chance, lambda found: found[1] + chance.choice(_VALUES).encode() + found[3])


def _no_attribute(data: bytes, chance: random.Random) -> bytes:
    return _replaced(_ATTRIBUTE, data, chance, lambda found: b"")


def _same_attribute_elsewhere(data: bytes, chance: random.Random) -> bytes:
    values = [found[2] for found in _ATTRIBUTE.finditer(data)]
    return _replaced(_ATTRIBUTE, data, chance, lambda found: found[1] + chance.choice(values) + found[3])


def _another_text(data: bytes, chance: random.Random) -> bytes:
    new = chance.choice(_VALUES if chance.random() < 0.5 else _FORMULAS)
    return _replaced(_TEXT, data, chance, lambda found: b">" + new.replace("<", "&lt;").encode() + b"<")


def _no_tag(data: bytes, chance: random.Random) -> bytes:
    return _replaced(_TAG, data, chance, lambda found: b"")


def _tag_twice(data: bytes, chance: random.Random) -> bytes:
    return _replaced(_TAG, data, chance, lambda found: found[0] * 2)


def _no_element(data: bytes, chance: random.Random) -> bytes:
    return _replaced(_ELEMENT, data, chance, lambda found: b"")


def _element_twice(data: bytes, chance: random.Random) -> bytes:
    return _replaced(_ELEMENT, data, chance, lambda found: found[0] * chance.choice((2, 2, 5, 100)))


def _elements_exchanged(data: bytes, chance: random.Random) -> bytes:
    found = [each[0] for each in _ELEMENT.finditer(data, 60)] or [b""]
    one = chance.choice(found)
    return data.replace(one, b"\x01", 1).replace(chance.choice(found), one, 1).replace(b"\x01", chance.choice(found), 1)


def _another_prefix(data: bytes, chance: random.Random) -> bytes:
    found = _TAG.findall(data)
    names = {name for tag in found for name in re.findall(rb"</?([\w]+)", tag)} or {b"c"}
    name = chance.choice(sorted(names))
    data = re.sub(rb"<(/?)%b(?=[\s/>])" % name, rb"<\1x:%b" % name, data)
    return re.sub(rb'xmlns="([^"]*)"', rb'xmlns="\1" xmlns:x="\1"', data, count=1)


def _spaced(data: bytes, chance: random.Random) -> bytes:
    return _replaced(_TAG, data, chance, lambda found: found[0].replace(b" ", b"\n  ").replace(b"=", b" = "))


def _a_piece(data: bytes, chance: random.Random) -> bytes:
    place = chance.choice([found.end() for found in _TAG.finditer(data)] or [0])
    if chance.random() < 0.2:
        place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(_PIECES) + data[place:]


def _cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _bytes_flipped(data: bytes, chance: random.Random) -> bytes:
    return _flipped(data, chance)


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_another_attribute,) * 6,
    *(_same_attribute_elsewhere, _another_text, _no_element, _element_twice) * 3,
    *(_no_attribute, _elements_exchanged, _another_prefix, _spaced) * 2,
    *(_a_piece, _a_piece, _no_tag, _tag_twice, _cut_off, _bytes_flipped),
)


def _replaced(
    pattern: re.Pattern[bytes], data: bytes, chance: random.Random, new: Callable[[re.Match[bytes]], bytes]
) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    one = chance.choice(found)
    return data[: one.start()] + new(one) + data[one.end() :]


# ── The zip ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _spoil_the_list(parts: Parts, chance: random.Random) -> None:
    name = chance.choice(list(parts))
    way = chance.randrange(5)
    if way == 0:
        del parts[name]
    elif way == 1:
        parts[name.upper()] = parts.pop(name)
    elif way == 2:
        parts["/" + name] = parts.pop(name)
    elif way == 3:
        parts[chance.choice(list(parts))] = parts[name]
    else:
        parts[chance.choice(("../x", "xl/..", "C:/x", "_xmlsignatures/a.xml", "mimetype", "a\\b"))] = b"opendocument"


def _zipped(parts: Parts, chance: random.Random) -> bytes:
    names = list(parts)
    if chance.random() < 0.1:
        chance.shuffle(names)
    buffer: io.BytesIO = io.BytesIO() if chance.random() < 0.9 else _Unseekable()
    method = zipfile.ZIP_STORED if chance.random() < 0.1 else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(buffer, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            info = zipfile.ZipInfo(name, (2026, 11, 25, 8, 0, 0))
            if chance.random() < 0.02:
                info.extra = struct.pack("<HH", chance.choice((1, 0xA220)), chance.choice((0, 4, 24))) + bytes(4)
            with archive.open(info, "w", force_zip64=chance.random() < 0.02) as entry:
                entry.write(parts[name])
        if chance.random() < 0.02:
            archive.writestr(chance.choice(names), b"<a/>")
    return buffer.getvalue()


class _Unseekable(io.BytesIO):
    """Entries written to it get data descriptors."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


# ── Bytes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _flipped(data: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20)) if data else 0):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _cut(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice((1, 4, 50, len(data))) :]


def _pasted(data: bytes, chance: random.Random) -> bytes:
    start, place = chance.randrange(len(data)), chance.randrange(len(data))
    return data[:place] + data[start : start + chance.choice((1, 30, 300))] + data[place:]


def _with_a_field_changed(data: bytes, chance: random.Random) -> bytes:
    """One number of a header of the zip."""
    mark, length = chance.choice(((b"PK\x03\x04", 30), (b"PK\x01\x02", 46), (b"PK\x05\x06", 22)))
    places = [found.start() for found in re.finditer(re.escape(mark), data)] or [0]
    place = chance.choice(places) + chance.randrange(4, length - 1)
    number = struct.pack(
        *chance.choice((("<H", chance.choice((0, 1, 8, 0xFFFF))), ("<L", chance.choice((0, 1, 2**31, 2**32 - 1)))))
    )
    return data[:place] + number + data[place + len(number) :]
