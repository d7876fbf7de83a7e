"""What workbooks said and what that came to, by snapshots; each row is kept once for as long as it stands unchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    FromClause,
    and_,
    bindparam,
    cast,
    func,
    insert,
    or_,
    select,
    update,
)

from sync.archive import schema
from sync.archive.database import Database
from sync.archive.encoding import (
    Evaluation,
    Kept,
    KeptFinding,
    cut,
    cut_findings,
    evaluation_of,
    expected_from_text,
    expected_text,
    gist,
    options_from_text,
    options_to_text,
    sew,
    sew_finding,
)
from sync.archive.inserting import insert_many
from sync.archive.runs import must_exist, workbook_number, workbook_run
from sync.archive.values import ArchiveError, Snapshot, SnapshotInfo
from sync.model import Finding, Remembered, Scored, Severity
from sync.options import ScoringOptions

AT_ONCE = 500
"""How many values go into one IN (…)."""


ROWS = ("objective", "key_result", "kpi")
"""The kinds of what is kept that are rows of a sheet; the others are about its layout."""


class Reading(NamedTuple):
    """What one run read from one workbook, and what it came to."""

    run: str
    workbook: str
    source: str
    fingerprint: str
    scored: Scored
    findings: tuple[Finding, ...]
    options: ScoringOptions


def record(database: Database, reading: Reading) -> int:
    """Given what a run read, record it as the workbook's newest snapshot, and return the snapshot's number."""
    essence = gist(reading.scored, reading.findings)
    with database.reading() as connection:
        shortcut = _shortcut(connection, reading, essence)
        seen_before = _newest_shortcut(connection, reading.workbook) == shortcut
    # Cutting is long, and nobody should wait for it.
    rows = None if seen_before else _Cut.of(reading)
    with database.writing() as connection:
        newest = _newest(connection, workbook_number(connection, reading.workbook, reading.source))
        if newest is not None and newest.shortcut == shortcut:
            number = _repeat(connection, reading, newest, shortcut)
        else:
            number = _record(connection, reading, rows or _Cut.of(reading), newest, shortcut)
        found = workbook_run(connection, reading.run, reading.workbook, reading.source)
        connection.execute(
            update(schema.workbook_run)
            .where(found)
            .values(snapshot=number, fingerprint_before=reading.fingerprint, source=reading.source)
        )
        return number


def infos(connection: Connection, workbook: str | None, limit: int | None) -> tuple[SnapshotInfo, ...]:
    """Snapshots (of a workbook), newest first."""
    wanted = _infos().order_by(schema.snapshot.c.id.desc()).limit(limit)
    if workbook is not None:
        wanted = wanted.where(schema.workbook.c.name == workbook)
    return tuple(_info(row) for row in connection.execute(wanted))


def snapshot_on(connection: Connection, workbook: str, day: date) -> Snapshot | None:
    """What a workbook said on a day: the newest of the snapshots for the latest day until then."""
    number = _number_on(connection, workbook, day)
    return None if number is None else snapshot(connection, number)


def snapshot(connection: Connection, number: int) -> Snapshot:
    row = _one_info(connection, number)
    kept = [_kept(one) for one in connection.execute(_versions_in(number, row.workbook))]
    findings = [_kept_finding(one) for one in connection.execute(_findings_in(number, row.workbook))]
    return Snapshot(
        info=_info(row),
        scored=sew(kept, _text(connection, row.expected), row.as_of),
        findings=tuple(sew_finding(one) for one in sorted(findings)),
        options=options_from_text(_text(connection, row.options)),
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
    options = options_from_text(_text(connection, row.options))
    wanted = _versions_in(number, row.workbook).where(schema.version.c.subject == subject)
    found = connection.execute(wanted.where(schema.version.c.evaluation.is_not(None))).first()
    if found is None:
        return RowOfSnapshot(None, (), options)
    kept = _kept(found)
    expected = None if kept.kind == "kpi" else expected_from_text(_text(connection, row.expected))[kept.position]
    there = _findings_in(number, row.workbook).where(
        schema.finding.c.sheet == kept.sheet, schema.finding.c.row == kept.row
    )
    findings = sorted(_kept_finding(one) for one in connection.execute(there))
    return RowOfSnapshot(evaluation_of(kept, expected), tuple(sew_finding(one) for one in findings), options)


def remembered(connection: Connection, workbook: str, as_of: date) -> dict[str, Remembered]:
    """Every key result that was ever seen in a workbook, as it was last known at the end of a day."""
    number = _number_on(connection, workbook, as_of)
    return {} if number is None else _remembered(connection, workbook_number(connection, workbook), number)


def first_cycles(connection: Connection, workbook: str, as_of: date) -> dict[str, str]:
    number = _number_on(connection, workbook, as_of)
    if number is None:
        return {}
    known = select(schema.tab.c.title, schema.tab.c.first_cycle).join(schema.workbook)
    rows = connection.execute(known.where(schema.workbook.c.name == workbook, schema.tab.c.first_snapshot <= number))
    return {row.title: row.first_cycle for row in rows}


# ── Recording ────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Cut(NamedTuple):
    """A reading in pieces, with the hashes that find them."""

    kept: list[Kept]
    findings: list[KeptFinding]
    expected: str
    options: str

    @classmethod
    def of(cls, reading: Reading) -> _Cut:
        return cls(
            cut(reading.scored),
            cut_findings(reading.findings),
            expected_text(reading.scored),
            options_to_text(reading.options),
        )


def _hash(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()


def _shortcut(connection: Connection, reading: Reading, essence: bytes) -> bytes:
    """One file's rows are the same whenever one software reads it by the same settings for the same day. What they came
    to also depends on other things (the past, other workbooks), so its hash is among them."""
    run = must_exist(connection, reading.run)
    made_from = [run.version, run.settings_hash, reading.fingerprint, reading.scored.as_of, reading.options]
    return _hash(f"{made_from!r} {essence.hex()}")


def _newest_shortcut(connection: Connection, workbook: str) -> bytes | None:
    table = schema.snapshot
    wanted = select(table.c.shortcut).join(schema.workbook).where(schema.workbook.c.name == workbook)
    return connection.scalar(wanted.order_by(table.c.id.desc()).limit(1))


def _newest(connection: Connection, workbook: int) -> Any:
    table = schema.snapshot
    return connection.execute(select(table).where(table.c.workbook == workbook).order_by(table.c.id.desc())).first()


def _repeat(connection: Connection, reading: Reading, newest: Any, shortcut: bytes) -> int:
    """Nothing changed: the open rows of the snapshot before are this one's too."""
    return _insert_snapshot(
        connection,
        reading,
        workbook=newest.workbook,
        content_hash=newest.content_hash,
        shortcut=shortcut,
        expected=newest.expected,
        options=newest.options,
        changed_rows=0,
    )


def _record(connection: Connection, reading: Reading, rows: _Cut, newest: Any, shortcut: bytes) -> int:
    workbook = workbook_number(connection, reading.workbook)
    texts = {_hash(text): text for text in (rows.expected, rows.options)}
    hashes: list[tuple[bytes, bytes | None]] = []
    for kept in rows.kept:
        content = _hash(kept.content)
        evaluation = None if kept.evaluation is None else _hash(kept.evaluation)
        hashes.append((content, evaluation))
        texts[content] = kept.content
        if evaluation is not None and kept.evaluation is not None:
            texts[evaluation] = kept.evaluation
    finding_hashes = [_hash(finding.content) for finding in rows.findings]
    texts.update(zip(finding_hashes, (finding.content for finding in rows.findings), strict=True))

    old = _open_versions(connection, workbook) if newest is not None else {}
    changed = [
        (kept, own)
        for kept, own in zip(rows.kept, hashes, strict=True)
        if (was := old.get((kept.kind, kept.subject))) is None
        or (was.position, was.sheet, was.row, was.content, was.evaluation)
        != (kept.position, kept.sheet, kept.row, *own)
    ]
    names = {(kept.kind, kept.subject) for kept in rows.kept}
    over = [was for name, was in old.items() if name not in names]
    replaced = [old[name].id for kept, _ in changed if (name := (kept.kind, kept.subject)) in old]
    new_findings, findings_over = _changed_findings(connection, workbook, rows.findings, finding_hashes)

    wanted = {_hash(rows.expected), _hash(rows.options)}
    wanted.update(part for _, own in changed for part in own if part is not None)
    wanted.update(content for _, content in new_findings)
    _keep_texts(connection, wanted, texts)
    number = _insert_snapshot(
        connection,
        reading,
        workbook=workbook,
        content_hash=_content_hash(rows, hashes, finding_hashes),
        shortcut=shortcut,
        expected=_hash(rows.expected),
        options=_hash(rows.options),
        changed_rows=sum(kept.kind in ROWS for kept, _ in changed) + sum(was.kind in ROWS for was in over),
    )
    if newest is not None:
        _end(connection, schema.version, [*(was.id for was in over), *replaced], newest.id)
        _end(connection, schema.finding, findings_over, newest.id)
    _insert_versions(connection, workbook, number, reading.scored.as_of, changed, newest)
    _insert_findings(connection, workbook, number, new_findings)
    _note_first_cycles(connection, workbook, number, reading.scored)
    return number


def _insert_snapshot(connection: Connection, reading: Reading, workbook: int, **own: object) -> int:
    severities = Counter(finding.severity for finding in reading.findings)
    number = 1 + (connection.scalar(select(func.max(schema.snapshot.c.id))) or 0)
    connection.execute(
        insert(schema.snapshot),
        {
            "id": number,
            "run": reading.run,
            "workbook": workbook,
            "source": reading.source,
            "as_of": reading.scored.as_of,
            "fingerprint": reading.fingerprint,
            "objectives": len(reading.scored.objectives),
            "key_results": sum(len(objective.key_results) for objective in reading.scored.objectives),
            "kpis": len(reading.scored.kpis),
            "errors": severities[Severity.error],
            "warnings": severities[Severity.warning],
            "infos": severities[Severity.info],
            **own,
        },
    )
    return number


def _open_versions(connection: Connection, workbook: int) -> dict[tuple[str, str], Any]:
    table = schema.version
    parts = [table.c[name] for name in ("id", "kind", "subject", "position", "sheet", "row", "content", "evaluation")]
    wanted = select(*parts).where(table.c.workbook == workbook, table.c.last_snapshot.is_(None))
    return {(row.kind, row.subject): row for row in connection.execute(wanted)}


def _changed_findings(
    connection: Connection, workbook: int, findings: list[KeptFinding], hashes: list[bytes]
) -> tuple[list[tuple[KeptFinding, bytes]], list[int]]:
    """The findings that were not there before, and the numbers of those that are no more."""
    table = schema.finding
    there: dict[tuple[Any, ...], list[int]] = {}
    for row in connection.execute(
        select(table).where(table.c.workbook == workbook, table.c.last_snapshot.is_(None)).order_by(table.c.id)
    ):
        there.setdefault((row.code, row.severity, row.sheet, row.row, row.column, row.content), []).append(row.id)
    new = []
    for finding, content in zip(findings, hashes, strict=True):
        same = there.get((*finding[:5], content))
        if same:
            same.pop()
        else:
            new.append((finding, content))
    return new, [number for numbers in there.values() for number in numbers]


def _keep_texts(connection: Connection, wanted: set[bytes], texts: dict[bytes, str]) -> None:
    known: set[bytes] = set()
    for some in _parts_of(sorted(wanted)):
        known.update(connection.scalars(select(schema.content.c.hash).where(schema.content.c.hash.in_(some))))
    new = sorted(wanted - known)
    if new:
        insert_many(connection, schema.content, ("hash", "text"), [(one, texts[one]) for one in new])


def _content_hash(rows: _Cut, hashes: list[tuple[bytes, bytes | None]], finding_hashes: list[bytes]) -> str:
    digest = blake2b(digest_size=32)
    for kept, (content, evaluation) in zip(rows.kept, hashes, strict=True):
        place = (kept.kind, kept.subject, kept.position, kept.sheet, kept.row)
        digest.update(repr((*place, content, evaluation)).encode())
    for finding, content in zip(rows.findings, finding_hashes, strict=True):
        digest.update(repr((*finding[:5], content)).encode())
    return digest.hexdigest()


def _end(connection: Connection, table: Any, numbers: list[int], last: int) -> None:
    if numbers:
        ended = update(table).where(table.c.id == bindparam("number")).values(last_snapshot=bindparam("last"))
        connection.execute(ended, [{"number": number, "last": last} for number in numbers])


def _insert_versions(
    connection: Connection,
    workbook: int,
    number: int,
    as_of: date,
    changed: list[tuple[Kept, tuple[bytes, bytes | None]]],
    newest: Any,
) -> None:
    before = _remembered(connection, workbook, newest.id) if newest is not None and changed else {}
    rows = []
    for kept, (content, evaluation) in changed:
        known = before.get(kept.subject) if kept.kind == "key_result" else None
        first_seen = as_of if known is None else known.first_seen
        changed_on = known.changed_on if known is not None and known.current == kept.current else as_of
        kind, subject, position, sheet, row, _, _, *values = kept
        place = (kind, subject, position, sheet, row)
        rows.append((workbook, *place, content, evaluation, *values, first_seen, changed_on, number))
    names = ("workbook", *Kept._fields, "first_seen", "changed_on", "first_snapshot")
    insert_many(connection, schema.version, names, rows)


def _insert_findings(
    connection: Connection, workbook: int, number: int, new: Sequence[tuple[KeptFinding, bytes]]
) -> None:
    rows = [(workbook, *finding[:-1], content, number) for finding, content in new]
    insert_many(connection, schema.finding, ("workbook", *KeptFinding._fields, "first_snapshot"), rows)


def _note_first_cycles(connection: Connection, workbook: int, number: int, scored: Scored) -> None:
    """A tab's first cycle is that of its table, else the one by which its objectives were scored."""
    cycles = {table.sheet: table.cycle.id for table in reversed(scored.rows.tables) if table.cycle is not None}
    for objective in scored.objectives:
        if objective.cycle is not None:
            cycles.setdefault(objective.objective.sheet, objective.cycle.id)
    table = schema.tab
    known = {row.title for row in connection.execute(select(table.c.title).where(table.c.workbook == workbook))}
    new = [
        {"workbook": workbook, "title": title, "first_cycle": cycle, "first_snapshot": number}
        for title, cycle in cycles.items()
        if title not in known
    ]
    if new:
        connection.execute(insert(table), new)


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _infos() -> Any:
    joined = schema.snapshot.join(schema.workbook).join(schema.run)
    return select(schema.snapshot, schema.workbook.c.name, schema.run.c.started).select_from(joined)


def _one_info(connection: Connection, number: int) -> Any:
    row = connection.execute(_infos().where(schema.snapshot.c.id == number)).first()
    if row is None:
        raise ArchiveError(f"the archive holds no snapshot {number}", "okr-sync archive list names those that it holds")
    return row


def _info(row: Any) -> SnapshotInfo:
    return SnapshotInfo(
        id=row.id,
        run=row.run,
        workbook=row.name,
        source=row.source,
        taken=row.started,
        as_of=row.as_of,
        fingerprint=row.fingerprint,
        content_hash=row.content_hash,
        objectives=row.objectives,
        key_results=row.key_results,
        kpis=row.kpis,
        errors=row.errors,
        warnings=row.warnings,
        infos=row.infos,
        changed_rows=row.changed_rows,
    )


def _number_on(connection: Connection, workbook: str, day: date) -> int | None:
    table = schema.snapshot
    wanted = select(table.c.id).join(schema.workbook).where(schema.workbook.c.name == workbook, table.c.as_of <= day)
    return connection.scalar(wanted.order_by(table.c.as_of.desc(), table.c.id.desc()).limit(1))


def _stands_in(table: FromClause, number: int, workbook: int) -> ColumnElement[bool]:
    return and_(
        table.c.workbook == workbook,
        table.c.first_snapshot <= number,
        or_(table.c.last_snapshot.is_(None), table.c.last_snapshot >= number),
    )


def _versions_in(number: int, workbook: int) -> Any:
    said, came_to = schema.content.alias(), schema.content.alias()
    table = schema.version
    joined = table.join(said, table.c.content == said.c.hash).outerjoin(came_to, table.c.evaluation == came_to.c.hash)
    return (
        select(table, said.c.text.label("said"), came_to.c.text.label("came_to"))
        .select_from(joined)
        .where(_stands_in(table, number, workbook))
    )


def _kept(row: Any) -> Kept:
    return Kept(row.kind, row.subject, row.position, row.sheet, row.row, row.said, row.came_to)


def _findings_in(number: int, workbook: int) -> Any:
    table = schema.finding
    wanted = select(table, schema.content.c.text).join(schema.content, table.c.content == schema.content.c.hash)
    return wanted.where(_stands_in(table, number, workbook))


def _kept_finding(row: Any) -> KeptFinding:
    return KeptFinding(row.code, row.severity, row.sheet, row.row, row.column, row.text)


def _text(connection: Connection, content: bytes) -> str:
    return str(connection.scalar(select(schema.content.c.text).where(schema.content.c.hash == content)))


def _remembered(connection: Connection, workbook: int, number: int) -> dict[str, Remembered]:
    """The last version of every key result until a snapshot, those that were gone by then included."""
    table, last = schema.version, schema.snapshot
    newest = (
        select(func.max(table.c.id))
        .where(table.c.workbook == workbook, table.c.kind == "key_result", table.c.first_snapshot <= number)
        .group_by(table.c.subject)
    )
    ended = table.outerjoin(last, and_(table.c.last_snapshot == last.c.id, last.c.id <= number))
    day = connection.scalar(select(last.c.as_of).where(last.c.id == number))
    wanted = select(
        table.c.subject,
        table.c.current,
        table.c.target,
        table.c.progress,
        table.c.first_seen,
        func.coalesce(last.c.as_of, day).label("last_seen"),
        table.c.changed_on,
    ).select_from(ended)
    first_targets = _first_of_each(connection, workbook, number, table.c.target, table.c.id)
    # As a number: as text, which SQLite keeps, '1' would come before '0.9' but '1E-7' after both.
    by_progress = cast(table.c.progress, Float).desc()
    best_progress = _first_of_each(connection, workbook, number, table.c.progress, by_progress, table.c.id)
    return {
        row[0]: Remembered(*row[1:], first_targets.get(row[0]), best_progress.get(row[0]))
        for row in connection.execute(wanted.where(table.c.id.in_(newest)))
    }


def _first_of_each(
    connection: Connection, workbook: int, number: int, value: Column[Any], *order: ColumnElement[Any]
) -> dict[str, Decimal]:
    """Per key result, the value that comes first in an order among its versions until a snapshot that have one."""
    table = schema.version
    place = func.row_number().over(partition_by=table.c.subject, order_by=order).label("place")
    placed = select(table.c.subject, value.label("value"), place).where(
        table.c.workbook == workbook,
        table.c.kind == "key_result",
        table.c.first_snapshot <= number,
        value.is_not(None),
    )
    ranked = placed.subquery()
    found = connection.execute(select(ranked.c.subject, ranked.c.value).where(ranked.c.place == 1))
    return {row.subject: row.value for row in found}


def _parts_of(values: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for first in range(0, len(values), AT_ONCE):
        yield values[first : first + AT_ONCE]
