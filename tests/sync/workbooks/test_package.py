"""What anybody may rely on who lets a workbook be patched."""

from __future__ import annotations

import datetime
import io
import os
import random
import shutil
import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

from sync.workbooks.package import (
    CellEdit,
    CellRefused,
    NewValue,
    Package,
    Percent,
    SheetEdit,
    WorkbookRefused,
    fingerprint,
    patch,
    patch_cells,
)
from tests.sync.workbooks.package_making import STRICT, STYLES, TRANSITIONAL, parts_for, sheet_xml, write_zip
from tests.sync.workbooks.package_reading import name_of, parts_of, raw_cells, stored_entries

# ── Values ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook as openpyxl writes it: a header, three rows, a second tab."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Q4 2026"
    sheet.append(["Key result", "Target", "Current", "Progress"])
    for number in range(1, 4):
        sheet.append([f"Kết quả {number}", 10 * number, number, 0.5])
    sheet["B2"].number_format = "#,##0"
    book.create_sheet("Other")["A1"] = "untouched"
    path = tmp_path / "team sales.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("value", "read", "number_format"),
    [
        (Decimal("0.1"), 0.1, "General"),
        (Decimal("12345678901234567890.5"), 12345678901234567890.5, "General"),
        (Decimal("1E-7"), 1e-7, "General"),
        (Decimal("-0.00"), 0, "General"),
        (7, 7, "General"),
        (2.5, 2.5, "General"),
        (True, True, "General"),
        ("Đúng tiến độ 🟢", "Đúng tiến độ 🟢", "General"),
        ("=1+1", "=1+1", "General"),
        ("  two lines\n& <more> ", "  two lines\n& <more> ", "General"),
        ("", "", "General"),
        (Percent(Decimal("0.25")), 0.25, "0%"),
        (date(2026, 11, 23), datetime.datetime(2026, 11, 23), "mm-dd-yy"),
        (datetime.datetime(2026, 11, 23, 12, 30), datetime.datetime(2026, 11, 23, 12, 30), "m/d/yy h:mm"),
        (None, None, "General"),
    ],
)
def test_a_value_is_stored_as_what_it_is(workbook: Path, value: NewValue, read: object, number_format: str) -> None:
    patch_cells(workbook, {("Q4 2026", "C3"): value})
    cell = openpyxl.load_workbook(workbook)["Q4 2026"]["C3"]
    assert cell.value == read
    assert cell.number_format == number_format
    assert cell.data_type != "f"


def test_a_cell_keeps_its_look_when_it_gets_a_value(workbook: Path) -> None:
    patch_cells(workbook, {("Q4 2026", "B2"): Decimal(99)})
    assert openpyxl.load_workbook(workbook)["Q4 2026"]["B2"].number_format == "#,##0"


def test_characters_that_xml_cannot_hold_come_back_as_they_were(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml("")))
    text = "bell \x07, return \r\n, lone \ud83d, escape _x0041_, not one _x41_, \ufffe"
    patch_cells(path, {("S1", "A1"): text})
    assert raw_cells(path, "S1")[1, 1].value == (
        "bell _x0007_, return _x000D_\n, lone _xD83D_, escape _x005F_x0041_, not one _x41_, _xFFFE_"
    )
    before = path.read_bytes()
    patch_cells(path, {("S1", "A1"): text})
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (Decimal("NaN"), "not a number"),
        (float("inf"), "not a number"),
        (10**400, "not a number"),
        ("x" * 32_768, "32767 characters"),
        ("🟢" * 16_384, "32767 characters"),
        (date(1899, 12, 31), "before the first day"),
        (datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), "time zone"),
        ([1], "type list"),
    ],
)
def test_a_value_that_no_cell_can_hold_is_refused_by_the_cells_name(workbook: Path, value: NewValue, why: str) -> None:
    before = workbook.read_bytes()
    with pytest.raises(CellRefused, match=why) as refused:
        patch_cells(workbook, {("Q4 2026", "C3"): value, ("Q4 2026", "C2"): 1})
    assert "Q4 2026!C3" in refused.value.reason
    assert "team sales.xlsx" in refused.value.reason
    assert workbook.read_bytes() == before


@pytest.mark.parametrize(
    ("day", "serial"),
    [
        (date(1900, 1, 1), 1),
        (date(1900, 2, 28), 59),
        (date(1900, 3, 1), 61),
        (date(2026, 11, 23), 46349),
        (datetime.datetime(2026, 11, 23, 6, 0), 46349.25),
    ],
)
def test_days_are_counted_as_excel_counts_them(tmp_path: Path, day: date, serial: float) -> None:
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(""), styles=STYLES))
    patch_cells(path, {("S1", "A1"): day})
    assert float(raw_cells(path, "S1")[1, 1].value) == serial


def test_days_are_counted_from_1904_where_the_workbook_does(tmp_path: Path) -> None:
    parts = parts_for(
        sheet_xml('<row r="1"><c r="A1" s="3"/></row>'), styles=STYLES, workbook='<workbookPr date1904="1"/>|'
    )
    path = write_zip(tmp_path / "a.xlsx", parts)
    patch_cells(path, {("S1", "A1"): date(2026, 11, 23)})
    assert raw_cells(path, "S1")[1, 1][:2] == ("n", str(46349 - 1462))
    assert parts_of(path)["xl/styles.xml"] == STYLES.encode()


# ── Nothing else ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_other_parts_stay_byte_for_byte_in_place_and_order(workbook: Path, tmp_path: Path) -> None:
    original = shutil.copy(workbook, tmp_path / "original.xlsx")
    patch_cells(workbook, {("Q4 2026", "D2"): Decimal("0.75"), ("Q4 2026", "H9"): "new"})
    before, after = stored_entries(Path(original)), stored_entries(workbook)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]


def test_what_is_there_already_is_not_written_again(workbook: Path) -> None:
    edits: dict[tuple[str, str], NewValue] = {
        ("Q4 2026", "A2"): "Kết quả 1",
        ("Q4 2026", "B2"): Decimal("10.0"),
        ("Q4 2026", "D2"): Decimal("0.5"),
        ("Q4 2026", "Z99"): None,
    }
    os.utime(workbook, ns=(1, 1))
    before = workbook.read_bytes()
    patch_cells(workbook, edits)
    patch_cells(workbook, {})
    assert patch(workbook, {"Q4 2026": SheetEdit()}).changed_parts == ()
    assert workbook.read_bytes() == before
    assert workbook.stat().st_mtime_ns == 1


def test_a_second_patch_with_the_same_edits_changes_nothing(workbook: Path) -> None:
    edit = SheetEdit(
        {
            (1, 5): CellEdit("Status ⟳", like=(1, 4)),
            (2, 5): CellEdit("On track", "@", (2, 4)),
            (3, 5): CellEdit(date(2026, 1, 1)),
            (4, 5): CellEdit(None, "0%", (2, 2)),
            (2, 4): CellEdit(Percent(Decimal("0.125"))),
            (3, 4): CellEdit(True),
        },
        {5: 14.5, 1: 30},
        {(1, 5): ("Status", "Made of progress and time, see <the note> & more")},
    )
    first = patch(workbook, {"Q4 2026": edit})
    assert first.changed_parts
    again = patch(workbook, {"Q4 2026": edit})
    assert again.changed_parts == ()
    assert again.fingerprint == first.fingerprint == fingerprint(workbook)


# ── Packages as odd as programs write them ───────────────────────────────────────────────────────────────────────────

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


# ── Looks, widths, messages ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_cell_takes_the_look_of_its_neighbour_and_its_own_number_format(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    cell = book.active["B2"]
    cell.value, cell.number_format = 5, "#,##0 ₫"
    cell.font, cell.fill = Font(bold=True, color="FF112233"), PatternFill("solid", fgColor="FFEEDDCC")
    cell.border, cell.alignment = Border(top=Side("thick")), Alignment(wrap_text=True, horizontal="center")
    cell.protection = Protection(locked=False)
    path = tmp_path / "a.xlsx"
    book.save(path)
    patch(
        path,
        {"Sheet": SheetEdit({(2, 3): CellEdit(Decimal("0.5"), "0.0%", (2, 2)), (2, 4): CellEdit("x", None, (2, 2))})},
    )
    sheet = openpyxl.load_workbook(path).active
    cell = sheet["B2"]
    assert (cell.font.b, cell.border.top.style, cell.protection.locked) == (True, "thick", False)
    for name, number_format in (("C2", "0.0%"), ("D2", "#,##0 ₫")):
        for look in ("font", "fill", "border", "alignment", "protection"):
            assert repr(getattr(sheet[name], look)) == repr(getattr(cell, look))
        assert sheet[name].number_format == number_format


@pytest.mark.parametrize(
    ("style", "code", "expected"),
    [(0, "0%", 2), (0, "General", 0), (3, "mm-dd-yy", 3), (2, "0%", 2)],
)
def test_a_style_that_exists_is_used_and_the_styles_stay_as_they_are(
    tmp_path: Path, style: int, code: str, expected: int
) -> None:
    row = f'<row r="1"><c r="A1" s="{style}"><v>1</v></c></row>'
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(row), styles=STYLES))
    patch(path, {"S1": SheetEdit({(1, 1): CellEdit(Decimal(2), code), (2, 1): CellEdit(Decimal(2), code, (1, 1))})})
    assert {cell.style for cell in raw_cells(path, "S1").values()} == {str(expected)}
    assert parts_of(path)["xl/styles.xml"] == STYLES.encode()


def test_a_new_style_is_added_behind_the_others_once(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" s="1"><v>1</v></c></row>'
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(row), styles=STYLES))
    cells = {(number, 2): CellEdit(Decimal(number), "0.000", (1, 1)) for number in range(1, 5)}
    cells[1, 3] = CellEdit(Decimal(1), '0.0 "tỷ"', (1, 1))
    patch(path, {"S1": SheetEdit(cells)})
    styles = parts_of(path)["xl/styles.xml"].decode()
    bold = 'fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyNumberFormat="1">'
    centred = '<alignment horizontal="center"/></xf>'
    assert styles == STYLES.replace('cellXfs count="4"', 'cellXfs count="6"').replace(
        "</cellXfs>", f'<xf numFmtId="164" {bold}{centred}<xf numFmtId="165" {bold}{centred}</cellXfs>'
    ).replace('numFmts count="1"', 'numFmts count="2"').replace(
        "</numFmts>", '<numFmt numFmtId="165" formatCode="0.0 &quot;tỷ&quot;"/></numFmts>'
    )


def test_a_new_cell_looks_like_its_row_or_column_where_they_have_a_look(tmp_path: Path) -> None:
    rows = '<row r="1" s="1" customFormat="1"/><row r="2" s="1"><c r="A2"/></row>'
    columns = '<cols><col min="2" max="4" style="3" width="9"/></cols>'
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows, columns), styles=STYLES))
    patch_cells(path, {("S1", "C1"): 1, ("S1", "C2"): 2, ("S1", "E2"): 3, ("S1", "C7"): 4})
    assert {place: cell.style for place, cell in raw_cells(path, "S1").items() if cell.value} == {
        (1, 3): "1",
        (2, 3): "3",
        (2, 5): "0",
        (7, 3): "3",
    }


def test_a_percentage_gets_a_percent_format_only_where_it_has_none(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="2"><v>1</v></c><c r="B1" s="1"><v>1</v></c></row>'
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows), styles=STYLES))
    patch_cells(path, {("S1", "A1"): Percent(Decimal("0.5"))})
    assert parts_of(path)["xl/styles.xml"] == STYLES.encode()
    patch_cells(path, {("S1", "B1"): Percent(Decimal("0.5"))})
    cell = openpyxl.load_workbook(path)["S1"]["B1"]
    assert (cell.number_format, cell.font.b, cell.alignment.horizontal) == ("0%", True, "center")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("", '<cols><col min="3" max="3" width="14.5" customWidth="1"/></cols>'),
        ("<cols/>", '<cols><col min="3" max="3" width="14.5" customWidth="1"/></cols>'),
        (
            '<cols><col min="1" max="5" width="9" style="1" bestFit="1"/></cols>',
            '<cols><col min="1" max="2" width="9" style="1" bestFit="1"/>'
            '<col min="3" max="3" width="14.5" style="1" customWidth="1"/>'
            '<col min="4" max="5" width="9" style="1" bestFit="1"/></cols>',
        ),
        (
            '<cols><col min="1" max="2" width="9"/><col min="4" max="4" width="9"/></cols>',
            '<cols><col min="1" max="2" width="9"/><col min="3" max="3" width="14.5" customWidth="1"/>'
            '<col min="4" max="4" width="9"/></cols>',
        ),
        (
            '<cols><col min="3" max="16384" width="14.5"/></cols>',
            '<cols><col min="3" max="16384" width="14.5"/></cols>',
        ),
    ],
)
def test_a_column_gets_its_width_and_its_neighbours_keep_theirs(tmp_path: Path, columns: str, expected: str) -> None:
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml("", columns)))
    patch(path, {"S1": SheetEdit(column_widths={3: 14.5})})
    assert f"{expected}<sheetData>".encode() in parts_of(path)["xl/worksheets/sheet1.xml"]


def test_a_message_shows_when_its_cell_is_selected(workbook: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet = book.active
    choice = DataValidation("list", formula1='"a,b"', sqref="C2:C9", allow_blank=True)
    sheet.add_data_validation(choice)
    sheet.merge_cells("A8:B8")
    sheet.print_options.gridLines = True
    book.save(workbook)
    prompts = {
        (1, 4): ("Progress", 'How far, in "per cent"\nsecond line'),
        (2, 3): ("Taken", "the team's own stays"),
        (1, 5): ("x" * 40, "🟢" * 200),
    }
    patch(workbook, {"Q4 2026": SheetEdit(prompts=prompts)})
    found = {
        str(each.sqref): each for each in openpyxl.load_workbook(workbook)["Q4 2026"].data_validations.dataValidation
    }
    assert found.keys() == {"C2:C9", "D1", "E1"}
    assert found["C2:C9"].formula1 == '"a,b"'
    assert (found["D1"].promptTitle, found["D1"].prompt) == ("Progress", 'How far, in "per cent"\nsecond line')
    assert found["D1"].showInputMessage
    assert len(found["E1"].promptTitle) == 32
    assert len(found["E1"].prompt.encode("utf-16-le")) // 2 <= 255
    content = parts_of(workbook)["xl/worksheets/sheet1.xml"]
    assert b'<dataValidations count="3">' in content
    assert content.index(b"<mergeCells") < content.index(b"<dataValidations") < content.index(b"<printOptions")

    changed = {(1, 4): ("Progress", "Shorter"), (1, 6): ("New", "one")}
    patch(workbook, {"Q4 2026": SheetEdit(prompts=changed)})
    found = {
        str(each.sqref): each for each in openpyxl.load_workbook(workbook)["Q4 2026"].data_validations.dataValidation
    }
    assert found.keys() == {"C2:C9", "D1", "E1", "F1"}
    assert found["D1"].prompt == "Shorter"


def test_dimension_and_spans_grow_with_what_is_written(tmp_path: Path) -> None:
    rows = '<row r="2" spans="2:3"><c r="B2"><v>1</v></c></row>'
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows, '<dimension ref="B2:B2"/>')))
    patch_cells(path, {("S1", "F2"): 1, ("S1", "C5"): 2})
    content = parts_of(path)["xl/worksheets/sheet1.xml"]
    assert b'<dimension ref="B2:F5"/>' in content
    assert b'spans="2:6"' in content


# ── Cells that are not ours to write ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cell", "why"),
    [("A1", "formula"), ("B1", "formula"), ("C2", "formula"), ("D2", "array"), ("E2", "merged"), ("F3", "array")],
)
def test_formulas_and_what_is_covered_are_left_alone_and_named(tmp_path: Path, cell: str, why: str) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f/></c>'
        '<c r="C1"><f t="shared" ref="C1:C2" si="0">A1</f><v>2</v></c><c r="D1"><f t="array" ref="D1:D2">A1</f></c>'
        '<c r="E1"/><c r="F1"/></row><row r="2"><c r="C2"><f t="shared" si="0"/></c><c r="D2"><v>1</v></c>'
        '<c r="F2"><f t="dataTable" ref="F2:F3" r1="A1"/><v>1</v></c></row>'
    )
    path = write_zip(
        tmp_path / "a.xlsx", parts_for(sheet_xml(rows, after='<mergeCells><mergeCell ref="E1:E3"/></mergeCells>'))
    )
    before = path.read_bytes()
    with pytest.raises(CellRefused) as refused:
        patch_cells(path, {("S1", cell): "x", ("S1", "Z1"): "y"})
    assert (refused.value.sheet, refused.value.cell, refused.value.why) == ("S1", cell, why)
    assert f"S1!{cell}" in refused.value.reason
    assert path.read_bytes() == before
    patch_cells(path, {("S1", "E1"): "the merge's first cell"})


def test_the_metadata_of_the_old_value_goes_with_it(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="1" t="e" vm="1" cm="2" ph="1"><v>#VALUE!</v></c></row>'
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows), styles=STYLES))
    patch_cells(path, {("S1", "A1"): 3})
    assert b'<c r="A1" s="1" ph="1"><v>3</v></c>' in parts_of(path)["xl/worksheets/sheet1.xml"]


# ── What is no workbook ──────────────────────────────────────────────────────────────────────────────────────────────

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


def test_what_is_not_there_is_refused_with_a_reason(tmp_path: Path, workbook: Path) -> None:
    with pytest.raises(WorkbookRefused, match="does not exist"):
        patch_cells(tmp_path / "none.xlsx", {("S1", "A1"): 1})
    with pytest.raises(WorkbookRefused, match="is a folder"):
        patch_cells(tmp_path, {("S1", "A1"): 1})
    with pytest.raises(WorkbookRefused, match="has no tab 'Q3'") as refused:
        patch_cells(workbook, {("Q3", "A1"): 1})
    assert "Q4 2026, Other" in refused.value.hint
    for name in ("A0", "", "B", "7", "A1:B2", "XFE1", "A1048577"):
        with pytest.raises(WorkbookRefused):
            patch_cells(workbook, {("Q4 2026", name): 1})


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


# ── Any sheet, any edits ─────────────────────────────────────────────────────────────────────────────────────────────

_texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
_values = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    _texts,
    st.none(),
)
_places = st.tuples(st.integers(1, 9), st.integers(1, 9))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.dictionaries(_places, _values, max_size=25),
    edits=st.dictionaries(_places, _values, max_size=12),
    spelling=st.integers(0, 3),
)
def test_exactly_the_cells_that_were_asked_for_change(
    tmp_path: Path,
    cells: dict[tuple[int, int], NewValue],
    edits: dict[tuple[int, int], NewValue],
    spelling: int,
) -> None:
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(""), sheet_xml("")))
    patch(path, {"S1": SheetEdit({place: CellEdit(value) for place, value in sorted(cells.items())})})
    parts = parts_of(path)
    parts["xl/worksheets/sheet1.xml"] = _respelt(parts["xl/worksheets/sheet1.xml"], spelling)
    original = write_zip(tmp_path / "original.xlsx", parts)
    shutil.copy(original, path)

    patch(path, {"S1": SheetEdit({place: CellEdit(value) for place, value in edits.items()})})

    before, after = raw_cells(original, "S1"), raw_cells(path, "S1")
    assert {place: cell for place, cell in after.items() if place not in edits} == {
        place: cell for place, cell in before.items() if place not in edits
    }
    for place, value in edits.items():
        assert _holds(after.get(place), value), name_of(*place)
    assert list(after) == sorted(after)
    changed = [name for name, entry in stored_entries(original).items() if stored_entries(path)[name] != entry]
    assert changed in ([], ["xl/worksheets/sheet1.xml"])
    sheet = openpyxl.load_workbook(path)["S1"]
    for (row, column), cell in after.items():
        assert (sheet.cell(row, column).value is None) == (cell.value is None)


def _respelt(content: bytes, spelling: int) -> bytes:
    """The same cells, spelt in another way that is right too."""
    if spelling == 1:
        return content.replace(b"<c r=", b"<c  r=")
    if spelling == 2:
        return content.replace(b"<sheetData>", b"<!-- <c r='A1'/> --><sheetData>").replace(b"<c r=", b"<c odd='>' r=")
    if spelling == 3:
        return content.replace(b"</row>", b"<!-- end --></row>").replace(b"</c>", b"</c\n>")
    return content


def _holds(cell: object, value: NewValue) -> bool:
    if value is None:
        return cell is None or cell.value is None
    if isinstance(value, bool):
        return cell[:2] == ("b", "1" if value else "0")
    if isinstance(value, str):
        return cell.kind == "text" and cell.value == value
    return cell.kind == "n" and float(cell.value) == float(value)


def test_the_package_opens_as_a_context_and_lists_its_tabs(workbook: Path) -> None:
    with Package(workbook) as package:
        assert [(sheet.title, sheet.part, sheet.state) for sheet in package.sheets] == [
            ("Q4 2026", "xl/worksheets/sheet1.xml", "visible"),
            ("Other", "xl/worksheets/sheet2.xml", "visible"),
        ]
        assert package.related(package.workbook_part, "styles") == ["xl/styles.xml"]
        assert not package.epoch_1904
