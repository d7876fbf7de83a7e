"""What other workbooks had in closed cycles and have in running ones, by the names that rows are known by: asked for
rows that may have come from there, or gone there."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sync.archive.connection import Connection, day
from sync.archive.database import Database
from sync.archive.elsewhere import newest_elsewhere
from sync.archive.runs import OF_WORKBOOK, known_workbook
from sync.archive.sealed import closing_from
from sync.archive.snapshots import remembered_until
from sync.archive.standing import cycle_in, gone_rows
from sync.lineage import Said, gist
from sync.model.past import Closing, ClosingKind, Remembered
from sync.model.rows import Cycle
from sync.moved_rows import Name, Row, names_of, same_but_for_the_cycle
from sync.reading.texts.text import bare

NOTHING_READ: Mapping[str, Sequence[tuple[str, Row]]] = {}
_NOTHING: Mapping[str, Any] = {}
_NEW = 1 << 62
"""After all that was ever seen."""


class SealedNames(NamedTuple):
    """The rows of a closed cycle by name ─▶ the workbooks that they were sealed for; and these all."""

    by_name: Mapping[Name, frozenset[str]]
    workbooks: frozenset[str]


class Stood(NamedTuple):
    """A workbook's rows as they stood in its newest snapshot, which was made for a day: each with its cycle, KPIs with
    ''."""

    snapshot: int
    read_on: date
    rows: tuple[tuple[str, Row], ...]

    def has_part(self, cycle: Cycle) -> bool:
        """Whether the workbook has an objective in a cycle; one that has only KPIs, whether it was read in it."""
        cycles = {one for one, _ in self.rows if one}
        return cycle.id in cycles if cycles else cycle.first_day <= self.read_on <= cycle.last_day

    def within(self, cycle: Cycle) -> Iterator[Row]:
        """KPIs stand in every cycle that their workbook has a part in."""
        if self.has_part(cycle):
            yield from (row for one, row in self.rows if one in ("", cycle.id))


class LookedUp(NamedTuple):
    """What was looked up, for whoever asks next: of closed cycles, which are never changed, and by workbook of its
    newest snapshot."""

    closed: dict[str, SealedNames]
    stood: dict[int, Stood]


class Others:
    """All workbooks but one, as they were known at the end of a day (``sync.inheriting.OtherWorkbooks``)."""

    def __init__(
        self,
        database: Database,
        workbook: str,
        as_of: date,
        looked_up: LookedUp,
        now: Mapping[str, Sequence[tuple[str, Row]]] = NOTHING_READ,
    ) -> None:
        """``now`` are the rows of workbooks that were just read, as in ``Stood``, in the place of what stood there."""
        self._database, self._workbook, self._as_of, self._looked_up = database, workbook, as_of, looked_up
        self._now = now

    def sealed(self, cycle: str, names: Collection[Name]) -> Sequence[Closing]:
        with self._database.reading() as connection:
            known = self._sealed_names(connection, cycle)
            wanted = {workbook for name in names for workbook in known.by_name.get(name, ())}
            wanted |= {one for one in known.workbooks if same_but_for_the_cycle(one, self._workbook)}
            wanted -= set(_own_names(connection, self._workbook))
            return [one for workbook in sorted(wanted) for one in _sealed_for(connection, cycle, workbook)]

    def sealed_for(self, cycle: str, workbook: str) -> Sequence[Closing]:
        with self._database.reading() as connection:
            return _sealed_for(connection, cycle, workbook)

    def sealed_workbooks(self, cycle: str) -> Collection[str]:
        with self._database.reading() as connection:
            return self._sealed_names(connection, cycle).workbooks

    def planned(self, cycle: Cycle) -> Collection[str]:
        return {name for name, stood in self._newest() if stood.has_part(cycle)}

    def standing(self, cycle: Cycle, names: Collection[Name]) -> Sequence[Row]:
        return [
            row
            for _, stood in self._newest()
            for row in stood.within(cycle)
            if any(name in names for name in names_of(row.said))
        ]

    def _newest(self) -> Iterator[tuple[str, Stood]]:
        known = self._looked_up.stood
        with self._database.reading() as connection:
            for newest in newest_elsewhere(connection, self._workbook, self._as_of):
                number = newest["workbook"]
                if newest["name"] in self._now:
                    since = _since(connection, number)
                    rows = (
                        (cycle, row._replace(since=since.get(row.id, _NEW))) for cycle, row in self._now[newest["name"]]
                    )
                    yield newest["name"], Stood(newest["id"], self._as_of, tuple(rows))
                    continue
                if number not in known or known[number].snapshot != newest["id"]:
                    known[number] = _stood(connection, newest)
                yield newest["name"], known[number]

    def left(self, cycle: Cycle, names: Collection[Name]) -> Sequence[tuple[Row, Remembered]]:
        with self._database.reading() as connection:
            newest = list(newest_elsewhere(connection, self._workbook, self._as_of))
            return [found for one in newest for found in _left(connection, one, cycle, names)]

    def first_seen(self, ids: Collection[str]) -> Mapping[str, int]:
        with self._database.reading() as connection:
            own = known_workbook(connection, self._workbook)
            query = "SELECT min(first_snapshot) FROM version WHERE workbook = :workbook AND subject = :id"
            found = {id: connection.value(query, workbook=own, id=id) for id in ids}
            return {id: number for id, number in found.items() if number is not None}

    def last_seen(self, ids: Collection[str]) -> Mapping[str, int]:
        with self._database.reading() as connection:
            own = known_workbook(connection, self._workbook)
            found = {id: connection.value(_LAST_SEEN, workbook=own, id=id) for id in ids}
            return {id: number for id, number in found.items() if number is not None}

    def _sealed_names(self, connection: Connection, cycle: str) -> SealedNames:
        known = self._looked_up.closed
        if cycle not in known:
            known[cycle] = _sealed_names(connection, cycle)
        return known[cycle]


def _sealed_names(connection: Connection, cycle: str) -> SealedNames:
    by_name: defaultdict[Name, set[str]] = defaultdict(set)
    workbooks: set[str] = set()
    rows = connection.rows("SELECT workbook, kind, document FROM closing WHERE cycle = :cycle", cycle=cycle)
    for workbook, kind, document in rows:
        workbooks.add(workbook)
        said = json.loads(document)
        for name in names_of(_said(kind, said.get("text", ""), said.get("given_id", ""))):
            by_name[name].add(workbook)
    return SealedNames({name: frozenset(found) for name, found in by_name.items()}, frozenset(workbooks))


def _sealed_for(connection: Connection, cycle: str, workbook: str) -> list[Closing]:
    query = "SELECT document FROM closing WHERE cycle = :cycle AND workbook = :workbook ORDER BY position"
    return [closing_from(document) for (document,) in connection.rows(query, cycle=cycle, workbook=workbook)]


def _own_names(connection: Connection, workbook: str) -> list[str]:
    """The workbook's names, those that it had before included."""
    query = f"SELECT DISTINCT workbook FROM closing WHERE {OF_WORKBOOK}"
    return [workbook, *(name for (name,) in connection.rows(query, workbook=workbook))]


def _stood(connection: Connection, newest: Any) -> Stood:
    """Key results follow their objective."""
    rows: list[tuple[str, Row]] = []
    span = {"snapshot": newest["id"], "workbook": newest["workbook"]}
    since = _since(connection, newest["workbook"])
    cycle, above = "", _NOTHING
    for row in connection.rows(_ROWS, **span):
        kind, said = row["kind"], _decoded(row["said"])
        if kind == "objective":
            cycle, above = cycle_in(row["said"], row["came_to"]), said
        own = Row(row["subject"], newest["name"], _whole(kind, said, above), since[row["subject"]])
        rows.append(("" if kind == "kpi" else cycle, own))
    return Stood(newest["id"], day(newest["as_of"]), tuple(rows))


def _since(connection: Connection, workbook: int) -> dict[str, int]:
    return dict(tuple(one) for one in connection.rows(_SINCE, workbook=workbook))


def _left(
    connection: Connection, newest: Any, cycle: Cycle, names: Collection[Name]
) -> Iterator[tuple[Row, Remembered]]:
    workbook, number = newest["workbook"], newest["id"]
    for gone in gone_rows(connection, {"workbook": workbook, "number": number}, day(newest["as_of"])):
        said = _said("key_result", gone.words, "")._replace(objective=gist(gone.objective_words))
        if gone.cycle == cycle.id and not gone.left_out and any(name in names for name in names_of(said)):
            last = connection.value(_LAST_SEEN, workbook=workbook, id=gone.id)
            remembered = remembered_until(connection, workbook, number).get(gone.id)
            if remembered is not None:
                yield Row(gone.id, newest["name"], said, last), remembered


def _whole(kind: str, row: Mapping[str, Any], above: Mapping[str, Any]) -> Said:
    """What a row says with whose it is, and under which objective."""
    words = next((value for field in ("text", "title", "name") if (value := _value(row, field))), "")
    own = _said(kind, words, bare(_value(row, "external_id")))
    if own.kind is not ClosingKind.key_result:
        return own._replace(owner=bare(_value(row, "owner")), team=bare(_value(row, "team")))
    owner, over = _value(row, "owner") or _value(above, "owner"), gist(_value(above, "title"))
    return own._replace(objective=over, owner=bare(owner), team=bare(_value(above, "team")))


def _said(kind: str, words: str, given_id: str) -> Said:
    of_kind = ClosingKind(kind)
    return Said(of_kind, given_id, bare(words) if of_kind is ClosingKind.kpi else gist(words))


def _decoded(text: str) -> dict[str, Any]:
    content: Any = json.loads(text)
    said: dict[str, Any] = content[0] if isinstance(content, list) else content
    return said


def _value(said: Mapping[str, Any], field: str) -> str:
    return str(said.get(field, {}).get("value") or "")


_SPAN = """v.workbook = :workbook AND v.first_snapshot <= :snapshot
  AND (v.last_snapshot IS NULL OR v.last_snapshot >= :snapshot)"""

_ROWS = f"""
SELECT v.kind, v.subject, said.text AS said, CASE v.kind WHEN 'objective' THEN came_to.text END AS came_to
FROM version v JOIN content said ON said.hash = v.content LEFT JOIN content came_to ON came_to.hash = v.evaluation
WHERE {_SPAN} AND v.kind IN ('objective', 'key_result', 'kpi')
ORDER BY v.kind = 'kpi', v.position"""

_SINCE = "SELECT subject, min(first_snapshot) FROM version WHERE workbook = :workbook GROUP BY subject"

_LAST_SEEN = """
SELECT max(coalesce(v.last_snapshot, (SELECT max(id) FROM snapshot WHERE workbook = :workbook)))
FROM version v WHERE v.workbook = :workbook AND v.subject = :id"""
