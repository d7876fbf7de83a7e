"""An archive's URL ─▶ a database that is there, ours, and at the newest version of the schema.

SQLite runs in WAL mode. What a run goes by is on the disk when its transaction ends, whatever happens to the machine
next; what only tells of it is on its way there, and gets there no later than the next of those, or the end.
"""

from __future__ import annotations

import logging
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from sync.archive.access import PAUSE, Way, copied_with_log, linked_file, way_to_read, why_not_written
from sync.archive.connection import Connection
from sync.archive.values import ArchiveError

if TYPE_CHECKING:
    import tempfile

VERSIONS = ("0001", "0002", "0003")
"""All versions of the schema that this software knows, oldest first; the last is the one that it works with."""

FRESH = Path(__file__).parent / "fresh_sqlite.sql"
"""A new archive, made from ``schema.py`` by ``make archive``."""

PATIENCE = 60.0
"""Seconds to wait for another process that is writing: the largest snapshot takes several, on a busy machine more."""

TOLD_AFTER = 3.0
"""Seconds of that after which it is said what is waited for."""

_TRIES = 10
"""How often an archive is opened to be read that others open and close meanwhile."""

_STEPS = 10_000
"""After so many of SQLite's own steps, a few milliseconds, it is asked whether to go on."""

_PAGES_KEPT = 1000
"""KiB of the file that SQLite keeps in memory: half of its own default, and a snapshot takes no longer."""

_ON_THE_DISK = "PRAGMA synchronous = FULL"
_ON_ITS_WAY = "PRAGMA synchronous = NORMAL"

WANTED = "use 'sqlite:///FILE' in the settings, [service] archive"


class Database:
    """A database that holds an archive, and the only two ways into it. ``where`` is what messages call it. It belongs
    to the thread that opened it."""

    def __init__(self, url: str, wait_seconds: float = PATIENCE, *, only_to_read: bool = False) -> None:
        """Given 'sqlite:///FILE' (relative to the working folder, or absolute) or 'sqlite://' (in memory), open it, and
        create or migrate it where needed. Raise ArchiveError when that cannot be. ``wait_seconds`` is how long to wait
        for another process that is writing.

        ``only_to_read`` changes nothing: an older archive is copied, and the copy migrated and read. ``version`` is
        what the file itself is at."""
        self.path = _file_of(url)
        self.where = str(self.path) if self.path else "the archive in memory"
        self._patience = wait_seconds
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        if self.path is not None and not only_to_read and (refused := why_not_written(self.path)):
            # SQLite would try, and leave files beside it that are read-only, too.
            raise refused
        if self.path is not None and only_to_read:
            self._driver = self._driver_to_read(self.path, wait_seconds)
        else:
            with self.translated_errors():
                self._driver = _driver_of(self.path or ":memory:", wait_seconds)
        try:
            with self.translated_errors():
                # Before anything is changed: what is not ours, or newer, stays exactly as it is.
                with self.reading() as connection:
                    self.version = _version(connection, self.where)
                if only_to_read:
                    self._read_alone(wait_seconds)
                else:
                    self._bring_up_to_date(wait_seconds)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._driver.close()
        self._leave_room()

    def _driver_to_read(self, path: Path, wait_seconds: float) -> sqlite3.Connection:
        """Open an archive as this user may read it. Whoever opens or closes it meanwhile may have changed how: then it
        is seen anew, and in the end it is copied, which needs nobody's files."""
        for tries_left in reversed(range(_TRIES)):
            way = way_to_read(path) if tries_left else Way.from_a_copy
            address: Path | str = f"{linked_file(path).as_uri()}?mode=ro" if way is Way.beside_its_writer else path
            try:
                with self.translated_errors():
                    address = self._copied_with_log(path) if way is Way.from_a_copy else address
                    return _driver_of(address, wait_seconds)
            except ArchiveError:
                if not tries_left or way is Way.as_it_likes:
                    self._leave_room()
                    raise
                time.sleep(PAUSE)
        raise AssertionError("the last try returns or raises")

    def reading(self) -> AbstractContextManager[Connection]:
        """One transaction that sees one state of the archive."""
        return self._transaction("BEGIN", _ON_ITS_WAY)

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction, durable when the block ends. It is the only writer from its first statement on."""
        # A transaction that reads first and writes later could be refused in between, without waiting.
        return self._transaction("BEGIN IMMEDIATE", _ON_THE_DISK)

    def noting(self) -> AbstractContextManager[Connection]:
        """One transaction like ``writing``, and on the disk with the next of those, or when the last who has the
        archive open closes it: until then a loss of power, and nothing less, can undo it."""
        return self._transaction("BEGIN IMMEDIATE", _ON_ITS_WAY)

    @contextmanager
    def _transaction(self, begin: str, durable: str) -> Iterator[Connection]:
        with self.translated_errors():
            self._driver.execute(durable)
            if begin == "BEGIN":
                self._driver.execute(begin)
            else:
                self._begin_to_write(begin)
            try:
                yield Connection(self._driver)
                self._driver.execute("COMMIT")
            finally:
                # SQLite ends a transaction by itself where it can do nothing else, as on a full disk.
                if self._driver.in_transaction:
                    self._driver.execute("ROLLBACK")

    def _begin_to_write(self, begin: str) -> None:
        """Wait for whoever is writing; where that takes longer than between processes of ours, say so."""
        if self._patience > TOLD_AFTER:
            self._driver.execute(f"PRAGMA busy_timeout = {int(TOLD_AFTER * 1000)}")
            try:
                self._driver.execute(begin)
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise
            finally:
                self._driver.execute(f"PRAGMA busy_timeout = {int(self._patience * 1000)}")
            logging.getLogger("okr_sync.archive").warning(
                "%s is locked: another program is writing to it; it is waited for, %.0f s at most",
                self.where,
                self._patience,
            )
        self._driver.execute(begin)

    def look_through(self, seconds: float) -> bool:
        """Look at all that the file holds, and return whether that took no longer than ``seconds``: longer is not
        looked. Raise ArchiveError where it is damaged. 400 MB take a fifth of a second in memory, four from a disk."""
        end = time.monotonic() + seconds
        self._driver.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            with self.translated_errors():
                # Whether each row is in each index, too, would take four times as long.
                found = self._driver.execute("PRAGMA quick_check(1)").fetchone()[0]
        except ArchiveError as error:
            if "interrupted" in str(error.__cause__):
                return False
            raise
        finally:
            self._driver.set_progress_handler(None, 0)
        if found != "ok":
            raise _in_one_sentence(self.where, f"malformed: {found}")
        return True

    @contextmanager
    def translated_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _in_one_sentence(self.where, str(error)) from error

    def _bring_up_to_date(self, wait_seconds: float) -> None:
        _use_write_ahead_log(self._driver, wait_seconds, is_new=self.version is None)
        if self.version is None:
            with self.noting() as connection:
                # Another process may have been faster.
                self.version = _version(connection, self.where) or _create(connection)
        if self.version != VERSIONS[-1] and self.path is not None:
            from sync.archive.migrating import migrate

            back_up(self.path, self.version)
            migrate(self.path, wait_seconds)

    def _read_alone(self, wait_seconds: float) -> None:
        if self.version is None:
            self._driver.close()
            self._driver = _driver_of(":memory:", wait_seconds)
            with self.writing() as connection:
                _create(connection)
        elif self.version != VERSIONS[-1] and self.path is not None:
            copy = self._migrated_copy(self.path, wait_seconds)
            self._driver.close()
            self._driver = _driver_of(copy, wait_seconds)
        self._driver.execute("PRAGMA query_only = ON")

    def _copied_with_log(self, path: Path) -> Path:
        """Of an archive that cannot be read where it is, a copy, which goes when this is closed."""
        try:
            return copied_with_log(path, self._room())
        except PermissionError as error:
            raise ArchiveError(
                f"{path} cannot be opened", "check that the file and its folder may be read and written"
            ) from error
        except OSError as error:
            raise ArchiveError(
                f"{path} has a log beside it that cannot be read there, and could not be copied to be read: {error}",
                "make room for temporary files, or allow writing to the file and to its folder",
            ) from error

    def _room(self) -> Path:
        """A folder of our own, which goes when this is closed."""
        import tempfile

        if self._copy is None:
            self._copy = tempfile.TemporaryDirectory(prefix="okr-sync-")
        return Path(self._copy.name)

    def _leave_room(self) -> None:
        if self._copy is not None:
            self._copy.cleanup()

    def _migrated_copy(self, path: Path, wait_seconds: float) -> Path:
        """Of an older archive, a copy at the newest version, which goes when this is closed."""
        from sync.archive.migrating import migrate

        try:
            copy = self._room() / "archive.db"
            with closing(sqlite3.connect(copy)) as kept:
                self._driver.backup(kept)
            migrate(copy, wait_seconds)
        except (OSError, sqlite3.Error) as error:
            raise ArchiveError(
                f"{path} is of an older version, and could not be copied to be read: {error}",
                "'okr-sync sync' brings it to the newest version; or make room for temporary files",
            ) from error
        return copy


def why_unusable(url: str) -> ArchiveError | None:
    """Given an archive's URL, return what would keep a sync from recording there, as far as can be seen without opening
    anything; None where nothing would."""
    try:
        path = _file_of(url)
    except ArchiveError as error:
        return error
    return None if path is None else why_not_written(path)


def is_current(url: str) -> bool:
    """Given an archive's URL, return whether one is there that this software may use as it is, and write; nothing is
    made or changed."""
    path = _file_of(url)
    if path is None or not path.exists() or why_not_written(path):
        return False
    try:
        with closing(sqlite3.connect(path)) as driver:
            found: list[tuple[str]] = driver.execute("SELECT version_num FROM alembic_version").fetchall()
            return found == [(VERSIONS[-1],)]
    except sqlite3.Error:
        return False


def _driver_of(address: Path | str, wait_seconds: float) -> sqlite3.Connection:
    """Given a file, or an address of SQLite's ('file:…', ':memory:'), open it with all that is beside it, which stays
    there from then on."""
    is_uri = isinstance(address, str) and address.startswith("file:")
    # Python's sqlite3 would begin and end transactions by itself, and never around a change of the schema.
    driver = sqlite3.connect(address, timeout=wait_seconds, isolation_level=None, uri=is_uri)
    try:
        driver.row_factory = sqlite3.Row
        driver.execute("PRAGMA foreign_keys = ON")
        driver.execute(f"PRAGMA cache_size = -{_PAGES_KEPT}")
        # A statement that adds several rows keeps what it may have to take back: else in a file under /var/tmp.
        driver.execute("PRAGMA temp_store = MEMORY")
        if is_uri:
            driver.execute("SELECT 1 FROM sqlite_master").fetchone()
    except BaseException:
        driver.close()
        raise
    return driver


def _create(connection: Connection) -> str:
    """Make the tables of a new archive, and return their version."""
    for statement in FRESH.read_text(encoding="utf-8").split("\n\n"):
        connection.run(statement)
    return VERSIONS[-1]


def back_up(path: Path, version: str) -> Path:
    """Given a SQLite file at an older version, copy it beside itself as 'NAME.version-0001.backup' (numbered where that
    exists), and return the copy's path. Raise ArchiveError when there is no room for it."""
    try:
        copy = _new_beside(path, f"{path.name}.version-{version}.backup")
        _copied(path, copy)
    except (OSError, sqlite3.Error) as error:
        raise ArchiveError(
            f"{path} has to be brought to a newer version, and no copy of it could be made beside it first: {error}",
            "make room, or allow writing to the folder; nothing was changed",
        ) from error
    return copy


def _copied(path: Path, copy: Path) -> None:
    with closing(sqlite3.connect(path)) as archive, closing(sqlite3.connect(copy)) as kept:
        archive.backup(kept)


def _new_beside(path: Path, name: str) -> Path:
    """Make an empty file of that name beside another, numbered where there is one, for the same people to read."""
    for number in count(1):
        new = path.with_name(name if number == 1 else f"{name}-{number}")
        with suppress(FileExistsError):
            # SQLite would let in whoever the user's umask does.
            new.touch(0o600, exist_ok=False)
            new.chmod(stat.S_IMODE(path.stat().st_mode))
            return new
    raise AssertionError("there is always another number")


def _file_of(url: str) -> Path | None:
    """The file that a URL names, letter for letter; None is in memory."""
    system, mark, rest = url.partition("://")
    if not mark:
        raise ArchiveError(f"the archive's address '{url}' is not one of a database", WANTED)
    if system != "sqlite":
        # The rest of the address may hold a password.
        raise ArchiveError(f"this version keeps its archive in SQLite, not in '{system}'", WANTED)
    if rest in ("", "/:memory:"):
        return None
    if not rest.startswith("/"):
        raise ArchiveError(f"the archive's address '{url}' has two slashes where three belong", WANTED)
    path = Path(rest[1:])
    if path.is_dir():
        raise ArchiveError(f"{path} is a folder, and the archive is a file", "name a file in it")
    if not path.parent.is_dir():
        from shlex import quote

        raise ArchiveError(
            f"the archive's folder {path.parent} does not exist", f"create it: mkdir -p {quote(str(path.parent))}"
        )
    return path


def _use_write_ahead_log(driver: sqlite3.Connection, wait_seconds: float, *, is_new: bool) -> None:
    """SQLite does not wait here by itself when two processes open a new file at once."""
    if is_new and driver.execute("PRAGMA journal_mode").fetchone()[0] == "delete":
        # There is nothing in it yet that a journal beside it would have to bring back.
        driver.execute("PRAGMA journal_mode = MEMORY")
        # A row's text is 1.5 kB: pages of half of this size are written twice as often, and again when they fill.
        driver.execute("PRAGMA page_size = 8192")
    for tries_left in reversed(range(1 + int(wait_seconds / PAUSE))):
        try:
            driver.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not tries_left or "locked" not in str(error):
                raise
            time.sleep(PAUSE)


def _version(connection: Connection, where: str) -> str | None:
    """The version of the schema, None for a database in which there is nothing yet. Raise ArchiveError for one that is
    not ours, or newer than this software."""
    tables = {row["name"] for row in connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    if not {"alembic_version", "snapshot"} <= tables:
        raise ArchiveError(f"{where} is a database, but not an archive of okr-sync", "name another file")
    version: str | None = connection.value("SELECT version_num FROM alembic_version")
    if version not in VERSIONS:
        raise ArchiveError(
            f"{where} was written by a newer okr-sync (archive version {version}, this one knows {VERSIONS[-1]})",
            "update okr-sync on this machine; nothing was changed",
        )
    return version


def _in_one_sentence(where: str, reason: str) -> ArchiveError:
    """A database's own words ─▶ what happened, and what to do."""
    for words, sentence, hint in _REASONS:
        if words in reason:
            return ArchiveError(sentence.format(where), hint)
    return ArchiveError(f"{where} could not be used: {reason}", "run 'okr-sync doctor'")


_REASONS = (
    ("file is not a database", "{} is not an archive: it is not a database at all", "name another file"),
    ("malformed", "{} is damaged", "put a backup in its place"),
    ("locked", "{} is locked: another program is writing to it", "try again when it has finished"),
    ("locking protocol", "{} is locked: other programs are at it all the time", "try again in a minute"),
    ("readonly", "{} cannot be written: it is read-only", "allow writing to the file and to its folder"),
    ("unable to open", "{} cannot be opened", "check that the file and its folder may be read and written"),
    (
        "disk is full",
        "{} cannot be written: the disk is full",
        "make room, then sync again: it goes on from there",
    ),
    (
        "disk I/O error",
        "{} cannot be read or written: the disk reports an error",
        "check the disk, and whether it is full",
    ),
    ("sealed cycle", "a sealed cycle in {} is never changed", "record a correction beside it"),
)
