"""Which spreadsheets changed since they were last read: one look at Drive's list instead of one read each.

Drive's versions tell nothing of what IMPORTRANGE, GOOGLEFINANCE or the clock change: spreadsheets with such functions
are read every time, and the others again after a while (``read_again`` of [google]).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from jobs.wiring import House
from sync.in_sight import in_sight_of
from sync.last_time import Recorded, made_from
from sync.memo import NOTHING_KNOWN
from sync.workbooks import WorkbookError, file_versions

if TYPE_CHECKING:
    from datetime import datetime

    from sync.archive import Archive
    from sync.engine import Outcome
    from sync.in_sight import Seen
    from sync.inheriting import OtherWorkbooks
    from sync.last_time import ThisTime
    from sync.model.past import History
    from sync.model.plans import Plan
    from sync.options import WorkbookSettings


_AT_GOOGLE = "google:"


class _Found(NamedTuple):
    """What a workbook that nobody changed comes to, without rows, and the snapshot that says so."""

    outcome: Outcome
    recorded: Recorded


class Changes:
    """What is known at the start of a run of which workbooks changed."""

    def __init__(self, house: House, archive: Archive, wanted: Sequence[WorkbookSettings]) -> None:
        self._house = house
        self._archive = archive
        self._versions = dict(_versions(house, wanted)) if _is_worth_asking(house, archive, wanted) else {}

    def is_as_archived(self, own: WorkbookSettings, as_of: date) -> bool:
        """Whether nobody changed a workbook since it was read for this very day."""
        if self._version_read(own) is None:
            return False
        return any(one.as_of == as_of for one in self._archive.snapshots(own.name, limit=1))

    def _version_read(self, own: WorkbookSettings) -> str | None:
        """The version of a workbook's file, where it need not be read again; None where it has to be."""
        version = self._versions.get(own.source)
        last = None if version is None else self._archive.when_last_read(own.name)
        if last is None or last[1] != version:
            return None
        again = timedelta(seconds=self._house.settings.google.read_again_seconds)
        if not timedelta(0) <= self._house.now() - last[0] < again or self._archive.still_writing(own.name):
            return None
        return version

    def unchanged(self, own: WorkbookSettings, run: str, as_of: date, seen: Sequence[Seen] = ()) -> Outcome | None:
        """Given a workbook, and what others come to that are synced later, return what it comes to on a day where
        nobody changed it since it was last read, and nothing is to be written; on a new day that is recorded. None
        where it has to be read. Raise ArchiveError."""
        version = self._version_read(own)
        if version is None:
            return None
        last_time = self._house.last_time
        known = NOTHING_KNOWN if last_time is None else last_time.rows_of(own.name)
        history = in_sight_of(self._archive.history(own.name, as_of, known.by_their_cells.past, run), seen)
        others: OtherWorkbooks = self._archive.others(own.name, as_of)
        if self._house.last_time is None:
            found = self._from_the_archive(own, version, run, history, as_of, others)
            return found and self._told(found.outcome, own, run)
        same = partial(made_from, own.name, own.source, version, self._house.settings, as_of, history)
        this_time = self._house.last_time.beside(own.name, run, same, others)
        found = None if history.unwritten else self._as_last_time(this_time, own)
        found = found or self._from_the_archive(own, version, run, history, as_of, this_time.others)
        if found is None:
            return None
        this_time.keep(*found)
        return self._told(found.outcome, own, run)

    def _as_last_time(self, this_time: ThisTime[Outcome], own: WorkbookSettings) -> _Found | None:
        found = this_time.recall()
        [newest] = self._archive.snapshots(own.name, limit=1)
        return None if found is None or found[1] != (newest.id, newest.run) else _Found(*found)

    def _from_the_archive(
        self,
        own: WorkbookSettings,
        version: str,
        run: str,
        history: History,
        as_of: date,
        others: OtherWorkbooks,
    ) -> _Found | None:
        read = self._archive.last_read(own.name)
        if read is None or read.snapshot.info.source != own.source:
            return None
        from sync.unchanged import examine_unchanged

        settings = self._house.settings
        outcome = examine_unchanged(read, history, settings, as_of, others)
        if outcome is None:
            return None
        recorded = Recorded(read.snapshot.info.id, read.snapshot.info.run)
        if as_of != read.snapshot.info.as_of:
            fingerprint = outcome.plan.fingerprint
            snapshot = self._archive.record_snapshot(
                run, own.name, own.source, fingerprint, outcome.scored, outcome.findings, settings.scoring
            )
            recorded = Recorded(snapshot, run)
            self._archive.record_last_read(own.name, run, read.began, version)
        return _Found(outcome.without_rows(), recorded)

    def _told(self, outcome: Outcome, own: WorkbookSettings, run: str) -> Outcome:
        return outcome._replace(run=run, held=self._archive.held(own.name, own.source))

    def record(self, own: WorkbookSettings, run: str, outcome: Outcome, began: datetime) -> None:
        """Given what came of a workbook whose read began then, record the read where it left nothing to be written."""
        if outcome.receipt is not None:
            # What Drive said was said before.
            self._versions.pop(own.source, None)
        version = self._versions.get(own.source)
        if version is not None and not _is_to_be_written(outcome.plan) and not outcome.moves_by_itself:
            self._archive.record_last_read(own.name, run, began, version)
            if self._house.last_time is not None:
                self._house.last_time.stands_in(own.name, version)


def _is_to_be_written(plan: Plan) -> bool:
    """Whether something waits to be written: once somebody lets us edit there, whatever Drive says of the file."""
    return not plan.writes_nothing or any(one.reason in ("protected", "protected_room") for one in plan.left_alone)


def _is_worth_asking(house: House, archive: Archive, wanted: Sequence[WorkbookSettings]) -> bool:
    """Whether Drive may spare reads. One small spreadsheet alone is as soon read as asked about, and of one that was
    never read nothing is known. Nor is it asked of one that people are at, where one request reads all of it."""
    at_google = [own for own in wanted if own.source.startswith(_AT_GOOGLE)]
    if len(at_google) != 1:
        return bool(at_google)
    [own] = at_google
    is_changing = house.last_time is not None and house.last_time.is_changing(own.name)
    if house.is_known_to_be_small(own) or (is_changing and house.is_known_to_fit_one_answer(own)):
        return False
    return bool(archive.snapshots(own.name, limit=1))


def _versions(house: House, wanted: Sequence[WorkbookSettings]) -> Mapping[str, str]:
    """Source ─▶ version, of the files of which Drive tells one."""
    sources = [own.source for own in wanted if own.source.startswith(_AT_GOOGLE)]
    try:
        return file_versions(sources, house.settings, house.turns(), read_only=not any(own.write for own in wanted))
    except WorkbookError as error:
        import logging

        # What is really wrong is told of each workbook, when it is read.
        logging.getLogger("okr_sync.jobs").info("Drive's list is not to be had, all are read: %s", error)
        return {}
