"""What workbooks said and what that came to, by snapshots; each row is kept once for as long as it stands unchanged."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import NamedTuple

from sync.archive.connection import Connection, Row, day, exact, instant
from sync.archive.encoding import (
    Evaluation,
    Kept,
    KeptFinding,
    evaluation_of,
    expected_from_text,
    options_from_text,
    sew,
    sew_finding,
)
from sync.archive.runs import workbook_number
from sync.archive.values import ArchiveError, Snapshot, SnapshotInfo
from sync.model.findings import Finding
from sync.model.past import Remembered
from sync.options import ScoringOptions


def infos(connection: Connection, workbook: str | None, limit: int | None) -> tuple[SnapshotInfo, ...]:
    """Snapshots (of a workbook), newest first: of each run the last one, since it may read a workbook again."""
    some, values = ("", {}) if workbook is None else (" AND w.name = :name", {"name": workbook})
    upto = "" if limit is None else f" LIMIT {limit:d}"
    wanted = f"{_INFOS} WHERE {_LAST_OF_RUN}{some} ORDER BY s.id DESC{upto}"
    return tuple(_info(row) for row in connection.rows(wanted, **values))


def snapshot_on(connection: Connection, workbook: str, as_of: date) -> Snapshot | None:
    """What a workbook said on a day: the newest of the snapshots for the latest day until then."""
    number = number_on(connection, workbook, as_of)
    return None if number is None else snapshot(connection, number)


def snapshot(connection: Connection, number: int) -> Snapshot:
    row = _one_info(connection, number)
    kept = [_kept(one) for one in connection.rows(_VERSIONS, snapshot=number, workbook=row["workbook"])]
    findings = [_kept_finding(one) for one in connection.rows(_FINDINGS, snapshot=number, workbook=row["workbook"])]
    return Snapshot(
        info=_info(row),
        scored=sew(kept, _text(connection, row["expected"]), day(row["as_of"])),
        findings=tuple(sew_finding(one) for one in sorted(findings)),
        options=options_from_text(_text(connection, row["options"])),
    )


class RowOfSnapshot(NamedTuple):
    """One row of a snapshot, for ``why``."""

    evaluation: Evaluation | None
    findings: tuple[Finding, ...]
    options: ScoringOptions


def row_of(connection: Connection, number: int, subject: str) -> RowOfSnapshot:
    """Given a snapshot and the id of an objective, key result or KPI, return what became of it, and the findings of its
    row."""
    row = _one_info(connection, number)
    options = options_from_text(_text(connection, row["options"]))
    span = {"snapshot": number, "workbook": row["workbook"]}
    of_subject = f"{_VERSIONS} AND v.subject = :subject AND v.kind IN ('objective', 'key_result', 'kpi')"
    found = connection.first(of_subject, subject=subject, **span)
    if found is None:
        return RowOfSnapshot(None, (), options)
    kept = _kept(found)
    expected = None if kept.kind == "kpi" else expected_from_text(_text(connection, row["expected"]))[kept.position]
    there = f'{_FINDINGS} AND f.sheet = :sheet AND f."row" = :row'
    findings = sorted(map(_kept_finding, connection.rows(there, sheet=kept.sheet, row=kept.row, **span)))
    return RowOfSnapshot(evaluation_of(kept, expected), tuple(sew_finding(one) for one in findings), options)


def remembered(connection: Connection, workbook: str, as_of: date, run: str = "") -> dict[str, Remembered]:
    """Every key result that was ever seen in a workbook, as it was last known at the end of a day, by others than
    ``run``."""
    number = number_on(connection, workbook, as_of, run)
    return {} if number is None else remembered_until(connection, workbook_number(connection, workbook), number)


def first_cycles(connection: Connection, workbook: str, as_of: date) -> dict[str, str]:
    number = number_on(connection, workbook, as_of)
    if number is None:
        return {}
    found = connection.rows(
        "SELECT t.title, t.first_cycle FROM tab t JOIN workbook w ON w.id = t.workbook"
        " WHERE w.name = :name AND t.first_snapshot <= :number",
        name=workbook,
        number=number,
    )
    return {title: cycle for title, cycle in found}  # noqa: C416 - a row is no pair to a type checker


_INFOS = """
SELECT s.*, w.name, r.started
FROM snapshot s JOIN workbook w ON w.id = s.workbook JOIN run r ON r.id = s.run"""

_LAST_OF_RUN = """
NOT EXISTS (
  SELECT 1 FROM snapshot other WHERE other.run = s.run AND other.workbook = s.workbook AND other.id > s.id
)"""

_VERSIONS = """
SELECT v.*, said.text AS said, came_to.text AS came_to
FROM version v JOIN content said ON said.hash = v.content LEFT JOIN content came_to ON came_to.hash = v.evaluation
WHERE v.workbook = :workbook AND v.first_snapshot <= :snapshot
  AND (v.last_snapshot IS NULL OR v.last_snapshot >= :snapshot)"""

_FINDINGS = """
SELECT f.*, c.text
FROM finding f JOIN content c ON c.hash = f.content
WHERE f.workbook = :workbook AND f.first_snapshot <= :snapshot
  AND (f.last_snapshot IS NULL OR f.last_snapshot >= :snapshot)"""


def _one_info(connection: Connection, number: int) -> Row:
    row = connection.first(f"{_INFOS} WHERE s.id = :number", number=number)
    if row is None:
        raise ArchiveError(f"the archive holds no snapshot {number}", "okr-sync archive list names those that it holds")
    return row


def _info(row: Row) -> SnapshotInfo:
    return SnapshotInfo(
        id=row["id"],
        run=row["run"],
        workbook=row["name"],
        source=row["source"],
        taken=instant(row["started"]),
        as_of=day(row["as_of"]),
        fingerprint=row["fingerprint"],
        content_hash=row["content_hash"],
        objectives=row["objectives"],
        key_results=row["key_results"],
        kpis=row["kpis"],
        errors=row["errors"],
        warnings=row["warnings"],
        infos=row["infos"],
        changed_rows=row["changed_rows"],
    )


def number_on(connection: Connection, workbook: str, as_of: date, but_of: str = "") -> int | None:
    """The newest snapshot of a workbook for a day or one before, but for those of one run."""
    number: int | None = connection.value(
        "SELECT s.id FROM snapshot s JOIN workbook w ON w.id = s.workbook WHERE w.name = :name AND s.as_of <= :as_of"
        " AND s.run <> :run ORDER BY s.as_of DESC, s.id DESC LIMIT 1",
        name=workbook,
        as_of=as_of,
        run=but_of,
    )
    return number


def _kept(row: Row) -> Kept:
    where = row["kind"], row["subject"], row["position"], row["sheet"], row["row"]
    return Kept(*where, row["said"], evaluation=row["came_to"])


def _kept_finding(row: Row) -> KeptFinding:
    return KeptFinding(row["code"], row["severity"], row["sheet"], row["row"], row["column"], row["text"])


def _text(connection: Connection, content: bytes) -> str:
    return str(connection.value("SELECT text FROM content WHERE hash = :content", content=content))


_KEY_RESULTS = """
SELECT v.subject, v.current, v.target, v.progress, v.first_seen, v.changed_on, began.as_of AS began,
  coalesce(ended.as_of, (SELECT as_of FROM snapshot WHERE id = :number)) AS last_seen
FROM version v JOIN snapshot began ON began.id = v.first_snapshot
  LEFT JOIN snapshot ended ON ended.id = v.last_snapshot AND ended.id <= :number
WHERE v.workbook = :workbook AND v.kind = 'key_result' AND v.first_snapshot <= :number
  AND began.as_of <= (SELECT as_of FROM snapshot WHERE id = :number)
ORDER BY v.subject, v.id"""
"""A snapshot for a past day may come after those of later days: what they saw was to come."""


class Seen(NamedTuple):
    """A version of a key result, as the database has it: its days as texts, its numbers too."""

    subject: str
    current: str | None
    target: str | None
    progress: str | None
    first_seen: str
    changed_on: str
    began: str
    last_seen: str


def remembered_until(connection: Connection, workbook: int, number: int) -> dict[str, Remembered]:
    """Every key result until a snapshot, those that were gone by then included."""
    rows = connection.rows(_KEY_RESULTS, workbook=workbook, number=number)
    return {subject: remembered_of(tuple(versions)) for subject, versions in groupby(rows, itemgetter(0))}


def remembered_of(versions: Sequence[Seen | Row]) -> Remembered:
    """Given all versions of one key result, oldest first, return what is known by them."""
    _, current, target, progress, first_seen, changed_on, _, last_seen = versions[-1]
    first_target, best_progress, best, reached_on = None, None, -inf, None
    for _, _, its_target, its_progress, _, _, its_beginning, _ in versions:
        first_target = its_target if first_target is None else first_target
        if its_progress is not None:
            # As a number, which is quick, and tells 1E-7 from 0.9: exact digits are told of the best one alone.
            share = float(its_progress)
            if share > best:
                best_progress, best = its_progress, share
            if share >= 1:
                reached_on = its_beginning if reached_on is None else min(reached_on, its_beginning)
    newest_target, newest_progress = exact(target), exact(progress)
    return Remembered(
        exact(current),
        newest_target,
        newest_progress,
        day(first_seen),
        day(last_seen),
        day(changed_on),
        # Mostly the same: a number is made once.
        newest_target if first_target == target else exact(first_target),
        newest_progress if best_progress == progress else exact(best_progress),
        None if reached_on is None else day(reached_on),
    )
