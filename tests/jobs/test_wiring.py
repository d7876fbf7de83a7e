"""Which workbooks a command means, and what day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from jobs.wiring import ArchiveGone, ArchiveSeen, House, NothingConfigured, UnknownWorkbook
from sync.options import Settings, WorkbookSettings
from sync.workbooks import WorkbookError


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.chdir(tmp_path)
    workbooks = tuple(
        WorkbookSettings(name, f"excel:{tmp_path / name}.xlsx") for name in ("sales", "sales-north", "people")
    )
    archive = f"sqlite:///{tmp_path / 'archive.db'}"
    return House(Settings(workbooks=workbooks, archive_url=archive), now=lambda: datetime(2026, 11, 20, 18, tzinfo=UTC))


def names(found: tuple[WorkbookSettings, ...]) -> list[str]:
    return [own.name for own in found]


def test_all_configured_workbooks_are_meant_where_none_is_named(house: House) -> None:
    assert names(house.wanted(())) == ["sales", "sales-north", "people"]


def test_a_pattern_means_every_name_that_fits_and_none_twice(house: House) -> None:
    assert names(house.wanted(["sales*", "sales"])) == ["sales", "sales-north"]


def test_a_path_of_a_configured_workbook_is_that_workbook(house: House) -> None:
    assert names(house.wanted(["people.xlsx"])) == ["people"]


@pytest.mark.parametrize("way", ["../{}/people.xlsx", "./people.xlsx", "linked.xlsx", "linked/people.xlsx"])
def test_no_other_way_to_a_configured_workbook_leads_around_its_settings(
    house: House, tmp_path: Path, way: str
) -> None:
    (tmp_path / "people.xlsx").write_bytes(b"")
    (tmp_path / "linked.xlsx").symlink_to("people.xlsx")
    (tmp_path / "linked").symlink_to(tmp_path)
    assert names(house.wanted([way.format(tmp_path.name)])) == ["people"]


def test_a_file_is_one_workbook_however_its_path_is_written(house: House, tmp_path: Path) -> None:
    ways = ["teams/other.xlsx", "./teams/other.xlsx", "x/../teams/other.xlsx", str(tmp_path / "teams/other.xlsx")]
    assert names(house.wanted([*ways, "excel:teams/other.xlsx"])) == ["teams/other.xlsx"]


def test_any_other_path_needs_no_configuration(house: House, tmp_path: Path) -> None:
    (own,) = house.wanted(["teams/other.xlsx"])
    assert (own.name, own.source) == ("teams/other.xlsx", f"excel:{tmp_path / 'teams/other.xlsx'}")


@pytest.mark.parametrize("source", ["s3://bucket/sales.xlsx", "excel:s3://bucket/sales.xlsx"])
def test_a_url_needs_no_configuration_either(house: House, source: str) -> None:
    (own,) = house.wanted([source])
    assert (own.name, own.source) == ("s3://bucket/sales.xlsx", "excel:s3://bucket/sales.xlsx")


def test_a_url_of_a_configured_workbook_is_that_workbook(house: House) -> None:
    shared = WorkbookSettings("shared", "excel:smb://host/share/sales.xlsx", write=False)
    house = house._replace(settings=house.settings._replace(workbooks=(shared,)))

    assert house.wanted(["smb://host/share/sales.xlsx"]) == (shared,)


def test_a_url_with_a_password_is_refused_before_anything_is_archived(house: House) -> None:
    with pytest.raises(WorkbookError, match=r"smb://anna:\*\*\*@host"):
        house.wanted(["smb://anna:s3cret@host/share/sales.xlsx"])


def test_a_file_url_is_its_file(house: House, tmp_path: Path) -> None:
    assert names(house.wanted([(tmp_path / "people.xlsx").as_uri()])) == ["people"]


def test_a_misspelt_name_is_no_path(house: House) -> None:
    with pytest.raises(UnknownWorkbook) as caught:
        house.wanted(["salse"])
    assert caught.value.hint == "did you mean 'sales'?"


def test_nothing_configured_and_nothing_named_says_how_to_begin() -> None:
    with pytest.raises(NothingConfigured):
        House(Settings()).wanted(())


def test_today_is_the_date_in_the_services_time_zone(house: House) -> None:
    assert house.today() == date(2026, 11, 21)


def test_looking_at_history_makes_no_archive(house: House, tmp_path: Path) -> None:
    assert not house.read_history("sales", date(2026, 11, 20)).key_results
    assert house.closed_cycles() == frozenset()
    assert not (tmp_path / "archive.db").exists()


@pytest.mark.parametrize("named", ["{key}", "google:{key}", "https://docs.google.com/spreadsheets/d/{key}/edit#gid=7"])
def test_a_google_spreadsheet_has_one_spelling_however_it_is_named(house: House, named: str) -> None:
    key = "1" + "aB-_" * 10 + "xyz"

    assert [own.source for own in house.wanted([named.format(key=key)])] == [f"google:{key}"]


def test_a_file_that_is_called_like_a_key_is_a_file(house: House, tmp_path: Path) -> None:
    key = "1" + "aB-_" * 10 + "xyz"
    (tmp_path / key).touch()

    assert [own.source for own in house.wanted([key])] == [f"excel:{tmp_path / key}"]


def test_an_address_of_googles_that_is_no_spreadsheet_is_told_so(house: House) -> None:
    with pytest.raises(WorkbookError, match="is a document, not a spreadsheet"):
        house.wanted(["https://docs.google.com/document/d/1AbC/edit"])


def test_a_service_makes_no_new_archive_in_the_place_of_one_that_is_gone(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    house = House(Settings(archive_url=f"sqlite:///{archive}"), archive_seen=ArchiveSeen())
    house.open_archive().close()
    house.open_archive().close()
    archive.rename(tmp_path / "elsewhere.db")
    with pytest.raises(ArchiveGone, match="was there and is gone"):
        house.open_archive()
    assert not archive.exists()
    (tmp_path / "elsewhere.db").rename(archive)
    house.open_archive().close()
