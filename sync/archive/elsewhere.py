"""What other workbooks say, as they were last read: KPIs for key results that point there, objectives for parents and
children.

Most of it is never asked for: a row is decoded when somebody asks for it, and once for all that ask in one run.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import Any, Generic, NamedTuple, TypeVar

from sync.archive.connection import Connection, Row, day
from sync.archive.encoding import Kept, evaluation_of, kpi_of, said_of, table_of
from sync.called import as_kpi, as_objective, kpi_names, objective_names
from sync.model.past import Elsewhere, KpiElsewhere, ObjectiveElsewhere
from sync.patterns import RarePattern

T = TypeVar("T")


class _Row(Generic[T]):
    """A row as it is kept, and what others see of it: the same whenever it is asked for."""

    def __init__(self, kept: Kept, seen: Callable[[Kept], T]) -> None:
        self._kept: Kept | None = kept
        self._of = seen

    @cached_property
    def seen(self) -> T:
        kept, self._kept = self._kept, None
        assert kept is not None
        return self._of(kept)


class _ByName(Mapping[str, tuple[T, ...]]):
    """Rows by names. ``kept`` is what all of it follows from."""

    def __init__(self, kept: bytes) -> None:
        self.kept = kept
        self._rows: dict[str, list[_Row[T]]] = {}

    def add(self, row: _Row[T], names: Iterable[str]) -> None:
        for name in names:
            self._rows.setdefault(name, []).append(row)

    def __contains__(self, name: object) -> bool:
        # Of all workbooks one or two have it: asked this way, the others need not raise an error first.
        return name in self._rows

    def __getitem__(self, name: str) -> tuple[T, ...]:
        return tuple(row.seen for row in self._rows[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Workbook:
    """What others may go by in a workbook, as it was read for a day: its KPIs and objectives by name, and the latter by
    the parent that they name."""

    def __init__(self, name: str, read_on: date, rows: Sequence[Kept]) -> None:
        tables = {row.position: row.content for row in rows if row.kind == "table"}

        def kpi(kept: Kept) -> KpiElsewhere:
            table = tables.get(said_of(kept)["table"])
            return KpiElsewhere.of(name, kpi_of(kept), None if table is None else table_of(table), read_on)

        def objective(kept: Kept) -> ObjectiveElsewhere:
            return ObjectiveElsewhere.of(name, evaluation_of(kept), read_on)

        kept = _digest(name, read_on, rows)
        self.kpis: _ByName[KpiElsewhere] = _ByName(kept)
        self.objectives: _ByName[ObjectiveElsewhere] = _ByName(kept)
        self.children: _ByName[ObjectiveElsewhere] = _ByName(kept)
        for row in rows:
            said = {} if row.kind == "table" else said_of(row)
            if row.kind == "kpi":
                called = (_text(said, "name"), _text(said, "external_id"), said.get("id"))
                self.kpis.add(_Row(row, kpi), kpi_names(called, name))
            elif row.kind == "objective":
                one, parent = _Row(row, objective), _text(said, "parent")
                self.objectives.add(one, objective_names((_text(said, "title"), _text(said, "external_id")), name))
                self.children.add(one, [as_objective(parent)] if parent else [])


def _text(said: Mapping[str, Any], field: str) -> str:
    return str(said.get(field, {}).get("value") or "")


LookedAt = dict[int, tuple[int, str, Workbook]]
"""Workbooks that were looked at, by their number: their snapshot, their name, and what others may go by in them."""


class AllElsewhere(NamedTuple):
    """What all other workbooks have, as ``History`` tells it."""

    kpis: Elsewhere[KpiElsewhere]
    objectives: Elsewhere[ObjectiveElsewhere]
    children: Elsewhere[ObjectiveElsewhere]


def elsewhere(connection: Connection, workbook: str, as_of: date, known: LookedAt) -> AllElsewhere:
    """Given a workbook, and what is known of others already, return what all others said when they were last read until
    a day."""
    found = {one["name"]: _looked_at(connection, one, known) for one in newest_elsewhere(connection, workbook, as_of)}
    return AllElsewhere(
        Elsewhere({name: one.kpis for name, one in found.items()}),
        Elsewhere({name: one.objectives for name, one in found.items()}),
        Elsewhere({name: one.children for name, one in found.items()}),
    )


def newest(connection: Connection, workbook: str, as_of: date, known: LookedAt) -> Workbook | None:
    """Given a workbook, and what is known already, return what others may go by in it, as it was last read until a day;
    None where it never was."""
    row = connection.first(_NEWEST_OF_ONE, name=workbook, as_of=as_of)
    return None if row is None else _looked_at(connection, row, known)


def _looked_at(connection: Connection, newest: Row, known: LookedAt) -> Workbook:
    number, of = newest["workbook"], (newest["id"], newest["name"])
    if number not in known or known[number][:2] != of:
        rows = [
            Kept(row["kind"], "", row["position"], row["sheet"], row["row"], row["said"], row["came_to"])
            for row in connection.rows(_STANDING, snapshot=newest["id"], workbook=number)
        ]
        known[number] = *of, Workbook(newest["name"], day(newest["as_of"]), rows)
    return known[number][2]


def _digest(name: str, read_on: date, rows: Iterable[Kept]) -> bytes:
    found = blake2b(f"{name}\0{read_on}".encode(), digest_size=16)
    for row in rows:
        found.update(f"\0{row.kind}\0{row.position}\0{row.sheet}\0{row.row}\0".encode())
        found.update(f"{row.content}\0{row.evaluation}".encode())
    return found.digest()


def kpis_pointed_at(connection: Connection, workbook: str, as_of: date) -> frozenset[str]:
    """Given a workbook, return the names of the KPIs that its key results take their values from, as it was last read
    until a day."""
    found = connection.rows(_POINTING, name=workbook, as_of=as_of, kpi='%"kpi":{"value":%')
    return frozenset(as_kpi(json.loads(words)) for row in found for words in _NAMED_KPI.findall(row["said"]))


def newest_elsewhere(connection: Connection, workbook: str, as_of: date) -> Iterator[Row]:
    """The newest snapshot until a day of each place where another workbook stands. A workbook that was called something
    else before is told once, and never beside itself."""
    seen: set[str] = set()
    own = connection.first("SELECT source FROM workbook WHERE name = :name", name=workbook)
    for row in list(connection.rows(_NEWEST, as_of=as_of)):
        place = row["source"] or row["name"]
        if place in seen or row["name"] == workbook or (own is not None and row["source"] and row["source"] == own[0]):
            continue
        seen.add(place)
        yield row


_NEWEST = """
SELECT s.id, s.workbook, s.as_of, w.name, w.source
FROM workbook w JOIN snapshot s ON s.id = (
  SELECT id FROM snapshot WHERE workbook = w.id AND as_of <= :as_of ORDER BY as_of DESC, id DESC LIMIT 1
)
ORDER BY s.as_of DESC, s.id DESC"""

_NEWEST_OF_ONE = """
SELECT s.id, s.workbook, s.as_of, w.name
FROM workbook w JOIN snapshot s ON s.workbook = w.id
WHERE w.name = :name AND s.as_of <= :as_of ORDER BY s.as_of DESC, s.id DESC LIMIT 1"""

_STANDING = """
SELECT v.kind, v.position, v.sheet, v."row", said.text AS said, came_to.text AS came_to
FROM version v JOIN content said ON said.hash = v.content LEFT JOIN content came_to ON came_to.hash = v.evaluation
WHERE v.workbook = :workbook AND v.kind IN ('table', 'kpi', 'objective') AND v.first_snapshot <= :snapshot
  AND (v.last_snapshot IS NULL OR v.last_snapshot >= :snapshot)
ORDER BY v.position"""

_POINTING = f"""
SELECT said.text AS said
FROM ({_NEWEST_OF_ONE}) s JOIN version v ON v.workbook = s.workbook
  AND v.first_snapshot <= s.id AND (v.last_snapshot IS NULL OR v.last_snapshot >= s.id)
JOIN content said ON said.hash = v.content
WHERE v.kind = 'key_result' AND said.text LIKE :kpi"""
_NAMED_KPI = RarePattern(r'"kpi":\{"value":("(?:[^"\\]|\\.)*")')
