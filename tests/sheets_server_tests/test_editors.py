"""Other people at work, and several programs at once."""

from __future__ import annotations

import copy
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.sheets_server.discovery import Discovery
from tests.sheets_server.edit import Edit
from tests.sheets_server.editors import EDITS, RandomEditor, perform
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.hooks import Hook
from tests.sheets_server.rendering import spreadsheet_answer
from tests.sheets_server.requests import batch
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.world import World
from tests.sheets_server_tests.conftest import Client

ROWS = [["KR", "Score"], ["b", 2], ["a", 1], ["c", 3]]


@pytest.fixture
def filled(values: Any) -> None:
    values("A1", "PUT", {"values": ROWS})


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"edit": "insert_rows", "at": 3}, ["KR", "b", "", "a", "c"]),
        ({"edit": "delete_rows", "at": 2, "count": 2}, ["KR", "c"]),
        ({"edit": "sort", "column": 2, "descending": True}, ["KR", "c", "b", "a"]),
        ({"edit": "move_rows", "at": 2, "to": 5}, ["KR", "a", "c", "b"]),
        ({"edit": "cut", "range": "A2:B2", "to": "A6"}, ["KR", "", "a", "c", "", "b"]),
        ({"edit": "change_header", "cell": "A1", "value": "Kết quả"}, ["Kết quả", "b", "a", "c"]),
        ({"edit": "overwrite", "cell": "A3", "value": None}, ["KR", "b", "", "c"]),
        ({"edit": "insert_columns", "at": 1}, []),
        ({"edit": "delete_columns", "at": 1}, ["Score", "2", "1", "3"]),
        ({"edit": "rename_tab", "title": "Q4"}, ["KR", "b", "a", "c"]),
    ],
)
def test_an_editor_does_what_people_do(
    server: SheetsServer, ask: Client, key: str, change: dict[str, Any], column: list[str]
) -> None:
    perform(server.world, key, change)
    title = "'Q4'" if change["edit"] == "rename_tab" else "Sheet1"
    answer = ask("GET", f"/v4/spreadsheets/{key}/values/{title}!A:A").json()
    assert [row[0] if row else "" for row in answer.get("values", [])] == column


@pytest.mark.usefixtures("filled")
def test_an_editor_acts_just_before_or_after_a_request(server: SheetsServer, key: str, values: Any) -> None:
    def insert() -> None:
        perform(server.world, key, {"edit": "insert_rows", "at": 2})

    server.world.hooks.add(Hook(insert, "before", "GET .*values", number=2))
    server.world.hooks.add(Hook(insert, "after", "GET .*values", number=2))
    assert [len(values("A:A")["values"]) for _ in range(4)] == [4, 5, 6, 6]


@pytest.mark.usefixtures("filled")
def test_editors_are_set_from_another_process(ask: Client, key: str, values: Any) -> None:
    edits = [{"edit": "delete_rows", "at": 2}, {"edit": "rename_tab", "title": "Sheet2"}]
    hook = {"spreadsheetId": key, "when": "before", "match": "GET", "number": 1, "edits": edits}
    assert ask("POST", "/_admin/editors", hook).json() == {}
    assert values("A1:A3")["range"] == "Sheet2!A1:A3"
    assert "no edit paint" in ask("POST", "/_admin/edit", {"spreadsheetId": key, "edit": "paint"}).json()["error"]
    dice = {"spreadsheetId": key, "random": {"seed": 3, "kinds": ["insert_rows"]}, "probability": 1}
    ask("POST", "/_admin/editors", dice)
    heights = [ask("GET", f"/v4/spreadsheets/{key}").json()["sheets"][0]["properties"] for _ in range(2)]
    assert heights[0]["gridProperties"]["rowCount"] < heights[1]["gridProperties"]["rowCount"]


def a_world() -> tuple[World, str]:
    world = World()
    key = world.add_spreadsheet("x").id
    for row, line in enumerate(ROWS):
        for column, value in enumerate(line):
            perform(world, key, {"edit": "overwrite", "cell": f"{'AB'[column]}{row + 1}", "value": value})
    return world, key


def test_a_random_editor_does_the_same_again_with_the_same_seed() -> None:
    done = []
    for _ in range(2):
        world, key = a_world()
        editor = RandomEditor.of(world, key, seed=7)
        for _ in range(60):
            editor.act()
        done.append(editor.done)
    assert done[0] == done[1]
    assert {change["edit"] for change in done[0]} == set(EDITS) - {"delete_tab", "requests"}


@pytest.mark.parametrize("seed", range(10))
def test_a_batch_that_fails_in_the_end_leaves_no_trace(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever came before in it: all that editors do, and then a request that cannot be done."""
    world, key = a_world()
    file = world.files.get(key)
    assert file
    assert file.spreadsheet

    def seen() -> Any:
        calculation = world.calculation(file.spreadsheet)
        return copy.deepcopy(spreadsheet_answer(calculation, file.owner, [], None, with_cells=True))

    editor, apply = RandomEditor.of(world, key, seed), batch.apply
    tried = 0

    def failing(edit: Edit, requests: list[dict[str, Any]], calculation: Any) -> list[dict[str, Any]]:
        nonlocal tried
        before = seen()
        with pytest.raises(BadRequest):
            apply(edit, [*requests, {"deleteSheet": {"sheetId": 99}}], calculation)
        assert seen() == before
        tried += 1
        return apply(edit, requests, calculation)

    monkeypatch.setattr(batch, "apply", failing)
    for _ in range(15):
        editor.act()
    assert tried > 5


def test_what_editors_send_fits_the_discovery_document(wire: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    apply = batch.apply

    def noted(edit: Edit, requests: list[dict[str, Any]], calculation: Any) -> list[dict[str, Any]]:
        sent.extend(requests)
        return apply(edit, requests, calculation)

    monkeypatch.setattr(batch, "apply", noted)
    world, key = a_world()
    editor = RandomEditor.of(world, key, seed=1)
    for _ in range(60):
        editor.act()
    assert Discovery(wire).of_request("spreadsheets.batchUpdate", {"requests": sent}) == []


def test_two_programs_at_once_each_have_their_whole_batch_done(server: SheetsServer, key: str) -> None:
    """Each batch inserts a row at the top and writes two cells into it: no row may be of both programs."""
    rounds = 15

    def work(name: str) -> None:
        client = Client(server)
        for number in range(rounds):
            value = {"userEnteredValue": {"stringValue": f"{name} {number}"}}
            cells = {"rows": [{"values": [value, value]}], "fields": "userEnteredValue"}
            lines = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
            requests = [{"insertDimension": {"range": lines}}, {"updateCells": cells | {"start": {"sheetId": 0}}}]
            assert client("POST", f"/v4/spreadsheets/{key}:batchUpdate", {"requests": requests}).status_code == 200
        client.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    file = server.world.files.get(key)
    assert file
    assert file.spreadsheet
    tab = file.spreadsheet.tabs[0]
    rows = [(tab.cell(row, 0).entered, tab.cell(row, 1).entered) for row in range(2 * rounds + 1)]
    assert all(one == other for one, other in rows)
    assert {one for one, _ in rows[:-1]} == {f"{name} {n}" for name in ("one", "other") for n in range(rounds)}
    assert rows[-1] == (None, None)
