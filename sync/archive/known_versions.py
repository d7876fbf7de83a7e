"""What the archive holds of a workbook's rows, for a process that goes on: of what it knew before, only what has come
since is asked for.

Versions come with a snapshot, and end with a later one; nothing else of them ever changes. So as long as the snapshot
is there until which they are known, all that is new has a later one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from sync.archive.connection import Connection, day
from sync.archive.runs import workbook_number
from sync.archive.snapshots import Seen, number_on, remembered_of
from sync.archive.standing import NOTHING_ABOVE, Stood, gone_rows, standing_row_of
from sync.memo import Memo
from sync.model.past import Remembered, Standing


class Version(NamedTuple):
    """One version of a row, as the database has it: its days as texts, its numbers too. ``began`` and ``ended`` are the
    days of its first and last snapshot."""

    id: int
    kind: str
    subject: str
    position: int
    sheet: str
    row: int
    content: bytes
    evaluation: bytes | None
    current: str | None
    target: str | None
    progress: str | None
    first_seen: str
    changed_on: str
    last_snapshot: int | None
    began: str
    ended: str | None


class _Newest(NamedTuple):
    """A workbook's newest snapshot. By its run and the hash of its rows another archive's is told from it."""

    id: int
    run: str
    content_hash: str
    as_of: str


class KnownVersions:
    """All versions of one workbook's rows until a snapshot, and what followed from them."""

    def __init__(self) -> None:
        self.workbook = 0
        self._newest: _Newest | None = None
        self._begin()

    def _begin(self) -> None:
        self.standing: dict[tuple[str, str], Version] = {}
        """The versions that stand, by kind and subject."""
        self._key_results: dict[str, dict[int, Version]] = defaultdict(dict)
        self._new: set[str] = set()
        """Of these, the subjects of which something came since they were asked for."""
        self._remembered: dict[str, Remembered] = {}
        self._remembered_on = ""
        self._gone: set[str] = set()
        self._line: list[Version] | None = None
        """Objectives and key results that stand, in the order in which they stand; None where that is to be found."""
        self._stood: dict[int, tuple[Standing, Standing]] = {}
        """Versions ─▶ the objective above, and what the row came to under it."""

    @classmethod
    def of(cls, known: Memo[Any]) -> KnownVersions:
        """Given what is known of a workbook's past, return its versions, to be kept there until the next turn."""
        found: KnownVersions | None = known.recall("versions")
        return known.keep(cls(), "versions") if found is None else found

    def __len__(self) -> int:
        return len(self.standing)

    @property
    def as_of(self) -> str:
        """The day of the newest snapshot."""
        return "" if self._newest is None else self._newest.as_of

    @property
    def newest_run(self) -> str:
        """The run that recorded the newest snapshot."""
        return "" if self._newest is None else self._newest.run

    @property
    def has_gone_rows(self) -> bool:
        """Whether there is a key result whose last version has ended."""
        return bool(self._gone)

    def until_newest(self, connection: Connection, workbook: int) -> int | None:
        """Given a workbook's number, know all until its newest snapshot, and return that one's number."""
        found = connection.first(_NEWEST, workbook=workbook)
        newest = None if found is None else _Newest(*found)
        if newest is None or not self._are_known_of(connection, workbook):
            self._begin()
            self._newest, self.workbook = None, workbook
        if newest is None or newest == self._newest:
            return None if newest is None else newest.id
        if self._newest is None:
            rows = connection.rows(f"{_VERSIONS} ORDER BY v.id", workbook=workbook)
        else:
            rows = connection.rows(_SINCE, workbook=workbook, known=self._newest.id)
        for row in rows:
            self._take(Version(*row))
        self._newest = newest
        return newest.id

    def remembered(self, as_of: str) -> dict[str, Remembered]:
        """Given the day of the newest snapshot, return every key result until it, those that were gone by then
        included."""
        if as_of != self._remembered_on:
            self._new.update(self._key_results)
            self._remembered_on = as_of
        has_more = not self._new <= self._remembered.keys()
        for subject in self._new:
            own = (one for _, one in sorted(self._key_results[subject].items()) if one.began <= as_of)
            if seen := tuple(_seen(one, as_of) for one in own):
                self._remembered[subject] = remembered_of(seen)
            else:
                self._remembered.pop(subject, None)
        self._new.clear()
        if has_more:
            self._remembered = dict(sorted(self._remembered.items()))
        return dict(self._remembered)

    def stood(self, connection: Connection) -> Mapping[str, Standing]:
        """The objectives and key results that stand, by their ids, in their order."""
        if self._line is None:
            own = (one for one in self.standing.values() if one.kind in ("objective", "key_result"))
            self._line = sorted(own, key=attrgetter("position"))
        above = NOTHING_ABOVE
        known, found, now = self._stood, {}, {}
        for version in self._line:
            number = version[0]
            if version[1] == "objective":
                above = NOTHING_ABOVE
            before = known.get(number)
            if before is None or before[0] is not above:
                before = above, standing_row_of(connection, number, above)
            now[number] = before
            one = before[1]
            found[version[2]] = one
            if not one.objective:
                above = one
        self._stood = now
        return found

    def _are_known_of(self, connection: Connection, workbook: int) -> bool:
        if self._newest is None or workbook != self.workbook:
            return False
        same = connection.first(f"{_SNAPSHOT} AND id = :id", workbook=workbook, id=self._newest.id)
        return same is not None and _Newest(*same) == self._newest

    def _take(self, version: Version) -> None:
        named = version.kind, version.subject
        before = self.standing.get(named)
        if version.last_snapshot is None:
            self.standing[named] = version
        elif before is not None and before.id == version.id:
            del self.standing[named]
        if version.kind == "key_result":
            own = self._key_results[version.subject]
            own[version.id] = version
            self._new.add(version.subject)
            if own[max(own)].last_snapshot is None:
                self._gone.discard(version.subject)
            else:
                self._gone.add(version.subject)
        if version.kind in ("objective", "key_result"):
            self._line = None


def _seen(one: Version, as_of: str) -> Seen:
    days = one.first_seen, one.changed_on, one.began, one.ended or as_of
    return Seen(one.subject, one.current, one.target, one.progress, *days)


def seen_before(
    connection: Connection, workbook: str, as_of: date, known: Memo[Any], run: str
) -> tuple[Stood, dict[str, Remembered]] | None:
    """Given a workbook, a day and what is known of its past, return what stood in it when it was last read for that day
    or one before, and every key result that was ever seen by then; None where it was read for a later day since, or in
    this very run."""
    number = number_on(connection, workbook, as_of)
    if number is None:
        return None
    versions = KnownVersions.of(known)
    newest = versions.until_newest(connection, workbook_number(connection, workbook))
    known.more = 2 * len(versions)
    if newest != number or versions.newest_run == run:
        return None
    on = versions.as_of
    span = {"number": number, "workbook": versions.workbook}
    gone = tuple(gone_rows(connection, span, day(on))) if versions.has_gone_rows else ()
    return Stood(versions.stood(connection), gone, day(on)), versions.remembered(on)


_SNAPSHOT = "SELECT id, run, content_hash, as_of FROM snapshot WHERE workbook = :workbook"
_NEWEST = f"{_SNAPSHOT} ORDER BY id DESC LIMIT 1"
_VERSIONS = """
SELECT v.id, v.kind, v.subject, v.position, v.sheet, v."row", v.content, v.evaluation, v.current, v.target, v.progress,
  v.first_seen, v.changed_on, v.last_snapshot, began.as_of, ended.as_of
FROM version v JOIN snapshot began ON began.id = v.first_snapshot LEFT JOIN snapshot ended ON ended.id = v.last_snapshot
WHERE v.workbook = :workbook"""
_SINCE = f"""
SELECT * FROM (
{_VERSIONS} AND v.last_snapshot IS NULL AND v.first_snapshot > :known
UNION ALL {_VERSIONS} AND v.last_snapshot >= :known
) ORDER BY 1"""
