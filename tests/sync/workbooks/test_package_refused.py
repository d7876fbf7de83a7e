"""What is no workbook, or cannot be patched: refused with a reason, and left as it is."""

from __future__ import annotations

import io
import os
import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sync.workbooks.package import WorkbookRefused, patch_cells
from tests.sync.workbooks.package_making import parts_for, sheet_xml, write_zip

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _parts() -> dict[str, bytes]:
    return parts_for(sheet_xml(""))


def _zip_of(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _with_flag(data: bytes, flag: int) -> bytes:
    whole = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.find(mark)
        while place >= 0:
            whole[place + offset] |= flag
            place = whole.find(mark, place + 1)
    return bytes(whole)


def _twice() -> bytes:
    buffer = io.BytesIO(_zip_of(_parts()))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    return buffer.getvalue()


GOOD = _zip_of(_parts())
ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet_xml("").encode()

NO_WORKBOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "random bytes": (lambda: random.Random(1).randbytes(3000), "not an Excel workbook"),
    "empty": (lambda: b"", "not an Excel workbook"),
    "csv": (lambda: b"a;b;c\n1;2;3\n", "not an Excel workbook"),
    "another zip": (lambda: _zip_of({"readme.txt": b"hello"}), "not an Excel workbook"),
    "a document": (
        lambda: _zip_of(parts_for("", main_type="application/vnd.ms-word.document.main+xml")),
        "not an Excel",
    ),
    "cut off": (lambda: GOOD[:-200], "damaged"),
    "cut in half": (lambda: GOOD[: len(GOOD) // 2], "damaged"),
    "a broken part": (lambda: GOOD.replace(GOOD[300:330], bytes(30)), "damaged"),
    "encrypted": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "encrypted zip": (lambda: _with_flag(GOOD, 1), "encrypted"),
    "xls": (lambda: OLE + "Workbook".encode("utf-16-le"), "old .xls format"),
    "early xls": (lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(100), "old .xls format"),
    "xlsb": (
        lambda: _zip_of(parts_for("", main_type="application/vnd.ms-excel.sheet.binary.macroEnabled.main")),
        "xlsb",
    ),
    "ods": (lambda: _zip_of({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
    "two of one name": (_twice, "two parts of the same name"),
    "two of nearly one name": (lambda: _zip_of(_parts() | {"XL/Workbook.xml": b"<a/>"}), "two parts of the same name"),
    "a way out": (lambda: _zip_of(_parts() | {"xl/../../etc/passwd": b""}), "leads out of it"),
    "a drive": (lambda: _zip_of(_parts() | {"C:/windows/x.dll": b""}), "leads out of it"),
    "an empty part": (lambda: _zip_of(_parts() | {"xl/worksheets/sheet1.xml": b""}), "damaged"),
    "entities": (lambda: _zip_of(_parts() | {"xl/worksheets/sheet1.xml": ENTITY}), "document type"),
    "entities in UTF-16": (
        lambda: _zip_of(_parts() | {"xl/worksheets/sheet1.xml": ENTITY.decode().encode("utf-16")}),
        "document type",
    ),
    "not XML": (lambda: _zip_of(_parts() | {"xl/worksheets/sheet1.xml": b"hello"}), "damaged"),
    "a cell with two formulas": (
        lambda: _zip_of(parts_for(sheet_xml('<row r="2"><c r="B2"><f>A1</f><f>A1</f><v>1</v></c></row>'))),
        "two things where there can be one",
    ),
    "a tab that is the workbook's texts": (
        lambda: _zip_of(_parts() | {"xl/worksheets/sheet1.xml": b"<sst><si><t>Revenue</t></si></sst>"}),
        "no worksheet",
    ),
    "XML cut off": (
        lambda: _zip_of(_parts() | {"xl/worksheets/sheet1.xml": b'<worksheet><sheetData><row r="1">'}),
        "damaged",
    ),
    "no tabs": (lambda: _zip_of(_parts() | {"xl/workbook.xml": b"<workbook><sheets/></workbook>"}), "no tab"),
    "signed": (lambda: _zip_of(_parts() | {"_xmlsignatures/sig1.xml": b"<a/>"}), "digitally signed"),
    "a missing part": (
        lambda: _zip_of({name: part for name, part in _parts().items() if "sheet1" not in name}),
        "no tab with cells",
    ),
}


@pytest.mark.parametrize("name", ["A1\nB2", "", "A0", "A1:B2", "1A", "AAAA1"])
def test_what_names_no_cell_is_refused_among_many_that_do(name: str, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml("")))
    with pytest.raises(WorkbookRefused, match="is not a cell"):
        patch_cells(path, {("S1", "A1"): 1, ("S1", name): 2, ("S1", "B1"): 3})


@pytest.mark.parametrize("name", NO_WORKBOOKS)
def test_what_cannot_be_patched_is_refused_with_a_reason_and_left_as_it_is(name: str, tmp_path: Path) -> None:
    make, reason = NO_WORKBOOKS[name]
    path = tmp_path / "sales.xlsx"
    path.write_bytes(make())
    before = path.read_bytes()
    with pytest.raises(WorkbookRefused, match=reason) as refused:
        patch_cells(path, {("S1", "A1"): 1})
    assert str(path) in refused.value.reason
    assert refused.value.hint
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["sales.xlsx"]


def test_what_is_not_there_is_refused_with_a_reason(tmp_path: Path) -> None:
    workbook = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(""), sheet_xml("")))
    with pytest.raises(WorkbookRefused, match="does not exist"):
        patch_cells(tmp_path / "none.xlsx", {("S1", "A1"): 1})
    with pytest.raises(WorkbookRefused, match="is a folder"):
        patch_cells(tmp_path, {("S1", "A1"): 1})
    with pytest.raises(WorkbookRefused, match="has no tab 'Q3'") as refused:
        patch_cells(workbook, {("Q3", "A1"): 1})
    assert "S1, S2" in refused.value.hint
    for name in ("A0", "", "B", "7", "A1:B2", "XFE1", "A1048577"):
        with pytest.raises(WorkbookRefused):
            patch_cells(workbook, {("S1", name): 1})


def test_a_part_that_grows_out_of_all_bounds_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in _parts().items():
            if not name.endswith("sheet1.xml"):
                archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w") as entry:
            for _ in range(70):
                entry.write(bytes(1 << 20))
    with pytest.raises(WorkbookRefused, match="too big when unpacked"):
        patch_cells(path, {("S1", "A1"): 1})


def test_a_part_longer_than_it_says_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.xlsx", _parts())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", size), struct.pack("<L", size - 1)))
    with pytest.raises(WorkbookRefused, match="not as long as it says"):
        patch_cells(path, {("S1", "A1"): 1})
