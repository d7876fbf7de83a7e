"""How each workbook stands, from the archive and the schedule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from jobs.cli.history import show_status, status_document
from jobs.cli.output import Output
from jobs.cli.undone import show_undone
from jobs.status import workbook_statuses
from jobs.tasks import check_workbooks, sync_workbooks
from jobs.undoing import hold_workbooks, leave_workbooks
from jobs.wiring import House, UnknownWorkbook
from sync.options import JobSettings, Settings, WorkbookSettings, WritingOptions
from sync.templates import example_workbooks

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)


def house_in(folder: Path, now: datetime) -> House:
    workbooks = tuple(
        WorkbookSettings(name, f"excel:{folder / name}.xlsx", writing=WritingOptions(add_columns=True))
        for name in ("growth-team", "never-run")
    )
    jobs = (JobSettings("hourly", "sync", ("growth-*",), every_seconds=3600),)
    url = f"sqlite:///{folder / 'archive.db'}"
    return House(Settings(workbooks=workbooks, jobs=jobs, archive_url=url), now=lambda: now)


def test_a_workbook_shows_its_last_and_next_run_its_score_and_how_long_ago(tmp_path: Path) -> None:
    (tmp_path / "growth-team.xlsx").write_bytes(example_workbooks()["growth-team.xlsx"])
    house = house_in(tmp_path, NOON)
    list(sync_workbooks(house, house.wanted(["growth-team"]), house.today()))

    growth, never = workbook_statuses(house_in(tmp_path, NOON + timedelta(minutes=90)))

    assert (growth.name, growth.state, growth.lag) == ("growth-team", "synced", timedelta(minutes=90))
    assert growth.next is not None
    assert growth.next.astimezone(UTC) == NOON + timedelta(minutes=120)
    assert growth.score == Decimal("0.62")  # (0.51 + 0.34 + 1.00) ÷ 3
    assert (never.name, never.state, never.last, never.next) == ("never-run", "new", None, None)


def test_last_and_next_run_are_shown_by_the_same_clock(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "growth-team.xlsx").write_bytes(example_workbooks()["growth-team.xlsx"])
    house = house_in(tmp_path, NOON)
    list(sync_workbooks(house, house.wanted(["growth-team"]), house.today()))

    show_status(workbook_statuses(house), Output(timezone="Asia/Ho_Chi_Minh"))

    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("growth-team"))
    assert "2026-11-20 12:00" in line
    assert "2026-11-20 13:00" in line


def test_a_plan_that_was_refused_hides_nothing_of_how_the_workbook_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "growth-team.xlsx").write_bytes(example_workbooks()["growth-team.xlsx"])
    house = house_in(tmp_path, NOON)
    wanted = house.wanted(["growth-team"])
    [planned] = check_workbooks(house, wanted, house.today())
    list(sync_workbooks(house, wanted, house.today()))
    good, _ = workbook_statuses(house)
    [refused] = sync_workbooks(house, wanted, house.today(), planned.plan._replace(fingerprint="another"))
    assert refused.error is not None

    status, _ = workbook_statuses(house)
    assert (status.state, status.score, status.seen) == ("failed", good.score, good.seen)
    assert good.seen is not None
    assert good.seen.warnings > 0
    show_status([status], Output(timezone="Asia/Ho_Chi_Minh"))
    shown = capsys.readouterr().out
    assert f" {good.score} " in shown
    assert f" {good.seen.warnings} " in shown
    [document, *_] = status_document([status])
    assert document["warnings"] == good.seen.warnings


def test_what_was_taken_back_does_not_stand_there_as_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "growth-team.xlsx").write_bytes(example_workbooks()["growth-team.xlsx"])
    house = house_in(tmp_path, NOON)
    wanted = house.wanted(["growth-team"])
    list(sync_workbooks(house, wanted, house.today()))
    leave_workbooks(house, wanted, house.today())
    show_status(workbook_statuses(house), Output(timezone="Asia/Ho_Chi_Minh"))
    assert " put back" in capsys.readouterr().out

    show_undone(leave_workbooks(house, wanted, house.today()), Output(), what="everything of ours")
    said = capsys.readouterr()
    assert "nothing of ours stands in it" in said.out
    assert "nothing was left to take back" in said.err
    assert "was taken back" not in said.err


def shown_status(house: House, capsys: pytest.CaptureFixture[str]) -> str:
    show_status(workbook_statuses(house), Output(timezone="Asia/Ho_Chi_Minh"))
    return capsys.readouterr().out


def test_a_path_that_was_mistyped_once_is_not_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house = house_in(tmp_path, NOON)
    list(sync_workbooks(house, house.wanted([f"{tmp_path}/growht-team.xlsx"]), house.today()))
    list(sync_workbooks(house, house.wanted(["never-run"]), house.today()))

    assert [each.name for each in workbook_statuses(house)] == ["growth-team", "never-run"]
    assert "growht" not in shown_status(house, capsys)


def test_a_workbook_that_was_left_and_is_no_longer_in_the_settings_is_not_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "growth-team.xlsx").write_bytes(example_workbooks()["growth-team.xlsx"])
    house = house_in(tmp_path, NOON)
    wanted = house.wanted(["growth-team"])
    list(sync_workbooks(house, wanted, house.today()))
    leave_workbooks(house, wanted, house.today())
    assert "okr-sync resume growth-team" in shown_status(house, capsys)

    settings = house.settings._replace(workbooks=house.settings.workbooks[1:])

    assert [each.name for each in workbook_statuses(house._replace(settings=settings))] == ["never-run"]


def test_a_workbook_that_is_held_is_told_of_whatever_the_settings_say(tmp_path: Path) -> None:
    (tmp_path / "growth-team.xlsx").write_bytes(example_workbooks()["growth-team.xlsx"])
    house = house_in(tmp_path, NOON)
    hold_workbooks(house, house.wanted(["growth-team"]), "board meeting")
    settings = house.settings._replace(workbooks=())

    assert [each.state for each in workbook_statuses(house._replace(settings=settings))] == ["held"]


def test_what_could_not_be_left_is_told_once_and_held_where_it_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "growth-team.xlsx").write_bytes(example_workbooks()["growth-team.xlsx"])
    house = house_in(tmp_path, NOON)
    list(sync_workbooks(house, house.wanted(["growth-team"]), house.today()))
    observed = [own._replace(write=False) for own in house.wanted(["growth-team"])]

    for wanted, is_held in ((house.wanted(["never-run"]), True), (observed, False)):
        show_undone(leave_workbooks(house, wanted, house.today()), Output(), what="everything of ours")

        said = capsys.readouterr()
        assert said.err.count("error: ") == 1
        assert "0 workbooks" not in said.err
        assert ("held since" in said.out) == is_held
    assert [each.hold is not None for each in workbook_statuses(house)] == [False, True]


def test_a_path_at_which_there_is_nothing_cannot_be_left(tmp_path: Path) -> None:
    house = house_in(tmp_path, NOON)
    house.open_archive().close()

    with pytest.raises(UnknownWorkbook):
        leave_workbooks(house, house.wanted([f"{tmp_path}/growht-team.xlsx"]), house.today())

    with house.read_archive() as archive:
        assert archive.runs() == ()


def test_formulas_that_may_show_old_values_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "growth-team.xlsx"
    path.write_bytes(example_workbooks()["growth-team.xlsx"])
    workbook = openpyxl.load_workbook(path)
    workbook.create_sheet("Board")["B2"] = "=INDIRECT(A1)"
    workbook.save(path)
    house = house_in(tmp_path, NOON)
    list(sync_workbooks(house, house.wanted(["growth-team"]), house.today()))

    show_status(workbook_statuses(house), Output(timezone="Asia/Ho_Chi_Minh"))

    assert "growth-team: Board!B2 OKR146: It cannot be told what the formula in B2" in capsys.readouterr().out


def test_without_an_archive_all_are_new_and_none_is_made(tmp_path: Path) -> None:
    assert [each.state for each in workbook_statuses(house_in(tmp_path, NOON))] == ["new", "new"]
    assert not (tmp_path / "archive.db").exists()
