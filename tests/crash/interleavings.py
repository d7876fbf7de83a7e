"""Two of our syncs and somebody who saves, in random orders of all their system calls: nothing of anybody's is lost,
and no value stands in a row that it was not computed for.

    python -m tests.crash.interleavings --count 5000 --seed 4

The editor saves in either of the two ways that programs have: writing a new file and renaming it over the old one, or
emptying the file and writing it anew, which may take a while. Every edit leaves a mark of its own in the workbook, and
may insert, delete, sort or change rows. Key results are told apart by values that no two of them ever share.

One thing is left out, and said in docs/writing.md: nobody *opens* the workbook between an exchange and the look at what
came out, some microseconds later. Who does sees the new version of what was read before, also where somebody had saved
in the microseconds before the exchange.
"""

from __future__ import annotations

import argparse
import fcntl
import io
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from sync.archive import WriteState, open_archive, turns_to_write
from sync.engine import sync_workbook
from sync.options import Settings, WorkbookSettings
from sync.workbooks import WorkbookBusy, WorkbookChanged, WorkbookError, package_save, package_swap, package_watch
from sync.workbooks.base import WorkbookPutOff
from sync.workbooks.excel import ExcelWorkbook
from tests.crash.scheduling import Scheduler, stepped_rooms

if TYPE_CHECKING:
    from sync.archive import Archive

AS_OF = date(2026, 11, 20)
TARGET = 10_000
HEADERS = ["Objective", "Key result", "Baseline", "Target", "Current", "Progress ⟳", "Status ⟳", "Our notes"]


class Told(Exception):
    """An interleaving after which a promise is broken."""


class Team:
    """The workbook of one interleaving, and who changes it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random = folder, random.Random(f"team {seed}")
        self.name, self.path = f"team {seed}", folder / "team.xlsx"
        self.values: dict[int, str] = {}
        """Every current value that was ever typed, and the key result for which."""
        self.marks: list[str] = []
        book = openpyxl.Workbook()
        tab = book.active
        assert tab is not None
        tab.title = "Q4 2026"
        tab.append(HEADERS)
        for number in range(6):
            tab.append(self._row(number))
        book.save(self.path)

    def _row(self, number: int) -> list[object]:
        return ["Grow", f"Measure {number}", 0, TARGET, self._new_value(f"Measure {number}"), None, None, None]

    def _new_value(self, key_result: str) -> int:
        value = self.random.randrange(1, TARGET)
        while value in self.values:
            value = self.random.randrange(1, TARGET)
        self.values[value] = key_result
        return value

    def edited(self, content: bytes) -> bytes:
        """Given a workbook, return it with somebody's next edit, and a mark that it was made."""
        book = openpyxl.load_workbook(io.BytesIO(content))
        tab = book["Q4 2026"]
        rows = [[cell.value for cell in row] for row in tab.iter_rows(min_row=2, max_row=tab.max_row)]
        rows = [row for row in rows if row[1]]
        match self.random.randrange(4):
            case 0:
                new = self._row(len(self.values) + 10)
                rows.insert(self.random.randrange(len(rows) + 1), new)
            case 1:
                self.random.shuffle(rows)
            case 2 if len(unmarked := [row for row in rows if not row[7]]) > 3:
                rows.remove(self.random.choice(unmarked))
            case _:
                row = self.random.choice(rows)
                row[4] = self._new_value(str(row[1]))
        mark = f"mark {len(self.marks)}"
        row = self.random.choice(rows)
        row[7] = f"{row[7]} {mark}," if row[7] else f"{mark},"
        self.marks.append(mark)
        tab.delete_rows(2, tab.max_row)
        for number, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                if value is not None:
                    tab.cell(number, column, value)
        saved = io.BytesIO()
        book.save(saved)
        return saved.getvalue()


def rows_of(path: Path) -> list[list[object]]:
    tab = openpyxl.load_workbook(path)["Q4 2026"]
    return [[cell.value for cell in row] for row in tab.iter_rows(min_row=2, min_col=1, max_col=8) if row[1].value]


def play(seed: int, folder: Path, archive_url: str, *, leases: bool = True, exchanges: bool = True) -> Counter[str]:
    """Given a seed, play one interleaving in an empty folder and return what was seen in it. Raise Told when a promise
    is broken. The archive may hold others' workbooks."""
    chance = random.Random(seed)
    team, seen = Team(folder, seed), Counter[str]()
    settings = Settings(workbooks=(WorkbookSettings(team.name, f"excel:{team.path}"),))
    scheduler = Scheduler(seed, chance.choice([0.1, 0.3, 0.6, 1.0]))
    # Two machines do not see each other's turns: in half of all interleavings there are none. Nobody waits for one that
    # is stopped here.
    turns_to_write.fcntl = None if seed % 2 else fcntl  # type: ignore[assignment]
    turns_to_write.PATIENCE = 0.0

    def sync() -> None:
        try:
            with open_archive(archive_url) as archive:
                outcome = sync_workbook(ExcelWorkbook(team.path, name=team.name), archive, settings, AS_OF)
            seen[f"sync {outcome.came_to}"] += 1
        except WorkbookChanged:
            seen["sync put off: saved again and again"] += 1
        except WorkbookBusy:
            seen["sync put off: being saved"] += 1
        except WorkbookPutOff:
            seen["sync put off: another is writing"] += 1
        except WorkbookError as error:
            # Half of a file, where nothing tells that somebody is just writing it.
            if not in_place or ("damaged" not in str(error) and "is not an Excel workbook" not in str(error)):
                raise
            seen["sync refused: half saved"] += 1

    in_place, aimed = chance.random() < 0.5, chance.random() < 0.5
    last_looks = 0

    def look_last(original: package_swap.Original) -> None:
        nonlocal last_looks
        package_swap.refuse_if_changed(original)
        last_looks += 1

    def wait_for_the_last_look() -> None:
        """The moments after a sync has looked at the file for the last time are those that matter."""
        before, patience = last_looks, 300
        while last_looks == before and patience:
            patience -= 1
            scheduler.pause()
        for _ in range(chance.randrange(10)):
            scheduler.pause()

    def edit() -> None:
        for _ in range(chance.randrange(1, 4)):
            for _ in range(chance.randrange(12)):
                scheduler.pause()
            while unseen:
                scheduler.pause()
            content = team.path.read_bytes()
            scheduler.pause()
            new = team.edited(content)
            scheduler.pause()
            if aimed:
                wait_for_the_last_look()
            (save_in_place if in_place else save_beside)(new)
            seen["saved in place" if in_place else "saved by renaming"] += 1

    def save_beside(content: bytes) -> None:
        beside = folder / "editor.tmp"
        beside.write_bytes(content)
        scheduler.pause()
        beside.replace(team.path)

    def save_in_place(content: bytes) -> None:
        descriptor = opened_for_writing(team.path, scheduler, seen)
        with open(descriptor, "wb", buffering=0) as file:
            scheduler.pause()
            file.truncate(0)
            half = len(content) // 2
            for piece in (content[:half], content[half:]):
                scheduler.pause()
                file.write(piece)
            scheduler.pause()

    for actor in (sync, sync, edit):
        scheduler.add(actor)
    take_back, exchange, look = package_swap.take_back, package_swap._exchange, package_swap._came_out_as_read
    unseen: set[Path] = set()

    def exchanged(one: Path, other: Path) -> bool:
        if not exchange(one, other):
            return False
        unseen.add(one)
        return True

    def seen_to_be_well(swap: package_swap.Swap, original: package_swap.Original, watch: package_watch.Watch) -> bool:
        well = look(swap, original, watch)
        if well:
            unseen.discard(swap.beside)
        return well

    def counted(swap: package_swap.Swap) -> None:
        seen["taken back"] += 1
        try:
            take_back(swap)
        finally:
            unseen.discard(swap.beside)

    had_leases, renameat2 = package_watch._leases_tell, package_swap._renameat2
    package_swap.take_back, package_swap._exchange, package_swap._came_out_as_read = counted, exchanged, seen_to_be_well
    package_save.refuse_if_changed = look_last
    if not leases:
        package_watch._leases_tell = lambda descriptor: False
    if not exchanges:
        package_swap._renameat2 = lambda: None  # type: ignore[assignment]
    try:
        with stepped_rooms(scheduler.pause):
            scheduler.run()
        with open_archive(archive_url) as archive:
            check_promises(team, archive, settings, seen)
    finally:
        package_swap.take_back, package_swap._exchange, package_swap._came_out_as_read = take_back, exchange, look
        package_watch._leases_tell = had_leases
        package_swap._renameat2, package_save.refuse_if_changed = renameat2, package_swap.refuse_if_changed
    seen["steps"] += scheduler.steps
    return seen


def opened_for_writing(path: Path, scheduler: Scheduler, seen: Counter[str]) -> int:
    """Open a file for writing in place, as an actor: who has to wait for a lease lets the others go on. The wait is a
    real one, in a thread of its own, since the system counts who waits among those who write."""
    try:
        return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except BlockingIOError:
        seen["editor waited"] += 1
    opened: list[int] = []
    waiting = threading.Thread(target=lambda: opened.append(os.open(path, os.O_WRONLY)), daemon=True)
    waiting.start()
    while not opened:
        time.sleep(0.001)  # long enough to be waiting, or to have got it
        scheduler.pause()
    waiting.join()
    return opened[0]


def check_promises(team: Team, archive: Archive, settings: Settings, seen: Counter[str]) -> None:
    kept = sorted(team.folder.glob("*kept by okr-sync*.xlsx"))
    seen["kept beside"] += len(kept)
    check_rows(team, team.path, may_be_old=True)
    for version in kept:
        check_rows(team, version, may_be_old=True)
    check_marks(team, [team.path, *kept])

    sync_workbook(ExcelWorkbook(team.path, name=team.name), archive, settings, AS_OF)
    check_rows(team, team.path, may_be_old=False)
    check_marks(team, [team.path, *kept])
    again = sync_workbook(ExcelWorkbook(team.path, name=team.name), archive, settings, AS_OF)
    if not again.plan.writes_nothing:
        raise Told(f"a second sync would write {again.plan.changes}")
    doubtful = [
        write
        for run in archive.runs(4, team.name)
        for write in archive.writes(run.id)
        if write.state is WriteState.intended
    ]
    if doubtful:
        raise Told(f"writes of which the archive does not know the end: {doubtful}")
    left = {path.name for path in team.folder.iterdir()} - {"team.xlsx", *(path.name for path in kept)}
    if left:
        raise Told(f"left over: {sorted(left)}")


def check_rows(team: Team, path: Path, *, may_be_old: bool) -> None:
    """Every progress was computed for the key result in whose row it stands."""
    for row in rows_of(path):
        key_result, current, progress = row[1], row[4], row[5]
        if progress is None and may_be_old:
            continue
        assert isinstance(current, int)
        if progress is None or not isinstance(progress, int | float):
            raise Told(f"{key_result} has no progress: {row}")
        of = round(progress * TARGET)
        if team.values.get(of) != key_result or (not may_be_old and of != current):
            raise Told(f"the progress of {team.values.get(of)} stands in the row of {key_result}: {row}")


def check_marks(team: Team, versions: list[Path]) -> None:
    found = " ".join(str(row[7]) for version in versions for row in rows_of(version))
    missing = [mark for mark in team.marks if f"{mark}," not in found]
    if missing:
        raise Told(f"lost: {', '.join(missing)}")


def play_many(seeds: range, **how: bool) -> tuple[Counter[str], list[tuple[int, str]]]:
    """Given seeds, play all of their interleavings; return what was seen, and what was told by seed."""
    seen, told = Counter[str](), []
    with tempfile.TemporaryDirectory() as name:
        for seed in seeds:
            folder = Path(name) / str(seed)
            folder.mkdir()
            try:
                seen += play(seed, folder, f"sqlite:///{Path(name) / 'archive.db'}", **how)
            except Told as failure:
                told.append((seed, str(failure)))
                print(f"BROKEN at seed {seed}: {failure}", flush=True)
            shutil.rmtree(folder)
    return seen, told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--without-leases", action="store_true", help="as for files of other users")
    parser.add_argument("--without-exchange", action="store_true", help="as where two names cannot be exchanged")
    asked = parser.parse_args()
    seen, told = play_many(
        range(asked.seed, asked.seed + asked.count),
        leases=not asked.without_leases,
        exchanges=not asked.without_exchange,
    )
    for what, count in sorted(seen.items()):
        print(f"{count:9,} {what}")
    print(f"{asked.count:,} interleavings, {len(told)} of them break a promise")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
