from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from decimal import Decimal

import pytest

from sync.model.cells import Area, Cell, ErrorValue
from sync.workbooks.excel_reading import TabScan
from sync.workbooks.xml_events import BrokenXml

FORMATS = ("General", "0.0%", "dd/mm/yyyy")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="B2"><v>0.30000000000000004</v></c>', Cell(Decimal("0.3"))),
        ('<c r="B2" s="1"><v>0.3</v></c>', Cell(Decimal("0.3"), "0.0%")),
        ('<c r="B2" s="99"><v>1</v></c>', Cell(Decimal(1))),
        (f'<c r="B2" s="{"1" * 9_000}"><v>1</v></c>', Cell(Decimal(1))),
        ('<c r="B2" t="n"><v>1E+2</v></c>', Cell(Decimal(100))),
        ('<c r="B2" t="b"><v>1</v></c>', Cell(True)),
        ('<c r="B2" t="b"><v>0</v></c>', Cell(False)),
        ('<c r="B2" t="e"><v>#DIV/0!</v></c>', Cell(ErrorValue("#DIV/0!"))),
        ('<c r="B2" t="str"><v>typed_x000D_</v></c>', Cell("typed\r")),
        ('<c r="B2" t="inlineStr"><is><t>in </t></is></c>', Cell("in ")),
        ('<c r="B2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>c</t></rPh></is></c>', Cell("ab")),
        ('<c r="B2" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>', Cell("_x0041_")),
        ('<c r="B2" t="d"><v>2026-11-23</v></c>', Cell(Decimal(46349), "yyyy-mm-dd")),
        ('<c r="B2" t="d" s="2"><v>2026-11-23</v></c>', Cell(Decimal(46349), "dd/mm/yyyy")),
        ('<c r="B2" t="n"><v>twelve</v></c>', Cell("twelve")),
        ('<c r="B2"><f>A1*2</f><v>8</v></c>', Cell(Decimal(8), formula="=A1*2")),
        ('<c r="B2" s="1"><f>A1*2</f></c>', Cell(None, "0.0%", "=A1*2")),
        ('<c r="B2"><f>A1*2</f><v/></c>', Cell(None, formula="=A1*2")),
        ('<c r="B2"><f>A1*2</f><v></v></c>', Cell(None, formula="=A1*2")),
        ('<c r="B2" t="str"><f>IF(A1,"","x")</f><v></v></c>', Cell("", formula='=IF(A1,"","x")')),
        ('<c r="B2" t="str"><f>A1</f></c>', Cell(None, formula="=A1")),
        ('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Cell(ErrorValue("#DIV/0!"), formula="=1/0")),
        ('<c r="B2" t="b"><f>1=1</f><v>1</v></c>', Cell(True, formula="=1=1")),
        ('<c r="B2" t="s"><f>A1</f><v>0</v></c>', Cell("shared", formula="=A1")),
        ('<c r="B2" t="s"><v>0</v></c>', Cell("shared")),
        ('<c r="B2"><v><!-- hm -->1<![CDATA[2]]></v></c>', Cell(Decimal(12))),
        ('<c r="B2"><v>5</v><extLst><ext><v>6</v></ext></extLst></c>', Cell(Decimal(5))),
        ('<c r="B2" s="1"/>', None),
        ('<c r="B2" s="1"><v/></c>', None),
        ('<c r="B2" t="s"><v></v></c>', None),
    ],
)
def test_a_cell_is_read_as_stored(cell: str, expected: Cell | None) -> None:
    scan = scanned(f'<row r="2">{cell}</row>')
    scan.settle_texts({0: "shared"})

    assert scan.rows.get(2, {}).get(2) == expected


def test_rows_and_cells_may_go_without_addresses() -> None:
    scan = scanned(
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
        '<row r="5"><c r="C5"><v>5</v></c><c><v>6</v></c></row><row><c><v>7</v></c></row>'
    )

    assert numbers(scan) == {(1, 1): 1, (1, 3): 3, (5, 3): 5, (5, 4): 6, (6, 1): 7}


def test_rows_and_cells_out_of_order_are_put_in_order() -> None:
    scan = scanned(
        '<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>2</v></c></row><row r="1"><c r="A1"><v>3</v></c></row>'
    )

    assert [(row, list(cells)) for row, cells in scan.rows.items()] == [(1, [1]), (3, [1, 2])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("size", [1, 13, 100_000])
def test_any_prefix_and_encoding_will_do(encoding: str, size: int) -> None:
    xml = """<?xml version="1.0"?><s:worksheet xmlns:s="http://purl.oclc.org/ooxml/spreadsheetml/main"><s:cols>
      <s:col min="2" max="3" hidden="true"/></s:cols><s:sheetData>
      <!-- <s:row r="9"/> --><s:row r="2" hidden="1">
      <s:c r="B2" t="inlineStr"><s:is><s:t>Mục tiêu</s:t></s:is></s:c></s:row>
      </s:sheetData><s:mergeCells><s:mergeCell ref="B2:C4"/></s:mergeCells></s:worksheet>"""

    scan = scan_of(xml.encode(encoding), size)

    assert scan.rows == {2: {2: Cell("Mục tiêu")}}
    assert (scan.hidden_rows, scan.hidden_columns, scan.merges) == ({2}, {2, 3}, [Area(2, 2, 4, 3)])


def test_what_surrounds_the_cells_is_read() -> None:
    xml = b"""<worksheet xmlns="urn:any" xmlns:r="urn:rel"><cols><col min="1" max="1" width="9"/>
      <col min="3" max="4" width="0" customWidth="1"/><col min="16380" max="99999" hidden="1"/></cols>
      <sheetData><row r="1" ht="0"/><row r="2" hidden="false"/></sheetData>
      <sheetProtection password="CC1A" sheet="1"/><autoFilter ref="A1:B2"/>
      <mergeCells><mergeCell ref="$A$1:$B$2"/><mergeCell ref="D:E"/></mergeCells>
      <hyperlinks><hyperlink ref="A1" r:id="rId3"/><hyperlink ref="A2" location="'Q3'!A1"/></hyperlinks></worksheet>"""

    scan = scan_of(xml)

    assert scan.protected
    assert scan.hidden_rows == {1}
    assert scan.hidden_columns == {3, 4, *range(16380, 16385)}
    assert scan.merges == [Area(1, 1, 2, 2), Area(1, 4, 1_048_576, 5)]
    assert [link[1:] for link in scan.hyperlinks] == [("rId3", None), (None, "'Q3'!A1")]


def test_cells_that_share_a_formula_or_are_filled_by_one_are_marked() -> None:
    scan = scanned("""<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>2</v></c>
      <c r="C1"><f t="array" ref="C1:C2">B1:B2*3</f><v>3</v></c></row>
      <row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c><c r="B2"><v>2</v></c><c r="C2"><v>6</v></c></row>
      <row r="3"><c r="C3"><v>9</v></c></row>
      <row r="4"><c r="A4"><f t="dataTable" ref="A4:A5" dt2D="0" r1="B1"/><v>1</v></c></row>
      <row r="5"><c r="A5"><v>1</v></c></row>""")

    assert {(row, column): cell.formula for row, cells in scan.rows.items() for column, cell in cells.items()} == {
        (1, 1): "=B1*2",
        (1, 3): "=B1:B2*3",
        (2, 1): "=B1*2",
        (2, 2): None,
        (2, 3): "=B1:B2*3",
        (3, 3): None,
        (4, 1): "=TABLE(B1,)",
        (5, 1): "=TABLE(B1,)",
    }


def test_a_cell_that_an_array_formula_fills_is_a_formulas_where_the_file_has_none() -> None:
    """As openpyxl writes one, and as LibreOffice does where nothing was calculated."""
    scan = scanned("""<row r="1"><c r="A1"><f t="array" ref="A1:B3">D1:D3*2</f><v>2</v></c><c r="D1"><v>1</v></c></row>
      <row r="2"><c r="D2"><v>2</v></c></row><row r="4"><c r="D4"><v>4</v></c></row>
      <row r="6"><c r="A6"><f t="array" ref="A6:XFD6">1</f><v>1</v></c><c r="C6"><v>1</v></c></row>""")

    filled = Cell(None, formula="=D1:D3*2")
    assert scan.rows[1] == {1: filled._replace(value=Decimal(2)), 2: filled, 4: Cell(Decimal(1))}
    assert list(scan.rows[2].items()) == [(1, filled), (2, filled), (4, Cell(Decimal(2)))]
    assert list(scan.rows) == [1, 2, 4, 6]
    assert list(scan.rows[6]) == [1, 3]


def test_the_head_is_the_first_hundred_rows_that_hold_anything() -> None:
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(1, 50))
    full = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(50, 500))
    scan = TabScan(pieces(sheet_xml(empty + full), 700), FORMATS, False)

    assert list(scan.to_head()) == list(range(50, 150))
    assert not scan.finished
    scan.to_end()
    assert list(scan.rows) == list(range(50, 500))


def test_no_more_than_the_head_is_inflated() -> None:
    full = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 20_000))
    left = pieces(sheet_xml(full), 1_000)
    TabScan(left, FORMATS, False).to_head()

    assert sum(map(len, left)) > 0.99 * len(sheet_xml(full))


def test_a_long_tail_of_empty_rows_ends_the_head() -> None:
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(2, 20_000))
    left = pieces(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>' + empty), 1_000)

    assert list(TabScan(left, FORMATS, False).to_head()) == [1]
    assert next(left, None) is not None


def test_a_short_tab_is_all_head() -> None:
    scan = TabScan(pieces(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'), 50), FORMATS, False)

    assert list(scan.to_head()) == [1]
    assert scan.finished


def test_other_kinds_of_tabs_are_told_apart() -> None:
    assert not scan_of(b"<chartsheet><sheetViews/></chartsheet>").is_worksheet
    assert scan_of(b"<worksheet/>").is_worksheet


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="12"><c r="A112"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="x"/>',
        '<row r="1048577"/>',
        '<row r="1"><c r="A1" t="s"><v>x</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>' + "1" * 9_000 + "</v></c></row>",
        "".join(
            f'<row r="{row}"><c r="A{row}"><f t="array" ref="A1:B4000">1</f><v>1</v></c></row>'
            for row in range(1, 4_001)
        ),
        '<row r="1"><c r="A1"><v>1</c></row>',
        '<row r="1"><c r="A1"><v>1',
        '<row r="1"><c r="A1" r="A1"/></row>',
        '<row r="1"><c r="A1"><v>&amp</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>' + "line\n" * 300_000 + "</v></c></row>",
    ],
)
def test_what_contradicts_itself_is_refused(rows: str) -> None:
    with pytest.raises(BrokenXml):
        scanned(rows)


def test_document_types_are_refused() -> None:
    with pytest.raises(BrokenXml):
        scan_of(b'<!DOCTYPE w [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>')


def scanned(rows: str) -> TabScan:
    return scan_of(sheet_xml(rows))


def sheet_xml(rows: str) -> bytes:
    return f'<worksheet xmlns="urn:any"><sheetData>{rows}</sheetData></worksheet>'.encode()


def scan_of(xml: bytes, size: int = 100_000) -> TabScan:
    scan = TabScan(pieces(xml, size), FORMATS, epoch_1904=False)
    scan.to_head()
    scan.to_end()
    return scan


def numbers(scan: TabScan) -> dict[tuple[int, int], object]:
    return {(row, column): cell.value for row, cells in scan.rows.items() for column, cell in cells.items()}


def pieces(part: bytes, size: int) -> Iterator[bytes]:
    return (part[start : start + size] for start in range(0, len(part), size))


def test_a_scan_that_has_ended_goes_with_its_last_user() -> None:
    gc.disable()
    try:
        scan = TabScan(pieces(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'), 50), FORMATS, False)
        scan.to_end()
        gone = weakref.ref(scan)
        del scan

        assert gone() is None
    finally:
        gc.enable()
