"""Formulas that are looked through together depend on the same cells as when each is looked at alone."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest.mock import patch as put_in_place
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.workbooks import package_dependants
from sync.workbooks.package import Patched, SheetEdit, WorkbookRefused, patch
from sync.workbooks.package_alike_formulas import alike_formulas
from sync.workbooks.package_cells import cell_name
from sync.workbooks.package_tab import Tab
from tests.sync.workbooks.package_making import parts_for, sheet_xml, write_zip
from tests.sync.workbooks.package_reading import parts_of

TABS = ("S1", "S2")
NAMES = (
    '<definedNames><definedName name="rate2">S1!$B$2</definedName><definedName name="rate1">S1!$F$1</definedName>'
    '<definedName name="local3" localSheetId="1">S1!$B$3</definedName>'
    '<definedName name="far">OFFSET(S1!$A$1,1,1)</definedName></definedNames>'
)
ROWS = st.one_of(*[st.integers(0, 12).map(str)] * 9, st.sampled_from(["007", "1048577", "1048580"]))
COLUMNS = st.sampled_from(["A", "B", "C", "$B", "f", "XFE"])
ON = st.sampled_from(["", "", "", "S1!", "S2!", "'S2'!", "S3!", "S1:S2!", "'[1]S1'!"])
CELL = st.builds(lambda column, dollar, row: f"{column}{dollar}{row}", COLUMNS, st.sampled_from(["", "", "$"]), ROWS)
AREA = st.builds(lambda first, last: f"{first}:{last}", CELL, CELL)
WHOLE = st.sampled_from(["B:B", "$A:$C", "C:A", "2:4", "1:$9"])
NAMED = st.builds(lambda tab, cells: tab + cells, ON, st.one_of(CELL, CELL, AREA, WHOLE))
OPERANDS = st.one_of(
    *(NAMED, NAMED, NAMED, ROWS, st.sampled_from(["1.5E+10", '"B2"', '"a&b"', "rate1", "rate2", "rate3", "far"])),
    *(st.builds(lambda cell: f"LOG10({cell})", CELL), st.builds(lambda area: f"SUM({area})", AREA)),
    st.sampled_from(
        [
            "B2(1)",
            "#DIV/0!",
            "#REF!",
            "INDIRECT(A1)",
            "B2:INDEX(B:B,3)",
            "S1!rate2",
            "'S2'!local3",
            "local3",
            "{1,2}",
            "T1[x]",
        ]
    ),
)
TEXTS = st.lists(OPERANDS, min_size=1, max_size=3).flatmap(
    lambda operands: st.sampled_from(["+", "&", "<=", ">", " , "]).map(lambda sign: sign.join(operands))
)
HEADS = st.sampled_from(
    ["", "", "", ' aca="false"', ' ca="1"', ' t="array" ref="G1:G2"', ' t="shared" si="0" ref="F1:F9"']
)


@st.composite
def cells(draw: st.DrawFn, row: int) -> str:
    found = ""
    for column in sorted(draw(st.sets(st.integers(3, 8), max_size=3))):
        text = escape(draw(TEXTS), draw(st.sampled_from([{}, {'"': "&quot;"}])))
        formula = f"<f{draw(HEADS)}>{text}</f>" if draw(st.integers(0, 9)) else '<f t="shared" si="0"/>'
        kind = draw(st.sampled_from(["", "", ' t="str"', ' s="0" t="e"', ' vm="1"', " t = 'str'"]))
        value = draw(st.sampled_from(["<v>7</v>", "<v>7</v>", "", "<v/>", "<v></v>", "<is><t>x</t></is>"]))
        told = draw(st.sampled_from([cell_name(row, column)] * 9 + [cell_name(row + 1, column)]))
        found += f'<c r="{told}"{kind}>{formula}{value}</c>'
    return found


@st.composite
def tabs(draw: st.DrawFn) -> str:
    numbers = draw(st.lists(st.integers(1, 12), max_size=6, unique=True))
    rows = (f'<row r="{number}"><c r="A{number}"><v>1</v></c>{draw(cells(number))}</row>' for number in sorted(numbers))
    return sheet_xml("".join(rows), before=draw(st.sampled_from(["", "", "", "<!-- a -->"])))


def _patched(path: Path, written: set[tuple[int, int]]) -> tuple[Patched | str, dict[str, bytes]]:
    try:
        told: Patched | str = patch(path, {"S1": SheetEdit(dict.fromkeys(written, 9))})._replace(fingerprint="")
    except WorkbookRefused as refusal:
        told = str(refusal)
    return told, parts_of(path)


@given(st.tuples(tabs(), tabs()), st.sets(st.tuples(st.integers(1, 9), st.integers(1, 2)), min_size=1, max_size=5))
def test_together_they_depend_on_what_each_does(sheets: tuple[str, str], written: set[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        parts = parts_for(*sheets, workbook=f"|{NAMES}")
        together = _patched(write_zip(path, parts), written)
        with put_in_place.object(package_dependants, "alike_in", lambda *_: ()):
            assert together == _patched(write_zip(path, parts), written)


@pytest.mark.parametrize(("text", "groups"), [("J{0}*2", 2), ("SUM('Q4 2026'!B{0}:C{0})&amp;\"x\"", 2), ("2:{0}", 0)])
def test_formulas_filled_down_a_column_are_taken_apart_once(text: str, groups: int) -> None:
    rows = (f'<row r="{n}"><c r="A{n}"><f>{text.format(n)}</f><v>1</v></c></row>' for n in range(5, 25))
    found = list(alike_formulas(Tab(sheet_xml("".join(rows)).encode())))
    assert [len(alike.members) for alike in found] == [5, 15][:groups]


def test_a_formula_that_stands_in_no_row_stands_in_no_cell() -> None:
    (alone,) = alike_formulas(Tab(sheet_xml('<c r="A1"><f>B1</f></c>').encode()))
    assert not alone.among.places(alone.members)


def test_a_formula_in_a_cell_that_says_another_row_stands_in_the_row_that_holds_it() -> None:
    cells = '<row r="1"><c r="A1"><f>C1</f></c></row><row r="2"><c r="B3"><f>C2</f></c></row>'
    (both,) = alike_formulas(Tab(sheet_xml(cells).encode()))
    assert [(row, cell.column) for row, cell in both.among.places(both.members)] == [(1, 1), (2, 2)]
