"""``init``: what it writes can be used, and nothing is written where it could not be."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.end_to_end.commands import okr_sync
from tests.end_to_end.terminal import on_a_terminal

KEY = "1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789AbCdEfG"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("bán hàng", "perhaps 'ban-hang'"),
        ("Đội Bán Hàng", "perhaps 'doi-ban-hang'"),
        ("sales.xlsx", "perhaps 'sales'"),
        ("x/y", "perhaps 'x-y'"),
        ('a"b', "perhaps 'a-b'"),
        ("../../escaped", "perhaps 'escaped'"),
        ("???", "letters, digits"),
    ],
)
def test_a_name_that_settings_refuse_is_refused_before_anything_is_written(
    name: str, told: str, tmp_path: Path
) -> None:
    ran = okr_sync("init", "team/deep", "--name", name, folder=tmp_path)

    assert ran.status == 2
    assert f"error: '{name}' cannot be a workbook's name: nothing was written\n" in ran.err
    assert told in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["bán-hàng", "sales", "q4.2026", "đội_1"])
def test_settings_of_any_name_that_is_accepted_can_be_read(name: str, tmp_path: Path) -> None:
    assert okr_sync("init", "--name", name, folder=tmp_path).status == 0

    assert okr_sync("check", name, "--fail-on", "never", folder=tmp_path).status == 0


@pytest.mark.parametrize("source", ["teams/*.xlsx", "https://user:hunter2@files.example.com/sales.xlsx"])
def test_a_source_that_settings_refuse_is_refused_before_anything_is_written(source: str, tmp_path: Path) -> None:
    ran = okr_sync("init", "--source", source, folder=tmp_path)

    assert ran.status == 2
    assert "nothing was written" in ran.err
    assert "hunter2" not in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--source", "teams/sales.xlsx"), "there is no file teams/sales.xlsx: nothing was written\n"),
        (("--source", f"google:{KEY}", "--credentials", "robot.json"), "there is no file robot.json"),
        (("--source", "."), "there is no file .: nothing was written"),
    ],
)
def test_a_file_that_is_not_there_is_told_before_anything_is_written(
    words: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    ran = okr_sync("init", *words, folder=tmp_path)

    assert ran.status == 2
    assert told in ran.err
    assert list(tmp_path.iterdir()) == []


def test_files_are_named_from_where_one_is_and_settings_name_them_from_theirs(tmp_path: Path) -> None:
    assert okr_sync("init", "first", folder=tmp_path).status == 0
    (tmp_path / "robot.json").write_text("{}")
    at_google = okr_sync("init", "second", "--source", KEY, "--credentials", "robot.json", folder=tmp_path)
    own = okr_sync("init", "third", "--source", "first/okr.xlsx", folder=tmp_path)

    assert (at_google.status, own.status) == (0, 0)
    assert 'credentials = "../robot.json"' in (tmp_path / "second" / "config.toml").read_text("utf-8")
    settings = (tmp_path / "third" / "config.toml").read_text("utf-8")
    assert 'source = "excel:../first/okr.xlsx"' in settings
    assert "\nadd_columns = true" in settings
    assert "add_columns" in own.err


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_who_types_a_name_that_is_none_is_asked_again(tmp_path: Path) -> None:
    said = on_a_terminal("init", folder=tmp_path, typed="en\nbán hàng\nban-hang\nteam-okr\n")

    assert said.count("Name of the first workbook") == 2
    assert "perhaps 'ban-hang'" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ban-hang.xlsx", "config.toml"]
