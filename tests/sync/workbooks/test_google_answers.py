"""Google's answers, whose rows are parsed when they are asked for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.workbooks.google_answers import Rows, document, sent, spreadsheet_answer
from sync.workbooks.google_grid import Tab
from sync.workbooks.google_reading import whole_of

TYPED = st.one_of(
    st.builds(lambda value: {"numberValue": value}, st.floats(allow_nan=False, allow_infinity=False)),
    st.builds(lambda value: {"stringValue": value}, st.text()),
    st.builds(lambda value: {"formulaValue": value}, st.text().map("={}".format)),
)
FORMATS = st.sampled_from([{"numberFormat": {"type": "PERCENT", "pattern": "0%"}}, {}])
CELLS = st.fixed_dictionaries({}, optional={"userEnteredValue": TYPED, "note": st.text(), "userEnteredFormat": FORMATS})
ROWS = st.lists(st.lists(CELLS, max_size=5), max_size=5)


def rows_of(lines: list[list[dict[str, Any]]], top: int = 1, left: int = 1) -> Rows:
    rows = Rows()
    rows.add(row_data(lines), top, left)
    return rows


def row_data(lines: list[list[dict[str, Any]]]) -> Any:
    data = {"rowData": [{"values": line} if line else {} for line in lines]}
    return spreadsheet_answer(sent({"sheets": [{"data": [data]}]}))["sheets"][0]["data"][0]["rowData"]


def typed(rows: Rows) -> Rows:
    _, tab = whole_of([Tab(1, "Q4", 9, 9, rows)], None)
    return tab.cells


def text(value: str) -> dict[str, Any]:
    return {"userEnteredValue": {"stringValue": value}}


@given(ROWS)
def test_every_cell_is_where_it_was_said_to_be(lines: list[list[dict[str, Any]]]) -> None:
    rows = rows_of(lines, top=3)

    said = {
        row: {column: cell for column, cell in enumerate(line, 1) if cell} for row, line in enumerate(lines, 3) if line
    }
    assert dict(rows) == {row: cells for row, cells in said.items() if cells} == dict(rows.each())


@given(ROWS, ROWS, st.sets(st.integers(1, 5)))
def test_rows_are_compared_by_what_is_typed_into_them(
    one: list[list[dict[str, Any]]], other: list[list[dict[str, Any]]], left_out: set[int]
) -> None:
    def typed_into(rows: Rows, row: int) -> dict[int, Any]:
        cells = ((column, cell.get("userEnteredValue")) for column, cell in rows.get(row, {}).items())
        return {column: value for column, value in cells if value is not None and column not in left_out}

    before, after = rows_of(one), rows_of(other)

    for row in range(1, 6):
        expected = typed_into(before, row) == typed_into(after, row)
        assert before.is_typed_as_in(after, row, left_out) == expected
        assert typed(before).is_typed_as_in(after, row, left_out) == expected
        if row not in before.told_otherwise(after):
            assert before.get(row) == after.get(row)


@given(ROWS, ROWS)
def test_what_is_typed_into_parts_is_what_is_typed_into_the_whole(
    one: list[list[dict[str, Any]]], other: list[list[dict[str, Any]]]
) -> None:
    above, below = rows_of(one), rows_of(other, top=len(one) + 1)

    whole = above.followed_by([below])

    assert list(whole) == [*above, *below]
    assert dict(typed(whole)) == dict(typed(above).followed_by([typed(below)]))


def test_rows_that_say_the_same_share_what_is_kept_of_them() -> None:
    formats = [{}, {"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "0"}}}]

    kept = typed(rows_of([formats] * 3))

    assert kept.kept(1) is kept.kept(3)


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_what_is_kept_of_a_row_does_not_depend_on_what_else_was_asked_for(line: list[dict[str, Any]]) -> None:
    more = {"effectiveValue": {"numberValue": 1}, "effectiveFormat": {}, "hyperlink": "https://example.com"}
    look = {"userEnteredFormat": {"wrapStrategy": "CLIP"}}

    asked_for_more = rows_of([[more | look | cell for cell in line] + [more]])

    assert asked_for_more.kept(1) == rows_of([line]).kept(1)


def test_nothing_is_kept_of_a_row_in_which_nothing_is_typed() -> None:
    rows = rows_of([[{"effectiveValue": {"numberValue": 1}}, {"userEnteredFormat": {"wrapStrategy": "CLIP"}}]])

    assert list(rows) == [1]
    assert rows.kept(1) == rows.kept(2) == b""


def test_a_row_that_comes_in_several_areas_is_one() -> None:
    rows = rows_of([[text("D2")]], top=2, left=4)
    rows.add(row_data([[text("A1")], [text("A2"), text("B2")]]), 1, 1)

    assert {row: list(cells) for row, cells in rows.in_order().items()} == {1: [1], 2: [1, 2, 4]}
    assert list(rows.in_order()) == [1, 2]
    assert rows.kept(2) == rows_of([[text("A2"), text("B2"), {}, text("D2")]]).kept(1)
    assert rows.is_typed_as_in(rows_of([[text("A2"), text("B2"), {}, text("D2")]], top=2), 2)
    assert rows.told_otherwise(rows) == {2}


def test_formulas_among_rows_are_seen_without_parsing_them() -> None:
    assert rows_of([[text("a")], [{"userEnteredValue": {"formulaValue": "=A1"}}]]).hold_formulas
    assert not rows_of([[text("a")]]).hold_formulas


@pytest.mark.parametrize("content", [b"", b"{", b'{"sheets": [{"data": [{"rowData": [{"val', b"<html>", b"[]", b"7"])
def test_what_is_no_answer_is_said_to_be_none(content: bytes) -> None:
    for parse in (document, spreadsheet_answer):
        with pytest.raises(ValueError, match=r"."):
            parse(content)
