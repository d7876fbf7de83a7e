"""Who we are to Google: every kind of credentials, over real HTTP, and what is said where they are no good."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.options import GoogleOptions
from sync.workbooks.base import WorkbookError
from sync.workbooks.sheets_api import Patience, SheetsApi
from sync.workbooks.turns import OwnTurns
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.world import ROBOT
from tests.sync.workbooks.google_accounts import authorised_user, kept, service_account, workload_identity


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


@pytest.fixture
def api(server: SheetsServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., SheetsApi]]:
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    made: list[SheetsApi] = []

    def make(credentials: Path | None, *, read_only: bool = False) -> SheetsApi:
        options = GoogleOptions(credentials=credentials, endpoint=server.url)
        patience = Patience(5, sleep=lambda seconds: None)
        made.append(SheetsApi(options, OwnTurns(), read_only=read_only, patience=patience))
        return made[-1]

    yield make
    for each in made:
        each.close()


def asked_as(server: SheetsServer) -> str:
    return server.world.log.records[-1].user


def test_a_service_account_is_asked_for_by_its_key(
    server: SheetsServer, api: Callable[..., SheetsApi], tmp_path: Path
) -> None:
    key = server.world.add_spreadsheet("OKR").id
    ours = api(kept(tmp_path / "key.json", service_account()))

    ours.spreadsheet(key, fields="spreadsheetId")

    assert asked_as(server) == ROBOT
    assert (ours.access.address, ours.access.project, ours.access.kind) == (ROBOT, "okr-robots", "service account")


@pytest.mark.parametrize("read_only", [True, False])
def test_no_more_rights_are_asked_for_than_the_job_needs(
    server: SheetsServer,
    api: Callable[..., SheetsApi],
    tmp_path: Path,
    read_only: bool,
) -> None:
    asked: list[str] = []
    server.world.watchers.append(lambda operation, call, answer: asked.append(call.content.decode()))
    key = server.world.add_spreadsheet("OKR").id

    api(kept(tmp_path / "key.json", service_account()), read_only=read_only).spreadsheet(key, fields="spreadsheetId")

    scope = _claims(asked[0])["scope"].split()
    rights = "spreadsheets.readonly" if read_only else "spreadsheets"
    assert scope == [f"https://www.googleapis.com/auth/{each}" for each in (rights, "drive.metadata.readonly")]


def test_a_user_who_signed_in_is_taken_with_what_they_granted(
    server: SheetsServer, api: Callable[..., SheetsApi], tmp_path: Path
) -> None:
    asked: list[str] = []
    server.world.watchers.append(lambda operation, call, answer: asked.append(call.content.decode()))
    key = server.world.add_spreadsheet("OKR").id

    api(kept(tmp_path / "user.json", authorised_user())).spreadsheet(key, fields="spreadsheetId")

    assert "grant_type=refresh_token" in asked[0]
    assert "scope" not in asked[0]


def test_a_workload_of_another_cloud_becomes_the_service_account(
    server: SheetsServer, api: Callable[..., SheetsApi], tmp_path: Path
) -> None:
    key = server.world.add_spreadsheet("OKR").id
    ours = api(kept(tmp_path / "workload.json", workload_identity(tmp_path / "subject")))

    ours.spreadsheet(key, fields="spreadsheetId")

    assert asked_as(server) == ROBOT
    assert ours.access.address == ROBOT


def test_application_default_credentials_are_a_file_that_the_environment_names(
    server: SheetsServer, api: Callable[..., SheetsApi], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kept(tmp_path / "key.json", service_account())
    key = server.world.add_spreadsheet("OKR").id
    monkeypatch.setattr("os.environ", {"GOOGLE_APPLICATION_CREDENTIALS": str(path)})

    ours = api(None)
    ours.spreadsheet(key, fields="spreadsheetId")

    assert asked_as(server) == ROBOT
    assert "GOOGLE_APPLICATION_CREDENTIALS" in ours.access.where


@pytest.mark.parametrize(
    ("content", "mode", "what", "mend"),
    [
        (json.dumps({"type": "service_account"}), 0o644, "others may read it", "chmod 600"),
        ("-----BEGIN CERTIFICATE-----", 0o600, "is no JSON file", "not P12"),
        (json.dumps({"installed": {"client_id": "1"}}), 0o600, "nobody has signed in", "docs/google.md"),
        (json.dumps({"hello": "world"}), 0o600, "holds no credentials: it has no 'type'", "docs/google.md"),
        (json.dumps(["key"]), 0o600, "holds no credentials", "docs/google.md"),
        (json.dumps({"type": "service_account", "client_email": "a@b"}), 0o600, "damaged file", "once more"),
        (json.dumps({"type": "authorized_user"}), 0o600, "damaged file", "once more"),
        (json.dumps({"type": "external_account"}), 0o600, "damaged file", "once more"),
    ],
)
def test_a_file_that_is_no_credentials_is_told_with_what_to_do(
    api: Callable[..., SheetsApi], tmp_path: Path, content: str, mode: int, what: str, mend: str
) -> None:
    path = tmp_path / "key.json"
    path.write_text(content)
    path.chmod(mode)

    with pytest.raises(WorkbookError, match=what) as told:
        api(path)

    assert mend in told.value.hint
    assert str(path) in str(told.value)


def test_a_file_that_is_not_there_is_told(api: Callable[..., SheetsApi], tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match=r"cannot be read: No such file"):
        api(tmp_path / "key.json")


def test_an_account_that_was_deleted_is_told_at_once(
    server: SheetsServer, api: Callable[..., SheetsApi], tmp_path: Path
) -> None:
    server.world.faults.add("account_not_found", match="/token", times=None)

    with pytest.raises(WorkbookError, match="Google knows no such service account any more") as told:
        api(kept(tmp_path / "key.json", service_account())).file("abc", fields="id")

    assert "Make a new key" in told.value.hint


@pytest.mark.parametrize("seconds", [7200, -7200])
def test_a_clock_that_is_wrong_is_told(
    server: SheetsServer, api: Callable[..., SheetsApi], tmp_path: Path, seconds: int
) -> None:
    server.world.clock.turn_on(seconds)

    with pytest.raises(WorkbookError, match="its clock is wrong") as told:
        api(kept(tmp_path / "key.json", service_account())).file("abc", fields="id")

    assert "timedatectl" in told.value.hint


def test_a_token_that_runs_out_in_the_middle_is_renewed(
    server: SheetsServer, api: Callable[..., SheetsApi], tmp_path: Path
) -> None:
    key = server.world.add_spreadsheet("OKR").id
    ours = api(kept(tmp_path / "key.json", service_account()))
    ours.spreadsheet(key, fields="spreadsheetId")

    server.world.expire_tokens()
    ours.batch_update(key, [{"updateSpreadsheetProperties": {"properties": {"title": "Q4"}, "fields": "title"}}])

    assert ours.spreadsheet(key, fields="properties.title") == {"properties": {"title": "Q4"}}


@pytest.mark.parametrize("kind", ["502", "html", "truncated", "drop"])
def test_a_token_server_that_is_out_of_order_is_asked_again(
    server: SheetsServer, api: Callable[..., SheetsApi], tmp_path: Path, kind: str
) -> None:
    key = server.world.add_spreadsheet("OKR").id
    server.world.faults.add(kind, match="/token", times=2)

    ours = api(kept(tmp_path / "key.json", service_account()))

    assert ours.spreadsheet(key, fields="properties.title") == {"properties": {"title": "OKR"}}


def test_a_server_elsewhere_is_never_asked_without_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    monkeypatch.setenv("NO_GCE_CHECK", "true")

    with pytest.raises(WorkbookError, match="no account for Google Sheets is named") as told:
        SheetsApi(GoogleOptions(endpoint="https://proxy.example.com"), OwnTurns(), read_only=True)

    assert "credentials" in told.value.hint


def _claims(form: str) -> dict[str, Any]:
    import base64
    from urllib.parse import parse_qs

    part = parse_qs(form)["assertion"][0].split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims
