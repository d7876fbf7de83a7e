"""Rows as a test says them: numbers as text, each in a cell of its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sync.model.cells import CellRef
from sync.model.past import History
from sync.model.readings import Activity, Kind, Measure, Quantity, Read, Trouble
from sync.model.rows import Cycle, KeyResult, Kpi, Objective, PeriodValue, Rows, Table, TableKind
from sync.model.scores import Scored, ScoredKeyResult, ScoredKpi
from sync.options import ScoringOptions
from sync.scoring import score

Q4 = Cycle("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))
START, DUE = Q4.first_day, Q4.last_day
HALF_TIME = date(2026, 11, 15)
"""45 of 91 days: 0.4945 of the time."""

DEFAULTS = ScoringOptions()
NO_PAST = History()
SHEET = "Q4 2026"
COLUMNS = {"baseline": 3, "target": 4, "current": 5, "lower": 6, "upper": 7, "tolerance": 8, "weight": 9}


def number(text: str | None, column: int = 5, row: int = 2) -> Read[Quantity]:
    """Given '25', '30%', '5/8', '#not_calculated' or None, return the reading."""
    cell = CellRef(SHEET, row, column)
    if text is None:
        return Read(cell=cell)
    if text.startswith("#"):
        return Read(None, cell, text, Trouble[text[1:]], is_formula=True)
    if text.endswith("%"):
        return Read(Quantity(Decimal(text[:-1]), unit="%"), cell, text)
    value, _, total = text.partition("/")
    return Read(Quantity(Decimal(value), total=Decimal(total) if total else None), cell, text)


def decimal(text: str | None) -> Decimal | None:
    return None if text is None or text.startswith("#") else Decimal(text.rstrip("%"))


def key_result(kind: str | None = "increase", text: str = "KR", row: int = 2, **said: Any) -> KeyResult:
    """Given a kind and numbers as text, return a key result: those that have a column stand in it too."""
    values = {name: decimal(said.get(name)) for name in ("baseline", "target", "lower", "upper", "tolerance", "change")}
    measure = Measure(
        kind=Kind(kind) if kind else None, relative=said.get("relative", False), kept=said.get("kept", False), **values
    )
    reads = {name: number(said.get(name), column, row) for name, column in COLUMNS.items()}
    others = {name: said[name] for name in ("committed", "activity", "check_ins") if name in said}
    for name in ("start", "due", "confidence", "kpi", "milestone", "unit"):
        if name in said:
            others[name] = Read(said[name], CellRef(SHEET, row, 10))
    return KeyResult(Read(text, CellRef(SHEET, row, 2), text), row, SHEET, measure=measure, **reads, **others)


def objective(*key_results: KeyResult, title: str = "O", **said: Any) -> Objective:
    return Objective(Read(title, CellRef(SHEET, 2, 1), title), 2, SHEET, 0, key_results=key_results, **said)


def kpi(name: str = "Churn", periods: tuple[tuple[Cycle, Read[Quantity]], ...] = (), row: int = 2, **said: Any) -> Kpi:
    values = {field: decimal(said.get(field)) for field in ("lower", "upper", "tolerance", "baseline", "target")}
    reads = {field: number(said.get(field), column, row) for field, column in COLUMNS.items() if field != "weight"}
    measure = Measure(kind=Kind(said["kind"]) if "kind" in said else None, kept=True, **values)
    return Kpi(
        Read(name, CellRef(SHEET, row, 1), name),
        row,
        SHEET,
        0,
        measure=measure,
        periods=tuple(PeriodValue(*one) for one in periods),
        aggregation=Read(said.get("aggregation")),
        **reads,
    )


def table(cycle: Cycle | None = Q4, kind: TableKind = TableKind.okr) -> Table:
    return Table(SHEET, kind, 1, 1, 2, 20, 1, 12, (), "en", "en", cycle)


def rows(*objectives: Objective, kpis: tuple[Kpi, ...] = (), cycle: Cycle | None = Q4) -> Rows:
    return Rows((table(cycle),), objectives, kpis)


def scored(
    *objectives: Objective,
    kpis: tuple[Kpi, ...] = (),
    on: date = HALF_TIME,
    cycle: Cycle | None = Q4,
    options: ScoringOptions = DEFAULTS,
    history: History = NO_PAST,
) -> Scored:
    return score(rows(*objectives, kpis=kpis, cycle=cycle), on, options, history)


def scored_alone(one: KeyResult, **said: Any) -> ScoredKeyResult:
    """Given a key result, return its score in an objective of its own."""
    return scored(objective(one), **said).objectives[0].key_results[0]


def scored_kpi(one: Kpi, **said: Any) -> ScoredKpi:
    return scored(kpis=(one,), **said).kpis[0]


CANCELLED, PAUSED, DONE = Activity.cancelled, Activity.paused, Activity.done
