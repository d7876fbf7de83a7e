"""What is asked of Google over real HTTP, when Google is busy, out of order, or does not answer."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
import requests

from sync.options import GoogleOptions
from sync.workbooks import WorkbookPutOff
from sync.workbooks.google_grid import spreadsheet_of
from sync.workbooks.google_refusals import is_office_file, out_of_reach, refused
from sync.workbooks.sheets_api import NOT_REACHED, NoAnswer, Patience, SheetsApi, SheetsError
from sync.workbooks.turns import OwnTurns
from tests.sheets_server.quotas import Limits
from tests.sheets_server.server import SheetsServer

PASSING = ["429", "500", "502", "503", "html", "truncated", "drop"]
TITLE = "properties.title"


class Time:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 1_000.0
        self.slept: list[float] = []
        self.while_sleeping: Callable[[], None] = lambda: None

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        self.while_sleeping()


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def api(server: SheetsServer, time: Time) -> Iterator[SheetsApi]:
    options = GoogleOptions(endpoint=server.url, deadline_seconds=100)
    patience = Patience(options.deadline_seconds, time.now, time.sleep, share=lambda: 1.0)
    ours = SheetsApi(options, OwnTurns(time.now), read_only=False, patience=patience)
    yield ours
    ours.close()


@pytest.fixture
def key(server: SheetsServer) -> str:
    return server.world.add_spreadsheet("OKR").id


def renamed(title: str) -> list[dict[str, Any]]:
    return [{"updateSpreadsheetProperties": {"properties": {"title": title}, "fields": "title"}}]


def title_of(server: SheetsServer, key: str) -> str:
    return server.world.files.get(key).name  # type: ignore[union-attr]


def asked(server: SheetsServer) -> int:
    return len(server.world.log.records)


@pytest.mark.parametrize("kind", PASSING)
def test_a_read_is_asked_again_until_it_is_answered(server: SheetsServer, api: SheetsApi, key: str, kind: str) -> None:
    server.world.faults.add(kind, times=3)

    assert api.spreadsheet(key, fields=TITLE) == {"properties": {"title": "OKR"}}
    assert asked(server) == 4


def test_waits_grow_and_end_at_the_longest(server: SheetsServer, api: SheetsApi, key: str, time: Time) -> None:
    server.world.faults.add("503", times=None)

    with pytest.raises(SheetsError) as told:
        api.spreadsheet(key, fields=TITLE)

    waits = [round(wait) for wait in time.slept if wait >= 1]
    assert told.value.status == 503
    assert waits[:6] == [1, 2, 4, 8, 16, 32]
    assert max(waits) == 32
    assert sum(time.slept) <= 100


def test_those_who_failed_together_do_not_come_back_together() -> None:
    waits = {Patience(60, share=lambda share=share: share).wait_before(4) for share in (0.0, 0.25, 1.0)}  # type: ignore[misc]

    assert waits == {0.0, 2.0, 8.0}


def test_google_says_how_long_to_wait(server: SheetsServer, api: SheetsApi, key: str, time: Time) -> None:
    server.world.faults.add("429", times=1, retry_after=17)

    api.spreadsheet(key, fields=TITLE)

    assert 17.0 in time.slept


def test_a_wait_beyond_the_deadline_is_not_begun(server: SheetsServer, api: SheetsApi, key: str, time: Time) -> None:
    server.world.faults.add("429", times=1, retry_after=3600)

    with pytest.raises(SheetsError) as told:
        api.spreadsheet(key, fields=TITLE)

    assert told.value.is_about_quota
    assert time.slept == []


@pytest.fixture
def unreachable(time: Time) -> Iterator[SheetsApi]:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and never listens
        options = GoogleOptions(endpoint=f"http://127.0.0.1:{nobody.getsockname()[1]}", deadline_seconds=100)
        patience = Patience(options.deadline_seconds, time.now, time.sleep, share=lambda: 1.0)
        ours = SheetsApi(options, OwnTurns(time.now), read_only=True, patience=patience)
        yield ours
        ours.close()


def test_who_waits_for_google_is_told_what_for_and_until_when(
    unreachable: SheetsApi, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(SheetsError):
        unreachable.spreadsheet("one", fields=TITLE)

    [told] = caplog.messages
    assert re.fullmatch(
        r"Google cannot be reached \(NewConnectionError\): asked again until \d\d:\d\d:\d\d \S+, for \d\d s at most "
        r"\('deadline' of \[google\]\)",
        told,
    )


def test_what_is_over_in_a_moment_is_not_told(
    server: SheetsServer, api: SheetsApi, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.world.faults.add("503", times=2)

    api.spreadsheet(key, fields=TITLE)

    assert caplog.messages == []


def test_once_google_was_not_reached_others_do_not_wait_for_it_as_long_again(
    unreachable: SheetsApi, time: Time
) -> None:
    with pytest.raises(SheetsError):
        unreachable.spreadsheet("one", fields=TITLE)
    first, time.slept[:] = sum(time.slept), []
    for key in ("two", "three"):
        with pytest.raises(SheetsError) as told:
            unreachable.spreadsheet(key, fields=TITLE)

    assert told.value.reason == NOT_REACHED
    assert first > 50
    assert time.slept == []


def test_google_is_waited_for_again_once_it_was_there_or_after_a_while(
    server: SheetsServer, api: SheetsApi, key: str, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connected(*_: object, **__: object) -> None:
        raise requests.exceptions.ConnectTimeout

    with monkeypatch.context() as down:
        down.setattr(requests.Session, "send", connected)
        with pytest.raises(SheetsError):
            api.spreadsheet(key, fields=TITLE)
    api.spreadsheet(key, fields=TITLE)
    time.slept.clear()

    with monkeypatch.context() as down:
        down.setattr(requests.Session, "send", connected)
        with pytest.raises(SheetsError):
            api.spreadsheet(key, fields=TITLE)
        assert sum(time.slept) > 50
        time.slept.clear()
        time.seconds += 3_600
        with pytest.raises(SheetsError):
            api.spreadsheet(key, fields=TITLE)
        assert sum(time.slept) > 50


@pytest.mark.parametrize(("kind", "status"), [("forbidden", 403), ("disabled", 403), ("storage_full", 403)])
def test_what_is_refused_for_good_is_told_at_once(
    server: SheetsServer, api: SheetsApi, key: str, kind: str, status: int, time: Time
) -> None:
    server.world.faults.add(kind, times=None)

    with pytest.raises(SheetsError) as told:
        api.spreadsheet(key, fields=TITLE)

    assert (told.value.status, asked(server), time.slept) == (status, 1, [])


def test_a_quota_of_drive_is_waited_for_though_its_status_says_forbidden(
    server: SheetsServer, api: SheetsApi, key: str, time: Time
) -> None:
    server.world.quotas.turn_on(Limits(drive_per_user=0))
    time.while_sleeping = server.world.quotas.turn_off

    assert api.file(key, fields="name") == {"name": "OKR"}


def test_googles_libraries_are_brought_only_when_a_google_workbook_is_opened() -> None:
    code = (
        "import sys, jobs.tasks, jobs.doctor, jobs.changes, sync.workbooks.google\n"
        "from sync.workbooks import open_workbook\n"
        "open_workbook('google:1AbC'); open_workbook('teams/sales.xlsx')\n"
        "print({'gspread', 'google', 'requests'} & {name.partition('.')[0] for name in sys.modules})"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"


# ── Writes ──


def test_a_write_that_was_not_even_begun_is_asked_again(server: SheetsServer, api: SheetsApi, key: str) -> None:
    server.world.faults.add("429", match="batchUpdate", times=2)

    api.batch_update(key, renamed("Q4"))

    assert title_of(server, key) == "Q4"
    assert server.world.log.counts()["spreadsheets.batchUpdate"] == 3


@pytest.mark.parametrize("kind", ["500", "502", "503", "html", "truncated", "drop"])
@pytest.mark.parametrize("applied", [True, False])
def test_a_write_that_nobody_knows_of_is_never_asked_again(
    server: SheetsServer, api: SheetsApi, key: str, kind: str, applied: bool
) -> None:
    server.world.faults.add(kind, match="batchUpdate", times=1, applied=applied)

    with pytest.raises(NoAnswer):
        api.batch_update(key, renamed("Q4"))

    assert server.world.log.counts()["spreadsheets.batchUpdate"] == 1


def test_a_write_whose_token_ran_out_is_made_once(server: SheetsServer, api: SheetsApi, key: str) -> None:
    server.world.faults.add("forbidden", match="batchUpdate", times=1)

    with pytest.raises(SheetsError):
        api.batch_update(key, renamed("Q4"))

    assert title_of(server, key) == "OKR"


def test_a_server_that_is_not_there_is_no_doubt_about_a_write(time: Time) -> None:
    options = GoogleOptions(endpoint="http://127.0.0.1:9", deadline_seconds=100)
    api = SheetsApi(
        options, OwnTurns(time.now), read_only=False, patience=Patience(100, time.now, time.sleep, lambda: 1.0)
    )

    with pytest.raises(SheetsError, match="NewConnectionError") as told:
        api.batch_update("abc", renamed("Q4"))

    assert isinstance(refused(told.value, "sales", api.access, writing=True), WorkbookPutOff)

    assert len(time.slept) > 3, "it was tried again: nothing can have been done"
    api.close()


def test_numbers_are_sent_and_read_as_they_are(server: SheetsServer, api: SheetsApi, key: str) -> None:
    value = {"userEnteredValue": {"numberValue": Decimal("0.1")}}
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    update = {"updateCells": {"start": start, "rows": [{"values": [value]}], "fields": "userEnteredValue"}}

    answer = api.batch_update(
        key,
        [update],
        response_ranges=["A1"],
        fields="updatedSpreadsheet.sheets(properties.sheetId,data.rowData.values.effectiveValue)",
    )

    [tab] = spreadsheet_of(answer["updatedSpreadsheet"]).tabs
    assert tab.cell(1, 1) == {"effectiveValue": {"numberValue": 0.1}}


def test_more_ranges_than_an_address_holds_are_read_all_the_same(
    server: SheetsServer, api: SheetsApi, key: str
) -> None:
    ranges = [f"'Sheet1'!A{row}:Z{row}" for row in range(1, 901)]

    answer = api.spreadsheet(key, fields="sheets.data.startRow", ranges=ranges)

    assert len(answer["sheets"][0]["data"]) == 900


# ── Quotas ──


def test_no_more_is_asked_in_any_minute_than_the_quota_allows(server: SheetsServer, api: SheetsApi, time: Time) -> None:
    keys = [server.world.add_spreadsheet(f"OKR {number}").id for number in range(10)]
    moments = []
    for number in range(150):
        api.spreadsheet(keys[number % 10], fields=TITLE)
        moments.append(time.now())

    assert all(after - before >= 60 for before, after in zip(moments, moments[60:], strict=False))
    assert moments[-1] - moments[0] < 150 / 60 * 60 * 1.3, "and hardly less"


def test_one_spreadsheet_is_not_asked_all_the_time(server: SheetsServer, api: SheetsApi, key: str, time: Time) -> None:
    moments = []
    for _ in range(12):
        api.spreadsheet(key, fields=TITLE)
        moments.append(time.now())

    assert moments[3] - moments[0] < 1, "a sync's own requests follow each other at once"
    assert all(after - before >= 0.999 for before, after in pairwise(moments[4:]))


def test_a_quota_that_is_used_up_beyond_the_deadline_is_told(server: SheetsServer, time: Time) -> None:
    options = GoogleOptions(endpoint=server.url, reads_per_minute=1, deadline_seconds=30)
    patience = Patience(30, time.now, time.sleep)
    api = SheetsApi(options, OwnTurns(time.now), read_only=True, patience=patience)
    for name in ("one", "two"):
        api.spreadsheet(server.world.add_spreadsheet(name).id, fields=TITLE)
        if name == "one":
            time.seconds += 60

    with pytest.raises(SheetsError, match="used up") as told:
        api.spreadsheet(server.world.add_spreadsheet("three").id, fields=TITLE)

    assert told.value.is_about_quota
    api.close()


# ── In words ──


def test_each_refusal_says_what_to_do(server: SheetsServer, api: SheetsApi, key: str) -> None:
    stranger = "1" + "x" * 43
    said = {}
    for name, asked_key in {"not shared": stranger, "gone": "abc"}.items():
        with pytest.raises(SheetsError) as told:
            api.spreadsheet(asked_key, fields=TITLE)
        said[name] = refused(told.value, "sales", api.access)
    server.world.faults.add("disabled", times=1)
    with pytest.raises(SheetsError) as told:
        api.spreadsheet(key, fields=TITLE)
    said["off"] = refused(told.value, "sales", api.access)
    said["reader"] = refused(SheetsError(403, "PERMISSION_DENIED", "no"), "sales", api.access, writing=True)

    assert {name: f"{error} {error.hint}" for name, error in said.items()} == {
        "not shared": "'sales' is not shared with the account that syncs. Open it, Share, add the account that syncs "
        "as Editor (to observe only: Viewer). A mail that this address cannot be reached is normal: nobody reads "
        "there.",
        "gone": "'sales': there is no such spreadsheet, or it was deleted. Open it and copy its address anew; then "
        "share it.",
        "off": "the Google Sheets API is not switched on in the Google Cloud project of the credentials. Enable it: "
        "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project=381868581846; it takes "
        "a few minutes to hold.",
        "reader": "'sales' may be read by the account that syncs, and not written. Open it, Share, and make the "
        "account that syncs an Editor; or set write = false to observe only.",
    }


def test_an_excel_file_in_drive_is_told_to_be_one(server: SheetsServer, api: SheetsApi, tmp_path: Any) -> None:
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "sales.xlsx")
    file = server.add_workbook(tmp_path / "sales.xlsx", as_office_file=True)

    with pytest.raises(SheetsError) as told:
        api.spreadsheet(file.id, fields=TITLE)

    assert is_office_file(told.value)
    assert "'.xlsx' in Office mode" in str(refused(told.value, "sales", api.access))


def test_what_passes_is_put_off(server: SheetsServer, api: SheetsApi) -> None:
    assert isinstance(refused(SheetsError(429, "", "busy"), "sales", api.access), WorkbookPutOff)
    assert isinstance(refused(SheetsError(503, "", "out of order"), "sales", api.access), WorkbookPutOff)
    assert isinstance(out_of_reach(NoAnswer("ReadTimeout"), "sales"), WorkbookPutOff)


def test_errors_of_any_form_are_told(server: SheetsServer) -> None:
    from requests import Response

    from sync.workbooks.sheets_api import _error_of

    for content in (
        b"",
        b"<html>",
        b"[]",
        b'{"error": "no"}',
        b'{"error": {}}',
        json.dumps({"error": {"code": 1}}).encode(),
    ):
        answer = Response()
        answer.status_code, answer._content = 418, content
        assert _error_of(answer).status == 418
