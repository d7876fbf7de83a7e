"""What the doctor says where every sync would fail on this machine's disks."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from jobs.closing import close_cycle
from jobs.diagnosis import Check
from jobs.doctor import examine_house
from jobs.tasks import sync_workbooks
from jobs.wiring import House
from sync.archive import ArchiveError
from sync.cycles import cycle_by_id
from sync.options import Settings, WorkbookSettings
from tests.jobs.workbooks import one_key_result
from tests.nobody import folder_for_all, nobody


@pytest.fixture
def folder() -> Iterator[Path]:
    with folder_for_all() as folder:
        one_key_result(folder / "team.xlsx")
        yield folder


def house_in(folder: Path, archive: str = "archive.db") -> House:
    workbook = WorkbookSettings("team", f"excel:{folder / 'team.xlsx'}")
    return House(Settings(workbooks=(workbook,), archive_url=f"sqlite:///{folder / archive}"))


def synced(house: House) -> House:
    list(sync_workbooks(house, house.wanted(()), house.today()))
    return house


def told(house: House, what: str) -> list[Check]:
    return [one for one in examine_house(house, house.wanted(()), house.today()) if one.what == what]


def listed(folder: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_an_archive_that_is_read_only(folder: Path) -> None:
    house, path = synced(house_in(folder)), folder / "archive.db"
    path.chmod(0o444)
    folder.chmod(0o777)
    before = listed(folder)

    with nobody():
        [archive] = told(house, "archive")

    assert (archive.well, archive.found) == (False, f"{path} cannot be written: it is read-only")
    assert archive.mend == f"allow writing to {path}"
    assert listed(folder) == before


def test_an_archive_that_is_damaged_where_nothing_was_asked_for_yet(folder: Path) -> None:
    house, path = synced(house_in(folder)), folder / "archive.db"
    whole = bytearray(path.read_bytes())
    for place in range(20_000, 60_000, 97):
        whole[place] ^= 0xFF
    path.write_bytes(whole)

    [archive] = told(house, "archive")

    assert (archive.well, archive.found) == (False, f"{path} is damaged")
    assert archive.mend == "put a backup in its place"


def test_an_archive_in_a_folder_that_may_not_be_written(folder: Path) -> None:
    house = synced(house_in(folder))
    (folder / "archive.db").chmod(0o666)

    with nobody():
        [archive] = told(house, "archive")

    assert (archive.well, archive.mend) == (False, f"allow writing to {folder}")


def test_an_archive_that_cannot_be_made(folder: Path) -> None:
    (folder / "closed").mkdir(0o555)

    with nobody():
        [archive] = told(house_in(folder, "closed/archive.db"), "archive")

    assert (archive.well, archive.mend) == (False, f"allow writing to {folder / 'closed'}")


def test_an_archive_whose_folder_is_missing(folder: Path) -> None:
    [archive] = told(house_in(folder, "none/archive.db"), "archive")

    assert (archive.well, archive.mend) == (False, f"create it: mkdir -p {folder / 'none'}")
    assert not (folder / "none").exists()


def test_links_that_lead_to_each_other(folder: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (folder / f"{name}.db").symlink_to(f"{other}.db")
        (folder / f"{name}.xlsx").symlink_to(f"{other}.xlsx")
    house = house_in(folder, "a.db")
    house = house._replace(settings=house.settings._replace(workbooks=house.wanted((str(folder / "a.xlsx"),))))

    [archive] = told(house, "archive")
    assert (archive.well, archive.mend) == (False, "remove that link")
    assert "is a link that leads back to itself" in archive.found
    with pytest.raises(ArchiveError, match="leads back to itself"):
        synced(house)
    assert [one.well for one in examine_house(house, house.wanted(()), house.today()) if "a.xlsx" in one.found] == [
        False
    ]


def test_a_disk_that_is_nearly_full_is_told_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.disk_usage(folder)

    def nearly_full(path: Any) -> Any:
        return real._replace(free=400_000)

    assert told(house_in(folder), "disk") == []
    monkeypatch.setattr("shutil.disk_usage", nearly_full)

    [disk] = told(house_in(folder), "disk")

    assert not disk.well
    assert disk.found.startswith(f"0.4 MB are free for {folder / 'archive.db'}")


@pytest.mark.parametrize("lock", ["~$team.xlsx", ".~lock.team.xlsx#"])
def test_a_lock_file_that_a_crash_left(folder: Path, lock: str) -> None:
    (folder / lock).touch()
    assert [one.well for one in told(house_in(folder), "workbook team") if "is open in" in one.found] == [True]
    os.utime(folder / lock, (time.time() - 9 * 86_400,) * 2)

    [found] = [one for one in told(house_in(folder), "workbook team") if "is open in" in one.found]

    assert not found.well
    assert "That is 9 days ago" in found.mend
    assert f"{lock} beside it was left by a crash: delete it" in found.mend


def test_an_archive_that_was_altered_behind_its_seal(folder: Path) -> None:
    house = synced(house_in(folder))
    own, closed = house.settings.workbooks, cycle_by_id("2026-Q3", house.settings.calendar)
    assert close_cycle(house, own, closed, house.today()).sealed
    assert [one.well for one in told(house, "archive")] == [True]
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("UPDATE closing SET grade = 'success'")
        database.commit()
    [check] = told(house, "archive")
    assert not check.well
    assert "the seal of 2026-Q3 is broken" in check.found
