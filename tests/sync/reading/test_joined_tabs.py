"""Objectives on one tab, key results on another: each gets its own score in its own row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sync.model.cells import WorkbookContent
from sync.model.past import History
from sync.model.rows import Field
from sync.options import ReadingOptions, ScoringOptions, WritingOptions
from sync.planning import plan_writes
from sync.reading import read_rows
from sync.scoring import score
from tests.sheets import sheet_of

AS_OF = date(2026, 11, 19)
OBJECTIVES = sheet_of(
    """
    ID | Objective | Owner | Progress ⟳
    O1 | Grow revenue | Ana |
    O2 | Happy customers | Ben |
    """,
    "Objectives Q4 2026",
)
KEY_RESULTS = sheet_of(
    """
    Objective ID | Key result | Baseline | Target | Current | Progress ⟳
    O2 | NPS | 30 | 50 | 40 |
    O1 | New logos | 0 | 40 | 10 |
    """,
    "Key results Q4 2026",
)


def test_each_tab_gets_what_was_computed_for_its_own_rows() -> None:
    tabs = (OBJECTIVES, KEY_RESULTS)
    rows = read_rows(tabs, ReadingOptions(), AS_OF)
    scored = score(rows, AS_OF, ScoringOptions(), History())
    plan = plan_writes("w", WorkbookContent(tabs, "f"), scored, (), WritingOptions(), ScoringOptions())
    written = {(change.cell.sheet, change.cell.a1): change.after for change in plan.changes}
    assert written == {
        ("Objectives Q4 2026", "D2"): Decimal("0.25"),
        ("Objectives Q4 2026", "D3"): Decimal("0.5"),
        ("Key results Q4 2026", "F2"): Decimal("0.5"),
        ("Key results Q4 2026", "F3"): Decimal("0.25"),
    }
    assert {change.field for change in plan.changes} == {Field.progress}


def test_a_tab_whose_key_results_an_objective_elsewhere_took_in_is_one_of_okrs() -> None:
    tabs = (
        sheet_of("Objective | Target | Current\nLoyalty | Retention reaches 30% | 24%", "Q4 2026"),
        sheet_of("Objective | Key result | Current\nLoyalty | Retention reaches 30% | 24%", "Team B Q4 2026"),
    )

    rows = read_rows(tabs, ReadingOptions(), AS_OF)

    assert [table.sheet for table in rows.tables] == ["Q4 2026", "Team B Q4 2026"]
    [(objective, key_result)] = rows.key_results()
    assert objective.table == 0
    assert key_result.table == 1
