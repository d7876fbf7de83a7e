"""All that the server knows: files, its clock, faults, quotas, editors, and what was asked of it."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.sheets_server.clock import Clock
from tests.sheets_server.discovery import Discovery
from tests.sheets_server.drive.files import FOLDER, OFFICE, SPREADSHEET, File, Files
from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import ApiError, BadRequest, no_permission, not_found, storage_full
from tests.sheets_server.faults import Faults
from tests.sheets_server.formulas.calculating import Calculation
from tests.sheets_server.formulas.values import Grid, fail
from tests.sheets_server.grid import Spreadsheet
from tests.sheets_server.hooks import Hooks
from tests.sheets_server.latency import Latency
from tests.sheets_server.log import Log
from tests.sheets_server.messages import Answer, Call
from tests.sheets_server.quotas import Quotas
from tests.sheets_server.ranges import area_of

ROBOT = "robot@sheets-server.iam.gserviceaccount.com"
OWNER = "owner@example.com"
_GOOGLE_KEY_LENGTH = 44


class World:
    """Everything behind the HTTP server. One lock: a request is answered whole before the next one begins. Watchers are
    told of each request that was answered: its method ('spreadsheets.get'), the request, the answer. With
    ``discovery``, fields that there are not are refused."""

    def __init__(self, seed: int = 0) -> None:
        self.lock = threading.RLock()
        self.dice = random.Random(seed)
        self.clock = Clock()
        self.files = Files(self.clock, self.dice)
        self.faults = Faults()
        self.quotas = Quotas(self.clock)
        self.latency = Latency()
        self.hooks = Hooks()
        self.log = Log(self.clock)
        self.watchers: list[Callable[[str, Call, Answer], None]] = []
        self.tokens: dict[str, tuple[str, float]] = {}
        self.upload_sessions: dict[str, tuple[dict[str, Any], str]] = {}
        self.discovery: Discovery | None = None
        self.imports_are_loading = False
        self.robots_own_no_storage = False

    def user_of(self, authorization: str) -> str | None:
        """Given an Authorization header, return who is asking: whom the token was given to, 'anna@…' for the token
        'user:anna@…', the robot for any other. None when a token that the server gave has run out, or there is none."""
        if not authorization:
            return None
        token = authorization.partition(" ")[2]
        if token.startswith("user:"):
            return token.removeprefix("user:")
        if token in self.tokens:
            user, expires = self.tokens[token]
            return user if self.clock.seconds() < expires else None
        return ROBOT

    def expire_tokens(self) -> None:
        """Every token that the server gave has run out."""
        self.tokens = {token: (user, 0.0) for token, (user, _) in self.tokens.items()}

    def open(self, spreadsheet_id: str, user: str, *, write: bool = False) -> File:
        """The file of a spreadsheet. Raise ApiError 404 when there is none, 403 when it is not for this user (and for
        every other key that looks like one of Google's: somebody's private spreadsheet), 400 for an Excel file."""
        file = self.files.get(spreadsheet_id)
        if file is None:
            stranger = len(spreadsheet_id) == _GOOGLE_KEY_LENGTH and spreadsheet_id.startswith("1")
            raise no_permission() if stranger and not self.files.deleted(spreadsheet_id) else not_found()
        if not file.may_read(user) or (write and not file.may_write(user)):
            raise no_permission()
        if file.spreadsheet is None:
            if file.mime_type == OFFICE:
                raise ApiError(400, "This operation is not supported for this document", status="FAILED_PRECONDITION")
            raise not_found()
        return file

    def edit(self, file: File, user: str) -> Edit:
        assert file.spreadsheet
        return Edit(file.spreadsheet, user, self.local_now(file.spreadsheet), self.dice)

    def local_now(self, spreadsheet: Spreadsheet) -> datetime:
        return self.clock.now().astimezone(ZoneInfo(spreadsheet.time_zone))

    def calculation(self, spreadsheet: Spreadsheet) -> Calculation:
        """The results of a spreadsheet's formulas, as it stands. They are kept until it changes, or a minute passes;
        those that come from other spreadsheets are not kept."""
        now, kept = self.local_now(spreadsheet), spreadsheet.calculated
        this_minute = now.replace(second=0, microsecond=0)
        if kept is None or kept.has_imports or kept.now.replace(second=0, microsecond=0) != this_minute:
            spreadsheet.calculated = kept = Calculation(spreadsheet, now, self._imported)
        assert isinstance(kept, Calculation)
        return kept

    def _imported(self, key_or_url: str, range_text: str) -> Grid:
        if self.imports_are_loading:
            raise fail("LOADING", "Loading data...")
        file = self.files.get(key_or_url.partition("/d/")[2].partition("/")[0] or key_or_url)
        if file is None or file.spreadsheet is None:
            raise fail("REF", "You don't have permissions to access that sheet.")
        try:
            area = area_of(file.spreadsheet, range_text)
        except BadRequest as error:
            raise fail("REF", "Cannot find range or sheet for imported range.") from error
        calculation = self.calculation(file.spreadsheet)
        columns = range(area.left, area.right)
        return [[calculation.result(area.tab, row, c) for c in columns] for row in range(area.top, area.bottom)]

    def check_storage(self, user: str, parents: list[str]) -> None:
        """Raise ApiError 403 when a file would be a service account's own, where those own no storage: it has to be
        made in a folder of a shared drive, or by a person."""
        folder = self.files.get(parents[0]) if parents else None
        if self.robots_own_no_storage and user.endswith(".gserviceaccount.com") and not (folder and folder.drive_id):
            raise storage_full()

    def add_spreadsheet(self, title: str, owner: str = ROBOT, shared_with: tuple[str, ...] = ()) -> File:
        """Make a spreadsheet with one empty tab, and share it for writing."""
        file = self.files.add(title, SPREADSHEET, owner)
        file.permissions += [self.files.permission("writer", "user", user) for user in shared_with]
        return file

    def add_folder(self, name: str, owner: str = OWNER, *, shared_drive: bool = False) -> File:
        """Make a folder that the robot may write to; on a shared drive, where files have no owner's quota, or not."""
        folder = self.files.add(name, FOLDER, owner)
        folder.permissions.append(self.files.permission("writer", "user", ROBOT))
        if shared_drive:
            folder.drive_id = "0A" + self.files.new_id(17)
        return folder
