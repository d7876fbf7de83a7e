"""Google Sheets by the command line, as people type it, against the test server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests

from sync.templates import example_workbooks
from tests.end_to_end.commands import ROOT, Ran, okr_sync
from tests.end_to_end.test_history import last_quarter
from tests.sheets_server.editors import perform
from tests.sheets_server.server import SheetsServer
from tests.sync.workbooks.google_accounts import kept, service_account

DAY = ("--as-of", "2026-11-20")
LIMITS = (
    *("reads_per_minute", "writes_per_minute", "project_reads_per_minute", "project_writes_per_minute"),
    "spreadsheet_per_second",
)


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


class Spreadsheet(NamedTuple):
    """One that the settings of a folder name, and what people see of it."""

    folder: Path
    server: SheetsServer
    key: str

    def run(self, *words: str, may_find: bool = False) -> Ran:
        ran = okr_sync(*words, folder=self.folder)
        assert ran.status in ((0, 1) if may_find else (0,)), ran.err
        return ran

    def somebody(self, change: dict[str, Any]) -> None:
        perform(self.server.world, self.key, change)

    @property
    def shown(self) -> Any:
        file = self.server.world.files.get(self.key)
        assert file is not None
        return file.spreadsheet

    def cells(self) -> dict[tuple[str, int, int], Any]:
        return {(tab.title, row, column): cell.entered for tab in self.shown.tabs for row, column, cell in tab.filled()}

    def left_behind(self) -> list[Any]:
        """Metadata, which only programs leave."""
        asked = {"Authorization": "Bearer any"}
        url = f"{self.server.url}/v4/spreadsheets/{self.key}?includeGridData=true"
        return re.findall(r"developerMetadata", requests.get(url, headers=asked, timeout=10).text)


def configured(folder: Path, server: SheetsServer, **keys: str) -> None:
    """Settings in a folder: the server, without quotas, and workbooks by their names."""
    lines = ["[google]", f'endpoint = "{server.url}"', *(f"{limit} = 60000" for limit in LIMITS)]
    lines += ["[writing]", "add_columns = true"]
    for name, key in keys.items():
        lines += ["[[workbook]]", f'name = "{name}"', f'source = "google:{key}"']
    (folder / "config.toml").write_text("\n".join(lines) + "\n", "utf-8")


def test_a_template_is_made_and_what_is_printed_for_the_settings_works(server: SheetsServer, tmp_path: Path) -> None:
    configured(tmp_path, server)
    made = okr_sync(*("template", "new", "team-okr", "google:root", "--cycle", "2026-Q4"), folder=tmp_path)
    assert made.status == 0, made.err
    address = made.out.removeprefix("made ").strip()
    [file] = server.world.files
    assert address == f"https://docs.google.com/spreadsheets/d/{file.id}/edit"

    printed = "\n".join(line for line in made.err.splitlines() if line.startswith(("[[", "name", "source")))
    with open(tmp_path / "config.toml", "a", encoding="utf-8") as settings:
        settings.write(printed + "\n")
    ran = okr_sync("check", "team-okr", folder=tmp_path)
    assert (ran.status, ran.err.splitlines()[-1]) == (0, "no findings in 1 workbook, 0 key results, 0 KPIs")


def test_a_project_begins_with_a_spreadsheet_that_is_there_already(server: SheetsServer, tmp_path: Path) -> None:
    path = tmp_path / "growth-team.xlsx"
    path.write_bytes(example_workbooks()["growth-team.xlsx"])
    file = server.add_workbook(path)
    before = Spreadsheet(tmp_path, server, file.id).cells()
    address = f"https://docs.google.com/spreadsheets/d/{file.id}/edit?usp=sharing"
    kept(tmp_path / "service-account.json", service_account())

    made = okr_sync(
        *("init", ".", "--name", "growth", "--lang", "en", "--source", address),
        *("--credentials", "service-account.json"),
        folder=tmp_path,
    )

    assert (made.status, made.out) == (0, "wrote config.toml\n")
    assert made.err.endswith("next: okr-sync doctor\n")
    config = tmp_path / "config.toml"
    settings = config.read_text("utf-8")
    assert '[google]\ncredentials = "service-account.json"' in settings
    limits = "\n".join(f"{limit} = 60000" for limit in LIMITS)
    at_the_server = settings.replace("[google]\n", f'[google]\nendpoint = "{server.url}"\n{limits}\n')
    config.write_text(at_the_server, "utf-8")
    ran = Spreadsheet(tmp_path, server, file.id).run("sync", *DAY, may_find=True)
    assert "growth" in ran.out + ran.err
    after = Spreadsheet(tmp_path, server, file.id).cells()
    assert {place: after[place] for place in before} == before
    assert any(str(value).endswith("⟳") for place, value in after.items() if place not in before)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("https://docs.google.com/forms/d/abc/edit", "is a form"),
        ("google:https://docs.google.com/spreadsheets/d/e/2PACX/pubhtml", "is a page published from a spreadsheet"),
        ("ftp:", "is no workbook"),
    ],
)
def test_what_is_no_workbook_begins_no_project(tmp_path: Path, source: str, why: str) -> None:
    ran = okr_sync("init", ".", "--source", source, folder=tmp_path)

    assert ran.status == 2
    assert why in " ".join(ran.err.split())
    assert list(tmp_path.iterdir()) == []


def test_a_service_account_without_storage_is_told_what_to_do(server: SheetsServer, tmp_path: Path) -> None:
    server.world.robots_own_no_storage = True
    configured(tmp_path, server)
    ran = okr_sync("template", "new", "kpi", "google:root", folder=tmp_path)
    assert ran.status != 0
    assert "service accounts own no storage" in ran.err
    assert "shared drive" in ran.err


def test_an_excel_file_on_drive_is_synced_as_one_and_the_doctor_says_so(server: SheetsServer, tmp_path: Path) -> None:
    path = tmp_path / "growth-team.xlsx"
    path.write_bytes(example_workbooks()["growth-team.xlsx"])
    file = server.add_workbook(path, as_office_file=True)
    configured(tmp_path, server, growth=file.id)

    ran = okr_sync("sync", *DAY, folder=tmp_path)
    assert ran.status == 0, ran.err
    assert "cells written, 5 columns added" in ran.out
    told = okr_sync("doctor", folder=tmp_path).out
    assert "'growth-team.xlsx' is an Excel file on Google Drive" in told
    revisions = len(file.revisions)
    again = okr_sync("sync", *DAY, folder=tmp_path)
    assert "nothing to write" in again.out
    assert len(file.revisions) == revisions == 2


@pytest.fixture
def growth(server: SheetsServer, tmp_path: Path) -> Spreadsheet:
    path = tmp_path / "growth-team.xlsx"
    path.write_bytes(example_workbooks()["growth-team.xlsx"])
    key = server.add_workbook(path).id
    configured(tmp_path, server, growth=key)
    return Spreadsheet(tmp_path, server, key)


def test_a_finding_leads_to_its_cell_in_the_browser(growth: Spreadsheet) -> None:
    document = growth.run("check", "growth", *DAY, "--json", may_find=True).document
    found = {(each["sheet"], each["cell"]): each["url"] for each in document["findings"]}
    assert found
    tab = growth.shown.titled("OKRs Q4 2026")
    assert tab is not None
    for (sheet, cell), url in found.items():
        assert sheet == tab.title
        assert url == f"https://docs.google.com/spreadsheets/d/{growth.key}/edit#gid={tab.id}&range={cell}"


def test_why_shows_the_formula_and_its_cells(growth: Spreadsheet) -> None:
    growth.run("sync", *DAY)
    told = growth.run("why", "growth", "'OKRs Q4 2026'!N6").out
    for word in ("0,5625", "(hiện tại − giá trị đầu kỳ)", "D6", "E6", "F6"):
        assert word in told


def test_an_undo_puts_back_what_stood_there_and_holds_the_spreadsheet(growth: Spreadsheet) -> None:
    before = growth.cells()
    run = growth.run("sync", *DAY, "--json").document["workbooks"][0]["run"]
    assert growth.cells() != before

    assert "would be" in growth.run("undo", run, "--dry-run").out
    growth.run("undo", run)

    assert growth.cells() == before
    assert "held" in growth.run("sync", *DAY).err
    assert growth.cells() == before
    assert growth.left_behind() == []


def test_an_undo_of_a_run_that_only_changed_cells_leaves_nothing_behind_either(growth: Spreadsheet) -> None:
    growth.run("sync", *DAY)
    growth.somebody({"edit": "overwrite", "cell": "F6", "value": "9"})
    run = growth.run("sync", *DAY, "--json").document["workbooks"][0]["run"]
    growth.run("undo", run)
    assert growth.left_behind() == []


def test_nothing_is_left_behind_where_columns_of_ours_were_deleted_by_hand(growth: Spreadsheet) -> None:
    before = growth.cells()
    growth.run("sync", *DAY)
    for tab in growth.shown.tabs:
        new = [column for _, column, cell in tab.filled() if str(cell.entered).endswith("⟳")]
        if new:
            growth.somebody({"edit": "delete_columns", "tab": tab.title, "at": min(new) + 1, "count": len(new)})
    assert growth.cells() == before
    assert growth.left_behind() != []
    growth.run("leave", "growth")
    assert growth.left_behind() == []


def test_an_undo_keeps_what_a_person_typed_since_wherever_its_row_stands_now(growth: Spreadsheet) -> None:
    run = growth.run("sync", *DAY, "--json").document["workbooks"][0]["run"]
    growth.somebody({"edit": "overwrite", "cell": "P6", "value": "see my mail"})
    growth.somebody({"edit": "insert_rows", "at": 6, "count": 2})

    told = growth.run("undo", run, "--json").document["workbooks"][0]["kept"]

    assert "see my mail" in [each["now"] for each in told]
    texts = [value for value in growth.cells().values() if isinstance(value, str)]
    assert "see my mail" in texts
    assert [text for text in texts if text.endswith("⟳")] == ["Status ⟳"]


def test_leaving_takes_out_everything_of_ours(growth: Spreadsheet) -> None:
    before = growth.cells()
    growth.run("sync", *DAY)
    growth.run("sync", "--as-of", "2026-12-20")

    told = growth.run("leave", "growth")

    assert "kept" not in told.out
    assert growth.cells() == before
    assert growth.left_behind() == []
    assert not [cell for tab in growth.shown.tabs for _, _, cell in tab.filled() if cell.note and "⟳" in cell.note]


def test_a_note_beside_a_table_stays_somebodys_and_no_column_of_ours_is_hidden(growth: Spreadsheet) -> None:
    note = {"start": {"sheetId": 0, "rowIndex": 4, "columnIndex": 13}, "rows": [{"values": [{"note": "ask Lan"}]}]}
    hidden = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 14, "endIndex": 15}
    hide = {"range": hidden, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    asked = [{"updateCells": {**note, "fields": "note"}}, {"updateDimensionProperties": hide}]
    growth.somebody({"edit": "requests", "requests": asked})

    growth.run("sync", *DAY)

    tab = growth.shown.tabs[0]
    headers = [tab.cell(4, column).entered for column in range(13, 21)]
    assert (headers[:2], [str(header)[-1] for header in headers[2:7]], headers[7:]) == ([None] * 2, ["⟳"] * 5, [None])
    assert "nothing to write" in growth.run("sync", *DAY).out
    growth.run("leave", "growth")
    assert [growth.shown.tabs[0].cell(4, column).note or "" for column in range(13, 21)] == ["ask Lan", *[""] * 7]


def test_what_we_may_not_edit_is_told_is_kept_and_leaves_later(server: SheetsServer, tmp_path: Path) -> None:
    path = tmp_path / "growth-team.xlsx"
    path.write_bytes(example_workbooks()["growth-team.xlsx"])
    growth = Spreadsheet(tmp_path, server, server.add_workbook(path, owner="ana@example.com").id)
    configured(tmp_path, server, growth=growth.key)
    before = growth.cells()
    growth.run("sync", *DAY)
    area = {"sheetId": 0, "startRowIndex": 4, "endRowIndex": 5, "startColumnIndex": 13, "endColumnIndex": 18}
    protected = {"protectedRangeId": 7, "range": area, "editors": {"users": ["ana@example.com"]}}
    growth.somebody({"edit": "requests", "requests": [{"addProtectedRange": {"protectedRange": protected}}]})

    ahead = growth.run("leave", "growth", "--dry-run")
    assert "kept 'OKRs Q4 2026'!N5" in ahead.out
    assert "Protect sheets and ranges" in ahead.out
    promised = growth.run("leave", "growth", "--dry-run", "--json").document["workbooks"][0]

    told = growth.run("leave", "growth")

    assert [line for line in told.out.splitlines() if " kept " in line][1:] == [
        line for line in ahead.out.splitlines() if " kept " in line
    ][1:]
    assert f"{len(promised['put_back'])} cells put back" in told.out
    assert "kept 'OKRs Q4 2026'!N5" in told.out
    assert "Protect sheets and ranges" in told.out
    assert "but for what is kept" in told.err
    assert "'okr-sync leave growth' takes the rest out" in told.err
    assert "to leave it for good" not in told.err
    left = {place: value for place, value in growth.cells().items() if before.get(place) != value}
    assert left
    assert all(str(value).endswith("⟳") for value in left.values())

    growth.somebody({"edit": "requests", "requests": [{"deleteProtectedRange": {"protectedRangeId": 7}}]})
    assert "to leave it for good" in growth.run("leave", "growth").err
    assert growth.cells() == before


def test_what_an_undo_may_not_edit_is_told_before_and_is_put_back_by_another_undo(
    server: SheetsServer, tmp_path: Path
) -> None:
    path = tmp_path / "growth-team.xlsx"
    path.write_bytes(example_workbooks()["growth-team.xlsx"])
    growth = Spreadsheet(tmp_path, server, server.add_workbook(path, owner="ana@example.com").id)
    configured(tmp_path, server, growth=growth.key)
    growth.run("sync", *DAY)
    before = growth.cells()
    for cell in ("N6", "N7"):
        growth.somebody({"edit": "overwrite", "cell": cell, "value": 0.01})
    run = growth.run("sync", "--json", *DAY).document["workbooks"][0]["run"]
    assert growth.cells() == before
    area = {"sheetId": 0, "startRowIndex": 5, "endRowIndex": 6, "startColumnIndex": 13, "endColumnIndex": 18}
    protected = {"protectedRangeId": 7, "range": area, "editors": {"users": ["ana@example.com"]}}
    growth.somebody({"edit": "requests", "requests": [{"addProtectedRange": {"protectedRange": protected}}]})

    [ahead] = growth.run("undo", run, "--dry-run", "--json").document["workbooks"]
    assert [one["cell"] for one in ahead["put_back"]] == ["N7"]
    assert [(one["cell"], one["reason"]) for one in ahead["dropped"]] == [("N6", "protected")]
    [done] = growth.run("undo", run, "--json").document["workbooks"]
    assert (done["put_back"], done["dropped"]) == (ahead["put_back"], ahead["dropped"])

    growth.somebody({"edit": "requests", "requests": [{"deleteProtectedRange": {"protectedRangeId": 7}}]})
    [rest] = growth.run("undo", run, "--json").document["workbooks"]
    assert ([one["cell"] for one in rest["put_back"]], rest["dropped"]) == (["N6"], [])
    assert "was undone already" in okr_sync("undo", run, folder=tmp_path).err


def test_what_we_may_not_edit_is_planned_to_be_left_and_is_written_once_we_may(
    server: SheetsServer, tmp_path: Path
) -> None:
    path = tmp_path / "growth-team.xlsx"
    path.write_bytes(example_workbooks()["growth-team.xlsx"])
    growth = Spreadsheet(tmp_path, server, server.add_workbook(path, owner="ana@example.com").id)
    configured(tmp_path, server, growth=growth.key)
    growth.run("sync", *DAY)
    area = {"sheetId": 0, "startRowIndex": 5, "endRowIndex": 6, "startColumnIndex": 13, "endColumnIndex": 18}
    protected = {"protectedRangeId": 7, "range": area, "editors": {"users": ["ana@example.com"]}}
    for cell in ("N6", "N7"):
        growth.somebody({"edit": "overwrite", "cell": cell, "value": 0.01})
    growth.somebody({"edit": "requests", "requests": [{"addProtectedRange": {"protectedRange": protected}}]})

    [plan] = growth.run("plan", "--json", *DAY).document["plans"]
    assert {one["reason"] for one in plan["left_alone"]} == {"protected"}
    assert {one["cell"] for one in plan["left_alone"]} == {"N6"}
    assert [one["cell"] for one in plan["changes"]] == ["N7"]
    [done] = growth.run("sync", "--json", *DAY).document["workbooks"]
    assert (done["written"], done["left_alone"], done["dropped"]) == (plan["changes"], plan["left_alone"], [])
    told = growth.run("sync", *DAY).out
    assert "'OKRs Q4 2026'!N6 left as it is: it is in a range that we may not edit" in told

    growth.somebody({"edit": "requests", "requests": [{"deleteProtectedRange": {"protectedRangeId": 7}}]})
    [done] = growth.run("sync", "--json", *DAY).document["workbooks"]
    assert [one["cell"] for one in done["written"]] == ["N6"]


def test_a_held_spreadsheet_is_read_and_archived_and_not_written_until_it_is_resumed(growth: Spreadsheet) -> None:
    before = growth.cells()
    growth.run("hold", "growth", "--reason", "board meeting")
    growth.run("sync", *DAY)
    assert growth.cells() == before

    shown = growth.run("archive", "show", "growth").out
    assert "Net promoter score reaches 45" in shown

    growth.run("resume", "growth")
    growth.run("sync", *DAY)
    assert growth.cells() != before


def test_a_closed_quarter_is_sealed_and_its_tabs_are_never_written_again(server: SheetsServer, tmp_path: Path) -> None:
    cycle, day, _ = last_quarter()
    configured(tmp_path, server)
    made = okr_sync("template", "new", "team-okr", "google:root", "--lang", "en", "--cycle", cycle, folder=tmp_path)
    key = made.out.partition("/d/")[2].partition("/")[0]
    team = Spreadsheet(tmp_path, server, key)
    configured(tmp_path, server, team=key)
    row = ["Customers stay", "Net promoter score reaches 45", "Committed", 38, 45, 41]
    for letter, value in zip("ABCDEF", row, strict=True):
        team.somebody({"edit": "overwrite", "cell": f"{letter}5", "value": value})
    team.run("sync", "--as-of", day.isoformat())

    closed = team.run("quarter", "close", cycle)
    assert cycle in closed.out + closed.err
    sealed = team.cells()
    team.somebody({"edit": "overwrite", "cell": "F5", "value": 44})
    team.run("sync")

    now = team.cells()
    assert {place for place in now.keys() | sealed.keys() if now.get(place) != sealed.get(place)} == {
        (team.shown.tabs[0].title, 4, 5)
    }
    assert "Net promoter score reaches 45" in team.run("archive", "show", "team", "--cycle", cycle).out


def test_each_step_that_is_skipped_on_the_way_to_a_synced_spreadsheet_is_said(
    server: SheetsServer, tmp_path: Path
) -> None:
    """docs/google.md, step by step, from the last to the first."""
    pages = ROOT / "docs" / "google.md"
    said = set(re.findall(r"\(`([^`]+)`[,)]", pages.read_text("utf-8").partition("## Who syncs")[0]))
    key = server.world.add_spreadsheet("Sales", owner="anna@example.com").id
    configured(tmp_path, server, sales=key)
    settings = (tmp_path / "config.toml").read_text("utf-8")
    found = set()

    def doctor_says(*, account: bool, endpoint: bool = True) -> str:
        own = settings if endpoint else settings.replace("endpoint =", "# endpoint =")
        named = '[google]\ncredentials = "service-account.json"' if account else "[google]"
        (tmp_path / "config.toml").write_text(own.replace("[google]", named), "utf-8")
        return okr_sync("doctor", folder=tmp_path, GOOGLE_APPLICATION_CREDENTIALS="", NO_GCE_CHECK="true").out

    file = kept(tmp_path / "service-account.json", service_account())
    told = doctor_says(account=True)
    file.chmod(0o644)
    told += doctor_says(account=True)
    file.chmod(0o600)
    server.world.faults.add("disabled", match="/v4/", times=None)
    told += doctor_says(account=True)
    told += doctor_says(account=False, endpoint=False)

    for sentence in said:
        parts = [part.strip() for part in sentence.replace("okr-sync@….iam.gserviceaccount.com", "…").split("…")]
        if all(part in told for part in parts):
            found.add(sentence)
    assert found == said
