"""``init``: what it writes can be used, and nothing is written where it could not be."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.end_to_end.commands import okr_sync
from tests.end_to_end.terminal import on_a_terminal


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


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_who_types_a_name_that_is_none_is_asked_again(tmp_path: Path) -> None:
    said = on_a_terminal("init", folder=tmp_path, typed="en\nbán hàng\nban-hang\nteam-okr\n")

    assert said.count("Name of the first workbook") == 2
    assert "perhaps 'ban-hang'" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ban-hang.xlsx", "config.toml"]
