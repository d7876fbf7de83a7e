"""Plain rows are only faster: what is written, and what is refused, is the same as for any other row."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from typing import NoReturn
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.workbooks import package_rows, package_side_by_side
from sync.workbooks.package_cells import column_letters
from sync.workbooks.package_first_styles import no_styles
from sync.workbooks.package_rows import LookOut, refuse_malformed_tab, rows_of
from sync.workbooks.package_sheet import patched_tab
from sync.workbooks.package_styles import Styles
from sync.workbooks.package_tab import Tab
from sync.workbooks.package_values import CellEdit, NewValue, SheetEdit
from sync.workbooks.package_xml import MalformedXml, refuse_malformed
from tests.sync.workbooks.package_making import TRANSITIONAL, sheet_xml

NO_ROW_IS_PLAIN = re.compile(rb'(?!)()()()|<row(?: r="(\d+)"|(?=[\s/>]))[^<>]*+>')

HEADS = st.sampled_from(["", ' spans="1:4"', ' s="1" customFormat="1"', " ht='20'", ' spans="2:3" hidden="1" '])
ATTRIBUTES = st.sampled_from(
    ["", ' s="1"', ' t="n"', ' s="1" t="n"', ' t="n" s="1"', ' cm="1"', ' t="s"', ' t="b" s="1"']
)
CONTENTS = st.sampled_from(
    [
        *("<v>0.5</v>", "<v>0.50</v>", "<v>1</v>", "<v/>", "<v />", "", '<v xml:space="preserve"> 1 </v>'),
        *("<is><t>On track</t></is>", "<is><t>a &amp; b</t></is>", "<is><r><t>rich</t></r></is>", "<is><t/></is>"),
    ]
)


@st.composite
def rows(draw: st.DrawFn) -> str:
    """Rows with gaps; at times out of order, twice, without numbers, or with cells out of order."""
    numbers = draw(st.lists(st.integers(1, 9), max_size=6, unique=draw(st.booleans())))
    return "".join(draw(row(number)) for number in (numbers if draw(st.booleans()) else sorted(numbers)))


@st.composite
def row(draw: st.DrawFn, number: int) -> str:
    letters = draw(st.lists(st.sampled_from("ABCDEF"), max_size=5, unique=True))
    cells = ""
    for letter in letters if draw(st.booleans()) else sorted(letters):
        content = draw(CONTENTS)
        attributes = ' t="inlineStr"' if content.startswith("<is>") else draw(ATTRIBUTES)
        end = draw(st.sampled_from(["/>", " />"])) if not content else f">{content}</c>"
        cells += f'<c r="{letter}{number}"{attributes}{end}'
    told = draw(st.sampled_from([f' r="{number}"'] * 5 + [""]))
    return f"<row{told}{draw(HEADS)}>{cells}</row>"


VALUES = st.sampled_from([Decimal("0.5"), Decimal(1), "On track", "a & b", "rich", True, None, 1.5, " wide "])
EDITS = st.one_of(VALUES, st.builds(CellEdit, VALUES, st.none(), st.sampled_from([None, (2, 2)])))


class Refused(Exception):
    pass


def patched(
    tab: bytes, edits: dict[tuple[int, int], CellEdit | NewValue]
) -> tuple[bytes, frozenset[tuple[int, int]]] | str | None:
    """A tab with its edits and the cells written, or why there is none; None where nothing changes."""

    def refuse(row: int, column: int, why: str) -> NoReturn:
        raise Refused(f"{row} {column} {why}")

    styles = Styles(no_styles(TRANSITIONAL))
    try:
        changed = patched_tab(tab, SheetEdit(edits), styles, lambda number: "On track", False, refuse)
        if changed is None:
            return None
        changed.refuse_malformed()
        return changed.data(), changed.written
    except (Refused, MalformedXml) as error:
        return str(error)


@given(
    st.booleans(),
    rows(),
    st.dictionaries(st.tuples(st.integers(1, 10), st.integers(1, 8)), EDITS, min_size=1, max_size=8),
)
def test_a_plain_row_is_edited_as_any_other(
    has_extent: bool, cells: str, edits: dict[tuple[int, int], CellEdit | NewValue]
) -> None:
    tab = sheet_xml(cells, before='<dimension ref="B2:C3"/>' if has_extent else "").encode()
    ours = patched(tab, edits)
    with patch.object(package_rows, "_any_row", lambda prefix: NO_ROW_IS_PLAIN):
        assert ours == patched(tab, edits)


@given(
    rows(),
    st.integers(1, 3),
    st.lists(st.lists(VALUES, min_size=1, max_size=4), min_size=9, max_size=9),
    st.sampled_from([1, 2, 3, 1_000]),
)
def test_cells_side_by_side_are_edited_as_each_alone(
    cells: str, first: int, values: list[list[NewValue]], rows_at_once: int
) -> None:
    tab = sheet_xml(cells).encode()
    edits = {(row, first + place): value for row, here in enumerate(values, 1) for place, value in enumerate(here)}
    with patch.object(package_side_by_side, "_ROWS_AT_ONCE", rows_at_once):
        ours = patched(tab, edits)
    with patch.object(package_rows, "_any_row", lambda prefix: NO_ROW_IS_PLAIN):
        assert ours == patched(tab, edits)


PIECES = st.sampled_from(
    [
        *('<row r="1">', '<c r="A1">', '<c r="A1"/>', "<v>1</v>", "</c>", "</row>", "<v>", "</v>", "<x>", "</x>"),
        *('<row r="2" spans="1:2"><c r="A2"><v>1</v></c></row>', '<row r="2" r="3"><c r="A2"/></row>'),
        *('<row r="2" x:y="1"><c r="A2"/></row>', '<row r="2" a="&lt;"><c r="A2"/></row>', "<row r='2'"),
        *("&amp;", "&#10;", "&#0;", "&nbsp;", "&", "]]>", "]", "\x00", "\x0b", "\t", "\ufffe", "\uffff", "é", "🟢"),
        *(">", "<!-- -->", "<![CDATA[<]]>", "<?a?>", '"', "<", 'xmlns:x="urn:x"'),
        '<row r="2"><c r="A2" t="inlineStr"><is><t>TEXT</t></is></c></row>',
    ]
)


@given(st.lists(PIECES, max_size=8), st.sampled_from(["a", "&amp;", "&#1;", "& ", "]]>", "\x01", "\uffff", "é"]))
def test_what_is_well_formed_is_told_as_a_parser_tells_it(pieces: list[str], text: str) -> None:
    data = sheet_xml("".join(pieces).replace("TEXT", text)).encode()
    assert complaint_about_tab(data) == complaint(data)


@pytest.mark.parametrize("spoilt", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbf\xbf"])
def test_bytes_that_are_no_characters_are_seen_wherever_they_stand(spoilt: bytes) -> None:
    one = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%b</t></is></c></row>'
    many = b"".join(one % (number, number, "Đúng tiến độ".encode()) for number in range(1, 3_000))
    tab = sheet_xml("ROWS").encode()
    assert complaint_about_tab(tab.replace(b"ROWS", many)) == ""
    for place in (b"", many):
        data = tab.replace(b"ROWS", place + one % (3_000, 3_000, b"a" + spoilt))
        assert complaint_about_tab(data) == complaint(data) != ""


def test_rows_that_close_up_around_what_is_taken_out_are_not_taken_for_well_formed() -> None:
    data = sheet_xml('<a <row r="1"><c r="A1"/></row>/>').encode()
    assert complaint_about_tab(data) == complaint(data) != ""


def complaint(data: bytes) -> str:
    try:
        refuse_malformed(data)
    except MalformedXml as error:
        return str(error)
    return ""


def complaint_about_tab(data: bytes) -> str:
    """As ``patched_tab`` asks; what cannot be taken apart at all is for the parser to say."""
    try:
        tab = Tab(data)
        runs = rows_of(tab, set()).runs
    except MalformedXml:
        return complaint(data)
    try:
        refuse_malformed_tab(tab, runs)
    except MalformedXml as error:
        return str(error)
    return ""


def test_the_rows_that_spreadsheet_programs_write_are_plain() -> None:
    stored = (
        '<row r="1" spans="1:3" x14ac:dyDescent="0.25"><c r="A1" s="4" t="s"><v>7</v></c><c r="C1" s="1"/></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2" s="1" /><c r="C2"><f>A2</f><v></v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" ref="A3:A9" si="0">B3*2</f><v>1</v></c><c r="B3" t="str"><v>a</v></c></row>'
        '<row r="4"><c r="A4"><f t="shared" si="0"/><v>1</v></c><c r="B4"><f aca="false">A4</f><v>1</v></c></row>'
    )
    found = rows_of(Tab(sheet_xml(stored).encode()), {1, 2, 3, 4, 5})
    assert set(found.plain) == {1, 2, 3, 4}
    assert [run.heads for run in found.runs] == [{b"", b' spans="1:3" x14ac:dyDescent="0.25"'}]


def test_a_row_is_not_plain_where_it_stands_twice_or_its_number_is_odd() -> None:
    stored = '<row r="1"><c r="A1"/></row><row r="1"><c r="B1"/></row><row r="02"><c r="A02"/></row>'
    found = rows_of(Tab(sheet_xml(stored).encode()), {1, 2})
    assert (set(found.plain), [len(found.places(number)) for number in (1, 2, 3)]) == (set(), [2, 1, 0])


@given(
    st.integers(1, 16_384),
    st.lists(st.lists(st.integers(1, 16_384), max_size=3, unique=True), max_size=5),
    st.randoms(use_true_random=False),
)
def test_cells_from_a_column_on_are_found_in_whatever_order_rows_are_asked(
    column: int, cells: list[list[int]], chance: random.Random
) -> None:
    stored = "".join(
        f'<row r="{number}">' + "".join(f'<c r="{column_letters(each).decode()}{number}"/>' for each in row) + "</row>"
        for number, row in enumerate(cells, start=1)
        if row
    )
    tab = Tab(sheet_xml(stored).encode())
    found = rows_of(tab, range(1, len(cells) + 1)).plain
    look_out = LookOut(tab, column)
    numbers = list(found)
    chance.shuffle(numbers)
    for number in numbers + sorted(numbers):
        place = found[number]
        first = next((each for each in cells[number - 1] if each >= column), None)
        start = tab.data.find(b'<c r="%b%d"' % (column_letters(first), number)) if first else place.inside_end
        assert look_out.first(place.inside, place.inside_end) == start
