"""Whatever is inserted, deleted, moved and sorted: rows stay whole, and what is put on a row stays on it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.sheets_server.cells import Cell, Formula
from tests.sheets_server.edit import Edit
from tests.sheets_server.grid import Tab
from tests.sheets_server.requests import batch
from tests.sheets_server.world import ROBOT, World

HEIGHT = 8
Step = tuple[str, int, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "move"]), st.integers(0, HEIGHT), st.integers(1, 3), st.integers(0, HEIGHT)
    ),
    max_size=8,
)


def fresh(dimension: str) -> tuple[World, Edit, Tab]:
    """A tab whose lines are numbered in their first cell, each with metadata of that number; a second tab names each of
    them in a formula."""
    world = World()
    edit = world.edit(world.add_spreadsheet("x"), ROBOT)
    tab, other = Tab.of_size(0, "Lines", HEIGHT, HEIGHT), Tab.of_size(1, "Formulas", 1, HEIGHT)
    for number in range(HEIGHT):
        row, column = (number, 0) if dimension == "ROWS" else (0, number)
        tab.put(row, {column: Cell(float(number))})
        where = {"sheetId": 0, "dimension": dimension, "startIndex": number, "endIndex": number + 1}
        location = {"locationType": "ROW" if dimension == "ROWS" else "COLUMN", "dimensionRange": where}
        edit.spreadsheet.metadata.append({"metadataId": number, "location": location})
        other.put(0, {number: Cell(Formula(f"=Lines!{chr(65 + column)}{row + 1}"))})
    edit.spreadsheet.tabs = [tab, other]
    return world, edit, tab


def requests_of(steps: list[Step], dimension: str) -> list[tuple[dict[str, Any], Step]]:
    """The requests of the steps that can be made, with what they do, for a grid of HEIGHT lines."""
    size, found = HEIGHT, []
    for kind, at, count, to in steps:
        at = min(at, size - 1)
        count = min(count, size - at) if kind != "insert" else count
        where = {"sheetId": 0, "dimension": dimension, "startIndex": at, "endIndex": at + count}
        if kind == "insert":
            size += count
            found.append(({"insertDimension": {"range": where}}, (kind, at, count, to)))
        elif kind == "delete" and count < size:
            size -= count
            found.append(({"deleteDimension": {"range": where}}, (kind, at, count, to)))
        elif kind == "move" and not at <= min(to, size) < at + count:
            to = min(to, size)
            found.append(({"moveDimension": {"source": where, "destinationIndex": to}}, (kind, at, count, to)))
    return found


def done_to(numbers: list[int | None], step: Step) -> list[int | None]:
    """The same step on a plain list."""
    kind, at, count, to = step
    if kind == "insert":
        return numbers[:at] + [None] * count + numbers[at:]
    rest = numbers[:at] + numbers[at + count :]
    if kind == "delete":
        return rest
    place = to if to <= at else to - count
    return rest[:place] + numbers[at : at + count] + rest[place:]


@given(STEPS, st.sampled_from(["ROWS", "COLUMNS"]))
def test_lines_their_metadata_and_formulas_that_name_them_stay_together(steps: list[Step], dimension: str) -> None:
    world, edit, tab = fresh(dimension)
    numbers: list[int | None] = list(range(HEIGHT))
    for request, step in requests_of(steps, dimension):
        batch.apply(edit, [request], lambda: world.calculation(edit.spreadsheet))
        numbers = done_to(numbers, step)
    found = [tab.cell(i, 0) if dimension == "ROWS" else tab.cell(0, i) for i in range(len(tab.lines(dimension)))]
    assert [cell.entered for cell in found] == [None if number is None else float(number) for number in numbers]
    places = {m["metadataId"]: m["location"]["dimensionRange"]["startIndex"] for m in edit.spreadsheet.metadata}
    assert places == {number: place for place, number in enumerate(numbers) if number is not None}
    calculation, formulas = world.calculation(edit.spreadsheet), edit.spreadsheet.tabs[1]
    for number in range(HEIGHT):
        result = calculation.result(formulas, 0, number)
        assert (result == float(number)) == (number in numbers), formulas.cell(0, number)


@given(st.lists(st.one_of(st.none(), st.integers(-5, 5), st.text(max_size=3), st.booleans()), min_size=1, max_size=12))
def test_a_sort_keeps_each_row_whole_and_equal_rows_in_order(keys: list[object]) -> None:
    world = World()
    edit = world.edit(world.add_spreadsheet("x"), ROBOT)
    tab = edit.spreadsheet.tabs[0]
    for row, own in enumerate(keys):
        value: Any = float(own) if isinstance(own, int) and not isinstance(own, bool) else own
        tab.put(row, {0: Cell(value), 1: Cell(float(row), note=str(row))})
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": len(keys), "startColumnIndex": 0, "endColumnIndex": 2}
    spec = {"dimensionIndex": 0, "sortOrder": "ASCENDING"}
    sort = {"sortRange": {"range": area, "sortSpecs": [spec]}}
    batch.apply(edit, [sort], lambda: world.calculation(edit.spreadsheet))
    order = [int(tab.cell(row, 1).note) for row in range(len(keys))]
    assert sorted(order) == list(range(len(keys)))

    def rank(row: int) -> tuple[int, Any]:
        key = keys[row]
        if key is None or key == "":
            return 3, 0
        if isinstance(key, bool):
            return 2, key
        return (1, key.casefold()) if isinstance(key, str) else (0, key)

    assert order == sorted(order, key=lambda row: (rank(row), row))
