"""One sync of Google spreadsheets while things go wrong on the way; what has to hold after it, and after the next."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from time import sleep as really_sleep
from typing import Any
from unittest import mock

from jobs.tasks import sync_workbooks
from jobs.wiring import House
from sync.archive import WriteState
from sync.engine import Outcome
from sync.model.cells import CellRef
from sync.options import GoogleOptions, ReadingOptions, Settings, WorkbookSettings
from sync.workbooks import WorkbookError, sheets_api
from tests.sheets_server.editors import perform
from tests.sheets_server.hooks import Hook
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.world import ROBOT

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
TAB = "Q4 2026"
OWNED = ("Progress ⟳", "Score ⟳", "Status ⟳", "Warnings ⟳")
HEADER = ("Objective", "Key result", "Baseline", "Target", "Current", *OWNED, "Our notes")
_PATIENT, _IMPATIENT = 60, 1
"""Seconds that an answer is waited for; the latter only where one is slow on purpose."""
_DEADLINE = 120.0
_SLOW = 1.2
_SHORT = 0.5

WAYS = (
    "drop", "drop after it was done", "429", "429 for minutes", "500", "502", "503", "503 after it was done",
    "503 for ever", "html", "truncated", "slow", "token expired", "forbidden", "api off", "account gone", "clock wrong",
)  # fmt: skip


class Disagreement(AssertionError):
    """What must hold does not."""


class Time:
    """A clock that only waits turn on, so that an hour of patience takes no time."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@contextmanager
def without_waiting() -> Iterator[None]:
    """Waits take no time; what takes long at the server takes a second."""
    time = Time()
    original = sheets_api.Patience

    def patience(_: float) -> sheets_api.Patience:
        return original(_DEADLINE, time.now, time.sleep)

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(sheets_api, "Patience", patience))
        stack.enter_context(mock.patch("google.auth._exponential_backoff.time.sleep", _sleep_unless_for_a_token))
        yield


def _sleep_unless_for_a_token(seconds: float, sleep: Callable[[float], None] = really_sleep) -> None:
    """google-auth waits for whole seconds, the test server for another time."""
    if seconds == _SLOW or seconds < _SHORT:
        sleep(seconds)


@dataclass
class Trial:
    """Two spreadsheets, or one, an archive, and what goes wrong: all thrown by one seed."""

    server: SheetsServer
    folder: Path
    credentials: Path
    seed: int
    keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        for number in range(self.dice.choice((1, 1, 2))):
            self.keys[f"team-{number}"] = self._spreadsheet()
        self.largest = self.dice.choice((10_000, 2_000_000))
        self.ways = self.dice.choices(WAYS, k=self.dice.choice((1, 1, 2, 3)))

    def house(self, answer_within: int = _PATIENT) -> House:
        """The service, that waits so many seconds for an answer."""
        reading = ReadingOptions(language="en")
        limits = ("reads_per_minute", "writes_per_minute", "project_reads_per_minute", "project_writes_per_minute")
        google = GoogleOptions(
            self.credentials,
            self.server.url,
            deadline_seconds=answer_within,
            spreadsheet_per_second=1000,
            largest_write=self.largest,
            **dict.fromkeys(limits, 1_000_000),
        )
        workbooks = tuple(WorkbookSettings(name, f"google:{key}", reading=reading) for name, key in self.keys.items())
        archive = f"sqlite:///{self.folder / f'archive-{self.seed}.db'}"
        return House(Settings(workbooks=workbooks, google=google, archive_url=archive), now=lambda: NOW)

    def run(self) -> str:
        """Return how the sync ended under faults. Raise Disagreement where something does not hold."""
        if self.dice.random() < 0.5:
            self._must_be_done(self._sync(), "a sync without faults")
            self._people_check_in()
        typed = {name: self._cells(name, owned=False) for name in self.keys}
        for way in self.ways:
            self._let_go_wrong(way)
        try:
            outcomes = self._sync(_IMPATIENT if "slow" in self.ways else _PATIENT)
        finally:
            self._mend()
        endings = {self._ending(each) for each in outcomes}
        for name, before in typed.items():
            if self._cells(name, owned=False) != before:
                raise Disagreement(f"{name}: what people typed is not what it was")
        self._must_be_done(self._sync(), "the sync after it")
        self._must_agree()
        if any(each.receipt for each in self._sync()):
            raise Disagreement("there was still something to write after the next sync")
        return "done" if endings == {"done"} else sorted(endings - {"done"})[0]

    def clean_up(self) -> None:
        """Take the spreadsheets and the archive away again: the server answers ever more slowly otherwise."""
        for key in self.keys.values():
            file = self.server.world.files.get(key)
            assert file is not None
            self.server.world.files.remove(file)
        for file in self.folder.glob(f"archive-{self.seed}.db*"):
            file.unlink()

    # ── The world ──

    def _spreadsheet(self) -> str:
        world = self.server.world
        with world.lock:
            file = world.add_spreadsheet("team", shared_with=(ROBOT,))
            assert file.spreadsheet
            requests: list[dict[str, Any]] = [
                {"updateSheetProperties": {"properties": {"sheetId": 0, "title": TAB}, "fields": "title"}}
            ]
            rows = [HEADER] + [self._row(number) for number in range(self.dice.randint(1, 12))]
            lines = [{"values": [_cell(value) for value in row]} for row in rows]
            start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
            requests.append({"updateCells": {"start": start, "rows": lines, "fields": "userEnteredValue"}})
        perform(world, file.id, {"edit": "requests", "requests": requests})
        return file.id

    def _row(self, number: int) -> tuple[Any, ...]:
        objective = f"Objective {number}" if number % 3 == 0 else None
        current = self.dice.choice((None, 0, 10, 55, 100, 130, "a lot"))
        return (objective, f"Key result {number}", 0, 100, current, *[None] * len(OWNED), f"note {number}")

    def _people_check_in(self) -> None:
        for key in self.keys.values():
            change = {"edit": "overwrite", "tab": TAB, "cell": "E2", "value": self.dice.randint(0, 140)}
            perform(self.server.world, key, change)

    def _let_go_wrong(self, way: str) -> None:
        world, dice = self.server.world, self.dice
        where = dice.choice(("batchUpdate", "batchUpdate", "GET /v4/", "/v4/", "/drive/", "/token"))
        after = dice.choice((0, 0, 1, 2))
        times = dice.choice((1, 1, 2, 5))
        match way:
            case "drop after it was done" | "503 after it was done":
                world.faults.add(way.partition(" ")[0], match="batchUpdate", after=after, times=times, applied=True)
            case "429 for minutes":
                wait = dice.choice((None, 30, 3600))
                world.faults.add("429", match=where, after=after, times=dice.choice((8, None)), retry_after=wait)
            case "503 for ever":
                world.faults.add("503", match=where, after=after, times=None)
            case "slow":
                where = where.replace("/token", "/v4/")  # a token is waited for as long as an answer
                world.faults.add("slow", match=where, after=after, times=1, seconds=_SLOW)
            case "token expired":
                number = dice.randint(1, 4)
                world.hooks.add(Hook(world.expire_tokens, "before", "/v4/", number=number))
            case "forbidden" | "api off":
                kind = "disabled" if way == "api off" else way
                world.faults.add(kind, match="/v4/", after=after, times=dice.choice((1, None)))
            case "account gone":
                world.expire_tokens()
                world.faults.add("account_not_found", match="/token", times=None)
            case "clock wrong":
                world.expire_tokens()
                world.clock.turn_on(dice.choice((-7200, -400, 400, 4200, 7200)))
            case _:
                world.faults.add(way, match=where, after=after, times=times)

    def _mend(self) -> None:
        world = self.server.world
        world.faults.clear()
        world.hooks.clear()
        world.clock.offset = 0.0
        # Tokens that were given out by a wrong clock.
        world.expire_tokens()

    # ── What is done, and what must hold ──

    def _sync(self, answer_within: int = _PATIENT) -> tuple[Outcome, ...]:
        house = self.house(answer_within)
        return tuple(sync_workbooks(house, house.settings.workbooks, DAY))

    def _ending(self, outcome: Outcome) -> str:
        error = outcome.error
        if error is None:
            return "done"
        if not isinstance(error, WorkbookError) or not str(error).strip() or not error.hint:
            raise Disagreement(f"no clear error: {error!r}")
        return f"{type(error).__name__}: {_without_names(str(error))}"

    def _must_be_done(self, outcomes: tuple[Outcome, ...], what: str) -> None:
        for each in outcomes:
            if each.error is not None:
                raise Disagreement(f"{what} failed: {each.error}")

    def _must_agree(self) -> None:
        """The sheet holds what the archive says was written there last, and nothing is left open."""
        with self.house().open_archive() as archive:
            for name in self.keys:
                if archive.still_writing(name):
                    raise Disagreement(f"{name}: the archive does not know what became of a write")
                meant: dict[CellRef, Any] = {}
                for write in archive.written_to(name):
                    if write.state is WriteState.landed and not write.header:
                        meant[write.cell] = write.after
                stands = self._cells(name, owned=True)
                for cell, value in meant.items():
                    if stands.get((cell.row, cell.column)) != value:
                        found = stands.get((cell.row, cell.column))
                        raise Disagreement(f"{name}: {cell} holds {found!r}, the archive says {value!r}")
                if unknown := {place for place in stands if CellRef(TAB, *place) not in meant}:
                    raise Disagreement(f"{name}: nobody wrote {sorted(unknown)}")

    def _cells(self, name: str, *, owned: bool) -> dict[tuple[int, int], Any]:
        """What stands in the owned columns below the header, or everywhere else."""
        first, last = HEADER.index(OWNED[0]) + 1, HEADER.index(OWNED[-1]) + 1
        file = self.server.world.files.get(self.keys[name])
        assert file is not None
        assert file.spreadsheet is not None
        tab = file.spreadsheet.tabs[0]
        found = {(row + 1, column + 1): _plain(cell.entered) for row, column, cell in tab.filled()}
        return {
            (row, column): value
            for (row, column), value in found.items()
            if value is not None and (first <= column <= last and row > 1) == owned
        }


def _cell(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    return {"userEnteredValue": {"stringValue" if isinstance(value, str) else "numberValue": value}}


def _plain(entered: Any) -> Any:
    return Decimal(repr(entered)).normalize() if isinstance(entered, float | int) else entered


def _without_names(text: str) -> str:
    return text.partition(": ")[2] if text.startswith("'") and ": " in text else text
