"""What the doctor says of Google, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.diagnosis import Check
from jobs.doctor_google import examine_google, may_be_written
from jobs.wiring import House
from sync.options import GoogleOptions, Settings, WorkbookSettings
from sync.workbooks.sheets_api import sheets_api
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.world import ROBOT
from tests.sync.workbooks.google_accounts import kept, service_account


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running
    sheets_api.cache_clear()


@pytest.fixture
def house(server: SheetsServer, tmp_path: Path) -> House:
    google = GoogleOptions(kept(tmp_path / "key.json", service_account()), server.url, deadline_seconds=60)
    archive = f"sqlite:///{tmp_path / 'archive.db'}"
    return House(Settings(google=google, archive_url=archive), now=lambda: datetime.now(UTC))


def found(house: House, *wanted: WorkbookSettings) -> dict[str, Check]:
    return {check.what: check for check in examine_google(house, wanted)}


def spreadsheet(key: str) -> WorkbookSettings:
    return WorkbookSettings("sales", f"google:{key}")


def test_who_we_are_and_what_is_shared_with_us(server: SheetsServer, house: House) -> None:
    key = server.world.add_spreadsheet("OKR Sales", "anna@example.com", (ROBOT,)).id
    server.world.add_spreadsheet("Somebody's own", "anna@example.com")
    server.world.add_spreadsheet("OKR Support", "anna@example.com", (ROBOT,))

    checks = found(house, spreadsheet(key))

    assert all(check.well for check in checks.values())
    assert checks["google account"].found == f"{ROBOT}: service account"
    assert f"share each spreadsheet with {ROBOT}: Share, Editor" in checks["google account"].mend
    assert checks["google drive"].found == (
        "spreadsheets shared with it: 2, of these configured: 1; not configured: OKR Support"
    )
    assert checks["google quota"].found == "left in the next minute: 57 of 57 reads, 57 of 57 writes"
    assert checks["google clock"].found == "this machine's and Google's agree"


def test_a_configured_spreadsheet_is_configured_when_another_one_is_asked_about(
    server: SheetsServer, house: House
) -> None:
    sales = server.world.add_spreadsheet("OKR Sales", "anna@example.com", (ROBOT,)).id
    support = server.world.add_spreadsheet("OKR Support", "anna@example.com", (ROBOT,)).id
    workbooks = (spreadsheet(sales), WorkbookSettings("support", f"google:{support}"))

    checks = found(house._replace(settings=house.settings._replace(workbooks=workbooks)), workbooks[0])

    assert checks["google drive"].found == "spreadsheets shared with it: 2, of these configured: 2"


def test_nothing_is_said_of_google_where_nobody_uses_it() -> None:
    assert not found(House(Settings()), WorkbookSettings("sales", "excel:sales.xlsx"))


def test_no_account_is_told_first_and_alone(house: House, tmp_path: Path) -> None:
    google = house.settings.google._replace(credentials=tmp_path / "gone.json")
    lost = house._replace(settings=house.settings._replace(google=google))

    [check] = examine_google(lost, ())

    assert not check.well
    assert "gone.json" in check.found


def test_a_wrong_clock_is_told_with_how_far_it_is_off(server: SheetsServer, house: House) -> None:
    server.world.clock.turn_on(180)

    check = found(house)["google clock"]

    assert not check.well
    assert check.found.startswith("this machine's is 1") or check.found.startswith("this machine's is 18")
    assert check.found.endswith("seconds behind Google's")


def test_an_api_that_is_off_is_told_with_where_to_switch_it_on(server: SheetsServer, house: House) -> None:
    server.world.faults.add("disabled", match="/drive/", times=None)

    check = found(house)["google drive"]

    assert not check.well
    assert "Google Drive API is not switched on" in check.found
    assert "https://console.developers.google.com/apis/api/drive.googleapis.com" in check.mend


def test_what_is_used_of_the_quota_is_told(house: House) -> None:
    house.open_archive().close()
    api = sheets_api(house.settings.google, house.turns(), read_only=True)
    for _ in range(30):  # another process, that waits its turns
        house.turns().take(api._account_limits(is_write=False), 60)

    left = found(house)["google quota"].found.split()

    assert int(left[5]) < 40, left
    assert int(left[9]) == 57, left


@pytest.mark.parametrize("role", ["reader", "writer"])
def test_whether_a_spreadsheet_may_be_written_is_known_without_writing(
    server: SheetsServer, house: House, role: str
) -> None:
    file = server.world.add_spreadsheet("OKR Sales", "anna@example.com")
    file.permissions.append(server.world.files.permission(role, "user", ROBOT))

    refusal = may_be_written(house, spreadsheet(file.id))

    assert (refusal is None) == (role == "writer")
    if refusal is not None:
        assert refusal.found == f"'OKR Sales' may be read by {ROBOT}, and not written"
        assert f"make {ROBOT} an Editor" in refusal.mend
    assert not any(
        record.method in ("POST", "PUT", "PATCH") and record.service != "token" for record in server.world.log.records
    )
