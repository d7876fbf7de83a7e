"""Workbooks made by hand, part by part, so that tests can have them as odd as other programs write them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_KIND = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def sheet_xml(rows: str, before: str = "", after: str = "", namespace: str = TRANSITIONAL) -> str:
    return f'<worksheet xmlns="{namespace}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts_for(
    *sheets: str | bytes,
    strict: bool = False,
    workbook: str = "",
    absolute: bool = False,
    styles: str | None = None,
    shared: str | None = None,
    main_type: str = f"{_SHEET_TYPE}.sheet.main+xml",
) -> dict[str, bytes]:
    """The parts of a workbook with these tabs ('S1', 'S2' …). ``workbook`` is XML to put before or behind ``<sheets>``,
    marked by its place: what stands before a '|' comes before."""
    namespace, kind = (STRICT, _STRICT_KIND) if strict else (TRANSITIONAL, _KIND)
    before, _, after = workbook.partition("|")
    numbers = range(1, len(sheets) + 1)
    folder = "/xl/worksheets" if absolute else "worksheets"
    listed = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="rId{number}"/>' for number in numbers)
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}/worksheet" Target="{folder}/sheet{number}.xml"/>'
        for number in numbers
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    parts: dict[str, bytes] = {}
    for name, content in (("styles", styles), ("sharedStrings", shared)):
        if content is not None:
            related += f'<Relationship Id="{name}" Type="{kind}/{name}" Target="{name}.xml"/>'
            overrides += f'<Override PartName="/xl/{name}.xml" ContentType="{_SHEET_TYPE}.{name}+xml"/>'
            parts[f"xl/{name}.xml"] = content.encode()
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main_type}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{kind}">{before}<sheets>{listed}</sheets>{after}'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{related}</Relationships>',
    }
    header = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts = {name: (header + text).encode() for name, text in texts.items()} | parts
    for number, sheet in zip(numbers, sheets, strict=True):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet if isinstance(sheet, bytes) else (header + sheet).encode()
    return parts


def write_zip(path: Path, parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 23, 8, 30, 0)), content, method)
    return path


STYLES = (
    f'<styleSheet xmlns="{TRANSITIONAL}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.000"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"><alignment horizontal="center"/></xf>'
    '<xf numFmtId="9" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""Style 0 is plain, 1 bold and centred, 2 shows per cent, 3 a date."""
