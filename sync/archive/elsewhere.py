"""What other workbooks say, as they were last read: KPIs for key results that point there, objectives for parents and
children.

Most of it is never asked for: a row is decoded when somebody asks for it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, overload

from sync.archive.connection import Connection, Row, day
from sync.archive.encoding import Kept as KeptRow
from sync.archive.encoding import evaluation_of, kpi_of, said_of, table_of
from sync.called import as_kpi, as_objective, kpi_names, objective_names
from sync.model.past import KpiElsewhere, ObjectiveElsewhere
from sync.patterns import RarePattern


class _Kept(NamedTuple):
    """A row of another workbook as it is kept, and the table that it stands in."""

    workbook: str
    read_on: date
    row: KeptRow
    table: str | None = None


class Elsewhere(NamedTuple):
    """All KPIs by every name that a key result may call them, and all objectives."""

    kpis: Mapping[str, tuple[KpiElsewhere, ...]]
    objectives: Sequence[ObjectiveElsewhere]


def elsewhere(connection: Connection, workbook: str, as_of: date) -> Elsewhere:
    """Given a workbook, return what all others said when they were last read until a day."""
    kpis: list[_Kept] = []
    objectives: list[_Kept] = []
    for newest in newest_elsewhere(connection, workbook, as_of):
        name, read_on = newest["name"], day(newest["as_of"])
        span = {"snapshot": newest["id"], "workbook": newest["workbook"]}
        rows = [_kept_row(row) for row in connection.rows(_STANDING, **span)]
        tables = {row.position: row.content for row in rows if row.kind == "table"}
        objectives += [_Kept(name, read_on, row) for row in rows if row.kind == "objective"]
        for row in rows:
            if row.kind == "kpi":
                kpis.append(_Kept(name, read_on, row, tables.get(said_of(row)["table"])))
    return Elsewhere(_KpisByName(kpis), _Objectives(objectives))


class _KpisByName(Mapping[str, tuple[KpiElsewhere, ...]]):
    def __init__(self, kept: Sequence[_Kept]) -> None:
        self.kept = kept
        self._by_name: dict[str, list[_Kept]] = {}
        for one in kept:
            said = said_of(one.row)
            known_by = (_value(said, "name"), _value(said, "external_id"), said.get("id"))
            for name in kpi_names((str(name) for name in known_by if name), one.workbook):
                self._by_name.setdefault(name, []).append(one)

    def __getitem__(self, name: str) -> tuple[KpiElsewhere, ...]:
        return tuple(
            KpiElsewhere(
                one.workbook,
                kpi_of(one.row),
                None if one.table is None else table_of(one.table).cycle,
                one.read_on,
            )
            for one in self._by_name[name]
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)


class _Objectives(Sequence[ObjectiveElsewhere]):
    def __init__(self, kept: Sequence[_Kept]) -> None:
        self.kept = kept

    @overload
    def __getitem__(self, place: int) -> ObjectiveElsewhere: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ObjectiveElsewhere]: ...
    def __getitem__(self, place: int | slice) -> ObjectiveElsewhere | Sequence[ObjectiveElsewhere]:
        return self._decoded[place]

    def __len__(self) -> int:
        return len(self.kept)

    @cached_property
    def _decoded(self) -> tuple[ObjectiveElsewhere, ...]:
        return tuple(map(_objective, self.kept))


def _objective(one: _Kept) -> ObjectiveElsewhere:
    return ObjectiveElsewhere.of(one.workbook, evaluation_of(one.row), one.read_on)


class Named(NamedTuple):
    """KPIs and objectives by the names that rows call them, as names are compared."""

    kpis: frozenset[str]
    objectives: frozenset[str] = frozenset()
    parents: frozenset[str] = frozenset()


def names_of_others(connection: Connection, snapshot: int) -> Named:
    """Given the number of a snapshot, return which KPIs its key results take their values from, and which objectives
    its own ones name as their parents."""
    kpis, parents = set[str](), set[str]()
    for row in connection.rows(_NAMING, snapshot=snapshot, kpi='%"kpi":{"value":%', parent='%"parent":{"value":%'):
        kpis |= {as_kpi(json.loads(words)) for words in _NAMED_KPI.findall(row["said"])}
        parents |= {as_objective(json.loads(words)) for words in _NAMED_PARENT.findall(row["said"])}
    return Named(frozenset(kpis), parents=frozenset(parents))


def names_in(connection: Connection, snapshot: int, workbook: str) -> Named:
    """Given the number of a snapshot, and what its workbook is called, return by what others may call its KPIs and
    objectives."""
    kpis, objectives = set[str](), set[str]()
    for row in connection.rows(_NAMES, snapshot=snapshot):
        called = [json.loads(words) for words in _CALLED.findall(row["said"])]
        if row["kind"] == "kpi":
            kpis |= kpi_names((*called, row["subject"]), workbook)
        else:
            objectives |= objective_names(called, workbook)
    return Named(frozenset(kpis), frozenset(objectives))


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


def _kept_row(row: Any) -> KeptRow:
    return KeptRow(row["kind"], "", row["position"], row["sheet"], row["row"], row["said"], row["came_to"])


def _value(said: dict[str, Any], field: str) -> Any:
    return said.get(field, {}).get("value")


_NEWEST = """
SELECT s.id, s.workbook, s.as_of, w.name, w.source
FROM workbook w JOIN snapshot s ON s.id = (
  SELECT id FROM snapshot WHERE workbook = w.id AND as_of <= :as_of ORDER BY as_of DESC, id DESC LIMIT 1
)
ORDER BY s.as_of DESC, s.id DESC"""

_STANDING = """
SELECT v.kind, v.position, v.sheet, v."row", said.text AS said, came_to.text AS came_to
FROM version v JOIN content said ON said.hash = v.content LEFT JOIN content came_to ON came_to.hash = v.evaluation
WHERE v.workbook = :workbook AND v.kind IN ('table', 'kpi', 'objective') AND v.first_snapshot <= :snapshot
  AND (v.last_snapshot IS NULL OR v.last_snapshot >= :snapshot)"""

_OF_SNAPSHOT = """
FROM snapshot s JOIN version v ON v.workbook = s.workbook
  AND v.first_snapshot <= s.id AND (v.last_snapshot IS NULL OR v.last_snapshot >= s.id)
JOIN content said ON said.hash = v.content
WHERE s.id = :snapshot"""
_NAMES = f"SELECT v.kind, v.subject, said.text AS said {_OF_SNAPSHOT} AND v.kind IN ('kpi', 'objective')"
_NAMING = (
    f"SELECT said.text AS said {_OF_SNAPSHOT} AND ((v.kind = 'key_result' AND said.text LIKE :kpi)"
    " OR (v.kind = 'objective' AND said.text LIKE :parent))"
)
_TEXT = r'\{"value":("(?:[^"\\]|\\.)*")'
_NAMED_KPI, _NAMED_PARENT, _CALLED = (
    RarePattern(rf'"{field}":{_TEXT}') for field in ("kpi", "parent", "(?:name|title|external_id)")
)
