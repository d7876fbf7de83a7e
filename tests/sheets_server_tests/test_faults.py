"""What can go wrong when a test wants it to: faults, quotas, tokens, the clock."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import google.auth.exceptions
import google.auth.identity_pool
import google.auth.transport.requests
import google.oauth2.credentials
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.oauth2 import service_account

from tests.sheets_server.latency import Latency
from tests.sheets_server.quotas import Limits
from tests.sheets_server.server import SheetsServer
from tests.sheets_server_tests.conftest import Client


def write(ask: Client, key: str, value: object) -> requests.Response:
    return ask("PUT", f"/v4/spreadsheets/{key}/values/A1?valueInputOption=RAW", {"values": [[value]]})


def written(server: SheetsServer, key: str) -> object:
    file = server.world.files.get(key)
    assert file
    assert file.spreadsheet
    return file.spreadsheet.tabs[0].cell(0, 0).entered


@pytest.mark.parametrize(
    ("kind", "status", "says"),
    [
        ("429", 429, "RESOURCE_EXHAUSTED"),
        ("500", 500, "INTERNAL"),
        ("502", 502, "Please try again in 30 seconds."),
        ("503", 503, "UNAVAILABLE"),
        ("html", 200, "Please sign in."),
        ("expired", 401, "UNAUTHENTICATED"),
        ("forbidden", 403, "PERMISSION_DENIED"),
        ("disabled", 403, "SERVICE_DISABLED"),
        ("storage_full", 403, "storageQuotaExceeded"),
    ],
)
@pytest.mark.parametrize("applied", [False, True])
def test_a_fault_strikes_once_before_or_after_the_write(
    server: SheetsServer, ask: Client, key: str, kind: str, status: int, says: str, applied: bool
) -> None:
    server.world.faults.add(kind, match="PUT", applied=applied)
    assert ask("GET", f"/v4/spreadsheets/{key}").status_code == 200
    answer = write(ask, key, "first")
    assert answer.status_code == status
    assert says in answer.text
    assert written(server, key) == ("first" if applied else None)
    assert write(ask, key, "second").status_code == 200


def test_a_retry_after_is_sent_when_asked_for(server: SheetsServer, ask: Client, key: str) -> None:
    server.world.faults.add("429", retry_after=30)
    assert ask("GET", f"/v4/spreadsheets/{key}").headers["Retry-After"] == "30"
    server.world.faults.add("429", match="/drive/")
    refused = ask("GET", f"/drive/v3/files/{key}").json()["error"]
    assert refused["errors"][0] == {
        "message": "Rate Limit Exceeded",
        "domain": "usageLimits",
        "reason": "rateLimitExceeded",
    }


@pytest.mark.parametrize("applied", [False, True])
def test_a_connection_is_dropped_before_or_after_the_write(
    server: SheetsServer, ask: Client, key: str, applied: bool
) -> None:
    server.world.faults.add("drop", applied=applied)
    with pytest.raises(requests.ConnectionError):
        write(ask, key, "x")
    assert written(server, key) == ("x" if applied else None)


def test_an_answer_breaks_off(server: SheetsServer, ask: Client, key: str) -> None:
    server.world.faults.add("truncated")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        ask("GET", f"/v4/spreadsheets/{key}")


def test_an_answer_is_slow(server: SheetsServer, ask: Client, key: str) -> None:
    server.world.faults.add("slow", seconds=0.5)
    with pytest.raises(requests.ReadTimeout):
        requests.get(f"{server.url}/v4/spreadsheets/{key}", headers={"Authorization": "Bearer x"}, timeout=0.1)


def test_no_answer_comes_sooner_than_google_would_send_it(server: SheetsServer, ask: Client, key: str) -> None:
    assert Latency(0.4).of(5_000_000) == 0.4
    assert Latency(0.4, bytes_per_second=1_000_000).of(500_000) == 0.9
    requests.post(f"{server.url}/_admin/latency", json={"seconds": 0.2})
    begun = time.monotonic()
    ask("GET", f"/v4/spreadsheets/{key}")
    assert time.monotonic() - begun >= 0.2
    requests.delete(f"{server.url}/_admin/latency")
    assert server.world.latency == Latency()
    told = requests.get(f"{server.url}/_admin/log").json()
    assert told["transferred"] > 1_000, "a spreadsheet's answer"
    assert requests.post(f"{server.url}/_admin/latency", json={"seconds": -1}).status_code == 400


def test_a_storm_lets_some_pass_and_ends(server: SheetsServer, ask: Client, key: str) -> None:
    server.world.faults.add("503", after=2, times=3)
    statuses = [ask("GET", f"/v4/spreadsheets/{key}").status_code for _ in range(7)]
    assert statuses == [200, 200, 503, 503, 503, 200, 200]
    server.world.faults.add("429", times=None, probability=0.5, seed=1)
    assert 5 < [ask("GET", f"/v4/spreadsheets/{key}").status_code for _ in range(20)].count(429) < 15


def test_an_unknown_fault_is_named(server: SheetsServer) -> None:
    with pytest.raises(ValueError, match="no fault 418; there are 429, 500"):
        server.world.faults.add("418")
    with pytest.raises(ValueError, match="no option often; there are after, applied, "):
        server.world.faults.add("429", often=True)


def test_a_minute_holds_as_many_requests_as_google_allows(server: SheetsServer, ask: Client, key: str) -> None:
    server.world.clock.stop(1_800_000_000)
    server.world.quotas.turn_on(Limits(read_per_user=2, write_per_user=1, read_per_project=3))
    path = f"/v4/spreadsheets/{key}"
    assert [ask("GET", path).status_code for _ in range(3)] == [200, 200, 429]
    assert [write(ask, key, 1).status_code for _ in range(2)] == [200, 429]
    refused = ask("GET", path).json()["error"]
    assert refused["details"][0]["metadata"]["quota_limit"] == "ReadRequestsPerMinutePerUser"
    other = Client(server, "robot@sheets-server.iam.gserviceaccount.com ")
    assert [other("GET", path).status_code for _ in range(2)] == [403, 429]
    other.close()
    server.world.clock.turn_on(60)
    assert ask("GET", path).status_code == 200


def test_a_request_without_a_token_is_not_served(server: SheetsServer, key: str) -> None:
    answer = requests.get(f"{server.url}/v4/spreadsheets/{key}")
    assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


@pytest.fixture(scope="module")
def account() -> dict[str, str]:
    """A service account's key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    return {"type": "service_account", "client_email": "sync@project.iam.gserviceaccount.com", "private_key": pem}


def credentials(server: SheetsServer, account: dict[str, str]) -> Any:
    info = account | {"token_uri": f"{server.url}/token"}
    return service_account.Credentials.from_service_account_info(info, scopes=["drive"])  # type: ignore[no-untyped-call]


def test_a_service_account_is_itself_and_its_token_runs_out(
    server: SheetsServer, key: str, account: dict[str, str]
) -> None:
    session = google.auth.transport.requests.AuthorizedSession(credentials(server, account))
    path = f"{server.url}/v4/spreadsheets/{key}"
    assert session.get(path).status_code == 403
    file = server.world.files.get(key)
    assert file
    file.permissions.append(server.world.files.permission("reader", "user", account["client_email"]))
    assert session.get(path).status_code == 200
    server.world.expire_tokens()
    assert session.get(path).status_code == 200
    operations = [(record.operation, record.status) for record in server.world.log.records]
    assert operations[-3:] == [("spreadsheets.get", 401), ("token", 200), ("spreadsheets.get", 200)]
    session.close()


def test_workload_identity_and_a_refresh_token_get_tokens_too(server: SheetsServer, key: str, tmp_path: Path) -> None:
    (tmp_path / "subject").write_text("a token of somebody else", "utf-8")
    robot = "robot@sheets-server.iam.gserviceaccount.com"
    external = google.auth.identity_pool.Credentials.from_info(  # type: ignore[no-untyped-call]
        {
            "type": "external_account",
            "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/p",
            "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
            "token_url": f"{server.url}/v1/token",
            "service_account_impersonation_url": (
                f"{server.url}/v1/projects/-/serviceAccounts/{robot}:generateAccessToken"
            ),
            "credential_source": {"file": str(tmp_path / "subject")},
        },
        scopes=["drive"],
    )
    person = google.oauth2.credentials.Credentials(  # type: ignore[no-untyped-call]
        None, refresh_token="r", client_id="c", client_secret="s", token_uri=f"{server.url}/token"
    )
    for own in (external, person):
        session = google.auth.transport.requests.AuthorizedSession(own)
        assert session.get(f"{server.url}/v4/spreadsheets/{key}").status_code == 200
        session.close()


@pytest.mark.parametrize("skew", [-4000, 4000])
def test_a_clock_that_is_wrong_gets_no_token(server: SheetsServer, account: dict[str, str], skew: float) -> None:
    server.world.clock.turn_on(skew)
    with (
        requests.Session() as session,
        pytest.raises(google.auth.exceptions.RefreshError, match="reasonable timeframe"),
    ):
        credentials(server, account).refresh(google.auth.transport.requests.Request(session))


def test_the_log_tells_what_was_asked(server: SheetsServer, ask: Client, key: str) -> None:
    server.world.faults.add("drop", match="values")
    ask("GET", f"/v4/spreadsheets/{key}")
    with pytest.raises(requests.ConnectionError):
        write(ask, key, 1)
    ask("GET", "/nowhere")
    assert server.world.log.counts() == {
        "spreadsheets.get": 1,
        "spreadsheets.values.update": 1,
        "unknown": 1,
        "total": 3,
    }
    dropped = server.world.log.records[1]
    assert (dropped.file_id, dropped.status, dropped.fault) == (key, 0, "drop")
    server.world.log.empty()
    assert not server.world.log.records


def test_all_of_it_can_be_set_from_another_process(server: SheetsServer, ask: Client, key: str) -> None:
    def admin(method: str, name: str, body: object = None) -> Any:
        return ask(method, f"/_admin/{name}", body).json()

    admin("POST", "faults", {"kind": "503", "match": "GET"})
    assert ask("GET", f"/v4/spreadsheets/{key}").status_code == 503
    admin("POST", "quotas", {"read_per_user": 0})
    assert ask("GET", f"/v4/spreadsheets/{key}").status_code == 429
    admin("DELETE", "quotas")
    assert admin("GET", "counts") == {"spreadsheets.get": 2, "total": 2}
    assert [record["fault"] for record in admin("GET", "log")["requests"]] == ["503", ""]
    assert admin("POST", "clock", {"stop": 1000, "turn_on": 5}) == {"now": 1005}
    assert "no fault" in admin("POST", "faults", {"kind": "no"})["error"]
    assert "POST /_admin/faults" in admin("POST", "nonsense")["known"]
    made = admin("POST", "spreadsheets", {"title": "Sales", "sharedWith": ["an@example.com"]})
    admin("POST", "edit", {"spreadsheetId": made["id"], "edit": "overwrite", "cell": "A1", "value": "hers"})
    an = Client(server, "an@example.com")
    assert an("GET", f"/v4/spreadsheets/{made['id']}/values/A1").json()["values"] == [["hers"]]
    admin("POST", "share", {"id": made["id"], "user": "an@example.com"})
    assert an("GET", f"/v4/spreadsheets/{made['id']}").status_code == 403
    an.close()
    assert time.time() > 1005
    assert json.dumps(admin("DELETE", "log")) == "{}"
