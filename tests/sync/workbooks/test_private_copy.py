from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import pytest

from sync.workbooks.private_copy import private_folder


@pytest.fixture(autouse=True)
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_nobody_else_may_look_into_it_and_it_is_gone_afterwards(tmp_path: Path) -> None:
    with private_folder() as folder:
        (folder / "workbook.xlsx").write_bytes(b"scores")
        [outside] = tmp_path.iterdir()
        assert stat.S_IMODE(outside.stat().st_mode) == 0o700

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / "okr-sync-copy-killed"
    left.mkdir()
    (left / "workbook.xlsx").write_bytes(b"scores")
    os.utime(left, (0, 0))

    with private_folder():
        pass

    assert list(tmp_path.iterdir()) == []


def test_what_another_run_works_on_is_left_alone(tmp_path: Path) -> None:
    with private_folder() as other:
        os.utime(other.parent, (0, 0))
        with private_folder():
            pass

        assert other.exists()


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    elsewhere = tmp_path / "documents"
    elsewhere.mkdir()
    (tmp_path / "okr-sync-copy-link").symlink_to(elsewhere)
    os.utime(tmp_path / "okr-sync-copy-link", (0, 0), follow_symlinks=False)

    with private_folder():
        pass

    assert elsewhere.exists()


def test_what_another_user_made_to_look_like_ours_is_not_even_touched(tmp_path: Path) -> None:
    trap = tmp_path / "okr-sync-copy-trap"
    trap.mkdir()
    (trap / "in-use").symlink_to(tmp_path / "made by us")
    if os.geteuid() == 0:
        os.chown(trap, 1234, 1234)
    os.utime(trap, (0, 0))

    with private_folder():
        pass

    assert trap.exists()
    assert not (tmp_path / "made by us").exists()
