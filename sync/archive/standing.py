"""The rows that stood in a workbook when it was last read, and those that stood there before and were gone by then."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sync.archive.connection import Connection, Row, day, exact
from sync.archive.snapshots import number_on
from sync.model.past import Gone, Standing
from sync.model.scores import Status
from sync.patterns import RarePattern
from sync.reading.texts.text import bare

_WORDS = RarePattern(r'\[?\{"(?:text|title)":\{"value":("(?:[^"\\]|\\.)*")')
"""A row's own words, as its text begins: to decode all of it takes ten times as long."""
_GIVEN_ID = RarePattern(r'"external_id":\{"value":("(?:[^"\\]|\\.)*")')
"""It follows the words, and stands before all else that a row says."""
_CYCLE = RarePattern(r'"cycle":\{"id":"([^"]*)"')
_LONGEST = 1000
_FORGOTTEN_AFTER = 400
"""Days after which nobody asks for a row that is gone."""


class Stood(NamedTuple):
    """The rows by their ids, those that were gone, and the day of the read; nothing where there was none."""

    standing: Mapping[str, Standing]
    gone: tuple[Gone, ...]
    read_on: date | None


def standing(connection: Connection, workbook: str, as_of: date) -> Stood:
    """Given a workbook and a day, return what stood in it when it was last read for that day or one before."""
    number = number_on(connection, workbook, as_of)
    query = "SELECT id, workbook, as_of FROM snapshot WHERE id = :number"
    newest = None if number is None else connection.first(query, number=number)
    if newest is None:
        return Stood({}, (), None)
    read_on, span = day(newest["as_of"]), {"number": newest["id"], "workbook": newest["workbook"]}
    found = _standing(connection.rows(_STANDING, longest=_LONGEST, **span))
    return Stood({one.id: one for one in found}, tuple(gone_rows(connection, span, read_on)), read_on)


def _standing(rows: Iterable[Row]) -> Iterator[Standing]:
    """Key results follow their objective."""
    above = NOTHING_ABOVE
    for row in rows:
        found = _standing_row(row, above)
        above = above if found.objective else found
        yield found


def _standing_row(row: Row, above: Standing) -> Standing:
    words = _words(row)
    if row["kind"] == "objective":
        return Standing(row["subject"], words, row["sheet"], _cycle(row), given_id=_given_id(row))
    numbers = exact(row["current"]), exact(row["target"])
    left_out = row["status"] == Status.left_out.value
    return Standing(row["subject"], words, row["sheet"], above.cycle, above.id, *numbers, left_out, _given_id(row))


def standing_row_of(connection: Connection, version: int, above: Standing) -> Standing:
    """Given the number of a version of an objective or key result, and the objective that the latter stands under,
    return the row."""
    row = connection.first(_ONE_STANDING, version=version, longest=_LONGEST)
    assert row is not None
    return _standing_row(row, above)


def gone_rows(connection: Connection, span: Mapping[str, int], read_on: date) -> Iterator[Gone]:
    """Given a workbook, a snapshot of it (``number``) and its day, yield the key results that were gone by then."""
    since = read_on - timedelta(days=_FORGOTTEN_AFTER)
    rows = list(connection.rows(_GONE, longest=_LONGEST, since=since, read_on=read_on, **span))
    if not rows:
        return
    objectives = list(connection.rows(_OBJECTIVES, **span))
    for row in rows:
        above = [
            one
            for one in objectives
            if one["first_snapshot"] <= row["last_snapshot"] <= (one["last_snapshot"] or span["number"])
            and one["position"] < row["position"]
        ]
        if above:
            own = max(above, key=lambda one: one["position"])
            about = _words(own), _cycle(own), day(row["last_seen"]), row["sheet"]
            yield Gone(row["subject"], _words(row), own["subject"], *about, row["status"] == Status.left_out.value)


def _words(row: Row) -> str:
    return words_in(row["said"])


def words_in(said: str) -> str:
    """Given a row's text, or as much of it as is needed, return its own words."""
    found = _WORDS.match(said)
    return "" if found is None else _decoded(found[1])


def _given_id(row: Row) -> str:
    found = _GIVEN_ID.search(row["said"])
    return "" if found is None else bare(_decoded(found[1]))


def _decoded(words: str) -> str:
    return str(json.loads(words)) if "\\" in words else words[1:-1]


def _cycle(row: Row) -> str:
    return cycle_in(row["said"], row["came_to"])


def cycle_in(said: str, came_to: str | None) -> str:
    """Given an objective's texts, return the id of the cycle by which it was scored, which comes after the one that its
    row may name; '' where there is none."""
    found = _CYCLE.findall(came_to or said)
    return found[-1] if found else ""


NOTHING_ABOVE = Standing("", "", "", "")

_STANDING = """
SELECT v.kind, v.subject, v.sheet, v.current, v.target, v.status,
  CASE v.kind WHEN 'objective' THEN said.text ELSE substr(said.text, 1, :longest) END AS said,
  CASE v.kind WHEN 'objective' THEN came_to.text END AS came_to
FROM version v JOIN content said ON said.hash = v.content LEFT JOIN content came_to ON came_to.hash = v.evaluation
WHERE v.workbook = :workbook AND v.kind IN ('objective', 'key_result') AND v.first_snapshot <= :number
  AND (v.last_snapshot IS NULL OR v.last_snapshot >= :number)
ORDER BY v.position"""

_ONE_STANDING = f"{_STANDING.partition('WHERE')[0]} WHERE v.id = :version"

_GONE = """
SELECT v.subject, v.sheet, v.position, v.last_snapshot, v.status, ended.as_of AS last_seen,
  substr(said.text, 1, :longest) AS said
FROM version v JOIN snapshot ended ON ended.id = v.last_snapshot JOIN content said ON said.hash = v.content
WHERE v.workbook = :workbook AND v.kind = 'key_result' AND v.last_snapshot < :number
  AND ended.as_of BETWEEN :since AND :read_on
  AND v.id IN (
  SELECT max(id) FROM version
  WHERE workbook = :workbook AND kind = 'key_result' AND first_snapshot <= :number GROUP BY subject
)"""

_OBJECTIVES = """
SELECT v.subject, v.position, v.first_snapshot, v.last_snapshot, said.text AS said, came_to.text AS came_to
FROM version v JOIN content said ON said.hash = v.content LEFT JOIN content came_to ON came_to.hash = v.evaluation
WHERE v.workbook = :workbook AND v.kind = 'objective' AND v.first_snapshot <= :number"""
