from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from sync.archive import ArchiveError, Hold, WorkbookOutcome, access, database, migrating, open_archive, schema
from sync.archive.building import ROW_TEXTS, fresh, row_texts
from sync.archive.connection import Connection
from sync.archive.database import FRESH, Database
from sync.archive.migrating import MIGRATIONS, migrate
from sync.options import ScoringOptions
from tests.sync.archive.samples import DAY, plan, run_info, usual


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def said(url: str, wait_seconds: float = 0.1) -> str:
    """What opening says when it refuses."""
    with pytest.raises(ArchiveError) as refused:
        open_archive(url, wait_seconds).close()
    assert "\n" not in str(refused.value)
    assert refused.value.hint
    return str(refused.value)


# ── What cannot be opened is said in one sentence ────────────────────────────────────────────────────────────────────


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_text("Mục tiêu;Kết quả then chốt\n" * 100)
    before = path.read_bytes()
    assert said(f"sqlite:///{path}") == f"{path} is not an archive: it is not a database at all"
    assert path.read_bytes() == before


def test_somebody_elses_database_is_left_exactly_as_it_is(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE invoices (number INTEGER)")
        other.commit()
    before = path.read_bytes()
    assert said(f"sqlite:///{path}") == f"{path} is a database, but not an archive of okr-sync"
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.glob("archive*")] == [path.name]


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert "folder" in said(f"sqlite:///{tmp_path}/none/archive.db")
    assert not (tmp_path / "none").exists()


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    assert said(f"sqlite:///{tmp_path}") == f"{tmp_path} is a folder, and the archive is a file"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://okr:secret@db/okr", "this version keeps its archive in SQLite, not in 'postgresql'"),
        ("mysql://db/okr", "not in 'mysql'"),
        ("archive.db", "is not one of a database"),
        ("", "is not one of a database"),
        ("sqlite://archive.db", "two slashes where three belong"),
    ],
)
def test_an_address_that_is_none_of_ours(url: str, says: str) -> None:
    told = said(url)
    assert says in told
    assert "secret" not in told


def test_another_program_that_keeps_it_locked(path: Path) -> None:
    open_archive(f"sqlite:///{path}").close()
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        open_archive(f"sqlite:///{path}", 0.1) as archive,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveError, match="is locked: another program is writing to it"):
            archive.begin_run(run_info())
        other.execute("ROLLBACK")
        assert archive.begin_run(run_info())


def test_whoever_waits_for_a_lock_is_told_what_for(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    open_archive(f"sqlite:///{path}").close()
    monkeypatch.setattr(database, "TOLD_AFTER", 0.05)
    caplog.set_level("WARNING", "okr_sync.archive")
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        open_archive(f"sqlite:///{path}", 0.3) as archive,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveError, match="is locked: another program is writing to it"):
            archive.begin_run(run_info())
        [said] = caplog.messages
        assert said == f"{path} is locked: another program is writing to it; it is waited for, 0 s at most"
        other.execute("ROLLBACK")
        assert archive.begin_run(run_info())
    assert len(caplog.messages) == 1


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("database is locked", "is locked: another program is writing to it"),
        ("database table is locked", "is locked: another program is writing to it"),
        ("locking protocol", "is locked: other programs are at it all the time"),
    ],
)
def test_whatever_sqlite_calls_a_lock_is_told_as_one(path: Path, reason: str, says: str) -> None:
    opened = Database(f"sqlite:///{path}")
    with pytest.raises(ArchiveError, match=says) as told, opened.writing():
        raise sqlite3.OperationalError(reason)
    assert "try again" in told.value.hint
    opened.close()


def test_a_damaged_file(path: Path) -> None:
    with open_archive(f"sqlite:///{path}") as archive:
        run = archive.begin_run(run_info())
        archive.record_snapshot(run, "sales", "excel:sales.xlsx", "f", usual(), (), ScoringOptions())
    whole = bytearray(path.read_bytes())
    whole[4096:] = b"\xab" * (len(whole) - 4096)
    path.write_bytes(whole)
    assert said(f"sqlite:///{path}") == f"{path} is damaged"


def test_damage_anywhere_is_found_by_a_look_through(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_archive(f"sqlite:///{path}") as archive:
        for _ in range(3):
            run = archive.begin_run(run_info())
            archive.record_snapshot(run, "sales", "excel:sales.xlsx", "f", usual(), (), ScoringOptions())
        assert archive.look_through(60.0)
        monkeypatch.setattr(database, "_STEPS", 1)
        assert not archive.look_through(-1.0)
    whole = bytearray(path.read_bytes())
    for place in range(len(whole) // 3, len(whole) // 3 * 2, 97):
        whole[place] ^= 0xFF
    path.write_bytes(whole)
    with open_archive(f"sqlite:///{path}", only_to_read=True) as archive:
        with pytest.raises(ArchiveError, match=f"^{path} is damaged$") as told:
            archive.look_through(60.0)
        assert told.value.hint == "put a backup in its place"


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder, and no more rights in it than any user has: root may write everywhere."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    is_root = os.geteuid() == 0
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def become_nobody() -> None:
    if os.geteuid() == 0:
        os.seteuid(65534)


def test_an_archive_that_may_only_be_read(as_nobody: Path) -> None:
    path = as_nobody / "archive.db"
    open_archive(f"sqlite:///{path}").close()
    path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    as_nobody.chmod(0o555)
    become_nobody()
    with pytest.raises(ArchiveError, match="cannot be written: it is read-only") as refused:
        open_archive(f"sqlite:///{path}", 0.1).begin_run(run_info())
    assert refused.value.hint == f"allow writing to {path}"


def test_a_folder_that_may_not_be_written(as_nobody: Path) -> None:
    as_nobody.chmod(0o555)
    become_nobody()
    assert said(f"sqlite:///{as_nobody}/archive.db").endswith("cannot be made: its folder may not be written")


def recorded(path: Path) -> str:
    """The run of an archive in which one began."""
    with open_archive(f"sqlite:///{path}") as archive:
        return archive.begin_run(run_info())


def read_run(path: Path) -> str:
    with open_archive(f"sqlite:///{path}", 0.1, only_to_read=True) as archive:
        return archive.runs()[0].id


def listed(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


@pytest.mark.parametrize("modes", [(0o555, 0o444), (0o555, 0o644), (0o755, 0o444), (0o777, 0o444)])
def test_an_archive_that_may_only_be_read_is_read_and_nothing_is_left_beside_it(
    as_nobody: Path, modes: tuple[int, int]
) -> None:
    path = as_nobody / "tháng 10 %?#.db"
    run = recorded(path)
    as_nobody.chmod(modes[0])
    path.chmod(modes[1])
    before = listed(as_nobody)
    become_nobody()

    assert read_run(path) == run

    assert listed(as_nobody) == before


def test_an_archive_that_another_user_is_writing_is_read_with_what_was_written_last(as_nobody: Path) -> None:
    path = as_nobody / "archive.db"
    recorded(path)
    with open_archive(f"sqlite:///{path}") as theirs:
        run = theirs.begin_run(run_info()._replace(trigger="later"))
        for each in as_nobody.iterdir():
            each.chmod(0o444)
        as_nobody.chmod(0o555)
        become_nobody()
        try:
            with open_archive(f"sqlite:///{path}", 0.1, only_to_read=True) as archive:
                assert run in [one.id for one in archive.runs()]
        finally:
            os.seteuid(os.getuid())


@pytest.mark.parametrize("times", [1, 100])
def test_an_archive_whose_writer_closes_it_in_this_moment_is_read(
    as_nobody: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    path = as_nobody / "archive.db"
    run = recorded(path)
    as_nobody.chmod(0o555)
    before, looks = listed(as_nobody), iter(range(times))
    seen = access.way_to_read
    monkeypatch.setattr(
        database,
        "way_to_read",
        lambda path: seen(path) if next(looks, None) is None else access.Way.beside_its_writer,
    )
    monkeypatch.setattr(database, "PAUSE", 0)
    become_nobody()
    assert read_run(path) == run
    assert listed(as_nobody) == before


def test_an_archive_that_may_not_be_read_is_told_so(as_nobody: Path) -> None:
    path = as_nobody / "archive.db"
    recorded(path)
    path.chmod(0o600)
    as_nobody.chmod(0o555)
    become_nobody()
    with pytest.raises(ArchiveError, match=r"archive\.db cannot be opened$"):
        read_run(path)


def test_an_archive_that_was_copied_while_it_was_written_is_read_with_its_log(as_nobody: Path) -> None:
    path, copy = as_nobody / "archive.db", as_nobody / "backup" / "archive.db"
    copy.parent.mkdir()
    recorded(path)
    with open_archive(f"sqlite:///{path}") as theirs:
        run = theirs.begin_run(run_info()._replace(trigger="later"))
        for name in ("archive.db", "archive.db-wal"):
            shutil.copyfile(as_nobody / name, copy.parent / name)
    copy.parent.chmod(0o555)
    before = listed(copy.parent)
    become_nobody()
    try:
        with open_archive(f"sqlite:///{copy}", 0.1, only_to_read=True) as archive:
            assert run in [one.id for one in archive.runs()]
        assert listed(copy.parent) == before
    finally:
        os.seteuid(os.getuid())
        copy.parent.chmod(0o755)


def test_an_archive_on_a_full_disk_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = recorded(path)
    before, full = listed(path.parent), shutil.disk_usage(path.parent)._replace(free=0)
    monkeypatch.setattr("shutil.disk_usage", lambda _: full)
    with open_archive(f"sqlite:///{path}", only_to_read=True) as archive:
        assert [one.id for one in archive.runs()] == [run]
        assert listed(path.parent) == before


def test_an_older_archive_in_a_folder_that_may_not_be_written_is_read(as_nobody: Path) -> None:
    path = as_nobody / "archive.db"
    migrate(path, 1.0, "0001")
    as_nobody.chmod(0o555)
    become_nobody()
    with open_archive(f"sqlite:///{path}", 0.1, only_to_read=True) as archive:
        assert archive.migrates_from == "0001"


def test_all_files_that_are_in_the_way_of_a_write_are_named(as_nobody: Path) -> None:
    path = as_nobody / "archive.db"
    recorded(path)
    left = [as_nobody / "archive.db-wal", as_nobody / "archive.db-shm"]
    for each in left:
        each.touch(0o444)
    path.chmod(0o666)
    as_nobody.chmod(0o777)
    become_nobody()
    with pytest.raises(ArchiveError, match="cannot be written: it is read-only") as refused:
        open_archive(f"sqlite:///{path}", 0.1)
    assert refused.value.hint == f"allow writing to {left[0]}, {left[1]}"


# ── The schema ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_archive_is_made_of_the_tables_that_the_schema_names() -> None:
    assert FRESH.read_text(encoding="utf-8") == fresh(), "run 'make archive'"


def made_of(path: Path) -> set[tuple[str, str, str | None]]:
    """All that a database is made of, but for the layout of its statements; and its version."""
    with closing(sqlite3.connect(path)) as opened:
        parts = {
            (kind, name, sql and "".join(sql.replace("\n", "").replace("\t", "").split()))
            for kind, name, sql in opened.execute("SELECT type, name, sql FROM sqlite_master")
        }
        return parts | {("version", version, None) for (version,) in opened.execute("SELECT * FROM alembic_version")}


def test_rows_are_written_by_what_was_made_of_the_model() -> None:
    assert ROW_TEXTS.read_text(encoding="utf-8") == row_texts(), "run 'make archive'"


def test_a_new_archive_is_what_all_migrations_together_leave(tmp_path: Path) -> None:
    new, migrated = tmp_path / "new.db", tmp_path / "migrated.db"
    open_archive(f"sqlite:///{new}").close()
    migrate(migrated, 1.0)
    assert made_of(new) == made_of(migrated)
    assert len(made_of(new)) > 30


def test_the_migrations_leave_what_the_schema_names(path: Path) -> None:
    migrate(path, 1.0)
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    engine.dispose()


def test_every_sealed_table_refuses_changes() -> None:
    text = (MIGRATIONS / "versions" / "v0001_first.py").read_text()
    for table in schema.SEALED:
        for event in ("UPDATE", "DELETE", "INSERT"):
            assert f"BEFORE {event} ON {table}\n" in text


def test_the_versions_known_are_the_migrations_there_are() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    there = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(there)) == database.VERSIONS


def test_an_archive_of_a_newer_version_is_refused_and_left_as_it_is(path: Path) -> None:
    open_archive(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '0099'")
        newer.commit()
    before = path.read_bytes()
    known = database.VERSIONS[-1]
    assert said(f"sqlite:///{path}") == (
        f"{path} was written by a newer okr-sync (archive version 0099, this one knows {known})"
    )
    assert path.read_bytes() == before


def test_days_times_and_numbers_are_kept_as_every_version_kept_them(path: Path) -> None:
    with open_archive(f"sqlite:///{path}") as archive:
        run = archive.begin_run(run_info())
        archive.record_snapshot(run, "sales", "excel:sales.xlsx", "before", usual(), (), ScoringOptions())
        archive.record_intents(run, plan())
    with closing(sqlite3.connect(path)) as opened:
        assert opened.execute("SELECT started, as_of, finished FROM run").fetchall() == [
            ("2026-11-02 03:04:00.000000", "2026-11-02", None)
        ]
        [(first_seen, progress, content)] = opened.execute(
            "SELECT first_seen, progress, content FROM version WHERE subject = 'doanh-so'"
        )
        assert (first_seen, progress, type(content), len(content)) == ("2026-11-02", "0.4", bytes, 16)
        assert {kind for (kind,) in opened.execute("SELECT typeof(text) FROM content")} == {"text"}
        assert opened.execute("SELECT settled, typeof(settled) FROM intent").fetchall() == [(0, "integer")]


def test_a_time_without_its_zone_is_refused(path: Path) -> None:
    with open_archive(f"sqlite:///{path}") as archive:
        with pytest.raises(ValueError, match="zone"):
            archive.begin_run(run_info()._replace(started=datetime(2026, 11, 2)))
        assert archive.runs() == ()


NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    op.add_column("run", sa.Column("mood", sa.Text()))
    {then}
"""


def a_newer_software(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, then: str = "") -> None:
    """As if the next version of the schema had come out."""
    migrations = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, migrations)
    (migrations / "versions" / "v0004_next.py").write_text(NEXT.format(then=then))
    monkeypatch.setattr(migrating, "MIGRATIONS", migrations)
    monkeypatch.setattr(database, "VERSIONS", (*database.VERSIONS, "0004"))


def test_an_older_archive_is_copied_and_then_migrated(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive(f"sqlite:///{path}") as archive:
        run = archive.begin_run(run_info())
    path.chmod(0o600)
    a_newer_software(monkeypatch, tmp_path)
    with open_archive(f"sqlite:///{path}") as archive:
        assert [one.id for one in archive.runs()] == [run]
    with closing(sqlite3.connect(path)) as migrated, closing(sqlite3.connect(f"{path}.version-0003.backup")) as copy:
        assert migrated.execute("SELECT mood FROM run").fetchall() == [(None,)]
        assert migrated.execute("SELECT version_num FROM alembic_version").fetchall() == [("0004",)]
        assert copy.execute("SELECT id FROM run").fetchall() == [(run,)]
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0003",)]
    assert Path(f"{path}.version-0003.backup").stat().st_mode & 0o777 == 0o600


def test_a_migration_that_fails_leaves_the_archive_as_it_was(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_archive(f"sqlite:///{path}").close()
    with monkeypatch.context() as newer:
        a_newer_software(newer, tmp_path, then="op.execute('SELECT * FROM nowhere')")
        with pytest.raises(ArchiveError, match="nowhere"):
            open_archive(f"sqlite:///{path}")
        with pytest.raises(ArchiveError, match="nowhere"):
            open_archive(f"sqlite:///{path}")
    names = {file.name for file in path.parent.iterdir() if "backup" in file.name}
    assert names == {"archive.db.version-0003.backup", "archive.db.version-0003.backup-2"}
    with open_archive(f"sqlite:///{path}") as archive, closing(sqlite3.connect(path)) as opened:
        assert archive.runs() == ()
        assert "mood" not in [row[1] for row in opened.execute("PRAGMA table_info(run)")]


# ── Durable, and shared ──────────────────────────────────────────────────────────────────────────────────────────────


FULL, NORMAL = 2, 1


def test_what_a_run_goes_by_is_on_the_disk_and_what_tells_of_it_on_its_way(path: Path) -> None:
    opened = Database(f"sqlite:///{path}")
    for transaction, synchronous in ((opened.noting, NORMAL), (opened.writing, FULL), (opened.reading, NORMAL)):
        with transaction() as connection:
            assert connection.value("PRAGMA journal_mode") == "wal"
            assert connection.value("PRAGMA synchronous") == synchronous
            assert connection.value("PRAGMA foreign_keys") == 1
    opened.close()


def test_what_is_meant_held_or_sealed_is_on_the_disk_before_anybody_goes_by_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = Hold("sales", run_info().started, "lan", "board meeting")
    with open_archive(f"sqlite:///{path}") as archive:
        run = archive.begin_run(run_info())
        monkeypatch.delattr(Database, "noting")
        archive.record_intents(run, plan())
        archive.hold(hold)
        archive.resume("sales", run_info().started, "lan")
        archive.close_cycle("2026-Q3", run, run_info().started, ())
        with pytest.raises(AttributeError):
            archive.record_outcome(run, "sales", WorkbookOutcome.synced)


def test_a_relative_address_is_relative_to_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_archive("sqlite:///here.db").close()
    assert (tmp_path / "here.db").exists()


def test_a_folder_with_odd_letters(tmp_path: Path) -> None:
    folder = tmp_path / "Mục tiêu #1 100%? &x=y"
    folder.mkdir()
    with open_archive(f"sqlite:///{folder}/lưu trữ.db") as archive:
        archive.begin_run(run_info())
    assert [file.name for file in folder.iterdir()] == ["lưu trữ.db"]


RECORDS = """
import sys
from sync.archive import open_archive
from sync.options import ScoringOptions
from tests.sync.archive.samples import finding, plan, run_info, usual
from sync.model.plans import Receipt

url, name = sys.argv[1:]
with open_archive(url) as archive:
    for number in range(8):
        run = archive.begin_run(run_info(number)._replace(actor=name))
        archive.record_snapshot(
            run, name, f"excel:{name}", str(number), usual(str(number)), (finding(2 + number % 2),), ScoringOptions()
        )
        archive.record_snapshot(run, "shared", "excel:y", f"{name} {number}", usual(str(number)), (), ScoringOptions())
        mine = plan(str(number), name)
        archive.record_intents(run, mine)
        archive.record_receipt(run, mine, Receipt(mine.changes, mine.columns, (), "after"))
"""


def test_two_processes_that_record_at_once_lose_nothing(path: Path) -> None:
    url = f"sqlite:///{path}"
    here = {**os.environ, "PYTHONPATH": os.getcwd()}
    both = [
        subprocess.Popen([sys.executable, "-c", RECORDS, url, name], env=here, stderr=subprocess.PIPE, text=True)
        for name in ("one", "two")
    ]
    assert [(process.communicate()[1], process.returncode) for process in both] == [("", 0), ("", 0)]
    with open_archive(url) as archive:
        assert len(archive.runs(limit=99)) == 16
        for name in ("one", "two"):
            assert len(archive.snapshots(name)) == 8
            back = archive.snapshot_on(name, DAY)
            assert back is not None
            assert back.scored == usual("7")
        assert len(archive.snapshots("shared")) == 16
        for info in archive.snapshots("shared"):
            number = info.fingerprint.split()[1]
            assert archive.snapshot(info.id).scored == usual(number)
        for run in archive.runs(limit=99):
            assert {write.state for write in archive.writes(run.id)} == {"landed"}
    with closing(sqlite3.connect(path)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []


def test_libraries_for_schema_and_migrations_are_imported_only_when_there_is_something_to_migrate(path: Path) -> None:
    program = """
import sys
import sync.archive
assert 'sqlite3' not in sys.modules
for _ in ('new', 'known'):
    sync.archive.open_archive(sys.argv[1]).close()
print(sorted({'sqlalchemy', 'alembic'} & sys.modules.keys()))
"""
    here = {**os.environ, "PYTHONPATH": os.getcwd()}
    done = subprocess.run(
        [sys.executable, "-c", program, f"sqlite:///{path}"], env=here, check=True, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"


# ── Only read ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_archive_that_is_only_read_is_not_recorded_to(path: Path) -> None:
    url = f"sqlite:///{path}"
    with open_archive(url) as archive:
        run = archive.begin_run(run_info())
    with open_archive(url, only_to_read=True) as archive:
        assert [one.id for one in archive.runs()] == [run]
        with pytest.raises(ArchiveError, match="read-only"):
            archive.begin_run(run_info())


def test_an_empty_file_that_is_only_read_stays_empty(path: Path) -> None:
    path.touch()
    with open_archive(f"sqlite:///{path}", only_to_read=True) as archive:
        assert archive.runs() == ()
    assert path.read_bytes() == b""


def test_an_older_archive_that_cannot_be_copied_to_be_read_says_what_to_run(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(path, 1.0, "0001")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(ArchiveError, match="is of an older version, and could not be copied") as refused:
        open_archive(f"sqlite:///{path}", only_to_read=True)
    assert "'okr-sync sync' brings it to the newest version" in refused.value.hint


@pytest.mark.parametrize("count", [0, 1, 49, 50, 120])
def test_what_rows_have_alike_stands_in_each_of_them(count: int) -> None:
    with closing(sqlite3.connect(":memory:")) as driver:
        driver.execute("CREATE TABLE cell (sheet, row, words, header)")
        cells = [(number, f"đ{number}".encode()) for number in range(count)]
        alike = {"sheet": "Q4", "header": None}
        Connection(driver).insert_many("cell", ("row", "words"), iter(cells), alike=alike, in_utf8=("words",))
        found = driver.execute("SELECT sheet, row, words, header FROM cell ORDER BY row").fetchall()
    assert found == [("Q4", number, f"đ{number}", None) for number in range(count)]
