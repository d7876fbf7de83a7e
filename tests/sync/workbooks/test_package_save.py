"""The file as a whole: at once, or not at all, and never over what somebody saved."""

from __future__ import annotations

import errno
import os
import random
import re
import signal
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.workbooks import package_in_use, package_leftovers, package_swap, package_turns
from sync.workbooks.package import (
    CellEdit,
    SheetEdit,
    WorkbookChangedSinceRead,
    WorkbookInUse,
    WorkbookRefused,
    fingerprint,
    patch,
    patch_cells,
    settle_leftovers,
)
from sync.workbooks.package_swap import Swap, short
from tests.sync.workbooks.package_making import parts_for, sheet_xml, write_zip

OURS = {("Q4 2026", "A1"): "ours"}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Q4 2026"
    sheet.append(["Key result", "Target", "Current", "Progress"])
    for number in range(1, 4):
        sheet.append([f"Kết quả {number}", 10 * number, number, 0.5])
    book.save(tmp_path / "team sales.xlsx")
    return tmp_path / "team sales.xlsx"


def first_cell(path: Path) -> object:
    return openpyxl.load_workbook(path)["Q4 2026"]["A1"].value


def save_beside_and_rename(path: Path, content: bytes) -> None:
    beside = path.with_name("somebody's program.tmp")
    beside.write_bytes(content)
    beside.replace(path)


def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_swap, "_renameat2", lambda: None)


def test_mode_and_links_stay_and_nothing_is_left_over(workbook: Path, tmp_path: Path) -> None:
    workbook.chmod(0o640)
    link = tmp_path / "link.xlsx"
    link.symlink_to(workbook.name)
    patch_cells(link, {("Q4 2026", "A1"): "new"})
    assert link.is_symlink()
    assert workbook.stat().st_mode & 0o777 == 0o640
    assert openpyxl.load_workbook(workbook)["Q4 2026"]["A1"].value == "new"
    assert sorted(os.listdir(tmp_path)) == ["link.xlsx", workbook.name]


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="this system has no extended attributes")
def test_a_write_protected_file_is_left_as_it_is_whoever_writes(workbook: Path) -> None:
    before = workbook.read_bytes()
    workbook.chmod(0o444)
    with pytest.raises(WorkbookRefused, match="write-protected") as refused:
        patch_cells(workbook, OURS)
    assert "chmod u+w" in refused.value.hint
    assert (workbook.read_bytes(), os.listdir(workbook.parent)) == (before, [workbook.name])
    workbook.chmod(0o644)
    patch_cells(workbook, OURS)
    assert workbook.read_bytes() != before


def test_extended_attributes_stay(workbook: Path) -> None:
    try:
        os.setxattr(workbook, "user.team", b"sales")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    patch_cells(workbook, {("Q4 2026", "A1"): "new"})
    assert os.getxattr(workbook, "user.team") == b"sales"


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="this system has no extended attributes")
def test_what_the_folder_gives_to_new_files_lets_nobody_else_in(workbook: Path) -> None:
    everybody, owner, one_user, group, mask, others = 0xFFFFFFFF, 1, 2, 4, 16, 32
    entries = [(owner, 7, everybody), (one_user, 6, 1234), (group, 5, everybody), (mask, 7, everybody)]
    access = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *one) for one in [*entries, (others, 0, everybody)])
    workbook.chmod(0o640)
    try:
        os.setxattr(workbook.parent, "system.posix_acl_default", access)
    except OSError:
        pytest.skip("this file system has no access lists")
    patch_cells(workbook, OURS)
    assert os.listxattr(workbook) == []
    assert stat.S_IMODE(workbook.stat().st_mode) == 0o640

    os.setxattr(workbook, "system.posix_acl_access", access)
    own = os.getxattr(workbook, "system.posix_acl_access")
    patch_cells(workbook, {("Q4 2026", "A1"): "again"})
    assert os.getxattr(workbook, "system.posix_acl_access") == own


def test_a_workbook_that_was_saved_since_it_was_read_is_not_written(workbook: Path) -> None:
    read = fingerprint(workbook)
    patch_cells(workbook, {("Q4 2026", "A1"): "saved by a person"})
    before = workbook.read_bytes()
    with pytest.raises(WorkbookChangedSinceRead):
        patch(workbook, {"Q4 2026": SheetEdit({(1, 1): CellEdit("ours")})}, expected_fingerprint=read)
    assert workbook.read_bytes() == before
    patch(workbook, {"Q4 2026": SheetEdit({(1, 1): CellEdit("ours")})}, expected_fingerprint=fingerprint(workbook))


@pytest.mark.parametrize("keeps_times", [False, True])
def test_a_person_who_saves_during_the_write_wins(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, keeps_times: bool
) -> None:
    theirs = workbook.read_bytes()[:-1] + b"!"
    fsync = os.fsync

    def save_meanwhile(descriptor: int) -> None:
        status = workbook.stat()
        with workbook.open("r+b") as file:
            file.write(theirs)
        if keeps_times:
            os.utime(workbook, ns=(status.st_atime_ns, status.st_mtime_ns))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", save_meanwhile)
    with pytest.raises(WorkbookChangedSinceRead):
        patch_cells(workbook, {("Q4 2026", "A1"): "ours"})
    assert workbook.read_bytes() == theirs
    assert os.listdir(workbook.parent) == [workbook.name]


def test_a_full_disk_leaves_the_file_as_it_was(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = workbook.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorkbookRefused, match="No space left on device"):
        patch_cells(workbook, {("Q4 2026", "A1"): "ours"})
    assert workbook.read_bytes() == before
    assert os.listdir(workbook.parent) == [workbook.name]


def test_a_run_that_is_killed_leaves_the_old_file_or_the_new_one(workbook: Path, tmp_path: Path) -> None:
    script = (
        "import sys, itertools\nfrom sync.workbooks.package import patch_cells\nprint('go', flush=True)\n"
        "for number in itertools.count():\n"
        "    patch_cells(sys.argv[1], {('Q4 2026', f'{c}{r}'): number for r in range(1, 40) for c in 'FGHIJ'})\n"
    )
    root = Path(__file__).parents[3]
    pauses = random.Random(4)
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(workbook)],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(pauses.uniform(0.0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        sheet = openpyxl.load_workbook(workbook)["Q4 2026"]
        assert len({sheet[f"{column}{row}"].value for row in range(1, 40) for column in "FGHIJ"}) == 1
        assert sheet["A2"].value == "Kết quả 1"
    patch_cells(workbook, {("Q4 2026", "A1"): "the next run"})
    assert [name for name in os.listdir(workbook.parent) if "okr-sync" in name] == []


def test_a_file_with_several_names_gets_its_new_version_under_the_one_that_was_given(workbook: Path) -> None:
    before, other = workbook.read_bytes(), workbook.with_name("another name.xlsx")
    os.link(workbook, other)
    patch_cells(workbook, OURS)
    assert first_cell(workbook) == "ours"
    assert other.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="this user may not give files away")
def test_the_owner_stays(workbook: Path) -> None:
    os.chown(workbook, 1234, 2345)
    workbook.chmod(0o2640)
    patch_cells(workbook, OURS)
    now = workbook.stat()
    assert (now.st_uid, now.st_gid, now.st_mode & 0o7777) == (1234, 2345, 0o2640)


@pytest.mark.parametrize(("mode", "may"), [(0o640, False), (0o660, True), (0o646, True)])
def test_where_the_owner_cannot_stay_nobody_loses_a_right(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, mode: int, may: bool
) -> None:
    if os.geteuid() != 0:
        pytest.skip("this user may not give files away")
    os.chown(workbook, 1234, 2345)
    workbook.chmod(mode)
    before, fchown = workbook.read_bytes(), os.fchown

    def not_the_owner(descriptor: int, user: int, group: int) -> None:
        if user != -1:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        fchown(descriptor, user, group)

    monkeypatch.setattr(os, "fchown", not_the_owner)
    if may:
        patch_cells(workbook, OURS)
        assert workbook.stat().st_gid == 2345
    else:
        with pytest.raises(WorkbookRefused, match="belongs to another user"):
            patch_cells(workbook, OURS)
        assert workbook.read_bytes() == before
    assert os.listdir(workbook.parent) == [workbook.name]


# ── Somebody else is at it ───────────────────────────────────────────────────────────────────────────────────────────

EXCEL_LOCK = b"\x0bNguyen V. A" + b" " * 43 + b"\x0b\x00" + "Nguyễn V. A".encode("utf-16-le") + b" \x00" * 43
LIBREOFFICE_LOCK = b",tranb,PC-7,25.11.2026 09:12,file:///home/tranb/.config/libreoffice/4;"


@pytest.mark.parametrize(
    ("lock", "content", "said"),
    [
        ("~$team sales.xlsx", EXCEL_LOCK, "is open in Excel by Nguyễn V. A since 2026-11-18 11:06 UTC."),
        ("~$team sales.xlsx", EXCEL_LOCK[:55], "is open in Excel by Nguyen V. A since"),
        ("~$team sales.xlsx", b"", "is open in Excel since"),
        (".~lock.team sales.xlsx#", LIBREOFFICE_LOCK, "is open in LibreOffice by tranb on PC-7 since"),
        (
            ".~lock.team sales.xlsx#",
            "Trần\\, Thị B".encode() + LIBREOFFICE_LOCK,
            "is open in LibreOffice by Trần, Thị B on PC-7 since",
        ),
        (".~lock.team sales.xlsx#", b"", "is open in LibreOffice since"),
    ],
)
def test_a_workbook_that_somebody_has_open_is_not_written_and_it_is_said_who(
    workbook: Path, lock: str, content: bytes, said: str
) -> None:
    before = workbook.read_bytes()
    (workbook.parent / lock).write_bytes(content)
    os.utime(workbook.parent / lock, (1_795_000_000, 1_795_000_000))  # in November 2026
    with pytest.raises(WorkbookInUse, match=re.escape(said)):
        patch_cells(workbook, OURS)
    assert workbook.read_bytes() == before
    assert sorted(os.listdir(workbook.parent)) == sorted([lock, workbook.name])


@pytest.mark.parametrize("name", ["link.xlsx", "another link.xlsx", "team sales.xlsx"])
def test_a_lock_file_that_comes_in_the_last_moment_counts_beside_whatever_name(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "another link.xlsx").symlink_to(workbook)
    (tmp_path / "link.xlsx").symlink_to("folder/another link.xlsx")
    folder = tmp_path / "folder" if name.startswith("another") else tmp_path
    before, refuse_if_changed = workbook.read_bytes(), package_swap.refuse_if_changed

    def opened_meanwhile(original: package_swap.Original) -> None:
        refuse_if_changed(original)
        (folder / f"~${name}").write_bytes(EXCEL_LOCK)

    monkeypatch.setattr("sync.workbooks.package_save.refuse_if_changed", opened_meanwhile)
    with pytest.raises(WorkbookInUse, match="is open in Excel"):
        patch_cells(tmp_path / "link.xlsx", OURS)
    assert workbook.read_bytes() == before


def test_an_old_lock_file_is_told_with_its_age_and_how_to_get_rid_of_it(workbook: Path) -> None:
    lock = workbook.parent / "~$team sales.xlsx"
    lock.write_bytes(EXCEL_LOCK)
    os.utime(lock, (time.time() - 5 * 86_400,) * 2)
    with pytest.raises(WorkbookInUse) as told:
        patch_cells(workbook, OURS)
    assert told.value.seems_left
    assert told.value.hint.startswith("That is 5 days ago: if nobody has it open any more")
    assert "~$team sales.xlsx beside it was left by a crash: delete it" in told.value.hint


@given(content=st.binary(max_size=200), program=st.sampled_from(["_excel_user", "_libreoffice_user"]))
def test_whatever_a_lock_file_holds_one_line_comes_of_it(content: bytes, program: str) -> None:
    user = package_in_use._shown(getattr(package_in_use, program)(content))
    assert user.isprintable()
    assert len(user) <= 80


def test_a_workbook_that_is_being_written_in_place_is_put_off(workbook: Path) -> None:
    if not has_leases(workbook):
        pytest.skip("this file system gives no leases")
    before = workbook.read_bytes()
    with workbook.open("r+b"), pytest.raises(WorkbookInUse, match="is being written by another program"):
        patch_cells(workbook, OURS)
    assert workbook.read_bytes() == before
    patch_cells(workbook, OURS)


def test_where_a_refused_lease_tells_nothing_only_the_bytes_do(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Network file systems refuse leases as if somebody had the file open for writing."""
    monkeypatch.setattr("sync.workbooks.package_watch._OWN_FILE_SYSTEMS", {})
    with workbook.open("r+b"):
        patch_cells(workbook, OURS)
    assert first_cell(workbook) == "ours"


def test_whoever_waits_to_save_in_place_gets_the_file_that_is_in_place(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody opens the file for writing when it has been looked at for the last time: the system lets them wait."""
    if not has_leases(workbook):
        pytest.skip("this file system gives no leases")
    saver = "import sys; file = open(sys.argv[1], 'r+b'); file.truncate(); file.write(b'theirs'); file.close()"
    started: list[subprocess.Popen[bytes]] = []
    sync_folder = package_swap._sync_folder

    def save_meanwhile(folder: Path) -> None:
        if not started:
            # They were just opening it: the old version is what they have found.
            [old] = [name for name in os.listdir(folder) if "okr-sync" in name]
            started.append(subprocess.Popen([sys.executable, "-c", saver, str(folder / old)]))
            time.sleep(0.5)
        sync_folder(folder)

    monkeypatch.setattr(package_swap, "_sync_folder", save_meanwhile)
    with pytest.raises(WorkbookChangedSinceRead):
        patch_cells(workbook, OURS)
    assert started[0].wait(20) == 0
    assert workbook.read_bytes() == b"theirs"
    assert os.listdir(workbook.parent) == [workbook.name]


def has_leases(path: Path) -> bool:
    with package_swap.watched(path) as watch:
        return watch.granted


@pytest.mark.parametrize("exchanges", [True, False])
def test_whoever_saves_by_renaming_right_before_the_swap_wins(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    if not exchanges:
        no_exchange(monkeypatch)
    theirs, refuse_if_changed = workbook.read_bytes()[:-1] + b"!", package_swap.refuse_if_changed

    def save_after(original: package_swap.Original) -> None:
        refuse_if_changed(original)
        save_beside_and_rename(workbook, theirs)

    monkeypatch.setattr("sync.workbooks.package_save.refuse_if_changed", save_after)
    with pytest.raises(WorkbookChangedSinceRead):
        patch_cells(workbook, OURS)
    assert workbook.read_bytes() == theirs
    assert os.listdir(workbook.parent) == [workbook.name]


def test_whoever_saves_twice_during_the_swap_has_both_versions(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = workbook.read_bytes() + b"1", workbook.read_bytes() + b"2"
    exchange, saves = package_swap._exchange, iter([first, second])

    def save_before(one: Path, other: Path) -> bool:
        if theirs := next(saves, None):
            save_beside_and_rename(workbook, theirs)
        return exchange(one, other)

    monkeypatch.setattr(package_swap, "_exchange", save_before)
    with pytest.raises(WorkbookChangedSinceRead, match="the one before it is kept as 'team sales"):
        patch_cells(workbook, OURS)
    [kept] = workbook.parent.glob("*kept by okr-sync*.xlsx")
    assert (workbook.read_bytes(), kept.read_bytes()) == (second, first)
    assert len(os.listdir(workbook.parent)) == 2


def test_a_version_that_is_kept_gets_a_name_however_long_the_workbooks_is(tmp_path: Path) -> None:
    path = tmp_path / f"{'Mục tiêu quý ' * 14}.xlsx"
    beside = tmp_path / ".theirs~"
    path.write_bytes(b"the newest")
    beside.write_bytes(b"theirs")
    with pytest.raises(WorkbookRefused, match=r"kept by okr-sync\)\.xlsx"):
        package_swap.settle(Swap(path, beside, "0" * 24, "1" * 24))
    [kept] = tmp_path.glob("*kept by okr-sync).xlsx")
    assert kept.read_bytes() == b"theirs"


def test_what_a_killed_run_left_unreadable_is_named(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = package_leftovers.new_name_beside(workbook)
    beside.touch()

    def denied(path: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "unlink", denied)
    with pytest.raises(WorkbookRefused, match=re.escape(f"{beside}, left by a run that was killed, may not be read")):
        settle_leftovers(workbook)


def test_a_workbook_that_is_moved_away_during_the_write_stays_moved(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, moved, exchange = workbook.read_bytes(), workbook.with_name("moved.xlsx"), package_swap._exchange

    def move_first(one: Path, other: Path) -> bool:
        workbook.rename(moved)
        return exchange(one, other)

    monkeypatch.setattr(package_swap, "_exchange", move_first)
    with pytest.raises(WorkbookChangedSinceRead):
        patch_cells(workbook, OURS)
    assert moved.read_bytes() == before
    assert os.listdir(workbook.parent) == [moved.name]


def test_patches_by_several_processes_take_turns(workbook: Path) -> None:
    script = (
        "import sys\nfrom sync.workbooks.package import patch_cells\n"
        "for number in range(12):\n    patch_cells(sys.argv[1], {('Q4 2026', f'{sys.argv[2]}{number + 2}'): number})\n"
    )
    root = Path(__file__).parents[3]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(workbook), column],
            env={**os.environ, "PYTHONPATH": str(root)},
            stderr=subprocess.PIPE,
        )
        for column in "FGH"
    ]
    assert [process.communicate(timeout=120)[1] for process in started] == [b""] * 3
    sheet = openpyxl.load_workbook(workbook)["Q4 2026"]
    assert [sheet[f"{column}{number + 2}"].value for column in "FGH" for number in range(12)] == [*range(12)] * 3
    assert os.listdir(workbook.parent) == [workbook.name]


def test_who_waits_for_a_turn_too_long_comes_back_later(workbook: Path) -> None:
    with package_turns.turn_at(workbook.parent) as first:
        assert first
        with (
            pytest.raises(WorkbookInUse, match="another sync"),
            package_turns.turn_at(workbook.parent, patience=0.02),
        ):
            pass
    with package_turns.turn_at(workbook.parent, patience=0) as again:
        assert again


def test_where_a_folder_may_not_be_locked_nobody_is_waited_for(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(descriptor: int, operation: int) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(package_turns, "fcntl", SimpleNamespace(flock=refused, LOCK_EX=2, LOCK_NB=4))
    with package_turns.turn_at(workbook.parent, patience=0) as is_known:
        assert not is_known


# ── What a killed run left ───────────────────────────────────────────────────────────────────────────────────────────


class Killed(BaseException):
    """Nothing after it is done, as after a kill: what would tidy up is kept from it."""


@pytest.fixture
def killed_after(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Swap]]:
    """Given the step after which a run is killed ('written', 'named' or 'swapped'), kill one, and say what it left."""

    def kill(step: str) -> Swap:
        before = short(fingerprint(workbook))
        dies_at = {"written": "rename", "named": "exchange", "swapped": "sync"}[step]
        with monkeypatch.context() as patched:
            patched.setattr(package_swap, "take_back", lambda swap: None)
            patched.setattr(package_swap, "_is_removed", lambda swap: True)
            patched.setattr(
                "sync.workbooks.package_save.os",
                SimpleNamespace(
                    **vars(os) | {"unlink": lambda path: None} | ({"rename": dies} if dies_at == "rename" else {})
                ),
            )
            if dies_at == "exchange":
                patched.setattr(package_swap, "_exchange", dies)
            if dies_at == "sync":
                patched.setattr(package_swap, "_sync_folder", dies)
            with pytest.raises(Killed):
                patch_cells(workbook, OURS)
        [left] = [name for name in os.listdir(workbook.parent) if "okr-sync" in name]
        original, ours = (left[:-1].split("-")[-2:]) if step != "written" else ("", "")
        assert step == "written" or original == before
        return Swap(workbook, workbook.parent / left, original, ours)

    return kill


def dies(*_: object) -> None:
    raise Killed


@pytest.mark.parametrize("step", ["written", "named", "swapped"])
@pytest.mark.parametrize("next_run", ["patches", "looks"])
def test_what_a_killed_run_left_is_removed_by_the_next(
    workbook: Path, killed_after: Callable[[str], Swap], step: str, next_run: str
) -> None:
    left = killed_after(step)
    assert left.beside.exists()
    assert first_cell(workbook) == ("ours" if step == "swapped" else "Key result")
    if next_run == "patches":
        patch_cells(workbook, OURS)
        assert first_cell(workbook) == "ours"
    else:
        settle_leftovers(workbook)
    assert os.listdir(workbook.parent) == [workbook.name]


def test_somebodys_version_that_a_killed_run_swapped_out_is_put_back(
    workbook: Path, killed_after: Callable[[str], Swap]
) -> None:
    left = killed_after("swapped")
    theirs = left.beside.read_bytes() + b"theirs"
    save_beside_and_rename(left.beside, theirs)
    settle_leftovers(workbook)
    assert workbook.read_bytes() == theirs
    assert os.listdir(workbook.parent) == [workbook.name]


def test_somebodys_version_is_kept_where_another_was_saved_since(
    workbook: Path, killed_after: Callable[[str], Swap]
) -> None:
    left = killed_after("swapped")
    theirs, newer = left.beside.read_bytes() + b"theirs", workbook.read_bytes() + b"newer"
    save_beside_and_rename(left.beside, theirs)
    save_beside_and_rename(workbook, newer)
    with pytest.raises(WorkbookRefused, match="the one before it is kept as") as told:
        settle_leftovers(workbook)
    [kept] = [path for path in workbook.parent.iterdir() if path != workbook]
    assert kept.name in str(told.value)
    assert (workbook.read_bytes(), kept.read_bytes(), kept.suffix) == (newer, theirs, ".xlsx")
    settle_leftovers(workbook)


def test_nothing_is_put_back_under_the_hands_of_somebody_who_has_the_workbook_open(
    workbook: Path, killed_after: Callable[[str], Swap]
) -> None:
    left = killed_after("swapped")
    save_beside_and_rename(left.beside, b"theirs")
    lock = workbook.with_name(f"~${workbook.name}")
    lock.write_bytes(EXCEL_LOCK)
    with pytest.raises(WorkbookInUse):
        settle_leftovers(workbook)
    assert left.beside.read_bytes() == b"theirs"
    lock.unlink()
    settle_leftovers(workbook)
    assert workbook.read_bytes() == b"theirs"


def test_what_a_run_on_another_machine_left_is_removed_after_a_day(
    workbook: Path, killed_after: Callable[[str], Swap], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_after("written")
    monkeypatch.setattr(package_leftovers, "_marks", lambda: ("0" * 8, "1" * 8, True))
    settle_leftovers(workbook)
    assert len(os.listdir(workbook.parent)) == 2
    monkeypatch.setattr(package_leftovers, "time", SimpleNamespace(time=lambda: time.time() + 90_000))
    settle_leftovers(workbook)
    assert os.listdir(workbook.parent) == [workbook.name]


A_CARD = "/sys/class/net/eth0"


@pytest.mark.parametrize(
    ("files", "settled"),
    [
        ({"/etc/machine-id": "1234", f"{A_CARD}/address": "3c:52:82:dd:ee:ff"}, True),
        # A copied machine, or a container of the same image on another one: a run of theirs may be going.
        ({"/etc/machine-id": "1234", f"{A_CARD}/address": "3c:52:82:dd:ee:00"}, False),
        ({"/etc/machine-id": "1234"}, False),
        ({"/etc/machine-id": "1234", f"{A_CARD}/address": "02:fc:00:00:00:01"}, False),
        ({f"{A_CARD}/address": "3c:52:82:dd:ee:ff"}, False),
        ({}, False),
    ],
)
def test_what_was_left_before_a_restart_is_settled_under_another_host_name_and_on_a_share(
    workbook: Path,
    killed_after: Callable[[str], Swap],
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, str],
    settled: bool,
) -> None:
    def as_machine(host: str, boot: str, there: dict[str, str]) -> None:
        files = {name: text.encode() for name, text in there.items()}
        files["/proc/sys/kernel/random/boot_id"] = boot.encode()
        cards = [name.replace("/address", "/device") for name in files if name.endswith("/address")]
        monkeypatch.setattr(package_leftovers.platform, "node", lambda: host)
        monkeypatch.setattr(package_leftovers, "_content", lambda path: files.get(path, b""))
        monkeypatch.setattr(package_leftovers.glob, "glob", lambda pattern: cards)
        package_leftovers._marks.cache_clear()

    monkeypatch.setattr(package_turns, "_opened", lambda folder: None)  # no turns, as on a share
    as_machine("before", "first", {"/etc/machine-id": "1234", f"{A_CARD}/address": "3c:52:82:dd:ee:ff"})
    beside = package_leftovers.new_name_beside(workbook)
    beside.write_bytes(b"half")
    settle_leftovers(workbook)
    assert beside.exists(), "it may be of a run that is going"

    as_machine("after", "second", files)
    settle_leftovers(workbook)
    assert beside.exists() != settled
    monkeypatch.undo()
    package_leftovers._marks.cache_clear()


def test_the_leavings_of_workbooks_with_long_names_are_not_taken_for_each_others(tmp_path: Path) -> None:
    for name in ("x" * 60 + " 1.xlsx", "x" * 60 + " 2.xlsx", "x" * 60 + ".xlsx", "ă" * 80 + ".xlsx"):
        path = write_zip(tmp_path / name, parts_for(sheet_xml(""), sheet_xml("")))
        beside = package_leftovers.new_name_beside(path)
        assert len(os.fsencode(beside.name)) < 90
        beside.write_bytes(b"half")
        others = [other for other in tmp_path.iterdir() if other.suffix == ".xlsx" and other != path]
        for other in others:
            settle_leftovers(other)
        assert beside.exists()
        settle_leftovers(path)
        assert not beside.exists()
