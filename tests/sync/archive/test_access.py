"""An archive that may not be written where it is: read beside whoever writes to it, or from a copy of one moment."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from sync.archive import access
from sync.archive.values import ArchiveError


@pytest.fixture(autouse=True)
def _nothing_may_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    # Rights do not bind the superuser, as whom tests may run.
    monkeypatch.setattr(access, "_is_read_only", Path.exists)


def test_one_that_is_in_use_is_read_where_it_is_whatever_link_leads_there(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    real, link = tmp_path / "data" / "real.db", tmp_path / "archive.db"
    link.symlink_to(real)
    service = sqlite3.connect(real)
    service.execute("PRAGMA journal_mode = WAL")
    service.execute("CREATE TABLE hold (workbook)")
    service.commit()
    assert not access.has_to_be_copied(link)
    assert access.read_alone_as(link) == f"{real.resolve().as_uri()}?mode=ro"
    service.close()
    assert access.has_to_be_copied(link)
    assert access.read_alone_as(link) is None


@pytest.mark.parametrize("times", [1, 100])
def test_a_copy_is_of_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    file, room, copied = tmp_path / "archive.db", tmp_path / "room", shutil.copyfile
    room.mkdir()
    file.write_bytes(b"one")
    writes = iter(range(times))

    def copied_and_written_to(source: Path, copy: Path) -> None:
        copied(source, copy)
        if next(writes, None) is not None:
            file.write_bytes(file.read_bytes() + b", more")

    monkeypatch.setattr(shutil, "copyfile", copied_and_written_to)
    if times == 1:
        assert access.copied_with_log(file, room).read_bytes() == b"one, more"
    else:
        with pytest.raises(ArchiveError, match="written to all the time"):
            access.copied_with_log(file, room)
