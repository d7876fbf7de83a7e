"""Rows that are cut whole, beside the parser that reads every byte: what is read is the same, whatever a part holds."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from sync.workbooks import excel_reading, excel_rows
from sync.workbooks.excel_reading import TabScan
from sync.workbooks.excel_rows import plain_content, plain_row
from sync.workbooks.xml_events import BrokenXml

FORMATS = ("General", "0%", "yyyy-mm-dd")

LOOKS = (
    "",
    ' spans="1:3"',
    ' hidden="1"',
    ' ht="0"',
    ' x:d="0.25" hidden="0"',
    ' hidden="1" hidden="0"',
    ' r="9"',
    " r='2'",
)
CELLS = (
    '<c r="A{row}"><v>1</v></c>', '<c r="B{row}" s="1"><v>0.30000000000000004</v></c>', '<c r="C{row}" s="1"/>',
    '<c r="A{row}" t="s"><v>0</v></c>', '<c r="B{row}" s="2" t="s"><v>12</v></c>', '<c r="A{row}" t="s"><v>x</v></c>',
    '<c r="B{row}" t="inlineStr"><is><t>Giảm 3 kg</t></is></c>', '<c r="B{row}" t="inlineStr"><is><t/></is></c>',
    '<c r="B{row}" t="inlineStr"><is><t xml:space="preserve"> a_x000D_b </t></is></c>', '<c r="B{row}"><v>]]></v></c>',
    '<c r="C{row}" t="str"><f>A1&amp;"!"</f><v>x!</v></c>', '<c r="C{row}"><f>Tab!A1</f><v>5</v></c>',
    '<c r="C{row}"><f>A1</f></c>',
    '<c r="C{row}"><f t="shared" si="0" ref="C1:C9">A1</f><v>5</v></c>', '<c><v>7</v></c>',
    '<c><v>7</v></c>', '<c r="D{row}" t="b"><v>1</v></c>', '<c r="D{row}" t="e"><v>#N/A</v></c>',
    '<c r="D{row}" t="d"><v>2026-10-04</v></c>',
    '<c r="D{row}" t="n"><v></v></c>', '<c t="s" r="E{row}"><v>3</v></c>', '<c r="E{row}"><v>a\rb</v></c>',
    '<c r="A1"><v>8</v></c>', '<c r="XFE{row}"><v>8</v></c>', '<c r="E{row}"><v>\x01</v></c>', '<c r="E{row}"><v>9',
)  # fmt: skip
BETWEEN = (
    '', '', '', '\n', '<!-- ', ' -->', '<row r="3"/>', '<row>', '</row>', '</sheetData>', '<sheetData>', '<![CDATA[',
    ']]>', '<?x ', '?>', '<extLst>', '</extLst>', '<row r="4" spans="1:2"><c r="A4"><v>4</v></c></row>', 'x', '\ufffe',
)  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> str:
    row = draw(st.integers(0, 12))
    cells = "".join(draw(st.lists(st.sampled_from(CELLS), max_size=4)))
    look = draw(st.sampled_from(LOOKS))
    return draw(st.sampled_from(BETWEEN)) + f'<row r="{row}"{look}>{cells.format(row=row)}</row>'


@given(st.lists(rows(), max_size=6).map("".join), st.integers(1, 400), st.sampled_from(("", 'encoding="latin-1"')))
@example('<!-- <row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row> -->', 400, "")
@example('<row r="1"><c r="A1"><v>1</v></c></row></sheetData><x><row r="2"><c r="A2"><v>1</v></c></row></x>', 400, "")
@example('<row r="1"><c r="A1" t="str"><v>é</v></c></row>', 9, 'encoding="latin-1"')
def test_cut_rows_are_what_the_parser_reads(body: str, size: int, encoding: str) -> None:
    part = f'<?xml version="1.0" {encoding}?><worksheet xmlns="urn:any"><sheetData>{body}</sheetData></worksheet>'
    cut = read(part.encode(), size)
    with patch.object(excel_rows, "plain_row", lambda stored: None):
        assert cut == read(part.encode(), size)


def test_cells_that_say_the_same_are_read_the_same_however_many_there_are() -> None:
    texts = ("on track", "0.5", "x" * 300)
    cells = [
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{texts[row % 3]}</t></is></c><c r="B{row}" s="1"><v>'
        f'{row % 2}</v></c><c r="C{row}"><f>B{row}</f><v>{row % 2}</v></c></row>'
        for row in range(1, 20)
    ]
    part = f"<worksheet><sheetData>{''.join(cells)}</sheetData></worksheet>".encode()
    whole = read(part, 4_000)
    with patch.object(excel_reading, "_MOST_SAID", 1):
        assert read(part, 4_000) == whole
    with patch.object(excel_rows, "plain_row", lambda stored: None):
        assert read(part, 4_000) == whole


def test_the_rows_that_spreadsheet_programs_write_are_plain() -> None:
    stored = (
        '<row r="12" spans="1:3" x14ac:dyDescent="0.25"><c r="A12" s="4" t="s"><v>7</v></c><c r="C12" s="1"/></row>'
    )
    row = plain_row(stored.encode())
    assert row is not None
    assert (row.digits, row.attributes) == ("12", ' spans="1:3" x14ac:dyDescent="0.25"')
    assert [(letters, plain_content(content)) for letters, content in row.cells] == [
        ("A", ("4", "s", "", "7", "")),
        ("C", ("1", "", "", "", "")),
    ]


def read(part: bytes, size: int) -> object:
    """All that a scan gives, or that it was refused."""
    scan = TabScan(pieces(part, size), FORMATS, epoch_1904=False)
    try:
        scan.to_end()
    except BrokenXml:
        return "refused"
    return scan.rows, scan.pending, scan.hidden_rows, scan.merges, scan.is_worksheet


def pieces(part: bytes, size: int) -> Iterator[bytes]:
    return (part[start : start + size] for start in range(0, len(part), size))
