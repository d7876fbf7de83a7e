"""An archive of an older version is brought to the newest by what writes, and read as it is by what does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.closing import close_cycle
from jobs.doctor import examine_house
from jobs.put_off import put_off_workbooks
from jobs.status import workbook_statuses
from jobs.tasks import check_workbooks, sync_workbooks
from jobs.undoing import hold_of, leave_workbooks
from jobs.wiring import House
from sync.archive import open_archive
from sync.archive.database import VERSIONS
from sync.archive.migrating import migrate
from sync.cycles import cycle_of
from sync.options import ReadingOptions, Settings, WorkbookSettings
from tests.jobs.workbooks import one_key_result

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> House:
    own = WorkbookSettings(
        "team", f"excel:{one_key_result(tmp_path / 'team.xlsx')}", reading=ReadingOptions(language="en")
    )
    migrate(tmp_path / "archive.db", 1.0, VERSIONS[0])
    return House(Settings(workbooks=(own,), archive_url=f"sqlite:///{tmp_path / 'archive.db'}"), now=lambda: NOW)


def check(house: House) -> object:
    [outcome] = check_workbooks(house, house.settings.workbooks, house.today())
    assert outcome.error is None
    return outcome


def diagnose(house: House) -> object:
    found = tuple(examine_house(house, house.settings.workbooks, house.today()))
    [of_archive] = [one for one in found if one.what == "archive"]
    assert of_archive.well
    assert f"of an older version ({VERSIONS[0]}): the next sync" in of_archive.mend
    return found


def preview_the_close(house: House) -> object:
    day = datetime(2026, 10, 1, tzinfo=UTC).date()
    cycle = cycle_of(datetime(2026, 8, 1, tzinfo=UTC).date(), house.settings.calendar)
    return close_cycle(house, house.settings.workbooks, cycle, day, dry_run=True)


READING: tuple[Callable[[House], object], ...] = (
    check,
    diagnose,
    preview_the_close,
    workbook_statuses,
    put_off_workbooks,
    lambda house: hold_of(house, house.settings.workbooks[0]),
    lambda house: leave_workbooks(house, house.settings.workbooks, house.today(), dry_run=True),
)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.*")}


@pytest.mark.parametrize("read", READING)
def test_what_only_reads_leaves_an_older_archive_as_it_is(
    house: House, tmp_path: Path, read: Callable[[House], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(copies))
    before = files_in(tmp_path)
    read(house)
    assert files_in(tmp_path) == before
    assert list(copies.iterdir()) == []


def test_a_sync_brings_it_to_the_newest_version(house: House, tmp_path: Path) -> None:
    [outcome] = sync_workbooks(house, house.settings.workbooks, house.today())
    assert outcome.error is None
    assert (tmp_path / f"archive.db.version-{VERSIONS[0]}.backup").exists()
    with open_archive(house.archive_url, only_to_read=True) as archive:
        assert archive.migrates_from is None
        assert len(archive.runs()) == 1
