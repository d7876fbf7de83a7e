"""What anybody may rely on who lets a workbook be patched."""

from __future__ import annotations

import datetime
import os
import shutil
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
    fingerprint,
    patch,
    patch_cells,
)
from tests.sync.workbooks.package_making import STYLES, parts_for, sheet_xml, write_zip
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


@pytest.mark.parametrize("nothing", [None, CellEdit(None)])
def test_where_nothing_is_and_nothing_should_be_no_cell_is_made(tmp_path: Path, nothing: CellEdit | None) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" spans="1:4"><c r="A2"/><c r="D2"/></row>'
    path = write_zip(tmp_path / "a.xlsx", parts_for(sheet_xml(rows)))
    patch(path, {"S1": SheetEdit({(1, 1): CellEdit(2), (2, 2): nothing, (2, 7): nothing})})
    assert list(raw_cells(path, "S1")) == [(1, 1), (2, 1), (2, 4)]
    assert raw_cells(path, "S1")[1, 1].value == "2"
    assert b'spans="1:4"' in parts_of(path)["xl/worksheets/sheet1.xml"]


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
