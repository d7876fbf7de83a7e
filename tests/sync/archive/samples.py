"""Small scored workbooks, and hypothesis strategies for any."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from sync.archive import RunInfo
from sync.model.cells import CellRef, ErrorValue
from sync.model.findings import Finding, Message, Severity
from sync.model.plans import AddColumn, CellChange, LeftAlone, Plan, RemoveColumn, RemoveNote
from sync.model.readings import Evidence, Kind, Measure, Quantity, Read
from sync.model.rows import (
    Column,
    Cycle,
    Field,
    KeyResult,
    Kpi,
    LayoutRemark,
    Objective,
    PeriodValue,
    Rows,
    SkippedTab,
    Table,
    TableKind,
)
from sync.model.scores import Doubt, Input, Scored, ScoredKeyResult, ScoredKpi, ScoredObjective, Status

Q4 = Cycle("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))
DAY = date(2026, 11, 2)
TAB = "Quý 4"


def run_info(second: int = 0, as_of: date = DAY) -> RunInfo:
    started = datetime(2026, 11, 2, 3, 4, second, tzinfo=UTC)
    return RunInfo(started, "cli", "lan", "laptop", "0.1.0", "settings-hash", as_of)


def key_result(name: str, row: int, current: str | None, sheet: str = TAB) -> ScoredKeyResult:
    """A key result from 0 to 100 in columns C to E of its row."""
    value = None if current is None else Decimal(current)
    read = Read(None if value is None else Quantity(value), CellRef(sheet, row, 5), current or "")
    row_said = KeyResult(
        text=Read(f"Đạt 100 {name}", CellRef(sheet, row, 2), f"Đạt 100 {name}"),
        row=row,
        sheet=sheet,
        id=name,
        measure=Measure(kind=Kind.increase, baseline=Decimal(0), target=Decimal(100)),
        wording=Measure(kind=Kind.increase, target=Decimal(100), evidence=(Evidence("target", "100"),)),
        target=Read(Quantity(Decimal(100)), CellRef(sheet, row, 4), "100"),
        current=read,
        due=Read(date(2026, 12, 31), CellRef(sheet, row, 6), "46387"),
        ignored_rules=frozenset({"OKR201", "OKR3"}),
    )
    progress = None if value is None else value / 100
    return ScoredKeyResult(
        key_result=row_said,
        kind=Kind.increase,
        baseline=Decimal(0),
        target=Decimal(100),
        current=value,
        attainment=progress,
        progress=progress,
        expected=Decimal("0.3478"),
        score=None if progress is None else progress.quantize(Decimal("0.01")),
        status=Status.no_data if value is None else Status.behind,
        share=Decimal("0.50"),
        due=date(2026, 12, 31),
        doubts=() if value is not None else (Doubt.current_missing,),
        formula="(current − baseline) ÷ (target − baseline)",
        inputs=(Input("target", Decimal(100), CellRef(sheet, row, 4)), Input("current", value, CellRef(sheet, row, 5))),
    )


def objective(name: str, row: int, *key_results: ScoredKeyResult, sheet: str = TAB) -> ScoredObjective:
    said = Objective(
        title=Read(f"Mục tiêu {name}", CellRef(sheet, row, 1), f"Mục tiêu {name}"),
        row=row,
        sheet=sheet,
        table=0,
        id=name,
        key_results=tuple(one.key_result for one in key_results),
    )
    return ScoredObjective(
        said, key_results, Decimal("0.5"), Decimal("0.50"), Decimal("0.3478"), Status.at_risk, Q4, weakest=0
    )


def kpi(name: str, row: int, value: str, sheet: str = TAB) -> ScoredKpi:
    quantity = Read(Quantity(Decimal(value), unit="%"), CellRef(sheet, row, 3), f"{value} %")
    period = Cycle("2026-10", date(2026, 10, 1), date(2026, 10, 31))
    said = Kpi(
        Read(name, CellRef(sheet, row, 1), name), row, sheet, 0, id=name, periods=(PeriodValue(period, quantity),)
    )
    return ScoredKpi(said, Decimal(value), period, quantity.cell, Decimal(1), Status.healthy)


def scored(
    *objectives: ScoredObjective, kpis: tuple[ScoredKpi, ...] = (), as_of: date = DAY, cycle: Cycle | None = Q4
) -> Scored:
    table = Table(
        TAB,
        TableKind.okr,
        1,
        1,
        2,
        9,
        1,
        8,
        (Column(Field.current, 5, "Hiện tại", CellRef(TAB, 1, 5)),),
        "vi",
        "vi",
        cycle,
    )
    rows = Rows(
        (table,),
        tuple(one.objective for one in objectives),
        tuple(one.kpi for one in kpis),
        (LayoutRemark("unplaced_column", CellRef(TAB, 1, 7), "Ghi chú khác", "note", "columns"),),
        (SkippedTab("Nháp", "no_okrs"),),
    )
    return Scored(rows, as_of, objectives, kpis)


def usual(current: str = "40", as_of: date = DAY) -> Scored:
    """Two objectives with three key results, and a KPI; ``current`` is that of the first key result."""
    return scored(
        objective("O1", 2, key_result("doanh-so", 2, current), key_result("khach", 3, "10")),
        objective("O2", 4, key_result("nhan-su", 4, None)),
        kpis=(kpi("hai-long", 8, "95"),),
        as_of=as_of,
    )


def moved_down(whole: Scored, by: int) -> Scored:
    """The same workbook after rows were inserted above all of it."""
    objectives = tuple(
        objective(
            one.objective.id,
            one.objective.row + by,
            *(
                key_result(kr.key_result.id, kr.key_result.row + by, None if kr.current is None else str(kr.current))
                for kr in one.key_results
            ),
        )
        for one in whole.objectives
    )
    kpis = tuple(kpi(one.kpi.id, one.kpi.row + by, str(one.current)) for one in whole.kpis)
    return scored(*objectives, kpis=kpis, as_of=whole.as_of)


def finding(row: int, code: str = "OKR302") -> Finding:
    return Finding(
        code,
        Severity.warning,
        Message("progress {progress} is behind since {day}", (("progress", Decimal("0.10")), ("day", DAY))),
        Message("see {cell}, {count} more", (("cell", CellRef(TAB, row, 5)), ("count", 2))),
        CellRef(TAB, row, 5),
        row,
        about_objective=row % 2 == 0,
        language="vi",
    )


def plan(fingerprint: str = "before", workbook: str = "sales") -> Plan:
    changes = (
        CellChange(CellRef(TAB, 2, 9), Decimal("0.10"), Decimal("0.4000"), Field.progress, "doanh-so", "0%"),
        CellChange(CellRef(TAB, 2, 10), None, "Chậm tiến độ", Field.status, "doanh-so"),
        CellChange(CellRef(TAB, 3, 9), "cũ", None, Field.progress, "khach", "0%"),
    )
    column = AddColumn(CellRef(TAB, 1, 10), "Trạng thái ⟳", Field.status, "from progress", "General", 12, 9, 9)
    return Plan(workbook, fingerprint, DAY, (column,), changes, (LeftAlone(CellRef(TAB, 4, 9), "formula"),))


# ── Anything at all ──────────────────────────────────────────────────────────────────────────────────────────────────

decimals = st.decimals(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
cells = st.builds(CellRef, texts, st.integers(1, 1_048_576), st.integers(1, 16_384))
cell_values = st.one_of(decimals, texts, st.booleans(), st.none(), st.builds(ErrorValue, texts))
written_values = st.one_of(decimals, texts, st.none())
fields = st.sampled_from(Field)
changes = st.builds(CellChange, cells, cell_values, written_values, fields, texts, st.none() | texts)
columns = st.builds(
    AddColumn,
    *(cells, texts, fields, texts, texts),
    *(st.integers(1, 99), st.integers(1, 99), st.integers(1, 99), st.integers(0, 2)),
)
removals = st.builds(RemoveColumn, columns, st.none() | texts)
plans = st.builds(
    Plan,
    texts,
    texts,
    st.dates(),
    st.lists(columns, max_size=2).map(tuple),
    st.lists(changes, max_size=4).map(tuple),
    st.lists(st.builds(LeftAlone, cells, texts, texts, st.integers(0, 9)), max_size=2).map(tuple),
    st.lists(removals, max_size=2).map(tuple),
    notes=st.lists(st.builds(RemoveNote, cells, texts, texts), max_size=2).map(tuple),
)

currents = st.none() | st.integers(0, 100).map(str)


@st.composite
def workbooks(draw: st.DrawFn) -> Scored:
    """A workbook as people change it from day to day: rows come, go, change and move."""
    rows = draw(st.lists(st.tuples(st.sampled_from("abcdef"), currents), max_size=5, unique_by=lambda row: row[0]))
    top = draw(st.integers(2, 4))
    whole = [key_result(name, top + index, current) for index, (name, current) in enumerate(rows)]
    cut = draw(st.integers(0, len(whole)))
    objectives = [objective("O1", top, *whole[:cut]), objective("O2", top + cut, *whole[cut:])]
    kpis = tuple(kpi(name, 20 + index, "90") for index, name in enumerate(draw(st.sets(st.sampled_from("xy")))))
    return scored(*objectives, kpis=kpis)
