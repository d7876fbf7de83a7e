"""Small outcomes to print: one workbook with an objective, two key results, a KPI, three findings and a plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from sync.engine import Outcome
from sync.model.cells import CellRef
from sync.model.findings import Finding, Message, Severity
from sync.model.plans import AddColumn, CellChange, LeftAlone, Plan, Receipt
from sync.model.readings import Kind, Measure, Quantity, Read
from sync.model.rows import Field, KeyResult, Kpi, Objective, Rows, SkippedTab, Table, TableKind
from sync.model.scores import Scored, ScoredKeyResult, ScoredKpi, ScoredObjective, Status
from sync.workbooks.base import WorkbookError

AS_OF = date(2026, 11, 20)


def cell(a1_row: int, column: int, sheet: str = "Q4 2026") -> CellRef:
    return CellRef(sheet, a1_row, column)


REVENUE = KeyResult(
    Read("Doanh số mới đạt 10 tỷ", cell(4, 2), "Doanh số mới đạt 10 tỷ"),
    4,
    "Q4 2026",
    id="kr-1",
    measure=Measure(Kind.increase, target=Decimal(10**10), currency="VND"),
    weight=Read(Quantity(Decimal("0.6")), cell(4, 7), "0.6"),
    owner=Read("Lan", cell(4, 8), "Lan"),
)
TASK = KeyResult(Read("Viết tài liệu", cell(5, 2), "Viết tài liệu"), 5, "Q4 2026", id="kr-2")
OBJECTIVE = Objective(
    Read("Bứt phá doanh số", cell(4, 1), "Bứt phá doanh số"), 4, "Q4 2026", 0, id="o-1", key_results=(REVENUE, TASK)
)
CHURN = Kpi(
    Read("Churn", cell(3, 1, "KPI"), "Churn"),
    3,
    "KPI",
    1,
    id="kpi-1",
    measure=Measure(Kind.at_most, upper=Decimal(3), kept=True, unit="%"),
)

SCORED_REVENUE = ScoredKeyResult(
    REVENUE,
    Kind.increase,
    Decimal(0),
    Decimal("1E+10"),
    Decimal(7_500_000_000),
    attainment=Decimal("0.75"),
    progress=Decimal("0.75"),
    expected=Decimal(50) / Decimal(92),
    score=Decimal("0.75"),
    status=Status.on_track,
    due=date(2026, 12, 31),
)
SCORED_TASK = ScoredKeyResult(TASK, None, None, None, None, None, None, None, None, Status.no_data)
SCORED = Scored(
    Rows(),
    AS_OF,
    (
        ScoredObjective(
            OBJECTIVE,
            (SCORED_REVENUE, SCORED_TASK),
            Decimal(1) / 3,
            Decimal("0.33"),
            Decimal("0.5"),
            Status.behind,
        ),
    ),
    (ScoredKpi(CHURN, Decimal("2.5"), None, cell(3, 5, "KPI"), Decimal(1), Status.healthy),),
)


def table(sheet: str, kind: TableKind) -> Table:
    return Table(sheet, kind, 3, 3, 4, 5, 1, 8, (), "vi", "vi")


ROWS = Rows((table("Q4 2026", TableKind.okr), table("KPI", TableKind.kpi)), (OBJECTIVE,), (CHURN,))

FINDINGS = (
    Finding("OKR201", Severity.error, Message("a task, not a value"), Message("name a value, 100%: so"), cell(5, 2)),
    Finding(
        "OKR106", Severity.warning, Message("weights add up to {total}", (("total", "90"),)), Message(""), cell(4, 7)
    ),
    Finding("OKR201", Severity.info, Message("two\nlines"), Message("mend it"), cell(4, 2)),
)

PLAN = Plan(
    "sales",
    "fingerprint",
    AS_OF,
    columns=(AddColumn(cell(3, 9), "Tiến độ ⟳", Field.progress, "note", "0%", 11, 8, 5),),
    changes=(
        CellChange(cell(4, 9), None, Decimal("0.75"), Field.progress, "kr-1", "0%"),
        CellChange(cell(4, 10), Decimal("0.5"), Decimal("0.75"), Field.score, "kr-1", "0.00"),
        CellChange(cell(5, 11), "Đúng tiến độ", None, Field.status, "kr-2"),
        CellChange(cell(3, 8, "KPI"), "Ngoài ngưỡng", "Trong ngưỡng", Field.status, "kpi-1"),
    ),
    left_alone=(LeftAlone(cell(5, 10), "formula"),),
)


def outcome(folder: Path, *, receipt: bool = False) -> Outcome:
    """A workbook with findings and something to write; with ``receipt``, one whose plan was written."""
    written = Receipt(PLAN.changes, PLAN.columns, (), "after") if receipt else None
    source = f"excel:{folder / 'teams' / 'sales.xlsx'}"
    return Outcome("sales", source, ROWS, SCORED, FINDINGS, PLAN, written, "run-1" if receipt else None)


def quiet(folder: Path) -> Outcome:
    """A workbook with nothing found and nothing to write."""
    return Outcome("hr", f"excel:{folder / 'hr.xlsx'}", ROWS, SCORED, (), Plan("hr", "f", AS_OF))


def empty(folder: Path) -> Outcome:
    """A workbook without OKRs."""
    rows = Rows(skipped=(SkippedTab("Budget", "no_okrs"), SkippedTab("Sheet2", "empty")))
    return Outcome(
        "budget", f"excel:{folder / 'budget.xlsx'}", rows, Scored(rows, AS_OF), (), Plan("budget", "f", AS_OF)
    )


def failed(folder: Path) -> Outcome:
    """A workbook that could not be read."""
    rows = Rows()
    error = WorkbookError("old.xls is in the format of Excel 97", "save it as .xlsx")
    return Outcome(
        "old", f"excel:{folder / 'old.xls'}", rows, Scored(rows, AS_OF), (), Plan("old", "", AS_OF), error=error
    )
