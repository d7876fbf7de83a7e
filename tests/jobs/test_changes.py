"""Spreadsheets that nobody changed are not read, and nothing is missed by that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jobs.closing import close_cycle
from jobs.tasks import check_workbooks, sync_workbooks
from jobs.wiring import House
from sync.archive import LastRead, WorkbookOutcome
from sync.archive.store import Archive
from sync.cycles import cycle_of
from sync.engine import Outcome
from sync.last_time import LastTime
from sync.options import GoogleOptions, ReadingOptions, Settings, WorkbookSettings, WritingOptions
from sync.workbooks import google_pull
from sync.workbooks.sheets_api import sheets_api
from tests.sheets_server.editors import perform
from tests.sheets_server.hooks import Hook
from tests.sheets_server.server import SheetsServer

DAY = date(2026, 11, 20)
OWNED = ["Progress ⟳", "Score ⟳", "Status ⟳", "Warnings ⟳"]
ROWS: list[list[Any]] = [
    ["Objective", "Key result", "Baseline", "Target", "Current", *OWNED],
    ["Grow", "Revenue", 0, 100, 55],
    [None, "Users", 0, 50, 10],
]


@dataclass
class Office:
    """A service with a few spreadsheets, and a clock to turn on."""

    server: SheetsServer
    folder: Path
    keys: dict[str, str] = field(default_factory=dict)
    now: datetime = datetime(2026, 11, 20, 1, tzinfo=UTC)
    google: dict[str, Any] = field(default_factory=dict)
    write: bool = True
    last_time: LastTime[Outcome] | None = None
    add_columns: bool = False

    def add(self, name: str, rows: list[list[Any]] = ROWS, **other_tabs: list[list[Any]]) -> None:
        made = openpyxl.Workbook()
        made.active.title = "Q4 2026"
        for title, content in {"Q4 2026": rows, **other_tabs}.items():
            tab = made[title] if title in made.sheetnames else made.create_sheet(title)
            for row in content:
                tab.append(row)
        made.save(self.folder / f"{name}.xlsx")
        self.keys[name] = self.server.add_workbook(self.folder / f"{name}.xlsx").id

    @property
    def house(self) -> House:
        limits = ("reads_per_minute", "writes_per_minute", "project_reads_per_minute", "project_writes_per_minute")
        unlimited = {"spreadsheet_per_second": 1_000_000, **dict.fromkeys(limits, 60_000_000)}
        google = GoogleOptions(endpoint=self.server.url, deadline_seconds=60, **unlimited, **self.google)
        reading, writing = ReadingOptions(language="en"), WritingOptions(add_columns=self.add_columns)
        workbooks = tuple(
            WorkbookSettings(name, f"google:{key}", write=self.write, reading=reading, writing=writing)
            for name, key in self.keys.items()
        )
        archive = f"sqlite:///{self.folder / 'archive.db'}"
        defaults = WorkbookSettings("", "", reading=reading)
        settings = Settings(
            workbooks=workbooks, google=google, archive_url=archive, defaults=defaults, hash=repr(self.google)
        )
        return House(settings, now=lambda: self.now, last_time=self.last_time)

    def sync(self, as_of: date = DAY, *names: str) -> dict[str, Outcome]:
        """Sync all, or some, and leave in the server's log what was asked for it."""
        self.server.world.log.empty()
        house = self.house
        return {each.workbook: each for each in sync_workbooks(house, house.wanted(names), as_of)}

    def asked(self) -> dict[str, int]:
        counts = dict(self.server.world.log.counts())
        counts.pop("total", None)
        return counts

    def read(self) -> set[str]:
        """The names of the spreadsheets that were read."""
        asked = {record.file_id for record in self.server.world.log.records if record.operation == "spreadsheets.get"}
        return {name for name, key in self.keys.items() if key in asked}

    def edit(self, name: str, cell: str, value: Any) -> None:
        change = {"edit": "overwrite", "tab": "Q4 2026", "cell": cell, "value": value}
        perform(self.server.world, self.keys[name], change)

    def settle(self) -> None:
        """Sync until nothing is left to be written, and all is known."""
        assert any(each.receipt for each in self.sync().values())
        self.sync()
        assert self.read() == set(self.keys)


@pytest.fixture(params=[None, LastTime], ids=["each a command", "a process that goes on"])
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    with SheetsServer() as server:
        yield Office(server, tmp_path, last_time=request.param and request.param())
    sheets_api.cache_clear()


def test_where_nobody_changed_anything_drive_is_asked_once_and_nothing_is_read(office: Office) -> None:
    for number in range(8):
        office.add(f"team-{number}")
    office.settle()

    outcomes = office.sync()

    assert office.asked() == {"files.list": 1}
    assert {each.came_to for each in outcomes.values()} == {WorkbookOutcome.unchanged}
    assert all(len(each.findings) == len(outcomes["team-0"].findings) for each in outcomes.values())


def test_what_somebody_changed_is_read_and_nothing_else(office: Office) -> None:
    for name in ("sales", "people", "support"):
        office.add(name)
    office.settle()
    office.edit("people", "E2", 80)

    outcomes = office.sync()

    assert office.read() == {"people"}
    assert outcomes["people"].receipt is not None


@pytest.mark.parametrize(
    ("when", "request_before"), [("after", "GET /drive/v3/files"), ("before", "GET /v4/"), ("after", "GET /v4/")]
)
def test_what_somebody_types_in_the_moment_of_a_read_is_seen_by_this_sync_or_the_next(
    office: Office, when: str, request_before: str
) -> None:
    for name in ("sales", "people"):
        office.add(name)
    office.settle()
    office.edit("sales", "J9", "read it")
    hook = Hook(lambda: office.edit("sales", "E2", 80), when, request_before, 1)
    office.server.world.hooks.add(hook)

    both = [office.sync()["sales"] for _ in range(2)]

    assert hook.seen > 0
    assert [one.receipt is not None for one in both].count(True) == 1
    assert office.sync()["sales"].plan.writes_nothing


def test_two_findings_alike_in_one_cell_are_no_reason_to_read_it(office: Office) -> None:
    office.add("sales", [*ROWS, [None, "Shops", 0, 9, 3], [None, "Managers", 0, 9, 3]])
    office.add("people")
    office.settle()
    for cell in ("B3", "C3", "D3", "E3", "B4", "C4", "D4", "E4"):
        office.edit("sales", cell, None)
    office.sync()
    office.sync()

    outcomes = office.sync()

    assert [each.code for each in outcomes["sales"].findings].count("OKR406") == 2
    assert office.read() == set()


def test_one_spreadsheet_alone_is_read_as_fast_as_it_is_asked_about(office: Office) -> None:
    office.add("sales")
    office.settle()

    office.sync()
    assert office.asked() == {"spreadsheets.get": 1}

    office.edit("sales", "E2", 80)
    office.sync()
    assert office.asked() == {"spreadsheets.get": 1, "spreadsheets.batchUpdate": 2}, "a read, a look before, a write"


def test_the_rows_of_a_spreadsheet_that_somebody_changed_are_not_taken_from_the_archive_first(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sales", "people"):
        office.add(name)
    office.settle()
    taken: list[str] = []
    last_read = Archive.last_read

    def told(archive: Archive, name: str) -> LastRead | None:
        taken.append(name)
        return last_read(archive, name)

    monkeypatch.setattr(Archive, "last_read", told)
    office.edit("people", "E2", 80)

    office.sync()

    assert taken == ([] if office.last_time else ["sales"])


def test_one_large_spreadsheet_alone_is_asked_about_before_it_is_read(office: Office) -> None:
    office.add("sales", Raw=[[number] for number in range(2_100)])
    office.sync()
    assert "files.get" not in office.asked(), "the first time there is nothing that could be the same still"
    office.sync()
    assert office.read() == {"sales"}

    outcomes = office.sync()
    assert office.asked() == {"files.get": 1}
    assert outcomes["sales"].came_to is WorkbookOutcome.unchanged

    office.edit("sales", "E2", 80)
    assert office.sync()["sales"].receipt is not None


def _add_a_large_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A spreadsheet that a read's head does not reach the end of, of which all is known."""
    monkeypatch.setattr(google_pull, "HEAD_REACH", len(ROWS))
    office.add("sales", [*ROWS, [None, "Shops", 0, 9, 3]])
    office.settle()
    office.sync()
    assert office.asked() == {"files.get": 1}


def test_one_large_spreadsheet_that_people_are_at_is_read_without_asking(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add_a_large_one(office, monkeypatch)
    is_read, is_written = {"spreadsheets.get": 1}, {"spreadsheets.batchUpdate": 2}
    for number in range(4):
        office.edit("sales", "E2", 60 + number)
        office.sync()
        is_asked = {"files.get": 1} if number < 2 or office.last_time is None else {}
        assert office.asked() == {**is_asked, **is_read, **is_written}, number

    office.edit("sales", "F2", "somebody's")
    outcome = office.sync()["sales"]
    assert outcome.receipt is not None
    assert [office.sync()["sales"].came_to for _ in range(3)] == [WorkbookOutcome.unchanged] * 3
    assert office.asked() == {"files.get": 1}


def test_one_sync_that_had_something_to_write_is_not_taken_for_two(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new day asks for something else of a spreadsheet that nobody changed: it is looked up first, and then read."""
    _add_a_large_one(office, monkeypatch)

    later = DAY + timedelta(days=30)
    office.now += timedelta(hours=1)
    assert office.sync(later)["sales"].receipt is not None
    assert office.asked()["files.get"] == 1

    office.sync(later)
    assert office.asked() == {"files.get": 1, "spreadsheets.get": 1}


def test_what_was_taken_from_us_is_told_and_not_taken_for_unchanged(office: Office) -> None:
    for name in ("sales", "people"):
        office.add(name)
    office.settle()
    office.server.world.files.get(office.keys["people"]).permissions.clear()  # type: ignore[union-attr]

    outcomes = office.sync()

    assert "is not shared with" in str(outcomes["people"].error)
    assert outcomes["sales"].came_to is WorkbookOutcome.unchanged


@pytest.mark.parametrize("formula", ["=TODAY()-46000", '=IFERROR(IMPORTRANGE("x","A1"),7)', "=Data!A1"])
def test_what_moves_by_itself_is_read_every_time(office: Office, formula: str) -> None:
    moving = [*ROWS, [None, "Days", 0, 1000, formula]]
    office.add("sales", moving, Data=[["=NOW()"]])
    office.add("people")
    office.sync()
    office.sync()

    office.sync()

    assert office.read() == {"sales"}


def test_all_are_read_again_after_a_while(office: Office) -> None:
    for name in ("sales", "people"):
        office.add(name)
    office.settle()

    read = []
    for _ in range(30):
        office.now += timedelta(hours=1)
        office.sync()
        read.append(len(office.read()))

    assert read == [0] * 23 + [2] + [0] * 6


def test_a_new_day_is_worked_out_from_the_archive_and_what_it_writes_is_read_before(office: Office) -> None:
    for name in ("sales", "people"):
        office.add(name)
    office.google = {"read_again_seconds": 366 * 86_400}
    office.settle()

    days_read, days_written = [], []
    for days in range(1, 45):
        outcomes = office.sync(DAY + timedelta(days=days))
        assert set(office.asked()) <= {"files.list", "spreadsheets.get", "spreadsheets.batchUpdate"}
        days_read.append(office.read())
        days_written.append({name for name, each in outcomes.items() if each.receipt})

    written = [number for number, names in enumerate(days_written) if names]
    assert written, "a status moves on in six weeks"
    for number in written:
        assert days_read[number] == {"sales", "people"}
    read_for_nothing = [number for number, names in enumerate(days_read) if names and not days_written[number]]
    assert read_for_nothing == [number + 1 for number in written if number + 1 < 44], "only what we wrote ourselves"
    with office.house.open_archive() as archive:
        days_known = {each.as_of for each in archive.snapshots("sales")}
    assert days_known == {DAY + timedelta(days=days) for days in range(45)}


@pytest.mark.parametrize("change", ["settings", "observed only"])
def test_other_settings_read_all_again(office: Office, change: str) -> None:
    for name in ("sales", "people"):
        office.add(name)
    office.settle()
    if change == "settings":
        office.google = {"always_read": ("NOW", "OURS")}
    else:
        office.write, office.google = False, {"read_again_seconds": 3600}

    office.sync()
    assert office.read() == {"sales", "people"}
    office.sync()
    assert office.read() == set()


def test_what_a_killed_run_left_open_is_read(office: Office) -> None:
    for name in ("sales", "people"):
        office.add(name)
    office.settle()
    house = office.house
    with house.open_archive() as archive:
        run = archive.begin_run(house.run_info(DAY))
        office.edit("sales", "E2", 90)
        plan = next(iter(_planned(house, "sales")))
        archive.record_intents(run, plan.plan)
        office.edit("sales", "E2", 55)
    office.sync()

    assert "sales" in office.read()


def test_a_cycle_is_closed_by_what_the_sheets_say_now(office: Office) -> None:
    for name in ("sales", "people"):
        office.add(name)
    office.settle()
    office.now = datetime(2027, 1, 5, tzinfo=UTC)
    house = office.house
    office.server.world.log.empty()

    close_cycle(house, house.wanted(()), cycle_of(DAY, house.settings.calendar), date(2027, 1, 5))

    assert office.read() == {"sales", "people"}


def test_without_drives_list_all_are_read(office: Office) -> None:
    for name in ("sales", "people"):
        office.add(name)
    office.settle()
    office.server.world.faults.add("disabled", match="/drive/", times=None)

    outcomes = office.sync()

    assert office.read() == {"sales", "people"}
    assert all(each.error is None for each in outcomes.values())


def _planned(house: House, name: str) -> Iterator[Outcome]:
    from jobs.tasks import check_workbooks

    return check_workbooks(house, [each._replace() for each in house.wanted([name])], DAY)


def test_spreadsheets_in_a_circle_are_looked_at_before_only_where_one_of_them_changed(office: Office) -> None:
    head = ["Objective", "Parent objective", "Key result", "Baseline", "Target", "Current", *OWNED]
    for name, other, current in (("board", "sales", 20), ("sales", "board", 30)):
        rows = [
            head,
            [f"Win with {name}", f"Keep with {other}"],
            [f"Keep with {name}", None, f"Fans of {name}", 0, 9, 3],
        ]
        office.add(name, [*rows, [f"Grow {name}", f"Win with {other}", f"Customers of {name}", 0, 100, current]])
    first = office.sync()
    assert office.read() == {"board", "sales"}
    assert not any(each.receipt for each in office.sync().values()), "the first wrote all of it"
    assert office.sync()["board"].came_to is WorkbookOutcome.unchanged
    assert office.asked() == {"files.list": 1}

    office.edit("sales", "F4", 90)
    planned = {one.workbook: one.plan.changes for one in check_workbooks(office.house, office.house.wanted(()), DAY)}
    found = office.sync()
    assert {name: each.receipt.written for name, each in found.items() if each.receipt} == planned
    assert set(planned) == set(first)
    assert not any(each.receipt for each in office.sync().values())


@pytest.mark.parametrize("is_synced_alone", [False, True])
def test_what_a_circle_goes_by_outside_of_it_counts_in_all_of_it(office: Office, is_synced_alone: bool) -> None:
    head = ["Objective", "Parent objective", "Key result", "KPI", "Baseline", "Target", "Current", *OWNED]
    kpis = [["KPI", "Unit", "Healthy min", "Healthy max", "Current"], ["Stock", "days", 0, 900, 20]]
    office.add("finance", KPI=kpis)
    own = ["Lead", "Keep"]
    office.add(
        "board", [head, ["Stock up", "Mid", "Days", "Stock", 0, 100], own, ["Else", None, "More", None, 0, 10, 5]]
    )
    office.add("sales", [head, ["Mid", "Lead"], ["Keep", None, "Fans", None, 0, 10, 5]])
    office.settle()

    change = {"edit": "overwrite", "tab": "KPI", "cell": "E2", "value": 70}
    perform(office.server.world, office.keys["finance"], change)
    if is_synced_alone:
        office.sync(DAY, "finance")
    planned = {
        one.workbook: one.plan.changes
        for one in check_workbooks(office.house, office.house.wanted(()), DAY)
        if one.plan.changes
    }
    assert {"board", "sales"} <= planned.keys()
    assert {name: each.receipt.written for name, each in office.sync().items() if each.receipt} == planned
    assert not any(each.receipt for each in office.sync().values())
