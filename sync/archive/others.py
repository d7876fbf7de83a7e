"""What other workbooks had in closed cycles and have in running ones, by the names that rows are known by: asked for
rows that may have come from there, or gone there."""

from __future__ import annotations

import json
import re
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
from sync.model import Closing, ClosingKind, Cycle, Remembered
from sync.moved_rows import Name, Row, names_of, same_but_for_the_cycle
from sync.reading.text import bare

_WORDS = re.compile(r'\[?\{"(?:text|title|name)":\{"value":("(?:[^"\\]|\\.)*")')
"""A row's own words, as its text begins: to decode all of it takes ten times as long."""
_GIVEN_ID = re.compile(r'"external_id":\{"value":("(?:[^"\\]|\\.)*")')


class SealedNames(NamedTuple):
    """The rows of a closed cycle by name ─▶ the workbooks that they were sealed for; and these all."""

    by_name: Mapping[Name, frozenset[str]]
    workbooks: frozenset[str]


class Others:
    """All workbooks but one, as they were known at the end of a day (``sync.inheriting.OtherWorkbooks``). ``names``
    keeps what was looked up of closed cycles, which are never changed, for whoever asks next."""

    def __init__(self, database: Database, workbook: str, as_of: date, names: dict[str, SealedNames]) -> None:
        self._database, self._workbook, self._as_of, self._names = database, workbook, as_of, names

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
        with self._database.reading() as connection:
            newest = newest_elsewhere(connection, self._workbook, self._as_of)
            return {one["name"] for one in newest if _has_part(connection, one, cycle)}

    def standing(self, cycle: Cycle, names: Collection[Name]) -> Sequence[Row]:
        with self._database.reading() as connection:
            newest = list(newest_elsewhere(connection, self._workbook, self._as_of))
            return [row for one in newest for row in _standing(connection, one, cycle, names)]

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
        if cycle not in self._names:
            self._names[cycle] = _sealed_names(connection, cycle)
        return self._names[cycle]


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


def _has_part(connection: Connection, newest: Any, cycle: Cycle) -> bool:
    """Whether a workbook has an objective in a cycle; one that has only KPIs, whether it was read in it."""
    span = {"snapshot": newest["id"], "workbook": newest["workbook"]}
    cycles = {cycle_in(row["said"], row["came_to"]) for row in connection.rows(_OBJECTIVES, **span)}
    return cycle.id in cycles if cycles else cycle.first_day <= day(newest["as_of"]) <= cycle.last_day


def _standing(connection: Connection, newest: Any, cycle: Cycle, names: Collection[Name]) -> Iterator[Row]:
    """Key results follow their objective. KPIs stand in every cycle that their workbook has a part in."""
    span = {"snapshot": newest["id"], "workbook": newest["workbook"]}
    above = ""
    is_in_cycle = False
    has_part: bool | None = None
    for row in connection.rows(_ROWS, **span):
        kind, said = row["kind"], row["said"]
        if kind == "objective":
            is_in_cycle, above = cycle_in(said, row["came_to"]) == cycle.id, said
        elif kind == "kpi":
            above = ""
            has_part = _has_part(connection, newest, cycle) if has_part is None else has_part
        if not (has_part if kind == "kpi" else is_in_cycle):
            continue
        words, given = _WORDS.match(said), _GIVEN_ID.search(said)
        own = _said(kind, json.loads(words[1]) if words else "", bare(json.loads(given[1])) if given else "")
        if not any(name in names for name in names_of(own)):
            continue
        since = connection.value(_SINCE, workbook=newest["workbook"], id=row["subject"])
        yield Row(row["subject"], newest["name"], _whole(own, said, above), since)


def _left(
    connection: Connection, newest: Any, cycle: Cycle, names: Collection[Name]
) -> Iterator[tuple[Row, Remembered]]:
    workbook, number = newest["workbook"], newest["id"]
    for gone in gone_rows(connection, {"workbook": workbook, "number": number}, day(newest["as_of"])):
        said = _said("key_result", gone.words, "")._replace(objective=gist(gone.objective_words))
        if gone.cycle == cycle.id and any(name in names for name in names_of(said)):
            last = connection.value(_LAST_SEEN, workbook=workbook, id=gone.id)
            yield Row(gone.id, newest["name"], said, last), remembered_until(connection, workbook, number)[gone.id]


def _whole(own: Said, said: str, above: str) -> Said:
    """What a row says with whose it is, and under which objective."""
    row, objective = _decoded(said), _decoded(above) if above else {}
    owner = _value(row, "owner") or _value(objective, "owner")
    team = _value(row if own.kind is not ClosingKind.key_result else objective, "team")
    over = gist(_value(objective, "title")) if own.kind is ClosingKind.key_result else ""
    return own._replace(objective=over, owner=bare(owner), team=bare(team))


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

_OBJECTIVES = f"""
SELECT said.text AS said, came_to.text AS came_to
FROM version v JOIN content said ON said.hash = v.content LEFT JOIN content came_to ON came_to.hash = v.evaluation
WHERE {_SPAN} AND v.kind = 'objective'"""

_SINCE = "SELECT min(first_snapshot) FROM version WHERE workbook = :workbook AND subject = :id"

_LAST_SEEN = """
SELECT max(coalesce(v.last_snapshot, (SELECT max(id) FROM snapshot WHERE workbook = :workbook)))
FROM version v WHERE v.workbook = :workbook AND v.subject = :id"""
