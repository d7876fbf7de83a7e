"""The templates as Google spreadsheets: made, filled in and read again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sync.engine import plan_workbook
from sync.google_templates import template_spreadsheet
from sync.messages import owned_header
from sync.model.findings import Language
from sync.model.past import History
from sync.model.rows import Field
from sync.options import ReadingOptions, Settings, WorkbookSettings
from sync.workbooks import open_workbook
from sync.workbooks.base import WorkbookError
from sync.workbooks.google_making import folder_in, make_spreadsheet
from sync.workbooks.turns import OWN_TURNS
from tests.sheets_server.editors import perform
from tests.sheets_server.server import SheetsServer
from tests.sync.test_templates import AS_OF, KPI_ROWS, OKR_ROWS, Q4
from tests.sync.workbooks.google_sheets import cell_data, options


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


def make(server: SheetsServer, name: str, language: Language, folder: str = "root") -> str:
    new = template_spreadsheet(name, language, Q4, "", "Asia/Ho_Chi_Minh")
    return make_spreadsheet(new, folder, options(server), OWN_TURNS).key


def fill_in(server: SheetsServer, key: str, name: str, language: Language) -> None:
    first, rows = (5, OKR_ROWS[language]) if name == "team-okr" else (4, KPI_ROWS)
    typed = [{"values": [cell_data(value) for value in row]} for row in rows]
    start = {"sheetId": 0, "rowIndex": first - 1, "columnIndex": 0}
    update = {"updateCells": {"start": start, "rows": typed, "fields": "userEnteredValue"}}
    perform(server.world, key, {"edit": "requests", "requests": [update]})


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["team-okr", "kpi"])
def test_a_spreadsheet_of_a_template_that_is_filled_in_is_read_without_a_finding_about_its_layout(
    server: SheetsServer, name: str, language: Language
) -> None:
    key = make(server, name, language)
    fill_in(server, key, name, language)
    own = WorkbookSettings("team", f"google:{key}", reading=ReadingOptions(language=language))
    settings = Settings(workbooks=(own,), google=options(server))

    outcome = plan_workbook(open_workbook(f"google:{key}", settings), History(), settings, AS_OF)

    assert not [finding.code for finding in outcome.findings if finding.code.startswith("OKR14")]
    assert not outcome.rows.remarks
    assert {table.language for table in outcome.rows.tables} == {language}
    assert not outcome.plan.columns
    if name == "team-okr":
        (objective,) = outcome.scored.objectives
        assert [each.key_result.row for each in objective.key_results] == [5, 6]
        assert objective.cycle == Q4
        assert {change.field for change in outcome.plan.changes} >= {Field.progress, Field.score, Field.objective_score}
    else:
        assert [str(kpi.status) for kpi in outcome.scored.kpis] == ["healthy", "out of range"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["team-okr", "kpi"])
def test_it_has_what_the_excel_template_has(server: SheetsServer, name: str, language: Language) -> None:
    file = server.world.files.get(make(server, name, language))
    assert file is not None
    spreadsheet = file.spreadsheet
    assert spreadsheet is not None
    first, header = spreadsheet.tabs[0], 4 if name == "team-okr" else 3

    assert (spreadsheet.locale, spreadsheet.time_zone) == (
        "vi_VN" if language == "vi" else "en_US",
        "Asia/Ho_Chi_Minh",
    )
    assert spreadsheet.tabs[-1].title in ("How to", "Hướng dẫn")
    assert first.grid_properties["frozenRowCount"] == header
    assert "{" not in "".join(str(cell.entered) for _, _, cell in first.filled())
    notes = [cell.note for _, _, cell in first.filled() if cell.entered == owned_header(Field.status, language)]
    assert len(notes) == 1
    assert notes[0]
    assert first.protected_ranges
    assert all(each["warningOnly"] and each["description"] for each in first.protected_ranges)
    offered = {id(rule): rule for row in range(60) for column in range(20) if (rule := _rule(first, row, column))}
    assert bool(offered) == (name == "team-okr")
    assert not any(rule.get("strict") for rule in offered.values())
    assert first.conditional_formats


def _rule(tab: Any, row: int, column: int) -> Any:
    return tab.cell(row, column).validation


def test_it_takes_one_request_to_make_it_and_one_to_fill_it(server: SheetsServer) -> None:
    make(server, "team-okr", "vi")

    assert server.world.log.counts() == {"files.create": 1, "spreadsheets.batchUpdate": 1, "total": 2}


def test_a_service_account_without_storage_is_told_of_shared_drives_and_can_use_one(server: SheetsServer) -> None:
    server.world.robots_own_no_storage = True
    with pytest.raises(WorkbookError, match="service accounts own no storage") as caught:
        make(server, "team-okr", "en", server.world.add_folder("Teams").id)
    assert "shared drive" in caught.value.hint

    folder = server.world.add_folder("Teams", shared_drive=True).id
    file = server.world.files.get(make(server, "team-okr", "en", folder))
    assert file is not None
    assert file.parents == [folder]


def test_a_folder_that_is_not_shared_is_named_with_what_to_do(server: SheetsServer) -> None:
    with pytest.raises(WorkbookError, match="no folder 'nowhere'") as caught:
        make(server, "team-okr", "en", "nowhere")
    assert "Content manager" in caught.value.hint


def test_what_could_not_be_filled_goes_to_the_bin(server: SheetsServer) -> None:
    server.world.faults.add("forbidden", match="batchUpdate")
    with pytest.raises(WorkbookError, match="could not be filled"):
        make(server, "team-okr", "en")
    assert [file.trashed for file in server.world.files] == [True]


@pytest.mark.parametrize(
    ("said", "folder"),
    [
        ("1AbC_d-E", "1AbC_d-E"),
        ("https://drive.google.com/drive/folders/1AbC?usp=sharing", "1AbC"),
        ("https://drive.google.com/drive/u/0/folders/1AbC", "1AbC"),
        ("root", "root"),
    ],
)
def test_a_folder_is_named_by_its_id_or_its_address(said: str, folder: str) -> None:
    assert folder_in(said) == folder


@pytest.mark.parametrize("said", ["", "https://docs.google.com/spreadsheets/d/1AbC/edit", "two words"])
def test_what_is_no_folder_is_said_to_be_none(said: str) -> None:
    with pytest.raises(WorkbookError, match="no folder"):
        folder_in(said)


def test_a_language_without_a_template_has_the_english_words_and_its_own_locale(server: SheetsServer) -> None:
    spreadsheet = server.world.files.get(make(server, "team-okr", "de")).spreadsheet
    assert spreadsheet is not None
    assert spreadsheet.locale == "de"
