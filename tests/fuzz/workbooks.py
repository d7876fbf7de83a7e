"""The workbooks that are mutated: small ones with a bit of everything, and those of a folder, where one is named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from tests.sync.workbooks.package_making import STRICT, STYLES, TRANSITIONAL, parts_for, sheet_xml

Parts = dict[str, bytes]

MOST_BYTES = 40_000
"""Larger ones mutate no better, only slower."""

_SHARED = (
    f'<sst xmlns="{TRANSITIONAL}" count="3" uniqueCount="2"><si><t>Mục tiêu</t></si><si><r><rPr><b/></rPr><t>Kết </t>'
    "</r><r><t>quả</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si></sst>"
)
_ROWS = (
    '<row r="1" spans="1:6"><c r="A1" t="s" s="1"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Tiến độ ⟳</t></is></c>'
    '<c r="C1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2"><v>1.5</v></c><c r="B2" s="2"><v>0.25</v></c><c r="C2"><f>A2*2</f><v>3</v></c>'
    '<c r="D2" t="str"><f>IF(progress&gt;0,"y","n")</f><v>y</v></c></row>'
    '<row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3" t="e"><v>#N/A</v></c>'
    '<c r="C3"><f t="shared" ref="C3:C5" si="0">A3+$B$2</f><v>1</v></c></row>'
    '<row r="4"><c r="B4" t="d"><v>2026-11-25</v></c><c r="C4"><f t="shared" si="0"/><v>1</v></c></row>'
    '<row r="5" hidden="1"><c r="C5"><f t="shared" si="0"/><v>1</v></c>'
    '<c r="E5"><f t="array" ref="E5:F6">A2:B3*2</f><v>3</v></c><c r="F5"><v>1</v></c></row>'
    '<row r="6"><c r="E6"><v>1</v></c><c r="F6"><v>1</v></c></row><row r="9"><c r="A9"/></row>'
)
_BEFORE = '<dimension ref="A1:F9"/><cols><col min="1" max="3" width="9" style="1"/></cols>'
_AFTER = (
    '<sheetProtection sheet="1"/><autoFilter ref="A1:C9"/><mergeCells count="1"><mergeCell ref="A7:B8"/></mergeCells>'
    '<conditionalFormatting sqref="B2:B9"><cfRule type="expression" priority="1"><formula>B2&gt;A2</formula></cfRule>'
    '</conditionalFormatting><dataValidations count="1"><dataValidation sqref="C2" type="list">'
    "<formula1>A1:A9</formula1></dataValidation></dataValidations><hyperlinks><hyperlink ref='A2' location='S2!A1'/>"
    "</hyperlinks>"
)
_NAMES = '|<definedNames><definedName name="progress">S1!$B$2:$B$9</definedName></definedNames><calcPr calcId="1"/>'


def small_workbooks() -> list[Parts]:
    """A bit of everything: spelt in the usual way, with a prefix, strict and without positions, in UTF-16, and as a
    common library writes it."""
    sheet, other = sheet_xml(_ROWS, _BEFORE, _AFTER), sheet_xml("<row><c><f>SUM(S1!B:B)</f><v>1</v></c></row>")
    usual = parts_for(sheet, other, workbook=_NAMES, styles=STYLES, shared=_SHARED)
    prefixed = dict(usual)
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        text = usual[name].decode().replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
        text = text.replace("<x:?xml", "<?xml").replace("xmlns=", "xmlns:x=")
        prefixed[name] = text.encode()
    bare = sheet.replace(TRANSITIONAL, STRICT)
    for column in "ABCDEF":
        for row in range(1, 10):
            bare = bare.replace(f'<c r="{column}{row}"', "<c")
    strict = parts_for(bare, strict=True, absolute=True, styles=STYLES.replace(TRANSITIONAL, STRICT), shared=_SHARED)
    wide = parts_for(f'<?xml version="1.0" encoding="UTF-16"?>{sheet}'.encode("utf-16"), other, shared=_SHARED)
    wide["xl/workbook.xml"] = wide["xl/workbook.xml"].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    return [usual, prefixed, strict, wide, parts_in(_from_library())]


def _from_library() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Q4 2026"
    for row in (["KR", "Progress", "Half"], *([f"kr {number}", number / 10, f"=B{number + 1}/2"] for number in (1, 2))):
        sheet.append(row)
    sheet["A5"], sheet["A6"] = "=SUM(OKR[Progress])", '=INDIRECT("B2")'
    sheet["B2"].number_format, sheet["B2"].comment = "0.0%", Comment("why", "An")
    sheet.add_table(Table(displayName="OKR", ref="A1:C3"))
    sheet.add_data_validation(DataValidation("list", formula1='"a,b"', sqref="D2:D9"))
    book.create_sheet("Other").append(["='Q4 2026'!B2"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def workbooks_in(folder: Path) -> list[Parts]:
    """The small workbooks of a folder, those that zipfile opens."""
    found = []
    for path in sorted(folder.rglob("*.xls[xm]")):
        if path.stat().st_size <= MOST_BYTES and zipfile.is_zipfile(path):
            try:
                found.append(parts_in(path.read_bytes()))
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
                continue
    return [parts for parts in found if parts]


def parts_in(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if info.file_size < 1 << 20}
