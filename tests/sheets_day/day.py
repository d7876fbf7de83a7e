"""A service that syncs many spreadsheets every hour, on a clock that stands still unless somebody waits or asks: the
server's. So a day passes in minutes, and Google's quotas are the real ones."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from jobs.tasks import sync_workbooks
from jobs.wiring import House
from sync.archive.quota import SharedTurns
from sync.options import GoogleOptions, ReadingOptions, Settings, WorkbookSettings
from sync.workbooks import sheets_api
from sync.workbooks.base import Turns
from tests.sheets_server.editors import perform
from tests.sheets_server.messages import Answer, Call
from tests.sheets_server.quotas import GOOGLES, Limits
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.world import ROBOT

BEGINS = datetime(2026, 11, 20, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SECONDS = {"spreadsheets.get": 0.4, "spreadsheets.batchUpdate": 0.7, "files.list": 0.8, "token": 0.2}
"""What an answer of Google's takes, roughly."""
HEADER = ("Objective", "Key result", "Baseline", "Target", "Current", "Progress ⟳", "Score ⟳", "Status ⟳", "Warnings ⟳")


@dataclass
class Day:
    """What came of it: syncs that were done within their hour, late ones, what was asked, and the longest run."""

    on_time: int = 0
    late: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    longest: float = 0.0
    cells: int = 0

    @property
    def share_on_time(self) -> float:
        return self.on_time / max(1, self.on_time + self.late + self.failed.total())


@contextmanager
def office(
    folder: Path, spreadsheets: int, limits: Limits = GOOGLES, **own: Any
) -> Iterator[tuple[SheetsServer, House]]:
    """A server with spreadsheets that are all shared with the robot, and the service that syncs them."""
    with SheetsServer() as server:
        world = server.world
        world.clock.stop(BEGINS.timestamp())
        keys = [_spreadsheet(server, number) for number in range(spreadsheets)]
        world.quotas.turn_on(limits)
        world.watchers.append(lambda operation, call, answer: _takes_time(server, operation, call, answer))

        def patience(deadline: float) -> sheets_api.Patience:
            return original(deadline, world.clock.seconds, world.clock.turn_on)

        original = sheets_api.Patience
        reading = ReadingOptions(language="en")
        archive = f"sqlite:///{folder / 'archive.db'}"
        settings = Settings(
            workbooks=tuple(
                WorkbookSettings(f"team-{number}", f"google:{key}", reading=reading) for number, key in enumerate(keys)
            ),
            google=GoogleOptions(endpoint=server.url, **own),
            archive_url=archive,
        )
        shared = SharedTurns(archive, world.clock.seconds)

        class HouseInTime(House):
            """A house whose turns are given out by the simulated clock."""

            def turns(self) -> Turns:
                return shared

        with mock.patch.object(sheets_api, "Patience", patience):
            yield server, HouseInTime(settings, now=world.clock.now)
        sheets_api.sheets_api.cache_clear()


def simulated(server: SheetsServer, house: House, hours: int, changing: float, seed: int = 0) -> Iterator[Day]:
    """Given a service, and the share of its spreadsheets that people change in an hour, let hours pass, and yield after
    each what came of all of them until then."""
    day, dice, clock = Day(), random.Random(seed), server.world.clock
    house.open_archive().close()
    for hour in range(hours):
        begins = BEGINS + timedelta(hours=hour)
        if clock.now() < begins:
            clock.turn_on((begins - clock.now()).total_seconds())
        for own in house.settings.workbooks:
            if hour and dice.random() < changing:
                change = {"edit": "overwrite", "cell": "E2", "value": dice.randint(0, 140)}
                perform(server.world, own.source.removeprefix("google:"), change)
        server.world.log.empty()
        for outcome in sync_workbooks(house, house.settings.workbooks, house.today()):
            took = (clock.now() - begins).total_seconds()
            if outcome.error is not None:
                day.failed[str(outcome.error)] += 1
            elif took <= 3600:
                day.on_time += 1
            else:
                day.late += 1
            day.cells += len(outcome.receipt.written) if outcome.receipt else 0
        day.longest = max(day.longest, (clock.now() - begins).total_seconds())
        day.asked.update(record.operation for record in server.world.log.records)
        day.refused += sum(record.status == 429 for record in server.world.log.records)
        yield day


def _takes_time(server: SheetsServer, operation: str, call: Call, answer: Answer) -> None:
    server.world.clock.turn_on(SECONDS.get(operation, 0.3))


def _spreadsheet(server: SheetsServer, number: int) -> str:
    file = server.world.add_spreadsheet(f"team {number}", shared_with=(ROBOT,))
    rows: list[tuple[Any, ...]] = [HEADER]
    for place in range(6):
        objective = f"Objective {place}" if place % 3 == 0 else None
        rows.append((objective, f"Key result {place} of {number}", 0, 100, (number * 7 + place * 13) % 120))
    values = [{"values": [_cell(value) for value in row]} for row in rows]
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    update = {"updateCells": {"start": start, "rows": values, "fields": "userEnteredValue"}}
    perform(server.world, file.id, {"edit": "requests", "requests": [update]})
    return file.id


def _cell(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    return {"userEnteredValue": {"stringValue" if isinstance(value, str) else "numberValue": value}}
