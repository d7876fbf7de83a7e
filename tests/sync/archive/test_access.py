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
    assert access.way_to_read(link) is access.Way.beside_its_writer
    service.close()
    assert access.way_to_read(link) is access.Way.from_a_copy


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


def test_a_log_that_goes_while_it_is_copied_is_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, log, room, copied = tmp_path / "archive.db", tmp_path / "archive.db-wal", tmp_path / "room", shutil.copyfile
    room.mkdir()
    file.write_bytes(b"one")
    log.write_bytes(b"two")

    def copied_and_closed(source: Path, copy: Path) -> None:
        copied(source, copy)
        if log.exists():
            file.write_bytes(b"one, two")
            log.unlink()

    monkeypatch.setattr(shutil, "copyfile", copied_and_closed)
    assert access.copied_with_log(file, room).read_bytes() == b"one, two"
    assert not (room / "read.db-wal").exists()


def test_an_archive_that_goes_while_it_is_copied_is_told_to_be_gone(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"archive\.db is no longer there") as refused:
        access.copied_with_log(tmp_path / "archive.db", tmp_path)
    assert refused.value.hint


def test_an_index_that_goes_between_two_looks_is_no_longer_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, index, exists = tmp_path / "archive.db", tmp_path / "archive.db-shm", Path.exists
    file.touch()
    (tmp_path / "archive.db-wal").touch()
    index.write_bytes(bytes(access._LEAST_INDEX))

    def seen_and_gone(path: Path) -> bool:
        there = exists(path)
        index.unlink(missing_ok=True)
        return there

    monkeypatch.setattr(Path, "exists", seen_and_gone)
    assert access.way_to_read(file) is access.Way.from_a_copy


def test_what_goes_while_it_is_looked_at_is_not_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    log = tmp_path / "archive.db-wal"
    log.touch()
    monkeypatch.setattr(access, "_may_be_written", lambda path: path.unlink(missing_ok=True) or False)
    assert not access._is_read_only(log)
