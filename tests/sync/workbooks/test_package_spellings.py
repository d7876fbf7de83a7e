"""Packages as odd as programs write them, patched like any other."""

from __future__ import annotations

import io
import shutil
import struct
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from sync.workbooks.package import NewValue, Percent, patch_cells
from tests.sync.workbooks.package_making import STRICT, STYLES, TRANSITIONAL, parts_for, sheet_xml, write_zip
from tests.sync.workbooks.package_reading import parts_of, raw_cells, stored_entries

ODD_SHEETS: dict[str, tuple[str | bytes, str]] = {
    "a prefix": (
        f'<x:worksheet xmlns:x="{TRANSITIONAL}"><x:sheetData><x:row r="2"><x:c r="A2"><x:v>1</x:v></x:c>'
        '<x:c r="C2" t="str"><x:v>c</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        "",
    ),
    "no cells": (sheet_xml(""), ""),
    "a closed list of cells": (
        f'<worksheet xmlns="{TRANSITIONAL}"><cols><col min="1" max="2"/></cols><sheetData/></worksheet>',
        "",
    ),
    "no list of cells": (f'<worksheet xmlns="{TRANSITIONAL}"><sheetPr/><pageMargins left="1"/></worksheet>', ""),
    "an empty root": (f'<worksheet xmlns="{TRANSITIONAL}"/>', ""),
    "no positions": (sheet_xml("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c/><c><v>2</v></c></row>"), ""),
    "positions here and there": (
        sheet_xml('<row><c/></row><row r="4"><c r="B4"><v>1</v></c><c><v>3</v></c></row><row><c><v>5</v></c></row>'),
        "",
    ),
    "single quotes": (sheet_xml("<row r='2'><c r='A2' s='0'><v>1</v></c><c t='b' r='B2'><v>1</v></c></row>"), ""),
    "attributes in another order": (
        sheet_xml('<row spans="1:2" r="2"><c s="0" r="A2"><v>1</v></c><c t="n" r="B2"/></row>'),
        "",
    ),
    "blanks everywhere": (
        sheet_xml('\n <row  r = "2" >\n  <c  r = "A2" ><v>1</v></c >\n  <c\nr="C2"\n/>\n </row >\n <row r="5"/>\n'),
        "",
    ),
    "comments and sections": (
        sheet_xml(
            '<!-- <row r="1"><c r="B2"><v>no</v></c></row> --><row r="2"><c r="A2"><!-- <f>1</f> --><v>1</v></c>'
            '<?odd <c r="B2"/>?><c r="C2" t="inlineStr"><is><t><![CDATA[<c r="B2"/></c>]]></t></is></c></row>'
        ),
        "",
    ),
    "brackets in attributes": (
        sheet_xml(
            '<row r="2"><c r="A2" odd="a>b"><v>1</v></c><c r="C2"><v>3</v></c></row>', '<sheetPr codeName="a>b"/>'
        ),
        "",
    ),
    "rows out of order": (
        sheet_xml(
            '<row r="5"><c r="A5"><v>5</v></c></row><row r="2"><c r="C2"><v>3</v></c><c r="A2"><v>1</v></c></row>'
        ),
        "",
    ),
    "rows and cells closed": (sheet_xml('<row r="2" spans="1:1"/><row r="4"><c r="B4"/><c r="D4" s="0"/></row>'), ""),
    "extensions in cells": (
        sheet_xml('<row r="2"><c r="A2"><v>1</v><extLst><ext uri="x"/></extLst></c><c r="B2"><extLst/></c></row>'),
        "",
    ),
    "UTF-16": (
        (
            '<?xml version="1.0" encoding="UTF-16"?>' + sheet_xml('<row r="2"><c r="C2" t="str"><v>độ</v></c></row>')
        ).encode("utf-16"),
        "",
    ),
    "Latin-1": (
        (
            '<?xml version="1.0" encoding="iso-8859-1"?>' + sheet_xml('<row r="2"><c r="C2" t="str"><v>é</v></c></row>')
        ).encode("latin-1"),
        "",
    ),
    "a byte-order mark": (b"\xef\xbb\xbf" + sheet_xml('<row r="2"><c r="C2"><v>1</v></c></row>').encode(), ""),
}


@pytest.mark.parametrize("name", ODD_SHEETS)
def test_cells_are_found_and_put_in_order_however_a_program_spells_them(name: str, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.xlsx", parts_for(ODD_SHEETS[name][0], sheet_xml("")))
    before = raw_cells(path, "S1")
    edits: dict[tuple[str, str], NewValue] = {
        ("S1", "A2"): Decimal("1.5"),
        ("S1", "B2"): "vừa thêm",
        ("S1", "B4"): True,
        ("S1", "D2"): Decimal(4),
        ("S1", "A3"): Decimal(3),
        ("S1", "C9"): "last",
    }
    patch_cells(path, edits)
    expected = {(2, 1): "1.5", (2, 2): "vừa thêm", (4, 2): "1", (2, 4): "4", (3, 1): "3", (9, 3): "last"}
    after = raw_cells(path, "S1")
    assert {place: after[place].value for place in expected} == expected
    assert {place: cell for place, cell in after.items() if place not in expected} == {
        place: cell for place, cell in before.items() if place not in expected
    }
    if name != "rows out of order":
        assert list(after) == sorted(after)
    again = path.read_bytes()
    patch_cells(path, edits)
    assert path.read_bytes() == again


def test_an_extension_of_a_cell_stays_with_it(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.xlsx", parts_for(ODD_SHEETS["extensions in cells"][0]))
    patch_cells(path, {("S1", "A2"): None, ("S1", "B2"): "b"})
    content = parts_of(path)["xl/worksheets/sheet1.xml"]
    assert b'<c r="A2"><extLst><ext uri="x"/></extLst></c>' in content
    assert b'<c r="B2" t="inlineStr"><is><t>b</t></is><extLst/></c>' in content


def test_strict_workbooks_and_absolute_targets_are_patched(tmp_path: Path) -> None:
    parts = parts_for(sheet_xml("", namespace=STRICT), strict=True, absolute=True)
    path = write_zip(tmp_path / "a.xlsx", parts)
    patch_cells(path, {("S1", "B2"): Percent(Decimal("0.5"))})
    assert raw_cells(path, "S1")[2, 2].value == "0.5"
    assert STRICT.encode() in parts_of(path)["xl/styles.xml"]


def _with_data_descriptors(path: Path, parts: Mapping[str, bytes]) -> None:
    class Unseekable(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, piece: bytes) -> int:
            self.data += bytes(piece)
            return len(piece)

    sink = Unseekable()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(sink.data)


def _with_zip64(path: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(content)


def _with_gaps(path: Path, parts: Mapping[str, bytes]) -> None:
    """Bytes before the first entry, padding between entries, a comment behind."""
    with path.open("wb") as file:
        file.write(b"PK\x03\x04"[:0])
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
                file.write(b"padding")
                archive.start_dir = file.tell()
            archive.comment = b"made by hand"


def _with_extra_fields(path: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (1999, 12, 31, 23, 59, 58))
            info.extra = struct.pack("<HH4s", 0xA220, 4, b"pads")
            info.comment, info.external_attr, info.create_system = b"entry", 0o640 << 16, 3
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)


def _with_backslashes(path: Path, parts: Mapping[str, bytes]) -> None:
    write_zip(path, {name.replace("/", "\\"): content for name, content in parts.items()})


@pytest.mark.parametrize(
    "write",
    [
        write_zip,
        lambda path, parts: write_zip(path, parts, zipfile.ZIP_STORED),
        _with_data_descriptors,
        _with_zip64,
        _with_gaps,
        _with_extra_fields,
        _with_backslashes,
    ],
    ids=["deflated", "stored", "data descriptors", "zip64", "gaps", "extra fields", "backslashes"],
)
def test_every_kind_of_zip_keeps_its_other_entries_as_they_are(
    write: Callable[[Path, Mapping[str, bytes]], object], tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    write(path, parts_for(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'), sheet_xml(""), styles=STYLES))
    original = shutil.copy(path, tmp_path / "original.xlsx")
    patch_cells(path, {("S1", "A1"): "one", ("S1", "B7"): Decimal(2)})
    before, after = stored_entries(Path(original)), stored_entries(path)
    assert list(before) == list(after)
    changed = [name for name in before if before[name] != after[name]]
    assert [name.replace("\\", "/") for name in changed] == ["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(original) as then, zipfile.ZipFile(path) as now:
        assert then.comment == now.comment
        old, new = then.getinfo(changed[0]), now.getinfo(changed[0])
        for kept in ("date_time", "compress_type", "comment", "external_attr", "create_system", "filename"):
            assert getattr(old, kept) == getattr(new, kept)
    assert raw_cells(path, "S1")[7, 2].value == "2"
