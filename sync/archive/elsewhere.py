"""What other workbooks say, as they were last read: for key results that point there.

Most of it is never asked for: a row is decoded when somebody asks for its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sync.archive.connection import Connection, Row, day
from sync.archive.encoding import kpi_of, table_of
from sync.model import KpiElsewhere
from sync.reading.text import bare


class _Kept(NamedTuple):
    """A KPI as it is kept, and the table that it stands in."""

    workbook: str
    read_on: date
    sheet: str
    row: int
    said: dict[str, Any]
    table: str | None


class KpisByName(Mapping[str, tuple[KpiElsewhere, ...]]):
    """Kept KPIs by every name that a key result may call them."""

    def __init__(self, kept: Iterator[_Kept]) -> None:
        self._by_name: dict[str, list[_Kept]] = {}
        for one in kept:
            said = one.said
            names = {
                bare(str(name)) for name in (_value(said, "name"), _value(said, "external_id"), said.get("id")) if name
            }
            for name in names:
                self._by_name.setdefault(name, []).append(one)
                self._by_name.setdefault(f"{bare(one.workbook)}: {name}", []).append(one)

    def __getitem__(self, name: str) -> tuple[KpiElsewhere, ...]:
        return tuple(
            KpiElsewhere(
                one.workbook,
                kpi_of(one.said, one.sheet, one.row),
                None if one.table is None else table_of(one.table).cycle,
                one.read_on,
            )
            for one in self._by_name[name]
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)


def kpis_elsewhere(connection: Connection, workbook: str, as_of: date) -> Mapping[str, tuple[KpiElsewhere, ...]]:
    """Given a workbook, return the KPIs of all others as they were last read until a day."""
    return KpisByName(_kept(connection, workbook, as_of))


def _kept(connection: Connection, workbook: str, as_of: date) -> Iterator[_Kept]:
    for number, read_on, name in newest_elsewhere(connection, workbook, as_of):
        tables: dict[int, str] = {}
        kpis: list[Row] = []
        for row in connection.rows(_STANDING, snapshot=number, kind="kpi"):
            if row["kind"] == "table":
                tables[row["position"]] = row["text"]
            else:
                kpis.append(row)
        for row in kpis:
            said = json.loads(row["text"])
            yield _Kept(name, read_on, row["sheet"], row["row"], said, tables.get(said["table"]))


def newest_elsewhere(connection: Connection, workbook: str, as_of: date) -> Iterator[tuple[int, date, str]]:
    """The newest snapshot until a day of each place where another workbook stands: its number, day and workbook. A
    workbook that was called something else before is told once, and never beside itself."""
    seen: set[str] = set()
    own = connection.first("SELECT source FROM workbook WHERE name = :name", name=workbook)
    for row in list(connection.rows(_NEWEST, as_of=as_of)):
        place = row["source"] or row["name"]
        if place in seen or row["name"] == workbook or (own is not None and row["source"] and row["source"] == own[0]):
            continue
        seen.add(place)
        yield row["id"], day(row["as_of"]), row["name"]


def _value(said: dict[str, Any], field: str) -> Any:
    return said.get(field, {}).get("value")


_NEWEST = """
SELECT s.id, s.as_of, w.name, w.source
FROM workbook w JOIN snapshot s ON s.id = (
  SELECT id FROM snapshot WHERE workbook = w.id AND as_of <= :as_of ORDER BY as_of DESC, id DESC LIMIT 1
)
ORDER BY s.as_of DESC, s.id DESC"""

_STANDING = """
SELECT v.kind, v.position, v.sheet, v."row", c.text
FROM version v JOIN snapshot s ON s.id = :snapshot AND s.workbook = v.workbook JOIN content c ON c.hash = v.content
WHERE v.kind IN ('table', :kind) AND v.first_snapshot <= :snapshot
  AND (v.last_snapshot IS NULL OR v.last_snapshot >= :snapshot)"""
