from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets_server.a1 import Span, cells_text, column_index, column_letters, parse_span, quoted, split_title
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.masks import merge, parse_mask, select


@given(st.integers(0, 18_277))
def test_columns_are_read_as_they_are_written(index: int) -> None:
    assert column_index(column_letters(index)) == index


@given(st.integers(0, 999), st.integers(0, 99), st.integers(1, 50), st.integers(1, 50))
def test_cells_are_read_as_they_are_written(top: int, left: int, height: int, width: int) -> None:
    span = Span(top, left, top + height, left + width)
    assert parse_span(cells_text(span)) == span


@given(st.text(min_size=1))
def test_a_title_in_quotes_is_read_as_it_is_written(title: str) -> None:
    assert split_title(f"{quoted(title)}!A1") == (title, "A1", quoted(title).startswith("'"))


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Sheet1", "Sheet1"),
        ("Q4", "'Q4'"),
        ("R1C1", "'R1C1'"),
        ("Mike's", "'Mike''s'"),
        ("🌵", "'🌵'"),
        ("Quý 4", "'Quý 4'"),
        ("2026", "'2026'"),
    ],
)
def test_titles_are_quoted_where_they_could_be_something_else(title: str, written: str) -> None:
    assert quoted(title) == written


@pytest.mark.parametrize(
    ("spelling", "tree"),
    [
        ("sheets.data.rowData.values.note", {"sheets": {"data": {"rowData": {"values": {"note": {}}}}}}),
        ("sheets/data/rowData/values/note", {"sheets": {"data": {"rowData": {"values": {"note": {}}}}}}),
        ("files(id, name),kind", {"files": {"id": {}, "name": {}}, "kind": {}}),
        ("sheets(properties(title),data.rowData)", {"sheets": {"properties": {"title": {}}, "data": {"rowData": {}}}}),
        ("a.b,a", {"a": {}}),
        ("*", {"*": {}}),
    ],
)
def test_a_mask_is_read_in_each_of_its_spellings(spelling: str, tree: object) -> None:
    assert parse_mask(spelling) == tree


@pytest.mark.parametrize("spelling", ["", "a b?", "a)", "files(id"[:-2] + "))"])
def test_what_is_no_mask_is_refused(spelling: str) -> None:
    with pytest.raises(BadRequest):
        parse_mask(spelling)


def test_a_mask_that_finds_nothing_leaves_the_containers() -> None:
    answer = {"sheets": [{"properties": {"title": "x"}, "data": [{"rowMetadata": []}]}]}
    assert select(answer, parse_mask("sheets.data.rowData")) == {"sheets": [{"data": [{}]}]}


def test_a_mask_changes_what_it_names_and_unsets_what_was_not_sent() -> None:
    old = {"a": 1, "b": {"c": 2, "d": 3}}
    assert merge(old, {"b": {"c": 5}}, parse_mask("b.c")) == {"a": 1, "b": {"c": 5, "d": 3}}
    assert merge(old, {}, parse_mask("a,b.d")) == {"b": {"c": 2}}
    assert merge(old, {"z": 1}, parse_mask("*")) == {"z": 1}
