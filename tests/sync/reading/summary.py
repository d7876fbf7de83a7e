"""What was read, as lines of text: one expectation a layout, easy to compare and to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sync.model.cells import column_letters
from sync.model.readings import Activity, Quantity, Read
from sync.model.rows import KeyResult, Kpi, KpiAim, Objective, Rows, Table


def summary(rows: Rows) -> str:
    """Given rows, return a line a table, objective, key result, KPI, remark and skipped tab."""
    return "\n".join(_lines(rows)) + "\n"


def _lines(rows: Rows) -> Iterator[str]:
    for index, table in enumerate(rows.tables):
        yield _table(table)
        for objective in rows.objectives:
            if objective.table == index:
                yield _objective(objective)
                yield from (_key_result(one, index) for one in objective.key_results)
        yield from (_kpi(kpi) for kpi in rows.kpis if kpi.table == index)
    for remark in rows.remarks:
        guess = f" guess={remark.guess}" if remark.guess else ""
        yield f"remark {remark.kind} {remark.cell.sheet}!{remark.cell.a1} {remark.words!r}{guess}"
    for tab in rows.skipped:
        yield f"skipped {tab.title} {tab.reason}"


def _table(table: Table) -> str:
    left, right = column_letters(table.left_edge), column_letters(table.right_edge)
    owned = "".join(
        f" own:{column.field.value}={column_letters(column.column)}" for column in table.columns if column.owned
    )
    heads = f"{table.first_header_row}-" if table.first_header_row != table.header_row else ""
    cycle = f" {table.cycle.id}" if table.cycle else ""
    return (
        f"{table.kind.value} {table.sheet!r} header {heads}{table.header_row} rows {table.first_row}-{table.last_row} "
        f"columns {left}-{right} {table.language}/{table.locale}{cycle}{owned}"
    )


def _objective(objective: Objective) -> str:
    own = "*" if objective.own_row else ""
    parts = [f"O {objective.row}{own} {objective.title.value}"]
    parts += _named(
        id=objective.external_id.value,
        parent=objective.parent.value,
        owner=objective.owner.value,
        team=objective.team.value,
        weight=objective.weight,
        cycle=objective.cycle.id if objective.cycle else None,
        committed=objective.committed,
        activity=None if objective.activity is Activity.active else objective.activity.value,
    )
    return " | ".join(parts)


def _key_result(one: KeyResult, table: int) -> str:
    place = f"{one.sheet}!" if one.table is not None else ""
    parts = [f"  {place}{one.row} {one.text.value}"]
    parts += _named(
        id=one.external_id.value,
        baseline=one.baseline,
        target=one.target,
        minimum=one.target_minimum,
        stretch=one.target_stretch,
        lower=one.lower,
        upper=one.upper,
        current=one.current,
        done=one.milestone.value,
        unit=one.unit.value,
        weight=one.weight,
        confidence=one.confidence.value,
        owner=one.owner.value,
        start=one.start.value,
        due=one.due.value,
        updated=one.updated.value,
        status=one.status_text.value,
        activity=None if one.activity is Activity.active else one.activity.value,
        note=one.note.value,
        committed=one.committed,
        kpi=one.kpi.value,
        ignored=",".join(sorted(one.ignored_rules)) or None,
    )
    history = [f"{entry.day}:{_shown(entry.value)}" for entry in one.check_ins]
    return " | ".join(parts + ([f"history={' '.join(history)}"] if history else []))


def _kpi(kpi: Kpi) -> str:
    parts = [f"KPI {kpi.row} {kpi.name.value}"]
    parts += _named(
        id=kpi.external_id.value,
        unit=kpi.unit.value,
        lower=kpi.lower,
        upper=kpi.upper,
        target=kpi.target,
        current=kpi.current,
        owner=kpi.owner.value,
        aggregation=kpi.aggregation.value,
    )
    periods = [f"{one.period.id}:{_shown(one.value)}{_of_aim(one.aim)}" for one in kpi.periods]
    return " | ".join(parts + ([f"periods={' '.join(periods)}"] if periods else []))


def _of_aim(aim: KpiAim | None) -> str:
    return "" if aim is None else f" of {_shown(aim.target)}"


def _named(**values: object) -> list[str]:
    shown = {name: _shown(value) for name, value in values.items()}
    return [f"{name}={words}" for name, words in shown.items() if words != ""]


def _shown(value: object) -> str:
    if isinstance(value, Read):
        if value.trouble is not None and value.value is None:
            return f"!{value.trouble.value}"
        return _shown(value.value)
    if isinstance(value, Quantity):
        total = f" of {_digits(value.total)}" if value.total is not None else ""
        return f"{_digits(value.value)}{total}{value.unit or ''}"
    if isinstance(value, Decimal):
        return _digits(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}"
