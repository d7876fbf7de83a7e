"""Settings ─▶ the things that a task works with: workbooks, the archive, the clock. The one place that picks them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from sync.inheriting import OtherWorkbooks
from sync.model.past import History
from sync.options import DEFAULT_ARCHIVE, Settings, WorkbookSettings
from sync.workbooks import Workbook, open_workbook, source_without_password
from sync.workbooks.base import Sizes, Turns
from sync.workbooks.sizes import OWN_SIZES, in_one_answer, remembered_as
from sync.workbooks.sources import is_google_key, parsed_source, place_of, why_no_spreadsheet
from sync.workbooks.turns import OWN_TURNS

if TYPE_CHECKING:
    from sync.archive import Archive, Hold, RunInfo
    from sync.engine import Outcome
    from sync.in_sight import Seen
    from sync.last_time import LastTime


_FILE = "sqlite:///"


class UnknownWorkbook(Exception):
    """A name that is neither a configured workbook's nor a file's."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(f"no workbook '{name}': it is not in the settings, and there is no such file")
        self.hint = hint


class NothingConfigured(Exception):
    """No workbook was named, and the settings name none either."""

    hint = "name a file ('okr-sync check teams/sales.xlsx'), or start with 'okr-sync init'"

    def __init__(self, hint: str = hint) -> None:
        super().__init__("no workbook to work on")
        self.hint = hint


class NothingArchived(Exception):
    """There is no archive yet to look into."""

    hint = (
        "'okr-sync sync' makes it; the settings' archive says where, and without settings it is okr-archive.db in the "
        "folder in which the sync was run: run this there"
    )

    def __init__(self, path: Path | None) -> None:
        super().__init__(f"nothing is archived yet: there is no {path}")


class ArchiveGone(Exception):
    """The archive that a service began with is no longer there."""

    hint = (
        "put it back, or mount its folder again: holds and all that was ever written are in it; restart the service to "
        "begin a new one"
    )

    def __init__(self, path: Path) -> None:
        super().__init__(f"the archive {path} was there and is gone: nothing is written without it")


class ArchiveSeen:
    """Whether a process that goes on has had its archive: from then on none is made in its place."""

    def __init__(self) -> None:
        self._seen = False

    def look(self, path: Path | None) -> None:
        """Given the archive's file, None for a server's, raise ArchiveGone where it was there before and is not now."""
        if path is None:
            return
        if path.exists():
            self._seen = True
        elif self._seen:
            raise ArchiveGone(path)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class House(NamedTuple):
    """What a task needs of the world. ``now`` is the only clock; ``trigger`` says who or what started it. In a process
    that goes on ``last_time`` is what came of its workbooks the last time, and ``archive_seen`` whether it has had its
    archive."""

    settings: Settings
    trigger: str = "cli"
    now: Callable[[], datetime] = _utc_now
    last_time: LastTime[Outcome] | None = None
    archive_seen: ArchiveSeen | None = None

    def today(self) -> date:
        """The service's date, in its time zone."""
        return self.now().astimezone(ZoneInfo(self.settings.timezone)).date()

    def wanted(self, names: Sequence[str]) -> tuple[WorkbookSettings, ...]:
        """Given workbooks' names, paths or patterns (none: all configured), return their settings. A path that a
        configured workbook has is that workbook. Raise UnknownWorkbook, NothingConfigured."""
        if not names:
            if not self.settings.workbooks:
                raise NothingConfigured
            return self.settings.workbooks
        found: dict[str, WorkbookSettings] = {}
        for name in names:
            for own in self._named(name):
                found.setdefault(own.source, own)
        return tuple(found.values())

    def open_workbook(self, own: WorkbookSettings, *, read_only: bool = False) -> Workbook:
        """Open a workbook. Opened to be read only, nothing beside it is tidied up either."""
        where = parsed_source(own.source)
        # Whether they are shared is looked up in the archive's database, which no other workbook needs.
        at_google = where is not None and where.kind == "google"
        return open_workbook(
            own.source,
            self.settings,
            name=own.name,
            read_only=read_only or not own.write,
            turns=self.turns() if at_google else None,
            sizes=self.sizes() if at_google else None,
            known=self.last_time.rows_of(own.name).cells if at_google and self.last_time is not None else None,
        )

    def turns(self) -> Turns:
        """Who gives out the turns at services that count requests: the archive's database, for all processes that use
        it; this process for itself where there is none yet, or one of an older version."""
        if not self._is_shared():
            return OWN_TURNS
        from sync.archive.quota import SharedTurns

        return SharedTurns(self.archive_url)

    def sizes(self) -> Sizes:
        """Who remembers which workbooks are small: the archive's database, or this process."""
        if not self._is_shared():
            return OWN_SIZES
        from sync.archive.sizes import SharedSizes

        return SharedSizes(self.archive_url)

    def is_known_to_be_small(self, own: WorkbookSettings) -> bool:
        """Whether a spreadsheet takes one request to be read, of its tabs' heads alone, as far as anybody knows."""
        where = parsed_source(own.source)
        return where is not None and self.sizes().was_small(remembered_as(where, self.settings.google))

    def is_known_to_fit_one_answer(self, own: WorkbookSettings) -> bool:
        """Whether a spreadsheet takes one request to be read to its end, as far as anybody knows."""
        where = parsed_source(own.source)
        if where is None:
            return False
        return self.sizes().was_small(in_one_answer(remembered_as(where, self.settings.google)))

    def _is_shared(self) -> bool:
        if not self.has_archive():
            return False
        from sync.archive.database import is_current

        return is_current(self.archive_url)

    def open_existing_archive(self) -> Archive:
        """Open the archive that there is. Raise NothingArchived where there is none yet: none is made; ArchiveError."""
        if not self.has_archive():
            raise NothingArchived(self.archive_path)
        return self.open_archive()

    def read_archive(self) -> Archive:
        """Open the archive only to look back: one of an older version stays what it is. Raise NothingArchived where
        there is none yet: none is made; ArchiveError."""
        from sync.archive import open_archive

        if not self.has_archive():
            raise NothingArchived(self.archive_path)
        return open_archive(self.archive_url, only_to_read=True)

    def open_archive(self) -> Archive:
        """Open the archive, made where there is none yet, brought to the newest version where it is older. Raise
        ArchiveError."""
        from sync.archive import open_archive

        if self.archive_seen is not None:
            self.archive_seen.look(self.archive_path)
        return open_archive(self.archive_url)

    def read_history(self, workbook: str, as_of: date, source: str = "") -> History:
        """What the archive knows of a workbook, and where it is if its settings do not say; nothing where there is no
        archive yet (none is made)."""
        if not self.has_archive():
            return History(workbook=workbook)
        with self.read_archive() as archive:
            place = place_of(source or self.settings.workbook(workbook).source)
            return archive.history(archive.name_of(workbook, place), as_of)._replace(workbook=workbook)

    @contextmanager
    def looking_back(self, run: str = "") -> Iterator[LookingBack]:
        """The archive, open to be asked about several workbooks, in a run; where there is none yet, none is made."""
        if not self.has_archive():
            yield LookingBack(self.settings)
            return
        with self.read_archive() as archive:
            yield LookingBack(self.settings, archive, run)

    def closed_cycles(self) -> frozenset[str]:
        """The closed cycles' ids; none where there is no archive yet."""
        if not self.has_archive():
            return frozenset()
        with self.read_archive() as archive:
            return frozenset(archive.closed_cycles())

    @property
    def archive_url(self) -> str:
        return self.settings.archive_url or DEFAULT_ARCHIVE

    @property
    def archive_path(self) -> Path | None:
        """The whole path of the archive's file; None where it is in a database server."""
        is_file = self.archive_url.startswith(_FILE)
        return Path(os.path.abspath(self.archive_url.removeprefix(_FILE))) if is_file else None

    def has_archive(self) -> bool:
        path = self.archive_path
        return path is None or path.exists()

    def run_info(self, as_of: date) -> RunInfo:
        from sync.run_info import run_info

        return run_info(self.trigger, self.settings, as_of, self.now())

    def _named(self, name: str) -> tuple[WorkbookSettings, ...]:
        configured = tuple(own for own in self.settings.workbooks if fnmatchcase(own.name, name))
        if configured:
            return configured
        where = parsed_source(f"google:{name}" if is_google_key(name) and not Path(name).exists() else name)
        if where is None and why_no_spreadsheet(name):
            where = source_without_password(name)  # raises, and says what it is
        if where is not None and where.kind != "file":
            text = where.text
            same = next((own for own in self.settings.workbooks if text in (own.source, place_of(own.source))), None)
            if same is not None:
                return (same,)
            where = source_without_password(text)
            return (self.settings.workbook(where.shown)._replace(source=where.text),)
        path = Path(os.path.abspath(where.place if where else name))
        same = next((own for own in self.settings.workbooks if _same_file(own.source, path)), None)
        if same is not None:
            return (same,)
        # A path that leads nowhere is the reader's to explain; a bare word is more likely a misspelt name.
        looks_like_a_path = path.suffix or os.path.dirname(name) or path.exists()
        if looks_like_a_path:
            return (self.settings.workbook(_short(path))._replace(source=f"excel:{path}"),)
        raise UnknownWorkbook(name, self._hint(name))

    def _hint(self, name: str) -> str:
        from difflib import get_close_matches

        names = [own.name for own in self.settings.workbooks]
        near = get_close_matches(name, names, 1)
        if near:
            return f"did you mean '{near[0]}'?"
        return f"configured are: {', '.join(names)}" if names else NothingConfigured.hint


class LookingBack(NamedTuple):
    """What is known of workbooks, by the names that the archive knows them by; nothing without an archive. What ``run``
    itself has seen is not what was."""

    settings: Settings
    archive: Archive | None = None
    run: str = ""

    def history(self, own: WorkbookSettings, as_of: date) -> History:
        known = History() if self.archive is None else self.archive.history(self.name_of(own), as_of, run=self.run)
        return known._replace(workbook=own.name)

    def others(self, own: WorkbookSettings, as_of: date, seen: Sequence[Seen] = ()) -> OtherWorkbooks | None:
        """What is to be asked of all other workbooks; of those that were just read, by what stands there now."""
        if self.archive is None:
            return None
        return self.archive.others(self.name_of(own), as_of, {one.known_as: one.rows_by_cycle for one in seen})

    def held(self, own: WorkbookSettings) -> Hold | None:
        """The hold under which a workbook stands."""
        return None if self.archive is None else self.archive.held(self.name_of(own), place_of(own.source))

    def name_of(self, own: WorkbookSettings) -> str:
        """The name by which a workbook is known."""
        if self.archive is None:
            return own.name
        return self.archive.name_of(own.name, place_of(own.source or self.settings.workbook(own.name).source))


def _same_file(source: str, path: Path) -> bool:
    """Whatever way leads to it: a workbook that is only observed must not be written by another of its names."""
    configured = source.removeprefix("excel:")
    try:
        return os.path.samefile(configured, path)
    except OSError:
        return os.path.realpath(configured) == os.path.realpath(path)


def _short(path: Path) -> str:
    """What a workbook is called that the settings do not name: the same for every way of writing its path."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
