"""Workbooks as odd as XML, zip and the format allow: patched like any other, or refused as damaged."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from sync.workbooks.package import CellEdit, CellRefused, SheetEdit, WorkbookRefused, patch, patch_cells
from sync.workbooks.package_xml import MalformedXml, attributes_of, shadow_of, without_phonetics
from tests.sync.workbooks.package_making import STYLES, TRANSITIONAL, parts_for, sheet_xml, write_zip
from tests.sync.workbooks.package_reading import parts_of, raw_cells

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CELL = CellEdit(5)
ONE_ROW = '<row r="2"><c r="B2"><v>1</v></c></row>'


def _patched(path: Path, parts: Mapping[str, bytes], value: object = 5) -> object:
    """Write the parts, put the value into S1!B2, and return what openpyxl finds there."""
    write_zip(path, parts)
    patch_cells(path, {("S1", "B2"): value})
    return openpyxl.load_workbook(path)["S1"]["B2"].value


@pytest.mark.parametrize(
    "main_type",
    [
        f"{SHEET}.sheet.main+xml",
        f"{SHEET}.template.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.ms-excel.template.macroEnabled.main+xml",
    ],
    ids=["xlsx", "xltx", "xlsm", "xltm"],
)
def test_workbooks_and_templates_with_and_without_macros_are_patched(tmp_path: Path, main_type: str) -> None:
    parts = parts_for(sheet_xml(ONE_ROW), main_type=main_type)
    assert _patched(tmp_path / "a.xlsx", parts) == 5
    # The content types alone name the workbook too.
    del parts["_rels/.rels"]
    patch_cells(write_zip(tmp_path / "b.xlsx", parts), {("S1", "B2"): 5})


MIXED = {
    "rows": f'<worksheet xmlns="{TRANSITIONAL}" xmlns:x="{TRANSITIONAL}"><sheetData><x:row r="2"><x:c r="B2">'
    '<x:v>1</x:v></x:c><x:c r="C2"/></x:row></sheetData></worksheet>',
    "cells": f'<worksheet xmlns="{TRANSITIONAL}"><sheetData><row r="2"><x:c xmlns:x="{TRANSITIONAL}" r="B2"><x:v>1'
    "</x:v></x:c></row></sheetData></worksheet>",
    "a list of cells in an element with a prefix": f'<x:worksheet xmlns:x="{TRANSITIONAL}"><sheetData '
    f'xmlns="{TRANSITIONAL}"><row r="2"><c r="B2"><v>1</v></c></row></sheetData></x:worksheet>',
    "rows without prefix": f'<x:worksheet xmlns:x="{TRANSITIONAL}"><x:sheetData><row xmlns="{TRANSITIONAL}" r="2">'
    '<c r="B2"><v>1</v></c></row></x:sheetData></x:worksheet>',
}


@pytest.mark.parametrize("name", MIXED)
def test_a_prefix_may_change_on_the_way(tmp_path: Path, name: str) -> None:
    path = write_zip(tmp_path / "a.xlsx", parts_for(MIXED[name]))
    patch(
        path,
        {"S1": SheetEdit({(2, 2): CELL, (3, 1): CELL}, {4: 20.0}, {(2, 2): ("Title", "Text")})},
    )
    sheet = openpyxl.load_workbook(path)["S1"]
    assert (sheet["B2"].value, sheet["A3"].value, sheet.column_dimensions["D"].width) == (5, 5, 20)
    assert len(sheet.data_validations.dataValidation) == 1
    assert set(raw_cells(path, "S1")) >= {(2, 2), (3, 1)}


def test_a_formula_with_a_prefix_of_its_own_is_left_alone_too(tmp_path: Path) -> None:
    sheet = (
        f'<worksheet xmlns="{TRANSITIONAL}" xmlns:x="{TRANSITIONAL}"><sheetData><row r="2"><c r="B2"><x:f>1+1</x:f>'
        "<x:v>2</x:v></c></row></sheetData></worksheet>"
    )
    with pytest.raises(CellRefused, match="holds a formula"):
        _patched(tmp_path / "a.xlsx", parts_for(sheet))


def test_rich_text_in_a_cell_is_no_formula_whatever_its_font_says(tmp_path: Path) -> None:
    row = '<row r="2"><c r="B2" t="inlineStr"><is><r><rPr><b/><family val="2"/></rPr><t>x</t></r></is></c></row>'
    assert _patched(tmp_path / "a.xlsx", parts_for(sheet_xml(row))) == 5


def test_text_beyond_ascii_goes_into_a_part_that_says_to_be_ascii(tmp_path: Path) -> None:
    sheet = b'<?xml version="1.0" encoding="us-ascii"?>' + sheet_xml(ONE_ROW).encode()
    assert _patched(tmp_path / "a.xlsx", parts_for(sheet), "Đúng tiến độ") == "Đúng tiến độ"


@pytest.mark.parametrize(("before", "behind"), [(b"junk" * 10, b""), (b"", b"junk" * 10)], ids=["before", "behind"])
def test_a_zip_may_have_something_around_it(tmp_path: Path, before: bytes, behind: bytes) -> None:
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(ONE_ROW)))
    path.write_bytes(before + path.read_bytes() + behind)
    patch_cells(path, {("S1", "B2"): 5})
    assert openpyxl.load_workbook(path)["S1"]["B2"].value == 5
    assert path.read_bytes().startswith(before or b"PK")
    assert path.read_bytes().endswith(behind)


def test_the_place_of_signatures_that_were_taken_off_is_no_signature(tmp_path: Path) -> None:
    assert _patched(tmp_path / "a.xlsx", parts_for(sheet_xml("")) | {"_xmlsignatures/origin.sigs": b""}) == 5


def test_a_signature_is_known_by_its_content_type_wherever_it_lies(tmp_path: Path) -> None:
    parts = parts_for(sheet_xml("")) | {"package/services/sig.xml": b"<a/>"}
    kind = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/package/services/sig.xml" ContentType="{kind}"/></Types>'.encode()
    )
    with pytest.raises(WorkbookRefused, match="digitally signed"):
        _patched(tmp_path / "a.xlsx", parts)


def test_a_protected_sheet_is_written_like_any_other_and_stays_protected(tmp_path: Path) -> None:
    """Protection keeps people from typing; it says nothing of the file, and owned columns are protected on purpose."""
    protection = '<sheetProtection sheet="1" objects="1" password="CC1A"/>'
    path = tmp_path / "a.xlsx"
    assert _patched(path, parts_for(sheet_xml(ONE_ROW, after=protection))) == 5
    assert protection.encode() in parts_of(path)["xl/worksheets/sheet1.xml"]


def test_two_tabs_of_one_name_cannot_be_told_apart(tmp_path: Path) -> None:
    parts = parts_for(sheet_xml(ONE_ROW), sheet_xml(ONE_ROW), sheet_xml(ONE_ROW))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'"S2"', b'"S1"')
    path = write_zip(tmp_path / "a.xlsx", parts)
    with pytest.raises(WorkbookRefused, match="two tabs 'S1'"):
        patch_cells(path, {("S1", "B2"): 5})
    patch_cells(path, {("S3", "B2"): 5})


def test_tabs_that_are_one_part_are_damage(tmp_path: Path) -> None:
    parts = parts_for(sheet_xml(ONE_ROW), sheet_xml(ONE_ROW))
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"sheet2.xml", b"sheet1.xml")
    with pytest.raises(WorkbookRefused, match="two of its tabs"):
        patch_cells(write_zip(tmp_path / "a.xlsx", parts), {("S1", "B2"): 5})


@pytest.mark.parametrize("count", ["", 'count="3"', 'count="many"', "count=''"])
def test_a_list_of_styles_counts_what_it_holds(tmp_path: Path, count: str) -> None:
    styles = STYLES.replace('cellXfs count="4"', f"cellXfs {count}")
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(""), styles=styles))
    patch(path, {"S1": SheetEdit({(2, 2): CellEdit(5, "0.0")})})
    new = parts_of(path)["xl/styles.xml"]
    assert b'cellXfs count="5"' in new or b"cellXfs count='5'" in new or (not count and b"<cellXfs >" in new)


def test_what_are_no_styles_is_damage(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(""), styles=f'<table xmlns="{TRANSITIONAL}"/>'))
    with pytest.raises(WorkbookRefused, match="holds no styles"):
        patch_cells(path, {("S1", "B2"): 5})


def test_nothing_asked_for_is_nothing_done(tmp_path: Path) -> None:
    parts = parts_for(sheet_xml("")) | {"xl/workbook.xml": b"<workbook><sheets/></workbook>"}
    patch_cells(write_zip(tmp_path / "a.xlsx", parts), {})


def test_a_cell_that_stands_in_a_wrong_row_too_is_not_written(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="B2"><v>1</v></c></row><row r="5"><c r="A5"/><c r="B2"><v>9</v></c></row>'
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows)))
    with pytest.raises(CellRefused, match="in a row that is not its own"):
        patch_cells(path, {("S1", "B2"): 5})
    patch_cells(path, {("S1", "A5"): 5})


def test_cells_of_a_row_out_of_order_are_found_and_not_written_twice(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="C2"><v>3</v></c><c r="A2"><v>1</v></c></row>'
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows)))
    patch_cells(path, {("S1", "C2"): 5})
    assert parts_of(path)["xl/worksheets/sheet1.xml"].count(b'r="C2"') == 1
    assert raw_cells(path, "S1")[2, 3].value == "5"


@examples(max_examples=60, deadline=None)
@example("BB", "B")
@example("BCC", "BC")
@example("CBCD", "BCD")
@given(st.text("BCD", min_size=2, max_size=5), st.sampled_from(["B", "BC", "CD", "BCD"]))
def test_a_cell_that_stands_twice_in_its_row_gets_the_new_value_in_each(columns: str, edited: str) -> None:
    cells = "".join(f'<c r="{column}2"><v>{place}</v></c>' for place, column in enumerate(columns))
    with tempfile.TemporaryDirectory() as folder:
        path = write_zip(Path(folder) / "a.xlsx", parts_for(sheet_xml(f'<row r="2">{cells}</row>')))
        patch_cells(path, {("S1", f"{column}2"): 50 for column in edited})
        found = re.findall(r'<c r="(.)2"[^>]*><v>(\d+)</v>', parts_of(path)["xl/worksheets/sheet1.xml"].decode())
    assert all((value == "50") == (column in edited) for column, value in found)
    assert Counter(column for column, _ in found) == Counter(columns) | Counter(edited)


@pytest.mark.parametrize("twins", ['<c r="B2"><v>1</v></c><c r="B2"/>', '<c r="B2"/><c r="B2"><v>5</v></c>'])
def test_of_a_cell_that_stands_twice_the_empty_one_gets_the_value_too(tmp_path: Path, twins: str) -> None:
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(f'<row r="2">{twins}</row>')))
    patch_cells(path, {("S1", "B2"): 5})
    assert parts_of(path)["xl/worksheets/sheet1.xml"].count(b"<v>5</v>") == 2
    assert openpyxl.load_workbook(path)["S1"]["B2"].value == 5


def test_an_empty_text_is_cleared_and_an_empty_cell_is_clear(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="B2" t="inlineStr"><is><t></t></is></c><c r="C2" s="0"/><c r="D2"><v/></c></row>'
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows)))
    patch_cells(path, {("S1", "C2"): None, ("S1", "D2"): None})
    assert parts_of(path)["xl/worksheets/sheet1.xml"] == parts_for(sheet_xml(rows))["xl/worksheets/sheet1.xml"]
    patch_cells(path, {("S1", "B2"): None})
    assert b'<c r="B2"/>' in parts_of(path)["xl/worksheets/sheet1.xml"]


# ── Damaged ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/sheet1.xml", sheet_xml('<row r="3"><c r="A3"><v>1</v></row><row r="4"></c></row>')),
        ("xl/worksheets/sheet1.xml", sheet_xml(ONE_ROW) + "<a>"),
        ("xl/worksheets/sheet1.xml", sheet_xml('<row r="3"><x:c r="A3"/></row>')),
        ("xl/worksheets/sheet1.xml", sheet_xml('<row r="3" r="4"/>')),
        ("xl/worksheets/sheet1.xml", sheet_xml('<row r="3"><c><v>&nbsp;</v></c></row>')),
        ("xl/worksheets/sheet1.xml", sheet_xml('<row r="2"><row r="3"><c r="C3"/></row><c r="B2"/></row>')),
        ("xl/worksheets/sheet1.xml", sheet_xml("<row r='2'><c r='B2'><c r='C2'><v>1</v></c><v>2</v></c></row>")),
        ("xl/worksheets/sheet1.xml", sheet_xml(ONE_ROW, after="<sheetData/>")),
        ("xl/worksheets/sheet1.xml", sheet_xml(ONE_ROW, namespace="urn:other")),
        ("xl/workbook.xml", f'<workbook xmlns="{TRANSITIONAL}"><sheets></workbook>'),
        ("xl/worksheets/sheet1.xml", '<?xml version="1.0" encoding="UTF-16"?>' + sheet_xml(ONE_ROW)),
        ("[Content_Types].xml", "<Types><Default></Types>"),
    ],
)
def test_what_readers_do_not_agree_on_is_refused_as_damaged(tmp_path: Path, part: str, content: str) -> None:
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml("")) | {part: content.encode()})
    before = path.read_bytes()
    with pytest.raises(WorkbookRefused, match="is damaged"):
        patch_cells(path, {("S1", "B2"): 5})
    assert path.read_bytes() == before


ATTACKS = {
    "tags that never end": ("xl/workbook.xml", "<workbook><sheets>" + "<a " * 200_000 + "</sheets></workbook>"),
    "rows that never end": ("xl/worksheets/sheet1.xml", sheet_xml("<row " * 200_000)),
    "comments that never end": ("xl/worksheets/sheet1.xml", sheet_xml("<!--" * 200_000)),
    "sections that never end": ("xl/worksheets/sheet1.xml", sheet_xml("<![CDATA[" * 200_000)),
    "a name without end": ("xl/workbook.xml", f"<workbook><sheets><{'a' * 1_000_000}/></sheets></workbook>"),
    "readings that never end": (
        "xl/worksheets/sheet1.xml",
        sheet_xml('<row r="2"><c r="B2" t="inlineStr"><is><t>x</t>' + "<rPh>" * 200_000 + "</is></c></row>"),
    ),
    "elements within elements": ("xl/worksheets/sheet1.xml", sheet_xml(ONE_ROW + "<a>" * 200_000)),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_on_time_are_refused_at_once(tmp_path: Path, name: str) -> None:
    part, content = ATTACKS[name]
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml("")) | {part: content.encode()})
    # Where the time grows with the square of the size, this takes minutes.
    with pytest.raises(WorkbookRefused):
        patch_cells(path, {("S1", "B2"): "5"})


def test_a_comment_may_stand_in_a_section_and_end_nowhere() -> None:
    data = b"<a><!-- --><![CDATA[ <!-- ]]></a>"
    assert len(shadow_of(data)) == len(data)
    with pytest.raises(MalformedXml):
        shadow_of(b"<a><!-- </a>")


def test_readings_of_east_asian_texts_are_no_part_of_the_text() -> None:
    assert without_phonetics(b"<t>a</t><rPh><t>b</t></rPh><t>c</t><x:rPh/>") == b"<t>a</t><t>c</t>"


def test_attributes_are_found_however_they_are_quoted_and_spaced() -> None:
    tag = b"""<c r="B2"\n s = '1' x:odd="a>b"t="s" empty=''/>"""
    assert attributes_of(tag) == {"r": "B2", "s": "1", "x:odd": "a>b", "t": "s", "empty": ""}


def test_a_picture_that_is_small_only_in_the_zip_is_no_attack(tmp_path: Path) -> None:
    assert _patched(tmp_path / "a.xlsx", parts_for(sheet_xml("")) | {"xl/media/1.bmp": bytes(65 << 20)}) == 5


def test_many_parts_that_are_small_only_in_the_zip_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts_for(sheet_xml("")).items():
            archive.writestr(name, content)
        for number in range(12):
            archive.writestr(f"xl/worksheets/sheet{number + 2}.xml", bytes(25 << 20))
    with pytest.raises(WorkbookRefused, match="too big when unpacked"):
        patch_cells(path, {("S1", "B2"): 5})
