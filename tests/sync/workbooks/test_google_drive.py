"""Excel files that lie on Google Drive, over real HTTP against the test server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from sync.model.cells import CellRef
from sync.options import Settings
from sync.rate_limits import RateLimit
from sync.workbooks import Workbook, WorkbookChanged, WorkbookError, open_workbook
from sync.workbooks.drive_api import DriveApi, drive_api
from sync.workbooks.turns import OwnTurns
from tests.sheets_server.drive.files import OFFICE, File
from tests.sheets_server.hooks import Hook
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.world import OWNER, ROBOT
from tests.sync.workbooks.contract import TEAM, change, plan, read_cell
from tests.sync.workbooks.elsewhere import NAME, ElsewhereContract, typed_into
from tests.sync.workbooks.google_sheets import options


class TestOfficeFile(ElsewhereContract):
    @pytest.fixture(autouse=True)
    def _server(self) -> Iterator[None]:
        with SheetsServer() as self.server:
            yield
        drive_api.cache_clear()

    def open(self, source: str, *, read_only: bool = False) -> Workbook:
        own = Settings(google=options(self.server, deadline_seconds=2))
        return open_workbook(source, own, name="sales", read_only=read_only)

    def file(self, name: str) -> File | None:
        return next((file for file in self.server.world.files if file.name == name), None)

    def put(self, name: str, content: bytes) -> None:
        files, file = self.server.world.files, self.file(name)
        with self.server.world.lock:
            if file is None:
                file = files.add(name, OFFICE, OWNER, content=content)
                file.permissions.append(files.permission("writer", "user", ROBOT))
                return
            file.content = content
            files.touch(file, OWNER)

    def get(self, name: str) -> bytes:
        file = self.file(name)
        assert file is not None
        assert file.content is not None
        return file.content

    def names(self) -> list[str]:
        return [file.name for file in self.server.world.files]

    def source(self, name: str) -> str:
        file = self.file(name)
        return "google:nowhere" if file is None else f"google:{file.id}"

    def test_a_workbook_that_is_not_there_is_named(self) -> None:
        with pytest.raises(WorkbookError, match=r"'sales': there is no such spreadsheet"):
            self.open("google:nowhere").read()

    def test_the_sheets_api_is_asked_once_only_what_it_is(self) -> None:
        workbook = self.make({"Q4": TEAM})
        workbook.read()
        self.server.world.log.empty()

        self.open(self.source(NAME)).read()

        assert set(self.server.world.log.counts()) == {"files.get", "total"}

    def test_what_somebody_saves_between_our_look_and_our_upload_is_put_back(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        theirs = typed_into(self.get(NAME), CellRef("Q4", 2, 4), 99)
        self.server.world.hooks.add(Hook(lambda: self.put(NAME, theirs), "before", "PUT /upload", number=1))

        with pytest.raises(WorkbookChanged, match=r"saved by somebody"):
            workbook.write(wanted)

        assert self.get(NAME) == theirs

    def test_a_version_with_the_same_bytes_is_another_one_and_may_be_written(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        self.put(NAME, self.get(NAME))

        with pytest.raises(WorkbookChanged, match=r"saved by somebody"):
            workbook.write(wanted)

        assert workbook.write(plan(workbook.read(), change("Q4", 2, 5, 1))).written

    def test_what_somebody_saves_right_after_our_upload_stays(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        theirs = typed_into(self.get(NAME), CellRef("Q4", 2, 4), 99)
        self.server.world.hooks.add(Hook(lambda: self.put(NAME, theirs), "after", "PUT /upload", number=1))

        with pytest.raises(WorkbookChanged, match=r"saved by somebody"):
            workbook.write(wanted)

        assert self.get(NAME) == theirs

    @pytest.mark.parametrize("applied", [True, False])
    def test_a_write_whose_answer_is_lost_is_looked_at_and_never_made_twice(self, applied: bool) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, "on track"))
        self.server.world.faults.add("drop", match="PUT /upload", applied=applied)

        receipt = workbook.write(wanted)

        cell = read_cell(workbook.read(), CellRef("Q4", 2, 5))
        assert cell is not None
        assert cell.value == "on track"
        assert [each.cell.a1 for each in receipt.written] == ["E2"]
        file = self.file(NAME)
        assert file is not None
        assert len(file.revisions) == 2

    def test_one_that_is_only_shared_for_viewing_is_not_written(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        file = self.file(NAME)
        assert file is not None
        for permission in file.permissions:
            permission["role"] = "reader" if permission.get("emailAddress") == ROBOT else permission["role"]

        with pytest.raises(WorkbookError, match=r"may be read by .*, and not written"):
            workbook.write(wanted)

    def test_where_no_room_is_left_nobody_is_told_to_share_it(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        self.server.world.faults.add("storage_full", match="PUT /upload|POST /upload|PATCH /upload")
        with pytest.raises(WorkbookError, match="no room left") as refused:
            workbook.write(wanted)
        assert "Editor" not in refused.value.hint

    def test_its_tabs_lead_to_the_file_on_drive(self) -> None:
        self.make({"Q4": TEAM})
        file = self.file(NAME)
        assert file is not None

        content = self.open(self.source(NAME)).read()

        assert [sheet.address for sheet in content.sheets] == [f"https://docs.google.com/spreadsheets/d/{file.id}/edit"]

    @pytest.mark.parametrize("kind", ["truncated", "drop", "503"])
    def test_a_download_that_breaks_off_is_asked_for_again_and_handed_over_once(self, kind: str) -> None:
        self.make({"Q4": TEAM})
        workbook = self.open(self.source(NAME))
        workbook.read()
        self.server.world.faults.add(kind, match="GET /drive/v3/files/[^/]+$", after=1)

        cell = read_cell(workbook.read(), CellRef("Q4", 2, 1))

        assert cell is not None
        assert cell.value == TEAM[1][0]

    def test_requests_to_drive_take_turns(self) -> None:
        taken: list[str] = []

        class Listed(OwnTurns):
            def take(self, limits: Sequence[RateLimit], longest_wait: float) -> float:
                taken.extend(limit.key for limit in limits)
                return super().take(limits, longest_wait)

        self.make({"Q4": TEAM})
        own = Settings(google=options(self.server))
        open_workbook(self.source(NAME), own, name="sales", turns=Listed()).read()

        assert [key for key in taken if "drive" in key] == ["google drive requests in its project"] * 2

    def test_drive_is_asked_for_no_more_than_safety_needs(self) -> None:
        self.make({"Q4": TEAM}).read()
        workbook, log = self.open(self.source(NAME)), self.server.world.log
        log.empty()
        content = workbook.read()
        assert log.counts() == {"files.get": 2, "total": 2}  # its version, and its bytes

        log.empty()
        workbook.write(plan(content, change("Q4", 2, 5, 1)))

        # The bytes, the version in the last moment, an upload of two requests, and whether anybody was faster.
        assert log.counts() == {"files.get": 2, "files.update": 2, "revisions.list": 1, "total": 5}

    @pytest.mark.parametrize("when", [1, 2])
    def test_what_is_saved_while_it_is_read_is_read(self, when: int) -> None:
        workbook = self.make({"Q4": TEAM})
        workbook.read()
        theirs = typed_into(self.get(NAME), CellRef("Q4", 2, 4), 99)
        self.server.world.hooks.add(Hook(lambda: self.put(NAME, theirs), "before", "GET /drive", number=when))

        cell = read_cell(self.open(self.source(NAME)).read(), CellRef("Q4", 2, 4))

        assert cell is not None
        assert cell.value == 99

    def test_what_stands_there_after_a_write_and_is_not_what_was_sent_is_seen(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted, upload = plan(workbook.read(), change("Q4", 2, 5, 1)), DriveApi.upload
        monkeypatch.setattr(DriveApi, "upload", lambda *at, **how: upload(*at, **how) | {"md5Checksum": "another"})

        receipt = workbook.write(wanted)

        assert receipt.fingerprint == workbook.read().fingerprint

    def test_where_drive_tells_no_digest_its_version_is_looked_at_twice(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.make({"Q4": TEAM}).read()
        told = DriveApi.file

        def without_digest(api: DriveApi, key: str, *, fields: str) -> dict[str, Any]:
            return {name: value for name, value in told(api, key, fields=fields).items() if name != "md5Checksum"}

        monkeypatch.setattr(DriveApi, "file", without_digest)
        workbook, log = self.open(self.source(NAME)), self.server.world.log
        log.empty()
        content = workbook.read()
        assert log.counts() == {"files.get": 3, "total": 3}
        assert workbook.write(plan(content, change("Q4", 2, 5, 1))).written
