"""Which spreadsheets changed, told of all at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sync.options import GoogleOptions, Settings
from sync.workbooks import WorkbookError, file_versions
from sync.workbooks.sheets_api import sheets_api
from tests.sheets_server.editors import perform
from tests.sheets_server.server import SheetsServer


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running
    sheets_api.cache_clear()


@pytest.fixture
def settings(server: SheetsServer) -> Settings:
    return Settings(google=GoogleOptions(endpoint=server.url, deadline_seconds=60))


def test_two_hundred_spreadsheets_are_asked_about_at_once(server: SheetsServer, settings: Settings) -> None:
    keys = [server.world.add_spreadsheet(f"Team {number}").id for number in range(201)]
    sources = [f"google:{key}" for key in keys[:200]]

    before = file_versions(sources, settings)
    perform(server.world, keys[17], {"edit": "overwrite", "tab": "Sheet1", "cell": "A1", "value": "changed"})
    server.world.log.empty()
    after = file_versions([*sources, "excel:sales.xlsx"], settings)

    assert set(before) == set(sources)
    assert {source for source in sources if before[source] != after[source]} == {sources[17]}
    assert server.world.log.counts() == {"files.list": 1, "total": 1}


def test_what_drive_does_not_tell_of_is_left_out(server: SheetsServer, settings: Settings) -> None:
    mine, somebodys = server.world.add_spreadsheet("mine").id, server.world.add_spreadsheet("theirs", "a@b.example").id

    assert set(file_versions([f"google:{mine}", f"google:{somebodys}"], settings)) == {f"google:{mine}"}


def test_more_than_a_page_is_turned_over(server: SheetsServer, settings: Settings) -> None:
    keys = [server.world.add_spreadsheet(f"the oldest {number}").id for number in range(2)]
    for number in range(1000):
        server.world.add_spreadsheet(f"Team {number}")
    server.world.log.empty()

    sources = {f"google:{key}" for key in keys}
    assert set(file_versions(sources, settings)) == sources
    assert server.world.log.counts() == {"files.list": 2, "total": 2}


def test_one_alone_is_told_as_the_list_tells_it(server: SheetsServer, settings: Settings) -> None:
    mine, other = server.world.add_spreadsheet("mine").id, server.world.add_spreadsheet("other").id
    somebodys, trashed = server.world.add_spreadsheet("theirs", "a@b.example").id, server.world.add_spreadsheet("old")
    trashed.trashed = True

    for key in (mine, somebodys, trashed.id):
        alone = file_versions([f"google:{key}"], settings)
        listed = file_versions([f"google:{key}", f"google:{other}"], settings)
        assert alone == {source: version for source, version in listed.items() if source != f"google:{other}"}


def test_no_list_is_told_with_what_to_do(server: SheetsServer, settings: Settings) -> None:
    key = server.world.add_spreadsheet("mine").id
    server.world.faults.add("disabled", match="drive", times=None)

    with pytest.raises(WorkbookError, match="the Google Drive API is not switched on"):
        file_versions([f"google:{key}"], settings)
