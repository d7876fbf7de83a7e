"""Workbooks elsewhere through the command, as users run it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.end_to_end.commands import Ran, okr_sync
from tests.graph_server import DRIVE, GraphServer, Item
from tests.sync.test_engine import TEAM, save

SETTINGS = """
[service]
archive = "sqlite:///archive.db"

[graph]
tenant = "contoso"
client_id = "our-app"
endpoint = "{base}"
authority = "{base}"

[[workbook]]
name = "sales"
source = "excel:{source}"
"""


@pytest.fixture
def server() -> GraphServer:
    return GraphServer()


@pytest.fixture
def item(server: GraphServer, tmp_path: Path) -> Item:
    save(tmp_path / "made.xlsx", TEAM)
    return server.add("sales.xlsx", (tmp_path / "made.xlsx").read_bytes())


@pytest.mark.parametrize("by_link", [False, True])
def test_a_workbook_in_sharepoint_is_synced_once_and_then_left_alone(
    server: GraphServer, item: Item, tmp_path: Path, by_link: bool
) -> None:
    source = server.link("sales.xlsx") if by_link else f"graph:/drives/{DRIVE}/root:/sales.xlsx"
    (tmp_path / "config.toml").write_text(SETTINGS.format(base=server.base, source=source))

    with server.running():
        first = okr_sync("sync", "--json", folder=tmp_path, AZURE_CLIENT_SECRET="s3cret")
        version = item.version
        second = okr_sync("sync", folder=tmp_path, AZURE_CLIENT_SECRET="s3cret")
        doctor = okr_sync("doctor", folder=tmp_path, AZURE_CLIENT_SECRET="s3cret")

    assert (first.status, second.status, doctor.status) == (0, 0, 0), (first.err, second.err, doctor.out)
    assert item.version == version == 2
    assert server.leaks == []
    assert b"s3cret" not in (tmp_path / "archive.db").read_bytes()


@pytest.mark.parametrize("configured", [True, False])
def test_a_link_that_may_be_a_key_is_neither_shown_nor_archived(
    server: GraphServer, item: Item, tmp_path: Path, configured: bool
) -> None:
    link = server.link("sales.xlsx")
    key = link.rpartition("/")[2].partition("?")[0]
    settings = SETTINGS.format(base=server.base, source=link)
    (tmp_path / "config.toml").write_text(settings if configured else settings.partition("[[")[0])
    named = "sales" if configured else link

    def run(*words: str) -> Ran:
        return okr_sync(*words, folder=tmp_path, AZURE_CLIENT_SECRET="s3cret")

    with server.running():
        ran = [run("sync", named, "--json"), run("doctor", named), run("status", "--json")]
        item.save(b"no workbook any more")
        ran.append(run("sync", named))

    assert [each.status for each in ran] == [0, 0, 0, 1], ran
    assert len(key) > 8
    assert all(key not in each.out + each.err for each in ran)
    assert not any(key.encode() in path.read_bytes() for path in tmp_path.glob("*.db*"))
    assert ran[2].document[0]["source"].startswith("excel:https://contoso.sharepoint.com/***")


def test_a_password_in_a_source_is_neither_shown_nor_archived(tmp_path: Path) -> None:
    source = "smb://anna:hunter2@127.0.0.1:1/share/sales.xlsx"

    ran = [okr_sync(command, source, folder=tmp_path) for command in ("check", "plan", "sync", "doctor")]

    assert all("hunter2" not in each.out + each.err for each in ran)
    assert "has a password in it" in ran[2].err
    assert not any(b"hunter2" in path.read_bytes() for path in tmp_path.iterdir())


def test_a_store_that_is_not_there_is_one_workbook_that_failed(tmp_path: Path) -> None:
    assert okr_sync("template", "new", "team-okr", "here.xlsx", "--lang", "en", folder=tmp_path).status == 0

    ran = okr_sync("sync", "webdav://127.0.0.1:1/sales.xlsx", "here.xlsx", folder=tmp_path)

    assert ran.status == 1
    assert "webdav://127.0.0.1:1/sales.xlsx could not be reached" in ran.err + ran.out
    assert "Traceback" not in ran.err
    with sqlite3.connect(tmp_path / "okr-archive.db") as archive:
        found = {row[0] for row in archive.execute("select outcome from workbook_run")}
    archive.close()
    assert "failed" in found
    assert len(found) == 2
