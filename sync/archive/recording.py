"""A snapshot on its way in: of what a run read, the rows and findings that were not there before.

Everything goes through in batches: the rows of a workbook as texts are larger than the rows themselves, and are never
in memory all at once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from hashlib import blake2b
from itertools import chain, islice
from typing import Any, NamedTuple, TypeVar

from sync.archive.connection import Connection, Row, exact
from sync.archive.encoding import (
    Evaluation,
    Kept,
    KeptFinding,
    cut_finding,
    cut_findings,
    cut_objective,
    cut_others,
    expected_text,
    gist,
    options_to_text,
    pair,
    texts_of,
    told_apart,
    with_positions,
)
from sync.archive.runs import must_exist, next_number, workbook_in_run
from sync.memo import Memo
from sync.model.findings import Finding, Severity
from sync.model.scores import Scored, ScoredObjective
from sync.options import ScoringOptions
from sync.plain import day_to_text

AT_ONCE = 100
"""How many rows go into the database at once."""

ROWS = ("objective", "key_result", "kpi")
"""The kinds of what is kept that are rows of a sheet; the others are about its layout."""

_OF_A_VERSION = (*(name for name in Kept._fields if name != "evaluation"), "first_seen", "changed_on")
"""Versions of before have what a row came to in a text of its own: one text takes half the time of two."""

_FIRST_VALUE = Kept._fields.index("current")

_Standing = dict[tuple[str, str], tuple[Any, ...]]
"""Versions by kind and subject."""

T = TypeVar("T")


class Reading(NamedTuple):
    """What one run read from one workbook, and what it came to."""

    run: str
    workbook: str
    source: str
    fingerprint: str
    scored: Scored
    findings: tuple[Finding, ...]
    options: ScoringOptions
    known: Memo[Any] | None = None
    """What was recorded before of rows and findings that are what they were."""
    past: Memo[Any] | None = None
    """What was known of the workbook's past when that was asked for."""


class _Place(NamedTuple):
    """Where a reading goes: the workbook's number, the new snapshot's, and the snapshot before it."""

    workbook: int
    snapshot: int
    newest: int | None

    @property
    def of_what_comes(self) -> dict[str, int]:
        """The columns by which all that comes with the new snapshot says so."""
        return {"workbook": self.workbook, "first_snapshot": self.snapshot}


def record(connection: Connection, reading: Reading, essence: bytes) -> int:
    """Given what a run read and its ``gist``, record it as the workbook's newest snapshot, and return the snapshot's
    number. Of a run that read the workbook before, it stands in the place of what it read then: that was never in the
    sheet when the run was through, and is no past of anything."""
    shortcut = _shortcut(connection, reading, essence)
    workbook = workbook_in_run(connection, reading.run, reading.workbook, reading.source)
    newest, number = _newest(connection, workbook), next_number(connection, "snapshot")
    if newest is not None and newest["run"] == reading.run:
        newest = _taken_back(connection, newest)
    place = _Place(workbook, number, None if newest is None else newest["id"])
    if newest is not None and newest["shortcut"] == shortcut:
        _repeat(connection, reading.run, reading.source, place, newest)
    else:
        _record(connection, reading, place, shortcut)
    _tell_of_it(connection, reading.run, reading.source, reading.fingerprint, place)
    return place.snapshot


def record_again(
    connection: Connection, run: str, workbook: str, source: str, snapshot: int, recorded_by: str
) -> int | None:
    """Given the number of a workbook's newest snapshot and the run that recorded it, of which a run finds everything to
    be the same, record it as the run's, too, and return the new one's number; None where another one is the newest:
    recorded since, or in another copy of the archive that was put in this one's place."""
    number = workbook_in_run(connection, run, workbook, source)
    newest = _newest(connection, number)
    if newest is None or (newest["id"], newest["run"]) != (snapshot, recorded_by):
        return None
    place = _Place(number, snapshot if recorded_by == run else next_number(connection, "snapshot"), snapshot)
    if recorded_by != run:
        _repeat(connection, run, source, place, newest)
    _tell_of_it(connection, run, source, newest["fingerprint"], place)
    return place.snapshot


def add_findings(connection: Connection, run: str, workbook: str, findings: Sequence[Finding]) -> None:
    """Given findings that a run made after its snapshot of a workbook was recorded, add them to it, where it still is
    the workbook's newest. The snapshot's hash goes on from what it was."""
    newest = connection.first(
        "SELECT s.* FROM snapshot s JOIN workbook w ON w.id = s.workbook WHERE w.name = :name"
        " ORDER BY s.id DESC LIMIT 1",
        name=workbook,
    )
    if newest is None or newest["run"] != run:
        return
    number, there, texts, new = newest["workbook"], _open_findings(connection, newest["workbook"]), {}, []
    digest = blake2b(newest["content_hash"].encode(), digest_size=32)
    for *what, said in cut_findings(findings):
        text = said.encode()
        content = _hash(text)
        if (*what, content) not in there:
            digest.update(repr((*what, content)).encode())
            texts[content] = text
            new.append((*what, content))
    _keep_texts(connection, texts)
    place = _Place(number, newest["id"], newest["id"])
    connection.insert_many("finding", KeptFinding._fields, new, alike=place.of_what_comes)
    severities = Counter(severity for _, severity, *_ in new)
    connection.run(
        "UPDATE snapshot SET content_hash = :content_hash, errors = errors + :errors, warnings = warnings + :warnings,"
        " infos = infos + :infos WHERE id = :snapshot",
        content_hash=digest.hexdigest() if new else newest["content_hash"],
        errors=severities[Severity.error],
        warnings=severities[Severity.warning],
        infos=severities[Severity.info],
        snapshot=newest["id"],
    )


def essence_of(reading: Reading) -> bytes:
    """What ``record`` compares first: it takes long, and nobody should wait for it."""
    return gist(reading.scored, reading.findings, reading.known)


def _shortcut(connection: Connection, reading: Reading, essence: bytes) -> bytes:
    """One file's rows are the same whenever one software reads it by the same settings for the same day. What they came
    to also depends on other things (the past, other workbooks), so its hash is among them."""
    run = must_exist(connection, reading.run)
    made_from = [run["version"], run["settings_hash"], reading.fingerprint, reading.scored.as_of, reading.options]
    return _hash(f"{made_from!r} {essence.hex()}".encode())


def _newest(connection: Connection, workbook: int) -> Row | None:
    return connection.first(
        "SELECT * FROM snapshot WHERE workbook = :workbook ORDER BY id DESC LIMIT 1", workbook=workbook
    )


def _repeat(connection: Connection, run: str, source: str, place: _Place, newest: Row) -> None:
    """Nothing changed: the open rows of the snapshot before are this one's too."""
    own = {"id": place.snapshot, "run": run, "source": source, "changed_rows": 0}
    connection.insert("snapshot", **{**dict(newest), **own})


def _taken_back(connection: Connection, newest: Row) -> Row | None:
    """Given a workbook's newest snapshot, take it out again with all that came and went by it, and return the one that
    is the newest then."""
    workbook, number = newest["workbook"], newest["id"]
    in_run = "UPDATE workbook_run SET snapshot = NULL WHERE run = :run AND workbook = :workbook"
    connection.run(in_run, run=newest["run"], workbook=workbook)
    for table in ("tab", "version", "finding"):
        of_it = f"DELETE FROM {table} WHERE workbook = :workbook AND first_snapshot = :number"
        connection.run(of_it, workbook=workbook, number=number)
    connection.run("DELETE FROM snapshot WHERE id = :number", number=number)
    before = _newest(connection, workbook)
    for table in ("version", "finding"):
        ended = f"UPDATE {table} SET last_snapshot = NULL WHERE workbook = :workbook AND last_snapshot = :number"
        connection.run(ended, workbook=workbook, number=0 if before is None else before["id"])
    return before


def _tell_of_it(connection: Connection, run: str, source: str, fingerprint: str, place: _Place) -> None:
    connection.run(
        "UPDATE workbook_run SET snapshot = :snapshot, fingerprint_before = :fingerprint, source = :source"
        " WHERE run = :run AND workbook = :workbook",
        snapshot=place.snapshot,
        fingerprint=fingerprint,
        source=source,
        run=run,
        workbook=place.workbook,
    )


def _record(connection: Connection, reading: Reading, place: _Place, shortcut: bytes) -> None:
    digest = blake2b(digest_size=32)
    expected, options = expected_text(reading.scored).encode(), options_to_text(reading.options).encode()
    _keep_texts(connection, {_hash(expected): expected, _hash(options): options})
    # Before the new snapshot is there: whoever goes on would take it for one whose rows are known.
    old = _standing_versions(connection, place.workbook, reading.past)
    _insert_snapshot(
        connection,
        reading,
        place,
        content_hash="",
        shortcut=shortcut,
        expected=_hash(expected),
        options=_hash(options),
    )
    changed_rows = _record_rows(connection, reading, place, digest, old)
    _record_findings(connection, reading, place, digest)
    _note_first_cycles(connection, reading.scored, place)
    connection.run(
        "UPDATE snapshot SET content_hash = :content_hash, changed_rows = :changed_rows WHERE id = :snapshot",
        content_hash=digest.hexdigest(),
        changed_rows=changed_rows,
        snapshot=place.snapshot,
    )


def _insert_snapshot(connection: Connection, reading: Reading, place: _Place, **own: object) -> None:
    severities = Counter(finding.severity for finding in reading.findings)
    connection.insert(
        "snapshot",
        id=place.snapshot,
        run=reading.run,
        workbook=place.workbook,
        source=reading.source,
        as_of=reading.scored.as_of,
        fingerprint=reading.fingerprint,
        objectives=len(reading.scored.objectives),
        key_results=sum(len(objective.key_results) for objective in reading.scored.objectives),
        kpis=len(reading.scored.kpis),
        errors=severities[Severity.error],
        warnings=severities[Severity.warning],
        infos=severities[Severity.info],
        changed_rows=0,
        **own,
    )


_Line = tuple[tuple[str, str], tuple[int, str, int, bytes], Kept, Evaluation | None, bytes]
"""A row on its way in: its kind and subject, where it stands with the hash of its text, the row, what its text is made
from, and what the snapshot's hash goes by. A bare tuple, since to make a named one takes longer than all else of it."""


def _line(kept: Kept, of: Evaluation | None, content: bytes) -> _Line:
    kind, subject, position, sheet, row = kept[:5]
    told = repr((kind, subject, position, sheet, row, content)).encode()
    return (kind, subject), (position, sheet, row, content), kept, of, told


def _record_rows(connection: Connection, reading: Reading, place: _Place, digest: blake2b, old: _Standing) -> int:
    """Record the rows that came, moved or changed, end those that went, and return how many rows of sheets that were
    in all. The hash of where each row stands, and of what it says, goes into ``digest``; ``old`` are the versions that
    stood."""
    as_of = day_to_text(reading.scored.as_of)
    ended: list[int] = []
    changed_rows = 0
    for some in _batches(_lines(reading.scored, reading.known)):
        texts: dict[bytes, bytes] = {}
        new = []
        digest.update(b"".join([line[-1] for line, _ in some]))
        for (named, where, kept, of, _), text in some:
            was = old.pop(named, None)
            if was is not None:
                if was[3:7] == where and was[7] is None:
                    continue
                if was[3:6] == where[:3] and _says_the_same(was[6:8], where[3], kept, of):
                    continue
                ended.append(was[0])
            kind, subject = named
            changed_rows += kind in ROWS
            texts[where[3]] = _text_of(kept, of) if text is None else text
            # As SQLite keeps them: its driver takes half as long again to ask how.
            numbers = [None if number is None else str(number) for number in kept[_FIRST_VALUE:-1]]
            since = (as_of, as_of)
            if kind == "key_result" and place.newest is not None:
                since = _since(connection, place, subject, kept.current, as_of)
            new.append((kind, subject, *where, *numbers, kept.status, *since))
        _keep_texts(connection, texts)
        connection.insert_many("version", _OF_A_VERSION, new, alike=place.of_what_comes)
    ended += [was[0] for was in old.values()]
    _end(connection, "version", ended, place)
    return changed_rows + sum(kind in ROWS for kind, _ in old)


_LineAndText = tuple[_Line, bytes | None]
"""A row on its way in, and its text: None where the text's hash is known, since it was recorded before."""


def _lines(scored: Scored, known: Memo[Any] | None) -> Iterator[_LineAndText]:
    seen: dict[tuple[str, str], int] = {}
    for objective, position in with_positions(scored):
        for line, text in _lines_of(objective, position, known):
            named, where, kept, of, _ = line
            if named in seen:
                yield _line(told_apart(kept, seen), of, where[3]), text
            else:
                seen[named] = 1
                yield line, text
    for kept, of in cut_others(scored):
        yield _new_line(told_apart(kept, seen), of, known)


def _lines_of(objective: ScoredObjective, position: int, known: Memo[Any] | None) -> Iterable[_LineAndText]:
    """An objective and its key results: the very lines of before, where all of it is what it was."""
    before: Sequence[_LineAndText] | None = None if known is None else known.recall(("lines", position), objective)
    if before is not None:
        return before
    found = [_new_line(kept, of, known) for kept, of in cut_objective(objective, position)]
    if known is not None:
        known.keep([(line, None) for line, _ in found], ("lines", position), objective)
    return found


def _new_line(kept: Kept, of: Evaluation | None, known: Memo[Any] | None) -> _LineAndText:
    content, text = _content_of(kept, of, known)
    return _line(kept, of, content), text


def _since(
    connection: Connection, place: _Place, key_result: str, current: Decimal | None, as_of: str
) -> tuple[str, str]:
    """The days on which a key result was first seen, and on which its current value became what it is, as the database
    has them: as its last version has them, which may be of a row that was gone meanwhile."""
    before = connection.first(_LAST_VERSION, workbook=place.workbook, subject=key_result, newest=place.newest)
    if before is None:
        return as_of, as_of
    return before["first_seen"], before["changed_on"] if exact(before["current"]) == current else as_of


_LAST_VERSION = """
SELECT current, first_seen, changed_on FROM version
WHERE workbook = :workbook AND kind = 'key_result' AND subject = :subject AND first_snapshot <= :newest
ORDER BY id DESC LIMIT 1"""


def _content_of(kept: Kept, of: Evaluation | None, known: Memo[Any] | None) -> tuple[bytes, bytes | None]:
    """The hash of a row's text, and the text: None where the hash is known, since it was recorded before."""
    found: bytes | None = None if known is None or of is None else known.recall("content", of)
    if found is not None:
        return found, None
    text = _text_of(kept, of)
    content = _hash(text)
    return (content if known is None or of is None else known.keep(content, "content", of)), text


def _text_of(kept: Kept, of: Evaluation | None) -> bytes:
    return kept.content.encode() if of is None else pair(*texts_of(of, (kept.sheet, kept.row)))


def _says_the_same(was: tuple[bytes, bytes | None], now: bytes, kept: Kept, of: Evaluation | None) -> bool:
    if of is None or was[1] is None:
        return was == (now, None)
    content, evaluation = texts_of(of, (kept.sheet, kept.row))
    return was == (_hash(content.encode()), _hash(evaluation.encode()))


_Said = tuple[KeptFinding, tuple[Any, ...], bytes]
"""A finding on its way in: as it is kept, all of it with the hash of its text for the text, and what the snapshot's
hash goes by."""


def _said_of(kept: KeptFinding) -> _Said:
    what = (*kept[:-1], _hash(kept.content.encode()))
    return kept, what, repr(what).encode()


def _record_findings(connection: Connection, reading: Reading, place: _Place, digest: blake2b) -> None:
    """Record the findings that were not there before, and end those that are no more."""
    there = _open_findings(connection, place.workbook)
    for some in _batches(_said(reading.findings, reading.known)):
        texts: dict[bytes, bytes] = {}
        new = []
        digest.update(b"".join([told for _, _, told in some]))
        for kept, what, _ in some:
            same = there.get(what)
            if same:
                same.pop()
            else:
                texts[what[-1]] = kept.content.encode()
                new.append(what)
        _keep_texts(connection, texts)
        connection.insert_many("finding", KeptFinding._fields, new, alike=place.of_what_comes)
    _end(connection, "finding", [number for numbers in there.values() for number in numbers], place)


def _said(findings: Iterable[Finding], known: Memo[Any] | None) -> Iterator[_Said]:
    """Findings in the order of ``cut_findings``."""
    if known is None:
        return map(_said_of, cut_findings(findings))
    by_code: dict[tuple[str, str], list[_Said]] = {}
    for finding in findings:
        found: _Said | None = known.recall("said", finding)
        if found is None:
            found = known.keep(_said_of(cut_finding(finding)), "said", finding)
        by_code.setdefault(found[0][:2], []).append(found)
    return chain.from_iterable(sorted(by_code[code]) for code in sorted(by_code))


def _standing_versions(connection: Connection, workbook: int, past: Memo[Any] | None) -> _Standing:
    """The versions that stand, by kind and subject: their numbers, these two, where they stand and what they say."""
    if past is None:
        return _open_versions(connection, workbook)
    # Only a process that goes on needs it.
    from sync.archive.known_versions import KnownVersions

    versions = KnownVersions.of(past)
    versions.until_newest(connection, workbook)
    return dict(versions.standing)


def _open_versions(connection: Connection, workbook: int) -> _Standing:
    found = connection.rows(
        'SELECT id, kind, subject, position, sheet, "row", content, evaluation FROM version'
        " WHERE workbook = :workbook AND last_snapshot IS NULL",
        workbook=workbook,
    )
    return {(row[1], row[2]): tuple(row) for row in found}


def _open_findings(connection: Connection, workbook: int) -> dict[tuple[object, ...], list[int]]:
    """The numbers of the findings that stand, by all that they say: two may say the same."""
    there: dict[tuple[object, ...], list[int]] = {}
    for number, *what in connection.rows(
        'SELECT id, code, severity, sheet, "row", "column", content FROM finding'
        " WHERE workbook = :workbook AND last_snapshot IS NULL ORDER BY id",
        workbook=workbook,
    ):
        there.setdefault(tuple(what), []).append(number)
    return there


def _keep_texts(connection: Connection, texts: dict[bytes, bytes]) -> None:
    connection.insert_many("content", ("hash", "text"), texts.items(), " ON CONFLICT DO NOTHING", in_utf8=("text",))


def _end(connection: Connection, table: str, numbers: list[int], place: _Place) -> None:
    connection.run_for_each(
        f"UPDATE {table} SET last_snapshot = ? WHERE id = ?", ((place.newest, number) for number in numbers)
    )


def _note_first_cycles(connection: Connection, scored: Scored, place: _Place) -> None:
    """A tab's first cycle is that of its table, else the one by which its objectives were scored."""
    cycles = {table.sheet: table.cycle.id for table in reversed(scored.rows.tables) if table.cycle is not None}
    for objective in scored.objectives:
        if objective.cycle is not None:
            cycles.setdefault(objective.objective.sheet, objective.cycle.id)
    connection.insert_many(
        "tab",
        ("title", "first_cycle"),
        cycles.items(),
        " ON CONFLICT DO NOTHING",
        alike=place.of_what_comes,
    )


def _hash(text: bytes) -> bytes:
    return blake2b(text, digest_size=16).digest()


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while some := list(islice(rest, AT_ONCE)):
        yield some
